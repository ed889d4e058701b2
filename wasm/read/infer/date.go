package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
)

// dateForms are the ways to write a date. A weak one counts only with a day of the week
// beside it that fits: "8.15(토)".
var dateForms = [...]struct {
	form string
	weak bool
}{
	{"Y_-_M_-_D", false}, {"Y_._M_._D", false}, {"Y_/_M_/_D", false}, {"Y년_M월_D일", false}, {"Y년_M월_D", false}, {"Y年_M月_D日", false},
	{"Q년_M월_D일", false}, {"'Q_._M_._D", false}, {"'Q_/_M_/_D", false}, {"Y_N_D^", false},
	{"M월_D일", false}, {"M월_D", false}, {"M月_D日", false}, {"D_de_F_de_Y", false}, {"D^~_F~_Y", false}, {"D^~_F", false}, {"D_de_F", false}, {"D^~_N~_Y", false}, {"D^_of_N~_Y", false}, {"N_D^~_Y", false}, {"M/D/Y", false},
	{"N_D^", false}, {"D^~_N", false}, {"M/D", false}, {"M_._D", true}, {"M-D", true},
}

// foreignMonths begin the names of the months in Spanish, French, German, Italian, Portuguese and
// Dutch, where these are not the English ones.
var foreignMonths = [...]string{
	"enero|janvier|januar|gennaio|janeiro", "febrero|févr|fevr|februar|febbraio", "marzo|mars|märz|março|maart", "abril|avril|aprile",
	"mayo|mai|maggio|mei", "juni|juin|giugno|junho", "juli|juillet|luglio|julho", "agosto|août|aout|augustus",
	"septiembre|setiembre|septembre|settembre|setembro", "octubre|octobre|oktober|ottobre|outubro", "noviembre|novembre|novembro",
	"diciembre|décembre|decembre|dezember|dicembre|dezembro",
}

// foreignMonth reads such a name at s[i:]; 0 for none.
func foreignMonth(s string, i int) (month, end int) {
	if !isLetter(s, i) {
		return 0, i
	}
	for m, names := range foreignMonths {
		for w, rest := next(names); w != ""; w, rest = next(rest) {
			if hasFold(s, i, w) {
				for end = i + len(w); isLetter(s, end); end++ { // "januari"
				}
				if end-i <= len(w)+3 {
					return m + 1, end
				}
			}
		}
	}
	return 0, i
}

// dateAt is a date in a text.
type dateAt struct {
	date     session.Date
	to       session.Date // the last day of a range, else unknown
	from, at int          // its bytes
	year     bool         // it is said
	week     bool         // a day of the week stands beside it
}

// dateIn reads the first date of a text that is plain; a year that is not said is year.
func dateIn(s string, year int) (d dateAt, ok bool) {
	if !strings.ContainsAny(s, "0123456789") {
		return d, false
	}
	var v values
	for i := 0; i < len(s); i++ {
		c := lower(s[i])
		if !(isDigit(c) && (i == 0 || !isDigit(s[i-1])) || c == '\'' || c >= 'a' && c <= 's' && !isLetter(s, i-1)) {
			continue
		}
		_, digits := number(s, i)
		digits -= i
		for _, f := range dateForms {
			if !mayBegin(f.form[0], digits, c) {
				continue
			}
			end := match(f.form, s, i, &v)
			if end < 0 || v.month < 1 || v.day < 1 {
				continue
			}
			// Part of an address, a fraction or a longer number is no date.
			if i > 1 && strings.IndexByte("/.-:", s[i-1]) >= 0 && f.form[0] != '\'' && isDigit(s[i-2]) && (s[i-1] != '-' || !strings.Contains(f.form, "N")) ||
				end < len(s) && (s[end] == '/' || s[end] == ':' || s[end] == '-' && f.weak) && end+1 < len(s) && isDigit(s[end+1]) {
				continue
			}
			d = dateAt{date: session.Date{Year: v.year, Month: v.month, Day: v.day}, from: i, at: end, year: v.year > 0}
			if v.year < 0 {
				d.date.Year = yearBefore(s[:i], year)
				d.year = d.date.Year != year
			}
			if !d.date.Known() || !d.date.Valid() {
				continue
			}
			w := weekday(s[:i], s[end:])
			if w >= 0 && w != d.date.Weekday() || w < 0 && f.weak {
				// Another year, or what only looks like a date.
				if f.weak {
					continue
				}
				return dateAt{}, false
			}
			d.week = w >= 0
			d.rangeTo(s, year)
			return d, true
		}
		if isDigit(c) {
			_, end := number(s, i)
			i = end - 1
		}
	}
	return d, false
}

