// Package star decides which star stands where on a page and in which state, and
// what a click on one writes. It is the whole of the page program but for the
// browser: the page's tree, the storage records and the moments are given to it,
// and what it answers is carried out by cmd/content and extension/stars.js.
//
// A click writes one pick record and reads nothing. A scan writes session
// records only, so that reading a page can never undo a click made elsewhere.
package star

import (
	"strings"

	"byeolpyo/wasm/dom"
	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/session"
	"byeolpyo/wasm/site"
)

// UndoWindow is for how long a click can be undone, in ms.
const UndoWindow = 10_000

// Brain knows one open page.
type Brain struct {
	// Text returns the string of extension/_locales by its name.
	Text func(name string) string

	book   *picks.Book
	stored map[session.Key]picks.Pick // what storage is known to hold of picks
	// writing are this page's own writes on their way to storage. Until the last of
	// a session has come back, what comes back is older than what is shown.
	writing map[session.Key][]picks.Pick
	page    site.Page
	keys    []session.Key          // of each spot, aliases resolved
	places  map[session.Key][]int  // the spots of a key
	edition map[string]bool        // editions whose stored sessions were looked for
	asked   map[string]bool        // editions whose times were asked for
	undo    []Change               // that can be undone, oldest first
	many    map[session.Key]bool   // sessions of which more than one slot is known, by the first's key
	grids   map[string][]slot      // what grids showed when last seen whole, by storage key
	slots   map[session.Key][]slot // of the page's sessions with more than one, by the first's key
	seen    map[string][]slot      // what they showed in this visit
	where   string                 // names the page and the browser's zone
	// unstored are sessions of the page that are known here only: the cache had no room
	// for them, or has none any more.
	unstored map[session.Key]bool

	shown   map[string]map[session.Key]bool // what grids have shown in this visit, and whether they did when last at rest
	queried bool                            // the address of a page that nobody described may choose what it shows
	clock   clock                           // in which zone the page prints its hours
	machine bool                            // the page is translated by the browser
	adrift  bool                            // its hours may be of a zone that is no longer the browser's
}

// New returns a Brain that knows no pick yet.
func New(text func(string) string) *Brain {
	return &Brain{Text: text, book: picks.NewBook(), stored: map[session.Key]picks.Pick{}, grids: map[string][]slot{}, seen: map[string][]slot{}, many: map[session.Key]bool{},
		writing: map[session.Key][]picks.Pick{}, edition: map[string]bool{}, asked: map[string]bool{}, unstored: map[session.Key]bool{},
		shown: map[string]map[session.Key]bool{}}
}

// Put takes in a storage entry, or its removal when tree is nil. It reports
// whether stars may have to be painted anew.
func (b *Brain) Put(storageKey string, tree any) bool {
	if i := strings.LastIndexByte(storageKey, '~'); i >= 0 {
		_, name, _ := strings.Cut(storageKey[:i], "/")
		b.many[session.Key(name).Canonical()] = true
	}
	if name, ok := strings.CutPrefix(storageKey, picks.SessionPrefix); ok {
		if tree == nil && b.unstored[session.Key(name)] {
			return false
		}
		delete(b.unstored, session.Key(name))
	}
	name, isPick := strings.CutPrefix(storageKey, picks.PickPrefix)
	key := session.Key(name).Canonical()
	shown := b.book.Picks[key]
	b.book.Put(storageKey, tree)
	if strings.HasPrefix(storageKey, GridPrefix) {
		if b.grids[storageKey] = readGrid(tree).slots; tree == nil {
			delete(b.grids, storageKey)
		}
		return false
	}
	if !isPick {
		return true
	}
	p, ok := b.book.Picks[key]
	if ok {
		b.stored[key] = p
	} else {
		delete(b.stored, key)
	}
	b.arrived(key, p)
	if len(b.writing[key]) > 0 && ok {
		b.book.Picks[key] = shown
	}
	return true
}

// arrived forgets a write that has reached storage.
func (b *Brain) arrived(key session.Key, p picks.Pick) {
	for i, w := range b.writing[key] {
		if w.State == p.State && w.Tapped == p.Tapped {
			if b.writing[key] = append(b.writing[key][:i:i], b.writing[key][i+1:]...); len(b.writing[key]) == 0 {
				delete(b.writing, key)
			}
			return
		}
	}
}

