package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"byeolpyo/scripts/internal/browser"
)

// gauge is a script that runs in the content script's world before the
// extension's own and counts what keeps a page busy.
const gauge = `(() => {
	const g = globalThis.testGauge = {timers: new Set(), frames: new Set(), intervals: 0, idle: 0, observers: 0, records: 0, listeners: 0, reads: 0, memory: 0};
	const wrap = (name, make) => { const real = globalThis[name]; globalThis[name] = make(real); };
	wrap("setTimeout", real => (f, ms, ...a) => {
		const id = real(() => { g.timers.delete(id); f(...a); }, ms);
		g.timers.add(id);
		return id;
	});
	wrap("clearTimeout", real => id => { g.timers.delete(id); real(id); });
	wrap("setInterval", real => (...a) => { g.intervals++; return real(...a); });
	wrap("requestAnimationFrame", real => f => {
		const id = real(now => { g.frames.delete(id); f(now); });
		g.frames.add(id);
		return id;
	});
	wrap("requestIdleCallback", real => (f, ...a) => { g.intervals++; g.idle++; return real((...b) => { f(...b); g.idle--; }, ...a); });
	wrap("MutationObserver", real => class extends real {
		constructor(f) { super((...a) => { g.records++; f(...a); }); }
		observe(...a) { g.observers++; super.observe(...a); }
	});
	const add = EventTarget.prototype.addEventListener;
	EventTarget.prototype.addEventListener = function (...a) { g.listeners++; return add.apply(this, a); };
	const instantiate = WebAssembly.instantiateStreaming;
	WebAssembly.instantiateStreaming = async (...a) => {
		const made = await instantiate.apply(WebAssembly, a);
		const memory = Object.values(made.instance.exports).find(e => e instanceof WebAssembly.Memory);
		Object.defineProperty(g, "memory", {get: () => memory.buffer.byteLength});
		return made;
	};
	let page;
	Object.defineProperty(globalThis, "byeolpyoPage", {
		configurable: true,
		get: () => page,
		set(p) {
			const snapshot = p.snapshot;
			page = {...p, snapshot: (...a) => { g.reads++; return snapshot(...a); }};
		},
	});
})();`

// gauged is the state of the gauge.
type gauged struct {
	Timers, Frames int // pending
	Intervals      int // ever begun, and idle callbacks
	Idle           int // callbacks pending
	Observers      int // ever begun
	Records        int // how often an observer was called
	Listeners      int // ever added
	Reads          int // of the document
	Memory         int // of the WASM module, bytes
}

// instrumented returns a browser of this test's own in which a script runs before the
// extension's own.
func instrumented(t *testing.T, script string) *browser.Browser {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS(dist)))
	path := filepath.Join(dir, "manifest.json")
	data, err := os.ReadFile(path)
	must(t, err)
	var manifest map[string]any
	must(t, json.Unmarshal(data, &manifest))
	content := manifest["content_scripts"].([]any)[0].(map[string]any)
	content["js"] = append([]any{"first.js"}, content["js"].([]any)...)
	data, err = json.Marshal(manifest)
	must(t, err)
	must(t, os.WriteFile(path, data, 0o644))
	must(t, os.WriteFile(filepath.Join(dir, "first.js"), []byte(script), 0o644))
	return ownChromium(t, dir)
}

// read returns the gauge's current state.
func read(t *testing.T, p *browser.Page) gauged {
	t.Helper()
	var g gauged
	must(t, p.EvalContent(`({...testGauge, timers: testGauge.timers.size, frames: testGauge.frames.size, memory: testGauge.memory})`, &g))
	return g
}
