package handler

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"byeolpyo/api/store"
)

const (
	// SweepWithin is how many days after the last sweep the next one is made without doubt. A
	// longer time may mean that the clock is wrong, and a sweep cannot be undone.
	SweepWithin = 30

	// doubtFor is how long a clock that is in doubt must run on before it is believed: within
	// a day it has been corrected, or somebody has seen the metric.
	doubtFor = 24 * time.Hour
)

// Sweep is the result of a sweep.
type Sweep struct {
	Expired int64     // vaults that were removed
	Refused bool      // the clock is in doubt, and nothing was swept
	Last    store.Day // of the last sweep that was made
}

// sweeps holds the day of the last sweep, 0 for none.
type sweeps struct{ last atomic.Int64 }

// today returns the day that the store is given. If the clock is in doubt, it is the earlier
// of its day and that of the last sweep. So no further vault counts as expired, which would
// not be swept but might be written over.
func (h *Handler) today(now time.Time) store.Day {
	day := store.DayOf(now)
	if last := store.Day(h.sweeps.last.Load()); last != 0 && !credible(day, last) {
		return min(day, last)
	}
	return day
}

// Recall reads the day of the last sweep from the store. It is called before requests are
// served.
func (h *Handler) Recall(ctx context.Context) error {
	known, err := h.store.Sweeps(ctx)
	if err == nil && h.o.Alone {
		h.sweeps.last.Store(int64(known.Last))
	}
	return err
}

// credible reports whether day is plausible after a sweep on the day last.
func credible(day, last store.Day) bool { return day >= last && day <= last+SweepWithin }

// Sweep removes expired vaults until none are left or ctx ends. It is refused when the
// clock is before the day of the last sweep or more than SweepWithin days past it,
// until the clock has run on for doubtFor, looked at every SweepEvery; force
// believes it at once.
func (h *Handler) Sweep(ctx context.Context, force bool) (Sweep, error) {
	known, err := h.store.Sweeps(ctx)
	if err != nil {
		return Sweep{}, err
	}
	now := h.o.Now()
	day := store.DayOf(now)
	out := Sweep{Last: known.Last}
	if known.Last != 0 && !credible(day, known.Last) && !force {
		if note, believed := doubt(known, now.Unix(), h.o.SweepEvery); !believed {
			out.Refused = true
			h.o.Log.Error("no sweep: the clock is in doubt", "today", dateOf(day), "last_sweep", dateOf(known.Last))
			return out, h.store.NoteSweeps(ctx, note)
		}
	}
	for {
		n, err := h.store.Sweep(ctx, day)
		out.Expired += n
		if err != nil {
			return out, err
		}
		if n == 0 {
			break
		}
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
	}
	out.Last = day
	if next := (store.Sweeps{Last: day}); next != known {
		if err := h.store.NoteSweeps(ctx, next); err != nil {
			return out, err
		}
	}
	if h.o.Alone {
		h.sweeps.last.Store(int64(day))
	}
	return out, nil
}

// doubt looks at a clock that is not credible, and reports whether it has run on long
// enough to be believed all the same. A clock that was not looked at for twice the
// usual time may have been set again meanwhile, and the doubt begins anew.
func doubt(known store.Sweeps, now int64, every time.Duration) (store.Sweeps, bool) {
	gap := now - known.Checked
	if known.Doubted == 0 || gap < 0 || gap > int64(2*every/time.Second) {
		known.Doubted = now
	}
	known.Checked = now
	return known, now-known.Doubted >= int64(doubtFor/time.Second)
}

func dateOf(d store.Day) string { return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly) }

// errNoAnswer says that the store did not answer in time.
var errNoAnswer = errors.New("the store did not answer")
