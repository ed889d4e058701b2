package session

import (
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"":                    "",
		"a-walk-with-data":    "a-walk-with-data",
		"파이썬-별자리":             "파이썬-별자리",
		"%ED%8C%8C%EC%9D%B4":  "파이",
		"%ed%8c%8c%ec%9d%b4":  "파이",
		"%25ED%258C%258C":     "파",
		norm.NFD.String("파썬"): "파썬",
		"c%2B%2B":             "c++",
		"100%-python":         "100%-python",
		"100%25-python":       "100%-python",
		"%":                   "%",
		"%4":                  "%4",
		"a%2fb":               "a/b",
		"%C6%C4%C0%CC%BD%E3":  "%C6%C4%C0%CC%BD%E3", // EUC-KR is no text here
		"\u1100":              "\u1100",             // a consonant alone
		"\u1161\u11A8":        "\u1161\u11A8",
		"각\u11A8":             "각\u11A8", // it has a trailing consonant already
		"가\u11A7":             "가\u11A7", // which is none
	} {
		if got := Slug(in); got != want || Slug(got) != got {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// Every syllable is composed as the Unicode standard does.
func TestComposed(t *testing.T) {
	n := 0
	for c := rune(0xAC00); c <= 0xD7A3; c++ {
		n++
		if got := composed("x" + norm.NFD.String(string(c)) + "힣"); got != "x"+string(c)+"힣" {
			t.Fatalf("%c: %q", c, got)
		}
	}
	if n != 11172 {
		t.Errorf("%d syllables", n)
	}
	for _, s := range []string{"각ᆨ", "\u1100\u1100\u1161", "가\u1161", "\u1112\u1175\u11c2\u11c2", "é", "\u1113\u1161", "\u1100\u1176"} {
		if got, want := composed(norm.NFD.String(s)), norm.NFC.String(s); s != "é" && got != want {
			t.Errorf("%+q: %+q, want %+q", s, got, want)
		}
	}
}

func TestCanonical(t *testing.T) {
	canon := NewKey("2027", "s", "파이썬-별자리")
	for _, id := range []string{"파이썬-별자리", "%ED%8C%8C%EC%9D%B4%EC%8D%AC-%EB%B3%84%EC%9E%90%EB%A6%AC", "%ed%8c%8c%ec%9d%b4%ec%8d%ac-%eb%b3%84%ec%9e%90%eb%a6%ac",
		norm.NFD.String("파이썬-별자리"), escape(norm.NFD.String("파이썬-별자리"))} {
		for n := 1; n < 3; n++ {
			if got := NewKey("2027", "s", id).Slot(n).Canonical(); got != canon.Slot(n) {
				t.Errorf("%q: %s", id, got)
			}
		}
	}
	if got := canon.Slot(2).Encoded(); got != NewKey("2027", "s", "%ED%8C%8C%EC%9D%B4%EC%8D%AC-%EB%B3%84%EC%9E%90%EB%A6%AC").Slot(2) || got.Canonical() != canon.Slot(2) {
		t.Errorf("encoded: %s", got)
	}
	for _, k := range []Key{"", "nonsense%25", "2026/s/x", "2026/own/a%2525b", "2026/hash/%2541", "2026/s/x~2", "2026/s/%25zz%25~0"} {
		if k.Canonical() != k || k.Encoded() != k {
			t.Errorf("%s: %s, %s", k, k.Canonical(), k.Encoded())
		}
	}
}

func FuzzCanonical(f *testing.F) {
	f.Add("%25ED%258C%258C")
	f.Add("100%25%2541")
	f.Fuzz(func(t *testing.T, id string) {
		k := NewKey("2027", "s", id)
		c := k.Canonical()
		if _, _, _, _, ok := c.Parts(); id != "" && !ok || c.Canonical() != c {
			t.Errorf("%q: %s, %s", id, c, c.Canonical())
		}
	})
}
