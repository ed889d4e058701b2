package session

import (
	"strings"

	"unicode/utf8"

	"byeolpyo/wasm/lite/ascii"
)

// Slug returns the one spelling of an id that is a part of an address: percent-decoded, as
// often as it was encoded, and its Hangul composed. An id that does not decode to valid text
// stays as it is. Letters of other scripts are composed only in addresses that stand in a
// page without encoding (package dom); no site is known that encodes decomposed ones.
func Slug(id string) string {
	for strings.IndexByte(id, '%') >= 0 {
		decoded, ok := PercentDecoded(id)
		if !ok || decoded == id {
			break
		}
		id = decoded
	}
	if !utf8.ValidString(id) {
		return id
	}
	return composed(id)
}

// PercentDecoded decodes every percent sign with two hexadecimal digits behind it. Other
// percent signs stay.
func PercentDecoded(s string) (decoded string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			high, low := hexDigit(s[i+1]), hexDigit(s[i+2])
			if high >= 0 && low >= 0 {
				b.WriteByte(byte(high<<4 | low))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String(), utf8.ValidString(b.String())
}

func hexDigit(c byte) int {
	return strings.IndexByte(ascii.Hex, ascii.Lower(string(rune(c)))[0])
}

// Hangul's syllables are made of a leading consonant, a vowel and perhaps a trailing
// consonant, in that order: each has its own block of Unicode, and the syllables theirs.
const (
	leading, vowel, trailing, syllable = 0x1100, 0x1161, 0x11A7, 0xAC00
	leadings, vowels, trailings        = 19, 21, 28 // of trailing the first is none
)

// composed composes the Hangul in s, as NFC does.
func composed(s string) string {
	var out []rune
	for i, c := range s {
		if out == nil {
			if c < leading || c >= trailing+trailings {
				continue // as in every text that was never decomposed
			}
			out = []rune(s[:i])
		}
		if n := len(out) - 1; n >= 0 {
			last := out[n]
			if l, v := last-leading, c-vowel; l >= 0 && l < leadings && v >= 0 && v < vowels {
				out[n] = syllable + (l*vowels+v)*trailings
				continue
			}
			if lv, t := last-syllable, c-trailing; lv >= 0 && lv < leadings*vowels*trailings && lv%trailings == 0 && t > 0 && t < trailings {
				out[n] += t
				continue
			}
		}
		out = append(out, c)
	}
	if out == nil {
		return s
	}
	return string(out)
}

// Canonical returns the key of k's session as it is made today. Up to 0.1.0 an id out of
// an address was taken as it stood there, so that a slug in Hangul had several.
func (k Key) Canonical() Key {
	if !strings.Contains(string(k), "%25") && !strings.Contains(string(k), "%E1") { // an encoded percent sign, or the first byte of what Hangul is composed of
		return k
	}
	edition, sequence, id, slot, ok := k.Parts()
	if !ok || sequence == OwnSequence || sequence == HashSequence {
		return k
	}
	return NewKey(edition, sequence, Slug(id)).Slot(slot)
}

// Encoded returns the key that versions up to 0.1.0 commonly gave k's session, made of its
// percent-encoded address. It is k if the two are the same.
func (k Key) Encoded() Key {
	if strings.IndexByte(string(k), '%') < 0 {
		return k
	}
	edition, sequence, id, slot, ok := k.Parts()
	if !ok || sequence == OwnSequence || sequence == HashSequence {
		return k
	}
	return NewKey(edition, sequence, escape(id)).Slot(slot)
}
