package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// many is the number of sessions on a page that nobody has described.
const many = 3000

// manyProbe notes when the document was there, when the first sessions and when all had a star
// that is seen, and the longest task meanwhile, the browser's own included. On the page alone
// nothing is waited for.
const manyProbe = `(() => {
	const p = globalThis.probe = {dom: 0, first: 0, stars: 0, task: 0};
	new PerformanceObserver((list) => {
		for (const {duration} of list.getEntries()) p.task = Math.max(p.task, duration);
	}).observe({type: "longtask", buffered: true});
	addEventListener("DOMContentLoaded", () => { p.dom = performance.now(); });
	const titles = document.getElementsByClassName("font-semibold");
	const starred = (t) => STARRED;
	const FIRST = 10;
	let from = 0; // titles before it have their star
	const look = () => {
		while (from < titles.length && starred(titles[from])) from++;
		if (!p.first && from >= FIRST) p.first = performance.now();
		if (p.dom && from >= %d) p.stars = performance.now();
		else requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
})()`

// unseen measures a page of so many sessions that nobody has described, with ours, with the
// peer, which was written for this page too, and alone, in turns.
func (b *bench) unseen() error {
	type side struct {
		name, dir         string
		first, all, tasks []float64
		browser           *browser.Browser
	}
	sides := []*side{{name: "", dir: b.dist}, {name: "_peer", dir: peer}, {name: "_page_alone", dir: alone}}
	for _, dir := range b.beside {
		sides = append(sides, &side{name: "_" + filepath.Base(dir), dir: dir})
	}
	for _, s := range sides {
		var err error
		if s.browser, err = b.start(s.dir); err != nil {
			return err
		}
		defer s.browser.Close()
		// Once to fill the caches, as with the timetable.
		if _, err := manyLoaded(s.browser, s.dir); err != nil {
			return err
		}
	}
	for round := range max(b.rounds/3, 5) {
		for i := range sides {
			s := sides[(i+round)%len(sides)]
			l, err := manyLoaded(s.browser, s.dir)
			if err != nil {
				return err
			}
			fmt.Fprintf(os.Stderr, "  %q: first stars %.0f ms and all %.0f ms after the document, longest task %.0f ms\n", s.dir, l.First-l.Dom, l.Stars-l.Dom, l.Task)
			s.first, s.all, s.tasks = append(s.first, l.First-l.Dom), append(s.all, l.Stars-l.Dom), append(s.tasks, l.Task)
		}
	}
	for _, s := range sides {
		if s.dir != alone {
			b.figures["unseen_3000_first_seen"+s.name+"_ms_median"] = median(s.first)
			b.figures["unseen_3000_seen"+s.name+"_ms"] = slices.Max(s.all)
			b.figures["unseen_3000_seen"+s.name+"_ms_median"] = median(s.all)
		}
		b.figures["unseen_3000_longest_task"+s.name+"_ms"] = slices.Max(s.tasks)
		b.figures["unseen_3000_longest_task"+s.name+"_ms_median"] = median(s.tasks)
	}
	b.figures["unseen_3000_n"] = float64(len(sides[0].all))
	return nil
}

type manyLoad struct{ Dom, First, Stars, Task float64 }

func manyLoaded(c *browser.Browser, dir string) (l manyLoad, err error) {
	p, err := c.Blank()
	if err != nil {
		return l, err
	}
	defer p.Close()
	stars, done := many, `probe.stars > 0`
	starred := `t.shadowRoot?.querySelector("byeolpyo-star[data-fit]")` // not before it is seen
	switch dir {
	case alone:
		stars, done = 0, `probe.dom > 0`
	case peer:
		starred = `t.querySelector("byeolpyo-star")`
	}
	if err = p.OnLoad(strings.Replace(fmt.Sprintf(manyProbe, stars), "STARRED", starred, 1)); err == nil {
		err = p.Navigate(fmt.Sprintf("https://%s/?sessions=%d", replica.OnePageHost, many))
	}
	if err == nil {
		err = p.Wait(done)
	}
	if err == nil { // what is painted last is a task of its own, and so is what is stored
		err = p.Eval(`new Promise((done) => setTimeout(() => done(probe), 1000))`, &l)
	}
	return l, err
}
