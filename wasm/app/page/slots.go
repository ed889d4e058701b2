package page

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/site"
)

// A session that is held more than once has one pick for each of its slots. The sites of
// 2025 and 2026 show one day at a time: the slots are learned one by one, in any order,
// and the second slot looks at first like a session that moved. This file tells the two
// apart, and gives every slot its key:
//
//   - a slot that is picked keeps the key of its pick, wherever it stands by then;
//   - the others are numbered by start.
//
// A new time takes the place of a slot that has gone; if none has gone, it is a further slot.
// A slot has gone if it is missing on a page that tells all slots of its session
// (site.Spot.All), if its day was shown without it, or if it never stood in a grid.

// slot is a time of a session, with the key of its pick or record.
type slot struct {
	start session.Instant
	key   session.Key
}

// record is what is known of a slot before the page is read.
type record struct {
	_      [0]func() // no code to compare them
	start  session.Instant
	key    session.Key
	gone   bool
	picked bool
	was    session.Instant // at the click
}

// records returns what is known of the slots of the session base, by number, each
// start once.
func (pg *Page) records(base session.Key) []record {
	var list []record
next:
	for n := 1; n <= picks.MaxSlots; n++ {
		r := record{key: base.Slot(n)}
		known, has := pg.book.Sessions[r.key]
		r.start, r.gone = known.Session.Start, known.Gone != 0
		if p := pg.book.Picks[r.key]; p.State != picks.Off {
			if r.picked, r.was = true, p.Session.Start; !has {
				r.start = r.was
			}
		}
		if !r.picked {
			if !r.start.Known() {
				continue
			}
			for i := range list {
				if list[i].start == r.start {
					continue next
				}
			}
		}
		list = append(list, r)
	}
	return list
}

// slotKeys gives the spots of sessions with an id the keys of their slots.
func (pg *Page) slotKeys() {
	first := make(map[session.Key]session.Instant, len(pg.page.Spots))
	here := map[session.Key][]session.Instant{} // the starts of sessions with more than one
	for i := range pg.page.Spots {
		s := &pg.page.Spots[i].Session
		s.Key = s.Key.First()
		if t := first[s.Key]; !t.Known() {
			first[s.Key] = s.Start
		} else if s.Start.Known() && s.Start != t {
			here[s.Key] = addTime(addTime(here[s.Key], t), s.Start)
		}
	}
	slots := map[session.Key][]slot{}
	pg.slots = slots
	for i := range pg.page.Spots {
		spot := &pg.page.Spots[i]
		s := &spot.Session
		base := s.Key
		if len(here[base]) < 2 && !pg.many[base] && pg.sameTime(base, s.Start) || base.Hashed() {
			continue
		}
		list, done := slots[base]
		if !done {
			times := here[base]
			if t := first[base]; len(times) == 0 && t.Known() {
				times = addTime(nil, t)
			}
			list = pg.assign(base, times, spot)
			slots[base] = list
		}
		for _, sl := range list {
			// On a page without times the session has one star: for the first slot, or for
			// the first that is picked.
			if sl.start == s.Start || !s.Start.Known() && pg.picked(sl.key) {
				s.Key = sl.key
				break
			}
		}
	}
}

// slotOf returns the slot that the star of a spot is for, where it stands at the title of a
// session that the page gives several of. It is the picked slot, or the first if several or
// none are picked. Each slot also has a star of its own in the page's list of slots.
func (pg *Page) slotOf(i int) (at slot, several bool) {
	spot := &pg.page.Spots[i]
	if spot.Session.Start.Known() || !spot.Heading {
		return slot{}, false
	}
	list := pg.slots[spot.Session.Key.First()]
	for _, sl := range list {
		if len(list) > 1 && sl.key == pg.keys[i] && sl.start.Known() {
			return sl, true
		}
	}
	return slot{}, false
}

// name returns a short name of a slot: "8/15 13:00".
func (s slot) name() string {
	d := s.start.Date()
	return ascii.Itoa(d.Month) + "/" + ascii.Itoa(d.Day) + " " + s.start.HHMM()
}

// askMark is appended to a key in a plan if a click has to ask which slot is meant. No key
// ends so: its parts are percent-encoded.
const askMark = "?"

// mostAsked is the number of other slots that a toast has room for: its buttons take 100 px
// of 560 px, beside the words and the undo button. No real session has more than two slots,
// and each slot has its own star as well.
const mostAsked = 3

// Asks tells which slot a click at the title of a session with several took, and for which
// others it may have been meant: label, from and to as Choose takes them, each ended by 1F,
// a record by 1E. Both are "" for any other change.
func (pg *Page) Asks(c *Change) (took, others string) {
	if c.Say != saidSlot {
		return "", ""
	}
	n := 0
	for _, sl := range pg.slots[c.Key.First()] {
		switch {
		case sl.key == c.Key:
			took = sl.name()
		case n < mostAsked && sl.start.Known() && pg.places[sl.key] != nil:
			n++
			others += sl.name() + fieldEnd + string(c.Key) + fieldEnd + string(sl.key) + fieldEnd + recordEnd
		}
	}
	return took, others
}

// saidSlot is the name of the message that asks.
const saidSlot = "starAddedSlot"

// Choose reports whether what a click asked can be answered by to, a slot of the same
// session: the newest click that can be taken back is that which took from, and to is on
// the page and not picked. The answer is to take that click back, and to click to.
func (pg *Page) Choose(from, to session.Key, now int64) bool {
	pg.forget(now)
	n := len(pg.undo)
	return n > 0 && pg.undo[n-1].Key == from && to.First() == from.First() &&
		pg.places[to] != nil && !pg.picked(to) && !pg.book.SetAside(to)
}

