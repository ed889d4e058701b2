package messages

import (
	"strconv"

	"byeolpyo/wasm/model/session"
)

// Length names a number of minutes: "40분", "1시간 20분".
func (w Words) Length(minutes int) string {
	h, rest := strconv.Itoa(minutes/60), strconv.Itoa(minutes%60)
	switch {
	case minutes < 60:
		return w.Say("lengthMinutes", "m", rest)
	case minutes%60 == 0:
		return w.Say("lengthHours", "h", h)
	}
	return w.Say("lengthBoth", "h", h, "m", rest)
}

// Day names a date and its day of the week: "8월 15일 토요일".
func (w Words) Day(d session.Date) string {
	return w.Say("dayLabel", "month", w.Nth("months", d.Month-1), "day", strconv.Itoa(d.Day),
		"weekday", w.Nth("weekdays", d.Weekday()))
}

// ShortDay is Day without the day of the week.
func (w Words) ShortDay(d session.Date) string {
	return w.Say("dayShort", "month", w.Nth("months", d.Month-1), "day", strconv.Itoa(d.Day))
}

// Ends names when something ends that began at from: "14:10", or "다음 날 01:00".
func (w Words) Ends(end, from session.Instant) string {
	switch n := end.DaysAfter(from); {
	case n <= 0:
		return end.HHMM()
	case n == 1:
		return w.Say("nextDay", "time", end.HHMM())
	default:
		return w.Say("daysLater", "n", strconv.Itoa(n), "time", end.HHMM())
	}
}

// FromTo names a time: "13:30–14:10", "23:00–다음 날 01:00".
func (w Words) FromTo(from, end session.Instant) string {
	return from.HHMM() + "–" + w.Ends(end, from)
}

// Here names t by the clocks of Seoul and of a device: "서울 10:00 · 여기 8월 14일 18:00". ahead
// returns by how many minutes the device's clocks are ahead of UTC at a moment. Where both
// show the same, and where ahead is nil or t not known, it is "".
func (w Words) Here(t session.Instant, ahead func(session.Instant) int) string {
	if !t.Known() || ahead == nil {
		return ""
	}
	minutes := ahead(t)
	if minutes == session.KSTOffset {
		return ""
	}
	local := t + session.Instant(minutes-session.KSTOffset) // Seoul's clocks show then what the device shows at t
	time := local.HHMM()
	if local.Date() != t.Date() {
		time = w.Say("nowDayTime", "day", w.ShortDay(local.Date()), "time", time)
	}
	return w.Say("nowHere", "seoul", t.HHMM(), "here", time)
}

// Title returns the title of s in lang, else in another language, and the language that it
// is in; for a session without one it says so, in the language of w, for which that is "".
func (w Words) Title(s session.Session, lang string) (title, titleLang string) {
	for _, l := range [...]string{lang, session.Korean, session.English} {
		if s.Titles[l] != "" {
			return s.Titles[l], l
		}
	}
	return w.Say("untitled"), ""
}
