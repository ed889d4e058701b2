package families

import (
	"fmt"
	"strings"
)

// wild are families of pages as they lie about in public repositories: templates for events,
// pages by hand from before there were style sheets for it, lists that somebody typed.
var wild = []family{
	{name: "event-template", forms: 4, make: eventTemplate},
	{name: "slot-template", forms: 3, make: slotTemplate},
	{name: "typed-lines", forms: 4, make: typedLines},
	{name: "old-table", forms: 4, make: oldTable},
	{name: "markdown-table", forms: 4, make: markdownTable},
	{name: "modal-copies", forms: 3, make: modalCopies},
	{name: "flat-grid", forms: 3, make: flatGrid},
	{name: "split-clock", forms: 3, make: splitClock},
	{name: "foreign-months", forms: 6, make: foreignMonths},
	{name: "hero-date", forms: 4, make: heroDate},
}

// eventTemplate: rows of a grid with a time at the left, and a heading with the name inside.
func eventTemplate(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 1, slots: 5, rests: true})
	g.looks.depth, g.looks.classes = 0, plain
	tabs, panes := e("ul.!nav.!nav-tabs", attr{"role", "tablist"}), e("div.!tab-content.!row")
	clock := func(m int) string {
		return fmt.Sprintf("%02d", (m/60+11)%12+1) + ":" + fmt.Sprintf("%02d", m%60) + halfOf(m, " AM", " PM")
	}
	for day := range g.days {
		link := e("a.!nav-link", attr{"href", fmt.Sprintf("#day-%d", day+1)}, attr{"role", "tab"}, attr{"data-toggle", "tab"}, fmt.Sprintf("Day %d", day+1))
		pane := e("div.!col-lg-9.!tab-pane.!fade", attr{"role", "tabpanel"}, attr{"id", fmt.Sprintf("day-%d", day+1)})
		if day == 0 {
			link.classes, pane.classes = append(link.classes, "!active"), append(pane.classes, "!show", "!active")
		}
		tabs.add(e("li.!nav-item", link))
		for _, t := range g.of(day, -1) {
			row := e("div.!row.!schedule-item", e("div.!col-md-2", e("time", clock(t.from))))
			what := e("div.!col-md-10")
			switch {
			case t.rest:
				what.add(e("h4", t.title))
			case g.form == 0:
				what.add(e("div.!speaker", e("img", attr{"src", "img/speakers/1.jpg"}, attr{"alt", t.names()})), e("h4", t.title+" ", e("span", t.names())), e("p", words(g, "처음부터 함께 만들어 봅니다.", "We build it together from the start.")))
			case g.form == 1:
				what.add(e("h4", t.title), e("p", "by "+t.names()))
			case g.form == 2:
				what.add(e("h4", t.title), e("h5", t.names(), e("small", t.who[0].company)))
			default:
				what.add(e("h4", t.title), e("p.!speaker-name", e("i.!fa.!fa-user"), " "+t.names()))
			}
			pane.add(row.with(what))
		}
		panes.add(pane)
	}
	first, last := g.days[0], g.days[1]
	g.body = e("div", e("section.!intro", e("h1", g.event), e("p.!mb-4", words(g, first.Format("2006년 1월 2일")+" ~ "+last.Format("2일")+", 등대회관", first.Format("2")+"-"+last.Format("2 January 2006")+", Lighthouse House"))),
		e("section.!section-with-bg", attr{"id", "schedule"}, e("div.!section-header", e("h2", words(g, "일정표", "Event Schedule"))), tabs, panes))
	g.sayAll("ds")
}

