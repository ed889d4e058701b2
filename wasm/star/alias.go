package star

import (
	"byeolpyo/wasm/dom"
	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/session"
	"byeolpyo/wasm/site"
)

// Pages of one year tell different things of one session: a list its id, a grid
// its time, another language its other title. This file joins them. A session
// that a page shows without an id has a key made of its title, start and room;
// it is known to be another one's alias when
//
//   - a session of the edition has the same title, and no other start; or
//   - one of that day has the same title, had no id either, and is gone: it has
//     moved; or
//   - start, end and grid column agree and the other language names it.
//
// Two sessions with ids of their own are never joined.

// index finds the sessions of one edition by their titles, in every language.
type index struct {
	edition string
	titles  map[string][]session.Key
}

// indexOf reads what is known of an edition: its stored sessions and its picks.
func (b *Brain) indexOf(edition string) index {
	x := index{edition, map[string][]session.Key{}}
	if !b.ambiguous() {
		return x // every session here has an id, and no pick lacks one
	}
	add := func(s *session.Session) {
		for _, lang := range session.Languages {
			title, has := s.Titles[lang]
			if !has {
				continue
			}
			name := session.Lower(session.Fold(title))
			if other := s.Titles[session.Korean]; lang == session.English && other == title {
				continue
			}
			x.titles[name] = append(x.titles[name], s.Key)
		}
	}
	for key, known := range b.book.Sessions {
		if key.Edition() == edition {
			add(&known.Session)
		}
	}
	for key, p := range b.book.Picks {
		if _, known := b.book.Sessions[key]; !known && key.Edition() == edition {
			add(&p.Session)
		}
	}
	return x
}

// ambiguous reports whether a session of the page, or a pick of its edition, has
// no id or no time, so that titles have to be looked up.
func (b *Brain) ambiguous() bool {
	for i := range b.page.Spots {
		if s := &b.page.Spots[i].Session; s.Key.Hashed() || !s.Start.Known() {
			return true
		}
	}
	for key, p := range b.book.Picks {
		if p.State != picks.Off && key.Hashed() && key.Edition() == b.page.Edition {
			return true
		}
	}
	return false
}

// named returns the sessions that have a title of s and could be s: no other
// start, and not s itself.
func (b *Brain) named(x index, s *session.Session) []session.Key {
	var found []session.Key
	if len(x.titles) == 0 {
		return nil
	}
	for _, lang := range session.Languages {
	next:
		for _, key := range x.titles[session.Lower(session.Fold(s.Titles[lang]))] {
			t := b.book.Session(key)
			if key == s.Key {
				continue
			}
			if s.Start.Known() && t.Start.Known() && s.Start != t.Start {
				// The same title at another time of that day is another session, unless
				// the old one is gone: then it has moved.
				if b.book.Sessions[key].Gone == 0 || !key.Hashed() || t.Start.Date() != s.Start.Date() {
					continue
				}
			} else if len(s.Rooms) > 0 && len(t.Rooms) > 0 && s.PageLang == t.PageLang && key.Hashed() && s.Key.Hashed() &&
				!shareRoom(s.Rooms, t.Rooms) {
				continue
			}
			for _, had := range found {
				if had == key {
					continue next
				}
			}
			found = append(found, key)
		}
	}
	return found
}

func shareRoom(a, b []string) bool {
	for _, s := range a {
		for _, t := range b {
			if s == t {
				return true
			}
		}
	}
	return false
}

func (b *Brain) picked(key session.Key) bool { return b.book.Picks[key].State != picks.Off }

// resolve returns the key under which the session of a spot goes: its own if
// that is picked, else that of an alias that is picked, else its own id, else
// that of the one session with an id that has its title.
func (b *Brain) resolve(x index, s *session.Session) session.Key {
	if b.picked(s.Key) {
		return s.Key
	}
	namesakes := b.named(x, s)
	if !s.Key.Hashed() {
		for _, key := range namesakes {
			if key.Hashed() && b.picked(key) && b.alone(namesakes, key, s) {
				return key
			}
		}
		return s.Key
	}
	if key, ok := b.one(namesakes, func(key session.Key) bool { return b.picked(key) }); ok {
		return key
	}
	if key, ok := b.one(namesakes, func(key session.Key) bool { return !key.Hashed() }); ok {
		return key
	}
	if key, ok := b.translated(s); ok {
		return key
	}
	return s.Key
}

// one returns the only key that fits, if there is just one.
func (b *Brain) one(keys []session.Key, fits func(session.Key) bool) (found session.Key, ok bool) {
	for _, key := range keys {
		if fits(key) {
			if ok {
				return "", false
			}
			found, ok = key, true
		}
	}
	return found, ok
}

// alone reports whether the pick without an id can only be s: with a start of
// its own it is s, and without one it must be the only thing of that name.
func (b *Brain) alone(namesakes []session.Key, pick session.Key, s *session.Session) bool {
	if b.book.Session(pick).Start.Known() && s.Start.Known() {
		return true
	}
	_, ok := b.one(namesakes, func(key session.Key) bool { return key == pick || !key.Hashed() })
	return ok
}

// translated finds the pick of a session without an id that was made in the
// other language: start, end and grid column agree, and the pick knows no other
// title in the page's language.
func (b *Brain) translated(s *session.Session) (session.Key, bool) {
	if s.Col == 0 {
		return "", false
	}
	edition := s.Key.Edition()
	for key, p := range b.book.Picks {
		t := p.Session
		if p.State != picks.Off && t.Col == s.Col && t.Start == s.Start && t.End == s.End &&
			(t.Titles[s.PageLang] == "" || t.Titles[s.PageLang] == s.Titles[s.PageLang]) &&
			key.Hashed() && key.Edition() == edition {
			return key, true
		}
	}
	return "", false
}

// complete fills in what s lacks from the one other record of the same session:
// the time that the grid told of a talk which the list named.
func (b *Brain) complete(x index, s *session.Session) bool {
	if s.Start.Known() {
		return false
	}
	key, ok := b.one(b.named(x, s), func(key session.Key) bool { return b.book.Session(key).Start.Known() })
	if !ok || !key.Hashed() && !s.Key.Hashed() {
		return false
	}
	t := b.book.Session(key)
	t.Key = s.Key
	return s.Enrich(&t)
}

// Lacks reports whether the page shows a session whose time neither it nor any
// page before told.
func (b *Brain) Lacks() bool {
	for i, key := range b.keys {
		if !b.page.Spots[i].Session.Start.Known() && !b.book.Sessions[key].Session.Start.Known() {
			return true
		}
	}
	return false
}

// Learn reads another page of the site and returns the session records that it
// enriches, as storage entries.
func (b *Brain) Learn(root *dom.Node, o site.Options) map[string]any {
	other := Brain{Text: b.Text, book: b.book}
	other.Scan(root, o)
	other.rekey()
	return other.Learned(false)
}
