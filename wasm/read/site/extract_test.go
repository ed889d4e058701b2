package site_test

import (
	"fmt"
	"strings"
	"testing"

	"byeolpyo/wasm/read/site"
)

// lines writes what was read, a spot a line: key's id, start, end, rooms, title,
// and where the star stands.
func lines(page site.Page) string {
	var out []string
	for _, spot := range page.Spots {
		s := spot.Session
		where := "in " + spot.Node.Tag
		if spot.Where == site.Before {
			where = "before " + spot.Node.Tag
		}
		id := string(s.Key)[strings.LastIndexByte(string(s.Key), '/')+1:]
		if s.Key.Hashed() {
			id = "hash"
		}
		id = strings.TrimLeft(strings.TrimPrefix(id, "00000000-2026-4000-8000-"), "0")
		out = append(out, strings.Join(strings.Fields(strings.Join([]string{id, s.Start.HHMM(), s.End.HHMM(), strings.Join(s.Rooms, "+"), s.Title("ko"), where}, " ")), " "))
	}
	return strings.Join(out, "\n")
}

func read(t *testing.T, url, html string) string {
	t.Helper()
	page, ok := site.Read(parse(t, html), site.Options{URL: url})
	if !ok {
		t.Fatal("no profile")
	}
	return lines(page)
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	want = strings.ReplaceAll(strings.TrimSpace(want), "\t", "")
	if got != want {
		t.Errorf("%s:\n%s\nwant\n%s", what, got, want)
	}
}

// link2026 is a link to a session as the 2026 site writes it.
func link2026(n int, title string) string {
	return `<a href="/presentations/` + uuid(n) + `#x"><p class="MuiTypography-root">` + title + `</p></a>`
}

func TestLinks(t *testing.T) {
	got := read(t, "https://www.pycon.kr/2018/", `<nav><a href="/2018/program/1">메뉴</a></nav><header><a href="/2018/program/2">머리</a></header>
		<div role=navigation><a href="/2018/program/3">메뉴</a></div><main>
		<p>보세요: <b><a href="/2018/program/4">넷</a></b>, <a href="/2018/program/5">다섯</a></p>
		<ul><li><a href="/2018/program/6"><img></a> <a href="/2018/program/6">여섯</a> <a href="/2018/program/6#slides">자료</a></li>
		<li><a href="/2018/program/7">일곱</a></li><li><a href="/2018/program/6">여섯</a></li></ul>
		<h3><span><a href="/2018/program/tutorial/7">일곱</a></span></h3>
		<a href="/2018/program/8">점심시간</a><a href="/2018/program/9">미정</a><a href="/2018/program/10"> </a>
		<a href="#slug">분류</a><a href="/2018/program/speaker/x">사람</a><a href="/2017/program/11">작년</a><a>없음</a><a href="/2018/program/12">라이트닝 토크</a>
		</main><footer><a href="/2018/program/13">발</a></footer>`)
	same(t, "2018", got, `4 넷 before p
		5 다섯 before p
		6 여섯 before a
		7 일곱 before a
		6 여섯 before a
		7 일곱 before h3
		12 라이트닝 토크 before a`)
}

func TestDetailSlots(t *testing.T) {
	row := func(name, value string) string {
		return `<tr><td><h6>` + name + `</h6></td><td>` + value + `</td></tr>`
	}
	chip := func(room string) string { return `<span class="MuiChip-label">` + room + `</span>` }
	url := "https://2026.pycon.kr/presentations/" + uuid(1) + "#x"
	page := func(rows string) string {
		return `<header>시간표</header><main><div><h4 class="MuiTypography-h4">제목</h4><table>` + rows + `</table></div></main>`
	}
	got := read(t, url, page(row("발표 시각", "<h6>2026년 8월 15일 오후 2:00  ~  오후 2:30 (30분)</h6>"+chip("1호")+chip("2호"))+row("카테고리", chip("코어"))))
	same(t, "one slot", got, "1 14:00 14:30 1호+2호 제목 before h4")

	got = read(t, url, page(row("발표 시각", "<h6>2026년 8월 16일 오전 10:00 ~ 오전 10:30 (30분)</h6>"+chip("2호"))+"<tr><td><h6>2026년 8월 15일 오후 2:00 ~ 오후 2:30 (30분)</h6>"+chip("1호")+"</td></tr>"))
	same(t, "two slots, the later first", got, `1 제목 before h4
		1~2 10:00 10:30 2호 제목 before h6
		1 14:00 14:30 1호 제목 before h6`)

	got = read(t, url, page(row("발표 시각", "<h6>2026년 8월 15일 오후 11:30 ~ 오전 12:30 (60분)</h6>")))
	same(t, "past midnight", got, "1 23:30 00:30 제목 before h4")

	for what, rows := range map[string]string{
		"no time": "", "not arranged": row("발표 시각", "<h6>아직 결정되지 않았습니다</h6>"), "only a day": row("발표 시각", "<h6>2026년 8월 15일</h6>"),
		"only an hour": row("발표 시각", "<h6>오후 2:00</h6>"), "the wrong weekday": row("발표 시각", "<h6>2026년 8월 15일 (일) 오후 2:00</h6>"),
	} {
		same(t, what, read(t, url, page(rows)), "1 제목 before h4")
	}
	same(t, "no such page", read(t, "https://2026.pycon.kr/presentations/x", page("")), "")
	same(t, "while loading", read(t, url, "<main><div role=progressbar></div></main>"), "")
	same(t, "related", read(t, url, page("")+`<main>x</main>`), "1 제목 before h4")
}

