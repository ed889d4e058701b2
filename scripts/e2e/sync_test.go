package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/firefox"
	syncapi "byeolpyo/scripts/internal/native"
)

// syncServer is the native sync server, which a test stops and starts again where it was.
type syncServer struct {
	t           *testing.T
	program, db string
	*syncapi.Server
}

func startSync(t *testing.T) *syncServer {
	t.Helper()
	program, err := syncapi.Build(context.Background(), root)
	must(t, err)
	s := &syncServer{t: t, program: program, db: filepath.Join(t.TempDir(), "vaults.db")}
	s.start("127.0.0.1:0")
	t.Cleanup(func() { s.Kill() })
	return s
}

func (s *syncServer) start(addr string) {
	s.t.Helper()
	server, err := syncapi.Start(context.Background(), s.program, addr, s.db, io.Discard)
	must(s.t, err)
	s.Server = server
}

func (s *syncServer) restart() { s.t.Helper(); s.start(strings.TrimPrefix(s.URL, "http://")) }

// withProfile is a Chromium whose profile outlives it.
func withProfile(t *testing.T, profile string) *browser.Browser {
	t.Helper()
	b, err := browser.Start(context.Background(), browser.Options{
		Extension: dist, Hosts: site.ResolverRules(), Zone: "Asia/Seoul", Lang: "ko", OneWindow: true, Timeout: actionTimeout, Profile: profile,
	})
	must(t, err)
	t.Cleanup(func() { _ = b.Close() }) // it may have been killed
	return b
}

// kill is kill -9 of the whole browser.
func kill(t *testing.T, b *browser.Browser) {
	t.Helper()
	all, err := b.Processes()
	must(t, err)
	for _, p := range all {
		if p.Type == "browser" {
			must(t, syscall.Kill(p.PID, syscall.SIGKILL))
		}
	}
	<-b.Done()
	_ = b.Close()
}

// syncPage opens the page of sync.
func syncPage(t *testing.T, b *browser.Browser) *browser.Page {
	t.Helper()
	return syncTab(t, b).(*browser.Page)
}

// syncTab is syncPage in either browser.
func syncTab(t *testing.T, b holder) tab {
	t.Helper()
	p := tabIn(t, b)
	must(t, p.Navigate(b.ExtensionURL("sync.html")))
	must(t, p.Wait(`document.body.dataset.ready === "1"`))
	return p
}

func fill(t *testing.T, p tab, id, value string) {
	t.Helper()
	must(t, p.Eval(fmt.Sprintf(`(input => { input.value = %[2]s; input.dispatchEvent(new InputEvent("input", {bubbles: true})); })(document.getElementById(%[1]s))`, js(id), js(value)), nil))
}

func press(t *testing.T, p tab, id string) {
	t.Helper()
	must(t, p.Click(`document.getElementById(`+js(id)+`)`))
}

// unreachable is the text about a server that does not answer.
func unreachable(t *testing.T, server string) string {
	t.Helper()
	return strings.Replace(word(t, "ko", "syncUnreachable"), "{server}", server, 1)
}

// turnOn makes a vault, and returns the pairing code that the page shows.
func turnOn(t *testing.T, p tab, server string) string {
	t.Helper()
	fill(t, p, "server", server)
	press(t, p, "on-button")
	must(t, p.Wait(`document.body.dataset.on === "1" && document.body.dataset.status === "syncNow"`))
	return showCode(t, p)
}

func showCode(t *testing.T, p tab) string {
	t.Helper()
	press(t, p, "show-code")
	must(t, p.Wait(`document.querySelector("#code-text").value.length === 45 && document.querySelector("#qr").width > 0`))
	return eval[string](t, p, `document.querySelector("#code-text").value`)
}

func pair(t *testing.T, p tab, server, code string) {
	t.Helper()
	fill(t, p, "server", server)
	fill(t, p, "code-input", code)
	press(t, p, "pair")
	must(t, p.Wait(`document.body.dataset.on === "1" && document.body.dataset.status === "syncNow"`))
}

// syncedState waits until the stored state of sync is as the condition on s says.
func syncedState(t *testing.T, b holder, condition string) {
	t.Helper()
	waitStored(t, b, `all.sync && (s => `+condition+`)(JSON.parse(all.sync))`)
}

func states(t *testing.T, b holder) map[string]string {
	t.Helper()
	out := map[string]string{}
	for key, r := range stored(t, b) {
		out[key] = r.State
	}
	return out
}

