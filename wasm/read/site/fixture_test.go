package site_test

import (
	"bytes"
	"embed"
	"encoding/json"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
	"byeolpyo/wasm/read/snapshot"
)

// testdata is made by scripts/fixtures.
//
//go:embed testdata
var testdata embed.FS

// expectation is what a saved page has to be understood to say (scripts/fixtures,
// package fixture).
type expectation struct {
	URL, Zone, Lang, Kind string
	Sessions              []expected
}

type expected struct {
	Key       string   `json:"key"`
	Kind      string   `json:"kind"`
	Title     string   `json:"title"`
	Speakers  []string `json:"speakers"`
	Rooms     []string `json:"rooms"`
	AllRooms  bool     `json:"allRooms"`
	Start     string   `json:"start"`
	End       string   `json:"end"`
	EndCoded  bool     `json:"endCoded"`
	RoomCoded bool     `json:"roomCoded"`
	DayCoded  bool     `json:"dayCoded"`
	URL       string   `json:"url"`
	Places    int      `json:"places"`
}

// fixture is a saved page and its expectation.
type fixture struct {
	name string // profile and page: "2018/list-en"
	html []byte
	want expectation
}

// profile is the folder of the fixture; edition, that of its sessions.
func (f fixture) profile() string {
	name, _, _ := strings.Cut(f.name, "/")
	return name
}

func (f fixture) edition() string { return strings.TrimPrefix(f.profile(), "openspace") }

// noProfile are the folders of sites that nobody described, on purpose.
var noProfile = map[string]bool{"unseen": true, "conf.example": true}

// corpus returns all fixtures that profiles read, of which there are some of
// every kind.
func corpus(t *testing.T) []fixture {
	t.Helper()
	var all []fixture
	counts := map[string]int{}
	err := fs.WalkDir(testdata, "testdata", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".html") {
			return err
		}
		f := fixture{name: strings.TrimSuffix(strings.TrimPrefix(path, "testdata/"), ".html")}
		if f.html, err = testdata.ReadFile(path); err != nil {
			return err
		}
		b, err := testdata.ReadFile(strings.TrimSuffix(path, ".html") + ".json")
		if err != nil {
			return err
		}
		dec := json.NewDecoder(bytes.NewReader(b))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&f.want); err != nil {
			return err
		}
		if noProfile[f.profile()] {
			return nil
		}
		counts[f.profile()] += len(f.want.Sessions)
		counts[f.profile()+"/"+f.want.Kind] += len(f.want.Sessions)
		all = append(all, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for page, least := range map[string]int{
		"2018/timetable": 28, "2018/list": 30, "2018/detail": 10, "2026/timetable": 80, "2026/list": 60, "2026/detail": 9,
	} {
		if counts[page] < least {
			t.Fatalf("the corpus has %d sessions on pages %s, want %d or more", counts[page], page, least)
		}
	}
	for _, p := range site.Profiles {
		if counts[p.Name] < 10 {
			t.Fatalf("the corpus has %d sessions of %s", counts[p.Name], p.Name)
		}
	}
	return all
}

func zoneOf(t *testing.T, name string) func(session.Date, int, int) int {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return func(d session.Date, hour, minute int) int {
		_, offset := time.Date(d.Year, time.Month(d.Month), d.Day, hour, minute, 0, 0, loc).Zone()
		return offset / 60
	}
}

