package page

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
)

const (
	gridURL = "https://2026.pycon.kr/timetable"
	listURL = "https://2026.pycon.kr/session"
	now     = int64(1786500000000)
)

var texts = map[string]string{"starLabel": "내 시간표에 담기: {title}"}

// tab is an open page with the browser around it: what cmd/content does, over a
// storage that tabs share.
type tab struct {
	t       *testing.T
	page    *Page
	storage *storage
	url     string
	refuse  bool // storage is full
}

// storage is chrome.storage.local: every write is reported to all tabs, the writer's included,
// as JSON would carry it.
type storage struct {
	entries map[string]any
	tabs    []*tab
	writes  int // session and grid records
}

func newStorage() *storage { return &storage{entries: map[string]any{}} }

func (s *storage) open(t *testing.T) *tab {
	t.Helper()
	b := &tab{t: t, storage: s, page: New(func(name string) string { return texts[name] })}
	for key, tree := range s.entries {
		if strings.HasPrefix(key, records.PickPrefix) {
			b.page.Put(key, tree)
		}
	}
	s.tabs = append(s.tabs, b)
	return b
}

func (s *storage) set(t *testing.T, key string, value any) {
	t.Helper()
	b, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(b, &tree); err != nil {
		t.Fatal(err)
	}
	s.entries[key] = tree
	if !strings.HasPrefix(key, records.PickPrefix) {
		s.writes++
	}
	for _, tab := range s.tabs {
		tab.page.Put(key, tree)
	}
}

// show sets the page's HTML, and learns from it.
func (b *tab) show(url, html string) {
	b.t.Helper()
	b.showWith(html, site.Options{URL: url})
}

// showWith is show with options of reading.
func (b *tab) showWith(html string, o site.Options) {
	b.t.Helper()
	root, err := htmldom.Parse(strings.NewReader(html))
	if err != nil {
		b.t.Fatal(err)
	}
	b.url = o.URL
	if !b.page.Scan(root, o) {
		return
	}
	b.page.Marks()
	if edition := b.page.Unknown(); edition != "" {
		for key, tree := range b.storage.entries {
			if IsEditionKey(edition, key) {
				b.page.Put(key, tree)
			}
		}
		b.page.Marks()
	}
	for key, tree := range b.page.Learned(false) {
		b.storage.set(b.t, key, tree)
	}
}

// settle is what happens when the page has not changed for QuietMillis.
func (b *tab) settle(at int64) {
	b.t.Helper()
	where := b.page.Where()
	stored := map[string]any{}
	for _, key := range b.page.GridKeys(where) {
		if tree, ok := b.storage.entries[key]; ok {
			stored[key] = tree
		}
	}
	for key, tree := range b.page.Learned(true) {
		b.storage.set(b.t, key, tree)
	}
	for key, tree := range b.page.Vanished(where, stored, at) {
		b.storage.set(b.t, key, tree)
	}
}

func (b *tab) click(key session.Key, at int64) Change {
	b.t.Helper()
	c, ok := b.page.Click(key, at)
	if !ok {
		b.t.Fatalf("no star of %s", key)
	}
	b.write(c)
	return c
}

func (b *tab) undo(at int64) Change {
	b.t.Helper()
	c, ok := b.page.Undo(at)
	if !ok {
		b.t.Fatal("nothing to undo")
	}
	b.write(c)
	return c
}

func (b *tab) write(c Change) {
	switch {
	case c.Record == nil:
	case b.refuse:
		b.page.Failed(c)
	default:
		b.storage.set(b.t, c.StorageKey(), c.Record)
	}
}

// states returns the states of the page's stars, in order.
func (b *tab) states() string {
	var words []string
	for _, m := range b.page.Marks() {
		words = append(words, m.State.String())
	}
	return strings.Join(words, " ")
}

func (b *tab) expect(what, states string) {
	b.t.Helper()
	if got := b.states(); got != states {
		b.t.Errorf("%s: %q, want %q", what, got, states)
	}
}

func id(n int) string { return fmt.Sprintf("00000000-2026-4000-8000-%012d", n) }

func key(n int) session.Key { return session.NewKey("2026", "s", id(n)) }

