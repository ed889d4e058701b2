//go:build js && wasm

package chrome

import (
	"syscall/js"

	"byeolpyo/wasm/model/protocol"
)

// Alive reports whether the extension that loaded this program is still the one
// installed; after an update, an open tab keeps the old program without its API.
func Alive() bool {
	c := js.Global().Get("chrome")
	if !c.Truthy() || !c.Get("runtime").Truthy() {
		return false
	}
	return c.Get("runtime").Get("id").Truthy()
}

// Send asks the service worker, whose listener knows name, and calls done with its reply.
func Send(name string, message map[string]any, done func(js.Value, error)) {
	Settle(func() js.Value {
		m := Object(message)
		m.Set(protocol.Field, name)
		return js.Global().Get("chrome").Get("runtime").Call("sendMessage", m)
	}, done)
}

// Worker is the extension's service worker, a platform.Worker.
type Worker struct{}

// Room implements platform.Worker.
func (*Worker) Room(done func(made bool, err error)) {
	Send(protocol.MessageRoom, nil, func(made js.Value, err error) { done(err == nil && made.Truthy(), err) })
}

// Teach implements platform.Worker.
func (*Worker) Teach(entries map[string]any, host string, done func(refused []string, err error)) {
	Send(protocol.MessageTeach, map[string]any{"entries": entries, "host": host}, func(v js.Value, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		done(Strings(v))
	})
}

// Clear implements platform.Worker.
func (*Worker) Clear(done func(sessions int, err error)) {
	Send(protocol.MessageClear, nil, func(v js.Value, err error) {
		if err == nil && v.Type() != js.TypeNumber {
			err = errAnswer
		}
		if err != nil {
			done(0, err)
			return
		}
		done(v.Int(), nil)
	})
}
