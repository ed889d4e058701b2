package layout

import (
	"fmt"
	"image"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/programmes"
	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
	"byeolpyo/wasm/picture/words"
)

// TestGridFills: at arm's length a pick is told from what is not picked by its fill, and
// its stars from that.
func TestGridFills(t *testing.T) {
	for theme := range choices.Themes {
		c := paletteOf(choices.Theme(theme)).inGrid(choices.Theme(theme))
		for name, pair := range map[string]struct {
			ratio, least float64
		}{
			"star and other": {contrast(c.star, c.other), 1.3}, "must and other": {contrast(c.must, c.other), 1.3}, "must and star": {contrast(c.must, c.star), 1.3},
			"mark on star": {contrast(c.starMark, c.star), 3}, "mark on must": {contrast(c.mustInk, c.must), 3},
			"title": {contrast(c.starInk, c.star), 4.5}, "text": {contrast(c.starSoft, c.star), 4.5}, "must's text": {contrast(c.mustInk, c.must), 4.5},
			"news": {contrast(c.mark, c.star), 4.5}, "news on must": {contrast(c.mustMark, c.must), 4.5},
		} {
			if pair.ratio < pair.least {
				t.Errorf("%s: %s are %.2f to 1, want %.1f", choices.Themes[theme], name, pair.ratio, pair.least)
			}
		}
	}
}

// laidGrid is a grid of a real programme of which each step-th session is picked.
type laidGrid struct {
	p      programmes.Programme
	tt     timetable.Timetable
	o      Options
	sheets []Sheet
}

var laidGrids []laidGrid

// gridsOfAll lays all programmes out as grids, in every format, once for all tests.
func gridsOfAll(t *testing.T) []laidGrid {
	t.Helper()
	if laidGrids != nil {
		return laidGrids
	}
	f := loadFonts(t)
	all := dated(t)
	if testing.Short() {
		all = all[2:4]
	}
	for n, p := range all {
		step := 5
		if len(p.Sessions) < 12*step { // few are on record
			step = 1
		}
		tt := starredOf(t, p, step)
		for i, o := range append([]Options{{Format: choices.Whole}}, fixedFormats...) {
			o.Mode, o.Now, o.Programme, o.Theme = choices.Grid, export, p.Sessions, choices.Theme((i+n)%len(choices.Themes))
			sheets, err := Sheets(tt, f, o)
			if err != nil {
				t.Fatalf("%s, %d: %v", p.Edition, o.Format, err)
			}
			laidGrids = append(laidGrids, laidGrid{p, tt, o, sheets})
		}
	}
	return laidGrids
}

