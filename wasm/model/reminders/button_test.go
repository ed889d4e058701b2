package reminders

import (
	"strings"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// The button counts to the next must within the hour, on days with a session.
func TestButton(t *testing.T) {
	item := func(text string) Item {
		f := strings.Fields(text)
		state, _ := picks.ParseState(f[2])
		it := Item{Key: session.Key("2026/s/" + f[0]), Start: clock(f[1]), State: state, Cancelled: len(f) > 3}
		if strings.HasPrefix(f[0], "own") {
			it.Key = session.Key("2026/own/" + f[0])
		}
		return it
	}
	for _, c := range []struct{ picks, now, until, again string }{
		{"a 14:00 must", "12:59", "", "13:00"},
		{"a 14:00 must", "13:00", "14:00", "14:00"},
		{"a 14:00 must", "13:59", "14:00", "14:00"},
		{"a 14:00 must", "14:00", "", ""},
		{"a 14:00 must, b 14:30 must", "14:00", "14:30", "14:30"},
		{"b 14:30 must, a 14:00 must", "13:40", "14:00", "14:00"},
		{"a 14:00 must cancelled, b 14:30 must", "13:40", "14:30", "14:30"},
		{"a 14:00 star, b 18:00 must", "13:40", "", "17:00"},
		{"a 14:00 star", "13:40", "", ""},
		{"own 14:00 must", "13:40", "", ""},                         // no day of a conference
		{"own 14:00 must, a 16:00 star cancelled", "13:40", "", ""}, // nor is this one
		{"own 14:00 must, a 16:00 star", "13:40", "14:00", "14:00"},
		{"own 14:00 must, a 40:00 must", "13:40", "", "39:00"}, // the next day
	} {
		var items []Item
		for one := range strings.SplitSeq(c.picks, ", ") {
			items = append(items, item(one))
		}
		at := func(text string) session.Instant {
			if text == "" {
				return 0
			}
			return clock(text)
		}
		if until, again := Button(clock(c.now), items); until != at(c.until) || again != at(c.again) {
			t.Errorf("%s at %s: until %v, again %v, want %s and %s", c.picks, c.now, until, again, c.until, c.again)
		}
	}
	if until, again := Button(clock("10:00"), []Item{{Key: "2026/s/a", State: picks.Must}}); until.Known() || again.Known() {
		t.Error("counts to what has no time")
	}
}

// Records come back as they were stored; what is none gives the defaults, and what was not
// understood is not written over.
func TestRecords(t *testing.T) {
	usual := Settings{Choice: Choice{Before: 10}}
	for _, tree := range []any{nil, "x", map[string]any{}, map[string]any{"v": 1.0, "on": "yes", "which": "none", "minutes": 5.0, "count": 0.0}} {
		if got := DecodeSettings(tree); got != usual {
			t.Errorf("%v: %+v", tree, got)
		}
	}
	for _, s := range []Settings{usual, {Choice: Choice{On: true, All: true, Before: 15}, Quiet: true}, {Choice: Choice{On: true, Before: 5}}} {
		if got := DecodeSettings(s.Encode()); got != s {
			t.Errorf("%+v came back as %+v", s, got)
		}
	}
	if !DecodeSettings(map[string]any{"v": 2.0}).Newer {
		t.Error("a newer record is not known as one")
	}
	told := Announced{"2026/s/a": clock("14:00"), "2026/own/x": clock("15:30")}
	if got := DecodeAnnounced(told.Encode()); len(got) != 2 || got["2026/s/a"] != clock("14:00") || got["2026/own/x"] != clock("15:30") {
		t.Errorf("%v came back as %v", told, got)
	}
	for _, tree := range []any{nil, "x", map[string]any{"v": 2.0, "starts": told.Encode()["starts"]}, map[string]any{"v": 1.0, "starts": map[string]any{"a": 1.0, "b": "soon", "c": ""}}} {
		if got := DecodeAnnounced(tree); len(got) != 0 {
			t.Errorf("%v: %v", tree, got)
		}
	}
}

// Of a session with several keys another may stand for all of them: it is told once. What
// a notice was of can be told when it is clicked.
func TestAliases(t *testing.T) {
	it := Item{Key: "2026/s/b", Aliases: []session.Key{"2026/s/a"}, Start: clock("14:00"), State: picks.Must}
	c := Choice{On: true, Before: 10}
	p := At(clock("13:55"), []Item{it}, c, Announced{"2026/s/a": clock("14:00")})
	if len(p.Notices) != 0 || len(p.Withdraw) != 0 || p.Announced["2026/s/b"] != clock("14:00") {
		t.Errorf("%+v", p)
	}
	if p := At(clock("13:55"), []Item{it}, c, Announced{"2026/s/a": clock("13:00")}); len(p.Notices) != 1 {
		t.Errorf("what moved is not told again: %+v", p)
	}
	items := []Item{it, {Key: "2026/s/c", Start: clock("14:00"), State: picks.Star}, {Key: "2026/s/d", Start: clock("15:00"), State: picks.Must}}
	if of := Of(clock("14:00"), items, c); len(of) != 1 || of[0].Key != it.Key {
		t.Errorf("%+v", of)
	}
	c.All = true
	if of := Of(clock("14:00"), items, c); len(of) != 2 {
		t.Errorf("%+v", of)
	}
}
