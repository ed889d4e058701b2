package layout

import (
	"image"
	"image/color"
	"slices"
	"strings"

	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
	"byeolpyo/wasm/picture/words"
)

// The measures of the Whole format, in units; Options.Scale makes px of them.
const (
	pageWidth = 1080
	margin    = 48
	axisWidth = 92 // the hours left of the cards
	barWidth  = 6  // where sessions clash, between the hours and the cards

	perHour    = 216 // 3.6 a minute: a talk of 40 minutes is nearly as high as its three rows of text
	squeezeGap = 40  // minutes: of a longer pause so much is shown, which holds its name and the dots that tell of it
	leastGap   = 52  // its height at least: 31 of its name, 8 around that, 8 of the gap and 5 to spare
	squeezeRun = 240 // minutes: of a longer session without any other event so much is shown

	// minLane is the least width of a card, which holds "00:00–00:00" and its
	// padding: a quarter of the page, (892 + 8) / 4 - 8. With more lanes than four,
	// the page grows wider rather than a card unreadable.
	minLane  = 217
	midCard  = 260 // below this width, time and chip are set a step smaller
	wideCard = 600 // from this width on, text is a step larger
	cardGap  = 8   // between cards, across and down

	leastHourStep = 34 // hours that would be nearer than this lose their label
)

// planner builds a page from the top down.
type planner struct {
	f    *typeset.Fonts
	o    Options
	pct  int // px for 100 units
	c    palette
	w    *words.Words
	page scene.Page
	y    int // the y of the next element, in px

	alt              int // how many characters of sessions of a grid the alternative text has
	unsaid, ofFriend int // how many sessions it leaves out, and of these how many friends hear

	edge  int // the margin on either side, in px
	side  side
	floor int // the lowest y, where the height of the page is given
}

// Plan lays tt out as one page. The error is nil or ErrTooLarge.
func Plan(tt timetable.Timetable, f *typeset.Fonts, o Options) (*scene.Page, error) {
	p := newPlanner(f, o)
	lanes := 1
	for _, d := range tt.Days {
		for _, it := range d.Items {
			lanes = max(lanes, it.Lanes)
		}
	}
	// The size is checked here and after every day, so that a picture that is too large fails
	// early.
	width := max(pageWidth, margin+axisWidth+lanes*minLane+(lanes-1)*cardGap+margin)
	if len(tt.Days) > maxDays || width > maxWidth {
		return nil, ErrTooLarge
	}
	p.page = scene.Page{Width: p.px(width), Background: p.c.page}

	p.header(tt)
	for _, d := range tt.Days {
		p.heading(p.w.Day(d.Date), p.w.About(d))
		if p.timeline(d, p.px(perHour)); !p.fits() {
			return nil, ErrTooLarge
		}
	}
	p.undated(tt.Undated)
	if tt.Picks == 0 {
		p.empty()
	}
	p.footer()
	p.page.Height = p.y
	if !p.fits() {
		return nil, ErrTooLarge
	}
	return &p.page, nil
}

// The limits that can be checked before the height is known.
const (
	maxDays  = MaxHeight / 178 // a heading and a card each
	maxWidth = 8 * pageWidth   // 40 sessions at one moment
)

func (p *planner) fits() bool {
	return p.y <= p.px(MaxHeight) && p.y <= MaxPixels/p.page.Width
}

func newPlanner(f *typeset.Fonts, o Options) *planner {
	o.Scale = min(max(o.Scale, 1), MaxScale)
	p := &planner{f: f, o: o, pct: o.Scale * 100, c: paletteOf(o.Theme), w: words.In(o.Lang)}
	p.edge = p.px(margin)
	if o.Mode == choices.Grid {
		p.c = p.c.inGrid(o.Theme)
	}
	return p
}

// freeWith returns the words for a time without sessions, with the friends who are free then.
func (p *planner) freeWith(g timetable.Gap) string {
	all := make([]words.Free, len(p.o.Friends))
	for i, f := range p.o.Friends {
		all[i].Name, all[i].Gaps = f.Name, f.Free
	}
	return p.w.FreeWith(g, all)
}

// px converts units to pixels.
func (p *planner) px(units int) int { return (units*p.pct + 50) / 100 }

// left and right are the edges of the content.
func (p *planner) left() int {
	x, _ := p.side.of(p.edge, p.page.Width-p.edge, p.px(columnGap))
	return x
}

func (p *planner) right() int {
	_, x := p.side.of(p.edge, p.page.Width-p.edge, p.px(columnGap))
	return x
}

// side says which column of a list is laid out.
type side uint8

