package popup

import (
	"testing"

	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/session"
)

// Without picks of an edition the popup leads to its timetable, in every edition, and so do
// sessions that a picture's code could not name.
func TestEveryEditionHasItsTimetable(t *testing.T) {
	for _, e := range editions.Table {
		m := model(t)
		m.Choose(e.Name)
		if v := m.View(Moment{}); v.Edition != e.Name || v.Open.URL != e.Timetable || v.Name != e.Title(session.Korean) {
			t.Errorf("%s: %s, %q leads to %s", e.Name, v.Edition, v.Name, v.Open.URL)
		}
	}
}
