package replica

import (
	"path"
	"strings"
	"time"

	"byeolpyo/wasm/model/editions"
)

// PageKind is what sort of page a PageRef is.
type PageKind string

// The kinds of page.
const (
	PageTimetable PageKind = "timetable"
	PageList      PageKind = "list"
	PageDetail    PageKind = "detail"
	PageKeynote   PageKind = "keynote" // a list of keynotes, or of their speakers
	PageTutorial  PageKind = "tutorial"
	PageOther     PageKind = "other" // no session is on it
)

// PageRef is one page of the replica, in one language and state, with what it
// shows. Static pages are whole in what the handler answers. Others need a
// browser: open URL, wait until Ready is true, run Script, wait until Done is
// true.
type PageRef struct {
	Edition string
	Name    string // unique in its edition and fit for a file: "timetable-day2-en"
	Kind    PageKind
	Lang    string // ko or en
	Day     string // "2019-08-18", the only day in the document; "" for all or none
	Zone    string // the browser's, IANA name: Asia/Seoul unless the page shows its hours
	URL     string
	Static  bool
	Ready   string // JavaScript condition, may be a promise; "" for none
	Script  string // JavaScript that brings the page into the state; "" for none
	Done    string // JavaScript condition after Script; "" for none

	// Expect are the sessions that stand on the page, as far as the page alone
	// tells of them, breaks and fillers left out; in the order of the data. Texts
	// are in the page's language only. Linked says that the page itself tells the
	// session's address, by a link, by data in the page or by being its page; ID
	// is set in any case, to find the session in Programme. Start, End, Speakers
	// and Rooms are empty where the page does not tell them. AllRooms says that it
	// is shown across all rooms of its day, which need not be the ones of Rooms:
	// some years' data has a keynote in one room and the grid in all.
	Expect []Session
}

// Seoul and Angeles are the zones of the pages.
const (
	Seoul   = editions.Zone
	Angeles = "America/Los_Angeles"
)

var (
	seeGrid   = see{speakers: true, rooms: true, start: true, linked: true}
	seeSpan   = see{speakers: true, rooms: true, start: true, end: true, linked: true}
	seeLinks  = see{linked: true}
	seePeople = see{speakers: true, linked: true}
	// A page of keynotes names only who speaks.
	seeWho = see{speakers: true, linked: true, edit: func(s *Session, e *entry) {
		who := strings.Join(e.Speakers, ", ")
		s.Title = Text{who, who}
	}}
	seeAll = see{speakers: true, rooms: true, start: true, end: true, linked: true}
)

// Pages lists the pages of all editions with what they show, as the site serves
// them now.
func (s *Site) Pages() []PageRef {
	var out []PageRef
	for _, edition := range Editions() {
		pages, ours := made[edition]
		if !ours {
			for _, p := range s.saved(edition) {
				out = append(out, p.ref)
			}
			continue
		}
		b := &book{programme: s.programme(edition, knobs{}), edition: edition}
		pages(b)
		out = append(out, b.refs...)
	}
	return out
}

// made are the editions whose pages the replica makes itself, each with what lists them.
var made = map[string]func(*book){
	Edition2014: (*book).django, Edition2015: (*book).django, Edition2016: (*book).django, Edition2017: (*book).django, Edition2018: (*book).django,
	Edition2019: (*book).pages2019, Edition2020: (*book).pages2020, Edition2021: (*book).pages2021, Edition2022: (*book).pages2022,
	Edition2023: (*book).pages2023, Edition2024: (*book).pages2024, Edition2025: (*book).pages2026, Edition2026: (*book).pages2026,
	EditionOpenSpace: (*book).openSpace, EditionUnseen: (*book).unseen, EditionForeign: (*book).foreign,
}

