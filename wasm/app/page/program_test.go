package page

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/platform"
	"byeolpyo/wasm/platform/memory"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/snapshot"
)

// fakeScript is the page's script: it keeps what the program tells it.
type fakeScript struct {
	gen      int
	plan     string
	said     []string
	undo     string
	fetched  []string
	unread   bool
	dead     bool
	orphaned bool
	dayless  bool
}

func (s *fakeScript) Unread(now bool) { s.unread = now }
func (s *fakeScript) Plan(gen int, plan, _, _ string, _, dayless bool) {
	s.gen, s.plan, s.dayless = gen, plan, dayless
}
func (s *fakeScript) Toast(text, undo, _ string) { s.said, s.undo = append(s.said, text), undo }
func (s *fakeScript) FetchPage(url, _ string)    { s.fetched = append(s.fetched, url) }
func (s *fakeScript) Alive() bool                { return !s.dead }
func (s *fakeScript) Orphaned()                  { s.orphaned = true }

// states are the stars of the plan, one letter each: o, s, m.
func (s *fakeScript) states() (out string) {
	for record := range strings.SplitSeq(s.plan, recordEnd) {
		if fields := strings.Split(record, fieldEnd); len(fields) > 6 {
			out += fields[6][:1]
		}
	}
	return out
}

// bench is a program in a page, over storage and a clock that the test runs.
type bench struct {
	t       *testing.T
	clock   *memory.Clock
	storage *memory.Storage
	worker  *memory.Worker
	script  *fakeScript
	program *Program
	gen     int
}

func newBench(t *testing.T) *bench {
	clock := memory.NewClock(now)
	storage := memory.NewStorage(clock)
	b := &bench{t: t, clock: clock, storage: storage, worker: &memory.Worker{Storage: storage}}
	return b
}

// open starts a program in a page, as content.js does, and waits for its storage.
func (b *bench) open() *bench {
	b.script = &fakeScript{}
	b.program = &Program{
		Script: b.script, Storage: b.storage, Worker: b.worker, Clock: b.clock,
		Word:     func(lang, name string) string { return texts[name] },
		Language: func() string { return "ko-KR" },
		Offset:   func(session.Date, int, int) int { return 9 * 60 },
	}
	b.program.Start()
	b.program.Read(func() {})
	b.clock.Run(2 * b.storage.Delay)
	return b
}

// show sets the page's HTML.
func (b *bench) show(url, html string) {
	b.t.Helper()
	root, err := htmldom.Parse(strings.NewReader(html))
	if err != nil {
		b.t.Fatal(err)
	}
	b.gen++
	b.program.Scan(b.gen, url, snapshot.Encode(root), nil, false, "")
}

// stored is the record under a key, nil if there is none.
func (b *bench) stored(key string) map[string]any {
	text, ok := b.storage.Entries[key]
	if !ok {
		return nil
	}
	tree, _ := jsontree.Parse(text)
	record, _ := tree.(map[string]any)
	return record
}

func (b *bench) expect(what, states string) {
	b.t.Helper()
	if got := b.script.states(); got != states || b.script.gen != b.gen {
		b.t.Errorf("%s: stars %q of scan %d, want %q of %d", what, got, b.script.gen, states, b.gen)
	}
}

const long = 10 * QuietMillis // until all that a page sets off is over

func TestProgramClick(t *testing.T) {
	b := newBench(t).open()
	b.show(listURL, list(1, 2))
	b.expect("at once", "oo")
	b.program.Click(key(1))
	b.expect("before it is stored", "so")
	if len(b.storage.Entries) != 0 {
		t.Error("stored in no time: this test sees nothing")
	}
	b.clock.Run(UndoWindow / 2)
	if b.stored(records.PickPrefix + string(key(1)))["state"] != "star" {
		t.Errorf("stored: %v", b.storage.Entries)
	}
	b.expect("after it is stored", "so")
	b.program.Undo()
	b.clock.Run(long)
	b.expect("undone", "oo")

	// Another tab's click is seen, in the page that is open.
	other := newBench(t)
	other.clock, other.storage, other.worker = b.clock, b.storage, b.worker
	other.open()
	other.show(listURL, list(2, 1))
	other.program.Click(key(2))
	b.clock.Run(long)
	b.expect("clicked in another tab", "os")
}