// stillClock is the script that stops a page's clock.
var stillClock = fmt.Sprintf("Date.now = () => %d;", 29_700_000*60_000)

// savedPicture is the PNG that the popup saves. A picture says at what minute it was
// made, so the popup's clock stands still: the same timetable gives the same bytes.
func savedPicture(t *testing.T, b holder) []byte {
	t.Helper()
	p := tabIn(t, b)
	page := "popup.html"
	if _, is := p.(*firefox.Page); is {
		page = stillPage // OnLoad does not reach pages of the extension
	}
	must(t, p.OnLoad(stillClock))
	must(t, p.Navigate(b.ExtensionURL(page)))
	must(t, p.Wait(`document.body.dataset.preview === "1"`))
	press(t, p, "save")
	f, err := b.Downloaded()
	must(t, err)
	data, err := os.ReadFile(f.Path)
	must(t, err)
	return data
}

// Two profiles tap while the server is away, and one is killed. When all are back, both have all
// picks, and their pictures are identical.
func TestTwoDevices(t *testing.T) {
	server := startSync(t)
	profile := t.TempDir()
	a, b := withProfile(t, profile), withProfile(t, t.TempDir())
	keys := make([]string, 4)
	for i := range keys {
		keys[i] = key(talk(t, day1, i), "ko")
	}

	onA := open(t, a, grid2026)
	waitStars(t, onA, wantedDay(day1, "ko"))
	click(t, onA, keys[0])
	waitPick(t, a, keys[0], "star")
	code := turnOn(t, syncPage(t, a), server.URL)
	pair(t, syncPage(t, b), server.URL, strings.ToUpper(strings.ReplaceAll(code, "-", " ")))
	waitPick(t, b, keys[0], "star")

	// A click on one is on the other when a page is opened there; nobody asks for it.
	click(t, onA, keys[0])
	waitPick(t, a, keys[0], "must")
	syncedState(t, a, `s.version >= 3 && !s.dirty && !s.staged`)
	popup := blank(t, b)
	must(t, popup.Navigate(b.ExtensionURL("popup.html")))
	waitPick(t, b, keys[0], "must")
	must(t, popup.Wait(`document.querySelector("#sync-status").textContent === `+js(word(t, "ko", "syncNow"))))

	server.Kill()
	onB := open(t, b, grid2026)
	waitStars(t, onB, wantedDay(day1, "ko"))
	click(t, onA, keys[1])
	waitPick(t, a, keys[1], "star")
	click(t, onA, keys[2])
	waitPick(t, a, keys[2], "star")
	click(t, onB, keys[3])
	waitPick(t, b, keys[3], "star")
	click(t, onB, keys[0]) // off
	waitPick(t, b, keys[0], "off")
	click(t, onA, keys[2])
	waitPick(t, a, keys[2], "must")
	syncedState(t, a, `s.why === "offline" && s.staged === undefined`)
	syncedState(t, b, `s.why === "offline"`)
	must(t, popup.Wait(`document.querySelector("#sync-status").textContent === `+js(unreachable(t, server.URL))))
	kill(t, a)

	server.restart()
	a = withProfile(t, profile) // its start is reason enough
	syncedState(t, a, `s.why === undefined && !s.dirty && !s.staged`)
	press(t, syncPage(t, b), "now")
	want := map[string]string{keys[0]: "off", keys[1]: "star", keys[2]: "must", keys[3]: "star"}
	waitPick(t, b, keys[2], "must")
	press(t, syncPage(t, a), "now")
	waitPick(t, a, keys[3], "star")
	for name, d := range map[string]*browser.Browser{"A": a, "B": b} {
		if got := states(t, d); !maps.Equal(got, want) {
			t.Errorf("%s has %v, want %v", name, got, want)
		}
	}
	pictureA, pictureB := savedPicture(t, a), savedPicture(t, b)
	if len(pictureA) < 10_000 || !bytes.Equal(pictureA, pictureB) {
		t.Errorf("the pictures have %d and %d bytes and differ", len(pictureA), len(pictureB))
	}
}