// slotTemplate: hours whose half of the day stands at the end only, a name behind a sign.
func slotTemplate(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 6, rests: true})
	g.looks.depth, g.looks.classes = 0, plain
	list := e("div.!schedule-listing-wrap")
	for _, t := range g.of(0, -1) {
		sep := []string{".", ":", ":"}[g.form]
		from, to := fmt.Sprintf("%02d", (t.from/60+11)%12+1)+sep+fmt.Sprintf("%02d", t.from%60), fmt.Sprintf("%02d", (t.to/60+11)%12+1)+sep+fmt.Sprintf("%02d", t.to%60)
		when := from + " - " + to + halfOf(t.to, " AM", " PM")
		info := e("div.!schedule-slot-info")
		name := any(nil)
		if !t.rest {
			name = e("strong", "@ "+t.names())
		}
		switch g.form {
		case 0:
			info.add(e("div.!schedule-slot-info-content", e("h3.!schedule-slot-title", t.title, name)))
		case 1:
			if !t.rest {
				info.add(e("div.!author", e("img", attr{"src", "a.png"}), e("h5", t.names())))
			}
			info.add(e("h3.!schedule-slot-title", t.title))
		default:
			info.add(e("h3", t.title))
			if !t.rest {
				info.add(e("ul", e("li", e("i.!icon-user"), t.names()), e("li", e("i.!icon-building"), t.who[0].company)))
			}
		}
		list.add(e("div.!schedule-listing", e("div.!schedule-slot-time", e("span", when)), info))
	}
	g.body = e("section.!ts-schedule", e("h2.!section-title", e("span", words(g, "함께해요", "Schedule Details")), words(g, "시간표", "Event Schedules")), e("h3.!day", g.date(0)), list)
	g.sayAll("des")
}

// typedLines: a line of text a session.
func typedLines(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 1, slots: 5, rests: true})
	body := e("div.post", g.title())
	for day := range g.days {
		list := e("ul")
		for _, t := range g.of(day, -1) {
			var item *element
			switch g.form {
			case 0:
				item = e("li", g.span(t)+" "+t.title+either(t.rest, "", " ("+t.names()+")"))
			case 1:
				item = e("li", e("strong", g.span(t)), " "+t.title+either(t.rest, "", " — "+t.names()))
			case 2:
				item = e("li", hhmm(t.from)+"-"+hhmm(t.to)+": ", e("b", t.title), either(t.rest, "", ", "+t.names()))
			default:
				item = e("p", e("code", hhmm(t.from)), " ", e("strong", t.title))
				if !t.rest {
					item.add(" / " + t.names())
				}
			}
			list.add(item)
		}
		if g.form == 3 {
			list.tag = "div"
		}
		body.add(e("h3", g.date(day)), list)
	}
	g.body = body
	if g.form == 3 {
		g.sayAll("ds")
	} else {
		g.sayAll("des")
	}
}

// oldTable: fonts and colours stand in the cells, and who speaks behind the title.
func oldTable(g *gen) {
	g.programmeOf(plan{days: 1 + g.form%2, rooms: 2, slots: 5, rests: true, shared: true})
	g.looks.depth, g.looks.classes = 0, noClasses
	body := e("center", e("h2", e("font", attr{"color", "#003366"}, words(g, "행사 일정", "Conference Programme"))))
	for day := range g.days {
		table := e("table", attr{"border", "1"}, attr{"cellpadding", "4"}, attr{"width", "90%"})
		head := e("tr", attr{"bgcolor", "#cccccc"}, e("td", attr{"align", "center"}, e("b", words(g, "시 간", "Time"))))
		for _, room := range g.rooms {
			head.add(e("td", attr{"align", "center"}, e("b", room)))
		}
		if g.form >= 2 {
			table.add(e("tr", e("td", attr{"colspan", fmt.Sprint(len(g.rooms) + 1)}, attr{"align", "center"}, e("font", attr{"size", "4"}, g.date(day)))))
		} else {
			body.add(e("h3", g.date(day)))
		}
		table.add(head)
		for _, slot := range g.slots(day) {
			row := e("tr", e("td", attr{"nowrap", "nowrap"}, e("font", attr{"size", "2"}, hhmm(slot[0].from)+"-"+hhmm(slot[0].to))))
			for _, t := range slot {
				cell := e("td", attr{"valign", "top"})
				if t.room < 0 {
					cell.add(attr{"colspan", fmt.Sprint(len(g.rooms))}, attr{"align", "center"})
				}
				switch {
				case t.rest:
					cell.add(e("i", t.title))
				case g.form == 0:
					cell.add(e("b", t.title), e("br"), e("i", t.names()))
				case g.form == 1:
					cell.add(t.title, e("br"), "("+t.names()+")")
				case g.form == 2:
					cell.add(e("font", attr{"size", "2"}, e("b", t.title)), e("p", e("font", attr{"size", "1"}, t.names()+", "+t.who[0].company)))
				default:
					cell.add(e("a", attr{"href", "#" + t.id}, t.title), e("br"), e("small", t.names()))
				}
				row.add(cell)
			}
			table.add(row)
		}
		body.add(table)
	}
	g.body = body
	g.bare = true
	g.sayAll("desr")
}

