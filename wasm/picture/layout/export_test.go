package layout

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	stdpng "image/png"
	"math/rand"
	"testing"

	"byeolpyo/wasm/picture/raster"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	img, err := stdpng.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// TestEncode: every way to make a file gives the pixels that the painter gives.
func TestEncode(t *testing.T) {
	f := loadFonts(t)
	page, err := Plan(starred(t, "2018", 8), f, Options{Now: export})
	if err != nil {
		t.Fatal(err)
	}
	exact, err := raster.Paint(page, f)
	if err != nil {
		t.Fatal(err)
	}
	few, enough, err := raster.PaintIndexed(page, f)
	if err != nil || !enough {
		t.Fatal(enough, err)
	}
	var all []int
	for _, o := range []raster.Output{{}, {Exact: true}} {
		data, err := raster.Encode(page, f, o)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, len(data))
		switch img := decode(t, data).(type) {
		case *image.RGBA:
			if !o.Exact || !bytes.Equal(img.Pix, exact.Pix) {
				t.Errorf("%+v: other pixels", o)
			}
		case *image.Paletted:
			if o.Exact || !bytes.Equal(img.Pix, few.Pix) {
				t.Errorf("%+v: other pixels", o)
			}
		default:
			t.Errorf("decoded as %T", img)
		}
	}
	if all[0] >= all[1]/2 {
		t.Errorf("sizes %d", all)
	}
}

// TestEncodeAnything: boxes of any kind anywhere, over one another and out of the
// page, in pages from one pixel to more than 4096 bytes wide, come out of the file
// as they were painted. The encoder looks only where the painter says that it has
// been.
func TestEncodeAnything(t *testing.T) {
	f := loadFonts(t)
	r := rand.New(rand.NewSource(5))
	for round := range 60 {
		page := &scene.Page{Width: 1 + r.Intn(700), Height: 1 + r.Intn(300), Background: rgb(0xFFFFFF)}
		if round%10 == 0 {
			page.Width = 4000 + r.Intn(2000)
		}
		colour := func() color.RGBA {
			return [...]color.RGBA{{}, rgb(0), rgb(0x4453D6), rgb(0xEEF0FD), rgb(0xB23A17)}[r.Intn(5)]
		}
		for range r.Intn(40) {
			x, y := r.Intn(page.Width+80)-60, r.Intn(page.Height+80)-60
			b := scene.Box{
				Rect: image.Rect(x, y, x+1+r.Intn(page.Width), y+1+r.Intn(150)), Radius: r.Intn(30), Fill: colour(),
				Stroke: colour(), Line: r.Intn(4), Dashed: r.Intn(2) == 0,
			}
			switch r.Intn(4) {
			case 0:
				b.Radius = 0
			case 1:
				b = scene.Box{Shape: scene.Star, Rect: image.Rect(x, y, x+30, y+30), Fill: rgb(0x4453D6)}
			case 2:
				b.Lines = f.Set("아무 데나 Any where 42", 10+r.Intn(50), typeset.Bold, rgb(0x171A2B), x, y, 300, 2)
			}
			page.Boxes = append(page.Boxes, b)
		}
		exact, err := raster.Paint(page, f)
		if err != nil {
			t.Fatal(err)
		}
		few, enough, err := raster.PaintIndexed(page, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range []raster.Output{{}, {Exact: true}} {
			data, err := raster.Encode(page, f, o)
			if err != nil {
				t.Fatal(err)
			}
			switch img := decode(t, data).(type) {
			case *image.Paletted:
				if o.Exact || !enough || !bytes.Equal(img.Pix, few.Pix) {
					t.Fatalf("round %d, %d x %d, %+v: other pixels", round, page.Width, page.Height, o)
				}
			case *image.RGBA:
				if !o.Exact && enough || !bytes.Equal(img.Pix, exact.Pix) {
					t.Fatalf("round %d, %d x %d, %+v: other pixels", round, page.Width, page.Height, o)
				}
			}
		}
	}
}

// TestManyColours: what does not fit a palette is painted exactly, never wrongly.
func TestManyColours(t *testing.T) {
	f := loadFonts(t)
	page := &scene.Page{Width: 640, Height: 640, Background: rgb(0xFFFFFF)}
	for i := range 400 {
		c := color.RGBA{uint8(i * 7), uint8(i * 13), uint8(i * 29), 0xFF}
		page.Boxes = append(page.Boxes, scene.Box{Rect: image.Rect(0, 0, 28, 28).Add(image.Pt(i%20*32, i/20*32)), Radius: 9, Fill: c})
	}
	exact, err := raster.Paint(page, f)
	if err != nil {
		t.Fatal(err)
	}
	if _, enough, err := raster.PaintIndexed(page, f); enough || err != nil {
		t.Errorf("256 colours were enough: %v", err)
	}
	data, err := raster.Encode(page, f, raster.Output{})
	if err != nil {
		t.Fatal(err)
	}
	if img, ok := decode(t, data).(*image.RGBA); !ok || !bytes.Equal(img.Pix, exact.Pix) {
		t.Error("not the exact picture")
	}
}

// TestProgress: told in order up to the end, and stopped at any time.
func TestProgress(t *testing.T) {
	f := loadFonts(t)
	page, err := Plan(starred(t, "2018", 8), f, Options{Now: export})
	if err != nil {
		t.Fatal(err)
	}
	var told []int
	_, err = raster.Encode(page, f, raster.Output{Progress: func(done, total int) bool {
		if total != page.Height {
			t.Errorf("%d of %d", done, total)
		}
		told = append(told, done)
		return true
	}})
	if err != nil || len(told) < 10 || told[len(told)-1] != page.Height {
		t.Fatalf("told %v, %v", told, err)
	}
	for i := 1; i < len(told); i++ {
		if told[i] <= told[i-1] {
			t.Fatalf("told %v", told)
		}
	}
	for stop := range told {
		n := 0
		data, err := raster.Encode(page, f, raster.Output{Exact: stop%2 == 0, Progress: func(int, int) bool { n++; return n <= stop }})
		if data != nil || !errors.Is(err, raster.ErrCancelled) || n != stop+1 {
			t.Errorf("stopped after %d: %d bytes, %v", n, len(data), err)
		}
	}
}
