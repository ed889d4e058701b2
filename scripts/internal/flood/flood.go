// Package flood plays what a page without end does to the extension: a tab of an unknown host
// renders hundreds of invented talks every few seconds, while a person goes on using the real
// page, the popup and sync. `make chaos TARGET=pages` plays all of it, the end-to-end tests with
// a tenth of the bounds.
package flood

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/native"
	"byeolpyo/scripts/internal/replica"
	"byeolpyo/scripts/internal/wasmopt/compiler"
	"byeolpyo/wasm/model/cache"
	"byeolpyo/wasm/model/records"
)

// Plan says what is played.
type Plan struct {
	Root  string // of the project
	Dist  string // the unpacked extension, linked with Scale
	Scale int    // what the bounds are divided by

	Every   time.Duration // from one rendering to the next
	Links   int           // of a rendering
	Renders int           // by one host
	Hosts   int           // that come after it, one after another
	Each    int           // renderings of each of them

	Timeout time.Duration // of one awaited step
	Log     io.Writer     // of the server
}

// Scaled makes a copy of the extension in dist whose bounds are divided by scale, in the
// directory into.
func Scaled(ctx context.Context, root, dist, into string, scale int) error {
	if err := os.CopyFS(into, os.DirFS(dist)); err != nil {
		return err
	}
	for _, name := range []string{"content", "background"} {
		module, err := compiler.Build(ctx, root, compiler.Program{
			Name: name, Package: "./wasm/cmd/" + name, Scratch: filepath.Join(into, "linked"),
			Variables: []string{fmt.Sprintf("byeolpyo/wasm/model/cache.scale=%d", scale)},
		})
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(into, name+".wasm"), module, 0o644); err != nil {
			return err
		}
	}
	return os.Remove(filepath.Join(into, "linked"))
}

// Figures are the largest amounts that were ever seen stored.
type Figures struct {
	Records  int // of one edition
	Edition  int // bytes of one edition
	All      int // bytes that pages taught
	Used     int // bytes of storage
	Editions int // at the end
}

func (f Figures) String() string {
	return fmt.Sprintf("at most %d records and %d KB of an edition, %d KB of %d editions, %d KB of storage", f.Records, f.Edition>>10, f.All>>10, f.Editions, f.Used>>10)
}

// scene is a play under way.
type scene struct {
	Plan
	site   *replica.Server
	b      *browser.Browser
	real   *browser.Page
	keys   []string // of the real page's stars
	next   int      // of them
	picks  int
	pushed int // the vault's version
	most   Figures
	bounds cache.Bounds
}

// Play plays it and returns what was measured. The error is the first thing that is wrong.
func (p Plan) Play(ctx context.Context) (f Figures, err error) {
	s := &scene{Plan: p, bounds: cache.Shipped()}
	s.bounds = cache.Bounds{Records: s.bounds.Records / p.Scale, Edition: s.bounds.Edition / p.Scale, All: s.bounds.All / p.Scale, Free: s.bounds.Free / p.Scale}
	if s.site, err = replica.Start(replica.Options{DataDelay: -1}); err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, s.site.Close()) }()
	program, err := native.Build(ctx, p.Root)
	if err != nil {
		return f, err
	}
	dir, err := os.MkdirTemp("", "byeolpyo-flood")
	if err != nil {
		return f, err
	}
	defer os.RemoveAll(dir)
	server, err := native.Start(ctx, program, "127.0.0.1:0", filepath.Join(dir, "vaults.db"), p.Log)
	if err != nil {
		return f, err
	}
	defer server.Kill()
	s.b, err = browser.Start(ctx, browser.Options{
		Extension: p.Dist, Hosts: s.site.ResolverRules(), Zone: "Asia/Seoul", Lang: "ko", Timeout: p.Timeout,
	})
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, s.b.Close()) }()
	err = s.play(server.URL)
	return s.most, err
}

