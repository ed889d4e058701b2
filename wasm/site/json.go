package site

import "strings"

// A page may carry its data as JSON in a script. This reader takes such text
// into maps, slices, strings, float64 and bool, like encoding/json, which would
// make the page program a half larger. It is lenient where leniency is harmless
// and gives up where the text is no JSON.

// maxJSONDepth bounds nesting; the deepest real page has 9 levels.
const maxJSONDepth = 64

type jsonReader struct {
	s  string
	i  int
	ok bool
}

// parseJSON returns the value of s, or nil when s is not JSON.
func parseJSON(s string) any {
	r := jsonReader{s: s, ok: true}
	v := r.value(maxJSONDepth)
	r.space()
	if !r.ok || r.i != len(s) {
		return nil
	}
	return v
}

func (r *jsonReader) space() {
	for r.i < len(r.s) && (r.s[r.i] == ' ' || r.s[r.i] == '\n' || r.s[r.i] == '\t' || r.s[r.i] == '\r') {
		r.i++
	}
}

func (r *jsonReader) fail() any {
	r.ok = false
	r.i = len(r.s)
	return nil
}

// next takes c if it comes next.
func (r *jsonReader) next(c byte) bool {
	r.space()
	if r.i < len(r.s) && r.s[r.i] == c {
		r.i++
		return true
	}
	return false
}

func (r *jsonReader) value(depth int) any {
	r.space()
	if r.i >= len(r.s) || depth == 0 {
		return r.fail()
	}
	switch c := r.s[r.i]; {
	case c == '{':
		r.i++
		m := map[string]any{}
		if r.next('}') {
			return m
		}
		for r.ok {
			r.space()
			name := r.text()
			if !r.next(':') {
				return r.fail()
			}
			m[name] = r.value(depth - 1)
			if r.next('}') {
				return m
			}
			if !r.next(',') {
				return r.fail()
			}
		}
		return nil
	case c == '[':
		r.i++
		var list []any
		if r.next(']') {
			return list
		}
		for r.ok {
			list = append(list, r.value(depth-1))
			if r.next(']') {
				return list
			}
			if !r.next(',') {
				return r.fail()
			}
		}
		return nil
	case c == '"':
		return r.text()
	case strings.HasPrefix(r.s[r.i:], "true"):
		r.i += 4
		return true
	case strings.HasPrefix(r.s[r.i:], "false"):
		r.i += 5
		return false
	case strings.HasPrefix(r.s[r.i:], "null"):
		r.i += 4
		return nil
	case c == '-' || isDigit(c):
		return r.number()
	}
	return r.fail()
}

// number reads a number; a fraction or an exponent is passed over, for ids and
// counts are whole.
func (r *jsonReader) number() any {
	sign := 1.0
	if r.s[r.i] == '-' {
		sign = -1
		r.i++
	}
	n := 0.0
	for r.i < len(r.s) && isDigit(r.s[r.i]) {
		n = n*10 + float64(r.s[r.i]-'0')
		r.i++
	}
	for r.i < len(r.s) && (isDigit(r.s[r.i]) || strings.IndexByte(".eE+-", r.s[r.i]) >= 0) {
		r.i++
	}
	return sign * n
}

func (r *jsonReader) text() string {
	if r.i >= len(r.s) || r.s[r.i] != '"' {
		r.fail()
		return ""
	}
	r.i++
	var b strings.Builder
	for r.i < len(r.s) {
		c := r.s[r.i]
		switch {
		case c == '"':
			r.i++
			return b.String()
		case c == '\\' && r.i+1 < len(r.s):
			r.i += 2
			switch e := r.s[r.i-1]; e {
			case 'n', 't', 'r', 'b', 'f':
				b.WriteByte(' ')
			case 'u':
				b.WriteRune(r.escape())
			default:
				b.WriteByte(e)
			}
		default:
			b.WriteByte(c)
			r.i++
		}
	}
	r.fail()
	return ""
}

// escape reads the four digits of \uXXXX, and the second half of a pair.
func (r *jsonReader) escape() rune {
	first := r.hex4()
	if first >= 0xD800 && first < 0xDC00 && strings.HasPrefix(r.s[min(r.i, len(r.s)):], `\u`) {
		r.i += 2
		second := r.hex4()
		if second >= 0xDC00 && second < 0xE000 {
			return (first-0xD800)<<10 + (second - 0xDC00) + 0x10000
		}
		return 0xFFFD
	}
	return first
}

func (r *jsonReader) hex4() rune {
	if r.i+4 > len(r.s) {
		r.fail()
		return 0xFFFD
	}
	var n rune
	for _, c := range []byte(r.s[r.i : r.i+4]) {
		switch {
		case isDigit(c):
			n = n<<4 + rune(c-'0')
		case c >= 'a' && c <= 'f':
			n = n<<4 + rune(c-'a'+10)
		case c >= 'A' && c <= 'F':
			n = n<<4 + rune(c-'A'+10)
		default:
			r.fail()
			return 0xFFFD
		}
	}
	r.i += 4
	return n
}

// eachObject calls f for every object within v, outer ones first, down to the
// depth that parseJSON reads.
func eachObject(v any, f func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		f(v)
		for _, child := range v {
			eachObject(child, f)
		}
	case []any:
		for _, child := range v {
			eachObject(child, f)
		}
	}
}
