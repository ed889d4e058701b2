//go:build js && wasm

// Package chrome implements package platform in the browser: it awaits promises, copies trees
// in and out of JavaScript, and reads and writes the extension's storage. It has no logic of
// the product. It imports little, because it is part of the module that runs on every page.
package chrome

import (
	"syscall/js"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/platform"
)

func asError(v js.Value) error {
	if v.Type() == js.TypeObject && v.Get("message").Type() == js.TypeString {
		e := &platform.Error{Message: v.Get("message").String()}
		if name := v.Get("name"); name.Type() == js.TypeString && name.String() != "Error" {
			e.Name = name.String()
		}
		return e
	}
	return &platform.Error{Message: js.Global().Get("String").Invoke(v).String()}
}

// Try calls f and returns what it throws as an error.
func Try(f func() js.Value) (v js.Value, err error) {
	defer func() {
		if r := recover(); r != nil {
			switch r := r.(type) {
			case js.Error:
				err = asError(r.Value)
			case *js.ValueError: // a part of the API that is gone
				err = &platform.Error{Name: "ValueError", Message: r.Method}
			default:
				panic(r)
			}
		}
	}()
	return f(), nil
}

// Then calls done once with what promise resolves to, or with why it did not.
// It returns at once; done must not block.
func Then(promise js.Value, done func(js.Value, error)) {
	var resolved, rejected js.Func
	release := func() { resolved.Release(); rejected.Release() }
	resolved = js.FuncOf(func(_ js.Value, args []js.Value) any {
		release()
		v := js.Undefined()
		if len(args) > 0 {
			v = args[0]
		}
		done(v, nil)
		return nil
	})
	rejected = js.FuncOf(func(_ js.Value, args []js.Value) any {
		release()
		done(js.Undefined(), asError(args[0]))
		return nil
	})
	promise.Call("then", resolved, rejected)
}

// Settle is Then for the promise that start returns; done also gets what start throws.
func Settle(start func() js.Value, done func(js.Value, error)) {
	promise, err := Try(start)
	if err != nil {
		done(js.Undefined(), err)
		return
	}
	Then(promise, done)
}

// Await blocks this goroutine until promise settles. It must not be called on
// the goroutine of a js.Func: the browser would wait for itself.
func Await(promise js.Value) (js.Value, error) {
	type settled struct {
		v   js.Value
		err error
	}
	c := make(chan settled, 1)
	Then(promise, func(v js.Value, err error) { c <- settled{v, err} })
	s := <-c
	return s.v, s.err
}

// errAnswer says that an answer does not have the form that it must have. Such an answer must
// not be taken for an empty one.
var errAnswer = &platform.Error{Name: "UnreadableAnswer", Message: "an answer of the browser cannot be read"}

// Tree copies a JavaScript value into maps, slices, strings, float64 and bool, by way of
// JSON: what JSON does not hold becomes nil. The error says that the value cannot be copied:
// it contains itself, or is nested too deep. It crosses as one text, because every JavaScript
// value that Go holds is registered and finalized on its own.
func Tree(v js.Value) (any, error) {
	switch v.Type() {
	case js.TypeString:
		return v.String(), nil
	case js.TypeNumber:
		return v.Float(), nil
	case js.TypeBoolean:
		return v.Bool(), nil
	case js.TypeObject:
		if text, ok := stringify(v); ok {
			if tree, ok := jsontree.Parse(text); ok {
				return tree, nil
			}
		}
		return nil, errAnswer
	}
	return nil, nil
}

func stringify(v js.Value) (string, bool) {
	text, err := Try(func() js.Value { return js.Global().Get("JSON").Call("stringify", v) })
	if err != nil || text.Type() != js.TypeString {
		return "", false
	}
	return text.String(), true
}

// Entries copies an object that holds what is stored, by key. A value that cannot be read
// becomes jsontree.Unreadable and does not affect the others. The error says that object is
// not an object.
func Entries(object js.Value) (map[string]any, error) {
	if object.Type() != js.TypeObject || isArray(object) {
		return nil, errAnswer
	}
	if text, ok := stringify(object); ok {
		if entries, ok := jsontree.Entries(text); ok {
			return entries, nil
		}
	}
	// One of the values has no form in JSON, so each is copied by itself.
	names, err := Keys(object)
	if err != nil {
		return nil, err
	}
	entries := make(map[string]any, len(names))
	for _, name := range names {
		entries[name] = Entry(object.Get(name))
	}
	return entries, nil
}

// Entry copies one stored value: jsontree.Unreadable where it is there and cannot be
// read, and nil only where there is none.
func Entry(v js.Value) any {
	if v.IsUndefined() {
		return nil
	}
	tree, err := Tree(v)
	if err == nil && tree != nil {
		return tree
	}
	text, _ := stringify(v)
	return jsontree.Unreadable{JSON: text}
}

func isArray(v js.Value) bool { return js.Global().Get("Array").Call("isArray", v).Bool() }

// Object is the inverse of Tree.
func Object(tree map[string]any) js.Value {
	return js.Global().Get("JSON").Call("parse", jsontree.Text(tree))
}

// Keys returns the names of an object's own properties.
func Keys(object js.Value) ([]string, error) {
	if object.Type() != js.TypeObject {
		return nil, errAnswer
	}
	names, err := Try(func() js.Value { return js.Global().Get("Object").Call("keys", object) })
	if err != nil {
		return nil, err
	}
	return Strings(names)
}

// Strings copies an array of strings.
func Strings(array js.Value) ([]string, error) {
	tree, err := Tree(array)
	values, ok := tree.([]any)
	if err != nil || !ok {
		return nil, errAnswer
	}
	out := make([]string, 0, len(values))
	for _, v := range values {
		s, ok := v.(string)
		if !ok {
			return nil, errAnswer
		}
		out = append(out, s)
	}
	return out, nil
}

// Bytes copies a Uint8Array.
func Bytes(array js.Value) []byte {
	data := make([]byte, array.Length())
	js.CopyBytesToGo(data, array)
	return data
}

// Uint8Array is the inverse of Bytes.
func Uint8Array(data []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(array, data)
	return array
}
