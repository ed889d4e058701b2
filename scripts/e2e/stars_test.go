package e2e

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
	"byeolpyo/wasm/model/session"
)

// star is one star as it stands on a page.
type star struct {
	Key     string
	Label   string
	Pressed string
	Width   float64 // of the button, CSS pixels
	Height  float64
	On      string   // what is there
	Reached bool     // a click on its middle reaches it
	Covers  []string // texts and controls of the site that it lies over
}

// readStars measures all visible stars. Texts are taken line by line, less the
// leading: of a line, the middle 70 % are ink.
const readStars = `(async () => {
	// Boxes in the coordinates of the page or of the box that scrolls in it.
	const scroller = el => el.closest(".css-scroll");
	const at = (el, r, trim) => {
		const box = scroller(el), dx = scrollX + (box?.scrollLeft ?? 0), dy = scrollY + (box?.scrollTop ?? 0);
		return {box, l: r.left + dx, r: r.right + dx, t: r.top + dy + r.height * trim, b: r.bottom + dy - r.height * trim};
	};
	// A bar that sticks to the window's edge lies over whatever scrolls beneath it.
	const sticks = el => { for (let n = el; n; n = n.parentElement) if (["sticky", "fixed"].includes(getComputedStyle(n).position)) return true; return false; };
	const theirs = el => !el.closest("byeolpyo-star, byeolpyo-toast, script, style") && el.checkVisibility() && !sticks(el);
	const boxes = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let n = walker.nextNode(); n; n = walker.nextNode()) {
		if (!n.data.trim() || !theirs(n.parentElement)) continue;
		const range = document.createRange();
		range.selectNodeContents(n);
		for (const r of range.getClientRects()) if (r.width > 1) boxes.push({what: n.data.trim().slice(0, 40), ...at(n.parentElement, r, .15)});
	}
	for (const el of document.querySelectorAll("button, input, select, img")) {
		const r = el.getBoundingClientRect();
		if (r.width && theirs(el)) boxes.push({what: el.localName + " " + el.textContent.trim().slice(0, 40), ...at(el, r, 0)});
	}
	const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
	const all = [];
	for (const h of ` + hosts + `) {
		const button = h.shadowRoot.querySelector("button");
		button.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
		// Nobody clicks in the frame in which a page has scrolled.
		let r, hit;
		for (let tries = 0; tries < 8 && hit !== h; tries++) {
			if (tries > 0) await frame();
			r = button.getBoundingClientRect();
			hit = h.getRootNode().elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
		}
		const mine = at(h, r, 0);
		// The target of a small star may reach over its own title, what is seen may not.
		const seen = at(h, button.querySelector("svg").getBoundingClientRect(), 0);
		const label = button.nextSibling.textContent;
		const under = (b, m) => b.l < m.r - 1 && b.r > m.l + 1 && b.t < m.b - 1 && b.b > m.t + 1;
		all.push({
			key: h.dataset.key, label, pressed: button.getAttribute("aria-pressed"),
			width: r.width, height: r.height,
			reached: hit === h,
			on: String(document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2)?.outerHTML).slice(0, 200) + " at " + r.left + "," + r.top,
			covers: boxes.filter(b => b.box === mine.box && under(b, label.includes(b.what) ? seen : mine)).map(b => b.what),
		});
	}
	return all;
})()`

// check waits for the stars of the keys and looks at each.
func check(t *testing.T, p tab, want []string) []star {
	t.Helper()
	if len(want) == 0 {
		t.Fatal("the replica shows nothing to star: no test")
	}
	waitStars(t, p, want)
	// Those outside of the window have their place a task later.
	must(t, p.Wait(hosts+`.every(h => h.shadowRoot.querySelector("button").checkVisibility({visibilityProperty: true}))`))
	all := eval[[]star](t, p, readStars)
	for _, s := range all {
		if s.Width < 24 || s.Height < 24 {
			t.Errorf("%s is %g x %g", s.Label, s.Width, s.Height)
		}
		if !s.Reached {
			t.Errorf("%s cannot be clicked: there is %s", s.Label, s.On)
		}
		if len(s.Covers) > 0 {
			t.Errorf("%s lies over %q", s.Label, s.Covers)
		}
		if s.Pressed != "false" {
			t.Errorf("%s is pressed %q with nothing picked", s.Label, s.Pressed)
		}
	}
	return all
}

