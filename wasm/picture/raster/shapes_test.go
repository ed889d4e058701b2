package raster

import (
	"errors"
	"image"
	"image/color"
	"math"
	"testing"

	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"

	"github.com/fogleman/gg"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// grid is how many points across and down are looked at in a pixel to tell how
// much of it a shape covers. An edge crosses at most 2 * grid of the points' cells,
// so that the count is off by no more than 1 in grid, and mostly by far less.
const grid = 24

// sampled is the coverage of the area in which inside is true.
func sampled(w, h int, inside func(x, y float64) bool) mask {
	m := mask{w: w, h: h, pix: make([]uint8, w*h)}
	for i := range m.pix {
		n := 0
		for j := range grid * grid {
			if inside(float64(i%w)+(float64(j%grid)+0.5)/grid, float64(i/w)+(float64(j/grid)+0.5)/grid) {
				n++
			}
		}
		m.pix[i] = uint8((n*0xFF + grid*grid/2) / (grid * grid))
	}
	return m
}

func near(t *testing.T, name string, got, want mask) {
	t.Helper()
	if got.w != want.w || got.h != want.h {
		t.Fatalf("%s: %d x %d, want %d x %d", name, got.w, got.h, want.w, want.h)
	}
	sum := 0
	for i := range got.pix {
		d := int(got.pix[i]) - int(want.pix[i])
		if sum += d; max(d, -d) > 0xFF/grid+1 {
			t.Fatalf("%s: %d at %d, %d, want %d", name, got.pix[i], i%got.w, i/got.w, want.pix[i])
		}
	}
	if mean := float64(sum) / float64(len(got.pix)); math.Abs(mean) > 0.5 {
		t.Errorf("%s: %.2f too much on average", name, mean)
	}
}

// inRounded tells whether a point is within a rounded rectangle.
func inRounded(x, y, x0, y0, x1, y1, r float64) bool {
	if x < x0 || x > x1 || y < y0 || y > y1 {
		return false
	}
	dx := max(x0+r-x, x-(x1-r), 0)
	dy := max(y0+r-y, y-(y1-r), 0)
	return dx*dx+dy*dy <= r*r
}

// TestRounded holds rounded rectangles, filled and as lines, to exact areas, as
// they come out of the painter: corners, the edges between them and the middle.
func TestRounded(t *testing.T) {
	f := loadFonts(t)
	radii := []int{3, 16, 0, 1, 2, 8, 40}
	if testing.Short() {
		radii = radii[:2]
	}
	for _, radius := range radii {
		for _, size := range [][2]int{{90, 60}, {33, 61}, {7, 61}, {60, 7}, {2, 2}, {5, 5}} {
			for line := range 5 {
				w, h, r := float64(size[0]), float64(size[1]), float64(radius)
				b := scene.Box{Rect: image.Rect(1, 1, size[0]+1, size[1]+1), Radius: radius}
				var inside func(x, y float64) bool
				if line == 0 {
					b.Fill = rgb(0xFFFFFF)
					inside = func(x, y float64) bool { return inRounded(x, y, 1, 1, 1+w, 1+h, min(r, w/2, h/2)) }
				} else {
					l := float64(line)
					if l >= min(w, h)/2 {
						continue // all line
					}
					b.Stroke, b.Line = rgb(0xFFFFFF), line
					middle := max(min(r-l/2, (w-l)/2, (h-l)/2), 0)
					inside = func(x, y float64) bool {
						return inRounded(x, y, 1, 1, 1+w, 1+h, middle+l/2) && !inRounded(x, y, 1+l, 1+l, 1+w-l, 1+h-l, max(middle-l/2, 0))
					}
				}
				page := &scene.Page{Width: size[0] + 2, Height: size[1] + 2, Background: rgb(0), Boxes: []scene.Box{b}}
				img, err := Paint(page, f)
				if err != nil {
					t.Fatal(err)
				}
				got := mask{w: page.Width, h: page.Height, pix: make([]uint8, page.Width*page.Height)}
				for i := range got.pix {
					got.pix[i] = img.Pix[4*i]
				}
				near(t, "radius and line "+string(rune('0'+radius%10))+string(rune('0'+line)), got, sampled(page.Width, page.Height, inside))
			}
		}
	}
}

// TestStar holds stars to the area that a round pen covers which goes along five
// points.
func TestStar(t *testing.T) {
	for _, size := range []int{9, 20, 24, 26, 30, 78} {
		edge := float64(size)
		pen := edge / 18
		outer := edge/2 - pen
		var xs, ys [10]float64
		for i := range 10 {
			r := outer
			if i%2 == 1 {
				r /= 2
			}
			sin, cos := math.Sincos(math.Pi * (float64(i)/5 - 0.5))
			xs[i], ys[i] = edge/2+r*cos, edge/2+edge/24+r*sin
		}
		var s shapes
		near(t, "star", *s.star(size), sampled(size, size, func(x, y float64) bool {
			in, least := false, math.Inf(1)
			for i := range 10 {
				j := (i + 1) % 10
				if (ys[i] > y) != (ys[j] > y) && x < xs[i]+(y-ys[i])/(ys[j]-ys[i])*(xs[j]-xs[i]) {
					in = !in
				}
				dx, dy := xs[j]-xs[i], ys[j]-ys[i]
				along := max(0, min(1, ((x-xs[i])*dx+(y-ys[i])*dy)/(dx*dx+dy*dy)))
				least = min(least, math.Hypot(x-xs[i]-along*dx, y-ys[i]-along*dy))
			}
			return in || least <= pen
		}))
	}
}

// TestDashes: dashes and the spaces between them are as long as one another, so that
// half of the outline is covered, with round ends; and the strips are all of it, within
// the box.
func TestDashes(t *testing.T) {
	for _, radius := range []float64{0, 8, 16} {
		for _, w := range []float64{1, 2, 4} {
			var s shapes
			o := outline{w: 200, h: 100, radius: radius, line: w}
			ink, box := 0, image.Rect(0, 0, o.w, o.h)
			var all []image.Rectangle
			for _, part := range s.dashed(o) {
				r := image.Rectangle{part.at, part.at.Add(image.Pt(part.m.w, part.m.h))}
				if !r.In(box) {
					t.Errorf("a strip at %v leaves %v", r, box)
				}
				for _, other := range all {
					if r.Overlaps(other) {
						t.Errorf("%v and %v share pixels", r, other)
					}
				}
				all = append(all, r)
				for _, a := range part.m.pix {
					ink += int(a)
				}
			}
			middle := max(radius-w/2, 0)
			length := 2*(200-w-2*middle) + 2*(100-w-2*middle) + 2*math.Pi*middle
			n := math.Ceil(length / (2 * dashLength * w))
			each := dashLength*w*w + math.Pi*w*w/4
			if got, want := float64(ink)/0xFF, each*n; math.Abs(got-want) > each {
				t.Errorf("radius %v, line %v: %.1f px, want %.1f", radius, w, got, want)
			}
			// The same as in one piece.
			one := drawn(o.w, o.h, fine, func(dc *gg.Context) {
				dc.DrawRoundedRectangle(w/2, w/2, 200-w, 100-w, middle)
				dc.SetLineWidth(w * fine)
				dc.SetDash(dashLength*w*fine, dashLength*w*fine)
				dc.Stroke()
			})
			parts := mask{w: o.w, h: o.h, pix: make([]uint8, o.w*o.h)}
			for _, part := range s.dashed(o) {
				for y := range part.m.h {
					copy(parts.pix[(part.at.Y+y)*o.w+part.at.X:], part.m.pix[y*part.m.w:(y+1)*part.m.w])
				}
			}
			// But for the turns, which gg's pen takes a little otherwise at another place.
			off := 0
			for i, a := range one.pix {
				if d := int(a) - int(parts.pix[i]); max(d, -d) > 0xFF/grid+1 {
					off++
				}
			}
			if off > int(length)/50 {
				t.Errorf("radius %v, line %v: %d pixels differ from one piece", radius, w, off)
			}
		}
	}
}

// TestShapesAreDrawnOnce: what is asked for again is the mask that is kept.
func TestShapesAreDrawnOnce(t *testing.T) {
	var s shapes
	k := corner{outer: 16, inner: 14, line: 2}
	o := outline{w: 200, h: 100, radius: 16, line: 2}
	corners, star, dashed := s.cornersOf(k), s.star(24), s.dashed(o)
	if s.cornersOf(k) != corners || s.star(24) != star || &s.dashed(o)[0] != &dashed[0] {
		t.Error("drawn again")
	}
	for i := range 3 * maxShapes {
		s.cornersOf(corner{outer: float64(i + 1)})
		s.star(i + 9)
		s.dashed(outline{w: 30 + i, h: 30, line: 1})
	}
	if len(s.corners) > maxShapes || len(s.stars) > maxShapes || len(s.outlines) > maxShapes {
		t.Errorf("%d, %d and %d are kept", len(s.corners), len(s.stars), len(s.outlines))
	}
}

// TestGlyphs holds the coverage of glyphs to what the font library makes.
func TestGlyphs(t *testing.T) {
	fonts := loadFonts(t)
	f := pen{fonts, keptWith(fonts)}
	seen := 0
	for i, file := range project.Fonts(t) {
		parsed, err := sfnt.Parse(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, size := range []int{6, 22, 36, 64} {
			other, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range "0 gj가뷁힣…漢✓★⚡Å" {
				if index, err := parsed.GlyphIndex(nil, r); err != nil || index == 0 {
					continue
				}
				for quarter := range 4 {
					rect, m, at, _, _ := other.Glyph(fixed.Point26_6{X: fixed.Int26_6(quarter * 16)}, r)
					alpha := m.(*image.Alpha)
					g := f.glyph(i, size, r, quarter)
					if rect.Empty() != (g.m == nil) || g.m != nil && g.rect != rect {
						t.Fatalf("face %d, size %d, %c: %v, want %v", i, size, r, g.rect, rect)
					}
					if g.m == nil {
						continue
					}
					for j, a := range g.m.pix {
						seen++
						if want := alpha.AlphaAt(at.X+j%rect.Dx(), at.Y+j/rect.Dx()).A; a != want {
							t.Fatalf("face %d, size %d, %c: %d, want %d", i, size, r, a, want)
						}
					}
				}
			}
		}
	}
	if seen < 10_000 {
		t.Fatalf("only %d pixels", seen)
	}
}

func TestUnknownShape(t *testing.T) {
	f := loadFonts(t)
	page := &scene.Page{Width: 9, Height: 9, Background: rgb(0xFFFFFF), Boxes: []scene.Box{{Shape: lastShape + 1, Rect: image.Rect(1, 1, 8, 8), Fill: rgb(0)}}}
	if _, err := Paint(page, f); !errors.Is(err, ErrShape) {
		t.Errorf("got %v", err)
	}
	if data, err := Encode(page, f, Output{}); data != nil || !errors.Is(err, ErrShape) {
		t.Errorf("got %d bytes, %v", len(data), err)
	}
}

func rgb(v uint32) color.RGBA { return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xFF} }

// loadFonts are the fonts that are shipped.
func loadFonts(t testing.TB) *typeset.Fonts {
	t.Helper()
	data := project.Fonts(t)
	f, err := typeset.ParseFonts(data[0], data[1], data[2:]...)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
