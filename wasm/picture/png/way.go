package png

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// way finds, for the smallest file, the cheapest way through a row: of all the
// literals and matches that lead from its start to its end, those that took the
// fewest bits by the codes of the block before.
type way struct {
	literal  [256]int32 // bits, in 1/8
	length   [maxMatch - minMatch + 1]int32
	distance [distances]int32

	earlier []uint32 // by place: that of the pixels with the same hash before it

	cost []int32 // to each byte of the row; never is not reached
	step []step  // the last step on the cheapest way there
	runs []int32 // how long the run from each byte on is
	same []int32 // how long it is like the row above
}

// step is a match, or a literal when the distance is 0.
type step struct{ length, distance int32 }

const (
	never = math.MaxInt32

	// wayDepth is how many earlier places of the same hash are looked at. Twice as
	// many make files 0.3 % smaller.
	wayDepth = 48

	// wayLong is a length from which a match is taken as it is, without asking
	// whether a part of it would do.
	wayLong = 48
)

func newWay(n int) *way {
	w := &way{
		earlier: make([]uint32, window), cost: make([]int32, n+1), step: make([]step, n+1), runs: make([]int32, n+1), same: make([]int32, n+1),
	}
	// As good a guess as any for the first block.
	for i := range w.literal {
		w.literal[i] = 8 * 8
	}
	for i := range w.length {
		w.length[i] = 8 * int32(4+lengthBits[lengthSymbol[i]])
	}
	for i := range w.distance {
		w.distance[i] = 8 * int32(4+distanceBits[i])
	}
	return w
}

// learn takes the costs from the counts of a block that is about to be coded.
func (w *way) learn(b *blocks) {
	total, far := uint32(1), uint32(1)
	for _, n := range b.count {
		total += n
	}
	for _, n := range b.far {
		far += n
	}
	// What was not there is taken to be half as frequent as what was there once.
	cost := func(n, total uint32) int32 { return log2(2*total) - log2(max(2*n, 1)) }
	for i := range w.literal {
		w.literal[i] = cost(b.count[i], total)
	}
	for i := range w.length {
		s := lengthSymbol[i]
		w.length[i] = cost(b.count[257+int(s)], total) + 8*int32(lengthBits[s])
	}
	for i := range w.distance {
		w.distance[i] = cost(b.far[i], far) + 8*int32(distanceBits[i])
	}
}

// log2 returns the binary logarithm of v, above 0, in 1/8. It is made of integers
// alone, so that it is the same on every machine.
func log2(v uint32) int32 {
	n := bits.Len32(v) - 1
	m := uint64(v) << (31 - n) // 1 to 2, in units of 2^-31
	out := int32(n)
	for range 3 {
		m = m * m >> 31
		out <<= 1
		if m >= 1<<32 {
			m >>= 1
			out |= 1
		}
	}
	return out
}

// line codes the row at..end.
func (w *way) line(p *packer, buf []byte, at, end int) {
	bpp, stride := p.bpp, p.n+1
	row := buf[at:end]
	n := len(row)
	var upper []byte
	if p.at > start+1 && stride <= window {
		upper = buf[at-stride:][:n]
	}
	for x := n - 1; x >= 0; x-- {
		w.runs[x], w.same[x] = 0, 0
		if x >= bpp && row[x] == row[x-bpp] {
			w.runs[x] = w.runs[x+1] + 1
		}
		if upper != nil && row[x] == upper[x] {
			w.same[x] = w.same[x+1] + 1
		}
	}
	for x := range w.cost {
		w.cost[x] = never
	}
	w.cost[0] = 0
	toPlace := p.at - at
	goesOn := p.waiting > 0 && p.distance == stride // what ends the row before costs nothing more
	for x := 0; x < n; x += bpp {
		here := w.cost[x]
		long := max(w.runs[x], w.same[x])
		if here < never {
			if run := w.runs[x] - w.runs[x]%int32(bpp); run >= minMatch {
				w.reach(x, run, int32(bpp), here, bpp)
			}
			if same := w.same[x] - w.same[x]%int32(bpp); same >= minMatch {
				if x == 0 && goesOn {
					w.take(x, same, int32(stride), here)
				}
				w.reach(x, same, int32(stride), here, bpp)
			}
			if long < wayLong || x == 0 {
				w.search(p, buf, at, x, end, here)
			}
			if w.runs[x] < wayLong || x == 0 {
				c := here
				for _, v := range row[x : x+bpp] {
					c += w.literal[v]
				}
				w.take(x, int32(bpp), 0, c)
			}
		}
		if w.runs[x] < wayLong && x+4 <= n {
			h, place := wayHash(buf, at+x), uint32(toPlace+at+x)
			w.earlier[place%window] = p.heads[h]
			p.heads[h] = place
		}
	}
	// Back along the way, then forth.
	x := n
	for x > 0 {
		s := w.step[x]
		x -= int(s.length)
		w.runs[x], w.same[x] = s.length, s.distance // which are not needed any more
	}
	for x < n {
		length, distance := int(w.runs[x]), int(w.same[x])
		if distance == 0 {
			for _, v := range row[x : x+length] {
				p.literal(v)
			}
		} else {
			p.match(length, distance)
		}
		x += length
	}
}

// wayHash is that of the three bytes at x.
func wayHash(buf []byte, x int) uint32 {
	return binary.LittleEndian.Uint32(buf[x:]) << 8 * hashMul32 >> (32 - hashBits)
}

// search looks for pixels like those x bytes into the row at..end among those of
// the same hash, the nearest first, each of which must be longer than all before.
func (w *way) search(p *packer, buf []byte, at, x, end int, here int32) {
	if at+x+4 > end {
		return
	}
	longest := minMatch - 1
	place := uint32(p.at + x)
	old := p.heads[wayHash(buf, at+x)]
	for range wayDepth {
		back := int(place - old)
		if back > window || back < 1 {
			return
		}
		m := common(buf, at+x, at+x-back, end)
		m -= m % p.bpp
		if m > longest {
			longest = m
			w.reach(x, int32(m), int32(back), here, p.bpp)
		}
		old = w.earlier[old%window]
	}
}

// reach notes where a match from x leads, and the parts of a short one.
func (w *way) reach(x int, length, distance, here int32, bpp int) {
	here += w.distance[distanceSymbol(uint32(distance-1))]
	if length < wayLong {
		for l := int32((minMatch + bpp - 1) / bpp * bpp); l < length; l += int32(bpp) {
			w.take(x, l, distance, here+w.length[l-minMatch])
		}
	}
	each := int32(maxMatch)
	c := here
	for rest := length; rest > 0; rest -= each {
		c += w.length[max(min(rest, each), minMatch)-minMatch]
		if rest > each {
			c += here - w.cost[x]
		}
	}
	w.take(x, length, distance, c)
}

func (w *way) take(x int, length, distance, cost int32) {
	if to := x + int(length); cost < w.cost[to] {
		w.cost[to] = cost
		w.step[to] = step{length, distance}
	}
}
