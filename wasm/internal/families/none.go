package families

import (
	"fmt"
	"time"
)

// nothing are more families of pages that are no programme.
var nothing = []family{
	{name: "no-months", forms: 2, make: monthsPage, negative: true},
	{name: "no-shops", forms: 2, make: shopsPage, negative: true},
	{name: "no-mails", forms: 2, make: mailsPage, negative: true},
	{name: "no-weather", forms: 2, make: weatherPage, negative: true},
	{name: "no-recordings", forms: 2, make: recordingsPage, negative: true},
	{name: "no-speakers", forms: 2, make: speakersPage, negative: true},
}

// monthsPage: what happens in a year, by months.
func monthsPage(g *gen) {
	g.path = words(g, "/calendar", "/en/calendar")
	events := words(g, []string{"정기 모임", "스터디 발표회", "봄 소풍", "번역 모임", "스프린트 준비", "송년회", "총회", "초심자 교실"}, []string{"Monthly meetup", "Study group showcase", "Spring picnic", "Translation night", "Sprint preparation", "Year-end party", "General meeting", "Beginners' class"})
	shuffle(&g.random, events)
	body := e("section.calendar", e("h1.page-title", words(g, "연간 일정", "Calendar")))
	for i, event := range events {
		d := time.Date(g.year, time.Month(i+2), 3+g.n(24), 0, 0, 0, 0, time.UTC)
		month := e("h2.month", words(g, d.Format("2006년 1월"), d.Format("January 2006")))
		if g.form == 0 {
			body.add(month, e("ul.events", e("li.event", e("span.event-date", words(g, d.Format("1월 2일"), d.Format("Jan 2"))), e("span.event-hour", hhmm(19*60)), e("strong.event-name", event))))
		} else {
			body.add(e("div.month-box", month, e("table", e("tr", e("td", d.Format("2006-01-02")), e("td", hhmm(19*60+30)), e("td", event)))))
		}
	}
	g.body = body
}

// shopsPage: places to eat around, each with its hours.
func shopsPage(g *gen) {
	g.path = words(g, "/venue/around", "/en/venue/around")
	shops := words(g, []string{"별빛 분식", "바다 국밥", "구름 커피", "달무리 베이커리", "등대 돈가스", "여울 책방"}, []string{"Starlight Snacks", "Sea Soup House", "Cloud Coffee", "Halo Bakery", "Lighthouse Cutlets", "Rivulet Books"})
	kinds := words(g, []string{"한식", "카페", "빵집", "책방"}, []string{"Korean food", "Café", "Bakery", "Bookshop"})
	shuffle(&g.random, shops)
	list := e("div.shops")
	for i, s := range shops {
		open := hhmm(7*60+30*i) + words(g, " ~ ", " – ") + hhmm(20*60+30*(i%3))
		card := e("div.shop", e("h3.shop-name", s), e("p.shop-kind", kinds[i%4]), e("p.shop-hours", open))
		if g.form == 1 {
			card.add(e("p.shop-way", fmt.Sprintf(words(g, "걸어서 %d분", "%d minutes on foot"), 3+i)), e("p.shop-phone", "02-123-"+fmt.Sprint(4560+i)))
		}
		list.add(card)
	}
	g.body = e("section.around", e("h1.page-title", words(g, "주변 가게", "Around the venue")), list)
}

// mailsPage: the archive of a list.
func mailsPage(g *gen) {
	g.path = words(g, "/archives/list/2027-August/", "/en/archives/list/2027-August/")
	people, titles := g.people(), g.titles()
	d := g.weekend()
	list := e("ul.mails")
	rows := e("tbody")
	for i := range 9 {
		when := d.AddDate(0, 0, i/4).Format("2006-01-02 ") + hhmm(480+(i%4)*131)
		subject := e("a", attr{"href", fmt.Sprintf("%06d.html", 4512+i)}, either(i%3 == 1, "Re: ", "")+titles[i/2])
		list.add(e("li", subject, e("i.author", people[i].name), " ", e("span.when", when)))
		rows.add(e("tr", e("td", subject), e("td", people[i].name), e("td", when)))
	}
	if g.form == 0 {
		g.body = e("section.archive", e("h1.page-title", words(g, "메일링 리스트", "Mailing list archive")), list)
	} else {
		g.body = e("section.archive", e("h1.page-title", words(g, "메일링 리스트", "Mailing list archive")), e("table", rows))
	}
}

// weatherPage: what the weather is on the day, by the hour.
func weatherPage(g *gen) {
	g.path = words(g, "/venue/weather", "/en/venue/weather")
	skies := words(g, []string{"맑음", "구름 조금", "흐리고 한때 비", "소나기", "구름 많음"}, []string{"Clear sky", "A few clouds", "Cloudy with some rain", "Showers", "Mostly cloudy"})
	list := e("div.hours")
	rows := e("table.hours")
	for i := range 8 {
		sky := pick(&g.random, skies)
		list.add(e("div.hour", e("span.clock", hhmm(540+i*60)), e("strong.sky", sky), e("span.degrees", fmt.Sprintf("%d°C", 24+i%5))))
		rows.add(e("tr", e("td", hhmm(540+i*60)), e("td", sky), e("td", fmt.Sprintf("%d°C", 24+i%5))))
	}
	if g.form == 1 {
		list = rows
	}
	g.body = e("section.weather", e("h1.page-title", words(g, "행사 날 날씨", "Weather on the day")), e("p.day", g.dateOf(g.weekend())), list)
}

// recordingsPage: films of talks of years before, with how long they are.
func recordingsPage(g *gen) {
	g.path = words(g, "/videos", "/en/videos")
	titles := g.titles()
	list := e("div.videos")
	for i := range 8 {
		card := e("a.video", attr{"href", "https://videos.example/watch?v=" + letters(g.next(), 10)}, e("img", attr{"src", "/thumb/" + fmt.Sprint(i) + ".jpg"}, attr{"alt", ""}), e("span.video-length", fmt.Sprintf("%d:%02d", 21+i*3, 10+i*5)), e("h3.video-title", titles[i]))
		if g.form == 1 {
			card.add(e("p.video-meta", fmt.Sprintf(words(g, "조회수 %d회 · 3년 전", "%d views · 3 years ago"), 120+i*77)))
		}
		list.add(card)
	}
	g.body = e("section.videos-page", e("h1.page-title", words(g, "지난 발표 영상", "Recordings of earlier years")), list)
}

// speakersPage: who speaks, with what they do.
func speakersPage(g *gen) {
	g.path = words(g, "/speakers", "/en/speakers")
	people := g.people()
	list := e("div.people")
	for i := range 10 {
		card := e("a.person", attr{"href", fmt.Sprintf("/speakers/%d", i+1)}, e("img", attr{"src", fmt.Sprintf("/img/%d.webp", i)}, attr{"alt", ""}), e("h3.person-name", people[i].name), e("p.person-company", people[i].company))
		if g.form == 1 {
			card.add(e("p.person-text", words(g, "오래전부터 파이썬으로 일하고 있습니다. 고양이를 좋아해요.", "Has worked with Python for many years, and likes cats.")))
		}
		list.add(card)
	}
	g.body = e("section.speakers-page", e("h1.page-title", words(g, "발표자", "Speakers")), list)
}
