package families

import (
	"encoding/json"
	"fmt"
)

// structured are families of pages that say for machines what they show, and of sessions'
// own pages.
var structured = []family{
	{name: "json-ld", forms: 4, make: jsonLD},
	{name: "microdata", forms: 2, make: microdata},
	{name: "attributes", forms: 5, make: attributes},
	{name: "own-page", forms: 6, make: ownPage},
}

// jsonLD: a script says what the page shows, in one of the ways that its vocabulary lets.
func jsonLD(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 3, several: true})
	at := fmt.Sprintf("https://%d.pycon.kr", g.year)
	var events []any
	for i := range g.talks {
		t := &g.talks[i]
		one := map[string]any{"@type": "Event", "name": t.title, "startDate": g.stamp(t, t.from), "url": at + "/talks/" + t.id}
		var who []any
		for _, p := range t.who {
			who = append(who, map[string]any{"@type": "Person", "name": p.name, "worksFor": map[string]any{"@type": "Organization", "name": p.company}})
		}
		one["performer"], one["endDate"] = who, g.stamp(t, t.to)
		one["location"] = map[string]any{"@type": "Place", "name": g.room(t)}
		switch g.form {
		case 1: // lists of types, names as texts
			one["@type"] = []any{"Event", "EducationEvent"}
			who = nil
			for _, p := range t.who {
				who = append(who, p.name)
			}
			one["performer"], one["location"] = who, []any{one["location"]}
		case 2: // a length instead of an end
			delete(one, "endDate")
			one["duration"] = fmt.Sprintf("PT%dM", t.to-t.from)
		case 3: // of one person no list
			if len(who) == 1 {
				one["performer"] = who[0]
			}
			one["location"] = g.room(t)
		}
		events = append(events, one)
	}
	first, last := &g.talks[0], &g.talks[len(g.talks)-1]
	data := map[string]any{"@context": "https://schema.org", "@type": "Event", "name": g.event, "startDate": g.stamp(first, 600), "endDate": g.stamp(last, 1080),
		"location": map[string]any{"@type": "Place", "name": words(g, "등대회관", "Lighthouse House"), "address": "Seoul"}, "subEvent": events}
	var tree any = data
	if g.form == 1 {
		tree = map[string]any{"@context": "https://schema.org", "@graph": append([]any{map[string]any{"@type": "WebSite", "name": g.event, "url": at}}, events...)}
	}
	text, err := json.Marshal(tree)
	if err != nil {
		panic(err) // plain maps: unreachable
	}
	g.head = append(g.head, e("script", attr{"type", "application/ld+json"}, markup(text)))
	// Of all that, the page shows little.
	list := e("ul.list")
	for i := range g.talks {
		t := &g.talks[i]
		list.add(e("li.item", e("a.item-link", attr{"href", "/talks/" + t.id}, t.title)))
	}
	g.body = e("section.timetable", g.title(), list)
	g.sayAll("desri")
}

// microdata: attributes of elements say which part is what, persons and places in scopes
// of their own.
func microdata(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 3, several: true})
	list := e("div.items")
	prop := func(name string) attr { return attr{"itemprop", name} }
	scope := func(kind string) []any {
		return []any{attr{"itemscope", ""}, attr{"itemtype", "https://schema.org/" + kind}}
	}
	for i := range g.talks {
		t := &g.talks[i]
		item := e("article.item", scope("Event"))
		when := e("p.when", e("time", prop("startDate"), attr{"datetime", g.stamp(t, t.from)}, hhmm(t.from)), " ~ ", e("time", prop("endDate"), attr{"datetime", g.stamp(t, t.to)}, hhmm(t.to)))
		if g.form == 1 {
			when = e("p.when", e("meta", prop("startDate"), attr{"content", g.stamp(t, t.from)}), e("meta", prop("endDate"), attr{"content", g.stamp(t, t.to)}), g.span(t))
		}
		item.add(when, e("h3.item-title", prop("name"), t.title))
		for _, p := range t.who {
			item.add(e("p.who", prop("performer"), scope("Person"), e("span.who-name", prop("name"), p.name), " ", e("span.who-company", prop("affiliation"), p.company)))
		}
		item.add(e("p.where", prop("location"), scope("Place"), e("span", prop("name"), g.room(t))))
		list.add(item)
	}
	g.body = e("section.timetable", g.title(), list)
	g.sayAll("desr")
}

