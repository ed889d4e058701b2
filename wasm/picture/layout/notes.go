package layout

import (
	"image"

	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// The measures of a page for notes, in units of 2.4 px; 39 units are 8 mm, the distance of
// the lines in an exercise book.
const (
	notePct    = 240
	noteRule   = 39
	noteLeast  = 3 // lines for a session
	noteMost   = 9
	noteHeight = 50 // the session's own line
)

// notes adds the back of a day, whose sheets are those from from on: its sessions, each
// with lines to write on, and as many sides as make their number even.
func (b *binder) notes(id string, d timetable.Day, from int) {
	if !b.o.Back || b.o.Format.PerMetre() == 0 || len(d.Items) == 0 {
		return
	}
	pct := max(notePct, b.o.frame().least)
	back := &binder{tt: b.tt, f: b.f, o: b.o}
	back.o.Code = nil // the code is on the front
	var pages []*scene.Page
	for items := d.Items; len(items) > 0; {
		p := back.sheet(pct)
		p.smallHead(b.tt, p.w.Notes, p.w.Day(d.Date))
		room := p.footTop() - p.y
		n := min(max(room/p.px(noteHeight+noteLeast*noteRule), 1), len(items))
		lines := min(max((room/n-p.px(noteHeight))/p.px(noteRule), 1), noteMost)
		for _, it := range items[:n] {
			p.note(it, lines)
		}
		p.foot()
		pages = append(pages, &p.page)
		items = items[n:]
	}
	// The next day begins on a sheet of its own when both sides are printed on.
	if (len(b.sheets)-from+len(pages))%2 != 0 {
		pages = append(pages, back.ruled(pct, d))
	}
	b.addAll(id+"-notes", pages)
}

// ruled is a side with nothing but room for notes of the day.
func (b *binder) ruled(pct int, d timetable.Day) *scene.Page {
	p := b.sheet(pct)
	p.smallHead(b.tt, p.w.Notes, p.w.Day(d.Date))
	for y := p.y + p.px(noteRule); y <= p.footTop(); y += p.px(noteRule) {
		p.rule(y)
	}
	p.foot()
	return &p.page
}

// rule is a line to write on, whose lower edge is at y.
func (p *planner) rule(y int) {
	y -= p.px(2)
	p.add(scene.Box{Role: scene.Rule, Rect: image.Rect(p.left(), y, p.right(), y+max(p.px(1), 2)), Fill: p.c.rule})
}

// note puts one session and its lines on the page.
func (p *planner) note(it timetable.Item, lines int) {
	title := typeset.Clean(it.Session.Title(p.w.Lang))
	if title == "" {
		title = p.w.Untitled
	}
	bottom := p.y + p.px(noteHeight) + lines*p.px(noteRule)
	b := scene.Box{Role: scene.Note, Key: it.Session.Key, Rect: image.Rect(p.left(), p.y, p.right(), bottom)}
	x := p.left()
	if l, ok := p.setLine(it.Start.HHMM(), p.figures(26, typeset.Bold), p.c.ink, x, p.y+p.px(10), p.right()-x); ok {
		b.Lines = append(b.Lines, l)
		x = l.Rect.Max.X + p.px(16)
	}
	if l, ok := p.setLine(title, p.style(26, typeset.Bold), p.c.ink, x, p.y+p.px(10), p.right()-x); ok {
		b.Lines = append(b.Lines, l)
	}
	p.add(b)
	for i := range lines {
		p.rule(p.y + p.px(noteHeight) + (i+1)*p.px(noteRule))
	}
	p.say(p.w.Sentence(it, title))
	p.y = bottom
}
