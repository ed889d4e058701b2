package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"byeolpyo/scripts/internal/browser"
)

// ourFrames lists the extension's frames in a page.
const ourFrames = `document.querySelectorAll('iframe[src^="chrome-extension://"]')`

// A page whose policy forbids WebAssembly gets the same stars.
func TestStrictPolicy(t *testing.T) {
	b := chromium(t)
	mine := key(talk(t, day1, 0), "ko")
	for _, csp := range []string{"header", "meta"} {
		for _, c := range []struct {
			name, url, plain, key string
			want                  []string
		}{
			{"2026", grid2026 + "?csp=" + csp, grid2026, mine, wantedDay(day1, "ko")},
			{"2018", grid2018 + "?csp=" + csp, grid2018, "2018/program/5", wanted2018()},
		} {
			t.Run(c.name+" "+csp, func(t *testing.T) {
				must(t, b.ClearStorage())
				p := open(t, b, c.url)
				check(t, p, c.want)
				// The page does forbid it, and the program does run in the frame.
				if eval[bool](t, p, `(() => { try { new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])); return true; } catch { return false; } })()`) {
					t.Error("the page may compile WebAssembly: no test")
				}
				// A meta element may come after the module is compiled: either will do.
				if n := eval[int](t, p, ourFrames+`.length`); csp == "header" && n != 1 {
					t.Errorf("%d frames of the extension", n)
				}
				normal := open(t, b, c.plain)
				waitStars(t, normal, c.want)
				for i, state := range []string{"star", "must", "off", "star"} {
					from := []*browser.Page{p, normal}[i%2]
					click(t, from, c.key)
					waitState(t, p, c.key, state)
					waitState(t, normal, c.key, state)
				}
				// Undo comes from the tab of the last click, and reaches both.
				clickToast(t, normal)
				waitState(t, p, c.key, "off")
				click(t, p, c.key)
				waitState(t, normal, c.key, "star")
				clickToast(t, p)
				waitState(t, normal, c.key, "off")
				waitPick(t, b, c.key, "off")
			})
		}
	}
	t.Run("frame thrown out", func(t *testing.T) {
		must(t, b.ClearStorage())
		p := open(t, b, grid2026+"?csp=header")
		waitStars(t, p, wantedDay(day1, "ko"))
		click(t, p, mine)
		waitPick(t, b, mine, "star")
		must(t, p.Eval(ourFrames+`[0].remove()`, nil))
		must(t, p.Wait(ourFrames+`.length === 1`))
		must(t, p.Click(tabOf(2)))
		waitStars(t, p, wantedDay(day2, "ko"))
		other := key(talk(t, day2, 0), "ko")
		click(t, p, other)
		waitPick(t, b, other, "star")
	})
	t.Run("two frames do not mix", func(t *testing.T) {
		must(t, b.ClearStorage())
		one, two := open(t, b, grid2026+"?csp=header"), open(t, b, list2026+"?csp=header")
		waitStars(t, one, wantedDay(day1, "ko"))
		waitStars(t, two, wantedList2026())
		click(t, one, mine)
		waitState(t, two, mine, "star")
		waitStars(t, one, wantedDay(day1, "ko"))
		waitStars(t, two, wantedList2026())
	})
}

// A policy in a meta element that arrives when the probe has compiled but the
// module has not.
func TestLatePolicy(t *testing.T) {
	b := instrumented(t, `{
		const real = WebAssembly.instantiateStreaming;
		WebAssembly.instantiateStreaming = async (...a) => {
			if (document.readyState === "loading") await new Promise(resolve => addEventListener("DOMContentLoaded", resolve));
			return real.apply(WebAssembly, a);
		};
		// What the program in the frame says may come long after what it has stored.
		const {connect} = chrome.runtime;
		chrome.runtime.connect = (...a) => {
			const port = connect.apply(chrome.runtime, a), {addListener} = port.onMessage;
			port.onMessage.addListener = f => addListener.call(port.onMessage, m => m[0] === "toast" ? setTimeout(f, 1000, m) : f(m));
			return port;
		};
	}`)
	mine := key(talk(t, day1, 0), "ko")
	p := open(t, b, grid2026+"?csp=meta")
	waitStars(t, p, wantedDay(day1, "ko"))
	if n := eval[int](t, p, ourFrames+`.length`); n != 1 {
		t.Errorf("%d frames of the extension", n)
	}
	click(t, p, mine)
	waitPick(t, b, mine, "star")
	clickToast(t, p)
	waitPick(t, b, mine, "off")
}

