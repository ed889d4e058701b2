package popup

import (
	"testing"

	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// The popup leads to the timetable of every edition, without picks of it and with one of which
// nothing is known but its key, as a picture's code tells it.
func TestEveryEditionHasItsTimetable(t *testing.T) {
	for _, e := range editions.Table {
		m := model(t)
		m.Choose(e.Name)
		if v := m.View(Moment{}); v.Edition != e.Name || v.Open.URL != e.Timetable || v.Name != e.Title(session.Korean) {
			t.Errorf("%s: %s, %q leads to %s", e.Name, v.Edition, v.Name, v.Open.URL)
		}
		m = New("ko", words(t))
		put(m, session.Session{Key: session.NewKey(e.Name, "s", "unnamed")}, picks.Star)
		if v := m.View(Moment{}); v.Picks != 1 || v.Edition != e.Name || v.Open.URL != e.Timetable {
			t.Errorf("%s: with a pick that has no name %s, %d picks, leads to %s", e.Name, v.Edition, v.Picks, v.Open.URL)
		}
	}
}
