package png

import (
	"encoding/binary"
	"slices"
)

// token is a literal or a match. It has the symbol, which is a byte, or 256 plus the length
// less minMatch; then the distance's symbol, and the difference of the distance to that
// symbol's base.
type token uint32

const (
	tokenFar  = 9  // the bit at which a distance's symbol begins
	tokenMore = 14 // and that of how much more it is

	// noDistance is the symbol for the distance of a literal, which has none.
	noDistance = distances
	isLiteral  = noDistance << tokenFar
)

// lengthToken returns the part of a token for a match's length.
func lengthToken(length int) token { return token(256 + length - minMatch) }

// farToken returns the part of a token for a match's distance.
func farToken(distance int) token {
	d := uint32(distance-1) & (window - 1)
	s := distanceSymbol(d)
	return token(s)<<tokenFar | token(d-uint32(distanceBase[s]))<<tokenMore
}

// blockTokens is the number of tokens that share a table of codes. A block of this size takes
// some 40 KB of the file, so that the 80 bytes of its table do not matter; smaller blocks
// would not fit the statistics of letters better.
const blockTokens = 1 << 15

// blocks codes tokens as a DEFLATE stream.
type blocks struct {
	tokens []token
	count  [literals]uint32
	far    [distances]uint32

	waiting, distance int // the length of a match that may still become longer, and its distance

	out  []byte
	acc  uint64 // bits not yet in out, the first lowest
	nAcc uint

	codes    [literals]huffmanCode
	farCodes [distances]huffmanCode
	// These are made for each block. symbols has, by a token's symbol, its code with the
	// extra bits of a length and, from bit 32 on, their number. The others have, by a
	// distance's symbol, its code, the number of its bits, and that with the extra bits.
	symbols [1 << tokenFar]uint64
	farBits [1 << (tokenMore - tokenFar)]struct{ bits, n, more uint64 }
}

// literal adds a byte.
func (b *blocks) literal(v byte) {
	if b.waiting > 0 {
		b.settle()
	}
	b.tokens = append(b.tokens, token(v)|isLiteral)
}

// match adds a match of length bytes, at least minMatch, at a distance. A match that
// continues the one before makes that one longer.
func (b *blocks) match(length, distance int) {
	if b.waiting == 0 || b.distance != distance {
		b.settle()
		b.distance = distance
	}
	b.waiting += length
}

// settle turns the match that may still become longer into tokens.
func (b *blocks) settle() {
	for b.waiting > 0 {
		n := min(b.waiting, maxMatch)
		if rest := b.waiting - n; rest > 0 && rest < minMatch {
			n -= minMatch // what is left must be a match as well
		}
		b.waiting -= n
		b.tokens = append(b.tokens, lengthToken(n)|farToken(b.distance))
	}
}

// put adds n bits, at most 32.
func (b *blocks) put(bits uint32, n uint) {
	b.acc |= uint64(bits) << b.nAcc
	if b.nAcc += n; b.nAcc >= 32 {
		b.out = binary.LittleEndian.AppendUint32(b.out, uint32(b.acc))
		b.acc >>= 32
		b.nAcc -= 32
	}
}

// tally counts the symbols of the tokens so far.
func (b *blocks) tally() {
	var symbols [1 << tokenFar]uint32
	var far [1 << (tokenMore - tokenFar)]uint32
	for _, t := range b.tokens {
		symbols[t&(1<<tokenFar-1)]++
		far[t>>tokenFar&(1<<(tokenMore-tokenFar)-1)]++
	}
	clear(b.count[:])
	copy(b.count[:], symbols[:256])
	for i, s := range lengthSymbol {
		b.count[257+int(s)] += symbols[256+i]
	}
	b.count[endOfBlock] = 1
	copy(b.far[:], far[:distances])
}

