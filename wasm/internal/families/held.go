package families

import (
	"fmt"
	"strings"
)

// held are families of other ways in which sites are made. Rules were not written with their
// pages in view, until four of them were looked at: they say how well pages are read that nobody
// has seen.
var held = []family{
	{name: "sheet-table", forms: 3, make: sheetTable},
	{name: "quarter-grid", forms: 2, make: quarterGrid},
	{name: "meta-line", forms: 4, make: metaLine},
	{name: "zone-switch", forms: 3, make: zoneSwitch},
	{name: "role-table", forms: 3, make: roleTable},
	{name: "timeline", forms: 3, make: timeline},
	{name: "nested-tabs", forms: 3, make: nestedTabs},
	{name: "style-grid", forms: 3, make: styleGrid},
	{name: "slot-rows", forms: 3, make: slotRows},
	{name: "start-and-length", forms: 4, make: startAndLength},
}

// sheetTable: a spreadsheet that was published: numbers of rows at the left, letters above,
// and cells that go over several.
func sheetTable(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 3, slots: 5, rests: true, shared: true})
	g.looks.depth, g.looks.classes = 0, plain
	n := 0
	rows := e("tbody")
	add := func(cells ...*element) {
		n++
		row := e("tr", attr{"style", "height: 20px"}, e("th.!row-headers-background", attr{"id", fmt.Sprintf("0R%d", n-1)}, e("div.!row-header-wrapper", fmt.Sprint(n))))
		for _, c := range cells {
			row.add(c)
		}
		rows.add(row)
	}
	blank := func() *element { return e("td.!s0") }
	letterRow := e("tr", e("th.!row-header"))
	for i := range len(g.rooms) + 1 {
		letterRow.add(e("th.!column-headers-background", string(rune('A'+i))))
	}
	add(e("td.!s1", attr{"colspan", fmt.Sprint(len(g.rooms) + 1)}, g.event+" "+g.date(0)))
	head := []*element{e("td.!s2", words(g, "시간", "Time"))}
	for _, room := range g.rooms {
		head = append(head, e("td.!s2", room))
	}
	add(head...)
	for _, slot := range g.slots(0) {
		first := e("td.!s3", g.span(slot[0]))
		if g.form == 1 {
			first = e("td.!s3", attr{"rowspan", "2"}, g.span(slot[0]))
		}
		a, b := []*element{first}, []*element{}
		for _, t := range slot {
			span := attr{"colspan", "1"}
			if t.room < 0 {
				span = attr{"colspan", fmt.Sprint(len(g.rooms))}
			}
			switch {
			case t.rest && g.form == 1:
				a = append(a, e("td.!s4", span, attr{"rowspan", "2"}, t.title))
			case t.rest:
				a = append(a, e("td.!s4", span, t.title))
			case g.form == 1: // who speaks stands in the row below
				a, b = append(a, e("td.!s5", span, t.title)), append(b, e("td.!s6", span, t.names()))
			case g.form == 0:
				a = append(a, e("td.!s5.!softmerge", span, t.title, e("br"), t.names()))
			default:
				a = append(a, e("td.!s5", span, e("a", attr{"target", "_blank"}, attr{"href", fmt.Sprintf("https://%d.pycon.kr/session/%s", g.year, t.id)}, t.title), e("br"), "- "+t.names()))
			}
		}
		add(a...)
		if g.form == 1 {
			add(b...)
		}
	}
	add(blank(), blank())
	g.bare = true
	g.body = e("div.!ritz.!grid-container", e("table.!waffle", attr{"cellspacing", "0"}, e("thead", letterRow), rows))
	g.sayAll("desr")
}

