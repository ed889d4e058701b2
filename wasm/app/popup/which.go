package popup

import (
	"cmp"
	"slices"
	"strings"

	"byeolpyo/wasm/lite/order"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// A list without ids and times may name two sessions alike, and a pick that was made there
// by the title alone may be either: those of 0.1.0, and those of a list that does not tell
// who speaks. On the page it is the first's. This file asks the person, once both are known.

// One is a session that such a pick may be of.
type One struct {
	Key   session.Key
	Label string // when, where and who, as far as is known
}

// doubtful reports whether a pick names its session by the title alone.
func doubtful(s *session.Session) bool {
	if !s.Key.Hashed() || s.Start.Known() {
		return false
	}
	for _, lang := range session.Languages {
		if s.Titles[lang] != "" && s.TitleKey(lang) == s.Key {
			return true
		}
	}
	return false
}

// which are the sessions that the pick of s may be of, nil when that is no question.
func (m *Model) which(s session.Session) []One {
	if !doubtful(&s) {
		return nil
	}
	var list []session.Session
	for key, known := range m.book.Sessions {
		if t := known.Session; known.Gone == 0 && key.Edition() == s.Key.Edition() && key.First() != s.Key.First() && sameTitle(&s, &t) {
			list = append(list, t)
		}
	}
	// What a list told of a session whose time is known by now is no other one.
	timed := slices.Clone(list)
	list = slices.DeleteFunc(list, func(t session.Session) bool {
		return t.Key.Hashed() && !t.Start.Known() && slices.ContainsFunc(timed, func(u session.Session) bool { return u.Start.Known() && sameWho(&t, &u) })
	})
	if len(list) > 0 && !slices.ContainsFunc(list, func(t session.Session) bool { return sameWho(&s, &t) }) {
		mine := s
		mine.Key = s.WhoKey(s.PageLang)
		list = append(list, mine)
	}
	if len(list) < 2 {
		return nil
	}
	order.Sort(list, func(a, b *session.Session) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Key, b.Key))
	})
	var ones []One
	for _, t := range list {
		var parts []string
		if t.Start.Known() {
			parts = append(parts, m.dayLabel(t.Start.Date())+" "+t.Start.HHMM())
		}
		for _, part := range [...]string{m.place(t), strings.Join(t.SpeakersIn(m.Lang()), ", ")} {
			if part != "" {
				parts = append(parts, part)
			}
		}
		if len(parts) == 0 {
			parts = append(parts, m.title(t))
		}
		ones = append(ones, One{t.Key, strings.Join(parts, " · ")})
	}
	return ones
}

func sameTitle(s, t *session.Session) bool {
	for _, lang := range session.Languages {
		if s.Titles[lang] != "" && session.SameTitle(s.Titles[lang], t.Titles[lang]) {
			return true
		}
	}
	return false
}

// sameWho reports whether the same may speak: where one of them does not tell, they may.
func sameWho(s, t *session.Session) bool {
	told := false
	for _, lang := range session.Languages {
		for _, name := range s.Named(lang).Speakers {
			theirs := t.Named(lang).Speakers
			told = told || len(theirs) > 0
			if slices.Contains(theirs, name) {
				return true
			}
		}
	}
	return !told
}

// asks reports whether a pick of the edition shown may be one of several sessions: then
// all that is known of the edition is needed.
func (m *Model) asks() bool {
	for key, p := range m.book.Picks {
		if p.State == picks.Off || key.Edition() != m.Edition() {
			continue
		}
		if s := m.book.Session(key); doubtful(&s) {
			return true
		}
	}
	return false
}

// Answer makes the pick of key, which may be of several sessions, that of to. now is in ms
// since 1970.
func (m *Model) Answer(key, to session.Key, now int64) Change {
	s := m.book.Session(key)
	if p := m.book.Picks[key]; p.State != picks.Off && !m.book.SetAside(to) && slices.ContainsFunc(m.which(s), func(o One) bool { return o.Key == to }) {
		state := max(p.State, m.book.Picks[to].State)
		step := step{title: m.title(s), before: map[session.Key]picks.State{key: p.State, to: m.book.Picks[to].State}}
		entries := m.entries(map[session.Key]picks.State{key: picks.Off}, now)
		target := m.book.Session(to)
		if target.Key == "" { // the pick's own, which no list has told apart yet
			target = s
		}
		target.Key = to
		picks.Pick{State: state, Tapped: m.book.Tap(to, now), Seen: m.book.Picks[to].Seen, Session: target}.Store(entries, to)
		return Change{Entries: entries, notice: Notice{Text: m.Say("whichAnswered"), Undo: true}, push: &step}
	}
	return Change{}
}
