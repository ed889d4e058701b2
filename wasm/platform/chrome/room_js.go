//go:build js && wasm

package chrome

import "syscall/js"

// defaultQuota is storage's, should the browser not tell: that of every Chrome since 113.
const defaultQuota = 10 << 20

// StorageBytes calls done with how much of storage those keys take, all of it for nil, and
// how much it holds; ok is false where the browser does not tell.
func StorageBytes(keys []string, done func(used, quota int, ok bool)) {
	quota := defaultQuota
	promise, err := Try(func() js.Value {
		if q := local().Get("QUOTA_BYTES"); q.Type() == js.TypeNumber {
			quota = q.Int()
		}
		if keys == nil {
			return local().Call("getBytesInUse", js.Null())
		}
		return local().Call("getBytesInUse", array(keys))
	})
	if err != nil {
		done(0, quota, false)
		return
	}
	Then(promise, func(v js.Value, err error) {
		if err != nil || v.Type() != js.TypeNumber {
			done(0, quota, false)
			return
		}
		done(v.Int(), quota, true)
	})
}

func array(keys []string) js.Value {
	list := make([]any, len(keys))
	for i, k := range keys {
		list[i] = k
	}
	return js.ValueOf(list)
}

// StorageText calls done with the stored values of keys as one JSON text.
func StorageText(keys []string, done func(string, error)) {
	promise, err := Try(func() js.Value { return local().Call("get", array(keys)) })
	if err != nil {
		done("", err)
		return
	}
	Then(promise, func(v js.Value, err error) {
		if err == nil {
			v, err = Try(func() js.Value { return js.Global().Get("JSON").Call("stringify", v) })
		}
		if err == nil && v.Type() != js.TypeString {
			err = &Error{Message: "storage's answer is no object"}
		}
		if err != nil {
			done("", err)
			return
		}
		done(v.String(), nil)
	})
}

// Send asks the service worker, whose listener knows name, and calls done with its reply.
func Send(name string, message map[string]any, done func(js.Value, error)) {
	promise, err := Try(func() js.Value {
		m := Object(message)
		m.Set("byeolpyo", name)
		return js.Global().Get("chrome").Get("runtime").Call("sendMessage", m)
	})
	if err != nil {
		done(js.Undefined(), err)
		return
	}
	Then(promise, done)
}

// StorageKeep is StorageSet for what a person did: where storage has no room, the service
// worker has what pages taught give way.
func StorageKeep(entries map[string]any, done func(error)) {
	StorageSet(entries, func(full error) {
		if !Full(full) {
			done(full)
			return
		}
		Send("room", nil, func(made js.Value, err error) {
			if err != nil || !made.Truthy() {
				done(full)
				return
			}
			StorageSet(entries, done)
		})
	})
}
