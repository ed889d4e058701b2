package board

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/app/messages"
	"byeolpyo/wasm/internal/programmes"
	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/platform/memory"
)

var update = flag.Bool("update", false, "write what testdata/moments.txt expects anew")

// messagesTree returns what the script loads: the two messages.json.
func messagesTree(t *testing.T) map[string]any {
	t.Helper()
	all := map[string]any{}
	for _, lang := range session.Languages {
		var tree any
		if err := json.Unmarshal(project.Read(t, "extension/_locales/"+lang+"/messages.json"), &tree); err != nil {
			t.Fatal(err)
		}
		all[lang] = tree
	}
	return all
}

// instant reads a moment in Seoul.
func instant(t *testing.T, moment string) session.Instant {
	t.Helper()
	at, ok := session.ParseInstant(moment + ":00+09:00")
	if !ok {
		t.Fatalf("%q is no moment", moment)
	}
	return at
}

// hall returns a conference of two days, with a day between them, in three rooms.
func hall(t *testing.T) (known []session.Session) {
	t.Helper()
	for _, line := range []string{
		"등록|break||2026-08-15T09:00|2026-08-15T10:00",
		"여는 말|keynote|*|2026-08-15T10:00|2026-08-15T10:20",
		"패키징|talk|101|2026-08-15T10:30|2026-08-15T11:10",
		"비동기|talk|102|2026-08-15T10:30|2026-08-15T11:20",
		"아직 모르는 방|talk||2026-08-15T10:30|2026-08-15T11:00",
		"점심|break||2026-08-15T12:00|2026-08-15T13:00",
		"타입|talk|101|2026-08-15T13:00|2026-08-15T13:40",
		"취소|talk|102|2026-08-15T13:00|2026-08-15T13:40",
		"끝을 모르는 세션|talk|103|2026-08-15T13:00|",
		"두 방에서|talk|101,102|2026-08-15T14:00|2026-08-15T14:30",
		"자정을 넘겨|talk|103|2026-08-15T23:00|2026-08-16T01:00",
		"스프린트|sprint|101|2026-08-17T10:00|2026-08-17T18:00",
		"스프린트 둘|sprint|101|2026-08-17T10:00|2026-08-17T18:00",
		"함께 마치기|talk|101,102|2026-08-17T18:00|2026-08-17T18:30",
		"같은 시각|talk|102|2026-08-17T10:00|2026-08-17T10:30",
	} {
		f := strings.Split(line, "|")
		s := session.Session{
			Key: session.NewKey("2026", "program", session.HashID(f[0], 0, "")), Kind: session.Kind(f[1]), PageLang: session.Korean,
			Titles: map[string]string{session.Korean: f[0]}, Start: instant(t, f[3]), Speakers: []string{"홍길동"},
		}
		switch f[2] {
		case "*":
			s.Everywhere = 3
		case "":
		default:
			s.Rooms = strings.Split(f[2], ",")
		}
		if f[4] != "" {
			s.End = instant(t, f[4])
		}
		if f[0] == "취소" {
			s.Cancelled = session.SourceOf(session.Korean, true)
		}
		known = append(known, s)
	}
	return known
}

// entries returns the records of sessions, and of picks of those that are named.
func entries(known []session.Session, state map[string]picks.State) map[string]any {
	all := map[string]any{}
	for _, s := range known {
		all[records.SessionPrefix+string(s.Key)] = picks.SessionRecord{Session: s}.Encode()
		if st := state[s.Title(session.Korean)]; st != picks.Off {
			all[picks.StorageKey(s.Key)] = picks.Pick{State: st, Tapped: 1, Session: s}.Encode()
		}
	}
	return all
}

func model(t *testing.T, edition, lang string, all map[string]any) *Model {
	t.Helper()
	m := New(edition, lang, messages.DecodeAll(messagesTree(t))[lang])
	for key, tree := range all {
		m.Put(key, tree)
	}
	return m
}