// The pages of the real site: one that is open all the time, and years that nobody has
// seen before.
const (
	open2026  = "https://2026.pycon.kr/timetable"
	list2018  = "https://archive.pycon.kr/2018/program/schedule/"
	grid2020  = "https://2020.pycon.kr/2020/program/talk-schedule/"
	taught    = `Object.keys(all).filter(k => k.startsWith("session/%s/")).length`
	starsHere = browser.Stars + `.filter(h => h.checkVisibility())`
)

func (s *scene) play(server string) (err error) {
	if s.real, err = s.b.Open(open2026); err != nil {
		return err
	}
	defer func() { s.real.Close() }()
	if err := s.real.Wait(starsHere + `.length > 20`); err != nil {
		return err
	}
	if err := s.real.Eval(`[...new Set(`+starsHere+`.map(h => h.dataset.key))]`, &s.keys); err != nil {
		return err
	}
	if err := s.stored(fmt.Sprintf(taught+` >= %d`, "2026", len(s.keys))); err != nil {
		return fmt.Errorf("the open page: %w", err)
	}
	if err := s.turnOn(server); err != nil {
		return fmt.Errorf("turning sync on: %w", err)
	}
	if err := s.step(); err != nil {
		return err
	}
	tab, err := s.b.Blank()
	if err != nil {
		return err
	}
	defer func() { tab.Close() }()

	flood := func(host string, renders int) error {
		url := fmt.Sprintf("https://%s.pycon.kr/talks?every=%d&links=%d&renders=%d", host, s.Every.Milliseconds(), s.Links, renders)
		if err := tab.Navigate(url); err != nil {
			return err
		}
		for n := 1; n <= renders; n++ {
			if err := tab.Wait(fmt.Sprintf(`renders >= %d`, n)); err != nil {
				return err
			}
			if err := s.star(); err != nil {
				return err
			}
		}
		// The last rendering is learned, as far as it has room.
		if err := s.stored(fmt.Sprintf(`Object.keys(all).some(k => k.startsWith("session/%s-2026/s/r%d-"))`, host, renders)); err != nil {
			return fmt.Errorf("%s is not learned: %w", host, err)
		}
		if err := s.check(); err != nil {
			return fmt.Errorf("after %s: %w", host, err)
		}
		return nil
	}
	if err := flood("flood", s.Renders); err != nil {
		return err
	}
	if err := s.step(); err != nil {
		return err
	}
	if err := s.starBeyond(tab, "flood"); err != nil {
		return fmt.Errorf("a star beyond the bounds: %w", err)
	}
	if err := s.learn(list2018, "2018", 20); err != nil {
		return err
	}
	for n := range s.Hosts {
		if err := flood(fmt.Sprintf("flood%d", n+1), s.Each); err != nil {
			return err
		}
	}
	if err := s.step(); err != nil {
		return err
	}
	if err := s.learn(grid2020, "2020", 25); err != nil {
		return err
	}
	// Sites with few records have kept them.
	if err := s.stored(fmt.Sprintf(taught+` >= %d && `+taught+` >= 20`, "2026", len(s.keys), "2018")); err != nil {
		return fmt.Errorf("what small hosts taught: %w", err)
	}
	if err := s.check(); err != nil {
		return err
	}
	if s.most.All < s.bounds.All*9/10 {
		return fmt.Errorf("only %d bytes were ever taught: the bound was not met", s.most.All)
	}
	return s.clear()
}

// stored waits until the condition on all, the whole storage, holds.
func (s *scene) stored(condition string) error {
	return s.b.Extension(fmt.Sprintf(`new Promise((resolve, reject) => {
		let looking = false, again = false;
		const look = async () => {
			if (looking) { again = true; return; }
			looking = true;
			do {
				again = false;
				const all = await chrome.storage.local.get(null);
				if (!(%[1]s)) continue;
				chrome.storage.onChanged.removeListener(look);
				resolve();
			} while (again);
			looking = false;
		};
		chrome.storage.onChanged.addListener(look);
		setTimeout(() => reject(new Error("not stored in time: " + %[2]s)), %[3]d);
		look();
	})`, condition, quote(condition), (s.Timeout*3/4).Milliseconds()), nil)
}

