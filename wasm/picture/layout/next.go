package layout

import (
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// nextCount is how many sessions a lock screen with the next ones shows: what runs or comes,
// and two behind it, which is as far as somebody in a corridor looks ahead.
const nextCount = 3

// upcoming returns the first n picks of tt that are not over at now, by day; what is
// cancelled or gone is left out.
func upcoming(tt timetable.Timetable, now session.Instant, n int) (days []timetable.Day) {
	for _, d := range tt.Days {
		day := timetable.Day{Date: d.Date}
		for _, it := range d.Items {
			if n > 0 && !struck(&it) && (!now.Known() || it.End > now) {
				day.Items = append(day.Items, it)
				n--
			}
		}
		if len(day.Items) > 0 {
			days = append(days, day)
		}
	}
	return days
}

// next adds a sheet with the next sessions alone, as large as there is room for.
func (b *binder) next() {
	days := upcoming(b.tt, b.o.Now, nextCount)
	if len(days) == 0 {
		p := b.sheet(b.o.frame().steps()[0])
		p.smallHead(b.tt, p.w.NoneLeft, "")
		p.foot()
		b.add("", &p.page)
		return
	}
	b.list("", days, nil)
}
