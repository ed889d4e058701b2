package families

import (
	"fmt"
	"slices"
	"strings"
)

// sites are families of how whole sites are made: by WordPress, by page builders, by office
// programs, by hand.
var sites = []family{
	{name: "wp-table", forms: 4, make: wpTable},
	{name: "accordion", forms: 3, make: accordion},
	{name: "definition-list", forms: 3, make: definitionList},
	{name: "page-builder", forms: 3, make: pageBuilder},
	{name: "sticky-times", forms: 3, make: stickyTimes},
	{name: "room-columns", forms: 3, make: roomColumns},
	{name: "speaker-first", forms: 4, make: speakerFirst},
	{name: "notion-export", forms: 2, make: notionExport},
	{name: "foreign-hours", forms: 4, make: foreignHours},
	{name: "noon-words", forms: 4, make: noonWords},
}

// wpTable: the block editor's table, without heads of its own: rooms over columns in bold,
// title and speaker in one cell, what is for all over all columns.
func wpTable(g *gen) {
	g.programmeOf(plan{days: 1 + g.n(2), rooms: 2 + g.n(2), slots: 5, rests: true, shared: true})
	g.looks.depth, g.looks.classes = 0, plain
	body := e("div.!entry-content", e("h1.!wp-block-heading", words(g, "시간표", "Schedule")))
	for day := range g.days {
		head := e("tr", e("td", e("strong", words(g, "시간", "Time"))))
		for _, room := range g.rooms {
			head.add(e("td", e("strong", room)))
		}
		rows := e("tbody", head)
		for _, slot := range g.slots(day) {
			row := e("tr", e("td", g.span(slot[0])))
			for _, t := range slot {
				cell := e("td")
				switch {
				case t.rest:
					cell.add(e("em", t.title))
				case g.form == 0:
					cell.add(e("strong", t.title), e("br"), t.names())
				case g.form == 1:
					cell.add(t.title, e("br"), e("em", t.names()))
				case g.form == 2:
					cell.add(e("a", attr{"href", fmt.Sprintf("https://%d.pycon.kr/talks/%s/", g.year, t.id)}, t.title), e("br"), fmt.Sprintf("%s (%s)", t.names(), t.who[0].company))
				default:
					cell.add(e("p", t.title), e("p", t.names()))
				}
				if t.room < 0 {
					cell.add(attr{"colspan", fmt.Sprint(len(g.rooms))}, attr{"class", "has-text-align-center"})
				}
				row.add(cell)
			}
			rows.add(row)
		}
		body.add(e("h2.!wp-block-heading", g.date(day)), e("figure.!wp-block-table.!is-style-stripes", e("table", rows)))
	}
	g.body = e("article.!post", body)
	g.sayAll("desr")
}

// accordion: a day, or a session, opens when it is pressed.
func accordion(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 4, rests: true, several: true})
	c := g.cards("ths")
	body := e("section.programme", g.title())
	for day := range g.days {
		name := fmt.Sprintf(words(g, "%d일차 — %s", "Day %d: %s"), day+1, g.date(day))
		switch g.form {
		case 0:
			d := e("details.day", e("summary.day-name", name), c.list(g.of(day, -1)))
			if day == 0 {
				d.add(attr{"open", ""})
			}
			body.add(d)
		case 1:
			id := fmt.Sprintf("collapse%d", day)
			body.add(e("div.accordion-item", e("h2.accordion-header", e("button.accordion-button", attr{"type", "button"}, attr{"aria-expanded", fmt.Sprint(day == 0)}, attr{"aria-controls", id}, name)),
				e("div.accordion-collapse", attr{"id", id}, e("div.accordion-body", c.list(g.of(day, -1))))))
		default: // each session opens, and has its text inside
			box := e("div.day", e("h2.day-name", name))
			for _, t := range g.of(day, -1) {
				if t.rest {
					box.add(e("div.pause", e("span.hours", g.span(t)), e("span.pause-name", t.title)))
					continue
				}
				box.add(e("details.talk", e("summary.talk-head", e("span.hours", g.span(t)), e("span.talk-name", t.title), e("span.talk-who", t.names())),
					e("p.talk-text", words(g, "이 발표에서는 지난 해에 배운 것을 처음부터 차근차근 돌아봅니다. 미리 알아야 할 것은 없어요.", "We look back at what we learned in the last year, step by step. You need not know anything beforehand."))))
			}
			body.add(box)
		}
	}
	g.body = body
	g.sayAll("des")
}