func (b *book) django() {
	d := djangos[b.edition]
	for _, lang := range []string{"ko", "en"} {
		base, query := "https://www.pycon.kr"+d.Prefix, ""
		if lang == "en" {
			if d.Switch == "path" {
				base += "/en"
			} else {
				query = "?hl=en"
			}
		}
		add := func(name string, kind PageKind, at string, expect []Session) {
			for i := range expect {
				// The address of the page's own language.
				expect[i].URL = strings.Replace(expect[i].URL, "https://www.pycon.kr"+d.Prefix, base, 1)
			}
			b.add(PageRef{Name: name, Kind: kind, Lang: lang, URL: base + at + query, Static: true, Expect: expect})
		}
		program := sequence("program")
		placed := func(e *entry) bool { return program(e) && e.scheduled() && len(e.Rooms) > 0 }
		add("timetable", PageTimetable, "/"+d.Programs+"/schedule/", b.expect(lang, seeGrid, placed))
		add("list", PageList, "/"+d.Programs+"/list/", b.expect(lang, seeLinks, func(e *entry) bool { return program(e) && e.Category != "" }))
		switch {
		case d.Edition == Edition2018:
			add("tutorials", PageList, "/program/tutorial/", b.expect(lang, seeLinks, sequence("tutorial")))
			add("sprints", PageList, "/program/sprint/", b.expect(lang, seeLinks, sequence("sprint")))
		case d.Tutorials != "":
			add("tutorials", PageList, d.Tutorials, b.expect(lang, seeLinks, sequence("tutorial", "sprint")))
		}
		for _, e := range b.samples(every) {
			what := seeAll
			if b.everywhere(e) {
				what.rooms = false // said by saying nothing
			}
			if !program(e) {
				// Speakers are in a line of text only, and the room nowhere.
				what = see{linked: true, start: true, end: true}
			}
			add(file(e.id), PageDetail, "/program/"+strings.TrimPrefix(e.id, "program/"), b.expect(lang, what, is(e)))
		}
		add("home", PageOther, "/", nil)
	}
}

// settled is true when an application has its data and has drawn them.
const settled = `document.readyState === "complete" && typeof replica === "object" && replica.settled().then(() => true)`

func (b *book) pages2019() {
	base := "https://2019.pycon.kr"
	for _, lang := range []string{"ko", "en"} {
		code := Text{"ko-KR", "en-US"}.In(lang)
		add := func(r PageRef, at string) {
			r.Lang, r.Ready = lang, settled
			sep := "?"
			if strings.Contains(at, "?") {
				sep = "&"
			}
			r.URL = base + at + sep + "lang=" + code
			for i := range r.Expect {
				if r.Expect[i].URL != "" && r.Kind == PageDetail {
					r.Expect[i].URL = strings.TrimSuffix(r.Expect[i].URL, "&lang="+code)
				}
			}
			b.add(r)
		}
		// No address, and the room of a session without one is "Not Assigned".
		// Of several speakers the boxes name the first.
		flow := see{speakers: true, rooms: true, start: true, end: true, edit: func(s *Session, _ *entry) {
			s.AllRooms, s.Speakers = false, s.Speakers[:min(1, len(s.Speakers))]
		}}
		table := func(name, at string, keep func(*entry) bool) {
			for i, day := range b.dates(keep) {
				kind := PageTimetable
				r := PageRef{Name: name + "-day" + string(rune('1'+i)), Kind: kind, Day: day, Expect: b.expect(lang, flow, both(keep, onDay(day)))}
				r.Script = `[...document.querySelectorAll("main div")].find((d) => d.children.length === 0 && d.textContent === "` + day + `").click()`
				r.Done = `document.querySelector(".timeWrapper") !== null`
				add(r, at)
			}
		}
		table("timetable", "/timetable/talks", sequence("talk"))
		table("tutorials-timetable", "/timetable/tutorial", sequence("tutorial"))
		table("sprints-timetable", "/timetable/sprint", sequence("sprint"))
		add(PageRef{Name: "timetable-nothing", Kind: PageOther}, "/timetable/talks")
		add(PageRef{Name: "list", Kind: PageList, Expect: b.expect(lang, seePeople, func(e *entry) bool { return e.Sequence == "talk" && e.Kind == KindTalk })}, "/program/talks")
		add(PageRef{Name: "tutorials", Kind: PageList, Expect: b.expect(lang, seePeople, sequence("tutorial"))}, "/program/tutorial")
		add(PageRef{Name: "sprints", Kind: PageList, Expect: b.expect(lang, seePeople, sequence("sprint"))}, "/program/sprint")
		add(PageRef{Name: "keynote", Kind: PageKeynote, Expect: b.expect(lang, seeWho, func(e *entry) bool { return e.Kind == KindKeynote })}, "/program/keynote")
		for _, e := range b.samples(func(e *entry) bool { return e.Kind != KindKeynote }) {
			what := see{speakers: true, start: true, end: true, linked: true}
			what.rooms = e.Sequence == "tutorial"
			add(PageRef{Name: file(e.id), Kind: PageDetail, Expect: b.expect(lang, what, is(e))}, "/program/"+e.Sequence+"-detail?id="+strings.TrimPrefix(e.id, e.Sequence+"/"))
		}
	}
}

