// Package agenda tells where a visitor stands in a timetable at one moment: which picks run
// now, which come next and in how many minutes, and which sessions would fit into a gap. The
// moment is an argument and no clock is read, so that every caller says the same.
package agenda

import (
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// Phase is where in the conference a moment lies, as far as the picks tell.
type Phase int

// The phases are in the order in which a visitor goes through them.
const (
	Empty   Phase = iota // nothing is picked that has a time and takes place
	Before               // no pick is on this day or an earlier one
	Ahead                // a day with picks, before its first
	Running              // a pick runs
	Gap                  // between two picks of a day
	Between              // what was picked for this day is over, and another day comes
	After                // the last pick is over
)

// Agenda is what a timetable says at a moment. Cancelled sessions are left out.
type Agenda struct {
	Phase   Phase
	Running []timetable.Item // what runs, by its end
	Left    int              // minutes until the first of Running ends, rounded up: at least 1
	Next    []timetable.Item // what starts next, all at one time
	Wait    int              // minutes until Next starts: at least 1
	Days    int              // from today's date in Seoul to that of Next: 0 is today, 1 tomorrow
	Free    timetable.Gap    // in a Gap: from when to when nothing is picked
	First   timetable.Item   // the first of all picks that takes place
}

// At returns what tt says at now.
func At(tt timetable.Timetable, now session.Instant) Agenda {
	var a Agenda
	var today bool           // a pick of this day has begun
	var busy session.Instant // until when the picks that have begun run
	var seen bool            // a pick of any day has begun
	for _, d := range tt.Days {
		for _, it := range d.Items {
			if it.Cancelled() {
				continue
			}
			if a.First.Start == 0 {
				a.First = it
			}
			switch {
			case it.Start > now:
				a.next(it)
			case it.End > now:
				a.run(it)
				fallthrough
			default:
				seen = true
				today = today || it.Start.Date() == now.Date()
				busy = max(busy, it.End)
			}
		}
	}
	if len(a.Running) > 0 {
		a.Left = int(a.Running[0].End - now)
	}
	if len(a.Next) > 0 {
		a.Wait = int(a.Next[0].Start - now)
		a.Days = a.Next[0].Start.DaysAfter(now)
	}
	switch {
	case a.First.Start == 0:
		a.Phase = Empty
	case len(a.Running) > 0:
		a.Phase = Running
	case len(a.Next) == 0:
		a.Phase = After
	case a.Days > 0 && !seen:
		a.Phase = Before
	case a.Days > 0:
		a.Phase = Between
	case today:
		a.Phase = Gap
		a.Free = timetable.Gap{Start: busy, End: a.Next[0].Start}
	default:
		a.Phase = Ahead
	}
	return a
}

// run adds an item to Running, which stays sorted by end.
func (a *Agenda) run(it timetable.Item) {
	at := len(a.Running)
	for at > 0 && a.Running[at-1].End > it.End {
		at--
	}
	a.Running = append(a.Running, it)
	copy(a.Running[at+1:], a.Running[at:])
	a.Running[at] = it
}

// next keeps the items with the earliest start in Next.
func (a *Agenda) next(it timetable.Item) {
	switch {
	case len(a.Next) == 0 || it.Start < a.Next[0].Start:
		a.Next = append(a.Next[:0], it)
	case it.Start == a.Next[0].Start:
		a.Next = append(a.Next, it)
	}
}
