// Command icons draws the extension's icons, extension/icons/icon-N.png: a star
// on a sheet of a timetable. The pictures are committed; run it again only to
// change them:
//
//	go run ./scripts/icons
//
// Each size is drawn on its own grid, so that lines stay on whole pixels; the
// smallest has fewer parts.
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log"
	"math"
	"os"
	"path/filepath"
)

const dir = "extension/icons"

// over is how many samples a pixel takes in each direction. 16 gives 256 levels
// of coverage, as many as a channel holds.
const over = 16

var (
	sheet = color.NRGBA{0x39, 0x47, 0xb8, 0xff} // around the star too, to part it from the slots
	head  = color.NRGBA{0x2a, 0x35, 0x92, 0xff}
	slot  = color.NRGBA{0x8d, 0x98, 0xe6, 0xff}
	star  = color.NRGBA{0xff, 0xc3, 0x3d, 0xff}
)

// shape reports whether a point is inside. The icon's side is 1.
type shape func(x, y float64) bool

type layer struct {
	shape
	color.NRGBA
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("icons: ")
	for _, size := range []int{16, 32, 48, 128} {
		if err := write(filepath.Join(dir, fmt.Sprintf("icon-%d.png", size)), paint(size, layers(size))); err != nil {
			log.Fatal(err)
		}
	}
}

// layers are the parts of the icon from the back to the front. Lengths are
// rounded to whole pixels of size.
func layers(size int) []layer {
	px := func(f float64) float64 { return math.Round(f*float64(size)) / float64(size) }
	inset := px(0.03)
	top := px(0.26)
	body := box(inset, inset, 1-inset, 1-inset, 0.22)
	out := []layer{
		{body, sheet},
		{both(body, box(0, 0, 1, top, 0)), head},
	}
	if size >= 32 {
		h, r := px(0.1), px(0.1)/2
		for _, s := range [][3]float64{{0.13, 0.38, 0.50}, {0.13, 0.57, 0.50}, {0.13, 0.76, 0.50}} {
			out = append(out, layer{box(px(s[0]), px(s[1]), px(s[2]), px(s[1])+h, r), slot})
		}
		cx, cy, radius := 0.62, 0.61, 0.32
		return append(out,
			layer{both(box(0, top, 1-inset, 1-inset, 0), pentagram(cx, cy, radius+0.1)), sheet},
			layer{pentagram(cx, cy, radius), star})
	}
	return append(out, layer{pentagram(0.5, 0.56, 0.40), star})
}

func both(a, b shape) shape { return func(x, y float64) bool { return a(x, y) && b(x, y) } }

// box is a rectangle with round corners of radius r.
func box(x0, y0, x1, y1, r float64) shape {
	return func(x, y float64) bool {
		dx := math.Max(math.Max(x0+r-x, x-(x1-r)), 0)
		dy := math.Max(math.Max(y0+r-y, y-(y1-r)), 0)
		return x >= x0 && x < x1 && y >= y0 && y < y1 && dx*dx+dy*dy <= r*r+1e-12
	}
}

// pentagram is a five-pointed star around (cx, cy), a little plumper than the
// one that a pentagon's diagonals make, so that it reads at 16 pixels.
func pentagram(cx, cy, r float64) shape {
	const plump = 0.48 // inner radius to outer; the diagonals give 0.38
	var px, py [10]float64
	for i := range px {
		a := -math.Pi/2 + float64(i)*math.Pi/5
		d := r
		if i%2 == 1 {
			d = r * plump
		}
		px[i], py[i] = cx+d*math.Cos(a), cy+d*math.Sin(a)
	}
	return func(x, y float64) bool {
		in := false
		for i, j := 0, 9; i < 10; j, i = i, i+1 {
			if (py[i] > y) != (py[j] > y) && x < (px[j]-px[i])*(y-py[i])/(py[j]-py[i])+px[i] {
				in = !in
			}
		}
		return in
	}
}

func paint(size int, layers []layer) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	step := 1 / float64(size*over)
	for py := range size {
		for px := range size {
			var r, g, b, hits int
			for sy := range over {
				for sx := range over {
					x := (float64(px*over+sx) + 0.5) * step
					y := (float64(py*over+sy) + 0.5) * step
					for i := len(layers) - 1; i >= 0; i-- {
						if l := layers[i]; l.shape(x, y) {
							r, g, b, hits = r+int(l.R), g+int(l.G), b+int(l.B), hits+1
							break
						}
					}
				}
			}
			if hits > 0 {
				img.SetNRGBA(px, py, color.NRGBA{uint8(r / hits), uint8(g / hits), uint8(b / hits), uint8(hits * 255 / (over * over))})
			}
		}
	}
	return img
}

func write(path string, img image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(f, img); err != nil {
		return fmt.Errorf("encode %s: %w", path, err)
	}
	return f.Close()
}
