package replica

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// get asks the handler for a page and returns the response and its body.
func get(t *testing.T, s *Site, url string) (*http.Response, string) {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
	return w.Result(), w.Body.String()
}

func page(t *testing.T, s *Site, url string) *html.Node {
	t.Helper()
	r, body := get(t, s, url)
	if r.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d", url, r.StatusCode)
	}
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// all returns the elements below n with the tag that have all the classes.
func all(n *html.Node, tag string, classes ...string) []*html.Node {
	var out []*html.Node
	for d := range n.Descendants() {
		if d.Type != html.ElementNode || d.Data != tag {
			continue
		}
		have := strings.Fields(attr(d, "class"))
		if !slices.ContainsFunc(classes, func(c string) bool { return !slices.Contains(have, c) }) {
			out = append(out, d)
		}
	}
	return out
}

// text is an element's text with white space collapsed.
func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.FieldsFunc(b.String(), unicode.IsSpace), " ")
}

// ids returns the sessions that the links below n lead to, in order.
func ids(n *html.Node, prefix string) []string {
	var out []string
	link := regexp.MustCompile("^" + prefix + `/(program/(?:tutorial/|sprint/)?\d+)$`)
	for _, a := range all(n, "a") {
		if m := link.FindStringSubmatch(attr(a, "href")); m != nil {
			id := m[1]
			if strings.Count(id, "/") == 2 {
				id = strings.TrimPrefix(id, "program/")
			}
			out = append(out, id)
		}
	}
	return out
}

func TestTimetable2018HasEverySessionTwice(t *testing.T) {
	s := New(Options{})
	for _, c := range []struct{ base, prefix, room, day, weekdays string }{
		{"https://www.pycon.kr/2018", "/2018", "101호", "2018-08-18 (토)", "토일"},
		{"https://archive.pycon.kr/2018/en", "/2018/en", "Room 101", "2018-08-18 (Sat)", "SatSun"},
		{"https://2018.pycon.kr", "", "101호", "2018-08-18 (토)", "토일"},
	} {
		doc := page(t, s, c.base+"/program/schedule/")
		narrow := all(doc, "div", "timetable-narrow", "visible-xs")
		wide := all(doc, "div", "timetable-wide", "hidden-xs")
		if len(narrow) != 2 || len(wide) != 2 {
			t.Fatalf("%s: %d narrow and %d wide copies, want 2 and 2", c.base, len(narrow), len(wide))
		}
		if got := text(all(narrow[0], "h2")[0]); got != c.day {
			t.Errorf("%s: day %q, want %q", c.base, got, c.day)
		}
		if got := text(all(wide[0], "th")[1]); got != c.room {
			t.Errorf("%s: first room %q, want %q", c.base, got, c.room)
		}
		var want []string
		for _, p := range s.Programme(Edition2018) {
			if strings.HasPrefix(p.ID, "program/") && p.Scheduled() {
				want = append(want, p.ID)
			}
		}
		slices.Sort(want)
		if len(want) < 60 {
			t.Fatalf("only %d sessions scheduled", len(want))
		}
		for name, copies := range map[string][]*html.Node{"narrow": narrow, "wide": wide} {
			var got []string
			for _, n := range copies {
				got = append(got, ids(n, c.prefix)...)
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s copy has %d links %v, want %d", c.base, name, len(got), got, len(want))
			}
		}
	}
}

// TestWideGrid2018 holds the wide grid together: the spans of each row fill
// all columns exactly, as a browser would lay them out.
func TestWideGrid2018(t *testing.T) {
	doc := page(t, New(Options{}), "https://www.pycon.kr/2018/program/schedule/")
	sawRows, sawCols, sawSame := false, false, false
	for _, w := range all(doc, "div", "timetable-wide") {
		columns := len(all(all(w, "thead")[0], "th"))
		covered := make([]int, columns) // rows still covered from above
		before := ""
		for _, tr := range all(all(w, "tbody")[0], "tr") {
			col := 0
			for cell := range tr.ChildNodes() {
				if cell.Type != html.ElementNode {
					continue
				}
				for col < columns && covered[col] > 0 {
					col++
				}
				span, rows := number(attr(cell, "colspan")), number(attr(cell, "rowspan"))
				sawRows = sawRows || rows > 1
				sawCols = sawCols || (span > 1 && span < columns-1)
				for range span {
					covered[col] += rows
					col++
				}
			}
			for i, c := range covered {
				if c == 0 {
					t.Fatalf("row %q: column %d is not filled", text(tr), i)
				}
				covered[i]--
			}
			at := text(all(tr, "th")[0])
			sawSame = sawSame || at == before
			if at < before {
				t.Errorf("row %s after %s", at, before)
			}
			before = at
		}
	}
	if !sawRows || !sawCols || !sawSame {
		t.Errorf("two-slot session %v, two-room session %v, two rows of one time %v: want all", sawRows, sawCols, sawSame)
	}
}

