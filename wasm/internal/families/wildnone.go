package families

import (
	"fmt"
	"time"
)

// none are pages with hours, names, places and days that are no programme either, as the
// sites of conferences and of their towns have them.
var none = []family{
	{name: "no-television", forms: 2, make: televisionPage, negative: true},
	{name: "no-courses", forms: 2, make: coursesPage, negative: true},
	{name: "no-jobs", forms: 2, make: jobsPage, negative: true},
	{name: "no-cfp", forms: 2, make: cfpPage, negative: true},
	{name: "no-hotels", forms: 2, make: hotelsPage, negative: true},
	{name: "no-flights", forms: 2, make: flightsPage, negative: true},
	{name: "no-party", forms: 2, make: partyPage, negative: true},
	{name: "no-tours", forms: 2, make: toursPage, negative: true},
	{name: "no-duty", forms: 2, make: dutyPage, negative: true},
	{name: "no-questions", forms: 2, make: questionsPage, negative: true},
	{name: "no-releases", forms: 2, make: releasesPage, negative: true},
	{name: "no-posts", forms: 2, make: postsPage, negative: true},
}

// televisionPage: what is on, channel by channel.
func televisionPage(g *gen) {
	g.path = words(g, "/guide/tv", "/en/guide/tv")
	shows := words(g, []string{"아침 뉴스", "날씨와 생활", "다큐멘터리 바다", "드라마 등대지기", "어린이 동요", "저녁 뉴스", "음악이 흐르는 밤", "영화 별빛"}, []string{"Morning news", "Weather and life", "The sea, a documentary", "Keeper of the Light", "Songs for children", "Evening news", "Music at night", "Film: Starlight"})
	list, rows := e("ul.shows"), e("table.shows")
	for i, s := range shows {
		at := hhmm(360 + i*120 + 5*g.n(4))
		list.add(e("li.show", e("span.show-time", at), e("span.show-name", s), e("span.show-age", fmt.Sprint(7+i%3*4)+"+")))
		rows.add(e("tr", e("td", at), e("td", s), e("td", words(g, "재방송", "Repeat"))))
	}
	if g.form == 1 {
		list = rows
	}
	g.body = e("section.tv", e("h1.page-title", words(g, "호텔 방송 편성표", "What is on TV at the hotel")), list)
}

// coursesPage: what a school gives, by days of the week.
func coursesPage(g *gen) {
	g.path = words(g, "/academy/courses", "/en/academy/courses")
	courses := words(g, []string{"초급 회화", "수채화 교실", "아침 요가", "기타 배우기", "어린이 발레", "사진 찍기"}, []string{"Beginners' conversation", "Watercolours", "Morning yoga", "Guitar for all", "Ballet for children", "Photography"})
	days := words(g, []string{"월", "화", "수", "목", "금"}, []string{"Mon", "Tue", "Wed", "Thu", "Fri"})
	head := e("tr", e("th", words(g, "교시", "Lesson")))
	for _, d := range days {
		head.add(e("th", d))
	}
	table := e("table.courses", head)
	for i := range 5 {
		row := e("tr", e("th", fmt.Sprintf("%d ", i+1), e("small", hhmm(540+i*60)+"-"+hhmm(590+i*60))))
		for j := range days {
			row.add(e("td", courses[(i*3+j)%len(courses)]))
		}
		table.add(row)
	}
	list := e("div.courses")
	for i, c := range courses {
		list.add(e("div.course", e("h3", c), e("p", words(g, "매주 ", "Every ")+days[i%5]+" "+hhmm(600+i*30)+"-"+hhmm(690+i*30)), e("p", words(g, "수강료 12만 원", "Fee ₩120,000"))))
	}
	if g.form == 1 {
		table = list
	}
	g.body = e("section.school", e("h1", words(g, "강좌 안내", "Courses")), table)
}

