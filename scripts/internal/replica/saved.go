package replica

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"byeolpyo/scripts/internal/fixture"
	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/session"
)

// savedPage is a page of an edition that the replica does not make itself: what its
// profile is tested with, served where it was saved. Such an edition needs nothing here.
type savedPage struct {
	at   *url.URL
	html string
	ref  PageRef
}

// saved are the pages of such an edition, by name; of several states of one address, as
// the days of a timetable may be, the first. The files are part of the project, so a
// mistake in them is a programming error.
func (s *Site) saved(edition string) []savedPage {
	s.mu.Lock()
	defer s.mu.Unlock()
	if list, done := s.kept[edition]; done {
		return list
	}
	dir := s.opts.Fixtures
	if dir == "" {
		dir = fixture.Find()
	}
	pages, err := fixture.Load(dir, editions.Find(edition).ReadBy())
	if err != nil {
		panic(fmt.Sprintf("replica: the saved pages of edition %s: %v", edition, err))
	}
	var list []savedPage
	for _, p := range pages {
		at, err := url.Parse(p.URL)
		if err != nil {
			panic(fmt.Sprintf("replica: %s: %v", p.Name, err))
		}
		if slices.ContainsFunc(list, func(o savedPage) bool { return o.at.Host == at.Host && o.at.RequestURI() == at.RequestURI() }) {
			continue
		}
		_, name, _ := strings.Cut(p.Name, "/")
		ref := PageRef{Edition: edition, Name: name, Kind: PageKind(p.Kind), Lang: p.Lang, Zone: p.Zone, URL: p.URL, Static: true, Expect: []Session{}}
		for _, one := range p.Sessions {
			ref.Expect = append(ref.Expect, savedSession(edition, p.Lang, one))
		}
		list = append(list, savedPage{at, string(p.HTML), ref})
	}
	if s.kept == nil {
		s.kept = map[string][]savedPage{}
	}
	s.kept[edition] = list
	return list
}

// savedSession is a session as a saved page in the language shows it.
func savedSession(edition, lang string, one fixture.Session) Session {
	text := func(words string) Text { return Text{words, words}.only(lang) }
	out := Session{
		Edition: edition, Kind: cmp.Or(one.Kind, KindTalk), Title: text(one.Title), Speakers: one.Speakers, AllRooms: one.AllRooms,
		Start: one.Start, End: one.End, URL: one.URL, Linked: one.Key != "", Starred: true,
	}
	_, sequence, id, _, _ := session.Key(one.Key).Parts()
	if out.ID = id; sequence != "" && sequence != session.AnySequence {
		out.ID = sequence + "/" + id
	}
	for _, room := range one.Rooms {
		out.Rooms = append(out.Rooms, text(room))
	}
	return out
}

// savedProgramme is what all saved pages of an edition say together.
func (s *Site) savedProgramme(edition string) []Session {
	var all []Session
	for _, p := range s.saved(edition) {
		for _, one := range p.ref.Expect {
			i := slices.IndexFunc(all, func(o Session) bool {
				if o.ID != "" || one.ID != "" {
					return o.ID == one.ID
				}
				return o.Title == one.Title && o.Start == one.Start
			})
			if i < 0 {
				all = append(all, one)
				continue
			}
			had := &all[i]
			had.Title = Text{cmp.Or(had.Title.Ko, one.Title.Ko), cmp.Or(had.Title.En, one.Title.En)}
			had.Start, had.End, had.URL = cmp.Or(had.Start, one.Start), cmp.Or(had.End, one.End), cmp.Or(had.URL, one.URL)
			had.Linked = had.Linked || one.Linked
			if len(had.Speakers) == 0 {
				had.Speakers = one.Speakers
			}
			switch {
			case len(had.Rooms) == 0:
				had.Rooms, had.AllRooms = one.Rooms, one.AllRooms
			case len(had.Rooms) == len(one.Rooms):
				for r, room := range one.Rooms {
					had.Rooms[r] = Text{cmp.Or(had.Rooms[r].Ko, room.Ko), cmp.Or(had.Rooms[r].En, room.En)}
				}
			}
		}
	}
	return all
}

// savedAt is the saved page of an address, or nil. Parameters that the saved address
// has not are those of tests.
func (s *Site) savedAt(host string, at *url.URL) (found *savedPage) {
	for _, edition := range Editions() {
		if made[edition] != nil {
			continue
		}
		list := s.saved(edition)
		for i := range list {
			p := &list[i]
			if p.at.Host == host && p.at.Path == at.Path && (p.at.RawQuery == "" || strings.Contains("&"+at.RawQuery+"&", "&"+p.at.RawQuery+"&")) {
				if found == nil || len(p.at.RawQuery) > len(found.at.RawQuery) {
					found = p
				}
			}
		}
	}
	return found
}

func (s *Site) serveSaved(w http.ResponseWriter, r *http.Request, p *savedPage) {
	s.knobs(r).policy(w)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, p.html) // errors are of a client that left
}
