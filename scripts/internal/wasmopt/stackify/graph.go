package stackify

import "slices"

// graph is how the blocks of a function lead to each other. Its nodes are the table,
// 0, the blocks from 1 on, copies of some of them, and at last the end, to which the
// table leads for places that are never entered.
type graph struct {
	n     int
	of    []int  // by node: its block; -1 for the table and the end
	copy  []int  // by block: the node that is its copy, 0 for none
	late  []bool // by block: with copies, whether only goroutines that come back get there
	next  [][]int
	falls []bool // by node: the last of next is where it goes on to without a jump
	// tabled are the edges that stay with the table: from node to node.
	tabled map[[2]int]bool
	enters []bool // by node: whether the table leads there
	lone   bool   // it leads to the first block alone: none is needed

	number []int // by node: its place in reverse postorder, -1 when it is never reached
	order  []int // the nodes by number
	above  []int // by node: its immediate dominator

	loops []*loop // the innermost by node
	heads []*loop // by node: the loop of which it is the head
}

// loop is a natural loop: its head, and all from where the head is reached without
// passing it.
type loop struct {
	head  int
	nodes []int
	outer *loop
}

// newGraph makes the graph of a function. With split, a goroutine that comes back
// into a loop finishes the round in a copy of its blocks, so that the loop is entered
// at its head alone.
func (f *fn) newGraph(split bool) *graph {
	g := &graph{copy: make([]int, len(f.blocks)), late: make([]bool, len(f.blocks))}
	g.of = append(g.of, -1)
	for i := range f.blocks {
		g.of = append(g.of, i)
	}
	if split {
		g.split(f)
	}
	g.connect(f)
	for i := range f.blocks {
		if f.blocks[i].resumed {
			g.enters[g.entry(i)] = true
		}
	}
	for g.reduce() {
	}
	if entered := slices.DeleteFunc(slices.Clone(g.enters), func(yes bool) bool { return !yes }); len(entered) == 1 {
		g.lone = true
		g.walk()
		g.dominators()
	}
	g.findLoops()
	return g
}

// entry is the node to which the table leads for a block.
func (g *graph) entry(block int) int {
	if c := g.copy[block]; c > 0 {
		return c
	}
	return block + 1
}

// to is the node to which node u leads when its block leads to another.
func (g *graph) to(u, block int) int {
	if block == len(g.copy) {
		return g.n - 1
	}
	if u > len(g.copy) || g.late[g.of[u]] {
		return g.entry(block)
	}
	return block + 1
}

// connect adds the edges, and the end behind all nodes.
func (g *graph) connect(f *fn) {
	g.of = append(g.of, -1)
	g.n = len(g.of)
	g.next, g.falls, g.enters, g.tabled = make([][]int, g.n), make([]bool, g.n), make([]bool, g.n), map[[2]int]bool{}
	for u := 1; u < g.n-1; u++ {
		b := &f.blocks[g.of[u]]
		for i := range b.items {
			if b.items[i].kind == jump {
				g.next[u] = append(g.next[u], g.to(u, b.items[i].to))
			}
		}
		if !b.ends {
			g.falls[u] = true
			g.next[u] = append(g.next[u], g.to(u, g.of[u]+1))
		}
	}
}

// reduce finds edges that lead back to what can be reached without them, and has them
// go by the table. It reports whether there were any.
func (g *graph) reduce() (again bool) {
	g.walk()
	g.dominators()
	for _, u := range g.order {
		for _, v := range g.next[u] {
			if !g.tabled[[2]int{u, v}] && g.number[v] <= g.number[u] && !g.dominates(v, u) {
				g.tabled[[2]int{u, v}] = true
				g.enters[v] = true
				again = true
			}
		}
	}
	return again
}

// split adds copies of the blocks in loops for those who come into them elsewhere than
// at the head of the outermost: that is where they go on in the loop itself.
func (g *graph) split(f *fn) {
	once := &graph{of: slices.Clone(g.of), copy: g.copy, late: g.late}
	once.connect(f)
	once.enters[1] = true
	if once.reduce() {
		return // a loop with two heads: it is left to the table
	}
	once.findLoops()
	var todo []int
	add := func(u int) {
		l := once.loops[u]
		for l != nil && l.outer != nil {
			l = l.outer
		}
		if l != nil && l.head != u && g.copy[u-1] == 0 {
			g.copy[u-1] = len(g.of)
			g.of = append(g.of, u-1)
			todo = append(todo, u)
		}
	}
	for i := range f.blocks {
		if f.blocks[i].resumed {
			add(i + 1)
		}
		if once.number[i+1] < 0 {
			g.late[i] = true
			todo = append(todo, i+1)
		}
	}
	for len(todo) > 0 {
		u := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, v := range once.next[u] {
			if v < once.n-1 {
				add(v)
			}
		}
	}
}

// each calls f for where a node leads: by a table, that is the table.
func (g *graph) each(u int, f func(v int)) {
	if u == 0 {
		for v, yes := range g.enters {
			if yes {
				f(v)
			}
		}
		if !g.lone {
			f(g.n - 1)
		}
		return
	}
	for _, v := range g.next[u] {
		if g.tabled[[2]int{u, v}] {
			v = 0
		}
		f(v)
	}
}

