package families

import (
	"fmt"
	"strings"
)

// vendors are families of what tools for conferences write: their classes are the same on
// every site.
var vendors = []family{
	{name: "pretalx-export", forms: 2, make: pretalxExport},
	{name: "pretalx-widget", forms: 2, make: pretalxWidget},
	{name: "sessionize", forms: 2, make: sessionize},
	{name: "sched", forms: 2, make: sched},
	{name: "ccip-grid", forms: 2, make: ccipGrid},
}

// code names a session as pretalx does.
func (g *gen) code() string {
	const digits = "ABCDEFGHJKLMNPQRSTUVWXYZ3789"
	out := make([]byte, 6)
	for i := range out {
		out[i] = digits[g.n(len(digits))]
	}
	return string(out)
}

// stamp is a moment as data-start has it.
func (g *gen) stamp(t *talk, minutes int) string { return g.at(t, minutes).String() }

// pretalxExport: the static pages of pretalx's own timetable, whose boxes stand where their
// style says; what else it prints of their times is in attributes.
func pretalxExport(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 4, rests: true, several: true})
	g.looks.depth = 0
	g.path = fmt.Sprintf("/%d/schedule/", g.year)
	tabs, days := e("div.!pretalx-tabs"), e("div.!pretalx-tabbed-content")
	for day, d := range g.days {
		iso := d.Format("2006-01-02")
		tabs.add(e("div.!pretalx-tab", e("label.!pretalx-tab-label", attr{"for", iso}, words(g, d.Format("2006년 1월 2일 ")+weekdaysKo[d.Weekday()]+"요일", d.Format("Monday, Jan. 2, 2006")))))
		header := e("div.!pretalx-schedule-day-header-row", e("span.!pretalx-schedule-time-column.!pretalx-schedule-day-header"))
		hours := e("div.!pretalx-schedule-time-column")
		for h := 10; h < 15; h++ {
			hours.add(e("div.!pretalx-schedule-hour", fmt.Sprintf("%02d:00", h)))
		}
		rooms := e("div.!pretalx-schedule-rooms", e("div.!pretalx-schedule-nowline"), hours)
		for room, name := range g.rooms {
			header.add(e("div.!pretalx-schedule-day-room-header", name))
			column := e("div.!pretalx-schedule-talk-container", attr{"style", "height: 720px"})
			for _, t := range g.of(day, room) {
				box := e("div.!pretalx-schedule-talk", attr{"style", fmt.Sprintf("height: %dpx; min-height: %dpx; top: %dpx;", 2*(t.to-t.from), 2*(t.to-t.from), 2*(t.from-600))},
					attr{"data-time", hhmm(t.from) + "–" + hhmm(t.to)}, attr{"data-start", g.stamp(t, t.from)}, attr{"data-end", g.stamp(t, t.to)})
				if t.rest {
					box.classes = append(box.classes, "!break")
					column.add(box.with(attr{"title", t.title + " ()"}, e("div.!pretalx-schedule-talk-content", e("span.!pretalx-schedule-break-title", t.title))))
					continue
				}
				t.id = g.code()
				box.add(attr{"id", t.id}, attr{"title", t.title + " (" + t.names() + ")"})
				content := e("div.!pretalx-schedule-talk-content", e("span.!pretalx-schedule-talk-title", t.title))
				if g.form == 1 {
					content.add(e("span.!pretalx-schedule-talk-no-recording", e("i.!fa.!fa-video-camera", attr{"title", words(g, "이 발표는 녹화하지 않습니다.", "This talk will not be recorded.")})))
				}
				content.add(e("span.!pretalx-schedule-talk-speakers", "("+t.names()+")"), e("br"))
				column.add(e("a", attr{"href", "../talk/" + t.id + "/index.html"}, box.with(content)))
			}
			rooms.add(e("div.!pretalx-schedule-room", column))
		}
		days.add(e("input", attr{"name", "tabs"}, attr{"id", iso}, attr{"type", "radio"}), e("div.!pretalx-schedule-day.!pretalx-tab-content", attr{"data-start", g.stamp(g.of(day, 0)[0], 600)}, header, rooms))
	}
	days.kids = append([]any{tabs}, days.kids...)
	g.body = e("div", attr{"id", "fahrplan"}, e("nav", attr{"id", "schedule-nav"}, e("span", words(g, "버전 0.7", "Version 0.7")), e("a", attr{"href", "changelog/index.html"}, words(g, "변경 이력", "Changelog"))), e("div.!pretalx-tabbed", days))
	g.sayAll("desri")
}

