// Package snapshot is the form in which a whole document crosses from JavaScript
// to Go: one string, because a call for every node costs five times as much.
//
// The string is a walk in document order. A control character begins each item:
//
//	01 tag          an element opens
//	02 name=value   an attribute of the element just opened
//	03 data         a text
//	04              the element closes
//
// Control characters of the page itself are made spaces before. The writer is
// page.js; Encode writes the same form for tests.
package snapshot

import (
	"strings"

	"byeolpyo/wasm/dom"
)

const (
	opOpen  = '\x01'
	opAttr  = '\x02'
	opText  = '\x03'
	opClose = '\x04'
)

// Decode reads a snapshot and returns its root, or nil when s holds no element.
// It accepts anything: what does not fit the form is passed over, for a page
// must never be able to stop the program.
func Decode(s string) *dom.Node {
	var root, at *dom.Node
	index := 0
	for len(s) > 0 {
		op := s[0]
		end := 1
		for end < len(s) && s[end] > opClose {
			end++
		}
		data := s[1:end]
		s = s[end:]
		switch op {
		case opOpen:
			if data == "" { // no document has one; "" would be a text
				data = "?"
			}
			n := dom.NewElement(data, index)
			index++
			if root == nil {
				root = n
			} else if at != nil {
				at.Append(n)
			} else {
				return root // a second root
			}
			at = n
		case opAttr:
			if name, value, ok := strings.Cut(data, "="); ok && at != nil {
				at.SetAttr(name, value)
			}
		case opText:
			if at != nil {
				at.Append(dom.NewText(data))
			}
		case opClose:
			if at != nil {
				at = at.Parent()
			}
		}
	}
	return root
}

// Encode writes the tree below root as Decode reads it.
func Encode(root *dom.Node) string {
	var b strings.Builder
	for n := root; n != nil; {
		if n.Tag == "" {
			b.WriteByte(opText)
			b.WriteString(n.Data)
		} else {
			b.WriteByte(opOpen)
			b.WriteString(n.Tag)
			for _, name := range dom.Attrs {
				if v := n.Attr(name); v != "" {
					b.WriteByte(opAttr)
					b.WriteString(name + "=" + v)
				}
			}
			if n.First() != nil {
				n = n.First()
				continue
			}
			b.WriteByte(opClose)
		}
		for n != root && n.Next() == nil {
			n = n.Parent()
			b.WriteByte(opClose)
		}
		if n == root {
			break
		}
		n = n.Next()
	}
	return b.String()
}
