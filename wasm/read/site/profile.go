package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// Profile describes one generation of the site: it is data and no code. One engine
// (extract.go) reads every generation.
type Profile struct {
	Name string // of the file, the folder of fixtures and the row in the README
	// Years are the years whose pages have this form.
	Years []int
	// Hosts are hosts without a year in their addresses, whose year is Years[0].
	Hosts []string
	// Links are the addresses of session pages, as paths after the host, the year
	// and the language: "program/tutorial/{int}". The first that fits counts.
	Links []Link
	// Ignore lists paths of the same form whose pages are never read.
	Ignore []string
	// Static: the server makes the pages, and no framework takes its elements over
	// in the browser afterwards.
	Static bool
	// BrowserZone: the site prints times in the visitor's time zone.
	BrowserZone bool
	// Timetable is the path, after year and language, of a page made by the server
	// that tells the times of both days; or the whole address from which the site's
	// own pages get them as JSON.
	Timetable string
	// Data is the form of that JSON, or of the page's own, which completes sessions.
	Data *Data
	// Language selects texts of the site whose script, Hangul or Latin, tells the language of
	// a page. Without it the path tells: /en/.
	Language dom.Selector
	// Translates: sessions appear in several languages at one address. If the site does not
	// say which language a page is in, the sessions themselves tell, and for a few sessions
	// the texts beside them.
	Translates bool
	Words      dom.Selector
	// Layouts are read in order; each leaves alone what an earlier one has read.
	Layouts []Layout
}

// Link is the form of a session page's address.
type Link struct {
	_        [0]func() // no code to compare them
	Path     string    // parts: literal, {int}, {uuid}, {code}; then ?name= or # before {int}
	Sequence string
	Kind     session.Kind
}

// Layout describes one way in which sessions appear on a page.
type Layout struct {
	_     [0]func() // no code to compare layouts
	Shape Shape
	// Root selects the tables of a grid, the part of the document that holds
	// links, or the part that holds a detail.
	Root dom.Selector
	// Title and the selectors after it look below a grid's cell, a link, or the
	// root of a detail. Without Title the whole text of a link is its title.
	Title    dom.Selector
	Speakers dom.Selector
	// Item selects what holds one session of a flow or one card; Has, what an
	// item must contain to be a session.
	Item dom.Selector
	Has  dom.Selector
	// HeadRoom selects the room's name in the head of a column, where other words
	// stand beside it.
	HeadRoom dom.Selector
	// Kind and Sequence are used for sessions without a link that tells them.
	Kind     session.Kind
	Sequence string
	// Path is the path, after year and language, of the only page with this layout; "" stands
	// for any page.
	Path string
	// Who: an item names only the speakers, and needs no Title. The names are used as the
	// title until a page tells it (session.Session.Unnamed), and the item's id is the
	// fragment of its address.
	Who bool
	// Around: the element around Item holds the session.
	Around bool
	// WholeText: a cell of several columns without a title element is a session that
	// its whole text names, even without a time; in a flow, sessions without a time
	// count.
	WholeText bool
	// Own selects the cells that are sessions, each named by the first element of
	// Title in it or, without one, by its whole text.
	Own dom.Selector
	// TitleAside selects elements within a title that do not belong to it.
	TitleAside dom.Selector
	// InSeoul: the times are Seoul's, whatever those of the other pages are.
	InSeoul bool
	// DayInUTC: the date over a grid is that of its sessions in UTC, though the
	// hours are the browser's.
	DayInUTC bool
	Lang     dom.Selector // an element that stands only beside talks given in English
	// Day selects the text of a grid's date; the last before the table counts.
	Day dom.Selector
	// MinutesPerStep is the length of one row of a grid (column when transposed);
	// 0: rows are slots of any length, and no end is known.
	MinutesPerStep int
	// RoomBefore: the room stands in the cell before the session's, not at the
	// head of its column.
	RoomBefore bool
	// SpeakersBelow: a slot has more rows than one, and its speakers stand below its
	// title, in a cell of the same column with the same link.
	SpeakersBelow bool
	// Row selects the elements of a detail page that tell a time or rooms, and Times and
	// Rooms select the texts in them. Texts in one row belong together. If a selected text is
	// empty, as that of an icon is, the text of the row counts. A detail page without such
	// rows is read by its labels.
	Times        dom.Selector
	Rooms        dom.Selector
	Row          dom.Selector
	SpeakerCut   string // a speaker's name is cut before it: "이름 / slug"
	SpeakerSplit string // stands between two speakers: "A / B"
}

