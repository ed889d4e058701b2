package families

import (
	"fmt"
	"slices"
	"strings"
)

// lists are families of how sessions stand below each other, and below their days.
var lists = []family{
	{name: "start-end-elements", forms: 4, make: startEndElements},
	{name: "day-tabs", forms: 4, make: dayTabs},
	{name: "date-range", forms: 2, make: dateRange},
	{name: "day-headings", forms: 3, make: dayHeadings},
	{name: "shared-time", forms: 4, make: sharedTime},
	{name: "table-columns", forms: 6, make: tableColumns},
	{name: "unreadable-time", forms: 3, make: unreadableTime},
	{name: "stray-hours", forms: 3, make: strayHours},
}

// cards is how the sessions of a page look: the same for all of them.
type cards struct {
	g                 *gen
	tag, heading, who string
	order             string // of t time, h title, s speakers, r room, k chips
	link              bool
	clock             func(t *talk) string
}

// cards makes the looks of cards that tell the parts in letters, in an order of the page's own.
func (g *gen) cards(letters string) *cards {
	order := []byte(letters)
	shuffle(&g.random, order)
	return &cards{
		g: g, order: string(order), link: g.coin(),
		tag:     pick(&g.random, []string{"div", "article", "li"}),
		heading: pick(&g.random, []string{"h3", "h4", "div", "p", "strong"}),
		who:     pick(&g.random, []string{"p", "div", "span"}),
		clock:   g.span,
	}
}

func (c *cards) card(t *talk) *element {
	n := e(c.tag + ".session-card")
	for _, part := range c.order {
		switch part {
		case 't':
			n.add(e("div.session-time", c.clock(t)))
		case 'h':
			title := any(t.title)
			if c.link && !t.rest {
				title = e("a.session-link", attr{"href", "/session/" + t.id}, t.title)
			}
			n.add(e(c.heading+".session-title", title))
		case 's':
			if len(t.who) > 0 {
				n.add(e(c.who+".session-speaker", t.names()))
			}
		case 'r':
			if t.room >= 0 {
				n.add(e("div.session-room", c.g.rooms[t.room]))
			}
		case 'k':
			if !t.rest {
				n.add(e("div.session-chips", e("span.chip", t.tags[0]), e("span.chip", t.level)))
			}
		}
	}
	return n
}

// list is a box of cards that fits their tag.
func (c *cards) list(talks []*talk, more ...any) *element {
	tag := "div.session-list"
	if c.tag == "li" {
		tag = "ul.session-list"
	}
	n := e(tag, more...)
	for _, t := range talks {
		n.add(c.card(t))
	}
	return n
}

func (g *gen) sayAll(fields string) {
	for i := range g.talks {
		g.say(&g.talks[i], fields)
	}
}

func (g *gen) title() *element { return e("h1.page-title", words(g, "시간표", "Schedule")) }

// startEndElements: the start stands in one element, the end in another.
func startEndElements(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 6, rests: true, several: true})
	c := g.cards("hs")
	list := e("div.items")
	for _, t := range g.of(0, -1) {
		var first, last *element
		switch g.form {
		case 0: // side by side
			first = e("div.when", e("span.from", hhmm(t.from)), e("span.tilde", "~"), e("span.to", hhmm(t.to)))
		case 1: // one below the other, without anything between
			first = e("div.when", e("time.from", attr{"datetime", hhmm(t.from)}, hhmm(t.from)), e("time.to", attr{"datetime", hhmm(t.to)}, hhmm(t.to)))
		case 2: // each with a word
			first = e("dl.when", e("dt", words(g, "시작", "Starts")), e("dd", hhmm(t.from)), e("dt", words(g, "종료", "Ends")), e("dd", hhmm(t.to)))
		default: // at both ends of the card
			first, last = e("div.from", hhmm(t.from)), e("div.to", hhmm(t.to))
		}
		inner := c.card(t)
		list.add(e("div.row", first, e("div.what", inner.kids...), last))
	}
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), list)
	g.sayAll("des")
}

