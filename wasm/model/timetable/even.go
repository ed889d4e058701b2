package timetable

import (
	"cmp"
	"slices"

	"byeolpyo/wasm/model/session"
)

// Piece is a stretch of an axis, and whether it is drawn to the axis's scale.
type Piece struct {
	Gap
	Even bool
}

// Pieces returns the whole of an axis, by start: stretches that are drawn to its scale, as long
// as they are, and others that are not, each from one start or end to the next.
func (a Axis) Pieces() (out []Piece) {
	for k := 0; k+1 < len(a.knots); k++ {
		g := Gap{a.knots[k].at, a.knots[k+1].at}
		even := a.knots[k+1].y-a.knots[k].y == a.exact(g)
		if n := len(out); n > 0 && even && out[n-1].Even {
			out[n-1].End = g.End
			continue
		}
		out = append(out, Piece{g, even})
	}
	return out
}

// PerHour returns the height of an hour where the axis is drawn to its scale.
func (a Axis) PerHour() int { return a.perHour }

// exact returns the height of g to scale. Heights from the day's first start on are rounded,
// not those of the parts, so that all of a long stretch adds up.
func (a Axis) exact(g Gap) int {
	at := func(t session.Instant) int { return int(t-a.knots[0].at) * a.perHour / 60 }
	return at(g.End) - at(g.Start)
}

// The worth of a minute that is drawn to scale: what is picked is what the picture is for,
// and where nothing runs nothing is to be compared.
const (
	worthOfMine   = 6
	worthOfOthers = 2
)

// maxScales bounds how many scales are tried. They are those that some item asks for, and
// these lie close together where there are many.
const maxScales = 24

// EvenAxis returns the scale of d, at most room high, on which as much as can be of the time
// of its items is drawn evenly, first of what is picked, and the share of it. To have the
// room, it leaves time out where that costs least: where nothing runs, then where nothing runs
// that is picked, then elsewhere; what is left has a height of LeastBreak at least. Of scales
// from PerHour to Most that are as even the largest is taken; with a room of 0, which is
// endless, the smallest. One up to Utmost is, where it is more even. Where even without any
// scale there is no room, ok is false.
func (d Day) EvenAxis(m Measure, room int) (a Axis, share float64, ok bool) {
	if len(d.Items) == 0 {
		return Axis{}, 1, true
	}
	s := d.stretches(m)
	best, score := Axis{}, -1
	try := func(perHour int) bool {
		next, n, fits := s.at(perHour, room)
		if !fits || n < score || n == score && ((perHour > best.perHour) == (room == 0) || perHour > m.Most) {
			return false
		}
		best, score = next, n
		return true
	}
	for _, perHour := range s.scales() {
		try(perHour)
	}
	if score < 0 {
		return Axis{}, 0, false
	}
	if room > 0 { // what is left of it
		for step := (m.Most - best.perHour) / 2; step > 0; step /= 2 {
			for best.perHour+step <= m.Most && try(best.perHour+step) {
			}
		}
	}
	return best, s.share(score), true
}

// stretches are a day cut at every start and end.
type stretches struct {
	d     Day
	m     Measure
	times []session.Instant
	worth []int    // of a minute, by stretch
	pause []int    // minutes at most, 0 for no bound
	empty []bool   // nothing runs, for so long that it is always shown shorter
	spans [][2]int // by item: the stretches that it runs through
	least []int    // by item
}

func (d Day) stretches(m Measure) *stretches {
	s := &stretches{d: d, m: m}
	for _, it := range d.Items {
		s.times = append(s.times, it.Start, it.End)
	}
	slices.Sort(s.times)
	s.times = slices.Compact(s.times)
	n := len(s.times) - 1
	s.worth, s.pause, s.empty = make([]int, n), make([]int, n), make([]bool, n)
	for i := range d.Items {
		from, _ := slices.BinarySearch(s.times, d.Items[i].Start)
		to, _ := slices.BinarySearch(s.times, d.Items[i].End)
		s.spans = append(s.spans, [2]int{from, to})
		worth, least := worthOfOthers, 0
		if m.Least != nil {
			least = m.Least(i)
		}
		switch {
		case m.Break != nil && m.Break(i):
			worth = 0
		case mine(d.Items[i]):
			worth = worthOfMine
		}
		s.least = append(s.least, least)
		for k := from; k < to; k++ {
			s.worth[k] = max(s.worth[k], worth)
		}
	}
	for k := range n {
		g := Gap{s.times[k], s.times[k+1]}
		limit := m.SqueezeRun
		switch {
		case slices.Contains(d.Gaps, g):
			limit = m.SqueezeGap
			s.empty[k] = true
		case m.Break != nil && d.onlyBreaks(g.Start, g.End, m.Break):
			limit = m.SqueezeBreak
		}
		if limit > 0 && g.Minutes() > limit {
			s.pause[k], s.worth[k] = limit, 0
		}
		s.empty[k] = s.empty[k] && s.pause[k] > 0
	}
	return s
}

