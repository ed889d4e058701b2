package page

import (
	"fmt"
	"strings"
	"testing"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
)

// hours is a day's grid of 2026 with a session every ten minutes from an hour on.
func hours(date string, hour int, numbers ...int) string {
	page := `<header>시간표</header><main><button class="selected"><p>Day 1</p><p>` + date + `</p></button><table><thead><tr><th></th><th>101호</th></tr></thead>`
	for i, n := range numbers {
		page += fmt.Sprintf(`<tr><td>%d:%d0</td><td rowspan="1"><a href="/presentations/%s"><p class="MuiTypography-root">발표 %d</p></a></td></tr>`, hour, i, id(n), n)
	}
	return page + `</table></main>`
}

// in shows a page in a browser of a zone, so many minutes from UTC.
func (b *tab) in(offset int, url, html string, at int64) {
	b.t.Helper()
	b.showWith(html, site.Options{URL: url, Zone: func(session.Date, int, int) int { return offset }})
	b.settle(at)
}

// TestZoneChanges: the system's zone changes under an open page, and anything on it. What was
// rendered before keeps its meaning; until it is rendered again nothing is learned, and then it
// is read in the new zone.
func TestZoneChanges(t *testing.T) {
	const pacific, seoul = -420, 540
	printed := hours("8월 14일 금요일", 21, 1, 2, 3) // in California: 15 August, 13:00 in Seoul
	anew := hours("8월 15일 토요일", 13, 1, 2, 3)
	other := hours("8월 16일 일요일", 10, 4, 5, 6)
	s := newStorage()
	b := s.open(t)
	b.in(pacific, gridURL, printed, now)
	b.click(key(2), now)
	starts := func() string {
		var list []string
		for _, spot := range b.page.page.Spots {
			list = append(list, spot.Session.Start.String())
		}
		return strings.Join(list, " ")
	}
	records := func() string {
		known := map[string]any{}
		for name, tree := range s.entries {
			if !strings.HasPrefix(name, "pick/") {
				known[name] = tree
			}
		}
		return fmt.Sprint(known)
	}
	was, known := starts(), records()
	if !strings.Contains(was, "2026-08-15T13:10") {
		t.Fatalf("read as %s: no test", was)
	}

	// The page says what it said, with a word more.
	b.in(seoul, gridURL, printed+"<p>…</p>", now+1)
	if got := starts(); got != was {
		t.Errorf("read as %s, before %s", got, was)
	}
	b.expect("the same page", "off star off")
	if got := records(); got != known {
		t.Errorf("stored %s\nbefore %s", got, known)
	}
	b.click(key(1), now+2)
	if text := fmt.Sprint(s.entries["pick/"+string(key(1))]); !strings.Contains(text, "2026-08-15T13:00") {
		t.Errorf("picked %s", text)
	}
	b.undo(now + 3)

	// Another day, which may have been drawn before or after: stars, and nothing kept.
	b.in(seoul, gridURL, other, now+4)
	b.expect("another day", "off off off")
	if got := records(); got != known {
		t.Errorf("stored %s\nbefore %s", got, known)
	}

	// Rendered again.
	b.in(seoul, gridURL, anew, now+5)
	if got := starts(); got != was {
		t.Errorf("drawn anew it is read as %s, before %s", got, was)
	}
	b.expect("drawn anew", "off star off")
	for name := range s.entries {
		if strings.Contains(name, "~") {
			t.Errorf("there is %s", name)
		}
	}
	// And from here on as on any page.
	b.in(seoul, gridURL, other, now+6)
	if got := records(); got == known || !strings.Contains(starts(), "2026-08-16T10:10") {
		t.Errorf("read as %s, stored %s", starts(), got)
	}
}

// TestZoneOfTheConference: a page that prints the conference's own hours says the
// same in every zone, and goes on teaching when that changes.
func TestZoneOfTheConference(t *testing.T) {
	const url = "https://www.pycon.kr/2031/schedule"
	page := func(titles ...string) string {
		html := `<h1>2031</h1><h2>2031-08-18</h2><table><tr><th>Time</th><th>Talk</th></tr>`
		for i, title := range titles {
			html += fmt.Sprintf(`<tr><td>1%d:00 - 1%[1]d:40</td><td><a href="/session/4%[1]d">%s</a></td></tr>`, i, title)
		}
		return html + `</table>`
	}
	s := newStorage()
	b := s.open(t)
	for i, titles := range [][]string{{"첫째 발표", "둘째 발표"}, {"첫째 발표", "둘째 발표", "셋째 발표"}} {
		b.in([]int{-420, 540}[i], url, page(titles...), now+int64(i))
		for n, title := range titles {
			record, _ := s.entries[fmt.Sprintf("session/2031/session/4%d", n)].(map[string]any)
			if text := fmt.Sprint(record); !strings.Contains(text, title) || !strings.Contains(text, fmt.Sprintf("2031-08-18T1%d:00:00+09:00", n)) {
				t.Errorf("after %d pages %q is stored as %s", i+1, title, text)
			}
		}
	}
}

// TestEndlessPage: a page that keeps inventing sessions does not take more and more room.
func TestEndlessPage(t *testing.T) {
	s := newStorage()
	b := s.open(t)
	for step := range 450 { // 2,700 sessions, and as many starts
		var numbers []int
		for i := range 6 {
			numbers = append(numbers, 6*step+i)
		}
		root, err := htmldom.Parse(strings.NewReader(hours("8월 15일 토요일", 13, numbers...)))
		if err != nil {
			t.Fatal(err)
		}
		b.page.Scan(root, site.Options{URL: gridURL, Zone: func(session.Date, int, int) int { return 540 }})
		b.page.Marks()
		b.page.Vanished(b.page.Where(), nil, now)
	}
	most := max(len(b.page.clock.starts), len(b.page.clock.asked))
	for _, shown := range b.page.shown {
		most = max(most, len(shown))
	}
	if most == 0 || most > maxNoted+12 { // of the last page
		t.Errorf("%d things are kept", most)
	}
}
