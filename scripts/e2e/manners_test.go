package e2e

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/share"
)

// TestForcedColoursOfPages (E9): where the system forces its colours, borders show what fills
// and shadows show otherwise: cards, a page's toast, the chosen format, the dots at what has
// changed.
func TestForcedColoursOfPages(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	must(t, b.Store(changedPicks()))
	edged := func(element string) string {
		return `(s => s.borderTopStyle !== "none" && parseFloat(s.borderTopWidth) >= 1)(getComputedStyle(` + element + `))`
	}
	p := popupTab(t, b, 420)
	must(t, p.Wait(`document.querySelector(".changes-head") !== null && document.querySelector(".before") !== null`))
	must(t, p.SetMedia("forced-colors", "active"))
	must(t, p.Wait(`matchMedia("(forced-colors: active)").matches`))
	for what, holds := range map[string]string{
		"a card's edge": edged(`document.querySelector(".card")`),
		"the chosen format": `(([on, off]) => on.outlineStyle !== off.outlineStyle)([":checked", ":not(:checked)"].map(which =>
			getComputedStyle(document.querySelector(".chips input" + which + " + span"))))`,
		"the dot of the changes": `getComputedStyle(document.querySelector(".changes-head h3"), "::before").forcedColorAdjust === "none"`,
		"the dot of a row":       `getComputedStyle(document.querySelector(".before"), "::before").forcedColorAdjust === "none"`,
	} {
		if !eval[bool](t, p, holds) {
			t.Errorf("%s is not to be seen", what)
		}
	}
	for _, name := range []string{"sync.html", "import.html?lang=ko"} {
		p := open(t, b, b.ExtensionURL(name))
		must(t, p.SetMedia("forced-colors", "active"))
		must(t, p.Wait(`document.body.dataset.ready === "1" && `+edged(`document.querySelector(".card")`)+` && [...document.querySelectorAll("dialog")].every(d => `+edged(`d`)+`)`))
	}
	page := open(t, b, grid2026)
	waitStars(t, page, wantedDay(day1, "ko"))
	must(t, page.SetMedia("forced-colors", "active"))
	click(t, page, key(talk(t, day1, 3), "ko"))
	must(t, page.Wait(toastButton+` !== undefined`))
	if !eval[bool](t, page, edged(`document.querySelector("byeolpyo-toast").shadowRoot.querySelector("div")`)) {
		t.Error("the toast's edge is not to be seen")
	}
}

// Where the system asks for less motion, nothing moves or fades.
func TestReducedMotion(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	moving := func(media string) int {
		p := blank(t, b)
		must(t, p.SetViewport(720, 600, 1))
		must(t, p.SetMedia("prefers-reduced-motion", media))
		must(t, p.OnLoad(`globalThis.moved = 0; for (const name of ["animationstart", "transitionrun"]) addEventListener(name, () => { moved++; }, true);`))
		must(t, p.Navigate(b.ExtensionURL("popup.html")))
		must(t, p.Wait(listed+` && `+pictured))
		must(t, p.Click(rowOf(popupPicks[0], ".drop"))) // the toast rises, and the preview fades
		must(t, p.Wait(`!document.querySelector("#toast").hidden && document.body.dataset.preview !== "1"`))
		must(t, p.Wait(pictured))
		must(t, p.Press("z", chromedp.ModifierCtrl))
		must(t, p.Wait(`document.body.dataset.picks === "5"`))
		return eval[int](t, p, `moved`)
	}
	if n := moving("no-preference"); n == 0 {
		t.Error("nothing moves at all: no test")
	}
	if n := moving("reduce"); n != 0 {
		t.Errorf("%d movements", n)
	}
}

