package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// label is the meaning of a word before a value.
type label uint8

const (
	noLabel label = iota
	timeLabel
	roomLabel
	speakerLabel
)

// labelOf tells the meaning of a whole text as a label, in Korean or English.
func labelOf(text string) label {
	t := ascii.Lower(ascii.TrimRight(session.Fold(text), " :："))
	switch {
	case session.OneOf(t, "|발표 시각|발표시각|시각|일시|날짜|시간|발표 일시|발표 날짜|date & time|date and time|presentation time|date|time|when|schedule|session time|datetime|starts|일정|"):
		return timeLabel
	case session.OneOf(t, "|발표 장소|장소|발표장|트랙|room|venue|location|where|track|place|강의실|hall|"):
		return roomLabel
	case session.OneOf(t, "|발표자|발표자 소개|발표자 정보|연사|강사|tutor|about the speaker|speaker|speakers|presenter|presenters|presented by|instructor|by|"):
		return speakerLabel
	}
	return noLabel
}

// maxLabel is the length in bytes of the longest text that is looked at as a
// label before a colon; "Presentation Time" has 17.
const maxLabel = 40

// labelled is one pair of a label and its value.
type labelled struct {
	_     [0]func() // no code to compare them
	label label
	value string
	node  *dom.Node // the element that holds the value
}

// pairs finds label and value below root in the ways that sites write them: in
// two cells of a row, dt and dd, two elements side by side, or one text with a
// colon.
func pairs(root *dom.Node) []labelled {
	var found []labelled
	size := weigh(root)
	for n := root.After(root); n != nil; n = n.After(root) {
		for n != nil && menu(n) {
			n = n.Skip(root)
		}
		if n == nil {
			break
		}
		if n.Tag == "" || size[n.Index-root.Index] > few {
			continue
		}
		text := n.Text()
		if text == "" || len(text) > 4*maxLabel+MaxValue {
			continue
		}
		if len(text) <= maxLabel {
			if l := labelOf(text); l != noLabel && n.Tag != "a" {
				v := n.NextElement()
				value := ""
				if p := n.Parent(); v == nil && p != root && leaf(p) { // the parent has words beside it
					if value = p.TextWithout(func(c *dom.Node) bool { return c == n }); value != "" {
						v = p
					}
				} else if v != nil && size[v.Index-root.Index] <= 4*few {
					value = v.Text()
				}
				if l == speakerLabel && (len(value) > MaxValue || v != nil && !leaf(v)) {
					value = "" // the element holds names and other text
				} else if value == "" || len(value) > MaxValue {
					v = nil
				}
				if v != nil {
					found = append(found, labelled{label: l, value: ascii.TrimLeft(value, ":： "), node: v})
				}
				if v != nil || n.NextElement() != nil {
					continue
				}
			}
		}
		if !leaf(n) {
			continue
		}
		for _, line := range lines(n, text) {
			if i := strings.IndexByte(line, ':'); i > 0 && i <= maxLabel && i+1 < len(line) {
				if l := labelOf(line[:i]); l != noLabel {
					found = append(found, labelled{label: l, value: ascii.Trim(line[i+1:], " "), node: n})
				}
			}
		}
	}
	return found
}

// lines splits the text of n at its br elements.
func lines(n *dom.Node, text string) []string {
	var out []string
	line := ""
	for c := n.First(); c != nil; c = c.Next() {
		switch c.Tag {
		case "br":
			out, line = append(out, session.Fold(line)), ""
		case "":
			line += c.Data
		default:
			line += c.Text()
		}
	}
	if len(out) == 0 {
		return []string{text}
	}
	return append(out, session.Fold(line))
}

// MaxValue is the length in bytes of the longest value of a label: a date, two
// times and a room, in Korean.
const MaxValue = 300

// leaf reports whether n holds no block elements, so that its text is one line.
func leaf(n *dom.Node) bool {
	for c := n.After(n); c != nil; c = c.After(n) {
		if session.OneOf(c.Tag, "|div|p|li|ul|ol|table|tr|td|dl|section|article|h1|h2|h3|h4|h5|h6|") {
			return false
		}
	}
	return true
}

// menu reports whether n is navigation of the site, which names no sessions.
func menu(n *dom.Node) bool {
	return n.Tag == "nav" || n.Tag == "header" || n.Tag == "footer" || n.Attr("role") == "navigation" || n.HasClass("navbar")
}
