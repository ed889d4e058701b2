package draw

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/math/fixed"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"":                          "",
		" 앞뒤 \t공백\n줄\u00a0바꿈 ":      "앞뒤 공백 줄 바꿈",
		"\u1112\u1161\u11ab":        "한",
		"a\u202eb\u2066c\u200e\x00": "abc",
		"❤\ufe0f":                   "❤",
		"👩🏽\u200d💻 끝":               "👩 끝",
		"🇰🇷":                        "KR",
		"1\ufe0f\u20e3":             "1",
		"가\u200b나":                  "가 나",
		"a\u200db":                  "ab",
		"\xff":                      "\ufffd",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%+q) = %+q, want %+q", in, got, want)
		}
	}
	if n := len([]rune(clean(strings.Repeat("가", 100_000)))); n != maxRunes {
		t.Errorf("%d runes of an endless title, want %d", n, maxRunes)
	}
}

func TestWrap(t *testing.T) {
	f := loadFonts(t)
	st := style{size: 20}
	em := f.advance(int(Regular), 20, '가').Ceil() // every syllable is as wide
	for _, c := range []struct {
		text  string
		width int // px
		lines int
		want  []string
	}{
		{"가나다 라마바 사아자", 6 * em, 3, []string{"가나다", "라마바", "사아자"}},
		{"가나다 라마바 사아자", 8 * em, 3, []string{"가나다 라마바", "사아자"}},
		{"가나다라마바사아자차", 4 * em, 3, []string{"가나다라", "마바사아", "자차"}},
		{"가나다라마바사아자차카타파하", 4 * em, 3, []string{"가나다라", "마바사아", "자차카…"}},
		{"가 나다라마바사아자차", 6 * em, 3, []string{"가 나다라마", "바사아자차"}},
		{"가나다라(마바)", 5 * em, 3, []string{"가나다라", "(마바)"}},
		{"가나다라마.", 5 * em, 3, []string{"가나다라", "마."}},
		{"한 줄", 100 * em, 3, []string{"한 줄"}},
		{"Python and Rust", 5 * em, 3, []string{"Python", "and Rust"}},
		{"", 5 * em, 3, nil},
	} {
		var got []string
		for _, cs := range f.wrap(c.text, st, c.width, c.lines) {
			if width(cs) > c.width {
				t.Errorf("%q: a line is %d wide, want at most %d", c.text, width(cs), c.width)
			}
			got = append(got, line(cs, st, palettes[Light].ink, 0, 0).Text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("wrap(%q, %d px) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
	for _, long := range []string{strings.Repeat("abcdefghij", 30), "x " + strings.Repeat("W", 80) + " y"} {
		ls := f.wrap(long, st, 5*em, 3)
		if len(ls) != 3 {
			t.Errorf("%d lines of a long word, want 3", len(ls))
		}
		for _, cs := range ls {
			if width(cs) > 5*em {
				t.Errorf("a line of a long word is %d wide, want at most %d", width(cs), 5*em)
			}
		}
	}
}

func TestShape(t *testing.T) {
	f := loadFonts(t)
	st := style{size: 32}
	total := func(text string, st style) (w fixed.Int26_6) {
		for _, c := range f.shape(text, st) {
			w += c.width
		}
		return w
	}
	if a, b := total("11:11", style{size: 32, tabular: true}), total("08:48", style{size: 32, tabular: true}); a != b {
		t.Errorf("times are %v and %v wide, want one width", a, b)
	}
	if total("AV", st) >= total("A", st)+total("V", st) {
		t.Error("A and V are not kerned")
	}
	if cs := f.shape("x\u0302y", st); len(cs) != 2 || len(cs[0].glyphs) != 2 || cs[0].width != total("x", st) {
		t.Errorf("a mark is not on its base: %+v", cs)
	}
	if cs := f.shape("\U00012000", st); len(cs) != 1 || cs[0].glyphs[0].face != -1 || cs[0].width < fixed.I(10) {
		t.Errorf("a rune that no face has does not show: %+v", cs)
	}
	if cs := f.shape("𝛑", st); cs[0].glyphs[0].r != 'π' {
		t.Errorf("a mathematical letter is not replaced by the letter: %+v", cs)
	}
	for r, want := range map[rune]string{'ⵣ': "2D63", 0x12000: "012000", 'a': "0061"} {
		if got := hexCode(r); got != want {
			t.Errorf("hexCode(%U) = %q, want %q", r, got, want)
		}
	}
}
