package reminders

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// clock is a time on the first day, "13:30", and the morning after as "33:30".
func clock(text string) session.Instant {
	var h, m int
	if _, err := fmt.Sscanf(text, "%d:%d", &h, &m); err != nil {
		panic(err)
	}
	return session.KST(session.Date{Year: 2026, Month: 8, Day: 15}, h, m)
}

// device is a browser whose worker may be killed at any moment: only told survives.
type device struct {
	picks  map[session.Key]Item
	choice Choice
	told   Announced
	now    session.Instant
	next   session.Instant
	said   []string
}

// wake decides what is to be done, and does it.
func (d *device) wake() {
	p := At(d.now, slices.Collect(maps.Values(d.picks)), d.choice, d.told)
	d.told, d.next = p.Announced, p.Next
	for _, start := range p.Withdraw {
		d.said = append(d.said, "- "+start.HHMM())
	}
	for _, n := range p.Notices {
		ids := []string{}
		for _, k := range n.Keys {
			ids = append(ids, strings.TrimPrefix(string(k), "2026/s/"))
		}
		how := fmt.Sprintf("in %d", n.Left)
		if n.Begun() {
			how = fmt.Sprintf("began %d ago", -n.Left)
		}
		d.said = append(d.said, fmt.Sprintf("%s %s: %s %s", d.now.HHMM(), n.Start.HHMM(), strings.Join(ids, "+"), how))
	}
}

// until lets time pass, and wakes the device when it asked to be woken.
func (d *device) until(text string) {
	end := clock(text)
	for d.next.Known() && d.next <= end {
		d.now = max(d.now, d.next)
		d.wake()
	}
	d.now = end
}

