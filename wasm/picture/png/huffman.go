package png

import "slices"

// The numbers of DEFLATE (RFC 1951).
const (
	literals   = 286 // symbols of literals, the end and lengths
	distances  = 30
	endOfBlock = 256
	maxBits    = 15 // of a code
	maxBitsLen = 7  // of a code for code lengths
	window     = 32768
	minMatch   = 3
	maxMatch   = 258
)

// The extra bits and the base of each symbol from 257 on, and of each distance.
var (
	lengthBits   = [29]uint8{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0}
	distanceBits = [distances]uint8{0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13}

	lengthBase   [29]uint16
	distanceBase [distances]uint16

	lengthSymbol [maxMatch - minMatch + 1]uint8 // of a length less minMatch: which of lengthBase
	nearSymbol   [256]uint8                     // of a distance less 1, when that is below 256
	farSymbol    [256]uint8                     // of (a distance less 1) / 128
)

func init() {
	next := 0
	for i, bits := range lengthBits {
		lengthBase[i] = uint16(next)
		for n := next; n < next+1<<bits && n < len(lengthSymbol); n++ {
			lengthSymbol[n] = uint8(i)
		}
		next += 1 << bits
	}
	// The last symbol is the longest match alone, which the one before leaves out.
	lengthBase[28] = maxMatch - minMatch
	lengthSymbol[maxMatch-minMatch] = 28
	next = 0
	for i, bits := range distanceBits {
		distanceBase[i] = uint16(next)
		for n := next; n < next+1<<bits; n++ {
			if n < 256 {
				nearSymbol[n] = uint8(i)
			}
			farSymbol[n>>7] = uint8(i)
		}
		next += 1 << bits
	}
}

// distanceSymbol returns the symbol of a distance less 1.
func distanceSymbol(d uint32) uint8 {
	if d < 256 {
		return nearSymbol[d]
	}
	return farSymbol[d>>7]
}

// huffmanCode is the code of one symbol, first bit lowest.
type huffmanCode struct {
	bits uint16
	n    uint8 // how many; 0: the symbol is not used
}

// makeCodes gives the symbols whose counts are not 0 codes of at most limit bits.
func makeCodes(counts []uint32, limit int, out []huffmanCode) {
	clear(out)
	type leaf struct {
		count  uint32
		symbol uint16
	}
	leaves := make([]leaf, 0, len(counts))
	for s, n := range counts {
		if n > 0 {
			leaves = append(leaves, leaf{n, uint16(s)})
		}
	}
	if len(leaves) == 0 {
		return
	}
	if len(leaves) == 1 {
		out[leaves[0].symbol] = huffmanCode{0, 1}
		return
	}
	slices.SortFunc(leaves, func(a, b leaf) int {
		if a.count != b.count {
			return int(int64(a.count) - int64(b.count))
		}
		return int(a.symbol) - int(b.symbol)
	})

	// Huffman's tree by two queues: the leaves, and the inner nodes in the order of
	// their making, which is that of their counts.
	n := len(leaves)
	weight := make([]uint64, 0, 2*n)
	parent := make([]int, 2*n-1)
	for _, l := range leaves {
		weight = append(weight, uint64(l.count))
	}
	leafAt, innerAt := 0, n
	take := func() int {
		if leafAt < n && (innerAt >= len(weight) || weight[leafAt] <= weight[innerAt]) {
			leafAt++
			return leafAt - 1
		}
		innerAt++
		return innerAt - 1
	}
	for len(weight) < 2*n-1 {
		a, b := take(), take()
		parent[a], parent[b] = len(weight), len(weight)
		weight = append(weight, weight[a]+weight[b])
	}
	depth := make([]int, 2*n-1)
	var atLength [maxBits + 2]int
	for i := 2*n - 3; i >= 0; i-- {
		depth[i] = depth[parent[i]] + 1
		if i < n {
			atLength[min(depth[i], limit)]++
		}
	}
	// Codes that were cut to the limit take too much of the code space: the longest of the
	// others are made longer until all fit.
	room := 0
	for l := 1; l <= limit; l++ {
		room += atLength[l] << (limit - l)
	}
	for room > 1<<limit {
		l := limit - 1
		for atLength[l] == 0 {
			l--
		}
		atLength[l]--
		atLength[l+1] += 2
		atLength[limit]--
		room--
	}
	// The rarest have the longest codes.
	at := 0
	for l := limit; l > 0; l-- {
		for range atLength[l] {
			out[leaves[at].symbol].n = uint8(l)
			at++
		}
	}
	number(out)
}

// number assigns codes to symbols whose code lengths are known.
func number(codes []huffmanCode) {
	var count, next [maxBits + 1]uint16
	for _, c := range codes {
		count[c.n]++
	}
	count[0] = 0
	for l := 1; l <= maxBits; l++ {
		next[l] = (next[l-1] + count[l-1]) << 1
	}
	for i := range codes {
		if l := codes[i].n; l > 0 {
			v := next[l]
			next[l]++
			var r uint16
			for range l {
				r = r<<1 | v&1
				v >>= 1
			}
			codes[i].bits = r
		}
	}
}
