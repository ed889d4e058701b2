package timetable

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"byeolpyo/wasm/internal/programmes"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// showCell writes a cell as "id from-to lane/lanes".
func showCell(g Grid, c Cell) string {
	_, _, id, _, _ := g.Items[c.Item].Session.Key.Parts()
	return fmt.Sprintf("%s %d-%d %d/%d", id, c.From, c.To, c.Lane, c.Lanes)
}

func TestGrid(t *testing.T) {
	off := func(p Pick) session.Session { return p.Session }
	for _, c := range []struct {
		name  string
		known []session.Session
		picks []Pick
		rooms []string
		cells []string
	}{
		{"rooms by name, figures by value", []session.Session{off(pick("b", at(13, 0), at(13, 30), "Room 10"))},
			[]Pick{pick("a", at(13, 0), at(13, 30), "Room 2")}, []string{"Room 2", "Room 10"}, []string{"a 0-1 0/1", "b 1-2 0/1"}},
		{"a plenary over all", []session.Session{off(pick("b", at(13, 0), at(13, 30), "1")), off(pick("c", at(13, 0), at(13, 30), "2"))},
			[]Pick{pick("a", at(12, 0), at(13, 0))}, []string{"1", "2"}, []string{"a 0-2 0/1", "b 0-1 0/1", "c 1-2 0/1"}},
		{"named in every room", nil, []Pick{pick("a", at(12, 0), at(13, 0), "1", "2", "3")}, []string{"1", "2", "3"}, []string{"a 0-3 0/1"}},
		{"named in rooms that are no neighbours", []session.Session{off(pick("b", at(12, 0), at(13, 0), "2"))},
			[]Pick{pick("a", at(12, 0), at(13, 0), "1", "3")}, []string{"1", "2", "3"}, []string{"a 0-1 0/1", "b 1-2 0/1", "a 2-3 0/1"}},
		{"what has no room, beside what has one", []session.Session{off(pick("b", at(12, 0), at(13, 0), "1"))},
			[]Pick{pick("a", at(12, 30), at(13, 0))}, []string{"1", ""}, []string{"b 0-1 0/1", "a 1-2 0/1"}},
		{"no rooms at all", nil, []Pick{pick("a", at(12, 30), at(13, 0))}, []string{""}, []string{"a 0-1 0/1"}},
		{"two at once in one room", []session.Session{off(pick("b", at(12, 10), at(12, 20), "1"))},
			[]Pick{pick("a", at(12, 0), at(13, 0), "1")}, []string{"1"}, []string{"a 0-1 0/2", "b 0-1 1/2"}},
		{"in one room and in both", []session.Session{off(pick("b", at(12, 10), at(12, 20), "1"))},
			[]Pick{pick("a", at(12, 0), at(13, 0), "1", "2")}, []string{"1", "2"}, []string{"a 0-2 0/2", "b 0-2 1/2"}},
		{"a known session that is picked is one", []session.Session{off(pick("a", at(12, 0), at(13, 0), "1"))},
			[]Pick{pick("a", at(12, 0), at(13, 0), "1")}, []string{"1"}, []string{"a 0-1 0/1"}},
	} {
		gs := Grids("2026", "ko", c.known, c.picks)
		if len(gs) != 1 {
			t.Errorf("%s: %d days", c.name, len(gs))
			continue
		}
		var cells []string
		for _, cell := range gs[0].Cells {
			cells = append(cells, showCell(gs[0], cell))
		}
		if !slices.Equal(gs[0].Rooms, c.rooms) || !slices.Equal(cells, c.cells) {
			t.Errorf("%s: %q %q, want %q %q", c.name, gs[0].Rooms, cells, c.rooms, c.cells)
		}
	}
}

// Clashes are between picks, and days without one are shown as well.
func TestGridShowsMine(t *testing.T) {
	day2 := session.Instant(24 * 60)
	known := []session.Session{pick("x", at(12, 0), at(13, 0), "2").Session, pick("y", at(12, 0)+day2, at(13, 0)+day2, "2").Session}
	gs := Grids("2026", "ko", known, []Pick{pick("a", at(12, 0), at(13, 0), "1"), pick("b", at(12, 30), at(13, 0), "3")})
	if len(gs) != 2 || len(gs[0].Items) != 3 || len(gs[1].Items) != 1 {
		t.Fatalf("%+v", gs)
	}
	for _, it := range gs[0].Items {
		_, _, id, _, _ := it.Session.Key.Parts()
		want := 1
		if id == "x" {
			want = 0
			if it.State != picks.Off {
				t.Error("what is not picked has a state")
			}
		}
		if len(it.Clashes) != want {
			t.Errorf("%s clashes with %d, want %d", id, len(it.Clashes), want)
		}
	}
	if gs := Grids("2026", "ko", known, nil); len(gs) != 2 {
		t.Errorf("%d of two days without a pick", len(gs))
	}
	if gs := Grids("2025", "ko", known, []Pick{pick("a", at(12, 0), at(13, 0), "1")}); len(gs) != 0 {
		t.Errorf("%d days of another edition", len(gs))
	}
}

