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
	ends    byte   // the last byte of the stream
	changed []span // where the row at hand differs from it

	// The window: rows as they are in the stream, those of zeros left out.
	ring   []byte
	slots  int   // rows in ring
	kept   int   // rows that went into ring so far
	told   []int // by slot: which row of the stream it is
	stream int   // rows so far

	heads   []uint32 // by hash: place + 1 of the last pixels with it; a place counts the bytes of kept rows
	earlier []uint32 // by place: that of the pixels with the same hash before it, plus 1
	way     way      // of Smallest
	keyed   uint     // 64 bits less those that are hashed

	// The checksum of the stream, and of the last row: the sum of its bytes, and
	// that of each times how many are left.
	a, b        uint64
	sum, weight int64
}

// span is bytes from..to of a row.
type span struct{ from, to int }

const (
	hashBits = 15
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
	p.earlier = make([]uint32, window)
	p.keyed = 64 - 8*4
	if bpp > 1 {
		p.keyed = 64 - 8*6
	}
	if level == Smallest {
		p.keyed = 64 - 8*3
		p.way.init(n)
	}
	p.a = 1
}

// row adds a row.
func (p *packer) row(row []byte) {
	p.compare(row)
	if len(p.tokens) >= blockTokens {
		if p.level == Smallest {
			p.way.learn(&p.blocks)
		}
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
		p.ends = 0
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
	if p.waiting > 0 && (p.distance == above || p.distance == 1 && p.ends == 0) {
		p.waiting++ // what came before goes on: the byte of None is one of it
	} else {
		p.literal(0) // None
	}
	p.ends = row[len(row)-1]
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

// hash is that of as many bytes from x on as p.keyed; at least 8 must follow.
func (p *packer) hash(row []byte, x int) uint32 {
	v := binary.LittleEndian.Uint64(row[x:]) << p.keyed
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
		if same > length+runWorth || x == 0 && p.waiting > 0 && p.distance == above && same >= length {
			length, distance = same, above
		}
		if length < hashBelow && x+8 <= len(row) {
			length, distance = p.find(row, x, length, distance)
			p.insert(row, x, place)
			// A literal is worth it if a longer match follows.
			if bpp == 1 && length >= minMatch && length < lazyBelow && x+9 <= len(row) {
				if next, _ := p.find(row, x+1, length, distance); next > length {
					length = 0
				}
			}
		}
		if length < minMatch {
			for range bpp {
				p.literal(row[x])
				x++
			}
			continue
		}
		p.match(length, distance)
		if length < insertBelow {
			for i := x + bpp; i < x+length && i+8 <= len(row); i += bpp {
				p.insert(row, i, place)
			}
		}
		x += length
	}
}

// find returns the longest match of the bytes from x on with earlier ones of the
// same hash, or the one at hand if that is not clearly worse.
func (p *packer) find(row []byte, x, length, distance int) (int, int) {
	rest := row[x:]
	at := p.heads[p.hash(row, x)]
	here := uint32(p.kept*p.n + x)
	for range depth[p.bpp] {
		if at == 0 || here-(at-1) >= window {
			break
		}
		old, d := p.before(at-1, x)
		if old == nil {
			break
		}
		m := common(rest[:min(len(rest), len(old))], old)
		m -= m % p.bpp
		if m > length+p.bpp {
			length, distance = m, d
		}
		at = p.earlier[(at-1)%window]
	}
	return length, distance
}

// insert notes the hash of the bytes from x on.
func (p *packer) insert(row []byte, x int, place uint32) {
	h := p.hash(row, x)
	place += uint32(x)
	p.earlier[place%window] = p.heads[h]
	p.heads[h] = place + 1
}

// What is worth what, found by trying on pictures of real programmes.
const (
	runWorth    = 12 // bytes that a match with the row above must be longer than a run
	hashBelow   = 24 // bytes: no need to look further than a match of this length
	lazyBelow   = 16 // bytes: a longer match is taken without looking at the next
	insertBelow = 64 // bytes: inside a longer match nothing is noted
)

// depth is how many earlier places are looked at, by bytes a pixel.
var depth = [4]int{1: 2, 3: 1}
