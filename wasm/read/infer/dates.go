package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/site"
)

// dayMark is a date, or the number of a day, that stands outside of records.
type dayMark struct {
	at      int32 // piece
	date    session.Date
	day     int    // "Day 2", where no date tells more
	isRange bool   // it tells several days, and so that of nobody
	worth   int    // as the day of the whole page
	chosen  bool   // a tab, and the one that is shown
	target  string // the id of what it opens
	id      string // by which what it opens names it
	unknown bool   // it stands where others of its column are dates
}

// maxMarks bounds the dates around records, ten times what a real page has.
const maxMarks = 400

// days are the marks of a group, and what the page says of its days.
type days struct {
	marks   map[int32][]dayMark // by the element whose records they may tell of
	ordinal map[int]session.Date
	cache   map[int32]session.Date
	parts   map[int32][]*dom.Node
}

// longestDate is the length in bytes of the longest text that is looked at as a date:
// a sentence with one in it.
const longestDate = 180

func (g *group) days() *days {
	r := g.r
	d := &days{marks: map[int32][]dayMark{}, ordinal: map[int]session.Date{}, cache: map[int32]session.Date{}, parts: map[int32][]*dom.Node{}}
	cols := map[int32]int{}
	var first session.Date // of the only range
	ranges := 0
	for _, at := range g.places {
		list := g.loose[at]
		for _, i := range list {
			p := &r.pieces[i]
			if p.is(isLong) || len(p.text) > longestDate || !p.is(isDate|isOrd) || len(d.marks[at]) >= maxMarks {
				continue
			}
			m := dayMark{at: int32(i)}
			if p.is(isDate) {
				m.date = p.date.date
				m.isRange = p.date.to.Known()
				m.worth = r.worth(i)
				cols[p.col]++
			}
			if p.is(isOrd) {
				m.day = ordinalDay(p.plain)
				if m.date.Known() && !m.isRange {
					d.ordinal[m.day] = m.date
				}
			}
			if m.isRange && m.worth >= 0 {
				if ranges == 0 || first != m.date {
					ranges++
				}
				first = m.date
			}
			r.tab(&m, p)
			d.marks[at] = append(d.marks[at], m)
		}
	}
	// "Day 1" just before or behind its date.
	for how := 0; how < 3; how++ { // the closest counts
		for _, at := range g.places {
			list := d.marks[at]
			for i := range list {
				if list[i].day == 0 || list[i].date.Known() {
					continue
				}
				if _, had := d.ordinal[list[i].day]; had {
					continue
				}
				near := [...]int{i + 1, i - 1}
				if i > 0 && (i+1 == len(list) || list[i].at-list[i-1].at < list[i+1].at-list[i].at || list[i].at-list[i-1].at == list[i+1].at-list[i].at && list[0].day == 0) {
					near = [...]int{i - 1, i + 1}
				}
				for _, j := range near {
					if j < 0 || j >= len(list) || list[j].day != 0 || list[j].isRange {
						continue
					}
					a, b := r.pieces[list[i].at].node, r.pieces[list[j].at].node
					if how == 0 && a == b || how == 1 && a.Parent() == b.Parent() || how == 2 && (inside(a, b.Parent()) || inside(b, a.Parent())) {
						d.ordinal[list[i].day] = list[j].date
						break
					}
				}
			}
		}
	}
	if ranges == 1 {
		for n := 1; n <= 5; n++ {
			if _, had := d.ordinal[n]; !had {
				d.ordinal[n] = first.AddDays(n - 1)
			}
		}
	}
	for _, at := range g.places {
		list, marked := d.marks[at]
		if !marked {
			continue
		}
		for i := range list {
			if m := &list[i]; !m.date.Known() {
				m.date = d.ordinal[m.day] // unknown where nothing tells
				m.unknown = !m.date.Known()
				m.worth = 2
			}
		}
		// What stands where others of its column are dates cuts their reach; before all records
		// it may be anything beside the only one.
		begin, _ := g.span(r.elems[at].node)
		for _, i := range g.loose[at] {
			p := &r.pieces[i]
			if (cols[p.col] > 1 || cols[p.col] == 1 && int32(i) > begin) && !p.is(isDate|isOrd|isTime|isLong) && cols[p.col]*2 >= len(r.cols[p.col].pieces) && len(p.text) < 60 {
				list = append(list, dayMark{at: int32(i), unknown: true})
			}
		}
		sortMarks(list)
		list = list[:min(len(list), maxMarks)]
		d.marks[at] = list
	}
	return d
}

