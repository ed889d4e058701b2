package replica

import (
	"slices"
	"strings"
)

// see is what a page tells of its sessions.
type see struct {
	speakers, rooms, start, end, linked bool
	edit                                func(*Session, *entry) // what is particular, done last; may be nil
}

// expect tells what a page shows of the sessions that keep accepts.
func (p *programme) expect(lang string, what see, keep func(*entry) bool) []Session {
	out := []Session{}
	for _, e := range p.Sessions {
		if e.Kind == KindBreak || !keep(e) {
			continue
		}
		s := p.session(e)
		s.Title, s.Category = s.Title.only(lang), s.Category.only(lang)
		for i := range s.Rooms {
			s.Rooms[i] = s.Rooms[i].only(lang)
		}
		if !what.speakers {
			s.Speakers = nil
		}
		if !what.rooms {
			s.Rooms, s.AllRooms = nil, false
		}
		if !what.start {
			s.Start = ""
		}
		if !what.end {
			s.End = ""
		}
		s.Linked = what.linked && s.URL != ""
		if !s.Linked {
			s.URL = ""
		}
		if what.edit != nil {
			what.edit(&s, e)
		}
		out = append(out, s)
	}
	return out
}

// only is the text in one language and nothing in the other.
func (t Text) only(lang string) Text {
	if lang == "en" {
		return Text{En: t.En}
	}
	return Text{Ko: t.Ko}
}

// book collects the pages of an edition.
type book struct {
	*programme
	edition string
	refs    []PageRef
}

func (b *book) add(r PageRef) {
	r.Edition = b.edition
	if r.Zone == "" {
		r.Zone = Seoul
	}
	r.Name += "-" + r.Lang
	if r.Expect == nil {
		r.Expect = []Session{}
	}
	b.refs = append(b.refs, r)
}

// samples are the sessions whose own pages are listed: one of each kind and
// sequence, and those that are special in some way.
func (b *book) samples(keep func(*entry) bool) []*entry {
	var out []*entry
	seen := map[string]bool{}
	for _, e := range b.Sessions {
		if e.Kind == KindBreak || !keep(e) {
			continue
		}
		traits := []string{e.Sequence + e.Kind}
		if len(e.Speakers) > 1 {
			traits = append(traits, "speakers")
		}
		if len(e.Speakers) == 0 {
			traits = append(traits, "nobody")
		}
		if len(e.Rooms) > 1 && !b.everywhere(e) {
			traits = append(traits, "rooms")
		}
		if !e.scheduled() {
			traits = append(traits, "unscheduled")
		}
		if len(e.slots) > 1 {
			traits = append(traits, "slots")
		}
		if strings.Contains(e.Title.Ko, `\n`) {
			traits = append(traits, "newline")
		}
		if e.scheduled() && e.start.Hour() == 12 && e.start.Minute() == 0 {
			traits = append(traits, "noon")
		}
		fresh := false
		for _, t := range traits {
			fresh = fresh || !seen[t]
			seen[t] = true
		}
		if fresh {
			out = append(out, e)
		}
	}
	return out
}

// file makes a page's name of a session's ID.
func file(id string) string {
	if len(id) > 20 && strings.Count(id, "-") == 4 {
		id = id[:8]
	}
	return "detail-" + strings.ReplaceAll(id, "/", "-")
}

func is(e *entry) func(*entry) bool { return func(o *entry) bool { return o.id == e.id } }

func sequence(names ...string) func(*entry) bool {
	return func(e *entry) bool { return slices.Contains(names, e.Sequence) }
}

func both(a, b func(*entry) bool) func(*entry) bool {
	return func(e *entry) bool { return a(e) && b(e) }
}

func scheduled(e *entry) bool { return e.scheduled() }

func every(*entry) bool { return true }

func onDay(date string) func(*entry) bool {
	return func(e *entry) bool { return e.scheduled() && e.date() == date }
}
