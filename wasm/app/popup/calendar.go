package popup

import (
	"slices"
	"strconv"
	"strings"

	"byeolpyo/wasm/app/calendar"
	"byeolpyo/wasm/model/cache"
	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/ics"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// CalendarView is what stands at the button that gives the timetable to a calendar.
type CalendarView struct {
	Any                    bool   // there is something to give
	Which, Alarms, Minutes string // the choices, by the names of package choices
	Notes                  bool   // whether notes go with it
}

// decodeCalendar reads what a person chose for calendars.
func decodeCalendar(tree any) (c calendar.Choice) {
	m, _ := tree.(map[string]any)
	word := func(name string, list []string) int {
		s, _ := m[name].(string)
		return max(slices.Index(list, s), 0)
	}
	c.Musts = word("which", choices.Calendars) == 1
	c.Alarms = calendar.Alarms(word("alarms", choices.Alarms))
	c.Notes = m["notes"] == noted
	c.Before, _ = strconv.Atoi(choices.AlarmMinutes[word("minutes", choices.AlarmMinutes)])
	return c
}

func encodeCalendar(c calendar.Choice) map[string]any {
	which := choices.Calendars[0]
	if c.Musts {
		which = choices.Calendars[1]
	}
	tree := map[string]any{"which": which, "alarms": choices.Alarms[c.Alarms], "minutes": strconv.Itoa(c.Before), "notes": ""}
	if c.Notes {
		tree["notes"] = noted
	}
	return tree
}

// noted is the value of the choice by which notes go into a calendar.
const noted = "1"

// ChooseCalendar sets one of the choices, which, alarms, minutes or notes, to one of its values.
// What is none of these changes nothing.
func (m *Model) ChooseCalendar(name, value string) Change {
	tree := encodeCalendar(m.settings.calendar)
	if _, is := tree[name]; !is {
		return Change{}
	}
	tree[name] = value
	m.settings.calendar = decodeCalendar(tree)
	return m.settingsChange()
}

func (m *Model) calendarView(tt timetable.Timetable, now int64) CalendarView {
	c := encodeCalendar(m.settings.calendar)
	events, _ := m.calendarFile(tt, "", now).Make()
	return CalendarView{Any: len(events) > 0, Which: c["which"].(string), Alarms: c["alarms"].(string), Minutes: c["minutes"].(string), Notes: m.settings.calendar.Notes}
}

// calendarFile asks for the file of the edition shown, or of one session of it.
func (m *Model) calendarFile(tt timetable.Timetable, only session.Key, now int64) calendar.File {
	return calendar.File{
		Table: tt, Last: m.calendars[tt.Edition], Choice: m.settings.calendar, Only: only, Lang: m.Lang(), Now: now,
		Title: m.title, Changed: m.changedAt, Written: m.writtenAt, Describe: m.describe,
	}
}

// changedAt tells when what is recorded of a pick last changed, in ms since 1970. A tap
// is recorded with its moment, which devices that sync have in common; what pages taught
// counts where a calendar shows it otherwise than the person knew it at the tap, and a
// minute more, so that of two devices that know the tap the one which knows the change is
// believed.
func (m *Model) changedAt(key session.Key) int64 {
	p := m.book.Picks[key]
	at := p.Tapped
	known, ok := m.book.SessionRecord(key)
	if ok && p.State != picks.Off && (known.Gone != 0 || calendar.Differs(p.Session, m.book.Session(key))) {
		at = max(at, m.taught[known.Session.Key], known.Gone) + msPerMinute
	}
	return at
}

// writtenAt returns when what the person wrote about a session last changed, in ms since 1970;
// 0 where a calendar does not get it.
func (m *Model) writtenAt(it timetable.Item) int64 {
	if !m.settings.calendar.Notes {
		return 0
	}
	return m.written.notes[m.noteKeyOf(it)].Changed()
}

// noteKeyOf returns the key under which something is written about an item.
func (m *Model) noteKeyOf(it timetable.Item) session.Key {
	return m.noted(append([]session.Key{it.Session.Key}, it.Aliases...)...)
}

// heed takes in when a session's record was last taught something.
func (m *Model) heed(storageKey string, tree any) {
	if key, ok := strings.CutPrefix(storageKey, records.SessionPrefix); ok {
		m.taught[session.Key(key)] = cache.Taught(tree)
	}
}

// describe is what stands below an event: who speaks, what is not as it was, the address, the
// recording and the slides once the programme tells them, and, where it is wanted, what the person wrote.
func (m *Model) describe(it timetable.Item) string {
	lines := []string{strings.Join(it.Session.SpeakersIn(m.Lang()), ", ")}
	switch {
	case it.Cancelled():
		lines = append(lines, m.Say("cancelled"))
	case it.Gone:
		lines = append(lines, m.Say("gone"))
	}
	lines = append(lines, safeURL(it.Session.URL))
	for _, link := range m.watch(it.Session) {
		lines = append(lines, link.Name+": "+link.URL)
	}
	if m.settings.calendar.Notes {
		lines = append(lines, m.noteLines(m.noteKeyOf(it))...)
	}
	return strings.Join(slices.DeleteFunc(lines, func(s string) bool { return s == "" }), "\n")
}

// SavedFile is a file to be saved.
type SavedFile struct{ Name, Type, Text string }

// Calendar is the file that a person's calendar is to take in: of the edition shown, or of
// one session of it. The Change has to be stored before it is handed out: what a calendar
// was told and nobody remembers could never be taken back.
func (m *Model) Calendar(only session.Key, now int64) (Change, *SavedFile) {
	tt := m.table()
	events, next := m.calendarFile(tt, only, now).Make()
	if len(events) == 0 {
		return Change{notice: Notice{Text: m.Say("calendarNone")}}, nil
	}
	name := m.Say("calendarFileName", "edition", fileSafe(tt.Edition))
	if only != "" {
		title := []rune(fileSafe(events[0].Title))
		name = m.Say("calendarOneFileName", "edition", fileSafe(tt.Edition), "title", strings.TrimSpace(string(title[:min(len(title), maxFileTitle)])))
	}
	c := Change{notice: Notice{Text: m.Say("calendarSaved", "name", name)}}
	if !m.sealed[tt.Edition] {
		c.Entries = map[string]any{records.CalendarPrefix + tt.Edition: next.Encode()}
	}
	file := ics.Calendar{Name: m.editionName(tt.Edition), Made: now, Events: events}
	return c, &SavedFile{Name: name, Type: calendarType, Text: file.Text()}
}

// calendarType is the media type of a calendar's file.
const calendarType = "text/calendar;charset=utf-8"

// maxFileTitle is how much of a title the name of a file has, in characters: a name of
// 255 bytes is taken everywhere, and 60 characters have 180 or 240 at most.
const maxFileTitle = 60

// google is the address that offers one session to Google Calendar; "" without a time, or
// where it will not take place.
func (m *Model) google(it timetable.Item) string {
	if !it.Session.Start.Known() || it.Cancelled() {
		return ""
	}
	e := ics.Event{
		Start: it.Session.Start, End: it.Session.End, Title: m.title(it.Session), Place: m.place(it.Session), Description: m.describe(it),
	}
	return e.GoogleLink()
}