// No page, and no script in one, reaches the secret.
func TestSecretOutOfReach(t *testing.T) {
	server := startSync(t)
	b := ownChromium(t, dist)
	code := turnOn(t, syncPage(t, b), server.URL)
	p := open(t, b, grid2026)
	waitStars(t, p, wantedDay(day1, "ko"))
	var seen struct {
		Storage  string
		Database []string
		Answer   string
		Own      string
	}
	must(t, p.EvalContent(`(async () => ({
		storage: JSON.stringify(await chrome.storage.local.get(null)),
		database: (await indexedDB.databases()).map(d => d.name),
		answer: JSON.stringify(await chrome.runtime.sendMessage({byeolpyo: "sync", name: "code"}).catch(() => null)) ?? "",
		own: JSON.stringify(await chrome.runtime.sendMessage({byeolpyo: "status"}).catch(() => null)) ?? "",
	}))()`, &seen))
	if !strings.Contains(seen.Storage, `\"on\":true`) {
		t.Errorf("storage does not remember that sync is on: %.200s", seen.Storage)
	}
	if len(seen.Database) != 0 || seen.Answer != "" && seen.Answer != "null" || seen.Own != "" && seen.Own != "null" {
		t.Errorf("a content script is answered: %+v", seen)
	}
	// The keyring, from where it is kept.
	var ring string
	must(t, b.Extension(`new Promise((resolve, reject) => {
		const opening = indexedDB.open("byeolpyo");
		opening.onerror = reject;
		opening.onsuccess = () => {
			const get = opening.result.transaction("keyring").objectStore("keyring").get("keyring");
			get.onsuccess = () => resolve(get.result);
			get.onerror = reject;
		};
	})`, &ring))
	secret := ring[strings.Index(ring, `"current":`)+len(`"current":`):]
	secret = secret[:strings.Index(secret, "]")+1]
	if len(secret) < 30 || strings.Contains(seen.Storage, secret) || strings.Contains(seen.Storage, strings.ReplaceAll(code, "-", "")) || strings.Contains(seen.Storage, code) {
		t.Errorf("the secret is in storage, or was not found: %s", ring)
	}

	// When the browser throws the secret away, that is noticed, and every pick stays.
	click(t, p, key(talk(t, day1, 0), "ko"))
	waitPick(t, b, key(talk(t, day1, 0), "ko"), "star")
	must(t, b.Extension(`new Promise((resolve, reject) => {
		const opening = indexedDB.open("byeolpyo");
		opening.onsuccess = () => {
			const change = opening.result.transaction("keyring", "readwrite");
			change.objectStore("keyring").clear();
			change.oncomplete = () => resolve();
			change.onabort = reject;
		};
	})`, nil))
	sp := syncPage(t, b)
	must(t, sp.Wait(`document.body.dataset.status === "syncLost" && !document.querySelector("#off").hidden`))
	if got := states(t, b); len(got) != 1 {
		t.Errorf("picks %v", got)
	}
	pair(t, sp, server.URL, code)
}

