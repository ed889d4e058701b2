package page

import (
	"fmt"
	"strings"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/site"
)

const data2026 = "https://rest-api.pycon.kr/v1/event/presentation/?event=파이콘 한국 2026"

// data is the site's data with session n at these times.
func data(n int, starts ...session.Instant) string {
	var slots []string
	for _, t := range starts {
		slots = append(slots, fmt.Sprintf(`{"room_name":"1호","start_at":%q,"end_at":%q}`, t, t+30))
	}
	return fmt.Sprintf(`[{"id":%q,"title":"발표 %d","speakers":[{"nickname":"사람","email":"a@example.com"}],"comment":"의견","room_schedules":[%s]}]`, id(n), n, strings.Join(slots, ","))
}

// learn is what happens when the address was fetched.
func (b *tab) learn(url, text string) {
	for key, tree := range b.page.Learn(text, site.Options{URL: url}) {
		b.storage.set(b.t, key, tree)
	}
}

// TestMissing: times are asked for once a visit, and only when one is missing.
func TestMissing(t *testing.T) {
	b := newStorage().open(t)
	ask := func(what, want string) {
		t.Helper()
		if url, edition := b.page.Missing(b.url); url != want || edition != "2026" {
			t.Errorf("%s: %q of %q, want %q", what, url, edition, want)
		}
	}
	b.show(gridURL, grid("ko", "15", 1, 2, 3))
	ask("a grid", "")
	b.show(listURL, list(1, 2))
	ask("a list of what the grid told", "")
	b.show(listURL, list(1, 4))
	ask("a list with news", data2026)
	ask("again", "")
	b.show(listURL, list(5))
	ask("another list", "")

	const hour, at = 3600_000, now
	for _, c := range []struct {
		now  int64
		want bool
	}{{at, false}, {at + hour - 1, false}, {at + hour, true}, {at - 1, true}} {
		if got := MayAsk(at, c.now); got != c.want {
			t.Errorf("%d ms later: %v", c.now-at, got)
		}
	}
}

// TestLearnData: data give a pick its time and tell all slots of a session, whether
// it was seen elsewhere before or not.
func TestLearnData(t *testing.T) {
	s := newStorage()
	b := s.open(t)
	b.show(listURL, list(1, 2))
	m, _ := b.starAt(0)
	b.click(m.Key, now)
	b.learn(data2026, data(1, slot15))
	if list, differ := s.on(); len(list) != 1 || list[0].Start != slot15 || len(list[0].Rooms) != 1 || differ[0] != 0 {
		t.Errorf("picked %v, differs by %v", list, differ)
	}
	b.learn(data2026, data(1, slot16))
	if list, _ := s.on(); len(list) != 1 || list[0].Start != slot16 {
		t.Errorf("after a move: %v", list)
	}
	b.learn(data2026, data(1, slot15, slot16))
	if list, _ := s.on(); len(list) != 1 {
		t.Errorf("with two slots: %v", list)
	}
	for n, start := range []session.Instant{slot15, slot16} {
		k, _ := picks.DecodeSessionRecord(key(1).Slot(n+1), s.entries["session/"+string(key(1).Slot(n+1))])
		if k.Session.Start != start {
			t.Errorf("slot %d is at %s", n+1, k.Session.Start)
		}
	}
	if text := fmt.Sprint(s.entries); strings.Contains(text, "example.com") || strings.Contains(text, "의견") {
		t.Error("what is nobody's business was stored")
	}
}

// TestLearnNothing: what is no data or page of the edition at hand.
func TestLearnNothing(t *testing.T) {
	s := newStorage()
	b := s.open(t)
	b.show(listURL, list(1, 2))
	writes := s.writes
	b.learn("https://rest-api.pycon.kr/v1/event/presentation/?event=파이콘 한국 2025", strings.ReplaceAll(data(1, slot15), "2026-08-", "2025-08-"))
	for _, text := range []string{"", "{}", "[", "null", data(1, slot15)[1:], "<html>", "\x01html\x01body\x03" + data(1, slot15) + "\x04\x04", strings.Repeat("[", 1e5)} {
		b.learn(data2026, text)
	}
	b.learn("https://evil.example/", data(1, slot15))
	b.learn("https://www.pycon.kr/2018/program/schedule/", "\x01html\x01body\x04\x04")
	if s.writes != writes {
		t.Errorf("%d records were written", s.writes-writes)
	}
}
