package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// A session that will not take place is told of in three ways: by a mark before or after
// its title, "[취소] X", by a mark of its own beside it, such as a chip, and by a title
// that is struck through. A title may well speak of cancelling, so a mark is a whole word
// in brackets, or one with a colon or a dash, or all of an element's text.

// The words of marks, as ascii.Letters has them. Those of weakMarks are also what a
// button does, or what a talk is about, and count in brackets before or after a title only.
const (
	marks = "|취소됨|취소되었습니다|취소됐어요|취소된세션|취소된발표|발표취소|세션취소|강연취소" +
		"|cancelled|canceled|sessioncancelled|sessioncanceled|talkcancelled|talkcanceled|"
	weakMarks = "|취소|"
	// longestMark is the length in bytes of a text that may be a mark: the longest word, in
	// brackets and with an icon.
	longestMark = 64
)

// The brackets of marks, and what else parts one from a title.
const (
	openers = "[(<【〔〈《「（［"
	closers = "])>】〕〉》」）］"
	parters = ":-–—|·"
)

// isMark reports whether a whole text says that a session is cancelled. weak are words
// that do so only here.
func isMark(text, weak string) bool {
	if len(text) > longestMark || !speaksOf(text) {
		return false
	}
	word := ascii.Letters(text)
	return session.OneOf(word, marks) || session.OneOf(word, weak)
}

// speaksOf reports whether a text may hold a mark, or the name of a class that is one:
// most do not, and need not be looked at.
func speaksOf(text string) bool {
	return strings.Contains(text, "취소") || ascii.ContainsFold(text, "cancel")
}

// unmarked takes the mark off a title that has one. A mark alone is no title.
func unmarked(title string) (rest string, cancelled bool) {
	if !speaksOf(title) {
		return title, false
	}
	// A mark before the title ends at the first of what may end it; one behind it begins at
	// the last of what may begin it.
	bracket, ended, last := false, false, 0
	weak := ""
	for i, r := range title {
		c := string(r)
		part := strings.Contains(parters, c) && (r == ':' || i > 0 && title[i-1] == ' ')
		switch {
		case strings.Contains(openers, c):
			bracket = bracket || i == 0
			last, weak = i, weakMarks
		case !ended && (bracket && strings.Contains(closers, c) || part && !bracket):
			ended = true
			if isMark(title[:i], weakIf(bracket)) {
				return ascii.TrimLeft(title[i+len(c):], parters+" "), true
			}
			fallthrough
		case part && r != ':':
			last, weak = i, ""
		}
	}
	if last > 0 && isMark(title[last:], weak) {
		return ascii.TrimRight(title[:last], " "), true
	}
	return title, false
}

func weakIf(bracket bool) string {
	if bracket {
		return weakMarks
	}
	return ""
}

func marked(n *dom.Node) bool { return isMark(n.Text(), weakMarks) }

// titleOf is the text of a title without marks that are elements in it.
func titleOf(n *dom.Node) string {
	return n.TextWithout(marked)
}

// cancelled looks for what tells that s is cancelled, beside its title within box, which
// holds no other session. Of a large box, that is what stands near the title.
func (r *reader) cancelled(s *session.Session, title, box *dom.Node) {
	if s.Cancelled != 0 || title == nil {
		return
	}
	// What goes over all of the title goes over what is in it, or around it.
	n := title
	if in := n.FirstElement(); in != nil && in.Text() == n.Text() {
		n = in
	}
	off, far := false, false
	var near *dom.Node // what has few elements
	for ; n != nil && n != r.root; n = n.Parent() {
		off = off || strikes(n)
		if far = far || !fewer(n, few); !far {
			near = n
		}
		if n == box {
			break
		}
	}
	for c := near; c != nil && !off; c = c.After(near) {
		if c.Tag == "" || !ownText(c) {
			continue
		}
		text := c.Text()
		off = isMark(text, weakIf(text != "" && text[0] == '['))
	}
	if off {
		s.Cancelled = cancelledHere
	}
}

// fewer reports whether the tree at n has fewer elements than that.
func fewer(n *dom.Node, than int) bool {
	count := 0
	for c := n; c != nil && count < than; c = c.After(n) {
		if c.Tag != "" {
			count++
		}
	}
	return count < than
}

// cancelledHere marks a session as cancelled until told says by which pages.
const cancelledHere session.Source = 1

// strikes reports whether an element, or its class or style, strikes through what is in
// it, or calls it cancelled.
func strikes(n *dom.Node) bool {
	if session.OneOf(n.Tag, "|del|s|strike|") || n.Attr("style") != "" { // no other style is kept
		return true
	}
	class := n.Attr("class")
	if !speaksOf(class) && !ascii.ContainsFold(class, "through") {
		return false
	}
	// "session--cancelled", "Item__Cancelled-sc-1x"; and not "not-cancelled", "hover:line-through".
	return has(" "+ascii.Lower(class)+" ", " line-through | text-decoration-line-through | strikethrough | cancelled | canceled "+
		"|--cancelled|--canceled|_cancelled|_canceled| is-cancelled| is-canceled| session-cancelled| session-canceled| talk-cancelled| talk-canceled")
}

// markCancelled says of what is cancelled by which pages that is known. All places of a session on
// one page are of one mind.
func (p *Page) markCancelled() {
	off := map[session.Key]bool{}
	for i := range p.Spots {
		if s := &p.Spots[i].Session; s.Cancelled != 0 {
			off[s.Key] = true
		}
	}
	for i := range p.Spots {
		if s := &p.Spots[i].Session; off[s.Key] {
			s.Cancelled = session.SourceOf(s.PageLang, s.Start.Known())
		}
	}
}
