package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/gallery"
	"byeolpyo/wasm/app/pictures"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/picture/layout"
	"byeolpyo/wasm/picture/raster"
	"byeolpyo/wasm/picture/typeset"
)

// drawingPage is a page of the extension that can draw and draws nothing by itself.
func drawingPage(t *testing.T, b *browser.Browser) *browser.Page {
	t.Helper()
	p := open(t, b, b.ExtensionURL("print.html?edition=none&lang=ko"))
	must(t, p.Eval(`import("/drawing.js").then(({draw}) => { globalThis.draw = draw; })`, nil))
	return p
}

// drawn evaluates to a picture in base64.
const drawn = `draw({edition: "2026", lang: "ko", theme: "light", scale: %d}).then(([page]) => btoa(Array.from(page.png, c => String.fromCharCode(c)).join("")))`

// native returns the picture that the program makes on this machine from what is stored.
func native(t *testing.T, values map[string]any, f *typeset.Fonts, now session.Instant) []byte {
	t.Helper()
	job, err := pictures.Plan(pictures.Request{Edition: "2026", Draw: layout.Options{Lang: "ko", Now: now}}, pictures.Entries{
		Names: slices.Sorted(maps.Keys(values)), Get: func(name string) any { return values[name] },
	}, f)
	must(t, err)
	if len(job.Sheets) != 1 {
		t.Fatalf("%d sheets", len(job.Sheets))
	}
	data, err := raster.Encode(job.Sheets[0].Page, f, job.Output)
	must(t, err)
	return data
}

// The same picks give the same file in the browser and on this machine, byte for
// byte, with the fallback fonts loaded when a title needs them and before.
func TestDrawingSameBytes(t *testing.T) {
	b := chromium(t)
	fonts, err := gallery.Fonts(filepath.Join(root, "extension", "fonts"))
	must(t, err)
	p := drawingPage(t, b)
	defer p.Close()
	// The picture shows the minute at which it was made, so the page's clock stands still.
	const minute = 29_700_000
	must(t, p.Eval(fmt.Sprintf(`Date.now = () => %d`, minute*60_000), nil))
	for _, title := range []string{"한글 제목과 English", "大韓民國 똠양꿍 🍜", "渡辺 桜 · 王刘 · 𠮟", "다시 한글만"} {
		must(t, b.ClearStorage())
		values := map[string]any{}
		for i, start := range []string{"13:30", "13:50", "15:00"} {
			k := pick{fmt.Sprintf("00000000-0000-4000-8000-00000000000%d", i), "star", title, "", "Track 1", "2026-08-15T" + start, "2026-08-15T15:30"}
			values["pick/"+k.key()] = k.record()
		}
		must(t, b.Store(values))
		got, err := base64.StdEncoding.DecodeString(eval[string](t, p, fmt.Sprintf(drawn, 1)))
		must(t, err)
		if want := native(t, asStored(values), fonts, session.Instant(minute)); !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes in the browser, %d here", title, len(got), len(want))
		}
	}
}

// asStored returns the values as storage returns them: numbers are float64.
func asStored(v map[string]any) map[string]any {
	out := map[string]any{}
	for k, v := range v {
		switch v := v.(type) {
		case map[string]any:
			out[k] = asStored(v)
		case int:
			out[k] = float64(v)
		default:
			out[k] = v
		}
	}
	return out
}

