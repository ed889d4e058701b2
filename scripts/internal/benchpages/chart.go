package benchpages

import (
	"image"
	"strconv"

	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// Bar is one bar of a chart.
type Bar struct {
	Name  string
	Value float64
	Unit  string
	Ours  bool // drawn in the accent
}

// Chart returns a page of bars, from the top down, as long as their values say.
func Chart(f *typeset.Fonts, title, note string, bars []Bar) *scene.Page {
	const (
		width, margin, names, row, thick = 1080, 48, 320, 54, 34
		x0, right                        = margin + names, width - margin - 130
	)
	p := &scene.Page{Width: width, Background: white}
	add := func(b scene.Box) { p.Boxes = append(p.Boxes, b) }
	y := 44
	lines := f.Set(title, 36, typeset.Bold, ink, margin, y, width-2*margin, 2)
	bottom := lines[len(lines)-1].Rect.Max.Y
	lines = append(lines, f.Set(note, 22, typeset.Regular, soft, margin, bottom+8, width-2*margin, 3)...)
	bottom = lines[len(lines)-1].Rect.Max.Y
	add(scene.Box{Role: scene.Header, Rect: image.Rect(margin, y, width-margin, bottom), Lines: lines})
	y = bottom + 28
	most := 0.
	for _, b := range bars {
		most = max(most, b.Value)
	}
	for _, b := range bars {
		weight, fill := typeset.Regular, starSoft
		if b.Ours {
			weight, fill = typeset.Bold, accent
		}
		name := f.Set(b.Name, 24, weight, ink, margin, y+2, names-16, 1)
		length := max(int(float64(right-x0)*b.Value/max(most, 1e-9)), 4)
		bar := image.Rect(x0, y, x0+length, y+thick)
		value := f.Set(short(b.Value)+" "+b.Unit, 24, weight, ink, bar.Max.X+12, y+2, 180, 1)
		add(scene.Box{Role: scene.Card, Rect: image.Rect(margin, y, width-margin, y+thick), Lines: append(name, value...)})
		add(scene.Box{Role: scene.Part, Rect: bar, Radius: min(8, length/2), Fill: fill})
		y += row
	}
	p.Height = y + 24
	return p
}

// short writes a value with three figures at most.
func short(v float64) string {
	switch {
	case v >= 100:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}
