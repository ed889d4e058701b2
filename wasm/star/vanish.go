package star

import (
	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/plain"
	"byeolpyo/wasm/session"
)

// GridPrefix begins the storage keys of what a day's grid showed when it was
// last seen whole: "grid/edition/date/hash", the hash over page, language and
// zone, because each of them shows other sessions under one date. A record has
// the sessions' keys and, in the same order, their starts (session.Instant).
const GridPrefix = "grid/"

// QuietMillis is for how long a page must not change before what is missing from
// it counts as gone. The slowest site fills its grid in several steps, half a
// second apart.
const QuietMillis = 2000

// gridName is the storage key of what a day's grid showed.
func (b *Brain) gridName(day session.Date, where string) string {
	return GridPrefix + b.page.Edition + "/" + day.String() + "/" + session.HashID(where, 0, b.page.Lang)
}

// dayGrids returns, by storage key, the slots that each day's grid on the page
// shows.
func (b *Brain) dayGrids(where string) map[string][]slot {
	grids := map[string][]slot{}
	var day session.Date
	name := ""
	for i := range b.page.Spots {
		spot := &b.page.Spots[i]
		if spot.Day.Known() {
			key := spot.Session.Key
			if i < len(b.keys) { // in other pages' terms
				key = b.keys[i]
			}
			if spot.Day != day {
				day = spot.Day
				name = b.gridName(day, where)
			}
			grids[name] = append(grids[name], slot{spot.Session.Start, key})
		}
	}
	return grids
}

// GridKeys returns the storage keys that Vanished needs: what the grids on the
// page showed before. where names the page and the browser's zone.
func (b *Brain) GridKeys(where string) []string {
	var names []string
	for name := range b.dayGrids(where) {
		names = append(names, name)
	}
	return names
}

// Vanished returns the storage entries that remember what the grids on the page
// show now, and that mark as gone since now the sessions that a grid showed
// before and the page shows no longer. stored holds the values of GridKeys. A
// grid that lost more than half at once is taken to be half loaded, or filtered:
// it loses none, and is remembered as it was. What has been seen at another time
// meanwhile has moved and is not gone.
func (b *Brain) Vanished(where string, stored map[string]any, now int64) map[string]any {
	entries := map[string]any{}
	here := map[session.Key]bool{}
	for _, key := range b.keys {
		here[key] = true
	}
	for name, slots := range b.dayGrids(where) {
		before := gridSlots(stored[name])
		has := map[session.Key]session.Instant{}
		keys, starts := []any{}, []any{}
		for _, sl := range slots {
			if _, twice := has[sl.key]; !twice {
				has[sl.key] = sl.start
				keys, starts = append(keys, string(sl.key)), append(starts, float64(sl.start))
			}
		}
		var lost []slot
		same := len(has) == len(before)
		for _, sl := range before {
			start, still := has[sl.key]
			if !still {
				lost = append(lost, sl)
			}
			same = same && still && start == sl.start
		}
		if len(lost)*2 > len(before) || same {
			continue
		}
		entries[name] = map[string]any{"v": float64(picks.Version), "keys": keys, "starts": starts}
		b.grids[name] = gridSlots(entries[name])
		for _, sl := range lost {
			b.lost(entries, sl, here, now)
		}
	}
	return entries
}

// lost marks as gone the record of a slot that a grid no longer shows. If it is
// picked and the session has one other slot, the pick follows there instead.
func (b *Brain) lost(entries map[string]any, sl slot, here map[session.Key]bool, now int64) {
	base := sl.key.First()
	for _, r := range b.records(base) {
		known, ok := b.book.Sessions[r.key]
		if !ok || r.gone || here[r.key] || b.book.Sealed[r.key] || r.start != sl.start && (sl.start.Known() || r.key != sl.key) {
			continue
		}
		known.Gone = now
		b.write(entries, known)
		if !r.picked {
			continue
		}
		for _, other := range b.assign(base, nil, nil) {
			for _, o := range b.records(base) {
				if other.key == r.key && o.start == other.start && !o.gone {
					known = b.book.Sessions[o.key]
					known.Session.Key = r.key
					b.write(entries, known)
				}
			}
		}
	}
}

// gridSlots reads a grid's record. Those of before had no starts.
func gridSlots(tree any) []slot {
	m, _ := tree.(map[string]any)
	keys, _ := m["keys"].([]any)
	starts, _ := m["starts"].([]any)
	slots := make([]slot, 0, len(keys))
	for i, item := range keys {
		if s, ok := item.(string); ok {
			sl := slot{key: session.Key(s)}
			if i < len(starts) {
				start, _ := starts[i].(float64)
				sl.start = session.Instant(start)
			}
			slots = append(slots, sl)
		}
	}
	return slots
}

// Place names a page for GridKeys and Vanished: address without query and
// fragment, and the browser's offset from UTC in minutes.
func Place(url string, offset int) string {
	if i := plain.Any(url, "?#"); i >= 0 {
		url = url[:i]
	}
	return url + " " + session.Itoa(offset)
}
