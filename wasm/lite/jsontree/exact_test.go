package jsontree

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// canonical is Canonical by encoding/json, which wrote what earlier versions have sealed.
func canonical(s string) (string, bool) {
	dec := json.NewDecoder(strings.NewReader(s))
	dec.UseNumber()
	var v any
	if !json.Valid([]byte(s)) || dec.Decode(&v) != nil {
		return "", false
	}
	return written(v), true
}

func written(v any) string {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return "null"
	}
	return strings.TrimSuffix(out.String(), "\n")
}

var exactSeeds = []string{
	`null`, `true`, `[false]`, `""`, `"\ud83d\ude00 \ud83d \ud83dx \ud83d\u0041 \b\f\n\r\t\/\"\\\u0001\u2028\u2029\u00e9<>&"`, "\"a\x80\xff가\"", "\"\ufffd\"",
	"\"\x01\"", `"\x"`, `"\u12"`, `"\u12g4"`, `0`, `-0`, `-0.0`, `01`, `-`, `1.`, `.5`, `1.5e3`, `1E+05`, `1e`, `1e999`, `-1e-999`, `9007199254740993`, `123456789012345678901234567890`,
	`0.1`, `1e-7`, `1e21`, `1e20`, `123e-9`, `1.7976931348623157e308`, `5e-324`, ` { "b" : 1 , "a" : [ 2 , {} ] , "b" : 3 } `, `{"a":1,}`, `[1,]`, `{,}`, `{1:2}`, `[1 2]`, `truex`, `[]x`, `{"\u0061":1,"a":2}`,
	nested("[", "1", "]", maxExact), nested("[", "1", "]", maxExact+1), nested(`{"a":`, "1", "}", maxExact), ``, ` `, "\ufeff1",
}

// FuzzExact holds that what is read and written exactly is so as by encoding/json, byte by
// byte: devices of different versions compare it.
func FuzzExact(f *testing.F) {
	for _, s := range exactSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := Canonical(s)
		want, wantOK := canonical(s)
		wantOK = wantOK && Depth(s) <= maxExact
		if ok != wantOK || ok && got != want {
			t.Fatalf("Canonical(%q) = %q, %v; want %q, %v", s, got, ok, want, wantOK)
		}
		var wantTree any
		tree, ok := ParseExact(s)
		if wantOK = json.Unmarshal([]byte(s), &wantTree) == nil && Depth(s) <= maxExact; ok != wantOK || ok && !reflect.DeepEqual(tree, wantTree) {
			t.Fatalf("ParseExact(%q) = %v, %v; want %v, %v", s, tree, ok, wantTree, wantOK)
		}
		if ok && string(AppendCanonical(nil, tree)) != written(wantTree) {
			t.Fatalf("%q is written as %s, want %s", s, AppendCanonical(nil, tree), written(wantTree))
		}
		if text := string(AppendCanonical(nil, s)); text != written(s) {
			t.Fatalf("the text %q is written as %s, want %s", s, text, written(s))
		}
		var elements []string
		var wantElements []json.RawMessage
		is := Elements(s, func(value string) { elements = append(elements, value) })
		if json.Unmarshal([]byte(s), &wantElements) == nil && wantElements != nil &&
			(!is || !slices.EqualFunc(elements, wantElements, func(a string, b json.RawMessage) bool { return a == string(b) })) {
			t.Fatalf("the elements of %q are %q, %v; want %q", s, elements, is, wantElements)
		}
	})
}

func TestAppendCanonical(t *testing.T) {
	for _, c := range []struct {
		v    any
		want string
	}{
		{map[string]Raw{"b": "1.50", "a": `"x"`}, `{"a":"x","b":1.50}`}, {[]Raw{"1", "[]"}, `[1,[]]`}, {[]string{}, `[]`}, {[]string{"<"}, `["<"]`},
		{map[string]any{"n": 5, "i": int64(-7), "u": uint32(9), "x": Unreadable{"[[]]"}, "y": Unreadable{}}, `{"i":-7,"n":5,"u":9,"x":[[]],"y":null}`},
		{[]any{math.NaN(), math.Inf(1), struct{}{}, nil}, `[null,null,null,null]`},
	} {
		if got := string(AppendCanonical(nil, c.v)); got != c.want {
			t.Errorf("%v is written as %s, want %s", c.v, got, c.want)
		}
	}
}