// dayTabs: two days are two tabs, each with several lists.
func dayTabs(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 5, rests: true})
	c := g.cards("thsr")
	tabs, panels := e("ul.tabs", attr{"role", "tablist"}), []*element{}
	for day := range g.days {
		label := e("span.tab-date", g.date(day))
		id := fmt.Sprintf("day-%d", day+1)
		name := fmt.Sprintf(words(g, "%d일차", "Day %d"), day+1)
		panel := e("div.panel")
		switch g.form {
		case 0:
			tabs.add(e("li.tab", e("a", attr{"href", "#" + id}, name+" ", label)))
			panel.add(attr{"id", id})
		case 1:
			tabs.add(e("li.tab", e("button", attr{"role", "tab"}, attr{"aria-controls", id}, attr{"aria-selected", fmt.Sprint(day == 0)}, name+" ", label)))
			panel.add(attr{"id", id}, attr{"role", "tabpanel"})
		case 2:
			tabs.add(e("li.tab", attr{"role", "tab"}, attr{"id", "tab-" + id}, name+" ", label))
			panel.add(attr{"role", "tabpanel"}, attr{"aria-labelledby", "tab-" + id})
		default: // by their order alone
			tabs.add(e("li.tab", e("a", attr{"href", "#"}, name+" ", label)))
		}
		if day > 0 {
			panel.add(pick(&g.random, []attr{{"hidden", ""}, {"style", "display: none"}, {"aria-hidden", "true"}}))
		}
		// The lists of a day are of the morning and of the afternoon, not of a day each.
		slots := g.slots(day)
		for i, part := range [][][]*talk{slots[:2], slots[2:]} {
			panel.add(e("h4.half", words(g, []string{"오전", "오후"}, []string{"Morning", "Afternoon"})[i]), c.list(slices.Concat(part...)))
		}
		panels = append(panels, panel)
	}
	if g.form < 3 && g.coin() { // what belongs together is told by ids, so it need not stand in order
		slices.Reverse(panels)
	}
	g.body = e("section.timetable", g.title(), tabs, e("div.panels", panels))
	g.sayAll("desr")
}

// dateRange: the dates are told once, from when to when, and the days by number.
func dateRange(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 1, slots: 4, rests: true})
	first, last := g.days[0], g.days[1]
	span := words(g, first.Format("2006년 1월 2일(")+weekdaysKo[first.Weekday()]+") ~ "+last.Format("1월 2일(")+weekdaysKo[last.Weekday()]+")",
		first.Format("January 2")+" – "+last.Format("2, 2006"))
	if g.form == 1 {
		span = first.Format("2006.01.02") + " - " + last.Format("01.02")
	}
	c := g.cards("ths")
	body := e("section.timetable", e("div.hero", e("h1.event", g.event), e("p.event-dates", span)))
	for _, day := range g.order() {
		body.add(e("div.day", e("h2.day-title", fmt.Sprintf(words(g, "%d일차", "Day %d"), day+1)), c.list(g.of(day, -1))))
	}
	g.body = body
	g.sayAll("des")
}

// dayHeadings: headings of days are siblings of the items.
func dayHeadings(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 4, rests: true})
	c := g.cards("thsr")
	c.tag = "div"
	list := e("div.list")
	for _, day := range g.order() {
		switch g.form {
		case 0:
			list.add(e("h3.day", g.date(day)))
		case 1: // of the same element as the items
			list.add(e("div.day", g.date(day)))
		default:
			list.add(e("div.day", e("span.day-number", fmt.Sprintf("DAY %d", day+1)), e("span.day-date", g.date(day))))
		}
		for _, t := range g.of(day, -1) {
			list.add(c.card(t))
		}
	}
	g.body = e("section.timetable", g.title(), list)
	g.sayAll("desr")
}

// sharedTime: a time stands once before several cards.
func sharedTime(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 3, slots: 5, rests: true, shared: true})
	c := g.cards("hsr")
	c.tag = "div"
	list := e("div.slots")
	for _, slot := range g.slots(0) {
		label := g.span(slot[0])
		fields := "desr"
		if g.form == 3 { // without the end
			label, fields = hhmm(slot[0].from), "dsr"
		}
		var shown []*element
		for _, t := range slot {
			shown = append(shown, c.card(t))
			g.say(t, fields)
		}
		switch g.form {
		case 0, 3: // a box a slot
			list.add(e("div.slot", e("div.slot-time", label), e("div.slot-cards", shown)))
		case 1: // time and cards one after the other
			list.add(e("div.slot-time", label), shown)
		default:
			list.add(e("h3.slot-time", label), e("div.slot-cards", shown))
		}
	}
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), list)
}

