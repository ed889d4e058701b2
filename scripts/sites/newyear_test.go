package main

import (
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/fixture"
	"byeolpyo/scripts/internal/gallery"
	"byeolpyo/scripts/internal/layout"
	"byeolpyo/scripts/internal/replica"
	"byeolpyo/wasm/app/popup"
	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	codes "byeolpyo/wasm/model/share"
	"byeolpyo/wasm/model/timetable"
	pictures "byeolpyo/wasm/picture/layout"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
)

// This edition was never held, and has what any other has: a row, a profile and a saved page,
// testdata/2031/timetable-ko.
var (
	madeUp = editions.Edition{
		Name: "2031", Hosts: []string{"2031.pycon.kr"}, Timetable: "https://2031.pycon.kr/when", Rooms: 2,
		Korean: "파이콘 바다 2031", English: "PyCon Sea 2031", Bookmarks: "https://2031.pycon.kr/talk/", Notes: "바다 위에서",
	}
	madeUpProfile = site.Profile{
		Name: "2031", Years: []int{2031}, Static: true,
		Links:   []site.Link{{Path: "talk/{uuid}", Sequence: session.AnySequence, Kind: session.Talk}},
		Layouts: []site.Layout{{Shape: site.Grid, Root: "table.when", Title: "a.talk", Speakers: "em", Day: "h2"}},
	}
)

