package ascii

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestSpace(t *testing.T) {
	n := 0
	for c := rune(0); c <= 0x2FFFF; c++ {
		if s := string(c) + "x"; utf8.ValidRune(c) && (Space(s, 0) == len(s)-1) != (unicode.IsSpace(c) || c == 0x200B || c == 0xFEFF) {
			t.Errorf("%U: %d", c, Space(s, 0))
		}
		if unicode.IsSpace(c) {
			n++
		}
	}
	if n < 20 {
		t.Errorf("%d characters are white space", n)
	}
	for _, s := range []string{"\xc2", "\xe2\x80", "\xe3", "\x80"} {
		if Space(s, 0) != 0 {
			t.Errorf("%q is white space", s)
		}
	}
}

var samples = []string{"", " ", "a", " a\u00a0\u202f b\n", "파이콘  한국", "\u3000가\t나\u3000", "a,b, ,", "··", "\ufeff제목", "가\ufeff나", "가！ 나（다）", "(오후 2:00)", "x\n\n", "\xff a \xe3\x80", strings.Repeat(" 별", 50)}

// same holds the functions to those of the library, on valid text.
func same(t *testing.T, s string) {
	t.Helper()
	wide := strings.NewReplacer("\u200b", " ", "\ufeff", " ")
	if got, want := Fold(s), strings.Join(strings.Fields(wide.Replace(s)), " "); got != want {
		t.Errorf("Fold(%q) = %q, want %q", s, got, want)
	}
	for _, cut := range []string{" ", " -~–—\u00a0\u202f", "() ", "·|/ ,"} {
		if got, want := Trim(s, cut), strings.Trim(s, cut); got != want {
			t.Errorf("Trim(%q, %q) = %q, want %q", s, cut, got, want)
		}
	}
	if got, want := Any(s, ".?!: "), strings.IndexAny(s, ".?!: "); got != want {
		t.Errorf("Any(%q) = %d, want %d", s, got, want)
	}
	if got, want := Replace(s, " ", "__"), strings.ReplaceAll(s, " ", "__"); got != want {
		t.Errorf("Replace(%q) = %q, want %q", s, got, want)
	}
	for n := range len(s) + 2 {
		if got, want := Cut(s, n), strings.ToValidUTF8(s[:min(n, len(s))], ""); got != want {
			t.Errorf("Cut(%q, %d) = %q, want %q", s, n, got, want)
		}
	}
}

func TestLikeStrings(t *testing.T) {
	for _, s := range samples {
		if utf8.ValidString(s) {
			same(t, s)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, s := range samples {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1000 {
			s = s[:1000]
		}
		if !utf8.ValidString(s) { // no panic, no endless loop
			_ = Trim(Fold(s), " ·")
			return
		}
		same(t, s)
	})
}

func TestTrimOfParts(t *testing.T) {
	for _, s := range []string{"\xe2\x80", "\x93", "\xe2", "\xc2", "\xa0", "\xff"} {
		if got := Trim(s, "–\u00a0"); got != s {
			t.Errorf("Trim(%q) = %q: part of a character is none", s, got)
		}
	}
}

func TestContainsFold(t *testing.T) {
	for _, s := range []string{"", "cancel", "CANCELLED", "a Cancel b", "canc", "cance\xec", "ca\x4ecel", "c-ancel", "취소cancel", "ĀCANCEL", strings.Repeat("c", 9) + "ancel", "#ancel", "cancE\x6c"} {
		if got, want := ContainsFold(s, "cancel"), strings.Contains(Lower(s), "cancel"); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
	if !ContainsFold("a", "") {
		t.Error("everything holds nothing")
	}
}

func TestSpaceOfRunes(t *testing.T) {
	for r := rune(0); r <= 0xFFFF; r++ {
		if want := unicode.IsSpace(r) || r == 0x200B || r == 0xFEFF; IsSpace(r) != want {
			t.Errorf("%U: %v", r, !want)
		}
	}
	for s, want := range map[string]string{"": "", " \u3000": "", "가 \u00a0나\ufeff \n": "가 \u00a0나", "나\u0085": "나", "다\xe3\x80": "다\xe3\x80"} {
		if got := TrimSpaceRight(s); got != want {
			t.Errorf("%q becomes %q", s, got)
		}
	}
}

func TestAllHex(t *testing.T) {
	for s, want := range map[string]bool{"": true, "0": true, "09af": true, Hex: true, "0g": false, "A": false, "0 ": false, "가": false} {
		if AllHex(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}
