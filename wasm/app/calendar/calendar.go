// Package calendar makes the file that puts picks into a person's calendar, and remembers
// what was in it. A session that is dropped or cancelled later is in the next file as
// cancelled until its day is over, because a calendar removes only what a file tells it to.
package calendar

import (
	"cmp"
	"slices"
	"strings"

	"byeolpyo/wasm/lite/order"
	"byeolpyo/wasm/model/ics"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// Record is what the files so far told calendars about an edition, as it is stored.
type Record struct {
	At     int64 // when they were told last, in ms since 1970
	Events []Exported
}

// Exported is what was last exported of one session.
type Exported struct {
	Session  session.Session // the fields that a calendar shows
	Status   ics.Status
	Sequence int
}

// Encode returns the tree stored under records.CalendarPrefix and the edition.
func (r Record) Encode() map[string]any {
	events := make([]any, len(r.Events))
	for i, e := range r.Events {
		m := map[string]any{"seq": float64(e.Sequence), "snapshot": session.Encode(e.Session)}
		if e.Status != ics.Confirmed {
			m["status"] = e.Status.String()
		}
		events[i] = m
	}
	return map[string]any{"v": float64(records.CalendarVersion), "at": float64(r.At), "events": events}
}

// Decode reads what Encode wrote under storageKey. An event that is not understood is left
// out and does not affect the others.
func Decode(storageKey string, tree any) (edition string, r Record, ok bool) {
	edition, is := strings.CutPrefix(storageKey, records.CalendarPrefix)
	m, _ := tree.(map[string]any)
	at, ok1 := m["at"].(float64)
	list, ok2 := m["events"].([]any)
	if !is || !ok1 || !ok2 || m["v"] != float64(records.CalendarVersion) {
		return "", Record{}, false
	}
	r.At = int64(at)
	for _, item := range list {
		m, _ := item.(map[string]any)
		seq, ok1 := m["seq"].(float64)
		s, ok2 := session.Decode(m["snapshot"])
		if !ok1 || !ok2 || !(seq >= 0 && seq < 1<<31) || !s.Start.Known() {
			continue
		}
		s.Key = s.Key.Canonical()
		e := Exported{Session: s, Sequence: int(seq)}
		for _, status := range [...]ics.Status{ics.Tentative, ics.Cancelled} {
			if m["status"] == status.String() {
				e.Status = status
			}
		}
		r.Events = append(r.Events, e)
	}
	return edition, r, true
}

// Newer reports whether a record was written by a newer version, and is not to be
// written over.
func Newer(tree any) bool {
	m, _ := tree.(map[string]any)
	v, _ := m["v"].(float64)
	return v > records.CalendarVersion
}

// Choice is what a person wants in the calendar.
type Choice struct {
	Musts  bool // only what will not be missed
	Alarms Alarms
	Before int  // minutes before the start that an alarm rings
	Notes  bool // what the person wrote about a session stands below it
}

// Alarms says for which sessions an alarm rings.
type Alarms uint8

// The values of Alarms. Alarms are off unless the person switches them on.
const (
	NoAlarms Alarms = iota
	MustAlarms
	AllAlarms
)

// rings returns the minutes before an event at which its alarm rings, 0 for none.
func (c Choice) rings(state picks.State) int {
	if c.Alarms == AllAlarms || c.Alarms == MustAlarms && state == picks.Must {
		return c.Before
	}
	return 0
}

// File asks for a file of an edition.
type File struct {
	Table  timetable.Timetable
	Last   Record // what calendars were told before
	Choice Choice
	Only   session.Key // this session alone; "" for all
	Lang   string      // the language of places, "ko" or "en"
	Now    int64       // ms since 1970
	// Title names a session.
	Title func(s session.Session) string
	// Changed returns when the records of a pick last changed, in ms since 1970, also of a
	// pick that is off.
	Changed func(key session.Key) int64
	// Written returns when what the person wrote about an item last changed, in ms since 1970.
	// The sequence does not count it (RFC 5546, 2.1.4: times and status do): a device that
	// writes a note and does not know of a move would take the move back, and one minute would
	// have two notes. Of files of one sequence the one made later counts (2.1.5), to the second.
	Written func(it timetable.Item) int64
	// Describe returns the description of an event.
	Describe func(it timetable.Item) string
}

// Make returns the events of the file by start, and the Record that has to be stored before
// the file is handed out.
func (f File) Make() (events []ics.Event, next Record) {
	last := make(map[session.Key]Exported, len(f.Last.Events))
	for _, e := range f.Last.Events {
		last[e.Session.Key] = e
	}
	next.At = f.Now
	tell := func(e Exported, it *timetable.Item) {
		next.Events = append(next.Events, e)
		events = append(events, f.event(e, it))
	}
	chosen := map[session.Key]bool{}
	choose := func(it *timetable.Item) {
		if f.Only != "" && !slices.Contains(keys(it), f.Only) || f.Only == "" && f.Choice.Musts && it.State != picks.Must {
			return // what calendars were told about it is handled below
		}
		key := eventKey(it, last)
		was, told := last[key]
		chosen[key] = true
		e := Exported{Session: shown(it), Status: status(it), Sequence: f.sequence(it)}
		e.Session.Key = key
		if !e.Session.Start.Known() { // a session that has no time any more keeps the one it had
			if told {
				tell(was, it)
			}
			return
		}
		if e.Status == ics.Cancelled && over(e.Session, f.Now) {
			return
		}
		e.follow(was, told)
		tell(e, it)
	}
	for i := range f.Table.Days {
		for j := range f.Table.Days[i].Items {
			choose(&f.Table.Days[i].Items[j])
		}
	}
	for i := range f.Table.Undated {
		choose(&f.Table.Undated[i])
	}
	for _, was := range f.Last.Events {
		switch key := was.Session.Key; {
		case chosen[key]:
		case f.Only != "" && key != f.Only:
			next.Events = append(next.Events, was)
		case over(was.Session, f.Now): // calendars need not be told of it any more
		default:
			e := was
			e.Status, e.Sequence = ics.Cancelled, ics.Sequence(f.Changed(key))
			e.follow(was, true)
			tell(e, nil)
		}
	}
	order.Sort(events, func(a, b *ics.Event) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Key, b.Key)) })
	order.Sort(next.Events, func(a, b *Exported) int { return cmp.Compare(a.Session.Key, b.Session.Key) })
	next.bound()
	return events, next
}

