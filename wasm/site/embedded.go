package site

import (
	"strings"

	"byeolpyo/wasm/dom"
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
func (r *reader) embedded(e *Embedded) map[string]session.Session {
	found := map[string]session.Session{}
	for _, script := range e.Script.All(r.root) {
		var text strings.Builder
		for c := script.First(); c != nil; c = c.Next() {
			text.WriteString(c.Data)
		}
		eachObject(parseJSON(text.String()), func(o map[string]any) {
			id := ""
			switch v := o[e.ID].(type) {
			case float64:
				id = session.Itoa(int(v))
			case string:
				id = v
			}
			title, _ := o[e.Title].(string)
			when, _ := o[e.Start].(string)
			if id == "" || title == "" || len(found) >= MaxSpots {
				return
			}
			s := session.Session{Titles: map[string]string{r.page.Lang: cleanTitle(title)}}
			if t, ok := session.ParseInstant(when); ok {
				s.Start = t
			} else if d, ok := day(when, r.year); ok {
				if times := clocks(when); len(times) > 0 {
					s.Start = session.KST(d, times[0].hour, times[0].minute)
				}
			}
			if word, _ := o[e.Length].(string); s.Start.Known() {
				s.End = s.Start + session.Instant(e.Minutes[word])
				if s.End == s.Start {
					s.End = 0
				}
			}
			if name, _ := o[e.Speaker].(string); name != "" {
				s.Speakers = []string{session.Fold(name)}
			}
			if n, ok := o[e.Room].(float64); ok && n > 0 {
				s.Rooms = []string{e.RoomName + session.Itoa(int(n))}
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
