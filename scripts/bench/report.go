package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"byeolpyo/scripts/internal/benchpages"
	"byeolpyo/wasm/picture/raster"
	"byeolpyo/wasm/picture/typeset"
)

// rows are the lines of the table: a figure, what it compares, and what
// is included. A row whose figure was not measured is left out.
var rows = []struct{ figure, what, unit string }{
	{"png_vs_canvas2d", "24-bit picture, warm: boxes and lines to bytes; the canvas draws the same boxes and lines", ""},
	{"png_indexed_vs_canvas2d", "256-colour picture, the one that is saved, warm: likewise", ""},
	{"png_indexed_planned_vs_canvas2d", "the same with layout: titles to bytes", ""},
	{"png_indexed_empty_vs_canvas2d", "the same with layout, fonts parsed anew and no glyph cached", ""},
	{"png_cold_vs_canvas2d", "first picture in a fresh browser: navigation to bytes, with fetch, compilation, Go's start, fonts, storage and layout; the canvas has the boxes ready", ""},
	{"png_reopened_vs_canvas2d", "the same in the second page of that browser", ""},
	{"png_vs_best_dom_library", "24-bit picture against the fastest library that draws elements, whose fonts need not be embedded", ""},
	{"a4_300dpi_ms_vs_canvas2d", "A4 at 300 dpi, 256 colours, warm", ""},
	{"a4_300dpi_exact_ms_vs_canvas2d", "A4 at 300 dpi, 24 bits, warm", ""},
}

// starRows are the lines about the page: by side, and each with its goal.
var starRows = []struct{ ours, peer, alone, what, unit string }{
	{"stars_vs_js_ours_ms", "stars_vs_js_peer_ms", "", "from the start of the navigation to all 60 stars painted, the data half a second late (`stars_vs_js`)", "ms"},
	{"stars_after_dom_ms_median", "stars_after_dom_peer_ms_median", "stars_after_dom_page_alone_ms_median", "from the sessions in the document to the paint, median", "ms"},
	{"stars_after_dom_ms_p95", "stars_after_dom_peer_ms_p95", "stars_after_dom_page_alone_ms_p95", "the same, 95 of 100", "ms"},
	{"stars_bare_frames", "stars_bare_frames_peer", "", "frames painted with sessions and without their stars, in all these loads", ""},
	{"route_change_stars_ms_median", "", "route_change_stars_page_alone_ms_median", "from a click on the site's menu to the next page's stars, median", "ms"},
	{"route_change_stars_ms_p95", "", "route_change_stars_page_alone_ms_p95", "the same, 95 of 100", "ms"},
	{"unseen_3000_seen_ms_median", "unseen_3000_seen_peer_ms_median", "", "a page of 3,000 sessions that nobody has described: from the document to all stars seen, median", "ms"},
	{"unseen_3000_longest_task_ms_median", "unseen_3000_longest_task_peer_ms_median", "unseen_3000_longest_task_page_alone_ms_median", "its longest task, median", "ms"},
	{"page_memory_mb", "page_memory_peer_mb", "", "memory that a tab takes more", "MB"},
	{"content_wasm_gz_kb", "", "", "the page module, gzipped", "KB"},
}

// popupRows are the lines about the popup.
var popupRows = []struct{ ours, peer, what string }{
	{"popup_reopened_vs_js_ours_ms", "popup_reopened_vs_js_peer_ms", "the second popup of a browser, and later ones: from the start of the navigation to the list painted, 40 picks and 3 friends (`popup_reopened_vs_js`)"},
	{"popup_tap_ms_median", "popup_tap_peer_ms_median", "from a click on a star of it to the paint, at any moment of a frame, median"},
	{"popup_tap_ms_p95", "popup_tap_peer_ms_p95", "the same, 95 of 100"},
}