func sortMarks(list []dayMark) {
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && list[j].at < list[j-1].at; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

// worth tells how likely a date is the day of the conference, where a page has several and
// none stands over what it tells of.
func (r *reader) worth(at int) int {
	p := &r.pieces[at]
	n := 0
	l := ascii.Lower(p.text)
	if holds(l, deadlineWords) {
		n -= 6
	}
	// What is said just before: "얼리버드", "접수 마감".
	for k := 1; k <= 2; k++ {
		if at >= k {
			if q := &r.pieces[at-k]; len(q.text) < 40 && near(q.node, p.node) && holds(ascii.Lower(q.text), deadlineWords) {
				n -= 4
			}
		}
	}
	if p.date.week {
		n += 2
	}
	if p.date.year {
		n++
	}
	if p.is(isTime) || len(clocksIn(p.plain, false)) > 0 {
		n++
	}
	if p.is(inMenu) {
		n -= 2
	}
	if holds(l, "일시|일정|날짜|행사|when|date") {
		n++
	}
	var f [nFeatures]float32
	r.tagOf(p, &f)
	if f[fHeading] > 0 {
		n += 2
	}
	if len(p.text) > 80 {
		n--
	}
	return n
}

// tab tells whether a mark is the chosen one of several, and what it opens.
func (r *reader) tab(m *dayMark, p *piece) {
	for n, up := p.node, 0; n != nil && up < 4; n, up = n.Parent(), up+1 {
		for _, name := range [...]string{"href", "aria-controls", "for"} {
			v := n.Attr(name)
			if i := strings.IndexByte(v, '#'); name == "href" {
				if i < 0 {
					v = ""
				} else {
					v = v[i+1:]
				}
			}
			if v != "" && m.target == "" {
				m.target = v
			}
		}
		if m.id == "" {
			m.id = n.Attr("id")
		}
		m.chosen = m.chosen || n.Attr("aria-selected") == "true" || n.Attr("aria-pressed") == "true" || n.Attr("aria-current") != "" || n.Attr("selected") != "" ||
			up < 3 && holds(" "+ascii.Lower(n.Attr("class"))+" ", " selected | active | current | is-active | on | mui-selected |--active |__active |_active ")
	}
}

// dayOf is the date of a record, unknown where nothing tells it for sure.
func (g *group) dayOf(rec *record, d *days) session.Date {
	r := g.r
	var own session.Date
	torn := false
	g.each(rec, func(i int32) {
		p := &r.pieces[i]
		if !p.is(isDate) || p.date.to.Known() || p.is(isHidden) || len(p.text)-(p.date.at-p.date.from) > 60 || holds(ascii.Lower(p.text), deadlineWords) {
			return
		}
		if own.Known() && own != p.date.date {
			torn = true
		}
		own = p.date.date
	})
	if own.Known() && !torn {
		return own
	}
	if s, c := r.cellAround(rec.box); s != nil {
		if day := r.sheetDay(s, c); day.Known() {
			return day
		}
	} else if s, c := r.cellAround(r.pieces[rec.title].node); s != nil && s.byRow && !torn {
		if day := r.rowDay(s, c.Row); day.Known() {
			return day
		}
	}
	for n, up := rec.box.Parent(), 0; n != nil && n.Index >= r.root.Index && up < maxClimb; n, up = n.Parent(), up+1 {
		at := int32(n.Index - r.root.Index)
		list := d.marks[at]
		if len(list) == 0 {
			continue
		}
		if day, settled := g.dayIn(n, at, rec, list, d); settled {
			return day
		}
	}
	return session.Date{}
}

// sheetDay is a date at the head of a cell's column.
func (r *reader) sheetDay(s *sheet, c *site.Cell) session.Date {
	if s.across || s.axis < 0 {
		return session.Date{}
	}
	if s.days == nil { // of each row, what a row before says that goes over all columns
		s.days = make([]session.Date, s.rows)
		var day session.Date
		for y := range s.days {
			if h := s.cell(y, 0); h != nil && h.Row == y && h.Colspan >= max(s.cols-1, 2) {
				if p := r.first(h); p != nil && p.is(isDate) && !p.date.to.Known() && r.timeIn(h) == nil {
					day = p.date.date
				}
			}
			s.days[y] = day
		}
	}
	for y := min(c.Row, s.head) - 1; y >= 0; y-- {
		if h := s.cell(y, c.Col); h != nil && h.Row == y {
			if p := r.first(h); p != nil && p.is(isDate) && !p.date.to.Known() && r.timeIn(h) == nil {
				return p.date.date
			}
		}
	}
	return s.days[c.Row]
}

// rowDay is the date of a row in a table that has a column of dates: that beside it, or where its
// cell is empty that of the row above.
func (r *reader) rowDay(s *sheet, row int) (day session.Date) {
	for x := range s.cols {
		dates, others := 0, 0
		for y := s.head; y < s.rows; y++ {
			if c := s.cell(y, x); c != nil && c.Row == y && c.Col == x {
				if p := r.first(c); p != nil {
					dates += count(p.is(isDate) && !p.date.to.Known() && r.timeIn(c) == nil)
					others++
				}
			}
		}
		if dates == 0 || dates < others {
			continue
		}
		for y := row; y >= s.head; y-- {
			if c := s.cell(y, x); c != nil {
				if p := r.first(c); p != nil {
					return p.date.date
				}
			}
		}
	}
	return day
}

// dayIn chooses among the marks of one element around a record. settled is false where the
// next element around may tell.
func (g *group) dayIn(n *dom.Node, at int32, rec *record, list []dayMark, d *days) (day session.Date, settled bool) {
	r := g.r
	var dates []session.Date // distinct, of marks that are one day
	var single []dayMark
	for _, m := range list {
		if m.isRange || m.worth < -2 {
			continue
		}
		single = append(single, m)
		if m.unknown {
			continue
		}
		known := false
		for _, x := range dates {
			known = known || x == m.date
		}
		if !known {
			dates = append(dates, m.date)
		}
	}
	if len(single) == 0 {
		return day, false
	}
	// A tab that opens what the record is in.
	for _, m := range single {
		for up := rec.box; up != nil && up != n && m.target+m.id != ""; up = up.Parent() {
			if id := up.Attr("id"); id != "" && id == m.target {
				return m.date, true
			}
			if id := up.Attr("aria-labelledby"); id != "" && id == m.id {
				return m.date, true
			}
		}
	}
	first, _ := g.span(n)
	last := -1 // the last mark before the record
	inside := false
	for i, m := range single {
		if m.at < rec.from {
			last = i
		}
		inside = inside || m.at > first
	}
	switch {
	case len(dates) == 0:
		return day, len(single) > 0 && single[0].unknown && len(single) > 1
	case inside && last >= 0 && (single[last].at > first || g.repeats(single, last, first)) || g.over(single, last, first):
		// Headings among the records.
		return single[last].date, true
	case len(dates) == 1:
		if single[len(single)-1].unknown && last >= 0 && single[last].unknown {
			return day, true
		}
		return dates[0], true
	}
	// Several before all records: tabs.
	var tabs []dayMark
	for _, m := range single {
		if m.at < first && (len(tabs) == 0 || tabs[len(tabs)-1].date != m.date) {
			tabs = append(tabs, m)
		}
	}
	parts := g.partsIn(n, at, d)
	if len(parts) == len(tabs) && len(tabs) > 1 && distinct(tabs) && beside(r, tabs) && r.restart(parts) {
		for i, part := range parts {
			if rec.box.Inside(part) {
				return tabs[i].date, true
			}
		}
	}
	var chosen session.Date
	for _, m := range tabs {
		if m.chosen {
			if chosen.Known() && chosen != m.date {
				return day, true
			}
			chosen = m.date
		}
	}
	if chosen.Known() && beside(r, tabs) {
		return chosen, true
	}
	if len(tabs) > 1 && beside(r, tabs) {
		if odd := r.odd(tabs); odd >= 0 {
			return tabs[odd].date, true
		}
		// Over the tabs or below them, a heading may say which day is shown.
		return g.best(single), true
	}
	return g.best(single), true
}

// restart reports whether each part begins earlier in the day than the part before ends, as
// days do and the hours of one do not.
func (r *reader) restart(parts []*dom.Node) bool {
	last := clock(-1)
	for _, part := range parts {
		e := r.el(part)
		first, end, n := clock(-1), clock(-1), 0
		for i := e.first; i < e.end; i++ {
			if p := &r.pieces[i]; p.is(isTime) {
				n++
				if t := p.time.start; first < 0 || t < first {
					first = t
				}
				end = max(end, p.time.start)
			}
		}
		if last >= 0 && first > last || n < 2 || part.Tag == "tr" {
			return false
		}
		last = end
	}
	return true
}

// odd is the one of three tabs or more that looks like no other, -1 for none.
func (r *reader) odd(tabs []dayMark) int {
	if len(tabs) < 3 {
		return -1
	}
	look := func(m dayMark) string {
		n := r.pieces[m.at].node
		return n.Attr("class") + "/" + n.Parent().Attr("class")
	}
	at, kinds := -1, map[string]int{}
	for _, m := range tabs {
		kinds[look(m)]++
	}
	for i, m := range tabs {
		if kinds[look(m)] == 1 && len(kinds) == 2 {
			at = i
		}
	}
	return at
}

func distinct(list []dayMark) bool {
	for i := range list {
		for j := 0; j < i; j++ {
			if list[i].date == list[j].date {
				return false
			}
		}
	}
	return true
}

// beside reports whether marks stand side by side, as tabs do: of one column, and with
// little between.
func beside(r *reader, list []dayMark) bool {
	for i := 1; i < len(list); i++ {
		a, b := &r.pieces[list[i-1].at], &r.pieces[list[i].at]
		if a.col != b.col && a.node.Tag != b.node.Tag || list[i].at-list[i-1].at > 4 {
			return false
		}
	}
	return true
}

// repeats reports whether the mark before the first record is one of several headings: a
// later one of its column stands among the records.
func (g *group) repeats(list []dayMark, at int, first int32) bool {
	for _, m := range list {
		if m.at > first && g.r.pieces[m.at].col == g.r.pieces[list[at].at].col {
			return true
		}
	}
	return at == 0 || !beside(g.r, list[:at+1])
}

// over reports whether the last mark before all records is the heading over them, and those
// before it stand over something else: they are of one column, with more between.
func (g *group) over(list []dayMark, last int, first int32) bool {
	if last < 1 || list[last].at > first {
		return false
	}
	a, b := list[last-1].at, list[last].at
	return g.r.pieces[a].col == g.r.pieces[b].col && b-a > 4
}

// best is the date that is worth most as the day of the whole page, unknown where two are.
func (g *group) best(list []dayMark) session.Date {
	var day session.Date
	most := -100
	tie := false
	for _, m := range list {
		if m.unknown {
			continue
		}
		if m.worth > most {
			day, most, tie = m.date, m.worth, false
		} else if m.worth == most && m.date != day {
			tie = true
		}
	}
	if tie || most < 2 {
		return session.Date{}
	}
	for _, m := range list { // another that may as well be
		if !m.unknown && m.date != day && m.worth > most-2 {
			return session.Date{}
		}
	}
	return day
}

// partsIn are the elements within n that hold records, side by side: the days' panels, or
// the rooms' lists.
func (g *group) partsIn(n *dom.Node, at int32, d *days) []*dom.Node {
	if list, had := d.parts[at]; had {
		return list
	}
	r := g.r
	var list []*dom.Node
	for up := 0; up < maxClimb; up++ {
		list = nil
		for c := n.FirstElement(); c != nil; c = c.NextElement() {
			if r.el(c).own != 0 {
				list = append(list, c)
			}
		}
		if len(list) != 1 {
			break
		}
		n = list[0]
	}
	d.parts[at] = list
	return list
}
