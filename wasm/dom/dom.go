// Package dom is the read-only tree that sessions are read from. It is a plain
// struct and no interface over someone else's nodes: the browser's document
// arrives as one string (package jsdom), a file as parsed HTML (package
// htmldom), and both become this tree, so that an extractor that works on a
// file works on the page.
//
// The contract of both builders: text is NFC without control characters (but
// newlines); script, style, template and noscript have no content, but JSON
// scripts; attributes are those of Attrs; Index counts the elements in document
// order from 0 at the root.
package dom

import (
	"strings"

	"byeolpyo/wasm/plain"
)

// Attrs names the attributes that a tree has. A short list keeps the snapshot of
// a page of 60 sessions at some 60 KB, most of it class names.
var Attrs = []string{
	"class", "href", "id", "colspan", "rowspan", "lang", "datetime", "role", "type",
	"aria-selected", "aria-pressed", "aria-hidden", "aria-current", "selected", "open", "itemprop", "itemtype", "content", "property", "name", "for",
}

// Node is an element, or a text when Tag is "".
type Node struct {
	Tag    string // lower case; "" for a text
	Data   string // of a text
	Index  int    // of an element, in document order from 0; -1 for a text
	attrs  []attr
	parent *Node
	first  *Node
	last   *Node
	next   *Node
	prev   *Node
}

type attr struct {
	_           [0]func() // no code to compare them
	name, value string
}

// NewElement and NewText, Append and SetAttr are for builders.
func NewElement(tag string, index int) *Node { return &Node{Tag: tag, Index: index} }

// NewText returns a text node.
func NewText(data string) *Node { return &Node{Data: data, Index: -1} }

// Append adds child as the last child of n.
func (n *Node) Append(child *Node) {
	child.parent, child.prev = n, n.last
	if n.last == nil {
		n.first = child
	} else {
		n.last.next = child
	}
	n.last = child
}

// SetAttr adds an attribute; the first of a name counts.
func (n *Node) SetAttr(name, value string) { n.attrs = append(n.attrs, attr{name: name, value: value}) }

// Parent returns the element around n, nil for the root.
func (n *Node) Parent() *Node { return n.parent }

// First returns the first child, texts included, or nil.
func (n *Node) First() *Node { return n.first }

// Next returns the next sibling, texts included, or nil.
func (n *Node) Next() *Node { return n.next }

// Attr returns the value of an attribute, "" when there is none.
func (n *Node) Attr(name string) string {
	for i := range n.attrs {
		if n.attrs[i].name == name {
			return n.attrs[i].value
		}
	}
	return ""
}

// HasClass reports whether the class attribute lists name.
func (n *Node) HasClass(name string) bool {
	class := n.Attr("class")
	for from := 0; ; {
		i := strings.Index(class[from:], name)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(name)
		if (i == 0 || isSpace(class[i-1])) && (end == len(class) || isSpace(class[end])) {
			return true
		}
		from = end
	}
}

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

// NextElement returns the next sibling that is an element of the page's own, or
// nil. Our stars stand among a page's elements and are no part of its shape.
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

// MaxText bounds what Text gathers, in bytes. The longest title of any year is
// 170 bytes; what exceeds this is no title, time or room.
const MaxText = 4096

// Text returns the text below n with white space folded: one space between
// blocks and around line breaks, none at the ends. At most MaxText bytes.
func (n *Node) Text() string { return n.TextWithout(nil) }

// TextWithout is Text without the content of the elements that skip names.
func (n *Node) TextWithout(skip func(*Node) bool) string {
	var b strings.Builder
	n.gather(&b, skip)
	s := b.String()
	if len(s) > MaxText {
		s = plain.TrimRight(plain.Cut(s, MaxText), " ")
	}
	return s
}

func (n *Node) gather(b *strings.Builder, skip func(*Node) bool) {
	pending := false // a space is owed before the next word
	write := func(s string) {
		for i := 0; i < len(s); {
			if w := plain.Space(s, i); w > 0 {
				pending = true
				i += w
				continue
			}
			j := i + 1
			for j < len(s) && plain.Space(s, j) == 0 {
				j++
			}
			if pending && b.Len() > 0 {
				b.WriteByte(' ')
			}
			pending = false
			b.WriteString(s[i:j])
			i = j
		}
	}
	for c := n; c != nil && b.Len() < MaxText; {
		switch {
		case c.Tag == "":
			data := c.Data
			if len(data) > MaxText {
				data = plain.Cut(data, MaxText)
			}
			write(data)
		case !inline(c.Tag):
			pending = true
		}
		after, passed := c.After(n), c.first == nil
		if skip != nil && c != n && c.Tag != "" && skip(c) {
			after, passed = c.Skip(n), true
		}
		// Leaving a block parts words as entering one does.
		if after != nil && passed {
			for p := c; p != nil && p != after.parent; p = p.parent {
				if p.Tag != "" && !inline(p.Tag) {
					pending = true
				}
			}
		}
		c = after
	}
}

// inline names the elements whose edges do not part words.
func inline(tag string) bool {
	return strings.Contains(" a b i em strong u s code mark sub sup font time abbr span ", " "+tag+" ")
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// Flag reports whether an attribute counts by being there, whatever its value;
// builders give it the value "true".
func Flag(name string) bool { return name == "selected" || name == "open" }

// Keeps reports whether a tree has the attribute name.
func Keeps(name string) bool {
	for _, a := range Attrs {
		if a == name {
			return true
		}
	}
	return false
}

// Opaque reports whether the content of an element is left out of a tree: what
// is not shown as text, and would only make it large. Scripts that hold JSON are
// kept. page.js has the same list.
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