// Pages of pycon.kr can read two files of the extension, and nobody's picks.
func TestPageReachesNothing(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(dist, "manifest.json"))
	must(t, err)
	var manifest struct {
		Permissions, HostPermissions []string
		ExternallyConnectable        any                                     `json:"externally_connectable"`
		WebAccessible                []struct{ Resources, Matches []string } `json:"web_accessible_resources"`
	}
	must(t, json.Unmarshal(data, &manifest))
	if w := manifest.WebAccessible; len(w) != 1 || !reflect.DeepEqual(w[0].Resources, []string{"content.wasm", "frame.html"}) ||
		!reflect.DeepEqual(w[0].Matches, []string{"https://*.pycon.kr/*"}) {
		t.Errorf("web_accessible_resources: %+v", w)
	}
	if manifest.ExternallyConnectable != nil || !reflect.DeepEqual(manifest.Permissions, []string{"storage", "alarms"}) {
		t.Errorf("externally_connectable %v, permissions %v", manifest.ExternallyConnectable, manifest.Permissions)
	}

	b := chromium(t)
	mine, other := key(talk(t, day1, 0), "ko"), key(talk(t, day1, 1), "ko")
	p, err := b.Open(grid2026) // not open: what is refused is logged
	must(t, err)
	defer p.Close()
	waitStars(t, p, wantedDay(day1, "ko"))
	reach := func(file string) bool {
		return eval[bool](t, p, `fetch(`+js(b.ExtensionURL(file))+`).then(r => r.ok, () => false)`)
	}
	for _, file := range []string{"content.wasm", "frame.html"} {
		if !reach(file) {
			t.Errorf("the page does not reach %s: no test", file)
		}
	}
	entries, err := os.ReadDir(dist)
	must(t, err)
	n := 0
	for _, e := range entries {
		if !e.IsDir() && e.Name() != "content.wasm" && e.Name() != "frame.html" {
			n++
			if reach(e.Name()) {
				t.Errorf("the page reaches %s", e.Name())
			}
		}
	}
	if n < 10 {
		t.Errorf("only %d other files", n)
	}
	if eval[bool](t, p, `Boolean(globalThis.chrome?.runtime?.connect || globalThis.chrome?.storage || globalThis.byeolpyoPage || globalThis.byeolpyoHost)`) {
		t.Error("the page sees an interface of the extension")
	}

	// Neither a frame that the page makes nor the one that the extension made takes orders.
	strict, err := b.Open(grid2026 + "?csp=header")
	must(t, err)
	defer strict.Close()
	waitStars(t, strict, wantedDay(day1, "ko"))
	orders := `for (const order of [["click", ` + js(mine) + `], {click: ` + js(mine) + `}, JSON.stringify(["click", ` + js(mine) + `])]) frame.contentWindow.postMessage(order, "*");`
	must(t, p.Eval(`new Promise(resolve => {
		const frame = document.createElement("iframe");
		frame.src = `+js(b.ExtensionURL("frame.html")+"#guess")+`;
		frame.onload = () => { `+orders+` resolve(); };
		document.body.append(frame);
	})`, nil))
	must(t, strict.Eval(`(() => { const frame = document.querySelector('iframe[src^="chrome-extension://"]'); `+orders+` })()`, nil))
	for _, from := range []*browser.Page{p, strict} {
		if eval[bool](t, from, `(() => { try { return Boolean(document.querySelector('iframe[src^="chrome-extension://"]').contentWindow.document); } catch { return false; } })()`) {
			t.Error("the page sees into the frame")
		}
	}
	click(t, strict, other)
	waitPick(t, b, other, "star")
	click(t, p, other)
	waitPick(t, b, other, "must")
	if picks := stored(t, b); len(picks) != 1 {
		t.Errorf("stored %v, want %s only", picks, other)
	}
}

// The extension does not run on these pages.
func TestExcludedHosts(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(dist, "manifest.json"))
	must(t, err)
	var manifest struct {
		ContentScripts []struct {
			Matches        []string
			ExcludeMatches []string `json:"exclude_matches"`
		} `json:"content_scripts"`
	}
	must(t, json.Unmarshal(data, &manifest))
	excluded := map[string]bool{}
	for _, m := range manifest.ContentScripts[0].ExcludeMatches {
		excluded[m] = true
	}
	for _, host := range []string{"shop", "accounts", "admin", "participant", "blog", "api", "rest-api"} {
		if !excluded["https://"+host+".pycon.kr/*"] {
			t.Errorf("%s.pycon.kr is not excluded", host)
		}
	}
}
