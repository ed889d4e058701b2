// Package htmldom builds the tree of package dom from HTML text. Tests and the
// extract command read pages with it; the extension reads the browser's own
// document instead (packages snapshot and cmd/content).
package htmldom

import (
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"byeolpyo/wasm/dom"
)

// Parse reads a document and returns its html element.
func Parse(r io.Reader) (*dom.Node, error) {
	doc, err := html.Parse(r)
	if err != nil {
		return nil, fmt.Errorf("parse html: %w", err)
	}
	for c := doc.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			return convert(c), nil
		}
	}
	return nil, fmt.Errorf("parse html: no element")
}

// convert copies the tree without recursion: a hostile page may nest as deep as
// it likes.
func convert(root *html.Node) *dom.Node {
	index := 0
	element := func(n *html.Node) *dom.Node {
		e := dom.NewElement(n.Data, index)
		index++
		for _, a := range n.Attr {
			switch {
			case a.Namespace != "" || !dom.Keeps(a.Key):
			case dom.Flag(a.Key):
				e.SetAttr(a.Key, "true")
			case a.Val != "":
				e.SetAttr(a.Key, clean(a.Val))
			}
		}
		return e
	}
	top := element(root)
	n, parent := root.FirstChild, top
	for n != nil {
		var entered *dom.Node
		switch n.Type {
		case html.TextNode:
			parent.Append(dom.NewText(clean(n.Data)))
		case html.ElementNode:
			e := element(n)
			parent.Append(e)
			if !dom.Opaque(n.Data, e.Attr("type")) {
				entered = e
			}
		}
		if entered != nil && n.FirstChild != nil {
			n, parent = n.FirstChild, entered
			continue
		}
		for n != root && n.NextSibling == nil {
			n = n.Parent
			if n == root {
				return top
			}
			parent = parent.Parent()
		}
		n = n.NextSibling
	}
	return top
}

// clean keeps the contract of package dom: NFC, and a space for every control
// character but the newline and tab.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\t' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return norm.NFC.String(s)
}