func number(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return 1
}

func TestListAndDetails2018(t *testing.T) {
	s := New(Options{})
	doc := page(t, s, "https://pycon.kr/2018/program/list/")
	listed := ids(all(doc, "main")[0], "/2018")
	anchors := 0
	for _, a := range all(doc, "a") {
		if h := attr(a, "href"); len(h) > 1 && h[0] == '#' && len(all(a, "h3")) == 1 {
			anchors++
		}
	}
	if anchors < 5 {
		t.Errorf("%d category anchors", anchors)
	}
	if menu := ids(all(doc, "nav")[0], "/2018"); len(menu) != 1 {
		t.Errorf("links to sessions in the menu: %v, want one", menu)
	}
	unscheduled := 0
	for _, p := range s.Programme(Edition2018) {
		if strings.HasPrefix(p.ID, "program/") && p.Starred != slices.Contains(listed, p.ID) {
			t.Errorf("%s %q: starred %v, in the list %v", p.ID, p.Title.Ko, p.Starred, !p.Starred)
		}
		path := "/program/" + strings.TrimPrefix(p.ID, "program/")
		for prefix, lang := range map[string]string{"/2018": "ko", "/2018/en": "en"} {
			d := page(t, s, "https://www.pycon.kr"+prefix+path)
			headings := all(d, "h1")
			if !strings.HasPrefix(p.ID, "program/") { // nested in the template, so that the first is empty
				headings = headings[1:]
			}
			if got := text(headings[0]); got != p.Title.In(lang) {
				t.Errorf("%s in %s: title %q, want %q", p.ID, lang, got, p.Title.In(lang))
			}
			body := text(all(d, "main")[0])
			switch {
			case !p.Scheduled():
				if want := (Text{"아직 결정되지 않았습니다", "Not arranged yet"}).In(lang); !strings.Contains(body, want) {
					t.Errorf("%s in %s: %q is missing", p.ID, lang, want)
				}
				unscheduled++
			case !strings.Contains(body, p.Start[:10]) || !strings.Contains(body, p.End[11:16]):
				t.Errorf("%s in %s: no time", p.ID, lang)
			}
			place := len(all(d, "span", "glyphicon-map-marker")) == 1
			if strings.HasPrefix(p.ID, "program/") && p.Scheduled() && place == p.AllRooms {
				t.Errorf("%s in %s: all rooms %v, but place shown %v", p.ID, lang, p.AllRooms, place)
			}
		}
	}
	if unscheduled == 0 {
		t.Error("no unscheduled session")
	}
}

func TestRoutes(t *testing.T) {
	s := New(Options{})
	for url, want := range map[string]int{
		"https://www.pycon.kr/2018/":                            200,
		"https://www.pycon.kr/2018/en/":                         200,
		"https://www.pycon.kr/2018/program/schedule?csp=meta":   301,
		"https://www.pycon.kr/2018/program/tutorial/":           200,
		"https://www.pycon.kr/2018/program/sprint/":             200,
		"https://www.pycon.kr/2018/program/speaker/sp32-1":      200,
		"https://www.pycon.kr/2018/program/keynote/":            200,
		"https://www.pycon.kr/2018/program/9999":                404,
		"https://www.pycon.kr/2018/program/tutorial/999":        404,
		"https://www.pycon.kr/2018x/program/32":                 404,
		"https://www.pycon.kr/program/32":                       404,
		"https://2018.pycon.kr/program/32":                      200,
		"https://2018.pycon.kr/2018/program/32":                 404,
		"https://www.pycon.kr/2018/static/site.css":             200,
		"https://www.pycon.kr/2018/static/../replica.go":        400,
		"https://www.pycon.kr/2018/static/frame.html":           404,
		"https://www.pycon.kr/2018/static/image/anonymous.png":  200,
		"https://shop.pycon.kr/":                                404,
		"https://2026.pycon.kr/assets/app.js":                   200,
		"https://2026.pycon.kr/assets/../../programme.go":       400,
		"https://2026.pycon.kr/assets/../pages2018/detail.html": 400,
	} {
		r, _ := get(t, s, url)
		if r.StatusCode != want {
			t.Errorf("%s: %d, want %d", url, r.StatusCode, want)
		}
		if loc := r.Header.Get("Location"); want == 301 && loc != "/2018/program/schedule/?csp=meta" {
			t.Errorf("%s redirects to %q", url, loc)
		}
	}
}

