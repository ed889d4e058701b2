package handler

import (
	"container/list"
	"net/netip"
	"sync"
	"time"
)

// transfers counts the bodies that are on their way and, for each address, those that have
// been for long. It knows an address only while it has such a body.
type transfers struct {
	most  int           // the most bodies in all
	share int           // how many slow bodies one address may have
	after time.Duration // after how long a body is slow

	mu   sync.Mutex
	all  list.List // of *transfer, the one that came first in front
	slow map[string]int
}

func newTransfers(most, share int, after time.Duration) *transfers {
	return &transfers{most: most, share: share, after: after, slow: map[string]int{}}
}

// transfer is one body.
type transfer struct {
	of      *transfers
	place   *list.Element
	address string
	stop    func()
	timer   *time.Timer
	slow    bool
	cut     bool
	counted bool
}

// begin counts one more body. If there are too many, it cuts off the one that has been on its
// way longest by calling its stop. An honest body arrives faster than those that are held
// back on purpose, so that a flood of these does not shut it out.
func (t *transfers) begin(address string, stop func()) *transfer {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.all.Len() >= t.most {
		t.all.Front().Value.(*transfer).cutOff()
	}
	one := &transfer{of: t, address: address, stop: stop, counted: true}
	one.place = t.all.PushBack(one)
	one.timer = time.AfterFunc(t.after, one.late)
	return one
}

// late counts a body that has become slow among those of its address.
func (one *transfer) late() {
	t := one.of
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case !one.counted:
	case t.slow[one.address] >= t.share:
		one.cutOff()
	default:
		one.slow = true
		t.slow[one.address]++
	}
}

// cutOff ends the body for its client. The lock is held.
func (one *transfer) cutOff() {
	one.cut = true
	one.uncount()
	one.stop()
}

// uncount removes the body from the counts. The lock is held.
func (one *transfer) uncount() {
	if !one.counted {
		return
	}
	t := one.of
	one.counted = false
	t.all.Remove(one.place)
	if one.slow {
		if t.slow[one.address]--; t.slow[one.address] == 0 {
			delete(t.slow, one.address)
		}
	}
}

// end removes the body from the counts and reports whether it was cut off.
func (one *transfer) end() (cut bool) {
	one.timer.Stop()
	one.of.mu.Lock()
	defer one.of.mu.Unlock()
	one.uncount()
	return one.cut
}

// household returns an address as it is counted: of IPv6 only its /64, which one household
// has.
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