// star clicks the next star of the real page and waits until it is stored.
func (s *scene) star() error {
	key := s.keys[s.next%len(s.keys)]
	state := []string{"star", "must", "off"}[s.next/len(s.keys)%3]
	s.next++
	button := starsHere + `.find(h => h.dataset.key === ` + quote(key) + `)?.shadowRoot.querySelector("button")`
	if err := s.real.Click(button); err != nil {
		return fmt.Errorf("starring: %w", err)
	}
	if err := s.stored(fmt.Sprintf(`all[%s]?.state === %s`, quote("pick/"+key), quote(state))); err != nil {
		return fmt.Errorf("starring: %w", err)
	}
	if state == "star" {
		s.picks++
	}
	return nil
}

// step stars a session, waits until sync has taken it, and looks at the popup.
func (s *scene) step() error {
	if err := s.star(); err != nil {
		return err
	}
	if err := s.stored(fmt.Sprintf(`(t => t && t.version > %d && !t.dirty && !t.staged)(all.sync && JSON.parse(all.sync))`, s.pushed)); err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	if err := s.b.Extension(`chrome.storage.local.get("sync").then(({sync}) => JSON.parse(sync).version)`, &s.pushed); err != nil {
		return err
	}
	popup, err := s.b.OpenExtension("popup.html")
	if err != nil {
		return err
	}
	defer popup.Close()
	if err := popup.Wait(fmt.Sprintf(`document.body.dataset.ready === "1" && document.body.dataset.picks >= %d && document.body.dataset.preview === "1" && /\d/.test(document.querySelector("#room").textContent)`, min(s.picks, 1))); err != nil {
		return fmt.Errorf("the popup: %w", err)
	}
	return nil
}

