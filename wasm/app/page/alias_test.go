package page

import (
	"strings"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
)

const (
	grid2024   = "https://2024.pycon.kr/session/timetable"
	list2024   = "https://2024.pycon.kr/session"
	detail2024 = "https://2024.pycon.kr/session/F7MWSF"
)

// cells2024 is a grid of 2024 with titles one after another from 10:00, ten
// minutes each, in one of two rooms: no link and no id.
func cells2024(day string, titles ...string) string {
	var sb strings.Builder
	sb.WriteString(`<body><div class="cm-page"><h1>세션 시간표</h1><button class="selected"><h3>Day</h3><h6><small>10월 ` + day +
		`</small></h6></button><table><thead><tr><th></th><th>101호</th><th>102호</th></tr></thead><tbody>`)
	for i, title := range titles {
		sb.WriteString("<tr><td>10:" + string(rune('0'+i)) + "0</td><td><div><h6>" + title + "</h6></div></td><td></td></tr>")
	}
	return sb.String() + "</tbody></table></div></body>"
}

func cards2024(titles ...string) string {
	var sb strings.Builder
	sb.WriteString(`<body><div class="cm-page"><h1>세션 목록</h1>`)
	for _, title := range titles {
		sb.WriteString(`<div><div><h4>` + title + `</h4><p>요약</p><div>by <kbd>사람</kbd></div></div></div>`)
	}
	return sb.String() + "</div></body>"
}

const page2024 = `<body><div class="cm-page"><h1>발표 하나</h1><div><p>발표 시각 : 10월 26일 오전 10:00 ~ 오전 10:10 (10분)</p>` +
	`<p>발표 장소 : 101호</p></div></div></body>`

// TestJoinByTitle: a star set where a session has no id is there where it has
// one, and on the list that has neither id nor time; and the other way round.
func TestJoinByTitle(t *testing.T) {
	pages := map[string]string{
		grid2024:   cells2024("26일 토요일", "발표 하나", "발표 둘"),
		list2024:   cards2024("발표 둘", "발표 하나"),
		detail2024: page2024,
	}
	expect := map[string]string{grid2024: "star off", list2024: "off star", detail2024: "star"}
	for first := range pages {
		s := newStorage()
		b := s.open(t)
		for url, html := range pages { // everything has been seen once
			b.show(url, html)
		}
		b.show(first, pages[first])
		for _, m := range b.page.Marks() {
			if strings.HasSuffix(m.Label, "발표 하나") {
				b.click(m.Key, now)
			}
		}
		for url, html := range pages {
			b.show(url, html)
			if got := b.states(); got != expect[url] {
				t.Errorf("starred on %s, then on %s: %s, want %s", first, url, got, expect[url])
			}
			fresh := s.open(t)
			fresh.show(url, html)
			if got := fresh.states(); got != expect[url] {
				t.Errorf("starred on %s, then in a new tab on %s: %s, want %s", first, url, got, expect[url])
			}
		}
		// Wherever it was starred, the pick has come to its time.
		book := picks.NewBook()
		for name, tree := range s.entries {
			book.Put(name, tree)
		}
		for key, p := range book.Picks {
			if got := book.Session(key).Start.String(); p.State != picks.Off && got != "2024-10-26T10:00:00+09:00" {
				t.Errorf("starred on %s: %s starts at %q", first, key, got)
			}
		}
	}
}

// TestSameTitleTwice: an opening on each day is two sessions, and a list that
// names one of them names neither.
func TestSameTitleTwice(t *testing.T) {
	b := newStorage().open(t)
	saturday, sunday := cells2024("26일 토요일", "오프닝"), cells2024("27일 일요일", "오프닝")
	b.show(grid2024, saturday)
	b.click(b.page.Marks()[0].Key, now)
	b.show(grid2024, sunday)
	if got := b.states(); got != "off" {
		t.Errorf("the other day's opening is %s", got)
	}
	b.show(list2024, cards2024("오프닝"))
	b.click(b.page.Marks()[0].Key, now+1)
	b.show(grid2024, saturday)
	if got := b.states(); got != "star" && got != "must" {
		t.Errorf("the first opening is %s", got)
	}
}

// TestOwnEcho: while later clicks are being stored, what storage reports is older than what is
// shown.
func TestOwnEcho(t *testing.T) {
	b := newStorage().open(t)
	b.show(gridURL, grid("ko", "15", 1, 2))
	var changes []Change
	for i := range int64(5) {
		c, ok := b.page.Click(key(1), now+i)
		if !ok {
			t.Fatal("no star")
		}
		changes = append(changes, c)
	}
	want := changes[4].Record["state"]
	for i, c := range changes {
		b.page.Put(c.StorageKey(), c.Record)
		if got := b.page.Marks()[0].State.String(); got != want {
			t.Errorf("after echo %d: %s, want %s", i, got, want)
		}
	}
	// The next report then comes from another tab.
	other := changes[4].after
	other.State, other.Tapped = picks.Off, now+9
	b.page.Put(changes[0].StorageKey(), other.Encode())
	if got := b.page.Marks()[0].State; got != picks.Off {
		t.Errorf("another tab's click shows %s", got)
	}
	// Stored without an echo: nothing is held back for ever.
	c, _ := b.page.Click(key(1), now+10)
	b.page.Committed(c)
	other.State, other.Tapped = picks.Must, now+11
	b.page.Put(c.StorageKey(), other.Encode())
	if got := b.page.Marks()[0].State; got != picks.Must {
		t.Errorf("after a write without an echo another tab's click shows %s", got)
	}
}

