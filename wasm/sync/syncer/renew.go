package syncer

import (
	"context"
	"maps"
	"slices"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/sync/register"
	"byeolpyo/wasm/sync/vault"
)

// memberRenewed is the member of a body by which a device says that the vault is being
// renewed: a list of the vault's own id and server, which tell the mark from one that was
// carried along to another vault, and the mark, which names the new vault and does not
// give it away. Version 0.1.0 keeps it as it keeps every member that it does not know,
// and carries it along.
const memberRenewed = "renewed"

// markOf returns the mark of a renewal to a secret.
func markOf(next vault.Secret) string {
	return wire.HashOf([]byte("renewed " + next.Keys().ID.String())).String()[:32]
}

// takeMark removes the mark from the members of a body and returns it if it belongs to the
// vault, else "".
func takeMark(rest map[string]jsontree.Raw, server string, id wire.ID) (mark string) {
	said, ok := decodeTexts(string(rest[memberRenewed]))
	if !ok || len(said) < 3 {
		return "" // there is none, or it is not understood and stays
	}
	delete(rest, memberRenewed)
	if said[0] != id.String() || said[1] != server {
		return ""
	}
	return said[2]
}

// withMark returns the members of rest and the mark.
func withMark(rest map[string]jsontree.Raw, server string, id wire.ID, mark string) map[string]jsontree.Raw {
	if mark == "" {
		return rest
	}
	out := maps.Clone(rest)
	if out == nil {
		out = map[string]jsontree.Raw{}
	}
	out[memberRenewed] = jsontree.Raw(jsontree.AppendCanonical(nil, []string{id.String(), server, mark}))
	return out
}

// own returns the mark of the renewal that is under way, "" for none.
func (r *run) own() string {
	if r.ring.Next == nil {
		return ""
	}
	return markOf(*r.ring.Next)
}

// prepare makes the vault of Next, without picks. It comes before the mark, so that a mark
// never names a vault that could not be made, for example because the server accepts no new
// ones.
func (r *run) prepare(ctx context.Context) (Reason, int64) {
	mark := r.own()
	if r.made = r.state.Mark == mark; r.made {
		return None, 0
	}
	keys := r.ring.Next.Keys()
	var nonce [vault.NonceBytes]byte
	r.Random(nonce[:])
	body, err := keys.Seal(nonce, 1, (register.Body{}).Encode())
	if err != nil {
		panic(err) // unreachable: it is small
	}
	a, why := r.ask(ctx, r.ring.Server, keys, Request{Method: "PUT", NoneMatch: wire.Any, Body: body})
	switch {
	case why == Gone: // it was done by a copy of this device: what is in the vault tells the rest
	case why == Closed && (r.state.Staged == nil || r.state.Staged.Mark != mark):
		r.ring.Next = nil // nothing has happened yet
		if r.keep() != nil {
			return Storage, 0
		}
		return why, a.RetryAfter
	case why != None:
		return why, a.RetryAfter
	case a.Status != 201 && a.Status != 200 && a.Status != 412:
		return Protocol, 0
	}
	r.made = true
	return None, 0
}

// renew makes Next the current secret, once its mark is in the vault.
func (r *run) renew(ctx context.Context) (Reason, int64) {
	next := r.ring.Next
	r.ring.shelve()
	r.ring.Current = next
	if r.keep() != nil {
		return Storage, 0
	}
	r.attach()
	return r.cycle(ctx)
}

// erasure is the result of deleting a vault.
type erasure int

const (
	erased  erasure = iota // it was deleted, or did not exist
	gone                   // it was deleted before, and not by this device as far as it knows
	marked                 // another renewal was first, and deletes the vault itself
	refused                // the server refused, and the reason is returned
)

// erase deletes e's vault for good, unless it has the mark of another renewal. note stores
// beforehand that e is about to be deleted, since the answer may be lost.
func (r *run) erase(ctx context.Context, e *Retired, note func() error) (came erasure, why Reason, after int64) {
	keys := e.Secret.Keys()
	for try := 0; ; try++ {
		a, why := r.ask(ctx, e.Server, keys, Request{Method: "GET"})
		if why == None && a.Status == 200 {
			if mark := markIn(e.Server, keys, a); mark != "" && mark != e.For {
				return marked, None, 0
			}
			if e.For != "" && !e.Sent {
				e.Sent = true
				if note() != nil {
					return refused, Storage, 0
				}
			}
			a, why = r.ask(ctx, e.Server, keys, Request{Method: "DELETE", Match: a.ETag})
			if why == None && a.Status == 412 && try < maxTries {
				continue
			}
		}
		switch {
		case why == Gone && e.For != "" && !e.Sent:
			return gone, None, 0
		case why == Gone, why == None && (a.Status == 404 || a.Status == 204):
			return erased, None, 0
		case why == None:
			why = Protocol
		}
		return refused, why, a.RetryAfter
	}
}

