package png

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"sync"
)

// packer codes scanlines as a zlib stream. Every row stays as it is (filter None), because a
// letter resembles earlier letters and not the row above. It looks for three things:
//
//   - what is the same in the row above: all of it in most rows,
//   - pixels that are the one before them again, a run,
//   - pixels with the hash of earlier ones, near enough to be meant.
//
// Its loops are written without calls and keep everything in local variables: in WebAssembly
// a call takes as long as a match.
type packer struct {
	n   int // bytes of a row
	bpp int // bytes of a pixel
	blocks

	// Places in the stream begin at start, so that place 0 is always too far away for a
	// match.
	at    int      // the place of the next byte
	heads []uint32 // by hash: the place of the last pixels with it

	changed []span // where the row at hand differs from the one above

	// The checksum of the stream, and of the row above: the sum of its bytes, and
	// that of each times how many are left.
	a, b        uint64
	sum, weight int64
}

// span is bytes from..to of a buffer.
type span struct{ from, to int }

const (
	hashBits = 14
	hashMul  = 0x9E3779B97F4A7C15

	hashMul32 = 0x9E3779B1 // of four bytes
	adlerMod  = 65521
	start     = window + 1
)

// scratch is the memory for making a file: half a megabyte, which the next file uses again.
type scratch struct {
	tokens []token
	out    []byte
	heads  []uint32
}

var scratches = sync.Pool{New: func() any { return &scratch{heads: make([]uint32, 1<<hashBits)} }}

// release makes the memory available to the next file. The result of finish must not be used
// after it.
func (p *packer) release() {
	scratches.Put(&scratch{p.tokens, p.out, p.heads})
	p.tokens, p.out, p.heads = nil, nil, nil
}

func (p *packer) init(n, bpp int) {
	p.n, p.bpp = n, bpp
	// A row adds at most as many bytes as it has to a block that is not full yet.
	s := scratches.Get().(*scratch)
	p.tokens = slices.Grow(s.tokens[:0], blockTokens+n+16)
	p.out = append(s.out[:0], 0x78, 0x9C) // 32 KB window, default level
	clear(s.heads)
	p.heads = s.heads
	p.a, p.at = 1, start
}

// lines adds the last rows scanlines of buf; what is before them was added before.
func (p *packer) lines(buf []byte, rows int, touched []uint64) {
	stride, words := p.n+1, words(p.n)
	for x := len(buf) - rows*stride; x < len(buf); x += stride {
		if touched == nil {
			p.line(buf, x, nil)
			continue
		}
		p.line(buf, x, touched[:words])
		touched = touched[words:]
	}
}

// words returns the number of words with a bit for each block of n bytes.
func words(n int) int { return (n + 64*block - 1) / (64 * block) }

// block is the number of bytes for which one bit says that they were touched.
const block = 64

// line adds the scanline that begins at x. Where it may differ from the one above
// is told by touched; nil: anywhere.
func (p *packer) line(buf []byte, x int, touched []uint64) {
	if len(p.tokens) >= blockTokens {
		p.flush(false)
	}
	stride := p.n + 1
	if p.at == start || stride > window {
		// There is no row above, or it is too far away for a match.
		p.literal(buf[x])
		p.changed = append(p.changed[:0], span{x + 1, x + stride})
		p.sum, p.weight = 0, 0
		for i, v := range buf[x : x+stride] {
			p.sum += int64(v)
			p.weight += int64(v) * int64(stride-i)
		}
		p.check()
	} else {
		p.compare(buf, x, touched)
		p.check()
		if len(p.changed) == 0 {
			p.above(buf[x : x+stride])
			p.at += stride
			return
		}
		if p.waiting > 0 && p.distance == stride {
			p.waiting++ // the byte of the filter, too, is that of the row above
		} else {
			p.literal(buf[x])
		}
	}
	p.at++
	if p.bpp == 1 {
		p.fast1(buf, x+1, x+stride)
	} else {
		p.fast3(buf, x+1, x+stride)
	}
	p.at += p.n
}

// compare finds where the row of the scanline at x differs from that above it, and
// changes the row's sums by as much. What is between two differences is taken as
// different, too, where it has no eight equal bytes in a row of words.
func (p *packer) compare(buf []byte, x int, touched []uint64) {
	p.changed = p.changed[:0]
	row := buf[x+1 : x+1+p.n]
	above := buf[x-p.n : x]
	if touched == nil {
		p.differences(row, above, x+1, 0)
		return
	}
	for i, word := range touched {
		for word != 0 {
			from := bits.TrailingZeros64(word)
			n := bits.TrailingZeros64(^(word >> from))
			word &^= (1<<n - 1) << from
			at := (64*i + from) * block
			end := min(at+n*block, len(row))
			p.differences(row[:end], above[:end], x+1, at)
		}
	}
}

