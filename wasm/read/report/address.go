package report

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
)

// address replaces the words of an address: those of its path, its parameters, its fragment
// and of another host. Ids stay.
func (w *writer) address(s string) string {
	var b strings.Builder
	if scheme, rest, ok := strings.Cut(s, ":"); ok && !strings.ContainsAny(scheme, "/?#") {
		b.WriteString(scheme + ":")
		if s = rest; !strings.HasPrefix(s, "//") { // mailto:, tel:, javascript:
			return b.String() + w.words(ascii.Cut(s, longest))
		}
	}
	if rest, ok := strings.CutPrefix(s, "//"); ok {
		end := ascii.Any(rest, "/?#")
		if end < 0 {
			end = len(rest)
		}
		b.WriteString("//")
		if host := rest[:end]; ascii.Lower(host) == w.host {
			b.WriteString(host)
		} else {
			b.WriteString(w.words(host))
		}
		s = rest[end:]
	}
	for s != "" {
		end := ascii.Any(s, "/?#&=")
		if end < 0 {
			end = len(s)
		}
		b.WriteString(w.part(s[:end]))
		if end < len(s) {
			b.WriteByte(s[end])
			end++
		}
		s = s[end:]
	}
	return b.String()
}

// part replaces the words of a part of an address, in the form in which it is written:
// encoded or not, in whole syllables or in letters.
func (w *writer) part(s string) string {
	if isID(s) {
		return s
	}
	raw, encoded := decoded(s)
	whole := ascii.Compose(raw)
	out := w.words(whole)
	if whole != raw {
		out = decomposed(out)
	}
	if !encoded {
		return out
	}
	small := false // in small letters
	for i := 0; i+2 < len(s); i++ {
		small = small || s[i] == '%' && (s[i+1] >= 'a' || s[i+2] >= 'a')
	}
	return percent(out, small)
}

// isID reports whether a part of an address is an id without a word in it: a number, a
// UUID, capitals and digits.
func isID(s string) bool {
	digits, small, capitals, other := 0, 0, 0, 0
	bare := ascii.Replace(s, "-", "")
	for i := range len(bare) {
		switch c := bare[i]; {
		case digit(bare, i):
			digits++
		case c >= 'a' && c <= 'z':
			small++
		case c >= 'A' && c <= 'Z':
			capitals++
		default:
			other++
		}
	}
	const uuid, code, hex = 32, 10, 8
	switch {
	case digits == 0 || other > 0:
		return false
	case len(s) == uuid+4 && len(bare) == uuid && ascii.AllHex(bare):
		return true
	case len(bare) != len(s):
		return false
	}
	return digits == len(s) && digits < leastNumber || small == 0 && len(s) <= code || capitals == 0 && len(s) >= hex && ascii.AllHex(s)
}

// decoded is a part of an address without its encoding, and whether it had one.
func decoded(s string) (string, bool) {
	if strings.IndexByte(s, '%') < 0 {
		return s, false
	}
	text, _ := session.PercentDecoded(s)
	return strings.ToValidUTF8(text, "?"), true
}

func percent(s string, small bool) string {
	digits := ascii.UpperHex
	if small {
		digits = ascii.Hex
	}
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c > ' ' && c < 0x7F && strings.IndexByte(`"<>%/?#&=`, c) < 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteString("%" + digits[c>>4:c>>4+1] + digits[c&15:c&15+1])
	}
	return b.String()
}

// decomposed writes syllables as their letters, as some systems have them in addresses.
func decomposed(s string) string {
	const first, vowels, tails = 0xAC00, 21, 28
	var b strings.Builder
	for _, c := range s {
		if c < first || c > 0xD7A3 {
			b.WriteRune(c)
			continue
		}
		n := int(c) - first
		b.WriteRune(rune(0x1100 + n/(vowels*tails)))
		b.WriteRune(rune(0x1161 + n/tails%vowels))
		if t := n % tails; t > 0 {
			b.WriteRune(rune(0x11A7 + t))
		}
	}
	return b.String()
}
