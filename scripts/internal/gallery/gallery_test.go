package gallery

import (
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"byeolpyo/scripts/internal/replica"
	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
)

var (
	keep    = flag.String("keep", "", "write a gallery into this directory, to be looked at")
	edition = flag.String("edition", replica.Edition2018, "of what")
	step    = flag.Int("step", 4, "of so many sessions one is picked")
)

// TestWrite makes the whole gallery of a real programme.
func TestWrite(t *testing.T) {
	if *keep == "" && testing.Short() {
		t.Skip("too many pictures for a short test")
	}
	known := Sessions(replica.New(replica.Options{}).Programme(*edition))
	var list []timetable.Pick
	n := 0
	for _, s := range known {
		if s.Kind == session.Break {
			continue
		}
		if n%*step == 0 {
			list = append(list, timetable.Pick{Session: s, State: picks.Star + picks.State(len(list)%3/2)})
		}
		n++
	}
	code := &scene.Modules{Size: 61, Dark: make([]bool, 61*61)}
	for i := range code.Dark {
		code.Dark[i] = i*7919%13 < 6
	}
	dir := *keep
	if dir == "" {
		dir = t.TempDir()
	}
	made, err := Write(dir, Options{
		Fonts: "../../../extension/fonts", Table: timetable.New(*edition, list), Programme: known, Code: code, All: *keep != "",
		Now: session.KST(session.Date{Year: 2026, Month: 8, Day: 12}, 21, 4),
	})
	if err != nil {
		t.Fatal(err)
	}
	found, _ := filepath.Glob(filepath.Join(dir, "*.png"))
	if len(found) != made || made < (len(shapes())+1)*len(choices.Themes)*len(choices.Modes) {
		t.Errorf("%d pictures of %d made", len(found), made)
	}
	for _, name := range found {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := png.DecodeConfig(f); err != nil || c.Width < 1080 {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
		f.Close()
	}
}
