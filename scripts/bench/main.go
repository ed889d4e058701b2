// Command bench measures what the stars cost a page, in a real Chromium on the
// replica site, and what a picture costs, and writes out/bench.json: flat, name to
// number; and out/bench.md, the README's table of drawing, with its chart. What is
// compared with a peer is measured in the same run, in turns, and told as a
// ratio with both medians and the number of rounds beside it.
//
//	make bench
//	go run ./scripts/bench [-rounds 15] [-only stars,routes] [-dist dir] [-beside dir,dir] [-out out/bench.json]
//	make figures                             takes out/bench.json into scripts/README.md
//
// Figures (goals are printed beside them):
//
//	stars_vs_js                 from the start of the navigation until all stars of the 2026 timetable are painted
//	                            (60 sessions, their data half a second late), against testdata/peer
//	stars_after_dom_ms_p95      from the sessions being in the document until their stars are painted; _peer: the same
//	                            of the peer; _page_alone: until the sessions are painted where there is no extension
//	warming_saves_ms            how much sooner that paint is, by median, than without page.Warm
//	route_change_stars_ms_p95   from a click on the site's menu until the stars of the next page are painted, at 4 clicks
//	                            a second; _page_alone: until its sessions are, without an extension
//	unseen_3000_seen_ms         from DOMContentLoaded of a page of 3,000 sessions that nobody has described until the
//	                            star of each is seen, the longest of all loads; unseen_3000_first_seen_ms: those of the
//	                            first ten; unseen_3000_longest_task_ms: the longest task of these, the browser's own
//	                            included; _peer: the same of the peer; _page_alone: without an extension; _median: of
//	                            all loads
//	content_wasm_gz_kb          the page module, gzip -9, in units of 1000 bytes
//	page_memory_mb              private memory that the stars add to a tab of the timetable (Linux)
//	page_memory_peer_mb         the same of the peer
//	extract_us_per_session_N    reading a page of N sessions in Chromium: snapshot, decoding, extraction, plan
//	extract_native_us_per_session_N   decoding and extraction only, compiled for this machine
//	startup_STEP_ms             when each step of the content script's start is done, after the start of the navigation
//	png_SIDE_ms, png_SIDE_bytes the reference picture by each side, warm; see testdata/peers/bench.js
//	png_vs_canvas2d             24 bits, full anti-aliasing, boxes and lines to bytes, against OffscreenCanvas and
//	                            convertToBlob
//	png_indexed_vs_canvas2d     the picture of 256 colours that is saved; _planned with layout, _empty with empty caches
//	png_cold_vs_canvas2d        the first picture in a fresh browser from the start of the navigation; png_reopened_...
//	                            in its second page
//	png_vs_best_dom_library     against the fastest of html2canvas, html-to-image, modern-screenshot, snapdom and satori
//	..._of_minima               the ratio of the shortest times instead of the medians
//	a4_...                      a sheet of A4 at 300 dpi, and what memory it takes (Linux)
//	popup_first_paint_ms        the popup's list is painted, in a fresh browser; popup_picture_ms: its picture
//	popup_reopened_vs_js        its list in the second and later pages of a browser, 40 picks and 3 friends, against the
//	                            same list in testdata/peer/popup.js
//	popup_tap_ms_p95            from a click on a star of it to the paint; _peer: the same of the peer
//	png_ms_N                    N sessions, with layout
//	sync_seal_open_60k_ms       sealing and opening a body of 60 KiB in WASM: padding, XChaCha20-Poly1305 both ways
//	sync_wake_to_synced_ms      from the message of a popup that is opened, to a service worker that was stopped while a
//	                            pick was waiting, until the state says that it is in the vault: Chromium starts the
//	                            worker, background.wasm is fetched, compiled and started, storage and keyring are read,
//	                            GET (304), merging, sealing, storing what is sent, PUT, storing that it was; the native
//	                            server on loopback, with SQLite on disk, and 40 picks; sync_awake_to_synced_ms: the same
//	                            with a worker that runs, in turns
//	load_start, load_end        load average of the machine over a minute
package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// peer is the extension that ours is compared with.
const peer = "scripts/bench/testdata/peer"

// timeout bounds one step: the page of 5,000 sessions is laid out for seconds.
const timeout = 2 * time.Minute

// goals are upper bounds of figures.
var goals = map[string]float64{
	"stars_vs_js":                 1.1,
	"stars_after_dom_ms_p95":      33, // two frames
	"route_change_stars_ms_p95":   50,
	"unseen_3000_seen_ms":         2000,
	"unseen_3000_longest_task_ms": 200,
	"content_wasm_gz_kb":          750,

	"popup_reopened_vs_js": 2,
	"popup_tap_ms_p95":     33, // one whole frame after that in which the click came

	"png_vs_canvas2d":            0.6,
	"png_indexed_vs_canvas2d":    0.2,
	"png_cold_vs_canvas2d":       2,
	"png_vs_best_dom_library":    0.3,
	"png_bytes_vs_canvas2d":      0.3,
	"png_full_bytes_vs_canvas2d": 0.9,
	"a4_300dpi_ms_vs_canvas2d":   0.5,
}

