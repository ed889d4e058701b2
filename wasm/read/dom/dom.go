// Package dom is the read-only tree that sessions are read from. It is a plain struct and not
// an interface over other nodes. The browser's document arrives as one string (package
// snapshot), a file as parsed HTML (package htmldom), and a Builder makes this tree of both,
// so that an extractor which works on a file works on the page too.
//
// The contract of both builders: text is NFC without control characters (but
// newlines); script, style, template and noscript have no content, but JSON
// scripts; attributes are those of Attrs; Index counts the elements in document
// order from 0 at the root.
package dom

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// Attrs names the attributes that a tree has. A short list keeps the snapshot of
// a page of 60 sessions at some 60 KB, most of it class names.
var Attrs = []string{
	"class", "href", "id", "colspan", "rowspan", "lang", "datetime", "role", "type",
	"aria-selected", "aria-pressed", "aria-hidden", "aria-current", "aria-controls", "aria-labelledby", "selected", "open", "itemprop", "itemtype", "content", "property", "name", "for", "data-start", "data-end", "hidden",
	"style", // as far as KeepsStyle says
}

// Node is an element, or a text when Tag is "".
type Node struct {
	Tag    string // lower case; "" for a text
	Data   string // of a text
	Index  int    // the number of an element, in document order from 0; -1 for a text
	attrs  []*attr
	class  *attr // the class attribute, which is also in attrs
	parent *Node
	first  *Node
	last   *Node
	next   *Node
	prev   *Node
	doc    *document
	end    int // the Index of what follows an element's content in doc
}

// attr is an attribute, shared by all the elements of a document that have it: a
// page of 2,000 elements has 60 different classes.
type attr struct {
	name, value string
	classes     []string // of a class attribute: its names, once they were asked for
	nodes       []*Node  // of a class attribute: the elements that have it, in document order
	chosen      bool     // it has the class that is being looked for at the moment
}

// has reports whether a class attribute lists name.
func (a *attr) has(name string) bool {
	if a.classes == nil {
		a.classes = splitClasses(a.value)
	}
	for _, c := range a.classes {
		if c == name {
			return true
		}
	}
	return false
}

func splitClasses(value string) []string {
	names := make([]string, 0, 8)
	for i := 0; i < len(value); {
		if isSpace(value[i]) {
			i++
			continue
		}
		from := i
		for i < len(value) && !isSpace(value[i]) {
			i++
		}
		names = append(names, value[from:i])
	}
	return names
}

// append adds child as the last child of n.
func (n *Node) append(child *Node) {
	child.parent, child.prev = n, n.last
	if n.last == nil {
		n.first = child
	} else {
		n.last.next = child
	}
	n.last = child
}

// Parent returns the element around n, nil for the root.
func (n *Node) Parent() *Node { return n.parent }

// First returns the first child, texts included, or nil.
func (n *Node) First() *Node { return n.first }

// Next returns the next sibling, texts included, or nil.
func (n *Node) Next() *Node { return n.next }

