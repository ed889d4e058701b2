package layout

import (
	"fmt"
	"image"

	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
	"byeolpyo/wasm/picture/words"
)

// The measures of a list, in units.
const (
	rowGap     = 8   // between cards
	slackGap   = 14  // more of it, where there is room to spare
	moreHeight = 44  // of the line that tells of the next sheet
	gapHeight  = 40  // of the line that tells of free time
	timeColumn = 122 // on a card: "00:00" and what keeps it from the title
)

// entry is one element of a list. Rows are the picks; other entries may be left out, and a
// head has to be followed by a row.
type entry struct {
	height int
	row    bool
	head   bool // of the rows behind it
	draw   func(p *planner, y int)
}

// list lays out rows below each other: the days, each with its name when there are several,
// and then picks without a time. Text is as large as possible without needing more sheets.
func (b *binder) list(id string, days []timetable.Day, undated []timetable.Item) {
	steps := b.o.frame().steps()
	first := wholeWidth // and in turns with the second
	set := func(pct int, gaps bool) (pages [][]entry) {
		p := b.sheet(pct)
		b.listHead(p, days, undated, 9, 9) // the longest
		p.side = first
		return paginate(p.entries(days, undated, gaps), p.footTop()-p.y, p.px(rowGap), p.px(moreHeight))
	}
	fewest := len(set(steps[len(steps)-1], false))
	if fewest > 1 && b.o.Format == choices.A4Wide { // a sheet that is wide has room for two columns
		first = leftColumn
		fewest = (len(set(steps[len(steps)-1], false)) + 1) / 2 * 2
	}
	pct, ok := largest(steps, func(pct int) bool { return len(set(pct, false)) <= fewest })
	if !ok { // a larger size may happen to need fewer sheets
		pct = steps[len(steps)-1]
	}
	pages := set(pct, true)
	if len(pages) > fewest {
		pages = set(pct, false)
	}
	b.addAll(id, b.listPages(pct, pages, days, undated, first))
}

// listPages draws the pages of a list, each with one part, or with two beside each other.
func (b *binder) listPages(pct int, parts [][]entry, days []timetable.Day, undated []timetable.Item, first side) (pages []*scene.Page) {
	left := 0 // rows that are on later sheets
	for _, part := range parts {
		left += rows(part)
	}
	each := 1
	if first == leftColumn {
		each = 2
	}
	sheets := (len(parts) + each - 1) / each
	for i := range sheets {
		p := b.sheet(pct)
		b.listHead(p, days, undated, i+1, sheets)
		top := p.y
		for j, part := range parts[i*each : min((i+1)*each, len(parts))] {
			p.y, p.side = top, first+side(j)
			used := 0
			for _, e := range part {
				used += e.height + p.px(rowGap)
			}
			spare := 0
			if room := p.footTop() - p.y - used; len(parts) == 1 && len(part) > 0 && room > 0 {
				spare = min(room/len(part), p.px(slackGap))
			}
			for _, e := range part {
				e.draw(p, p.y)
				p.y += e.height + p.px(rowGap) + spare
			}
			left -= rows(part)
		}
		if left > 0 {
			text := p.w.More(left)
			if l, ok := p.setLine(text, p.style(26, typeset.Bold), p.c.accent, p.left(), p.y+p.px(4), p.right()-p.left()); ok {
				p.add(scene.Box{Role: scene.More, Rect: l.Rect, Lines: []typeset.Line{l}})
				p.say(text)
			}
		}
		p.side = wholeWidth
		p.foot()
		pages = append(pages, &p.page)
	}
	return pages
}

func rows(part []entry) (n int) {
	for _, e := range part {
		if e.row {
			n++
		}
	}
	return n
}

// paginate fills pages of room px and keeps more px free on all but the last. A row that is
// higher than a page gets a page of its own.
func paginate(all []entry, room, gap, more int) (pages [][]entry) {
	total := 0
	for _, e := range all {
		total += e.height + gap
	}
	for total > room && len(all) > 0 {
		used, n := 0, 0
		for n < len(all) && used+all[n].height+gap <= room-more {
			used += all[n].height + gap
			n++
		}
		if n == len(all) { // the rest fits, but only without the line that announces more
			break
		}
		for n > 0 && !all[n-1].row { // the name of a day is not left without a row
			n--
		}
		if n == 0 {
			for n < len(all) && !all[n].row {
				n++
			}
			n = min(n+1, len(all))
		}
		pages = append(pages, all[:n])
		for all = all[n:]; len(all) > 0 && !all[0].row && !all[0].head; all = all[1:] {
		}
		total = 0
		for _, e := range all {
			total += e.height + gap
		}
	}
	if len(all) > 0 {
		pages = append(pages, all)
	}
	return pages
}

// listHead begins a sheet with a list.
func (b *binder) listHead(p *planner, days []timetable.Day, undated []timetable.Item, n, of int) {
	page := ""
	if of > 1 {
		page = fmt.Sprintf(" (%d/%d)", n, of)
	}
	switch {
	case b.o.Format == choices.Next:
		p.smallHead(b.tt, p.w.Next+page, p.w.Day(days[0].Date))
	case len(days) == 0:
		p.smallHead(b.tt, p.w.Undated+page, p.w.Sessions(len(undated)))
	case b.o.Format == choices.Share && (len(days) > 1 || len(undated) > 0):
		name := b.o.Title
		if name == "" {
			name = p.w.Edition(b.tt.Edition)
		}
		p.smallHead(b.tt, name+page, p.w.Counts(b.tt))
	default:
		p.smallHead(b.tt, p.w.Day(days[0].Date)+page, p.w.About(days[0]))
	}
}

