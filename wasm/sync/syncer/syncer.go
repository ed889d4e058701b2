// Package syncer keeps the picks of a device and those in a vault the same: a loop of
// reading, merging and writing only over the version that was read. What it needs of
// the world, a server, a store, a clock and chance, are interfaces, so that every
// order of events can be played in tests.
//
// It holds to this, whatever the server and the moment of its death:
//   - what a person tapped, and the very bytes to be sent, are stored before anything
//     is sent; what was sent and not answered is sent again as it was
//   - nothing that arrives can take a pick away but a later tap
//   - it waits, and waits longer, and never switches itself off, where a server does not
//     answer as where the device's own storage refuses. Only a vault that was deleted
//     or renewed elsewhere ends it, and then the picks stay
//   - it is on with a secret or off without one, wherever the program died between the
//     keyring and the state (see look)
//   - no vault is deleted by a device that uses it: a secret that is joined is no longer
//     to be retired, and one that is retired is deleted at the server where it was used
//
// A secret is renewed so that, of devices that do it at once, one has done it and the
// others are told. A device that renews
//
//  1. writes into its keyring to what it renews,
//  2. makes the new vault, empty,
//  3. writes a mark into the old vault, as it writes picks: over the version that it has
//     read and merged. The mark names the new vault by a hash that does not give it
//     away. The device whose mark is there has won, and has read everything that was
//     written before; a device that reads another's mark writes no more, and its person
//     is told,
//  4. takes the new secret for its own, fills the new vault, and
//  5. deletes the old one, over a version that has no other mark.
//
// Each step is repeated until its answer has come, also by a program that died and was
// started again. A second one meets the first one's mark in 3, at the latest in 5 where
// the server had gone back in between; it deletes what it had made in 2. Version 0.1.0
// keeps marks and does not heed them. Where it deletes the old vault first, the answer
// to 3 is 410; after 3, a 410 before this device has asked for the deletion (which it
// notes, for the answer may be lost) says that it was another's, and the renewal does
// not count. What cannot be told is a 410 after it has asked and no answer came, where a
// 0.1.0 was faster; and 0.1.0 itself never notices that it was second.
package syncer

import (
	"context"
	"encoding/binary"
	"errors"
	"strconv"
	"strings"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/sync/register"
	"byeolpyo/wasm/sync/vault"
)

// Request is one request about a vault.
type Request struct {
	Method string
	Server string // the origin, without a slash
	Token  wire.Token
	// Match and NoneMatch are the values of If-Match and If-None-Match, "" for none.
	Match, NoneMatch string
	Body             []byte
}

// Response is its answer.
type Response struct {
	Status     int
	ETag       string
	Date       int64  // ms since 1970; 0 where the header is missing or no date
	RetryAfter int64  // seconds; 0 where the header is missing or no number
	Body       []byte // of wire.MediaType and at most wire.MaxBody bytes; else nil
}

// Remote sends requests to a server. The error says that there was no whole answer.
type Remote interface {
	Do(ctx context.Context, r Request) (Response, error)
}

// Store is the device's storage.
type Store interface {
	// Load returns what is stored under records.SyncKey and of picks, own entries, taps and notes.
	Load() (map[string]any, error)
	// Save writes all of the entries or none. ErrFull says that there is no room.
	Save(entries map[string]any) error
}

// Secrets keeps the Keyring.
type Secrets interface {
	LoadKeyring() (Keyring, error)
	SaveKeyring(Keyring) error
}

// Trouble says that storage refuses to be read or written. It is not part of the state, which
// could not be stored then.
type Trouble struct {
	Reason Reason // Full or Storage; None for no trouble
	Wait   int64  // until when, by the device's clock
	Tries  int
}

// Notes keeps a Trouble outside of that storage, at most until the browser ends. A Trouble
// that it cannot keep is forgotten.
type Notes interface {
	LoadTrouble() Trouble
	SaveTrouble(Trouble)
}

// Clock is the device's clock.
type Clock interface {
	Now() int64 // ms since 1970
	Sleep(ctx context.Context, ms int64) error
}

// Syncer syncs one device. Its methods must not be called at the same time.
type Syncer struct {
	Remote  Remote
	Store   Store
	Secrets Secrets
	Notes   Notes
	Clock   Clock
	Random  func([]byte) // fills with random bytes
	Label   string       // what a person may know the device by: "Chrome, Windows"

	wrote bool // storage has accepted a write since the run began
}

// Reason says why a device is not in sync.
type Reason string

