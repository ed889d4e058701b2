package page

import (
	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/site"
)

// Some sites print times in the browser's time zone, once, when they draw a page. If the zone
// changes while the page is open, for example a traveller's, the printed times stay, and
// would all move if they were read in the new zone. So times are read in the zone of the
// first reading as long as some of them are unchanged, and nothing is learned from the page
// until it has been drawn again.

// clock remembers the zone in which a page prints times, as the offsets that the browser
// returned while it was in that zone.
type clock struct {
	zone  offsets
	known bool
	asked map[int]int // by minuteOf
	// starts are the sessions that were read in that zone, by name, and by name and start.
	starts map[string]bool
}

// maxNoted bounds what is kept for a page that generates sessions without end: ten times what
// a visit to a real site takes, which is 130 sessions under two names each.
const maxNoted = 2600

// minuteOf numbers the minutes of the calendar.
func minuteOf(d session.Date, h, m int) int { return ((d.Year*13+d.Month)*32+d.Day)*1440 + h*60 + m }

// offsets tells zones apart: the offsets from UTC of a day in winter and one in summer.
type offsets [2]int

func offsetsOf(zone func(session.Date, int, int) int) offsets {
	if zone == nil {
		return offsets{session.KSTOffset, session.KSTOffset}
	}
	return offsets{zone(session.Date{Year: 2000, Month: 1, Day: 1}, 0, 0), zone(session.Date{Year: 2026, Month: 7, Day: 1}, 0, 0)}
}

// offset returns the zone's offset for the names of grids.
func (c *clock) offset() int { return c.zone[0] }

// timed reads the page with its times in the zone in which they were printed.
func (pg *Page) timed(root *dom.Node, o site.Options) site.Page {
	c := &pg.clock
	pg.adrift = false
	zone := offsetsOf(o.Zone)
	if c.known && zone != c.zone {
		asked := false
		then := o
		then.Zone = func(d session.Date, h, m int) int {
			asked = true
			if minutes, ok := c.asked[minuteOf(d, h, m)]; ok {
				return minutes
			}
			return c.zone[0]
		}
		page := pg.read(root, then)
		same, other := c.compare(page)
		switch {
		case !asked: // the page prints the times of the conference's zone
			return page
		case same > 0:
			pg.adrift = true
			return page
		case other == 0:
			// It is another page, and whether it was drawn before or after the change is not
			// known. Sessions with an id get their stars without a time.
			pg.adrift = true
			page = pg.read(root, o)
			for i := range page.Spots {
				if s := &page.Spots[i].Session; !s.Key.Hashed() {
					s.Start, s.End = 0, 0
				}
			}
			return page
		}
		// The page has been drawn again.
		*c = clock{}
	}
	if !c.known || c.asked == nil {
		*c = clock{zone: zone, known: true, asked: map[int]int{}, starts: map[string]bool{}}
	}
	asked := false
	now := o
	if o.Zone != nil {
		now.Zone = func(d session.Date, h, m int) int {
			asked = true
			minutes := o.Zone(d, h, m)
			if len(c.asked) >= maxNoted {
				clear(c.asked)
			}
			c.asked[minuteOf(d, h, m)] = minutes
			return minutes
		}
	}
	page := pg.read(root, now)
	if asked {
		c.note(page)
	}
	return page
}

// note stores the starts of the page's sessions.
func (c *clock) note(page site.Page) {
	if len(c.starts) >= maxNoted {
		clear(c.starts)
	}
	for i := range page.Spots {
		if s := &page.Spots[i].Session; s.Start.Known() {
			name := nameOf(s)
			c.starts[name] = true
			c.starts[name+at(s.Start)] = true
		}
	}
}

// compare counts the sessions of a page that were read before: those with the same
// start, and those with another.
func (c *clock) compare(page site.Page) (same, other int) {
	for i := range page.Spots {
		s := &page.Spots[i].Session
		name := nameOf(s)
		switch {
		case !s.Start.Known() || !c.starts[name]:
		case c.starts[name+at(s.Start)]:
			same++
		default:
			other++
		}
	}
	return same, other
}

func at(t session.Instant) string { return "\x00" + ascii.Itoa(int(t)) }

// nameOf names a session without its time.
func nameOf(s *session.Session) string {
	if !s.Key.Hashed() {
		return string(s.Key.First())
	}
	name := s.Title(s.PageLang)
	for _, room := range s.Rooms {
		name += "\x00" + room
	}
	return name
}
