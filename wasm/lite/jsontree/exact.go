package jsontree

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"byeolpyo/wasm/lite/ascii"
)

// This file reads and writes JSON exactly, to the last digit of every number: devices compare
// the result byte by byte. The page program does not need it, and the linker leaves it out
// there.

// Raw is JSON that stands in a tree and is written as it is.
type Raw string

// maxExact is how deep ParseExact and Canonical read.
const maxExact = 1000

// ParseExact returns the value of s as Parse does, but takes JSON only, reads every number
// as the float64 that is nearest to it, and up to 1,000 levels. ok is also false for a
// number that is larger than any float64.
func ParseExact(s string) (v any, ok bool) {
	return parseExact(s, func(digits string) (any, bool) {
		n, err := strconv.ParseFloat(digits, 64)
		return n, err == nil
	})
}

// Canonical brings JSON into the one form that equal values have: without space, with
// members by name, and with numbers as they are. ok is false for what is not JSON or has
// more than 1,000 levels.
func Canonical(s string) (canonical string, ok bool) {
	v, ok := parseExact(s, func(digits string) (any, bool) { return Raw(digits), true })
	if !ok {
		return "", false
	}
	return string(AppendCanonical(nil, v)), true
}

func parseExact(s string, number func(string) (any, bool)) (any, bool) {
	r := reader{s: s, ok: true, exactText: textExactly, exactNumber: func(r *reader) any {
		digits, ok := r.literal()
		if !ok {
			return r.fail()
		}
		v, ok := number(digits)
		if !ok {
			return r.fail()
		}
		return v
	}}
	v := r.value(maxExact)
	r.space()
	if !r.ok || r.deep || r.i != len(s) {
		return nil, false
	}
	return v, true
}

// AppendCanonical appends v to out in the form of Canonical. v may hold what ParseExact and
// Entries return, lists and maps of Raw, Raw and whole numbers. Anything else becomes null,
// and so does a number that JSON cannot express.
func AppendCanonical(out []byte, v any) []byte {
	switch v := v.(type) {
	case map[string]any:
		return appendObject(out, v)
	case map[string]Raw:
		return appendObject(out, v)
	case []any:
		return appendList(out, v)
	case []Raw:
		return appendList(out, v)
	case []string:
		return appendList(out, v)
	case string:
		return appendText(out, v)
	case Raw:
		return append(out, v...)
	case float64:
		return appendFloat(out, v)
	case int:
		return strconv.AppendInt(out, int64(v), 10)
	case int64:
		return strconv.AppendInt(out, v, 10)
	case uint32:
		return strconv.AppendUint(out, uint64(v), 10)
	case bool:
		return strconv.AppendBool(out, v)
	case Unreadable:
		return append(out, v.text()...)
	}
	return append(out, "null"...)
}

func appendObject[V any](out []byte, members map[string]V) []byte {
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	out = append(out, '{')
	for i, name := range names {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendText(out, name), ':')
		out = AppendCanonical(out, members[name])
	}
	return append(out, '}')
}

func appendList[V any](out []byte, list []V) []byte {
	out = append(out, '[')
	for i, v := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = AppendCanonical(out, v)
	}
	return append(out, ']')
}

// appendText appends a string as encoding/json does, by which earlier versions wrote what
// is compared now: two separators of lines are escaped, which JavaScript once took for the
// end of one, and so is each byte that is no UTF-8.
func appendText(out []byte, s string) []byte {
	out = append(out, '"')
	for i, c := range s {
		switch {
		case c == '"' || c == '\\':
			out = append(out, '\\', byte(c))
		case c < ' ':
			if at := strings.IndexByte(escaped, byte(c)); at >= 0 {
				out = append(out, '\\', escapes[at])
			} else {
				out = append(out, '\\', 'u', '0', '0', ascii.Hex[c>>4], ascii.Hex[c&15])
			}
		case c == '\u2028' || c == '\u2029':
			out = append(out, `\u202`...)
			out = append(out, ascii.Hex[c&15])
		case c == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd"):
			out = append(out, `\ufffd`...)
		default:
			out = utf8.AppendRune(out, c)
		}
	}
	return append(out, '"')
}

// appendFloat appends the shortest number that is read as v, with an exponent where a
// person would write one, as JavaScript and encoding/json do.
func appendFloat(out []byte, v float64) []byte {
	const least, most = 1e-6, 1e21
	if v-v != 0 { // infinite, or none
		return append(out, "null"...)
	}
	if size := max(v, -v); size == 0 || size >= least && size < most {
		return strconv.AppendFloat(out, v, 'f', -1, 64)
	}
	out = strconv.AppendFloat(out, v, 'e', -1, 64)
	if n := len(out); out[n-3] == '-' && out[n-2] == '0' { // e-09 is e-9
		out = append(out[:n-2], out[n-1])
	}
	return out
}

// literal takes the number that comes next; ok is false if it is not written as JSON has it.
func (r *reader) literal() (digits string, ok bool) {
	from := r.i
	if r.s[r.i] == '-' {
		r.i++
	}
	zero := r.i < len(r.s) && r.s[r.i] == '0'
	whole := r.pass()
	ok = whole == 1 || whole > 1 && !zero
	if r.i < len(r.s) && r.s[r.i] == '.' {
		r.i++
		ok = r.pass() > 0 && ok
	}
	if r.i < len(r.s) && (r.s[r.i] == 'e' || r.s[r.i] == 'E') {
		r.i++
		if r.i < len(r.s) && (r.s[r.i] == '+' || r.s[r.i] == '-') {
			r.i++
		}
		ok = r.pass() > 0 && ok
	}
	return r.s[from:r.i], ok
}

// pass passes over decimal digits and counts them.
func (r *reader) pass() (n int) {
	for r.i < len(r.s) && isDigit(r.s[r.i]) {
		r.i++
		n++
	}
	return n
}

// textExactly reads a string, in which each byte that is no UTF-8 becomes U+FFFD.
func textExactly(r *reader) string {
	from := r.i + 1
	s := r.unescape()
	if !r.ok {
		return ""
	}
	inside := r.s[from : r.i-1]
	for i := 0; i < len(inside); i++ {
		if inside[i] < ' ' {
			r.fail()
			return ""
		}
		if inside[i] == '\\' {
			if i++; strings.IndexByte(`"\/u`+escapes, inside[i]) < 0 {
				r.fail()
				return ""
			}
		}
	}
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}
