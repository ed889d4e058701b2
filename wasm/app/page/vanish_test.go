package page

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// gone returns when a session was marked as gone, 0 if it is not.
func (s *storage) gone(t *testing.T, key session.Key) int64 {
	t.Helper()
	k, fault := picks.DecodeSessionRecord(key, s.entries["session/"+string(key)])
	if fault != picks.None {
		t.Fatalf("%s: fault %d", key, fault)
	}
	return k.Gone
}

// load opens the page anew and lets it come to rest.
func (s *storage) load(t *testing.T, url, html string, at int64) *tab {
	t.Helper()
	b := s.open(t)
	b.show(url, html)
	b.settle(at)
	return b
}

// TestGone: a session vanishes from the timetable and comes back; its pick is
// there all the time.
func TestGone(t *testing.T) {
	s := newStorage()
	b := s.load(t, gridURL, grid("ko", "15", 1, 2, 3, 4), now)
	b.click(key(2), now)
	pick := s.entries["pick/"+string(key(2))]

	s.load(t, gridURL, grid("ko", "15", 1, 5, 3, 4), now+1)
	if s.gone(t, key(2)) != 0 {
		t.Error("gone after one load without it")
	}
	b = s.open(t)
	b.show(gridURL, grid("ko", "15", 1, 5, 3, 4))
	if s.gone(t, key(2)) != 0 {
		t.Error("gone before the page came to rest")
	}
	b.settle(now + 2)
	if s.gone(t, key(2)) != now+2 || s.gone(t, key(1)) != 0 {
		t.Errorf("gone at %d", s.gone(t, key(2)))
	}
	b.click(key(1), now+3) // another click writes nothing of it
	s.load(t, gridURL, grid("ko", "15", 1, 5, 3, 4), now+4)
	if s.gone(t, key(2)) != now+2 {
		t.Error("the moment is not the first")
	}
	if !reflect.DeepEqual(s.entries["pick/"+string(key(2))], pick) {
		t.Error("the pick was touched")
	}

	for load := range int64(2) {
		b = s.load(t, gridURL, grid("ko", "15", 1, 2, 3, 4), now+5+load)
		if s.gone(t, key(2)) != 0 {
			t.Error("it is back and still gone")
		}
		b.expect("as before", "star star off off")
	}
	if s.gone(t, key(5)) != now+6 {
		t.Error("the one that stood in its place is not gone")
	}
}

// TestFilter: what a page stops showing while it is open, or shows in parts, is not gone,
// whatever is hidden and for however long; nor is what one load of the page lacked, nor what an
// address that filters leaves out.
func TestFilter(t *testing.T) {
	all := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}
	none := func(t *testing.T, s *storage) {
		t.Helper()
		for _, n := range all {
			if _, known := s.entries["session/"+string(key(n))]; known && s.gone(t, key(n)) != 0 {
				t.Errorf("%d is gone", n)
			}
		}
	}
	t.Run("a filter", func(t *testing.T) {
		s := newStorage()
		for load := range int64(3) {
			b := s.load(t, gridURL, grid("ko", "15", all...), now+10*load)
			for step := range int64(3) {
				b.show(gridURL, grid("ko", "15", all[:13]...))
				b.settle(now + 10*load + step + 1)
				none(t, s)
			}
		}
	})
	t.Run("a filter that was on once at the start", func(t *testing.T) {
		s := newStorage()
		for load := range int64(6) {
			s.load(t, gridURL, grid("ko", "15", all[:20-7*(load%2)]...), now+load)
			none(t, s)
		}
	})
	t.Run("a filter taken off later", func(t *testing.T) {
		s := newStorage()
		s.load(t, gridURL, grid("ko", "15", all...), now)
		for load := range int64(3) {
			b := s.load(t, gridURL, grid("ko", "15", all[:13]...), now+10*load)
			b.show(gridURL, grid("ko", "15", all...))
			b.settle(now + 10*load + 1)
			none(t, s)
		}
	})
	t.Run("a list of what is in sight", func(t *testing.T) {
		s := newStorage()
		window := func(from int) string { return grid("ko", "15", all[from:from+14]...) }
		for load := range int64(4) {
			b := s.load(t, gridURL, window(0), now+100*load)
			for i, from := range []int{2, 4, 6, 4, 2, 0} {
				b.show(gridURL, window(from))
				b.settle(now + 100*load + int64(i) + 1)
				none(t, s)
			}
		}
		for load := range int64(4) { // and loaded where it was scrolled to
			s.load(t, gridURL, window(4), now+1000+load)
			none(t, s)
		}
	})
	t.Run("an address that chooses", func(t *testing.T) {
		const url = "https://other.pycon.kr/2031/schedule"
		page := func(n int) string {
			html := `<h1>2031</h1><h2>2031-08-15</h2><table><tr><th>Time</th><th>Talk</th></tr>`
			for i := range n {
				html += fmt.Sprintf(`<tr><td>%d:%02d - %d:%02d</td><td><a href="/session/%d">Talk %[5]d</a></td></tr>`, 10+i/2, i%2*30, 10+i/2, i%2*30+25, i+1)
			}
			return html + "</table>"
		}
		gone := func(s *storage) (n int) {
			for name, tree := range s.entries {
				if m, ok := tree.(map[string]any); ok && strings.HasPrefix(name, "session/") && m["gone"] != nil {
					n++
				}
			}
			return n
		}
		s := newStorage()
		if b := s.load(t, url, page(8), now); len(b.page.page.Spots) != 8 || len(b.page.GridKeys(b.page.Where())) == 0 {
			t.Fatalf("%d spots and no grid: no test", len(b.page.page.Spots))
		}
		for load := range int64(3) {
			s.load(t, url+"?track=web", page(6), now+load)
		}
		if n := gone(s); n != 0 {
			t.Errorf("%d are gone", n)
		}
		for load := range int64(2) {
			s.load(t, url, page(6), now+10+load)
		}
		if n := gone(s); n != 2 {
			t.Errorf("%d are gone after two whole loads, want 2", n)
		}
	})
}

