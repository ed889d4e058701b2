package popup

import (
	"strings"

	"byeolpyo/wasm/app/messages"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/platform"
)

// ImportScript is what the import page's script does for the program
// (extension/import.js).
type ImportScript interface {
	// Messages calls done with the two messages.json, by language.
	Messages(done func(tree any, err error))
	// Started takes Importer.Found and Importer.Take, which may be called from now on;
	// known are the keys of all sessions and picks that are stored.
	Started(known []string, found func(edition string, record any) map[string]any, take func(how, id, name string, done func(Notice, error)))
	// Fail is called instead, with the name of a message.
	Fail(name string)
	// Fold returns the name without what case and composition make of it.
	Fold(name string) string
}

// Importer is the program of the import page: it shows what was found in a picture or a
// link, and takes it over as the person wants.
type Importer struct {
	Script  ImportScript
	Storage platform.Storage
	Worker  platform.Worker
	Clock   platform.Clock
	Lang    string // "ko" or "en"

	model *Model
}

// Start reads the words and all that storage holds, and follows every later change. The
// page's language is its own, whatever the settings say.
func (p *Importer) Start() {
	p.Script.Messages(func(tree any, err error) {
		if err != nil {
			p.Script.Fail("startFailed")
			return
		}
		p.model = New(p.Lang, messages.DecodeAll(tree))
		p.model.FoldNames(p.Script.Fold)
		p.load()
	})
}

func notSettings(key string) bool { return key != records.SettingsKey }

func (p *Importer) load() {
	var o platform.Opening
	p.Storage.Watch(notSettings, func(key string, tree any) {
		o.Changed(key)
		p.model.Put(key, tree)
	})
	var known []string
	choose := func(keys []string) (wanted []string) {
		for _, key := range keys {
			if name, ok := strings.CutPrefix(key, records.SessionPrefix); ok {
				known = append(known, name)
			} else if name, ok := picks.PickKey(key); ok { // of whose session nothing else need be known any more
				known = append(known, string(name))
			}
			if notSettings(key) {
				wanted = append(wanted, key)
			}
		}
		return wanted
	}
	platform.Read(p.Storage, choose, func(entries map[string]any, err error) {
		if err != nil {
			p.Script.Fail("readFailed")
			return
		}
		o.End(entries, p.model.Put)
		p.Script.Started(known, p.Found, p.Take)
	})
}

// Found takes in what was found: record is that of a friend without a name. It returns
// what the page shows of it, as Model.ReceivedTree has it, or nil where it has no form.
func (p *Importer) Found(edition string, record any) map[string]any {
	f, ok := friends.Decode(friends.Friend{ID: "picture", Edition: edition}.StorageKey(), record)
	if !ok || len(f.Picks) == 0 {
		return nil
	}
	p.model.Receive(Received{Edition: edition, Picks: f.Picks})
	return p.model.ReceivedTree()
}

// Take takes over what was found: how is one of protocol's Take verbs, id and name are
// those of a new friend. It calls done with what to tell, or with why it could not be
// stored.
func (p *Importer) Take(how, id, name string, done func(Notice, error)) {
	c := p.change(how, id, name)
	stored := func(err error) {
		if err != nil {
			done(Notice{}, err)
			return
		}
		done(p.model.Done(c), nil)
	}
	remove := func(err error) {
		if err != nil || len(c.Remove) == 0 {
			stored(err)
			return
		}
		p.Storage.Remove(c.Remove, stored)
	}
	if len(c.Entries) == 0 {
		remove(nil)
		return
	}
	platform.Keep(p.Storage, p.Worker, c.Entries, remove)
}

func (p *Importer) change(how, id, name string) Change {
	now := p.Clock.Now()
	switch how {
	case protocol.TakeFriend:
		return p.model.KeepFriend(id, name, AskFirst, now)
	case protocol.TakeFriendReplace:
		return p.model.KeepFriend(id, name, ReplaceFriend, now)
	case protocol.TakeFriendBoth:
		return p.model.KeepFriend(id, name, KeepBoth, now)
	case protocol.TakeMerge:
		return p.model.Merge(now)
	case protocol.TakeReplace:
		return p.model.Replace(now)
	case protocol.TakeUndo:
		return p.model.Undo(now)
	}
	return Change{}
}
