package families

import (
	"fmt"
	"strings"
)

// wildest are yet more of them, by the ways in which one part of a session is written.
var wildest = []family{
	{name: "clock-cells", forms: 4, make: clockCells},
	{name: "time-rowspan", forms: 3, make: timeRowspan},
	{name: "nested-list", forms: 3, make: nestedList},
	{name: "hour-headings", forms: 3, make: hourHeadings},
	{name: "icon-words", forms: 4, make: iconWords},
	{name: "numbered", forms: 4, make: numberedTalks},
	{name: "two-lines", forms: 3, make: twoLines},
	{name: "date-column", forms: 3, make: dateColumn},
	{name: "zone-texts", forms: 4, make: zoneTexts},
	{name: "links-beside", forms: 3, make: linksBeside},
	{name: "room-tabs", forms: 3, make: roomTabs},
	{name: "role-words", forms: 4, make: roleWords},
}

// clockCells: a cell has when something begins, and below when it ends or how long it takes.
func clockCells(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 6, rests: true})
	g.looks.depth = 0
	rows := e("tbody")
	for _, t := range g.of(0, -1) {
		cell := e("td.when")
		switch g.form {
		case 0:
			cell.add(hhmm(t.from)+" ~", e("br"), hhmm(t.to))
		case 1:
			cell.add(hhmm(t.from), e("br"), "~", e("br"), hhmm(t.to))
		case 2:
			cell.add(hhmm(t.from), e("br"), fmt.Sprintf(words(g, "(%d분)", "(%d min)"), t.to-t.from))
		default:
			cell.add(e("p", hhmm(t.from)), e("p", hhmm(t.to)))
		}
		row := e("tr", cell, e("td.what", t.title))
		if t.rest {
			row.add(e("td.who"))
		} else {
			row.add(e("td.who", t.names(), e("br"), e("small", t.who[0].company)))
		}
		rows.add(row)
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), e("table.table", e("thead", e("tr", e("th", words(g, "시간", "Time")), e("th", words(g, "내용", "Topic")), e("th", words(g, "연사", "Speaker")))), rows))
	g.sayAll("des")
}

// timeRowspan: an hour stands once beside a row for each room.
func timeRowspan(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 3, slots: 3, rests: true})
	g.looks.depth = 0
	body := e("section.timetable", g.title())
	for day := range g.days {
		rows := e("tbody")
		for _, slot := range g.slots(day) {
			for i, t := range slot {
				row := e("tr")
				if i == 0 {
					row.add(e(either(g.form == 1, "th", "td")+".hour", attr{"rowspan", fmt.Sprint(len(slot))}, g.span(t)))
				}
				if t.rest {
					row.add(e("td.rest", attr{"colspan", "3"}, t.title))
				} else if g.form == 2 {
					row.add(e("td.who", t.names()), e("td.what", t.title), e("td.where", g.rooms[t.room]))
				} else {
					row.add(e("td.where", g.rooms[t.room]), e("td.what", e("a", attr{"href", "/talks/" + t.id}, t.title)), e("td.who", t.names()))
				}
				rows.add(row)
			}
		}
		body.add(e("h2", g.date(day)), e("table.table", rows))
	}
	g.body = body
	g.sayAll("desr")
}

// nestedList: under each hour a list of what is given then.
func nestedList(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 4, rests: true})
	list := e("ul.hours")
	for _, slot := range g.slots(0) {
		inner := e("ul.talks")
		for _, t := range slot {
			switch {
			case t.rest:
				inner.add(e("li", t.title))
			case g.form == 0:
				inner.add(e("li", e("b", g.rooms[t.room]), " ", e("a", attr{"href", "#" + t.id}, t.title), " ", e("i", t.names())))
			case g.form == 1:
				inner.add(e("li", e("p.room", g.rooms[t.room]), e("p.title", t.title), e("p.who", t.names())))
			default:
				inner.add(e("li", e("strong", t.title), e("br"), t.names(), e("br"), e("em", g.rooms[t.room])))
			}
		}
		list.add(e("li.hour", e("span.clock", g.span(slot[0])), inner))
	}
	g.body = e("section.timetable", g.title(), e("h3", g.date(0)), list)
	g.sayAll("desr")
}

