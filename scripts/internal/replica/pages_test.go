package replica

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"byeolpyo/wasm/model/editions"
)

// flat is a text without white space, to compare what templates break up.
func flat(s string) string {
	return strings.Join(strings.FieldsFunc(s, unicode.IsSpace), "")
}

// shownText is the text of a page without scripts.
func shownText(doc *html.Node) string {
	var b strings.Builder
	for d := range doc.Descendants() {
		if d.Type == html.TextNode && (d.Parent.Type != html.ElementNode || d.Parent.Data != "script" && d.Parent.Data != "title") {
			b.WriteString(d.Data)
			b.WriteString(" ")
		}
	}
	return flat(b.String())
}

// TestPages holds the list of pages to what the handler answers: every page is
// there, and a page that is whole says what it is expected to say.
func TestPages(t *testing.T) {
	s := New(Options{DataDelay: -1})
	static, dynamic := 0, 0
	names := map[string]bool{}
	kinds := map[string]map[PageKind]int{}
	for _, p := range s.Pages() {
		if name := p.Edition + "/" + p.Name; names[name] {
			t.Errorf("two pages are called %s", name)
		} else {
			names[name] = true
		}
		if kinds[p.Edition] == nil {
			kinds[p.Edition] = map[PageKind]int{}
		}
		kinds[p.Edition][p.Kind]++
		if (len(p.Expect) == 0) != (p.Kind == PageOther) {
			t.Errorf("%s/%s: kind %s expects %d sessions", p.Edition, p.Name, p.Kind, len(p.Expect))
		}
		if p.Lang != "ko" && p.Lang != "en" || p.Zone == "" || p.Kind == PageDetail && len(p.Expect) != 1 {
			t.Errorf("%s/%s: language %q, zone %q, %d sessions", p.Edition, p.Name, p.Lang, p.Zone, len(p.Expect))
		}
		for _, e := range p.Expect {
			if e.Kind == KindBreak || e.ID == "" || e.Title.In(p.Lang) == "" || e.Linked != (e.URL != "") {
				t.Errorf("%s/%s expects %+v", p.Edition, p.Name, e)
			}
		}
		if !p.Static {
			dynamic++
			if p.Ready == "" || p.Script != "" && p.Done == "" {
				t.Errorf("%s/%s: nothing to wait for", p.Edition, p.Name)
			}
			if r, _ := get(t, s, p.URL); r.StatusCode != http.StatusOK {
				t.Errorf("%s: status %d", p.URL, r.StatusCode)
			}
			continue
		}
		static++
		doc := page(t, s, p.URL)
		body := shownText(doc)
		var links []string
		for _, a := range all(doc, "a") {
			links = append(links, attr(a, "href"))
		}
		for _, h := range all(doc, "h2") { // a fragment leads to it
			links = append(links, "#"+attr(h, "id"))
		}
		at, err := url.Parse(p.URL)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range p.Expect {
			if !strings.Contains(body, flat(e.Title.In(p.Lang))) {
				t.Errorf("%s: %q is not on it", p.URL, e.Title.In(p.Lang))
			}
			if p.Edition == Edition2022 && p.Kind == PageDetail {
				continue // only in its data
			}
			for _, name := range e.Speakers {
				if !strings.Contains(body, flat(name)) {
					t.Errorf("%s: speaker %q is not on it", p.URL, name)
				}
			}
			if !e.AllRooms && !(p.Edition == Edition2022 && p.Kind == PageList) { // there in its data
				for _, room := range e.Rooms {
					if !strings.Contains(body, flat(room.In(p.Lang))) {
						t.Errorf("%s: room %q is not on it", p.URL, room.In(p.Lang))
					}
				}
			}
			if p.Kind == PageDetail || !e.Linked {
				continue
			}
			u, err := url.Parse(e.URL)
			if err != nil {
				t.Fatal(err)
			}
			want := u.Path
			if u.Fragment != "" {
				want += "#" + u.Fragment
			}
			if !slices.Contains(links, want) && !slices.Contains(links, strings.TrimPrefix(want, at.Path)) {
				t.Errorf("%s (%s): no link %s", p.URL, at.Path, want)
			}
		}
	}
	if static < 80 || dynamic < 80 {
		t.Errorf("%d static and %d dynamic pages", static, dynamic)
	}
	for _, edition := range Editions() {
		k := kinds[edition]
		if k[PageTimetable] == 0 || k[PageList]+k[PageDetail] == 0 {
			t.Errorf("%s: pages %v", edition, k)
		}
		starred := 0
		for _, p := range s.Programme(edition) {
			if p.Starred {
				starred++
			}
		}
		if starred < 10 {
			t.Errorf("%s: only %d sessions", edition, starred)
		}
	}
}

