//go:build js && wasm

// Command report is the program that writes a report of a page that was read wrongly
// (package report), for the popup, which loads it when somebody asks for one: it has all
// that reads pages, and neither the popup nor every page should carry what this needs
// besides. It takes the page from the object that the script provides (protocol's Report
// names what is in it), gives back the text, and ends.
package main

import (
	"syscall/js"

	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/report"
	"byeolpyo/wasm/read/site"
	"byeolpyo/wasm/read/snapshot"
)

func main() {
	asked := js.Global().Get(protocol.GlobalReport)
	text := func(name string) string { return asked.Get(name).String() }
	date := js.Global().Get("Date")
	o := site.Options{URL: text(protocol.ReportURL), Lang: text(protocol.ReportLang), Zone: func(d session.Date, hour, minute int) int {
		return -date.New(d.Year, d.Month-1, d.Day, hour, minute).Call("getTimezoneOffset").Int()
	}}
	h := report.Head{Version: text(protocol.ReportVersion), Zone: text(protocol.ReportZone)}
	asked.Call(protocol.ReportDone, report.Text(snapshot.Decode(text(protocol.ReportSnapshot)), o, h))
}
