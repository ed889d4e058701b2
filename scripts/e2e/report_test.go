package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// TestReportOfPage: the popup copies the page beneath without its words, and nothing asks
// the network for it; scripts/extract reads the text as it would read the page.
func TestReportOfPage(t *testing.T) {
	b := chromium(t)
	i := slices.IndexFunc(site.Pages(), func(p replica.PageRef) bool {
		return p.Edition == replica.EditionUnseen && p.Kind == replica.PageTimetable && p.Lang == "ko"
	})
	page := site.Pages()[i]
	p, window := windowed(t, b)
	must(t, p.Navigate(page.URL))
	must(t, p.Wait(hosts+`.length > 1`))
	var text string
	onTab(t, b, window, func(popup *browser.Page) {
		must(t, popup.Wait(`!document.querySelector("#report-line").hidden`))
		must(t, popup.Eval(`navigator.clipboard.write = async ([item]) => { window.copied = await (await item.getType("text/plain")).text(); }; performance.clearResourceTimings()`, nil))
		must(t, popup.Click(`document.querySelector("#report")`))
		must(t, popup.Wait(`document.querySelector("#toast-text").textContent === `+js(word(t, "ko", "reportCopied"))))
		text = eval[string](t, popup, `window.copied`)
		if asked := eval[[]string](t, popup, `performance.getEntriesByType("resource").map((e) => e.name).filter((name) => !name.startsWith(location.origin))`); len(asked) > 0 {
			t.Errorf("asked for %q", asked)
		}
	})
	file := filepath.Join(t.TempDir(), "report.txt")
	must(t, os.WriteFile(file, []byte(text), 0o644))
	extract := exec.Command("go", "run", "./scripts/extract", file)
	extract.Dir = root
	out, err := extract.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s\n%.400s", err, out, text)
	}
	var read []struct {
		Title, Start, End string
		Speakers, Rooms   []string
	}
	must(t, json.Unmarshal(out, &read))
	var got, want []string
	for _, s := range read {
		got = append(got, s.Start)
	}
	for _, s := range page.Expect {
		if !s.Starred {
			continue
		}
		want = append(want, s.Start)
		for _, words := range append([]string{s.Title.Ko, s.Title.En}, s.Speakers...) {
			if len(words) > 6 && strings.Contains(text, words) {
				t.Errorf("%q stands in the report", words)
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || len(want) < 5 {
		t.Errorf("sessions begin at %q, want %q\n%.600s", got, want, text)
	}
}
