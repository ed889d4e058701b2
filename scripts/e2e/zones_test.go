package e2e

import (
	"maps"
	"slices"
	"testing"
	"time"

	"byeolpyo/scripts/internal/replica"
)

// Wherever the browser is, a starred session has the same key and the same times, though the
// site shows the browser's local time, and groups days by it.
func TestTimeZones(t *testing.T) {
	picked := []replica.Session{
		unlinked(t, day1, "오프닝"), unlinked(t, day2, "오프닝"), unlinked(t, day1, "라이트닝"), unlinked(t, day2, "클로징"),
		talk(t, day1, 0), talk(t, day2, 5),
	}
	for _, c := range []struct {
		zone, lang string
		tabs       int
	}{
		{"Asia/Seoul", "ko", 2},
		{"UTC", "en-US", 2},
		{"America/Los_Angeles", "en-US", 3},
		{"Pacific/Kiritimati", "ko", 2},
	} {
		t.Run(c.zone, func(t *testing.T) {
			b := chromiumAt(t, c.zone, c.lang)
			for _, url := range []string{grid2026, gridH2026} {
				must(t, b.ClearStorage())
				p := open(t, b, url)
				// All days that the browser sees, whatever falls on which.
				must(t, p.Wait(tabOf(1)))
				if n := eval[int](t, p, `document.querySelectorAll(".css-tabs button").length`); n < 2 {
					t.Fatalf("%d days", n)
				}
				location, err := time.LoadLocation(c.zone)
				must(t, err)
				byDay := map[string][]string{}
				for _, s := range site.Programme(replica.Edition2026) {
					if !s.Scheduled() || !s.Starred {
						continue
					}
					start, err := time.Parse(time.RFC3339, s.Start)
					must(t, err)
					day := start.In(location).Format(time.DateOnly)
					for range cells(s) {
						byDay[day] = append(byDay[day], key(s, "ko"))
					}
				}
				days := slices.Sorted(maps.Keys(byDay))
				if len(days) != c.tabs {
					t.Errorf("days %v, want %d of them", days, c.tabs)
				}
				for i, day := range days {
					must(t, p.Click(tabOf(i+1)))
					waitStars(t, p, byDay[day])
					for _, s := range picked {
						if k := key(s, "ko"); slices.Contains(byDay[day], k) {
							click(t, p, k)
							waitPick(t, b, k, "star")
						}
					}
				}
				picks := stored(t, b)
				if len(picks) != len(picked) {
					t.Errorf("%d picks, want %d", len(picks), len(picked))
				}
				for _, s := range picked {
					if got := picks[key(s, "ko")].Snapshot; got.Start != s.Start || got.End != s.End {
						t.Errorf("%s: %s to %s, want %s to %s", s.Title.Ko, got.Start, got.End, s.Start, s.End)
					}
				}
				p.Close()
			}
			// A detail tells date and hours in the browser's zone as well.
			s := picked[5]
			must(t, b.ClearStorage())
			p := open(t, b, s.URL)
			waitStars(t, p, []string{key(s, "ko")})
			click(t, p, key(s, "ko"))
			waitPick(t, b, key(s, "ko"), "star")
			if got := stored(t, b)[key(s, "ko")].Snapshot; got.Start != s.Start || got.End != s.End {
				t.Errorf("detail: %s to %s, want %s to %s", got.Start, got.End, s.Start, s.End)
			}
		})
	}
}
