// Package site reads sessions off the pages of pycon.kr: one engine, and a profile of plain
// data for every generation of the site. It takes a tree (package dom) and an address and
// returns the sessions, each with the spot where its star belongs. It does not change the
// tree, fetches nothing and keeps nothing.
package site

import (
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// MaxSpots bounds what is read off one page. The largest real page shows 130
// places (65 sessions of 2018, twice); a hostile one may show anything.
const MaxSpots = 20_000

// Options has what a page's document does not tell.
type Options struct {
	URL string
	// Zone returns the offset from UTC, in minutes, of the zone in which the
	// browser prints times, at a local date and time. nil: Seoul.
	Zone func(d session.Date, hour, minute int) int
	// Lang is the language in which the site says that its pages are, "ko" or "en";
	// "" where it does not.
	Lang string
	// Missing: the server said that there is no such page, or that it failed.
	Missing bool
}

// Where says where a star is placed relative to the node of its spot.
type Where uint8

// Both are relative to Spot.Node, for a star that cannot stand in Spot.Title.
const (
	First  Where = iota // as the node's first child
	Before              // as the sibling before it
)

// Spot is one place on the page that shows a session.
type Spot struct {
	Session session.Session
	Node    *dom.Node
	Where   Where
	// Title is the element that shows the title, in Node or around it. A star stands
	// in it where it can hold one, and else as Where says.
	Title *dom.Node
	// Heading: the spot is the title of the session's own page.
	Heading bool
	// All: the page tells every slot of the session, as its own page does.
	All bool
	// Day is the date over the grid that the spot is in, as the page prints it: a
	// browser abroad may print another than Seoul's. Not known outside grids.
	Day session.Date
}

// Page is the result of reading a page.
type Page struct {
	Edition string
	Lang    string // of the page's own words: "ko" or "en"
	// Static: no script takes over the server's elements after they are shown (no hydration).
	Static bool
	// Dayless: some sessions have times whose day is not known for sure.
	Dayless bool
	// Timetable is the address of the same origin that a page without a profile links to as
	// its site's timetable; "" if there is no such link.
	Timetable string
	Spots     []Spot // in document order of the shapes: grids, detail, links
}

// Read reads a page. ok is false when no profile is known for its address.
func Read(root *dom.Node, o Options) (page Page, ok bool) {
	a := parseURL(o.URL)
	for _, p := range Profiles {
		edition, fits := p.fits(a)
		if !fits {
			continue
		}
		r := reader{p: p, a: a, o: o, root: root, edition: edition,
			taken: make([]bool, count(root))}
		if _, r.year = a.edition(); r.year == 0 {
			r.year = p.Years[0]
		}
		r.page = Page{Edition: edition, Lang: r.language(), Static: p.Static}
		if p.ignores(a) || root == nil {
			return r.page, true
		}
		for i := range p.Layouts {
			pg := &p.Layouts[i]
			if _, here := matchPath(pg.Path, a.rest()); pg.Path != "" && !here {
				continue
			}
			switch pg.Shape {
			case Grid:
				for _, table := range pg.Root.All(root) {
					r.grid(pg, table)
				}
			case Detail:
				r.detail(pg)
			case Links:
				r.links(pg)
			case Flow, Cards:
				r.flow(pg)
			}
		}
		r.speak()
		r.complete(p.Data)
		r.number()
		r.page.markCancelled()
		r.page.withoutMissing(o)
		return r.page, true
	}
	return Page{}, false
}

type reader struct {
	p       *Profile
	a       *address
	o       Options
	root    *dom.Node
	edition string
	year    int
	page    Page
	taken   []bool // which elements a layout has read already, by Index
	dates   []dated
	seoul   bool    // the times that are being read are Seoul's
	datesOf *Layout // the layout that dates belongs to; layouts are read one after the other
}

func count(root *dom.Node) (n int) {
	for ; root != nil; root = root.After(nil) {
		if root.Tag != "" {
			n++
		}
	}
	return n
}

func (r *reader) took(n *dom.Node) bool { return n.Tag != "" && r.taken[n.Index-r.root.Index] }
func (r *reader) take(n *dom.Node)      { r.taken[n.Index-r.root.Index] = true }

func (r *reader) full() bool { return len(r.page.Spots) >= MaxSpots }

// put adds a session to the page. at is the element with its title.
func (r *reader) put(s *session.Session, at *dom.Node, where Where, date session.Date) *Spot {
	r.page.Spots = append(r.page.Spots, Spot{Session: *s, Node: at, Title: at, Where: where, Day: date})
	return &r.page.Spots[len(r.page.Spots)-1]
}

// Sessions returns each session of the page once, merged over its spots.
func (p Page) Sessions() []session.Session {
	at := map[session.Key]int{}
	var list []session.Session
	for _, spot := range p.Spots {
		s := spot.Session
		if i, seen := at[s.Key]; seen {
			list[i], _ = list[i].Richer(s)
			continue
		}
		at[s.Key] = len(list)
		list = append(list, s)
	}
	return list
}
