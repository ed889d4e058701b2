package layout

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// TestFortyPicksOnPaper: forty picks of a real programme take at most three sheets of A4,
// upright or wide, whose smallest text is 8 points.
func TestFortyPicksOnPaper(t *testing.T) {
	f := loadFonts(t)
	const eightPoints = 300 * 8 / 72 // px at 300 dots an inch
	seen := 0
	for _, p := range dated(t) {
		if len(p.Sessions) < 40 {
			continue
		}
		var list []timetable.Pick
		for i := range 40 {
			list = append(list, timetable.Pick{Session: p.Sessions[i*len(p.Sessions)/40], State: picks.Star})
		}
		for _, format := range []choices.Format{choices.A4, choices.A4Wide} {
			tt := timetable.New(p.Edition, list)
			o := Options{Format: format, Theme: choices.Paper, Now: export}
			sheets, err := Sheets(tt, f, o)
			if err != nil {
				t.Fatal(err)
			}
			checkSheets(t, tt, sheets, o)
			if len(sheets) > 3 {
				t.Errorf("%s, format %d: %d sheets", p.Edition, format, len(sheets))
			}
			for _, s := range sheets {
				for _, b := range s.Page.Boxes {
					for _, l := range b.Lines {
						if l.Style.Size < eightPoints {
							t.Errorf("%s, format %d: %q has %d px, less than 8 points", p.Edition, format, l.Text, l.Style.Size)
						}
					}
				}
			}
		}
		seen++
	}
	if seen < 5 {
		t.Errorf("only %d programmes have forty sessions", seen)
	}
}

// TestDuplex: printed on both sides with notes, every sheet of paper is of one day: each
// day begins on an odd side. Every side says which of how many it is, and none of its
// words lies over others.
func TestDuplex(t *testing.T) {
	f := loadFonts(t)
	padded := 0
	for _, p := range dated(t) {
		tt := starredOf(t, p, 1)
		for _, o := range []Options{{Format: choices.A4}, {Format: choices.A4Wide}, {Format: choices.Large}, {Format: choices.A4, Mode: choices.Grid}} {
			o.Now, o.Back, o.Programme = export, true, p.Sessions
			sheets, err := Sheets(tt, f, o)
			if err != nil {
				t.Fatal(err)
			}
			day := ""
			for i, s := range sheets {
				check(t, s.Page)
				of := strconv.Itoa(i+1) + " / " + strconv.Itoa(len(sheets))
				if len(sheets) > 1 && !slices.ContainsFunc(s.Page.Boxes, func(b scene.Box) bool {
					return slices.ContainsFunc(b.Lines, func(l typeset.Line) bool { return l.Text == of })
				}) {
					t.Errorf("%s, format %d: side %s does not say so", p.Edition, o.Format, of)
				}
				date := s.ID
				if len(date) > len("2026-08-15") {
					date = date[:len("2026-08-15")]
				}
				if date != day && i%2 != 0 {
					t.Errorf("%s, format %d: %s begins on the back of %s", p.Edition, o.Format, s.ID, sheets[i-1].ID)
				}
				day = date
				if strings.Contains(s.ID, "notes") && !slices.ContainsFunc(s.Page.Boxes, func(b scene.Box) bool { return b.Role == scene.Note }) {
					padded++
				}
			}
		}
	}
	if padded == 0 {
		t.Error("no day needed another side")
	}
}

// TestPaperText: no grid on paper has a letter of less than 8 points.
func TestPaperText(t *testing.T) {
	const eightPoints = 300 * 8 / 72 // px at 300 dots an inch
	lines := 0
	for _, g := range gridsOfAll(t) {
		if g.o.Format.PerMetre() == 0 {
			continue
		}
		for _, s := range g.sheets {
			for _, b := range s.Page.Boxes {
				for _, l := range b.Lines {
					if lines++; l.Style.Size < eightPoints {
						t.Errorf("%s, format %d: %q has %d px", g.p.Edition, g.o.Format, l.Text, l.Style.Size)
					}
				}
			}
		}
	}
	if lines < 1000 && !testing.Short() {
		t.Errorf("only %d lines", lines)
	}
}
