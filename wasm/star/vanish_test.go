package star

import (
	"reflect"
	"strings"
	"testing"

	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/session"
)

// gone returns when a session was marked as gone, 0 if it is not.
func (s *storage) gone(t *testing.T, key session.Key) int64 {
	t.Helper()
	k, fault := picks.DecodeKnown(key, s.entries["session/"+string(key)])
	if fault != picks.None {
		t.Fatalf("%s: fault %d", key, fault)
	}
	return k.Gone
}

// TestGone: a session vanishes from the timetable and comes back; its pick is
// there all the time.
func TestGone(t *testing.T) {
	s := newStorage()
	b := s.open(t)
	b.show(gridURL, grid("ko", "15", 1, 2, 3, 4))
	b.settle(now)
	b.click(key(2), now)
	pick := s.entries["pick/"+string(key(2))]

	b.show(gridURL, grid("ko", "15", 1, 5, 3, 4))
	if s.gone(t, key(2)) != 0 {
		t.Error("gone before the page came to rest")
	}
	b.settle(now + 1)
	if s.gone(t, key(2)) != now+1 || s.gone(t, key(1)) != 0 {
		t.Errorf("gone at %d", s.gone(t, key(2)))
	}
	b.click(key(1), now+2) // another click writes nothing of it
	b.show(gridURL, grid("ko", "15", 1, 5, 3, 4))
	b.settle(now + 3)
	if s.gone(t, key(2)) != now+1 {
		t.Error("the moment is not the first")
	}
	if !reflect.DeepEqual(s.entries["pick/"+string(key(2))], pick) {
		t.Error("the pick was touched")
	}

	b.show(gridURL, grid("ko", "15", 1, 2, 3, 4))
	b.settle(now + 4)
	if s.gone(t, key(2)) != 0 {
		t.Error("it is back and still gone")
	}
	b.expect("as before", "star star off off")
	if s.gone(t, key(5)) != now+4 {
		t.Error("the one that stood in its place is not gone")
	}
}

// TestGoneOnTwoPages: the moment is that of the first.
func TestGoneOnTwoPages(t *testing.T) {
	b := newStorage().open(t)
	pages := []string{gridURL, "https://2026.pycon.kr/timetable_h"}
	for i, numbers := range [][]int{{1, 2, 3}, {1, 4, 3}} {
		for j, url := range pages {
			b.show(url, grid("ko", "15", numbers...))
			b.settle(now + int64(10*i+j))
		}
	}
	if got := b.storage.gone(t, key(2)); got != now+10 {
		t.Errorf("gone since %d, want %d", got, now+10)
	}
}

// TestGoneInAnotherTab: what one tab saw, another that was closed meanwhile knows.
func TestGoneInAnotherTab(t *testing.T) {
	s := newStorage()
	a := s.open(t)
	a.show(gridURL, grid("ko", "15", 1, 2, 3))
	a.settle(now)
	s.tabs = nil
	b := s.open(t)
	b.show(gridURL, grid("ko", "15", 1, 3))
	b.settle(now + 1)
	if s.gone(t, key(2)) != now+1 {
		t.Error("not gone")
	}
	// Met again anywhere, it is there again.
	c := s.open(t)
	c.show(listURL, list(2))
	c.settle(now + 2)
	if s.gone(t, key(2)) != 0 {
		t.Error("seen on the list, and gone")
	}
}

