package ascii

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// TestCompose: Hangul comes out as NFC has it, whatever of it was composed before.
func TestCompose(t *testing.T) {
	var sb strings.Builder
	for c := rune(0xAC00); c <= 0xD7A3; c++ {
		sb.WriteRune(c)
		if c%7 == 0 {
			sb.WriteString(" ☕ᚠ\u11ff\u1100")
		}
	}
	all := sb.String()
	for i, s := range []string{all, norm.NFD.String(all), "각", "가\u11a8", "\u1100\u1161\u11a8\u11a8", "\u1161\u11a8", "", "plain", "\u1113\u1161", "가\u11a7"} {
		if got := Compose(s); got != norm.NFC.String(s) {
			t.Errorf("%d: %.40q", i, got)
		}
	}
	if Letters(norm.NFD.String("느릴까?")) != "느릴까" {
		t.Error("letters of NFD")
	}
}

// TestLetters: what is left of a text are its letters and digits.
func TestLetters(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "",
		"“Python”은 — 왜, 느릴까?":  "python은왜느릴까",
		"\"Python\"은 - 왜 느릴까":  "python은왜느릴까",
		"라이트닝 토크 ⚡️":           "라이트닝토크",
		"👩‍💻 개발자의 하루 🐍":        "개발자의하루",
		"C++ 20주년, 3.12로…":     "c20주년312로",
		"データ・サイエンス":            "データサイエンス",
		"Ａｐａｃｈｅ（아파치）":          "Ａｐａｃｈｅ아파치",
		"café n° 5 §2":         "cafén52",
		"\u200b제\ufeff목\u00a0": "제목",
	} {
		if got := Letters(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestMarksAreNoLetters: no character that Unicode calls a letter or a digit is left out,
// and of its punctuation and symbols, those that titles have are.
func TestMarksAreNoLetters(t *testing.T) {
	for i, r := range marks {
		if r[0] > r[1] || i > 0 && r[0] <= marks[i-1][1] {
			t.Errorf("the ranges are out of order at %X", r[0])
		}
	}
	for c := rune(0x80); c < 0xE1000; c++ {
		if (unicode.IsLetter(c) || unicode.IsDigit(c)) && isMark(c) {
			t.Errorf("%c (%X) is a letter or a digit", c, c)
		}
	}
	for _, c := range "“”‘’–—…·、。「」『』【】（）！？：；～〜•※→★☆♥✓©®™€₩“🎉🐍" {
		if !isMark(c) {
			t.Errorf("%c (%X) counts as a letter", c, c)
		}
	}
}
