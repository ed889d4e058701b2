package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// Data describes the JSON object of a session, either in a script of the page or in the data
// from which the site makes its pages. Only fields that are named here are read: such data
// also holds private things, from e-mail addresses to reviewers' comments.
type Data struct {
	_      [0]func()    // no code to compare them
	Script dom.Selector // of the page's own JSON
	// Page is the address of a session's page up to the id; it also tells to which edition
	// the sessions of Profile.Timetable belong.
	Page string

	ID       string // names of the fields of a session's object
	Title    string
	Kind     string // a word for the kind, or an object with such a name
	Slots    string // a list of objects, one per slot, or the only object, with the fields from here on; "": the session's object itself has them
	Start    string // RFC 3339, or a day and a time without a year
	End      string
	Room     string // a name, an object with one per language, or a number
	RoomName string // stands before a number
	Length   string // a word for the length
	Minutes  string // the minutes for each word of Length: "S15,L30"
	Speakers string // of the session's object: a name, or a list of objects
	Name     string // of a speaker's object

	Recording string // of the session's object: addresses
	Slides    string
}

// The bounds of what JSON may say of one session: ten times the longest that any
// year's data has.
const (
	maxText = 1000 // bytes of one field
	maxList = 20   // speakers, or slots
)

// text returns a field, or "" if it is longer than it can be.
func text(o map[string]any, name string) string {
	s := Field(o, name)
	if len(s) > maxText || isPlaceholder(s) {
		return ""
	}
	return cleanTitle(ascii.Compose(s))
}

// people reads the names of a session's speakers, and leaves out what looks like an e-mail
// address.
func (d *Data) people(o map[string]any) []string {
	list, many := o[d.Speakers].([]any)
	if !many {
		list = []any{o}
	}
	name := d.Speakers
	if many {
		name = d.Name
	}
	var names []string
	for _, one := range list {
		p, _ := one.(map[string]any)
		if n := text(p, name); n != "" && strings.IndexByte(n, '@') < 1 && len(names) < maxList {
			names = append(names, n)
		}
	}
	return names
}

// read calls f with the id and the session for every slot of every session in a JSON text.
// Only title, kind, speakers, start, end and room are set.
func (r *reader) read(d *Data, json string, f func(id string, s *session.Session)) {
	left := MaxSpots
	tree, _ := jsontree.Parse(json)
	EachObject(tree, func(o map[string]any) {
		id, title := text(o, d.ID), text(o, d.Title)
		if id == "" || title == "" {
			return
		}
		slots, many := o[d.Slots].([]any)
		if only, one := o[d.Slots].(map[string]any); one {
			slots = []any{only}
		} else if !many || len(slots) == 0 || len(slots) > maxList {
			slots = []any{o}
		}
		for _, slot := range slots {
			p, _ := slot.(map[string]any)
			if left--; left < 0 {
				return
			}
			s := &session.Session{Titles: map[string]string{r.page.Lang: title}, Start: r.whenOf(text(p, d.Start)), End: r.whenOf(text(p, d.End)), Speakers: d.people(o)}
			if s.Start.Date().Year != r.year {
				s.Start, s.End = 0, 0 // of another conference
			}
			if _, n, ok := strings.Cut(d.Minutes, text(p, d.Length)); d.Length != "" && ok && s.Start.Known() {
				minutes, _ := number(n, 0)
				s.End = s.Start + session.Instant(minutes)
			}
			if room := text(p, d.Room); room != "" && room != "0" {
				s.Rooms = []string{d.RoomName + room}
				if names, ok := p[d.Room].(map[string]any); ok {
					s.Rooms, s.Other.Rooms = roomIn(names, session.Korean), roomIn(names, session.English)
				}
			}
			s.Kind = kindOf(text(o, d.Kind))
			s.Watch(Field(o, d.Recording))
			s.Watch(Field(o, d.Slides))
			f(id, s)
		}
	})
}

