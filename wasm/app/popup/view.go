package popup

import (
	"strconv"
	"strings"

	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// View is what the popup shows, in words ready to be put on the page as text.
type View struct {
	Lang     string // "ko" or "en", of all words but the titles
	Chosen   string // the language chosen: "ko", "en", or "" for the browser's
	Edition  string
	Name     string // of the edition
	FileName string // of the saved picture
	Editions []Choice

	Picks, Must, Clashes int
	Summary              []string // "8 sessions", "1 must-hear", "1 clash"

	Now *Now // nil when there is nothing to say of now

	Find      *Find    // nil while nothing is looked for
	Changes   *Changes // nil when nothing changed
	Offer     *Offer   // nil when there is nothing to import
	Stale     *Stale   // nil when the saved picture is as it should be, or there is none
	Friends   []FriendView
	Picture   map[string]any // as ChoosePicture has it, with a summary in words
	Calendar  CalendarView
	Reminders RemindersView
	Notes     NotesView
	Again     bool   // the popup was opened again soon after a picture left it: that may have failed
	OwnDate   string // that a new entry begins with, or ""
	OwnStart  string // when it begins and ends: "12:00"
	OwnEnd    string
	Sections  []Section // the days, then what has no time yet
	Open      Empty     // the edition's timetable
	Empty     *Empty    // instead of Sections when there is no pick
	Problems  []string  // lines about records that were set aside, the title first
}

// Choice is an edition that can be switched to.
type Choice struct{ Edition, Name string }

// Changes are the sessions that changed since the person last looked at changes.
type Changes struct {
	Count      string    // "3 sessions changed"
	List       []Changed // at least one
	More, Less string    // the button's names when only some are shown at first, else ""
}

// Empty is what to do when nothing is picked.
type Empty struct{ Link, URL string }

// Section is a day, or the sessions without a time.
type Section struct {
	ID    string // "2026-08-15", "undated" or "noted"
	Label string
	Help  string // a line beneath the label, or ""
	Rows  []Row
}

// Row is one session.
type Row struct {
	Key        session.Key
	State      picks.State
	Start, End string // "13:30"; "" when not known
	Title      string
	TitleLang  string   // the language of Title, "" when not known
	Unnamed    bool     // no page ever told the title; Title says how to get it
	URL        string   // "" for none that is safe to open
	Place      string   // rooms
	People     string   // speakers
	Gap        *GapView // the time before it in which nothing is picked; nil for none that is worth a word
	Past       bool     // it is over
	Gone       string   // says that it is cancelled or that the site shows it no more, or ""
	Rush       string   // says that there is too little time to get there from the one before it, or ""
	Before     string   // says what it was before it changed, or ""
	Clashes    []Overlap
	Which      []One  // the sessions that it may be; nil when that is no question
	Ask        string // the question
	MustLabel  string // the constant name of the button that toggles the state
	DropLabel  string // the constant name of the button that removes the row
	Own        bool   // the person made it, and may change it
	EditLabel  string // the name of the button for that, or for saying when it is, or ""
	Calendar   string // the name of the button that opens the ways to a calendar, "" for none
	Google     string // the address that offers it to Google Calendar, or ""
	Watch      []WatchLink
	Date, To   string      // for the form of EditLabel: "2026-08-15", "13:00", or ""
	NoteLabel  string      // the name of the button that unfolds what is written about it, "" for none
	NoteKey    session.Key // under which that is
	Noted      bool        // something is
	Note       *NoteView   // nil while it is folded
}

// WatchLink leads to the recording or the slides of a session.
type WatchLink struct{ Name, URL string }

// watch are the links that the programme tells for it, at hosts that are known.
func (m *Model) watch(s session.Session) (links []WatchLink) {
	if s.Recording != "" {
		links = append(links, WatchLink{m.Say("watchRecording"), s.Recording})
	}
	if s.Slides != "" {
		links = append(links, WatchLink{m.Say("watchSlides"), s.Slides})
	}
	return links
}

// Overlap is another session that is on at the same time.
type Overlap struct{ Length, Title string }

// View returns what is to be shown at a moment.
func (m *Model) View(at Moment) View {
	tt := m.table()
	lang := m.Lang()
	v := View{
		Lang: lang, Chosen: m.settings.lang,
		Edition: tt.Edition, Name: m.editionName(tt.Edition),
		FileName: m.Say("fileName", "edition", fileSafe(tt.Edition)),
		Picks:    tt.Picks, Must: tt.Must, Clashes: tt.Clashes,
		Problems: m.problems(), Changes: m.changesView(tt), Offer: m.offer(),
		Stale: m.stale(tt), Friends: m.friendViews(tt), Picture: m.pictureTree(), Now: m.now(tt, at), Find: m.findView(tt), Again: m.again(),
		Calendar: m.calendarView(tt, int64(at.Now)*msPerMinute), Reminders: m.remindersView(), Notes: m.notesView(tt),
	}
	v.OwnDate, v.OwnStart, v.OwnEnd = m.ownTimes(at)
	for _, e := range m.editions() {
		v.Editions = append(v.Editions, Choice{e, m.editionName(e)})
	}
	v.Open = Empty{Link: m.Say("emptyLink", "edition", v.Name), URL: editions.Find(tt.Edition).Timetable}
	var noted []Section
	if rows := m.orphans(tt); len(rows) > 0 {
		noted = []Section{{ID: "noted", Label: m.Say("noted"), Help: m.Say("notedHelp"), Rows: rows}}
	}
	if tt.Picks == 0 {
		v.Empty, v.Sections = &v.Open, noted
		return v
	}
	v.Summary = append(v.Summary, m.count("count", tt.Picks))
	if tt.Must > 0 {
		v.Summary = append(v.Summary, m.Say("mustCount", "n", strconv.Itoa(tt.Must)))
	}
	if tt.Clashes > 0 {
		v.Summary = append(v.Summary, m.count("clash", tt.Clashes))
	}

	titles := map[session.Key]string{}
	for _, d := range tt.Days {
		for _, it := range d.Items {
			titles[it.Session.Key] = m.title(it.Session)
		}
	}
	for _, d := range tt.Days {
		s := Section{ID: d.Date.String(), Label: m.dayLabel(d.Date)}
		gaps := m.gapViews(tt, d, at)
		for _, it := range d.Items {
			r := m.row(it, titles)
			if !it.Cancelled() {
				r.Gap = gaps[it.Start]
				delete(gaps, it.Start) // it stands once, before the first
			}
			r.Rush = m.rush(tt, it)
			r.Past = at.Now.Known() && it.End <= at.Now
			s.Rows = append(s.Rows, r)
		}
		v.Sections = append(v.Sections, s)
	}
	if len(tt.Undated) > 0 {
		s := Section{ID: "undated", Label: m.Say("undated"), Help: m.Say("undatedHelp")}
		for _, it := range tt.Undated {
			s.Rows = append(s.Rows, m.row(it, titles))
		}
		v.Sections = append(v.Sections, s)
	}
	v.Sections = append(v.Sections, noted...)
	return v
}

func (m *Model) row(it timetable.Item, titles map[session.Key]string) Row {
	s := it.Session
	title := m.title(s)
	r := Row{
		Key: s.Key, State: it.State, URL: safeURL(s.URL), Before: m.before(m.changeOf(it)),
		Start: it.Start.HHMM(), Place: m.place(s), People: strings.Join(s.SpeakersIn(m.Lang()), ", "),
		MustLabel: m.Say("rowMust", "title", title),
		DropLabel: m.Say("rowRemove", "title", title),
	}
	r.Watch = m.watch(s)
	if r.Google = m.google(it); r.Google != "" {
		r.Calendar = m.Say("rowCalendar", "title", title)
	}
	if !it.Guessed {
		r.End = m.clock(it.End, it.Start)
	}
	r.Title, r.TitleLang = m.shownTitle(s)
	if s.Key.Own() {
		r.Own, r.EditLabel = true, m.Say("ownEdit", "title", title)
		r.Date, r.To, r.TitleLang = it.Start.Date().String(), it.End.HHMM(), ""
	}
	if m.untold(s.Key) {
		if r.EditLabel = m.Say("ownWhen", "title", title); it.Start.Known() {
			r.Date, r.To = it.Start.Date().String(), it.End.HHMM()
		}
	}
	if _, waiting := s.Key.Waiting(); waiting {
		r.Title, r.Unnamed = m.Say("waiting"), true
		r.URL = editions.Find(s.Key.Edition()).Timetable
	} else if r.TitleLang == "" && r.URL != "" {
		r.Title, r.Unnamed = m.Say("unnamed"), true
	}
	m.showNote(&r, append([]session.Key{s.Key}, it.Aliases...)...)
	switch {
	case it.Cancelled():
		r.Gone = m.Say("cancelled")
	case it.Gone:
		r.Gone = m.Say("gone")
	}
	if r.Which = m.which(s); r.Which != nil {
		r.Ask = m.Say("whichAsk", "n", strconv.Itoa(len(r.Which)))
	}
	for _, c := range it.Clashes {
		length := m.Say("clash", "length", m.length(c.Minutes))
		if c.Guessed {
			length = m.Say("clashGuessed", "length", m.length(c.Minutes))
		}
		o := Overlap{length, titles[c.Key]}
		// What began the day before stands elsewhere in the list.
		if began := m.book.Session(c.Key).Start; began.Known() && began.Date() != it.Start.Date() {
			o.Title = m.when(began) + o.Title
		}
		r.Clashes = append(r.Clashes, o)
	}
	return r
}

// clock names when something ends that began at from: "14:10", or "다음 날 01:00".
func (m *Model) clock(end, from session.Instant) string { return m.words[m.Lang()].Ends(end, from) }

// fromTo names a time: "13:30–14:10", "23:00–다음 날 01:00".
func (m *Model) fromTo(from, end session.Instant) string { return m.words[m.Lang()].FromTo(from, end) }

// length names a number of minutes: "40분", "1시간 20분".
func (m *Model) length(minutes int) string { return m.words[m.Lang()].Length(minutes) }

func (m *Model) title(s session.Session) string {
	title, _ := m.shownTitle(s)
	return title
}

// shownTitle returns the title and its language, "" when there is none.
func (m *Model) shownTitle(s session.Session) (title, lang string) {
	return m.words[m.Lang()].Title(s, m.Lang())
}

// safeURL returns url if it may be opened, else "". What is stored came from a
// page: an address of another scheme (javascript:) would run in the extension.
func safeURL(url string) string {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		return url
	}
	return ""
}

