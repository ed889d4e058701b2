// Package reference paints a page with gg, shape by shape, on a canvas of the whole picture.
// It is slow and simple. Tests and benchmarks compare the result of package raster with it,
// and no shipped program imports it.
package reference

import (
	"image"
	"image/color"
	stddraw "image/draw"
	"math"

	"github.com/fogleman/gg"

	"byeolpyo/wasm/picture/raster"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// Paint paints page onto a new, opaque image.
func Paint(page *scene.Page, f *typeset.Fonts) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, page.Width, page.Height))
	fill(img, img.Rect, page.Background)
	p := painter{img, gg.NewContextForRGBA(img), f}
	for i := range page.Boxes {
		p.box(&page.Boxes[i])
	}
	return img
}

// painter draws shapes with gg, and text by the masks of its glyphs: gg transforms
// every glyph through an affine kernel, which blurs it.
type painter struct {
	img *image.RGBA
	dc  *gg.Context
	f   *typeset.Fonts
}

func fill(img *image.RGBA, r image.Rectangle, c color.RGBA) {
	stddraw.Draw(img, r, image.NewUniform(c), image.Point{}, stddraw.Src)
}

func (p painter) box(b *scene.Box) {
	if b.Fill.A != 0 {
		switch {
		case b.Shape == scene.Star:
			p.star(b.Rect, b.Fill)
		case b.Shape == scene.Squares:
			b.Squares(func(r image.Rectangle) { fill(p.img, r, b.Fill) })
		case b.Shape != scene.Rect:
			p.icon(b.Rect, b.Shape, b.Fill)
		case b.Radius == 0:
			fill(p.img, b.Rect, b.Fill)
		default:
			p.rounded(b.Rect, float64(b.Radius), 0)
			p.dc.SetColor(b.Fill)
			p.dc.Fill()
		}
	}
	if b.Stroke.A != 0 && b.Line > 0 {
		w := float64(b.Line)
		p.rounded(b.Rect, float64(b.Radius)-w/2, w/2)
		p.dc.SetColor(b.Stroke)
		p.dc.SetLineWidth(w)
		if b.Dashed {
			p.dc.SetDash(4*w, 4*w)
		} else {
			p.dc.SetDash()
		}
		p.dc.Stroke()
	}
	for i := range b.Lines {
		l := &b.Lines[i]
		src := image.NewUniform(l.Color)
		raster.Ink(p.f, l, func(r image.Rectangle, mask []uint8) {
			if mask == nil {
				fill(p.img, r, l.Color)
				return
			}
			alpha := &image.Alpha{Pix: mask, Stride: r.Dx(), Rect: image.Rect(0, 0, r.Dx(), r.Dy())}
			stddraw.DrawMask(p.img, r, src, image.Point{}, alpha, image.Point{}, stddraw.Over)
		})
	}
}

// rounded makes the path of r with round corners, inset on every side.
func (p painter) rounded(r image.Rectangle, radius, inset float64) {
	w, h := float64(r.Dx())-2*inset, float64(r.Dy())-2*inset
	radius = max(min(radius, w/2, h/2), 0)
	p.dc.DrawRoundedRectangle(float64(r.Min.X)+inset, float64(r.Min.Y)+inset, w, h, radius)
}

// icon paints a shape that consists of polygons and discs.
func (p painter) icon(r image.Rectangle, shape scene.Shape, c color.RGBA) {
	for _, polygon := range shape.Polygons() {
		p.dc.NewSubPath()
		for _, at := range polygon {
			p.dc.LineTo(float64(r.Min.X)+at[0]*float64(r.Dx()), float64(r.Min.Y)+at[1]*float64(r.Dy()))
		}
		p.dc.ClosePath()
	}
	for _, d := range shape.Discs() {
		p.dc.DrawCircle(float64(r.Min.X)+d[0]*float64(r.Dx()), float64(r.Min.Y)+d[1]*float64(r.Dy()), d[2]*float64(r.Dx()))
	}
	p.dc.SetColor(c)
	p.dc.Fill()
}

// star paints a star with slightly rounded points.
func (p painter) star(r image.Rectangle, c color.RGBA) {
	size := float64(r.Dx())
	round := size / 9 // the width of the line around it, whose joins are round
	outer := size/2 - round/2
	cx := float64(r.Min.X) + size/2
	cy := float64(r.Min.Y) + size/2 + size/24 // a star's middle is above that of its box
	for i := range 10 {
		radius := outer
		if i%2 == 1 {
			radius = outer * 0.5
		}
		angle := math.Pi * (float64(i)/5 - 0.5)
		p.dc.LineTo(cx+radius*math.Cos(angle), cy+radius*math.Sin(angle))
	}
	p.dc.ClosePath()
	p.dc.SetColor(c)
	p.dc.SetLineWidth(round)
	p.dc.SetLineJoinRound()
	p.dc.SetDash()
	p.dc.FillPreserve()
	p.dc.Stroke()
}