const (
	wholeWidth side = iota
	leftColumn
	rightColumn
)

// columnGap is what keeps two columns of a list apart, in units.
const columnGap = 40

// of returns the edges of s within from and to, where the columns are gap apart.
func (s side) of(from, to, gap int) (left, right int) {
	width := (to - from - gap) / 2
	switch s {
	case leftColumn:
		to = from + width
	case rightColumn:
		from = to - width
	}
	return from, to
}

func (p *planner) style(size int, w typeset.Weight) typeset.Style {
	return typeset.Style{Size: p.px(size), Weight: w}
}

func (p *planner) figures(size int, w typeset.Weight) typeset.Style {
	return typeset.Style{Size: p.px(size), Weight: w, Tabular: true}
}

func (p *planner) add(b scene.Box) *scene.Box {
	p.page.Boxes = append(p.page.Boxes, b)
	return &p.page.Boxes[len(p.page.Boxes)-1]
}

// say adds a line to the words of the page, made of those parts that are not empty.
func (p *planner) say(parts ...string) {
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	if len(parts) > 0 {
		text := strings.Join(parts, " · ")
		p.page.Text = append(p.page.Text, text)
		p.page.Alt = append(p.page.Alt, text)
	}
}

// setLines is typeset.Fonts.SetLines.
func (p *planner) setLines(text string, st typeset.Style, c color.RGBA, x, y, limit, maxLines int) ([]typeset.Line, int) {
	return p.f.SetLines(text, st, c, x, y, limit, maxLines)
}

// setLine sets text in one line; false if not even the ellipsis fits into limit.
func (p *planner) setLine(text string, st typeset.Style, c color.RGBA, x, y, limit int) (typeset.Line, bool) {
	ls, _ := p.setLines(text, st, c, x, y, limit, 1)
	if len(ls) == 0 {
		return typeset.Line{}, false
	}
	return ls[0], true
}

func (p *planner) header(tt timetable.Timetable) {
	x, limit := p.left(), p.right()-p.left()
	p.y = p.px(56)
	top := p.y
	star := image.Rect(x, p.y+p.px(4), x+p.px(30), p.y+p.px(34))
	var all []typeset.Line
	add := func(text string, st typeset.Style, c color.RGBA, dx, gap, maxLines int) {
		ls, y := p.setLines(text, st, c, x+dx, p.y, limit-dx, maxLines)
		if len(ls) > 0 {
			all = append(all, ls...)
			p.y = y + p.px(gap)
		}
	}
	add(p.w.Mine, p.style(28, typeset.Bold), p.c.accent, p.px(40), 6, 1)
	title := p.o.Title
	if title == "" {
		title = p.w.Edition(tt.Edition)
	}
	add(title, p.style(64, typeset.Bold), p.c.ink, 0, 10, 2)
	add(p.w.Days(tt), p.style(32, typeset.Regular), p.c.ink, 0, 2, 2)
	if tt.Picks > 0 {
		add(p.w.Counts(tt), p.style(28, typeset.Regular), p.c.soft, 0, 0, 2)
	}
	p.say(p.w.Mine, title)
	p.say(p.w.Days(tt), p.w.Counts(tt))
	p.add(scene.Box{Role: scene.Header, Rect: image.Rect(x, top, p.right(), p.y), Lines: all})
	p.add(scene.Box{Role: scene.Part, Rect: star, Shape: scene.Star, Fill: p.c.accent})
	p.y += p.px(16)
}

// heading begins a section with a title on the left and a summary on the right.
func (p *planner) heading(text, about string) {
	p.y += p.px(32)
	p.add(scene.Box{Role: scene.Rule, Rect: image.Rect(p.left(), p.y, p.right(), p.y+p.px(2)), Fill: p.c.rule})
	p.y += p.px(30)
	top := p.y
	limit := p.right() - p.left()
	var all []typeset.Line
	ls, bottom := p.setLines(text, p.style(42, typeset.Bold), p.c.ink, p.left(), top, limit, 1)
	all = append(all, ls...)
	if len(ls) > 0 {
		left := limit - ls[0].Rect.Dx() - p.px(24)
		if l, ok := p.setLine(about, p.figures(26, typeset.Regular), p.c.soft, 0, 0, left); ok {
			all = append(all, l.Moved(p.right()-l.Rect.Dx(), ls[0].Baseline-l.Baseline))
		}
	}
	p.say(text, about)
	p.add(scene.Box{Role: scene.Heading, Rect: image.Rect(p.left(), top, p.right(), bottom), Lines: all})
	p.y = bottom + p.px(28)
}

