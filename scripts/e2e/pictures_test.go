package e2e

import (
	"image"
	_ "image/png"
	"os"
	"path/filepath"
	"testing"
)

// TestPictures saves pages with stars in all states for looking at: out/e2e.
func TestPictures(t *testing.T) {
	b := chromium(t)
	one, two, three := key(talk(t, day1, 0), "ko"), key(talk(t, day1, 1), "ko"), key(unlinked(t, day1, "오프닝"), "ko")
	for _, c := range []struct {
		name, url  string
		width      int
		star, must string // a detail shows one of them, or neither
	}{
		{"2026-grid", grid2026, 1280, one, two},
		{"2026-grid-dark", grid2026 + "?dark=1", 1280, one, two},
		{"2026-grid-390", grid2026, 390, one, two},
		{"2026-grid-390-dark", grid2026 + "?dark=1", 390, one, two},
		{"2026-transposed", gridH2026, 1280, three, one},
		{"2026-list", list2026, 1280, one, two},
		{"2026-list-390-dark", list2026 + "?dark=1", 390, one, two},
		{"2026-detail", talk(t, day1, 1).URL, 1280, one, two},
		{"2026-detail-390-dark", talk(t, day1, 1).URL + "?dark=1", 390, one, two},
		{"2018-grid", grid2018, 1280, "2018/program/5", "2018/program/7"},
		{"2018-grid-dark", grid2018 + "?dark=1", 1280, "2018/program/5", "2018/program/7"},
		{"2018-grid-390", grid2018, 390, "2018/program/5", "2018/program/7"},
		{"2018-list-390-dark", site2018 + "/program/list/?dark=1", 390, "2018/program/5", "2018/program/7"},
		{"2018-detail-390", site2018 + "/program/5", 390, "2018/program/5", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			must(t, b.ClearStorage())
			p := blank(t, b)
			must(t, p.SetViewport(c.width, 844, 1))
			must(t, p.Navigate(c.url))
			must(t, p.Wait(hosts+`.length > 0`))
			for _, pick := range []struct{ key, state string }{{c.star, "star"}, {c.must, "star"}, {c.must, "must"}} {
				if eval[bool](t, p, `Boolean(`+button(pick.key)+`)`) {
					click(t, p, pick.key)
					waitState(t, p, pick.key, pick.state)
				}
			}
			// The picture is around the stars that are pressed, under a resting mouse.
			must(t, p.MoveTo(1, 1))
			must(t, p.Eval(hosts+`.find(h => h.dataset.state === "must" || h.dataset.state === "star").scrollIntoView({block: "center", inline: "center"})`, nil))
			path := filepath.Join(root, "out", "e2e", c.name+".png")
			must(t, p.Screenshot(path))
			f, err := os.Open(path)
			must(t, err)
			defer f.Close()
			if config, _, err := image.DecodeConfig(f); err != nil || config.Width != c.width {
				t.Errorf("%s: %d wide, %v", path, config.Width, err)
			}
		})
	}
}