func (m *Model) editionName(edition string) string {
	label, year := timetable.SplitEdition(edition)
	if year == "" || label != "" {
		return edition
	}
	return editions.Find(year).Title(m.Lang())
}

func (m *Model) dayLabel(d session.Date) string { return m.words[m.Lang()].Day(d) }

// count says n with a message name + "One" or name + "Many".
func (m *Model) count(name string, n int) string {
	return m.words[m.Lang()].Count(name, n)
}

func (m *Model) problems() []string {
	var newer, corrupt, foreign int
	for _, p := range m.book.Problems {
		switch p.Fault {
		case picks.Newer:
			newer++
		case picks.Foreign:
			foreign++
		default:
			corrupt++
		}
	}
	for _, isNewer := range m.unread {
		if isNewer {
			newer++
		} else {
			corrupt++
		}
	}
	all := newer + corrupt + foreign
	if all == 0 {
		return nil
	}
	lines := []string{m.Say("problemsTitle", "n", strconv.Itoa(all))}
	if all == 1 {
		lines[0] = m.Say("problemsTitleOne")
	}
	if newer > 0 {
		lines = append(lines, m.Say("problemsNewer", "n", strconv.Itoa(newer)))
	}
	if corrupt > 0 {
		lines = append(lines, m.Say("problemsCorrupt", "n", strconv.Itoa(corrupt)))
	}
	if foreign > 0 {
		lines = append(lines, m.Say("problemsForeign", "n", strconv.Itoa(foreign)))
	}
	return append(lines, m.Say("problemsKept"))
}

