package popup

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/export"
	"byeolpyo/wasm/friends"
	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/session"
)

const now = 1786000000000

// apply is store with what goes.
func apply(m *Model, c Change) Notice {
	for _, name := range c.Remove {
		m.Put(name, nil)
	}
	return store(m, c)
}

// The choices are stored with the settings and are those that the drawing program has.
func TestChoosePicture(t *testing.T) {
	if !slices.Equal(formats, export.Formats) || !slices.Equal(aspects, export.Aspects) || !slices.Equal(modes, export.Modes) || !slices.Equal(themes[1:], export.Themes) {
		t.Error("the choices are not those of the drawing program")
	}
	m := model(t)
	plain := map[string]any{"format": "whole", "aspect": "9:20", "mode": "agenda", "theme": "", "paper": false, "back": false, "code": true,
		"ownText": false, "friends": []any{}, "summary": "전체 · 담은 세션만 · 자동"}
	if got := m.View().Picture; !reflect.DeepEqual(got, plain) {
		t.Errorf("who never chose gets %v", got)
	}
	for _, c := range [][2]string{{"format", "a4-wide"}, {"mode", "grid"}, {"theme", "high-contrast"}, {"back", "1"}, {"code", ""}, {"ownText", "1"}, {"aspect", "5:6"}} {
		store(m, m.ChoosePicture(c[0], c[1]))
	}
	for _, c := range [][2]string{{"format", "a5"}, {"other", "x"}} { // taken for not chosen, and for nothing
		if c[0] == "other" && len(m.ChoosePicture(c[0], c[1]).Entries) != 0 {
			t.Error("an unknown choice is stored")
		}
	}
	again := New("ko", words(t))
	again.Put(SettingsKey, m.settings.encode())
	got := again.View().Picture
	want := map[string]any{"format": "a4-wide", "aspect": "5:6", "mode": "grid", "theme": "high-contrast", "paper": true, "back": true, "code": false,
		"ownText": true, "friends": []any{}, "summary": "A4 가로 · 전체 시간표 위에 · 고대비"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	store(again, again.ChoosePicture("format", "phone"))
	if p := again.View().Picture; p["summary"] != "잠금화면 5:6 · 전체 시간표 위에 · 고대비" || p["back"] != false {
		t.Errorf("%v", p)
	}
	for _, tree := range []any{nil, "x", map[string]any{"format": 3.0, "friends": "x", "back": "yes"}, map[string]any{"friends": []any{1.0}}} {
		if p := decodePicture(tree); p.chosen() {
			t.Errorf("%v is read as %+v", tree, p)
		}
	}
}

func TestOwn(t *testing.T) {
	m := model(t)
	n := apply(m, m.SaveOwn("", "x1", " 점심  with 지훈 ", "2026-08-15", "13:45", "14:30", now))
	v := m.View()
	if !n.Undo || v.Picks != 5 || v.Clashes != 4 {
		t.Fatalf("%+v: %d picks, %d clashes", n, v.Picks, v.Clashes)
	}
	var row Row
	for _, s := range v.Sections {
		for _, r := range s.Rows {
			if r.Own {
				row = r
			}
		}
	}
	if row.Title != "점심 with 지훈" || row.Key != "2026/own/x1" || row.Start != "13:45" || row.To != "14:30" || row.Date != "2026-08-15" || len(row.Clashes) == 0 || row.EditLabel == "" {
		t.Errorf("%+v", row)
	}
	apply(m, m.SaveOwn(row.Key, "", "저녁", "2026-08-15", "23:00", "01:00", now+1))
	if s := m.book.Picks[row.Key].Session; s.Title("ko") != "저녁" || s.End-s.Start != 120 {
		t.Errorf("%+v", s)
	}
	apply(m, m.Undo(now+2))
	if s := m.book.Picks[row.Key].Session; s.Title("ko") != "점심 with 지훈" {
		t.Errorf("the change is not taken back: %+v", s)
	}
	apply(m, m.Remove(row.Key, now+3))
	if m.View().Picks != 4 {
		t.Error("it is not removed")
	}
	apply(m, m.Undo(now+4))
	apply(m, m.Undo(now+5)) // the adding
	if p := m.book.Picks[row.Key]; p.State != picks.Off || m.View().Picks != 4 {
		t.Errorf("%+v", p)
	}
	for _, bad := range [][4]string{
		{"", "2026-08-15", "12:00", "13:00"}, {" \t", "2026-08-15", "12:00", "13:00"}, {"x", "", "12:00", "13:00"}, {"x", "2026-02-30", "12:00", "13:00"},
		{"x", "2026-08-15", "", "13:00"}, {"x", "2026-08-15", "12:00", "25:00"}, {"x", "2026-08-15", "12:00", "12:00"},
	} {
		if c := m.SaveOwn("", "y", bad[0], bad[1], bad[2], bad[3], now); len(c.Entries) != 0 || m.Done(c).Text == "" {
			t.Errorf("%q is taken", bad)
		}
	}
	if c := m.SaveOwn("2026/s/a", "", "x", "2026-08-15", "12:00", "13:00", now); len(c.Entries) != 0 {
		t.Error("a session of the site is written over")
	}
	if c := m.SaveOwn("", "z", strings.Repeat("긴", 999), "2026-08-15", "12:00", "13:00", now); len([]rune(apply(m, c).Text)) > MaxOwnTitle+20 {
		t.Error("a title without end")
	}
}

func friend(t *testing.T) friends.Friend {
	key := func(id string) session.Key { return session.NewKey("2026", "s", id) }
	return friends.Friend{ID: "f1", Edition: "2026", Name: "지훈", Added: now, Picks: []friends.Pick{
		{Key: key("a"), Session: talk(t, "a", "가", "13:30", "14:00")}, {Key: key("x"), Session: talk(t, "x", "엑스", "14:30", "15:30"), Must: true},
		{Key: key("y"), Session: talk(t, "y", "와이", "18:00", "18:30")}, {Hash: "02b1f3c4d5"},
	}}
}

func TestFriends(t *testing.T) {
	m := model(t)
	f := friend(t)
	m.Put(f.StorageKey(), f.Encode())
	m.Put("friend/f2/2025", friends.Friend{Name: "다른 해"}.Encode())
	m.Put("friend/f3/2026", map[string]any{"v": 9.0})
	v := m.View()
	if len(v.Friends) != 1 || v.Picks != 4 {
		t.Fatalf("%d friends, %d picks", len(v.Friends), v.Picks)
	}
	got := v.Friends[0]
	var text []string
	for _, p := range got.Parts {
		text = append(text, p.Label+": "+strings.Join(p.Lines, "; "))
	}
	want := []string{
		"같이 듣는 세션: 8월 15일 토요일 13:30 가",
		"여기서 갈라져요: 8월 15일 토요일 14:30 나: 다 / 지훈: 엑스",
		"둘 다 비는 시간: 8월 15일 토요일 15:30–18:00",
	}
	if !slices.Equal(text, want) || !strings.Contains(got.Waiting, "1") || got.Shown {
		t.Errorf("got %q, want %q", text, want)
	}
	store(m, m.ChoosePicture("friends", "f1 gone"))
	if p := m.View().Picture["friends"]; !reflect.DeepEqual(p, []any{"f1"}) || !m.View().Friends[0].Shown {
		t.Errorf("laid over: %v", p)
	}
	n := apply(m, m.DropFriend("f1"))
	if len(m.View().Friends) != 0 || !n.Undo {
		t.Error("the friend is still there")
	}
	apply(m, m.Undo(now))
	if len(m.View().Friends) != 1 {
		t.Error("the friend does not come back")
	}
	if c := m.DropFriend("nobody"); len(c.Remove) != 0 {
		t.Error("nobody is removed")
	}
}

// What is known by its hash waits without a time, and becomes the session when that
// is seen.
func TestResolve(t *testing.T) {
	m := model(t)
	f := friend(t)
	m.Put(f.StorageKey(), f.Encode())
	waiting := session.NewKey("2026", session.HashSequence, "02b1f3c4d5")
	m.Put(picks.StorageKey(waiting), picks.Pick{State: picks.Must, Tapped: 5, Session: session.Session{Key: waiting}}.Encode())
	v := m.View()
	last := v.Sections[len(v.Sections)-1]
	if v.Picks != 5 || last.ID != "undated" || !slices.ContainsFunc(last.Rows, func(r Row) bool { return r.Unnamed && r.URL != "" && r.Key == waiting }) {
		t.Errorf("%+v", last)
	}
	if got := m.Waiting(); !slices.Equal(got, []string{"2026"}) {
		t.Errorf("%q wait", got)
	}
	s := talk(t, "seen", "이제 아는 세션", "16:00", "16:30")
	m.Put(picks.SessionPrefix+string(s.Key), picks.Known{Session: s}.Encode())
	if c := m.Resolve(map[string]session.Key{"ffffffffff": s.Key}); len(c.Entries) != 0 {
		t.Errorf("%v", c.Entries)
	}
	apply(m, m.Resolve(map[string]session.Key{"02b1f3c4d5": s.Key}))
	if p := m.book.Picks[s.Key]; p.State != picks.Must || p.Tapped != 5 || p.Session.Title("ko") != "이제 아는 세션" {
		t.Errorf("%+v", p)
	}
	if p := m.book.Picks[waiting]; p.State != picks.Off {
		t.Error("it still waits")
	}
	if len(m.Waiting()) != 0 || m.View().Picks != 5 || m.View().Friends[0].Waiting != "" {
		t.Error("something waits yet")
	}
	// A pick made meanwhile stays.
	m.Put(picks.StorageKey(waiting), picks.Pick{State: picks.Star, Tapped: 3, Session: session.Session{Key: waiting}}.Encode())
	apply(m, m.Resolve(map[string]session.Key{"02b1f3c4d5": s.Key}))
	if p := m.book.Picks[s.Key]; p.State != picks.Must {
		t.Errorf("%+v", p)
	}
}

func TestStale(t *testing.T) {
	m := model(t)
	if m.View().Stale != nil {
		t.Error("no picture is out of date")
	}
	apply(m, m.Exported(now))
	apply(m, m.Remove("2026/s/c", now)) // the person knows
	if m.View().Stale != nil {
		t.Error("a removal makes the picture out of date")
	}
	seen(m, talk(t, "a", "가", "16:00", "16:30"), 0)
	moved := talk(t, "b", "나", "13:40", "14:20")
	moved.Rooms = []string{"Track 9"}
	seen(m, moved, 0)
	if s := m.View().Stale; s == nil || s.Count != 2 || s.Text != "저장한 그림과 2곳이 다릅니다" {
		t.Errorf("%+v", s)
	}
	apply(m, m.Exported(now+1))
	if m.View().Stale != nil {
		t.Error("a new picture is out of date")
	}
	if c := New("ko", words(t)).Exported(now); len(c.Entries) != 0 {
		t.Error("an export of nothing")
	}
}

// TestStaleGrid: of a grid, what was not picked counts as well, once the popup has been
// given what is known of it.
func TestStaleGrid(t *testing.T) {
	known := talk(t, "x", "고르지 않은 것", "17:00", "17:30")
	key := picks.SessionPrefix + string(known.Key)
	keys := []string{key, picks.SessionPrefix + "2025/s/y", "settings", "pick/2026/s/a"}
	m := model(t)
	if names := m.MoreSessions(keys); len(names) != 0 {
		t.Errorf("an agenda needs %v", names)
	}
	apply(m, m.ChoosePicture("mode", "grid"))
	if names := m.MoreSessions(keys); !slices.Equal(names, keys[:1]) || len(m.MoreSessions(keys)) != 0 {
		t.Fatalf("a grid needs %v, and then %v", names, m.MoreSessions(keys))
	}
	m.Put(key, picks.Known{Session: known}.Encode())
	export := m.Exported(now)
	apply(m, export)
	if m.View().Stale != nil {
		t.Error("a new picture is out of date")
	}

	// Another day, the popup is opened anew.
	known.Start += 60
	known.End += 60
	m = model(t)
	apply(m, export)
	if names := m.MoreSessions(keys); !slices.Equal(names, keys[:1]) {
		t.Errorf("asks for %v", names)
	}
	m.Put(key, picks.Known{Session: known}.Encode())
	if s := m.View().Stale; s == nil || s.Count != 1 {
		t.Errorf("%+v", s)
	}
	m.Put(key, picks.Known{Session: known, Gone: now}.Encode())
	if s := m.View().Stale; s != nil {
		t.Errorf("what the site does not show any more: %+v", s)
	}
}

func received(t *testing.T) Received {
	f := friend(t)
	f.Picks = append(f.Picks, friends.Pick{Key: "2026/s/b", Session: talk(t, "b", "나", "13:40", "14:20")})
	return Received{"2026", f.Picks}
}

func states(m *Model) map[session.Key]string {
	out := map[session.Key]string{}
	for key, p := range m.book.Picks {
		if p.State != picks.Off {
			out[key] = p.State.String()
		}
	}
	return out
}

func TestMerge(t *testing.T) {
	m := model(t)
	before := states(m)
	m.Receive(received(t))
	tree := m.ReceivedTree()
	if tree["count"] != 5 || tree["mine"] != 4 || tree["unknown"] == "" {
		t.Errorf("%v", tree)
	}
	n := apply(m, m.Merge(now))
	want := map[session.Key]string{"2026/s/a": "star", "2026/s/b": "must", "2026/s/c": "star", "2026/s/d": "star", "2026/s/x": "must", "2026/s/y": "star", "2026/hash/02b1f3c4d5": "star"}
	if got := states(m); !reflect.DeepEqual(got, want) || !n.Undo || n.Text != "세션 3개를 더했어요." {
		t.Errorf("%+v: %v", n, got)
	}
	apply(m, m.Undo(now+1))
	if got := states(m); !reflect.DeepEqual(got, before) {
		t.Errorf("taken back: %v, want %v", got, before)
	}
}

func TestReplace(t *testing.T) {
	m := model(t)
	apply(m, m.SaveOwn("", "x1", "점심", "2026-08-15", "12:00", "13:00", now))
	m.Forget()
	m.Put("pick/2026/s/x", map[string]any{"v": 9.0}) // of a newer version
	before := states(m)
	m.Receive(received(t))
	n := apply(m, m.Replace(now))
	want := map[session.Key]string{"2026/s/a": "star", "2026/s/b": "star", "2026/s/y": "star", "2026/hash/02b1f3c4d5": "star", "2026/own/x1": "star"}
	if got := states(m); !reflect.DeepEqual(got, want) || !n.Undo {
		t.Errorf("%+v: %v", n, got)
	}
	if !m.book.SetAside("2026/s/x") {
		t.Error("a record that is not understood was written over")
	}
	apply(m, m.Undo(now+1))
	if got := states(m); !reflect.DeepEqual(got, before) {
		t.Errorf("taken back: %v, want %v", got, before)
	}
}

func TestKeepFriend(t *testing.T) {
	m := model(t)
	before := states(m)
	m.Receive(received(t))
	apply(m, m.KeepFriend("f9", " 지훈\n ", now))
	f := m.others["friend/f9/2026"]
	if f.Name != "지훈" || len(f.Picks) != 5 || !reflect.DeepEqual(states(m), before) {
		t.Errorf("%+v", f)
	}
	// A newer picture of the same friend takes the place of the older.
	m.Receive(Received{"2026", f.Picks[:2]})
	apply(m, m.KeepFriend("f10", "지훈", now+1))
	if len(m.others) != 1 || len(m.others["friend/f9/2026"].Picks) != 2 {
		t.Errorf("%+v", m.others)
	}
	apply(m, m.Undo(now+2))
	if len(m.others["friend/f9/2026"].Picks) != 5 {
		t.Error("the older does not come back")
	}
	apply(m, m.Undo(now+3))
	if len(m.others) != 0 {
		t.Error("the friend is still there")
	}
	for i := range friends.MaxKept {
		f.ID = "n" + session.Itoa(i)
		f.Name = f.ID
		m.Put(f.StorageKey(), f.Encode())
	}
	if c := m.KeepFriend("more", "또", now); len(c.Entries) != 0 || m.Done(c).Text == "" {
		t.Error("friends without end")
	}
}
