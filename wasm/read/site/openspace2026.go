package site

import (
	"byeolpyo/wasm/model/session"
)

// openspace2026 is the board on which attendees announced their own sessions in 2026. Its
// sessions have no ids and no links. The panels of all days are in the document, and a
// stylesheet shows one of them. The sessions belong to edition 2026 and clash with its talks.
//
//	https://openspace.pycon.kr/schedule
//	https://openspace.pycon.kr/topics
var openspace2026 = Profile{
	Name:   "openspace2026",
	Static: true,
	Years:  []int{2026},
	Hosts:  []string{"openspace.pycon.kr"},
	Layouts: []Layout{
		{
			Shape:    Grid,
			Root:     "table.schedule",
			Title:    ".slot-title, .topic-title, strong, a, div, span, p",
			Own:      ".slot-filled",
			Day:      "caption, h2, h3, .caption",
			Kind:     session.OpenSpace,
			Sequence: "openspace",
		},
		{
			Shape:    Cards,
			Root:     "body",
			Item:     "article.topic-card",
			Title:    ".topic-title",
			Times:    ".topic-status",
			Kind:     session.OpenSpace,
			Sequence: "openspace",
		},
	},
}
