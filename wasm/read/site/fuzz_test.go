package site_test

import (
	"strings"
	"testing"

	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
)

// FuzzPage reads any document as a page of every generation: it ends, and gives sessions
// that have a valid key and a title.
func FuzzPage(f *testing.F) {
	f.Add(cards(3))
	f.Add(slots(9))
	urls := []string{grid2018, "https://2019.pycon.kr/timetable/talks", "https://2020.pycon.kr/2020/program/keynote/", "https://2024.pycon.kr/session/timetable", grid2026, "https://openspace.pycon.kr/schedule"}
	f.Fuzz(func(t *testing.T, html string) {
		root, err := htmldom.Parse(strings.NewReader(html))
		if err != nil {
			t.Skip()
		}
		for _, url := range urls {
			o := site.Options{URL: url}
			page, known := site.Read(root, o)
			if !known {
				t.Errorf("%s has no profile", url)
			}
			if len(page.Spots) > site.MaxSpots {
				t.Errorf("%s: %d spots", url, len(page.Spots))
			}
			for _, spot := range page.Spots {
				if _, _, _, _, ok := spot.Session.Key.Parts(); !ok || spot.Session.Title(page.Lang) == "" || spot.Node == nil {
					t.Errorf("%s: %+v", url, spot)
				}
			}
		}
	})
}

// FuzzData reads any text as the data of an edition.
func FuzzData(f *testing.F) {
	f.Add("[" + presentation(1, "발표", "세션", roomSlot("A", "2026-08-15T13:30:00+09:00", "")) + "]")
	for _, s := range []string{"", "[", `{"id":{"id":1}}`, `[{"id":"00000000-2026-4000-8000-000000000001","title":"\ud800","speakers":[[]]}]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, json string) {
		page, ok := site.ReadData(data2026, json)
		if !ok || len(page.Spots) > site.MaxSpots {
			t.Errorf("%v, %d spots", ok, len(page.Spots))
		}
		for _, spot := range page.Spots {
			if _, _, _, _, ok := spot.Session.Key.Parts(); !ok || spot.Session.Title("") == "" {
				t.Errorf("%+v", spot)
			}
		}
	})
}