// fileSafe leaves of an edition what every file system takes in a name.
func fileSafe(edition string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '-'
		}
		return r
	}, edition)
}

// Tree returns v as package jsontree has trees, which is what goes to the page's script.
func (v View) Tree() map[string]any {
	editions := make([]any, len(v.Editions))
	for i, e := range v.Editions {
		editions[i] = map[string]any{"edition": e.Edition, "name": e.Name}
	}
	sections := make([]any, len(v.Sections))
	for i, s := range v.Sections {
		rows := make([]any, len(s.Rows))
		for j, r := range s.Rows {
			rows[j] = r.tree()
		}
		sections[i] = map[string]any{"id": s.ID, "label": s.Label, "help": s.Help, "rows": rows}
	}
	t := map[string]any{
		"lang": v.Lang, "chosen": v.Chosen,
		"edition": v.Edition, "name": v.Name, "fileName": v.FileName, "editions": editions,
		"picks": float64(v.Picks), "must": float64(v.Must), "clashes": float64(v.Clashes), "summary": list(v.Summary),
		"sections": sections, "problems": list(v.Problems), "empty": nil,
		"changes": nil, "offer": nil, "stale": nil, "picture": v.Picture, "again": v.Again, "ownDate": v.OwnDate, "ownStart": v.OwnStart, "ownEnd": v.OwnEnd, "friends": v.friendTrees(),
	}
	t["reminders"] = v.Reminders.tree()
	t["calendar"] = map[string]any{"any": v.Calendar.Any, "which": v.Calendar.Which, "alarms": v.Calendar.Alarms, "minutes": v.Calendar.Minutes, "notes": v.Calendar.Notes}
	t["notes"] = map[string]any{"any": v.Notes.Any, "wanted": v.Notes.Wanted, "text": v.Notes.Text, "room": v.Notes.Room, "drawn": v.Notes.Drawn}
	t["now"], t["find"] = nil, nil
	if v.Find != nil {
		t["find"] = v.Find.tree()
	}
	if v.Now != nil {
		t["now"] = v.Now.tree()
	}
	if v.Stale != nil {
		t["stale"] = map[string]any{"count": float64(v.Stale.Count), "text": v.Stale.Text}
	}
	if v.Changes != nil {
		t["changes"] = v.Changes.tree()
	}
	if v.Offer != nil {
		t["offer"] = map[string]any{"count": float64(v.Offer.Count), "text": v.Offer.Text}
	}
	t["open"] = map[string]any{"link": v.Open.Link, "url": v.Open.URL}
	if v.Empty != nil {
		t["empty"] = map[string]any{"link": v.Empty.Link, "url": v.Empty.URL}
	}
	return t
}

