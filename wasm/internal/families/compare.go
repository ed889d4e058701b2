package families

import (
	"fmt"
	"slices"
	"strings"

	"byeolpyo/wasm/model/session"
)

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// rooms returns names of rooms as they are compared: "101호" is "101".
func rooms(names []string) []string {
	var list []string
	for _, n := range names {
		list = append(list, strings.TrimSuffix(strings.ToLower(squeeze(n)), "호"))
	}
	slices.Sort(list)
	return list
}

// people returns names of people as they are compared: "name / company" is the name.
func people(names []string) []string {
	var list []string
	for _, n := range names {
		name, _, _ := strings.Cut(squeeze(n), " / ")
		list = append(list, strings.ToLower(name))
	}
	slices.Sort(list)
	return list
}

// idOf returns the ID of a session's own page, without the rest of the address.
func idOf(s session.Session) string {
	if s.Key.Hashed() {
		return ""
	}
	_, _, id, _, _ := s.Key.Parts()
	return tail(id)
}

func tail(id string) string {
	id = id[strings.LastIndexByte(id, '/')+1:]
	return strings.ToLower(strings.TrimSuffix(id, ".html"))
}

// Compare returns how a reading of a page, with titles in lang, differs from what p says, and
// which of its starts are wrong.
func (p *Page) Compare(got []session.Session, lang string) (faults, wrong []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	used := make([]bool, len(got))
	for _, want := range p.Sessions {
		// Of several of the title, the one that starts then.
		at := -1
		for i := range got {
			if !used[i] && squeeze(got[i].Title(lang)) == want.Title && (at < 0 || got[i].Start == want.Start) {
				at = i
			}
		}
		if at < 0 {
			fault("missed %q", want.Title)
			continue
		}
		used[at] = true
		g := &got[at]
		if g.Start != want.Start {
			fault("%q starts at %q, want %q", want.Title, g.Start, want.Start)
			if g.Start.Known() {
				wrong = append(wrong, faults[len(faults)-1])
			}
		}
		if g.End != want.End {
			fault("%q ends at %q, want %q", want.Title, g.End, want.End)
		}
		if r := rooms(g.Rooms); !slices.Equal(r, rooms(want.Rooms)) && (len(want.MayRooms) == 0 || !slices.Equal(r, rooms(want.MayRooms))) {
			fault("%q is in %q, want %q", want.Title, g.Rooms, want.Rooms)
		}
		if !slices.Equal(people(g.Speakers), people(want.Speakers)) {
			fault("%q is by %q, want %q", want.Title, g.Speakers, want.Speakers)
		}
		if want.ID != "" && idOf(*g) != tail(want.ID) {
			fault("%q is %s, want %s", want.Title, g.Key, want.ID)
		}
		if want.URL != "" && g.URL != want.URL {
			fault("%q is at %s, want %s", want.Title, g.URL, want.URL)
		}
		if (g.Cancelled != 0) != want.Cancelled {
			fault("%q is cancelled: %v", want.Title, g.Cancelled != 0)
		}
	}
	for i := range got {
		title := squeeze(got[i].Title(lang))
		if !used[i] && !slices.Contains(p.Optional, title) && (got[i].Kind != session.Break || !slices.Contains(p.Breaks, title)) {
			fault("%q is no session: %s %q %q", title, got[i].Start, got[i].Rooms, got[i].Speakers)
		}
	}
	return faults, wrong
}
