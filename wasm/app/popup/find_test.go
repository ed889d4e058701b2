package popup

import (
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// learn stores what a page told of a session.
func learn(m *Model, s session.Session) {
	m.Put(records.SessionPrefix+string(s.Key), picks.SessionRecord{Session: s}.Encode())
}

// known returns a model with a programme besides the picks.
func known(t *testing.T) *Model {
	m := model(t)
	room := func(s session.Session, rooms ...string) session.Session { s.Rooms = rooms; return s }
	other := talk(t, "z", "다른 날의 파이썬", "", "")
	other.Start, other.End = at(t, "2026-08-16T10:00:00+09:00"), at(t, "2026-08-16T10:30:00+09:00")
	lunch := talk(t, "lunch", "점심", "15:00", "16:00")
	lunch.Kind = session.Break
	for _, s := range []session.Session{
		room(talk(t, "f", "파이썬 컴파일러", "13:30", "14:00"), "Track 2"), talk(t, "g", "빈 시간의 이야기", "15:10", "15:40"), talk(t, "h", "때를 모르는 것", "", ""),
		other, lunch, talk(t, "a", "가", "13:30", "14:00"),
	} {
		learn(m, s)
	}
	return m
}

func foundTitles(v View) (titles []string) {
	if v.Find == nil {
		return nil
	}
	for _, f := range v.Find.List {
		titles = append(titles, f.Title)
	}
	return titles
}

func TestFind(t *testing.T) {
	for _, test := range []struct {
		name, query string
		filters     []string
		want        []string
	}{
		{"all, as the site sets them out", "", nil, []string{"가", "파이썬 컴파일러", "나", "다", "빈 시간의 이야기", "다른 날의 파이썬", "라", "때를 모르는 것"}},
		{"by onsets", "ㅍㅇㅆ", nil, []string{"파이썬 컴파일러", "다른 날의 파이썬"}},
		{"by room", "track 2", nil, []string{"파이썬 컴파일러"}},
		{"what is there but lunch", "점심", nil, nil},
		{"of one day", "파이썬", []string{"day:2026-08-16"}, []string{"다른 날의 파이썬"}},
		{"of one room", "", []string{"room:Track 2"}, []string{"파이썬 컴파일러"}},
		{"the filter that was chosen last", "", []string{"day:2026-08-15", "day:2026-08-16"}, []string{"다른 날의 파이썬"}},
		{"a filter taken away", "파이썬", []string{"day:2026-08-16", "day:2026-08-16"}, []string{"파이썬 컴파일러", "다른 날의 파이썬"}},
		{"musts", "", []string{"must"}, []string{"나"}},
		{"clashing picks", "", []string{"clash"}, []string{"가", "나"}},
		{"when I am free", "", []string{"free"}, []string{"빈 시간의 이야기", "다른 날의 파이썬"}},
	} {
		m := known(t)
		m.Search(test.query)
		for _, f := range test.filters {
			m.Filter(f)
		}
		v := m.View(Moment{})
		if got := foundTitles(v); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
		if len(test.want) == 0 && v.Find.Count != m.Say("findNone") || len(test.want) > 1 && !strings.Contains(v.Find.Count, "개") {
			t.Errorf("%s: it says %q", test.name, v.Find.Count)
		}
		m.EndLook()
		if v := m.View(Moment{}); v.Find != nil {
			t.Errorf("%s: it does not end", test.name)
		}
	}
	m := New("ko", words(t))
	m.Search("")
	if v := m.View(Moment{}); v.Find.Count != m.Say("findUnknown") {
		t.Errorf("of no programme it says %q", v.Find.Count)
	}
}

// A session of the programme is picked, removed and restored; a record that is not understood
// stays as it is.
func TestAdd(t *testing.T) {
	m := known(t)
	m.Search("컴파일러")
	f := m.View(Moment{}).Find.List[0]
	if f.On || !strings.Contains(f.Note, "가") || f.Label == "" {
		t.Errorf("before: %+v", f)
	}
	n := store(m, m.Add(f.Key, now))
	if p := m.book.Picks[f.Key]; p.State != picks.Star || p.Session.Title("ko") != "파이썬 컴파일러" || !n.Undo {
		t.Errorf("%+v, %+v", p, n)
	}
	if f := m.View(Moment{}).Find.List[0]; !f.On || f.Note != "" {
		t.Errorf("after: %+v", f)
	}
	store(m, m.Undo(now+1))
	if m.book.Picks[f.Key].State != picks.Off {
		t.Error("it is not taken back")
	}
	store(m, m.Add(f.Key, now+2))
	store(m, m.Add(f.Key, now+3))
	if m.book.Picks[f.Key].State != picks.Off {
		t.Error("the second click does not take it out")
	}
	if c := m.Add("2026/s/nobody", now); len(c.Entries) != 0 {
		t.Errorf("what is not known is picked: %v", c.Entries)
	}
	m.Put(records.PickPrefix+string(f.Key), map[string]any{"v": 99.0})
	if c := m.Add(f.Key, now+4); len(c.Entries) != 0 || m.Done(c).Text != m.Say("starAside") {
		t.Errorf("a newer version's record is written over: %v", c.Entries)
	}
}

// A gap stands before the row that ends it, and shows, when opened, what fits and why.
func TestGaps(t *testing.T) {
	m := known(t)
	evening := talk(t, "i", "저녁", "16:00", "17:00")
	put(m, evening, picks.Star)
	gap := func(at Moment) *GapView {
		for _, s := range m.View(at).Sections {
			for _, r := range s.Rows {
				if r.Gap != nil {
					if r.Key != evening.Key {
						t.Errorf("it stands before %s", r.Key)
					}
					return r.Gap
				}
			}
		}
		return nil
	}
	g := gap(Moment{})
	if g == nil || g.Label != "15:00–16:00 · 1시간 비어요. 들을 만한 세션" || g.Open || len(g.Fits) > 0 {
		t.Fatalf("closed: %+v", g)
	}
	m.Fold(g.ID)
	if g = gap(Moment{}); !g.Open || len(g.Fits) != 1 || g.Fits[0].Title != "빈 시간의 이야기" || g.Fits[0].Note != m.Say("fitStay") || g.Fits[0].When != "15:10–15:40" {
		t.Errorf("open: %+v", g)
	}
	m.Put("friend/f9/2026", friends.Friend{Name: "민수", Picks: []friends.Pick{{Key: "2026/s/g"}}}.Encode())
	if g = gap(Moment{}); g.Fits[0].Note != "친구 민수님이 들어요" {
		t.Errorf("with a friend: %+v", g.Fits)
	}
	if g = gap(Moment{Now: at(t, "2026-08-15T15:20:00+09:00")}); g == nil || len(g.Fits) != 0 || g.None == "" {
		t.Errorf("what has begun is offered: %+v", g)
	}
	if g = gap(Moment{Now: evening.Start}); g != nil {
		t.Errorf("a gap that is over is shown: %+v", g)
	}
	m.Fold(m.find.gap)
	if g = gap(Moment{}); g.Open {
		t.Error("it does not close")
	}
}

// The whole programme is read when somebody searches, and not before.
func TestProgramFinds(t *testing.T) {
	o := newPopup(t, picked(t)).open()
	last := func() map[string]any { return o.script.views[len(o.script.views)-1] }
	if last()["find"] != nil || o.model.book.Sessions["2026/s/c"].Session.Key != "" {
		t.Error("the programme is read at the start")
	}
	o.act("find", "ㅅㅈㅁ")
	list := last()["find"].(map[string]any)["list"].([]any)
	if len(list) != 2 || list[1].(map[string]any)["key"] != "2026/s/c" && list[0].(map[string]any)["key"] != "2026/s/c" {
		t.Fatalf("found %v", list)
	}
	o.act("add", "2026/s/c")
	if o.state("2026/s/c") != "star" {
		t.Errorf("it is stored as %q", o.state("2026/s/c"))
	}
	o.act("undo")
	if o.state("2026/s/c") != "off" {
		t.Errorf("taken back it is %q", o.state("2026/s/c"))
	}
	o.act("find-end")
	if last()["find"] != nil {
		t.Error("it does not end")
	}
}

// An edition of which nothing is picked any more is left at the opening, and not before.
func TestOpenedElsewhere(t *testing.T) {
	m := model(t)
	m.Put(records.SettingsKey, map[string]any{"v": 1.0, "edition": "2018"})
	if m.Edition() != "2018" {
		t.Errorf("before all is read it is %s", m.Edition())
	}
	m.Opened(now)
	if m.Edition() != "2026" {
		t.Errorf("where nothing is picked it opens at %s", m.Edition())
	}
	store(m, m.Choose("2018"))
	if m.Edition() != "2018" {
		t.Errorf("chosen is 2018, shown %s", m.Edition())
	}
	m = model(t)
	m.Put(records.SettingsKey, map[string]any{"v": 1.0, "edition": "2026"})
	m.Opened(now)
	for _, id := range []string{"a", "b", "c", "d"} {
		store(m, m.Remove(session.NewKey("2026", "s", id), now))
	}
	if m.Edition() != "2026" {
		t.Errorf("when its last pick is removed it jumps to %s", m.Edition())
	}
}

// Help about saving is shown to a person who comes back soon after saving.
func TestAgain(t *testing.T) {
	for _, test := range []struct {
		after int64 // ms from the export to the opening
		want  bool
	}{{-1, false}, {1000, true}, {soon - 1, true}, {soon, false}} {
		m := model(t)
		store(m, m.Exported(now))
		m.Opened(now + test.after)
		if got := m.View(Moment{}).Again; got != test.want {
			t.Errorf("%d ms after: %v", test.after, got)
		}
	}
}
