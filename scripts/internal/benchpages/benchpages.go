// Package benchpages makes the pages that the benchmarks draw: the reference picture,
// which every side draws from the same boxes and lines, and the chart of what came
// out.
package benchpages

import (
	"fmt"
	"image"
	"image/color"

	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// The size of the reference picture, in px: that of a common phone.
const (
	Width  = 1080
	Height = 2400
)

func rgb(v uint32) color.RGBA { return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xFF} }

// The colours of the light theme.
var (
	white, ink, soft, faint, rule = rgb(0xFFFFFF), rgb(0x171A2B), rgb(0x5B6075), rgb(0x6F7488), rgb(0xE7E9F0)
	accent                        = rgb(0x4453D6)
	star, starInk, starSoft       = rgb(0xEEF0FD), rgb(0x1B2048), rgb(0x545B85)
	mustSoft                      = rgb(0xE1E4FF)
)

// titles are titles of real sessions, and who gave them.
var titles = [...][2]string{
	{"파이썬으로 만드는 실시간 데이터 파이프라인", "김별표"}, {"Django 6.0 새 기능 톺아보기", "이하늘"},
	{"asyncio 내부 동작 이해하기", "박서준"}, {"라이브러리 관리자가 되는 법", "최은하"},
	{"타입 힌트로 더 나은 코드 쓰기", "정유진"}, {"FastAPI와 함께하는 마이크로서비스 전환기", "한지훈"},
	{"GIL 없는 파이썬의 오늘과 내일", "오세라"}, {"커뮤니티로 성장하기", "윤다온"},
	{"그리고 물리 엔진: 게임을 만들며 배우는 수학", "서지안"}, {"판다스에서 폴라스로 옮겨 간 이야기", "문가온"},
	{"검색 서비스를 지탱하는 파이썬 코드", "배로운"}, {"쿠버네티스 위의 주피터 허브 운영 후기", "신바다"},
	{"뷁스럽지 않은 한글 형태소 분석", "권아람"}, {"테스트가 없는 코드에 테스트 붙이기", "임새벽"},
}

// Title returns the i-th title and who gives it.
func Title(i int) (title, speaker string) { t := titles[i%len(titles)]; return t[0], t[1] }

// Reference returns the reference picture: 2 days, 4 rooms, n sessions in rows of
// four; 40 of them fill it, and with more it grows.
func Reference(f *typeset.Fonts, n int) *scene.Page { return grid(f, n, 2, Height) }

// Sheet returns a day of 20 sessions on A4 at 300 dpi, 2480 x 3508: set at the
// reference's measures and enlarged.
func Sheet(f *typeset.Fonts) *scene.Page {
	page := enlarge(f, grid(f, 20, 1, 1528), 2480./Width)
	page.Height = 3508
	return page
}

func grid(f *typeset.Fonts, n, days, height int) *scene.Page {
	const (
		margin, axis, gap = 48, 72, 8
		x0, right         = margin + axis, Width - margin
		card              = (right - x0 - 3*gap) / 4
		rowHeight         = 189
	)
	p := &scene.Page{Width: Width, Background: white}
	add := func(b scene.Box) { p.Boxes = append(p.Boxes, b) }
	text := func(s string, size int, w typeset.Weight, c color.RGBA, x, y, limit, lines int) []typeset.Line {
		return f.Set(s, size, w, c, x, y, limit, lines)
	}
	y := 50
	lines := text("내 시간표", 28, typeset.Bold, accent, margin+40, y, 800, 1)
	lines = append(lines, text("파이콘 한국 2026", 64, typeset.Bold, ink, margin, y+42, 984, 1)...)
	lines = append(lines, text(fmt.Sprintf("8월 15일 (토) – 8월 16일 (일) · 세션 %d개", n), 28, typeset.Regular, soft, margin, y+136, 984, 1)...)
	add(scene.Box{Role: scene.Header, Rect: image.Rect(margin, y, right, y+180), Lines: lines})
	add(scene.Box{Role: scene.Part, Rect: image.Rect(margin, y+4, margin+30, y+34), Shape: scene.Star, Fill: accent})
	y = 246
	i := 0
	for day := range days {
		add(scene.Box{Role: scene.Rule, Rect: image.Rect(margin, y, right, y+2), Fill: rule})
		lines := text([]string{"8월 15일 (토)", "8월 16일 (일)"}[day], 40, typeset.Bold, ink, margin, y+20, 600, 1)
		add(scene.Box{Role: scene.Heading, Rect: image.Rect(margin, y+20, right, y+80), Lines: lines})
		y += 88
		for hour := 10; i < (n*(day+1)+days-1)/days; hour++ {
			add(scene.Box{Role: scene.Rule, Rect: image.Rect(x0, y, right, y+2), Fill: rule})
			label := text(fmt.Sprintf("%02d:00", hour%24), 22, typeset.Regular, faint, margin, y-12, axis, 1)
			add(scene.Box{Role: scene.Hour, Rect: label[0].Rect, Lines: label})
			for lane := 0; lane < 4 && i < (n*(day+1)+days-1)/days; lane++ {
				x := x0 + lane*(card+gap)
				fill, title, about, mark := star, starInk, starSoft, accent
				if i%5 == 4 {
					fill, title, about, mark = accent, white, mustSoft, white
				}
				t := titles[i%len(titles)]
				lines := text(fmt.Sprintf("%02d:00–%02d:40", hour%24, hour%24), 22, typeset.Bold, about, x+30, y+12, card-64, 1)
				lines = append(lines, text(t[0], 27, typeset.Bold, title, x+30, y+46, card-42, 3)...)
				lines = append(lines, text(fmt.Sprintf("Track %d · %s", lane+1, t[1]), 21, typeset.Regular, about, x+30, y+152, card-42, 1)...)
				rect := image.Rect(x, y, x+card, y+rowHeight-gap)
				add(scene.Box{Role: scene.Card, Rect: rect, Radius: 16, Fill: fill, Lines: lines})
				add(scene.Box{Role: scene.Part, Rect: image.Rect(x+12, y+16, x+18, rect.Max.Y-16), Radius: 3, Fill: mark})
				add(scene.Box{Role: scene.Part, Rect: image.Rect(rect.Max.X-36, y+14, rect.Max.X-14, y+36), Shape: scene.Star, Fill: mark})
				i++
			}
			y += rowHeight
		}
		y += 12
	}
	y = max(y, height-64)
	add(scene.Box{Role: scene.Rule, Rect: image.Rect(margin, y, right, y+2), Fill: rule})
	lines = text("2026-08-12 21:04 KST 기준 · 별표 Byeolpyo", 22, typeset.Regular, soft, margin, y+16, 984, 1)
	add(scene.Box{Role: scene.Footer, Rect: image.Rect(margin, y+16, right, y+48), Lines: lines})
	p.Height = y + 64
	return p
}

