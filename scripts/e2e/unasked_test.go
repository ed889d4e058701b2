package e2e

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"byeolpyo/scripts/internal/browser"
)

// friendNames are those in the popup, a name a line.
func friendNames(t *testing.T, b *browser.Browser, n int) string {
	t.Helper()
	popup := popupTab(t, b, 420)
	must(t, popup.Wait(fmt.Sprintf(`document.body.dataset.friends === "%d"`, n)))
	return eval[string](t, popup, `[...document.querySelectorAll(".friend h4")].map((h) => h.textContent).join("\n")`)
}

// TestFriendsUnasked: a second friend without a name gets a number, and a name that exists
// already leads to a question, by keyboard too.
func TestFriendsUnasked(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	all := saved(t, b)
	must(t, b.ClearStorage())
	store(t, b, popupPicks[:2], nil)
	two := saved(t, b)
	must(t, b.ClearStorage())

	p := importPage(t, b, "ko")
	drop := func(data []byte, found string) {
		t.Helper()
		must(t, p.Eval(`delete document.body.dataset.done`, nil))
		dropFile(t, p, data)
		must(t, p.Wait(`document.body.dataset.found === "`+found+`"`))
	}
	submit := func(name string) {
		t.Helper()
		must(t, p.Eval(`document.querySelector("#name").value = `+js(name)+`; document.querySelector("#name").focus()`, nil))
		must(t, p.Press(kb.Enter))
	}
	for _, name := range []string{"", "", "지훈", ""} {
		drop(all, "5")
		submit(name)
		must(t, p.Wait(`document.body.dataset.done === "friend"`))
	}
	if got := friendNames(t, b, 4); got != "지훈\n친구\n친구 2\n친구 3" {
		t.Errorf("the friends are %q", got)
	}

	// The newer picture of a friend whose name is typed otherwise.
	sizes := `(name) => Object.entries(all).filter(([key, f]) => key.startsWith("friend/") && f.name === name).map(([, f]) => f.picks.length).join()`
	asks := `!document.querySelector("#namesake").hidden && document.activeElement.id === "namesake-both"`
	drop(two, "2")
	submit("\u1100\u1175\u1112\u116e\u11ab ") // another name
	must(t, p.Wait(`document.body.dataset.done === "friend"`))
	drop(two, "2")
	submit(" \u110c\u1175 \u1112\u116e\u11ab")
	must(t, p.Wait(asks))
	if got := eval[string](t, p, `document.querySelector("#namesake-text").textContent`); !strings.Contains(got, "지훈") || !strings.Contains(got, "5개") {
		t.Errorf("asked is %q", got)
	}
	must(t, p.Screenshot(filepath.Join(root, "out", "e2e", "import-namesake.png")))
	waitStored(t, b, `(`+sizes+`)("지훈") === "5"`)
	must(t, p.Press(kb.Enter))
	must(t, p.Wait(`document.body.dataset.done === "friend-both" && document.querySelector("#namesake").hidden`))
	if got := friendNames(t, b, 6); !strings.Contains(got, " 2\n") {
		t.Errorf("the friends are %q", got)
	}
	drop(two, "2")
	submit("지훈")
	must(t, p.Wait(asks))
	must(t, p.Click(`document.querySelector("#namesake-replace")`))
	must(t, p.Wait(`document.body.dataset.done === "friend-replace"`))
	waitStored(t, b, `(`+sizes+`)("지훈") === "2"`)
	must(t, p.Click(`document.querySelector("#undo")`))
	waitStored(t, b, `(`+sizes+`)("지훈") === "5"`)
}

// TestOwnOverMidnight: an end before the start leads to a question; once answered, it is shown
// as on the next day, in the list, the picture and its text.
func TestOwnOverMidnight(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	p := popupTab(t, b, 720)
	must(t, p.Click(`document.querySelector("#own-open")`))
	fill := func(title, start, end string) {
		t.Helper()
		for id, value := range map[string]string{"title": title, "start": start, "end": end} {
			must(t, p.Eval(fmt.Sprintf(`document.querySelector("#own-%[1]s").value = %[2]s; document.querySelector("#own-%[1]s").dispatchEvent(new Event("input", {bubbles: true}))`, id, js(value)), nil))
		}
	}
	own := `Object.entries(all).filter(([key]) => key.startsWith("own/")).map(([, r]) => r.snapshot)`
	asks := `!document.querySelector("#own-ask").hidden && document.activeElement.id === "own-yes"`
	fill("점심", "12:00", "11:00")
	must(t, p.Click(`document.querySelector("#own [type=submit]")`))
	must(t, p.Wait(asks))
	if got := eval[string](t, p, `document.querySelector("#own-ask-text").textContent`); got != "다음 날 11:00까지인가요? 그러면 23시간이에요." {
		t.Errorf("asked is %q", got)
	}
	must(t, p.Screenshot(filepath.Join(root, "out", "e2e", "popup-own-ask.png")))
	waitStored(t, b, own+`.length === 0`)
	// Escape withdraws the question and does nothing else.
	must(t, p.Press(kb.Escape))
	must(t, p.Wait(`document.querySelector("#own-ask").hidden && !document.querySelector("#own").hidden && document.activeElement.id === "own-end"`))
	must(t, p.Click(`document.querySelector("#own [type=submit]")`))
	must(t, p.Wait(asks))
	must(t, p.Click(`document.querySelector("#own-no")`))
	must(t, p.Wait(`document.activeElement.id === "own-end"`))
	fill("점심", "12:00", "13:00")
	must(t, p.Click(`document.querySelector("#own [type=submit]")`))
	must(t, p.Wait(`document.querySelector("#own").hidden`))
	waitStored(t, b, own+`.some((s) => s.end === "2026-08-15T13:00:00+09:00")`)

	must(t, p.Click(`document.querySelector("#own-open")`))
	fill("밤샘", "23:00", "01:00")
	must(t, p.Click(`document.querySelector("#own [type=submit]")`))
	must(t, p.Wait(asks))
	must(t, p.Press(kb.Enter))
	must(t, p.Wait(`document.querySelector("#own").hidden`))
	waitStored(t, b, own+`.some((s) => s.end === "2026-08-16T01:00:00+09:00")`)
	must(t, p.Wait(`[...document.querySelectorAll(".row.is-own .end")].some((e) => e.textContent === "–다음 날 01:00")`))
	must(t, p.Wait(pictured+` && document.querySelector("#preview").alt.includes("23:00–다음 날 01:00 밤샘")`))
	must(t, p.Eval(`[...document.querySelectorAll(".row.is-own")].at(-1).scrollIntoView()`, nil))
	must(t, p.Screenshot(filepath.Join(root, "out", "e2e", "popup-own-night.png")))
}

// TestMustStaysOnImport: a must of which only the pick is stored, as what pages taught
// may be cleared, is known in the code of a picture and stays one.
func TestMustStaysOnImport(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	bare := stripped(t, saved(t, b))
	must(t, b.ClearStorage())
	mine := popupPicks[0]
	mine.state = "must"
	store(t, b, []pick{mine}, nil)
	p := importTab(t, b, bare)
	must(t, p.Wait(`document.body.dataset.found === "5" && document.querySelector("#found-unknown").textContent.includes("4")`))
	must(t, p.Click(`document.querySelector("#merge")`))
	waitStored(t, b, `Object.keys(all).filter((key) => key.startsWith("hash/")).length === 4`)
	waitPick(t, b, mine.key(), "must")
}
