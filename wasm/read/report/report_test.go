package report

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/families"
	"byeolpyo/wasm/internal/visits"
	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

func tree(t *testing.T, html string) *dom.Node {
	t.Helper()
	root, err := htmldom.Parse(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// known is a writer that knows the words.
func known() *writer { return &writer{host: "2027.pycon.kr", known: vocabulary()} }

func TestWords(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"14:00 - 14:40", "14:00 - 14:40"},
		{"2027년 8월 14일 (토) 오전 10시 30분부터", "2027년 8월 14일 (토) 오전 10시 30분부터"},
		{"Saturday, August 14, 2027 6.30pm", "Saturday, August 14, 2027 6.30pm"},
		{"연사: 시간표 Room 101 40min", "연사: 시간표 Room 101 40min"},
		{"점심시간", "점심시간"},
		{"Day 1 · 1일차", "Day 1 · 1일차"},
		{"Track A", "Track A"},
		{"전화 010-1234-5678", "?? 000-0000-0000"},
		{"+82 10 1234 5678", "+00 00 0000 0000"},
		{"1577-1234", "1577-1234"},
		{"김하늘", "surname"}, {"김하늘님", "surname님"},
		{"가온홀", "??홀"}, {"101호", "101호"},
		{"하나를 배웁니다", "??? ???다"},
		{"Task Queues", "??? ???"},
	} {
		got := known().words(c.text)
		form := strings.ReplaceAll(c.want, "?", "")
		switch {
		case !strings.ContainsAny(c.want, "?") && !strings.Contains(c.want, "surname"):
			if got != c.want {
				t.Errorf("%q becomes %q", c.text, got)
			}
		case strings.Contains(c.want, "surname"):
			if end := strings.TrimPrefix(c.want, "surname"); len(got) != len(c.text) || got == c.text || !strings.HasSuffix(got, end) || !strings.ContainsRune(newSurnames, []rune(got)[0]) {
				t.Errorf("%q becomes %q, want a name", c.text, got)
			}
		default:
			if len(got) != len(c.text) || got == c.text || !strings.HasSuffix(got, strings.TrimSpace(form)) {
				t.Errorf("%q becomes %q, want like %q", c.text, got, c.want)
			}
		}
		if again := known().words(c.text); again != got {
			t.Errorf("%q becomes %q and %q", c.text, got, again)
		}
	}
	long := known().text(strings.Repeat("가나다라 \n\n ", 500))
	if len(long) > longest || len(long) < 400 || strings.Contains(long, "\n\n") {
		t.Errorf("a long text becomes %d bytes: %.60q", len(long), long)
	}
}

func TestAddress(t *testing.T) {
	for _, c := range []struct{ url, want string }{
		{"https://2027.pycon.kr/talks/12?page=1&idx=3#/schedule", "https://2027.pycon.kr/talks/12?page=1&idx=3#/schedule"},
		{"/talk/F7MWSF.html", "/talk/F7VVVV.html"},
		{"/talk/F7MWSF/", "/talk/F7MWSF/"},
		{"/sessions/4406c268-1f99-49d5-a932-eeb2637342fb", "/sessions/4406c268-1f99-49d5-a932-eeb2637342fb"},
		{"/talks/task-queues-in-teams", "/talks/vvvv-vvvvvv-in-vvvvv"},
		{"#/talks/our-slug", "#/talks/vvv-vvvv"},
		{"mailto:someone@example.org", "mailto:vvvvvvv@vvvvvvv.org"},
		{"tel:010-1234-5678", "tel:000-0000-0000"},
		{"https://someone.example.org/me", "https://vvvvvvv.vvvvvvv.org/vv"},
	} {
		got := known().address(c.url)
		masked := got
		if strings.Contains(strings.ToLower(c.want), "vv") {
			masked = strings.Map(func(r rune) rune { // the k of "talks" is no letter of a new word
				switch {
				case strings.ContainsRune(newLetters, r):
					return 'v'
				case strings.ContainsRune(strings.ToUpper(newLetters), r):
					return 'V'
				}
				return r
			}, got)
			c.want = strings.ReplaceAll(c.want, "talk", "talv")
		}
		if masked != c.want {
			t.Errorf("%s becomes %s, want %s", c.url, got, c.want)
		}
	}
	// What is the same address in three forms stays the same, in these forms.
	raw := known().part("로그-수집기")
	encoded := known().part("%EB%A1%9C%EA%B7%B8-%EC%88%98%EC%A7%91%EA%B8%B0")
	small := known().part("%eb%a1%9c%ea%b7%b8-%ec%88%98%ec%a7%91%ea%b8%b0")
	nfd := known().part("\u1105\u1169\u1100\u1173-\u1109\u116e\u110c\u1175\u11b8\u1100\u1175")
	if raw == "로그-수집기" || percent(raw, false) != encoded || percent(raw, true) != small || decomposed(raw) != nfd || nfd == raw {
		t.Errorf("%q, %q, %q, %q", raw, encoded, small, nfd)
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		want Head
		ok   bool
	}{
		{"<!-- byeolpyo 0.5.0 Asia/Seoul https://x.kr/a -->\n<html>", Head{"0.5.0", "Asia/Seoul", "https://x.kr/a"}, true},
		{"\ufeff\r\n <!-- byeolpyo 0.5.0 UTC https://x.kr/a -->", Head{"0.5.0", "UTC", "https://x.kr/a"}, true},
		{"", Head{}, false}, {"<html>", Head{}, false}, {"x<!-- byeolpyo 1 UTC u -->", Head{}, false},
		{"<!-- byeolpyo 0.5.0 UTC https://x.kr/a", Head{}, false}, {"<!-- byeolpyo UTC https://x.kr/a -->", Head{}, false},
		{"<!-- byeolpyo 0.5.0\nUTC https://x.kr/a x -->", Head{}, false},
	} {
		if got, ok := Parse(c.text); got != c.want || ok != c.ok {
			t.Errorf("%q: %v %v", c.text, got, ok)
		}
	}
}

