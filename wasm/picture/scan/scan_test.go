package scan_test

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/layout"
	"byeolpyo/wasm/picture/qr"
	"byeolpyo/wasm/picture/raster"
	"byeolpyo/wasm/picture/scan"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

func sheet(t testing.TB, o layout.Options, picksN int) (*image.RGBA, string) {
	t.Helper()
	data := project.Fonts(t)
	f, err := typeset.ParseFonts(data[0], data[1], data[2:]...)
	if err != nil {
		t.Fatal(err)
	}
	text := "https://2026.pycon.kr/timetable#byeolpyo=1." + strings.Repeat("Zz09_-", 100)[:picksN*7]
	size, dark, err := qr.Encode(text)
	if err != nil {
		t.Fatal(err)
	}
	day := session.Date{Year: 2026, Month: 8, Day: 15}
	var list []timetable.Pick
	for i := range 8 {
		list = append(list, timetable.Pick{State: picks.Star, Session: session.Session{
			Key: session.NewKey("2026", "s", fmt.Sprint(i)), Titles: map[string]string{"ko": "파이썬으로 만드는 실시간 데이터 파이프라인"}, Rooms: []string{"Track 1"},
			Start: session.KST(day, 10+i, 0), End: session.KST(day, 10+i, 40),
		}})
	}
	o.Code = &scene.Modules{Size: size, Dark: dark}
	sheets, err := layout.Sheets(timetable.New("2026", list), f, o)
	if err != nil {
		t.Fatal(err)
	}
	img, err := raster.Paint(sheets[0].Page, f)
	if err != nil {
		t.Fatal(err)
	}
	return img, text
}

// camera is how a photo is taken.
type camera struct {
	turn         float64 // degrees
	across, down float64 // how much nearer the right and the lower edge are
	scale        float64 // px of the photo for one of the sheet
	light        float64 // how much darker the left side is
	noise        float64
	blur         int // px to either side
}

// photo takes a picture of a sheet on a desk, and saves it as JPEG.
func photo(t testing.TB, src *image.RGBA, c camera) image.Image {
	t.Helper()
	sw, sh := float64(src.Rect.Dx()), float64(src.Rect.Dy())
	sin, cos := math.Sincos(c.turn * math.Pi / 180)
	w := int((math.Abs(cos)*sw + math.Abs(sin)*sh) * c.scale * 1.25)
	h := int((math.Abs(sin)*sw + math.Abs(cos)*sh) * c.scale * 1.25)
	out := image.NewGray(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewSource(1))
	at := func(x, y float64) float64 {
		u, v := (x-float64(w)/2)/(float64(w)/2), (y-float64(h)/2)/(float64(h)/2)
		near := 1 + c.across*u/2 + c.down*v/2
		px, py := u/near*float64(w)/2/c.scale, v/near*float64(h)/2/c.scale
		sx, sy := px*cos+py*sin+sw/2, -px*sin+py*cos+sh/2
		if sx < 0 || sy < 0 || sx >= sw || sy >= sh {
			return 110
		}
		return float64(src.Pix[int(sy)*src.Stride+int(sx)*4+1])
	}
	for y := range h {
		for x := range w {
			sum, n := 0.0, 0.0
			for dy := -c.blur; dy <= c.blur; dy++ {
				for dx := -c.blur; dx <= c.blur; dx++ {
					sum += at(float64(x+dx), float64(y+dy))
					n++
				}
			}
			// Two samples more a pixel: a sensor's are not points.
			v := (sum/n + at(float64(x)+0.4, float64(y)+0.4)) / 2
			v = (v*0.75 + 30) * (1 - c.light*(1-float64(x)/float64(w)))
			v += r.NormFloat64() * c.noise
			out.Pix[y*out.Stride+x] = uint8(max(min(v, 255), 0))
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, out, &jpeg.Options{Quality: 80}); err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

var anyText = func(string) bool { return true }

// TestPhotos reads photos of a printed sheet and of a screen, as people take them.
func TestPhotos(t *testing.T) {
	a4, text := sheet(t, layout.Options{Format: choices.A4, Theme: choices.Paper}, 12)
	half := image.NewRGBA(image.Rect(0, 0, a4.Rect.Dx()/2, a4.Rect.Dy()/2)) // the lower right quarter, from near
	for y := range half.Rect.Dy() {
		copy(half.Pix[y*half.Stride:(y+1)*half.Stride], a4.Pix[a4.PixOffset(a4.Rect.Dx()/2, a4.Rect.Dy()/2+y):])
	}
	for _, c := range []struct {
		name string
		src  *image.RGBA
		c    camera
	}{
		{"whole sheet, straight", a4, camera{scale: 0.6, noise: 4}},
		{"whole sheet, turned", a4, camera{scale: 0.6, turn: 6, noise: 4, light: 0.3}},
		{"from near, straight", half, camera{scale: 0.9, noise: 6}},
		{"from near, turned", half, camera{scale: 0.9, turn: 9, noise: 6, light: 0.4}},
		{"on its side", half, camera{scale: 0.9, turn: 90, noise: 6}},
		{"upside down", half, camera{scale: 0.9, turn: 180, noise: 6, light: 0.4}},
		{"tilted", half, camera{scale: 0.9, across: 0.12, noise: 6, light: 0.4}},
		{"tilted the other way", half, camera{scale: 0.9, down: -0.15, turn: -4, noise: 6}},
		{"tilted both ways", half, camera{scale: 0.9, across: -0.14, down: 0.12, turn: 3, noise: 6}},
		{"blurred", half, camera{scale: 1.2, turn: 2, blur: 1, noise: 6, light: 0.3}},
	} {
		if testing.Short() && c.c.across == 0 && c.c.turn == 0 {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			if got := scan.Find(photo(t, c.src, c.c), anyText, nil); got != text {
				t.Errorf("read as %q", got)
			}
		})
	}
}

// TestNothing: what has no code, or none that is wanted, has none.
func TestNothing(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	noise := image.NewGray(image.Rect(0, 0, 500, 300))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(r.Intn(256))
	}
	for _, img := range []image.Image{image.NewGray(image.Rect(0, 0, 0, 0)), image.NewGray(image.Rect(0, 0, 1, 1)), image.NewRGBA(image.Rect(0, 0, 900, 2)), noise} {
		if text := scan.Find(img, anyText, nil); text != "" {
			t.Errorf("%v: %q", img.Bounds(), text)
		}
	}
	share, _ := sheet(t, layout.Options{Format: choices.Share}, 5)
	if text := scan.Find(share, func(string) bool { return false }, nil); text != "" {
		t.Errorf("an unwanted code is returned: %q", text)
	}
}

