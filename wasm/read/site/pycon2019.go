package site

import (
	"byeolpyo/wasm/model/session"
)

// pycon2019 shows its timetable as one list of boxes, a day at a time, without link or id;
// times are Seoul's. The list is empty until a day is clicked. The list of talks has ids and
// no times, and a detail page has no room, so that sessions of the three pages are matched by
// title.
//
//	https://2019.pycon.kr/timetable/talks
//	https://www.pycon.kr/2019/program/talks
//	https://2019.pycon.kr/program/talk-detail?id=33
var pycon2019 = Profile{
	Name:  "2019",
	Years: []int{2019},
	Links: []Link{
		{Path: "program/talk-detail?id={int}", Sequence: "talk", Kind: session.Talk},
		{Path: "program/tutorial-detail?id={int}", Sequence: "tutorial", Kind: session.Tutorial},
		{Path: "program/sprint-detail?id={int}", Sequence: "sprint", Kind: session.Sprint},
	},
	Language: "nav",
	Layouts: []Layout{
		{
			Shape:     Flow,
			Root:      "main",
			Item:      ".timeWrapper",
			Around:    true,
			WholeText: true,
			Title:     ".subject > .title",
			Speakers:  ".subject > .speakerName",
			Times:     ".timeWrapper > .time",
			Rooms:     ".content > .room",
			// The other pages separate two speakers in the same way.
			SpeakerSplit: " / ",
			// Only the style of the two day tabs tells which one is chosen. The class is made
			// from the style itself and so stays while the site is kept as it is.
			Day: ".css-1jemrhf, [aria-selected=true], h2, h3",
		},
		{
			Shape: Cards,
			Path:  "program/keynote",
			Root:  "main",
			Item:  "section > div > div:first",
			Who:   true,
			Kind:  session.Keynote,
		},
		{
			Shape: Detail,
			Root:  "main",
			// The heading holds the speaker as well, in a span after a line break.
			Title:        "h1",
			TitleAside:   "span",
			Speakers:     "h1 > span",
			SpeakerSplit: " / ",
		},
		{
			Shape:        Links,
			Root:         "main",
			Speakers:     "a + span",
			SpeakerSplit: " / ",
		},
	},
}
