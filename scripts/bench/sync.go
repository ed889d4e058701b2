package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/native"
	"byeolpyo/scripts/internal/wasmopt/compiler"
)

// sealBatch is how often a body is sealed and opened for one value: the browser's clock
// has steps of 0.1 ms.
const sealBatch = 10

// sync measures sealing, and how long picks take from a device to the server.
func (b *bench) sync() error {
	scratch, err := os.MkdirTemp("", "byeolpyo-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	dir := filepath.Join(scratch, "extension")
	if err := os.CopyFS(dir, os.DirFS(b.dist)); err != nil {
		return err
	}
	module, err := compiler.Build(b.ctx, ".", compiler.Program{Name: "background", Package: "./scripts/bench/sealing", Scratch: filepath.Join(scratch, "sealing")})
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "sealing.wasm"), module, 0o644)
	}
	if err != nil {
		return err
	}
	c, err := b.start(dir)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := b.sealing(c); err != nil {
		return err
	}
	program, err := native.Build(b.ctx, ".")
	if err != nil {
		return err
	}
	server, err := native.Start(b.ctx, program, "127.0.0.1:0", filepath.Join(scratch, "vaults.db"), io.Discard)
	if err != nil {
		return err
	}
	defer server.Kill()
	return b.waking(c, server.URL)
}

func (b *bench) sealing(c *browser.Browser) error {
	p, err := c.OpenExtension("frame.html") // an empty page that has wasm_exec.js
	if err != nil {
		return err
	}
	defer p.Close()
	err = p.Eval(`(async () => {
		const ready = new Promise(resolve => { globalThis.benchReady = resolve; });
		const go = new Go();
		const { instance } = await WebAssembly.instantiateStreaming(fetch("sealing.wasm"), go.importObject);
		go.run(instance);
		await ready;
	})()`, nil)
	if err != nil {
		return err
	}
	var times []float64
	for i := range b.rounds + 2 {
		var ms float64
		if err := p.Eval(fmt.Sprintf(`(() => { const start = performance.now(); benchSeal(%[1]d); return (performance.now() - start) / %[1]d; })()`, sealBatch), &ms); err != nil {
			return err
		}
		if i >= 2 { // the code is compiled for speed by then
			times = append(times, ms)
		}
	}
	b.figures["sync_seal_open_60k_ms"] = median(times)
	b.figures["sync_seal_open_60k_n"] = float64(len(times))
	return nil
}

// waking changes a pick repeatedly, and asks as the popup does when it is opened: in turns of a
// worker that has been stopped and of one that runs.
func (b *bench) waking(c *browser.Browser, server string) error {
	stored, _ := chosen()
	if err := c.Store(stored); err != nil {
		return err
	}
	p, err := c.OpenExtension("sync.html")
	if err != nil {
		return err
	}
	if err = p.Wait(`document.body.dataset.ready === "1"`); err == nil {
		err = p.Eval(fmt.Sprintf(`document.getElementById("server").value = %q; document.getElementById("on-button").click()`, server), nil)
	}
	if err == nil {
		err = p.Wait(`document.body.dataset.status === "syncNow"`)
	}
	p.Close()
	if err != nil {
		return err
	}
	times := map[bool][]float64{}
	for round := 0; len(times[true]) < b.rounds+1 || len(times[false]) < b.rounds+1; round++ {
		if round > 4*(b.rounds+1) {
			return fmt.Errorf("the worker synced by itself in most of %d rounds: the machine is too slow", round)
		}
		stopped := round%2 == 0
		// The program has seen the change once its alarm is set; then it waits for more.
		var version int
		err := c.Extension(`(async () => {
			const all = await chrome.storage.local.get(null);
			const key = Object.keys(all).find(key => key.startsWith("pick/"));
			await chrome.storage.local.set({[key]: {...all[key], state: all[key].state === "star" ? "must" : "star", tapped: Date.now()}});
			while (!await chrome.alarms.get("sync")) await new Promise(requestAnimationFrame);
			return JSON.parse(all.sync).version;
		})()`, &version)
		if err == nil && stopped {
			err = c.StopWorker()
		}
		if err != nil {
			return err
		}
		var ms float64
		err = c.Extension(fmt.Sprintf(`(async () => {
			if (JSON.parse((await chrome.storage.local.get("sync")).sync).version !== %[1]d) return 0;
			let start;
			const synced = new Promise(resolve => {
				const look = ({sync}) => {
					if (!sync) return;
					const s = JSON.parse(sync.newValue);
					if (s.version !== %[1]d + 1 || s.staged || s.dirty || s.why) return;
					chrome.storage.local.onChanged.removeListener(look);
					resolve(performance.now() - start);
				};
				chrome.storage.local.onChanged.addListener(look);
			});
			start = performance.now();
			chrome.runtime.sendMessage({byeolpyo: "open"}).catch(() => {});
			const ms = await synced;
			while (await chrome.alarms.get("sync")) await new Promise(requestAnimationFrame);
			return ms;
		})()`, version), &ms)
		if err != nil {
			return err
		}
		if ms > 0 {
			times[stopped] = append(times[stopped], ms)
		}
	}
	// The first of each fills the caches.
	b.figures["sync_wake_to_synced_ms"] = median(times[true][1:])
	b.figures["sync_wake_to_synced_ms_p95"] = p95(times[true][1:])
	b.figures["sync_awake_to_synced_ms"] = median(times[false][1:])
	b.figures["sync_wake_to_synced_n"] = float64(len(times[true]) - 1)
	return nil
}