// mayBegin reports whether a form that begins with a letter may stand where a text goes on
// with c, and so many digits.
func mayBegin(form byte, digits int, c byte) bool {
	switch form {
	case 'Y':
		return digits == 4
	case 'N', '\'':
		return digits == 0 && (c == '\'') == (form == '\'')
	}
	return digits == 1 || digits == 2
}

// yearBefore is a year of four digits that ends a text, "2026 Aug 15", else year.
func yearBefore(s string, year int) int {
	s = ascii.TrimRight(s, " ,.")
	if len(s) >= 4 {
		if n, end := number(s, len(s)-4); end == len(s) && n >= 2000 && n < 2100 && (len(s) == 4 || !isDigit(s[len(s)-5])) {
			return n
		}
	}
	return year
}

// rangeTo finds the last day, where the date begins or ends a range: "14 ~ 15",
// "8월 14일 ~ 8월 15일", "26-27 September".
func (d *dateAt) rangeTo(s string, year int) {
	i := d.at
	i = ascii.SkipSpace(s, i)
	if i < len(s) && s[i] == '.' {
		i = ascii.SkipSpace(s, i+1)
	}
	if i < len(s) && s[i] == '(' { // a day of the week
		if k := strings.IndexByte(s[i:], ')'); k > 0 && k < 16 {
			i = ascii.SkipSpace(s, i+k+1)
		}
	}
	dash := i
	for _, word := range [...]string{"-", "~", "to ", "and ", "& ", "&", "부터 ", "및 ", ", "} {
		if hasFold(s, i, word) {
			i = ascii.SkipSpace(s, i+len(word))
			break
		}
	}
	if i > dash && i < len(s) {
		n, end := number(s, i)
		if end > i && end-i <= 2 && n > d.date.Day && n <= 31 && !(end < len(s) && strings.IndexByte(":/.", s[end]) >= 0 && end+1 < len(s) && isDigit(s[end+1])) &&
			!strings.HasPrefix(s[end:], "시") && !strings.HasPrefix(s[end:], "월") && s[dash] != ',' {
			if k, w := halfAfter(s, end); w == 0 && k == 0 {
				d.to = session.Date{Year: d.date.Year, Month: d.date.Month, Day: n}
				return
			}
		}
		var v values
		for _, form := range [...]string{"M_._D", "M/D", "M-D"} { // "2027.08.14 - 08.15"
			if e := match(form, s, i, &v); e > 0 && !(e < len(s) && (isDigit(s[e]) || s[e] == ':')) && s[dash] != ',' {
				if to := (session.Date{Year: d.date.Year, Month: v.month, Day: v.day}); to.Valid() && d.date.Before(to) {
					d.to = to
					return
				}
			}
		}
		if e, ok := dateIn(s[i:], d.date.Year); ok && e.from == 0 && d.date.Before(e.date) {
			d.to = e.date
			return
		}
	}
	b := ascii.TrimRight(s[:d.from], " ")
	for _, word := range [...]string{"-", "&", "~", " and", " to", " y", " e", " et", " und", " bis", " al", " a", " au", " en"} { // "26-27 September"
		cut, ok := strings.CutSuffix(ascii.Lower(b), word)
		if !ok {
			continue
		}
		b = ascii.TrimRight(cut, " .")
		k := len(b)
		for k > 0 && isDigit(b[k-1]) {
			k--
		}
		if n, end := number(b, k); end > k && end-k <= 2 && n > 0 && n < d.date.Day {
			d.to = d.date
			d.date.Day = n
		}
	}
}

