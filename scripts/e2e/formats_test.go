package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/wasm/model/share"
	"byeolpyo/wasm/picture/pngchunk"
)

// choose sets a field of the popup as a person does.
func choose(t *testing.T, p tab, selector, value string) {
	t.Helper()
	must(t, p.Eval(fmt.Sprintf(`(e => {
		if (e.type === "radio" || e.type === "checkbox") e.click();
		else { e.value = %s; e.dispatchEvent(new Event("change", {bubbles: true})); }
	})(document.querySelector(%s))`, js(value), js(selector)), nil))
}

// previewed waits until the picture has the size.
func previewed(t *testing.T, p *browser.Page, width, height int) {
	t.Helper()
	must(t, p.Wait(pictured+fmt.Sprintf(` && (({naturalWidth: w, naturalHeight: h}) => w === %d && h === %d)(document.querySelector("#preview"))`, width, height)))
}

// The picture has the chosen format, with a sheet per day, and the choice is kept.
func TestPictureChoices(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	p := popupTab(t, b, 720)
	must(t, p.Wait(pictured))
	if !eval[bool](t, p, `document.querySelector("#look").hidden`) {
		t.Error("the choices are open from the start")
	}
	must(t, p.Click(`document.querySelector("#look-open")`))
	choose(t, p, `[name=format][value=phone]`, "")
	previewed(t, p, 1080, 2400)
	choose(t, p, `[name=aspect]`, "9:19.5")
	previewed(t, p, 1179, 2556)
	if got := eval[string](t, p, `document.querySelector("#sheet-count").textContent`); got != "1/3장" {
		t.Errorf("sheets: %q, want one for each day and one of what has no time", got)
	}
	must(t, p.Click(`document.querySelector("#sheet-next")`))
	must(t, p.Wait(`document.body.dataset.sheet === "2" && document.querySelector("#preview").alt.includes("둘째 날의 이야기")`))
	choose(t, p, `[name=mode][value=grid]`, "")
	choose(t, p, `[name=theme]`, "dark")
	waitStored(t, b, `all.settings?.picture?.format === "phone" && all.settings.picture.mode === "grid" && all.settings.picture.theme === "dark"`)
	must(t, p.Wait(pictured))

	again := popupTab(t, b, 720)
	previewed(t, again, 1179, 2556)
	if got := eval[string](t, again, `document.querySelector("#look-summary").textContent`); got != "잠금화면 9:19.5 · 전체 시간표 위에 · 어둡게" {
		t.Errorf("the choice is told as %q", got)
	}
	must(t, again.Click(`document.querySelector("#look-open")`))
	choose(t, again, `[name=format][value=share]`, "")
	previewed(t, again, 1080, 1350)

	// Several sheets are saved by a tab, each under a name of its own.
	must(t, again.Click(`document.querySelector("#save")`))
	tab, err := b.Attach("save.html")
	must(t, err)
	t.Cleanup(tab.Close)
	must(t, tab.Wait(`document.body.dataset.ready === "1" && document.querySelectorAll("figure button").length === 3`))
	must(t, tab.Click(`document.querySelectorAll("figure button")[1]`))
	f, err := b.Downloaded()
	must(t, err)
	if f.Name != "파이콘-2026-내-시간표-2026-08-16.png" {
		t.Errorf("the sheet is saved as %q", f.Name)
	}
}

