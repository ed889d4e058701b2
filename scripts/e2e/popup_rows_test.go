package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// eightOf are eight talks of a programme of wasm/internal/programmes with their real titles,
// rooms and speakers, one an hour on 15 August 2026; of as many as there are, those from the
// nth on.
func eightOf(t *testing.T, edition string, nth int) map[string]any {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, "wasm", "internal", "programmes", edition+".json"))
	must(t, err)
	var programme struct {
		Sessions []struct {
			Ko       string `json:"title_ko"`
			En       string `json:"title_en"`
			Speakers []any
			Room     string
			Rooms    []any
			Kind     string
		}
	}
	must(t, json.Unmarshal(data, &programme))
	all := map[string]any{}
	for i, at := 0, 0; len(all) < 8; i++ {
		s := programme.Sessions[i%len(programme.Sessions)]
		if len(s.Speakers) == 0 {
			continue
		}
		if at++; at <= nth {
			continue
		}
		p := pick{id: fmt.Sprintf("00000000-0000-4000-8000-0000000002%02d", i), state: "star", ko: s.Ko, en: s.En, room: s.Room}
		p.start, p.end = fmt.Sprintf("2026-08-15T%02d:00", 10+len(all)), fmt.Sprintf("2026-08-15T%02d:50", 10+len(all))
		record := p.record()
		record["snapshot"].(map[string]any)["speakers"] = s.Speakers
		if s.Room == "" && len(s.Rooms) > 0 {
			record["snapshot"].(map[string]any)["rooms"] = s.Rooms[:1]
		}
		all["pick/"+p.key()] = record
	}
	return all
}

// TestPopupRowsOfRealTitles (E1): at 720 x 600 six rows of eight real talks are wholly visible,
// even where titles take two lines, before the first begins and, with the current session above,
// while the third is on.
func TestPopupRowsOfRealTitles(t *testing.T) {
	b := chromium(t)
	for _, edition := range []string{"2024", "2025", "2026"} {
		for _, nth := range []int{0, 3} {
			for _, moment := range []string{"2026-07-15T09:00", "2026-08-15T09:00", "2026-08-15T12:25"} {
				must(t, b.ClearStorage())
				must(t, b.Store(eightOf(t, edition, nth)))
				p := popupAt(t, b, 720, moment)
				must(t, p.Wait(pictured))
				var seen struct {
					Rows, Whole, Two int
					Heights          []int
				}
				must(t, p.Eval(`(() => { const l = document.querySelector(".list").getBoundingClientRect(), rows = [...document.querySelectorAll(".row")], boxes = rows.map(row => row.getBoundingClientRect());
					return { rows: rows.length, whole: boxes.filter(r => r.top >= l.top - 0.5 && r.bottom <= l.bottom + 0.5).length, two: rows.filter(row => row.querySelector(".title").clientHeight > 30).length, heights: boxes.map(r => Math.round(r.height)) }; })()`, &seen))
				t.Logf("%s from %d, %s: %d of %d rows whole, %d titles of two lines", edition, nth, moment, seen.Whole, seen.Rows, seen.Two)
				if seen.Rows != 8 || seen.Whole < 6 {
					t.Errorf("%s from %d, %s: %d of %d rows are to be seen whole, %v px high", edition, nth, moment, seen.Whole, seen.Rows, seen.Heights)
				}
				p.Close()
			}
		}
	}
}

// TestFontsOnNeed: where the system has a Korean font, no page reads those of the extension,
// which it would decode whole before it shows a letter.
func TestFontsOnNeed(t *testing.T) {
	bench(t)
	b := measuring[0]
	must(t, b.Store(eightOf(t, "2025", 0)))
	p := popupTab(t, b, 720)
	must(t, p.Wait(pictured))
	if got := eval[string](t, p, `[...document.fonts].filter(f => f.status !== "unloaded").map(f => f.family + " " + f.weight).join(", ")`); got != "" {
		t.Errorf("reads %s", got)
	}
}
