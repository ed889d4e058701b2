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

// Script is what the page's script does for the program (extension/content/content.js).
type Script interface {
	// Unread says whether storage does not tell what is picked.
	Unread(now bool)
	// Plan shows the stars for the document as it was at scan number gen: plan is Plan's,
	// must and changed are the words for what a pressed star says besides, static says that
	// the server's elements are known to stay as they are, and dayless what Page.Dayless does.
	Plan(gen int, plan, must, changed string, static, dayless bool)
	// Toast shows one line of words, with a button that takes a click back where undo is
	// not "", and one for each slot that could be chosen instead, as Asks writes them.
	Toast(text, undo, others string)
	// FetchPage has the page at url fetched, in a language, for LearnFrom.
	FetchPage(url, lang string)
	// Alive reports whether the extension is still the one that is installed.
	Alive() bool
	// Orphaned says that it is not.
	Orphaned()
}

// Program ties a Page to the browser around it: it reads each version of the document,
// answers with the stars, and stores what clicks say and pages teach. All of it runs in
// callbacks that do not block.
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
	lang     string // in which the program speaks
	gen      int    // of the last scan
	url      string
	found    bool            // the last scan found sessions
	known    bool            // what storage knows of the edition's sessions has been read
	early    bool            // the page had settled before that
	wrote    map[string]bool // session records on their way to storage
	cache    learner
	due      bool // what several changes have left is going to be painted
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

// Start begins to follow storage. Opened must be called with what it holds of the keys
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
	p.cache = learner{storage: p.Storage, worker: p.Worker, refused: p.page.Unstored}
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

// Read asks storage for what Opened takes, and calls done when it has.
func (p *Program) Read(done func()) {
	p.get(Wanted, func(entries map[string]any, err error) {
		p.Opened(entries, err)
		done()
	})
}

// Warm has what reading a page runs compiled, when the page has nothing better to do. The
// first use of a function compiles it, which at the first sessions would take longer than
// reading them. A page that is waiting for its data has time.
func (p *Program) Warm() {
	p.Clock.WhenIdle(mostWarmMillis, func() {
		if !p.found {
			Warm(site.Options{Zone: p.zone})
		}
	})
}

// How long, in ms, an idle moment is waited for: what a page taught is stored soon, and
// warming has as long as a page usually waits for its data.
const mostIdleMillis, mostWarmMillis = 300, 500

// Wanted tells the keys that are read at the start.
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

// Opened takes what storage holds. Where it did not tell, no stars are shown, for an
// empty one would be wrong and a click on it would overwrite what is stored; it is
// asked again, and again after twice as long.
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

// firstAskMillis and lastAskMillis are how long to wait before storage that did not
// tell is asked again, at first and at last: seven times in the first two minutes.
const firstAskMillis, lastAskMillis = 1000, 60_000

// speak chooses "ko" or "en"; "" is the browser's.
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

// follows tells the keys whose changes matter here. Records of sessions come back
// in numbers, and were told of when they were stored.
func (p *Program) follows(key string) bool {
	return Wanted(key) || p.page.Follows(key) && !p.wrote[key]
}

// changed follows storage: a click in another tab, in the popup, or our own. Changes
// come in numbers, and are painted once.
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

// Scan reads the document at url, as package snapshot writes it. moved is nil but on a
// page that the browser translates: there it tells where the nodes of the scan before are
// now. missing is what the server said of the page, lang in which language the site says
// it is.
func (p *Program) Scan(gen int, url, text string, moved *string, missing bool, lang string) {
	p.gen, p.url = gen, url
	p.scans++
	p.zoneDay = session.Date{} // the browser's zone may be another by now
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

// paintMillis is after a scan until what it found is learned. Before a frame there
// may be a moment that the browser calls idle, and what begins in it holds up the
// stars; four frames later they are painted.
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

// scansToCollect readings of a page of 60 sessions leave 2 MB behind. Collecting
// takes some 15 ms, which a reading has not.
const scansToCollect = 4

// painted does what can wait until the stars of the last scan are seen.
func (p *Program) painted() {
	p.learn()
	if p.scans >= scansToCollect {
		p.scans = 0
		runtime.GC()
	}
}

// learn stores what the page tells of its sessions, where that is news.
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

// complete has the site's timetable fetched where Page wants it.
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

// LearnFrom takes in what was fetched.
func (p *Program) LearnFrom(url, text string) {
	p.store(p.page.Learn(text, site.Options{URL: url, Zone: p.zone}))
	p.paint()
}

// store writes entries whose loss is no harm: they are read off the page again.
func (p *Program) store(entries map[string]any) {
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

// settled compares the grids of a page that has come to rest with what they
// showed before. Where what is stored has not come yet, it is done when it has.
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

// Choose has the click that starred a session be one on another of its slots.
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

// say shows one line, with undo while there is something to undo.
func (p *Program) say(name string) { p.line(p.page.Text(name), "", "") }

// line shows a text with the slot in it that a click took, and what else could be chosen.
func (p *Program) line(text, took, others string) {
	undo := ""
	if p.page.CanUndo(p.Clock.Now()) {
		undo = p.page.Text("starUndo")
	}
	before, after, _ := strings.Cut(text, "{slot}")
	p.Script.Toast(before+took+after, undo, others)
}
