package families

import (
	"fmt"
	"strings"
)

// marks are families of what stands beside a title and is none, and of where it leads.
var marks = []family{
	{name: "chips", forms: 4, make: chips},
	{name: "code-badges", forms: 2, make: codeBadges},
	{name: "bare-text", forms: 4, make: bareText},
	{name: "base-href", forms: 3, make: baseHref},
	{name: "hash-route", forms: 2, make: hashRoute},
	{name: "ids", forms: len(idForms), make: ids},
	{name: "hidden-words", forms: 4, make: hiddenWords},
	{name: "cancelled", forms: 4, make: cancelled},
	{name: "framer-copies", forms: 2, make: framerCopies},
}

func (g *gen) room(t *talk) string {
	if t.room < 0 {
		return ""
	}
	return g.rooms[t.room]
}

// chips: level, language, kind and hashtags stand in the same small elements as who speaks.
func chips(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true})
	level := words(g, map[string]string{"Beginner": "초급", "Intermediate": "중급", "Advanced": "고급"}, map[string]string{"Beginner": "Beginner", "Intermediate": "Intermediate", "Advanced": "Advanced"})
	list := e("div.grid")
	for _, t := range g.of(0, -1) {
		card := e("a.card", attr{"href", "/talks/" + t.id})
		if t.rest {
			list.add(e("div.card", e("span.chip", g.span(t)), e("h3.card-title", t.title)))
			continue
		}
		speaker := e("span.chip", e("img", attr{"src", "/img/" + t.id + ".webp"}, attr{"alt", ""}), t.names())
		switch g.form {
		case 0: // all in one row
			card.add(e("div.chips", e("span.chip", g.span(t)), e("span.chip", level[t.level]), e("span.chip", t.lang)), e("h3.card-title", t.title), e("div.chips", speaker, e("span.chip", g.room(t)), e("span.chip", "#"+t.tags[0])))
		case 1: // some have chips that others lack
			row := e("div.chips")
			if t.from%20 == 0 {
				row.add(e("span.chip", words(g, "추천", "Staff pick")))
			}
			if t.lang == "EN" {
				row.add(e("span.chip", words(g, "동시통역", "Interpreted")))
			}
			card.add(row, e("h3.card-title", t.title), e("div.meta", e("span.time", g.span(t)), e("span.where", g.room(t)), e("span.who", t.names())))
		case 2: // badges before the title, in the heading's own row
			card.add(e("div.time", g.span(t)), e("div.head", e("span.badge", level[t.level]), e("h3.card-title", t.title), e("span.badge", t.tags[0])), e("div.who", t.names()), e("div.where", g.room(t)))
		default: // a list of tags
			card.add(e("h3.card-title", t.title), e("ul.tags", e("li", "#"+t.tags[0]), e("li", "#"+t.level), e("li", t.lang)), e("p.who", t.names()), e("p.when", g.span(t)), e("p.where", g.room(t)))
		}
		list.add(card)
	}
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), list)
	g.sayAll("desr")
}

// codeBadges: a session's code is longer than its title.
func codeBadges(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5})
	short := words(g, []string{"흐름", "끝말잇기", "파도", "다시 봄", "시작점", "빈칸 채우기", "숨은 비용", "첫 PR", "둥근 지구", "손으로 짜기"},
		[]string{"Flow", "Waves", "Hello Again", "Point Zero", "Blanks", "Hidden Cost", "First PR", "Round Earth", "By Hand", "Small Talk"})
	shuffle(&g.random, short)
	list := e("div.list")
	for i, t := range g.of(0, -1) {
		t.title = short[i]
		code := fmt.Sprintf("CONF%d-TRACK%d-%04d-%s", g.year, t.room+1, 100+i*7, strings.ToUpper(letters(g.next(), 8)))
		badge := e("span.code", code)
		row := e("div.item")
		if g.form == 0 {
			row.add(badge, e("div.item-time", g.span(t)), e("h4.item-title", e("a", attr{"href", "/talk/" + t.id}, t.title)), e("div.item-who", t.names()), e("div.item-room", g.room(t)))
		} else {
			row.add(e("div.item-time", g.span(t)), e("div.item-main", badge, e("p.item-title", t.title), e("p.item-who", t.names())), e("div.item-room", g.room(t)))
		}
		list.add(row)
	}
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), list)
	g.sayAll("desr")
}

