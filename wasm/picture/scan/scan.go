// Package scan finds the QR code in a picture: a PNG of ours, whose code has whole pixels, or
// the photo of a print or of a screen. github.com/piglig/go-qr (MIT) reads a code that is
// black on white and not in perspective. This package makes such a picture of a photo, and
// tries several ways in which it may have been taken.
package scan

import (
	"image"
	"math"

	qr "github.com/piglig/go-qr"
)

// MaxPixels bounds the picture that is looked at: a sheet of A4 at 300 dots an inch
// has 8.7 million pixels, a phone's photo 12 to 50 million.
const MaxPixels = 60 << 20

// sides are the lengths, in px, to which the longer side of a photo is reduced. At 1,600 it
// is sharp enough for its code, and a noisy photo is better smaller.
var sides = [...]int{1600, 1100}

// tilts are the values that are tried for how much nearer one edge of the paper is than the
// other. What remains between them is too little to matter.
var tilts = [...]float64{0, -0.16, 0.16}

// Find returns the text of a code in the picture for which accept is true, or "". It tries
// the fastest attempts first. Before each it calls progress, unless that is nil, with the
// numbers of those tried and of all.
func Find(img image.Image, accept func(text string) bool, progress func(done, total int)) string {
	b := img.Bounds()
	if b.Empty() || b.Dx() > MaxPixels/b.Dy() {
		return ""
	}
	gray := grayOf(img)
	areas := corners(gray.Rect)
	done, total := 0, len(areas)+len(sides)*ways
	tell := func() {
		if progress != nil {
			progress(done, total)
		}
		done++
	}
	// The code of our pictures is in the lower right corner, on a lock screen higher up.
	for _, area := range areas {
		tell()
		if text := read(cut(gray, area)); text != "" && accept(text) {
			return text
		}
	}
	for _, side := range sides {
		small := shrink(gray, side)
		for i := range ways {
			tell()
			if text := readTilted(small, i); text != "" && accept(text) {
				return text
			}
		}
	}
	return ""
}

// ways is the number of ways in which a photo is straightened.
const ways = len(tilts) * len(tilts)

// readTilted straightens a photo in one of the ways, the first of which leaves it as it
// is, and reads the code in it.
func readTilted(img *image.Gray, way int) string {
	if across, down := tilts[way/len(tilts)], tilts[way%len(tilts)]; across != 0 || down != 0 {
		img = straighten(img, across, down)
	}
	return read(threshold(img))
}

// Glance is Find for the nth picture of a camera. It tries the picture as it is and
// straightened in one way, which changes with each picture. A picture without a code then
// takes a tenth of the time (640 × 480: 17 ms instead of 181), and the next one may have it.
func Glance(img image.Image, nth int, accept func(text string) bool) string {
	b := img.Bounds()
	if b.Empty() || b.Dx() > MaxPixels/b.Dy() || nth < 0 {
		return ""
	}
	small := shrink(grayOf(img), sides[0])
	for _, way := range [...]int{0, 1 + nth%(ways-1)} {
		if text := readTilted(small, way); text != "" && accept(text) {
			return text
		}
	}
	return ""
}

// corners returns the parts of one of our pictures in which the code can be.
func corners(r image.Rectangle) []image.Rectangle {
	w, h := r.Dx(), r.Dy()
	side := max(min(w, h)/3, min(w, h, 400))
	all := []image.Rectangle{image.Rect(w-side, h-side, w, h)}
	if h > w {
		foot := h * 87 / 100
		all = append(all, image.Rect(w-side, max(foot-side, 0), w, foot))
	}
	return all
}

func cut(img *image.Gray, area image.Rectangle) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, area.Dx(), area.Dy()))
	for y := range area.Dy() {
		copy(out.Pix[y*out.Stride:][:area.Dx()], img.Pix[(area.Min.Y+y)*img.Stride+area.Min.X:])
	}
	return out
}

