package layout

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"byeolpyo/wasm/internal/programmes"
	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
	"byeolpyo/wasm/picture/words"
)

// dated are the real programmes, in which sessions whose time is not on record have
// one: slots of 40, 25 or 90 minutes in six rooms, eight hours a day.
func dated(t *testing.T) []programmes.Programme {
	t.Helper()
	all, err := programmes.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		for i := range p.Sessions {
			s := &p.Sessions[i]
			if s.Start.Known() {
				continue
			}
			s.Start = session.KST(saturday, 10, 0) + session.Instant(i/48*24*60+i/6%8*60)
			s.End = s.Start + session.Instant([...]int{40, 25, 90}[i%5%3])
			if len(s.Rooms) == 0 {
				s.Rooms = []string{fmt.Sprint("Track ", i%6+1)}
			}
		}
	}
	if len(all) < 11 {
		t.Fatalf("only %d programmes", len(all))
	}
	return all
}

// overlaid adds to o a friend who hears every third session of a programme, and an
// earlier picture in which every other pick of tt stood half an hour earlier.
func overlaid(o Options, tt timetable.Timetable, programme []session.Session) Options {
	o.Mode, o.Now, o.Programme = choices.Grid, export, programme
	haesol := Friend{Name: "해솔", Picks: map[session.Key]bool{}}
	for i, s := range programme {
		if i%3 == 0 {
			haesol.Picks[s.Key] = true
		}
	}
	o.Friends = []Friend{haesol}
	o.Was = map[session.Key]session.Session{}
	i := 0
	for it := range eachItem(tt) {
		if was := it.Session; i%2 == 0 && was.Start.Known() {
			was.Start -= 30
			o.Was[was.Key] = was
		}
		i++
	}
	return o
}

// TestGridMarks: in the grids of real programmes, in every format, theme and
// language, a session that a friend hears has the friend's name in its cell and one
// that has moved the word for it, whole, beneath the beginning of its title, and
// legible; all other cells have neither.
func TestGridMarks(t *testing.T) {
	f := loadFonts(t)
	all := dated(t)
	if testing.Short() {
		all = all[2:4]
	}
	formats := append([]Options{{Format: choices.Whole}}, fixedFormats...)
	seen := map[string]int{}
	for n, p := range all {
		step := 2
		if len(p.Sessions) < 8*step { // few are on record
			step = 1
		}
		tt := starredOf(t, p, step)
		for i, o := range formats {
			o = overlaid(o, tt, p.Sessions)
			o.Theme, o.Lang = choices.Theme((i+n)%len(choices.Themes)), []string{"ko", "en"}[(i+n/len(choices.Themes))%2]
			sheets, err := Sheets(tt, f, o)
			if err != nil {
				t.Fatalf("%s, %d: %v", p.Edition, o.Format, err)
			}
			if o.Format != choices.Whole && o.Lang == "ko" {
				checkSheets(t, tt, sheets, o)
			}
			mine := map[session.Key]bool{}
			for it := range eachItem(tt) {
				mine[it.Session.Key] = true
				for _, k := range it.Aliases {
					mine[k] = true
				}
			}
			items := map[session.Key]timetable.Item{}
			for _, g := range timetable.Grids(p.Edition, o.Lang, p.Sessions, tt.All()) {
				for _, it := range g.Items {
					items[it.Session.Key] = it
				}
			}
			w, c := words.In(o.Lang), paletteOf(o.Theme)
			for _, s := range sheets {
				check(t, s.Page)
				checkPalette(t, s.Page)
				for _, b := range s.Page.Boxes {
					it, dated := items[b.Key]
					if b.Role != scene.Card || !dated {
						continue
					}
					where := fmt.Sprintf("%s, format %d, %s: %v", p.Edition, o.Format, b.Key, b.Rect.Size())
					if title := []rune(typeset.Clean(it.Session.Title(o.Lang))); len(b.Lines) == 0 || !strings.HasPrefix(b.Lines[0].Text, string(title[:1])) {
						t.Errorf("%s: the cell lacks its title", where)
						continue
					}
					marks := "" // a narrow cell breaks a word
					for _, l := range b.Lines[1:] {
						if l.Style.Size < b.Lines[0].Style.Size {
							marks += l.Text
							if ratio := contrast(l.Color, b.Fill); ratio < 4.5 || o.Theme == choices.HighContrast && ratio < 7 {
								t.Errorf("%s: contrast %.2f", where, ratio)
							}
						}
					}
					planned := newPlanner(f, o)
					for _, mark := range []struct {
						text string
						want bool
					}{{w.Changed, planned.was(&it) != ""}, {"해솔", len(planned.friends(&it)) > 0}} {
						if told := strings.Contains(marks, mark.text); told != mark.want {
							t.Errorf("%s: %q is told: %v, want %v", where, mark.text, told, mark.want)
						} else if told {
							seen[fmt.Sprint(mark.text, it.State != picks.Off)]++
						}
					}
					if other := b.Fill == c.other && b.Stroke == c.otherLine; other == mine[b.Key] && c.other != c.star {
						t.Errorf("%s: looks like one that is picked: %v", where, !other)
					}
				}
			}
		}
	}
	for _, kind := range []string{"바뀜true", "changedtrue", "해솔true", "해솔false"} {
		if seen[kind] < 10 {
			t.Errorf("only %d cells with %s", seen[kind], kind)
		}
	}
}

