package syncer

import (
	"context"
	"errors"
	"maps"
	"slices"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/sync/notebook"
	"byeolpyo/wasm/sync/register"
	"byeolpyo/wasm/sync/vault"
)

// Notes have a vault of their own, beside that of the picks: of the same secret, and under
// another id. It is made with the first note and never before. Version 0.1.0 does not know
// of it; that there is one, the vault of picks tells those who do by a member that 0.1.0
// carries along (memberNotes), so that who has no notes does not ask for them.
//
// What is in it is a join of what devices have, and every device has all of what it knows:
// a write whose answer was lost is found by the next read, so that nothing is staged, and
// whatever the server gives, nothing is taken away.
//
// It is given up with the vault of picks, by whoever learns that this one is gone: the
// device that has renewed or deleted it, and every other with the secret, which may be the
// only one to know of notes where 0.1.0 was it (Departed). What is still in it is taken in
// before.

// memberNotes is the member of a body by which a device says that notes were written.
const memberNotes = "notes"

// Notebook is what a device knows of the vault of the notes. Its zero value knows nothing.
type Notebook struct {
	Vault   string            // its id
	Version int64             // of the body seen last, 0 for none
	Hash    string            // that body's
	Cap     int               // the largest bucket that the server takes; 0 for any
	Held    map[string]string // digests of the notes in it, by session
	Left    map[string]string // digests of those for which there is no room, by session
	Reason  Reason            // why it is not in sync though the picks are
	Wait    int64             // until when, by the device's clock
}

// written are the notes of storage by session.
func written(entries map[string]any) map[session.Key]notes.Note {
	all := map[session.Key]notes.Note{}
	for name := range entries {
		key, is := notes.SessionOf(name)
		if !is {
			continue
		}
		if _, had := all[key]; had {
			continue
		}
		if n, _ := notes.Load(key, entries); !n.Empty() {
			all[key] = n
		}
	}
	return all
}

// say reports whether there is anything to read in the notes.
func say(all map[session.Key]notes.Note) bool {
	for _, n := range all {
		if n.HasText() {
			return true
		}
	}
	return false
}

// PendingNotes returns of how many sessions notes are not known to be in their vault,
// though there is room for them.
func PendingNotes(state *State, entries map[string]any) (count int) {
	all := written(entries)
	b := state.Notebook
	if b.Version == 0 && !say(all) {
		return 0
	}
	for key, n := range all {
		if d := notebook.Digest(n); b.Held[string(key)] != d && b.Left[string(key)] != d {
			count++
		}
	}
	return count
}

// mayHaveNotes reports whether the vault of notes is worth a look.
func (r *run) mayHaveNotes() bool {
	_, told := r.state.Body.Rest[memberNotes]
	return told || r.state.Notebook.Version > 0 || len(written(r.entries)) > 0
}

// tellOfNotes has the vault of picks say that there are notes, and reports whether it did
// not say so.
func (s *State) tellOfNotes(entries map[string]any) bool {
	if _, told := s.Body.Rest[memberNotes]; told || !say(written(entries)) {
		return false
	}
	s.Body.Rest = maps.Clone(s.Body.Rest)
	if s.Body.Rest == nil {
		s.Body.Rest = map[string]jsontree.Raw{}
	}
	s.Body.Rest[memberNotes] = jsontree.Raw("true")
	return true
}

// notebook brings the notes of the device and those in their vault together. Where that
// does not work for a reason of its own, the picks are not kept from going on: it is noted,
// and tried again later.
func (r *run) notebook(ctx context.Context) (Reason, int64) {
	b := &r.state.Notebook
	if !r.mayHaveNotes() {
		return None, 0
	}
	keys := r.ring.Current.NoteKeys()
	if id := keys.ID.String(); b.Vault != id {
		*b = Notebook{Vault: id}
	}
	now := r.Clock.Now()
	if ahead(b.Wait, now) > 0 && !(r.force && b.Reason != Closed) {
		return None, 0
	}
	why, after := r.exchange(ctx, keys)
	switch why {
	case Offline, Busy, Storage:
		return why, after
	case None:
		b.Reason, b.Wait = None, 0
	default:
		wait := min(max(int64(maxWait), after*1e3), maxClosed)
		b.Reason, b.Wait = why, now+wait+r.chance(wait/4)
	}
	return None, 0
}

