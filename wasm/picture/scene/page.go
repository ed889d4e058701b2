// Package scene describes a picture before it is painted: a page of boxes with lines of text.
// Package layout makes it and package raster paints it. A test can look at the page in
// between for anything that overlaps or exceeds its box.
package scene

import (
	"image"
	"image/color"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/picture/typeset"
)

// Page is a picture before it is painted: boxes in the order of painting.
type Page struct {
	Width, Height int // px
	Background    color.RGBA
	Boxes         []Box

	// Text is the page in words, a line for each thing to be read, in its order:
	// for pasting. A grid has every session in it.
	Text []string
	// Alt is the same for people who cannot see the picture, to whom it is read from the
	// beginning. Of a grid it has only the picks, at most MaxAlt characters, and says how
	// many other sessions there are.
	Alt []string
}

// MaxAlt is how long the sessions in the alternative text of a grid are together:
// twelve picks, which is one in every 40 minutes of a day of eight hours, of 100
// characters each: 11 for the time, 45 for the title, 44 for place, people and marks.
const MaxAlt = 12 * 100

// Role says what a box is for.
type Role uint8

// The roles of boxes.
const (
	Header   Role = iota
	Heading       // of a day, or of what has no time
	Card          // a session; Key says which
	Part          // something on the box before it: a star, a bar, a chip
	Hour          // the label of a full hour
	FreeTime      // the label of a gap
	Empty         // the words on a timetable without picks
	Footer
	Rule // a line or a mark beneath everything else, which others may cover
	More // says how much is on the next sheet, or has no room in its column
	Code // what a camera reads: the picks, for whoever gets the picture
	Note // room to write by hand

	Scale // the line of a scale of time, as far as it is to scale
	Tick  // a mark on it
	Break // where it is not; rules show that
)

// Shape is the outline of a box.
type Shape uint8

// A box is a rectangle unless its Shape says otherwise.
const (
	Rect    Shape = iota // with corners of Radius
	Star                 // five points, as large as Rect lets it be
	Squares              // the dark ones of Modules, each of whole pixels
	Arrow                // to the right: it has moved
	Fork                 // one way becomes two: somebody parts from me here
	Pair                 // two beside each other: somebody comes along
	Zigzag               // a bend of a line: a scale is broken there
)

// Polygons returns what an Arrow, a Fork or a Zigzag consists of, in parts of its side from
// the top left corner: corners one after the other. Of other shapes it is nothing.
func (s Shape) Polygons() [][][2]float64 {
	switch s {
	case Arrow:
		return [][][2]float64{{{0.08, 0.42}, {0.52, 0.42}, {0.52, 0.18}, {0.94, 0.5}, {0.52, 0.82}, {0.52, 0.58}, {0.08, 0.58}}}
	case Fork:
		return [][][2]float64{
			{{0.04, 0.42}, {0.36, 0.42}, {0.62, 0.2}, {0.52, 0.06}, {0.94, 0.06}, {0.82, 0.46}, {0.72, 0.32}, {0.42, 0.58}, {0.04, 0.58}},
			{{0.3, 0.54}, {0.44, 0.44}, {0.72, 0.68}, {0.82, 0.54}, {0.94, 0.94}, {0.52, 0.94}, {0.62, 0.8}},
		}
	case Zigzag:
		const t = 0.1 // half as wide as the line, across
		return [][][2]float64{{
			{0.5 - t, 0}, {0.9 - t, 0.25}, {0.1 - t, 0.75}, {0.5 - t, 1}, {0.5 + t, 1}, {0.1 + t, 0.75}, {0.9 + t, 0.25}, {0.5 + t, 0},
		}}
	}
	return nil
}

// Discs returns what a Pair consists of, in the same parts: the middle of each disc, and
// its radius. Of other shapes it is nothing.
func (s Shape) Discs() [][3]float64 {
	if s != Pair {
		return nil
	}
	return [][3]float64{{0.27, 0.5, 0.22}, {0.73, 0.5, 0.22}}
}

// Modules is a square of dark and light squares, such as a QR code.
type Modules struct {
	Size int    // of a side
	Dark []bool // Size * Size, by rows
}

// Box is an area with what is painted in it.
type Box struct {
	Role   Role
	Key    session.Key // the session of a Card and its parts
	Rect   image.Rectangle
	Shape  Shape
	Radius int
	Fill   color.RGBA // painted unless its alpha is 0; all colours are opaque or nothing
	Stroke color.RGBA // the same, within Rect
	Line   int        // the width of the stroke
	Dashed bool       // of the stroke
	Lines  []typeset.Line

	Modules *Modules // of Squares, whose Rect is a multiple of their Size
}

// Squares calls put with the dark squares of b's Modules. Neighbours in a row are one
// rectangle.
func (b *Box) Squares(put func(r image.Rectangle)) {
	n := b.Modules.Size
	side := b.Rect.Dx() / n
	for y := range n {
		for x := 0; x < n; x++ {
			from := x
			for x < n && b.Modules.Dark[y*n+x] {
				x++
			}
			if x > from {
				put(image.Rect(from*side, y*side, x*side, (y+1)*side).Add(b.Rect.Min))
			}
		}
	}
}

// Extent returns the range of rows in which b has ink.
func (b *Box) Extent() (top, bottom int) {
	top, bottom = b.Rect.Min.Y, b.Rect.Max.Y
	for _, l := range b.Lines {
		t, u := l.Extent()
		top, bottom = min(top, t), max(bottom, u)
	}
	return top, bottom
}

// Moved returns b and its lines, moved right by dx and down by dy px.
func (b Box) Moved(dx, dy int) Box {
	b.Rect = b.Rect.Add(image.Pt(dx, dy))
	lines := make([]typeset.Line, len(b.Lines))
	for i, l := range b.Lines {
		lines[i] = l.Moved(dx, dy)
	}
	b.Lines = lines
	return b
}
