// Package jsontree turns JSON into maps, slices, strings, float64 and bool, and
// back. It is for the programs that run in a page, which encoding/json would make
// a half larger: storage comes to them as one JSON text, because a call for every
// value costs fifty times as much, and sites carry their data as JSON too.
//
// Reading is lenient where leniency is harmless and gives up where the text is no
// JSON. Writing takes only what reading gives.
package jsontree

import (
	"strings"

	"byeolpyo/wasm/session"
)

// maxDepth bounds nesting; the deepest real page has 9 levels.
const maxDepth = 64

type reader struct {
	s  string
	i  int
	ok bool
}

// Parse returns the value of s: map[string]any, []any, string, float64, bool or,
// for null and for what is not JSON, nil.
func Parse(s string) any {
	r := reader{s: s, ok: true}
	v := r.value(maxDepth)
	r.space()
	if !r.ok || r.i != len(s) {
		return nil
	}
	return v
}

func (r *reader) space() {
	for r.i < len(r.s) && (r.s[r.i] == ' ' || r.s[r.i] == '\n' || r.s[r.i] == '\t' || r.s[r.i] == '\r') {
		r.i++
	}
}

func (r *reader) fail() any {
	r.ok = false
	r.i = len(r.s)
	return nil
}

// next takes c if it comes next.
func (r *reader) next(c byte) bool {
	r.space()
	if r.i < len(r.s) && r.s[r.i] == c {
		r.i++
		return true
	}
	return false
}

func (r *reader) value(depth int) any {
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
		list := []any{}
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

// number reads a number. Whole numbers up to 2^53 are exact, as ids and moments
// have to be; of others the last digit may be off.
func (r *reader) number() any {
	sign := 1.0
	if r.s[r.i] == '-' {
		sign = -1
		r.i++
	}
	n, digits := r.digits(0)
	if digits == 0 {
		return r.fail()
	}
	exponent := 0
	if r.i < len(r.s) && r.s[r.i] == '.' {
		r.i++
		if n, exponent = r.digits(n); exponent == 0 {
			return r.fail()
		}
		exponent = -exponent
	}
	if r.i < len(r.s) && (r.s[r.i] == 'e' || r.s[r.i] == 'E') {
		r.i++
		minus := false
		if r.i < len(r.s) && (r.s[r.i] == '+' || r.s[r.i] == '-') {
			minus = r.s[r.i] == '-'
			r.i++
		}
		e, digits := r.digits(0)
		if digits == 0 {
			return r.fail()
		}
		e = min(e, 400) // beyond what a float64 holds
		if minus {
			e = -e
		}
		exponent += int(e)
	}
	for ; exponent > 0; exponent-- {
		n *= 10
	}
	for ; exponent < 0; exponent++ {
		n /= 10
	}
	return sign * n
}

// digits appends the decimal digits that come next to n and counts them.
func (r *reader) digits(n float64) (float64, int) {
	from := r.i
	for r.i < len(r.s) && isDigit(r.s[r.i]) {
		n = n*10 + float64(r.s[r.i]-'0')
		r.i++
	}
	return n, r.i - from
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// text reads a string. One without escapes, as most are, is not copied.
func (r *reader) text() string {
	if r.i >= len(r.s) || r.s[r.i] != '"' {
		r.fail()
		return ""
	}
	r.i++
	var b strings.Builder
	from := r.i // of what has not been written to b
	for {
		r.i = special(r.s, r.i)
		if r.i == len(r.s) {
			break
		}
		c := r.s[r.i]
		r.i++
		piece := r.s[from : r.i-1]
		if c == '"' {
			if b.Len() == 0 {
				return piece
			}
			b.WriteString(piece)
			return b.String()
		}
		b.WriteString(piece)
		if r.i == len(r.s) {
			break
		}
		e := r.s[r.i]
		r.i++
		if e == 'u' {
			b.WriteRune(r.escape())
		} else {
			if at := strings.IndexByte(escapes, e); at >= 0 {
				e = escaped[at]
			}
			b.WriteByte(e)
		}
		from = r.i
	}
	r.fail()
	return ""
}

// special returns where the next quotation mark or backslash is, or the end.
func special(s string, i int) int {
	for i < len(s) && s[i] != '"' && s[i] != '\\' {
		i++
	}
	return i
}

// What stands behind a backslash, and what it stands for; anything else stands
// for itself.
const (
	escapes = "ntrbf"
	escaped = "\n\t\r\b\f"
)

// escape reads the four digits of \uXXXX, and the second half of a pair.
func (r *reader) escape() rune {
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

func (r *reader) hex4() rune {
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

// Text writes v, of the types that Parse returns, as JSON. Anything else, and
// what is no number to JSON, becomes null. The order of a map's members is any.
func Text(v any) string {
	var b strings.Builder
	write(&b, v)
	return b.String()
}

func write(b *strings.Builder, v any) {
	switch v := v.(type) {
	case map[string]any:
		b.WriteByte('{')
		first := true
		for name, child := range v {
			if !first {
				b.WriteByte(',')
			}
			first = false
			writeText(b, name)
			b.WriteByte(':')
			write(b, child)
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, child := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			write(b, child)
		}
		b.WriteByte(']')
	case string:
		writeText(b, v)
	case float64:
		writeNumber(b, v)
	case bool:
		if v {
			b.WriteString("true")
		} else {
			b.WriteString("false")
		}
	default:
		b.WriteString("null")
	}
}

func writeText(b *strings.Builder, s string) {
	const hex = "0123456789abcdef"
	b.WriteByte('"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b.WriteString(s[from:i])
		if c < ' ' {
			b.WriteString("\\u00")
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		} else {
			b.WriteByte('\\')
			b.WriteByte(c)
		}
		from = i + 1
	}
	b.WriteString(s[from:])
	b.WriteByte('"')
}

// writeNumber writes whole numbers, of which there are no others in what we
// store: versions, moments, columns.
func writeNumber(b *strings.Builder, v float64) {
	const most = 1 << 53
	if v != float64(int64(v)) || v > most || v < -most {
		b.WriteString("null")
		return
	}
	b.WriteString(session.Itoa(int(v)))
}
