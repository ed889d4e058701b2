package messages

import "testing"

func TestSay(t *testing.T) {
	w := Words{"a": "{x} and {y}", "b": "no } { here", "c": "{x"}
	for _, c := range []struct {
		name  string
		pairs []string
		want  string
	}{
		{"a", []string{"x", "1", "y", "2"}, "1 and 2"},
		{"a", []string{"x", "{y}", "y", "2"}, "{y} and 2"}, // a title is no message
		{"a", nil, "{x} and {y}"},
		{"b", nil, "no } { here"},
		{"c", []string{"x", "1"}, "{x"},
		{"missing", nil, "missing"},
	} {
		if got := w.Say(c.name, c.pairs...); got != c.want {
			t.Errorf("Say(%q, %q) = %q, want %q", c.name, c.pairs, got, c.want)
		}
	}
}

// A person's choice comes first; otherwise every language but Korean leads to English.
func TestLanguage(t *testing.T) {
	for _, c := range [][3]string{{"", "ko", "ko"}, {"", "ko-KR", "ko"}, {"", "kok-IN", "en"}, {"", "de", "en"}, {"", "", "en"}, {"en", "ko", "en"}, {"ko", "de", "ko"}, {"fr", "ko", "ko"}} {
		if got := Language(c[0], c[1]); got != c[2] {
			t.Errorf("chosen %q in a browser in %q: %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestDecode(t *testing.T) {
	all := DecodeAll(map[string]any{"ko": map[string]any{"a": map[string]any{"message": "가,나"}, "b": map[string]any{}, "c": "x", "d": 2.0}, "en": 1.0})
	if w := all["ko"]; len(w) != 2 || w.Say("c") != "x" || w.Nth("a", 1) != "나" || w.Nth("a", 2) != "" || w.Nth("a", -1) != "" || len(all["en"]) != 0 {
		t.Errorf("%v", all)
	}
}
