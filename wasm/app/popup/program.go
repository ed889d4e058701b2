package popup

import (
	"strings"

	"byeolpyo/wasm/app/messages"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/platform"
)

// Script is what the popup's script does for the program (extension/popup).
type Script interface {
	// Messages calls done with the two messages.json, by language.
	Messages(done func(tree any, err error))
	// Ready takes Program.Act, which may be called from now on.
	Ready(act func(name string, args ...string) *Notice)
	// Show shows a View, as its Tree.
	Show(view map[string]any)
	// Notify tells the person a Notice, as its Tree.
	Notify(notice map[string]any)
	// Room shows how much of storage is in use, in words, or "".
	Room(text string)
	// Fail shows the message of that name in place of the list.
	Fail(name string)
	// Save hands a file to the person.
	Save(file SavedFile)
	// Hashes calls done with what QR codes name the session keys by, in hex, in the order
	// of the keys.
	Hashes(keys []string, done func(hashes []string, err error))
}

const msPerMinute = 60_000

// Program ties a Model to the browser around it: it reads storage, hands the popup's
// script what to show, and stores what a click asks for. All of it runs in callbacks that
// do not block.
type Program struct {
	Script  Script
	Storage platform.Storage
	Worker  platform.Worker
	Clock   platform.Clock
	// Language is the browser's, as "ko" or "en-US".
	Language string
	// Ahead is Moment's.
	Ahead func(session.Instant) int

	tick    platform.Timer // for when something else is to be said of now
	model   *Model
	screen  platform.Screen
	missing []string // storage keys to be read after the next render
	keys    []string // what storage held when the popup was opened
	// stored is what storage has under the keys that a click may write: what is shown again
	// where a write fails.
	stored map[string]any
}

// Start reads the words and what storage holds, shows that, and follows every later
// change. Storage answers while the words are taken in, which takes about as long.
func (p *Program) Start() {
	p.model = New(p.Language, nil)
	p.screen.Clock, p.screen.Render = p.Clock, p.render
	p.tick = p.Clock.Timer(p.screen.Show)
	var words map[string]messages.Words
	var entries map[string]any
	var read, failed bool
	// both is called when one of the two has come, with what the page says where it has not.
	both := func(name string, err error) {
		switch {
		case failed:
		case err != nil:
			failed = true
			p.Script.Fail(name)
		case words != nil && read:
			p.model.words = words
			p.begin(entries)
		}
	}
	p.load(func(all map[string]any, err error) {
		entries, read = all, true
		both("readFailed", err)
	})
	p.Script.Messages(func(tree any, err error) {
		words = messages.DecodeAll(tree)
		both("startFailed", err)
	})
}

// load reads settings, picks, and of the picked sessions what is known and what
// was taken note of.
func (p *Program) load(done func(map[string]any, error)) {
	p.Storage.Watch(nil, p.changed)
	choose := func(keys []string) []string {
		p.keys = keys
		return opened(keys)
	}
	platform.Read(p.Storage, choose, done)
}

// begin takes in what storage holds, and shows it.
func (p *Program) begin(entries map[string]any) {
	p.screen.End(entries, p.take)
	p.model.Opened(p.Clock.Now())
	p.Script.Ready(p.Act)
	p.screen.Show()
	p.resolve()
}

// opened chooses of all keys of storage those that are read at the start.
func opened(keys []string) []string {
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
			name, about = strings.CutPrefix(key, records.AcknowledgedPrefix)
		}
		if about && picked[name] || !about && Wants(key) {
			wanted = append(wanted, key)
		}
	}
	return wanted
}

// resolve looks for the sessions that are known by their hash only among all that
// storage knows.
func (p *Program) resolve() {
	var known []string
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
	p.Script.Hashes(known, func(hashes []string, err error) {
		if err != nil || len(hashes) != len(known) {
			return
		}
		found := make(map[string]session.Key, len(known))
		for i, name := range known {
			found[hashes[i]] = session.Key(name).Canonical()
		}
		if c := p.model.Resolve(found); len(c.Entries) > 0 {
			p.store(c)
		}
	})
}

