package page

import (
	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// reader is the version of the code that reads pages, and is raised when it reads them
// differently. A session without an id that an earlier reader saw may not exist for this one,
// or have another key; that a grid lacks it then says nothing about the site. The reader of
// 0.1.0 is 1, which its records do not state.
const reader = 2

// QuietMillis is the time, in ms, for which a page must not change before a missing session
// counts as gone. The slowest site fills its grid in several steps, half a second apart.
const QuietMillis = 2000

// gridName is the storage key of what a day's grid showed when it was
// last seen whole (records.GridPrefix): "edition/date/hash", the hash over page, language and
// zone, because each of them shows other sessions under one date. A record has
// the sessions' keys and, in the same order, their starts (session.Instant); which
// of them were missing when the page was last loaded; whether the grid was seen
// to show parts of itself; and which reader saw it.
func (pg *Page) gridName(day session.Date, where string) string {
	return records.GridPrefix + pg.page.Edition + "/" + day.String() + "/" + session.HashID(where, 0, pg.page.Lang)
}

// dayGrids returns, by storage key, the slots that each day's grid on the page
// shows.
func (pg *Page) dayGrids(where string) map[string][]slot {
	grids := map[string][]slot{}
	var day session.Date
	name := ""
	for i := range pg.page.Spots {
		spot := &pg.page.Spots[i]
		if spot.Day.Known() {
			key := spot.Session.Key
			if i < len(pg.keys) { // the key by which other pages know the session
				key = pg.keys[i]
			}
			if spot.Day != day {
				day = spot.Day
				name = pg.gridName(day, where)
			}
			grids[name] = append(grids[name], slot{spot.Session.Start, key})
		}
	}
	return grids
}

// GridKeys returns the storage keys that Vanished needs: what the grids on the
// page showed before. where names the page and the browser's zone.
func (pg *Page) GridKeys(where string) []string {
	var names []string
	for name := range pg.dayGrids(where) {
		names = append(names, name)
	}
	return names
}

// Vanished returns the storage entries that remember what the grids on the page
// show now, and that mark as gone since now the sessions that a grid showed
// before and the page shows no longer. stored holds the values of GridKeys.
//
// A site may hide sessions that it still has: behind a filter, or as a list that holds only
// what is in sight. So a session is gone when two loads of the page, one after the other,
// came to rest without it; a session that disappears while the page is open does not count.
// If more than half of a grid is missing, it is taken to be half loaded or filtered: it loses
// no session and is remembered as it was. A grid whose sessions were seen to disappear and to
// come back shows only parts, and never loses any. A session that was seen at another time
// meanwhile has moved and is not gone.
func (pg *Page) Vanished(where string, stored map[string]any, now int64) map[string]any {
	entries := map[string]any{}
	if !pg.teaches() {
		return entries
	}
	here := map[session.Key]bool{}
	for _, key := range pg.keys {
		here[key] = true
	}
	for name, slots := range pg.dayGrids(where) {
		before := readGrid(stored[name])
		next := gridRecord{missed: map[session.Key]bool{}}
		has := map[session.Key]session.Instant{}
		for _, sl := range slots {
			if _, twice := has[sl.key]; !twice {
				has[sl.key] = sl.start
				next.slots = append(next.slots, sl)
			}
		}
		first, back := pg.look(name, has)
		next.parts = before.parts || back
		whole := first && !next.parts && !pg.queried
		var lost, gone []slot
		for _, sl := range before.slots {
			if _, still := has[sl.key]; !still && (before.reader >= reader || !sl.key.Hashed()) {
				lost = append(lost, sl)
			}
		}
		if len(lost)*2 > len(before.slots) {
			if next.parts == before.parts {
				continue
			}
			next.slots, next.missed, lost = before.slots, before.missed, nil
		}
		for _, sl := range lost {
			switch {
			case here[sl.key]: // it is on another day
			case whole && (before.missed[sl.key] || pg.movedFrom(sl, next.slots, before.slots)):
				gone = append(gone, sl)
			default:
				next.slots = append(next.slots, sl)
				next.missed[sl.key] = whole || before.missed[sl.key]
			}
		}
		if next.same(before) {
			continue
		}
		entries[name] = next.encode()
		pg.grids[name] = next.slots
		for _, sl := range gone {
			pg.lost(entries, sl, here, now)
		}
	}
	return entries
}

// look notes what a grid shows of its sessions, and tells whether this is the first
// look at it since the page was loaded, and whether one that had gone since then
// has come back.
func (pg *Page) look(name string, has map[session.Key]session.Instant) (first, back bool) {
	shown := pg.shown[name]
	if first = shown == nil; first {
		shown = map[session.Key]bool{}
		pg.shown[name] = shown
	}
	if len(shown) >= maxNoted {
		clear(shown)
	}
	for key, was := range shown {
		_, is := has[key]
		back = back || is && !was
		shown[key] = is
	}
	for key := range has {
		shown[key] = true
	}
	return first, back
}

// movedFrom reports whether a slot without an id has moved to another time or room: the page
// shows its title, with the same speakers, at a place that is new.
func (pg *Page) movedFrom(sl slot, now, before []slot) bool {
	s := pg.book.Session(sl.key)
next:
	for _, other := range now {
		if !other.key.Hashed() {
			continue
		}
		for _, old := range before {
			if old.key == other.key {
				continue next
			}
		}
		t := pg.book.Session(other.key)
		for _, lang := range session.Languages {
			was, is := s.Named(lang).Speakers, t.Named(lang).Speakers
			if s.Titles[lang] != "" && session.SameTitle(s.Titles[lang], t.Titles[lang]) && s.Start.Date() == t.Start.Date() &&
				(len(was) == 0 || len(is) == 0 || share(was, is)) {
				return true
			}
		}
	}
	return false
}

// lost marks as gone the record of a slot that a grid no longer shows. If it is
// picked and the session has one other slot, the pick follows there instead.
func (pg *Page) lost(entries map[string]any, sl slot, here map[session.Key]bool, now int64) {
	base := sl.key.First()
	for _, r := range pg.records(base) {
		known, ok := pg.book.Sessions[r.key]
		if !ok || r.gone || here[r.key] || pg.book.Sealed[r.key] || r.start != sl.start && (sl.start.Known() || r.key != sl.key) {
			continue
		}
		known.Gone = now
		pg.write(entries, known)
		if !r.picked {
			continue
		}
		for _, other := range pg.assign(base, nil, nil) {
			for _, o := range pg.records(base) {
				if other.key == r.key && o.start == other.start && !o.gone {
					known = pg.book.Sessions[o.key]
					known.Session.Key = r.key
					pg.write(entries, known)
				}
			}
		}
	}
}

// gridRecord is what is stored about a day's grid.
type gridRecord struct {
	slots  []slot
	missed map[session.Key]bool // the slots that the last load did not have
	parts  bool                 // it does not always show all that it has
	reader int                  // the reader that saw it; reader in a record to be written
}

// same reports whether g equals g2, as far as it is stored.
func (g gridRecord) same(g2 gridRecord) bool {
	if len(g.slots) != len(g2.slots) || g.parts != g2.parts || g2.reader != reader {
		return false
	}
	was := make(map[session.Key]session.Instant, len(g2.slots))
	for _, sl := range g2.slots {
		was[sl.key] = sl.start
	}
	for _, sl := range g.slots {
		if start, has := was[sl.key]; !has || start != sl.start || g.missed[sl.key] != g2.missed[sl.key] {
			return false
		}
	}
	return true
}

func (g gridRecord) encode() map[string]any {
	keys, starts, missed := []any{}, []any{}, []any{}
	for _, sl := range g.slots {
		keys, starts = append(keys, string(sl.key)), append(starts, float64(sl.start))
		if g.missed[sl.key] {
			missed = append(missed, string(sl.key))
		}
	}
	m := map[string]any{"v": float64(records.PickVersion), "keys": keys, "starts": starts, "reader": float64(reader)}
	if len(missed) > 0 {
		m["missed"] = missed
	}
	if g.parts {
		m["parts"] = true
	}
	return m
}

// readGrid reads a grid's record. Records of 0.1.0 have no missed slots, and the earliest of
// them no starts.
func readGrid(tree any) gridRecord {
	m, _ := tree.(map[string]any)
	keys, _ := m["keys"].([]any)
	starts, _ := m["starts"].([]any)
	missed, _ := m["missed"].([]any)
	g := gridRecord{slots: make([]slot, 0, len(keys)), missed: map[session.Key]bool{}}
	for i, item := range keys {
		if s, ok := item.(string); ok {
			sl := slot{key: session.Key(s).Canonical()}
			if i < len(starts) {
				start, _ := starts[i].(float64)
				sl.start = session.Instant(start)
			}
			g.slots = append(g.slots, sl)
		}
	}
	for _, item := range missed {
		if s, ok := item.(string); ok {
			g.missed[session.Key(s).Canonical()] = true
		}
	}
	g.parts, _ = m["parts"].(bool)
	seen, _ := m["reader"].(float64)
	g.reader = max(int(seen), 1)
	return g
}

// Place returns the name of a page for GridKeys and Vanished: its address without query and
// fragment, and the browser's offset from UTC in minutes.
func Place(url string, offset int) string {
	if i := ascii.Any(url, "?#"); i >= 0 {
		url = url[:i]
	}
	return url + " " + ascii.Itoa(offset)
}
