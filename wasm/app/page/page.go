// Package page decides which stars a page gets, where and in which state, and what a click on
// one writes. It is the page program without the browser: it gets the page's tree, the stored
// records and the time, and cmd/content and extension/content/stars.js carry out its
// decisions.
//
// A click writes one pick record and reads nothing. A scan writes session
// records only, so that reading a page can never undo a click made elsewhere.
package page

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

// UndoWindow is for how long a click can be undone, in ms.
const UndoWindow = 10_000

// Page knows one open page.
type Page struct {
	// Text returns a string of extension/_locales by its name.
	Text func(name string) string

	book   *picks.Book
	stored map[session.Key]picks.Pick // the picks that storage is known to hold
	// writing are this page's own writes on their way to storage. Until the last of
	// a session has come back, what comes back is older than what is shown.
	writing map[session.Key][]picks.Pick
	page    site.Page
	keys    []session.Key          // of each spot, aliases resolved
	places  map[session.Key][]int  // the spots of a key
	edition map[string]bool        // editions whose stored sessions were looked for
	asked   map[string]bool        // editions whose times were asked for
	undo    []Change               // the changes that can be undone, oldest first
	many    map[session.Key]bool   // sessions of which more than one slot is known, by the first's key
	grids   map[string][]slot      // what grids showed when they were last seen whole, by storage key
	slots   map[session.Key][]slot // of the page's sessions with more than one, by the first's key
	seen    map[string][]slot      // what they showed in this visit
	where   string                 // names the page and the browser's zone
	// unstored are sessions of the page that are known here only: the cache had no room
	// for them, or has none any more.
	unstored map[session.Key]bool
	insisted map[session.Key]bool // those that PickedMeanwhile has returned

	shown   map[string]map[session.Key]bool // what grids have shown in this visit, and whether they did when last at rest
	queried bool                            // the query of an address without a profile may choose what the page shows
	clock   clock                           // in which zone the page prints its hours
	machine bool                            // the page is translated by the browser
	adrift  bool                            // its times may be in a zone that is no longer the browser's
}

// New returns a Page that knows no pick yet.
func New(text func(string) string) *Page {
	return &Page{Text: text, book: picks.NewBook(), stored: map[session.Key]picks.Pick{}, grids: map[string][]slot{}, seen: map[string][]slot{}, many: map[session.Key]bool{},
		writing: map[session.Key][]picks.Pick{}, edition: map[string]bool{}, asked: map[string]bool{}, unstored: map[session.Key]bool{}, insisted: map[session.Key]bool{},
		shown: map[string]map[session.Key]bool{}}
}

// Put takes in a storage entry, or its removal when tree is nil. It reports
// whether stars may have to be painted anew.
func (pg *Page) Put(storageKey string, tree any) bool {
	if i := strings.LastIndexByte(storageKey, '~'); i >= 0 {
		_, name, _ := strings.Cut(storageKey[:i], "/")
		pg.many[session.Key(name).Canonical()] = true
	}
	if name, ok := strings.CutPrefix(storageKey, records.SessionPrefix); ok {
		if tree == nil && pg.unstored[session.Key(name)] {
			return false
		}
		delete(pg.unstored, session.Key(name))
	}
	name, isPick := strings.CutPrefix(storageKey, records.PickPrefix)
	key := session.Key(name).Canonical()
	shown := pg.book.Picks[key]
	pg.book.Put(storageKey, tree)
	if strings.HasPrefix(storageKey, records.GridPrefix) {
		if pg.grids[storageKey] = readGrid(tree).slots; tree == nil {
			delete(pg.grids, storageKey)
		}
		return false
	}
	if !isPick {
		return true
	}
	p, ok := pg.book.Picks[key]
	if ok {
		pg.stored[key] = p
	} else {
		delete(pg.stored, key)
	}
	pg.arrived(key, p)
	if len(pg.writing[key]) > 0 && ok {
		pg.book.Picks[key] = shown
	}
	return true
}

