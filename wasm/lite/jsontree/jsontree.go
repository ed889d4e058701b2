// Package jsontree turns JSON into maps, slices, strings, float64 and bool, and
// back. It is for the programs that run in a page, which encoding/json would make
// a half larger: storage comes to them as one JSON text, because a call for every
// value costs fifty times as much, and sites carry their data as JSON too.
//
// Reading accepts some texts that are not quite JSON, where that is harmless, and otherwise
// reports that the text is not JSON, which a caller can tell from null. Writing accepts only
// the types that reading returns.
package jsontree

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// MaxDepth bounds nesting: a list in a list has two levels. The deepest real page has
// 9 levels, and our deepest record, a friend's, has 5.
const MaxDepth = 64

// Unreadable stands for a stored value that exists and cannot be read. No record has this
// type, so that code which expects a record leaves it alone; Text writes it as it was.
type Unreadable struct {
	JSON string // the value; "" where the browser could not give it as JSON
}

// MarshalJSON is for encoding/json, which tests write storage by. No program has it.
func (u Unreadable) MarshalJSON() ([]byte, error) { return []byte(u.text()), nil }

func (u Unreadable) text() string {
	if u.JSON == "" {
		return "null"
	}
	return u.JSON
}

type reader struct {
	s    string
	i    int
	ok   bool
	deep bool // something is nested too deep; it was passed over

	// exactNumber and exactText take the place of number and text in a reader that takes
	// nothing but JSON. As functions here they are left out of a program that has no such
	// reader, with what they stand on.
	exactNumber func(r *reader) any
	exactText   func(r *reader) string
}

// Parse returns the value of s: map[string]any, []any, string, float64, bool or, for
// null, nil. ok is false for what is not JSON, or nested deeper than MaxDepth.
func Parse(s string) (v any, ok bool) {
	r := reader{s: s, ok: true}
	v = r.value(MaxDepth)
	r.space()
	if !r.ok || r.deep || r.i != len(s) {
		return nil, false
	}
	return v, true
}

// Entries returns the members of s, an object that holds what is stored by key. A value that
// cannot be read becomes Unreadable, and so does null, which is stored and yet is not a
// record; the other values are read all the same. ok is false if s is no object.
func Entries(s string) (entries map[string]any, ok bool) {
	r := reader{s: s, ok: true}
	if !r.next('{') {
		return nil, false
	}
	entries = map[string]any{}
	for more := !r.next('}'); more; more = !r.next('}') {
		if len(entries) > 0 && !r.next(',') {
			return nil, false
		}
		r.space()
		name := r.text()
		if !r.next(':') {
			return nil, false
		}
		r.space()
		from := r.i
		v := r.value(MaxDepth)
		if !r.ok {
			return nil, false
		}
		if r.deep || v == nil {
			r.deep = false
			v = Unreadable{s[from:r.i]}
		}
		entries[name] = v
	}
	r.space()
	return entries, r.ok && r.i == len(s)
}

// Members calls f with the name and the JSON of each member of s, an object, in their order.
// The members may be nested to any depth, and what stands between their brackets is not
// checked. Members reports whether s is an object; if it is not, the caller has to discard
// what f was called with.
func Members(s string, f func(name, value string)) bool {
	r := reader{s: s, ok: true}
	if !r.next('{') {
		return false
	}
	first := true
	for more := !r.next('}'); more; more = !r.next('}') {
		if !first && !r.next(',') {
			return false
		}
		first = false
		r.space()
		name := r.text()
		if !r.next(':') {
			return false
		}
		r.space()
		from := r.i
		if r.value(0); !r.ok {
			return false
		}
		f(name, s[from:r.i])
	}
	r.space()
	return r.ok && r.i == len(s)
}

// Elements calls f with the JSON of each element of s, a list, in order. It otherwise works
// as Members does.
func Elements(s string, f func(value string)) bool {
	r := reader{s: s, ok: true}
	if !r.next('[') {
		return false
	}
	first := true
	for more := !r.next(']'); more; more = !r.next(']') {
		if !first && !r.next(',') {
			return false
		}
		first = false
		r.space()
		from := r.i
		if r.value(0); !r.ok {
			return false
		}
		f(s[from:r.i])
	}
	r.space()
	return r.ok && r.i == len(s)
}

// Depth returns how deep the JSON s is nested: 0 for a number, 1 for a list of numbers.
func Depth(s string) (most int) {
	r := reader{s: s, ok: true}
	for depth := 0; r.i < len(s); {
		switch s[r.i] {
		case '"':
			r.text()
			continue
		case '{', '[':
			depth++
			most = max(most, depth)
		case '}', ']':
			depth--
		}
		r.i++
	}
	return most
}

// skip passes over an object or a list, however deep it is nested. It only counts brackets,
// and ignores those in strings.
func (r *reader) skip() any {
	for depth := 0; r.i < len(r.s); {
		switch r.s[r.i] {
		case '"':
			r.text()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		r.i++
		if depth == 0 {
			r.deep = true
			return nil
		}
	}
	return r.fail()
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
	if r.i >= len(r.s) {
		return r.fail()
	}
	switch c := r.s[r.i]; {
	case depth == 0 && (c == '{' || c == '['):
		return r.skip()
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

// number reads a number. Whole numbers up to 2^53 are exact, which ids and moments need;
// other numbers may be off in their last digit.
func (r *reader) number() any {
	if r.exactNumber != nil {
		return r.exactNumber(r)
	}
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
	if r.exactText != nil {
		return r.exactText(r)
	}
	return r.unescape()
}

// unescape reads a string from its opening quotation mark on.
func (r *reader) unescape() string {
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

// escapes are the letters that may follow a backslash, and escaped are the characters that
// they stand for. Any other character stands for itself.
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
		r.i -= len(`\u0000`) // a character of its own, after half of one
	}
	return first // half a character is written as U+FFFD
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

// Text writes v, of the types that Parse and Entries return, as JSON. Anything else becomes
// null, and so does a number that JSON cannot express. The members of a map are written in no
// particular order.
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
	case Unreadable:
		b.WriteString(v.text())
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
			b.WriteByte(ascii.Hex[c>>4])
			b.WriteByte(ascii.Hex[c&15])
		} else {
			b.WriteByte('\\')
			b.WriteByte(c)
		}
		from = i + 1
	}
	b.WriteString(s[from:])
	b.WriteByte('"')
}

// writeNumber writes whole numbers up to 2^53 exactly. This version stores no others: they
// are versions, moments and columns. Other numbers, which a newer version may have stored,
// may be off in their last digits. A number that JSON cannot express becomes null.
func writeNumber(b *strings.Builder, v float64) {
	const most = 1 << 53
	if v-v != 0 { // infinite, or none
		b.WriteString("null")
		return
	}
	if v < 0 {
		b.WriteByte('-')
		v = -v
	}
	exponent := 0
	for ; v > most; exponent++ {
		v /= 10
	}
	for ; exponent <= 0 && v != float64(int64(v)) && v*10 <= most && exponent > -smallest; exponent-- {
		v *= 10
	}
	b.WriteString(ascii.Itoa(int(v)))
	if exponent != 0 {
		b.WriteByte('e')
		b.WriteString(ascii.Itoa(exponent))
	}
}

// smallest is the power of ten below which every float64 is 0.
const smallest = 340