// TestGlance: a camera's pictures are read within as many as there are ways to look, a
// straight one at once.
func TestGlance(t *testing.T) {
	src, text := sheet(t, layout.Options{Format: choices.Share}, 5)
	for _, c := range []struct {
		name     string
		c        camera
		pictures int
	}{{"straight", camera{scale: 0.9, noise: 4}, 1}, {"tilted", camera{scale: 0.9, across: -0.14, down: 0.12, noise: 4}, 8}} {
		img := photo(t, src, c.c)
		n := 0
		for n < c.pictures && scan.Glance(img, n, anyText) != text {
			n++
		}
		if n == c.pictures {
			t.Errorf("%s: not read in %d pictures", c.name, n)
		}
		if got := scan.Glance(img, 0, func(string) bool { return false }) + scan.Glance(img, -1, anyText); got != "" {
			t.Errorf("%s: an unwanted code is returned: %q", c.name, got)
		}
	}
	if got := scan.Glance(image.NewGray(image.Rect(0, 0, 640, 480)), 3, anyText); got != "" {
		t.Errorf("a dark picture is read as %q", got)
	}
}

// TestProgress: every way to look is told of once, in order, and none after the code.
func TestProgress(t *testing.T) {
	share, _ := sheet(t, layout.Options{Format: choices.Share}, 5)
	for _, c := range []struct {
		name   string
		accept bool
		told   int // 0: all
	}{{"found in the first corner", true, 1}, {"not found", false, 0}} {
		var told [][2]int
		scan.Find(share, func(string) bool { return c.accept }, func(done, total int) { told = append(told, [2]int{done, total}) })
		if len(told) == 0 {
			t.Fatalf("%s: nothing told", c.name)
		}
		if want := c.told; len(told) != cmp.Or(want, told[0][1]) {
			t.Errorf("%s: told %v", c.name, told)
		}
		for i, now := range told {
			if now != [2]int{i, told[0][1]} {
				t.Errorf("%s: told %v", c.name, told)
			}
		}
	}
}
