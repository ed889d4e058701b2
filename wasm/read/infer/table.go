package infer

import (
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/site"
)

// sheet is a table by places, and what its lines mean.
type sheet struct {
	node   *dom.Node
	cells  []site.Cell
	at     []int32 // by row and column: the cell from 1
	rows   int
	cols   int
	byRow  bool          // a row is a session, and its columns are what is told of it
	across bool          // times run along a row
	axis   int           // the column of times, or the row; -1: none
	heads  map[int]label // byRow: what a column's head says
	unit   int           // columns that are a session's, under one head; 0: a cell is one
	head   int           // the first row that is no head
	// minutes is the length of a line, once stepped says that it was looked for.
	minutes int
	stepped bool
	days    []session.Date
	slots   []int // of rows: which row of its slot each is; nil where a row is a slot
}

func (s *sheet) cell(row, col int) *site.Cell {
	if row < 0 || row >= s.rows || col < 0 || col >= s.cols {
		return nil
	}
	if i := s.at[row*s.cols+col]; i > 0 {
		return &s.cells[i-1]
	}
	return nil
}

// maxPlaces bounds what the cells of a table cover: 60 times the largest of any year.
const maxPlaces = 1 << 20

// sheets reads the tables, and parts the columns of their pieces: by row and column.
func (r *reader) sheets() {
	for i := range r.elems {
		if e := &r.elems[i]; e.node.Tag == "table" && !e.menu && e.end > e.first {
			r.sheet(e.node)
		}
	}
}

func (r *reader) sheet(table *dom.Node) {
	s := &sheet{node: table, cells: site.Cells(table), axis: -1}
	covered := 0
	for i := range s.cells {
		c := &s.cells[i]
		covered += c.Rowspan * c.Colspan
		s.rows, s.cols = max(s.rows, c.Row+c.Rowspan), max(s.cols, c.Col+c.Colspan)
	}
	if covered > maxPlaces || s.rows*s.cols > maxPlaces {
		return
	}
	s.at = make([]int32, s.rows*s.cols)
	for i := range s.cells {
		c := &s.cells[i]
		for y := c.Row; y < c.Row+c.Rowspan; y++ {
			for x := c.Col; x < c.Col+c.Colspan; x++ {
				if s.at[y*s.cols+x] == 0 {
					s.at[y*s.cols+x] = int32(i) + 1
				}
			}
		}
	}
	if len(s.cells) < 2 {
		return
	}
	r.axisOf(s)
	r.orient(s)
	n := int32(len(r.tables))
	r.tables = append(r.tables, s)
	s.slots = r.slotRows(s)
	slots := s.slots
	for i := range s.cells {
		c := &s.cells[i]
		r.cellOf[c.Node.Index-r.root.Index] = n<<16 | int32(i&0xFFFF) + 1
		variant := uint64(0)
		if s.byRow {
			variant = uint64(c.Col) + 1
		} else if s.unit > 0 && c.Col > 0 {
			variant = uint64((c.Col-1)%s.unit) + 1
		} else if slots != nil && c.Row < len(slots) {
			variant = uint64(slots[c.Row])
		}
		e := r.el(c.Node)
		l := noLabel
		if (s.byRow || s.unit > 0) && c.Row >= s.head {
			l = s.heads[c.Col]
		}
		for k := e.first; k < e.end; k++ {
			p := &r.pieces[k]
			if variant > 0 {
				p.col = r.variant(p.col, variant)
			}
			if l != noLabel && p.label == noLabel {
				p.label = l
				if p.is(isLabel) { // a title of one such word
					p.kind &^= isLabel
				}
			}
		}
	}
}

// variant is the column of the pieces of col that are told apart by n.
func (r *reader) variant(col int32, n uint64) int32 {
	key := 1<<63 | uint64(col)<<16 | min(n, 0xFFFF)
	v, had := r.byPath[key]
	if !had {
		v = int32(len(r.byPath))
		r.byPath[key] = v
	}
	return v
}

// first is the first piece in a cell, nil for none.
func (r *reader) first(c *site.Cell) *piece {
	if e := r.el(c.Node); e.end > e.first {
		return &r.pieces[e.first]
	}
	return nil
}

// timeIn returns the time that a cell is, or begins with and says little else.
func (r *reader) timeIn(c *site.Cell) *piece {
	e := r.el(c.Node)
	if e.end-e.first > 3 {
		return nil
	}
	for k := e.first; k < e.end; k++ {
		if p := &r.pieces[k]; p.is(isTime) {
			return p
		}
	}
	return nil
}

