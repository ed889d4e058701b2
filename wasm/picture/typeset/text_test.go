package typeset

import (
	"image/color"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/math/fixed"

	"byeolpyo/wasm/internal/programmes"
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
		if got := Clean(in); got != want {
			t.Errorf("clean(%+q) = %+q, want %+q", in, got, want)
		}
	}
	if n := len([]rune(Clean(strings.Repeat("가", 100_000)))); n != maxRunes {
		t.Errorf("%d runes of an endless title, want %d", n, maxRunes)
	}
}

func TestWrap(t *testing.T) {
	f := loadFonts(t)
	st := Style{Size: 20}
	em := f.Advance(int(Regular), 20, '가').Ceil() // every syllable is as wide
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
		for _, cs := range f.Wrap(c.text, st, c.width, c.lines) {
			if Width(cs) > c.width {
				t.Errorf("%q: a line is %d wide, want at most %d", c.text, Width(cs), c.width)
			}
			got = append(got, LineOf(cs, st, color.RGBA{A: 0xFF}, 0, 0).Text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("wrap(%q, %d px) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
	for _, long := range []string{strings.Repeat("abcdefghij", 30), "x " + strings.Repeat("W", 80) + " y"} {
		ls := f.Wrap(long, st, 5*em, 3)
		if len(ls) != 3 {
			t.Errorf("%d lines of a long word, want 3", len(ls))
		}
		for _, cs := range ls {
			if Width(cs) > 5*em {
				t.Errorf("a line of a long word is %d wide, want at most %d", Width(cs), 5*em)
			}
		}
	}
}

func TestShape(t *testing.T) {
	f := loadFonts(t)
	st := Style{Size: 32}
	total := func(text string, st Style) (w fixed.Int26_6) {
		for _, c := range f.Shape(text, st) {
			w += c.Width
		}
		return w
	}
	if a, b := total("11:11", Style{Size: 32, Tabular: true}), total("08:48", Style{Size: 32, Tabular: true}); a != b {
		t.Errorf("times are %v and %v wide, want one width", a, b)
	}
	if total("AV", st) >= total("A", st)+total("V", st) {
		t.Error("A and V are not kerned")
	}
	if cs := f.Shape("x\u0302y", st); len(cs) != 2 || len(cs[0].Glyphs) != 2 || cs[0].Width != total("x", st) {
		t.Errorf("a mark is not on its base: %+v", cs)
	}
	if cs := f.Shape("\U00012000", st); len(cs) != 1 || cs[0].Glyphs[0].Face != -1 || cs[0].Width < fixed.I(10) {
		t.Errorf("a rune that no face has does not show: %+v", cs)
	}
	if cs := f.Shape("𝛑", st); cs[0].Glyphs[0].R != 'π' {
		t.Errorf("a mathematical letter is not replaced by the letter: %+v", cs)
	}
	for r, want := range map[rune]string{'ⵣ': "2D63", 0x12000: "012000", 'a': "0061"} {
		if got := HexCode(r); got != want {
			t.Errorf("hexCode(%U) = %q, want %q", r, got, want)
		}
	}
}

// TestTypography holds every real title, in the sizes and widths that cards have,
// to the rules of setting: nothing is lost, nothing is too wide, a word is parted
// only when it is wider than a line or would leave most of one empty, and no
// syllable stands alone in the last line if narrower lines would have kept it company.
func TestTypography(t *testing.T) {
	f := loadFonts(t)
	all, err := programmes.All()
	if err != nil {
		t.Fatal(err)
	}
	titles := 0
	for _, p := range all {
		for _, s := range p.Sessions {
			for _, title := range s.Titles {
				titles++
				for _, c := range [...]struct{ size, width int }{{36, 828}, {30, 420}, {30, 190}, {24, 140}} {
					checkWrap(t, f, Clean(title), Style{Size: c.size, Weight: Bold}, c.width)
				}
			}
		}
	}
	if titles < 400 {
		t.Fatalf("only %d titles", titles)
	}
}

func checkWrap(t *testing.T, f *Fonts, title string, st Style, limit int) {
	t.Helper()
	lines, whole := f.Wrapped(title, st, limit, 99)
	if !whole {
		t.Fatalf("%q is cut though there is room", title)
	}
	bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
	var joined strings.Builder
	words := strings.Fields(title)
	for i, cs := range lines {
		l := LineOf(cs, st, color.RGBA{A: 0xFF}, 0, 0)
		joined.WriteString(l.Text)
		if Width(cs) > limit {
			t.Errorf("%q: %q is %d wide, want at most %d", title, l.Text, Width(cs), limit)
		}
		if i == 0 {
			continue
		}
		// Does the line begin inside a word that would have had room on one of its own?
		first := strings.Fields(l.Text)[0]
		last := strings.Fields(LineOf(lines[i-1], st, color.RGBA{A: 0xFF}, 0, 0).Text)
		before := last[len(last)-1]
		for _, w := range words {
			if w == before+first && Width(f.Shape(w, st)) <= limit && !strings.ContainsAny(before[len(before)-1:], "-/") && len(last) > 1 {
				t.Errorf("%q: %q is parted into %q and %q at %d px", title, w, before, first, limit)
			}
		}
	}
	if bare(joined.String()) != bare(title) {
		t.Errorf("%q became %q", title, joined.String())
	}
	if widowed(lines) {
		for narrow := limit; narrow >= limit*3/4; narrow-- {
			if again := breakLines(f.Shape(title, st), narrow, 0); len(again) == len(lines) && !widowed(again) && limit-narrow > st.Size {
				t.Errorf("%q ends in a single syllable at %d px, not at %d", title, limit, narrow)
				break
			}
		}
	}
}

// TestWidow: the last syllable gets company.
func TestWidow(t *testing.T) {
	f := loadFonts(t)
	st := Style{Size: 20}
	em := f.Advance(int(Regular), 20, '가').Ceil()
	for _, c := range []struct {
		text string
		ems  int
		want []string
	}{
		{"가나 다라 마", 5, []string{"가나", "다라 마"}},
		{"가나다라마바사아자", 8, []string{"가나다라마바사", "아자"}},
		{"가나 다라 마바", 6, []string{"가나 다라", "마바"}}, // two are company
		{"가나다 A", 3, []string{"가나다", "A"}},       // no syllable
		{"가나다라 마.", 4, []string{"가나다", "라 마."}},
	} {
		var got []string
		for _, cs := range f.Wrap(c.text, st, c.ems*em, 3) {
			got = append(got, LineOf(cs, st, color.RGBA{A: 0xFF}, 0, 0).Text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q in %d em: %q, want %q", c.text, c.ems, got, c.want)
		}
	}
}

// TestTimesStandLevel: colon and dash of a time are in the middle of its figures.
func TestTimesStandLevel(t *testing.T) {
	f := loadFonts(t)
	for _, st := range []Style{{34, Bold, true}, {24, Regular, true}, {75, Regular, true}} {
		figure := f.bounds(int(st.Weight), st.Size, '0')
		middle := (figure.Min.Y + figure.Max.Y) / 2
		seen := 0
		for _, c := range f.Shape("13:30–14:10", st) {
			for _, g := range c.Glyphs {
				if g.R != ':' && g.R != '–' {
					if g.Dy != 0 {
						t.Errorf("%q is raised", g.R)
					}
					continue
				}
				seen++
				b := f.bounds(g.Face, st.Size, g.R)
				if off := (b.Min.Y+b.Max.Y)/2 + fixed.I(g.Dy) - middle; off > 33 || off < -33 {
					t.Errorf("%q of %d px is %v px off the middle", g.R, st.Size, float64(off)/64)
				}
			}
		}
		if seen != 3 {
			t.Errorf("%d marks between figures", seen)
		}
	}
	for _, c := range f.Shape("a: b–c", Style{Size: 34}) {
		if c.Glyphs[0].Dy != 0 {
			t.Errorf("%q is raised in running text", c.Text)
		}
	}
}
