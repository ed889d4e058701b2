// Package picks has what a person starred: the states, the record of one pick, and the Book
// that is read from all records, also after a program was killed at any moment.
//
// Two promises shape it. A click writes one record without reading anything first, so that
// two tabs can never lose each other's writes. And a record that is not understood, because a
// newer version or a fault wrote it, is never changed and never dropped: it is set aside and
// reported as a Problem.
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

// PickKey is the inverse of StorageKey; ok is false for what holds no pick. The key need not
// be well formed, and ok is false if the session's pick belongs under another storage key:
// each pick has one place.
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

// State says whether and how much a person wants to hear a session.
type State uint8

// The states of a pick. Off is stored like the others, because sync must know of a removal.
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
	// Session is what was known of the session at the click. It makes the timetable work
	// offline, and after the site is gone.
	Session session.Session
}

// Fault says why a record could not be read.
type Fault uint8

// None is the fault of a record that was read. A record with any other fault is kept as it
// is, and reported.
const (
	None    Fault = iota
	Newer         // written by a newer version of the extension
	Corrupt       // not a record of any version
	// Foreign is a pick whose snapshot is that of another session. The name of the record
	// decides which session it belongs to, and the snapshot is ignored.
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

// Decode reads the record of the session key. With Foreign it returns the pick without its
// snapshot; with any other fault it returns no pick.
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
	case key.Own(): // an own entry consists of its snapshot alone
		return Pick{}, Corrupt
	}
	p.Session = session.Session{Key: key}
	return p, Foreign
}

// moment converts a moment from JSON. Numbers too large to be exact are limited, since their
// conversion would differ between machines.
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

// SessionRecord is a session that a page showed, as stored under records.SessionPrefix + key.
// The record also names the host that taught it, which package cache writes and reads.
type SessionRecord struct {
	Session session.Session
	// Gone is when, in ms since 1970, a second load of the site's timetable did not have it;
	// 0 while the timetable has it.
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

// Problem is a stored pick that was set aside, or whose snapshot was.
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
	// Sealed are the sessions whose record was written by a newer version and must not be
	// written over. A corrupt record of a session may be: it is only a cache.
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
// A record under the key of an earlier version belongs to the session that has another key
// today. If a session has several picks, the one that was tapped last counts.
func (b *Book) Put(storageKey string, tree any) {
	if name, ok := strings.CutPrefix(storageKey, records.SessionPrefix); ok {
		key := session.Key(name)
		if today := key.Canonical(); today != key { // it is only cached, and gives way to the record under today's key
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

// choose selects the pick that counts among those of one session under several keys.
func (b *Book) choose(today session.Key) {
	spellings := b.spelled[today]
	p, found := spellings[today]
	seen := p.Seen // the stamp of the record that a click replaces
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

// Tap returns the moment to store for a tap at now. It is later than the taps stored under
// keys of earlier versions, so that these do not count any more.
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
