package infer

import (
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/site"
)

// when is a record's time; at is the piece that tells it, -1 for none.
type when struct {
	start, end clock // -1: not told
	at         int32
	own        bool // it stands within the record
}

var never = when{start: -1, end: -1, at: -1}

// times finds the time of every record: its own, that of its row, or that of the nearest
// element around it that tells one.
func (g *group) times() []when {
	out := make([]when, len(g.recs))
	marks := g.timeMarks()
	g.timed = 0
	for k := range g.recs {
		out[k] = g.timeFor(&g.recs[k], marks)
		if out[k].start >= 0 {
			g.timed++
		}
	}
	return out
}

// timeFor is the time of one record.
func (g *group) timeFor(rec *record, marks map[int32][]int32) when {
	if w, own := g.ownTime(rec); own {
		return w
	}
	if w, ok := g.sheetTime(rec); ok {
		return w
	}
	return g.around(rec, marks)
}

// ownTime reads the time pieces within a record. own is true where there are some, even if
// they contradict each other.
func (g *group) ownTime(rec *record) (w when, own bool) {
	r := g.r
	w = never
	torn := false
	g.each(rec, func(i int32) {
		p := &r.pieces[i]
		if p.is(isTime) && !g.free(i) {
			return // another group's
		}
		if !p.is(isTime) || torn {
			if !own && !p.is(isTime) && i >= rec.from && i < rec.to && g.unreadable(i) {
				own, torn = true, true // it says that its time is not known
			}
			return
		}
		t := &p.time
		switch {
		case !own:
			own = true
			w.at, w.own = i, true
			if t.ends {
				w.end = t.start
				return
			}
			w.start, w.end = t.start, t.end
		case w.start < 0 && !t.ends:
			if w.start = t.start; t.end >= 0 {
				w.end = t.end
			}
		case t.start == w.start: // told twice
			if w.end < 0 {
				w.end = t.end
			}
		case w.end < 0 && t.end < 0 && g.follows(w.at, i):
			w.end = t.start
		case t.ends && w.end < 0:
			w.end = t.start
		case t.ends && t.start == w.end, t.start == w.end && t.end < 0:
		default:
			torn = true
		}
	})
	if torn || w.start < 0 {
		return never, own
	}
	return w, own
}

// follows reports whether a second time says when what the first begins will end: it
// stands just behind, and later in nearly all places where both do.
func (g *group) follows(a, b int32) bool {
	r := g.r
	if b-a > 4 || r.pieces[b].time.start <= r.pieces[a].time.start {
		return false
	}
	for i := a + 1; i < b; i++ {
		if p := &r.pieces[i]; !separates(p.text) && p.label != endLabel && !p.is(isHidden) {
			return false
		}
	}
	key := [3]int32{r.pieces[a].col, r.pieces[b].col, b - a}
	if ok, had := r.later[key]; had {
		return ok
	}
	n, later := 0, 0
	for _, i := range r.cols[key[0]].pieces {
		j := i + b - a
		if int(j) >= len(r.pieces) || !r.pieces[i].is(isTime) || !r.pieces[j].is(isTime) || r.pieces[j].col != key[1] {
			continue
		}
		if n++; r.pieces[j].time.start > r.pieces[i].time.start && r.pieces[j].time.start-r.pieces[i].time.start <= 5*60 {
			later++
		}
	}
	if r.later == nil {
		r.later = map[[3]int32]bool{}
	}
	r.later[key] = later*10 >= n*9
	return r.later[key]
}

// unreadable reports whether a piece stands where others of its column tell a time.
func (g *group) unreadable(i int32) bool {
	r := g.r
	p := &r.pieces[i]
	if p.is(isTime|isLabel|isHidden) || len(p.text) > longestWhen {
		return false
	}
	if p.label == timeLabel && !p.is(isDate|isLen) {
		return true
	}
	c := &r.cols[p.col]
	return c.times >= 2 && c.times*10 >= len(c.pieces)*6
}

