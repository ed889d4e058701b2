package layout

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	stddraw "image/draw"
	"image/png"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"byeolpyo/wasm/internal/programmes"
	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/raster"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// failures is where a golden test leaves what it got and how it differs.
func failures(t *testing.T) string { return project.Path(t, "out/draw") }

func loadFonts(t testing.TB) *typeset.Fonts {
	t.Helper()
	data := project.Fonts(t)
	f, err := typeset.ParseFonts(data[0], data[1], data[2:]...)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

var (
	saturday = session.Date{Year: 2026, Month: 8, Day: 15}
	export   = session.KST(session.Date{Year: 2026, Month: 8, Day: 12}, 21, 4)
)

// pick makes a starred session of the Saturday, "13:30" to "14:10"; "" is not known.
func pick(id, title, start, end string, rooms ...string) timetable.Pick {
	at := func(clock string) session.Instant {
		if clock == "" {
			return 0
		}
		var h, m int
		if _, err := fmt.Sscanf(clock, "%d:%d", &h, &m); err != nil {
			panic(err) // a mistake in a test
		}
		return session.KST(saturday, h, m)
	}
	return timetable.Pick{State: picks.Star, Session: session.Session{
		Key: session.NewKey("2026", "s", id), Titles: map[string]string{"ko": title}, Speakers: []string{"김별표"}, Rooms: rooms,
		Start: at(start), End: at(end),
	}}
}

func must(p timetable.Pick) timetable.Pick { p.State = picks.Must; return p }
func own(title, start, end string) timetable.Pick {
	p := pick("", title, start, end)
	p.Session.Key, p.Session.Speakers = session.NewKey("2026", session.OwnSequence, start), nil
	return p
}
func cancelled(p timetable.Pick) timetable.Pick {
	p.Session.Cancelled = session.SourceOf(session.Korean, true)
	return p
}
func gone(p timetable.Pick) timetable.Pick { p.Gone = true; return p }

func titled(title string) []timetable.Pick {
	return []timetable.Pick{pick("a", title, "13:30", "14:10", "101")}
}

// starred picks every n-th session of a real programme, every third of them must.
func starred(t testing.TB, edition string, n int) timetable.Timetable {
	t.Helper()
	p, err := programmes.Of(edition)
	if err != nil {
		t.Fatal(err)
	}
	return starredOf(t, p, n)
}

func starredOf(t testing.TB, p programmes.Programme, n int) timetable.Timetable {
	t.Helper()
	var list []timetable.Pick
	for i, s := range p.Sessions {
		if i%n == 0 {
			state := picks.Star
			if len(list)%3 == 1 {
				state = picks.Must
			}
			list = append(list, timetable.Pick{Session: s, State: state})
		}
	}
	if len(list) < 8 {
		t.Fatalf("only %d sessions of %s", len(list), p.Edition)
	}
	return timetable.New(p.Edition, list)
}

// keys are those of the sessions that pick makes.
func keys(ids ...string) map[session.Key]bool {
	out := map[session.Key]bool{}
	for _, id := range ids {
		out[pick(id, "", "", "").Session.Key] = true
	}
	return out
}

// narrowCells are a grid whose first room has three sessions at once.
func narrowCells() (list []timetable.Pick) {
	for i := range 3 {
		list = append(list, pick(fmt.Sprint(i), "한 방에서 동시에", "13:30", "15:10", "101"))
	}
	for i := range 3 {
		list = append(list, pick(fmt.Sprint(3+i), "옆방", "13:30", "15:10", fmt.Sprint(102+i)))
	}
	return list
}

// marked is a pick of either kind, which overlay marks as moved and as heard by a
// friend, who hears one of two others as well.
func marked() []timetable.Pick {
	return []timetable.Pick{pick("a", "옮겨진 세션", "13:30", "14:10", "101"), must(pick("b", "꼭 들을 세션", "13:30", "14:10", "102"))}
}

func overlay(o Options) Options {
	o.Mode = choices.Grid
	o.Programme = []session.Session{pick("c", "친구만 듣는 세션", "14:10", "14:50", "101").Session, pick("d", "아무도 안 듣는 세션", "14:10", "14:50", "102").Session}
	o.Friends = []Friend{{Name: "지훈", Picks: keys("a", "b", "c")}}
	o.Was = map[session.Key]session.Session{}
	for key := range keys("a", "b") {
		o.Was[key] = pick("", "", "10:30", "11:10", "103").Session
	}
	return o
}

// TestGolden compares pictures with those in testdata/golden, pixel by pixel. Each shows the
// property after which it is called. The small ones have the cards and hours only.
func TestGolden(t *testing.T) {
	f := loadFonts(t)
	for _, c := range []struct {
		name  string
		picks []timetable.Pick
		o     Options
	}{
		{"star", titled("별 하나: 듣고 싶은 세션"), Options{}},
		{"must", []timetable.Pick{must(pick("a", "별 둘: 꼭 들을 세션", "13:30", "14:10", "101"))}, Options{}},
		{"clash-2", []timetable.Pick{
			pick("a", "먼저 시작하는 세션", "13:30", "14:10", "101"), must(pick("b", "15분 겹치는 세션", "13:55", "14:20", "102")),
		}, Options{}},
		{"clash-3", []timetable.Pick{
			pick("a", "긴 튜토리얼은 모두와 겹친다", "10:00", "13:00", "101"), pick("b", "이웃이 아닌 세션", "10:30", "11:00", "102"),
			pick("c", "25분 세션", "10:40", "11:05", "103"), must(pick("d", "나중 세션", "12:00", "12:30", "104")),
		}, Options{}},
		{"lanes-6", func() (list []timetable.Pick) {
			for i := range 6 {
				list = append(list, pick(fmt.Sprint(i), "여섯 방에서 동시에", "13:30", "14:10", fmt.Sprint(101+i)))
			}
			return list
		}(), Options{}},
		{"hangul-without-spaces", titled(strings.Repeat("띄어쓰기없이길게이어지는제목", 8)), Options{}},
		{"latin-long-word", titled("Pneumono" + strings.Repeat("ultramicroscopicsilicovolcano", 6) + "coniosis"), Options{}},
		{"hanja", titled("大韓民國 파이썬 使用者 모임: 日本語の技術とカタカナ"), Options{}},
		{"hangul-rare", titled("똠방각하와 뷁, 펲시콜라를 샾에서 갉힣"), Options{}},
		{"emoji", titled("라이트닝 토크 ⚡ 🐍 👩🏽‍💻 ❤️ 🇰🇷 1️⃣ 끝"), Options{}},
		{"latin-accents", titled("Łukasz, Søren, Ñandú, Đặng, Žižek, Çelik — “naïve café” №1 ½ ×2"), Options{}},
		{"symbols", titled("✓✔☆★→⇒─│┌┐①㈜℃ ∼⅔𝛑 ㄱㅏ ～・「」"), Options{}},
		{"combining-marks", titled("x\u0301y\u0302 C\u0327 a\u20dd"), Options{}},
		{"missing-glyph", titled("없는 글자 \U00012000 ⵣ 끝"), Options{}},
		{"ten-minutes", []timetable.Pick{
			pick("a", "오프닝", "09:40", "09:50", "101"), pick("b", "10분이지만 제목이 길어서 한 줄에 다 들어가지 않는 세션입니다", "09:50", "10:00", "101"),
			pick("c", "클로징", "10:00", "10:10"),
		}, Options{}},
		{"gap", []timetable.Pick{pick("a", "빈 시간 앞", "13:00", "13:20", "101"), pick("b", "빈 시간 뒤", "14:00", "14:20", "101")}, Options{}},
		{"gap-squeezed", []timetable.Pick{pick("a", "오전", "09:00", "10:00", "101"), pick("b", "저녁", "18:00", "18:40", "101")}, Options{}},
		{"undated", []timetable.Pick{pick("a", "시간이 아직 없는 세션", "", "", "101"), must(pick("b", "제목만 있는 세션", "", ""))}, Options{}},
		{"gone", []timetable.Pick{gone(pick("a", "시간표에서 사라진 세션", "13:30", "14:10", "101"))}, Options{}},
		{"cancelled", []timetable.Pick{
			pick("a", "열리는 세션", "13:00", "14:00", "102"), cancelled(must(pick("b", "취소된 세션의 제목은 줄을 긋고 남겨 두어요", "13:30", "14:30", "101"))),
			cancelled(pick("c", "빈 시간에 있던 세션", "15:10", "15:40", "101")), pick("d", "나중 세션", "16:00", "16:40", "103"),
		}, Options{}},
		{"cancelled-list", []timetable.Pick{
			pick("a", "열리는 세션", "13:00", "14:00", "102"), cancelled(must(pick("b", "취소된 세션", "13:30", "14:30", "101"))), pick("d", "나중 세션", "16:00", "16:40", "103"),
		}, Options{Format: choices.Share}},
		{"cancelled-grid", []timetable.Pick{pick("a", "열리는 세션", "13:30", "14:10", "102"), cancelled(pick("b", "취소된 세션의 제목", "13:30", "14:10", "101"))}, Options{Mode: choices.Grid,
			Programme: []session.Session{cancelled(pick("c", "담지 않은 취소된 세션", "14:10", "14:50", "101")).Session, pick("d", "담지 않은 세션", "14:10", "14:50", "102").Session}}},
		{"end-guessed", []timetable.Pick{pick("a", "끝나는 시간을 모르는 세션", "13:30", "", "101")}, Options{}},
		{"rooms", []timetable.Pick{pick("a", "모든 방에서 함께 보는 키노트", "13:30", "14:10", "Track 1", "Track 2", "Track 3", "Track 4")}, Options{}},
		{"midnight", []timetable.Pick{pick("a", "자정을 넘기는 스프린트", "22:30", "24:30", "101")}, Options{}},
		{"dark", []timetable.Pick{
			pick("a", "어두운 바탕", "13:30", "14:10", "101"), must(pick("b", "꼭 들을 세션", "14:10", "14:50", "102")), gone(pick("c", "사라진 세션", "14:50", "15:30")),
		}, Options{Theme: choices.Dark}},
		{"high-contrast", []timetable.Pick{
			pick("a", "대비가 큰 바탕", "13:30", "14:10", "101"), must(pick("b", "꼭 들을 세션", "14:00", "14:50", "102")), gone(pick("c", "사라진 세션", "14:50", "15:30")),
		}, Options{Theme: choices.HighContrast}},
		{"paper", []timetable.Pick{
			pick("a", "종이 위의 세션", "13:30", "14:10", "101"), must(pick("b", "꼭 들을 세션", "14:00", "14:50", "102")), gone(pick("c", "사라진 세션", "14:50", "15:30")),
		}, Options{Theme: choices.Paper}},
		{"own", []timetable.Pick{own("점심 with 지훈", "12:00", "13:00"), must(own("부스 지키기", "13:00", "14:00"))}, Options{}},
		{"moved", []timetable.Pick{pick("a", "옮겨진 세션", "13:30", "14:10", "101")}, Options{
			Was: map[session.Key]session.Session{pick("a", "", "", "").Session.Key: pick("a", "옮겨진 세션", "10:30", "11:10", "102").Session}}},
		{"friend-together", []timetable.Pick{pick("a", "같이 듣는 세션", "13:30", "14:10", "101")}, Options{Friends: []Friend{{Name: "지훈", Picks: keys("a")}}}},
		{"friend-parting", []timetable.Pick{pick("a", "나만 듣는 세션", "13:30", "14:10", "102")}, Options{
			Friends: []Friend{{Name: "지훈", Partings: map[session.Key]string{pick("a", "", "", "").Session.Key: "지훈이 듣는 세션"}}}}},
		{"friend-free", []timetable.Pick{pick("a", "빈 시간 앞", "13:30", "14:10", "101"), pick("b", "빈 시간 뒤", "15:30", "16:10", "102")}, Options{
			Friends: []Friend{{Name: "지훈", Free: []timetable.Gap{{Start: session.KST(saturday, 14, 10), End: session.KST(saturday, 15, 0)}}}, {Name: "혼자"}}}},
		{"grid-friends", []timetable.Pick{pick("a", "같이 듣는 세션", "13:30", "14:10", "101"), pick("c", "나만 듣는 세션", "14:30", "15:10", "102")}, Options{Mode: choices.Grid,
			Programme: []session.Session{pick("b", "친구만 듣는 세션", "13:30", "14:10", "102").Session, pick("d", "아무도 안 듣는 세션", "14:30", "15:10", "101").Session},
			Friends:   []Friend{{Name: "지훈", Picks: keys("a", "b")}, {Name: "민지", Picks: keys("b")}}}},
		{"grid-moved", []timetable.Pick{pick("a", "옮겨진 세션", "13:30", "14:10", "101"), must(pick("b", "그대로인 세션", "13:30", "14:10", "102"))}, Options{Mode: choices.Grid,
			Was: map[session.Key]session.Session{pick("a", "", "", "").Session.Key: pick("a", "", "10:30", "11:10", "102").Session}}},
		{"grid-narrow", narrowCells(), Options{Mode: choices.Grid,
			Was:     map[session.Key]session.Session{pick("0", "", "", "").Session.Key: pick("0", "", "10:30", "11:10", "102").Session},
			Friends: []Friend{{Name: "지훈", Picks: keys("0", "1")}, {Name: "이름이 아주 긴 친구", Picks: keys("0", "2")}}}},
		{"grid-scale", []timetable.Pick{pick("a", "40분 세션", "13:30", "14:10", "101"), pick("b", "20분 세션", "13:30", "13:50", "102"), pick("c", "60분 세션", "14:20", "15:20", "101")}, Options{Mode: choices.Grid}},
		{"grid-break", []timetable.Pick{pick("a", "30분 세션", "13:30", "14:00", "101"), pick("b", "5분이지만 제목이 길어서 한 줄에 다 들어가지 않는 세션입니다. 그래서 눈금을 벗어나요", "14:00", "14:05", "102"), pick("c", "30분 세션", "14:10", "14:40", "101")}, Options{Mode: choices.Grid}},
		{"grid-marks-dark", marked(), overlay(Options{Theme: choices.Dark})},
		{"grid-marks-high-contrast", marked(), overlay(Options{Theme: choices.HighContrast})},
		{"grid-marks-paper", marked(), overlay(Options{Theme: choices.Paper})},
		{"notes", annotated(), Options{Notes: written()}},
		{"notes-dark", annotated(), Options{Notes: written(), Theme: choices.Dark}},
		{"notes-a4", annotated(), Options{Notes: written(), Format: choices.A4}},
		{"notes-large", annotated()[:2], Options{Notes: written(), Format: choices.Large}},
		{"long-title-shrinks", titled(strings.Repeat("자르기 전에 한 단계 작아지는 긴 제목 ", 5)), Options{}},
		{"english", []timetable.Pick{pick("a", "Words around it in English", "13:30", "14:10", "A", "B", "C"), pick("b", "Free before it", "15:00", "")}, Options{Lang: "en"}},
		{"scale-2", titled("두 배로 또렷하게"), Options{Scale: 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.o.Now = export
			sheets, err := Sheets(timetable.New("2026", c.picks), f, c.o)
			if err != nil {
				t.Fatal(err)
			}
			page := sheets[0].Page
			check(t, page)
			golden(t, c.name, crop(saved(t, page, f), page))
		})
	}
	programme, err := programmes.Of("2018")
	if err != nil {
		t.Fatal(err)
	}
	code := testCode(41)
	for _, c := range []struct {
		name string
		tt   timetable.Timetable
		o    Options
	}{
		{"phone", starred(t, "2018", 4), Options{Format: choices.Phone, Code: code}},
		{"phone-fold", starred(t, "2018", 4), Options{Format: choices.Phone, Aspect: choices.Fold}},
		{"next", starred(t, "2018", 4), Options{Format: choices.Next, Now: session.KST(session.Date{Year: 2018, Month: 8, Day: 18}, 12, 30)}},
		{"share", starred(t, "2018", 4), Options{Format: choices.Share, Code: code}},
		{"share-grid", starred(t, "2018", 4), Options{Format: choices.Share, Mode: choices.Grid, Programme: programme.Sessions}},
		{"a4", starred(t, "2018", 4), Options{Format: choices.A4, Code: code}},
		{"a4-wide-columns", starred(t, "2018", 1), Options{Format: choices.A4Wide}},
		{"a4-wide-grid", starred(t, "2018", 4), Options{Format: choices.A4Wide, Mode: choices.Grid, Programme: programme.Sessions}},
		{"large", starred(t, "2018", 6), Options{Format: choices.Large}},
		{"whole", starred(t, "2018", 4), Options{}},
		{"whole-english", starred(t, "2026", 1), Options{Lang: "en"}},
		{"whole-empty", timetable.New("2016", nil), Options{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !c.o.Now.Known() {
				c.o.Now = export
			}
			sheets, err := Sheets(c.tt, f, c.o)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, c.name, saved(t, sheets[0].Page, f))
		})
	}
}

