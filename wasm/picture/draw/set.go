package draw

import "image/color"

// Set sets text in at most maxLines lines of at most limit px, from x, y down: what
// Plan does for timetables, for pages of other kinds. What is too long ends in an
// ellipsis.
func (f *Fonts) Set(text string, size int, w Weight, c color.RGBA, x, y, limit, maxLines int) []Line {
	p := planner{f: f, pct: 100}
	lines, _ := p.setLines(text, style{size: size, weight: w}, c, x, y, limit, maxLines)
	return lines
}

// Font returns the size in px and the weight in which l is set.
func (l *Line) Font() (size int, w Weight) { return l.style.size, l.style.weight }
