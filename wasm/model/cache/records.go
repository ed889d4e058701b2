package cache

import (
	"strings"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/records"
)

// prefixes are those of the storage keys of cached records, which are all that a page can
// have stored without a click; the edition comes next. Package picks and package page say
// what stands in them.
var prefixes = [...]string{records.SessionPrefix, records.GridPrefix, records.AskedPrefix}

// Edition returns the edition of the cached record with this storage key; "" for what
// is not cached.
func Edition(name string) string {
	for _, prefix := range prefixes {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			return before(rest, '/')
		}
	}
	return ""
}

func before(s string, c byte) string {
	if i := strings.IndexByte(s, c); i >= 0 {
		return s[:i]
	}
	return s
}

// A record has two fields that tell which host taught it, and when in ms since 1970. Version
// 0.1.0 wrote neither and ignores both.
const (
	byField = "by"
	atField = "at"
)

// Attribute notes in a record that host taught it at now, in ms since 1970. A tree that is
// not an object is left as it is.
func Attribute(tree any, host string, now int64) {
	if m, ok := tree.(map[string]any); ok {
		m[byField], m[atField] = host, float64(now)
	}
}

// Taught returns when a record was last taught anything, in ms since 1970; 0 where it does
// not say.
func Taught(tree any) int64 {
	m, _ := tree.(map[string]any)
	at, _ := m[atField].(float64)
	if !(at > 0 && at < 1<<53) {
		return 0
	}
	return int64(at)
}

// Host returns the host of a page's address.
func Host(url string) string {
	if i := strings.Index(url, "://"); i >= 0 {
		url = url[i+3:]
	}
	for _, end := range [...]byte{'/', '?', '#'} {
		url = before(url, end)
	}
	url = before(url[strings.LastIndexByte(url, '@')+1:], ':')
	return url
}

// own is the host that is assumed for a record which names none, as version 0.1.0 wrote them:
// the record's edition, which cannot be a host's name. Each edition then counts as a host of
// its own, so that several small ones are not taken for one large host.
func own(name string) string { return Edition(name) }

// overhead is how many bytes more storage may count for a record than its JSON has here:
// storage writes a number beyond 2^31 with two more characters, and a record has three such
// numbers.
const overhead = 8

// Size returns how many bytes of storage a record takes, or a few more. raw is its JSON.
func Size(name, raw string) int {
	n := len(name) + len(raw) + overhead
	for i := range len(raw) {
		if raw[i] == '<' { // storage writes it as an escape of six characters
			n += 5
		}
	}
	return n
}

// New returns the entry of a record that is to be stored.
func New(name string, tree any, host string, now int64) Entry {
	return Entry{Name: name, Bytes: Size(name, jsontree.Text(tree)), Host: host, At: now}
}

// Read returns the entries of the cached records in text, which is a part of storage as
// JSON. ok is false if the text is none.
func Read(text string) (entries []Entry, ok bool) {
	ok = jsontree.Members(text, func(name, raw string) {
		if Edition(name) == "" {
			return
		}
		e := Entry{Name: name, Bytes: Size(name, raw), Host: own(name)}
		jsontree.Members(raw, func(field, raw string) {
			switch field {
			case byField:
				v, _ := jsontree.Parse(raw)
				if host, good := v.(string); good {
					e.Host = host
				}
			case atField:
				v, _ := jsontree.Parse(raw)
				if at, good := v.(float64); good {
					e.At = int64(at)
				}
			}
		})
		entries = append(entries, e)
	})
	return entries, ok
}
