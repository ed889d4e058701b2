package replica

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// Shape is a synthetic page: sessions in one kind of boxes, to see where stars
// stand in it. It lies below /shapes/ on the host of the unseen year.
type Shape struct {
	Kind   string
	Number int // from 1: how the title is marked up
	URL    string
	Titles []string
}

// ShapeKinds are the kinds of boxes, each with ShapesEach pages.
var ShapeKinds = []string{"cards", "flexrows", "gridrows", "cells", "links", "clamp", "terms", "rows", "column", "bars", "picture", "fold"}

// ShapesEach is how many pages a kind has: the title's link stands in its
// heading, around it, around a block of title and speaker, and alone.
const ShapesEach = 4

// shapeTitles are short and long, of words that break and words that do not.
var shapeTitles = []string{
	"작은 봇 하나로 시작한 사내 자동화",
	"WSGI",
	"타입 힌트를 늦게 배운 사람의 변명과 그 뒤로 달라진 코드 검토 이야기",
	"uv와 함께한 한 해",
	"Dataclasses, attrs, pydantic: 무엇을 언제 쓸까요, 그리고 언제 아무것도 쓰지 말까요",
	"비동기",
	"Internationalization without tears: unbreakable_names_in_titles_of_talks",
	"지도 위에 파이썬을 얹는 법",
	"테스트가 느린 밤",
}

// shapeRooms are the columns of the kinds that have some.
var shapeRooms = []string{"가람방", "누리방", "다솜방"}

// Shapes lists the synthetic pages.
func Shapes() (out []Shape) {
	for _, kind := range ShapeKinds {
		for n := 1; n <= ShapesEach; n++ {
			out = append(out, Shape{kind, n, fmt.Sprintf("https://%s/shapes/%s/%d", UnseenHost, kind, n), shapeTitles})
		}
	}
	return out
}

// shapeTalk is one session of a synthetic page.
type shapeTalk struct {
	Form   int // Shape.Number
	Title  string
	Href   string
	Begin  string
	Until  string
	Room   string
	Person string
}

// shapePage is what the template gets.
type shapePage struct {
	Kind  string
	Form  int
	Rooms []string
	Rows  [][]shapeTalk // by time
}

// Talks are the sessions of all rows.
func (p shapePage) Talks() (out []shapeTalk) {
	for _, row := range p.Rows {
		out = append(out, row...)
	}
	return out
}

// serveShape answers for /shapes/KIND/NUMBER.
func (s *Site) serveShape(w http.ResponseWriter, r *http.Request, k knobs, p *shell) {
	kind, number, _ := strings.Cut(strings.TrimPrefix(p.Path, "/shapes/"), "/")
	n, err := strconv.Atoi(number)
	known := false
	for _, one := range ShapeKinds {
		known = known || one == kind
	}
	if err != nil || !known || n < 1 || n > ShapesEach {
		http.NotFound(w, r)
		return
	}
	page := shapePage{Kind: kind, Form: n, Rooms: shapeRooms}
	for i, title := range shapeTitles {
		hour := 10 + i/len(shapeRooms)
		if i%len(shapeRooms) == 0 {
			page.Rows = append(page.Rows, nil)
		}
		last := len(page.Rows) - 1
		page.Rows[last] = append(page.Rows[last], shapeTalk{
			Form: n, Title: title, Href: fmt.Sprintf("/talks/shape-%d", i+1), Begin: fmt.Sprintf("%d:00", hour), Until: fmt.Sprintf("%d:40", hour),
			Room: shapeRooms[i%len(shapeRooms)], Person: []string{"한별", "이도윤", "박서연", "최가온", "정하늘"}[i%5],
		})
	}
	p.Title, p.Data = "시간표", page
	p.send(w, k, "shapes.html")
}