// hourHeadings: the hour is a heading, and cards follow it beside each other, without a box.
func hourHeadings(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 3, rests: true})
	body := e("section.timetable", g.title())
	for day := range g.days {
		body.add(e("h2.day", g.date(day)))
		for _, slot := range g.slots(day) {
			t := slot[0]
			when := g.span(t)
			if g.form == 1 {
				when = hhmm(t.from)
			}
			body.add(e("h3.hour", when))
			for _, t := range slot {
				if t.rest {
					body.add(e("p.pause", t.title))
					continue
				}
				body.add(e("div.talk", e("h4.talk-title", t.title), e("p.talk-who", t.names(), either(g.form == 2, " · "+g.rooms[t.room], "")), roomOr(g, t)))
			}
		}
	}
	g.body = body
	fields := []string{"desr", "dsr", "des"}[g.form]
	for i := range g.talks {
		g.say(&g.talks[i], fields)
		if n := len(g.said); g.form == 2 && !g.talks[i].rest {
			g.said[n-1].MayRooms = []string{g.rooms[g.talks[i].room]}
		}
	}
}

func roomOr(g *gen, t *talk) *element {
	if g.form == 2 {
		return nil
	}
	return e("p.talk-room", g.rooms[t.room])
}

// iconWords: signs before values are letters of a font, or pictures among letters.
func iconWords(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 4, rests: true})
	icon := func(name, emoji, text string) *element {
		switch g.form {
		case 0:
			return e("div.fact", e("i.!material-icons", name), " ", e("span", text))
		case 1:
			return e("p.fact", e("span.!material-icons", name), text)
		case 2:
			return e("p.fact", emoji+" "+text)
		}
		return e("span.fact", e("span.emoji", attr{"role", "img"}, emoji), text)
	}
	list := e("div.cards")
	for _, t := range g.of(0, -1) {
		card := e("div.card", e("h3.card-title", t.title), icon("schedule", "🕐", g.span(t)))
		if !t.rest {
			card.add(icon("place", "📍", g.rooms[t.room]), icon("person", "🎤", t.names()))
		}
		list.add(card)
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), list)
	g.sayAll("desr")
}

// numberedTalks: each has a number before it.
func numberedTalks(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 7, rests: true, several: true})
	list := e("div.list")
	n := 0
	for _, t := range g.of(0, -1) {
		item := e("div.item")
		if !t.rest {
			n++
			switch g.form {
			case 0:
				item.add(e("span.number", fmt.Sprintf("%02d", n)))
			case 1:
				item.add(e("p.number", fmt.Sprintf("Session %d", n)))
			case 2:
				item.add(e("p.number", fmt.Sprintf(words(g, "세션 %d", "Talk #%d"), n)))
			default:
				item.add(e("em.number", fmt.Sprintf("%d.", n)))
			}
		}
		item.add(e("p.when", g.span(t)), e("p.what", t.title))
		if !t.rest {
			item.add(e("p.who", t.names()))
		}
		list.add(item)
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), list)
	g.sayAll("des")
}

// twoLines: who speaks has a line for the name and one for what that person does.
func twoLines(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 6, rests: true})
	list := e("ul.list")
	jobs := words(g, []string{"백엔드 개발자", "데이터 엔지니어", "CTO", "개발자 관계 담당", "연구원"}, []string{"Backend Engineer", "Data Engineer", "CTO", "Developer Advocate", "Researcher"})
	for i, t := range g.of(0, -1) {
		item := e("li.item", e("div.left", e("time", g.span(t))))
		right := e("div.right", e("div.what", t.title))
		if !t.rest {
			job := jobs[i%len(jobs)]
			switch g.form {
			case 0:
				right.add(e("div.who", t.names()), e("div.job", job+", "+t.who[0].company))
			case 1:
				right.add(e("div.who", e("span", t.names()), e("br"), e("span", t.who[0].company+" "+job)))
			default:
				right.add(e("div.who", t.names()+" | "+job+" @ "+t.who[0].company))
			}
		}
		list.add(item.with(right))
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), list)
	g.sayAll("des")
}

// dateColumn: a table of all days, with the day in a column.
func dateColumn(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 3})
	g.looks.depth = 0
	head := e("tr")
	for _, name := range words(g, []string{"날짜", "시간", "제목", "발표자", "장소"}, []string{"Date", "Time", "Title", "Speaker", "Room"}) {
		head.add(e("th", name))
	}
	rows := e("tbody")
	for day := range g.days {
		all := g.of(day, -1)
		for i, t := range all {
			row := e("tr")
			switch {
			case g.form == 0:
				row.add(e("td", g.date(day)))
			case g.form == 1 && i == 0:
				row.add(e("td", attr{"rowspan", fmt.Sprint(len(all))}, g.date(day)))
			case g.form == 2 && i == 0:
				row.add(e("td", g.date(day)))
			case g.form == 2:
				row.add(e("td"))
			}
			rows.add(row.with(e("td", g.span(t)), e("td", t.title), e("td", t.names()), e("td", g.rooms[t.room])))
		}
	}
	g.body = e("section.timetable", g.title(), e("table.all", e("thead", head), rows))
	g.sayAll("desr")
}