// markdownTable: what a generator of static pages makes of a table in Markdown.
func markdownTable(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1 + g.form%2, slots: 6, rests: true})
	g.looks.depth, g.looks.classes = 0, noClasses
	time, title, who, room := words(g, "시간", "Time"), words(g, "주제", "Talk"), words(g, "발표자", "Speaker"), words(g, "장소", "Where")
	head := e("tr", e("th", time), e("th", title), e("th", who))
	if g.form%2 == 1 {
		head.add(e("th", room))
	}
	rows := e("tbody")
	for _, t := range g.of(0, -1) {
		row := e("tr", e("td", attr{"style", "text-align: center"}, hhmm(t.from)+" ~ "+hhmm(t.to)))
		if g.form == 3 {
			row = e("tr", e("td", hhmm(t.from)))
		}
		switch {
		case t.rest:
			row.add(e("td", e("em", t.title)), e("td"))
		case g.form == 2:
			row.add(e("td", e("strong", t.title), e("br"), words(g, "오래 걸리던 일을 줄인 이야기입니다.", "How we made something slow quick.")), e("td", e("a", attr{"href", "https://github.example/" + t.id}, t.names())))
		default:
			row.add(e("td", t.title), e("td", t.names()+" ("+t.who[0].company+")"))
		}
		if g.form%2 == 1 {
			name := ""
			if t.room >= 0 {
				name = g.rooms[t.room]
			}
			row.add(e("td", name))
		}
		rows.add(row)
	}
	g.body = e("article.!markdown-body", e("h1", attr{"id", "top"}, g.event), e("ul", e("li", words(g, "일시: ", "Date: ")+g.date(0)), e("li", words(g, "장소: 등대회관", "Venue: Lighthouse House"))), e("h2", attr{"id", "schedule"}, words(g, "프로그램", "Schedule")), e("table", e("thead", head), rows))
	fields := []string{"des", "desr", "des", "dsr"}[g.form]
	g.sayAll(fields)
}

