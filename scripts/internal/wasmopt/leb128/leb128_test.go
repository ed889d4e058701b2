package leb128

import (
	"math"
	"testing"
)

func TestNumbers(t *testing.T) {
	for _, v := range []int64{0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, 1 << 20, 1<<31 - 1, -1 << 31, math.MaxInt64, math.MinInt64} {
		b := Append(nil, v)
		if got, n := Read(append(b, 1)); got != v || n != len(b) {
			t.Errorf("%d comes back as %d, %d bytes of %d", v, got, n, len(b))
		}
		if _, n := Read(b[:len(b)-1]); n != 0 {
			t.Errorf("a part of %d is taken for a number", v)
		}
	}
	for v, want := range map[int64]string{2: "\x02", -2: "\x7E", 127: "\xFF\x00", -127: "\x81\x7F", 128: "\x80\x01", -129: "\xFF\x7E"} {
		if got := string(Append(nil, v)); got != want { // the examples of the standard DWARF, 7.6
			t.Errorf("%d is % x, not % x", v, got, want)
		}
	}
	if _, n := Read([]byte{0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0}); n != 0 {
		t.Error("70 bits are taken for a number")
	}
}
