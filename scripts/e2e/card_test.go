package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/browser"
)

// withServer returns a copy of the extension that was built with the address of a sync server.
func withServer(t *testing.T, server string) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS(dist)))
	must(t, os.WriteFile(filepath.Join(dir, "server.js"), fmt.Appendf(nil, "globalThis.byeolpyoServer = %q;\n", server), 0o644))
	return dir
}

// seen is true when the element with the id is visible.
func seen(t *testing.T, p *browser.Page, id string) bool {
	t.Helper()
	return eval[bool](t, p, `document.getElementById(`+js(id)+`).checkVisibility()`)
}

// TestSyncWithoutServer (E6): a build without a server says that it has none, and asks for an
// address only where somebody looks for the place to enter one.
func TestSyncWithoutServer(t *testing.T) {
	b := ownChromium(t, withServer(t, ""))
	p := syncPage(t, b)
	for id, want := range map[string]bool{"no-server": true, "on-button": false, "pair": false, "server": false, "off-title": true, "export": true} {
		if got := seen(t, p, id); got != want {
			t.Errorf("%s is seen: %v", id, got)
		}
	}
	press(t, p, "advanced")
	must(t, p.Wait(`document.querySelector("#server").checkVisibility()`))
	must(t, p.Click(`document.querySelector("#server")`))
	must(t, p.Press("http://127.0.0.1:9"))
	must(t, p.Wait(`document.querySelector("#on-button").checkVisibility() && document.querySelector("#pair").checkVisibility()`))

	// An address without a server is reported, and the person led back to where it can be
	// changed.
	press(t, p, "on-button")
	must(t, p.Wait(`document.querySelector("#status-text").textContent === `+js(unreachable(t, "http://127.0.0.1:9"))))
	p.Errors() // the browser logs it as well
}

// TestSyncByOneClick (E6): with a server in the build, one click turns sync on. The page says
// what was copied and that its server cannot be reached, and leads a device that was cut off to
// pairing.
func TestSyncByOneClick(t *testing.T) {
	server := startSync(t)
	b := ownChromium(t, withServer(t, server.URL))
	p, err := b.Open(b.ExtensionURL("sync.html"))
	must(t, err)
	t.Cleanup(p.Close) // not blank: the browser itself logs failed requests
	must(t, p.Wait(`document.body.dataset.ready === "1"`))
	must(t, p.BringToFront())
	if seen(t, p, "no-server") || seen(t, p, "server") {
		t.Error("an address is asked for")
	}
	press(t, p, "on-button")
	must(t, p.Wait(`document.body.dataset.on === "1" && document.body.dataset.status === "syncNow"`))

	// A name is typed, and Enter is enough.
	must(t, p.Eval(`document.querySelector("#device-name").value = ""; document.querySelector("#device-name").focus()`, nil))
	must(t, p.Press("연구실 노트북\r"))
	must(t, p.Wait(`document.querySelector("#devices li span").textContent.startsWith("연구실 노트북 · ")`))
	syncedState(t, b, `s.version === 2 && !s.staged`)
	has(t, p, "naming", "device-name")

	showCode(t, p)
	for _, c := range []struct{ how, says string }{{"resolve", "syncCopied"}, {"reject", "syncCopyFailed"}} {
		must(t, p.Eval(`navigator.clipboard.writeText = (text) => { globalThis.written = text; return Promise.`+c.how+`(); }`, nil))
		press(t, p, "copy-code")
		must(t, p.Wait(`document.querySelector("#copied").textContent === `+js(word(t, "ko", c.says))+` && written === document.querySelector("#code-text").value`))
	}
	if got := eval[string](t, p, `String(getSelection())`); !strings.HasPrefix(got, "byp1") && !strings.HasPrefix(got, "BYP1") {
		t.Errorf("selected is %q", got)
	}

	server.Kill()
	press(t, p, "now")
	must(t, p.Wait(`document.querySelector("#status-text").textContent === `+js(unreachable(t, server.URL))))
	server.restart()
	press(t, p, "now")
	must(t, p.Wait(`document.body.dataset.status === "syncNow"`))

	must(t, b.Extension(`(async () => {
		const { sync } = await chrome.storage.local.get("sync");
		await chrome.storage.local.set({ sync: JSON.stringify({ ...JSON.parse(sync), on: false, why: "gone" }) });
	})()`, nil))
	must(t, p.Wait(`document.body.dataset.on === "0" && document.body.dataset.status === "syncGone"`))
	if !eval[bool](t, p, `document.querySelector("#join").nextElementSibling === document.querySelector("#begin") && document.querySelector("#pair").classList.contains("primary")`) {
		t.Error("pairing is not first for who was cut off")
	}
	press(t, p, "reconnect")
	has(t, p, "reconnecting", "code-input")
}
