package e2e

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/layout"
	"byeolpyo/scripts/internal/replica"
)

// measuring are the Chromiums of bench, with the extension and without.
var measuring [2]*browser.Browser

// bench measures in a Chromium with the extension and in one without, both with the
// project's fonts, so that the machine's do not decide what fits into a line. They run
// until all tests have, and know nothing at the start of one.
func bench(t *testing.T) *layout.Bench {
	t.Helper()
	opts := browser.Options{Hosts: site.ResolverRules(), Zone: replica.Seoul, Lang: "ko", OneWindow: true, Timeout: actionTimeout, Fonts: filepath.Join(root, "extension", "fonts")}
	for i, dir := range []string{dist, ""} {
		if measuring[i] == nil {
			opts.Extension = dir
			b, err := browser.Start(context.Background(), opts)
			must(t, err)
			measuring[i] = b
		}
	}
	must(t, measuring[0].ClearStorage())
	m, err := layout.NewBench(measuring[0], measuring[1], dist)
	must(t, err)
	t.Cleanup(m.Close)
	return m
}

// pageOf is a page of the matrix by its name.
func pageOf(t *testing.T, name string) layout.Page {
	t.Helper()
	for _, p := range layout.Pages(site.Site) {
		if p.String() == name {
			return p
		}
	}
	t.Fatalf("no page %q", name)
	return layout.Page{}
}

// TestWhereStarsStand holds each year's pages, and one of each kind of boxes, to
// the rules at a phone's width and a notebook's. make stars measures all pages at
// all widths.
func TestWhereStarsStand(t *testing.T) {
	m := bench(t)
	pages := layout.Short(site.Site)
	groups := map[string]bool{}
	for _, p := range pages {
		groups[p.Group] = true
	}
	// All editions but the one outside the domain, and all kinds of boxes.
	if want := len(replica.Editions()) - 1 + len(replica.ShapeKinds); len(groups) != want {
		t.Fatalf("%d editions and kinds of boxes, want %d", len(groups), want)
	}
	for _, p := range pages {
		sizes := []layout.Size{{Width: 390, Zoom: 100}, {Width: 1280, Zoom: 100}}
		if err := m.Open(p, sizes[0]); err != nil {
			t.Error(err)
			continue
		}
		for _, at := range sizes {
			r, err := m.Measure(p, at)
			must(t, err)
			for _, f := range r.Faults() {
				t.Error(f)
			}
		}
	}
}

// TestStarsFollowWidths has a page become narrow step by step, a frame each, as a
// window does that is drawn narrower and a column that a site slides in: the stars
// stand where they do when it becomes so at once.
func TestStarsFollowWidths(t *testing.T) {
	m := bench(t)
	p := pageOf(t, "2023 list")
	wide, narrow := layout.Size{Width: 1280, Zoom: 100}, layout.Size{Width: 400, Zoom: 100}
	const steps = 20
	// Stars outside of the window are fitted in a task behind the frame.
	frame := `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => done(true))))))`
	for _, c := range []struct {
		by     string
		narrow func(t *testing.T, steps int)
	}{
		{"window", func(t *testing.T, steps int) {
			for i := range steps {
				must(t, m.With().SetViewport(wide.Width+(narrow.Width-wide.Width)*(i+1)/steps, 800, 1))
				must(t, m.With().Eval(frame, nil))
			}
		}},
		{"site", func(t *testing.T, steps int) {
			must(t, m.With().Eval(fmt.Sprintf(`(async () => {
				for (let i = 1; i <= %d; i++) {
					document.body.style.width = %d + %d * i / %[1]d + "px";
					await new Promise(requestAnimationFrame);
				}
				await %[4]s;
			})()`, steps, wide.Width, narrow.Width-wide.Width, frame), nil))
		}},
	} {
		t.Run(c.by, func(t *testing.T) {
			must(t, m.Open(p, wide))
			var before, want string
			must(t, m.With().Eval("probe.places()", &before))
			c.narrow(t, 1)
			must(t, m.With().Eval("probe.places()", &want))
			if want == before {
				t.Fatal("the stars stand where they stood")
			}
			must(t, m.Open(p, wide))
			c.narrow(t, steps)
			must(t, m.With().Wait(fmt.Sprintf("probe.places() === %q", want)))
		})
	}
}