// list is a list page with the sessions of those numbers.
func list(numbers ...int) string {
	html := "<header>발표 목록</header><main>"
	for _, n := range numbers {
		html += fmt.Sprintf(`<div><a href="/presentations/%s"><p class="MuiTypography-root">발표 %d</p></a></div>`, id(n), n)
	}
	return html + "</main>"
}

// grid is a day's timetable in one room, a session every half hour from 13:00. A
// number below 0 is a session without a link, of that title.
func grid(lang, day string, numbers ...int) string {
	head, word, room := "시간표", "발표 ", "1호"
	date := map[string]string{"15": "8월 15일 토요일", "16": "8월 16일 일요일"}[day]
	if lang == "en" {
		head, word, room = "Timetable of the conference", "Talk ", "Room 1"
		date = map[string]string{"15": "Saturday, August 15", "16": "Sunday, August 16"}[day]
	}
	html := `<header>` + head + `</header><main><button class="selected"><p>Day</p><p>` + date + `</p></button><table><thead><tr><th></th><th>` + room + `</th></tr></thead>`
	for i, n := range numbers {
		body := fmt.Sprintf(`<p class="MuiTypography-root">%s%d</p>`, word, n)
		if n >= 0 {
			body = `<a href="/presentations/` + id(n) + `">` + body + `</a>`
		}
		html += fmt.Sprintf(`<tr><td>%d:%02d</td><td rowspan="3">%s</td></tr><tr></tr><tr></tr>`, 13+i/2, i%2*30, body)
	}
	return html + "</table></main>"
}

func TestClick(t *testing.T) {
	b := newStorage().open(t)
	b.show(listURL, list(1, 2))
	b.expect("at first", "off off")
	for i, want := range []struct{ state, say string }{{"star", "starAdded"}, {"must", "starMustAdded"}, {"off", "starRemoved"}, {"star", "starAdded"}} {
		c := b.click(key(1), now+int64(i))
		if c.Say != want.say || c.Record["state"] != want.state || c.StorageKey() != "pick/"+string(key(1)) || c.Record["tapped"] != float64(now+int64(i)) {
			t.Errorf("click %d: %+v", i, c)
		}
		b.expect("click "+strconv.Itoa(i), want.state+" off")
	}
	if len(b.storage.entries) != 3 { // the pick, and both sessions
		t.Errorf("stored: %v", slices.Sorted(maps.Keys(b.storage.entries)))
	}
	if _, ok := b.page.Click(key(3), now); ok {
		t.Error("a click on a star that is not there")
	}
	if m := b.page.Marks()[1]; m.Label != "내 시간표에 담기: 발표 2" || m.Key != key(2) || m.Where != site.Before {
		t.Errorf("mark %+v", m)
	}
}

// TestLabels: the button's name does not change with its state; its description says what the
// next click does, and does not repeat the name.
func TestLabels(t *testing.T) {
	b := newStorage().open(t)
	b.show(listURL, list(1))
	label := b.page.Marks()[0].Label
	for i, want := range []string{"starNextStar", "starNextMust", "starNextOff", "starNextStar"} {
		m := b.page.Marks()[0]
		if m.Label != label {
			t.Errorf("%q became %q", label, m.Label)
		}
		if m.Next != b.page.Text(want) || strings.Contains(m.Next, "발표") {
			t.Errorf("after %d clicks the next is told as %q", i, m.Next)
		}
		b.click(key(1), now+int64(i))
	}
}

func TestTabsAgree(t *testing.T) {
	s := newStorage()
	a, b := s.open(t), s.open(t)
	a.show(listURL, list(1, 2))
	b.show(gridURL, grid("ko", "15", 2, 1))
	a.click(key(1), now)
	b.expect("the other tab", "off star")
	b.click(key(1), now+1)
	a.expect("the first tab", "must off")
	c := s.open(t)
	c.show(listURL, list(1))
	c.expect("a tab opened later", "must")
	// Two tabs star two sessions at the same moment: nothing is read first, so
	// nothing is lost.
	a.click(key(2), now+2)
	d := s.open(t)
	d.show(listURL, list(1, 2))
	d.expect("after all", "must star")
}

