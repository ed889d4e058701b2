//go:build js && wasm

package main

import (
	"errors"
	"image"
	"strings"
	"syscall/js"

	"byeolpyo/wasm/chrome"
	"byeolpyo/wasm/friends"
	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/pngchunk"
	"byeolpyo/wasm/popup"
	"byeolpyo/wasm/scan"
	"byeolpyo/wasm/session"
	"byeolpyo/wasm/share"
)

// receive is the program behind import.html: it looks for a timetable in a picture, in
// the text that our own pictures hold or in their QR code, and takes it over as the
// person wants. What is shown and stored is decided by package popup. It is part of
// this command because a module of its own is 1.1 MB gzipped, of which 0.1 are not
// here already.
//
// The script provides the object page with
//
//	messages        promise of {ko, en}: the two messages.json
//	lang            "ko" or "en"
//	started()       called when the functions are there
//	fail(name)      called instead, with the name of a message
//
// and receive adds to it
//
//	file(bytes)                 what the file holds as text
//	pixels(rgba, width, height) what the QR code in it holds
//	link(text)                  what a link holds
//	take(how, id, name)         how is "friend", "merge", "replace" or "undo"
//
// The first three answer null when there is nothing, {error: name of a message}, or what
// was found, as popup.Model has it. take returns a promise of a popup.Notice, which is
// rejected when it could not be stored.
func receive(page js.Value) {
	messages, err := chrome.Await(page.Get("messages"))
	if err != nil {
		page.Call("fail", "startFailed")
		return
	}
	words := map[string]popup.Words{}
	for _, lang := range [...]string{session.Korean, session.English} {
		words[lang] = popup.DecodeWords(chrome.Tree(messages.Get(lang)))
	}
	p := &receiver{page: page, model: popup.New(page.Get("lang").String(), words)}
	chrome.StorageGetAll(func(entries js.Value, err error) {
		if err != nil {
			page.Call("fail", "readFailed")
			return
		}
		for _, name := range chrome.Keys(entries) {
			if key, ok := strings.CutPrefix(name, picks.SessionPrefix); ok {
				p.known = append(p.known, session.Key(key))
			}
			if name == popup.SettingsKey { // the page's language is its own
				continue
			}
			p.model.Put(name, chrome.Tree(entries.Get(name)))
		}
		chrome.OnStorageChanged(func(name string) bool { return name != popup.SettingsKey }, p.model.Put)
		for name, f := range map[string]func([]js.Value) any{"file": p.file, "pixels": p.pixels, "link": p.link, "take": p.take} {
			page.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) }))
		}
		page.Call("started")
	})
	select {}
}

type receiver struct {
	page  js.Value
	model *popup.Model
	known []session.Key
}

func (p *receiver) file(args []js.Value) any {
	data := make([]byte, args[0].Length())
	js.CopyBytesToGo(data, args[0])
	text, found, err := pngchunk.FindText(data, share.Keyword, share.MaxText)
	if !found {
		if err != nil && !errors.Is(err, pngchunk.ErrNotPNG) && !errors.Is(err, pngchunk.ErrCut) {
			return refusal(share.ErrBad)
		}
		return nil
	}
	edition, list, err := share.DecodeText(text)
	if err != nil {
		return refusal(err)
	}
	r := popup.Received{Edition: edition}
	for _, one := range list {
		f := friends.Pick{Key: one.Session.Key, Must: one.State == picks.Must, Session: one.Session}
		if hash, waiting := f.Key.Waiting(); waiting {
			f = friends.Pick{Hash: hash, Must: f.Must}
		}
		r.Picks = append(r.Picks, f)
	}
	return p.found(r)
}

func (p *receiver) pixels(args []js.Value) any {
	width, height := args[1].Int(), args[2].Int()
	if width <= 0 || height <= 0 || width > scan.MaxPixels/height {
		return refusal(share.ErrNone)
	}
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	js.CopyBytesToGo(img.Pix, args[0])
	var last error
	link := scan.Find(img, func(text string) bool {
		_, err := share.ParseLink(text)
		last = err
		return !errors.Is(err, share.ErrNone)
	})
	if link == "" {
		return nil
	}
	if last != nil {
		return refusal(last)
	}
	return p.link([]js.Value{js.ValueOf(link)})
}

func (p *receiver) link(args []js.Value) any {
	c, err := share.ParseLink(args[0].String())
	if err != nil {
		return refusal(err)
	}
	r := popup.Received{Edition: c.Edition}
	known := c.Resolve(p.known)
	for _, one := range c.Picks {
		f := friends.Pick{Key: known[one.Hash], Must: one.Must, Session: session.Session{Key: known[one.Hash]}}
		if f.Key == "" {
			f = friends.Pick{Hash: one.Hash.String(), Must: one.Must}
		}
		r.Picks = append(r.Picks, f)
	}
	return p.found(r)
}

func (p *receiver) found(r popup.Received) any {
	if len(r.Picks) == 0 {
		return nil
	}
	p.model.Receive(r)
	return js.ValueOf(p.model.ReceivedTree())
}

func refusal(err error) any {
	name := "importBad"
	switch {
	case errors.Is(err, share.ErrNewer):
		name = "importNewer"
	case errors.Is(err, share.ErrNone):
		name = "importNone"
	}
	return map[string]any{"error": name}
}

func (p *receiver) take(args []js.Value) any {
	now := int64(js.Global().Get("Date").Call("now").Float())
	var c popup.Change
	switch args[0].String() {
	case "friend":
		c = p.model.KeepFriend(args[1].String(), args[2].String(), now)
	case "merge":
		c = p.model.Merge(now)
	case "replace":
		c = p.model.Replace(now)
	case "undo":
		c = p.model.Undo(now)
	}
	return js.Global().Get("Promise").New(js.FuncOf(func(_ js.Value, settle []js.Value) any {
		done := func(err error) {
			if err != nil {
				settle[1].Invoke(err.Error())
				return
			}
			settle[0].Invoke(p.model.Done(c).Tree())
		}
		set := func(err error) {
			if err != nil || len(c.Remove) == 0 {
				done(err)
				return
			}
			chrome.StorageRemove(c.Remove, done)
		}
		if len(c.Entries) == 0 {
			set(nil)
		} else {
			chrome.StorageSet(c.Entries, set)
		}
		return nil
	}))
}
