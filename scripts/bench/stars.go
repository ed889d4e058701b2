package main

import (
	"fmt"
	"os"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

const (
	sessions = 60
	grid     = "https://2026.pycon.kr/timetable?sessions=60"
)

// probe runs in the page's own world and is the same for both sides. It looks
// at the end of each frame, in a task that a frame's own callback has posted:
// what is in the document then has just been painted.
const probe = `(() => {
	const p = globalThis.probe = {dom: 0, painted: 0, want: 60};
	const stars = document.getElementsByTagName("byeolpyo-star");
	const titles = document.getElementsByClassName("css-title");
	new MutationObserver(() => {
		if (!p.dom && titles.length >= p.want) p.dom = performance.now();
	}).observe(document, {subtree: true, childList: true});
	const channel = new MessageChannel();
	let waiting = null;
	channel.port1.onmessage = () => {
		if (!p.painted && stars.length >= p.want) p.painted = performance.now();
		if (waiting && stars.length >= p.want) { const done = waiting; waiting = null; done(performance.now()); }
	};
	const frame = () => { channel.port2.postMessage(0); requestAnimationFrame(frame); };
	requestAnimationFrame(frame);
	p.next = () => new Promise(resolve => { waiting = resolve; });
})()`

// picked is stored before: a third of the sessions, as a visitor would have it.
func picked() map[string]any {
	picks := map[string]any{}
	for i, s := range replica.Synthetic(sessions)[:sessions/3] {
		k := "2026/s/" + s.ID
		picks["pick/"+k] = map[string]any{
			"v": 1, "state": []string{"star", "must"}[i%2], "tapped": 1786000000000 + i,
			"snapshot": map[string]any{
				"key": k, "kind": "talk", "titles": map[string]string{"ko": s.Title.Ko}, "speakers": s.Speakers,
				"rooms": []string{s.Rooms[0].Ko}, "start": s.Start, "end": s.End, "url": s.URL, "page": "ko", "col": i%4 + 1,
			},
		}
	}
	return picks
}

// loaded opens the timetable in a new tab and returns when, in ms after the
// start of the navigation, sessions were in the document and stars were painted.
func loaded(b *browser.Browser) (dom, painted float64, err error) {
	p, err := b.Blank()
	if err != nil {
		return 0, 0, err
	}
	defer p.Close()
	if err := p.OnLoad(probe); err != nil {
		return 0, 0, err
	}
	if err := p.Navigate(grid); err != nil {
		return 0, 0, err
	}
	if err := p.Wait(`probe.painted > 0`); err != nil {
		return 0, 0, err
	}
	var at struct{ Dom, Painted float64 }
	err = p.Eval(`({dom: probe.dom, painted: probe.painted})`, &at)
	return at.Dom, at.Painted, err
}

// stars compares loads of the timetable with ours and with the peer, in turns.
func (b *bench) stars() error {
	var ours, theirs, after, doms []float64
	sides := []struct {
		dir     string
		painted *[]float64
		browser *browser.Browser
	}{{dir: b.dist, painted: &ours}, {dir: peer, painted: &theirs}}
	for i := range sides {
		s := &sides[i]
		var err error
		if s.browser, err = b.start(s.dir); err != nil {
			return err
		}
		defer s.browser.Close()
		if err := s.browser.Store(picked()); err != nil {
			return err
		}
		// Once to fill the caches, as the site's second page finds them.
		if _, _, err := loaded(s.browser); err != nil {
			return err
		}
	}
	for round := range b.rounds {
		for i := range sides {
			s := &sides[(i+round)%len(sides)] // neither is always first
			dom, painted, err := loaded(s.browser)
			if err != nil {
				return err
			}
			*s.painted = append(*s.painted, painted)
			if s.dir == b.dist {
				after = append(after, painted-dom)
				doms = append(doms, dom)
			}
			fmt.Fprintf(os.Stderr, "  %s: sessions at %.0f ms, stars %.1f ms later\n", s.dir, dom, painted-dom)
		}
	}
	b.figures["stars_vs_js"] = median(ours) / median(theirs)
	b.figures["stars_vs_js_ours_ms"] = median(ours)
	b.figures["stars_vs_js_peer_ms"] = median(theirs)
	b.figures["stars_vs_js_n"] = float64(b.rounds)
	b.figures["stars_after_dom_ms_p95"] = p95(after)
	b.figures["stars_after_dom_ms_median"] = median(after)
	b.figures["stars_after_dom_n"] = float64(len(after))
	b.figures["sessions_in_dom_ms"] = median(doms)
	return nil
}

// routeChanges is how many client routes are measured; half of them to the
// timetable, half to the list.
const routeChanges = 60

// routes goes to and fro between the timetable and the list by the site's menu.
func (b *bench) routes() error {
	c, err := b.start(b.dist)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.Store(picked()); err != nil {
		return err
	}
	p, err := c.Blank()
	if err != nil {
		return err
	}
	if err := p.OnLoad(probe); err != nil {
		return err
	}
	if err := p.Navigate(grid); err != nil {
		return err
	}
	if err := p.Wait(`probe.painted > 0`); err != nil {
		return err
	}
	var times []float64
	for i := range routeChanges {
		var ms float64
		path := []string{"/session", "/timetable"}[i%2]
		// The click comes at any moment of a frame, as a person's does.
		err := p.Eval(fmt.Sprintf(`(async () => {
			await new Promise(resolve => setTimeout(resolve, %d));
			const start = performance.now();
			document.querySelector('header a[href="%s"] button').click();
			return await probe.next() - start;
		})()`, 30+i*7%17, path), &ms)
		if err != nil {
			return err
		}
		times = append(times, ms)
	}
	b.figures["route_change_stars_ms_p95"] = p95(times)
	b.figures["route_change_stars_ms_median"] = median(times)
	b.figures["route_change_stars_n"] = routeChanges
	return nil
}
