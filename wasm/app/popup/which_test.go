package popup

import (
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// untold is a session as a list of 2024 shows it: its title and its speakers.
func untold(title string, speakers ...string) session.Session {
	s := session.Session{Key: "2024/s/x", Titles: map[string]string{"ko": title}, PageLang: session.Korean, Speakers: speakers}
	s.Key = s.TitleKey(session.Korean)
	return s
}

func told(id, title, start string, t *testing.T, speakers ...string) session.Session {
	s := untold(title, speakers...)
	s.Key = session.NewKey("2024", "s", id)
	if start != "" {
		s.Start = at(t, "2024-10-26T"+start+":00+09:00")
		s.End = s.Start + 30
	}
	return s
}

// rowsOf are the rows of the edition shown.
func rowsOf(m *Model) (rows []Row) {
	for _, s := range m.View(Moment{}).Sections {
		rows = append(rows, s.Rows...)
	}
	return rows
}

// TestWhichOfTwo: a pick that was made by the title alone, when two sessions have it, is
// asked about once both are known; the answer is one pick and can be taken back.
func TestWhichOfTwo(t *testing.T) {
	byWho := untold("스폰서 세션", "윤하늘")
	byWho.Key = byWho.WhoKey(session.Korean)
	mine := untold("스폰서 세션", "강바다")
	for name, c := range map[string]struct {
		pick  session.Session
		known []session.Session
		want  []string // the choices
		take  int
	}{
		"0.1.0's, on a list": {mine, []session.Session{mine, byWho}, []string{"윤하늘", "강바다"}, 1},
		"the other one":      {mine, []session.Session{mine, byWho}, []string{"윤하늘", "강바다"}, 0},
		"of two days": {untold("오프닝"), []session.Session{told("AAAAAA", "오프닝", "11:00", t), told("BBBBBB", "오프닝", "10:00", t)},
			[]string{"10월 26일 토요일 10:00", "10월 26일 토요일 11:00"}, 1},
		"of which a list tells too": {mine, []session.Session{byWho, told("AAAAAA", "스폰서 세션", "11:00", t, "윤하늘"), told("BBBBBB", "스폰서 세션", "10:00", t, "강바다")},
			[]string{"10월 26일 토요일 10:00 · 강바다", "10월 26일 토요일 11:00 · 윤하늘"}, 0},
		"one session":             {mine, []session.Session{mine, told("AAAAAA", "스폰서 세션", "10:00", t, "강바다")}, nil, 0},
		"one that tells nothing":  {mine, []session.Session{told("AAAAAA", "스폰서 세션", "10:00", t)}, nil, 0},
		"nothing else is known":   {mine, nil, nil, 0},
		"another title":           {mine, []session.Session{told("AAAAAA", "키노트", "10:00", t), told("BBBBBB", "오프닝", "11:00", t)}, nil, 0},
		"told apart by who":       {byWho, []session.Session{mine, byWho}, nil, 0},
		"a pick with a time":      {told("h0123456789abcdef", "오프닝", "10:00", t), []session.Session{told("AAAAAA", "오프닝", "11:00", t), told("BBBBBB", "오프닝", "12:00", t)}, nil, 0},
		"a pick of another title": {told("CCCCCC", "오프닝", "", t), []session.Session{told("AAAAAA", "오프닝", "11:00", t), told("BBBBBB", "오프닝", "12:00", t)}, nil, 0},
	} {
		m := New("ko", words(t))
		put(m, c.pick, picks.Must)
		m.Choose("2024")
		var names []string
		for _, s := range c.known {
			names = append(names, records.SessionPrefix+string(s.Key))
		}
		wanted := m.MoreSessions(names)
		for _, s := range c.known {
			if name := records.SessionPrefix + string(s.Key); c.want != nil && !slices.Contains(wanted, name) {
				t.Errorf("%s: %s is not asked for", name, s.Key)
			}
			seen(m, s, 0)
		}
		rows := rowsOf(m)
		if len(rows) != 1 {
			t.Fatalf("%s: %d rows", name, len(rows))
		}
		var got []string
		for _, o := range rows[0].Which {
			got = append(got, o.Label)
		}
		slices.Sort(got)
		want := slices.Clone(c.want)
		slices.Sort(want)
		if !slices.Equal(got, want) || (rows[0].Ask != "") != (want != nil) {
			t.Errorf("%s: asked %q %q, want %q", name, rows[0].Ask, got, want)
			continue
		}
		if want == nil {
			if key := session.Key("2024/s/AAAAAA"); len(m.Answer(c.pick.Key, key, 9).Entries) > 0 {
				t.Errorf("%s: an answer that was not asked for", name)
			}
			continue
		}
		chosen := rows[0].Which[slices.IndexFunc(rows[0].Which, func(o One) bool { return o.Label == c.want[c.take] })]
		notice := store(m, m.Answer(rows[0].Key, chosen.Key, 9))
		rows = rowsOf(m)
		if len(rows) != 1 || rows[0].Key != chosen.Key || rows[0].State != picks.Must || rows[0].Which != nil || !notice.Undo || !strings.Contains(rows[0].Title, c.pick.Titles["ko"]) {
			t.Errorf("%s: answered %s, rows %+v", name, chosen.Key, rows)
		}
		store(m, m.Undo(10))
		if rows = rowsOf(m); len(rows) != 1 || rows[0].Key != c.pick.Key || len(rows[0].Which) != len(c.want) || rows[0].State != picks.Must {
			t.Errorf("%s: taken back, rows %+v", name, rows)
		}
	}
}
