package session

import (
	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/records"
)

// Bound cuts s to the bounds of package records. It cuts titles between characters and lists
// between names, and drops an address that is too long.
func (s *Session) Bound() {
	for l, title := range s.Titles {
		if len(title) > records.MaxTitle {
			s.Titles[l] = ascii.Cut(title, records.MaxTitle)
		}
	}
	s.Speakers, s.Rooms = bounded(s.Speakers), bounded(s.Rooms)
	s.Other = Names{bounded(s.Other.Speakers), bounded(s.Other.Rooms)}
	if len(s.URL) > records.MaxURL {
		s.URL = ""
	}
}

func bounded(names []string) []string {
	sum := 0
	for i, name := range names {
		if sum += len(name) + 3; sum > records.MaxNames { // in quotation marks, with a comma
			return names[:i:i]
		}
	}
	return names
}
