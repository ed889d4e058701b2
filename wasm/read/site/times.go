package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
)

// clock is a time of day.
type clock struct{ hour, minute int }

// span is a part of a text, as byte offsets.
type span struct{ from, to int }

// clocks reads the times of day in s, in order. It knows 14:40, 9:30,
// 09:00:00, 오후 2:00, 1:00 오후, PM 2:00, 2:00 PM, 1 p.m., noon, 14시 30분, with
// any white space between the parts.
func clocks(s string) []clock {
	if !mayTell(s) {
		return nil
	}
	found, _ := clockSpans(s)
	return found
}

// mayTell reports whether s holds a sign of a time of day: a figure with a colon, 시 or a half
// of the day beside it, or the name of an hour. Few texts on a page do; reading all the
// others would take longer than everything else.
func mayTell(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			if _, _, ok := namedClock(s, i); ok {
				return true
			}
			continue
		}
		if half, _ := halfBefore(s[:i]); half != 0 {
			return true
		}
		for i+1 < len(s) && isDigit(s[i+1]) {
			i++
		}
		rest := s[i+1:]
		if strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "시") {
			return true
		}
		if half, _ := halfAfter(rest); half != 0 {
			return true
		}
	}
	return false
}

func clockSpans(s string) (found []clock, spans []span) {
	taken := 0        // text before this offset belongs to an earlier time
	before := byte(0) // the half of the day that the time before has
	for i := 0; i < len(s); {
		if word, c, ok := namedClock(s, i); ok {
			found, spans = append(found, c), append(spans, span{i, i + word})
			i += word
			taken, before = i, 0
			continue
		}
		if s[i] < '0' || s[i] > '9' || i > 0 && (isDigit(s[i-1]) || s[i-1] == ':' || s[i-1] == '.' && i > 1 && isDigit(s[i-2])) {
			i++
			continue
		}
		hour, j := number(s, i)
		minute, hasMinutes := 0, false
		end := j
		switch {
		case j-i > 2:
			i = j
			continue
		case j < len(s) && s[j] == ':' && j+2 < len(s) && isDigit(s[j+1]) && isDigit(s[j+2]) && !(j+3 < len(s) && isDigit(s[j+3])):
			minute, end = number(s, j+1)
			hasMinutes = true
			if end+2 < len(s) && s[end] == ':' && isDigit(s[end+1]) && isDigit(s[end+2]) { // seconds
				end += 3
			}
		case strings.HasPrefix(s[j:], "시") && !strings.HasPrefix(s[j:], "시간"):
			hasMinutes = true
			end = j + len("시")
			k := ascii.SkipSpace(s, end)
			if k < len(s) && isDigit(s[k]) {
				if m, after := number(s, k); after-k <= 2 && strings.HasPrefix(s[after:], "분") {
					minute, end = m, after+len("분")
				}
			}
		}
		from := i
		half, width := halfBefore(s[taken:i])
		if width > 0 {
			from = i - width
		} else if h, w := halfAfter(s[end:]); w > 0 {
			half = h
			end += w
		}
		if !hasMinutes && half == 0 || hour > 24 || minute > 59 {
			i = j
			continue
		}
		said := half
		if n := len(found) - 1; n >= 0 && ascii.Trim(s[spans[n].to:from], " -~–—\u00a0\u202f\u2009") == "" {
			// One word for both times of a range: "오후 1:00 ~ 2:00", "1:00 - 2:30 PM".
			first := &found[n]
			switch {
			case half == 0 && before != 0 && hour <= 12:
				if half = before; halfDay(hour, half)*60+minute < first.hour*60+first.minute {
					half ^= 'a' ^ 'p'
				}
			case half != 0 && before == 0 && hour <= 12 && first.hour <= 12:
				was := half
				if halfDay(first.hour, was)*60+first.minute > halfDay(hour, half)*60+minute {
					was ^= 'a' ^ 'p'
				}
				first.hour = halfDay(first.hour, was)
			}
		}
		before = said
		hour = halfDay(hour, half)
		found, spans = append(found, clock{hour, minute}), append(spans, span{from, end})
		i, taken = end, end
	}
	return found, spans
}

// halfDay turns an hour of the morning 'a' or the afternoon 'p' into one of the
// day.
func halfDay(hour int, half byte) int {
	if half == 0 || hour > 12 {
		return hour
	}
	if hour %= 12; half == 'p' {
		hour += 12
	}
	return hour
}