// axisOf finds the column or the row most of whose filled cells are times.
func (r *reader) axisOf(s *sheet) {
	rowTimes, rowAll := make([]int, s.rows), make([]int, s.rows)
	colTimes, colAll := make([]int, s.cols), make([]int, s.cols)
	for i := range s.cells {
		c := &s.cells[i]
		if r.first(c) == nil {
			continue
		}
		n := 0
		if r.timeIn(c) != nil {
			n = 1
		}
		rowTimes[c.Row] += n
		rowAll[c.Row]++
		colTimes[c.Col] += n
		colAll[c.Col]++
	}
	best, across := 0, false
	for i, n := range rowTimes {
		if n > best && n*10 >= rowAll[i]*6 && n > 1 {
			best, s.axis, across = n, i, true
		}
	}
	for i, n := range colTimes {
		if n*10 >= colAll[i]*6 && (n > best || n == best && !across && n > 0 && s.axis < 0 || across && n >= best) {
			best, s.axis, across = n, i, false
		}
	}
	s.across = across
}

// orient tells whether a row is a session. Heads that are labels say so; else that the
// columns differ: one of names, one of titles.
func (r *reader) orient(s *sheet) {
	if s.across {
		return
	}
	// The head: rows above the first time, or of th alone.
	for s.head < s.rows && s.head < 4 {
		all, times := true, false
		for x := 0; x < s.cols; x++ {
			if c := s.cell(s.head, x); c != nil && c.Row == s.head {
				all = all && c.Node.Tag == "th"
				times = times || r.timeIn(c) != nil
			}
		}
		if times || !all && !r.headRow(s, s.head) {
			break
		}
		s.head++
	}
	heads := map[int]label{}
	told := 0
	for y := 0; y < s.head; y++ {
		for x := 0; x < s.cols; x++ {
			if c := s.cell(y, x); c != nil && c.Colspan == 1 {
				if p := r.first(c); p != nil {
					if l := labelOf(p.text); l != noLabel {
						heads[x] = l
						if l == titleLabel || l == speakerLabel || l == roomLabel || l == lengthLabel || l == otherLabel {
							told++
						}
					}
				}
			}
		}
	}
	if s.unit = r.unitOf(s); s.unit > 0 {
		s.heads = heads
		return
	}
	if told >= 2 || told == 1 && s.cols <= 3 && !r.spread(s) {
		s.byRow, s.heads = true, heads
		return
	}
	if s.head > 0 && told == 0 && s.cols > 2 && r.hallsOver(s) {
		return
	}
	if s.cols < 3 || r.spread(s) {
		return
	}
	s.heads = heads
	// Is there a column of names or of prices beside one of longer texts?
	names, longer, prices := false, false, false
	for x := 0; x < s.cols; x++ {
		if x == s.axis {
			continue
		}
		n, wide, name, price := 0, 0, 0.0, 0
		for y := s.head; y < s.rows; y++ {
			if c := s.cell(y, x); c != nil && c.Row == y && c.Col == x {
				if p := r.first(c); p != nil && !p.is(isTime) {
					n++
					wide += width(p.text)
					name += p.nameLike()
					price += count(priced(p.text))
				}
			}
		}
		if n == 0 {
			continue
		}
		prices = prices || price*2 > n
		if name >= float64(n)*0.6 && wide/n < 20 {
			names = true
		} else if wide/n >= 14 {
			longer = true
		}
	}
	s.byRow = names && longer || prices
}

// unitOf is how many columns stand under each of the heads, if these are as wide as each other
// and most cells below have one column: a title and who speaks, of every track. 0: they are not.
func (r *reader) unitOf(s *sheet) int {
	const widest = 3
	if s.axis != 0 {
		return 0
	}
	for y := range s.head {
		unit, n := 0, 0
		for x := 1; x < s.cols; x += max(unit, 1) {
			c := s.cell(y, x)
			if c == nil || c.Row != y || c.Col != x || r.first(c) == nil || unit > 0 && c.Colspan != unit {
				unit = 0
				break
			}
			unit = c.Colspan
			n++
		}
		if unit < 2 || unit > widest || n < 2 {
			continue
		}
		single, all := 0, 0
		for i := range s.cells {
			if c := &s.cells[i]; c.Row >= s.head && c.Col > 0 && r.first(c) != nil && c.Colspan < n*unit {
				all++
				single += count(c.Colspan == 1)
			}
		}
		if single*10 >= all*8 && all > n*unit {
			return unit
		}
	}
	return 0
}

