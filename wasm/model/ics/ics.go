// Package ics writes calendar files (iCalendar, RFC 5545), and the link by which one session
// is added to a calendar on the web. It is written by hand, because either of the two Go
// libraries would make the popup's program larger by a third or more. Tests read the files
// with three independent parsers.
//
// All times are in UTC, so that a file needs no table of zones. There is no clock here.
package ics

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
)

// Status is whether an event takes place.
type Status uint8

// The states of an event.
const (
	Confirmed Status = iota
	Tentative        // it may not take place: the site no longer shows it
	Cancelled
)

// String returns the value of STATUS.
func (s Status) String() string {
	switch s {
	case Tentative:
		return "TENTATIVE"
	case Cancelled:
		return "CANCELLED"
	}
	return "CONFIRMED"
}

// Event is one session of a calendar.
type Event struct {
	Key         session.Key // names the session for ever; UID is made of it
	Sequence    int         // as Sequence makes it; of two versions the higher counts
	Changed     int64       // when it last changed, in ms since 1970; 0 when not known
	Start, End  session.Instant
	Title       string
	Place       string // "" when not known
	Description string // lines; "" for none
	URL         string // its page; left out unless it is http or https
	Status      Status
	Busy        bool // the calendar shows the time as busy
	Alarm       int  // minutes before Start; 0 for none
}

// Calendar is a file.
type Calendar struct {
	Name   string // what calendars call it
	Made   int64  // when, in ms since 1970
	Events []Event
}

// product names the program that writes the files.
const product = "-//Byeolpyo//Timetable//KO"

// Text returns the file. Equal calendars are equal bytes.
func (c Calendar) Text() string {
	var w writer
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", product)
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	w.line("NAME", escape(c.Name)) // RFC 7986
	w.line("X-WR-CALNAME", escape(c.Name))
	for _, e := range c.Events {
		e.write(&w, c.Made)
	}
	w.line("END", "VCALENDAR")
	return w.out.String()
}

func (e *Event) write(w *writer, made int64) {
	w.line("BEGIN", "VEVENT")
	w.line("UID", escape(UID(e.Key)))
	w.line("SEQUENCE", strconv.Itoa(e.Sequence))
	w.line("DTSTAMP", moment(made))
	if e.Changed > 0 {
		w.line("LAST-MODIFIED", moment(e.Changed))
	}
	w.line("DTSTART", minute(e.Start))
	if e.End > e.Start { // an end that no page gave is not made up
		w.line("DTEND", minute(e.End))
	}
	w.line("SUMMARY", escape(e.Title))
	if e.Place != "" {
		w.line("LOCATION", escape(e.Place))
	}
	if e.Description != "" {
		w.line("DESCRIPTION", escape(e.Description))
	}
	if url := address(e.URL); url != "" {
		w.line("URL", url)
	}
	w.line("STATUS", e.Status.String())
	if e.Busy && e.Status != Cancelled {
		w.line("TRANSP", "OPAQUE")
	} else {
		w.line("TRANSP", "TRANSPARENT")
	}
	if e.Alarm > 0 && e.Status != Cancelled {
		w.line("BEGIN", "VALARM")
		w.line("ACTION", "DISPLAY")
		w.line("DESCRIPTION", escape(e.Title))
		w.line("TRIGGER", "-PT"+strconv.Itoa(e.Alarm)+"M")
		w.line("END", "VALARM")
	}
	w.line("END", "VEVENT")
}

// maxUID is how long a UID may be, in bytes: calendars are only known to take 255, and
// keep events in files of that name, with an ending.
const maxUID = 200

// UID names the event of a session for ever and on all devices. It says nothing about the
// person, and consists of characters that every calendar accepts in a file name. '~'
// separates its parts, since a key has '~' only before the number of a slot.
func UID(key session.Key) string {
	const domain = "@byeolpyo"
	uid := strings.ReplaceAll(string(key), "/", "~")
	if strings.IndexByte(uid, '%') < 0 && len(uid)+len(domain) <= maxUID {
		return uid + domain
	}
	// An id that is percent-encoded or too long is replaced by its hash.
	edition, _, _ := strings.Cut(uid, "~")
	if strings.IndexByte(edition, '%') >= 0 || len(edition) > maxUID/2 {
		edition = ""
	}
	return edition + "~" + session.HashID(string(key), 0, "") + domain
}

// began is 2014-01-01T00:00Z, the year of the first PyCon Korea, in ms since 1970.
const began = 1_388_534_400_000

const msPerMinute = 60_000

