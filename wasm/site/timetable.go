package site

import "strings"

// Timetable returns the address of the page that tells the times of a whole
// edition, for a page of it that does not; "" if there is none that the site's
// server makes, or pageURL is that page. Where scripts make it, only a visit
// tells.
func Timetable(pageURL string) string {
	a := parseURL(pageURL)
	for _, p := range Profiles {
		if _, fits := p.fits(a); !fits {
			continue
		}
		if p.Timetable == "" {
			return ""
		}
		rest := a.rest()
		root := strings.Join(a.path[:len(a.path)-len(rest)], "/")
		if root != "" {
			root += "/"
		}
		if strings.Join(rest, "/") == strings.Trim(p.Timetable, "/") {
			return ""
		}
		return a.scheme + "://" + a.host + "/" + root + p.Timetable
	}
	return ""
}
