package site

import (
	"strings"

	"byeolpyo/wasm/dom"
	"byeolpyo/wasm/jsontree"
	"byeolpyo/wasm/session"
)

// Embedded says where a page's own JSON keeps what its markup leaves out. Fields
// are picked by name: such data also holds what is nobody's business.
type Embedded struct {
	Script   dom.Selector
	ID       string // names of the fields of a session's object
	Title    string
	Start    string // RFC 3339, or a day and a time without a year
	Speaker  string
	Room     string         // a number
	RoomName string         // stands before that number
	Length   string         // a word for the length
	Minutes  map[string]int // what the words mean
}

// embedded returns what the page's JSON tells, by id. It may be the data of
// another page of the site, left over from before a client-side navigation; so
// it completes the sessions that the document shows and adds none.
func (r *reader) embedded(e *Embedded) map[string]*session.Session {
	found := map[string]*session.Session{}
	for _, script := range e.Script.All(r.root) {
		var text strings.Builder
		for c := script.First(); c != nil; c = c.Next() {
			text.WriteString(c.Data)
		}
		eachObject(jsontree.Parse(text.String()), func(o map[string]any) {
			id, title := field(o, e.ID), field(o, e.Title)
			if id == "" || title == "" || len(found) >= MaxSpots {
				return
			}
			s := &session.Session{Start: r.whenOf(field(o, e.Start))}
			if n := e.Minutes[field(o, e.Length)]; n > 0 && s.Start.Known() {
				s.End = s.Start + session.Instant(n)
			}
			if name := field(o, e.Speaker); name != "" {
				s.Speakers = []string{name}
			}
			if n := field(o, e.Room); n != "" && n != "0" {
				s.Rooms = []string{e.RoomName + n}
			}
			found[id] = s
		})
	}
	return found
}

// complete fills what the spots lack from the page's JSON. A moment in JSON has
// its offset and so beats one read from text.
func (r *reader) complete(e *Embedded) {
	if e == nil {
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
		if len(s.Rooms) == 0 && r.page.Spots[i].Heading {
			s.Rooms = j.Rooms
		}
	}
}

// eachObject calls f for every object within v, outer ones first, down to the
// depth that jsontree.Parse reads.
func eachObject(v any, f func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		f(v)
		for _, child := range v {
			eachObject(child, f)
		}
	case []any:
		for _, child := range v {
			eachObject(child, f)
		}
	}
}
