package e2e

import (
	"slices"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// step is one thing that happens to an open page, and what it shows then.
type step struct {
	narrow bool   // show it as wide as a phone first
	click  string // the element to click, a JavaScript expression
	eval   string // or what to run
	also   string // what must come true then, beside the stars
	page   string // the replica's name of what is shown, "" for a page without sessions
	day    string // of which only this day's are visible; "" for all
	star   int    // the session on it to star, counted from 1; 0 for none
}

// renders are the pages of the generations with the ways in which each makes its
// document anew. 2026's are in survival_test.go.
var renders = []struct {
	edition, url, zone string
	steps              []step
}{
	{replica.Edition2014, "https://www.pycon.kr/2014/programs/schedule/", "", []step{
		{page: "timetable-ko", star: 2},
		{eval: `location.href = "https://www.pycon.kr/2014/programs/schedule/?hl=en"`, page: "timetable-en"},
	}},
	{replica.Edition2015, "https://www.pycon.kr/2015/programs/schedule/", "", []step{ // language by a form: the address stays
		{page: "timetable-ko", star: 2},
		{eval: `document.querySelector("form[action*=setlang] [value=en]").click()`, also: `location.pathname === "/2015/programs/schedule/"`, page: "timetable-en"},
		{eval: `document.querySelector("form[action*=setlang] [value=ko]").click()`, page: "timetable-ko"}, // the next test's browser is this one
	}},
	{replica.Edition2018, "https://www.pycon.kr/2018/program/schedule/", "", []step{
		{page: "timetable-ko", star: 3},
		{page: "timetable-ko", narrow: true},
		{eval: `location.href = "/2018/en/program/schedule/"`, page: "timetable-en", narrow: true},
	}},
	{replica.Edition2019, "https://2019.pycon.kr/timetable/talks", "", []step{ // nothing until a day is chosen, and then every node anew
		{eval: `replica.settled()`, page: ""},
		{click: tab2019("2019-08-17"), page: "timetable-day1-ko", star: 1},
		{eval: `void (globalThis.old = document.querySelector(".timeWrapper"))`, page: "timetable-day1-ko"},
		{click: tab2019("2019-08-18"), also: `!old.isConnected`, page: "timetable-day2-ko", star: 2},
		{click: tab2019("2019-08-17"), page: "timetable-day1-ko"},
		{eval: `replica.go("/program/lightning-talk")`, page: ""},
		{eval: `replica.go("/program/keynote")`, page: "keynote-ko"},
	}},
	{replica.Edition2020, "https://2020.pycon.kr/2020/program/talk-schedule/", "", []step{ // a class alone hides and shows
		{page: "timetable-ko", day: "2020-09-26", star: 2},
		{eval: `void (globalThis.kept = ` + hosts + `)`, page: "timetable-ko", day: "2020-09-26"},
		{click: `document.querySelector("#is_sun")`, also: `kept.every((h) => h.isConnected)`, page: "timetable-ko", day: "2020-09-27", star: 1},
		{click: `document.querySelector("#is_sat")`, also: `kept.every((h) => h.checkVisibility())`, page: "timetable-ko", day: "2020-09-26"},
		{eval: `location.href = "https://2020.pycon.kr/en/2020/program/talk-schedule/"`, page: "timetable-en", day: "2020-09-26"},
	}},
	{replica.Edition2021, "https://2021.pycon.kr/session/", "", []step{ // the table is replaced
		{eval: `void (globalThis.old = document.querySelector("table"))`, page: "timetable-day1-ko", star: 2},
		{click: `document.querySelectorAll("button[data-day]")[1]`, also: `!old.isConnected`, page: "timetable-day2-ko", star: 3},
		{click: `document.querySelectorAll("button[data-day]")[0]`, page: "timetable-day1-ko"},
	}},
	{replica.Edition2022, "https://2022.pycon.kr/program/talk-schedule", "", []step{ // nodes get another session's text, links another language
		{eval: `void (globalThis.old = document.querySelector("td a"))`, page: "timetable-day1-ko", star: 1},
		{click: `document.querySelectorAll("button[data-day]")[1]`, also: `old.isConnected`, page: "timetable-day2-ko", star: 2},
		{click: `document.querySelectorAll("button[data-day]")[0]`, also: `old.isConnected`, page: "timetable-day1-ko"},
		{click: `document.querySelector("button[data-to]")`, also: `location.pathname.startsWith("/en/") && old.isConnected && old.pathname.startsWith("/en/")`, page: "timetable-day1-en"},
		{eval: `replica.go("/en/program/talks")`, page: "list-en"},
		{eval: `history.back()`, page: "timetable-day1-en"},
	}},
	{replica.Edition2024, "https://2024.pycon.kr/session/timetable", "Pacific/Honolulu", []step{ // the grid is mounted anew, in the browser's hours
		{page: "timetable-day1-ko", star: 1},
		{eval: `void (globalThis.old = document.querySelector("table"))`, page: "timetable-day1-ko"},
		{eval: `[...document.querySelectorAll(".sub-menu-item")].find((n) => n.textContent === "English").click()`, also: `!old.isConnected`, page: "timetable-day1-en"},
		{click: `document.querySelectorAll("button")[1]`, page: "timetable-day2-en", star: 2},
		{eval: `[...document.querySelectorAll(".sub-menu-item")].find((n) => n.textContent === "한국어" || n.textContent === "Korean").click()`, page: "timetable-day2-ko"},
	}},
	{replica.Edition2025, "https://2025.pycon.kr/timetable", "", []step{
		{page: "timetable-day1-ko", star: 2},
		{click: tabOf(2), page: "timetable-day2-ko", star: 3},
		{eval: `replica.setLanguage("en")`, page: "timetable-day1-en"},
		{click: tabOf(2), page: "timetable-day2-en"},
		{eval: `replica.setLanguage("ko")`, page: "timetable-day1-ko"},
	}},
	{replica.EditionOpenSpace, "https://openspace.pycon.kr/schedule", "", []step{ // radio buttons and a stylesheet
		{page: "timetable-ko", day: "2026-08-15", star: 1},
		{click: `document.querySelectorAll(".daytabs > label")[1]`, page: "timetable-ko", day: "2026-08-16", star: 2},
		{eval: `location.href = "/topics"`, page: "list-ko"},
		{eval: `location.href = "/board?every=700"`, also: `performance.getEntriesByType("navigation")[0].type === "reload"`, page: "timetable-ko", day: "2026-08-15"},
	}},
	{replica.EditionUnseen, "https://" + replica.UnseenHost + "/schedule", "", []step{ // without a profile
		{page: "timetable-ko", star: 2},
		{eval: `location.href = "/en/schedule"`, page: "timetable-en"},
		{eval: `location.href = "/talks"`, page: "list-ko"},
	}},
}

// tab2019 is one of the two plain elements that choose the day.
func tab2019(day string) string {
	return `[...document.querySelectorAll("main div")].find((d) => d.children.length === 0 && d.textContent === ` + js(day) + `)`
}

// shownStars are the names and states of the visible stars, each once, sorted.
const shownStars = `JSON.stringify([...new Set(` + hosts + `.map(h => h.shadowRoot.querySelector("#name").textContent + " = " + h.dataset.state))].sort())`

// TestEveryRender drives each generation's pages as a visitor does, through everything that
// makes them render their documents again: every visible session has its star, and every star
// its state.
func TestEveryRender(t *testing.T) {
	for _, r := range renders {
		t.Run(r.edition, func(t *testing.T) {
			pages := map[string]replica.PageRef{}
			for _, page := range site.Pages() {
				if page.Edition == r.edition && page.Zone == replica.Seoul {
					pages[page.Name] = page
				}
			}
			b := chromium(t)
			p := blank(t, b)
			if r.zone != "" {
				must(t, p.SetZone(r.zone))
			}
			must(t, p.Navigate(r.url))
			on := map[string]bool{} // by id of the session
			for i, s := range r.steps {
				switch {
				case s.click != "":
					must(t, p.Wait(s.click+` !== undefined`))
					must(t, p.Click(s.click))
				case s.eval != "":
					must(t, p.Wait(`document.readyState === "complete"`))
					must(t, p.Eval(s.eval, nil))
				}
				if s.narrow {
					must(t, p.SetViewport(390, 800, 1))
				}
				if s.also != "" {
					must(t, p.Wait(s.also))
				}
				page, ok := pages[s.page]
				if !ok && s.page != "" {
					t.Fatalf("step %d: no page %s of %v", i+1, s.page, len(pages))
				}
				shown := visible(t, page, s.day)
				waitShown(t, p, i, page.Lang, shown, on)
				if s.star == 0 {
					continue
				}
				one := shown[s.star-1]
				must(t, p.Click(hosts+`.find(h => h.shadowRoot.querySelector("#name").textContent === `+js(label(t, one, page.Lang))+`).shadowRoot.querySelector("button")`))
				on[one.ID] = true
				waitShown(t, p, i, page.Lang, shown, on)
				waitPicks(t, b, len(on))
			}
			if len(on) == 0 {
				t.Error("nothing was starred: no test")
			}
			for _, rec := range stored(t, b) {
				if rec.State != "star" {
					t.Errorf("%s is %s", rec.Snapshot.Key, rec.State)
				}
				ok := false
				for _, s := range site.Programme(r.edition) {
					ok = ok || on[s.ID] && s.Start == rec.Snapshot.Start
				}
				if !ok {
					t.Errorf("%s starts at %q", rec.Snapshot.Key, rec.Snapshot.Start)
				}
			}
		})
	}
}

// visible are the sessions of a page, those of one day where the rest is hidden.
func visible(t *testing.T, page replica.PageRef, day string) []replica.Session {
	t.Helper()
	var out []replica.Session
	for _, s := range page.Expect {
		if day == "" || strings.HasPrefix(s.Start, day) {
			out = append(out, s)
		}
	}
	if len(out) == 0 && page.Name != "" {
		t.Fatalf("%s shows nothing on %s", page.Name, day)
	}
	return out
}

func label(t *testing.T, s replica.Session, lang string) string {
	return strings.ReplaceAll(word(t, "ko", "starLabel"), "{title}", strings.Join(strings.Fields(s.Title.In(lang)), " "))
}

// waitShown waits until the visible stars are those of the sessions.
func waitShown(t *testing.T, p *browser.Page, i int, lang string, shown []replica.Session, on map[string]bool) {
	t.Helper()
	want := []string{}
	for _, s := range shown {
		state := " = off"
		if on[s.ID] {
			state = " = star"
		}
		want = append(want, label(t, s, lang)+state)
	}
	slices.Sort(want)
	want = slices.Compact(want)
	if err := p.Wait(`JSON.stringify(JSON.parse(` + shownStars + `).map(s => s.normalize()).sort()) === JSON.stringify(` + js(want) + `.map(s => s.normalize()).sort())`); err != nil {
		got := eval[[]string](t, p, `JSON.parse(`+shownStars+`)`)
		missing, extra := difference(want, got)
		t.Fatalf("step %d: missing %q\nnot wanted %q\non %s\n%.300v", i+1, missing, extra, eval[string](t, p, `location.href`), err)
	}
}

// waitPicks waits until so many picks are stored.
func waitPicks(t *testing.T, b *browser.Browser, n int) {
	t.Helper()
	waitStored(t, b, `Object.keys(all).filter((k) => k.startsWith("pick/")).length === `+js(n))
}
