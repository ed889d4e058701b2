package syncer

import (
	"context"

	"byeolpyo/wasm/model/protocol"
)

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

// Wake returns when, in ms since 1970, the device has to sync again without an event; 0 for
// never.
func Wake(state *State, entries map[string]any, ring Keyring, now int64) int64 {
	if !state.On || state.newer || ring.Current == nil {
		return 0
	}
	wait := max(ahead(state.Wait, now), ahead(state.Trouble.Wait, now))
	if Pending(state, entries) == 0 && state.Staged == nil && !ring.unfinished(now) && state.Trouble == (Trouble{}) {
		if PendingNotes(state, entries) == 0 {
			return 0
		}
		wait = max(wait, ahead(state.Notebook.Wait, now))
	}
	if wait > 0 {
		return wait
	}
	return now + offlineWait
}

// Handle syncs if e is a reason to. If storage refuses, that is noted as Trouble, so that
// Next and the next View report it.
func (s *Syncer) Handle(ctx context.Context, e Event) {
	r, err := s.look()
	if err == nil && !r.ringOff && !r.stateOff && !Due(e, r.state, r.entries, s.Clock.Now()) {
		return
	}
	// A person is present and should not wait out the delay of an earlier failure.
	_ = s.Run(ctx, e == Opened || e == Started)
}

// Next returns Wake for what is stored. If storage cannot be read, it assumes that something
// is pending.
func (s *Syncer) Next() int64 {
	now := s.Clock.Now()
	state, entries, ring, err := s.Inspect()
	if err != nil {
		return max(ahead(s.Notes.LoadTrouble().Wait, now), now+offlineWait)
	}
	return Wake(state, entries, ring, now)
}

// Event is why a device may sync.
type Event string

// The events that may wake sync; their names are those of package protocol.
const (
	Changed Event = protocol.EventChanged
	Page    Event = protocol.EventPage
	Opened  Event = protocol.EventOpen
	Started Event = protocol.EventStart
	Alarm   Event = protocol.EventAlarm
)

// pageRest is for how long after a sync the opening of a page is no reason for another one,
// in ms.
const pageRest = 60e3

// Due reports whether an event is a reason to sync.
func Due(e Event, state *State, entries map[string]any, now int64) bool {
	if !state.On {
		return false
	}
	switch e {
	case Changed:
		return Pending(state, entries) > 0 || state.Staged != nil || PendingNotes(state, entries) > 0
	case Page:
		since := now - state.Synced
		return since < 0 || since >= pageRest
	}
	return true
}
