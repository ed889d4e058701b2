package jsontree

import "testing"

func TestEqual(t *testing.T) {
	texts := []string{
		`null`, `true`, `false`, `0`, `1`, `""`, `"a"`, `[]`, `{}`, `[null]`, `[1,2]`, `[2,1]`, `[1,2,3]`, `{"a":1}`, `{"a":2}`, `{"b":1}`, `{"a":1,"b":null}`,
		`{"a":null}`, `{"a":[{"b":"c"}]}`, `{"a":[{"b":"d"}]}`,
	}
	for i, a := range texts {
		for j, b := range texts {
			x, ok1 := Parse(a)
			y, ok2 := Parse(b)
			if !ok1 || !ok2 || Equal(x, y) != (i == j) {
				t.Errorf("%s and %s: %v", a, b, Equal(x, y))
			}
		}
	}
	if u := (Unreadable{}); Equal(u, u) {
		t.Error("what cannot be read equals itself")
	}
}
