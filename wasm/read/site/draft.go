package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// Draft is a page that is being read without a profile. Package infer adds what it finds, and
// Finish does what is done with every page that was read.
type Draft struct{ r reader }

// NewDraft begins the page at an address. It returns nil for a page that a visitor has put
// together, "my schedule", which must not be read.
func NewDraft(root *dom.Node, o Options) *Draft {
	a := parseURL(o.URL)
	for _, part := range a.path {
		if part == "my" || strings.HasPrefix(part, "my-") || strings.HasPrefix(part, "my_") {
			return nil
		}
	}
	p := unknown
	d := &Draft{reader{p: &p, a: a, o: o, root: root}}
	r := &d.r
	if r.edition, r.year = a.edition(); r.year == 0 {
		if i := ascii.Any(a.host, "2"); i < 0 || i+4 > len(a.host) || yearOf(a.host[i:i+4]) == 0 { // "pycon2027.sched.com"
			r.year = yearOnPage(root)
		} else {
			r.year = yearOf(a.host[i : i+4])
		}
		r.edition = ascii.Itoa(r.year)
		if label, _, _ := strings.Cut(a.host, "."); label != "www" && label != "" && label != "pycon" {
			r.edition = label + "-" + r.edition
		}
	}
	r.page = Page{Edition: r.edition, Lang: o.Lang}
	if r.page.Lang == "" {
		r.page.Lang = scriptOf(root.Text())
	}
	return d
}

// Year returns the year of the edition, 0 if it is not known.
func (d *Draft) Year() int { return d.r.year }

// Page returns the page with what was added so far.
func (d *Draft) Page() *Page { return &d.r.page }

// BrowserZone notes that the page prints times in the browser's time zone.
func (d *Draft) BrowserZone() { d.r.p.BrowserZone = true }

// Local turns a date and time of the zone that the page is printed in into a moment; 0
// without a date.
func (d *Draft) Local(date session.Date, hour, minute int) session.Instant {
	return d.r.instant(date, clock{hour, minute})
}

// Full reports whether the draft accepts no more sessions.
func (d *Draft) Full() bool { return d.r.full() }

// Titled returns a new session with that title, or nil for breaks and for placeholders. If
// the title is the whole text of an element, at is that element, and marks in it are left
// out.
func (d *Draft) Titled(text string, at *dom.Node) *session.Session {
	if at != nil {
		text = titleOf(at)
	}
	return d.r.titled(text)
}

// Cancelled looks for a mark that s is cancelled, beside its title within box.
func (d *Draft) Cancelled(s *session.Session, title, box *dom.Node) { d.r.cancelled(s, title, box) }

// Put adds a session whose title is shown in the element title. One without a key gets one
// from its title, start and rooms. Its star stands within cell, where that is given, else
// before the line of the title.
func (d *Draft) Put(s *session.Session, title, cell *dom.Node, day session.Date) *Spot {
	if s.Key == "" {
		s.Key = session.NewKey(d.r.edition, session.AnySequence,
			session.HashID(s.Title(d.r.page.Lang), s.Start, strings.Join(s.Rooms, ", ")))
	}
	at, where := cell, First
	if at == nil {
		at, where = outOfText(title), Before
		if session.OneOf(at.Tag, "|td|th|li|dd|dt|body|caption|") && at == title {
			where = First
		}
	}
	spot := d.r.put(s, at, where, day)
	spot.Title = title
	return spot
}

// Finish completes the page as is done after every reading, and returns it.
func (d *Draft) Finish() Page {
	if d.r.o.Lang != "" {
		d.r.speak()
	}
	d.r.number()
	d.r.page.markCancelled()
	d.r.page.withoutMissing(d.r.o)
	return d.r.page
}

// Named gives s the key of a session's own page.
func (d *Draft) Named(s *session.Session, sequence, id string) {
	s.Key = session.NewKey(d.r.edition, sequence, id)
}

// Placeholder reports whether a whole text is a placeholder, such as "TBD".
func Placeholder(text string) bool { return isPlaceholder(text) }

// Rooms splits "101, 102"; placeholders are no rooms.
func Rooms(text string) []string { return roomList(text) }

// Location is a parsed address.
type Location struct{ a *address }

// ParseLocation parses an address.
func ParseLocation(url string) Location {
	a := parseURL(url)
	return Location{a}
}

// Host returns the host in lower case, without a port.
func (l Location) Host() string { return l.a.host }

// Rest returns the parts of the path after year and language.
func (l Location) Rest() []string { return l.a.rest() }

// Fragment returns the part after the number sign.
func (l Location) Fragment() string { return l.a.fragment }

// Param returns the value of a parameter of the query, "" when there is none.
func (l Location) Param(name string) string { return l.a.param(name) }

// Resolve makes href absolute, without its fragment; "" if it is no web address.
func (l Location) Resolve(href string) string { return l.a.resolve(href) }

// Cell is a cell of a table and the places that it covers.
type Cell struct {
	Node                       *dom.Node
	Row, Col, Rowspan, Colspan int
}

// Cells lays out a table as the HTML standard says.
func Cells(table *dom.Node) []Cell {
	g := readGrid(table)
	list := make([]Cell, len(g.cells))
	for i, c := range g.cells {
		list[i] = Cell{c.node, c.row, c.col, c.rowspan, c.colspan}
	}
	return list
}

// unknown is the profile for pages that have none of their own.
var unknown = Profile{Name: "generic", Translates: true}

// yearOnPage returns the year that the page names most often; 0 when it names none.
func yearOnPage(root *dom.Node) int {
	var count [100]int // from 2000 on
	best := 0
	for n := root; n != nil; n = n.After(root) {
		if n.Tag != "" {
			continue
		}
		for i := 0; i+4 <= len(n.Data); i++ {
			if y := yearOf(n.Data[i : i+4]); y > 0 && (i == 0 || !isDigit(n.Data[i-1])) && (i+4 == len(n.Data) || !isDigit(n.Data[i+4])) {
				c := &count[y-2000]
				if *c++; best == 0 || *c > count[best-2000] || *c == count[best-2000] && y > best {
					best = y
				}
			}
		}
	}
	return best
}