// Shape is the way in which a page arranges its sessions.
type Shape uint8

// Read chooses the function that reads a page by the Shape of the layout.
const (
	Grid   Shape = iota // a table with times along one side
	Links               // links to session pages, in a list or anywhere
	Detail              // the page of one session
	Flow                // one after another, each with its time or that of the one before
	Cards               // boxes without links
)

// Profiles lists all known generations of the site.
var Profiles = []*Profile{
	&pycon2014, &pycon2015, &pycon2016, &pycon2017, &pycon2018, &pycon2019, &pycon2020, &pycon2021, &pycon2022,
	&pycon2023, &pycon2024, &pycon2025, &pycon2026, &openspace2026,
}

// fits reports whether p reads the page at a, and returns its edition.
func (p *Profile) fits(a *address) (edition string, ok bool) {
	for _, host := range p.Hosts {
		if a.host == host {
			return ascii.Itoa(p.Years[0]), true
		}
	}
	if len(p.Hosts) > 0 {
		return "", false
	}
	edition, year := a.edition()
	for _, y := range p.Years {
		if y == year {
			return edition, true
		}
	}
	return edition, false
}

// rest returns the parts of the path after year and language.
func (a *address) rest() []string {
	parts := a.path
	for i := 0; i < 2 && len(parts) > 0; i++ {
		if yearOf(strings.TrimSuffix(parts[0], "apac")) > 0 || parts[0] == "en" || parts[0] == "ko" {
			parts = parts[1:]
		}
	}
	return parts
}

// english reports whether the path says that the page is in English.
func (a *address) english() bool {
	for i, p := range a.path {
		if i < 2 && p == "en" {
			return true
		}
	}
	return false
}

// link returns the id in a session page's address and the form of Links that it has.
func (p *Profile) link(a *address) (id string, l *Link) {
	rest := a.rest()
	for i := range p.Links {
		path := p.Links[i].Path
		parts := rest
		if j := ascii.Any(path, "?#"); j >= 0 { // the id is no part of the path
			value := a.fragment
			if path[j] == '?' {
				name, _, _ := strings.Cut(path[j+1:], "=")
				value = a.param(name)
			}
			slot := path[strings.IndexByte(path, '{'):]
			path = path[:j] + "/" + slot
			parts = append(rest[:len(rest):len(rest)], value)
		}
		if id, ok := matchPath(path, parts); ok {
			return id, &p.Links[i]
		}
	}
	return "", nil
}

func (p *Profile) ignores(a *address) bool {
	for _, path := range p.Ignore {
		if _, ok := matchPath(path, a.rest()); ok {
			return true
		}
	}
	return false
}

func matchPath(pattern string, parts []string) (id string, ok bool) {
	want := strings.Split(pattern, "/")
	if len(want) != len(parts) {
		return "", false
	}
	for i, w := range want {
		switch w {
		case "{int}":
			n, end := number(parts[i], 0)
			if end == 0 || end != len(parts[i]) || end > 9 || ascii.Itoa(n) != parts[i] {
				return "", false
			}
			id = parts[i]
		case "{code}": // as pretalx makes them
			id = parts[i]
			if len(id) != 6 {
				return "", false
			}
			for j := 0; j < len(id); j++ {
				if c := id[j]; !isDigit(c) && (c < 'A' || c > 'Z') {
					return "", false
				}
			}
		case "{uuid}":
			id = ascii.Lower(parts[i])
			if !UUID(id) {
				return "", false
			}
		default:
			if w != parts[i] {
				return "", false
			}
		}
	}
	return id, true
}

// UUID reports whether a text is one, in lower case.
func UUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return false
			}
		} else if c := s[i]; !isDigit(c) && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
