package session

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

func at(t *testing.T, hhmm string) Instant {
	t.Helper()
	in, ok := ParseInstant("2026-08-15T" + hhmm + ":00+09:00")
	if !ok {
		t.Fatalf("bad time %q", hhmm)
	}
	return in
}

func lasting(t *testing.T, from, to string) Session {
	t.Helper()
	s := Session{Start: at(t, from)}
	if to != "" {
		s.End = at(t, to)
	}
	return s
}

func TestOverlap(t *testing.T) {
	for _, c := range []struct {
		a, b [2]string
		want int
	}{
		// One after the other is no clash.
		{[2]string{"13:00", "13:30"}, [2]string{"13:30", "14:00"}, 0},
		{[2]string{"13:00", "13:31"}, [2]string{"13:30", "14:00"}, 1},
		// A long session clashes with each that it overlaps.
		{[2]string{"10:00", "13:00"}, [2]string{"10:30", "11:00"}, 30},
		{[2]string{"10:00", "13:00"}, [2]string{"12:00", "12:30"}, 30},
		{[2]string{"10:30", "11:00"}, [2]string{"12:00", "12:30"}, 0},
		{[2]string{"10:00", "13:00"}, [2]string{"12:45", "14:00"}, 15},
		{[2]string{"10:00", "11:00"}, [2]string{"10:00", "11:00"}, 60},
		// Without an end, 40 minutes are taken.
		{[2]string{"13:00", ""}, [2]string{"13:30", "14:00"}, 10},
		{[2]string{"13:00", ""}, [2]string{"13:40", ""}, 0},
		{[2]string{"13:00", "13:00"}, [2]string{"13:10", "13:20"}, 10},
	} {
		a, b := lasting(t, c.a[0], c.a[1]), lasting(t, c.b[0], c.b[1])
		if got, back := a.Overlap(b), b.Overlap(a); got != c.want || back != c.want {
			t.Errorf("%v and %v: %d and %d minutes, want %d", c.a, c.b, got, back, c.want)
		}
	}
	if n := (Session{End: at(t, "14:00")}).Overlap(lasting(t, "13:00", "14:00")); n != 0 {
		t.Errorf("a session without a start overlaps %d minutes", n)
	}
	if got := (Session{}).Until(); got != 0 {
		t.Errorf("a session without a time ends at %v", got)
	}
	// A day later at the same hours.
	next := lasting(t, "13:00", "14:00")
	next.Start, next.End = next.Start+24*60, next.End+24*60
	if n := next.Overlap(lasting(t, "13:00", "14:00")); n != 0 {
		t.Errorf("two days overlap %d minutes", n)
	}
}

func TestIsBreak(t *testing.T) {
	for _, title := range []string{
		"휴식", "휴식 (30분)", "휴식(10분)", " 휴식 ", "휴식 시간", "쉬는 시간", "쉬는시간", "점심", "점심시간", "점심 시간", "점심식사", "점심 + 배치 변경",
		"등록", "참가 등록", "참가자 등록", "커피 브레이크",
		"Break", "break", "BREAK", "Break time", "Break Time (30min.)", "Coffee Break", "Lunch", "Lunch Time", "Lunch break", "Registration", "Lunch\u00a0time",
	} {
		if !IsBreak(title) {
			t.Errorf("%q gets a star", title)
		}
	}
	for _, title := range []string{
		"", "오프닝", "오프닝 (10분)", "클로징", "시작", "라이트닝 토크", "키노트", "Opening", "Closing", "Lightning Talks", "Keynote",
		"휴식 없는 코딩", "점심시간에 배우는 파이썬", "등록 시스템 만들기", "Breaking Bad Habits", "Break(ing) the GIL", "Break (and) continue: loops", "Lunch and learn",
		"(점심)", "+", "(", "Registration desk with Django",
	} {
		if IsBreak(title) {
			t.Errorf("%q is taken for a break", title)
		}
	}
}

