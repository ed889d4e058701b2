package families

import (
	"fmt"
	"time"
)

// negatives are families of pages that are no programme, though they have times, names,
// rooms or dates in lists.
var negatives = []family{
	{name: "no-menu", forms: 2, make: menuPage, negative: true},
	{name: "no-parking", forms: 2, make: parkingPage, negative: true},
	{name: "no-opening-hours", forms: 2, make: openingPage, negative: true},
	{name: "no-clinic", forms: 2, make: clinicPage, negative: true},
	{name: "no-bus", forms: 2, make: busPage, negative: true},
	{name: "no-tickets", forms: 2, make: ticketsPage, negative: true},
	{name: "no-deadlines", forms: 2, make: deadlinesPage, negative: true},
	{name: "no-staff", forms: 2, make: staffPage, negative: true},
	{name: "no-sponsors", forms: 2, make: sponsorsPage, negative: true},
	{name: "no-blog", forms: 2, make: blogPage, negative: true},
	{name: "no-changelog", forms: 2, make: changelogPage, negative: true},
	{name: "no-news", forms: 2, make: newsPage, negative: true},
}

// rows is a table, or a list of boxes, of lines whose first one is the head.
func (g *gen) rows(lines [][]string) *element {
	if g.form == 0 {
		table := e("table.info")
		for i, line := range lines {
			row := e("tr")
			for _, cell := range line {
				row.add(e(either(i == 0, "th", "td"), cell))
			}
			table.add(row)
		}
		return table
	}
	list := e("div.info")
	for _, line := range lines[1:] {
		card := e("div.info-card", e("h3.info-title", line[1]), e("p.info-when", line[0]))
		for _, cell := range line[2:] {
			card.add(e("p.info-more", cell))
		}
		list.add(card)
	}
	return list
}