// saved is the picture of page as a user's file has it.
func saved(t testing.TB, page *scene.Page, f *typeset.Fonts) *image.RGBA {
	t.Helper()
	data, err := raster.Encode(page, f, raster.Output{})
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if _, indexed := decoded.(*image.Paletted); !indexed {
		t.Errorf("a picture of %d x %d needs more than 256 colours", page.Width, page.Height)
	}
	img := image.NewRGBA(decoded.Bounds())
	stddraw.Draw(img, img.Rect, decoded, image.Point{}, stddraw.Src)
	return img
}

// crop cuts a picture down to its cards, hours and gaps.
func crop(img *image.RGBA, page *scene.Page) *image.RGBA {
	var r image.Rectangle
	for _, b := range page.Boxes {
		if b.Role == scene.Card || b.Role == scene.Hour || b.Role == scene.FreeTime {
			r = r.Union(b.Rect)
		}
	}
	r = r.Inset(-12).Intersect(img.Rect)
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	stddraw.Draw(out, out.Rect, img, r.Min, stddraw.Src)
	return out
}

func golden(t *testing.T, name string, got *image.RGBA) {
	t.Helper()
	if !got.Opaque() {
		t.Error("the picture is not opaque")
	}
	path := filepath.Join("testdata/golden", name+".png")
	if *update {
		write(t, path, got)
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	want := image.NewRGBA(decoded.Bounds())
	stddraw.Draw(want, want.Rect, decoded, image.Point{}, stddraw.Src)
	if want.Rect == got.Rect && bytes.Equal(want.Pix, got.Pix) {
		return
	}
	both := want.Rect.Union(got.Rect)
	diff := image.NewRGBA(both)
	n := 0
	for y := range both.Dy() {
		for x := range both.Dx() {
			c := color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}
			if want.RGBAAt(x, y) != got.RGBAAt(x, y) {
				n++
				c = color.RGBA{0xFF, 0, 0, 0xFF}
			}
			diff.SetRGBA(x, y, c)
		}
	}
	write(t, filepath.Join(failures(t), name+".got.png"), got)
	write(t, filepath.Join(failures(t), name+".diff.png"), diff)
	t.Errorf("%d pixels differ from %s (%v, want %v); see out/draw; -update accepts", n, path, got.Rect.Max, want.Rect.Max)
}

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// check holds a page to its promises: what has text has it inside, nothing that
// is read covers anything else, and time runs down.
func check(t testing.TB, page *scene.Page) {
	t.Helper()
	whole := image.Rect(0, 0, page.Width, page.Height)
	var solid []scene.Box
	var parents []scene.Box
	for _, b := range page.Boxes {
		if !b.Rect.In(whole) {
			t.Errorf("a box of role %d at %v is outside the page", b.Role, b.Rect)
		}
		for i, l := range b.Lines {
			if !l.Rect.In(b.Rect) {
				t.Errorf("%q at %v leaves its box %v", l.Text, l.Rect, b.Rect)
			}
			for _, other := range b.Lines[:i] {
				if l.Rect.Overlaps(other.Rect) {
					t.Errorf("%q and %q overlap", l.Text, other.Text)
				}
			}
		}
		switch b.Role {
		case scene.Part:
			parent := parents[len(parents)-1]
			if !b.Rect.In(parent.Rect) {
				t.Errorf("a part at %v leaves its box %v", b.Rect, parent.Rect)
			}
			for _, l := range parent.Lines {
				if l.Rect.Overlaps(b.Rect) {
					t.Errorf("a part at %v covers %q", b.Rect, l.Text)
				}
			}
		case scene.Rule, scene.Scale, scene.Tick, scene.Break:
		default:
			parents = append(parents, b)
			for _, other := range solid {
				if b.Rect.Overlaps(other.Rect) {
					t.Errorf("boxes of roles %d and %d overlap: %v, %v", b.Role, other.Role, b.Rect, other.Rect)
				}
			}
			solid = append(solid, b)
		}
	}
}

