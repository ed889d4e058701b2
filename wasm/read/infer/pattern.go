package infer

import (
	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/read/site"
)

// values are what a pattern takes out of a text; what it does not tell is -1.
type values struct{ year, month, day, hour, minute int }

// match reads a pattern at s[i:] and returns where it ends, -1 where it does not stand
// there. In a pattern stand for
//
//	Y  a year of four digits, 2000 to 2099     Q  the two last digits of one
//	M  a month's number     N  its English name, or three letters of it     D  a day
//	F  a month's name in another language
//	H  an hour              I  minutes in two digits     J  minutes             S  seconds
//	_  white space or none  ~  a comma or full stop or none     ^  st, nd, rd, th or none
//
// and all else for itself, without regard to the case of ASCII.
func match(pattern, s string, i int, v *values) int {
	*v = values{-1, -1, -1, -1, -1}
	for k := 0; k < len(pattern); k++ {
		n, end := 0, i
		switch c := pattern[k]; c {
		case '_':
			i = ascii.SkipSpace(s, i)
			continue
		case '~':
			if i < len(s) && (s[i] == ',' || s[i] == '.') {
				i++
			}
			continue
		case '^':
			for _, suffix := range [...]string{"st", "nd", "rd", "th", "er", "\u00ba"} {
				if hasFold(s, i, suffix) {
					i += 2
					break
				}
			}
			continue
		case 'N':
			if v.month, i = site.MonthName(s, i); v.month == 0 {
				return -1
			}
			continue
		case 'F':
			if v.month, i = foreignMonth(s, i); v.month == 0 {
				return -1
			}
			continue
		case 'Y', 'Q', 'M', 'D', 'H', 'I', 'J', 'S':
			if n, end = number(s, i); end == i {
				return -1
			}
			if !take(c, n, end-i, v) {
				return -1
			}
			i = end
		default:
			if i >= len(s) || lower(s[i]) != lower(c) {
				return -1
			}
			i++
		}
	}
	if i > 0 && i < len(s) && isDigit(s[i-1]) && isDigit(s[i]) {
		return -1
	}
	return i
}

// take puts a number of so many digits where the letter says, if it can be that.
func take(letter byte, n, digits int, v *values) bool {
	switch letter {
	case 'Y':
		v.year = n
		return digits == 4 && n >= 2000 && n < 2100
	case 'Q':
		v.year = 2000 + n
		return digits == 2
	case 'M':
		v.month = n
		return digits <= 2 && n >= 1 && n <= 12
	case 'D':
		v.day = n
		return digits <= 2 && n >= 1 && n <= 31
	case 'H':
		v.hour = n
		return digits <= 2 && n <= 24
	case 'I':
		v.minute = n
		return digits == 2 && n < 60
	case 'J':
		v.minute = n
		return digits <= 2 && n < 60
	}
	return digits == 2 && n < 61 // seconds
}

func number(s string, i int) (n, end int) {
	for ; i < len(s) && isDigit(s[i]); i++ {
		if n < 1e6 {
			n = n*10 + int(s[i]-'0')
		}
	}
	return n, i
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// isLetter reports whether a word goes on at byte i: an ASCII letter, or any character
// beyond ASCII.
func isLetter(s string, i int) bool {
	return i >= 0 && i < len(s) && (lower(s[i]) >= 'a' && lower(s[i]) <= 'z' || s[i] >= 0x80)
}

// hasFold reports whether word, in lower case, stands at s[i:] in any case.
func hasFold(s string, i int, word string) bool {
	if i < 0 || i+len(word) > len(s) {
		return false
	}
	for k := 0; k < len(word); k++ {
		if lower(s[i+k]) != word[k] {
			return false
		}
	}
	return true
}

// plain writes a text as the recognisers read it: wide digits and punctuation as ASCII,
// every dash a hyphen, every wave a tilde. Most texts are so already.
func plain(s string) string {
	i := 0
	for i < len(s) && s[i] < 0xC2 || i < len(s) && s[i] >= 0xEA && s[i] <= 0xED { // ASCII and Hangul
		i++
	}
	for k := i; k < len(s) && i < len(s); k++ { // anything that plain changes?
		if c := s[k]; c == 0xC2 || c == 0xE2 || c == 0xE3 || c == 0xEF {
			break
		} else if k == len(s)-1 {
			return s
		}
	}
	if i == len(s) {
		return s
	}
	b := make([]byte, 0, len(s))
	for _, c := range s {
		switch {
		case c >= 0xFF01 && c <= 0xFF5E:
			c -= 0xFEE0
		case c == 0x3000 || c == 0xA0 || c == 0x2009 || c == 0x202F || c == 0x2003:
			c = ' '
		case c >= 0x2010 && c <= 0x2015 || c == 0x2212 || c == 0x30FC && len(b) > 0 && isDigit(b[len(b)-1]):
			c = '-'
		case c == 0x301C || c == 0x223C || c == 0x02DC || c == 0x2192:
			c = '~'
		case c == 0x2018 || c == 0x2019 || c == 0x2032:
			c = '\''
		case c == 0xFE0F || c == 0x200B || c == 0xFEFF:
			continue
		}
		if c < 0x80 {
			b = append(b, byte(c))
		} else {
			b = append(b, string(c)...)
		}
	}
	return string(b)
}