func (v View) friendTrees() []any {
	out := make([]any, len(v.Friends))
	for i, f := range v.Friends {
		parts := make([]any, len(f.Parts))
		for j, p := range f.Parts {
			parts[j] = map[string]any{"label": p.Label, "lines": list(p.Lines)}
		}
		out[i] = map[string]any{"id": f.ID, "name": f.Name, "shown": f.Shown, "parts": parts, "waiting": f.Waiting, "drop": f.Drop}
	}
	return out
}

func (c Changes) tree() map[string]any {
	sessions := make([]any, len(c.List))
	for i, s := range c.List {
		lines := make([]any, len(s.Lines))
		for j, l := range s.Lines {
			lines[j] = map[string]any{"was": l.Was, "now": l.Now, "text": l.Text}
		}
		sessions[i] = map[string]any{
			"key": string(s.Key), "title": s.Title, "titleLang": s.TitleLang, "url": s.URL, "lines": lines,
		}
	}
	return map[string]any{"count": c.Count, "list": sessions, "more": c.More, "less": c.Less, "fold": float64(fold)}
}

func (r Row) tree() map[string]any {
	clashes := make([]any, len(r.Clashes))
	for i, c := range r.Clashes {
		clashes[i] = map[string]any{"length": c.Length, "title": c.Title}
	}
	which := make([]any, len(r.Which))
	for i, o := range r.Which {
		which[i] = map[string]any{"key": string(o.Key), "label": o.Label}
	}
	watch := make([]any, len(r.Watch))
	for i, w := range r.Watch {
		watch[i] = map[string]any{"name": w.Name, "url": w.URL}
	}
	return map[string]any{
		"key": string(r.Key), "state": r.State.String(), "watch": watch, "start": r.Start, "end": r.End,
		"title": r.Title, "titleLang": r.TitleLang, "url": r.URL, "place": r.Place, "people": r.People,
		"unnamed": r.Unnamed, "ask": r.Ask, "which": which, "before": r.Before, "rush": r.Rush, "gone": r.Gone, "clashes": clashes, "mustLabel": r.MustLabel, "dropLabel": r.DropLabel,
		"own": r.Own, "gap": r.Gap.tree(), "past": r.Past, "editLabel": r.EditLabel, "calendar": r.Calendar, "google": r.Google, "date": r.Date, "to": r.To,
		"noteLabel": r.NoteLabel, "noteKey": string(r.NoteKey), "noted": r.Noted, "note": r.Note.tree(),
	}
}

// Tree returns n for the page's script.
func (n Notice) Tree() map[string]any {
	return map[string]any{"text": n.Text, "undo": n.Undo, "quiet": n.Quiet, "ask": n.Ask}
}

func list(items []string) []any {
	out := make([]any, len(items))
	for i, s := range items {
		out[i] = s
	}
	return out
}
