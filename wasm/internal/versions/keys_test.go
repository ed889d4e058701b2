package versions_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	_ "time/tzdata"

	"byeolpyo/wasm/app/messages"
	"byeolpyo/wasm/app/page"
	"byeolpyo/wasm/app/popup"
	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

// TestMain makes the pages of all later years be read without a profile, as 0.1.0 read them: its
// 2027 was a made-up site at the address of the real one.
func TestMain(m *testing.M) {
	site.Profiles = slices.DeleteFunc(slices.Clone(site.Profiles), func(p *site.Profile) bool { return slices.Max(p.Years) > 2026 })
	os.Exit(m.Run())
}

// keysPage is a page as 0.1.0 read it: what a click on each of its stars stored.
type keysPage struct {
	Page, URL, Zone string
	Picks           []any // snapshots
}

// oldPage is such a page with its document.
type oldPage struct {
	keysPage
	root *dom.Node
	zone func(session.Date, int, int) int
}

func (p *oldPage) options() site.Options { return site.Options{URL: p.URL, Zone: p.zone} }

// oldPages are all pages whose keys by 0.1.0 are checked in, of which there are some of
// every year. Those called own/… and those that have gone from package site's lie beside
// the keys, the others are package site's.
func oldPages(t *testing.T) (list []*oldPage) {
	t.Helper()
	total := map[string]int{}
	files, _ := filepath.Glob("testdata/0.1.0/keys/*.json")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var pages []keysPage
		if err := json.Unmarshal(text, &pages); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, k := range pages {
			file := filepath.Join("testdata/0.1.0/pages", strings.TrimPrefix(k.Page, "own/")+".html")
			if _, err := os.Stat(file); err != nil {
				file = project.Path(t, "wasm/read/site/testdata/"+k.Page+".html")
			}
			html, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%s has gone: keep a copy of it beside the keys: %v", k.Page, err)
			}
			list = append(list, opened(t, k, string(html)))
			folder, _, _ := strings.Cut(k.Page, "/")
			total[folder] += len(k.Picks)
		}
	}
	for _, p := range site.Profiles {
		if total[p.Name] < 15 {
			t.Fatalf("the corpus has %d keys of %s", total[p.Name], p.Name)
		}
	}
	if total["2027"] < 15 || total["conf.example"] < 15 || total["own"] < 30 {
		t.Fatalf("the corpus has %v", total)
	}
	return list
}

// spots returns the sessions that today's code reads from the page, one per star.
func (p *oldPage) spots() []session.Session {
	page, known := site.Read(p.root, p.options())
	if !known {
		page = infer.Read(p.root, p.options())
	}
	list := make([]session.Session, len(page.Spots))
	for i := range page.Spots {
		list[i] = page.Spots[i].Session
	}
	return list
}

// shows reports whether a spot shows the session that 0.1.0 called old: by the site's own
// id, else by title, time and room. A title may be one that 0.1.0 took from the wrong cell;
// then the id says which it is, or the time and that it is the name of who speaks. An id
// whose spelling is another now says nothing.
func shows(spot, old session.Session) bool {
	ids := !old.Key.Hashed() && !spot.Key.Hashed() && !strings.Contains(string(old.Key), "%")
	if ids && spot.Key.First() != old.Key.First() ||
		old.Start.Known() && spot.Start.Known() && old.Start != spot.Start ||
		old.Key.Hashed() && len(old.Rooms) > 0 && len(spot.Rooms) > 0 && !slices.Contains(spot.Rooms, old.Rooms[0]) {
		return false
	}
	who := old.Key.Hashed() && old.Start.Known() && spot.Start == old.Start && slices.Contains(spot.Speakers, old.Title(old.PageLang))
	return ids || who || spot.Title(old.PageLang) == old.Title(old.PageLang)
}

// unfound are the keys of 0.1.0 for what was no session, by page.
func unfound(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("testdata/0.1.0/no-session.txt")
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]bool{}
	for _, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			list[line] = true
		}
	}
	return list
}

func snapshot(t *testing.T, tree any) session.Session {
	t.Helper()
	s, ok := session.Decode(tree)
	if !ok {
		t.Fatalf("the snapshot %v is not read", tree)
	}
	return s
}

func label(name string) string {
	if name == "starLabel" {
		return "{title}"
	}
	return name
}

// states returns the states of the stars of a page, one per spot.
func states(b *page.Page) (list []picks.State) {
	for _, m := range b.Marks() {
		list = append(list, m.State)
	}
	return list
}