// TestGoneOnTwoPages: the moment is that of the first.
func TestGoneOnTwoPages(t *testing.T) {
	s := newStorage()
	pages := []string{gridURL, "https://2026.pycon.kr/timetable_h"}
	for i, numbers := range [][]int{{1, 2, 3}, {1, 4, 3}, {1, 4, 3}} {
		for j, url := range pages {
			s.load(t, url, grid("ko", "15", numbers...), now+int64(10*i+j))
		}
	}
	if got := s.gone(t, key(2)); got != now+20 {
		t.Errorf("gone since %d, want %d", got, now+20)
	}
}

// TestGoneInAnotherTab: what one tab saw, another that was closed meanwhile knows.
func TestGoneInAnotherTab(t *testing.T) {
	s := newStorage()
	s.load(t, gridURL, grid("ko", "15", 1, 2, 3), now)
	for load := range int64(2) {
		s.tabs = nil
		s.load(t, gridURL, grid("ko", "15", 1, 3), now+1+load)
	}
	if s.gone(t, key(2)) != now+2 {
		t.Error("not gone")
	}
	// Met again anywhere, it is there again.
	s.load(t, listURL, list(2), now+3)
	if s.gone(t, key(2)) != 0 {
		t.Error("seen on the list, and gone")
	}
}