// Attr returns the value of an attribute, "" when there is none.
func (n *Node) Attr(name string) string {
	for _, a := range n.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// HasClass reports whether the class attribute lists name.
func (n *Node) HasClass(name string) bool { return n.class != nil && n.class.has(name) }

// After returns the node that follows n in document order, its own content
// first; nil at the end of the tree below root. Pass over n's content with
// n.Skip.
func (n *Node) After(root *Node) *Node {
	if n.first != nil {
		return n.first
	}
	return n.Skip(root)
}

// Skip is After without n's content.
func (n *Node) Skip(root *Node) *Node {
	for n != nil && n != root {
		if n.next != nil {
			return n.next
		}
		n = n.parent
	}
	return nil
}

// NextElement returns the next sibling that is an element of the page's own, or nil. It
// passes over our stars, which stand among a page's elements.
func (n *Node) NextElement() *Node {
	for n = n.next; n != nil && !n.shapes(); n = n.next {
	}
	return n
}

// PrevElement is NextElement backwards.
func (n *Node) PrevElement() *Node {
	for n = n.prev; n != nil && !n.shapes(); n = n.prev {
	}
	return n
}

// FirstElement returns the first child that is an element of the page's own, or
// nil.
func (n *Node) FirstElement() *Node {
	c := n.first
	for c != nil && !c.shapes() {
		c = c.next
	}
	return c
}

func (n *Node) shapes() bool { return n.Tag != "" && !strings.HasPrefix(n.Tag, "byeolpyo-") }

// Inside reports whether n is root or lies below it.
func (n *Node) Inside(root *Node) bool {
	for ; n != nil; n = n.parent {
		if n == root {
			return true
		}
	}
	return false
}

// MaxText bounds what Text returns, in bytes. The longest title of any year has 170 bytes; a
// longer text than this is not a title, time or room.
const MaxText = 4096

// Text returns the text below n with white space folded: one space between
// blocks and around line breaks, none at the ends. At most MaxText bytes.
func (n *Node) Text() string { return n.TextWithout(nil) }

// TextWithout is Text without the content of the elements that skip names.
func (n *Node) TextWithout(skip func(*Node) bool) string {
	var w words
	n.gather(&w, skip)
	s := w.String()
	if len(s) > MaxText {
		s = ascii.TrimRight(ascii.Cut(s, MaxText), " ")
	}
	return s
}

func (n *Node) gather(w *words, skip func(*Node) bool) {
	for c := n; c != nil && w.n < MaxText; {
		switch {
		case c.Tag == "":
			data := c.Data
			if len(data) > MaxText {
				data = ascii.Cut(data, MaxText)
			}
			w.add(data)
		case !inline(c.Tag):
			w.space = true
		}
		after, passed := c.After(n), c.first == nil
		if skip != nil && c != n && c.Tag != "" && skip(c) {
			after, passed = c.Skip(n), true
		}
		// The end of a block separates words as its beginning does.
		if after != nil && passed {
			for p := c; p != nil && p != after.parent; p = p.parent {
				if p.Tag != "" && !inline(p.Tag) {
					w.space = true
				}
			}
		}
		c = after
	}
}

// words collects text and folds its white space. A text that comes in one piece, as most do,
// is not copied.
type words struct {
	first string          // the first piece, as long as it is the only one
	b     strings.Builder // all, once there are two
	n     int             // bytes
	space bool            // a space is due before the next piece
}

// add folds s into w.
func (w *words) add(s string) {
	for i := 0; i < len(s); {
		if n := ascii.Space(s, i); n > 0 {
			w.space = true
			i += n
			continue
		}
		end := runEnd(s, i)
		w.put(s[i:end])
		i = end
	}
}

func (w *words) put(piece string) {
	if w.n == 0 {
		w.first, w.n, w.space = piece, len(piece), false
		return
	}
	if w.b.Len() == 0 {
		w.b.Grow(len(w.first) + len(piece) + 64) // so that later pieces seldom make it grow
		w.b.WriteString(w.first)
	}
	if w.space {
		w.b.WriteByte(' ')
		w.n++
	}
	w.space = false
	w.b.WriteString(piece)
	w.n += len(piece)
}

// String returns what was added.
func (w *words) String() string {
	if w.b.Len() == 0 {
		return w.first
	}
	return w.b.String()
}

// runEnd returns the end of the piece of s from i on that stays as it is: words
// with just one space between them.
func runEnd(s string, i int) int {
	end := i // of the last word so far
	for i < len(s) {
		switch c := s[i]; {
		case c == ' ':
			if i++; i == len(s) || ascii.Space(s, i) > 0 {
				return end
			}
		// For most characters one byte tells that they are not spaces: letters, the syllables
		// of Hangul, and the later bytes of any character.
		case c > ' ' && c < 0xC2 || c > 0xE3 && c != 0xEF:
			i++
			end = i
		case ascii.Space(s, i) > 0:
			return end
		default:
			i++
			end = i
		}
	}
	return end
}

// inline reports whether the edges of an element do not separate words.
func inline(tag string) bool {
	switch tag {
	case "a", "b", "i", "em", "strong", "u", "s", "code", "mark", "sub", "sup", "font", "time", "abbr", "span":
		return true
	}
	return false
}

// isSpace reports whether c parts the words of an attribute, as HTML has it: fewer characters
// than fold in a text.
func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// Flag reports whether only the presence of an attribute matters; builders give it the value
// "true".
func Flag(name string) bool { return name == "selected" || name == "open" || name == "hidden" }

// KeepsStyle reports whether a style attribute is kept in a tree, which is so only for one
// that strikes through text. No other style matters, and pages have thousands.
func KeepsStyle(value string) bool { return strings.Contains(value, "line-through") }

// Keeps reports whether a tree has the attribute name.
func Keeps(name string) bool {
	for _, a := range Attrs {
		if a == name {
			return true
		}
	}
	return false
}

// Opaque reports whether the content of an element is left out of a tree because it is not
// shown as text. Scripts that hold JSON are kept. tree.js has the same list.
func Opaque(tag, typ string) bool {
	switch tag {
	case "script":
		return !strings.Contains(typ, "json")
	case "style", "template", "noscript", "svg", "iframe", "object", "canvas", "video", "audio", "math",
		"byeolpyo-star", "byeolpyo-toast":
		return true
	}
	return false
}