// quarterGrid: a table with a row every ten minutes; a session goes over as many as it takes.
func quarterGrid(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 4, rests: true})
	g.looks.depth = 0
	body := e("div.schedule-page", g.title())
	for day := range g.days {
		head := e("tr", e("th.time-head"))
		for _, room := range g.rooms {
			head.add(e("th.room-head", room))
		}
		rows := e("tbody")
		all := g.of(day, -1)
		last := all[len(all)-1].to
		for m := 600; m < last; m += 10 {
			row := e("tr", e("td.time", hhmm(m)))
			for room := range g.rooms {
				taken := false
				for _, t := range g.of(day, room) {
					switch {
					case t.from == m && t.room < 0 && room > 0:
						taken = true
					case t.from == m:
						cell := e("td.event", attr{"rowspan", fmt.Sprint((t.to - t.from) / 10)})
						switch {
						case t.rest:
							cell.add(attr{"colspan", fmt.Sprint(len(g.rooms))}, t.title)
						case g.form == 0:
							cell.add(e("div.event-title", e("a", attr{"href", "events/" + t.id + ".html"}, t.title)), e("div.event-speaker", e("a", attr{"href", "speakers/" + t.id + ".html"}, t.names())))
						default:
							cell.add(e("b", t.title), e("br"), t.names(), e("br"), e("span.event-hours", hhmm(t.from)+" - "+hhmm(t.to)))
						}
						row.add(cell)
						taken = true
					case t.from < m && m < t.to:
						taken = true
					}
				}
				if !taken {
					row.add(e("td.room-empty"))
				}
			}
			rows.add(row)
		}
		body.add(e("h2.day", g.date(day)), e("table.grid", e("thead", head), rows))
	}
	g.body = body
	g.sayAll("desr")
}

// metaLine: hours, room and level stand in one line, parted by signs.
func metaLine(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 4, rests: true, several: true})
	sep := []string{" · ", " | ", " / ", ", "}[g.form]
	body := e("section.talks", g.title())
	for _, day := range g.order() {
		list := e("div.day-talks")
		for _, t := range g.of(day, -1) {
			card := e("article.talk")
			meta := g.span(t)
			if t.room >= 0 {
				meta += sep + g.rooms[t.room]
			}
			if !t.rest && g.form != 3 {
				meta += sep + t.level
			}
			if g.form%2 == 0 {
				card.add(e("p.meta", meta), e("h3.name", either2(t.rest, t.title, e("a", attr{"href", "/talks/" + t.id + "/"}, t.title))))
			} else {
				card.add(e("h3.name", t.title), e("p.meta", meta))
			}
			if !t.rest {
				people := e("ul.people")
				for _, p := range t.who {
					people.add(e("li", p.name))
				}
				card.add(people)
			}
			list.add(card)
		}
		body.add(e("section.day", e("h2", g.date(day)), list))
	}
	g.body = body
	g.sayAll("desr")
}

func either2(first bool, a, b any) any {
	if first {
		return a
	}
	return b
}

// zoneSwitch: hours are told in the place's own time, and a visitor may choose another.
func zoneSwitch(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true})
	choose := e("label.zone", words(g, "시간대", "Time zone"), e("select.zone-list", e("option", attr{"value", "Asia/Seoul"}, "Asia/Seoul (UTC+09:00)"), e("option", attr{"value", "UTC"}, "UTC"), e("option", attr{"value", "Europe/Berlin"}, "Europe/Berlin (UTC+02:00)")))
	list := e("ol.slots")
	for _, t := range g.of(0, -1) {
		iso := func(m int) attr { return attr{"datetime", g.stamp(t, m)} }
		var when *element
		switch g.form {
		case 0:
			when = e("div.when", e("time.from", iso(t.from), hhmm(t.from)), " – ", e("time.to", iso(t.to), hhmm(t.to)), e("abbr.zone-name", "KST"))
		case 1: // and the same in UTC below
			when = e("div.when", e("span.local", g.span(t)+" KST"), e("span.utc", "("+hhmm((t.from-540+1440)%1440)+"–"+hhmm((t.to-540+1440)%1440)+" UTC)"))
		default:
			when = e("div.when", e("span.local", hhmm(t.from)+"–"+hhmm(t.to)+" (UTC+9)"))
		}
		item := e("li.slot", when)
		if t.rest {
			item.add(e("p.what", t.title))
		} else {
			item.add(e("p.what", e("a", attr{"href", "/sessions/" + t.id}, t.title)), e("p.who", t.names()), e("p.where", g.rooms[t.room]))
		}
		list.add(item)
	}
	g.body = e("section.timetable", g.title(), choose, e("h2.day", g.date(0)), e("p.note", words(g, "모든 시간은 한국 시간(KST, UTC+9)입니다.", "All times are in KST (UTC+9).")), list)
	g.sayAll("desr")
}