func (b *book) pages2020() {
	for _, lang := range []string{"ko", "en"} {
		base := "https://2020.pycon.kr" + Text{"/2020", "/en/2020"}.In(lang)
		add := func(r PageRef, at string) {
			r.Lang, r.URL, r.Static = lang, base+at, r.Ready == ""
			for i := range r.Expect {
				r.Expect[i].URL = strings.Replace(r.Expect[i].URL, "https://2020.pycon.kr/2020", base, 1)
			}
			b.add(r)
		}
		talk := sequence("talk")
		// A script shows one of the days once the page has loaded.
		add(PageRef{Name: "timetable", Kind: PageTimetable, Expect: b.expect(lang, seeGrid, scheduled), Ready: `document.querySelector(".days > .selected") !== null`}, "/program/talk-schedule/")
		add(PageRef{Name: "list", Kind: PageList, Expect: b.expect(lang, seePeople, talk)}, "/program/talks/")
		add(PageRef{Name: "keynote", Kind: PageKeynote, Expect: b.expect(lang, seeWho, func(e *entry) bool { return e.Sequence == "keynote" })}, "/program/keynote/")
		for _, e := range b.samples(talk) {
			add(PageRef{Name: file(e.id), Kind: PageDetail, Expect: b.expect(lang, see{start: true, linked: true}, is(e))}, "/program/talk/"+strings.TrimPrefix(e.id, "talk/"))
		}
		add(PageRef{Name: "sprint", Kind: PageOther}, "/program/sprint/")
	}
}

func (b *book) pages2021() {
	base := "https://2021.pycon.kr"
	add := func(r PageRef, at string) {
		r.Lang, r.URL = "ko", base+at
		r.Static = r.Script == ""
		b.add(r)
	}
	for i, d := range days2021 {
		r := PageRef{Name: "timetable-day" + string(rune('1'+i)), Kind: PageTimetable, Day: d.date}
		what := seeGrid
		what.edit = func(s *Session, e *entry) {
			if e.Sequence == "event" {
				s.Start, s.Rooms = "", nil // a row without a time, over both tracks
			}
		}
		r.Expect = b.expect("ko", what, onDay(d.date))
		if i > 0 {
			r.Ready = settled
			r.Script = `document.querySelectorAll("button[data-day]")[1].click()`
			r.Done = `replica.settled().then(() => document.querySelector("th:last-child").textContent.includes("104"))`
		}
		add(r, "/session/")
	}
	session := sequence("session")
	add(PageRef{Name: "list", Kind: PageList, Expect: b.expect("ko", seePeople, session)}, "/session/list/")
	for _, e := range b.samples(session) {
		add(PageRef{Name: file(e.id), Kind: PageDetail, Expect: b.expect("ko", see{start: true, linked: true}, is(e))}, "/session/"+strings.TrimPrefix(e.id, "session/")+"/")
	}
	add(PageRef{Name: "speech", Kind: PageOther}, "/session/speech-to-text/")
	add(PageRef{Name: "home", Kind: PageOther}, "/")
}

