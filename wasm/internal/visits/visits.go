// Package visits makes small sites of conferences that nobody has described, of three kinds
// of pages each: a list, a timetable and a page of every session. They differ in how they
// address a session, in how they look and in whether they are in English too, and change as
// sites do: sessions move, are renamed and cancelled. Tests visit them as a person does.
package visits

import (
	"fmt"
	"net/url"
	"strings"

	"byeolpyo/wasm/model/session"
)

// Lang says in which language a page is: 0 is Korean, 1 English.
type Lang int

// Korean is the language of the addresses, English stands below /en.
const (
	Korean Lang = iota
	English
)

// Code is the language as sessions have it.
func (l Lang) Code() string { return session.Languages[l] }

// Year is that of every site.
const Year = 2027

// Talk is a session of a site.
type Talk struct {
	Title     [2]string // by Lang
	Speaker   [2]string
	Room, Day int // from 0
	From, To  int // minutes of the day, in Seoul
	Cancelled bool

	n          int    // its number
	slug       string // of its title when the site was made: addresses stay
	hangul     string
	code, uuid string
}

// Start is when t begins.
func (t *Talk) Start() session.Instant { return t.at(t.From) }

// End is when t ends.
func (t *Talk) End() session.Instant { return t.at(t.To) }

func (t *Talk) at(minutes int) session.Instant {
	return session.KST(session.Date{Year: Year, Month: 8, Day: firstDay + t.Day}, minutes/60, minutes%60)
}

// firstDay is the day of August on which a site's two days begin, a Saturday.
const firstDay = 14

// Rooms are what the rooms are called.
var Rooms = [...][2]string{{"101호", "Room 101"}, {"102호", "Room 102"}}

// Site is a site as it is at a moment.
type Site struct {
	Shape
	Talks []Talk
	// Twins are two talks of one title, by others and at other times of one day.
	Twins [2]int
	look  int
}

// programme is the titles of what every site has, and their slugs.
var programme = [...]struct{ ko, en, who, by string }{
	{"작은 팀의 작업 큐 운영기", "Task Queues in Small Teams", "김하늘", "Haneul Kim"},
	{"지도 데이터, 그 3년의 기록", "What Map Tiles Taught Us", "이바다", "Bada Lee"},
	{"로그 수집기 다시 만들기", "Rewriting Log Collectors", "박초롱", "Chorong Park"},
	{"파이썬으로 짜는 가계부 앱", "Ledger Apps from Scratch", "최다온", "Daon Choi"},
	{"그 많던 캐시 코드는 어디로 갔을까?", "Do You Really Need Cache Layers?", "정가람", "Garam Jung"},
	{"문서 검색 톺아보기", "A Gentle Tour of Document Search", "강새벽", "Saebyeok Kang"},
	{"천만 건을 버티는 메시지 버스", "Message Buses at a Million Requests", "조시내", "Sinae Cho"},
	{"부동소수점 처음부터 끝까지", "Ten Years of Floating Point", "윤한결", "Hangyeol Yoon"},
	{"실전 타입 힌트: 실패에서 배운 열 가지", "Breaking Type Hints on Purpose", "장보라", "Bora Jang"},
	{"화면 낭독기 사용자의 하루", "Notes on Screen Readers", "임누리", "Nuri Lim"},
	{"스폰서 세션", "Sponsor Session", "한마루", "Maru Han"},
	{"날씨 예측 모델과 노트북 서버", "Weather Models and Notebook Servers", "오소담", "Sodam Oh"},
	{"이벤트 루프를 손으로 돌려 보기", "Turning Event Loops by Hand", "서여울", "Yeoul Seo"},
	{"번역 봇 만들다 포기한 이야기", "Giving up on Translation Bots", "신이든", "Ideun Shin"},
	{"스폰서 세션", "Sponsor Session", "권나래", "Narae Kwon"},
	{"테스트 더블과 친해지기", "Making Friends with Test Doubles", "황아라", "Ara Hwang"},
}

// New makes the site of a shape; the same seed makes the same, another another look.
func New(shape Shape, seed int) *Site {
	s := &Site{Shape: shape, look: seed % Looks}
	for i, p := range programme {
		t := Talk{Title: [2]string{p.ko, p.en}, Speaker: [2]string{p.who, p.by}, n: shape.first + (i*7+seed)%len(programme)}
		slot := i / len(Rooms)
		t.Room, t.Day = i%len(Rooms), slot/4
		t.From = 10*60 + slot%4*50
		t.To = t.From + 40
		t.slug = slug(p.en)
		t.hangul = slug(p.ko)
		if p.ko == "스폰서 세션" {
			t.slug += fmt.Sprint("-", t.n)
			t.hangul += fmt.Sprint("-", t.n)
			s.Twins = [2]int{s.Twins[1], i}
		}
		t.code = code(uint64(t.n))
		t.uuid = fmt.Sprintf("%08x-1f99-49d5-a932-%012x", 0x4406c268+t.n*7919, t.n*104729)
		s.Talks = append(s.Talks, t)
	}
	return s
}

// slug is what sites make of a title for an address.
func slug(title string) string {
	var words []string
	for _, w := range strings.FieldsFunc(strings.ToLower(title), func(c rune) bool {
		return c < '0' || c > '9' && c < 'a' || c > 'z' && c < 0x80
	}) {
		words = append(words, w)
	}
	return strings.Join(words, "-")
}

// code is six capitals and digits, as some systems call a session.
func code(n uint64) string {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ3789"
	h := n*0x9e3779b97f4a7c15 ^ 0x51ed270b
	out := make([]byte, 6)
	for i := range out {
		h = (h ^ h>>29) * 0xbf58476d1ce4e5b9
		out[i] = letters[(h>>33)%uint64(len(letters))]
	}
	out[3] = byte('3' + n%7)
	return string(out)
}

// ListURL is the address of the list as a browser shows it.
func (s *Site) ListURL(l Lang) string { return s.url(s.list, l) }

// GridURL is that of the timetable.
func (s *Site) GridURL(l Lang) string { return s.url(s.grid, l) }

// DetailURL is that of a session's own page, "" where there is none.
func (s *Site) DetailURL(t *Talk, l Lang) string {
	if s.path == nil {
		return ""
	}
	return s.url(s.path(t), l)
}

// url is an address of the site as a browser shows it: what is not ASCII is encoded.
func (s *Site) url(path string, l Lang) string {
	path, query, queried := strings.Cut(path, "?")
	path, fragment, hashed := strings.Cut(path, "#")
	var b strings.Builder
	b.WriteString("https://" + s.host + s.root + s.language(l))
	for _, part := range strings.Split(strings.TrimPrefix(path, "/"), "/") {
		b.WriteByte('/')
		if raw, err := url.PathUnescape(part); err == nil {
			part = raw
		}
		b.WriteString(url.PathEscape(part))
	}
	if queried {
		b.WriteString("?" + query)
	}
	if hashed {
		b.WriteString("#" + fragment)
	}
	return b.String()
}

// language is the part of the path for a language.
func (s *Site) language(l Lang) string {
	if l == English {
		return "/en"
	}
	return ""
}
