package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
)

// A clock is a time of day in minutes.
type clock int

// clockForms are the ways to write a time of day. A weak one counts only where its whole
// text, and nearly all texts of its column, are such: "10.30" may be a version.
var clockForms = [...]struct {
	form string
	weak bool
}{
	{"H:I:S", false}, {"H_:_I", false}, {"H시_J분", false}, {"H시_반", false}, {"H시", false},
	{"H時_J分", false}, {"H時", false}, {"HhI", false}, {"H.I", true}, {"HI", true},
}

// namedClocks are the hours that have names.
var namedClocks = [...]struct {
	word string
	at   clock
}{{"noon", 12 * 60}, {"midnight", 0}, {"정오", 12 * 60}, {"자정", 0}}

// halves are the words for the halves of the day, which stand before or after an hour.
var halves = [...]struct {
	word string
	half byte
}{{"오전", 'a'}, {"오후", 'p'}, {"上午", 'a'}, {"下午", 'p'}, {"午前", 'a'}, {"午後", 'p'}, {"a.m.", 'a'}, {"p.m.", 'p'}, {"a.m", 'a'}, {"p.m", 'p'}, {"am", 'a'}, {"pm", 'p'}}

// clockAt is a time of day in a text.
type clockAt struct {
	at       clock
	from, to int
	weak     bool
}

// mayTell reports whether a text may hold a time of day; most do not.
func mayTell(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isDigit(c):
			return true
		case (c == 'n' || c == 'N') && hasFold(s, i, "noon"), (c == 'm' || c == 'M') && hasFold(s, i, "midnight"),
			c == "정"[0] && (strings.HasPrefix(s[i:], "정오") || strings.HasPrefix(s[i:], "자정")):
			return true
		}
	}
	return false
}

// clocksIn reads the times of day in a text that is plain. Weak ones are told of only
// where weak is set.
func clocksIn(s string, weak bool) []clockAt {
	if !mayTell(s) {
		return nil
	}
	var found []clockAt
	taken := 0        // what lies before belongs to an earlier time
	before := byte(0) // the half of the day that is said of the time before
	var v values
next:
	for i := 0; i < len(s); {
		for _, n := range namedClocks {
			if lower(s[i]) == n.word[0] {
				if hasFold(s, i, n.word) && !isLetter(s, i-1) && !isLetter(s, i+len(n.word)) {
					found = append(found, clockAt{n.at, i, i + len(n.word), false})
					i += len(n.word)
					taken, before = i, 0
					continue next
				}
			}
		}
		if !isDigit(s[i]) || i > 0 && (isDigit(s[i-1]) || s[i-1] == ':' || s[i-1] == '.' && i > 1 && isDigit(s[i-2])) {
			i++
			continue
		}
		if i > 0 && s[i-1] == '+' || i > 3 && s[i-1] == '-' && (hasFold(s, i-4, "utc") || hasFold(s, i-4, "gmt")) { // a zone: "UTC+09:00"
			for i < len(s) && (isDigit(s[i]) || s[i] == ':') {
				i++
			}
			continue
		}
		end, isWeak, hour, minute := -1, false, 0, 0
		for _, f := range clockForms {
			if f.weak && !weak {
				continue
			}
			if f.form == "HI" { // "2300"
				if n, j := number(s, i); j-i == 4 && n/100 < 24 && n%100 < 60 {
					end, hour, minute, isWeak = j, n/100, n%100, true
				}
				break
			}
			if e := match(f.form, s, i, &v); e >= 0 && !(strings.HasSuffix(f.form, "시") && strings.HasPrefix(s[e:], "간")) &&
				!(f.weak && e < len(s) && s[e] == '.') {
				end, hour, minute, isWeak = e, v.hour, max(v.minute, 0), f.weak
				if strings.HasSuffix(f.form, "반") {
					minute = 30
				}
				break
			}
		}
		bare := end < 0
		if bare { // an hour alone, which only the half of the day beside it makes a time
			n, j := number(s, i)
			if j-i > 2 || n > 24 {
				i = j
				continue
			}
			end, hour = j, n
		}
		from := i
		half, width := halfBefore(s[taken:i])
		if width > 0 {
			from = i - width
		} else if h, w := halfAfter(s, end); w > 0 {
			half = h
			end += w
		}
		if bare && half == 0 {
			if i = end; i < len(s) && isDigit(s[i]) {
				i++
			}
			continue
		}
		said := half
		if n := len(found) - 1; n >= 0 && ascii.Trim(s[found[n].to:from], " -~") == "" {
			// One word for both times of a range: "오후 1:00 ~ 2:00", "1:00 - 2:30 PM".
			first := &found[n]
			switch {
			case half == 0 && before != 0 && hour <= 12:
				if half = before; halfDay(hour, half)*60+minute < int(first.at) {
					half ^= 'a' ^ 'p'
				}
			case half != 0 && before == 0 && hour <= 12 && first.at < 13*60:
				was := half
				h, m := int(first.at)/60, int(first.at)%60
				if halfDay(h, was)*60+m > halfDay(hour, half)*60+minute {
					was ^= 'a' ^ 'p'
				}
				first.at = clock(halfDay(h, was)*60 + m)
			}
		}
		before = said
		found = append(found, clockAt{clock(halfDay(hour, half)*60 + minute), from, end, isWeak && half == 0})
		i, taken = end, end
	}
	return found
}