func (b *book) pages2022() {
	for _, lang := range []string{"ko", "en"} {
		base := "https://2022.pycon.kr" + Text{"", "/en"}.In(lang)
		add := func(r PageRef, at string) {
			r.Lang, r.URL = lang, base+at
			r.Static = r.Script == ""
			for i := range r.Expect {
				r.Expect[i].URL = strings.Replace(r.Expect[i].URL, "https://2022.pycon.kr", base, 1)
			}
			b.add(r)
		}
		// A session that has its slot to itself is shown over both tracks; the data names
		// one.
		alone := func(s *Session, e *entry) { s.AllRooms, s.Rooms = false, s.Rooms[:1] }
		grid := seeGrid
		grid.edit = alone
		for i, d := range days2022 {
			r := PageRef{Name: "timetable-day" + string(rune('1'+i)), Kind: PageTimetable, Day: d.date, Expect: b.expect(lang, grid, onDay(d.date))}
			if i > 0 {
				r.Ready = settled
				r.Script = `document.querySelectorAll("button[data-day]")[1].click()`
				r.Done = `replica.settled().then(() => document.querySelector("th:last-child").textContent === "트랙4")`
			}
			add(r, "/program/talk-schedule")
		}
		add(PageRef{Name: "list", Kind: PageList, Expect: b.expect(lang, grid, func(e *entry) bool { return e.Kind != KindKeynote })}, "/program/talks")
		add(PageRef{Name: "keynote", Kind: PageKeynote, Expect: b.expect(lang, seePeople, func(e *entry) bool { return e.Kind == KindKeynote })}, "/program/keynote")
		for _, e := range b.samples(every) {
			what := seeGrid // all of it in the data, none of it in the text
			what.edit = func(s *Session, e *entry) { s.Rooms, s.AllRooms = s.Rooms[:1], false }
			add(PageRef{Name: file(e.id), Kind: PageDetail, Expect: b.expect(lang, what, is(e))}, "/program/talks/"+strings.TrimPrefix(e.id, "talk/"))
		}
		// After a client route the data in the page is that of the page before, which here
		// is the whole list's.
		some := b.samples(every)[0]
		add(PageRef{
			Name: "detail-stale", Kind: PageDetail, Expect: b.expect(lang, grid, is(some)), Ready: settled,
			Script: `replica.go("` + strings.TrimPrefix(base, "https://2022.pycon.kr") + `/program/talks/` + strings.TrimPrefix(some.id, "talk/") + `")`,
			Done:   `replica.settled().then(() => location.pathname.endsWith("/` + strings.TrimPrefix(some.id, "talk/") + `"))`,
		}, "/program/talks")
	}
}

func (b *book) pages2023() {
	base := "https://2023.pycon.kr"
	add := func(r PageRef, at string) {
		r.Lang, r.URL = "ko", base+at
		r.Static = r.Script == ""
		b.add(r)
	}
	session := sequence("session")
	for i, d := range days2023 {
		r := PageRef{Name: "timetable-day" + string(rune('1'+i)), Kind: PageTimetable, Day: d.date, Expect: b.expect("ko", seeAll, onDay(d.date))}
		if i > 0 {
			r.Ready = settled
			r.Script = `document.querySelectorAll(".q-tAbsO > a")[1].click()`
			r.Done = `replica.settled().then(() => document.querySelector("thead h4").textContent.startsWith("8월 13일"))`
		}
		add(r, "/session/schedule")
	}
	add(PageRef{Name: "list", Kind: PageList, Expect: b.expect("ko", seePeople, session)}, "/session")
	for _, e := range b.samples(session) {
		what := see{speakers: true, rooms: true, linked: true}
		what.edit = func(s *Session, e *entry) {
			s.AllRooms, s.Rooms = false, []Text{{Ko: hall2023(b.one(e, "ko"))}}
		}
		add(PageRef{Name: file(e.id), Kind: PageDetail, Expect: b.expect("ko", what, is(e))}, "/session/"+strings.TrimPrefix(e.id, "session/"))
	}
	add(PageRef{Name: "tutorial", Kind: PageOther}, "/tutorial")
}