// TestRealProgrammes lays out what people really wrote, in every language, theme
// and a few densities.
func TestRealProgrammes(t *testing.T) {
	f := loadFonts(t)
	all, err := programmes.All()
	if err != nil {
		t.Fatal(err)
	}
	sessions := 0
	for _, p := range all {
		for _, step := range []int{1, 2, 5} {
			for _, lang := range []string{"ko", "en"} {
				var list []timetable.Pick
				for i := 0; i < len(p.Sessions); i += step {
					list = append(list, timetable.Pick{Session: p.Sessions[i], State: picks.Star + picks.State(i%2), Gone: i%7 == 3})
				}
				sessions += len(list)
				tt := timetable.New(p.Edition, list)
				page, err := Plan(tt, f, Options{Lang: lang, Now: export})
				if err != nil {
					t.Fatalf("%s: %v", p.Edition, err)
				}
				check(t, page)
				cards := 0
				for _, b := range page.Boxes {
					if b.Role == scene.Card {
						cards++
					}
				}
				if cards != tt.Picks {
					t.Errorf("%s: %d cards for %d picks", p.Edition, cards, tt.Picks)
				}
			}
		}
	}
	if len(all) < 11 || sessions < 1000 {
		t.Fatalf("only %d programmes, %d sessions", len(all), sessions)
	}
}

