package timetable

import "byeolpyo/wasm/model/session"

// Hall is the programme of one day as it hangs in a hall: what is on in which room, without
// the widths and lanes of a Grid.
type Hall struct {
	Date  session.Date
	Items []Item     // by start, in any state
	Rooms []string   // in the site's order, each named once
	In    [][]string // the rooms of each of Items; empty for one whose room no page told, and for what is in all rooms
}

// Halls returns the days of an edition, with the arguments and the names of Grids.
func Halls(edition, lang string, known []session.Session, list []Pick) []Hall {
	var out []Hall
	eachDate(edition, lang, known, list, func(items []Item, rooms [][]string) {
		out = append(out, Hall{Date: items[0].Start.Date(), Items: items, Rooms: columns(items, rooms), In: rooms})
	})
	return out
}