// namedClock reads "noon", "midnight" and "정오" as whole words at i.
func namedClock(s string, i int) (width int, c clock, ok bool) {
	switch s[i] {
	case 'n', 'N', 'm', 'M', "정"[0], "자"[0]:
	default:
		return 0, clock{}, false
	}
	for _, n := range [...]struct {
		word string
		c    clock
	}{{"noon", clock{12, 0}}, {"midnight", clock{0, 0}}, {"정오", clock{12, 0}}, {"자정", clock{0, 0}}} {
		if hasFold(s[i:], n.word) && !isLetter(s, i-1) && !isLetter(s, i+len(n.word)) {
			return len(n.word), n.c, true
		}
	}
	return 0, clock{}, false
}

var halves = [...]struct {
	word string
	half byte
}{{"오전", 'a'}, {"오후", 'p'}, {"a.m.", 'a'}, {"p.m.", 'p'}, {"a.m", 'a'}, {"p.m", 'p'}, {"am", 'a'}, {"pm", 'p'}}

// halfBefore reads 오전, PM and the like at the end of s, spaces after it
// included in width.
func halfBefore(s string) (half byte, width int) {
	t := ascii.TrimSpaceRight(s)
	for _, h := range halves {
		if n := len(t) - len(h.word); n >= 0 && hasFold(t[n:], h.word) && (h.word[0] >= 0x80 || !isLetter(t, n-1)) {
			return h.half, len(s) - n
		}
	}
	return 0, 0
}

// halfAfter reads the same at the start of s, spaces before it included.
func halfAfter(s string) (half byte, width int) {
	k := ascii.SkipSpace(s, 0)
	for _, h := range halves {
		if hasFold(s[k:], h.word) && (h.word[0] >= 0x80 || !isLetter(s, k+len(h.word))) {
			return h.half, k + len(h.word)
		}
	}
	return 0, 0
}

// day reads the first date in s: 2018-08-18, 2026.08.15, 2026년 8월 15일, 8월 15일,
// 9/26, Aug 15, 2026, Saturday, August 15, October 26th. A date without a year
// gets the given one. ok is false when there is none, or when a weekday stands
// beside it that does not fit: then the year is not the one that was thought.
func day(s string, year int) (d session.Date, ok bool) {
	d, at := dateIn(s, year)
	if !d.Known() || !d.Valid() {
		return session.Date{}, false
	}
	if w := weekday(s[:at.from], s[at.to:]); w >= 0 && w != d.Weekday() {
		return session.Date{}, false
	}
	return d, true
}

func dateIn(s string, year int) (session.Date, span) {
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) && (i == 0 || !isDigit(s[i-1])) {
			n, j := number(s, i)
			if j-i == 4 {
				if d, end, ok := restOfDate(s, j, n); ok {
					return d, span{i, end}
				}
				// A bare year, as in "2026 Aug 15", is kept for what follows.
				if n >= 2000 && n < 2100 && !(j < len(s) && s[j] == ':') {
					year = n
				}
				i = j - 1
				continue
			}
			if j-i <= 2 {
				if d, end, ok := monthDay(s, j, n, year); ok {
					return d, span{i, end}
				}
				// "8 May 2027"; without a year it may be "14:00-15 May 9".
				k := j
				for _, suffix := range [...]string{"st", "nd", "rd", "th"} {
					if hasFold(s[k:], suffix) {
						k += 2
						break
					}
				}
				if m, end := MonthName(s, ascii.SkipSpace(s, k)); m > 0 {
					l := end
					if l < len(s) && s[l] == ',' {
						l++
					}
					if y, after := number(s, ascii.SkipSpace(s, l)); y >= 2000 && y < 2100 {
						return session.Date{Year: y, Month: m, Day: n}, span{i, after}
					}
				}
			}
			i = j - 1
			continue
		}
		if m, j := MonthName(s, i); m > 0 {
			k := ascii.SkipSpace(s, j)
			if k < len(s) && isDigit(s[k]) {
				if n, end := number(s, k); end-k <= 2 {
					for _, suffix := range [...]string{"st", "nd", "rd", "th"} {
						if hasFold(s[end:], suffix) {
							end += 2
							break
						}
					}
					y := year
					l := end
					if l < len(s) && s[l] == ',' {
						l++
					}
					l = ascii.SkipSpace(s, l)
					if l+4 <= len(s) && isDigit(s[l]) {
						if n, after := number(s, l); after-l == 4 {
							y, end = n, after
						}
					}
					return session.Date{Year: y, Month: m, Day: n}, span{i, end}
				}
			}
			i = j - 1
		}
	}
	return session.Date{}, span{}
}

