package site

import (
	"strings"

	"byeolpyo/wasm/dom"
	"byeolpyo/wasm/session"
)

// flow reads sessions that stand one after another, each with its own time or
// with that of the one before.
func (r *reader) flow(pg *Layout) {
	root := pg.Root.First(r.root)
	if root == nil {
		return
	}
	var times []clock // of the item before
	for _, item := range pg.Item.All(root) {
		if r.full() {
			return
		}
		if pg.Around {
			item = item.Parent()
		}
		date := r.dateOf(pg, item)
		text := ""
		if n := pg.Times.First(item); n != nil {
			text = n.Text()
		}
		if here := clocks(text); len(here) > 0 {
			times = here
			if strings.HasPrefix(strings.TrimSpace(text), "~") {
				times = nil // an end alone; what comes next has a time of its own
			}
		}
		title := pg.Title.First(item)
		if title == nil {
			continue
		}
		s, ok := r.titled(title.Text())
		if !ok {
			continue
		}
		if len(times) > 0 {
			s.Start = r.instant(date, times[0])
			if len(times) > 1 {
				s.End = r.instant(date, times[len(times)-1])
			}
		}
		if n := pg.Rooms.First(item); n != nil {
			s.Rooms = roomList(n.Text())
		}
		s.Speakers = r.names(pg, item)
		for n := item.After(item); n != nil; n = n.After(item) {
			if n.Tag == "a" && r.identify(&s, n.Attr("href")) {
				break
			}
		}
		r.spot(pg, s, outOfText(title), date)
	}
}

// cards reads sessions that stand as boxes without a link, with or without a
// time and a room in a line of their own.
func (r *reader) cards(pg *Layout) {
	root := pg.Root.First(r.root)
	if root == nil {
		return
	}
	for _, item := range pg.Item.All(root) {
		if r.full() {
			return
		}
		if pg.Around {
			item = item.Parent()
		}
		title := pg.Title.First(item)
		if title == nil || r.inTaken(title) || !pg.Has.None() && pg.Has.First(item) == nil {
			continue
		}
		s, ok := r.titled(title.Text())
		if !ok {
			continue
		}
		if n := pg.Times.First(item); n != nil {
			text := n.Text()
			if d, ok := day(text, r.year); ok {
				if times := clocks(text); len(times) > 0 {
					s.Start = r.instant(d, times[0])
					if len(times) > 1 {
						s.End = r.instant(d, times[len(times)-1])
					}
				}
			}
			if parts := strings.Split(text, "·"); len(parts) > 1 {
				s.Rooms = roomList(parts[len(parts)-1])
			}
		}
		s.Speakers = r.names(pg, item)
		r.spot(pg, s, outOfText(title), session.Date{})
	}
}

// inTaken reports whether another shape has read the part of the page that n is
// in.
func (r *reader) inTaken(n *dom.Node) bool {
	for ; n != nil; n = n.Parent() {
		if r.taken[n] {
			return true
		}
	}
	return false
}

// spot adds a session found outside a grid. One without an id is named by its
// title, its start and its rooms; where the page shows no time, by its title
// alone, until another page tells more (see star.Brain).
func (r *reader) spot(pg *Layout, s session.Session, at *dom.Node, date session.Date) {
	if s.Key == "" {
		s.Key = session.NewKey(r.edition, r.sequence(pg),
			session.HashID(s.Title(r.page.Lang), s.Start, strings.Join(s.Rooms, ", ")))
	}
	if pg.Kind != "" {
		s.Kind = pg.Kind
	}
	r.page.Spots = append(r.page.Spots, Spot{Session: s, Node: at, Where: Before, Day: date})
}

// sequence is the number space of the sessions of a layout that have no id.
func (r *reader) sequence(pg *Layout) string {
	if pg.Sequence != "" {
		return pg.Sequence
	}
	return session.AnySequence
}
