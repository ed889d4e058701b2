// Package session is the model that all other packages share: a Session at its time and
// place, the Key that names it for ever, and the Instant at which it starts. It reads no
// page, draws nothing and knows no storage; it imports strconv and strings only, because it
// is part of the module that runs on every page.
package session

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// Kind is the sort of a session. It is a field and never part of the key: the same id can be
// shown as different kinds on different pages.
type Kind string

// The kinds of sessions, in the words that conferences use.
const (
	Talk      Kind = "talk"
	Keynote   Kind = "keynote"
	Tutorial  Kind = "tutorial"
	Sprint    Kind = "sprint"
	Lightning Kind = "lightning"
	OpenSpace Kind = "openspace"
	Break     Kind = "break"
)

// The languages of titles.
const (
	Korean  = "ko"
	English = "en"
)

// Languages are all of them.
var Languages = [...]string{Korean, English}

// Session is one session in one slot. A session that is given twice is two
// Sessions, whose keys differ by the slot suffix.
type Session struct {
	Key      Key
	Kind     Kind              // "" when the page does not say
	Titles   map[string]string // by language, "ko" or "en"; NFC
	Speakers []string          // in PageLang, as Rooms are
	Rooms    []string          // none when not known or when it is in every room
	Start    Instant           // 0 when not known
	End      Instant           // 0 when not known
	URL      string            // its own page, else the page it was seen on
	Lang     string            // the language it is given in, "" when not known
	// PageLang is the language of the page that Speakers and Rooms are from: Korean, once
	// its pages told all that English ones did. "" where that is not known.
	PageLang string
	Other    Names // the names in the other language than PageLang, if a page in it was seen
	Col      int   // its column in the site's grid from 1; 0 when none. Same time and column: same session
	// Everywhere is the number of rooms if the session is in all of them, in which case Rooms
	// is empty; else 0.
	Everywhere int
	// Cancelled is the set of kinds of pages that say it will not take place; 0 if none does.
	Cancelled Source
	// Recording and Slides are addresses, as Watch takes them; "" where the programme tells
	// none.
	Recording, Slides string
}

// Source is a set of kinds of pages. Kinds are told apart because one may mark a session as
// cancelled while another shows no such mark.
type Source uint8

// SourceOf returns the kind of pages in lang that tell times, or that tell none.
func SourceOf(lang string, timed bool) Source {
	s := Source(1)
	if timed {
		s = 2
	}
	if lang == English {
		s <<= 2
	}
	return s
}

// Names are the speakers and rooms of a session in one language.
type Names struct{ Speakers, Rooms []string }

// Named returns the speakers and rooms of s as pages in lang name them, and nothing if no
// such page was seen.
func (s *Session) Named(lang string) Names {
	switch lang {
	case s.PageLang:
		return Names{s.Speakers, s.Rooms}
	case other(s.PageLang):
		return s.Other
	}
	return Names{}
}

// NameRooms sets the rooms as pages in lang call them, where lang is a language of s.
func (s *Session) NameRooms(lang string, rooms []string) {
	switch lang {
	case s.PageLang:
		s.Rooms = rooms
	case other(s.PageLang):
		s.Other.Rooms = rooms
	}
}

// other returns the other of the two languages of titles.
func other(lang string) string {
	switch lang {
	case Korean:
		return English
	case English:
		return Korean
	}
	return "" // an unknown language has no other
}

// SpeakersIn returns the speakers by their names in lang, else in the other language.
func (s *Session) SpeakersIn(lang string) []string {
	return first(s.Named(lang).Speakers, s.Speakers, s.Other.Speakers)
}

// RoomsIn returns the rooms by their names in lang, else in the other language.
func (s *Session) RoomsIn(lang string) []string {
	return first(s.Named(lang).Rooms, s.Rooms, s.Other.Rooms)
}

// first returns the first list that has anything in it.
func first(lists ...[]string) []string {
	for _, l := range lists {
		if len(l) > 0 {
			return l
		}
	}
	return nil
}