// Stored says that storage has taken c.
func (b *Brain) Stored(c Change) { b.arrived(c.Key, c.after) }

// Scan reads the page. It reports whether any session was found.
func (b *Brain) Scan(root *dom.Node, o site.Options) bool {
	b.machine = false
	b.page = b.timed(root, o)
	b.scanned(o)
	return len(b.page.Spots) > 0
}

// read reads a page by its profile, or without any.
func (b *Brain) read(root *dom.Node, o site.Options) site.Page {
	page, known := site.Read(root, o)
	if !known {
		page = site.Generic(root, o)
	}
	bound(&page)
	b.queried = !known && strings.Contains(o.URL, "?")
	return page
}

// scanned does what follows every reading.
func (b *Brain) scanned(o site.Options) {
	b.keys = b.keys[:0] // Marks finds them
	b.where = Place(o.URL, b.clock.offset())
	if !b.teaches() {
		return
	}
	for name, slots := range b.dayGrids(b.where) {
		b.seen[name] = slots
	}
}

// bound keeps what the page tells of each session within what one may take: a click
// stores it, and that is no cache.
func bound(page *site.Page) {
	for i := range page.Spots {
		page.Spots[i].Session.Bound()
	}
}

// teaches reports whether what the page shows is the site's own, so that it may be
// kept.
func (b *Brain) teaches() bool { return !b.machine && !b.adrift }

// Where names the page last scanned and its zone, for GridKeys and Vanished.
func (b *Brain) Where() string { return b.where }

// Static reports whether the page's elements are known to stay the server's own.
func (b *Brain) Static() bool { return b.page.Static }

// Lang is the language of the page: "ko" or "en".
func (b *Brain) Lang() string { return b.page.Lang }

// rekey finds the key of every spot anew: what is known of the edition decides
// which session a title is.
func (b *Brain) rekey() {
	b.slotKeys()
	x := b.indexOf(b.page.Edition)
	b.keys = b.keys[:0]
	b.places = make(map[session.Key][]int, len(b.page.Spots))
	for i := range b.page.Spots {
		key := b.resolve(x, &b.page.Spots[i].Session)
		b.keys = append(b.keys, key)
		b.places[key] = append(b.places[key], i)
	}
}

// Mark is one star on the page.
type Mark struct {
	_       [0]func() // no code to compare them
	Node    int       // dom.Node.Index
	Title   int       // that of the element that shows the title
	Where   site.Where
	Heading bool
	Key     session.Key
	State   picks.State
	Label   string // the button's name, the same in every state
	Next    string // what the next click does
	Changed bool   // since the person last knew of it
}

// Marks returns the stars of the page last scanned, in the order of its spots.
func (b *Brain) Marks() []Mark {
	marks := make([]Mark, 0, len(b.page.Spots))
	before, after, _ := strings.Cut(b.Text("starLabel"), "{title}")
	next := [...]string{picks.Off: b.Text("starNextStar"), picks.Star: b.Text("starNextMust"), picks.Must: b.Text("starNextOff")}
	b.rekey()
	for i := range b.page.Spots {
		spot := &b.page.Spots[i]
		key := b.keys[i]
		changed, _ := b.book.Changed(key)
		marks = append(marks, Mark{
			Node: spot.Node.Index, Title: spot.Title.Index, Where: spot.Where, Heading: spot.Heading, Key: key,
			State:   b.book.Picks[key].State,
			Label:   before + spot.Session.Title(b.page.Lang) + b.slotName(i) + after,
			Next:    next[b.book.Picks[key].State],
			Changed: changed != 0,
		})
	}
	return marks
}

// The control characters that part fields and records in a plan. Titles cannot
// hold them: package dom lets none through.
const (
	fieldEnd  = "\x1f"
	recordEnd = "\x1e"
)

// planBytes is a little more than what the mark of a session with a long Korean title
// and a UUID takes.
const planBytes = 250

