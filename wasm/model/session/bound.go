package session

import "byeolpyo/wasm/lite/ascii"

// The bounds of what is taken of one session, in bytes. In twelve years no title had more
// than 300, no session's speakers more than 400 together and no address more than 200.
// With title and both lists of both languages a record has 22 KB at most, so that no page
// makes one that fills storage.
const (
	MaxTitle = 1 << 10
	MaxNames = 4 << 10 // of all speakers, or all rooms
	MaxURL   = 2 << 10
)

// Bound cuts s to these bounds: a title at a character, a list at a name; an address that
// is too long is none.
func (s *Session) Bound() {
	for l, title := range s.Titles {
		if len(title) > MaxTitle {
			s.Titles[l] = ascii.Cut(title, MaxTitle)
		}
	}
	s.Speakers, s.Rooms = bounded(s.Speakers), bounded(s.Rooms)
	s.Other = Names{bounded(s.Other.Speakers), bounded(s.Other.Rooms)}
	if len(s.URL) > MaxURL {
		s.URL = ""
	}
}

func bounded(names []string) []string {
	sum := 0
	for i, name := range names {
		if sum += len(name) + 3; sum > MaxNames { // in quotation marks, with a comma
			return names[:i:i]
		}
	}
	return names
}
