package infer

import (
	"strings"

	"byeolpyo/wasm/read/dom"
)

// column is what the pieces of one path have in common.
type column struct {
	pieces   []int32
	times    int // how many are times
	strong   int // of which the text alone is enough
	features [nFeatures]float32
	measured bool
}

// columns gathers the pieces by their paths, and settles what only a whole column tells:
// whether weak times are such.
func (r *reader) columns() {
	r.cols = make([]column, len(r.byPath))
	counts := make([]int32, len(r.cols))
	for i := range r.pieces {
		counts[r.pieces[i].col]++
	}
	all := make([]int32, len(r.pieces))
	for c := range r.cols {
		r.cols[c].pieces, all = all[:0:counts[c]], all[counts[c]:]
	}
	for i := range r.pieces {
		p := &r.pieces[i]
		c := &r.cols[p.col]
		c.pieces = append(c.pieces, int32(i))
		if p.is(isTime) {
			r.times += count(!p.is(inMenu))
			c.times++
			if !p.time.weak {
				c.strong++
			}
		}
	}
	for i := range r.cols {
		c := &r.cols[i]
		if c.times == 0 || c.strong == c.times {
			continue
		}
		// "10.30" in a column of such, in steps of five minutes.
		good, n := 0, 0
		for _, i := range c.pieces {
			p := &r.pieces[i]
			if p.is(isHidden) { // minutes that belong to the hour before
				continue
			}
			if n++; p.is(isTime) && p.time.start%5 == 0 && p.time.start >= 6*60 {
				good++
			}
		}
		if good*10 >= n*9 && n >= 3 {
			continue
		}
		for _, i := range c.pieces {
			if p := &r.pieces[i]; p.is(isTime) && p.time.weak {
				p.kind &^= isTime
				c.times--
			}
		}
	}
}

// The bounds of what stands side by side in one column.
const (
	leastAlike = 2
	mostAlike  = 4
)

// ordinals parts columns whose pieces stand side by side, in most places as many, and
// differ by their order: "Hall 1", "English", "Kim" in elements of one class.
func (r *reader) ordinals() {
	type runs struct {
		sizes [mostAlike + 2]int
		from  [][2]int32 // first piece, size
	}
	all := map[int32]*runs{}
	var order []int32 // of the columns, by their first piece: what is numbered must be so each time
	for i := 0; i < len(r.pieces); {
		j := i + 1
		for j < len(r.pieces) && r.pieces[j].col == r.pieces[i].col && r.pieces[i].words() && r.pieces[j].words() && r.alike(i, j) {
			j++
		}
		if c := r.pieces[i].col; r.pieces[i].words() {
			if all[c] == nil {
				all[c] = &runs{}
				order = append(order, c)
			}
			all[c].sizes[min(j-i, mostAlike+1)]++
			all[c].from = append(all[c].from, [2]int32{int32(i), int32(j - i)})
		}
		i = j
	}
	for _, col := range order {
		c := all[col]
		for k := leastAlike; k <= mostAlike; k++ {
			if n := c.sizes[k]; n < 3 || n*10 < len(c.from)*6 {
				continue
			}
			sets := make([][]int32, k)
			for _, run := range c.from {
				for i := int32(0); int(run[1]) == k && i < run[1]; i++ {
					sets[i] = append(sets[i], run[0]+i)
				}
			}
			if !r.differ(sets) {
				continue
			}
			for _, run := range c.from {
				for i := int32(0); int(run[1]) == k && i < run[1]; i++ {
					p := &r.pieces[run[0]+i]
					p.col = r.variant(col, 1<<12+uint64(i))
				}
			}
		}
	}
}

// labelled parts columns whose pieces have different words before them: a room and a name in
// elements of one class, each with its sign.
func (r *reader) labelled() {
	const least = 3 // pieces
	counts := make([][otherLabel + 1]int, len(r.byPath))
	for i := range r.pieces {
		if p := &r.pieces[i]; !p.is(isLabel) {
			counts[p.col][p.label]++
		}
	}
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.is(isLabel) || int(p.col) >= len(counts) {
			continue
		}
		kinds, all := 0, 0
		for l, n := range counts[p.col] {
			all += n
			kinds += count(n >= least && label(l) != noLabel)
		}
		if n := counts[p.col]; kinds > 1 && n[noLabel]*4 <= all && p.label != noLabel {
			p.col = r.variant(p.col, 1<<15|uint64(p.label))
		}
	}
}

