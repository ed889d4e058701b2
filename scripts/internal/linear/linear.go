// Package linear decides whether what clients saw of a vault could have been one
// vault, changed by one request at a time, each at some instant between its call
// and its return: linearizability.
//
// Check uses that every answer names a version and every body is written once, and
// so takes time linear in the history. Porcupine asks the general checker of that
// name the same about small histories, as a check of Check.
package linear

import (
	"fmt"
	"maps"
	"math"
	"strings"

	"byeolpyo/api/wire"
)

// Kind is what a request wished.
type Kind int

const (
	Get Kind = iota
	Put
	Delete
)

// State is what an answer says a vault was at some instant of the request.
type State int

const (
	Unknown State = iota // no answer, or one that says nothing
	None                 // there was no vault
	At                   // it was at Op.Seen
	Gone                 // it was deleted
)

// Never is the return of a request without an answer: it may still take effect.
const Never = math.MaxInt64

// Op is one request and what came of it.
type Op struct {
	Kind         Kind
	Call, Return int64 // ns on one monotonic clock
	Expect       wire.Tag
	Body         wire.Hash // of the body of a Put
	// Done: a Put or Delete was acknowledged. A Put's Seen is then its own tag.
	Done  bool
	State State
	Seen  wire.Tag
	// SeenBody is the hash of the body that a Get brought; zero if it brought none.
	SeenBody wire.Hash
	// Twice: the network sent it more than once. It may then have taken effect whatever the
	// answer says.
	Twice bool
}

func (o Op) String() string {
	kind := [...]string{"GET", "PUT", "DELETE"}[o.Kind]
	state := [...]string{"?", "none", "at " + o.Seen.String(), "gone"}[o.State]
	end := fmt.Sprint(o.Return)
	if o.Return == Never {
		end = "never"
	}
	return fmt.Sprintf("%d-%s %s expecting %s: %s done=%v", o.Call, end, kind, o.Expect, state, o.Done)
}

// write is a body that somebody tried to store.
type write struct {
	op    Op
	first int64 // the earliest call of its attempts
}

// Check returns an error that says what cannot have been. The history is of one
// vault, in any order, and whole: every request that was sent is in it.
func Check(ops []Op) error {
	writes := map[wire.Tag]write{} // by the tag that each would make
	deletes := map[wire.Tag]int64{}
	for _, o := range ops {
		switch o.Kind {
		case Put:
			made := wire.TagOf(o.Expect.Version+1, o.Body)
			w, again := writes[made]
			if again && (w.op.Body != o.Body || w.op.Expect != o.Expect) {
				return fmt.Errorf("two bodies would make %s: the history cannot be judged", made)
			}
			if !again || o.Call < w.first {
				writes[made] = write{o, o.Call}
			}
		case Delete:
			if first, again := deletes[o.Expect]; !again || o.Call < first {
				deletes[o.Expect] = o.Call
			}
		}
	}
	h := history{ops: ops, writes: writes, deletes: deletes, versions: map[int64]wire.Tag{}}
	gone := false
	var ends []wire.Tag // versions that may have been the deleted one
	for _, o := range ops {
		switch {
		case o.State == At:
			if err := h.note(o.Seen); err != nil {
				return fmt.Errorf("%w: %s", err, o)
			}
			if o.Kind == Put && o.Done && o.Seen != wire.TagOf(o.Expect.Version+1, o.Body) {
				return fmt.Errorf("acknowledged as another version: %s", o)
			}
			if o.SeenBody != (wire.Hash{}) && o.SeenBody != writes[o.Seen].op.Body {
				return fmt.Errorf("the body is not that of its tag: %s", o)
			}
		case o.State == Gone:
			gone = true
		}
		if o.Kind == Delete && o.Done {
			ends = append(ends, o.Expect)
		}
	}
	if !gone {
		return h.times(false)
	}
	if len(ends) == 0 {
		for tag := range deletes {
			if tag.Version >= h.last {
				ends = append(ends, tag)
			}
		}
	}
	err := fmt.Errorf("gone after version %d, which nobody deleted", h.last)
	for _, end := range ends {
		h := h
		h.versions = maps.Clone(h.versions)
		if err = h.note(end); err == nil && end.Version != h.last {
			err = fmt.Errorf("%s was deleted and the vault was at version %d", end, h.last)
		}
		if err == nil {
			err = h.times(true)
		}
		if err == nil {
			return nil
		}
	}
	return err
}

// history is what is known of a vault. Position 0 is no vault, position n its version n, and the
// last position means that it is gone.
type history struct {
	ops      []Op
	writes   map[wire.Tag]write
	deletes  map[wire.Tag]int64 // the earliest call
	versions map[int64]wire.Tag // that have been
	last     int64
}

// note records that a version existed, and with it those before it, which follow from what each
// write expected.
func (h *history) note(tag wire.Tag) error {
	for tag.Version > 0 {
		w, known := h.writes[tag]
		if !known {
			return fmt.Errorf("nobody wrote %s", tag)
		}
		if other, there := h.versions[tag.Version]; there {
			if other != tag {
				return fmt.Errorf("version %d is both %s and %s", tag.Version, other, tag)
			}
			return nil
		}
		h.versions[tag.Version] = tag
		h.last = max(h.last, tag.Version)
		tag = w.op.Expect
	}
	return nil
}

// times checks whether there is an instant at which each position began: not before its write
// was sent, and not before the last call that saw an earlier position, but before the first
// return that saw it.
func (h *history) times(gone bool) error {
	n := h.last + 1
	if gone {
		n++
	}
	low, high := make([]int64, n), make([]int64, n)
	for p := range n {
		low[p], high[p] = math.MinInt64, Never
		switch {
		case p == 0:
		case p <= h.last:
			low[p] = h.writes[h.versions[p]].first
		default:
			low[p] = h.deletes[h.versions[h.last]]
		}
	}
	for _, o := range h.ops {
		var p int64
		switch o.State {
		case Unknown:
			continue
		case None:
			p = 0
		case At:
			p = o.Seen.Version
		case Gone:
			p = n - 1
		}
		high[p] = min(high[p], o.Return)
		if p+1 < n {
			low[p+1] = max(low[p+1], o.Call)
		}
	}
	for p := int64(1); p < n; p++ {
		low[p] = max(low[p], low[p-1])
	}
	for p := n - 2; p >= 0; p-- {
		high[p] = min(high[p], high[p+1])
	}
	for p := range n {
		if low[p] > high[p] {
			return fmt.Errorf("version %d of %d: it began at %d at the earliest and was over at %d:\n%s", p, h.last, low[p], high[p], around(h.ops, p))
		}
	}
	return nil
}

// around lists the requests that touch a version, for the message.
func around(ops []Op, version int64) string {
	var b strings.Builder
	for _, o := range ops {
		if o.State == At && (o.Seen.Version-version+1)/3 == 0 || o.Kind != Get && o.Expect.Version == version-1 {
			fmt.Fprintln(&b, o)
		}
	}
	return b.String()
}