func TestTitle(t *testing.T) {
	s := Session{Titles: map[string]string{"ko": "가", "en": "a"}}
	if s.Title("ko") != "가" || s.Title("en") != "a" || s.Title("ja") != "가" {
		t.Error("the language asked for does not count")
	}
	s = Session{Titles: map[string]string{"en": "a", "ko": ""}}
	if s.Title("ko") != "a" || s.Title("") != "a" || (Session{}).Title("ko") != "" {
		t.Error("the other language does not stand in")
	}
}

// pages are what four pages of one session tell of it.
func pages(t *testing.T) (gridKo, gridEn, list, detail Session) {
	t.Helper()
	k := NewKey("2026", "s", "x")
	gridKo = Session{Key: k, Kind: Talk, Titles: map[string]string{"ko": "가"}, Speakers: []string{"김"}, Rooms: []string{"1호"},
		Start: at(t, "13:00"), End: at(t, "13:30"), URL: "https://k", PageLang: "ko", Col: 1}
	gridEn = Session{Key: k, Kind: Talk, Titles: map[string]string{"en": "a"}, Speakers: []string{"Kim"}, Rooms: []string{"Room 1"},
		Start: at(t, "13:00"), End: at(t, "13:30"), URL: "https://e", PageLang: "en", Col: 1}
	list = Session{Key: k, Kind: Talk, Titles: map[string]string{"ko": "가"}, Speakers: []string{"김"}, URL: "https://k", PageLang: "ko"}
	detail = Session{Key: k, Kind: Keynote, Titles: map[string]string{"ko": "가"}, Start: at(t, "13:00"), End: at(t, "13:30"), URL: "https://k", PageLang: "ko", Lang: "en"}
	return
}

func TestRicher(t *testing.T) {
	gridKo, gridEn, list, detail := pages(t)
	m, changed := gridKo.Richer(Session{})
	if !changed || !m.equal(&gridKo) {
		t.Errorf("what was not known: %+v, %t", m, changed)
	}
	if m, changed = gridKo.Richer(gridKo); changed || !m.equal(&gridKo) {
		t.Errorf("the same again: %+v, %t", m, changed)
	}
	// A list tells less and takes nothing away.
	if m, changed = list.Richer(gridKo); changed || !m.equal(&gridKo) {
		t.Errorf("a list after a grid: %+v, %t", m, changed)
	}
	if m, changed = gridKo.Richer(list); !changed || !m.equal(&gridKo) {
		t.Errorf("a grid after a list: %+v, %t", m, changed)
	}
	// English adds its title and names and leaves the rest Korean, in either order.
	both := gridKo
	both.Other = Names{gridEn.Speakers, gridEn.Rooms}
	both.Titles = map[string]string{"ko": "가", "en": "a"}
	if m, changed = gridEn.Richer(gridKo); !changed || !m.equal(&both) {
		t.Errorf("English after Korean: %+v", m)
	}
	if m, _ = gridKo.Richer(gridEn); !m.equal(&both) {
		t.Errorf("Korean after English: %+v", m)
	}
	// The detail adds kind, end and language.
	noEnd := gridKo
	noEnd.End = 0
	m, changed = detail.Richer(noEnd)
	if !changed || m.End != gridKo.End || m.Kind != Keynote || m.Lang != "en" || m.Rooms[0] != "1호" || m.Speakers[0] != "김" || m.Col != 1 {
		t.Errorf("a detail after a grid without ends: %+v", m)
	}
	if again, changed := noEnd.Richer(m); changed || !again.equal(&m) {
		t.Errorf("the grid again: %+v, %t", again, changed)
	}
}

func TestRicherMoved(t *testing.T) {
	gridKo, gridEn, list, _ := pages(t)
	known, _ := gridEn.Richer(gridKo)
	moved := gridEn
	moved.Start, moved.End, moved.Rooms, moved.Col = at(t, "15:00"), at(t, "15:30"), []string{"Room 2"}, 2
	m, changed := moved.Richer(known)
	if !changed || m.Start != moved.Start || m.End != moved.End || m.Rooms[0] != "Room 2" || m.Col != 2 || m.Title("ko") != "가" {
		t.Errorf("moved: %+v", m)
	}
	// No old end for a new start, and no old room where none is told.
	moved.End, moved.Rooms, moved.Col = 0, nil, 0
	if m, _ = moved.Richer(known); m.End != 0 || m.Rooms != nil || m.Col != 0 {
		t.Errorf("moved, with old parts: %+v", m)
	}
	// A list has no say in it.
	if again, changed := list.Richer(m); changed || again.Start != moved.Start {
		t.Errorf("a list after the move: %+v", again)
	}
	// A new room at the old time, in the language that counts.
	other := gridKo
	other.Rooms = []string{"2호"}
	if m, changed = other.Richer(known); !changed || m.Rooms[0] != "2호" {
		t.Errorf("another room: %+v", m)
	}
}

