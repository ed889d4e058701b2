package site

import (
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// detail reads the page of one session.
func (r *reader) detail(pg *Layout) {
	root := pg.Root.First(r.root)
	if root == nil {
		return
	}
	// A template that nests one heading in another leaves an empty heading in the document.
	var title *dom.Node
	text := ""
	for _, n := range pg.Title.All(root) {
		if text = n.TextWithout(func(in *dom.Node) bool { return pg.TitleAside.Matches(in, n) || marked(in) }); text != "" {
			title = n
			break
		}
	}
	if title == nil {
		return
	}
	s := r.titled(text)
	if s == nil || !r.identify(s, r.pageURL()) {
		return
	}
	r.cancelled(s, title, root)
	s.Speakers = r.names(pg, root)
	watch(s, root, true)
	r.take(root)

	// A row tells a time, and the rooms are in the same row or in a row of their own.
	type slot struct {
		start, end session.Instant
		rooms      []string
		node       *dom.Node
	}
	var slots []slot
	var rooms []string
	for _, row := range pg.Row.All(root) {
		here := roomsIn(pg, row)
		timed := false
		for _, n := range pg.Times.All(row) {
			text := n.Text()
			if text == "" {
				text = row.Text()
			}
			d, ok := day(text, r.year)
			times := clocks(text)
			if !ok || len(times) == 0 {
				continue
			}
			start, end := r.between(d, times)
			slots = append(slots, slot{start: start, end: end, rooms: here, node: n})
			timed = true
			break
		}
		if !timed && pg.Rooms.First(row) != nil && pg.Rooms.First(row).Text() == "" {
			rooms = append(rooms, here...)
		}
	}
	if len(slots) == 0 {
		for _, pair := range pairs(root) {
			switch pair.label {
			case timeLabel:
				d, ok := day(pair.value, r.year)
				times := clocks(pair.value)
				if ok && len(times) > 0 && len(slots) == 0 {
					start, end := r.between(d, times)
					slots = append(slots, slot{start: start, end: end, node: pair.node})
				}
			case roomLabel:
				if len(rooms) == 0 {
					rooms = roomList(pair.value)
				}
			case speakerLabel:
				if len(s.Speakers) == 0 {
					s.Speakers = roomList(pair.value)
				}
			}
		}
	}
	if len(slots) <= 1 {
		s.Rooms = rooms
		if len(slots) == 1 {
			s.Start, s.End = slots[0].start, slots[0].end
			if len(slots[0].rooms) > 0 {
				s.Rooms = slots[0].rooms
			}
		}
		spot := r.put(s, title, Before, session.Date{})
		spot.Heading, spot.All = true, true
		return
	}
	// The title stands for the session, whichever slot of it: page.Page tells which.
	spot := r.put(s, title, Before, session.Date{})
	spot.Heading, spot.All = true, true
	for _, sl := range slots {
		t := *s
		t.Start, t.End, t.Rooms = sl.start, sl.end, sl.rooms
		if len(t.Rooms) == 0 {
			t.Rooms = rooms
		}
		r.put(&t, sl.node, Before, session.Date{}).All = true
	}
}

// roomsIn returns the rooms that a row of a detail names; where Rooms selects an
// icon, the row's text is the list.
func roomsIn(pg *Layout, row *dom.Node) []string {
	var rooms []string
	for _, n := range pg.Rooms.All(row) {
		text := n.Text()
		if text == "" {
			return roomList(row.Text())
		}
		if !isPlaceholder(text) {
			rooms = append(rooms, cleanTitle(text))
		}
	}
	return rooms
}
