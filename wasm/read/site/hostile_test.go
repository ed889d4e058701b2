package site_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/site"
	"byeolpyo/wasm/read/snapshot"
)

// These pages are such as no site makes. Reading them has to end, within bounds
// that are counted; where the cost were the square of the page's size, the test
// would run into its time limit.

const (
	grid2018 = "https://www.pycon.kr/2018/program/schedule/"
	grid2026 = "https://2026.pycon.kr/timetable"
	list2026 = "https://2026.pycon.kr/session"
)

// many is n, and less under wasm, where all of this is some ten times slower.
func many(n int) int {
	if runtime.GOOS == "js" {
		return n / 5
	}
	return n
}

func uuid(i int) string { return fmt.Sprintf("00000000-2026-4000-8000-%012x", i) }

// cards is a 2026 list of n sessions.
func cards(n int) string {
	var b strings.Builder
	b.WriteString("<header>발표 목록</header><main><div>")
	for i := range n {
		fmt.Fprintf(&b, `<div><a href="/presentations/%s#x"><div><p class="MuiTypography-root">발표 %d</p><div class="MuiChip-filled"><span class="MuiChip-label">사람 %d</span></div></div></a><button>추가</button></div>`, uuid(i), i, i)
	}
	b.WriteString("</div></main>")
	return b.String()
}

