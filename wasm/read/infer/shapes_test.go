package infer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

// named gives the titles T1 to T5 and the names S1 to S5 of shapes their words.
var named = strings.NewReplacer("T1", "A tiny queue in Python", "T2", "Type hints in the wild", "T3", "Async without tears", "T4", "Data frames for everyone", "T5", "Testing the untestable",
	"S1", "김하늘", "S2", "박바다", "S3", "이나무", "S4", "최구름", "S5", "정노을")

// shapes are timetables in forms that no year with a profile has: what next year's
// site, one that nobody described, or another conference may look like. Titles and
// names are T1, S1 and so on.
var shapes = []struct{ name, url, html, want string }{
	{"two rows a slot, heads of three rows, a length in a backtick", "https://2023.pycon.kr/timetable", `<h2>8월 12일 (토) / August 12th (Sat) KST</h2><table>
		<thead><tr><th colspan="3">Conference Day</th></tr><tr><th rowspan="2">시간<br>Time</th><th colspan="2">Talks</th></tr><tr><th>Room 103</th><th>Room 104</th></tr></thead>
		<tr><td rowspan="2">12:30 ~ 13:10 (40` + "`" + `)</td><td>T1</td><td>T2</td></tr><tr><td>S1</td><td>S2</td></tr><tr><td>13:10 ~ 13:30</td><td colspan="2">Break</td></tr>
		<tr><td rowspan="2">13:30 ~ 14:10 (40` + "`" + `)</td><td>T3</td><td></td></tr><tr><td>S3</td><td></td></tr><tr><td rowspan="2">14:20 ~ 15:00</td><td colspan="2">T4</td></tr><tr><td colspan="2">S4</td></tr></table>`,
		"12 12:30-13:10 T1 by S1 in Room 103; 12 12:30-13:10 T2 by S2 in Room 104; 12 13:30-14:10 T3 by S3 in Room 103; 12 14:20-15:00 T4 by S4 in "},
	{"the second row without a time, links to slugs", "https://2023.pycon.kr/timetable", `<h3>8월 13일 (일) / August 13th (Sun) KST</h3><table><tr><td>시간</td><td>트랙 A</td><td>트랙 B</td></tr>
		<tr><td>10:00 ~ 10:40</td><td><a href="/session/t-1">T1</a></td><td><a href="/session/t-2">T2</a></td></tr><tr><td></td><td>S1</td><td>S2</td></tr>
		<tr><td>11:00 ~ 11:40</td><td><a href="/session/t-3">T3</a></td><td><a href="/session/t-4">T4</a></td></tr><tr><td></td><td>S3</td><td>S4</td></tr>
		<tr><td>13:00 ~ 13:40</td><td><a href="/session/t-5">T5</a></td><td></td></tr><tr><td></td><td>S5</td><td></td></tr></table>`,
		"13 10:00-10:40 T1 by S1 in 트랙 A =t-1; 13 10:00-10:40 T2 by S2 in 트랙 B =t-2; 13 11:00-11:40 T3 by S3 in 트랙 A =t-3; 13 11:00-11:40 T4 by S4 in 트랙 B =t-4; 13 13:00-13:40 T5 by S5 in 트랙 A =t-5"},
	{"rows whose time is not written are slots of their own", "https://2023.pycon.kr/timetable", `<h3>8월 13일 (일)</h3><table><tr><td>시간</td><td>트랙 A</td></tr>
		<tr><td>10:00</td><td>T1</td></tr><tr><td></td><td>T2 with a longer name</td></tr><tr><td>11:00</td><td>T3</td></tr><tr><td>12:00</td><td>T4</td></tr></table>`,
		"13 10:00- T1 by  in 트랙 A; 13 10:00- T2 with a longer name by  in 트랙 A; 13 11:00- T3 by  in 트랙 A; 13 12:00- T4 by  in 트랙 A"},
	{"a list of terms", "https://www.pycon.kr/2013/program", `<h2>2013년 11월 2일 (토)</h2><dl><dt>10:00 - 10:50</dt><dd><strong>T1</strong> <span class="speaker">S1</span> <em>301호</em></dd>
		<dt>11:00 - 11:50</dt><dd><strong>T2</strong> <span class="speaker">S2</span> <em>302호</em></dd><dt>12:00 - 13:00</dt><dd><strong>점심</strong></dd></dl>`,
		"2 10:00-10:50 T1 by S1 in 301호; 2 11:00-11:50 T2 by S2 in 302호"},
	{"boxes in one grid", "https://2023.pycon.kr/schedule", `<h2>8월 12일 (토)</h2><div class="grid"><div>시간</div><div>101호</div><div>102호</div>
		<div>10:00</div><div><a href="/session/1">T1</a><p>S1</p></div><div><a href="/session/2">T2</a><p>S2</p></div><div>11:00</div><div><a href="/session/3">T3</a><p>S3</p></div><div><a href="/session/4">T4</a><p>S4</p></div>
		<div>12:00</div><div>점심시간</div><div>13:00</div><div><a href="/session/5">T5</a><p>S5</p></div></div>`,
		"12 10:00- T1 by S1 in 101호 =1; 12 10:00- T2 by S2 in 102호 =2; 12 11:00- T3 by S3 in 101호 =3; 12 11:00- T4 by S4 in 102호 =4; 12 13:00- T5 by S5 in  =5"},
	{"boxes in rows", "https://2023.pycon.kr/schedule", `<h2>8월 12일 (토)</h2><div><div class="row"><div>시간</div><div>101호</div><div>102호</div></div>
		<div class="row"><div>10:00 ~ 10:40</div><div><h4>T1</h4><p>S1</p></div><div><h4>T2</h4><p>S2</p></div></div><div class="row"><div>11:00 ~ 11:40</div><div><h4>T3</h4><p>S3</p></div><div><h4>T4</h4><p>S4</p></div></div></div>`,
		"12 10:00-10:40 T1 by S1 in 101호; 12 10:00-10:40 T2 by S2 in 102호; 12 11:00-11:40 T3 by S3 in 101호; 12 11:00-11:40 T4 by S4 in 102호"},
	{"cards below headings of times, a section a day", "https://2023.pycon.kr/schedule", `<section><h2>8월 12일 (토)</h2><h3>10:00</h3><div><div class="card"><h4>T1</h4><span class="room">101호</span><span class="speaker">S1</span></div>
		<div class="card"><h4>T2</h4><span class="room">102호</span><span class="speaker">S2</span></div></div><h3>11:00</h3><div><div class="card"><h4>T3</h4><span class="room">101호</span><span class="speaker">S3</span></div></div></section>
		<section><h2>8월 13일 (일)</h2><h3>10:00</h3><div><div class="card"><h4>T4</h4><span class="room">101호</span><span class="speaker">S4</span></div></div><h3>11:00</h3><div><div class="card"><h4>T5</h4><span class="room">101호</span><span class="speaker">S5</span></div></div></section>`,
		"12 10:00- T1 by S1 in 101호; 12 10:00- T2 by S2 in 102호; 12 11:00- T3 by S3 in 101호; 13 10:00- T4 by S4 in 101호; 13 11:00- T5 by S5 in 101호"},
	{"who speaks behind a line break", "https://www.pycon.kr/2012/program", `<h3>2012년 6월 9일 토요일</h3><table><tr><td>시간</td><td>트랙 A</td><td>트랙 B</td></tr><tr><td>09:00~09:30</td><td colspan=2>등록</td></tr>
		<tr><td>10:00~10:50</td><td>A longer title T1<br>S1</td><td>A longer title T2<br>S2</td></tr><tr><td>11:00~11:50</td><td>A longer title<br>of two lines T3</td><td></td></tr></table>`,
		"9 10:00-10:50 A longer title T1 by S1 in 트랙 A; 9 10:00-10:50 A longer title T2 by S2 in 트랙 B; 9 11:00-11:50 A longer title of two lines T3 by  in 트랙 A"},
	{"lines that begin with a time", "https://www.pycon.kr/2013/program", `<h3>11월 2일 (토)</h3><ul><li>10:00 ~ 10:40 A first session named T1</li><li>11:00 ~ 11:40 Then a second one named T2</li><li>12:00 ~ 13:00 점심</li><li>13:00 ~ 13:40 And a third named T3</li></ul>`,
		"2 10:00-10:40 A first session named T1 by  in ; 2 11:00-11:40 Then a second one named T2 by  in ; 2 13:00-13:40 And a third named T3 by  in "},
	{"a track beside the room, and a length", "https://cfp.pycon.kr/2027/schedule/", `<h2>Saturday, 2027-08-14</h2>
		<div class="item"><a class="talk" href="/2027/talk/ABC1XY/"><div class="start">10:00</div><div class="duration">30min</div><div class="title">T1</div><div class="speakers">S1</div><div class="track">Web</div><div class="room">Hall 1</div></a></div>
		<div class="item"><a class="talk" href="/2027/talk/ABC2XY/"><div class="start">11:00</div><div class="duration">(45 min.)</div><div class="title">T2</div><div class="speakers">S2</div><div class="track">Data</div><div class="room">Hall 2</div></a></div>`,
		"14 10:00-10:30 T1 by S1 in Hall 1 =ABC1XY; 14 11:00-11:45 T2 by S2 in Hall 2 =ABC2XY"},
	{"the year in the host's name, a code before a slug", "https://pycon2027.sched.com/", `<h3>Saturday, August 14</h3>` + strings.Join([]string{"", `9:00am"2aB1c/t-1">T1</a><span class="speakers">S1`, `10:00am"2aB2c/t-2">T2</a><span class="speakers">S2`,
		`11:30am"2aB3c/t-3">T3</a><span class="speakers">S3`, `1:00pm"2aB4c/t-4">T4</a><span class="speakers">S4`, `2:00pm"2aB5c/t-5">T5</a><span class="speakers">S5`, ""}, "\n"),
		"14 09:00- T1 by S1 in  =2aB1c; 14 10:00- T2 by S2 in  =2aB2c; 14 11:30- T3 by S3 in  =2aB3c; 14 13:00- T4 by S4 in  =2aB4c; 14 14:00- T5 by S5 in  =2aB5c"},
	{"bold labels before their values", "https://2027.pycon.kr/talks/t-one", `<article><h1>T1</h1><ul><li><b>일시</b> 2027년 8월 14일(토) 오후 1시 30분 - 오후 2시</li><li><b>장소</b> 컨벤션홀 A</li><li><b>발표자</b>: S1</li></ul></article>`,
		"14 13:30-14:00 T1 by S1 in 컨벤션홀 A =t-one"},
	{"keynotes by name alone", "https://2027.pycon.kr/keynotes", `<h1>키노트</h1><div><div class="person"><h3>Hana Kim</h3><p>A long text about the first speaker.</p></div><div class="person"><h3>Jun Lee</h3><p>A long text about the second one.</p></div></div>`,
		"- - Hana Kim by Hana Kim in ; - - Jun Lee by Jun Lee in "},
	{"a page that only leads about", "https://2027.pycon.kr/program", `<h1>프로그램</h1><ul><li><a href="/program/lightning-talk">라이트닝 토크</a></li><li><a href="/program/open-space">열린 공간</a></li><li><a href="/program/child-care">아이돌봄</a></li></ul>`, ""},
	{"opening hours and prices are no timetable", "https://2027.pycon.kr/about", `<h1>오시는 길</h1><table><tr><th>구분</th><th>시간</th></tr><tr><td>주차장</td><td>09:00 ~ 18:00</td></tr></table><p>문의는 10:00 ~ 17:00에 받습니다.</p>`, ""},
}