// exchange reads, merges and writes until the vault of notes holds what the device does.
func (r *run) exchange(ctx context.Context, keys vault.Keys) (Reason, int64) {
	b := &r.state.Notebook
	for try := 0; ; try++ {
		q := Request{Method: "GET"}
		if b.Version > 0 && len(b.Hash) >= 8 && PendingNotes(r.state, r.entries) == 0 {
			q.NoneMatch = wire.Tag{Version: b.Version, Hash: b.Hash[:8]}.String()
		}
		a, why := r.ask(ctx, r.ring.Server, keys, q)
		switch {
		case why != None:
			return why, a.RetryAfter
		case a.Status != 200 && a.Status != 404 && (a.Status != 304 || q.NoneMatch == ""):
			return Protocol, 0
		}
		fitting, why := r.mergeNotes(keys, a)
		if why != None || fitting == nil {
			return why, 0
		}
		q = Request{Method: "PUT", NoneMatch: wire.Any}
		if b.Version > 0 {
			q.NoneMatch, q.Match = "", a.ETag
		}
		var nonce [vault.NonceBytes]byte
		r.Random(nonce[:])
		var err error
		if q.Body, err = keys.Seal(nonce, b.Version+1, fitting.Encode()); err != nil {
			panic(err) // unreachable: room is less than what can be sealed
		}
		a, why = r.ask(ctx, r.ring.Server, keys, q)
		if why != None {
			return why, a.RetryAfter
		}
		hash := wire.HashOf(q.Body)
		switch {
		case (a.Status == 200 || a.Status == 201) && a.ETag == wire.TagOf(b.Version+1, hash).String():
			b.Version, b.Hash, b.Held = b.Version+1, hash.String(), digests(fitting.Notes)
			if r.save(nil) != nil {
				return Storage, 0
			}
			return None, 0
		case a.Status == 413:
			if !smaller(&b.Cap) {
				return TooLarge, 0
			}
			continue
		case try == maxTries:
			return Busy, 0
		}
		if r.Clock.Sleep(ctx, r.chance(conflictStep<<try)) != nil {
			return Offline, 0
		}
	}
}

// mergeNotes takes in the vault of notes as the server has it and what was written
// meanwhile, and stores it. It returns the body to be sent, or nil.
func (r *run) mergeNotes(keys vault.Keys, a Response) (fitting *notebook.Body, why Reason) {
	b := &r.state.Notebook
	var remote notebook.Body
	switch a.Status {
	case 304:
		return nil, None
	case 200:
		tag, ok := wire.ParseTag(a.ETag)
		if !ok || tag.Version == wire.MaxVersion {
			return nil, Protocol
		}
		hash := wire.HashOf(a.Body).String()
		if tag.Version < b.Version || tag.Version == b.Version && hash != b.Hash {
			r.state.notice(NoticeRolledBack)
		}
		body, err := openNotes(keys, tag.Version, a.Body)
		switch {
		case errors.Is(err, register.ErrNewer):
			return nil, Newer
		case err != nil: // it is written anew
			r.state.notice(NoticeDamaged)
		}
		remote = body
		b.Version, b.Hash = tag.Version, hash
	case 404:
		if b.Version > 0 {
			r.state.notice(NoticeRecreated)
		}
		b.Version, b.Hash = 0, ""
	}
	b.Held = digests(remote.Notes)
	entries, err := r.Store.Load() // what was written while the server was asked, too
	if err != nil {
		r.refused = err
		return nil, Storage
	}
	r.entries = entries
	mine := written(entries)
	all := remote
	all.Notes = maps.Clone(remote.Notes)
	if all.Notes == nil {
		all.Notes = map[session.Key]notes.Note{}
	}
	var beside []session.Key // a newer version wrote what is there of these
	for key, n := range mine {
		if _, newer := remote.Unrecognized[string(key)]; newer {
			beside = append(beside, key)
		} else if theirs, there := all.Notes[key]; there {
			all.Notes[key] = notes.Join(n, theirs)
		} else {
			all.Notes[key] = n
		}
	}
	out, left, ok := all.Fit(room(b.Cap))
	if !ok {
		return nil, TooLarge
	}
	b.Left = map[string]string{}
	for _, key := range left {
		b.Left[string(key)] = notebook.Digest(all.Notes[key])
	}
	for _, key := range beside {
		b.Left[string(key)] = notebook.Digest(mine[key])
		all.Notes[key] = mine[key]
	}
	brought := bring(all.Notes, mine, b.Left, entries)
	if r.save(brought) != nil {
		return nil, Storage
	}
	maps.Copy(r.entries, brought)
	if b.Version == 0 && !say(out.Notes) {
		return nil, None // nothing that a vault is made for
	}
	for key, n := range out.Notes {
		if b.Held[string(key)] != notebook.Digest(n) {
			return &out, None
		}
	}
	return nil, None
}

func openNotes(keys vault.Keys, version int64, sealed []byte) (notebook.Body, error) {
	plain, err := keys.Open(version, sealed)
	if err != nil {
		return notebook.Body{}, err
	}
	return notebook.Decode(plain)
}

func digests(all map[session.Key]notes.Note) map[string]string {
	out := make(map[string]string, len(all))
	for key, n := range all {
		out[string(key)] = notebook.Digest(n)
	}
	return out
}

