package infer

import (
	"fmt"
	"strings"
	"testing"

	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
)

// traced reads a small page and returns what the steps made of it.
func traced(t *testing.T, html, url string) (site.Page, *reader, []*group) {
	t.Helper()
	root, err := htmldom.Parse(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	if url == "" {
		url = "https://2027.pycon.kr/schedule"
	}
	trace := &Trace{}
	page := read(root, site.Options{URL: url}, trace)
	return page, trace.r, trace.shown
}

// step is a page and what a step makes of it, a line each.
type step struct{ name, html, want string }

// steps runs a table of pages through a step.
func steps(t *testing.T, of func(t *testing.T, html string) []string, table []step) {
	t.Helper()
	for _, c := range table {
		got := strings.Join(of(t, c.html), "\n")
		want := strings.TrimSpace(strings.ReplaceAll(c.want, "\n\t\t\t", "\n"))
		if got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", c.name, got, want)
		}
	}
}

// card is a session as the pages below show it.
func card(parts ...string) string { return "<li class=talk>" + strings.Join(parts, "") + "</li>" }

func list(cards ...string) string {
	return "<body><main><h1>시간표</h1><h2>2027년 8월 14일</h2><ul>" + strings.Join(cards, "") + "</ul></main>"
}

func at(clock string) string   { return "<i class=t>" + clock + "</i>" }
func head(title string) string { return "<h3>" + title + "</h3>" }
func by(name string) string    { return "<p class=who>" + name + "</p>" }

// TestColumns: the pieces of one path, class and place are a column.
func TestColumns(t *testing.T) {
	steps(t, func(t *testing.T, html string) (out []string) {
		_, r, _ := traced(t, html, "")
		for c := range r.cols {
			var texts []string
			for _, i := range r.cols[c].pieces {
				texts = append(texts, r.pieces[i].text)
			}
			if len(texts) > 1 {
				out = append(out, strings.Join(texts, " | "))
			}
		}
		return out
	}, []step{
		{"a class is a column", list(card(at("10:00"), head("작업 큐 운영기")), card(at("11:00"), head("타입 힌트 톺아보기"))), `
			10:00 | 11:00
			작업 큐 운영기 | 타입 힌트 톺아보기`},
		{"a link or none makes no other column", list(card(head("<a href=/t/1>작업 큐 운영기</a>")), card(head("타입 힌트 톺아보기"))), `
			작업 큐 운영기 | 타입 힌트 톺아보기`},
		{"a state is no other class", "<body><div class='row active'>작업 큐 운영기</div><div class=row>타입 힌트 톺아보기</div>", `
			작업 큐 운영기 | 타입 힌트 톺아보기`},
		{"lines of one element differ", list(card("<p>작업 큐 운영기<br>김하늘</p>"), card("<p>타입 힌트 톺아보기<br>이바다</p>")), `
			작업 큐 운영기 | 타입 힌트 톺아보기
			김하늘 | 이바다`},
		{"what stands side by side and differs is parted by its order", list(card("<span class=x>해오름홀</span><span class=x>김하늘</span>"), card("<span class=x>달무리실</span><span class=x>이바다</span>"), card("<span class=x>해오름홀</span><span class=x>박초롱</span>")), `
			해오름홀 | 달무리실 | 해오름홀
			김하늘 | 이바다 | 박초롱`},
		{"an hour and its minutes in two elements are one time", list(card("<div><b>09</b><b>30</b></div>", head("작업 큐 운영기")), card("<div><b>10</b><b>10</b></div>", head("타입 힌트 톺아보기"))), `
			09:30 | 30 | 10:10 | 10
			작업 큐 운영기 | 타입 힌트 톺아보기`},
	})
}

