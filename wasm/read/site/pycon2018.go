package site

// pycon2018 is a Django site with server-made pages. Every session of the
// timetable stands in the document twice: in a copy for phones and in one for
// wide screens, of which the stylesheet shows one. Breaks are ordinary links.
// Only the detail tells the end.
//
//	https://www.pycon.kr/2018/program/schedule/
//	https://www.pycon.kr/2018/en/program/list/
//	https://archive.pycon.kr/2018/program/37
var pycon2018 = Profile{
	Name:      "2018",
	Years:     []int{2018},
	Static:    true,
	Timetable: "program/schedule/",
	Links:     djangoLinks,
	Layouts:   djangoLayouts,
}

// djangoLayouts serve 2014 to 2018.
var djangoLayouts = []Layout{
	{
		Shape: Grid,
		Root:  ".timetable-wide table",
		// The link holds a div with the title; the div may hold icons.
		Title:    ".program > a.title",
		Speakers: ".speaker > a",
		Lang:     ".label-english-session",
		Day:      "h2",
	},
	{
		Shape:      Grid,
		Root:       ".timetable-narrow table",
		Title:      "td > a",
		Lang:       ".label-english-session",
		Day:        "h2",
		RoomBefore: true,
	},
	{
		Shape:      Detail,
		Root:       "body",
		Title:      "h1",
		Row:        "li.list-group-item",
		Times:      ".glyphicon-time",
		Rooms:      ".glyphicon-map-marker",
		Speakers:   ".speaker-small .name",
		SpeakerCut: " / ",
	},
	{Shape: Links, Root: "body"},
}