// The copied text has the words of the list.
func TestCopyText(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	p := popupTab(t, b, 420)
	must(t, p.Eval(`navigator.clipboard.write = async ([item]) => { window.copied = await (await item.getType("text/plain")).text(); }`, nil))
	must(t, p.Click(`document.querySelector("#copy-text")`))
	waitNotice(t, p, word(t, "ko", "textCopied"))
	text := eval[string](t, p, `window.copied`)
	for _, want := range []string{"내 시간표 · 파이콘 한국 2026", "13:40–14:20 Free-threaded Python in production ★★ · Track 2 · 김파이 · 20분 겹침", "똠양꿍"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text does not say %q:\n%s", want, text)
		}
	}
	must(t, p.Wait(fmt.Sprintf(`document.querySelector("#preview").alt.endsWith(%s)`, js(text))))

	// The text of a grid is pasted whole and read out in short.
	other := pick{"00000000-0000-4000-8000-000000000009", "star", "담지 않은 이야기", "", "Track 4", "2026-08-15T13:30", "2026-08-15T14:00"}
	must(t, b.Store(map[string]any{"session/" + other.key(): other.knownNow(0)}))
	must(t, p.Click(`document.querySelector("#look-open")`))
	choose(t, p, `[name=mode][value=grid]`, "")
	must(t, p.Wait(`document.querySelector("#preview").alt.includes("그 밖의 세션 1개")`))
	if alt := eval[string](t, p, `document.querySelector("#preview").alt`); strings.Contains(alt, other.ko) || !strings.Contains(alt, popupPicks[0].ko+" ★") {
		t.Errorf("read out is %q", alt)
	}
	must(t, p.Click(`document.querySelector("#toast-close")`))
	must(t, p.Eval(`window.copied = ""`, nil))
	must(t, p.Click(`document.querySelector("#copy-text")`))
	must(t, p.Wait(`window.copied !== ""`))
	if text := eval[string](t, p, `window.copied`); !strings.Contains(text, "\n13:30–14:00 담지 않은 이야기 · Track 4") || !strings.Contains(text, popupPicks[0].ko+" ★") {
		t.Errorf("pasted is %q", text)
	}
}

// A drawing that takes long can be stopped, and begun again.
func TestStopDrawing(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, map[string]any{"settings": map[string]any{"v": 1, "picture": map[string]any{"format": "large"}}})
	p := blank(t, b)
	must(t, p.OnLoad(patient))
	// A worker that is slow to start, as on a slow machine.
	must(t, p.Navigate(b.ExtensionURL("popup.html")))
	must(t, p.Wait(listed))
	must(t, p.Eval(`(() => {
		const real = Worker.prototype.postMessage;
		Worker.prototype.postMessage = function (message, ...more) {
			if (!message.request) {
				real.call(this, message, ...more);
				return;
			}
			this.onmessage({data: {id: message.id, progress: {done: 4, total: 10}}});
			globalThis.finish = () => real.call(this, message, ...more);
			globalThis.asked = JSON.stringify(message.request);
		};
		document.querySelector("[name=format][value=share]").click();
	})()`, nil))
	// Not the drawing of before, which may still be on its way.
	must(t, p.Wait(`globalThis.asked?.includes('"share"') && !document.querySelector("#draw-cancel").hidden && !document.querySelector("#drawing").hidden`))
	must(t, p.Click(`document.querySelector("#draw-cancel")`))
	must(t, p.Wait(`document.querySelector("#draw-failure span").textContent === `+js(word(t, "ko", "drawCancelled"))))
	// The focus is always where work continues.
	must(t, p.Wait(`document.activeElement.id === "redraw"`))
	must(t, p.Eval(`globalThis.finish = null`, nil)) // that of the drawing that was stopped
	must(t, p.Press(kb.Enter))
	must(t, p.Wait(`document.querySelector("#draw-failure").hidden && Boolean(globalThis.finish) && document.activeElement.id === "draw-cancel"`))
	must(t, p.Eval(`globalThis.finish()`, nil))
	previewed(t, p, 1080, 1350)
	must(t, p.Wait(`document.activeElement.id === "picture-title"`))
}

