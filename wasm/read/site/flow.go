package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// flow reads sessions that follow one another. In a Flow each has a time of its own or that
// of the one before; Cards may have time, date and room in a line of their own.
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
		cards := pg.Shape == Cards
		title := pg.Title.First(item)
		if pg.Who {
			title = item
		}
		if cards && (title == nil || r.inTaken(title) || !pg.Has.None() && pg.Has.First(item) == nil) {
			continue
		}
		var date session.Date
		if cards {
			times = nil
		} else {
			date = r.dateOf(pg, item)
		}
		text := ""
		if n := pg.Times.First(item); n != nil {
			text = n.Text()
		}
		if d, ok := day(text, r.year); ok {
			date = d
		}
		if here := clocks(text); len(here) > 0 {
			times = here
			if strings.HasPrefix(ascii.TrimLeft(text, " "), "~") {
				times = nil // it is an end alone, and the next item has a time of its own
			}
		}
		if len(times) == 0 && !pg.WholeText && !cards {
			continue
		}
		if title == nil {
			continue
		}
		s := r.titled(titleOf(title))
		if s == nil {
			continue
		}
		r.cancelled(s, title, item)
		if len(times) > 0 {
			r.seoul = pg.InSeoul
			s.Start, s.End = r.between(date, times)
			r.seoul = false
		}
		if n := pg.Rooms.First(item); n != nil {
			s.Rooms = roomList(n.Text())
		}
		if parts := strings.Split(text, "·"); cards && len(parts) > 1 {
			s.Rooms = roomList(parts[len(parts)-1])
		}
		watch(s, item, false)
		s.Speakers = r.names(pg, item)
		if pg.Who {
			s.Speakers = []string{s.Title("")}
			if id := item.Attr("id"); id != "" {
				r.identify(s, r.pageURL()+"#"+id)
			}
		}
		if pg.Rooms.None() && !cards {
			for _, p := range pairs(item) {
				switch p.label {
				case roomLabel:
					s.Rooms = roomList(p.value)
				case speakerLabel:
					s.Speakers = roomList(p.value)
				}
			}
		}
		for n := item.After(item); n != nil; n = n.After(item) {
			if n.Tag == "a" && r.identify(s, n.Attr("href")) {
				break
			}
		}
		r.spot(pg, s, title, date)
	}
}

// inTaken reports whether another layout has read the part of the page that n is in.
func (r *reader) inTaken(n *dom.Node) bool {
	for ; n != nil && n != r.root; n = n.Parent() {
		if r.took(n) {
			return true
		}
	}
	return false
}

// spot adds a session found outside a grid. One without an id is named by its
// title, its start and its rooms; where the page shows no time, by its title
// alone, until another page tells more (see page.Page).
func (r *reader) spot(pg *Layout, s *session.Session, at *dom.Node, date session.Date) {
	if s.Key == "" {
		s.Key = session.NewKey(r.edition, r.sequence(pg),
			session.HashID(s.Title(r.page.Lang), s.Start, strings.Join(s.Rooms, ", ")))
	}
	if pg.Kind != "" {
		s.Kind = pg.Kind
	}
	r.put(s, outOfText(at), Before, date).Title = at
}

// sequence returns the number space for sessions of a layout that have no id.
func (r *reader) sequence(pg *Layout) string {
	if pg.Sequence != "" {
		return pg.Sequence
	}
	return session.AnySequence
}
