package families

import (
	"fmt"
	"strings"
)

// places are families of what is said once, away from the sessions that it is said of.
var places = []family{
	{name: "room-above", forms: 4, make: roomAbove},
	{name: "date-place", forms: 6, make: datePlace},
}

// roomAbove: a room stands once, above its sessions.
func roomAbove(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 3, slots: 4, rests: g.form != 2})
	c := g.cards("ths")
	body := e("section.timetable", g.title(), e("h2.day", g.date(0)))
	tabs, panels := e("div.tabs", attr{"role", "tablist"}), e("div.panels")
	for room, name := range g.rooms {
		id := fmt.Sprintf("room-%d", room+1)
		talks := g.of(0, room)
		switch g.form {
		case 0: // a heading
			body.add(e("h3.room", name), c.list(talks))
		case 1: // a tab
			tabs.add(e("button.tab", attr{"role", "tab"}, attr{"aria-controls", id}, name))
			panel := c.list(talks, attr{"id", id}, attr{"role", "tabpanel"})
			if room > 0 {
				panel.add(attr{"style", "display:none"})
			}
			panels.add(panel)
		case 2: // the head of a carousel, whose slides stand in a track
			slides := e("div.swiper-wrapper")
			for _, t := range talks {
				slides.add(e("div.swiper-slide", c.card(t)))
			}
			panels.add(e("div.carousel", e("div.carousel-head", e("span.carousel-name", name), e("button.prev", attr{"type", "button"}, "‹"), e("button.next", attr{"type", "button"}, "›")), e("div.swiper", slides)))
		default: // a column with a head
			panels.add(e("div.column", e("div.column-head", e("span.track", fmt.Sprintf("Track %d", room+1)), e("span.room", name)), c.list(talks)))
		}
	}
	if len(tabs.kids) > 0 {
		body.add(tabs)
	}
	if len(panels.kids) > 0 {
		body.add(panels)
	}
	g.body = body
	g.sayAll("desr")
}

// datePlace: the one date of a page stands away from its list, with hours beside it.
func datePlace(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 2, slots: 5, rests: true})
	c := g.cards("thsr")
	d := g.days[0]
	hours := words(g, d.Format("2006년 1월 2일")+" ("+weekdaysKo[d.Weekday()]+") 09:30 ~ 18:00", d.Format("Monday, January 2, 2006")+", 9:30 – 18:00")
	place := words(g, "등대회관 2층", "Lighthouse House, 2nd floor")
	list := c.list(g.of(0, -1))
	switch g.form {
	case 0: // beside the heading
		g.body = e("section.timetable", g.title(), e("p.when", hours), list)
	case 1: // in the page's hero, far above
		g.body = e("div.home", e("section.hero", e("h1.event", g.event), e("p.slogan", words(g, "올여름, 함께 별을 세어요", "Count the stars with us this summer")), e("ul.facts", e("li", hours), e("li", place))),
			e("section.about", e("h2", words(g, "소개", "About")), e("p", words(g, "코드를 쓰는 사람이라면 누구나 함께할 수 있는 하루입니다. 올해로 일곱 번째예요.", "A day for everybody who writes code, for the seventh time."))),
			e("section.timetable", g.title(), list))
	case 2: // below the list
		g.body = e("section.timetable", g.title(), list, e("p.note", words(g, "일시: ", "When: ")+hours), e("p.note", words(g, "장소: ", "Where: ")+place))
	case 3: // in a sentence
		g.body = e("section.timetable", g.title(), e("p.lead", words(g, g.event+"는 "+d.Format("2006년 1월 2일")+" 등대회관에서 열립니다. 발표 순서는 바뀔 수 있어요.", "Join us at Lighthouse House on "+d.Format("2 January 2006")+". The programme may change.")), list)
	case 4: // in the page's own header, beside its name
		g.bare = true
		g.body = e("div.page", e("header.site-head", e("strong.logo", g.event), e("span.site-date", d.Format("2006.01.02 ")+words(g, weekdaysKo[d.Weekday()]+"요일", d.Format("Mon"))), e("nav", e("a", attr{"href", "/speakers"}, words(g, "발표자", "Speakers")))),
			e("main.content", e("section.timetable", g.title(), list)))
	default: // in the footer
		g.bare = true
		g.body = e("div.page", e("main.content", e("section.timetable", g.title(), list)),
			e("footer.foot", e("p", hours), e("p", place), e("p", strings.ToUpper(g.event))))
	}
	g.sayAll("desr")
}
