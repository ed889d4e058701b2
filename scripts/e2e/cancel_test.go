package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"byeolpyo/scripts/internal/browser"
)

// stopped is true when the tab says in words that it has stopped, and the button to start again
// has the focus that the cancel button had.
func stopped(text string) string {
	return `!document.querySelector("#stopped").hidden && document.querySelector("#busy").hidden &&
		document.querySelector("#stopped-text").textContent === ` + js(text) + ` && document.activeElement.id === "again"`
}

// working is true when the tab says what is under way, visibly and to screen readers, and has a
// button to cancel it.
func working(text string) string {
	return `document.querySelector("#busy-cancel").checkVisibility() && document.querySelector("#announce").textContent === ` + js(text)
}

// cancel presses the cancel button on the keyboard.
func cancel(t *testing.T, p *browser.Page) {
	t.Helper()
	must(t, p.Eval(`document.querySelector("#busy-cancel").focus()`, nil))
	must(t, p.Press(kb.Enter))
}

// slowDrawing records what the tab and its Worker send each other. The first request is held
// back until it is cancelled, as on a slow machine: the Worker then gets both, and a drawing of
// this size is far from done after the 50 ms in which it does not listen.
const slowDrawing = patient + `
	globalThis.noted = {cancels: 0, answers: [], printed: 0};
	globalThis.print = () => { noted.printed++; };
	globalThis.Worker = class extends Worker {
		held = [];
		constructor(...a) {
			super(...a);
			this.addEventListener("message", ({data}) => {
				if (data.pages || data.error) noted.answers.push(data.error?.code ?? data.pages.length);
			});
		}
		postMessage(message) {
			if (message.request && noted.cancels === 0) {
				this.held.push(message);
				return;
			}
			if ("cancel" in message) noted.cancels++;
			for (const one of this.held.splice(0)) super.postMessage(one);
			super.postMessage(message);
		}
	};`

// busyDays is how many sheets busyPicks fill: some 400 ms of drawing here.
const busyDays = 16

