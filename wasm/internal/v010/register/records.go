package register

import "strings"

// recordVersion is that of the records of picks and taps.
const recordVersion = 1

// The prefixes of storage keys.
const (
	pickPrefix = "pick/"
	tapPrefix  = "tap/"
	ownPrefix  = "own/"
	hashPrefix = "hash/"
)

// pickKey returns the session's key of a storage key that holds a pick.
func pickKey(storageKey string) (key string, ok bool) {
	for _, prefix := range [...]string{ownPrefix, hashPrefix} {
		if name, own := strings.CutPrefix(storageKey, prefix); own {
			edition, id, _ := strings.Cut(name, "/")
			return edition + "/" + prefix + id, true
		}
	}
	return strings.CutPrefix(storageKey, pickPrefix)
}

// State is what a person thinks of a session.
type State uint8

// The states.
const (
	Off State = iota
	Star
	Must
)

// String returns the word that is stored.
func (s State) String() string {
	switch s {
	case Star:
		return "star"
	case Must:
		return "must"
	}
	return "off"
}

func parseState(s string) (State, bool) {
	switch s {
	case "off":
		return Off, true
	case "star":
		return Star, true
	case "must":
		return Must, true
	}
	return Off, false
}

// tap is what sync reads of the record of a pick or a tap.
type tap struct {
	State  State
	Tapped int64
	Seen   string
}

type fault uint8

const (
	noFault fault = iota
	newer
	corrupt
)

func decodePick(key string, tree any) (tap, fault) {
	m, ok := tree.(map[string]any)
	if !ok {
		return tap{}, corrupt
	}
	if f := version(m); f != noFault {
		return tap{}, f
	}
	var p tap
	state, ok1 := m["state"].(string)
	tapped, ok2 := m["tapped"].(float64)
	p.State, ok = parseState(state)
	if !ok1 || !ok2 || !ok {
		return tap{}, corrupt
	}
	p.Tapped = int64(tapped)
	if seen, present := m["seen"]; present {
		if p.Seen, ok = seen.(string); !ok {
			return tap{}, corrupt
		}
	}
	if named, ok := sessionKey(m["snapshot"]); !ok || named != key {
		return tap{}, corrupt
	}
	return p, noFault
}

func version(m map[string]any) fault {
	v, ok := m["v"].(float64)
	switch {
	case !ok || v < 1 || v != float64(int(v)):
		return corrupt
	case v > recordVersion:
		return newer
	}
	return noFault
}

func decodeTap(tree any) (t tap, ok bool) {
	m, _ := tree.(map[string]any)
	if version(m) != noFault {
		return tap{}, false
	}
	state, _ := m["state"].(string)
	tapped, ok1 := m["tapped"].(float64)
	t.State, ok = parseState(state)
	if !ok || !ok1 {
		return tap{}, false
	}
	t.Tapped = int64(tapped)
	if seen, present := m["seen"]; present {
		if t.Seen, ok = seen.(string); !ok {
			return tap{}, false
		}
	}
	return t, true
}

// sessionKey returns the key of a snapshot; ok is false for what 0.1.0 does not take
// for a session.
func sessionKey(tree any) (key string, ok bool) {
	m, ok := tree.(map[string]any)
	text := func(name string) string {
		v, present := m[name]
		t, good := v.(string)
		ok = ok && (good || !present)
		return t
	}
	list := func(name string) {
		v, present := m[name]
		items, good := v.([]any)
		ok = ok && (good || !present)
		for _, item := range items {
			_, good := item.(string)
			ok = ok && good
		}
	}
	key = text("key")
	for _, name := range [...]string{"kind", "url", "lang", "page"} {
		text(name)
	}
	for _, name := range [...]string{"start", "end"} {
		good := instant(text(name))
		ok = ok && good
	}
	list("speakers")
	list("rooms")
	if v, present := m["col"]; present {
		_, good := v.(float64)
		ok = ok && good
	}
	if v, present := m["titles"]; present {
		titles, good := v.(map[string]any)
		ok = ok && good
		for _, t := range titles {
			_, good := t.(string)
			ok = ok && good
		}
	}
	return key, ok && isKey(key)
}

// isKey reports whether k is the key of a session.
func isKey(k string) bool {
	parts := strings.Split(k, "/")
	if len(parts) != 3 {
		return false
	}
	if i := strings.LastIndexByte(parts[2], '~'); i >= 0 {
		n, isNumber := digits(parts[2][i+1:])
		if !isNumber || n < 2 || parts[2][i+1] == '0' {
			return false
		}
		parts[2] = parts[2][:i]
	}
	for _, p := range parts {
		if p == "" || !isEscaped(p) {
			return false
		}
	}
	return true
}

// isEscaped reports whether s is percent-encoded where it has to be, and nowhere else.
func isEscaped(s string) bool {
	const hex = "0123456789ABCDEF"
	for i := 0; i < len(s); i++ {
		if isPlain(s[i]) {
			continue
		}
		if s[i] != '%' || i+2 >= len(s) {
			return false
		}
		high, low := strings.IndexByte(hex, s[i+1]), strings.IndexByte(hex, s[i+2])
		if high < 0 || low < 0 || isPlain(byte(high<<4|low)) {
			return false
		}
		i += 2
	}
	return true
}

func isPlain(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_'
}

func digits(s string) (n int, ok bool) {
	if s == "" {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// instant reports whether s is a time as records have them, or "".
func instant(s string) bool {
	if s == "" {
		return true
	}
	if len(s) < len("2026-08-15T13:30:00Z") || s[4] != '-' || s[7] != '-' ||
		(s[10] != 'T' && s[10] != 't') || s[13] != ':' || s[16] != ':' {
		return false
	}
	var f [6]int
	for i, at := range [6][2]int{{0, 4}, {5, 7}, {8, 10}, {11, 13}, {14, 16}, {17, 19}} {
		n, good := digits(s[at[0]:at[1]])
		if !good {
			return false
		}
		f[i] = n
	}
	if f[0] < 1 || f[1] < 1 || f[1] > 12 || f[2] < 1 || f[2] > monthDays(f[0], f[1]) || f[3] > 23 || f[4] > 59 || f[5] > 60 {
		return false
	}
	rest := s[19:]
	if rest[0] == '.' {
		i := 1
		for i < len(rest) && rest[i] >= '0' && rest[i] <= '9' {
			i++
		}
		if i == 1 {
			return false
		}
		rest = rest[i:]
	}
	if rest == "Z" || rest == "z" {
		return true
	}
	if len(rest) != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':' {
		return false
	}
	h, good1 := digits(rest[1:3])
	m, good2 := digits(rest[4:6])
	return good1 && good2 && h <= 23 && m <= 59
}

func monthDays(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