// modalCopies: what a card says stands again, with more, in a box that a click opens.
func modalCopies(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 4, rests: true})
	g.looks.depth, g.looks.classes = 0, plain
	list, modals := e("div.!row"), []*element{}
	for i, t := range g.of(0, -1) {
		if t.rest {
			list.add(e("div.!col.!session", e("p.!time", g.span(t)), e("h4", t.title)))
			continue
		}
		id := fmt.Sprintf("modal%d", i)
		open := e("a.!session-link", attr{"href", "#" + id}, attr{"data-toggle", "modal"})
		text := words(g, "오랫동안 겪은 문제와 그것을 푼 길을 차근차근 나눕니다. 코드도 함께 봅니다.", "What we went through for years, and how we got out of it, step by step and with code.")
		switch g.form {
		case 0:
			list.add(e("div.!col.!session", e("p.!time", g.span(t)), open.with(e("h4", t.title)), e("p.!who", t.names()), e("p.!where", g.rooms[t.room])))
			modals = append(modals, e("div.!modal.!fade", attr{"id", id}, attr{"tabindex", "-1"}, attr{"role", "dialog"}, e("div.!modal-body", e("h2", t.title), e("p.!who", t.names()), e("p", text), e("button", attr{"type", "button"}, attr{"data-dismiss", "modal"}, "Close"))))
		case 1: // the box stands beside its card
			list.add(e("div.!col.!session", e("p.!time", g.span(t)), e("h4", t.title), e("p.!who", t.names()), e("p.!where", g.rooms[t.room]), e("div.!modal", attr{"id", id}, e("h3", t.title), e("p", text), e("p.!bio", words(g, t.names()+"은 오래 일했습니다.", t.names()+" has worked for years.")))))
		default: // and tells all again
			list.add(e("div.!col.!session", e("p.!time", g.span(t)), open.with(t.title), e("p.!who", t.names()), e("p.!where", g.rooms[t.room])))
			modals = append(modals, e("div.!modal.!fade", attr{"id", id}, e("h4.!modal-title", t.title), e("dl", e("dt", words(g, "시간", "Time")), e("dd", g.span(t)), e("dt", words(g, "발표자", "Speaker")), e("dd", t.names()), e("dt", words(g, "장소", "Room")), e("dd", g.rooms[t.room])), e("p", text)))
		}
	}
	g.body = e("section.!sessions", g.title(), e("p.!day", g.date(0)), list, modals)
	g.sayAll("desr")
}

// flatGrid: cells of a grid one after the other, without boxes around what belongs together.
func flatGrid(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 6, rests: true, several: true})
	grid := e("=div.programme-grid")
	for _, t := range g.of(0, -1) {
		grid.add(e("div.g-time", g.span(t)))
		switch {
		case t.rest:
			grid.add(e("div.g-rest", t.title))
		case g.form == 0:
			grid.add(e("div.g-title", t.title), e("div.g-who", t.names()))
		case g.form == 1:
			grid.add(e("h4.g-title", t.title), e("p.g-who", t.names()), e("p.g-text", words(g, "오래 걸리던 일을 줄인 이야기입니다.", "How we made something slow quick.")))
		default:
			grid.add(e("div.g-who", t.names()), e("div.g-title", t.title), e("div.g-level", t.level))
		}
	}
	g.body = e("section.timetable", g.title(), e("p.day", g.date(0)), grid)
	g.sayAll("des")
}

// splitClock: hours and minutes stand in elements of their own.
func splitClock(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true})
	list := e("div.slots")
	for _, slot := range g.slots(0) {
		m := slot[0].from
		var when *element
		switch g.form {
		case 0:
			when = e("div.start", e("span.hours", fmt.Sprintf("%02d", m/60)), e("span.minutes", fmt.Sprintf("%02d", m%60)))
		case 1:
			when = e("div.start", e("span.hours", fmt.Sprintf("%02d", m/60)), e("sup.minutes", fmt.Sprintf("%02d", m%60)))
		default:
			when = e("div.start", e("b", fmt.Sprintf("%02d:", m/60)), e("b", fmt.Sprintf("%02d", m%60)))
		}
		cards := e("div.slot-sessions")
		for _, t := range slot {
			card := e("div.session", e("div.session-name", t.title))
			if !t.rest {
				card.add(e("div.session-place", g.rooms[t.room]), e("div.session-people", t.names()))
			}
			cards.add(card)
		}
		list.add(e("div.slot", when, cards))
	}
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), list)
	g.sayAll("dsr")
}

