package main

import (
	"fmt"
	"time"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/wasm/read/site"
	"byeolpyo/wasm/read/snapshot"
)

// sizes are pages of the usual size, and of one that no conference reaches.
var sizes = []int{60, 5000}

// extract times the reading of pages of several sizes: the cost per session must not depend on
// how many there are.
func (b *bench) extract() error {
	c, err := b.start(b.dist)
	if err != nil {
		return err
	}
	defer c.Close()
	for _, n := range sizes {
		if err := b.extractPage(c, n); err != nil {
			return fmt.Errorf("%d sessions: %w", n, err)
		}
	}
	return nil
}

// spy times the parts of one reading in the content script: the snapshot, all
// of Go, and the placing of the stars.
const spy = `(() => {
	const page = byeolpyoPage, {snapshot, place} = page;
	const t = globalThis.benchTimes = [];
	let began = 0, shot = 0;
	page.snapshot = (...a) => { began = performance.now(); const s = snapshot(...a); shot = performance.now(); return s; };
	page.place = (...a) => {
		const asked = performance.now();
		place(...a);
		if (began) t.push([shot - began, asked - shot, performance.now() - asked]);
		began = 0;
	};
})()`

func (b *bench) extractPage(c *browser.Browser, n int) error {
	p, err := c.Open(fmt.Sprintf("https://2026.pycon.kr/timetable?sessions=%d&delay=0", n))
	if err != nil {
		return err
	}
	defer p.Close()
	if err := p.Wait(fmt.Sprintf(browser.Stars+`.length === %d`, n)); err != nil {
		return err
	}
	if err := p.EvalContent(spy, nil); err != nil {
		return err
	}
	const warmup = 2 // meanwhile what the first reading learned is stored
	rounds := 31
	if n > 1000 {
		rounds = 7
	}
	var shots, gos, places, whole []float64
	for i := range warmup + rounds {
		if err := p.Eval(fmt.Sprintf(`document.querySelector("h2").textContent = "시간표 %d"`, i), nil); err != nil {
			return err
		}
		if err := p.WaitContent(fmt.Sprintf(`benchTimes.length > %d`, i)); err != nil {
			return err
		}
		var t [3]float64
		if err := p.EvalContent(`benchTimes.at(-1)`, &t); err != nil {
			return err
		}
		if i < warmup {
			continue
		}
		shots, gos, places = append(shots, t[0]), append(gos, t[1]), append(places, t[2])
		whole = append(whole, t[0]+t[1])
	}
	name := func(part string) string { return fmt.Sprintf("extract%s_us_per_session_%d", part, n) }
	us := 1000 / float64(n)
	b.figures[name("")] = median(whole) * us
	b.figures[name("_snapshot")] = median(shots) * us
	b.figures[name("_go")] = median(gos) * us
	b.figures[name("_place")] = median(places) * us

	var text, url string
	if err := p.EvalContent(`byeolpyoPage.snapshot(document.documentElement).text`, &text); err != nil {
		return err
	}
	if err := p.Eval(`location.href`, &url); err != nil {
		return err
	}
	var native []float64
	for range rounds {
		began := time.Now()
		page, ok := site.Read(snapshot.Decode(text), site.Options{URL: url})
		took := time.Since(began)
		if !ok || len(page.Spots) != n {
			return fmt.Errorf("read %d sessions", len(page.Spots))
		}
		native = append(native, float64(took.Microseconds()))
	}
	b.figures[name("_native")] = median(native) / float64(n)
	return nil
}
