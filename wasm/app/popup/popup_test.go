package popup

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/app/messages"
	"byeolpyo/wasm/app/syncpage"
	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

func words(t *testing.T) map[string]messages.Words {
	t.Helper()
	all := map[string]messages.Words{}
	for _, lang := range []string{session.Korean, session.English} {
		var tree any
		if err := json.Unmarshal(project.Read(t, "extension/_locales/"+lang+"/messages.json"), &tree); err != nil {
			t.Fatalf("%s: %v", lang, err)
		}
		all[lang] = messages.Decode(tree)
	}
	return all
}

func at(t *testing.T, s string) session.Instant {
	t.Helper()
	i, ok := session.ParseInstant(s)
	if !ok {
		t.Fatalf("bad time %q", s)
	}
	return i
}

func talk(t *testing.T, id, title, start, end string) session.Session {
	s := session.Session{
		Key: session.NewKey("2026", "s", id), Kind: session.Talk,
		Titles: map[string]string{session.Korean: title}, Rooms: []string{"Track 1"},
		URL: "https://2026.pycon.kr/presentations/" + id,
	}
	if start != "" {
		s.Start, s.End = at(t, "2026-08-15T"+start+":00+09:00"), at(t, "2026-08-15T"+end+":00+09:00")
	}
	return s
}

func put(m *Model, s session.Session, state picks.State) {
	m.Put(records.PickPrefix+string(s.Key), picks.Pick{State: state, Tapped: 1, Session: s}.Encode())
}

// store does what the browser does with a change: it comes back as an event.
func store(m *Model, c Change) Notice {
	for key, tree := range c.Entries {
		m.Put(key, tree)
	}
	return m.Done(c)
}

func model(t *testing.T) *Model {
	m := New("ko", words(t))
	put(m, talk(t, "a", "가", "13:30", "14:00"), picks.Star)
	put(m, talk(t, "b", "나", "13:40", "14:20"), picks.Must)
	put(m, talk(t, "c", "다", "14:20", "15:00"), picks.Star)
	put(m, talk(t, "d", "라", "", ""), picks.Star)
	put(m, talk(t, "e", "마", "10:00", "11:00"), picks.Off)
	return m
}

func rows(v View) []string {
	var out []string
	for _, s := range v.Sections {
		for _, r := range s.Rows {
			out = append(out, r.Title)
		}
	}
	return out
}

func TestView(t *testing.T) {
	v := model(t).View(Moment{})
	if got, want := rows(v), []string{"가", "나", "다", "라"}; !slices.Equal(got, want) {
		t.Fatalf("rows %q, want %q", got, want)
	}
	if v.Picks != 4 || v.Must != 1 || v.Clashes != 1 {
		t.Errorf("counts %d picks, %d must, %d clashes, want 4, 1, 1", v.Picks, v.Must, v.Clashes)
	}
	if want := []string{"세션 4개", "꼭 들을 세션 1개", "겹침 1건"}; !slices.Equal(v.Summary, want) {
		t.Errorf("summary %q, want %q", v.Summary, want)
	}
	if len(v.Sections) != 2 || v.Sections[0].Label != "8월 15일 토요일" || v.Sections[1].ID != "undated" {
		t.Fatalf("sections %+v, want a day and what has no time", v.Sections)
	}
	first := v.Sections[0].Rows[0]
	want := Row{
		Key: "2026/s/a", State: picks.Star, Start: "13:30", End: "14:00", Title: "가", TitleLang: "ko",
		URL: "https://2026.pycon.kr/presentations/a", Place: "Track 1",
		Clashes:   []Overlap{{"20분 겹침", "나"}},
		MustLabel: "꼭 들을 세션: 가", DropLabel: "내 시간표에서 빼기: 가", Calendar: "캘린더에 넣기: 가",
		Google: "https://calendar.google.com/calendar/render?action=TEMPLATE&text=%EA%B0%80&dates=20260815T043000Z/20260815T050000Z" +
			"&details=https%3A%2F%2F2026.pycon.kr%2Fpresentations%2Fa&location=Track%201&ctz=Asia/Seoul",
		NoteLabel: "메모와 질문: 가", NoteKey: "2026/s/a",
	}
	if !reflect.DeepEqual(first, want) {
		t.Errorf("row %+v, want %+v", first, want)
	}
	if v.FileName != "파이콘-2026-내-시간표.png" {
		t.Errorf("file name %q", v.FileName)
	}
}

