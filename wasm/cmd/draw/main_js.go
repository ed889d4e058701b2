//go:build js && wasm

// Command draw makes pictures of timetables, and reads them (see read) or a pairing
// code (see look). It runs in a Worker (extension/draw.worker.js, read.worker.js and
// scan.worker.js), so that the page stays alive meanwhile, and is loaded only by pages
// that show a picture or look into one. Its argument says which of the three programs
// it is: draw, read or scan.
//
// The Worker that draws sets
//
//	byeolpyoFonts        a promise of the font files of the two weights, as Uint8Arrays
//	byeolpyoFallbacks()  asks for the others, in the order in which they are to be asked
//	byeolpyoPause()      a promise that is kept when messages that waited have been read
//
// and gets byeolpyoDraw(request, progress, done). It calls done once with the
// answer, and, when it takes long, progress(done, total) again and again before;
// what progress returns says whether to go on. A request is
//
//	{entries, edition, lang, now, scale, format, aspect, mode, theme, back, code, ownText, marked, friends}
//	entries  what storage.local holds, by key; what is of other editions is passed over
//	lang     "ko" or "en";  now: ms since 1970;  scale: pixels to a unit, of the whole
//	format, aspect, mode, theme: the names of package export
//	back, code, ownText, marked: bools;  friends: the ids of those to be laid over
//
// The answer is {pages: [{id, png: Uint8Array, text}]}, the ids of draw.Sheet and the
// pages in words, and no page when nothing is picked; or {error: {code, message}};
// code is "data", "large", "cancelled", "load" or "internal".
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall/js"

	"byeolpyo/wasm/app/pictures"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/picture/draw"
	"byeolpyo/wasm/platform/chrome"
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
	switch program := os.Args[len(os.Args)-1]; program {
	case "draw":
		paint(global)
	case "read":
		read(global.Get("byeolpyoRead"))
	case "scan":
		look(global.Get("byeolpyoScanner"))
	default:
		panic("draw is none of the programs of this module: " + program)
	}
}

// paint is the program behind draw.worker.js.
func paint(global js.Value) {
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
	word := func(name string) string {
		if v := r.what.Get(name); v.Type() == js.TypeString {
			return v.String()
		}
		return ""
	}
	wanted := pictures.Request{
		Edition: edition.String(), Code: r.what.Get("code").Truthy(), OwnText: r.what.Get("ownText").Truthy(), Marked: r.what.Get("marked").Truthy(),
		Draw: draw.Options{
			Lang:  word("lang"),
			Now:   session.Instant(int64(r.what.Get("now").Float()) / msPerMinute),
			Scale: r.what.Get("scale").Int(),
			Back:  r.what.Get("back").Truthy(),
		},
	}
	wanted.Choose(word("format"), word("aspect"), word("mode"), word("theme"))
	tree, err := chrome.Tree(r.what.Get("friends"))
	if err != nil {
		return nil, errData
	}
	if list, ok := tree.([]any); ok {
		for _, id := range list {
			if id, ok := id.(string); ok {
				wanted.Friends = append(wanted.Friends, id)
			}
		}
	}
	names, err := chrome.Keys(entries)
	if err != nil {
		return nil, errData
	}
	job, err := plan(wanted, pictures.Entries{
		Names: names,
		Get:   func(name string) any { return chrome.Entry(entries.Get(name)) },
	}, fonts)
	if err != nil {
		return nil, err
	}
	total := 0
	for _, s := range job.Sheets {
		total += s.Page.Height
	}
	pages := make([]any, 0, len(job.Sheets))
	before := 0
	tell := r.slices(total)
	for _, s := range job.Sheets {
		o := job.Output
		o.Progress = func(done, _ int) bool { return tell(before + done) }
		png, err := draw.Encode(s.Page, fonts, o)
		if err != nil {
			return nil, err
		}
		before += s.Page.Height
		bytes := js.Global().Get("Uint8Array").New(len(png))
		js.CopyBytesToJS(bytes, png)
		pages = append(pages, map[string]any{"id": s.ID, "png": bytes, "text": strings.Join(s.Page.Text, "\n"), "alt": strings.Join(s.Page.Alt, "\n")})
	}
	return pages, nil
}

// plan lays out what is wanted, and again with all fonts when two are not enough.
func plan(r pictures.Request, all pictures.Entries, fonts *draw.Fonts) (pictures.Job, error) {
	job, err := pictures.Plan(r, all, fonts)
	if err != nil || !fonts.Lacking() || haveFallbacks {
		return job, err
	}
	files, err := chrome.Await(js.Global().Call("byeolpyoFallbacks"))
	if err != nil {
		return pictures.Job{}, fmt.Errorf("%w: %w", errLoad, err)
	}
	if err := fonts.AddFallbacks(copied(files)...); err != nil {
		return pictures.Job{}, fmt.Errorf("%w: %w", errLoad, err)
	}
	haveFallbacks = true
	return pictures.Plan(r, all, fonts)
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