// TestKeysOfEarlierVersions: on the page on which 0.1.0 stored it, a pick of then is on the
// star of its session and on no other, and a click on that star is what counts from then
// on, here and after a restart.
func TestKeysOfEarlierVersions(t *testing.T) {
	none := unfound(t)
	twins := 0
	for i, p := range oldPages(t) {
		if testing.Short() && i%4 > 0 {
			continue
		}
		spots := p.spots()
		for _, tree := range p.Picks {
			old := snapshot(t, tree)
			name := p.Page + " " + string(old.Key)
			var of []int
			for i := range spots {
				if shows(spots[i], old) {
					of = append(of, i)
				}
			}
			if (len(of) == 0) != none[name] {
				t.Errorf("%s %q: %d stars of it, and in the list of what is no session: %v", name, old.Title("ko"), len(of), none[name])
			}
			delete(none, name)
			if follows(t, p, spots, old, of) {
				twins++
			}
		}
	}
	if testing.Short() {
		return
	}
	for name := range none {
		t.Errorf("no such key: %s", name)
	}
	if twins == 0 {
		t.Error("there is no key of two sessions")
	}
}

// follows fails if a pick of 0.1.0 is not on the star of its session, at the spots in of, and on
// no other, or if clicks on that star do not count from then on. Where 0.1.0 gave one key to two
// sessions, the pick is the first's.
func follows(t *testing.T, p *oldPage, spots []session.Session, old session.Session, of []int) (twins bool) {
	t.Helper()
	name := p.Page + " " + string(old.Key)
	first := of
	for i, at := range of {
		if spots[at].Key != spots[of[0]].Key {
			first = of[:i]
			twins = true
			break
		}
	}
	entry := picks.Pick{State: picks.Star, Tapped: epoch, Seen: "v1.1.1", Session: old}.Encode()
	storage := map[string]any{records.PickPrefix + string(old.Key): entry}
	open := func() *page.Page {
		b := page.New(label)
		for key, tree := range storage {
			b.Put(key, tree)
		}
		b.Scan(p.root, p.options())
		return b
	}
	b := open()
	for i, state := range states(b) {
		if want := slices.Contains(first, i); (state == picks.Star) != want {
			t.Errorf("%s: the star of %q (%s) is %v", name, spots[i].Title("ko"), spots[i].Key, state)
		}
	}
	if len(first) == 0 {
		return twins
	}
	if len(first) < len(of) { // the popup asks which it is of
		m := popup.New("ko", nil)
		m.Put(records.PickPrefix+string(old.Key), entry)
		b.Unknown()
		for key, tree := range b.Learned(true) {
			m.Put(key, tree)
		}
		m.Choose(old.Key.Edition())
		if v := m.View(popup.Moment{}); len(v.Sections) != 1 || len(v.Sections[0].Rows) != 1 || len(v.Sections[0].Rows[0].Which) != 2 {
			t.Errorf("%s: nothing is asked: %+v", name, v.Sections)
		}
	}
	for n, want := range [...]picks.State{picks.Must, picks.Off, picks.Star} {
		c, ok := b.Click(b.Marks()[first[0]].Key, epoch+int64(n)+1)
		if !ok {
			t.Fatalf("%s: nothing was clicked", name)
		}
		for key, tree := range c.Entries() {
			storage[key] = tree
		}
		for _, b := range [...]*page.Page{b, open()} {
			for i, state := range states(b) {
				if slices.Contains(first, i) && state != want || !slices.Contains(first, i) && state != picks.Off {
					t.Errorf("%s: after click %d the star of %q is %v", name, n+1, spots[i].Title("ko"), state)
				}
			}
		}
		// The popup has it once.
		m := popup.New("ko", nil)
		for key, tree := range storage {
			m.Put(key, tree)
		}
		m.Choose(old.Key.Edition())
		if v := m.View(popup.Moment{}); (v.Picks == 1) != (want != picks.Off) || v.Picks > 1 {
			t.Errorf("%s: after click %d the popup has %d", name, n+1, v.Picks)
		}
	}
	return twins
}

// TestKeysOfNoSession: a pick of something that 0.1.0 wrongly took for a session stays, with
// everything stored about it: no page changes it or calls it gone, and the popup shows it.
func TestKeysOfNoSession(t *testing.T) {
	none := unfound(t)
	if len(none) == 0 {
		t.Fatal("the list is empty")
	}
	texts := words(t)
	for _, p := range oldPages(t) {
		for _, tree := range p.Picks {
			old := snapshot(t, tree)
			if !none[p.Page+" "+string(old.Key)] {
				continue
			}
			stays(t, p, old, texts, true)
		}
	}
}

