package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/site"
)

// hrefKind is what a link may lead to.
type hrefKind uint8

const (
	hrefNone hrefKind = iota
	hrefHere          // elsewhere on the site
	hrefSession
	hrefSpeaker
	hrefOut
)

// hrefKind tells what a link may lead to.
func (r *reader) hrefKind(href string) hrefKind {
	if href == "" || href == "#" {
		return hrefNone
	}
	a, ok := r.here(href)
	if !ok {
		if r.loc.Resolve(href) == "" {
			return hrefNone
		}
		return hrefOut
	}
	if r.address(a) != "" {
		return hrefSession
	}
	if holds(ascii.Lower(href), "speaker|sponsor|author|profile|/people") {
		return hrefSpeaker
	}
	return hrefHere
}

// leadsTo is what a link leads to; each is looked at once.
func (r *reader) leadsTo(link *dom.Node) hrefKind {
	if link == nil {
		return hrefNone
	}
	k := &r.hrefs[link.Index-r.root.Index]
	if *k == 0 {
		*k = r.hrefKind(link.Attr("href")) + 1
	}
	return *k - 1
}

// here takes an address of the page's own host apart; each is once.
func (r *reader) here(href string) (a address, ok bool) {
	had := r.addresses[href]
	if had == nil {
		had = &address{}
		if *had, ok = r.apart(href); ok {
			had.shape, had.id, had.word = had.takeID()
			had.here = true
		}
		r.addresses[href] = had
	}
	return *had, had.here
}

func (r *reader) apart(href string) (a address, ok bool) {
	from := r.loc
	if r.base != nil {
		from = *r.base
	}
	url := from.Resolve(href)
	_, fragment, _ := strings.Cut(href, "#")
	if url == "" {
		if !strings.HasPrefix(href, "#/") && !strings.HasPrefix(href, "#!") {
			return a, false
		}
		url, _, _ = strings.Cut(r.o.URL, "#")
	}
	loc := parse(url)
	if loc.Host() != r.loc.Host() {
		return a, false
	}
	a = address{loc: loc, url: url, parts: loc.Rest(), fragment: fragment}
	// "#/talks/1": an application's own path.
	if strings.HasPrefix(fragment, "/") || strings.HasPrefix(fragment, "!/") {
		a.parts = nil
		for _, part := range strings.Split(strings.TrimPrefix(fragment, "!"), "/") {
			if part != "" {
				a.parts = append(a.parts, part)
			}
		}
		a.url, a.fragment = url+"#"+fragment, ""
	}
	if n := len(a.parts); n > 1 && oneOf(a.parts[n-1], "|index.html|index.htm|index.php|") {
		a.parts = a.parts[:n-1]
	}
	return a, true
}

// address is that of a page of the site.
type address struct {
	loc      location
	url      string
	parts    []string // of the path after year and language
	fragment string
	here     bool // it is of the page's own host
	// The part that is an id, the word before it, and the address without the id.
	shape, id, word string
}

// countIDs counts the distinct ids of every shape of address that the page links to.
func (r *reader) countIDs() {
	seen := map[string]bool{}
	for i := range r.elems {
		e := &r.elems[i]
		switch e.node.Tag {
		case "base":
			if href := e.node.Attr("href"); href != "" && r.base == nil {
				if url := r.loc.Resolve(href); url != "" {
					b := parse(url)
					r.base = &b
					r.addresses = map[string]*address{} // these were relative to the page
				}
			}
		case "button":
			if e.size <= few && e.end-e.first == 1 {
				r.button[r.pieces[e.first].text] = true
			}
		case "a":
			if r.timetable(e.node); e.menu {
				break
			}
			if a, ok := r.here(e.node.Attr("href")); ok {
				if key := a.shape + " " + a.id; a.id != "" && !seen[key] && (sessionWord(a.word) || strength(a.id) >= 2) {
					seen[key] = true
					r.ids[a.shape]++
				}
			}
		}
	}
	for _, part := range r.loc.Rest() {
		r.about = r.about || sessionWord(part) || holds(ascii.Lower(part), "session|talk|program|presentation|schedule|timetable|tutorial|sprint")
	}
}

// longestTable is the length in bytes of the longest words of a link to a timetable, with
// some to spare: "전체 시간표 바로 보기" has 30.
const longestTable = 40

// timetable notes the page that a link calls the site's timetable: by its words and its
// address, else by its words, else by its address. It is of the page's own origin, and
// another document than the page.
func (r *reader) timetable(link *dom.Node) {
	a, ok := r.here(link.Attr("href"))
	if r.tableWorth == 3 || !ok || len(a.parts) == 0 || strings.IndexByte(a.url, '#') >= 0 {
		return
	}
	last, _, _ := strings.Cut(ascii.Lower(a.parts[len(a.parts)-1]), ".")
	text := " " + ascii.Lower(link.Text())
	named := strings.HasSuffix(last, "schedule") || strings.HasSuffix(last, "table") || last == "agenda"
	if len(text) > longestTable || holds(text, " 내 | 나의 | my ") || a.id != "" && sessionWord(a.word) && !named {
		return
	}
	worth := 0
	if holds(text, "시간표|타임테이블|timetable|schedule|agenda") {
		worth = 2
	}
	if named {
		worth++
	}
	page, _, _ := strings.Cut(r.o.URL, "#")
	origin := len("https://") + len(r.loc.Host())
	if worth > r.tableWorth && a.url != page && len(a.url) > origin && len(page) > origin && a.url[:origin+1] == page[:origin+1] {
		r.tableWorth, r.d.Page().Timetable = worth, a.url
	}
}

