package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
)

// moment reads a date and time with or without an offset, as attributes and data have
// them: RFC 3339, "2018-06-02 8:30 GMT+0200", "20270814T1000", "2027-08-14T10:00". zoned
// says that an offset was told.
func (r *reader) moment(s string) (t session.Instant, zoned, ok bool) {
	s = ascii.Trim(s, " ")
	if len(s) < 8 || len(s) > 64 {
		return 0, false, false
	}
	if t, ok := session.ParseInstant(s); ok && t.Known() {
		return t, true, true
	}
	p := plain(s)
	var d session.Date
	rest := ""
	if n, end := number(p, 0); end == 8 && n > 0 && len(p) > 12 && p[8] == 'T' {
		y, _ := number(p[:4], 0)
		m, _ := number(p[4:6], 0)
		day, _ := number(p[6:8], 0)
		d = session.Date{Year: y, Month: m, Day: day}
		rest = p[9:]
	} else if found, ok := dateIn(p, r.year); ok {
		d = found.date
		rest = p[:found.from] + " " + p[found.at:]
	}
	if !d.Known() || !d.Valid() {
		return 0, false, false
	}
	rest = ascii.Trim(rest, " T")
	if n, end := number(rest, 0); end == 6 { // 100000: with seconds
		rest = ascii.Itoa(1e4 + n/100)[1:] + rest[end:]
	}
	list := clocksIn(rest, true)
	if len(list) == 0 {
		return 0, false, false
	}
	tail := ascii.Trim(rest[list[0].to:], " ")
	at := int(list[0].at)
	if offset, told := offsetIn(tail); told {
		return session.KST(d, at/60, at%60) + session.Instant(session.KSTOffset-offset), true, true
	}
	return r.d.Local(d, at/60, at%60), false, true
}

// offsetIn reads "+0900", "GMT+02:00", "Z", "UTC" in minutes.
func offsetIn(s string) (minutes int, ok bool) {
	l := ascii.Lower(s)
	for _, w := range [...]string{"gmt", "utc"} {
		if i := strings.Index(l, w); i >= 0 {
			if l = ascii.Trim(l[i+3:], " "); l == "" {
				return 0, true
			}
		}
	}
	switch {
	case l == "z":
		return 0, true
	case strings.HasPrefix(l, "kst"):
		return session.KSTOffset, true
	}
	i := ascii.Any(l, "+-")
	if i < 0 {
		return 0, false
	}
	h, end := number(l, i+1)
	m := 0
	switch end - i - 1 {
	case 4:
		h, m = h/100, h%100
	case 1, 2:
		if end < len(l) && l[end] == ':' {
			m, _ = number(l, end+1)
		}
	default:
		return 0, false
	}
	if minutes = h*60 + m; l[i] == '-' {
		minutes = -minutes
	}
	return minutes, h < 15 && m < 60
}

// moments are what the attributes of a record's elements say: its start and end.
func (g *group) moments(rec *record) (start, end session.Instant) {
	r := g.r
	from := rec.box.Index - r.root.Index
	to := from + int(r.elems[from].size)
	if to-from > 20*few {
		return 0, 0
	}
	several := false
	put := func(v string, isEnd bool) {
		t, _, ok := r.moment(v)
		if !ok {
			return
		}
		switch {
		case isEnd:
			end = t
		case !start.Known():
			start = t
		case t > start && !end.Known() && t-start < 12*60:
			end = t
		case t != start && t != end:
			several = true
		}
	}
	for i := from; i < to; i++ {
		n := r.elems[i].node
		v := n.Attr("datetime")
		if v == "" && strings.Contains(n.Attr("itemprop"), "Date") {
			v = n.Attr("content")
		}
		if v != "" {
			put(v, strings.Contains(n.Attr("itemprop"), "endDate"))
		}
		if v := n.Attr("data-start"); v != "" {
			put(v, false)
		}
		if v := n.Attr("data-end"); v != "" {
			put(v, true)
		}
	}
	if several || end.Known() && (end <= start || end-start > 14*60) {
		if several {
			return 0, 0
		}
		end = 0
	}
	return start, end
}
