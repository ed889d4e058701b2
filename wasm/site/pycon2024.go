package site

import (
	"byeolpyo/wasm/dom"
	"byeolpyo/wasm/session"
)

// pycon2024 is a React application over pretalx. Neither its grid nor its list
// has a link or an id; only the address of a detail does. Hours are those of the
// browser's zone, the date over the grid is that in UTC, and no page names the
// year.
//
//	https://2024.pycon.kr/session/timetable
//	https://2024.pycon.kr/session
//	https://2024.pycon.kr/session/F7MWSF
var pycon2024 = Profile{
	Name:        "2024",
	Years:       []int{2024},
	Links:       []Link{{"session/{code}", session.AnySequence, session.Talk}},
	BrowserZone: true,
	Language:    dom.MustCompile(".menu-item, h1, button.selected"),
	Layouts: []Layout{
		{
			Shape:          Grid,
			Root:           dom.MustCompile("table"),
			Title:          dom.MustCompile("td > div > h6"),
			Speakers:       dom.MustCompile("kbd"),
			Day:            dom.MustCompile("button.selected h6"),
			MinutesPerStep: 10,
			DayInUTC:       true,
		},
		{
			Shape:    Detail,
			Root:     dom.MustCompile(".cm-page"),
			Title:    dom.MustCompile("h1"),
			Speakers: dom.MustCompile("div > div > div > h3"),
		},
		{
			Shape:    Cards,
			Root:     dom.MustCompile(".cm-page"),
			Item:     dom.MustCompile("div > h4:first"),
			Around:   true,
			Has:      dom.MustCompile("kbd"),
			Title:    dom.MustCompile("h4"),
			Speakers: dom.MustCompile("kbd:not([class])"),
		},
	},
}
