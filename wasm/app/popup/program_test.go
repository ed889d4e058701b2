package popup

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/platform"
	"byeolpyo/wasm/platform/memory"
)

// messagesTree is what the scripts load: the two messages.json.
func messagesTree(t *testing.T) map[string]any {
	t.Helper()
	all := map[string]any{}
	for _, lang := range []string{session.Korean, session.English} {
		var tree any
		if err := json.Unmarshal(project.Read(t, "extension/_locales/"+lang+"/messages.json"), &tree); err != nil {
			t.Fatal(err)
		}
		all[lang] = tree
	}
	return all
}

// fakeScript is the popup's script: it keeps what the program tells it.
type fakeScript struct {
	messages map[string]any // nil where they cannot be loaded
	late     func(func())   // when they are; nil for at once
	hash     func(key string) string

	ready  bool
	views  []map[string]any
	said   []string
	rooms  []string
	saved  []SavedFile
	failed string
}

var errFake = errors.New("not today")

func (s *fakeScript) Messages(done func(any, error)) {
	if late := s.late; late != nil {
		s.late = nil
		late(func() { s.Messages(done) })
		return
	}
	if s.messages == nil {
		done(nil, errFake)
		return
	}
	done(s.messages, nil)
}
func (s *fakeScript) Ready(func(string, ...string) *Notice) { s.ready = true }
func (s *fakeScript) Show(view map[string]any) {
	// It goes there as text, in which nothing may be lost.
	if again, ok := jsontree.Parse(jsontree.Text(view)); !ok || !jsontree.Equal(again, view) {
		panic("the view is no tree of package jsontree")
	}
	s.views = append(s.views, view)
}
func (s *fakeScript) Notify(notice map[string]any) { s.said = append(s.said, notice["text"].(string)) }
func (s *fakeScript) Save(file SavedFile)          { s.saved = append(s.saved, file) }
func (s *fakeScript) Room(text string)             { s.rooms = append(s.rooms, text) }
func (s *fakeScript) Fail(name string)             { s.failed = name }
func (s *fakeScript) last() string                 { return append([]string{""}, s.said...)[len(s.said)] }
func (s *fakeScript) Hashes(keys []string, done func([]string, error)) {
	if s.hash == nil {
		done(nil, errFake)
		return
	}
	var all []string
	for _, key := range keys {
		all = append(all, s.hash(key))
	}
	done(all, nil)
}

// titles returns the titles of the rows that were shown last.
func (s *fakeScript) titles() (out []string) {
	if len(s.views) == 0 {
		return nil
	}
	for _, section := range s.views[len(s.views)-1]["sections"].([]any) {
		for _, row := range section.(map[string]any)["rows"].([]any) {
			out = append(out, row.(map[string]any)["title"].(string))
		}
	}
	return out
}

// openPopup is a popup over storage and a clock that the test runs.
type openPopup struct {
	*Program
	clock   *memory.Clock
	storage *memory.Storage
	worker  *memory.Worker
	script  *fakeScript
}

// begun is when the popups of these tests are opened.
const begun = 1_786_500_000_000

// newPopup is a popup that is not opened yet, over a storage with entries.
func newPopup(t *testing.T, entries map[string]any) *openPopup {
	clock := memory.NewClock(begun)
	storage := memory.NewStorage(clock)
	for key, tree := range entries {
		storage.Entries[key] = jsontree.Text(tree)
	}
	o := &openPopup{clock: clock, storage: storage, worker: &memory.Worker{Storage: storage}, script: &fakeScript{messages: messagesTree(t)}}
	o.Program = &Program{Script: o.script, Storage: storage, Worker: o.worker, Clock: clock, Language: "ko-KR"}
	return o
}

// open opens it and waits until it has come to rest.
func (o *openPopup) open() *openPopup { o.Start(); o.settle(); return o }

func (o *openPopup) settle() { o.clock.Run(20 * o.storage.Delay) }

// act does what a click asks for and waits until it is done.
func (o *openPopup) act(name string, args ...string) *Notice {
	n := o.Act(name, args...)
	o.settle()
	return n
}

// state is the stored state of a pick, "" for none.
func (o *openPopup) state(key session.Key) string {
	tree, _ := jsontree.Parse(o.storage.Entries[records.PickPrefix+string(key)])
	record, _ := tree.(map[string]any)
	state, _ := record["state"].(string)
	return state
}

