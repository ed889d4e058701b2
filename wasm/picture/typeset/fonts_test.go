package typeset

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"byeolpyo/wasm/internal/programmes"
	"byeolpyo/wasm/internal/project"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
)

// TestEverySyllable looks at the outlines, not at the table that says which
// glyphs there are: fonts exist that list all syllables and leave most empty.
func TestEverySyllable(t *testing.T) {
	f := loadFonts(t)
	step := rune(1)
	if testing.Short() {
		step = 28 // one of each initial and vowel
	}
	for w := Regular; w <= Bold; w++ {
		seen := make(map[string]rune)
		for r := rune(0xAC00); r <= 0xD7A3; r += step {
			segments, err := f.faces[w].font.LoadGlyph(&f.buf, f.index(int(w), r), fixed.I(1000), nil)
			if err != nil || len(segments) == 0 {
				t.Fatalf("weight %d: %c has no outline: %v", w, r, err)
			}
			outline := fmt.Sprint(segments)
			if other, ok := seen[outline]; ok {
				t.Fatalf("weight %d: %c looks like %c", w, r, other)
			}
			seen[outline] = r
		}
		if len(seen) != 11172/int(step) {
			t.Fatalf("weight %d: %d syllables", w, len(seen))
		}
	}
}

// TestEveryRuneOfTheProgrammes: nothing that anybody wrote in twelve years is
// shown by its code.
func TestEveryRuneOfTheProgrammes(t *testing.T) {
	f := loadFonts(t)
	all, err := programmes.All()
	if err != nil {
		t.Fatal(err)
	}
	texts := 0
	for _, p := range all {
		for _, s := range p.Sessions {
			for _, text := range slices.Concat(s.Speakers, s.Rooms, []string{s.Titles["ko"], s.Titles["en"]}) {
				if text == "" {
					continue
				}
				texts++
				for _, w := range []Weight{Regular, Bold} {
					for _, c := range f.Shape(Clean(text), Style{Size: 32, Weight: w}) {
						for _, g := range c.Glyphs {
							if g.Face < 0 {
								t.Errorf("%s: no face has %U of %q", p.Edition, g.R, text)
							} else if b := f.bounds(g.Face, 32, g.R); b.Empty() && !unicode.IsSpace(g.R) {
								t.Errorf("%s: %U of %q has no outline", p.Edition, g.R, text)
							}
						}
					}
				}
			}
		}
	}
	if texts < 900 {
		t.Fatalf("only %d texts", texts)
	}
}

// TestNamesFromJapanAndChina: every kanji of the Joyo list, and of the first level of JIS X
// 0208 with those of names beyond it, and the 300 commonest Chinese surnames, as they are
// written in China and in Taiwan, are drawn in both weights.
func TestNamesFromJapanAndChina(t *testing.T) {
	f := loadFonts(t)
	joyo := listed(t, "testdata/joyo.txt")
	if n := len([]rune(strings.Join(joyo, ""))); n != 2136 {
		t.Errorf("%d characters of the Joyo list", n)
	}
	surnames := listed(t, "testdata/surnames.txt")
	if len(surnames) != 300 {
		t.Errorf("%d surnames", len(surnames))
	}
	text := []rune(strings.Join(joyo, "") + strings.ReplaceAll(strings.Join(surnames, ""), " ", "") + "諸葛")
	decoder := japanese.EUCJP.NewDecoder()
	before := len(text)
	for row := byte(0xA0 + 16); row <= 0xA0+47; row++ {
		for col := byte(0xA1); col <= 0xFE; col++ {
			if b, err := decoder.Bytes([]byte{row, col}); err == nil && !bytes.ContainsRune(b, unicode.ReplacementChar) {
				text = append(text, []rune(string(b))...)
			}
		}
	}
	if n := len(text) - before; n != 2965 {
		t.Errorf("%d characters of the first level", n)
	}
	for _, r := range text {
		for _, w := range []Weight{Regular, Bold} {
			if face := f.find(w, r); face < 0 {
				t.Errorf("no face has %c, %U", r, r)
			} else if f.bounds(face, 32, r).Empty() {
				t.Errorf("%c, %U, has no outline", r, r)
			}
		}
	}
}

// listed returns the lines of a file but those that begin with #.
func listed(t *testing.T, name string) (lines []string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	return lines
}

// maxFonts is what all font files may weigh together, gzipped, in bytes.
const maxFonts = 3_200_000

// TestFontsStaySmall holds all font files together to maxFonts.
func TestFontsStaySmall(t *testing.T) {
	var b bytes.Buffer
	for _, data := range project.Fonts(t) {
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if b.Len() > maxFonts {
		t.Errorf("the fonts are %d bytes gzipped, more than %d", b.Len(), maxFonts)
	}
}

// TestKSX1001: the 4,888 hanja and the symbols of the Korean standard are drawn.
func TestKSX1001(t *testing.T) {
	f := loadFonts(t)
	decoder := korean.EUCKR.NewDecoder()
	n := 0
	for a := byte(0xA1); a <= 0xFD; a++ {
		for b := byte(0xA1); b <= 0xFE; b++ {
			s, err := decoder.Bytes([]byte{a, b})
			if err != nil || bytes.ContainsRune(s, unicode.ReplacementChar) {
				continue
			}
			text := Clean(string(s))
			if text == "" {
				continue // a space or a soft hyphen
			}
			n++
			for _, c := range f.Shape(text, Style{Size: 32, Weight: Bold}) {
				for _, g := range c.Glyphs {
					if g.Face < 0 && g.R != '隙' { // which the packaged source lacks
						t.Errorf("no face has %U", g.R)
					}
				}
			}
		}
	}
	if n < 8200 {
		t.Fatalf("only %d characters", n)
	}
}

// TestOwnNames: the licence of the originals reserves their names.
func TestOwnNames(t *testing.T) {
	for _, file := range project.FontFiles {
		data := project.Font(t, file)
		font, err := sfnt.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []sfnt.NameID{sfnt.NameIDFamily, sfnt.NameIDFull, sfnt.NameIDPostScript} {
			if name, err := font.Name(nil, id); err != nil || !strings.HasPrefix(name, "Byeolpyo") {
				t.Errorf("%s: name %d is %q, %v", file, id, name, err)
			}
		}
		if bytes.Contains(data, []byte("Pretendard-")) {
			t.Errorf("%s still carries a reserved name", file)
		}
		license := "OFL-" + strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(file, ".otf"), ".ttf"), "-regular"), "-bold") + ".txt"
		if !bytes.Contains(project.Font(t, license), []byte("SIL OPEN FONT LICENSE Version 1.1")) {
			t.Errorf("%s has no licence beside it", file)
		}
	}
}

func TestParseFontsRefuses(t *testing.T) {
	data := project.Fonts(t)
	good, emoji := data[0], data[3]
	for name, pair := range map[string][2][]byte{"nothing": {good, nil}, "half a font": {good[:len(good)/2], good}, "no Hangul": {good, emoji}} {
		if _, err := ParseFonts(pair[0], pair[1]); err == nil {
			t.Errorf("%s was taken for a font", name)
		}
	}
}

// loadFonts are the fonts that are shipped.
func loadFonts(t testing.TB) *Fonts {
	t.Helper()
	data := project.Fonts(t)
	f, err := ParseFonts(data[0], data[1], data[2:]...)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