// timeline puts the sessions of a day at heights that grow with time, perHour px
// an hour, from p.y down.
func (p *planner) timeline(d timetable.Day, perHour int) {
	t := p.laneCards(d)
	p.timelineOf(t, perHour)
}

// lanes are the cards of a day, set for their widths.
type lanes struct {
	day   timetable.Day
	cards []card
	xs    [][2]int
}

// x0 returns where the cards begin, right of the hours.
func (p *planner) x0() int { return p.left() + p.px(axisWidth) }

func (p *planner) laneCards(d timetable.Day) lanes {
	x0, gap := p.x0(), p.px(cardGap)
	area := p.right() - x0
	t := lanes{d, make([]card, len(d.Items)), make([][2]int, len(d.Items))}
	for i, it := range d.Items {
		lane := func(n int) int { return x0 + (area+gap)*n/it.Lanes }
		t.xs[i] = [2]int{lane(it.Lane), lane(it.Lane+it.Span) - gap}
		t.cards[i] = p.card(it, t.xs[i][1]-t.xs[i][0])
	}
	return t
}

func (p *planner) axis(t lanes, perHour int) timetable.Axis {
	return t.day.Axis(timetable.Measure{
		PerHour: perHour, SqueezeGap: squeezeGap, SqueezeRun: squeezeRun, LeastGap: p.px(leastGap),
		Least: func(i int) int { return t.cards[i].height + p.px(cardGap) },
	})
}

func (p *planner) timelineOf(t lanes, perHour int) {
	d, x0, gap := t.day, p.x0(), p.px(cardGap)
	axis := p.axis(t, perHour)
	top := p.y
	at := func(y int) int { return top + y }

	rules := p.hours(axis, x0, top)
	for _, g := range axis.Squeezed() {
		p.dots(p.left()+p.px(34), at(axis.Y(g.Start)), at(axis.Y(g.End)), rules)
	}
	p.clashBars(d, axis, x0-p.px(14), top)
	gaps := d.Gaps
	for _, free := range d.Free { // each is labelled once, if it has room beside a cancelled session
		named := false
		for len(gaps) > 0 && gaps[0].End <= free.End {
			if g := gaps[0]; g.Start >= free.Start && !named {
				named = p.freeTime(free, rules, image.Rect(x0, at(axis.Y(g.Start)), p.right(), at(axis.Y(g.End))-gap))
			}
			gaps = gaps[1:]
		}
	}
	gaps = d.Free
	for i, it := range d.Items {
		for len(gaps) > 0 && gaps[0].End <= it.Start {
			p.sayFree(gaps[0])
			gaps = gaps[1:]
		}
		p.place(t.cards[i], it, image.Rect(t.xs[i][0], at(axis.Y(it.Start)), t.xs[i][1], at(axis.Y(it.End))-gap))
	}
	p.y = top + axis.Height() + p.px(24)
}

// hours puts a rule and a label at every full hour and returns where the rules are.
func (p *planner) hours(axis timetable.Axis, x0, top int) (rules []int) {
	st := p.figures(24, typeset.Regular)
	last := -p.px(leastHourStep)
	var before session.Instant
	for _, t := range axis.Hours() {
		y := axis.Y(t)
		if y-last < p.px(leastHourStep) {
			continue
		}
		last = y
		y += top
		rules = append(rules, y)
		p.add(scene.Box{Role: scene.Rule, Rect: image.Rect(x0, y, p.right(), y+p.px(2)), Fill: p.c.rule})
		h := typeset.LineHeight(st.Size)
		if l, ok := p.setLine(t.HHMM(), st, p.c.soft, p.left(), y-h/2, p.px(axisWidth)); ok {
			b := scene.Box{Role: scene.Hour, Rect: l.Rect, Lines: []typeset.Line{l}}
			// The first hour after midnight says that it is on the next day, if there is room
			// below it.
			if n := words.Later(t, before); n != "" && last+h <= axis.Height() {
				if l, ok := p.setLine(n[1:], st, p.c.soft, p.left(), y+h-h/2, p.px(axisWidth)); ok {
					b.Rect, b.Lines = b.Rect.Union(l.Rect), append(b.Lines, l)
					last += h
				}
			}
			p.add(b)
			before = t
		}
	}
	return rules
}

