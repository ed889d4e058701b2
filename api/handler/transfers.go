package handler

import (
	"net/netip"
	"sync"
	"time"
)

// transfers counts the bodies that are on their way, and of each address those that
// have been for long. An address is known only while such a body is.
type transfers struct {
	most  int           // of all
	share int           // of the slow ones, for one address
	after time.Duration // then one is slow

	mu   sync.Mutex
	all  int
	slow map[string]int
}

func newTransfers(most, share int, after time.Duration) *transfers {
	return &transfers{most: most, share: share, after: after, slow: map[string]int{}}
}

// transfer is one body.
type transfer struct {
	of      *transfers
	address string
	stop    func()
	timer   *time.Timer
	slow    bool
	cut     bool
	ended   bool
}

// begin counts one more body, or returns nil if there are too many. stop is called,
// in a goroutine of its own, if it has become one slow body too many of its address.
func (t *transfers) begin(address string, stop func()) *transfer {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all >= t.most {
		return nil
	}
	t.all++
	one := &transfer{of: t, address: address, stop: stop}
	one.timer = time.AfterFunc(t.after, one.late)
	return one
}

func (one *transfer) late() {
	t := one.of
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case one.ended:
	case t.slow[one.address] >= t.share:
		one.cut = true
		one.stop()
	default:
		one.slow = true
		t.slow[one.address]++
	}
}

// end counts the body no more and reports whether it was stopped.
func (one *transfer) end() (cut bool) {
	t := one.of
	one.timer.Stop()
	t.mu.Lock()
	defer t.mu.Unlock()
	one.ended = true
	t.all--
	if one.slow {
		if t.slow[one.address]--; t.slow[one.address] == 0 {
			delete(t.slow, one.address)
		}
	}
	return one.cut
}

// household is an address as it is counted: of IPv6 its /64, which is one
// household's.
func household(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	if addr = addr.Unmap(); addr.Is6() {
		if prefix, err := addr.WithZone("").Prefix(64); err == nil {
			addr = prefix.Addr()
		}
	}
	return addr.String()
}
