//go:build js && wasm

package main

import (
	"image"
	"syscall/js"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/picture/picsize"
	"byeolpyo/wasm/picture/scan"
)

// look is the program behind scan.worker.js. The object page has started(), which is
// called when look has added
//
//	scan(rgba, width, height, begins, nth)   the text of the QR code in a picture, if it
//	                                         begins with that, which is in small letters;
//	                                         else "". It is the nth of a camera, or null
//	oversize(bytes)                          of the beginning of a file, picsize.Head long:
//	                                         {width, height} where it tells of a picture
//	                                         that is too large to be decoded, else null
func look(page js.Value) {
	page.Set("scan", js.FuncOf(func(_ js.Value, args []js.Value) any {
		begins := args[3].String()
		accept := func(text string) bool { return len(text) >= len(begins) && ascii.Lower(text[:len(begins)]) == begins }
		if nth := args[4]; nth.Type() == js.TypeNumber {
			return scan.Glance(pictureOf(args), nth.Int(), accept)
		}
		return scan.Find(pictureOf(args), accept, nil)
	}))
	page.Set("oversize", js.FuncOf(func(_ js.Value, args []js.Value) any {
		head := make([]byte, min(args[0].Length(), picsize.Head))
		js.CopyBytesToGo(head, args[0])
		if size := oversize(head); size != nil {
			return size
		}
		return nil
	}))
	page.Call("started")
	select {}
}

// oversize is the size of a picture that is too large to be decoded, by the beginning of
// its file; nil where that tells of none.
func oversize(head []byte) map[string]any {
	width, height, ok := picsize.Of(head[:min(len(head), picsize.Head)])
	if !ok || !picsize.TooLarge(width, height) {
		return nil
	}
	return map[string]any{"width": width, "height": height}
}

// pictureOf is the picture of which args begin with the pixels, red, green, blue and
// alpha, the width and the height: an empty one when that is none, or too large.
func pictureOf(args []js.Value) image.Image {
	width, height := args[1].Int(), args[2].Int()
	if width <= 0 || height <= 0 || width > scan.MaxPixels/height {
		return &image.NRGBA{}
	}
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	js.CopyBytesToGo(img.Pix, args[0])
	return img
}