// TestDays holds every edition's sessions to its conference's days.
func TestDays(t *testing.T) {
	want := map[string]string{
		Edition2014: "2014-08-30", Edition2015: "2015-08-29 2015-08-30", Edition2016: "2016-08-13 2016-08-14",
		Edition2017: "2017-08-12 2017-08-13", Edition2019: "2019-08-15 2019-08-16 2019-08-17 2019-08-18",
		Edition2020: "2020-09-26 2020-09-27", Edition2021: "2021-10-02 2021-10-03", Edition2022: "2022-10-01 2022-10-02",
		Edition2024: "2024-10-26 2024-10-27 2024-11-09", Edition2025: "2025-08-15 2025-08-16 2025-08-17",
		EditionOpenSpace: "2026-08-15 2026-08-16", EditionUnseen: "2094-08-14 2094-08-15", EditionForeign: "2027-05-08 2027-05-09",
	}
	for edition, days := range want {
		p := load(edition)
		if got := strings.Join(p.dates(func(*entry) bool { return true }), " "); got != days {
			t.Errorf("%s: days %s, want %s", edition, got, days)
		}
		seen := map[string]bool{}
		for _, e := range p.Sessions {
			if seen[e.id] {
				t.Errorf("%s: two sessions have the id %s", edition, e.id)
			}
			seen[e.id] = true
		}
		for i, a := range p.Sessions {
			for _, b := range p.Sessions[:i] {
				if !a.scheduled() || !b.scheduled() || !a.start.Before(b.end) || !b.start.Before(a.end) {
					continue
				}
				if slices.ContainsFunc(a.Rooms, func(r int) bool { return slices.Contains(b.Rooms, r) }) {
					t.Errorf("%s: %q and %q share a room", edition, a.Title.Ko, b.Title.Ko)
				}
			}
		}
	}
}

// times are the first cells of the wide grids, by day.
func times(doc *html.Node) (out [][]string) {
	for _, w := range all(doc, "div", "timetable-wide") {
		var day []string
		for _, tr := range all(all(w, "tbody")[0], "tr") {
			day = append(day, text(all(tr, "th")[0]))
		}
		out = append(out, day)
	}
	return out
}

func TestDjangoYears(t *testing.T) {
	s := New(Options{})
	for _, c := range []struct {
		url      string
		ordered  bool
		alone    bool // rows of the other day, all empty
		levels   bool
		h1Parent string
	}{
		{"https://www.pycon.kr/2014/programs/schedule/", false, false, false, "container"},
		{"https://www.pycon.kr/2015/programs/schedule/", false, true, false, "container"},
		{"https://www.pycon.kr/2016apac/program/schedule/", false, true, false, "content"},
		{"https://www.pycon.kr/2016apac/programs/schedule/", false, true, false, "content"},
		{"https://archive.pycon.kr/2017/program/schedule/", true, false, true, "content"},
	} {
		doc := page(t, s, c.url)
		for _, day := range times(doc) {
			if slices.IsSorted(day) != c.ordered {
				t.Errorf("%s: times %v, ordered should be %v", c.url, day, c.ordered)
			}
		}
		empty := 0
		for _, w := range all(doc, "div", "timetable-wide") {
			for _, tr := range all(all(w, "tbody")[0], "tr") {
				if len(all(tr, "td", "cell")) == 0 && len(all(tr, "td")) > 0 {
					empty++
				}
			}
		}
		if (empty > 0) != c.alone {
			t.Errorf("%s: %d empty rows", c.url, empty)
		}
		if (len(all(doc, "span", "label-difficulty-b")) > 0) != c.levels {
			t.Errorf("%s: level labels %v", c.url, !c.levels)
		}
		if got := attr(all(doc, "h1")[0].Parent, "class"); got != c.h1Parent {
			t.Errorf("%s: h1 in %q", c.url, got)
		}
		if lang := attr(all(doc, "html")[0], "lang"); lang != "" {
			t.Errorf("%s: lang %q", c.url, lang)
		}
	}
	for url, want := range map[string]int{
		"https://www.pycon.kr/2014/program/schedule/":           404,
		"https://www.pycon.kr/2014/program/1":                   200,
		"https://www.pycon.kr/2016apac/program/tutorial/12":     200,
		"https://www.pycon.kr/2016apac/program/tutorials/":      200,
		"https://www.pycon.kr/2017/program/sprint/12":           200,
		"https://www.pycon.kr/2017/en/program/tutorial/12":      200,
		"https://www.pycon.kr/2016/program/list/":               404,
		"https://www.pycon.kr/2015/en/programs/list/":           404,
		"https://www.pycon.kr/2013/":                            404,
		"https://2021.pycon.kr/session/40":                      301,
		"https://2021.pycon.kr/assets/next.js":                  200,
		"https://2021.pycon.kr/assets/2021.html":                404,
		"https://2021.pycon.kr/assets/../pages2018/detail.html": 404,
		"https://2021.pycon.kr/assets/../../programme.css":      400,
		"https://2025.pycon.kr/assets/app.js":                   200,
		"https://2020.pycon.kr/program/talks/":                  404,
		"https://www.pycon.kr/en/2020/program/keynote/":         200,
		"https://www.pycon.kr/2019/program/talk-detail?id=73":   200,
		"https://conf.example/sessions/coffee":                  404,
		"https://2094.pycon.kr/en/talks/ten-years-of-django":    200,
		"https://2094.pycon.kr/lunch-1":                         404,
		"https://2022.pycon.kr/en/program/talks/9999":           404,
		"https://openspace.pycon.kr/topics":                     200,
		"https://2024.pycon.kr/session/timetable":               200,
	} {
		if r, _ := get(t, s, url); r.StatusCode != want {
			t.Errorf("%s: %d, want %d", url, r.StatusCode, want)
		}
	}
}

