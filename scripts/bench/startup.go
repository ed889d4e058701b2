package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"byeolpyo/wasm/app/page"
)

// clock is a script that runs in the content script's world before the
// extension's own and notes when each step of its start is done, in ms after the
// start of the navigation.
const clock = `(() => {
	const t = globalThis.benchClock = {script: performance.now()};
	const note = name => { t[name] ??= performance.now(); };
	const realFetch = fetch;
	globalThis.fetch = async (...a) => { const r = await realFetch(...a); note("answered"); return r; };
	const instantiate = WebAssembly.instantiateStreaming;
	WebAssembly.instantiateStreaming = async (...a) => {
		note("asked");
		const made = await instantiate.apply(WebAssembly, a);
		note("compiled");
		return made;
	};
	let host, page;
	Object.defineProperty(globalThis, "byeolpyoHost", {configurable: true, get: () => host, set(h) {
		const ready = h.ready;
		h.ready = b => {
			note("ready");
			ready({...b, scan: (...a) => { const began = performance.now(); b.scan(...a); if (page.count()) { t.scan ??= began; t.scanned ??= performance.now(); } }});
		};
		host = h;
	}});
	Object.defineProperty(globalThis, "byeolpyoPage", {configurable: true, get: () => page, set(p) { page = p; }});
})();`

// startup measures where the time goes from the start of the navigation to the first star:
// figures startup_<step>_ms, each the moment at which the step is done.
func (b *bench) startup() error {
	dir, err := b.withScript(clock)
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	c, err := b.start(dir)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.Store(picked()); err != nil {
		return err
	}
	steps := map[string][]float64{}
	for i := range 1 + b.rounds {
		p, err := c.Open(grid)
		if err != nil {
			return err
		}
		at := map[string]float64{}
		if err = p.WaitContent(`benchClock.scanned > 0`); err == nil {
			err = p.EvalContent(`benchClock`, &at)
		}
		p.Close()
		if err != nil {
			return err
		}
		if i == 0 {
			continue // fills the caches
		}
		for step, ms := range at {
			steps[step] = append(steps[step], ms)
		}
	}
	for step, ms := range steps {
		b.figures["startup_"+step+"_ms"] = median(ms)
	}
	return nil
}

// unwarmed is a script that runs before the extension's own and keeps the page program from
// warming up (page.Warm), whose request it recognises by its delay.
var unwarmed = fmt.Sprintf(`{
	const idle = requestIdleCallback;
	globalThis.requestIdleCallback = (f, o) => o?.timeout === %d ? 0 : idle(f, o);
}`, page.WarmMillis)

// withScript copies the extension to a directory of its own, with a script that runs first in
// its content script's world. The caller removes the directory.
func (b *bench) withScript(script string) (dir string, err error) {
	if dir, err = os.MkdirTemp("", "byeolpyo-bench-"); err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(dir)
		}
	}()
	if err := os.CopyFS(dir, os.DirFS(b.dist)); err != nil {
		return "", err
	}
	path := filepath.Join(dir, "manifest.json")
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	var manifest map[string]any
	if err := json.Unmarshal(data, &manifest); err != nil {
		return "", err
	}
	content := manifest["content_scripts"].([]any)[0].(map[string]any)
	content["js"] = append([]any{"first.js"}, content["js"].([]any)...)
	if data, err = json.Marshal(manifest); err != nil {
		return "", err
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		return "", err
	}
	return dir, os.WriteFile(filepath.Join(dir, "first.js"), []byte(script), 0o644)
}
