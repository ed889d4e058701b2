package pictures

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"
	"testing"

	"byeolpyo/wasm/app/lastpicture"
	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/share"
	"byeolpyo/wasm/picture/layout"
	"byeolpyo/wasm/picture/pngchunk"
	"byeolpyo/wasm/picture/raster"
	"byeolpyo/wasm/picture/scan"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

func fonts(t testing.TB) *typeset.Fonts {
	t.Helper()
	data := project.Fonts(t)
	f, err := typeset.ParseFonts(data[0], data[1], data[2:]...)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

var day = session.Date{Year: 2026, Month: 8, Day: 15}

// storage holds n picks, an own entry, a friend and what the last picture showed.
func storage(n int) (map[string]any, Entries) {
	all := map[string]any{"settings": map[string]any{"secret": "do-not-tell"}, "vault": "do-not-tell", "pick/2025/s/x": picks.Pick{
		State: picks.Must, Session: session.Session{Key: "2025/s/x"}}.Encode()}
	for i := range n {
		s := session.Session{
			Key: session.NewKey("2026", "s", fmt.Sprintf("00000000-0000-4000-8000-%012d", i)), Titles: map[string]string{"ko": fmt.Sprintf("파이썬 이야기 %d", i)},
			Rooms: []string{"Track 1"}, Start: session.KST(day, 9, i*30), End: session.KST(day, 9, i*30+30),
		}
		all[picks.StorageKey(s.Key)] = picks.Pick{State: picks.Star + picks.State(i%3/2), Tapped: 1, Session: s}.Encode()
	}
	mine := session.Session{Key: "2026/own/x1", Titles: map[string]string{"ko": "점심 with 지훈"}, Start: session.KST(day, 12, 0), End: session.KST(day, 13, 0)}
	all["own/2026/x1"] = picks.Pick{State: picks.Star, Tapped: 1, Session: mine}.Encode()
	return all, entriesOf(all)
}

func entriesOf(all map[string]any) Entries {
	e := Entries{Get: func(name string) any { return all[name] }}
	for name := range all {
		e.Names = append(e.Names, name)
	}
	return e
}

func request(format string) Request {
	r := Request{Edition: "2026", Draw: layout.Options{Now: session.KST(day, 8, 0)}, Code: true}
	r.Choose(format, "", "", "")
	return r
}

// Every picture is a backup: what is picked is read from its text, from its code
// when the text was stripped, and neither holds anything else.
func TestPictureIsTheBackup(t *testing.T) {
	f := fonts(t)
	for _, format := range choices.Formats {
		for _, n := range []int{12, 40} {
			if n == 40 && format != "phone" {
				continue
			}
			_, entries := storage(n)
			r := request(format)
			j, err := Plan(r, entries, f)
			if err != nil || len(j.Sheets) == 0 {
				t.Fatalf("%s: %v", format, err)
			}
			data, err := raster.Encode(j.Sheets[0].Page, f, j.Output)
			if err != nil {
				t.Fatal(err)
			}
			img, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(data, []byte("do-not-tell")) || bytes.Contains(data, []byte("지훈")) || bytes.Contains(data, []byte("2025/s")) {
				t.Errorf("%s: the file tells what it should not", format)
			}
			text, found, err := pngchunk.FindText(data, share.Keyword, share.MaxText)
			if !found || err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			edition, list, err := share.DecodeText(text)
			if err != nil || edition != "2026" || len(list) != n || list[0].Session.Title("ko") != "파이썬 이야기 0" {
				t.Errorf("%s: %s, %d picks, %v", format, edition, len(list), err)
			}
			link := scan.Find(img, func(s string) bool { return strings.Contains(s, "#byeolpyo=") }, nil)
			c, err := share.ParseLink(link)
			if err != nil || len(c.Picks) != n {
				t.Errorf("%s, %d: the code is read as %q: %v", format, n, link, err)
			}
			if got := bytes.Contains(data, []byte("pHYs")); got != (r.Draw.Format.PerMetre() > 0) {
				t.Errorf("%s: a resolution is told: %v", format, got)
			}
		}
	}
}

func TestPlanChoices(t *testing.T) {
	f := fonts(t)
	all, _ := storage(6)
	one := session.NewKey("2026", "s", "00000000-0000-4000-8000-000000000000")
	all["friend/f1/2026"] = friends.Friend{Name: "지훈", Picks: []friends.Pick{{Key: one}}}.Encode()
	all["friend/f2/2026"] = friends.Friend{Name: "민지", Picks: []friends.Pick{{Key: one}}}.Encode()
	all["export/2026"] = lastpicture.Export{Before: lastpicture.Content{Sessions: []session.Session{{Key: one, Start: session.KST(day, 8, 0), End: session.KST(day, 8, 30)}}}}.Encode()
	all["session/2026/s/other"] = picks.SessionRecord{Session: session.Session{Key: "2026/s/other", Titles: map[string]string{"ko": "담지 않은 세션"}, Rooms: []string{"Track 2"}, Start: session.KST(day, 9, 0)}}.Encode()
	plan := func(r Request) Job {
		t.Helper()
		j, err := Plan(r, entriesOf(all), f)
		if err != nil {
			t.Fatal(err)
		}
		return j
	}
	plain := plan(request("whole")).Text()
	for _, word := range []string{"같이 듣는", "민지", "바뀜"} {
		if strings.Contains(plain, word) {
			t.Errorf("%q is told unasked:\n%s", word, plain)
		}
	}
	r := request("whole")
	r.Marked, r.Friends = true, []string{"f1"}
	if text := plan(r).Text(); !strings.Contains(text, "바뀜 ← 08:00") || !strings.Contains(text, "같이 듣는 세션: 지훈") || strings.Contains(text, "민지") {
		t.Error(text)
	}
	r = request("a4")
	r.Draw.Mode = choices.Grid
	shownOther := false
	for _, s := range plan(r).Sheets {
		for _, b := range s.Page.Boxes {
			shownOther = shownOther || b.Key == "2026/s/other"
		}
	}
	if !shownOther {
		t.Error("the grid lacks what is not picked")
	}
	// A friend's session that no page has shown stands in the grid as the friend's picture has
	// it; invented and cancelled ones do not.
	told := func(id, title string) friends.Pick {
		key := session.Key("2026/" + id)
		return friends.Pick{Key: key, Session: session.Session{Key: key, Titles: map[string]string{"ko": title}, Rooms: []string{"Track 3"}, Start: session.KST(day, 10, 0), End: session.KST(day, 10, 40)}}
	}
	all["session/2026/s/over"] = picks.SessionRecord{Session: told("s/over", "없어진 세션").Session, Gone: 1}.Encode()
	all["friend/f1/2026"] = friends.Friend{Name: "지훈", Picks: []friends.Pick{{Key: one}, {Key: "2026/s/other", Session: told("s/other", "옛 제목").Session},
		told("s/theirs", "친구만 아는 세션"), told("own/x9", "친구의 점심"), told("s/over", "없어진 세션")}}.Encode()
	r.Marked, r.Friends = true, []string{"f1"}
	text := plan(r).Text()
	for _, want := range []string{
		"파이썬 이야기 0 ★ · Track 1 · 바뀜 ← 08:00 · 같이 듣는 세션: 지훈", "담지 않은 세션 · Track 2 · 친구가 듣는 세션: 지훈",
		"10:00–10:40 친구만 아는 세션 · Track 3 · 친구가 듣는 세션: 지훈", "파이썬 이야기 5",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the grid does not say %q:\n%s", want, text)
		}
	}
	for _, word := range []string{"10:00–10:40 친구의 점심", "없어진 세션", "옛 제목", "민지"} {
		if strings.Contains(text, word) {
			t.Errorf("the grid says %q:\n%s", word, text)
		}
	}
	if r.Draw.Theme != choices.Paper || request("phone").Draw.Theme != choices.Light {
		t.Error("the theme of the format is not taken")
	}
	if j := plan(Request{Edition: "2019"}); len(j.Sheets) != 0 {
		t.Error("an edition without picks has sheets")
	}
	// Too many for a code: a picture without one.
	many, entries := storage(200)
	_ = many
	r = request("phone")
	j, err := Plan(r, entries, f)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range j.Sheets[0].Page.Boxes {
		if b.Role == scene.Code {
			t.Error("200 picks have a code")
		}
	}
}

