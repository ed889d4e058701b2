package calendar_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/calendar"
	"byeolpyo/wasm/app/messages"
	"byeolpyo/wasm/app/popup"
	"byeolpyo/wasm/model/cache"
	"byeolpyo/wasm/model/ics"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

const root = "../../.."

// day is the first day of the conference.
var day = session.Date{Year: 2026, Month: 8, Day: 15}

// at is a moment on it, by clocks in Seoul, in ms since 1970.
func at(hour, minute int) int64 { return int64(session.KST(day, hour, minute)) * 60_000 }

func judge(t *testing.T) calendar.Judge {
	t.Helper()
	j, err := calendar.Install(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// titles are those of picked sessions, with characters that break calendars.
var titles = []string{
	"파이썬 패키징의 오늘과 내일", "똠양꿍 🍜, 뷁; 그리고 \\n", "A, B; C\\D: \"quoted\"", strings.Repeat("아주 긴 제목 ", 60), strings.Repeat("👩‍👩‍👧‍👦🇰🇷", 30),
	"BEGIN:VEVENT\r\nEND:VCALENDAR", "two\nlines", "\x00\x0b\x1bcontrol\x7f", "a\u2028b\u0085c", `<img src=x onerror="alert(1)">`, "\u202eright to left", "=?utf-8?B?8J+Nnw==?=", "%0d%0aX-A:b", "\ufeffmark",
}

func talk(i int) session.Session {
	id := string(rune('a' + i))
	return session.Session{
		Key: session.NewKey("2026", "s", id), Titles: map[string]string{"ko": titles[i]}, PageLang: "ko", Rooms: []string{"방, 1; (" + titles[i] + ")"},
		Speakers: []string{"김파이", titles[i]}, URL: "https://2026.pycon.kr/presentations/" + id + "?q=" + titles[i],
		Start: session.KST(day, 10+i/2, i%2*30), End: session.KST(day, 10+i/2, i%2*30+30),
	}
}

// device is a browser with the popup on it.
type device struct{ *popup.Model }

func newDevice(t *testing.T) device {
	t.Helper()
	words := map[string]messages.Words{}
	for _, lang := range session.Languages {
		data, err := os.ReadFile(filepath.Join(root, "extension/_locales", lang, "messages.json"))
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(data, &tree); err != nil {
			t.Fatal(err)
		}
		words[lang] = messages.Decode(tree)
	}
	return device{popup.New("ko", words)}
}

func (d device) store(c popup.Change) {
	for name, tree := range c.Entries {
		d.Put(name, tree)
	}
	d.Done(c)
}

// star picks a session at a moment: on another device, as sync brings it.
func (d device) star(s session.Session, state picks.State, now int64) {
	d.Put(picks.StorageKey(s.Key), picks.Pick{State: state, Tapped: now, Session: s}.Encode())
}

// teach makes a page teach what it shows of a session.
func (d device) teach(s session.Session, now int64) {
	tree := picks.SessionRecord{Session: s}.Encode()
	cache.Attribute(tree, "2026.pycon.kr", now)
	d.Put(records.SessionPrefix+string(s.Key), any(tree))
}

// file saves the calendar's file.
func (d device) file(t *testing.T, now int64) string {
	t.Helper()
	c, file := d.Calendar("", now)
	if file == nil {
		t.Fatal("there is nothing to give to a calendar")
	}
	d.store(c)
	return file.Text
}

// shown returns a text as a calendar shows it.
func shown(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("\n\r\u0085\u2028\v\f", r):
			return '\n'
		case r < ' ' || r == 0x7f:
			return -1
		}
		return r
	}, strings.ReplaceAll(text, "\r\n", "\n"))
}

// TestOtherParsersReadIt: parsers that are not ours read the file as it was meant: every title,
// place, time, address and alarm.
func TestOtherParsersReadIt(t *testing.T) {
	j := judge(t)
	d := newDevice(t)
	for i := range titles {
		d.star(talk(i), picks.State(1+i%2), at(0, i))
	}
	d.store(d.ChooseCalendar("alarms", "musts"))
	file := d.file(t, at(9, 0))
	for _, parser := range calendar.Parsers {
		t.Run(parser, func(t *testing.T) { readsAll(t, j, parser, file) })
	}
}

// readsAll holds what a parser makes of the file of all titles to what they are.
func readsAll(t *testing.T, j calendar.Judge, parser, file string) {
	events, err := j.Parse(t.Context(), parser, file)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(events, func(a, b calendar.Event) int { return a.Sequence - b.Sequence })
	if len(events) != len(titles) {
		t.Fatalf("%d events of %d", len(events), len(titles))
	}
	for i, e := range events {
		if parser == "node-ical" && strings.Contains(titles[i], `\n`) {
			continue // it takes an escaped backslash and an n for a new line
		}
		s := talk(i)
		want := calendar.Event{
			UID: ics.UID(s.Key), Sequence: ics.Sequence(at(0, i)), Title: shown(titles[i]), Place: shown(s.Rooms[0]), Status: "CONFIRMED", Busy: i%2 == 1, Stamp: "2026-08-15T00:00:00Z",
			Start: utc(s.Start), End: utc(s.End),
		}
		if i%2 == 1 {
			want.Alarms = []string{"-PT10M"}
		}
		if e.UID != want.UID || e.Sequence != want.Sequence || e.Title != want.Title || e.Place != want.Place || e.Status != want.Status || e.Busy != want.Busy ||
			e.Stamp != want.Stamp || e.Start != want.Start || e.End != want.End || !slices.Equal(e.Alarms, want.Alarms) {
			t.Errorf("%q is read as\n%+v, want\n%+v", titles[i], e, want)
		}
		if !strings.HasPrefix(e.Description, shown("김파이, "+titles[i]+"\nhttps://")) || !strings.HasPrefix(e.URL, "https://2026.pycon.kr/presentations/") || strings.ContainsAny(e.URL, " \r\n") {
			t.Errorf("%q: below it stands %q, its address is %q", titles[i], e.Description, e.URL)
		}
	}
}

