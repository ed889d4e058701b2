// Package scan finds the QR codes in a picture: a PNG of ours, whose code has whole
// pixels, or the photo of a print or of a screen. github.com/makiuchi-d/gozxing
// (MIT, a port of ZXing) reads them; here is where in the picture, how large and
// with which contrast it is tried.
package scan

import (
	"image"
	"image/color"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/draw"
)

// MaxPixels bounds the picture that is looked at: a sheet of A4 at 300 dots an inch
// has 8.7 million pixels, a phone's photo 12 to 50 million.
const MaxPixels = 60 << 20

// The sides, in px, that a picture is made smaller to: a photo is sharp enough for
// its code at 1,600, and a blurred one is better at half of that.
var sides = [...]int{1600, 800}

// Find returns the text of the code in the picture that accept likes, "" when there
// is none. The cheapest ways to look come first.
func Find(img image.Image, accept func(text string) bool) string {
	b := img.Bounds()
	if b.Empty() || b.Dx() > MaxPixels/b.Dy() {
		return ""
	}
	gray := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(gray, gray.Rect, opaque{img}, b.Min, draw.Src)
	// Ours stands in the lower right corner. A long picture is searched there in
	// squares from the bottom up, so that the code is no small part of what is read.
	for _, area := range areas(gray.Rect) {
		part := gray.SubImage(area).(*image.Gray)
		if text := read(part, accept); text != "" {
			return text
		}
	}
	for _, side := range sides {
		if long := max(b.Dx(), b.Dy()); long > side {
			small := image.NewGray(image.Rect(0, 0, max(b.Dx()*side/long, 1), max(b.Dy()*side/long, 1)))
			draw.BiLinear.Scale(small, small.Rect, gray, gray.Rect, draw.Src, nil)
			if text := read(small, accept); text != "" {
				return text
			}
		}
	}
	return ""
}

// areas are the parts of a picture to look at in full size.
func areas(r image.Rectangle) []image.Rectangle {
	w, h := r.Dx(), r.Dy()
	corner := max(min(w, h)/3, min(w, h, 400))
	all := []image.Rectangle{image.Rect(w-corner, h-corner, w, h)}
	if h > w { // a lock screen, whose foot is higher up
		all = append(all, image.Rect(w-corner, h*87/100-corner, w, h*87/100).Intersect(r))
	}
	if w*h <= 4<<20 {
		all = append(all, r)
	}
	return all
}

func read(img *image.Gray, accept func(string) bool) string {
	source := gozxing.NewLuminanceSourceFromImage(img)
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	for _, binarizer := range [...]gozxing.Binarizer{gozxing.NewHybridBinarizer(source), gozxing.NewGlobalHistgramBinarizer(source)} {
		bitmap, err := gozxing.NewBinaryBitmap(binarizer)
		if err != nil {
			return ""
		}
		// The library panics on some shapes that are no codes.
		if text := try(bitmap, hints); text != "" && accept(text) {
			return text
		}
	}
	return ""
}

func try(bitmap *gozxing.BinaryBitmap, hints map[gozxing.DecodeHintType]any) (text string) {
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, hints)
	if err != nil {
		return ""
	}
	return result.GetText()
}

// opaque is an image on white ground.
type opaque struct{ image.Image }

func (o opaque) At(x, y int) color.Color {
	r, g, b, a := o.Image.At(x, y).RGBA()
	rest := 0xFFFF - a
	return color.RGBA64{uint16(r + rest), uint16(g + rest), uint16(b + rest), 0xFFFF}
}
