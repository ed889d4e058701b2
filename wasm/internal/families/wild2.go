package families

import (
	"fmt"
	"slices"
)

// wilder are more of them: vendors' pages, generators of static pages, days in blocks.
var wilder = []family{
	{name: "track-tables", forms: 3, make: trackTables},
	{name: "card-people", forms: 4, make: cardPeople},
	{name: "list-of-talks", forms: 4, make: listOfTalks},
	{name: "hours-below", forms: 3, make: hoursBelow},
	{name: "keynote-boxes", forms: 3, make: keynoteBoxes},
	{name: "lone-session", forms: 3, make: loneSession},
	{name: "hours-across", forms: 3, make: hoursAcross},
	{name: "rare-slash", forms: 3, make: rareSlash},
	{name: "block-editor", forms: 3, make: blockEditor},
	{name: "utc-marks", forms: 3, make: utcMarks},
	{name: "two-kinds", forms: 3, make: twoKinds},
}

// trackTables: a table a track, one below the other or side by side.
func trackTables(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 4, rests: true})
	g.looks.depth = 0
	row := e("div.tracks")
	for room, name := range g.rooms {
		table := e("table.track-table")
		if g.form == 1 {
			table.add(e("thead", e("tr", e("th", attr{"colspan", "2"}, "Track "+string(rune('A'+room))+" ("+name+")"))))
		}
		body := e("tbody")
		for _, t := range g.of(0, room) {
			what := e("td", e("strong", t.title))
			if !t.rest {
				what.add(e("br"), t.names())
			}
			if g.form == 2 {
				body.add(e("tr", e("td", e("small", g.span(t))), e("td", t.title), e("td", t.names())))
			} else {
				body.add(e("tr", e("td", g.span(t)), what))
			}
		}
		table.add(body)
		if g.form == 1 {
			row.add(table)
		} else {
			row.add(e("div.track", e("h3", name), table))
		}
	}
	g.body = e("section.timetable", g.title(), e("p", g.date(0)), row)
	g.sayAll("desr")
}

// cardPeople: pictures, names and where people work stand in a list within the card.
func cardPeople(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 4, rests: true, several: true})
	list := e("div.cards")
	for _, t := range g.of(0, -1) {
		if t.rest {
			list.add(e("div.card.card-rest", e("span.card-hours", g.span(t)), e("p.card-title", t.title)))
			continue
		}
		people := e("ul.faces")
		for _, p := range t.who {
			switch g.form {
			case 0:
				people.add(e("li.face", e("img", attr{"src", "/f.webp"}, attr{"alt", p.name}), e("div", e("strong", p.name), e("em", p.company))))
			case 1:
				people.add(e("li.face", e("a", attr{"href", "/speakers/" + letters(hash(p.name, 1), 5)}, p.name), " · "+p.company))
			case 2:
				people.add(e("li.face", p.company+" "+p.name))
			default:
				people.add(e("li.face", e("span.face-company", p.company), e("span.face-name", p.name)))
			}
		}
		card := e("div.card", e("div.card-top", e("span.card-hours", g.span(t)), e("span.card-room", g.rooms[t.room]), e("span.card-level", t.level)), e("h3.card-title", e("a", attr{"href", "/talks/" + t.id}, t.title)), people)
		list.add(card)
	}
	g.body = e("section.schedule", g.title(), e("h2", g.date(0)), list)
	if g.form == 2 {
		g.sayAll("der") // a company glued to a name is not asked for
	} else {
		g.sayAll("desr")
	}
}

// listOfTalks: no hours at all: talks, who gives them, and what they are about.
func listOfTalks(g *gen) {
	g.path = words(g, "/sessions", "/en/sessions")
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, several: true})
	body := e("section.talks", e("h1", words(g, "발표 목록", "Talks")))
	text := words(g, "이 발표에서는 지난 해에 배운 것을 처음부터 차근차근 돌아봅니다. 미리 알아야 할 것은 없어요.", "We look back at what we learned in the last year, step by step. You need not know anything beforehand.")
	for _, t := range g.of(0, -1) {
		switch g.form {
		case 0:
			body.add(e("article.talk", e("h3", t.title), e("p.by", t.names()), e("p", text)))
		case 1:
			body.add(e("div.talk", e("img", attr{"src", "x.jpg"}), e("h4", t.names()), e("h5", t.who[0].company), e("h3", t.title), e("p", text)))
		case 2:
			body.add(e("h3", t.title), e("p", e("strong", t.names())), e("p", text))
		default:
			body.add(e("details", e("summary", t.title+" ", e("span.by", t.names())), e("p", text)))
		}
	}
	g.body = body
	g.sayAll("s")
}

