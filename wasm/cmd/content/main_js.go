//go:build js && wasm

// Command content is the page program: it reads each version of the document
// that the content script sends, answers with the stars, and writes what clicks
// say. It runs in the content script or, where the page forbids that, in an
// extension frame; either way it sees strings and storage only, no document.
package main

import (
	"runtime"
	"strings"
	"syscall/js"

	"byeolpyo/wasm/app/page"
	"byeolpyo/wasm/model/cache"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/platform/chrome"
	"byeolpyo/wasm/read/site"
	"byeolpyo/wasm/read/snapshot"
)

// program ties the Page to the browser. All of it runs on JavaScript's thread,
// in callbacks that do not block.
type program struct {
	host    js.Value
	page    *page.Page
	opening page.Opening
	texts   js.Value // of the chosen language
	gen     int      // of the last scan
	url     string
	found   bool            // the last scan found sessions
	known   bool            // what storage knows of the edition's sessions has been read
	wrote   map[string]bool // session records on their way to storage
	cache   learner
	painter js.Func // paints what several changes have left
	due     bool    // and is called already
	scans   int     // since the collector ran
	unread  int     // how long to wait, in ms, before storage is asked again; 0 where it told at once
	told    bool    // that storage does not tell
	// Timers since the last scan, and what they call.
	reading, quiet   js.Value
	readDone, settle js.Func
	// The timer that asks storage again, and what it calls.
	asking   js.Value
	askAgain js.Func
	// The zone's offsets in the hours of the day last asked for: one session after
	// another asks for the same.
	date    js.Value // the constructor
	zoneDay session.Date
	offsets [24]offset
}

// offset is in minutes.
type offset struct {
	known   bool
	minutes int
}

func main() {
	p := &program{host: js.Global().Get("byeolpyoHost"), date: js.Global().Get("Date"), wrote: map[string]bool{}}
	p.page = page.New(func(name string) string {
		if v := p.texts.Get(name); v.Type() == js.TypeString {
			return v.String()
		}
		return name
	})
	p.language("")
	p.cache.refused = p.page.Unstored
	p.painter = js.FuncOf(func(js.Value, []js.Value) any { p.due = false; p.paint(); return nil })
	p.readDone = js.FuncOf(func(js.Value, []js.Value) any { whenIdle(300, p.painted); return nil })
	p.settle = js.FuncOf(func(js.Value, []js.Value) any { p.settled(); return nil })
	p.askAgain = js.FuncOf(func(js.Value, []js.Value) any { p.ask(); return nil })
	chrome.OnStorageChanged(p.follows, p.changed)
	// The loader asks storage while this program is still on its way.
	if stored := p.host.Get("stored"); stored.Truthy() {
		chrome.Then(stored.Invoke(), func(v js.Value, err error) {
			var entries map[string]any
			if err == nil {
				entries, err = chrome.Entries(v)
			}
			p.opened(entries, err)
			p.ready()
		})
	} else {
		p.get(wanted, func(entries map[string]any, err error) {
			p.opened(entries, err)
			p.ready()
		})
	}
	select {} // the callbacks live as long as the page
}

// wanted tells the keys that are read at the start; content.js has the same.
func wanted(key string) bool {
	return key == records.SettingsKey || strings.HasPrefix(key, records.PickPrefix) || strings.HasPrefix(key, records.LookPrefix)
}

// get reads the stored values of the keys that want chooses.
func (p *program) get(want func(string) bool, done func(map[string]any, error)) {
	chrome.StorageKeys(func(keys []string, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		var list []string
		for _, key := range keys {
			if want(key) {
				list = append(list, key)
			}
		}
		chrome.StorageGet(list, done)
	})
}

// opened takes what storage holds. Where it did not tell, no stars are shown, for an
// empty one would be wrong and a click on it would overwrite what is stored; it is
// asked again, and again after twice as long.
func (p *program) opened(entries map[string]any, err error) {
	switch {
	case p.opening.Over():
	case err == nil:
		p.host.Call("unread", false)
		p.opening.End(entries, p.put)
	default:
		p.host.Call("unread", true)
		p.unread = min(max(2*p.unread, firstAskMillis), lastAskMillis)
		p.later(&p.asking, p.askAgain, p.unread)
	}
}

// ask asks storage once more.
func (p *program) ask() {
	p.get(wanted, func(entries map[string]any, err error) {
		p.opened(entries, err)
		p.paint()
	})
}

