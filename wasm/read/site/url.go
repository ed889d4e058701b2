package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// address is a parsed URL.
type address struct {
	scheme, host string
	path         []string // without empty parts
	dir          bool     // the path ends in a slash
	query        string
	fragment     string
}

// param returns the value of a parameter of the query, "" when there is none.
func (a *address) param(name string) string {
	for _, pair := range strings.Split(a.query, "&") {
		if n, v, ok := strings.Cut(pair, "="); ok && n == name {
			return v
		}
	}
	return ""
}

func parseURL(url string) *address {
	a := &address{}
	url, a.fragment, _ = strings.Cut(url, "#")
	if i := strings.Index(url, "://"); i >= 0 {
		a.scheme, url = url[:i], url[i+3:]
	}
	if i := strings.IndexByte(url, '?'); i >= 0 {
		url, a.query = url[:i], url[i+1:]
	}
	host, path, _ := strings.Cut(url, "/")
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host = host[i+1:]
	}
	host, _, _ = strings.Cut(host, ":")
	a.host = ascii.Lower(strings.TrimSuffix(host, "."))
	a.dir = strings.HasSuffix(path, "/")
	a.path = make([]string, 0, 4)
	for path != "" {
		end := strings.IndexByte(path, '/')
		if end < 0 {
			end = len(path)
		}
		if end > 0 {
			a.path = append(a.path, path[:end])
		}
		path = path[min(end+1, len(path)):]
	}
	return a
}

// resolve makes href absolute against the page, without its fragment; "" if it
// is no web address (mailto:, javascript:, a bare fragment).
func (a *address) resolve(href string) string {
	href = ascii.Trim(href, " \n\t\r\f")
	if i := strings.IndexByte(href, '#'); i >= 0 {
		href = href[:i]
	}
	switch {
	case href == "":
		return ""
	case strings.HasPrefix(href, "https://") || strings.HasPrefix(href, "http://"):
		return href
	case strings.HasPrefix(href, "//"):
		return a.scheme + ":" + href
	case strings.HasPrefix(href, "/"):
		return a.scheme + "://" + a.host + href
	case strings.HasPrefix(href, "?"):
		path := "/" + strings.Join(a.path, "/")
		if a.dir {
			path += "/"
		}
		return a.scheme + "://" + a.host + path + href
	}
	if i := strings.IndexByte(href, ':'); i >= 0 && strings.IndexByte(href[:i], '/') < 0 {
		return ""
	}
	base := a.path
	if len(base) > 0 && !a.dir {
		base = base[:len(base)-1]
	}
	for strings.HasPrefix(href, "./") || strings.HasPrefix(href, "../") {
		if href[1] == '.' && len(base) > 0 {
			base = base[:len(base)-1]
		}
		href = href[strings.IndexByte(href, '/')+1:]
	}
	return a.scheme + "://" + a.host + "/" + strings.Join(append(base[:len(base):len(base)], href), "/")
}

// edition returns the edition that a page belongs to, by its host and path alone:
// 2026.pycon.kr, www.pycon.kr/2018, /en/2020, /2016apac. A host label that is neither a year
// nor one of the main sites' comes before the year. year is 0 and edition "" when nothing
// tells.
func (a *address) edition() (edition string, year int) {
	label := strings.TrimSuffix(a.host, ".pycon.kr")
	if label == "www" || label == "archive" || a.host == "pycon.kr" {
		label = ""
	}
	if y := yearOf(label); y > 0 {
		return label, y
	}
	for i, p := range a.path {
		if i > 1 || i == 1 && len(a.path[0]) != 2 {
			break
		}
		if y := yearOf(strings.TrimSuffix(p, "apac")); y > 0 {
			year = y
			break
		}
	}
	if year == 0 {
		return "", 0
	}
	edition = ascii.Itoa(year)
	if label != "" {
		edition = label + "-" + edition
	}
	return edition, year
}

func yearOf(s string) int {
	if len(s) != 4 || !isDigit(s[0]) {
		return 0
	}
	if n, end := number(s, 0); end == 4 && n >= 2000 && n < 2100 {
		return n
	}
	return 0
}
