package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"byeolpyo/scripts/internal/benchpages"
	"byeolpyo/scripts/internal/browser"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/layout"
	"byeolpyo/wasm/picture/typeset"
)

// chosen is the picks of the reference: 40 sessions on 2 days in 4 rooms, as
// storage holds them.
func chosen() (stored map[string]any, tt timetable.Timetable) {
	stored = map[string]any{}
	b := picks.NewBook()
	saturday := session.Date{Year: 2026, Month: 8, Day: 15}
	for i := range 40 {
		title, speaker := benchpages.Title(i)
		start := session.KST(saturday.AddDays(i/20), 10, i%20/4*60)
		key := session.NewKey("2026", "s", fmt.Sprint(i))
		record := map[string]any{
			"key": string(key), "kind": "talk", "titles": map[string]any{"ko": title}, "speakers": []any{speaker},
			"rooms": []any{fmt.Sprint("Track ", i%4+1)}, "start": start.String(), "end": (start + 40).String(),
		}
		state := "star"
		if i%5 == 4 {
			state = "must"
		}
		stored["pick/"+string(key)] = map[string]any{"v": 1.0, "state": state, "tapped": 1786000000000.0 + float64(i), "snapshot": record}
	}
	for name, value := range stored {
		b.Put(name, value)
	}
	return stored, timetable.New("2026", timetable.FromBook(b, "2026"))
}

// pngcold compares the first picture of a page, from the start of its navigation:
// in a fresh browser with a fresh profile, which has compiled nothing and cached
// nothing, and then in another page of the same browser, as the second time that
// the popup is opened. Both sides draw the same boxes and lines.
func (b *bench) pngcold() error {
	dir, err := b.stage(b.ctx)
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	stored, tt := chosen()
	if tt.Picks != 40 {
		return fmt.Errorf("%d picks", tt.Picks)
	}
	var data [2][]byte
	for i, name := range []string{"regular", "bold"} {
		if data[i], err = os.ReadFile(filepath.Join(dir, "fonts", "byeolpyo-sans-"+name+".otf")); err != nil {
			return err
		}
	}
	fonts, err := typeset.ParseFonts(data[0], data[1])
	if err != nil {
		return err
	}
	page, err := layout.Plan(tt, fonts, layout.Options{})
	if err != nil {
		return err
	}
	text, err := json.Marshal(benchpages.Export(page))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "bench", "cold.json"), text, 0o644); err != nil {
		return err
	}
	took := map[string][]float64{}
	for round := range b.rounds {
		sides := []string{"ours", "canvas"}
		if round%2 == 1 {
			sides[0], sides[1] = sides[1], sides[0]
		}
		for _, side := range sides {
			times, err := b.coldOnce(dir, side, stored)
			if err != nil {
				return fmt.Errorf("%s: %w", side, err)
			}
			fmt.Fprintf(os.Stderr, "  %s: %.0f ms, again %.0f ms\n", side, times[0], times[1])
			took[side] = append(took[side], times[0])
			took[side+" again"] = append(took[side+" again"], times[1])
		}
	}
	for name, suffix := range map[string]string{"png_cold_vs_canvas2d": "", "png_reopened_vs_canvas2d": " again"} {
		ours, theirs := median(took["ours"+suffix]), median(took["canvas"+suffix])
		b.figures[name] = ours / theirs
		b.figures[name+"_ours_ms"] = ours
		b.figures[name+"_peer_ms"] = theirs
		b.figures[name+"_n"] = float64(b.rounds)
	}
	return nil
}

// coldOnce opens the page of a side in a fresh browser, twice.
func (b *bench) coldOnce(dir, side string, stored map[string]any) (times [2]float64, err error) {
	c, err := b.start(dir)
	if err != nil {
		return times, err
	}
	defer c.Close()
	if err := c.Store(stored); err != nil {
		return times, err
	}
	for i := range times {
		if times[i], err = firstPicture(c, side); err != nil {
			return times, err
		}
	}
	return times, nil
}

func firstPicture(c *browser.Browser, side string) (float64, error) {
	p, err := c.OpenExtension("cold.html?side=" + side)
	if err != nil {
		return 0, err
	}
	defer p.Close()
	if err := p.Wait(`cold.done !== 0`); err != nil {
		return 0, err
	}
	var got struct {
		Done  float64
		Size  int
		Error string
	}
	if err := p.Eval(`cold`, &got); err != nil {
		return 0, err
	}
	if got.Error != "" || got.Size < 10_000 {
		return 0, fmt.Errorf("%d bytes: %s", got.Size, strings.TrimSpace(got.Error))
	}
	return got.Done, nil
}