// SomeRooms is the value of Everywhere when the number of rooms is not known. It is larger
// than the number of rooms on any page.
const SomeRooms = 1 << 10

// AllRooms returns the words "all rooms" in lang.
func AllRooms(lang string) string {
	if lang == Korean {
		return "모든 방"
	}
	return "All rooms"
}

// PlacesIn returns what RoomsIn does, or AllRooms for a session that is in every room.
func (s *Session) PlacesIn(lang string) []string {
	if s.Everywhere > 0 {
		return []string{AllRooms(lang)}
	}
	return s.RoomsIn(lang)
}

// Title returns the title in lang, else in the other language, else "".
func (s Session) Title(lang string) string {
	if t := s.Titles[lang]; t != "" {
		return t
	}
	for _, l := range Languages {
		if t := s.Titles[l]; t != "" {
			return t
		}
	}
	return ""
}

// Unnamed reports whether the title in lang is only the speaker's name, which is used when a
// page gives no title.
func (s *Session) Unnamed(lang string) bool {
	title := s.Titles[lang]
	for _, names := range [...][]string{s.Speakers, s.Other.Speakers} {
		if len(names) == 1 && title == names[0] || len(names) > 1 && title == strings.Join(names, ", ") {
			return true
		}
	}
	return false
}

func (s *Session) named() bool {
	for _, l := range Languages {
		if s.Titles[l] != "" && !s.Unnamed(l) {
			return true
		}
	}
	return false
}

// SameTitle reports whether two titles say the same: whether their letters and digits are
// equal or, if they have none, all of their characters.
func SameTitle(a, b string) bool {
	if a == b {
		return true
	}
	x := ascii.Letters(a)
	return x != "" && x == ascii.Letters(b)
}

// Overlap returns the minutes for which s and t are both running. The ends are
// exclusive: 13:00-13:30 and 13:30-14:00 do not meet. A session without an end
// is taken to last DefaultMinutes.
func (s Session) Overlap(t Session) int {
	if !s.Start.Known() || !t.Start.Known() {
		return 0
	}
	n := int(min(s.Until(), t.Until()) - max(s.Start, t.Start))
	return max(n, 0)
}

// DefaultMinutes stands for the length of a session whose end no page gave.
// Talks of 2014 to 2020 lasted 25 to 45 minutes; 40 is the commonest slot.
const DefaultMinutes = 40

// Until returns the end of s, or a guess when no page gave it.
func (s Session) Until() Instant {
	if s.End > s.Start {
		return s.End
	}
	if !s.Start.Known() {
		return 0
	}
	return s.Start + DefaultMinutes
}

// Richer merges what a page tells now, s, with what was known, old. changed
// reports whether the result says more than old, or something else.
//
// Each page decides on titles, speakers and rooms in its own language only, so that visiting
// both languages in turn changes nothing. The address is that of the Korean page if one was
// seen. A session whose start or room differs from what was known has moved; the rooms in the
// other language are then outdated, and are dropped.
func (s Session) Richer(old Session) (merged Session, changed bool) {
	changed = s.Enrich(&old)
	return s, changed
}

