//go:build js && wasm

package chrome

import (
	"syscall/js"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/platform"
)

// Clock is the browser's, a platform.Clock.
type Clock struct{}

// Now implements platform.Clock.
func (*Clock) Now() int64 { return int64(js.Global().Get("Date").Call("now").Float()) }

// Ahead returns by how many minutes the device's time zone is ahead of UTC at t.
func Ahead(t session.Instant) int {
	return -js.Global().Get("Date").New(float64(t) * msPerMinute).Call("getTimezoneOffset").Int()
}

// msPerMinute is a minute in Date's unit.
const msPerMinute = 60_000

// Timer implements platform.Clock. Its function is never released: a program has few timers
// and keeps them.
func (*Clock) Timer(f func()) platform.Timer {
	return &timer{f: js.FuncOf(func(js.Value, []js.Value) any { f(); return nil })}
}

type timer struct {
	f  js.Func
	id js.Value
}

// Set implements platform.Timer.
func (t *timer) Set(millis int) {
	if t.id.Truthy() {
		js.Global().Call("clearTimeout", t.id)
	}
	t.id = js.Global().Call("setTimeout", t.f, millis)
}

// Soon implements platform.Clock.
func (*Clock) Soon(f func()) { js.Global().Call("queueMicrotask", once(f)) }

// WhenIdle implements platform.Clock.
func (*Clock) WhenIdle(millis int, f func()) {
	js.Global().Call("requestIdleCallback", once(f), map[string]any{"timeout": millis})
}

// once returns a JavaScript function that calls f and may be called once.
func once(f func()) js.Func {
	var call js.Func
	call = js.FuncOf(func(js.Value, []js.Value) any {
		call.Release()
		f()
		return nil
	})
	return call
}
