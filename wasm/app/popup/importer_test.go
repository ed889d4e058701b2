package popup

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/platform/memory"
)

// fakeImport is the import page's script: it keeps what the program tells it.
type fakeImport struct {
	messages map[string]any
	known    []string
	started  bool
	failed   string
}

func (s *fakeImport) Messages(done func(any, error)) {
	if s.messages == nil {
		done(nil, errFake)
		return
	}
	done(s.messages, nil)
}
func (s *fakeImport) Started(known []string, _ func(string, any) map[string]any, _ func(how, id, name string, done func(Notice, error))) {
	s.known, s.started = known, true
}
func (s *fakeImport) Fail(name string)        { s.failed = name }
func (s *fakeImport) Fold(name string) string { return strings.ToUpper(name) }

// importing is an import page over storage and a clock that the test runs.
type importing struct {
	*Importer
	clock   *memory.Clock
	storage *memory.Storage
	script  *fakeImport
}

func newImport(t *testing.T, entries map[string]any) *importing {
	clock := memory.NewClock(begun)
	storage := memory.NewStorage(clock)
	for key, tree := range entries {
		storage.Entries[key] = jsontree.Text(tree)
	}
	i := &importing{clock: clock, storage: storage, script: &fakeImport{messages: messagesTree(t)}}
	i.Importer = &Importer{Script: i.script, Storage: storage, Worker: &memory.Worker{Storage: storage}, Clock: clock, Lang: "ko"}
	return i
}

func (i *importing) open() *importing { i.Start(); i.clock.Run(20); return i }

// take imports what was found and waits until that is done.
func (i *importing) take(t *testing.T, how, id, name string) (Notice, error) {
	t.Helper()
	var n Notice
	var err error
	told := 0
	i.Take(how, id, name, func(notice Notice, e error) { n, err = notice, e; told++ })
	if i.clock.Run(20); told != 1 {
		t.Fatalf("%s: told %d times", how, told)
	}
	return n, err
}

// record is what a reader finds in a picture of two sessions, one of which is picked already.
func record(t *testing.T) map[string]any {
	f := friends.Friend{Edition: "2026", Picks: []friends.Pick{
		{Key: "2026/s/a", Session: talk(t, "a", "발표 a", "13:30", "14:00")},
		{Key: "2026/s/z", Must: true, Session: talk(t, "z", "발표 z", "15:30", "16:00")},
	}}
	return f.Encode()
}

// The page is told which sessions are known, pages' and picks' alike, and has the
// language that it was opened in.
func TestImporterOpens(t *testing.T) {
	entries := picked(t)
	entries[records.SettingsKey] = map[string]any{"v": 1.0, "lang": "en"}
	i := newImport(t, entries)
	if i.Start(); i.script.started {
		t.Error("started before storage has answered")
	}
	i.clock.Run(20)
	known := slices.Compact(slices.Sorted(slices.Values(i.script.known)))
	if want := []string{"2026/s/a", "2026/s/b", "2026/s/c"}; !slices.Equal(known, want) || !i.script.started {
		t.Errorf("knows %q, want %q", known, want)
	}
	if got := i.model.Lang(); got != "ko" {
		t.Errorf("speaks %q", got)
	}
	i.storage.Set(map[string]any{records.SettingsKey: map[string]any{"v": 1.0, "lang": "en"}}, func(error) {})
	if i.clock.Run(20); i.model.Lang() != "ko" {
		t.Errorf("speaks %q when the settings change", i.model.Lang())
	}

	// What is stored when the keys are known and nothing else is, is not lost.
	i = newImport(t, nil)
	i.storage.Delay = 10
	i.Start()
	i.clock.Run(5)
	i.storage.Set(picked(t), func(error) {})
	i.clock.Run(100)
	if found := i.Found("2026", record(t)); found["mine"] != 2 {
		t.Errorf("of two picks that were made meanwhile %v are known", found["mine"])
	}

	i = newImport(t, nil)
	i.script.messages = nil
	if i.open(); i.script.failed != "startFailed" || i.script.started {
		t.Errorf("without messages: %q", i.script.failed)
	}
	i = newImport(t, nil)
	i.storage.Failing = errFake
	if i.open(); i.script.failed != "readFailed" || i.script.started {
		t.Errorf("without storage: %q", i.script.failed)
	}
}

