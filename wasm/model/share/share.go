// Package share encodes a timetable for its picture: as a short code for a QR code and a
// link, and as a longer text for the PNG file itself.
//
// The code names a session by the first bytes of its key's SHA-256; the reader looks for
// it among the sessions that it knows. The code is the fragment of a link to the
// edition's own timetable page: no server ever sees it, and without the extension the
// link still opens the timetable.
//
// Anybody may have made what is decoded here. A decoder accepts only what an encoder makes:
// encoding its result gives the same bytes again.
package share

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// The errors of reading.
var (
	ErrNone  = errors.New("no timetable of byeolpyo in it")
	ErrNewer = errors.New("made by a newer version of byeolpyo")
	ErrBad   = errors.New("the timetable in it is damaged")
)

// HashSize is how many bytes of its key's SHA-256 name a session. With 40 bits, two of a
// thousand sessions have the same hash in one of two million programmes.
const HashSize = 5

// Hash names a session.
type Hash [HashSize]byte

// HashOf returns the name of the session key.
func HashOf(key session.Key) Hash {
	sum := sha256.Sum256([]byte(key))
	return Hash(sum[:HashSize])
}

// String returns h in hex.
func (h Hash) String() string { return fmt.Sprintf("%x", h[:]) }

// ParseHash is the inverse of String.
func ParseHash(s string) (h Hash, ok bool) {
	if len(s) != 2*HashSize {
		return Hash{}, false
	}
	for i := range h {
		n, err := strconv.ParseUint(s[2*i:2*i+2], 16, 8)
		if err != nil {
			return Hash{}, false
		}
		h[i] = byte(n)
	}
	return h, h.String() == s
}

// Code is a timetable as a QR code holds it.
type Code struct {
	Edition string
	Picks   []CodePick // by hash, each once
}

// CodePick is one session of it.
type CodePick struct {
	Hash Hash
	Must bool
}

// codeVersion begins a code; what follows is base64url without padding:
//
//	year      1 byte: 2000 + that, of an edition that is a year; else 0, and then
//	          1 byte length and the edition
//	count     1 byte
//	hashes    HashSize bytes each, ascending
//	musts     a bit for each, from the highest on; those left over are 0
//
// 40 picks are 2 + 200 + 5 bytes, 276 characters; with the link before them that
// is a QR code of version 11, 61 modules to a side.
const codeVersion = "1."

// The limits of a code: 255 sessions are what its count holds, and an edition is
// "label-2026".
const (
	MaxPicks   = 255
	maxEdition = 40
	maxCode    = 2 + 4*(2+maxEdition+MaxPicks*HashSize+MaxPicks/8+1)/3 + 2
)

// NewCode makes the code of an edition's picks. Own entries are left out: their text does not
// fit, and is private.
func NewCode(edition string, states map[session.Key]picks.State) Code {
	c := Code{Edition: edition}
	for key, state := range states {
		if state != picks.Off && !key.Own() && key.Edition() == edition {
			h := HashOf(key)
			if text, waiting := key.Waiting(); waiting {
				var ok bool
				if h, ok = ParseHash(text); !ok {
					continue
				}
			}
			c.Picks = append(c.Picks, CodePick{h, state == picks.Must})
		}
	}
	slices.SortFunc(c.Picks, func(a, b CodePick) int {
		if a.Hash == b.Hash && a.Must { // the session is known by its key and by its hash
			return -1
		}
		return bytes.Compare(a.Hash[:], b.Hash[:])
	})
	c.Picks = slices.CompactFunc(c.Picks, func(a, b CodePick) bool { return a.Hash == b.Hash })
	return c
}

// year returns the byte for an edition whose name is a year, else 0.
func year(edition string) byte {
	n, err := strconv.Atoi(edition)
	if err != nil || n <= 2000 || n > 2255 || strconv.Itoa(n) != edition {
		return 0
	}
	return byte(n - 2000)
}

// Encode returns c as text. It fails for more than MaxPicks picks.
func (c Code) Encode() (string, error) {
	if len(c.Picks) > MaxPicks || len(c.Edition) > maxEdition || c.Edition == "" {
		return "", fmt.Errorf("%d picks of %q do not fit into a code", len(c.Picks), c.Edition)
	}
	var b []byte
	if y := year(c.Edition); y != 0 {
		b = append(b, y)
	} else {
		b = append(append(b, 0, byte(len(c.Edition))), c.Edition...)
	}
	b = append(b, byte(len(c.Picks)))
	musts := make([]byte, (len(c.Picks)+7)/8)
	for i, p := range c.Picks {
		b = append(b, p.Hash[:]...)
		if p.Must {
			musts[i/8] |= 0x80 >> (i % 8)
		}
	}
	return codeVersion + base64.RawURLEncoding.EncodeToString(append(b, musts...)), nil
}

