package board

import (
	"strings"

	"byeolpyo/wasm/app/messages"
	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/platform"
)

// Script is what the board's script does for the program (extension/board.js).
type Script interface {
	// Messages calls done with the two messages.json, by language.
	Messages(done func(tree any, err error))
	// Show shows a View, as its Tree.
	Show(view map[string]any)
	// Fail shows the message of that name in place of the board.
	Fail(name string)
}

const msPerMinute = 60_000

// Program ties a Model to the browser around it: it reads storage once, follows it from then
// on, and hands the script what to show at the beginning of every minute and after every
// change. It needs no network and writes nothing.
type Program struct {
	Script  Script
	Storage platform.Storage
	Clock   platform.Clock
	Ahead   func(session.Instant) int // Moment's
	Edition string                    // "" for the newest
	Lang    string                    // "ko" or "en"
	// Collect has Go collect its garbage. What JavaScript made for a view is let go only then,
	// and by itself Go waits until 4 MB came together, which is some hours: memory would be
	// as large as that all day, and the page's heap with it.
	Collect func()

	model  *Model
	tick   platform.Timer
	screen platform.Screen
}

// Start reads the words and what storage holds, shows that, and goes on showing what is.
func (p *Program) Start() {
	if p.Edition == "" {
		p.Edition = editions.Newest().Name
	}
	p.Script.Messages(func(tree any, err error) {
		if err != nil {
			p.Script.Fail("startFailed")
			return
		}
		p.model = New(p.Edition, p.Lang, messages.DecodeAll(tree)[p.Lang])
		p.screen.Clock, p.screen.Render = p.Clock, p.render
		p.tick = p.Clock.Timer(func() {
			p.Collect()
			p.screen.Show()
		})
		p.load()
	})
}

func (p *Program) load() {
	p.Storage.Watch(p.wants, p.changed)
	platform.Read(p.Storage, p.choose, func(entries map[string]any, err error) {
		if err != nil {
			p.Script.Fail("readFailed")
			return
		}
		p.screen.End(entries, p.model.Put)
		p.screen.Show()
	})
}

// choose leaves of keys those of the edition.
func (p *Program) choose(keys []string) (wanted []string) {
	for _, key := range keys {
		if p.wants(key) {
			wanted = append(wanted, key)
		}
	}
	return wanted
}

// wants reports whether a storage key is of the edition: a session, a pick, or what was set
// aside beside one.
func (p *Program) wants(key string) bool {
	name, ok := strings.CutPrefix(key, records.SessionPrefix)
	if ok {
		return session.Key(name).Edition() == p.Edition
	}
	if _, aside := picks.Beside(key); aside {
		return true
	}
	pick, ok := picks.PickKey(key)
	return ok && pick.Edition() == p.Edition
}

// changed follows storage.
func (p *Program) changed(key string, tree any) {
	p.screen.Changed(key)
	p.model.Put(key, tree)
	p.screen.Show()
}

func (p *Program) render() {
	now := p.Clock.Now()
	p.Script.Show(p.model.View(Moment{Now: session.Instant(now / msPerMinute), Ahead: p.Ahead}).Tree())
	p.tick.Set(int(msPerMinute - now%msPerMinute))
}
