package page

import (
	"runtime"
	"strings"

	"byeolpyo/wasm/model/cache"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/platform"
	"byeolpyo/wasm/read/site"
	"byeolpyo/wasm/read/snapshot"
)

// Script is what the page's script provides for the program (extension/content/content.js).
type Script interface {
	// Unread tells the script whether storage cannot be read, so that picks are not known.
	Unread(now bool)
	// Plan shows the stars for the document as it was at scan number gen. plan is the result
	// of the function Plan, must and changed are further words on a star, static is
	// Page.Static, and dayless is Page.Dayless.
	Plan(gen int, plan, must, changed string, static, dayless bool)
	// Toast shows one line of words, with a button that takes a click back where undo is
	// not "", and one for each slot that could be chosen instead, as Asks writes them.
	Toast(text, undo, others string)
	// FetchPage fetches the page at url, in a language, and passes it to LearnFrom.
	FetchPage(url, lang string)
	// Alive reports whether the extension is still the one that is installed.
	Alive() bool
	// Orphaned tells the script that it is not.
	Orphaned()
}

// Program connects a Page to the browser: it reads each version of the document, shows the
// stars, and stores clicks and what pages teach. All of it runs in callbacks that do not
// block.
type Program struct {
	Script  Script
	Storage platform.Storage
	Worker  platform.Worker
	Clock   platform.Clock
	// Word returns the string of extension/_locales of this name in a language.
	Word func(lang, name string) string
	// Language returns the browser's, as "ko" or "en-US".
	Language func() string
	// Offset returns the browser's own offset from UTC at a local date and time, in
	// minutes.
	Offset func(d session.Date, hour, minute int) int

	page     *Page
	opening  platform.Opening
	lang     string // the language of the program's words
	gen      int    // of the last scan
	url      string
	found    bool            // the last scan found sessions
	known    bool            // the stored sessions of the edition have been read
	early    bool            // the page settled before they had been read
	wrote    map[string]bool // session records on their way to storage
	cache    learner
	due      bool // a paint for several changes is already scheduled
	painter  func()
	scans    int  // since the collector ran
	unread   int  // how long to wait, in ms, before storage is asked again; 0 where it told at once
	reported bool // that storage does not tell
	// Timers since the last scan, and the one that asks storage again.
	reading, quiet, asking platform.Timer
	// The zone's offsets in the hours of the day last asked for: one session after
	// another asks for the same.
	zoneDay session.Date
	offsets [24]offset
}

// offset is in minutes.
type offset struct {
	known   bool
	minutes int
}

// Start begins to follow storage. After it, Opened must be called with the stored entries
// that Wanted chooses.
func (p *Program) Start() {
	p.wrote = map[string]bool{}
	p.page = New(func(name string) string {
		if text := p.Word(p.lang, name); text != "" {
			return text
		}
		return name
	})
	p.speak("")
	p.cache = learner{storage: p.Storage, worker: p.Worker, refused: func(names []string) {
		p.page.Unstored(names)
		p.store(p.page.PickedMeanwhile(names))
	}}
	p.painter = func() { p.due = false; p.paint() }
	p.reading = p.Clock.Timer(func() { p.Clock.WhenIdle(mostIdleMillis, p.painted) })
	p.quiet = p.Clock.Timer(p.settled)
	p.asking = p.Clock.Timer(func() {
		p.get(Wanted, func(entries map[string]any, err error) {
			p.Opened(entries, err)
			p.paint()
		})
	})
	p.Storage.Watch(p.follows, p.changed)
}

// Read reads the entries for Opened from storage, calls it, and then calls done.
func (p *Program) Read(done func()) {
	p.get(Wanted, func(entries map[string]any, err error) {
		p.Opened(entries, err)
		done()
	})
}

// Warm runs the code that reads a page once the browser is idle, usually while the page waits
// for its data. WebAssembly functions are compiled when they first run, which would take
// longer than reading the first sessions.
func (p *Program) Warm() {
	p.Clock.WhenIdle(WarmMillis, func() {
		if !p.found {
			Warm(site.Options{Zone: p.zone})
		}
	})
}

// How long, in ms, an idle moment is waited for: what a page taught is stored soon, and
// warming takes place within the time that a page usually waits for its data.
const mostIdleMillis, WarmMillis = 300, 500

// Wanted reports whether a key is read at the start.
func Wanted(key string) bool { return records.Opens(key) }

// get reads the stored values of the keys that want chooses.
func (p *Program) get(want func(string) bool, done func(map[string]any, error)) {
	p.Storage.Keys(func(keys []string, err error) {
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
		p.Storage.Get(list, done)
	})
}