// busyPicks are picks that fill a sheet of A4 on each of busyDays days.
func busyPicks() []pick {
	var all []pick
	for i := range 9 * busyDays {
		day := time.Date(2026, 8, 15+i/9, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
		all = append(all, pick{fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "star", fmt.Sprintf("오래 걸리는 시간표의 %d번째 세션", i), "", "Track 1",
			fmt.Sprintf("%sT%02d:00", day, 9+i%9), fmt.Sprintf("%sT%02d:40", day, 9+i%9)})
	}
	return all
}

// The tabs that save and print can be stopped: the Worker stops drawing, nothing is saved or
// printed, the tab says so, and starting again works.
func TestCancelSheets(t *testing.T) {
	b := chromium(t)
	store(t, b, busyPicks(), nil)
	for _, c := range []struct{ page, button, lang string }{{"save", "#save", "ko"}, {"print", "#print", "en"}} {
		t.Run(c.page, func(t *testing.T) {
			p := blank(t, b)
			must(t, p.SetViewport(900, 700, 1))
			must(t, p.OnLoad(slowDrawing))
			query := url.Values{"edition": {"2026"}, "lang": {c.lang}, "picture": {`{"format":"a4","theme":"light"}`}}
			must(t, p.Navigate(b.ExtensionURL(c.page+".html?"+query.Encode())))
			must(t, p.Wait(working(word(t, c.lang, "drawing"))))
			must(t, p.Screenshot(filepath.Join(root, "out", "e2e", c.page+"-busy.png")))
			cancel(t, p)
			must(t, p.Wait(stopped(word(t, c.lang, "drawCancelled"))))
			must(t, p.Wait(`JSON.stringify(noted.answers) === '["cancelled"]'`))
			must(t, p.Screenshot(filepath.Join(root, "out", "e2e", c.page+"-cancelled.png")))
			if !eval[bool](t, p, `document.querySelector(`+js(c.button)+`).disabled && document.querySelector("#pages").children.length === 0 && noted.printed === 0`) {
				t.Error("there is something to save or print")
			}

			must(t, p.Press(kb.Enter)) // on the button to start again
			must(t, p.Wait(fmt.Sprintf(`document.querySelectorAll("#pages img").length === %d && !document.querySelector(%q).disabled`, busyDays, c.button)))
			must(t, p.Wait(fmt.Sprintf(`JSON.stringify(noted.answers) === '["cancelled",%d]'`, busyDays)+` && document.querySelector("#busy").hidden && document.querySelector("#stopped").hidden`))
			if n := eval[int](t, p, `noted.printed`); c.page == "print" && n != 1 {
				t.Errorf("printed %d times", n)
			}
		})
	}
}

// Cancelling also works when everything is drawn and only the images are being decoded.
func TestCancelDecoding(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	p := blank(t, b)
	must(t, p.OnLoad(`
		const {decode} = HTMLImageElement.prototype;
		HTMLImageElement.prototype.decode = function () {
			if (!globalThis.once) document.querySelector("#busy-cancel").click();
			globalThis.once = true;
			return decode.call(this);
		};`))
	must(t, p.Navigate(b.ExtensionURL("save.html?edition=2026&lang=ko")))
	must(t, p.Wait(`document.querySelector("#stopped-text").textContent === `+js(word(t, "ko", "drawCancelled"))))
	if !eval[bool](t, p, `document.querySelector("#save").disabled && document.querySelector("#pages").children.length === 0`) {
		t.Error("there is something to save")
	}
	must(t, p.Click(`document.querySelector("#again")`))
	must(t, p.Wait(`document.querySelectorAll("#pages img").length === 1`))
	_, err := b.Downloaded()
	must(t, err)
}

// watchReading records what the import page's Workers do, and how often the page itself could do
// something (see tick) by then. While hold is set no answer reaches the page.
const watchReading = `(() => {
	` + patient + `
	globalThis.hold = false;
	globalThis.noted = {workers: 0, ended: 0, progress: [], ticks: 0, answered: 0};
	globalThis.Worker = class extends Worker {
		constructor(...a) {
			super(...a);
			noted.workers++;
			this.addEventListener("message", (event) => {
				if (event.data.progress) noted.progress.push(noted.ticks);
				else if (hold) event.stopImmediatePropagation();
				else noted.answered = noted.ticks;
			});
		}
		terminate() {
			noted.ended++;
			super.terminate();
		}
	};
})()`

// tick makes the page do something repeatedly, until there is an answer.
const tick = `(() => {
	const {port1, port2} = new MessageChannel();
	port1.onmessage = () => {
		noted.ticks++;
		if (!noted.answered) port2.postMessage(null);
	};
	port2.postMessage(null);
})()`

// photoOf is the foot of the picture on a dark desk, its right edge and its upper edge
// farther from the camera: its code is found only after some tries.
func photoOf(t *testing.T, data []byte) []byte {
	t.Helper()
	const across, down = -0.16, 0.16
	src, err := png.Decode(bytes.NewReader(data))
	must(t, err)
	sheet := src.Bounds()
	sheet.Min.Y = max(sheet.Max.Y-sheet.Dx(), 0)
	sw, sh := float64(sheet.Dx()), float64(sheet.Dy())
	out := image.NewGray(image.Rect(0, 0, int(sw*1.25), int(sh*1.25)))
	w, h := float64(out.Rect.Dx()), float64(out.Rect.Dy())
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			u, v := (float64(x)-w/2)/(sw/2), (float64(y)-h/2)/(sh/2)
			far := 1 - (across*u+down*v)/2
			shade := uint8(60)
			if at := sheet.Min.Add(image.Pt(int(sw/2*(1+u*far)), int(sh/2*(1+v*far)))); u*far > -1 && v*far > -1 && at.In(sheet) {
				shade = color.GrayModel.Convert(src.At(at.X, at.Y)).(color.Gray).Y
			}
			out.Pix[y*out.Stride+x] = shade
		}
	}
	var b bytes.Buffer
	must(t, jpeg.Encode(&b, out, &jpeg.Options{Quality: 85}))
	return b.Bytes()
}

// The page stays responsive while a photo is read.
func TestImportStaysAlive(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	photo := photoOf(t, saved(t, b))
	must(t, b.ClearStorage())
	p := importPage(t, b, "ko")
	must(t, p.Eval(watchReading, nil))
	must(t, p.Eval(tick, nil))
	dropFile(t, p, photo)
	must(t, p.Wait(`document.body.dataset.found === "5"`))
	var got struct {
		Workers, Ended, Answered int
		Progress                 []int
	}
	must(t, p.Eval(`noted`, &got))
	if len(got.Progress) < 3 {
		t.Fatalf("found after %d tries: no test", len(got.Progress))
	}
	// A page that waited for the reading would do nothing between its begin and end.
	if n := got.Answered - got.Progress[0]; n < len(got.Progress) {
		t.Errorf("the page came to do something %d times in %d tries", n, len(got.Progress))
	}
	if got.Workers != 1 || got.Ended != 1 {
		t.Errorf("%d workers, %d of them ended", got.Workers, got.Ended)
	}
}