// picked are two picks, with what is known of one and of a third session.
func picked(t *testing.T) map[string]any {
	entries := map[string]any{}
	for _, id := range []string{"a", "b"} {
		s := talk(t, id, "발표 "+id, "13:30", "14:00")
		picks.Pick{State: picks.Star, Tapped: 1, Session: s}.Store(entries, s.Key)
	}
	for _, id := range []string{"a", "c"} {
		s := talk(t, id, "새 제목 "+id, "13:30", "14:00")
		entries[records.SessionPrefix+string(s.Key)] = picks.SessionRecord{Session: s}.Encode()
	}
	return entries
}

// The popup shows what storage holds as soon as it has that, and not before; of what pages
// taught it reads only picked sessions.
func TestProgramOpens(t *testing.T) {
	o := newPopup(t, picked(t))
	o.Start()
	if o.script.ready || len(o.script.views) > 0 {
		t.Error("clicks are taken, or something is shown, before storage has answered")
	}
	o.settle()
	if got, want := o.script.titles(), []string{"새 제목 a", "발표 b"}; !slices.Equal(got, want) || !o.script.ready {
		t.Errorf("shows %q, want %q; ready: %v", got, want, o.script.ready)
	}
	if got := opened(slices.Collect(maps.Keys(o.storage.Entries))); slices.Contains(got, records.SessionPrefix+"2026/s/c") || !slices.Contains(got, records.SessionPrefix+"2026/s/a") {
		t.Errorf("reads %q at the start", got)
	}
	if text := o.script.rooms; len(text) == 0 || !strings.Contains(text[0], "MB") {
		t.Errorf("says %q of the room", text)
	}
}

// What changes while the popup is opened is neither lost nor overwritten by an older
// answer.
func TestProgramChangesWhileItOpens(t *testing.T) {
	o := newPopup(t, picked(t))
	o.storage.Delay = 10
	star := func(id string) {
		s := talk(t, id, "발표 "+id, "15:00", "15:30")
		entries := map[string]any{}
		picks.Pick{State: picks.Star, Tapped: begun, Session: s}.Store(entries, s.Key)
		o.storage.Set(entries, func(error) {})
	}
	o.Start()
	o.clock.Run(5)
	star("new") // stored when the keys are known and nothing else is
	o.clock.Run(11)
	if len(o.script.views) > 0 {
		t.Error("something is shown before storage has answered")
	}
	o.clock.Run(100)
	if got, want := o.script.titles(), []string{"새 제목 a", "발표 b", "발표 new"}; !slices.Equal(got, want) {
		t.Errorf("shows %q, want %q", got, want)
	}
}

// Storage is read while the words are on their way, and nothing is shown without them; what
// changes meanwhile is in the first view.
func TestProgramWaitsForItsWords(t *testing.T) {
	o := newPopup(t, picked(t))
	var come func()
	o.script.late = func(f func()) { come = f }
	o.open()
	if len(o.Program.keys) == 0 {
		t.Error("storage is not read before the words have come")
	}
	entries := map[string]any{}
	s := talk(t, "new", "발표 new", "15:00", "15:30")
	picks.Pick{State: picks.Star, Tapped: begun, Session: s}.Store(entries, s.Key)
	o.storage.Set(entries, func(error) {})
	o.settle()
	if o.script.ready || len(o.script.views) > 0 {
		t.Error("something is shown without words")
	}
	come()
	o.settle()
	if got, want := o.script.titles(), []string{"새 제목 a", "발표 b", "발표 new"}; !slices.Equal(got, want) || !o.script.ready {
		t.Errorf("shows %q, want %q; ready: %v", got, want, o.script.ready)
	}

	// One thing that fails is told of, whatever becomes of the other.
	for _, c := range []struct {
		words map[string]any
		read  error
		want  string
	}{{nil, nil, "startFailed"}, {messagesTree(t), errFake, "readFailed"}, {nil, errFake, "startFailed"}} {
		o := newPopup(t, picked(t))
		o.script.messages, o.storage.Failing = c.words, c.read
		if o.open(); o.script.failed != c.want || o.script.ready || len(o.script.views) > 0 {
			t.Errorf("says %q, want %q; ready: %v", o.script.failed, c.want, o.script.ready)
		}
	}
}

