package infer

import (
	"byeolpyo/wasm/read/dom"
)

// record is one session of a group: its title, the largest element (box) that holds no other
// title, and pieces outside of that element which belong to it.
type record struct {
	title    int32
	box      *dom.Node
	from, to int32   // pieces of box
	extra    []int32 // pieces beside it
	copies   []int32 // the title again, within box
}

// group is a column that is taken for titles, and the records that follow from it.
type group struct {
	r       *reader
	titles  []int32 // columns
	free    func(int32) bool
	list    []int32 // the titles
	ids     []int32 // of each, the same for those that say the same
	recs    []record
	recAt   []int32         // by piece: the record it is in from 1, 0
	loose   map[int32][]int // by element: the pieces outside of boxes whose nearest element with a title it is
	places  []int32         // the elements of loose, by the first of their pieces
	members []member        // columns within records
	index   map[int32]int   // of members, by column
	score   float64
	timed   int
	roles   []role // of members
	when    []when // of records
	group   [nGroup]float32
	spans   map[int32][2]int32 // by element: see span
	shapes  map[string]int     // of the addresses that titles lead to: how many
	beds    map[bed]bool       // where its boxes stand
	tail    string             // what parts titles from names in its lines, "" for none
	// reported is how many titles are quotations within a text that goes on.
	reported int
	// employed: in that, a comma stands before where somebody works.
	employed bool
	panels   map[int32][]*dom.Node // by the first of a row of heads: what they stand over
}

// several marks an element that holds titles of more than one record.
const several = -1

// group makes the records of the pieces in columns. free reports whether a piece may be
// used.
func (r *reader) group(columns []int32, free func(int32) bool) *group {
	g := &group{r: r, titles: columns, free: free, index: map[int32]int{}}
	ids := map[string]int32{}
	for _, c := range columns {
		for _, i := range r.cols[c].pieces {
			if p := &r.pieces[i]; p.words() && p.kind&isLong == 0 && free(i) && !r.inHead(p.node) && !r.heads(p, c) {
				g.list = append(g.list, i)
			}
		}
	}
	if len(columns) > 1 {
		sortInts(g.list)
	}
	g.ids = make([]int32, len(g.list))
	for k, i := range g.list {
		p := &r.pieces[i]
		id := ids[p.text]
		if id == 0 {
			id = int32(len(ids)) + 1
			ids[p.text] = id
		}
		g.ids[k] = id
	}
	g.own()
	g.recAt = make([]int32, len(r.pieces))
	boxes := map[int]int32{} // by element: its record from 1
	all := make([]*dom.Node, len(g.list))
	paths := map[uint32]int{}
	for k, i := range g.list {
		box := r.pieces[i].node
		for up := box.Parent(); up != nil && up.Index >= r.root.Index && r.el(up).own == g.ids[k] && !r.isSlot(box) && !r.holdsTaken(up); up = up.Parent() {
			box = up
		}
		all[k] = box
		paths[r.el(box).path]++
	}
	for k, i := range g.list {
		box := g.align(all[k], r.pieces[i].node, paths)
		if r.el(box).own == several { // two titles in one element
			g.add(record{title: i, box: box, from: i, to: i + 1})
			continue
		}
		if had := boxes[box.Index]; had > 0 {
			g.recs[had-1].copies = append(g.recs[had-1].copies, i)
			continue
		}
		e := r.el(box)
		g.add(record{title: i, box: box, from: e.first, to: e.end})
		boxes[box.Index] = int32(len(g.recs))
	}
	g.beside()
	g.measure()
	return g
}

// heads reports whether a piece among titles is the heading of a day or of a room: nearly all of
// it is a date, or it is short and reads as a room, where the others do not.
func (r *reader) heads(p *piece, col int32) bool {
	const short = 40 // columns
	return p.is(isDate) && (p.date.at-p.date.from)*2 >= len(p.plain) ||
		p.link == nil && width(p.text) < short && p.roomLike() >= 1 && r.measure(col)[fRoom] < 0.5
}

// align returns the element around a title, within the largest, whose path most other records
// share. A list that happens to have one record is not itself a record.
func (g *group) align(box, title *dom.Node, paths map[uint32]int) *dom.Node {
	r := g.r
	best, most := box, 2*paths[r.el(box).path]
	for n := title; n != box; n = n.Parent() {
		if c := paths[r.el(n).path]; c > most {
			best, most = n, c
		}
	}
	return best
}

// own marks the elements around each title with its record, and those around titles of
// several records as such.
func (g *group) own() {
	r := g.r
	for i := range r.elems {
		r.elems[i].own = 0
	}
	for k, i := range g.list {
		id := g.ids[k]
		for n := r.pieces[i].node; n != nil && n.Index >= r.root.Index; n = n.Parent() {
			e := r.el(n)
			if e.own == id || e.own == several {
				break
			}
			if e.own == 0 {
				e.own = id
			} else {
				e.own = several
			}
		}
	}
}

// isSlot reports whether an element is a cell that is a session's, in a table whose rows
// have several.
func (r *reader) isSlot(n *dom.Node) bool {
	id := r.cellOf[n.Index-r.root.Index]
	return id > 0 && !r.tables[(id-1)>>16].byRow && r.tables[(id-1)>>16].axis >= 0
}

