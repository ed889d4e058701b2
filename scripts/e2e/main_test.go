package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/firefox"
	"byeolpyo/scripts/internal/replica"
)

// actionTimeout bounds one awaited step. On a quiet machine none takes over 3 s, at a
// load of 50 on two cores the longest took 20 s.
const actionTimeout = time.Minute

// patient is a script that keeps a page from giving up on what a test holds back by hand: timers
// of SILENT_MS, the page's limit, never fire, since the test's steps may take that long on a
// busy machine.
const patient = `{
	const { setTimeout: real } = globalThis;
	globalThis.setTimeout = (then, ms = 0, ...more) => ms < 20_000 ? real(then, ms, ...more) : 0;
}`

var (
	root string          // of the project
	dist string          // the unpacked extension
	site *replica.Server // both editions

	// shared has the running browsers by time zone and language. Starting one takes seconds, so
	// tests share it and empty its storage.
	shared = map[[2]string]*browser.Browser{}
)

func TestMain(m *testing.M) {
	flag.Parse()
	set := func(name string) bool { return flag.Lookup("test."+name).Value.String() != "" }
	if set("list") {
		os.Exit(m.Run())
	}
	err := prepare()
	code := 1
	if queue := os.Getenv(queueVariable); err == nil && queue != "" {
		code, err = run(func() (int, error) { return runTaken(m, queue) })
	} else if err == nil && set("run") {
		code, err = run(func() (int, error) { return m.Run(), nil })
	} else if err == nil {
		code, err = runShared()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		code = 1
	}
	os.Exit(code)
}

// prepare finds the browser and the extension, which it builds if necessary.
func prepare() (err error) {
	if _, err := browser.Find(); err != nil {
		return err // nothing is skipped: without Chromium no test says anything
	}
	if root, err = filepath.Abs("../.."); err != nil {
		return err
	}
	if dist = os.Getenv("BYEOLPYO_DIST"); dist != "" {
		return nil
	}
	dist = filepath.Join(root, "dist")
	build := exec.Command("go", "run", "./scripts/build")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building the extension: %w\n%s", err, out)
	}
	return os.Setenv("BYEOLPYO_DIST", dist) // for the workers
}

// runTaken runs the tests that the queue hands out, one after another, and returns the exit
// code.
func runTaken(m *testing.M, queue string) (code int, err error) {
	for {
		name, err := take(queue)
		if err != nil || name == "" {
			return code, err
		}
		if err := flag.Set("test.run", "^"+name+"$"); err != nil {
			return 1, err
		}
		code = max(code, m.Run())
	}
}

// run runs tests between starting and stopping what they share, and returns their exit
// code.
func run(tests func() (code int, err error)) (code int, err error) {
	if site, err = replica.Start(replica.Options{}); err != nil {
		return 1, err
	}
	defer func() {
		for _, b := range slices.Concat(slices.Collect(maps.Values(shared)), measuring[:]) {
			if b != nil {
				err = errors.Join(err, b.Close())
			}
		}
		err = errors.Join(err, site.Close())
	}()
	return tests()
}

// chromium returns the shared browser with the extension, speaking Korean, in
// Seoul, its storage empty and no tab of another test open.
func chromium(t *testing.T) *browser.Browser {
	t.Helper()
	return chromiumAt(t, "Asia/Seoul", "ko")
}

// chromiumAt is chromium in another time zone and language.
func chromiumAt(t *testing.T, zone, lang string) *browser.Browser {
	t.Helper()
	which := [2]string{zone, lang}
	b := shared[which]
	if b == nil {
		b = start(t, dist, zone, lang, nil)
		shared[which] = b
	}
	must(t, b.CloseTabs()) // before the storage is emptied: they may still write
	must(t, b.ClearStorage())
	// A file that one test saves and does not read would be taken by the next test for
	// the one that it saved itself.
	b.ForgetDownloads()
	t.Cleanup(func() {
		if left := b.ForgetDownloads(); left != nil {
			t.Errorf("saved and not read: %q", left)
		}
	})
	return b
}

// ownChromium returns a chromium for this test alone, with another extension directory.
func ownChromium(t *testing.T, dir string) *browser.Browser {
	t.Helper()
	return closed(t, start(t, dir, "Asia/Seoul", "ko", nil))
}