func TestViewEnglish(t *testing.T) {
	m := model(t)
	store(m, m.Speak("en"))
	v := m.View(Moment{})
	if v.Lang != "en" || v.Chosen != "en" || v.Name != "PyCon Korea 2026" || v.Sections[0].Label != "Sat, Aug 15" {
		t.Errorf("lang %q, name %q, day %q", v.Lang, v.Name, v.Sections[0].Label)
	}
	if want := []string{"4 sessions", "1 must-hear", "1 clash"}; !slices.Equal(v.Summary, want) {
		t.Errorf("summary %q, want %q", v.Summary, want)
	}
	if got := v.Sections[0].Rows[0].TitleLang; got != "ko" {
		t.Errorf("a Korean title among English words is said to be %q", got)
	}
}

func TestLangFollowsBrowser(t *testing.T) {
	for browser, want := range map[string]string{"ko": "ko", "ko-KR": "ko", "en-US": "en", "kok": "en", "ja": "en", "": "en"} {
		if got := New(browser, nil).Lang(); got != want {
			t.Errorf("browser %q: %q, want %q", browser, got, want)
		}
	}
}

func TestEdition(t *testing.T) {
	m := New("ko", words(t))
	if got := m.Edition(); got != editions.Newest().Name {
		t.Errorf("without picks: %q", got)
	}
	old := session.Session{Key: "2018/program/37", Titles: map[string]string{"ko": "옛"}}
	put(m, old, picks.Star)
	if got := m.Edition(); got != "2018" {
		t.Errorf("with picks of 2018 only: %q", got)
	}
	put(m, talk(t, "a", "가", "13:30", "14:00"), picks.Star)
	if got := m.Edition(); got != "2026" {
		t.Errorf("the newest with picks: %q", got)
	}
	c := m.Choose("2018")
	store(m, c)
	if got := m.View(Moment{}); got.Edition != "2018" || !slices.Equal(rows(got), []string{"옛"}) {
		t.Errorf("after choosing 2018: %q with %q", got.Edition, rows(got))
	}
	var listed []string
	for _, e := range m.View(Moment{}).Editions {
		listed = append(listed, e.Edition)
	}
	if want := slices.Compact([]string{editions.Newest().Name, "2026", "2018"}); !slices.Equal(listed, want) {
		t.Errorf("editions %q, want %q", listed, want)
	}
}

func TestEmpty(t *testing.T) {
	for edition, want := range map[string]string{
		"2026": "https://2026.pycon.kr/timetable",
		"2018": "https://archive.pycon.kr/2018/program/schedule/",
		"2031": "https://pycon.kr/",
	} {
		m := New("ko", words(t))
		m.Choose(edition)
		v := m.View(Moment{})
		if v.Empty == nil || v.Empty.URL != want {
			t.Errorf("%s: %+v, want a link to %s", edition, v.Empty, want)
		}
		if v.Picks != 0 || len(v.Sections) != 0 || len(v.Summary) != 0 {
			t.Errorf("%s: not empty: %+v", edition, v)
		}
	}
	if v := model(t).View(Moment{}); v.Empty != nil {
		t.Error("a timetable with picks is said to be empty")
	}
}