// The sums of eight bytes in one step. Every other byte gets 16 bits of a word to
// itself, and a product's highest 16 bits are then a sum of all four: nothing
// carries into them, as it is at most 511 · (8 + 7 + ... + 1).
const (
	lanes      = 0x00FF_00FF_00FF_00FF
	laneBias   = 0x0100_0100_0100_0100 // keeps differences above 0: 256 for each byte
	laneSum    = 0x0001_0001_0001_0001
	evenWeight = 8<<48 | 6<<32 | 4<<16 | 2 // the first byte counts eight times
	oddWeight  = 7<<48 | 5<<32 | 3<<16 | 1
)

// differences adds those from byte i of a part of a row on, which begins at start, to
// p.changed and to the sums.
func (p *packer) differences(row, above []byte, start, i int) {
	above = above[:len(row)]
	var sum, weight int64
	from, to := -1, 0 // the span at hand
	for ; i+8 <= len(row); i += 8 {
		a, b := binary.LittleEndian.Uint64(row[i:]), binary.LittleEndian.Uint64(above[i:])
		if a == b {
			if from >= 0 {
				p.change(start, from, to)
				from = -1
			}
			continue
		}
		if from < 0 {
			from = i + bits.TrailingZeros64(a^b)/8
		}
		to = i + 8 - bits.LeadingZeros64(a^b)/8
		even := a&lanes + laneBias - b&lanes
		odd := a>>8&lanes + laneBias - b>>8&lanes
		d := int64((even+odd)*laneSum>>48) - 256*8
		sum += d
		weight += int64((even*evenWeight+odd*oddWeight)>>48) - 256*(8+7+6+5+4+3+2+1) + d*int64(p.n-i-8)
	}
	for ; i < len(row); i++ {
		if d := int64(row[i]) - int64(above[i]); d != 0 {
			if from < 0 {
				from = i
			}
			to = i + 1
			sum += d
			weight += d * int64(p.n-i)
		}
	}
	if from >= 0 {
		p.change(start, from, to)
	}
	p.sum += sum
	p.weight += weight
}

// change adds bytes from..to of a row, which begins at start, to p.changed: whole
// pixels.
func (p *packer) change(start, from, to int) {
	if p.bpp > 1 {
		from -= from % p.bpp
		to += (p.bpp - to%p.bpp) % p.bpp
	}
	if n := len(p.changed); n > 0 && start+from < p.changed[n-1].to {
		p.changed[n-1].to = start + to // a pixel on the border of two blocks
		return
	}
	p.changed = append(p.changed, span{start + from, start + to})
}

// check adds a scanline of the sums at hand to the checksum.
func (p *packer) check() {
	n := uint64(p.n + 1)
	p.b = (p.b + n*p.a + uint64(p.weight)) % adlerMod
	p.a = (p.a + uint64(p.sum)) % adlerMod
}

// finish returns the stream.
func (p *packer) finish() []byte {
	return binary.BigEndian.AppendUint32(p.blocks.finish(), uint32(p.b<<16|p.a))
}

// common returns how many bytes from a on are those from b on, up to end for a; b
// is before a.
func common(buf []byte, a, b, end int) int {
	from := a
	for a+8 <= end {
		if d := binary.LittleEndian.Uint64(buf[a:]) ^ binary.LittleEndian.Uint64(buf[b:]); d != 0 {
			return a - from + bits.TrailingZeros64(d)/8
		}
		a, b = a+8, b+8
	}
	for a < end && buf[a] == buf[b] {
		a, b = a+1, b+1
	}
	return a - from
}