// lateStorage answers what was there when it was asked, as a browser does whose answer is on
// its way while another tab writes.
type lateStorage struct {
	*memory.Storage
	clock *memory.Clock
}

func (s lateStorage) Get(keys []string, done func(map[string]any, error)) {
	entries := map[string]any{}
	for _, key := range keys {
		if text, ok := s.Entries[key]; ok {
			entries[key], _ = jsontree.Parse(text)
		}
	}
	s.clock.After(s.Delay, func() { done(entries, nil) })
}

// An answer that is older than a reported change does not revert it.
func TestProgramOlderAnswer(t *testing.T) {
	o := newPopup(t, picked(t))
	o.Program.Storage = lateStorage{o.storage, o.clock}
	o.storage.Delay = 10
	o.Start()
	o.clock.Run(12) // the keys are known, and their values on their way
	entries := map[string]any{}
	picks.Pick{State: picks.Must, Tapped: begun, Session: talk(t, "a", "발표 a", "13:30", "14:00")}.Store(entries, "2026/s/a")
	o.storage.Delay = 1
	o.storage.Set(entries, func(error) {})
	o.clock.Run(100)
	if len(o.script.views) == 0 {
		t.Fatal("nothing is shown")
	}
	row := o.script.views[len(o.script.views)-1]["sections"].([]any)[0].(map[string]any)["rows"].([]any)[0].(map[string]any)
	if row["state"] != "must" {
		t.Errorf("%s is shown as %q", row["key"], row["state"])
	}
}

// Without its words or without storage, the popup says so and takes no clicks: a click on a list
// that was not read would overwrite what is stored.
func TestProgramFails(t *testing.T) {
	o := newPopup(t, picked(t))
	o.script.messages = nil
	if o.open(); o.script.failed != "startFailed" || o.script.ready {
		t.Errorf("without messages: %q, ready: %v", o.script.failed, o.script.ready)
	}
	o = newPopup(t, picked(t))
	o.storage.Failing = errFake
	if o.open(); o.script.failed != "readFailed" || o.script.ready || len(o.script.views) > 0 {
		t.Errorf("without storage: %q, ready: %v", o.script.failed, o.script.ready)
	}
}

// Each verb stores what it asks for, and the list follows; another tab's change is shown
// like one's own.
func TestProgramActs(t *testing.T) {
	o := newPopup(t, picked(t)).open()
	a := talk(t, "a", "", "", "").Key
	o.act(protocol.PopupMust, string(a))
	if got := o.state(a); got != "must" {
		t.Errorf("must: %q", got)
	}
	o.act(protocol.PopupRemove, string(a))
	if got := o.state(a); got != "off" || !slices.Equal(o.script.titles(), []string{"발표 b"}) || !strings.Contains(o.script.last(), "새 제목 a") {
		t.Errorf("remove: %q, shows %q, says %q", got, o.script.titles(), o.script.last())
	}
	o.act(protocol.PopupUndo)
	if got := o.state(a); got != "must" {
		t.Errorf("undo: %q", got)
	}
	o.act(protocol.PopupRemove, string(a))
	o.act(protocol.PopupForget)
	o.act(protocol.PopupUndo)
	if got := o.state(a); got != "off" {
		t.Errorf("undo after it was too late: %q", got)
	}
	o.act(protocol.PopupLang, "en")
	if got := o.storage.Entries[records.SettingsKey]; !strings.Contains(got, `"lang":"en"`) || o.script.views[len(o.script.views)-1]["lang"] != "en" {
		t.Errorf("lang: %s", got)
	}
	o.act(protocol.PopupPicture, "format", "phone")
	if got := o.storage.Entries[records.SettingsKey]; !strings.Contains(got, `"format":"phone"`) || !strings.Contains(got, `"lang":"en"`) {
		t.Errorf("picture: %s", got)
	}
	o.act(protocol.PopupEdition, "2018")
	if got := o.storage.Entries[records.SettingsKey]; !strings.Contains(got, `"edition":"2018"`) || len(o.script.titles()) != 0 {
		t.Errorf("edition: %s, shows %q", got, o.script.titles())
	}
	o.act(protocol.PopupEdition, "2026")
	o.act(protocol.PopupExported)
	if o.storage.Entries[records.ExportPrefix+"2026"] == "" {
		t.Error("exported: nothing is stored")
	}
	before := maps.Clone(o.storage.Entries)
	if n := o.act("burn"); n != nil || !maps.Equal(before, o.storage.Entries) {
		t.Error("a verb that is none does something")
	}

	// Another tab stars the session that was only known.
	c := talk(t, "c", "발표 c", "15:00", "15:30")
	entries := map[string]any{}
	picks.Pick{State: picks.Star, Tapped: begun, Session: c}.Store(entries, c.Key)
	o.storage.Set(entries, func(error) {})
	o.settle()
	if got := o.script.titles(); !slices.Contains(got, "새 제목 c") {
		t.Errorf("after another tab's star: %q: what is known of it is not read", got)
	}
}