// bareText: a part stands as text beside elements, in none of its own.
func bareText(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 7, rests: true})
	list := e("ul.list")
	if g.form == 2 {
		list = e("table.list")
	}
	for _, t := range g.of(0, -1) {
		var who *element
		switch g.form {
		case 0:
			if len(t.who) > 0 {
				who = e("i.who", t.names())
			}
			list.add(e("li.item", e("b.time", g.span(t)), " "+t.title+" ", who))
		case 1: // the time is what is bare
			if len(t.who) > 0 {
				who = e("span.who", t.names())
			}
			list.add(e("li.item", g.span(t)+" ", e("strong.title", t.title), who))
		case 2: // lines of one cell
			cell := e("td", e("b", t.title))
			if len(t.who) > 0 {
				cell.add(e("br"), t.names())
			}
			list.add(e("tr", e("td", g.span(t)), cell))
		default: // lines of one paragraph
			item := e("li.item", e("span.time", g.span(t)), e("br"), t.title)
			if len(t.who) > 0 {
				item.add(e("br"), e("em", t.names()))
			}
			list.add(item)
		}
	}
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), list)
	g.sayAll("des")
}

// baseHref: addresses are relative to another than the page's.
func baseHref(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 6, rests: true})
	at := fmt.Sprintf("https://%d.pycon.kr", g.year)
	href, to := "talks/", at+"/talks/"
	switch g.form {
	case 0:
		g.base = "/"
	case 1:
		g.base = at + "/event/"
		to = at + "/event/talks/"
	default:
		g.base = "/program/index.html"
		href, to = "./talks/", at+"/program/talks/"
	}
	c := g.cards("s")
	list := e("div.items")
	for _, t := range g.of(0, -1) {
		title := any(t.title)
		if !t.rest {
			title = e("a", attr{"href", href + t.id}, t.title)
		}
		list.add(e("div.item", e("div.time", g.span(t)), e("h3.item-title", title), c.card(t).kids))
		g.say(t, "desi")
		if !t.rest {
			g.said[len(g.said)-1].URL = to + t.id
		}
	}
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), list)
}

// hashRoute: a session's own page is behind the hash.
func hashRoute(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true})
	at := fmt.Sprintf("https://%d.pycon.kr", g.year)
	g.path = "/#/schedule"
	c := g.cards("tsr")
	list := e("div.items")
	for i, t := range g.of(0, -1) {
		t.id = fmt.Sprint(i + 1)
		route := "#/talks/" + t.id
		if g.form == 1 {
			route = "#!/session/" + t.id
		}
		title := any(t.title)
		if !t.rest {
			title = e("a", attr{"href", pick(&g.random, []string{"", "/"}) + route}, t.title)
		}
		list.add(e("div.item", e("h3.item-title", title), c.card(t).kids))
		g.say(t, "desri")
		if !t.rest {
			g.said[len(g.said)-1].URL = at + "/" + route
		}
	}
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), list)
}

// idForms are what sites call a session in its address, by its number.
var idForms = []func(g *gen, t *talk, i int) (path, id string){
	func(g *gen, t *talk, i int) (string, string) { // a hash
		id := fmt.Sprintf("%016x%016x", g.next(), g.next())
		return "/sessions/" + id, id
	},
	func(g *gen, t *talk, i int) (string, string) { // a slug
		id := strings.Trim(strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' {
				return r
			}
			return '-'
		}, strings.ToLower(t.title)), "-")
		for strings.Contains(id, "--") {
			id = strings.ReplaceAll(id, "--", "-")
		}
		if id == "" {
			id = "on"
		}
		id += fmt.Sprintf("-%s", []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}[i%12])
		return "/talks/" + id, id
	},
	func(g *gen, t *talk, i int) (string, string) { // a file that is called by a code
		id := strings.ToUpper(letters(g.next(), 6))
		return "/talk/" + id + ".html", id
	},
	func(g *gen, t *talk, i int) (string, string) { // a number that could be a year
		id := fmt.Sprint(2000 + i*9 + g.n(9))
		return "/session/" + id, id
	},
	func(g *gen, t *talk, i int) (string, string) { // a UUID
		h := fmt.Sprintf("%016x%016x", g.next(), g.next())
		id := h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:]
		return "/presentations/" + id, id
	},
	func(g *gen, t *talk, i int) (string, string) { // of a query
		id := fmt.Sprint(101 + i)
		return "/program/detail?id=" + id, id
	},
}

