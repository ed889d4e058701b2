package site

import (
	"byeolpyo/wasm/dom"
	"byeolpyo/wasm/session"
)

// pycon2020 is a Django site for an event on the net. Both days are in the
// document, each hidden until its tab is chosen; rows are wider than the head.
// Details have neither room nor speaker, and nothing tells an end.
//
//	https://www.pycon.kr/2020/program/talk-schedule/
//	https://2020.pycon.kr/2020/program/talks/
//	https://www.pycon.kr/en/2020/program/talk/7
var pycon2020 = Profile{
	Name:  "2020",
	Years: []int{2020},
	Links: []Link{
		{"program/talk/{int}", "talk", session.Talk},
		{"program/keynote#{int}", "keynote", session.Keynote},
	},
	Layouts: []Layout{
		grid2020("table#sat", "#is_sat"),
		grid2020("table#sun", "#is_sun"),
		{
			Shape: Detail,
			Root:  dom.MustCompile("main"),
			Title: dom.MustCompile("h1"),
			Row:   dom.MustCompile("li.list-group-item"),
			Times: dom.MustCompile(".glyphicon-time"),
			Rooms: dom.MustCompile(".glyphicon-map-marker"),
		},
		{
			Shape:      Links,
			Root:       dom.MustCompile("main"),
			Title:      dom.MustCompile(".bio"),
			Speakers:   dom.MustCompile(".name"),
			SpeakerCut: " / ",
		},
	},
}

func grid2020(table, tab string) Layout {
	return Layout{
		Shape:    Grid,
		Root:     dom.MustCompile(table),
		Title:    dom.MustCompile(".program > a, .program > span"),
		Speakers: dom.MustCompile(".speaker_name"),
		Lang:     dom.MustCompile(".label-english-session"),
		Day:      dom.MustCompile(tab),
		HeadRoom: dom.MustCompile("span.room"),
	}
}