func (b *book) pages2024() {
	base := "https://2024.pycon.kr"
	for _, lang := range []string{"ko", "en"} {
		add := func(r PageRef, at string) {
			r.Lang, r.Ready, r.URL = lang, settled, base+at
			if lang == "en" {
				r.URL += "?hl=en"
			}
			b.add(r)
		}
		session := func(e *entry) bool { return e.Kind != KindTutorial }
		grid := seeSpan
		grid.linked = false
		for i, day := range b.dates(session) {
			r := PageRef{Name: "timetable-day" + string(rune('1'+i)), Kind: PageTimetable, Day: day, Expect: b.expect(lang, grid, both(session, onDay(day)))}
			if i > 0 {
				r.Script = `document.querySelectorAll(".cm-page button")[1].click()`
				r.Done = `document.querySelectorAll(".cm-page button")[1].className === "selected"`
			}
			add(r, "/session/timetable")
			r.Name, r.Zone = "abroad-"+r.Name, Angeles
			r.Day = on(day).Add(-time.Hour).Format(time.DateOnly) // the day it begins on, there
			add(r, "/session/timetable")
		}
		people := see{speakers: true}
		add(PageRef{Name: "list", Kind: PageList, Expect: b.expect(lang, people, func(e *entry) bool { return e.Kind == KindTalk })}, "/session")
		tutorials := see{speakers: true, rooms: true, start: true, end: true}
		add(PageRef{Name: "tutorials", Kind: PageTutorial, Expect: b.expect(lang, tutorials, func(e *entry) bool { return e.Kind == KindTutorial })}, "/program/tutorial")
		for _, e := range b.samples(session) {
			what := seeAll
			what.edit = func(s *Session, e *entry) {
				s.AllRooms = false
				if len(s.Rooms) > 1 {
					s.Rooms = s.Rooms[:1] // the page names one
				}
			}
			add(PageRef{Name: file(e.id), Kind: PageDetail, Expect: b.expect(lang, what, is(e))}, "/session/"+e.id)
		}
		add(PageRef{Name: "sprint", Kind: PageOther}, "/program/sprint")
	}
}