func TestProgramme2026(t *testing.T) {
	sessions := New(Options{}).Programme(Edition2026)
	seen := map[string]bool{}
	stars := map[string]int{} // by day
	titles := map[string]map[string]bool{}
	lengths := map[time.Duration]bool{}
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	var unscheduled, newline, nfd, two, unlinked int
	for _, p := range sessions {
		if seen[p.ID] || !uuid.MatchString(p.ID) {
			t.Errorf("bad or repeated UUID %q", p.ID)
		}
		seen[p.ID] = true
		if strings.Contains(p.Title.Ko, "\n") {
			newline++
		}
		if !norm.NFC.IsNormalString(p.Title.Ko) {
			nfd++
		}
		if p.Starred == (p.Kind == KindBreak) {
			t.Errorf("%s: kind %s, starred %v", p.ID, p.Kind, p.Starred)
		}
		if !p.Scheduled() {
			unscheduled++
			continue
		}
		start, end := parse(t, p.Start), parse(t, p.End)
		if length := end.Sub(start); length <= 0 || length%(10*time.Minute) != 0 || start.Minute()%10 != 0 {
			t.Errorf("%s: %s to %s is not on the ten-minute raster", p.ID, p.Start, p.End)
		} else {
			lengths[length] = true
		}
		if !p.Starred {
			continue
		}
		stars[p.Start[:10]]++
		if titles[p.Title.Ko] == nil {
			titles[p.Title.Ko] = map[string]bool{}
		}
		titles[p.Title.Ko][p.Start[:10]] = true
		if len(p.Rooms) == 2 {
			two++
		}
		if !p.Linked {
			unlinked++
			if len(p.Speakers) > 0 || !p.AllRooms {
				t.Errorf("%s %q has speakers or is not in all rooms, but no link", p.ID, p.Title.Ko)
			}
		}
	}
	if d1, d2 := stars["2026-08-15"], stars["2026-08-16"]; d1+d2 != 60 || d1 < 25 || d2 < 25 {
		t.Errorf("%d and %d stars, want 60 on two rich days", d1, d2)
	}
	if unscheduled != 1 || newline != 1 || nfd != 1 || two != 1 || unlinked != 6 {
		t.Errorf("unscheduled %d, newline %d, NFD %d, in two rooms %d: want 1 each; without link %d, want 6", unscheduled, newline, nfd, two, unlinked)
	}
	for _, minutes := range []time.Duration{10, 20, 30, 50} {
		if !lengths[minutes*time.Minute] {
			t.Errorf("no session of %d minutes", minutes)
		}
	}
	for _, title := range []string{"오프닝", "라이트닝 토크 ⚡", "클로징"} {
		if len(titles[title]) != 2 {
			t.Errorf("%s stands on %d days, want 2", title, len(titles[title]))
		}
	}
}

// TestRoomsOnce: no room has two sessions at a time, in either edition, so
// the grids can be drawn.
func TestRoomsOnce(t *testing.T) {
	s := New(Options{})
	for _, edition := range []string{Edition2018, Edition2026} {
		sessions := s.Programme(edition)
		pairs := 0
		for i, a := range sessions {
			for _, b := range sessions[:i] {
				if !a.Scheduled() || !b.Scheduled() || !parse(t, a.Start).Before(parse(t, b.End)) || !parse(t, b.Start).Before(parse(t, a.End)) {
					continue
				}
				pairs++
				if slices.ContainsFunc(a.Rooms, func(r Text) bool { return slices.Contains(b.Rooms, r) }) {
					t.Errorf("%s: %q and %q share a room", edition, a.Title.Ko, b.Title.Ko)
				}
			}
		}
		if pairs < 50 {
			t.Errorf("%s: only %d clashing pairs", edition, pairs)
		}
	}
}

