package page

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
	"byeolpyo/wasm/read/snapshot"
)

// Pages of one year tell different things about a session: a list its id, a grid its time, a
// page in the other language its other title. This file joins them. A session that a page
// shows without an id has a key made of its title, start and room. That key counts as an
// alias of another session's when
//
//   - a session of the edition has the same title, and no other start; or
//   - one of that day has the same title, is gone, and is not by others: it has
//     moved; or
//   - the page does not show the other one, and their titles differ by punctuation only,
//     or they are by the same people at the same time in the same room: it was renamed; or
//   - start, end and grid column agree and the other language names it; or
//   - one of them is named only by its speakers, and these are the other's speakers.
//
// Two sessions with ids of their own are never joined.

// index finds the sessions of one edition by their titles, in every language.
type index struct {
	edition string
	titles  map[string][]session.Key // by exact, letters and byWho
	here    map[session.Key]bool     // the sessions that the page shows with an id
}

// The prefixes of names in the index that are made of a title's letters, or of the speakers.
const lettersOf, speakersOf = "\x01", "\x00"

// indexOf makes the index of an edition from its stored sessions and picks.
func (pg *Page) indexOf(edition string) index {
	x := index{edition, map[string][]session.Key{}, map[session.Key]bool{}}
	if !pg.ambiguous() {
		return x // every session here has an id, and no pick lacks one
	}
	for i := range pg.page.Spots {
		x.here[pg.page.Spots[i].Session.Key] = true
	}
	add := func(s *session.Session) {
		for _, who := range byWho(s) {
			x.titles[who] = append(x.titles[who], s.Key)
		}
		for _, lang := range session.Languages {
			title, has := s.Titles[lang]
			if !has {
				continue
			}
			name := ascii.Lower(session.Fold(title))
			if other := s.Titles[session.Korean]; lang == session.English && other == title {
				continue
			}
			x.titles[name] = append(x.titles[name], s.Key)
			letters := lettersOf + ascii.Letters(title)
			x.titles[letters] = append(x.titles[letters], s.Key)
		}
	}
	for key, known := range pg.book.Sessions {
		if key.Edition() == edition {
			add(&known.Session)
		}
	}
	for key, p := range pg.book.Picks {
		if _, known := pg.book.Sessions[key]; !known && key.Edition() == edition {
			add(&p.Session)
		}
	}
	return x
}

// ambiguous reports whether a session of the page, or a pick of its edition, has
// no id or no time, so that titles have to be looked up.
func (pg *Page) ambiguous() bool {
	for i := range pg.page.Spots {
		if s := &pg.page.Spots[i].Session; s.Key.Hashed() || !s.Start.Known() {
			return true
		}
	}
	for key, p := range pg.book.Picks {
		if p.State != picks.Off && key.Hashed() && key.Edition() == pg.page.Edition {
			return true
		}
	}
	return false
}

// named returns the sessions that have a title of s and could be s: no other start, and not s
// itself. If there is none, it returns the sessions that are s with another title.
func (pg *Page) named(x index, s *session.Session) []session.Key {
	if len(x.titles) == 0 {
		return nil
	}
	var names, renamed []string
	for _, lang := range session.Languages {
		title, has := s.Titles[lang]
		if !has {
			continue
		}
		if names = append(names, ascii.Lower(session.Fold(title))); s.Unnamed(lang) {
			names = append(names, byWho(s)...)
		}
		if letters := ascii.Letters(title); letters != "" {
			renamed = append(renamed, lettersOf+letters)
		}
	}
	for _, who := range byWho(s) { // speakers may stand for a title on another page
		names = append(names, who[1:])
		renamed = append(renamed, who)
	}
	if found := pg.called(x, s, names, false); len(found) > 0 {
		return found
	}
	return pg.called(x, s, renamed, true)
}

