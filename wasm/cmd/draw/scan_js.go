//go:build js && wasm

package main

import (
	"image"
	"syscall/js"

	"byeolpyo/wasm/scan"
	"byeolpyo/wasm/session"
)

// look is the program behind scan.worker.js. The object page has started(), which is
// called when look has added
//
//	scan(rgba, width, height, begins)   the text of the QR code in a picture, if it begins
//	                                    with that, which is in small letters; else ""
func look(page js.Value) {
	page.Set("scan", js.FuncOf(func(_ js.Value, args []js.Value) any {
		width, height, begins := args[1].Int(), args[2].Int(), args[3].String()
		if width <= 0 || height <= 0 || width > scan.MaxPixels/height {
			return ""
		}
		img := image.NewNRGBA(image.Rect(0, 0, width, height))
		js.CopyBytesToGo(img.Pix, args[0])
		return scan.Find(img, func(text string) bool {
			return len(text) >= len(begins) && session.Lower(text[:len(begins)]) == begins
		}, nil)
	}))
	page.Call("started")
	select {}
}