// walk numbers the nodes in reverse postorder.
func (g *graph) walk() {
	g.number = make([]int, g.n)
	for i := range g.number {
		g.number[i] = -1
	}
	g.order = g.order[:0]
	seen := make([]bool, g.n)
	// Functions have thousands of blocks: the stack is kept here.
	type frame struct {
		u    int
		next []int
	}
	open := func(u int) frame {
		seen[u] = true
		fr := frame{u: u}
		g.each(u, func(v int) { fr.next = append(fr.next, v) })
		slices.Reverse(fr.next) // the last is taken first
		return fr
	}
	stack := []frame{open(0)}
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if len(top.next) == 0 {
			g.order = append(g.order, top.u)
			stack = stack[:len(stack)-1]
			continue
		}
		v := top.next[len(top.next)-1]
		top.next = top.next[:len(top.next)-1]
		if !seen[v] {
			stack = append(stack, open(v))
		}
	}
	slices.Reverse(g.order)
	for i, u := range g.order {
		g.number[u] = i
	}
}

// before returns from where each node is reached.
func (g *graph) before() [][]int {
	list := make([][]int, g.n)
	for _, u := range g.order {
		g.each(u, func(v int) { list[v] = append(list[v], u) })
	}
	return list
}

// dominators is the algorithm of Cooper, Harvey and Kennedy (2001).
func (g *graph) dominators() {
	before := g.before()
	g.above = make([]int, g.n)
	for i := range g.above {
		g.above[i] = -1
	}
	g.above[0] = 0
	for changed := true; changed; {
		changed = false
		for _, v := range g.order[1:] {
			common := -1
			for _, u := range before[v] {
				if g.above[u] < 0 {
					continue
				}
				if common < 0 {
					common = u
					continue
				}
				for a, b := u, common; ; {
					if a == b {
						common = a
						break
					}
					if g.number[a] > g.number[b] {
						a = g.above[a]
					} else {
						b = g.above[b]
					}
				}
			}
			if g.above[v] != common {
				g.above[v] = common
				changed = true
			}
		}
	}
}

func (g *graph) dominates(a, b int) bool {
	for g.number[b] > g.number[a] {
		b = g.above[b]
	}
	return a == b
}

// findLoops needs all edges that lead back to lead to what dominates them.
func (g *graph) findLoops() {
	g.loops, g.heads = make([]*loop, g.n), make([]*loop, g.n)
	before := g.before()
	// The outermost first, as heads of inner loops come later in the order.
	for _, head := range g.order {
		in := map[int]bool{head: true}
		var todo []int
		for _, u := range before[head] {
			if g.number[u] >= g.number[head] {
				todo = append(todo, u)
			}
		}
		if len(todo) == 0 {
			continue
		}
		for len(todo) > 0 {
			u := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if !in[u] {
				in[u] = true
				todo = append(todo, before[u]...)
			}
		}
		l := &loop{head: head, outer: g.loops[head]}
		for u := range in {
			l.nodes = append(l.nodes, u)
			g.loops[u] = l
		}
		slices.Sort(l.nodes)
		g.heads[head] = l
	}
}

// sorted returns the nodes in an order in which every edge but those back to the head
// of a loop leads forward, and loops are in one piece. Apart from that it keeps to
// the order of the compiler, which puts what is unlikely last.
func (g *graph) sorted() []int {
	out := make([]int, 0, len(g.order))
	var place func(l *loop, head int, nodes []int)
	place = func(l *loop, head int, nodes []int) {
		// A loop within stands for its nodes as a whole, by its head.
		stands := func(u int) int {
			k := g.loops[u]
			if k == l {
				return u
			}
			for k.outer != l {
				k = k.outer
			}
			return k.head
		}
		// To what else a node leads on, in this loop.
		onward := func(u int, f func(t int)) {
			g.each(u, func(v int) {
				if v == head || !inside(g.loops[v], l) {
					return
				}
				if t := stands(v); t != stands(u) {
					f(t)
				}
			})
		}
		waits := map[int]int{}
		first := map[int]int{} // by what stands: its first node
		members := map[int][]int{}
		for _, u := range nodes {
			s := stands(u)
			if at, ok := first[s]; !ok || u < at {
				first[s] = u
			}
			members[s] = append(members[s], u)
			onward(u, func(t int) { waits[t]++ })
		}
		ready := []int{}
		if l != nil {
			ready = append(ready, head)
		} else {
			ready = append(ready, stands(0))
		}
		for len(ready) > 0 {
			best := 0
			for i, s := range ready {
				if first[s] < first[ready[best]] {
					best = i
				}
			}
			// Where the last one goes on to without a jump is next if it can be.
			if len(out) > 0 {
				if last := out[len(out)-1]; g.falls[last] {
					on := g.next[last][len(g.next[last])-1]
					if i := slices.Index(ready, on); i >= 0 && on < g.n-1 {
						best = i
					}
				}
			}
			s := ready[best]
			ready = slices.Delete(ready, best, best+1)
			if k := g.heads[s]; k != nil && k != l {
				place(k, s, members[s])
			} else {
				out = append(out, s)
			}
			for _, u := range members[s] {
				onward(u, func(t int) {
					if waits[t]--; waits[t] == 0 {
						ready = append(ready, t)
					}
				})
			}
		}
	}
	place(nil, -1, g.order)
	return out
}

// inside reports whether loop k is l or within it; nil is the whole function.
func inside(k, l *loop) bool {
	for k != l {
		if k == nil {
			return false
		}
		k = k.outer
	}
	return true
}
