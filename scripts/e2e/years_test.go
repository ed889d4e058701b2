package e2e

import (
	"strings"
	"testing"

	"byeolpyo/scripts/internal/replica"
)

// TestEveryYear stars a session on the timetable of every generation, as a
// visitor would, and finds it at its time and in its room in the popup. The year
// 2027 has no profile: there the generic extractor is at work in the browser.
func TestEveryYear(t *testing.T) {
	first := map[string]replica.PageRef{}
	for _, page := range site.Pages() {
		if _, had := first[page.Edition]; !had && page.Kind == replica.PageTimetable && page.Lang == "ko" &&
			page.Zone == replica.Seoul && page.Edition != replica.EditionForeign {
			first[page.Edition] = page
		}
	}
	if want := len(replica.Editions) - 1; len(first) < want {
		t.Fatalf("%d timetables, want one of each of %d editions", len(first), want)
	}
	for _, edition := range replica.Editions {
		page, ok := first[edition]
		if !ok {
			continue
		}
		t.Run(edition, func(t *testing.T) {
			b := chromium(t)
			p := blank(t, b)
			must(t, p.Navigate(page.URL))
			if page.Ready != "" {
				must(t, p.Wait(page.Ready))
			}
			if page.Script != "" {
				must(t, p.Eval(page.Script, nil))
			}
			if page.Done != "" {
				must(t, p.Wait(page.Done))
			}
			want := timed(t, page.Expect)
			label := strings.ReplaceAll(word(t, "ko", "starLabel"), "{title}", strings.Join(strings.Fields(want.Title.In(page.Lang)), " "))
			star := hosts + `.find(h => h.shadowRoot.querySelector("button").ariaLabel === ` + js(label) + `)`
			must(t, p.Wait(star+` !== undefined`))
			must(t, p.Click(star+`.shadowRoot.querySelector("button")`))
			must(t, p.Wait(star+`.dataset.state === "star"`))
			key := eval[string](t, p, star+`.dataset.key`)
			waitPick(t, b, key, "star")

			popup, err := b.OpenExtension("popup.html")
			must(t, err)
			t.Cleanup(func() { popup.Close() })
			must(t, popup.Wait(`document.body.dataset.ready === "1"`))
			must(t, popup.Wait(`document.querySelector('[data-key=`+js(key)+`]') !== null`))
			row := eval[string](t, popup, `document.querySelector('[data-key=`+js(key)+`]').innerText`)
			if !strings.Contains(row, want.Start[11:16]) {
				t.Errorf("the row does not start at %s: %q", want.Start, row)
			}
			if room := want.Rooms[0].In(page.Lang); !strings.Contains(strings.Join(strings.Fields(row), " "), strings.Join(strings.Fields(room), " ")) {
				t.Errorf("the row does not name %s: %q", room, row)
			}
			if day := eval[string](t, popup, `document.body.innerText`); !strings.Contains(day, dayWords(want.Start)) {
				t.Errorf("the popup does not show %s", dayWords(want.Start))
			}
		})
	}
}

// timed returns a session of the page that has a time, a room and a title that
// no other session of the page has.
func timed(t *testing.T, all []replica.Session) replica.Session {
	t.Helper()
	count := map[string]int{}
	for _, s := range all {
		count[s.Title.Ko+s.Title.En]++
	}
	for _, s := range all {
		if s.Start != "" && len(s.Rooms) == 1 && !s.AllRooms && count[s.Title.Ko+s.Title.En] == 1 {
			return s
		}
	}
	t.Fatal("no session with a time and a room")
	return replica.Session{}
}

// dayWords is the popup's heading of the day of an instant: "8월 15일".
func dayWords(start string) string {
	month, day := strings.TrimPrefix(start[5:7], "0"), strings.TrimPrefix(start[8:10], "0")
	return month + "월 " + day + "일"
}

// TestListGetsTimes: a list shows no times; the site's own timetable is fetched
// once, and not again within the hour.
func TestListGetsTimes(t *testing.T) {
	b := chromium(t)
	const list = "https://www.pycon.kr/2018/program/list/"
	p := open(t, b, list)
	want := find(t, "2018", func(s replica.Session) bool { return s.ID == "program/1" })
	waitStored(t, b, `all["session/2018/program/1"]?.start === `+js(want.Start))
	var at float64
	must(t, b.Stored("fetched/2018", &at))
	p = open(t, b, list)
	must(t, p.Wait(hosts+`.length > 0`))
	waitStored(t, b, `true`)
	var again float64
	must(t, b.Stored("fetched/2018", &again))
	if at == 0 || again != at {
		t.Errorf("fetched at %v and again at %v", at, again)
	}
}
