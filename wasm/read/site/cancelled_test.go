package site_test

import (
	"strings"
	"testing"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

// struck2026 is a page of 2026 with the talk's cell as given, and beside it another talk.
func struck2026(cell string) string {
	return `<!doctype html><html lang="ko"><body><header>시간표</header><main><button class="selected"><p>Day 1</p><p>8월 15일 토요일</p></button>
<table><thead><tr><th></th><th>101호</th><th>102호</th></tr></thead><tbody><tr><td>13:00</td>` + cell + `
<td rowspan="1"><a href="/presentations/00000000-2026-4000-8000-000000000002"><p class="MuiTypography-root">메모리 누수 추적기</p><span class="MuiChip-label">김연사</span></a></td></tr>
<tr><td>13:10</td><td rowspan="1"><a href="/presentations/00000000-2026-4000-8000-000000000003"><p class="MuiTypography-root">타입 힌트의 미래</p><span class="MuiChip-label">김연사</span></a></td></tr></tbody></table></main></body></html>`
}

// struckCells are the ways in which a site tells of a cancelled talk; %A begins its link.
var struckCells = map[string]string{
	"as it was":         `<td>%A<p class="MuiTypography-root">파이썬 별자리</p><span class="MuiChip-label">이연사</span></a></td>`,
	"prefix":            `<td>%A<p class="MuiTypography-root">[취소] 파이썬 별자리</p><span class="MuiChip-label">이연사</span></a></td>`,
	"English prefix":    `<td>%A<p class="MuiTypography-root">Cancelled: 파이썬 별자리</p><span class="MuiChip-label">이연사</span></a></td>`,
	"suffix":            `<td>%A<p class="MuiTypography-root">파이썬 별자리 (취소)</p><span class="MuiChip-label">이연사</span></a></td>`,
	"chip":              `<td>%A<p class="MuiTypography-root">파이썬 별자리</p><div class="MuiChip-root"><span class="MuiChip-label">취소됨</span></div><span class="MuiChip-label">이연사</span></a></td>`,
	"chip with icon":    `<td>%A<p class="MuiTypography-root">파이썬 별자리</p><span class="MuiChip-label"><svg></svg>Cancelled</span><span class="MuiChip-label">이연사</span></a></td>`,
	"chip in the title": `<td>%A<p class="MuiTypography-root"><span class="badge">취소됨</span>파이썬 별자리</p><span class="MuiChip-label">이연사</span></a></td>`,
	"tag":               `<td>%A<span class="MuiChip-label">[취소]</span><p class="MuiTypography-root">파이썬 별자리</p><span class="MuiChip-label">이연사</span></a></td>`,
	"del within":        `<td>%A<p class="MuiTypography-root"><del>파이썬 별자리</del></p><span class="MuiChip-label">이연사</span></a></td>`,
	"s around":          `<td><s>%A<p class="MuiTypography-root">파이썬 별자리</p><span class="MuiChip-label">이연사</span></a></s></td>`,
	"class":             `<td>%A<p class="MuiTypography-root line-through">파이썬 별자리</p><span class="MuiChip-label">이연사</span></a></td>`,
	"class of the cell": `<td class="cell session--cancelled">%A<p class="MuiTypography-root">파이썬 별자리</p><span class="MuiChip-label">이연사</span></a></td>`,
	"style":             `<td>%A<p class="MuiTypography-root" style="text-decoration: line-through">파이썬 별자리</p><span class="MuiChip-label">이연사</span></a></td>`,
}

// TestCancelledCells: however the site shows it, the talk is cancelled, its title and speakers
// are what they were, and the one beside it is on.
func TestCancelledCells(t *testing.T) {
	read := map[string]func(string) site.Page{
		"profile": func(html string) site.Page {
			p, _ := site.Read(parse(t, html), site.Options{URL: "https://2026.pycon.kr/timetable"})
			return p
		},
		"inferred": func(html string) site.Page {
			return infer.Read(parse(t, html), site.Options{URL: "https://2026.pycon.kr/timetable"})
		},
	}
	for how, cell := range struckCells {
		html := struck2026(strings.Replace(cell, "%A", `<a href="/presentations/00000000-2026-4000-8000-000000000001">`, 1))
		for reader, read := range read {
			list := read(html).Sessions()
			if len(list) != 3 {
				t.Errorf("%s, %s: %d sessions", reader, how, len(list))
				continue
			}
			for _, s := range list {
				want := session.Source(0)
				if strings.HasSuffix(string(s.Key), "1") {
					if how != "as it was" {
						want = session.SourceOf(session.Korean, true)
					}
					if s.Title("ko") != "파이썬 별자리" || strings.Join(s.Speakers, "+") != "이연사" {
						t.Errorf("%s, %s: %q by %q", reader, how, s.Title("ko"), s.Speakers)
					}
				}
				if s.Cancelled != want {
					t.Errorf("%s, %s: %s is cancelled by %d, want %d", reader, how, s.Title("ko"), s.Cancelled, want)
				}
			}
		}
	}
}

// TestNotCancelled: something that a person may do about a session, or that is said of another,
// is no mark.
func TestNotCancelled(t *testing.T) {
	for how, cell := range map[string]string{
		"button":         `<td>%A<p class="MuiTypography-root">파이썬 별자리</p></a><button><span class="MuiButton-label">취소</span></button><span class="MuiChip-label">취소</span></td>`,
		"half a title":   `<td>%A<p class="MuiTypography-root">파이썬 <s>2.7</s> 별자리</p></a></td>`,
		"text":           `<td>%A<p class="MuiTypography-root">파이썬 별자리</p></a><p>비가 오면 취소될 수 있습니다</p></td>`,
		"class":          `<td class="not-cancelled hover:line-through if-cancelled">%A<p class="MuiTypography-root">파이썬 별자리</p></a></td>`,
		"another column": `<td>%A<p class="MuiTypography-root">파이썬 별자리</p></a></td><td class="cancelled">취소됨</td>`,
	} {
		html := struck2026(strings.Replace(cell, "%A", `<a href="/presentations/00000000-2026-4000-8000-000000000001">`, 1))
		p, _ := site.Read(parse(t, html), site.Options{URL: "https://2026.pycon.kr/timetable"})
		if len(p.Spots) == 0 {
			t.Fatal("nothing is read")
		}
		for _, s := range append(p.Sessions(), infer.Read(parse(t, html), site.Options{URL: "https://2027.pycon.kr/timetable"}).Sessions()...) {
			if s.Cancelled != 0 {
				t.Errorf("%s: %s is cancelled", how, s.Title("ko"))
			}
		}
	}
}

// TestCancelledElsewhere: lists, details and data show it too; no mark is a room.
func TestCancelledElsewhere(t *testing.T) {
	const id = "00000000-2026-4000-8000-000000000001"
	for name, page := range map[string]struct{ url, html string }{
		"list of 2026": {"https://2026.pycon.kr/presentations", `<main><ul class="MuiList-root"><li><a href="/presentations/` + id + `"><h4>[취소] 파이썬 별자리</h4></a></li>` +
			`<li><a href="/presentations/00000000-2026-4000-8000-000000000002"><h4>메모리</h4></a></li></ul></main>`},
		"detail": {"https://2027.pycon.kr/sessions/12", `<main><h1><span>취소됨</span> 파이썬 별자리</h1><dl><dt>시간</dt><dd>2027년 8월 15일 13:00 ~ 13:30</dd><dt>장소</dt><dd>101호</dd></dl></main>`},
		"beside": {"https://2027.pycon.kr/sessions/12", `<main><div><h1>파이썬 별자리</h1><span>취소됨</span></div><dl><dt>시간</dt><dd>2027년 8월 15일 13:00 ~ 13:30</dd><dt>장소</dt><dd>취소됨</dd></dl></main>`},
		"flow":   {"https://2027.pycon.kr/schedule", `<main><h2>2027년 8월 15일</h2><ul><li><time>13:00 ~ 13:30</time><h3><s>파이썬 별자리</s></h3></li><li><time>14:00 ~ 14:30</time><h3>메모리</h3></li><li><time>15:00 ~ 15:30</time><h3>타입</h3></li></ul></main>`},
	} {
		a := site.Options{URL: page.url}
		p, ok := site.Read(parse(t, page.html), a)
		if !ok {
			p = infer.Read(parse(t, page.html), a)
		}
		if len(p.Spots) == 0 {
			t.Errorf("%s: nothing is read", name)
			continue
		}
		for i, s := range p.Sessions() {
			if (i == 0) != (s.Cancelled != 0) || i == 0 && s.Title("ko") != "파이썬 별자리" {
				t.Errorf("%s: %q cancelled by %d", name, s.Title("ko"), s.Cancelled)
			}
			if strings.Contains(strings.Join(append(s.Rooms, s.Speakers...), " "), "취소") {
				t.Errorf("%s: in %q by %q", name, s.Rooms, s.Speakers)
			}
		}
	}
	data := `[{"id":"` + id + `","title":"(취소) 파이썬 별자리","presentation_type":{"name":"발표"},"speakers":[],"room_schedules":[{"room_name":"101호","start_at":"2026-08-15T13:00:00+09:00","end_at":"2026-08-15T13:30:00+09:00"}]}]`
	p, ok := site.ReadData(data2026, data)
	if !ok || len(p.Spots) != 1 || p.Spots[0].Session.Title("ko") != "파이썬 별자리" || p.Spots[0].Session.Cancelled == 0 {
		t.Errorf("data: %+v", p)
	}
}

// TestCancelledKeepsKey: the name that a session without an id has is that of its title
// without the mark.
func TestCancelledKeepsKey(t *testing.T) {
	page := func(title string) session.Key {
		p := infer.Read(parse(t, `<main><h2>2027년 8월 15일</h2><ul><li><time>13:00 ~ 13:30</time><h3>`+title+`</h3></li><li><time>14:00 ~ 14:30</time><h3>메모리</h3></li><li><time>15:00 ~ 15:30</time><h3>타입</h3></li></ul></main>`),
			site.Options{URL: "https://2027.pycon.kr/schedule"})
		if len(p.Spots) != 3 {
			t.Fatalf("%d sessions", len(p.Spots))
		}
		return p.Spots[0].Session.Key
	}
	was := page("파이썬 별자리")
	for _, title := range []string{"[취소] 파이썬 별자리", "<del>파이썬 별자리</del>", "<span>취소됨</span> 파이썬 별자리"} {
		if now := page(title); now != was {
			t.Errorf("%s: %s, was %s", title, now, was)
		}
	}
}