func TestUndo(t *testing.T) {
	b := newStorage().open(t)
	b.show(listURL, list(1, 2))
	if b.page.CanUndo(now) {
		t.Error("nothing was done")
	}
	if _, ok := b.page.Undo(now); ok {
		t.Error("nothing was undone")
	}
	b.click(key(1), now)
	b.click(key(1), now+1000)
	b.click(key(2), now+2000)
	b.expect("three clicks", "must star")
	if c := b.undo(now + 3000); c.Say != "starUndone" || c.Record["state"] != "off" || c.Key != key(2) {
		t.Errorf("undone: %+v", c)
	}
	b.expect("one undone", "must off")
	b.undo(now + 3000)
	b.expect("two undone", "star off")
	b.undo(now + 3000)
	b.expect("three undone", "off off")
	if b.page.CanUndo(now + 3000) {
		t.Error("an undo can be undone")
	}
	// A removal comes back as it was.
	b.click(key(1), now+4000)
	b.click(key(1), now+4001)
	b.click(key(1), now+4002)
	b.expect("removed", "off off")
	b.undo(now + 4003)
	b.expect("and back", "must off")
}

func TestUndoWindow(t *testing.T) {
	b := newStorage().open(t)
	b.show(listURL, list(1, 2))
	b.click(key(1), now)
	if !b.page.CanUndo(now + UndoWindow) {
		t.Error("ten seconds are not over")
	}
	b.click(key(2), now+5000)
	b.undo(now + UndoWindow + 1)
	b.expect("the second in time", "star off")
	if b.page.CanUndo(now+UndoWindow+1) || func() bool { _, ok := b.page.Undo(now + UndoWindow + 1); return ok }() {
		t.Error("the first can still be undone")
	}
	b.expect("the first too late", "star off")
}

// TestUndoFromAnotherPage: the click is undone where its star is no longer shown.
func TestUndoFromAnotherPage(t *testing.T) {
	b := newStorage().open(t)
	b.show(listURL, list(1))
	b.click(key(1), now)
	b.show(gridURL, grid("ko", "15", 2, 3))
	if c := b.undo(now + 1); c.Key != key(1) || c.Record["state"] != "off" {
		t.Errorf("undone: %+v", c)
	}
	b.show(listURL, list(1))
	b.expect("back on the page", "off")
}

func TestFailed(t *testing.T) {
	b := newStorage().open(t)
	b.show(listURL, list(1, 2))
	b.refuse = true
	b.click(key(1), now)
	b.expect("refused", "off off")
	if b.page.CanUndo(now) {
		t.Error("what was not done can be undone")
	}
	b.refuse = false
	b.click(key(1), now+1)
	b.refuse = true
	b.click(key(1), now+2)
	b.expect("what was stored stays", "star off")
	b.undo(now + 3)
	b.expect("an undo refused", "star off")
}

// TestFailedTwice: two clicks are being stored when storage refuses both.
func TestFailedTwice(t *testing.T) {
	b := newStorage().open(t)
	b.show(listURL, list(1))
	c1, _ := b.page.Click(key(1), now)
	c2, _ := b.page.Click(key(1), now+1)
	b.expect("both shown", "must")
	b.page.Failed(c1)
	b.expect("the newer stands", "must")
	b.page.Failed(c2)
	b.expect("neither was stored", "off")
	if b.page.CanUndo(now + 2) {
		t.Error("what was not done can be undone")
	}
	// The first is stored, the second refused.
	c1, _ = b.page.Click(key(1), now+3)
	c2, _ = b.page.Click(key(1), now+4)
	b.storage.set(t, c1.StorageKey(), c1.Record)
	b.page.Failed(c2)
	b.expect("the first is stored", "star")
}

// TestFailedLate: another tab wrote meanwhile.
func TestFailedLate(t *testing.T) {
	s := newStorage()
	a, b := s.open(t), s.open(t)
	a.show(listURL, list(1))
	b.show(listURL, list(1))
	c, _ := a.page.Click(key(1), now)
	b.click(key(1), now+1)
	b.click(key(1), now+2)
	a.page.Failed(c)
	a.expect("the other tab's write stands", "must")
}