// interpretingChromium returns a chromium for this test alone that compiles no script, so that
// all that its heap grows by is what pages keep.
func interpretingChromium(t *testing.T) *browser.Browser {
	t.Helper()
	return closed(t, start(t, dist, "Asia/Seoul", "ko", map[string]any{"js-flags": "--no-opt --no-maglev --no-sparkplug"}))
}

// closed has b closed with the test.
func closed(t *testing.T, b *browser.Browser) *browser.Browser {
	t.Helper()
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

func start(t *testing.T, dir, zone, lang string, flags map[string]any) *browser.Browser {
	t.Helper()
	// Not the test's context: a shared browser outlives the test.
	b, err := browser.Start(context.Background(), browser.Options{
		Extension: dir, Hosts: site.ResolverRules(), Zone: zone, Lang: lang, OneWindow: true, Timeout: actionTimeout, Flags: flags,
	})
	must(t, err)
	return b
}

// open opens a tab, which is closed with the test. The test fails if the page or the extension
// has logged an error by then.
func open(t *testing.T, b *browser.Browser, url string) *browser.Page {
	t.Helper()
	p := blank(t, b)
	must(t, p.Navigate(url))
	return p
}

// blank is open without an address.
func blank(t *testing.T, b *browser.Browser) *browser.Page {
	t.Helper()
	p, err := b.Blank()
	must(t, err)
	t.Cleanup(func() {
		for _, m := range p.Errors() {
			t.Errorf("on the console: %v", m)
		}
		p.Close()
	})
	return p
}

// tab is a page of either browser.
type tab interface {
	Navigate(url string) error
	Reload() error
	Eval(js string, out any) error
	Wait(condition string) error
	Click(element string) error
	SetViewport(width, height int, scale float64) error
	OnLoad(js string) error
	BringToFront() error
	Errors() []browser.Message
	Close()
}

// holder is either browser, which holds what is stored.
type holder interface {
	ExtensionURL(path string) string
	Extension(js string, out any) error
	Stored(key string, out any) error
	Store(values map[string]any) error
	ClearStorage() error
	Downloaded() (browser.Download, error)
}

// tabIn is blank in either browser.
func tabIn(t *testing.T, b holder) tab {
	t.Helper()
	if fox, is := b.(*firefox.Browser); is {
		return foxTab(t, fox)
	}
	return blank(t, b.(*browser.Browser))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// eval returns the value of a JavaScript expression in the page.
func eval[T any](t *testing.T, p tab, js string) T {
	t.Helper()
	var v T
	must(t, p.Eval(js, &v))
	return v
}

// js writes a value as a JavaScript literal.
func js(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings, numbers and lists of them have a JSON form
	}
	return string(text)
}

// word returns a string of the built extension in a language, as the stars use it.
func word(t *testing.T, lang, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dist, "_locales", lang, "messages.json"))
	must(t, err)
	var messages map[string]struct{ Message string }
	must(t, json.Unmarshal(data, &messages))
	text := messages[name].Message
	if text == "" {
		t.Fatalf("no string %s in %s", name, lang)
	}
	return text
}

// ---- stars ----

// hosts lists the visible stars.
const hosts = browser.Stars + `.filter(h => h.checkVisibility())`

// starKeys are the keys of the visible stars, sorted, as one JSON text.
const starKeys = `JSON.stringify(` + hosts + `.map(h => h.dataset.key).sort())`

// waitStars waits until the visible stars are exactly those of the keys, one for
// each time that a key is listed.
func waitStars(t *testing.T, p tab, want []string) {
	t.Helper()
	want = slices.Sorted(slices.Values(want))
	if len(want) == 0 {
		want = []string{}
	}
	if err := p.Wait(starKeys + ` === ` + js(js(want))); err != nil {
		got := eval[[]string](t, p, `JSON.parse(`+starKeys+`)`)
		missing, extra := difference(want, got)
		t.Fatalf("%d stars, want %d\nmissing %q\nnot wanted %q\non %s\n%.300v", len(got), len(want), missing, extra,
			eval[string](t, p, `location.href`), err)
	}
}

// difference returns what of want is not in got, and the reverse; both are lists
// in which a value may stand several times.
func difference(want, got []string) (missing, extra []string) {
	left := map[string]int{}
	for _, k := range want {
		left[k]++
	}
	for _, k := range got {
		if left[k]--; left[k] < 0 {
			extra = append(extra, k)
		}
	}
	for _, k := range want {
		if left[k]--; left[k] >= 0 {
			missing = append(missing, k)
		}
	}
	return missing, extra
}

