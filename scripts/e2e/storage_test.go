package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// raw returns the JSON that is stored under a name.
func raw(t *testing.T, b holder, name string) string {
	t.Helper()
	var v json.RawMessage
	must(t, b.Stored(name, &v))
	return string(v)
}

// Records of a newer version, and what is no record, are left as they are.
func TestRecordsSetAside(t *testing.T) {
	b := chromium(t)
	newer, corrupt, fine := key(talk(t, day1, 0), "ko"), key(talk(t, day1, 1), "ko"), key(talk(t, day1, 2), "ko")
	for _, c := range []struct{ name, url string }{{"normal", grid2026}, {"policy", grid2026 + "?csp=header"}} {
		t.Run(c.name, func(t *testing.T) {
			must(t, b.ClearStorage())
			must(t, b.Store(map[string]any{
				"pick/" + newer:   map[string]any{"v": 2, "state": "maybe", "mood": []any{1.5, nil, "좋음"}},
				"pick/" + corrupt: "\u0000 half a rec",
			}))
			before := [2]string{raw(t, b, "pick/"+newer), raw(t, b, "pick/"+corrupt)}
			p := open(t, b, c.url)
			waitStars(t, p, wantedDay(day1, "ko"))
			for i, k := range []string{newer, corrupt} {
				click(t, p, k)
				waitToast(t, p, word(t, "ko", "starAside"))
				click(t, p, k)
				click(t, p, fine)
				waitPick(t, b, fine, []string{"star", "must"}[i])
				waitState(t, p, k, "off")
			}
			clickToast(t, p) // undo is of the other star
			waitPick(t, b, fine, "star")
			if after := [2]string{raw(t, b, "pick/"+newer), raw(t, b, "pick/"+corrupt)}; after != before {
				t.Errorf("records are now %s, before %s", after, before)
			}
		})
	}
}

// A full storage is reported, and keeps what it has.
func TestFullStorage(t *testing.T) {
	b := chromium(t)
	p := open(t, b, grid2026)
	kept, refused := key(talk(t, day1, 0), "ko"), key(talk(t, day1, 1), "ko")
	waitStars(t, p, wantedDay(day1, "ko"))
	click(t, p, kept)
	waitPick(t, b, kept, "star")
	waitStored(t, b, `Object.keys(all).some(k => k.startsWith("grid/"))`) // nothing more is written of itself
	before := stored(t, b)
	// What pages taught would give way.
	must(t, b.Extension(`chrome.storage.local.get(null).then(all => chrome.storage.local.remove(Object.keys(all).filter(k => /^(session|grid|fetched)\//.test(k))))`, nil))
	must(t, b.Extension(`(async () => {
		const left = chrome.storage.local.QUOTA_BYTES - await chrome.storage.local.getBytesInUse();
		await chrome.storage.local.set({ballast: "x".repeat(left - "ballast".length - 2 - 100)});
	})()`, nil))
	click(t, p, refused)
	waitToast(t, p, word(t, "ko", "starFull"))
	waitState(t, p, refused, "off")
	waitState(t, p, kept, "star")
	if after := stored(t, b); len(after) != 1 || fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("stored %v, before %v", after, before)
	}
	// A record that is there can be changed, for it grows by nothing.
	click(t, p, kept)
	waitPick(t, b, kept, "must")
	click(t, p, kept)
	waitPick(t, b, kept, "off")
	// With room again, the click works.
	must(t, b.Extension(`chrome.storage.local.remove("ballast")`, nil))
	click(t, p, refused)
	waitPick(t, b, refused, "star")
	waitState(t, p, refused, "star")
}

// A session that vanishes from the site's timetable stays picked.
func TestVanishedSession(t *testing.T) {
	b := chromium(t)
	s, other := talk(t, day1, 0), talk(t, day1, 1)
	k := key(s, "ko")
	known := func(condition string) string {
		return fmt.Sprintf(`(s => s && (%s))(all[%s])`, condition, js("session/"+k))
	}
	// A visit is over when the page has been quiet and its grid is noted.
	noted := func(n int) string {
		return fmt.Sprintf(`Object.entries(all).some(([k, v]) => k.startsWith("grid/") && v.keys.length === %d)`, n)
	}
	t.Cleanup(func() { site.Restore("") })
	p := open(t, b, grid2026)
	all := wantedDay(day1, "ko")
	waitStars(t, p, all)
	click(t, p, k)
	waitPick(t, b, k, "star")
	unique := map[string]bool{}
	for _, k := range all {
		unique[k] = true
	}
	waitStored(t, b, noted(len(unique)))
	waitStored(t, b, known(`!s.gone`))
	pick := raw(t, b, "pick/"+k)

	site.Drop(s.ID)
	must(t, p.Reload())
	waitStars(t, p, wantedDay(day1, "ko"))
	if len(wantedDay(day1, "ko")) != len(all)-1 {
		t.Fatal("the session is still on the site: no test")
	}
	click(t, p, key(other, "ko")) // another click writes nothing about it
	// One load without it may be a page that failed in part: it takes two.
	waitStored(t, b, `Object.entries(all).some(([k, v]) => k.startsWith("grid/") && v.missed?.includes(`+js(k)+`))`)
	waitStored(t, b, known(`!s.gone`))
	must(t, p.Reload())
	waitStars(t, p, wantedDay(day1, "ko"))
	waitStored(t, b, known(`s.gone > 1.7e12`))
	if now := raw(t, b, "pick/"+k); now != pick {
		t.Errorf("pick is now %s, before %s", now, pick)
	}

	site.Restore(s.ID)
	must(t, p.Reload())
	waitStars(t, p, all)
	waitState(t, p, k, "star")
	waitStored(t, b, known(`!s.gone`))
}