// checkGrid: every item has a cell, and no two cells lie upon each other.
func checkGrid(t *testing.T, g Grid) {
	t.Helper()
	placed := make([]bool, len(g.Items))
	for i, a := range g.Cells {
		placed[a.Item] = true
		if a.From < 0 || a.From >= a.To || a.To > len(g.Rooms) || a.Lane < 0 || a.Lane >= a.Lanes {
			t.Fatalf("cell %+v of %d rooms", a, len(g.Rooms))
		}
		for _, b := range g.Cells[:i] {
			x, y := g.Items[a.Item], g.Items[b.Item]
			if x.Start >= y.End || y.Start >= x.End || a.From >= b.To || b.From >= a.To {
				continue
			}
			if a.From != b.From || a.To != b.To || a.Lanes != b.Lanes || a.Lane == b.Lane {
				t.Errorf("%s and %s lie upon each other", showCell(g, a), showCell(g, b))
			}
		}
	}
	for i, ok := range placed {
		if !ok {
			t.Errorf("%s has no cell", g.Items[i].Session.Key)
		}
	}
}

// checkNarrow: in so many lanes no two cells and numbers lie upon each other, what is
// picked keeps its cells, and what has lost one is counted.
func checkNarrow(t *testing.T, g Grid, lanes int) {
	t.Helper()
	n, ok := g.Narrow(func(int, int) int { return lanes })
	if !ok {
		return
	}
	type place struct {
		Cell
		start, end session.Instant
	}
	var all []place
	cells := map[int]int{} // by item
	for _, c := range n.Cells {
		all = append(all, place{c, n.Items[c.Item].Start, n.Items[c.Item].End})
		cells[c.Item]++
	}
	for _, m := range n.More {
		all = append(all, place{m.Cell, m.Start, m.End})
		for _, i := range m.Items {
			cells[i]++
			if it := n.Items[i]; mine(it) || it.Start < m.Start || it.End > m.End {
				t.Errorf("%s is counted in %+v", it.Session.Key, m)
			}
		}
	}
	for _, c := range g.Cells {
		cells[c.Item]--
	}
	for i, left := range cells {
		if left != 0 {
			t.Errorf("%s has %+d cells", n.Items[i].Session.Key, left)
		}
	}
	for i, a := range all {
		if a.Lanes > lanes || a.Lane < 0 || a.Lane >= a.Lanes {
			t.Errorf("lane %d of %d, there is room for %d", a.Lane, a.Lanes, lanes)
		}
		for _, b := range all[:i] {
			if a.start < b.end && b.start < a.end && a.From < b.To && b.From < a.To &&
				a.Lane*b.Lanes < (b.Lane+1)*a.Lanes && b.Lane*a.Lanes < (a.Lane+1)*b.Lanes {
				t.Errorf("%+v and %+v lie upon each other", a, b)
			}
		}
	}
}

// TestNarrow: of five at once, two of them picked, three lanes hold the picks and a
// number; two are not enough.
func TestNarrow(t *testing.T) {
	var known []session.Session
	var list []Pick
	for i := range 5 {
		p := pick(fmt.Sprint(i), at(10, 0), at(11, 0), "101")
		if known = append(known, p.Session); i >= 3 {
			list = append(list, p)
		}
	}
	late := pick("late", at(11, 0), at(12, 0), "101")
	g := Grids("2026", "ko", append(known, late.Session), list)[0]
	most := 3
	n, ok := g.Narrow(func(int, int) int { return most })
	if !ok || len(n.Cells) != 3 || len(n.More) != 1 || len(n.More[0].Items) != 3 || n.More[0].Lane != 2 || n.More[0].End != at(11, 0) {
		t.Errorf("%v, %+v, %+v", ok, n.Cells, n.More)
	}
	if last := n.Cells[2]; last.Lanes != 1 {
		t.Errorf("what runs alone has a lane of %d", last.Lanes)
	}
	if most = 2; len(g.Cells) != 6 || g.Cells[0].Lanes != 5 {
		t.Errorf("the grid itself was changed: %+v", g.Cells)
	}
	if _, ok := g.Narrow(func(int, int) int { return most }); ok {
		t.Error("two picks and a number have room in two lanes")
	}
}

