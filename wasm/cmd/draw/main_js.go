//go:build js && wasm

// Command draw makes pictures of timetables. It runs in a Worker
// (extension/draw.worker.js), so that the page stays alive meanwhile, and is
// loaded only by pages that show a picture.
//
// The Worker sets byeolpyoFonts, a promise of the font files as Uint8Arrays in
// the order of draw.ParseFonts, and gets byeolpyoDraw(request):
//
//	{entries, edition, lang, now, scale, format, aspect, mode, theme, back, code, ownText, marked, friends}
//	entries  what storage.local holds, by key; what is of other editions is passed over
//	lang     "ko" or "en";  now: ms since 1970;  scale: pixels to a unit, of the whole
//	format, aspect, mode, theme: the names of package export
//	back, code, ownText, marked: bools;  friends: the ids of those to be laid over
//
// It answers {pages: [{id, png: Uint8Array, text}]}, the ids of draw.Sheet and the
// pages in words, and no page when nothing is picked; or {error: {code, message}};
// code is "data", "large" or "internal".
package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall/js"

	"byeolpyo/wasm/chrome"
	"byeolpyo/wasm/draw"
	"byeolpyo/wasm/export"
	"byeolpyo/wasm/session"
)

const msPerMinute = 60_000

// errData is a request that no page of ours makes.
var errData = errors.New("request not understood")

func main() {
	global := js.Global()
	if page := global.Get("byeolpyoImport"); page.Truthy() {
		receive(page)
		return
	}
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
	word := func(name string) string {
		if v := request.Get(name); v.Type() == js.TypeString {
			return v.String()
		}
		return ""
	}
	r := export.Request{
		Edition: edition.String(), Code: request.Get("code").Truthy(), OwnText: request.Get("ownText").Truthy(), Marked: request.Get("marked").Truthy(),
		Draw: draw.Options{
			Lang:  word("lang"),
			Now:   session.Instant(int64(request.Get("now").Float()) / msPerMinute),
			Scale: request.Get("scale").Int(),
			Back:  request.Get("back").Truthy(),
		},
	}
	r.Choose(word("format"), word("aspect"), word("mode"), word("theme"))
	if list, ok := chrome.Tree(request.Get("friends")).([]any); ok {
		for _, id := range list {
			if id, ok := id.(string); ok {
				r.Friends = append(r.Friends, id)
			}
		}
	}
	job, err := export.Plan(r, export.Entries{
		Names: chrome.Keys(entries),
		Get:   func(name string) any { return chrome.Tree(entries.Get(name)) },
	}, fonts)
	if err != nil {
		return nil, err
	}
	pages := make([]any, 0, len(job.Sheets))
	for _, s := range job.Sheets {
		png, err := draw.Encode(s.Page, fonts)
		if err == nil {
			png, err = job.Finish(png)
		}
		if err != nil {
			return nil, err
		}
		bytes := js.Global().Get("Uint8Array").New(len(png))
		js.CopyBytesToJS(bytes, png)
		pages = append(pages, map[string]any{"id": s.ID, "png": bytes, "text": strings.Join(s.Page.Text, "\n")})
	}
	return pages, nil
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