// dots tell that the time from y0 to y1 is squeezed: in the middle of what the labels of
// hours, which are centred on rules, leave free of it.
func (p *planner) dots(x, y0, y1 int, rules []int) {
	half := typeset.LineHeight(p.px(24)) / 2
	for _, rule := range rules {
		switch {
		case rule <= y0 && rule+half > y0:
			y0 = rule + half
		case rule >= y1 && rule-half < y1:
			y1 = rule - half
		}
	}
	r := p.px(3)
	apart := min(p.px(14), (y1-y0-2*r)/2)
	if apart < 3*r { // they would run together
		return
	}
	for _, dy := range [...]int{-apart, 0, apart} {
		y := (y0+y1)/2 + dy
		p.add(scene.Box{Role: scene.Rule, Rect: image.Rect(x-r, y-r, x+r, y+r), Radius: r, Fill: p.c.soft})
	}
}

// clashBars marks on the axis the times at which more than one session runs.
func (p *planner) clashBars(d timetable.Day, axis timetable.Axis, x, top int) {
	end := d.First // of all sessions so far
	from, to := d.First, d.First
	flush := func() {
		if to > from {
			w := p.px(barWidth)
			y0, y1 := top+axis.Y(from), top+axis.Y(to)-p.px(cardGap)
			p.add(scene.Box{Role: scene.Rule, Rect: image.Rect(x, y0, x+w, max(y1, y0+w)), Radius: w / 2, Fill: p.c.clashBar})
		}
	}
	for _, it := range d.Items {
		if it.Cancelled() {
			continue
		}
		if it.Start < end {
			if it.Start > to {
				flush()
				from = it.Start
			} else if to == from {
				from = it.Start
			}
			to = max(to, min(end, it.End))
		}
		end = max(end, it.End)
	}
	flush()
}

// sayFree adds a gap to the words of the page if friends are free then too.
func (p *planner) sayFree(g timetable.Gap) {
	if len(p.o.Friends) > 0 && g.Minutes() >= words.LabelledGap {
		p.say(p.freeWith(g))
	}
}

// freeTime labels a gap, in the middle of its area but above a rule there. It reports
// whether there was room for that.
func (p *planner) freeTime(g timetable.Gap, rules []int, area image.Rectangle) bool {
	st := p.style(24, typeset.Regular)
	h := typeset.LineHeight(st.Size)
	y := area.Min.Y + (area.Dy()-h)/2
	for _, rule := range rules {
		if rule > y-p.px(4) && rule < y+h+p.px(4) && rule-h-p.px(4) > area.Min.Y {
			y = rule - h - p.px(4)
		}
	}
	if g.Minutes() < words.LabelledGap || area.Dy() < h+p.px(8) {
		return false
	}
	if l, ok := p.setLine(p.freeWith(g), st, p.c.soft, area.Min.X+p.px(inset), y, area.Dx()-2*p.px(inset)); ok {
		// The page's colour is painted behind the words, which a rule may cross.
		p.add(scene.Box{Role: scene.FreeTime, Rect: l.Rect, Fill: p.c.page, Lines: []typeset.Line{l}})
	}
	return true
}

func (p *planner) undated(items []timetable.Item) {
	if len(items) == 0 {
		return
	}
	p.heading(p.w.Undated, p.w.Sessions(len(items)))
	for _, it := range items {
		c := p.card(it, p.right()-p.left())
		p.place(c, it, image.Rect(p.left(), p.y, p.right(), p.y+c.height))
		p.y += c.height + p.px(cardGap)
		if !p.fits() {
			return
		}
	}
	p.y += p.px(24)
}

func (p *planner) empty() {
	p.y += p.px(120)
	top := p.y
	var all []typeset.Line
	for _, t := range [...]struct {
		text string
		st   typeset.Style
		c    color.RGBA
	}{{p.w.Empty, p.style(40, typeset.Bold), p.c.ink}, {p.w.EmptyHint, p.style(28, typeset.Regular), p.c.soft}} {
		ls, y := p.setLines(t.text, t.st, t.c, p.left(), p.y, p.right()-p.left(), 2)
		all = append(all, ls...)
		p.y = y + p.px(10)
	}
	for i, l := range all { // centred
		all[i] = l.Moved((p.page.Width-l.Rect.Dx())/2-l.Rect.Min.X, 0)
	}
	p.add(scene.Box{Role: scene.Empty, Rect: image.Rect(p.left(), top, p.right(), p.y), Lines: all})
	p.y += p.px(120)
}

func (p *planner) footer() {
	p.y += p.px(24)
	p.add(scene.Box{Role: scene.Rule, Rect: image.Rect(p.left(), p.y, p.right(), p.y+p.px(2)), Fill: p.c.rule})
	p.y = p.footAt(p.y+p.px(24)) + p.px(40)
}
