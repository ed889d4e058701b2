// Package timetable lays picks out in time: which day, which lane beside which
// other session, which clash, which gap, and at what height on a page.
//
// It is pure: sessions and picks in, plain values out, the same for every order of the input.
// It draws and reads nothing: package layout makes a picture of its result, and the popup a
// list. It imports session, picks and order only, because the popup's module has to stay
// small.
package timetable

import (
	"cmp"
	"math"
	"slices"

	"byeolpyo/wasm/lite/order"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// Pick is a session that somebody wants to hear.
type Pick struct {
	Session session.Session
	State   picks.State
	Gone    bool // the site's timetable no longer shows it
	// Next is when something else starts in its room, where that is known: an end that
	// no page gave is not guessed beyond it. 0: not known.
	Next session.Instant
}

// Cancelled reports whether the site says that p will not take place.
func (p *Pick) Cancelled() bool { return p.Session.Cancelled != 0 }

// Timetable is the picks of one edition, laid out.
type Timetable struct {
	Edition string
	Days    []Day  // by date; days without picks are left out
	Undated []Item // picks whose start no page told (시간 미정), by key; only Pick and Aliases are set

	Picks   int // all items, those without a time included
	Must    int // of these, the ones that will not be missed
	Clashes int // groups of items that overlap
}

// Day has the items that start on one date in Seoul.
type Day struct {
	Date  session.Date
	Items []Item // by start, then by room in the site's order, then by end
	Gaps  []Gap  // by start: the times between First and Last at which no item runs, cancelled ones included
	Free  []Gap  // by start: the times between First and Last at which no item takes place; cancelled ones leave their time free
	First session.Instant
	Last  session.Instant // after midnight when a session of this day lasts so long
}

// Item is one card of the timetable.
type Item struct {
	Pick
	Start, End session.Instant // half-open: Start <= t < End
	Guessed    bool            // no page gave the end; End is Start + session.DefaultMinutes, or Next if that is sooner

	// Items that run into one another share the width: of Lanes equal lanes this
	// one takes Span, from Lane on, counted from 0. An item that meets no other
	// has one lane of one.
	Lane, Span, Lanes int

	Clashes []Clash // every item that it overlaps, by that one's start

	// Aliases are further keys of the same session: a plenary listed in each room,
	// a page in the other language. Whoever removes the item removes them too.
	Aliases []session.Key
}

// Clash is an overlap seen from one of its two sides.
type Clash struct {
	Key     session.Key // the other side
	Minutes int         // for how long both run, at least 1
	Guessed bool        // that they do, or for how long, rests on an end that no page gave
}

// Gap is a time between two sessions in which nothing is picked.
type Gap struct{ Start, End session.Instant }

// Minutes returns the length of g.
func (g Gap) Minutes() int { return int(g.End - g.Start) }

// FromBook returns the picks of edition that are not off, by key, each with the
// best that is known of its session.
func FromBook(b *picks.Book, edition string) []Pick {
	var out []Pick
	for key, p := range b.Picks {
		if p.State == picks.Off || key.Edition() != edition {
			continue
		}
		known, _ := b.SessionRecord(key)
		out = append(out, Pick{Session: b.Session(key), State: p.State, Gone: known.Gone != 0})
	}
	BoundGuesses(out, b)
	order.Sort(out, func(a, b *Pick) int { return cmp.Compare(a.Session.Key, b.Session.Key) })
	return out
}

// Editions returns the editions that have picks which are not off, the newest
// first. Of one year, the conference itself comes before what a label names
// ("label-2026").
func Editions(b *picks.Book) []string {
	var out []string
	for key, p := range b.Picks {
		if e := key.Edition(); p.State != picks.Off && e != "" && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		_, ya := SplitEdition(a)
		_, yb := SplitEdition(b)
		if c := cmp.Compare(yb, ya); c != 0 {
			return c
		}
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return cmp.Compare(a, b)
	})
	return out
}

