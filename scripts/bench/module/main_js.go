//go:build js && wasm

// Command module is our side of the benchmarks of drawing: it draws the reference
// picture, in the page that draws it by other means as well. It is built by the
// benchmark and never shipped. The page sets benchFonts, two Uint8Arrays, and gets
// benchOurs:
//
//	page(name)                   makes a page and returns its boxes and lines as JSON:
//	                             "10", "40", "100" or "1000" sessions, or "a4"
//	draw(name, exact)            the PNG of the page, from its boxes and lines
//	plan(name)                   makes the page's boxes and lines anew, from titles
//	forget()                     empties the caches of glyphs and shapes
package main

import (
	"encoding/json"
	"strconv"
	"syscall/js"

	"byeolpyo/scripts/internal/benchpages"
	"byeolpyo/wasm/picture/raster"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

var (
	raw   [2][]byte
	fonts *typeset.Fonts
	pages = map[string]*scene.Page{}
)

func parse() {
	var err error
	if fonts, err = typeset.ParseFonts(raw[0], raw[1]); err != nil {
		panic(err)
	}
}

func plan(name string) *scene.Page {
	if name == "a4" {
		return benchpages.Sheet(fonts)
	}
	n, err := strconv.Atoi(name)
	if err != nil {
		panic(err)
	}
	return benchpages.Reference(fonts, n)
}

func main() {
	files := js.Global().Get("benchFonts")
	for i := range raw {
		raw[i] = make([]byte, files.Index(i).Length())
		js.CopyBytesToGo(raw[i], files.Index(i))
	}
	parse()
	js.Global().Set("benchOurs", map[string]any{
		"page": js.FuncOf(func(_ js.Value, args []js.Value) any {
			name := args[0].String()
			pages[name] = plan(name)
			text, err := json.Marshal(benchpages.Export(pages[name]))
			if err != nil {
				panic(err)
			}
			return string(text)
		}),
		"plan": js.FuncOf(func(_ js.Value, args []js.Value) any {
			pages[args[0].String()] = plan(args[0].String())
			return nil
		}),
		"forget": js.FuncOf(func(js.Value, []js.Value) any {
			parse()
			return nil
		}),
		"draw": js.FuncOf(func(_ js.Value, args []js.Value) any {
			data, err := raster.Encode(pages[args[0].String()], fonts, raster.Output{Exact: args[1].Bool()})
			if err != nil {
				panic(err)
			}
			out := js.Global().Get("Uint8Array").New(len(data))
			js.CopyBytesToJS(out, data)
			return out
		}),
	})
	js.Global().Call("benchReady")
	select {}
}