// TestRecords: what holds just one title is its record, with what stands beside it.
func TestRecords(t *testing.T) {
	steps(t, func(t *testing.T, html string) (out []string) {
		_, r, groups := traced(t, html, "")
		for _, g := range groups {
			for k := range g.recs {
				rec := &g.recs[k]
				line := r.pieces[rec.title].text + ":"
				g.each(rec, func(i int32) {
					if i != rec.title {
						line += " " + r.pieces[i].text
					}
				})
				out = append(out, line)
			}
		}
		return out
	}, []step{
		{"a box each", list(card(at("10:00"), head("작업 큐 운영기"), by("김하늘")), card(at("11:00"), head("타입 힌트 톺아보기"), by("이바다")), card(at("12:00"), head("그래프 저장소의 기록"), by("박초롱"))), `
			작업 큐 운영기: 10:00 김하늘
			타입 힌트 톺아보기: 11:00 이바다
			그래프 저장소의 기록: 12:00 박초롱`},
		{"a flat flow, in which names stand behind titles", "<body><h2>2027년 8월 14일</h2><div><b>10:00</b><h3>작업 큐 운영기</h3><p>김하늘</p><b>11:00</b><h3>타입 힌트 톺아보기</h3><p>이바다</p><b>12:00</b><h3>그래프 저장소의 기록</h3><p>박초롱</p></div>", `
			작업 큐 운영기: 김하늘
			타입 힌트 톺아보기: 이바다
			그래프 저장소의 기록: 박초롱`},
		{"rows of a table", "<body><h2>2027년 8월 14일</h2><table><tr><th>시간</th><th>제목</th><th>연사</th></tr><tr><td>10:00</td><td>작업 큐 운영기</td><td>김하늘</td></tr><tr><td>11:00</td><td>타입 힌트 톺아보기</td><td>이바다</td></tr></table>", `
			작업 큐 운영기: 10:00 김하늘
			타입 힌트 톺아보기: 11:00 이바다`},
	})
}

// TestRoles: what the columns of records are.
func TestRoles(t *testing.T) {
	steps(t, func(t *testing.T, html string) (out []string) {
		_, r, groups := traced(t, html, "")
		for _, g := range groups {
			for k := range g.members {
				if as := g.roles[k]; as != noRole {
					out = append(out, roleNames[as]+" "+r.pieces[r.cols[g.members[k].col].pieces[0]].text)
				}
			}
		}
		return out
	}, []step{
		{"by what they read as, without a word in a class", list(card("<i>10:00</i>", "<h3>작업 큐 운영기</h3>", "<p>김하늘</p>", "<em>해오름홀</em>"), card("<i>11:00</i>", "<h3>타입 힌트 톺아보기</h3>", "<p>이바다</p>", "<em>달무리실</em>"), card("<i>12:00</i>", "<h3>그래프 저장소의 기록</h3>", "<p>박초롱</p>", "<em>해오름홀</em>")), `
			title 작업 큐 운영기
			speaker 김하늘
			room 해오름홀`},
		{"levels and tags are neither", list(card(at("10:00"), head("작업 큐 운영기"), "<u>Beginner</u><s>웹</s>"), card(at("11:00"), head("타입 힌트 톺아보기"), "<u>Advanced</u><s>교육</s>"), card(at("12:00"), head("그래프 저장소의 기록"), "<u>Beginner</u><s>웹</s>")), `
			title 작업 큐 운영기`},
		{"English", "<body><h2>August 14, 2027</h2><ul><li><i>10:00</i><h3>Task Queues in Small Teams</h3><p>Nina Okafor</p></li><li><i>11:00</i><h3>What Type Hints Taught Us</h3><p>Omar Silva</p></li><li><i>12:00</i><h3>Notes on Graph Stores</h3><p>Greta Berg</p></li></ul>", `
			title Task Queues in Small Teams
			speaker Nina Okafor`},
	})
}

