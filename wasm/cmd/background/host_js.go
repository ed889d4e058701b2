//go:build js && wasm

package main

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"syscall/js"
	"time"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/app/worker"
	"byeolpyo/wasm/platform/chrome"
	"byeolpyo/wasm/sync/syncer"
)

// host is byeolpyoHost, which is what package syncer asks for but its Store.
type host struct{ js js.Value }

func (h *host) await(f func() js.Value) (js.Value, error) {
	pending, err := chrome.Try(f)
	if err != nil {
		return js.Undefined(), err
	}
	return chrome.Await(pending)
}

func (h *host) alarm(when int64, putOff bool) error {
	_, err := h.await(func() js.Value { return h.js.Call("alarm", float64(when), putOff) })
	return err
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

// Now implements syncer.Clock.
func (h *host) Now() int64 { return time.Now().UnixMilli() }

// Sleep implements syncer.Clock.
func (h *host) Sleep(ctx context.Context, ms int64) error {
	select {
	case <-time.After(time.Duration(ms) * time.Millisecond):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// httpDate is the form of the header Date.
const httpDate = "Mon, 02 Jan 2006 15:04:05 GMT"

// Do implements syncer.Remote.
func (h *host) Do(_ context.Context, q syncer.Request) (syncer.Response, error) {
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
	v, err := h.await(func() js.Value {
		return h.js.Call("fetch", q.Server+wire.VaultPath+q.Token.ID().String(), js.ValueOf(init), wire.MaxBody)
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

// LoadKeyring implements syncer.Secrets.
func (h *host) LoadKeyring() (syncer.Keyring, error) {
	var ring syncer.Keyring
	v, err := h.await(func() js.Value { return h.js.Call("loadKeyring") })
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

// SaveKeyring implements syncer.Secrets.
func (h *host) SaveKeyring(ring syncer.Keyring) error {
	text, err := json.Marshal(ring)
	if err != nil {
		return err
	}
	_, err = h.await(func() js.Value { return h.js.Call("saveKeyring", string(text)) })
	return worker.Refusal(err)
}

// LoadTrouble implements syncer.Notes.
func (h *host) LoadTrouble() (t syncer.Trouble) {
	if v, err := h.await(func() js.Value { return h.js.Call("loadNote") }); err == nil {
		_ = json.Unmarshal([]byte(v.String()), &t) // "" is none
	}
	return t
}

// SaveTrouble implements syncer.Notes.
func (h *host) SaveTrouble(t syncer.Trouble) {
	text, err := json.Marshal(t)
	if err == nil {
		_, _ = h.await(func() js.Value { return h.js.Call("saveNote", string(text)) })
	}
}