// A drawing that was overtaken while storage was read for it, and is wanted again, is drawn, and
// its end is not reported as cancelled.
func TestDrawingWantedAgain(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	p := blank(t, b)
	must(t, p.OnLoad(patient+`{
		const { local } = chrome.storage, get = local.get.bind(local), abort = AbortController.prototype.abort;
		globalThis.aborted = 0;
		AbortController.prototype.abort = function () { aborted++; abort.call(this); };
		globalThis.reading = [];
		local.get = (key) => (key === null && reading ? new Promise((resolve) => { reading.push(resolve); }).then(() => get(key)) : get(key));
		globalThis.answer = () => { const all = reading; reading = null; for (const one of all) one(); };
	}`))
	must(t, p.Navigate(b.ExtensionURL("popup.html")))
	must(t, p.Wait(listed+` && reading.length === 1`))
	must(t, p.Eval(`(() => {
		globalThis.told = [];
		const look = () => { if (!document.querySelector("#draw-failure").hidden) told.push(document.querySelector("#draw-failure span").textContent); };
		new MutationObserver(look).observe(document.querySelector("#draw-failure"), { attributes: true, childList: true, subtree: true });
		document.querySelector("[name=format][value=share]").click();
	})()`, nil))
	must(t, p.Wait(`aborted === 1`))
	must(t, p.Eval(`document.querySelector("[name=format][value=whole]").click()`, nil))
	must(t, p.Wait(`aborted === 2`))
	must(t, p.Eval(`answer()`, nil))
	must(t, p.Wait(`told.length > 0 || document.querySelector("#preview").naturalWidth > 0 && `+pictured))
	if told := eval[[]string](t, p, `told`); len(told) > 0 {
		t.Errorf("it is told %q", told)
	}
	if w, h := eval[int](t, p, `document.querySelector("#preview").naturalWidth`), eval[int](t, p, `document.querySelector("#preview").naturalHeight`); w == 1080 && h == 1350 {
		t.Error("the picture is the one that was given up")
	}
}

// Own entries by keyboard: added, checked for clashes, changed, removed, taken back.
func TestOwnEntries(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	p := popupTab(t, b, 420)
	must(t, p.Eval(`document.querySelector("#own-open").focus()`, nil))
	must(t, p.Press(kb.Enter))
	must(t, p.Wait(`document.activeElement.id === "own-title"`))
	fill := func(title, start, end string) {
		t.Helper()
		for id, value := range map[string]string{"title": title, "start": start, "end": end} {
			must(t, p.Eval(fmt.Sprintf(`document.querySelector("#own-%s").value = %s`, id, js(value)), nil))
		}
	}
	if got := eval[string](t, p, `document.querySelector("#own-date").value`); got != "2026-08-15" {
		t.Errorf("the form begins with the date %q", got)
	}
	fill("점심 with 지훈", "12:00", "12:00")
	must(t, p.Press(kb.Enter))
	must(t, p.Wait(`document.querySelector("#own-problem").textContent === `+js(word(t, "ko", "ownSameTime"))))
	fill("점심 with 지훈", "13:00", "13:35")
	must(t, p.Press(kb.Enter))
	must(t, p.Wait(`document.body.dataset.picks === "6" && document.body.dataset.clashes === "1" && document.querySelector(".row.is-own .clashes").textContent !== ""`))
	waitStored(t, b, `Object.keys(all).some((key) => key.startsWith("own/2026/") && all[key].snapshot.titles.ko === "점심 with 지훈")`)
	must(t, p.Wait(`document.activeElement.id === "own-open"`))

	const row = `document.querySelector(".row.is-own")`
	must(t, p.Click(row+`.querySelector(".edit")`))
	must(t, p.Wait(`document.querySelector("#own-title").value === "점심 with 지훈" && document.querySelector("#own-end").value === "13:35"`))
	fill("점심 with 민지", "12:00", "13:00")
	must(t, p.Click(`document.querySelector("#own [type=submit]")`))
	must(t, p.Wait(``+row+`.querySelector(".clashes").textContent === "" && `+row+`.textContent.includes("민지")`))
	must(t, p.Click(`document.querySelector("#undo")`))
	must(t, p.Wait(``+row+`.querySelector(".clashes").textContent !== "" && `+row+`.textContent.includes("지훈")`))
	must(t, p.Click(row+`.querySelector(".drop")`))
	must(t, p.Wait(`document.body.dataset.picks === "5"`))
	must(t, p.Click(`document.querySelector("#undo")`))
	must(t, p.Wait(`document.body.dataset.picks === "6"`))
	must(t, p.Wait(pictured+` && document.querySelector("#preview").alt.includes("점심 with 지훈")`))
}

