package site

import "byeolpyo/wasm/dom"

// pycon2018 is a Django site with server-made pages. Every session of the
// timetable stands in the document twice: in a copy for phones and in one for
// wide screens, of which the stylesheet shows one. Breaks are ordinary links.
// Only the detail tells the end.
//
//	https://www.pycon.kr/2018/program/schedule/
//	https://www.pycon.kr/2018/en/program/list/
//	https://archive.pycon.kr/2018/program/37
var pycon2018 = Profile{
	Name:    "2018",
	Years:   []int{2018},
	Links:   djangoLinks,
	Layouts: djangoLayouts,
}

// djangoLayouts serve 2014 to 2018.
var djangoLayouts = []Layout{
	{
		Shape: Grid,
		Root:  dom.MustCompile(".timetable-wide table"),
		// The link holds a div with the title; the div may hold icons.
		Title:    dom.MustCompile(".program > a.title"),
		Speakers: dom.MustCompile(".speaker > a"),
		Lang:     dom.MustCompile(".label-english-session"),
		Day:      dom.MustCompile("h2"),
	},
	{
		Shape:      Grid,
		Root:       dom.MustCompile(".timetable-narrow table"),
		Title:      dom.MustCompile("td > a"),
		Lang:       dom.MustCompile(".label-english-session"),
		Day:        dom.MustCompile("h2"),
		RoomBefore: true,
	},
	{
		Shape:      Detail,
		Root:       dom.MustCompile("body"),
		Title:      dom.MustCompile("h1"),
		Row:        dom.MustCompile("li.list-group-item"),
		Times:      dom.MustCompile(".glyphicon-time"),
		Rooms:      dom.MustCompile(".glyphicon-map-marker"),
		Speakers:   dom.MustCompile(".speaker-small .name"),
		SpeakerCut: " / ",
	},
	{Shape: Links, Root: dom.MustCompile("body")},
}
