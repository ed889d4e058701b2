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
//     away. Who reads another's mark does not write any more and is told; whoever's mark
//     is there has won, and has read everything that was written before it,
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
	"encoding/base64"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
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

// Remote speaks with a server. Its error says that there was no answer, or half of one.
type Remote interface {
	Do(ctx context.Context, r Request) (Response, error)
}

// Store is the device's storage.
type Store interface {
	// Load returns what is stored under records.SyncKey and of picks, own entries and taps.
	Load() (map[string]any, error)
	// Save writes all of the entries or none. ErrFull says that there is no room.
	Save(entries map[string]any) error
}

// Secrets keeps the Keyring.
type Secrets interface {
	LoadKeyring() (Keyring, error)
	SaveKeyring(Keyring) error
}

// Trouble is a storage that refuses to be read or written. The state cannot tell of it,
// for it is stored there itself.
type Trouble struct {
	Why   Why   `json:"why,omitempty"`  // Full or Storage; None for no trouble
	Wait  int64 `json:"wait,omitempty"` // until when, by the device's clock
	Tries int   `json:"tries,omitempty"`
}

// Notes keeps a Trouble outside of that storage, until the browser ends at most. What
// it cannot keep is as if it had not been.
type Notes interface {
	LoadTrouble() Trouble
	SaveTrouble(Trouble)
}

// Clock is the device's clock.
type Clock interface {
	Now() int64 // ms since 1970
	Sleep(ctx context.Context, ms int64) error
}

// Syncer syncs one device. One call at a time.
type Syncer struct {
	Remote  Remote
	Store   Store
	Secrets Secrets
	Notes   Notes
	Clock   Clock
	Random  func([]byte) // fills with random bytes
	Label   string       // what a person may know the device by: "Chrome, Windows"

	wrote bool // storage has taken something since the run began
}

// Why says why a device is not in sync.
type Why string

// The reasons.
const (
	None         Why = ""
	Offline      Why = "offline"      // no answer
	Busy         Why = "busy"         // the server has too much to do
	Closed       Why = "closed"       // the server takes no new vaults
	Newer        Why = "newer"        // a newer version wrote the vault, or the state
	Unauthorized Why = "unauthorized" // the server knows the secret otherwise
	Protocol     Why = "protocol"     // the server answers what it must not
	TooLarge     Why = "tooLarge"     // not even the newest edition fits
	Lost         Why = "lost"         // the browser has thrown the secret away
	Gone         Why = "gone"         // the vault was deleted elsewhere, perhaps after a renewal
	Renewed      Why = "renewed"      // the secret was renewed elsewhere
	Full         Why = "full"         // the device's storage has no room
	Storage      Why = "storage"      // the device's storage refuses

	off Why = "off" // the person wanted it so; only in a Keyring
)

// Notices tell what happened once, until they are dismissed.
const (
	NoticeRolledBack = "rolledBack" // the server had gone back; this device has healed it
	NoticeDamaged    = "damaged"    // what the server gave could not be opened; it was written anew
	NoticeRecreated  = "recreated"  // the vault was gone without a trace, and was made anew
)

// Limits of waiting, in ms.
const (
	maxTries     = 8   // after 412, within one run
	conflictStep = 50  // the most waited after the first; doubled with each
	firstWait    = 1e3 // after the first failure; doubled with each
	offlineWait  = 30e3
	// A quarter is added by chance, so that those who failed together do not come
	// back together: 12 minutes make 15 at most.
	maxWait = 12 * 60e3
	// closedWait is for new vaults on a server that takes none: 19 h make a day at most.
	minClosed, maxClosed = 60e3, 19 * 3600e3
	day                  = 24 * 3600e3
	// foreignWait is how long a server that the device has moved away from is left alone,
	// when it did not delete what is to be deleted there.
	foreignWait = 20 * 3600e3
)

// The errors of actions, beside those of the store.
var (
	ErrNotOn = errors.New("sync is not on")
	ErrNewer = errors.New("a newer version wrote the state of sync")
	// ErrRenewing says that the code of now is about to open nothing any more.
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
	ringOff, stateOff bool           // they were not as they are here, and have to be stored
	entries           map[string]any // of the store, as read last
	heard             int64          // when the last answer came, by the device's clock
	refused           error          // why the run ended with Storage
}

