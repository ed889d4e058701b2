package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
)

// apart gives different keys to sessions with the same title, without ids and times, if the
// page names their speakers and these differ. Otherwise they share a key until a timetable
// tells them apart, since they may be one session that is shown twice. A session whose title
// no other has keeps the key of its title.
func (r *reader) apart() {
	who := map[session.Key]string{}
	several := map[session.Key]bool{}
	named := func(s *session.Session) string {
		if !s.Key.Hashed() || s.Start.Known() {
			return ""
		}
		return strings.Join(s.Speakers, ", ")
	}
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		if names := named(s); names != "" {
			several[s.Key] = several[s.Key] || who[s.Key] != "" && who[s.Key] != names
			who[s.Key] = names
		}
	}
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		if names := named(s); names != "" && several[s.Key] {
			s.Key = s.WhoKey(r.page.Lang)
		}
	}
}

// number merges the spots of one session and numbers the slots of repeated ones.
func (r *reader) number() {
	if !r.repeats() {
		return
	}
	r.apart()
	starts := map[session.Key][]session.Instant{}
	rooms := map[string][]string{} // by key and start
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		if !s.Start.Known() {
			continue
		}
		slot := slotOf(s)
		if _, seen := rooms[slot]; !seen {
			starts[s.Key] = append(starts[s.Key], s.Start)
		}
		rooms[slot] = union(rooms[slot], s.Rooms)
	}
	for _, list := range starts {
		sortTimes(list)
	}
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		if !s.Start.Known() {
			continue
		}
		s.Rooms = rooms[slotOf(s)]
		for n, start := range starts[s.Key] {
			if start == s.Start {
				s.Key = s.Key.Slot(n + 1)
				break
			}
		}
	}
}

// repeats reports whether two spots have a key in common.
func (r *reader) repeats() bool {
	seen := make(map[session.Key]bool, len(r.page.Spots))
	for i := range r.page.Spots {
		key := r.page.Spots[i].Session.Key
		if seen[key] {
			return true
		}
		seen[key] = true
	}
	return false
}

func slotOf(s *session.Session) string { return string(s.Key) + " " + ascii.Itoa(int(s.Start)) }

// sortTimes is a heap sort. Package slices would bring five sorting algorithms to every page.
func sortTimes(list []session.Instant) {
	for end := len(list); end > 1; {
		from := 0
		if end == len(list) { // the first round makes the heap
			from = end/2 - 1
		}
		for ; from >= 0; from-- {
			for at := from; ; {
				child := 2*at + 1
				if child+1 < end && list[child] < list[child+1] {
					child++
				}
				if child >= end || list[at] >= list[child] {
					break
				}
				list[at], list[child] = list[child], list[at]
				at = child
			}
		}
		end--
		list[0], list[end] = list[end], list[0]
	}
}

func union(a, b []string) []string {
	out := a[:len(a):len(a)]
next:
	for _, s := range b {
		for _, t := range out {
			if s == t {
				continue next
			}
		}
		out = append(out, s)
	}
	return out
}
