package infer

import "byeolpyo/wasm/lite/ascii"

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
	for i := 0; i < len(r.pieces); {
		j := i + 1
		for j < len(r.pieces) && r.pieces[j].col == r.pieces[i].col && r.pieces[i].words() && r.pieces[j].words() && r.alike(i, j) {
			j++
		}
		if c := r.pieces[i].col; r.pieces[i].words() {
			if all[c] == nil {
				all[c] = &runs{}
			}
			all[c].sizes[min(j-i, mostAlike+1)]++
			all[c].from = append(all[c].from, [2]int32{int32(i), int32(j - i)})
		}
		i = j
	}
	for col, c := range all {
		for k := leastAlike; k <= mostAlike; k++ {
			if n := c.sizes[k]; n < 3 || n*10 < len(c.from)*6 || !r.differ(c.from, k) {
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

// alike reports whether two pieces of one column stand side by side in one element.
func (r *reader) alike(i, j int) bool {
	a, b := r.pieces[i].node, r.pieces[j].node
	return a != b && (a.Parent() == b.Parent() || a.Parent() != nil && b.Parent() != nil && a.Parent().Parent() == b.Parent() || b.Parent() != nil && b.Parent().Parent() == a.Parent())
}

// differ reports whether the first, second and so on of runs of a size are of different
// kinds: names and no names, rooms and no rooms, few values and many, links and none.
func (r *reader) differ(runs [][2]int32, size int) bool {
	var kinds [mostAlike][4]float64
	n := 0.0
	var seen [mostAlike]map[string]bool
	for i := range seen {
		seen[i] = map[string]bool{}
	}
	for _, run := range runs {
		if int(run[1]) != size || n == longColumn {
			continue
		}
		n++
		for i := 0; i < size; i++ {
			p := &r.pieces[int(run[0])+i]
			kinds[i][0] += nameLike(p.text)
			kinds[i][1] += roomLike(p.text)
			if p.link != nil {
				kinds[i][2]++
			}
			seen[i][p.text] = true
		}
	}
	for i := 0; i < size; i++ {
		kinds[i][3] = float64(len(seen[i]))
		for j := 0; j < i; j++ {
			for k := range kinds[i] {
				if d := kinds[i][k] - kinds[j][k]; d > n*0.35 || d < -n*0.35 {
					return true
				}
			}
		}
	}
	return false
}

// split times: the hour and the minutes in elements of their own, "09" "30", between which
// the style draws a colon.
func (r *reader) splitTimes() {
	// "1:40" and "pm", each in an element.
	for i := range r.pieces {
		p := &r.pieces[i]
		if !p.is(isTime) || p.time.end >= 0 || p.time.start >= 13*60 {
			continue
		}
		for _, j := range [...]int{i + 1, i - 1} {
			if j < 0 || j >= len(r.pieces) || len(r.pieces[j].text) > 6 || !near(r.pieces[min(i, j)].node, r.pieces[max(i, j)].node) {
				continue
			}
			q := &r.pieces[j]
			if half, w := halfAfter(q.text, 0); half != 0 && w == len(q.text) && (j > i) == (q.text[0] < 0x80) {
				p.time.start = clock(halfDay(int(p.time.start)/60, half)*60 + int(p.time.start)%60)
				q.kind |= isHidden
				break
			}
		}
	}
	for i := 0; i+1 < len(r.pieces); i++ {
		a, b := &r.pieces[i], &r.pieces[i+1]
		if len(a.text) != 2 || len(b.text) != 2 || a.node.Parent() != b.node.Parent() || a.node.Parent() == nil {
			continue
		}
		h, e1 := number(a.text, 0)
		m, e2 := number(b.text, 0)
		e := r.el(a.node.Parent())
		if e1 != 2 || e2 != 2 || h > 23 || m > 59 || m%5 != 0 || e.end-e.first != 2 {
			continue
		}
		a.kind = a.kind&(inMenu|isHidden) | isTime
		a.time = aTime{start: clock(h*60 + m), end: -1, weak: true}
		a.text = ascii.Trim(a.text+":"+b.text, " ")
		b.kind |= isHidden
		i++
	}
}