// TestTimes: the time that governs a record, and none where that is not certain.
func TestTimes(t *testing.T) {
	three := func(a, b, c string) string {
		return "<body><h2>2027년 8월 14일</h2><div>" + a + "<div class=c><h3>작업 큐 운영기</h3><p>김하늘</p></div>" + b + "<div class=c><h3>타입 힌트 톺아보기</h3><p>이바다</p></div>" + c + "<div class=c><h3>그래프 저장소의 기록</h3><p>박초롱</p></div></div>"
	}
	steps(t, func(t *testing.T, html string) (out []string) {
		_, r, groups := traced(t, html, "")
		for _, g := range groups {
			for k := range g.recs {
				w := g.when[k]
				out = append(out, strings.TrimSpace(r.pieces[g.recs[k].title].text+" "+strings.TrimSuffix(show(w.start)+"-"+show(w.end), "-")))
			}
		}
		return out
	}, []step{
		{"within", list(card(at("10:00~10:40"), head("작업 큐 운영기")), card(at("11:00~11:40"), head("타입 힌트 톺아보기")), card(at("12:00"), head("그래프 저장소의 기록"))), `
			작업 큐 운영기 10:00-10:40
			타입 힌트 톺아보기 11:00-11:40
			그래프 저장소의 기록 12:00`},
		{"start and end in two elements", list(card("<i>10:00</i><u>10:40</u>", head("작업 큐 운영기")), card("<i>11:00</i><u>11:40</u>", head("타입 힌트 톺아보기")), card("<i>12:00</i><u>12:40</u>", head("그래프 저장소의 기록"))), `
			작업 큐 운영기 10:00-10:40
			타입 힌트 톺아보기 11:00-11:40
			그래프 저장소의 기록 12:00-12:40`},
		{"before, as a sibling", three("<p>10:00</p>", "<p>11:00</p>", ""), `
			작업 큐 운영기 10:00
			타입 힌트 톺아보기 11:00
			그래프 저장소의 기록 11:00`},
		{"what cannot be read cuts the one before", three("<p>10:00</p>", "<p>11:00</p>", "<p>시간 미정</p>"), `
			작업 큐 운영기 10:00
			타입 힌트 톺아보기 11:00
			그래프 저장소의 기록`},
		{"halves of the day in elements of their own", list(card("<p><i>오전</i><b>10:00</b><u>–</u><i>오전</i><b>10:40</b></p>", head("작업 큐 운영기")), card("<p><i>오전</i><b>11:40</b><u>–</u><i>오후</i><b>12:20</b></p>", head("타입 힌트 톺아보기")), card("<p><i>오후</i><b>1:00</b><u>–</u><i>오후</i><b>1:40</b></p>", head("그래프 저장소의 기록"))), `
			작업 큐 운영기 10:00-10:40
			타입 힌트 톺아보기 11:40-12:20
			그래프 저장소의 기록 13:00-13:40`},
		{"two that contradict each other", list(card(at("10:00"), head("작업 큐 운영기"), at("14:00")), card(at("11:00"), head("타입 힌트 톺아보기")), card(at("12:00"), head("그래프 저장소의 기록"))), `
			작업 큐 운영기
			타입 힌트 톺아보기 11:00
			그래프 저장소의 기록 12:00`},
		{"the cell of a row for several", "<body><h2>2027년 8월 14일</h2><table><tr><th>시간</th><th>해오름홀</th><th>달무리실</th></tr><tr><td>10:00~10:40</td><td><b>작업 큐 운영기</b></td><td><b>타입 힌트 톺아보기</b></td></tr><tr><td>11:00~11:40</td><td><b>그래프 저장소의 기록</b></td><td><b>메시지 버스 다시 만들기</b></td></tr></table>", `
			작업 큐 운영기 10:00-10:40
			타입 힌트 톺아보기 10:00-10:40
			그래프 저장소의 기록 11:00-11:40
			메시지 버스 다시 만들기 11:00-11:40`},
	})
}

