package site

import (
	"byeolpyo/wasm/model/session"
)

// pycon2020 is a Django site for an online event. Both days are in the document, each hidden
// until its tab is chosen; rows have more columns than the head. Detail pages have neither
// room nor speaker, and no page tells an end.
//
//	https://www.pycon.kr/2020/program/talk-schedule/
//	https://2020.pycon.kr/2020/program/talks/
//	https://www.pycon.kr/en/2020/program/talk/7
var pycon2020 = Profile{
	Name:      "2020",
	Static:    true,
	Years:     []int{2020},
	Timetable: "program/talk-schedule/",
	Links: []Link{
		{Path: "program/talk/{int}", Sequence: "talk", Kind: session.Talk},
		{Path: "program/keynote#{int}", Sequence: "keynote", Kind: session.Keynote},
	},
	Layouts: []Layout{
		{
			Shape:    Grid,
			Root:     "table#sat",
			Title:    ".program > a, .program > span",
			Speakers: ".speaker_name",
			Lang:     ".label-english-session",
			Day:      "#is_sat",
			HeadRoom: "span.room",
		},
		{
			Shape:    Grid,
			Root:     "table#sun",
			Title:    ".program > a, .program > span",
			Speakers: ".speaker_name",
			Lang:     ".label-english-session",
			Day:      "#is_sun",
			HeadRoom: "span.room",
		},
		{
			Shape: Cards,
			Path:  "program/keynote",
			Root:  "main",
			Item:  ".keynotes > h2",
			Who:   true,
			Kind:  session.Keynote,
		},
		{
			Shape: Detail,
			Root:  "main",
			Title: "h1",
			Row:   "li.list-group-item",
			Times: ".glyphicon-time",
			Rooms: ".glyphicon-map-marker",
		},
		{
			Shape:      Links,
			Root:       "main",
			Title:      ".bio",
			Speakers:   ".name",
			SpeakerCut: " / ",
		},
	},
}