// button is the JavaScript expression for the first visible star's button of a key.
func button(key string) string {
	return hosts + `.find(h => h.dataset.key === ` + js(key) + `)?.shadowRoot.querySelector("button")`
}

// click clicks the first visible star of a key with the mouse.
func click(t *testing.T, p tab, key string) {
	t.Helper()
	must(t, p.Click(button(key)))
}

// waitState waits until all stars of the key in the page, shown or not, have the state, in
// everything that expresses it.
func waitState(t *testing.T, p tab, key, state string) {
	t.Helper()
	if err := p.Wait(fmt.Sprintf(`(() => {
		const all = `+browser.Stars+`.filter(h => h.dataset.key === %s);
		return all.length > 0 && all.every(h => h.dataset.state === %s &&
			h.shadowRoot.querySelector("button").getAttribute("aria-pressed") === %s);
	})()`, js(key), js(state), js(fmt.Sprint(state != "off")))); err != nil {
		got := eval[string](t, p, `JSON.stringify({
			states: `+browser.Stars+`.filter(h => h.dataset.key === `+js(key)+`).map(h => [h.dataset.state, h.shadowRoot.querySelector("button").getAttribute("aria-pressed")]),
			focus: [document.hasFocus(), document.activeElement?.localName, `+browser.Stars+`.find(h => h.shadowRoot.activeElement)?.dataset.key],
			toast: document.querySelector("byeolpyo-toast")?.shadowRoot.textContent,
		})`)
		t.Fatalf("%s does not become %s: %s\n%.300v", key, state, got, err)
	}
}

// waitToast waits until the page's toast shows the text.
func waitToast(t *testing.T, p tab, text string) {
	t.Helper()
	must(t, p.Wait(`document.querySelector("byeolpyo-toast")?.shadowRoot.querySelector("span").textContent === `+js(text)))
}

// toastButton is the JavaScript expression for the button in that line.
const toastButton = `document.querySelector("byeolpyo-toast")?.shadowRoot.querySelector("button")`

// clickToast clicks that button once it is there. A click may be stored before the page shows
// the button: a program in a frame tells the page over a port.
func clickToast(t *testing.T, p tab) {
	t.Helper()
	must(t, p.Wait(toastButton))
	must(t, p.Click(toastButton))
}

// ---- storage ----

// record is a stored pick.
type record struct {
	V        int
	State    string
	Tapped   float64
	Snapshot struct {
		Key, Kind, Start, End, URL string
		Titles                     map[string]string
		Speakers, Rooms            []string
	}
}

// stored returns all stored picks by session key, and fails the test for one
// that is not well formed.
func stored(t *testing.T, b holder) map[string]record {
	t.Helper()
	var all map[string]json.RawMessage
	must(t, b.Stored("", &all))
	picks := map[string]record{}
	for name, raw := range all {
		key, ok := strings.CutPrefix(name, "pick/")
		if !ok {
			continue
		}
		var r record
		if err := json.Unmarshal(raw, &r); err != nil {
			t.Errorf("%s: %v: %s", name, err, raw)
			continue
		}
		if r.V != 1 || !slices.Contains([]string{"off", "star", "must"}, r.State) || r.Tapped < 1.7e12 ||
			r.Snapshot.Key != key || len(r.Snapshot.Titles) == 0 || !strings.HasPrefix(r.Snapshot.URL, "https://") {
			t.Errorf("%s is not well formed: %s", name, raw)
		}
		picks[key] = r
	}
	return picks
}

// waitStored waits until the JavaScript condition on all, the whole storage, is true.
func waitStored(t *testing.T, b holder, condition string) {
	t.Helper()
	must(t, b.Extension(fmt.Sprintf(`new Promise((resolve, reject) => {
		const look = async () => {
			const all = await chrome.storage.local.get(null);
			if (!(%s)) return;
			chrome.storage.onChanged.removeListener(look);
			resolve();
		};
		chrome.storage.onChanged.addListener(look);
		setTimeout(() => reject(new Error("not stored in time: " + %s)), %d);
		look();
	})`, condition, js(condition), (actionTimeout*3/4).Milliseconds()), nil))
}

// waitPick waits until the state is stored for the key.
func waitPick(t *testing.T, b holder, key, state string) {
	t.Helper()
	waitStored(t, b, fmt.Sprintf(`all[%s]?.state === %s`, js("pick/"+key), js(state)))
}