// A click is shown once, before storage has answered, and another tab's changes meanwhile as
// well; what could not be stored is shown as it was.
func TestProgramShowsAtOnce(t *testing.T) {
	o := newPopup(t, picked(t)).open()
	o.storage.Delay = 50
	a := talk(t, "a", "", "", "").Key
	shown := len(o.script.views)
	states := func() (out []string) {
		for _, section := range o.script.views[len(o.script.views)-1]["sections"].([]any) {
			for _, row := range section.(map[string]any)["rows"].([]any) {
				out = append(out, row.(map[string]any)["state"].(string))
			}
		}
		return out
	}
	o.Act(protocol.PopupMust, string(a))
	o.clock.Run(0)
	if got := states(); len(o.script.views) != shown+1 || !slices.Equal(got, []string{"must", "star"}) || o.state(a) != "star" {
		t.Errorf("%d views, states %q; stored is %q", len(o.script.views)-shown, got, o.state(a))
	}
	o.settle()
	if len(o.script.views) != shown+1 || o.state(a) != "must" {
		t.Errorf("%d views of one click, stored is %q", len(o.script.views)-shown, o.state(a))
	}

	o.storage.Failing = &platform.Error{Message: "gone"}
	o.Act(protocol.PopupRemove, string(a))
	o.clock.Run(0)
	if got := states(); !slices.Equal(got, []string{"star"}) {
		t.Errorf("removed: %q", got)
	}
	o.settle()
	if got := states(); !slices.Equal(got, []string{"must", "star"}) || o.script.last() != o.model.Say("writeFailed") {
		t.Errorf("not stored: %q, says %q", got, o.script.last())
	}
	o.act(protocol.PopupLang, "en")
	if got := o.script.views[len(o.script.views)-1]["lang"]; got != "en" {
		t.Errorf("a language that could not be stored is not spoken while the popup is open: %q", got)
	}

	// Another tab removes it while a click that will fail is on its way: that stays.
	o.Act(protocol.PopupMust, string(a))
	off := map[string]any{}
	picks.Pick{State: picks.Off, Tapped: begun, Session: talk(t, "a", "발표 a", "13:30", "14:00")}.Store(off, a)
	for key, tree := range off {
		o.changed(key, tree)
	}
	o.settle()
	if got := states(); !slices.Equal(got, []string{"star"}) {
		t.Errorf("another tab's change was lost: %q", got)
	}
}

// An entry of one's own is stored, or the fields say what is wrong with them.
func TestProgramOwn(t *testing.T) {
	o := newPopup(t, nil).open()
	if n := o.act(protocol.PopupOwn, "", "", "2026-08-15", "12:00", "13:00", ""); n == nil || n.Text == "" || len(o.storage.Entries) != 0 {
		t.Errorf("one without a title: %+v, %d records", n, len(o.storage.Entries))
	}
	n := o.act(protocol.PopupOwn, "", "x1", "점심", "2026-08-15", "12:00", "13:00", "")
	if n != nil {
		t.Errorf("answers %+v", n)
	}
	if got := o.script.titles(); !slices.Equal(got, []string{"점심"}) {
		t.Errorf("shows %q", got)
	}
}

// Many changes that come together are shown once.
func TestProgramShowsOnce(t *testing.T) {
	o := newPopup(t, picked(t)).open()
	shown := len(o.script.views)
	entries := map[string]any{}
	for _, id := range strings.Fields("d e f g") {
		s := talk(t, id, "발표 "+id, "16:00", "16:30")
		picks.Pick{State: picks.Star, Tapped: begun, Session: s}.Store(entries, s.Key)
	}
	o.storage.Set(entries, func(error) {})
	o.clock.Run(o.storage.Delay)
	if got := len(o.script.views) - shown; got != 1 {
		t.Errorf("%d pictures of one change", got)
	}
	if got := o.script.titles(); len(got) != 6 {
		t.Errorf("shows %q", got)
	}
}

