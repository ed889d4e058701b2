package png_test

import (
	"bytes"
	"fmt"
	"image/color"
	stdpng "image/png"

	"byeolpyo/wasm/picture/png"
)

// A picture of three rows is written in two bands. What is added is always at the end of
// the buffer, which holds the rows before it, for the writer looks back at those.
func Example() {
	const width, height = 4, 3
	w := png.NewWriter(width, height, png.Indexed, png.Options{PerMetre: 11811})
	rows := []byte{ // of each a byte that is 0, then an index a pixel
		0, 0, 0, 1, 1,
		0, 0, 0, 1, 1,
		0, 2, 2, 2, 2,
	}
	w.Lines(rows[:w.Stride()], 1, nil)
	w.Lines(rows, 2, nil)
	file, err := w.Finish([]color.RGBA{{A: 255}, {R: 255, A: 255}, {G: 255, A: 255}})
	if err != nil {
		fmt.Println(err)
		return
	}
	img, err := stdpng.Decode(bytes.NewReader(file))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(img.Bounds().Size(), img.At(3, 0), img.At(0, 2))
	// Output: (4,3) {255 0 0 255} {0 255 0 255}
}
