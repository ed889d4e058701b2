package layout

import (
	"errors"
	"fmt"
	"image"
	"math/rand"
	"regexp"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/programmes"
	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
	"byeolpyo/wasm/picture/words"
)

// fixedFormats are all that have a size of their own.
var fixedFormats = []Options{
	{Format: choices.Phone}, {Format: choices.Phone, Aspect: choices.Tall195}, {Format: choices.Phone, Aspect: choices.Wide16}, {Format: choices.Phone, Aspect: choices.Fold},
	{Format: choices.Share}, {Format: choices.A4, Back: true}, {Format: choices.A4Wide}, {Format: choices.Large},
}

func testCode(size int) *scene.Modules {
	m := &scene.Modules{Size: size, Dark: make([]bool, size*size)}
	for i := range m.Dark {
		m.Dark[i] = i%3 == 0
	}
	return m
}

// checkSheets holds the sheets of tt to what a format promises: its size, nothing
// where it is to stay clear, no text too small to read, and every pick somewhere.
func checkSheets(t *testing.T, tt timetable.Timetable, sheets []Sheet, o Options) {
	t.Helper()
	shown := map[session.Key]bool{}
	ids := map[string]bool{}
	fr := o.frame()
	for _, s := range sheets {
		check(t, s.Page)
		checkPalette(t, s.Page)
		if ids[s.ID] {
			t.Errorf("two sheets are called %q", s.ID)
		}
		ids[s.ID] = true
		if s.Page.Width != fr.width || s.Page.Height != fr.height {
			t.Errorf("%d x %d, want %d x %d", s.Page.Width, s.Page.Height, fr.width, fr.height)
		}
		side := fr.margin
		if o.Code != nil {
			side -= 4 * 8 // the light edge of a code, which does not show on a white page
		}
		clear := image.Rect(side, fr.top, fr.width-side, fr.height-fr.bottom)
		for _, b := range s.Page.Boxes {
			if !b.Rect.In(clear) {
				t.Errorf("%s: a box of role %d at %v is not within %v", s.ID, b.Role, b.Rect, clear)
			}
			if b.Role == scene.Card || b.Role == scene.Note {
				shown[b.Key] = true
			}
			for _, l := range b.Lines {
				if l.Style.Size < 20*fr.least/100 {
					t.Errorf("%q is only %d px high", l.Text, l.Style.Size)
				}
			}
		}
	}
	for it := range eachItem(tt) {
		if !shown[it.Session.Key] {
			t.Errorf("%s is on no sheet", it.Session.Key)
		}
		title := typeset.Clean(it.Session.Title("ko"))
		if title != "" && !slices.ContainsFunc(sheets, func(s Sheet) bool { return strings.Contains(strings.Join(s.Page.Text, "\n"), title[:len(title)/4]) }) {
			t.Errorf("no words say %q", title)
		}
	}
}

func eachItem(tt timetable.Timetable) func(func(timetable.Item) bool) {
	return func(yield func(timetable.Item) bool) {
		for _, d := range tt.Days {
			for _, it := range d.Items {
				if !yield(it) {
					return
				}
			}
		}
		for _, it := range tt.Undated {
			if !yield(it) {
				return
			}
		}
	}
}

// TestSheets lays real programmes out for every format.
func TestSheets(t *testing.T) {
	f := loadFonts(t)
	all, err := programmes.All()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 11 {
		t.Fatalf("only %d programmes", len(all))
	}
	if testing.Short() {
		all = all[:2]
	}
	for n, p := range all {
		for i, o := range fixedFormats {
			for _, mode := range []choices.Mode{choices.Agenda, choices.Grid} {
				step := []int{3, 7}[(i+n)%2]
				if len(p.Sessions) < 8*step { // few are on record
					step = 1
				}
				tt := starred(t, p.Edition, step)
				o.Mode, o.Theme, o.Now, o.Programme = mode, choices.Theme((i+n)%4), export, p.Sessions
				if (i+n)%3 != 0 {
					o.Code = testCode(61)
				}
				if (i+n)%2 != 0 {
					o.Notes = writtenOn(tt)
				}
				sheets, err := Sheets(tt, f, o)
				if err != nil {
					t.Fatalf("%s, %+v: %v", p.Edition, o.Format, err)
				}
				t.Run(fmt.Sprintf("%s-%d-%d", p.Edition, i, mode), func(t *testing.T) { checkSheets(t, tt, sheets, o) })
			}
		}
	}
}