// flush codes the tokens so far as one block.
func (b *blocks) flush(last bool) {
	b.settle()
	b.tally()
	makeCodes(b.count[:], maxBits, b.codes[:])
	makeCodes(b.far[:], maxBits, b.farCodes[:])
	b.header(last)
	for i, c := range b.codes[:256] {
		b.symbols[i] = uint64(c.bits) | uint64(c.n)<<32
	}
	for i, s := range lengthSymbol {
		c := b.codes[257+int(s)]
		b.symbols[256+i] = uint64(c.bits) | uint64(uint16(i)-lengthBase[s])<<c.n | uint64(c.n+lengthBits[s])<<32
	}
	for i, c := range b.farCodes {
		b.farBits[i].bits, b.farBits[i].n, b.farBits[i].more = uint64(c.bits), uint64(c.n), uint64(c.n+distanceBits[i])
	}
	// At most 31 bits wait, and a token adds at most 15 + 5 and 15 + 13 bits, which may not
	// fit together with them, so whole bytes are written before each token. Always eight
	// bytes are written; those that are not complete are written again later.
	const most = 15 + 5 + 15 + 13
	b.out = slices.Grow(b.out, len(b.tokens)*most/8+16)
	at := len(b.out)
	out, acc, nAcc := b.out[:cap(b.out)], b.acc, uint64(b.nAcc)
	binary.LittleEndian.PutUint64(out[at:], acc)
	at += int(nAcc >> 3)
	acc >>= nAcc &^ 7
	nAcc &= 7
	// A literal has a distance of no bits, so that all tokens take the same path: a branch on
	// their kind could not be predicted.
	for _, t := range b.tokens {
		l := b.symbols[t&(1<<tokenFar-1)]
		f := &b.farBits[t>>tokenFar&(1<<(tokenMore-tokenFar)-1)]
		n := l >> 32
		acc |= (l&0xFFFFFFFF | (f.bits|uint64(t>>tokenMore)<<(f.n&63))<<(n&63)) << (nAcc & 63)
		nAcc += n + f.more
		binary.LittleEndian.PutUint64(out[at:], acc)
		at += int(nAcc >> 3)
		acc >>= nAcc & 56
		nAcc &= 7
	}
	b.out, b.acc, b.nAcc = out[:at], acc, uint(nAcc)
	end := b.codes[endOfBlock]
	b.put(uint32(end.bits), uint(end.n))
	b.tokens = b.tokens[:0]
}

// lengthOrder is the order in which the lengths of the code length codes are stored.
var lengthOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// header begins a block with tables of its own: the lengths of all codes, with
// repeats, coded by codes of their own.
func (b *blocks) header(last bool) {
	nLit, nFar := literals, distances
	for b.codes[nLit-1].n == 0 && nLit > 257 {
		nLit--
	}
	for nFar > 1 && b.farCodes[nFar-1].n == 0 {
		nFar--
	}
	var all [literals + distances]uint8
	lengths := all[:0]
	for _, c := range b.codes[:nLit] {
		lengths = append(lengths, c.n)
	}
	for _, c := range b.farCodes[:nFar] {
		lengths = append(lengths, c.n)
	}
	// Pairs of a symbol and its extra bits.
	var coded [2 * (literals + distances)]uint8
	out := coded[:0]
	var count [19]uint32
	add := func(symbol, extra int) {
		count[symbol]++
		out = append(out, uint8(symbol), uint8(extra))
	}
	for i := 0; i < len(lengths); {
		v, n := lengths[i], 1
		for i+n < len(lengths) && lengths[i+n] == v {
			n++
		}
		i += n
		if v != 0 {
			add(int(v), 0)
			n--
		}
		for n >= 3 {
			switch {
			case v != 0:
				m := min(n, 6)
				add(16, m-3)
				n -= m
			case n < 11:
				add(17, n-3)
				n = 0
			default:
				m := min(n, 138)
				add(18, m-11)
				n -= m
			}
		}
		for range n {
			add(int(v), 0)
		}
	}
	var codes [19]huffmanCode
	makeCodes(count[:], maxBitsLen, codes[:])
	nLen := 19
	for nLen > 4 && codes[lengthOrder[nLen-1]].n == 0 {
		nLen--
	}
	final := uint32(0)
	if last {
		final = 1
	}
	b.put(final|2<<1, 3) // 2: tables of its own
	b.put(uint32(nLit-257), 5)
	b.put(uint32(nFar-1), 5)
	b.put(uint32(nLen-4), 4)
	for _, s := range lengthOrder[:nLen] {
		b.put(uint32(codes[s].n), 3)
	}
	for i := 0; i < len(out); i += 2 {
		s, extra := out[i], out[i+1]
		b.put(uint32(codes[s].bits), uint(codes[s].n))
		switch s {
		case 16:
			b.put(uint32(extra), 2)
		case 17:
			b.put(uint32(extra), 3)
		case 18:
			b.put(uint32(extra), 7)
		}
	}
}

// finish codes what is left as the last block and returns the stream.
func (b *blocks) finish() []byte {
	b.flush(true)
	for n := b.nAcc; n > 0; n -= min(n, 8) {
		b.out = append(b.out, byte(b.acc))
		b.acc >>= 8
	}
	b.nAcc = 0
	return b.out
}