// TestInkStaysInside paints each line of real cards alone and looks where the ink
// is: the boxes of the layout are promises about pixels.
func TestInkStaysInside(t *testing.T) {
	f := loadFonts(t)
	page, err := Plan(starred(t, "2018", 1), f, Options{Now: export})
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, b := range page.Boxes {
		for i := range b.Lines {
			l := &b.Lines[i]
			lines++
			// An outline may reach past its advance by a little: a J to the left, an f to the right.
			slack := 1 + l.Style.Size/12
			allowed := image.Rect(l.Rect.Min.X-slack, l.Rect.Min.Y, l.Rect.Max.X+slack, l.Rect.Max.Y)
			raster.Ink(f, l, func(r image.Rectangle, mask []uint8) {
				for y := r.Min.Y; y < r.Max.Y; y++ {
					for x := r.Min.X; x < r.Max.X; x++ {
						if (mask == nil || mask[(y-r.Min.Y)*r.Dx()+x-r.Min.X] != 0) && !image.Pt(x, y).In(allowed) {
							t.Fatalf("%q in %v has ink at %d, %d", l.Text, l.Rect, x, y)
						}
					}
				}
			})
		}
	}
	if lines < 100 {
		t.Fatalf("only %d lines", lines)
	}
}

// TestNFD: titles come decomposed from some keyboards and look the same.
func TestNFD(t *testing.T) {
	f := loadFonts(t)
	nfc := "한글 제목과 café, Łódź"
	nfd := "\u1112\u1161\u11ab\u1100\u1173\u11af \u110c\u1166\u1106\u1169\u11a8\u1100\u116a cafe\u0301, Ło\u0301dz\u0301"
	a, err := painted(timetable.New("2026", titled(nfc)), f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := painted(timetable.New("2026", titled(nfd)), f)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Pix, b.Pix) {
		t.Error("a decomposed title looks different")
	}
}

