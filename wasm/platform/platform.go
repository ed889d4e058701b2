// Package platform is what the programs need of the browser that they run in, as
// interfaces. Behind them stands the browser itself (package chrome) or, for tests, memory
// and a clock that does not run by itself (package memory). Nothing blocks: what takes
// time calls back, and all callbacks of a program come one after the other.
package platform

import "strings"

// Storage holds trees, as package jsontree has them, by key.
type Storage interface {
	// Keys calls done with all keys.
	Keys(done func([]string, error))
	// Get calls done with the values of those keys that there are. One that is there and
	// cannot be read is jsontree.Unreadable.
	Get(keys []string, done func(map[string]any, error))
	// Text calls done with the values of keys as one JSON text: what is much, and read in
	// part.
	Text(keys []string, done func(string, error))
	// Set stores all entries or none.
	Set(entries map[string]any, done func(error))
	// Remove removes keys; one that is not there is no error.
	Remove(keys []string, done func(error))
	// Bytes calls done with how much of storage those keys take, all of it for nil, and
	// how much it holds; ok is false where the browser does not tell.
	Bytes(keys []string, done func(used, quota int, ok bool))
	// Watch calls changed for every change from now on of a key that want chooses, of all
	// for nil, whoever makes it; tree is nil where the key was removed.
	Watch(want func(key string) bool, changed func(key string, tree any))
}

// Clock tells the time and wakes.
type Clock interface {
	Now() int64 // ms since 1970
	// Timer returns a timer that calls f when it runs out.
	Timer(f func()) Timer
	// Soon calls f once when what is going on now is done.
	Soon(f func())
	// WhenIdle calls f when the browser has nothing better to do, after so many
	// milliseconds in any case.
	WhenIdle(millis int, f func())
}

// Timer calls once, so many milliseconds after it was last set.
type Timer interface {
	Set(millis int)
}

// Worker is the service worker, which decides for all tabs what gives way where storage is
// full.
type Worker interface {
	// Room has what pages taught give way to what a person did, and tells whether
	// anything has.
	Room(done func(made bool, err error))
	// Teach stores what has room of the entries that a page of host taught, and tells the
	// keys of all that are not stored, or no longer.
	Teach(entries map[string]any, host string, done func(refused []string, err error))
	// Clear removes all that pages taught and nothing of the person's names, and tells how
	// many sessions those were.
	Clear(done func(sessions int, err error))
}

// Network asks servers.
type Network interface {
	// Fetch sends a request and calls done with the answer. The error says that there was
	// none, or half of one.
	Fetch(r Request, done func(Response, error))
}

// Request is what a server is asked.
type Request struct {
	Method, URL string
	Header      map[string]string
	Body        []byte // nil for none
	Most        int    // bytes of the answer; a longer one is none
}

// Response is its answer: of the headers those that are asked for here, "" for none.
type Response struct {
	Status                       int
	ETag, Date, RetryAfter, Type string
	Body                         []byte
}

// Notices are what the browser shows outside of its windows, where the person allows that.
type Notices interface {
	// Allowed tells whether it may.
	Allowed(done func(allowed bool, err error))
	// Show shows a notice, in place of the one that has the same ID.
	Show(n Notice, done func(error))
	// Withdraw takes a notice back; one that is not shown is no error.
	Withdraw(id string, done func(error))
	// Shown tells the IDs of those that are shown, or lie where the system collects them.
	Shown(done func(ids []string, err error))
}

// Notice is one of them, in words.
type Notice struct{ ID, Title, Text string }

// Text is one text that is kept outside of storage.
type Text interface {
	// Load calls done with the text, "" for none.
	Load(done func(string, error))
	// Save keeps the text in place of what was.
	Save(text string, done func(error))
}

// Keep stores what a person did: where storage has no room, what pages taught gives way.
func Keep(s Storage, w Worker, entries map[string]any, done func(error)) {
	s.Set(entries, func(err error) {
		if !Full(err) {
			done(err)
			return
		}
		w.Room(func(made bool, failed error) {
			if failed != nil || !made {
				done(err)
				return
			}
			s.Set(entries, done)
		})
	})
}

// Error is why the browser did not do what it was asked for, in its own words.
type Error struct{ Name, Message string }

func (e *Error) Error() string {
	if e.Name == "" {
		return e.Message
	}
	return e.Name + ": " + e.Message
}

// Full reports whether err says that storage has no room left.
func Full(err error) bool {
	e, ok := err.(*Error)
	return ok && (strings.Contains(e.Message, "QUOTA") || strings.Contains(e.Message, "quota") ||
		strings.Contains(e.Message, "FILE_ERROR_NO_SPACE") || e.Name == "QuotaExceededError")
}