// TestGridText: the words of a grid are all that it draws, by time and room, mine
// marked as such; what is read out has mine only and counts the rest.
func TestGridText(t *testing.T) {
	f := loadFonts(t)
	list := []timetable.Pick{must(pick("a", "가", "13:30", "14:10", "102")), pick("b", "나", "13:30", "14:40", "103")}
	var known []session.Session
	for _, p := range []timetable.Pick{
		pick("d", "라", "13:30", "14:20", "101"), pick("e", "마", "15:00", "", "103"), pick("f", "바", "15:00", "15:30", "101"), pick("g", "여는 말", "13:00", "13:30"),
	} {
		known = append(known, p.Session)
	}
	o := Options{Format: choices.A4, Mode: choices.Grid, Now: export, Programme: known,
		Was:     map[session.Key]session.Session{list[0].Session.Key: pick("a", "가", "13:00", "13:40", "101").Session},
		Friends: []Friend{{Name: "지훈", Picks: keys("a", "f"), Partings: map[session.Key]string{list[1].Session.Key: "가"}}}}
	for _, c := range []struct {
		lang      string
		text, alt []string
	}{
		{"ko", []string{
			"8월 15일 (토) · 내 세션 2개 · 전체 6개",
			"13:00–13:30 여는 말 · 김별표",
			"13:30–14:20 라 · 101 · 김별표",
			"13:30–14:10 가 ★★ · 102 · 김별표 · 40분 겹침 · 바뀜 ← 13:00 · 101 · 같이 듣는 세션: 지훈",
			"13:30–14:40 나 ★ · 103 · 김별표 · 40분 겹침 · 여기서 갈라져요: 지훈 → 가",
			"15:00–15:30 바 · 101 · 김별표 · 친구가 듣는 세션: 지훈",
			"15:00–15:40쯤 마 · 103 · 김별표",
			"2026-08-12 21:04 KST 기준",
		}, []string{
			"8월 15일 (토) · 내 세션 2개 · 전체 6개",
			"13:30–14:10 가 ★★ · 102 · 김별표 · 40분 겹침 · 바뀜 ← 13:00 · 101 · 같이 듣는 세션: 지훈",
			"13:30–14:40 나 ★ · 103 · 김별표 · 40분 겹침 · 여기서 갈라져요: 지훈 → 가",
			"그 밖의 세션 4개 · 그중 친구가 듣는 세션 1개",
			"2026-08-12 21:04 KST 기준",
		}},
		{"en", []string{
			"Sat, August 15 · 2 of 6 sessions",
			"13:00–13:30 여는 말 · 김별표",
			"13:30–14:20 라 · 101 · 김별표",
			"13:30–14:10 가 ★★ · 102 · 김별표 · 40 min overlap · changed ← 13:00 · 101 · together with 지훈",
			"13:30–14:40 나 ★ · 103 · 김별표 · 40 min overlap · you split up here: 지훈 → 가",
			"15:00–15:30 바 · 101 · 김별표 · picked by 지훈",
			"15:00–c. 15:40 마 · 103 · 김별표",
			"As of 2026-08-12 21:04 KST",
		}, []string{
			"Sat, August 15 · 2 of 6 sessions",
			"13:30–14:10 가 ★★ · 102 · 김별표 · 40 min overlap · changed ← 13:00 · 101 · together with 지훈",
			"13:30–14:40 나 ★ · 103 · 김별표 · 40 min overlap · you split up here: 지훈 → 가",
			"other sessions: 4 · picked by friends: 1",
			"As of 2026-08-12 21:04 KST",
		}},
	} {
		o.Lang = c.lang
		sheets, err := Sheets(timetable.New("2026", list), f, o)
		if err != nil || len(sheets) != 1 {
			t.Fatalf("%d sheets, %v", len(sheets), err)
		}
		if got := sheets[0].Page.Text; !slices.Equal(got, c.text) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.text, "\n"))
		}
		if got := sheets[0].Page.Alt; !slices.Equal(got, c.alt) {
			t.Errorf("read out is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.alt, "\n"))
		}
	}
}