// few bounds the elements of what is looked at as one line of text.
const few = 64

// address returns the shape of the address of a session's page, "" for none: its path with
// the id left out.
func (r *reader) address(a address) string {
	if a.id != "" && (r.ids[a.shape] >= 5 || sessionWord(a.word) && strength(a.id) > 1) {
		return a.shape
	}
	return ""
}

// strength tells how sure an id is one: 3 UUID, 2 number or code, 1 slug, 0 none.
func strength(id string) int {
	n, end := number(id, 0)
	switch {
	case site.UUID(ascii.Lower(id)) || len(id) == 32 && ascii.AllHex(ascii.Lower(id)):
		return 3
	case end == len(id) && end > 0 && n > 0:
		return 2
	case len(id) == 6 && capitals(id):
		return 2
	case ascii.Any(id, "-_%") >= 0:
		return 1
	}
	for i := 0; i < len(id); i++ {
		if id[i] >= 0x80 { // a word in Hangul
			return 1
		}
	}
	return 0
}

// capitals reports whether a text is letters and digits, the former in capitals only.
func capitals(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isDigit(c) && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// takeID finds the part that is an id, the word before it, and the rest.
func (a *address) takeID() (shape, id, collection string) {
	parts := a.parts
	if len(parts) == 0 {
		return "", "", ""
	}
	for i, p := range parts {
		if slug := session.Slug(p); slug != p { // as it is meant, however it is spelled
			parts = append(append(parts[:i:i], slug), parts[i+1:]...)
		}
	}
	last := parts[len(parts)-1]
	for _, name := range [...]string{"id", "session", "talk", "no", "idx"} {
		if v := a.loc.Param(name); strength(v) >= 2 {
			return strings.Join(parts, "/") + "?" + name, v, strings.TrimSuffix(strings.TrimSuffix(last, "-detail"), ".html")
		}
	}
	if strength(a.fragment) == 2 && sessionWord(last) {
		return strings.Join(parts, "/") + "#", a.fragment, last
	}
	if bare := strings.TrimSuffix(strings.TrimSuffix(last, ".html"), ".htm"); bare != last && len(parts) > 1 && strength(last) == 0 {
		parts = append(parts[:len(parts)-1:len(parts)-1], bare)
	}
	year := func(id string) bool { // a part of the path, and no id
		n, end := number(id, 0)
		return end == len(id) && end == 4 && n >= 2000 && n < 2100
	}
	// A code before a slug: "event/2aB3c/title-of-it".
	if n := len(parts) - 2; n > 0 && sessionWord(parts[n-1]) && strength(parts[n+1]) > 0 && ascii.Any(parts[n], "0123456789") >= 0 && !year(parts[n]) && !forbidden(parts[:n]) {
		return strings.Join(parts[:n], "/") + "/*/-", parts[n], parts[n-1]
	}
	for i := len(parts) - 1; i > 0 && i >= len(parts)-2; i-- {
		if (strength(parts[i]) > 0 || i == len(parts)-1 && len(parts[i]) > 4 && sessionWord(parts[i-1]) && !sessionWord(parts[i]) && !forbidden(parts[i:])) && !forbidden(parts[:i]) && (!year(parts[i]) || i == len(parts)-1 && sessionWord(parts[i-1])) {
			return strings.Join(parts[:i], "/") + "/*/-"[:2+2*(len(parts)-1-i)], parts[i], parts[i-1]
		}
	}
	return "", "", ""
}

func forbidden(parts []string) bool {
	for _, p := range parts {
		if holds(ascii.Lower(p), "speaker|sponsor|tag|categor|user|author|profile|room|news|blog|static|media|image|about|account|login|order|ticket|video|page|cfp|coc|member|staff|patron|job") {
			return true
		}
	}
	return false
}

// sessionWords are the words in addresses that stand before the id of a session.
const sessionWords = "|program|programme|session|talk|presentation|schedule|keynote|tutorial|sprint|event|proposal" +
	"|lecture|poster|workshop|timetable|agenda|speech|contribution|"

func sessionWord(word string) bool {
	return oneOf(strings.TrimSuffix(ascii.Lower(word), "s"), sessionWords)
}

// identify gives s the key of the session page that href leads to.
func (r *reader) identify(s *session.Session, href string) bool {
	a, ok := r.here(href)
	return ok && r.address(a) != "" && r.call(s, &a)
}

// call names a session by its address.
func (r *reader) call(s *session.Session, a *address) bool {
	id := a.id
	if id == "" {
		return false
	}
	word := strings.TrimSuffix(ascii.Lower(a.word), "s")
	sequence := session.AnySequence
	if n, end := number(id, 0); end == len(id) && n > 0 {
		sequence = word
	} else if site.UUID(ascii.Lower(id)) {
		id = ascii.Lower(id)
	}
	r.d.Named(s, sequence, id)
	s.URL = a.url
	if a.fragment == id {
		s.URL += "#" + id
	}
	if oneOf(word, "|tutorial|sprint|keynote|") {
		s.Kind = session.Kind(word)
	} else if s.Kind == "" {
		s.Kind = session.Talk
	}
	return true
}
