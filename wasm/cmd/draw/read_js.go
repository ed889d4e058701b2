//go:build js && wasm

package main

import (
	"errors"
	"syscall/js"

	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/share"
	"byeolpyo/wasm/picture/pngchunk"
	"byeolpyo/wasm/picture/scan"
	"byeolpyo/wasm/platform/chrome"
)

// read is the program behind read.worker.js: it finds the timetable in a picture, in
// the text that our own pictures hold or in their QR code, or in a link. It is part of
// this command because the two share half of what they are made of.
//
// The Worker provides the object worker with
//
//	known       the keys of all sessions that are stored
//	started()   called when the functions are there
//
// and read adds to it
//
//	file(bytes)                           what the file holds as text, or that its
//	                                      picture is too large to be decoded
//	pixels(rgba, width, height, progress) what the QR code in it holds
//	link(text)                            what a link holds
//
// They answer null when there is nothing, {error: name of a message, values}, or what was
// found, {edition, record}, the record being that of a friend (friends.Encode) without
// a name. Where one of known is what a code means, its key stands there in place of the
// hash. pixels calls progress(done, total) again and again.
func read(worker js.Value) {
	r := reader{known: worker.Get("known")}
	for name, f := range map[string]func([]js.Value) any{"file": r.file, "pixels": r.pixels, "link": r.link} {
		worker.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) }))
	}
	worker.Call("started")
	select {}
}

type reader struct{ known js.Value }

func (r reader) file(args []js.Value) any {
	data := make([]byte, args[0].Length())
	js.CopyBytesToGo(data, args[0])
	text, found, err := pngchunk.FindText(data, share.Keyword, share.MaxText)
	if !found {
		if err != nil && !errors.Is(err, pngchunk.ErrNotPNG) && !errors.Is(err, pngchunk.ErrCut) {
			return refusal(share.ErrBad)
		}
		if size := oversize(data); size != nil {
			return map[string]any{"error": "importHuge", "values": size}
		}
		return nil
	}
	edition, list, err := share.DecodeText(text)
	if err != nil {
		return refusal(err)
	}
	f := friends.Friend{Edition: edition}
	for _, one := range list {
		p := friends.Pick{Key: one.Session.Key, Must: one.State == picks.Must, Session: one.Session}
		if hash, waiting := p.Key.Waiting(); waiting {
			p = friends.Pick{Hash: hash, Must: p.Must}
		}
		f.Picks = append(f.Picks, p)
	}
	return answerOf(f)
}

func (r reader) pixels(args []js.Value) any {
	progress := args[3]
	link := scan.Find(pictureOf(args), func(text string) bool {
		_, err := share.ParseLink(text) // of a damaged or newer one the person is told
		return !errors.Is(err, share.ErrNone)
	}, func(done, total int) { progress.Invoke(done, total) })
	if link == "" {
		return nil
	}
	return r.linked(link)
}

func (r reader) link(args []js.Value) any { return r.linked(args[0].String()) }

func (r reader) linked(link string) any {
	c, err := share.ParseLink(link)
	if err != nil {
		return refusal(err)
	}
	keys := make([]session.Key, r.known.Length())
	for i := range keys {
		keys[i] = session.Key(r.known.Index(i).String())
	}
	known := c.Resolve(keys)
	f := friends.Friend{Edition: c.Edition}
	for _, one := range c.Picks {
		p := friends.Pick{Key: known[one.Hash], Must: one.Must}
		if p.Key == "" {
			p.Hash = one.Hash.String()
		}
		f.Picks = append(f.Picks, p)
	}
	return answerOf(f)
}

func answerOf(f friends.Friend) any {
	if len(f.Picks) == 0 {
		return nil
	}
	return map[string]any{"edition": f.Edition, "record": chrome.Object(f.Encode())}
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
