package popup

import (
	"strconv"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/model/walk"
)

// longestBreak is how many minutes a break has at most for which it is taken that one is
// still near the room of the session before: lunch is an hour and more.
const longestBreak = 30

// way says how far it is from one pick to the next, "다른 층, 걸어서 4분쯤", and whether there is
// less time than that; "" where nothing far is known.
func (m *Model) way(from, to timetable.Item) (text string, late bool) {
	w := walk.Between(from.Session, to.Session)
	if !w.Far() {
		return "", false
	}
	text = m.Say("walkFloor", "m", strconv.Itoa(w.Minutes))
	if w.Building {
		text = m.Say("walkBuilding")
	}
	// In no time at all one is nowhere else, however near.
	pause := int(to.Start - from.End)
	return text, !from.Guessed && pause >= 0 && (pause == 0 || pause < w.Minutes)
}

// left returns the pick of tt that ends at or before a moment, not longer ago than a break
// lasts, and after all others; of several, a must. ok is false for none.
func left(tt timetable.Timetable, at session.Instant) (last timetable.Item, ok bool) {
	for _, d := range tt.Days {
		for _, it := range d.Items {
			if it.Cancelled() || it.End > at || it.End < at-longestBreak {
				continue
			}
			if !ok || it.End > last.End || it.End == last.End && it.State == picks.Must && last.State != picks.Must {
				last, ok = it, true
			}
		}
	}
	return last, ok
}

// rush says that there is too little time to get from the pick before to it; or "".
func (m *Model) rush(tt timetable.Timetable, it timetable.Item) string {
	if it.Cancelled() {
		return ""
	}
	from, ok := left(tt, it.Start)
	if !ok {
		return ""
	}
	text, late := m.way(from, it)
	if !late {
		return ""
	}
	return m.Say("walkFrom", "way", text)
}