// bring returns the records to be written so that storage says what all do. mine is what it
// says by now, and left are those of which the page is to tell that they are here only. A
// record of a newer version is not written over.
func bring(all, mine map[session.Key]notes.Note, left map[string]string, entries map[string]any) map[string]any {
	out := map[string]any{}
	for key, n := range all {
		name := notes.BroughtKey(key)
		old, stored := entries[name]
		if stored {
			if _, fault := notes.Decode(key, old); fault == notes.Newer {
				continue
			}
		}
		had, known := mine[key]
		_, here := left[string(key)]
		if here == notes.Here(old) && known && notebook.Digest(had) == notebook.Digest(n) {
			continue
		}
		out[name] = notes.Brought(n, here)
	}
	return out
}

// maxChecks is how often a device looks whether a vault of picks that it has left was
// deleted by another: every 20 hours (foreignWait), which is 25 days.
const maxChecks = 30

// depart adds a secret whose vault of notes is to be deleted.
func (k *Keyring) depart(e Departed) {
	k.Departed = slices.Clone(k.Departed)
	for i := range k.Departed {
		if d := &k.Departed[i]; d.Secret == e.Secret && d.Server == e.Server {
			d.Own, d.Wait, d.Checks = d.Own || e.Own, 0, 0
			return
		}
	}
	k.Departed = append(k.Departed, e)
}

// part deletes the vaults of notes of the secrets that are no longer used. At a server that
// was left, or that does not know what it is asked, it is tried again seldom.
func (r *run) part(ctx context.Context) (Reason, int64) {
	for i := 0; i < len(r.ring.Departed); {
		e := &r.ring.Departed[i]
		if ahead(e.Wait, r.Clock.Now()) > 0 {
			i++
			continue
		}
		done, why, after := r.eraseNotes(ctx, *e)
		switch {
		case why == Storage, !done && e.Server == r.ring.Server && (why == Offline || why == Busy):
			return why, after
		case done:
			r.ring.Departed = slices.Delete(r.ring.Departed, i, i+1)
		case why == None && e.Checks+1 >= maxChecks:
			r.ring.Departed = slices.Delete(r.ring.Departed, i, i+1)
		default:
			if why == None {
				e.Checks++
			}
			e.Wait = r.Clock.Now() + foreignWait
			i++
		}
		if r.keep() != nil {
			return Storage, 0
		}
	}
	return None, 0
}

// eraseNotes deletes e's vault of notes for good, once its vault of picks is gone. done says
// that nothing is left to be done; false without a reason, that the vault of picks may be in
// use.
func (r *run) eraseNotes(ctx context.Context, e Departed) (done bool, why Reason, after int64) {
	a, why := r.ask(ctx, e.Server, e.Secret.Keys(), Request{Method: "GET"})
	switch {
	case why == Gone: // for good: nobody comes back to it
	case why != None:
		return false, why, a.RetryAfter
	case a.Status == 200 || a.Status == 404: // where this device gave it up, another has made it anew, or may
		return e.Own, None, 0
	default:
		return false, Protocol, 0
	}
	keys := e.Secret.NoteKeys()
	for try := 0; ; try++ {
		a, why := r.ask(ctx, e.Server, keys, Request{Method: "GET"})
		if why == None && a.Status == 200 {
			if r.rescue(keys, a) != nil {
				return false, Storage, 0
			}
			a, why = r.ask(ctx, e.Server, keys, Request{Method: "DELETE", Match: a.ETag})
			if why == None && a.Status == 412 && try < maxTries {
				continue
			}
		}
		switch {
		case why == Gone, why == None && (a.Status == 404 || a.Status == 204):
			return true, None, 0
		case why == None:
			why = Protocol
		}
		return false, why, a.RetryAfter
	}
}

// rescue stores what is in a vault of notes that is about to be deleted. One that cannot be
// opened holds nothing of anybody's.
func (r *run) rescue(keys vault.Keys, a Response) error {
	tag, _ := wire.ParseTag(a.ETag)
	body, err := openNotes(keys, tag.Version, a.Body)
	if err != nil {
		return nil
	}
	entries, err := r.Store.Load()
	if err != nil {
		r.refused = err
		return err
	}
	r.entries = entries
	mine := written(entries)
	all := map[session.Key]notes.Note{}
	for key, n := range body.Notes {
		all[key] = n
		if had, there := mine[key]; there {
			all[key] = notes.Join(had, n)
		}
	}
	brought := bring(all, mine, r.state.Notebook.Left, entries)
	if len(brought) == 0 {
		return nil
	}
	if err := r.save(brought); err != nil {
		return err
	}
	maps.Copy(r.entries, brought)
	return nil
}

// farewell sees to the vault of notes of a secret that is about to be forgotten, because its
// vault of picks was deleted or renewed elsewhere.
func (r *run) farewell(ctx context.Context) {
	if r.ring.Current == nil || !r.mayHaveNotes() {
		return
	}
	r.ring.depart(Departed{Server: r.ring.Server, Secret: *r.ring.Current})
	_, _ = r.part(ctx) // what is not done now is in the keyring
}
