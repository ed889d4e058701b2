package star

import (
	"strings"

	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/session"
)

// GridPrefix begins the storage keys of what a day's grid showed when it was
// last seen whole: "grid/edition/date/hash", the hash over page, language and
// zone, because each of them shows other sessions under one date.
const GridPrefix = "grid/"

// QuietMillis is for how long a page must not change before what is missing from
// it counts as gone. The slowest site fills its grid in several steps, half a
// second apart.
const QuietMillis = 2000

// dayGrids returns, by storage key, the keys of the sessions that each day's
// grid on the page shows.
func (b *Brain) dayGrids(where string) map[string][]session.Key {
	grids := map[string][]session.Key{}
	for i, spot := range b.page.Spots {
		if !spot.Day.Known() {
			continue
		}
		hash := session.HashID(where, 0, b.page.Lang)
		name := GridPrefix + b.page.Edition + "/" + spot.Day.String() + "/" + hash
		grids[name] = append(grids[name], b.keys[i])
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
// it loses none, and is remembered as it was.
func (b *Brain) Vanished(where string, stored map[string]any, now int64) map[string]any {
	entries := map[string]any{}
	here := map[session.Key]bool{}
	for _, key := range b.keys {
		here[key] = true
	}
	for name, keys := range b.dayGrids(where) {
		before := gridSessions(stored[name])
		has := map[session.Key]bool{}
		list := []any{}
		for _, key := range keys {
			if !has[key] {
				has[key] = true
				list = append(list, string(key))
			}
		}
		var lost []session.Key
		for _, key := range before {
			if !has[key] {
				lost = append(lost, key)
			}
		}
		if len(lost)*2 > len(before) || len(lost) == 0 && len(has) == len(before) {
			continue
		}
		entries[name] = map[string]any{"v": float64(picks.Version), "keys": list}
		for _, key := range lost {
			known, ok := b.book.Sessions[key]
			if !ok || here[key] || known.Gone != 0 || b.book.Sealed[key] {
				continue
			}
			known.Gone = now
			b.book.Sessions[key] = known
			entries[picks.SessionPrefix+string(key)] = known.Encode()
		}
	}
	return entries
}

func gridSessions(tree any) []session.Key {
	m, _ := tree.(map[string]any)
	list, _ := m["keys"].([]any)
	keys := make([]session.Key, 0, len(list))
	for _, item := range list {
		if s, ok := item.(string); ok {
			keys = append(keys, session.Key(s))
		}
	}
	return keys
}

// Place names a page for GridKeys and Vanished: address without query and
// fragment, and the browser's offset from UTC in minutes.
func Place(url string, offset int) string {
	if i := strings.IndexAny(url, "?#"); i >= 0 {
		url = url[:i]
	}
	return url + " " + session.Itoa(offset)
}
