package draw

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"github.com/fogleman/gg"
	"golang.org/x/image/math/fixed"
)

// Paint paints page onto a new, opaque image.
func Paint(page *Page, f *Fonts) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, page.Width, page.Height))
	fill(img, img.Rect, page.Background)
	p := painter{img, gg.NewContextForRGBA(img), f}
	for _, b := range page.Boxes {
		p.box(b)
	}
	return img
}

// painter draws shapes with gg and text by itself: gg transforms every glyph
// through an affine kernel, which costs half of a picture's time and blurs it.
type painter struct {
	img *image.RGBA
	dc  *gg.Context
	f   *Fonts
}

func fill(img *image.RGBA, r image.Rectangle, c color.RGBA) {
	draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
}

func (p painter) box(b Box) {
	if b.Fill.A != 0 {
		switch {
		case b.Shape == Star:
			p.star(b.Rect, b.Fill)
		case b.Shape == Squares:
			p.squares(b)
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
	for _, l := range b.Lines {
		p.line(l)
	}
}

// rounded makes the path of r with round corners, inset on every side.
func (p painter) rounded(r image.Rectangle, radius, inset float64) {
	w, h := float64(r.Dx())-2*inset, float64(r.Dy())-2*inset
	radius = max(min(radius, w/2, h/2), 0)
	p.dc.DrawRoundedRectangle(float64(r.Min.X)+inset, float64(r.Min.Y)+inset, w, h, radius)
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
		x, y := cx+radius*math.Cos(angle), cy+radius*math.Sin(angle)
		p.dc.LineTo(x, y)
	}
	p.dc.ClosePath()
	p.dc.SetColor(c)
	p.dc.SetLineWidth(round)
	p.dc.SetLineJoinRound()
	p.dc.SetDash()
	p.dc.FillPreserve()
	p.dc.Stroke()
}

// squares paints the dark squares of a code. Their edges are those of pixels, so
// that whoever decodes the picture finds two colours and nothing between.
func (p painter) squares(b Box) {
	n := b.Modules.Size
	side := b.Rect.Dx() / n
	for i, dark := range b.Modules.Dark {
		if dark {
			at := b.Rect.Min.Add(image.Pt(i%n*side, i/n*side))
			fill(p.img, image.Rectangle{at, at.Add(image.Pt(side, side))}, b.Fill)
		}
	}
}

func (p painter) line(l Line) {
	src := image.NewUniform(l.Color)
	dot := fixed.I(l.Rect.Min.X)
	for _, c := range l.clusters {
		for _, g := range c.glyphs {
			if g.face < 0 {
				p.code(g.r, dot+g.dx, l)
			} else {
				p.glyph(src, g.face, l.style.size, g.r, dot+g.dx, l.Baseline+g.dy)
			}
		}
		dot += c.width
	}
	if l.Struck {
		thick := max(l.style.size/14, 1)
		y := l.Baseline - l.style.size*36/100 - thick/2
		fill(p.img, image.Rect(l.Rect.Min.X, y, l.Rect.Max.X, y+thick), l.Color)
	}
}

func (p painter) glyph(src image.Image, face, size int, r rune, x fixed.Int26_6, baseline int) {
	x += 8 // the nearest quarter
	g := p.f.glyph(face, size, r, int(x&63)/16)
	if g.mask == nil {
		return
	}
	draw.DrawMask(p.img, g.rect.Add(image.Pt(x.Floor(), baseline)), src, image.Point{}, g.mask, image.Point{}, draw.Over)
}

// code paints the box that stands for a rune which no face has: its code in hex,
// in two rows.
func (p painter) code(r rune, x fixed.Int26_6, l Line) {
	code := hexCode(r)
	cols := (len(code) + 1) / 2
	size := codeDigitSize(l.style.size)
	edge := max(l.style.size/12, 1)
	w := codeBoxWidth(r, l.style.size).Floor()
	left := x.Round() + edge
	box := image.Rect(left, l.Baseline-l.style.size*7/8, left+w-2*edge, l.Baseline+l.style.size/8)
	line := max(l.style.size/20, 1)
	for _, side := range [...]image.Rectangle{
		{box.Min, image.Pt(box.Max.X, box.Min.Y+line)}, {image.Pt(box.Min.X, box.Max.Y-line), box.Max},
		{box.Min, image.Pt(box.Min.X+line, box.Max.Y)}, {image.Pt(box.Max.X-line, box.Min.Y), box.Max},
	} {
		fill(p.img, side, l.Color)
	}
	cell := fixed.I(box.Dx()-2*line) / fixed.Int26_6(cols)
	src := image.NewUniform(l.Color)
	for i, d := range code {
		row, col := i/cols, i%cols
		at := fixed.I(box.Min.X+line) + cell*fixed.Int26_6(col) + (cell-p.f.advance(int(Regular), size, d))/2
		half := box.Dy() / 2
		p.glyph(src, int(Regular), size, d, at, box.Min.Y+half*row+(half+size*7/10)/2)
	}
}