// TestMore: what does not fit on a sheet is on the next, and the first says so.
func TestMore(t *testing.T) {
	f := loadFonts(t)
	var list []timetable.Pick
	for i := range 40 {
		p := pick(fmt.Sprint(i), fmt.Sprintf("하루에 마흔 개나 담은 사람의 %d번째 세션", i+1), "", "", "101")
		p.Session.Start = session.KST(saturday, 9, i*15)
		p.Session.End = p.Session.Start + 15
		list = append(list, p)
	}
	tt := timetable.New("2026", list)
	for _, o := range fixedFormats {
		sheets, err := Sheets(tt, f, o)
		if err != nil {
			t.Fatal(err)
		}
		checkSheets(t, tt, sheets, o)
		left := 40
		for i, s := range sheets {
			if strings.Contains(s.ID, "notes") {
				continue
			}
			more := ""
			for _, b := range s.Page.Boxes {
				switch b.Role {
				case scene.Card:
					left--
				case scene.More:
					more = b.Lines[0].Text
				}
			}
			want := ""
			if left > 0 {
				want = words.In("ko").More(left)
			}
			if more != want {
				t.Errorf("format %d, sheet %d says %q, want %q", o.Format, i, more, want)
			}
		}
		if left != 0 {
			t.Errorf("format %d: %d sessions are left", o.Format, left)
		}
	}
}

// TestGridTellsOfOtherSheets: a sheet with a part of a day says how many picks are
// not on it.
func TestGridTellsOfOtherSheets(t *testing.T) {
	f := loadFonts(t)
	var list []timetable.Pick
	var known []session.Session
	for i := range 60 {
		p := pick(fmt.Sprint(i), "방이 열 개나 되는 날의 제목이 조금 긴 세션", "", "", fmt.Sprint("Room ", i%10+1))
		p.Session.Start = session.KST(saturday, 9+i/10, 0)
		p.Session.End = p.Session.Start + 40
		if known = append(known, p.Session); i%7 == 0 {
			list = append(list, p)
		}
	}
	tt := timetable.New("2026", list)
	for _, format := range []choices.Format{choices.Share, choices.Large} {
		sheets, err := Sheets(tt, f, Options{Format: format, Mode: choices.Grid, Programme: known})
		if err != nil || len(sheets) < 2 {
			t.Fatalf("%d sheets, %v", len(sheets), err)
		}
		for _, s := range sheets {
			mine := 0
			for _, b := range s.Page.Boxes {
				if b.Role == scene.Card && slices.ContainsFunc(list, func(p timetable.Pick) bool { return p.Session.Key == b.Key }) {
					mine++
				}
			}
			head := strings.Join(s.Page.Text[:1], "")
			want := words.In("ko").Others(len(list) - mine)
			if strings.Contains(head, want) != (mine < len(list)) || !strings.Contains(head, fmt.Sprintf("내 세션 %d개", mine)) {
				t.Errorf("format %d, %s has %d of %d picks and says %q", format, s.ID, mine, len(list), head)
			}
		}
	}
}

// TestLargePrint has no text below 18 points.
func TestLargePrint(t *testing.T) {
	f := loadFonts(t)
	tt := starred(t, "2018", 6)
	p, err := programmes.Of("2018")
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, mode := range []choices.Mode{choices.Agenda, choices.Grid} {
		sheets, err := Sheets(tt, f, Options{Format: choices.Large, Mode: mode, Back: true, Now: export, Code: testCode(61), Programme: p.Sessions, Notes: writtenOn(tt)})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sheets {
			for _, b := range s.Page.Boxes {
				for _, l := range b.Lines {
					lines++
					if points := float64(l.Style.Size) / 300 * 72; points < 18 {
						t.Errorf("%q has %.1f points", l.Text, points)
					}
				}
			}
		}
	}
	if lines < 50 {
		t.Errorf("only %d lines", lines)
	}
}

// TestHostileSheets lays out what nobody picks.
func TestHostileSheets(t *testing.T) {
	f := loadFonts(t)
	r := rand.New(rand.NewSource(4))
	at := func() session.Instant { return session.KST(saturday, r.Intn(30), r.Intn(60)) }
	rounds := 12
	if testing.Short() {
		rounds = 3
	}
	for round := range rounds {
		var list []timetable.Pick
		var known []session.Session
		for i := range 3 + r.Intn(60) {
			p := pick(fmt.Sprint(i), strings.Repeat("긴 title ", r.Intn(12))+"끝", "", "")
			p.Session.Rooms = make([]string, r.Intn(3))
			for j := range p.Session.Rooms {
				p.Session.Rooms[j] = fmt.Sprint("Room ", r.Intn(1+round*2))
			}
			if r.Intn(8) > 0 {
				p.Session.Start = at()
				p.Session.End = p.Session.Start + session.Instant(r.Intn(200))
			}
			p.State, p.Gone = picks.State(r.Intn(3)), r.Intn(9) == 0
			known = append(known, p.Session)
			list = append(list, p)
		}
		tt := timetable.New("2026", list)
		for i, o := range fixedFormats {
			if round%3 > 0 {
				o = overlaid(o, tt, known)
				o.Friends = append(o.Friends, Friend{Name: strings.Repeat("이름 long ", r.Intn(6)), Picks: o.Friends[0].Picks})
			}
			o.Mode, o.Programme, o.Now, o.Code = choices.Mode((i+round)%2), known, export, testCode(41+4*r.Intn(6))
			if round%2 == 0 {
				o.Notes = writtenOn(tt)
			}
			sheets, err := Sheets(tt, f, o)
			if errors.Is(err, ErrTooLarge) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			checkSheets(t, tt, sheets, o)
		}
	}
}

