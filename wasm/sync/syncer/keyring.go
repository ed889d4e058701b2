package syncer

import (
	"context"
	"slices"

	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/sync/vault"
)

// Keyring has the secrets, which are stored where no page can read them, apart from the
// State. The program may die between writing the two; look says which one counts then.
type Keyring struct {
	Server  string
	Current *vault.Secret
	// Next is the secret to which the vault of Current is being renewed. Nobody is shown
	// it before it is Current.
	Next *vault.Secret
	// Ended says why there is no Current: off, Gone or Renewed. None there means that
	// the browser has thrown it away.
	Ended   Reason
	Retired []Retired // never with a secret that is Current or Next
	// Departed are secrets that are no longer used, and whose vaults of notes are still to
	// be deleted, also never with Current or Next. They stand apart from Retired, whose
	// vaults of picks an older version would delete too.
	Departed []Departed
	// Turn counts the changes of the keyring. The State has it too, so that an older copy of
	// the keyring that was put back is recognised.
	Turn int64
}

// Retired is a secret that is no longer used, and whose vault is still to be deleted.
type Retired struct {
	Server  string
	Secret  vault.Secret
	For     string // the mark of the renewal that gave it up; "" for none
	Settled bool   // Current was joined by its code since, and does not depend on this deletion
	Sent    bool   // the vault's deletion was asked for, and may have been made
	Wait    int64  // until when a server other than Current's is left alone, by the device's clock
}

// Departed is a secret whose vault of notes is to be deleted once its vault of picks is.
type Departed struct {
	Server string
	Secret vault.Secret
	Own    bool  // this device has given the vault of picks up
	Wait   int64 // until when, by the device's clock
	Checks int   // how often the vault of picks was still there
}

// drop removes a secret from those whose vault is to be deleted. It compares the secret
// alone, since one server may have two addresses. mark is that of the renewal that gave it
// up.
func (k *Keyring) drop(secret vault.Secret) (mark string) {
	k.Departed = slices.DeleteFunc(slices.Clone(k.Departed), func(e Departed) bool { return e.Secret == secret })
	k.Retired = slices.DeleteFunc(slices.Clone(k.Retired), func(e Retired) bool {
		if e.Secret == secret && e.For != "" {
			mark = e.For
		}
		return e.Secret == secret
	})
	return mark
}

// spare removes the secret of a vault from those whose vault is to be deleted, and reports
// whether it was there.
func (k *Keyring) spare(id string) bool {
	var kept []Retired
	for _, e := range k.Retired {
		if e.Secret.Keys().ID.String() != id {
			kept = append(kept, e)
		}
	}
	departed := slices.DeleteFunc(slices.Clone(k.Departed), func(e Departed) bool { return e.Secret.Keys().ID.String() == id })
	spared := len(kept) < len(k.Retired) || len(departed) < len(k.Departed)
	k.Retired, k.Departed = kept, departed
	return spared
}

// shelve gives up a renewal that is under way, and keeps its old vault to be deleted.
func (k *Keyring) shelve() {
	if k.Next != nil && k.Current != nil {
		k.Retired = append(slices.Clone(k.Retired), Retired{Server: k.Server, Secret: *k.Current, For: markOf(*k.Next)})
	}
	k.Next = nil
}

// here reports whether e's vault is at the server that is used.
func (k Keyring) here(e Retired) bool { return e.Server == k.Server }

// Renewing reports whether a renewal is under way, or done and not yet known to have won.
func (k Keyring) Renewing() bool {
	return k.Current != nil && (k.Next != nil ||
		slices.ContainsFunc(k.Retired, func(e Retired) bool { return k.decides(e, markOf(*k.Current)) }))
}

// decides reports whether the deletion of e's vault decides on the renewal to Current,
// whose mark is mine.
func (k Keyring) decides(e Retired, mine string) bool {
	return k.here(e) && e.For == mine && !e.Settled
}

// unfinished reports whether there is something to do now even if nothing was tapped.
func (k Keyring) unfinished(now int64) bool {
	return k.Next != nil || slices.ContainsFunc(k.Retired, k.here) ||
		slices.ContainsFunc(k.Departed, func(e Departed) bool { return e.Own && e.Server == k.Server && ahead(e.Wait, now) == 0 })
}

// look loads the state and the keyring, and brings the two together where the program
// died between them. The secret is what decides:
//
//   - Turning on, pairing and moving say in the state what is about to be joined, then
//     write the keyring, then the rest of the state. If the keyring has the secret, it
//     is joined; if not, all is as it was. But the vault is not deleted any more: a
//     keyring that has not got the secret may be an older copy, put back.
//   - Turning off, by the person or because the vault is gone, takes the secret out of
//     the keyring, which says why, and then says so in the state. Where the keyring says
//     that it has ended, it has.
//   - Off in the state and a secret in the keyring, as 0.1.0 could leave it, is off: the
//     secret is forgotten. No state at all, and a secret, is a storage that was lost:
//     sync is on, and brings the picks back.
//   - A keyring that is older than the state is a copy that was put back. Nothing that
//     it would delete is deleted.
func (s *Syncer) look() (*run, error) {
	entries, err := s.Store.Load()
	if err != nil {
		return nil, err
	}
	ring, err := s.Secrets.LoadKeyring()
	if err != nil {
		return nil, err
	}
	state, ok := LoadState(entries[records.SyncKey])
	r := &run{Syncer: s, state: state, ring: ring, entries: entries}
	if !ok { // damaged: what the keyring knows is enough to begin again
		state.On, state.Server = ring.Current != nil, ring.Server
	}
	if state.Dev == 0 {
		state.Dev = max(uint32(s.chance(1<<32-1)), 1)
	}
	state.Trouble = s.Notes.LoadTrouble()
	if !state.newer {
		r.settle(entries[records.SyncKey] == nil)
	}
	return r, nil
}