// tableColumns: a column each of times, titles, speakers and places, in any order.
func tableColumns(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 3, rests: true, several: true})
	orders := []string{"thsr", "htrs", "sthr", "rhts", "thsr", "shrt"}
	order := orders[g.form]
	headed := g.form%2 == 0
	heads := words(g, map[rune]string{'t': "시간", 'h': "제목", 's': "연사", 'r': "장소"}, map[rune]string{'t': "Time", 'h': "Title", 's': "Speaker", 'r': "Room"})
	body := e("section.timetable", g.title())
	for _, day := range g.order() {
		table := e("table.programme")
		if g.coin() {
			table.add(e("caption", g.date(day)))
		} else {
			body.add(e("h3.day", g.date(day)))
		}
		if headed {
			row := e("tr")
			for _, part := range order {
				row.add(e("th", heads[part]))
			}
			table.add(e("thead", row))
		}
		rows := e("tbody")
		for _, t := range g.of(day, -1) {
			row := e("tr")
			for _, part := range order {
				cell := e("td")
				switch part {
				case 't':
					cell.add(g.span(t))
				case 'h':
					cell.add(t.title)
				case 's':
					cell.add(t.names())
				case 'r':
					if t.room >= 0 {
						cell.add(g.rooms[t.room])
					}
				}
				row.add(cell)
			}
			rows.add(row)
		}
		body.add(table.with(rows))
	}
	g.body = body
	g.sayAll("desr")
}

func (n *element) with(kids ...any) *element {
	n.add(kids...)
	return n
}

// unreadableTime: where a time cannot be read, the session has none, and never the one of
// the session before.
func unreadableTime(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true})
	c := g.cards("thsr")
	c.tag = "div"
	open := words(g, []string{"시간 미정", "추후 공지", "오후 중", "--:--", "??:?? ~ ??:??"}, []string{"TBA", "to be announced", "some time after lunch", "--:--", "??:?? – ??:??"})
	unknown := map[*talk]bool{}
	for i := range g.talks {
		if t := &g.talks[i]; !t.rest && i%3 == 1 {
			unknown[t] = true
		}
	}
	label := func(t *talk) string {
		if unknown[t] {
			return open[(t.from/10+g.form)%len(open)]
		}
		return g.span(t)
	}
	c.clock = label
	list := c.list(g.of(0, -1))
	switch g.form {
	case 1: // a table
		rows := e("tbody")
		for _, t := range g.of(0, -1) {
			room := ""
			if t.room >= 0 {
				room = g.rooms[t.room]
			}
			rows.add(e("tr", e("td", label(t)), e("td", e("b", t.title)), e("td", t.names()), e("td", room)))
		}
		list = e("table", rows)
	case 2: // a time stands before its card, as a sibling
		c.order = strings.ReplaceAll(c.order, "t", "")
		list = e("div.list")
		for _, t := range g.of(0, -1) {
			list.add(e("div.when", label(t)), c.card(t))
		}
	}
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), list)
	for i := range g.talks {
		if t := &g.talks[i]; unknown[t] {
			g.say(t, "sr")
		} else {
			g.say(t, "desr")
		}
	}
}

// strayHours: opening hours stand in and between the sections of the programme.
func strayHours(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 1, slots: 4, rests: true})
	c := g.cards("ths")
	stray := words(g, [][2]string{{"등록 데스크", "08:30 ~ 17:00"}, {"후원사 전시", "10:00 ~ 17:30"}, {"물품 보관소", "08:00 ~ 19:00"}, {"주차장 운영", "07:00 ~ 22:00"}},
		[][2]string{{"Registration desk", "8:30 – 17:00"}, {"Expo hall", "10:00 – 17:30"}, {"Cloakroom", "8:00 – 19:00"}, {"Car park", "7:00 – 22:00"}})
	shuffle(&g.random, stray)
	note := func(i int) *element {
		return e("div.notice", e("h4", stray[i][0]), e("p", stray[i][1]))
	}
	body := e("section.timetable", g.title())
	for _, day := range g.order() {
		part := e("section.day", e("h2.day-title", g.date(day)))
		switch g.form {
		case 0:
			part.add(note(day), c.list(g.of(day, -1)))
		case 1:
			part.add(c.list(g.of(day, -1)), note(day))
		default:
			part.add(e("p.open", words(g, "운영 시간 ", "Open ")+stray[day][1]), c.list(g.of(day, -1)))
		}
		body.add(part)
	}
	body.add(e("section.services", e("h2", words(g, "편의 시설", "Services")), note(2), note(3)))
	g.body = body
	g.sayAll("des")
}