// TestEmptySheets: with nothing picked every format says how to pick.
func TestEmptySheets(t *testing.T) {
	f := loadFonts(t)
	for _, o := range fixedFormats {
		sheets, err := Sheets(timetable.New("2026", nil), f, o)
		if err != nil || len(sheets) != 1 {
			t.Fatalf("%d sheets, %v", len(sheets), err)
		}
		check(t, sheets[0].Page)
	}
}

// TestText: the words of a page are those of its cards, whatever was cut there.
func TestText(t *testing.T) {
	f := loadFonts(t)
	long := strings.TrimSpace(strings.Repeat("자르지 않고 끝까지 읽히는 제목 ", 9))
	list := []timetable.Pick{must(pick("a", "가", "13:30", "14:10", "101")), pick("b", long, "14:00", "14:40"), gone(pick("c", "다", "16:00", ""))}
	was := map[session.Key]session.Session{list[0].Session.Key: pick("a", "가", "13:00", "13:40", "102").Session}
	o := Options{Format: choices.A4, Now: export, Was: was, Friends: []Friend{{Name: "지훈", Picks: map[session.Key]bool{list[0].Session.Key: true}}}}
	sheets, err := Sheets(timetable.New("2026", list), f, o)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"8월 15일 (토) · 세션 3개 · 13:30–16:40",
		"13:30–14:10 가 ★★ · 101 · 김별표 · 10분 겹침 · 바뀜 ← 13:00 · 102 · 같이 듣는 세션: 지훈",
		"14:00–14:40 " + long + " ★ · 김별표 · 10분 겹침",
		"비는 시간 1시간 20분",
		"16:00–16:40쯤 다 ★ · 김별표 · 현재 시간표에 없음",
		"2026-08-12 21:04 KST 기준",
	}
	if got := sheets[0].Page.Text; !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestTextOfCancelled: the words of a picture tell that a session is cancelled, in agenda
// and grid, and that the time is free.
func TestTextOfCancelled(t *testing.T) {
	f := loadFonts(t)
	list := []timetable.Pick{pick("a", "가", "13:30", "14:10", "101"), cancelled(gone(pick("b", "나", "14:00", "14:40", "102"))), pick("c", "다", "16:00", "16:30", "101")}
	for lang, want := range map[string][]string{
		"ko": {"13:30–14:10 가 ★ · 101 · 김별표", "14:00–14:40 나 ★ · 102 · 김별표 · 취소된 세션", "비는 시간 1시간 50분"},
		"en": {"13:30–14:10 가 ★ · 101 · 김별표", "14:00–14:40 나 ★ · 102 · 김별표 · Cancelled", "1 h 50 min free"},
	} {
		for _, mode := range []choices.Mode{choices.Agenda, choices.Grid} {
			sheets, err := Sheets(timetable.New("2026", list), f, Options{Format: choices.A4, Mode: mode, Lang: lang, Now: export, Friends: []Friend{{Name: "혼자"}}})
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range want {
				if i == 2 && mode == choices.Grid {
					continue // a grid tells of no free time
				}
				if !slices.Contains(sheets[0].Page.Text, line) {
					t.Errorf("%s, mode %d: %q is not in\n%s", lang, mode, line, strings.Join(sheets[0].Page.Text, "\n"))
				}
			}
			struck := 0
			for _, b := range sheets[0].Page.Boxes {
				for _, l := range b.Lines {
					if l.Struck {
						struck++
						if l.Text != "나" {
							t.Errorf("%q is struck through", l.Text)
						}
					}
				}
			}
			if struck != 1 {
				t.Errorf("%s, mode %d: %d lines are struck through", lang, mode, struck)
			}
		}
	}
}

