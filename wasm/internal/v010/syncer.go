// Package v010 is what a device with version 0.1.0 does when it syncs, kept as it was:
// its loop, and in package register its records, its merge and its form of what is in
// a vault. Later versions are played against it. It is never changed and never
// shipped. Of today's it uses only the sealing (package vault) and what client and
// server share (package wire), whose forms testdata of their own holds.
//
// It held to this, whatever the server and the moment of its death:
//   - what a person tapped, and the very bytes to be sent, are stored before anything
//     is sent; what was sent and not answered is sent again as it was
//   - nothing that arrives can take a pick away but a later tap
//   - it waits, and waits longer, and never switches itself off, where a server does not
//     answer as where the device's own storage refuses. Only a vault that was deleted
//     ends it, and then the picks stay
package v010

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
	"byeolpyo/wasm/internal/v010/register"
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
	// Load returns what is stored under StateKey and of picks, own entries and taps.
	Load() (map[string]any, error)
	// Save writes all of the entries or none. ErrFull says that there is no room.
	Save(entries map[string]any) error
}

// Keyring is what is kept where no page can read it.
type Keyring struct {
	Server  string         `json:"server"`
	Current *vault.Secret  `json:"current"`
	Retired []vault.Secret `json:"retired"` // whose vaults are still to be deleted
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
	Gone         Why = "gone"         // the vault was deleted, or the secret renewed, elsewhere
	Full         Why = "full"         // the device's storage has no room
	Storage      Why = "storage"      // the device's storage refuses
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
)

// The errors of actions, beside those of the store.
var (
	ErrNotOn = errors.New("sync is not on")
	ErrNewer = errors.New("a newer version wrote the state of sync")
	ErrFull  = errors.New("the device's storage is full")
)

// run is one run of a Syncer.
type run struct {
	*Syncer
	state   *State
	keys    vault.Keys
	entries map[string]any // of the store, as read last
	heard   int64          // when the last answer came, by the device's clock
	refused error          // why the run ended with Storage
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
	r, ring, err := s.begin()
	if err != nil || r.state.newer || !r.state.On {
		return err
	}
	if ring.Current == nil {
		if r.state.Why == Lost {
			return nil
		}
		r.state.Why = Lost
		return r.save(nil)
	}
	if ring.Server != "" {
		r.state.Server = ring.Server
	}
	asked := r.state.Why == Busy || r.state.Why == Closed
	if ahead(r.state.Wait, s.Clock.Now()) > 0 && !(force && !asked) {
		return nil
	}
	r.attach(ring.Current.Keys())
	why, after := r.cycle(ctx)
	if why == None {
		why, after = r.retire(ctx, &ring)
	}
	if ctx.Err() != nil {
		return nil // the program ends: nothing was learned
	}
	return r.end(why, after, &ring)
}

// begin loads the state and the keyring.
func (s *Syncer) begin() (*run, Keyring, error) {
	entries, err := s.Store.Load()
	if err != nil {
		return nil, Keyring{}, err
	}
	ring, err := s.Secrets.LoadKeyring()
	if err != nil {
		return nil, Keyring{}, err
	}
	state, ok := LoadState(entries[StateKey])
	if !ok { // damaged: what the keyring knows is enough to begin again
		state.On, state.Server = ring.Current != nil, ring.Server
	}
	if state.Dev == 0 {
		var b [4]byte
		s.Random(b[:])
		state.Dev = max(binary.BigEndian.Uint32(b[:]), 1)
	}
	state.Trouble = s.Notes.LoadTrouble()
	return &run{Syncer: s, state: state, entries: entries}, ring, nil
}

// attach makes the state that of the vault: of another one, only registers stay.
func (r *run) attach(keys vault.Keys) {
	r.keys = keys
	if id := keys.ID.String(); r.state.Vault != id {
		r.state.Vault, r.state.Version, r.state.Hash, r.state.Have = id, 0, "", false
		r.state.Pushed, r.state.Staged, r.state.Seen, r.state.Cap = 0, nil, map[string]register.Device{}, 0
		if f := r.state.Floor; f != nil {
			r.state.Version, r.state.Hash = f.Version, f.Hash
			r.state.Floor = nil
		}
	}
}

func (r *run) save(entries map[string]any) error {
	if r.state.newer {
		return ErrNewer
	}
	if entries == nil {
		entries = map[string]any{}
	}
	entries[StateKey] = r.state.encode()
	if r.refused = r.Store.Save(entries); r.refused != nil {
		return r.refused
	}
	r.wrote = true
	return nil
}

