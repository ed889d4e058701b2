package layout

import (
	"image"
	"strings"
	"testing"

	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
)

// TestNext: a lock screen with the next sessions has the three that are not over, what runs
// among them, over the night too, clear of the clock and the buttons, in every shape.
func TestNext(t *testing.T) {
	f := loadFonts(t)
	sunday := pick("e", "일요일 첫 세션", "10:00", "10:40", "103")
	sunday.Session.Start += 24 * 60
	sunday.Session.End += 24 * 60
	cancelled := pick("c", "취소된 세션", "14:00", "14:30", "101")
	cancelled.Session.Cancelled = session.SourceOf("ko", true)
	tt := timetable.New("2026", []timetable.Pick{
		pick("a", "아침 세션", "10:00", "10:40", "101"), must(pick("b", "점심 뒤 세션", "13:30", "14:10", "102")), cancelled,
		pick("d", "저녁 세션", "17:00", "17:40", "101"), sunday,
	})
	at := func(day, hour, minute int) session.Instant {
		return session.KST(session.Date{Year: 2026, Month: 8, Day: 15 + day}, hour, minute)
	}
	for _, c := range []struct {
		name string
		now  session.Instant
		want string // the first letters of what is shown
	}{
		{"unknown", 0, "a b d"}, {"a week before", at(-7, 9, 0), "a b d"}, {"while the first runs", at(0, 10, 39), "a b d"},
		{"as it ends", at(0, 10, 40), "b d e"}, {"in the evening", at(0, 17, 10), "d e"}, {"at night", at(0, 23, 0), "e"}, {"when all is over", at(1, 10, 40), ""},
	} {
		for a := range choices.Aspects {
			for _, lang := range session.Languages {
				o := Options{Format: choices.Next, Aspect: choices.Aspect(a), Mode: choices.Mode(a % 2), Lang: lang, Now: c.now}
				sheets, err := Sheets(tt, f, o)
				if err != nil || len(sheets) != 1 {
					t.Fatalf("%s: %d sheets, %v", c.name, len(sheets), err)
				}
				check(t, sheets[0].Page)
				fr := o.frame()
				clear := image.Rect(fr.margin, fr.top, fr.width-fr.margin, fr.height-fr.bottom)
				var shown []string
				for _, b := range sheets[0].Page.Boxes {
					if !b.Rect.In(clear) {
						t.Errorf("%s: a box of role %d at %v is not within %v", c.name, b.Role, b.Rect, clear)
					}
					if b.Role == scene.Card {
						_, id, _ := strings.Cut(string(b.Key), "/s/")
						shown = append(shown, id)
					}
				}
				if got := strings.Join(shown, " "); got != c.want {
					t.Errorf("%s, %s, %s: got %q, want %q", c.name, choices.Aspects[a], lang, got, c.want)
				}
				if c.want == "" && !strings.Contains(strings.Join(sheets[0].Page.Text, "\n"), newPlanner(f, o).w.NoneLeft) {
					t.Errorf("%s: it does not say that nothing is left", c.name)
				}
			}
		}
	}
}