// foreignMonths: the page and its dates are in another language.
func foreignMonths(g *gen) {
	g.ko = false
	g.programmeOf(plan{days: 2, rooms: 2, slots: 4, rests: true})
	month := []string{"agosto", "août", "August", "agosto", "agosto", "augustus"}[g.form]
	heading := []string{"Programa", "Programme", "Programm", "Programma", "Programação", "Programma"}[g.form]
	days := [][]string{{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}, {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}, {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		{"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"}, {"domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado"}, {"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"}}[g.form]
	body := e("section.schedule", e("h1.page-title", heading))
	c := g.cards("htsr")
	c.clock = func(t *talk) string {
		a, b := t.from, t.to
		switch g.form {
		case 1:
			return fmt.Sprintf("%dh%02d - %dh%02d", a/60, a%60, b/60, b%60)
		case 2:
			return fmt.Sprintf("%02d.%02d–%02d.%02d Uhr", a/60, a%60, b/60, b%60)
		case 3:
			return fmt.Sprintf("dalle %02d:%02d alle %02d:%02d", a/60, a%60, b/60, b%60)
		case 4:
			return fmt.Sprintf("%02dh%02d às %02dh%02d", a/60, a%60, b/60, b%60)
		}
		return fmt.Sprintf("%02d:%02d – %02d:%02d", a/60, a%60, b/60, b%60)
	}
	for day, d := range g.days {
		name := days[d.Weekday()]
		switch g.form {
		case 0, 4:
			name += ", " + d.Format("2") + " de " + month + either(g.seed%2 == 0, "", " de "+d.Format("2006"))
		case 1, 3, 5:
			name = strings.ToUpper(name[:1]) + name[1:] + " " + d.Format("2") + " " + month + d.Format(" 2006")
		default:
			name += ", " + d.Format("2.") + " " + month + d.Format(" 2006")
		}
		body.add(e("div.day", e("h2", name), c.list(g.of(day, -1))))
	}
	g.body = body
	g.sayAll("desr")
}

// heroDate: the only date stands at the top of the page, in the words of an invitation.
func heroDate(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 6, rests: true})
	d := g.days[0]
	c := g.cards("ths")
	var hero *element
	switch g.form {
	case 0:
		hero = e("div.hero", e("h1", g.event), e("p.lead", words(g, d.Format("2006년 1월 2일 ")+weekdaysKo[d.Weekday()]+"요일, 등대회관에서 만나요!", "Join us on "+d.Format("Monday, January 2, 2006")+" at Lighthouse House!")))
	case 1:
		hero = e("div.hero", e("h1", g.event+" "+d.Format("2006")), e("div.facts", e("span", d.Format("2006.01.02")+" "+strings.ToUpper(d.Format("Mon"))), e("span", "10:00 – 18:00"), e("span", words(g, "등대회관", "Lighthouse House"))))
	case 2:
		hero = e("div.hero", e("h1", g.event), e("h3", d.Format("02 January 2006")), e("a.button", attr{"href", "/tickets"}, words(g, "신청하기", "Get tickets")))
	default:
		hero = e("div.hero", e("h1", g.event), e("dl", e("dt", words(g, "일시", "When")), e("dd", words(g, d.Format("2006년 1월 2일")+"("+weekdaysKo[d.Weekday()]+") 오전 10시 ~ 오후 6시", d.Format("Mon, Jan 2, 2006")+", 10am – 6pm")), e("dt", words(g, "장소", "Where")), e("dd", words(g, "등대회관 3층", "Lighthouse House, 3rd floor"))))
	}
	early := d.AddDate(0, -1, 0)
	g.body = e("div", hero, e("section.news", e("p", words(g, "얼리버드 신청은 "+early.Format("1월 2일")+"까지입니다.", "Early bird tickets until "+early.Format("January 2")+"."))),
		e("section.schedule", attr{"id", "schedule"}, e("h2", words(g, "프로그램", "Programme")), c.list(g.of(0, -1))), e("section.sponsors", e("h2", words(g, "후원", "Sponsors")), e("ul", e("li", companies[0][0]), e("li", companies[0][1]))))
	g.sayAll("des")
}
