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

	"byeolpyo/wasm/read/dom"
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

// convert copies the tree without recursion, since a hostile page may be nested to any depth.
func convert(root *html.Node) *dom.Node {
	b := dom.NewBuilder()
	attrs := map[[2]string]int{}
	// open begins an element and reports whether its content belongs to the tree.
	open := func(n *html.Node) bool {
		b.Open(b.Tag(n.Data))
		typ := ""
		for _, a := range n.Attr {
			value := ""
			switch {
			case a.Namespace != "" || !dom.Keeps(a.Key):
			case a.Key == "style" && !dom.KeepsStyle(a.Val):
			case dom.Flag(a.Key):
				value = "true"
			default:
				value = clean(a.Val)
			}
			if value == "" {
				continue
			}
			if a.Key == "type" && typ == "" {
				typ = value
			}
			name := [2]string{a.Key, value}
			number, had := attrs[name]
			if !had {
				number = b.Attr(a.Key, value)
				attrs[name] = number
			}
			b.Set(number)
		}
		return !dom.Opaque(n.Data, typ)
	}
	open(root)
	for n := root.FirstChild; n != nil; {
		switch n.Type {
		case html.TextNode:
			b.Text(clean(n.Data))
		case html.ElementNode:
			if open(n) && n.FirstChild != nil {
				n = n.FirstChild
				continue
			}
			b.Close()
		}
		for n != root && n.NextSibling == nil {
			if n = n.Parent; n != root {
				b.Close()
			}
		}
		if n == root {
			break
		}
		n = n.NextSibling
	}
	return b.Root()
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