// called returns those sessions with these names in the index that could be s.
func (pg *Page) called(x index, s *session.Session, names []string, renamed bool) (found []session.Key) {
	same := 0 // how many of those found share a speaker with s
	for _, name := range names {
	next:
		for _, key := range x.titles[name] {
			t := pg.book.Session(key)
			if key == s.Key || renamed && x.here[key] {
				continue
			}
			if known, ok := pg.book.Sessions[key]; ok && !known.Session.Start.Known() {
				t.Start = 0 // the person entered the time, and no page told one
			}
			there, theirs := t.Named(s.PageLang).Rooms, t.Named(s.PageLang).Speakers
			elsewhere := len(s.Rooms) > 0 && len(there) > 0 && !share(s.Rooms, there)
			if renamed && name[:1] == speakersOf && (!s.Start.Known() || s.Start != t.Start || elsewhere) {
				continue
			}
			others := len(s.Speakers) > 0 && len(theirs) > 0 && !share(s.Speakers, theirs)
			if others && pg.twin(s, func(u *session.Session) bool { return share(u.Speakers, theirs) }) {
				continue // the page has its speakers at another session of this title
			}
			// A session with the same title at another time of that day is another session,
			// unless the old one is gone or other speakers have its place: then it has moved.
			// The same holds for another room.
			moved := t.Start.Date() == s.Start.Date() && !others && (pg.book.Sessions[key].Gone != 0 ||
				share(s.Speakers, theirs) && pg.twin(s, func(u *session.Session) bool { return u.Start == t.Start && !share(u.Speakers, theirs) }))
			if s.Start.Known() && t.Start.Known() && s.Start != t.Start {
				if !moved {
					continue
				}
			} else if elsewhere && key.Hashed() && s.Key.Hashed() && !moved {
				continue
			}
			for _, had := range found {
				if had == key {
					continue next
				}
			}
			// On lists without ids and times only the speakers tell two sessions of one title
			// apart. If a timetable has several of them, the speakers tell which one it is.
			switch {
			case share(s.Speakers, theirs):
				found = append(found, "")
				copy(found[same+1:], found[same:])
				found[same] = key
				same++
				continue
			case others && key.Hashed() && s.Key.Hashed() && !t.Start.Known() && !s.Start.Known():
				continue
			}
			found = append(found, key)
		}
	}
	if same > 0 {
		return found[:same]
	}
	return found
}

// twin reports whether is returns true for another session with s's title on the page.
func (pg *Page) twin(s *session.Session, is func(*session.Session) bool) bool {
	return pg.twinOf(s, is) != nil
}

func (pg *Page) twinOf(s *session.Session, is func(*session.Session) bool) *session.Session {
	for i := range pg.page.Spots {
		if u := &pg.page.Spots[i].Session; u.Key != s.Key && session.SameTitle(u.Titles[s.PageLang], s.Titles[s.PageLang]) && is(u) {
			return u
		}
	}
	return nil
}

// crossed handles two sessions of one title without ids that have exchanged their places.
// Each gets its own key again, so that a pick stays with the speakers for whom it was made.
func (pg *Page) crossed() {
	for i := range pg.page.Spots {
		s := &pg.page.Spots[i].Session
		if !s.Key.Hashed() || len(s.Speakers) == 0 || !pg.picked(s.Key) {
			continue
		}
		p := pg.book.Session(s.Key)
		theirs := p.Named(s.PageLang).Speakers
		if len(theirs) == 0 || share(s.Speakers, theirs) {
			continue
		}
		if t := pg.twinOf(s, func(u *session.Session) bool {
			return u.Key.Hashed() && u.Start.Date() == s.Start.Date() && share(u.Speakers, theirs)
		}); t != nil {
			s.Key, t.Key = t.Key, s.Key
		}
	}
}

// byWho returns the names in the index that are made of the speakers of s, one per language.
func byWho(s *session.Session) (names []string) {
	for _, who := range [...][]string{s.Speakers, s.Other.Speakers} {
		if len(who) > 0 {
			names = append(names, speakersOf+ascii.Lower(strings.Join(who, ", ")))
		}
	}
	return names
}

func share(a, b []string) bool {
	for _, s := range a {
		for _, t := range b {
			if s == t {
				return true
			}
		}
	}
	return false
}

func (pg *Page) picked(key session.Key) bool { return pg.book.Picks[key].State != picks.Off }

// resolve returns the key for the session of a spot: its own if that is picked, else that of
// an alias that is picked, else its own id, else that of the one session with an id that has
// its title.
func (pg *Page) resolve(x index, s *session.Session) session.Key {
	if pg.picked(s.Key) {
		return s.Key
	}
	namesakes := pg.named(x, s)
	if !s.Key.Hashed() {
		for _, key := range namesakes {
			if key.Hashed() && pg.picked(key) && pg.alone(namesakes, key, s) {
				return key
			}
		}
		return s.Key
	}
	if key, ok := pg.one(namesakes, func(key session.Key) bool { return pg.picked(key) }); ok {
		return key
	}
	if key, ok := pg.one(namesakes, func(key session.Key) bool { return !key.Hashed() }); ok {
		return key
	}
	if key, ok := pg.translated(x, s); ok {
		return key
	}
	return s.Key
}

// one returns the only key that fits, if there is just one; of the slots of one
// session, the first.
func (pg *Page) one(keys []session.Key, fits func(session.Key) bool) (found session.Key, ok bool) {
	for _, key := range keys {
		if fits(key) {
			if ok && key.First() != found.First() {
				return "", false
			}
			if !ok || key < found {
				found = key
			}
			ok = true
		}
	}
	return found, ok
}

