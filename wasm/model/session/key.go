package session

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// Key names a session for ever: "edition/sequence/id", each part percent-encoded,
// with "~n" appended for the n-th slot of a repeated session, n >= 2, by start.
//
//   - edition: "2018", "2026"; a host label other than www, archive or the year
//     goes before the year ("label-2026")
//   - sequence: the number space that the site's URLs use: "program", "tutorial",
//     "sprint"; "s" where ids are unique in the edition
//   - id: the site's own id (of a slug its one spelling, see Slug), or, without one,
//     'h' and 16 hex digits (see HashID)
//
// Host, language, path prefix, slug and kind are never part of it: they change.
type Key string

// AnySequence is the sequence of editions whose ids are unique by themselves.
const AnySequence = "s"

// OwnSequence is the sequence of entries that a person made: "2026/own/x1". No site has such
// sessions, and no site may use this word for a number space.
const OwnSequence = "own"

// HashSequence is the sequence of picks from another person's QR code, which names a session
// by a hash of its key. The pick is "2026/hash/02b1f3c4d5" until a page shows the session.
const HashSequence = "hash"

// NewKey joins the parts of a key for a session's first slot.
func NewKey(edition, sequence, id string) Key {
	return Key(escape(edition) + "/" + escape(sequence) + "/" + escape(id))
}

// Slot returns the key of the n-th slot, counted from 1, of the session k.
func (k Key) Slot(n int) Key {
	if n < 2 {
		return k
	}
	return k + Key("~"+ascii.Itoa(n))
}

// First returns the key of the first slot of k's session.
func (k Key) First() Key {
	// A '~' in an id is percent-encoded, so this one begins the slot.
	if i := strings.LastIndexByte(string(k), '~'); i >= 0 {
		return k[:i]
	}
	return k
}

// Parts takes a key apart. ok is false if k is not a key: a caller then leaves the record
// alone instead of guessing.
func (k Key) Parts() (edition, sequence, id string, slot int, ok bool) {
	parts := strings.Split(string(k), "/")
	if len(parts) != 3 {
		return "", "", "", 0, false
	}
	slot = 1
	if i := strings.LastIndexByte(parts[2], '~'); i >= 0 {
		n, isNumber := digits(parts[2][i+1:])
		if !isNumber || n < 2 || ascii.Itoa(n) != parts[2][i+1:] {
			return "", "", "", 0, false
		}
		slot, parts[2] = n, parts[2][:i]
	}
	var out [3]string
	for i, p := range parts {
		s, good := unescape(p)
		if !good || s == "" {
			return "", "", "", 0, false
		}
		out[i] = s
	}
	return out[0], out[1], out[2], slot, true
}

// Edition returns the first part of k, "" if k is not a key.
func (k Key) Edition() string {
	edition, _, _, _, _ := k.Parts()
	return edition
}

// Own reports whether k is an entry that a person made.
func (k Key) Own() bool {
	_, sequence, _, _, ok := k.Parts()
	return ok && sequence == OwnSequence
}

// Waiting returns the hash in k if k names a session that is known by hash only.
func (k Key) Waiting() (hash string, ok bool) {
	_, sequence, id, _, ok := k.Parts()
	return id, ok && sequence == HashSequence
}

// Hashed reports whether k was made from a title because the page gave no id.
func (k Key) Hashed() bool {
	id, _, _ := strings.Cut(string(k[strings.LastIndexByte(string(k), '/')+1:]), "~")
	if !IsHashID(id) {
		return false
	}
	_, _, _, _, ok := k.Parts()
	return ok
}

// HashID makes the id of a session whose page gives none: 'h' and the FNV-1a 64
// hash of title, start and room in 16 hex digits. All text must be NFC (package
// dom sees to that); spaces are folded here, so that a wrapped title is the same.
func HashID(title string, start Instant, room string) string {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for _, s := range [...]string{Fold(title), start.String(), Fold(room)} {
		for i := 0; i < len(s); i++ {
			h = (h ^ uint64(s[i])) * prime
		}
		h = (h ^ 0x1f) * prime // a separator, a separator, so that equal hashes need equal parts
	}
	id := [17]byte{0: 'h'}
	for i := 16; i > 0; i-- {
		id[i] = ascii.Hex[h&15]
		h >>= 4
	}
	return string(id[:])
}

// TitleKey returns the key of s on a page in lang that tells neither its id nor its time.
func (s *Session) TitleKey(lang string) Key { return s.hashKey(lang, nil) }

// WhoKey returns the key for a page that shows several sessions of one title. It is made like
// TitleKey, with the speakers to tell them apart.
func (s *Session) WhoKey(lang string) Key { return s.hashKey(lang, s.Named(lang).Speakers) }

func (s *Session) hashKey(lang string, who []string) Key {
	edition, sequence, _, _, _ := s.Key.Parts()
	rooms := s.Named(lang).Rooms
	if len(who) > 0 {
		rooms = append(rooms[:len(rooms):len(rooms)], strings.Join(who, ", "))
	}
	return NewKey(edition, sequence, HashID(s.Titles[lang], 0, strings.Join(rooms, ", ")))
}

// IsHashID reports whether id has the form that HashID makes.
func IsHashID(id string) bool {
	return len(id) == 17 && id[0] == 'h' && ascii.AllHex(id[1:])
}

// IsUUID reports whether id is a UUID in lower case: 8, 4, 4, 4 and 12 hexadecimal digits
// with dashes between.
func IsUUID(id string) bool {
	return len(id) == 36 && id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-' &&
		ascii.AllHex(id[:8]) && ascii.AllHex(id[9:13]) && ascii.AllHex(id[14:18]) && ascii.AllHex(id[19:23]) && ascii.AllHex(id[24:])
}

// Fold trims s and makes every run of white space, U+00A0 and U+202F included,
// one space.
func Fold(s string) string { return ascii.Fold(s) }

// escape percent-encodes all but letters, digits and "-._" of ASCII. '~' is
// encoded too, because it parts a slot number from an id.
func escape(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if isPlain(s[i : i+1]) {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(ascii.UpperHex[c>>4])
			b.WriteByte(ascii.UpperHex[c&15])
		}
	}
	return b.String()
}

// isPlain reports whether escape leaves s as it is, as it does with all ids.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_') {
			return false
		}
	}
	return true
}

// unescape is the inverse of escape and accepts nothing else, so that one
// session cannot have two spellings of its key.
func unescape(s string) (string, bool) {
	if isPlain(s) {
		return s, true
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b.WriteByte(s[i])
			continue
		}
		if i+2 >= len(s) {
			return "", false
		}
		high, low := strings.IndexByte(ascii.UpperHex, s[i+1]), strings.IndexByte(ascii.UpperHex, s[i+2])
		if high < 0 || low < 0 {
			return "", false
		}
		b.WriteByte(byte(high<<4 | low))
		i += 2
	}
	return b.String(), escape(b.String()) == s
}
