package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	_ "image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/wasmopt/compiler"
)

// The sides of the comparison, as testdata/peers/bench.js names them.
var (
	ours      = []string{"exact", "indexed", "indexed_planned", "indexed_empty"}
	libraries = []string{"html2canvas", "html_to_image", "modern_screenshot", "snapdom", "satori"}
)

const peersDir = "scripts/bench/testdata/peers"

// stage copies the extension to a directory of its own and adds the page that
// draws by all means, with the libraries from npm and our module. The caller
// removes it.
func (b *bench) stage(ctx context.Context) (string, error) {
	const scratch = "build/bench"
	peers := filepath.Join(scratch, "peers")
	if err := os.MkdirAll(peers, 0o755); err != nil {
		return "", err
	}
	changed := false
	for _, name := range []string{"package.json", "package-lock.json", "peers.js"} {
		data, err := os.ReadFile(filepath.Join(peersDir, name))
		if err != nil {
			return "", err
		}
		if old, err := os.ReadFile(filepath.Join(peers, name)); err != nil || !bytes.Equal(old, data) {
			changed = true
		}
		if err := os.WriteFile(filepath.Join(peers, name), data, 0o644); err != nil {
			return "", err
		}
	}
	run := func(dir, name string, args ...string) error {
		cmd := exec.CommandContext(ctx, name, args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s %s: %w\n%s", name, args[0], err, out)
		}
		return nil
	}
	bundle := filepath.Join(peers, "out.js")
	if _, err := os.Stat(bundle); err != nil || changed {
		fmt.Fprintln(os.Stderr, "  installing what is measured against ...")
		if err := run(peers, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"); err != nil {
			return "", err
		}
		if err := run(peers, filepath.Join("node_modules", ".bin", "esbuild"), "peers.js", "--bundle", "--minify", "--format=iife", "--platform=browser", "--outfile=out.js"); err != nil {
			return "", err
		}
	}
	module, err := compiler.Build(ctx, ".", compiler.Program{Name: "draw", Package: "./scripts/bench/module", Scratch: filepath.Join(scratch, "module")})
	if err != nil {
		return "", err
	}

	dir, err := os.MkdirTemp("", "byeolpyo-bench-")
	if err != nil {
		return "", err
	}
	err = os.CopyFS(dir, os.DirFS(b.dist))
	for to, from := range map[string]string{
		"bench.html": filepath.Join(peersDir, "bench.html"), "bench/bench.js": filepath.Join(peersDir, "bench.js"),
		"cold.html": filepath.Join(peersDir, "cold.html"), "bench/cold.js": filepath.Join(peersDir, "cold.js"),
		"bench/peers.js":   bundle,
		"bench/resvg.wasm": filepath.Join(peers, "node_modules", "@resvg", "resvg-wasm", "index_bg.wasm"),
	} {
		if err == nil {
			err = copyFile(filepath.Join(dir, to), from)
		}
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "bench/module.wasm"), module, 0o644)
	}
	if err != nil {
		os.RemoveAll(dir)
		return "", err
	}
	return dir, nil
}

func copyFile(to, from string) error {
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o755)
	}
	if err == nil {
		err = os.WriteFile(to, data, 0o644)
	}
	return err
}

// systemFonts makes the extension's fonts fonts of the system for the browsers
// that are started until undo is called: libraries that draw elements then need
// not carry 3 MB of font into every picture. That is to their favour.
func systemFonts() (undo func(), err error) {
	dir, err := os.MkdirTemp("", "byeolpyo-fonts-")
	if err != nil {
		return nil, err
	}
	fonts, err := filepath.Abs("extension/fonts")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "fonts.conf"), []byte(`<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>`+fonts+`</dir><cachedir>`+dir+`</cachedir></fontconfig>`), 0o644)
	}
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	old, was := os.LookupEnv("FONTCONFIG_FILE")
	os.Setenv("FONTCONFIG_FILE", filepath.Join(dir, "fonts.conf"))
	return func() {
		os.Setenv("FONTCONFIG_FILE", old)
		if !was {
			os.Unsetenv("FONTCONFIG_FILE")
		}
		os.RemoveAll(dir)
	}, nil
}

