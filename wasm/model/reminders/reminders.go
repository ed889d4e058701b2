// Package reminders decides when a person is told that a session begins. Nothing is ever
// scheduled with a session in it: whenever the browser wakes, however late, what is to be
// said is worked out of what is known then, so that a session that moved moves its
// reminder, and one that was cancelled has none.
//
// There is no clock here: the moment is an argument. A start is a moment too, and the zone
// of the computer changes nothing.
package reminders

import (
	"cmp"
	"slices"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// Late is for how many minutes after its start a session is still told of, as one that has
// begun: after a sleep, there is something to hurry for until then.
const Late = 10

// Choice is what a person wants to be told.
type Choice struct {
	On     bool
	All    bool // of every star, not only of musts
	Before int  // minutes before the start
}

// Item is a pick as it is known at the moment.
type Item struct {
	Key       session.Key
	Aliases   []session.Key // further keys of the same session
	Start     session.Instant
	State     picks.State
	Cancelled bool
}

// Announced are the starts that were announced, by key, as they are stored. A session that moves
// after that is announced again.
type Announced map[session.Key]session.Instant

// of reports whether the start of an item was announced, under any of its keys: which of them
// stands for all changes with the picks.
func (t Announced) of(it Item) bool {
	return t[it.Key] == it.Start || slices.ContainsFunc(it.Aliases, func(k session.Key) bool { return t[k] == it.Start })
}

// Notice is one that is to be shown, for all that begins at a time.
type Notice struct {
	Start session.Instant
	Keys  []session.Key // by key
	Left  int           // minutes until the start; 0 or less when it has begun
}

// Begun reports whether the notice comes after the start, and says so.
func (n Notice) Begun() bool { return n.Left <= 0 }

// Plan is what is to be done at a moment.
type Plan struct {
	Notices   []Notice          // to be shown, by start
	Withdraw  []session.Instant // notices of these starts that are shown are of nothing any more
	Announced Announced         // to be stored when all are shown
	Next      session.Instant   // when to wake again; 0 for never
}

// At returns what is to be done at now about the picks, told being what was stored last.
func At(now session.Instant, items []Item, c Choice, told Announced) Plan {
	p := Plan{Announced: Announced{}}
	kept := map[session.Instant]bool{} // starts of which something still begins
	bySlot := map[session.Instant][]session.Key{}
	for _, it := range items {
		if !c.wants(it) {
			continue
		}
		if told.of(it) {
			p.Announced[it.Key] = it.Start
			kept[it.Start] = true
			continue
		}
		switch due := it.Start - session.Instant(c.Before); {
		case now >= it.Start+Late: // too late to be of use
		case now >= due:
			bySlot[it.Start] = append(bySlot[it.Start], it.Key)
			p.Announced[it.Key] = it.Start
			kept[it.Start] = true
		case !p.Next.Known() || due < p.Next:
			p.Next = due
		}
	}
	for start, keys := range bySlot {
		slices.Sort(keys)
		p.Notices = append(p.Notices, Notice{start, slices.Compact(keys), int(start - now)})
	}
	slices.SortFunc(p.Notices, func(a, b Notice) int { return cmp.Compare(a.Start, b.Start) })
	for _, start := range told {
		if !kept[start] && !slices.Contains(p.Withdraw, start) {
			p.Withdraw = append(p.Withdraw, start)
		}
	}
	slices.Sort(p.Withdraw)
	p.forget(now)
	return p
}

// Of returns the items that a notice for a start is of, whether or not it was shown.
func Of(start session.Instant, items []Item, c Choice) (out []Item) {
	for _, it := range items {
		if it.Start == start && c.wants(it) {
			out = append(out, it)
		}
	}
	return out
}

// wants reports whether a person is to be told of it at all.
func (c Choice) wants(it Item) bool {
	return c.On && it.Start.Known() && !it.Cancelled && (it.State == picks.Must || c.All && it.State == picks.Star)
}

// forget leaves out what nobody will be told of again.
func (p *Plan) forget(now session.Instant) {
	for key, start := range p.Announced {
		if now >= start+Late {
			delete(p.Announced, key)
		}
	}
}