// definitionList: dt and dd.
func definitionList(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 1, slots: 5, rests: true})
	body := e("section.programme", g.title())
	for day := range g.days {
		list := e("dl.day")
		for _, t := range g.of(day, -1) {
			list.add(e("dt", g.span(t)))
			switch {
			case t.rest:
				list.add(e("dd", t.title))
			case g.form == 0: // a title, and a name after it
				list.add(e("dd.what", e("strong", t.title)), e("dd.who", t.names()))
			case g.form == 1: // in one
				list.add(e("dd", e("b", t.title), e("br"), e("span.who", t.names())))
			default:
				list.add(e("dd", e("h4", t.title), e("p", t.names())))
			}
		}
		body.add(e("h2", g.date(day)), list)
	}
	g.body = body
	g.sayAll("des")
}

// pageBuilder: each text is a widget in boxes of its own, and times and rooms are lists of
// signs with words.
func pageBuilder(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true})
	g.looks.depth, g.looks.classes = 0, plain
	widget := func(kind string, kids ...any) *element {
		return e("div.!elementor-element.!elementor-element-"+letters(g.next(), 7)+".!elementor-widget.!elementor-widget-"+kind, attr{"data-element_type", "widget"}, e("div.!elementor-widget-container", kids...))
	}
	item := func(icon, text string) *element {
		return e("li.!elementor-icon-list-item", e("span.!elementor-icon-list-icon", e("i.!fas.!fa-"+icon, attr{"aria-hidden", "true"})), e("span.!elementor-icon-list-text", text))
	}
	rows := []*element{}
	for _, t := range g.of(0, -1) {
		heading := widget("heading", e("h3.!elementor-heading-title.!elementor-size-default", t.title))
		facts := e("ul.!elementor-icon-list-items", item("clock", g.span(t)))
		if t.room >= 0 {
			facts.add(item("map-marker-alt", g.rooms[t.room]))
		}
		col := e("div.!elementor-column")
		switch {
		case t.rest:
			col.add(widget("icon-list", facts), heading)
		case g.form == 0:
			facts.add(item("user", t.names()))
			col.add(heading, widget("icon-list", facts))
		case g.form == 1:
			col.add(widget("icon-list", facts), heading, widget("text-editor", e("p", t.names()), e("p", t.who[0].company)))
		default: // two columns: the facts, and what it is
			rows = append(rows, e("section.!elementor-section.!elementor-inner-section", e("div.!elementor-column.!elementor-col-33", widget("icon-list", facts)), e("div.!elementor-column.!elementor-col-66", heading, widget("text-editor", e("p", t.names())))))
			continue
		}
		rows = append(rows, e("section.!elementor-section.!elementor-inner-section", col))
	}
	g.body = e("div.!elementor", e("section.!elementor-section", widget("heading", e("h1.!elementor-heading-title", words(g, "프로그램", "Programme"))), widget("heading", e("h2.!elementor-heading-title", g.date(0)))), rows)
	g.sayAll("desr")
}

// stickyTimes: the hour stays at the left while its cards go by.
func stickyTimes(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 3, slots: 5, rests: true, shared: true})
	list := e("div.slots")
	for _, slot := range g.slots(0) {
		cards := e("=div.slot-cards")
		for _, t := range slot {
			card := e("div.card")
			if t.rest {
				cards.add(card.with(e("p.card-title", t.title)))
				continue
			}
			if t.room >= 0 && g.form != 1 {
				card.add(e("span.card-room", g.rooms[t.room]))
			}
			card.add(e("h3.card-title", t.title), e("div.card-people", e("img.face", attr{"src", "/p/" + t.id + ".webp"}, attr{"alt", ""}), e("div.names", e("span.name", t.who[0].name), e("span.company", t.who[0].company))))
			if g.form == 1 {
				room := words(g, "전체", "All rooms")
				if t.room >= 0 {
					room = g.rooms[t.room]
				}
				card.add(e("div.card-foot", e("span.foot-room", room), e("span.foot-length", fmt.Sprintf(words(g, "%d분", "%d min"), t.to-t.from))))
			}
			cards.add(card)
		}
		t := slot[0]
		fields := "desr"
		when := e("div.slot-when", e("span.slot-from", hhmm(t.from)), e("span.slot-to", "~ "+hhmm(t.to)))
		switch g.form {
		case 1:
			when = e("div.slot-when", e("span.slot-from", hhmm(t.from)))
		case 2:
			when = e("div.slot-when", hhmm(t.from))
			fields = "dsr"
		}
		list.add(e("div.slot", when, cards))
		for _, t := range slot {
			g.say(t, fields)
			if n := len(g.said); g.form == 1 && !t.rest && t.room < 0 {
				g.said[n-1].MayRooms = []string{words(g, "전체", "All rooms")}
			}
		}
	}
	g.body = e("section.timetable", g.title(), e("p.day", g.date(0)), list)
}

