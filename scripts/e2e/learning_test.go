package e2e

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// act runs JavaScript that changes the page, and waits until the extension has read the result.
func act(t *testing.T, p *browser.Page, js string) {
	t.Helper()
	var before int
	must(t, p.EvalContent(`(() => {
		const page = byeolpyoPage;
		if (page.placings === undefined) {
			const place = page.place;
			page.placings = 0;
			page.place = (...a) => { page.placings++; return place(...a); };
		}
		return page.placings;
	})()`, &before))
	must(t, p.Eval(js, nil))
	must(t, p.WaitContent(fmt.Sprintf(`byeolpyoPage.placings > %d`, before)))
	must(t, p.Eval(`new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))`, nil))
}

// records are the stored entries of sessions, by name.
func records(t *testing.T, b *browser.Browser) map[string]json.RawMessage {
	t.Helper()
	var all map[string]json.RawMessage
	must(t, b.Stored("", &all))
	for name := range all {
		if !strings.HasPrefix(name, "session/") {
			delete(all, name)
		}
	}
	return all
}

// noted waits until the extension has stored what the grid of a resting page showed.
func noted(t *testing.T, b *browser.Browser, condition string) {
	t.Helper()
	waitStored(t, b, `Object.entries(all).some(([name, grid]) => name.startsWith("grid/") && (`+condition+`))`)
}

// machineWords does to a page what the browser's translation does: every text becomes other
// words, in two font elements, and the page says so.
const machineWords = `(() => {
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const texts = [];
	while (walker.nextNode()) {
		const n = walker.currentNode;
		if (n.data.trim() && !n.parentElement.closest("script, style, byeolpyo-star, byeolpyo-toast")) texts.push(n);
	}
	globalThis.machine = texts.map((n, i) => {
		const outer = document.createElement("font"), inner = document.createElement("font");
		outer.style.verticalAlign = inner.style.verticalAlign = "inherit";
		n.replaceWith(outer);
		outer.append(inner);
		inner.append("Machine words " + i);
		return [outer, n];
	});
	document.documentElement.classList.add("translated-ltr");
})()`

// ownWords reverts the translation.
const ownWords = `(() => {
	for (const [outer, n] of machine) outer.replaceWith(n);
	document.documentElement.classList.remove("translated-ltr");
})()`

// TestTranslatedByBrowser: what the browser's translation makes of a page is not learned, and
// the stars keep their places and states, even where only the title identifies a session.
func TestTranslatedByBrowser(t *testing.T) {
	for _, c := range []struct{ name, url string }{
		{"sessions with ids", grid2026},
		{"a grid without ids", "https://2024.pycon.kr/session/timetable?delay=0"},
		{"an open space", "https://openspace.pycon.kr/schedule"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := chromium(t)
			p := open(t, b, c.url)
			must(t, p.Wait(hosts+`.length > 1`))
			act(t, p, `document.body.append(" ")`)
			keys := eval[[]string](t, p, `JSON.parse(`+starKeys+`)`)
			first := eval[string](t, p, hosts+`[0].dataset.key`)
			last := eval[string](t, p, hosts+`.at(-1).dataset.key`)
			if first == last {
				t.Fatal("one session only: no test")
			}
			click(t, p, first)
			waitPick(t, b, first, "star")
			waitStored(t, b, `all[`+js("session/"+last)+`]`)
			before := records(t, b)
			if len(before) == 0 {
				t.Fatal("nothing is learned: no test")
			}

			act(t, p, machineWords)
			waitStars(t, p, keys)
			waitState(t, p, first, "star")
			// A click stores the site's own words.
			click(t, p, last)
			waitPick(t, b, last, "star")
			if got := stored(t, b)[last].Snapshot.Titles; strings.Contains(fmt.Sprint(got), "Machine") {
				t.Errorf("picked as %q", got)
			}
			act(t, p, ownWords)
			waitStars(t, p, keys)
			waitState(t, p, first, "star")
			waitState(t, p, last, "star")
			for name, record := range records(t, b) {
				if strings.Contains(string(record), "Machine") || before[name] == nil {
					t.Errorf("stored %s: %s", name, record)
				}
			}
		})
	}
}