func TestTutorial2018(t *testing.T) {
	page := func(lines string) string {
		return `<main><div class="container"><h1>튜토리얼 <a href="/2018/program/tutorial/1/edit">수정</a></h1>` + lines + `</div></main>`
	}
	const url = "https://www.pycon.kr/2018/program/tutorial/1"
	same(t, "a line", read(t, url, page("<p>일시 : 2018-08-15 09:00:00 ~ 2018-08-15 12:00:00</p>")), "1 09:00 12:00 튜토리얼 수정 before h1")
	same(t, "none", read(t, url, page("<p>일시 : 미정</p>")), "1 튜토리얼 수정 before h1")
	same(t, "in the description", read(t, url, page("<p>우리는 2018-08-15 09:00에 만났습니다.</p>")), "1 튜토리얼 수정 before h1")
}

func TestGridDetails(t *testing.T) {
	table := func(day, rows string) string {
		return `<header>시간표</header><main><button class="selected"><p>Day</p><p>` + day + `</p></button><table>` + rows + `</table></main>`
	}
	cell := func(n, slots, rooms int) string {
		return fmt.Sprintf(`<td rowspan="%d" colspan="%d">%s</td>`, slots, rooms, link2026(n, fmt.Sprint("발표", n)))
	}
	const sat = "8월 15일 토요일"
	head := `<thead><th></th><th>1호</th><th>2호</th><th>3호</th></thead>`
	got := read(t, grid2026, table(sat, head+"<tr><td colspan=4></td></tr>"+
		"<tr><td>13:00</td>"+cell(1, 2, 1)+cell(2, 1, 2)+"</tr>"+
		"<tr><td>13:10</td>"+cell(3, 1, 1)+"<td></td></tr>"+
		"<tr><td>13:20</td>"+cell(4, 2, 3)+"</tr><tr></tr>"+
		`<tr><td>13:40</td><td colspan=3><h6>휴식 (30분)</h6></td></tr>`+
		`<tr><td>14:10</td><td colspan=3><p class="MuiTypography-root">클로징</p></td></tr>`+
		`<tr><td>14:20</td><td colspan=3><p class="MuiTypography-root">점심시간</p></td></tr>`))
	same(t, "down", got, `1 13:00 13:20 1호 발표1 in td
		2 13:00 13:10 2호+3호 발표2 in td
		3 13:10 13:20 2호 발표3 in td
		4 13:20 13:40 발표4 in td
		hash 14:10 14:20 클로징 in td`)

	got = read(t, grid2026, table(sat, `<thead><tr><th></th><th>13:00</th><th>13:10</th><th></th><th>13:40</th></tr></thead>`+
		`<tr><td>1호</td><td colspan=2>`+link2026(1, "발표1")+`</td><td rowspan=2>휴식 (20분)</td><td rowspan=2>`+link2026(2, "발표2")+`</td></tr>`+
		`<tr><td>2호</td><td></td><td colspan=1>`+link2026(3, "발표3")+`</td></tr>`))
	same(t, "across", got, `1 13:00 13:20 1호 발표1 in td
		2 13:40 13:50 발표2 in td
		3 13:10 13:20 2호 발표3 in td`)

	// One room only is no hall for all.
	got = read(t, grid2026, table(sat, "<thead><th></th><th>1호</th></thead><tr><td>13:00</td>"+cell(1, 1, 1)+"</tr>"))
	same(t, "one room", got, "1 13:00 13:10 1호 발표1 in td")
	// Without a date there is no time: what has an id is a session still.
	got = read(t, grid2026, table("", head+"<tr><td>13:00</td>"+cell(1, 1, 1)+`<td><p class="MuiTypography-root">오프닝</p></td></tr>`))
	same(t, "no date", got, "1 1호 발표1 in td")
	// The date is another year's.
	got = read(t, grid2026, table("8월 15일 일요일", head+"<tr><td>13:00</td>"+cell(1, 1, 1)+"</tr>"))
	same(t, "a date that does not fit", got, "1 1호 발표1 in td")
	// A session in two rooms is one, and says so in both cells.
	got = read(t, grid2026, table(sat, head+"<tr><td>13:00</td>"+cell(1, 1, 1)+"<td></td>"+cell(1, 1, 1)+"</tr>"))
	same(t, "two rooms", got, `1 13:00 13:10 1호+3호 발표1 in td
		1 13:00 13:10 1호+3호 발표1 in td`)
	// A session given twice on one day is two.
	got = read(t, grid2026, table(sat, head+"<tr><td>13:00</td>"+cell(1, 1, 1)+"</tr><tr><td>13:10</td><td></td>"+cell(1, 1, 1)+"</tr>"))
	same(t, "twice", got, `1 13:00 13:10 1호 발표1 in td
		1~2 13:10 13:20 2호 발표1 in td`)
	// A table that is none of the programme: its links are links.
	got = read(t, grid2026, table(sat, "<tr><td>1</td><td>"+link2026(1, "발표1")+"</td></tr>"))
	same(t, "another table", got, "1 발표1 before a")
}

