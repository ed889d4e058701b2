// Package plain does some of what package strings does, without the tables of
// Unicode that those functions bring along: they would be a part of every page.
package plain

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

// folded reports whether Fold would leave s as it is, as it does with most texts.
// Of what is not ASCII it knows the characters that begin as white space does.
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
		case c < ' ' || c == 0xC2 || c >= 0xE1 && c <= 0xE3:
			return false
		}
		space = false
	}
	return !space || s == ""
}

// TrimLeft is strings.TrimLeft.
func TrimLeft(s, cut string) string {
	for s != "" {
		n := len(s)
		for _, c := range cut {
			s = strings.TrimPrefix(s, string(c))
		}
		if len(s) == n {
			break
		}
	}
	return s
}

// TrimRight is strings.TrimRight.
func TrimRight(s, cut string) string {
	for s != "" {
		n := len(s)
		for _, c := range cut {
			s = strings.TrimSuffix(s, string(c))
		}
		if len(s) == n {
			break
		}
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
