package handler

import (
	"crypto/hmac"
	"crypto/sha256"
	"io"
	"sync"
	"time"
)

// limiter counts the vaults made from each address and from all together, in
// memory. An address is known only as its HMAC under a key that lives for a day
// and is written nowhere.
type limiter struct {
	burst     int
	every     time.Duration
	perMinute int
	rand      io.Reader

	mu      sync.Mutex
	day     int64
	key     [sha256.Size]byte
	buckets map[[16]byte]*bucket
	all     bucket
}

// maxBuckets bounds the memory: 65,536 addresses of about 100 bytes are 7 MB, and
// more than the global limit lets through in 20 minutes. Full buckets are
// forgotten first; if none is full, newcomers wait.
const maxBuckets = 1 << 16

// maxWait bounds how long a client may be told to wait: it is the longest back-off of a
// client.
const maxWait = 15 * time.Minute

// bucket holds tokens as an instant: the time at which it would be full.
type bucket struct {
	full time.Time // zero: it was always full
	turn time.Time // when the client that was last turned away was told to come back
}

type verdict int

const (
	verdictOK verdict = iota
	verdictAddress
	verdictEverybody
)

func newLimiter(burst int, every time.Duration, perMinute int, rand io.Reader) *limiter {
	return &limiter{burst: burst, every: every, perMinute: perMinute, rand: rand, buckets: map[[16]byte]*bucket{}}
}

// take counts one creation. If the address has had its share, the duration is how long the
// client is to wait. Each client that is turned away gets another turn, so that a hall
// does not come back in the same second.
func (l *limiter) take(ip string, now time.Time) (verdict, time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if day := now.Unix() / (24 * 60 * 60); day != l.day || l.day == 0 {
		if _, err := io.ReadFull(l.rand, l.key[:]); err != nil {
			return verdictEverybody, 0 // without a key no client can be counted, so the server counts as closed
		}
		l.day = day
		clear(l.buckets)
	}
	name := l.name(ip)
	b := l.buckets[name]
	if b == nil {
		if len(l.buckets) >= maxBuckets {
			l.forget(now)
		}
		if len(l.buckets) >= maxBuckets {
			return verdictEverybody, 0
		}
		b = &bucket{}
		l.buckets[name] = b
	}
	if !b.has(now, l.burst, l.every) {
		b.turn = later(b.turn, now).Add(l.every)
		return verdictAddress, min(b.turn.Sub(now), maxWait)
	}
	if minute := time.Minute / time.Duration(l.perMinute); !l.all.has(now, l.perMinute, minute) {
		return verdictEverybody, 0
	} else {
		l.all.take(now, minute)
	}
	b.take(now, l.every)
	return verdictOK, 0
}

// has reports whether the bucket has a token. It holds size tokens and gets one more every
// each.
func (b *bucket) has(now time.Time, size int, each time.Duration) bool {
	return later(b.full, now).Add(each).Sub(now) <= time.Duration(size)*each
}

func (b *bucket) take(now time.Time, each time.Duration) { b.full = later(b.full, now).Add(each) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// forget drops the buckets that are full again.
func (l *limiter) forget(now time.Time) {
	for name, b := range l.buckets {
		if !b.full.After(now) && !b.turn.After(now) {
			delete(l.buckets, name)
		}
	}
}

// name returns the keyed hash of an address.
func (l *limiter) name(ip string) [16]byte {
	mac := hmac.New(sha256.New, l.key[:])
	mac.Write([]byte(household(ip)))
	return [16]byte(mac.Sum(nil))
}
