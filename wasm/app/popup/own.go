package popup

import (
	"slices"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// SaveOwn adds an entry that the person makes, such as "점심 with 지훈", or changes the
// one of key. date is "2026-08-15", start and end are "12:00". An end before the start
// is more often a slip than a night, so it is asked back whether the next day is meant;
// nextDay is the answer. An entry that runs so already is not asked about again while
// its times stay. id names a new entry, when key is "". now is in ms since 1970. What is
// wrong is told of, and nothing is written.
//
// key may also be that of a pick of which no page tells when it is: then date, start and
// end say so until one does, and the title is the session's.
func (m *Model) SaveOwn(key session.Key, id, title, date, start, end string, nextDay bool, now int64) Change {
	untold := m.untold(key)
	if title = session.Fold(title); title == "" && !untold {
		return Change{notice: Notice{Text: m.Say("ownNoTitle")}}
	}
	if runes := []rune(title); len(runes) > records.MaxOwnTitle {
		title = string(runes[:records.MaxOwnTitle])
	}
	from, ok1 := session.ParseInstant(date + "T" + start + ":00+09:00")
	to, ok2 := session.ParseInstant(date + "T" + end + ":00+09:00")
	if !ok1 || !ok2 || !from.Known() || !to.Known() {
		return Change{notice: Notice{Text: m.Say("ownNoTime")}}
	}
	old, known := m.book.Picks[key]
	switch {
	case known && old.Session.Start == from && old.Session.End > from && old.Session.End.HHMM() == end:
		to = old.Session.End // as it stands
	case to == from:
		return Change{notice: Notice{Text: m.Say("ownSameTime")}}
	case to < from:
		to += 24 * 60
		if !nextDay {
			return Change{notice: Notice{Ask: true, Text: m.Say("ownNextDay", "time", end, "length", m.length(int(to-from)))}}
		}
	}
	s := session.Session{Titles: map[string]string{session.Korean: title}, Start: from, End: to}
	if key == "" {
		s.Key = session.NewKey(m.Edition(), session.OwnSequence, id)
		entries := map[string]any{}
		picks.Pick{State: picks.Star, Tapped: now, Session: s}.Store(entries, s.Key)
		return Change{
			Entries: entries,
			notice:  Notice{Text: m.Say("ownAdded", "title", title), Undo: true},
			push:    &step{title: title, before: map[session.Key]picks.State{s.Key: picks.Off}},
		}
	}
	if untold {
		return m.setTimes(key, from, to, now)
	}
	if !known || !key.Own() {
		return Change{}
	}
	s.Key = key
	p := old
	p.Tapped, p.Session = now, s
	entries := map[string]any{}
	p.Store(entries, key)
	return Change{
		Entries: entries,
		notice:  Notice{Text: m.Say("ownChanged", "title", title), Undo: true},
		push:    &step{title: title, records: map[session.Key]picks.Pick{key: old}},
	}
}

// untold reports whether key is a pick of which no page tells when it is, though a person
// may have.
func (m *Model) untold(key session.Key) bool {
	p := m.book.Picks[key]
	if _, waiting := key.Waiting(); waiting || key.Own() || p.State == picks.Off {
		return false
	}
	if known, ok := m.book.SessionRecord(key); ok {
		return !known.Session.Start.Known()
	}
	return !p.Session.Start.Known()
}

// setTimes has the person's word count for when the session of key is. It is kept in the
// pick, so that it travels, and a page that tells another time by then is believed.
func (m *Model) setTimes(key session.Key, from, to session.Instant, now int64) Change {
	title := m.title(m.book.Session(key))
	step := step{title: title, records: map[session.Key]picks.Pick{}}
	entries := map[string]any{}
	for _, k := range m.same(key) {
		p := m.book.Picks[k]
		step.records[k] = p
		p.Tapped, p.Session = m.book.Tap(k, now), m.book.Session(k)
		p.Session.Start, p.Session.End = from, to
		p.Store(entries, k)
	}
	return Change{Entries: entries, notice: Notice{Text: m.Say("ownChanged", "title", title), Undo: true}, push: &step}
}

// ownTimes are what a new entry begins with: the hour that comes on a day of the timetable,
// noon of its first day else. Without days, date is "".
func (m *Model) ownTimes(at Moment) (date, start, end string) {
	tt := m.table()
	today := at.Now.Date()
	midnight := session.KST(today, 0, 0)
	next := (at.Now-midnight)/60*60 + 60
	if at.Now.Known() && next < 23*60 && slices.ContainsFunc(tt.Days, func(d timetable.Day) bool { return d.Date == today }) {
		return today.String(), (midnight + next).HHMM(), (midnight + next + 60).HHMM()
	}
	if len(tt.Days) > 0 {
		date = tt.Days[0].Date.String()
	}
	return date, "12:00", "13:00"
}