// utc is a time as ICAL writes it.
func utc(i session.Instant) string {
	h, m := (i - session.KSTOffset).Clock()
	two := func(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
	return (i - session.KSTOffset).Date().String() + "T" + two(h) + ":" + two(m) + ":00Z"
}

// Two devices' files are imported into one calendar of a real server by a client that is not
// ours, before and after a session moves, one is cancelled and one is removed: each session
// stands there once, in its latest state, and a device that knows less reverts nothing.
func TestCalendarServer(t *testing.T) {
	if err := calendar.Find(); err != nil {
		t.Skip(err)
	}
	j := judge(t)
	server, err := calendar.Start(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	one, two := newDevice(t), newDevice(t)
	both := []device{one, two}
	for i := range titles {
		for _, d := range both {
			d.star(talk(i), picks.Star, at(0, i))
			d.teach(talk(i), at(0, 30))
		}
	}
	take := func(what, file string, events, moved, cancelled int) {
		t.Helper()
		got, err := j.Import(t.Context(), server.URL, "pycon", file)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		uids, atNew, off := map[string]int{}, 0, 0
		for _, e := range got {
			uids[e.UID]++
			for i, hour := range map[int]int{0: 17, 3: 18} {
				if e.UID == ics.UID(talk(i).Key) && e.Start == utc(session.KST(day, hour, 0)) {
					atNew++
				}
			}
			if e.Status == "CANCELLED" {
				off++
			}
			if i := slices.IndexFunc(titles, func(title string) bool { return shown(title) == e.Title }); i < 0 {
				t.Errorf("%s: nothing is called %q", what, e.Title)
			}
		}
		if len(got) != events || len(uids) != events || atNew != moved || off != cancelled {
			t.Errorf("%s: %d events under %d names, %d moved, %d cancelled; want %d, %d, %d", what, len(got), len(uids), atNew, off, events, moved, cancelled)
		}
	}
	all := len(titles)
	stale := two.file(t, at(1, 0))
	take("first", one.file(t, at(1, 0)), all, 0, 0)
	take("the other device", stale, all, 0, 0)

	move := talk(0)
	move.Start, move.End = session.KST(day, 17, 0), session.KST(day, 17, 30)
	cancel := talk(1)
	cancel.Cancelled = 1
	drop := talk(2).Key
	one.teach(move, at(2, 0))
	one.teach(cancel, at(2, 0))
	one.store(one.Remove(drop, at(2, 5)))
	take("after the changes", one.file(t, at(2, 10)), all, 1, 2)
	take("the other device, which knows of none", two.file(t, at(2, 20)), all, 1, 2)
	take("an old file", stale, all, 1, 2)

	two.teach(move, at(3, 0)) // it sees them later
	two.teach(cancel, at(3, 0))
	two.star(talk(2), picks.Off, at(2, 5))
	take("the other device, which knows them by now", two.file(t, at(3, 10)), all, 1, 2)
	take("the first again", one.file(t, at(3, 20)), all, 1, 2)

	// A device that never exported to a calendar knows of one more that moved: the record of the
	// session says that this is later, not the memory of the device.
	three := newDevice(t)
	for i := range titles {
		if i != 2 {
			three.star(talk(i), picks.Star, at(0, i))
		}
	}
	later := talk(3)
	later.Start, later.End = session.KST(day, 18, 0), session.KST(day, 18, 30)
	for _, s := range []session.Session{move, cancel, later} {
		three.teach(s, at(4, 0))
	}
	take("a third device", three.file(t, at(4, 10)), all, 2, 2)
	take("an old file once more", stale, all, 2, 2)

	// What somebody wrote about a session comes with the latest file, also when it is written
	// twice within a minute, and takes no move back that the device does not know of.
	event := func(what, file string, i int) calendar.Event {
		t.Helper()
		got, err := j.Import(t.Context(), server.URL, "pycon", file)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		for _, e := range got {
			if e.UID == ics.UID(talk(i).Key) {
				return e
			}
		}
		t.Fatalf("%s: the session is gone", what)
		return calendar.Event{}
	}
	const noted = 6
	moved := talk(noted)
	moved.Start, moved.End = session.KST(day, 19, 0), session.KST(day, 19, 30)
	moved.Recording = "https://youtu.be/abc"
	two.teach(moved, at(5, 0))
	event("the move", two.file(t, at(5, 10)), noted)
	one.store(one.ChooseCalendar("notes", "1"))
	write := func(old, text string, now int64) string {
		one.store(one.WriteNote(talk(noted).Key, "page", old, text, now))
		return one.file(t, now+1000)
	}
	if e := event("a note by who knows no move", write("", "첫 글", at(6, 0)), noted); e.Start != utc(moved.Start) {
		t.Errorf("a note took back the move: %+v", e)
	}
	one.teach(moved, at(6, 10))
	event("who knows it by now", one.file(t, at(6, 11)), noted)
	old := "첫 글"
	for i, text := range []string{"둘째 글", "셋째 글"} {
		e := event("a note", write(old, text, at(6, 12)+int64(i)*10_000), noted)
		if e.Start != utc(moved.Start) || !strings.Contains(e.Description, text) || strings.Contains(e.Description, old) {
			t.Errorf("%q is written, and the calendar has %+v", text, e)
		}
		if !strings.Contains(e.Description, "영상 보기: https://youtu.be/abc") {
			t.Errorf("the recording is not told: %q", e.Description)
		}
		old = text
	}
}
