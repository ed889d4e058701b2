package reminders

import (
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// CountFor is for how many minutes before a must the button counts them.
const CountFor = 60

// Button returns until when the button counts minutes, 0 for not at all, and when that is
// to be asked again, 0 for never. It counts to the next must that begins within the hour,
// on days on which the person goes to a session of a conference: the dinner that somebody
// wrote in for the day before is none.
func Button(now session.Instant, items []Item) (until, next session.Instant) {
	meets := map[session.Date]bool{}
	for _, it := range items {
		if it.Start.Known() && !it.Cancelled && !it.Key.Own() {
			meets[it.Start.Date()] = true
		}
	}
	var first session.Instant
	for _, it := range items {
		counts := it.State == picks.Must && !it.Cancelled && it.Start > now && meets[it.Start.Date()]
		if counts && (!first.Known() || it.Start < first) {
			first = it.Start
		}
	}
	switch {
	case !first.Known():
		return 0, 0
	case first-CountFor > now:
		return 0, first - CountFor
	}
	return first, first
}
