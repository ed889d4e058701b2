package layout

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"

	"byeolpyo/scripts/internal/browser"
)

const (
	// tallest bounds a picture: more of a page shows nothing new.
	tallest = 2600

	// seam is between the two halves of a picture, px.
	seam = 12
)

// pictureWidths are a phone's and a notebook's.
var pictureWidths = []int{390, 1280}

// Pictures takes the open page without stars and with, side by side, into dir.
func (m *Bench) Pictures(p Page, dir string) error {
	for _, width := range pictureWidths {
		var halves []image.Image
		for _, one := range []*browser.Page{m.b, m.a} {
			half, err := picture(one, width)
			if err != nil {
				return fmt.Errorf("%s: %w", p, err)
			}
			halves = append(halves, half)
		}
		name := fmt.Sprintf("%s-%s-%d.png", strings.ReplaceAll(p.Group, " ", "-"), p.Name, width)
		if err := save(filepath.Join(dir, name), beside(halves[0], halves[1])); err != nil {
			return err
		}
	}
	return nil
}

// picture is the page from its top, at a width.
func picture(p *browser.Page, width int) (image.Image, error) {
	if err := p.SetViewport(width, windowHeight, 1); err != nil {
		return nil, err
	}
	var height int
	if err := p.Eval(settled+".then(() => { scrollTo(0, 0); return document.documentElement.scrollHeight; })", &height); err != nil {
		return nil, err
	}
	if err := p.SetViewport(width, min(height, tallest), 1); err != nil {
		return nil, err
	}
	if err := p.Eval(settled, nil); err != nil {
		return nil, err
	}
	data, err := p.Picture()
	if err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(data))
}

// beside puts two pictures next to each other.
func beside(a, b image.Image) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, a.Bounds().Dx()+seam+b.Bounds().Dx(), max(a.Bounds().Dy(), b.Bounds().Dy())))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.RGBA{200, 60, 60, 255}), image.Point{}, draw.Src)
	draw.Draw(out, a.Bounds(), a, a.Bounds().Min, draw.Src)
	draw.Draw(out, b.Bounds().Add(image.Pt(a.Bounds().Dx()+seam, 0)), b, b.Bounds().Min, draw.Src)
	return out
}

func save(path string, img image.Image) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(f, img); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