// Opened takes what storage holds. If storage could not be read, no stars are shown, since an
// empty star would be wrong and a click on it would overwrite what is stored. Storage is then
// read again, each time after twice as long.
func (p *Program) Opened(entries map[string]any, err error) {
	switch {
	case p.opening.Over():
	case err == nil:
		p.Script.Unread(false)
		p.opening.End(entries, func(key string, tree any) { p.put(key, tree) })
	default:
		p.Script.Unread(true)
		p.unread = min(max(2*p.unread, firstAskMillis), lastAskMillis)
		p.asking.Set(p.unread)
	}
}

// firstAskMillis and lastAskMillis are the first and the longest wait before storage that
// could not be read is read again: seven times in the first two minutes.
const firstAskMillis, lastAskMillis = 1000, 60_000

// speak sets the language, "ko" or "en"; "" is the browser's.
func (p *Program) speak(lang string) {
	if lang != session.Korean && lang != session.English {
		lang = session.English
		if ui := p.Language(); len(ui) >= 2 && ui[:2] == session.Korean {
			lang = session.Korean
		}
	}
	p.lang = lang
}

// put takes in a stored value and reports whether stars may look different.
func (p *Program) put(key string, tree any) bool {
	if key == records.SettingsKey {
		settings, _ := tree.(map[string]any)
		lang, _ := settings["lang"].(string)
		p.speak(lang)
		return true
	}
	return p.page.Put(key, tree)
}

// follows reports whether changes of a key matter here. The program's own writes of session
// records come back in large numbers and are passed over.
func (p *Program) follows(key string) bool {
	return Wanted(key) || p.page.Follows(key) && !p.wrote[key]
}

// changed handles a change of storage: a click in another tab, in the popup, or our own.
// Several changes that come together are painted once.
func (p *Program) changed(key string, tree any) {
	p.opening.Changed(key)
	if p.put(key, tree) && p.opening.Over() && !p.due {
		p.due = true
		p.Clock.Soon(p.painter)
	}
	if p.unread > 0 && !p.opening.Over() { // it works again
		p.asking.Set(0)
	}
}

func (p *Program) paint() {
	if !p.opening.Over() {
		return
	}
	plan := Plan(p.page.Marks())
	p.Script.Plan(p.gen, plan, p.page.Text("starMust"), p.page.Text("starChanged"), p.page.Static(), p.page.Dayless())
}

// Scan reads the document at url, as package snapshot writes it. moved is nil but on a page
// that the browser translates: there it tells where the nodes of the previous scan are now.
// missing says that the server's status was an error, and lang is the language that the site
// states.
func (p *Program) Scan(gen int, url, text string, moved *string, missing bool, lang string) {
	p.gen, p.url = gen, url
	p.scans++
	p.zoneDay = session.Date{} // the browser's zone may have changed
	root, o := snapshot.Decode(text), site.Options{URL: url, Zone: p.zone, Missing: missing, Lang: lang}
	if moved != nil {
		p.found = p.page.ScanMachine(root, o, Moved(*moved))
	} else {
		p.found = p.page.Scan(root, o)
	}
	p.paint()
	if p.found && p.unread > 0 && !p.opening.Over() && !p.reported {
		p.reported = true
		p.say("starUnread")
	}
	p.early = false
	if p.found {
		p.reading.Set(paintMillis)
		p.quiet.Set(QuietMillis)
	}
}

// paintMillis is the time, in ms, between a scan and storing what it found. The browser may
// report itself idle just before a frame, and work in that moment would delay the stars;
// after four frames they are painted.
const paintMillis = 64

// zone is Offset, asked once an hour of a day. The zones that change it do so on the hour.
func (p *Program) zone(d session.Date, hour, minute int) int {
	if d != p.zoneDay {
		p.zoneDay, p.offsets = d, [24]offset{}
	}
	o := &offset{}
	if hour >= 0 && hour < len(p.offsets) {
		o = &p.offsets[hour]
	}
	if !o.known {
		o.known = true
		o.minutes = p.Offset(d, hour, minute)
	}
	return o.minutes
}

// scansToCollect is the number of scans after which the garbage collector is run at rest.
// Four scans of a page of 60 sessions leave 2 MB, and a collection during a scan would take
// 15 ms of it.
const scansToCollect = 4

// painted does the work that can wait until the stars of the last scan are visible.
func (p *Program) painted() {
	p.learn()
	if p.scans >= scansToCollect {
		p.scans = 0
		runtime.GC()
	}
}