// TestStarsOfTheWindowFirst looks at each frame after it was painted: a star that
// the window shows is seen from its first frame on, and those above and below
// without being scrolled to.
func TestStarsOfTheWindowFirst(t *testing.T) {
	b := chromium(t)
	for _, name := range []string{"2018 timetable", "2023 list", "2026 timetable-day1"} {
		t.Run(name, func(t *testing.T) {
			p := blank(t, b)
			defer p.Close()
			must(t, p.SetViewport(1280, 800, 1))
			must(t, p.OnLoad(`(() => {
				const watched = globalThis.watched = {unseen: 0, within: 0, all: () => {
					const out = [];
					const visit = (root) => {
						for (const el of root.querySelectorAll("*")) {
							if (el.localName === "byeolpyo-star") out.push(el.shadowRoot.querySelector("button"));
							else if (el.shadowRoot) visit(el.shadowRoot);
						}
					};
					visit(document);
					return out;
				}, hidden: (star) => getComputedStyle(star).visibility !== "visible"};
				const channel = new MessageChannel(); // a task behind the paint
				let there = []; // before the frame was laid out
				channel.port1.onmessage = () => {
					for (const star of there) {
						const {top, bottom, width} = star.getBoundingClientRect();
						if (width === 0 || top < 0 || bottom > innerHeight) continue;
						watched.within++;
						if (watched.hidden(star)) watched.unseen++;
					}
				};
				const frame = () => { there = watched.all(); channel.port2.postMessage(0); requestAnimationFrame(frame); };
				requestAnimationFrame(frame);
			})()`))
			must(t, p.Navigate(pageOf(t, name).URL))
			must(t, p.Wait(fmt.Sprintf(`watched.all().length >= %d`, len(pageOf(t, name).Titles))))
			must(t, p.Wait(`!watched.all().some(s => s.getBoundingClientRect().width > 0 && watched.hidden(s))`))
			var n struct{ Unseen, Within, Outside int }
			must(t, p.Eval(`({...watched, outside: watched.all().filter(s => s.getBoundingClientRect().top > 2 * innerHeight).length})`, &n))
			if n.Within == 0 || n.Outside == 0 {
				t.Fatalf("%d stars in the window, %d far below: no test", n.Within, n.Outside)
			}
			if n.Unseen > 0 {
				t.Errorf("stars of the window in %d cases not seen in a painted frame", n.Unseen)
			}
		})
	}
}

// TestStarsInWideScroller: most of a timetable that is scrolled sideways is beyond the
// window's edge; that is no reason to refuse a star a place that moves nothing.
func TestStarsInWideScroller(t *testing.T) {
	m := bench(t)
	p := pageOf(t, "2026 transposed-day1")
	must(t, m.Open(p, layout.Size{Width: 390, Zoom: 100}))
	for _, width := range []int{390, 1280} {
		r, err := m.Measure(p, layout.Size{Width: width, Zoom: 100})
		must(t, err)
		if n := eval[int](t, m.With(), `[...document.querySelectorAll("*")].filter((el) =>
			/auto|scroll/.test(getComputedStyle(el).overflowX) && el.scrollWidth > 2 * el.clientWidth).length`); n == 0 || r.Stars < 20 {
			t.Fatalf("%d px: %d wide scrollers, %d stars: no test", width, n, r.Stars)
		}
		for _, f := range r.Faults() {
			t.Error(f)
		}
	}
}

// TestStarBesidePicture2014: between 992 and 1440 px the site's picture lies on the
// right end of the bar in which a session's title stands.
func TestStarBesidePicture2014(t *testing.T) {
	m := bench(t)
	p := pageOf(t, "2014 detail")
	must(t, m.Open(p, layout.Size{Width: 992, Zoom: 100}))
	if n := eval[int](t, m.With(), `document.querySelectorAll(".titlebar img").length`); n != 1 {
		t.Fatalf("%d pictures in the bar: no test", n)
	}
	for _, width := range []int{992, 1024, 1280, 1366, 1440} {
		r, err := m.Measure(p, layout.Size{Width: width, Zoom: 100})
		must(t, err)
		for _, s := range r.Unreached {
			t.Errorf("%d px: %s lies over the star", width, s.Top)
		}
		if r.Stars != 1 {
			t.Errorf("%d px: %d stars", width, r.Stars)
		}
	}
	star := `(` + browser.Stars + `).find(h => h.checkVisibility())`
	must(t, m.With().Click(star+`.shadowRoot.querySelector("button")`))
	must(t, m.With().Wait(star+`.dataset.state === "star"`))
}

