package layout

import (
	"image"
	"image/color"
	"math"
	"testing"

	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/picture/scene"
)

// contrast is the ratio of WCAG 2.
func contrast(x, y color.RGBA) float64 {
	linear := func(v uint8) float64 {
		c := float64(v) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	luminance := func(c color.RGBA) float64 { return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B) }
	a, b := luminance(x), luminance(y)
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

// TestContrast holds text to WCAG AA, 4.5 to 1, and in the high contrast theme to
// AAA, 7 to 1; there and on paper, where a card has no ground of its own, its edge
// and its stars to 3 to 1. Paper is held to greys.
func TestContrast(t *testing.T) {
	if len(palettes) != 4 {
		t.Fatalf("%d themes", len(palettes))
	}
	for theme, c := range palettes {
		least := 4.5
		if choices.Theme(theme) == choices.HighContrast {
			least = 7
		}
		for i, pair := range [][2]color.RGBA{
			{c.ink, c.page}, {c.soft, c.page}, {c.accent, c.page}, {c.starInk, c.star}, {c.starSoft, c.star},
			{c.mustInk, c.must}, {c.soft, c.gone}, {c.clashInk, c.clash}, {c.otherInk, c.other},
			{c.mark, c.star}, {c.mark, c.page}, {c.mark, c.other}, {c.mark, c.gone}, {c.mustMark, c.must},
		} {
			if ratio := contrast(pair[0], pair[1]); ratio < least {
				t.Errorf("theme %d, pair %d: contrast %.2f, want %.1f", theme, i, ratio, least)
			}
		}
		for i, pair := range [][2]color.RGBA{{c.starMark, c.star}, {c.mustInk, c.must}, {c.accent, c.page}} {
			if ratio := contrast(pair[0], pair[1]); ratio < 3 {
				t.Errorf("theme %d, star %d: contrast %.2f, want 3", theme, i, ratio)
			}
		}
		if choices.Theme(theme) != choices.HighContrast && choices.Theme(theme) != choices.Paper {
			continue
		}
		for i, pair := range [][2]color.RGBA{{c.starLine, c.page}, {edge(c.mustLine, c.must), c.page}, {c.clashBar, c.page}, {c.goneLine, c.page}} {
			if ratio := contrast(pair[0], pair[1]); ratio < 3 {
				t.Errorf("theme %d, edge %d: contrast %.2f, want 3", theme, i, ratio)
			}
		}
		if choices.Theme(theme) == choices.Paper {
			for i, x := range []color.RGBA{c.page, c.ink, c.soft, c.rule, c.accent, c.star, c.starInk, c.starSoft, c.must, c.mustInk,
				c.gone, c.goneLine, c.clash, c.clashInk, c.clashBar, c.other, c.otherInk, c.starLine, c.mustLine, c.clashLine, c.otherLine, c.starMark, c.mark, c.mustMark} {
				if x.R != x.G || x.G != x.B {
					t.Errorf("colour %d on paper is %v, no grey", i, x)
				}
			}
		}
	}
}

// edge is what tells a card from the page: its line, or its ground when it has none.
func edge(line, ground color.RGBA) color.RGBA {
	if line.A == 0 {
		return ground
	}
	return line
}

// maxPairs are as many pairs of a colour and its ground as an indexed picture can
// give 16 levels each: 15 * 16 of 256 entries, and 16 flat colours.
const (
	maxPairs = 15
	maxFlats = 16
)

// checkPalette counts the pairs that anti-aliased edges mix, and the flat colours.
func checkPalette(t testing.TB, page *scene.Page) {
	t.Helper()
	pairs, flats := map[[2]color.RGBA]bool{}, map[color.RGBA]bool{page.Background: true}
	ground := func(r image.Rectangle, before int) color.RGBA {
		for i := before - 1; i >= 0; i-- {
			if b := page.Boxes[i]; b.Fill.A != 0 && b.Shape == scene.Rect && r.In(b.Rect) {
				return b.Fill
			}
		}
		return page.Background
	}
	mix := func(c, g color.RGBA) {
		if c != g {
			pairs[[2]color.RGBA{c, g}] = true
		}
	}
	for i, b := range page.Boxes {
		under := ground(b.Rect, i)
		if b.Fill.A != 0 {
			flats[b.Fill] = true
			if b.Shape == scene.Star || b.Shape == scene.Rect && b.Radius > 0 {
				mix(b.Fill, under)
			}
			if b.Shape == scene.Rect {
				under = b.Fill
			}
		}
		if b.Stroke.A != 0 {
			flats[b.Stroke] = true
		}
		for _, l := range b.Lines {
			flats[l.Color] = true
			mix(l.Color, under)
		}
	}
	if len(pairs) > maxPairs || len(flats) > maxFlats+maxPairs {
		t.Errorf("%d pairs of colours and %d flat ones, want at most %d and %d", len(pairs), len(flats), maxPairs, maxFlats+maxPairs)
	}
}