// written returns a view as it is read, one line each.
func written(v View) string {
	var b strings.Builder
	one := func(s Slot) string {
		mark := map[picks.State]string{picks.Star: "★ ", picks.Must: "★★ "}[s.State]
		var parts []string
		for _, part := range []string{mark + s.Title, s.Time, s.When, s.Note, s.Place} {
			if part != "" {
				parts = append(parts, part)
			}
		}
		return strings.Join(parts, " · ")
	}
	half := func(slots []Slot, none string) string {
		var parts []string
		for _, s := range slots {
			parts = append(parts, one(s))
		}
		if len(parts) == 0 {
			return "(" + none + ")"
		}
		return strings.Join(parts, " + ")
	}
	b.WriteString("  " + v.Phase + ": " + v.Day + " " + v.Clock + " " + v.Here + " " + v.Says + "\n")
	for _, r := range v.Rooms {
		b.WriteString("  [" + r.Name + "] " + half(r.Now, r.Empty) + " -> " + half(r.Next, r.Done) + "\n")
	}
	for _, d := range v.Days {
		for _, s := range d.Slots {
			b.WriteString("  mine, " + d.Label + " " + s.Status + ": " + one(s) + "\n")
		}
	}
	if v.None != "" {
		b.WriteString("  mine: " + v.None + "\n")
	}
	return b.String()
}

// TestMoments holds what is shown against testdata/moments.txt: before, over a break, while
// something is on in some rooms, after midnight, between days and after all, from Seoul and
// from abroad, in both languages; and a real programme.
func TestMoments(t *testing.T) {
	made := entries(hall(t), map[string]picks.State{"패키징": picks.Star, "취소": picks.Must, "자정을 넘겨": picks.Must, "스프린트": picks.Star})
	lunch := session.Session{Key: "2026/own/lunch", Titles: map[string]string{session.Korean: "지훈과 점심"}, Rooms: []string{"식당"}, Start: instant(t, "2026-08-15T12:00"), End: instant(t, "2026-08-15T12:50")}
	made[picks.StorageKey(lunch.Key)] = picks.Pick{State: picks.Star, Tapped: 1, Session: lunch}.Encode()
	real, err := programmes.Of("2018")
	if err != nil {
		t.Fatal(err)
	}
	played := entries(real.Sessions, nil)
	zone := func(minutes int) func(session.Instant) int { return func(session.Instant) int { return minutes } }
	var got strings.Builder
	for _, c := range []struct {
		about, edition, lang, at string
		all                      map[string]any
		ahead                    func(session.Instant) int
	}{
		{"nothing is known", "2026", "ko", "2026-08-14T12:00", nil, nil},
		{"days before", "2026", "ko", "2026-08-12T12:00", made, nil},
		{"the day before, abroad", "2026", "en", "2026-08-14T12:00", made, zone(-7 * 60)},
		{"this morning", "2026", "ko", "2026-08-15T08:30", made, zone(session.KSTOffset)},
		{"what is in all rooms", "2026", "ko", "2026-08-15T10:05", made, nil},
		{"talks", "2026", "ko", "2026-08-15T10:31", made, nil},
		{"one room is empty", "2026", "en", "2026-08-15T11:15", made, nil},
		{"between two", "2026", "ko", "2026-08-15T11:30", made, nil},
		{"lunch", "2026", "ko", "2026-08-15T12:30", made, nil},
		{"one is cancelled, one has no end", "2026", "ko", "2026-08-15T13:00", made, nil},
		{"a talk in two rooms", "2026", "ko", "2026-08-15T14:29", made, nil},
		{"past midnight", "2026", "ko", "2026-08-16T00:30", made, nil},
		{"a day without sessions", "2026", "en", "2026-08-16T12:00", made, nil},
		{"a minute before", "2026", "ko", "2026-08-15T22:59", made, nil},
		{"the last day", "2026", "ko", "2026-08-17T10:15", made, nil},
		{"its end", "2026", "ko", "2026-08-17T18:05", made, nil},
		{"after", "2026", "en", "2026-08-17T18:30", made, nil},
		{"2018, a talk", "2018", "ko", "2018-08-18T11:05", played, nil},
		{"2018, the evening", "2018", "ko", "2018-08-18T22:00", played, nil},
	} {
		v := model(t, c.edition, c.lang, c.all).View(Moment{Now: instant(t, c.at), Ahead: c.ahead})
		got.WriteString(c.about + ", " + c.at + "\n" + written(v) + "\n")
		if again, ok := jsontree.Parse(jsontree.Text(v.Tree())); !ok || !jsontree.Equal(again, v.Tree()) {
			t.Errorf("%s: the tree is not what its text says", c.about)
		}
	}
	const path = "testdata/moments.txt"
	if *update {
		if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		for i, line := range strings.Split(got.String(), "\n") {
			if lines := strings.Split(string(want), "\n"); i >= len(lines) || lines[i] != line {
				t.Fatalf("line %d is\n%s\nand not as %s has it", i+1, line, path)
			}
		}
		t.Fatal("there is less than before")
	}
}