// TestAside: a record that is not understood is never overwritten.
func TestAside(t *testing.T) {
	for _, record := range []any{map[string]any{"v": 2.0, "state": "star"}, "broken", map[string]any{}} {
		s := newStorage()
		s.entries["pick/"+string(key(1))] = record
		b := s.open(t)
		b.show(listURL, list(1, 2))
		b.expect("not understood", "off off")
		if c := b.click(key(1), now); c.Record != nil || c.Say != "starAside" {
			t.Errorf("click: %+v", c)
		}
		if b.page.CanUndo(now) {
			t.Error("there is something to undo")
		}
		b.click(key(2), now)
		b.expect("the other works", "off star")
		if !reflect.DeepEqual(s.entries["pick/"+string(key(1))], record) {
			t.Errorf("%v became %v", record, s.entries["pick/"+string(key(1))])
		}
	}
	// It becomes so after the click: the undo leaves it alone as well.
	b := newStorage().open(t)
	b.show(listURL, list(1))
	b.click(key(1), now)
	b.storage.set(t, "pick/"+string(key(1)), map[string]any{"v": 2.0})
	if c := b.undo(now + 1); c.Record != nil || c.Say != "starAside" {
		t.Errorf("undo: %+v", c)
	}
}

// TestOtherLanguage: a session without a link has one star in both languages.
func TestOtherLanguage(t *testing.T) {
	for _, first := range []string{"ko", "en"} {
		second := map[string]string{"ko": "en", "en": "ko"}[first]
		b := newStorage().open(t)
		b.show(gridURL, grid(first, "15", 1, -2, 3))
		opening := b.page.Marks()[1].Key
		if !opening.Hashed() {
			t.Fatalf("key %s", opening)
		}
		b.click(opening, now)
		b.show(gridURL, grid(second, "15", 1, -2, 3))
		b.expect(first+", then "+second, "off star off")
		if got := b.page.Marks()[1].Key; got != opening {
			t.Errorf("%s, then %s: key %s, want %s", first, second, got, opening)
		}
		// Clicked on here, it knows both titles and is the same still.
		b.click(b.page.Marks()[1].Key, now+1)
		b.expect("must in "+second, "off must off")
		b.show(gridURL, grid(first, "15", 1, -2, 3))
		b.expect("must in "+first, "off must off")
		b.show(gridURL, grid(second, "15", 1, -2, 3))
		b.expect("must in "+second+" again", "off must off")
		// A tab that was never in the first language.
		c := b.storage.open(t)
		c.show(gridURL, grid(second, "15", 1, -2, 3))
		c.expect("another tab", "off must off")
		// Another session without a link, at its time and place.
		c.show(gridURL, grid(second, "15", 1, -9, 3))
		c.expect("another session", "off off off")
		// Or the same title on the other day.
		c.show(gridURL, grid(first, "16", 1, -2, 3))
		c.expect("another day", "off off off")
		// Off, and all languages agree again.
		b.click(b.page.Marks()[1].Key, now+2)
		b.expect("off in "+second, "off off off")
		b.show(gridURL, grid(first, "15", 1, -2, 3))
		b.expect("off in "+first, "off off off")
		b.click(b.page.Marks()[1].Key, now+3)
		b.show(gridURL, grid(second, "15", 1, -2, 3))
		b.expect("and on again", "off star off")
	}
}

// TestReusedNode: the day switch keeps nodes and changes what they say.
func TestReusedNode(t *testing.T) {
	b := newStorage().open(t)
	b.show(gridURL, grid("ko", "15", 1, -2))
	b.click(key(1), now)
	b.click(b.page.Marks()[1].Key, now)
	nodes := func() (out []int) {
		for _, m := range b.page.Marks() {
			out = append(out, m.Node)
		}
		return out
	}
	before := nodes()
	b.show(gridURL, grid("ko", "16", 5, -2))
	if !reflect.DeepEqual(before, nodes()) {
		t.Fatalf("nodes %v became %v: the test tests nothing", before, nodes())
	}
	b.expect("the other day", "off off")
	b.show(gridURL, grid("ko", "15", 1, -2))
	b.expect("and back", "star star")
}