// pretalxWidget: what pretalx's element draws into a page, as a list or as a grid.
func pretalxWidget(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 4, rests: true, several: true})
	g.looks.depth = 0
	linear := g.form == 0
	clock := func(m int) *element {
		if g.ko {
			return e("div.!start", hhmm(m))
		}
		return e("div.!start", e("div", twelve(m, ":")), e("div.!ampm", halfOf(m, "AM", "PM")))
	}
	event := fmt.Sprintf("https://cfp.pycon.kr/%d/", g.year)
	tabs := e("div.!days")
	var body *element
	if linear {
		body = e("div.!c-linear-schedule")
	} else {
		grid := e("=div.!grid", attr{"style", "grid-template-columns: 78px repeat(2, 1fr) auto"})
		body = e("div.!c-grid-schedule", grid)
	}
	for day, d := range g.days {
		label := words(g, d.Format("1월 2일 ")+weekdaysKo[d.Weekday()]+"요일", d.Format("Monday, January 2"))
		tabs.add(e("div.!bunt-tab-header-item", label))
		in := body
		if linear {
			in = e("div.!bucket", e("div.!bucket-label", attr{"data-date", g.stamp(g.of(day, 0)[0], 600)}, e("div.!day", label)))
		} else {
			in = body.kids[0].(*element)
			in.add(e("div.!timeslice.!datebreak", attr{"data-slice", d.Format("2006-01-02")}, attr{"style", fmt.Sprintf("grid-area: slice-%d-00 / 1 / auto / auto", d.Day())}, label))
			for room, name := range g.rooms {
				in.add(e("div.!room", attr{"style", fmt.Sprintf("grid-area: 1 / %d / auto / auto", room+2)}, name))
			}
		}
		for _, slot := range g.slots(day) {
			if !linear {
				in.add(e("div.!timeslice", attr{"data-slice", g.stamp(slot[0], slot[0].from)}, attr{"style", fmt.Sprintf("grid-area: slice-%d-%d / 1 / auto / auto", d.Day(), slot[0].from)}, hhmm(slot[0].from)))
			}
			for _, t := range slot {
				area := attr{"style", fmt.Sprintf("grid-area: slice-%d-%d / %d / slice-%d-%d / auto", d.Day(), t.from, t.room+2, d.Day(), t.to)}
				if t.rest {
					in.add(e("div.!c-linear-schedule-session.!isbreak", area, e("div.!time-box", clock(t.from), e("div.!duration", fmt.Sprintf("%dmin", t.to-t.from))), e("div.!info", e("div.!title", t.title))))
					continue
				}
				t.id = g.code()
				in.add(e("a.!c-linear-schedule-session", attr{"href", event + "talk/" + t.id + "/"}, attr{"target", "_blank"}, area,
					e("div.!time-box", clock(t.from), e("div.!duration", fmt.Sprintf("%dmin", t.to-t.from))),
					e("div.!info", e("div.!title", t.title), e("div.!speakers", e("div.!avatars"), e("div.!names", t.names())),
						e("div.!abstract", words(g, "이 발표에서는 지난 한 해의 경험을 나눕니다.", "This talk shares what a year has taught us.")),
						e("div.!bottom-info", e("div.!track", t.tags[0]), e("div.!room", g.room(t))))))
			}
		}
		if linear {
			body.add(in)
		}
	}
	g.body = e("section.timetable", e("h1.page-title", words(g, "시간표", "Schedule")), e("div.!pretalx-wrapper", e("div.!pretalx-schedule", tabs, e("div.!settings", e("div.!timezone-label", "Asia/Seoul")), body)))
	g.sayAll("desr") // their pages are another site's
}

// sessionize: what the service's script writes into a page, as a list or in columns.
func sessionize(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 4, rests: true, several: true})
	g.looks.depth = 0
	root := e("div.!sz-root", attr{"id", "sessionize"})
	nav := e("ul.!sz-day-navigation.!sz-tabs")
	if g.form == 1 {
		for _, d := range g.days {
			nav.add(e("li.!sz-tab", e("a", attr{"href", "#"}, d.Format("Monday"))))
		}
		root.add(nav)
	}
	for day, d := range g.days {
		list := e("ul.!sz-sessions.!sz-sessions--list")
		for _, t := range g.of(day, -1) {
			id := fmt.Sprint(400000 + g.n(99999))
			item := e("li.!sz-session.!sz-session--full", attr{"id", "sz-session-" + id}, attr{"data-sessionid", id})
			if t.rest {
				item.classes = append(item.classes, "!sz-session--service")
			} else {
				item.add(e("div.!sz-session__tags", e("div.!sz-session__tag", e("h4", words(g, "난이도", "Level")), e("span", t.level)), e("div.!sz-session__tag", e("h4", words(g, "분야", "Track")), e("span", t.tags[0]))))
			}
			item.add(e("h3.!sz-session__title", t.title))
			if !t.rest {
				who := e("ul.!sz-session__speakers")
				for _, p := range t.who {
					who.add(e("li", attr{"data-speakerid", letters(g.next(), 12)}, e("a", attr{"href", "#sz-speaker-" + letters(g.next(), 12)}, p.name)))
				}
				item.add(who, e("div.!sz-session__room", attr{"data-roomid", fmt.Sprint(3100 + t.room)}, g.room(t)))
			}
			item.add(e("div.!sz-session__time", attr{"data-sztz", fmt.Sprintf("sz|%s|%s", g.stamp(t, t.from), g.stamp(t, t.to))}, d.Format("Mon ")+twelve(t.from, ":")+halfOf(t.from, " am", " pm")+" - "+twelve(t.to, ":")+halfOf(t.to, " am", " pm")))
			if !t.rest {
				item.add(e("p.!sz-session__description", words(g, "지난 한 해 동안 배운 것을 이야기합니다. 질문은 언제든 좋아요.", "What a year has taught us, with time for questions at the end.")))
			}
			list.add(item)
		}
		root.add(e("div.!sz-day", e("h2.!sz-day__title", d.Format("Monday, 2 January 2006")), list))
	}
	g.body = e("section.timetable", g.title(), root)
	g.sayAll("desr")
}

