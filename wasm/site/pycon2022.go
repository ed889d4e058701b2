package site

import (
	"byeolpyo/wasm/dom"
	"byeolpyo/wasm/session"
)

// pycon2022 is made on the server and then lives in the browser: a day switch
// keeps some nodes with another session's text. Cells hold title and speaker in
// one link; tracks stand for rooms. A detail shows no time at all, but the
// page's own JSON tells time and track.
//
//	https://2022.pycon.kr/program/talk-schedule
//	https://2022.pycon.kr/en/program/talks
//	https://2022.pycon.kr/program/talks/21
var pycon2022 = Profile{
	Name:  "2022",
	Years: []int{2022},
	Links: []Link{{"program/talks/{int}", session.AnySequence, session.Talk}},
	Embedded: &Embedded{
		Script: dom.MustCompile("script#__NEXT_DATA__"),
		ID:     "id", Title: "title", Start: "video_open_at", Speaker: "user_name",
		Room: "track_num", RoomName: "트랙",
		Length: "duration", Minutes: map[string]int{"S": 15, "L": 30},
	},
	Layouts: []Layout{
		{
			Shape:    Grid,
			Root:     dom.MustCompile("table"),
			Title:    dom.MustCompile("a > div"),
			Speakers: dom.MustCompile("a > div:last:not(:first)"),
			Day:      dom.MustCompile("button[selected], button.selected, button[aria-pressed=true]"),
		},
		{
			Shape:    Detail,
			Root:     dom.MustCompile("body"),
			Title:    dom.MustCompile("[class*=PageTitle], h2"),
			Speakers: dom.MustCompile("[class*=SpeakerName]"),
		},
		{
			Shape:    Links,
			Root:     dom.MustCompile("body"),
			Title:    dom.MustCompile("h4"),
			Speakers: dom.MustCompile("h4 + div"),
		},
	},
}
