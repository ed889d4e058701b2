package families

import "fmt"

// furtherHeld are the other half of further: no rule was written for them.
var furtherHeld = []family{
	{name: "bold-hours", forms: 4, make: boldHours},
	{name: "two-languages", forms: 3, make: twoLanguages},
	{name: "half-days", forms: 3, make: halfDays},
	{name: "article-times", forms: 3, make: articleTimes},
	{name: "track-colours", forms: 3, make: trackColours},
	{name: "title-lengths", forms: 3, make: titleLengths},
	{name: "table-days", forms: 3, make: tableDays},
	{name: "utility-cards", forms: 3, make: utilityCards},
}

// boldHours: a list in which hours, title and name stand in one line.
func boldHours(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 6, rests: true})
	g.looks.depth, g.looks.classes = 0, noClasses
	list := e("ul")
	for _, t := range g.of(0, -1) {
		item := e("li", e("strong", g.span(t)), " ")
		switch {
		case t.rest:
			item.add(t.title)
		case g.form == 0:
			item.add(t.title+" ", e("em", "("+t.names()+")"))
		case g.form == 1:
			item.add(e("a", attr{"href", "/talks/" + t.id}, t.title), " - "+t.names())
		case g.form == 2:
			item.add(t.title, e("br"), t.names()+", "+t.who[0].company)
		default:
			item.add(t.title, e("ul", e("li", t.names())))
		}
		list.add(item)
	}
	g.body = e("article", e("h1", words(g, "시간표", "Schedule")), e("h2", g.date(0)), list)
	g.sayAll("des")
}

// twoLanguages: a second line has what the first says in another language.
func twoLanguages(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 4, rests: true})
	list := e("div.list")
	for i, t := range g.of(0, -1) {
		item := e("div.item", e("div.when", g.span(t)))
		if t.rest {
			list.add(item.with(e("div.what", t.title)))
			continue
		}
		other := fmt.Sprintf([]string{"Lessons from year %d", "How we built part %d", "Measuring step %d"}[i%3], i+1)
		if !g.ko {
			other = fmt.Sprintf([]string{"%d년 동안 배운 것", "%d부를 만든 방법", "%d단계를 재기"}[i%3], i+1)
		}
		switch g.form {
		case 0:
			item.add(e("div.what", t.title), e("div.what-else", other), e("div.who", t.names()), e("div.where", g.rooms[t.room]))
		case 1:
			item.add(e("h3.what", t.title), e("h4.what-else", other), e("span.who", t.names()), e("span.where", g.rooms[t.room]))
		default:
			item.add(e("div.where", g.rooms[t.room]), e("a.what", attr{"href", "/talks/" + t.id}, t.title, e("small.what-else", other)), e("div.who", t.names()))
		}
		list.add(item)
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), list)
	g.sayAll("desr")
}

// halfDays: workshops of half a day, side by side.
func halfDays(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 4, slots: 2})
	for i := range g.talks {
		t := &g.talks[i]
		if t.from < 10*60+30 {
			t.from, t.to = 9*60+30, 12*60+30
		} else {
			t.from, t.to = 14*60, 17*60
		}
	}
	box := e("div.workshops")
	for half, slot := range g.slots(0) {
		part := e("div.half")
		name := words(g, []string{"오전", "오후"}, []string{"Morning", "Afternoon"})[half%2]
		switch g.form {
		case 0:
			part.add(e("h3.half-head", name+" ("+g.span(slot[0])+")"))
		case 1:
			part.add(e("h3.half-head", name), e("p.half-when", g.span(slot[0])))
		}
		for _, t := range slot {
			card := e("div.workshop", e("h4.workshop-title", t.title), e("p.workshop-who", words(g, "강사: ", "Instructor: ")+t.names()), e("p.workshop-where", words(g, "장소: ", "Room: ")+g.rooms[t.room]))
			if g.form == 2 {
				card.add(e("p.workshop-when", words(g, "시간: ", "Time: ")+g.span(t)))
			}
			part.add(card)
		}
		box.add(part)
	}
	g.body = e("section.timetable", e("h1.page-title", words(g, "튜토리얼 시간표", "Workshops")), e("h2", g.date(0)), box)
	g.sayAll("desr")
}

// articleTimes: moments in attributes, with words for people beside.
func articleTimes(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 1, slots: 4, rests: true})
	list := e("div.agenda")
	for day := range g.days {
		list.add(e("h2.agenda-day", g.date(day)))
		for _, t := range g.of(day, -1) {
			from, to := g.stamp(t, t.from), g.stamp(t, t.to)
			header := e("header")
			switch g.form {
			case 0:
				header.add(e("time", attr{"datetime", from}, hhmm(t.from)), " – ", e("time", attr{"datetime", to}, hhmm(t.to)))
			case 1:
				header.add(e("time.begin", attr{"datetime", from[:16]}, hhmm(t.from)), e("time.end", attr{"datetime", to[:16]}, hhmm(t.to)))
			default:
				header.add(e("span", attr{"data-start", from}, attr{"data-end", to}, g.span(t)))
			}
			item := e("article.agenda-item", header, e("h3", t.title))
			if !t.rest {
				item.add(e("address", attr{"rel", "author"}, t.names()))
			}
			list.add(item)
		}
	}
	g.body = e("section.timetable", g.title(), list)
	g.sayAll("des")
}