func either(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

func (g *gen) weekend() time.Time {
	return time.Date(g.year, 8, 14, 0, 0, 0, 0, time.UTC)
}

// hoursOf are hours of the day, 90 minutes after one another.
func (g *gen) hoursOf(i, length int) string {
	from := 7*60 + 30 + i*90 + 10*g.n(3)
	return hhmm(from) + words(g, " ~ ", " – ") + hhmm(from+length)
}

func menuPage(g *gen) {
	g.path = words(g, "/venue/food", "/en/food")
	dishes := words(g, []string{"버섯 들깨 덮밥", "바지락 칼국수", "두부 비빔밥", "토마토 파스타", "감자 수제비", "시금치 카레"}, []string{"Mushroom rice bowl", "Clam noodle soup", "Tofu bibimbap", "Tomato pasta", "Potato dumpling soup", "Spinach curry"})
	shuffle(&g.random, dishes)
	lines := [][]string{words(g, []string{"시간", "메뉴", "자리", "가격"}, []string{"Time", "Dish", "Place", "Price"})}
	for i, d := range dishes {
		lines = append(lines, []string{g.hoursOf(i, 60), d, words(g, "1층 식당", "Canteen, ground floor"), words(g, fmt.Sprintf("%d,500원", 7+i), fmt.Sprintf("₩%d,500", 7+i))})
	}
	g.body = e("section.food", e("h1.page-title", words(g, "점심 식단", "Lunch menu")), e("p", g.dateOf(g.weekend())), g.rows(lines))
}

// dateOf is a date in the page's language.
func (g *gen) dateOf(d time.Time) string {
	return words(g, d.Format("2006년 1월 2일")+"("+weekdaysKo[d.Weekday()]+")", d.Format("Monday, January 2, 2006"))
}

func parkingPage(g *gen) {
	g.path = words(g, "/venue/parking", "/en/venue/parking")
	lots := words(g, []string{"지하 1층 주차장", "지하 2층 주차장", "별관 주차타워", "맞은편 공영주차장", "동문 앞 노상주차장"}, []string{"Basement 1", "Basement 2", "Annex tower", "Public lot across the road", "East gate kerbside"})
	shuffle(&g.random, lots)
	lines := [][]string{words(g, []string{"운영 시간", "주차장", "요금"}, []string{"Hours", "Car park", "Fee"})}
	for i, lot := range lots {
		lines = append(lines, []string{g.hoursOf(i%3, 12*60), lot, words(g, fmt.Sprintf("10분 %d00원", 5+i), fmt.Sprintf("₩%d00 per 10 minutes", 5+i))})
	}
	g.body = e("section.parking", e("h1.page-title", words(g, "주차 안내", "Parking")), g.rows(lines), e("p", words(g, "만차일 때는 대중교통을 이용해 주세요.", "Please take public transport when it is full.")))
}

func openingPage(g *gen) {
	g.path = words(g, "/venue/hours", "/en/venue/hours")
	places := words(g, []string{"본관 로비", "도서 휴게실", "어린이 놀이방", "옥상 정원", "수유실", "물품 보관소"}, []string{"Main lobby", "Reading lounge", "Children's room", "Roof garden", "Nursing room", "Cloakroom"})
	shuffle(&g.random, places)
	days := words(g, []string{"평일", "토요일", "일요일·공휴일"}, []string{"Weekdays", "Saturday", "Sunday and holidays"})
	lines := [][]string{words(g, []string{"이용 시간", "장소", "요일", "문의"}, []string{"Hours", "Place", "Days", "Ask"})}
	for i, p := range places {
		lines = append(lines, []string{g.hoursOf(i%4, 8*60), p, days[i%3], words(g, "안내 데스크", "Front desk")})
	}
	g.body = e("section.hours", e("h1.page-title", words(g, "이용 안내", "Opening hours")), g.rows(lines))
}

func clinicPage(g *gen) {
	g.path = words(g, "/guide/health", "/en/guide/health")
	people := g.people()
	rooms := words(g, []string{"1진료실", "2진료실", "3진료실"}, []string{"Room 1", "Room 2", "Room 3"})
	fields := words(g, []string{"내과", "소아청소년과", "이비인후과", "피부과", "안과", "정형외과"}, []string{"Internal medicine", "Paediatrics", "Ear, nose and throat", "Dermatology", "Eye clinic", "Orthopaedics"})
	lines := [][]string{words(g, []string{"진료 시간", "진료과", "의사", "진료실"}, []string{"Hours", "Department", "Doctor", "Room"})}
	for i, f := range fields {
		lines = append(lines, []string{g.hoursOf(i, 80), f, people[i].name + words(g, " 원장", ", MD"), rooms[i%3]})
	}
	g.body = e("section.clinic", e("h1.page-title", words(g, "진료 안내", "Clinic hours")), g.rows(lines), e("p", words(g, "점심시간 12:30 ~ 13:30", "Closed for lunch 12:30 – 13:30")))
}

func busPage(g *gen) {
	g.path = words(g, "/venue/shuttle", "/en/venue/shuttle")
	stops := words(g, []string{"바다역 2번 출구", "등대회관 정문", "별빛호텔 앞", "시외버스터미널", "공항철도 환승센터"}, []string{"Harbour station, exit 2", "Lighthouse House, main gate", "Starlight Hotel", "Coach terminal", "Airport rail interchange"})
	lines := [][]string{words(g, []string{"출발", "타는 곳", "도착", "비고"}, []string{"Departs", "Stop", "Arrives", "Note"})}
	for i := range 8 {
		at := 8*60 + i*35 + g.n(5)
		lines = append(lines, []string{hhmm(at), stops[i%len(stops)], hhmm(at + 25), words(g, []string{"매일", "토·일만"}, []string{"daily", "weekend only"})[i%2]})
	}
	g.body = e("section.bus", e("h1.page-title", words(g, "셔틀버스 시간표", "Shuttle bus timetable")), e("p", g.dateOf(g.weekend())), g.rows(lines))
}

func ticketsPage(g *gen) {
	g.path = words(g, "/tickets", "/en/tickets")
	kinds := words(g, []string{"얼리버드 티켓", "일반 티켓", "개인 후원 티켓", "학생 티켓", "튜토리얼 추가"}, []string{"Early bird ticket", "Regular ticket", "Patron ticket", "Student ticket", "Tutorial add-on"})
	lines := [][]string{words(g, []string{"판매 시작", "종류", "가격", "남은 수량"}, []string{"On sale", "Kind", "Price", "Left"})}
	for i, k := range kinds {
		d := time.Date(g.year, 5, 3+i*7, 0, 0, 0, 0, time.UTC)
		lines = append(lines, []string{g.dateOf(d) + words(g, " 오후 2시", ", 14:00"), k, words(g, fmt.Sprintf("%d0,000원", 4+i*2), fmt.Sprintf("₩%d0,000", 4+i*2)), words(g, fmt.Sprintf("%d장", 30+i*11), fmt.Sprintf("%d left", 30+i*11))})
	}
	g.body = e("section.tickets", e("h1.page-title", words(g, "티켓 안내", "Tickets")), g.rows(lines))
}

func deadlinesPage(g *gen) {
	g.path = words(g, "/cfp", "/en/cfp")
	steps := words(g, []string{"발표 제안 접수 시작", "발표 제안 접수 마감", "심사 결과 안내", "발표 자료 초안 제출", "리허설 신청 마감", "최종 자료 제출"}, []string{"Call for proposals opens", "Call for proposals closes", "Results are sent", "Drafts are due", "Rehearsal sign-up closes", "Final slides are due"})
	lines := [][]string{words(g, []string{"일시", "내용", "대상"}, []string{"When", "What", "For"})}
	for i, s := range steps {
		d := time.Date(g.year, 3, 2+i*19, 0, 0, 0, 0, time.UTC)
		lines = append(lines, []string{g.dateOf(d) + []string{" 10:00", " 23:59", " 18:00"}[i%3], s, words(g, "발표 신청자", "Speakers")})
	}
	g.body = e("section.dates", e("h1.page-title", words(g, "주요 일정", "Important dates")), g.rows(lines))
}

func staffPage(g *gen) {
	g.path = words(g, "/about/team", "/en/about/team")
	teams := words(g, []string{"프로그램팀", "홍보팀", "후원팀", "디자인팀", "운영팀"}, []string{"Programme team", "Outreach team", "Sponsorship team", "Design team", "Operations team"})
	people := g.people()
	list := e("div.people")
	for i := range 9 {
		card := e("div.person", e("img", attr{"src", fmt.Sprintf("/img/p%d.webp", i)}, attr{"alt", ""}), e("h3.person-name", people[i].name), e("p.person-team", teams[i%5]))
		if g.form == 1 {
			card.add(e("p.person-desk", words(g, "안내 데스크 ", "At the desk ")+g.hoursOf(i%4, 120)))
		}
		list.add(card)
	}
	g.body = e("section.team", e("h1.page-title", words(g, "준비위원회", "Organisers")), list)
}

func sponsorsPage(g *gen) {
	g.path = words(g, "/sponsors", "/en/sponsors")
	list := e("div.sponsors")
	lang := words(g, 0, 1)
	for i, c := range companies[lang] {
		card := e("a.sponsor", attr{"href", fmt.Sprintf("/sponsors/%d", i+1)}, e("img", attr{"src", fmt.Sprintf("/img/s%d.svg", i)}, attr{"alt", c}), e("h3.sponsor-name", c), e("p.sponsor-level", words(g, []string{"키스톤", "다이아몬드", "플래티넘"}, []string{"Keystone", "Diamond", "Platinum"})[i%3]))
		if g.form == 1 {
			card.add(e("p.sponsor-booth", words(g, "부스 ", "Booth ")+fmt.Sprintf("B-%02d, ", i+1)+g.hoursOf(i%3, 7*60)))
		}
		list.add(card)
	}
	g.body = e("section.sponsors-page", e("h1.page-title", words(g, "후원사", "Sponsors")), list)
}

func blogPage(g *gen) {
	g.path = words(g, "/blog", "/en/blog")
	people, titles := g.people(), g.titles()
	list := e("div.posts")
	for i := range 6 {
		d := time.Date(g.year, 2, 3+i*12, 0, 0, 0, 0, time.UTC)
		list.add(e("article.post", e("h2.post-title", e("a", attr{"href", fmt.Sprintf("/blog/%d", 40-i)}, titles[i])), e("p.post-meta", e("span.post-date", d.Format("2006.01.02")+either(g.form == 1, " "+hhmm(540+i*47), "")), e("span.post-author", people[i].name)),
			e("p.post-lead", words(g, "지난 모임에서 나눈 이야기를 정리했습니다. 사진과 함께 천천히 읽어 주세요.", "Notes of what we spoke about when we last met, with pictures."))))
	}
	g.body = e("section.blog", e("h1.page-title", words(g, "블로그", "Blog")), list)
}

func changelogPage(g *gen) {
	g.path = words(g, "/schedule/changelog", "/en/schedule/changelog")
	titles, people := g.titles(), g.people()
	list := e("div.versions")
	for i := range 4 {
		d := time.Date(g.year, 7, 28-i*6, 0, 0, 0, 0, time.UTC)
		changes := e("ul.changes")
		for j := range 3 {
			changes.add(e("li", words(g, []string{"“%s” 발표가 추가되었습니다 (%s)", "“%s” 발표가 다른 방으로 옮겨졌습니다 (%s)", "“%s” 발표 시간이 바뀌었습니다 (%s)"}, []string{"New: “%s” by %s", "Moved to another room: “%s” by %s", "Moved to another time: “%s” by %s"})[j : j+1][0]))
			last := changes.kids[len(changes.kids)-1].(*element)
			last.kids[0] = fmt.Sprintf(last.kids[0].(string), titles[i*3+j], people[i*3+j].name)
		}
		list.add(e("section.version", e("h3.version-name", fmt.Sprintf(words(g, "버전 0.%d", "Version 0.%d"), 9-i)), e("p.version-date", d.Format("2006-01-02")+either(g.form == 1, " "+hhmm(600+i*83), "")), changes))
	}
	g.body = e("section.changelog", e("h1.page-title", words(g, "시간표 변경 이력", "Schedule changelog")), list)
}

func newsPage(g *gen) {
	g.path = words(g, "/news/12", "/en/news/12")
	d := g.weekend()
	titles := g.titles()
	text := words(g, []string{
		"%s 시간표가 공개되었습니다. 올해는 " + g.dateOf(d) + " 오전 10시에 문을 열고, 오후 6시에 마칩니다.",
		"기조연설은 10:00에 시작하고, 이어서 “" + titles[0] + "”, “" + titles[1] + "” 등의 발표가 준비되어 있습니다.",
		"점심시간은 12:00 ~ 13:30이며, 라이트닝 토크 신청은 현장에서 15:00까지 받습니다.",
		"자세한 내용은 시간표 페이지를 봐 주세요.",
	}, []string{
		"The schedule of %s is out. Doors open on " + g.dateOf(d) + " at 10:00 and close at 18:00.",
		"The keynote begins at 10:00, followed by “" + titles[0] + "”, “" + titles[1] + "” and many more.",
		"Lunch is from 12:00 – 13:30, and you can sign up for lightning talks at the desk until 15:00.",
		"See the schedule page for all of it.",
	})
	text[0] = fmt.Sprintf(text[0], g.event)
	article := e("article.news", e("h1.news-title", words(g, "시간표가 공개되었어요", "The schedule is out")), e("p.news-meta", time.Date(g.year, 7, 1, 0, 0, 0, 0, time.UTC).Format("2006-01-02")+" 11:00"))
	for _, p := range text {
		article.add(e("p", p))
	}
	if g.form == 1 {
		article.add(e("h2", words(g, "지난 소식", "Earlier news")), e("ul.older", e("li", e("a", attr{"href", "/news/11"}, words(g, "티켓 판매를 시작합니다", "Tickets are on sale"))), e("li", e("a", attr{"href", "/news/10"}, words(g, "발표자를 모집합니다", "Call for proposals"))), e("li", e("a", attr{"href", "/news/9"}, words(g, "자원봉사자를 찾습니다", "Volunteers wanted")))))
	}
	g.body = e("div.news-page", article)
}