func TestRemoveAndUndo(t *testing.T) {
	m := model(t)
	before := m.View(Moment{})
	c := m.Remove("2026/s/b", 50)
	record, ok := c.Entries["pick/2026/s/b"].(map[string]any)
	tap, tapped := picks.DecodeTap(c.Entries["tap/pick/2026/s/b"])
	if !ok || !tapped || tap.Tapped != 50 || len(c.Entries) != 2 {
		t.Fatalf("entries %v, want the one pick and its tap", c.Entries)
	}
	if record["state"] != "off" || record["tapped"] != 50.0 || record["snapshot"] == nil {
		t.Errorf("record %v, want off with its snapshot: it is written, never removed", record)
	}
	if n := store(m, c); !n.Undo || n.Text != "뺐어요: 나" {
		t.Errorf("notice %+v", n)
	}
	store(m, m.Remove("2026/s/a", 60))
	if got := rows(m.View(Moment{})); !slices.Equal(got, []string{"다", "라"}) {
		t.Fatalf("rows %q after two removals", got)
	}
	if n := store(m, m.Undo(70)); !n.Undo {
		t.Errorf("notice %+v, want an offer to take the first removal back too", n)
	}
	if n := store(m, m.Undo(80)); n.Undo || n.Text != "되돌렸어요: 나" {
		t.Errorf("notice %+v", n)
	}
	if after := m.View(Moment{}); !reflect.DeepEqual(after, before) {
		t.Errorf("after undo\n%+v\nwant\n%+v", after, before)
	}
	if c := m.Undo(90); len(c.Entries) != 0 {
		t.Errorf("an undo too many writes %v", c.Entries)
	}
}

func TestRemoveThatFails(t *testing.T) {
	m := model(t)
	m.Remove("2026/s/b", 50)
	if n := m.Failed(true); n.Undo || n.Text != m.Say("writeFull") {
		t.Errorf("notice %+v", n)
	}
	if c := m.Undo(60); len(c.Entries) != 0 {
		t.Errorf("a removal that was not stored is taken back: %v", c.Entries)
	}
	if got := len(rows(m.View(Moment{}))); got != 4 {
		t.Errorf("%d rows, want all 4", got)
	}
}

func TestForget(t *testing.T) {
	m := model(t)
	store(m, m.Remove("2026/s/b", 50))
	m.Forget()
	if c := m.Undo(60); len(c.Entries) != 0 {
		t.Errorf("undo after its time writes %v", c.Entries)
	}
}

func TestToggleMust(t *testing.T) {
	m := model(t)
	for _, want := range []picks.State{picks.Must, picks.Star} {
		if n := store(m, m.ToggleMust("2026/s/a", 50)); !n.Quiet || n.Undo {
			t.Errorf("notice %+v, want one for screen readers", n)
		}
		if got := m.View(Moment{}).Sections[0].Rows[0].State; got != want {
			t.Errorf("state %v, want %v", got, want)
		}
	}
	if c := m.ToggleMust("2026/s/nobody", 50); len(c.Entries) != 0 {
		t.Errorf("a session that is not picked is written: %v", c.Entries)
	}
}

// A plenary that the page lists in every room has a key for each: they are one
// row, and all of them go.
func TestRemoveTakesAliasesAlong(t *testing.T) {
	m := New("ko", words(t))
	for i, id := range []string{"h0000000000000001", "h0000000000000002"} {
		s := talk(t, id, "여는 말", "09:00", "09:30")
		s.Rooms = []string{"Track " + string(rune('1'+i))}
		s.Col = 1
		put(m, s, picks.Star)
	}
	v := m.View(Moment{})
	if len(rows(v)) != 1 {
		t.Skipf("timetable lists %q as two sessions", rows(v))
	}
	c := m.Remove(v.Sections[0].Rows[0].Key, 50)
	if len(c.Entries) != 4 {
		t.Fatalf("entries %v, want both keys and their taps", c.Entries)
	}
	store(m, c)
	if v := m.View(Moment{}); v.Picks != 0 {
		t.Errorf("%d picks are left", v.Picks)
	}
	store(m, m.Undo(60))
	if v := m.View(Moment{}); len(rows(v)) != 1 {
		t.Errorf("rows %q after undo", rows(v))
	}
}

func TestProblems(t *testing.T) {
	m := model(t)
	m.Put("pick/2026/s/new", map[string]any{"v": 7.0})
	m.Put("pick/2026/s/bad", "garbage")
	m.Put("pick/2026/s/worse", map[string]any{"v": 1.0, "state": 3.0})
	want := []string{
		"보여 주지 못하는 기록이 3개 있어요",
		"1개는 더 새로운 버전의 별표에서 저장했어요. 별표를 업데이트하면 다시 보여요.",
		"2개는 손상돼서 읽을 수 없어요.",
		"지우거나 바꾸지 않고 그대로 뒀어요.",
	}
	v := m.View(Moment{})
	if !slices.Equal(v.Problems, want) {
		t.Errorf("problems %q, want %q", v.Problems, want)
	}
	if v.Picks != 4 {
		t.Errorf("%d picks, want the 4 that can be read", v.Picks)
	}
	for _, key := range []session.Key{"2026/s/new", "2026/s/bad"} {
		if c := m.Remove(key, 50); len(c.Entries) != 0 {
			t.Errorf("%s is written over: %v", key, c.Entries)
		}
	}
}

