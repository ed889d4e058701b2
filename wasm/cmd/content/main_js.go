//go:build js && wasm

// Command content is the page program, app/page.Program, for the content script or, where a
// page forbids WebAssembly, an extension frame; in both it sees strings and storage only, and
// no document. Package protocol names the functions that the script provides (Page) and those
// that this program provides (Content), and scripts/internal/constants has their types:
//
//	stored()                 promise of what storage holds of the keys that page.Wanted
//	                         chooses, asked for while the program was on its way; a frame
//	                         has none
//	ready(functions)         takes the functions of this program, when storage was read
//	the others               are as page.Script has them
package main

import (
	"syscall/js"

	"byeolpyo/wasm/app/page"
	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/platform/chrome"
)

func main() {
	host := js.Global().Get(protocol.GlobalHost)
	date := js.Global().Get("Date")
	strings := js.Global().Get(protocol.GlobalStrings)
	p := &page.Program{
		Script: &script{host}, Storage: new(chrome.Local), Worker: new(chrome.Worker), Clock: new(chrome.Clock),
		Word: func(lang, name string) string {
			if v := strings.Get(lang).Get(name); v.Type() == js.TypeString {
				return v.String()
			}
			return ""
		},
		Language: func() string { return js.Global().Get("navigator").Get("language").String() },
		Offset: func(d session.Date, hour, minute int) int {
			return -date.New(d.Year, d.Month-1, d.Day, hour, minute).Call("getTimezoneOffset").Int()
		},
	}
	p.Start()
	ready := func() {
		p.Warm()
		host.Call(protocol.PageReady, js.ValueOf(functions(p)))
	}
	// The loader asks storage while this program is still on its way.
	if stored := host.Get(protocol.PageStored); stored.Truthy() {
		chrome.Then(stored.Invoke(), func(v js.Value, err error) {
			var entries map[string]any
			if err == nil {
				entries, err = chrome.Entries(v)
			}
			p.Opened(entries, err)
			ready()
		})
	} else {
		p.Read(ready)
	}
	select {} // the callbacks live as long as the page
}

// functions are those that the page's script calls.
func functions(p *page.Program) map[string]any {
	return map[string]any{
		protocol.ContentScan: js.FuncOf(func(_ js.Value, a []js.Value) any {
			var moved *string
			if a[3].Type() == js.TypeString {
				text := a[3].String()
				moved = &text
			}
			p.Scan(a[0].Int(), a[1].String(), a[2].String(), moved, a[4].Bool(), a[5].String())
			return nil
		}),
		protocol.ContentClick: js.FuncOf(func(_ js.Value, a []js.Value) any { p.Click(session.Key(a[0].String())); return nil }),
		protocol.ContentLearn: js.FuncOf(func(_ js.Value, a []js.Value) any { p.LearnFrom(a[0].String(), a[1].String()); return nil }),
		protocol.ContentUndo:  js.FuncOf(func(js.Value, []js.Value) any { p.Undo(); return nil }),
		protocol.ContentChoose: js.FuncOf(func(_ js.Value, a []js.Value) any {
			p.Choose(session.Key(a[0].String()), session.Key(a[1].String()))
			return nil
		}),
	}
}

// script is byeolpyoHost, a page.Script.
type script struct{ host js.Value }

func (s *script) Unread(now bool) { s.host.Call(protocol.PageUnread, now) }

func (s *script) Plan(gen int, plan, must, changed string, static, dayless bool) {
	s.host.Call(protocol.PagePlan, gen, plan, must, changed, static, dayless)
}

func (s *script) Toast(text, undo, others string) {
	s.host.Call(protocol.PageToast, text, undo, protocol.PageUndo, others)
}

func (s *script) FetchPage(url, lang string) { s.host.Call(protocol.PageFetchPage, url, lang) }
func (s *script) Alive() bool                { return chrome.Alive() }
func (s *script) Orphaned()                  { s.host.Call(protocol.PageOrphaned) }