// drawing opens the page that draws by all means. close ends its browser.
func (b *bench) drawing() (p *browser.Page, c *browser.Browser, close func(), err error) {
	dir, err := b.stage(b.ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	undo, err := systemFonts()
	if err == nil {
		defer undo()
		c, err = b.start(dir)
	}
	if err != nil {
		os.RemoveAll(dir)
		return nil, nil, nil, err
	}
	close = func() { c.Close(); os.RemoveAll(dir) }
	if p, err = c.OpenExtension("bench.html"); err == nil {
		err = p.Eval(`bench.start()`, nil)
	}
	if err != nil {
		close()
		return nil, nil, nil, err
	}
	return p, c, close, nil
}

// taken is the times that the sides took, by name.
type taken struct {
	ms    map[string][]float64
	bytes map[string]float64
}

// drawRounds draws the page n times by each side, in turns, after two rounds that are not
// counted.
func (b *bench) drawRounds(p *browser.Page, sides []string, page string, n int) (taken, error) {
	t := taken{map[string][]float64{}, map[string]float64{}}
	for i := range n + 2 {
		out := map[string][2]float64{}
		if err := p.Eval(fmt.Sprintf(`bench.round(%s, %q)`, quoted(sides), page), &out); err != nil {
			return t, err
		}
		if i < 2 {
			continue
		}
		for side, v := range out {
			t.ms[side] = append(t.ms[side], v[0])
			t.bytes[side] = v[1]
		}
	}
	return t, nil
}

func quoted(names []string) string {
	s := "["
	for _, n := range names {
		s += fmt.Sprintf("%q,", n)
	}
	return s + "]"
}

// compared records a ratio with both medians and the number of rounds; and the ratio of the
// shortest times, which other load on the machine disturbs least.
func (b *bench) compared(name string, t taken, our, peer string) {
	b.figures[name] = median(t.ms[our]) / median(t.ms[peer])
	b.figures[name+"_ours_ms"] = median(t.ms[our])
	b.figures[name+"_peer_ms"] = median(t.ms[peer])
	b.figures[name+"_n"] = float64(len(t.ms[our]))
	b.figures[name+"_of_minima"] = slices.Min(t.ms[our]) / slices.Min(t.ms[peer])
}

// png compares the reference picture, warm: boxes and lines to bytes.
func (b *bench) png() error {
	p, _, close, err := b.drawing()
	if err != nil {
		return err
	}
	defer close()
	// The quick sides run separately: otherwise garbage that a library leaves would be collected
	// during the next side's turn.
	t, err := b.drawRounds(p, append(ours, "canvas2d"), "40", 2*b.rounds)
	if err != nil {
		return err
	}
	slow, err := b.drawRounds(p, append(libraries, "exact"), "40", b.rounds)
	if err != nil {
		return err
	}
	for _, group := range []taken{slow, t} { // the first group's figures stand
		for side, ms := range group.ms {
			b.figures["png_"+side+"_ms"] = median(ms)
			b.figures["png_"+side+"_bytes"] = group.bytes[side]
		}
	}
	best := slices.MinFunc(libraries, func(x, y string) int { return int(1000 * (median(slow.ms[x]) - median(slow.ms[y]))) })
	b.compared("png_vs_canvas2d", t, "exact", "canvas2d")
	b.compared("png_indexed_vs_canvas2d", t, "indexed", "canvas2d")
	b.compared("png_indexed_planned_vs_canvas2d", t, "indexed_planned", "canvas2d")
	b.compared("png_indexed_empty_vs_canvas2d", t, "indexed_empty", "canvas2d")
	b.compared("png_vs_best_dom_library", slow, "exact", best)
	b.figures["png_bytes_vs_canvas2d"] = t.bytes["indexed"] / t.bytes["canvas2d"]
	b.figures["png_full_bytes_vs_canvas2d"] = t.bytes["exact"] / t.bytes["canvas2d"]
	b.note("the fastest library that draws elements", best)
	return b.fidelity(p)
}

// note records something that is no number.
func (b *bench) note(what, value string) { fmt.Fprintf(os.Stderr, "  %s: %s\n", what, value) }

// fidelity compares the indexed picture with the exact one, as the browser made
// them, and keeps a picture of every side to be looked at.
func (b *bench) fidelity(p *browser.Page) error {
	images := map[string]image.Image{}
	for _, side := range append([]string{"exact", "indexed", "canvas2d"}, libraries...) {
		var text string
		if err := p.Eval(fmt.Sprintf(`bench.picture(%q, "40")`, side), &text); err != nil {
			return err
		}
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return err
		}
		path := filepath.Join("out", "bench", side+".png")
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
		if images[side], _, err = image.Decode(bytes.NewReader(data)); err != nil {
			return fmt.Errorf("%s: %w", side, err)
		}
	}
	psnr, beyond := difference(images["exact"], images["indexed"])
	b.figures["png_indexed_psnr_db"] = psnr
	b.figures["png_indexed_off_by_more_than_9_percent"] = 100 * beyond
	for _, side := range append([]string{"canvas2d"}, libraries...) {
		if images[side].Bounds() != images["exact"].Bounds() {
			return fmt.Errorf("%s made a picture of %v", side, images[side].Bounds())
		}
		// Similarity to ours: text is hinted and smoothed differently.
		b.figures["png_"+side+"_psnr_db"], _ = difference(images["exact"], images[side])
	}
	return nil
}

