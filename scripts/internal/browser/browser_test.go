package browser

import (
	"bytes"
	"context"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp/kb"
)

const site = `<!doctype html><meta charset="utf-8"><title>Test</title>
<body style="margin:0;background:rgb(0,0,255)">
<button id="plain" style="margin-top:3000px">plain</button>
<div style="position:relative"><button id="under">under</button><div id="over" style="position:absolute;inset:0"></div></div>
<a id="save" download="시간표.txt" href="/file">save</a>
<input id="text">
<script>
document.querySelector("#plain").onclick = e => document.body.dataset.trusted = e.isTrusted;
</script>`

// smoke starts a browser with the test extension on a site of its own.
func smoke(t *testing.T, opts Options) *Browser {
	t.Helper()
	if _, err := Find(); err != nil {
		t.Skip(err)
	}
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/file":
			w.Header().Set("Content-Type", "text/plain")
			w.Write([]byte("whole"))
		case "/next":
			w.Write([]byte("<!doctype html><title>Next</title><p id=next>next"))
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Write([]byte(site))
		}
	}))
	t.Cleanup(srv.Close)
	opts.Extension = filepath.Join("testdata", "extension")
	opts.Hosts = "MAP *.example.test " + srv.Listener.Addr().String()
	b, err := Start(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestBrowser(t *testing.T) {
	b := smoke(t, Options{Zone: "Pacific/Kiritimati", Lang: "ko", Width: 800, Height: 600})
	p, err := b.Open("https://www.example.test/")
	must(t, err)
	const star = `document.querySelector("test-star")`
	must(t, p.Wait(star))

	t.Run("worlds", func(t *testing.T) {
		var own, content string
		must(t, p.Eval(`typeof secret`, &own))
		must(t, p.EvalContent(`secret`, &content))
		if own != "undefined" || content != "of the content script" {
			t.Errorf("page sees %q, content script %q", own, content)
		}
		must(t, p.WaitContent(`document.querySelector("test-star").shadowRoot`))
		if err := p.Eval(`Promise.reject(new Error("no luck"))`, nil); err == nil || !strings.Contains(err.Error(), "no luck") {
			t.Errorf("error of a rejected promise: %v", err)
		}
	})
	t.Run("settings", func(t *testing.T) {
		var got struct {
			Zone, Lang string
			Width      int
		}
		must(t, p.Eval(`({zone: Intl.DateTimeFormat().resolvedOptions().timeZone, lang: navigator.language, width: innerWidth})`, &got))
		if got.Zone != "Pacific/Kiritimati" || got.Lang != "ko" || got.Width != 800 {
			t.Errorf("got %+v", got)
		}
		must(t, p.SetZone("Asia/Seoul"))
		must(t, p.SetViewport(390, 800, 2))
		must(t, p.Reload())
		must(t, p.Eval(`({zone: Intl.DateTimeFormat().resolvedOptions().timeZone, width: innerWidth})`, &got))
		if got.Zone != "Asia/Seoul" || got.Width != 390 {
			t.Errorf("after emulation %+v", got)
		}
		must(t, p.Wait(star))
	})
	t.Run("click", func(t *testing.T) {
		must(t, b.ClearStorage())
		for want := 1; want <= 2; want++ {
			must(t, p.Click(star+`.shadowRoot.querySelector("button")`))
			must(t, p.Wait(star+`.dataset.clicks == `+string(rune('0'+want))))
		}
		var clicks int
		must(t, b.Stored("clicks", &clicks))
		if clicks != 2 {
			t.Errorf("stored %d clicks", clicks)
		}
		must(t, p.Click(`document.querySelector("#plain")`))
		must(t, p.Wait(`document.body.dataset.trusted == "true"`))
		if err := p.Click(`document.querySelector("#under")`); err == nil || !strings.Contains(err.Error(), "over") {
			t.Errorf("click on a covered element: %v", err)
		}
		must(t, p.Eval(`document.querySelector("#text").focus()`, nil))
		must(t, p.Press("a"+kb.Tab))
		must(t, p.Wait(`document.querySelector("#text").value === "a" && document.activeElement.id !== "text"`))
	})
	t.Run("storage", func(t *testing.T) {
		must(t, b.Store(map[string]any{"pick/2026/s/1": map[string]any{"v": 1, "state": "star"}}))
		all := map[string]any{}
		must(t, b.Stored("", &all))
		if len(all) != 2 {
			t.Errorf("stored %v", all)
		}
	})
	t.Run("picture", func(t *testing.T) {
		must(t, p.Eval(`scrollTo(0, 0)`, nil))
		path := filepath.Join(t.TempDir(), "deep", "shot.png")
		must(t, p.Screenshot(path))
		data, err := os.ReadFile(path)
		must(t, err)
		img, err := png.Decode(bytes.NewReader(data))
		must(t, err)
		if w := img.Bounds().Dx(); w != 780 {
			t.Errorf("picture is %d wide, want 390 x 2", w)
		}
		if r, g, b, _ := img.At(5, 5).RGBA(); r != 0 || g != 0 || b != 0xffff {
			t.Errorf("corner is %x %x %x", r, g, b)
		}
	})
	t.Run("download", func(t *testing.T) {
		must(t, p.Click(`document.querySelector("#save")`))
		file, err := b.Downloaded()
		must(t, err)
		data, err := os.ReadFile(file.Path)
		must(t, err)
		if file.Name != "시간표.txt" || string(data) != "whole" {
			t.Errorf("%q holds %q", file.Name, data)
		}
	})
	t.Run("forgotten download", func(t *testing.T) {
		save := func(name string) {
			must(t, p.Eval(`Object.assign(document.createElement("a"), {download: "`+name+`", href: URL.createObjectURL(new Blob(["`+name+`"]))}).click()`, nil))
		}
		if left := b.ForgetDownloads(); left != nil {
			t.Fatalf("%q were left", left)
		}
		save("of-before.txt")
		file, err := b.Downloaded()
		must(t, err)
		b.downloads.done <- file // as if nobody had read it
		if left := b.ForgetDownloads(); !slices.Equal(left, []string{"of-before.txt"}) {
			t.Fatalf("%q were left", left)
		}
		save("of-after.txt")
		if file, err = b.Downloaded(); err != nil || file.Name != "of-after.txt" {
			t.Errorf("%q %v", file.Name, err)
		}
	})
	t.Run("tabs left open", func(t *testing.T) {
		must(t, b.Extension(`chrome.tabs.create({url: "manifest.json?left", active: false})`, nil))
		left := b.ExtensionURL("manifest.json?left")
		urls, err := b.Pages()
		for err == nil && !slices.Contains(urls, left) { // until it has its address
			urls, err = b.Pages()
		}
		must(t, err)
		must(t, b.CloseTabs())
		urls, err = b.Pages()
		must(t, err)
		if slices.Contains(urls, left) || !slices.Contains(urls, b.ExtensionURL("manifest.json")) {
			t.Errorf("open are %q", urls)
		}
	})
	t.Run("errors", func(t *testing.T) {
		p.Errors()
		must(t, p.EvalContent(`setTimeout(() => { throw new Error("from the content script") })`, nil))
		must(t, p.Eval(`console.error("from the page", 1)`, nil))
		must(t, p.Wait(`new Promise(resolve => setTimeout(resolve, 0, true))`))
		var texts []string
		for _, m := range p.Errors() {
			texts = append(texts, m.Text)
		}
		if !slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, "from the content script") }) ||
			!slices.Contains(texts, "from the page 1") {
			t.Errorf("console has %q", texts)
		}
	})
	t.Run("metrics", func(t *testing.T) {
		m, err := p.Metrics()
		must(t, err)
		if m["JSHeapUsedSize"] == 0 || m["JSEventListeners"] == 0 || m["Nodes"] == 0 {
			t.Errorf("metrics %v", m)
		}
		all, err := b.Processes()
		must(t, err)
		if !slices.ContainsFunc(all, func(p Process) bool { return p.Type == "renderer" && p.PID > 0 }) {
			t.Errorf("processes %v", all)
		}
	})
	t.Run("tabs", func(t *testing.T) {
		other, err := b.Open("https://2018.example.test/")
		must(t, err)
		must(t, other.Wait(star))
		must(t, other.Eval(`setTimeout(() => location.href = "/next", 50) && 0`, nil))
		must(t, other.Wait(`document.querySelector("#next")`))
		must(t, p.Eval(`open("/next?opened") && 0`, nil))
		opened, err := b.Attach("/next?opened")
		must(t, err)
		must(t, opened.Wait(`document.title === "Next"`))
		before, err := b.Pages()
		must(t, err)
		other.Close()
		opened.Close()
		after, err := b.Pages()
		must(t, err)
		if len(after) != len(before)-2 {
			t.Errorf("%d pages before closing two, %d after", len(before), len(after))
		}
	})
	t.Run("loopback only", func(t *testing.T) {
		if _, err := b.Open("https://example.com/"); err == nil || !strings.Contains(err.Error(), "ERR_NAME_NOT_RESOLVED") {
			t.Errorf("opening a name that is not mapped: %v", err)
		}
	})
	t.Run("popup", func(t *testing.T) {
		popup, err := b.OpenPopup("popup.html")
		must(t, err)
		must(t, popup.Wait(`document.title === "Popup"`))
		popup.Close()
	})
	t.Run("frame", func(t *testing.T) {
		must(t, p.EvalContent(`(() => {
			const frame = document.createElement("iframe");
			frame.src = chrome.runtime.getURL("popup.html?frame");
			document.body.append(frame);
		})()`, nil))
		frame, err := b.Attach("popup.html?frame")
		must(t, err)
		var id string
		must(t, frame.Eval(`chrome.runtime.id`, &id))
		if id != b.ExtensionID() {
			t.Errorf("the frame's extension is %q, want %q", id, b.ExtensionID())
		}
		frame.Close()
		must(t, p.Eval(`document.querySelector("iframe").remove()`, nil))
	})
	t.Run("reload", func(t *testing.T) {
		must(t, b.ReloadExtension())
		if err := p.EvalContent(`chrome.storage.local.get()`, nil); err == nil {
			t.Error("the old content script still reaches its storage")
		}
		var clicks int
		must(t, b.Stored("clicks", &clicks))
		if clicks != 2 {
			t.Errorf("storage after reload: %d clicks", clicks)
		}
		must(t, p.Reload())
		must(t, p.Wait(star))
	})
}

