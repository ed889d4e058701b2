package site

import (
	"byeolpyo/wasm/model/session"
)

// pycon2023 is a Next application whose class names are generated and have no meaning. A slot
// of the timetable has two rows: the first has a link with title and category, the second the
// same link with the speaker. The rooms are in the third row of the head. Only one of the two
// days is in the document. The list has a badge with the weekday and no time; a detail page
// has its room in a paragraph of labels, and no time either. Only the host tells the year.
//
//	https://2023.pycon.kr/session/schedule
//	https://2023.pycon.kr/session
//	https://2023.pycon.kr/session/18
var pycon2023 = Profile{
	Name:      "2023",
	Years:     []int{2023},
	Timetable: "session/schedule",
	Links:     []Link{{Path: "session/{int}", Sequence: "session", Kind: session.Talk}},
	Layouts: []Layout{
		{
			Shape:         Grid,
			Root:          "table",
			Title:         "div > p:first",
			Speakers:      "div > p",
			SpeakersBelow: true,
			SpeakerCut:    " / ", // "서명석 / 후원사"
			Day:           "td h4",
		},
		{
			Shape:    Detail,
			Root:     "main",
			Title:    "h1",
			Speakers: "h2 + div h4",
		},
		{
			Shape:      Links,
			Root:       "main",
			Title:      "div > div:last > div:first",
			Speakers:   "div > div:last > div:last:not(:first)",
			SpeakerCut: " / ",
		},
	},
}
