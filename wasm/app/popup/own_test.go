package popup

import (
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// TestTimeByHand: a person may say when a pick is whose page shows no day, and change that,
// until a page shows it. Other times cannot be changed.
func TestTimeByHand(t *testing.T) {
	m := model(t)
	undated := func() Row {
		t.Helper()
		for _, s := range m.View(Moment{}).Sections {
			for _, r := range s.Rows {
				if r.Key == "2026/s/d" {
					return r
				}
			}
		}
		t.Fatal("the pick is not shown")
		return Row{}
	}
	seen(m, talk(t, "d", "라", "", ""), 0)
	if r := undated(); r.Own || r.EditLabel != "시간 적기: 라" || r.Date != "" || r.Start != "" {
		t.Errorf("without a time: %+v", r)
	}
	set := func(start, end string) Notice {
		return apply(m, m.SaveOwn("2026/s/d", "", "다른 제목", "2026-08-16", start, end, false, now))
	}
	if n := set("11:00", "11:40"); !n.Undo || n.Text != "고쳤어요: 라" {
		t.Errorf("told: %+v", n)
	}
	if r := undated(); r.Start != "11:00" || r.End != "11:40" || r.Date != "2026-08-16" || r.To != "11:40" || r.Title != "라" || r.EditLabel == "" {
		t.Errorf("with a time by hand: %+v", r)
	}
	if d, _ := m.book.Changed("2026/s/d"); d != 0 || len(m.View(Moment{}).Sections) != 2 {
		t.Errorf("changed by %b, %d sections", d, len(m.View(Moment{}).Sections))
	}
	for _, bad := range [][2]string{{"", "11:00"}, {"12:00", "12:00"}, {"12:00", "11:00"}, {"12:00", "25:00"}} {
		if c := m.SaveOwn("2026/s/d", "", "", "2026-08-16", bad[0], bad[1], false, now); len(c.Entries) != 0 || m.Done(c).Text == "" {
			t.Errorf("%q is taken", bad)
		}
	}
	set("12:00", "12:40")
	apply(m, m.Undo(now+1))
	if r := undated(); r.Start != "11:00" {
		t.Errorf("taken back: %+v", r)
	}
	apply(m, m.ToggleMust("2026/s/d", now+2))
	if r := undated(); r.Start != "11:00" || r.State != picks.Must {
		t.Errorf("as a must: %+v", r)
	}
	// A page tells.
	seen(m, talk(t, "d", "라", "15:00", "15:30"), 0)
	if r := undated(); r.Start != "15:00" || r.EditLabel != "" {
		t.Errorf("told by a page: %+v", r)
	}
	if c := m.SaveOwn("2026/s/d", "", "라", "2026-08-16", "11:00", "11:40", false, now); len(c.Entries) != 0 {
		t.Error("what a page tells is written over")
	}
	for _, key := range []session.Key{"2026/s/e", "2026/s/none", "2026/hash/02b1f3c4d5"} {
		if c := m.SaveOwn(key, "", "x", "2026-08-16", "11:00", "11:40", false, now); len(c.Entries) != 0 {
			t.Errorf("%s is given a time", key)
		}
	}
}

// A new entry begins on a day of the conference with the hour that comes.
func TestOwnBeginsNow(t *testing.T) {
	m := model(t)
	second := talk(t, "f", "바", "13:30", "14:00")
	second.Start, second.End = second.Start+24*60, second.End+24*60
	put(m, second, picks.Star)
	day := session.Date{Year: 2026, Month: 8, Day: 16}
	for _, c := range []struct {
		now  session.Instant
		want string
	}{
		{0, "2026-08-15 12:00 13:00"},
		{session.KST(day.AddDays(-7), 13, 25), "2026-08-15 12:00 13:00"},
		{session.KST(day, 13, 25), "2026-08-16 14:00 15:00"},
		{session.KST(day, 0, 0), "2026-08-16 01:00 02:00"},
		{session.KST(day, 21, 59), "2026-08-16 22:00 23:00"},
		{session.KST(day, 22, 0), "2026-08-15 12:00 13:00"},
		{session.KST(day.AddDays(1), 13, 25), "2026-08-15 12:00 13:00"},
	} {
		v := m.View(Moment{Now: c.now})
		if got := v.OwnDate + " " + v.OwnStart + " " + v.OwnEnd; got != c.want {
			t.Errorf("at %s: %s, want %s", c.now, got, c.want)
		}
	}
	if v := New("ko", m.words).View(Moment{Now: session.KST(day, 13, 25)}); v.OwnDate != "" || v.OwnStart != "12:00" {
		t.Errorf("without picks: %q %s", v.OwnDate, v.OwnStart)
	}
}
