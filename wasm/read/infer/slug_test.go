package infer_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

// A slug in Hangul is one id, whether its address stands raw in the page, composed or not,
// or percent-encoded as the browser has it.
func TestHangulSlugs(t *testing.T) {
	const slug = "파이썬-별자리"
	nfd := norm.NFD.String(slug)
	keys := map[session.Key]bool{}
	for _, spelling := range []string{slug, nfd, url.PathEscape(slug), url.PathEscape(nfd), strings.ToLower(url.PathEscape(slug))} {
		for _, word := range []string{"산책", url.PathEscape("산책")} { // one word, of which nothing but its script says that it is a slug
			var sb strings.Builder
			sb.WriteString(`<html><body><h1>시간표</h1><main><h2>2027년 8월 14일</h2>`)
			for i, s := range []string{spelling, word, "%EB%B0%A4-%ED%95%98%EB%8A%98", "타입-힌트", "비동기-이야기", "메모리-누수"} {
				fmt.Fprintf(&sb, `<article><p>1%d:00 ~ 1%d:30</p><h3><a href="/talks/%s/">발표 %d</a></h3><p>101호</p></article>`, i, i, s, i)
			}
			page := infer.Read(parse(t, sb.String()+`</main></body></html>`), site.Options{URL: "https://2027.pycon.kr/timetable"})
			if len(page.Spots) != 6 {
				t.Fatalf("%s: %d stars", spelling, len(page.Spots))
			}
			keys[page.Spots[0].Session.Key] = true
			if got := page.Spots[1].Session.Key; got != session.NewKey("2027", "s", "산책") {
				t.Errorf("%s has the key %s", word, got)
			}
		}
		detail := infer.Read(parse(t, `<html><body><main><article><h1>발표 0</h1><dl><dt>시간</dt><dd>2027년 8월 14일 10:00 ~ 10:30</dd><dt>장소</dt><dd>101호</dd></dl></article></main></body></html>`),
			site.Options{URL: "https://2027.pycon.kr/talks/" + spelling + "/"})
		if len(detail.Spots) != 1 {
			t.Fatalf("%s: %d stars on its own page", spelling, len(detail.Spots))
		}
		keys[detail.Spots[0].Session.Key] = true
	}
	if len(keys) != 1 || !keys[session.NewKey("2027", "s", slug)] {
		t.Errorf("keys %v", keys)
	}
}