// TestAlt: in the grids of real programmes, whole and with every session picked, the
// words are a line for every cell that is drawn, in the order of time, and what is
// read out is bounded and counts what it lacks. An agenda is read out whole.
func TestAlt(t *testing.T) {
	f := loadFonts(t)
	all := dated(t)
	cut := 0
	for _, p := range all {
		tt := starredOf(t, p, 1)
		sheets, err := Sheets(tt, f, overlaid(Options{}, tt, p.Sessions))
		if err != nil {
			t.Fatal(err)
		}
		page := sheets[0].Page
		drawn := map[session.Key]bool{}
		for _, b := range page.Boxes {
			if b.Role == scene.Card {
				drawn[b.Key] = true
			}
		}
		cells := func(lines []string) (cells []string) {
			for _, l := range lines {
				if strings.Contains(l, " ★") {
					cells = append(cells, l)
				}
			}
			return cells
		}
		text, alt := cells(page.Text), cells(page.Alt)
		if len(text) != tt.Picks || len(drawn) != tt.Picks {
			t.Errorf("%s: %d lines for %d picks, of which %d are drawn", p.Edition, len(text), tt.Picks, len(drawn))
		}
		if n := utf8.RuneCountInString(strings.Join(alt, "")); n > scene.MaxAlt && len(tt.Undated) == 0 {
			t.Errorf("%s: %d characters are read out", p.Edition, n)
		}
		if left := len(text) - len(alt); left > 0 {
			cut++
			if !slices.ContainsFunc(page.Alt, func(l string) bool { return strings.HasPrefix(l, fmt.Sprintf("그 밖의 세션 %d개", left)) }) {
				t.Errorf("%s: nothing tells of %d sessions", p.Edition, left)
			}
		}
		agenda, err := Plan(tt, f, Options{Now: export})
		if err != nil || !slices.Equal(agenda.Text, agenda.Alt) {
			t.Errorf("%s: an agenda is not read out whole: %v", p.Edition, err)
		}
	}
	if cut < 5 {
		t.Errorf("of %d programmes %d are cut", len(all), cut)
	}
}

