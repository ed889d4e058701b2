package families

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"byeolpyo/wasm/model/session"
)

// random is splitmix64: the tests' numbers are the same on every machine and for ever.
type random struct{ state uint64 }

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	return mix(r.state)
}

// n returns a number below k.
func (r *random) n(k int) int { return int(r.next() % uint64(k)) }

func (r *random) coin() bool { return r.next()&1 == 1 }

func pick[T any](r *random, list []T) T { return list[r.n(len(list))] }

func shuffle[T any](r *random, list []T) {
	for i := len(list) - 1; i > 0; i-- {
		j := r.n(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}

// person is who speaks.
type person struct{ name, company string }

// talk is a session of the programme that a page shows.
type talk struct {
	title    string
	id       string
	who      []person
	room     int // -1: in all of them
	day      int
	from, to int // minutes of the day
	rest     bool
	tags     []string
	level    string
	lang     string
}

// programme is what a page is made of.
type programme struct {
	days  []time.Time // in Seoul, at midnight
	rooms []string
	talks []talk // by day, time and room; those in all rooms stand once
}

// gen makes one page.
type gen struct {
	random
	f     *family
	seed  uint64
	form  int // which of the family's forms, from 0
	ko    bool
	year  int
	path  string
	base  string // what <base href> says, "" for none
	event string
	looks looks
	programme
	body     *element
	head     []*element
	bare     bool // the body is the whole page, without header and footer
	shuffled bool // the sessions have each other's texts
	said     []Session
	breaks   []string
	optional []string
}

func newGen(f *family, seed uint64) *gen {
	g := &gen{random: random{hash(f.name, seed)}, f: f, seed: seed}
	if f.forms > 0 {
		g.form = int((seed - 1) % uint64(f.forms))
	}
	g.ko = seed%2 == 1
	if f.sample != nil {
		if s := f.sample(g.form); strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Hangul, r) }) {
			g.ko = true
		} else if strings.ContainsFunc(s, func(r rune) bool { return r >= 'a' && r <= 'z' }) {
			g.ko = false
		}
	}
	g.year = 2027 + g.n(4)
	g.event = pick(&g.random, words(g, []string{"별빛 개발자 콘퍼런스", "파이썬 여름 모임", "바다마을 코드 축제"}, []string{"Starlight Developers", "Summer Code Gathering", "Harbour Software Days"}))
	g.path = pick(&g.random, []string{"/schedule", "/timetable", "/program/schedule", "/agenda", "/program"})
	if !g.ko {
		g.path = "/en" + g.path
	}
	g.looks = looks{classes: g.n(classWays), space: g.n(spaceWays), depth: g.n(4), seed: g.next()}
	return g
}

// words returns those of the page's language.
func words[T any](g *gen, ko, en T) T {
	if g.ko {
		return ko
	}
	return en
}

func (g *gen) url() string { return fmt.Sprintf("https://%d.pycon.kr%s", g.year, g.path) }

// document is the page with what stands around its body.
func (g *gen) document() string {
	head := e("head", e("meta", attr{"charset", "utf-8"}), e("meta", attr{"name", "viewport"}, attr{"content", "width=device-width, initial-scale=1"}))
	if g.base != "" {
		head.add(e("base", attr{"href", g.base}))
	}
	head.add(e("title", g.event), g.head)
	page := e("body")
	if g.bare {
		page.add(g.body)
	} else {
		nav := e("ul.menu")
		for _, item := range words(g, [][2]string{{"소개", "/about"}, {"프로그램", "/program"}, {"발표자", "/speakers"}, {"후원사", "/sponsors"}, {"오시는 길", "/venue"}},
			[][2]string{{"About", "/about"}, {"Programme", "/program"}, {"Speakers", "/speakers"}, {"Sponsors", "/sponsors"}, {"Venue", "/venue"}}) {
			nav.add(e("li", e("a.menu-link", attr{"href", item[1]}, item[0])))
		}
		page.add(e("div", attr{"id", "app"}, e("header.top", e("a.logo", attr{"href", "/"}, g.event), e("nav", nav)), e("main.content", g.body),
			e("footer.foot", e("p.copyright", fmt.Sprintf("© %d %s", g.year, g.event)), e("p.address", words(g, "서울 바다구 별빛로 12 등대회관", "Lighthouse House, 12 Starlight-ro, Seoul")))))
	}
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n")
	root := e("html", attr{"lang", words(g, "ko", "en")}, head, page)
	g.looks.write(&b, root, 0)
	b.WriteString("\n")
	return b.String()
}

// say notes that the page shows t, of which it tells what stands in fields: d its start,
// e its end, r its room, s who speaks, i its id.
func (g *gen) say(t *talk, fields string) {
	if t.rest {
		if !slices.Contains(g.breaks, t.title) {
			g.breaks = append(g.breaks, t.title)
		}
		return
	}
	s := Session{Title: t.title}
	for _, f := range fields {
		switch f {
		case 'd':
			s.Start = g.at(t, t.from)
		case 'e':
			s.End = g.at(t, t.to)
		case 'r':
			if t.room >= 0 {
				s.Rooms = []string{g.rooms[t.room]}
			}
		case 's':
			for _, p := range t.who {
				s.Speakers = append(s.Speakers, p.name)
			}
		case 'i':
			s.ID = t.id
		}
	}
	g.said = append(g.said, s)
}

