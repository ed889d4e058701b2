package syncer

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"maps"
	"slices"
	"strings"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/sync/register"
	"byeolpyo/wasm/sync/vault"
)

// do sends a request about the vault that is synced.
func (r *run) do(ctx context.Context, q Request) (Response, Reason) {
	return r.ask(ctx, r.ring.Server, r.keys, q)
}

// ask sends a request about a vault to a server. why is not None if the answer ends the run.
func (r *run) ask(ctx context.Context, server string, keys vault.Keys, q Request) (Response, Reason) {
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
func (r *run) cycle(ctx context.Context) (Reason, int64) {
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
	var known *Response // the body that a 412 returned
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
			if !smaller(&r.state.Cap) {
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
			r.state.Have = false // forces the whole body to be read
		}
		if r.Clock.Sleep(ctx, r.chance(conflictStep<<try)) != nil {
			return Offline, 0
		}
	}
}

// read returns the vault as the server has it: 200 with a body, 304 where it is what
// this device knows, or 404.
func (r *run) read(ctx context.Context, known *Response) (Response, Reason) {
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

// put sends the staged body.
func (r *run) put(ctx context.Context) (Response, Reason) {
	q := Request{Method: "PUT", Body: r.state.Staged.bytes(), Match: r.state.Staged.Match}
	if q.Match == "" {
		q.NoneMatch = wire.Any
	}
	return r.do(ctx, q)
}

// acknowledged reports whether a says that the staged body is in the vault, and if so notes
// it.
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

// smaller lowers a limit to the next smaller bucket, for a server that accepts less. most is
// the largest bucket that it is known to accept, 0 for any. It reports whether there is one.
func smaller(most *int) bool {
	for i, b := range vault.Buckets {
		if i > 0 && (*most == 0 && i == len(vault.Buckets)-1 || b == *most) {
			*most = vault.Buckets[i-1]
			return true
		}
	}
	return false
}

// merge merges what the server has and what was tapped, and stores the result together with
// the bytes to be sent. It reports whether there is something to send.
func (r *run) merge(a Response) (pushing bool, why Reason) {
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
	mark := "" // also where the mark is to be taken back
	if own != "" && (r.made || s.Mark == own) {
		mark = own
	}
	push = push || s.Mark != mark

	entries, err := r.Store.Load() // includes what was tapped while the server was asked
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
	for name, raw := range remote.Unrecognized {
		if old, ok := s.Body.Unrecognized[name]; !ok || string(old) < string(raw) {
			s.Body.Unrecognized[name] = raw
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

	push = s.tellOfNotes(entries) || push

	me, today := s.Seen[s.device()], server/day
	next := register.Device{Version: tag.Version + 1, Day: today, Label: cmp.Or(s.Name, r.Label)}
	out := s.Body
	out.Rest = withMark(out.Rest, r.ring.Server, r.keys.ID, mark)
	out.Prev, out.Seen = s.Hash, maps.Clone(s.Seen)
	out.Seen[s.device()] = next
	for dev, d := range out.Seen {
		if today-d.Day > wire.RetentionDays {
			delete(out.Seen, dev)
		}
	}
	fit, whole, left, ok := out.Truncate(room(s.Cap))
	if !ok {
		if r.save(shown) != nil {
			return false, Storage
		}
		return false, TooLarge
	}
	s.LeftOut, s.SnapshotsLeftOut = left, !whole
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
	if !push && len(s.Dirty) == 0 && me.Day >= today && (s.Name == "" || s.Name == me.Label) {
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

// maxTime is the latest time that is accepted from a server, in the year 9999.
const maxTime = 253_402_300_799_000

// room returns how many bytes may be sealed for a server that accepts buckets of most bytes, 0
// for any.
func room(most int) int {
	if most != 0 {
		return most - 4
	}
	return vault.MaxPlain
}