var more = []struct{ figure, what, unit string }{
	{"png_bytes_vs_canvas2d", "size of the 256-colour picture, against the canvas's", ""},
	{"png_full_bytes_vs_canvas2d", "size of the 24-bit picture", ""},
	{"png_indexed_psnr_db", "256 colours against 24 bits", "dB"},
	{"png_indexed_off_by_more_than_9_percent", "pixels with a channel off by more than 9", "%"},
	{"a4_more_memory_indexed_mb", "memory that a sheet of A4 takes while it is drawn", "MB"},
	{"a4_more_memory_canvas2d_mb", "that the canvas takes", "MB"},
	{"popup_first_paint_ms", "the popup's list is painted, in a fresh browser", "ms"},
	{"popup_picture_ms", "its picture is", "ms"},
	{"png_ms_10", "10 sessions, with layout", "ms"},
	{"png_ms_100", "100 sessions", "ms"},
	{"png_ms_1000", "1,000 sessions", "ms"},
	{"warming_saves_ms", "stars: how much sooner they are painted because the program warms up while the page waits", "ms"},
	{"sync_seal_open_60k_ms", "sync: 60 KiB sealed and opened, in WebAssembly", "ms"},
	{"sync_wake_to_synced_ms", "sync: from waking the stopped service worker until all is synced, server on this machine", "ms"},
}

// report writes the tables beside the figures, and the chart, drawn by what is
// measured.
func (b *bench) report(out string) error {
	if _, ok := b.figures["png_exact_ms"]; !ok {
		return nil // drawing was not measured
	}
	dir := filepath.Dir(out)
	if err := os.WriteFile(filepath.Join(dir, "bench.md"), []byte("![Milliseconds to a PNG](bench-drawing.png)\n\n"+tables(b.figures)), 0o644); err != nil {
		return err
	}
	png, err := chart(filepath.Join(b.dist, "fonts"), b.figures)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "bench-drawing.png"), png, 0o644)
}

// tables writes the figures as scripts/README.md has them.
func tables(figures map[string]float64) string {
	var s strings.Builder
	goal := func(name string) string {
		if g, ok := goals[name]; ok {
			return fmt.Sprintf("%g", g)
		}
		if l, ok := leasts[name]; ok {
			return fmt.Sprintf("at least %g", l)
		}
		return ""
	}
	s.WriteString("| Drawing | ours | peer | ratio | goal | n |\n|---|---:|---:|---:|---:|---:|\n")
	for _, r := range rows {
		if v, ok := figures[r.figure]; ok {
			fmt.Fprintf(&s, "| `%s`: %s | %.1f ms | %.1f ms | **%.2f** | %s | %.0f |\n", r.figure, r.what,
				figures[r.figure+"_ours_ms"], figures[r.figure+"_peer_ms"], v, goal(r.figure), figures[r.figure+"_n"])
		}
	}
	s.WriteString("\n| | | goal |\n|---|---:|---:|\n")
	for _, r := range more {
		if v, ok := figures[r.figure]; ok {
			fmt.Fprintf(&s, "| `%s`: %s | %s | %s |\n", r.figure, r.what, amount(v, r.unit), goal(r.figure))
		}
	}
	s.WriteString("\n| Stars | ours | plain JavaScript | no extension | goal |\n|---|---:|---:|---:|---:|\n")
	for _, r := range starRows {
		cell := func(name string) string {
			if v, ok := figures[name]; ok {
				return amount(v, r.unit)
			}
			return ""
		}
		want := goal(r.ours)
		if r.ours == "stars_vs_js_ours_ms" {
			want = "ratio " + goal("stars_vs_js") + ", is " + fmt.Sprintf("%.2f", figures["stars_vs_js"])
		}
		if _, ok := figures[r.ours]; ok {
			fmt.Fprintf(&s, "| %s | %s | %s | %s | %s |\n", r.what, cell(r.ours), cell(r.peer), cell(r.alone), want)
		}
	}
	if ratio, ok := figures["popup_reopened_vs_js"]; ok {
		s.WriteString("\n| Popup | ours | plain JavaScript | goal |\n|---|---:|---:|---:|\n")
		for _, r := range popupRows {
			want := goal(r.ours)
			if r.ours == "popup_reopened_vs_js_ours_ms" {
				want = fmt.Sprintf("ratio %s, is %.2f", goal("popup_reopened_vs_js"), ratio)
			}
			fmt.Fprintf(&s, "| %s | %s | %s | %s |\n", r.what, amount(figures[r.ours], "ms"), amount(figures[r.peer], "ms"), want)
		}
	}
	fmt.Fprintf(&s, "\nThe reference picture: 2 days, 4 rooms, 40 sessions, %d × %d. All sides in one run and one Chromium, in turns; medians. Two cores, load of the machine %.1f at the start and %.1f at the end, Chromium's own included.\n",
		benchpages.Width, benchpages.Height, figures["load_start"], figures["load_end"])
	return s.String()
}

