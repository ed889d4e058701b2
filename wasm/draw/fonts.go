package draw

import (
	"errors"
	"fmt"
	"image"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Weight is one of the two weights of the main font.
type Weight uint8

// The weights.
const (
	Regular Weight = iota
	Bold
)

// Fonts is what text is drawn with: two weights, and the faces that are asked, in
// order, for what they lack. It keeps what it has rasterised for the next picture
// and is not for use by several goroutines at once.
type Fonts struct {
	faces  []*face
	glyphs map[glyphKey]glyphMask
	shapes shapes
	buf    sfnt.Buffer
}

type face struct {
	font   *sfnt.Font
	digits map[int]fixed.Int26_6
}

// glyphKey names a rasterised glyph. Glyphs stand at quarters of a pixel across
// and at whole pixels down: nobody sees the difference, and it keeps them few.
type glyphKey struct {
	face, size int
	r          rune
	quarter    int
}

// glyphMask is the coverage of a glyph and where it is, relative to the pixel of
// its dot. Without outlines there is none.
type glyphMask struct {
	rect image.Rectangle
	m    *mask
}

// maxGlyphs is how many rasterised glyphs are kept: about 5 MB at 32 px. A
// timetable of a whole edition has some 600.
const maxGlyphs = 5000

// ParseFonts reads the font files of the two weights and of the fallbacks, in
// OpenType or TrueType. The bytes must not change afterwards.
func ParseFonts(regular, bold []byte, fallbacks ...[]byte) (*Fonts, error) {
	f := &Fonts{glyphs: make(map[glyphKey]glyphMask)}
	for i, data := range append([][]byte{regular, bold}, fallbacks...) {
		parsed, err := sfnt.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("parse font %d: %w", i, err)
		}
		f.faces = append(f.faces, &face{font: parsed, digits: make(map[int]fixed.Int26_6)})
	}
	for _, r := range "0…가" {
		if f.find(Regular, r) < 0 || f.find(Bold, r) < 0 {
			return nil, errors.New("fonts without Hangul, figures or the ellipsis")
		}
	}
	return f, nil
}

// find returns the number of the face that has r, or -1.
func (f *Fonts) find(w Weight, r rune) int {
	if f.has(int(w), r) {
		return int(w)
	}
	for i := 2; i < len(f.faces); i++ {
		if f.has(i, r) {
			return i
		}
	}
	return -1
}

func (f *Fonts) has(i int, r rune) bool { return f.index(i, r) != 0 }

func (f *Fonts) index(i int, r rune) sfnt.GlyphIndex {
	x, err := f.faces[i].font.GlyphIndex(&f.buf, r)
	if err != nil {
		return 0
	}
	return x
}

func (f *Fonts) advance(i, size int, r rune) fixed.Int26_6 {
	a, err := f.faces[i].font.GlyphAdvance(&f.buf, f.index(i, r), fixed.I(size), font.HintingNone)
	if err != nil {
		return 0
	}
	return a
}

// kern returns what the distance between a and b of one face is to be changed by.
func (f *Fonts) kern(i, size int, a, b rune) fixed.Int26_6 {
	k, err := f.faces[i].font.Kern(&f.buf, f.index(i, a), f.index(i, b), fixed.I(size), font.HintingNone)
	if err != nil {
		return 0 // sfnt.ErrNotFound: the pair has none
	}
	return k
}

// bounds returns the extent of r's outline, relative to its dot.
func (f *Fonts) bounds(i, size int, r rune) fixed.Rectangle26_6 {
	b, _, err := f.faces[i].font.GlyphBounds(&f.buf, f.index(i, r), fixed.I(size), font.HintingNone)
	if err != nil {
		return fixed.Rectangle26_6{}
	}
	return b
}

// digitWidth returns the width of the cell in which every figure is set, so that
// times stand beneath one another.
func (f *Fonts) digitWidth(i, size int) fixed.Int26_6 {
	w, ok := f.faces[i].digits[size]
	if !ok {
		for r := '0'; r <= '9'; r++ {
			w = max(w, f.advance(i, size, r))
		}
		f.faces[i].digits[size] = w
	}
	return w
}

// glyph returns the coverage of r whose dot stands quarter/4 px right of a pixel.
func (f *Fonts) glyph(i, size int, r rune, quarter int) glyphMask {
	key := glyphKey{i, size, r, quarter}
	if g, ok := f.glyphs[key]; ok {
		return g
	}
	g := f.rasterise(i, size, r, quarter)
	if len(f.glyphs) >= maxGlyphs {
		clear(f.glyphs)
	}
	f.glyphs[key] = g
	return g
}

// rasterise makes what glyph keeps, as golang.org/x/image/font/opentype would.
func (f *Fonts) rasterise(i, size int, r rune, quarter int) glyphMask {
	outline, err := f.faces[i].font.LoadGlyph(&f.buf, f.index(i, r), fixed.I(size), nil)
	if err != nil || len(outline) == 0 {
		return glyphMask{} // a space; a broken outline is as good as none
	}
	shift := fixed.Int26_6(quarter * 16)
	b := outline.Bounds()
	rect := image.Rect((b.Min.X + shift).Floor(), b.Min.Y.Floor(), (b.Max.X + shift).Ceil(), b.Max.Y.Ceil())
	if rect.Empty() || rect.Dx() > 8*size || rect.Dy() > 8*size {
		return glyphMask{}
	}
	x0, y0 := fixed.I(rect.Min.X)-shift, fixed.I(rect.Min.Y)
	at := func(p fixed.Point26_6) (x, y float32) { return float32(p.X-x0) / 64, float32(p.Y-y0) / 64 }
	s := &f.shapes
	s.begin(rect.Dx(), rect.Dy())
	for _, seg := range outline {
		ax, ay := at(seg.Args[0])
		switch seg.Op {
		case sfnt.SegmentOpMoveTo:
			s.rast.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			s.rast.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			bx, by := at(seg.Args[1])
			s.rast.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			bx, by := at(seg.Args[1])
			cx, cy := at(seg.Args[2])
			s.rast.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	m := s.end()
	return glyphMask{rect, &m}
}
