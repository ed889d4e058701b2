//go:build js && wasm

// Command draw makes pictures of timetables. It runs in a Worker
// (extension/draw.worker.js), so that the page stays alive meanwhile, and is
// loaded only by pages that show a picture.
//
// The Worker sets
//
//	byeolpyoFonts        a promise of the font files of the two weights, as Uint8Arrays
//	byeolpyoFallbacks()  asks for the others, in the order in which they are to be asked
//	byeolpyoPause()      a promise that is kept when messages that waited have been read
//
// and gets byeolpyoDraw(request, progress, done). It calls done once with the
// answer, and, when it takes long, progress(done, total) again and again before;
// what progress returns says whether to go on. A request is
//
//	{entries, edition, lang, theme, now, scale, split}
//	entries  what storage.local holds, by key; picks of other editions are passed over
//	lang     "ko" or "en";  theme "light" or "dark";  now: ms since 1970
//	scale    pixels to a unit
//	split    a picture for each day, instead of one of all
//
// The answer is {pages: [{id, png: Uint8Array}]}, the id a date, "undated" or "", and
// no page when nothing is picked; or {error: {code, message}}; code is "data",
// "large", "cancelled", "load" or "internal".
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

const (
	msPerMinute = 60_000

	// sliceMS is how long drawing goes on before messages are read: a picture of the
	// usual size is done by then.
	sliceMS = 50
)

var (
	// errData is a request that no page of ours makes.
	errData = errors.New("request not understood")
	// errLoad is a font that could not be read.
	errLoad = errors.New("fonts not loaded")
)

func main() {
	global := js.Global()
	files, err := chrome.Await(global.Get("byeolpyoFonts"))
	if err != nil {
		global.Call("byeolpyoStarted", failure(fmt.Errorf("load fonts: %w", err)))
		return
	}
	raw := copied(files)
	if len(raw) != 2 {
		global.Call("byeolpyoStarted", failure(errLoad))
		return
	}
	fonts, err := draw.ParseFonts(raw[0], raw[1])
	if err != nil {
		global.Call("byeolpyoStarted", failure(fmt.Errorf("parse fonts: %w", err)))
		return
	}
	// One request after another: they share the fonts and what is kept with them.
	requests := make(chan request, 64)
	global.Set("byeolpyoDraw", js.FuncOf(func(_ js.Value, args []js.Value) any {
		select {
		case requests <- request{args[0], args[1], args[2]}:
		default: // no page of ours asks so often
			args[2].Invoke(failure(errData))
		}
		return nil
	}))
	global.Call("byeolpyoStarted", js.Null())
	for r := range requests {
		r.done.Invoke(r.answer(fonts))
	}
}

// request is one call of byeolpyoDraw.
type request struct{ what, progress, done js.Value }

func (r request) answer(fonts *draw.Fonts) (answer map[string]any) {
	// A fault in one picture must not end the program: the next may be drawn.
	defer func() {
		if r := recover(); r != nil {
			answer = failure(fmt.Errorf("panic: %v", r))
		}
	}()
	pages, err := r.pictures(fonts)
	if err != nil {
		return failure(err)
	}
	return map[string]any{"pages": pages}
}

func (r request) pictures(fonts *draw.Fonts) ([]any, error) {
	entries, edition := r.what.Get("entries"), r.what.Get("edition")
	if entries.Type() != js.TypeObject || edition.Type() != js.TypeString {
		return nil, errData
	}
	options := draw.Options{
		Lang:  r.what.Get("lang").String(),
		Now:   session.Instant(int64(r.what.Get("now").Float()) / msPerMinute),
		Scale: r.what.Get("scale").Int(),
	}
	if r.what.Get("theme").String() == "dark" {
		options.Theme = draw.Dark
	}
	tt := timetable.New(edition.String(), timetable.FromBook(book(entries), edition.String()))
	parts := popup.Pages(tt)
	if len(parts) > 0 && !r.what.Get("split").Truthy() {
		parts = []popup.Page{{Table: tt}}
	}
	plans := make([]*draw.Page, len(parts))
	total := 0
	for i, p := range parts {
		page, err := plan(p.Table, fonts, options)
		if err != nil {
			return nil, err
		}
		plans[i] = page
		total += page.Height
	}
	pages := make([]any, 0, len(parts))
	before := 0
	tell := r.slices(total)
	for i, p := range parts {
		png, err := draw.Encode(plans[i], fonts, draw.Output{Progress: func(done, _ int) bool { return tell(before + done) }})
		if err != nil {
			return nil, err
		}
		before += plans[i].Height
		bytes := js.Global().Get("Uint8Array").New(len(png))
		js.CopyBytesToJS(bytes, png)
		pages = append(pages, map[string]any{"id": p.ID, "png": bytes})
	}
	return pages, nil
}

// plan lays a timetable out, and again with all fonts when two are not enough.
func plan(tt timetable.Timetable, fonts *draw.Fonts, o draw.Options) (*draw.Page, error) {
	page, err := draw.Plan(tt, fonts, o)
	if err != nil || !fonts.Lacking() || haveFallbacks {
		return page, err
	}
	files, err := chrome.Await(js.Global().Call("byeolpyoFallbacks"))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errLoad, err)
	}
	if err := fonts.AddFallbacks(copied(files)...); err != nil {
		return nil, fmt.Errorf("%w: %w", errLoad, err)
	}
	haveFallbacks = true
	return draw.Plan(tt, fonts, o)
}

var haveFallbacks bool

// slices returns what tells of progress. A picture that is done in one slice is
// not told of at all.
func (r request) slices(total int) func(done int) bool {
	performance := js.Global().Get("performance")
	now := func() float64 { return performance.Call("now").Float() }
	began := now()
	return func(done int) bool {
		if now()-began < sliceMS {
			return true
		}
		if !r.progress.Invoke(done, total).Truthy() {
			return false
		}
		// The answer to what was told, and whatever else waits, is read now.
		if _, err := chrome.Await(js.Global().Call("byeolpyoPause")); err != nil {
			return false
		}
		began = now()
		return r.progress.Invoke(done, total).Truthy()
	}
}

// copied copies an array of Uint8Arrays.
func copied(files js.Value) [][]byte {
	out := make([][]byte, files.Length())
	for i := range out {
		out[i] = make([]byte, files.Index(i).Length())
		js.CopyBytesToGo(out[i], files.Index(i))
	}
	return out
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
	case errors.Is(err, draw.ErrCancelled):
		code = "cancelled"
	case errors.Is(err, errLoad):
		code = "load"
	}
	return map[string]any{"error": map[string]any{"code": code, "message": err.Error()}}
}
