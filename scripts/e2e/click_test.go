package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"byeolpyo/scripts/internal/browser"
)

// spy counts what reaches the site: listeners on everything that a framework
// listens on, in both phases, and the address.
const spy = `(() => {
	globalThis.seen = [];
	const types = ["click", "dblclick", "mousedown", "mouseup", "pointerdown", "pointerup", "keydown", "keypress", "keyup", "touchstart", "touchend"];
	for (const target of [window, document, document.documentElement, document.body, document.getElementById("root")].filter(Boolean)) {
		for (const type of types) for (const capture of [true, false]) target.addEventListener(type, () => seen.push(type), {capture, passive: true});
	}
	for (const name of ["pushState", "replaceState"]) {
		const real = history[name];
		history[name] = function (...a) { seen.push(name); return real.apply(this, a); };
	}
	addEventListener("beforeunload", () => seen.push("beforeunload"));
})()`

// quiet fails the test for anything that the spy saw.
func quiet(t *testing.T, p *browser.Page) {
	t.Helper()
	if seen := eval[[]string](t, p, `typeof seen === "undefined" ? ["navigated"] : seen.splice(0)`); len(seen) > 0 {
		slices.Sort(seen)
		t.Errorf("the site saw %q", slices.Compact(seen))
	}
}

// pages are where a star is clicked: beside a link, in a cell that is a link,
// in a heading, and where the page's policy keeps the program in a frame.
func pages(t *testing.T) []struct{ name, url, key string } {
	one := talk(t, day1, 1)
	return []struct{ name, url, key string }{
		{"2018 timetable", grid2018, "2018/program/5"},
		{"2018 list", site2018 + "/program/list/", "2018/program/5"},
		{"2018 detail", site2018 + "/program/5", "2018/program/5"},
		{"2026 timetable", grid2026, key(one, "ko")},
		{"2026 list", list2026, key(one, "ko")},
		{"2026 detail", one.URL, key(one, "ko")},
		{"2026 without a page", grid2026, key(unlinked(t, day1, "오프닝"), "ko")},
		{"2026 policy", grid2026 + "?csp=header", key(one, "ko")},
	}
}

func TestClickCycle(t *testing.T) {
	b := chromium(t)
	// The description adds to the star's name what is pressed, and what the next click does.
	described := map[string]string{
		"off": word(t, "ko", "starNextStar"), "star": word(t, "ko", "starNextMust"),
		"must": word(t, "ko", "starMust") + ", " + word(t, "ko", "starNextOff"),
	}
	for _, c := range pages(t) {
		t.Run(c.name, func(t *testing.T) {
			must(t, b.ClearStorage())
			p := open(t, b, c.url)
			must(t, p.Wait(button(c.key)))
			must(t, p.Eval(spy, nil))
			url := eval[string](t, p, `location.href`)
			label := eval[string](t, p, button(c.key)+`.nextSibling.textContent`)

			ways := []struct {
				name string
				do   func() error
			}{
				{"mouse", func() error { return p.Click(button(c.key)) }},
				{"enter", func() error { return p.Press(kb.Enter) }},
				{"space", func() error { return p.Press(" ") }},
				{"touch", func() error { return p.Tap(button(c.key)) }},
			}
			for _, way := range ways {
				if way.name == "enter" {
					must(t, p.Eval(button(c.key)+`.focus()`, nil))
				}
				for _, state := range []string{"star", "must", "off"} {
					if err := way.do(); err != nil {
						t.Fatalf("%s: %v", way.name, err)
					}
					waitState(t, p, c.key, state)
					waitPick(t, b, c.key, state)
					now := eval[struct {
						Label, Description, Title string
					}](t, p, `(b => ({label: b.nextSibling.textContent, description: b.getAttribute("aria-description"), title: b.querySelector("title").textContent}))(`+button(c.key)+`)`)
					if now.Label != label {
						t.Errorf("%s, %s: called %q, before %q", way.name, state, now.Label, label)
					}
					if now.Description != described[state] || !strings.HasSuffix(now.Description, now.Title) || now.Title == "" {
						t.Errorf("%s, %s: described as %q, with the tooltip %q", way.name, state, now.Description, now.Title)
					}
					quiet(t, p)
				}
			}
			if now := eval[string](t, p, `location.href`); now != url {
				t.Errorf("now at %s", now)
			}
			// The spy works: a click elsewhere reaches the site.
			must(t, p.Click(`document.querySelector("main h1, main h2, main h4")`))
			if n := eval[int](t, p, `seen.length`); n == 0 {
				t.Error("the spy sees no click at all")
			}
		})
	}
}