// enlarge makes a page k times as large in every measure, its text set anew.
func enlarge(f *typeset.Fonts, page *scene.Page, k float64) *scene.Page {
	at := func(v int) int { return int(float64(v)*k + 0.5) }
	out := &scene.Page{Width: at(page.Width), Height: at(page.Height), Background: page.Background}
	for _, b := range page.Boxes {
		b.Rect = image.Rect(at(b.Rect.Min.X), at(b.Rect.Min.Y), at(b.Rect.Max.X), at(b.Rect.Max.Y))
		if b.Shape == scene.Star {
			b.Rect.Max.Y = b.Rect.Min.Y + b.Rect.Dx()
		}
		b.Radius, b.Line = at(b.Radius), at(b.Line)
		var lines []typeset.Line
		for _, l := range b.Lines {
			size, w := l.Font()
			lines = append(lines, f.Set(l.Text, at(size), w, l.Color, at(l.Rect.Min.X), at(l.Rect.Min.Y), out.Width, 1)...)
		}
		b.Lines = lines
		out.Boxes = append(out.Boxes, b)
	}
	return out
}

// Boxes is a page as the other sides get it, in JSON.
type Boxes struct {
	Width      int    `json:"width"`
	Height     int    `json:"height"`
	Background string `json:"background"`
	Boxes      []Area `json:"boxes"`
}

// Area is one box of it. Colours are in the form of CSS, "" for none.
type Area struct {
	X      int    `json:"x"`
	Y      int    `json:"y"`
	W      int    `json:"w"`
	H      int    `json:"h"`
	Star   bool   `json:"star,omitempty"`
	Radius int    `json:"radius,omitempty"`
	Fill   string `json:"fill,omitempty"`
	Lines  []Text `json:"lines,omitempty"`
}

// Text is one line.
type Text struct {
	Text     string `json:"text"`
	X        int    `json:"x"`
	Y        int    `json:"y"` // the top of the line
	H        int    `json:"h"`
	Baseline int    `json:"baseline"`
	Size     int    `json:"size"`
	Weight   int    `json:"weight"` // 400 or 700
	Color    string `json:"color"`
}

// Export returns page for the other sides.
func Export(page *scene.Page) Boxes {
	css := func(c color.RGBA) string {
		if c.A == 0 {
			return ""
		}
		return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
	}
	out := Boxes{Width: page.Width, Height: page.Height, Background: css(page.Background)}
	for _, b := range page.Boxes {
		a := Area{X: b.Rect.Min.X, Y: b.Rect.Min.Y, W: b.Rect.Dx(), H: b.Rect.Dy(), Star: b.Shape == scene.Star, Radius: b.Radius, Fill: css(b.Fill)}
		for i := range b.Lines {
			l := &b.Lines[i]
			size, w := l.Font()
			t := Text{Text: l.Text, X: l.Rect.Min.X, Y: l.Rect.Min.Y, H: l.Rect.Dy(), Baseline: l.Baseline, Size: size, Weight: 400, Color: css(l.Color)}
			if w == typeset.Bold {
				t.Weight = 700
			}
			a.Lines = append(a.Lines, t)
		}
		out.Boxes = append(out.Boxes, a)
	}
	return out
}