// TestMadeUpEdition holds that such an edition needs nothing else: everything that knows
// the years knows it. No test of this package runs beside another (t.Parallel), so that
// none but this one sees it.
func TestMadeUpEdition(t *testing.T) {
	rows, profiles := editions.Table, site.Profiles
	editions.Table = append(slices.Clone(rows), madeUp)
	site.Profiles = append(slices.Clone(profiles), &madeUpProfile)
	t.Cleanup(func() { editions.Table, site.Profiles = rows, profiles })

	saved, err := fixture.Load("testdata", madeUp.Name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := htmldom.Parse(strings.NewReader(string(saved[0].HTML)))
	if err != nil {
		t.Fatal(err)
	}
	page, known := site.Read(doc, site.Options{URL: saved[0].URL})
	sessions := page.Sessions()
	if !known || page.Edition != madeUp.Name || len(sessions) != 12 {
		t.Fatalf("%d sessions of %q are read", len(sessions), page.Edition)
	}
	first := sessions[0]
	book := &picks.Book{Picks: map[session.Key]picks.Pick{}}
	for _, s := range sessions {
		book.Picks[s.Key] = picks.Pick{State: picks.Star, Tapped: 1, Session: s}
	}

	t.Run("sites", func(t *testing.T) {
		rows, wrong, err := table("testdata", "")
		if err != nil {
			t.Fatal(err)
		}
		scored := false
		for _, r := range rows {
			if r.Generation != madeUp.Name || r.Reader != profile {
				continue
			}
			scored = true
			for field, got := range r.Fields {
				if got.recall() < 1 || got.precision() < 1 {
					t.Errorf("%s: recall %.2f, precision %.2f: %v", field, got.recall(), got.precision(), wrong)
				}
			}
		}
		if !scored {
			t.Error("it has no row")
		}
	})

	t.Run("README", func(t *testing.T) {
		all, err := fixture.Load(fixtures, "*")
		if err != nil {
			t.Fatal(err)
		}
		var before, after string
		for file, with := range map[string]func(string) (string, error){
			tableFile: func(s string) (string, error) {
				return withSites(s, editions.Table, site.Profiles, append(all, saved...))
			},
			frontFile: func(s string) (string, error) { return withYears(s, editions.Table) },
		} {
			was, err := os.ReadFile(root + "/" + file)
			if err != nil {
				t.Fatal(err)
			}
			is, err := with(string(was))
			if err != nil {
				t.Fatal(err)
			}
			before, after = before+string(was), after+is
		}
		for _, want := range []string{
			"| `2031` | 2031.pycon.kr | 2 | 시간표 | ko | `/talk/<uuid>` | 바다 위에서 |\n",
			"2014년부터 2031년까지 모든 해", "every year from 2014 to 2031",
		} {
			if !strings.Contains(after, want) || strings.Contains(before, want) {
				t.Errorf("the READMEs have not got %q, or had it", want)
			}
		}
	})

	t.Run("replica", func(t *testing.T) {
		s := replica.New(replica.Options{Fixtures: "testdata"})
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", madeUp.Timetable+"?delay=0", nil))
		if w.Code != 200 || w.Body.String() != string(saved[0].HTML) {
			t.Errorf("%s answers %d, %d bytes", madeUp.Timetable, w.Code, w.Body.Len())
		}
		w = httptest.NewRecorder()
		if s.ServeHTTP(w, httptest.NewRequest("GET", "https://2031.pycon.kr/else", nil)); w.Code != 404 {
			t.Errorf("a page that was not saved answers %d", w.Code)
		}
		var refs []replica.PageRef
		for _, p := range s.Pages() {
			if p.Edition == madeUp.Name {
				refs = append(refs, p)
			}
		}
		// What the tests of every year look for: TestEveryYear, TestWhereStarsStand.
		if len(refs) != 1 || refs[0].Kind != replica.PageTimetable || refs[0].Lang != "ko" || refs[0].Zone != replica.Seoul ||
			len(refs[0].Expect) != len(sessions) || refs[0].Expect[0].Title.Ko != first.Title("ko") || refs[0].Expect[0].Rooms[0].Ko != first.Rooms[0] {
			t.Errorf("its pages are %+v", refs)
		}
		if measured := layout.Short(s); !slices.ContainsFunc(measured, func(p layout.Page) bool { return p.Group == madeUp.Name && len(p.Titles) == len(sessions) }) {
			t.Error("its stars are not measured")
		}
		programme := gallery.Sessions(s.Programme(madeUp.Name))
		if len(programme) != len(sessions) || !slices.ContainsFunc(programme, func(o session.Session) bool { return o.Key == first.Key && o.Start == first.Start }) {
			t.Errorf("its programme is %v", programme)
		}
	})

	t.Run("popup", func(t *testing.T) {
		for lang, name := range map[string]string{session.Korean: madeUp.Korean, session.English: madeUp.English} {
			m := popup.New(lang, nil)
			if v := m.View(popup.Moment{}); v.Edition != madeUp.Name || v.Open.URL != madeUp.Timetable || v.Name != name {
				t.Errorf("who has no picks sees %s, %q and is led to %s", v.Edition, v.Name, v.Open.URL)
			}
			m.Put(records.PickPrefix+string(first.Key), book.Picks[first.Key].Encode())
			old := session.Session{Key: "2018/program/1", Titles: map[string]string{"ko": "옛 발표"}, URL: "https://www.pycon.kr/2018/program/1"}
			m.Put(records.PickPrefix+string(old.Key), picks.Pick{State: picks.Star, Tapped: 1, Session: old}.Encode())
			v := m.View(popup.Moment{})
			if want := (popup.Choice{Edition: madeUp.Name, Name: name}); len(v.Editions) != 2 || v.Editions[0] != want {
				t.Errorf("the list of editions is %+v, want %+v first", v.Editions, want)
			}
			if v.Picks != 1 || v.Sections[0].Rows[0].Title != first.Title("ko") {
				t.Errorf("it shows %+v", v.Sections)
			}
		}
	})

	t.Run("bookmarks", func(t *testing.T) {
		m := popup.New(session.Korean, nil)
		_, _, id, _, _ := first.Key.Parts()
		m.Bookmarks(id)
		c := m.Import(1)
		tree, ok := c.Entries[records.PickPrefix+string(first.Key)]
		if !ok {
			t.Fatalf("taken over is %v", c.Entries)
		}
		m.Put(records.PickPrefix+string(first.Key), tree)
		if v := m.View(popup.Moment{}); v.Edition != madeUp.Name || v.Picks != 1 {
			t.Errorf("%d picks of %s are shown", v.Picks, v.Edition)
		}
	})

	t.Run("share", func(t *testing.T) {
		link, err := codes.NewCode(madeUp.Name, map[session.Key]picks.State{first.Key: picks.Must}).Link()
		if err != nil || !strings.HasPrefix(link, madeUp.Timetable+codes.Fragment) {
			t.Fatalf("%s, %v", link, err)
		}
		c, err := codes.ParseLink(link)
		if err != nil || c.Edition != madeUp.Name || len(c.Picks) != 1 {
			t.Errorf("%+v, %v", c, err)
		}
	})

	t.Run("draw", func(t *testing.T) {
		fonts, err := gallery.Fonts(root + "/extension/fonts")
		if err != nil {
			t.Fatal(err)
		}
		for lang, name := range map[string]string{session.Korean: madeUp.Korean, session.English: madeUp.English} {
			page, err := pictures.Plan(timetable.New(madeUp.Name, timetable.FromBook(book, madeUp.Name)), fonts, pictures.Options{Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			if head := strings.Join(page.Text[:3], "\n"); !strings.Contains(head, name) {
				t.Errorf("the picture's head is %q, want %q in it", head, name)
			}
		}
	})
}
