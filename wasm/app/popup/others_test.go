package popup

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

const now = 1786000000000

// apply is store for a change that also removes.
func apply(m *Model, c Change) Notice {
	for _, name := range c.Remove {
		m.Put(name, nil)
	}
	return store(m, c)
}

// The popup's fields are the one list of choices, in its order and each with a word for it.
func TestChoicesOfThePage(t *testing.T) {
	page := string(project.Read(t, "extension/popup.html"))
	radio := regexp.MustCompile(`<input type="radio" name="(\w+)" value="([^"]*)"><span data-say="(\w+)">`)
	sel := regexp.MustCompile(`(?s)<select name="(\w+)">(.*?)</select>`)
	option := regexp.MustCompile(`<option value="([^"]*)" data-say="(\w+)">`)
	fields, said := map[string][]string{}, map[string]bool{}
	for _, m := range radio.FindAllStringSubmatch(page, -1) {
		fields[m[1]] = append(fields[m[1]], m[2])
		said[m[3]] = true
	}
	for _, m := range sel.FindAllStringSubmatch(page, -1) {
		for _, o := range option.FindAllStringSubmatch(m[2], -1) {
			fields[m[1]] = append(fields[m[1]], o[1])
			said[o[2]] = true
		}
	}
	want := map[string][]string{"format": choices.Formats, "aspect": choices.Aspects, "mode": choices.Modes, "theme": themes}
	for name, list := range want {
		if !slices.Equal(fields[name], list) {
			t.Errorf("popup.html has %s %q, package choices %q", name, fields[name], list)
		}
		for _, choice := range list {
			if name != "aspect" && !said[message(name, cmpOr(choice, "auto"))] {
				t.Errorf("popup.html does not say %s", message(name, cmpOr(choice, "auto")))
			}
		}
	}
}

// The print page offers every theme, that of paper first, in the popup's words.
func TestThemesOfThePrintPage(t *testing.T) {
	option := regexp.MustCompile(`<option value="([^"]*)" data-say="(\w+)">`)
	var got []string
	for _, o := range option.FindAllStringSubmatch(string(project.Read(t, "extension/print.html")), -1) {
		got = append(got, o[1])
		if o[2] != message("theme", o[1]) {
			t.Errorf("print.html calls %s %s", o[1], o[2])
		}
	}
	if len(got) == 0 || got[0] != choices.Themes[choices.Paper] || !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(choices.Themes))) {
		t.Errorf("print.html has %q, package choices %q", got, choices.Themes)
	}
}