// SplitEdition takes an edition apart: "2026" is no label and "2026",
// "label-2026" is "label" and "2026". An edition that names no year is all label.
func SplitEdition(edition string) (label, year string) {
	at := len(edition) - 4
	if at < 0 || at > 0 && edition[at-1] != '-' {
		return edition, ""
	}
	for i := at; i < len(edition); i++ {
		if edition[i] < '0' || edition[i] > '9' {
			return edition, ""
		}
	}
	return edition[:max(at-1, 0)], edition[at:]
}

// New lays list out. Picks that are off and picks of other editions are left
// out, so that the caller may pass all it has.
func New(edition string, list []Pick) Timetable {
	tt := Timetable{Edition: edition}
	var dated []Item
	for _, it := range unite(slices.DeleteFunc(slices.Clone(list), func(p Pick) bool { return p.State == picks.Off }), edition) {
		tt.Picks++
		if it.State == picks.Must {
			tt.Must++
		}
		if !it.Session.Start.Known() {
			tt.Undated = append(tt.Undated, it)
			continue
		}
		it.time()
		dated = append(dated, it)
	}
	order.Sort(dated, byTime)
	tt.Clashes = findClashes(dated)
	var busy session.Instant // until when sessions of earlier days run
	for from := 0; from < len(dated); {
		date := dated[from].Start.Date()
		to := from + 1
		for to < len(dated) && dated[to].Start.Date() == date {
			to++
		}
		tt.Days = append(tt.Days, newDay(date, dated[from:to:to], busy))
		for _, it := range dated[from:to] {
			if !it.Cancelled() {
				busy = max(busy, it.End)
			}
		}
		from = to
	}
	return tt
}

// All returns the picks that tt was made of, under their keys.
func (tt Timetable) All() (list []Pick) {
	for _, d := range tt.Days {
		for _, it := range d.Items {
			list = append(list, it.Pick)
		}
	}
	for _, it := range tt.Undated {
		list = append(list, it.Pick)
	}
	return list
}

// time sets Start, End and Guessed.
func (it *Item) time() {
	it.Start, it.End = it.Session.Start, it.Session.Until()
	it.Guessed = it.End != it.Session.End
	if it.Guessed && it.Next > it.Start {
		it.End = min(it.End, it.Next)
	}
}

// BySite orders sessions as a site sets them out: by start, then by room, and at last by
// key, so that no two sessions are equal.
func BySite(a, b *session.Session) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), byRoom(a, b), cmp.Compare(a.Key, b.Key))
}

// byTime orders items as a site sets them out: by start, then by room.
func byTime(a, b *Item) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), byRoom(&a.Session, &b.Session), cmp.Compare(a.End, b.End), cmp.Compare(a.Session.Key, b.Session.Key))
}

// byRoom orders sessions by room, in the site's own order where its grid told the column;
// what is in all rooms comes first, and by name what no grid told.
func byRoom(a, b *session.Session) int {
	column := func(s *session.Session) int {
		switch {
		case len(s.RoomsIn("")) == 0:
			return 0
		case s.Col == 0:
			return math.MaxInt
		}
		return s.Col
	}
	room := func(s *session.Session) string {
		names := s.RoomsIn(session.Korean)
		if s.Col != 0 || len(names) == 0 {
			return ""
		}
		return names[0]
	}
	return cmp.Or(cmp.Compare(column(a), column(b)), natural(room(a), room(b)))
}

func newDay(date session.Date, items []Item, busy session.Instant) Day {
	assignLanes(items)
	d := Day{Date: date, Items: items, First: items[0].Start}
	var held session.Instant // until when the items so far take place
	for _, it := range items {
		if !it.Cancelled() {
			if from := max(held, busy); held.Known() && it.Start > from {
				d.Free = append(d.Free, Gap{from, it.Start})
			}
			held = max(held, it.End)
		}
		if from := max(d.Last, busy); d.Last.Known() && it.Start > from {
			d.Gaps = append(d.Gaps, Gap{from, it.Start})
		}
		d.Last = max(d.Last, it.End)
	}
	return d
}
