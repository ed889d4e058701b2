package timetable

import (
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/model/session"
)

// TestBySite: what begins at one time stands in the order in which the site sets out its
// rooms, and not in that of titles: what is in all rooms first, then by the column of the
// site's grid, and by the rooms' names, as people count, what no grid told.
func TestBySite(t *testing.T) {
	at := session.KST(session.Date{Year: 2026, Month: 8, Day: 15}, 10, 0)
	list := []session.Session{
		{Key: "2026/s/later", Start: at + 10, Col: 1, Rooms: []string{"101"}},
		{Key: "2026/s/10", Start: at, Rooms: []string{"Room 10"}},
		{Key: "2026/s/2", Start: at, Rooms: []string{"Room 2"}},
		{Key: "2026/s/third", Start: at, Col: 3, Rooms: []string{"A"}},
		{Key: "2026/s/first", Start: at, Col: 1, Rooms: []string{"B"}},
		{Key: "2026/s/all", Start: at, Everywhere: 4},
	}
	slices.SortFunc(list, func(a, b session.Session) int { return BySite(&a, &b) })
	var ids []string
	for _, s := range list {
		ids = append(ids, strings.TrimPrefix(string(s.Key), "2026/s/"))
	}
	if want := []string{"all", "first", "third", "2", "10", "later"}; !slices.Equal(ids, want) {
		t.Errorf("%v, want %v", ids, want)
	}
}
