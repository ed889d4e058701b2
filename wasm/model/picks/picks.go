// Package picks is the map of what a person starred: the states, the record of
// one pick, and how records become a Book again after any accident.
//
// Two promises shape it. A click writes one record without reading anything
// first, so that two tabs can never lose each other's writes. And a record that
// is not understood, because a newer version or a fault wrote it, is never
// changed and never dropped: it is set aside and reported.
//
// There is no clock and no randomness here; moments are arguments.
package picks

import (
	"strings"

	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// StorageKey returns where the pick of key is stored.
func StorageKey(key session.Key) string {
	for _, prefix := range [...]string{records.OwnPrefix, records.HashPrefix} {
		if edition, id, ok := strings.Cut(string(key), "/"+prefix); ok {
			return prefix + edition + "/" + id
		}
	}
	return records.PickPrefix + string(key)
}

// PickKey is the inverse of StorageKey; ok is false for what holds no pick. The key
// need not be well formed, and is not where another storage key is that of the session:
// a pick has one place.
func PickKey(storageKey string) (key session.Key, ok bool) {
	key, ok = named(storageKey)
	if ok && StorageKey(key) != storageKey {
		key = session.Key(storageKey)
	}
	return key, ok
}

func named(storageKey string) (key session.Key, ok bool) {
	for _, prefix := range [...]string{records.OwnPrefix, records.HashPrefix} {
		if name, own := strings.CutPrefix(storageKey, prefix); own {
			edition, id, _ := strings.Cut(name, "/")
			return session.Key(edition + "/" + prefix + id), true
		}
	}
	name, ok := strings.CutPrefix(storageKey, records.PickPrefix)
	return session.Key(name), ok
}

// State is what a person thinks of a session.
type State uint8

// The states. Off is written like the others: sync must know of a removal.
const (
	Off  State = iota
	Star       // would like to hear it
	Must       // will not miss it
)

// String returns the word that is stored: "off", "star" or "must".
func (s State) String() string {
	switch s {
	case Star:
		return "star"
	case Must:
		return "must"
	}
	return "off"
}

// Next returns the state after one more click: off, star, must, off.
func (s State) Next() State { return (s + 1) % 3 }

// ParseState is the inverse of String.
func ParseState(s string) (State, bool) {
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

// Pick is the record of one session's state.
type Pick struct {
	State  State
	Tapped int64  // when, in ms since 1970 by the device's clock
	Seen   string // the stamp of the record that the click replaced; "" before sync
	// Session is what was known of the session at the click. With it the
	// timetable stands offline, and after the site is gone.
	Session session.Session
}

// Fault says why a record could not be read.
type Fault uint8

// A record without a fault is None; one with any other is kept as it is and told of.
const (
	None    Fault = iota
	Newer         // written by a newer version of the extension
	Corrupt       // not a record of any version
	// Foreign is a pick with the snapshot of another session: its name says which one it
	// is of, and the snapshot is not believed.
	Foreign
)

// Encode returns the tree stored under records.PickPrefix + key.
func (p Pick) Encode() map[string]any {
	m := map[string]any{
		"v":        float64(records.PickVersion),
		"state":    p.State.String(),
		"tapped":   float64(p.Tapped),
		"snapshot": session.Encode(p.Session),
	}
	if p.Seen != "" {
		m["seen"] = p.Seen
	}
	return m
}

// Decode reads the record of the session key. With Foreign comes the pick all the same,
// without what its snapshot tells; with any other fault there is none.
func Decode(key session.Key, tree any) (Pick, Fault) {
	m, ok := tree.(map[string]any)
	if !ok {
		return Pick{}, Corrupt
	}
	if f := version(m); f != None {
		return Pick{}, f
	}
	var p Pick
	state, ok1 := m["state"].(string)
	tapped, ok2 := m["tapped"].(float64)
	p.State, ok = ParseState(state)
	if !ok1 || !ok2 || !ok {
		return Pick{}, Corrupt
	}
	p.Tapped = moment(tapped)
	if seen, present := m["seen"]; present {
		if p.Seen, ok = seen.(string); !ok {
			return Pick{}, Corrupt
		}
	}
	p.Session, ok = session.Decode(m["snapshot"])
	if !ok || key.Edition() == "" {
		return Pick{}, Corrupt
	}
	switch {
	case p.Session.Key == key:
		return p, None
	case key.Own(): // which is nothing but its snapshot
		return Pick{}, Corrupt
	}
	p.Session = session.Session{Key: key}
	return p, Foreign
}

// moment is a moment as JSON has it. What is beyond all that is exact there would become
// another number on every kind of machine.
func moment(ms float64) int64 {
	const most = 1 << 53
	if ms != ms {
		return 0
	}
	return int64(min(max(ms, -most), most))
}

func version(m map[string]any) Fault {
	v, ok := m["v"].(float64)
	switch {
	case !ok || v < 1 || v != float64(int(v)):
		return Corrupt
	case v > records.PickVersion:
		return Newer
	}
	return None
}

// SessionRecord is a session that some page showed, as stored under records.SessionPrefix + key. Who
// taught it stands in the record too; package cache writes and reads that.
type SessionRecord struct {
	Session session.Session
	// Gone is when, in ms since 1970, two loads of the site's timetable had been without
	// it; 0 while it is there.
	Gone int64
}

// Encode returns the tree stored under records.SessionPrefix + key.
func (k SessionRecord) Encode() map[string]any {
	m := session.Encode(k.Session)
	m["v"] = float64(records.PickVersion)
	if k.Gone != 0 {
		m["gone"] = float64(k.Gone)
	}
	return m
}

// DecodeSessionRecord reads what SessionRecord.Encode wrote under key.
func DecodeSessionRecord(key session.Key, tree any) (SessionRecord, Fault) {
	m, ok := tree.(map[string]any)
	if !ok {
		return SessionRecord{}, Corrupt
	}
	if f := version(m); f != None {
		return SessionRecord{}, f
	}
	s, ok := session.Decode(tree)
	if !ok || s.Key != key {
		return SessionRecord{}, Corrupt
	}
	k := SessionRecord{Session: s}
	if gone, present := m["gone"]; present {
		n, good := gone.(float64)
		if !good {
			return SessionRecord{}, Corrupt
		}
		k.Gone = moment(n)
	}
	return k, None
}

// Problem is a stored pick that was set aside, or of which the snapshot was.
type Problem struct {
	StorageKey string
	Fault      Fault
}

// Book is all that storage holds of picks and sessions.
type Book struct {
	Picks        map[session.Key]Pick
	Sessions     map[session.Key]SessionRecord
	Acknowledged map[session.Key]Acknowledgement
	Problems     []Problem
	// Sealed are the sessions whose record a newer version wrote: not to be
	// written over. A corrupt one is only a cache and may be.
	Sealed map[session.Key]bool

	// spelled are the picks of sessions that are stored under a key of an earlier version,
	// by today's key (session.Key.Canonical), and each by its own.
	spelled map[session.Key]map[session.Key]Pick
}

// NewBook returns an empty Book.
func NewBook() *Book {
	return &Book{Picks: map[session.Key]Pick{}, Sessions: map[session.Key]SessionRecord{}, Acknowledged: map[session.Key]Acknowledgement{}, Sealed: map[session.Key]bool{},
		spelled: map[session.Key]map[session.Key]Pick{}}
}

// Put takes in one storage entry, or its removal when tree is nil; other keys
// than picks and sessions are passed over. Loading a Book and following
// storage's change events are the same call.
//
// What stands under a key of an earlier version is a record of the session that has
// another key today. Of several picks of one session the one that was tapped last counts.
func (b *Book) Put(storageKey string, tree any) {
	if name, ok := strings.CutPrefix(storageKey, records.SessionPrefix); ok {
		key := session.Key(name)
		if today := key.Canonical(); today != key { // a cache only: it gives way to today's record
			if k, fault := DecodeSessionRecord(key, tree); fault == None && b.Sessions[today].Session.Key == "" && !b.Sealed[today] {
				k.Session.Key = today
				b.Sessions[today] = k
			}
			return
		}
		delete(b.Sessions, key)
		delete(b.Sealed, key)
		switch k, fault := DecodeSessionRecord(key, tree); fault {
		case None:
			b.Sessions[key] = k
		case Newer:
			b.Sealed[key] = true
		}
		return
	}
	if name, ok := strings.CutPrefix(storageKey, records.AcknowledgedPrefix); ok {
		key := session.Key(name)
		today := key.Canonical()
		if today == key {
			delete(b.Acknowledged, key)
		}
		if l, ok := DecodeAcknowledgement(key, tree); ok && (today == key || l.At > b.Acknowledged[today].At) {
			l.Session.Key = today
			b.Acknowledged[today] = l
		}
		return
	}
	key, ok := PickKey(storageKey)
	_, aside := Beside(storageKey)
	if !ok && !aside {
		return
	}
	b.forget(storageKey)
	today := key.Canonical()
	spellings := b.spelled[today]
	was := b.Picks[key]
	if today != key || spellings != nil {
		if spellings == nil {
			spellings = map[session.Key]Pick{}
			b.spelled[today] = spellings
			if p, has := b.Picks[today]; has {
				spellings[today] = p
			}
		}
		was = spellings[key]
		delete(spellings, key)
		defer b.choose(today)
	}
	delete(b.Picks, key)
	if tree == nil {
		return
	}
	p, fault := Pick{}, Foreign
	if !aside {
		p, fault = Decode(key, tree)
	}
	if fault != None {
		b.Problems = append(b.Problems, Problem{storageKey, fault})
	}
	if aside || fault == Newer || fault == Corrupt {
		return
	}
	if fault == Foreign && was.Session.Key == key {
		p.Session = was.Session
	}
	if spellings != nil {
		spellings[key] = p
		return
	}
	b.Picks[key] = p
}

// choose makes of the picks of one session under several keys the one that counts.
func (b *Book) choose(today session.Key) {
	spellings := b.spelled[today]
	p, found := spellings[today]
	seen := p.Seen // of the record that a click replaces
	for _, other := range spellings {
		if !found || other.Tapped > p.Tapped || other.Tapped == p.Tapped && other.State > p.State {
			p, found = other, true
		}
	}
	if !found {
		delete(b.Picks, today)
		delete(b.spelled, today)
		return
	}
	p.Session.Key, p.Seen = today, seen
	b.Picks[today] = p
}

// Tap returns the moment of a tap on the session of key at the moment now: later than all
// that is stored of it under keys of earlier versions, which would else count.
func (b *Book) Tap(key session.Key, now int64) int64 {
	for other, p := range b.spelled[key] {
		if other != key {
			now = max(now, p.Tapped+1)
		}
	}
	return now
}

// Beside returns the storage key of the pick beside which a record was set aside; ok is
// false for the key of anything else.
func Beside(storageKey string) (name string, ok bool) {
	name, ok = strings.CutPrefix(storageKey, records.AsidePrefix)
	if ok {
		_, ok = PickKey(name)
	}
	return name, ok
}

// SetAside reports whether the pick of key is stored but not understood. Such a
// record must not be written over.
func (b *Book) SetAside(key session.Key) bool {
	for _, p := range b.Problems {
		if p.StorageKey == StorageKey(key) && p.Fault != Foreign {
			return true
		}
	}
	return false
}

func (b *Book) forget(storageKey string) {
	for i, p := range b.Problems {
		if p.StorageKey == storageKey {
			b.Problems = append(b.Problems[:i], b.Problems[i+1:]...)
			return
		}
	}
}

// MaxSlots is the number of slots of one session that are told apart. The most
// that any year's session had is 2.
const MaxSlots = 9

// SessionRecord returns what pages told of a picked session. Where a session is given more
// than once, that is the slot in which it was picked: another device may have
// numbered the slots before it knew all of them.
func (b *Book) SessionRecord(key session.Key) (SessionRecord, bool) {
	known, ok := b.Sessions[key]
	start := b.Picks[key].Session.Start
	if !start.Known() || !ok || known.Session.Start == start {
		return known, ok
	}
	for n := 1; n <= MaxSlots; n++ {
		other, has := b.Sessions[key.First().Slot(n)]
		if has && other.Gone == 0 && other.Session.Start == start {
			other.Session.Key = key
			return other, true
		}
	}
	return known, ok
}

// Session returns the best that is known of a picked session: what pages showed
// last, and beneath it the pick's own snapshot.
func (b *Book) Session(key session.Key) session.Session {
	snapshot := b.Picks[key].Session
	known, ok := b.SessionRecord(key)
	if !ok {
		return snapshot
	}
	merged, _ := known.Session.Richer(snapshot)
	merged.Cancelled = known.Session.Cancelled // and not what it was at the click
	return merged
}