// timeMarks are the times outside of records, by the element whose records they may tell
// of; what stands where a time should and is none is one of them.
func (g *group) timeMarks() map[int32][]int32 {
	r := g.r
	out := map[int32][]int32{}
	for _, at := range g.places {
		list := g.loose[at]
		times := 0
		for _, i := range list {
			if r.pieces[i].is(isTime) {
				times++
			}
		}
		if times == 0 {
			continue
		}
		for _, i := range list {
			if p := &r.pieces[i]; !p.is(inMenu|isHidden) && g.free(int32(i)) && (p.is(isTime) || g.unreadable(int32(i))) {
				out[at] = append(out[at], int32(i))
			}
		}
	}
	return out
}

// around is the time of the nearest element around a record that tells one: the only one,
// or of several the last before the record, or the first behind it where times stand
// behind what they tell of.
func (g *group) around(rec *record, marks map[int32][]int32) when {
	r := g.r
	for n, up := rec.box.Parent(), 0; n != nil && n.Index >= r.root.Index && up < maxClimb; n, up = n.Parent(), up+1 {
		list := marks[int32(n.Index-r.root.Index)]
		if len(list) == 0 {
			continue
		}
		w := g.nearest(n, rec, list)
		if w.at >= 0 {
			return w
		}
	}
	return never
}

func (g *group) nearest(n *dom.Node, rec *record, list []int32) when {
	r := g.r
	first, last := g.span(n)
	var before, after int32 = -1, -1
	if k := search(list, rec.from); k > 0 {
		before = list[k-1]
	}
	if k := search(list, rec.to); k < len(list) {
		after = list[k]
	}
	at := before
	if list[0] > first && (list[len(list)-1] > last || before < 0 && len(list) == 1) { // they stand behind
		at = after
	}
	if at < 0 {
		return never
	}
	p := &r.pieces[at]
	if !p.is(isTime) {
		return when{-1, -1, at, false}
	}
	w := when{p.time.start, p.time.end, at, false}
	if p.time.ends { // an end alone: what it ends stands before
		w = when{-1, -1, at, false}
		if k := at - 1; k >= 0 && r.pieces[k].is(isTime) && !r.pieces[k].time.ends && r.pieces[k].time.end < 0 {
			w = when{r.pieces[k].time.start, p.time.start, k, false}
		}
	} else if k := at - 1; w.end < 0 && k >= 0 && r.pieces[k].is(isTime) && at != list[0] && g.recAt[k] == 0 && g.follows(k, at) && near(r.pieces[k].node, p.node) {
		w = when{r.pieces[k].time.start, p.time.start, k, false}
	}
	return w
}

// search returns how many of a sorted list are below at.
func search(list []int32, at int32) int {
	from, to := 0, len(list)
	for from < to {
		if mid := (from + to) / 2; list[mid] < at {
			from = mid + 1
		} else {
			to = mid
		}
	}
	return from
}

// span is where the first record within n begins and the last ends, as pieces.
func (g *group) span(n *dom.Node) (first, last int32) {
	at := int32(n.Index - g.r.root.Index)
	if s, had := g.spans[at]; had {
		return s[0], s[1]
	}
	e := g.r.el(n)
	first, last = e.end, e.first
	for i := e.first; i < e.end; i++ {
		if g.recAt[i] > 0 {
			first = i
			break
		}
	}
	for i := e.end - 1; i >= first; i-- {
		if g.recAt[i] > 0 {
			last = i
			break
		}
	}
	if g.spans == nil {
		g.spans = map[int32][2]int32{}
	}
	g.spans[at] = [2]int32{first, last}
	return first, last
}