// restOfDate reads what follows a year of four digits at j.
func restOfDate(s string, j, year int) (session.Date, int, bool) {
	if strings.HasPrefix(s[j:], "년") {
		k := ascii.SkipSpace(s, j+len("년"))
		if k < len(s) && isDigit(s[k]) {
			m, after := number(s, k)
			return monthDay(s, after, m, year)
		}
		return session.Date{}, 0, false
	}
	if j >= len(s) || s[j] != '-' && s[j] != '.' && s[j] != '/' {
		return session.Date{}, 0, false
	}
	k := ascii.SkipSpace(s, j+1)
	if k >= len(s) || !isDigit(s[k]) {
		return session.Date{}, 0, false
	}
	m, after := number(s, k)
	if after-k > 2 || after >= len(s) || s[after] != s[j] {
		return session.Date{}, 0, false
	}
	k = ascii.SkipSpace(s, after+1)
	if k >= len(s) || !isDigit(s[k]) {
		return session.Date{}, 0, false
	}
	d, end := number(s, k)
	return session.Date{Year: year, Month: m, Day: d}, end, end-k <= 2
}

// monthDay reads what follows a month's number at j: "월 15일", "/26".
func monthDay(s string, j, month, year int) (session.Date, int, bool) {
	if strings.HasPrefix(s[j:], "월") {
		k := ascii.SkipSpace(s, j+len("월"))
		if k < len(s) && isDigit(s[k]) {
			d, end := number(s, k)
			if strings.HasPrefix(s[end:], "일") {
				end += len("일")
			}
			return session.Date{Year: year, Month: month, Day: d}, end, true
		}
		return session.Date{}, 0, false
	}
	if j+1 < len(s) && s[j] == '/' && isDigit(s[j+1]) {
		d, end := number(s, j+1)
		if end-j-1 <= 2 && !(end < len(s) && s[end] == '/') {
			return session.Date{Year: year, Month: month, Day: d}, end, true
		}
	}
	return session.Date{}, 0, false
}

var monthNames = [...]string{"january", "february", "march", "april", "may", "june", "july", "august",
	"september", "october", "november", "december"}

// MonthName reads the English name of a month at i, or at least its first three letters.
func MonthName(s string, i int) (month, end int) {
	if isLetter(s, i-1) || !isLetter(s, i) {
		return 0, i
	}
	j := i
	for isLetter(s, j) && s[j] < 0x80 {
		j++
	}
	word := ascii.Lower(s[i:j])
	if len(word) < 3 || isLetter(s, j) {
		return 0, i
	}
	for m, name := range monthNames {
		if strings.HasPrefix(name, word) || word == "sept" && m == 8 {
			if j < len(s) && s[j] == '.' {
				j++
			}
			return m + 1, j
		}
	}
	return 0, i
}

var koreanWeekdays = [...]string{"일", "월", "화", "수", "목", "금", "토"}
var englishWeekdays = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// weekday reads the day of the week that stands before or after a date; 0 is
// Sunday, -1 none.
func weekday(before, after string) int {
	after = after[min(ascii.SkipSpace(after, 0), len(after)):]
	for w, k := range koreanWeekdays {
		if strings.HasPrefix(after, "("+k) || strings.HasPrefix(after, k+"요일") {
			return w
		}
	}
	after = ascii.TrimLeft(after, "(, ")
	b := ascii.TrimRight(before, ", ")
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] == ' ' || b[i] == '(' || b[i] == '\n' {
			b = b[i+1:]
			break
		}
	}
	for w, e := range englishWeekdays {
		if hasFold(after, e) || hasFold(b, e) {
			return w
		}
	}
	return -1
}

func number(s string, i int) (n, end int) {
	for ; i < len(s) && isDigit(s[i]); i++ {
		if n < 1e6 {
			n = n*10 + int(s[i]-'0')
		}
	}
	return n, i
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isLetter reports whether a word goes on at byte i: an ASCII letter, or any
// character beyond ASCII but the wide spaces, which Text has already folded.
func isLetter(s string, i int) bool {
	if i < 0 || i >= len(s) {
		return false
	}
	c := s[i]
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// hasFold is strings.HasPrefix without regard to the case of ASCII letters;
// prefix is in lower case.
func hasFold(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := 0; i < len(prefix); i++ {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != prefix[i] {
			return false
		}
	}
	return true
}
