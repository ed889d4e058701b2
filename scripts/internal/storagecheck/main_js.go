//go:build js && wasm

// Command storagecheck holds a browser's storage to package storagetest, or where notices
// are permitted those to package noticetest, and calls storageChecked with what was wrong,
// one line each.
package main

import (
	"strings"
	"syscall/js"

	"byeolpyo/wasm/platform/chrome"
	"byeolpyo/wasm/platform/noticetest"
	"byeolpyo/wasm/platform/storagetest"
)

func main() {
	var clock chrome.Clock
	wait := func(begin func(done func())) {
		c := make(chan struct{}, 1)
		begin(func() { c <- struct{}{} })
		<-c
		// Changes are reported in a message of their own.
		clock.Timer(func() { c <- struct{}{} }).Set(settleMillis)
		<-c
	}
	var wrong []string
	if notices := new(chrome.Notices); js.Global().Get("chrome").Get("notifications").Truthy() {
		wrong = noticetest.Check(notices, wait)
	} else {
		wrong = append(storagetest.Check(new(chrome.Local), wait), noticetest.CheckRefused(notices, wait)...)
	}
	js.Global().Call("storageChecked", strings.Join(wrong, "\n"))
	select {}
}

// settleMillis is how long the report of a change may take after the answer to the writer;
// Chrome sends it before.
const settleMillis = 50
