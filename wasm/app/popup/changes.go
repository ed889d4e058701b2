package popup

import (
	"strconv"
	"strings"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// Changed is a picked session that is no longer what its person knew it as.
type Changed struct {
	Key       session.Key
	Title     string
	TitleLang string
	URL       string // "" for none that is safe to open
	Lines     []Line // at least one
}

// Line tells of one change: either from Was to Now, or in the words of Text.
type Line struct{ Was, Now, Text string }

// change is what happened to one item of the timetable.
type change struct {
	keys     []session.Key // those of the item that differ
	d        picks.Difference
	was, now session.Session
}

// changeOf returns how it differs from what was last known of it. A session under
// several keys is told of once, and is gone only when all of them are.
func (m *Model) changeOf(it timetable.Item) change {
	var c change
	for _, k := range append([]session.Key{it.Session.Key}, it.Aliases...) {
		d, was := m.book.Changed(k)
		if !it.Gone {
			d &^= picks.Gone
		}
		if d == 0 {
			continue
		}
		if c.d == 0 {
			known, _ := m.book.SessionRecord(k)
			c.d, c.was, c.now = d, was, known.Session
		}
		c.keys = append(c.keys, k)
	}
	return c
}

// changes are the sessions of tt that changed, in its order.
func (m *Model) changes(tt timetable.Timetable) []Changed {
	var out []Changed
	for it := range items(tt) {
		c := m.changeOf(it)
		if c.d == 0 {
			continue
		}
		title, lang := m.shownTitle(it.Session)
		out = append(out, Changed{it.Session.Key, title, lang, safeURL(it.Session.URL), m.lines(c)})
	}
	return out
}

// items are all sessions of tt, those without a time last.
func items(tt timetable.Timetable) func(yield func(timetable.Item) bool) {
	return func(yield func(timetable.Item) bool) {
		for _, d := range tt.Days {
			for _, it := range d.Items {
				if !yield(it) {
					return
				}
			}
		}
		for _, it := range tt.Undated {
			if !yield(it) {
				return
			}
		}
	}
}

// lines say what changed, what matters most first.
func (m *Model) lines(c change) []Line {
	var out []Line
	if c.d&picks.Cancelled != 0 {
		out = append(out, Line{Text: m.Say("changedCancelled")})
	}
	if c.d&picks.Restored != 0 {
		out = append(out, Line{Text: m.Say("changedRestored")})
	}
	if c.d&picks.Gone != 0 {
		out = append(out, Line{Text: m.Say("changedGone")})
	}
	if c.d&picks.Moved != 0 {
		was, now := m.times(c.was, c.now)
		out = append(out, Line{Was: was, Now: now})
	}
	if c.d&picks.Rehomed != 0 {
		out = append(out, Line{Was: m.place(c.was), Now: m.place(c.now)})
	}
	if c.d&picks.Renamed != 0 {
		out = append(out, Line{Text: m.Say("changedTitle", "title", m.oldTitle(c))})
	}
	return out
}

// before says in short, for a row of the list, what a session was; "" when it
// has the time, place and title it had.
func (m *Model) before(c change) string {
	var parts []string
	if c.d&picks.Moved != 0 {
		was, _ := m.times(c.was, c.now)
		parts = append(parts, was)
	}
	if c.d&picks.Rehomed != 0 {
		parts = append(parts, m.place(c.was))
	}
	switch {
	case len(parts) > 0:
		return m.Say("changedFrom", "was", strings.Join(parts, " · "))
	case c.d&picks.Renamed != 0:
		return m.Say("changedName")
	}
	return ""
}

// times names the times of a session that moved, as briefly as still tells them
// apart: by start, by start and end when only the end is another, and with the
// day when that is another.
func (m *Model) times(was, now session.Session) (from, to string) {
	name := func(s session.Session) string { return s.Start.HHMM() }
	if !was.Start.Known() || !now.Start.Known() || was.Start == now.Start {
		name = func(s session.Session) string { return m.fromTo(s.Start, s.End) }
	} else if was.Start.Date() != now.Start.Date() {
		name = func(s session.Session) string { return m.dayLabel(s.Start.Date()) + " " + s.Start.HHMM() }
	}
	return name(was), name(now)
}

// place names where a session is in the language shown, else in the other.
func (m *Model) place(s session.Session) string { return strings.Join(s.PlacesIn(m.Lang()), ", ") }

// oldTitle is the title that was replaced, in the language shown if that one was.
func (m *Model) oldTitle(c change) string {
	for _, l := range [...]string{m.Lang(), session.Korean, session.English} {
		if old := c.was.Titles[l]; old != "" && c.now.Titles[l] != "" && old != c.now.Titles[l] {
			return old
		}
	}
	return c.was.Title(m.Lang())
}

// TakeNote takes every change that is shown as known to the person. No pick is
// touched. now is in ms since 1970.
func (m *Model) TakeNote(now int64) Change {
	entries := map[string]any{}
	for it := range items(m.table()) {
		for _, k := range m.changeOf(it).keys {
			known, _ := m.book.SessionRecord(k)
			look := picks.Acknowledgement{At: now, Gone: known.Gone != 0, Session: m.book.Session(k)}
			// A clock that was put back must not make the look older than the click.
			look.At = max(look.At, m.book.Picks[k].Tapped)
			entries[records.AcknowledgedPrefix+string(k)] = look.Encode()
		}
	}
	if len(entries) == 0 {
		return Change{}
	}
	return Change{Entries: entries, notice: Notice{Text: m.Say("changesNoted"), Quiet: true}}
}

// keepUnnoted adds to entries, which write the pick of key anew at the time now,
// what its person knew of the session. Without that a must, or a removal that is
// taken back, would pass for having seen the change.
func (m *Model) keepUnnoted(entries map[string]any, key session.Key, now int64) {
	p, picked := m.book.Picks[key]
	known, seen := m.book.SessionRecord(key)
	if !picked || !seen {
		return
	}
	look := picks.Acknowledgement{Session: p.Session}
	if l, ok := m.book.Acknowledged[key]; ok && l.At >= p.Tapped {
		look = l
	}
	if known.Gone == 0 && picks.Compare(look.Session, known.Session) == 0 {
		return
	}
	look.At = now
	entries[records.AcknowledgedPrefix+string(key)] = look.Encode()
}

// fold is how many changes are shown at first: a long list must not push the
// timetable out of sight.
const fold = 3

func (m *Model) changesView(tt timetable.Timetable) *Changes {
	list := m.changes(tt)
	if len(list) == 0 {
		return nil
	}
	c := &Changes{List: list, Count: m.count("changes", len(list))}
	if len(list) > fold {
		c.More = m.Say("changesMore", "n", strconv.Itoa(len(list)-fold))
		c.Less = m.Say("changesLess")
	}
	return c
}