// markIn returns the mark in the body of a response.
func markIn(server string, keys vault.Keys, a Response) string {
	tag, _ := wire.ParseTag(a.ETag)
	plain, err := keys.Open(tag.Version, a.Body)
	if err != nil {
		return ""
	}
	body, err := register.Decode(plain)
	if err != nil {
		return ""
	}
	return takeMark(body.Rest, server, keys.ID)
}

// retire deletes the vaults of secrets that are no longer used. Where one of them was
// renewed to Current, its deletion is what makes that count: if another device has
// marked it, or deleted it, why is Renewed or Gone.
func (r *run) retire(ctx context.Context) (Reason, int64) {
	mine := markOf(*r.ring.Current)
	for i := 0; i < len(r.ring.Retired); {
		e := &r.ring.Retired[i]
		here := r.ring.here(*e)
		if !here && ahead(e.Wait, r.Clock.Now()) > 0 {
			i++
			continue
		}
		came, why, after := r.erase(ctx, e, r.keep)
		counts := r.ring.decides(*e, mine)
		switch {
		case why == Storage:
			return why, 0
		case came == refused && here:
			return why, after
		case came == refused: // the server that was left may be gone for good: seldom
			e.Wait = r.Clock.Now() + foreignWait
			i++
		default:
			if came != marked {
				r.ring.depart(Departed{Server: e.Server, Secret: e.Secret, Own: true})
			}
			r.ring.Retired = slices.Delete(r.ring.Retired, i, i+1)
			if came == marked && counts {
				r.discard(ctx, *r.ring.Current)
				return Renewed, 0
			}
			if came == gone && counts {
				return Gone, 0
			}
		}
		if r.keep() != nil {
			return Storage, 0
		}
	}
	return None, 0
}

// discard deletes the vault of a renewal that lost, so that devices that were paired with it
// are told. If the server does not answer, it is deleted later.
func (r *run) discard(ctx context.Context, secret vault.Secret) {
	e := Retired{Server: r.ring.Server, Secret: secret}
	if came, _, _ := r.erase(ctx, &e, nil); came == refused {
		r.ring.Retired = append(r.ring.Retired, e)
	}
}

// Rotate moves to a new secret and deletes the vault of the old one, which other devices, a
// lost one among them, still know. It needs the server. why is None when that is done. A
// renewal that was begun and is not done, which Keyring.Renewing reports, is continued by the
// next runs.
func (s *Syncer) Rotate(ctx context.Context) (why Reason, err error) {
	before, err := s.begin()
	if err != nil {
		return None, err
	}
	begun := before.ring.Renewing()
	if err := s.Run(ctx, true); err != nil {
		return None, err
	}
	r, err := s.begin()
	switch {
	case err != nil:
		return None, err
	case r.state.Reason == Gone || r.state.Reason == Renewed:
		return r.state.Reason, nil
	case !r.state.On || r.ring.Current == nil:
		return r.state.Reason, ErrNotOn
	case r.state.Reason != None || begun:
		return r.state.Reason, nil
	}
	old := *r.ring.Current
	r.ring.Next = new(vault.Secret)
	s.Random(r.ring.Next[:])
	if err := r.keep(); err != nil {
		return None, err
	}
	if err := s.Run(ctx, true); err != nil {
		return None, err
	}
	if r, err = s.begin(); err != nil {
		return None, err
	}
	switch c := r.ring.Current; {
	case c != nil && *c == old && r.state.Reason == None:
		return Closed, nil // and given up
	case c != nil && *c != old && !r.ring.Renewing(): // what is left to be done is done by itself
		return None, nil
	}
	return r.state.Reason, nil
}

// Delete deletes the vault of picks and that of notes for every device, and ends sync here.
// Picks and notes stay. why is None when they are deleted; Renewed after a renewal by
// another device. Else everything is as it was, unless it was the notes that could not be
// deleted: then the next run learns that the other vault is gone, and goes on with it.
func (s *Syncer) Delete(ctx context.Context) (why Reason, err error) {
	r, err := s.begin()
	if err != nil {
		return None, err
	}
	if !r.state.On || r.ring.Current == nil {
		return r.state.Reason, ErrNotOn
	}
	left := []Retired{}
	for _, e := range r.ring.Retired {
		switch came, why, _ := r.erase(ctx, &e, func() error { return nil }); {
		case came == refused && r.ring.here(e):
			return why, nil
		case came == refused:
			left = append(left, e)
		case came != marked:
			r.ring.depart(Departed{Server: e.Server, Secret: e.Secret, Own: true})
		}
	}
	e := Retired{Server: r.ring.Server, Secret: *r.ring.Current, For: r.own()}
	came, why, _ := r.erase(ctx, &e, func() error { return nil })
	switch came {
	case refused:
		return why, nil
	case marked:
		r.farewell(ctx)
		return Renewed, r.leave(Renewed)
	}
	if done, why, _ := r.eraseNotes(ctx, Departed{Server: r.ring.Server, Secret: *r.ring.Current, Own: true}); !done {
		return why, nil
	}
	r.ring.Retired = left
	_, _ = r.part(ctx) // what is not done now is in the keyring
	return None, r.leave(off)
}