// The star is reached with the Tab key and shows that it is.
func TestKeyboardFocus(t *testing.T) {
	b := chromium(t)
	p := open(t, b, grid2026)
	waitStars(t, p, wantedDay(day1, "ko"))
	must(t, p.Eval(tabOf(2)+`.focus()`, nil))
	must(t, p.Press(kb.Tab))
	// Chromium makes a box that scrolls a stop as well.
	for range 4 {
		if eval[bool](t, p, browser.Focused+`?.localName === "byeolpyo-star"`) {
			break
		}
		must(t, p.Press(kb.Tab))
	}
	got := eval[struct {
		Key, Outline string
		Width        float64
		Focus        bool
	}](t, p, `(host => {
		const button = host.shadowRoot?.activeElement;
		const style = button && getComputedStyle(button);
		return {key: host.dataset.key, focus: Boolean(button?.matches(":focus-visible")), outline: style?.outlineStyle, width: parseFloat(style?.outlineWidth)};
	})(`+browser.Focused+`)`)
	if first := wantedDay(day1, "ko")[0]; !got.Focus || got.Outline == "none" || got.Width < 2 || got.Key == "" {
		t.Fatalf("after Tab: %+v, want the first star (%s) with an outline", got, first)
	}
	must(t, p.Press(kb.Enter))
	waitState(t, p, got.Key, "star")
	must(t, p.Wait(browser.Focused+`?.dataset.key === `+js(got.Key))) // stays where it is
}

// A page cannot set stars on its visitor's behalf.
func TestUntrustedClick(t *testing.T) {
	b := chromium(t)
	p := open(t, b, grid2026)
	mine, other := key(talk(t, day1, 0), "ko"), key(talk(t, day1, 1), "ko")
	waitStars(t, p, wantedDay(day1, "ko"))
	must(t, p.Eval(fmt.Sprintf(`(() => {
		const button = %s, host = button.getRootNode().host;
		button.click();
		host.click();
		const at = {bubbles: true, composed: true, cancelable: true};
		for (const target of [button, host]) {
			for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) target.dispatchEvent(new MouseEvent(type, at));
			for (const type of ["keydown", "keyup"]) for (const key of ["Enter", " "]) target.dispatchEvent(new KeyboardEvent(type, {...at, key}));
		}
	})()`, button(mine)), nil))
	click(t, p, other) // what is clicked later is stored later
	waitPick(t, b, other, "star")
	if picks := stored(t, b); len(picks) != 1 {
		t.Errorf("stored %v, want %s only", picks, other)
	}
	waitState(t, p, mine, "off")

	// Nor can it undo on their behalf.
	must(t, p.Wait(toastButton))
	must(t, p.Eval(toastButton+`.click()`, nil))
	must(t, p.Eval(button(other)+`.dispatchEvent(new KeyboardEvent("keydown", {key: "z", ctrlKey: true, bubbles: true, composed: true}))`, nil))
	click(t, p, mine)
	waitPick(t, b, mine, "star")
	waitState(t, p, other, "star")
	if s := stored(t, b)[other].State; s != "star" {
		t.Errorf("undone by the page: %s", s)
	}
}

func TestUndo(t *testing.T) {
	b := chromium(t)
	for _, c := range pages(t)[2:] {
		t.Run(c.name, func(t *testing.T) {
			must(t, b.ClearStorage())
			p := open(t, b, c.url)
			must(t, p.Wait(button(c.key)))
			must(t, p.Eval(spy, nil))
			states := []string{"off", "star", "must", "off"}
			said := []string{"", "starAdded", "starMustAdded", "starRemoved"}
			for i := 1; i < len(states); i++ {
				click(t, p, c.key)
				waitToast(t, p, word(t, "ko", said[i]))
				if text := eval[string](t, p, toastButton+`.textContent`); text != word(t, "ko", "starUndo") {
					t.Errorf("button says %q", text)
				}
				clickToast(t, p)
				waitState(t, p, c.key, states[i-1])
				waitPick(t, b, c.key, states[i-1])
				waitToast(t, p, word(t, "ko", "starUndone"))

				must(t, p.Eval(button(c.key)+`.focus()`, nil))
				must(t, p.Press(kb.Enter))
				waitState(t, p, c.key, states[i])
				waitToast(t, p, word(t, "ko", said[i])) // the undo comes with the toast's text
				must(t, p.Press("z", chromedp.ModifierCtrl))
				waitState(t, p, c.key, states[i-1])
				waitPick(t, b, c.key, states[i-1])

				click(t, p, c.key) // and on to the next
				waitState(t, p, c.key, states[i])
			}
			quiet(t, p)
		})
	}
}

