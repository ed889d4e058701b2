package layout

import (
	"image"
	"strings"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// Written is what the person wrote about a session.
type Written struct {
	Texts     []string // the note, or several that were written apart
	Questions []Question
}

// Question is one to ask whoever speaks.
type Question struct {
	Text  string
	Asked bool
}

// The measures of what is written on a card, in units. With six lines of 32, a card is about
// twice as high as without, so that a day of a dozen notes is still one picture.
const (
	writtenMost = 6  // lines of all that is written about a session
	writtenAsk  = 3  // of these that a note leaves to as many questions
	writtenSize = 24 // the text size
	writtenGap  = 8  // above it, and beside its rule
	writtenRule = 3  // the width of the rule that tells it from what the programme says
)

// paragraph is a part of what is written that begins on a line of its own.
type paragraph struct {
	mark string // stands before a question and says whether it was asked
	text string
	kind string // what it is, for people who cannot see the picture
}

// written returns what is written about it.
func (p *planner) written(it *timetable.Item) (texts, questions []paragraph) {
	if len(p.o.Notes) == 0 || !p.o.Format.HasNotes(p.o.Mode) {
		return nil, nil
	}
	for _, key := range append([]session.Key{it.Session.Key}, it.Aliases...) {
		w := p.o.Notes[key]
		for _, text := range w.Texts {
			for part := range strings.SplitSeq(text, "\n") {
				if part = strings.TrimSpace(typeset.Clean(part)); part != "" {
					texts = append(texts, paragraph{text: part, kind: p.w.Note})
				}
			}
		}
		for _, q := range w.Questions {
			mark, kind := "□", p.w.Question
			if q.Asked {
				mark, kind = "✓", p.w.Asked
			}
			if text := strings.TrimSpace(typeset.Clean(q.Text)); text != "" {
				questions = append(questions, paragraph{mark, text, kind})
			}
		}
	}
	return texts, questions
}

// writtenLines sets what the person wrote from x, y down, beside a rule, and returns the y
// below it. Of a text or of questions that have not all room, the last line ends in an
// ellipsis. A long note leaves room for questions: they are to be asked there.
func (c *cardSetter) writtenLines(x, y, limit int) int {
	texts, questions := c.written(&c.it)
	if len(texts)+len(questions) == 0 {
		return y
	}
	top := y + c.px(writtenGap)
	lead := c.px(writtenRule + writtenGap)
	y, used := c.paragraphs(texts, x+lead, top, limit-lead, writtenMost-min(len(questions), writtenAsk))
	y, _ = c.paragraphs(questions, x+lead, y, limit-lead, writtenMost-used)
	c.parts = append(c.parts, scene.Box{Role: scene.Part, Key: c.it.Session.Key, Rect: image.Rect(x, top, x+max(c.px(writtenRule), 1), y), Fill: c.look.soft})
	return y + c.px(writtenGap)
}

// paragraphs sets all from x, y down on as many lines as there are, most at the most, and
// returns the y below them and how many they are.
func (c *cardSetter) paragraphs(all []paragraph, x, y, limit, most int) (bottom, used int) {
	st := c.style(writtenSize, typeset.Regular)
	for i := 0; i < len(all) && used < most; i++ {
		para := all[i]
		at, wide := x, limit
		if para.mark != "" {
			mark := typeset.LineOf(c.f.Shape(para.mark, st), st, c.look.ink, at, y)
			c.lines = append(c.lines, mark)
			room := mark.Rect.Dx() + c.px(writtenGap)
			at, wide = at+room, wide-room
		}
		text := para.text
		if parts, whole := c.f.Wrapped(text, st, wide, most-used); whole && used+len(parts) == most && i+1 < len(all) {
			text += " …" // the rest has no room
		}
		ls, below := c.setLines(text, st, c.look.ink, at, y, wide, most-used)
		if len(ls) == 0 {
			break
		}
		c.lines = append(c.lines, ls...)
		said := make([]string, len(ls))
		for j, l := range ls {
			said[j] = l.Text
		}
		c.said = append(c.said, para.kind+": "+strings.Join(said, " "))
		used += len(ls)
		y = below
	}
	return y, used
}
