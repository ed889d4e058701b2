//go:build js && wasm

// Command background is app/worker.Program in the extension's service worker.
//
// The worker's script, which is there at once while this program is loaded when it is
// needed, provides an object `byeolpyoHost` with
//
//	fetch(url, init, most)   promise of {status, etag, date, retryAfter, type, body}
//	loadKeyring()            promise of the text kept in the extension's own database, or ""
//	saveKeyring(text)        promise
//	loadNote()               promise of the text kept until the browser ends, or ""
//	saveNote(text)           promise
//	alarm(when, putOff)      wakes the worker then, in ms since 1970, or sooner if it was
//	                         to be woken sooner and is not to be put off; 0 for not at all
//	label                    what a person may know this device by
//	ready({event, act, teach, room, clear})  takes this program's functions
package main

import (
	"crypto/rand"
	"syscall/js"

	"byeolpyo/wasm/app/worker"
	"byeolpyo/wasm/platform/chrome"
	"byeolpyo/wasm/sync/syncer"
)

func main() {
	h := &host{js.Global().Get("byeolpyoHost")}
	p := &worker.Program{
		Sync: &syncer.Syncer{Remote: h, Secrets: h, Notes: h, Clock: h, Label: h.js.Get("label").String(), Random: func(b []byte) {
			_, _ = rand.Read(b) // does not fail: crypto/rand stops the program instead
		}},
		Storage: new(chrome.Local), Clock: new(chrome.Clock), Alarm: h.alarm, Address: address,
	}
	p.Start()
	h.js.Call("ready", js.ValueOf(functions(p)))
	select {}
}

// functions are those that the worker's script calls. Each returns a promise.
func functions(p *worker.Program) map[string]any {
	async := func(f func(a []js.Value) func() (js.Value, error)) js.Func {
		return js.FuncOf(func(_ js.Value, a []js.Value) any { return promise(f(a)) })
	}
	return map[string]any{
		"event": async(func(a []js.Value) func() (js.Value, error) {
			event := syncer.Event(a[0].String())
			return func() (js.Value, error) { return js.Undefined(), p.Event(event) }
		}),
		"act": async(func(a []js.Value) func() (js.Value, error) {
			name, argument, server := a[0].String(), a[1].String(), a[2].String()
			return func() (js.Value, error) { return chrome.Object(p.Act(name, argument, server)), nil }
		}),
		"teach": async(func(a []js.Value) func() (js.Value, error) {
			entries, _ := chrome.Entries(a[0]) // of an object, as the tab sends it
			from := a[1].String()
			return func() (js.Value, error) {
				names, err := p.Teach(entries, from)
				list := make([]any, len(names))
				for i, name := range names {
					list[i] = name
				}
				return js.ValueOf(list), err
			}
		}),
		"room": async(func([]js.Value) func() (js.Value, error) {
			return func() (js.Value, error) { made, err := p.Room(); return js.ValueOf(made), err }
		}),
		"clear": async(func([]js.Value) func() (js.Value, error) {
			return func() (js.Value, error) { n, err := p.Clear(); return js.ValueOf(n), err }
		}),
	}
}

// promise runs f beside the worker's own thread.
func promise(f func() (js.Value, error)) js.Value {
	var executor js.Func
	executor = js.FuncOf(func(_ js.Value, a []js.Value) any {
		resolve, reject := a[0], a[1]
		go func() {
			defer executor.Release()
			v, err := f()
			if err != nil {
				reject.Invoke(js.Global().Get("Error").New(err.Error()))
				return
			}
			resolve.Invoke(v)
		}()
		return nil
	})
	return js.Global().Get("Promise").New(executor)
}