// strangers are the words of a text that stand in no list, in small letters.
func strangers(text string, words map[string]bool) (out []string) {
	eachWord(text, func(w string, counted bool) {
		l := ascii.Lower(w)
		if len(l) < 3 || words[l] {
			return
		}
		for _, unit := range strings.Split(unitWords, "|") {
			if rest, ok := strings.CutPrefix(l, unit); ok && counted && (rest == "" || words[rest]) {
				return
			}
		}
		for _, tail := range strings.Split(tailWords, "|") {
			if head, ok := strings.CutSuffix(l, tail); ok && (head == "" || words[head]) {
				return
			}
		}
		out = append(out, l)
	}, func(string) {})
	return out
}

// wordsOf are the words of a text, in small letters.
func wordsOf(report string) map[string]bool {
	set := map[string]bool{}
	eachWord(report, func(w string, _ bool) { set[ascii.Lower(w)] = true }, func(string) {})
	return set
}

// kept are the words that a page says itself in classes, members of data and roles, and those
// of HTML, which a report has as they are.
func kept(root *dom.Node) map[string]bool {
	set := map[string]bool{}
	add := func(s string) {
		eachWord(s, func(w string, _ bool) { set[ascii.Lower(w)] = true }, func(string) {})
	}
	add(strings.Join(dom.Attrs, " "))
	for n := root; n != nil; n = n.After(root) {
		add(n.Tag)
		for _, name := range []string{"class", "role", "type", "itemprop", "itemtype", "property", "datetime", "style", "lang", "data-start", "data-end"} {
			add(n.Attr(name))
		}
		if n.Tag == "" && n.Parent().Tag == "script" {
			for _, part := range strings.Split(n.Data, `"`) {
				if !strings.Contains(part, " ") {
					add(part)
				}
			}
		}
	}
	return set
}

// outline is a reading of a page without its words.
func outline(page site.Page) string {
	var b strings.Builder
	for _, spot := range page.Spots {
		s := &spot.Session
		fmt.Fprintf(&b, "%s to %s in %d by %d, id %v, cancelled %v\n", s.Start, s.End, len(s.Rooms), len(s.Speakers), !s.Key.Hashed(), s.Cancelled != 0)
	}
	return b.String()
}

func read(root *dom.Node, o site.Options) site.Page {
	page, known := site.Read(root, o)
	if !known {
		page = infer.Read(root, o)
	}
	return page
}

func seoul(session.Date, int, int) int { return 9 * 60 }

// leastAlike is how many reports of a hundred must be read as their pages are.
const leastAlike = 95

