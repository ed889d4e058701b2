package e2e

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// marked checks that exactly the stars of the key are pressed.
func marked(t *testing.T, p *browser.Page, want ...string) {
	t.Helper()
	must(t, p.Wait(`JSON.stringify([...new Set(`+hosts+`.filter(h => h.dataset.state !== "off").map(h => h.dataset.key))].sort()) === `+js(js(append([]string{}, want...)))))
}

// The cell of 오프닝 is the same node on both days, with another session in it.
func TestDaySwitch(t *testing.T) {
	b := chromium(t)
	first, second := key(unlinked(t, day1, "오프닝"), "ko"), key(unlinked(t, day2, "오프닝"), "ko")
	for _, url := range []string{grid2026, grid2026 + "?csp=meta"} {
		must(t, b.ClearStorage())
		p := open(t, b, url)
		waitStars(t, p, wantedDay(day1, "ko"))
		click(t, p, first)
		waitState(t, p, first, "star")
		must(t, p.Eval(`void (globalThis.cell = `+button(first)+`.getRootNode().host.parentNode)`, nil))
		must(t, p.Click(tabOf(2)))
		waitStars(t, p, wantedDay(day2, "ko"))
		marked(t, p)
		if reused := eval[bool](t, p, button(second)+`.getRootNode().host.parentNode === cell`); !reused {
			t.Error("the replica no longer reuses the cell: no test")
		}
		click(t, p, second)
		click(t, p, second)
		waitState(t, p, second, "must")
		must(t, p.Click(tabOf(1)))
		waitStars(t, p, wantedDay(day1, "ko"))
		marked(t, p, first)
		must(t, p.Click(tabOf(2)))
		waitStars(t, p, wantedDay(day2, "ko"))
		marked(t, p, second)
		waitState(t, p, second, "must")
	}
}

// A session is the same in both languages, also where only its title, time and
// room name it.
func TestLanguageSwitch(t *testing.T) {
	b := chromium(t)
	p := open(t, b, grid2026)
	plain := unlinked(t, day1, "라이트닝")
	linked := key(talk(t, day1, 0), "ko")
	waitStars(t, p, wantedDay(day1, "ko"))
	click(t, p, linked)
	click(t, p, key(plain, "ko"))
	waitPick(t, b, key(plain, "ko"), "star")
	ko, en := key(plain, "ko"), key(plain, "en")
	if ko == en {
		t.Fatal("the keys do not differ by language: no test")
	}
	// In English the star goes under the key of the pick that exists.
	english := wantedDay(day1, "en")
	for i, k := range english {
		if k == en {
			english[i] = ko
		}
	}
	must(t, p.Click(language("EN")))
	waitStars(t, p, english)
	waitState(t, p, linked, "star")
	waitState(t, p, ko, "star")
	click(t, p, ko)
	waitPick(t, b, ko, "must")
	must(t, p.Click(language("KO")))
	waitStars(t, p, wantedDay(day1, "ko"))
	waitState(t, p, ko, "must")
	click(t, p, ko)
	waitPick(t, b, ko, "off")
	for k, r := range stored(t, b) {
		if k != linked && k != ko {
			t.Errorf("a second record of the same session: %s %v", k, r)
		}
	}
	// Snapshots learn the other language's title.
	if titles := stored(t, b)[ko].Snapshot.Titles; len(titles) != 2 {
		t.Errorf("titles %v, want both languages", titles)
	}

	// The language switch on a detail wipes the heading's children.
	s := talk(t, day1, 0)
	must(t, p.Navigate(s.URL))
	waitStars(t, p, []string{linked})
	for _, lang := range []string{"EN", "KO"} {
		must(t, p.Click(language(lang)))
		title := map[string]string{"EN": s.Title.En, "KO": s.Title.Ko}[lang]
		must(t, p.Wait(button(linked)+`.nextSibling.textContent.endsWith(`+js(": "+title)+`)`))
		waitStars(t, p, []string{linked})
		waitState(t, p, linked, "star")
	}
}

// withoutData has the site's data be empty: what they tell of sessions without a
// link, their ids, would come at some moment of the test.
func withoutData(t *testing.T) {
	site.Answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, "[]")
	})
	t.Cleanup(func() { site.Answer(nil) })
}