func (p *Program) put(entries map[string]any) {
	for key, tree := range entries {
		p.take(key, tree)
	}
}

// take has the model know an entry of storage, nil for one that is not there.
func (p *Program) take(key string, tree any) {
	p.model.Put(key, tree)
	if strings.HasPrefix(key, records.SessionPrefix) {
		return // only pages write those, and they are many
	}
	if p.stored == nil {
		p.stored = map[string]any{}
	}
	if tree == nil {
		delete(p.stored, key)
	} else {
		p.stored[key] = tree
	}
}

// changed follows storage.
func (p *Program) changed(key string, tree any) {
	p.screen.Changed(key)
	p.miss(key, tree)
	shown := tree != nil && jsontree.Equal(p.stored[key], tree) // a click's own write, which was shown with the click
	p.take(key, tree)
	if !shown {
		p.screen.Show()
	}
	if c := p.model.Heal(key); len(c.Entries) > 0 {
		p.store(c)
	}
}

// miss notes that what is stored of a session is to be read, where an entry is about to pick
// one that was not picked until now.
func (p *Program) miss(key string, tree any) {
	if name, ok := picks.PickKey(key); ok && tree != nil && p.stored[key] == nil {
		p.missing = append(p.missing, records.SessionPrefix+string(name), records.AcknowledgedPrefix+string(name))
	}
}

// fetch reads the entries of names and shows them.
func (p *Program) fetch(names []string) {
	p.Storage.Get(names, func(entries map[string]any, err error) {
		if err != nil {
			p.notify(Notice{Text: p.model.Say("readFailed")})
			return
		}
		p.put(entries)
		p.screen.Show()
	})
}

func (p *Program) render() {
	at := Moment{Now: session.Instant(p.Clock.Now() / msPerMinute), Ahead: p.Ahead}
	p.Script.Show(p.model.View(at).Tree())
	if next := p.model.nextNow(at); next.Known() {
		p.tick.Set(int(int64(next)*msPerMinute - p.Clock.Now()))
	}
	p.room()
	p.missing = append(p.missing, p.model.MoreSessions(p.keys)...)
	if len(p.missing) > 0 {
		p.fetch(p.missing)
		p.missing = nil
	}
}

// room tells how much of storage is in use, where the browser tells.
func (p *Program) room() {
	p.Storage.Bytes(nil, func(used, quota int, ok bool) {
		text := ""
		if ok {
			text = p.model.Room(used, quota)
		}
		p.Script.Room(text)
	})
}