// saved downloads the popup's picture.
func saved(t *testing.T, b *browser.Browser) []byte {
	t.Helper()
	p := popupTab(t, b, 420)
	must(t, p.Wait(pictured))
	must(t, p.Click(`document.querySelector("#save")`))
	f, err := b.Downloaded()
	must(t, err)
	data, err := os.ReadFile(f.Path)
	must(t, err)
	return data
}

// importPage opens the import page.
func importPage(t *testing.T, b *browser.Browser, lang string) *browser.Page {
	t.Helper()
	p := blank(t, b)
	must(t, p.SetViewport(720, 900, 1))
	must(t, p.Navigate(b.ExtensionURL("import.html?lang="+lang)))
	must(t, p.Wait(`document.body.dataset.ready === "1"`))
	return p
}

// importTab opens the import page and drops a file on it.
func importTab(t *testing.T, b *browser.Browser, data []byte) *browser.Page {
	t.Helper()
	p := importPage(t, b, "ko")
	dropFile(t, p, data)
	return p
}

func dropFile(t *testing.T, p tab, data []byte) {
	t.Helper()
	must(t, p.Eval(fmt.Sprintf(`(() => {
		delete document.body.dataset.found;
		const bytes = Uint8Array.from(atob(%s), (c) => c.charCodeAt(0));
		const transfer = new DataTransfer();
		transfer.items.add(new File([bytes], "picture.png", {type: "image/png"}));
		dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, cancelable: true}));
	})()`, js(base64.StdEncoding.EncodeToString(data))), nil))
}

// stripped is the picture as a chat leaves it: the pixels only.
func stripped(t *testing.T, data []byte) []byte {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	must(t, err)
	var b bytes.Buffer
	must(t, png.Encode(&b, img))
	return b.Bytes()
}

// A saved picture brings the timetable to a browser that has nothing: by its text,
// and by its code when the text was stripped.
func TestImportPicture(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, map[string]any{"own/2026/x1": map[string]any{"v": 1, "state": "star", "tapped": 1, "snapshot": map[string]any{
		"key": "2026/own/x1", "titles": map[string]any{"ko": "비밀 점심"}, "start": "2026-08-15T12:00:00+09:00", "end": "2026-08-15T13:00:00+09:00"}}})
	data := saved(t, b)
	if text, found, err := pngchunk.FindText(data, share.Keyword, share.MaxText); !found || err != nil || strings.Contains(text, "비밀") {
		t.Fatalf("the file says %q, %v, %v", text, found, err)
	}
	bare := stripped(t, data)

	must(t, b.ClearStorage())
	p := importTab(t, b, data)
	must(t, p.Wait(`document.body.dataset.found === "5" && document.querySelector("#replace-way").hidden`))
	if titles := eval[string](t, p, `document.querySelector("#found-list").textContent`); !strings.Contains(titles, "파이썬 패키징의 오늘과 내일") {
		t.Errorf("found: %s", titles)
	}
	must(t, p.Click(`document.querySelector("#merge")`))
	must(t, p.Wait(`document.body.dataset.done === "merge"`))
	waitPick(t, b, popupPicks[1].key(), "must")
	waitPick(t, b, popupPicks[0].key(), "star")

	// Without the text, unknown sessions wait, and are filled in once they are seen.
	must(t, b.ClearStorage())
	must(t, b.Store(map[string]any{"session/" + popupPicks[0].key(): popupPicks[0].knownNow(0)}))
	p = importTab(t, b, bare)
	must(t, p.Wait(`document.body.dataset.found === "5" && document.querySelector("#found-unknown").textContent.includes("4")`))
	must(t, p.Click(`document.querySelector("#merge")`))
	waitPick(t, b, popupPicks[0].key(), "star")
	popup := popupTab(t, b, 420)
	must(t, popup.Wait(`document.body.dataset.picks === "5" && document.querySelectorAll("[data-id=undated] .is-unnamed").length === 4`))
	must(t, b.Store(map[string]any{"session/" + popupPicks[1].key(): popupPicks[1].knownNow(0)}))
	popup = popupTab(t, b, 420)
	waitPick(t, b, popupPicks[1].key(), "must")
	must(t, popup.Wait(`document.querySelectorAll("[data-id=undated] .is-unnamed").length === 3`))

	for name, bad := range map[string][]byte{"importNone": onePixel(t), "importNoPicture": []byte("not a picture")} {
		dropFile(t, p, bad)
		must(t, p.Wait(`document.body.dataset.found === "0" && document.querySelector("#problem").textContent === `+js(word(t, "ko", name))))
	}
}

