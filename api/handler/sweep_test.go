package handler

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"byeolpyo/api/store"
	"byeolpyo/api/wire"
)

const day = 24 * time.Hour

// alone is a handler that sweeps each hour, over a store with three vaults, after its
// first sweep.
func alone(t *testing.T) *bench {
	t.Helper()
	b := newBench(func(o *Options) { o.Alone = true })
	for n := range 3 {
		if w := b.create(n); w.Code != http.StatusCreated {
			t.Fatal(w.Code)
		}
	}
	b.sweep(t, 0, false)
	return b
}

// sweep sweeps once and compares how many expired, or -1 if it is refused.
func (b *bench) sweep(t *testing.T, expired int64, force bool) {
	t.Helper()
	s, err := b.Sweep(t.Context(), force)
	got := s.Expired
	if s.Refused {
		got = -1
	}
	if err != nil || got != expired {
		t.Errorf("%s: %d expired, want %d (-1: refused): %v", b.now.Format(time.DateTime), got, expired, err)
	}
	if known, err := b.store.Sweeps(t.Context()); err != nil || known.Last != s.Last || !s.Refused && known != (store.Sweeps{Last: store.DayOf(b.now)}) {
		t.Errorf("%s: noted %+v, told %+v: %v", b.now.Format(time.DateTime), known, s, err)
	}
}

// hours advances the clock, with a check each hour, all of which are refused.
func (b *bench) hours(t *testing.T, n int) {
	t.Helper()
	for range n {
		b.now = b.now.Add(time.Hour)
		b.sweep(t, -1, false)
	}
}

// What has really expired is removed, even if that is all. (B4)
func TestAllExpire(t *testing.T) {
	b := alone(t)
	for n := range wire.RetentionDays + 1 {
		b.now = b.now.Add(day)
		want := int64(0)
		if n == wire.RetentionDays {
			want = 3
		}
		b.sweep(t, want, false)
	}
	if n, err := b.store.Count(t.Context()); err != nil || n != 0 {
		t.Errorf("%d are left: %v", n, err)
	}
}

// A clock that is two years ahead sweeps nothing, and until it is corrected nothing happens to a
// vault that would not have happened on the day of the last sweep. (B4)
func TestClockTwoYearsAhead(t *testing.T) {
	b := alone(t)
	right := b.now
	b.now = right.AddDate(2, 0, 0)
	b.sweep(t, -1, false)
	b.hours(t, 5)
	if !strings.Contains(b.log.String(), "no sweep: the clock is in doubt") || !strings.Contains(b.log.String(), "last_sweep=2026-08-15") {
		t.Errorf("the log: %s", &b.log)
	}
	mine := token(1)
	if w := b.ask("GET", path(mine), &mine, nil); w.Code != http.StatusOK {
		t.Errorf("reading in doubt: %d", w.Code)
	}
	if w := b.ask("PUT", path(mine), &mine, strings.NewReader("other"), "If-None-Match", "*"); w.Code != http.StatusPreconditionFailed {
		t.Errorf("creating over it in doubt: %d", w.Code)
	}
	if w := b.ask("PUT", path(mine), &mine, strings.NewReader("second"), "If-Match", `"1-2cf24dba"`); w.Code != http.StatusOK {
		t.Errorf("changing it in doubt: %d", w.Code)
	}
	if w := b.create(7); w.Code != http.StatusCreated {
		t.Errorf("a new one in doubt: %d", w.Code)
	}
	b.now = right.Add(5 * time.Hour)
	b.sweep(t, 0, false)
	for _, n := range []int{0, 1, 2, 7} {
		mine := token(n)
		if w := b.ask("GET", path(mine), &mine, nil); w.Code != http.StatusOK {
			t.Errorf("vault %d afterwards: %d", n, w.Code)
		}
	}
	// What was made and used under that clock does not live two years longer.
	b.now = right.AddDate(0, 0, wire.RetentionDays+1)
	b.sweep(t, 4, true)
}

// A clock that keeps running for a day is believed: the server was off for a long time. (B4)
func TestClockRunsOn(t *testing.T) {
	for name, jump := range map[string]time.Duration{"off for two years": 730 * day, "off for 31 days": 31 * day, "behind": -400 * day} {
		t.Run(name, func(t *testing.T) {
			b := alone(t)
			b.now = b.now.Add(jump)
			b.sweep(t, -1, false)
			b.hours(t, 23)
			b.now = b.now.Add(time.Hour)
			want := int64(0)
			if jump > wire.RetentionDays*day {
				want = 3
			}
			b.sweep(t, want, false)
			b.now = b.now.Add(time.Hour)
			b.sweep(t, 0, false)
		})
	}
}

// The edges: what is credible at once.
func TestClockIsCredible(t *testing.T) {
	for days, refused := range map[int]bool{-1: true, 0: false, 1: false, SweepWithin: false, SweepWithin + 1: true} {
		b := alone(t)
		b.now = b.now.AddDate(0, 0, days)
		if s, err := b.Sweep(t.Context(), false); err != nil || s.Refused != refused {
			t.Errorf("%d days later: refused %v, want %v: %v", days, s.Refused, refused, err)
		}
	}
}

// Setting the clock ahead by a day is not running for a day; nor is being off for one.
func TestClockIsSetAgain(t *testing.T) {
	b := alone(t)
	b.now = b.now.AddDate(2, 0, 0)
	b.sweep(t, -1, false)
	for range 5 {
		b.now = b.now.Add(day)
		b.sweep(t, -1, false)
	}
	b.hours(t, 10)
	b.now = b.now.Add(-time.Hour)
	b.sweep(t, -1, false)
	b.hours(t, 23)
	// A restart within the hour does not start over.
	b.Handler = New(b.store, b.o)
	if err := b.Recall(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.Add(time.Hour)
	b.sweep(t, 3, false)
}

// An operator who knows better overrides the doubt. (B4)
func TestSweepNow(t *testing.T) {
	b := alone(t)
	b.now = b.now.AddDate(2, 0, 0)
	b.sweep(t, -1, false)
	b.sweep(t, 3, true)
	b.now = b.now.Add(time.Hour)
	b.sweep(t, 0, false)
}

// A store of which no sweep is known, as one of 0.1.0: the last use of a vault says
// which day it was, and an empty one believes the clock.
func TestFirstSweep(t *testing.T) {
	b := newBench(func(o *Options) { o.Alone = true })
	b.create(1)
	b.now = b.now.AddDate(2, 0, 0)
	b.Handler = New(b.store, b.o)
	if err := b.Recall(t.Context()); err != nil {
		t.Fatal(err)
	}
	mine := token(1)
	if w := b.ask("GET", path(mine), &mine, nil); w.Code != http.StatusOK {
		t.Errorf("before the first sweep: %d", w.Code)
	}
	b.sweep(t, -1, false)
	newBench(nil).sweep(t, 0, false)
}

// Where others sweep the same store, as on Workers, the clock is the host's, looked at
// once a day.
func TestSweepOnceADay(t *testing.T) {
	b := newBench(func(o *Options) { o.SweepEvery = day })
	b.create(1)
	b.sweep(t, 0, false)
	b.now = b.now.AddDate(2, 0, 0)
	b.sweep(t, -1, false)
	mine := token(1)
	if w := b.ask("GET", path(mine), &mine, nil); w.Code != http.StatusNotFound {
		t.Errorf("%d", w.Code)
	}
	b.now = b.now.Add(day + time.Minute)
	b.sweep(t, 1, false)
}
