package timetable

import (
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// TestGuessEndsAtTheNext: an end that no page gave is not guessed beyond the next start in
// that room, nor beyond that of a session in all rooms; and a clash that rests on a guess
// says so.
func TestGuessEndsAtTheNext(t *testing.T) {
	at := func(hour, minute int) session.Instant {
		return session.KST(session.Date{Year: 2018, Month: 8, Day: 18}, hour, minute)
	}
	one := func(id string, start, end session.Instant, rooms ...string) session.Session {
		return session.Session{Key: session.NewKey("2018", "program", id), Titles: map[string]string{"ko": id}, Start: start, End: end, Rooms: rooms}
	}
	for name, c := range map[string]struct {
		rest    []session.Session
		end     session.Instant
		guessed bool
	}{
		"nothing else is known":   {nil, at(13, 40), true},
		"next in the room":        {[]session.Session{one("b", at(13, 25), 0, "101")}, at(13, 25), true},
		"the nearest counts":      {[]session.Session{one("c", at(13, 30), 0, "101"), one("b", at(13, 10), 0, "101")}, at(13, 10), true},
		"in another room":         {[]session.Session{one("b", at(13, 25), 0, "102")}, at(13, 40), true},
		"in two rooms":            {[]session.Session{one("b", at(13, 25), 0, "102", "101")}, at(13, 25), true},
		"next, seen in English":   {[]session.Session{{Key: "2018/program/b", Start: at(13, 25), Rooms: []string{"Room 101"}, PageLang: "en"}}, at(13, 25), true},
		"in all rooms":            {[]session.Session{one("b", at(13, 30), 0)}, at(13, 30), true},
		"at the same time":        {[]session.Session{one("b", at(13, 0), 0, "101")}, at(13, 40), true},
		"later than any guess":    {[]session.Session{one("b", at(15, 0), 0, "101")}, at(13, 40), true},
		"of another edition":      {[]session.Session{{Key: "2017/program/b", Start: at(13, 25), Rooms: []string{"101"}}}, at(13, 40), true},
		"without a time":          {[]session.Session{one("b", 0, 0, "101")}, at(13, 40), true},
		"before it":               {[]session.Session{one("b", at(12, 0), 0, "101")}, at(13, 40), true},
		"that the site has taken": {[]session.Session{one("gone", at(13, 25), 0, "101")}, at(13, 40), true},
	} {
		b := picks.NewBook()
		mine := one("a", at(13, 0), 0, "101")
		mine.PageLang, mine.Other.Rooms = "ko", []string{"Room 101"}
		b.Picks[mine.Key] = picks.Pick{State: picks.Star, Session: mine}
		b.Sessions[mine.Key] = picks.SessionRecord{Session: mine}
		for _, s := range c.rest {
			k := picks.SessionRecord{Session: s}
			if s.Titles["ko"] == "gone" {
				k.Gone = 1
			}
			b.Sessions[s.Key] = k
		}
		tt := New("2018", FromBook(b, "2018"))
		it := tt.Days[0].Items[0]
		if it.End != c.end || it.Guessed != c.guessed {
			t.Errorf("%s: ends %s, guessed %v; want %s, %v", name, it.End.HHMM(), it.Guessed, c.end.HHMM(), c.guessed)
		}
	}
}

// TestClashOnGuess: two sessions of which the first has no end meet, perhaps.
func TestClashOnGuess(t *testing.T) {
	at := func(hour, minute int) session.Instant {
		return session.KST(session.Date{Year: 2018, Month: 8, Day: 18}, hour, minute)
	}
	pick := func(id string, start, end session.Instant) Pick {
		return Pick{State: picks.Star, Session: session.Session{Key: session.NewKey("2018", "program", id), Start: start, End: end, Rooms: []string{id}}}
	}
	for name, c := range map[string]struct {
		a, b    Pick
		minutes int
		guessed bool
	}{
		"both ends known":               {pick("a", at(13, 0), at(13, 40)), pick("b", at(13, 20), at(14, 0)), 20, false},
		"the first's not":               {pick("a", at(13, 0), 0), pick("b", at(13, 20), at(14, 0)), 20, true},
		"the second's, and it is later": {pick("a", at(13, 0), at(13, 40)), pick("b", at(13, 20), 0), 20, false},
		"the second's, and it decides":  {pick("a", at(13, 0), at(15, 0)), pick("b", at(13, 20), 0), 40, true},
		"neither":                       {pick("a", at(13, 0), 0), pick("b", at(13, 0), 0), 40, true},
	} {
		tt := New("2018", []Pick{c.a, c.b})
		for _, it := range tt.Days[0].Items {
			if len(it.Clashes) != 1 || it.Clashes[0].Minutes != c.minutes || it.Clashes[0].Guessed != c.guessed {
				t.Errorf("%s: %+v", name, it.Clashes)
			}
		}
	}
	// Nothing is left of it where the guess ends in time.
	a := pick("a", at(13, 0), 0)
	a.Next = at(13, 20)
	if tt := New("2018", []Pick{a, pick("b", at(13, 20), 0)}); tt.Clashes != 0 {
		t.Errorf("%d clashes", tt.Clashes)
	}
}
