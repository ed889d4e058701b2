package store

import (
	"context"
	"sync"

	"byeolpyo/api/wire"
)

// Memory is a Store in a map, simple enough to be seen to be correct.
type Memory struct {
	max int64

	mu     sync.Mutex
	vaults map[wire.ID]*memoryVault
	sweeps Sweeps
}

type memoryVault struct {
	version int64 // 0: deleted
	hash    wire.Hash
	body    []byte
	seen    Day
}

func (v *memoryVault) tag() wire.Tag { return wire.TagOf(v.version, v.hash) }

var _ Store = &Memory{}

// NewMemory returns an empty store with room for max vaults.
func NewMemory(max int64) *Memory {
	return &Memory{max: max, vaults: map[wire.ID]*memoryVault{}}
}

// find returns the vault if it is stored and not expired.
func (m *Memory) find(id wire.ID, today Day) (*memoryVault, error) {
	v := m.vaults[id]
	switch {
	case v == nil:
		return nil, ErrNone
	case v.version == 0:
		return nil, ErrGone
	case v.seen < today.oldest():
		return nil, ErrNone
	}
	return v, nil
}

func (m *Memory) Get(_ context.Context, id wire.ID, known wire.Tag, today Day) (Vault, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, err := m.find(id, today)
	if err != nil {
		return Vault{}, err
	}
	v.seen = max(v.seen, today)
	if v.tag() == known {
		return Vault{Tag: known}, nil
	}
	return Vault{v.tag(), v.body}, nil
}

func (m *Memory) Put(_ context.Context, w Write) (wire.Tag, Outcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, err := m.find(w.ID, w.Today)
	next := wire.TagOf(w.Expect.Version+1, w.Hash)
	stored := &memoryVault{next.Version, w.Hash, w.Body, w.Today}
	create := w.Expect == wire.Tag{}
	switch {
	case err == ErrNone && create:
		if int64(len(m.vaults)) >= m.max {
			return wire.Tag{}, 0, ErrFull
		}
		m.vaults[w.ID] = stored
		return next, Created, nil
	case err != nil:
		return wire.Tag{}, 0, err
	case !create && v.tag() == w.Expect:
		m.vaults[w.ID] = stored
		return next, Replaced, nil
	case v.version == next.Version && v.hash == w.Hash:
		return next, Again, nil
	}
	conflict := &Conflict{Vault{Tag: v.tag()}}
	if w.WithBody {
		conflict.Current.Body = v.body
	}
	return wire.Tag{}, 0, conflict
}

func (m *Memory) Delete(_ context.Context, id wire.ID, expect wire.Tag, today Day) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, err := m.find(id, today)
	if err != nil {
		return err
	}
	if v.tag() != expect {
		return &Conflict{Vault{Tag: v.tag()}}
	}
	m.vaults[id] = &memoryVault{}
	return nil
}

func (m *Memory) Sweep(_ context.Context, today Day) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := len(m.vaults)
	for id, v := range m.vaults {
		if v.version > 0 && v.seen < today.oldest() {
			delete(m.vaults, id)
		}
	}
	return int64(before - len(m.vaults)), nil
}

func (m *Memory) Sweeps(context.Context) (Sweeps, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := m.sweeps
	if w.Last == 0 {
		for _, v := range m.vaults {
			w.Last = max(w.Last, v.seen)
		}
	}
	return w, nil
}

func (m *Memory) NoteSweeps(_ context.Context, w Sweeps) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sweeps = w
	return nil
}

func (m *Memory) Count(context.Context) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return int64(len(m.vaults)), nil
}
