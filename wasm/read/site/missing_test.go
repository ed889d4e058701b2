package site_test

import (
	"strings"
	"testing"

	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

// missingTitles is what servers, frameworks and sites put over a page that is not
// there.
var missingTitles = []string{
	"Not Found", "404", "404 Not Found", "404 - Page not found", "Page Not Found (404)", "Page not found", "404: This page could not be found.",
	"This page could not be found.", "Error 404", "404 Error", "HTTP 404", "403 Forbidden", "Server Error (500)", "500 Internal Server Error", "502 Bad Gateway",
	"페이지를 찾을 수 없습니다.", "요청하신 페이지를 찾을 수 없습니다", "404 페이지를 찾을 수 없습니다", "존재하지 않는 페이지입니다", "세션을 찾을 수 없습니다.", "오류 404",
}

// talkTitles sound like them and are titles.
var talkTitles = []string{
	"404 Not Found: 사라진 문서를 찾아서", "Found and Not Found", "500줄로 만드는 데이터베이스", "Python 404", "서버 오류에서 배우기", "Error", "4040", "1404", "오류를 찾을 수 없습니다",
}

// A page that is not there has no session, and a session whose title sounds like one
// has.
func TestMissingPages(t *testing.T) {
	tried := 0
	for _, f := range corpus(t) {
		if f.want.Kind != "detail" || len(f.want.Sessions) != 1 {
			continue
		}
		title := f.want.Sessions[0].Title
		read := func(html string, o site.Options) int {
			root := parse(t, html)
			o.URL = f.want.URL
			page, ok := site.Read(root, o)
			if !ok {
				page = infer.Read(root, o)
			}
			return len(page.Sessions())
		}
		html := string(f.html)
		if !strings.Contains(html, title) || read(html, site.Options{}) != 1 {
			continue
		}
		tried++
		said := f.want.Sessions[0]
		if n := read(html, site.Options{Missing: true}); n != 1 && said.Start+strings.Join(append(said.Speakers, said.Rooms...), "") != "" {
			t.Errorf("%s sent with a 404 has %d sessions", f.name, n)
		}
		for _, missing := range missingTitles {
			if n := read(strings.ReplaceAll(html, title, missing), site.Options{}); n != 0 {
				t.Errorf("%s with the title %q has %d sessions", f.name, missing, n)
			}
		}
		for _, other := range talkTitles {
			if n := read(strings.ReplaceAll(html, title, other), site.Options{}); n != 1 {
				t.Errorf("%s with the title %q has %d sessions", f.name, other, n)
			}
		}
	}
	if tried < 10 {
		t.Errorf("only %d pages of a session were tried", tried)
	}
}

// What the server says counts where nothing of a session is there but a heading.
func TestMissingByStatus(t *testing.T) {
	const url = "https://2031.pycon.kr/session/12"
	for _, c := range []struct {
		name, html string
		missing    bool
		want       int
	}{
		{"a heading", `<h1>앗, 여기에는 아무것도 없네요</h1>`, true, 0},
		{"the same, sent as a page", `<h1>앗, 여기에는 아무것도 없네요</h1><p>일시: 2031-08-15 10:00 - 10:40</p>`, false, 1},
		{"an application that was sent with a 404", `<h1>별자리 그리기</h1><dl><dt>일시</dt><dd>2031-08-15 10:00 - 10:40</dd><dt>발표자</dt><dd>김별</dd></dl>`, true, 1},
	} {
		page := infer.Read(parse(t, "<body><main>"+c.html+"</main></body>"), site.Options{URL: url, Missing: c.missing})
		if n := len(page.Sessions()); n != c.want {
			t.Errorf("%s: %d sessions, want %d", c.name, n, c.want)
		}
	}
	// The title of a session with several slots tells no time of its own.
	row := func(day string) string {
		return `<tr><td>발표 시각</td><td><h6>2026년 8월 ` + day + `일 오후 2:00 ~ 오후 2:30 (30분)</h6></td></tr>`
	}
	html := `<body><main><h4 class="MuiTypography-h4">라이트닝 토크</h4><table>` + row("15") + row("16") + `</table></main></body>`
	page, _ := site.Read(parse(t, html), site.Options{URL: "https://2026.pycon.kr/presentations/13a81677-620a-56ad-a294-672c79b0ad67", Missing: true})
	if len(page.Spots) != 3 || !page.Spots[0].Heading {
		t.Errorf("two slots: %d stars", len(page.Spots))
	}
}