// trackColours: a legend tells what a talk's colour means.
func trackColours(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 4, rests: true})
	legend := e("ul.legend")
	for i, topic := range topics(g)[:3] {
		legend.add(e("li.legend-item", attr{"style", fmt.Sprintf("color:hsl(%d 80%% 40%%)", 120*i)}, topic))
	}
	grid := e("=div.grid")
	for _, slot := range g.slots(0) {
		grid.add(e("div.grid-when", hhmm(slot[0].from)+"–"+hhmm(slot[0].to)))
		for i, t := range slot {
			cell := e("div.grid-cell", attr{"data-track", fmt.Sprint(i % 3)}, e("strong.grid-what", t.title))
			if !t.rest {
				switch g.form {
				case 0:
					cell.add(e("span.grid-who", t.names()), e("span.grid-where", g.rooms[t.room]))
				case 1:
					cell.add(e("span.grid-where", "@"+g.rooms[t.room]), e("span.grid-who", t.names()), e("span.grid-tag", t.tags[0]))
				default:
					cell.add(e("span.grid-tag", t.tags[0]), e("span.grid-who", t.names()), e("span.grid-where", g.rooms[t.room]), e("span.grid-level", t.level))
				}
			}
			grid.add(cell)
		}
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), legend, grid)
	g.sayAll("desr")
}

// titleLengths: a talk has its beginning, and how long it is told elsewhere.
func titleLengths(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 6, rests: true})
	list := e("ol.list")
	for _, t := range g.of(0, -1) {
		length := fmt.Sprintf(words(g, "%d분", "%d min"), t.to-t.from)
		item := e("li.item", e("div.when", hhmm(t.from)))
		switch g.form {
		case 0:
			item.add(e("div.long", length), e("div.what", t.title))
		case 1:
			item.add(e("div.what", t.title, e("span.long", "("+length+")")))
		default:
			item.add(e("div.what", t.title), e("div.long", e("i.!icon"), " "+length))
		}
		if !t.rest {
			item.add(e("div.who", t.names()))
		}
		list.add(item)
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), list)
	g.sayAll("des")
}

// tableDays: a table a day, with rooms over the columns and who speaks below each title.
func tableDays(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 3, slots: 4, rests: true, shared: true})
	g.looks.depth = 0
	g.body = e("section.timetable", g.title())
	for _, day := range g.order() {
		head := e("tr", e("th", words(g, "시간", "Time")))
		for _, room := range g.rooms {
			head.add(e("th", room))
		}
		rows := e("tbody")
		for _, slot := range g.slots(day) {
			row := e("tr", e("td", g.span(slot[0])))
			for _, t := range slot {
				cell := e("td")
				if t.rest || t.room < 0 {
					cell.add(attr{"colspan", "3"})
				}
				switch {
				case t.rest:
					cell.add(t.title)
				case g.form == 0:
					cell.add(e("b", t.title), e("br"), t.names())
				case g.form == 1:
					cell.add(e("div", t.title), e("div", t.names()))
				default:
					cell.add(t.title+" ", e("span", "— "+t.names()))
				}
				row.add(cell)
			}
			rows.add(row)
		}
		g.body.add(e("h2", g.date(day)), e("table", e("thead", head), rows))
	}
	g.sayAll("desr")
}

// utilityCards: the classes are those of looks, and the same for much that differs.
func utilityCards(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 3, slots: 4, rests: true})
	g.looks.depth, g.looks.classes = 0, plain
	list := e("div.!space-y-4")
	for _, slot := range g.slots(0) {
		for _, t := range slot {
			small := func(text string) *element { return e("span.!text-sm.!text-gray-500", text) }
			card := e("div.!rounded-lg.!border.!p-4")
			switch {
			case t.rest:
				card.add(small(g.span(t)), e("p.!font-medium", t.title))
			case g.form == 0:
				card.add(e("div.!flex.!gap-2", small(g.span(t)), small(g.rooms[t.room]), small(t.level)), e("p.!font-medium", t.title), e("div.!mt-2", small(t.names())))
			case g.form == 1:
				card.add(small(t.tags[0]), e("p.!font-medium", t.title), e("div.!flex.!gap-2", small(t.names()), small(g.span(t)), small(g.rooms[t.room])))
			default:
				card.add(e("p.!font-medium", t.title), e("div.!grid.!grid-cols-2", e("div", small(words(g, "시간", "Time")), small(g.span(t))), e("div", small(words(g, "장소", "Room")), small(g.rooms[t.room])), e("div", small(words(g, "발표", "Speaker")), small(t.names()))))
			}
			list.add(card)
		}
	}
	g.body = e("main.!mx-auto", g.title(), e("p.!text-xl", g.date(0)), list)
	g.sayAll("desr")
}