// Renew, delete, back up: what a person does on the page of sync.
func TestSyncPage(t *testing.T) {
	server := startSync(t)
	b := chromium(t)
	must(t, b.Extension(`new Promise(resolve => { indexedDB.deleteDatabase("byeolpyo").onsuccess = () => resolve(); })`, nil))
	one := popupPicks[0]
	must(t, b.Store(map[string]any{"pick/" + one.key(): one.record()}))
	p := syncPage(t, b)
	failed := func(name string) {
		t.Helper()
		must(t, p.Wait(`!document.querySelector("#failed").hidden && document.querySelector("#failed").textContent === `+js(word(t, "ko", name))))
	}
	if !eval[bool](t, p, `!document.querySelector("#off").hidden && document.querySelector("#status").hidden`) {
		t.Error("sync is not off")
	}
	fill(t, p, "server", "http://sync.example")
	press(t, p, "on-button")
	failed("syncBadServer")
	fill(t, p, "server", server.URL)
	fill(t, p, "code-input", "byp1-mistyped")
	press(t, p, "pair")
	failed("syncBadCode")
	old := turnOn(t, p, server.URL)
	if eval[int](t, p, `document.querySelectorAll("#devices li").length`) != 1 {
		t.Error("this device is not listed")
	}
	press(t, p, "rotate")
	press(t, p, "ask-yes")
	must(t, p.Wait(`document.querySelector("#code-text").value.length === 45 && document.querySelector("#code-text").value !== `+js(old)))
	syncedState(t, b, `s.on && s.version >= 1 && !s.staged && !s.why`)

	// The code of before opens nothing.
	press(t, p, "disconnect")
	press(t, p, "ask-yes")
	must(t, p.Wait(`document.body.dataset.on === "0"`))
	fill(t, p, "code-input", old)
	press(t, p, "pair")
	must(t, p.Wait(`document.body.dataset.status === "syncGone"`))
	turnOn(t, p, server.URL)
	press(t, p, "delete")
	press(t, p, "ask-yes")
	must(t, p.Wait(`document.body.dataset.on === "0" && document.body.dataset.status === ""`))
	if got := states(t, b); got[one.key()] != "star" {
		t.Errorf("picks %v", got)
	}

	press(t, p, "export")
	file, err := b.Downloaded()
	must(t, err)
	saved, err := os.ReadFile(file.Path)
	must(t, err)
	if !bytes.Contains(saved, []byte(one.ko)) || file.Name != word(t, "ko", "backupFile") {
		t.Errorf("%s: %.300s", file.Name, saved)
	}
	must(t, b.ClearStorage())
	take := func(data string) {
		t.Helper()
		must(t, p.Eval(fmt.Sprintf(`(() => {
			const files = new DataTransfer();
			files.items.add(new File([%s], "backup.json"));
			const input = document.querySelector("#file");
			input.files = files.files;
			input.dispatchEvent(new Event("change"));
		})()`, js(data)), nil))
	}
	take("{")
	failed("backupBad")
	take(`{"kind":"byeolpyo-picks","v":2,"entries":{}}`)
	failed("backupNewer")
	take(string(saved))
	waitPick(t, b, one.key(), "star")
	must(t, p.Wait(`document.querySelector("#said").textContent === `+js(word(t, "ko", "backupAddedOne"))+` && document.querySelector("#failed").hidden`))
	take(string(saved))
	must(t, p.Wait(`document.querySelector("#said").textContent === `+js(word(t, "ko", "backupNothing"))))
}

// The code is renewed on one device while another is in use, and then on both. The other device
// says so, keeps its picks, and joins again with the new code.
func TestRenewedElsewhere(t *testing.T) {
	server := startSync(t)
	address, err := url.Parse(server.URL)
	must(t, err)
	var keeps atomic.Bool // the old vault's deletion does not arrive
	through := httputil.NewSingleHostReverseProxy(address)
	between := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodDelete && keeps.Load() {
			panic(http.ErrAbortHandler)
		}
		through.ServeHTTP(w, r)
	}))
	t.Cleanup(between.Close)
	quiet := func(b *browser.Browser) *browser.Page { // not blank: the browser itself logs what does not arrive
		p, err := b.Open(b.ExtensionURL("sync.html"))
		must(t, err)
		t.Cleanup(p.Close)
		must(t, p.Wait(`document.body.dataset.ready === "1"`))
		return p
	}
	a, b := ownChromium(t, dist), ownChromium(t, dist)
	one, two := popupPicks[0], popupPicks[3]
	must(t, a.Store(map[string]any{"pick/" + one.key(): one.record()}))
	must(t, b.Store(map[string]any{"pick/" + two.key(): two.record()}))
	onA, onB := quiet(a), quiet(b)
	code := turnOn(t, onA, between.URL)
	pair(t, onB, between.URL, code)

	keeps.Store(true)
	press(t, onA, "rotate")
	press(t, onA, "ask-yes")
	must(t, onA.Wait(`document.querySelector("#status-text").textContent === `+js(word(t, "ko", "syncRenewing"))+` && document.querySelector("#failed").hidden`))
	press(t, onB, "now")
	must(t, onB.Wait(`document.querySelector("#status-text").textContent === `+js(word(t, "ko", "syncRenewed"))+` && document.body.dataset.on === "0"`))
	says(t, popupTab(t, b, 420), "sync-status", word(t, "ko", "syncRenewed"))
	keeps.Store(false)
	press(t, onA, "now")
	must(t, onA.Wait(`document.body.dataset.status === "syncNow"`))
	renewed := showCode(t, onA)
	if renewed == code {
		t.Error("the code is the old one")
	}
	pair(t, onB, between.URL, renewed)

	// Both at once.
	for _, p := range []*browser.Page{onA, onB} {
		press(t, p, "rotate")
	}
	for _, p := range []*browser.Page{onA, onB} {
		press(t, p, "ask-yes")
	}
	const settled = `["syncNow", "syncGone", "syncRenewed"].includes(document.body.dataset.status) && ["rotate", "now"].every(id => document.getElementById(id).ariaDisabled !== "true")`
	on := func(p *browser.Page) bool { return eval[string](t, p, `document.body.dataset.on`) == "1" }
	for range 2 { // whoever is still on hears of the other
		for _, p := range []*browser.Page{onA, onB} {
			must(t, p.Wait(settled))
			if on(p) {
				press(t, p, "now")
				must(t, p.Wait(settled))
			}
		}
	}
	won, lost := onA, onB
	if on(onB) {
		won, lost = onB, onA
	}
	must(t, won.Wait(`document.body.dataset.on === "1" && document.body.dataset.status === "syncNow"`))
	must(t, lost.Wait(`document.body.dataset.on === "0" && ["syncGone", "syncRenewed"].includes(document.body.dataset.status)`))
	if eval[bool](t, won, `document.querySelector("#code").hidden`) {
		showCode(t, won)
	}
	pair(t, lost, between.URL, eval[string](t, won, `document.querySelector("#code-text").value`))
	press(t, won, "now")
	for name, d := range map[string]*browser.Browser{"A": a, "B": b} {
		waitPick(t, d, one.key(), "star")
		waitPick(t, d, two.key(), "star")
		if got := states(t, d); len(got) != 2 {
			t.Errorf("%s has %v", name, got)
		}
	}
}

