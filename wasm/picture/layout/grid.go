package layout

import (
	"cmp"
	"image"
	"slices"
	"strconv"
	"strings"
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
	gridPerHour = 190 // of the Whole format
	leastGrid   = 40  // an hour on a sheet
	mostGrid    = 300
)

// gridSize is how large the titles of a grid are tried, the largest first.
var gridSize = [...]int{27, 24, 22}

// planGrids is the Whole format as a grid: the days beneath each other.
func planGrids(tt timetable.Timetable, grids []timetable.Grid, f *typeset.Fonts, o Options) (*scene.Page, error) {
	p := newPlanner(f, o)
	columns := 1
	for _, g := range grids {
		columns = max(columns, len(g.Rooms))
	}
	// Columns are as wide as what is picked needs.
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
		c, ok := p.cells(g, 0, len(g.Rooms), 4)
		if !ok {
			return nil, ErrTooLarge
		}
		if p.grid(c, p.px(gridPerHour)); !p.fits() {
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

// lanesOf tells how many lanes there is room for, where columns have so many units.
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
	b.addAll(g.Date.String(), pages)
	b.notes(g.Date.String(), myDay(g))
}

// myDay is the day of a grid with the picks only.
func myDay(g timetable.Grid) timetable.Day {
	d := timetable.Day{Date: g.Date}
	for _, it := range g.Items {
		if it.State != picks.Off {
			d.Items = append(d.Items, it)
		}
	}
	return d
}

// maxSplits is into how many parts, as a power of two, a day is cut at most.
const maxSplits = 3

// gridSheets lays out the columns from and to, of which some are elsewhere, of a day
// that was cut splits times and has total picks.
func (b *binder) gridSheets(g timetable.Grid, from, to int, some bool, splits, total int) []*scene.Page {
	frame := b.o.frame()
	early, late, canSplit := g.Split()
	split := func() []*scene.Page {
		return append(b.gridSheets(early, from, to, some, splits+1, total), b.gridSheets(late, from, to, some, splits+1, total)...)
	}
	maySplit := canSplit && splits < maxSplits
	for _, lines := range [...]int{4, 3, 2, 1} {
		// A lock screen is one picture a day as long as that can be read; elsewhere
		// titles are worth another sheet.
		if lines < 3 && maySplit && b.o.Format != choices.Phone {
			return split()
		}
		set := func(pct int) (p *planner, c cells, room int, ok bool) {
			p = b.sheet(pct)
			if (p.right()-p.left()-p.px(gridAxis))/(to-from) < p.px(leastColumn) && pct > frame.least {
				return p, c, 0, false
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
			if c, ok = p.cells(g, from, to, lines); !ok {
				return p, c, 0, false
			}
			room = p.footTop() - p.y - c.head - p.px(16) // half a label of an hour stands below the last
			return p, c, room, c.axis(p, p.px(leastGrid)).Height() <= room
		}
		pct, ok := largest(frame.steps(), func(pct int) bool { _, _, _, ok := set(pct); return ok })
		if !ok {
			continue
		}
		p, c, room, _ := set(pct)
		perHour := p.px(leastGrid)
		for step := p.px(mostGrid) - perHour; step > 0; step /= 2 {
			if c.axis(p, perHour+step).Height() <= room {
				perHour += step
			}
		}
		p.grid(c, perHour)
		p.foot()
		return []*scene.Page{&p.page}
	}
	if maySplit {
		return split()
	}
	// Hundreds of sessions at once: what is picked, as a list.
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
	lines    int
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

// cells sets the names of the columns and asks every cell for the height that its
// title needs, in at most lines lines. ok is false when there are picks that run at
// once and find no room beside each other.
func (p *planner) cells(g timetable.Grid, from, to, lines int) (c cells, ok bool) {
	c = cells{g: g, from: from, to: to, lines: lines, least: make([]int, len(g.Items))}
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
		_, need := p.cellText(g.Items[cell.Item], x1-x0, lines, 0)
		c.least[cell.Item] = max(c.least[cell.Item], need)
	}
	for _, m := range c.g.More {
		if m.From < to && m.To > from {
			c.least[m.Item] = max(c.least[m.Item], typeset.LineHeight(p.px(gridSize[2]))+2*p.px(6))
		}
	}
	return c, ok
}

func (c cells) axis(p *planner, perHour int) timetable.Axis {
	return c.g.Axis(timetable.Measure{
		PerHour: perHour, SqueezeGap: squeezeGap, SqueezeRun: squeezeRun,
		Least: func(i int) int { return c.least[i] + p.px(gridGap) },
	})
}

// cellText sets a title in a cell of the width: as large as lines lines and, when
// it is not 0, the height allow. Beneath it are the marks, for which there is always
// room, and the people if there is some left. It returns the height that it takes.
func (p *planner) cellText(it timetable.Item, width, lines, height int) (all []typeset.Line, need int) {
	look := p.look(it)
	pad := p.px(gridPad)
	title := typeset.Clean(it.Session.Title(p.w.Lang))
	if title == "" {
		title = p.w.Untitled
	}
	weight, stars := typeset.Regular, 0
	limit := max(width-2*pad, p.px(24))
	if it.State != picks.Off {
		weight = typeset.Bold
		stars = min(p.starsWide(it)+p.px(4), limit-p.px(24))
	}
	small := p.style(20, typeset.Regular)
	var marks []typeset.Line
	below := 0
	for _, m := range p.cellMarks(&it, width-2*pad) {
		var ls []typeset.Line
		ls, below = p.setLines(m, p.style(20, typeset.Bold), look.soft, pad, below, width-2*pad, 2)
		marks = append(marks, ls...)
	}
	for i, size := range gridSize {
		st := p.style(size, weight)
		n := lines
		if height > 0 {
			n = max((height-2*p.px(6)-below)/typeset.LineHeight(st.Size), 1)
		}
		parts, whole := p.f.WrappedAround(title, st, limit, stars, n)
		if (!whole || parted(title, parts)) && i < len(gridSize)-1 {
			continue
		}
		y := p.px(6)
		for _, cs := range parts {
			if len(cs) > 0 {
				l := typeset.LineOf(cs, st, look.ink, pad, y)
				l.Struck = struck(&it)
				all = append(all, l)
				y += typeset.LineHeight(st.Size)
			}
		}
		for _, l := range marks {
			all = append(all, l.Moved(0, y))
		}
		y += below
		who := typeset.Clean(p.w.People(it.Session.SpeakersIn(p.w.Lang)))
		if height > 0 && who != "" && y+typeset.LineHeight(small.Size)+p.px(6) <= height {
			ls, bottom := p.setLines(who, small, look.soft, pad, y, width-2*pad, 1)
			all = append(all, ls...)
			y = bottom
		}
		need = y + p.px(6)
		break
	}
	return all, need
}

// cellMarks are the lines that mark a cell as a card of an agenda is marked: that
// the session has moved, and which friends hear it. They are one line of at most
// limit px where their short forms fit into that, and in full where those do.
func (p *planner) cellMarks(it *timetable.Item, limit int) (marks []string) {
	was, names := p.was(it), p.w.People(p.friends(it))
	heard := ""
	for _, short := range [...]bool{false, true} {
		text := was
		if was != "" && short {
			text = p.w.Changed
		}
		if names != "" {
			heard = p.w.Heard(it.State != picks.Off, short) + names
			if text != "" {
				text += " · "
			}
			text += heard
		}
		if p.markFits(text, limit, 1) {
			return []string{text}
		}
	}
	if was != "" && !p.markFits(was, limit, 1) {
		was = p.w.Changed
	}
	if p.markFits(heard, limit, 2) {
		names = heard
	}
	return []string{was, names}
}

// markFits reports whether a mark takes no more lines, and no word of it two.
func (p *planner) markFits(text string, limit, lines int) bool {
	parts := p.f.Wrap(text, p.style(20, typeset.Bold), limit, 2)
	return len(parts) <= lines && !parted(text, parts)
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

// starsWide is the width of the stars on a cell.
func (p *planner) starsWide(it timetable.Item) int {
	if it.State == picks.Must {
		return p.px(2*22 + 3)
	}
	return p.px(22)
}

// grid draws the columns from p.y down, perHour px an hour.
func (p *planner) grid(c cells, perHour int) {
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
	axis := c.axis(p, perHour)
	top := p.y
	p.hours(axis, p.left()+p.px(gridAxis), top)
	var said []spokenCell
	for _, cell := range c.g.Cells {
		if cell.From >= c.to || cell.To <= c.from {
			continue
		}
		it := c.g.Items[cell.Item]
		x0, x1 := p.across(c, cell)
		r := image.Rect(x0, top+axis.Y(it.Start), x1, top+axis.Y(it.End)-p.px(gridGap))
		p.cell(it, r, c.lines)
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

// spokenCell is what of a grid is put into words: an item, from which column on it stands,
// and how wide that is in px.
type spokenCell struct{ item, from, width int }

// sayCells puts a grid into words: by time and room, and what stands in several places
// once.
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

// sayCell adds a session to the words of the page, and to its Alt if it is picked
// and not too much.
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

// moreCell says in r how many sessions have no cell.
func (p *planner) moreCell(n int, r image.Rectangle) {
	b := scene.Box{Role: scene.More, Rect: r, Radius: p.px(10), Fill: p.c.other, Stroke: p.c.otherLine}
	if b.Stroke.A != 0 {
		b.Line = p.px(2)
	}
	st := p.style(gridSize[2], typeset.Regular)
	b.Lines, _ = p.setLines("+"+strconv.Itoa(n), st, p.c.otherInk, r.Min.X+p.px(gridPad), r.Min.Y+p.px(6), r.Dx()-2*p.px(gridPad), 1)
	p.add(b)
}

// cell puts one session into r.
func (p *planner) cell(it timetable.Item, r image.Rectangle, lines int) {
	l := p.look(it)
	b := scene.Box{Role: scene.Card, Key: it.Session.Key, Rect: r, Radius: p.px(10), Fill: l.fill, Stroke: l.line, Dashed: struck(&it)}
	if l.line.A != 0 {
		b.Line = p.px(l.width)
	}
	ls, _ := p.cellText(it, r.Dx(), lines, r.Dy())
	for _, l := range ls {
		if l.Rect.Max.Y <= r.Dy() {
			b.Lines = append(b.Lines, l.Moved(r.Min.X, r.Min.Y))
		}
	}
	p.add(b)
	if it.State == picks.Off {
		return
	}
	covers := func(r image.Rectangle) bool {
		return slices.ContainsFunc(b.Lines, func(l typeset.Line) bool { return l.Rect.Overlaps(r) })
	}
	size := p.px(22)
	x := r.Max.X - p.px(gridPad)
	n := 1
	if it.State == picks.Must {
		n = 2
	}
	y := r.Min.Y + p.px(6) + (typeset.LineHeight(p.px(gridSize[0]))-size)/2
	for range n {
		star := image.Rect(x-size, y, x, y+size)
		if star.In(r) && !covers(star) {
			p.add(scene.Box{Role: scene.Part, Key: it.Session.Key, Rect: star, Shape: scene.Star, Fill: l.mark})
		}
		x -= size + p.px(3)
	}
}

// counted returns how many picks and how many sessions stand in the columns.
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
