package memory

import "byeolpyo/wasm/model/cache"

// Worker is a platform.Worker that stores whatever is taught, and removes all of it when it
// is asked to make room or to clear.
type Worker struct {
	Storage *Storage
	Rooms   int   // how often it was asked for room
	Taught  int   // how often it was taught
	Failing error // what Clear answers, where it is not nil
}

// Room implements platform.Worker.
func (w *Worker) Room(done func(made bool, err error)) {
	w.Rooms++
	names := w.taught()
	w.Storage.Remove(names, func(err error) { done(len(names) > 0, err) })
}

// Teach implements platform.Worker.
func (w *Worker) Teach(entries map[string]any, _ string, done func(refused []string, err error)) {
	w.Taught++
	w.Storage.Set(entries, func(err error) { done(nil, err) })
}

// Clear implements platform.Worker.
func (w *Worker) Clear(done func(sessions int, err error)) {
	var known []cache.Entry
	for _, name := range w.taught() {
		known = append(known, cache.Entry{Name: name})
	}
	names, sessions := cache.Loose(known)
	w.Storage.Remove(names, func(err error) {
		if err == nil {
			err = w.Failing
		}
		done(sessions, err)
	})
}

// taught returns the keys of the records that pages taught.
func (w *Worker) taught() (names []string) {
	for name := range w.Storage.Entries {
		if cache.Edition(name) != "" {
			names = append(names, name)
		}
	}
	return names
}