// The reasons are stored in a State, so that their values must not change.
const (
	None         Reason = ""
	Offline      Reason = "offline"      // no answer
	Busy         Reason = "busy"         // the server has too much to do
	Closed       Reason = "closed"       // the server takes no new vaults
	Newer        Reason = "newer"        // a newer version wrote the vault, or the state
	Unauthorized Reason = "unauthorized" // the server knows the secret otherwise
	Protocol     Reason = "protocol"     // the server answers what it must not
	TooLarge     Reason = "tooLarge"     // not even the newest edition fits
	Lost         Reason = "lost"         // the browser has thrown the secret away
	Gone         Reason = "gone"         // the vault was deleted elsewhere, perhaps after a renewal
	Renewed      Reason = "renewed"      // the secret was renewed elsewhere
	Full         Reason = "full"         // the device's storage has no room
	Storage      Reason = "storage"      // the device's storage refuses

	off Reason = "off" // the person turned sync off; only in a Keyring
)

// The notices tell of events, and stay until the person dismisses them.
const (
	NoticeRolledBack = "rolledBack" // the server had an older version; this device has repaired it
	NoticeDamaged    = "damaged"    // the body on the server could not be opened; it was written anew
	NoticeRecreated  = "recreated"  // the vault was gone without a trace, and was made anew
)

// Limits of waiting, in ms.
const (
	maxTries     = 8   // after 412, within one run
	conflictStep = 50  // the most waited after the first; doubled with each
	firstWait    = 1e3 // after the first failure; doubled with each
	offlineWait  = 30e3
	// Up to a quarter is added at random, so that devices that failed together do not return
	// together: 12 minutes become 15 at most.
	maxWait = 12 * 60e3
	// minClosed and maxClosed are the waits for a server that accepts no new vaults. With the
	// random quarter, 19 h become a day at most.
	minClosed, maxClosed = 60e3, 19 * 3600e3
	day                  = 24 * 3600e3
	// foreignWait is how long a server that the device has moved away from is left alone,
	// when it did not delete what is to be deleted there.
	foreignWait = 20 * 3600e3
)

// The errors of actions, beside those of the Store.
var (
	ErrNotOn = errors.New("sync is not on")
	ErrNewer = errors.New("a newer version wrote the state of sync")
	// ErrRenewing says that the current code is being replaced and will soon open nothing.
	ErrRenewing = errors.New("the secret is being renewed")
	ErrFull     = errors.New("the device's storage is full")
)

// run is one run of a Syncer.
type run struct {
	*Syncer
	state             *State
	ring              Keyring
	keys              vault.Keys     // of Current
	made              bool           // the vault of Next is there
	force             bool           // a person wishes it
	ringOff, stateOff bool           // they were not as they are here, and have to be stored
	entries           map[string]any // of the store, as read last
	heard             int64          // when the last answer came, by the device's clock
	refused           error          // why the run ended with Storage
}

// Run syncs once, if sync is on and it is time. force is a person's wish: it does not wait
// where a server has not asked for it. Why it could not sync is noted in the state; the error
// is only that of the Store, which is also noted as Trouble.
func (s *Syncer) Run(ctx context.Context, force bool) error {
	t := s.Notes.LoadTrouble()
	if !force && ahead(t.Wait, s.Clock.Now()) > 0 {
		return nil
	}
	s.wrote = false
	err := s.once(ctx, force)
	switch {
	case err == nil && s.wrote && t != Trouble{}:
		s.Notes.SaveTrouble(Trouble{})
	case err != nil:
		t.Reason = Storage
		if errors.Is(err, ErrFull) {
			t.Reason = Full
		}
		t.Tries = min(t.Tries+1, 20)
		wait := min(int64(offlineWait)<<(t.Tries-1), maxWait)
		t.Wait = s.Clock.Now() + wait + s.chance(wait/4)
		s.Notes.SaveTrouble(t)
	}
	return err
}

// ahead returns t if it is in the future, and 0 if it is past or further ahead than any wait,
// which happens when the clock was changed.
func ahead(t, now int64) int64 {
	if t <= now || t-now > day {
		return 0
	}
	return t
}

func (s *Syncer) once(ctx context.Context, force bool) error {
	r, err := s.begin()
	if err != nil || r.state.newer || !r.state.On {
		return err
	}
	if r.ring.Current == nil {
		if r.state.Reason == Lost {
			return nil
		}
		r.state.Reason = Lost
		return r.save(nil)
	}
	asked := r.state.Reason == Busy || r.state.Reason == Closed
	if ahead(r.state.Wait, s.Clock.Now()) > 0 && !(force && !asked) {
		return nil
	}
	r.force = force
	r.attach()
	why, after := r.all(ctx)
	if ctx.Err() != nil {
		return nil // the program ends: nothing was learned
	}
	return r.end(ctx, why, after)
}