// inHead reports whether an element is in the head of a table, or is one of its times.
func (r *reader) inHead(n *dom.Node) bool {
	s, c := r.cellAround(n)
	if s == nil || s.axis < 0 {
		return false
	}
	if s.across {
		return c.Row == s.axis
	}
	return c.Row < s.head || c.Col == s.axis && !s.byRow && c.Colspan == 1
}

func (g *group) add(rec record) {
	g.recs = append(g.recs, rec)
	for i := rec.from; i < rec.to; i++ {
		g.recAt[i] = int32(len(g.recs))
	}
}

// beside finds the pieces outside of all boxes, by the nearest element around them that
// holds titles, and gives to records what belongs to them: what stands behind each in a
// flat flow, or before each.
func (g *group) beside() {
	r := g.r
	g.loose = map[int32][]int{}
	direct := map[int32][]int{} // records, by the parent of their box
	for k := range g.recs {
		if p := g.recs[k].box.Parent(); p != nil && p.Index >= r.root.Index {
			at := int32(p.Index - r.root.Index)
			direct[at] = append(direct[at], k)
		}
	}
	var order []int32
	if r.nearby == nil {
		r.nearby = make([]int32, len(r.elems))
	}
	for i := range r.elems { // the nearest element around each that holds titles
		e := &r.elems[i]
		switch {
		case e.own != 0:
			r.nearby[i] = int32(i)
		case i == 0:
			r.nearby[i] = -1
		default:
			r.nearby[i] = r.nearby[e.node.Parent().Index-r.root.Index]
		}
	}
	for i := range r.pieces {
		if g.recAt[i] > 0 {
			continue
		}
		at := r.nearby[r.pieces[i].node.Index-r.root.Index]
		if at < 0 {
			continue
		}
		if g.loose[at] == nil {
			order = append(order, at)
		}
		g.loose[at] = append(g.loose[at], i)
	}
	g.places = order
	for _, at := range order {
		recs := direct[at]
		if len(recs) < 2 {
			continue
		}
		// Of each column: does it stand before the first record, or behind the last?
		type side struct{ n, before, after int }
		sides := map[int32]*side{}
		first, last := int(g.recs[recs[0]].from), int(g.recs[recs[len(recs)-1]].to)
		for _, i := range g.loose[at] {
			c := r.pieces[i].col
			s := sides[c]
			if s == nil {
				s = &side{}
				sides[c] = s
			}
			s.n++
			if i < first {
				s.before++
			}
			if i >= last {
				s.after++
			}
		}
		k := 0
		// If times stand before their sessions, a piece behind the next time belongs to the
		// next session.
		lead, time := false, -1
		for _, i := range g.loose[at] {
			if r.pieces[i].is(isTime) {
				lead = i < first
				break
			}
		}
		for _, i := range g.loose[at] {
			if r.pieces[i].is(isTime) {
				time = i
			}
			s := sides[r.pieces[i].col]
			if r.pieces[i].is(isTime) || s.n < 2 || s.n*3 < len(recs) {
				continue
			}
			for k < len(recs) && int(g.recs[recs[k]].to) <= i {
				k++
			}
			// k is the first record behind the piece.
			rec := k - 1
			if s.after == 0 && s.before > 0 {
				rec = k
			}
			if rec >= 0 && rec < len(recs) && !(lead && rec == k-1 && time >= int(g.recs[recs[rec]].to)) {
				t := &g.recs[recs[rec]]
				t.extra = append(t.extra, int32(i))
			}
		}
	}
	g.below()
}

// below assigns the cells in the second row of a slot to the session above them, and those under
// the same head to the session in their row.
func (g *group) below() {
	r := g.r
	for k := range g.recs {
		s, c := r.cellAround(g.recs[k].box)
		if s != nil && s.unit > 0 && c.Colspan == 1 && c.Col > 0 {
			first := c.Col - (c.Col-1)%s.unit
			for x := first; x < first+s.unit; x++ {
				if d := s.cell(c.Row, x); d != nil && d != c && r.el(d.Node).own == 0 {
					g.give(k, d.Node)
				}
			}
			continue
		}
		if s == nil || s.byRow || s.across || c.Row+c.Rowspan >= s.rows {
			continue
		}
		d := s.cell(c.Row+c.Rowspan, c.Col)
		if d == nil || s.slots == nil || s.slots[c.Row+c.Rowspan] != 1 {
			continue
		}
		if r.el(d.Node).own == 0 {
			g.give(k, d.Node)
		}
	}
}

// give assigns the pieces of an element to a record beside whose box it stands.
func (g *group) give(k int, n *dom.Node) {
	e := g.r.el(n)
	for i := e.first; i < e.end; i++ {
		g.recs[k].extra = append(g.recs[k].extra, i)
		g.recAt[i] = int32(k) + 1
	}
}

// each calls f for every piece of a record, those beside its box too.
func (g *group) each(rec *record, f func(i int32)) {
	for i := rec.from; i < rec.to; i++ {
		f(i)
	}
	for _, i := range rec.extra {
		f(i)
	}
}

func (g *group) isTitle(col int32) bool {
	for _, c := range g.titles {
		if c == col {
			return true
		}
	}
	return false
}

// sortInts is an insertion sort for lists that are sorted but for a few.
func sortInts(list []int32) {
	for gap := len(list) / 2; gap > 0; gap /= 2 {
		for i := gap; i < len(list); i++ {
			v := list[i]
			j := i
			for ; j >= gap && list[j-gap] > v; j -= gap {
				list[j] = list[j-gap]
			}
			list[j] = v
		}
	}
}