// leasts are lower bounds.
var leasts = map[string]float64{"png_indexed_psnr_db": 38, "warming_saves_ms": 2}

// bench is one run.
type bench struct {
	ctx     context.Context
	site    *replica.Server
	dist    string
	beside  []string // older builds
	rounds  int
	figures map[string]float64
}

func main() {
	b := bench{figures: map[string]float64{}}
	flag.IntVar(&b.rounds, "rounds", 15, "page loads of each side")
	flag.StringVar(&b.dist, "dist", "dist", "the unpacked extension, built")
	beside := flag.String("beside", "", "other builds, unpacked, whose stars are measured in turns with ours: dir,dir")
	only := flag.String("only", "size,extract,stars,unseen,startup,routes,memory,png,pngcold,popup,a4,scale,sync", "what to measure")
	out := flag.String("out", "out/bench.json", "file to write")
	readme := flag.Bool("readme", false, "measure nothing and take the figures of that file into scripts/README.md")
	flag.Parse()
	if *beside != "" {
		b.beside = strings.Split(*beside, ",")
	}
	if *readme {
		if err := keep(*out); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b.ctx = ctx
	if err := b.run(strings.Split(*only, ","), *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (b *bench) run(parts []string, out string) error {
	if _, err := browser.Find(); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(b.dist, "content.wasm")); err != nil {
		return fmt.Errorf("the extension is not built (make build): %w", err)
	}
	var err error
	if b.site, err = replica.Start(replica.Options{}); err != nil {
		return err
	}
	defer b.site.Close()

	b.load("load_start")
	for _, part := range []struct {
		name string
		do   func() error
	}{
		{"size", b.size}, {"extract", b.extract}, {"stars", b.stars}, {"unseen", b.unseen}, {"startup", b.startup}, {"routes", b.routes}, {"memory", b.memory},
		{"png", b.png}, {"pngcold", b.pngcold}, {"popup", b.popup}, {"a4", b.a4}, {"scale", b.scale}, {"sync", b.sync},
	} {
		if !slices.Contains(parts, part.name) {
			continue
		}
		fmt.Fprintf(os.Stderr, "%s ...\n", part.name)
		if err := part.do(); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	b.load("load_end")
	if err := b.write(out); err != nil {
		return err
	}
	return b.report(out)
}

// write prints the figures and keeps them.
func (b *bench) write(path string) error {
	names := make([]string, 0, len(b.figures))
	for name, v := range b.figures {
		b.figures[name] = math.Round(v*1000) / 1000
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		note := ""
		if goal, ok := goals[name]; ok {
			note = fmt.Sprintf("   goal: at most %g", goal)
			if b.figures[name] > goal {
				note += "  MISSED"
			}
		}
		if least, ok := leasts[name]; ok {
			note = fmt.Sprintf("   goal: at least %g", least)
			if b.figures[name] < least {
				note += "  MISSED"
			}
		}
		fmt.Printf("%-36s %12.3f%s\n", name, b.figures[name], note)
	}
	data, err := json.MarshalIndent(b.figures, "", "  ")
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err == nil {
		err = os.WriteFile(path, append(data, '\n'), 0o644)
	}
	if err != nil {
		return fmt.Errorf("writing the figures: %w", err)
	}
	return nil
}

// load notes the machine's load average, where there is one.
func (b *bench) load(name string) {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return
	}
	if v, err := strconv.ParseFloat(strings.Fields(string(data))[0], 64); err == nil {
		b.figures[name] = v
	}
}

// size is the page module as a browser's store would send it.
func (b *bench) size() error {
	data, err := os.ReadFile(filepath.Join(b.dist, "content.wasm"))
	if err != nil {
		return err
	}
	var n counter
	z, err := gzip.NewWriterLevel(&n, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(data); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	b.figures["content_wasm_gz_kb"] = float64(n) / 1000
	b.figures["content_wasm_kb"] = float64(len(data)) / 1000
	return nil
}

// counter counts what is written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

// start starts a browser with the extension in dir, or without one for "".
func (b *bench) start(dir string) (*browser.Browser, error) { return b.startWith(dir, "") }

// startKorean is start on a system that has a Korean font, as those of nearly all people
// have. Without one the popup reads its own, and the peer shows boxes.
func (b *bench) startKorean(dir string) (*browser.Browser, error) {
	return b.startWith(dir, "extension/fonts")
}

func (b *bench) startWith(dir, fonts string) (*browser.Browser, error) {
	return browser.Start(b.ctx, browser.Options{
		Extension: dir, Hosts: b.site.ResolverRules(), Zone: "Asia/Seoul", Lang: "ko", Timeout: timeout, Fonts: fonts,
	})
}

// median is the middle of the values; the mean of the two middle ones.
func median(values []float64) float64 {
	s := slices.Sorted(slices.Values(values))
	n := len(s)
	if n == 0 {
		return math.NaN()
	}
	return (s[(n-1)/2] + s[n/2]) / 2
}

// p95 is the smallest value that 95 % of all do not exceed.
func p95(values []float64) float64 {
	s := slices.Sorted(slices.Values(values))
	if len(s) == 0 {
		return math.NaN()
	}
	return s[int(math.Ceil(.95*float64(len(s))))-1]
}