// keyringText is a script that resolves to the stored keyring, or changes it to text.
func keyringText(text string) string {
	return `new Promise((resolve, reject) => {
		const opening = indexedDB.open("byeolpyo", 1);
		opening.onupgradeneeded = () => opening.result.createObjectStore("keyring");
		opening.onerror = reject;
		opening.onsuccess = () => {
			const db = opening.result;
			const change = db.transaction("keyring", "readwrite");
			const store = change.objectStore("keyring"), text = ` + js(text) + `;
			const request = text ? store.put(text, "keyring") : store.get("keyring");
			change.oncomplete = () => { db.close(); resolve(text || request.result || ""); };
			change.onabort = reject;
		};
	})`
}

// ringOf is the stored keyring, which has a secret.
func ringOf(t *testing.T, b *browser.Browser) (ring string) {
	t.Helper()
	must(t, b.Extension(keyringText(""), &ring))
	if !strings.Contains(ring, `"current":[`) {
		t.Fatalf("no secret: %s", ring)
	}
	return ring
}

// leave leaves what 0.1.0 did when it was killed while it was turned off: the secret of
// the keyring under a state that says off. Sync is turned off first, for which a sync that
// is under way is waited for: its own state would be written over this one. The secret,
// which wakes nobody, comes last.
func leave(t *testing.T, b *browser.Browser, ring string) {
	t.Helper()
	p := syncPage(t, b)
	if eval[string](t, p, `document.body.dataset.on`) == "1" {
		press(t, p, "disconnect")
		press(t, p, "ask-yes")
		must(t, p.Wait(`document.body.dataset.on === "0"`))
	}
	p.Close()
	must(t, b.Extension(`chrome.storage.local.get("sync").then(({sync}) => chrome.storage.local.set({sync: sync.replace(/"turn":\d+,/, "")}))`, nil))
	must(t, b.Extension(keyringText(regexp.MustCompile(`,"turn":\d+`).ReplaceAllString(ring, "")), nil))
}

// forgotten waits until the secret is.
func forgotten(t *testing.T, b *browser.Browser) {
	t.Helper()
	must(t, b.Extension(`(async () => {
		const read = () => `+keyringText("")+`;
		while ((await read()).includes('"current":[')) await new Promise(resolve => setTimeout(resolve, 20));
	})()`, nil))
}

// A secret under a state that says off, as 0.1.0 left it when it was killed while it was turned
// off, is forgotten at the next start. Storage that was lost while its secret was not comes back
// from the vault.
func TestSecretDoesNotOutliveOff(t *testing.T) {
	server := startSync(t)
	profile := t.TempDir()
	b := withProfile(t, profile)
	one := popupPicks[0]
	must(t, b.Store(map[string]any{"pick/" + one.key(): one.record()}))
	turnOn(t, syncPage(t, b), server.URL)
	again := func() {
		t.Helper()
		must(t, b.Close())
		b = withProfile(t, profile)
	}

	must(t, b.ClearStorage())
	again()
	waitPick(t, b, one.key(), "star")
	syncedState(t, b, `s.on && !s.why && s.version >= 1`)

	leave(t, b, ringOf(t, b))
	again()
	forgotten(t, b)
	p := syncPage(t, b)
	if !eval[bool](t, p, `document.body.dataset.on === "0" && document.querySelector("#status").hidden`) {
		t.Error("sync is not off")
	}
	if got := states(t, b); len(got) != 1 {
		t.Errorf("picks %v", got)
	}
}

