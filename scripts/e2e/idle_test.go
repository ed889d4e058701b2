package e2e

import "testing"

// frames lets n frames pass in the page.
const frames = `(async n => { while (n--) await new Promise(requestAnimationFrame); return true; })`

// A page without sessions costs one idle observer: once loaded, nothing waits,
// nothing is read and nothing moves.
func TestPageWithoutSessionsIsIdle(t *testing.T) {
	b := instrumented(t, gauge)
	for _, c := range []struct{ name, url string }{
		{"2026 home", site2026 + "/"},
		{"2026 own timetable", site2026 + "/my-timetable"},
		{"2018 home", site2018 + "/"},
		{"2018 break", site2018 + "/program/57"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := blank(t, b)
			must(t, p.OnLoad(`(() => {
				globalThis.shift = 0;
				new PerformanceObserver(list => { for (const e of list.getEntries()) shift += e.value; }).observe({type: "layout-shift", buffered: true});
			})()`))
			must(t, p.Navigate(c.url))
			must(t, p.Wait(`typeof replica === "undefined" || replica.settled().then(() => true)`))
			must(t, p.WaitContent(`testGauge.memory > 0 && testGauge.reads > 0 && testGauge.intervals === 4 && testGauge.frames.size + testGauge.timers.size + testGauge.idle === 0`))
			must(t, p.Eval(frames+`(3)`, nil)) // what the page itself still had to draw

			before := read(t, p)
			metrics, err := p.Metrics()
			must(t, err)
			// Four idle callbacks: two that warm what the first stars need, the program and the
			// page, and two by which the page is quiet.
			if before.Timers+before.Frames != 0 || before.Intervals > 4 || before.Observers != 1 {
				t.Errorf("once loaded: %+v, want no timer, no frame, one observer", before)
			}
			must(t, p.Eval(frames+`(60)`, nil))
			after := read(t, p)
			if after != before {
				t.Errorf("60 idle frames: %+v, before %+v", after, before)
			}
			later, err := p.Metrics()
			must(t, err)
			for _, name := range []string{"LayoutCount", "RecalcStyleCount", "Nodes", "JSEventListeners"} {
				if later[name] > metrics[name] {
					t.Errorf("60 idle frames: %s from %g to %g", name, metrics[name], later[name])
				}
			}
			if shift := eval[float64](t, p, `shift`); shift != 0 && c.url != site2026+"/my-timetable" { // which itself waits for its data
				t.Errorf("the layout shifted by %g", shift)
			}

			// Many changes in one frame cause one reading at once, and one of what came after.
			must(t, p.Eval(`(async () => {
				const add = () => document.body.append(Object.assign(document.createElement("div"), {textContent: Math.random()}));
				for (let i = 0; i < 50; i++) { add(); if (i % 10 === 0) await null; }
				await new Promise(requestAnimationFrame);
				await new Promise(requestAnimationFrame);
			})()`, nil))
			must(t, p.WaitContent(`testGauge.frames.size + testGauge.timers.size === 0`))
			if n := read(t, p).Reads - after.Reads; n < 1 || n > 2 {
				t.Errorf("50 changes in one frame were read %d times", n)
			}
			// And then it is idle again.
			again := read(t, p)
			must(t, p.Eval(frames+`(10)`, nil))
			if now := read(t, p); now != again || now.Timers+now.Frames != 0 {
				t.Errorf("after a change: %+v, then %+v", again, now)
			}
		})
	}
}

// A page with sessions comes to rest as well.
func TestPageWithSessionsComesToRest(t *testing.T) {
	b := instrumented(t, gauge)
	p := open(t, b, grid2026)
	waitStars(t, p, wantedDay(day1, "ko"))
	must(t, p.WaitContent(`testGauge.timers.size === 0 && testGauge.frames.size === 0`))
	before := read(t, p)
	must(t, p.Eval(frames+`(60)`, nil))
	if after := read(t, p); after != before {
		t.Errorf("60 idle frames: %+v, before %+v", after, before)
	}
}