func TestLanguageWithoutAddress(t *testing.T) {
	s := New(Options{})
	const at = "https://www.pycon.kr/2015/programs/schedule/"
	ko, en := text(page(t, s, at)), text(page(t, s, at+"?hl=en"))
	if !strings.Contains(ko, "파이썬: 내다보기") || !strings.Contains(en, "Python: Looking Ahead") || !strings.Contains(en, "Room 101") {
		t.Error("the language does not follow hl")
	}
	w := newRecorder(s, http.MethodPost, "https://www.pycon.kr/2015/i18n/setlang/?language=en")
	cookies := w.Result().Cookies()
	if w.Code != http.StatusFound || len(cookies) != 1 || cookies[0].Value != "en" {
		t.Errorf("setlang: %d, %v", w.Code, cookies)
	}
	if w := newRecorder(s, http.MethodGet, at, cookies...); !strings.Contains(w.Body.String(), "Python: Looking Ahead") {
		t.Error("the language does not follow the cookie")
	}
	if w := newRecorder(s, http.MethodPost, at); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST to a page: %d", w.Code)
	}
}

func Test2020(t *testing.T) {
	s := New(Options{})
	doc := page(t, s, "https://2020.pycon.kr/2020/program/talk-schedule/")
	wider := 0
	for _, id := range []string{"sat", "sun"} {
		var table *html.Node
		for _, one := range all(doc, "table", "disabled") {
			if attr(one, "id") == id {
				table = one
			}
		}
		if table == nil {
			t.Fatalf("no hidden table #%s", id)
		}
		rows := all(table, "tr")
		columns := len(all(rows[0], "th"))
		for _, tr := range rows[1:] {
			width := 1
			for _, td := range all(tr, "td") {
				width += number(attr(td, "colspan"))
			}
			if width > columns {
				wider++
			}
		}
	}
	if wider < 8 {
		t.Errorf("only %d rows are wider than the header", wider)
	}
	forms := map[string]bool{}
	for _, p := range s.Pages() {
		if p.Edition != Edition2020 || p.Kind != PageDetail {
			continue
		}
		d := page(t, s, p.URL)
		for _, li := range all(d, "li") {
			if len(all(li, "span", "glyphicon-time")) == 1 {
				forms[text(li)] = true
			}
		}
	}
	for _, want := range []string{"2020년 9월 26일 1:00 오후", "Sept. 26, 2020, 1 p.m.", "Sept. 27, 2020, noon", "2020년 9월 27일 12:00 오후"} {
		if !forms[want] {
			t.Errorf("%q is on no detail: %v", want, forms)
		}
	}
}