// sessionsOf are what a page is read as in the end, a line each.
func sessionsOf(page site.Page) (out []string) {
	for _, s := range page.Sessions() {
		line := s.Start.String()
		if len(line) > 16 {
			line = line[:16]
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", line, s.Title(page.Lang), strings.Join(s.Speakers, "+"), strings.Join(s.Rooms, "+"))))
	}
	return out
}

func readAt(url string) func(t *testing.T, html string) []string {
	return func(t *testing.T, html string) []string {
		page, _, _ := traced(t, html, url)
		return sessionsOf(page)
	}
}

// talks are three sessions in boxes, each with a time.
func talks(a, b, c string) string {
	one := func(clock, title string) string { return "<li><i>" + clock + "</i><h3>" + title + "</h3></li>" }
	return "<ul>" + one(a, "작업 큐 운영기") + one(b, "타입 힌트 톺아보기") + one(c, "그래프 저장소의 기록") + "</ul>"
}

// TestDays: the date that governs a record, and none where several might.
func TestDays(t *testing.T) {
	steps(t, readAt(""), []step{
		{"a heading", "<body><h2>2027년 8월 14일</h2>" + talks("10:00", "11:00", "12:00"), `
			2027-08-14T10:00 작업 큐 운영기
			2027-08-14T11:00 타입 힌트 톺아보기
			2027-08-14T12:00 그래프 저장소의 기록`},
		{"a heading each", "<body><h2>8월 14일</h2>" + talks("10:00", "11:00", "12:00") + "<h2>8월 15일</h2><ul><li><i>10:00</i><h3>메시지 버스 다시 만들기</h3></li></ul>", `
			2027-08-14T10:00 작업 큐 운영기
			2027-08-14T11:00 타입 힌트 톺아보기
			2027-08-14T12:00 그래프 저장소의 기록
			2027-08-15T10:00 메시지 버스 다시 만들기`},
		{"panels that name their tabs, in another order", `<body><div role=tablist><b role=tab id=t1>8월 14일</b><b role=tab id=t2>8월 15일</b></div><div role=tabpanel aria-labelledby=t2>` + talks("10:00", "11:00", "12:00") + `</div><div role=tabpanel aria-labelledby=t1 hidden><ul><li><i>09:00</i><h3>메시지 버스 다시 만들기</h3></li><li><i>10:00</i><h3>로그 수집기 다시 만들기</h3></li></ul></div>`, `
			2027-08-15T10:00 작업 큐 운영기
			2027-08-15T11:00 타입 힌트 톺아보기
			2027-08-15T12:00 그래프 저장소의 기록
			2027-08-14T09:00 메시지 버스 다시 만들기
			2027-08-14T10:00 로그 수집기 다시 만들기`},
		{"a range says no day", "<body><h2>2027년 8월 14일 ~ 15일</h2>" + talks("10:00", "11:00", "12:00"), `
			작업 큐 운영기
			타입 힌트 톺아보기
			그래프 저장소의 기록`},
		{"a range and a number", "<body><h1>2027년 8월 14일 ~ 15일</h1><section><h2>Day 2</h2>" + talks("10:00", "11:00", "12:00") + "</section>", `
			2027-08-15T10:00 작업 큐 운영기
			2027-08-15T11:00 타입 힌트 톺아보기
			2027-08-15T12:00 그래프 저장소의 기록`},
		{"the only date, with a place beside it", "<body><div><p>2027년 8월 14일</p><p>등대회관 2층</p>" + talks("10:00", "11:00", "12:00") + "</div>", `
			2027-08-14T10:00 작업 큐 운영기
			2027-08-14T11:00 타입 힌트 톺아보기
			2027-08-14T12:00 그래프 저장소의 기록`},
		{"a day that is not known yet cuts the one before", "<body><h2>2027년 8월 14일</h2>" + talks("10:00", "11:00", "12:00") + "<h2>추후 공지</h2><ul><li><i>10:00</i><h3>메시지 버스 다시 만들기</h3></li></ul>", `
			2027-08-14T10:00 작업 큐 운영기
			2027-08-14T11:00 타입 힌트 톺아보기
			2027-08-14T12:00 그래프 저장소의 기록
			메시지 버스 다시 만들기`},
		{"a deadline is none", "<body><p>모집 마감: 2027년 7월 1일</p>" + talks("10:00", "11:00", "12:00"), `
			작업 큐 운영기
			타입 힌트 톺아보기
			그래프 저장소의 기록`},
	})
}

// TestHalls: where a record is.
func TestHalls(t *testing.T) {
	steps(t, readAt(""), []step{
		{"a heading over a list each", "<body><h2>2027년 8월 14일</h2><section><h3>해오름홀</h3><ul><li><i>10:00</i><b>작업 큐 운영기</b></li><li><i>11:00</i><b>타입 힌트 톺아보기</b></li></ul></section><section><h3>달무리실</h3><ul><li><i>10:00</i><b>그래프 저장소의 기록</b></li><li><i>11:00</i><b>메시지 버스 다시 만들기</b></li></ul></section>", `
			2027-08-14T10:00 작업 큐 운영기  해오름홀
			2027-08-14T11:00 타입 힌트 톺아보기  해오름홀
			2027-08-14T10:00 그래프 저장소의 기록  달무리실
			2027-08-14T11:00 메시지 버스 다시 만들기  달무리실`},
		{"the head of a column", "<body><h2>2027년 8월 14일</h2><table><tr><th>시간</th><th>해오름홀</th><th>달무리실</th></tr><tr><td>10:00</td><td><b>작업 큐 운영기</b></td><td><b>타입 힌트 톺아보기</b></td></tr><tr><td>11:00</td><td><b>그래프 저장소의 기록</b></td><td><b>메시지 버스 다시 만들기</b></td></tr></table>", `
			2027-08-14T10:00 작업 큐 운영기  해오름홀
			2027-08-14T10:00 타입 힌트 톺아보기  달무리실
			2027-08-14T11:00 그래프 저장소의 기록  해오름홀
			2027-08-14T11:00 메시지 버스 다시 만들기  달무리실`},
		{"in a line with its time", list(card("<p>10:00 – 10:40 · 해오름홀 · Beginner</p>", head("작업 큐 운영기")), card("<p>11:00 – 11:40 · 달무리실 · Advanced</p>", head("타입 힌트 톺아보기")), card("<p>12:00 – 12:40 · 해오름홀 · Beginner</p>", head("그래프 저장소의 기록"))), `
			2027-08-14T10:00 작업 큐 운영기  해오름홀
			2027-08-14T11:00 타입 힌트 톺아보기  달무리실
			2027-08-14T12:00 그래프 저장소의 기록  해오름홀`},
		{"a track is named by its room", "<body><h2>2027년 8월 14일</h2><section><h3>Track 1 (오디토리움)</h3>" + talks("10:00", "11:00", "12:00") + "</section><section><h3>Track 2 (소극장)</h3><ul><li><i>10:00</i><h3>메시지 버스 다시 만들기</h3></li></ul></section>", `
			2027-08-14T10:00 작업 큐 운영기  오디토리움
			2027-08-14T11:00 타입 힌트 톺아보기  오디토리움
			2027-08-14T12:00 그래프 저장소의 기록  오디토리움
			2027-08-14T10:00 메시지 버스 다시 만들기  소극장`},
		{"two columns of each room, with heads below its own", "<body><h2>2027년 8월 14일</h2><table><tr><th rowspan=2>시간</th><th colspan=2>해오름홀</th><th colspan=2>달무리실</th></tr><tr><th>제목</th><th>발표자</th><th>제목</th><th>발표자</th></tr><tr><td>10:00</td><td>작업 큐 운영기</td><td>김하늘</td><td>타입 힌트 톺아보기</td><td>이바다</td></tr><tr><td>11:00</td><td>그래프 저장소의 기록</td><td>박초롱</td><td>메시지 버스 다시 만들기</td><td>최은하</td></tr></table>", `
			2027-08-14T10:00 작업 큐 운영기 김하늘 해오름홀
			2027-08-14T10:00 타입 힌트 톺아보기 이바다 달무리실
			2027-08-14T11:00 그래프 저장소의 기록 박초롱 해오름홀
			2027-08-14T11:00 메시지 버스 다시 만들기 최은하 달무리실`},
		{"before its time, a sign before it, or in brackets", list(card("<p>해오름홀 10:00 ~ 10:40</p>", head("작업 큐 운영기")), card("<i>11:00</i>", head("타입 힌트 톺아보기"), "<p class=room>@달무리실</p>"), card("<i>12:00</i>", head("그래프 저장소의 기록"), "<p class=room>[해오름홀]</p>")), `
			2027-08-14T10:00 작업 큐 운영기  해오름홀
			2027-08-14T11:00 타입 힌트 톺아보기  달무리실
			2027-08-14T12:00 그래프 저장소의 기록  해오름홀`},
	})
}

// TestDetails: a session's own page.
func TestDetails(t *testing.T) {
	const own = "https://2027.pycon.kr/sessions/42"
	steps(t, readAt(own), []step{
		{"by labels", "<body><main><h1>작업 큐 운영기</h1><dl><dt>일시</dt><dd>2027년 8월 14일 10:00 ~ 10:40</dd><dt>장소</dt><dd>해오름홀</dd><dt>발표자</dt><dd>김하늘</dd></dl></main>", `
			2027-08-14T10:00 작업 큐 운영기 김하늘 해오름홀`},
		{"in one line, without labels", "<body><main><h1>작업 큐 운영기</h1><p>2027-08-14, 10:00–10:40, 해오름홀</p><p>어떻게 운영했는지 이야기합니다.</p></main>", `
			2027-08-14T10:00 작업 큐 운영기  해오름홀`},
		{"without a day there is no start", "<body><main><h1>작업 큐 운영기</h1><p>10:00 – 10:40</p></main>", `
			작업 큐 운영기`},
		{"without a heading the document's title names it", "<title>작업 큐 운영기 | 별빛 콘퍼런스</title><body><div><div>별빛 콘퍼런스</div><div>작업 큐 운영기</div><dl><dt>일시</dt><dd>2027년 8월 14일 10:00 ~ 10:40</dd><dt>장소</dt><dd>해오름홀</dd></dl></div>", `
			2027-08-14T10:00 작업 큐 운영기  해오름홀`},
		{"or at its end", "<title>별빛 콘퍼런스 :: 작업 큐 운영기와 그 뒤</title><body><div><div>별빛 콘퍼런스</div><div>작업 큐 운영기와 그 뒤</div><dl><dt>일시</dt><dd>2027년 8월 14일 10:00 ~ 10:40</dd><dt>장소</dt><dd>해오름홀</dd></dl></div>", `
			2027-08-14T10:00 작업 큐 운영기와 그 뒤  해오름홀`},
		{"a word within it does not", "<title>작업 큐 운영기를 다시 보기</title><body><div><div>작업 큐 운영기</div><dl><dt>일시</dt><dd>2027년 8월 14일 10:00 ~ 10:40</dd></dl></div>", ""},
	})
}

// TestStructured: what is on the page for machines.
func TestStructured(t *testing.T) {
	steps(t, readAt(""), []step{
		{"JSON-LD of what the page shows", `<body><script type="application/ld+json">[{"@type":"Event","name":"작업 큐 운영기","startDate":"2027-08-14T10:00:00+09:00","duration":"PT40M","location":{"@type":"Place","name":"해오름홀"},"performer":[{"@type":"Person","name":"김하늘"}]}]</script><h3>작업 큐 운영기</h3>`, `
			2027-08-14T10:00 작업 큐 운영기 김하늘 해오름홀`},
		{"and not of what it does not show", `<body><script type="application/ld+json">{"@type":"Event","name":"작업 큐 운영기","startDate":"2027-08-14T10:00:00+09:00"}</script><h3>소개</h3>`, ""},
		{"nor of the whole conference", `<body><script type="application/ld+json">{"@type":"Event","name":"별빛 콘퍼런스","startDate":"2027-08-14T10:00:00+09:00","endDate":"2027-08-15T18:00:00+09:00"}</script><h3>별빛 콘퍼런스</h3>`, ""},
		{"microdata", `<body><div itemscope itemtype="https://schema.org/Event"><h3 itemprop=name>작업 큐 운영기</h3><time itemprop=startDate datetime="2027-08-14T10:00+09:00">10시</time><span itemprop=location>해오름홀</span></div>`, `
			2027-08-14T10:00 작업 큐 운영기  해오름홀`},
		{"h-event", `<body><div class=h-event><h3 class=p-name>작업 큐 운영기</h3><time class=dt-start datetime="2027-08-14T10:00+09:00">10시</time><span class=p-location>해오름홀</span></div>`, `
			2027-08-14T10:00 작업 큐 운영기  해오름홀`},
	})
}

// TestLabelled: pieces of one class with different words before them are columns of their own.
func TestLabelled(t *testing.T) {
	fact := func(sign, value string) string { return "<div class=f>" + sign + " " + value + "</div>" }
	var cards []string
	for i, who := range []string{"김하늘", "이바다", "박초롱", "최다온"} {
		cards = append(cards, card(fact("🕐", fmt.Sprintf("1%d:00", i)), head(fmt.Sprintf("작은 팀의 작업 큐 운영기 %d", i)), fact("📍", fmt.Sprintf("10%d호", i%2+1)), fact("🎤", who)))
	}
	page, _, _ := traced(t, list(cards...), "")
	var out []string
	for _, s := range page.Sessions() {
		out = append(out, strings.Join(s.Rooms, "+")+" "+strings.Join(s.Speakers, "+"))
	}
	if got, want := strings.Join(out, ", "), "101호 김하늘, 102호 이바다, 101호 박초롱, 102호 최다온"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestReports: what tells of talks is no list of them.
func TestReports(t *testing.T) {
	for text, want := range map[string]bool{"“How To Count” by Nina Park": true, "“How To Count”": false, "How To Count": false, "\"How To Count\" was moved": true, "“작업 큐” 발표가 취소되었습니다": true} {
		if got := reports(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
