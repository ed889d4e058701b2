//go:build js && wasm

package main

import (
	"strings"
	"syscall/js"

	"byeolpyo/wasm/app/popup"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/platform"
	"byeolpyo/wasm/platform/chrome"
)

// receive is the program behind import.html: it shows what was found in a picture (by
// read, in wasm/cmd/draw) and takes it over as the person wants. What is shown and
// stored is decided by package popup, and so it is part of this command.
//
// The script provides the object page with
//
//	messages        promise of {ko, en}: the two messages.json
//	lang            "ko" or "en"
//	started()       called when the functions are there
//	fail(name)      called instead, with the name of a message
//	fold(name)      the name without what case and composition make of it
//
// and receive adds to it
//
//	known                    the keys of all sessions and picks that are stored
//	found(edition, record)   takes in what was found, and answers with it as
//	                         popup.Model has it, or with null when it has no form
//	take(how, id, name)      how is one of protocol's Take verbs
//
// take returns a promise of a popup.Notice, which is rejected when it could not be stored.
func receive(page js.Value) {
	model := newModel(page, page.Get("lang").String())
	if model == nil {
		return
	}
	model.FoldNames(func(name string) string { return page.Call("fold", name).String() })
	p := &receiver{model: model}
	new(chrome.Local).All(func(entries map[string]any, err error) {
		if err != nil {
			page.Call("fail", "readFailed")
			return
		}
		var known []any
		for name, tree := range entries {
			if key, ok := strings.CutPrefix(name, records.SessionPrefix); ok {
				known = append(known, key)
			} else if key, ok := picks.PickKey(name); ok { // of whose session nothing else need be known any more
				known = append(known, string(key))
			}
			if name == records.SettingsKey { // the page's language is its own
				continue
			}
			p.model.Put(name, tree)
		}
		new(chrome.Local).Watch(func(name string) bool { return name != records.SettingsKey }, p.model.Put)
		page.Set("known", js.ValueOf(known))
		page.Set("found", js.FuncOf(p.found))
		page.Set("take", js.FuncOf(p.take))
		page.Call("started")
	})
	select {}
}

type receiver struct{ model *popup.Model }

func (p *receiver) found(_ js.Value, args []js.Value) any {
	edition := args[0].String()
	record, _ := chrome.Tree(args[1]) // of none, no friend is made
	f, ok := friends.Decode(friends.Friend{ID: "picture", Edition: edition}.StorageKey(), record)
	if !ok || len(f.Picks) == 0 {
		return nil
	}
	p.model.Receive(popup.Received{Edition: edition, Picks: f.Picks})
	return js.ValueOf(p.model.ReceivedTree())
}

func (p *receiver) take(_ js.Value, args []js.Value) any {
	now := int64(js.Global().Get("Date").Call("now").Float())
	var c popup.Change
	switch args[0].String() {
	case protocol.TakeFriend:
		c = p.model.KeepFriend(args[1].String(), args[2].String(), popup.AskFirst, now)
	case protocol.TakeFriendReplace:
		c = p.model.KeepFriend(args[1].String(), args[2].String(), popup.ReplaceFriend, now)
	case protocol.TakeFriendBoth:
		c = p.model.KeepFriend(args[1].String(), args[2].String(), popup.KeepBoth, now)
	case protocol.TakeMerge:
		c = p.model.Merge(now)
	case protocol.TakeReplace:
		c = p.model.Replace(now)
	case protocol.TakeUndo:
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
			new(chrome.Local).Remove(c.Remove, done)
		}
		if len(c.Entries) == 0 {
			set(nil)
		} else {
			platform.Keep(new(chrome.Local), new(chrome.Worker), c.Entries, set)
		}
		return nil
	}))
}
