package stackify

import (
	"encoding/binary"
	"slices"

	"byeolpyo/scripts/internal/wasmopt/leb128"
)

// scope is a block or loop of the output: from the place of its first node to before
// that of end.
type scope struct {
	start, end int
	loop       bool
}

// emit writes the function with its nodes in the order of g.
func (f *fn) emit(g *graph, stats *Stats) []byte {
	order := g.sorted()
	at := make([]int, g.n) // by node: its place
	for i := range at {
		at[i] = -1
	}
	for i, u := range order {
		at[u] = i
	}

	var scopes []scope
	for _, u := range order {
		if l := g.heads[u]; l != nil {
			end := 0
			for _, v := range l.nodes {
				end = max(end, at[v]+1)
			}
			scopes = append(scopes, scope{at[u], end, true})
		}
	}
	// Where a jump leads forward a block must end, and begin before the jump; outside
	// of all loops that it leaves.
	starts := make([]int, len(order)+1) // by end
	for i := range starts {
		starts[i] = -1
	}
	for _, u := range order {
		g.each(u, func(v int) {
			if at[v] <= at[u] || f.falls(g, at, u, v) {
				return
			}
			from := at[u]
			for l := g.loops[u]; l != nil; l = l.outer {
				if !inside(g.loops[v], l) {
					from = at[l.head]
				}
			}
			if starts[at[v]] < 0 || from < starts[at[v]] {
				starts[at[v]] = from
			}
		})
	}
	var blocks []scope
	for end, start := range starts {
		if start < 0 {
			continue
		}
		s := scope{start: start, end: end}
		// One that begins within another and ends behind it begins with it.
		for i := len(blocks) - 1; i >= 0; i-- {
			if b := blocks[i]; b.start < s.start && s.start < b.end {
				s.start = b.start
			}
		}
		blocks = append(blocks, s)
	}
	scopes = append(scopes, blocks...)
	slices.SortStableFunc(scopes, func(a, b scope) int {
		if a.start != b.start {
			return a.start - b.start
		}
		if a.end != b.end {
			return b.end - a.end
		}
		if a.loop != b.loop && b.loop {
			return -1 // a jump out of a loop ends behind it
		}
		return 0
	})

	out := slices.Clone(f.head)
	if f.unwind {
		out = append(out, opBlock, void)
	}
	var open []scope
	depthOf := func(p, to int) int { // of the label that leads to place to, at p
		for i := len(open) - 1; i >= 0; i-- {
			if s := open[i]; s.loop && s.start == to && to <= p || !s.loop && s.end == to && to > p {
				return len(open) - 1 - i
			}
		}
		panic("stackify: a jump without a label")
	}
	for p, u := range order {
		next := -1
		if p+1 < len(order) {
			next = order[p+1]
		}
		for len(open) > 0 && open[len(open)-1].end == p {
			open = open[:len(open)-1]
			out = append(out, opEnd)
		}
		for len(scopes) > 0 && scopes[0].start == p {
			if scopes[0].loop {
				out = append(out, opLoop, void)
			} else {
				out = append(out, opBlock, void)
			}
			open = append(open, scopes[0])
			scopes = scopes[1:]
		}
		switch u {
		case 0:
			if g.lone { // the first block is next
				continue
			}
			out = f.dispatch(g, out, func(v int) uint64 { return uint64(depthOf(p, at[v])) })
			continue
		case g.n - 1:
			out = append(out, opUnreachable)
			continue
		}
		b := &f.blocks[g.of[u]]
		depth := 0
		branch := func(op byte, v, pc, deeper int) {
			stats.Jumps++
			if g.tabled[[2]int{u, v}] {
				stats.Tabled++
				out = append(out, opI32Const)
				out = leb128.Append(out, int64(pc))
				out = append(out, opLocalSet, 0)
				v = 0
			}
			out = append(out, op)
			out = binary.AppendUvarint(out, uint64(depthOf(p, at[v])+deeper))
		}
		for i := 0; i < len(b.items); i++ {
			it := &b.items[i]
			switch it.kind {
			case plain:
				out = append(out, it.bytes...)
			case begin:
				if it.bytes[0] == opIf && i+2 < len(b.items) && b.items[i+1].kind == jump && b.items[i+2].kind == finish && !g.tabled[[2]int{u, g.to(u, b.items[i+1].to)}] {
					branch(opBrIf, g.to(u, b.items[i+1].to), 0, depth)
					i += 2
					continue
				}
				out = append(out, it.bytes...)
				depth++
			case finish:
				out = append(out, it.bytes...)
				depth--
			case unwind:
				out = append(out, opBrIf)
				out = binary.AppendUvarint(out, uint64(len(open)+depth))
				if depth == 0 && b.never {
					out = append(out, opUnreachable)
				}
			case jump:
				v := g.to(u, it.to)
				if depth == 0 && i == len(b.items)-1 && next == v && !g.tabled[[2]int{u, v}] {
					continue // it is next
				}
				branch(opBr, v, it.pc, depth)
			}
		}
		if !b.ends {
			if v := g.to(u, g.of[u]+1); next != v || g.tabled[[2]int{u, v}] {
				branch(opBr, v, f.pc(g.of[u]+1), 0)
			}
		}
	}
	for range open {
		out = append(out, opEnd)
	}
	if at[g.n-1] < 0 {
		out = append(out, opUnreachable)
	}
	if f.unwind {
		out = append(out, opEnd, opI32Const, 1)
	}
	return append(out, opEnd)
}

// falls reports whether every way from u to v is that of going on to what is next.
func (f *fn) falls(g *graph, at []int, u, v int) bool {
	if at[v] != at[u]+1 {
		return false
	}
	if u == 0 {
		return g.lone
	}
	b := &f.blocks[g.of[u]]
	for i := range b.items {
		if it := &b.items[i]; it.kind == jump && g.to(u, it.to) == v && !(i == len(b.items)-1 && b.ends) {
			return false
		}
	}
	return true
}

// pc returns a number of the block.
func (f *fn) pc(block int) int { return slices.Index(f.table, block) }

// dispatch writes the table. Places that are never entered lead to the end.
func (f *fn) dispatch(g *graph, out []byte, depth func(v int) uint64) []byte {
	end := depth(g.n - 1)
	labels := make([]uint64, len(f.table))
	for i, b := range f.table {
		labels[i] = end
		if u := g.entry(b); g.enters[u] {
			labels[i] = depth(u)
		}
	}
	for len(labels) > 0 && labels[len(labels)-1] == end {
		labels = labels[:len(labels)-1]
	}
	out = append(out, opLocalGet, 0, opBrTable)
	out = binary.AppendUvarint(out, uint64(len(labels)))
	for _, l := range labels {
		out = binary.AppendUvarint(out, l)
	}
	return binary.AppendUvarint(out, end)
}