func parse(t testing.TB, html string) *dom.Node {
	t.Helper()
	root, err := htmldom.Parse(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestFixtures(t *testing.T) {
	for _, f := range corpus(t) {
		t.Run(f.name, func(t *testing.T) {
			root := parse(t, string(f.html))
			page, ok := site.Read(root, site.Options{URL: f.want.URL, Zone: zoneOf(t, f.want.Zone)})
			if !ok {
				t.Fatal("no profile")
			}
			if page.Edition != f.edition() || page.Lang != f.want.Lang {
				t.Errorf("edition %q, language %q; want %s, %s", page.Edition, page.Lang, f.edition(), f.want.Lang)
			}
			places := map[session.Key]int{}
			for _, spot := range page.Spots {
				places[spot.Session.Key]++
				checkSpot(t, f, spot)
			}
			open := f.want.Sessions
			for _, s := range page.Sessions() {
				got := expected{
					Key: string(s.Key), Kind: string(s.Kind), Title: s.Titles[page.Lang], Speakers: s.Speakers, Rooms: s.Rooms,
					Start: s.Start.String(), End: s.End.String(), URL: s.URL, Places: places[s.Key],
				}
				i := slices.IndexFunc(open, func(e expected) bool { return e.is(got) })
				if i < 0 {
					t.Errorf("not a session of this page: %+v", got)
					continue
				}
				e := open[i]
				open = slices.Delete(slices.Clone(open), i, i+1)
				_, sequence, _, _, _ := s.Key.Parts()
				if e.Key == "" { // named by what the page shows
					e.Key = string(session.NewKey(f.edition(), sequence, session.HashID(e.Title, s.Start, strings.Join(s.Rooms, ", "))))
				}
				if e.URL == "" {
					e.URL, _, _ = strings.Cut(f.want.URL, "#")
				}
				if rest, ok := strings.CutPrefix(got.URL, e.URL); ok && (rest == "/" || strings.HasPrefix(rest, "?hl=") || strings.HasPrefix(rest, "?lang=") || strings.HasPrefix(rest, "&lang=")) {
					e.URL = got.URL // the page's own, with its language
				}
				if e.AllRooms { // naming some is as right as naming none
					e.Rooms = got.Rooms
				}
				e.AllRooms, e.EndCoded, e.RoomCoded, e.DayCoded = false, false, false, false
				if !reflect.DeepEqual(got, e) {
					t.Errorf("got  %+v\nwant %+v", got, e)
				}
			}
			for _, e := range open {
				t.Errorf("missed: %+v", e)
			}
			checkAgain(t, f, root, page)
		})
	}
}

// is reports whether what was read is meant to be e.
func (e expected) is(got expected) bool {
	if e.Key != "" {
		return e.Key == got.Key
	}
	return session.Key(got.Key).Hashed() && e.Title == got.Title && e.Start == got.Start
}

// TestEnglish2018 holds that the label of talks given in English is read.
func TestEnglish2018(t *testing.T) {
	read := false
	for _, f := range corpus(t) {
		if f.profile() != "2018" || f.want.Kind != "timetable" {
			continue
		}
		page, _ := site.Read(parse(t, string(f.html)), site.Options{URL: f.want.URL})
		for _, s := range page.Sessions() {
			english := s.Key == "2018/program/9"
			read = read || english
			if (s.Lang == session.English) != english {
				t.Errorf("%s: %s is in %q", f.name, s.Key, s.Lang)
			}
		}
	}
	if !read {
		t.Error("the corpus has no talk in English")
	}
}

// TestSelectors compiles those of all profiles; a fault panics.
func TestSelectors(t *testing.T) {
	n := 0
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch {
		case v.Type() == reflect.TypeFor[dom.Selector]():
			if s := dom.Selector(v.String()); s != "" {
				s.Compile()
				n++
			}
		case v.Kind() == reflect.Pointer && !v.IsNil():
			walk(v.Elem())
		case v.Kind() == reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		case v.Kind() == reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		}
	}
	walk(reflect.ValueOf(site.Profiles))
	if n < 100 {
		t.Errorf("only %d selectors", n)
	}
}

// textTags are the elements that a site rewrites or that lead somewhere: no star
// may stand in one.
var textTags = map[string]bool{"a": true, "p": true, "span": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "button": true}

func checkSpot(t *testing.T, f fixture, spot site.Spot) {
	t.Helper()
	around := spot.Node
	if spot.Where == site.Before {
		around = around.Parent()
	}
	for n := around; n != nil; n = n.Parent() {
		if textTags[n.Tag] {
			t.Errorf("the star of %s stands inside a %s", spot.Session.Key, n.Tag)
		}
	}
	if session.IsBreak(spot.Session.Title(f.want.Lang)) {
		t.Errorf("a break has a star: %s", spot.Session.Title(f.want.Lang))
	}
	if isDetail := f.want.Kind == "detail"; spot.Heading != isDetail {
		t.Errorf("heading of %s: %t", spot.Session.Key, spot.Heading)
	}
	if isGrid := f.want.Kind == "timetable"; (f.profile() == "2018" || f.profile() == "2026") && spot.Day.Known() != isGrid {
		t.Errorf("day of %s: %v", spot.Session.Key, spot.Day)
	}
}

// checkAgain reads the page as the browser's snapshot gives it, and again with
// the stars in it: both must say the same.
func checkAgain(t *testing.T, f fixture, root *dom.Node, page site.Page) {
	t.Helper()
	o := site.Options{URL: f.want.URL, Zone: zoneOf(t, f.want.Zone)}
	again, _ := site.Read(snapshot.Decode(snapshot.Encode(root)), o)
	if !reflect.DeepEqual(page.Sessions(), again.Sessions()) || len(page.Spots) != len(again.Spots) {
		t.Error("the snapshot of the page reads differently")
	}
	starred, _ := site.Read(withStars(root, page.Spots), o)
	if !reflect.DeepEqual(page.Sessions(), starred.Sessions()) || len(page.Spots) != len(starred.Spots) {
		t.Error("the page with stars on it reads differently")
	}
}

// withStars copies a tree, with an element at each spot as stars.js puts it.
func withStars(root *dom.Node, spots []site.Spot) *dom.Node {
	first, before := map[*dom.Node]bool{}, map[*dom.Node]bool{}
	for _, s := range spots {
		if s.Where == site.First {
			first[s.Node] = true
		} else {
			before[s.Node] = true
		}
	}
	b := dom.NewBuilder()
	star := func() { b.Open(b.Tag("byeolpyo-star")); b.Close() }
	var clone func(n *dom.Node)
	clone = func(n *dom.Node) {
		if n.Tag == "" {
			b.Text(n.Data)
			return
		}
		b.Open(b.Tag(n.Tag))
		for _, name := range dom.Attrs {
			if v := n.Attr(name); v != "" {
				b.Set(b.Attr(name, v))
			}
		}
		if first[n] {
			star()
		}
		for c := n.First(); c != nil; c = c.Next() {
			if before[c] {
				star()
			}
			clone(c)
		}
		b.Close()
	}
	clone(root)
	return b.Root()
}

// TestCopies2018 holds that both copies of the 2018 timetable have a star for
// every session, because the stylesheet shows one or the other.
func TestCopies2018(t *testing.T) {
	for _, f := range corpus(t) {
		if !strings.HasPrefix(f.name, "2018/timetable") {
			continue
		}
		page, _ := site.Read(parse(t, string(f.html)), site.Options{URL: f.want.URL})
		in := map[string]map[session.Key]bool{"timetable-narrow": {}, "timetable-wide": {}}
		for _, s := range page.Spots {
			for n := s.Node; n != nil; n = n.Parent() {
				for class := range in {
					if n.HasClass(class) {
						in[class][s.Session.Key] = true
					}
				}
			}
		}
		if len(in["timetable-wide"]) == 0 || !reflect.DeepEqual(in["timetable-narrow"], in["timetable-wide"]) {
			t.Errorf("%s: %d sessions in the narrow copy, %d in the wide one", f.name, len(in["timetable-narrow"]), len(in["timetable-wide"]))
		}
	}
}

// TestZones holds that a day's grid means the same wherever its reader is.
func TestZones(t *testing.T) {
	all := map[string]map[session.Key]string{}
	for _, f := range corpus(t) {
		if f.profile() != "2026" || f.want.Kind != "timetable" {
			continue
		}
		page, _ := site.Read(parse(t, string(f.html)), site.Options{URL: f.want.URL, Zone: zoneOf(t, f.want.Zone)})
		for _, s := range page.Sessions() {
			if s.Key.Hashed() && page.Lang == session.English {
				continue // another key in the other language
			}
			if all[f.want.Zone] == nil {
				all[f.want.Zone] = map[session.Key]string{}
			}
			all[f.want.Zone][s.Key] = s.Start.String() + s.End.String()
		}
	}
	if len(all) != 3 {
		t.Fatalf("the corpus has %d zones", len(all))
	}
	shared := 0
	for zone, sessions := range all {
		for key, times := range sessions {
			if home, ok := all["Asia/Seoul"][key]; !ok || home != times {
				t.Errorf("%s: %s is at %s, in Seoul at %s", zone, key, times, home)
			} else if zone != "Asia/Seoul" {
				shared++
			}
		}
	}
	if shared < 20 {
		t.Errorf("only %d sessions were compared", shared)
	}
}

// TestLanguages holds that one key has one session in both languages.
func TestLanguages(t *testing.T) {
	known := map[session.Key]session.Session{}
	both := 0
	for range 2 { // the second time round, nothing may be news
		for _, f := range corpus(t) {
			page, _ := site.Read(parse(t, string(f.html)), site.Options{URL: f.want.URL, Zone: zoneOf(t, f.want.Zone)})
			for _, s := range page.Sessions() {
				s, _ = s.Richer(known[s.Key])
				known[s.Key] = s
			}
		}
	}
	for _, f := range corpus(t) {
		page, _ := site.Read(parse(t, string(f.html)), site.Options{URL: f.want.URL, Zone: zoneOf(t, f.want.Zone)})
		for _, s := range page.Sessions() {
			if merged, changed := s.Richer(known[s.Key]); changed {
				t.Errorf("%s: still news:\n%+v\nafter\n%+v", f.name, merged, known[s.Key])
			}
		}
	}
	for _, s := range known {
		if s.Titles[session.Korean] != "" && s.Titles[session.English] != "" {
			both++
		}
	}
	if both < 30 {
		t.Errorf("only %d sessions have titles in both languages", both)
	}
}
