package draw

import (
	"image"
	"image/color"
	"strings"
)

// Line is one line of text with its place decided.
type Line struct {
	Text     string // as shown, the ellipsis included
	Rect     image.Rectangle
	Baseline int
	Color    color.RGBA
	Struck   bool

	style    style
	clusters []cluster
}

// Font returns the size in px and the weight in which l is set.
func (l *Line) Font() (size int, w Weight) { return l.style.size, l.style.weight }

// lineHeight returns the height of a line, which is large enough for accents
// above capitals and for what hangs below the baseline.
func lineHeight(size int) int { return (size*21 + 15) / 16 }

// line sets clusters as one line whose top left corner is at x, y. Its baseline
// is where capitals and Hangul stand in the middle of the line.
func line(cs []cluster, st style, c color.RGBA, x, y int) Line {
	var text strings.Builder
	for _, cl := range cs {
		text.WriteString(cl.text)
	}
	h := lineHeight(st.size)
	return Line{
		Text: text.String(), Rect: image.Rect(x, y, x+width(cs), y+h), Baseline: y + (h*10+st.size*7)/20,
		Color: c, style: st, clusters: cs,
	}
}

// setLines sets text in at most maxLines lines from x, y down, and returns them and
// the y below them.
func (f *Fonts) setLines(text string, st style, c color.RGBA, x, y, limit, maxLines int) ([]Line, int) {
	var out []Line
	for _, cs := range f.wrap(text, st, limit, maxLines) {
		if len(cs) == 0 {
			continue
		}
		out = append(out, line(cs, st, c, x, y))
		y += lineHeight(st.size)
	}
	return out, y
}

// Set sets text in at most maxLines lines of at most limit px, from x, y down, for pages
// that are no timetables. What is too long ends in an ellipsis.
func (f *Fonts) Set(text string, size int, w Weight, c color.RGBA, x, y, limit, maxLines int) []Line {
	lines, _ := f.setLines(text, style{size: size, weight: w}, c, x, y, limit, maxLines)
	return lines
}

func (l Line) moved(dx, dy int) Line {
	l.Rect = l.Rect.Add(image.Pt(dx, dy))
	l.Baseline += dy
	return l
}

// extent returns between which rows l may have ink: nothing is higher above its
// line or hangs lower than half its size.
func (l *Line) extent() (top, bottom int) {
	return l.Rect.Min.Y - l.style.size/2, l.Rect.Max.Y + l.style.size/2
}