// roomColumns: a column a room, beside a column of hours that are no session's.
func roomColumns(g *gen) {
	g.programmeOf(plan{days: 1 + g.form%2, rooms: 3, slots: 4, rests: true})
	body := e("section.timetable", g.title())
	for day := range g.days {
		axis := e("=div.axis")
		for m := 10 * 60; m < 15*60; m += 30 {
			axis.add(e("div.axis-hour", hhmm(m)))
		}
		grid := e("=div.columns", axis)
		for room, name := range g.rooms {
			col := e("=div.column", e("div.column-room", name))
			for _, t := range g.of(day, room) {
				at := attr{"style", fmt.Sprintf("top:%dpx;height:%dpx", 4*(t.from-600), 4*(t.to-t.from))}
				if t.rest {
					col.add(e("div.event", at, e("div.event-title", t.title), e("div.event-hours", g.span(t))))
					continue
				}
				event := e("div.event", at)
				switch g.form {
				case 0:
					event.add(e("div.event-title", t.title), e("div.event-who", t.names()), e("div.event-hours", g.span(t)))
				case 1:
					event.add(e("div.event-hours", g.span(t)), e("div.event-title", e("a", attr{"href", "/talk/" + t.id}, t.title)), e("div.event-who", t.names()))
				default:
					event.add(e("a.event-link", attr{"href", "/talk/" + t.id}, e("strong.event-title", t.title), e("span.event-who", t.names()), e("time.event-hours", hhmm(t.from)+"–"+hhmm(t.to))))
				}
				col.add(event)
			}
			grid.add(col)
		}
		body.add(e("h2.day", g.date(day)), grid)
	}
	g.body = body
	g.sayAll("desr")
}

// speakerFirst: who speaks stands above what is spoken of.
func speakerFirst(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true})
	list := e("ul.talks")
	for _, t := range g.of(0, -1) {
		item := e("li.talk")
		when := e("span.hours", g.span(t))
		if t.rest {
			list.add(item.with(when, e("span.pause", t.title)))
			continue
		}
		who := e("div.person", e("img", attr{"src", "/speakers/" + t.id + ".jpg"}, attr{"alt", t.who[0].name}), e("b.person-name", t.who[0].name), e("span.person-role", t.who[0].company))
		place := e("span.place", g.rooms[t.room])
		switch g.form {
		case 0:
			item.add(who, e("p.subject", t.title), e("div.facts", when, place))
		case 1:
			item.add(e("div.facts", when, place), who, e("a.subject", attr{"href", "/talks/" + t.id}, t.title))
		case 2:
			item.add(when, e("a.person-name", attr{"href", "/speakers/" + t.id}, t.who[0].name), e("h4.subject", t.title), place)
		default:
			item.add(e("p.who", t.who[0].name+", "+t.who[0].company), e("p.subject", "“"+t.title+"”"), e("p.facts", g.span(t)+" · "+g.rooms[t.room]))
		}
		list.add(item)
	}
	g.body = e("section.programme", g.title(), e("h2.day", g.date(0)), list)
	for i := range g.talks {
		t := &g.talks[i]
		if g.form == 3 && !t.rest {
			t.title = "“" + t.title + "”"
		}
		g.say(t, "desr")
	}
}

