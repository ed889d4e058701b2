package qr

import (
	"errors"
	"image"
	"image/color"
	"strings"
	"testing"

	"byeolpyo/wasm/picture/scan"
)

// paint draws a code as the pictures do.
func paint(size int, dark []bool, unit int) image.Image {
	side := (size + 8) * unit
	img := image.NewGray(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		x, y := i%side/unit-4, i/side/unit-4
		img.Pix[i] = 0xFF
		if x >= 0 && y >= 0 && x < size && y < size && dark[y*size+x] {
			img.SetGray(i%side, i/side, color.Gray{})
		}
	}
	return img
}

// What is encoded is read again, of every length that is taken.
func TestEncode(t *testing.T) {
	for _, n := range []int{0, 1, 17, 60, 150, 276, 400, 530} {
		text := "https://2026.pycon.kr/timetable#byeolpyo=1." + strings.Repeat("aB3_-x", 100)[:n]
		size, dark, err := Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		if size > MaxSize || (size-17)%4 != 0 || len(dark) != size*size {
			t.Fatalf("%d modules for %d characters", size, len(text))
		}
		if n == 276 && size != 61 {
			t.Errorf("40 picks take %d modules, want 61", size)
		}
		for _, unit := range []int{2, 3, 5} {
			got := scan.Find(paint(size, dark, unit), func(string) bool { return true }, nil)
			if got != text {
				t.Errorf("%d characters at %d px: read as %.60q", len(text), unit, got)
			}
		}
	}
	for _, n := range []int{600, 5000} {
		if _, _, err := Encode(strings.Repeat("x", n)); !errors.Is(err, ErrTooLong) {
			t.Errorf("%d characters: %v", n, err)
		}
	}
}
