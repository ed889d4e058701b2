package site

import (
	"byeolpyo/wasm/model/session"
)

// pycon2021 is a static site with hashed class names. A grid shows one day, and only the
// style of a button tells which; the page's JSON has the times of both days. Every second row
// is empty, and cells without a session yet have sessions named "-".
//
//	https://2021.pycon.kr/session/
//	https://2021.pycon.kr/session/list/
//	https://2021.pycon.kr/session/33/
var pycon2021 = Profile{
	Name:      "2021",
	Years:     []int{2021},
	Timetable: "session/",
	Links:     []Link{{Path: "session/{int}", Sequence: session.AnySequence, Kind: session.Talk}},
	Ignore:    []string{"session/speech-to-text"},
	Data: &Data{
		Script: "script#__NEXT_DATA__",
		ID:     "id", Title: "title", Start: "video_open_at", Speakers: "user_name",
		Length: "duration", Minutes: "S15,L30",
		Recording: "video_url", Slides: "slide_url",
	},
	Layouts: []Layout{
		{
			Shape:     Grid,
			Root:      "table",
			Title:     "a[href*=/session/]",
			Speakers:  "td > div > div:last:not(:first)",
			Day:       "button.selected, button[selected], button[aria-pressed=true]",
			WholeText: true,
		},
		{Shape: Detail, Root: "body", Title: "h3"},
		{
			Shape:    Links,
			Root:     "body",
			Title:    "a > div:last",
			Speakers: "a > div:first:not(:last)",
		},
	},
}
