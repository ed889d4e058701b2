package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"

	"byeolpyo/scripts/internal/browser"
)

// tabs is how many timetables are open when memory is measured: a single one is lost in the
// noise of the process.
const tabs = 4

// memory compares what tabs of the timetable take, with ours, with the peer and without an
// extension: the private memory of all renderer processes after a garbage collection, with the
// tabs open less before, per tab. The figures are medians of three runs each.
func (b *bench) memory() error {
	if runtime.GOOS != "linux" {
		fmt.Fprintln(os.Stderr, "  needs Linux: left out")
		return nil
	}
	const runs = 3
	took := map[string][]float64{}
	for range runs {
		for _, dir := range []string{"", b.dist, peer} {
			mb, err := b.tabMemory(dir)
			if err != nil {
				return err
			}
			took[dir] = append(took[dir], mb)
		}
	}
	none := median(took[""])
	b.figures["page_memory_mb"] = median(took[b.dist]) - none
	b.figures["page_memory_peer_mb"] = median(took[peer]) - none
	b.figures["page_memory_without_mb"] = none
	b.figures["page_memory_n"] = runs
	return nil
}

// tabMemory is what one tab of the timetable takes in a fresh browser, in MB of
// a million bytes.
func (b *bench) tabMemory(dir string) (float64, error) {
	c, err := b.start(dir)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	before, err := renderers(c)
	if err != nil {
		return 0, err
	}
	var open []*browser.Page
	for range tabs {
		p, err := c.Open(grid)
		if err != nil {
			return 0, err
		}
		defer p.Close()
		open = append(open, p)
	}
	for _, p := range open {
		ready := `document.getElementsByClassName("css-title").length >= 60`
		if dir != "" {
			ready = browser.Stars + `.length >= 60`
		}
		if err := p.Wait(ready); err != nil {
			return 0, err
		}
	}
	for range 2 {
		for _, p := range open {
			if _, err := p.Metrics(); err != nil { // collects the garbage
				return 0, err
			}
		}
	}
	after, err := renderers(c)
	return (after - before) / tabs / 1e6, err
}

// renderers is the private memory of all renderer processes, in bytes.
func renderers(c *browser.Browser) (float64, error) {
	all, err := c.Processes()
	if err != nil {
		return 0, err
	}
	sum := 0.0
	for _, p := range all {
		if p.Type != "renderer" {
			continue
		}
		kb, err := private(p.PID)
		if err != nil {
			return 0, err
		}
		sum += kb * 1024
	}
	return sum, nil
}

// private is the private memory of a process in KiB.
func private(pid int) (float64, error) {
	f, err := os.Open(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0, fmt.Errorf("memory of process %d: %w", pid, err)
	}
	defer f.Close()
	sum := 0.0
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		name, rest, _ := strings.Cut(lines.Text(), ":")
		if name != "Private_Dirty" && name != "Private_Clean" {
			continue
		}
		kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
		if err != nil {
			return 0, fmt.Errorf("memory of process %d: %w", pid, err)
		}
		sum += kb
	}
	return sum, lines.Err()
}
