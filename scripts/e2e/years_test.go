package e2e

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// TestEveryYear stars a session on the timetable of every generation, as a
// visitor would, and finds it at its time and in its room in the popup. The
// unseen year has no profile: there package infer is at work in the browser.
func TestEveryYear(t *testing.T) {
	first := map[string]replica.PageRef{}
	for _, page := range site.Pages() {
		if _, had := first[page.Edition]; !had && page.Kind == replica.PageTimetable && page.Lang == "ko" &&
			page.Zone == replica.Seoul && page.Edition != replica.EditionForeign {
			first[page.Edition] = page
		}
	}
	if want := len(replica.Editions()) - 1; len(first) < want {
		t.Fatalf("%d timetables, want one of each of %d editions", len(first), want)
	}
	for _, edition := range replica.Editions() {
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
			star := hosts + `.find(h => h.shadowRoot.querySelector("#name").textContent === ` + js(label) + `)`
			must(t, p.Wait(star+` !== undefined`))
			must(t, p.Click(star+`.shadowRoot.querySelector("button")`))
			must(t, p.Wait(star+`.dataset.state === "star"`))
			key := eval[string](t, p, star+`.dataset.key`)
			waitPick(t, b, key, "star")
			p.Close()

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
	open(t, b, list)
	want := find(t, "2018", func(s replica.Session) bool { return s.ID == "program/1" })
	waitStored(t, b, `all["session/2018/program/1"]?.start === `+js(want.Start))
	var at float64
	must(t, b.Stored("fetched/2018", &at))
	p := open(t, b, list)
	must(t, p.Wait(hosts+`.length > 0`))
	waitStored(t, b, `true`)
	var again float64
	must(t, b.Stored("fetched/2018", &again))
	if at == 0 || again != at {
		t.Errorf("fetched at %v and again at %v", at, again)
	}
}

// TestListOf2023GetsTimes: the timetable's page, rendered by the server, has one day of two.
func TestListOf2023GetsTimes(t *testing.T) {
	b := chromium(t)
	p := open(t, b, "https://2023.pycon.kr/session")
	must(t, p.Wait(hosts+`.length > 0`))
	want := find(t, replica.Edition2023, func(s replica.Session) bool {
		return s.Kind == replica.KindTalk && strings.HasPrefix(s.Start, "2023-08-12") && len(s.Rooms) == 1
	})
	waitStored(t, b, `all[`+js("session/2023/"+want.ID)+`]?.start === `+js(want.Start))
	p = open(t, b, "https://2023.pycon.kr/session")
	must(t, p.Wait(hosts+`.length > 0`))
	waitStored(t, b, `all["fetched/2023"] > 0`)

	// The server's timetable has only the first day, and neither list nor details nor the pages'
	// data have times: those of the second day are known once it was opened.
	second := find(t, replica.Edition2023, func(s replica.Session) bool {
		return s.Kind == replica.KindTalk && strings.HasPrefix(s.Start, "2023-08-13") && len(s.Rooms) == 1
	})
	stored := `all[` + js("session/2023/"+second.ID) + `]`
	waitStored(t, b, stored+` && !`+stored+`.start`)
	p = open(t, b, "https://2023.pycon.kr/session/schedule")
	must(t, p.Wait(hosts+`.length > 0`))
	must(t, p.Click(`document.querySelectorAll(".q-tAbsO > a")[1]`))
	waitStored(t, b, stored+`?.start === `+js(second.Start))
}

// TestListOf2024GetsTimes: a list of 2024 has neither times nor ids. Titles tell which
// session of the site's data is which, what was starred before that came included, and
// of those data nothing else is kept.
func TestListOf2024GetsTimes(t *testing.T) {
	b := chromium(t)
	asked := site.Asked()
	const list = "https://2024.pycon.kr/session"
	p := open(t, b, list)
	want := find(t, replica.Edition2024, func(s replica.Session) bool {
		return s.Kind == replica.KindTalk && s.Start != "" && len(s.Rooms) == 1 && len(s.Speakers) > 0
	})
	host := hosts + `.find(h => h.shadowRoot.querySelector("#name").textContent.includes(` + js(want.Title.Ko) + `))`
	must(t, p.Wait(host+` !== undefined`))
	click(t, p, eval[string](t, p, host+`.dataset.key`))
	// It stays under the key under which it was starred, which may be that of its title.
	waitStored(t, b, `Object.entries(all).some(([name, s]) => name.startsWith("session/2024/") && s.titles?.ko === `+js(want.Title.Ko)+` && s.start === `+js(want.Start)+`)`)
	must(t, p.Wait(host+`?.dataset.state === "star"`))
	popup, err := b.OpenExtension("popup.html")
	must(t, err)
	t.Cleanup(func() { popup.Close() })
	must(t, popup.Wait(`document.body.innerText.includes(`+js(dayWords(want.Start))+`)`))
	row := eval[string](t, popup, `document.body.innerText.replace(/\s+/g, " ")`)
	for _, words := range []string{want.Start[11:16], want.Rooms[0].Ko} {
		if !strings.Contains(row, words) {
			t.Errorf("the popup does not show %q: %s", words, row)
		}
	}
	for _, words := range replica.PrivateWords {
		if strings.Contains(storage(t, b), words) {
			t.Errorf("%q is stored", words)
		}
	}
	p = open(t, b, list)
	must(t, p.Wait(host+`?.dataset.state === "star"`))
	if n := site.Asked() - asked; n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// storage is everything that is stored, as one text.
func storage(t *testing.T, b *browser.Browser) string {
	t.Helper()
	var all map[string]any
	must(t, b.Stored("", &all))
	return js(all)
}

// TestListGetsTimesFromData: what is starred on a list of 2025 or 2026 gets its
// time and room from the data that the site's own pages are made of, without a
// visit to the timetable; of that data nothing else is kept, and it is asked for
// once.
func TestListGetsTimesFromData(t *testing.T) {
	for _, edition := range []string{replica.Edition2025, replica.Edition2026} {
		t.Run(edition, func(t *testing.T) {
			b := chromium(t)
			asked := site.Asked()
			p := open(t, b, "https://"+edition+".pycon.kr/session")
			want := find(t, edition, func(s replica.Session) bool {
				return s.Kind == replica.KindTalk && s.Start != "" && len(s.Rooms) == 1 && !s.AllRooms
			})
			k := edition + "/s/" + want.ID
			must(t, p.Wait(button(k)+` !== undefined`))
			click(t, p, k)
			waitState(t, p, k, "star")
			waitStored(t, b, `all[`+js("session/"+k)+`]?.start === `+js(want.Start))
			waitPick(t, b, k, "star")
			popup, err := b.OpenExtension("popup.html")
			must(t, err)
			t.Cleanup(func() { popup.Close() })
			must(t, popup.Wait(`document.body.innerText.includes(`+js(dayWords(want.Start))+`)`))
			row := eval[string](t, popup, `document.body.innerText.replace(/\s+/g, " ")`)
			for _, words := range []string{want.Start[11:16], strings.Join(strings.Fields(want.Rooms[0].Ko), " ")} {
				if !strings.Contains(row, words) {
					t.Errorf("the popup does not show %q: %s", words, row)
				}
			}
			for _, words := range replica.PrivateWords {
				if strings.Contains(storage(t, b), words) {
					t.Errorf("%q is stored", words)
				}
			}
			// In the other language, by a client route and in a new tab: not again.
			must(t, p.Eval(`replica.setLanguage("en")`, nil))
			must(t, p.Wait(button(k)+`.nextSibling.textContent.includes(`+js(strings.Join(strings.Fields(want.Title.En), " "))+`)`))
			must(t, p.Eval(`replica.setLanguage("ko")`, nil))
			p = open(t, b, "https://"+edition+".pycon.kr/session")
			must(t, p.Wait(button(k)+`?.getRootNode().host.dataset.state === "star"`))
			if n := site.Asked() - asked; n != 1 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

// TestBadData: an answer that is no programme, or too much of one, changes nothing.
func TestBadData(t *testing.T) {
	want := find(t, replica.Edition2026, func(s replica.Session) bool { return s.Kind == replica.KindTalk && s.Start != "" })
	k := "2026/s/" + want.ID
	programme := `[{"id":"` + want.ID + `","title":"바뀐 제목","room_schedules":[{"room_name":"없는 방","start_at":"2026-08-15T03:00:00+09:00"}]}`
	for name, answer := range map[string]struct {
		status     int
		kind, body string
	}{
		"an error":     {500, "application/json", programme + "]"},
		"a page":       {200, "text/html", `<main><a href="https://2026.pycon.kr/presentations/` + want.ID + `"><p class="MuiTypography-root">바뀐 제목</p></a></main>`},
		"cut short":    {200, "application/json", programme},
		"far too much": {200, "application/json", programme + strings.Repeat(" ", 5e6) + "]"},
	} {
		t.Run(name, func(t *testing.T) {
			b := chromium(t)
			answered := make(chan bool, 9)
			site.Answer(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", answer.kind)
				w.WriteHeader(answer.status)
				_, _ = io.WriteString(w, answer.body)
				answered <- true
			})
			defer site.Answer(nil)
			p, err := b.Blank() // its console logs the error
			must(t, err)
			t.Cleanup(func() { p.Close() })
			must(t, p.Navigate(list2026))
			must(t, p.Wait(button(k)+` !== undefined`))
			select {
			case <-answered:
			case <-time.After(actionTimeout):
				t.Fatal("nobody asked")
			}
			click(t, p, k)
			waitPick(t, b, k, "star")
			waitStored(t, b, js("session/"+k)+` in all`)
			if all := storage(t, b); strings.Contains(all, "바뀐 제목") || strings.Contains(all, "없는 방") || strings.Contains(all, "T03:00") {
				t.Errorf("learned from %s", name)
			}
		})
	}
}