// TestZoneChangesUnderOpenPage: the times on a page keep their meaning when the system's zone
// changes while the page is open.
func TestZoneChangesUnderOpenPage(t *testing.T) {
	b := chromium(t)
	p := blank(t, b)
	must(t, p.SetZone("America/Los_Angeles"))
	must(t, p.Navigate(grid2026))
	must(t, p.Wait(hosts+`.length > 1`))
	act(t, p, `document.body.append(" ")`)
	keys := eval[[]string](t, p, `JSON.parse(`+starKeys+`)`)
	mine := eval[string](t, p, hosts+`.find(h => !h.dataset.key.includes("/h")).dataset.key`)
	click(t, p, mine)
	waitPick(t, b, mine, "star")
	waitStored(t, b, `all[`+js("session/"+mine)+`]?.start`)
	before := records(t, b)

	must(t, p.SetZone("Asia/Seoul"))
	if offset := eval[int](t, p, `new Date(2026, 7, 15).getTimezoneOffset()`); offset != -540 {
		t.Fatalf("the page's offset is %d: no test", offset)
	}
	act(t, p, `document.body.append("Something else.")`)
	waitStars(t, p, keys)
	waitState(t, p, mine, "star")
	// Another click, so that what the page teaches has been stored before.
	other := eval[string](t, p, hosts+`.find(h => h.dataset.state === "off" && !h.dataset.key.includes("/h")).dataset.key`)
	click(t, p, other)
	waitPick(t, b, other, "star")
	same := func(when string) {
		t.Helper()
		for name, record := range records(t, b) {
			if strings.Contains(name, "~") || before[name] == nil || string(before[name]) != string(record) {
				t.Errorf("%s: stored %s: %s, before %s", when, name, record, before[name])
			}
		}
	}
	same("under another zone")
	// Rendered again it is the same timetable, on another day of the page's.
	must(t, p.Reload())
	must(t, p.Wait(hosts+`.some(h => h.dataset.key === `+js(mine)+`)`))
	waitState(t, p, mine, "star")
	waitState(t, p, other, "star")
	for name := range records(t, b) {
		if strings.Contains(name, "~") {
			t.Errorf("after a reload: stored %s", name)
		}
	}
}

// TestFilteredAway: what a page hides while it is open is not gone from the
// programme.
func TestFilteredAway(t *testing.T) {
	b := chromium(t)
	p := open(t, b, grid2026)
	waitStars(t, p, wantedDay(day1, "ko"))
	mine := key(talk(t, day1, 0), "ko")
	click(t, p, mine)
	waitPick(t, b, mine, "star")
	noted(t, b, `grid.keys.includes(`+js(mine)+`)`)

	// Seven go, one of them picked; one more comes, so that the page at rest is noted.
	const added = "00000000-2026-4000-8000-999999999999"
	id := mine[strings.LastIndexByte(mine, '/')+1:]
	act(t, p, fmt.Sprintf(`(() => {
		const links = [...document.querySelectorAll('table a[href*="/presentations/"]')].filter(a => a.checkVisibility());
		if (links.length < 16) throw new Error("only " + links.length + " sessions");
		const mine = links.filter(a => a.href.includes(%s));
		if (mine.length === 0) throw new Error("mine is not there");
		const rest = links.filter(a => !mine.includes(a));
		rest.at(-1).href = "/presentations/%s";
		for (const a of [...mine, ...rest.slice(0, 6)]) a.remove();
	})()`, js(id), added))
	noted(t, b, `grid.keys.some(k => k.includes(`+js(added)+`))`)
	for name, record := range records(t, b) {
		if strings.Contains(string(record), `"gone"`) {
			t.Errorf("stored %s: %s", name, record)
		}
	}
}

// TestMissingPageHasNoStar: what a site says at an address without a session is no session,
// recognised by its words or by its status.
func TestMissingPageHasNoStar(t *testing.T) {
	b := chromium(t)
	for _, c := range []struct{ name, title, soft string }{
		{"by its words", "Not Found", "1"},
		{"by its words in Korean", "404 페이지를 찾을 수 없습니다.", "1"},
		{"by its status", "여기에는 아무것도 없어요", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			must(t, b.ClearStorage())
			p, err := b.Blank() // not open: the status is logged as an error
			must(t, err)
			defer p.Close()
			must(t, p.Navigate("https://"+replica.UnseenHost+"/session/123?soft="+c.soft+"&missing="+url.QueryEscape(c.title)))
			if got := eval[string](t, p, `document.querySelector("h1").textContent`); got != c.title {
				t.Fatalf("the page says %q: no test", got)
			}
			none(t, p)
			if all := records(t, b); len(all) != 0 {
				t.Errorf("stored %v", all)
			}
		})
	}
	// The same site's session has its star.
	p := open(t, b, "https://"+replica.UnseenHost+"/talks/ten-years-of-django")
	must(t, p.Wait(hosts+`.length === 1`))
}