// alone reports whether a pick without an id can only be s. A pick with a start is s; one
// without a start must be the only session of that name.
func (pg *Page) alone(namesakes []session.Key, pick session.Key, s *session.Session) bool {
	if pg.book.Session(pick).Start.Known() && s.Start.Known() {
		return true
	}
	if s.Key != s.Key.First() {
		return false // one pick cannot be several slots
	}
	_, ok := pg.one(namesakes, func(key session.Key) bool { return key == pick || !key.Hashed() })
	return ok
}

// translated finds the pick of a session without an id that was made in the
// other language: start, end and grid column agree, and the pick knows no other
// title in the page's language.
func (pg *Page) translated(x index, s *session.Session) (session.Key, bool) {
	if s.Col == 0 {
		return "", false
	}
	edition := s.Key.Edition()
	for key, p := range pg.book.Picks {
		t := p.Session
		if p.State != picks.Off && t.Col == s.Col && t.Start == s.Start && t.End == s.End &&
			(t.Titles[s.PageLang] == "" || t.Titles[s.PageLang] == s.Titles[s.PageLang]) &&
			key.Hashed() && key.Edition() == edition && !x.here[key] {
			return key, true
		}
	}
	return "", false
}

// complete fills in what s lacks from the one other record of the same session:
// the time that the grid told of a talk which the list named.
func (pg *Page) complete(x index, s *session.Session) bool {
	if s.Start.Known() {
		return false
	}
	key, ok := pg.one(pg.named(x, s), func(key session.Key) bool { return pg.book.Session(key).Start.Known() })
	if !ok || !key.Hashed() && !s.Key.Hashed() {
		return false
	}
	t := pg.book.Session(key)
	t.Key = s.Key
	return s.Enrich(&t)
}

// lacks reports whether the page shows a session whose time no page has told so far, or one
// with several rooms of which it does not say whether they are all rooms, as on a session's
// own page.
func (pg *Page) lacks() bool {
	for i, key := range pg.keys {
		spot, known := &pg.page.Spots[i], pg.book.Sessions[key].Session
		if !spot.Session.Start.Known() && !known.Start.Known() || spot.Heading && len(spot.Session.Rooms) > 1 && known.Everywhere == 0 && known.Col == 0 {
			return true
		}
	}
	return false
}

// AskMillis is the least time, in ms, between two requests for a timetable, of all pages
// together.
const AskMillis = 60 * 60 * 1000

// Missing returns the address with the times and rooms of the page's edition if the page
// shows a session for which they are not known; else "". It returns it once for a Page, and
// so once per visit.
func (pg *Page) Missing(pageURL string) (url, edition string) {
	edition = pg.page.Edition
	if pg.asked[edition] || !pg.teaches() || !pg.lacks() {
		return "", edition
	}
	pg.asked[edition] = true
	if url = site.Timetable(pageURL); url == "" {
		url = pg.page.Timetable
	}
	return url, edition
}

// Dayless reports whether the page tells the time of a session whose day is not known.
func (pg *Page) Dayless() bool {
	for i, key := range pg.keys {
		if pg.page.Dayless && !pg.page.Spots[i].Session.Start.Known() && !pg.book.Session(key).Start.Known() {
			return true
		}
	}
	return false
}

// MayAsk reports whether the times may be asked for now, when they were last asked
// for at the moment asked. A clock that was put back does not forbid it for long.
func MayAsk(asked, now int64) bool { return now-asked >= AskMillis || asked > now }

// Learn reads another page of the site, as package snapshot has it, or its data as JSON, and
// returns the session records that it enriches, as storage entries. It learns nothing from a
// text that is neither a page nor data of a known site, nor the page's own timetable.
func (pg *Page) Learn(text string, o site.Options) map[string]any {
	other := *pg
	other.keys, other.places = nil, nil
	other.machine, other.adrift = false, false // the fetched page is neither translated nor drawn in another zone
	ok, inferred := false, false
	json := text != "" && (text[0] == '[' || text[0] == '{')
	if json {
		other.page, ok = site.ReadData(o.URL, text)
	} else {
		root := snapshot.Decode(text)
		if other.page, ok = site.Read(root, o); !ok && o.URL == pg.page.Timetable {
			other.page, ok, inferred = infer.Read(root, o), true, true
		}
	}
	if !ok || other.page.Edition != pg.page.Edition {
		return nil
	}
	bound(&other.page)
	other.rekey()
	entries := other.Learned(json) // the page may be incomplete
	if inferred {
		other.remember(entries, Place(o.URL, pg.clock.offset()))
	}
	return entries
}

// remember adds to entries what the grids of a page show that nobody has looked at yet: a
// session that it tells by its title alone is followed from there when it moves.
func (pg *Page) remember(entries map[string]any, where string) {
	for name, slots := range pg.dayGrids(where) {
		if _, had := pg.grids[name]; !had {
			entries[name] = gridRecord{slots: slots}.encode()
			pg.grids[name] = slots
		}
	}
}
