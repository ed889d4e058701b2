package layout

import (
	"image"
	"image/color"
	"slices"
	"strings"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// The measures of cells, in units.
const (
	cellPadY  = 6  // from a cell's edge to its text
	cellStar  = 22 // the side of a star
	cellStars = 3  // between two
	cellTime  = 20 // the text size of times, people and marks
)

// gridSize has the sizes that are tried for the titles of a grid, the largest first.
var gridSize = [...]int{27, 24, 22}

// fit says how much room the cells of a grid need.
type fit struct {
	mine   int  // the most lines of a title that is picked
	others int  // the most lines of any other title
	size   int  // of gridSize, the largest that a title which is picked asks for
	people bool // whether picks ask for the line of their speakers, too
}

// wholeTitle is the number of lines that any title needs at the least width: the longest
// known has 120 syllables, and that width holds six on a line.
const wholeTitle = 20

// fits are tried in order, the most generous first. Titles of picks are cut only when those
// of all other sessions have one line already.
var fits = [...]fit{
	{wholeTitle, 4, 0, true}, {wholeTitle, 3, 0, true}, {wholeTitle, 3, 1, false}, {wholeTitle, 2, 1, false},
	{wholeTitle, 2, 2, false}, {wholeTitle, 1, 2, false}, {3, 1, 2, false}, {2, 1, 2, false}, {1, 1, 2, false},
}

// squeezeBreak is the height of a pause that all rooms share, in minutes to scale. The words
// in the row of a two-hour lunch tell how long it is, and the sessions get the height
// instead.
const squeezeBreak = 15

// isPause reports whether an item is a pause in the programme that is not picked.
func isPause(it *timetable.Item) bool {
	if it.State != picks.Off {
		return false
	}
	if it.Session.Kind == session.Break {
		return true
	}
	return slices.ContainsFunc(session.Languages[:], func(lang string) bool { return session.IsBreak(it.Session.Titles[lang]) })
}

// cellText is the content of a cell, relative to its top left corner.
type cellText struct {
	lines  []typeset.Line // the title first
	parts  []scene.Box
	height int // the height that it needs
}

// put adds lines.
func (c *cellText) put(ls ...typeset.Line) { c.lines = append(c.lines, ls...) }

// cellText sets a cell of the width: what is picked has its time, its stars and what it
// clashes with, and a pause that is drawn shorter than it is has its time. The title is as
// large as the lines that it may have and, when it is not 0, the height allow. Beneath it
// are the marks, for which there is always room, and the people if there is some left.
func (p *planner) cellText(it timetable.Item, width int, fit fit, height int) (c cellText) {
	look := p.look(it)
	pad := p.px(gridPad)
	title := typeset.Clean(it.Session.Title(p.w.Lang))
	if title == "" {
		title = p.w.Untitled
	}
	limit := max(width-2*pad, p.px(24))
	weight, lines := typeset.Regular, fit.others
	mine := it.State != picks.Off
	if mine {
		weight, lines = typeset.Bold, fit.mine
	}
	marks, icons, below := p.setMarks(&it, p.marksOf(&it), cellTime, pad, 0, limit)
	putMarks := func(y int) {
		for _, l := range marks {
			c.put(l.Moved(0, y))
		}
		for _, b := range icons {
			c.parts = append(c.parts, b.Moved(0, y))
		}
	}
	row := p.cellRow(it, title, width)
	c = row.text
	small := p.style(cellTime, typeset.Regular)
	people := typeset.Clean(p.w.People(it.Session.SpeakersIn(p.w.Lang)))
	if row.whole {
		putMarks(row.bottom)
		y := row.bottom + below
		if people != "" && y+typeset.LineHeight(small.Size)+p.px(cellPadY) <= height {
			ls, bottom := p.setLines(people, small, look.soft, pad, y, limit, 1)
			c.put(ls...)
			y = bottom
		}
		c.height = y + p.px(cellPadY)
		return c
	}
	top := row.bottom
	for i, size := range gridSize {
		if height == 0 && mine && i < fit.size {
			continue
		}
		st := p.style(size, weight)
		n := lines
		if height > 0 {
			n = max((height-top-p.px(cellPadY)-below)/typeset.LineHeight(st.Size), 1)
		}
		parts, whole := p.f.WrappedAround(title, st, limit, row.stars, n)
		tall := height > 0 && top+typeset.LineHeight(st.Size)+below+p.px(cellPadY) > height
		if (!whole || tall || parted(title, parts)) && i < len(gridSize)-1 {
			continue
		}
		y := top
		for _, cs := range parts {
			if len(cs) > 0 {
				l := typeset.LineOf(cs, st, look.ink, pad, y)
				l.Struck = struck(&it)
				c.lines = slices.Insert(c.lines, len(c.lines)-row.times, l)
				y += typeset.LineHeight(st.Size)
			}
		}
		putMarks(y)
		y += below
		line := typeset.LineHeight(small.Size)
		if people != "" && (height > 0 && y+line+p.px(cellPadY) <= height || height == 0 && mine && fit.people) {
			ls, bottom := p.setLines(people, small, look.soft, pad, y, limit, 1)
			c.put(ls...)
			y = bottom
		}
		c.height = y + p.px(cellPadY)
		break
	}
	// A lane of two syllables has no room for a star beside the first line.
	c.parts = slices.DeleteFunc(c.parts, func(b scene.Box) bool {
		return slices.ContainsFunc(c.lines, func(l typeset.Line) bool { return l.Rect.Overlaps(b.Rect) })
	})
	return c
}

// cellHead is the first row of a cell: its time, its stars and what it clashes with.
type cellHead struct {
	text   cellText
	times  int  // how many of text's lines are times
	bottom int  // where the title begins
	stars  int  // the width that stars take of the title's first line
	whole  bool // whether the title is in that row, too
}

// cellRow sets the first row of a cell: with the title where all of it fits, else the time
// with stars and chip as far as they have room beside it, and the chip beneath it where not.
func (p *planner) cellRow(it timetable.Item, title string, width int) (h cellHead) {
	look := p.look(it)
	pad := p.px(gridPad)
	limit := max(width-2*pad, p.px(24))
	h.bottom = p.px(cellPadY)
	mine := it.State != picks.Off
	if !mine && !isPause(&it) && width < p.px(wideCard) {
		return h
	}
	small := p.figures(cellTime, typeset.Regular)
	set := &cardSetter{planner: p, it: it, look: look, width: width}
	stars := 0
	if mine {
		stars = p.starsWide(it) + p.px(cellPadY)
	}
	chip, clashes := set.chip(cellTime, limit)
	chipWide := 0
	if clashes {
		chipWide = chip.Rect.Dx() + p.px(cellPadY)
	}
	times := [...]string{p.w.Span(it), p.w.SpanShort(it)}
	weight := typeset.Regular
	if mine {
		weight = typeset.Bold
	}
	// All in one row, as of a keynote that has every column.
	big := p.style(gridSize[0], weight)
	bigHeight := typeset.LineHeight(big.Size)
	timeWide := set.measure(times[0], small) + p.px(between)
	if timeWide+set.measure(title, big)+chipWide+stars <= limit {
		l, _ := p.setLine(title, big, look.ink, pad+timeWide, h.bottom, limit-timeWide)
		l.Struck = struck(&it)
		t, _ := p.setLine(times[0], small, look.soft, pad, h.bottom, timeWide)
		h.text.put(l, t.Moved(0, l.Baseline-t.Baseline))
		right := p.cellStars(&h.text, it, width-pad, h.bottom, bigHeight)
		if clashes {
			h.text.parts = append(h.text.parts, chip.Moved(right-p.px(cellPadY)-chip.Rect.Dx(), h.bottom+(bigHeight-chip.Rect.Dy())/2))
		}
		h.bottom += bigHeight
		h.whole = true
		return h
	}
	if !mine && !isPause(&it) {
		return h
	}
	line := max(typeset.LineHeight(small.Size), p.px(cellStar))
	if clashes {
		line = max(line, chip.Rect.Dy())
	}
	beside := limit
	for _, text := range times {
		if set.measure(text, small) > limit {
			continue
		}
		if t, ok := p.setLine(text, small, look.soft, pad, 0, limit); ok {
			h.text.put(t.Moved(0, h.bottom+(line-t.Rect.Dy())/2))
			h.times = 1
			beside = limit - t.Rect.Dx() - p.px(cellPadY)
		}
		break
	}
	y, right := h.bottom, width-pad
	if stars > 0 && stars <= beside {
		right = p.cellStars(&h.text, it, right, y, line) - p.px(cellPadY)
		beside -= stars
	} else if limit-stars >= p.px(2*cellStar) { // two syllables of the title beside them
		h.stars = stars
	}
	if h.times == 1 || beside < limit || clashes {
		h.bottom += line
	}
	if h.times == 0 {
		h.timeInTwo(p, it, small, look.soft, limit)
	}
	if !clashes {
		h.titleStars(p, it, width)
		return h
	}
	if chipWide > beside {
		// The number of clashes instead of their minutes may find room beside the time.
		if short, ok := set.chip(cellTime, beside-p.px(cellPadY)); ok && beside > p.px(60) && !cut(short) {
			chip, chipWide = short, short.Rect.Dx()+p.px(cellPadY)
		}
	}
	if chipWide <= beside {
		h.text.parts = append(h.text.parts, chip.Moved(right-chip.Rect.Dx(), y+(line-chip.Rect.Dy())/2))
	} else {
		h.text.parts = append(h.text.parts, chip.Moved(pad, h.bottom+p.px(2)))
		h.bottom += chip.Rect.Dy() + p.px(4)
	}
	h.titleStars(p, it, width)
	return h
}

// timeInTwo sets the end of the time below its start. If even that is too wide, it sets
// neither, since half a time would mislead.
func (h *cellHead) timeInTwo(p *planner, it timetable.Item, st typeset.Style, c color.RGBA, limit int) {
	parts := [...]string{it.Start.HHMM(), p.w.Until(it)}
	var ls []typeset.Line
	y := h.bottom
	for _, text := range parts {
		cs := p.f.Shape(text, st)
		if typeset.Width(cs) > limit {
			return
		}
		ls = append(ls, typeset.LineOf(cs, st, c, p.px(gridPad), y))
		y += typeset.LineHeight(st.Size)
	}
	h.text.put(ls...)
	h.times, h.bottom = len(ls), y
}

// titleStars puts stars that have no room beside the time into the first line of the title.
func (h *cellHead) titleStars(p *planner, it timetable.Item, width int) {
	if h.stars > 0 {
		p.cellStars(&h.text, it, width-p.px(gridPad), h.bottom, typeset.LineHeight(p.px(gridSize[0])))
	}
}

// cut reports whether the words of a chip end in an ellipsis.
func cut(chip scene.Box) bool {
	return len(chip.Lines) > 0 && strings.HasSuffix(chip.Lines[0].Text, "…")
}

// cellStars adds one star, or two of a must, to the left of right and in the middle of the
// row at y, and returns their left edge.
func (p *planner) cellStars(c *cellText, it timetable.Item, right, y, height int) int {
	size := p.px(cellStar)
	n := 0
	switch it.State {
	case picks.Star:
		n = 1
	case picks.Must:
		n = 2
	}
	for i := range n {
		if i > 0 {
			right -= p.px(cellStars)
		}
		r := image.Rect(right-size, y+(height-size)/2, right, y+(height-size)/2+size)
		c.parts = append(c.parts, scene.Box{Role: scene.Part, Key: it.Session.Key, Rect: r, Shape: scene.Star, Fill: p.look(it).mark})
		right -= size
	}
	return right
}

// parted reports whether a line of text begins within a word.
func parted(text string, lines [][]typeset.Cluster) bool {
	rest := text
	for i, l := range lines {
		n := 0
		for _, c := range l {
			n += len(c.Text)
		}
		if rest = rest[min(n, len(rest)):]; rest != "" && rest[0] != ' ' && i < len(lines)-1 && !strings.HasSuffix(text[:len(text)-len(rest)], "-") {
			return true
		}
		rest = strings.TrimPrefix(rest, " ")
	}
	return false
}

// starsWide returns the width of the stars in a cell.
func (p *planner) starsWide(it timetable.Item) int {
	if it.State == picks.Must {
		return p.px(2*cellStar + cellStars)
	}
	return p.px(cellStar)
}

// cell puts one session into r.
func (p *planner) cell(it timetable.Item, r image.Rectangle, fit fit) {
	l := p.look(it)
	b := scene.Box{Role: scene.Card, Key: it.Session.Key, Rect: r, Radius: p.px(10), Fill: l.fill, Stroke: l.line, Dashed: struck(&it)}
	if l.line.A != 0 {
		b.Line = p.px(l.width)
	}
	c := p.cellText(it, r.Dx(), fit, r.Dy())
	for _, l := range c.lines {
		if l.Rect.Max.Y <= r.Dy() {
			b.Lines = append(b.Lines, l.Moved(r.Min.X, r.Min.Y))
		}
	}
	p.add(b)
	for _, part := range c.parts {
		if part = part.Moved(r.Min.X, r.Min.Y); part.Rect.In(r) {
			p.add(part)
		}
	}
}
