package site

import (
	"byeolpyo/wasm/model/session"
)

// pycon2026 is a React application whose pages come from a content system: the paths of its
// timetable and list are data, the addresses of details are code. Only one day's grid is in
// the document at a time, hours are those of the browser's zone, and a session without
// speakers has no link. The language is not in the address but in localStorage. /my-timetable
// belongs to the visitor and is never read.
//
//	https://2026.pycon.kr/timetable
//	https://2026.pycon.kr/session
//	https://2026.pycon.kr/presentations/4406c268-1f99-49d5-a932-eeb2637342fb
var pycon2026 = Profile{
	Name:        "2026",
	Years:       []int{2026},
	BrowserZone: true,
	Links:       []Link{{Path: "presentations/{uuid}", Sequence: session.AnySequence, Kind: session.Talk}},
	Ignore:      []string{"my-timetable"},
	Language:    "header, h1, thead, button.selected, main h5, main td:first h6",
	Translates:  true,
	Words:       "thead, button.selected, main h5, main td:first h6",
	Timetable:   "https://rest-api.pycon.kr/v1/event/presentation/?event=파이콘 한국 2026",
	Data:        presentations("https://2026.pycon.kr/presentations/"),
	Layouts:     reactLayouts,
}

// presentations describes the data from which both applications make their pages; its texts
// are in the language of the request. A speaker's object also has a biography and more, which
// is not read.
func presentations(page string) *Data {
	return &Data{
		Page: page, ID: "id", Title: "title", Kind: "presentation_type", Speakers: "speakers", Name: "nickname",
		Slots: "room_schedules", Start: "start_at", End: "end_at", Room: "room_name",
		Slides: "slideshow_url",
	}
}

// pycon2025 is the same application a year before, without /my-timetable.
//
//	https://2025.pycon.kr/timetable
var pycon2025 = Profile{
	Name:        "2025",
	Years:       []int{2025},
	BrowserZone: true,
	Links:       pycon2026.Links,
	Language:    pycon2026.Language,
	Translates:  true,
	Words:       pycon2026.Words,
	Timetable:   "https://rest-api.pycon.kr/v1/event/presentation/?event=파이콘 한국 2025",
	Data:        presentations("https://2025.pycon.kr/presentations/"),
	Layouts:     reactLayouts,
}

// reactLayouts serve 2025 and 2026.
var reactLayouts = []Layout{
	{
		Shape:          Grid,
		Root:           "main table",
		Title:          "p.MuiTypography-root",
		Speakers:       ".MuiChip-label",
		Day:            "button.selected p:last",
		MinutesPerStep: 10,
	},
	{
		Shape: Detail,
		Root:  "main",
		Title: "h4.MuiTypography-h4",
		Row:   "table tr",
		Times: "h6",
		Rooms: ".MuiChip-label",
		// Names are nested deeper than the title, which is also an h4.
		Speakers: ".MuiStack-root > .MuiStack-root > .MuiStack-root > h4",
	},
	{
		Shape:    Links,
		Root:     "main",
		Title:    "p.MuiTypography-root",
		Speakers: ".MuiChip-filled .MuiChip-label",
	},
	{
		// This list has no links.
		Shape:    Cards,
		Root:     "main",
		Item:     ".MuiStack-root > p.MuiTypography-body1:first",
		Around:   true,
		Has:      "p + .MuiStack-root, h6 + .MuiStack-root", // for names and marks, maybe empty
		Title:    "p.MuiTypography-body1",
		Speakers: ".MuiChip-filled .MuiChip-label",
	},
}
