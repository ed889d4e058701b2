//go:build !js

package infer_test

import (
	"strings"
	"testing"

	"byeolpyo/wasm/internal/families"
	"byeolpyo/wasm/internal/visits"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

// TestPlaces: on the pages of all families, and on those of sites in every shape, each star
// stands at its own title, and each title has one.
func TestPlaces(t *testing.T) {
	pages := 0
	check := func(name, url, html string) {
		root, err := htmldom.Parse(strings.NewReader(html))
		if err != nil {
			t.Fatal(err)
		}
		pages++
		for _, fault := range infer.Misplaced(root, readRoot(root, site.Options{URL: url})) {
			t.Errorf("%s: %s", name, fault)
		}
	}
	for _, name := range families.Names() {
		list, err := families.Pages(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			check(name+"/"+p.Name, p.URL, p.HTML)
		}
	}
	for _, shape := range visits.Shapes() {
		for seed := range visits.Looks {
			s := visits.New(shape, seed)
			check(shape.Name+" list", s.ListURL(0), s.List(0))
			check(shape.Name+" timetable", s.GridURL(0), s.Grid(0))
		}
	}
	if pages < 200 {
		t.Fatalf("only %d pages", pages)
	}
}

// TestMisplaced: what the check of places must find.
func TestMisplaced(t *testing.T) {
	root, err := htmldom.Parse(strings.NewReader(`<main><h1>2027-08-14</h1><ul><li><b>10:00</b><h3><a href="/talks/1">작업 큐 운영기</a></h3></li><li><b>11:00</b><h3><a href="/talks/2">지도 데이터의 기록</a></h3></li><li><b>12:00</b><h3><a href="/talks/3">로그 수집기 만들기</a></h3></li></ul></main>`))
	if err != nil {
		t.Fatal(err)
	}
	page := readRoot(root, site.Options{URL: "https://2027.pycon.kr/schedule"})
	if len(page.Spots) != 3 || len(infer.Misplaced(root, page)) > 0 {
		t.Fatalf("%d sessions, %q", len(page.Spots), infer.Misplaced(root, page))
	}
	list := page.Spots
	for name, spots := range map[string][]site.Spot{
		"at another's title": {{Session: list[0].Session, Node: list[1].Node, Title: list[1].Title}},
		"two at one":         {list[0], list[0]},
		"around another":     {list[0], {Session: list[1].Session, Node: list[0].Node.Parent().Parent().Parent(), Title: list[0].Title.Parent().Parent().Parent()}},
		"twice":              {list[0], {Session: list[0].Session, Node: list[0].Node.Parent(), Title: list[0].Title.Parent()}},
	} {
		page.Spots = spots
		if len(infer.Misplaced(root, page)) == 0 {
			t.Errorf("%s: nothing is found", name)
		}
	}
}
