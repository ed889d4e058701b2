package cache

import (
	"strings"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// Pins are the sessions that a record of the person's names: a pick, also one that is off, a
// note, a reminder, what a calendar was told, a friend's timetable or a saved picture. Their
// records in the cache are not removed.
type Pins struct {
	keys   map[session.Key]bool       // by the key of the first slot
	hashes map[string]map[string]bool // the hashes, by edition, of sessions that are known by hash only
}

// NewPins returns Pins without any session.
func NewPins() *Pins {
	return &Pins{keys: map[session.Key]bool{}, hashes: map[string]map[string]bool{}}
}

// Name takes in the storage key of a record, and reports whether its value has to be taken in
// too (Value). The name of a pick contains its session's key. For a record that this version
// does not know it reports true: a newer version may name sessions in the value.
func (p *Pins) Name(name string) (value bool) {
	if Edition(name) != "" {
		return false
	}
	if rest, ok := strings.CutPrefix(name, records.TapPrefix); ok {
		name = rest // a tap says again what a pick says
	}
	if rest, ok := strings.CutPrefix(name, records.AcknowledgedPrefix); ok {
		name = records.PickPrefix + rest
	}
	if key, ok := picks.PickKey(name); ok {
		if hash, waiting := key.Waiting(); waiting {
			p.hash(key.Edition(), hash)
		} else {
			p.keys[key.First().Canonical()] = true
		}
		return false
	}
	return name != records.SettingsKey && name != records.SyncKey
}

// Value takes in the value of a record for which Name reported true. Every key in it counts,
// wherever it stands, so that records of newer versions count too.
func (p *Pins) Value(name string, tree any) {
	edition := name[strings.LastIndexByte(name, '/')+1:] // of "friend/id/edition"
	p.value(edition, tree)
}

func (p *Pins) value(edition string, tree any) {
	switch v := tree.(type) {
	case map[string]any:
		if key, ok := v["key"].(string); ok {
			p.keys[session.Key(key).First().Canonical()] = true
		}
		if hash, ok := v["hash"].(string); ok {
			p.hash(edition, hash)
		}
		for name, child := range v {
			if _, _, _, _, ok := session.Key(name).Parts(); ok { // as what was told before it begins
				p.keys[session.Key(name).First().Canonical()] = true
			}
			p.value(edition, child)
		}
	case []any:
		for _, child := range v {
			p.value(edition, child)
		}
	case jsontree.Unreadable:
		p.text(edition, v.JSON)
	}
}

// text takes in a value that cannot be parsed: every string in it that has the form of a
// session's key may be one. A key has no character that JSON would escape.
func (p *Pins) text(edition, json string) {
	for part := range strings.SplitSeq(json, `"`) {
		if _, _, _, _, ok := session.Key(part).Parts(); ok {
			p.keys[session.Key(part).First().Canonical()] = true
		} else if len(part) == 2*HashBytes {
			p.hash(edition, part)
		}
	}
}

func (p *Pins) hash(edition, hash string) {
	if p.hashes[edition] == nil {
		p.hashes[edition] = map[string]bool{}
	}
	p.hashes[edition][hash] = true
}

// HashBytes is how much of a key's SHA-256 stands for it, as in package share.
const HashBytes = 5

// Waiting returns the keys among the names of cached sessions that may belong to a hash in p.
// The caller hashes them and passes the hashes to Resolve.
func (p *Pins) Waiting(names []string) (keys []string) {
	for _, name := range names {
		key, ok := strings.CutPrefix(name, records.SessionPrefix)
		if ok && p.hashes[editionOf(key)] != nil {
			keys = append(keys, key)
		}
	}
	return keys
}

// Resolve pins those keys whose hash, in hex, is one of p's.
func (p *Pins) Resolve(keys, hashes []string) {
	for i, key := range keys {
		if p.hashes[editionOf(key)][hashes[i]] {
			p.keys[session.Key(key).First().Canonical()] = true
		}
	}
}

// editionOf returns the edition of a session's key, which need not be well formed.
func editionOf(key string) string { return before(key, '/') }

// Pin marks the entries that are pinned.
func (p *Pins) Pin(entries []Entry) {
	for i := range entries {
		if key, ok := strings.CutPrefix(entries[i].Name, records.SessionPrefix); ok {
			entries[i].Pinned = p.keys[session.Key(key).First().Canonical()]
		}
	}
}

// Loose returns the names of the entries that are not pinned, and how many sessions are
// among them.
func Loose(entries []Entry) (names []string, sessions int) {
	for _, e := range entries {
		if e.Pinned {
			continue
		}
		names = append(names, e.Name)
		if strings.HasPrefix(e.Name, records.SessionPrefix) {
			sessions++
		}
	}
	return names, sessions
}
