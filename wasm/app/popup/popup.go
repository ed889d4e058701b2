// Package popup is what the extension's popup shows and does, without a browser:
// a Model takes in what storage holds, says in the person's language what is to
// be seen (View) and what a click writes (Change).
//
// The list is laid out by package timetable, as the picture is, so that the two
// never tell of different clashes. No clock is read here; moments are arguments.
// The package is part of a module that must be up before the popup is looked at,
// so it leaves fmt and time alone.
package popup

import (
	"slices"
	"strings"

	"byeolpyo/wasm/app/calendar"
	"byeolpyo/wasm/app/lastpicture"
	"byeolpyo/wasm/app/messages"
	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/reminders"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// Model is all that the popup knows.
type Model struct {
	book      *picks.Book
	settings  settings
	reminders reminders.Settings
	forbidden bool                      // the browser shows no notices
	browser   string                    // the browser's language, "ko" or "en"
	words     map[string]messages.Words // by language
	laid      *timetable.Timetable      // what table returned since the last Put; nil for nothing
	undo      []step                    // what can be taken back, the last at the end

	bookmarks []bookmark // in the site's own timetable, when its page is open

	others    map[string]friends.Friend     // by storage key
	exports   map[string]lastpicture.Export // by edition
	calendars map[string]calendar.Record    // by edition
	sealed    map[string]bool               // editions of which a newer version told calendars
	taught    map[session.Key]int64         // when pages last taught anything of a session, ms since 1970
	unread    map[string]bool               // friends' records that are not understood, by storage key: by a newer version
	asked     map[session.Key]bool          // what MoreSessions has named

	received Received // on the import page

	find finding // what is looked for

	written written // about sessions

	opened int64  // when, ms since 1970
	left   string // the edition looked at last, when nothing of it was picked at the opening

	foldName func(string) string // see FoldNames
}

// TabPatience is after how many milliseconds a tab counts as one that does not answer. Its
// answer still counts when it comes.
const TabPatience = 3000

// step is one removal or import that can be taken back.
type step struct {
	title  string // of what was removed
	put    bool   // it was put in, and taking that back removes it
	added  int    // how many were imported; 0 for a removal
	before map[session.Key]picks.State
	// What an own entry was before it was changed, and entries that were removed.
	records map[session.Key]picks.Pick
	entries map[string]any

	remove   []string // storage keys that were not there before
	imported bool     // out of a picture
}

// New returns a Model without picks. browser is the browser's language as a tag
// ("ko", "en-US"); all but Korean is taken for English.
func New(browser string, words map[string]messages.Words) *Model {
	return &Model{
		book: picks.NewBook(), settings: decodeSettings(nil), reminders: reminders.DecodeSettings(nil), browser: messages.Language("", browser), words: words,
		calendars: map[string]calendar.Record{}, sealed: map[string]bool{}, taught: map[session.Key]int64{},
		others: map[string]friends.Friend{}, exports: map[string]lastpicture.Export{}, unread: map[string]bool{}, asked: map[session.Key]bool{},
		foldName: ascii.Lower, written: newWritten(),
	}
}

// FoldNames sets what makes one text of names that differ in case or composition only,
// instead of ascii.Lower, which knows A to Z. The browser has the tables of Unicode
// that this takes; here they would be a third of the program.
func (m *Model) FoldNames(fold func(string) string) { m.foldName = fold }

// Put takes in one storage entry, or its removal when tree is nil. Keys that are
// not the popup's are passed over.
func (m *Model) Put(storageKey string, tree any) {
	if key, ok := notes.SessionOf(storageKey); ok {
		m.putNote(key, storageKey, tree)
		return
	}
	m.laid = nil
	if storageKey == records.SettingsKey {
		m.settings = decodeSettings(tree)
		return
	}
	switch {
	case storageKey == records.RemindersKey:
		m.reminders = reminders.DecodeSettings(tree)
	case strings.HasPrefix(storageKey, records.FriendPrefix):
		delete(m.others, storageKey)
		delete(m.unread, storageKey)
		if f, ok := friends.Decode(storageKey, tree); ok {
			m.others[storageKey] = f
		} else if tree != nil {
			m.unread[storageKey] = friends.Newer(tree)
		}
	case strings.HasPrefix(storageKey, records.ExportPrefix):
		delete(m.exports, strings.TrimPrefix(storageKey, records.ExportPrefix))
		if edition, e, ok := lastpicture.Decode(storageKey, tree); ok {
			m.exports[edition] = e
		}
	case strings.HasPrefix(storageKey, records.CalendarPrefix):
		edition := strings.TrimPrefix(storageKey, records.CalendarPrefix)
		_, m.calendars[edition], _ = calendar.Decode(storageKey, tree)
		m.sealed[edition] = calendar.Newer(tree)
	default:
		m.heed(storageKey, tree)
		m.book.Put(storageKey, tree)
	}
}

// Wants reports whether the storage key is one that the popup is to be given from
// the start: settings, reminders, picks, what was set aside beside them, friends, what was exported,
// what calendars were told, and notes.
func Wants(storageKey string) bool {
	_, note := notes.SessionOf(storageKey)
	_, pick := picks.PickKey(storageKey)
	_, aside := picks.Beside(storageKey)
	return pick || aside || note || storageKey == records.SettingsKey || storageKey == records.RemindersKey || strings.HasPrefix(storageKey, records.FriendPrefix) || strings.HasPrefix(storageKey, records.ExportPrefix) || strings.HasPrefix(storageKey, records.CalendarPrefix)
}

// Lang returns the language shown: the one chosen, else the browser's.
func (m *Model) Lang() string {
	if m.settings.lang != "" {
		return m.settings.lang
	}
	return m.browser
}

// Opened tells that all that storage holds was Put, and when that was, in ms since 1970. An
// edition that was looked at last and of which nothing is picked any more is left for the
// newest; while the popup is open it does not jump.
func (m *Model) Opened(now int64) {
	m.opened = now
	if edition := m.settings.edition; !slices.Contains(timetable.Editions(m.book), edition) {
		m.left = edition
	}
}

// Edition returns the edition shown: the one looked at last, unless it was left, else the
// newest that has picks, else the newest of all.
func (m *Model) Edition() string {
	if m.settings.edition != "" && m.settings.edition != m.left {
		return m.settings.edition
	}
	if list := timetable.Editions(m.book); len(list) > 0 {
		return list[0]
	}
	return editions.Newest().Name
}

// Say is Words.Say in the language shown.
func (m *Model) Say(name string, pairs ...string) string {
	return m.words[m.Lang()].Say(name, pairs...)
}

// editions lists what can be switched to: all that have picks, the newest, and
// the one shown, the newest first.
func (m *Model) editions() []string {
	list := timetable.Editions(m.book)
	for _, e := range [...]string{editions.Newest().Name, m.Edition()} {
		if slices.Contains(list, e) {
			continue
		}
		_, year := timetable.SplitEdition(e)
		at := slices.IndexFunc(list, func(other string) bool {
			_, y := timetable.SplitEdition(other)
			return y < year
		})
		if at < 0 {
			at = len(list)
		}
		list = slices.Insert(list, at, e)
	}
	return list
}

// table lays the edition shown out, once for all that ask until something is put.
func (m *Model) table() timetable.Timetable {
	if edition := m.Edition(); m.laid == nil || m.laid.Edition != edition {
		tt := timetable.New(edition, timetable.FromBook(m.book, edition))
		m.laid = &tt
	}
	return *m.laid
}

// Change is what an action asks for: entries to store, in one call. When they are
// stored, Done tells what to say; when not, Failed does.
type Change struct {
	Entries map[string]any
	Remove  []string // storage keys that go instead
	notice  Notice
	push    *step // becomes the last thing that can be taken back
	pop     bool  // the last such thing has been taken back
}

// Notice is a line told to the person; none when Text is empty.
type Notice struct {
	Text  string
	Undo  bool // offers to take the change back
	Quiet bool // for screen readers only: eyes see it in the list
	Ask   bool // Text is a question, and nothing is stored before it is answered
}

// Done returns what to tell once c is stored.
func (m *Model) Done(c Change) Notice {
	if c.push != nil {
		m.undo = append(m.undo, *c.push)
	}
	if c.pop && len(m.undo) > 0 {
		m.undo = m.undo[:len(m.undo)-1]
	}
	return c.notice
}

// Failed returns what to tell when a Change could not be stored; full says that
// storage has no room left.
func (m *Model) Failed(full bool) Notice {
	if full {
		return Notice{Text: m.Say("writeFull")}
	}
	return Notice{Text: m.Say("writeFailed")}
}

// Choose shows another edition.
func (m *Model) Choose(edition string) Change {
	m.settings.edition, m.left = edition, ""
	return m.settingsChange()
}

// Speak sets the language, "" for the browser's. The stars on pages follow.
func (m *Model) Speak(lang string) Change {
	m.settings.lang = decodeSettings(map[string]any{"lang": lang}).lang
	return m.settingsChange()
}

func (m *Model) settingsChange() Change {
	if m.settings.newer {
		return Change{notice: Notice{Text: m.Say("writeNewer")}}
	}
	return Change{Entries: map[string]any{records.SettingsKey: m.settings.encode()}}
}

// ToggleMust makes the pick of key a must, or a plain star again. now is in ms
// since 1970.
func (m *Model) ToggleMust(key session.Key, now int64) Change {
	keys := m.same(key)
	if len(keys) == 0 {
		return Change{}
	}
	state, notice := picks.Must, "madeMust"
	if m.strongest(keys) == picks.Must {
		state, notice = picks.Star, "madeStar"
	}
	to := make(map[session.Key]picks.State, len(keys))
	for _, k := range keys {
		to[k] = state
	}
	return Change{Entries: m.entries(to, now), notice: Notice{Text: m.Say(notice), Quiet: true}}
}

// Remove takes key out of the timetable. The record is written as off and stays:
// sync has to know of it, and Undo brings it back.
func (m *Model) Remove(key session.Key, now int64) Change {
	keys := m.same(key)
	if len(keys) == 0 {
		return Change{}
	}
	s := step{title: m.title(m.book.Session(key)), before: map[session.Key]picks.State{}}
	to := make(map[session.Key]picks.State, len(keys))
	for _, k := range keys {
		s.before[k] = m.book.Picks[k].State
		to[k] = picks.Off
	}
	return Change{
		Entries: m.entries(to, now),
		notice:  Notice{Text: m.Say("removed", "title", s.title), Undo: true},
		push:    &s,
	}
}

// Undo takes back the last removal or import. When there is one before it, the notice
// offers to take that back too.
func (m *Model) Undo(now int64) Change {
	if len(m.undo) == 0 {
		return Change{}
	}
	last := m.undo[len(m.undo)-1]
	text := m.Say("undone", "title", last.title)
	if last.put {
		text = m.Say("removed", "title", last.title)
	}
	if last.added > 0 {
		text = m.Say("undoneImport")
	}
	if last.imported {
		text = m.Say("importUndone")
	}
	entries := m.entries(last.before, now)
	for key, p := range last.records {
		p.Tapped = now
		p.Seen = m.book.Picks[key].Seen
		p.Store(entries, key)
	}
	for name, tree := range last.entries {
		entries[name] = tree
	}
	return Change{
		Entries: entries,
		Remove:  last.remove,
		notice:  Notice{Text: text, Undo: len(m.undo) > 1},
		pop:     true,
	}
}

// Forget ends the time in which anything can be taken back.
func (m *Model) Forget() { m.undo = nil }

// same returns key and the other keys of its session that are picked too; none
// if key is not in the timetable shown.
func (m *Model) same(key session.Key) []session.Key {
	tt := m.table()
	find := func(items []timetable.Item) []session.Key {
		for _, it := range items {
			if it.Session.Key == key || slices.Contains(it.Aliases, key) {
				return append([]session.Key{it.Session.Key}, it.Aliases...)
			}
		}
		return nil
	}
	for _, d := range tt.Days {
		if keys := find(d.Items); keys != nil {
			return keys
		}
	}
	return find(tt.Undated)
}

func (m *Model) strongest(keys []session.Key) picks.State {
	state := picks.Off
	for _, k := range keys {
		state = max(state, m.book.Picks[k].State)
	}
	return state
}

// entries are the records that set each key to its state, with all that is known
// of the session by now, and the changes that have not been taken note of.
func (m *Model) entries(to map[session.Key]picks.State, now int64) map[string]any {
	out := make(map[string]any, len(to))
	for k, state := range to {
		p := picks.Pick{State: state, Tapped: m.book.Tap(k, now), Seen: m.book.Picks[k].Seen, Session: m.book.Session(k)}
		p.Store(out, k)
		m.keepUnnoted(out, k, now)
	}
	return out
}