// A wait that is not fulfilled says what it saw, and nothing of Chromium is
// left after a failure.
func TestTimeoutLeavesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := Find(); err != nil {
		t.Skip(err)
	}
	b, err := Start(ctx, Options{Timeout: 300 * time.Millisecond})
	must(t, err)
	defer b.Close()
	all, err := b.Processes()
	must(t, err)
	err = b.Root().Wait(`document.title === "never"`)
	if err == nil || !strings.Contains(err.Error(), "it is false") {
		t.Errorf("wait: %v", err)
	}
	cancel() // as when a test binary runs out of time
	b.Close()
	for _, p := range all {
		if status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.PID), "stat")); err == nil && !strings.Contains(string(status), ") Z ") {
			t.Errorf("%s process %d is still there", p.Type, p.PID)
		}
	}
}

// TestOneWindow: a tab opens in the first window while no other is open, and every tab
// gets its frames.
func TestOneWindow(t *testing.T) {
	b := smoke(t, Options{OneWindow: true})
	window := func(p *Page) (id int64) {
		t.Helper()
		must(t, p.do(func(ctx context.Context, s cdp.Session) error {
			w, err := cdp.Call(ctx, s, browser.GetWindowForTarget, browser.GetWindowForTargetParams{})
			id = int64(w.WindowID)
			return err
		}))
		return id
	}
	drawn := func(p *Page) {
		t.Helper()
		// One that is covered gets two a second, at most.
		var took float64
		must(t, p.Eval(`(async () => {
			const began = performance.now();
			for (let n = 0; n < 30; n++) await new Promise(requestAnimationFrame);
			return performance.now() - began;
		})()`, &took))
		if took > 10_000 {
			t.Errorf("30 frames take %.0f ms", took)
		}
	}
	for range 2 {
		one, err := b.Open("https://www.example.test/")
		must(t, err)
		two, err := b.Open("https://www.example.test/")
		must(t, err)
		must(t, b.Extension(`1`, nil))
		if first := window(b.Root()); window(one) != first || window(two) == first || window(b.home) != first {
			t.Errorf("windows %d, %d and %d, the first is %d", window(one), window(two), window(b.home), first)
		}
		drawn(one)
		drawn(two)
		one.Close()
		one.Close() // is closing once
		three, err := b.Blank()
		must(t, err)
		if window(three) == window(b.Root()) {
			t.Error("a tab in the first window, while another is open")
		}
		two.Close()
		three.Close()
	}
	if n := b.tabs.Load(); n != 0 {
		t.Errorf("%d tabs are open", n)
	}
	// So it does when that page is opened anew.
	must(t, b.ReloadExtension())
	four, err := b.Open("https://www.example.test/")
	must(t, err)
	drawn(four)
	four.Close()
}