// A record whose key and content name different sessions hides nothing, and is reported: under
// the pick's own name if it is a pick of that name, and beside it.
func TestForeignRecords(t *testing.T) {
	m := model(t)
	before := rows(m.View(Moment{}))
	foreign := talk(t, "zzz", "남의 제목", "13:30", "14:00")
	record := picks.Pick{State: picks.Star, Tapped: 50, Session: foreign}.Encode()
	m.Put("pick/2026/s/a", record)
	m.Put("aside/pick/2026/s/b", record)
	m.Put("pick/2026/s/deep", jsontree.Unreadable{JSON: "[[]]"})
	m.Put("friend/x/2026", jsontree.Unreadable{JSON: "[[]]"})
	m.Put("friend/y/2026", map[string]any{"v": 2.0})
	m.Put("friend/z/2026", "half")
	m.Put("friend/z/2026", nil)
	if !Wants("aside/pick/2026/s/b") || Wants("aside/settings") {
		t.Error("what was set aside is not asked for")
	}
	v := m.View(Moment{})
	if got := rows(v); len(got) != len(before) || strings.Contains(strings.Join(got, "\n"), "남의 제목") {
		t.Errorf("rows %q, before %q", got, before)
	}
	want := []string{
		"보여 주지 못하는 기록이 5개 있어요",
		"1개는 더 새로운 버전의 별표에서 저장했어요. 별표를 업데이트하면 다시 보여요.",
		"2개는 손상돼서 읽을 수 없어요.",
		"2개는 이름과 내용이 서로 다른 세션이라 따로 뒀어요. 담은 세션에는 영향이 없어요.",
		"지우거나 바꾸지 않고 그대로 뒀어요.",
	}
	if !slices.Equal(v.Problems, want) {
		t.Errorf("problems %q, want %q", v.Problems, want)
	}
	// What is changed then is of the session that the name says.
	for name, tree := range m.ToggleMust("2026/s/a", 60).Entries {
		if m, _ := tree.(map[string]any); strings.HasPrefix(name, records.PickPrefix) && (name != "pick/2026/s/a" || m["snapshot"].(map[string]any)["key"] != "2026/s/a") {
			t.Errorf("%s: %v", name, tree)
		}
	}
}

func TestGone(t *testing.T) {
	m := model(t)
	s := talk(t, "a", "가", "13:30", "14:00")
	m.Put(records.SessionPrefix+string(s.Key), picks.SessionRecord{Session: s, Gone: 9}.Encode())
	if got := m.View(Moment{}).Sections[0].Rows[0].Gone; got != "현재 시간표에 없음" {
		t.Errorf("gone %q", got)
	}
	s.Cancelled = session.SourceOf(session.Korean, true)
	m.Put(records.SessionPrefix+string(s.Key), picks.SessionRecord{Session: s, Gone: 9}.Encode())
	if got := m.View(Moment{}).Sections[0].Rows[0].Gone; got != "취소된 세션" {
		t.Errorf("a session that is cancelled: %q", got)
	}
	if got := m.View(Moment{}).Sections[0].Rows[1].Gone; got != "" {
		t.Errorf("a session that is there is said to be %q", got)
	}
}

// The address of a session comes from a page.
func TestUnsafeURL(t *testing.T) {
	for url, want := range map[string]string{
		"https://2026.pycon.kr/presentations/a": "https://2026.pycon.kr/presentations/a",
		"javascript:alert(1)":                   "",
		"data:text/html,x":                      "",
		" https://2026.pycon.kr/":               "",
		"chrome-extension://x/popup.html":       "",
	} {
		m := New("ko", words(t))
		s := talk(t, "a", "가", "13:30", "14:00")
		s.URL = url
		put(m, s, picks.Star)
		if got := m.View(Moment{}).Sections[0].Rows[0].URL; got != want {
			t.Errorf("%q opens %q, want %q", url, got, want)
		}
	}
}