// Enrich is Richer in place.
func (s *Session) Enrich(old *Session) (changed bool) {
	s.cancelled(old)
	titles := make(map[string]string, 2)
	if len(old.Titles) > len(Languages) { // titles in languages that only a newer version knows
		for l, t := range old.Titles {
			titles[l] = t
		}
	}
	named := s.named() || old.named()
	for _, l := range Languages {
		delete(titles, l)
		from, second := s, old
		if t := s.Titles[l]; t != "" && old.Titles[l] != "" && t == old.Titles[other(l)] {
			from, second = old, s // these names are in the language of the other page
		}
		for _, from := range [...]*Session{from, second} {
			if t := from.Titles[l]; t != "" && !(named && from.Unnamed(l)) {
				titles[l] = t
				break
			}
		}
	}
	s.Titles = titles
	moved := s.Start.Known() && old.Start.Known() && s.Start != old.Start
	keep := old.PageLang == Korean && s.PageLang != Korean
	if old.URL != "" && (keep || s.URL == "" || s.PageLang == old.PageLang) {
		s.URL = old.URL
	}
	s.names(old, moved)
	if !s.Start.Known() {
		s.Start, s.End = old.Start, old.End
	} else if !s.End.Known() && !moved {
		s.End = old.End
	}
	// A page that does not tell kinds apart says "talk".
	if s.Kind == "" || s.Kind == Talk && old.Kind != "" {
		s.Kind = old.Kind
	}
	if s.Lang == "" {
		s.Lang = old.Lang
	}
	if s.Col == 0 && !moved {
		s.Col = old.Col
	}
	if s.Recording == "" {
		s.Recording = old.Recording
	}
	if s.Slides == "" {
		s.Slides = old.Slides
	}
	return !s.equal(old)
}

// cancelled merges the sets of pages that say it is cancelled. If a kind of page said so and
// no longer does, the session is cancelled no more. A kind of page that never said so has no
// say: a list need not show the mark that the timetable shows.
func (s *Session) cancelled(old *Session) {
	if s.Cancelled != 0 || old.Cancelled&SourceOf(s.PageLang, s.Start.Known()) == 0 {
		s.Cancelled |= old.Cancelled
	}
}

// names merges the speakers and rooms of both languages.
func (s *Session) names(old *Session, moved bool) {
	// A page without times, such as a detail page of 2023, may name a room differently from
	// the timetable: 101호 for 101/102.
	aside := !s.Start.Known() && old.Start.Known() && (len(old.RoomsIn("")) > 0 || old.Everywhere > 0)
	rooms, before := len(s.RoomsIn("")), len(old.RoomsIn(""))
	// A grid may put a session over all of its columns although another page names one room
	// for it; the name tells more. A list of as many names as there are columns does not.
	all, stale := s.Everywhere, moved
	switch {
	case all > 0 && !moved && before > 0 && before < all:
		all = 0
	case all == 0 && !moved && (rooms == 0 || aside || rooms >= old.Everywhere):
		all = old.Everywhere
	}
	for _, l := range Languages { // it has moved to another room
		now, was := s.Named(l).Rooms, old.Named(l).Rooms
		stale = stale || !aside && len(now) > 0 && len(was) > 0 && !sameStrings(now, was)
	}
	var of [len(Languages)]Names
	for i, l := range Languages {
		now, was := s.Named(l), old.Named(l)
		of[i].Speakers = first(now.Speakers, was.Speakers)
		if n := len(now.Speakers); n < len(was.Speakers) && sameStrings(now.Speakers, was.Speakers[:n]) {
			of[i].Speakers = was.Speakers // the page shows only the first speaker
		}
		if now.Rooms = first(now.Rooms); stale {
			of[i].Rooms = now.Rooms
		} else if aside {
			of[i].Rooms = was.Rooms
		} else {
			of[i].Rooms = first(now.Rooms, was.Rooms)
		}
		if all > 0 {
			of[i].Rooms = nil
		}
	}
	at := 0
	if s.PageLang == English && old.PageLang != Korean || old.PageLang == English && s.PageLang != Korean ||
		len(of[0].Rooms) == 0 && len(of[1].Rooms) > 0 || len(of[0].Speakers) == 0 && len(of[1].Speakers) > 0 {
		at = 1
	}
	lang := Languages[at]
	// Names in no known language, such as those out of a picture, are used when there are no
	// others, and are not assigned to a language.
	untold := all == 0 && len(of[0].Rooms)+len(of[1].Rooms) == 0
	for _, from := range [...]*Session{old, s} {
		if other(from.PageLang) != "" {
			continue
		}
		if of[at].Speakers = first(of[at].Speakers, from.Speakers); untold && len(from.Rooms) > 0 && !(moved && from == old) {
			of[at].Rooms, of[1-at], lang = from.Rooms, Names{}, from.PageLang
		}
	}
	if other(s.PageLang) == "" && other(old.PageLang) == "" {
		lang = s.PageLang
	}
	s.Speakers, s.Rooms, s.Other, s.PageLang, s.Everywhere = of[at].Speakers, of[at].Rooms, of[1-at], lang, all
}