// TestSameEverywhere: the zone of the machine does not show, nor do other
// pictures made before with the same fonts.
func TestSameEverywhere(t *testing.T) {
	zone := time.Local
	t.Cleanup(func() { time.Local = zone })
	tt := starred(t, "2018", 4)
	used := loadFonts(t)
	var want [sha256.Size]byte
	for i, z := range []struct {
		name  string
		hours float64
	}{{"UTC", 0}, {"Asia/Seoul", 9}, {"America/Los_Angeles", -7}, {"Pacific/Kiritimati", 14}, {"Asia/Kathmandu", 5.75}} {
		time.Local = time.FixedZone(z.name, int(z.hours*3600))
		f := used
		if i%2 == 1 {
			f = loadFonts(t)
		}
		data, err := encoded(tt, f)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		if i == 0 {
			want = sum
		}
		if sum != want {
			t.Errorf("the picture is another one in %s", z.name)
		}
		if img, err := png.Decode(bytes.NewReader(data)); err != nil || img.Bounds().Dx() != pageWidth {
			t.Errorf("not a PNG of the right width: %v", err)
		}
	}
}

func TestTooLarge(t *testing.T) {
	f := loadFonts(t)
	many := func(n int, minutes session.Instant) (list []timetable.Pick) {
		for i := range n {
			p := pick(fmt.Sprint(i), "세션", "", "")
			if minutes >= 0 {
				p.Session.Start = session.KST(saturday, 9, 0) + session.Instant(i)*minutes
				p.Session.End = p.Session.Start + 30
			}
			list = append(list, p)
		}
		return list
	}
	for _, c := range []struct {
		name string
		list []timetable.Pick
		want error
	}{
		{"300 one after another", many(300, 30), nil},
		{"3000 one after another", many(3000, 30), ErrTooLarge},
		{"20 at once", many(20, 0), nil},
		{"100 at once", many(100, 0), ErrTooLarge},
		{"3000 without a time", many(3000, -1), ErrTooLarge},
		{"1000 days", many(1000, 24*60), ErrTooLarge},
	} {
		page, err := Plan(timetable.New("2026", c.list), f, Options{})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
		if err == nil && (page.Height > MaxHeight || page.Width*page.Height > MaxPixels) {
			t.Errorf("%s: %d x %d passes the limits", c.name, page.Width, page.Height)
		}
	}
	if _, err := Plan(timetable.New("2026", many(300, 30)), f, Options{Scale: 3}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("at scale 3: got %v, want %v", err, ErrTooLarge)
	}
}

