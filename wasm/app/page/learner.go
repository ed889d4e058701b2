package page

import (
	"byeolpyo/wasm/model/cache"
	"byeolpyo/wasm/platform"
)

// learner stores what pages teach, one write after another. If everything has room, which
// three sums tell, it writes itself; else the service worker decides, of which there is one
// for all tabs and which does not delay the page.
type learner struct {
	storage platform.Storage
	worker  platform.Worker
	// refused is called with the names of records that were not stored, or that were removed.
	refused func(names []string)

	busy    bool
	waiting []lesson
}

// lesson is what a page of host taught at one moment.
type lesson struct {
	entries map[string]any
	host    string
	now     int64
	done    func()
}

// learn stores entries, whose loss is no harm, and calls done.
func (l *learner) learn(entries map[string]any, host string, now int64, done func()) {
	l.waiting = append(l.waiting, lesson{entries, host, now, done})
	l.next()
}

func (l *learner) next() {
	if l.busy || len(l.waiting) == 0 {
		return
	}
	t := l.waiting[0]
	l.waiting = l.waiting[1:]
	l.busy = true
	l.take(t, func() {
		l.busy = false
		t.done()
		l.next()
	})
}

func (l *learner) take(t lesson, done func()) {
	edition, size, one := "", 0, true
	for name, tree := range t.entries {
		cache.Attribute(tree, t.host, t.now)
		size += cache.New(name, tree, t.host, t.now).Bytes
		one = one && (edition == "" || edition == cache.Edition(name))
		edition = cache.Edition(name)
	}
	l.storage.Keys(func(keys []string, err error) {
		same := []string{}
		for _, key := range keys {
			if cache.Edition(key) == edition {
				same = append(same, key)
			}
		}
		l.storage.Bytes(same, func(bytes, _ int, told bool) {
			l.storage.Bytes(nil, func(used, quota int, ok bool) {
				ok = ok && told && one && err == nil
				if ok && cache.Shipped().Fits(len(same), bytes, used, cache.Quota(quota), len(t.entries), size) {
					l.storage.Set(t.entries, func(error) { done() })
					return
				}
				l.worker.Teach(t.entries, t.host, func(refused []string, err error) {
					if err != nil {
						for name := range t.entries {
							refused = append(refused, name)
						}
					}
					if len(refused) > 0 {
						l.refused(refused)
					}
					done()
				})
			})
		})
	})
}