// TestChangedMark: a picked session that has moved since the click is marked until the person
// acknowledges it.
func TestChangedMark(t *testing.T) {
	b := newStorage().open(t)
	b.show(gridURL, grid("ko", "15", 1, 2, 3))
	b.click(key(1), now)
	b.show(gridURL, grid("ko", "15", 2, 1, 3))
	if b.page.Marks()[1].Changed {
		t.Error("marked before the page came to rest")
	}
	b.settle(now + 1)
	marks := b.page.Marks()
	if marks[0].Changed || !marks[1].Changed {
		t.Errorf("marked %v and %v, want the moved pick only", marks[0].Changed, marks[1].Changed)
	}
	known, _ := picks.DecodeSessionRecord(key(1), b.storage.entries["session/"+string(key(1))])
	look := picks.Acknowledgement{At: now + 2, Session: known.Session}
	b.storage.set(t, records.AcknowledgedPrefix+string(key(1)), look.Encode())
	if b.page.Marks()[1].Changed {
		t.Error("marked after the person took note")
	}
}

// TestMovedWithoutID: a session that only its title, time and room name keeps its
// pick when it moves within its day: the old one is gone, and the new one is it.
func TestMovedWithoutID(t *testing.T) {
	s := newStorage()
	b := s.open(t)
	b.show(grid2024, cells2024("26일 토요일", "오프닝", "발표 하나", "발표 둘", "발표 셋"))
	b.settle(now)
	b.click(b.page.Marks()[1].Key, now)
	b = s.open(t) // one load is enough: the new time tells of the move
	moved := cells2024("26일 토요일", "오프닝", "새 발표", "발표 둘", "발표 셋", "발표 하나")
	b.show(grid2024, moved)
	if got := b.states(); got != "off off off off off" {
		t.Errorf("before the page came to rest: %s", got)
	}
	b.settle(now + 1)
	b.show(grid2024, moved)
	b.expect("moved", "off off off off star")
	b.settle(now + 2)
	marks := b.page.Marks()
	if !marks[4].Changed {
		t.Error("the move is not marked")
	}
	known, _ := picks.DecodeSessionRecord(marks[4].Key, b.storage.entries["session/"+string(marks[4].Key)])
	if got := known.Session.Start.HHMM(); got != "10:40" || known.Gone != 0 {
		t.Errorf("it starts at %s, gone %d", got, known.Gone)
	}
}

// cardsOf2024 is a list of one title, given by each of the speakers.
func cardsOf2024(title string, speakers ...string) string {
	html := cards2024(speakers...)
	for _, who := range speakers {
		html = strings.Replace(html, "<h4>"+who+"</h4><p>요약</p><div>by <kbd>사람</kbd>", "<h4>"+title+"</h4><p>요약</p><div>by <kbd>"+who+"</kbd>", 1)
	}
	return html
}

// TestTwinsOnAList: two sessions of one title on a list without links are distinguished by their
// speakers, here and on the timetable, even if a filter shows only one of them. Without speakers
// they wait for the timetable, as one.
func TestTwinsOnAList(t *testing.T) {
	s := newStorage()
	b := s.open(t)
	both := cardsOf2024("스폰서 세션", "강바다", "윤하늘")
	b.show(list2024, both)
	marks := b.page.Marks()
	if len(marks) != 2 || marks[0].Key == marks[1].Key {
		t.Fatalf("stars %+v", marks)
	}
	b.click(marks[1].Key, now)
	grid := strings.Replace(strings.Replace(cells2024("26일 토요일", "스폰서 세션", "스폰서 세션"),
		"스폰서 세션</h6>", "스폰서 세션</h6><kbd>강바다</kbd>", 1), "스폰서 세션</h6></div>", "스폰서 세션</h6><kbd>윤하늘</kbd></div>", 1)
	for _, c := range []struct{ url, html, want string }{
		{list2024, both, "off star"},
		{list2024, cardsOf2024("스폰서 세션", "윤하늘", "강바다"), "star off"},
		{list2024, cardsOf2024("스폰서 세션", "윤하늘"), "star"},
		{list2024, cardsOf2024("스폰서 세션", "강바다"), "off"},
		{grid2024, grid, "off star"},
		{list2024, both, "off star"}, // now that it is known
	} {
		for _, tab := range []*tab{b, s.open(t)} {
			tab.show(c.url, c.html)
			if got := tab.states(); got != c.want {
				t.Errorf("%s: %s, want %s\n%s", c.url, got, c.want, c.html)
			}
		}
	}
	// Without speakers, and with one: one star for both.
	for _, html := range []string{strings.ReplaceAll(both, "<kbd>윤하늘</kbd>", "<kbd>강바다</kbd>")} {
		b := newStorage().open(t)
		b.show(list2024, html)
		if marks := b.page.Marks(); len(marks) != 2 || marks[0].Key != marks[1].Key {
			t.Errorf("stars %+v", marks)
		}
	}
}
