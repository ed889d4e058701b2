//go:build js && wasm

// Command storagecheck holds a browser's storage to package storagetest and calls
// storageChecked with what was wrong, one line each.
package main

import (
	"strings"
	"syscall/js"

	"byeolpyo/wasm/platform/chrome"
	"byeolpyo/wasm/platform/storagetest"
)

func main() {
	var clock chrome.Clock
	wrong := storagetest.Check(new(chrome.Local), func(begin func(done func())) {
		c := make(chan struct{}, 1)
		begin(func() { c <- struct{}{} })
		<-c
		// Changes are told of in a message of their own.
		clock.Timer(func() { c <- struct{}{} }).Set(settleMillis)
		<-c
	})
	js.Global().Call("storageChecked", strings.Join(wrong, "\n"))
	select {}
}

// settleMillis is how long a change may be on its way after the answer to who made it;
// Chrome sends it before.
const settleMillis = 50
