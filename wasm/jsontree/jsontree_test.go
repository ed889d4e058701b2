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
		if got := Parse(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %#v, want %#v", text, got, want)
		}
	}
	for _, text := range []string{
		"", " ", "x", "tru", `"`, `"a`, `"\`, `"\u12"`, `"\u12x4"`, "[", "[1", "[1,", "{", `{"a"`, `{"a":`, `{"a":1`, `{a:1}`, "1 2", "[]]", "-", "1.", "1e", "1e+",
		strings.Repeat("[", 100) + strings.Repeat("]", 100),
	} {
		if got := Parse(text); got != nil {
			t.Errorf("%q is %#v", text, got)
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
	// What JSON has no word for, and what we never store.
	for _, v := range []any{math.NaN(), math.Inf(1), math.Inf(-1), 1e300, 0.5, 7, []string{"a"}} {
		if got := Text(v); got != "null" {
			t.Errorf("%#v is %s", v, got)
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
		got := Parse(text)
		if !utf8.ValidString(text) {
			return // nothing that comes from JavaScript
		}
		var want any
		if json.Unmarshal([]byte(text), &want) == nil && shallow(want, maxDepth) && whole(want) {
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%q is %#v, want %#v", text, got, want)
			}
			if back := Parse(Text(got)); !reflect.DeepEqual(back, got) {
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