// TestNarrow (E9): no page besides the popup scrolls sideways at 320 px, and nothing sticks to
// the edge of a window too low for it.
func TestNarrow(t *testing.T) {
	server := startSync(t)
	b := ownChromium(t, withServer(t, server.URL))
	store(t, b, popupPicks, nil)
	data := saved(t, b)
	narrow := func(what string, p interface {
		Eval(string, any) error
	}) {
		t.Helper()
		var wide struct {
			Width int
			Which string
		}
		must(t, p.Eval(`({ width: document.documentElement.scrollWidth, which: [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > 321 && e.checkVisibility()).map(e => e.id || e.localName).join(" ") })`, &wide))
		if wide.Width > 320 {
			t.Errorf("%s is %d px wide: %s", what, wide.Width, wide.Which)
		}
	}
	for _, lang := range []string{"ko", "en"} {
		must(t, b.Store(map[string]any{"settings": map[string]any{"v": 1, "lang": lang}}))
		p := blank(t, b)
		must(t, p.SetViewport(320, 640, 1))
		must(t, p.Navigate(b.ExtensionURL("sync.html")))
		must(t, p.Wait(`document.body.dataset.ready === "1"`))
		narrow("sync, off, "+lang, p)
		press(t, p, "on-button")
		must(t, p.Wait(`document.body.dataset.on === "1" && document.body.dataset.status === "syncNow"`))
		must(t, p.Eval(`document.querySelector("#advanced-on").open = true`, nil))
		showCode(t, p)
		narrow("sync, on, "+lang, p)
		press(t, p, "disconnect")
		press(t, p, "ask-yes")
		must(t, p.Wait(`document.body.dataset.on === "0"`))

		p = blank(t, b)
		must(t, p.SetViewport(320, 640, 1))
		must(t, p.Navigate(b.ExtensionURL("import.html?lang="+lang)))
		must(t, p.Wait(`document.body.dataset.ready === "1"`))
		narrow("import, "+lang, p)
		dropFile(t, p, data)
		must(t, p.Wait(`document.body.dataset.found === "5"`))
		narrow("import, found, "+lang, p)
	}
	for _, name := range []string{"popup.html", "save.html?edition=none", "print.html?edition=none"} {
		p := blank(t, b)
		must(t, p.SetViewport(360, 300, 1))
		must(t, p.Navigate(b.ExtensionURL(name)))
		must(t, p.Wait(`document.body.dataset.ready === "1"`))
		if got := eval[string](t, p, `[...document.querySelectorAll("header, footer")].map(e => getComputedStyle(e).position).filter(p => p === "sticky" || p === "fixed").join()`); got != "" {
			t.Errorf("%s keeps %s in 300 px", name, got)
		}
	}
}

// TestPastedLink (E14): the page says how to make the link that it asks for, and takes it with
// the words around it, in its field and anywhere else.
func TestPastedLink(t *testing.T) {
	link, err := share.NewCode("2026", map[session.Key]picks.State{session.Key(popupPicks[0].key()): picks.Star}).Link()
	must(t, err)
	b := chromium(t)
	p := importPage(t, b, "ko")
	sent := "내 시간표야!\n" + link + " 같이 듣자"
	must(t, p.Eval(`document.querySelector("#link").value = `+js(sent), nil))
	must(t, p.Click(`document.querySelector("#paste button")`))
	must(t, p.Wait(`document.body.dataset.found === "1"`))
	must(t, p.Eval(`(() => {
		delete document.body.dataset.found;
		const clipboardData = new DataTransfer();
		clipboardData.setData("text/plain", `+js(sent)+`);
		document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
	})()`, nil))
	must(t, p.Wait(`document.body.dataset.found === "1"`))
	must(t, p.Eval(`document.querySelector("#link").value = "별표"`, nil))
	must(t, p.Click(`document.querySelector("#paste button")`))
	must(t, p.Wait(`document.querySelector("#problem").textContent === `+js(word(t, "ko", "importLink"))))
}

