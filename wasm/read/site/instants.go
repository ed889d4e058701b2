package site

import (
	"byeolpyo/wasm/model/session"
)

// instant turns a date and time as printed into a moment.
func (r *reader) instant(d session.Date, c clock) session.Instant {
	if !d.Known() {
		return 0
	}
	return r.local(d, c)
}

// gridInstant is instant for a date that stands over a grid.
func (r *reader) gridInstant(pg *Layout, d session.Date, c clock) session.Instant {
	if pg.DayInUTC && d.Known() && r.o.Zone != nil {
		// The date is the one on which midnight UTC falls in the local zone: west of
		// Greenwich that is the day before.
		if r.o.Zone(d, 12, 0) < 0 {
			d = d.AddDays(1)
		}
		// Of the local days around d it is the one on which the clock shows this hour while
		// the date in UTC is d.
		for _, shift := range [...]int{0, -1, 1} {
			t := r.local(d.AddDays(shift), c)
			if (t - session.KSTOffset).Date() == d {
				return t
			}
		}
	}
	return r.instant(d, c)
}

// between returns the start and, when there is more than one time, the end; an
// end before the start is on the next day.
func (r *reader) between(d session.Date, times []clock) (start, end session.Instant) {
	start = r.instant(d, times[0])
	if len(times) > 1 && start.Known() {
		if end = r.instant(d, times[len(times)-1]); end < start {
			end = r.instant(d.AddDays(1), times[len(times)-1])
		}
	}
	return start, end
}

// local turns a date and time of the zone that the page is printed in into a
// moment.
func (r *reader) local(d session.Date, c clock) session.Instant {
	t := session.KST(d, c.hour, c.minute)
	if r.p.BrowserZone && !r.seoul && r.o.Zone != nil {
		t += session.Instant(session.KSTOffset - r.o.Zone(d, c.hour, c.minute))
	}
	return t
}