// TestGridMarksAlias: a session that was picked, heard and shown under a key that a
// page without ids gave it is marked where the programme knows it by its id.
func TestGridMarksAlias(t *testing.T) {
	f := loadFonts(t)
	known := pick("a", "이름이 둘인 세션", "13:30", "14:10", "101").Session
	mine := timetable.Pick{Session: known, State: picks.Star}
	mine.Session.Key = session.NewKey("2026", session.AnySequence, session.HashID("이름이 둘인 세션", known.Start, "101"))
	was := mine.Session
	was.Rooms = []string{"102"}
	sheets, err := Sheets(timetable.New("2026", []timetable.Pick{mine}), f, Options{Mode: choices.Grid, Programme: []session.Session{known},
		Was: map[session.Key]session.Session{was.Key: was}, Friends: []Friend{{Name: "지훈", Picks: map[session.Key]bool{was.Key: true}}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range sheets[0].Page.Boxes {
		if b.Role == scene.Card && (b.Key != known.Key || !slices.ContainsFunc(b.Lines, func(l typeset.Line) bool { return l.Text == "바뀜 ← 102" }) || !slices.ContainsFunc(b.Lines, func(l typeset.Line) bool { return l.Text == "같이 듣는 세션: 지훈" })) {
			t.Errorf("%s has %d lines, none of which are the marks", b.Key, len(b.Lines))
		}
	}
	if want := "13:30–14:10 이름이 둘인 세션 ★ · 101 · 김별표 · 바뀜 ← 102 · 같이 듣는 세션: 지훈"; !slices.Contains(sheets[0].Page.Text, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(sheets[0].Page.Text, "\n"), want)
	}
}

// TestGridDays: a grid shows each day of the programme, with or without a pick; when
// that is too much, those with one.
func TestGridDays(t *testing.T) {
	f := loadFonts(t)
	mine := pick("mine", "고른 세션", "", "", "101")
	mine.Session.Start = session.KST(saturday, 10, 0)
	mine.Session.End = mine.Session.Start + 40
	programme := func(days, each int) (known []session.Session) {
		for i := range days {
			for j := range each {
				s := pick(fmt.Sprint("other", i, "-", j), "고르지 않은 세션", "", "", "방").Session
				s.Start = session.KST(saturday, 11, 0) + session.Instant(i*24*60+j)
				s.End = s.Start + 40
				known = append(known, s)
			}
		}
		return known
	}
	tt := timetable.New("2026", []timetable.Pick{mine})
	for _, o := range append([]Options{{Format: choices.Whole}}, fixedFormats...) {
		format := o.Format
		for _, c := range []struct{ days, each, want int }{{3, 2, 3}, {maxDays + 1, 1, 1}, {2, 100, 2}} {
			o.Mode, o.Programme = choices.Grid, programme(c.days, c.each)
			sheets, err := Sheets(tt, f, o)
			if err != nil {
				t.Errorf("format %d, %+v: %v", format, c, err)
				continue
			}
			text := ""
			for _, s := range sheets {
				text += strings.Join(s.Page.Text, "\n")
			}
			if !strings.Contains(text, "고른 세션") {
				t.Errorf("format %d, %+v: the pick is missing", format, c)
			}
			days := 0
			for i := range c.days {
				if strings.Contains(text, words.In("ko").Day((mine.Session.Start + session.Instant(i*24*60)).Date())) {
					days++
				}
			}
			if days != c.want {
				t.Errorf("format %d, %+v: %d days", format, c, days)
			}
		}
	}
}

// TestGridCrowd: however many sessions run at once in a room, those that are picked
// are shown, the others are at least counted, and all are in the words.
func TestGridCrowd(t *testing.T) {
	f := loadFonts(t)
	for _, crowd := range []int{2, 3, 5, 20, 120} {
		for _, picked := range []int{1, 3, 12} {
			var list []timetable.Pick
			var known []session.Session
			for i := range crowd + 2 {
				p := pick(fmt.Sprint(i), fmt.Sprintf("포스터 %d번", i), "", "", "로비")
				if i >= crowd {
					p.Session.Rooms = []string{fmt.Sprint("10", i-crowd)} // beside the crowd
				}
				p.Session.Start = session.KST(saturday, 10, 0) + session.Instant(i%3)
				p.Session.End = p.Session.Start + 40
				if known = append(known, p.Session); i >= crowd-picked {
					list = append(list, p)
				}
			}
			tt := timetable.New("2026", list)
			for _, o := range append([]Options{{Format: choices.Whole}}, fixedFormats...) {
				o.Mode, o.Programme = choices.Grid, known
				where := fmt.Sprintf("%d of %d, format %d, aspect %d", picked, crowd, o.Format, o.Aspect)
				sheets, err := Sheets(tt, f, o)
				if err != nil {
					t.Errorf("%s: %v", where, err)
					continue
				}
				shown, counted := map[session.Key]bool{}, 0
				text := ""
				for _, s := range sheets {
					check(t, s.Page)
					text += strings.Join(s.Page.Text, "\n")
					var clocks []string // of the lines that tell of sessions
					for _, line := range s.Page.Text {
						if strings.Contains(line, "포스터") {
							clocks = append(clocks, line[:len("10:00")])
						}
					}
					if !slices.IsSorted(clocks) {
						t.Errorf("%s: the words are not by time: %v", where, clocks)
					}
					for _, b := range s.Page.Boxes {
						switch b.Role {
						case scene.Card:
							shown[b.Key] = true
						case scene.More:
							var n int
							if _, err := fmt.Sscanf(b.Lines[0].Text, "+%d", &n); err != nil {
								t.Errorf("%s: %q", where, b.Lines[0].Text)
							}
							counted += n
						}
					}
				}
				for _, p := range list {
					if !shown[p.Session.Key] {
						t.Errorf("%s: %s is not shown", where, p.Session.Title("ko"))
					}
				}
				if len(shown)+counted != len(known) && len(shown) != len(list) {
					t.Errorf("%s: %d are shown and %d counted", where, len(shown), counted)
				}
				if counted > 0 {
					for _, s := range known {
						if !strings.Contains(text, s.Title("ko")) {
							t.Errorf("%s: the words lack %s", where, s.Title("ko"))
						}
					}
				}
			}
		}
	}
}

// TestGridCrowdTooLarge: more picks at once than the widest picture has room for are
// refused.
func TestGridCrowdTooLarge(t *testing.T) {
	f := loadFonts(t)
	var list []timetable.Pick
	for i := range 1000 {
		p := pick(fmt.Sprint(i), "모두 같은 때", "", "", "로비")
		p.Session.Start = session.KST(saturday, 10, 0)
		p.Session.End = p.Session.Start + 40
		list = append(list, p)
	}
	if _, err := Sheets(timetable.New("2026", list), f, Options{Mode: choices.Grid}); err != ErrTooLarge {
		t.Errorf("a picture of a thousand lanes: %v", err)
	}
}