// firstAskMillis and lastAskMillis are how long to wait before storage that did not
// tell is asked again, at first and at last: seven times in the first two minutes.
const firstAskMillis, lastAskMillis = 1000, 60_000

func (p *program) ready() {
	// The first use of a function compiles it, which at the first sessions would
	// take longer than reading them. A page that is waiting for its data has time.
	whenIdle(500, func() {
		if !p.found {
			page.Warm(site.Options{Zone: p.zone})
		}
	})
	p.host.Call("ready", js.ValueOf(map[string]any{
		"scan": js.FuncOf(func(_ js.Value, a []js.Value) any {
			p.scan(a[0].Int(), a[1].String(), a[2].String(), a[3], a[4].Bool(), a[5].String())
			return nil
		}),
		"click": js.FuncOf(func(_ js.Value, a []js.Value) any { p.click(session.Key(a[0].String())); return nil }),
		"learn": js.FuncOf(func(_ js.Value, a []js.Value) any { p.learnFrom(a[0].String(), a[1].String()); return nil }),
		"undo":  js.FuncOf(func(js.Value, []js.Value) any { p.undo(); return nil }),
		"choose": js.FuncOf(func(_ js.Value, a []js.Value) any {
			if to := session.Key(a[1].String()); p.page.Choose(session.Key(a[0].String()), to, now()) {
				p.undo()
				p.click(to)
			}
			return nil
		}),
	}))
}

// whenIdle calls f when the page has nothing better to do, and after so many
// milliseconds in any case.
func whenIdle(timeout int, f func()) {
	var call js.Func
	call = js.FuncOf(func(js.Value, []js.Value) any {
		call.Release()
		f()
		return nil
	})
	js.Global().Call("requestIdleCallback", call, map[string]any{"timeout": timeout})
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
	if key == records.SettingsKey {
		settings, _ := tree.(map[string]any)
		lang, _ := settings["lang"].(string)
		p.language(lang)
		return true
	}
	return p.page.Put(key, tree)
}

// follows tells the keys whose changes matter here. Records of sessions come back
// in numbers, and were told of when they were stored.
func (p *program) follows(key string) bool {
	return wanted(key) || p.page.Follows(key) && !p.wrote[key]
}

// changed follows storage: a click in another tab, in the popup, or our own. Changes
// come in numbers, and are painted once.
func (p *program) changed(key string, tree any) {
	p.opening.Changed(key)
	if p.put(key, tree) && p.opening.Over() && !p.due {
		p.due = true
		js.Global().Call("queueMicrotask", p.painter)
	}
	if p.unread > 0 && !p.opening.Over() { // it works again
		p.ask()
	}
}

func (p *program) paint() {
	if !p.opening.Over() {
		return
	}
	p.host.Call("plan", p.gen, page.Plan(p.page.Marks()), p.page.Text("starMust"), p.page.Text("starChanged"), p.page.Static())
}

// scan reads the document. moved is null but on a page that the browser translates:
// there it lists where the nodes of the scan before are now. missing is what the
// server said of the page, lang in which language the site says it is.
func (p *program) scan(gen int, url, text string, moved js.Value, missing bool, lang string) {
	p.gen, p.url = gen, url
	p.scans++
	p.zoneDay = session.Date{} // the browser's zone may be another by now
	root, o := snapshot.Decode(text), site.Options{URL: url, Zone: p.zone, Missing: missing, Lang: lang}
	if moved.Type() == js.TypeString {
		p.found = p.page.ScanMachine(root, o, page.Moved(moved.String()))
	} else {
		p.found = p.page.Scan(root, o)
	}
	p.paint()
	if p.found && p.unread > 0 && !p.opening.Over() && !p.told {
		p.told = true
		p.say("starUnread")
	}
	if p.found {
		p.later(&p.reading, p.readDone, paintMillis)
		p.later(&p.quiet, p.settle, page.QuietMillis)
	}
}

// paintMillis is after a scan until what it found is learned. Before a frame there
// may be a moment that the browser calls idle, and what begins in it holds up the
// stars; four frames later they are painted.
const paintMillis = 64

// later calls f once in so many milliseconds, and forgets an earlier call that timer
// still stands for.
func (p *program) later(timer *js.Value, f js.Func, millis int) {
	if timer.Truthy() {
		js.Global().Call("clearTimeout", *timer)
	}
	*timer = js.Global().Call("setTimeout", f, millis)
}

