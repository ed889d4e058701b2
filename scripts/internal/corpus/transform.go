package corpus

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byeolpyo/wasm/read/htmldom"
)

// Transform is a change of a page after which it says the same, or less: a reader that
// understands pages reads it as well as before, a reader that knows them by heart does not.
type Transform struct {
	Name string
	// less returns what the page no longer says; nil for nothing.
	change func(doc *html.Node, c *Case)
}

// Transforms are the changes under which a reading is measured.
var Transforms = []Transform{
	{"classes-hashed", func(doc *html.Node, _ *Case) { each(doc, hashClasses) }},
	{"classes-gone", func(doc *html.Node, _ *Case) { each(doc, func(n *html.Node) { dropAttrs(n, "class", "id") }) }},
	{"wrapped", func(doc *html.Node, _ *Case) { each(doc, func(n *html.Node) { wrap(n) }) }},
	{"boxed", func(doc *html.Node, _ *Case) {
		each(doc, func(n *html.Node) { wrap(n, html.Attribute{Key: "class", Val: "inner"}) })
	}},
	{"spaces-gone", func(doc *html.Node, _ *Case) { each(doc, squeeze) }},
	{"links-gone", func(doc *html.Node, _ *Case) { each(doc, unlink) }},
	{"marks-gone", func(doc *html.Node, _ *Case) { each(doc, unmark) }},
	{"tags-plain", func(doc *html.Node, _ *Case) { each(doc, plainTag) }},
	{"labels-foreign", func(doc *html.Node, _ *Case) { each(doc, translate) }},
	{"half", halve},
}

// Transformed is the case with its page changed.
func (c *Case) Transformed(t Transform) *Case {
	doc, err := html.Parse(bytes.NewReader(c.HTML))
	if err != nil {
		panic(err) // it was parsed before
	}
	after := *c
	t.change(doc, &after)
	var b bytes.Buffer
	if err := html.Render(&b, doc); err != nil {
		panic(err) // into memory
	}
	after.HTML = b.Bytes()
	if after.Root, err = htmldom.Parse(&b); err != nil {
		panic(err)
	}
	return &after
}

// each calls f for every node, the last ones first: f may remove or move it.
func each(doc *html.Node, f func(n *html.Node)) {
	all := []*html.Node{}
	for n := range doc.Descendants() {
		all = append(all, n)
	}
	for _, n := range slices.Backward(all) {
		f(n)
	}
}

func hashClasses(n *html.Node) {
	for i := range n.Attr {
		if a := &n.Attr[i]; a.Key == "class" {
			names := strings.Fields(a.Val)
			for k, name := range names {
				h := fnv.New32a()
				h.Write([]byte(name))
				names[k] = fmt.Sprintf("css-%07x", h.Sum32()>>4)
			}
			a.Val = strings.Join(names, " ")
		}
	}
}

func dropAttrs(n *html.Node, names ...string) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			return a.Key == name || strings.HasSuffix(name, "*") && strings.HasPrefix(a.Key, name[:len(name)-1])
		})
	})
}

// wrap puts the content of every box into two more, with attributes.
func wrap(n *html.Node, attrs ...html.Attribute) {
	switch n.DataAtom {
	case atom.Div, atom.Section, atom.Article, atom.Li, atom.Td, atom.Main:
	default:
		return
	}
	for range 2 {
		box := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div, Attr: attrs}
		for n.FirstChild != nil {
			c := n.FirstChild
			n.RemoveChild(c)
			box.AppendChild(c)
		}
		n.AppendChild(box)
	}
}

// squeeze removes white space between elements that end a line anyway, and makes one space of
// others.
func squeeze(n *html.Node) {
	if n.Type != html.TextNode || n.Parent != nil && (n.Parent.DataAtom == atom.Pre || n.Parent.DataAtom == atom.Script) {
		return
	}
	if strings.TrimSpace(n.Data) != "" {
		lead, trail := "", ""
		if n.Data[:1] != strings.TrimLeft(n.Data[:1], " \n\t\r") {
			lead = " "
		}
		if strings.TrimRight(n.Data, " \n\t\r") != n.Data {
			trail = " "
		}
		n.Data = lead + strings.Join(strings.Fields(n.Data), " ") + trail
		return
	}
	block := func(n *html.Node) bool { return n == nil || n.Type == html.ElementNode && !inlineTags[n.DataAtom] }
	if block(n.PrevSibling) || block(n.NextSibling) {
		n.Parent.RemoveChild(n)
	} else {
		n.Data = " "
	}
}

