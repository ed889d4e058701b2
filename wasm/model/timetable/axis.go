package timetable

import (
	"slices"

	"byeolpyo/wasm/model/session"
)

// Measure says how a day's time is turned into height, in the caller's unit.
type Measure struct {
	PerHour int // the height of an hour

	// SqueezeGap and SqueezeRun are the longest times, in minutes, without any start or end
	// that are still drawn to scale: while nothing runs, and while something does. A longer
	// one gets the height of so many minutes and is told of by Axis.Squeezed. They keep an
	// evening party, or a sprint of nine hours, from filling a page with empty space. 0 is no
	// limit.
	SqueezeGap, SqueezeRun int
	LeastGap               int // the least height of a squeezed pause, in the caller's unit: what tells of it has room

	// SqueezeBreak is the same while nothing but Items run of which Break says that they
	// are pauses, such as lunch: their time is told by words, and the height goes to what
	// is to be chosen from. Where Break is nil nothing is a pause.
	SqueezeBreak int
	Break        func(i int) bool

	// Of EvenAxis alone: the largest height of an hour, that up to which it may go where that
	// is more even, and the height that a stretch keeps of which time is left out.
	Most, Utmost, LeastBreak int

	// Least returns the least height that Items[i] needs; time is stretched where it would
	// have less. nil means that no item needs any.
	Least func(i int) int
}

// Axis is the time scale of one day: heights that grow with time, everywhere in
// one order, and evenly but for the places that had to be stretched for a short
// session or squeezed for a long one.
type Axis struct {
	perHour  int    // where it is to scale
	knots    []knot // by time and by height
	squeezed []Gap
}

type knot struct {
	at session.Instant
	y  int
}

// Axis returns the scale of d, from 0 at d.First.
func (d Day) Axis(m Measure) Axis {
	if len(d.Items) == 0 {
		return Axis{}
	}
	times := make([]session.Instant, 0, 2*len(d.Items))
	for _, it := range d.Items {
		times = append(times, it.Start, it.End)
	}
	slices.Sort(times)
	times = slices.Compact(times)

	a := Axis{perHour: m.PerHour}
	minutes := make([]int, len(times)-1) // as drawn, by the time between two neighbours
	height := make([]int, len(minutes))
	for k := range minutes {
		minutes[k] = int(times[k+1] - times[k])
		limit, least := m.SqueezeRun, 0
		switch {
		case slices.Contains(d.Gaps, Gap{times[k], times[k+1]}):
			limit, least = m.SqueezeGap, m.LeastGap
		case m.Break != nil && d.onlyBreaks(times[k], times[k+1], m.Break):
			limit = m.SqueezeBreak
		}
		if limit > 0 && minutes[k] > limit {
			minutes[k] = limit
			a.squeezed = append(a.squeezed, Gap{times[k], times[k+1]})
		} else {
			least = 0
		}
		height[k] = max(minutes[k]*m.PerHour/60, least)
	}
	if m.Least != nil {
		a.stretch(d, times, minutes, height, m.Least)
	}
	a.knots = make([]knot, len(times))
	y := 0
	for k, t := range times {
		a.knots[k] = knot{t, y}
		if k < len(height) {
			y += height[k]
		}
	}
	return a
}

// onlyBreaks reports whether all that runs from from to to are breaks.
func (d Day) onlyBreaks(from, to session.Instant, isBreak func(i int) bool) bool {
	for i, it := range d.Items {
		if it.Start < to && it.End > from && !isBreak(i) {
			return false
		}
	}
	return true
}

// stretch makes room for every item, the shortest first, so that a long one counts in what
// its short neighbours were given. Heights only ever grow, so that one pass is enough.
func (Axis) stretch(d Day, times []session.Instant, minutes, height []int, least func(int) int) {
	order := make([]int, len(d.Items))
	for i := range order {
		order[i] = i
	}
	length := func(i int) session.Instant { return d.Items[i].End - d.Items[i].Start }
	slices.SortStableFunc(order, func(i, j int) int {
		switch a, b := length(i), length(j); {
		case a < b:
			return -1
		case a > b:
			return 1
		}
		return 0
	})
	for _, i := range order {
		from, _ := slices.BinarySearch(times, d.Items[i].Start)
		to, _ := slices.BinarySearch(times, d.Items[i].End)
		have, total := 0, 0
		for k := from; k < to; k++ {
			have += height[k]
			total += minutes[k]
		}
		missing := least(i) - have
		if missing <= 0 {
			continue
		}
		// Spread by minutes; the sums are rounded, not the parts, so that nothing is lost.
		given, past := 0, 0
		for k := from; k < to; k++ {
			past += minutes[k]
			share := missing*past/total - given
			given += share
			height[k] += share
		}
	}
}

// Height returns the height of the whole day.
func (a Axis) Height() int {
	if len(a.knots) == 0 {
		return 0
	}
	return a.knots[len(a.knots)-1].y
}

// Y returns the height at t, which is clamped to the day's first start and last end.
func (a Axis) Y(t session.Instant) int {
	i, found := slices.BinarySearchFunc(a.knots, t, func(k knot, t session.Instant) int {
		switch {
		case k.at < t:
			return -1
		case k.at > t:
			return 1
		}
		return 0
	})
	switch {
	case found:
		return a.knots[i].y
	case i == 0:
		return 0
	case i == len(a.knots):
		return a.Height()
	}
	p, q := a.knots[i-1], a.knots[i]
	return p.y + int(int64(q.y-p.y)*int64(t-p.at)/int64(q.at-p.at))
}

// Squeezed returns the times that are drawn shorter than they are, by start.
func (a Axis) Squeezed() []Gap { return a.squeezed }

// Hours returns the full hours of the day, both ends included, but not those
// within a squeezed time, where they would lie.
func (a Axis) Hours() []session.Instant {
	var out []session.Instant
	for k := 0; k+1 < len(a.knots); k++ {
		from, to := a.knots[k].at, a.knots[k+1].at
		if slices.Contains(a.squeezed, Gap{from, to}) {
			// Only the ends of a squeezed time count; its neighbours have them too, and
			// Compact removes the doubles.
			for _, t := range [...]session.Instant{from, to} {
				if t%60 == 0 {
					out = append(out, t)
				}
			}
			continue
		}
		first := from - from%60
		if first < from {
			first += 60
		}
		for t := first; t <= to; t += 60 {
			out = append(out, t)
		}
	}
	return slices.Compact(out)
}
