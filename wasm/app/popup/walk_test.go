package popup

import (
	"slices"
	"testing"

	"byeolpyo/wasm/model/session"
)

// A row says that there is too little time to get to it, where rooms and ends are known.
func TestRush(t *testing.T) {
	const t1, t2, t3 = "Track 1 (4층 4142호)", "Track 2 (6층 6144호)", "Track 3 (원흥관 E347)"
	for _, c := range []struct {
		name string
		made []string
		want []string // of each row
	}{
		{"in no time", []string{"star 2026-08-15 13:00 13:30 " + t1 + " | 가", "star 2026-08-15 13:30 14:00 " + t2 + " | 나"},
			[]string{"", "앞 세션에서 다른 층, 걸어서 4분쯤 · 뛰어야 해요"}},
		{"in less time", []string{"star 2026-08-15 13:00 13:30 " + t1 + " | 가", "star 2026-08-15 13:33 14:00 " + t2 + " | 나"},
			[]string{"", "앞 세션에서 다른 층, 걸어서 4분쯤 · 뛰어야 해요"}},
		{"in time", []string{"star 2026-08-15 13:00 13:30 " + t1 + " | 가", "star 2026-08-15 13:34 14:00 " + t2 + " | 나"}, []string{"", ""}},
		{"into another building in no time", []string{"star 2026-08-15 13:00 13:30 " + t1 + " | 가", "star 2026-08-15 13:30 14:00 " + t3 + " | 나"},
			[]string{"", "앞 세션에서 다른 건물 · 뛰어야 해요"}},
		{"of which the minutes are not known", []string{"star 2026-08-15 13:00 13:30 " + t1 + " | 가", "star 2026-08-15 13:31 14:00 " + t3 + " | 나"}, []string{"", ""}},
		{"an end that nobody told", []string{"star 2026-08-15 13:00 - " + t1 + " | 가", "star 2026-08-15 13:30 14:00 " + t2 + " | 나"}, []string{"", ""}},
		{"of two that end together, from the must", []string{"star 2026-08-15 13:00 13:30 " + t1 + " | 가", "must 2026-08-15 12:50 13:30 " + t2 + " | 나", "star 2026-08-15 13:30 14:00 " + t2 + " | 다"},
			[]string{"", "", ""}},
	} {
		m := New("ko", words(t))
		for _, text := range c.made {
			s, state := made(t, text)
			put(m, s, state)
		}
		var got []string
		for _, r := range m.View(Moment{}).Sections[0].Rows {
			got = append(got, r.Rush)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	m := New("ko", words(t))
	first, _ := made(t, "star 2026-08-15 13:00 13:30 "+t1+" | 가")
	second, state := made(t, "star 2026-08-15 13:30 14:00 "+t2+" | 나")
	second.Cancelled = session.SourceOf("ko", true)
	put(m, first, state)
	put(m, second, state)
	if got := m.View(Moment{}).Sections[0].Rows[1].Rush; got != "" {
		t.Errorf("to what is cancelled: %q", got)
	}
}