// shrink returns img with its longer side at most side px, each the mean of those
// that it stands for.
func shrink(img *image.Gray, side int) *image.Gray {
	long := max(img.Rect.Dx(), img.Rect.Dy())
	if long <= side {
		return img
	}
	out := image.NewGray(image.Rect(0, 0, max(img.Rect.Dx()*side/long, 1), max(img.Rect.Dy()*side/long, 1)))
	w, h := out.Rect.Dx(), out.Rect.Dy()
	for y := range h {
		y0, y1 := y*img.Rect.Dy()/h, (y+1)*img.Rect.Dy()/h
		for x := range w {
			x0, x1 := x*img.Rect.Dx()/w, (x+1)*img.Rect.Dx()/w
			sum := 0
			for sy := y0; sy < y1; sy++ {
				for _, v := range img.Pix[sy*img.Stride+x0 : sy*img.Stride+x1] {
					sum += int(v)
				}
			}
			out.Pix[y*out.Stride+x] = uint8(sum / ((x1 - x0) * (y1 - y0)))
		}
	}
	return out
}

// threshold makes every pixel black or white by whether it is darker than its
// surroundings: a photo is brighter on one side than on the other.
func threshold(img *image.Gray) *image.Gray {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	sums := make([]uint32, (w+1)*(h+1)) // the sum of all pixels above and left of each
	for y := range h {
		var row uint32
		for x := range w {
			row += uint32(img.Pix[y*img.Stride+x])
			sums[(y+1)*(w+1)+x+1] = sums[y*(w+1)+x+1] + row
		}
	}
	// The window has many modules, about as many black as white.
	reach := max(w, h)/40 + 8
	out := image.NewGray(img.Rect)
	for y := range h {
		y0, y1 := max(y-reach, 0), min(y+reach+1, h)
		for x := range w {
			x0, x1 := max(x-reach, 0), min(x+reach+1, w)
			sum := sums[y1*(w+1)+x1] - sums[y0*(w+1)+x1] - sums[y1*(w+1)+x0] + sums[y0*(w+1)+x0]
			// Paper without print is noise around its mean, so a pixel that is only a little
			// darker counts as white.
			if mean := sum / uint32((x1-x0)*(y1-y0)); uint32(img.Pix[y*img.Stride+x])*20 >= mean*19 {
				out.Pix[y*out.Stride+x] = 0xFF
			}
		}
	}
	return out
}

// straighten undoes a tilt: the right edge of the sheet was across nearer than the
// left one, and the lower one down nearer than the upper.
func straighten(img *image.Gray, across, down float64) *image.Gray {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewGray(img.Rect)
	cx, cy := float64(w)/2, float64(h)/2
	for y := range h {
		v := (float64(y) - cy) / cy
		for x := range w {
			u := (float64(x) - cx) / cx
			near := 1 / (1 - across*u/2 - down*v/2)
			px, py := cx+u*near*cx, cy+v*near*cy
			x0, y0 := int(math.Floor(px)), int(math.Floor(py))
			if x0 < 0 || y0 < 0 || x0+1 >= w || y0+1 >= h {
				out.Pix[y*out.Stride+x] = 0xFF
				continue
			}
			fx, fy := px-float64(x0), py-float64(y0)
			at := y0*img.Stride + x0
			top := float64(img.Pix[at])*(1-fx) + float64(img.Pix[at+1])*fx
			bottom := float64(img.Pix[at+img.Stride])*(1-fx) + float64(img.Pix[at+img.Stride+1])*fx
			out.Pix[y*out.Stride+x] = uint8(top*(1-fy) + bottom*fy)
		}
	}
	return out
}

// read returns the text of a code that is black on white, or "".
func read(img *image.Gray) (text string) {
	// A picture without a code may look like part of one and make the library panic. The
	// person then sees that no code was found.
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	text, err := qr.Decode(img)
	if err != nil {
		return ""
	}
	return text
}

// grayOf returns img in grey, with white behind transparent pixels.
func grayOf(img image.Image) *image.Gray {
	b := img.Bounds()
	out := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			var r, g, bl, a uint32
			if n, ok := img.(*image.NRGBA); ok { // the browser's, without an allocation for each pixel
				r, g, bl, a = n.NRGBAAt(b.Min.X+x, b.Min.Y+y).RGBA()
			} else {
				r, g, bl, a = img.At(b.Min.X+x, b.Min.Y+y).RGBA()
			}
			r, g, bl = r+0xFFFF-a, g+0xFFFF-a, bl+0xFFFF-a
			out.Pix[y*out.Stride+x] = uint8((299*r + 587*g + 114*bl + 500) / 1000 >> 8)
		}
	}
	return out
}