// turnOn turns sync on, on its page.
func (s *scene) turnOn(server string) error {
	page, err := s.b.OpenExtension("sync.html")
	if err != nil {
		return err
	}
	defer page.Close()
	for _, do := range []func() error{
		func() error { return page.Wait(`document.body.dataset.ready === "1"`) },
		func() error {
			return page.Eval(`((input) => { input.value = `+quote(server)+`; input.dispatchEvent(new InputEvent("input")); })(document.getElementById("server"))`, nil)
		},
		func() error { return page.Click(`document.getElementById("on-button")`) },
		func() error {
			return page.Wait(`document.body.dataset.on === "1" && document.body.dataset.status === "syncNow"`)
		},
	} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// learn opens a page of a year that was never seen and waits until it is known.
func (s *scene) learn(url, edition string, least int) error {
	var before int
	if err := s.b.Extension(`chrome.storage.local.get(null).then(all => `+fmt.Sprintf(taught, edition)+`)`, &before); err != nil {
		return err
	}
	if before != 0 {
		return fmt.Errorf("%s is known already: no test", edition)
	}
	page, err := s.b.Open(url)
	if err != nil {
		return err
	}
	defer page.Close()
	if err := s.stored(fmt.Sprintf(taught+` >= %d`, edition, least)); err != nil {
		return fmt.Errorf("%s cannot be learned: %w", edition, err)
	}
	return nil
}

// starBeyond stars a session of the page that is not stored, and waits until it is.
func (s *scene) starBeyond(tab *browser.Page, host string) error {
	var keys, names []string
	if err := tab.Wait(fmt.Sprintf(starsHere+`.length >= %d`, s.Links)); err != nil {
		return err
	}
	if err := tab.Eval(`[...new Set(`+starsHere+`.map(h => h.dataset.key))]`, &keys); err != nil {
		return err
	}
	if err := s.b.Extension(`chrome.storage.local.get(null).then(all => Object.keys(all))`, &names); err != nil {
		return err
	}
	there := map[string]bool{}
	for _, name := range names {
		there[name] = true
	}
	for _, key := range keys {
		if there["session/"+key] {
			continue
		}
		if err := tab.Click(starsHere + `.find(h => h.dataset.key === ` + quote(key) + `)?.shadowRoot.querySelector("button")`); err != nil {
			return err
		}
		return s.stored(fmt.Sprintf(`all[%s]?.state === "star" && all[%s]`, quote("pick/"+key), quote("session/"+key)))
	}
	if s.Links > s.bounds.Records {
		return fmt.Errorf("all of %d sessions are stored", len(keys))
	}
	return nil
}

// check measures what is stored against the bounds.
func (s *scene) check() error {
	var got struct {
		Editions  map[string]struct{ Records, Bytes int }
		All, Used int
	}
	if err := s.b.Extension(`(async () => {
		const { local } = chrome.storage;
		const names = Object.keys(await local.get(null)).filter(k => /^(session|grid|fetched)\//.test(k));
		const of = Map.groupBy(names, k => k.split("/")[1]);
		const editions = {};
		for (const [edition, list] of of) editions[edition] = {records: list.length, bytes: await local.getBytesInUse(list)};
		return {editions, all: await local.getBytesInUse(names), used: await local.getBytesInUse(null)};
	})()`, &got); err != nil {
		return err
	}
	s.most.Editions = len(got.Editions)
	for edition, e := range got.Editions {
		s.most.Records, s.most.Edition = max(s.most.Records, e.Records), max(s.most.Edition, e.Bytes)
		if e.Records > s.bounds.Records+1 || e.Bytes > s.bounds.Edition+s.bounds.Record { // and one that is starred
			return fmt.Errorf("edition %s has %d records of %d bytes", edition, e.Records, e.Bytes)
		}
	}
	s.most.All, s.most.Used = max(s.most.All, got.All), max(s.most.Used, got.Used)
	const quota = 10 << 20
	if got.All > s.bounds.All || got.Used > quota/s.Scale-s.bounds.Free {
		return fmt.Errorf("%d bytes are taught, %d are in use", got.All, got.Used)
	}
	return nil
}

// clear removes cached sessions in the popup, and checks what is left.
func (s *scene) clear() error {
	var before, after map[string]json.RawMessage
	if err := s.b.Stored("", &before); err != nil {
		return err
	}
	popup, err := s.b.OpenExtension("popup.html")
	if err != nil {
		return err
	}
	defer popup.Close()
	if err := popup.Wait(`document.body.dataset.ready === "1"`); err != nil {
		return err
	}
	s.real.Close() // or it teaches again
	if err := popup.Click(`document.getElementById("clear-read")`); err != nil {
		return err
	}
	if err := popup.Wait(`!document.querySelector("#toast").hidden && /\d/.test(document.querySelector("#toast-text").textContent)`); err != nil {
		return fmt.Errorf("clearing: %w", err)
	}
	if err := s.b.Stored("", &after); err != nil {
		return err
	}
	kept := 0
	for name, value := range before {
		edition := cache.Edition(name)
		key, isSession := strings.CutPrefix(name, records.SessionPrefix)
		_, picked := before["pick/"+key]
		if picked && isSession {
			kept++
		}
		switch left, there := after[name]; {
		case edition == "" && string(left) != string(value) && name != "sync": // whose state goes on by itself
			return fmt.Errorf("clearing changed %s", name)
		case edition != "" && there && !(isSession && picked):
			return fmt.Errorf("clearing left %s", name)
		case isSession && picked && !there:
			return fmt.Errorf("clearing took %s, which is picked", name)
		}
	}
	if kept == 0 {
		return errors.New("nothing that is picked was stored: no test")
	}
	return nil
}

func quote(s string) string {
	text, _ := json.Marshal(s) // a string always has a JSON form
	return string(text)
}
