package layout

import (
	"image"
	"image/color"
	"slices"
	"strings"

	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// card is the content of one session's card, relative to its top left corner.
type card struct {
	lines  []typeset.Line
	parts  []scene.Box
	height int      // the least that it needs
	words  string   // the card in words
	said   []string // what the person wrote on it, as far as it is shown
}

// look has the colours of a kind of card.
type look struct {
	fill, line, ink, soft, mark color.RGBA
	width                       int // of the line, in units
}

// struck reports whether the title is struck through because the session will not take place.
func struck(it *timetable.Item) bool { return it.Gone || it.Cancelled() }

func (p *planner) look(it timetable.Item) look {
	switch c := p.c; {
	case struck(&it):
		return look{c.gone, c.goneLine, c.soft, c.soft, c.soft, 2}
	case it.State == picks.Must:
		return look{c.must, c.mustLine, c.mustInk, c.mustInk, c.mustInk, 4}
	case it.State == picks.Off:
		return look{c.other, c.otherLine, c.otherInk, c.otherInk, c.otherInk, 2}
	case it.Session.Key.Own() && p.o.Mode != choices.Grid: // in a grid it has to differ from sessions that are not picked
		return look{c.page, c.goneLine, c.ink, c.soft, c.accent, 2}
	default:
		return look{c.star, c.starLine, c.starInk, c.starSoft, c.starMark, 2}
	}
}

// The measures of cards, in units.
const (
	inset      = 32 // from the left edge to the text, past the bar
	padding    = 20 // from the text to the right edge
	paddingMid = 12 // the same below midCard
	barInset   = 12
	barRadius  = 3
	between    = 14 // the distance of things in one row
	starGap    = 4
	chipPad    = 10
)

// card sets the text of it in width px.
func (p *planner) card(it timetable.Item, width int) card {
	c := p.setter(it, width)
	if width < p.px(wideCard) {
		c.narrow()
	} else {
		c.wide()
	}
	return c.card
}

func (p *planner) setter(it timetable.Item, width int) *cardSetter {
	c := &cardSetter{planner: p, it: it, look: p.look(it), width: width}
	c.marks = append(p.marksOf(&it), p.partingsOf(&it)...)
	c.words = p.w.Sentence(it, c.text(), texts(c.marks)...)
	return c
}

// was returns where and when the session was in an earlier picture; "" when it has not moved
// since.
func (p *planner) was(it *timetable.Item) string {
	was, ok := p.o.Was[it.Session.Key]
	for i := 0; !ok && i < len(it.Aliases); i++ {
		was, ok = p.o.Was[it.Aliases[i]]
	}
	if !ok {
		return ""
	}
	return p.w.Was(&was, &it.Session)
}

// friends returns the names of the friends who hear it.
func (p *planner) friends(it *timetable.Item) (names []string) {
	if it.Cancelled() {
		return nil
	}
	for _, f := range p.o.Friends {
		if f.Picks[it.Session.Key] || slices.ContainsFunc(it.Aliases, func(k session.Key) bool { return f.Picks[k] }) {
			names = append(names, typeset.Clean(f.Name))
		}
	}
	return names
}

// cardSetter sets one card from the top down.
type cardSetter struct {
	*planner
	card
	it    timetable.Item
	look  look
	width int
	short string // the title, when the whole of it is too long
	marks []mark // lines below everything else: that it moved, which friends come
}

func (c *cardSetter) x0() int { return c.px(inset) }
func (c *cardSetter) x1() int {
	if c.width < c.px(midCard) {
		return c.width - c.px(paddingMid)
	}
	return c.width - c.px(padding)
}

func (c *cardSetter) text() string {
	if c.short != "" {
		return c.short
	}
	if t := typeset.Clean(c.it.Session.Title(c.w.Lang)); t != "" {
		return t
	}
	return c.w.Untitled // no page has given a title yet
}

func (c *cardSetter) time() string {
	if !c.it.Start.Known() {
		return ""
	}
	return c.w.Span(c.it)
}

func (c *cardSetter) where() string { return typeset.Clean(c.w.Room(c.it.Session.PlacesIn(c.w.Lang))) }
func (c *cardSetter) who() string {
	return typeset.Clean(c.w.People(c.it.Session.SpeakersIn(c.w.Lang)))
}

// about returns place and people on one line.
func (c *cardSetter) about() string {
	place, who := c.where(), c.who()
	if place != "" && who != "" {
		return place + " · " + who
	}
	return place + who
}

// stars puts one star or two, size px high, right-aligned at right and centred on
// the line at y, and returns their left edge.
func (c *cardSetter) stars(right, y, h, size int) int {
	n := 1
	if c.it.State == picks.Must {
		n = 2
	}
	for range n {
		r := image.Rect(right-size, y+(h-size)/2, right, y+(h-size)/2+size)
		c.parts = append(c.parts, scene.Box{Role: scene.Part, Key: c.it.Session.Key, Rect: r, Shape: scene.Star, Fill: c.look.mark})
		right -= size + c.px(starGap)
	}
	return right + c.px(starGap)
}

func (c *cardSetter) starsWidth(size int) int {
	if c.it.State == picks.Must {
		return 2*size + c.px(starGap)
	}
	return size
}

// chip makes the mark of a clash, with its top left corner at 0, 0. It has the minutes if
// they fit into limit, and otherwise the number of clashes. It returns false if there is no
// clash or not even an ellipsis fits.
func (c *cardSetter) chip(size, limit int) (scene.Box, bool) {
	if len(c.it.Clashes) == 0 {
		return scene.Box{}, false
	}
	pad := c.px(chipPad)
	st := c.figures(size, typeset.Bold)
	text := c.w.Clash(c.it.Clashes)
	if c.measure(text, st) > limit-2*pad {
		text = c.w.ClashShort(len(c.it.Clashes))
	}
	l, ok := c.setLine(text, st, c.c.clashInk, pad, c.px(2), limit-2*pad)
	if !ok {
		return scene.Box{}, false
	}
	r := image.Rect(0, 0, l.Rect.Dx()+2*pad, l.Rect.Dy()+c.px(4))
	return scene.Box{Role: scene.Part, Key: c.it.Session.Key, Rect: r, Radius: c.px(8), Fill: c.c.clash, Stroke: c.c.clashLine, Line: c.px(2), Lines: []typeset.Line{l}}, true
}

// measure returns the width of text in one line.
func (c *cardSetter) measure(text string, st typeset.Style) int {
	return typeset.Width(c.f.Shape(typeset.Clean(text), st))
}

// put places a chip with its left edge at x, centred on the row at y.
func (c *cardSetter) put(chip scene.Box, x, y, h int) {
	c.parts = append(c.parts, chip.Moved(x, y+(h-chip.Rect.Dy())/2))
}

// title sets the title from x, y down. A title that would be cut is set a step smaller than
// size, and is cut only when that is not enough. It returns the y below it.
func (c *cardSetter) title(size, maxLines, x, y, limit int) int {
	st := c.style(size, typeset.Bold)
	if _, whole := c.f.Wrapped(c.text(), st, limit, maxLines); !whole {
		st = c.style(size*7/8, typeset.Bold)
	}
	ls, y := c.setLines(c.text(), st, c.look.ink, x, y, limit, maxLines)
	for i := range ls {
		ls[i].Struck = struck(&c.it)
	}
	c.lines = append(c.lines, ls...)
	return y
}

// shortTitle is like title, but before it cuts a long title it leaves out parts: a part in
// brackets at the end, and the part after a colon or a dash.
func (c *cardSetter) shortTitle(size, maxLines, x, y, limit int) int {
	st := c.style(size*7/8, typeset.Bold)
	text := c.text()
	for _, t := range [...]string{text, shorter(text), shorter(shorter(text))} {
		if _, whole := c.f.Wrapped(t, st, limit, maxLines); whole {
			c.short = t
			break
		}
	}
	return c.title(size, maxLines, x, y, limit)
}

// shorter returns title without its last part, or title if it has only one part.
func shorter(title string) string {
	if i := strings.LastIndexAny(title, "(["); i > 0 && strings.HasSuffix(title, closing(title[i])) {
		return strings.TrimSpace(title[:i])
	}
	at := -1
	for _, sep := range [...]string{": ", " - ", " – ", " — ", " | ", " / ", " ~ "} {
		if i := strings.LastIndex(title, sep); i > at && i >= len(title)/4 {
			at = i
		}
	}
	if at > 0 {
		return strings.TrimSpace(title[:at])
	}
	return title
}

func closing(open byte) string {
	if open == '(' {
		return ")"
	}
	return "]"
}

// markLines adds the lines which say that the session is cancelled or no longer on the site,
// and the marks.
func (c *cardSetter) markLines(size, x, y, limit int) int {
	if m := c.w.Off(&c.it); m != "" {
		var ls []typeset.Line
		ls, y = c.setLines(m, c.style(size, typeset.Bold), c.look.soft, x, y, limit, 2)
		c.lines = append(c.lines, ls...)
	}
	for _, m := range c.marks {
		ls, parts, below := c.setMarks(&c.it, []mark{m}, size, x, y, limit)
		c.lines, c.parts, y = append(c.lines, ls...), append(c.parts, parts...), below
	}
	return y
}

// wide is the time in the first row, with stars and what it clashes with, the title beneath,
// and beneath that room and speakers.
func (c *cardSetter) wide() {
	st := c.style(26, typeset.Regular)
	h := typeset.LineHeight(st.Size)
	y := c.px(14)
	right := c.stars(c.x1(), y, h, c.px(26)) - c.px(between)
	if chip, ok := c.chip(c.readable(22), right-c.x0()); ok {
		right -= chip.Rect.Dx()
		c.put(chip, right, y, h)
		right -= c.px(between)
	}
	x := c.x0()
	if l, ok := c.setLine(c.time(), c.figures(26, typeset.Bold), c.look.soft, x, y, right-x); ok {
		c.lines = append(c.lines, l)
	}
	y = c.title(36, 3, x, y+h+c.px(4), c.x1()-x) + c.px(2)
	ls, y := c.setLines(c.about(), st, c.look.soft, x, y, c.x1()-x, 2)
	c.lines = append(c.lines, ls...)
	y = c.markLines(24, x, y+c.px(2), c.x1()-x)
	c.height = c.writtenLines(x, y, c.x1()-x) + c.px(14)
}

// narrow is for cards side by side. It sets everything below one another, but stars and chip
// in the row of the time if they fit.
func (c *cardSetter) narrow() {
	timeSize, chipSize, star, gap := 24, 22, c.px(24), c.px(between)
	if c.width < c.px(midCard) {
		timeSize, chipSize, star, gap = 22, 20, c.px(20), c.px(6)
	}
	timeSize, chipSize = c.readable(timeSize), c.readable(chipSize)
	x0, x1 := c.x0(), c.x1()
	h := typeset.LineHeight(c.px(24))
	y := c.px(14)
	left := x0
	st := c.figures(timeSize, typeset.Bold)
	time := c.time()
	if time != "" && c.measure(time, st) > x1-x0 {
		time = c.w.SpanShort(c.it)
	}
	if time != "" && c.measure(time, st) > x1-x0 {
		time = c.it.Start.HHMM() + "–"
	}
	if l, ok := c.setLine(time, st, c.look.soft, x0, y, x1-x0); ok {
		c.lines = append(c.lines, l)
		left = l.Rect.Max.X + gap
	}
	if x1-left < c.starsWidth(star) {
		y += h + c.px(4)
		left = x0
	}
	right := c.stars(x1, y, h, star) - gap
	if chip, ok := c.chip(chipSize, x1-x0); ok {
		at := right - chip.Rect.Dx()
		if left == x0 && at >= left {
			at = left // they are in a row below the time
		}
		if at < left {
			y += h + c.px(6)
			at = x0
		}
		c.put(chip, at, y, h)
		if at == x0 {
			y += c.px(4)
		}
	}
	y = c.title(30, 5, x0, y+h+c.px(6), x1-x0) + c.px(4)
	about := []string{c.about()}
	if c.measure(about[0], c.style(24, typeset.Regular)) > x1-x0 {
		about = []string{c.where(), c.who()}
	}
	for _, t := range about {
		var ls []typeset.Line
		ls, y = c.setLines(t, c.style(24, typeset.Regular), c.look.soft, x0, y, x1-x0, 2)
		c.lines = append(c.lines, ls...)
	}
	y = c.markLines(24, x0, y, x1-x0)
	c.height = c.writtenLines(x0, y, x1-x0) + c.px(16)
}

// place puts a card onto the page, into rect, which is as wide as the card was
// set for and at least as high as it needs.
func (p *planner) place(c card, it timetable.Item, rect image.Rectangle) {
	l := p.look(it)
	b := scene.Box{Role: scene.Card, Key: it.Session.Key, Rect: rect, Radius: p.px(16), Fill: l.fill, Stroke: l.line, Dashed: struck(&it)}
	if l.line.A != 0 {
		b.Line = p.px(l.width)
	}
	x, y := rect.Min.X, rect.Min.Y
	for _, line := range c.lines {
		b.Lines = append(b.Lines, line.Moved(x, y))
	}
	p.add(b)
	p.say(c.words)
	p.page.Alt = append(p.page.Alt, c.said...) // the copied text has a choice of its own
	bar := image.Rect(p.px(barInset), p.px(barInset+4), p.px(barInset+2*barRadius), rect.Dy()-p.px(barInset+4)).Add(rect.Min)
	p.add(scene.Box{Role: scene.Part, Key: it.Session.Key, Rect: bar, Radius: p.px(barRadius), Fill: l.mark})
	for _, part := range c.parts {
		p.add(part.Moved(x, y))
	}
}
