package session

// KSTOffset is Korea's offset from UTC in minutes. Korea has kept it, without
// daylight saving, since October 1988; the first PyCon Korea was in 2014. So no
// zone database is needed, and a picture made anywhere shows the same hours.
const KSTOffset = 9 * 60

const minutesPerDay = 24 * 60

// Instant is a moment in minutes since 1970-01-01T00:00Z. The zero value means
// "not known": no conference met in 1970. It is a plain number, and not a
// time.Time, because package time would add a seventh to the page module.
type Instant int64

// Date is a civil date. The zero value means "not known".
type Date struct{ Year, Month, Day int }

// KST returns the instant at which clocks in Seoul show hour:minute on d.
// Hours past 23 and minutes past 59 carry over.
func KST(d Date, hour, minute int) Instant {
	return Instant(d.days()*minutesPerDay + int64(hour*60+minute) - KSTOffset)
}

// Known reports whether t is a moment at all.
func (t Instant) Known() bool { return t != 0 }

// Date returns the date in Seoul at t.
func (t Instant) Date() Date {
	if !t.Known() {
		return Date{}
	}
	return dateOf(floorDiv(int64(t)+KSTOffset, minutesPerDay))
}

// Clock returns the hour and minute that clocks in Seoul show at t.
func (t Instant) Clock() (hour, minute int) {
	m := int64(t) + KSTOffset
	m -= floorDiv(m, minutesPerDay) * minutesPerDay
	return int(m / 60), int(m % 60)
}

// DaysAfter returns by how many days the date in Seoul at t is later than that at from:
// 1 for what ends after the midnight that follows.
func (t Instant) DaysAfter(from Instant) int {
	if !t.Known() || !from.Known() {
		return 0
	}
	return int(floorDiv(int64(t)+KSTOffset, minutesPerDay) - floorDiv(int64(from)+KSTOffset, minutesPerDay))
}

// HHMM formats t as "13:30", Seoul time; "" when t is not known.
func (t Instant) HHMM() string {
	if !t.Known() {
		return ""
	}
	h, m := t.Clock()
	return pad(h, 2) + ":" + pad(m, 2)
}

// String formats t by RFC 3339 with Seoul's offset, "2026-08-15T13:30:00+09:00";
// "" when t is not known.
func (t Instant) String() string {
	if !t.Known() {
		return ""
	}
	return t.Date().String() + "T" + t.HHMM() + ":00+09:00"
}

// ParseInstant reads an RFC 3339 time with any offset, or "" as not known.
// Seconds and fractions are dropped. ok is false for anything else.
func ParseInstant(s string) (t Instant, ok bool) {
	if s == "" {
		return 0, true
	}
	if len(s) < len("2026-08-15T13:30:00Z") || s[4] != '-' || s[7] != '-' ||
		(s[10] != 'T' && s[10] != 't') || s[13] != ':' || s[16] != ':' {
		return 0, false
	}
	var f [6]int
	for i, at := range [6][2]int{{0, 4}, {5, 7}, {8, 10}, {11, 13}, {14, 16}, {17, 19}} {
		n, good := digits(s[at[0]:at[1]])
		if !good {
			return 0, false
		}
		f[i] = n
	}
	d := Date{f[0], f[1], f[2]}
	if !d.Valid() || f[3] > 23 || f[4] > 59 || f[5] > 60 {
		return 0, false
	}
	rest := s[19:]
	if rest[0] == '.' {
		i := 1
		for i < len(rest) && rest[i] >= '0' && rest[i] <= '9' {
			i++
		}
		if i == 1 {
			return 0, false
		}
		rest = rest[i:]
	}
	offset := 0
	switch {
	case rest == "Z" || rest == "z":
	case len(rest) == 6 && (rest[0] == '+' || rest[0] == '-') && rest[3] == ':':
		h, good1 := digits(rest[1:3])
		m, good2 := digits(rest[4:6])
		if !good1 || !good2 || h > 23 || m > 59 {
			return 0, false
		}
		offset = h*60 + m
		if rest[0] == '-' {
			offset = -offset
		}
	default:
		return 0, false
	}
	t = Instant(d.days()*minutesPerDay + int64(f[3]*60+f[4]-offset))
	if t.Known() && !t.Date().Valid() { // an offset can lead out of the calendar
		return 0, false
	}
	return t, true
}

// Known reports whether d is a date at all.
func (d Date) Known() bool { return d != Date{} }

// Valid reports whether d exists in the calendar, years 1 to 9999.
func (d Date) Valid() bool {
	return d.Year >= 1 && d.Year <= 9999 && d.Month >= 1 && d.Month <= 12 && d.Day >= 1 &&
		dateOf(d.days()) == d
}

// String formats d as "2026-08-15"; "" when d is not known.
func (d Date) String() string {
	if !d.Known() {
		return ""
	}
	return pad(d.Year, 4) + "-" + pad(d.Month, 2) + "-" + pad(d.Day, 2)
}

// ParseDate reads "2026-08-15".
func ParseDate(s string) (d Date, ok bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, false
	}
	y, ok1 := digits(s[:4])
	m, ok2 := digits(s[5:7])
	day, ok3 := digits(s[8:])
	d = Date{y, m, day}
	if !ok1 || !ok2 || !ok3 || !d.Valid() {
		return Date{}, false
	}
	return d, true
}

// Weekday returns 0 for Sunday to 6 for Saturday.
func (d Date) Weekday() int {
	w := (d.days() + 4) % 7 // 1970-01-01 was a Thursday
	if w < 0 {
		w += 7
	}
	return int(w)
}

// AddDays returns the date n days after d.
func (d Date) AddDays(n int) Date { return dateOf(d.days() + int64(n)) }

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.days() < e.days() }

// days counts from 1970-01-01 in the proleptic Gregorian calendar. The year is
// taken to begin in March, so that the leap day is its last day.
func (d Date) days() int64 {
	y, m := int64(d.Year), int64(d.Month)
	if m <= 2 {
		y--
		m += 12
	}
	era := floorDiv(y, 400)
	yearOfEra := y - era*400
	dayOfYear := (153*(m-3)+2)/5 + int64(d.Day) - 1
	return era*146097 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719468
}

// dateOf is the inverse of days.
func dateOf(days int64) Date {
	z := days + 719468
	era := floorDiv(z, 146097)
	dayOfEra := z - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	mp := (5*dayOfYear + 2) / 153
	day := int(dayOfYear - (153*mp+2)/5 + 1)
	month, year := int(mp+3), int(yearOfEra+era*400)
	if month > 12 {
		month -= 12
		year++
	}
	return Date{year, month, day}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func digits(s string) (n int, ok bool) {
	if s == "" {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// pad formats a number that is not negative with at least width digits.
func pad(n, width int) string {
	var b [20]byte
	i := len(b)
	for n > 0 || width > 0 {
		i--
		b[i] = byte('0' + n%10)
		n /= 10
		width--
	}
	return string(b[i:])
}
