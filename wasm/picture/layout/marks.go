package layout

import (
	"image"
	"image/color"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// mark is a line of news about a session: that it has moved, who hears it too, or that a
// friend hears another meanwhile. Its icon and its colour tell it from the rest of a card.
type mark struct {
	icon  scene.Shape
	forms [3]string // in full, short, and what is left in a lane of a few syllables
}

// marksOf returns what is to be told of it.
func (p *planner) marksOf(it *timetable.Item) (all []mark) {
	if text := p.was(it); text != "" {
		all = append(all, mark{scene.Arrow, [...]string{text, p.w.Changed, p.w.Changed}})
	}
	if names := p.w.People(p.friends(it)); names != "" {
		mine := it.State != picks.Off
		all = append(all, mark{scene.Pair, [...]string{p.w.Heard(mine, false) + names, p.w.Heard(mine, true) + names, names}})
	}
	return all
}

// partingsOf returns where a friend hears something else meanwhile.
func (p *planner) partingsOf(it *timetable.Item) (all []mark) {
	for _, f := range p.o.Friends {
		if theirs, parts := f.Partings[it.Session.Key]; parts {
			text := p.w.Parting(typeset.Clean(f.Name), typeset.Clean(theirs))
			all = append(all, mark{scene.Fork, [...]string{text, text, text}})
		}
	}
	return all
}

// texts are the marks in words.
func texts(all []mark) (out []string) {
	for _, m := range all {
		out = append(out, m.forms[0])
	}
	return out
}

// markInk is the colour of a mark on a card: that of news, but friends who come along are
// no news.
func (p *planner) markInk(it *timetable.Item, m mark) color.RGBA {
	switch {
	case m.icon == scene.Pair:
		return p.look(*it).soft
	case it.State == picks.Must && !struck(it):
		return p.c.mustMark
	}
	return p.c.mark
}

// markGap is what keeps an icon from its text, and a mark from the next in its row, in units.
const (
	markGap  = 6
	marksGap = 16
)

// setMarks sets marks from x, y down, in rows of limit px: beside each other where all of
// them have room in one row, in full or short, else beneath each other, at most two lines
// each. It returns where they end.
func (p *planner) setMarks(it *timetable.Item, all []mark, size, x, y, limit int) (ls []typeset.Line, parts []scene.Box, bottom int) {
	if len(all) == 0 {
		return nil, nil, y
	}
	st := p.style(size, typeset.Regular)
	line := typeset.LineHeight(st.Size)
	side := st.Size * 9 / 10
	lead := side + p.px(markGap)
	wide := func(text string) int { return typeset.Width(p.f.Shape(typeset.Clean(text), st)) }
	icon := func(m mark, x, y int) {
		r := image.Rect(x, y+(line-side)/2, x+side, y+(line-side)/2+side)
		parts = append(parts, scene.Box{Role: scene.Part, Key: it.Session.Key, Rect: r, Shape: m.icon, Fill: p.markInk(it, m)})
	}
	for _, form := range [...]int{0, 1} {
		total := p.px(marksGap) * (len(all) - 1)
		for _, m := range all {
			total += lead + wide(m.forms[form])
		}
		if total > limit {
			continue
		}
		for _, m := range all {
			icon(m, x, y)
			cs := p.f.Shape(typeset.Clean(m.forms[form]), st)
			ls = append(ls, typeset.LineOf(cs, st, p.markInk(it, m), x+lead, y))
			x += lead + typeset.Width(cs) + p.px(marksGap)
		}
		return ls, parts, y + line
	}
	// Words count more than an icon where a line has two syllables and a half.
	at, room := x+lead, limit-lead
	narrow := room < p.px(5*cellTime/2)
	if narrow {
		at, room = x, limit
	}
	for _, m := range all {
		if !narrow {
			icon(m, x, y)
		}
		text := ""
		for _, text = range m.forms {
			if ws, whole := p.f.Wrapped(text, st, room, 2); whole && !parted(text, ws) {
				break
			}
		}
		var set []typeset.Line
		set, y = p.setLines(text, st, p.markInk(it, m), at, y, room, 2)
		ls = append(ls, set...)
	}
	return ls, parts, y
}