// TestGridMine: in the grids of real programmes each session that is picked has its own
// time, its stars and the badge of its clashes in its cell, and its title whole. Only
// on a lock screen, where a day is one picture as long as that can be read, and in large
// print may a title be cut, and only while no row without a pick has a line to spare.
// testdata/cut.txt names all that are, and their number may only fall (-update).
func TestGridMine(t *testing.T) {
	seen := map[string]int{}
	cuts := map[string][]string{} // by edition and format: the sessions
	for _, g := range gridsOfAll(t) {
		p, tt, o, sheets := g.p, g.tt, g.o, g.sheets
		w := words.In(o.Lang)
		items := map[session.Key]timetable.Item{}
		for it := range eachItem(tt) {
			items[it.Session.Key] = it
		}
		for _, s := range sheets {
			// What stands on each card: stars, and badges.
			stars, badges := map[session.Key]int{}, map[session.Key]int{}
			for _, b := range s.Page.Boxes {
				switch {
				case b.Role == scene.Part && b.Shape == scene.Star:
					stars[b.Key]++
				case b.Role == scene.Part && len(b.Lines) > 0:
					badges[b.Key]++
				}
			}
			cutTitle := ""
			var picked, others []image.Rectangle
			hour := 0 // the text size of the times before the rows, which is 24 units
			for _, b := range s.Page.Boxes {
				if b.Role == scene.Hour {
					hour = max(hour, b.Lines[0].Style.Size)
				}
			}
			if hour == 0 { // a list of picks, where there is no room for lanes
				continue
			}
			for _, b := range s.Page.Boxes {
				if b.Role != scene.Card || s.ID == "undated" {
					continue
				}
				it, mine := items[b.Key]
				if !mine {
					others = append(others, b.Rect)
					continue
				}
				picked = append(picked, b.Rect)
				if !it.Start.Known() || it.Cancelled() || it.Gone {
					continue
				}
				where := fmt.Sprintf("%s, format %d aspect %d, %s: %v", p.Edition, o.Format, o.Aspect, b.Key, b.Rect.Size())
				text := ""
				for _, l := range b.Lines {
					text += l.Text + "\n"
				}
				wide := b.Rect.Dx() * 24 / hour // in units
				told := strings.Contains(text, w.Span(it)) || strings.Contains(text, w.SpanShort(it))
				if told = told || strings.Contains(text, it.Start.HHMM()+"\n"+w.Until(it)); !told && wide >= 100 {
					t.Errorf("%s: no time in %q", where, text)
				}
				want := 1
				if it.State == picks.Must {
					want = 2
				}
				if stars[b.Key]%want != 0 || stars[b.Key] == 0 && wide >= 100 {
					t.Errorf("%s: %d stars", where, stars[b.Key])
				}
				if (badges[b.Key] > 0) != (len(it.Clashes) > 0) {
					t.Errorf("%s: %d badges for %d clashes", where, badges[b.Key], len(it.Clashes))
				}
				seen["clash"] += min(len(it.Clashes), 1)
				seen["mine"]++
				title := strings.ReplaceAll(typeset.Clean(it.Session.Title("ko")), " ", "")
				if !strings.Contains(strings.NewReplacer("\n", "", " ", "").Replace(text), title) {
					cutTitle = where + " " + text
					seen["cut"]++
					shape := p.Edition + " " + choices.Formats[o.Format]
					if o.Format.Lock() {
						shape += " " + choices.Aspects[o.Aspect]
					}
					cuts[shape] = append(cuts[shape], strings.TrimPrefix(string(b.Key), p.Edition+"/"))
				}
			}
			if cutTitle == "" {
				continue
			}
			if o.Format != choices.Phone && o.Format != choices.Large {
				t.Errorf("%s: the title is cut", cutTitle)
			}
			// A row with one line of a title has no room for a second one.
			for _, r := range others {
				beside := slices.ContainsFunc(picked, func(m image.Rectangle) bool { return m.Min.Y < r.Max.Y && r.Min.Y < m.Max.Y })
				if two := 2*typeset.LineHeight(gridSize[0]*hour/24) + 2*cellPadY*hour/24; !beside && r.Dy() > two {
					t.Errorf("%s: the title is cut, and the row %v of others has room", cutTitle, r)
				}
			}
		}
	}
	t.Log(seen)
	if !testing.Short() {
		checkCuts(t, cuts)
	}
	if seen["mine"] < 1000 && !testing.Short() || seen["clash"] < 20 {
		t.Errorf("only %v", seen)
	}
}

// checkCuts holds cut titles to those that testdata/cut.txt has.
func checkCuts(t *testing.T, cuts map[string][]string) {
	t.Helper()
	const path = "testdata/cut.txt"
	var b strings.Builder
	total := 0
	for _, shape := range slices.Sorted(maps.Keys(cuts)) {
		total += len(cuts[shape])
		fmt.Fprintf(&b, "%s: %d: %s\n", shape, len(cuts[shape]), strings.Join(cuts[shape], " "))
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	most, had := 0, map[string]int{}
	for line := range strings.Lines(string(data)) {
		shape, rest, _ := strings.Cut(line, ": ")
		var n int
		if _, err := fmt.Sscanf(rest, "%d:", &n); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		had[shape], most = n, most+n
	}
	for shape, keys := range cuts {
		if len(keys) > had[shape] {
			t.Errorf("%s: %d titles are cut, where %d were: %s", shape, len(keys), had[shape], strings.Join(keys, " "))
		}
	}
	if total < most && *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if total < most {
		t.Errorf("%d titles are cut, where %d were: make goldens notes that down", total, most)
	}
}
