package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// Pages mark a cancelled session in three ways: by a word before or after its title, "[취소]
// X", by an element beside it, such as a chip, and by a title that is struck through. Since a
// title may contain such a word, a mark has to be a whole word in brackets, or one with a
// colon or a dash, or all of an element's text.

// The words of marks, as ascii.Letters has them. Those in weakMarks may also be the label of
// a button or the subject of a talk, and count only in brackets before or after a title.
const (
	marks = "|취소됨|취소되었습니다|취소됐어요|취소된세션|취소된발표|발표취소|세션취소|강연취소" +
		"|cancelled|canceled|sessioncancelled|sessioncanceled|talkcancelled|talkcanceled|"
	weakMarks = "|취소|"
	// longestMark is the length in bytes of a text that may be a mark: the longest word, in
	// brackets and with an icon.
	longestMark = 64
)

// The brackets of marks, and the characters that separate a mark from a title.
const (
	openers = "[(<【〔〈《「（［"
	closers = "])>】〕〉》」）］"
	parters = ":-–—|·"
)

// isMark reports whether a whole text says that a session is cancelled. weak are further
// words that count here.
func isMark(text, weak string) bool {
	if len(text) > longestMark || !speaksOf(text) {
		return false
	}
	word := ascii.Letters(text)
	return session.OneOf(word, marks) || session.OneOf(word, weak)
}

// speaksOf reports whether a text may contain a mark, or a class name that is one. It quickly
// excludes most texts.
func speaksOf(text string) bool {
	return strings.Contains(text, "취소") || ascii.ContainsFold(text, "cancel")
}

// unmarked removes the mark from a title and reports whether there was one. A text that is
// only a mark is not a title.
func unmarked(title string) (rest string, cancelled bool) {
	if !speaksOf(title) {
		return title, false
	}
	// A mark before the title ends at the first character that may end it; one behind the
	// title begins at the last character that may begin it.
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

// cancelled looks for a mark beside the title of s within box, which holds no other session.
// In a large box only elements near the title count.
func (r *reader) cancelled(s *session.Session, title, box *dom.Node) {
	if s.Cancelled != 0 || title == nil {
		return
	}
	// A line through all of the title may come from an element in it or around it.
	n := title
	if in := n.FirstElement(); in != nil && in.Text() == n.Text() {
		n = in
	}
	off, far := false, false
	var near *dom.Node // the largest element around the title that has few elements
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

// strikes reports whether an element, its class or its style strikes through its text, or
// calls it cancelled.
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

// markCancelled replaces cancelledHere by the kind of this page. If one place of a session on
// a page says that it is cancelled, all of them do.
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
