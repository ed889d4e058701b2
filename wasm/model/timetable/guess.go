package timetable

import (
	"cmp"
	"slices"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// Guesses reports whether the end of one of list's sessions is not known.
func Guesses(list []Pick) bool {
	return slices.ContainsFunc(list, func(p Pick) bool { return endless(&p.Session) })
}

func endless(s *session.Session) bool { return s.Start.Known() && s.End <= s.Start }

// BoundGuesses sets Next of the picks whose end is not known, by the sessions of b.
func BoundGuesses(list []Pick, b *picks.Book) {
	if !Guesses(list) {
		return
	}
	known := make([]session.Session, 0, len(b.Sessions))
	for _, k := range b.Sessions {
		if k.Gone == 0 {
			known = append(known, k.Session)
		}
	}
	bound(list, known)
}

// place is a room of an edition; an edition's "" stands for all of its rooms.
type place struct{ edition, room string }

// rooms returns the names of the rooms of s in all languages, so that it matches sessions
// that were seen in only one of them.
func rooms(s *session.Session) []string {
	if len(s.Other.Rooms) == 0 {
		return s.Rooms
	}
	return union(s.Rooms, s.Other.Rooms)
}

// bound sets Next of the picks whose end is not known to the first later start of a known
// session in a room of theirs. A session without a room counts as in all of them.
func bound(list []Pick, known []session.Session) {
	starts := map[place][]session.Instant{}
	for i := range known {
		s := &known[i]
		if !s.Start.Known() {
			continue
		}
		edition := s.Key.Edition()
		names := rooms(s)
		if len(names) == 0 {
			names = []string{""}
		}
		for _, room := range names {
			starts[place{edition, room}] = append(starts[place{edition, room}], s.Start)
		}
	}
	for _, list := range starts {
		slices.SortFunc(list, func(a, b session.Instant) int { return cmp.Compare(a, b) })
	}
	for i := range list {
		p := &list[i]
		if !endless(&p.Session) {
			continue
		}
		edition := p.Session.Key.Edition()
		rooms := append([]string{""}, rooms(&p.Session)...)
		if len(rooms) == 1 {
			for at := range starts {
				if at.edition == edition {
					rooms = append(rooms, at.room)
				}
			}
		}
		for _, room := range rooms {
			list := starts[place{edition, room}]
			at, same := slices.BinarySearch(list, p.Session.Start)
			for same && at < len(list) && list[at] == p.Session.Start {
				at++
			}
			if at < len(list) && (!p.Next.Known() || list[at] < p.Next) {
				p.Next = list[at]
			}
		}
	}
}
