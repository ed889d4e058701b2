package layout

import (
	"image"
	"maps"
	"slices"
	"strings"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
	"byeolpyo/wasm/picture/words"
)

// starts puts start times with a rule before the sessions: those of picks first, then those
// of sessions in all columns, then the others, as far as they do not touch. None that only
// others have stands beside a pick that began before it or begins below.
func (p *planner) starts(c cells, axis timetable.Axis, top int) (labels []image.Rectangle) {
	weight := map[session.Instant]int{}
	st := p.figures(24, typeset.Regular)
	h := typeset.LineHeight(st.Size)
	var picked [][2]int // from where to where
	for _, cell := range c.g.Cells {
		if cell.From >= c.to || cell.To <= c.from {
			continue
		}
		it := &c.g.Items[cell.Item]
		w := 1
		if cell.From <= c.from && cell.To >= c.to {
			w = 2
		}
		if it.State != picks.Off {
			w = 3
			picked = append(picked, [2]int{axis.Y(it.Start), axis.Y(it.End)})
		}
		weight[it.Start] = max(weight[it.Start], w)
	}
	var chosen []session.Instant
	for w := 3; w > 0; w-- {
		for _, at := range slices.Sorted(maps.Keys(weight)) {
			y := axis.Y(at)
			if w < 3 && slices.ContainsFunc(picked, func(r [2]int) bool { return r[0] < y+h && y < r[1] }) {
				continue
			}
			if weight[at] == w && !slices.ContainsFunc(chosen, func(t session.Instant) bool { return max(axis.Y(t)-y, y-axis.Y(t)) < p.px(leastHourStep) }) {
				chosen = append(chosen, at)
			}
		}
	}
	slices.Sort(chosen)
	left, x0 := p.left(), p.left()+p.px(gridAxis)
	var before session.Instant
	for i, at := range chosen {
		y := top + axis.Y(at)
		p.add(scene.Box{Role: scene.Rule, Rect: image.Rect(x0, y, p.right(), y+p.px(2)), Fill: p.c.rule})
		l, ok := p.setLine(at.HHMM(), st, p.c.soft, left, y, p.px(gridAxis))
		if !ok {
			continue
		}
		b := scene.Box{Role: scene.Hour, Rect: l.Rect, Lines: []typeset.Line{l}}
		bottom := top + axis.Height()
		if i+1 < len(chosen) {
			bottom = top + axis.Y(chosen[i+1])
		}
		// The first start after midnight says that it is on the next day, if there is room
		// below it.
		if n := words.Later(at, before); n != "" && before.Known() && y+2*h <= bottom {
			if l, ok := p.setLine(n[1:], st, p.c.soft, left, y+h, p.px(gridAxis)); ok {
				b.Rect, b.Lines = b.Rect.Union(l.Rect), append(b.Lines, l)
			}
		}
		p.add(b)
		labels = append(labels, b.Rect)
		before = at
	}
	return labels
}

// The ruler beside a grid, in units.
const (
	rulerGap   = 7  // from the columns to its line
	tickLong   = 10 // of a full hour
	tickShort  = 6
	zigzagSide = 12 // of one bend of a zigzag
	bends      = 2
)

// tickSteps are the minutes that may lie between two ticks, of which the first is taken that
// keeps them leastTick units apart.
var tickSteps = [...]int{10, 30, 60}

const leastTick = 9

