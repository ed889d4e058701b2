package main

import (
	"fmt"
	"os"
	"slices"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// many is how many sessions the page has that nobody has described.
const many = 3000

// manyProbe records when the document was there, when all sessions had a star, and the longest
// task meanwhile, the browser's own included. Without an extension there are no stars to wait
// for.
const manyProbe = `(() => {
	const p = globalThis.probe = {dom: 0, stars: 0, task: 0};
	new PerformanceObserver((list) => {
		for (const {duration} of list.getEntries()) p.task = Math.max(p.task, duration);
	}).observe({type: "longtask", buffered: true});
	addEventListener("DOMContentLoaded", () => { p.dom = performance.now(); });
	const look = () => {
		const titles = document.getElementsByClassName("font-semibold");
		let starred = 0;
		for (const t of titles) if (t.shadowRoot?.querySelector("byeolpyo-star")) starred++;
		if (p.dom && starred >= %d) p.stars = performance.now();
		else requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
})()`

// unseen measures a page with that many sessions that nobody has described, with our extension
// and without any.
func (b *bench) unseen() error {
	for _, side := range []struct{ name, dir string }{{"", b.dist}, {"_page_alone", alone}} {
		c, err := b.start(side.dir)
		if err != nil {
			return err
		}
		var all, tasks []float64
		for range max(b.rounds/3, 5) {
			after, task, err := manyLoaded(c, side.dir)
			if err != nil {
				c.Close()
				return err
			}
			fmt.Fprintf(os.Stderr, "  %q: all stars %.0f ms after the document, longest task %.0f ms\n", side.dir, after, task)
			all, tasks = append(all, after), append(tasks, task)
		}
		c.Close()
		if side.dir != alone {
			b.figures["unseen_3000_stars_ms"] = slices.Max(all)
			b.figures["unseen_3000_stars_ms_median"] = median(all)
			b.figures["unseen_3000_n"] = float64(len(all))
		}
		b.figures["unseen_3000_longest_task"+side.name+"_ms"] = slices.Max(tasks)
	}
	return nil
}

func manyLoaded(c *browser.Browser, dir string) (after, task float64, err error) {
	p, err := c.Blank()
	if err != nil {
		return 0, 0, err
	}
	defer p.Close()
	stars, done := many, `probe.stars > 0`
	if dir == alone {
		stars, done = 0, `probe.dom > 0`
	}
	if err = p.OnLoad(fmt.Sprintf(manyProbe, stars)); err == nil {
		err = p.Navigate(fmt.Sprintf("https://%s/?sessions=%d", replica.OnePageHost, many))
	}
	if err == nil {
		err = p.Wait(done)
	}
	var l struct{ Dom, Stars, Task float64 }
	if err == nil { // what is painted last is a task of its own
		err = p.Eval(`new Promise((done) => setTimeout(() => done({dom: probe.dom, stars: probe.stars, task: probe.task}), 1000))`, &l)
	}
	return l.Stars - l.Dom, l.Task, err
}
