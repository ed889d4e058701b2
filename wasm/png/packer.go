package png

import (
	"encoding/binary"
	"math/bits"
)

// packer filters and compresses rows as a zlib stream. A row that is the one
// above again is filtered with Up and becomes zeros, so that any number of them
// costs next to nothing; every other row stays as it is (filter None), for a
// letter has no likeness to the row above but to letters before it. Matches are
// sought within rows of the second kind only:
//
//   - of a pixel with the one before it (a run),
//   - of a row with the last such row, at the same place,
//   - of pixels with those that last had the same hash, or, for the smallest file,
//     with many of them, of which the cheapest way through the row is taken.
type packer struct {
	n     int // bytes of a row
	bpp   int // bytes of a pixel
	level Level
	blocks

	last    []byte // the last row
	changed []span // where the row at hand differs from it

	// The window: rows as they are in the stream, those of zeros left out.
	ring   []byte
	slots  int   // rows in ring
	kept   int   // rows that went into ring so far
	told   []int // by slot: which row of the stream it is
	stream int   // rows so far

	heads []uint32 // by hash: place + 1 of the last pixels with it; a place counts the bytes of kept rows
	way   way      // of Smallest

	// The checksum of the stream, and of the last row: the sum of its bytes, and
	// that of each times how many are left.
	a, b        uint64
	sum, weight int64
}

// span is bytes from..to of a row.
type span struct{ from, to int }

const (
	hashBits = 14
	adlerMod = 65521
)

func (p *packer) init(n, bpp int, level Level) {
	p.n, p.bpp, p.level = n, bpp, level
	p.tokens = make([]token, 0, blockTokens+n+2*n/maxMatch+8)
	p.out = append(make([]byte, 0, 1<<16), 0x78, 0x9C) // 32 KB window, default level
	p.last = make([]byte, n)
	p.slots = window/(n+1) + 2
	p.ring = make([]byte, p.slots*n)
	p.told = make([]int, p.slots)
	p.heads = make([]uint32, 1<<hashBits)
	if level == Smallest {
		p.way.init(p)
	}
	p.a = 1
}

// row adds a row.
func (p *packer) row(row []byte) {
	p.compare(row)
	if len(p.tokens) >= blockTokens {
		p.flush(false)
	}
	if len(p.changed) == 0 {
		p.check(2, 0, 0)
		p.literal(2) // Up
		p.literal(0)
		if p.n > minMatch {
			p.match(p.n-1, 1)
		} else {
			for range p.n - 1 {
				p.literal(0)
			}
		}
		p.stream++
		return
	}
	for _, s := range p.changed {
		for i := s.from; i < s.to; i++ {
			d := int64(row[i]) - int64(p.last[i])
			p.sum += d
			p.weight += d * int64(p.n-i)
		}
		copy(p.last[s.from:s.to], row[s.from:s.to])
	}
	p.check(0, p.sum, p.weight)

	// How far above the last kept row is; 0 if there is none within reach.
	above := 0
	if p.kept > 0 {
		if d := (p.stream - p.told[(p.kept-1)%p.slots]) * (p.n + 1); d <= window {
			above = d
		}
	}
	slot := p.kept % p.slots
	row = p.ring[slot*p.n : (slot+1)*p.n]
	copy(row, p.last)
	p.told[slot] = p.stream
	p.literal(0) // None
	if p.level == Smallest {
		p.way.row(p, row, above)
	} else {
		p.fast(row, above)
	}
	p.kept++
	p.stream++
}

// compare finds where row differs from the last one. Less than 8 equal bytes
// between two differences are taken as different.
func (p *packer) compare(row []byte) {
	p.changed = p.changed[:0]
	last := p.last[:len(row)]
	i := 0
	for {
		for i+8 <= len(row) && binary.LittleEndian.Uint64(row[i:]) == binary.LittleEndian.Uint64(last[i:]) {
			i += 8
		}
		for i < len(row) && row[i] == last[i] {
			i++
		}
		if i == len(row) {
			return
		}
		from := i - i%p.bpp
		end := i + 1
		for equal := 0; i < len(row) && equal < 8; i++ {
			if row[i] == last[i] {
				equal++
			} else {
				equal, end = 0, i+1
			}
		}
		end += (p.bpp - end%p.bpp) % p.bpp
		i = max(i, end)
		p.changed = append(p.changed, span{from, end})
	}
}

