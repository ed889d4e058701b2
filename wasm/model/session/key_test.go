package session

import (
	"strings"
	"testing"
)

func TestKey(t *testing.T) {
	for _, c := range []struct {
		key  Key
		want string
	}{
		{NewKey("2018", "program", "37"), "2018/program/37"},
		{NewKey("2026", AnySequence, "4406c268-1f99-49d5-a932-eeb2637342fb"), "2026/s/4406c268-1f99-49d5-a932-eeb2637342fb"},
		{NewKey("label-2026", "s", "A1B2C3"), "label-2026/s/A1B2C3"},
		{NewKey("2026", "s", "a~2"), "2026/s/a%7E2"},
		{NewKey("2026", "s", "a~2").Slot(3), "2026/s/a%7E2~3"},
		{NewKey("2026", "s", "a/b"), "2026/s/a%2Fb"},
		{NewKey("2026", "s", "100%"), "2026/s/100%25"},
		{NewKey("2026", "s", "발표"), "2026/s/%EB%B0%9C%ED%91%9C"},
		{NewKey("2026", "s", "a b\n"), "2026/s/a%20b%0A"},
		{NewKey("2018", "program", "37").Slot(1), "2018/program/37"},
		{NewKey("2018", "program", "37").Slot(0), "2018/program/37"},
		{NewKey("2018", "program", "37").Slot(2), "2018/program/37~2"},
	} {
		if string(c.key) != c.want {
			t.Errorf("%q, want %q", c.key, c.want)
		}
		if _, _, _, _, ok := c.key.Parts(); !ok {
			t.Errorf("%q is no key", c.key)
		}
	}
}

func TestKeyParts(t *testing.T) {
	for _, parts := range [][3]string{
		{"2018", "program", "37"}, {"2026", "s", "a~2"}, {"a/b", "c%d", "e~f"}, {"발표", "🐼", "\xff\x00"}, {"~", "~~", "~2"}, {" ", ".", "-_"},
	} {
		for slot := 1; slot <= 12; slot++ {
			k := NewKey(parts[0], parts[1], parts[2]).Slot(slot)
			e, s, id, n, ok := k.Parts()
			if !ok || e != parts[0] || s != parts[1] || id != parts[2] || n != slot {
				t.Errorf("%q: %q %q %q %d %t", k, e, s, id, n, ok)
			}
			if k.Edition() != parts[0] {
				t.Errorf("%q is of edition %q", k, k.Edition())
			}
		}
	}
	for _, k := range []Key{
		"", "a", "a/b", "a/b/c/d", "//", "a//c", "/b/c", "a/b/", "a/b/~2", "a/b/c~", "a/b/c~0", "a/b/c~1", "a/b/c~-2", "a/b/c~02", "a/b/c~+2",
		"a/b/c~x", "a/b/c~2~3", "a/b/c~99999999999999999999", "a/b/%", "a/b/%4", "a/b/%4g", "a/b/%e3", "a/b/%61", "a/b/c d", "a/b/발", "a~2/b/c", "a/b/c%7e",
	} {
		if e, s, id, n, ok := k.Parts(); ok {
			t.Errorf("%q is a key: %q %q %q %d", k, e, s, id, n)
		}
		if k.Edition() != "" || k.Hashed() {
			t.Errorf("%q has an edition or a hash", k)
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"2018/program/37", "2026/s/a%7E2~3", "a/b/%EB%B0%9C", "a/b/c~2~3", "//", "%/~/%25"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if e, q, id, n, ok := Key(s).Parts(); ok {
			if back := NewKey(e, q, id).Slot(n); back != Key(s) {
				t.Fatalf("%q comes apart and together as %q", s, back)
			}
		}
		if s != "" { // and the other way round: any text is an id
			if e, q, id, n, ok := NewKey(s, s, s).Slot(7).Parts(); !ok || e != s || q != s || id != s || n != 7 {
				t.Fatalf("a key of %q: %q %q %q %d %t", s, e, q, id, n, ok)
			}
		}
	})
}

// TestHashID holds the hash to what is in people's storage already.
func TestHashID(t *testing.T) {
	start, _ := ParseInstant("2026-08-15T09:20:00+09:00")
	for _, c := range []struct {
		title string
		start Instant
		room  string
		want  string
	}{
		{"오프닝", start, "", "h7c9af616248c3659"},
		{"Opening", start, "", "hf2836fc5793b70bd"},
		{"Opening", start, "Track 1", "h882909957e7274e9"},
		{"Opening", 0, "", "h629b80c9e4305d6e"},
		{"", 0, "", "h8f3e7418d31fe7b4"},
	} {
		if got := HashID(c.title, c.start, c.room); got != c.want {
			t.Errorf("HashID(%q, %v, %q) = %s, want %s", c.title, c.start, c.room, got, c.want)
		}
	}
	if HashID(" A  b\n\u00a0c\u202f", start, "\tx  y") != HashID("A b c", start, "x y") {
		t.Error("white space is not folded")
	}
	if HashID("ab", 0, "c") == HashID("a", 0, "bc") || HashID("a", 0, "") == HashID("", 0, "a") {
		t.Error("parts run together")
	}
	for id, want := range map[string]bool{
		"h0123456789abcdef": true, "h0123456789abcdeF": false, "h0123456789abcde": false, "h0123456789abcdef0": false, "g0123456789abcdef": false, "": false,
	} {
		if IsHashID(id) != want || NewKey("2026", "s", id+"~").Hashed() || id != "" && NewKey("2026", "s", id).Hashed() != want {
			t.Errorf("%q is a hash: %t", id, !want)
		}
	}
	if !NewKey("2026", "s", HashID("x", start, "")).Slot(2).Hashed() {
		t.Error("a second slot hides the hash")
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{"": "", " \n\t": "", "a": "a", " a  b ": "a b", "a\u00a0\u202f\u3000b\r\nc": "a b c"} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
	if s := strings.Repeat(" x", 1000); Fold(Fold(s)) != Fold(s) {
		t.Error("not idempotent")
	}
}

func TestFirst(t *testing.T) {
	for _, id := range []string{"37", "a~2", "~", "발표"} {
		k := NewKey("2026", "s", id)
		if k.First() != k || k.Slot(2).First() != k || k.Slot(12).First() != k {
			t.Errorf("%s: %s, %s", k, k.First(), k.Slot(2).First())
		}
	}
}
