//go:build js && wasm

// Command background is app/worker.Program in the extension's service worker.
//
// The worker's script runs at once and loads this program when it is needed. It provides the
// functions below, which package protocol names (Worker) and scripts/internal/constants gives
// types:
//
//	fetch(url, init, most)   promise of {status, etag, date, retryAfter, type, body}
//	loadKeyring()            promise of the text kept in the extension's own database, or ""
//	saveKeyring(text)        promise
//	loadNote()               promise of the text kept until the browser ends, or ""
//	saveNote(text)           promise
//	alarm(when, putOff)      wakes the worker then, in ms since 1970, or sooner if it was
//	                         to be woken sooner and is not to be put off; 0 for not at all
//	label()                  promise of what a person may know this device by
//	messages()               promise of the two messages.json, by language
//	language                 the browser's
//	wakeAt(when)             has remind called then, in ms since 1970, and at no other moment
//	count(until)             has the button count minutes until then
//	ready(functions)         takes those of this program
package main

import (
	"crypto/rand"
	"strings"
	"syscall/js"

	"byeolpyo/wasm/app/worker"
	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/platform/chrome"
	"byeolpyo/wasm/sync/syncer"
)

func main() {
	host := js.Global().Get(protocol.GlobalHost)
	clock := new(chrome.Clock)
	await := func(name string, args ...any) (js.Value, error) {
		pending, err := chrome.Try(func() js.Value { return host.Call(name, args...) })
		if err != nil {
			return pending, err
		}
		return chrome.Await(pending)
	}
	label := ""
	if v, err := await(protocol.WorkerLabel); err == nil {
		label = v.String()
	}
	p := &worker.Program{
		Sync: &syncer.Syncer{
			Remote:  worker.Remote{Network: &chrome.Network{Script: host}},
			Secrets: worker.Secrets{Text: &chrome.Text{Script: host, LoadName: protocol.WorkerLoadKeyring, SaveName: protocol.WorkerSaveKeyring}},
			Notes:   worker.Notes{Text: &chrome.Text{Script: host, LoadName: protocol.WorkerLoadNote, SaveName: protocol.WorkerSaveNote}},
			Clock:   worker.NewClock(clock),
			Label:   label,
			Random:  func(b []byte) { _, _ = rand.Read(b) }, // does not fail: crypto/rand stops the program instead
		},
		Storage: new(chrome.Local), Clock: clock, Address: address,
		Notices: new(chrome.Notices), Language: host.Get(protocol.WorkerLanguage).String(),
		Messages: func(done func(any, error)) {
			v, err := await(protocol.WorkerMessages)
			if err != nil {
				done(nil, err)
				return
			}
			done(chrome.Tree(v))
		},
		WakeAt: func(when int64) error { _, err := await(protocol.WorkerWakeAt, float64(when)); return err },
		Count:  func(until int64) error { _, err := await(protocol.WorkerCount, float64(until)); return err },
		Online: func() bool { return js.Global().Get("navigator").Get("onLine").Truthy() },
		Alarm: func(when int64, putOff bool) error {
			_, err := await(protocol.WorkerAlarm, float64(when), putOff)
			return err
		},
	}
	p.Start()
	host.Call(protocol.WorkerReady, js.ValueOf(functions(p)))
	select {}
}

// address takes a URL apart.
func address(text string) (syncer.Address, error) {
	u, err := chrome.Try(func() js.Value { return js.Global().Get("URL").New(text) })
	if err != nil {
		return syncer.Address{}, err
	}
	part := func(name string) string { return u.Get(name).String() }
	return syncer.Address{
		Scheme: strings.TrimSuffix(part("protocol"), ":"), Host: part("host"), Hostname: part("hostname"), Path: part("pathname"),
		More: part("username")+part("password")+part("search")+part("hash") != "",
	}, nil
}

// functions are those that the worker's script calls. Each returns a promise.
func functions(p *worker.Program) map[string]any {
	async := func(f func(a []js.Value) func() (js.Value, error)) js.Func {
		return js.FuncOf(func(_ js.Value, a []js.Value) any { return promise(f(a)) })
	}
	return map[string]any{
		protocol.BackgroundEvent: async(func(a []js.Value) func() (js.Value, error) {
			event := syncer.Event(a[0].String())
			return func() (js.Value, error) { return js.Undefined(), p.Event(event) }
		}),
		protocol.BackgroundAct: async(func(a []js.Value) func() (js.Value, error) {
			name, argument, server := a[0].String(), a[1].String(), a[2].String()
			return func() (js.Value, error) { return chrome.Object(p.Act(name, argument, server)), nil }
		}),
		protocol.BackgroundTeach: async(func(a []js.Value) func() (js.Value, error) {
			entries, _ := chrome.Entries(a[0]) // of an object, as the tab sends it
			from := a[1].String()
			return func() (js.Value, error) {
				names, err := p.Teach(entries, from)
				return chrome.Array(names), err
			}
		}),
		protocol.BackgroundRemind: async(func([]js.Value) func() (js.Value, error) {
			return func() (js.Value, error) { return js.Undefined(), p.Remind() }
		}),
		protocol.BackgroundOpened: async(func(a []js.Value) func() (js.Value, error) {
			id := a[0].String()
			return func() (js.Value, error) { address, err := p.Opened(id); return js.ValueOf(address), err }
		}),
		protocol.BackgroundRoom: async(func([]js.Value) func() (js.Value, error) {
			return func() (js.Value, error) { made, err := p.Room(); return js.ValueOf(made), err }
		}),
		protocol.BackgroundClear: async(func([]js.Value) func() (js.Value, error) {
			return func() (js.Value, error) { n, err := p.Clear(); return js.ValueOf(n), err }
		}),
	}
}

// promise runs f in a goroutine of its own and returns a promise of its result.
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
