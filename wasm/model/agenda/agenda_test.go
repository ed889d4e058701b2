package agenda

import (
	"slices"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// at is a moment in Seoul, "15 13:30" on 15 August 2026; "" is not known.
func at(t *testing.T, s string) session.Instant {
	t.Helper()
	if s == "" {
		return 0
	}
	i, ok := session.ParseInstant("2026-08-" + s[:2] + "T" + s[3:] + ":00+09:00")
	if !ok {
		t.Fatalf("no moment: %q", s)
	}
	return i
}

func made(t *testing.T, title, start, end, room string) session.Session {
	t.Helper()
	s := session.Session{Key: session.Key("2026/s/" + title), Kind: session.Talk, Titles: map[string]string{"ko": title}, PageLang: "ko", Start: at(t, start), End: at(t, end)}
	if room != "" {
		s.Rooms = []string{room}
	}
	return s
}

func table(list ...session.Session) timetable.Timetable {
	var mine []timetable.Pick
	for _, s := range list {
		mine = append(mine, timetable.Pick{Session: s, State: picks.Star})
	}
	return timetable.New("2026", mine)
}

func names(list []timetable.Item) []string {
	out := []string{}
	for _, it := range list {
		out = append(out, it.Session.Titles["ko"])
	}
	return out
}

func TestAt(t *testing.T) {
	cancelled := made(t, "off", "15 12:00", "15 13:00", "A")
	cancelled.Cancelled = session.SourceOf("ko", true)
	whole := table(
		made(t, "a", "15 10:00", "15 10:40", "A"), made(t, "b", "15 10:20", "15 11:00", "B"),
		cancelled,
		made(t, "c", "15 14:00", "15 14:40", "A"), made(t, "d", "15 14:00", "15 15:00", "B"),
		made(t, "night", "15 23:00", "16 01:00", "A"),
		made(t, "e", "16 10:00", "", "A"), // an end that nobody told
		made(t, "undated", "", "", ""),
	)
	for _, test := range []struct {
		now           string
		phase         Phase
		running, next []string
		left, wait    int
		days          int
	}{
		{"01 09:00", Before, nil, []string{"a"}, 0, 14*1440 + 60, 14},
		{"14 23:59", Before, nil, []string{"a"}, 0, 601, 1},
		{"15 00:00", Ahead, nil, []string{"a"}, 0, 600, 0},
		{"15 09:59", Ahead, nil, []string{"a"}, 0, 1, 0},
		{"15 10:00", Running, []string{"a"}, []string{"b"}, 40, 20, 0},
		{"15 10:30", Running, []string{"a", "b"}, []string{"c", "d"}, 10, 210, 0},
		{"15 10:40", Running, []string{"b"}, []string{"c", "d"}, 20, 200, 0},
		{"15 11:00", Gap, nil, []string{"c", "d"}, 0, 180, 0},
		{"15 12:30", Gap, nil, []string{"c", "d"}, 0, 90, 0}, // what is cancelled is none of it
		{"15 14:59", Running, []string{"d"}, []string{"night"}, 1, 481, 0},
		{"15 15:00", Gap, nil, []string{"night"}, 0, 480, 0},
		{"16 00:59", Running, []string{"night"}, []string{"e"}, 1, 541, 0},
		{"16 01:00", Ahead, nil, []string{"e"}, 0, 540, 0}, // the night before is no part of this day
		{"16 10:00", Running, []string{"e"}, nil, session.DefaultMinutes, 0, 0},
		{"16 23:00", After, nil, nil, 0, 0, 0},
	} {
		a := At(whole, at(t, test.now))
		if a.Phase != test.phase || !slices.Equal(names(a.Running), test.running) && len(a.Running)+len(test.running) > 0 ||
			!slices.Equal(names(a.Next), test.next) && len(a.Next)+len(test.next) > 0 || a.Left != test.left || a.Wait != test.wait || a.Days != test.days {
			t.Errorf("at %s: phase %d, runs %v for %d, next %v in %d, %d days; want %+v", test.now, a.Phase, names(a.Running), a.Left, names(a.Next), a.Wait, a.Days, test)
		}
	}
	if a := At(whole, at(t, "15 12:00")); a.Free != (timetable.Gap{Start: at(t, "15 11:00"), End: at(t, "15 14:00")}) {
		t.Errorf("the gap is %v", a.Free)
	}
	two := table(made(t, "a", "15 10:00", "15 11:00", "A"), made(t, "b", "17 10:00", "17 11:00", "A"))
	for now, want := range map[string]int{"15 12:00": 2, "16 12:00": 1} {
		if a := At(two, at(t, now)); a.Phase != Between || a.Days != want || len(a.Next) != 1 {
			t.Errorf("between two days: %+v", a)
		}
	}
	for _, tt := range []timetable.Timetable{table(), table(cancelled), table(made(t, "undated", "", "", ""))} {
		if a := At(tt, at(t, "15 12:00")); a.Phase != Empty {
			t.Errorf("phase %d of what has nothing to go to", a.Phase)
		}
	}
}

func TestFits(t *testing.T) {
	first, last := made(t, "first", "15 10:00", "15 11:00", "A"), made(t, "last", "15 14:00", "15 15:00", "B")
	first.Speakers, last.Speakers = []string{"김민수"}, []string{"이지은"}
	tt := table(first, last)
	by := func(s session.Session, names ...string) session.Session { s.Speakers = names; return s }
	gone := made(t, "cancelled", "15 11:00", "15 12:00", "C")
	gone.Cancelled = session.SourceOf("ko", true)
	pause := made(t, "lunch", "15 12:00", "15 13:00", "")
	pause.Kind = session.Break
	p := Programme{Lang: "ko", Sessions: []session.Session{
		made(t, "fits", "15 11:00", "15 11:40", "C"),
		made(t, "fits later", "15 13:00", "15 14:00", "C"),
		made(t, "too early", "15 10:59", "15 11:40", "C"),
		made(t, "too long", "15 13:30", "15 14:01", "C"),
		made(t, "no end", "15 13:00", "", "C"),
		made(t, "no time", "", "", "C"),
		gone, pause, first,
		made(t, "stays", "15 11:00", "15 11:40", "A"),
		made(t, "there", "15 13:20", "15 14:00", "B"),
		by(made(t, "again", "15 12:00", "15 12:40", "C"), "박서준", "이지은"),
		by(made(t, "friend's", "15 12:00", "15 12:40", "D"), "김민수"),
	}}
	p.Friends = func(key session.Key) []string {
		if key == "2026/s/friend's" {
			return []string{"민수", "영희"}
		}
		return nil
	}
	var got []Suggestion
	for _, f := range Fits(tt, tt.Days[0].Free[0], p) {
		got = append(got, Suggestion{session.Session{Key: f.Session.Key}, f.Reason, f.Who})
	}
	key := func(title string) session.Session { return session.Session{Key: session.Key("2026/s/" + title)} }
	want := []Suggestion{{key("friend's"), FriendHears, "민수"}, {key("again"), SameSpeaker, "이지은"}, {key("stays"), StayHere, ""},
		{key("there"), AlreadyThere, ""}, {key("fits"), JustFits, ""}, {key("fits later"), JustFits, ""}}
	same := func(a, b Suggestion) bool {
		return a.Session.Key == b.Session.Key && a.Reason == b.Reason && a.Who == b.Who
	}
	if !slices.EqualFunc(got, want, same) {
		t.Errorf("fits %+v\nwant %+v", got, want)
	}
}