// The site's own routes, there and back.
func TestClientRoutes(t *testing.T) {
	withoutData(t)
	b := chromium(t)
	p := open(t, b, site2026+"/")
	one, two := talk(t, day1, 0), talk(t, day2, 0)
	must(t, p.Eval(`void (globalThis.same = true)`, nil))
	waitRead(t, p)
	must(t, p.Click(menu("/timetable")))
	waitStars(t, p, wantedDay(day1, "ko"))
	click(t, p, key(one, "ko"))
	must(t, p.Click(menu("/session")))
	waitStars(t, p, wantedList2026())
	marked(t, p, key(one, "ko"))
	must(t, p.Click(menu("/my-timetable")))
	waitStars(t, p, nil)
	must(t, p.Click(menu("/timetable_h")))
	waitStars(t, p, wantedDay(day1, "ko"))
	marked(t, p, key(one, "ko"))
	must(t, p.Click(`document.querySelector('td a[href*="`+one.ID+`"] p')`))
	waitStars(t, p, []string{key(one, "ko")})
	waitState(t, p, key(one, "ko"), "star")

	// Detail to detail: the heading is the same node.
	must(t, p.Eval(`void (globalThis.h4 = document.querySelector("main h4"))`, nil))
	must(t, p.Eval(`replica.go("/presentations/`+two.ID+`#x")`, nil))
	waitStars(t, p, []string{key(two, "ko")})
	waitState(t, p, key(two, "ko"), "off")
	must(t, p.Wait(button(key(two, "ko"))+`.nextSibling.textContent.includes(`+js(two.Title.Ko)+`)`))
	if !eval[bool](t, p, `document.querySelector("main h4") === h4`) {
		t.Error("the replica no longer reuses the heading: no test")
	}
	click(t, p, key(two, "ko"))
	click(t, p, key(two, "ko"))
	waitState(t, p, key(two, "ko"), "must")

	for _, back := range []struct {
		do   string
		want []string
		on   []string
	}{
		{`history.back()`, []string{key(one, "ko")}, []string{key(one, "ko")}},
		{`history.back()`, wantedDay(day1, "ko"), []string{key(one, "ko")}},
		{`history.go(-2)`, wantedList2026(), []string{key(one, "ko"), key(two, "ko")}},
		{`history.back()`, wantedDay(day1, "ko"), []string{key(one, "ko")}},
		{`history.go(5)`, []string{key(two, "ko")}, []string{key(two, "ko")}},
	} {
		must(t, p.Eval(back.do, nil))
		waitStars(t, p, back.want)
		for _, k := range back.on {
			must(t, p.Wait(button(k)+`.getAttribute("aria-pressed") === "true"`))
		}
	}
	if !eval[bool](t, p, `globalThis.same === true`) {
		t.Error("a document was loaded anew: these were no client routes")
	}
}

func TestCategoryFilter(t *testing.T) {
	b := chromium(t)
	p := open(t, b, list2026)
	waitStars(t, p, wantedList2026())
	s := talk(t, day1, 0)
	click(t, p, key(s, "ko"))
	waitState(t, p, key(s, "ko"), "star")
	filter := func(name string) string {
		return `[...document.querySelectorAll(".css-filters button")].find(b => b.textContent === ` + js(name) + `)`
	}
	of := func(name string) []string {
		return keys(site.Programme(replica.Edition2026), "ko", func(s replica.Session) bool { return s.Linked && s.Category.Ko == name }, once)
	}
	other := find(t, replica.Edition2026, func(o replica.Session) bool { return o.Linked && o.Category.Ko != "" && o.Category != s.Category }).Category.Ko
	must(t, p.Click(filter(s.Category.Ko)))
	waitStars(t, p, of(s.Category.Ko))
	marked(t, p, key(s, "ko"))
	must(t, p.Click(filter(other)))
	waitStars(t, p, append(of(s.Category.Ko), of(other)...))
	must(t, p.Click(filter(s.Category.Ko)))
	waitStars(t, p, of(other))
	marked(t, p)
	must(t, p.Click(filter(other)))
	waitStars(t, p, wantedList2026())
	marked(t, p, key(s, "ko"))
}