// TestRicherSettles visits the pages of a session in any order, over and over:
// after two rounds, and whatever came before, no visit brings news.
func TestRicherSettles(t *testing.T) {
	gridKo, gridEn, list, detail := pages(t)
	detailEn := gridEn
	detailEn.Kind, detailEn.Col = Keynote, 0
	allRooms := gridKo // the grid says nothing where the detail names all
	allRooms.Rooms = nil
	everywhere := gridEn // what another page says is in one room lies over all columns
	everywhere.Rooms, everywhere.Everywhere = nil, 4
	unknown := Session{Key: gridKo.Key, Titles: map[string]string{"ko": "가"}, Rooms: []string{"1"}} // of a picture
	all := []Session{gridKo, gridEn, list, detail, detailEn, allRooms, everywhere, unknown}
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var known Session
		for range 2 {
			for _, i := range r.Perm(len(all)) {
				known, _ = all[i].Richer(known)
			}
		}
		for range 20 {
			s := all[r.IntN(len(all))]
			m, changed := s.Richer(known)
			if changed {
				t.Fatalf("still news: %+v\nafter %+v", m, known)
			}
		}
	}
}

// TestRicherLeavesItsArguments: sessions share slices and maps.
func TestRicherLeavesItsArguments(t *testing.T) {
	gridKo, gridEn, _, _ := pages(t)
	ko, en, _, _ := pages(t)
	m, _ := gridEn.Richer(gridKo)
	m.Titles["ko"] = "changed"
	if !reflect.DeepEqual(gridKo, ko) || !reflect.DeepEqual(gridEn, en) {
		t.Error("an argument was changed")
	}
}

// TestLanguagesApart (D7, D14): each language's names are kept, whichever page was first,
// and none stands for the other's but where it has none.
func TestLanguagesApart(t *testing.T) {
	gridKo, gridEn, list, _ := pages(t)
	for _, order := range [][]Session{{gridKo, gridEn}, {gridEn, gridKo}, {gridEn, list, gridKo, gridEn}, {list, gridEn, gridKo}} {
		var known Session
		for _, s := range order {
			known, _ = s.Richer(known)
		}
		for lang, want := range map[string]Names{Korean: {[]string{"김"}, []string{"1호"}}, English: {[]string{"Kim"}, []string{"Room 1"}}} {
			if got := (Names{known.SpeakersIn(lang), known.RoomsIn(lang)}); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %v, want %v", lang, got, want)
			}
			if got := known.Named(lang); !reflect.DeepEqual(got, want) {
				t.Errorf("%s alone: %v, want %v", lang, got, want)
			}
		}
	}
	// Until an English page was seen, Korean names stand in, and the other way round.
	for _, s := range []Session{gridKo, gridEn} {
		for _, lang := range Languages {
			if !reflect.DeepEqual(s.RoomsIn(lang), s.Rooms) || !reflect.DeepEqual(s.SpeakersIn(lang), s.Speakers) {
				t.Errorf("%s of a %s page: %v, %v", lang, s.PageLang, s.RoomsIn(lang), s.SpeakersIn(lang))
			}
		}
	}
	// A Korean list without rooms does not make English rooms Korean ones.
	m, _ := list.Richer(gridEn)
	if m.Named(Korean).Rooms != nil || m.RoomsIn(Korean)[0] != "Room 1" || m.SpeakersIn(Korean)[0] != "김" || m.SpeakersIn(English)[0] != "Kim" {
		t.Errorf("a Korean list after an English grid: %+v", m)
	}
	// What moved to another room is not in the other language's room of before.
	both, _ := gridEn.Richer(gridKo)
	now := gridKo
	now.Rooms = []string{"2호"}
	if m, _ = now.Richer(both); m.RoomsIn(English)[0] != "2호" || m.RoomsIn(Korean)[0] != "2호" || m.SpeakersIn(English)[0] != "Kim" {
		t.Errorf("in another room: %+v", m)
	}
	// A page on its way from one language to the other has the other's title.
	between := gridKo
	between.Titles = map[string]string{Korean: "a"}
	if m, changed := between.Richer(both); changed || m.Titles[Korean] != "가" || m.Titles[English] != "a" {
		t.Errorf("the other language's title: %v, %t", m.Titles, changed)
	}
}

