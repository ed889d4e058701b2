package raster

import (
	"image"
	"math"

	"github.com/fogleman/gg"

	"byeolpyo/wasm/picture/scene"
)

// shapes makes masks of shapes by gg, and keeps them: a page has a handful of radii
// and of sizes of stars, so that each is rasterised once.
type shapes struct {
	corners  map[corner]*[4]mask
	ends     map[ends]*[2]mask
	stars    map[int]*mask
	icons    map[icon]*mask
	outlines map[outline][]strip
}

// corner has the values on which the corners of a rounded rectangle depend. Those of a filled
// one have an outer radius only, those of a line its width and an inner one.
type corner struct{ outer, inner, line float64 }

// ends has the values on which the two ends of a rounded rectangle depend if it is less than
// twice as high as its corners: its height, and its width up to that of two corners.
type ends struct {
	w, h int
	corner
}

// outline has the values on which a dashed line depends: the size of its box, the radius of
// the corners and the width of the line.
type outline struct {
	w, h         int
	radius, line float64
}

// strip is a part of a shape and where it is, relative to the shape's box.
type strip struct {
	at image.Point
	m  mask
}

// maxShapes bounds how many masks of each kind are kept.
const maxShapes = 64

// The resolution at which shapes are drawn before their coverage is computed, in steps per
// pixel across and down. gg counts in 64ths of a pixel, which shows at curves of a few
// pixels, and its pen leaves out what is shorter than an eighth: a star's points need twice
// as much.
const (
	fine     = 4
	fineStar = 8
)

// drawn returns the coverage of what path draws by gg on an area of w x h. One pixel is
// steps x steps of gg's; lengths that are no coordinates, such as a line's width, are
// not scaled by gg.
func drawn(w, h, steps int, path func(dc *gg.Context)) mask {
	img := image.NewRGBA(image.Rect(0, 0, w*steps, h*steps))
	dc := gg.NewContextForRGBA(img)
	dc.SetRGB(0, 0, 0)
	dc.Scale(float64(steps), float64(steps))
	path(dc)
	sums := make([]int, w*h)
	for y := range h * steps {
		row := img.Pix[y*img.Stride:]
		for x := range w * steps {
			sums[y/steps*w+x/steps] += int(row[4*x+3])
		}
	}
	pix := make([]uint8, w*h)
	for i, sum := range sums {
		pix[i] = uint8((sum + steps*steps/2) / (steps * steps))
	}
	return newMask(w, h, pix)
}

// rounded draws a rounded rectangle with its top left corner at the origin: filled, or
// where the corner has a line, that line along the inside of its edge.
func (c corner) rounded(dc *gg.Context, w, h float64) {
	dc.DrawRoundedRectangle(0, 0, w, h, c.outer)
	if c.line > 0 {
		dc.DrawRoundedRectangle(c.line, c.line, w-2*c.line, h-2*c.line, c.inner)
		dc.SetFillRuleEvenOdd()
	}
	dc.Fill()
}

// cornersOf returns the masks of the top left, top right, bottom left and bottom
// right corners, each as large as the outer radius or the line, whichever is more.
func (s *shapes) cornersOf(c corner) *[4]mask {
	if m, ok := s.corners[c]; ok {
		return m
	}
	size := int(math.Ceil(max(c.outer, c.line)))
	far := float64(4 * size) // so that the other corners are outside of the mask
	m := &[4]mask{0: drawn(size, size, fine, func(dc *gg.Context) { c.rounded(dc, far, far) })}
	for i := 1; i < 4; i++ {
		m[i] = m[0].mirrored(i&1 != 0, i&2 != 0)
	}
	if s.corners == nil || len(s.corners) >= maxShapes {
		s.corners = make(map[corner]*[4]mask)
	}
	s.corners[c] = m
	return m
}

// endsOf returns the left and the right half of a rounded rectangle whose corners share
// pixels. Of one that is wider only its ends are, for between them it is as high everywhere.
func (s *shapes) endsOf(e ends) *[2]mask {
	if m, ok := s.ends[e]; ok {
		return m
	}
	whole := drawn(e.w, e.h, fine, func(dc *gg.Context) { e.rounded(dc, float64(e.w), float64(e.h)) })
	left := e.w / 2
	m := &[2]mask{whole.columns(0, left), whole.columns(left, e.w)}
	if s.ends == nil || len(s.ends) >= maxShapes {
		s.ends = make(map[ends]*[2]mask)
	}
	s.ends[e] = m
	return m
}