// hoursBelow: the hours stand in the last line of a card, after the text.
func hoursBelow(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 3})
	text := words(g, "이 발표에서는 지난 해에 배운 것을 처음부터 차근차근 돌아봅니다.", "We look back at what we learned in the last year, step by step.")
	body := e("section.sessions", g.title())
	for day := range g.days {
		box := e("div.day-box", e("h2", g.date(day)))
		for _, t := range g.of(day, -1) {
			card := e("section.item", e("h4.item-title", t.title), e("p.item-text", text), e("p.item-who", t.names()))
			switch g.form {
			case 0:
				card.add(e("p.item-foot", g.span(t)+", "+g.rooms[t.room]))
			case 1:
				card.add(e("p.item-foot", e("span", g.rooms[t.room]), e("span", g.span(t))))
			default:
				card.add(e("table.item-facts", e("tr", e("th", words(g, "시간", "Time")), e("td", g.span(t))), e("tr", e("th", words(g, "장소", "Room")), e("td", g.rooms[t.room]))))
			}
			box.add(card)
		}
		body.add(box)
	}
	g.body = body
	g.sayAll("desr")
}

// keynoteBoxes: a page of keynotes that has who speaks, in boxes without headings or ids.
func keynoteBoxes(g *gen) {
	g.path = words(g, "/program/keynote", "/en/program/keynotes")
	people := g.people()
	body := e("section.keynotes", e("h1", words(g, "키노트", "Keynotes")))
	for i := range 2 + g.form {
		text := e("div.about", e("p", words(g, "오래전부터 파이썬으로 일하고 있습니다. 고양이를 좋아해요.", "Has worked with Python for many years, and likes cats.")))
		box := e("div.keynote", e("div.keynote-name", people[i].name), text)
		if g.form == 1 {
			box = e("div.keynote", e("div.keynote-inside", e("p.keynote-name", people[i].name), text))
		}
		body.add(e("div.keynote-box", box))
		g.said = append(g.said, Session{Title: people[i].name, Speakers: []string{people[i].name}})
	}
	g.body = body
}

// loneSession: a timetable with one session on it.
func loneSession(g *gen) {
	g.looks.classes = plain
	g.programmeOf(plan{days: 1, rooms: 1, slots: 1})
	t := g.of(0, -1)[0]
	t.to = t.from + []int{180, 420, 90}[g.form]
	box := e("div.slot", e("div.slot-time", g.span(t)), e("div.slot-body", e("div.room", g.rooms[0]), e("div.subject", e("div.title", t.title), e("div.speaker", t.names()))))
	g.body = e("section.timetable", e("h1", words(g, "튜토리얼 시간표", "Tutorials schedule")), e("div.day", g.date(0)), box)
	g.sayAll("desr")
}

// hoursAcross: hours run along the head of a table, with empty heads where breaks are.
func hoursAcross(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 3, slots: 5, rests: true, shared: g.form == 1})
	g.looks.depth = 0
	const step = 10
	if g.shuffled { // what lies over another cannot be shown in its row
		var free []talk
		for _, t := range g.talks {
			if !t.rest && !slices.ContainsFunc(free, func(o talk) bool {
				return (o.room == t.room || o.room < 0 || t.room < 0) && o.from < t.to && t.from < o.to
			}) {
				free = append(free, t)
			}
		}
		g.talks = free
	}
	from, to := 24*60, 0
	for _, t := range g.talks {
		from, to = min(from, t.from), max(to, t.to)
	}
	restAt := func(m int) *talk {
		for _, t := range g.of(0, -1) {
			if t.rest && t.from <= m && m < t.to {
				return t
			}
		}
		return nil
	}
	head, rows := e("tr", e("th")), []*element{}
	for range g.rooms {
		rows = append(rows, e("tr"))
	}
	for room, name := range g.rooms {
		rows[room].add(e("th.room", name))
	}
	all := attr{"rowspan", fmt.Sprint(len(g.rooms))}
	busy := make([]int, len(g.rooms)) // until when something lies in a row
	for m := from; m < to; m += step {
		if t := restAt(m); t != nil {
			if t.from == m {
				head.add(e("th.break"))
				rows[0].add(e("td.cell-rest", all, t.title))
			}
			continue
		}
		if !slices.ContainsFunc(g.talks, func(t talk) bool { return t.from <= m && m < t.to }) {
			continue // between two slots
		}
		head.add(e("th.hour", hhmm(m)))
		for room := range g.rooms {
			if m < busy[room] {
				continue
			}
			var t *talk
			for _, one := range g.of(0, room) {
				if one.from == m {
					t = one
				}
			}
			if t == nil {
				rows[room].add(e("td.cell-empty"))
				continue
			}
			cell := e("td.cell", attr{"colspan", fmt.Sprint((t.to - t.from) / step)}, e("p.cell-title", e("a", attr{"href", "/sessions/" + t.id}, t.title)), e("p.cell-who", t.names()))
			if busy[room] = t.to; t.room < 0 {
				cell.add(all)
				for i := range busy {
					busy[i] = t.to
				}
			}
			rows[room].add(cell)
		}
	}
	g.body = e("section.timetable", g.title(), e("h2", g.date(0)), e("table.across", e("thead", head), e("tbody", rows)))
	g.sayAll("desr")
}