// end notes how a run ended and when the next may be.
func (r *run) end(why Why, after int64, ring *Keyring) error {
	s := r.state
	s.Why = why
	switch why {
	case None:
		s.Wait, s.Tries = 0, 0
		return r.save(nil)
	case Storage:
		return r.refused // it cannot be noted here either
	case Gone:
		s.On, s.Staged, s.Wait, s.Tries = false, nil, 0, 0
		if err := r.save(nil); err != nil {
			return err
		}
		ring.Current = nil
		return r.Secrets.SaveKeyring(*ring)
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

// do asks the server. An answer that ends the run is told as why.
func (r *run) do(ctx context.Context, q Request) (Response, Why) {
	q.Server, q.Token = r.state.Server, r.keys.Token
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
	s.Staged, s.Dirty = nil, nil
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
			push = true
		default:
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
		s.Version, s.Hash, s.Have, s.Pushed = 0, "", false, 0
		push = true
	}

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
	s.Staged = &Staged{Version: next.Version, Body: base64.StdEncoding.EncodeToString(body)}
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

// retire deletes the vaults of secrets that are no longer used.
func (r *run) retire(ctx context.Context, ring *Keyring) (Why, int64) {
	for len(ring.Retired) > 0 {
		if why, after := r.erase(ctx, ring.Retired[0].Keys()); why != None {
			return why, after
		}
		ring.Retired = ring.Retired[1:]
		if r.refused = r.Secrets.SaveKeyring(*ring); r.refused != nil {
			return Storage, 0
		}
	}
	return None, 0
}

// erase deletes a vault for good.
func (r *run) erase(ctx context.Context, keys vault.Keys) (Why, int64) {
	other := &run{Syncer: r.Syncer, state: r.state, keys: keys}
	for try := 0; ; try++ {
		a, why := other.do(ctx, Request{Method: "GET"})
		if why == None && a.Status == 200 {
			a, why = other.do(ctx, Request{Method: "DELETE", Match: a.ETag})
			if why == None && a.Status == 412 && try < maxTries {
				continue
			}
		}
		switch {
		case why == Gone, why == None && (a.Status == 404 || a.Status == 204):
			return None, 0
		case why == None:
			return Protocol, 0
		}
		return why, a.RetryAfter
	}
}

// Pair joins the vault of a code. What is picked here and there becomes one.
func (s *Syncer) Pair(ctx context.Context, server string, secret vault.Secret, floor vault.Floor) error {
	return s.join(ctx, server, secret, floor)
}

func (s *Syncer) join(ctx context.Context, server string, secret vault.Secret, floor vault.Floor) error {
	r, ring, err := s.begin()
	if err != nil {
		return err
	}
	if r.state.newer {
		return ErrNewer
	}
	ring.Current, ring.Server = &secret, server
	if err := s.Secrets.SaveKeyring(ring); err != nil {
		return err
	}
	r.state.On, r.state.Server, r.state.Why, r.state.Wait, r.state.Tries, r.state.Notices = true, server, None, 0, 0, nil
	r.state.Vault, r.state.Floor = "", nil
	if floor.Version > 0 {
		r.state.Floor = &Floor{floor.Version, hexOf(floor.Hash[:])}
	}
	if err := r.save(nil); err != nil {
		return err
	}
	return s.Run(ctx, true)
}

// Disconnect ends sync on this device. Its picks stay, and so does the vault.
func (s *Syncer) Disconnect() error {
	r, ring, err := s.begin()
	if err != nil {
		return err
	}
	return r.leave(&ring)
}

func (r *run) leave(ring *Keyring) error {
	r.state.On, r.state.Why, r.state.Staged, r.state.Wait, r.state.Tries, r.state.Notices = false, None, nil, 0, 0, nil
	if err := r.save(nil); err != nil {
		return err
	}
	ring.Current = nil
	return r.Secrets.SaveKeyring(*ring)
}

// Rotate moves to a new secret and deletes the vault of the old one, which other
// devices, a lost one among them, still know. It needs the server. why is None when
// the new vault is there.
func (s *Syncer) Rotate(ctx context.Context) (why Why, err error) {
	if err := s.Run(ctx, true); err != nil {
		return None, err
	}
	r, ring, err := s.begin()
	switch {
	case err != nil:
		return None, err
	case !r.state.On || ring.Current == nil:
		return r.state.Why, ErrNotOn
	case r.state.Why != None:
		return r.state.Why, nil
	}
	var secret vault.Secret
	s.Random(secret[:])
	ring.Retired = append(ring.Retired, *ring.Current)
	ring.Current = &secret
	if err := s.Secrets.SaveKeyring(ring); err != nil {
		return None, err
	}
	if err := s.Run(ctx, true); err != nil {
		return None, err
	}
	r, _, err = s.begin()
	if err != nil {
		return None, err
	}
	return r.state.Why, nil
}

// hexOf is b in lower-case hex.
func hexOf(b []byte) string {
	out := ""
	for _, c := range b {
		out += strconv.FormatUint(uint64(c>>4), 16) + strconv.FormatUint(uint64(c&15), 16)
	}
	return out
}

// Move goes on with the same secret at another server. The vault at the old one stays.
func (s *Syncer) Move(ctx context.Context, server string) error {
	r, ring, err := s.begin()
	if err != nil {
		return err
	}
	if !r.state.On || ring.Current == nil {
		return ErrNotOn
	}
	return s.join(ctx, server, *ring.Current, vault.Floor{})
}