// What a person did gets room, from what pages taught. If there is none, they are told, and the
// list shows what is stored.
func TestProgramFull(t *testing.T) {
	o := newPopup(t, picked(t)).open()
	o.storage.Quota = size(o.storage)
	o.act(protocol.PopupEdition, "2026")
	if o.worker.Rooms != 1 || o.storage.Entries[records.SettingsKey] == "" {
		t.Errorf("asked for room %d times, settings %q", o.worker.Rooms, o.storage.Entries[records.SettingsKey])
	}
	o.storage.Quota = size(o.storage)
	o.act(protocol.PopupPicture, "friends", strings.Repeat("x", 100))
	if want := o.model.Say("writeFull"); o.script.last() != want {
		t.Errorf("says %q, want %q", o.script.last(), want)
	}
	o.storage.Failing = &platform.Error{Message: "gone"}
	o.act(protocol.PopupMust, "2026/s/a")
	if want := o.model.Say("writeFailed"); o.script.last() != want {
		t.Errorf("says %q, want %q", o.script.last(), want)
	}
	if o.state("2026/s/a") != "star" {
		t.Error("something was stored")
	}
}

func size(s *memory.Storage) (n int) {
	for key, text := range s.Entries {
		n += len(key) + len(text)
	}
	return n
}

// What pages taught is cleared by the service worker, which says how much that was.
func TestProgramClears(t *testing.T) {
	o := newPopup(t, picked(t)).open()
	o.act(protocol.PopupClear)
	if o.script.last() != o.model.Cleared(2).Text || o.storage.Entries[records.SessionPrefix+"2026/s/c"] != "" {
		t.Errorf("says %q", o.script.last())
	}
	o.worker.Failing = errFake
	o.act(protocol.PopupClear)
	if want := o.model.Say("writeFailed"); o.script.last() != want {
		t.Errorf("says %q, want %q", o.script.last(), want)
	}
}

// The popup offers the site's own timetable, and imports it with what is known of its sessions.
func TestProgramImports(t *testing.T) {
	const id = "0b6f1c3a-1111-4222-8333-944455556666"
	s := talk(t, id, "사이트의 발표", "10:00", "10:30")
	s.Key = session.NewKey("2026", session.AnySequence, id)
	o := newPopup(t, map[string]any{records.SessionPrefix + string(s.Key): picks.SessionRecord{Session: s}.Encode()}).open()
	o.act(protocol.PopupBookmarks, id)
	if view := o.script.views[len(o.script.views)-1]; view["offer"] == nil {
		t.Fatal("no offer")
	}
	o.act(protocol.PopupImport)
	if got := o.script.titles(); !slices.Equal(got, []string{"사이트의 발표"}) {
		t.Errorf("shows %q", got)
	}
}

// A pick that a QR code named by its hash gets its key, when storage knows the session;
// the key that an earlier version hashed is tried too.
func TestProgramResolves(t *testing.T) {
	const hash = "02b1f3c4d5"
	s := talk(t, "세션", "발표", "13:00", "14:00")
	waiting := session.NewKey("2026", session.HashSequence, hash)
	entries := map[string]any{records.SessionPrefix + string(s.Key): picks.SessionRecord{Session: s}.Encode()}
	picks.Pick{State: picks.Must, Tapped: 1, Session: session.Session{Key: waiting}}.Store(entries, waiting)
	for _, c := range []struct {
		what string
		hash func(string) string
		want string
	}{
		{"its key", func(key string) string { return map[bool]string{true: hash, false: "0000000000"}[key == string(s.Key)] }, "must"},
		{"its key as it was written once", func(key string) string {
			return map[bool]string{true: hash, false: "0000000000"}[key == string(s.Key.Encoded())]
		}, "must"},
		{"another", func(string) string { return "0000000000" }, ""},
		{"no hashes", nil, ""},
	} {
		o := newPopup(t, entries)
		o.script.hash = c.hash
		o.open()
		if got := o.state(s.Key); got != c.want {
			t.Errorf("%s: the pick is %q, want %q", c.what, got, c.want)
		}
	}
}