// notionExport: a database of an office program as a page.
func notionExport(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 4, several: true})
	g.looks.depth, g.looks.classes = 0, plain
	head := e("tr")
	names := words(g, []string{"이름", "일시", "발표자", "장소", "태그"}, []string{"Name", "Date", "Speaker", "Room", "Tags"})
	for _, n := range names {
		head.add(e("th", e("span.!icon.!property-icon", e("svg")), n))
	}
	rows := e("tbody")
	for _, day := range g.order() {
		for _, t := range g.of(day, -1) {
			d := g.days[day]
			when := "@" + d.Format("January 2, 2006 ") + twelve(t.from, ":") + halfOf(t.from, " AM", " PM") + " → " + twelve(t.to, ":") + halfOf(t.to, " AM", " PM")
			if g.form == 1 {
				when = "@" + d.Format("2006/01/02 ") + hhmm(t.from) + " → " + hhmm(t.to)
			}
			row := e("tr", attr{"id", letters(g.next(), 8) + "-" + letters(g.next(), 4)})
			row.add(e("td.!cell-title", e("a", attr{"href", "Programme%20" + letters(g.next(), 12) + "/" + letters(g.next(), 12) + ".html"}, t.title)), e("td.!cell-date", e("time", when)), e("td.!cell-text", t.names()))
			row.add(e("td.!cell-select", e("span.!selected-value.!select-value-color-blue", g.rooms[t.room])), e("td.!cell-multi-select", e("span.!selected-value", t.tags[0]), e("span.!selected-value", t.level)))
			rows.add(row)
		}
	}
	g.bare = true
	g.body = e("article.!page.!sans", e("header", e("h1.!page-title", words(g, "프로그램", "Programme"))), e("div.!page-body", e("table.!collection-content", e("thead", head), rows)))
	g.sayAll("desr")
}

// foreignHours: hours and days as other languages write them.
func foreignHours(g *gen) {
	g.ko = false
	g.path = []string{"/ja/timetable", "/programm", "/programme", "/programa"}[g.form]
	g.programmeOf(plan{days: 2, rooms: 1, slots: 5, rests: true})
	c := g.cards("ths")
	days := [][]string{{"日", "月", "火", "水", "木", "金", "土"}, {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}, {"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}}[g.form]
	c.clock = func(t *talk) string {
		a, b := t.from, t.to
		switch g.form {
		case 0:
			return fmt.Sprintf("%d時%02d分〜%d時%02d分", a/60, a%60, b/60, b%60)
		case 1:
			return fmt.Sprintf("%02d:%02d – %02d:%02d Uhr", a/60, a%60, b/60, b%60)
		case 2:
			return fmt.Sprintf("%dh%02d – %dh%02d", a/60, a%60, b/60, b%60)
		}
		return fmt.Sprintf("de %d:%02d a %d:%02d h", a/60, a%60, b/60, b%60)
	}
	g.body = e("section.timetable", e("h1.page-title", []string{"タイムテーブル", "Programm", "Programme", "Programa"}[g.form]))
	for day, d := range g.days {
		name := []string{d.Format("1月2日") + "（" + days[d.Weekday()] + "）", days[d.Weekday()] + ", " + d.Format("2. ") + "August " + d.Format("2006"), days[d.Weekday()] + d.Format(" 2 ") + "août " + d.Format("2006"), days[d.Weekday()] + d.Format(" 2 ") + "de agosto de " + d.Format("2006")}[g.form]
		g.body.add(e("div.day", e("h2.day-title", name), c.list(g.of(day, -1))))
	}
	g.sayAll("des")
}

// noonWords: halves of the day in words, told of both times, of one, or in elements of their own.
func noonWords(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 8, rests: true})
	am, pm := words(g, "오전", "AM"), words(g, "오후", "PM")
	c := g.cards("hs")
	list := e("div.items")
	for _, t := range g.of(0, -1) {
		a, b := halfOf(t.from, am, pm), halfOf(t.to, am, pm)
		var when *element
		switch g.form {
		case 0:
			when = e("p.when", words(g, a+" "+twelve(t.from, ":"), twelve(t.from, ":")+" "+a)+" - "+words(g, b+" "+twelve(t.to, ":"), twelve(t.to, ":")+" "+b))
		case 1: // said once where both are of one half
			from, to := words(g, a+" ", "")+twelve(t.from, ":"), twelve(t.to, ":")+words(g, "", " "+strings.ToLower(b))
			if a != b {
				to = words(g, b+" ", "") + to
				from += words(g, "", " "+strings.ToLower(a))
			}
			when = e("p.when", from+"–"+to)
		case 2: // elements
			when = e("p.when", e("span.half", a), e("span.clock", twelve(t.from, ":")), e("span.dash", "–"), e("span.half", b), e("span.clock", twelve(t.to, ":")))
		default: // small and close
			when = e("div.when", e("b", twelve(t.from, ":")), e("small", strings.ToLower(halfOf(t.from, "AM", "PM"))))
		}
		card := c.card(t)
		card.kids = slices.Insert(card.kids, 0, any(when))
		list.add(card)
	}
	if c.tag == "li" {
		list.tag = "ul"
	}
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), list)
	if g.form == 3 {
		g.sayAll("ds")
	} else {
		g.sayAll("des")
	}
}