// Own entries, and sessions that vanished from the site, are on in no room.
func TestHallIsOfThePublic(t *testing.T) {
	known := hall(t)
	gone := known[2]
	all := entries(known, map[string]picks.State{"패키징": picks.Must})
	all[records.SessionPrefix+string(gone.Key)] = picks.SessionRecord{Session: gone, Gone: 1}.Encode()
	own := session.Session{Key: "2026/own/lunch", Titles: map[string]string{session.Korean: "지훈과 점심"}, Rooms: []string{"식당"}, Start: gone.Start, End: gone.End}
	all[picks.StorageKey(own.Key)] = picks.Pick{State: picks.Star, Tapped: 1, Session: own}.Encode()
	v := model(t, "2026", "ko", all).View(Moment{Now: gone.Start})
	for _, r := range v.Rooms {
		for _, s := range append(slices.Clone(r.Now), r.Next...) {
			if r.Name == "식당" || s.Title == "지훈과 점심" || s.Title == gone.Title("ko") {
				t.Errorf("in %s is %s", r.Name, s.Title)
			}
		}
	}
	if got := written(v); !strings.Contains(got, "mine, 8월 15일 토요일 now: ★ 지훈과 점심") || !strings.Contains(got, "현재 시간표에 없음") {
		t.Errorf("mine lacks something:\n%s", got)
	}
}

// fakeScript keeps the last view, and counts views.
type fakeScript struct {
	messages map[string]any // nil where they cannot be loaded
	view     map[string]any
	views    int
	failed   string
}

func (s *fakeScript) Messages(done func(any, error)) {
	if s.messages == nil {
		done(nil, errors.New("not today"))
		return
	}
	done(s.messages, nil)
}
func (s *fakeScript) Show(view map[string]any) { s.view, s.views = view, s.views+1 }
func (s *fakeScript) Fail(name string)         { s.failed = name }

// hang starts a board at a moment.
func hang(t *testing.T, at string, all map[string]any) (*fakeScript, *memory.Clock, *memory.Storage) {
	t.Helper()
	clock := memory.NewClock(int64(instant(t, at))*msPerMinute + 20_000)
	storage := memory.NewStorage(clock)
	for key, tree := range all {
		storage.Entries[key] = jsontree.Text(tree)
	}
	s := &fakeScript{messages: messagesTree(t)}
	(&Program{Script: s, Storage: storage, Clock: clock, Lang: "ko", Collect: func() {}}).Start()
	clock.Run(100)
	return s, clock, storage
}