// check adds a row to the checksum: its filter, and the sums of its bytes.
func (p *packer) check(filter uint64, sum, weight int64) {
	n := uint64(p.n + 1)
	p.b = (p.b + n*(p.a+filter) + uint64(weight)) % adlerMod
	p.a = (p.a + filter + uint64(sum)) % adlerMod
}

// finish returns the stream.
func (p *packer) finish() []byte {
	return binary.BigEndian.AppendUint32(p.blocks.finish(), uint32(p.b<<16|p.a))
}

// run returns how many bytes from x on are those one pixel before.
func run(row []byte, x, bpp int) int {
	if x < bpp {
		return 0
	}
	return common(row[x:], row[x-bpp:])
}

// common returns how many bytes a begins with that b begins with as well; b is not
// shorter than a.
func common(a, b []byte) int {
	b = b[:len(a)]
	i := 0
	for ; i+8 <= len(a); i += 8 {
		if d := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:]); d != 0 {
			return i + bits.TrailingZeros64(d)/8
		}
	}
	for ; i < len(a) && a[i] == b[i]; i++ {
	}
	return i
}

// hash is that of the two pixels of a palette's four bytes, or of two of three
// bytes each, from x on; at least 8 bytes must follow.
func (p *packer) hash(row []byte, x int) uint32 {
	v := binary.LittleEndian.Uint64(row[x:])
	if p.bpp == 1 {
		v <<= 32
	} else {
		v <<= 16
	}
	return uint32(v * 0x9E3779B97F4A7C15 >> (64 - hashBits))
}

// before returns the bytes of the stream from the place on, to the end of their
// row, and their distance from the byte x of the row at hand; nil when that is
// out of reach.
func (p *packer) before(place uint32, x int) ([]byte, int) {
	back := int(uint32(p.kept*p.n+x) - place) // in kept rows
	if back <= x {
		if back > window {
			return nil, 0
		}
		slot := p.kept % p.slots
		return p.ring[slot*p.n+x-back : (slot+1)*p.n], back
	}
	rows := (back - x + p.n - 1) / p.n
	if rows >= p.slots || rows > p.kept {
		return nil, 0
	}
	slot := (p.kept - rows) % p.slots
	from := rows*p.n - (back - x)
	distance := (p.stream-p.told[slot])*(p.n+1) + x - from
	if distance > window {
		return nil, 0
	}
	return p.ring[slot*p.n+from : (slot+1)*p.n], distance
}

// fast finds the matches of a row in one go. above is the distance of the last
// kept row, which differs from this one in p.changed only; 0: none.
func (p *packer) fast(row []byte, above int) {
	bpp := p.bpp
	next := 0 // of p.changed: the first that ends behind x
	place := uint32(p.kept * p.n)
	for x := 0; x < len(row); {
		for next < len(p.changed) && p.changed[next].to <= x {
			next++
		}
		same := 0
		if above > 0 {
			if next == len(p.changed) {
				same = len(row) - x
			} else if from := p.changed[next].from; from > x {
				same = from - x
			}
		}
		length, distance := run(row, x, bpp), bpp
		length -= length % bpp
		// A run is cheaper than what is far away, and may go on behind its end.
		if same > length+runWorth {
			length, distance = same, above
		}
		if length < hashBelow && x+8 <= len(row) {
			h := p.hash(row, x)
			if at := p.heads[h]; at != 0 {
				if old, d := p.before(at-1, x); old != nil {
					rest := row[x:]
					m := common(rest[:min(len(rest), len(old))], old)
					m -= m % bpp
					if m > length+(hashWorth-1)*bpp {
						length, distance = m, d
					}
				}
			}
			p.heads[h] = place + uint32(x) + 1
		}
		if length < minMatch || length < runLeast {
			for range bpp {
				p.literal(row[x])
				x++
			}
			continue
		}
		p.match(length, distance)
		x += length
	}
}

// What is worth what, found by trying on pictures of real programmes.
const (
	runWorth  = 12 // bytes that a match with the row above must be longer than a run
	hashBelow = 24 // bytes: no need to look further than a match of this length
	hashWorth = 2  // pixels that a far match must be longer than a near one
	runLeast  = 3  // bytes
)