// all syncs, goes on with a renewal, and deletes what is to be deleted.
func (r *run) all(ctx context.Context) (why Reason, after int64) {
	blocked, blockedFor := None, int64(0)
	if r.ring.Next != nil {
		blocked, blockedFor = r.prepare(ctx)
		if blocked == Storage {
			return Storage, 0
		}
		if r.ring.Next == nil { // given up
			blocked, blockedFor = None, 0
		}
	}
	why, after = r.cycle(ctx)
	switch {
	case why == Renewed && r.ring.Next != nil:
		r.discard(ctx, *r.ring.Next)
		return why, after
	case why != None:
		return why, after
	}
	r.state.Back = ""
	noteWhy, noteAfter := r.notebook(ctx) // which keeps no renewal from going on
	if r.ring.Next != nil {
		if r.state.Mark != r.own() {
			if blocked == None {
				return noteWhy, noteAfter
			}
			return blocked, blockedFor
		}
		if why, after = r.renew(ctx); why != None {
			return why, after
		}
		noteWhy, noteAfter = r.notebook(ctx)
	}
	if noteWhy == Storage {
		return noteWhy, 0
	}
	if why, after = r.retire(ctx); why != None {
		return why, after
	}
	if why, after = r.part(ctx); why != None {
		return why, after
	}
	if noteWhy == None && PendingNotes(r.state, r.entries) > 0 { // what a vault held that was deleted
		return r.notebook(ctx)
	}
	return noteWhy, noteAfter
}

// attach makes the state one of the current vault. Of a state of another vault only the
// registers stay.
func (r *run) attach() {
	r.state.Server = r.ring.Server
	r.keys = r.ring.Current.Keys()
	if id := r.keys.ID.String(); r.state.Vault != id {
		r.state.Vault, r.state.Version, r.state.Hash, r.state.Have = id, 0, "", false
		r.state.Pushed, r.state.Staged, r.state.Seen, r.state.Cap, r.state.Mark = 0, nil, map[string]register.Device{}, 0, ""
		if f := r.state.Floor; f != nil {
			r.state.Version, r.state.Hash = f.Version, f.Hash
			r.state.Floor = nil
		}
	}
	if mark := takeMark(r.state.Body.Rest, r.ring.Server, r.keys.ID); mark != "" && r.state.Have {
		r.state.Mark = mark // 0.1.0 has read it
	}
}

func (r *run) save(entries map[string]any) error {
	if r.state.newer {
		return ErrNewer
	}
	if entries == nil {
		entries = map[string]any{}
	}
	entries[records.SyncKey] = r.state.encode()
	if r.refused = r.Store.Save(entries); r.refused != nil {
		return r.refused
	}
	r.wrote = true
	return nil
}

// end notes how a run ended and when the next one may begin.
func (r *run) end(ctx context.Context, why Reason, after int64) error {
	s := r.state
	if why == Gone || why == Renewed {
		r.farewell(ctx)
		return r.leave(why)
	}
	s.Reason = why
	switch why {
	case None:
		s.Wait, s.Tries = 0, 0
		return r.save(nil)
	case Storage:
		return r.refused // it cannot be noted here either
	}
	s.Tries = min(s.Tries+1, 20)
	wait := int64(firstWait) << min(s.Tries, 20)
	most := int64(maxWait)
	switch why {
	case Offline:
		wait = int64(offlineWait) << min(s.Tries-1, 20)
	case Busy:
	case Closed:
		wait, most = minClosed, maxClosed
	default:
		wait = maxWait
	}
	if after > most/1e3 {
		after = most / 1e3
	}
	wait = min(max(wait, after*1e3), most)
	s.Wait = r.Clock.Now() + wait + r.chance(wait/4)
	return r.save(nil)
}

// chance returns 0 to n.
func (s *Syncer) chance(n int64) int64 {
	var b [8]byte
	s.Random(b[:])
	return int64(binary.BigEndian.Uint64(b[:]) % uint64(n+1))
}

// hexOf returns b in lower-case hex.
func hexOf(b []byte) string {
	out := ""
	for _, c := range b {
		out += strconv.FormatUint(uint64(c>>4), 16) + strconv.FormatUint(uint64(c&15), 16)
	}
	return out
}

// Keys are the storage keys that sync reads, and among which Load chooses.
func Keys(key string) bool {
	return key == records.SyncKey || records.Syncs(key) || strings.HasPrefix(key, records.BroughtPrefix)
}

// Inspect returns the state of sync without changing it.
func (s *Syncer) Inspect() (state *State, entries map[string]any, ring Keyring, err error) {
	r, err := s.look()
	if err != nil {
		return nil, nil, Keyring{}, err
	}
	return r.state, r.entries, r.ring, nil
}
