package timetable

import "byeolpyo/wasm/model/session"

// findClashes fills in Clashes of items, which are sorted by start, and returns the number of
// groups of items that overlap, of each of which a person can hear one at a time. A cancelled
// session clashes with nothing. Sessions past midnight clash with the next day's.
func findClashes(items []Item) (groups int) {
	for i := range items {
		a := &items[i]
		for j := i + 1; j < len(items) && items[j].Start < a.End; j++ {
			b := &items[j]
			if a.Cancelled() || b.Cancelled() {
				continue
			}
			n := int(min(a.End, b.End) - b.Start)
			guess := a.Guessed || b.Guessed && b.End <= a.End
			a.Clashes = append(a.Clashes, Clash{b.Session.Key, n, guess})
			b.Clashes = append(b.Clashes, Clash{a.Session.Key, n, guess})
		}
	}
	var until session.Instant // until when the group runs
	for _, it := range items {
		if len(it.Clashes) == 0 {
			continue
		}
		if it.Start >= until {
			groups++
		}
		until = max(until, it.End)
	}
	return groups
}

// assignLanes puts the items of one day, sorted by start, into lanes. Items that
// are connected by overlaps form a cluster; a cluster has as many lanes as it
// needs, which is the most items that run at once, and an item takes the free
// lanes to its right as well.
func assignLanes(items []Item) {
	for from := 0; from < len(items); {
		to, last := from+1, items[from].End
		for to < len(items) && items[to].Start < last {
			last = max(last, items[to].End)
			to++
		}
		assignCluster(items[from:to])
		from = to
	}
}

func assignCluster(items []Item) {
	var free []session.Instant // by lane: when its last item ends
	for i := range items {
		it := &items[i]
		it.Lane = 0
		for it.Lane < len(free) && free[it.Lane] > it.Start {
			it.Lane++
		}
		if it.Lane == len(free) {
			free = append(free, 0)
		}
		free[it.Lane] = it.End
	}
	for i := range items {
		items[i].Lanes = len(free)
		items[i].Span = len(free) - items[i].Lane
	}
	narrow := func(a, b *Item) {
		if b.Lane > a.Lane {
			a.Span = min(a.Span, b.Lane-a.Lane)
		}
	}
	for i := range items {
		for j := i + 1; j < len(items) && items[j].Start < items[i].End; j++ {
			narrow(&items[i], &items[j])
			narrow(&items[j], &items[i])
		}
	}
}