// slots is a 2026 timetable of n sessions in four rooms.
func slots(n int) string {
	var b strings.Builder
	b.WriteString(`<header>시간표</header><main><button class="selected"><p>Day 1</p><p>8월 15일 토요일</p></button><table><thead><tr><th></th>`)
	const rooms = 4
	for r := range rooms {
		fmt.Fprintf(&b, "<th>%d호</th>", r)
	}
	b.WriteString("</tr></thead><tbody>")
	for i := 0; i < n; i += rooms {
		fmt.Fprintf(&b, "<tr><td>%d:%02d</td>", i/rooms/60%24, i/rooms%60)
		for r := i; r < min(i+rooms, n); r++ {
			fmt.Fprintf(&b, `<td rowspan="1"><a href="/presentations/%s"><p class="MuiTypography-root">발표 %d</p><span class="MuiChip-label">사람 %d</span></a></td>`, uuid(r), r, r)
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table></main>")
	return b.String()
}

func TestManyCards(t *testing.T) {
	n := many(100_000)
	page, _ := site.Read(parse(t, cards(n)), site.Options{URL: list2026})
	if want := min(n, site.MaxSpots); len(page.Spots) != want {
		t.Errorf("%d spots, want %d", len(page.Spots), want)
	}
	n = many(30_000)
	page, _ = site.Read(parse(t, slots(n)), site.Options{URL: grid2026})
	if want := min(n, site.MaxSpots); len(page.Spots) != want {
		t.Errorf("%d spots, want %d", len(page.Spots), want)
	}
}

// TestCostIsLinear compares what is allocated for 500 and for 5,000 sessions.
func TestCostIsLinear(t *testing.T) {
	for name, make := range map[string]func(int) string{"list": cards, "grid": slots} {
		cost := func(n int) (bytes, objects float64) {
			root := parse(t, make(n))
			url := list2026
			if name == "grid" {
				url = grid2026
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			page, _ := site.Read(root, site.Options{URL: url})
			runtime.ReadMemStats(&after)
			if len(page.Spots) != n {
				t.Fatalf("%s: %d spots of %d", name, len(page.Spots), n)
			}
			return float64(after.TotalAlloc - before.TotalAlloc), float64(after.Mallocs - before.Mallocs)
		}
		b1, o1 := cost(500)
		b2, o2 := cost(5000)
		if b2/b1 > 15 || o2/o1 > 15 {
			t.Errorf("%s: ten times the sessions cost %.1f times the bytes and %.1f times the objects", name, b2/b1, o2/o1)
		}
	}
}

func TestHugeTables(t *testing.T) {
	const cell = `<td rowspan="65534" colspan="1000"><p class="MuiTypography-root">발표</p></td>`
	for name, rows := range map[string]string{
		"spans":             strings.Repeat("<tr><td>9:00</td>"+cell+cell+"</tr>", many(1_000)),
		"times in one cell": strings.Repeat("<tr><td>"+strings.Repeat("9:00 ", 7)+"</td>"+cell+"</tr>", 500),
		"one time for all":  "<tr><td>9:00</td></tr>" + strings.Repeat("<tr><td></td><td><p class=MuiTypography-root>발표</p></td></tr>", many(20_000)),
		"no time":           strings.Repeat("<tr><td></td><td><p class=MuiTypography-root>발표</p></td></tr>", many(20_000)),
		"wide":              "<tr>" + strings.Repeat("<td>9:00</td>", 10_000) + "</tr><tr>" + strings.Repeat("<td><p class=MuiTypography-root>발표</p></td>", 10_000) + "</tr>",
	} {
		for _, day := range []string{"8월 15일 토요일", ""} {
			html := `<main><button class="selected"><p>` + day + `</p></button><table>` + rows + "</table></main>"
			page, _ := site.Read(parse(t, html), site.Options{URL: grid2026})
			if len(page.Spots) > site.MaxSpots {
				t.Errorf("%s: %d spots", name, len(page.Spots))
			}
		}
	}
}

// TestManyTables: each table looks for its date.
func TestManyTables(t *testing.T) {
	one := `<div class="timetable-wide"><table><tr><th><th>101<tr><th>9:00<td><div class=program><a class=title href="/2018/program/%d"><div>발표</div></a></div></table></div>`
	var b strings.Builder
	n := many(20_000)
	for i := range n {
		fmt.Fprintf(&b, one, i+1)
	}
	page, _ := site.Read(parse(t, "<main>"+b.String()+"</main>"), site.Options{URL: grid2018})
	if len(page.Spots) != n {
		t.Errorf("%d spots", len(page.Spots))
	}
	page, _ = site.Read(parse(t, "<main><h2>2018-08-18 (토)</h2>"+b.String()+"</main>"), site.Options{URL: grid2018})
	if len(page.Spots) != n || page.Spots[n-1].Session.Start.String() != "2018-08-18T09:00:00+09:00" {
		t.Errorf("%d spots, the last is %+v", len(page.Spots), page.Spots[len(page.Spots)-1].Session)
	}
}

func TestStrangeTitles(t *testing.T) {
	list := func(title string) site.Page {
		page, _ := site.Read(parse(t, `<main><a href="/presentations/`+uuid(1)+`"><p class="MuiTypography-root">`+title+`</p></a></main>`), site.Options{URL: list2026})
		return page
	}
	page := list(strings.Repeat("긴 제목 ", 100_000)) // a megabyte
	if len(page.Spots) != 1 || len(page.Spots[0].Session.Title("ko")) > dom.MaxText {
		t.Errorf("a long title: %d spots, %d bytes", len(page.Spots), len(page.Spots[0].Session.Title("ko")))
	}
	page = list("a\x00b\x01c\x1ed\x1fe\x7ff")
	if len(page.Spots) != 1 || strings.ContainsAny(page.Spots[0].Session.Title("ko"), "\x00\x01\x1e\x1f\x7f") {
		t.Errorf("control characters: %q", page.Spots[0].Session.Titles)
	}
	page = list("\u202egnp.exe\u202c \u2066x\u2069")
	if len(page.Spots) != 1 {
		t.Error("bidi characters make a title vanish")
	}
	for _, title := range []string{"", " ", "\u200b", "-", "TBD", "미정", "Unknown", "점심시간", "Break Time (30min.)"} {
		if page = list(title); len(page.Spots) != 0 {
			t.Errorf("%q is taken for a session", title)
		}
	}
	for _, title := range []string{"TBD: a talk", "Not unknown", "Break(ing) the GIL", "점심시간에 배우는 파이썬"} {
		if page = list(title); len(page.Spots) != 1 {
			t.Errorf("%q is not taken for a session", title)
		}
	}
	// A decomposed title is the composed one (a real title is written so).
	if got := list("걱정돼요").Spots[0].Session.Title("ko"); got != "걱정돼요" {
		t.Errorf("got %q", got)
	}
}

// TestDeep reads 50,000 levels, which a page's parser would not make but its
// script could.
func TestDeep(t *testing.T) {
	for _, tag := range []string{"div", "p", "table", "td", "a", "main"} {
		var b strings.Builder
		n := many(50_000)
		b.WriteString("\x01html\x01body\x01main")
		for range n {
			b.WriteString("\x01" + tag + "\x02class=selected MuiStack-root")
		}
		b.WriteString("\x03" + "발표")
		root := snapshot.Decode(b.String())
		for _, url := range []string{grid2018, grid2026, list2026, "https://2026.pycon.kr/presentations/" + uuid(1)} {
			if page, ok := site.Read(root, site.Options{URL: url}); !ok || len(page.Spots) > 1 {
				t.Errorf("%s at %s: %d spots", tag, url, len(page.Spots))
			}
		}
	}
}

func TestNothing(t *testing.T) {
	for _, url := range []string{grid2018, grid2026} {
		if page, ok := site.Read(nil, site.Options{URL: url}); !ok || len(page.Spots) != 0 {
			t.Errorf("%s without a document: %v", url, page)
		}
		if page, ok := site.Read(snapshot.Decode("\x01html"), site.Options{URL: url}); !ok || len(page.Spots) != 0 {
			t.Errorf("%s with an empty document: %v", url, page)
		}
	}
	for _, url := range []string{"", "https://www.pycon.kr/", "https://1999.pycon.kr/", "https://2094.pycon.kr/schedule"} {
		if _, ok := site.Read(snapshot.Decode("\x01html"), site.Options{URL: url}); ok {
			t.Errorf("%q has a profile", url)
		}
	}
}
