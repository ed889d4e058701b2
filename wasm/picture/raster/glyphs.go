package raster

import (
	"image"
	"image/draw"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"byeolpyo/wasm/picture/typeset"
)

// glyphKey identifies a rasterised glyph by one number, which a map finds twice as fast as a
// struct of four. Glyphs are placed at quarters of a pixel across and at whole pixels down.
// That difference is not visible and keeps their number small.
type glyphKey uint64

// newGlyphKey returns the key of a glyph. A rune takes 21 bits and a size 32.
func newGlyphKey(face, size int, r rune, quarter int) glyphKey {
	return glyphKey(r) | glyphKey(size)<<21 | glyphKey(quarter)<<53 | glyphKey(face)<<55
}

// glyphMask is the coverage of a glyph and where it is, relative to the pixel of its dot. A
// glyph without an outline has no mask.
type glyphMask struct {
	rect image.Rectangle
	m    *mask
}

// maxGlyphs is how many rasterised glyphs are kept: about 5 MB at 32 px. A
// timetable of a whole edition has some 600.
const maxGlyphs = 5000

// kept holds what is stored with the fonts for the next picture.
type kept struct {
	glyphs map[glyphKey]glyphMask
	fill   vector.Rasterizer // of the outlines of glyphs
	shapes shapes
	tables tables
}

// keptWith returns the kept value of the fonts.
func keptWith(f *typeset.Fonts) *kept {
	k, ok := f.Kept.(*kept)
	if !ok {
		k = &kept{glyphs: make(map[glyphKey]glyphMask), tables: tables{}}
		f.Kept = k
	}
	return k
}

// pen draws glyphs of fonts.
type pen struct {
	*typeset.Fonts
	*kept
}

// glyph returns the coverage of r whose dot stands quarter/4 px right of a pixel.
func (f pen) glyph(i, size int, r rune, quarter int) glyphMask {
	key := newGlyphKey(i, size, r, quarter)
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

// rasterise makes the mask of a glyph as golang.org/x/image/font/opentype would.
func (f pen) rasterise(i, size int, r rune, quarter int) glyphMask {
	outline := f.Outline(i, size, r)
	if len(outline) == 0 {
		return glyphMask{}
	}
	shift := fixed.Int26_6(quarter * 16)
	b := outline.Bounds()
	rect := image.Rect((b.Min.X + shift).Floor(), b.Min.Y.Floor(), (b.Max.X + shift).Ceil(), b.Max.Y.Ceil())
	if rect.Empty() || rect.Dx() > 8*size || rect.Dy() > 8*size {
		return glyphMask{}
	}
	x0, y0 := fixed.I(rect.Min.X)-shift, fixed.I(rect.Min.Y)
	at := func(p fixed.Point26_6) (x, y float32) { return float32(p.X-x0) / 64, float32(p.Y-y0) / 64 }
	rast := &f.fill
	rast.Reset(rect.Dx(), rect.Dy())
	rast.DrawOp = draw.Src
	for _, seg := range outline {
		ax, ay := at(seg.Args[0])
		switch seg.Op {
		case sfnt.SegmentOpMoveTo:
			rast.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			rast.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			bx, by := at(seg.Args[1])
			rast.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			bx, by := at(seg.Args[1])
			cx, cy := at(seg.Args[2])
			rast.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	alpha := image.NewAlpha(image.Rectangle{Max: rast.Size()})
	rast.Draw(alpha, alpha.Rect, image.Opaque, image.Point{})
	m := newMask(rect.Dx(), rect.Dy(), alpha.Pix)
	m.kept = true
	return glyphMask{rect, &m}
}