// zone is the browser's own offset from UTC at a local date and time, in minutes.
// The zones that change it do so on the hour.
func (p *program) zone(d session.Date, hour, minute int) int {
	if d != p.zoneDay {
		p.zoneDay, p.offsets = d, [24]offset{}
	}
	o := &offset{}
	if hour >= 0 && hour < len(p.offsets) {
		o = &p.offsets[hour]
	}
	if !o.known {
		o.known = true
		o.minutes = -p.date.New(d.Year, d.Month-1, d.Day, hour, minute).Call("getTimezoneOffset").Int()
	}
	return o.minutes
}

func now() int64 { return int64(js.Global().Get("Date").Call("now").Float()) }

// scansToCollect readings of a page of 60 sessions leave 2 MB behind. Collecting
// takes some 15 ms, which a reading has not.
const scansToCollect = 4

// painted does what can wait until the stars of the last scan are seen.
func (p *program) painted() {
	p.learn()
	if p.scans >= scansToCollect {
		p.scans = 0
		runtime.GC()
	}
}

// learn stores what the page tells of its sessions, where that is news.
func (p *program) learn() {
	edition := p.page.Unknown()
	if edition == "" {
		if p.known {
			p.store(p.page.Learned(false))
			p.complete()
		}
		return
	}
	p.get(func(key string) bool { return page.Stored(edition, key) }, func(entries map[string]any, err error) {
		if err != nil {
			return
		}
		for key, tree := range entries {
			p.page.Put(key, tree)
		}
		p.known = true
		p.paint()
		p.store(p.page.Learned(false))
		p.complete()
	})
}

// complete has the site's timetable fetched where page.Page wants it.
func (p *program) complete() {
	url, edition := p.page.Missing(p.url)
	if url == "" {
		return
	}
	name := records.AskedPrefix + edition
	chrome.StorageGet([]string{name}, func(entries map[string]any, err error) {
		if at, asked := entries[name].(float64); err != nil || asked && !page.MayAsk(int64(at), now()) {
			return
		}
		p.store(map[string]any{name: float64(now())})
		p.host.Call("fetchPage", url, p.page.Lang())
	})
}

// learnFrom takes in what was fetched.
func (p *program) learnFrom(url, text string) {
	p.store(p.page.Learn(text, site.Options{URL: url, Zone: p.zone}))
	p.paint()
}

// store writes entries whose loss is no harm: they are read off the page again.
func (p *program) store(entries map[string]any) {
	if len(entries) == 0 {
		return
	}
	for key := range entries {
		p.wrote[key] = true
	}
	p.cache.learn(entries, cache.Host(p.url), now(), func() {
		for key := range entries {
			delete(p.wrote, key)
		}
	})
}

// settled compares the grids of a page that has come to rest with what they
// showed before.
func (p *program) settled() {
	p.quiet = js.Undefined()
	gen := p.gen
	where := p.page.Where()
	chrome.StorageGet(p.page.GridKeys(where), func(stored map[string]any, err error) {
		if err != nil || gen != p.gen || !p.known {
			return
		}
		entries := p.page.Learned(true)
		for key, entry := range p.page.Vanished(where, stored, now()) {
			entries[key] = entry
		}
		p.store(entries)
		p.paint()
	})
}

func (p *program) click(key session.Key) {
	if c, ok := p.page.Click(key, now()); ok {
		p.write(c)
	}
}

func (p *program) undo() {
	if c, ok := p.page.Undo(now()); ok {
		p.write(c)
	}
}

// write shows a change at once and stores it; if that fails, it says why and
// shows what is stored.
func (p *program) write(c page.Change) {
	p.paint()
	took, others := p.page.Asks(&c)
	p.line(p.page.Text(c.Say), took, others)
	if c.Record == nil {
		return
	}
	chrome.StorageKeep(c.Entries(), func(err error) {
		if err == nil {
			p.page.Stored(c)
			if p.known {
				p.store(p.page.Starred(c))
			}
			return
		}
		p.page.Failed(c)
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
	p.line(p.page.Text(name), "", "")
}

// line shows a text with the slot in it that a click took, and what else could be chosen.
func (p *program) line(text, took, others string) {
	undo := ""
	if p.page.CanUndo(now()) {
		undo = p.page.Text("starUndo")
	}
	before, after, _ := strings.Cut(text, "{slot}")
	p.host.Call("toast", before+took+after, undo, "undo", others)
}
