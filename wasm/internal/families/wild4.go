package families

import "fmt"

// further are more families of pages as they lie about: half of them, those of wild5.go, were not
// looked at before they were read.
var further = []family{
	{name: "panel-groups", forms: 3, make: panelGroups},
	{name: "alt-names", forms: 3, make: altNames},
	{name: "day-data", forms: 3, make: dayData},
	{name: "hour-titles", forms: 4, make: hourTitles},
	{name: "two-track-columns", forms: 3, make: twoTrackColumns},
	{name: "speaker-tiles", forms: 3, make: speakerTiles},
	{name: "order-alone", forms: 4, make: orderAlone},
	{name: "split-bars", forms: 3, make: splitBars},
}

// panelGroups: an accordion whose heads have the hours and the title in one line.
func panelGroups(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 6, rests: true})
	g.looks.depth, g.looks.classes = 0, plain
	group := e("div.!panel-group", attr{"id", "accordion"})
	for i, t := range g.of(0, -1) {
		id := fmt.Sprintf("collapse%d", i)
		head := e("div.!panel-heading")
		link := e("a", attr{"data-toggle", "collapse"}, attr{"href", "#" + id})
		switch g.form {
		case 0:
			head.add(e("h4.!panel-title", link.with(e("span.!label.!label-default", g.span(t)), " "+t.title)))
		case 1:
			head.add(e("span.!pull-right", g.span(t)), e("h4.!panel-title", link.with(t.title)))
		default:
			head.add(e("h4.!panel-title", link.with(e("small", g.span(t)), e("br"), e("strong", t.title))))
		}
		panel := e("div.!panel.!panel-default", head)
		if !t.rest {
			panel.add(e("div.!panel-collapse.!collapse", attr{"id", id}, e("div.!panel-body", e("p", e("b", t.names()), " ", e("i", t.who[0].company)), e("p", words(g, "운영하면서 겪은 일들을 처음부터 끝까지 차근차근 이야기합니다.", "All that went wrong while we ran it, told from its first day to its last.")))))
		}
		group.add(panel)
	}
	g.body = e("div.!container", g.title(), e("p.!lead", g.date(0)), group)
	g.sayAll("des")
}

// altNames: pictures of people, whose names stand beside them or below.
func altNames(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 4, rests: true})
	list := e("div.slots")
	for _, slot := range g.slots(0) {
		box := e("div.slot", e("div.slot-time", e("span", hhmm(slot[0].from)), e("span", hhmm(slot[0].to))))
		cards := e("div.slot-cards")
		for _, t := range slot {
			if t.rest {
				cards.add(e("div.pause", t.title))
				continue
			}
			face := e("img.face", attr{"src", "/img/" + t.id + ".jpg"}, attr{"alt", t.names()})
			switch g.form {
			case 0:
				cards.add(e("div.card", e("div.card-room", g.rooms[t.room]), e("div.card-title", t.title), e("div.card-who", face, e("div.card-text", e("div.card-name", t.names()), e("div.card-job", t.who[0].company)))))
			case 1:
				cards.add(e("div.card", face, e("p.card-title", t.title), e("p.card-who", t.names()+" / "+t.who[0].company), e("p.card-room", g.rooms[t.room])))
			default:
				cards.add(e("a.card", attr{"href", "/talks/" + t.id}, e("h3.card-title", t.title), e("ul.people", e("li.person", face, e("span.person-name", t.names()))), e("footer.card-foot", g.rooms[t.room])))
			}
		}
		list.add(box.with(cards))
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), list)
	g.sayAll("desr")
}

// dayData: tabs of days that scripts show, by attributes alone.
func dayData(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 1, slots: 4, rests: true})
	tabs, panels := e("div.tabs"), e("div.panels")
	for day, date := range g.days {
		iso := date.Format("2006-01-02")
		tab, panel := e("button.tab", attr{"data-day", iso}, g.date(day)), e("div.panel", attr{"data-day", iso})
		switch g.form {
		case 1:
			tab = e("a.tab", attr{"href", fmt.Sprintf("#day%d", day+1)}, g.date(day))
			panel = e("div.panel", attr{"id", fmt.Sprintf("day%d", day+1)})
		case 2:
			panel.add(e("h2.panel-head", g.date(day)))
		}
		for _, t := range g.of(day, -1) {
			item := e("div.item", e("div.item-when", hhmm(t.from), e("span.to", words(g, "부터 ", "to ")+hhmm(t.to)+words(g, "까지", ""))), e("div.item-what", t.title))
			if !t.rest {
				item.add(e("div.item-who", t.names()))
			}
			panel.add(item)
		}
		tabs.add(tab)
		panels.add(panel)
	}
	g.body = e("section.timetable", g.title(), tabs, panels)
	g.sayAll("des")
}