// The site fetches again when its window comes to the front: the same stars stay.
func TestRefetch(t *testing.T) {
	b := chromium(t)
	p := open(t, b, grid2026)
	want := wantedDay(day1, "ko")
	waitStars(t, p, want)
	k := key(talk(t, day1, 0), "ko")
	click(t, p, k)
	waitState(t, p, k, "star")
	must(t, p.Eval(`void `+browser.Stars+`.forEach(h => { h.testSame = true; })`, nil))
	must(t, p.Eval(`void dispatchEvent(new Event("focus"))`, nil))
	must(t, p.Eval(`replica.settled().then(() => true)`, nil))
	must(t, p.Eval(frames+`(3)`, nil))
	waitStars(t, p, want)
	if n := eval[int](t, p, hosts+`.filter(h => h.testSame).length`); n != len(want) {
		t.Errorf("%d of %d stars are still the same", n, len(want))
	}
	marked(t, p, k)
	if !eval[bool](t, p, browser.Focused+`?.dataset.key === `+js(k)) {
		t.Error("the clicked star lost the focus")
	}
}

// Fifty routes leave one star for each place and nothing behind.
func TestFiftyRoutes(t *testing.T) {
	withoutData(t)
	b := instrumented(t, gauge)
	p := open(t, b, grid2026+"?delay=0")
	one, two := talk(t, day1, 0), talk(t, day2, 0)
	type route struct {
		path string
		want []string
	}
	routes := []route{
		{"/session", wantedList2026()},
		{"/presentations/" + one.ID, []string{key(one, "ko")}},
		{"/presentations/" + two.ID, []string{key(two, "ko")}},
		{"/timetable_h", wantedDay(day1, "ko")},
		{"/", nil},
		{"/timetable", wantedDay(day1, "ko")},
	}
	walk := func(n int) {
		for i := range n {
			r := routes[i%len(routes)]
			must(t, p.Eval(`replica.go(`+js(r.path)+`)`, nil))
			waitStars(t, p, r.want)
			if all := eval[int](t, p, browser.Stars+`.length`); all != len(r.want) {
				t.Fatalf("route %d, %s: %d stars, want %d", i, r.path, all, len(r.want))
			}
		}
		must(t, p.WaitContent(`testGauge.timers.size === 0 && testGauge.frames.size === 0`))
	}
	waitStars(t, p, wantedDay(day1, "ko"))
	// Caches fill, and the heap finds its size, which depends on when there was time to
	// collect: mostly within the first fifty routes. What leaks goes on.
	const most = 5
	grown := func(was, is gauged, before, after map[string]float64) (what []string) {
		for name, slack := range map[string]float64{
			"JSEventListeners": 0,
			"Nodes":            40, // of the probe's own making
			"Documents":        0,
			"JSHeapUsedSize":   512 << 10,
		} {
			if by := after[name] - before[name]; by > slack {
				what = append(what, fmt.Sprintf("%s by %g", name, by))
			}
		}
		if is.Observers != was.Observers || is.Listeners != was.Listeners {
			what = append(what, fmt.Sprintf("observers and listeners: %+v, before %+v", is, was))
		}
		if by := is.Memory - was.Memory; by > 0 {
			what = append(what, fmt.Sprintf("WASM memory by %d bytes", by))
		}
		return what
	}
	walk(len(routes))
	was, before := read(t, p), counts(t, p)
	for fifty := 1; ; fifty++ {
		walk((50 + len(routes) - 1) / len(routes) * len(routes)) // ends where it began
		is, after := read(t, p), counts(t, p)
		what := grown(was, is, before, after)
		t.Logf("fifty routes: before %v, %+v; after %v, %+v", before, was, after, is)
		if len(what) == 0 {
			break
		}
		if fifty == most {
			t.Fatalf("fifty routes again and again make grow: %s", strings.Join(what, ", "))
		}
		was, before = is, after
	}
}

// counts are Chromium's counts of the page when all garbage is gone: one
// collection leaves what only the next can take.
func counts(t *testing.T, p *browser.Page) map[string]float64 {
	t.Helper()
	var all map[string]float64
	for range 3 {
		var err error
		all, err = p.Metrics()
		must(t, err)
	}
	return map[string]float64{
		"JSEventListeners": all["JSEventListeners"], "Nodes": all["Nodes"],
		"Documents": all["Documents"], "JSHeapUsedSize": all["JSHeapUsedSize"],
	}
}
