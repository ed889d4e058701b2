package ics

import (
	"strings"
	"unicode/utf8"
)

// A link has at most this many bytes of each of an event's texts. A byte takes up to three
// characters in an address, so that the link stays below the 8 KB that servers accept: 3 *
// (1,024 + 256 + 1,280) = 7,680.
const (
	linkTitle   = 1024
	linkPlace   = 256
	linkDetails = 1280
)

// GoogleLink returns the address that offers to add e to Google Calendar. Google learns of
// the session when the person opens the link, and not before. Where the end is not known it
// is set to the start, and the person can correct it there.
func (e *Event) GoogleLink() string {
	end := max(e.Start, e.End)
	var b strings.Builder
	b.WriteString("https://calendar.google.com/calendar/render?action=TEMPLATE")
	add := func(name, value string) {
		if value != "" {
			b.WriteString("&" + name + "=")
			b.WriteString(encode(value, func(c byte) bool {
				return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_.~", c) >= 0
			}))
		}
	}
	add("text", shorten(e.Title, linkTitle))
	b.WriteString("&dates=" + minute(e.Start) + "/" + minute(end))
	add("details", shorten(e.Description, linkDetails))
	add("location", shorten(e.Place, linkPlace))
	b.WriteString("&ctz=Asia/Seoul")
	return b.String()
}

// shorten returns s, or as much of it as has most bytes with an ellipsis. Bytes that are not
// UTF-8 become U+FFFD.
func shorten(s string, most int) string {
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	if len(s) <= most {
		return s
	}
	const more = "…"
	n := most - len(more)
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + more
}