// jobsPage: who looks for people.
func jobsPage(g *gen) {
	g.path = words(g, "/sponsors/jobs", "/en/sponsors/jobs")
	list := e("div.jobs")
	for i, j := range words(g, []string{"백엔드 개발자", "데이터 엔지니어", "프런트엔드 개발자", "개발자 관계 담당자", "시스템 관리자", "연구원"}, []string{"Backend Developer", "Data Engineer", "Frontend Developer", "Developer Advocate", "Systems Administrator", "Research Scientist"}) {
		d := g.weekend().AddDate(0, 0, -30+i*6)
		card := e("a.job", attr{"href", fmt.Sprintf("/sponsors/jobs/%d", 100+i)}, e("h3.job-title", j), e("p.job-company", companies[words(g, 0, 1)][i]), e("p.job-place", words(g, "서울 · 정규직", "Seoul · Full time")))
		if g.form == 1 {
			card.add(e("p.job-date", words(g, "마감 ", "Apply until ")+d.Format("2006-01-02")))
		}
		list.add(card)
	}
	g.body = e("section.jobs-page", e("h1", words(g, "채용 정보", "Jobs")), list)
}

// cfpPage: how to send in a talk.
func cfpPage(g *gen) {
	g.path = words(g, "/program/cfp", "/en/program/cfp")
	d := g.weekend()
	kinds := words(g, []string{"짧은 발표", "긴 발표", "튜토리얼", "스프린트", "포스터"}, []string{"Short talk", "Long talk", "Tutorial", "Sprint", "Poster"})
	list := e("ul.kinds")
	for i, k := range kinds {
		list.add(e("li", e("strong", k), " ", e("span", fmt.Sprintf(words(g, "%d분", "%d minutes"), 20+i*20)), e("p", words(g, "누구나 보낼 수 있어요.", "Anybody may send one in."))))
	}
	dates := e("table.dates")
	for i, w := range words(g, []string{"모집 시작", "모집 마감", "선정 발표", "일정 공개"}, []string{"Opens", "Closes", "Decisions", "Timetable published"}) {
		dates.add(e("tr", e("th", w), e("td", d.AddDate(0, i-6, i*3).Format("2006-01-02")+" 18:00")))
	}
	g.body = e("section.cfp", e("h1", words(g, "발표자 모집", "Call for Proposals")), e("h2", words(g, "발표 형식", "Kinds of sessions")), list, e("h2", words(g, "일정", "Schedule")), dates)
	if g.form == 1 {
		g.body = e("section.cfp", e("h1", words(g, "발표자 모집", "Call for Proposals")), dates, e("p", words(g, "별빛 개발자 콘퍼런스에서 여러분의 이야기를 기다립니다.", "We are waiting for your story.")), list)
	}
}

// hotelsPage: where to sleep.
func hotelsPage(g *gen) {
	g.path = words(g, "/venue/hotels", "/en/venue/hotels")
	list := e("div.hotels")
	for i, h := range words(g, []string{"별빛호텔", "바다 게스트하우스", "등대 스테이", "여울 레지던스", "구름 모텔"}, []string{"Starlight Hotel", "Sea Guesthouse", "Lighthouse Stay", "Rivulet Residence", "Cloud Inn"}) {
		card := e("div.hotel", e("h3", h), e("p", words(g, fmt.Sprintf("행사장까지 걸어서 %d분", 5+i*4), fmt.Sprintf("%d minutes on foot from the venue", 5+i*4))), e("p", words(g, "체크인 15:00 / 체크아웃 11:00", "Check-in 15:00, check-out 11:00")))
		if g.form == 1 {
			card = e("div.hotel", e("h3", e("a", attr{"href", "https://hotel.example/" + fmt.Sprint(i)}, h)), e("dl", e("dt", words(g, "체크인", "Check-in")), e("dd", "15:00"), e("dt", words(g, "객실", "Room")), e("dd", words(g, "2인실", "Double room"))))
		}
		list.add(card)
	}
	g.body = e("section.stay", e("h1", words(g, "숙소", "Where to stay")), list)
}

