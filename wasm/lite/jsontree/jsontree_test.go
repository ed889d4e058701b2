package jsontree

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]any{
		`null`: nil, ` true `: true, `false`: false, `"a"`: "a", `""`: "", `0`: 0.0, `-12`: -12.0, `1786000000000`: 1786000000000.0,
		`9007199254740992`: 9007199254740992.0, `1.5`: 1.5, `-0.25`: -0.25, `1e3`: 1000.0, `2.5E+2`: 250.0, `25e-1`: 2.5, `1e-400`: 0.0,
		`[]`: []any{}, `{}`: map[string]any{}, `[1,[2],{"a":null}]`: []any{1.0, []any{2.0}, map[string]any{"a": nil}},
		`{"a":{"b":"c"},"d":1}`:                  map[string]any{"a": map[string]any{"b": "c"}, "d": 1.0},
		`"a\"b\\c\/d\n\t\r\b\f"`:                 "a\"b\\c/d\n\t\r\b\f",
		`"\uac00\ud83d\ude00\u0000 \ud800x"`:     "가😀\x00 \uFFFDx",
		"{ \"a\" :\n[ 1 ,\t2 ] }":                map[string]any{"a": []any{1.0, 2.0}},
		`{"v":1.5}`:                              map[string]any{"v": 1.5},
		`"` + strings.Repeat("긴 제목 ", 100) + `"`: strings.Repeat("긴 제목 ", 100),
	} {
		if got, ok := Parse(text); !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %#v, want %#v", text, got, want)
		}
	}
	for _, text := range []string{
		"", " ", "x", "tru", `"`, `"a`, `"\`, `"\u12"`, `"\u12x4"`, "[", "[1", "[1,", "{", `{"a"`, `{"a":`, `{"a":1`, `{a:1}`, "1 2", "[]]", "-", "1.", "1e", "1e+",
		strings.Repeat("[", 100) + strings.Repeat("]", 100),
	} {
		if got, ok := Parse(text); ok || got != nil {
			t.Errorf("%q is %#v, %v", text, got, ok)
		}
	}
}

func TestText(t *testing.T) {
	for want, v := range map[string]any{
		"null": nil, "true": true, "false": false, `""`: "", `"a\"\\\u0000\u001f/가"`: "a\"\\\x00\x1f/가", "0": 0.0, "-3": -3.0,
		"1786000000000": 1786000000000.0, "[]": []any{}, `[1,"a",null]`: []any{1.0, "a", nil}, "{}": map[string]any{}, `{"a":[true]}`: map[string]any{"a": []any{true}},
	} {
		if got := Text(v); got != want {
			t.Errorf("%#v is %s, want %s", v, got, want)
		}
	}
	// What newer versions may store beside ours comes back, but for the last digits.
	for _, v := range []float64{0.5, -4.25, 1.1, 37.5665, 1e300, -1e-300, 1.5e308, math.SmallestNonzeroFloat64, math.Pi, 1 << 60, 0.1 + 0.2} {
		got, ok := Parse(Text(v))
		back, _ := got.(float64)
		if !ok || math.Abs(back-v) > math.Abs(v)*1e-13 {
			t.Errorf("%v is written as %s and read as %v", v, Text(v), back)
		}
		var want float64
		if err := json.Unmarshal([]byte(Text(v)), &want); err != nil || math.Abs(want-v) > math.Abs(v)*1e-13 {
			t.Errorf("%v is written as %s, which is %v to others: %v", v, Text(v), want, err)
		}
	}
	// What JSON has no word for.
	for _, v := range []any{math.NaN(), math.Inf(1), math.Inf(-1), 7, []string{"a"}} {
		if got := Text(v); got != "null" {
			t.Errorf("%#v is %s", v, got)
		}
	}
}

// nested is a list of so many levels, or an object.
func nested(open, in, end string, levels int) string {
	return strings.Repeat(open, levels) + in + strings.Repeat(end, levels)
}

// What cannot be read of what is stored hides itself alone, and is written again as it
// was; what is no answer at all is told from an empty one.
func TestEntries(t *testing.T) {
	list, object := nested("[", "", "]", MaxDepth+1), nested(`{"x":`, `"}]\\\""`, "}", MaxDepth+1)
	fits := nested("[", "", "]", MaxDepth)
	want, _ := Parse(fits)
	for _, c := range []struct {
		name, value string
		read        any
	}{
		{"a list too deep", list, Unreadable{list}},
		{"an object too deep, with brackets in texts", object, Unreadable{object}},
		{"as deep as may be", fits, want},
		{"thousands of levels", nested("[", `{"a":1}`, "]", 5_000), Unreadable{nested("[", `{"a":1}`, "]", 5_000)}},
		{"null", "null", Unreadable{"null"}},
		{"a record with a member of that name", `{"__proto__":{"key":1},"constructor":null}`, map[string]any{"__proto__": map[string]any{"key": 1.0}, "constructor": nil}},
		{"half a character", `"\ud800\u0041\udc00"`, "\uFFFDA\uFFFD"},
		{"a number beyond all", "1e999", math.Inf(1)},
	} {
		text := `{"pick/2026/s/a":{"v":1}, "it" : ` + c.value + ` ,"pick/2026/s/b":"after"}`
		got, ok := Entries(text)
		if !ok || len(got) != 3 || !reflect.DeepEqual(got["it"], c.read) || got["pick/2026/s/b"] != "after" || !reflect.DeepEqual(got["pick/2026/s/a"], map[string]any{"v": 1.0}) {
			t.Errorf("%s: %v, %d entries", c.name, ok, len(got))
		}
		if u, is := c.read.(Unreadable); is {
			for _, written := range []string{Text(got["it"]), Text(map[string]any{"a": []any{got["it"]}})[6:]} {
				if !strings.HasPrefix(written, u.JSON) {
					t.Errorf("%s is written as %.60s", c.name, written)
				}
			}
			if again, err := json.Marshal(got["it"]); err != nil || string(again) != u.JSON {
				t.Errorf("%s is written as %.60s: %v", c.name, again, err)
			}
		}
	}
	if got, ok := Entries(" { } "); !ok || len(got) != 0 {
		t.Errorf("nothing stored: %v, %v", got, ok)
	}
	for _, text := range []string{"", "null", "[]", `"x"`, "{", `{"a"}`, `{"a":}`, `{"a":1,}`, `{"a":1 "b":2}`, `{"a":1}x`, `{"a":[}`, `{"a":1`, `{a:1}`, `{"a":1}{}`} {
		if got, ok := Entries(text); ok {
			t.Errorf("%q is an answer: %v", text, got)
		}
	}
}

// FuzzParse holds that what encoding/json takes is read as it reads it, and that
// what was read can be written and read again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"v":1,"state":"must","tapped":1786000000000,"snapshot":{"titles":{"ko":"가"},"rooms":["101"]}}`,
		`[1.25,-3e2,"\u00e9\ud83d\ude00\n",null,true]`, `{"a":`, "\x00", `"\x"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := Parse(text)
		if !utf8.ValidString(text) {
			return // nothing that comes from JavaScript
		}
		var want any
		if json.Unmarshal([]byte(text), &want) == nil && shallow(want, MaxDepth) && whole(want) {
			if !ok || !reflect.DeepEqual(got, want) {
				t.Fatalf("%q is %#v, want %#v", text, got, want)
			}
			if back, _ := Parse(Text(got)); !reflect.DeepEqual(back, got) {
				t.Fatalf("%#v comes back as %#v", got, back)
			}
		}
	})
}

func shallow(v any, depth int) bool {
	if depth == 0 {
		return false
	}
	switch v := v.(type) {
	case map[string]any:
		for _, c := range v {
			if !shallow(c, depth-1) {
				return false
			}
		}
	case []any:
		for _, c := range v {
			if !shallow(c, depth-1) {
				return false
			}
		}
	}
	return true
}

// whole reports whether every number in v is one that Text writes.
func whole(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, c := range v {
			if !whole(c) {
				return false
			}
		}
	case []any:
		for _, c := range v {
			if !whole(c) {
				return false
			}
		}
	case float64:
		return v == math.Trunc(v) && math.Abs(v) <= 1<<53 && !(v == 0 && math.Signbit(v))
	}
	return true
}

// FuzzEntries holds that of what encoding/json takes each member is read, or is
// Unreadable and written again as it was.
func FuzzEntries(f *testing.F) {
	for _, seed := range []string{`{"pick/2026/s/a":{"v":1},"b":[[[1]]],"c":null}`, `{"a":` + nested("[", "1", "]", MaxDepth+2) + `,"b":2}`, `{"a":{"]":"}"}}`, `{"":"\ud800"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		got, ok := Entries(text)
		var want map[string]any
		if json.Unmarshal([]byte(text), &want) != nil || want == nil {
			return
		}
		if !ok || len(got) != len(want) {
			t.Fatalf("%q: %v, %d of %d", text, ok, len(got), len(want))
		}
		for name, w := range want {
			g, there := got[name]
			u, unread := g.(Unreadable)
			switch {
			case !there:
				t.Fatalf("%q: %q is missing", text, name)
			case w == nil || !shallow(w, MaxDepth+2):
				if !unread {
					t.Fatalf("%q: %q is %#v", text, name, g)
				}
			case whole(w) && shallow(w, MaxDepth) && (unread || !reflect.DeepEqual(g, w)):
				t.Fatalf("%q: %q is %#v, want %#v", text, name, g, w)
			}
			var back any
			if unread && (json.Unmarshal([]byte(Text(u)), &back) != nil || !reflect.DeepEqual(back, w)) {
				t.Fatalf("%q: %q is written as %q", text, name, Text(u))
			}
		}
	})
}