// Plan writes marks as stars.js reads them: node, title, where, heading, changed,
// key, state, label, next; each field but the last ended by 1F, each record by 1E.
func Plan(marks []Mark) string {
	var sb strings.Builder
	sb.Grow(planBytes * len(marks))
	for _, m := range marks {
		sb.WriteString(session.Itoa(m.Node) + fieldEnd + session.Itoa(m.Title) + fieldEnd)
		sb.WriteString(session.Itoa(int(m.Where)) + fieldEnd)
		if m.Heading {
			sb.WriteString("1")
		}
		sb.WriteString(fieldEnd)
		if m.Changed {
			sb.WriteString("1")
		}
		sb.WriteString(fieldEnd + string(m.Key) + fieldEnd + m.State.String() + fieldEnd + m.Label + fieldEnd + m.Next + recordEnd)
	}
	return sb.String()
}

// Change is what a click or an undo did. Record is nil when nothing may be
// written, because the stored record is not understood.
type Change struct {
	Key    session.Key
	Record map[string]any // to store under StorageKey
	Say    string         // the name of the string that tells the person
	At     int64

	before, after picks.Pick
}

// Entries is what to store, in one call, where Record is not nil.
func (c Change) Entries() map[string]any {
	return map[string]any{c.StorageKey(): c.Record, picks.TapPrefix + c.StorageKey(): c.after.Tap().Encode()}
}

// StorageKey is where Record belongs.
func (c Change) StorageKey() string { return picks.PickPrefix + string(c.Key) }

// Click moves the star of key, which is on the page, to its next state.
func (b *Brain) Click(key session.Key, now int64) (Change, bool) {
	s := b.onPage(key)
	if s == nil {
		return Change{}, false
	}
	if b.book.SetAside(key) {
		return Change{Key: key, Say: "starAside"}, true
	}
	before, had := b.book.Picks[key]
	after := before
	after.State = before.State.Next()
	after.Tapped = b.book.Tap(key, now)
	// What was known, and what this page shows, at the click.
	if had {
		s.Enrich(&before.Session)
	}
	if known, ok := b.book.Sessions[key]; ok {
		s.Enrich(&known.Session)
	}
	b.complete(b.indexOf(b.page.Edition), s)
	after.Session = s.Detached()
	c := Change{Key: key, Say: said(after.State), At: now, before: before, after: after}
	b.apply(&c)
	b.forget(now)
	b.undo = append(b.undo, c)
	return c, true
}

func said(s picks.State) string {
	switch s {
	case picks.Star:
		return "starAdded"
	case picks.Must:
		return "starMustAdded"
	}
	return "starRemoved"
}

func (b *Brain) apply(c *Change) {
	c.Record = c.after.Encode()
	b.book.Picks[c.Key] = c.after
	b.writing[c.Key] = append(b.writing[c.Key], c.after)
}

// onPage returns what the page tells of the session that goes under key, nil if
// it shows none.
func (b *Brain) onPage(key session.Key) (s *session.Session) {
	for _, i := range b.places[key] {
		t := b.page.Spots[i].Session
		t.Key = key
		if s == nil {
			s = &t
		} else { // another place may tell more
			s.Enrich(&t)
		}
	}
	return s
}

// Undo takes back the newest click that is not older than UndoWindow. It works
// from any page: the record says all.
func (b *Brain) Undo(now int64) (Change, bool) {
	b.forget(now)
	if len(b.undo) == 0 {
		return Change{}, false
	}
	last := b.undo[len(b.undo)-1]
	b.undo = b.undo[:len(b.undo)-1]
	if b.book.SetAside(last.Key) {
		return Change{Key: last.Key, Say: "starAside"}, true
	}
	after := b.book.Picks[last.Key]
	after.State, after.Tapped = last.before.State, b.book.Tap(last.Key, now)
	after.Session = last.after.Session
	c := Change{Key: last.Key, Say: "starUndone", At: now, before: b.book.Picks[last.Key], after: after}
	b.apply(&c)
	return c, true
}

// CanUndo reports whether there is still a click to undo.
func (b *Brain) CanUndo(now int64) bool {
	b.forget(now)
	return len(b.undo) > 0
}

func (b *Brain) forget(now int64) {
	for len(b.undo) > 0 && now-b.undo[0].At > UndoWindow {
		b.undo = b.undo[1:]
	}
}

// Failed takes back a change that storage refused, unless something newer is
// known of the session by now. What storage holds counts, and not what the change
// replaced: that may have been refused as well.
func (b *Brain) Failed(c Change) {
	b.arrived(c.Key, c.after)
	for i := range b.undo {
		if b.undo[i].Key == c.Key && b.undo[i].At == c.At {
			b.undo = append(b.undo[:i], b.undo[i+1:]...)
			break
		}
	}
	if p := b.book.Picks[c.Key]; p.State != c.after.State || p.Tapped != c.after.Tapped {
		return
	}
	if p, ok := b.stored[c.Key]; ok {
		b.book.Picks[c.Key] = p
	} else {
		delete(b.book.Picks, c.Key)
	}
}