func TestWords(t *testing.T) {
	f := loadFonts(t)
	first := func(tt timetable.Timetable, o Options, role scene.Role) (texts []string) {
		page, err := Plan(tt, f, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range page.Boxes {
			if b.Role == role {
				for _, l := range b.Lines {
					texts = append(texts, l.Text)
				}
				break
			}
		}
		return texts
	}
	list := []timetable.Pick{must(pick("a", "가", "13:30", "14:10")), pick("b", "나", "14:00", "14:40")}
	tt := timetable.New("2026", list)
	for _, c := range []struct {
		tt   timetable.Timetable
		o    Options
		role scene.Role
		want []string
	}{
		{tt, Options{}, scene.Header, []string{"내 시간표", "파이콘 한국 2026", "8월 15일 (토)", "세션 2개 · 꼭 들을 세션 1개 · 겹침 1건"}},
		{tt, Options{Lang: "en"}, scene.Header, []string{"My timetable", "PyCon Korea 2026", "Sat, August 15", "2 sessions · 1 must-hear · 1 clash"}},
		{tt, Options{Title: "지훈의 시간표"}, scene.Header, []string{"내 시간표", "지훈의 시간표", "8월 15일 (토)", "세션 2개 · 꼭 들을 세션 1개 · 겹침 1건"}},
		{tt, Options{}, scene.Heading, []string{"8월 15일 (토)", "세션 2개 · 13:30–14:40"}},
		{tt, Options{Now: export}, scene.Footer, []string{"별표 Byeolpyo", "2026-08-12 21:04 KST 기준"}},
		{tt, Options{Now: export, Lang: "en"}, scene.Footer, []string{"Byeolpyo 별표", "As of 2026-08-12 21:04 KST"}},
		{tt, Options{}, scene.Footer, []string{"별표 Byeolpyo"}},
		{timetable.New("2016", nil), Options{}, scene.Header, []string{"내 시간표", "파이콘 APAC 2016"}},
		{timetable.New("jeju-2026", nil), Options{Lang: "en"}, scene.Header, []string{"My timetable", "PyCon Korea 2026 · jeju"}},
	} {
		if got := first(c.tt, c.o, c.role); !slices.Equal(got, c.want) {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// FuzzPicture draws whatever comes, twice in one day and once without a time.
func FuzzPicture(f *testing.F) {
	fonts := loadFonts(f)
	f.Add("제목", "김별표", "101", int64(0), int64(40))
	f.Add("\xff\u202e\u0301\u200d\U0010ffff", strings.Repeat("é", 999), "\x00\n", int64(1<<40), int64(-5))
	f.Add("👨‍👩‍👧‍👦\ufe0f", "\u0301\u0301", strings.Repeat("W", 500), int64(-1<<40), int64(1<<40))
	f.Fuzz(func(t *testing.T, title, speaker, room string, start, length int64) {
		drawAny(t, fonts, title, speaker, room, start, length)
	})
}

// TestHostile is a short, repeatable part of what the fuzzer does.
func TestHostile(t *testing.T) {
	fonts := loadFonts(t)
	r := rand.New(rand.NewSource(2))
	pool := []rune("a W가힣漢あ\u0301\u0300\u200d\ufe0f\u202e\n\t\x00⚡👩🏽🇰1\u20e3(…)·-/\U00012000\u1100\u1161\ufffd")
	text := func() string {
		var b strings.Builder
		for range r.Intn(200) {
			if r.Intn(20) == 0 {
				b.WriteByte(byte(r.Intn(256)))
			} else {
				b.WriteRune(pool[r.Intn(len(pool))])
			}
		}
		return b.String()
	}
	rounds := 60
	if testing.Short() {
		rounds = 20
	}
	for range rounds {
		start := int64(session.KST(saturday, 0, 0)) + r.Int63n(5000)
		if r.Intn(10) == 0 {
			start = r.Int63() - 1<<62
		}
		drawAny(t, fonts, text(), text(), text(), start, r.Int63n(3000)-500)
	}
}

func drawAny(t *testing.T, f *typeset.Fonts, title, speaker, room string, start, length int64) {
	t.Helper()
	var list []timetable.Pick
	for i := range 3 {
		p := must(pick(fmt.Sprint(i), title, "", "", room, room+"2"))
		p.Session.Speakers = []string{speaker, title}
		if i > 0 {
			p.Session.Start = session.Instant(start)
			p.Session.End = session.Instant(start + length*int64(i))
		}
		list = append(list, p)
	}
	page, err := Plan(timetable.New("2026", list), f, Options{
		Lang: []string{"ko", "en"}[len(title)%2], Title: title, Now: export,
		Notes: map[session.Key]Written{list[2].Session.Key: {Texts: []string{speaker, title}, Questions: []Question{{Text: room}, {speaker, true}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	check(t, page)
	if _, err := raster.Encode(page, f, raster.Output{}); err != nil {
		t.Fatal(err)
	}
}

// reference is the timetable that speeds are told of: 2 days, 4 rooms, 40 sessions.
func reference() timetable.Timetable {
	titles := []string{"파이썬으로 만드는 실시간 데이터 파이프라인", "Django 6.0 새 기능 톺아보기", "asyncio 내부 동작 이해하기", "라이브러리 관리자가 되는 법",
		"타입 힌트로 더 나은 코드 쓰기", "FastAPI와 함께하는 마이크로서비스 전환기", "GIL 없는 파이썬의 오늘과 내일", "커뮤니티로 성장하기"}
	var list []timetable.Pick
	for i := range 40 {
		p := pick(fmt.Sprint(i), titles[i%len(titles)], "", "", fmt.Sprint("Track ", i%4+1))
		p.Session.Start = session.KST(saturday.AddDays(i/20), 10, i%20/4*60)
		p.Session.End = p.Session.Start + 40
		p.State = picks.Star + picks.State(i%5/4)
		list = append(list, p)
	}
	return timetable.New("2026", list)
}

func BenchmarkPlan(b *testing.B) {
	f, tt := loadFonts(b), reference()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Plan(tt, f, Options{Now: export}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPicture(b *testing.B) {
	f := loadFonts(b)
	page, err := Plan(reference(), f, Options{Now: export})
	if err != nil {
		b.Fatal(err)
	}
	for name, paint := range map[string]func(){
		"exact":   func() { raster.Paint(page, f) },
		"indexed": func() { raster.PaintIndexed(page, f) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				paint()
			}
		})
	}
}

func BenchmarkPNG(b *testing.B) {
	f := loadFonts(b)
	page, err := Plan(reference(), f, Options{Now: export})
	if err != nil {
		b.Fatal(err)
	}
	for name, o := range map[string]raster.Output{
		"indexed": {}, "exact": {Exact: true},
	} {
		b.Run(name, func(b *testing.B) {
			var size int
			b.ReportAllocs()
			for b.Loop() {
				data, err := raster.Encode(page, f, o)
				if err != nil {
					b.Fatal(err)
				}
				size = len(data)
			}
			b.ReportMetric(float64(size), "png-bytes")
		})
	}
}

// TestLacking: the fallbacks are asked for when they are needed, and then the
// picture is the one that it would have been with them from the start.
func TestLacking(t *testing.T) {
	all := loadFonts(t)
	data := project.Fonts(t)
	few, err := typeset.ParseFonts(data[0], data[1])
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		title string
		want  bool
	}{{"한글과 English, 1–2 … “”", false}, {"大韓民國", true}, {"끝 ⚡", true}} {
		few, err = typeset.ParseFonts(data[0], data[1])
		if err != nil {
			t.Fatal(err)
		}
		tt := timetable.New("2026", titled(c.title))
		if _, err := Plan(tt, few, Options{Now: export}); err != nil {
			t.Fatal(err)
		}
		if few.Lacking() != c.want {
			t.Errorf("%s: %v", c.title, few.Lacking())
		}
	}
	if err := few.AddFallbacks(data[2:]...); err != nil {
		t.Fatal(err)
	}
	tt := timetable.New("2026", titled("大韓民國 ⚡"))
	got, err := encoded(tt, few)
	if err != nil || few.Lacking() {
		t.Fatal(few.Lacking(), err)
	}
	want, err := encoded(tt, all)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("another picture, %v", err)
	}
	if err := few.AddFallbacks([]byte("no font")); err == nil {
		t.Error("took what is no font")
	}
}

// painted is the Whole agenda of tt in full precision, encoded its file.
func painted(tt timetable.Timetable, f *typeset.Fonts) (*image.RGBA, error) {
	page, err := Plan(tt, f, Options{Now: export})
	if err != nil {
		return nil, err
	}
	return raster.Paint(page, f)
}

func encoded(tt timetable.Timetable, f *typeset.Fonts) ([]byte, error) {
	page, err := Plan(tt, f, Options{Now: export})
	if err != nil {
		return nil, err
	}
	return raster.Encode(page, f, raster.Output{})
}