// TestBrowserZone: the hours are the browser's, on both sides of midnight and of
// a change of summer time.
func TestBrowserZone(t *testing.T) {
	for zone, want := range map[string]string{"Asia/Seoul": "2026-08-15T00:10:00+09:00", "UTC": "2026-08-15T09:10:00+09:00", "America/Los_Angeles": "2026-08-15T16:10:00+09:00",
		"Pacific/Kiritimati": "2026-08-14T19:10:00+09:00", "Asia/Kathmandu": "2026-08-15T03:25:00+09:00"} {
		html := `<main><button class="selected"><p>8월 15일 토요일</p></button><table><tr><th><th>1호<tr><td>0:10<td>` + link2026(1, "발표") + `</table></main>`
		page, _ := site.Read(parse(t, html), site.Options{URL: grid2026, Zone: zoneOf(t, zone)})
		if len(page.Spots) != 1 || page.Spots[0].Session.Start.String() != want {
			t.Errorf("%s: %+v, want %s", zone, page.Spots[0].Session, want)
		}
		if d := page.Spots[0].Day.String(); d != "2026-08-15" {
			t.Errorf("%s: day %s", zone, d)
		}
	}
	// 2018 prints Seoul's hours wherever one is.
	html := `<main><div class="timetable-wide"><h2>2018-08-18 (토)</h2><table><tr><th><th>101<tr><th>9:00<td><div class=program><a class=title href="/2018/program/1"><div>발표</div></a></div></table></div></main>`
	page, _ := site.Read(parse(t, html), site.Options{URL: grid2018, Zone: zoneOf(t, "America/Los_Angeles")})
	if len(page.Spots) != 1 || page.Spots[0].Session.Start.String() != "2018-08-18T09:00:00+09:00" {
		t.Errorf("2018: %+v", page.Spots)
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ url, html, want string }{
		{"https://www.pycon.kr/2018/program/list/", "<main>English words only</main>", "ko"},
		{"https://www.pycon.kr/2018/en/program/list/", "<main>한국어뿐</main>", "en"},
		{grid2026, "<header>발표 목록 시간표 내 시간표 KO EN PyCon Korea 2026</header>", "ko"},
		{grid2026, "<header>Sessions Timetable My timetable KO EN PyCon Korea 2026</header><main><a>한국어 제목</a></main>", "en"},
		{grid2026, "", "ko"},
	} {
		page, _ := site.Read(parse(t, c.html), site.Options{URL: c.url})
		if page.Lang != c.want {
			t.Errorf("%s %s: %q, want %q", c.url, c.html, page.Lang, c.want)
		}
	}
}

func TestKinds(t *testing.T) {
	for title, want := range map[string]string{
		"라이트닝 토크 ⚡": "lightning", "Lightning Talks": "lightning", "키노트: 시작": "keynote", "[키노트] 시작": "keynote", "Keynote by X": "keynote",
		"오픈 스페이스": "openspace", "Open Space": "openspace", "발표": "talk", "나의 라이트닝": "talk",
	} {
		page, _ := site.Read(parse(t, "<main>"+link2026(1, title)+"</main>"), site.Options{URL: list2026})
		if len(page.Spots) != 1 || string(page.Spots[0].Session.Kind) != want {
			t.Errorf("%s: %+v, want %s", title, page.Spots, want)
		}
	}
}