// amount writes a figure with three digits, or all that are left of the point.
func amount(v float64, unit string) string {
	text := fmt.Sprintf("%.3g", v)
	if v >= 1000 {
		text = fmt.Sprintf("%.0f", v)
	}
	return strings.TrimSpace(text + " " + unit)
}

// chart draws the time that each side takes for the reference picture.
func chart(fontDir string, figures map[string]float64) ([]byte, error) {
	var data [2][]byte
	for i, name := range []string{"regular", "bold"} {
		var err error
		if data[i], err = os.ReadFile(filepath.Join(fontDir, "byeolpyo-sans-"+name+".otf")); err != nil {
			return nil, err
		}
	}
	fonts, err := typeset.ParseFonts(data[0], data[1])
	if err != nil {
		return nil, err
	}
	var bars []benchpages.Bar
	for _, side := range []struct {
		figure, name string
		ours         bool
	}{
		{"png_indexed_ms", "별표, 256색", true}, {"png_exact_ms", "별표, 24비트", true}, {"png_canvas2d_ms", "Canvas 2D", false},
		{"png_satori_ms", "satori + resvg", false}, {"png_snapdom_ms", "snapdom", false}, {"png_html2canvas_ms", "html2canvas", false},
		{"png_modern_screenshot_ms", "modern-screenshot", false}, {"png_html_to_image_ms", "html-to-image", false},
	} {
		if v, ok := figures[side.figure]; ok {
			bars = append(bars, benchpages.Bar{Name: side.name, Value: v, Unit: "ms", Ours: side.ours})
		}
	}
	slices.SortFunc(bars, func(a, b benchpages.Bar) int { return cmp.Compare(a.Value, b.Value) })
	if len(bars) == 0 {
		return nil, errors.New("no figure to draw")
	}
	page := benchpages.Chart(fonts, "같은 시간표를 PNG로 만드는 시간",
		"세션 40개, 1080 × 2400 px. 같은 Chromium에서 번갈아 잰 중앙값이며 짧을수록 좋습니다.", bars)
	return raster.Encode(page, fonts, raster.Output{})
}

// Where the figures of scripts/README.md are kept, from the project's root: those of one run,
// with the chart drawn from them.
const (
	keptFigures = "scripts/bench/testdata/figures.json"
	keptChart   = "scripts/bench/testdata/golden/drawing.png"
	keptTables  = "scripts/README.md" // between two marks
	readmeMark  = "<!-- bench -->"
)

// keep takes the figures of a run into scripts/README.md.
func keep(out string) error {
	data, err := os.ReadFile(out)
	if err != nil {
		return fmt.Errorf("no figures (make bench): %w", err)
	}
	var figures map[string]float64
	if err := json.Unmarshal(data, &figures); err != nil {
		return fmt.Errorf("%s: %w", out, err)
	}
	if figures["png_exact_ms"] == 0 || figures["stars_vs_js"] == 0 {
		return fmt.Errorf("%s: not of a whole run", out)
	}
	png, err := chart(filepath.Join("extension", "fonts"), figures)
	if err != nil {
		return err
	}
	readme, err := os.ReadFile(keptTables)
	if err != nil {
		return err
	}
	text, err := withTables(string(readme), figures)
	if err != nil {
		return err
	}
	for path, data := range map[string][]byte{keptFigures: data, keptChart: png, keptTables: []byte(text)} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// withTables puts the tables between the two marks.
func withTables(readme string, figures map[string]float64) (string, error) {
	parts := strings.Split(readme, readmeMark)
	if len(parts) != 3 {
		return "", fmt.Errorf("%s has %d marks %s, not 2", keptTables, len(parts)-1, readmeMark)
	}
	parts[1] = "\n\n" + tables(figures) + "\n"
	return strings.Join(parts, readmeMark), nil
}