// TestHalfLoaded: a grid that shows less than half of what it did is not whole.
func TestHalfLoaded(t *testing.T) {
	s := newStorage()
	b := s.open(t)
	all := []int{1, 2, 3, 4, 5, 6, 7, 8}
	b.show(gridURL, grid("ko", "15", all...))
	b.settle(now)
	before := len(s.entries)
	for _, some := range [][]int{{1}, {1, 2}, {1, 2, 3}, {9, 10, 11, 12, 13}} {
		b.show(gridURL, grid("ko", "15", some...))
		b.settle(now + 1)
	}
	for _, n := range all {
		if s.gone(t, key(n)) != 0 {
			t.Errorf("%d is gone", n)
		}
	}
	// And nothing of it is remembered but the sessions 9 to 13.
	if len(s.entries) != before+5 {
		t.Errorf("%d records, were %d", len(s.entries), before)
	}
	s.writes = 0
	b.show(gridURL, grid("ko", "15", all...))
	b.settle(now + 2)
	if s.writes != 0 {
		t.Errorf("the whole grid again wrote %d records", s.writes)
	}
	// An empty grid, a list, another page: nothing.
	for _, html := range []string{grid("ko", "15"), list(1), "", "<main></main>"} {
		b.show(gridURL, html)
		b.settle(now + 3)
	}
	for _, n := range all {
		if s.gone(t, key(n)) != 0 {
			t.Errorf("%d is gone", n)
		}
	}
}

// TestGridsApart: days, pages, languages and zones are compared with themselves
// only.
func TestGridsApart(t *testing.T) {
	s := newStorage()
	b := s.open(t)
	b.show(gridURL, grid("ko", "15", 1, 2, 3, 4))
	b.settle(now)
	b.show(gridURL, grid("ko", "16", 5, 6, 7))
	b.settle(now)
	b.show("https://2026.pycon.kr/other?x=1", grid("ko", "15", 1, 2, 3))
	b.settle(now)
	b.show(gridURL, grid("en", "15", 1, 2, 3))
	b.settle(now)
	for n := 1; n <= 7; n++ {
		if s.gone(t, key(n)) != 0 {
			t.Errorf("%d is gone", n)
		}
	}
	if Place(gridURL+"?day=2#x", 540) != Place(gridURL, 540) || Place(gridURL, 540) == Place(gridURL, 0) || Place(gridURL, 540) == Place(listURL, 540) {
		t.Error("a place is not path and zone")
	}
	// A session that changes its day is there still.
	b.show(gridURL, grid("ko", "15", 1, 2, 4))
	b.settle(now + 1)
	b.show(gridURL, grid("ko", "16", 5, 6, 7, 3))
	b.settle(now + 1)
	if s.gone(t, key(3)) != 0 {
		t.Error("a session on another day is gone")
	}
}

func TestGridRecords(t *testing.T) {
	b := newStorage().open(t)
	b.show(gridURL, grid("ko", "15", 1, 2))
	where := Place(gridURL, 540)
	names := b.brain.GridKeys(where)
	if len(names) != 1 || !strings.HasPrefix(names[0], "grid/2026/2026-08-15/h") {
		t.Fatalf("keys %q", names)
	}
	got := b.brain.Vanished(where, nil, now)
	starts := []any{float64(slot15), float64(slot15 + 30)}
	want := map[string]any{names[0]: map[string]any{"v": 1.0, "keys": []any{string(key(1)), string(key(2))}, "starts": starts}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if again := b.brain.Vanished(where, got, now); len(again) != 0 {
		t.Errorf("the same grid writes %v", again)
	}
	// Records that are none.
	for _, broken := range []any{nil, "x", map[string]any{"keys": "x"}, map[string]any{"keys": []any{1.0, nil}}, []any{}} {
		stored := map[string]any{names[0]: broken}
		if entries := b.brain.Vanished(where, stored, now); !reflect.DeepEqual(entries, want) {
			t.Errorf("%v: %v", broken, entries)
		}
	}
	// A session of which nothing is known, or only a newer version knows.
	stored := map[string]any{names[0]: map[string]any{"keys": []any{string(key(1)), string(key(2)), string(key(3))}}}
	if entries := b.brain.Vanished(where, stored, now); len(entries) != 1 {
		t.Errorf("entries %v", entries)
	}
	b.brain.Put("session/"+string(key(3)), map[string]any{"v": 2.0})
	if entries := b.brain.Vanished(where, stored, now); len(entries) != 1 {
		t.Errorf("a newer record: entries %v", entries)
	}
}
