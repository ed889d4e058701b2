package ics

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	other "github.com/arran4/golang-ical"
	"github.com/emersion/go-ical"

	"byeolpyo/wasm/model/session"
)

func at(t *testing.T, text string) session.Instant {
	t.Helper()
	i, ok := session.ParseInstant(text)
	if !ok {
		t.Fatal(text)
	}
	return i
}

// ms is a moment in ms since 1970.
func ms(t *testing.T, text string) int64 {
	t.Helper()
	m, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return m.UnixMilli()
}

func event(t *testing.T) Event {
	return Event{
		Key: "2026/s/4406c268-1f99-49d5-a932-eeb2637342fb", Sequence: Sequence(ms(t, "2026-08-01T00:00:00Z")), Changed: ms(t, "2026-08-01T00:00:07Z"),
		Start: at(t, "2026-08-15T13:30:00+09:00"), End: at(t, "2026-08-15T14:00:00+09:00"),
		Title: "파이썬 패키징; 오늘, 그리고 내일", Place: "Track 1", Description: "김파이\nhttps://2026.pycon.kr/presentations/4406", URL: "https://2026.pycon.kr/presentations/4406",
		Busy: true, Alarm: 10,
	}
}

// The whole file, byte by byte.
func TestText(t *testing.T) {
	got := Calendar{Name: "파이콘 한국 2026", Made: ms(t, "2026-08-12T12:04:05Z"), Events: []Event{event(t)}}.Text()
	want := strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Byeolpyo//Timetable//KO
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:파이콘 한국 2026
X-WR-CALNAME:파이콘 한국 2026
BEGIN:VEVENT
UID:2026~s~4406c268-1f99-49d5-a932-eeb2637342fb@byeolpyo
SEQUENCE:6616800
DTSTAMP:20260812T120405Z
LAST-MODIFIED:20260801T000007Z
DTSTART:20260815T043000Z
DTEND:20260815T050000Z
SUMMARY:파이썬 패키징\; 오늘\, 그리고 내일
LOCATION:Track 1
DESCRIPTION:김파이\nhttps://2026.pycon.kr/presentations/4406
URL:https://2026.pycon.kr/presentations/4406
STATUS:CONFIRMED
TRANSP:OPAQUE
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:파이썬 패키징\; 오늘\, 그리고 내일
TRIGGER:-PT10M
END:VALARM
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A cancelled event wakes nobody and takes no time; an end that no page gave is not made
// up; what may not be opened is no address.
func TestLessIsWritten(t *testing.T) {
	e := event(t)
	e.Status, e.End, e.URL, e.Place, e.Description, e.Changed = Cancelled, 0, "javascript:alert(1)", "", "", 0
	text := Calendar{Events: []Event{e}}.Text()
	for _, absent := range []string{"VALARM", "OPAQUE", "DTEND", "URL", "LOCATION", "DESCRIPTION", "LAST-MODIFIED"} {
		if strings.Contains(text, absent) {
			t.Errorf("it has %s:\n%s", absent, text)
		}
	}
	if !strings.Contains(text, "\r\nSTATUS:CANCELLED\r\n") {
		t.Errorf("it is not cancelled:\n%s", text)
	}
}

func TestUID(t *testing.T) {
	seen := map[string]session.Key{}
	for _, k := range []session.Key{
		session.NewKey("2026", "s", "a"), session.NewKey("2025", "s", "a"), session.NewKey("2026", "own", "a"), session.NewKey("2026", "s", "a").Slot(2),
		session.NewKey("2026", "s", "a~2"), session.NewKey("2026", "s", "발표"), session.NewKey("2026", "s", "발표").Slot(2), session.NewKey("2026", "s", strings.Repeat("x", 300)),
		session.NewKey("2026", "s", strings.Repeat("x", 301)), session.NewKey(strings.Repeat("9", 300), "s", "a"), session.NewKey("발표", "s", "a"), session.NewKey("a-b", "c", "d"),
		session.NewKey("a", "b-c", "d"),
	} {
		uid := UID(k)
		if other, twice := seen[uid]; twice {
			t.Errorf("%s and %s are both %s", k, other, uid)
		}
		seen[uid] = k
		if len(uid) > maxUID || strings.ContainsAny(uid, "/%,;\\ \"") || uid != UID(k) {
			t.Errorf("%s is %s", k, uid)
		}
	}
}

func TestSequence(t *testing.T) {
	for _, c := range []struct {
		changed string
		want    int
	}{
		{"2014-01-01T00:00:59Z", 0}, {"2014-01-01T00:01:00Z", 1}, {"1970-01-01T00:00:00Z", 0}, {"2026-08-15T04:30:00Z", 6637230}, {"9999-12-31T23:59:59Z", 1<<31 - 1},
	} {
		if got := Sequence(ms(t, c.changed)); got != c.want {
			t.Errorf("%s is %d, want %d", c.changed, got, c.want)
		}
	}
}

// hostile are titles that break calendars.
var hostile = []string{
	"A, B; C\\D", "two\nlines\r\nand\rthree", "\x00null\x0b\x0cand\x1b[31m\x7f", "BEGIN:VEVENT\r\nEND:VCALENDAR\r\nX:", "a\u2028b\u2029c\u0085d", "\ufeffBOM",
	strings.Repeat("가", 200), strings.Repeat("👩‍👩‍👧‍👦", 30), strings.Repeat("🇰🇷", 60), strings.Repeat("e\u0301", 90), strings.Repeat("\u1112\u1161\u11ab", 60), strings.Repeat(`\`, 100),
	strings.Repeat("\u0301", 200), "\xff\xfe not UTF-8 \xed\xa0\x80", "똠양꿍 🍜 <img src=x onerror=alert(1)>", `"quoted": ^n ^^`, strings.Repeat("a,", 100), " leading and trailing ", "",
}

// told is what of a title a calendar is to show.
func told(title string) string {
	var b strings.Builder
	for _, r := range strings.NewReplacer("\r\n", "\n").Replace(title) {
		switch {
		case strings.ContainsRune("\n\r\v\f\u0085\u2028\u2029", r):
			b.WriteByte('\n')
		case r == '\t':
			b.WriteByte(' ')
		case r >= ' ' && (r < 0x7f || r >= 0xa0):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// read parses a file by a parser that is not ours, and checks how it is folded.
func read(t *testing.T, text string) []ical.Event {
	t.Helper()
	lines := strings.Split(text, "\r\n")
	if lines[len(lines)-1] != "" {
		t.Fatal("the last line does not end")
	}
	for _, line := range lines {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Fatalf("line %q has %d bytes", line, len(line))
		}
	}
	dec := ical.NewDecoder(strings.NewReader(text))
	cal, err := dec.Decode()
	if err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	if _, err := dec.Decode(); err == nil {
		t.Fatalf("there is a second calendar:\n%s", text)
	}
	var again bytes.Buffer
	if err := ical.NewEncoder(&again).Encode(cal); err != nil { // which checks what has to be there, and how often
		t.Fatalf("%v:\n%s", err, text)
	}
	return cal.Events()
}

func value(t *testing.T, e ical.Event, name string) string {
	t.Helper()
	prop := e.Props.Get(name)
	if prop == nil {
		return ""
	}
	s, err := prop.Text()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What is hard to write is read back as it was, by a parser that is not ours.
func TestHostileTexts(t *testing.T) {
	var c Calendar
	for _, title := range hostile {
		e := event(t)
		e.Title, e.Place, e.Description, e.URL = title, title, title, "https://pycon.kr/"+title
		c.Events = append(c.Events, e)
	}
	c.Name = hostile[3]
	events := read(t, c.Text())
	if len(events) != len(hostile) {
		t.Fatalf("%d events of %d", len(events), len(hostile))
	}
	for i, e := range events {
		want := told(hostile[i])
		if got := value(t, e, "SUMMARY"); got != want {
			t.Errorf("%q is read as %q, want %q", hostile[i], got, want)
		}
		if got := value(t, e, "LOCATION"); got != want {
			t.Errorf("place %q is read as %q", hostile[i], got)
		}
		start, err := e.DateTimeStart(time.UTC)
		if err != nil || !start.Equal(time.Date(2026, 8, 15, 4, 30, 0, 0, time.UTC)) {
			t.Errorf("%v, %v", start, err)
		}
		u, err := e.Props.URI("URL")
		if err != nil || u.Host != "pycon.kr" {
			t.Errorf("%q: %v, %v", hostile[i], u, err)
		}
	}
}

// A second parser, of other people again, reads the same of it.
func TestHostileTextsByAnotherParser(t *testing.T) {
	var c Calendar
	for _, title := range hostile {
		e := event(t)
		e.Title, e.Place, e.Description = title, title, title
		c.Events = append(c.Events, e)
	}
	cal, err := other.ParseCalendar(strings.NewReader(c.Text()))
	if err != nil {
		t.Fatal(err)
	}
	events := cal.Events()
	if len(events) != len(hostile) {
		t.Fatalf("%d events of %d", len(events), len(hostile))
	}
	for i, e := range events {
		for _, name := range []other.ComponentProperty{other.ComponentPropertySummary, other.ComponentPropertyLocation, other.ComponentPropertyDescription} {
			got := ""
			if prop := e.GetProperty(name); prop != nil {
				got = prop.Value
			}
			if want := told(hostile[i]); got != want {
				t.Errorf("%s: %q is read as %q, want %q", name, hostile[i], got, want)
			}
		}
		start, err1 := e.GetStartAt()
		end, err2 := e.GetEndAt()
		if err1 != nil || err2 != nil || !start.Equal(time.Date(2026, 8, 15, 4, 30, 0, 0, time.UTC)) || end.Sub(start) != 30*time.Minute {
			t.Errorf("%q: %v to %v, %v, %v", hostile[i], start, end, err1, err2)
		}
	}
}

// Where it can be helped, no line ends within what is shown as one character.
func TestFoldsBetweenCharacters(t *testing.T) {
	for _, unit := range []string{"👩‍👩‍👧‍👦", "🇰🇷", "e\u0301", "\u1112\u1161\u11ab", "👍🏽", "❤️", `\`, "가"} {
		for before := range 40 {
			text := Calendar{Events: []Event{{Key: "2026/s/a", Title: strings.Repeat("x", before) + strings.Repeat(unit, 20)}}}.Text()
			_, summary, _ := strings.Cut(text, "SUMMARY:")
			summary, _, _ = strings.Cut(summary, "\r\nSTATUS")
			unit := strings.ReplaceAll(unit, `\`, `\\`)
			for line := range strings.SplitSeq(strings.TrimLeft(summary, "x"), "\r\n ") {
				if line = strings.TrimLeft(line, "x"); strings.ReplaceAll(line, unit, "") != "" {
					t.Fatalf("%q begins or ends within %q", line, unit)
				}
			}
		}
	}
}

func TestGoogleLink(t *testing.T) {
	e := event(t)
	u, err := url.Parse(e.GoogleLink())
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	for name, want := range map[string]string{"action": "TEMPLATE", "text": e.Title, "dates": "20260815T043000Z/20260815T050000Z", "details": e.Description, "location": e.Place, "ctz": "Asia/Seoul"} {
		if got := q.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if u.Scheme != "https" || u.Host != "calendar.google.com" {
		t.Error(u)
	}
	for _, title := range append(hostile, strings.Repeat("가", 5000)) {
		e.Title, e.Place, e.Description, e.End = title, title, title, 0
		link := e.GoogleLink()
		u, err := url.Parse(link)
		if err != nil || len(link) > 8<<10 || len(u.Query()) > 6 || u.Query().Get("dates") != "20260815T043000Z/20260815T043000Z" || u.Query().Get("ctz") == "" {
			t.Errorf("%q: %d bytes, %v: %s", title, len(link), err, link)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, title := range hostile {
		f.Add(title)
	}
	f.Fuzz(func(t *testing.T, title string) {
		e := event(t)
		e.Title, e.Place, e.Description, e.URL = title, title, title, "https://pycon.kr/"+title
		events := read(t, Calendar{Name: title, Events: []Event{e}}.Text())
		if len(events) != 1 || value(t, events[0], "DESCRIPTION") != told(title) {
			t.Fatalf("%q is read as %q", title, value(t, events[0], "DESCRIPTION"))
		}
	})
}