// hourTitles: each heading has the hours before its title, as notes in Markdown have.
func hourTitles(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 6, rests: true})
	g.looks.depth, g.looks.classes = 0, noClasses
	post := e("article", e("h1", g.event), e("h2", g.date(0)))
	for _, t := range g.of(0, -1) {
		sep := []string{": ", " - ", " | ", " "}[g.form]
		post.add(e("h3", g.span(t)+sep+t.title))
		if !t.rest {
			post.add(e("p", e("strong", t.names()), ", "+t.who[0].company), e("p", words(g, "운영하면서 겪은 일들을 처음부터 끝까지 차근차근 이야기합니다.", "All that went wrong while we ran it, told from its first day to its last.")))
		}
	}
	g.body = post
	g.sayAll("des")
}

// twoTrackColumns: a row has the talk of each track, with who speaks in a column of its own.
func twoTrackColumns(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true})
	g.looks.depth = 0
	top, sub := e("tr", e("th", attr{"rowspan", "2"}, words(g, "시간", "Time"))), e("tr")
	for _, room := range g.rooms {
		top.add(e("th", attr{"colspan", "2"}, room))
		sub.add(e("th", words(g, "제목", "Title")), e("th", words(g, "발표자", "Speaker")))
	}
	head := e("thead", top, sub)
	if g.form == 1 {
		top = e("tr", e("th"))
		for _, room := range g.rooms {
			top.add(e("th", attr{"colspan", "2"}, room))
		}
		head = e("thead", top)
	}
	rows := e("tbody")
	for _, slot := range g.slots(0) {
		row := e("tr", e("td.when", g.span(slot[0])))
		if slot[0].rest {
			row.add(e("td.pause", attr{"colspan", "4"}, slot[0].title))
		} else {
			for _, t := range slot {
				if g.form == 2 {
					row.add(e("td", e("a", attr{"href", "/talks/" + t.id}, t.title)), e("td", t.names()))
				} else {
					row.add(e("td", t.title), e("td", t.names()))
				}
			}
		}
		rows.add(row)
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), e("table", head, rows))
	g.sayAll("desr")
}

// speakerTiles: tiles of people, each with what and when.
func speakerTiles(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5})
	grid := e("div.tiles")
	for _, t := range g.of(0, -1) {
		face := e("div.tile-face", e("img", attr{"src", "/img/" + t.id + ".png"}, attr{"alt", ""}))
		who := t.who[0]
		switch g.form {
		case 0:
			grid.add(e("div.tile", face, e("h3.tile-name", who.name), e("p.tile-job", who.company), e("p.tile-talk", t.title), e("p.tile-when", g.rooms[t.room]+" "+g.span(t))))
		case 1:
			grid.add(e("div.tile", face, e("div.tile-text", e("p.tile-when", g.span(t)), e("p.tile-where", g.rooms[t.room]), e("h3.tile-talk", t.title), e("p.tile-name", who.name, e("span", who.company)))))
		default:
			grid.add(e("div.tile", face, e("h4.tile-name", who.name, e("small", who.company)), e("h3.tile-talk", t.title), e("ul", e("li", g.span(t)), e("li", g.rooms[t.room]))))
		}
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), grid)
	g.sayAll("desr")
}

// orderAlone: boxes of one kind in boxes of one kind, as a page builder leaves them.
func orderAlone(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true})
	g.looks.depth, g.looks.classes = 0, noClasses
	tag := []string{"div", "p", "span", "div"}[g.form]
	list := e("div")
	for _, slot := range g.slots(0) {
		for _, t := range slot {
			item := e("div", e(tag, g.span(t)))
			switch {
			case t.rest:
				item.add(e(tag, t.title))
			case g.form == 3:
				item = e("div", e("div", e("div", g.span(t)), e("div", g.rooms[t.room])), e("div", e("div", t.title), e("div", t.names())))
			case g.form == 1:
				item.add(e(tag, t.names()), e(tag, t.title), e(tag, g.rooms[t.room]))
			default:
				item.add(e(tag, t.title), e(tag, t.names()), e(tag, g.rooms[t.room]))
			}
			list.add(item)
		}
	}
	g.body = e("div", e("h1", words(g, "시간표", "Schedule")), e("div", g.date(0)), list)
	g.sayAll("desr")
}

// splitBars: a bar for each hour over the talks of it, with the parts of a talk in one line.
func splitBars(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true})
	list := e("div.programme")
	for _, slot := range g.slots(0) {
		list.add(e("div.bar", g.span(slot[0])))
		if slot[0].rest {
			list.add(e("div.row", e("div.rest", slot[0].title)))
			continue
		}
		row := e("div.row")
		for _, t := range slot {
			switch g.form {
			case 0:
				row.add(e("div.col", e("b", t.title), e("br"), t.names()+" ("+t.who[0].company+")", e("br"), e("em", g.rooms[t.room])))
			case 1:
				row.add(e("div.col", e("p", "["+g.rooms[t.room]+"]"), e("p", e("a", attr{"href", "/talks/" + t.id}, t.title)), e("p", t.names()+", "+t.who[0].company)))
			default:
				row.add(e("div.col", e("h5", g.rooms[t.room]), e("h4", t.title), e("h6", t.names())))
			}
		}
		list.add(row)
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), list)
	g.sayAll("desr")
}
