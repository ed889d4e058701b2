package main

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"byeolpyo/api/handler"
	"byeolpyo/api/store"
	"byeolpyo/api/wire"
)

// mutant is a store with one planted bug; "" is none.
type mutant struct {
	bug string

	mu     sync.Mutex
	vaults map[wire.ID]*kept
	disk   map[wire.ID]*kept // what a kill leaves
	writes int
}

type kept struct {
	version   int64
	body, old []byte
	gone      bool
}

func (k *kept) tag() wire.Tag { return wire.TagOf(k.version, wire.HashOf(k.body)) }

var _ store.Store = &mutant{}

func (m *mutant) Get(_ context.Context, id wire.ID, _ wire.Tag, _ store.Day) (store.Vault, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.vaults[id]
	switch {
	case k == nil:
		return store.Vault{}, store.ErrNone
	case k.gone:
		return store.Vault{}, store.ErrGone
	case m.bug == "stale read" && k.old != nil && m.writes%7 == 0:
		return store.Vault{Tag: wire.TagOf(k.version-1, wire.HashOf(k.old)), Body: k.old}, nil
	case m.bug == "torn body" && len(k.body) > 400:
		return store.Vault{Tag: k.tag(), Body: k.body[:400]}, nil
	}
	return store.Vault{Tag: k.tag(), Body: k.body}, nil
}

func (m *mutant) Put(_ context.Context, w store.Write) (wire.Tag, store.Outcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	next := wire.TagOf(w.Expect.Version+1, w.Hash)
	k := m.vaults[w.ID]
	create := w.Expect == wire.Tag{}
	switch {
	case k != nil && k.gone && m.bug != "forgotten end":
		return wire.Tag{}, 0, store.ErrGone
	case k == nil || k.gone:
		if !create {
			return wire.Tag{}, 0, store.ErrNone
		}
		m.keep(w.ID, &kept{version: 1, body: w.Body})
		return next, store.Created, nil
	case k.version == next.Version && (wire.HashOf(k.body) == w.Hash || m.bug == "again whatever the body"):
		return next, store.Again, nil
	case k.version == next.Version && m.bug == "version reuse" && m.writes%5 == 0:
		m.keep(w.ID, &kept{version: k.version, body: w.Body, old: k.old})
		return next, store.Replaced, nil
	case m.bug == "lost update" && !create && k.version > w.Expect.Version:
		m.keep(w.ID, &kept{version: k.version + 1, body: w.Body, old: k.body})
		return wire.TagOf(k.version+1, w.Hash), store.Replaced, nil
	case k.tag() != w.Expect:
		return wire.Tag{}, 0, &store.Conflict{Current: store.Vault{Tag: k.tag()}}
	}
	if m.bug == "read, check, write" {
		// The check is done; others come in between.
		m.mu.Unlock()
		for range 20 {
			runtime.Gosched()
		}
		m.mu.Lock()
	}
	m.keep(w.ID, &kept{version: next.Version, body: w.Body, old: k.body})
	return next, store.Replaced, nil
}

// keep stores; with the bug of the early acknowledgement only every tenth write reaches the
// disk, with all before it.
func (m *mutant) keep(id wire.ID, k *kept) {
	m.writes++
	m.vaults[id] = k
	if m.bug != "early acknowledgement" || m.writes%10 == 0 {
		for id, k := range m.vaults {
			m.disk[id] = k
		}
	}
}

func (m *mutant) Delete(_ context.Context, id wire.ID, expect wire.Tag, _ store.Day) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.vaults[id]
	switch {
	case k == nil:
		return store.ErrNone
	case k.gone:
		return store.ErrGone
	case k.tag() != expect:
		return &store.Conflict{Current: store.Vault{Tag: k.tag()}}
	}
	m.keep(id, &kept{gone: true})
	return nil
}

func (m *mutant) Sweep(context.Context, store.Day) (int64, error) { return 0, nil }
func (m *mutant) Sweeps(context.Context) (store.Sweeps, error)    { return store.Sweeps{}, nil }
func (m *mutant) NoteSweeps(context.Context, store.Sweeps) error  { return nil }
func (m *mutant) Count(context.Context) (int64, error)            { return int64(len(m.vaults)), nil }

// inProcess serves a mutant. To kill it is to close it and to lose what was not on
// the disk.
type inProcess struct {
	store  *mutant
	server *httptest.Server
}

func (t *inProcess) Start(context.Context) (string, error) {
	h := handler.New(t.store, handler.Options{
		Now: time.Now, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler),
		ClientIP:    func(*http.Request) string { return "" },
		CreateBurst: 1 << 30, CreatesPerMinute: 1 << 30,
	})
	t.server = httptest.NewServer(h)
	return t.server.URL, nil
}

func (t *inProcess) Kill() {
	t.server.CloseClientConnections()
	t.server.Close()
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	t.store.vaults = map[wire.ID]*kept{}
	for id, k := range t.store.disk {
		t.store.vaults[id] = k
	}
}

// The checkers see every planted bug, and nothing where there is none.
func TestMutants(t *testing.T) {
	for _, bug := range []string{
		"", "read, check, write", "early acknowledgement", "version reuse", "stale read", "lost update",
		"again whatever the body", "forgotten end", "torn body",
	} {
		name := bug
		if name == "" {
			name = "no bug"
		}
		t.Run(name, func(t *testing.T) {
			target := &inProcess{store: &mutant{bug: bug, vaults: map[wire.ID]*kept{}, disk: map[wire.ID]*kept{}}}
			p := plan{ops: 6000, kills: 6, groups: 2, clients: 4, perVault: 100, faults: 0.1, porcupine: 5 * time.Second, atMost: time.Minute}
			r, err := run(t.Context(), target, p)
			if bug == "" {
				if err != nil {
					t.Error(err)
				}
				if r.Legal < r.Vaults*9/10 || r.Kills != p.kills || r.Conflicts == 0 || r.Unanswered == 0 {
					t.Errorf("too little happened: %s", r)
				}
				return
			}
			if err == nil {
				t.Fatalf("nobody noticed: %s", r)
			}
			var unwrapped interface{ Unwrap() []error }
			if !errors.As(err, &unwrapped) {
				t.Fatal(err)
			}
			if !strings.Contains(err.Error(), "version") && !strings.Contains(err.Error(), "wrote") &&
				!strings.Contains(err.Error(), "began") && !strings.Contains(err.Error(), "body") && !strings.Contains(err.Error(), "gone") {
				t.Errorf("it failed for another reason: %v", err)
			}
		})
	}
}