// The worker's first wake does what a start of the browser asks for, even where the browser did
// not announce its start, and again if the program failed.
func TestStartNotTold(t *testing.T) {
	server := startSync(t)
	b := watched(t, func(dir string) {
		path := filepath.Join(dir, "background.js")
		data, err := os.ReadFile(path)
		must(t, err)
		script := string(data)
		for old, replaced := range map[string]string{
			"chrome.runtime.onStartup.addListener(() => {":   "void (() => {",
			"chrome.runtime.onInstalled.addListener(() => {": "void (() => {",
			"const RETRY = 5 * MINUTE;":                      "const RETRY = 100;",
			`byeolpyoGo("background.wasm")`: `(async () => {
				const {failing} = await chrome.storage.session.get("failing");
				await chrome.storage.session.remove("failing");
				if (failing) throw new Error("does not start, once");
				return byeolpyoGo("background.wasm");
			})()`,
		} {
			if strings.Count(script, old) != 1 {
				t.Fatalf("background.js has %q %d times", old, strings.Count(script, old))
			}
			script = strings.Replace(script, old, replaced, 1)
		}
		must(t, os.WriteFile(path, []byte(script), 0o644))
	})
	one, two := popupPicks[0], popupPicks[3]
	must(t, b.Store(map[string]any{"pick/" + one.key(): one.record()}))
	p := syncPage(t, b)
	turnOn(t, p, server.URL)
	p.Close()
	syncedState(t, b, `s.version >= 1 && !s.staged && !s.dirty`)
	ring := ringOf(t, b)

	// asleep has the worker sleep in a browser that has just begun, without alarms.
	asleep := func() {
		t.Helper()
		must(t, b.StopWorker())
		must(t, b.Extension(`Promise.all([chrome.storage.session.clear(), chrome.alarms.clearAll()])`, nil))
	}
	// This asks for nothing that concerns sync.
	nudge := func() {
		t.Helper()
		must(t, b.Extension(`chrome.runtime.sendMessage({byeolpyo: "blocked", why: ""}).catch(() => {})`, nil))
	}

	t.Run("tapped before", func(t *testing.T) {
		must(t, b.Store(map[string]any{"pick/" + two.key(): two.record()}))
		asleep()
		nudge()
		syncedState(t, b, `s.version >= 2 && !s.staged && !s.dirty`)
	})
	for name, wake := range map[string]func(){
		"popup": func() { popupTab(t, b, 420).Close() },
		"nudge": nudge,
		"fails first": func() {
			must(t, b.Extension(`chrome.storage.session.set({failing: true})`, nil))
			nudge()
		},
	} {
		t.Run("secret, "+name, func(t *testing.T) {
			leave(t, b, ring)
			asleep()
			wake()
			forgotten(t, b)
			if got := states(t, b); len(got) != 2 {
				t.Errorf("picks %v", got)
			}
		})
	}
}

