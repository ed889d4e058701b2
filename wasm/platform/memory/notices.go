package memory

import (
	"maps"
	"slices"

	"byeolpyo/wasm/platform"
)

// Notices is a platform.Notices that shows nothing to anybody.
type Notices struct {
	Refused bool                       // the person does not allow any
	Shows   map[string]platform.Notice // by ID
	Log     []platform.Notice          // all that were ever shown, in order
	Failing error                      // what every call answers, where it is not nil

	clock *Clock
}

// NewNotices returns Notices that answer by the clock, and may be shown.
func NewNotices(clock *Clock) *Notices {
	return &Notices{Shows: map[string]platform.Notice{}, clock: clock}
}

// errRefused is what a browser says without the permission.
var errRefused = &platform.Error{Message: "notices are not allowed"}

// refuses returns why nothing is done, or nil.
func (n *Notices) refuses() error {
	if n.Refused && n.Failing == nil {
		return errRefused
	}
	return n.Failing
}

// Allowed implements platform.Notices.
func (n *Notices) Allowed(done func(allowed bool, err error)) {
	n.clock.Soon(func() { done(!n.Refused && n.Failing == nil, n.Failing) })
}

// Show implements platform.Notices.
func (n *Notices) Show(one platform.Notice, done func(error)) {
	n.clock.Soon(func() {
		err := n.refuses()
		if err == nil {
			n.Shows[one.ID] = one
			n.Log = append(n.Log, one)
		}
		done(err)
	})
}

// Withdraw implements platform.Notices.
func (n *Notices) Withdraw(id string, done func(error)) {
	n.clock.Soon(func() {
		err := n.refuses()
		if err == nil {
			delete(n.Shows, id)
		}
		done(err)
	})
}

// Shown implements platform.Notices.
func (n *Notices) Shown(done func(ids []string, err error)) {
	n.clock.Soon(func() { done(slices.Sorted(maps.Keys(n.Shows)), n.refuses()) })
}
