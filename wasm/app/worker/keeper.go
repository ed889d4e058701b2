package worker

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/cache"
	"byeolpyo/wasm/platform"
)

// keeper decides, for all tabs, which records of pages are stored when not all of them have
// room. Package cache has the rules.
type keeper struct {
	storage platform.Storage
	one     sync.Mutex
}

// wait calls ask and blocks until ask has called done, whose arguments it returns.
func wait[T any](ask func(done func(T, error))) (T, error) {
	type answer struct {
		v   T
		err error
	}
	c := make(chan answer, 1)
	ask(func(v T, err error) { c <- answer{v, err} })
	a := <-c
	return a.v, a.err
}

// look reads the cached records, how much room there is, and which sessions the person's
// records name.
func (k *keeper) look() (cache.State, *cache.Pins, error) {
	pins := cache.NewPins()
	keys, err := wait(k.storage.Keys)
	if err != nil {
		return cache.State{}, nil, err
	}
	var cached, own []string
	for _, key := range keys {
		if cache.Edition(key) != "" {
			cached = append(cached, key)
		} else if pins.Name(key) {
			own = append(own, key)
		}
	}
	entries, err := wait(func(done func(map[string]any, error)) { k.storage.Get(own, done) })
	if err != nil {
		return cache.State{}, nil, err
	}
	for key, tree := range entries {
		if u, ok := tree.(jsontree.Unreadable); ok && u.JSON == "" { // which sessions it names is not known
			return cache.State{}, nil, &platform.Error{Message: key + " cannot be read"}
		}
		pins.Value(key, tree)
	}
	waiting := pins.Waiting(cached)
	hashes := make([]string, len(waiting))
	for i, key := range waiting {
		sum := sha256.Sum256([]byte(key))
		hashes[i] = hex.EncodeToString(sum[:cache.HashBytes])
	}
	pins.Resolve(waiting, hashes)

	text, err := wait(func(done func(string, error)) { k.storage.Text(cached, done) })
	if err != nil {
		return cache.State{}, nil, err
	}
	known, ok := cache.Read(text)
	if !ok {
		return cache.State{}, nil, &platform.Error{Message: "storage's answer is no object"}
	}
	pins.Pin(known)
	s := cache.State{Entries: known}
	type bytes struct {
		used, quota int
		ok          bool
	}
	b, _ := wait(func(done func(bytes, error)) {
		k.storage.Bytes(nil, func(used, quota int, ok bool) { done(bytes{used, quota, ok}, nil) })
	})
	if s.Used, s.Quota = b.used, cache.Quota(b.quota); !b.ok { // then only the cache is known to be in use
		for _, e := range known {
			s.Used += e.Bytes
		}
	}
	return s, pins, nil
}

func (k *keeper) remove(names []string) error {
	if len(names) == 0 {
		return nil
	}
	_, err := wait(func(done func(struct{}, error)) {
		k.storage.Remove(names, func(err error) { done(struct{}{}, err) })
	})
	return err
}

// teach stores those entries that have room, and returns the names of those that are not
// stored and of records that were removed. It touches no records but cached ones.
func (k *keeper) teach(entries map[string]any, host string, now int64) ([]string, error) {
	k.one.Lock()
	defer k.one.Unlock()
	var writes []cache.Entry
	for name, tree := range entries {
		if cache.Edition(name) != "" {
			writes = append(writes, cache.New(name, tree, host, now))
		}
	}
	s, pins, err := k.look()
	if err != nil || len(writes) == 0 {
		return nil, err
	}
	slices.SortFunc(writes, func(a, b cache.Entry) int {
		return cmp.Or(strings.Compare(beginning(entries[a.Name]), beginning(entries[b.Name])), strings.Compare(a.Name, b.Name))
	})
	pins.Pin(writes)
	r := cache.Shipped().Decide(s, writes)
	if err := k.remove(r.Remove); err != nil {
		return nil, err
	}
	store := make(map[string]any, len(r.Store))
	for _, name := range r.Store {
		store[name] = entries[name]
	}
	if len(store) > 0 {
		if err := set(k.storage, store); err != nil {
			return nil, err
		}
	}
	return append(r.Refused, r.Remove...), nil
}

// beginning is when the session of a record begins, as it is stored, so that of more sessions
// than have room the first are kept; those without a time come last.
func beginning(tree any) string {
	record, _ := tree.(map[string]any)
	if start, _ := record["start"].(string); start != "" {
		return start
	}
	return "~"
}

// room removes cached records to make room for the person's own, and reports whether it
// removed any.
func (k *keeper) room() (bool, error) {
	k.one.Lock()
	defer k.one.Unlock()
	s, _, err := k.look()
	if err != nil {
		return false, err
	}
	names := cache.Shipped().Decide(s, nil).Remove
	return len(names) > 0, k.remove(names)
}

// clear removes all cached records that none of the person's records name. It returns the
// number of sessions among them.
func (k *keeper) clear() (int, error) {
	k.one.Lock()
	defer k.one.Unlock()
	s, _, err := k.look()
	if err != nil {
		return 0, err
	}
	names, sessions := cache.Loose(s.Entries)
	return sessions, k.remove(names)
}