// Run syncs once, if sync is on and it is time. force is a person's wish: it does not
// wait where a server has not asked for it. What kept it from syncing is in the state;
// the error is that of the store alone, and noted as Trouble.
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
		t.Why = Storage
		if errors.Is(err, ErrFull) {
			t.Why = Full
		}
		t.Tries = min(t.Tries+1, 20)
		wait := min(int64(offlineWait)<<(t.Tries-1), maxWait)
		t.Wait = s.Clock.Now() + wait + s.chance(wait/4)
		s.Notes.SaveTrouble(t)
	}
	return err
}

// ahead is the moment t if it is to come; 0 if it is not, or further ahead than any
// wait, as one of another clock is.
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
		if r.state.Why == Lost {
			return nil
		}
		r.state.Why = Lost
		return r.save(nil)
	}
	asked := r.state.Why == Busy || r.state.Why == Closed
	if ahead(r.state.Wait, s.Clock.Now()) > 0 && !(force && !asked) {
		return nil
	}
	r.attach()
	why, after := r.all(ctx)
	if ctx.Err() != nil {
		return nil // the program ends: nothing was learned
	}
	return r.end(why, after)
}

// all syncs, goes on with a renewal, and deletes what is to be deleted.
func (r *run) all(ctx context.Context) (why Why, after int64) {
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
	if r.ring.Next != nil {
		if r.state.Mark != r.own() {
			return blocked, blockedFor
		}
		if why, after = r.renew(ctx); why != None {
			return why, after
		}
	}
	return r.retire(ctx)
}

// attach makes the state that of the vault: of another one, only registers stay.
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