// scales returns the heights of an hour to try, by size: the least, the most, and those with
// which the items have just the heights that they need.
func (s *stretches) scales() []int {
	all := []int{s.m.PerHour, s.m.Most}
	for i, it := range s.d.Items {
		if n := int(it.End - it.Start); n > 0 && s.least[i] > 0 && s.worth[s.spans[i][0]] > 0 {
			all = append(all, (s.least[i]*60+n-1)/n+1) // heights are rounded down
		}
	}
	all = slices.DeleteFunc(all, func(n int) bool { return n > s.m.Utmost || n < s.m.PerHour })
	slices.Sort(all)
	all = slices.Compact(all)
	if n := len(all); n > maxScales {
		some := make([]int, 0, maxScales)
		for i := range maxScales {
			some = append(some, all[i*(n-1)/(maxScales-1)])
		}
		all = some
	}
	return all
}

// at returns the axis of a scale and what it is worth; false when it is higher than room.
func (s *stretches) at(perHour, room int) (a Axis, score int, ok bool) {
	n := len(s.times) - 1
	a = Axis{perHour: perHour, knots: make([]knot, len(s.times))}
	for k, t := range s.times {
		a.knots[k].at = t
	}
	minutes, height, whole := make([]int, n), make([]int, n), make([]int, n)
	for k := range n {
		g := Gap{s.times[k], s.times[k+1]}
		minutes[k], height[k] = g.Minutes(), a.exact(g)
		whole[k] = height[k]
		if s.pause[k] > 0 {
			minutes[k] = s.pause[k]
			height[k] = minutes[k] * perHour / 60
			if s.empty[k] {
				height[k] = max(height[k], s.m.LeastGap)
			}
		}
	}
	if s.m.Least != nil {
		a.stretch(s.d, s.times, minutes, height, func(i int) int { return s.least[i] })
	}
	total := 0
	for _, h := range height {
		total += h
	}
	if room > 0 {
		total -= s.leaveOut(height, total-room)
	}
	y := 0
	for k := range n + 1 {
		a.knots[k].y = y
		if k == n {
			break
		}
		if height[k] == whole[k] {
			score += s.worth[k] * int(s.times[k+1]-s.times[k])
		} else if s.pause[k] > 0 {
			a.squeezed = append(a.squeezed, Gap{s.times[k], s.times[k+1]})
		}
		y += height[k]
	}
	return a, score, room == 0 || total <= room
}

// leaveOut makes stretches shorter until they are by so many px together, or no item can spare
// any more, and returns by how many they are.
func (s *stretches) leaveOut(height []int, excess int) (out int) {
	if excess <= 0 {
		return 0
	}
	spare := make([]int, len(s.spans)) // by item
	for i, span := range s.spans {
		for k := span[0]; k < span[1]; k++ {
			spare[i] += height[k]
		}
		spare[i] -= s.least[i]
	}
	through := make([][]int, len(height)) // by stretch: the items
	for i, span := range s.spans {
		for k := span[0]; k < span[1]; k++ {
			through[k] = append(through[k], i)
		}
	}
	can := func(k int) int {
		n := height[k] - s.m.LeastBreak
		for _, i := range through[k] {
			n = min(n, spare[i])
		}
		return max(n, 0)
	}
	order := make([]int, len(height))
	first := make([]int, len(height))
	for k := range order {
		order[k], first[k] = k, can(k)
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(s.worth[i], s.worth[j]), cmp.Compare(first[j], first[i]))
	})
	for _, k := range order {
		n := min(can(k), excess-out)
		if n <= 0 {
			continue
		}
		height[k] -= n
		out += n
		for _, i := range through[k] {
			spare[i] -= n
		}
		if out == excess {
			break
		}
	}
	return out
}

// share returns how much of what all minutes are worth a score is.
func (s *stretches) share(score int) float64 {
	all := 0
	for k, w := range s.worth {
		all += w * int(s.times[k+1]-s.times[k])
	}
	if all == 0 {
		return 1
	}
	return float64(score) / float64(all)
}