// sheetTime is the time of a record in a table's cell: that of its row, which may go over
// several, or of its column.
func (g *group) sheetTime(rec *record) (w when, ok bool) {
	r := g.r
	s, c := r.cellAround(rec.box)
	if s == nil {
		if rec.box.Tag != "tr" {
			return never, false
		}
		// A row without a cell for its time, which the row above has for both.
		for n := rec.box.FirstElement(); n != nil && s == nil; n = n.NextElement() {
			s, c = r.cellAround(n)
		}
		if s == nil {
			return never, false
		}
	}
	if s.axis < 0 {
		return never, false
	}
	line, span := c.Row, c.Rowspan
	if s.across {
		line, span = c.Col, c.Colspan
	}
	at := s.axisCell(line)
	for at != nil && r.first(at) == nil && line > 0 { // an empty one goes on with the one before
		line--
		at = s.axisCell(line)
	}
	if at == nil {
		return never, false
	}
	p := r.timeIn(at)
	if p == nil {
		return when{-1, -1, r.el(at.Node).first, false}, true
	}
	w = when{p.time.start, -1, r.el(at.Node).first, false}
	length := at.Rowspan
	from := at.Row
	if s.across {
		length, from = at.Colspan, at.Col
	}
	if first := r.firstTime(s); first >= 0 && w.start+6*60 < first { // past midnight
		w.start += 24 * 60
	}
	end := line + span
	switch {
	case p.time.end >= 0 && end <= from+max(length, 1):
		w.end = p.time.end + w.start - p.time.start
	case p.time.end >= 0:
		if last := s.axisCell(end - 1); last != nil {
			if q := r.timeIn(last); q != nil && q.time.end > w.start {
				w.end = q.time.end
			}
		}
	default:
		if step := r.step(s); step > 0 {
			w.start += clock((line - from) * step)
			w.end = r.ends(s, w.start, end-1, clock(span*step))
		} else if next := s.axisCell(end); s.across && span > 1 && next != nil { // up to where the next begins
			if q := r.timeIn(next); q != nil && q.time.start > w.start {
				w.end = q.time.start
			}
		}
	}
	return w, true
}

// ends is when what begins at start and goes up to a line ends: as long after it as its lines
// take, -1 where the last line's own time says that others lie between.
func (r *reader) ends(s *sheet, start clock, last int, takes clock) clock {
	if c := s.axisCell(last); c != nil && s.steps(c) == last {
		if p := r.timeIn(c); p != nil && p.time.start+clock(s.minutes) != start+takes && p.time.start > start {
			return -1
		}
	}
	return start + takes
}

// steps is the line at which a cell of the axis stands.
func (s *sheet) steps(c *site.Cell) int {
	if s.across {
		return c.Col
	}
	return c.Row
}

// firstTime is the first time of a table, -1 for none.
func (r *reader) firstTime(s *sheet) clock {
	lines := s.rows
	if s.across {
		lines = s.cols
	}
	for line := 0; line < lines; line++ {
		if c := s.axisCell(line); c != nil {
			if p := r.timeIn(c); p != nil {
				return p.time.start
			}
		}
	}
	return -1
}

// axisCell is the cell of the axis that a line has its time from.
func (s *sheet) axisCell(line int) *site.Cell {
	if s.across {
		return s.cell(s.axis, line)
	}
	return s.cell(line, s.axis)
}

// step is the distance in minutes between the times of successive lines, where it is the
// same, at most 15; 0 else: then a line is a slot of any length.
func (r *reader) step(s *sheet) int {
	if s.stepped {
		return s.minutes
	}
	s.stepped = true
	const longest = 15
	var count [longest + 1]int
	n, last, lastLine := 0, -1, 0
	lines := s.rows
	if s.across {
		lines = s.cols
	}
	for line := 0; line < lines; line++ {
		c := s.axisCell(line)
		if c == nil || !s.across && c.Row != line || s.across && c.Col != line {
			continue
		}
		p := r.timeIn(c)
		if p == nil {
			continue
		}
		now := int(p.time.start)
		if last >= 0 {
			d := (now - last + 24*60) % (24 * 60) / (line - lastLine)
			if d <= longest {
				count[d]++
			}
			if d <= longest || line-lastLine == 1 { // over empty heads may be a break of any length
				n++
			}
		}
		last, lastLine = now, line
	}
	for d := 1; d <= longest; d++ {
		if count[d] >= 4 && count[d]*10 >= n*8 {
			s.minutes = d
			return d
		}
	}
	return 0
}