// TestEverywhere (D14): what is in all rooms has one name for them in each language, and
// what one page says is in one room is there.
func TestEverywhere(t *testing.T) {
	gridKo, gridEn, _, detail := pages(t)
	all := func(s Session) Session { s.Rooms, s.Everywhere = nil, 4; return s }
	named := func(s Session, rooms ...string) Session { s.Rooms, s.Col = rooms, 0; return s }
	four := named(detail, "Track 1", "Track 2", "Track 3", "동국대 세션")
	for _, order := range [][]Session{{all(gridKo)}, {all(gridKo), four}, {four, all(gridKo)}, {four, all(gridEn)}, {all(gridEn), four, all(gridEn), four}} {
		var known Session
		for _, s := range order {
			known, _ = s.Richer(known)
		}
		if ko, en := known.PlacesIn(Korean), known.PlacesIn(English); len(known.Rooms)+len(known.Other.Rooms) > 0 || len(ko) != 1 || ko[0] != "모든 방" || len(en) != 1 || en[0] != "All rooms" {
			t.Errorf("%v and %v in %+v", ko, en, known)
		}
	}
	for _, order := range [][]Session{{all(gridKo), named(detail, "101", "102")}, {named(detail, "101", "102"), all(gridEn)}} {
		var known Session
		for _, s := range order {
			known, _ = s.Richer(known)
		}
		if !reflect.DeepEqual(known.PlacesIn(Korean), []string{"101", "102"}) {
			t.Errorf("two of four rooms: %+v", known)
		}
	}
	moved := named(detail, "1호")
	moved.Start, moved.End = at(t, "15:00"), at(t, "15:30")
	if m, _ := moved.Richer(all(gridKo)); m.Everywhere != 0 || m.Rooms[0] != "1호" {
		t.Errorf("moved out of all rooms: %+v", m)
	}
	if m, _ := all(moved).Richer(gridKo); m.Everywhere != 4 || m.Rooms != nil {
		t.Errorf("moved to all rooms: %+v", m)
	}
}

func TestDetached(t *testing.T) {
	s := Session{Key: "2026/s/1", Kind: Talk, Titles: map[string]string{Korean: "가", English: "a"}, Speakers: []string{"b"}, Rooms: []string{"101"},
		Start: 10, End: 20, URL: "https://2026.pycon.kr/", Lang: "en", PageLang: Korean, Col: 2,
		Other: Names{[]string{"bee"}, []string{"R101"}}, Everywhere: 4}
	d := s.Detached()
	if !reflect.DeepEqual(s, d) {
		t.Errorf("%v became %v", s, d)
	}
	d.Titles[Korean], d.Speakers[0], d.Rooms[0] = "나", "c", "102"
	d.Other.Speakers[0], d.Other.Rooms[0] = "sea", "R102"
	if s.Titles[Korean] != "가" || s.Speakers[0] != "b" || s.Rooms[0] != "101" || s.Other.Speakers[0] != "bee" || s.Other.Rooms[0] != "R101" {
		t.Error("a detached session shares what it holds")
	}
	if got := (Session{}).Detached(); got.Speakers != nil || got.Rooms != nil {
		t.Error("nothing became an empty list")
	}
}

