package layout

import (
	"cmp"
	"image"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// The measures of a grid, in units.
const (
	gridAxis    = 84  // the hours
	gridGap     = 5   // between cells
	gridPad     = 9   // from a cell's edge to its text
	wholeColumn = 236 // a column of the Whole format, which is as wide as it needs to be
	leastColumn = 150 // the least on a sheet: seven syllables of the smallest text
	leastLane   = 64  // of what runs at once in one room: two syllables, or "+123"
	gridPerHour = 190 // an hour of the Whole format, at least
	leastGrid   = 12  // an hour on a sheet, where what stands in the rows needs the rest
	mostGrid    = 300 // and at most, as long as nothing is more even for it
	utmostGrid  = 600 // five lines in 25 minutes: 252 units of height
	utmostWhole = 300 // which makes a day of eight hours one screen of a phone
	leastBreak  = 14  // of time that is left out: a bend of a zigzag
)

// stepDown is the share of the time that has to come to scale for each step by which text is
// made smaller for that: text that is half as far from the least as the most costs a fifth.
const stepDown = 0.05

// planGrids lays out the Whole format as a grid, with the days below each other.
func planGrids(tt timetable.Timetable, grids []timetable.Grid, f *typeset.Fonts, o Options) (*scene.Page, error) {
	p := newPlanner(f, o)
	columns := 1
	for _, g := range grids {
		columns = max(columns, len(g.Rooms))
	}
	// Columns are as wide as the picks need.
	width := 0
	for column, ok := wholeColumn, false; !ok; column += leastLane + gridGap {
		width = max(pageWidth, 2*margin+gridAxis+columns*(column+gridGap))
		if len(grids) > maxDays || width > maxWidth {
			return nil, ErrTooLarge
		}
		ok = !slices.ContainsFunc(grids, func(g timetable.Grid) bool { _, fits := g.Narrow(lanesOf(column)); return !fits })
	}
	p.page = scene.Page{Width: p.px(width), Background: p.c.page}
	p.header(tt)
	for _, g := range grids {
		p.heading(p.w.Day(g.Date), p.w.Picked(counted(g, 0, len(g.Rooms))))
		c, ok := p.cells(g, 0, len(g.Rooms), fits[0])
		if !ok {
			return nil, ErrTooLarge
		}
		axis, _, _ := c.axis(p, 0)
		if p.grid(c, axis); !p.fits() {
			return nil, ErrTooLarge
		}
	}
	p.undated(tt.Undated)
	p.footer()
	p.page.Height = p.y
	if !p.fits() {
		return nil, ErrTooLarge
	}
	return &p.page, nil
}

// lanesOf returns a function that tells how many lanes have room in columns of that many
// units.
func lanesOf(column int) func(from, to int) int {
	return func(from, to int) int { return (to - from) * (column + gridGap) / (leastLane + gridGap) }
}

// grid lays out one day on sheets: all rooms on one where they can be read, else
// some of them on each, and where even that is too high, parts of the day.
func (b *binder) grid(g timetable.Grid) {
	var pages []*scene.Page
	least := b.sheet(b.o.frame().least)
	perSheet := max((least.right()-least.left()-least.px(gridAxis))/least.px(leastColumn+gridGap), 1)
	total, _ := counted(g, 0, len(g.Rooms))
	groups := (len(g.Rooms) + perSheet - 1) / perSheet
	for i := range groups {
		from, to := len(g.Rooms)*i/groups, len(g.Rooms)*(i+1)/groups
		pages = append(pages, b.gridSheets(g, from, to, groups > 1, 0, total)...)
	}
	from := len(b.sheets)
	b.addAll(g.Date.String(), pages)
	b.notes(g.Date.String(), myDay(g), from)
}

// myDay returns the day of a grid with the picks only.
func myDay(g timetable.Grid) timetable.Day {
	d := timetable.Day{Date: g.Date}
	for _, it := range g.Items {
		if it.State != picks.Off {
			d.Items = append(d.Items, it)
		}
	}
	return d
}

// maxSplits bounds into how many parts a day is cut: 2 to the power of maxSplits.
const maxSplits = 3

// leastLines returns how many lines the titles of other sessions keep before a day is cut in
// two. On paper they are worth another sheet; a picture for sharing stays one per day as long
// as it shows most sessions, and a lock screen as long as it can be read.
func (o Options) leastLines() int {
	switch o.Format {
	case choices.Phone:
		return 0
	case choices.Share:
		return 2
	}
	return 3
}

// gridSheet is a sheet with a grid before that is drawn.
type gridSheet struct {
	p    *planner
	c    cells
	axis timetable.Axis
	even float64 // the share of the time that is to scale
}

// gridSheets lays out the columns from to to of a day that was cut splits times and has total
// picks. some says that there are other columns on other sheets.
func (b *binder) gridSheets(g timetable.Grid, from, to int, some bool, splits, total int) []*scene.Page {
	frame := b.o.frame()
	early, late, canSplit := g.Split()
	split := func() []*scene.Page {
		return append(b.gridSheets(early, from, to, some, splits+1, total), b.gridSheets(late, from, to, some, splits+1, total)...)
	}
	maySplit := canSplit && splits < maxSplits
	for _, fit := range fits {
		if maySplit && fit.others < b.o.leastLines() {
			return split()
		}
		set := func(pct int) (s gridSheet, ok bool) {
			p := b.sheet(pct)
			s.p = p
			if (p.right()-p.left()-p.px(gridAxis))/(to-from) < p.px(leastColumn) && pct > frame.least {
				return s, false
			}
			mine, all := counted(g, from, to)
			about := p.w.Picked(mine, all)
			if some {
				about += " · " + p.w.Rooms(from+1, to, len(g.Rooms))
			}
			if splits > 0 {
				about += " · " + p.w.FromTo(g.First, g.Last)
			}
			if mine < total {
				about += " · " + p.w.Others(total-mine)
			}
			p.smallHead(b.tt, p.w.Day(g.Date), about)
			if s.c, ok = p.cells(g, from, to, fit); !ok {
				return s, false
			}
			room := p.footTop() - p.y - s.c.head - p.px(16) // half the label of the last hour is below its line
			if room <= 0 {
				return s, false
			}
			if fit.mine < wholeTitle {
				s.c.grow(p, room)
			}
			s.axis, s.even, ok = s.c.axis(p, room)
			return s, ok
		}
		steps := frame.steps()
		pct, ok := largest(steps, func(pct int) bool { _, ok := set(pct); return ok })
		if !ok {
			continue
		}
		// Text as large as there is room for; smaller, where that draws more of the time to scale.
		var best gridSheet
		for i, pct := range steps[slices.Index(steps, pct):] {
			s, ok := set(pct)
			if s.even -= stepDown * float64(i); ok && (best.p == nil || s.even > best.even) {
				best = s
			}
			if best.even >= 1-stepDown*float64(i+1) {
				break // more there cannot be
			}
		}
		best.p.grid(best.c, best.axis)
		best.p.foot()
		return []*scene.Page{&best.p.page}
	}
	if maySplit {
		return split()
	}
	// With hundreds of sessions at once only the picks are shown, as a list.
	day := myDay(g)
	if len(day.Items) == 0 {
		return nil
	}
	l := &binder{tt: b.tt, f: b.f, o: b.o}
	l.list("", []timetable.Day{day}, nil)
	var pages []*scene.Page
	for _, s := range l.sheets {
		pages = append(pages, s.Page)
	}
	return pages
}

// cells are the cells of some columns of a grid, set for their widths.
type cells struct {
	g        timetable.Grid
	from, to int
	head     int // the height of the rooms' names, in px
	names    [][]typeset.Line
	least    []int // by item: the height that it needs
	fit      fit
}

// column returns the edges of the columns from and to of the shown ones.
func (p *planner) column(c cells, from, to int) (x0, x1 int) {
	left := p.left() + p.px(gridAxis)
	area := p.right() - left + p.px(gridGap)
	n := c.to - c.from
	from, to = max(from, c.from)-c.from, min(to, c.to)-c.from
	return left + area*from/n, left + area*to/n - p.px(gridGap)
}

// across returns the edges of a cell.
func (p *planner) across(c cells, cell timetable.Cell) (x0, x1 int) {
	x0, x1 = p.column(c, cell.From, cell.To)
	if cell.Lanes > 1 {
		w := x1 - x0 + p.px(gridGap)
		x0, x1 = x0+w*cell.Lane/cell.Lanes, x0+w*(cell.Lane+1)/cell.Lanes-p.px(gridGap)
	}
	return x0, x1
}

// cells sets the names of the columns and asks every cell for the height that it
// needs. ok is false when there are picks that run at once and find no room beside
// each other.
func (p *planner) cells(g timetable.Grid, from, to int, fit fit) (c cells, ok bool) {
	c = cells{g: g, from: from, to: to, fit: fit, least: make([]int, len(g.Items))}
	c.g, ok = g.Narrow(func(from, to int) int {
		if from >= c.to || to <= c.from {
			return len(g.Cells) // not shown
		}
		x0, x1 := p.column(c, from, to)
		return (x1 - x0 + p.px(gridGap)) / p.px(leastLane+gridGap)
	})
	st := p.style(22, typeset.Bold)
	for i := from; i < to; i++ {
		x0, x1 := p.column(c, i, i+1)
		name := typeset.Clean(g.Rooms[i])
		if name == "" && len(g.Rooms) > 1 {
			name = p.w.Elsewhere
		}
		ls, bottom := p.setLines(name, st, p.c.soft, x0+p.px(gridPad), 0, x1-x0-2*p.px(gridPad), 2)
		c.names = append(c.names, ls)
		c.head = max(c.head, bottom+p.px(12))
	}
	for _, cell := range c.g.Cells {
		if cell.From >= to || cell.To <= from {
			continue
		}
		x0, x1 := p.across(c, cell)
		need := p.cellText(g.Items[cell.Item], x1-x0, fit, 0).height
		c.least[cell.Item] = max(c.least[cell.Item], need)
	}
	for _, m := range c.g.More {
		if m.From < to && m.To > from {
			c.least[m.Item] = max(c.least[m.Item], typeset.LineHeight(p.px(gridSize[2]))+2*p.px(6))
		}
	}
	return c, ok
}

// grow gives picks whose titles are cut what room is left, a line to each in turns, before
// anything else has it.
func (c *cells) grow(p *planner, room int) {
	whole := c.fit
	whole.mine = wholeTitle
	wants := map[int]int{} // by item: the height with its whole title
	for _, cell := range c.g.Cells {
		if it := c.g.Items[cell.Item]; it.State != picks.Off && cell.From < c.to && cell.To > c.from {
			x0, x1 := p.across(*c, cell)
			wants[cell.Item] = max(wants[cell.Item], p.cellText(it, x1-x0, whole, 0).height)
		}
	}
	line := typeset.LineHeight(p.px(gridSize[c.fit.size]))
	for grown := true; grown; {
		grown = false
		for _, i := range slices.Sorted(maps.Keys(wants)) {
			was := c.least[i]
			if was >= wants[i] {
				continue
			}
			c.least[i] = min(was+line, wants[i])
			if c.g.Axis(c.measure(p)).Height() > room {
				c.least[i] = was
				delete(wants, i)
				continue
			}
			grown = true
		}
	}
}

// axis returns the scale of the rows on a sheet with so much room, 0 for a page without end;
// what part of the time it shows evenly; and whether there is room.
func (c cells) axis(p *planner, room int) (timetable.Axis, float64, bool) {
	m := c.measure(p)
	if room == 0 {
		m.PerHour, m.Most, m.Utmost = p.px(gridPerHour), p.px(utmostWhole), p.px(utmostWhole)
	}
	return c.g.EvenAxis(m, room)
}

func (c cells) measure(p *planner) timetable.Measure {
	return timetable.Measure{
		PerHour: p.px(leastGrid), Most: p.px(mostGrid), Utmost: p.px(utmostGrid), LeastBreak: p.px(leastBreak),
		SqueezeGap: squeezeGap, SqueezeRun: squeezeRun, LeastGap: p.px(leastGap), SqueezeBreak: squeezeBreak,
		Break: func(i int) bool { return isPause(&c.g.Items[i]) },
		Least: func(i int) int { return c.least[i] + p.px(gridGap) },
	}
}

// grid draws the columns from p.y down.
func (p *planner) grid(c cells, axis timetable.Axis) {
	for i, ls := range c.names {
		x0, x1 := p.column(c, c.from+i, c.from+i+1)
		r := image.Rect(x0, p.y, x1, p.y+c.head-p.px(8))
		b := scene.Box{Role: scene.Heading, Rect: r}
		for _, l := range ls {
			b.Lines = append(b.Lines, l.Moved(0, p.y))
		}
		p.add(b)
	}
	p.y += c.head
	top := p.y
	p.ruler(axis, top, p.starts(c, axis, top))
	var said []spokenCell
	for _, cell := range c.g.Cells {
		if cell.From >= c.to || cell.To <= c.from {
			continue
		}
		it := c.g.Items[cell.Item]
		x0, x1 := p.across(c, cell)
		r := image.Rect(x0, top+axis.Y(it.Start), x1, top+axis.Y(it.End)-p.px(gridGap))
		p.cell(it, r, c.fit)
		said = append(said, spokenCell{cell.Item, cell.From, x1 - x0})
	}
	for _, m := range c.g.More {
		if m.From >= c.to || m.To <= c.from {
			continue
		}
		x0, x1 := p.across(c, m.Cell)
		p.moreCell(len(m.Items), image.Rect(x0, top+axis.Y(m.Start), x1, top+axis.Y(m.End)-p.px(gridGap)))
		for _, i := range m.Items {
			said = append(said, spokenCell{i, m.From, x1 - x0})
		}
	}
	p.sayCells(c.g.Items, said)
	p.y = top + axis.Height() + p.px(16)
}

// spokenCell is a cell for the words of a page: its item, its first column, and its width in
// px.
type spokenCell struct{ item, from, width int }

// sayCells adds a grid to the words of the page, by time and room. A session in several
// places is said once.
func (p *planner) sayCells(items []timetable.Item, all []spokenCell) {
	slices.SortStableFunc(all, func(a, b spokenCell) int {
		return cmp.Or(cmp.Compare(items[a.item].Start, items[b.item].Start), a.from-b.from)
	})
	said := map[int]bool{}
	for _, t := range all {
		if it := items[t.item]; !said[t.item] {
			said[t.item] = true
			p.sayCell(&it, p.setter(it, t.width).words)
		}
	}
}

// sayCell adds a session to the words of the page, and also to its Alt if it is picked and
// there is room.
func (p *planner) sayCell(it *timetable.Item, text string) {
	n := len(p.page.Alt)
	p.say(text)
	if it.State != picks.Off {
		if p.alt += utf8.RuneCountInString(text); p.alt <= scene.MaxAlt {
			return
		}
	}
	p.page.Alt = p.page.Alt[:n]
	p.unsaid++
	if len(p.friends(it)) > 0 {
		p.ofFriend++
	}
}

// moreCell writes into r how many sessions have no cell.
func (p *planner) moreCell(n int, r image.Rectangle) {
	b := scene.Box{Role: scene.More, Rect: r, Radius: p.px(10), Fill: p.c.other, Stroke: p.c.otherLine}
	if b.Stroke.A != 0 {
		b.Line = p.px(2)
	}
	st := p.style(gridSize[2], typeset.Regular)
	b.Lines, _ = p.setLines("+"+strconv.Itoa(n), st, p.c.otherInk, r.Min.X+p.px(gridPad), r.Min.Y+p.px(6), r.Dx()-2*p.px(gridPad), 1)
	p.add(b)
}

// counted returns how many picks and how many sessions are in the columns.
func counted(g timetable.Grid, from, to int) (mine, all int) {
	for i, it := range g.Items {
		if !slices.ContainsFunc(g.Cells, func(c timetable.Cell) bool { return c.Item == i && c.From < to && c.To > from }) {
			continue
		}
		if all++; it.State != picks.Off {
			mine++
		}
	}
	return mine, all
}