// stays fails if the popup does not show a pick of 0.1.0 that has no session, or if a page
// without that name changes it or calls it gone.
func stays(t *testing.T, p *oldPage, old session.Session, texts map[string]messages.Words, nothing bool) {
	t.Helper()
	name := records.PickPrefix + string(old.Key)
	pick := picks.Pick{State: picks.Must, Tapped: epoch, Session: old}.Encode()
	storage := map[string]any{name: pick, records.SessionPrefix + string(old.Key): picks.SessionRecord{Session: old}.Encode()}
	for load := range int64(3) {
		b := page.New(label)
		for key, tree := range storage {
			b.Put(key, tree)
		}
		b.Scan(p.root, p.options())
		b.Marks()
		b.Unknown()
		for _, entries := range [...]map[string]any{b.Learned(false), b.Learned(true), b.Vanished(b.Where(), storage, epoch+load)} {
			maps.Copy(storage, entries)
		}
	}
	if nothing && !reflect.DeepEqual(storage[name], pick) {
		t.Errorf("%s was touched: %v", name, storage[name])
	}
	m := popup.New("ko", texts)
	for key, tree := range storage {
		m.Put(key, tree)
	}
	m.Choose(old.Key.Edition())
	v := m.View(popup.Moment{})
	if !nothing { // today's reader takes it for a session, too, and may call it otherwise
		if v.Picks != 1 || len(v.Sections) != 1 {
			t.Errorf("%s is shown as %+v", name, v.Sections)
		}
		return
	}
	if v.Picks != 1 || v.Changes != nil || len(v.Sections) != 1 || v.Sections[0].Rows[0].Title != old.Title("ko") || v.Sections[0].Rows[0].Gone != "" {
		t.Errorf("%s is shown as %+v", name, v.Sections)
	}
}

// TestOldSpellings: 0.1.0 knew a session whose address has Hangul in it under a key for
// every way in which that was spelled. A pick under any of them is on the session's star on
// every page; two of them are one session, of which the later tap counts, and one click
// takes it off, also where the clock was put back.
func TestOldSpellings(t *testing.T) {
	var pages []*oldPage
	for _, p := range oldPages(t) {
		if strings.HasPrefix(p.Page, "own/slugs-") {
			pages = append(pages, p)
		}
	}
	if len(pages) < 6 {
		t.Fatalf("%d pages", len(pages))
	}
	stored := map[string]session.Session{} // the first session, under all of its keys
	today := map[session.Key]bool{}
	for _, p := range pages {
		s := snapshot(t, p.Picks[0])
		stored[string(s.Key)] = s
		today[p.spots()[0].Key] = true
	}
	if len(stored) < 4 || len(today) != 1 {
		t.Fatalf("it had the keys %v and has %v", stored, today)
	}
	for one, first := range stored {
		for two, second := range stored {
			storage := map[string]any{
				records.PickPrefix + one: picks.Pick{State: picks.Star, Tapped: epoch, Session: first}.Encode(),
				records.PickPrefix + two: picks.Pick{State: picks.Must, Tapped: epoch + 1, Session: second}.Encode(),
			}
			for _, p := range pages {
				after := maps.Clone(storage)
				open := func() (*page.Page, *popup.Model) {
					b, m := page.New(label), popup.New("ko", nil)
					for key, tree := range after {
						b.Put(key, tree)
						m.Put(key, tree)
					}
					b.Scan(p.root, p.options())
					m.Choose("2027")
					return b, m
				}
				b, m := open()
				if got := states(b); got[0] != picks.Must || len(got) > 1 && slices.Max(got[1:]) != picks.Off || m.View(popup.Moment{}).Picks != 1 {
					t.Fatalf("%s and %s on %s: %v, %d in the popup", one, two, p.Page, got, m.View(popup.Moment{}).Picks)
				}
				c, _ := b.Click(b.Marks()[0].Key, epoch-minute)
				maps.Copy(after, c.Entries())
				if b, m = open(); states(b)[0] != picks.Off || m.View(popup.Moment{}).Picks != 0 {
					t.Fatalf("%s and %s on %s: taken off, it is %v, with %d in the popup", one, two, p.Page, states(b)[0], m.View(popup.Moment{}).Picks)
				}
			}
		}
	}
}