func TestSettings(t *testing.T) {
	m := New("en", words(t))
	m.Put(records.SettingsKey, map[string]any{"v": 1.0, "lang": "ko", "edition": "2018", "other": "kept"})
	c := m.Choose("2026")
	want := map[string]any{"v": 1.0, "lang": "ko", "edition": "2026", "other": "kept"}
	if got := c.Entries[records.SettingsKey]; !reflect.DeepEqual(got, want) {
		t.Errorf("stored %v, want %v", got, want)
	}
	for _, broken := range []any{nil, "x", 3.0, []any{}, map[string]any{"lang": 4.0, "edition": true}, map[string]any{"lang": "xx"}} {
		m.Put(records.SettingsKey, broken)
		if m.Lang() != "en" || m.Edition() != editions.Newest().Name {
			t.Errorf("settings %v: lang %q, edition %q", broken, m.Lang(), m.Edition())
		}
	}
	m.Put(records.SettingsKey, map[string]any{"v": 2.0, "lang": "ko"})
	c = m.Choose("2018")
	if len(c.Entries) != 0 {
		t.Errorf("settings of a newer version are written over: %v", c.Entries)
	}
	if m.Edition() != "2018" || m.Lang() != "ko" || m.Done(c).Text == "" {
		t.Error("the choice is neither followed nor explained")
	}
}

var (
	placeholder = regexp.MustCompile(`\{\w+\}`)
	said        = regexp.MustCompile(`(?:Say|say|byeolpyo\.fail)\("(\w+)"|data-say="(\w+)"|\.Fail\("(\w+)"`)
	counted     = regexp.MustCompile(`[cC]ount\("(\w+)"`)
	listed      = regexp.MustCompile(`Nth\("(\w+)"`)
	// looked up by a name that is put together: see notice in ToggleMust, and the
	// tables of draw failures, of the pages' texts, of friends' parts and of what an
	// import may lack
	indirect = regexp.MustCompile(`"(made\w+|draw[A-Z]\w+|\w+Alt|\w+Empty|friend[A-Z]\w+|import[A-Z]\w+|sheet[A-Z]\w+|tab[A-Z]\w+)"`)
)

func TestWords(t *testing.T) {
	all := words(t)
	ko, en := all["ko"], all["en"]
	if len(ko) < 50 {
		t.Fatalf("only %d messages", len(ko))
	}
	for name, text := range ko {
		other, ok := en[name]
		if !ok {
			t.Errorf("%s is missing in English", name)
		}
		a, b := placeholder.FindAllString(text, -1), placeholder.FindAllString(other, -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%s: placeholders %q in Korean, %q in English", name, a, b)
		}
		// '$' begins a placeholder of Chrome's own in these files.
		if strings.ContainsRune(text+other, '$') {
			t.Errorf("%s holds a $", name)
		}
	}
	for name := range en {
		if _, ok := ko[name]; !ok {
			t.Errorf("%s is missing in Korean", name)
		}
	}
	if n := len([]rune(ko["appDescription"])); n > 132 {
		t.Errorf("description of %d letters, the store takes 132", n)
	}

	used := map[string]bool{"appName": true, "appDescription": true}
	var files []string
	for _, in := range []string{"extension/*.*", "extension/*/*.js", "wasm/app/popup/*.go", "wasm/app/board/*.go", "wasm/app/finder/*.go", "wasm/app/messages/*.go", "wasm/app/worker/*.go", "wasm/cmd/*/*.go"} {
		found, err := filepath.Glob(project.Path(t, in))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d files, %v", in, len(found), err)
		}
		files = append(files, found...)
	}
	files = slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "_test.go") })
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range said.FindAllStringSubmatch(string(data), -1) {
			used[m[1]+m[2]+m[3]] = true
		}
		for _, m := range counted.FindAllStringSubmatch(string(data), -1) {
			used[m[1]+"One"], used[m[1]+"Many"] = true, true
		}
		for _, re := range []*regexp.Regexp{listed, indirect} {
			for _, m := range re.FindAllStringSubmatch(string(data), -1) {
				used[m[1]] = true
			}
		}
	}
	for _, name := range syncpage.Messages() { // the page of sync says them by their names
		used[name] = true
	}
	for name := range used {
		if _, ok := ko[name]; !ok && !strings.HasPrefix(name, "star") {
			t.Errorf("%s is said but in no messages.json", name)
		}
	}
	for name := range ko {
		if !used[name] && !strings.HasPrefix(name, "star") {
			t.Errorf("%s is never said", name)
		}
	}
}