// TestForeignTitle holds that the title in a language that only a newer version
// knows stays when a page tells of the session again.
func TestForeignTitle(t *testing.T) {
	old := Session{Key: "2026/s/1", Titles: map[string]string{Korean: "가", English: "a", "ja": "あ"}}
	now := Session{Key: "2026/s/1", Titles: map[string]string{Korean: "나"}}
	if merged, _ := now.Richer(old); !reflect.DeepEqual(merged.Titles, map[string]string{Korean: "나", English: "a", "ja": "あ"}) {
		t.Errorf("titles %v", merged.Titles)
	}
}

// TestCancelledComesBack: a kind of page that bore the mark takes it away for all; one
// that never had it, such as a list beside the timetable, or one in the other language,
// does not, in whatever order they are seen.
func TestCancelledComesBack(t *testing.T) {
	gridKo, gridEn, list, detail := pages(t)
	off := func(s Session) Session {
		s.Cancelled = SourceOf(s.PageLang, s.Start.Known())
		return s
	}
	for name, c := range map[string]struct {
		seen []Session
		want bool
	}{
		"told":                            {[]Session{gridKo, off(gridKo)}, true},
		"taken back":                      {[]Session{off(gridKo), gridKo}, false},
		"taken back by the detail":        {[]Session{off(gridKo), detail}, false},
		"the list tells nothing":          {[]Session{off(gridKo), list, list}, true},
		"nor does the other language":     {[]Session{off(gridKo), gridEn, list, gridEn}, true},
		"the list tells":                  {[]Session{gridKo, off(list), gridKo, gridEn}, true},
		"the list takes it back":          {[]Session{gridKo, off(list), gridKo, list}, false},
		"all tell, one takes it back":     {[]Session{off(gridKo), off(list), off(gridEn), gridEn}, false},
		"and it is cancelled once more":   {[]Session{off(gridKo), gridKo, off(list)}, true},
		"it moved, and is on":             {[]Session{off(gridKo), func() Session { s := gridKo; s.Start, s.End = s.Start+60, s.End+60; return s }()}, false},
		"before the timetable had a time": {[]Session{off(list), gridKo}, true},
	} {
		var known Session
		for _, s := range c.seen {
			known, _ = s.Richer(known)
		}
		if (known.Cancelled != 0) != c.want {
			t.Errorf("%s: cancelled by %d", name, known.Cancelled)
		}
	}
	if _, changed := off(gridKo).Richer(gridKo); !changed {
		t.Error("what is cancelled now is no change")
	}
}

// TestFirstSpeaker (D6): a page that shows only who comes first of the speakers, as 2019's
// timetable does, takes nobody away; another list is another list.
func TestFirstSpeaker(t *testing.T) {
	of := func(names ...string) Session {
		return Session{Key: "2019/talk/1", Speakers: names, PageLang: Korean}
	}
	for _, c := range []struct{ was, now, want []string }{
		{[]string{"김", "이"}, []string{"김"}, []string{"김", "이"}},
		{[]string{"김", "이", "박"}, []string{"김", "이"}, []string{"김", "이", "박"}},
		{[]string{"김"}, []string{"김", "이"}, []string{"김", "이"}},
		{[]string{"김", "이"}, []string{"이"}, []string{"이"}},
		{[]string{"김", "이"}, []string{"박"}, []string{"박"}},
		{[]string{"김", "이"}, nil, []string{"김", "이"}},
	} {
		if m, _ := of(c.now...).Richer(of(c.was...)); !sameStrings(m.Speakers, c.want) {
			t.Errorf("%q after %q: %q, want %q", c.now, c.was, m.Speakers, c.want)
		}
	}
}

func TestIsUUID(t *testing.T) {
	const id = "01234567-89ab-cdef-0123-456789abcdef"
	if !IsUUID(id) {
		t.Error("a UUID is none")
	}
	for _, s := range []string{"", id[1:], id + "0", strings.ToUpper(id), strings.Replace(id, "-", "0", 1), strings.Replace(id, "0", "-", 1), strings.Replace(id, "0", "g", 1)} {
		if IsUUID(s) {
			t.Errorf("%q is a UUID", s)
		}
	}
}