func Test2021And2022(t *testing.T) {
	s := New(Options{})
	doc := page(t, s, "https://2021.pycon.kr/session/")
	rows := all(all(doc, "tbody")[0], "tr")
	full, empty := 0, 0
	for _, tr := range rows {
		if len(all(tr, "td")) == 0 {
			empty++
		} else {
			full++
		}
	}
	if empty != full-1 { // one after each but the row across
		t.Errorf("2021: %d rows with cells and %d without", full, empty)
	}
	_, body := get(t, s, "https://2021.pycon.kr/session/")
	for _, want := range []string{`"video_open_at":"10/02 12:00"`, `"video_open_at":"10/03 12:00"`, `"comment":"심사위원 메모`, `<td>12:00</td>`, `>-</a>`} {
		if !strings.Contains(body, want) {
			t.Errorf("2021: %s is missing", want)
		}
	}
	_, body = get(t, s, "https://2022.pycon.kr/program/talk-schedule")
	for _, want := range []string{`"video_open_at":"2022-10-02T`, `"track_num":4`, `<button selected=""`, `[키노트]</div>`, `<td colspan="2">`} {
		if !strings.Contains(body, want) {
			t.Errorf("2022: %s is missing", want)
		}
	}
	if _, body = get(t, s, "https://2022.pycon.kr/program/talks/26"); regexp.MustCompile(`\d\d:\d\d`).MatchString(body[:strings.Index(body, "__NEXT_DATA__")]) {
		t.Error("2022: a detail shows a time")
	}
}

func TestInventedSites(t *testing.T) {
	s := New(Options{})
	doc := page(t, s, "https://2094.pycon.kr/schedule")
	if n := len(all(doc, "div")); n != 0 {
		t.Errorf("the unseen site has %d div elements", n)
	}
	if got := text(doc); !strings.Contains(got, "11:00 ~ 11:40 (40`)") || !strings.Contains(got, "8월 14일 (토) / August 14th (Sat) KST") {
		t.Errorf("the unseen site: %s", got)
	}
	_, body := get(t, s, "https://conf.example/schedule")
	if !strings.Contains(body, `<script type="application/ld+json">{"@context":"https://schema.org"`) {
		t.Error("conf.example: no JSON-LD")
	}
	if _, body = get(t, s, "https://conf.example/cards"); strings.Contains(body, "ld+json") {
		t.Error("conf.example: JSON-LD on /cards")
	}
	doc = page(t, s, "https://openspace.pycon.kr/schedule")
	if n := len(all(all(doc, "main")[0], "a")); n != 0 || len(all(doc, "td", "slot-filled")) != 10 || len(all(doc, "section", "day-panel")) != 2 {
		t.Errorf("open space: %d links, %d topics", n, len(all(doc, "td", "slot-filled")))
	}
}

// Every synthetic page says what it is said to say, and there are no others.
func TestShapes(t *testing.T) {
	s := New(Options{})
	all := Shapes()
	if len(all) != len(ShapeKinds)*ShapesEach || len(all) < 40 {
		t.Fatalf("%d shapes", len(all))
	}
	for _, one := range all {
		body := shownText(page(t, s, one.URL))
		for _, title := range one.Titles {
			if !strings.Contains(body, flat(title)) {
				t.Errorf("%s: %q is not on it", one.URL, title)
			}
		}
	}
	for _, path := range []string{"nothing/1", "cards/0", "cards/5", "cards/x", "cards"} {
		if r, _ := get(t, s, "https://2094.pycon.kr/shapes/"+path); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
}

func newRecorder(s *Site, method, url string, cookies ...*http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, url, nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// TestEditions holds what the replica makes to the table of editions: every row's pages
// are at its hosts, have its rooms, and its timetable is at its address.
func TestEditions(t *testing.T) {
	s := New(Options{DataDelay: -1})
	pages := s.Pages()
	for _, e := range editions.Table {
		if r, _ := get(t, s, e.Timetable); r.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", e.Timetable, r.StatusCode)
		}
		if made[e.Name] == nil {
			continue
		}
		if n := len(load(e.Name).Rooms); n != e.Rooms {
			t.Errorf("%s: %d rooms, want %d", e.Name, n, e.Rooms)
		}
		n := 0
		for _, p := range pages {
			if p.Edition != e.Name {
				continue
			}
			n++
			at := strings.TrimPrefix(strings.TrimPrefix(p.URL, "https://"), "www.")
			if !slices.ContainsFunc(e.Hosts, func(host string) bool { return strings.HasPrefix(at, host+"/") }) {
				t.Errorf("%s is at none of %v", p.URL, e.Hosts)
			}
		}
		if n < 5 {
			t.Errorf("%s: %d pages", e.Name, n)
		}
	}
}