// roleTable: a table of boxes, with heads that are said once, or before every value for
// narrow screens.
func roleTable(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 4, rests: true})
	names := words(g, []string{"시간", "세션", "발표자", "장소"}, []string{"Time", "Session", "Speaker", "Location"})
	body := e("section.timetable", g.title())
	for day := range g.days {
		table := e("=div.table", attr{"role", "table"})
		head := e("=div.head", attr{"role", "row"})
		for _, n := range names {
			head.add(e("div.head-cell", attr{"role", "columnheader"}, n))
		}
		if g.form != 1 {
			table.add(head)
		}
		for _, t := range g.of(day, -1) {
			room := ""
			if t.room >= 0 {
				room = g.rooms[t.room]
			}
			row := e("=div.row", attr{"role", "row"})
			for i, v := range []string{g.span(t), t.title, t.names(), room} {
				cell := e("div.cell-"+fmt.Sprint(i), attr{"role", "cell"})
				if g.form > 0 && v != "" {
					cell.add(e("span.cell-label", names[i]))
					cell.add(e("span.cell-value", v))
				} else {
					cell.add(v)
				}
				row.add(cell)
			}
			table.add(row)
		}
		body.add(e("h3.day", g.date(day)), table)
	}
	g.body = body
	g.sayAll("desr")
}

// timeline: a line down the middle, with sessions at both sides in turn.
func timeline(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 7, rests: true})
	line := e("div.line")
	for i, t := range g.of(0, -1) {
		side := either(i%2 == 0, "left", "right")
		item := e("div.stop."+side, e("i.dot"))
		when := e("div.clock", hhmm(t.from), e("small", "- "+hhmm(t.to)))
		if g.form == 1 {
			when = e("div.clock", e("i.icon-clock"), " "+hhmm(t.from)+" - "+hhmm(t.to))
		}
		what := e("div.bubble", e("h4", t.title))
		if !t.rest {
			switch g.form {
			case 0:
				what.add(e("p", e("b", t.who[0].name), " ", e("span.company", t.who[0].company)))
			case 1:
				what.add(e("p", t.who[0].name+" | "+t.who[0].company), e("a.more", attr{"href", "#modal-" + t.id}, words(g, "자세히 보기", "Read more")))
			default:
				what.add(e("p.by", words(g, "발표자 : ", "Speaker: ")+t.who[0].name))
			}
		}
		if i%2 == 0 {
			item.add(when, what)
		} else {
			item.add(when, what)
		}
		line.add(item)
	}
	g.body = e("section.timeline", e("h2.section-title", words(g, "프로그램 일정", "Programme")), e("p.section-date", g.date(0)), line)
	g.sayAll("des")
}

// nestedTabs: a tab a day, and within it a tab a room.
func nestedTabs(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 4, rests: true})
	g.looks.depth = min(g.looks.depth, 1)
	c := g.cards("ths")
	days, panels := e("ul.day-tabs", attr{"role", "tablist"}), e("div.day-panels")
	for day := range g.days {
		id := fmt.Sprintf("d%d", day+1)
		days.add(e("li", e("a.day-tab", attr{"href", "#" + id}, attr{"role", "tab"}, g.date(day))))
		panel := e("div.day-panel", attr{"id", id}, attr{"role", "tabpanel"})
		tabs, lists := e("ul.room-tabs"), e("div.room-panels")
		for room, name := range g.rooms {
			sub := fmt.Sprintf("%sr%d", id, room+1)
			switch g.form {
			case 0:
				tabs.add(e("li", e("a.room-tab", attr{"href", "#" + sub}, name)))
				lists.add(e("div.room-panel", attr{"id", sub}, c.list(g.of(day, room))))
			case 1:
				tabs.add(e("li", e("button.room-tab", attr{"type", "button"}, attr{"aria-controls", sub}, name)))
				lists.add(e("div.room-panel", attr{"id", sub}, c.list(g.of(day, room))))
			default: // no tabs: headings
				lists.add(e("div.room-panel", e("h4.room-name", name), c.list(g.of(day, room))))
			}
		}
		if g.form < 2 {
			panel.add(tabs)
		}
		panels.add(panel.with(lists))
	}
	g.body = e("section.timetable", g.title(), days, panels)
	g.sayAll("desr")
}

