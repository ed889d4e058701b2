// Package worker is what the extension's service worker does: it syncs, answers the page
// of sync, bounds what pages teach, for all tabs, and tells a person that a session begins.
// What is done when is decided by package syncer, what the page of sync shows by package
// syncpage, what gives way where storage is full by package cache, and of what a person is
// told when by package reminders.
//
// Its functions block. They must not be called on the goroutine that handles the events for
// which they wait.
package worker

import (
	"context"
	"sync"

	"byeolpyo/wasm/app/syncpage"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/platform"
	"byeolpyo/wasm/sync/backup"
	"byeolpyo/wasm/sync/syncer"
	"byeolpyo/wasm/sync/vault"
)

const (
	// quietMillis is how long picks have to rest before a change is synced.
	quietMillis = 3_000
	// safetyMillis is after how long an alarm wakes the worker for a change, in case it ends
	// before it has synced.
	safetyMillis = 30_000
)

// Program is the worker's program.
type Program struct {
	Sync    *syncer.Syncer // with all but its Store
	Storage platform.Storage
	Clock   platform.Clock
	// Alarm has the browser wake the worker at that moment, in ms since 1970, or sooner if
	// it was to be woken sooner and is not to be put off; 0 is for not at all.
	Alarm func(when int64, putOff bool) error
	// Notices, Messages, Language, WakeAt and Count are for what a person is told: Messages
	// calls done with the two messages.json, by language, and Language is the browser's.
	Notices  platform.Notices
	Messages func(done func(tree any, err error))
	Language string
	// WakeAt has the browser call Remind at that moment, in ms since 1970, and at no other; 0
	// is for never.
	WakeAt func(when int64) error
	// Count has the button count minutes until that moment, in ms since 1970; 0 is for not at
	// all.
	Count func(until int64) error
	// Online reports whether the browser has a network.
	Online func() bool
	// Address takes a URL apart.
	Address func(text string) (syncer.Address, error)

	one  sync.Mutex // held by whoever uses Sync
	tell sync.Mutex // held by Remind
	rest platform.Timer
	keep keeper
}

// Start prepares the program for the calls below.
func (p *Program) Start() {
	p.keep.storage = p.Storage
	p.Sync.Store = store{p.Storage, &p.keep}
	// If the run fails, the alarm starts another one.
	p.rest = p.Clock.Timer(func() { go func() { _ = p.run(syncer.Changed) }() })
}

// Event syncs if e is a reason to. After a change it waits until picks rest, and sets an
// alarm for the case that the worker ends before.
func (p *Program) Event(e syncer.Event) error {
	if e == syncer.Changed {
		p.rest.Set(quietMillis)
		return p.Alarm(p.Clock.Now()+safetyMillis, false)
	}
	return p.run(e)
}

// run syncs, and sets the alarm for what is still pending.
func (p *Program) run(e syncer.Event) error {
	p.one.Lock()
	defer p.one.Unlock()
	p.Sync.Handle(context.Background(), e)
	return p.Alarm(p.Sync.Next(), true)
}

// Teach stores those of a page's entries that have room, and returns the names of those that
// are not stored and of records that were removed.
func (p *Program) Teach(entries map[string]any, host string) ([]string, error) {
	return p.keep.teach(entries, host, p.Clock.Now())
}

// Room removes cached records to make room for the person's own, and reports whether it
// removed any.
func (p *Program) Room() (bool, error) { return p.keep.room() }

// Clear removes all cached records that none of the person's records name. It returns the
// number of sessions among them.
func (p *Program) Clear() (int, error) { return p.keep.clear() }