// Act does what a click asks for: name is one of protocol's Popup verbs, and what is not
// given of its arguments is "". It returns nil, or what is wrong with the arguments.
func (p *Program) Act(name string, args ...string) *Notice {
	arg := func(i int) string {
		if i < len(args) {
			return args[i]
		}
		return ""
	}
	key, now := session.Key(arg(0)), p.Clock.Now()
	switch name {
	case protocol.PopupMust:
		p.store(p.model.ToggleMust(key, now))
	case protocol.PopupRemove:
		p.store(p.model.Remove(key, now))
	case protocol.PopupWhich:
		p.store(p.model.Answer(key, session.Key(arg(1)), now))
	case protocol.PopupUndo:
		p.store(p.model.Undo(now))
	case protocol.PopupNote:
		p.store(p.model.TakeNote(now))
	case protocol.PopupBookmarks:
		if names := p.model.Bookmarks(arg(0)); len(names) > 0 {
			p.fetch(names)
		}
	case protocol.PopupImport:
		p.store(p.model.Import(now))
	case protocol.PopupOwn:
		c := p.model.SaveOwn(key, arg(1), arg(2), arg(3), arg(4), arg(5), arg(6) != "", now)
		if len(c.Entries) == 0 {
			n := p.model.Done(c)
			return &n
		}
		p.store(c)
	case protocol.PopupPicture:
		p.store(p.model.ChoosePicture(arg(0), arg(1)))
		p.screen.Show()
	case protocol.PopupFriendDrop:
		p.store(p.model.DropFriend(arg(0)))
	case protocol.PopupExported:
		p.store(p.model.Exported(now))
	case protocol.PopupForget:
		p.model.Forget()
	case protocol.PopupEdition:
		p.store(p.model.Choose(arg(0)))
		p.screen.Show()
	case protocol.PopupLang:
		p.store(p.model.Speak(arg(0)))
		p.screen.Show()
	case protocol.PopupFind:
		p.model.Search(arg(0))
		p.screen.Show()
	case protocol.PopupFilter:
		p.model.Filter(arg(0))
		p.screen.Show()
	case protocol.PopupFindEnd:
		p.model.EndLook()
		p.screen.Show()
	case protocol.PopupGap:
		p.model.Fold(arg(0))
		p.screen.Show()
	case protocol.PopupAdd:
		p.store(p.model.Add(key, now))
		p.screen.Show() // also what could not be added: its star was shown as pressed
	case protocol.PopupCalendar:
		c, file := p.model.Calendar(key, now)
		p.storeThen(c, func() {
			if file != nil {
				p.Script.Save(*file)
			}
		})
	case protocol.PopupCalendarChoice:
		p.store(p.model.ChooseCalendar(arg(0), arg(1)))
		p.screen.Show()
	case protocol.PopupReminder:
		p.store(p.model.ChooseReminder(arg(0), arg(1)))
		p.screen.Show()
	case protocol.PopupAllowed:
		p.store(p.model.Allow(arg(0) != "", arg(1) != ""))
		p.screen.Show()
	case protocol.PopupUnfold:
		p.model.Unfold(key)
		p.screen.Show()
	case protocol.PopupWrite:
		p.store(p.model.WriteNote(key, arg(1), arg(2), arg(3), now))
	case protocol.PopupQuestion:
		p.store(p.model.WriteQuestion(key, arg(1), arg(2), arg(3), arg(4), arg(5) != "", now))
	case protocol.PopupWantNotes:
		p.store(p.model.WantNotes(arg(0) != ""))
		p.screen.Show()
	case protocol.PopupClear:
		p.clear()
	}
	return nil
}

// clear has the service worker remove what pages taught.
func (p *Program) clear() {
	p.Worker.Clear(func(sessions int, err error) {
		if err != nil {
			p.notify(p.model.Failed(false))
			return
		}
		p.notify(p.model.Cleared(sessions))
		p.screen.Show()
	})
}

// store shows a change at once, in the frame of the click, stores it and says how that went.
// A pick that could not be stored is shown as it was.
func (p *Program) store(c Change) { p.storeThen(c, func() {}) }

// storeThen is store, and calls then once the change is stored.
func (p *Program) storeThen(c Change, then func()) {
	before := map[string]any{}
	take := func(key string, tree any) {
		before[key] = p.stored[key]
		p.miss(key, tree)
		p.take(key, tree)
	}
	for key, tree := range c.Entries {
		take(key, tree)
	}
	for _, key := range c.Remove {
		take(key, nil)
	}
	if len(before) > 0 {
		p.screen.Show()
	}
	done := func(err error) {
		if err != nil {
			for key, tree := range before {
				// How it is looked at stays chosen while the popup is open; nor is what somebody
				// has changed since taken back.
				if key != records.SettingsKey && jsontree.Equal(p.stored[key], c.Entries[key]) {
					p.take(key, tree)
				}
			}
			if len(before) > 0 {
				p.screen.Show()
			}
			p.notify(p.model.Failed(platform.Full(err)))
			return
		}
		then()
		p.notify(p.model.Done(c))
	}
	switch {
	case len(c.Remove) > 0: // with nothing to store beside it
		p.Storage.Remove(c.Remove, done)
	case len(c.Entries) > 0:
		platform.Keep(p.Storage, p.Worker, c.Entries, done)
	default:
		done(nil)
	}
}

func (p *Program) notify(n Notice) {
	if n.Text != "" {
		p.Script.Notify(n.Tree())
	}
}