// What was found is shown; what has no form is not.
func TestImporterFound(t *testing.T) {
	i := newImport(t, picked(t)).open()
	for what, tree := range map[string]any{"nothing": nil, "text": "x", "no picks": map[string]any{"v": 1.0, "picks": []any{}}} {
		if found := i.Found("2026", tree); found != nil {
			t.Errorf("%s: %v", what, found)
		}
	}
	found := i.Found("2026", record(t))
	if found == nil || found["count"] != 2 || found["mine"] != 2 || len(found["titles"].([]any)) != 2 {
		t.Errorf("found %v", found)
	}
}

// Each verb imports what was found in its own way, and each is undone completely.
func TestImporterTakes(t *testing.T) {
	for how, want := range map[string]struct{ a, b, z string }{
		protocol.TakeFriend:  {"star", "star", ""},
		protocol.TakeMerge:   {"star", "star", "must"},
		protocol.TakeReplace: {"star", "off", "must"},
	} {
		i := newImport(t, picked(t)).open()
		i.Found("2026", record(t))
		n, err := i.take(t, how, "f1", "지훈")
		if err != nil || n.Text == "" || !n.Undo {
			t.Errorf("%s: %+v, %v", how, n, err)
		}
		o := &openPopup{storage: i.storage}
		if got := (struct{ a, b, z string }{o.state("2026/s/a"), o.state("2026/s/b"), o.state("2026/s/z")}); got != want {
			t.Errorf("%s: %v, want %v", how, got, want)
		}
		if friend := i.storage.Entries[records.FriendPrefix+"f1/2026"]; (friend != "") != (how == protocol.TakeFriend) {
			t.Errorf("%s: friend %q", how, friend)
		}
		if _, err := i.take(t, protocol.TakeUndo, "", ""); err != nil {
			t.Errorf("%s: undo: %v", how, err)
		}
		if o.state("2026/s/b") != "star" || o.state("2026/s/z") == "must" || i.storage.Entries[records.FriendPrefix+"f1/2026"] != "" {
			t.Errorf("%s: it is not taken back", how)
		}
	}
}

// A friend's name is asked about where somebody has it, however it is written, and
// nothing is stored before the answer.
func TestImporterAsks(t *testing.T) {
	i := newImport(t, nil).open()
	i.Found("2026", record(t))
	if _, err := i.take(t, protocol.TakeFriend, "f1", "Jihoon"); err != nil {
		t.Fatal(err)
	}
	before := maps.Clone(i.storage.Entries)
	if n, err := i.take(t, protocol.TakeFriend, "f2", "JIHOON"); err != nil || !n.Ask || !maps.Equal(before, i.storage.Entries) {
		t.Errorf("%+v, %v: want a question and nothing stored", n, err)
	}
	if _, err := i.take(t, protocol.TakeFriendBoth, "f2", "JIHOON"); err != nil || i.storage.Entries[records.FriendPrefix+"f2/2026"] == "" {
		t.Errorf("the other of the name is not kept: %v", err)
	}
	if _, err := i.take(t, protocol.TakeFriendReplace, "f3", "jihoon"); err != nil || i.storage.Entries[records.FriendPrefix+"f3/2026"] != "" {
		t.Errorf("the newer picture of a friend is kept as another: %v", err)
	}
	if n, err := i.take(t, "burn", "f4", "x"); err != nil || n.Text != "" {
		t.Errorf("a verb that is none: %+v, %v", n, err)
	}
}

// A failure to store is reported, and can be retried.
func TestImporterFails(t *testing.T) {
	i := newImport(t, nil).open()
	i.Found("2026", record(t))
	i.storage.Failing = errFake
	if n, err := i.take(t, protocol.TakeMerge, "", ""); err == nil || n.Text != "" {
		t.Errorf("%+v, %v", n, err)
	}
	i.storage.Failing = nil
	if _, err := i.take(t, protocol.TakeMerge, "", ""); err != nil || len(i.storage.Entries) == 0 {
		t.Errorf("the second time: %v", err)
	}
}