// bound removes events beyond the limit, cancelled ones first.
func (r *Record) bound() {
	if excess := len(r.Events) - records.MaxCalendarEvents; excess > 0 {
		r.Events = slices.DeleteFunc(r.Events, func(e Exported) bool {
			if e.Status == ics.Cancelled && excess > 0 {
				excess--
				return true
			}
			return false
		})
	}
	r.Events = r.Events[:min(len(r.Events), records.MaxCalendarEvents)]
}

// follow sets the sequence of e: the one that calendars were told before if nothing changed,
// else a higher one. Otherwise a calendar would ignore a second change in the same minute, or
// one after the clock was put back.
func (e *Exported) follow(was Exported, told bool) {
	switch {
	case !told:
	case e.Status != was.Status || Differs(was.Session, e.Session):
		e.Sequence = max(e.Sequence, was.Sequence+1)
	default:
		e.Sequence = max(e.Sequence, was.Sequence)
	}
}

// Differs reports whether a calendar would show two states of a session differently. A time
// that only one of them has is a difference; a place or title that only one has is not.
func Differs(was, now session.Session) bool {
	const shown = picks.Moved | picks.Rehomed | picks.Renamed | picks.Cancelled | picks.Restored
	return was.Start != now.Start || was.End != now.End || picks.Compare(was, now)&shown != 0
}

// sequence returns the sequence of an item, made of the last change of any of its keys.
func (f File) sequence(it *timetable.Item) int {
	changed := int64(0)
	for _, key := range keys(it) {
		changed = max(changed, f.Changed(key))
	}
	return ics.Sequence(changed)
}

// keys returns all keys of an item.
func keys(it *timetable.Item) []session.Key {
	return append([]session.Key{it.Session.Key}, it.Aliases...)
}

// eventKey returns the key that an item's event has in calendars: of the item's keys the first
// that they were told, else the first. Which of them the item itself is called by may change,
// and is not the same on all devices.
func eventKey(it *timetable.Item, last map[session.Key]Exported) session.Key {
	all := keys(it)
	slices.Sort(all)
	for _, key := range all {
		if _, told := last[key]; told {
			return key
		}
	}
	return all[0]
}

// status returns the status of an item's event.
func status(it *timetable.Item) ics.Status {
	switch {
	case it.Cancelled():
		return ics.Cancelled
	case it.Gone:
		return ics.Tentative
	}
	return ics.Confirmed
}

// shown returns the session with only the fields that calendars show, which are all that is
// stored.
func shown(it *timetable.Item) session.Session {
	s := it.Session
	s.Kind, s.URL, s.Lang, s.Speakers, s.Other.Speakers, s.Col, s.Cancelled = "", "", "", nil, nil, 0, 0
	return s
}

// over reports whether the day of a session, in Seoul, is over.
func over(s session.Session, now int64) bool {
	return now/msPerMinute >= int64(session.KST(s.Until().Date().AddDays(1), 0, 0))
}

const msPerMinute = 60_000

// event returns the event for e. it is nil if the session is no longer chosen.
func (f File) event(e Exported, it *timetable.Item) ics.Event {
	out := ics.Event{
		Key: e.Session.Key, Sequence: e.Sequence, Start: e.Session.Start, End: e.Session.End,
		Title: f.Title(e.Session), Place: strings.Join(e.Session.PlacesIn(f.Lang), ", "), Status: e.Status,
	}
	changed := func(at int64) {
		if at <= f.Now { // and not by a clock that is ahead
			out.Changed = max(out.Changed, at)
		}
	}
	changed(f.Changed(e.Session.Key))
	if it != nil {
		for _, key := range it.Aliases {
			changed(f.Changed(key))
		}
		changed(f.Changed(it.Session.Key))
		changed(f.Written(*it))
		out.URL, out.Busy, out.Alarm = it.Session.URL, it.State == picks.Must, f.Choice.rings(it.State)
		out.Description = f.Describe(*it)
	}
	return out
}