// fast1 codes the row x..end of a picture with a palette.
func (p *packer) fast1(buf []byte, x, end int) {
	toPlace := p.at - x
	if first := p.changed[0].from; first > x {
		p.above(buf[x:first])
		x = first
	}
	// Only at the end of the row there is again a match that may go on.
	p.settle()
	heads := (*[1 << hashBits]uint32)(p.heads)
	far := farToken(p.n + 1)
	tokens := p.tokens
	buf = buf[:end]
	for _, s := range p.changed {
		for x < s.from { // what is the same in the row above
			n := min(s.from-x, maxMatch)
			if n < minMatch {
				tokens = append(tokens, token(buf[x])|isLiteral)
				x++
				continue
			}
			if rest := s.from - x - n; rest > 0 && rest < minMatch {
				n -= minMatch
			}
			tokens = append(tokens, lengthToken(n)|far)
			x += n
		}
		for x < s.to {
			if x+8 > len(buf) {
				tokens = append(tokens, token(buf[x])|isLiteral)
				x++
				continue
			}
			w := binary.LittleEndian.Uint64(buf[x-1:])
			key := uint32(w >> 8)
			back := 1 // a run: four bytes are those one before them, the first of a row the filter
			if uint32(w) != key {
				h := key * hashMul32 >> (32 - hashBits)
				place := uint32(toPlace + x)
				back = int(place - heads[h])
				heads[h] = place
				if back > window || binary.LittleEndian.Uint32(buf[x-back:]) != key {
					tokens = append(tokens, token(byte(key))|isLiteral)
					x++
					continue
				}
				// Three of the places within a match are noted; noting all of them would make
				// files 0.6 % smaller.
				heads[uint32(w>>16)*hashMul32>>(32-hashBits)] = place + 1
				heads[uint32(w>>24)*hashMul32>>(32-hashBits)] = place + 2
				heads[uint32(w>>32)*hashMul32>>(32-hashBits)] = place + 3
			}
			i := x + 4
			for i+8 <= len(buf) {
				if d := binary.LittleEndian.Uint64(buf[i:]) ^ binary.LittleEndian.Uint64(buf[i-back:]); d != 0 {
					i += bits.TrailingZeros64(d) / 8
					goto found
				}
				i += 8
			}
			for i < len(buf) && buf[i] == buf[i-back] {
				i++
			}
		found:
			if length := i - x; length > maxMatch || i == len(buf) {
				p.tokens = tokens
				p.match(length, back)
				if i < len(buf) {
					p.settle()
				}
				tokens = p.tokens
			} else {
				tokens = append(tokens, lengthToken(length)|farToken(back))
			}
			x = i
		}
	}
	p.tokens = tokens
	if x < end {
		p.above(buf[x:end])
	}
}

// above codes bytes that are the same in the row above.
func (p *packer) above(same []byte) {
	if len(same) >= minMatch || p.waiting > 0 && p.distance == p.n+1 {
		p.match(len(same), p.n+1)
		return
	}
	for _, v := range same {
		p.literal(v)
	}
}

// fast3 codes the row x..end of a picture of 3 bytes a pixel.
func (p *packer) fast3(buf []byte, x, end int) {
	toPlace := p.at - x
	first := x
	heads := (*[1 << hashBits]uint32)(p.heads)
	tokens := p.tokens
	for _, s := range p.changed {
		if s.to <= x {
			continue
		}
		if s.from > x {
			p.tokens = tokens
			p.above(buf[x:s.from])
			tokens = p.tokens
			x = s.from
		}
		for x < s.to {
			if x+8 > end {
				p.tokens = tokens
				p.literal(buf[x])
				p.literal(buf[x+1])
				p.literal(buf[x+2])
				tokens = p.tokens
				x += 3
				continue
			}
			v := binary.LittleEndian.Uint64(buf[x:])
			length, distance := 0, 3
			if x > first && uint32(v)<<8 == uint32(binary.LittleEndian.Uint32(buf[x-3:]))<<8 {
				length = 3 + common(buf, x+3, x, end)
				length -= length % 3
			}
			if length < 6 {
				key := v << 16
				h := key * hashMul >> (64 - hashBits)
				place := uint32(toPlace + x)
				back := int(place - heads[h])
				heads[h] = place
				if back <= window && binary.LittleEndian.Uint64(buf[x-back:])<<16 == key {
					m := 6 + common(buf, x+6, x+6-back, end)
					if m -= m % 3; m > length {
						length, distance = m, back
					}
				}
			}
			if length > maxMatch || length > 0 && x+length == end {
				p.tokens = tokens
				p.match(length, distance) // which may go on in the next row
				tokens = p.tokens
				x += length
				continue
			}
			if p.waiting > 0 {
				p.tokens = tokens
				p.settle()
				tokens = p.tokens
			}
			if length == 0 {
				tokens = append(tokens, token(byte(v))|isLiteral, token(byte(v>>8))|isLiteral, token(byte(v>>16))|isLiteral)
				x += 3
				continue
			}
			tokens = append(tokens, lengthToken(length)|farToken(distance))
			x += length
		}
	}
	p.tokens = tokens
	if x < end {
		p.above(buf[x:end])
	}
}