// flightsPage: how to come, by the hour.
func flightsPage(g *gen) {
	g.path = words(g, "/venue/flights", "/en/venue/flights")
	rows := e("table.flights", e("tr", e("th", words(g, "출발", "Departs")), e("th", words(g, "도착", "Arrives")), e("th", words(g, "편명", "Flight")), e("th", words(g, "항공사", "Airline"))))
	list := e("ul.flights")
	for i, f := range []string{"BY 102", "KX 311", "SL 7", "LH 4120", "HB 226", "BY 108"} {
		a, b := hhmm(400+i*95), hhmm(470+i*95)
		line := words(g, []string{"별빛항공", "바다에어"}, []string{"Starlight Air", "Harbour Air"})[i%2]
		rows.add(e("tr", e("td", a), e("td", b), e("td", f), e("td", line)))
		list.add(e("li", e("b", a+" → "+b), e("span", f), e("span", line)))
	}
	if g.form == 1 {
		rows = list
	}
	g.body = e("section.flights-page", e("h1", words(g, "항공편", "Flights")), rows)
}

// partyPage: one evening, with its courses and hours.
func partyPage(g *gen) {
	g.path = words(g, "/events/dinner", "/en/events/dinner")
	list := e("ul.evening")
	for i, w := range words(g, []string{"문이 열립니다", "식사가 나옵니다", "케이크를 자릅니다", "음악이 시작됩니다"}, []string{"Doors are opened", "Dinner is served", "The cake is cut", "Music starts"}) {
		list.add(e("li", e("b", hhmm(1110+i*45)), " "+w))
	}
	if g.form == 1 {
		list = e("p", words(g, "오후 6시 30분부터 10시까지 별빛호텔 2층에서 저녁을 함께합니다. 전채, 주요리, 후식이 차례로 나옵니다.", "Join us from 6:30 pm to 10 pm on the 2nd floor of Starlight Hotel for a starter, a main course and dessert."))
	}
	g.body = e("section.dinner", e("h1", words(g, "저녁 모임", "Conference dinner")), e("p", g.dateOf(g.weekend())+", "+words(g, "별빛호텔", "Starlight Hotel")), list, e("h2", words(g, "차림표", "Menu")), e("ul", e("li", words(g, "버섯 수프", "Mushroom soup")), e("li", words(g, "구운 연어", "Grilled salmon")), e("li", words(g, "과일 케이크", "Fruit cake"))), e("p", words(g, "입장권 45,000원", "Tickets ₩45,000")))
}

// toursPage: what to see in town.
func toursPage(g *gen) {
	g.path = words(g, "/venue/town", "/en/venue/town")
	list := e("div.sights")
	for i, s := range words(g, []string{"바다 박물관", "등대 전망대", "별빛 시장", "여울 공원", "구름 미술관", "달빛 다리"}, []string{"Museum of the Sea", "Lighthouse Lookout", "Starlight Market", "Rivulet Park", "Cloud Gallery", "Moonlight Bridge"}) {
		card := e("article.sight", e("h3", s), e("p", words(g, "마을에서 가장 오래된 곳입니다. 천천히 걸어 보세요.", "One of the oldest places in town. Take your time.")), e("p.open", words(g, "여는 시간 ", "Open ")+hhmm(540+30*(i%3))+" - "+hhmm(1080+30*(i%2))))
		if g.form == 1 {
			card.add(e("p.street", words(g, fmt.Sprintf("바다구 별빛로 %d", 10+i), fmt.Sprintf("%d Starlight-ro", 10+i))))
		}
		list.add(card)
	}
	g.body = e("section.town", e("h1", words(g, "마을 안내", "City guide")), list)
}

// dutyPage: who of the staff is where and when.
func dutyPage(g *gen) {
	g.path = words(g, "/volunteers/duty", "/en/volunteers/duty")
	people := g.people()
	places := words(g, []string{"등록대", "물품 보관소", "안내 데스크", "101호 앞"}, []string{"Registration desk", "Cloakroom", "Help desk", "Door of room 101"})
	rows := e("table.duty", e("tr", e("th", words(g, "시간", "Time")), e("th", words(g, "자리", "Post")), e("th", words(g, "담당", "Who"))))
	list := e("ul.duty")
	for i := range 8 {
		at := hhmm(480+i/2*120) + "-" + hhmm(600+i/2*120)
		rows.add(e("tr", e("td", at), e("td", places[i%4]), e("td", people[i].name)))
		list.add(e("li", e("span.duty-time", at), e("span.duty-post", places[i%4]), e("span.duty-who", people[i].name)))
	}
	if g.form == 1 {
		rows = list
	}
	g.body = e("section.duty-page", e("h1", words(g, "자원봉사 근무표", "Volunteers on duty")), rows)
}

