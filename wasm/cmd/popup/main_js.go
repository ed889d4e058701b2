//go:build js && wasm

// Command popup is the program behind popup.html (app/popup.Program), import.html
// (app/popup.Importer) and board.html (app/board.Program). The object that the page's script
// provides tells which of them runs. Package protocol names the members of these objects
// (Panel, Import and Board), and scripts/internal/constants has their types.
//
// The script of popup.html provides an object `byeolpyo` with
//
//	messages        promise of {ko, en}: the two messages.json
//	browserLanguage "ko", "en-US"
//	hashes(keys)    promise of what QR codes name the session keys by, in hex
//	show, notify, room, fail, save  as popup.Script has them
//
// and the program adds act(name, ...arguments) to it before it first calls show; name
// is one of protocol's Popup verbs. It returns null, or a popup.Notice as a tree.
//
// The script of import.html provides an object `byeolpyoImport` with
//
//	messages        promise of {ko, en}
//	lang            "ko" or "en"
//	started, fail, fold  as popup.ImportScript has them
//
// and the program adds to it, before it calls started,
//
//	known                    the keys of all sessions and picks that are stored
//	found(edition, record)   as popup.Importer has it, null for nil
//	take(how, id, name)      promise of a popup.Notice, rejected when it could not be stored
//
// The script of board.html provides an object `byeolpyoBoard` with messages, show and fail as
// above, and the edition and the lang that its address names.
package main

import (
	"runtime"
	"syscall/js"

	"byeolpyo/wasm/app/board"
	"byeolpyo/wasm/app/popup"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/platform/chrome"
)

func main() {
	storage, clock := new(chrome.Local), new(chrome.Clock)
	if page := js.Global().Get(protocol.GlobalImport); page.Truthy() {
		p := &popup.Importer{Script: &importScript{script{page}}, Storage: storage, Worker: new(chrome.Worker), Clock: clock, Lang: page.Get(protocol.ImportLang).String()}
		p.Start()
	} else if page := js.Global().Get(protocol.GlobalBoard); page.Truthy() {
		p := &board.Program{Script: script{page}, Storage: storage, Clock: clock, Ahead: chrome.Ahead, Collect: runtime.GC, Edition: page.Get(protocol.BoardEdition).String(), Lang: page.Get(protocol.BoardLang).String()}
		p.Start()
	} else {
		page := js.Global().Get(protocol.GlobalPanel)
		p := &popup.Program{Script: &popupScript{script{page}}, Storage: storage, Worker: new(chrome.Worker), Clock: clock, Ahead: chrome.Ahead, Language: page.Get(protocol.PanelLanguage).String()}
		p.Start()
	}
	select {} // the callbacks live as long as the page
}

// script is what the pages have in common.
type script struct{ page js.Value }

func (s script) Messages(done func(any, error)) {
	chrome.Then(s.page.Get(protocol.PanelMessages), func(v js.Value, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		done(chrome.Tree(v))
	})
}

func (s script) Fail(name string) { s.page.Call(protocol.PanelFail, name) }

// Show hands the view over as one JSON text: making thousands of JavaScript values one by one
// takes longer.
func (s script) Show(view map[string]any) {
	s.page.Call(protocol.PanelShow, js.Global().Get("JSON").Call("parse", jsontree.Text(view)))
}

// popupScript is byeolpyo, a popup.Script.
type popupScript struct{ script }

func (s *popupScript) Ready(act func(string, ...string) *popup.Notice) {
	s.page.Set(protocol.PanelAct, js.FuncOf(func(_ js.Value, args []js.Value) any {
		words := make([]string, len(args))
		for i, a := range args {
			if a.Type() == js.TypeString {
				words[i] = a.String()
			}
		}
		if n := act(words[0], words[1:]...); n != nil {
			return js.ValueOf(n.Tree())
		}
		return nil
	}))
}

func (s *popupScript) Notify(notice map[string]any) {
	s.page.Call(protocol.PanelNotify, js.ValueOf(notice))
}
func (s *popupScript) Room(text string) { s.page.Call(protocol.PanelRoom, text) }
func (s *popupScript) Save(file popup.SavedFile) {
	s.page.Call(protocol.PanelSave, file.Name, file.Type, file.Text)
}

func (s *popupScript) Hashes(keys []string, done func([]string, error)) {
	chrome.Then(s.page.Call(protocol.PanelHashes, chrome.Array(keys)), func(v js.Value, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		done(chrome.Strings(v))
	})
}

// importScript is byeolpyoImport, a popup.ImportScript.
type importScript struct{ script }

func (s *importScript) Fold(name string) string {
	return s.page.Call(protocol.ImportFold, name).String()
}

func (s *importScript) Started(known []string, find func(string, any) map[string]any, take func(how, id, name string, done func(popup.Notice, error))) {
	s.page.Set(protocol.ImportKnown, chrome.Array(known))
	s.page.Set(protocol.ImportFound, js.FuncOf(func(_ js.Value, a []js.Value) any {
		record, _ := chrome.Tree(a[1]) // without a record nothing is kept, and no friend is made
		if found := find(a[0].String(), record); found != nil {
			return js.ValueOf(found)
		}
		return nil
	}))
	s.page.Set(protocol.ImportTake, js.FuncOf(func(_ js.Value, a []js.Value) any {
		how, id, name := a[0].String(), a[1].String(), a[2].String()
		return js.Global().Get("Promise").New(js.FuncOf(func(_ js.Value, settle []js.Value) any {
			take(how, id, name, func(n popup.Notice, err error) {
				if err != nil {
					settle[1].Invoke(err.Error())
					return
				}
				settle[0].Invoke(n.Tree())
			})
			return nil
		}))
	}))
	s.page.Call(protocol.ImportStarted)
}