func TestGridProperties(t *testing.T) {
	all, err := programmes.All()
	if err != nil || len(all) < 11 {
		t.Fatalf("%d programmes, %v", len(all), err)
	}
	days := 0
	for _, p := range all {
		var list []Pick
		for i, s := range p.Sessions {
			if i%3 == 0 {
				list = append(list, Pick{Session: s, State: picks.Star})
			}
		}
		for _, g := range Grids(p.Edition, "ko", p.Sessions, list) {
			days++
			checkGrid(t, g)
			if early, late, ok := g.Split(); ok {
				checkGrid(t, early)
				checkGrid(t, late)
				if len(early.Items)+len(late.Items) != len(g.Items) || late.Items[0].Start < early.Items[len(early.Items)-1].Start {
					t.Errorf("%s is split into %d and %d", p.Edition, len(early.Items), len(late.Items))
				}
			}
		}
	}
	if days < 8 {
		t.Fatalf("only %d days", days)
	}
	r := rand.New(rand.NewSource(7))
	for range 200 {
		var list []Pick
		var known []session.Session
		for i := range 1 + r.Intn(30) {
			rooms := make([]string, r.Intn(4))
			for j := range rooms {
				rooms[j] = fmt.Sprint(r.Intn(5))
			}
			start := at(9, r.Intn(300))
			p := pick(fmt.Sprint(i), start, start+session.Instant(r.Intn(90)), rooms...)
			known = append(known, p.Session)
			if i%2 == 0 {
				list = append(list, p)
			}
		}
		a := Grids("2026", "ko", known, list)
		for _, g := range a {
			checkNarrow(t, g, 1+r.Intn(4))
		}
		r.Shuffle(len(known), func(i, j int) { known[i], known[j] = known[j], known[i] })
		b := Grids("2026", "ko", known, list)
		for i, g := range a {
			checkGrid(t, g)
			if fmt.Sprint(g) != fmt.Sprint(b[i]) {
				t.Fatal("the order of the sessions shows")
			}
		}
	}
}

func TestNatural(t *testing.T) {
	want := []string{"", "101", "202", "1004", "Room 2", "Room 10", "Track 1 (4층)", "Track 1 (12층)", "가"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, natural)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestGridInOneLanguage (D7): the columns are rooms in the language asked for, and a
// session that was seen in the other language only stands in the column of its room.
func TestGridInOneLanguage(t *testing.T) {
	in := func(p Pick, lang string, col int, other ...string) Pick {
		p.Session.PageLang, p.Session.Col, p.Session.Other.Rooms = lang, col, other
		return p
	}
	list := []Pick{
		in(pick("a", at(12, 0), at(12, 30), "1호"), "ko", 1, "Room 1"),
		in(pick("b", at(13, 0), at(13, 30), "1호"), "ko", 0),     // by the name
		in(pick("c", at(12, 0), at(12, 30), "Room 2"), "en", 2), // by the column
		in(pick("d", at(13, 0), at(13, 30), "2호"), "ko", 2),
		in(pick("e", at(14, 0), at(14, 30), "1호", "3호"), "ko", 0, "Room 1", "Room 3"),
		in(pick("f", at(15, 0), at(15, 30), "3호"), "ko", 0),
	}
	everywhere := pick("g", at(11, 0), at(11, 30))
	everywhere.Session.Everywhere = 3
	list = append(list, everywhere)
	want := []string{"g 0-3 0/1", "a 0-1 0/1", "c 1-2 0/1", "b 0-1 0/1", "d 1-2 0/1", "e 0-1 0/1", "e 2-3 0/1", "f 2-3 0/1"}
	for lang, rooms := range map[string][]string{"ko": {"1호", "2호", "3호"}, "en": {"Room 1", "Room 2", "Room 3"}} {
		g := Grids("2026", lang, nil, list)[0]
		var cells []string
		for _, c := range g.Cells {
			cells = append(cells, showCell(g, c))
		}
		if !slices.Equal(g.Rooms, rooms) || !slices.Equal(cells, want) {
			t.Errorf("%s: %q %q, want %q %q", lang, g.Rooms, cells, rooms, want)
		}
	}
}

// TestUniteInBothLanguages: of a session that is listed in each of its rooms all are told,
// in either language, and none of one among the other's.
func TestUniteInBothLanguages(t *testing.T) {
	var list []Pick
	for i, room := range []string{"1", "2"} {
		p := pick("h000000000000000"+room, at(12, 0), at(12, 30), room+"호")
		p.Session.Titles = map[string]string{"ko": "키노트"}
		p.Session.PageLang = "ko"
		p.Session.Other.Rooms = []string{"Room " + room}
		if i == 1 { // seen in English first
			p.Session.PageLang, p.Session.Rooms, p.Session.Other.Rooms = "en", p.Session.Other.Rooms, p.Session.Rooms
		}
		list = append(list, p)
	}
	items := New("2026", list).Days[0].Items
	if len(items) != 1 {
		t.Fatalf("%d items", len(items))
	}
	s := items[0].Session
	if ko, en := s.RoomsIn("ko"), s.RoomsIn("en"); !slices.Equal(ko, []string{"1호", "2호"}) || !slices.Equal(en, []string{"Room 1", "Room 2"}) {
		t.Errorf("%q and %q", ko, en)
	}
}
