// Package memory implements package platform for tests: its storage is a map, and its clock
// runs when it is told to. All callbacks come from the clock, in the order of their moments,
// so that a test can repeat any order of events.
package memory

import (
	"container/heap"
	"maps"
	"slices"
	"strings"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/platform"
)

// Clock is a platform.Clock whose time passes in Run only.
type Clock struct {
	now  int64
	seq  int
	next tasks
}

// NewClock returns a clock that shows now, in ms since 1970.
func NewClock(now int64) *Clock { return &Clock{now: now} }

// Now returns the time.
func (c *Clock) Now() int64 { return c.now }

// After has f called so many milliseconds from now.
func (c *Clock) After(millis int, f func()) { c.at(c.now+int64(millis), &f) }

func (c *Clock) at(when int64, f *func()) {
	c.seq++
	heap.Push(&c.next, task{when, c.seq, f})
}

// Run lets that many milliseconds pass and calls the functions that are due in them.
func (c *Clock) Run(millis int) {
	end := c.now + int64(millis)
	for len(c.next) > 0 && c.next[0].when <= end {
		t := heap.Pop(&c.next).(task)
		c.now = t.when
		if *t.f != nil {
			(*t.f)()
		}
	}
	c.now = end
}

// Timer returns a timer that calls f.
func (c *Clock) Timer(f func()) platform.Timer { return &timer{c, f, new(func())} }

// Soon calls f at the same moment.
func (c *Clock) Soon(f func()) { c.After(0, f) }

// WhenIdle calls f in the next millisecond: this clock is always idle.
func (c *Clock) WhenIdle(_ int, f func()) { c.After(1, f) }

type timer struct {
	clock *Clock
	f     func()
	set   *func() // what is called when it runs out; nil once it was set anew
}

func (t *timer) Set(millis int) {
	*t.set = nil
	f := t.f
	t.set = &f
	t.clock.at(t.clock.now+int64(millis), t.set)
}

type task struct {
	when int64
	seq  int // its place among those of one moment
	f    *func()
}

// tasks is a heap, the earliest first.
type tasks []task

func (q tasks) Len() int { return len(q) }
func (q tasks) Less(i, j int) bool {
	return q[i].when < q[j].when || q[i].when == q[j].when && q[i].seq < q[j].seq
}
func (q tasks) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *tasks) Push(t any)   { *q = append(*q, t.(task)) }
func (q *tasks) Pop() any {
	last := len(*q) - 1
	t := (*q)[last]
	*q = (*q)[:last]
	return t
}

// Storage is a platform.Storage. Values are copied on their way in and out, by way of
// JSON as in a browser.
type Storage struct {
	Entries map[string]string // JSON by key
	Quota   int               // bytes
	Delay   int               // milliseconds that an answer takes
	Failing error             // if it is not nil, every call fails with it

	clock    *Clock
	watchers []watcher
}

type watcher struct {
	want    func(string) bool
	changed func(string, any)
}

// defaultQuota is that of Chrome.
const defaultQuota = 10 << 20

// NewStorage returns an empty storage that answers by the clock.
func NewStorage(clock *Clock) *Storage {
	return &Storage{Entries: map[string]string{}, Quota: defaultQuota, Delay: 1, clock: clock}
}

// errFull is Chrome's error for a full storage.
var errFull = &platform.Error{Message: "QUOTA_BYTES quota exceeded"}

// Keys implements platform.Storage.
func (s *Storage) Keys(done func([]string, error)) {
	s.clock.After(s.Delay, func() {
		if s.Failing != nil {
			done(nil, s.Failing)
			return
		}
		done(slices.Sorted(maps.Keys(s.Entries)), nil)
	})
}

// Get implements platform.Storage.
func (s *Storage) Get(keys []string, done func(map[string]any, error)) {
	s.clock.After(s.Delay, func() {
		if s.Failing != nil {
			done(nil, s.Failing)
			return
		}
		entries := map[string]any{}
		for _, key := range keys {
			if text, ok := s.Entries[key]; ok {
				entries[key] = read(text)
			}
		}
		done(entries, nil)
	})
}

// Text implements platform.Storage.
func (s *Storage) Text(keys []string, done func(string, error)) {
	s.clock.After(s.Delay, func() {
		if s.Failing != nil {
			done("", s.Failing)
			return
		}
		var text strings.Builder
		for _, key := range keys {
			if value, ok := s.Entries[key]; ok {
				text.WriteString("," + jsontree.Text(key) + ":" + value)
			}
		}
		done("{"+strings.TrimPrefix(text.String(), ",")+"}", nil)
	})
}

// Set implements platform.Storage.
func (s *Storage) Set(entries map[string]any, done func(error)) {
	texts := make(map[string]string, len(entries))
	for key, tree := range entries {
		texts[key] = jsontree.Text(tree)
	}
	s.clock.After(s.Delay, func() {
		if s.Failing != nil {
			done(s.Failing)
			return
		}
		after := maps.Clone(s.Entries)
		maps.Copy(after, texts)
		if size(after) > s.Quota {
			done(errFull)
			return
		}
		changed := []string{}
		for key, text := range texts {
			if s.Entries[key] != text {
				changed = append(changed, key)
			}
		}
		s.Entries = after
		s.tell(changed)
		done(nil)
	})
}

// Remove implements platform.Storage.
func (s *Storage) Remove(keys []string, done func(error)) {
	s.clock.After(s.Delay, func() {
		if s.Failing != nil {
			done(s.Failing)
			return
		}
		changed := []string{}
		for _, key := range keys {
			if _, there := s.Entries[key]; there {
				changed = append(changed, key)
				delete(s.Entries, key)
			}
		}
		s.tell(changed)
		done(nil)
	})
}

// Bytes implements platform.Storage.
func (s *Storage) Bytes(keys []string, done func(used, quota int, ok bool)) {
	s.clock.After(s.Delay, func() {
		if s.Failing != nil {
			done(0, s.Quota, false)
			return
		}
		some := s.Entries
		if keys != nil {
			some = map[string]string{}
			for _, key := range keys {
				if text, ok := s.Entries[key]; ok {
					some[key] = text
				}
			}
		}
		done(size(some), s.Quota, true)
	})
}

// Watch implements platform.Storage.
func (s *Storage) Watch(want func(string) bool, changed func(string, any)) {
	s.watchers = append(s.watchers, watcher{want, changed})
}

// tell calls the watchers with changes after they were made, as a browser does.
func (s *Storage) tell(keys []string) {
	slices.Sort(keys)
	for _, key := range keys {
		text, there := s.Entries[key]
		for _, w := range s.watchers {
			if w.want != nil && !w.want(key) {
				continue
			}
			s.clock.After(0, func() {
				if !there {
					w.changed(key, nil)
					return
				}
				w.changed(key, read(text))
			})
		}
	}
}

func read(text string) any {
	tree, ok := jsontree.Parse(text)
	if !ok || tree == nil {
		return jsontree.Unreadable{JSON: text}
	}
	return tree
}

// size counts bytes as Chrome does: keys, and values as JSON.
func size(entries map[string]string) (n int) {
	for key, text := range entries {
		n += len(key) + len(text)
	}
	return n
}