// zoneTexts: each time says its zone.
func zoneTexts(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 6, rests: true})
	c := g.cards("ths")
	c.clock = func(t *talk) string {
		switch g.form {
		case 0:
			return hhmm(t.from) + " - " + hhmm(t.to) + " KST"
		case 1:
			return hhmm(t.from) + " - " + hhmm(t.to) + " (GMT+9)"
		case 2:
			return twelve(t.from, ":") + halfOf(t.from, " AM", " PM") + " KST - " + twelve(t.to, ":") + halfOf(t.to, " AM", " PM") + " KST"
		}
		return hhmm(t.from) + " ~ " + hhmm(t.to) + " (UTC+09:00)"
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), c.list(g.of(0, -1)))
	g.sayAll("des")
}

// linksBeside: films, slides and accounts stand beside what is told.
func linksBeside(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 4, rests: true})
	list := e("div.list")
	for _, t := range g.of(0, -1) {
		if t.rest {
			list.add(e("div.item", e("p.when", g.span(t)), e("h3.what", t.title)))
			continue
		}
		slides, film := e("a.button", attr{"href", "https://slides.example/" + t.id}, words(g, "발표 자료", "Slides")), e("a.button", attr{"href", "https://films.example/" + t.id}, words(g, "영상 보기", "Watch video"))
		account := e("a.account", attr{"href", "https://github.example/" + strings.ToLower(t.id)}, "@"+t.id)
		switch g.form {
		case 0:
			list.add(e("div.item", e("p.when", g.span(t)+" / "+g.rooms[t.room]), e("h3.what", t.title), e("p.who", t.names(), " ", account), e("p.links", slides, film)))
		case 1:
			list.add(e("div.item", e("p.when", g.span(t)), e("p.where", g.rooms[t.room]), e("h3.what", t.title, " ", slides), e("div.who", e("span.name", t.names()), account), film))
		default:
			list.add(e("div.item", e("p.when", g.span(t)), e("p.where", g.rooms[t.room]), e("h3.what", t.title), e("div.who", e("a", attr{"href", "https://github.example/" + t.id}, t.names())), e("ul.links", e("li", slides), e("li", film))))
		}
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), list)
	g.sayAll("desr")
}

// roomTabs: a tab a room, and in each panel its day.
func roomTabs(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 3, slots: 4, rests: true})
	tabs, panels := e("div.tabs", attr{"role", "tablist"}), e("div.panels")
	for room, name := range g.rooms {
		id := fmt.Sprintf("tab%d", room)
		tab := e("button.tab", attr{"role", "tab"}, name)
		panel := e("div.panel", attr{"role", "tabpanel"})
		switch g.form {
		case 0:
			tab.add(attr{"aria-controls", id})
			panel.add(attr{"id", id})
		case 1:
			tab = e("a.tab", attr{"href", "#" + id}, name)
			panel.add(attr{"id", id})
		}
		tabs.add(tab)
		list := e("ul.list")
		for _, t := range g.of(0, room) {
			item := e("li.item", e("span.when", g.span(t)), e("b.what", t.title))
			if !t.rest {
				item.add(e("span.who", t.names()))
			}
			list.add(item)
		}
		panels.add(panel.with(list))
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), tabs, panels)
	g.sayAll("desr")
}

// roleWords: words before values, in one line with them or above.
func roleWords(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 3})
	labels := words(g, []string{"시간", "장소", "발표자", "난이도"}, []string{"Time", "Location", "Speaker", "Level"})
	body := e("section.sessions", g.title())
	for day := range g.days {
		body.add(e("h2", g.date(day)))
		for _, t := range g.of(day, -1) {
			values := []string{g.span(t), g.rooms[t.room], t.names(), t.level}
			card := e("article.talk", e("h3", t.title))
			switch g.form {
			case 0:
				for i, l := range labels {
					card.add(e("p", e("strong", l+":"), " "+values[i]))
				}
			case 1:
				list := e("ul")
				for i, l := range labels {
					list.add(e("li", l+" : "+values[i]))
				}
				card.add(list)
			case 2:
				list := e("dl")
				for i, l := range labels {
					list.add(e("dt", l), e("dd", values[i]))
				}
				card.add(list)
			default:
				p := e("p")
				for i, l := range labels {
					p.add(e("b", l), " "+values[i])
					if i+1 < len(labels) {
						p.add(e("br"))
					}
				}
				card.add(p)
			}
			body.add(card)
		}
	}
	g.body = body
	g.sayAll("desr")
}
