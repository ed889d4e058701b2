package popup

import (
	"slices"
	"strconv"
	"strings"

	"byeolpyo/wasm/lite/order"
	"byeolpyo/wasm/model/agenda"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/search"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// finding is what is looked for among all that is known of the edition shown.
type finding struct {
	open      bool
	query     string
	day, room string // only those; "" for all
	must      bool   // only what will not be missed
	clash     bool   // only what is picked and clashes
	free      bool   // only what is not picked and clashes with nothing that is
	gap       string // the gap whose sessions are shown, as GapView.ID; "" for none
}

// Find is what the popup shows instead of the list while something is looked for.
type Find struct {
	Query string
	Chips []Chip
	Count string // "3 sessions", or that there is none
	List  []Found
}

// Chip is a filter that can be set.
type Chip struct {
	ID, Label string
	On        bool
}

// Found is a session of the programme, picked or not.
type Found struct {
	Key       session.Key
	On        bool   // it is picked
	When      string // day and time, as far as they are known
	Title     string
	TitleLang string // the language of Title, "" when not known
	URL       string // "" for none that is safe to open
	Place     string
	People    string
	Note      string // that it clashes with a pick, or why it is worth a look in a gap; or ""
	Label     string // the constant name of the button that picks it
}

// GapView is a time before a row in which nothing is picked.
type GapView struct {
	ID    string // the same as long as the gap is
	Label string // "14:00–15:00 · 1시간 비어요"
	Open  bool
	Fits  []Found // what fits into it, best first; only when Open
	None  string  // says that nothing is known that does, or ""
}

// leastGap is how many minutes a gap has for which something is offered: the shortest talks
// have 20, and one has to get there.
const leastGap = 25

// mostFits is how many sessions a gap offers.
const mostFits = 5

// Search looks for query among all that is known of the edition shown.
func (m *Model) Search(query string) {
	m.find.open, m.find.query = true, query
}

// Filter sets the filter of a Chip, or takes it away.
func (m *Model) Filter(chip string) {
	group, value, _ := strings.Cut(chip, ":")
	toggle := func(text *string) {
		if *text == value {
			value = ""
		}
		*text = value
	}
	switch f := &m.find; group {
	case "day":
		toggle(&f.day)
	case "room":
		toggle(&f.room)
	case "must":
		f.must = !f.must
	case "clash":
		f.clash = !f.clash
	case "free":
		f.free = !f.free
	}
}

// EndLook shows the list again.
func (m *Model) EndLook() { m.find = finding{gap: m.find.gap} }

// Fold shows what fits into a gap, or no longer.
func (m *Model) Fold(gap string) {
	if m.find.gap == gap {
		gap = ""
	}
	m.find.gap = gap
}

// Add picks a session of the programme as a star, or takes it out again. now is in ms since
// 1970.
func (m *Model) Add(key session.Key, now int64) Change {
	if m.book.SetAside(key) {
		return Change{notice: Notice{Text: m.Say("starAside")}}
	}
	if m.book.Picks[key].State != picks.Off || len(m.same(key)) > 0 {
		return m.Remove(key, now)
	}
	if _, known := m.book.SessionRecord(key); !known && m.book.Picks[key].Session.Key == "" {
		return Change{}
	}
	title := m.title(m.book.Session(key))
	return Change{
		Entries: m.entries(map[session.Key]picks.State{key: picks.Star}, now),
		notice:  Notice{Text: m.Say("ownAdded", "title", title), Undo: true},
		push:    &step{title: title, put: true, before: map[session.Key]picks.State{key: picks.Off}},
	}
}

// whole are the sessions of the edition, picked or not, as the site sets them out; what has
// no time comes last. Breaks are left out: nobody has to find lunch among the talks.
func (m *Model) whole(tt timetable.Timetable) (list []timetable.Item) {
	known := m.programme()
	there := map[session.Key]bool{}
	add := func(items []timetable.Item) {
		for _, it := range items {
			there[it.Session.Key] = true
			for _, key := range it.Aliases {
				there[key] = true
			}
			if it.Session.Kind != session.Break || it.State != picks.Off {
				list = append(list, it)
			}
		}
	}
	for _, d := range tt.Days {
		add(d.Items)
	}
	add(tt.Rest(known))
	order.Sort(list, func(a, b *timetable.Item) int { return timetable.BySite(&a.Session, &b.Session) })
	add(tt.Undated)
	for i := range known {
		if s := &known[i]; !s.Start.Known() && !there[s.Key] {
			add([]timetable.Item{{Pick: timetable.Pick{Session: *s}}})
		}
	}
	return list
}

// findView is what is found, nil while nothing is looked for.
func (m *Model) findView(tt timetable.Timetable) *Find {
	f := m.find
	if !f.open {
		return nil
	}
	list := m.whole(tt)
	v := &Find{Query: f.query, Chips: m.chips(list)}
	var documents []search.Document
	var among []timetable.Item
	for _, it := range list {
		s := &it.Session
		if f.day != "" && s.Start.Date().String() != f.day || f.room != "" && !slices.Contains(s.RoomsIn(m.Lang()), f.room) ||
			f.must && it.State != picks.Must || f.clash && (it.State == picks.Off || len(clashing(tt, it)) == 0) ||
			f.free && (it.State != picks.Off || !s.Start.Known() || it.Cancelled() || len(clashing(tt, it)) > 0) {
			continue
		}
		d := search.Document{}
		for _, lang := range session.Languages {
			d.Titles = append(d.Titles, s.Titles[lang])
			d.Speakers = append(d.Speakers, s.SpeakersIn(lang)...)
			d.Rooms = append(d.Rooms, s.RoomsIn(lang)...)
		}
		d.Notes = m.noteLines(m.noted(append([]session.Key{s.Key}, it.Aliases...)...))
		documents, among = append(documents, d), append(among, it)
	}
	for _, hit := range search.New(documents).Find(f.query) {
		it := among[hit.At]
		found := m.found(it)
		if it.State == picks.Off {
			if mine := clashing(tt, it); len(mine) > 0 {
				found.Note = m.Say("findClash", "title", m.title(mine[0]))
			}
		}
		v.List = append(v.List, found)
	}
	switch {
	case len(v.List) > 0:
		v.Count = m.count("found", len(v.List))
	case len(list) == 0:
		v.Count = m.Say("findUnknown")
	default:
		v.Count = m.Say("findNone")
	}
	return v
}

// clashing are the picks that take place at a time of it, but itself.
func clashing(tt timetable.Timetable, it timetable.Item) (mine []session.Session) {
	if !it.Start.Known() || it.Cancelled() {
		return nil
	}
	for _, d := range tt.Days {
		for _, p := range d.Items {
			if p.Session.Key != it.Session.Key && !p.Cancelled() && p.Start < it.End && it.Start < p.End {
				mine = append(mine, p.Session)
			}
		}
	}
	return mine
}

// chips are the filters: days and rooms where there are several of them.
func (m *Model) chips(list []timetable.Item) (chips []Chip) {
	var days []session.Date
	var rooms []string
	for _, it := range list {
		if d := it.Session.Start.Date(); d.Known() && !slices.Contains(days, d) {
			days = append(days, d)
		}
		if names := it.Session.RoomsIn(m.Lang()); len(names) == 1 && !slices.Contains(rooms, names[0]) {
			rooms = append(rooms, names[0])
		}
	}
	slices.Sort(rooms)
	f := m.find
	if len(days) > 1 {
		for _, d := range days {
			chips = append(chips, Chip{"day:" + d.String(), m.shortDay(d), f.day == d.String()})
		}
	}
	if len(rooms) > 1 {
		for _, room := range rooms {
			chips = append(chips, Chip{"room:" + room, room, f.room == room})
		}
	}
	return append(chips, Chip{"must", m.Say("starMust"), f.must}, Chip{"clash", m.Say("filterClash"), f.clash}, Chip{"free", m.Say("filterFree"), f.free})
}

func (m *Model) found(it timetable.Item) Found {
	s := it.Session
	f := Found{
		Key: s.Key, On: it.State != picks.Off, URL: safeURL(s.URL), Place: m.place(s), People: strings.Join(s.SpeakersIn(m.Lang()), ", "),
		When: strings.TrimSuffix(m.when(s.Start), " "), Label: m.Say("starLabel", "title", m.title(s)),
	}
	f.Title, f.TitleLang = m.shownTitle(s)
	return f
}

// gapViews are the gaps of a day by their end, but those that are over at a moment.
func (m *Model) gapViews(tt timetable.Timetable, d timetable.Day, at Moment) map[session.Instant]*GapView {
	views := map[session.Instant]*GapView{}
	for _, g := range d.Free {
		if g.Minutes() < leastGap || at.Now.Known() && g.End <= at.Now {
			continue
		}
		id := g.Start.String() + "/" + strconv.Itoa(g.Minutes())
		v := &GapView{ID: id, Label: m.Say("gapLabel", "time", m.fromTo(g.Start, g.End), "length", m.length(g.Minutes())), Open: id == m.find.gap}
		views[g.End] = v
		if !v.Open {
			continue
		}
		for _, fit := range agenda.Fits(tt, g, agenda.Programme{Sessions: m.programme(), Friends: m.hearers, Lang: m.Lang()}) {
			if at.Now.Known() && fit.Session.Start < at.Now || len(v.Fits) == mostFits {
				continue
			}
			f := m.found(timetable.Item{Pick: timetable.Pick{Session: fit.Session}})
			f.When = m.fromTo(fit.Session.Start, fit.Session.End)
			switch fit.Reason {
			case agenda.FriendHears:
				f.Note = m.Say("fitFriend", "name", fit.Who)
			case agenda.SameSpeaker:
				f.Note = m.Say("fitSpeaker", "name", fit.Who)
			case agenda.StayHere:
				f.Note = m.Say("fitStay")
			case agenda.AlreadyThere:
				f.Note = m.Say("fitThere")
			default:
				f.Note = m.Say("fitEnds")
			}
			v.Fits = append(v.Fits, f)
		}
		if len(v.Fits) == 0 {
			v.None = m.Say("fitNone")
		}
	}
	return views
}

// hearers are the friends who hear a session, those with a name.
func (m *Model) hearers(key session.Key) (names []string) {
	for _, f := range m.friends() {
		if f.Name != "" && slices.ContainsFunc(f.Picks, func(p friends.Pick) bool { return p.Key == key }) {
			names = append(names, f.Name)
		}
	}
	return names
}

func (f *Find) tree() map[string]any {
	chips := make([]any, len(f.Chips))
	for i, c := range f.Chips {
		chips[i] = map[string]any{"id": c.ID, "label": c.Label, "on": c.On}
	}
	return map[string]any{"query": f.Query, "chips": chips, "count": f.Count, "list": foundTrees(f.List)}
}

func foundTrees(list []Found) []any {
	out := make([]any, len(list))
	for i, f := range list {
		out[i] = map[string]any{
			"key": string(f.Key), "on": f.On, "when": f.When, "title": f.Title, "titleLang": f.TitleLang, "url": f.URL,
			"place": f.Place, "people": f.People, "note": f.Note, "label": f.Label,
		}
	}
	return out
}

func (g *GapView) tree() any {
	if g == nil {
		return nil
	}
	return map[string]any{"id": g.ID, "label": g.Label, "open": g.Open, "fits": foundTrees(g.Fits), "none": g.None}
}
