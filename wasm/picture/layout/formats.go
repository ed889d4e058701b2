package layout

import (
	"image"
	"slices"
	"sort"
	"strconv"

	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// frame is the area that a sheet is laid out on.
type frame struct {
	width, height int // px
	top, bottom   int // px that stay clear, beyond the margin
	least, most   int // the range of px for 100 units: text is as large as there is room for
	margin        int // px on either side
}

// frame returns the frame of a format. A unit at 100 is a pixel of a phone 1080 wide, where the smallest
// text has 24; on paper of 300 dots an inch 140 makes that 8 points, 313 makes it
// 18, and 118 px are 10 mm, which every printer reaches. Of a lock screen the top
// 35 % are the clock's and the bottom 13 % the buttons'.
func (o Options) frame() frame {
	phone := func(width, height, most int) frame {
		return frame{width, height, height * 35 / 100, height * 13 / 100, width * 74 / 1080, width * most / 1080, width * 48 / 1080}
	}
	switch o.Format {
	case choices.Phone, choices.Next:
		most := 120
		if o.Format == choices.Next { // read at arm's length, and three rows have the room
			most = 165
		}
		switch o.Aspect {
		case choices.Tall195:
			return phone(1179, 2556, most)
		case choices.Wide16:
			return phone(1080, 1920, most-10)
		case choices.Fold:
			fr := phone(1800, 2160, 0) // twice as wide as a phone, and held at the same distance
			fr.least, fr.most = 84, most+10
			return fr
		}
		return phone(1080, 2400, most)
	case choices.Share:
		return frame{1080, 1350, 8, 0, 74, 112, 56}
	case choices.A4Wide:
		if o.Mode == choices.Grid {
			return frame{3508, 2480, 60, 60, leastPaperGrid, 230, 118}
		}
		return frame{3508, 2480, 60, 60, 140, 230, 118}
	case choices.Large:
		if o.Mode == choices.Grid { // the smallest text of a grid has 20
			return frame{2480, 3508, 60, 60, 375, 375, 118}
		}
		return frame{2480, 3508, 60, 60, 313, 313, 118}
	}
	if o.Mode == choices.Grid && o.Format == choices.A4 {
		return frame{2480, 3508, 60, 60, leastPaperGrid, 240, 118}
	}
	return frame{2480, 3508, 60, 60, 140, 240, 118}
}

// leastPaperGrid makes 8 points of the smallest text of a grid on paper, which has 20 units.
const leastPaperGrid = 167

// readable returns size, or on paper what makes 8 points of the least px.
func (p *planner) readable(size int) int {
	if p.o.Format.PerMetre() > 0 {
		return max(size, 24)
	}
	return size
}

// steps returns the sizes that are tried, the largest first.
func (f frame) steps() []int {
	const n = 8
	var out []int
	for i := range n + 1 {
		if pct := f.most - (f.most-f.least)*i/n; len(out) == 0 || out[len(out)-1] != pct {
			out = append(out, pct)
		}
	}
	return out
}

// largest returns the largest step for which enough is true; every smaller one has to be
// enough too. It returns false when none is.
func largest(steps []int, enough func(pct int) bool) (pct int, ok bool) {
	at := sort.Search(len(steps), func(i int) bool { return enough(steps[i]) })
	if at == len(steps) {
		return 0, false
	}
	return steps[at], true
}

// Sheet is one picture of a timetable.
type Sheet struct {
	ID   string // "" when there is only one; else the date, "2026-08-15", or "undated", with "-2" or "-notes" behind it
	Page *scene.Page
}

// maxSheets is the largest number of sheets: two sheets and their notes for each day of a
// fortnight, 14 * 4.
const maxSheets = 56

// Sheets lays tt out for o.Format: as many sheets as that takes, each pick on at least one;
// in a grid each day of the programme, but only those with picks when all would be too many.
// It returns ErrTooLarge when there would be more than maxSheets or one that exceeds the
// limits, and no other error.
func Sheets(tt timetable.Timetable, f *typeset.Fonts, o Options) ([]Sheet, error) {
	if o.Mode != choices.Grid || tt.Picks == 0 || o.Format == choices.Next {
		return sheets(tt, nil, f, o)
	}
	grids := timetable.Grids(tt.Edition, o.Lang, o.Programme, tt.All())
	out, err := sheets(tt, grids, f, o)
	if err == nil {
		return out, nil
	}
	mine := slices.DeleteFunc(slices.Clone(grids), func(g timetable.Grid) bool { return len(myDay(g).Items) == 0 })
	if len(mine) == len(grids) {
		return nil, err
	}
	return sheets(tt, mine, f, o)
}

func sheets(tt timetable.Timetable, grids []timetable.Grid, f *typeset.Fonts, o Options) ([]Sheet, error) {
	b := &binder{tt: tt, f: f, o: o}
	switch {
	case o.Format == choices.Whole && o.Mode == choices.Grid && tt.Picks > 0:
		page, err := planGrids(tt, grids, f, o)
		if err != nil {
			return nil, err
		}
		b.add("", page)
	case o.Format == choices.Whole:
		page, err := Plan(tt, f, o)
		if err != nil {
			return nil, err
		}
		b.add("", page)
	case tt.Picks == 0:
		b.empty()
	case o.Format == choices.Next:
		b.next()
	case o.Mode == choices.Grid:
		for _, g := range grids {
			b.grid(g)
		}
		b.undated()
	case o.Format == choices.Share:
		b.list("", tt.Days, tt.Undated)
	default:
		for _, d := range tt.Days {
			b.day(d)
		}
		b.undated()
	}
	if len(b.sheets) > maxSheets {
		return nil, ErrTooLarge
	}
	if o.Format.PerMetre() > 0 && len(b.sheets) > 1 {
		b.number()
	}
	return b.sheets, nil
}

// number writes onto each sheet of paper which of how many it is, in the line that says
// whose timetable it is.
func (b *binder) number() {
	for i, s := range b.sheets {
		p := b.sheet(b.o.frame().least)
		text := strconv.Itoa(i+1) + " / " + strconv.Itoa(len(b.sheets))
		l, ok := p.setLine(text, p.figures(24, typeset.Regular), p.c.soft, 0, p.y, p.right()-p.left())
		at := slices.IndexFunc(s.Page.Boxes, func(b scene.Box) bool { return b.Role == scene.Header })
		if !ok || at < 0 {
			continue
		}
		l = l.Moved(p.right()-l.Rect.Dx(), 0)
		if head := &s.Page.Boxes[at]; head.Lines[0].Rect.Max.X < l.Rect.Min.X {
			head.Lines = append(head.Lines, l)
		}
	}
}

// binder collects the sheets of a timetable.
type binder struct {
	tt     timetable.Timetable
	f      *typeset.Fonts
	o      Options
	sheets []Sheet
}

func (b *binder) add(id string, p *scene.Page) { b.sheets = append(b.sheets, Sheet{id, p}) }

// addAll adds the sheets of one day: the first under id, the next with numbers.
func (b *binder) addAll(id string, pages []*scene.Page) {
	for i, p := range pages {
		name := id
		if i > 0 {
			name += "-" + strconv.Itoa(i+1)
		}
		b.add(name, p)
	}
}

// sheet begins a page of o's format, with pct px for 100 units.
func (b *binder) sheet(pct int) *planner {
	fr := b.o.frame()
	p := newPlanner(b.f, b.o)
	p.pct, p.edge = pct, fr.margin
	p.page = scene.Page{Width: fr.width, Height: fr.height, Background: p.c.page}
	p.y = fr.top + fr.margin
	if b.o.Format.Lock() {
		p.y = fr.top
	}
	p.floor = fr.height - fr.bottom - fr.margin
	if b.o.Format.Lock() {
		p.floor = fr.height - fr.bottom
	}
	return p
}

// day lays out one day of an agenda.
func (b *binder) day(d timetable.Day) {
	id, from := d.Date.String(), len(b.sheets)
	if b.o.Format == choices.A4 || b.o.Format == choices.A4Wide {
		if page := b.timeline(d); page != nil {
			b.add(id, page)
			b.notes(id, d, from)
			return
		}
	}
	b.list(id, []timetable.Day{d}, nil)
	b.notes(id, d, from)
}

func (b *binder) undated() {
	if len(b.tt.Undated) > 0 {
		b.list("undated", nil, b.tt.Undated)
	}
}

// The least and the most height of an hour on a sheet, in units. At the least, heights hardly
// show time any more; above the most, a day of few sessions would be stretched without need.
const (
	leastPerHour = 56
	mostPerHour  = 250
)

// timeline lays out a day to scale on one sheet, with text as large as there is
// room for; nil when it would be too small to read.
func (b *binder) timeline(d timetable.Day) *scene.Page {
	most := 1
	for _, it := range d.Items {
		most = max(most, it.Lanes)
	}
	set := func(pct int) (p *planner, cards lanes, room int, ok bool) {
		p = b.sheet(pct)
		if most > 1 && (p.right()-p.x0()+p.px(cardGap))/most-p.px(cardGap) < p.px(minLane) {
			return p, cards, 0, false
		}
		p.dayHead(b.tt, d)
		room = p.footTop() - p.y - p.px(24)
		cards = p.laneCards(d)
		return p, cards, room, p.axis(cards, p.px(leastPerHour)).Height() <= room
	}
	pct, ok := largest(b.o.frame().steps(), func(pct int) bool { _, _, _, ok := set(pct); return ok })
	if !ok {
		return nil
	}
	p, cards, room, _ := set(pct)
	perHour := p.px(leastPerHour)
	for step := p.px(mostPerHour) - perHour; step > 0; step /= 2 {
		if p.axis(cards, perHour+step).Height() <= room {
			perHour += step
		}
	}
	p.timelineOf(cards, perHour)
	p.foot()
	return &p.page
}

// empty is a sheet that says how to pick.
func (b *binder) empty() {
	p := b.sheet(b.o.frame().steps()[0])
	p.smallHead(b.tt, p.w.Edition(b.tt.Edition), "")
	p.empty()
	p.foot()
	b.add("", &p.page)
}

// dayHead puts the head on the sheet of a day.
func (p *planner) dayHead(tt timetable.Timetable, d timetable.Day) {
	p.smallHead(tt, p.w.Day(d.Date), p.w.About(d))
}

// smallHead puts a small head on a sheet: whose timetable it is, and what the sheet shows.
func (p *planner) smallHead(tt timetable.Timetable, title, about string) {
	x, limit, top := p.left(), p.right()-p.left(), p.y
	name := p.o.Title
	if name == "" {
		name = p.w.Edition(tt.Edition)
	}
	if title != name {
		name = p.w.Mine + " · " + name
	} else {
		name = p.w.Mine
	}
	var all []typeset.Line
	star := image.Rect(x, p.y+p.px(3), x+p.px(26), p.y+p.px(29))
	ls, y := p.setLines(name, p.style(26, typeset.Bold), p.c.accent, x+p.px(36), p.y, limit-p.px(36), 1)
	all = append(all, ls...)
	p.y = y + p.px(2)
	ls, y = p.setLines(title, p.style(50, typeset.Bold), p.c.ink, x, p.y, limit, 2)
	all = append(all, ls...)
	p.y = y
	if about != "" {
		left := 0
		if n := len(ls); n > 0 {
			left = limit - ls[n-1].Rect.Dx() - p.px(24)
		}
		st := p.figures(26, typeset.Regular)
		if l, ok := p.setLine(about, st, p.c.soft, 0, 0, left); ok && l.Text == typeset.Clean(about) {
			all = append(all, l.Moved(p.right()-l.Rect.Dx(), ls[len(ls)-1].Baseline-l.Baseline))
		} else if ls, y := p.setLines(about, st, p.c.soft, x, p.y, limit, 2); len(ls) > 0 {
			all = append(all, ls...)
			p.y = y
		}
	}
	p.add(scene.Box{Role: scene.Header, Rect: image.Rect(x, top, p.right(), p.y), Lines: all})
	p.add(scene.Box{Role: scene.Part, Rect: star, Shape: scene.Star, Fill: p.c.accent})
	p.say(title, about)
	p.y += p.px(22)
}

// The foot of a sheet, in units.
const (
	footGap  = 16
	codeSide = 190 // about what a code takes
)

// codeUnit returns how many px a module of the code has: whole px and at least two, so that a
// camera finds them; on paper four or five, which is 0.4 mm.
func (p *planner) codeUnit() int {
	if p.o.Code == nil {
		return 0
	}
	least, most := 2, 6
	if p.o.Format.PerMetre() > 0 {
		least, most = 4, 5
	}
	return min(max(least, p.px(codeSide)/(p.o.Code.Size+2*quiet)), most)
}

// quiet is the light edge around a code, in modules; its standard asks for four.
const quiet = 4

// codePx returns the side of the code with its edge, 0 without a code.
func (p *planner) codePx() int {
	if p.o.Code == nil {
		return 0
	}
	return p.codeUnit() * (p.o.Code.Size + 2*quiet)
}

// footTop returns where the foot begins on a sheet of fixed height.
func (p *planner) footTop() int {
	return p.floor - p.footHeight() - p.px(footGap)
}

// footHeight returns the height of one line, or of a code and the two lines beside it.
func (p *planner) footHeight() int {
	line := typeset.LineHeight(p.px(24))
	if p.o.Code == nil {
		return line
	}
	return max(p.codePx(), 2*line+p.px(2))
}

// foot puts the foot on a sheet of fixed height: the time of the picture, the product's name
// and the code.
func (p *planner) foot() {
	p.footAt(p.footTop() + p.px(footGap))
}

// footAt puts the foot at y and returns the y below it.
func (p *planner) footAt(y int) int {
	right := p.right()
	h := p.footHeight()
	if p.unsaid > 0 {
		n := len(p.page.Text)
		p.say(p.w.Besides(p.unsaid, p.ofFriend))
		p.page.Text = p.page.Text[:n]
	}
	if p.o.Code != nil {
		side, unit := p.codePx(), p.codeUnit()
		r := image.Rect(right-side, y, right, y+side)
		if p.page.Background == white { // the white edge is not visible, so the code itself is put at the margin
			r = r.Add(image.Pt(quiet*unit, 0))
		}
		p.add(scene.Box{Role: scene.Code, Rect: r, Fill: white})
		inner := r.Inset(quiet * unit)
		p.add(scene.Box{Role: scene.Part, Rect: inner, Shape: scene.Squares, Fill: black, Modules: p.o.Code})
		right = r.Min.X - p.px(24)
	}
	st := p.style(24, typeset.Regular)
	line := typeset.LineHeight(st.Size)
	var all []typeset.Line
	var star image.Rectangle
	base := y + h - line
	brand := func(x, y, limit int, rightAligned bool) {
		size, gap := p.px(24), p.px(8)
		l, ok := p.setLine(p.w.Brand, st, p.c.soft, 0, y, limit-size-gap)
		if !ok {
			return
		}
		x += size + gap
		if rightAligned {
			x = right - l.Rect.Dx()
		}
		l = l.Moved(x, 0)
		all = append(all, l)
		at := l.Rect.Min.Y + (l.Rect.Dy()-size)/2
		star = image.Rect(x-gap-size, at, x-gap, at+size)
	}
	asOf, hasTime := p.setLine(p.w.AsOf(p.o.Now), p.figures(24, typeset.Regular), p.c.soft, p.left(), base, right-p.left())
	if p.o.Code == nil {
		brand(p.left(), base, (right-p.left())/2, true)
		if hasTime && asOf.Rect.Max.X > star.Min.X-p.px(16) && !star.Empty() {
			hasTime = false // the time is printed only where it can be read, here in half the width
			if l, ok := p.setLine(p.w.AsOf(p.o.Now), p.figures(24, typeset.Regular), p.c.soft, p.left(), base, star.Min.X-p.px(16)-p.left()); ok {
				all = append(all, l)
			}
		}
	} else {
		// Beside the code are, from the bottom up: the time, the name and what the code is
		// for.
		at := base
		if hasTime {
			at -= line + p.px(2)
		}
		brand(p.left(), at, right-p.left(), false)
		ls, _ := p.setLines(p.w.Scan, st, p.c.soft, p.left(), 0, right-p.left(), 2)
		at -= len(ls)*line + p.px(2)
		if at >= y {
			for _, l := range ls {
				all = append(all, l.Moved(0, at))
			}
		}
	}
	if hasTime {
		all = append(all, asOf)
	}
	p.add(scene.Box{Role: scene.Footer, Rect: image.Rect(p.left(), y, right, y+h), Lines: all})
	if !star.Empty() {
		p.add(scene.Box{Role: scene.Part, Rect: star, Shape: scene.Star, Fill: p.c.accent})
	}
	if !p.o.Now.Known() {
		return y + h
	}
	p.say(p.w.AsOf(p.o.Now))
	return y + h
}

var white, black = rgb(0xFFFFFF), rgb(0x000000)
