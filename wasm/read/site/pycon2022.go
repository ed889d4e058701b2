package site

import (
	"byeolpyo/wasm/model/session"
)

// pycon2022 is rendered on the server and then updated in the browser: when the day is
// switched, some nodes get another session's text. Cells have title and speaker in one link,
// and tracks in place of rooms. A detail page shows no time, but its JSON has time and track.
//
//	https://2022.pycon.kr/program/talk-schedule
//	https://2022.pycon.kr/en/program/talks
//	https://2022.pycon.kr/program/talks/21
var pycon2022 = Profile{
	Name:      "2022",
	Years:     []int{2022},
	Timetable: "program/talk-schedule",
	Links:     []Link{{Path: "program/talks/{int}", Sequence: session.AnySequence, Kind: session.Talk}},
	Data: &Data{
		Script: "script#__NEXT_DATA__",
		ID:     "id", Title: "title", Start: "video_open_at", Speakers: "user_name",
		Room: "track_num", RoomName: "트랙",
		Length: "duration", Minutes: "S15,L30",
		Recording: "video_url", Slides: "slide_url",
	},
	Layouts: []Layout{
		{
			Shape:    Grid,
			Root:     "table",
			Title:    "a > div",
			Speakers: "a > div:last:not(:first)",
			Day:      "button[selected], button.selected, button[aria-pressed=true]",
		},
		{
			Shape:    Detail,
			Root:     "body",
			Title:    "[class*=PageTitle], h2",
			Speakers: "[class*=Speaker__SpeakerName]",
		},
		{
			Shape:    Links,
			Root:     "body",
			Title:    "h4, [class*=KeynoteListItem__Title]",
			Speakers: "h4 + div, [class*=KeynoteListItem__Speaker]",
		},
	},
}
