//go:build js && wasm

package chrome

import (
	"syscall/js"

	"byeolpyo/wasm/platform"
)

// Local is chrome.storage.local, a platform.Storage.
type Local struct{}

func local() js.Value { return js.Global().Get("chrome").Get("storage").Get("local") }

// Keys implements platform.Storage; values stay unread where the browser offers that
// (Chrome 130).
func (*Local) Keys(done func([]string, error)) {
	Settle(func() js.Value {
		if local().Get("getKeys").Type() == js.TypeFunction {
			return local().Call("getKeys")
		}
		return local().Call("get", js.Null())
	}, func(v js.Value, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		if isArray(v) {
			done(Strings(v))
			return
		}
		done(Keys(v))
	})
}

// Get implements platform.Storage; values are as Entries reads them.
func (*Local) Get(keys []string, done func(map[string]any, error)) {
	Settle(func() js.Value { return local().Call("get", Array(keys)) }, func(v js.Value, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		done(Entries(v))
	})
}

// Set implements platform.Storage.
func (*Local) Set(entries map[string]any, done func(error)) {
	Settle(func() js.Value { return local().Call("set", Object(entries)) }, func(_ js.Value, err error) { done(err) })
}

// Remove implements platform.Storage.
func (*Local) Remove(keys []string, done func(error)) {
	Settle(func() js.Value { return local().Call("remove", Array(keys)) }, func(_ js.Value, err error) { done(err) })
}

// Watch implements platform.Storage; values of keys that want refuses are not read.
func (*Local) Watch(want func(key string) bool, f func(key string, tree any)) {
	listener := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if args[1].String() != "local" {
			return nil
		}
		keys, _ := Keys(args[0]) // it is always an object
		for _, key := range keys {
			if want == nil || want(key) {
				change := args[0].Get(key)
				value := change.Get("newValue")
				// Firefox tells of all that is set, also of what stays the same.
				if before, ok := stringify(change.Get("oldValue")); ok {
					if now, _ := stringify(value); before == now {
						continue
					}
				}
				f(key, Entry(value))
			}
		}
		return nil
	})
	js.Global().Get("chrome").Get("storage").Get("onChanged").Call("addListener", listener)
}

// Bytes implements platform.Storage.
func (*Local) Bytes(keys []string, done func(used, quota int, ok bool)) {
	quota := platform.Unbounded // as in Firefox, which has no QUOTA_BYTES
	Settle(func() js.Value {
		if q := local().Get("QUOTA_BYTES"); q.Type() == js.TypeNumber {
			quota = q.Int()
		}
		if keys == nil {
			return local().Call("getBytesInUse", js.Null())
		}
		return local().Call("getBytesInUse", Array(keys))
	}, func(v js.Value, err error) {
		if err != nil || v.Type() != js.TypeNumber {
			done(0, quota, false)
			return
		}
		done(v.Int(), quota, true)
	})
}

// Array is the inverse of Strings.
func Array(keys []string) js.Value {
	list := make([]any, len(keys))
	for i, k := range keys {
		list[i] = k
	}
	return js.ValueOf(list)
}

// Text implements platform.Storage.
func (*Local) Text(keys []string, done func(string, error)) {
	Settle(func() js.Value { return local().Call("get", Array(keys)) }, func(v js.Value, err error) {
		if err == nil {
			v, err = Try(func() js.Value { return js.Global().Get("JSON").Call("stringify", v) })
		}
		if err == nil && v.Type() != js.TypeString {
			err = &platform.Error{Message: "storage's answer is no object"}
		}
		if err != nil {
			done("", err)
			return
		}
		done(v.String(), nil)
	})
}