// TestHalfLoaded: a grid that shows less than half of what it did is not whole.
func TestHalfLoaded(t *testing.T) {
	s := newStorage()
	all := []int{1, 2, 3, 4, 5, 6, 7, 8}
	s.load(t, gridURL, grid("ko", "15", all...), now)
	before := len(s.entries)
	for _, some := range [][]int{{1}, {1, 2}, {1, 2, 3}, {9, 10, 11, 12, 13}} {
		for load := range int64(2) {
			s.load(t, gridURL, grid("ko", "15", some...), now+1+load)
		}
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
	s.load(t, gridURL, grid("ko", "15", all...), now+2)
	if s.writes != 0 {
		t.Errorf("the whole grid again wrote %d records", s.writes)
	}
	// An empty grid, a list, another page: nothing.
	for _, html := range []string{grid("ko", "15"), list(1), "", "<main></main>"} {
		for load := range int64(2) {
			s.load(t, gridURL, html, now+3+load)
		}
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
	for load := range int64(2) {
		s.load(t, gridURL, grid("ko", "15", 1, 2, 3, 4), now+load)
		s.load(t, gridURL, grid("ko", "16", 5, 6, 7), now+load)
		s.load(t, "https://2026.pycon.kr/other?x=1", grid("ko", "15", 1, 2, 3), now+load)
		s.load(t, gridURL, grid("en", "15", 1, 2, 3), now+load)
	}
	for n := 1; n <= 7; n++ {
		if s.gone(t, key(n)) != 0 {
			t.Errorf("%d is gone", n)
		}
	}
	if Place(gridURL+"?day=2#x", 540) != Place(gridURL, 540) || Place(gridURL, 540) == Place(gridURL, 0) || Place(gridURL, 540) == Place(listURL, 540) {
		t.Error("a place is not path and zone")
	}
	// A session that changes its day is there still.
	for load := range int64(2) {
		b := s.load(t, gridURL, grid("ko", "15", 1, 2, 4), now+10+load)
		b.show(gridURL, grid("ko", "16", 5, 6, 7, 3))
		b.settle(now + 10 + load)
	}
	if s.gone(t, key(3)) != 0 {
		t.Error("a session on another day is gone")
	}
}

func TestGridRecords(t *testing.T) {
	b := newStorage().open(t)
	b.show(gridURL, grid("ko", "15", 1, 2))
	where := Place(gridURL, 540)
	names := b.page.GridKeys(where)
	if len(names) != 1 || !strings.HasPrefix(names[0], "grid/2026/2026-08-15/h") {
		t.Fatalf("keys %q", names)
	}
	got := b.page.Vanished(where, nil, now)
	starts := []any{float64(slot15), float64(slot15 + 30)}
	want := map[string]any{names[0]: map[string]any{"v": 1.0, "keys": []any{string(key(1)), string(key(2))}, "starts": starts, "reader": float64(reader)}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if again := b.page.Vanished(where, got, now); len(again) != 0 {
		t.Errorf("the same grid writes %v", again)
	}
	// Records that are none.
	for _, broken := range []any{nil, "x", map[string]any{"keys": "x"}, map[string]any{"keys": []any{1.0, nil}}, []any{}} {
		stored := map[string]any{names[0]: broken}
		if entries := b.page.Vanished(where, stored, now); !reflect.DeepEqual(entries, want) {
			t.Errorf("%v: %v", broken, entries)
		}
	}
	// A session of which nothing is known, or only a newer version knows.
	stored := map[string]any{names[0]: map[string]any{"keys": []any{string(key(1)), string(key(2)), string(key(3))}}}
	if entries := b.page.Vanished(where, stored, now); len(entries) != 1 {
		t.Errorf("entries %v", entries)
	}
	b.page.Put("session/"+string(key(3)), map[string]any{"v": 2.0})
	if entries := b.page.Vanished(where, stored, now); len(entries) != 1 {
		t.Errorf("a newer record: entries %v", entries)
	}
}

// TestGridOfAnEarlierReader: what 0.1.0 wrongly took for a session in a grid, such as a
// speaker's cell, is not announced as gone. Its pick stays.
func TestGridOfAnEarlierReader(t *testing.T) {
	name := session.Key("2026/s/h0123456789abcdef")
	for _, old := range [...]bool{true, false} {
		s := newStorage()
		s.load(t, gridURL, grid("ko", "15", 1, 2, 3, 4), now)
		spurious := session.Session{Key: name, Titles: map[string]string{"ko": "김연사"}, PageLang: "ko", Start: slot15, End: slot15 + 30}
		pick := picks.Pick{State: picks.Must, Tapped: now, Session: spurious}.Encode()
		s.entries["pick/"+string(name)] = pick
		s.entries["session/"+string(name)] = picks.SessionRecord{Session: spurious}.Encode()
		grids := 0
		for entry, tree := range s.entries {
			if m, _ := tree.(map[string]any); strings.HasPrefix(entry, records.GridPrefix) {
				grids++
				m["keys"] = append(m["keys"].([]any), string(name), string(key(9)))
				m["starts"] = append(m["starts"].([]any), float64(slot15), float64(slot15+60))
				if old {
					delete(m, "reader")
				}
			}
		}
		if grids != 1 {
			t.Fatalf("%d grids", grids)
		}
		s.entries["session/"+string(key(9))] = picks.SessionRecord{Session: session.Session{Key: key(9), Start: slot15 + 60}}.Encode()
		for load := range int64(3) {
			s.load(t, gridURL, grid("ko", "15", 1, 2, 3, 4), now+1+load)
		}
		if gone := s.gone(t, name) != 0; gone == old {
			t.Errorf("of an earlier reader: %v, gone: %v", old, gone)
		}
		if s.gone(t, key(9)) == 0 {
			t.Errorf("of an earlier reader: %v: what has the site's id has not gone", old)
		}
		if !reflect.DeepEqual(s.entries["pick/"+string(name)], pick) {
			t.Error("the pick was touched")
		}
	}
}

// TestCancelledOnThePage: a session that its page says is cancelled is known as that once
// the page has come to rest, under its own title; and is on again when the mark is gone.
func TestCancelledOnThePage(t *testing.T) {
	s := newStorage()
	b := s.load(t, gridURL, grid("ko", "15", 1, 2, 3), now)
	b.click(key(2), now)
	known := func() session.Session {
		k, fault := picks.DecodeSessionRecord(key(2), s.entries["session/"+string(key(2))])
		if fault != picks.None {
			t.Fatalf("fault %d", fault)
		}
		return k.Session
	}
	off := strings.Replace(grid("ko", "15", 1, 2, 3), "발표 2", "[취소] 발표 2", 1)
	b = s.open(t)
	b.show(gridURL, off)
	if known().Cancelled != 0 {
		t.Error("cancelled before the page came to rest")
	}
	b.settle(now + 1)
	if got := known(); got.Cancelled != session.SourceOf("ko", true) || got.Title("ko") != "발표 2" {
		t.Errorf("%+v", got)
	}
	s.load(t, listURL, list(1, 2, 3), now+2)
	s.load(t, gridURL, grid("en", "15", 1, 2, 3), now+3)
	if got := known(); got.Cancelled == 0 || got.Title("en") != "Talk 2" {
		t.Errorf("after a list and an English page without the mark: %+v", got)
	}
	s.load(t, gridURL, grid("ko", "15", 1, 2, 3), now+4)
	if got := known(); got.Cancelled != 0 {
		t.Errorf("the mark is gone: %+v", got)
	}
}
