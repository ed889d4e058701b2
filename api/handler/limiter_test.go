package handler

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"testing"
	"time"
)

var noon = time.Date(2026, 8, 15, 12, 0, 0, 0, time.UTC)

func TestAddressesOfOneHousehold(t *testing.T) {
	l := newLimiter(1, CreateEvery, 1000, rand.Reader)
	for _, c := range []struct {
		ip   string
		want verdict
	}{
		{"2001:db8::1", verdictOK},
		{"2001:db8::2", verdictAddress}, // the same /64
		{"2001:db8:0:1::1", verdictOK},
		{"192.0.2.1", verdictOK},
		{"::ffff:192.0.2.1", verdictAddress}, // the same written otherwise
		{"192.0.2.2", verdictOK},
		{"fe80::1%eth0", verdictOK},
		{"fe80::2%eth1", verdictAddress},
		{"not an address", verdictOK},
		{"", verdictOK},
		{"", verdictAddress},
	} {
		if got, _ := l.take(c.ip, noon); got != c.want {
			t.Errorf("%q: %d, want %d", c.ip, got, c.want)
		}
	}
}

// The key lasts a day: the same address has another name on the next.
func TestKeyIsDaily(t *testing.T) {
	l := newLimiter(1, CreateEvery, 1000, rand.Reader)
	l.take("192.0.2.1", noon)
	name, key := l.name("192.0.2.1"), l.key
	if bytes.Contains(name[:], []byte{192, 0, 2, 1}) || key == [32]byte{} {
		t.Error("the name shows the address, or there is no key")
	}
	if v, _ := l.take("192.0.2.1", noon.Add(11*time.Hour)); v != verdictOK || l.key != key {
		t.Error("another key on the same day")
	}
	l.take("192.0.2.1", noon.Add(12*time.Hour))
	if l.key == key || l.name("192.0.2.1") == name || len(l.buckets) != 1 {
		t.Error("the same key, or yesterday's names, on the next day")
	}
}

// Without randomness nobody can be counted, so nobody is let in.
func TestFailsClosed(t *testing.T) {
	l := newLimiter(1, CreateEvery, 1000, bytes.NewReader(nil))
	if v, _ := l.take("192.0.2.1", noon); v != verdictEverybody {
		t.Errorf("verdict %d", v)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	l := newLimiter(2, CreateEvery, 1<<30, rand.Reader)
	ip := func(n int) string { return fmt.Sprintf("10.%d.%d.%d", n>>16, n>>8&255, n&255) }
	for n := range maxBuckets {
		if v, _ := l.take(ip(n), noon); v != verdictOK {
			t.Fatalf("address %d: %d", n, v)
		}
	}
	if v, _ := l.take(ip(maxBuckets), noon); v != verdictEverybody {
		t.Errorf("one more: %d", v)
	}
	if v, _ := l.take(ip(0), noon); v != verdictOK {
		t.Errorf("a known address: %d", v)
	}
	if v, _ := l.take(ip(maxBuckets), noon.Add(time.Second)); v != verdictOK || len(l.buckets) > 2 {
		t.Errorf("once they are full again: %d, %d buckets", v, len(l.buckets))
	}
}

// Turns end at the longest wait, so that a flood cannot postpone others by more.
func TestLongestWait(t *testing.T) {
	l := newLimiter(1, CreateEvery, 1000, rand.Reader)
	var last time.Duration
	for range 5000 {
		_, last = l.take("192.0.2.1", noon)
	}
	if last != maxWait {
		t.Errorf("wait %s, want %s", last, maxWait)
	}
}

// A clock that goes back costs no more than the time it went back.
func TestClockGoesBack(t *testing.T) {
	l := newLimiter(600, CreateEvery, 3000, rand.Reader)
	for range 600 {
		l.take("192.0.2.1", noon)
	}
	if v, wait := l.take("192.0.2.1", noon.Add(-time.Hour)); v != verdictAddress || wait > maxWait {
		t.Errorf("%d, %s", v, wait)
	}
	if v, _ := l.take("192.0.2.1", noon.Add(10*time.Second)); v != verdictOK {
		t.Errorf("%d", v)
	}
}