// entries sets all rows of a list.
func (p *planner) entries(days []timetable.Day, undated []timetable.Item, gaps bool) (out []entry) {
	several := len(days)+min(len(undated), 1) > 1
	for _, d := range days {
		if several {
			out = append(out, p.listHeading(p.w.Day(d.Date), p.w.About(d)))
		}
		gap := 0
		for _, it := range d.Items {
			for gaps && gap < len(d.Free) && d.Free[gap].End <= it.Start {
				if d.Free[gap].Minutes() >= words.LabelledGap {
					out = append(out, p.listGap(d.Free[gap]))
				}
				gap++
			}
			out = append(out, p.listRow(it))
		}
	}
	if len(undated) > 0 {
		if several {
			out = append(out, p.listHeading(p.w.Undated, p.w.Sessions(len(undated))))
		}
		for _, it := range undated {
			out = append(out, p.listRow(it))
		}
	}
	return out
}

func (p *planner) listHeading(text, about string) entry {
	h := typeset.LineHeight(p.px(34)) + p.px(14)
	return entry{height: h, head: true, draw: func(p *planner, y int) {
		top := y + p.px(10)
		limit := p.right() - p.left()
		all, bottom := p.setLines(text, p.style(34, typeset.Bold), p.c.ink, p.left(), top, limit, 1)
		if len(all) > 0 {
			if l, ok := p.setLine(about, p.figures(24, typeset.Regular), p.c.soft, 0, 0, limit-all[0].Rect.Dx()-p.px(20)); ok {
				all = append(all, l.Moved(p.right()-l.Rect.Dx(), all[0].Baseline-l.Baseline))
			}
		}
		p.add(scene.Box{Role: scene.Heading, Rect: image.Rect(p.left(), top, p.right(), bottom), Lines: all})
		p.say(text, about)
	}}
}

// listGap returns an entry for free time between two rows.
func (p *planner) listGap(g timetable.Gap) entry {
	return entry{height: p.px(gapHeight) - p.px(rowGap), draw: func(p *planner, y int) {
		st := p.style(24, typeset.Regular)
		h := typeset.LineHeight(st.Size)
		l, ok := p.setLine(p.freeWith(g), st, p.c.soft, p.left()+p.px(inset+timeColumn), y+(p.px(gapHeight-rowGap)-h)/2, p.right()-p.left()-p.px(inset+timeColumn+padding))
		if ok {
			p.add(scene.Box{Role: scene.FreeTime, Rect: l.Rect, Lines: []typeset.Line{l}})
			p.sayFree(g)
		}
	}}
}

func (p *planner) listRow(it timetable.Item) entry {
	width := p.right() - p.left()
	c := p.setter(it, width)
	c.listed()
	return entry{height: c.height, row: true, draw: func(p *planner, y int) {
		p.place(c.card, it, image.Rect(p.left(), y, p.right(), y+c.height))
	}}
}

// listed sets a row: the time before the title, and place and people below the title.
func (c *cardSetter) listed() {
	x0, x1 := c.x0(), c.x1()
	y := c.px(14)
	h := typeset.LineHeight(c.px(34))
	x := x0
	if c.it.Start.Known() {
		until := c.w.Until(c.it)
		// An end on another day is wider than the column.
		x += max(c.px(timeColumn), c.measure(until, c.figures(24, typeset.Regular))+c.px(between))
		edge := x0 // where the figures of both times end
		if l, ok := c.setLine(c.it.Start.HHMM(), c.figures(34, typeset.Bold), c.look.ink, x0, y, x-x0); ok {
			c.lines = append(c.lines, l)
			edge = l.Rect.Max.X
		}
		if l, ok := c.setLine(until, c.figures(24, typeset.Regular), c.look.soft, x0, y+h, x-x0-c.px(6)); ok {
			c.lines = append(c.lines, l.Moved(max(edge-l.Rect.Max.X, 0), 0))
		}
	}
	right := c.stars(x1, y, h, c.px(26)) - c.px(between)
	maxLines := 3
	if c.o.Format == choices.Phone {
		maxLines = 2
	}
	y = c.shortTitle(34, maxLines, x, y, right-x)
	limit := x1 - x
	line := typeset.LineHeight(c.px(24))
	if chip, ok := c.chip(c.readable(22), limit); ok {
		y += (chip.Rect.Dy() - line + 1) / 2 // it is a little higher than the line it stands in
		at := x1 - chip.Rect.Dx()
		if c.about() == "" {
			at = x
		}
		if need := c.measure(c.about(), c.style(24, typeset.Regular)); at-c.px(between)-x < min(need, limit/2) && c.about() != "" {
			// There is no room beside place and people.
			ls, below := c.setLines(c.about(), c.style(24, typeset.Regular), c.look.soft, x, y, limit, 1)
			c.lines = append(c.lines, ls...)
			y = below + c.px(4)
			c.put(chip, x, y, line)
		} else {
			c.put(chip, at, y, line)
			if l, ok := c.setLine(c.about(), c.style(24, typeset.Regular), c.look.soft, x, y, at-c.px(between)-x); ok {
				c.lines = append(c.lines, l)
			}
		}
		y += line + c.px(3)
	} else {
		ls, below := c.setLines(c.about(), c.style(24, typeset.Regular), c.look.soft, x, y, limit, 1)
		c.lines = append(c.lines, ls...)
		y = below
	}
	y = c.writtenLines(x, c.markLines(24, x, y, limit), limit)
	if c.it.Start.Known() {
		y = max(y, c.px(14)+h+line)
	}
	c.height = y + c.px(12)
}
