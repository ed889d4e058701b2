//go:build js && wasm

// Command background syncs, in the extension's service worker. What is done when is
// decided by package syncer, what the page of sync shows by package syncpage. It also
// bounds what pages teach, for all tabs, by package cache.
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
	"context"
	"crypto/rand"
	"encoding/json"
	"strconv"
	"strings"
	"sync"
	"syscall/js"
	"time"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/app/syncpage"
	"byeolpyo/wasm/platform"
	"byeolpyo/wasm/platform/chrome"
	"byeolpyo/wasm/sync/backup"
	"byeolpyo/wasm/sync/syncer"
	"byeolpyo/wasm/sync/vault"
)

// quiet is how long picks have to rest before a change is synced.
const quiet = 3 * time.Second

// safety is when the worker is woken for a change, should it die before quiet is over.
const safety = 30 * time.Second

// httpDate is the form of the header Date.
const httpDate = "Mon, 02 Jan 2006 15:04:05 GMT"

func main() {
	p := &program{host: js.Global().Get("byeolpyoHost")}
	p.sync = &syncer.Syncer{Remote: p, Store: p, Secrets: p, Notes: p, Clock: p, Label: p.host.Get("label").String(), Random: func(b []byte) {
		_, _ = rand.Read(b) // does not fail: crypto/rand stops the program instead
	}}
	functions := map[string]any{
		"event": js.FuncOf(func(_ js.Value, a []js.Value) any {
			event := syncer.Event(a[0].String())
			return promise(func() (js.Value, error) { return js.Undefined(), p.event(event) })
		}),
		"act": js.FuncOf(func(_ js.Value, a []js.Value) any {
			name, argument, server := a[0].String(), a[1].String(), a[2].String()
			return promise(func() (js.Value, error) { return chrome.Object(p.act(name, argument, server)), nil })
		}),
	}
	p.cache.functions(functions)
	p.host.Call("ready", js.ValueOf(functions))
	select {}
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

type program struct {
	host js.Value
	sync *syncer.Syncer
	one  sync.Mutex // held by whoever uses sync

	cache keeper

	rest  sync.Mutex
	timer *time.Timer // runs out when picks have rested
}

// event syncs if there is a reason to. A change waits until picks rest; until then an
// alarm stands for it.
func (p *program) event(e syncer.Event) error {
	if e == syncer.Changed {
		p.wait()
		return p.wake(p.Now()+safety.Milliseconds(), false)
	}
	return p.run(e)
}

// wait starts the time of rest anew.
func (p *program) wait() {
	p.rest.Lock()
	defer p.rest.Unlock()
	if p.timer != nil {
		p.timer.Stop()
	}
	p.timer = time.AfterFunc(quiet, func() { _ = p.run(syncer.Changed) }) // the alarm comes again
}

// run syncs, and sets the alarm for what is pending then.
func (p *program) run(e syncer.Event) error {
	p.one.Lock()
	defer p.one.Unlock()
	p.sync.Handle(context.Background(), e)
	return p.wake(p.sync.Next(), true)
}

func (p *program) wake(when int64, putOff bool) error {
	_, err := p.await(func() js.Value { return p.host.Call("alarm", float64(when), putOff) })
	return err
}

// act does what the page of sync asks for and returns {view, failed, ...}: failed is a
// line that says why it did not work.
func (p *program) act(name, argument, server string) map[string]any {
	if name != "view" { // what is to be seen does not wait for the server
		p.one.Lock()
		defer p.one.Unlock()
	}
	out := map[string]any{}
	ctx := context.Background()
	var why syncer.Why
	var err error
	switch name {
	case "on":
		if server, err = address(server); err == nil {
			err = p.sync.TurnOn(ctx, server)
		}
	case "pair":
		var secret vault.Secret
		var floor vault.Floor
		if server, err = address(server); err == nil {
			if secret, floor, err = vault.ParseCode(argument); err == nil {
				err = p.sync.Pair(ctx, server, secret, floor)
			}
		}
	case "move":
		if server, err = address(server); err == nil {
			err = p.sync.Move(ctx, server)
		}
	case "now":
		err = p.sync.Run(ctx, true)
	case "rotate":
		why, err = p.sync.Rotate(ctx)
	case "delete":
		why, err = p.sync.Delete(ctx)
	case "disconnect":
		err = p.sync.Disconnect()
	case "dismiss":
		err = p.sync.Dismiss()
	case "code":
		err = p.code(out)
	case "export":
		err = p.export(out)
	case "import":
		err = p.take(argument, out)
	}
	state, entries, ring, fault := p.sync.Look()
	if err == nil && fault == nil && ring.Renewing() {
		why = syncer.None // it goes on by itself, as the status says
	}
	if failed := syncpage.Failed(err, why); failed.Name != "" {
		out["failed"] = failed.Tree()
	}
	if fault != nil {
		out["failed"] = syncpage.Failed(fault, syncer.None).Tree()
		return out
	}
	out["view"] = syncpage.Look(state, entries, ring, p.Now()).Tree()
	if name != "view" {
		_ = p.wake(syncer.Wake(state, entries, ring, p.Now()), true) // without an alarm, the next start does it
	}
	return out
}

// address reads an address as a person gives it, and returns its origin.
func address(text string) (string, error) {
	u, err := chrome.Try(func() js.Value { return js.Global().Get("URL").New(text) })
	if err != nil {
		return "", syncer.ErrServer
	}
	part := func(name string) string { return u.Get(name).String() }
	return syncer.Address{
		Scheme: strings.TrimSuffix(part("protocol"), ":"), Host: part("host"), Hostname: part("hostname"), Path: part("pathname"),
		More: part("username")+part("password")+part("search")+part("hash") != "",
	}.Server()
}

func (p *program) code(out map[string]any) error {
	state, _, ring, err := p.sync.Look()
	if err != nil {
		return err
	}
	if ring.Current == nil {
		return syncer.ErrNotOn
	}
	if ring.Next != nil {
		return syncer.ErrRenewing
	}
	c, err := syncpage.CodeOf(*ring.Current, state)
	if err == nil {
		out["code"] = map[string]any{"text": c.Text, "size": float64(c.Size), "dark": c.Dark}
	}
	return err
}

func (p *program) export(out map[string]any) error {
	entries, err := p.Load()
	if err != nil {
		return err
	}
	data, err := backup.Export(entries)
	out["file"] = string(data)
	return err
}

func (p *program) take(text string, out map[string]any) error {
	entries, err := p.Load()
	if err != nil {
		return err
	}
	r, err := backup.Import([]byte(text), entries, p.Now())
	if err != nil {
		return err
	}
	if len(r.Entries) > 0 {
		if err := p.Save(r.Entries); err != nil {
			return err
		}
	}
	var lines []any
	for _, l := range syncpage.Imported(r) {
		lines = append(lines, l.Tree())
	}
	out["said"] = lines
	return nil
}

// ---- what syncer asks for ----

func (p *program) await(f func() js.Value) (js.Value, error) {
	pending, err := chrome.Try(f)
	if err != nil {
		return js.Undefined(), err
	}
	return chrome.Await(pending)
}

func (p *program) Now() int64 { return time.Now().UnixMilli() }

func (p *program) Sleep(ctx context.Context, ms int64) error {
	select {
	case <-time.After(time.Duration(ms) * time.Millisecond):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *program) Do(_ context.Context, q syncer.Request) (syncer.Response, error) {
	headers := map[string]any{"Authorization": q.Token.Authorization()}
	init := map[string]any{"method": q.Method, "headers": headers}
	if q.Match != "" {
		headers["If-Match"] = q.Match
	}
	if q.NoneMatch != "" {
		headers["If-None-Match"] = q.NoneMatch
	}
	if q.Method == "PUT" {
		headers["Content-Type"], headers["Prefer"] = wire.MediaType, wire.PreferBody
		body := js.Global().Get("Uint8Array").New(len(q.Body))
		js.CopyBytesToJS(body, q.Body)
		init["body"] = body
	}
	v, err := p.await(func() js.Value {
		return p.host.Call("fetch", q.Server+wire.VaultPath+q.Token.ID().String(), js.ValueOf(init), wire.MaxBody)
	})
	if err != nil {
		return syncer.Response{}, err
	}
	a := syncer.Response{Status: v.Get("status").Int(), ETag: v.Get("etag").String()}
	if date, err := time.Parse(httpDate, v.Get("date").String()); err == nil {
		a.Date = date.UnixMilli()
	}
	if n, err := strconv.ParseInt(v.Get("retryAfter").String(), 10, 64); err == nil && n > 0 {
		a.RetryAfter = n
	}
	if body := v.Get("body"); body.Truthy() && v.Get("type").String() == wire.MediaType {
		a.Body = make([]byte, body.Length())
		js.CopyBytesToGo(a.Body, body)
	}
	return a, nil
}

func (p *program) Load() (map[string]any, error) {
	type answer struct {
		entries map[string]any
		err     error
	}
	c := make(chan answer, 1)
	new(chrome.Local).Keys(func(keys []string, err error) {
		if err != nil {
			c <- answer{nil, err}
			return
		}
		var wanted []string
		for _, key := range keys {
			if syncer.Keys(key) {
				wanted = append(wanted, key)
			}
		}
		new(chrome.Local).Get(wanted, func(entries map[string]any, err error) { c <- answer{entries, err} })
	})
	if a := <-c; a.err == nil {
		return a.entries, nil
	}
	return nil, syncpage.ErrRead
}

// Save has what pages taught give way where storage has no room.
func (p *program) Save(entries map[string]any) error {
	c := make(chan error, 1)
	save := func() error {
		new(chrome.Local).Set(entries, func(err error) { c <- err })
		return <-c
	}
	err := save()
	if platform.Full(err) {
		if made, _ := p.cache.room(); made {
			err = save()
		}
	}
	return refusal(err)
}

// refusal is err as package syncer knows it.
func refusal(err error) error {
	if platform.Full(err) {
		return syncer.ErrFull
	}
	return err
}

func (p *program) LoadKeyring() (syncer.Keyring, error) {
	var ring syncer.Keyring
	v, err := p.await(func() js.Value { return p.host.Call("loadKeyring") })
	if err != nil {
		return ring, err
	}
	if text := v.String(); text != "" {
		// What cannot be read is as if it were lost, and said so.
		if json.Unmarshal([]byte(text), &ring) != nil {
			ring = syncer.Keyring{}
		}
	}
	return ring, nil
}

func (p *program) SaveKeyring(ring syncer.Keyring) error {
	text, err := json.Marshal(ring)
	if err != nil {
		return err
	}
	_, err = p.await(func() js.Value { return p.host.Call("saveKeyring", string(text)) })
	return refusal(err)
}

func (p *program) LoadTrouble() (t syncer.Trouble) {
	if v, err := p.await(func() js.Value { return p.host.Call("loadNote") }); err == nil {
		_ = json.Unmarshal([]byte(v.String()), &t) // "" is none
	}
	return t
}

func (p *program) SaveTrouble(t syncer.Trouble) {
	text, err := json.Marshal(t)
	if err == nil {
		_, _ = p.await(func() js.Value { return p.host.Call("saveNote", string(text)) })
	}
}