// labelled checks that the stars name the sessions in the language of the page.
func labelled(t *testing.T, all []star, edition, lang string) {
	t.Helper()
	titles := map[string]string{}
	for _, s := range site.Programme(edition) {
		titles[key(s, lang)] = session.Fold(norm.NFC.String(s.Title.In(lang)))
	}
	for _, s := range all {
		if want := strings.ReplaceAll(word(t, "ko", "starLabel"), "{title}", titles[s.Key]); s.Label != want {
			t.Errorf("%s is called %q, want %q", s.Key, s.Label, want)
		}
	}
}

func TestStars2018(t *testing.T) {
	b := chromium(t)
	for _, c := range []struct{ name, url, lang string }{
		{"ko", grid2018, "ko"},
		{"en", site2018 + "/en/program/schedule/", "en"},
		{"archive", "https://archive.pycon.kr/2018/program/schedule/", "ko"},
		{"own host", "https://2018.pycon.kr/program/schedule/", "ko"},
	} {
		t.Run("timetable "+c.name, func(t *testing.T) {
			p := open(t, b, c.url)
			all := check(t, p, wanted2018())
			labelled(t, all, replica.Edition2018, c.lang)
			if c.lang == "ko" {
				kinds(t, all)
			}
			if n := eval[int](t, p, browser.Stars+`.length`); n != 2*len(wanted2018()) {
				t.Errorf("%d stars in both copies, want %d", n, 2*len(wanted2018()))
			}
		})
	}
	t.Run("timetable narrow", func(t *testing.T) {
		p := blank(t, b)
		must(t, p.SetViewport(390, 844, 1))
		must(t, p.Navigate(grid2018))
		check(t, p, wanted2018())
		fits(t, p)
	})
	t.Run("list", func(t *testing.T) {
		p := open(t, b, site2018+"/program/list/")
		labelled(t, check(t, p, wantedList2018("program")), replica.Edition2018, "ko")
		must(t, p.Navigate(site2018+"/en/program/list/"))
		labelled(t, check(t, p, wantedList2018("program")), replica.Edition2018, "en")
		for _, sequence := range []string{"tutorial", "sprint"} {
			must(t, p.Navigate(site2018+"/program/"+sequence+"/"))
			check(t, p, wantedList2018(sequence))
		}
	})
	t.Run("detail", func(t *testing.T) {
		p := blank(t, b)
		for _, id := range []string{"program/2", "program/58", "program/68", "tutorial/1", "sprint/2"} {
			for _, in := range []string{"/program/", "/en/program/"} {
				must(t, p.Navigate(site2018+in+strings.TrimPrefix(id, "program/")))
				check(t, p, []string{"2018/" + id})
			}
		}
	})
	t.Run("none", func(t *testing.T) {
		p := blank(t, b)
		for _, path := range []string{"/", "/program/57", "/program/61", "/program/63", "/program/keynote/"} {
			must(t, p.Navigate(site2018+path))
			none(t, p)
		}
	})
}