// TestStorageSilent (E15): every page besides the popup says that storage fails, also where it
// throws at once or never answers.
func TestStorageSilent(t *testing.T) {
	for name, how := range map[string]string{"throws": `throw new Error("Extension context invalidated.")`, "never answers": `return new Promise(() => {})`} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.CopyFS(dir, os.DirFS(dist)))
			for _, file := range []string{"words.js", "background.js"} {
				script, err := os.ReadFile(filepath.Join(dir, file))
				must(t, err)
				spoil := fmt.Sprintf("for (const name of [\"get\", \"getKeys\"]) chrome.storage.local[name] = () => { %s; };\n", how)
				must(t, os.WriteFile(filepath.Join(dir, file), append([]byte(spoil), script...), 0o644))
			}
			b := ownChromium(t, dir)
			cases := []struct{ page, says, shown string }{
				{"sync.html", "syncUnread", "failed"}, {"import.html?lang=ko", "readFailed", "problem"},
				{"save.html?lang=ko&edition=2026", "readFailed", "stopped-text"}, {"print.html?lang=ko&edition=2026", "readFailed", "stopped-text"},
			}
			pages := make([]*browser.Page, len(cases)) // all at once, as they wait
			for i, c := range cases {
				pages[i] = blank(t, b)
				must(t, pages[i].Navigate(b.ExtensionURL(c.page)))
			}
			for i, c := range cases {
				p := pages[i]
				if err := p.Wait(fmt.Sprintf(`(e => e.checkVisibility() && e.textContent === %s)(document.getElementById(%s))`, js(word(t, "ko", c.says)), js(c.shown))); err != nil {
					t.Errorf("%s does not say %s: %.200v", c.page, c.says, err)
				}
				p.Errors() // it is logged, too
			}
		})
	}
}

// TestPrintsInPaper (E8): printing uses the paper theme, whatever the popup's picture has, until
// the person chooses another on the page; choosing prints nothing by itself.
func TestPrintsInPaper(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	p := blank(t, b)
	must(t, p.OnLoad(`globalThis.printed = 0; globalThis.print = () => { printed++; };`))
	query := url.Values{"lang": {"ko"}, "edition": {"2026"}, "picture": {`{"format":"a4","theme":"dark"}`}}
	must(t, p.Navigate(b.ExtensionURL("print.html?"+query.Encode())))
	must(t, p.Wait(`printed === 1`))
	// corner is the colour of the paper: "255,255,255" where it is white.
	const corner = `(() => {
		const img = document.querySelector("#pages img"), c = document.createElement("canvas").getContext("2d");
		c.drawImage(img, 0, 0);
		return String([...c.getImageData(5, 5, 1, 1).data.slice(0, 3)]);
	})()`
	if got := eval[string](t, p, corner); got != "255,255,255" {
		t.Errorf("the paper is %s", got)
	}
	must(t, p.Eval(`(e => { e.value = "dark"; e.dispatchEvent(new Event("change")); })(document.querySelector("#theme"))`, nil))
	must(t, p.Wait(`document.querySelectorAll("#pages img").length > 0 && !document.querySelector("#print").disabled && `+corner+` !== "255,255,255"`))
	if n := eval[int](t, p, `printed`); n != 1 {
		t.Errorf("printed %d times", n)
	}
	must(t, p.Click(`document.querySelector("#print")`))
	must(t, p.Wait(`printed === 2`))
}

// TestReloadDoesNothingTwice (E8): a tab that saves or prints does so once, and says how to do
// it again.
func TestReloadDoesNothingTwice(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	const noted = `globalThis.printed = 0; globalThis.print = () => { printed++; };
		globalThis.clicked = 0; HTMLAnchorElement.prototype.click = () => { clicked++; };`
	for page, count := range map[string]string{"save.html": "clicked", "print.html": "printed"} {
		p := blank(t, b)
		must(t, p.OnLoad(noted))
		must(t, p.Navigate(b.ExtensionURL(page+"?lang=ko&edition=2026&name="+url.QueryEscape("시간표.png"))))
		must(t, p.Wait(count+` === 1`))
		must(t, p.Reload())
		must(t, p.Wait(`document.body.dataset.ready === "1" && document.querySelectorAll("#pages img").length > 0 && !document.querySelector("header button").disabled`))
		time.Sleep(300 * time.Millisecond) // what it did by itself, it did as the pictures came
		if n := eval[int](t, p, count); n != 0 {
			t.Errorf("%s: done %d times by a reload", page, n)
		}
		must(t, p.Click(`document.querySelector("header button")`))
		must(t, p.Wait(count+` === 1`))
	}
}