// questionsPage: what people ask.
func questionsPage(g *gen) {
	g.path = words(g, "/faq", "/en/faq")
	body := e("section.faq", e("h1", words(g, "자주 묻는 질문", "Frequently asked questions")))
	for _, q := range words(g, [][2]string{{"등록은 언제부터 하나요?", "오전 9시부터 1층에서 합니다."}, {"발표는 몇 시에 시작하나요?", "첫 발표는 10:00에 시작합니다."}, {"점심은 주나요?", "12:00 ~ 13:20에 도시락을 드립니다."}, {"주차할 수 있나요?", "지하 주차장에 4시간까지 무료입니다."}, {"환불은 언제까지 되나요?", "8월 1일까지 전액 환불됩니다."}},
		[][2]string{{"When does registration open?", "At 9:00 on the ground floor."}, {"When does the first talk start?", "The first talk starts at 10:00."}, {"Is there lunch?", "Yes, from 12:00 to 13:20."}, {"Can I park?", "Four hours are free in the basement."}, {"Until when can I get my money back?", "All of it until August 1."}}) {
		if g.form == 0 {
			body.add(e("details.q", e("summary", q[0]), e("p", q[1])))
		} else {
			body.add(e("h3", q[0]), e("p", q[1]))
		}
	}
	g.body = body
}

// releasesPage: what changed in the timetable.
func releasesPage(g *gen) {
	g.path = words(g, "/schedule/changes", "/en/schedule/changes")
	titles, people := g.titles(), g.people()
	body := e("section.changes", e("h1", words(g, "시간표가 바뀐 기록", "Changes to the schedule")))
	for i := range 3 {
		list := e("ul")
		for j := range 3 {
			t := titles[i*3+j]
			switch j {
			case 0:
				list.add(e("li", words(g, "“"+t+"” 발표가 14:00에서 15:00으로 옮겨졌습니다.", "“"+t+"” moved from 14:00 to 15:00.")))
			case 1:
				list.add(e("li", words(g, "“"+t+"” ("+people[i].name+") 발표가 취소되었습니다.", "“"+t+"” by "+people[i].name+" was cancelled.")))
			default:
				list.add(e("li", words(g, "새 발표: ", "New session: "), e("a", attr{"href", "https://news.example/" + fmt.Sprint(i)}, t)))
			}
		}
		d := g.weekend().AddDate(0, 0, -20+i*5)
		body.add(e("h3", "v0."+fmt.Sprint(3-i)+" ("+d.Format("2006-01-02")+" 12:"+fmt.Sprint(10+i)+")"), list)
	}
	if g.form == 1 {
		g.path = words(g, "/news/schedule", "/en/news/schedule")
	}
	g.body = body
}

// postsPage: what was written, when and by whom.
func postsPage(g *gen) {
	g.path = words(g, "/blog", "/en/blog")
	people, titles := g.people(), g.titles()
	list := e("div.posts")
	for i := range 6 {
		d := g.weekend().AddDate(0, -i, -i*3)
		when := words(g, d.Format("2006년 1월 2일"), d.Format("Jan 2, 2006"))
		card := e("article.post", e("h2.post-title", e("a", attr{"href", fmt.Sprintf("/blog/%d", 40-i)}, titles[i])), e("p.post-meta", e("time", attr{"datetime", d.Format("2006-01-02T") + hhmm(540+i*37) + ":00+09:00"}, when), " · "+people[i].name), e("p", words(g, "지난 모임에서 나눈 이야기를 적습니다.", "Notes from our last meeting.")))
		if g.form == 1 {
			card = e("div.post", e("span.post-date", d.Format(time.DateOnly)+" "+hhmm(540+i*37)), e("a.post-link", attr{"href", fmt.Sprintf("/blog/%s", letters(uint64(i), 6))}, titles[i]), e("span.post-by", people[i].name))
		}
		list.add(card)
	}
	g.body = e("section.blog", e("h1", words(g, "소식", "Blog")), list)
}
