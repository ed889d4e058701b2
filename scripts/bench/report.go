package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"byeolpyo/scripts/internal/picture"
	"byeolpyo/wasm/draw"
)

// rows are the lines of the README's table: a figure, what it compares, and what
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

var more = []struct{ figure, what, unit string }{
	{"png_bytes_vs_canvas2d", "size of the 256-colour picture, against the canvas's", ""},
	{"png_full_bytes_vs_canvas2d", "size of the 24-bit picture", ""},
	{"png_smallest_bytes_vs_canvas2d", "size of the 24-bit picture, as small as it gets", ""},
	{"png_exact_smallest_ms", "what that takes", "ms"},
	{"png_indexed_psnr_db", "256 colours against 24 bits", "dB"},
	{"png_indexed_off_by_more_than_9_percent", "pixels with a channel off by more than 9", "%"},
	{"a4_more_memory_indexed_mb", "memory that a sheet of A4 takes while it is drawn", "MB"},
	{"a4_more_memory_canvas2d_mb", "that the canvas takes", "MB"},
	{"popup_first_paint_ms", "the popup's list is painted, in a fresh browser", "ms"},
	{"popup_picture_ms", "its picture is", "ms"},
	{"png_ms_10", "10 sessions, with layout", "ms"},
	{"png_ms_100", "100 sessions", "ms"},
	{"png_ms_1000", "1,000 sessions", "ms"},
}

// report writes the table of drawing beside the figures, and its chart, drawn by
// what is measured.
func (b *bench) report(out string) error {
	if _, ok := b.figures["png_exact_ms"]; !ok {
		return nil // drawing was not measured
	}
	var s strings.Builder
	s.WriteString("![Milliseconds to a PNG](bench-drawing.png)\n\n")
	s.WriteString("| | ours | peer | ratio | goal | n |\n|---|---:|---:|---:|---:|---:|\n")
	goal := func(name string) string {
		if g, ok := goals[name]; ok {
			return fmt.Sprintf("%g", g)
		}
		return ""
	}
	for _, r := range rows {
		if v, ok := b.figures[r.figure]; ok {
			fmt.Fprintf(&s, "| `%s`: %s | %.1f ms | %.1f ms | **%.2f** | %s | %.0f |\n", r.figure, r.what,
				b.figures[r.figure+"_ours_ms"], b.figures[r.figure+"_peer_ms"], v, goal(r.figure), b.figures[r.figure+"_n"])
		}
	}
	s.WriteString("\n| | | goal |\n|---|---:|---:|\n")
	for _, r := range more {
		if v, ok := b.figures[r.figure]; ok {
			fmt.Fprintf(&s, "| `%s`: %s | %s | %s |\n", r.figure, r.what, strings.TrimSpace(fmt.Sprintf("%.3g %s", v, r.unit)), goal(r.figure))
		}
	}
	fmt.Fprintf(&s, "\nThe reference picture: 2 days, 4 rooms, 40 sessions, %d × %d. All sides in one page of one Chromium, in turns and in an order drawn anew each round; medians. Load of the machine: %.1f at the start, %.1f at the end.\n",
		picture.Width, picture.Height, b.figures["load_start"], b.figures["load_end"])
	if err := os.WriteFile(filepath.Join(filepath.Dir(out), "bench.md"), []byte(s.String()), 0o644); err != nil {
		return err
	}

	var data [2][]byte
	for i, name := range []string{"regular", "bold"} {
		var err error
		if data[i], err = os.ReadFile(filepath.Join(b.dist, "fonts", "byeolpyo-sans-"+name+".otf")); err != nil {
			return err
		}
	}
	fonts, err := draw.ParseFonts(data[0], data[1])
	if err != nil {
		return err
	}
	var bars []picture.Bar
	for _, side := range []struct {
		figure, name string
		ours         bool
	}{
		{"png_indexed_ms", "별표, 256색", true}, {"png_exact_ms", "별표, 24비트", true}, {"png_canvas2d_ms", "Canvas 2D", false},
		{"png_satori_ms", "satori + resvg", false}, {"png_snapdom_ms", "snapdom", false}, {"png_html2canvas_ms", "html2canvas", false},
		{"png_modern_screenshot_ms", "modern-screenshot", false}, {"png_html_to_image_ms", "html-to-image", false},
	} {
		if v, ok := b.figures[side.figure]; ok {
			bars = append(bars, picture.Bar{Name: side.name, Value: v, Unit: "ms", Ours: side.ours})
		}
	}
	page := picture.Chart(fonts, "같은 시간표를 PNG로 만드는 시간",
		"세션 40개, 1080 × 2400 px. 같은 Chromium에서 번갈아 잰 중앙값이며 짧을수록 좋습니다.", bars)
	png, err := draw.Encode(page, fonts, draw.Output{})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(filepath.Dir(out), "bench-drawing.png"), png, 0o644)
}