// arrived removes a write from writing once it has reached storage.
func (pg *Page) arrived(key session.Key, p picks.Pick) {
	for i, w := range pg.writing[key] {
		if w.State == p.State && w.Tapped == p.Tapped {
			if pg.writing[key] = append(pg.writing[key][:i:i], pg.writing[key][i+1:]...); len(pg.writing[key]) == 0 {
				delete(pg.writing, key)
			}
			return
		}
	}
}

// Committed says that storage has taken c.
func (pg *Page) Committed(c Change) { pg.arrived(c.Key, c.after) }

// Scan reads the page. It reports whether any session was found.
func (pg *Page) Scan(root *dom.Node, o site.Options) bool {
	pg.machine = false
	pg.page = pg.timed(root, o)
	pg.scanned(o)
	return len(pg.page.Spots) > 0
}

// read reads a page by its profile, or without any.
func (pg *Page) read(root *dom.Node, o site.Options) site.Page {
	page, known := site.Read(root, o)
	if !known {
		page = infer.Read(root, o)
	}
	bound(&page)
	pg.queried = !known && strings.Contains(o.URL, "?")
	return page
}

// scanned completes every reading.
func (pg *Page) scanned(o site.Options) {
	pg.keys = pg.keys[:0] // Marks finds them
	pg.where = Place(o.URL, pg.clock.offset())
	if !pg.teaches() {
		return
	}
	for name, slots := range pg.dayGrids(pg.where) {
		pg.seen[name] = slots
	}
}

// bound cuts what the page tells about each session to the bounds of one session, since a
// click stores it in a record that does not belong to the cache.
func bound(page *site.Page) {
	for i := range page.Spots {
		page.Spots[i].Session.Bound()
	}
}

// teaches reports whether the page shows the site's own texts and times, so that they may be
// stored.
func (pg *Page) teaches() bool { return !pg.machine && !pg.adrift }

// Where returns the name of the page last scanned and its zone, for GridKeys and Vanished.
func (pg *Page) Where() string { return pg.where }

// Static reports whether no script is known to take over the server's elements
// (site.Page.Static).
func (pg *Page) Static() bool { return pg.page.Static }

// Lang returns the language of the page, "ko" or "en".
func (pg *Page) Lang() string { return pg.page.Lang }

// rekey computes the keys of all spots again. They depend on what is known of the edition,
// which tells to which session a title belongs.
func (pg *Page) rekey() {
	pg.slotKeys()
	pg.crossed()
	x := pg.indexOf(pg.page.Edition)
	pg.keys = pg.keys[:0]
	pg.places = make(map[session.Key][]int, len(pg.page.Spots))
	for i := range pg.page.Spots {
		key := pg.resolve(x, &pg.page.Spots[i].Session)
		pg.keys = append(pg.keys, key)
		pg.places[key] = append(pg.places[key], i)
	}
}

// Mark is one star on the page.
type Mark struct {
	_       [0]func() // no code to compare them
	Node    int       // dom.Node.Index
	Title   int       // dom.Node.Index of the element that shows the title
	Where   site.Where
	Heading bool
	Key     session.Key
	State   picks.State
	Label   string // the button's name, the same in every state
	Next    string // what the next click does
	Changed bool   // it changed since the person last knew of it
	Asks    bool   // a click asks for which slot it is meant
}

// Marks returns the stars of the page last scanned, in the order of its spots.
func (pg *Page) Marks() []Mark {
	marks := make([]Mark, 0, len(pg.page.Spots))
	before, after, _ := strings.Cut(pg.Text("starLabel"), "{title}")
	next := [...]string{picks.Off: pg.Text("starNextStar"), picks.Star: pg.Text("starNextMust"), picks.Must: pg.Text("starNextOff")}
	pg.rekey()
	for i := range pg.page.Spots {
		spot := &pg.page.Spots[i]
		key := pg.keys[i]
		changed, _ := pg.book.Changed(key)
		name := ""
		at, asks := pg.slotOf(i)
		if asks {
			name = " (" + at.name() + ")"
		}
		marks = append(marks, Mark{
			Node: spot.Node.Index, Title: spot.Title.Index, Where: spot.Where, Heading: spot.Heading, Key: key,
			State:   pg.book.Picks[key].State,
			Label:   before + spot.Session.Title(pg.page.Lang) + name + after,
			Next:    next[pg.book.Picks[key].State],
			Changed: changed != 0, Asks: asks,
		})
	}
	return marks
}