func (b *book) pages2026() {
	base := "https://" + b.edition + ".pycon.kr"
	tutorial := func(e *entry) bool { return e.Kind == KindTutorial }
	talk := func(e *entry) bool { return !tutorial(e) }
	linked := func(e *entry) bool { return len(e.Speakers) > 0 }
	for _, lang := range []string{"ko", "en"} {
		// The language is in the browser's storage; the page begins in Korean.
		inLanguage := ""
		if lang == "en" {
			inLanguage = `replica.setLanguage("en"); `
		}
		add := func(r PageRef, at string) {
			r.Lang, r.Ready, r.URL = lang, settled, base+at
			r.Script = inLanguage + r.Script
			if r.Script != "" && r.Done == "" {
				r.Done = settled
			}
			b.add(r)
		}
		grid := seeSpan
		grid.edit = func(s *Session, e *entry) {
			if !linked(e) {
				s.Linked, s.URL = false, ""
			}
		}
		tables := []string{"/timetable"}
		if b.edition == Edition2026 {
			tables = append(tables, "/timetable_h")
		}
		for _, at := range tables {
			name := "timetable"
			if at == "/timetable_h" {
				name = "transposed"
			}
			days := b.dates(talk)
			for i, day := range days {
				r := PageRef{Name: name + "-day" + string(rune('1'+i)), Kind: PageTimetable, Day: day, Expect: b.expect(lang, grid, both(talk, onDay(day)))}
				if i > 0 {
					press := `document.querySelectorAll("main .css-tab")[` + string(rune('0'+i)) + `].click()`
					r.Script = `replica.settled().then(() => ` + press + `)`
					r.Done = `replica.settled().then(() => document.querySelectorAll("main .css-tab")[` + string(rune('0'+i)) + `]?.classList.contains("selected"))`
				}
				add(r, at)
			}
		}
		list := seePeople
		add(PageRef{Name: "list", Kind: PageList, Expect: b.expect(lang, list, linked)}, "/session")
		list.linked = false
		add(PageRef{Name: "list-nolink", Kind: PageList, Expect: b.expect(lang, list, every)}, "/session_nolink")
		if b.edition == Edition2025 {
			add(PageRef{Name: "tutorials", Kind: PageTimetable, Expect: b.expect(lang, grid, tutorial)}, "/program/tutorial")
		} else {
			add(PageRef{Name: "mine", Kind: PageOther}, "/my-timetable")
		}
		for _, e := range b.samples(linked) {
			add(PageRef{Name: file(e.id), Kind: PageDetail, Expect: b.expect(lang, seeAll, is(e))}, "/presentations/"+e.id)
		}
	}
}

func (b *book) openSpace() {
	add := func(r PageRef, at string) {
		r.Lang, r.URL, r.Static = "ko", "https://openspace.pycon.kr"+at, true
		b.add(r)
	}
	what := see{rooms: true, start: true, end: true}
	add(PageRef{Name: "timetable", Kind: PageTimetable, Expect: b.expect("ko", what, scheduled)}, "/schedule")
	add(PageRef{Name: "list", Kind: PageList, Expect: b.expect("ko", what, every)}, "/topics")
	add(PageRef{Name: "home", Kind: PageOther}, "/")
}

func (b *book) unseen() {
	for _, lang := range []string{"ko", "en"} {
		base := "https://" + UnseenHost + Text{"", "/en"}.In(lang)
		add := func(r PageRef, at string) {
			r.Lang, r.URL, r.Static = lang, base+at, true
			for i := range r.Expect {
				r.Expect[i].URL = strings.Replace(r.Expect[i].URL, "https://"+UnseenHost, base, 1)
			}
			b.add(r)
		}
		add(PageRef{Name: "timetable", Kind: PageTimetable, Expect: b.expect(lang, seeSpan, every)}, "/schedule")
		add(PageRef{Name: "list", Kind: PageList, Expect: b.expect(lang, seePeople, every)}, "/talks")
		for _, e := range b.samples(every) {
			add(PageRef{Name: file(e.id), Kind: PageDetail, Expect: b.expect(lang, seeAll, is(e))}, "/talks/"+e.id)
		}
		add(PageRef{Name: "home", Kind: PageOther}, "/")
	}
}

func (b *book) foreign() {
	add := func(r PageRef, at string) {
		r.Lang, r.URL, r.Static = "en", "https://conf.example"+at, true
		b.add(r)
	}
	add(PageRef{Name: "jsonld", Kind: PageTimetable, Expect: b.expect("en", seeAll, every)}, "/schedule")
	add(PageRef{Name: "cards", Kind: PageTimetable, Expect: b.expect("en", seeAll, every)}, "/cards")
	add(PageRef{Name: "transposed", Kind: PageTimetable, Expect: b.expect("en", seeGrid, every)}, "/grid")
	for _, e := range b.samples(every) {
		add(PageRef{Name: file(e.id), Kind: PageDetail, Expect: b.expect("en", seeAll, is(e))}, path.Join("/sessions", e.id))
	}
	add(PageRef{Name: "home", Kind: PageOther}, "/")
}
