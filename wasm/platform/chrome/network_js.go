//go:build js && wasm

package chrome

import (
	"syscall/js"

	"byeolpyo/wasm/platform"
)

// Network is a platform.Network by a function of a script: fetch(url, init, most) returns
// a promise of {status, etag, date, retryAfter, type, body}, the body a Uint8Array.
type Network struct{ Script js.Value }

// Fetch implements platform.Network.
func (n *Network) Fetch(r platform.Request, done func(platform.Response, error)) {
	header := map[string]any{}
	for name, value := range r.Header {
		header[name] = value
	}
	init := map[string]any{"method": r.Method, "headers": header}
	if r.Body != nil {
		init["body"] = Uint8Array(r.Body)
	}
	request(n.Script, "fetch", func(v js.Value, err error) {
		if err != nil {
			done(platform.Response{}, err)
			return
		}
		word := func(name string) string {
			if w := v.Get(name); w.Type() == js.TypeString {
				return w.String()
			}
			return ""
		}
		a := platform.Response{Status: v.Get("status").Int(), ETag: word("etag"), Date: word("date"), RetryAfter: word("retryAfter"), Type: word("type")}
		if body := v.Get("body"); body.Truthy() {
			a.Body = Bytes(body)
		}
		done(a, nil)
	}, r.URL, js.ValueOf(init), r.Most)
}

// request calls a method of an object of a script, which returns a promise.
func request(object js.Value, method string, done func(js.Value, error), args ...any) {
	Settle(func() js.Value { return object.Call(method, args...) }, done)
}

// Text is a platform.Text by two functions of a script, which return promises.
type Text struct {
	Script             js.Value
	LoadName, SaveName string
}

// Load implements platform.Text.
func (t *Text) Load(done func(string, error)) {
	request(t.Script, t.LoadName, func(v js.Value, err error) {
		if err != nil || v.Type() != js.TypeString {
			done("", err)
			return
		}
		done(v.String(), nil)
	})
}

// Save implements platform.Text.
func (t *Text) Save(text string, done func(error)) {
	request(t.Script, t.SaveName, func(_ js.Value, err error) { done(err) }, text)
}