// learn stores what the page tells about its sessions, as far as it is new.
func (p *Program) learn() {
	edition := p.page.Unknown()
	if edition == "" {
		if p.known {
			p.store(p.page.Learned(false))
			p.complete()
		}
		return
	}
	p.known = false
	p.get(func(key string) bool { return IsEditionKey(edition, key) }, func(entries map[string]any, err error) {
		if err != nil {
			p.page.Unread(edition)
			return
		}
		for key, tree := range entries {
			p.page.Put(key, tree)
		}
		p.known = true
		p.paint()
		p.store(p.page.Learned(false))
		p.complete()
		if p.early {
			p.settled()
		}
	})
}

// complete fetches the site's timetable if Page.Missing asks for it.
func (p *Program) complete() {
	url, edition := p.page.Missing(p.url)
	if url == "" {
		return
	}
	name := records.AskedPrefix + edition
	p.Storage.Get([]string{name}, func(entries map[string]any, err error) {
		if at, asked := entries[name].(float64); err != nil || asked && !MayAsk(int64(at), p.Clock.Now()) {
			return
		}
		p.store(map[string]any{name: float64(p.Clock.Now())})
		p.Script.FetchPage(url, p.page.Lang())
	})
}

// LearnFrom learns from the page that FetchPage fetched.
func (p *Program) LearnFrom(url, text string) {
	p.store(p.page.Learn(text, site.Options{URL: url, Zone: p.zone}))
	p.paint()
}

// store writes entries whose loss is no harm: they are read off the page again.
func (p *Program) store(entries map[string]any) {
	looks := map[string]any{} // what a person knew is not the cache's
	for key, tree := range entries {
		if strings.HasPrefix(key, records.AcknowledgedPrefix) {
			looks[key] = tree
			delete(entries, key)
		}
	}
	if len(looks) > 0 {
		p.Storage.Set(looks, func(error) {})
	}
	if len(entries) == 0 {
		return
	}
	for key := range entries {
		p.wrote[key] = true
	}
	p.cache.learn(entries, cache.Host(p.url), p.Clock.Now(), func() {
		for key := range entries {
			delete(p.wrote, key)
		}
	})
}

// settled compares the grids of a page that has come to rest with what they showed before. If
// the stored sessions have not been read yet, that is done once they have.
func (p *Program) settled() {
	if p.early = !p.known; p.early {
		return
	}
	gen, where := p.gen, p.page.Where()
	p.Storage.Get(p.page.GridKeys(where), func(stored map[string]any, err error) {
		if err != nil || gen != p.gen {
			return
		}
		entries := p.page.Learned(true)
		for key, entry := range p.page.Vanished(where, stored, p.Clock.Now()) {
			entries[key] = entry
		}
		p.store(entries)
		p.paint()
	})
}

// Click moves the star of a session to its next state.
func (p *Program) Click(key session.Key) {
	if c, ok := p.page.Click(key, p.Clock.Now()); ok {
		p.write(c)
	}
}

// Undo takes back the newest click.
func (p *Program) Undo() {
	if c, ok := p.page.Undo(p.Clock.Now()); ok {
		p.write(c)
	}
}

// Choose moves a click on a session to another of its slots.
func (p *Program) Choose(from, to session.Key) {
	if p.page.Choose(from, to, p.Clock.Now()) {
		p.Undo()
		p.Click(to)
	}
}

// write shows a change at once and stores it; if that fails, it says why and
// shows what is stored.
func (p *Program) write(c Change) {
	p.paint()
	took, others := p.page.Asks(&c)
	p.line(p.page.Text(c.Say), took, others)
	if c.Record == nil {
		return
	}
	platform.Keep(p.Storage, p.Worker, c.Entries(), func(err error) {
		if err == nil {
			p.page.Committed(c)
			if p.known {
				p.store(p.page.Starred(c))
			}
			return
		}
		p.page.Failed(c)
		p.paint()
		switch {
		case !p.Script.Alive():
			p.Script.Orphaned()
		case platform.Full(err):
			p.say("starFull")
		default:
			p.say("starError")
		}
	})
}

// say shows one line, with a button to undo while there is something to undo.
func (p *Program) say(name string) { p.line(p.page.Text(name), "", "") }

// line shows a text with the slot that a click took, and buttons for the slots that could be
// chosen instead.
func (p *Program) line(text, took, others string) {
	undo := ""
	if p.page.CanUndo(p.Clock.Now()) {
		undo = p.page.Text("starUndo")
	}
	before, after, _ := strings.Cut(text, "{slot}")
	p.Script.Toast(before+took+after, undo, others)
}