// Sequence returns the SEQUENCE of what last changed at a moment, in ms since 1970: the
// minutes since 2014. It is computed from the stored moment instead of counted, so that
// devices with the same records have the same number. It is 0 for moments before 2014, and
// has 31 bits.
func Sequence(changed int64) int {
	return int(min(max(changed-began, 0)/msPerMinute, 1<<31-1))
}

// minute writes t as "20260815T043000Z".
func minute(t session.Instant) string {
	return moment(int64(t) * msPerMinute)
}

// moment writes a moment in ms since 1970 as "20260815T043000Z".
func moment(ms int64) string {
	seconds := ms / 1000
	utc := session.Instant(seconds/60) - session.KSTOffset // clocks in Seoul show there what UTC is
	d := utc.Date()
	h, m := utc.Clock()
	digits := func(b []byte, n, width int) []byte {
		for i := width - 1; i >= 0; i-- {
			b[i] = byte('0' + n%10)
			n /= 10
		}
		return b[width:]
	}
	out := []byte("00000000T000000Z")
	digits(digits(digits(out, d.Year, 4), d.Month, 2), d.Day, 2)
	digits(digits(digits(out[9:], h, 2), m, 2), int(seconds%60), 2)
	return string(out)
}

// escape writes a text as a value of type TEXT. Line ends, and other characters that some
// programs take for one, become "\n"; other control characters are left out.
func escape(s string) string {
	var b strings.Builder
	s = strings.ReplaceAll(s, "\r\n", "\n")
	for _, r := range s { // what is no UTF-8 becomes U+FFFD
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteByte(' ')
		case r < ' ' || r >= 0x7f && r < 0xa0:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// address returns url as a value of type URI, or "" if its scheme must not be opened.
// Characters that a URI cannot have are percent-encoded, so that none ends the line.
func address(url string) string {
	if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		return ""
	}
	return encode(url, func(c byte) bool { return c > ' ' && c < 0x7f && strings.IndexByte("\"<>\\^`{|}", c) < 0 })
}

// encode percent-encodes all bytes but those for which stays is true.
func encode(s string, stays func(c byte) bool) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if c := s[i]; stays(c) {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(ascii.UpperHex[c>>4])
			b.WriteByte(ascii.UpperHex[c&15])
		}
	}
	return b.String()
}

// maxLine is how long a line may be, in bytes without its end.
const maxLine = 75

// writer folds lines.
type writer struct{ out strings.Builder }

// line writes a property, on as many lines as it needs.
func (w *writer) line(name, value string) {
	rest, room := name+":"+value, maxLine
	for len(rest) > room {
		n := cut(rest, room)
		w.out.WriteString(rest[:n])
		w.out.WriteString("\r\n ")
		rest, room = rest[n:], maxLine-1 // the space counts
	}
	w.out.WriteString(rest)
	w.out.WriteString("\r\n")
}

// cut returns where to fold s so that at most room bytes stand before: never within a
// character and, if possible, not within several that are shown as one.
func cut(s string, room int) int {
	n := room
	for !utf8.RuneStart(s[n]) {
		n--
	}
	for at := n; at > room/2; {
		before, size := utf8.DecodeLastRuneInString(s[:at])
		after, _ := utf8.DecodeRuneInString(s[at:])
		pair := ending(s[:at], isEscape)%2 == 1 || isFlag(after) && ending(s[:at], isFlag)%2 == 1
		if !pair && !joined(before, after) {
			return at
		}
		at -= size
	}
	return n
}

// joined reports whether two characters may be shown as one: a letter and its mark, or parts
// of an emoji or of a syllable.
func joined(before, after rune) bool {
	const joiner = 0x200d
	if before == joiner || after == joiner {
		return true
	}
	for _, marks := range [...][2]rune{{0x300, 0x36f}, {0x1160, 0x11ff}, {0x20d0, 0x20ff}, {0x3099, 0x309a}, {0xfe00, 0xfe0f}, {0x1f3fb, 0x1f3ff}, {0xe0020, 0xe007f}} {
		if after >= marks[0] && after <= marks[1] {
			return true
		}
	}
	return false
}

// isFlag reports whether r is a regional indicator, two of which make a flag.
func isFlag(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

// isEscape reports whether r is a backslash, which begins an escape or was escaped itself.
func isEscape(r rune) bool { return r == '\\' }

// ending counts the characters at the end of s that are of a kind.
func ending(s string, is func(rune) bool) (n int) {
	for {
		r, size := utf8.DecodeLastRuneInString(s)
		if !is(r) {
			return n
		}
		s = s[:len(s)-size]
		n++
	}
}