// sameTime reports whether a session with one slot is already known at start.
func (pg *Page) sameTime(base session.Key, start session.Instant) bool {
	known, p := pg.book.Sessions[base], pg.book.Picks[base]
	same := func(t session.Instant) bool { return !t.Known() || t == start }
	return !start.Known() || same(known.Session.Start) && (p.State == picks.Off || same(p.Session.Start))
}

// addTime adds t to a list in order, once.
func addTime(list []session.Instant, t session.Instant) []session.Instant {
	list = append(list[:len(list):len(list)], t)
	for i := len(list) - 1; i > 0 && list[i-1] >= t; i-- {
		if list[i-1] == t {
			return append(list[:i], list[i+1:]...)
		}
		list[i-1], list[i] = t, list[i-1]
	}
	return list
}

func hasTime(list []session.Instant, t session.Instant) bool {
	for _, u := range list {
		if u == t {
			return true
		}
	}
	return false
}

// assign returns the slots of a session that the page shows at the times here,
// in order of their starts. spot is one of its spots, nil for no page.
func (pg *Page) assign(base session.Key, here []session.Instant, spot *site.Spot) []slot {
	known := pg.records(base)
	var told, gone, fresh, live []session.Instant
	for i := range known {
		if told = append(told, known[i].start); known[i].gone {
			gone = append(gone, known[i].start)
		}
	}
	for _, t := range here {
		if live = append(live, t); !hasTime(told, t) && !pg.listed(base, t) {
			fresh = append(fresh, t)
		}
	}
	moved := 0
	for i := range known {
		r := &known[i]
		if !r.start.Known() || hasTime(here, r.start) || spot != nil && spot.All {
			continue
		}
		if moved < len(fresh) && (r.gone || pg.left(base, r.start, spot)) {
			moved++
		} else if !r.gone || !r.picked { // a slot that is not picked keeps its number
			live = addTime(live, r.start)
		}
	}

	slots := make([]slot, len(live))
	used := map[session.Key]bool{}
	bind := func(i int, key session.Key) {
		slots[i].key = key
		used[key] = true
	}
	for i := range slots {
		slots[i].start = live[i]
	}
	// A pick keeps the time at which it was made, or to which it has been moved. If that slot
	// has gone, it takes a new time, else the only other one, if that is free.
	for step := range 3 {
		for k := range known {
			r := &known[k]
			if !r.picked || used[r.key] || !r.was.Known() && !r.gone {
				continue
			}
			open, at := 0, -1
			for i := len(slots) - 1; i >= 0; i-- {
				t := slots[i].start
				if slots[i].key == "" && (step == 0 && t == r.was || step == 1 && t == r.start ||
					step == 2 && (hasTime(fresh, t) || len(fresh) == 0 && !hasTime(gone, t))) {
					at = i
					open++
				}
			}
			if open == 1 || len(fresh) > 0 && open > 0 {
				bind(at, r.key)
			} else if step == 2 {
				used[r.key] = true // a slot that has gone keeps its key
			}
		}
	}
	// Each of the other slots keeps its number, or gets a free one if that is taken.
	for step := range 2 {
		n := 0
		for i := range slots {
			if slots[i].key != "" {
				continue
			}
			for n++; step == 1 && used[base.Slot(n)]; n++ {
			}
			if step == 0 {
				n = i + 1
			}
			if key := base.Slot(n); !used[key] {
				bind(i, key)
			}
		}
	}
	return slots
}

// listed reports whether a grid showed a session at t when it was last seen whole.
func (pg *Page) listed(base session.Key, t session.Instant) bool {
	for _, slots := range pg.grids {
		for _, sl := range slots {
			if sl.key.First() == base && (sl.start == t || !sl.start.Known()) {
				return true
			}
		}
	}
	return false
}

// leastSight is the number of timed sessions from which on a page is taken to show
// a day. The shortest real day, of sprints, has four.
const leastSight = 3

// left reports whether a slot that this page does not show has gone, so that a new time on
// the page takes its place.
func (pg *Page) left(base session.Key, start session.Instant, spot *site.Spot) bool {
	if spot == nil {
		return false
	}
	covered := false
	date := start.Date()
	here := pg.gridName(spot.Day, pg.where)
	for name, slots := range pg.seen {
		from, to, whole := start, start, strings.Contains(name, date.String())
		for i, sl := range slots {
			if sl.key.First() == base && sl.start == start {
				return false // both times were shown in this visit
			}
			if i == 0 {
				from, to = sl.start, sl.start
			}
			from, to = min(from, sl.start), max(to, sl.start)
			whole = whole && sl.start.Date() == date // false if the page prints the date of another zone
		}
		if len(slots) >= leastSight && name[len(name)-17:] == here[len(here)-17:] && (whole || from <= start && start <= to) {
			covered = true
		}
	}
	if covered || !pg.edition[pg.page.Edition] { // the stored sessions have not been read yet
		return covered
	}
	// Either the slot was never in a grid, but on the session's own page with all its times;
	// or this day's grid was seen without the session, and has it now.
	_, before := pg.grids[here]
	return before || !pg.listed(base, start)
}

// renumbered adds to entries the records of slots that the page does not show and whose
// number has changed.
func (pg *Page) renumbered(entries map[string]any) {
	for base, slots := range pg.slots {
		var moved []picks.SessionRecord
		for _, r := range pg.records(base) {
			for _, sl := range slots {
				known, has := pg.book.Sessions[r.key]
				if has && sl.start == r.start && sl.key != r.key && pg.places[sl.key] == nil && !pg.book.Sealed[sl.key] {
					known.Session.Key = sl.key
					moved = append(moved, known)
				}
			}
		}
		for _, known := range moved {
			pg.write(entries, known)
		}
	}
}