func TestLearned(t *testing.T) {
	b := newStorage().open(t)
	count := func(what string, want int) {
		t.Helper()
		if b.storage.writes != want {
			t.Errorf("%s: %d records written, want %d", what, b.storage.writes, want)
		}
		b.storage.writes = 0
	}
	known := func(n int) picks.SessionRecord {
		t.Helper()
		k, fault := picks.DecodeSessionRecord(key(n), b.storage.entries["session/"+string(key(n))])
		if fault != picks.None {
			t.Fatalf("session %d: fault %d", n, fault)
		}
		return k
	}
	b.show(listURL, list(1, 2, 3))
	count("a list", 3)
	b.show(listURL, list(1, 2, 3))
	b.show(listURL, list(3))
	b.show(listURL, list(2, 1))
	count("the same list", 0)
	b.click(key(1), now)
	if known(1).Session.Start.Known() {
		t.Fatal("the list tells the time")
	}
	b.show(gridURL, grid("ko", "15", 1, 2, 3))
	count("the grid", 3)
	if k := known(1).Session; k.Start.String() != "2026-08-15T13:00:00+09:00" || k.End.HHMM() != "13:30" || !slices.Equal(k.Rooms, []string{"1호"}) {
		t.Errorf("after the grid: %+v", k)
	}
	// The pick made on the list has its time now, though it was not touched.
	book := picks.NewBook()
	for name, tree := range b.storage.entries {
		book.Put(name, tree)
	}
	if s := book.Session(key(1)); !s.Start.Known() {
		t.Errorf("the pick has no time: %+v", s)
	}
	b.show(listURL, list(1, 2, 3))
	count("the list again", 0)
	b.show(gridURL, grid("en", "15", 1, 2, 3))
	count("English", 3)
	for range 3 {
		b.show(gridURL, grid("ko", "15", 1, 2, 3))
		b.show(gridURL, grid("en", "15", 1, 2, 3))
		b.show(listURL, list(2, 1))
	}
	count("both in turn", 0)
	// A tab that knows nothing yet reads what is stored before it writes.
	b = b.storage.open(t)
	b.show(listURL, list(1, 2, 3))
	count("a new tab", 0)
	// Moved.
	b.show(gridURL, grid("ko", "15", 2, 1, 3))
	count("two changed places, and the page at work", 0)
	for key, tree := range b.page.Learned(true) {
		b.storage.set(t, key, tree)
	}
	count("two changed places, and when the one was that was picked on the list", 3)
}

// TestSealed: what a newer version wrote of a session stays.
func TestSealed(t *testing.T) {
	s := newStorage()
	s.entries["session/"+string(key(1))] = map[string]any{"v": 2.0}
	s.entries["session/"+string(key(2))] = "broken"
	b := s.open(t)
	b.show(listURL, list(1, 2))
	if !reflect.DeepEqual(s.entries["session/"+string(key(1))], map[string]any{"v": 2.0}) {
		t.Error("a newer record was written over")
	}
	if s.entries["session/"+string(key(2))] == "broken" {
		t.Error("a broken record, which is a cache only, was kept")
	}
}

func TestPlan(t *testing.T) {
	marks := []Mark{
		{Node: 12, Title: 14, Where: site.First, Key: key(1), State: picks.Must, Label: "담기: 발표, \"1\"\n", Next: "빼기"},
		{Node: 7, Title: 7, Where: site.Before, Heading: true, Key: "2018/program/1", Label: "", Changed: true},
	}
	// As stars.js takes it apart.
	var got [][]string
	plan := Plan(marks)
	for plan != "" {
		record, rest, ok := strings.Cut(plan, "\x1e")
		if !ok {
			t.Fatal("the last record has no end")
		}
		got = append(got, strings.Split(record, "\x1f"))
		plan = rest
	}
	want := [][]string{
		{"12", "14", "0", "", "", string(key(1)), "must", "담기: 발표, \"1\"\n", "빼기"},
		{"7", "7", "1", "1", "1", "2018/program/1", "off", "", ""},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if Plan(nil) != "" {
		t.Error("a plan without stars is not empty")
	}
}

// TestTwoPlaces: the marks of one session agree, and a click on one takes in what
// all of them tell.
func TestTwoPlaces(t *testing.T) {
	b := newStorage().open(t)
	html := strings.Replace(grid("ko", "15", 1, 2), "</table></main>", "</table>"+list(1)[len("<header>발표 목록</header><main>"):], 1)
	b.show(gridURL, html)
	b.expect("a grid and a link", "off off off")
	c := b.click(key(1), now)
	b.expect("both places", "star off star")
	snapshot, _ := c.Record["snapshot"].(map[string]any)
	if snapshot["start"] != "2026-08-15T13:00:00+09:00" {
		t.Errorf("snapshot %v", snapshot)
	}
}