func TestShapes(t *testing.T) {
	for _, c := range shapes {
		if strings.Contains(c.url, "sched.com") { // each line is time"address">title
			lines := strings.Split(c.html, "\n")
			for i, l := range lines[1 : len(lines)-1] {
				time, rest, _ := strings.Cut(l, `"`)
				lines[i+1] = `<div class="box"><h3>` + time + ` KST</h3><div><span class="event"><a class="name" href="event/` + rest + `</span></span></div></div>`
			}
			c.html = strings.Join(lines, "")
		}
		c.html, c.want = named.Replace(c.html), named.Replace(c.want)
		page := infer.Read(parse(t, "<body><header><nav><a href=/>홈</a></nav></header><main>"+c.html+"</main></body>"), site.Options{URL: c.url})
		got := []string{}
		for _, s := range page.Sessions() {
			day, start, end := "-", "-", ""
			if s.Start.Known() {
				day, start, end = fmt.Sprint(s.Start.Date().Day), s.Start.HHMM()+"-", s.End.HHMM()
			}
			line := fmt.Sprintf("%s %s%s %s by %s in %s", day, start, end, s.Title(page.Lang), strings.Join(s.Speakers, ", "), strings.Join(s.Rooms, ", "))
			if !s.Key.Hashed() {
				_, _, id, _, _ := s.Key.Parts()
				line += " =" + id
			}
			got = append(got, line)
		}
		want := []string{}
		if c.want != "" {
			want = strings.Split(c.want, "; ")
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %s\nwant %s", c.name, strings.Join(got, "; "), strings.Join(want, "; "))
		}
	}
}
