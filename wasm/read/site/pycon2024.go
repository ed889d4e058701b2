package site

import (
	"byeolpyo/wasm/model/session"
)

// pycon2024 is a React application over pretalx. Neither its grid nor its list has links or
// ids; only the address of a detail page has one. Times are in the browser's time zone, the
// date over the grid is in UTC, and no page tells the year. The application's data has the
// times that the list lacks, and the codes; it also has e-mail addresses and answers to the
// organizers' questions, which are not read.
//
//	https://2024.pycon.kr/session/timetable
//	https://2024.pycon.kr/session
//	https://2024.pycon.kr/session/F7MWSF
var pycon2024 = Profile{
	Name:        "2024",
	Years:       []int{2024},
	Links:       []Link{{Path: "session/{code}", Sequence: session.AnySequence, Kind: session.Talk}},
	BrowserZone: true,
	Timetable:   "https://api.pycon.kr/2024/sessions/",
	Data: &Data{
		Page: "https://2024.pycon.kr/session/", ID: "code", Title: "title", Kind: "submission_type", Speakers: "speakers", Name: "name",
		Slots: "slot", Start: "start", End: "end", Room: "room",
	},
	Language: ".menu-item, h1, button.selected",
	Layouts: []Layout{
		{
			Shape:          Grid,
			Root:           "table",
			Title:          "td > div > h6",
			Speakers:       "kbd",
			Day:            "button.selected h6",
			MinutesPerStep: 10,
			DayInUTC:       true,
		},
		{
			// The tutorials are boxes to open, with the date in a paragraph above them.
			Shape:   Flow,
			Root:    ".cm-page",
			Item:    "details > summary",
			Around:  true,
			Title:   "summary",
			Times:   "details > p",
			Day:     "p",
			InSeoul: true,
		},
		{
			Shape:    Detail,
			Root:     ".cm-page",
			Title:    "h1",
			Speakers: "div > div > div > h3",
		},
		{
			Shape:    Cards,
			Root:     ".cm-page",
			Item:     "div > h4:first",
			Around:   true,
			Has:      "kbd",
			Title:    "h4",
			Speakers: "kbd:not([class])",
		},
	},
}
