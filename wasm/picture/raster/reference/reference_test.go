package reference

import (
	"image"
	"image/color"
	"math"
	"testing"

	"byeolpyo/wasm/internal/programmes"
	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/layout"
	"byeolpyo/wasm/picture/raster"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

func fonts(t *testing.T) *typeset.Fonts {
	t.Helper()
	data := project.Fonts(t)
	f, err := typeset.ParseFonts(data[0], data[1], data[2:]...)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// pages are real programmes in every theme, with sessions of every state.
func pages(t *testing.T, f *typeset.Fonts, each func(name string, page *scene.Page)) {
	t.Helper()
	all, err := programmes.All()
	if err != nil {
		t.Fatal(err)
	}
	now := session.KST(session.Date{Year: 2026, Month: 8, Day: 12}, 21, 4)
	n := 0
	for i, p := range all {
		var list []timetable.Pick
		for j := i % 2; j < len(p.Sessions); j += 3 {
			list = append(list, timetable.Pick{Session: p.Sessions[j], State: picks.Star + picks.State(j%2), Gone: j%7 == 3})
		}
		for theme := range choices.Theme(len(choices.Themes)) {
			if testing.Short() && (i+int(theme))%4 != 0 {
				continue
			}
			page, err := layout.Plan(timetable.New(p.Edition, list), f, layout.Options{Theme: theme, Now: now, Scale: 1 + i%3/2, Lang: []string{"ko", "en"}[i%2]})
			if err != nil {
				t.Fatal(err)
			}
			n++
			each(p.Edition, page)
		}
	}
	if n < 11 {
		t.Fatalf("only %d pages", n)
	}
}

// shapes is a page of boxes in sizes that no timetable has.
func shapes() *scene.Page {
	black, blue := color.RGBA{0, 0, 0, 0xFF}, color.RGBA{0x44, 0x53, 0xD6, 0xFF}
	page := &scene.Page{Width: 1201, Height: 1501, Background: color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}}
	x, y := 3, 3
	for i, radius := range []int{0, 1, 2, 3, 5, 8, 16, 17, 40} {
		for j, size := range [][2]int{{90, 60}, {91, 61}, {33, 60}, {7, 61}, {60, 7}, {2, 2}, {1, 9}} {
			for line := range 4 {
				b := scene.Box{Rect: image.Rect(x, y, x+size[0], y+size[1]), Radius: radius, Fill: blue}
				if line > 0 {
					b.Stroke, b.Line, b.Dashed = black, line, i%2 == 1
				}
				if line == 2 {
					b.Fill = color.RGBA{}
				}
				if line == 3 && j == 0 {
					b = scene.Box{Rect: image.Rect(x, y, x+10+3*radius, y+10+3*radius), Shape: scene.Star, Fill: black}
				}
				page.Boxes = append(page.Boxes, b)
				if x += size[0] + 5; x > 1000 {
					x, y = 3, y+70
				}
			}
		}
	}
	return page
}

// difference tells how far two pictures are from one another.
type difference struct {
	pixels int
	most   int // of a channel
	at     image.Point
	beyond [256]int // pixels with a channel off by more than so much
	psnr   float64  // dB
}

// part is the percentage of pixels with a channel off by more than n.
func (d difference) part(n int) float64 { return 100 * float64(d.beyond[n]) / float64(d.pixels) }

func compare(t *testing.T, a, b image.Image) difference {
	t.Helper()
	if a.Bounds() != b.Bounds() {
		t.Fatalf("%v and %v", a.Bounds(), b.Bounds())
	}
	d := difference{pixels: a.Bounds().Dx() * a.Bounds().Dy()}
	sum := 0.
	rgba := func(img image.Image) func(x, y int) color.RGBA {
		switch img := img.(type) {
		case *image.RGBA:
			return img.RGBAAt
		case *image.Paletted:
			return func(x, y int) color.RGBA { return img.At(x, y).(color.RGBA) }
		}
		t.Fatalf("%T", img)
		return nil
	}
	atA, atB := rgba(a), rgba(b)
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			p, q := atA(x, y), atB(x, y)
			if p == q {
				continue
			}
			off := 0
			for _, c := range [...]int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B)} {
				sum += float64(c * c)
				off = max(off, c, -c)
			}
			if off > d.most {
				d.most, d.at = off, image.Pt(x, y)
			}
			for i := range off {
				d.beyond[i]++
			}
		}
	}
	d.psnr = math.Inf(1)
	if sum > 0 {
		d.psnr = 10 * math.Log10(255*255*3*float64(d.pixels)/sum)
	}
	return d
}

// TestExact holds the painter to gg. Most of the few pixels that differ are those
// of stars, which gg paints in two passes, inside and line, so that an edge gets
// both, and with points cut into a few straight lines; gg also rounds every place
// to 1/64 px. An edge between black and white counts for more of it. What is checked against exact areas is in draw's own tests.
func TestExact(t *testing.T) {
	f := fonts(t)
	pages(t, f, func(name string, page *scene.Page) {
		got, err := raster.Paint(page, f)
		if err != nil {
			t.Fatal(err)
		}
		d := compare(t, got, Paint(page, f))
		t.Logf("%s: PSNR %.1f dB, most %d at %v, more than 1 in %.3f %%, more than 8 in %.4f %%", name, d.psnr, d.most, d.at, d.part(1), d.part(8))
		if d.psnr < 53 || d.part(1) > 0.2 || d.part(8) > 0.05 || d.part(128) > 0 {
			t.Errorf("%s is another picture than gg's", name)
		}
	})
}

// TestIndexed holds the picture of 256 colours to that of all, in every theme.
func TestIndexed(t *testing.T) {
	f := fonts(t)
	check := func(name string, page *scene.Page) {
		exact, err := raster.Paint(page, f)
		if err != nil {
			t.Fatal(err)
		}
		got, enough, err := raster.PaintIndexed(page, f)
		if err != nil {
			t.Fatal(err)
		}
		d := compare(t, got, exact)
		t.Logf("%s: %d colours, PSNR %.1f dB, most %d at %v, more than 9 in %.4f %%", name, len(got.Palette), d.psnr, d.most, d.at, d.part(9))
		if !enough || len(got.Palette) > 256 {
			t.Errorf("%s: %d colours are not enough", name, len(got.Palette))
		}
		if d.psnr < 38 || d.part(9) > 0.1 {
			t.Errorf("%s can be told from the exact picture", name)
		}
	}
	pages(t, f, check)
	check("shapes", shapes())
}
