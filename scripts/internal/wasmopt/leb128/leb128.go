// Package leb128 has the signed numbers of WebAssembly. Its unsigned ones are those
// of encoding/binary's Uvarint.
package leb128

// Append appends v in as few bytes as it takes.
func Append(b []byte, v int64) []byte {
	for {
		c := byte(v & 0x7F)
		v >>= 7
		if v == 0 && c&0x40 == 0 || v == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}

// Read returns the number that b begins with and how many bytes it takes: 0 when b
// ends within it or it has more than 64 bits.
func Read(b []byte) (v int64, n int) {
	for shift := 0; n < len(b) && shift < 64; {
		c := b[n]
		n++
		v |= int64(c&0x7F) << shift
		shift += 7
		if c < 0x80 {
			if c&0x40 != 0 && shift < 64 {
				v |= -1 << shift
			}
			return v, n
		}
	}
	return 0, 0
}