// settle makes state and keyring agree, in memory.
func (r *run) settle(stateless bool) {
	s, k := r.state, &r.ring
	k.Retired = slices.Clone(k.Retired)
	if k.Server == "" {
		k.Server = s.Server
	}
	for i := range k.Retired {
		if e := &k.Retired[i]; e.Server == "" { // of 0.1.0
			e.Server = k.Server
		}
	}
	if k.Turn < s.Turn {
		k.Turn, k.Ended = s.Turn, None
		if k.Next != nil || len(k.Retired) > 0 || len(k.Departed) > 0 {
			k.Next, k.Retired, k.Departed = nil, nil, nil
			r.ringOff = true
		}
	}
	for _, used := range []*vault.Secret{k.Current, k.Next} {
		if used != nil {
			n := len(k.Retired) + len(k.Departed)
			k.drop(*used) // as 0.1.0 could leave it
			r.ringOff = r.ringOff || len(k.Retired)+len(k.Departed) < n
		}
	}
	if j := s.Joining; j != nil {
		if k.Current != nil && k.Server == j.Server && k.Current.Keys().ID.String() == j.Vault {
			s.join()
		} else {
			s.On, s.Joining = j.Was, nil
			if k.spare(j.Vault) {
				r.ringOff = true
			}
		}
		r.stateOff = true
	}
	switch {
	case stateless && k.Current != nil:
		s.On, s.Server = true, k.Server
		r.stateOff = true
	case !s.On && (k.Current != nil || k.Next != nil):
		k.shelve()
		k.Current, k.Ended = nil, off
		r.ringOff = true
	case s.On && k.Current == nil && k.Ended != None:
		s.leave(k.Ended)
		r.stateOff = true
	}
}

// begin calls look and stores the result.
func (s *Syncer) begin() (*run, error) {
	r, err := s.look()
	if err != nil {
		return nil, err
	}
	if r.ringOff {
		if err := r.keep(); err != nil {
			return nil, err
		}
	}
	if r.stateOff {
		if err := r.save(nil); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// keep stores the keyring.
func (r *run) keep() error {
	r.ring.Turn++
	if r.refused = r.Secrets.SaveKeyring(r.ring); r.refused != nil {
		return r.refused
	}
	r.state.Turn = r.ring.Turn
	return nil
}

// join makes the vault of Joining the current one.
func (s *State) join() {
	j := s.Joining
	s.On, s.Server, s.Reason, s.Wait, s.Tries, s.Notices = true, j.Server, None, 0, 0, nil
	s.Vault, s.Floor, s.Back, s.Joining, s.Notebook = "", j.Floor, j.Back, nil, Notebook{}
}

// leave ends sync in the state. why is off, Gone or Renewed.
func (s *State) leave(why Reason) {
	if why == off {
		why = None
	}
	s.On, s.Reason, s.Staged, s.Wait, s.Tries, s.Notices, s.Back, s.Joining = false, why, nil, 0, 0, nil, "", nil
}

// leave ends sync on this device. It forgets the secret first.
func (r *run) leave(why Reason) error {
	if r.state.newer {
		return ErrNewer
	}
	r.ring.Current, r.ring.Next, r.ring.Ended = nil, nil, why
	if err := r.keep(); err != nil {
		return err
	}
	r.state.leave(why)
	return r.save(nil)
}

// join joins the vault of a secret at a server.
func (s *Syncer) join(ctx context.Context, server string, secret vault.Secret, floor vault.Floor) error {
	r, err := s.begin()
	if err != nil {
		return err
	}
	if r.state.newer {
		return ErrNewer
	}
	j := &Joining{Server: server, Vault: secret.Keys().ID.String(), Was: r.state.On}
	if floor.Version > 0 {
		j.Floor = &Floor{floor.Version, hexOf(floor.Hash[:])}
	}
	switch k := &r.ring; {
	case k.Next == nil:
	case k.Current != nil && *k.Current == secret && k.Server == server: // joined by its current code: it stays
		j.Back, k.Next = markOf(*k.Next), nil
	case k.Current != nil && *k.Current == secret: // moved, and renewed there
	default:
		k.shelve()
	}
	if c := r.ring.Current; c != nil && *c != secret && r.mayHaveNotes() {
		r.ring.depart(Departed{Server: r.ring.Server, Secret: *c})
	}
	if mark := r.ring.drop(secret); mark != "" {
		j.Back = mark
	}
	for i, mine := 0, markOf(secret); i < len(r.ring.Retired); i++ {
		e := &r.ring.Retired[i]
		e.Settled = e.Settled || e.For == mine
	}
	r.state.On, r.state.Joining = true, j
	if err := r.save(nil); err != nil {
		return err
	}
	r.ring.Current, r.ring.Server, r.ring.Ended = &secret, server, None
	if err := r.keep(); err != nil {
		return err
	}
	r.state.join()
	if err := r.save(nil); err != nil {
		return err
	}
	return s.Run(ctx, true)
}
