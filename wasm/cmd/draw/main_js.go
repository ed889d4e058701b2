//go:build js && wasm

// Command draw makes pictures of timetables. It runs in a Worker
// (extension/draw.worker.js), so that the page stays alive meanwhile, and is
// loaded only by pages that show a picture.
//
// The Worker sets byeolpyoFonts, a promise of the font files as Uint8Arrays in
// the order of draw.ParseFonts, and gets byeolpyoDraw(request):
//
//	{entries, edition, lang, theme, now, scale, split}
//	entries  what storage.local holds, by key; picks of other editions are passed over
//	lang     "ko" or "en";  theme "light" or "dark";  now: ms since 1970
//	scale    pixels to a unit
//	split    a picture for each day, instead of one of all
//
// It answers {pages: [{id, png: Uint8Array}]}, the id a date, "undated" or "", and
// no page when nothing is picked; or {error: {code, message}}; code is "data", "large" or "internal".
package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall/js"

	"byeolpyo/wasm/chrome"
	"byeolpyo/wasm/draw"
	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/popup"
	"byeolpyo/wasm/session"
	"byeolpyo/wasm/timetable"
)

const msPerMinute = 60_000

// errData is a request that no page of ours makes.
var errData = errors.New("request not understood")

func main() {
	global := js.Global()
	files, err := chrome.Await(global.Get("byeolpyoFonts"))
	if err != nil {
		global.Call("byeolpyoStarted", failure(fmt.Errorf("load fonts: %w", err)))
		return
	}
	var raw [4][]byte
	for i := range raw {
		raw[i] = make([]byte, files.Index(i).Length())
		js.CopyBytesToGo(raw[i], files.Index(i))
	}
	fonts, err := draw.ParseFonts(raw[0], raw[1], raw[2], raw[3])
	if err != nil {
		global.Call("byeolpyoStarted", failure(fmt.Errorf("parse fonts: %w", err)))
		return
	}
	global.Set("byeolpyoDraw", js.FuncOf(func(_ js.Value, args []js.Value) (answer any) {
		// A fault in one picture must not end the program: the next may be drawn.
		defer func() {
			if r := recover(); r != nil {
				answer = failure(fmt.Errorf("panic: %v", r))
			}
		}()
		pages, err := pictures(args[0], fonts)
		if err != nil {
			return failure(err)
		}
		return map[string]any{"pages": pages}
	}))
	global.Call("byeolpyoStarted", js.Null())
	select {}
}

func pictures(request js.Value, fonts *draw.Fonts) ([]any, error) {
	entries, edition := request.Get("entries"), request.Get("edition")
	if entries.Type() != js.TypeObject || edition.Type() != js.TypeString {
		return nil, errData
	}
	options := draw.Options{
		Lang:  request.Get("lang").String(),
		Now:   session.Instant(int64(request.Get("now").Float()) / msPerMinute),
		Scale: request.Get("scale").Int(),
	}
	if request.Get("theme").String() == "dark" {
		options.Theme = draw.Dark
	}
	tt := timetable.New(edition.String(), timetable.FromBook(book(entries), edition.String()))
	parts := popup.Pages(tt)
	if len(parts) > 0 && !request.Get("split").Truthy() {
		parts = []popup.Page{{Table: tt}}
	}
	pages := make([]any, 0, len(parts))
	for _, p := range parts {
		png, err := draw.PNG(p.Table, fonts, options)
		if err != nil {
			return nil, err
		}
		bytes := js.Global().Get("Uint8Array").New(len(png))
		js.CopyBytesToJS(bytes, png)
		pages = append(pages, map[string]any{"id": p.ID, "png": bytes})
	}
	return pages, nil
}

// book reads the picks and of the sessions those that are picked: decoding all
// that every page ever showed would take longer than drawing.
func book(entries js.Value) *picks.Book {
	b := picks.NewBook()
	names := chrome.Keys(entries)
	for _, name := range names {
		if strings.HasPrefix(name, picks.PickPrefix) {
			b.Put(name, chrome.Tree(entries.Get(name)))
		}
	}
	for _, name := range names {
		if key, ok := strings.CutPrefix(name, picks.SessionPrefix); ok {
			if _, picked := b.Picks[session.Key(key)]; picked {
				b.Put(name, chrome.Tree(entries.Get(name)))
			}
		}
	}
	return b
}

// failure is the answer that tells of err.
func failure(err error) map[string]any {
	code := "internal"
	switch {
	case errors.Is(err, errData):
		code = "data"
	case errors.Is(err, draw.ErrTooLarge):
		code = "large"
	}
	return map[string]any{"error": map[string]any{"code": code, "message": err.Error()}}
}