var weekdays = [...]struct {
	word string
	day  int
}{
	{"sun", 0}, {"mon", 1}, {"tue", 2}, {"wed", 3}, {"thu", 4}, {"fri", 5}, {"sat", 6},
	{"일요일", 0}, {"월요일", 1}, {"화요일", 2}, {"수요일", 3}, {"목요일", 4}, {"금요일", 5}, {"토요일", 6},
	{"(일", 0}, {"(월", 1}, {"(화", 2}, {"(수", 3}, {"(목", 4}, {"(금", 5}, {"(토", 6},
	{"(日", 0}, {"(月", 1}, {"(火", 2}, {"(水", 3}, {"(木", 4}, {"(金", 5}, {"(土", 6},
	{"[일", 0}, {"[월", 1}, {"[화", 2}, {"[수", 3}, {"[목", 4}, {"[금", 5}, {"[토", 6},
}

// weekday reads the day of the week that stands before or after a date; 0 is Sunday, -1
// none.
func weekday(before, after string) int {
	after = ascii.TrimLeft(after, " .,")
	b := ascii.TrimRight(before, ",) ")
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] == ' ' || b[i] == '(' || b[i] == ',' {
			b = b[i+1:]
			break
		}
	}
	for _, w := range weekdays {
		open := 0
		if w.word[0] < 0x80 && w.word[0] >= 'a' && len(after) > 0 && after[0] == '(' {
			open = 1
		}
		if hasFold(after, open, w.word) || w.word[0] != '(' && w.word[0] != '[' && hasFold(b, 0, w.word) {
			return w.day
		}
	}
	for i, k := range [...]string{"일", "월", "화", "수", "목", "금", "토"} { // "8월 15일 토"
		if after == k {
			return i
		}
	}
	return -1
}

// ordinalDay returns the number of a day of the conference, "Day 1", "1일차"; 0 for none.
func ordinalDay(s string) int {
	l := ascii.Lower(s)
	if len(l) > 200 {
		return 0
	}
	for _, word := range [...]string{"day", "dag", "jour", "tag ", "第"} {
		for i := strings.Index(l, word); i >= 0; {
			k := ascii.SkipSpace(l, i+len(word))
			for k < len(l) && (l[k] == '#' || l[k] == '-' || l[k] == '.') {
				k = ascii.SkipSpace(l, k+1)
			}
			n, end := number(l, k)
			if end > k && end-k < 3 && n > 0 && n < 10 && (word != "第" || strings.HasPrefix(l[end:], "天") || strings.HasPrefix(l[end:], "日")) && !isLetter(l, i-1) && !(end < len(l) && l[end] == ':') {
				return n
			}
			for n, w := range [...]string{"one", "two", "three", "four"} {
				if strings.HasPrefix(l[k:], w) && !isLetter(l, k+len(w)) {
					return n + 1
				}
			}
			next := strings.Index(l[i+1:], word)
			if next < 0 {
				break
			}
			i += 1 + next
		}
	}
	for _, word := range [...]string{"일차", "일째", "日目"} {
		if i := strings.Index(l, word); i > 0 && isDigit(l[i-1]) && (i == 1 || !isDigit(l[i-2])) {
			return int(l[i-1] - '0')
		}
	}
	if strings.Contains(l, "째") {
		for n, w := range [...]string{"첫", "둘", "셋"} {
			if holds(l, w+"째 날|"+w+"째날") {
				return n + 1
			}
		}
	}
	return 0
}