// attributes: elements say their moments in attributes, and show less.
func attributes(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 3, several: true})
	c := g.cards("hsr")
	list := c.list(nil)
	for i := range g.talks {
		t := &g.talks[i]
		card := c.card(t)
		d := g.days[t.day]
		switch g.form {
		case 0: // whole moments
			card.add(e("p.when", e("time", attr{"datetime", g.stamp(t, t.from)}, hhmm(t.from)), " – ", e("time", attr{"datetime", g.stamp(t, t.to)}, hhmm(t.to))))
		case 1: // of the element around all
			card.add(attr{"data-start", g.stamp(t, t.from)}, attr{"data-end", g.stamp(t, t.to)}, e("p.when", hhmm(t.from)))
		case 2: // local, with a space, without seconds
			card.add(e("p.when", e("time", attr{"datetime", d.Format("2006-01-02") + " " + hhmm(t.from)}, hhmm(t.from)), " – ", e("time", attr{"datetime", d.Format("2006-01-02") + "T" + hhmm(t.to)}, hhmm(t.to))))
		case 3: // in the world's own time
			utc := func(m int) string { return d.Format("2006-01-02") + "T" + hhmm(m-9*60) + ":00Z" }
			card.add(e("p.when", e("time", attr{"datetime", utc(t.from)}, hhmm(t.from)), " – ", e("time", attr{"datetime", utc(t.to)}, hhmm(t.to))))
		default: // h-event
			card.classes = append(card.classes, "!h-event")
			card.add(e("p.when", e("time.!dt-start", attr{"datetime", g.stamp(t, t.from)}, hhmm(t.from)), "–", e("time.!dt-end", attr{"datetime", g.stamp(t, t.to)}, hhmm(t.to))))
		}
		list.add(card)
	}
	g.body = e("section.timetable", g.title(), list)
	g.sayAll("desr")
}

// ownPage: a session's own page, with words before its values or without.
func ownPage(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 3, several: true})
	t := &g.talks[g.n(len(g.talks))]
	t.id = letters(g.next(), 5) + fmt.Sprint(1+g.n(9))
	g.path = words(g, "/session/", "/en/session/") + t.id
	d := g.days[0]
	when := words(g, d.Format("2006년 1월 2일")+"("+weekdaysKo[d.Weekday()]+") "+g.span(t), d.Format("Monday, January 2, 2006, ")+g.span(t))
	names := words(g, [3]string{"일시", "장소", "발표자"}, [3]string{"When", "Where", "Speaker"})
	values := [3]string{when, g.room(t), t.names()}
	about := []any{e("h2.sub", words(g, "발표 소개", "Abstract")), e("p.text", words(g, "지난 세 해 동안 겪은 일을 차례로 나눕니다. 처음 듣는 분도 따라올 수 있게 준비했어요.", "Three years of lessons, in the order in which we learned them. No experience is needed.")), e("p.text", words(g, "끝나고 복도에서 더 이야기해요.", "Find me in the hallway afterwards."))}
	page := e("article.session", e("h1.session-title", t.title))
	switch g.form {
	case 0: // terms
		dl := e("dl.facts")
		for i := range names {
			dl.add(e("dt", names[i]), e("dd", values[i]))
		}
		page.add(dl, about)
	case 1: // rows
		table := e("table.facts")
		for i := range names {
			table.add(e("tr", e("th", names[i]), e("td", values[i])))
		}
		page.add(about, table)
	case 2: // a colon in one text
		ul := e("ul.facts")
		for i := range names {
			ul.add(e("li", names[i]+": "+values[i]))
		}
		page.add(ul, about)
	case 3: // without words, in lines
		page.add(e("p.when", when), e("p.where", values[1]), e("p.who", values[2]), about)
	case 4: // words and values in boxes, and who speaks at the end with a picture
		facts := e("div.facts")
		for i := range names[:2] {
			facts.add(e("div.fact", e("span.fact-name", names[i]), e("span.fact-value", values[i])))
		}
		page.add(facts, about, e("section.speakers", e("h2.sub", names[2])))
		last := page.kids[len(page.kids)-1].(*element)
		for _, p := range t.who {
			last.add(e("div.speaker", e("img", attr{"src", "/img/x.webp"}, attr{"alt", p.name}), e("h3.speaker-name", p.name), e("p.speaker-bio", words(g, p.company+"에서 일하며 주말마다 산에 오릅니다.", "Works at "+p.company+" and climbs hills at weekends."))))
		}
	default: // other sessions below
		page.add(e("p.when", when), e("p.where", values[1]), e("p.who", values[2]), about)
		more := e("ul.more-list")
		for i := range g.talks {
			if o := &g.talks[i]; o != t {
				o.id = letters(g.next(), 5) + fmt.Sprint(1+i)
				more.add(e("li", e("a", attr{"href", words(g, "/session/", "/en/session/") + o.id}, o.title)))
				g.optional = append(g.optional, o.title)
			}
		}
		page.add(e("section.more", e("h2.sub", words(g, "다른 발표", "More sessions")), more))
	}
	g.body = page
	g.say(t, "desr")
}