// A session that the site cancels is announced and struck through, and clashes with nothing; it
// is on again when the site takes the mark away.
func TestCancelledSession(t *testing.T) {
	b := chromium(t)
	s := talk(t, day1, 0)
	n := 1
	for talk(t, day1, n).Start != s.Start { // so that they clash
		n++
	}
	other := talk(t, day1, n)
	k := key(s, "ko")
	known := func(condition string) string {
		return fmt.Sprintf(`(s => s && (%s))(all[%s])`, condition, js("session/"+k))
	}
	t.Cleanup(func() { site.Restore("") })
	p := open(t, b, grid2026)
	all := wantedDay(day1, "ko")
	waitStars(t, p, all)
	for _, k := range []string{k, key(other, "ko")} {
		click(t, p, k)
		waitPick(t, b, k, "star")
	}
	waitStored(t, b, known(`!s.cancelled`))
	row := fmt.Sprintf(`document.querySelector('[data-key=%s]')`, js(k))
	told := func(name string) string {
		return `[...document.querySelectorAll("#changes-list li li")].some(e => e.textContent === ` + js(word(t, "ko", name)) + `)`
	}
	popup := popupTab(t, b, 420)
	must(t, popup.Wait(row+`.querySelector(".clashes").textContent !== ""`))

	site.Cancel(s.ID)
	must(t, p.Reload())
	waitStars(t, p, all) // under the same keys
	waitStored(t, b, known(`s.cancelled === 2 && s.titles.ko === `+js(s.Title.Ko)))
	must(t, popup.Wait(told("changedCancelled")))
	must(t, popup.Wait(row+`.querySelector(".gone").textContent === `+js(word(t, "ko", "cancelled"))+
		` && getComputedStyle(`+row+`.querySelector(".title")).textDecorationLine === "line-through" && `+row+`.querySelector(".clashes").textContent === ""`))
	if said := eval[string](t, popup, `document.querySelector("#changes-list").textContent`); strings.Contains(said, strings.SplitN(word(t, "ko", "changedTitle"), ":", 2)[0]) {
		t.Errorf("told of as %q", said)
	}
	// The picture's words tell of it too.
	must(t, popup.Wait(pictured+` && document.querySelector("#preview").alt.includes(`+js(word(t, "ko", "cancelled"))+`)`))

	site.Restore(s.ID)
	must(t, p.Reload())
	waitStars(t, p, all)
	waitStored(t, b, known(`!s.cancelled`))
	must(t, popup.Wait(row+`.querySelector(".gone").textContent === "" && `+row+`.querySelector(".clashes").textContent !== ""`))
}

// The timetable's time reaches a session that was starred on the list.
func TestListLearnsTimes(t *testing.T) {
	b := chromium(t)
	s := talk(t, day2, 0)
	k := key(s, "ko")
	p := open(t, b, list2026)
	waitStars(t, p, wantedList2026())
	click(t, p, k)
	waitPick(t, b, k, "star")
	waitStored(t, b, `all[`+js("session/"+k)+`]`)
	if r := stored(t, b)[k]; r.Snapshot.Start != "" {
		t.Fatalf("the list tells a time, %s: no test", r.Snapshot.Start)
	}
	must(t, p.Navigate(s.URL))
	waitStored(t, b, fmt.Sprintf(`all[%s].start === %s && all[%[1]s].end === %[3]s && all[%[1]s].rooms.length === 1`, js("session/"+k), js(s.Start), js(s.End)))
}

// After an update of the extension an open tab says so, and loses nothing.
func TestExtensionUpdated(t *testing.T) {
	b := ownChromium(t, dist)
	first, second := key(talk(t, day1, 0), "ko"), key(talk(t, day1, 1), "ko")
	for _, c := range []struct{ name, url string }{{"normal", grid2026}, {"policy", grid2026 + "?csp=header"}} {
		t.Run(c.name, func(t *testing.T) {
			must(t, b.ClearStorage())
			p := open(t, b, c.url)
			waitStars(t, p, wantedDay(day1, "ko"))
			click(t, p, first)
			waitPick(t, b, first, "star")
			must(t, b.ReloadExtension())

			click(t, p, second)
			waitToast(t, p, word(t, "ko", "starReload"))
			must(t, p.Wait(toastButton+`.textContent === `+js(word(t, "ko", "starReloadButton"))))
			if picks := stored(t, b); len(picks) != 1 || picks[first].State != "star" {
				t.Errorf("stored %v, want %s starred", picks, first)
			}
			must(t, p.Eval(`void (globalThis.old = true)`, nil))
			clickToast(t, p)
			must(t, p.Wait(`!globalThis.old`))
			waitStars(t, p, wantedDay(day1, "ko"))
			waitState(t, p, first, "star")
			waitState(t, p, second, "off")
			click(t, p, second)
			waitPick(t, b, second, "star")
		})
	}
}