func parse(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestData2026(t *testing.T) {
	s := New(Options{DataDelay: -1})
	fetch := func(query string) schedule {
		_, body := get(t, s, "https://2026.pycon.kr/api/presentations?"+query)
		var got schedule
		if err := json.Unmarshal([]byte(body), &got); err != nil {
			t.Fatal(err)
		}
		return got
	}
	ko, en := fetch("lang=ko"), fetch("lang=en")
	if len(ko.Presentations) != len(en.Presentations) || len(ko.Rooms) != 4 || ko.Rooms[3] == en.Rooms[3] {
		t.Errorf("%d and %d sessions, rooms %q and %q", len(ko.Presentations), len(en.Presentations), ko.Rooms, en.Rooms)
	}
	id := ko.Presentations[5].ID
	has := func(d schedule) bool {
		return slices.ContainsFunc(d.Presentations, func(p presentation) bool { return p.ID == id })
	}
	if has(fetch("drop=" + id)) {
		t.Error("dropped by query, but there")
	}
	s.Drop(id)
	if has(fetch("")) {
		t.Error("dropped, but there")
	}
	s.Restore(id)
	if !has(fetch("")) {
		t.Error("restored, but gone")
	}
	to := time.Date(2026, time.August, 15, 11, 30, 0, 0, kst)
	s.Move(id, to)
	for _, p := range s.Programme(Edition2026) {
		if p.ID == id && p.Start != to.Format(time.RFC3339) {
			t.Errorf("moved to %s", p.Start)
		}
	}
	s.Restore("")
	for _, p := range s.Programme(Edition2026) {
		if p.ID == id && p.Start == to.Format(time.RFC3339) {
			t.Error("restored, but still moved")
		}
	}
	s.Cancel(id)
	for _, d := range []schedule{fetch("lang=ko"), fetch("lang=en")} {
		if at := slices.IndexFunc(d.Presentations, func(p presentation) bool { return p.ID == id }); !strings.HasPrefix(d.Presentations[at].Title, "[") {
			t.Errorf("cancelled, and called %q", d.Presentations[at].Title)
		}
	}
	for _, p := range s.Programme(Edition2026) {
		if p.Cancelled != (p.ID == id) || strings.HasPrefix(p.Title.Ko, "[취소]") {
			t.Errorf("%s, cancelled: %t", p.Title.Ko, p.Cancelled)
		}
	}
	s.Restore(id)
	if title := fetch("lang=ko").Presentations[5].Title; strings.HasPrefix(title, "[취소]") {
		t.Errorf("on again, and called %q", title)
	}
	for _, p := range fetch("days=1").Presentations {
		if p.Start != "" && p.Start[:10] != "2026-08-15" {
			t.Errorf("days=1 gives %s", p.Start)
		}
	}
}

func TestSynthetic(t *testing.T) {
	for _, n := range []int{1, 60, 72, 73, 5000} {
		first, seen := 0, map[string]bool{}
		place := map[string]bool{}
		for _, p := range Synthetic(n) {
			if p.Start[:10] == "2026-08-15" {
				first++
				if !p.Linked {
					t.Errorf("n=%d: %s without link", n, p.ID)
				}
			}
			at := p.Start + p.Rooms[0].Ko
			if seen[p.ID] || place[at] || p.End[11:16] > "18:00" {
				t.Fatalf("n=%d: %s at %s repeats or ends late", n, p.ID, at)
			}
			seen[p.ID], place[at] = true, true
		}
		if first != n {
			t.Errorf("n=%d: %d sessions on the first day", n, first)
		}
	}
}

func TestPolicy(t *testing.T) {
	urls := []string{"https://2026.pycon.kr/timetable", "https://www.pycon.kr/2018/program/schedule/", "https://2018.pycon.kr/program/32"}
	for _, url := range urls {
		for _, c := range []struct {
			opts         CSP
			query        string
			header, meta bool
		}{
			{CSPNone, "", false, false},
			{CSPHeader, "", true, false},
			{CSPMeta, "", false, true},
			{CSPNone, "?csp=header", true, false},
			{CSPNone, "?csp=meta", false, true},
			{CSPHeader, "?csp=none", false, false},
		} {
			s := New(Options{CSP: c.opts})
			r, body := get(t, s, url+c.query)
			if got := r.Header.Get("Content-Security-Policy"); (got == Policy) != c.header || (got != "") != c.header {
				t.Errorf("%s%s, option %q: header %q", url, c.query, c.opts, got)
			}
			doc, err := html.Parse(strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			meta := ""
			for _, m := range all(doc, "meta") {
				if strings.EqualFold(attr(m, "http-equiv"), "Content-Security-Policy") {
					meta = attr(m, "content")
				}
			}
			if (meta == Policy) != c.meta || (meta != "") != c.meta {
				t.Errorf("%s%s, option %q: meta %q", url, c.query, c.opts, meta)
			}
			// The site has to work under it: no script of its own inline.
			for _, script := range all(doc, "script") {
				if attr(script, "src") == "" {
					t.Errorf("%s has an inline script", url)
				}
			}
		}
	}
}

func TestShell2026(t *testing.T) {
	doc := page(t, New(Options{}), "https://2026.pycon.kr/presentations/any?delay=40&sessions=60&dark=1")
	divs := all(doc, "div")
	if len(divs) != 1 || attr(divs[0], "id") != "root" || divs[0].FirstChild != nil {
		t.Error("the root is not empty")
	}
	if got := attr(divs[0], "data-knobs"); got != "delay=40&sessions=60" {
		t.Errorf("knobs %q", got)
	}
	if got := attr(all(doc, "html")[0], "class"); got != "dark" {
		t.Errorf("class %q", got)
	}
	if got := attr(all(doc, "base")[0], "href"); got != "/" {
		t.Errorf("base %q", got)
	}
}

func TestListen(t *testing.T) {
	srv, err := Start(Options{DataDelay: -1})
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(srv.http.TLSConfig.Certificates[0].Leaf)
	for _, host := range []string{"2026.pycon.kr", "www.pycon.kr", "pycon.kr"} {
		client := &http.Client{Transport: &http.Transport{
			TLSClientConfig:   &tls.Config{RootCAs: pool, ServerName: host},
			DisableKeepAlives: true,
		}}
		r, err := http.NewRequest(http.MethodGet, "https://"+srv.Addr()+"/2018/program/list/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		res, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || len(body) == 0 {
			t.Errorf("%s: status %d, %d bytes, %v", host, res.StatusCode, len(body), err)
		}
	}
	if want := ":" + strconv.Itoa(srv.Port()); !strings.HasSuffix(srv.Addr(), want) || !strings.Contains(srv.ResolverRules(), "MAP pycon.kr 127.0.0.1"+want) {
		t.Errorf("address %s, rules %s", srv.Addr(), srv.ResolverRules())
	}
	if err := srv.Close(); err != nil {
		t.Error(err)
	}
	if _, err := tls.Dial("tcp", srv.Addr(), &tls.Config{RootCAs: pool}); err == nil {
		t.Error("still listening after Close")
	}
}

// TestCloseWhileWaiting: a browser that waits for late data does not hold up
// the end of a test run.
func TestCloseWhileWaiting(t *testing.T) {
	srv, err := Start(Options{DataDelay: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	arrived := make(chan struct{})
	inner := srv.http.Handler
	srv.http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		inner.ServeHTTP(w, r)
	})
	pool := x509.NewCertPool()
	pool.AddCert(srv.http.TLSConfig.Certificates[0].Leaf)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	failed := make(chan error, 1)
	go func() {
		r, err := http.NewRequest(http.MethodGet, "https://"+srv.Addr()+"/api/presentations", nil)
		if err == nil {
			r.Host = "2026.pycon.kr"
			_, err = client.Do(r)
		}
		failed <- err
	}()
	<-arrived
	if err := srv.Close(); err != nil {
		t.Error(err)
	}
	if err := <-failed; err == nil {
		t.Error("the request was answered")
	}
}