// outers parts columns whose pieces stand in elements of different classes, and differ by these:
// a chip with a name and a chip with a topic, whose innermost elements are of one class.
func (r *reader) outers() {
	type part struct {
		outer string
		list  []int32
	}
	by := make([][]part, len(r.byPath))
	last, turns := make([]int, len(by)), make([]int, len(by)) // how often one follows another
	see := func(col int32, k int) {
		if last[col] != k {
			last[col] = k
			turns[col]++
		}
	}
next:
	for i := range r.pieces {
		p := &r.pieces[i]
		if !p.words() || p.is(isLong) || len(by[p.col]) > mostAlike {
			continue
		}
		class, outer := "", ""
		for n, up := p.node, 0; n != nil && up < 5 && outer == ""; n, up = n.Parent(), up+1 {
			if c := n.Attr("class") + n.Attr("itemprop"); class == "" {
				class = c
			} else if c != class {
				outer = r.class(c).shape
			}
		}
		for k := range by[p.col] {
			if part := &by[p.col][k]; part.outer == outer {
				part.list = append(part.list, int32(i))
				see(p.col, k)
				continue next
			}
		}
		by[p.col] = append(by[p.col], part{outer, []int32{int32(i)}})
		see(p.col, len(by[p.col])-1)
	}
	for col, parts := range by {
		if len(parts) < 2 || len(parts) > mostAlike {
			continue
		}
		var sets [][]int32
		least := len(parts[0].list)
		for _, part := range parts {
			sets = append(sets, part.list)
			least = min(least, len(part.list))
		}
		// What stands side by side in records takes turns; titles of two kinds of records do not.
		if least < 3 || turns[col]*10 < (2*least-1)*8 || !r.differ(sets) {
			continue
		}
		for k, list := range sets {
			for _, i := range list {
				r.pieces[i].col = r.variant(int32(col), 1<<14+uint64(k))
			}
		}
	}
}

// alike reports whether two pieces of one column stand side by side in one element, each in
// elements of its own or in none.
func (r *reader) alike(i, j int) bool {
	a, b := r.alone(i), r.alone(j)
	return a != b && a.Parent() != nil && (a.Parent() == b.Parent() || a.Parent().Parent() == b.Parent() || b.Parent() != nil && b.Parent().Parent() == a.Parent())
}

// alone is the largest element that holds a piece and no other, a few levels up.
func (r *reader) alone(i int) *dom.Node {
	n := r.pieces[i].node
	for up := 0; up < 3; up++ {
		p := n.Parent()
		if p == nil || n.Index <= r.root.Index || r.el(p).end-r.el(p).first > 1 {
			break
		}
		n = p
	}
	return n
}

// differ reports whether sets of pieces are of different kinds: names and no names, rooms and
// no rooms, few values and many, links and none, long and short.
func (r *reader) differ(sets [][]int32) bool {
	var of [mostAlike]looked
	for k, list := range sets {
		of[k] = r.look(list)
		for other := range k {
			if apart(of[k].kinds[kindName:], of[other].kinds[kindName:], 0.35) {
				return true
			}
		}
	}
	return false
}

// splitTimes reads times whose hour and minutes stand in elements of their own, "09" "30",
// between which the style draws a colon.
func (r *reader) splitTimes() {
	// "1:40" and "pm", each in an element.
	for i := range r.pieces {
		p := &r.pieces[i]
		if !p.is(isTime) || p.time.end >= 0 || p.time.start >= 13*60 {
			continue
		}
		for _, j := range [...]int{i + 1, i - 1} {
			if j < 0 || j >= len(r.pieces) || len(r.pieces[j].text) > 6 || r.pieces[j].is(isHidden) || !near(r.pieces[min(i, j)].node, r.pieces[max(i, j)].node) {
				continue
			}
			q := &r.pieces[j]
			if half, w := halfAfter(q.text, 0); half != 0 && w == len(q.text) && (j < i || q.text[0] < 0x80) {
				p.time.start = clock(halfDay(int(p.time.start)/60, half)*60 + int(p.time.start)%60)
				q.kind |= isHidden
				break
			}
		}
	}
	for i := 0; i+1 < len(r.pieces); i++ {
		a, b := &r.pieces[i], &r.pieces[i+1]
		hour, minute := strings.TrimSuffix(a.text, ":"), strings.TrimPrefix(b.text, ":")
		if len(hour) != 2 || len(minute) != 2 || a.node.Parent() != b.node.Parent() || a.node.Parent() == nil {
			continue
		}
		h, e1 := number(hour, 0)
		m, e2 := number(minute, 0)
		e := r.el(a.node.Parent())
		if e1 != 2 || e2 != 2 || h > 23 || m > 59 || m%5 != 0 || e.end-e.first != 2 {
			continue
		}
		a.kind = a.kind&(inMenu|isHidden) | isTime
		a.time = aTime{start: clock(h*60 + m), end: -1, weak: true}
		a.text = hour + ":" + minute
		b.kind |= isHidden
		i++
	}
}