// Reading a picture can be stopped, started again, and overtaken by another one.
func TestCancelImport(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	data := saved(t, b)
	photo := photoOf(t, data)
	must(t, b.ClearStorage())
	for _, lang := range []string{"ko", "en"} {
		p := importPage(t, b, lang)
		if lang == "en" {
			must(t, p.SetMedia("prefers-color-scheme", "dark"))
		}
		must(t, p.Eval(watchReading, nil))
		must(t, p.Eval(`hold = true`, nil))
		dropFile(t, p, photo)
		must(t, p.Wait(working(word(t, lang, "importReading"))+` && document.querySelector("#busy-text").textContent.endsWith("%")`))
		must(t, p.Screenshot(filepath.Join(root, "out", "e2e", "import-busy-"+lang+".png")))
		cancel(t, p)
		must(t, p.Wait(stopped(word(t, lang, "importCancelled"))+` && noted.workers === 1 && noted.ended === 1`))
		must(t, p.Screenshot(filepath.Join(root, "out", "e2e", "import-cancelled-"+lang+".png")))
		if !eval[bool](t, p, `document.querySelector("#found").hidden && !document.body.dataset.found`) {
			t.Error("something is offered after the end")
		}

		// Again, stopped again, and another picture instead.
		must(t, p.Press(kb.Enter))
		must(t, p.Wait(`document.activeElement.id === "busy-cancel" && noted.workers === 2`))
		must(t, p.Press(kb.Enter))
		must(t, p.Wait(stopped(word(t, lang, "importCancelled"))+` && noted.ended === 2`))
		must(t, p.Eval(`hold = false`, nil))
		dropFile(t, p, data)
		must(t, p.Wait(`document.body.dataset.found === "5" && document.activeElement.id === "found-text" && document.querySelector("#stopped").hidden && noted.ended === 3`))

		// A picture that is being read is overtaken by the next one, and by a link.
		must(t, p.Eval(`hold = true`, nil))
		dropFile(t, p, photo)
		must(t, p.Wait(`noted.workers === 4`))
		must(t, p.Eval(`hold = false`, nil))
		dropFile(t, p, data)
		must(t, p.Wait(`document.body.dataset.found === "5" && noted.workers === 5 && noted.ended === 5`))
		dropFile(t, p, photo)
		must(t, p.Wait(`noted.workers === 6`))
		must(t, p.Eval(`document.querySelector("#link").value = "https://evil.example/"`, nil))
		must(t, p.Click(`document.querySelector("#paste button")`))
		must(t, p.Wait(`document.body.dataset.found === "0" && noted.workers === 7 && noted.ended === 7 && document.querySelector("#busy").hidden`))
		must(t, p.Eval(`hold = true`, nil))
		dropFile(t, p, photo)
		must(t, p.Wait(working(word(t, lang, "importReading"))))
		cancel(t, p)
		must(t, p.Wait(stopped(word(t, lang, "importCancelled"))))
		must(t, p.Eval(`hold = false`, nil))
		must(t, p.Click(`document.querySelector("#again")`))
		must(t, p.Wait(`document.body.dataset.found === "5" && noted.ended === 9`))
	}
	waitStored(t, b, `!Object.keys(all).some((name) => name.startsWith("pick/"))`)
}

// The page reports a Worker that ends, and can read the picture again.
func TestImportWorkerEnds(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	data := saved(t, b)
	p := importPage(t, b, "ko")
	must(t, p.Eval(`(() => {
		const real = Worker;
		globalThis.Worker = function () {
			globalThis.Worker = real;
			return new real("no.worker.js");
		};
	})()`, nil))
	dropFile(t, p, data)
	must(t, p.Wait(`document.querySelector("#stopped-text").textContent === `+js(word(t, "ko", "importUnread"))))
	must(t, p.Click(`document.querySelector("#again")`))
	must(t, p.Wait(`document.body.dataset.found === "5"`))
	p.Errors() // the failure is logged too
}