// A server whose answer does not end is cut short, and costs no pick.
func TestEndlessAnswer(t *testing.T) {
	const most = 200 << 20 // what a reader without a bound would take
	var served atomic.Int64
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Allow-Headers", "authorization, content-type, if-match, if-none-match, prefer")
		w.Header().Set("Access-Control-Allow-Methods", "GET, PUT")
		w.Header().Set("Access-Control-Expose-Headers", "ETag")
		switch r.Method {
		case "GET":
			w.Header().Set("ETag", `"5-01234567"`)
			w.Header().Set("Content-Type", "application/octet-stream")
			block := make([]byte, 64<<10)
			for served.Load() < most {
				n, err := w.Write(block)
				served.Add(int64(n))
				if err != nil {
					return
				}
			}
		case "PUT":
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(endless.Close)
	b := ownChromium(t, dist)
	one := popupPicks[0]
	must(t, b.Store(map[string]any{"pick/" + one.key(): one.record()}))
	p, err := b.Open(b.ExtensionURL("sync.html"))
	must(t, err)
	t.Cleanup(p.Close) // not blank: the browser itself logs the 503
	must(t, p.Wait(`document.body.dataset.ready === "1"`))
	fill(t, p, "server", endless.URL)
	press(t, p, "on-button")
	must(t, p.Wait(`document.body.dataset.status === "syncBusy"`))
	if n := served.Load(); n == 0 || n > most/4 {
		t.Errorf("%d bytes were taken", n)
	}
	if got := states(t, b); got[one.key()] != "star" {
		t.Errorf("picks %v", got)
	}
}

// faults is a script that keeps what nothing in the service worker has handled.
const faults = `for (const type of ["error", "unhandledrejection"]) addEventListener(type, async (event) => {
	const { faults = [] } = await chrome.storage.session.get("faults");
	await chrome.storage.session.set({faults: [...faults, String(event.reason?.stack ?? event.reason ?? event.message)]});
});
`

// watched is a Chromium whose service worker keeps its faults; change may spoil the
// extension. The test fails if there were any.
func watched(t *testing.T, change func(dir string)) *browser.Browser {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS(dist)))
	path := filepath.Join(dir, "background.js")
	script, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, append([]byte(faults), script...), 0o644))
	change(dir)
	b := ownChromium(t, dir)
	t.Cleanup(func() {
		var seen []string
		if err := b.Extension(`chrome.storage.session.get("faults").then(all => all.faults ?? [])`, &seen); err != nil || len(seen) > 0 {
			t.Errorf("not handled: %q, %v", seen, err)
		}
	})
	return b
}

// says waits until the popup says the lines about sync.
func says(t *testing.T, p *browser.Page, id, text string) {
	t.Helper()
	must(t, p.Wait(`document.getElementById(`+js(id)+`).textContent === `+js(text)))
}

// alarmed waits until an alarm will come back to what is pending.
func alarmed(t *testing.T, b *browser.Browser) {
	t.Helper()
	must(t, b.Extension(`(async () => {
		while (!((await chrome.alarms.get("sync"))?.scheduledTime > Date.now())) await new Promise(resolve => setTimeout(resolve, 20));
	})()`, nil))
}

// Storage without room for what sync writes is reported and tried again, and nothing is lost.
func TestSyncFullStorage(t *testing.T) {
	server := startSync(t)
	b := watched(t, func(string) {})
	one := popupPicks[0]
	must(t, b.Store(map[string]any{"pick/" + one.key(): one.record()}))
	page := syncPage(t, b)
	turnOn(t, page, server.URL)
	syncedState(t, b, `s.version === 1 && !s.staged`)
	must(t, b.Extension(`(async () => {
		const left = chrome.storage.local.QUOTA_BYTES - await chrome.storage.local.getBytesInUse();
		await chrome.storage.local.set({ballast: "x".repeat(left - "ballast".length - 2 - 500)});
	})()`, nil))
	popup := popupTab(t, b, 420)
	says(t, popup, "sync-status", word(t, "ko", "syncNow"))

	must(t, b.Extension(fmt.Sprintf(`chrome.storage.local.get(%[1]s).then(all => chrome.storage.local.set({%[1]s: {...all[%[1]s], state: "must", tapped: Date.now()}}))`, js("pick/"+one.key())), nil))
	says(t, popup, "sync-status", word(t, "ko", "syncFailed_full"))
	must(t, page.Wait(`document.body.dataset.status === "syncFailed_full"`))
	alarmed(t, b)
	press(t, page, "now")
	must(t, page.Wait(`document.querySelector("#failed").textContent === `+js(word(t, "ko", "writeFull"))))
	syncedState(t, b, `s.version === 1 && !s.staged && !s.dirty`) // what could not be written was not sent
	if got := states(t, b)[one.key()]; got != "must" {
		t.Errorf("the pick is %q", got)
	}

	must(t, b.Extension(`chrome.storage.local.remove("ballast")`, nil))
	press(t, page, "now")
	syncedState(t, b, `s.version === 2 && !s.dirty && !s.staged`)
	says(t, popup, "sync-status", word(t, "ko", "syncNow"))
	must(t, page.Wait(`document.body.dataset.status === "syncNow" && document.querySelector("#failed").hidden`))
	must(t, b.Extension(`(async () => { while (await chrome.alarms.get("sync")) await new Promise(resolve => setTimeout(resolve, 20)); })()`, nil))
	if got := states(t, b)[one.key()]; got != "must" {
		t.Errorf("the pick is %q", got)
	}
}

