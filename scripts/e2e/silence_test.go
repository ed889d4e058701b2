package e2e

import (
	"fmt"
	"testing"
)

// TestSilentPrograms (E15): what the popup waits for may end or hang: the program that draws, or
// storage. The popup says so where it waits, offers something to do, and never waits for ever.
func TestSilentPrograms(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	// Seconds are a 40th: who waits 20 s, waits half of one here, until there is something
	// that answers: how long that takes is the machine's matter.
	const hurried = `{ const real = setTimeout; setTimeout = (f, ms, ...a) => real(f, ms / 40, ...a); window.unhurried = () => { setTimeout = real; }; }`
	const drawer = `{
		window.RealWorker = Worker;
		Worker = class extends EventTarget {
			constructor() { super(); window.workers = (window.workers ?? 0) + 1; setTimeout(() => this.begun?.()); }
			postMessage({ id }) { %s; }
			terminate() { window.ended = (window.ended ?? 0) + 1; }
		};
	}`
	for _, c := range []struct{ name, script string }{
		{"says nothing", fmt.Sprintf(drawer, ``)},
		{"stops in the middle", fmt.Sprintf(drawer, `if (id) setTimeout(() => this.onmessage({ data: { id, progress: { done: 1, total: 9 } } }))`)},
		{"ends", fmt.Sprintf(drawer, `if (id) setTimeout(() => this.onerror({ message: "out" }))`)},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := blank(t, b)
			must(t, p.OnLoad(hurried+c.script))
			must(t, p.Navigate(b.ExtensionURL("popup.html")))
			must(t, p.Wait(listed+` && document.querySelector("#draw-failure").checkVisibility() && document.querySelector("#draw-failure span").textContent === `+js(word(t, "ko", "drawFailed"))))
			if eval[bool](t, p, `document.querySelector("#drawing").checkVisibility() || window.ended !== 1`) {
				t.Error("it is said to be drawing, or the worker that hangs was kept")
			}
			must(t, p.Eval(`void (Worker = RealWorker, unhurried())`, nil))
			must(t, p.Click(`document.querySelector("#redraw")`))
			must(t, p.Wait(`document.body.dataset.preview === "1" && !document.querySelector("#draw-failure").checkVisibility()`))
			p.Errors() // it is logged, too
			p.Close()
		})
	}
	t.Run("storage says nothing", func(t *testing.T) {
		p := blank(t, b)
		must(t, p.OnLoad(hurried+`{
			const { local } = chrome.storage, real = local.getKeys.bind(local);
			local.getKeys = () => new Promise((resolve) => { window.answer = () => real().then(resolve); });
		}`))
		must(t, p.Navigate(b.ExtensionURL("popup.html")))
		must(t, p.Wait(`document.querySelector("#failure").checkVisibility() && document.querySelector("#failure").textContent === `+js(word(t, "ko", "startFailed"))+` && !document.querySelector("#drawing").checkVisibility()`))
		must(t, p.Eval(`unhurried(), answer()`, nil))
		must(t, p.Wait(listed+` && !document.querySelector("#failure").checkVisibility() && document.body.dataset.preview === "1"`))
	})
}