// TestTextInItsLanguage (D7, D14): a picture and its words have rooms and speakers as its
// language calls them, of the other until a page in it was seen, and one name for all rooms.
func TestTextInItsLanguage(t *testing.T) {
	f := loadFonts(t)
	a, b, c := pick("a", "가", "13:30", "14:10", "1호"), pick("b", "나", "14:10", "14:40", "1호"), pick("c", "다", "15:00", "15:40")
	a.Session.PageLang, a.Session.Other = session.Korean, session.Names{Speakers: []string{"Star Kim"}, Rooms: []string{"Room 1"}}
	b.Session.PageLang, c.Session.Everywhere = session.Korean, 4
	moved := a.Session
	moved.Rooms, moved.Other.Rooms = []string{"2호"}, []string{"Room 2"}
	for lang, want := range map[string][]string{
		"ko": {"13:30–14:10 가 ★ · 1호 · 김별표 · 바뀜 ← 2호", "14:10–14:40 나 ★ · 1호 · 김별표", "15:00–15:40 다 ★ · 모든 방 · 김별표"},
		"en": {"13:30–14:10 가 ★ · Room 1 · Star Kim · changed ← Room 2", "14:10–14:40 나 ★ · 1호 · 김별표", "15:00–15:40 다 ★ · All rooms · 김별표"},
	} {
		for _, mode := range []choices.Mode{choices.Agenda, choices.Grid} {
			sheets, err := Sheets(timetable.New("2026", []timetable.Pick{a, b, c}), f, Options{Format: choices.A4, Mode: mode, Lang: lang, Now: export, Was: map[session.Key]session.Session{a.Session.Key: moved}})
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Join(sheets[0].Page.Text, "\n")
			for _, line := range want {
				if !strings.Contains(text, line) {
					t.Errorf("%s, mode %d: %q is not in\n%s", lang, mode, line, text)
				}
			}
		}
	}
}

// TestOverMidnight: wherever a picture or its words tell an end after midnight, they say
// that it is on the next day; no time is told as if it were on the same.
func TestOverMidnight(t *testing.T) {
	f := loadFonts(t)
	list := []timetable.Pick{
		own("밤샘", "23:00", "25:00"), pick("a", "가", "21:30", "22:10", "101"), pick("b", "나", "22:40", "24:20", "102"), pick("c", "다", "23:10", "", "101"),
	}
	list = append(list, pick("g", "라", "23:40", "", "103")) // until 00:20, by a guess
	var programme []session.Session
	for _, p := range list {
		programme = append(programme, p.Session)
	}
	late := regexp.MustCompile(`0[01]:[0-9]{2}`)
	marked := regexp.MustCompile(`(다음 날 |–|–c\. )?0[01]:[0-9]{2}( \+1| next day)?`)
	for _, lang := range []string{"ko", "en"} {
		for _, mode := range []choices.Mode{choices.Agenda, choices.Grid} {
			for _, o := range append([]Options{{}, {Format: choices.A4, Back: true}}, fixedFormats...) {
				o.Lang, o.Mode, o.Programme = lang, mode, programme
				sheets, err := Sheets(timetable.New("2026", list), f, o)
				if err != nil {
					t.Fatal(err)
				}
				told := 0
				ok := func(text string) {
					for _, m := range marked.FindAllStringSubmatch(text, -1) {
						told++
						if (m[1] == "다음 날 ") == (m[2] != "") {
							t.Errorf("%s, %v, mode %d: %q tells %q", lang, o.Format, mode, text, m[0])
						}
					}
				}
				for _, s := range sheets {
					for _, line := range append(slices.Clone(s.Page.Text), s.Page.Alt...) {
						ok(line)
					}
					for _, b := range s.Page.Boxes {
						for _, l := range b.Lines {
							if b.Role == scene.Hour {
								if late.MatchString(l.Text) && l.Text[:2] == "00" && len(b.Lines) > 1 {
									told++
								}
								continue
							}
							ok(l.Text)
						}
					}
				}
				if told == 0 {
					t.Errorf("%s, %v, mode %d: no time after midnight is told", lang, o.Format, mode)
				}
			}
		}
	}
}

// TestShorter cuts a title where it can do without the rest.
func TestShorter(t *testing.T) {
	for in, want := range map[string]string{
		"파이썬으로 만드는 웹 서비스 (초급)":          "파이썬으로 만드는 웹 서비스",
		"나도 할 수 있다: setup.py에서 PyPI까지":  "나도 할 수 있다",
		"Ring - 프로그래밍 언어와 가까운 캐시 인터페이스": "Ring - 프로그래밍 언어와 가까운 캐시 인터페이스",
		"빠른 정리 - 프로그래밍 언어":              "빠른 정리",
		"짧은 제목":                         "짧은 제목", "": "", "(괄호만)": "(괄호만)",
	} {
		if got := shorter(in); got != want {
			t.Errorf("shorter(%q) = %q, want %q", in, got, want)
		}
	}
}

func BenchmarkSheets(b *testing.B) {
	f, tt := loadFonts(b), reference()
	for _, o := range fixedFormats {
		b.Run(fmt.Sprintf("%d-%d", o.Format, o.Aspect), func(b *testing.B) {
			for b.Loop() {
				if _, err := Sheets(tt, f, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
