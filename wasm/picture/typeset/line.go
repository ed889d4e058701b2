package typeset

import (
	"image"
	"image/color"
	"iter"
	"strings"
)

// Line is a line of text at its place.
type Line struct {
	Text     string // as shown, the ellipsis included
	Rect     image.Rectangle
	Baseline int
	Color    color.RGBA
	Struck   bool

	Style    Style
	Clusters []Cluster
}

// Font returns the size in px and the weight in which l is set.
func (l *Line) Font() (size int, w Weight) { return l.Style.Size, l.Style.Weight }

// Missing yields the characters of l that no font has.
func (l *Line) Missing() iter.Seq[rune] {
	return func(yield func(rune) bool) {
		for i := range l.Clusters {
			for _, g := range l.Clusters[i].Glyphs {
				if g.Face < 0 && !yield(g.R) {
					return
				}
			}
		}
	}
}

// LineHeight returns the height of a line, which is large enough for accents
// above capitals and for what hangs below the baseline.
func LineHeight(size int) int { return (size*21 + 15) / 16 }

// LineOf sets clusters as one line whose top left corner is at x, y. Its baseline
// is where capitals and Hangul stand in the middle of the line.
func LineOf(cs []Cluster, st Style, c color.RGBA, x, y int) Line {
	var text strings.Builder
	for _, cl := range cs {
		text.WriteString(cl.Text)
	}
	h := LineHeight(st.Size)
	return Line{
		Text: text.String(), Rect: image.Rect(x, y, x+Width(cs), y+h), Baseline: y + (h*10+st.Size*7)/20,
		Color: c, Style: st, Clusters: cs,
	}
}

// SetLines sets text in at most maxLines lines of at most limit px, from x, y down, and
// returns them and the y below them. Text that is too long ends in an ellipsis.
func (f *Fonts) SetLines(text string, st Style, c color.RGBA, x, y, limit, maxLines int) ([]Line, int) {
	var out []Line
	for _, cs := range f.Wrap(text, st, limit, maxLines) {
		if len(cs) == 0 {
			continue
		}
		out = append(out, LineOf(cs, st, c, x, y))
		y += LineHeight(st.Size)
	}
	return out, y
}

// Set is SetLines for pages other than timetables.
func (f *Fonts) Set(text string, size int, w Weight, c color.RGBA, x, y, limit, maxLines int) []Line {
	lines, _ := f.SetLines(text, Style{Size: size, Weight: w}, c, x, y, limit, maxLines)
	return lines
}

// Moved returns l moved right by dx and down by dy px.
func (l Line) Moved(dx, dy int) Line {
	l.Rect = l.Rect.Add(image.Pt(dx, dy))
	l.Baseline += dy
	return l
}

// Extent returns the range of rows in which l may have ink: its height, and half its size
// above and below.
func (l *Line) Extent() (top, bottom int) {
	return l.Rect.Min.Y - l.Style.Size/2, l.Rect.Max.Y + l.Style.Size/2
}