// An open board updates at the beginning of each minute, and with every change of its edition.
func TestProgramFollows(t *testing.T) {
	known := hall(t)
	s, clock, storage := hang(t, "2026-08-15T10:31", entries(known, nil))
	if s.failed != "" || s.view["clock"] != "10:31" || s.view["edition"] != "2026" {
		t.Fatalf("failed %q, shows %v", s.failed, s.view)
	}
	clock.Run(39_000)
	if s.view["clock"] != "10:31" || s.views != 1 {
		t.Errorf("%v after %d views, before the minute is over", s.view["clock"], s.views)
	}
	clock.Run(1_000)
	if s.view["clock"] != "10:32" {
		t.Errorf("shows %v when the minute is over", s.view["clock"])
	}
	text := func() string { return jsontree.Text(s.view) }
	moved := known[3]
	moved.Start, moved.End = moved.Start+90, moved.End+90
	views := s.views
	storage.Set(entries([]session.Session{moved}, map[string]picks.State{"비동기": picks.Must}), func(error) {})
	clock.Run(10)
	if !strings.Contains(text(), "12:00–12:50") || !strings.Contains(text(), `"must"`) || s.views != views+1 {
		t.Errorf("a move was not shown, once: %d views, %s", s.views-views, text())
	}
	other := moved
	other.Key = "2025/program/1"
	storage.Set(entries([]session.Session{other}, nil), func(error) {})
	clock.Run(10)
	if s.views != views+1 {
		t.Error("another edition's session is shown anew")
	}
	storage.Remove([]string{records.SessionPrefix + string(known[2].Key)}, func(error) {})
	clock.Run(10)
	if strings.Contains(text(), known[2].Title("ko")) {
		t.Error("what is not stored any more is shown")
	}
	clock.Run(3 * 60 * msPerMinute) // the device slept: memory's clock calls what is due
	if s.view["clock"] != "13:32" {
		t.Errorf("shows %v", s.view["clock"])
	}
}

func TestProgramFails(t *testing.T) {
	clock := memory.NewClock(0)
	s := &fakeScript{}
	(&Program{Script: s, Storage: memory.NewStorage(clock), Clock: clock, Lang: "ko", Collect: func() {}}).Start()
	clock.Run(10)
	if s.failed != "startFailed" {
		t.Errorf("without words it says %q", s.failed)
	}
	storage := memory.NewStorage(clock)
	storage.Failing = errors.New("not today")
	s = &fakeScript{messages: messagesTree(t)}
	(&Program{Script: s, Storage: storage, Clock: clock, Lang: "ko", Collect: func() {}}).Start()
	clock.Run(10)
	if s.failed != "readFailed" || s.view != nil {
		t.Errorf("without storage it says %q", s.failed)
	}
}

// mostGrowth is how much more of the heap may be in use after the 24th hour than after the
// second.
const mostGrowth = 1.05

// A board that is open for a day keeps nothing of it. Every ten minutes the programme changes.
func TestProgramKeepsNothing(t *testing.T) {
	real, err := programmes.Of("2018")
	if err != nil {
		t.Fatal(err)
	}
	for i := range real.Sessions { // the edition that is shown unasked
		_, id, _ := strings.Cut(string(real.Sessions[i].Key), "/")
		real.Sessions[i].Key = session.Key("2026/" + id)
	}
	s, clock, storage := hang(t, "2018-08-18T08:00", entries(real.Sessions, nil))
	moving := real.Sessions[0]
	used := func() float64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	var second float64
	for minute := 1; minute <= 24*60; minute++ {
		if minute%10 == 0 {
			moving.Start++
			moving.End++
			storage.Set(entries([]session.Session{moving}, nil), func(error) {})
		}
		clock.Run(msPerMinute)
		if minute == 2*60 {
			second = used()
		}
	}
	if last := used(); last > mostGrowth*second {
		t.Errorf("%.0f bytes are in use after a day, %.0f after two hours", last, second)
	} else {
		t.Logf("%.0f bytes after a day, %.0f after two hours", last, second)
	}
	if s.views < 24*60 || s.view["clock"] != "08:00" {
		t.Errorf("%d views, the last of %v", s.views, s.view["clock"])
	}
}
