package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/emersion/go-ical"

	"byeolpyo/scripts/internal/browser"
)

// downloadedEvents returns the events of the calendar's file that is saved next, by title with
// their status, and the file's name.
func downloadedEvents(t *testing.T, b *browser.Browser) (name string, events map[string]string) {
	t.Helper()
	file, err := b.Downloaded()
	must(t, err)
	data, err := os.ReadFile(file.Path)
	must(t, err)
	cal, err := ical.NewDecoder(strings.NewReader(string(data))).Decode()
	must(t, err)
	events = map[string]string{}
	for _, e := range cal.Events() {
		title, err := e.Props.Text("SUMMARY")
		must(t, err)
		status, err := e.Props.Text("STATUS")
		must(t, err)
		events[title] = status
	}
	return file.Name, events
}

// The popup saves calendar files of the whole timetable and of one session, in which removed
// sessions are cancelled; its choices are still there when it is opened again.
func TestPopupCalendar(t *testing.T) {
	b := chromium(t)
	later := make([]pick, len(popupPicks))
	for i, p := range popupPicks { // the days of these are never over
		p.start, p.end = strings.Replace(p.start, "2026", "2098", 1), strings.Replace(p.end, "2026", "2098", 1)
		later[i] = p
	}
	store(t, b, later, nil)
	p := popupTab(t, b, 720)
	// The popup shows what is chosen, on the other cards too.
	for _, card := range []string{"calendar-card", "reminders", "look"} {
		if got := eval[[]string](t, p, `[...new Set([...document.querySelectorAll("#`+card+` [type=radio]")].map(r => r.name))].filter(name => !document.querySelector("#`+card+` [name=" + name + "]:checked"))`); len(got) > 0 {
			t.Errorf("%s shows nothing as chosen of %q", card, got)
		}
	}
	must(t, p.Click(`document.querySelector("#calendar")`))
	name, events := downloadedEvents(t, b)
	want := map[string]string{later[0].ko: "CONFIRMED", later[1].en: "CONFIRMED", later[2].ko: "CONFIRMED", later[3].ko: "CONFIRMED"}
	if name != "파이콘-2026-내-시간표.ics" || fmt.Sprint(events) != fmt.Sprint(want) {
		t.Errorf("%s has %q, want %q", name, events, want)
	}
	must(t, p.Click(rowOf(later[3], ".to-calendar")))
	if link := eval[string](t, p, rowOf(later[3], ".google")+`.href`); !strings.HasPrefix(link, "https://calendar.google.com/") || !strings.Contains(link, "20980816T015000Z") {
		t.Errorf("the link is %s", link)
	}
	must(t, p.Click(rowOf(later[3], ".file")))
	if name, events := downloadedEvents(t, b); name != "파이콘-2026-"+later[3].ko+".ics" || len(events) != 1 {
		t.Errorf("of one session: %s, %q", name, events)
	}
	must(t, p.Click(rowOf(later[0], ".drop")))
	must(t, p.Wait(`document.body.dataset.picks === "4"`))
	must(t, p.Click(`document.querySelector("#calendar-open")`))
	must(t, p.Click(`document.querySelector("[name=alarms][value=all]").parentElement`))
	must(t, p.Wait(`!document.querySelector("#minutes-line").hidden`))
	must(t, p.Click(`document.querySelector("#calendar")`))
	want[later[0].ko] = "CANCELLED"
	if _, events := downloadedEvents(t, b); fmt.Sprint(events) != fmt.Sprint(want) {
		t.Errorf("after one was taken out: %q, want %q", events, want)
	}
	again := popupTab(t, b, 400)
	if got := eval[string](t, again, `document.querySelector("#calendar-card :checked[name=alarms]").value`); got != "all" {
		t.Errorf("opened again, alarms are %q", got)
	}
	for _, p := range []*browser.Page{p, again} {
		if errs := p.Errors(); len(errs) > 0 {
			t.Errorf("the popup complains: %v", errs)
		}
	}
}
