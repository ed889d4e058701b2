//go:build js && wasm

// Command draw makes pictures of timetables (app/pictures.Program), and reads them, or a
// pairing code (app/finder). It runs in a Worker, so that the page stays alive, and only for
// pages that show or read a picture. It is three programs in one; its argument says which.
// Package protocol names the functions that they and their scripts call.
//
// draw (draw.worker.js) finds byeolpyoFonts, a promise of the font files of the two
// weights as Uint8Arrays, byeolpyoFallbacks(), a promise of the others, byeolpyoPause(), a
// promise that is kept when messages that waited have been read, and byeolpyoStarted(null
// or an answer with an error). It adds byeolpyoDraw(request, progress, done), which calls
// done once with {pages: [{id, png: Uint8Array, text, alt}]} or {error: {code, message}}. A
// request has what storage.local holds, by key, in entries, and the fields of
// pictures.Query.
//
// read (read.worker.js) finds in byeolpyoRead known, the keys of all sessions that are
// stored, and started(), which is called when it has added file(bytes), pixels(rgba, width,
// height, progress), link(text) and why(bytes), as package finder has them.
//
// scan (scan.worker.js) finds in byeolpyoScanner started(), which is called when it has
// added scan(rgba, width, height, begins, nth or null), oversize(bytes) and why(bytes), as
// package finder has them.
package main

import (
	"image"
	"os"
	"syscall/js"

	"byeolpyo/wasm/app/finder"
	"byeolpyo/wasm/app/pictures"
	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/platform/chrome"
)

func main() {
	switch program := os.Args[len(os.Args)-1]; program {
	case "draw":
		paint(js.Global())
	case "read":
		read(js.Global().Get(protocol.GlobalRead))
	case "scan":
		look(js.Global().Get(protocol.GlobalScanner))
	default:
		panic("draw is none of the programs of this module: " + program)
	}
	select {}
}

func paint(global js.Value) {
	p := &pictures.Program{
		Clock:     new(chrome.Clock),
		Fallbacks: func() ([][]byte, error) { return files(global.Call(protocol.GlobalFallbacks)) },
		Pause:     func() error { _, err := chrome.Await(global.Call(protocol.GlobalPause)); return err },
	}
	if failure := p.Start(files(global.Get(protocol.GlobalFonts))); failure != nil {
		global.Call(protocol.GlobalStarted, failure.Tree())
		return
	}
	requests := make(chan []js.Value, 64)
	global.Set(protocol.GlobalDraw, js.FuncOf(func(_ js.Value, args []js.Value) any {
		select {
		case requests <- args:
		default: // none of our pages has that many requests waiting
			args[2].Invoke(pictures.Refused().Tree())
		}
		return nil
	}))
	global.Call(protocol.GlobalStarted, js.Null())
	for r := range requests {
		r[2].Invoke(answer(p, r[0], r[1]))
	}
}

// answer draws what a page asks for.
func answer(p *pictures.Program, request, progress js.Value) map[string]any {
	q := pictures.Query{Field: func(name string) any { return chrome.Entry(request.Get(name)) }}
	entries := request.Get("entries")
	if names, err := chrome.Keys(entries); err == nil {
		q.Entries = pictures.Entries{Names: names, Get: func(name string) any { return chrome.Entry(entries.Get(name)) }}
	}
	drawn, failure := p.Draw(q, func(done, total int) bool { return progress.Invoke(done, total).Truthy() })
	if failure != nil {
		return failure.Tree()
	}
	pages := make([]any, len(drawn))
	for i, d := range drawn {
		pages[i] = map[string]any{"id": d.ID, "png": chrome.Uint8Array(d.PNG), "text": d.Text, "alt": d.Alt, "link": d.Link, "missing": d.Missing}
	}
	return map[string]any{"pages": pages}
}

func read(worker js.Value) {
	f := finder.Finder{Keys: func() []string {
		keys, _ := chrome.Strings(worker.Get(protocol.ReadKnown)) // it is always an array of strings
		return keys
	}}
	offer(worker, protocol.ReadFile, func(a []js.Value) any { return found(f.File(chrome.Bytes(a[0]))) })
	offer(worker, protocol.ReadLink, func(a []js.Value) any { return found(f.Link(a[0].String())) })
	offer(worker, protocol.ReadWhy, func(a []js.Value) any { return finder.Undecodable(chrome.Bytes(a[0])) })
	offer(worker, protocol.ReadPixels, func(a []js.Value) any {
		return found(f.Pixels(pictureOf(a), func(done, total int) { a[3].Invoke(done, total) }))
	})
	worker.Call(protocol.ReadStarted)
}

func look(page js.Value) {
	offer(page, protocol.ScannerScan, func(a []js.Value) any {
		nth := -1
		if a[4].Type() == js.TypeNumber {
			nth = a[4].Int()
		}
		return finder.Scan(pictureOf(a), a[3].String(), nth)
	})
	offer(page, protocol.ScannerOversize, func(a []js.Value) any { return found(finder.Oversize(chrome.Bytes(a[0]))) })
	offer(page, protocol.ScannerWhy, func(a []js.Value) any { return finder.Undecodable(chrome.Bytes(a[0])) })
	page.Call(protocol.ScannerStarted)
}

// offer sets a member of a JavaScript object to a Go function.
func offer(object js.Value, name string, f func([]js.Value) any) {
	object.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) }))
}

func found(tree map[string]any) any {
	if tree == nil {
		return nil
	}
	return chrome.Object(tree)
}

// files copies the Uint8Arrays of which promise promises an array.
func files(promise js.Value) ([][]byte, error) {
	arrays, err := chrome.Await(promise)
	if err != nil {
		return nil, err
	}
	out := make([][]byte, arrays.Length())
	for i := range out {
		out[i] = chrome.Bytes(arrays.Index(i))
	}
	return out, nil
}

// pictureOf makes a picture of the first three arguments: pixels, width and height.
func pictureOf(args []js.Value) *image.NRGBA {
	img := finder.Canvas(args[1].Int(), args[2].Int())
	js.CopyBytesToGo(img.Pix, args[0])
	return img
}
