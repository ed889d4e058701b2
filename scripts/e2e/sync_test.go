package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"byeolpyo/scripts/internal/browser"
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
		Extension: dist, Hosts: site.ResolverRules(), Zone: "Asia/Seoul", Lang: "ko", Timeout: actionTimeout, Profile: profile,
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
	p := blank(t, b)
	must(t, p.Navigate(b.ExtensionURL("sync.html")))
	must(t, p.Wait(`document.body.dataset.ready === "1"`))
	return p
}

func fill(t *testing.T, p *browser.Page, id, value string) {
	t.Helper()
	must(t, p.Eval(fmt.Sprintf(`void (document.getElementById(%s).value = %s)`, js(id), js(value)), nil))
}

func press(t *testing.T, p *browser.Page, id string) {
	t.Helper()
	must(t, p.Click(`document.getElementById(`+js(id)+`)`))
}

// turnOn makes a vault, and returns the pairing code that the page shows.
func turnOn(t *testing.T, p *browser.Page, server string) string {
	t.Helper()
	fill(t, p, "server", server)
	press(t, p, "on-button")
	must(t, p.Wait(`document.body.dataset.on === "1" && document.body.dataset.status === "syncNow"`))
	return showCode(t, p)
}

func showCode(t *testing.T, p *browser.Page) string {
	t.Helper()
	press(t, p, "show-code")
	must(t, p.Wait(`document.querySelector("#code-text").value.length === 45 && document.querySelector("#qr").width > 0`))
	return eval[string](t, p, `document.querySelector("#code-text").value`)
}

func pair(t *testing.T, p *browser.Page, server, code string) {
	t.Helper()
	fill(t, p, "server", server)
	fill(t, p, "code-input", code)
	press(t, p, "pair")
	must(t, p.Wait(`document.body.dataset.on === "1" && document.body.dataset.status === "syncNow"`))
}

// syncedState waits until the stored state of sync is as the condition on s says.
func syncedState(t *testing.T, b *browser.Browser, condition string) {
	t.Helper()
	waitStored(t, b, `all.sync && (s => `+condition+`)(JSON.parse(all.sync))`)
}

func states(t *testing.T, b *browser.Browser) map[string]string {
	t.Helper()
	out := map[string]string{}
	for key, r := range stored(t, b) {
		out[key] = r.State
	}
	return out
}

// savedPicture is the PNG that the popup saves.
func savedPicture(t *testing.T, b *browser.Browser) []byte {
	t.Helper()
	p := blank(t, b)
	must(t, p.Navigate(b.ExtensionURL("popup.html")))
	must(t, p.Wait(`document.body.dataset.preview === "1"`))
	press(t, p, "save")
	f, err := b.Downloaded()
	must(t, err)
	data, err := os.ReadFile(f.Path)
	must(t, err)
	return data
}

// Two profiles tap while the server is away, one is killed; when all are back, both
// have all picks, and their pictures are the same to the byte.
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
	must(t, popup.Wait(`document.querySelector("#sync-status").textContent === `+js(word(t, "ko", "syncOffline"))))
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

	// Thrown away by the browser, it is missed, and every pick stays.
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