// hallsOver reports whether the head of a table names a room.
func (r *reader) hallsOver(s *sheet) bool {
	for x := range s.cols {
		if c := s.cell(s.head-1, x); c != nil {
			if p := r.first(c); p != nil && p.roomLike() > 0 {
				return true
			}
		}
	}
	return false
}

// headRow reports whether a row of td is a head: short words, and no link.
func (r *reader) headRow(s *sheet, y int) bool {
	if s.axis < 0 {
		return false
	}
	n, roomy := 0, 0
	for x := 0; x < s.cols; x++ {
		c := s.cell(y, x)
		if c == nil || c.Row != y {
			continue
		}
		p := r.first(c)
		if p == nil {
			continue
		}
		if c.Colspan >= max(s.cols-1, 2) && p.link == nil { // what the table is called
			return true
		}
		if n++; len(p.text) > 40 || p.link != nil {
			return false
		}
		if p.roomLike() > 0 || labelOf(p.text) != noLabel || p.is(isDate|isOrd) {
			roomy++
		}
	}
	return n > 0 && roomy*2 >= n
}

// spread reports whether cells that are no heads go over several columns or rows, as
// sessions do and what is told of one does not.
func (r *reader) spread(s *sheet) bool {
	n, all := 0, 0
	for i := range s.cells {
		if c := &s.cells[i]; c.Row >= s.head && c.Col != s.axis && r.first(c) != nil {
			if all++; c.Colspan > 1 && !isBreak(r.first(c).text) || c.Rowspan > 1 {
				n++
			}
		}
	}
	return n*6 > all
}

// slotRows numbers the rows within a slot, where most have the same number of rows: the
// second has what is told of the session above it. nil: a row is a slot.
func (r *reader) slotRows(s *sheet) []int {
	if s.byRow || s.across || s.axis < 0 || s.unit > 0 {
		return nil
	}
	of := make([]int, s.rows)
	slots, double := 0, 0
	from := -1
	size := func(to int) {
		if from < 0 {
			return
		}
		filled := false
		for x := 0; x < s.cols; x++ {
			if c := s.cell(from, x); c != nil && c.Col != s.axis && r.first(c) != nil && !isBreak(r.first(c).text) {
				filled = true
			}
		}
		if !filled {
			return
		}
		if slots++; to-from == 2 {
			double++
		}
	}
	for y := 0; y < s.rows; y++ {
		c := s.cell(y, s.axis)
		switch {
		case c != nil && c.Row == y && r.first(c) != nil:
			size(y)
			from = y
		case c != nil && c.Row < y:
		}
		if from >= 0 {
			of[y] = y - from
		}
	}
	size(s.rows)
	if double < 2 || double*10 < slots*6 {
		return nil
	}
	// What stands in the second row must be shorter than what stands above it.
	n, short := 0, 0
	for y := range of {
		if of[y] != 1 {
			continue
		}
		for x := 0; x < s.cols; x++ {
			a, b := s.cell(y-1, x), s.cell(y, x)
			if a == nil || b == nil || a == b || x == s.axis || r.first(a) == nil || r.first(b) == nil {
				continue
			}
			if n++; width(r.first(b).text) <= width(r.first(a).text) || nameLike(r.first(b).text) > 0.5 {
				short++
			}
		}
	}
	if short*10 < n*7 {
		return nil
	}
	return of
}

// cellAround returns the sheet and the cell that n is in, nil for none.
func (r *reader) cellAround(n *dom.Node) (*sheet, *site.Cell) {
	if len(r.tables) == 0 {
		return nil, nil
	}
	for up := 0; n != nil && up < maxClimb; n, up = n.Parent(), up+1 {
		if n.Tag == "" || n.Index < r.root.Index {
			break
		}
		if id := r.cellOf[n.Index-r.root.Index]; id > 0 {
			s := r.tables[(id-1)>>16]
			if i := int(id-1) & 0xFFFF; i < len(s.cells) && s.cells[i].Node == n {
				return s, &s.cells[i]
			}
			return nil, nil
		}
	}
	return nil, nil
}

// width is the room that a text takes, in columns: characters beyond Latin take two.
func width(s string) int {
	n := 0
	for _, c := range s {
		if n++; c >= 0x1100 {
			n++
		}
	}
	return n
}