func onePixel(t *testing.T) []byte {
	data, err := base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
	must(t, err)
	return data
}

// Replacing can be undone, and a friend's timetable stands beside one's own.
func TestImportReplaceAndFriend(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks[:3], nil)
	data := saved(t, b)
	mine := popupPicks[3]
	other := pick{"00000000-0000-4000-8000-00000000000a", "star", "나만 듣는 이야기", "", "Track 4", "2026-08-15T13:45", "2026-08-15T14:10"}
	must(t, b.ClearStorage())
	store(t, b, []pick{mine, other, popupPicks[0]}, nil)

	p := importTab(t, b, data)
	must(t, p.Wait(`document.body.dataset.found === "3"`))
	must(t, p.Click(`document.querySelector("#replace")`))
	must(t, p.Wait(`document.body.dataset.done === "replace"`))
	waitPick(t, b, mine.key(), "off")
	waitPick(t, b, popupPicks[1].key(), "must")
	must(t, p.Click(`document.querySelector("#undo")`))
	waitPick(t, b, mine.key(), "star")
	waitPick(t, b, popupPicks[1].key(), "off")
	waitPick(t, b, popupPicks[0].key(), "star")

	dropFile(t, p, data)
	must(t, p.Wait(`document.body.dataset.found === "3"`))
	must(t, p.Screenshot(filepath.Join(root, "out", "e2e", "import-found.png")))
	must(t, p.Eval(`document.querySelector("#name").value = "지훈"`, nil))
	must(t, p.Click(`document.querySelector("#friend [type=submit]")`))
	must(t, p.Wait(`document.body.dataset.done === "friend"`))
	popup := popupTab(t, b, 720)
	must(t, popup.Wait(`document.body.dataset.picks === "3" && document.body.dataset.friends === "1"`))
	text := eval[string](t, popup, `document.querySelector(".friend").textContent`)
	for _, want := range []string{"같이 듣는 세션", popupPicks[0].ko, "여기서 갈라져요", "나: " + other.ko} {
		if !strings.Contains(text, want) {
			t.Errorf("the friend's part does not say %q: %s", want, text)
		}
	}
	must(t, popup.Click(`document.querySelector(".friend input")`))
	must(t, popup.Wait(pictured+` && document.querySelector("#preview").alt.includes("같이 듣는 세션: 지훈") && document.querySelector("#preview").alt.includes("여기서 갈라져요: 지훈 → Free-threaded")`))
	must(t, popup.Eval(`document.querySelector(".friend").scrollIntoView()`, nil))
	must(t, popup.Screenshot(filepath.Join(root, "out", "e2e", "popup-friend.png")))
	must(t, popup.Click(`document.querySelector(".friend .drop")`))
	must(t, popup.Wait(`document.body.dataset.friends === "0"`))
	must(t, popup.Click(`document.querySelector("#undo")`))
	must(t, popup.Wait(`document.body.dataset.friends === "1"`))
}