// ruler draws the scale of a grid: a line with even ticks, longer ones at full hours, where rows are as high as they last. Where they are not it has a zigzag and no tick,
// and how many minutes that is, as far as there is room below labels.
func (p *planner) ruler(axis timetable.Axis, top int, labels []image.Rectangle) {
	x, wide := p.left()+p.px(gridAxis-rulerGap), p.px(2)
	even := false
	step := tickSteps[len(tickSteps)-1]
	for _, n := range slices.Backward(tickSteps[:]) {
		if axis.PerHour()*n/60 >= p.px(leastTick) {
			step = n
		}
	}
	apart := session.Instant(step)
	for _, piece := range axis.Pieces() {
		y0, y1 := top+axis.Y(piece.Start), top+axis.Y(piece.End)
		if y1 <= y0 {
			continue
		}
		if !piece.Even {
			p.broken(piece.Gap, image.Rect(p.left(), y0, x+wide, y1), labels)
			continue
		}
		even = true
		p.add(scene.Box{Role: scene.Scale, Rect: image.Rect(x, y0, x+wide, y1), Fill: p.c.soft})
		for t := (piece.Start + apart - 1) / apart * apart; t <= piece.End; t += apart {
			long := tickShort
			if t%60 == 0 {
				long = tickLong
			}
			y := top + axis.Y(t)
			p.add(scene.Box{Role: scene.Tick, Rect: image.Rect(x-p.px(long), y, x, y+wide), Fill: p.c.soft})
		}
	}
	if even {
		p.tickLegend(top, step)
	}
}

// tickLegend says above the ruler what lies between two of its ticks.
func (p *planner) tickLegend(top, step int) {
	st := p.figures(cellTime, typeset.Regular)
	wide, long := p.px(2), p.px(tickShort)
	y := top - p.px(rulerGap) - typeset.LineHeight(st.Size)
	l, ok := p.setLine(p.w.Minutes(step), st, p.c.soft, p.left()+long+wide+p.px(markGap), y, p.px(gridAxis))
	if !ok {
		return
	}
	p.add(scene.Box{Role: scene.Heading, Rect: l.Rect, Lines: []typeset.Line{l}})
	r := l.Rect.Inset(p.px(4))
	for _, part := range [...]image.Rectangle{
		image.Rect(p.left()+long, r.Min.Y, p.left()+long+wide, r.Max.Y),
		image.Rect(p.left(), r.Min.Y, p.left()+long, r.Min.Y+wide), image.Rect(p.left(), r.Max.Y-wide, p.left()+long, r.Max.Y),
	} {
		p.add(scene.Box{Role: scene.Rule, Rect: part, Fill: p.c.soft})
	}
}

// broken draws a line along the right edge of area that is broken by a zigzag, and writes
// beside it how long g is.
func (p *planner) broken(g timetable.Gap, area image.Rectangle, labels []image.Rectangle) {
	side, wide := p.px(zigzagSide), p.px(2)
	y0, y1, x := area.Min.Y, area.Max.Y, area.Max.X-wide
	p.add(scene.Box{Role: scene.Break, Rect: image.Rect(x, y0, x+wide, y1)})
	st := p.figures(cellTime, typeset.Regular)
	free := y0 // below labels
	for _, l := range labels {
		if l.Min.Y < y1 && l.Max.Y > free {
			free = l.Max.Y
		}
	}
	if l, ok := p.setLine(p.w.Minutes(g.Minutes()), st, p.c.soft, area.Min.X, free, x-side/2-area.Min.X); ok && l.Rect.Max.Y <= y1 && !strings.HasSuffix(l.Text, "…") {
		p.add(scene.Box{Role: scene.Hour, Rect: l.Rect, Lines: []typeset.Line{l}})
	}
	n := min(bends, (y1-y0)/side)
	middle := (y0 + y1 - n*side) / 2
	for _, r := range [...]image.Rectangle{image.Rect(x, y0, x+wide, middle), image.Rect(x, middle+n*side, x+wide, y1)} {
		if !r.Empty() {
			p.add(scene.Box{Role: scene.Rule, Rect: r, Fill: p.c.soft})
		}
	}
	for i := range n {
		r := image.Rect(x+wide/2-side/2, middle+i*side, x+wide/2-side/2+side, middle+(i+1)*side)
		p.add(scene.Box{Role: scene.Rule, Rect: r, Shape: scene.Zigzag, Fill: p.c.soft})
	}
}