func (s *Session) equal(t *Session) bool {
	if s.Key != t.Key || s.Kind != t.Kind || s.Start != t.Start || s.End != t.End ||
		s.URL != t.URL || s.Lang != t.Lang || s.PageLang != t.PageLang || s.Col != t.Col || len(s.Titles) != len(t.Titles) ||
		s.Everywhere != t.Everywhere || s.Cancelled != t.Cancelled || s.Recording != t.Recording || s.Slides != t.Slides || !sameStrings(s.Speakers, t.Speakers) || !sameStrings(s.Rooms, t.Rooms) ||
		!sameStrings(s.Other.Speakers, t.Other.Speakers) || !sameStrings(s.Other.Rooms, t.Other.Rooms) {
		return false
	}
	for _, l := range Languages {
		if t.Titles[l] != s.Titles[l] {
			return false
		}
	}
	return true
}

func sameStrings(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// Detached returns s with copies of its texts. Those read from a page are parts of the whole
// page's text, which would be kept in memory as long as the session is.
func (s Session) Detached() Session {
	titles := make(map[string]string, len(s.Titles))
	for l, t := range s.Titles {
		titles[l] = strings.Clone(t)
	}
	s.Titles = titles
	s.Speakers, s.Rooms = detached(s.Speakers), detached(s.Rooms)
	s.Other = Names{detached(s.Other.Speakers), detached(s.Other.Rooms)}
	s.Key, s.Kind = Key(strings.Clone(string(s.Key))), Kind(strings.Clone(string(s.Kind)))
	s.URL, s.Lang, s.PageLang = strings.Clone(s.URL), strings.Clone(s.Lang), strings.Clone(s.PageLang)
	s.Recording, s.Slides = strings.Clone(s.Recording), strings.Clone(s.Slides)
	return s
}

func detached(list []string) []string {
	if list == nil {
		return nil
	}
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = strings.Clone(t)
	}
	return out
}

// IsBreak reports whether a whole title names a pause in the programme, which
// nobody attends and which therefore gets no star.
func IsBreak(title string) bool {
	t := ascii.Lower(Fold(title))
	if i := strings.IndexByte(t, '('); i > 0 && strings.HasSuffix(t, ")") { // "휴식 (30분)", not "Break(ing) news"
		t = ascii.Trim(t[:i], " ")
	}
	if i := strings.IndexByte(t, '+'); i > 0 && t[0] >= 0x80 { // "점심 + 배치 변경", not "Break + continue"
		t = ascii.Trim(t[:i], " ")
	}
	const longest = len("registration") * 2 // no name of a pause is this long
	return len(t) <= longest && OneOf(t, breaks)
}

// breaks are the names of pauses, each between bars. Searching one string takes a fraction of
// the code of a switch.
const breaks = "|휴식|휴식시간|휴식 시간|쉬는시간|쉬는 시간|점심|점심시간|점심 시간|점심식사|점심 식사|등록|참가 등록|" +
	"참가자 등록|현장 등록|등록 및 안내|커피 브레이크|break|break time|coffee break|tea break|short break|lunch|lunch time|lunch break|lunchtime|registration|"

// OneOf reports whether list, "|a|b|c|", has s between two of its bars.
func OneOf(s, list string) bool {
	for from := 0; s != ""; {
		at := strings.Index(list[from:], s)
		if at < 0 {
			return false
		}
		at += from
		if end := at + len(s); at > 0 && list[at-1] == '|' && end < len(list) && list[end] == '|' {
			return strings.IndexByte(s, '|') < 0
		}
		from = at + 1
	}
	return false
}
