// Package platform has interfaces for what the programs need of the browser. Behind them
// stands the browser itself (package chrome) or, for tests, memory and a clock that does not
// run by itself (package memory). No method blocks: one that takes time calls back when it is
// done, and all callbacks of a program come one after the other.
package platform

import "strings"

// Storage holds trees, as package jsontree has them, by key.
type Storage interface {
	// Keys calls done with all keys.
	Keys(done func([]string, error))
	// Get calls done with the values of those of keys that are stored. A value that cannot be
	// read is jsontree.Unreadable.
	Get(keys []string, done func(map[string]any, error))
	// Text calls done with the values of keys as one JSON text. It is for many values of
	// which only a part is read.
	Text(keys []string, done func(string, error))
	// Set stores all entries or none.
	Set(entries map[string]any, done func(error))
	// Remove removes keys; one that is not there is no error.
	Remove(keys []string, done func(error))
	// Bytes calls done with the number of bytes that keys take, or all keys for nil, and with
	// the number that storage holds, Unbounded where only the disk bounds it; ok is false if the
	// browser does not tell what is used.
	Bytes(keys []string, done func(used, quota int, ok bool))
	// Watch calls changed for every change from now on of a key that want chooses, of all
	// for nil, whoever makes it; tree is nil where the key was removed.
	Watch(want func(key string) bool, changed func(key string, tree any))
}

// Unbounded is more bytes than a program can store: 1 TB.
const Unbounded = 1 << 40

// Clock tells the time and wakes.
type Clock interface {
	Now() int64 // ms since 1970
	// Timer returns a timer that calls f when it runs out.
	Timer(f func()) Timer
	// Soon calls f once the current callback is done.
	Soon(f func())
	// WhenIdle calls f when the browser is idle, and after that many milliseconds in any
	// case.
	WhenIdle(millis int, f func())
}

// Timer calls its function once, that many milliseconds after it was last set.
type Timer interface {
	Set(millis int)
}

// Worker is the service worker, which decides for all tabs what gives way where storage is
// full.
type Worker interface {
	// Room removes cached records to make room for what a person did, and tells whether it
	// removed any.
	Room(done func(made bool, err error))
	// Teach stores those of a page's entries that have room, and tells the keys of those that
	// are not stored and of cached records that were removed.
	Teach(entries map[string]any, host string, done func(refused []string, err error))
	// Clear removes all that pages taught and nothing of the person's names, and tells how
	// many sessions those were.
	Clear(done func(sessions int, err error))
}

// Network sends requests to servers.
type Network interface {
	// Fetch sends a request and calls done with the answer. The error says that there was no
	// whole answer.
	Fetch(r Request, done func(Response, error))
}

// Request is an HTTP request.
type Request struct {
	Method, URL string
	Header      map[string]string
	Body        []byte // nil for none
	Most        int    // the largest answer, in bytes; a longer one is an error
}

// Response is the answer. Of its headers it has those named here, "" for one that is missing.
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

// Keep stores what a person did. If storage has no room, cached records are removed first.
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

// Error is an error of the browser, in its own words.
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