// TestReports: the report of a page has none of its words but those of the readers, is the
// same each time, and is read as the page is: as many sessions, at the same times, in as many
// rooms, by as many people.
func TestReports(t *testing.T) {
	words := vocabulary()
	alike, all := 0, 0
	check := func(name, url, html string) {
		root := tree(t, html)
		o := site.Options{URL: url, Zone: seoul}
		text := Text(root, o, Head{Version: "0.5.0", Zone: "Asia/Seoul"})
		if text != Text(tree(t, html), o, Head{Version: "0.5.0", Zone: "Asia/Seoul"}) {
			t.Errorf("%s: two reports differ", name)
		}
		h, ok := Parse(text)
		if !ok {
			t.Fatalf("%s: no report: %.80q", name, text)
		}
		said, own := wordsOf(text), kept(root)
		for n := root; n != nil; n = n.After(root) {
			if n.Tag != "" || n.Parent().Tag == "script" {
				continue
			}
			for _, w := range strangers(n.Data, words) {
				if said[w] && !own[w] && !notes[w] {
					t.Errorf("%s: %q stands in the report", name, w)
				}
			}
		}
		was, is := outline(read(root, o)), outline(read(tree(t, text), site.Options{URL: h.URL, Zone: seoul}))
		if all++; was == is {
			alike++
		} else if testing.Verbose() {
			t.Logf("%s:\n%s\nand of the report:\n%s", name, was, is)
		}
	}
	for _, name := range families.Names() {
		pages, err := families.Pages(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range pages {
			if testing.Short() && i%4 > 0 {
				continue
			}
			check(name+"/"+p.Name, p.URL, p.HTML)
		}
	}
	for seed, shape := range visits.Shapes() {
		s := visits.New(shape, seed)
		check(shape.Name+" list", s.ListURL(0), s.List(0))
		check(shape.Name+" timetable", s.GridURL(0), s.Grid(0))
		if s.Own() {
			check(shape.Name+" page", s.DetailURL(&s.Talks[3], 0), s.Detail(&s.Talks[3], 0))
		}
	}
	t.Logf("%d of %d reports are read as their pages are", alike, all)
	if alike*100 < all*leastAlike {
		t.Errorf("%d of %d reports are read as their pages are", alike, all)
	}
}

// notes are the words of the comments and of data-read.
var notes = wordsOf("data byeolpyo Asia Seoul UTC read by a profile what repeats language sessions hours without tried column records with time is nothing title speaker room as start end rooms speakers no id cancelled record")

// TestNoWordOfThePage: whatever words stand wherever on a page, none is in its report.
func TestNoWordOfThePage(t *testing.T) {
	words := vocabulary()
	const letters = "abcdefghilmnoprstuy"
	const syllables = "가나라마바사아자차카타파하거너러머버서어저"
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 18))
		var secret []string
		word := func() string {
			var w string
			for w == "" || words[w] || notes[w] {
				w = ""
				if r.IntN(2) == 0 {
					for range 4 + r.IntN(8) {
						w += letters[r.IntN(len(letters)):][:1]
					}
				} else {
					all := []rune(syllables)
					for range 2 + r.IntN(5) {
						w += string(all[r.IntN(len(all))])
					}
				}
			}
			secret = append(secret, w)
			return w
		}
		var b strings.Builder
		fmt.Fprintf(&b, `<title>%s</title><main><h1>%s 2027-08-14</h1><script type="application/ld+json">{"@type":"Event","name":"%s \"%s\"\n%s","performer":[{"name":"%s"}],"url":"https://2027.pycon.kr/%s/%s"}</script>`,
			word(), word(), word(), word(), word(), word(), word(), word())
		for i := range 5 {
			fmt.Fprintf(&b, `<div class="c"><p>%d:00</p><h3 id="%s-%s"><a href="/talks/%s-%s?%s=%s#%s">%s, “%s” %d%s</a></h3><p>%s(%s)</p><meta content="%s"><label for="%s">@%s</label></div>`,
				10+i, word(), word(), word(), word(), word(), word(), word(), word(), word(), i, word(), word(), word(), word(), word(), word())
		}
		text := Text(tree(t, b.String()), site.Options{URL: "https://2027.pycon.kr/" + word() + "/" + word() + "?" + word() + "#" + word(), Zone: seoul}, Head{"0.5.0", "Asia/Seoul", ""})
		if len(text) < 1000 || !strings.Contains(text, "10:00") {
			t.Fatalf("the report is %q", text)
		}
		said := wordsOf(text)
		for _, w := range secret {
			if said[w] {
				t.Errorf("seed %d: %q stands in the report:\n%s", seed, w, text)
			}
		}
	}
}

// TestUnread: a page of a visitor's own has no report.
func TestUnread(t *testing.T) {
	for _, url := range []string{"https://2027.pycon.kr/my/timetable", "https://2027.pycon.kr/my-page"} {
		if got := Text(tree(t, "<p>x"), site.Options{URL: url}, Head{"1", "UTC", ""}); got != "" {
			t.Errorf("%s: %q", url, got)
		}
	}
	if got := Text(nil, site.Options{URL: "https://2027.pycon.kr/"}, Head{"1", "UTC", ""}); got != "" {
		t.Errorf("of nothing: %q", got)
	}
}