// A service worker that dies before picks have rested leaves an alarm and every pick.
func TestSyncWorkerStopped(t *testing.T) {
	server := startSync(t)
	// The rest is longer than anything in this test, also on a busy machine.
	b := watched(t, func(dir string) {
		path := filepath.Join(dir, "background.js")
		script, err := os.ReadFile(path)
		must(t, err)
		long := fmt.Sprintf("{ const later = setTimeout; globalThis.setTimeout = (f, ms, ...a) => later(f, ms === 3000 ? %d : ms, ...a); }\n", 3*actionTimeout.Milliseconds())
		must(t, os.WriteFile(path, append([]byte(long), script...), 0o644))
	})
	page := syncPage(t, b)
	turnOn(t, page, server.URL)
	one := popupPicks[0]
	must(t, b.Store(map[string]any{"pick/" + one.key(): one.record()}))
	alarmed(t, b)
	must(t, b.StopWorker())
	alarmed(t, b)
	syncedState(t, b, `s.version === 1 && !s.staged`)
	says(t, popupTab(t, b, 420), "sync-status", word(t, "ko", "syncNow")) // opening the popup starts sync
	syncedState(t, b, `s.version === 2 && !s.staged && !s.dirty`)
}

// A program that does not start is reported in words, and tried again.
func TestSyncBrokenModule(t *testing.T) {
	b := watched(t, func(dir string) {
		must(t, os.WriteFile(filepath.Join(dir, "background.wasm"), []byte("\x00asm\x01\x00\x00\x00"), 0o644))
	})
	one := popupPicks[0]
	must(t, b.Store(map[string]any{"pick/" + one.key(): one.record(), "sync": `{"v":1,"on":true,"server":"http://127.0.0.1:9","dev":1}`}))
	popup := popupTab(t, b, 420)
	says(t, popup, "sync-status", word(t, "ko", "syncBroken"))
	alarmed(t, b)
	p := blank(t, b)
	must(t, p.Navigate(b.ExtensionURL("sync.html")))
	must(t, p.Wait(`document.querySelector("#failed").textContent === `+js(word(t, "ko", "syncBroken"))))
	if got := states(t, b); len(got) != 1 {
		t.Errorf("picks %v", got)
	}
}

// The popup names what does not fit into the vault, and it stays on the device.
func TestLeftOut(t *testing.T) {
	server := startSync(t)
	b := ownChromium(t, dist)
	// Of at least 45 bytes each, whatever number the device gives itself: with room to
	// spare more than 60 KiB.
	const many = 1600
	entries := map[string]any{"pick/" + popupPicks[0].key(): popupPicks[0].record()}
	for n := range many {
		entries[fmt.Sprintf("pick/2018/program/%d", n)] = map[string]any{"v": 1, "state": "star", "tapped": 1530000000000 + n,
			"snapshot": map[string]any{"key": fmt.Sprintf("2018/program/%d", n), "kind": "talk", "titles": map[string]any{"ko": fmt.Sprintf("이야기 %d", n)}}}
	}
	must(t, b.Store(entries))
	page := syncPage(t, b)
	turnOn(t, page, server.URL)
	left := word(t, "ko", "syncBare") + " " + strings.ReplaceAll(word(t, "ko", "syncLeft"), "{editions}", "2018")
	popup := popupTab(t, b, 420)
	says(t, popup, "sync-left", left)
	says(t, popup, "sync-status", word(t, "ko", "syncNow"))
	must(t, popup.Wait(`!document.querySelector("#sync-left").hidden`))
	count := func(b *browser.Browser) (n int) {
		must(t, b.Extension(`chrome.storage.local.get(null).then(all => Object.keys(all).filter(key => key.startsWith("pick/")).length)`, &n))
		return n
	}
	if n := count(b); n != many+1 {
		t.Errorf("%d picks are left, want %d", n, many+1)
	}

	// What is left out is known before what fits has arrived.
	syncedState(t, b, `s.version >= 1 && !s.staged && !s.dirty`)
	other := ownChromium(t, dist)
	pair(t, syncPage(t, other), server.URL, eval[string](t, page, `document.querySelector("#code-text").value`))
	if n := count(other); n != 1 {
		var here, there string
		must(t, b.Stored("sync", &here))
		must(t, other.Stored("sync", &there))
		t.Errorf("the other device has %d picks, want the one that fits; its state is %.500s, the first's %.500s", n, there, here)
	}
}
