package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// unseenSite is one of three sites that nobody has described.
type unseenSite struct {
	name, host         string
	year               int
	list, grid, detail string // paths; detail before a session's id, "" where there is none
	en                 string // before the paths in English
	// linked: a link tells a session, in both languages.
	linked bool
}

var unseenSites = []unseenSite{
	{"server", replica.UnseenHost, 2094, "/talks", "/schedule", "/talks/", "/en", true},
	{"application", replica.AppHost, 2095, "/talks", "/schedule", "/talks/", "/en", true},
	{"one page", replica.OnePageHost, 2096, "/", "/", "", "/en", false},
}

// TestYearOfUnseenSites plays a year on each: a person comes for the first time, stars on
// every kind of page, comes back, in the other language too; sessions are moved, renamed and
// cancelled; on the day the popup says where to be, and afterwards what was heard.
func TestYearOfUnseenSites(t *testing.T) {
	const moved, renamed, cancelled, quiet = "counting-stars-in-python", "a-walk-with-data", "small-models-great-help", "ten-years-of-django"
	for _, c := range unseenSites {
		t.Run(c.name, func(t *testing.T) {
			t.Cleanup(func() { site.Restore("") })
			b := chromium(t)
			p := blank(t, b)
			titles := map[string]replica.Text{}
			for _, s := range site.Programme(replica.EditionUnseen) {
				titles[s.ID] = s.Title
			}
			const all = 14 // sessions of the programme
			at := func(path string) string { return "https://" + c.host + path }
			star := func(lang, id string) string {
				return hosts + `.find(h => h.shadowRoot.querySelector("#name").textContent === ` + js(strings.ReplaceAll(word(t, "ko", "starLabel"), "{title}", titles[id].In(lang))) + `)`
			}
			want := map[string]string{}
			keys := map[string]string{}
			// see waits for the stars of a page and that each has the state that it was given.
			see := func(lang string, n int) {
				t.Helper()
				must(t, p.Wait(fmt.Sprintf(hosts+`.length === %d`, n)))
				for id, state := range want {
					if n == 1 && !strings.Contains(eval[string](t, p, `location.pathname`), id) {
						continue
					}
					if err := p.Wait(star(lang, id) + `?.dataset.state === ` + js(state)); err != nil {
						t.Fatalf("the star of %s is %s, want %s: %v", id, eval[string](t, p, star(lang, id)+`?.dataset.state ?? "not there"`), state, err)
					}
					if key := eval[string](t, p, star(lang, id)+`.dataset.key`); keys[id] == "" {
						keys[id] = key
					} else if key != keys[id] {
						t.Errorf("%s is %s, was %s", id, key, keys[id])
					}
				}
			}
			press := func(lang, id string, states ...string) {
				t.Helper()
				for _, state := range states {
					must(t, p.Click(star(lang, id)+`.shadowRoot.querySelector("button")`))
					want[id] = state
					must(t, p.Wait(star(lang, id)+`.dataset.state === `+js(state)))
				}
				waitPick(t, b, eval[string](t, p, star(lang, id)+`.dataset.key`), want[id])
			}

			// The first visit: the list, which may tell no times, the timetable, a page of its own, and back.
			must(t, p.Navigate(at(c.list)))
			see("ko", all)
			press("ko", moved, "star")
			see("ko", all)
			if c.list != c.grid {
				must(t, p.Navigate(at(c.grid)))
				see("ko", all)
			}
			press("ko", renamed, "star", "must")
			press("ko", quiet, "star")
			if c.detail != "" {
				must(t, p.Navigate(at(c.detail+cancelled)))
				must(t, p.Wait(hosts+`.length === 1`))
				press("ko", cancelled, "star")
				must(t, p.Eval(`history.back()`, nil))
			} else {
				press("ko", cancelled, "star")
			}
			see("ko", all)
			must(t, p.Reload())
			see("ko", all)
			if !c.linked { // what moves is followed from where a page at rest showed it
				noted(t, b, `grid.keys.includes(`+js(keys[moved])+`)`)
			}
			for id := range want {
				start := startOf(t, id, c.year)
				waitStored(t, b, `all[`+js("session/"+keys[id])+`]?.start === `+js(start))
			}

			// The other language.
			if c.linked {
				for _, path := range []string{c.grid, c.list} {
					must(t, p.Navigate(at(c.en+path)))
					see("en", all)
				}
			} else {
				must(t, p.Navigate(at(c.en+c.grid)))
				must(t, p.Wait(fmt.Sprintf(hosts+`.length === %d`, all)))
			}

			// The programme changes.
			site.Move(moved, time.Date(2094, 8, 14, 15, 0, 0, 0, time.FixedZone("KST", 9*60*60)))
			site.Rename(renamed, replica.Text{Ko: "데이터와 산책, 두 번째", En: "A Walk with Data, Again"})
			site.Cancel(cancelled)
			titles[renamed] = replica.Text{Ko: "데이터와 산책, 두 번째", En: "A Walk with Data, Again"}
			for range 2 {
				must(t, p.Navigate(at(c.grid)))
				see("ko", all)
			}
			waitStored(t, b, `all[`+js("session/"+keys[moved])+`]?.start === `+js(fmt.Sprint(c.year, "-08-14T15:00:00+09:00")))
			waitStored(t, b, `all[`+js("session/"+keys[cancelled])+`]?.cancelled`)
			if n := len(stored(t, b)); n != len(want) {
				t.Errorf("%d picks are stored, want %d", n, len(want))
			}

			// The day: now and next; the popup tells what changed.
			day := func(moment string) *browser.Page {
				t.Helper()
				popup := popupAt(t, b, 420, fmt.Sprint(c.year, moment))
				must(t, popup.Wait(`document.body.dataset.picks === "4"`))
				return popup
			}
			popup := day("-08-14T11:10")
			if got := eval[string](t, popup, nowLines); !strings.HasPrefix(got, "지금 · 데이터와 산책, 두 번째 · 별똥별실 · 30분 남았어요") || !strings.Contains(got, "다음 · 별을 세는 파이썬 · 해오름관") || !strings.Contains(got, "(15:00)") {
				t.Errorf("on the day it says %q", got)
			}
			if got := eval[string](t, popup, `document.querySelector("#changes").innerText`); !strings.Contains(got, titles[moved].Ko) || !strings.Contains(got, titles[cancelled].Ko) || strings.Contains(got, titles[quiet].Ko) {
				t.Errorf("of the changes it says %q", got)
			}
			popup.Close()

			// Afterwards it is a diary: all that was picked, by day, at its last time.
			popup = day("-09-20T09:00")
			must(t, popup.Wait(`document.body.dataset.now === "after" || document.body.dataset.now === ""`))
			rows := eval[string](t, popup, `[...document.querySelectorAll("#days .day")].map(d => d.querySelector("h3").textContent + ": " + [...d.querySelectorAll(".row")].map(r => r.querySelector(".start").textContent + " " + r.querySelector(".title").textContent).join(", ")).join(" / ")`)
			first := fmt.Sprintf("11:00 %s, 13:30 %s, 15:00 %s", titles[renamed].Ko, titles[cancelled].Ko, titles[moved].Ko)
			if !strings.Contains(rows, first) || !strings.HasSuffix(rows, "11:00 "+titles[quiet].Ko) {
				t.Errorf("afterwards it lists %q, want %q and then that of the second day", rows, first)
			}
			popup.Close()
		})
	}
}

// startOf is when a session of the unseen programme begins in a year.
func startOf(t *testing.T, id string, year int) string {
	t.Helper()
	for _, s := range site.Programme(replica.EditionUnseen) {
		if s.ID == id {
			return fmt.Sprint(year) + s.Start[4:]
		}
	}
	t.Fatalf("no session %s", id)
	return ""
}