// What goes to the page's script must be made of what js.ValueOf takes.
func TestTreeIsPlain(t *testing.T) {
	m := model(t)
	m.Put("pick/2026/s/bad", "garbage")
	seen(m, talk(t, "a", "하", "16:00", "16:30"), 9)
	m.Bookmarks(uuid1)
	var check func(path string, v any)
	check = func(path string, v any) {
		switch v := v.(type) {
		case nil, string, bool, int, float64:
		case []any:
			for _, item := range v {
				check(path+"[]", item)
			}
		case map[string]any:
			for name, item := range v {
				check(path+"."+name, item)
			}
		default:
			t.Errorf("%s is a %T", path, v)
		}
	}
	check("view", m.View(Moment{}).Tree())
	check("view", New("ko", words(t)).View(Moment{}).Tree())
	check("notice", Notice{Text: "x"}.Tree())
}

// TestPlacesInTheirLanguage (D7, D14): rooms and speakers are those of the shown language, or of
// the other one until a page in it was seen, and all rooms have one name.
func TestPlacesInTheirLanguage(t *testing.T) {
	m := model(t)
	s := talk(t, "a", "가", "13:30", "14:00")
	s.Titles[session.English] = "A"
	s.PageLang, s.Rooms, s.Speakers = session.Korean, []string{"1호"}, []string{"김파이"}
	show := func(lang string) string {
		put(m, s, picks.Star)
		store(m, m.Speak(lang))
		r := m.View(Moment{}).Sections[0].Rows[0]
		return r.Title + " " + r.Place + " " + r.People
	}
	expect := func(ko, en string) {
		t.Helper()
		for lang, want := range map[string]string{"ko": ko, "en": en} {
			if got := show(lang); got != want {
				t.Errorf("%s: %q, want %q", lang, got, want)
			}
		}
	}
	expect("가 1호 김파이", "A 1호 김파이")
	s.Other = session.Names{Speakers: []string{"Py Kim"}, Rooms: []string{"Room 1"}}
	expect("가 1호 김파이", "A Room 1 Py Kim")
	s.Rooms, s.Other.Rooms, s.Everywhere = nil, nil, 4
	expect("가 모든 방 김파이", "A All rooms Py Kim")
}

// TestRoomChangeInOneLanguage (D13): seeing a page in the other language is no change, and
// a change is told in one language.
func TestRoomChangeInOneLanguage(t *testing.T) {
	m := model(t)
	s := talk(t, "a", "가", "13:30", "14:00")
	s.PageLang, s.Rooms = session.Korean, []string{"1호"}
	put(m, s, picks.Star)
	english := s
	english.Titles = map[string]string{session.English: "A"}
	english.PageLang, english.Rooms = session.English, []string{"Room 1"}
	known, _ := english.Richer(s)
	m.Put(records.SessionPrefix+string(s.Key), picks.SessionRecord{Session: known}.Encode())
	if v := m.View(Moment{}); v.Changes != nil {
		t.Errorf("an English page is told as a change: %+v", v.Changes)
	}
	moved := s
	moved.Rooms = []string{"2호"}
	known, _ = moved.Richer(known)
	m.Put(records.SessionPrefix+string(s.Key), picks.SessionRecord{Session: known}.Encode())
	if v := m.View(Moment{}); v.Changes == nil || !reflect.DeepEqual(v.Changes.List[0].Lines, []Line{{Was: "1호", Now: "2호"}}) {
		t.Errorf("another room: %+v", v.Changes)
	}
}