// roomIn returns the room's name in a language.
func roomIn(names map[string]any, lang string) []string {
	if name := text(names, lang); name != "" {
		return []string{name}
	}
	return nil
}

// embedded returns the sessions in the page's JSON, by id. The JSON may be left over from
// another page of the site, before a client-side navigation, so it only completes the
// sessions that the document shows and adds none.
func (r *reader) embedded(d *Data) map[string]*session.Session {
	found := map[string]*session.Session{}
	for _, script := range d.Script.All(r.root) {
		var text strings.Builder
		for c := script.First(); c != nil; c = c.Next() {
			text.WriteString(c.Data)
		}
		r.read(d, text.String(), func(id string, s *session.Session) { found[id] = s })
	}
	return found
}

// ReadData reads the answer of the data address of an edition, which has its whole programme.
// ok is false when no profile has that address.
func ReadData(url, json string) (page Page, ok bool) {
	for _, p := range Profiles {
		if p.Timetable != url || p.Data == nil {
			continue
		}
		r := reader{p: p, a: parseURL(p.Data.Page), o: Options{URL: p.Data.Page}, year: p.Years[0]}
		r.edition, _ = r.a.edition()
		var all []*session.Session
		var words strings.Builder
		r.read(p.Data, json, func(id string, s *session.Session) {
			t := r.titled(s.Title(""))
			if t == nil || !r.identify(t, p.Data.Page+id) {
				return
			}
			if words.WriteString(s.Title("")); s.Kind == "" {
				s.Kind = t.Kind
			}
			s.Key, s.URL, s.Titles, s.Cancelled = t.Key, t.URL, t.Titles, t.Cancelled
			all = append(all, s)
		})
		lang := scriptOf(words.String())
		r.page = Page{Edition: r.edition, Lang: lang}
		for _, s := range all {
			s.PageLang, s.Titles = lang, map[string]string{lang: s.Title("")}
			if ko, en := s.Rooms, s.Other.Rooms; lang == session.English && len(en) > 0 { // those in the page's language stand first
				s.Rooms, s.Other.Rooms = en, ko
			}
			r.put(s, nil, First, session.Date{}).All = true
		}
		r.number()
		r.everywhere()
		r.page.markCancelled()
		return r.page, true
	}
	return Page{}, false
}

// everywhere finds the sessions that the data lists in each room of their day.
func (r *reader) everywhere() {
	rooms := map[session.Date][]string{}
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		rooms[s.Start.Date()] = union(rooms[s.Start.Date()], s.Rooms)
	}
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		if n := len(s.Rooms); s.Start.Known() && n > 1 && n == len(rooms[s.Start.Date()]) {
			s.Rooms, s.Everywhere = nil, n
		}
	}
}

// complete fills in fields of the spots from the page's JSON. A time in JSON has its offset
// and therefore takes the place of one read from text.
func (r *reader) complete(e *Data) {
	if e == nil || e.Script.None() {
		return
	}
	known := r.embedded(e)
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		_, _, id, _, ok := s.Key.Parts()
		j, has := known[id]
		if !ok || !has {
			continue
		}
		if j.Start.Known() {
			s.Start, s.End = j.Start, j.End
		}
		if len(s.Speakers) == 0 {
			s.Speakers = j.Speakers
		}
		if len(s.Rooms) == 0 {
			s.Rooms = j.Rooms
		}
		s.Watch(j.Recording)
		s.Watch(j.Slides)
		if len(s.Rooms) > 0 {
			s.Everywhere = 0 // the grid shows it over all columns, although it has one room
		}
	}
}

// EachObject calls f for every object within v, outer ones first, down to the
// depth that jsontree.Parse reads.
func EachObject(v any, f func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		f(v)
		for _, child := range v {
			EachObject(child, f)
		}
	case []any:
		for _, child := range v {
			EachObject(child, f)
		}
	}
}