func TestStars2026(t *testing.T) {
	b := chromium(t)
	for _, c := range []struct{ name, url string }{{"timetable", grid2026}, {"transposed", gridH2026}} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, b, c.url)
			all := check(t, p, wantedDay(day1, "ko"))
			labelled(t, all, replica.Edition2026, "ko")
			kinds(t, all)
			must(t, p.Click(tabOf(2)))
			labelled(t, check(t, p, wantedDay(day2, "ko")), replica.Edition2026, "ko")
			must(t, p.Click(language("EN")))
			labelled(t, check(t, p, wantedDay(day1, "en")), replica.Edition2026, "en")
			must(t, p.Click(language("KO"))) // the language outlives the tab
			waitStars(t, p, wantedDay(day1, "ko"))
		})
	}
	t.Run("narrow", func(t *testing.T) {
		for _, url := range []string{grid2026, list2026} {
			p := blank(t, b)
			must(t, p.SetViewport(390, 844, 1))
			must(t, p.Navigate(url))
			want := wantedList2026()
			if url == grid2026 {
				want = wantedDay(day1, "ko")
			}
			check(t, p, want)
			fits(t, p)
			p.Close()
		}
	})
	t.Run("list", func(t *testing.T) {
		labelled(t, check(t, open(t, b, list2026), wantedList2026()), replica.Edition2026, "ko")
	})
	t.Run("list without links", func(t *testing.T) {
		// The list with links has told whose titles these are; what has no page of
		// its own goes by its title.
		p := open(t, b, list2026)
		waitStars(t, p, wantedList2026())
		waitStored(t, b, js(wantedList2026())+`.every(k => all["session/" + k])`)
		must(t, p.Navigate(site2026+"/session_nolink"))
		must(t, p.Wait(`(() => { const keys = new Set(`+hosts+`.map(h => h.dataset.key)); return `+js(wantedList2026())+`.every(k => keys.has(k)); })()`))
		titles := map[string]bool{}
		for _, s := range site.Programme(replica.Edition2026) {
			if s.Starred {
				titles[s.Title.Ko] = true
			}
		}
		all := eval[[]star](t, p, readStars)
		if len(all) < len(titles) {
			t.Errorf("%d stars for %d titles", len(all), len(titles))
		}
		for _, s := range all {
			if !s.Reached || len(s.Covers) > 0 {
				t.Errorf("%s: reached %t, over %q", s.Label, s.Reached, s.Covers)
			}
		}
	})
	t.Run("detail", func(t *testing.T) {
		p := blank(t, b)
		for _, s := range []replica.Session{
			talk(t, day1, 0), talk(t, day2, 3),
			find(t, replica.Edition2026, func(s replica.Session) bool { return s.Kind == replica.KindKeynote }),
			find(t, replica.Edition2026, func(s replica.Session) bool { return s.Linked && !s.Scheduled() }),
			find(t, replica.Edition2026, func(s replica.Session) bool { return len(s.Rooms) == 2 }),
		} {
			must(t, p.Navigate(s.URL))
			labelled(t, check(t, p, []string{key(s, "ko")}), replica.Edition2026, "ko")
		}
	})
	t.Run("none", func(t *testing.T) {
		p := blank(t, b)
		for _, path := range []string{"/", "/my-timetable", "/nowhere"} {
			must(t, p.Navigate(site2026+path))
			none(t, p)
		}
	})
}

// kinds checks that what nobody attends has no star, and that what has no
// speaker, and in 2026 no page of its own, has one all the same.
func kinds(t *testing.T, all []star) {
	t.Helper()
	has := func(title string) bool {
		return slices.ContainsFunc(all, func(s star) bool { return strings.Contains(s.Label, ": "+title) })
	}
	for _, title := range []string{"오프닝", "라이트닝 토크", "클로징"} {
		if !has(title) {
			t.Errorf("%s has no star", title)
		}
	}
	for _, title := range []string{"휴식", "쉬는", "점심", "등록"} {
		if has(title) {
			t.Errorf("%s has a star", title)
		}
	}
}

// none checks that a page is read and shows no star.
func none(t *testing.T, p *browser.Page) {
	t.Helper()
	waitRead(t, p)
	if n := eval[int](t, p, browser.Stars+`.length`); n != 0 {
		t.Errorf("%d stars on %s", n, eval[string](t, p, `location.href`))
	}
}

// waitRead waits until the extension has read the page as it stands: it reads
// at most once in a frame, and a mark in the text makes it read again.
func waitRead(t *testing.T, p *browser.Page) {
	t.Helper()
	must(t, p.Wait(`typeof replica === "undefined" || replica.settled().then(() => true)`))
	must(t, p.WaitContent(`(() => {
		const page = byeolpyoPage;
		if (!page.testReads) {
			const place = page.place;
			page.testReads = 0;
			page.place = (...a) => { page.testReads++; return place(...a); };
			const mark = document.createElement("i");
			mark.textContent = "read me";
			mark.hidden = true;
			document.body.append(mark);
			requestAnimationFrame(() => requestAnimationFrame(() => mark.remove()));
		}
		return page.testReads > 1;
	})()`))
}

// fits checks that the page cannot be scrolled sideways.
func fits(t *testing.T, p tab) {
	t.Helper()
	if over := eval[float64](t, p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		t.Errorf("the page is %g px wider than the screen", over)
	}
}

// tabOf is the n-th day's tab of the 2026 timetable, from 1.
func tabOf(n int) string {
	return `document.querySelectorAll(".css-tabs button")[` + js(n-1) + `]`
}

// language is the 2026 site's button for KO or EN.
func language(name string) string {
	return `[...document.querySelectorAll(".css-langs button")].find(b => b.textContent === ` + js(name) + `)`
}

// menu is a link of the 2026 site's menu, by its path.
func menu(path string) string {
	return `document.querySelector("header .css-nav a[href=" + JSON.stringify(` + js(path) + `) + "]")`
}
