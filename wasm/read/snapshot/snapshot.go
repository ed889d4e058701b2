// Package snapshot encodes a whole document as one string, in which it crosses from
// JavaScript to Go. A call for every node would take five times as long.
//
// The string is a walk in document order. A control character begins each item:
//
//	01 tag          an element opens; tags are numbered as they come, from 0
//	02 name=value   an attribute of the element just opened; numbered the same way
//	03 data         a text
//	04              the element closes
//	05 number       an element opens whose tag has come before
//	06 number       an attribute that has come before
//
// Numbers are in base 32. A page of 60 sessions repeats some 20 tags and 60 classes two
// thousand times; this way each is read once.
//
// The writer replaces control characters of the page itself by spaces. The writer is tree.js;
// Encode writes the same form for tests.
package snapshot

import (
	"strings"

	"byeolpyo/wasm/read/dom"
)

const (
	opOpen  = '\x01'
	opAttr  = '\x02'
	opText  = '\x03'
	opClose = '\x04'
	opTag   = '\x05'
	opSame  = '\x06'
	lastOp  = opSame
)

const base = 32

// Decode reads a snapshot and returns its root, or nil when s holds no element. It accepts
// any text and passes over what does not have this form, since a page must never be able to
// stop the program.
func Decode(s string) *dom.Node {
	d := decoder{b: dom.NewBuilder()}
	for len(s) > 0 {
		end := itemEnd(s)
		if !d.item(s[0], s[1:end]) {
			break // a second root
		}
		s = s[end:]
	}
	return d.b.Root()
}

type decoder struct {
	b           *dom.Builder
	tags, attrs []int // the Builder's numbers, by those that the snapshot counts
}

// item reads one item; false ends the reading.
func (d *decoder) item(op byte, data string) bool {
	switch op {
	case opClose:
		d.b.Close()
	case opTag:
		if n := number(data); n < len(d.tags) {
			return d.b.Open(d.tags[n])
		}
	case opSame:
		if n := number(data); n < len(d.attrs) {
			d.b.Set(d.attrs[n])
		}
	case opText:
		d.b.Text(data)
	case opOpen, opAttr:
		return d.first(op, data)
	}
	return true
}

// first reads a tag or an attribute that comes for the first time.
func (d *decoder) first(op byte, data string) bool {
	if op == opAttr {
		if name, value, ok := strings.Cut(data, "="); ok {
			d.attrs = append(d.attrs, d.b.Attr(name, value))
			d.b.Set(d.attrs[len(d.attrs)-1])
		}
		return true
	}
	if data == "" { // an empty tag is not valid, and would make the node a text
		data = "?"
	}
	d.tags = append(d.tags, d.b.Tag(data))
	return d.b.Open(d.tags[len(d.tags)-1])
}

// itemEnd returns the length of the item that s begins with.
func itemEnd(s string) int {
	i := 1
	for i < len(s) && s[i] > lastOp {
		i++
	}
	return i
}

// number reads digits of base 32. For a text that is not a number, or one that is too large
// for any table, it returns a number that names nothing.
func number(s string) (n int) {
	const nothing = 1 << 24
	for i := 0; i < len(s) && n < nothing; i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			n = n*base + int(c-'0')
		case c >= 'a' && c <= 'v':
			n = n*base + int(c-'a') + 10
		default:
			return nothing
		}
	}
	return n
}

// digits is the inverse of number.
func digits(n int) string {
	s := ""
	for {
		s = string("0123456789abcdefghijklmnopqrstuv"[n%base]) + s
		if n /= base; n == 0 {
			return s
		}
	}
}

// Encode writes the tree below root as Decode reads it.
func Encode(root *dom.Node) string {
	var b strings.Builder
	tags, attrs := map[string]int{}, map[string]int{}
	// once writes a tag or attribute when it comes for the first time, and after that its
	// number.
	once := func(first, again byte, data string, numbers map[string]int) {
		if n, had := numbers[data]; had {
			b.WriteByte(again)
			b.WriteString(digits(n))
			return
		}
		numbers[data] = len(numbers)
		b.WriteByte(first)
		b.WriteString(data)
	}
	for n := root; n != nil; {
		if n.Tag == "" {
			b.WriteByte(opText)
			b.WriteString(n.Data)
		} else {
			once(opOpen, opTag, n.Tag, tags)
			for _, name := range dom.Attrs {
				if v := n.Attr(name); v != "" {
					once(opAttr, opSame, name+"="+v, attrs)
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
