package timetable

import (
	"cmp"
	"slices"

	"byeolpyo/wasm/lite/order"
	"byeolpyo/wasm/model/session"
)

// unite makes one item of every session in list, by key, and unites those that
// are the same session under two keys: the same key twice, keys of one session's
// slots that have come to the same time, or keys of which at most one carries the
// site's id and whose slot and title, or slot and grid column, agree. Two sessions
// with ids of their own are never united.
//
// Other editions are left out; the items come by key.
func unite(list []Pick, edition string) []Item {
	sorted := make([]Pick, 0, len(list))
	for _, p := range list {
		if p.Session.Key.Edition() == edition {
			sorted = append(sorted, p)
		}
	}
	// Keys with an id come first, so that those without one join them. The rest of the order
	// makes the result independent of the order of list.
	order.Sort(sorted, func(a, b *Pick) int {
		if ah, bh := a.Session.Key.Hashed(), b.Session.Key.Hashed(); ah != bh {
			if ah {
				return 1
			}
			return -1
		}
		return comparePicks(a, b)
	})

	items := make([]Item, 0, len(sorted))
	byKey := make(map[session.Key]int, len(sorted))
	bySlot := make(map[[2]session.Instant][]int) // only of items whose start is known
	for _, p := range sorted {
		at, same := byKey[p.Session.Key]
		slot := [2]session.Instant{p.Session.Start, p.Session.End}
		if !same && slot[0].Known() {
			for _, i := range bySlot[slot] {
				if o := items[i].Session; o.Key.First() == p.Session.Key.First() || p.Session.Key.Hashed() && sameSession(o, p.Session) {
					at, same = i, true
					break
				}
			}
		}
		if same {
			items[at].join(p)
		} else {
			at = len(items)
			items = append(items, Item{Pick: p})
			bySlot[slot] = append(bySlot[slot], at)
		}
		byKey[p.Session.Key] = at
	}
	order.Sort(items, func(a, b *Item) int { return cmp.Compare(a.Session.Key, b.Session.Key) })
	return items
}

// comparePicks is a total order of picks as far as a picture can show them.
func comparePicks(a, b *Pick) int {
	return cmp.Or(
		cmp.Compare(a.Session.Key, b.Session.Key),
		cmp.Compare(b.State, a.State),
		cmp.Compare(a.Session.Start, b.Session.Start),
		cmp.Compare(a.Session.End, b.Session.End),
		cmp.Compare(a.Session.Titles[session.Korean], b.Session.Titles[session.Korean]),
		cmp.Compare(a.Session.Titles[session.English], b.Session.Titles[session.English]),
		slices.Compare(a.Session.Rooms, b.Session.Rooms),
		slices.Compare(a.Session.Speakers, b.Session.Speakers),
		slices.Compare(a.Session.Other.Rooms, b.Session.Other.Rooms),
		slices.Compare(a.Session.Other.Speakers, b.Session.Other.Speakers),
		cmp.Compare(a.Session.PageLang, b.Session.PageLang),
		cmp.Compare(a.Session.Everywhere, b.Session.Everywhere),
		cmp.Compare(a.Session.Cancelled, b.Session.Cancelled),
	)
}

// sameSession reports whether two sessions of one slot, one of them without an id, are one:
// listed in two rooms (with the same title) or in two languages (in the same column of the
// grid).
func sameSession(a, b session.Session) bool {
	if a.Col != 0 && a.Col == b.Col {
		return true
	}
	for lang, title := range a.Titles {
		if title != "" && session.Fold(title) == session.Fold(b.Titles[lang]) {
			return true
		}
	}
	return false
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// join takes p, another record of the same session, into it.
func (it *Item) join(p Pick) {
	it.State = max(it.State, p.State)
	it.Gone = it.Gone && p.Gone
	if p.Next.Known() && (!it.Next.Known() || p.Next < it.Next) {
		it.Next = p.Next
	}
	s, o := it.Session, p.Session
	for _, lang := range session.Languages { // a session that is listed in each of its rooms is in all of them
		rooms := union(s.Named(lang).Rooms, o.Named(lang).Rooms)
		s.NameRooms(lang, rooms)
		o.NameRooms(lang, rooms)
	}
	if s.PageLang == o.PageLang {
		s.Rooms = union(s.Rooms, o.Rooms)
	}
	it.Session, _ = s.Richer(o)
	it.Session.Cancelled = s.Cancelled | o.Cancelled // both say what is known now
	if o.Key != s.Key && !slices.Contains(it.Aliases, o.Key) {
		it.Aliases = append(it.Aliases, o.Key)
	}
}