// Unknown returns the edition of the page when its stored sessions have not been
// looked for yet, and takes them as looked for; else "".
func (b *Brain) Unknown() string {
	e := b.page.Edition
	if len(b.page.Spots) == 0 || b.edition[e] {
		return ""
	}
	b.edition[e] = true
	return e
}

// Learned returns the session records that the page enriches, as storage
// entries. Call it when the stored sessions of the edition have been Put. A
// session that is seen is not gone.
//
// A page that the browser translated, or whose hours are in doubt, teaches nothing.
// Of others, what is new is news at once. What contradicts a record counts only when the
// page has settled: a page in the middle of rendering may show one session's
// title at another's place.
func (b *Brain) Learned(settled bool) map[string]any {
	b.forgetUnstored()
	entries := map[string]any{}
	if !b.teaches() {
		return entries
	}
	if settled {
		b.renumbered(entries)
	}
	x := b.indexOf(b.page.Edition)
	done := map[session.Key]bool{}
	for _, key := range b.keys {
		if done[key] || b.book.Sealed[key] {
			continue
		}
		done[key] = true
		s := b.onPage(key)
		known, was := b.book.Sessions[key]
		if was && !settled && (known.Gone != 0 || picks.Compare(known.Session, *s) != 0) {
			continue
		}
		changed := s.Enrich(&known.Session)
		if b.complete(x, s) {
			changed = true
		}
		if was && !changed && known.Gone == 0 {
			continue
		}
		b.write(entries, picks.Known{Session: *s})
	}
	return entries
}

// write takes k as known, and adds its record to entries.
func (b *Brain) write(entries map[string]any, k picks.Known) {
	k.Session = k.Session.Detached()
	key := k.Session.Key
	b.book.Sessions[key] = k
	b.many[key.First()] = b.many[key.First()] || key != key.First()
	entries[picks.SessionPrefix+string(key)] = k.Encode()
}

// Unstored takes in the storage keys of records that are not in storage, though they were
// to be, or no longer. What the page shows stays known, so that it is not stored again
// and again; the rest is forgotten.
func (b *Brain) Unstored(storageKeys []string) {
	for _, storageKey := range storageKeys {
		if name, ok := strings.CutPrefix(storageKey, picks.SessionPrefix); ok {
			b.unstored[session.Key(name)] = true
		} else {
			delete(b.grids, storageKey)
		}
	}
	b.forgetUnstored()
}

func (b *Brain) forgetUnstored() {
	for key := range b.unstored {
		if len(b.places[key]) == 0 {
			delete(b.unstored, key)
			delete(b.book.Sessions, key)
		}
	}
}

// Starred returns the record of the session that c starred, as a storage entry, if it is
// not stored: now that a pick names it, the cache has room for it. Call it when the stored
// sessions of the edition have been Put.
func (b *Brain) Starred(c Change) map[string]any {
	known, ok := b.book.Sessions[c.Key]
	if c.Record == nil || c.after.State == picks.Off || ok && !b.unstored[c.Key] || b.book.Sealed[c.Key] {
		return nil
	}
	delete(b.unstored, c.Key)
	if !ok {
		known.Session = c.after.Session
	}
	known.Session.Key = c.Key
	entries := map[string]any{}
	b.write(entries, known)
	return entries
}

// Follows reports whether a change of this storage key matters here, which is one of the
// sessions of an edition that the tab has shown: pages of others may teach without end.
func (b *Brain) Follows(storageKey string) bool {
	name, ok := strings.CutPrefix(storageKey, picks.SessionPrefix)
	if i := strings.IndexByte(name, '/'); ok && i > 0 {
		return b.edition[name[:i]]
	}
	return false
}

// Stored reports whether a storage key belongs to what is known of an edition:
// its sessions, and what its grids showed.
func Stored(edition, key string) bool {
	return strings.HasPrefix(key, picks.SessionPrefix+edition+"/") || strings.HasPrefix(key, GridPrefix+edition+"/")
}