// TestStarsBelowBar2019: a star that is scrolled beneath the bar at the top leaves
// the bar its clicks. So does one beneath bars and columns of other kinds.
func TestStarsBelowBar2019(t *testing.T) {
	m := bench(t)
	for _, name := range []string{"2019 timetable-day1", "2019 list", "2021 timetable-day1", "2026 timetable-day1", "shape bars 1", "shape bars 2", "shape column 1"} {
		p := pageOf(t, name)
		at := layout.Size{Width: 390, Zoom: 100}
		must(t, m.Open(p, at))
		r, err := m.Measure(p, at)
		must(t, err)
		if r.BarsTried == 0 {
			t.Errorf("%s: no star was beneath a bar: no test", name)
		}
		for _, o := range r.Bars {
			t.Errorf("%s: takes the clicks of %s: %s", name, o.Over, o.Star)
		}
	}
}

// TestStarsOverNoLetters: on a phone the columns of a grid are scrolled sideways,
// and half of one is to be seen.
func TestStarsOverNoLetters(t *testing.T) {
	m := bench(t)
	for _, name := range []string{"2025 timetable-day1", "2026 timetable-day1", "shape column 1", "shape column 4"} {
		p := pageOf(t, name)
		for _, width := range []int{360, 390} {
			at := layout.Size{Width: width, Zoom: 100}
			must(t, m.Open(p, at))
			r, err := m.Measure(p, at)
			must(t, err)
			for _, o := range r.Covers {
				t.Errorf("%s at %d px, scrolled %s: over %q: %s", name, width, o.At, o.Over, o.Star)
			}
		}
	}
}

// noFaults measures a page at sizes, and names what is wrong with its stars.
func noFaults(t *testing.T, page string, sizes ...layout.Size) {
	t.Helper()
	m, p := bench(t), pageOf(t, page)
	for _, at := range sizes {
		must(t, m.Open(p, at))
		r, err := m.Measure(p, at)
		must(t, err)
		for _, f := range r.Faults() {
			t.Error(f)
		}
	}
}

// TestStarsInTightCards: where titles run out of their cards, and where neighbours are
// nearer than a star is wide.
func TestStarsInTightCards(t *testing.T) {
	noFaults(t, "shape cells 2", layout.Size{Width: 360, Zoom: 200}, layout.Size{Width: 390, Zoom: 200})
	noFaults(t, "2024 timetable-day1", layout.Size{Width: 360, Zoom: 200}, layout.Size{Width: 390, Zoom: 200})
	noFaults(t, "2022 list", layout.Size{Width: 360, Zoom: 200})
}

// TestStarsBesideFullLines: a title that ends where its box does, or its neighbour begins,
// takes no line more for its star.
func TestStarsBesideFullLines(t *testing.T) {
	noFaults(t, "shape flexrows 4", layout.Size{Width: 768, Zoom: 200}, layout.Size{Width: 1440, Zoom: 200})
	noFaults(t, "shape fold 1", layout.Size{Width: 360, Zoom: 200})
	noFaults(t, "shape fold 2", layout.Size{Width: 1280, Zoom: 200})
}

// TestStarsFollowFonts: a title's font changes, as by a style sheet for another width, in a
// block that stays as wide as it was.
func TestStarsFollowFonts(t *testing.T) {
	m := bench(t)
	p := pageOf(t, "shape terms 1")
	at := layout.Size{Width: 1280, Zoom: 100}
	must(t, m.Open(p, at))
	var before string
	must(t, m.With().Eval("probe.places()", &before))
	for _, one := range []*browser.Page{m.With(), m.Without()} {
		must(t, one.Eval(`(() => {
			const sheet = new CSSStyleSheet(); // no change of the tree, which would be read
			sheet.replaceSync("h3.t { font-size: 150% }");
			document.adoptedStyleSheets = [sheet];
		})()`, nil))
	}
	must(t, m.With().Wait(fmt.Sprintf("probe.places() !== %q", before)))
	r, err := m.Measure(p, at)
	must(t, err)
	for _, f := range r.Faults() {
		t.Error(f)
	}
}

// TestStarsOverNoMarks: at 200 % the pictures that 2021's style sheet draws before its
// titles are where else there would be room for a star.
func TestStarsOverNoMarks(t *testing.T) {
	noFaults(t, "2021 list", layout.Size{Width: 390, Zoom: 200}, layout.Size{Width: 1280, Zoom: 200})
}