// DecodeCode reads what Encode wrote.
func DecodeCode(s string) (Code, error) {
	version, rest, ok := strings.Cut(s, ".")
	switch n, err := strconv.Atoi(version); {
	case !ok || err != nil || n < 1 || strconv.Itoa(n) != version:
		return Code{}, ErrBad
	case version+"." != codeVersion:
		return Code{}, ErrNewer
	case len(s) > maxCode:
		return Code{}, ErrBad
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(rest)
	// The decoder passes over line breaks.
	if err != nil || len(b) < 2 || strings.ContainsAny(rest, "\r\n") {
		return Code{}, ErrBad
	}
	var c Code
	if b[0] != 0 {
		c.Edition, b = strconv.Itoa(2000+int(b[0])), b[1:]
	} else {
		n := int(b[1])
		if b = b[2:]; n == 0 || n > maxEdition || n >= len(b) {
			return Code{}, ErrBad
		}
		c.Edition, b = string(b[:n]), b[n:]
		if year(c.Edition) != 0 || !validEdition(c.Edition) {
			return Code{}, ErrBad
		}
	}
	n := int(b[0])
	if b = b[1:]; len(b) != n*HashSize+(n+7)/8 {
		return Code{}, ErrBad
	}
	musts := b[n*HashSize:]
	for i := range n {
		p := CodePick{Hash: Hash(b[i*HashSize:]), Must: musts[i/8]&(0x80>>(i%8)) != 0}
		if i > 0 && bytes.Compare(c.Picks[i-1].Hash[:], p.Hash[:]) >= 0 {
			return Code{}, ErrBad
		}
		c.Picks = append(c.Picks, p)
	}
	if n%8 != 0 && musts[len(musts)-1]<<(n%8) != 0 {
		return Code{}, ErrBad
	}
	return c, nil
}

// validEdition reports whether keys can be of that edition.
func validEdition(edition string) bool {
	for _, r := range edition {
		if r < ' ' || r == 0x7f || r == '\uFFFD' {
			return false
		}
	}
	return edition != "" && session.NewKey(edition, session.AnySequence, "x").Edition() == edition
}

// Fragment is what stands before the code in a link.
const Fragment = "#" + Keyword + "="

// Pattern is a regular expression for the form of a code, for scripts that only pass it on.
// The longest code that a link may hold has 8 KB.
const Pattern = `1\.[\w-]{1,8192}`

// Link returns the link that holds c.
func (c Code) Link() (string, error) {
	text, err := c.Encode()
	if err != nil {
		return "", err
	}
	return editions.Find(c.Edition).Timetable + Fragment + text, nil
}

// ParseLink reads a link, from a QR code or pasted, or what follows its '#'. The link may be
// to any page of pycon.kr, since addresses change.
func ParseLink(s string) (Code, error) {
	s = strings.TrimSpace(s)
	before, code, ok := strings.Cut(s, Fragment)
	if !ok {
		return Code{}, ErrNone
	}
	if before != "" && !ours(before) {
		return Code{}, ErrNone
	}
	return DecodeCode(code)
}

// ours reports whether address is on pycon.kr or one of its hosts.
func ours(address string) bool {
	rest, ok := strings.CutPrefix(ascii.Lower(address), "https://")
	if !ok {
		return false
	}
	host, _, _ := strings.Cut(rest, "/")
	return host == "pycon.kr" || strings.HasSuffix(host, ".pycon.kr") && !strings.ContainsAny(host, "@:?#\\ ")
}

// Resolve finds the sessions that c names among keys. A session that it does not find has no
// entry.
func (c Code) Resolve(keys []session.Key) map[Hash]session.Key {
	wanted := make(map[Hash]bool, len(c.Picks))
	for _, p := range c.Picks {
		wanted[p.Hash] = true
	}
	found := map[Hash]session.Key{}
	for _, k := range slices.Sorted(slices.Values(keys)) {
		if k.Edition() != c.Edition {
			continue
		}
		for _, spelling := range [...]session.Key{k, k.Encoded()} { // as the version that made the picture may have spelled it
			if h := HashOf(spelling); wanted[h] {
				if _, twice := found[h]; !twice {
					found[h] = k.Canonical()
				}
			}
		}
	}
	return found
}
