//go:build js && wasm

// Command content is the page program: it reads each version of the document
// that the content script sends, answers with the stars, and writes what clicks
// say. It runs in the content script or, where the page forbids that, in an
// extension frame; either way it sees strings and storage only, no document.
package main

import (
	"syscall/js"

	"byeolpyo/wasm/chrome"
	"byeolpyo/wasm/dom/snapshot"
	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/session"
	"byeolpyo/wasm/site"
	"byeolpyo/wasm/star"
)

// program ties the Brain to the browser. All of it runs on JavaScript's thread,
// in callbacks that do not block.
type program struct {
	host   js.Value
	brain  *star.Brain
	texts  js.Value // of the chosen language
	loaded bool     // the picks are known
	gen    int      // of the last scan
	url    string
	found  bool // the last scan found sessions
	quiet  js.Value
	settle js.Func
	zones  map[zoneKey]int
}

type zoneKey struct {
	day  session.Date
	hour int
}

func main() {
	p := &program{host: js.Global().Get("byeolpyoHost"), zones: map[zoneKey]int{}}
	p.brain = star.New(func(name string) string {
		if v := p.texts.Get(name); v.Type() == js.TypeString {
			return v.String()
		}
		return name
	})
	p.language("")
	p.settle = js.FuncOf(func(js.Value, []js.Value) any { p.settled(); return nil })
	chrome.OnStorageChanged(p.changed)
	chrome.StorageKeys(func(keys []string, err error) {
		if err != nil {
			p.ready()
			return
		}
		wanted := []string{"settings"}
		for _, key := range keys {
			if len(key) > len(picks.PickPrefix) && key[:len(picks.PickPrefix)] == picks.PickPrefix {
				wanted = append(wanted, key)
			}
		}
		chrome.StorageGet(wanted, func(v js.Value, err error) {
			if err == nil {
				for _, key := range chrome.Keys(v) {
					p.put(key, chrome.Tree(v.Get(key)))
				}
			}
			p.ready()
		})
	})
	select {} // the callbacks live as long as the page
}

func (p *program) ready() {
	p.loaded = true
	p.host.Call("ready", js.ValueOf(map[string]any{
		"scan":  js.FuncOf(func(_ js.Value, a []js.Value) any { p.scan(a[0].Int(), a[1].String(), a[2].String()); return nil }),
		"click": js.FuncOf(func(_ js.Value, a []js.Value) any { p.click(session.Key(a[0].String())); return nil }),
		"undo":  js.FuncOf(func(js.Value, []js.Value) any { p.undo(); return nil }),
	}))
}

// language chooses "ko" or "en"; "" is the browser's.
func (p *program) language(lang string) {
	if lang != session.Korean && lang != session.English {
		lang = session.English
		if ui := js.Global().Get("navigator").Get("language").String(); len(ui) >= 2 && ui[:2] == session.Korean {
			lang = session.Korean
		}
	}
	p.texts = js.Global().Get("byeolpyoStrings").Get(lang)
}

// put takes in a stored value and reports whether stars may look different.
func (p *program) put(key string, tree any) bool {
	if key == "settings" {
		settings, _ := tree.(map[string]any)
		lang, _ := settings["lang"].(string)
		p.language(lang)
		return true
	}
	return p.brain.Put(key, tree)
}

// changed follows storage: a click in another tab, in the popup, or our own.
func (p *program) changed(key string, tree any) {
	if p.put(key, tree) && p.loaded {
		p.paint()
	}
}

func (p *program) paint() {
	p.host.Call("plan", p.gen, star.Plan(p.brain.Marks()), p.brain.Text("starMust"))
}

func (p *program) scan(gen int, url, text string) {
	p.gen, p.url = gen, url
	p.found = p.brain.Scan(snapshot.Decode(text), site.Options{URL: url, Zone: p.zone})
	p.paint()
	if p.found {
		p.learn()
		p.wait()
	}
}

// zone is the browser's own offset from UTC at a local date and time, in minutes.
func (p *program) zone(d session.Date, hour, minute int) int {
	key := zoneKey{d, hour}
	offset, known := p.zones[key]
	if !known {
		offset = -js.Global().Get("Date").New(d.Year, d.Month-1, d.Day, hour, minute).Call("getTimezoneOffset").Int()
		p.zones[key] = offset
	}
	return offset
}

func now() int64 { return int64(js.Global().Get("Date").Call("now").Float()) }

// learn stores what the page tells of its sessions, where that is news.
func (p *program) learn() {
	missing, gen := p.brain.Unlooked(), p.gen
	chrome.StorageGet(missing, func(v js.Value, err error) {
		if err != nil {
			return
		}
		for _, key := range chrome.Keys(v) {
			p.brain.Put(key, chrome.Tree(v.Get(key)))
		}
		// A page read since then has sessions whose records are still on their way;
		// its own turn comes with them.
		if gen == p.gen {
			p.store(p.brain.Learned())
		}
	})
}

// store writes entries whose loss is no harm: they are read off the page again.
func (p *program) store(entries map[string]any) {
	if len(entries) > 0 {
		chrome.StorageSet(entries, func(error) {})
	}
}

// wait calls settled when the page has not changed for a while.
func (p *program) wait() {
	if p.quiet.Truthy() {
		js.Global().Call("clearTimeout", p.quiet)
	}
	p.quiet = js.Global().Call("setTimeout", p.settle, star.QuietMillis)
}

// settled compares the grids of a page that has come to rest with what they
// showed before.
func (p *program) settled() {
	p.quiet = js.Undefined()
	gen := p.gen
	where := star.Place(p.url, p.zone(session.Date{Year: 2000, Month: 1, Day: 1}, 0, 0))
	chrome.StorageGet(p.brain.GridKeys(where), func(v js.Value, err error) {
		if err != nil || gen != p.gen {
			return
		}
		stored, _ := chrome.Tree(v).(map[string]any)
		missing := p.brain.Missing(where, stored)
		keys := make([]string, len(missing))
		for i, key := range missing {
			keys[i] = picks.SessionPrefix + string(key)
		}
		chrome.StorageGet(keys, func(v js.Value, err error) {
			if err != nil || gen != p.gen {
				return
			}
			for _, key := range chrome.Keys(v) {
				p.brain.Put(key, chrome.Tree(v.Get(key)))
			}
			p.store(p.brain.Vanished(where, stored, missing, now()))
		})
	})
}

func (p *program) click(key session.Key) {
	if c, ok := p.brain.Click(key, now()); ok {
		p.write(c)
	}
}

func (p *program) undo() {
	if c, ok := p.brain.Undo(now()); ok {
		p.write(c)
	}
}

// write shows a change at once and stores it; if that fails, it says why and
// shows what is stored.
func (p *program) write(c star.Change) {
	p.paint()
	p.say(c.Say)
	if c.Record == nil {
		return
	}
	chrome.StorageSet(map[string]any{c.StorageKey(): c.Record}, func(err error) {
		if err == nil {
			return
		}
		p.brain.Failed(c)
		p.paint()
		switch {
		case !chrome.Alive():
			p.host.Call("orphaned")
		case chrome.Full(err):
			p.say("starFull")
		default:
			p.say("starError")
		}
	})
}

// say shows one line, with undo while there is something to undo.
func (p *program) say(name string) {
	undo := ""
	if p.brain.CanUndo(now()) {
		undo = p.brain.Text("starUndo")
	}
	p.host.Call("toast", p.brain.Text(name), undo, "undo")
}
