package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

const (
	sessions = 60
	grid     = "https://2026.pycon.kr/timetable?sessions=60"
)

// probe runs in the page's own world and is the same for both sides. It looks at the end of each
// frame, in a task that a frame's own callback has posted: what is in the document then has just
// been painted. It waits for the side's stars, or without an extension for the sessions
// themselves.
func probe(dir string) string {
	of := `document.getElementsByTagName("byeolpyo-star")`
	switch dir {
	case alone:
		of = `document.querySelectorAll("main a[href*='/presentations/']")`
	case peer:
	default: // ours stand in roots of the titles, of grid and list; those of 0.1.0 in the page
		of = `[...document.getElementsByTagName("byeolpyo-star"),
			...[...document.querySelectorAll(".css-title, .css-itemtitle")].filter(t => t.shadowRoot?.querySelector("byeolpyo-star"))]`
	}
	return strings.Replace(probeScript, "STARS", of, 1)
}

// alone is the side without any extension.
const alone = ""

const probeScript = `(() => {
	const p = globalThis.probe = {dom: 0, painted: 0, bare: 0, want: 60};
	const shown = () => STARS.length >= p.want;
	const titles = document.getElementsByClassName("css-title");
	new MutationObserver(() => {
		if (!p.dom && titles.length >= p.want) p.dom = performance.now();
	}).observe(document, {subtree: true, childList: true});
	const channel = new MessageChannel();
	let waiting = null;
	channel.port1.onmessage = () => {
		if (!p.painted && shown()) p.painted = performance.now();
		if (p.dom && !p.painted) p.bare++; // a frame with sessions and without their stars
		if (waiting && shown()) { const done = waiting; waiting = null; done(performance.now()); }
	};
	const frame = () => { channel.port2.postMessage(0); requestAnimationFrame(frame); };
	requestAnimationFrame(frame);
	p.next = () => new Promise(resolve => { waiting = resolve; });
})()`

// picked is what is stored beforehand: a third of the sessions, as a visitor would have it.
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

// load is when, in ms after the start of the navigation, sessions were in the
// document and stars were painted, and how many frames were painted in between.
type load struct{ Dom, Painted, Bare float64 }

// loaded opens the timetable in a new tab.
func loaded(b *browser.Browser, dir string) (l load, err error) {
	p, err := opened(b, dir)
	if err != nil {
		return l, err
	}
	defer p.Close()
	err = p.Eval(`({dom: probe.dom, painted: probe.painted, bare: probe.bare})`, &l)
	return l, err
}

// opened opens the timetable in a new tab and waits for the paint.
func opened(b *browser.Browser, dir string) (*browser.Page, error) {
	p, err := b.Blank()
	if err != nil {
		return nil, err
	}
	if err = p.OnLoad(probe(dir)); err == nil {
		err = p.Navigate(grid)
	}
	if err == nil {
		err = p.Wait(`probe.painted > 0`)
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// started starts a browser that has the picks stored, if it has an extension.
func (b *bench) started(dir string) (*browser.Browser, error) {
	c, err := b.start(dir)
	if err != nil || dir == alone {
		return c, err
	}
	if err := c.Store(picked()); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// stars compares loads of the timetable with ours, with the peer, with nothing, and with
// ours when it warms nothing, in turns. The p95 is of twice as many loads as a median needs.
func (b *bench) stars() error {
	type side struct {
		dir            string
		painted, after []float64
		doms           []float64
		bare           float64 // in all loads
		browser        *browser.Browser
	}
	cold, err := b.withScript(unwarmed)
	if err != nil {
		return err
	}
	defer os.RemoveAll(cold)
	ours, theirs, page, cool := &side{dir: b.dist}, &side{dir: peer}, &side{dir: alone}, &side{dir: cold}
	named := map[string]*side{"": ours, "_peer": theirs, "_page_alone": page, "_unwarmed": cool}
	sides := []*side{ours, theirs, page, cool}
	for _, dir := range b.beside {
		s := &side{dir: dir}
		named["_"+filepath.Base(dir)] = s
		sides = append(sides, s)
	}
	for _, s := range sides {
		var err error
		if s.browser, err = b.started(s.dir); err != nil {
			return err
		}
		defer s.browser.Close()
		// The first load fills the caches, as for the second page of a site.
		if _, err := loaded(s.browser, s.dir); err != nil {
			return err
		}
	}
	for round := range 2 * b.rounds {
		for i := range sides {
			s := sides[(i+round)%len(sides)] // none is always first
			l, err := loaded(s.browser, s.dir)
			if err != nil {
				return err
			}
			s.painted = append(s.painted, l.Painted)
			s.after = append(s.after, l.Painted-l.Dom)
			s.doms = append(s.doms, l.Dom)
			s.bare += l.Bare
			fmt.Fprintf(os.Stderr, "  %q: sessions at %.0f ms, painted %.1f ms later\n", s.dir, l.Dom, l.Painted-l.Dom)
		}
	}
	b.figures["stars_vs_js"] = median(ours.painted) / median(theirs.painted)
	b.figures["stars_vs_js_ours_ms"] = median(ours.painted)
	b.figures["stars_vs_js_peer_ms"] = median(theirs.painted)
	b.figures["stars_vs_js_n"] = float64(len(ours.painted))
	for _, dir := range b.beside {
		name := "_" + filepath.Base(dir)
		b.figures["stars_vs_js"+name] = median(named[name].painted) / median(theirs.painted)
	}
	for name, s := range named {
		b.figures["stars_after_dom"+name+"_ms_p95"] = p95(s.after)
		b.figures["stars_after_dom"+name+"_ms_median"] = median(s.after)
		b.figures["sessions_in_dom"+name+"_ms"] = median(s.doms)
		b.figures["stars_bare_frames"+name] = s.bare
	}
	b.figures["stars_after_dom_n"] = float64(len(ours.after))
	b.figures["warming_saves_ms"] = median(cool.after) - median(ours.after)
	return nil
}

// routeChanges is how many client routes are measured; half of them to the
// timetable, half to the list.
const routeChanges = 60

// pace is between two routes, in ms: less than a hurried person's.
const pace = 250

// routes goes back and forth between the timetable and the list by the site's menu, with ours
// and without an extension.
func (b *bench) routes() error {
	sides := map[string]string{"": b.dist, "_page_alone": alone}
	for _, dir := range b.beside {
		sides["_"+filepath.Base(dir)] = dir
	}
	for name, dir := range sides {
		times, err := b.routeTimes(dir)
		if err != nil {
			return err
		}
		b.figures["route_change_stars"+name+"_ms_p95"] = p95(times)
		b.figures["route_change_stars"+name+"_ms_median"] = median(times)
	}
	b.figures["route_change_stars_n"] = routeChanges
	return nil
}

func (b *bench) routeTimes(dir string) ([]float64, error) {
	c, err := b.started(dir)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	p, err := opened(c, dir)
	if err != nil {
		return nil, err
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
		})()`, pace+i*7%17, path), &ms)
		if err != nil {
			return nil, err
		}
		times = append(times, ms)
	}
	return times, nil
}