// TestStarsOfLaterTitles: what a page shows later is fitted alone, and its stars keep
// clear of those that stand there already.
func TestStarsOfLaterTitles(t *testing.T) {
	p := open(t, chromium(t), guestHost+guestPage(t, `<style>
		.list { display: inline-flex; gap: 30px; min-width: 420px; overflow: hidden; }
		article { white-space: nowrap; }
		article h3 { margin: 0; }
		article p { position: fixed; bottom: 0; } /* no room in the card */
		article:nth-child(2) { display: none; }
		article:nth-child(3) { position: absolute; top: 500px; }
	</style>`, heading))
	want := len(guestTitles)
	fitted(t, p, want-1)
	must(t, p.Eval(`document.querySelector("article:nth-child(2)").style.display = "block"`, nil))
	fitted(t, p, want)
	if overlaps := eval[string](t, p, `(() => {
		const [a, b] = `+hosts+`.map(h => h.shadowRoot.querySelector("svg").getBoundingClientRect());
		return a.right > b.left && b.right > a.left && a.bottom > b.top && b.bottom > a.top ? [a.left, a.right, b.left, b.right].join() : "";
	})()`); overlaps != "" {
		t.Errorf("two stars lie on each other: %s", overlaps)
	}
}

// TestStarAtItsTitle: in 2019 a session's speakers stand in its heading, below the
// title; its star stands beside a line of the title.
func TestStarAtItsTitle(t *testing.T) {
	m := bench(t)
	p := pageOf(t, "2019 detail")
	must(t, m.Open(p, layout.Size{Width: 390, Zoom: 100}))
	if where := eval[string](t, m.With(), `(() => {
		const title = document.querySelector("h1").firstChild;
		const range = document.createRange();
		range.selectNodeContents(title);
		const lines = [...range.getClientRects()];
		const {top, bottom} = `+browser.Stars+`.find(h => h.checkVisibility()).shadowRoot.querySelector("button").getBoundingClientRect();
		const middle = (top + bottom) / 2;
		return title.nextSibling?.nextSibling?.localName !== "span" || lines.length < 2 ? "no test" : lines.some(r => r.top < middle && r.bottom > middle) ? "" : middle + " of " + lines.map(r => r.top + "-" + r.bottom);
	})()`); where != "" {
		t.Error(where)
	}
}

// TestKeyboardOrder: the keyboard goes through the site's own links in the order in
// which it does without the extension.
func TestKeyboardOrder(t *testing.T) {
	m := bench(t)
	const steps = 60
	for _, name := range []string{"2018 list", "2022 list", "2026 timetable-day1", "shape cells 2"} {
		p := pageOf(t, name)
		must(t, m.Open(p, layout.Size{Width: 1280, Zoom: 100}))
		walk := func(p *browser.Page) (sites, stars []string) {
			must(t, p.Eval(`scrollTo(0, 0)`, nil))
			for range steps {
				must(t, p.Press(kb.Tab))
				at := eval[string](t, p, `(() => {
					let el = document.activeElement;
					while (el && el.localName !== "byeolpyo-star" && el.shadowRoot?.activeElement) el = el.shadowRoot.activeElement;
					return el.localName === "byeolpyo-star" ? "star" : el.localName + " " + (el.getAttribute("href") ?? el.textContent);
				})()`)
				if at == "star" {
					stars = append(stars, at)
				} else {
					sites = append(sites, at)
				}
			}
			return sites, stars
		}
		with, stars := walk(m.With())
		without, none := walk(m.Without())
		if len(stars) == 0 || len(none) > 0 || len(with) < 8 {
			t.Errorf("%s: %d stars and %d of the site's, %d stars without: no test", name, len(stars), len(with), len(none))
		}
		for i, at := range with {
			if i < len(without) && at != without[i] {
				t.Errorf("%s: step %d is %q, without the extension %q", name, i, at, without[i])
				break
			}
		}
	}
}

// TestForcedColoursAndPrint: stars have the system's colours where these are forced,
// and are printed beside their titles.
func TestForcedColoursAndPrint(t *testing.T) {
	m := bench(t)
	for _, name := range []string{"2014 list", "2018 timetable", "2022 list", "2026 timetable-day1"} {
		p := pageOf(t, name)
		must(t, m.Open(p, layout.Size{Width: 1280, Zoom: 100}))
		shown := eval[[]string](t, m.With(), `probe.labels()`)
		must(t, m.With().SetMedia("forced-colors", "active"))
		if wrong := eval[[]string](t, m.With(), `probe.colours()`); len(wrong) > 0 {
			t.Errorf("%s: %d of %d stars have other colours than the system's: %s", name, len(wrong), len(shown), strings.Join(wrong[:1], ""))
		}
		must(t, m.With().SetMedia("", "print"))
		printed := eval[[]string](t, m.With(), `probe.labels()`)
		if strings.Join(printed, "\n") != strings.Join(shown, "\n") {
			t.Errorf("%s: %d stars are printed, %d shown", name, len(printed), len(shown))
		}
		if far := eval[[]string](t, m.With(), `probe.apart()`); len(far) > 0 {
			t.Errorf("%s: printed apart from its title: %s", name, far[0])
		}
		must(t, m.With().SetMedia("", ""))
	}
}