// difference returns the PSNR of two pictures of one size and the part of pixels
// that are off by more than 9 in a channel.
func difference(a, b image.Image) (psnr, beyond float64) {
	r := a.Bounds()
	sum, n := 0., 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			p, q := color.RGBAModel.Convert(a.At(x, y)).(color.RGBA), color.RGBAModel.Convert(b.At(x, y)).(color.RGBA)
			most := 0.
			for _, d := range [...]float64{float64(p.R) - float64(q.R), float64(p.G) - float64(q.G), float64(p.B) - float64(q.B)} {
				sum += d * d
				most = max(most, math.Abs(d))
			}
			if most > 9 {
				n++
			}
		}
	}
	pixels := float64(r.Dx() * r.Dy())
	return 10 * math.Log10(255*255*3*pixels/max(sum, 1e-9)), float64(n) / pixels
}

// scale draws pages of 10, 100 and 1,000 sessions: the cost per session must not grow.
func (b *bench) scale() error {
	p, _, close, err := b.drawing()
	if err != nil {
		return err
	}
	defer close()
	for _, n := range []string{"10", "100", "1000"} {
		t, err := b.drawRounds(p, []string{"indexed_planned"}, n, b.rounds)
		if err != nil {
			return err
		}
		b.figures["png_ms_"+n] = median(t.ms["indexed_planned"])
	}
	return nil
}

// a4 draws a sheet of 2480 x 3508 px, as it is exported and in 24 bits, and looks at
// how much memory the page takes meanwhile.
func (b *bench) a4() error {
	p, c, close, err := b.drawing()
	if err != nil {
		return err
	}
	defer close()
	t, err := b.drawRounds(p, []string{"exact", "indexed", "canvas2d"}, "a4", b.rounds)
	if err != nil {
		return err
	}
	b.compared("a4_300dpi_ms_vs_canvas2d", t, "indexed", "canvas2d")
	b.compared("a4_300dpi_exact_ms_vs_canvas2d", t, "exact", "canvas2d")
	for side, n := range t.bytes {
		b.figures["a4_300dpi_"+side+"_bytes"] = n
	}
	if runtime.GOOS != "linux" {
		return nil
	}
	for _, side := range []string{"indexed", "canvas2d"} {
		peak, more, err := b.peak(c, side)
		if err != nil {
			return err
		}
		b.figures["a4_peak_memory_"+side+"_mb"], b.figures["a4_more_memory_"+side+"_mb"] = peak, more
	}
	b.figures["a4_peak_memory_mb"] = b.figures["a4_peak_memory_indexed_mb"]
	return nil
}

// peak opens the page again and returns the most memory that its process had resident while it
// drew a sheet five times, and how much more that is than before: in MB of a million bytes. The
// process is the one that grew most.
func (b *bench) peak(c *browser.Browser, side string) (peak, more float64, err error) {
	p, err := c.OpenExtension("bench.html?" + side)
	if err != nil {
		return 0, 0, err
	}
	defer p.Close()
	if err := p.Eval(`bench.start().then(() => { bench.load("a4"); })`, nil); err != nil {
		return 0, 0, err
	}
	if _, err := p.Metrics(); err != nil { // collects the garbage
		return 0, 0, err
	}
	all, err := c.Processes()
	if err != nil {
		return 0, 0, err
	}
	before := map[int]float64{}
	for _, q := range all {
		if q.Type != "renderer" {
			continue
		}
		// 5 makes the peak what is resident now.
		if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", q.PID), []byte("5"), 0o200); err != nil {
			return 0, 0, fmt.Errorf("resetting the peak: %w", err)
		}
		if before[q.PID], err = status(q.PID, "VmRSS"); err != nil {
			return 0, 0, err
		}
	}
	for range 5 {
		if err := p.Eval(fmt.Sprintf(`bench.round([%q], "a4")`, side), nil); err != nil {
			return 0, 0, err
		}
	}
	more = -1
	for pid, was := range before {
		high, err := status(pid, "VmHWM")
		if err != nil {
			continue // a process that has ended meanwhile
		}
		if high-was > more {
			peak, more = high, high-was
		}
	}
	return peak, more, nil
}

// status reads a line of a process's status, in MB.
func status(pid int, name string) (float64, error) {
	path := fmt.Sprintf("/proc/%d/status", pid)
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(data)) {
		if key, value, _ := strings.Cut(line, ":"); key == name {
			kb, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 64)
			return kb * 1024 / 1e6, err
		}
	}
	return 0, fmt.Errorf("%s: no %s", path, name)
}
