package e2e

import (
	"sync"
	"testing"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// All views of a session agree, whatever was clicked where.
func TestViewsAgree(t *testing.T) {
	b := chromium(t)
	t.Run("2026", func(t *testing.T) {
		must(t, b.ClearStorage())
		s := talk(t, day1, 2)
		k := key(s, "ko")
		tabs := []*browser.Page{open(t, b, grid2026), open(t, b, grid2026), open(t, b, list2026), open(t, b, s.URL), open(t, b, gridH2026+"?csp=header")}
		for _, p := range tabs {
			must(t, p.Wait(button(k)))
		}
		states := []string{"star", "must", "off", "star", "must"}
		for i, p := range tabs {
			click(t, p, k)
			for _, other := range tabs {
				waitState(t, other, k, states[i])
			}
		}
		// A tab that is opened later shows it at once.
		late := open(t, b, list2026)
		waitState(t, late, k, "must")
	})
	t.Run("2026 in two rooms", func(t *testing.T) {
		must(t, b.ClearStorage())
		s := find(t, replica.Edition2026, func(s replica.Session) bool { return len(s.Rooms) == 2 })
		p := open(t, b, grid2026)
		waitStars(t, p, wantedDay(day1, "ko"))
		click(t, p, key(s, "ko"))
		waitState(t, p, key(s, "ko"), "star")
		if n := eval[int](t, p, hosts+`.filter(h => h.dataset.key === `+js(key(s, "ko"))+`).length`); n != 2 {
			t.Errorf("%d stars, want one in each room", n)
		}
	})
	t.Run("2018", func(t *testing.T) {
		must(t, b.ClearStorage())
		const k = "2018/program/5"
		wide := open(t, b, grid2018)
		narrow := blank(t, b)
		must(t, narrow.SetViewport(390, 844, 1))
		must(t, narrow.Navigate(grid2018))
		detail := open(t, b, "https://2018.pycon.kr/en/program/5")
		tabs := []*browser.Page{wide, narrow, detail}
		for i, state := range []string{"star", "must", "off"} {
			click(t, tabs[i], k)
			for _, p := range tabs {
				waitState(t, p, k, state) // in both copies, the hidden one too
			}
		}
	})
}

// Two tabs in which 200 clicks are made at the same time lose none.
func TestTwoTabsAtOnce(t *testing.T) {
	const clicks = 200
	b := chromium(t)
	tabs := []*browser.Page{open(t, b, grid2026), open(t, b, grid2026)}
	var keys []string
	for _, p := range tabs {
		waitStars(t, p, wantedDay(day1, "ko"))
	}
	for n := range 10 {
		keys = append(keys, key(talk(t, day1, n), "ko"))
	}

	// burst clicks in each tab on its keys in turn, in both tabs at once, as
	// fast as Chromium takes clicks.
	burst := func(t *testing.T, of [2][]string) {
		t.Helper()
		var wg sync.WaitGroup
		for i, p := range tabs {
			// All stars in sight, so that none of them moves.
			must(t, p.SetViewport(1280, 3000, 1))
			must(t, p.Eval(`scrollTo(0, 0)`, nil))
			type point struct{ X, Y float64 }
			var at []point
			for _, k := range of[i] {
				at = append(at, eval[point](t, p, `(r => ({x: r.x + r.width / 2, y: r.y + r.height / 2}))(`+button(k)+`.getBoundingClientRect())`))
			}
			wg.Go(func() {
				for n := range clicks {
					spot := at[n%len(at)]
					if err := p.ClickAt(spot.X, spot.Y); err != nil {
						t.Errorf("tab %d, click %d: %v", i, n, err)
						return
					}
				}
			})
		}
		wg.Wait()
	}
	states := []string{"off", "star", "must"}

	t.Run("different stars", func(t *testing.T) {
		must(t, b.ClearStorage())
		of := [2][]string{keys[:5], keys[5:]}
		burst(t, of)
		for i := range of {
			for j, k := range of[i] {
				n := clicks / len(of[i])
				if j < clicks%len(of[i]) {
					n++
				}
				want := states[n%len(states)]
				waitPick(t, b, k, want)
				for _, p := range tabs {
					waitState(t, p, k, want)
				}
			}
		}
		if picks := stored(t, b); len(picks) != len(keys) {
			t.Errorf("%d picks, want %d", len(picks), len(keys))
		}
	})
	t.Run("one star each", func(t *testing.T) {
		must(t, b.ClearStorage())
		burst(t, [2][]string{keys[:1], keys[1:2]})
		for _, k := range keys[:2] {
			waitPick(t, b, k, states[clicks%len(states)])
			for _, p := range tabs {
				waitState(t, p, k, states[clicks%len(states)])
			}
		}
	})
	t.Run("the same stars", func(t *testing.T) {
		must(t, b.ClearStorage())
		burst(t, [2][]string{keys[:4], keys[:4]})
		// Which click was the last is for the browser to say; all must agree.
		// A click more settles it: what is written last is seen last.
		for _, k := range keys[:4] {
			click(t, tabs[0], k)
		}
		for _, k := range keys[:4] {
			var s record
			must(t, b.Stored("pick/"+k, &s))
			for _, p := range tabs {
				waitState(t, p, k, s.State)
			}
		}
		if picks := stored(t, b); len(picks) != 4 {
			t.Errorf("%d picks, want 4", len(picks))
		}
	})
}