// A link is read like a code; one of another site is not.
func TestImportLink(t *testing.T) {
	b := chromium(t)
	c := share.NewCode("2026", nil)
	c.Picks = []share.CodePick{{Hash: share.HashOf("2026/s/x"), Must: true}}
	link, err := c.Link()
	must(t, err)
	p := blank(t, b)
	_, code, _ := strings.Cut(link, "#")
	must(t, p.Navigate(b.ExtensionURL("import.html?lang=en#"+code)))
	must(t, p.Wait(`document.body.dataset.found === "1"`))
	for _, l := range []struct{ link, found string }{{"https://evil.example/#" + code, "0"}, {link, "1"}} {
		must(t, p.Eval(`document.querySelector("#link").value = `+js(l.link), nil))
		must(t, p.Click(`document.querySelector("#paste button")`))
		must(t, p.Wait(`document.body.dataset.found === `+js(l.found)))
	}
}

// A page whose address holds a timetable offers it, and the visitor's click alone
// opens it.
func TestImportFromPage(t *testing.T) {
	b := chromium(t)
	must(t, b.Store(map[string]any{"settings": map[string]any{"lang": "en"}}))
	c := share.NewCode("2026", nil)
	c.Picks = []share.CodePick{{Hash: share.HashOf("2026/s/x"), Must: true}}
	link, err := c.Link()
	must(t, err)
	_, code, _ := strings.Cut(link, "#")
	p := blank(t, b)
	for _, at := range []string{grid2026 + "#" + code, site2018 + "/program/schedule/#" + code} {
		must(t, p.Navigate(at))
		must(t, p.Wait(toastButton+`?.textContent === `+js(word(t, "en", "starImportButton"))))
		must(t, p.Eval(toastButton+`.click()`, nil)) // a page's own click opens nothing
		clickToast(t, p)
		tab, err := b.Attach("import.html")
		must(t, err)
		must(t, tab.Wait(`document.body.dataset.found === "1"`))
		if n := eval[int](t, tab, `chrome.runtime.getContexts({contextTypes: ["TAB"]}).then(all => all.filter(c => c.documentUrl.includes("import.html")).length)`); n != 1 {
			t.Errorf("%d import tabs", n)
		}
		tab.Close()
	}
	must(t, p.Navigate(grid2026+"#byeolpyo=1.%3Cb%3E"))
	waitStars(t, p, wantedDay(day1, "ko"))
	if eval[bool](t, p, `Boolean(`+toastButton+`)`) {
		t.Error("what is no code is offered")
	}
}

// The popup says that a saved picture is out of date, and saves it again with the changes
// marked.
func TestStalePicture(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	saved(t, b)
	waitStored(t, b, `all["export/2026"]?.sessions.length === 5`)
	must(t, b.Store(changedPicks()))
	p := popupTab(t, b, 420)
	must(t, p.Wait(`document.body.dataset.stale === "1" && document.querySelector("#stale-text").textContent === `+js(word(t, "ko", "staleOne"))))
	must(t, p.Click(`document.querySelector("#save-marked")`))
	tab, err := b.Attach("marked")
	must(t, err)
	t.Cleanup(tab.Close)
	must(t, tab.Wait(`document.querySelector("#pages img")?.alt.includes("바뀜 ← 13:30 · Track 1")`))
	_, err = b.Downloaded()
	must(t, err)
	must(t, p.Wait(`document.body.dataset.stale === "0"`))
}

