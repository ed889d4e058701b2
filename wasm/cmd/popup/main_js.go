//go:build js && wasm

// Command popup is the program behind popup.html and import.html (see receive): it
// reads storage, hands the page's script what to show, and stores what a click asks
// for. What is shown and stored is decided by package popup.
//
// The script of popup.html provides an object `byeolpyo` with
//
//	messages        promise of {ko, en}: the two messages.json
//	browserLanguage "ko", "en-US"
//	show(view)      popup.View as a tree
//	notify(notice)  popup.Notice as a tree
//	room(text)      how much of storage is in use, in words, or ""
//	fail(name)      a message that takes the place of the list
//	hashes(keys)    promise of what QR codes name the session keys by, in hex
//
// and the program adds act(name, ...arguments) to it before it first calls show; name
// is one of protocol's Popup verbs.
// It returns null, or a popup.Notice as a tree: what is wrong with the arguments, or what
// is asked back.
package main

import (
	"strings"
	"syscall/js"

	"byeolpyo/wasm/app/popup"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/platform"
	"byeolpyo/wasm/platform/chrome"
)

func main() {
	if page := js.Global().Get("byeolpyoImport"); page.Truthy() {
		receive(page)
		return
	}
	page := js.Global().Get("byeolpyo")
	model := newModel(page, page.Get("browserLanguage").String())
	if model == nil {
		return
	}
	p := &program{page: page, model: model}
	p.render = js.FuncOf(func(js.Value, []js.Value) any {
		p.rendering = false
		page.Call("show", js.ValueOf(p.model.View().Tree()))
		p.room()
		p.missing = append(p.missing, p.model.MoreSessions(p.keys)...)
		if len(p.missing) > 0 {
			p.fetch(p.missing)
			p.missing = nil
		}
		return nil
	})
	p.load()
	select {}
}

// newModel makes the model with the words that page.messages promises. Without them
// it says so on the page and returns nil.
func newModel(page js.Value, lang string) *popup.Model {
	messages, err := chrome.Await(page.Get("messages"))
	if err != nil {
		page.Call("fail", "startFailed")
		return nil
	}
	words := map[string]popup.Words{}
	for _, lang := range [...]string{session.Korean, session.English} {
		tree, err := chrome.Tree(messages.Get(lang))
		if err != nil {
			page.Call("fail", "startFailed")
			return nil
		}
		words[lang] = popup.DecodeWords(tree)
	}
	return popup.New(lang, words)
}

type program struct {
	page      js.Value
	model     *popup.Model
	render    js.Func
	rendering bool     // a render is on its way
	missing   []string // storage keys to be read after it
	keys      []string // what storage held when the popup was opened
}

// load reads settings, picks, and of the picked sessions what is known and what
// was taken note of; shows them, and follows every later change.
func (p *program) load() {
	new(chrome.Local).Keys(func(keys []string, err error) {
		if err != nil {
			p.page.Call("fail", "readFailed")
			return
		}
		p.keys = keys
		picked := map[string]bool{}
		for _, key := range keys {
			if name, ok := picks.PickKey(key); ok {
				picked[string(name)] = true
			}
		}
		var wanted []string
		for _, key := range keys {
			name, about := strings.CutPrefix(key, records.SessionPrefix)
			if !about {
				name, about = strings.CutPrefix(key, records.LookPrefix)
			}
			if about && picked[name] || !about && popup.Wants(key) {
				wanted = append(wanted, key)
			}
		}
		new(chrome.Local).Get(wanted, func(entries map[string]any, err error) {
			if err != nil {
				p.page.Call("fail", "readFailed")
				return
			}
			p.put(entries)
			new(chrome.Local).Watch(nil, p.changed)
			p.page.Set("act", js.FuncOf(p.act))
			p.show()
			p.resolve()
		})
	})
}

// resolve looks for the sessions that are known by their hash only among all that
// storage knows.
func (p *program) resolve() {
	var known []any
	for _, edition := range p.model.Waiting() {
		for _, key := range p.keys {
			if name, ok := strings.CutPrefix(key, records.SessionPrefix); ok && session.Key(name).Edition() == edition {
				known = append(known, name)
				if old := session.Key(name).Encoded(); string(old) != name { // as an earlier version hashed it
					known = append(known, string(old))
				}
			}
		}
	}
	if len(known) == 0 {
		return
	}
	chrome.Then(p.page.Call("hashes", js.ValueOf(known)), func(hashes js.Value, err error) {
		if err != nil {
			return
		}
		found := make(map[string]session.Key, len(known))
		for i, name := range known {
			found[hashes.Index(i).String()] = session.Key(name.(string)).Canonical()
		}
		if c := p.model.Resolve(found); len(c.Entries) > 0 {
			p.store(c)
		}
	})
}

