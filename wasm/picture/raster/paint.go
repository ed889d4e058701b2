// Package raster paints pages and encodes them. Shapes are drawn by gg and glyphs by
// x/image, each once per size into a mask that is kept; a page is made of those masks, band
// by band.
//
//	png, err := raster.Encode(page, fonts, raster.Output{})
package raster

import (
	"errors"
	"image"
	"image/color"

	"golang.org/x/image/math/fixed"

	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// A picture is painted in bands from the top down, so that only one band is in memory, and
// stays in the processor's cache. There are two kinds of bands: exact has all colours, and
// indexed has 256.

// surface is a band of a picture.
type surface interface {
	// area is where the band is in the picture.
	area() image.Rectangle
	// fill paints a rectangle, which may reach beyond the band.
	fill(r image.Rectangle, c color.RGBA)
	// cover paints what m covers, its top left corner at x, y.
	cover(x, y int, m *mask, c color.RGBA)
}

// bandRows is the height of a band: at 1080 px and 3 bytes each, 207 KB.
const bandRows = 64

// ErrShape is returned for a page with a shape that the painter does not know, so that no
// picture lacks it silently.
var ErrShape = errors.New("shape that no painter knows")

// Paint paints page onto a new, opaque image, in full precision.
func Paint(page *scene.Page, f *typeset.Fonts) (*image.RGBA, error) {
	img := image.NewRGBA(image.Rect(0, 0, page.Width, page.Height))
	s := newExact(page)
	err := paint(page, f, s, func() bool {
		for y := s.at; y < s.at+s.n; y++ {
			row, out := s.row(0, page.Width, y), img.Pix[y*img.Stride:]
			for i, j := 0, 0; i < len(row); i, j = i+3, j+4 {
				out[j], out[j+1], out[j+2], out[j+3] = row[i], row[i+1], row[i+2], 0xFF
			}
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	return img, nil
}

// PaintIndexed paints page onto a new image of at most 256 colours. It reports
// whether they were enough: see indexed.
func PaintIndexed(page *scene.Page, f *typeset.Fonts) (*image.Paletted, bool, error) {
	img := image.NewPaletted(image.Rect(0, 0, page.Width, page.Height), nil)
	s := newIndexed(page, keptWith(f).tables)
	err := paint(page, f, s, func() bool {
		for y := s.at; y < s.at+s.n; y++ {
			copy(img.Pix[y*img.Stride:], s.row(0, page.Width, y))
		}
		return true
	})
	if err != nil {
		return nil, false, err
	}
	for _, c := range s.palette {
		img.Palette = append(img.Palette, c)
	}
	return img, !s.poor, nil
}

// bands is a surface that moves down a page band by band.
type bands interface {
	surface
	// move makes it the band from y on, filled with the page's colour.
	move(y int)
	// keep and lines are for the encoder: see band.
	keep(rows int)
	lines() (buf []byte, rows int, touched []uint64)
}

// paint paints page band by band and calls done after each. It ends early with
// ErrCancelled when done says false.
func paint(page *scene.Page, f *typeset.Fonts, s bands, done func() bool) error {
	p := painter{s: s, f: pen{f, keptWith(f)}}
	for _, b := range page.Boxes {
		if b.Shape > lastShape {
			return ErrShape
		}
	}
	// shown has the boxes of each band, in the order of painting.
	shown := make([][]int32, (page.Height+bandRows-1)/bandRows)
	for i := range page.Boxes {
		top, bottom := page.Boxes[i].Extent()
		for b := max(top, 0) / bandRows; b < len(shown) && b*bandRows < bottom; b++ {
			shown[b] = append(shown[b], int32(i))
		}
	}
	for b, boxes := range shown {
		s.move(b * bandRows)
		p.area = s.area()
		for _, i := range boxes {
			p.box(&page.Boxes[i])
		}
		if !done() {
			return ErrCancelled
		}
	}
	return nil
}

// lastShape is the last of the shapes that box knows.
const lastShape = scene.Zigzag

// painter paints boxes onto a band.
type painter struct {
	s    surface
	f    pen
	area image.Rectangle
}

func (p *painter) box(b *scene.Box) {
	if b.Fill.A != 0 {
		switch {
		case b.Shape == scene.Star:
			p.s.cover(b.Rect.Min.X, b.Rect.Min.Y, p.f.shapes.star(b.Rect.Dx()), b.Fill)
		case b.Shape == scene.Squares:
			p.squares(b)
		case b.Shape != scene.Rect:
			p.s.cover(b.Rect.Min.X, b.Rect.Min.Y, p.f.shapes.iconOf(icon{b.Shape, b.Rect.Dx()}), b.Fill)
		case b.Radius == 0:
			p.s.fill(b.Rect, b.Fill)
		default:
			p.rounded(b.Rect, float64(b.Radius), b.Fill)
		}
	}
	if b.Stroke.A != 0 && b.Line > 0 {
		if b.Dashed {
			p.dashed(b)
		} else {
			p.ring(b.Rect, float64(b.Radius), b.Line, b.Stroke)
		}
	}
	for i := range b.Lines {
		l := &b.Lines[i]
		if top, bottom := l.Extent(); top >= p.area.Max.Y || bottom <= p.area.Min.Y {
			continue
		}
		p.f.ink(l, func(r image.Rectangle, m *mask) {
			if m == nil {
				p.s.fill(r, l.Color)
			} else if r.Min.Y < p.area.Max.Y && r.Max.Y > p.area.Min.Y {
				p.s.cover(r.Min.X, r.Min.Y, m, l.Color)
			}
		})
	}
}

// squares paints the dark squares of a code. Their edges are at whole pixels, so that a
// decoder finds two colours and nothing between.
func (p *painter) squares(b *scene.Box) {
	b.Squares(func(r image.Rectangle) {
		if r.Min.Y < p.area.Max.Y && r.Max.Y > p.area.Min.Y {
			p.s.fill(r, b.Fill)
		}
	})
}

// rounded fills r with round corners.
func (p *painter) rounded(r image.Rectangle, radius float64, c color.RGBA) {
	radius = min(radius, float64(r.Dx())/2, float64(r.Dy())/2)
	if radius <= 0 {
		p.s.fill(r, c)
		return
	}
	p.corners(r, corner{outer: radius}, c, func(n int) {
		p.s.fill(image.Rect(r.Min.X+n, r.Min.Y, r.Max.X-n, r.Min.Y+n), c)
		p.s.fill(image.Rect(r.Min.X, r.Min.Y+n, r.Max.X, r.Max.Y-n), c)
		p.s.fill(image.Rect(r.Min.X+n, r.Max.Y-n, r.Max.X-n, r.Max.Y), c)
	})
}

// ring strokes r along the inside of its edge.
func (p *painter) ring(r image.Rectangle, radius float64, line int, c color.RGBA) {
	w := float64(line)
	if 2*line >= r.Dx() || 2*line >= r.Dy() {
		p.rounded(r, max(radius, w/2), c)
		return
	}
	// The pen is round, so even square corners are slightly rounded.
	middle := max(min(radius-w/2, (float64(r.Dx())-w)/2, (float64(r.Dy())-w)/2), 0)
	k := corner{outer: middle + w/2, inner: max(middle-w/2, 0), line: w}
	p.corners(r, k, c, func(n int) {
		p.s.fill(image.Rect(r.Min.X+n, r.Min.Y, r.Max.X-n, r.Min.Y+line), c)
		p.s.fill(image.Rect(r.Min.X+n, r.Max.Y-line, r.Max.X-n, r.Max.Y), c)
		p.s.fill(image.Rect(r.Min.X, r.Min.Y+n, r.Min.X+line, r.Max.Y-n), c)
		p.s.fill(image.Rect(r.Max.X-line, r.Min.Y+n, r.Max.X, r.Max.Y-n), c)
	})
}

// dashed strokes a box with dashes along the inside of its edge.
func (p *painter) dashed(b *scene.Box) {
	strips := p.f.shapes.dashed(outline{b.Rect.Dx(), b.Rect.Dy(), float64(b.Radius), float64(b.Line)})
	for i := range strips {
		p.s.cover(b.Rect.Min.X+strips[i].at.X, b.Rect.Min.Y+strips[i].at.Y, &strips[i].m, b.Stroke)
	}
}

// corners paints the four corners of r and calls rest with their size for what is
// between them. Where two would share a pixel, as at the ends of a chip, these are
// painted as one mask.
func (p *painter) corners(r image.Rectangle, k corner, c color.RGBA, rest func(n int)) {
	m := p.f.shapes.cornersOf(k)
	n := m[0].w
	if 2*n > r.Dx() || 2*n > r.Dy() {
		w := min(2*n, r.Dx())
		ends := p.f.shapes.endsOf(ends{w, r.Dy(), k})
		p.s.cover(r.Min.X, r.Min.Y, &ends[0], c)
		p.s.cover(r.Max.X-ends[1].w, r.Min.Y, &ends[1], c)
		switch line := int(k.line); {
		case w == r.Dx():
		case line == 0 || 2*line >= r.Dy():
			p.s.fill(image.Rect(r.Min.X+n, r.Min.Y, r.Max.X-n, r.Max.Y), c)
		default:
			p.s.fill(image.Rect(r.Min.X+n, r.Min.Y, r.Max.X-n, r.Min.Y+line), c)
			p.s.fill(image.Rect(r.Min.X+n, r.Max.Y-line, r.Max.X-n, r.Max.Y), c)
		}
		return
	}
	if r.Min.Y < p.area.Max.Y && r.Min.Y+n > p.area.Min.Y {
		p.s.cover(r.Min.X, r.Min.Y, &m[0], c)
		p.s.cover(r.Max.X-n, r.Min.Y, &m[1], c)
	}
	if r.Max.Y-n < p.area.Max.Y && r.Max.Y > p.area.Min.Y {
		p.s.cover(r.Min.X, r.Max.Y-n, &m[2], c)
		p.s.cover(r.Max.X-n, r.Max.Y-n, &m[3], c)
	}
	rest(n)
}

// Ink calls put with everything that is painted of l: a mask of coverage with rows as wide as
// the rectangle r, or nil for a rectangle that is filled. The mask must not be changed.
func Ink(f *typeset.Fonts, l *typeset.Line, put func(r image.Rectangle, mask []uint8)) {
	pen{f, keptWith(f)}.ink(l, func(r image.Rectangle, m *mask) {
		if m == nil {
			put(r, nil)
		} else {
			put(r, m.pix)
		}
	})
}

func (f pen) ink(l *typeset.Line, put func(r image.Rectangle, m *mask)) {
	dot := fixed.I(l.Rect.Min.X)
	for i := range l.Clusters {
		c := &l.Clusters[i]
		for _, g := range c.Glyphs {
			if g.Face < 0 {
				f.code(g.R, dot+g.Dx, l, put)
			} else {
				f.putGlyph(g.Face, l.Style.Size, g.R, dot+g.Dx, l.Baseline+g.Dy, put)
			}
		}
		dot += c.Width
	}
	if l.Struck {
		thick := max(l.Style.Size/14, 1)
		y := l.Baseline - l.Style.Size*36/100 - thick/2
		put(image.Rect(l.Rect.Min.X, y, l.Rect.Max.X, y+thick), nil)
	}
}

func (f pen) putGlyph(face, size int, r rune, x fixed.Int26_6, baseline int, put func(r image.Rectangle, m *mask)) {
	x += 8 // the nearest quarter
	g := f.glyph(face, size, r, int(x&63)/16)
	if g.m != nil {
		put(g.rect.Add(image.Pt(x.Floor(), baseline)), g.m)
	}
}

// code puts the box that stands for a rune which no face has: its code in hex,
// in two rows.
func (f pen) code(r rune, x fixed.Int26_6, l *typeset.Line, put func(r image.Rectangle, m *mask)) {
	code := typeset.HexCode(r)
	cols := (len(code) + 1) / 2
	size := typeset.CodeDigitSize(l.Style.Size)
	edge := max(l.Style.Size/12, 1)
	w := typeset.CodeBoxWidth(r, l.Style.Size).Floor()
	left := x.Round() + edge
	box := image.Rect(left, l.Baseline-l.Style.Size*7/8, left+w-2*edge, l.Baseline+l.Style.Size/8)
	line := max(l.Style.Size/20, 1)
	for _, side := range [...]image.Rectangle{
		{box.Min, image.Pt(box.Max.X, box.Min.Y+line)}, {image.Pt(box.Min.X, box.Max.Y-line), box.Max},
		{box.Min, image.Pt(box.Min.X+line, box.Max.Y)}, {image.Pt(box.Max.X-line, box.Min.Y), box.Max},
	} {
		put(side, nil)
	}
	cell := fixed.I(box.Dx()-2*line) / fixed.Int26_6(cols)
	for i, d := range code {
		row, col := i/cols, i%cols
		at := fixed.I(box.Min.X+line) + cell*fixed.Int26_6(col) + (cell-f.Advance(int(typeset.Regular), size, d))/2
		half := box.Dy() / 2
		f.putGlyph(int(typeset.Regular), size, d, at, box.Min.Y+half*row+(half+size*7/10)/2, put)
	}
}