// Each of several clicks can be undone, newest first.
func TestUndoSeveral(t *testing.T) {
	b := chromium(t)
	p := open(t, b, grid2026)
	first, second := key(talk(t, day1, 0), "ko"), key(talk(t, day1, 1), "ko")
	waitStars(t, p, wantedDay(day1, "ko"))
	click(t, p, first)
	click(t, p, second)
	click(t, p, second)
	waitState(t, p, second, "must")
	for _, want := range [][2]string{{"star", "star"}, {"star", "off"}, {"off", "off"}} {
		clickToast(t, p)
		waitState(t, p, first, want[0])
		waitState(t, p, second, want[1])
	}
	waitPick(t, b, first, "off")
	waitPick(t, b, second, "off")
	must(t, p.Wait(`!`+toastButton)) // nothing left to undo
}

// Ten seconds after the click there is nothing to undo any more.
func TestUndoWindow(t *testing.T) {
	b := chromium(t)
	p := open(t, b, grid2026)
	mine, other := key(talk(t, day1, 0), "ko"), key(talk(t, day1, 1), "ko")
	waitStars(t, p, wantedDay(day1, "ko"))
	// The clock stands still and is moved by hand; the line's timer is kept.
	must(t, p.EvalContent(`(() => {
		const later = setTimeout;
		globalThis.testNow = Date.now();
		globalThis.testTimers = [];
		Date.now = () => testNow;
		globalThis.setTimeout = (f, ms, ...a) => { if (ms === 10000) { testTimers.push(f); return -1; } return later(f, ms, ...a); };
	})()`, nil))
	click(t, p, mine)
	waitPick(t, b, mine, "star")
	must(t, p.EvalContent(`void (testNow += 10000)`, nil))
	clickToast(t, p)
	waitPick(t, b, mine, "off")
	click(t, p, mine)
	waitPick(t, b, mine, "star")
	must(t, p.EvalContent(`void (testNow += 10001)`, nil))
	must(t, p.Eval(button(mine)+`.focus()`, nil))
	must(t, p.Press("z", chromedp.ModifierCtrl))
	click(t, p, other)
	waitPick(t, b, other, "star")
	if s := stored(t, b)[mine].State; s != "star" {
		t.Errorf("undone after 10 s: %s", s)
	}
	// The line goes away by itself after 10 s.
	must(t, p.EvalContent(`testTimers.at(-1)()`, nil))
	must(t, p.Wait(`!document.querySelector("byeolpyo-toast")`))
}

// The stars speak the browser's language, or the one chosen in the popup, at once
// and in every open tab.
func TestLanguageSetting(t *testing.T) {
	says := func(t *testing.T, p *browser.Page, lang string) {
		t.Helper()
		before, _, _ := strings.Cut(word(t, lang, "starLabel"), "{")
		must(t, p.Wait(fmt.Sprintf(`(all => all.length > 0 && all.every(h => h.shadowRoot.querySelector("button").nextSibling.textContent.startsWith(%s)))(%s)`, js(before), hosts)))
	}
	t.Run("ko", func(t *testing.T) {
		b := chromium(t)
		tabs := []*browser.Page{open(t, b, grid2026), open(t, b, grid2018), open(t, b, list2026+"?csp=header")}
		for _, p := range tabs {
			says(t, p, "ko")
		}
		for _, lang := range []string{"en", "ko", "en", ""} {
			must(t, b.Store(map[string]any{"settings": map[string]any{"v": 1, "lang": lang}}))
			for _, p := range tabs {
				says(t, p, map[bool]string{true: lang, false: "ko"}[lang != ""])
			}
			if lang == "en" {
				mine := key(talk(t, day1, 0), "ko")
				click(t, tabs[0], mine)
				must(t, tabs[0].Wait(`[`+js(word(t, "en", "starAdded"))+`, `+js(word(t, "en", "starMustAdded"))+`].includes(document.querySelector("byeolpyo-toast")?.shadowRoot.querySelector("span").textContent)`))
				must(t, tabs[0].Wait(toastButton+`.textContent === `+js(word(t, "en", "starUndo"))))
			}
		}
	})
	t.Run("en", func(t *testing.T) {
		b := chromiumAt(t, "UTC", "en-US")
		p := open(t, b, grid2026)
		says(t, p, "en")
		mine := key(talk(t, day1, 0), "ko")
		click(t, p, mine)
		waitToast(t, p, word(t, "en", "starAdded"))
	})
}
