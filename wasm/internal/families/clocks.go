package families

import (
	"fmt"
	"strings"
	"time"
)

var (
	weekdaysKo = []string{"일", "월", "화", "수", "목", "금", "토"}
	fullWidth  = strings.NewReplacer("0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７", "8", "８", "9", "９")
)

// dateForms are ways to write a date, in both languages.
var dateForms = []func(d time.Time) string{
	func(d time.Time) string { return d.Format("2006-01-02") },
	func(d time.Time) string { return d.Format("1.2") + "(" + weekdaysKo[d.Weekday()] + ")" },
	func(d time.Time) string { return d.Format("01.02 ") + strings.ToUpper(d.Format("Mon")) },
	func(d time.Time) string { return d.Format("2006 / 1 / 2") },
	func(d time.Time) string { return d.Format("'06. 1. 2.") },
	func(d time.Time) string { return d.Format("2 Jan") },
	func(d time.Time) string { return d.Format("Monday, 2 January") },
	func(d time.Time) string {
		return fmt.Sprintf("%d%s %s", d.Day(), ordinal(d.Day()), d.Format("January"))
	},
	func(d time.Time) string { return d.Format("2006年1月2日") },
	func(d time.Time) string { return fullWidth.Replace(d.Format("2006年1月2日")) },
	func(d time.Time) string { return d.Format("2006년 1월 2일") + " (" + weekdaysKo[d.Weekday()] + ")" },
	func(d time.Time) string { return d.Format("1월 2일 ") + weekdaysKo[d.Weekday()] + "요일" },
	func(d time.Time) string { return d.Format("2006.01.02") + " " + weekdaysKo[d.Weekday()] },
	func(d time.Time) string { return d.Format("January 2, 2006") },
	func(d time.Time) string { return d.Format("Mon, Jan 2") },
	func(d time.Time) string { return fullWidth.Replace(d.Format("2006. 1. 2.")) },
	func(d time.Time) string { return d.Format("1/2") + " (" + d.Format("Mon") + ")" },
}

func ordinal(day int) string {
	switch {
	case day/10 == 1:
		return "th"
	case day%10 == 1:
		return "st"
	case day%10 == 2:
		return "nd"
	case day%10 == 3:
		return "rd"
	}
	return "th"
}

// date is d in a way that is common in the page's language.
func (g *gen) date(day int) string {
	d := g.days[day]
	switch g.seed % 3 {
	case 0:
		return words(g, d.Format("2006년 1월 2일")+" ("+weekdaysKo[d.Weekday()]+")", d.Format("January 2, 2006"))
	case 1:
		return words(g, d.Format("1월 2일")+"("+weekdaysKo[d.Weekday()]+")", d.Format("Monday, January 2"))
	}
	return d.Format("2006-01-02")
}

func hhmm(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// half returns the hour of a clock of twelve, and whether it is after noon.
func half(m int) (hour int, pm bool) {
	hour = m / 60 % 12
	if hour == 0 {
		hour = 12
	}
	return hour, m/60 >= 12
}

func halfOf(m int, am, pm string) string {
	if _, late := half(m); late {
		return pm
	}
	return am
}

func twelve(m int, sep string) string {
	h, _ := half(m)
	return fmt.Sprintf("%d%s%02d", h, sep, m%60)
}

// clockForms are ways to write from when to when.
var clockForms = []func(from, to int) string{
	func(a, b int) string { return hhmm(a) + " - " + hhmm(b) },
	func(a, b int) string {
		return fmt.Sprintf("%d.%02d–%d.%02d", a/60, a%60, b/60, b%60)
	},
	func(a, b int) string { return strings.ReplaceAll(hhmm(a)+" ~ "+hhmm(b), ":", "：") },
	func(a, b int) string { return fmt.Sprintf("%02d%02d-%02d%02d", a/60, a%60, b/60, b%60) },
	func(a, b int) string {
		return twelve(a, ".") + halfOf(a, "am", "pm") + "-" + twelve(b, ".") + halfOf(b, "am", "pm")
	},
	func(a, b int) string {
		return fmt.Sprintf("%02dh%02d – %02dh%02d", a/60, a%60, b/60, b%60)
	},
	func(a, b int) string {
		return halfOf(a, "오전 ", "오후 ") + koClock(a) + " ~ " + halfOf(b, "오전 ", "오후 ") + koClock(b)
	},
	func(a, b int) string {
		return twelve(a, ":") + halfOf(a, " AM", " PM") + " – " + twelve(b, ":") + halfOf(b, " AM", " PM")
	},
	func(a, b int) string {
		return halfOf(a, "AM ", "PM ") + twelve(a, ":") + " ~ " + halfOf(b, "AM ", "PM ") + twelve(b, ":")
	},
	func(a, b int) string { return fullWidth.Replace(strings.ReplaceAll(hhmm(a)+"～"+hhmm(b), ":", "：")) },
	func(a, b int) string { return fmt.Sprintf("%d시 %02d분 ~ %d시 %02d분", a/60, a%60, b/60, b%60) },
	func(a, b int) string { return hhmm(a) + "〜" + hhmm(b) },
	func(a, b int) string { return hhmm(a) + ":00 - " + hhmm(b) + ":00" },
	func(a, b int) string {
		return twelve(a, ":") + halfOf(a, "a.m.", "p.m.") + " to " + twelve(b, ":") + halfOf(b, "a.m.", "p.m.")
	},
	func(a, b int) string { return hhmm(a) + "→" + hhmm(b) },
	func(a, b int) string { return hhmm(a) + " KST — " + hhmm(b) + " KST" },
}

func koClock(m int) string {
	h, _ := half(m)
	if m%60 == 0 {
		return fmt.Sprintf("%d시", h)
	}
	return fmt.Sprintf("%d시 %d분", h, m%60)
}

// span is from when to when, in a way that is common.
func (g *gen) span(t *talk) string { return hhmm(t.from) + words(g, " ~ ", " – ") + hhmm(t.to) }

// lengthForms are ways to write how long something takes, in minutes.
var lengthForms = []func(n int) string{
	func(n int) string { return fmt.Sprintf("(%dmin)", n) },
	func(n int) string { return fmt.Sprintf("%d분", n) },
	func(n int) string { return fmt.Sprintf("%d minutes", n) },
	func(n int) string { return fmt.Sprintf("발표 시간: %d분", n) },
	func(n int) string { return fmt.Sprintf("%d′", n) },
	func(n int) string { return fmt.Sprintf("%d mins", n) },
	func(n int) string { return hours(n, "시간", "분") },
	func(n int) string { return hours(n, "h", "m") },
	func(n int) string { return numberWords[n] + " minutes" },
	func(n int) string { return fmt.Sprintf("%d분 발표", n) },
}

var numberWords = map[int]string{30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 90: "ninety"}

func hours(n int, h, m string) string {
	switch {
	case n < 60:
		return fmt.Sprintf("%d%s", n, m)
	case n%60 == 0:
		return fmt.Sprintf("%d%s", n/60, h)
	}
	return fmt.Sprintf("%d%s %d%s", n/60, h, n%60, m)
}
