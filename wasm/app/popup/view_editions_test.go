package popup

import (
	"testing"

	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/session"
)

// Who has no picks of an edition is sent to its own timetable, in every edition, and what
// a picture's code could not name leads there too.
func TestEveryEditionHasItsTimetable(t *testing.T) {
	for _, e := range editions.Table {
		m := model(t)
		m.Choose(e.Name)
		if v := m.View(Moment{}); v.Edition != e.Name || v.Open.URL != e.Timetable || v.Name != e.Title(session.Korean) {
			t.Errorf("%s: %s, %q leads to %s", e.Name, v.Edition, v.Name, v.Open.URL)
		}
	}
}