// TestStaleGrid: a grid shows the whole programme, and changes of sessions that are not picked
// are reported and marked as well.
func TestStaleGrid(t *testing.T) {
	b := chromium(t)
	other := pick{"00000000-0000-4000-8000-000000000009", "off", "고르지 않은 세션", "", "Track 3", "2026-08-15T16:00", "2026-08-15T16:30"}
	store(t, b, popupPicks, map[string]any{
		"settings": map[string]any{"v": 1, "picture": map[string]any{"mode": "grid"}}, "session/" + other.key(): other.knownNow(0),
	})
	saved(t, b)
	waitStored(t, b, `all["export/2026"]?.others?.length === 1`)
	other.start, other.end = "2026-08-15T17:00", "2026-08-15T17:30"
	must(t, b.Store(map[string]any{"session/" + other.key(): other.knownNow(0)}))
	p := popupTab(t, b, 420)
	must(t, p.Wait(`document.body.dataset.stale === "1"`))
	must(t, p.Click(`document.querySelector("#save-marked")`))
	tab, err := b.Attach("marked")
	must(t, err)
	t.Cleanup(tab.Close)
	f, err := b.Downloaded()
	must(t, err)
	must(t, f.Save(filepath.Join(root, "out", "e2e", "stale-grid.png")))
	must(t, p.Wait(`document.body.dataset.stale === "0"`))
	waitStored(t, b, `all["export/2026"].othersBefore?.length === 1`)
	// The text that is read out only counts what is not picked.
	text := eval[string](t, tab, `import("/drawing.js").then(({draw}) => draw({edition: "2026", lang: "ko", mode: "grid", scale: 1, marked: true})).then(([page]) => page.text)`)
	if !strings.Contains(text, "고르지 않은 세션") || !strings.Contains(text, "바뀜 ← 16:00") {
		t.Errorf("the words of the new picture:\n%s", text)
	}
}

// TestGridFollows: when a session that is not picked moves, an open grid is drawn again, though
// its list stays the same.
func TestGridFollows(t *testing.T) {
	b := chromium(t)
	other := pick{"00000000-0000-4000-8000-000000000009", "off", "고르지 않은 세션", "", "Track 3", "2026-08-15T16:00", "2026-08-15T16:30"}
	store(t, b, popupPicks, map[string]any{
		"settings": map[string]any{"v": 1, "picture": map[string]any{"mode": "grid"}}, "session/" + other.key(): other.knownNow(0),
	})
	p := popupTab(t, b, 420)
	must(t, p.Wait(pictured))
	before := eval[string](t, p, `document.querySelector("#preview").src`)
	other.start, other.end = "2026-08-15T17:00", "2026-08-15T17:30"
	must(t, b.Store(map[string]any{"session/" + other.key(): other.knownNow(0)}))
	must(t, p.Wait(pictured+` && document.querySelector("#preview").src !== `+js(before)))
}

// TestFormatPictures saves the new parts of the popup for looking at, and holds that
// nothing runs out to the side.
func TestFormatPictures(t *testing.T) {
	b := chromium(t)
	for _, c := range []struct {
		name, scheme string
		width        int
	}{{"look-360", "light", 360}, {"look-720-dark", "dark", 720}, {"look-800", "light", 800}} {
		must(t, b.ClearStorage())
		store(t, b, popupPicks, map[string]any{"settings": map[string]any{"v": 1, "picture": map[string]any{"format": "phone", "theme": "dark"}}})
		p := blank(t, b)
		must(t, p.SetMedia("prefers-color-scheme", c.scheme))
		must(t, p.SetViewport(c.width, 900, 1))
		must(t, p.Navigate(b.ExtensionURL("popup.html")))
		must(t, p.Wait(pictured))
		must(t, p.Click(`document.querySelector("#look-open")`))
		must(t, p.Click(`document.querySelector("#own-open")`))
		must(t, p.Eval(`document.querySelector("#look").scrollIntoView({block: "center"})`, nil))
		if w := eval[int](t, p, `document.documentElement.scrollWidth`); w > c.width {
			t.Errorf("%s: the page is %d wide in %d", c.name, w, c.width)
		}
		must(t, p.Screenshot(filepath.Join(root, "out", "e2e", c.name+".png")))
	}
}
