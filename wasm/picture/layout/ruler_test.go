package layout

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
)

// TestGridScale: in the grids of real programmes whoever looks at a row can tell how long it
// lasts, or sees that the scale is broken there. Beside one without a break its cells are as
// high as they last, by one scale for the whole sheet, which its ticks have too; a break has a
// zigzag. No start is written beside a pick that begins at another time, unless another pick
// begins then.
func TestGridScale(t *testing.T) {
	f := loadFonts(t)
	seen := map[string]int{}
	for _, g := range gridsOfAll(t) {
		items := map[session.Key]timetable.Item{}
		for _, day := range timetable.Grids(g.p.Edition, g.o.Lang, g.p.Sessions, g.tt.All()) {
			for _, it := range day.Items {
				items[it.Session.Key] = it
			}
		}
		for _, s := range g.sheets {
			checkScale(t, fmt.Sprintf("%s, format %d aspect %d, %s", g.p.Edition, g.o.Format, g.o.Aspect, s.ID), newPlanner(f, g.o), s.Page, items, seen)
		}
	}
	t.Log(seen)
	for _, kind := range []string{"even", "broken", "mine even"} {
		if seen[kind] < 50 {
			t.Errorf("only %d cells are %s", seen[kind], kind)
		}
	}
	if seen["labels"] < 10 && !testing.Short() {
		t.Errorf("only %d labels are of others", seen["labels"])
	}
}

// TestGridStarts: a start that only others have is written where no pick runs, and not beside
// one that began before, nor so close above one that it would stand beside that.
func TestGridStarts(t *testing.T) {
	f := loadFonts(t)
	var known []session.Session
	for id, clock := range map[string][2]string{"b": {"13:20", "13:50"}, "c": {"15:00", "15:30"}, "d": {"15:55", "16:10"}} {
		known = append(known, pick(id, "남의 세션", clock[0], clock[1], "102").Session)
	}
	mine := []timetable.Pick{pick("a", "내 세션", "13:00", "14:00", "101"), pick("e", "내 다음 세션", "16:00", "17:00", "101")}
	for _, format := range []choices.Format{choices.Whole, choices.A4} {
		sheets, err := Sheets(timetable.New("2026", mine), f, Options{Format: format, Mode: choices.Grid, Programme: known})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range sheets[0].Page.Boxes {
			if b.Role == scene.Hour && strings.Contains(b.Lines[0].Text, ":") {
				got = append(got, b.Lines[0].Text)
			}
		}
		if want := []string{"13:00", "15:00", "16:00"}; !slices.Equal(got, want) {
			t.Errorf("format %d: %q are written, want %q", format, got, want)
		}
	}
}

// scaled is what one day of a grid has on a page: its breaks, ticks, cells and labels.
type scaled struct {
	breaks, scales, ticks, zigzags, labels []scene.Box
	cells                                  []scene.Box
}

// checkScale holds each day on a page to its scale.
func checkScale(t *testing.T, where string, p *planner, page *scene.Page, items map[session.Key]timetable.Item, seen map[string]int) {
	t.Helper()
	var days []scaled
	for _, b := range page.Boxes {
		if b.Role == scene.Header || b.Role == scene.Heading && len(days) > 0 && len(days[len(days)-1].cells) > 0 {
			days = append(days, scaled{})
		}
		if len(days) == 0 {
			continue
		}
		d := &days[len(days)-1]
		switch {
		case b.Role == scene.Break:
			d.breaks = append(d.breaks, b)
		case b.Role == scene.Scale:
			d.scales = append(d.scales, b)
		case b.Role == scene.Tick:
			d.ticks = append(d.ticks, b)
		case b.Role == scene.Rule && b.Shape == scene.Zigzag:
			d.zigzags = append(d.zigzags, b)
		case b.Role == scene.Hour:
			d.labels = append(d.labels, b)
		case b.Role == scene.Card:
			if it, ok := items[b.Key]; ok && it.Start.Known() {
				d.cells = append(d.cells, b)
			}
		}
	}
	for _, d := range days {
		if len(d.breaks)+len(d.scales) == 0 { // a list, where lanes have no room
			continue
		}
		for _, l := range d.labels { // whose size tells how large a unit is
			p.pct = l.Lines[0].Style.Size * 100 / 24
			break
		}
		broken := func(y0, y1 int) bool {
			for _, b := range d.breaks {
				if b.Rect.Min.Y < y1 && y0 < b.Rect.Max.Y {
					return true
				}
			}
			return false
		}
		for _, b := range d.breaks {
			if b.Rect.Dy() < p.px(zigzagSide)+1 {
				seen["small"]++
				continue
			}
			shown := false
			for _, z := range d.zigzags {
				shown = shown || z.Rect.Min.Y >= b.Rect.Min.Y && z.Rect.Max.Y <= b.Rect.Max.Y
			}
			if !shown {
				t.Errorf("%s: a break at %v without a zigzag", where, b.Rect)
			}
		}
		// Of ticks with nothing broken between, all are as far apart.
		apart := 0
		for i := 1; i < len(d.ticks); i++ {
			y0, y1 := d.ticks[i-1].Rect.Min.Y, d.ticks[i].Rect.Min.Y
			if broken(y0, y1) || y1 <= y0 {
				continue
			}
			if apart == 0 {
				apart = y1 - y0
			}
			if y1-y0 < apart-2 || y1-y0 > apart+2 {
				t.Errorf("%s: ticks are %d and %d apart", where, apart, y1-y0)
			}
		}
		// What is between breaks is to scale: the longest cell tells which that is.
		var rate float64
		longest := 0
		for _, b := range d.cells {
			it := items[b.Key]
			y0, y1 := b.Rect.Min.Y, b.Rect.Max.Y+p.px(gridGap)
			if n := int(it.End - it.Start); !broken(y0, y1) && n > longest {
				longest, rate = n, float64(y1-y0)/float64(n)
			}
		}
		for _, b := range d.cells {
			it := items[b.Key]
			y0, y1 := b.Rect.Min.Y, b.Rect.Max.Y+p.px(gridGap)
			if broken(y0, y1) {
				seen["broken"]++
				continue
			}
			seen["even"]++
			if it.State != picks.Off {
				seen["mine even"]++
			}
			want := rate * float64(it.End-it.Start)
			if got := float64(y1 - y0); got < want-4 || got > want+4 {
				t.Errorf("%s: %s lasts %d minutes and has %d px, where the scale has %.0f", where, b.Key, it.End-it.Start, y1-y0, want)
			}
		}
		starts := map[string]bool{}
		for _, b := range d.cells {
			if it := items[b.Key]; it.State != picks.Off {
				starts[it.Start.HHMM()] = true
			}
		}
		for _, l := range d.labels {
			text := l.Lines[0].Text
			if len(text) != len("13:30") || text[2] != ':' || starts[text] {
				continue
			}
			seen["labels"]++
			for _, b := range d.cells {
				if it := items[b.Key]; it.State != picks.Off && b.Rect.Min.Y < l.Rect.Max.Y && l.Rect.Min.Y < b.Rect.Max.Y {
					t.Errorf("%s: %s stands beside %s, which begins at %s", where, text, b.Key, it.Start.HHMM())
				}
			}
		}
	}
}