// Act carries out a verb of the page of sync and returns {view, failed, ...}, where failed is
// a line that says why it did not work.
func (p *Program) Act(name, argument, server string) map[string]any {
	if name != protocol.SyncView { // a view does not wait for the server
		p.one.Lock()
		defer p.one.Unlock()
	}
	out := map[string]any{}
	ctx := context.Background()
	var why syncer.Reason
	var err error
	switch name {
	case protocol.SyncOn:
		if server, err = p.origin(server); err == nil {
			err = p.Sync.TurnOn(ctx, server)
		}
	case protocol.SyncPair:
		var secret vault.Secret
		var floor vault.Floor
		if server, err = p.origin(server); err == nil {
			if secret, floor, err = vault.ParseCode(argument); err == nil {
				err = p.Sync.Pair(ctx, server, secret, floor)
			}
		}
	case protocol.SyncMove:
		if server, err = p.origin(server); err == nil {
			err = p.Sync.Move(ctx, server)
		}
	case protocol.SyncNow:
		err = p.Sync.Run(ctx, true)
	case protocol.SyncRotate:
		why, err = p.Sync.Rotate(ctx)
	case protocol.SyncDelete:
		why, err = p.Sync.Delete(ctx)
	case protocol.SyncDisconnect:
		err = p.Sync.Disconnect()
	case protocol.SyncName:
		if err = p.Sync.Name(friends.CleanName(argument)); err == nil {
			err = p.Sync.Run(ctx, true)
		}
	case protocol.SyncDismiss:
		err = p.Sync.Dismiss()
	case protocol.SyncCode:
		err = p.code(out)
	case protocol.SyncExport:
		err = p.export(out)
	case protocol.SyncImport:
		err = p.take(argument, out)
	}
	state, entries, ring, fault := p.Sync.Inspect()
	if err == nil && fault == nil && ring.Renewing() {
		why = syncer.None // it continues by itself, as the status says
	}
	if failed := syncpage.Failed(err, why); failed.Name != "" {
		out["failed"] = failed.Tree()
	}
	if fault != nil {
		out["failed"] = syncpage.Failed(fault, syncer.None).Tree()
		return out
	}
	out["view"] = syncpage.NewView(state, entries, ring, p.Clock.Now(), p.Online()).Tree()
	if name != protocol.SyncView {
		_ = p.Alarm(syncer.Wake(state, entries, ring, p.Clock.Now()), true) // without an alarm, the next start does it
	}
	return out
}

// origin returns the origin of an address that a person typed.
func (p *Program) origin(text string) (string, error) {
	a, err := p.Address(text)
	if err != nil {
		return "", syncer.ErrServer
	}
	return a.Server()
}

func (p *Program) code(out map[string]any) error {
	state, _, ring, err := p.Sync.Inspect()
	if err != nil {
		return err
	}
	if ring.Current == nil {
		return syncer.ErrNotOn
	}
	if ring.Next != nil {
		return syncer.ErrRenewing
	}
	c, err := syncpage.CodeOf(*ring.Current, state)
	if err == nil {
		out["code"] = map[string]any{"text": c.Text, "size": float64(c.Size), "dark": c.Dark}
	}
	return err
}

func (p *Program) export(out map[string]any) error {
	entries, err := p.backed()
	if err != nil {
		return err
	}
	out["file"] = string(backup.Export(entries))
	return nil
}

// backed returns the entries of storage that a backup holds.
func (p *Program) backed() (map[string]any, error) {
	return store{p.Storage, &p.keep}.load(backup.Keys)
}

func (p *Program) take(text string, out map[string]any) error {
	entries, err := p.backed()
	if err != nil {
		return err
	}
	r, err := backup.Import([]byte(text), entries, p.Clock.Now())
	if err != nil {
		return err
	}
	if len(r.Entries) > 0 {
		if err := p.Sync.Store.Save(r.Entries); err != nil {
			return err
		}
	}
	var lines []any
	for _, l := range syncpage.Imported(r) {
		lines = append(lines, l.Tree())
	}
	out["said"] = lines
	return nil
}

// store is a syncer.Store over the extension's storage.
type store struct {
	platform.Storage
	keep *keeper
}

// Load implements syncer.Store.
func (s store) Load() (map[string]any, error) { return s.load(syncer.Keys) }

// load reads the entries whose keys want chooses.
func (s store) load(want func(key string) bool) (map[string]any, error) {
	keys, err := wait(s.Keys)
	if err != nil {
		return nil, syncpage.ErrRead
	}
	var wanted []string
	for _, key := range keys {
		if want(key) {
			wanted = append(wanted, key)
		}
	}
	entries, err := wait(func(done func(map[string]any, error)) { s.Get(wanted, done) })
	if err != nil {
		return nil, syncpage.ErrRead
	}
	return entries, nil
}

// Save implements syncer.Store. If storage has no room, cached records are removed.
func (s store) Save(entries map[string]any) error {
	err := set(s.Storage, entries)
	if platform.Full(err) {
		if made, _ := s.keep.room(); made {
			err = set(s.Storage, entries)
		}
	}
	return Refusal(err)
}

// set stores entries and waits.
func set(s platform.Storage, entries map[string]any) error {
	_, err := wait(func(done func(struct{}, error)) {
		s.Set(entries, func(err error) { done(struct{}{}, err) })
	})
	return err
}

// Refusal returns the browser's error as an error of package syncer.
func Refusal(err error) error {
	if platform.Full(err) {
		return syncer.ErrFull
	}
	return err
}
