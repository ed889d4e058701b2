package timetable

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// TestEvenAxis: whatever a day has, its axis is no higher than the room, every item has the
// height that it needs, and each piece that counts as even is as high as it lasts. It says
// that there is no room only when the least heights together need more.
func TestEvenAxis(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	seen := map[string]int{}
	for round := range 400 {
		var items []Item
		least := map[int]int{}
		for i := range 1 + r.Intn(30) {
			p := Pick{Session: session.Session{Key: session.NewKey("2026", "s", fmt.Sprint(i)), Start: session.KST(session.Date{Year: 2026, Month: 8, Day: 15}, 9, 0) + session.Instant(r.Intn(48)*10)}, State: picks.State(r.Intn(3))}
			p.Session.End = p.Session.Start + session.Instant(5+r.Intn(18)*5)
			it := Item{Pick: p}
			it.time()
			items = append(items, it)
			least[i] = r.Intn(120)
		}
		slices.SortFunc(items, func(a, b Item) int { return byTime(&a, &b) })
		d := newDay(items[0].Start.Date(), items, 0)
		m := Measure{PerHour: 12, Most: 300, Utmost: 600, SqueezeGap: 40, SqueezeRun: 240, LeastGap: 30, SqueezeBreak: 15, LeastBreak: 14,
			Least: func(i int) int { return least[i] }, Break: func(i int) bool { return i%7 == 0 }}
		room := []int{0, 300, 900, 2000}[round%4]
		a, share, ok := d.EvenAxis(m, room)
		if !ok {
			seen["no room"]++
			if low := d.Axis(m).Height(); low <= room {
				t.Fatalf("round %d: no room in %d, where %d is enough", round, room, low)
			}
			continue
		}
		if room > 0 && a.Height() > room {
			t.Fatalf("round %d: %d high in a room of %d", round, a.Height(), room)
		}
		for i, it := range items {
			if got := a.Y(it.End) - a.Y(it.Start); got < least[i] {
				t.Fatalf("round %d: item %d has %d of %d", round, i, got, least[i])
			}
		}
		at := d.First
		for _, p := range a.Pieces() {
			if p.Start != at || p.End <= p.Start {
				t.Fatalf("round %d: a piece from %d, where the last ended at %d", round, p.Start, at)
			}
			at = p.End
			got, want := a.Y(p.End)-a.Y(p.Start), p.Minutes()*a.PerHour()/60
			if even := got == want || got == want+1; p.Even && !even {
				t.Fatalf("round %d: an even piece of %d minutes is %d high, not %d", round, p.Minutes(), got, want)
			} else if p.Even {
				seen["even"]++
			} else {
				seen["broken"]++
			}
		}
		if at != d.Last || share < 0 || share > 1 {
			t.Fatalf("round %d: ends at %d, share %f", round, at, share)
		}
	}
	if seen["even"] < 300 || seen["broken"] < 300 || seen["no room"] < 20 {
		t.Errorf("only %v", seen)
	}
}

// TestEvenAxisLeavesOut: where there is no room for all to scale, what is picked stays to
// scale, and time is left out of what is not.
func TestEvenAxisLeavesOut(t *testing.T) {
	at := func(h, m int) session.Instant {
		return session.KST(session.Date{Year: 2026, Month: 8, Day: 15}, h, m)
	}
	var items []Item
	for i, s := range []struct {
		from, to session.Instant
		state    picks.State
	}{{at(10, 0), at(10, 40), picks.Off}, {at(10, 50), at(11, 30), picks.Star}, {at(11, 30), at(12, 0), picks.Off}, {at(12, 0), at(12, 20), picks.Must}} {
		it := Item{Pick: Pick{Session: session.Session{Key: session.NewKey("2026", "s", fmt.Sprint(i)), Start: s.from, End: s.to}, State: s.state}}
		it.time()
		items = append(items, it)
	}
	d := newDay(items[0].Start.Date(), items, 0)
	a, _, ok := d.EvenAxis(Measure{PerHour: 12, Most: 300, Utmost: 600, SqueezeGap: 40, LeastBreak: 10, Least: func(i int) int { return []int{30, 100, 30, 60}[i] }}, 260)
	if !ok {
		t.Fatal("no room")
	}
	var broken []Gap
	for _, p := range a.Pieces() {
		if !p.Even {
			broken = append(broken, p.Gap)
		}
	}
	if want := []Gap{{at(10, 0), at(10, 40)}, {at(10, 40), at(10, 50)}, {at(11, 30), at(12, 0)}}; !slices.Equal(broken, want) {
		t.Errorf("time is left out of %v, want %v; an hour has %d", broken, want, a.PerHour())
	}
	if one, two := a.Y(at(11, 30))-a.Y(at(10, 50)), a.Y(at(12, 20))-a.Y(at(12, 0)); one-2*two > 1 || 2*two-one > 1 {
		t.Errorf("40 and 20 minutes that are picked have %d and %d", one, two)
	}
}
