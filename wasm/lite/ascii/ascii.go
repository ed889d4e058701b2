// Package ascii has replacements for functions of package strings. Those link tables of
// Unicode, which would then be loaded with every page.
package ascii

import "strings"

// Space returns the length of the white space character that s has at i, 0 for
// none: those of Unicode, as unicode.IsSpace has them, and the two without a width,
// U+200B and U+FEFF.
func Space(s string, i int) int {
	switch c := s[i]; {
	case c < 0x80:
		if c == ' ' || c >= '\t' && c <= '\r' {
			return 1
		}
	case c == 0xC2 && i+1 < len(s) && (s[i+1] == 0x85 || s[i+1] == 0xA0):
		return 2
	case (c >= 0xE1 && c <= 0xE3 || c == 0xEF) && i+2 < len(s) && strings.Contains("\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff", s[i:i+3]):
		return 3
	}
	return 0
}

// IsSpace reports whether r is white space, as Space does.
func IsSpace(r rune) bool { return Space(string(r), 0) > 0 }

// TrimSpaceRight returns s without the white space at its end.
func TrimSpaceRight(s string) string {
	end := 0
	for i := 0; i < len(s); {
		if n := Space(s, i); n > 0 {
			i += n
		} else {
			i++
			end = i
		}
	}
	return s[:end]
}

// Hex and UpperHex are the hexadecimal digits in the order of their values.
const (
	Hex      = "0123456789abcdef"
	UpperHex = "0123456789ABCDEF"
)

// AllHex reports whether s is hexadecimal digits in lower case and nothing else.
func AllHex(s string) bool {
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(Hex, s[i]) < 0 {
			return false
		}
	}
	return true
}

// SkipSpace returns where the white space at s[i:] ends.
func SkipSpace(s string, i int) int {
	for i < len(s) {
		n := Space(s, i)
		if n == 0 {
			break
		}
		i += n
	}
	return i
}

// Fold trims s and makes every run of white space one space.
func Fold(s string) string {
	if folded(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if n := Space(s, i); n > 0 {
			i += n
			continue
		}
		from := i
		for i < len(s) && Space(s, i) == 0 {
			i++
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s[from:i])
	}
	return b.String()
}

// folded reports whether Fold would leave s as it is, as it does with most texts. It reports
// false for a text with a character whose first byte is that of a white space character
// beyond ASCII.
func folded(s string) bool {
	space := true // nothing, or a space, stands before
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ' ':
			if space {
				return false
			}
			space = true
			continue
		case c < ' ' || c == 0xC2 || c >= 0xE1 && c <= 0xE3 || c == 0xEF:
			return false
		}
		space = false
	}
	return !space || s == ""
}

// TrimLeft is strings.TrimLeft.
func TrimLeft(s, cut string) string {
	i := 0
	for i < len(s) {
		n := i + 1
		for s[i] >= 0xC0 && n < len(s) && s[n]&0xC0 == 0x80 {
			n++
		}
		if !holdsChar(cut, s[i:n]) {
			break
		}
		i = n
	}
	return s[i:]
}

// holdsChar reports whether set contains the character c. It is false when c is only a part
// of a character.
func holdsChar(set, c string) bool {
	if c[0] < 0x80 {
		return strings.IndexByte(set, c[0]) >= 0
	}
	at := strings.Index(set, c)
	return c[0] >= 0xC0 && at >= 0 && (at+len(c) == len(set) || set[at+len(c)]&0xC0 != 0x80)
}

// TrimRight is strings.TrimRight.
func TrimRight(s, cut string) string {
	for s != "" {
		n := len(s) - 1
		for n > 0 && s[n]&0xC0 == 0x80 {
			n--
		}
		if !holdsChar(cut, s[n:]) {
			break
		}
		s = s[:n]
	}
	return s
}

// Trim is strings.Trim.
func Trim(s, cut string) string { return TrimLeft(TrimRight(s, cut), cut) }

// Any is strings.IndexAny for a set of ASCII characters.
func Any(s, set string) int {
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(set, s[i]) >= 0 {
			return i
		}
	}
	return -1
}

// Replace is strings.ReplaceAll; old is not empty.
func Replace(s, old, with string) string { return strings.Join(strings.Split(s, old), with) }

// Cut returns the first n bytes of s, or a little less where that would cut a
// character.
func Cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}

// Compose joins the letters of Hangul in s to syllables, as NFC does, by Unicode's
// arithmetic. The browser has composed everything that it hands over; this is for texts that
// it never saw, such as the records of versions that stored JSON as it came.
func Compose(s string) string {
	// lead, vowel and tail are the first letter of each kind, and leads, vowels and tails are
	// their numbers. The number of tails counts the syllable without one.
	const lead, vowel, tail, leads, vowels, tails, syllable = 0x1100, 0x1161, 0x11A7, 19, 21, 28, 0xAC00
	if !strings.Contains(s, "\xe1") { // with which all of these begin
		return s
	}
	out := make([]rune, 0, len(s)/3)
	for _, c := range s {
		last := rune(0)
		if len(out) > 0 {
			last = out[len(out)-1]
		}
		switch {
		case c >= vowel && c < vowel+vowels && last >= lead && last < lead+leads:
			out[len(out)-1] = syllable + ((last-lead)*vowels+c-vowel)*tails
		case c > tail && c < tail+tails && last >= syllable && last < syllable+leads*vowels*tails && (last-syllable)%tails == 0:
			out[len(out)-1] += c - tail
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

// marks are the ranges of characters beyond ASCII that are neither letters nor digits and
// that titles have: signs of Latin-1, punctuation, symbols, arrows, dingbats, the signs
// among the CJK and the wide forms, variation selectors, emoji and their tags.
var marks = [...][2]rune{
	{0x80, 0xA9}, {0xAB, 0xB1}, {0xB4, 0xB4}, {0xB6, 0xB8}, {0xBB, 0xBF}, {0xD7, 0xD7}, {0xF7, 0xF7},
	{0x2000, 0x206F}, {0x20A0, 0x20FF}, {0x2116, 0x2117}, {0x2122, 0x2122}, {0x2190, 0x245F}, {0x2500, 0x2BFF},
	{0x2E00, 0x2E2E}, {0x2E30, 0x2E7F},
	{0x3000, 0x3004}, {0x3008, 0x3020}, {0x3030, 0x3030}, {0x303D, 0x303F}, {0x30FB, 0x30FB},
	{0xFE00, 0xFE6F}, {0xFEFF, 0xFEFF}, {0xFF01, 0xFF0F}, {0xFF1A, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65},
	{0xFFFD, 0xFFFD}, {0x1F000, 0x1FAFF}, {0xE0000, 0xE0FFF},
}

// Letters returns the letters and digits of s, those of ASCII in lower case. Two texts say
// the same when their Letters are equal: a quotation mark, a dash, a space or an emoji makes
// no difference.
func Letters(s string) string {
	s = Compose(s)
	out := make([]byte, 0, len(s))
	for i, c := range s {
		switch {
		case c >= 'A' && c <= 'Z':
			out = append(out, byte(c)+'a'-'A')
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			out = append(out, byte(c))
		case c >= 0x80 && !isMark(c):
			out = append(out, s[i:i+width(c)]...)
		}
	}
	return string(out)
}

func isMark(c rune) bool {
	for _, r := range marks {
		if c < r[0] {
			return false
		}
		if c <= r[1] {
			return true
		}
	}
	return false
}

// width is how many bytes c takes.
func width(c rune) int { return len(string(c)) }