// The look of a star, in parts of its size.
const (
	starInner = 0.5     // the inner radius, of the outer one
	starRound = 1. / 18 // the radius of its points
	starDown  = 1. / 24 // a star's middle is above that of its box
)

// star returns the mask of a star of the size. Its points are round: it is five
// points filled, and drawn around with a round pen.
func (s *shapes) star(size int) *mask {
	if m, ok := s.stars[size]; ok {
		return m
	}
	m := drawn(size, size, fineStar, func(dc *gg.Context) {
		edge := float64(size)
		pen := edge * starRound
		outer := edge/2 - pen
		for i := range 10 {
			r := outer
			if i%2 != 0 {
				r *= starInner
			}
			sin, cos := math.Sincos(math.Pi * (float64(i)/5 - 0.5))
			dc.LineTo(edge/2+r*cos, edge/2+edge*starDown+r*sin)
		}
		dc.ClosePath()
		dc.FillPreserve()
		dc.SetLineWidth(2 * pen * fineStar)
		dc.Stroke()
	})
	if s.stars == nil || len(s.stars) >= maxShapes {
		s.stars = make(map[int]*mask)
	}
	s.stars[size] = &m
	return &m
}

// icon is what a mark depends on: which it is and its side.
type icon struct {
	shape scene.Shape
	size  int
}

// iconOf returns the mask of a shape that consists of polygons and discs.
func (s *shapes) iconOf(i icon) *mask {
	if m, ok := s.icons[i]; ok {
		return m
	}
	m := drawn(i.size, i.size, fineStar, func(dc *gg.Context) {
		for _, polygon := range i.shape.Polygons() {
			dc.NewSubPath()
			for _, at := range polygon {
				dc.LineTo(at[0]*float64(i.size), at[1]*float64(i.size))
			}
			dc.ClosePath()
		}
		for _, d := range i.shape.Discs() {
			dc.DrawCircle(d[0]*float64(i.size), d[1]*float64(i.size), d[2]*float64(i.size))
		}
		dc.Fill()
	})
	if s.icons == nil || len(s.icons) >= maxShapes {
		s.icons = make(map[icon]*mask)
	}
	s.icons[i] = &m
	return &m
}

// dashLength is the length of a dash, and of the space behind it, in widths of the line.
const dashLength = 4

// dashed returns a dashed line along the inside of the edge of a rounded rectangle, in
// four strips: what they surround is empty, and would take most of one mask.
func (s *shapes) dashed(o outline) []strip {
	if strips, ok := s.outlines[o]; ok {
		return strips
	}
	half := o.line / 2
	w, h := float64(o.w), float64(o.h)
	radius := max(min(o.radius-half, (w-o.line)/2, (h-o.line)/2), 0)
	side := int(math.Ceil(o.line))
	top := min(int(math.Ceil(radius+o.line)), (o.h+1)/2)
	var strips []strip
	for _, r := range [...]image.Rectangle{
		image.Rect(0, 0, o.w, top), image.Rect(0, o.h-top, o.w, o.h),
		image.Rect(0, top, side, o.h-top), image.Rect(o.w-side, top, o.w, o.h-top),
	} {
		if r.Empty() {
			continue
		}
		strips = append(strips, strip{r.Min, drawn(r.Dx(), r.Dy(), fine, func(dc *gg.Context) {
			dc.DrawRoundedRectangle(half-float64(r.Min.X), half-float64(r.Min.Y), w-o.line, h-o.line, radius)
			dc.SetLineWidth(o.line * fine)
			dc.SetDash(dashLength*o.line*fine, dashLength*o.line*fine)
			dc.Stroke()
		})})
	}
	if s.outlines == nil || len(s.outlines) >= maxShapes {
		s.outlines = make(map[outline][]strip)
	}
	s.outlines[o] = strips
	return strips
}
