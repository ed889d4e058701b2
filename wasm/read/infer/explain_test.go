//go:build !js

package infer

import (
	"strings"
	"testing"

	"byeolpyo/wasm/internal/families"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
)

// TestExplain: of a page it is told what its records and columns are, and why a field is left
// out; and the page is drawn with its roles in colours.
func TestExplain(t *testing.T) {
	root, err := htmldom.Parse(strings.NewReader(list(card(at("10:00"), head("작업 큐 운영기"), by("김하늘")), card(at("11:00~11:40"), head("타입 힌트 톺아보기")), card(at("시간 미정"), head("그래프 저장소의 기록"), by("박초롱")))))
	if err != nil {
		t.Fatal(err)
	}
	var out, html strings.Builder
	page, trace := Explain(&out, root, site.Options{URL: "https://2027.pycon.kr/schedule"})
	trace.HTML(&html)
	if len(page.Spots) != 3 {
		t.Fatalf("%d sessions", len(page.Spots))
	}
	for _, want := range []string{
		"group of 3 records", `is title: 3 in 3 records, like "작업 큐 운영기"`, `is speaker: 2 in 2 records, like "김하늘"`, " name 1.00",
		`record "타입 힌트 톺아보기" in li: 2027-08-14`, "time 11:00 to 11:40", "no start: no time governs it", "no end: neither a second time nor a length", "no speaker: none of its columns", "no room: no column, head or heading",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it is not told %q:\n%s", want, &out)
		}
	}
	for _, want := range []string{"outline:2px", "background:" + colours[titleRole], "background:" + colours[speakerRole], "background:#f4cccc", "타입 힌트 톺아보기"} {
		if !strings.Contains(html.String(), want) {
			t.Errorf("%q is not drawn:\n%s", want, &html)
		}
	}
}

// TestSameEachTime: how a page is read does not hang on the order in which a map is gone
// through: what is said of it is the same fifty times.
func TestSameEachTime(t *testing.T) {
	for _, name := range []string{"framer-copies", "day-tabs", "slot-template"} {
		pages, err := families.Pages(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pages {
			first := ""
			for range 50 {
				root, err := htmldom.Parse(strings.NewReader(p.HTML))
				if err != nil {
					t.Fatal(err)
				}
				var b strings.Builder
				Explain(&b, root, site.Options{URL: p.URL})
				if first == "" {
					first = b.String()
				} else if first != b.String() {
					t.Errorf("%s/%s is read otherwise the second time", name, p.Name)
					break
				}
			}
			if first == "" {
				t.Errorf("%s/%s: nothing is said", name, p.Name)
			}
		}
	}
}