// The choices are stored with the settings.
func TestChoosePicture(t *testing.T) {
	m := model(t)
	plain := map[string]any{"format": "whole", "aspect": "9:20", "mode": "agenda", "theme": "", "paper": false, "lock": false, "back": false, "code": true,
		"ownText": false, "notes": false, "friends": []any{}, "summary": "전체 · 담은 세션만 · 자동"}
	if got := m.View(Moment{}).Picture; !reflect.DeepEqual(got, plain) {
		t.Errorf("who never chose gets %v", got)
	}
	for _, c := range [][2]string{{"format", "a4-wide"}, {"mode", "grid"}, {"theme", "high-contrast"}, {"back", "1"}, {"code", ""}, {"ownText", "1"}, {"notes", "1"}, {"aspect", "5:6"}} {
		store(m, m.ChoosePicture(c[0], c[1]))
	}
	for _, c := range [][2]string{{"format", "a5"}, {"other", "x"}} { // taken for not chosen, and for nothing
		if c[0] == "other" && len(m.ChoosePicture(c[0], c[1]).Entries) != 0 {
			t.Error("an unknown choice is stored")
		}
	}
	again := New("ko", words(t))
	again.Put(records.SettingsKey, m.settings.encode())
	got := again.View(Moment{}).Picture
	want := map[string]any{"format": "a4-wide", "aspect": "5:6", "mode": "grid", "theme": "high-contrast", "paper": true, "lock": false, "back": true, "code": false,
		"ownText": true, "notes": false, "friends": []any{}, "summary": "A4 가로 · 전체 시간표 위에 · 고대비"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	store(again, again.ChoosePicture("mode", "agenda"))
	if p := again.View(Moment{}).Picture; p["notes"] != true {
		t.Error("that notes are wanted is forgotten where there is no room for them")
	}
	store(again, again.ChoosePicture("mode", "grid"))
	store(again, again.ChoosePicture("format", "phone"))
	if p := again.View(Moment{}).Picture; p["summary"] != "잠금화면 5:6 · 전체 시간표 위에 · 고대비" || p["back"] != false {
		t.Errorf("%v", p)
	}
	store(again, again.ChoosePicture("format", "next"))
	if p := again.View(Moment{}).Picture; p["lock"] != true || p["summary"] != "다음 세션 5:6 · 전체 시간표 위에 · 고대비" {
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
	n := apply(m, m.SaveOwn("", "x1", " 점심  with 지훈 ", "2026-08-15", "13:45", "14:30", false, now))
	v := m.View(Moment{})
	if !n.Undo || v.Picks != 5 || v.Clashes != 1 {
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
	apply(m, m.SaveOwn(row.Key, "", "저녁", "2026-08-15", "23:00", "01:00", true, now+1))
	if s := m.book.Picks[row.Key].Session; s.Title("ko") != "저녁" || s.End-s.Start != 120 {
		t.Errorf("%+v", s)
	}
	apply(m, m.Undo(now+2))
	if s := m.book.Picks[row.Key].Session; s.Title("ko") != "점심 with 지훈" {
		t.Errorf("the change is not taken back: %+v", s)
	}
	apply(m, m.Remove(row.Key, now+3))
	if m.View(Moment{}).Picks != 4 {
		t.Error("it is not removed")
	}
	apply(m, m.Undo(now+4))
	apply(m, m.Undo(now+5)) // the adding
	if p := m.book.Picks[row.Key]; p.State != picks.Off || m.View(Moment{}).Picks != 4 {
		t.Errorf("%+v", p)
	}
	for _, bad := range [][4]string{
		{"", "2026-08-15", "12:00", "13:00"}, {" \t", "2026-08-15", "12:00", "13:00"}, {"x", "", "12:00", "13:00"}, {"x", "2026-02-30", "12:00", "13:00"},
		{"x", "2026-08-15", "", "13:00"}, {"x", "2026-08-15", "12:00", "25:00"}, {"x", "2026-08-15", "12:00", "12:00"},
	} {
		if c := m.SaveOwn("", "y", bad[0], bad[1], bad[2], bad[3], false, now); len(c.Entries) != 0 || m.Done(c).Text == "" {
			t.Errorf("%q is taken", bad)
		}
	}
	if c := m.SaveOwn("2026/s/a", "", "x", "2026-08-15", "12:00", "13:00", false, now); len(c.Entries) != 0 {
		t.Error("a session of the site is written over")
	}
	if c := m.SaveOwn("", "z", strings.Repeat("긴", 999), "2026-08-15", "12:00", "13:00", false, now); len([]rune(apply(m, c).Text)) > records.MaxOwnTitle+20 {
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
	v := m.View(Moment{})
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
	if p := m.View(Moment{}).Picture["friends"]; !reflect.DeepEqual(p, []any{"f1"}) || !m.View(Moment{}).Friends[0].Shown {
		t.Errorf("laid over: %v", p)
	}
	n := apply(m, m.DropFriend("f1"))
	if len(m.View(Moment{}).Friends) != 0 || !n.Undo {
		t.Error("the friend is still there")
	}
	apply(m, m.Undo(now))
	if len(m.View(Moment{}).Friends) != 1 {
		t.Error("the friend does not come back")
	}
	if c := m.DropFriend("nobody"); len(c.Remove) != 0 {
		t.Error("nobody is removed")
	}
}

// A session that is known by its hash waits without a time, and is resolved when it is seen.
func TestResolve(t *testing.T) {
	m := model(t)
	f := friend(t)
	m.Put(f.StorageKey(), f.Encode())
	waiting := session.NewKey("2026", session.HashSequence, "02b1f3c4d5")
	m.Put(picks.StorageKey(waiting), picks.Pick{State: picks.Must, Tapped: 5, Session: session.Session{Key: waiting}}.Encode())
	v := m.View(Moment{})
	last := v.Sections[len(v.Sections)-1]
	if v.Picks != 5 || last.ID != "undated" || !slices.ContainsFunc(last.Rows, func(r Row) bool { return r.Unnamed && r.URL != "" && r.Key == waiting }) {
		t.Errorf("%+v", last)
	}
	if got := m.Waiting(); !slices.Equal(got, []string{"2026"}) {
		t.Errorf("%q wait", got)
	}
	s := talk(t, "seen", "이제 아는 세션", "16:00", "16:30")
	m.Put(records.SessionPrefix+string(s.Key), picks.SessionRecord{Session: s}.Encode())
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
	if len(m.Waiting()) != 0 || m.View(Moment{}).Picks != 5 || m.View(Moment{}).Friends[0].Waiting != "" {
		t.Error("something waits yet")
	}
	// A must stays one, also when the star that waited was tapped later.
	m.Put(picks.StorageKey(waiting), picks.Pick{State: picks.Star, Tapped: 9, Session: session.Session{Key: waiting}}.Encode())
	apply(m, m.Resolve(map[string]session.Key{"02b1f3c4d5": s.Key}))
	if p := m.book.Picks[s.Key]; p.State != picks.Must {
		t.Errorf("a star that waited takes the place of a must: %+v", p)
	}
	m.Put(picks.StorageKey(s.Key), picks.Pick{State: picks.Must, Tapped: 5, Session: s}.Encode())
	// A pick made meanwhile stays.
	m.Put(picks.StorageKey(waiting), picks.Pick{State: picks.Star, Tapped: 3, Session: session.Session{Key: waiting}}.Encode())
	apply(m, m.Resolve(map[string]session.Key{"02b1f3c4d5": s.Key}))
	if p := m.book.Picks[s.Key]; p.State != picks.Must {
		t.Errorf("%+v", p)
	}
}

func TestStale(t *testing.T) {
	m := model(t)
	if m.View(Moment{}).Stale != nil {
		t.Error("no picture is out of date")
	}
	apply(m, m.Exported(now))
	apply(m, m.Remove("2026/s/c", now)) // the person knows
	if m.View(Moment{}).Stale != nil {
		t.Error("a removal makes the picture out of date")
	}
	seen(m, talk(t, "a", "가", "16:00", "16:30"), 0)
	moved := talk(t, "b", "나", "13:40", "14:20")
	moved.Rooms = []string{"Track 9"}
	seen(m, moved, 0)
	if s := m.View(Moment{}).Stale; s == nil || s.Count != 2 || s.Text != "저장한 그림과 2곳이 달라요" {
		t.Errorf("%+v", s)
	}
	apply(m, m.Exported(now+1))
	if m.View(Moment{}).Stale != nil {
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
	key := records.SessionPrefix + string(known.Key)
	keys := []string{key, records.SessionPrefix + "2025/s/y", "settings", "pick/2026/s/a"}
	m := model(t)
	if names := m.MoreSessions(keys); len(names) != 0 {
		t.Errorf("an agenda needs %v", names)
	}
	apply(m, m.ChoosePicture("mode", "grid"))
	if names := m.MoreSessions(keys); !slices.Equal(names, keys[:1]) || len(m.MoreSessions(keys)) != 0 {
		t.Fatalf("a grid needs %v, and then %v", names, m.MoreSessions(keys))
	}
	m.Put(key, picks.SessionRecord{Session: known}.Encode())
	export := m.Exported(now)
	apply(m, export)
	if m.View(Moment{}).Stale != nil {
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
	m.Put(key, picks.SessionRecord{Session: known}.Encode())
	if s := m.View(Moment{}).Stale; s == nil || s.Count != 1 {
		t.Errorf("%+v", s)
	}
	m.Put(key, picks.SessionRecord{Session: known, Gone: now}.Encode())
	if s := m.View(Moment{}).Stale; s != nil {
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

// The import page lists what it found in the order of time, whatever order a picture has.
func TestReceivedInOrder(t *testing.T) {
	m := model(t)
	day := session.Date{Year: 2026, Month: 8, Day: 15}
	at := func(id string, hour, length int) friends.Pick {
		s := session.Session{Key: session.NewKey("2026", "s", id), Titles: map[string]string{"ko": id}}
		if hour > 0 {
			s.Start, s.End = session.KST(day, hour, 0), session.KST(day, hour, length)
		}
		return friends.Pick{Key: s.Key, Session: s}
	}
	m.Receive(Received{Edition: "2026", Picks: []friends.Pick{at("none", 0, 0), at("late", 15, 30), at("long", 10, 50), at("short", 10, 20)}})
	var got []string
	for _, title := range m.ReceivedTree()["titles"].([]any) {
		words := strings.Fields(title.(string))
		got = append(got, words[len(words)-1])
	}
	if want := []string{"short", "long", "late", "none"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
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
	apply(m, m.SaveOwn("", "x1", "점심", "2026-08-15", "12:00", "13:00", false, now))
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
	apply(m, m.KeepFriend("f9", " 지훈\n ", AskFirst, now))
	f := m.others["friend/f9/2026"]
	if f.Name != "지훈" || len(f.Picks) != 5 || !reflect.DeepEqual(states(m), before) {
		t.Errorf("%+v", f)
	}
	// A newer picture of the same friend takes the place of the older, when asked to.
	m.Receive(Received{"2026", f.Picks[:2]})
	apply(m, m.KeepFriend("f10", "지훈", ReplaceFriend, now+1))
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
	for i := range records.MaxFriends {
		f.ID = "n" + ascii.Itoa(i)
		f.Name = f.ID
		m.Put(f.StorageKey(), f.Encode())
	}
	if c := m.KeepFriend("more", "또", AskFirst, now); len(c.Entries) != 0 || m.Done(c).Text == "" {
		t.Error("friends without end")
	}
}

// asked reports whether c asks, and stores nothing meanwhile.
func asked(m *Model, c Change, words ...string) bool {
	n := m.Done(c)
	for _, w := range words {
		if !strings.Contains(n.Text, w) {
			return false
		}
	}
	return n.Ask && !n.Undo && len(c.Entries)+len(c.Remove) == 0
}

func names(m *Model) (list []string) {
	for _, f := range m.others {
		list = append(list, f.Edition+" "+f.Name)
	}
	slices.Sort(list)
	return list
}

// otherYear are picks that any edition can have.
var otherYear = []friends.Pick{{Hash: "02b1f3c4d5"}, {Hash: "02b1f3c4d6", Must: true}}

// TestFriendsAreNumbered: no import replaces a friend unasked.
func TestFriendsAreNumbered(t *testing.T) {
	for _, lang := range []string{"ko", "en"} {
		m := New(lang, words(t))
		m.FoldNames(func(s string) string { return strings.ToLower(norm.NFKC.String(s)) })
		m.Receive(received(t))
		for i := range 3 {
			apply(m, m.KeepFriend("f"+ascii.Itoa(i), " ", AskFirst, now))
		}
		m.Receive(Received{"2025", otherYear}) // nobody says that it is the same person
		apply(m, m.KeepFriend("f3", "", AskFirst, now))
		name := map[string]string{"ko": "친구", "en": "Friend"}[lang]
		want := []string{"2025 " + name + " 4", "2026 " + name, "2026 " + name + " 2", "2026 " + name + " 3"}
		if got := names(m); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
		apply(m, m.Undo(now+1))
		if got := names(m); !slices.Equal(got, want[1:]) {
			t.Errorf("%s, taken back: %q", lang, got)
		}
	}
}

// TestFriendOfTheSameName: a person is asked whether it is the same friend's newer picture, even
// if the name is only spelled differently.
func TestFriendOfTheSameName(t *testing.T) {
	m := model(t)
	m.FoldNames(func(s string) string { return strings.ToLower(norm.NFKC.String(s)) })
	for _, name := range []string{"지훈", "Ji Hoon", "Zoë"} {
		m.Receive(received(t))
		apply(m, m.KeepFriend(name, name, AskFirst, now))
	}
	newer := Received{"2026", m.received.Picks[:2]}
	for typed, kept := range map[string]string{
		"지훈": "지훈", " 지훈 ": "지훈", norm.NFD.String("지훈"): "지훈", "지\u200b훈": "지훈",
		"ji hoon": "Ji Hoon", "JiHoon": "Ji Hoon", "JI  HOON": "Ji Hoon", "ｊｉ ｈｏｏｎ": "Ji Hoon", norm.NFD.String("zoë"): "Zoë", "ZOË": "Zoë",
	} {
		m.Receive(newer)
		if c := m.KeepFriend("new", typed, AskFirst, now); !asked(m, c, kept, "2026", "5") {
			t.Errorf("%+q is stored beside or over %q unasked: %+v", typed, kept, c)
		}
		apply(m, m.KeepFriend("new", typed, KeepBoth, now))
		both := names(m)
		if len(both) != 4 || len(m.others["friend/"+kept+"/2026"].Picks) != 5 || !slices.ContainsFunc(both, func(s string) bool { return strings.HasSuffix(s, " 2") }) {
			t.Errorf("%+q, both: %q", typed, both)
		}
		apply(m, m.Undo(now))
		apply(m, m.KeepFriend("new", typed, ReplaceFriend, now))
		if f := m.others["friend/"+kept+"/2026"]; len(names(m)) != 3 || len(f.Picks) != 2 {
			t.Errorf("%+q, replaced: %q, %d", typed, names(m), len(f.Picks))
		}
		apply(m, m.Undo(now))
		if len(names(m)) != 3 || len(m.others["friend/"+kept+"/2026"].Picks) != 5 {
			t.Errorf("%+q, taken back: %q", typed, names(m))
		}
	}
	// Another year of the same friend takes nobody's place, and is the same friend.
	m.Receive(Received{"2025", otherYear})
	if apply(m, m.KeepFriend("new", "지훈", AskFirst, now)); len(m.others["friend/지훈/2025"].Picks) != 2 || len(m.others["friend/지훈/2026"].Picks) != 5 {
		t.Errorf("another year: %q", names(m))
	}
	// A long name has room for its number.
	long := strings.Repeat("가", records.MaxFriendName)
	for range 11 {
		apply(m, m.KeepFriend("long"+ascii.Itoa(len(m.others)), long, KeepBoth, now))
	}
	for _, f := range m.others {
		if again, ok := friends.Decode(f.StorageKey(), f.Encode()); !ok || again.Name != f.Name || len([]rune(f.Name)) > records.MaxFriendName {
			t.Errorf("%q", f.Name)
		}
	}
	if n := len(names(m)); n != 4+11 {
		t.Errorf("%d friends: %q", n, names(m))
	}
}

// TestOldFriends: what 0.1.0 stored stays, also two of one name.
func TestOldFriends(t *testing.T) {
	m := model(t)
	for _, id := range []string{"a", "b"} {
		f := friend(t)
		f.ID, f.Name = id, "친구"
		m.Put(f.StorageKey(), f.Encode())
	}
	m.Receive(received(t))
	apply(m, m.KeepFriend("c", "", AskFirst, now))
	if got := names(m); !slices.Equal(got, []string{"2026 친구", "2026 친구", "2026 친구 2"}) || len(m.View(Moment{}).Friends) != 3 {
		t.Errorf("%q", got)
	}
}

// TestOwnOutOfPicture: an entry of one's own that was changed after the picture was
// saved is not replaced by the picture's, neither by adding nor by replacing.
func TestOwnOutOfPicture(t *testing.T) {
	for _, how := range []string{"merge", "replace"} {
		m := model(t)
		apply(m, m.SaveOwn("", "x1", "점심 with 지훈", "2026-08-15", "12:00", "13:00", false, now))
		apply(m, m.SaveOwn("", "x2", "저녁", "2026-08-15", "18:00", "19:00", false, now))
		apply(m, m.SaveOwn("", "x3", "산책", "2026-08-15", "20:00", "21:00", false, now))
		var list []friends.Pick
		for _, id := range []string{"x1", "x2", "x3"} {
			key := session.NewKey("2026", session.OwnSequence, id)
			list = append(list, friends.Pick{Key: key, Session: m.book.Picks[key].Session})
		}
		apply(m, m.SaveOwn("2026/own/x1", "", "점심 with 민지", "2026-08-15", "12:30", "13:00", false, now))
		apply(m, m.SaveOwn("2026/own/x3", "", "뒤풀이", "2026-08-15", "20:00", "21:00", false, now))
		apply(m, m.Remove("2026/own/x3", now))
		m.Forget()
		do := func() Change {
			m.Receive(Received{"2026", list})
			if how == "merge" {
				return m.Merge(now)
			}
			return m.Replace(now)
		}
		own := func() (out []string) {
			for key, p := range m.book.Picks {
				if key.Own() && p.State != picks.Off {
					out = append(out, m.title(p.Session))
				}
			}
			slices.Sort(out)
			return out
		}
		before := own()
		want := []string{"산책", "저녁", "점심 with 민지", "점심 with 지훈"}
		apply(m, do())
		if got := own(); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", how, got, want)
		}
		apply(m, m.Undo(now))
		if got := own(); !slices.Equal(got, before) || m.title(m.book.Picks["2026/own/x3"].Session) != "뒤풀이" {
			t.Errorf("%s, taken back: %q, want %q", how, got, before)
		}
		apply(m, do())
		apply(m, do()) // a second time adds nothing
		if got := own(); !slices.Equal(got, want) {
			t.Errorf("%s twice: %q, want %q", how, got, want)
		}
	}
}

// TestOwnOverMidnight: an end before the start leads to a question, and is then shown as on the
// next day, in the list and where it clashes.
func TestOwnOverMidnight(t *testing.T) {
	for lang, want := range map[string]struct{ ask, end, clash string }{
		"ko": {"다음 날 11:00까지인가요? 그러면 23시간이에요.", "다음 날 11:00", "1시간 30분 겹침"},
		"en": {"Until 11:00 the next day? That makes 23 h.", "11:00 next day", "1 h 30 min overlap"},
	} {
		m := New(lang, words(t))
		put(m, talk(t, "a", "가", "13:30", "15:00"), picks.Star)
		next := talk(t, "b", "나", "10:00", "10:30")
		next.Start, next.End = next.Start+24*60, next.End+24*60
		put(m, next, picks.Star)
		c := m.SaveOwn("", "x", "점심", "2026-08-15", "12:00", "11:00", false, now)
		if !asked(m, c) || m.Done(c).Text != want.ask {
			t.Errorf("%s: %+v", lang, m.Done(c))
		}
		for _, at := range [][2]string{{"12:00", "11:59"}, {"23:00", "00:00"}, {"00:01", "00:00"}} {
			if c := m.SaveOwn("", "x", "점심", "2026-08-15", at[0], at[1], false, now); !asked(m, c, at[1]) {
				t.Errorf("%s: %v is not asked back", lang, at)
			}
		}
		if c := m.SaveOwn("", "x", "점심", "2026-08-15", "12:00", "12:00", true, now); len(c.Entries) != 0 || m.Done(c).Ask || m.Done(c).Text != m.Say("ownSameTime") {
			t.Errorf("%s: nothing long: %+v", lang, m.Done(c))
		}
		apply(m, m.SaveOwn("", "x", "점심", "2026-08-15", "12:00", "11:00", true, now))
		rows := map[session.Key]Row{}
		for _, s := range m.View(Moment{}).Sections {
			for _, r := range s.Rows {
				rows[r.Key] = r
			}
		}
		own := rows["2026/own/x"]
		if own.Start != "12:00" || own.End != want.end || own.To != "11:00" || own.Date != "2026-08-15" || len(own.Clashes) != 2 {
			t.Errorf("%s: %+v", lang, own)
		}
		if c := own.Clashes; c[0].Length != want.clash || c[0].Title != "가" || c[1].Title != m.dayLabel(next.Start.Date())+" 10:00 나" {
			t.Errorf("%s: %+v", lang, c)
		}
		if c := rows["2026/s/b"].Clashes; len(c) != 1 || c[0].Title != m.dayLabel((next.Start-24*60).Date())+" 12:00 점심" {
			t.Errorf("%s: the next day's is told as %+v", lang, c)
		}
	}
}

// TestOwnOf23Hours: what 0.1.0 stored is shown as it is, stays when only its title is
// changed, and is asked about as soon as its times are.
func TestOwnOf23Hours(t *testing.T) {
	m := model(t)
	s := session.Session{Key: "2026/own/x", Titles: map[string]string{"ko": "점심"}, Start: at(t, "2026-08-15T12:00:00+09:00"), End: at(t, "2026-08-16T11:00:00+09:00")}
	m.Put("own/2026/x", picks.Pick{State: picks.Star, Tapped: 1, Session: s}.Encode())
	if got := m.View(Moment{}).Sections[0].Rows[0]; got.Key != s.Key || got.End != "다음 날 11:00" {
		t.Errorf("%+v", got)
	}
	if apply(m, m.SaveOwn(s.Key, "", "아침부터", "2026-08-15", "12:00", "11:00", false, now)); m.book.Picks[s.Key].Session.End != s.End || m.title(m.book.Picks[s.Key].Session) != "아침부터" {
		t.Errorf("%+v", m.book.Picks[s.Key].Session)
	}
	if c := m.SaveOwn(s.Key, "", "아침부터", "2026-08-15", "12:30", "11:00", false, now); !asked(m, c, "22시간 30분") {
		t.Errorf("%+v", c)
	}
	if apply(m, m.SaveOwn(s.Key, "", "점심", "2026-08-15", "12:00", "13:00", false, now)); m.View(Moment{}).Sections[0].Rows[0].End != "13:00" {
		t.Error("it cannot be corrected")
	}
}

// TestGuessedClash: where no page gave an end, the popup looks at what follows in the room,
// guesses no end beyond that, and marks a clash that rests on a guess.
func TestGuessedClash(t *testing.T) {
	m := model(t)
	first := talk(t, "first", "끝을 모르는 세션", "16:00", "16:00")
	first.End = 0
	second := talk(t, "second", "다른 방", "16:20", "17:00")
	second.Rooms = []string{"다른 방"}
	for _, s := range []session.Session{first, second} {
		m.Put(records.PickPrefix+string(s.Key), picks.Pick{State: picks.Star, Tapped: 1, Session: s}.Encode())
	}
	row := func() Row {
		for _, sec := range m.View(Moment{}).Sections {
			for _, r := range sec.Rows {
				if r.Key == first.Key {
					return r
				}
			}
		}
		t.Fatal("no row")
		return Row{}
	}
	if r := row(); r.End != "" || len(r.Clashes) != 1 || r.Clashes[0].Length != m.Say("clashGuessed", "length", m.length(20)) {
		t.Fatalf("%+v", r)
	}
	next := talk(t, "next", "같은 방의 다음 세션", "16:20", "16:40")
	key := records.SessionPrefix + string(next.Key)
	if names := m.MoreSessions([]string{key}); !slices.Equal(names, []string{key}) {
		t.Fatalf("asks for %v", names)
	}
	m.Put(key, picks.SessionRecord{Session: next}.Encode())
	if r := row(); r.End != "" || len(r.Clashes) != 0 {
		t.Errorf("%+v", r)
	}
}