// halfDay turns an hour of the morning 'a' or the afternoon 'p' into one of the day.
func halfDay(hour int, half byte) int {
	if half == 0 || hour > 12 {
		return hour
	}
	if hour %= 12; half == 'p' {
		hour += 12
	}
	return hour
}

// halfBefore reads 오전, PM and the like at the end of s, spaces after it included.
func halfBefore(s string) (half byte, width int) {
	t := ascii.TrimRight(s, " ")
	for _, h := range halves {
		if n := len(t) - len(h.word); n >= 0 && hasFold(t, n, h.word) && (h.word[0] >= 0x80 || !isLetter(t, n-1)) {
			return h.half, len(s) - n
		}
	}
	return 0, 0
}

// halfAfter reads the same at s[i:], spaces before it included.
func halfAfter(s string, i int) (half byte, width int) {
	k := ascii.SkipSpace(s, i)
	for _, h := range halves {
		if hasFold(s, k, h.word) && (h.word[0] >= 0x80 || !isLetter(s, k+len(h.word))) {
			return h.half, k + len(h.word) - i
		}
	}
	return 0, 0
}

// aTime is what a text tells that is a time and little else.
type aTime struct {
	start, end clock // -1: not told
	ends       bool  // a dash stands before: it is the end of what began elsewhere
	weak       bool
	rest       string // of the text
}

// timeOf reads a text that tells one time or a range; ok is false where it tells none, or
// several.
func timeOf(s string, weak bool) (t aTime, ok bool) {
	if len(s) > longestWhen {
		return t, false
	}
	list := clocksIn(s, weak)
	if len(list) == 0 || len(list) > 2 {
		return t, false
	}
	t = aTime{start: list[0].at, end: -1, weak: list[0].weak}
	rest := s[:list[0].from]
	lead := ascii.Trim(rest, " (")
	t.ends = lead == "-" || lead == "~" || oneOf(ascii.Lower(lead), untilWords)
	last := list[len(list)-1]
	if len(list) == 2 {
		between := s[list[0].to:list[1].from]
		if joins(between) {
			t.end = last.at
			t.weak = t.weak && last.weak
		} else {
			return t, false
		}
	}
	t.rest = ascii.Trim(rest+" "+s[last.to:], " -~()[],|·:")
	if len(list) == 1 && strings.HasSuffix(ascii.TrimRight(s, " "), "까지") {
		t.ends = true
	}
	return t, true
}

// joins reports whether what stands between two times makes them a range: "-", "to", " KST - ".
func joins(between string) bool {
	b := ascii.Trim(ascii.Lower(between), " ")
	for _, unit := range [...]string{"kst", "jst", "utc", "gmt", "uhr", "hrs", "hs", "h", "시"} {
		if rest, ok := strings.CutPrefix(b, unit); ok {
			b = rest
			break
		}
	}
	b = ascii.Trim(b, " -~")
	return b == "" || oneOf(b, untilWords)
}

// untilWords stand before the end of a range.
const untilWords = "|to|부터|에서|until|till|bis|a|à|al|alle|às|até|tot|y|"

// longestWhen is the length in bytes of the longest text that is only a time:
// "2026년 8월 15일 (토) 오후 12:30 ~ 오후 12:50 (20분)" has 66.
const longestWhen = 96

// onlyTime reports whether what stands beside a time in its text is a zone, a length or
// a word or two for such.
func onlyTime(t aTime) bool {
	r := t.rest
	if r == "" {
		return true
	}
	if len(r) > 24 {
		return false
	}
	l := ascii.Lower(session.Fold(r))
	switch { // "오전 (09:30 ~ 12:30)"; "오후 (2:00 ~ 5:00)" is in doubt
	case oneOf(l, "|오전|morning|"):
		return t.start < 12*60
	case oneOf(l, "|오후|저녁|afternoon|evening|"):
		return t.start >= 12*60
	}
	return lengthOf(r) > 0 || weekdayOnly(l) || oneOf(l, "|kst|utc+9|gmt+9|utc|gmt|jst|cet|cest|bst|est|pst|부터|까지|시작|종료|start|from|time|시간|h|uhr|hs|hrs|ore|de|das|dalle|von|van|ab|à|부터 까지|to|until|till|bis|al|alle|às|até|tot|kst kst|uhr uhr|h h|hs hs|de h|de hs|") ||
		ascii.Trim(l, "+-0123456789:utcgmkjs() ") == ""
}