// sched: simple and expanded views of sched.com, with a bar of the day over its hours.
func sched(g *gen) {
	g.programmeOf(plan{days: 2, rooms: 2, slots: 4, rests: true, several: true})
	g.looks.depth = 0
	g.path = "/"
	body := e("div.!sched-container", attr{"id", "sched-content-inner"})
	for day, d := range g.days {
		body.add(e("div.!sched-container-header", attr{"id", d.Format("2006-01-02")}, e("div.!sched-container-header-inner", e("div.!sched-container-dates", e("b", d.Format("Monday")), ", "+d.Format("January 2")))))
		for _, slot := range g.slots(day) {
			box := e("div.!sched-container-inner")
			for _, t := range slot {
				t.id = "2" + letters(g.next(), 4)
				slug := strings.Trim(strings.ToLower(strings.Join(strings.Fields(t.title), "-")), "-?")
				kind := fmt.Sprintf("ev_%d", 1+t.room+1)
				link := e("a.!name", attr{"href", "event/" + t.id + "/" + slug}, attr{"id", letters(g.next(), 16)}, t.title)
				if t.room >= 0 {
					link.add(" ", e("span.!vs", g.room(t)))
				}
				event := e("span.!event.!"+kind, link)
				if g.form == 1 && len(t.who) > 0 {
					who := e("div.!sched-event-details-speakers")
					for i, p := range t.who {
						if i > 0 {
							who.add(", ")
						}
						who.add(e("a", attr{"href", "speaker/" + letters(g.next(), 8)}, p.name))
					}
					event.add(e("div.!sched-event-details", who))
				}
				box.add(e("div.!sched-container-bottom", event))
			}
			body.add(e("div.!sched-container-anchor", e("h3", strings.ToLower(twelve(slot[0].from, ":")+halfOf(slot[0].from, "am", "pm"))+" KST")), box)
		}
	}
	g.body = e("div", attr{"id", "sched-page"}, e("h2", words(g, "일정", "Schedule")), body)
	if g.form == 1 {
		g.sayAll("dsri")
	} else {
		g.sayAll("dri")
	}
}

// ccipGrid: boxes of a grid, each with an hour, a room and tags in its corners, below one
// time for all of a slot or placed by lines of the grid.
func ccipGrid(g *gen) {
	g.programmeOf(plan{days: 1, rooms: 3, slots: 5, rests: true, shared: true, several: true})
	rows := e("=div.agenda")
	if g.form == 0 {
		for _, slot := range g.slots(0) {
			row := e("div", e("div.session.session-hour", e("p", hhmm(slot[0].from))))
			for _, t := range slot {
				box := e("div.session.clickable", e("a.seo-only", attr{"href", g.path + "/" + t.id}, attr{"style", "display: none;"}), e("p.tag", e("span", t.tag()), e("span", t.level)), e("h2.session-title", t.title))
				box.add(e("p.session-speaker", e("span", t.names())), e("p.session-place", g.room(t)))
				row.add(box)
			}
			rows.add(row)
		}
		g.body = e("section.timetable", g.title(), e("p.date", g.date(0)), rows)
		g.sayAll("dsr")
		return
	}
	rows.add(attr{"style", "display:grid;grid-template-columns:auto repeat(3,1fr)"}, e("div.corner"))
	for _, name := range g.rooms {
		rows.add(e("div.room-head", name))
	}
	line := func(m int) int { return (m-600)/10 + 2 }
	for _, slot := range g.slots(0) {
		rows.add(e("div.hour", attr{"style", fmt.Sprintf("grid-row:%d", line(slot[0].from))}, hhmm(slot[0].from)))
		for _, t := range slot {
			column := fmt.Sprintf("%d", t.room+2)
			if t.room < 0 {
				column = "2 / 5"
			}
			rows.add(e("div.box", attr{"style", fmt.Sprintf("grid-column:%s;grid-row:%d / %d", column, line(t.from), line(t.to))}, e("div.box-time", hhmm(t.from)+" ~ "+hhmm(t.to)), e("a.box-title", attr{"href", g.path + "/" + t.id}, t.title), e("div.box-who", t.names())))
		}
	}
	g.body = e("section.timetable", g.title(), e("p.date", g.date(0)), rows)
	g.sayAll("desr")
}

// tag is the first of t, "" where it has none.
func (t *talk) tag() string {
	if len(t.tags) > 0 {
		return t.tags[0]
	}
	return ""
}