func (p *program) put(entries map[string]any) {
	for key, tree := range entries {
		p.model.Put(key, tree)
	}
}

func (p *program) changed(key string, tree any) {
	p.model.Put(key, tree)
	p.show()
	// What is stored of a session that was not picked until now is not here yet.
	if name, ok := picks.PickKey(key); ok && tree != nil {
		p.missing = append(p.missing, records.SessionPrefix+string(name), records.LookPrefix+string(name))
	}
}

// fetch reads the entries of names and shows them.
func (p *program) fetch(names []string) {
	new(chrome.Local).Get(names, func(entries map[string]any, err error) {
		if err != nil {
			p.notify(popup.Notice{Text: p.model.Say("readFailed")})
			return
		}
		p.put(entries)
		p.show()
	})
}

// show renders once for all changes that come together.
func (p *program) show() {
	if !p.rendering {
		p.rendering = true
		js.Global().Call("queueMicrotask", p.render)
	}
}

// room tells how much of storage is in use, where the browser tells.
func (p *program) room() {
	new(chrome.Local).Bytes(nil, func(used, quota int, ok bool) {
		text := ""
		if ok {
			text = p.model.Room(used, quota)
		}
		p.page.Call("room", text)
	})
}

func (p *program) act(_ js.Value, args []js.Value) any {
	name := args[0].String()
	arg := func(i int) string {
		if i < len(args) && args[i].Type() == js.TypeString {
			return args[i].String()
		}
		return ""
	}
	argument := arg(1)
	now := int64(js.Global().Get("Date").Call("now").Float())
	switch name {
	case protocol.PopupMust:
		p.store(p.model.ToggleMust(session.Key(argument), now))
	case protocol.PopupRemove:
		p.store(p.model.Remove(session.Key(argument), now))
	case protocol.PopupWhich:
		p.store(p.model.Answer(session.Key(argument), session.Key(arg(2)), now))
	case protocol.PopupUndo:
		p.store(p.model.Undo(now))
	case protocol.PopupNote:
		p.store(p.model.TakeNote(now))
	case protocol.PopupBookmarks:
		if names := p.model.Bookmarks(argument); len(names) > 0 {
			p.fetch(names)
		}
	case protocol.PopupImport:
		p.store(p.model.Import(now))
	case protocol.PopupOwn:
		c := p.model.SaveOwn(session.Key(argument), arg(2), arg(3), arg(4), arg(5), arg(6), arg(7) != "", now)
		if len(c.Entries) == 0 {
			return js.ValueOf(p.model.Done(c).Tree())
		}
		p.store(c)
	case protocol.PopupPicture:
		p.store(p.model.ChoosePicture(argument, arg(2)))
		p.show()
	case protocol.PopupFriendDrop:
		p.store(p.model.DropFriend(argument))
	case protocol.PopupExported:
		p.store(p.model.Exported(now))
	case protocol.PopupForget:
		p.model.Forget()
	case protocol.PopupEdition:
		p.store(p.model.Choose(argument))
		p.show()
	case protocol.PopupLang:
		p.store(p.model.Speak(argument))
		p.show()
	case protocol.PopupClear:
		chrome.Send(protocol.MessageClear, nil, func(sessions js.Value, err error) {
			if err != nil || sessions.Type() != js.TypeNumber {
				p.notify(p.model.Failed(false))
				return
			}
			p.notify(p.model.Cleared(sessions.Int()))
			p.show()
		})
	}
	return nil
}

func (p *program) store(c popup.Change) {
	done := func(err error) {
		if err != nil {
			p.notify(p.model.Failed(platform.Full(err)))
			return
		}
		p.notify(p.model.Done(c))
	}
	switch {
	case len(c.Remove) > 0: // with nothing to store beside it
		new(chrome.Local).Remove(c.Remove, done)
	case len(c.Entries) > 0:
		platform.Keep(new(chrome.Local), new(chrome.Worker), c.Entries, done)
	default:
		done(nil)
	}
}

func (p *program) notify(n popup.Notice) {
	if n.Text != "" {
		p.page.Call("notify", js.ValueOf(n.Tree()))
	}
}