// A day of a device: each step is a time until which it is awake and what happens then.
// "sleep 13:55" means that nothing runs until then, and "kill" that the worker is started
// anew.
func TestDay(t *testing.T) {
	for name, c := range map[string]struct {
		picks string // "a 14:00 must, b 14:00 star"
		steps string
		want  []string
	}{
		"a must":                            {"a 14:00 must", "20:00", []string{"13:50 14:00: a in 10"}},
		"no star, unless all are wanted":    {"a 14:00 star", "12:00 all, 20:00", []string{"13:50 14:00: a in 10"}},
		"off until it is on":                {"a 14:00 must", "12:00 off, 13:55 on, 20:00", []string{"13:55 14:00: a in 5"}},
		"one notice for a slot":             {"a 14:00 must, b 14:00 must, c 14:30 must", "20:00", []string{"13:50 14:00: a+b in 10", "14:20 14:30: c in 10"}},
		"moved later":                       {"a 14:00 must", "13:00 move a 15:00, 20:00", []string{"14:50 15:00: a in 10"}},
		"moved earlier":                     {"a 14:00 must", "13:00 move a 13:05, 20:00", []string{"13:00 13:05: a in 5"}},
		"moved after it was told":           {"a 14:00 must", "13:55 move a 14:30, 20:00", []string{"13:50 14:00: a in 10", "- 14:00", "14:20 14:30: a in 10"}},
		"cancelled":                         {"a 14:00 must", "13:00 cancel a, 20:00", nil},
		"cancelled after it was told":       {"a 14:00 must", "13:55 cancel a, 20:00", []string{"13:50 14:00: a in 10", "- 14:00"}},
		"one of two cancelled":              {"a 14:00 must, b 14:00 must", "13:55 cancel a, 20:00", []string{"13:50 14:00: a+b in 10"}},
		"taken out":                         {"a 14:00 must", "13:00 drop a, 20:00", nil},
		"killed at every step":              {"a 14:00 must", "13:40 kill, 13:51 kill, 13:52 kill, 14:05 kill, 20:00", []string{"13:50 14:00: a in 10"}},
		"late, and before it began":         {"a 14:00 must", "sleep 13:57, 20:00", []string{"13:57 14:00: a in 3"}},
		"late, and said as late":            {"a 14:00 must", "sleep 14:04, 20:00", []string{"14:04 14:00: a began 4 ago"}},
		"at the very start":                 {"a 14:00 must", "sleep 14:00, 20:00", []string{"14:00 14:00: a began 0 ago"}},
		"the last minute":                   {"a 14:00 must", "sleep 14:09, 20:00", []string{"14:09 14:00: a began 9 ago"}},
		"too late":                          {"a 14:00 must", "sleep 14:10, 20:00", nil},
		"asleep over several":               {"a 13:00 must, b 14:00 must, c 14:10 must, d 16:00 must", "sleep 14:05, 20:00", []string{"14:05 14:00: b began 5 ago", "14:05 14:10: c in 5", "15:50 16:00: d in 10"}},
		"a clock that is put back":          {"a 14:00 must", "13:55 kill, back 13:00, 13:00 kill, 20:00", []string{"13:50 14:00: a in 10"}},
		"starred after the slot was told":   {"a 14:00 must", "13:55 add b 14:00 must, 20:00", []string{"13:50 14:00: a in 10", "13:55 14:00: b in 5"}},
		"after midnight":                    {"a 24:05 must", "30:00", []string{"23:55 00:05: a in 10"}},
		"fifteen minutes before":            {"a 14:00 must", "12:00 before 15, 20:00", []string{"13:45 14:00: a in 15"}},
		"nothing without a time, or at all": {"a 00:00 off", "20:00", nil},
	} {
		d := device{picks: map[session.Key]Item{}, choice: Choice{On: true, Before: 10}, now: clock("09:00")}
		add := func(fields []string) {
			state, _ := picks.ParseState(fields[2])
			key := session.Key("2026/s/" + fields[0])
			d.picks[key] = Item{Key: key, Start: clock(fields[1]), State: state}
		}
		for one := range strings.SplitSeq(c.picks, ", ") {
			add(strings.Fields(one))
		}
		d.wake()
		for step := range strings.SplitSeq(c.steps, ", ") {
			f := strings.Fields(step)
			switch f[0] {
			case "sleep":
				d.now = clock(f[1])
				d.wake()
				continue
			case "back":
				d.now = clock(f[1])
				d.wake()
				continue
			}
			d.until(f[0])
			if len(f) == 1 {
				continue
			}
			change := func(f func(*Item)) {
				key := session.Key("2026/s/" + strings.Fields(step)[2])
				it := d.picks[key]
				f(&it)
				d.picks[key] = it
			}
			switch f[1] {
			case "all":
				d.choice.All = true
			case "on", "off":
				d.choice.On = f[1] == "on"
			case "before":
				fmt.Sscan(f[2], &d.choice.Before)
			case "move":
				change(func(it *Item) { it.Start = clock(f[3]) })
			case "cancel":
				change(func(it *Item) { it.Cancelled = true })
			case "drop":
				change(func(it *Item) { it.State = picks.Off })
			case "add":
				add(f[2:])
			case "kill":
			default:
				t.Fatalf("%s: what is %q?", name, step)
			}
			d.wake() // a change, or a start, wakes the worker
		}
		d.wake()
		if !slices.Equal(d.said, c.want) {
			t.Errorf("%s: says %q, want %q", name, d.said, c.want)
		}
		if len(d.told) > 0 || d.next.Known() {
			t.Errorf("%s: in the end %v is remembered, and it wakes at %v", name, d.told, d.next)
		}
	}
}

// Waking at any further moments, as a browser does, says nothing twice and nothing less.
func TestWakingMoreOften(t *testing.T) {
	run := func(every int) []string {
		d := device{picks: map[session.Key]Item{}, choice: Choice{On: true, All: true, Before: 10}, now: clock("09:00")}
		for i, start := range []string{"09:05", "10:00", "10:00", "10:05", "13:30", "17:00"} {
			key := session.NewKey("2026", "s", string(rune('a'+i)))
			d.picks[key] = Item{Key: key, Start: clock(start), State: picks.Star}
		}
		d.wake()
		for d.now < clock("18:00") {
			step := session.Instant(24 * 60)
			if every > 0 {
				step = session.Instant(every)
			}
			end := min(d.now+step, clock("18:00"))
			for d.next.Known() && d.next <= end {
				d.now = d.next
				d.wake()
			}
			d.now = end
			d.wake()
		}
		return d.said
	}
	want := run(0)
	if len(want) != 5 {
		t.Fatalf("%q", want)
	}
	for every := 1; every < 90; every++ {
		if got := run(every); !slices.Equal(got, want) {
			t.Errorf("woken every %d minutes it says %q, want %q", every, got, want)
		}
	}
}
