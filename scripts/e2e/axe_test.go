package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/typecheck"
)

// TestAxeFindsNothing: axe-core finds nothing on any page of the extension, in its states
// that differ most, in both themes.
func TestAxeFindsNothing(t *testing.T) {
	must(t, typecheck.Install(t.Context(), root))
	axe, err := os.ReadFile(filepath.Join(root, typecheck.Axe))
	must(t, err)
	rules := 0
	look := func(what string, p *browser.Page) {
		t.Helper()
		must(t, p.Eval(`void (globalThis.axe ?? (() => { `+string(axe)+`; })())`, nil))
		for _, theme := range []string{"light", "dark"} {
			must(t, p.SetMedia("prefers-color-scheme", theme))
			must(t, p.Wait(`matchMedia("(prefers-color-scheme: `+theme+`)").matches && document.getAnimations().every(a => a.playState !== "running")`))
			var found struct {
				Passes     int
				Violations []string
			}
			must(t, p.Eval(`axe.run(document).then(({ passes, violations }) => ({ passes: passes.length,
				violations: violations.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.target.join(" ") + " (" + (n.any[0]?.message ?? "") + ")").join(", ")) }))`, &found))
			if len(found.Violations) > 0 {
				t.Errorf("%s, %s:\n%s", what, theme, strings.Join(found.Violations, "\n"))
			}
			rules = max(rules, found.Passes)
		}
	}

	server := startSync(t)
	bare := ownChromium(t, withServer(t, ""))
	look("sync without a server", syncPage(t, bare))
	b := ownChromium(t, withServer(t, server.URL))
	look("popup, empty", popupTab(t, b, 420))
	store(t, b, popupPicks, nil)
	must(t, b.Store(changedPicks()))
	data := saved(t, b)
	p := popupTab(t, b, 420)
	must(t, p.Wait(pictured))
	look("popup", p)
	must(t, p.Eval(`document.getElementById("reminders").open = true; for (const id of ["look-open", "calendar-open"]) document.getElementById(id).click(); document.querySelectorAll(".row .note-open")[1].click()`, nil))
	must(t, p.Wait(`document.querySelector(".row .noted textarea")`))
	look("popup, unfolded", p)

	p = importPage(t, b, "ko")
	look("import", p)
	dropFile(t, p, data)
	must(t, p.Wait(`document.body.dataset.found === "5"`))
	must(t, p.Eval(`document.querySelector("#found-list").open = true`, nil))
	look("import, found", p)
	dropFile(t, p, []byte("no picture"))
	must(t, p.Wait(`document.body.dataset.found === "0"`))
	look("import, a problem", p)

	for _, name := range []string{"save.html", "print.html"} {
		p := blank(t, b)
		must(t, p.OnLoad(`globalThis.print = () => {}; HTMLAnchorElement.prototype.click = () => {};`))
		must(t, p.Navigate(b.ExtensionURL(fmt.Sprintf("%s?lang=ko&edition=2026&name=a.png", name))))
		must(t, p.Wait(`document.body.dataset.ready === "1" && document.querySelectorAll("#pages img").length > 0`))
		look(name, p)
	}

	for _, view := range []string{"hall", "mine"} {
		p := board(t, b, 1280, 720, "2026-08-15T13:50", "&view="+view)
		must(t, p.Wait(`document.body.dataset.view === `+js(view)))
		look("board, "+view, p)
	}

	p = syncPage(t, b)
	look("sync, off", p)
	press(t, p, "on-button")
	must(t, p.Wait(`document.body.dataset.on === "1" && document.body.dataset.status === "syncNow"`))
	must(t, p.Eval(`document.querySelector("#advanced-on").open = true`, nil))
	showCode(t, p)
	look("sync, on", p)
	press(t, p, "delete")
	must(t, p.Wait(`document.querySelector("#ask").open`))
	look("sync, asking", p)

	if rules < 15 { // a page has links, texts, colours and named buttons
		t.Errorf("at most %d rules looked at anything", rules)
	}
}
