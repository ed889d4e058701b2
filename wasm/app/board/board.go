// Package board is what hangs on a hall's screen, or lies beside a person all day: what is on
// in each room and what comes next, and the person's own week. A Model takes in what storage
// holds and says what a moment looks like (View); nothing of an earlier moment is kept, so
// that a board shows on its third day what one shows that was just opened.
package board

import (
	"cmp"
	"slices"
	"strings"

	"byeolpyo/wasm/app/messages"
	"byeolpyo/wasm/lite/order"
	"byeolpyo/wasm/model/agenda"
	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// Moment is when the board is looked at.
type Moment struct {
	Now session.Instant
	// Ahead returns by how many minutes the device's clocks are ahead of UTC at a moment; nil
	// for a device in Seoul.
	Ahead func(session.Instant) int
}

// View is what the board shows, in words ready to be put on the page as text.
type View struct {
	Lang    string // "ko" or "en", of all words but the titles
	Edition string
	Name    string // of the edition
	Clock   string // what clocks in Seoul show: "14:05"
	Day     string // the date there: "8월 15일 토요일"
	Here    string // on a device whose clocks differ from Seoul's, both clocks; else ""
	Phase   string // "empty", "to-come", "ahead", "running", "gap", "between" or "after"
	Says    string // where in the conference that is, or ""
	Rooms   []Room // of the day that is on, or comes next
	Days    []Day  // what the person picked
	None    string // says that nothing is picked, or ""
}

// Room is what is on in one room and what comes next there.
type Room struct {
	Name  string
	Wide  bool // it stands for what is in all rooms
	Now   []Slot
	Next  []Slot // all that begin next, at one time
	Empty string // says that nothing is on while something is elsewhere, or ""
	Done  string // says that nothing comes any more on this day, or ""
}

// Day is a day of the person's own timetable, or what of it has no time.
type Day struct {
	Label string
	Today bool
	Slots []Slot
}

// Slot is one session at its time.
type Slot struct {
	Title     string
	TitleLang string // the language of Title; "" for that of the other words
	Time      string // "13:30–14:10", or only when it begins; "" when not known
	When      string // "10분 남았어요", "30분 뒤", or ""
	Place     string // "" in a room's own row
	People    string
	State     picks.State // whether the person picked it
	Status    string      // "now", "next" or "past", or ""
	Note      string      // that it is cancelled, or that the site shows it no more; or ""
}

// Model is all that the board knows of one edition.
type Model struct {
	edition, lang string
	words         messages.Words
	book          *picks.Book

	laid bool // halls and mine are of what was put
	// halls are the programme day by day, without what only the person knows of.
	halls []timetable.Hall
	mine  timetable.Timetable
}

// New returns a Model of an edition that knows nothing of it yet and speaks a language, "ko"
// or "en".
func New(edition, lang string, words messages.Words) *Model {
	return &Model{edition: edition, lang: lang, words: words, book: picks.NewBook()}
}

// Put takes in one storage entry, or its removal when tree is nil; other keys than picks and
// sessions are passed over.
func (m *Model) Put(storageKey string, tree any) {
	m.laid = false
	m.book.Put(storageKey, tree)
}

// lay lays out what was put, once for all moments until something is put.
func (m *Model) lay() {
	if m.laid {
		return
	}
	m.laid = true
	list := timetable.FromBook(m.book, m.edition)
	m.mine = timetable.New(m.edition, list)
	var known []session.Session
	for key, k := range m.book.Sessions {
		if key.Edition() == m.edition && k.Gone == 0 {
			known = append(known, k.Session)
		}
	}
	// What a person wrote in is nobody else's business, and what vanished from the site is on
	// in no room.
	list = slices.DeleteFunc(list, func(p timetable.Pick) bool { return p.Session.Key.Own() || p.Gone })
	m.halls = timetable.Halls(m.edition, m.lang, known, list)
}

var phases = [...]string{agenda.Empty: "empty", agenda.Before: "to-come", agenda.Ahead: "ahead", agenda.Running: "running", agenda.Gap: "gap", agenda.Between: "between", agenda.After: "after"}

// View returns what is to be shown at a moment.
func (m *Model) View(at Moment) View {
	m.lay()
	now := at.Now
	all := timetable.Timetable{Edition: m.edition}
	for _, h := range m.halls {
		all.Days = append(all.Days, timetable.Day{Date: h.Date, Items: h.Items})
	}
	a := agenda.At(all, now)
	v := View{
		Lang: m.lang, Edition: m.edition, Name: editions.Find(m.edition).Title(m.lang),
		Clock: now.HHMM(), Day: m.words.Day(now.Date()), Here: m.words.Here(now, at.Ahead),
		Phase: phases[a.Phase], Says: m.says(a, now), Days: m.days(now),
	}
	if h := m.on(now); h != nil {
		v.Rooms = m.rooms(*h, now, a.Phase == agenda.Running)
	}
	if len(v.Days) == 0 {
		v.None = m.words.Say("boardNone")
	}
	return v
}

// says tells where in the conference now is; while something is on, the rooms tell.
func (m *Model) says(a agenda.Agenda, now session.Instant) string {
	if a.Phase == agenda.Empty {
		return m.words.Say("boardUnread")
	}
	if a.Phase == agenda.After {
		return m.words.Say("boardOver")
	}
	if a.Phase == agenda.Running {
		return ""
	}
	next := a.Next[0].Start
	today := slices.ContainsFunc(m.halls, func(h timetable.Hall) bool { return h.Date == now.Date() })
	day := m.words.Day(next.Date())
	if a.Days == 1 {
		day = m.words.Say("tomorrow")
	}
	switch {
	case a.Phase == agenda.Between && today:
		return m.words.Say("boardGoesOn", "day", day, "time", next.HHMM())
	case a.Days > 0:
		return m.words.Say("boardStarts", "day", day, "time", next.HHMM())
	case a.Phase == agenda.Gap:
		return m.words.Say("boardPause", "time", next.HHMM(), "length", m.words.Length(a.Wait))
	}
	return m.words.Say("boardStartsIn", "time", next.HHMM(), "length", m.words.Length(a.Wait))
}

// on returns the first day on which something is not over, nil when there is none.
func (m *Model) on(now session.Instant) *timetable.Hall {
	for i := range m.halls {
		items := m.halls[i].Items
		for j := range items {
			if !items[j].Cancelled() && items[j].End > now {
				return &m.halls[i]
			}
		}
	}
	return nil
}

// rooms returns what is in all rooms, then each room, and last what no page told the room of.
// running tells whether anything is on at all.
func (m *Model) rooms(h timetable.Hall, now session.Instant, running bool) []Room {
	// What everybody goes to is often listed without a room: as in pictures, it is in all of them
	// unless something is on in one at the time.
	wide := func(i int) bool {
		it := &h.Items[i]
		if in := len(h.In[i]); in > 0 || it.Session.Everywhere > 0 {
			return in == 0 || in > 1 && in == len(h.Rooms)
		}
		switch it.Session.Kind {
		case session.Break, session.Keynote, session.Lightning:
			for j := range h.Items {
				if other := &h.Items[j]; len(h.In[j]) > 0 && other.Start < it.End && it.Start < other.End {
					return false
				}
			}
			return true
		}
		return false
	}
	var out []Room
	row := func(room Room, always bool, in func(i int) bool) {
		var items []timetable.Item
		for i := range h.Items {
			if in(i) {
				items = append(items, h.Items[i])
			}
		}
		m.fill(&room, items, now)
		if always || len(room.Now)+len(room.Next) > 0 {
			out = append(out, room)
		}
	}
	row(Room{Name: m.words.Say("boardWide"), Wide: true}, false, wide)
	together := len(out) > 0 && len(out[0].Now) > 0
	for _, name := range h.Rooms {
		row(Room{Name: name}, true, func(i int) bool { return !wide(i) && slices.Contains(h.In[i], name) })
	}
	row(Room{Name: m.words.Say("boardNoRoom")}, false, func(i int) bool { return !wide(i) && len(h.In[i]) == 0 })
	for i := range out {
		if r := &out[i]; len(r.Now) == 0 && !r.Wide && running && !together {
			r.Empty = m.words.Say("boardEmpty")
		}
		if len(out[i].Next) == 0 {
			out[i].Done = m.words.Say("boardDone")
		}
	}
	return out
}

// fill sets what of items is on in a room and what comes next. What is cancelled stands
// beside that: whoever waits for it sees that it does not come.
func (m *Model) fill(r *Room, items []timetable.Item, now session.Instant) {
	a := agenda.At(timetable.Timetable{Days: []timetable.Day{{Items: items}}}, now)
	running, next := a.Running, a.Next
	for i := range items {
		switch it := &items[i]; {
		case !it.Cancelled() || it.End <= now:
		case it.Start <= now:
			running = append(running, *it)
		case len(a.Next) == 0 || it.Start <= a.Next[0].Start:
			next = append(next, *it)
		}
	}
	byStart := func(a, b *timetable.Item) int { return cmp.Compare(a.Start, b.Start) }
	order.Sort(running, byStart)
	order.Sort(next, byStart)
	for i := range running {
		r.Now = append(r.Now, m.slot(&running[i], now, "now"))
	}
	for i := range next {
		r.Next = append(r.Next, m.slot(&next[i], now, "next"))
	}
}

// days returns the person's own timetable.
func (m *Model) days(now session.Instant) []Day {
	next := agenda.At(m.mine, now).Next
	var out []Day
	for i := range m.mine.Days {
		d := &m.mine.Days[i]
		day := Day{Label: m.words.Day(d.Date), Today: d.Date == now.Date()}
		for j := range d.Items {
			it, status := &d.Items[j], ""
			switch {
			case it.End <= now:
				status = "past"
			case it.Cancelled():
			case it.Start <= now:
				status = "now"
			case it.Start == next[0].Start:
				status = "next"
			}
			day.Slots = append(day.Slots, m.placed(it, now, status))
		}
		out = append(out, day)
	}
	if len(m.mine.Undated) > 0 {
		day := Day{Label: m.words.Say("undated")}
		for i := range m.mine.Undated {
			day.Slots = append(day.Slots, m.placed(&m.mine.Undated[i], now, ""))
		}
		out = append(out, day)
	}
	return out
}

// placed is slot with the room.
func (m *Model) placed(it *timetable.Item, now session.Instant, status string) Slot {
	s := m.slot(it, now, status)
	s.Place = strings.Join(it.Session.PlacesIn(m.lang), ", ")
	return s
}

// slot returns one session as it stands at a moment.
func (m *Model) slot(it *timetable.Item, now session.Instant, status string) Slot {
	s := Slot{Time: it.Start.HHMM(), People: strings.Join(it.Session.SpeakersIn(m.lang), ", "), State: it.State, Status: status}
	s.Title, s.TitleLang = m.words.Title(it.Session, m.lang)
	if !it.Guessed && it.End.Known() {
		s.Time = m.words.FromTo(it.Start, it.End)
	}
	switch {
	case it.Cancelled():
		s.Note = m.words.Say("cancelled")
		return s
	case it.Gone:
		s.Note = m.words.Say("gone")
	}
	switch left := m.words.Length(int(it.End - now)); {
	case status == "now" && it.Guessed:
		s.When = m.words.Say("nowLeftGuessed", "length", left)
	case status == "now":
		s.When = m.words.Say("nowLeft", "length", left)
	case status == "next" && it.Start.Date() == now.Date():
		s.When = m.words.Say("boardIn", "length", m.words.Length(int(it.Start-now)))
	}
	return s
}