// What the person wrote is in a picture only when that is switched on, then as it is drawn
// and in the words for who cannot see it; in the text to be copied, in what the file holds
// and in the code never.
func TestNotesOnlyWhenSwitchedOn(t *testing.T) {
	f := fonts(t)
	all, _ := storage(4)
	key := session.NewKey("2026", "s", "00000000-0000-4000-8000-000000000001")
	other := session.NewKey("2026", "s", "00000000-0000-4000-8000-000000000002")
	pen := notes.Pen{Now: 1_786_000_000_000, Writer: notes.Writer("page")}
	about := func(key session.Key) notes.Note { return notes.Note{Session: session.Session{Key: key}} }
	here, _ := about(key).SetText("여기서 쓴 비밀", pen).SetQuestion("q2", "둘째 비밀", true, pen)
	brought, _ := about(key).SetQuestion("q1", "첫째 비밀", false, pen)
	all[notes.StorageKey(key)], all[notes.BroughtKey(key)] = here.Encode(), notes.Brought(brought, false)
	all[notes.StorageKey(other)] = map[string]any{"v": 99.0, "text": "새 판의 비밀"}
	past := session.Key("2025/s/x")
	all[notes.StorageKey(past)] = about(past).SetText("지난해의 비밀", pen).Encode()
	for _, on := range []bool{false, true} {
		for _, format := range choices.Formats {
			for _, mode := range choices.Modes {
				r := Request{Edition: "2026", Draw: layout.Options{Now: session.KST(day, 8, 0)}, Code: true, OwnText: true, Notes: on}
				r.Choose(format, "", mode, "")
				j, err := Plan(r, entriesOf(all), f)
				if err != nil {
					t.Fatal(err)
				}
				drawn, alt := "", ""
				for _, s := range j.Sheets {
					for _, b := range s.Page.Boxes {
						for _, l := range b.Lines {
							drawn += l.Text + "\n"
						}
					}
					alt += strings.Join(s.Page.Alt, "\n")
				}
				want := 0
				if on && r.Draw.Format.HasNotes(r.Draw.Mode) {
					want = 3
				}
				if strings.Count(drawn, "비밀") != want || strings.Count(alt, "비밀") != want {
					t.Errorf("%s, %s, switched on %v: drawn\n%s\nsaid\n%s", format, mode, on, drawn, alt)
				}
				if want > 0 && strings.Index(drawn, "첫째") > strings.Index(drawn, "둘째") {
					t.Errorf("%s: the questions are in another order:\n%s", format, drawn)
				}
				kept := j.Text() + j.Link
				for _, c := range j.Output.Chunks {
					kept += string(c.Data)
				}
				if strings.Contains(kept, "비밀") {
					t.Errorf("%s, %s, switched on %v: the copied text, the link or the file holds a note", format, mode, on)
				}
			}
		}
	}
}