// styleGrid: a grid whose places are in styles, with hours and rooms as headings among the
// sessions.
func styleGrid(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 3, slots: 4, rests: true, shared: true})
	g.looks.depth = 0
	grid := e("=div.grid")
	for room, name := range g.rooms {
		grid.add(e("span.track-slot", attr{"style", fmt.Sprintf("grid-column: track-%d; grid-row: tracks;", room+1)}, attr{"aria-hidden", "true"}, name))
	}
	for _, slot := range g.slots(0) {
		grid.add(e("h2.time-slot", attr{"style", fmt.Sprintf("grid-row: time-%s;", strings.ReplaceAll(hhmm(slot[0].from), ":", ""))}, hhmm(slot[0].from)))
		for _, t := range slot {
			column := "track-1-start / track-3-end"
			if t.room >= 0 {
				column = fmt.Sprintf("track-%d", t.room+1)
			}
			box := e("div.session", attr{"style", fmt.Sprintf("grid-column: %s; grid-row: time-%s / time-%s;", column, strings.ReplaceAll(hhmm(t.from), ":", ""), strings.ReplaceAll(hhmm(t.to), ":", ""))})
			title := any(t.title)
			if !t.rest {
				title = e("a", attr{"href", "#" + t.id}, t.title)
			}
			box.add(e("h3.session-title", title), e("span.session-hours", hhmm(t.from)+" - "+hhmm(t.to)))
			if t.room >= 0 && g.form != 1 {
				box.add(e("span.track-name", either(g.form == 0, words(g, "장소: ", "Room: "), "")+g.rooms[t.room]))
			}
			if !t.rest {
				box.add(e("span.session-presenter", t.names()))
			}
			grid.add(box)
		}
	}
	g.body = e("section.timetable", g.title(), e("p.day", g.date(0)), grid)
	g.sayAll(either(g.form == 1, "des", "desr"))
	for i := range g.said {
		if g.form == 1 { // where a session is, its style tells alone: not said, but right
			for k := range g.talks {
				if t := &g.talks[k]; t.title == g.said[i].Title && t.room >= 0 {
					g.said[i].MayRooms = []string{g.rooms[t.room]}
				}
			}
		}
	}
}

// slotRows: a table with a row a session, where the hour goes over the rows of all rooms.
func slotRows(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 3, slots: 5, rests: true, shared: true})
	rows := e("tbody")
	for _, slot := range g.slots(0) {
		for i, t := range slot {
			row := e("tr")
			if i == 0 {
				row.add(e("td.hours", attr{"rowspan", fmt.Sprint(len(slot))}, g.span(t)))
			}
			if t.room < 0 {
				row.add(e("td.all", attr{"colspan", "3"}, t.title))
				if !t.rest {
					row.kids = row.kids[:len(row.kids)-1]
					row.add(e("td.where", words(g, "전체", "All")), e("td.what", t.title), e("td.who", t.names()))
				}
			} else {
				cells := []*element{e("td.where", g.rooms[t.room]), e("td.what", t.title), e("td.who", t.names())}
				switch g.form {
				case 1:
					cells[1] = e("td.what", e("a", attr{"href", "/program/" + t.id}, t.title))
				case 2:
					cells[2] = e("td.who", t.who[0].name, e("br"), e("small", t.who[0].company))
				}
				row.add(cells)
			}
			rows.add(row)
		}
	}
	g.body = e("section.timetable", g.title(), e("h3.day", g.date(0)), e("table.programme", rows))
	g.sayAll("desr")
	for i := range g.said {
		if len(g.said[i].Rooms) == 0 {
			g.said[i].MayRooms = []string{words(g, "전체", "All")}
		}
	}
}

// startAndLength: when it begins and how long it takes, in one text or in chips.
func startAndLength(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 1, slots: 5, rests: true})
	body := e("section.timetable", g.title())
	for day := range g.days {
		list := e("ul.items")
		for _, t := range g.of(day, -1) {
			n := t.to - t.from
			var when *element
			switch g.form {
			case 0:
				when = e("span.when", fmt.Sprintf(words(g, "%s (%d분)", "%s (%d min)"), hhmm(t.from), n))
			case 1:
				when = e("span.when", e("b", hhmm(t.from)), e("em.chip", fmt.Sprintf(words(g, "%d분", "%d min"), n)))
			case 2:
				when = e("span.when", fmt.Sprintf(words(g, "%s, %d분", "%s, %d minutes"), hhmm(t.from), n))
			default:
				when = e("span.when", fmt.Sprintf("%s / %s", hhmm(t.from), hours(n, words(g, "시간", "h"), words(g, "분", "m"))))
			}
			item := e("li.item", when, e("strong.what", t.title))
			if !t.rest {
				item.add(e("span.who", t.names()))
			}
			list.add(item)
		}
		body.add(e("h2.day", g.date(day)), list)
	}
	g.body = body
	g.sayAll("des")
}