// The control characters that separate fields and records in a plan. Titles cannot have them,
// since package dom lets none through.
const (
	fieldEnd  = "\x1f"
	recordEnd = "\x1e"
)

// planBytes is a little more than what the mark of a session with a long Korean title
// and a UUID takes.
const planBytes = 250

// Plan writes marks as stars.js reads them: node, title, where, heading, changed,
// key (with askMark), state, label, next; each field but the last ended by 1F, each record by 1E.
func Plan(marks []Mark) string {
	var sb strings.Builder
	sb.Grow(planBytes * len(marks))
	for _, m := range marks {
		sb.WriteString(ascii.Itoa(m.Node) + fieldEnd + ascii.Itoa(m.Title) + fieldEnd)
		sb.WriteString(ascii.Itoa(int(m.Where)) + fieldEnd)
		if m.Heading {
			sb.WriteString("1")
		}
		sb.WriteString(fieldEnd)
		if m.Changed {
			sb.WriteString("1")
		}
		sb.WriteString(fieldEnd + string(m.Key))
		if m.Asks {
			sb.WriteString(askMark)
		}
		sb.WriteString(fieldEnd + m.State.String() + fieldEnd + m.Label + fieldEnd + m.Next + recordEnd)
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

// Entries returns the entries to store, in one call, if Record is not nil.
func (c Change) Entries() map[string]any {
	return map[string]any{c.StorageKey(): c.Record, records.TapPrefix + c.StorageKey(): c.after.Tap().Encode()}
}

// StorageKey returns the key under which Record is stored.
func (c Change) StorageKey() string { return records.PickPrefix + string(c.Key) }

// Click moves the star of key, which is on the page, to its next state. The key may end in
// askMark, as in a plan.
func (pg *Page) Click(key session.Key, now int64) (Change, bool) {
	bare, asks := strings.CutSuffix(string(key), askMark)
	key = session.Key(bare)
	s := pg.onPage(key)
	if s == nil {
		return Change{}, false
	}
	if pg.book.SetAside(key) {
		return Change{Key: key, Say: "starAside"}, true
	}
	before, had := pg.book.Picks[key]
	after := before
	after.State = before.State.Next()
	after.Tapped = pg.book.Tap(key, now)
	// The record has what was known at the click and what this page shows.
	if had {
		s.Enrich(&before.Session)
	}
	if known, ok := pg.book.Sessions[key]; ok {
		s.Enrich(&known.Session)
	}
	pg.complete(pg.indexOf(pg.page.Edition), s)
	after.Session = s.Detached()
	c := Change{Key: key, Say: said(after.State), At: now, before: before, after: after}
	pg.apply(&c)
	pg.forget(now)
	if asks && after.State == picks.Star {
		c.Say = saidSlot
	}
	pg.undo = append(pg.undo, c)
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

func (pg *Page) apply(c *Change) {
	c.Record = c.after.Encode()
	pg.book.Picks[c.Key] = c.after
	pg.writing[c.Key] = append(pg.writing[c.Key], c.after)
}

// onPage returns what the page tells of the session that goes under key, nil if
// it shows none.
func (pg *Page) onPage(key session.Key) (s *session.Session) {
	for _, i := range pg.places[key] {
		t := pg.page.Spots[i].Session
		t.Key = key
		if s == nil {
			s = &t
		} else { // another spot of the session may tell more
			s.Enrich(&t)
		}
	}
	return s
}

// Undo takes back the newest click that is not older than UndoWindow. It works on any page,
// since the record has everything that it needs.
func (pg *Page) Undo(now int64) (Change, bool) {
	pg.forget(now)
	if len(pg.undo) == 0 {
		return Change{}, false
	}
	last := pg.undo[len(pg.undo)-1]
	pg.undo = pg.undo[:len(pg.undo)-1]
	if pg.book.SetAside(last.Key) {
		return Change{Key: last.Key, Say: "starAside"}, true
	}
	after := pg.book.Picks[last.Key]
	after.State, after.Tapped = last.before.State, pg.book.Tap(last.Key, now)
	after.Session = last.after.Session
	c := Change{Key: last.Key, Say: "starUndone", At: now, before: pg.book.Picks[last.Key], after: after}
	pg.apply(&c)
	return c, true
}

// CanUndo reports whether there is still a click to undo.
func (pg *Page) CanUndo(now int64) bool {
	pg.forget(now)
	return len(pg.undo) > 0
}

func (pg *Page) forget(now int64) {
	for len(pg.undo) > 0 && now-pg.undo[0].At > UndoWindow {
		pg.undo = pg.undo[1:]
	}
}

// Failed takes back a change that storage refused, unless a newer one of the session has come
// since. It shows what storage holds, and not what the change replaced, which may have been
// refused as well.
func (pg *Page) Failed(c Change) {
	pg.arrived(c.Key, c.after)
	for i := range pg.undo {
		if pg.undo[i].Key == c.Key && pg.undo[i].At == c.At {
			pg.undo = append(pg.undo[:i], pg.undo[i+1:]...)
			break
		}
	}
	if p := pg.book.Picks[c.Key]; p.State != c.after.State || p.Tapped != c.after.Tapped {
		return
	}
	if p, ok := pg.stored[c.Key]; ok {
		pg.book.Picks[c.Key] = p
	} else {
		delete(pg.book.Picks, c.Key)
	}
}

// Unknown returns the edition of the page if its stored sessions have not been read yet, and
// notes that they are being read; else "".
func (pg *Page) Unknown() string {
	e := pg.page.Edition
	if len(pg.page.Spots) == 0 || pg.edition[e] {
		return ""
	}
	pg.edition[e] = true
	return e
}

// Unread notes that the stored sessions of an edition could not be read, so that Unknown
// returns it again.
func (pg *Page) Unread(edition string) { delete(pg.edition, edition) }

// Learned returns the session records that the page enriches, as storage
// entries. Call it when the stored sessions of the edition have been Put. A
// session that is seen is not gone.
//
// A page that the browser translated, or whose hours are in doubt, teaches nothing.
// Of others, what is new is news at once. What contradicts a record counts only when the
// page has settled: a page in the middle of rendering may show one session's
// title at another's place.
func (pg *Page) Learned(settled bool) map[string]any {
	pg.forgetUnstored()
	entries := map[string]any{}
	if !pg.teaches() {
		return entries
	}
	if settled {
		pg.renumbered(entries)
	}
	x := pg.indexOf(pg.page.Edition)
	done := map[session.Key]bool{}
	for _, key := range pg.keys {
		if done[key] || pg.book.Sealed[key] {
			continue
		}
		done[key] = true
		s := pg.onPage(key)
		known, was := pg.book.Sessions[key]
		if was && !settled && (known.Gone != 0 || picks.Compare(known.Session, *s) != 0) {
			continue
		}
		changed := s.Enrich(&known.Session)
		if pg.complete(x, s) {
			changed = true
		}
		if was && !changed && known.Gone == 0 {
			continue
		}
		pg.knew(entries, &known.Session, s)
		pg.write(entries, picks.SessionRecord{Session: *s})
	}
	return entries
}

// write puts k into the book, and adds its record to entries.
func (pg *Page) write(entries map[string]any, k picks.SessionRecord) {
	k.Session = k.Session.Detached()
	key := k.Session.Key
	pg.book.Sessions[key] = k
	pg.many[key.First()] = pg.many[key.First()] || key != key.First()
	entries[records.SessionPrefix+string(key)] = k.Encode()
}

// knew adds to entries when a picked session was, as its person knew, before it moves: who
// starred it on a list without times was told the time later, and the pick does not say it.
func (pg *Page) knew(entries map[string]any, before, now *session.Session) {
	p := pg.book.Picks[now.Key]
	look, ok := pg.book.Acknowledged[now.Key]
	if !ok || look.At < p.Tapped {
		look = picks.Acknowledgement{At: p.Tapped, Session: p.Session}
	}
	if p.State == picks.Off || look.Session.Start.Known() || !before.Start.Known() || !now.Start.Known() || before.Start == now.Start || pg.many[now.Key.First()] {
		return
	}
	look.Session = look.Session.Detached()
	look.Session.Start, look.Session.End = before.Start, before.End
	pg.book.Acknowledged[now.Key] = look
	entries[records.AcknowledgedPrefix+string(now.Key)] = look.Encode()
}

// Unstored notes that records with these storage keys were refused or removed. Those of
// sessions that the page shows stay known, so that they are not written again and again; the
// others are forgotten.
func (pg *Page) Unstored(storageKeys []string) {
	for _, storageKey := range storageKeys {
		if name, ok := strings.CutPrefix(storageKey, records.SessionPrefix); ok {
			pg.unstored[session.Key(name)] = true
		} else {
			delete(pg.grids, storageKey)
		}
	}
	pg.forgetUnstored()
}

// PickedMeanwhile returns the records with these storage keys, as storage entries, whose session
// was picked before it was known that the record is not stored: the cache has room for them now.
// It returns each of them once, so that what is refused again is not written without end.
func (pg *Page) PickedMeanwhile(storageKeys []string) map[string]any {
	entries := map[string]any{}
	for _, storageKey := range storageKeys {
		name, _ := strings.CutPrefix(storageKey, records.SessionPrefix)
		key := session.Key(name)
		known, ok := pg.book.Sessions[key]
		if !ok || !pg.unstored[key] || pg.insisted[key] || pg.book.Picks[key].State == picks.Off || pg.book.Sealed[key] {
			continue
		}
		pg.insisted[key] = true
		delete(pg.unstored, key)
		pg.write(entries, known)
	}
	return entries
}

func (pg *Page) forgetUnstored() {
	for key := range pg.unstored {
		if len(pg.places[key]) == 0 {
			delete(pg.unstored, key)
			delete(pg.book.Sessions, key)
		}
	}
}

// Starred returns the record of the session that c starred, as a storage entry, if it is not
// stored. The cache always has room for a session with a pick. Call it when the stored
// sessions of the edition have been Put.
func (pg *Page) Starred(c Change) map[string]any {
	known, ok := pg.book.Sessions[c.Key]
	if c.Record == nil || c.after.State == picks.Off || ok && !pg.unstored[c.Key] || pg.book.Sealed[c.Key] {
		return nil
	}
	delete(pg.unstored, c.Key)
	if !ok {
		known.Session = c.after.Session
	}
	known.Session.Key = c.Key
	entries := map[string]any{}
	pg.write(entries, known)
	return entries
}

// Follows reports whether a change of this storage key matters here. Of the records of
// sessions only those of editions that the tab has shown do, since pages of other sites may
// teach without end.
func (pg *Page) Follows(storageKey string) bool {
	name, ok := strings.CutPrefix(storageKey, records.SessionPrefix)
	if i := strings.IndexByte(name, '/'); ok && i > 0 {
		return pg.edition[name[:i]]
	}
	return false
}

// IsEditionKey reports whether a storage key belongs to what is known of an edition:
// its sessions, and what its grids showed.
func IsEditionKey(edition, key string) bool {
	return strings.HasPrefix(key, records.SessionPrefix+edition+"/") || strings.HasPrefix(key, records.GridPrefix+edition+"/")
}