// When storage fails, fills up or has ended with the extension, the person is told, and the
// stars show what is stored.
func TestProgramRefused(t *testing.T) {
	for _, c := range []struct {
		what     string
		spoil    func(b *bench)
		said     string
		states   string
		orphaned bool
	}{
		{"fails", func(b *bench) { b.storage.Failing = fmt.Errorf("an internal error") }, "starError", "oo", false},
		{"the extension is another", func(b *bench) { b.storage.Failing, b.script.dead = fmt.Errorf("context invalidated"), true }, "", "oo", true},
		{"full of the person's own", func(b *bench) {
			b.storage.Entries = map[string]string{"own/2026/x1": "{}"}
			b.storage.Quota = 20
		}, "starFull", "oo", false},
		{"full of what pages taught", func(b *bench) {
			b.storage.Quota = 900
			b.storage.Entries[records.SessionPrefix+"2025/s/x"] = fmt.Sprintf("%q", strings.Repeat("x", 800))
		}, "", "so", false},
	} {
		b := newBench(t).open()
		b.show(listURL, list(1, 2))
		b.clock.Run(long)
		c.spoil(b)
		b.script.said = nil
		b.program.Click(key(1))
		b.clock.Run(long)
		if got := b.script.states(); got != c.states {
			t.Errorf("%s: stars %q, want %q", c.what, got, c.states)
		}
		if said := slices.Contains(b.script.said, c.said); c.said != "" && !said || c.said == "" && len(b.script.said) > 1 || b.script.orphaned != c.orphaned {
			t.Errorf("%s: said %q, orphaned %v", c.what, b.script.said, b.script.orphaned)
		}
	}
}

// Stars wait for storage that cannot be read, and appear when it can.
func TestProgramUnread(t *testing.T) {
	b := newBench(t)
	b.storage.Entries[records.PickPrefix+string(key(2))] = jsontree.Text(picks.Pick{State: picks.Must, Tapped: 1, Session: session.Session{Key: key(2), Titles: map[string]string{"ko": "둘"}, URL: "https://x"}}.Encode())
	b.storage.Failing = fmt.Errorf("corrupt")
	b.open()
	b.show(listURL, list(1, 2))
	b.clock.Run(long)
	if b.script.plan != "" || !b.script.unread || !slices.Equal(b.script.said, []string{"starUnread"}) {
		t.Fatalf("plan %q, unread %v, said %q", b.script.plan, b.script.unread, b.script.said)
	}
	b.storage.Failing = nil
	b.clock.Run(lastAskMillis)
	b.expect("when it tells", "om")
	if b.script.unread {
		t.Error("it is still said not to tell")
	}
}

// What a resting page contradicts is learned even if storage answers only later: however slow it
// is, nothing that the page said is lost.
func TestProgramSettlesBeforeStorage(t *testing.T) {
	for _, delay := range []int{1, QuietMillis / 3, QuietMillis, 3 * QuietMillis} {
		b := newBench(t).open()
		b.show(listURL, strings.Replace(list(1, 2), ">발표 1<", ">전의 제목<", 1))
		b.clock.Run(long)
		name := records.SessionPrefix + string(key(1))
		if b.stored(name) == nil {
			t.Fatal("nothing was learned: no test")
		}
		before := b.storage.Entries[name]
		b.open()
		b.storage.Delay = delay
		b.show(listURL, list(1, 2))
		b.clock.Run(long + 20*delay)
		if after := b.storage.Entries[name]; after == before || strings.Contains(after, "전의") {
			t.Errorf("storage that takes %d ms: %s", delay, after)
		}
	}
}

// If storage fails when the page asks what is known, it is asked again at the next reading, and
// the page learns.
func TestProgramLearnsLater(t *testing.T) {
	b := newBench(t).open()
	b.storage.Failing = fmt.Errorf("for a moment")
	b.show(listURL, list(1))
	b.clock.Run(long)
	b.storage.Failing = nil
	b.show(listURL, list(1, 2))
	b.clock.Run(long)
	if b.stored(records.SessionPrefix+string(key(1))) == nil {
		t.Errorf("stored: %v", b.storage.Entries)
	}
}

var _ platform.Worker = (*memory.Worker)(nil)

// slowWorker is a worker that answers later, and has no room at first.
type slowWorker struct {
	memory.Worker
	answers []func()
	taught  []string
}

func (w *slowWorker) Teach(entries map[string]any, _ string, done func(refused []string, err error)) {
	names := slices.Sorted(maps.Keys(entries))
	w.taught = append(w.taught, strings.Join(names, " "))
	w.answers = append(w.answers, func() { done(names, nil) })
}

// TestPickWhileTheCacheDecides: a session that is picked while the worker decides that its record
// has no room is written again, once: the cache always has room for a session with a pick.
func TestPickWhileTheCacheDecides(t *testing.T) {
	b := newBench(t)
	b.storage.Quota = 1 // so that the worker is asked
	worker := &slowWorker{Worker: memory.Worker{Storage: b.storage}}
	b.open()
	b.program.cache.worker = worker
	b.show(listURL, list(1, 2))
	b.clock.Run(long)
	b.storage.Quota = 10_000
	b.program.Click(key(1))
	b.clock.Run(long)
	if len(worker.taught) != 1 || b.stored(records.PickPrefix+string(key(1))) == nil {
		t.Fatalf("the worker was asked %q; stored %v", worker.taught, b.storage.Entries)
	}
	for range 4 {
		for _, answer := range worker.answers {
			b.storage.Quota = 1
			worker.answers = nil
			answer()
			b.clock.Run(long)
		}
	}
	again := 0
	for _, names := range worker.taught[1:] {
		if names == sessionName(1) {
			again++
		}
	}
	if again != 1 {
		t.Errorf("the worker was asked %q, want once more for %s", worker.taught, sessionName(1))
	}
}
