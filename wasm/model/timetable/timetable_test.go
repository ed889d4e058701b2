package timetable

import (
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

var saturday = session.Date{Year: 2026, Month: 8, Day: 15}

// at is a moment on the Saturday; hours past 23 are on the Sunday.
func at(hour, minute int) session.Instant { return session.KST(saturday, hour, minute) }

// pick is a star for the session id from start to end.
func pick(id string, start, end session.Instant, rooms ...string) Pick {
	return Pick{
		Session: session.Session{
			Key: session.NewKey("2026", "s", id), Titles: map[string]string{"ko": "세션 " + id}, Rooms: rooms, Start: start, End: end,
		},
		State: picks.Star,
	}
}

// show writes an item as "id lane+span/lanes [other:minutes]".
func show(it Item) string {
	_, _, id, _, _ := it.Session.Key.Parts()
	s := fmt.Sprintf("%s %d+%d/%d", id, it.Lane, it.Span, it.Lanes)
	for _, c := range it.Clashes {
		_, _, other, _, _ := c.Key.Parts()
		s += fmt.Sprintf(" %s:%d", other, c.Minutes)
	}
	return s
}

func TestClashesAndLanes(t *testing.T) {
	for _, c := range []struct {
		name    string
		picks   []Pick
		want    []string
		clashes int
	}{
		{"one alone", []Pick{pick("a", at(13, 0), at(13, 30))}, []string{"a 0+1/1"}, 0},
		{"back to back is no clash", []Pick{pick("a", at(13, 0), at(13, 30)), pick("b", at(13, 30), at(14, 0))},
			[]string{"a 0+1/1", "b 0+1/1"}, 0},
		{"a minute is a clash", []Pick{pick("a", at(13, 0), at(13, 31)), pick("b", at(13, 30), at(14, 0))},
			[]string{"a 0+1/2 b:1", "b 1+1/2 a:1"}, 1},
		{"a long one clashes with all it overlaps",
			[]Pick{pick("a", at(10, 0), at(13, 0)), pick("b", at(10, 30), at(11, 0)), pick("c", at(12, 0), at(12, 30))},
			[]string{"a 0+1/2 b:30 c:30", "b 1+1/2 a:30", "c 1+1/2 a:30"}, 1},
		{"25, 40 and 45 minutes at once",
			[]Pick{pick("a", at(13, 0), at(13, 25)), pick("b", at(13, 0), at(13, 40)), pick("c", at(13, 5), at(13, 50))},
			[]string{"a 0+1/3 b:25 c:20", "b 1+1/3 a:25 c:35", "c 2+1/3 a:20 b:35"}, 1},
		{"free lanes to the right are taken",
			[]Pick{pick("a", at(13, 0), at(14, 0)), pick("b", at(13, 0), at(13, 20)), pick("c", at(13, 0), at(13, 20)), pick("d", at(13, 30), at(14, 0))},
			[]string{"b 0+1/3 c:20 a:20", "c 1+1/3 b:20 a:20", "a 2+1/3 b:20 c:20 d:30", "d 0+2/3 a:30"}, 1},
		{"two groups", []Pick{pick("a", at(9, 0), at(10, 0)), pick("b", at(9, 30), at(10, 30)), pick("c", at(10, 30), at(11, 30)), pick("d", at(11, 0), at(12, 0))},
			[]string{"a 0+1/2 b:30", "b 1+1/2 a:30", "c 0+1/2 d:30", "d 1+1/2 c:30"}, 2},
		{"clusters are apart",
			[]Pick{pick("a", at(9, 0), at(10, 0)), pick("b", at(9, 30), at(10, 0)), pick("c", at(10, 0), at(11, 0))},
			[]string{"a 0+1/2 b:30", "b 1+1/2 a:30", "c 0+1/1"}, 1},
		{"an end that is not known is guessed", []Pick{pick("a", at(13, 0), 0), pick("b", at(13, 39), at(14, 0))},
			[]string{"a 0+1/2 b:1", "b 1+1/2 a:1"}, 1},
		{"an end before the start is not known", []Pick{pick("a", at(13, 0), at(12, 0)), pick("b", at(13, 40), at(14, 0))},
			[]string{"a 0+1/1", "b 0+1/1"}, 0},
		{"the same session in three rooms is drawn once", []Pick{pick("a", at(9, 0), at(9, 30), "Track 1", "Track 2", "Track 3")},
			[]string{"a 0+1/1"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			tt := New("2026", c.picks)
			var got []string
			for _, d := range tt.Days {
				for _, it := range d.Items {
					got = append(got, show(it))
				}
			}
			if !slices.Equal(got, c.want) || tt.Clashes != c.clashes {
				t.Errorf("got %q, %d clashes\nwant %q, %d", got, tt.Clashes, c.want, c.clashes)
			}
		})
	}
}

func TestDaysAndGaps(t *testing.T) {
	sunday := session.Date{Year: 2026, Month: 8, Day: 16}
	must := pick("f", 0, 0, "방이름 없음")
	must.State = picks.Must
	off := pick("g", at(9, 0), at(10, 0))
	off.State = picks.Off
	gone := pick("a", at(13, 0), at(13, 30))
	gone.Gone = true
	other := pick("x", at(9, 0), at(10, 0))
	other.Session.Key = "2018/program/37"
	tt := New("2026", []Pick{
		pick("d", session.KST(sunday, 0, 20), session.KST(sunday, 1, 0)),
		pick("c", at(23, 30), at(24, 30)), must, off, other, gone, pick("b", at(14, 10), at(15, 0)),
	})
	if tt.Picks != 5 || tt.Must != 1 || tt.Clashes != 1 || len(tt.Days) != 2 || len(tt.Undated) != 1 {
		t.Fatalf("got %d picks, %d must, %d clashes, %d days, %d undated; want 5, 1, 1, 2, 1",
			tt.Picks, tt.Must, tt.Clashes, len(tt.Days), len(tt.Undated))
	}
	d := tt.Days[0]
	if d.Date != saturday || d.First != at(13, 0) || d.Last != at(24, 30) {
		t.Errorf("first day is %v, %v to %v", d.Date, d.First, d.Last)
	}
	if want := []Gap{{at(13, 30), at(14, 10)}, {at(15, 0), at(23, 30)}}; !slices.Equal(d.Gaps, want) || d.Gaps[0].Minutes() != 40 {
		t.Errorf("got gaps %v, want %v", d.Gaps, want)
	}
	if !d.Items[0].Gone {
		t.Error("a session that is gone is not marked")
	}
	if d.Items[2].Clashes[0].Minutes != 10 || d.Items[2].Lanes != 1 {
		t.Errorf("past midnight: got %v in %d lanes, want a clash of 10 minutes in one", d.Items[2].Clashes, d.Items[2].Lanes)
	}
	if tt.Days[1].Date != sunday {
		t.Errorf("second day is %v", tt.Days[1].Date)
	}
	// What runs over midnight, and on, leaves no gap on the next day.
	tt = New("2026", []Pick{
		pick("a", at(12, 0), at(35, 0)), pick("b", at(33, 0), at(33, 30)), pick("c", at(34, 0), at(34, 30)), pick("d", at(36, 0), at(37, 0)),
	})
	if want := []Gap{{at(35, 0), at(36, 0)}}; !slices.Equal(tt.Days[1].Gaps, want) {
		t.Errorf("after a night: got gaps %v, want %v", tt.Days[1].Gaps, want)
	}
}

func TestOneSessionUnderTwoKeys(t *testing.T) {
	hashed := func(digit, room string, col int, titles map[string]string) Pick {
		p := pick("h000000000000000"+digit, at(9, 0), at(9, 30), room)
		p.Session.Col, p.Session.Titles = col, titles
		return p
	}
	ko, en := map[string]string{"ko": "오프닝"}, map[string]string{"en": "Opening"}
	for _, c := range []struct {
		name  string
		picks []Pick
		keys  []string // of the items
		alias int      // in all
		rooms []string // of the first item
	}{
		{"in each room", []Pick{hashed("1", "Track 1", 1, ko), hashed("2", "Track 2", 2, ko), hashed("3", "Track 3", 3, ko)},
			[]string{"2026/s/h0000000000000001"}, 2, []string{"Track 1", "Track 2", "Track 3"}},
		{"in two languages", []Pick{hashed("1", "", 1, ko), hashed("2", "", 1, en)}, []string{"2026/s/h0000000000000001"}, 1, []string{""}},
		{"the id wins", []Pick{hashed("1", "A", 1, map[string]string{"ko": "세션 z"}), pick("z", at(9, 0), at(9, 30), "A")},
			[]string{"2026/s/z"}, 1, []string{"A"}},
		{"other title, other column", []Pick{hashed("1", "A", 1, ko), hashed("2", "B", 2, en)},
			[]string{"2026/s/h0000000000000001", "2026/s/h0000000000000002"}, 0, []string{"A"}},
		{"two ids are two sessions, whatever their title", []Pick{pick("y", at(9, 0), at(9, 30), "A"), func() Pick {
			p := pick("z", at(9, 0), at(9, 30), "B")
			p.Session.Titles["ko"] = "세션 y"
			return p
		}()}, []string{"2026/s/y", "2026/s/z"}, 0, []string{"A"}},
		{"the same key twice", []Pick{pick("y", at(9, 0), at(9, 30), "A"), pick("y", at(9, 0), at(9, 30), "B")},
			[]string{"2026/s/y"}, 0, []string{"A", "B"}},
		{"two slots that came to one time", []Pick{pick("y", at(9, 0), at(9, 30), "A"), func() Pick {
			p := pick("y", at(9, 0), at(9, 30), "A")
			p.Session.Key = p.Session.Key.Slot(2)
			return p
		}()}, []string{"2026/s/y"}, 1, []string{"A"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tt := New("2026", c.picks)
			var keys []string
			alias := 0
			for _, it := range tt.Days[0].Items {
				keys = append(keys, string(it.Session.Key))
				alias += len(it.Aliases)
			}
			if !slices.Equal(keys, c.keys) || alias != c.alias || !slices.Equal(tt.Days[0].Items[0].Session.Rooms, c.rooms) {
				t.Errorf("got %q, %d aliases, rooms %q; want %q, %d, %q", keys, alias, tt.Days[0].Items[0].Session.Rooms, c.keys, c.alias, c.rooms)
			}
		})
	}
}

func TestFromBook(t *testing.T) {
	b := picks.NewBook()
	put := func(key session.Key, state picks.State) {
		b.Put(records.PickPrefix+string(key), picks.Pick{State: state, Session: session.Session{Key: key}}.Encode())
	}
	put("2026/s/b", picks.Must)
	put("2026/s/a", picks.Star)
	put("2026/s/c", picks.Off)
	put("2018/program/37", picks.Star)
	put("jeju-2026/s/1", picks.Star)
	put("2014/program/1", picks.Off)
	known := picks.SessionRecord{Session: session.Session{Key: "2026/s/a", Start: at(9, 0), Titles: map[string]string{"ko": "제목"}}, Gone: 5}
	b.Put(records.SessionPrefix+"2026/s/a", known.Encode())

	got := FromBook(b, "2026")
	if len(got) != 2 || got[0].Session.Key != "2026/s/a" || got[1].State != picks.Must {
		t.Fatalf("got %v", got)
	}
	if !got[0].Gone || got[0].Session.Start != at(9, 0) || got[1].Gone {
		t.Errorf("what is known of a session did not come along: %+v", got[0])
	}
	if e := Editions(b); !slices.Equal(e, []string{"2026", "jeju-2026", "2018"}) {
		t.Errorf("got editions %q", e)
	}
}

func TestSplitEdition(t *testing.T) {
	for in, want := range map[string][2]string{
		"2026": {"", "2026"}, "jeju-2026": {"jeju", "2026"}, "": {"", ""}, "jeju": {"jeju", ""}, "jeju2026": {"jeju2026", ""}, "-2026": {"", "2026"},
	} {
		if label, year := SplitEdition(in); label != want[0] || year != want[1] {
			t.Errorf("SplitEdition(%q) = %q, %q, want %q", in, label, year, want)
		}
	}
}

// random makes n picks around two days, with all the faults that pages have.
func random(r *rand.Rand, n int) []Pick {
	var out []Pick
	for i := range n {
		start := at(8, 0) + session.Instant(r.Intn(36*60))
		end := start + session.Instant([]int{1, 5, 10, 25, 30, 40, 45, 180, 600, 3000}[r.Intn(10)])
		switch r.Intn(12) {
		case 0:
			start, end = 0, 0
		case 1:
			end = 0
		case 2:
			end = start - 30
		}
		p := pick(fmt.Sprint("id", i), start, end, fmt.Sprint("room ", r.Intn(5)))
		p.State = picks.State(r.Intn(3))
		p.Gone = r.Intn(10) == 0
		if r.Intn(4) == 0 {
			p.Session.Key = session.NewKey("2026", "s", fmt.Sprintf("h%016x", r.Intn(1000)))
			p.Session.Col = r.Intn(3)
		}
		out = append(out, p)
	}
	return out
}

func TestRandom(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for round := range 300 {
		list := random(r, r.Intn(40))
		tt := New("2026", list)

		shuffled := slices.Clone(list)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if other := New("2026", shuffled); !reflect.DeepEqual(tt, other) {
			t.Fatalf("round %d: the order of the picks shows", round)
		}

		// Every pick is there, under its key or as an alias of another.
		there := map[session.Key]bool{}
		var all []Item
		for _, d := range tt.Days {
			all = append(all, d.Items...)
			checkDay(t, d)
		}
		for _, it := range append(slices.Clone(all), tt.Undated...) {
			there[it.Session.Key] = true
			for _, k := range it.Aliases {
				there[k] = true
			}
		}
		for _, p := range list {
			if (p.State != picks.Off) && !there[p.Session.Key] {
				t.Fatalf("round %d: %s was dropped", round, p.Session.Key)
			}
		}

		// Clashes are those of a look at every pair.
		group := make([]int, len(all)) // of each that clashes, the first that it is connected with
		for i := range group {
			group[i] = i
		}
		groups := map[int]bool{}
		for i, a := range all {
			n := 0
			for j, b := range all {
				if i != j && a.Start < b.End && b.Start < a.End {
					n++
					from := group[i]
					for k := range group {
						if group[k] == from {
							group[k] = group[j]
						}
					}
				}
			}
			if n != len(a.Clashes) {
				t.Fatalf("round %d: %s has %d clashes, want %d", round, a.Session.Key, len(a.Clashes), n)
			}
		}
		for i, a := range all {
			if len(a.Clashes) > 0 {
				groups[group[i]] = true
			}
		}
		if len(groups) != tt.Clashes {
			t.Fatalf("round %d: %d groups clash, want %d", round, tt.Clashes, len(groups))
		}
	}
}

func checkDay(t *testing.T, d Day) {
	t.Helper()
	const perHour, least = 200, 120
	axis := d.Axis(Measure{PerHour: perHour, SqueezeGap: 90, SqueezeRun: 240, Least: func(int) int { return least }})
	last := -1
	for m := d.First; m <= d.Last; m++ {
		y := axis.Y(m)
		if y < last {
			t.Fatalf("the axis falls at %v", m)
		}
		last = y
	}
	if axis.Y(d.First) != 0 || axis.Y(d.Last) != axis.Height() {
		t.Fatalf("the axis goes from %d to %d, want 0 to %d", axis.Y(d.First), axis.Y(d.Last), axis.Height())
	}
	for i, a := range d.Items {
		if a.Lane < 0 || a.Span < 1 || a.Lane+a.Span > a.Lanes {
			t.Fatalf("%s is in lanes %d+%d of %d", a.Session.Key, a.Lane, a.Span, a.Lanes)
		}
		if h := axis.Y(a.End) - axis.Y(a.Start); h < least {
			t.Fatalf("%s is %d high, want %d", a.Session.Key, h, least)
		}
		for _, b := range d.Items[:i] {
			if a.Start < b.End && b.Start < a.End && a.Lane < b.Lane+b.Span && b.Lane < a.Lane+a.Span {
				t.Fatalf("%s and %s overlap in time and lanes", a.Session.Key, b.Session.Key)
			}
		}
	}
}

func TestAxis(t *testing.T) {
	d := New("2026", []Pick{
		pick("a", at(9, 0), at(10, 0)), pick("b", at(10, 0), at(10, 10)), pick("c", at(12, 20), at(19, 20)),
	}).Days[0]
	a := d.Axis(Measure{PerHour: 60})
	for _, m := range []session.Instant{at(9, 0), at(9, 31), at(10, 7), at(19, 20)} {
		if got := a.Y(m); got != int(m-at(9, 0)) {
			t.Errorf("to scale: %v is at %d, want %d", m, got, m-at(9, 0))
		}
	}
	a = d.Axis(Measure{PerHour: 60, SqueezeGap: 90, SqueezeRun: 240, Least: func(i int) int { return []int{0, 40, 0}[i] }})
	for m, want := range map[session.Instant]int{
		at(8, 0): 0, at(10, 0): 60, at(10, 5): 80, at(10, 10): 100, at(11, 15): 145, at(12, 20): 190, at(19, 20): 430, at(23, 0): 430,
	} {
		if got := a.Y(m); got != want {
			t.Errorf("%v is at %d, want %d", m, got, want)
		}
	}
	if got, want := a.Squeezed(), []Gap{{at(10, 10), at(12, 20)}, {at(12, 20), at(19, 20)}}; !slices.Equal(got, want) {
		t.Errorf("squeezed %v, want %v", got, want)
	}
	if got, want := a.Hours(), []session.Instant{at(9, 0), at(10, 0)}; !slices.Equal(got, want) {
		t.Errorf("hours %v, want %v", got, want)
	}
}

// TestCancelled: what is cancelled clashes with nothing and fills no time, and keeps its
// place beside what else runs.
func TestCancelled(t *testing.T) {
	off := func(p Pick) Pick { p.Session.Cancelled = session.SourceOf("ko", true); return p }
	tt := New("2026", []Pick{pick("a", at(13, 0), at(14, 0)), off(pick("b", at(13, 30), at(14, 30))), off(pick("c", at(15, 0), at(15, 30))), pick("d", at(16, 0), at(17, 0)), off(pick("e", at(18, 0), at(19, 0)))})
	d := tt.Days[0]
	if tt.Clashes != 0 || len(d.Items) != 5 || d.Items[0].Lanes != 2 || d.Items[1].Lane == d.Items[0].Lane {
		t.Errorf("%d clashes, items %+v", tt.Clashes, d.Items)
	}
	if want := []Gap{{at(14, 0), at(16, 0)}}; !slices.Equal(d.Free, want) {
		t.Errorf("free %v, want %v", d.Free, want)
	}
	if want := []Gap{{at(14, 30), at(15, 0)}, {at(15, 30), at(16, 0)}, {at(17, 0), at(18, 0)}}; !slices.Equal(d.Gaps, want) {
		t.Errorf("gaps %v, want %v", d.Gaps, want)
	}
	for _, it := range d.Items {
		if len(it.Clashes) > 0 {
			t.Errorf("%s clashes", it.Session.Key)
		}
	}
	for _, list := range [][]Pick{{pick("a", at(13, 0), at(14, 0)), pick("b", at(13, 30), at(14, 30))}, {pick("a", at(13, 0), at(14, 0)), pick("d", at(16, 0), at(17, 0))}} {
		on := New("2026", list)
		if slices.Equal(on.Days[0].Free, on.Days[0].Gaps) == false || on.Clashes == 0 && len(on.Days[0].Free) != 1 {
			t.Errorf("without a cancelled one: %+v", on.Days[0])
		}
	}
	// Of a session under two keys, what one tells counts.
	x, y := pick("x", at(9, 0), at(10, 0)), off(pick("x", at(9, 0), at(10, 0)))
	for _, list := range [][]Pick{{x, y}, {y, x}} {
		if all := New("2026", list).All(); len(all) != 1 || !all[0].Cancelled() {
			t.Errorf("%+v", all)
		}
	}
}