// rareSlash: one of many names has a second one behind a slash, and one is of two people.
func rareSlash(g *gen) {
	g.ko = g.form != 0
	g.programmeOf(plan{days: 1, rooms: 2, slots: 6})
	talks := g.of(0, -1)
	firsts := []string{"Sanghyun Park / David", "박상현 / 데이비드", "박상현 / 김하나"}[g.form]
	list := e("div.list")
	for i, t := range talks {
		who := t.names()
		if i == 3 {
			who = firsts
			t.who = []person{{name: who}}
			if g.form == 2 {
				t.who = []person{{name: "박상현"}, {name: "김하나"}}
			}
		}
		list.add(e("div.item", e("span.item-time", g.span(t)), e("h3.item-title", t.title), e("p.item-speaker", who), e("p.item-room", g.rooms[t.room])))
	}
	g.body = e("section.schedule", g.title(), e("h2", g.date(0)), list)
	g.sayAll("desr")
}

// blockEditor: headings and paragraphs of a site kit, one after the other, with the hours as
// headings over what is given then.
func blockEditor(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 1, slots: 4, rests: true})
	g.looks.depth, g.looks.classes = 0, plain
	body := e("div.!entry-content", e("h1.!entry-title", words(g, "프로그램", "Programme")))
	for day := range g.days {
		body.add(e("h2.!wp-block-heading", g.date(day)))
		for _, t := range g.of(day, -1) {
			switch g.form {
			case 0:
				body.add(e("h4.!wp-block-heading", g.span(t)), e("p", e("strong", t.title)))
				if !t.rest {
					body.add(e("p", t.names()))
				}
			case 1:
				body.add(e("h3.!wp-block-heading", hhmm(t.from)+" – "+hhmm(t.to)+": "+t.title))
				if !t.rest {
					body.add(e("p", e("em", t.names()+", "+t.who[0].company)))
				}
			default:
				cols := e("div.!wp-block-columns", e("div.!wp-block-column", attr{"style", "flex-basis:20%"}, e("p", g.span(t))))
				what := e("div.!wp-block-column", attr{"style", "flex-basis:80%"}, e("p", e("strong", t.title)))
				if !t.rest {
					what.add(e("p", t.names()))
				}
				body.add(cols.with(what))
			}
		}
	}
	g.body = e("article.!page", body)
	g.sayAll("des")
}

// utcMarks: marks for machines tell hours in UTC, and words those of the place.
func utcMarks(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 3})
	body := e("section.agenda", g.title())
	for day, d := range g.days {
		list := e("ul.agenda-list")
		for _, t := range g.of(day, -1) {
			stamp := func(m int) attr {
				u := d.AddDate(0, 0, 0)
				m -= 9 * 60
				return attr{"datetime", u.Format("2006-01-02T") + hhmm(m) + ":00Z"}
			}
			when := e("p.agenda-when", e("time", stamp(t.from), hhmm(t.from)), "–", e("time", stamp(t.to), hhmm(t.to)))
			switch g.form {
			case 1:
				when = e("p.agenda-when", e("time", stamp(t.from), twelve(t.from, ":")+halfOf(t.from, " AM", " PM")))
			case 2:
				when = e("p.agenda-when", e("time", stamp(t.from), d.Format("Jan 2, ")+hhmm(t.from)), " - ", e("time", stamp(t.to), hhmm(t.to)))
			}
			list.add(e("li.agenda-item", when, e("h3.agenda-title", t.title), e("p.agenda-people", t.names()), e("p.agenda-place", g.rooms[t.room])))
		}
		body.add(e("h2", d.Format("Monday, Jan 2")), list)
	}
	g.body = body
	if g.form == 1 {
		g.sayAll("dsr")
	} else {
		g.sayAll("desr")
	}
}

// twoKinds: keynotes look another way than talks, and both are sessions.
func twoKinds(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true, shared: true})
	body := e("section.schedule", g.title(), e("h2.day", g.date(0)))
	for _, slot := range g.slots(0) {
		box, row := e("div.slot", e("div.slot-time", g.span(slot[0]))), e("div.slot-talks")
		for _, t := range slot {
			switch {
			case t.rest:
				box.add(e("div.slot-rest", t.title))
			case t.room >= 0:
				row.add(e("div.talk", e("h4.talk-title", t.title), e("p.talk-who", t.names()), e("p.talk-room", g.rooms[t.room])))
			case g.form == 0:
				box.add(e("div.keynote", e("span.keynote-mark", words(g, "기조연설", "Keynote")), e("h2.keynote-title", t.title), e("p.keynote-who", t.names())))
			case g.form == 1:
				box.add(e("a.keynote", attr{"href", "/keynote/" + t.id}, e("strong", t.title), e("i", t.names())))
			default:
				box.add(e("div.wide", e("p.wide-who", t.names()), e("p.wide-title", t.title)))
			}
		}
		if len(row.kids) > 0 {
			box.add(row)
		}
		body.add(box)
	}
	g.body = body
	g.sayAll("desr")
}