func (g *gen) at(t *talk, minutes int) session.Instant {
	d := g.days[t.day]
	return session.KST(session.Date{Year: d.Year(), Month: int(d.Month()), Day: d.Day()}, minutes/60, minutes%60)
}

// plan is what a programme has.
type plan struct {
	days, rooms, slots int
	rests              bool // a break for lunch, and one for coffee
	shared             bool // the first session of the day is in all rooms
	several            bool // some are by two
}

// programmeOf makes a programme: each slot is given in every room, on every day.
func (g *gen) programmeOf(p plan) {
	saturday := time.Date(g.year, 8, 1, 0, 0, 0, 0, time.UTC)
	for saturday.Weekday() != time.Saturday || saturday.Day() < 8 {
		saturday = saturday.AddDate(0, 0, 1)
	}
	for i := range p.days {
		g.days = append(g.days, saturday.AddDate(0, 0, i))
	}
	roomNames := words(g, [][]string{{"해오름홀", "달무리실", "별똥별실", "은하실"}, {"101호", "102호", "205호", "301호"}, {"그랜드볼룸", "세미나실 A", "세미나실 B", "소극장"}},
		[][]string{{"Sunrise Hall", "Halo Room", "Meteor Room", "Galaxy Room"}, {"Room 101", "Room 102", "Room 205", "Room 301"}, {"Grand Ballroom", "Seminar Room A", "Seminar Room B", "Small Theatre"}})
	g.rooms = slices.Clone(pick(&g.random, roomNames)[:max(p.rooms, 1)])
	titles := g.titles()
	people := g.people()
	next := func() talk {
		t := talk{title: titles[0], who: []person{people[0]}, level: pick(&g.random, levels), lang: pick(&g.random, languages),
			tags: []string{pick(&g.random, topics(g))}, id: letters(g.next(), 6)}
		titles, people = titles[1:], people[1:]
		if p.several && g.n(4) == 0 {
			t.who = append(t.who, people[0])
			people = people[1:]
		}
		return t
	}
	for day := range p.days {
		at := 10 * 60
		for slot := range p.slots {
			length := 30 + 10*g.n(3)
			if p.rests && slot == 2 {
				g.talks = append(g.talks, talk{title: words(g, "점심시간", "Lunch"), room: -1, day: day, from: at, to: at + 80, rest: true})
				at += 80
			}
			for room := range max(p.rooms, 1) {
				t := next()
				t.day, t.from, t.to, t.room = day, at, at+length, room
				if p.shared && slot == 0 {
					t.room = -1
				}
				g.talks = append(g.talks, t)
				if t.room < 0 {
					break
				}
			}
			at += length + 10
		}
	}
	if g.shuffled {
		for day := range p.days {
			g.mingle(g.of(day, -1))
		}
	}
}

// mingle gives each of the talks the title of one, the people of another, the room of a
// third and the time of a fourth.
func (g *gen) mingle(talks []*talk) {
	var old, given []talk
	for _, t := range talks {
		old = append(old, *t)
		if !t.rest {
			given = append(given, *t)
		}
	}
	shuffle(&g.random, old)
	times := slices.Clone(old)
	shuffle(&g.random, given)
	rooms := slices.Clone(given)
	shuffle(&g.random, rooms)
	people := slices.Clone(given)
	shuffle(&g.random, people)
	n := 0
	for i, t := range talks {
		t.from, t.to = times[i].from, times[i].to
		if !t.rest {
			t.title, t.who, t.room = given[n].title, people[n].who, rooms[n].room
			n++
		}
	}
}

// of returns the talks of a day, and of one room of it where room is not below 0.
func (g *gen) of(day, room int) (list []*talk) {
	for i := range g.talks {
		if t := &g.talks[i]; t.day == day && (room < 0 || t.room == room || t.room < 0) {
			list = append(list, t)
		}
	}
	return list
}

// order are the days in the order in which the page has them: a site may well begin with
// the last.
func (g *gen) order() []int {
	var days []int
	for day := range g.days {
		days = append(days, day)
	}
	if g.n(3) == 0 {
		slices.Reverse(days)
	}
	return days
}

// slots are the talks of a day, by when they begin.
func (g *gen) slots(day int) (list [][]*talk) {
	for _, t := range g.of(day, -1) {
		if n := len(list); n > 0 && list[n-1][0].from == t.from {
			list[n-1] = append(list[n-1], t)
		} else {
			list = append(list, []*talk{t})
		}
	}
	return list
}

// names are the speakers of t as one text.
func (t *talk) names() string {
	var list []string
	for _, p := range t.who {
		list = append(list, p.name)
	}
	return strings.Join(list, ", ")
}