// ids: addresses of sessions' own pages tell them apart.
func ids(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true})
	c := g.cards("tsr")
	list := e("div.items")
	for i, t := range g.of(0, -1) {
		if t.rest {
			list.add(c.card(t).with(e("h3.item-title", t.title)))
			g.say(t, "")
			continue
		}
		var path string
		path, t.id = idForms[g.form](g, t, i)
		list.add(c.card(t).with(e("h3.item-title", e("a", attr{"href", path}, t.title))))
		g.say(t, "desri")
	}
	if c.tag == "li" {
		list.tag = "ul"
	}
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), list)
}

// hiddenWords: words for those who do not see stand in the same elements, or beside.
func hiddenWords(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true})
	class := []string{"!blind", "!sr-only", "!visually-hidden", ""}[g.form]
	hidden := func(text string) *element {
		if class == "" {
			return e("span", attr{"style", "display:none"}, text)
		}
		return e("span."+class, text)
	}
	label := words(g, []string{"시간", "제목", "발표자", "장소", "새 창에서 열기"}, []string{"Time", "Title", "Speaker", "Room", "opens in a new window"})
	list := e("ul.list")
	for _, t := range g.of(0, -1) {
		item := e("li.item", e("p.when", hidden(label[0]), g.span(t)), e("h3.item-title", hidden(label[1]), t.title))
		if !t.rest {
			item.add(e("p.who", hidden(label[2]), t.names()), e("p.where", hidden(label[3]), g.room(t)), e("a.more", attr{"href", "/talks/" + t.id}, words(g, "자세히", "Details"), hidden(label[4])))
		}
		list.add(item)
	}
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), list)
	g.sayAll("desr")
}

// cancelled: some sessions will not take place.
func cancelled(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true})
	list := e("div.items")
	for i, t := range g.of(0, -1) {
		off := !t.rest && i%4 == 1
		heading := e("h3.item-title", t.title)
		var chip *element
		if off {
			switch g.form {
			case 0:
				heading = e("h3.item-title", words(g, "[취소] ", "[Cancelled] ")+t.title)
			case 1:
				chip = e("span.chip", words(g, "취소됨", "Cancelled"))
			case 2:
				heading = e("h3.item-title", e("del", t.title))
			default:
				heading, chip = e("h3.item-title", e("s", t.title)), e("em.flag", words(g, "발표 취소", "CANCELLED"))
			}
		}
		item := e("div.item", e("div.when", g.span(t)), heading, chip)
		if len(t.who) > 0 {
			item.add(e("div.who", t.names()), e("div.where", g.room(t)))
		}
		list.add(item)
		g.say(t, "desr")
		if off {
			g.said[len(g.said)-1].Cancelled = true
		}
	}
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), list)
}

// framerCopies: the same sessions stand three times, for screens of three widths.
func framerCopies(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 4, rests: true})
	g.bare = true
	g.looks.classes, g.looks.depth = noClasses, 0
	text := func(name, s string) *element {
		return e("div.!framer-"+letters(hash(name, g.seed), 7), attr{"data-framer-name", name}, attr{"data-framer-component-type", "RichTextContainer"}, e("p.!framer-text", s))
	}
	copies := e("div.!framer-"+letters(g.next(), 7), attr{"data-framer-name", "Desktop"})
	for width, hide := range []string{"!hidden-1ab2cd.!hidden-9xy8zw", "!hidden-72rtr7.!hidden-9xy8zw", "!hidden-72rtr7.!hidden-1ab2cd"} {
		stack := e("div.!framer-"+letters(g.next(), 7), attr{"data-framer-name", "Programme"}, text("Date", g.date(0)))
		for _, t := range g.of(0, -1) {
			row := e("div.!framer-"+letters(hash("row", g.seed), 7), attr{"data-framer-name", "Row"}, text("Time", g.span(t)), text("Title", t.title))
			if g.form == 1 && width == 2 { // narrow screens have the title first
				row.kids[0], row.kids[1] = row.kids[1], row.kids[0]
			}
			if !t.rest {
				row.add(text("Speaker", t.names()), text("Room", g.room(t)))
			}
			stack.add(row)
		}
		copies.add(e("div.!ssr-variant."+hide, stack))
	}
	g.body = e("div", attr{"id", "main"}, attr{"data-framer-hydrate-v2", ""}, e("div.!framer-"+letters(g.next(), 7), e("h1.!framer-text", g.event), copies))
	g.sayAll("desr")
}