// end notes how a run ended and when the next may be.
func (r *run) end(why Why, after int64) error {
	s := r.state
	if why == Gone || why == Renewed {
		return r.leave(why)
	}
	s.Why = why
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

// do asks for the vault that is synced.
func (r *run) do(ctx context.Context, q Request) (Response, Why) {
	return r.ask(ctx, r.ring.Server, r.keys, q)
}

// ask asks a server for a vault. An answer that ends the run is told as why.
func (r *run) ask(ctx context.Context, server string, keys vault.Keys, q Request) (Response, Why) {
	q.Server, q.Token = server, keys.Token
	a, err := r.Remote.Do(ctx, q)
	r.heard = r.Clock.Now()
	if err != nil {
		return a, Offline
	}
	a.ETag = strings.TrimPrefix(a.ETag, "W/") // a proxy may weaken it
	switch a.Status {
	case 200, 201, 204, 304, 404, 412, 413:
		return a, None
	case 410:
		return a, Gone
	case 401:
		return a, Unauthorized
	case 507:
		return a, Closed
	case 429:
		return a, Busy
	}
	if a.Status >= 500 {
		return a, Busy
	}
	return a, Protocol
}

// cycle reads, merges and writes until the vault holds what the device does.
func (r *run) cycle(ctx context.Context) (Why, int64) {
	if r.state.Staged != nil { // sent before and not answered: again, as it was
		a, why := r.put(ctx)
		if why != None {
			return why, a.RetryAfter
		}
		switch {
		case r.acknowledged(a):
			if err := r.save(nil); err != nil {
				return Storage, 0
			}
		default:
			r.state.Staged = nil
		}
	}
	var known *Response // what a 412 has brought
	for try := 0; ; try++ {
		a, why := r.read(ctx, known)
		if why != None {
			return why, a.RetryAfter
		}
		known = nil
		pushing, why := r.merge(a)
		if why != None {
			return why, 0
		}
		if !pushing {
			return None, 0
		}
		a, why = r.put(ctx)
		if why != None {
			return why, a.RetryAfter
		}
		if r.acknowledged(a) {
			if err := r.save(nil); err != nil {
				return Storage, 0
			}
			return None, 0
		}
		r.state.Staged = nil
		if a.Status == 413 {
			if !r.smaller() {
				return TooLarge, 0
			}
			continue
		}
		if try == maxTries {
			return Busy, 0
		}
		if a.Status == 412 && a.Body != nil {
			known = &a
		} else {
			r.state.Have = false // read the whole of it
		}
		if r.Clock.Sleep(ctx, r.chance(conflictStep<<try)) != nil {
			return Offline, 0
		}
	}
}

// read returns the vault as the server has it: 200 with a body, 304 where it is what
// this device knows, or 404.
func (r *run) read(ctx context.Context, known *Response) (Response, Why) {
	if known != nil {
		a := *known
		a.Status = 200
		return a, None
	}
	q := Request{Method: "GET"}
	if r.state.Have {
		q.NoneMatch = r.state.tag()
	}
	a, why := r.do(ctx, q)
	switch {
	case why != None:
	case a.Status == 304 && q.NoneMatch != "", a.Status == 404, a.Status == 200:
	default:
		why = Protocol
	}
	return a, why
}

// put sends what is staged.
func (r *run) put(ctx context.Context) (Response, Why) {
	q := Request{Method: "PUT", Body: r.state.Staged.bytes(), Match: r.state.Staged.Match}
	if q.Match == "" {
		q.NoneMatch = wire.Any
	}
	return r.do(ctx, q)
}

// acknowledged reports whether a says that what is staged is in the vault, and takes
// it so.
func (r *run) acknowledged(a Response) bool {
	s := r.state
	hash := wire.HashOf(s.Staged.bytes())
	if a.Status != 200 && a.Status != 201 || a.ETag != wire.TagOf(s.Staged.Version, hash).String() {
		return false
	}
	s.Version, s.Hash, s.Have, s.Pushed = s.Staged.Version, hash.String(), true, s.Staged.Version
	s.Mark, s.Staged, s.Dirty = s.Staged.Mark, nil, nil
	s.Synced = r.Clock.Now()
	return true
}

// smaller goes down to the next bucket, for a server that takes less than ours.
func (r *run) smaller() bool {
	for i, b := range vault.Buckets {
		if i > 0 && (r.state.Cap == 0 && i == len(vault.Buckets)-1 || b == r.state.Cap) {
			r.state.Cap = vault.Buckets[i-1]
			return true
		}
	}
	return false
}

// merge takes in what the server has and what was tapped, and stores all of it with
// the bytes to be sent. It reports whether there is something to send.
func (r *run) merge(a Response) (pushing bool, why Why) {
	s := r.state
	var remote register.Body
	var tag wire.Tag
	push := false
	switch a.Status {
	case 200:
		var ok bool
		if tag, ok = wire.ParseTag(a.ETag); !ok || tag.Version == wire.MaxVersion {
			return false, Protocol
		}
		hash := wire.HashOf(a.Body).String()
		back := tag.Version < s.Version || tag.Version == s.Version && !strings.HasPrefix(hash, s.Hash)
		plain, err := r.keys.Open(tag.Version, a.Body)
		if err == nil {
			remote, err = register.Decode(plain)
		}
		switch {
		case errors.Is(err, register.ErrNewer):
			return false, Newer
		case err != nil:
			s.notice(NoticeDamaged)
			s.Mark = ""
			push = true
		default:
			s.Mark = takeMark(remote.Rest, r.ring.Server, r.keys.ID)
			next := tag.Version == s.Version+1 && s.Version > 0
			if back || next && !strings.HasPrefix(remote.Prev, s.Hash) || remote.Seen[s.device()].Version < s.Pushed {
				s.notice(NoticeRolledBack)
				push = true
			}
		}
		s.Version, s.Hash, s.Have = tag.Version, hash, err == nil
	case 304:
		tag, _ = wire.ParseTag(s.tag())
	case 404:
		if s.Version > 0 {
			s.notice(NoticeRecreated)
		}
		s.Version, s.Hash, s.Have, s.Pushed, s.Mark = 0, "", false, 0, ""
		push = true
	}
	own := r.own()
	if s.Mark != "" && s.Mark != own && s.Mark != s.Back {
		return false, Renewed
	}
	mark := "" // also where it is to be taken back
	if own != "" && (r.made || s.Mark == own) {
		mark = own
	}
	push = push || s.Mark != mark

	entries, err := r.Store.Load() // what was tapped while the server was asked, too
	if err != nil {
		r.refused = err
		return false, Storage
	}
	r.entries = entries
	now := r.Clock.Now()
	server := a.Date + min(max(now-r.heard, 0), day) // a device may have slept since
	if a.Date <= 0 || a.Date > maxTime {
		server = max(s.Last, now)
	}
	s.Body.Picks.Merge(remote.Picks)
	for name, raw := range remote.Strange {
		if old, ok := s.Body.Strange[name]; !ok || string(old) < string(raw) {
			s.Body.Strange[name] = raw
		}
	}
	if a.Status == 200 && s.Have {
		s.Body.Rest = remote.Rest
		for dev, d := range remote.Seen {
			if d.Version > s.Seen[dev].Version || d.Day > s.Seen[dev].Day {
				s.Seen[dev] = d
			}
		}
	}
	taken := s.Accounts.Take(s.Body.Picks, s.Accounts.Intents(entries), register.Now{Local: now, Server: server, Last: s.Last}, s.Dev)
	s.Last = server
	shown := s.Accounts.Show(s.Body.Picks, entries)

	me, today := s.Seen[s.device()], server/day
	next := register.Device{Version: tag.Version + 1, Day: today, Label: r.Label}
	out := s.Body
	out.Rest = withMark(out.Rest, r.ring.Server, r.keys.ID, mark)
	out.Prev, out.Seen = s.Hash, maps.Clone(s.Seen)
	out.Seen[s.device()] = next
	for dev, d := range out.Seen {
		if today-d.Day > wire.RetentionDays {
			delete(out.Seen, dev)
		}
	}
	fit, whole, left, ok := out.Fit(r.room())
	if !ok {
		if r.save(shown) != nil {
			return false, Storage
		}
		return false, TooLarge
	}
	s.Left, s.Bare = left, !whole
	if a.Status == 304 {
		s.Dirty = slices.Compact(slices.Sorted(slices.Values(append(s.Dirty, taken...))))
	} else {
		s.Dirty = nil
		for name, reg := range s.Body.Picks {
			if had, ok := remote.Picks[name]; !ok || register.Differs(had, reg, whole) {
				s.Dirty = append(s.Dirty, name)
			}
		}
		slices.Sort(s.Dirty)
	}
	s.Dirty = slices.DeleteFunc(s.Dirty, func(name string) bool { _, fits := fit.Picks[name]; return !fits })
	if !push && len(s.Dirty) == 0 && me.Day >= today {
		s.Synced = r.Clock.Now()
		if r.save(shown) != nil {
			return false, Storage
		}
		return false, None
	}
	var nonce [vault.NonceBytes]byte
	r.Random(nonce[:])
	body, err := r.keys.Seal(nonce, next.Version, fit.Encode())
	if err != nil {
		panic(err) // unreachable: room is less than what can be sealed
	}
	s.Seen = out.Seen
	s.Staged = &Staged{Version: next.Version, Body: base64.StdEncoding.EncodeToString(body), Mark: mark}
	if tag.Version > 0 {
		s.Staged.Match = tag.String()
	}
	if r.save(shown) != nil {
		return false, Storage
	}
	return true, None
}

// maxTime is the latest moment that a server is believed, in the year 9999.
const maxTime = 253_402_300_799_000

// room is how much may be sealed.
func (r *run) room() int {
	if r.state.Cap != 0 {
		return r.state.Cap - 4
	}
	return vault.MaxPlain
}

// Pending returns how many taps are not known to be in the vault.
func Pending(state *State, entries map[string]any) int {
	waiting := map[string]bool{}
	for _, name := range state.Dirty {
		waiting[name] = true
	}
	for _, i := range state.Accounts.Intents(entries) {
		waiting[i.Name] = true
	}
	return len(waiting)
}

// Wake returns when, in ms since 1970, the device has to look after what is pending by
// itself; 0 for never.
func Wake(state *State, entries map[string]any, ring Keyring, now int64) int64 {
	if !state.On || state.newer || ring.Current == nil ||
		Pending(state, entries) == 0 && state.Staged == nil && !ring.unfinished() && state.Trouble == (Trouble{}) {
		return 0
	}
	if wait := max(ahead(state.Wait, now), ahead(state.Trouble.Wait, now)); wait > 0 {
		return wait
	}
	return now + offlineWait
}

// Handle syncs if e is a reason to. A storage that refuses is noted as Trouble, so that
// Next and the next View tell of it.
func (s *Syncer) Handle(ctx context.Context, e Event) {
	r, err := s.look()
	if err == nil && !r.ringOff && !r.stateOff && !Due(e, r.state, r.entries, s.Clock.Now()) {
		return
	}
	// A person is there, who need not wait for what was unreachable before.
	_ = s.Run(ctx, e == Opened || e == Started)
}

// Next is Wake for what is stored. Where nothing can be read, something may be pending.
func (s *Syncer) Next() int64 {
	now := s.Clock.Now()
	state, entries, ring, err := s.Look()
	if err != nil {
		return max(ahead(s.Notes.LoadTrouble().Wait, now), now+offlineWait)
	}
	return Wake(state, entries, ring, now)
}

// TurnOn makes a new vault of this device's picks.
func (s *Syncer) TurnOn(ctx context.Context, server string) error {
	var secret vault.Secret
	s.Random(secret[:])
	return s.join(ctx, server, secret, vault.Floor{})
}

// Pair joins the vault of a code. What is picked here and there becomes one.
func (s *Syncer) Pair(ctx context.Context, server string, secret vault.Secret, floor vault.Floor) error {
	return s.join(ctx, server, secret, floor)
}

// Disconnect ends sync on this device. Its picks stay, and so does the vault.
func (s *Syncer) Disconnect() error {
	r, err := s.begin()
	if err != nil {
		return err
	}
	r.ring.shelve()
	return r.leave(off)
}

// Dismiss forgets the notices.
func (s *Syncer) Dismiss() error {
	r, err := s.begin()
	if err != nil || r.state.newer {
		return err
	}
	r.state.Notices = nil
	return r.save(nil)
}

// hexOf is b in lower-case hex.
func hexOf(b []byte) string {
	out := ""
	for _, c := range b {
		out += strconv.FormatUint(uint64(c>>4), 16) + strconv.FormatUint(uint64(c&15), 16)
	}
	return out
}

// Keys are the storage keys that sync reads, and among which Load chooses.
func Keys(key string) bool {
	return key == records.SyncKey || register.Travels(key) || strings.HasPrefix(key, records.TapPrefix)
}

// Look returns what there is to be seen of sync.
func (s *Syncer) Look() (state *State, entries map[string]any, ring Keyring, err error) {
	r, err := s.look()
	if err != nil {
		return nil, nil, Keyring{}, err
	}
	return r.state, r.entries, r.ring, nil
}

// Event is why a device may sync.
type Event string

// The events.
const (
	Changed Event = "changed" // picks changed, and have not for a while
	Page    Event = "page"    // a page with stars was opened
	Opened  Event = "open"    // the popup was
	Started Event = "start"   // the browser was, or the extension was installed
	Alarm   Event = "alarm"
)

// pageRest is how long pages that are opened do not count after a sync, in ms.
const pageRest = 60e3

// Due reports whether an event is a reason to sync.
func Due(e Event, state *State, entries map[string]any, now int64) bool {
	if !state.On {
		return false
	}
	switch e {
	case Changed:
		return Pending(state, entries) > 0 || state.Staged != nil
	case Page:
		since := now - state.Synced
		return since < 0 || since >= pageRest
	}
	return true
}

// ErrServer is returned for what is no address of a server.
var ErrServer = errors.New("not the address of a server: https, or http on this machine")

// Address is an address in its parts. The browser's own URL takes it apart in the
// service worker, where net/url would weigh 40 KB, compressed; net/url elsewhere.
type Address struct {
	Scheme   string // without a colon
	Host     string // with the port
	Hostname string // without; an IPv6 address with or without brackets
	Path     string
	More     bool // there is a user, a query or a fragment
}

// Server returns the origin of an address that a person gave. It has to be https; http
// only on this machine. The error is ErrServer.
func (a Address) Server() (string, error) {
	if a.Hostname == "" || a.More || a.Path != "" && a.Path != "/" {
		return "", ErrServer
	}
	loopback := slices.Contains([]string{"localhost", "127.0.0.1", "::1", "[::1]"}, a.Hostname)
	if a.Scheme != "https" && !(a.Scheme == "http" && loopback) {
		return "", ErrServer
	}
	return a.Scheme + "://" + strings.ToLower(a.Host), nil
}

// Move goes on with the same secret at another server. The vault at the old one stays.
func (s *Syncer) Move(ctx context.Context, server string) error {
	r, err := s.begin()
	if err != nil {
		return err
	}
	if !r.state.On || r.ring.Current == nil {
		return ErrNotOn
	}
	return s.join(ctx, server, *r.ring.Current, vault.Floor{})
}
