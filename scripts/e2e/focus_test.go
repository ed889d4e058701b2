package e2e

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"byeolpyo/scripts/internal/browser"
)

// focused returns the id of the element that has the focus after the next frames, since a
// browser removes it from hidden or disabled elements when it draws; or the element's text, or
// "body".
const focused = `(async () => {
	for (let i = 0; i < 2; i++) await new Promise(resolve => { requestAnimationFrame(resolve); setTimeout(resolve, 100); });
	const held = document.activeElement;
	return held.id || held.textContent.trim() && held.localName !== "body" && held.textContent.trim() || held.localName;
})()`

// has fails the test if another element than the one with the id has the focus.
func has(t *testing.T, p *browser.Page, after, id string) {
	t.Helper()
	if got := eval[string](t, p, focused); got != id {
		t.Errorf("after %s the focus is at %q, want %q", after, got, id)
	}
}

// byKeyboard focuses the button of the id and presses Enter.
func byKeyboard(t *testing.T, p *browser.Page, id string) {
	t.Helper()
	must(t, p.Eval(`document.getElementById(`+js(id)+`).focus()`, nil))
	must(t, p.Press(kb.Enter))
}

// TestFocusOnSyncPage (E7, E6): whatever a button of the page of sync does, the focus stays on
// it or goes to the result; Escape closes the innermost; destructive actions ask, and a key that
// is pressed without looking does nothing.
func TestFocusOnSyncPage(t *testing.T) {
	server := startSync(t)
	b := ownChromium(t, dist)
	p := syncPage(t, b)
	must(t, p.BringToFront())

	fill(t, p, "server", "http://sync.example")
	byKeyboard(t, p, "on-button")
	must(t, p.Wait(`document.querySelector("#failed").textContent === `+js(word(t, "ko", "syncBadServer"))))
	has(t, p, "a bad address", "on-button")

	fill(t, p, "server", server.URL)
	byKeyboard(t, p, "on-button")
	must(t, p.Wait(`document.body.dataset.on === "1" && document.body.dataset.status === "syncNow"`))
	has(t, p, "turning on", "status")
	byKeyboard(t, p, "now")
	must(t, p.Wait(`document.body.dataset.status === "syncNow" && document.querySelector("#now").ariaDisabled !== "true"`))
	has(t, p, "syncing", "now")

	byKeyboard(t, p, "show-code")
	must(t, p.Wait(`!document.querySelector("#code").hidden`))
	has(t, p, "showing the code", "show-code")
	must(t, p.Eval(`document.querySelector("#copy-code").focus()`, nil))
	must(t, p.Press(kb.Escape))
	must(t, p.Wait(`document.querySelector("#code").hidden`))
	has(t, p, "Escape over the code", "show-code")

	for _, id := range []string{"rotate", "disconnect", "delete"} {
		for _, key := range []string{kb.Escape, kb.Enter} {
			byKeyboard(t, p, id)
			must(t, p.Wait(`document.querySelector("#ask").open`))
			has(t, p, "asking about "+id, "ask-no")
			must(t, p.Press(key))
			must(t, p.Wait(`!document.querySelector("#ask").open`))
			has(t, p, "no to "+id, id)
			if eval[string](t, p, `document.body.dataset.on`) != "1" {
				t.Fatalf("%s was done by a key that should not", id)
			}
		}
	}

	byKeyboard(t, p, "rotate")
	must(t, p.Wait(`document.querySelector("#ask").open`))
	byKeyboard(t, p, "ask-yes")
	must(t, p.Wait(`!document.querySelector("#code").hidden`))
	has(t, p, "renewing the code", "rotate")

	must(t, b.Extension(`(async () => {
		const { sync } = await chrome.storage.local.get("sync");
		await chrome.storage.local.set({ sync: JSON.stringify({ ...JSON.parse(sync), notices: ["damaged"] }) });
	})()`, nil))
	must(t, p.Wait(`document.querySelector("#notices button") !== null`))
	must(t, p.Eval(`document.querySelector("#notices button").focus()`, nil))
	must(t, p.Press(kb.Enter))
	must(t, p.Wait(`document.querySelector("#notices").hidden`))
	has(t, p, "closing a notice", "status")

	byKeyboard(t, p, "disconnect")
	must(t, p.Wait(`document.querySelector("#ask").open`))
	byKeyboard(t, p, "ask-yes")
	must(t, p.Wait(`document.body.dataset.on === "0"`))
	has(t, p, "turning off", "off-title")

	turnOn(t, p, server.URL)
	byKeyboard(t, p, "delete")
	must(t, p.Wait(`document.querySelector("#ask").open`))
	byKeyboard(t, p, "ask-yes")
	must(t, p.Wait(`document.body.dataset.on === "0"`))
	has(t, p, "deleting", "off-title")
}

// TestFocusOnImportPage (E7): the focus goes to what was found, to what was done or to what went
// wrong, and Escape withdraws a question.
func TestFocusOnImportPage(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	data := saved(t, b)
	p := importTab(t, b, data)
	must(t, p.BringToFront())
	found := `document.body.dataset.found === "5" && !document.querySelector("#found").hidden`
	must(t, p.Wait(found))
	has(t, p, "reading", "found-text")

	again := func() {
		t.Helper()
		dropFile(t, p, data)
		must(t, p.Wait(found))
		has(t, p, "reading again", "found-text")
	}
	done := func(what string) {
		t.Helper()
		must(t, p.Wait(`document.body.dataset.done === `+js(what)+` && !document.querySelector("#done").hidden`))
		has(t, p, what, "done")
		must(t, p.Eval(`delete document.body.dataset.done`, nil))
	}
	name := func() {
		t.Helper()
		must(t, p.Eval(`document.querySelector("#name").value = "지훈"`, nil))
		byKeyboard(t, p, "name")
	}
	name()
	done("friend")
	byKeyboard(t, p, "undo")
	done("undo")
	again()
	name()
	done("friend")
	again()
	name()
	must(t, p.Wait(`!document.querySelector("#namesake").hidden`))
	has(t, p, "a name that is there", "namesake-both")
	must(t, p.Press(kb.Escape))
	must(t, p.Wait(`document.querySelector("#namesake").hidden`))
	has(t, p, "Escape", "name")
	must(t, p.Press(kb.Enter))
	must(t, p.Wait(`!document.querySelector("#namesake").hidden`))
	byKeyboard(t, p, "namesake-replace")
	done("friend-replace")
	for _, how := range []string{"merge", "replace"} {
		again()
		byKeyboard(t, p, how)
		done(how)
	}
	again()
	must(t, p.Eval(`document.querySelector("#name").focus()`, nil))
	dropFile(t, p, []byte("no picture"))
	must(t, p.Wait(`document.body.dataset.found === "0" && !document.querySelector("#problem").hidden`))
	has(t, p, "what is no picture", "problem")
}