// A drawing that takes long reports its progress, and can be stopped; the next request is drawn
// all the same.
func TestDrawingProgress(t *testing.T) {
	b := chromium(t)
	must(t, b.ClearStorage())
	values := map[string]any{}
	const days = 40 // and as many sheets of A4: a machine would have to draw 20 in 50 ms to be done in two slices
	for i := range days {
		day := time.Date(2026, 8, 15+i, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
		k := pick{fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "star", fmt.Sprintf("오래 걸리는 시간표의 %d번째 세션", i), "", "Track 1", day + "T10:00", day + "T10:40"}
		values["pick/"+k.key()] = k.record()
	}
	must(t, b.Store(values))
	p := drawingPage(t, b)
	defer p.Close()
	const large = `{edition: "2026", lang: "ko", theme: "light", format: "a4", scale: 1}`

	var whole struct {
		Told  [][2]int
		Pages int
	}
	must(t, p.Eval(`(async () => {
		const told = [];
		const pages = await draw(`+large+`, {progress: (done, total) => told.push([done, total])});
		return {told, pages: pages.length};
	})()`, &whole))
	if len(whole.Told) < 2 || whole.Pages != days {
		t.Fatalf("told %v, %d pictures", whole.Told, whole.Pages)
	}
	for i, now := range whole.Told {
		if now[0] <= 0 || now[0] > now[1] || i > 0 && (now[0] <= whole.Told[i-1][0] || now[1] != whole.Told[0][1]) {
			t.Errorf("told %v", whole.Told)
		}
	}

	var stopped struct {
		Code  string
		After int // how often progress was reported after
		Next  int
	}
	must(t, p.Eval(`(async () => {
		const control = new AbortController();
		let ended = false, after = 0, code = "";
		try {
			await draw(`+large+`, {signal: control.signal, progress: () => { if (ended) after++; control.abort(); }});
		} catch (error) {
			code = error.code;
		}
		ended = true;
		const next = await draw({edition: "2026", lang: "ko", theme: "light", scale: 1});
		return {code, after, next: next.length};
	})()`, &stopped))
	if stopped.Code != "cancelled" || stopped.After != 0 || stopped.Next != 1 {
		t.Errorf("got %+v", stopped)
	}
	if code := eval[string](t, p, `draw(`+large+`, {signal: AbortSignal.abort()}).then(() => "", error => error.code)`); code != "cancelled" {
		t.Errorf("cancelled before it began: %q", code)
	}
	// Many that are overtaken at once leave nothing behind.
	if n := eval[int](t, p, `(async () => {
		const controls = Array.from({length: 20}, () => new AbortController());
		const all = controls.map(({signal}) => draw(`+large+`, {signal}).catch(error => error.code));
		await new Promise(resolve => setTimeout(resolve));
		for (const control of controls) control.abort();
		return (await Promise.all(all)).filter(code => code === "cancelled").length;
	})()`); n != 20 {
		t.Errorf("%d of 20 cancelled", n)
	}
	if n := eval[int](t, p, `draw({edition: "2026", lang: "ko", theme: "light", scale: 1}).then(pages => pages.length)`); n != 1 {
		t.Errorf("%d pictures after that", n)
	}
}

// TestPopupDrawsNothing: when the last session is taken out while its picture waits to be
// drawn, or is being drawn, nothing is drawn and nothing goes wrong.
func TestPopupDrawsNothing(t *testing.T) {
	b := chromium(t)
	for _, first := range []string{`document.body.dataset.ready === "1"`, pictured} {
		store(t, b, popupPicks[:1], nil)
		p := blank(t, b)
		must(t, p.SetViewport(720, 600, 1))
		must(t, p.Navigate(b.ExtensionURL("popup.html")))
		must(t, p.Wait(first))
		// A change of the list, after which a drawing waits, and the end of the list.
		key := "pick/" + popupPicks[0].key()
		must(t, b.Extension(`(async () => {
			const all = await chrome.storage.local.get(`+js(key)+`);
			all[`+js(key)+`].state = "must";
			await chrome.storage.local.set(all);
			await chrome.storage.local.remove(`+js(key)+`);
		})()`, nil))
		must(t, p.Wait(`!document.querySelector("#empty").hidden`))
		// As long as a drawing would wait, and a turn of the drawing program.
		must(t, p.Eval(`new Promise((done) => setTimeout(done, 600))`, nil))
		if errs := p.Errors(); len(errs) > 0 {
			t.Errorf("on the console: %v", errs)
		}
		p.Close()
		must(t, b.ClearStorage())
	}
}
