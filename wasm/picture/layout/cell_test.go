package layout

import (
	"fmt"
	"strings"
	"testing"

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

// TestGridMine: in the grids of real programmes each session that is picked has its own
// time, its stars and the badge of its clashes in its cell, and its title whole; only
// on a lock screen, where a day is one picture as long as that can be read, and in large
// print may a title be cut.
func TestGridMine(t *testing.T) {
	f := loadFonts(t)
	all := dated(t)
	if testing.Short() {
		all = all[2:4]
	}
	seen := map[string]int{}
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
				hour := 0 // the text size of the times before the rows, which is 24 units
				for _, b := range s.Page.Boxes {
					if b.Role == scene.Hour {
						hour = b.Lines[0].Style.Size
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
					if !mine || !it.Start.Known() || it.Cancelled() || it.Gone {
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
					}
				}
				if cutTitle != "" && o.Format != choices.Phone && o.Format != choices.Large {
					t.Errorf("%s: the title is cut", cutTitle)
				}
			}
		}
	}
	t.Log(seen)
	if seen["mine"] < 1000 && !testing.Short() || seen["clash"] < 20 {
		t.Errorf("only %v", seen)
	}
}