var inlineTags = map[atom.Atom]bool{atom.A: true, atom.B: true, atom.I: true, atom.Em: true, atom.Strong: true, atom.Small: true, atom.Span: true, atom.Time: true, atom.Img: true, atom.Font: true, atom.U: true, atom.Code: true, atom.Abbr: true, atom.Button: true, atom.Label: true, atom.Input: true, atom.Svg: true, atom.Sup: true, atom.Sub: true}

// unlink makes plain elements of links.
func unlink(n *html.Node) {
	if n.DataAtom == atom.A {
		n.Data, n.DataAtom = "span", atom.Span
		dropAttrs(n, "href", "target", "rel")
	}
}

// unmark removes markup for machines, except moments, whose zone may differ from the page's.
func unmark(n *html.Node) {
	if n.DataAtom == atom.Script && n.Parent != nil {
		n.Parent.RemoveChild(n)
		return
	}
	dropAttrs(n, "item*", "aria-*", "property", "typeof")
	for i := range n.Attr {
		if a := &n.Attr[i]; a.Key == "class" {
			a.Val = strings.Join(slices.DeleteFunc(strings.Fields(a.Val), func(s string) bool {
				return strings.HasPrefix(s, "h-") || strings.HasPrefix(s, "p-") || strings.HasPrefix(s, "dt-") || strings.HasPrefix(s, "u-")
			}), " ")
		}
	}
}

// plainTag makes div and span of what has a meaning.
func plainTag(n *html.Node) {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.P, atom.Article, atom.Section, atom.Header, atom.Main, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd:
		n.Data, n.DataAtom = "div", atom.Div
	case atom.Strong, atom.B, atom.Em, atom.I, atom.Time, atom.Small, atom.Cite:
		n.Data, n.DataAtom = "span", atom.Span
	}
}

// foreign are words before values in a language that nobody thought of: Finnish.
var foreign = map[string]string{
	"time": "aika", "시간": "aika", "speaker": "puhuja", "speakers": "puhujat", "발표자": "puhuja", "연사": "puhuja", "room": "sali", "장소": "sali", "location": "paikka",
	"title": "aihe", "제목": "aihe", "주제": "aihe", "track": "rata", "duration": "kesto", "level": "taso", "language": "kieli", "schedule": "aikataulu", "시간표": "aikataulu", "일정": "aikataulu",
	"프로그램": "ohjelma", "program": "ohjelma", "programme": "ohjelma", "timetable": "aikataulu", "세션": "esitys", "session": "esitys", "sessions": "esitykset", "talks": "esitykset", "when": "milloin", "where": "missä", "who": "kuka",
}

func translate(n *html.Node) {
	if n.Type == html.TextNode {
		t := strings.TrimSpace(n.Data)
		if w := foreign[strings.ToLower(strings.TrimRight(t, ": "))]; w != "" {
			n.Data = strings.Replace(n.Data, t, w, 1)
		}
	}
}

var clock = regexp.MustCompile(`\d[:.시h]\d\d`)

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// halve removes every second session that has a box of its own among similar ones, with
// everything about it.
func halve(doc *html.Node, c *Case) {
	at := map[string]*html.Node{}
	n := map[string]int{}
	for d := range doc.Descendants() {
		if d.Type == html.TextNode {
			t := Text(d.Data)
			at[t] = d.Parent
			n[t]++
		}
	}
	var nodes []*html.Node
	var want []int
	for i, s := range c.Want.Sessions {
		if t := Text(s.Title); n[t] == 1 {
			nodes, want = append(nodes, at[t]), append(want, i)
		}
	}
	inside := map[*html.Node]int{} // how many titles an element holds
	for _, d := range nodes {
		for p := d; p != nil; p = p.Parent {
			inside[p]++
		}
	}
	var left []Session
	drop := map[int]bool{}
	for k, d := range nodes {
		if k%2 == 0 {
			continue
		}
		box := d
		for box.Parent != nil && inside[box.Parent] == 1 {
			box = box.Parent
		}
		if box.DataAtom == atom.Td || box.Parent == nil || inside[box.Parent] < 3 || box == d && strings.HasPrefix(d.Data, "h") {
			continue // the cell of a grid, or a heading with what belongs to it beside it
		}
		if !clock.MatchString(textOf(box)) {
			continue // its time would stay behind, and stand before another
		}
		box.Parent.RemoveChild(box)
		drop[want[k]] = true
	}
	for i, s := range c.Want.Sessions {
		if !drop[i] {
			left = append(left, s)
		}
	}
	c.Want.Sessions = left
}
