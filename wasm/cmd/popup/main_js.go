//go:build js && wasm

// Command popup is the program behind popup.html: it reads storage, hands the
// page's script what to show, and stores what a click asks for. What is shown and
// stored is decided by package popup.
//
// The script provides an object `byeolpyo` with
//
//	messages        promise of {ko, en}: the two messages.json
//	browserLanguage "ko", "en-US"
//	show(view)      popup.View as a tree
//	notify(notice)  popup.Notice as a tree
//	fail(name)      a message that takes the place of the list
//
// and the program adds act(name, argument) to it before it first calls show.
package main

import (
	"strings"
	"syscall/js"

	"byeolpyo/wasm/chrome"
	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/popup"
	"byeolpyo/wasm/session"
)

func main() {
	page := js.Global().Get("byeolpyo")
	messages, err := chrome.Await(page.Get("messages"))
	if err != nil {
		page.Call("fail", "startFailed")
		return
	}
	words := map[string]popup.Words{}
	for _, lang := range [...]string{session.Korean, session.English} {
		words[lang] = popup.DecodeWords(chrome.Tree(messages.Get(lang)))
	}
	p := &program{page: page, model: popup.New(page.Get("browserLanguage").String(), words)}
	p.render = js.FuncOf(func(js.Value, []js.Value) any {
		p.rendering = false
		page.Call("show", js.ValueOf(p.model.View().Tree()))
		if len(p.missing) > 0 {
			p.fetch(p.missing)
			p.missing = nil
		}
		return nil
	})
	p.load()
	select {}
}

type program struct {
	page      js.Value
	model     *popup.Model
	render    js.Func
	rendering bool     // a render is on its way
	missing   []string // storage keys to be read after it
}

// load reads settings, picks, and of the picked sessions what is known and what
// was taken note of; shows them, and follows every later change.
func (p *program) load() {
	chrome.StorageKeys(func(keys []string, err error) {
		if err != nil {
			p.page.Call("fail", "readFailed")
			return
		}
		picked := map[string]bool{}
		for _, key := range keys {
			if name, ok := strings.CutPrefix(key, picks.PickPrefix); ok {
				picked[name] = true
			}
		}
		var wanted []string
		for _, key := range keys {
			name, about := strings.CutPrefix(key, picks.SessionPrefix)
			if !about {
				name, about = strings.CutPrefix(key, picks.LookPrefix)
			}
			if key == popup.SettingsKey || strings.HasPrefix(key, picks.PickPrefix) || about && picked[name] {
				wanted = append(wanted, key)
			}
		}
		chrome.StorageGet(wanted, func(entries map[string]any, err error) {
			if err != nil {
				p.page.Call("fail", "readFailed")
				return
			}
			p.put(entries)
			chrome.OnStorageChanged(nil, p.changed)
			p.page.Set("act", js.FuncOf(p.act))
			p.show()
		})
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
	if name, ok := strings.CutPrefix(key, picks.PickPrefix); ok && tree != nil {
		p.missing = append(p.missing, picks.SessionPrefix+name, picks.LookPrefix+name)
	}
}

// fetch reads the entries of names and shows them.
func (p *program) fetch(names []string) {
	chrome.StorageGet(names, func(entries map[string]any, err error) {
		if err == nil {
			p.put(entries)
			p.show()
		}
	})
}

// show renders once for all changes that come together.
func (p *program) show() {
	if !p.rendering {
		p.rendering = true
		js.Global().Call("queueMicrotask", p.render)
	}
}

func (p *program) act(_ js.Value, args []js.Value) any {
	name, argument := args[0].String(), args[1].String()
	now := int64(js.Global().Get("Date").Call("now").Float())
	switch name {
	case "must":
		p.store(p.model.ToggleMust(session.Key(argument), now))
	case "remove":
		p.store(p.model.Remove(session.Key(argument), now))
	case "undo":
		p.store(p.model.Undo(now))
	case "note":
		p.store(p.model.TakeNote(now))
	case "bookmarks":
		if names := p.model.Bookmarks(argument); len(names) > 0 {
			p.fetch(names)
		}
	case "import":
		p.store(p.model.Import(now))
	case "forget":
		p.model.Forget()
	case "edition":
		p.store(p.model.Choose(argument))
		p.show()
	case "lang":
		p.store(p.model.Speak(argument))
		p.show()
	}
	return nil
}

func (p *program) store(c popup.Change) {
	if len(c.Entries) == 0 {
		p.notify(p.model.Done(c))
		return
	}
	chrome.StorageSet(c.Entries, func(err error) {
		if err != nil {
			p.notify(p.model.Failed(chrome.Full(err)))
			return
		}
		p.notify(p.model.Done(c))
	})
}

func (p *program) notify(n popup.Notice) {
	if n.Text != "" {
		p.page.Call("notify", js.ValueOf(n.Tree()))
	}
}
