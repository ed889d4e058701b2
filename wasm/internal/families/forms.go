package families

import (
	"fmt"
	"time"
)

// forms are families of how one thing is written.
var forms = []family{
	{name: "date-forms", forms: len(dateForms), make: writtenDates, sample: func(form int) string { return dateForms[form](time.Date(2027, 8, 14, 0, 0, 0, 0, time.UTC)) }},
	{name: "clock-forms", forms: len(clockForms), make: writtenClocks, sample: func(form int) string { return clockForms[form](600, 840) }},
	{name: "length-forms", forms: len(lengthForms), make: writtenLengths, sample: func(form int) string { return lengthForms[form](90) }},
	{name: "company-forms", forms: len(companyForms), make: writtenCompanies},
}

// writtenDates: the heading of each day is a date in one of its forms.
func writtenDates(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 1, slots: 4, rests: true})
	c := g.cards("ths")
	g.body = e("section.timetable", g.title())
	for _, day := range g.order() {
		g.body.add(e("div.day", e("h2.day-title", dateForms[g.form](g.days[day])), c.list(g.of(day, -1))))
	}
	g.sayAll("des")
}

// writtenClocks: from when to when is written in one of its forms, also past noon.
func writtenClocks(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 8, rests: true})
	c := g.cards("ths")
	c.clock = func(t *talk) string { return clockForms[g.form](t.from, t.to) }
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), c.list(g.of(0, -1)))
	g.sayAll("des")
}

// writtenLengths: where a session begins, and how long it takes.
func writtenLengths(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 1, slots: 6})
	at := 9*60 + 30
	for i := range g.talks { // lengths that have more than minutes
		t := &g.talks[i]
		t.from, t.to = at, at+pick(&g.random, []int{30, 40, 50, 60, 90})
		at = t.to + 10
	}
	c := g.cards("ths")
	c.clock = func(t *talk) string { return hhmm(t.from) }
	list := e("div.items")
	for _, t := range g.of(0, -1) {
		card := c.card(t)
		card.add(e("span.session-length", lengthForms[g.form](t.to-t.from)))
		list.add(card)
	}
	if c.tag == "li" {
		list.tag = "ol"
	}
	g.body = e("section.timetable", g.title(), e("h2.day", g.date(0)), list)
	g.sayAll("des")
}

// companyForms are ways to write a company beside a name.
var companyForms = []func(p person) *element{
	func(p person) *element { return e("p.speaker", p.name+" ("+p.company+")") },
	func(p person) *element { return e("p.speaker", p.name+" · "+p.company) },
	func(p person) *element { return e("p.speaker", p.name+" / "+p.company) },
	func(p person) *element { return e("p.speaker", p.name+" @ "+p.company) },
	func(p person) *element { return e("p.speaker", p.name+", "+p.company) },
	func(p person) *element {
		return e("div.speaker", e("strong.speaker-name", p.name), e("span.speaker-company", p.company))
	},
	func(p person) *element { return e("p.speaker", p.name, e("br"), e("small", p.company)) },
	func(p person) *element { return e("p.speaker", p.name+" | "+p.company) },
}

// writtenCompanies: a company stands beside the name of who speaks.
func writtenCompanies(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 4, rests: true})
	c := g.cards("thr")
	list := c.list(nil)
	for _, t := range g.of(0, -1) {
		card := c.card(t)
		for _, p := range t.who {
			card.add(companyForms[g.form](p))
		}
		list.add(card)
	}
	g.body = e("section.timetable", g.title(), e("h2.day", fmt.Sprint(g.date(0))), list)
	g.sayAll("desr")
}
