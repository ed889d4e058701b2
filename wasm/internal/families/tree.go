package families

import (
	"fmt"
	"html"
	"slices"
	"strings"
)

// element is an element of a page before it gets the looks of a site: its classes are its
// meaning, and the looks decide what of that a reader gets to see.
type element struct {
	tag     string
	classes []string // what it means; "!x" is x on every site
	attrs   [][2]string
	kids    []any // *element, []*element, string
	still   bool  // nothing is put between it and its children: they stand in a grid, say
}

// attr is an attribute among children.
type attr [2]string

// markup is HTML as it is.
type markup string

// e makes an element: "li.card", "=div.grid" for one that is still. Of its kids, attr and
// lists of them are its attributes, and nil is none.
func e(what string, kids ...any) *element {
	what, still := strings.CutPrefix(what, "=")
	parts := strings.Split(what, ".")
	n := &element{tag: parts[0], classes: parts[1:], still: still}
	n.add(kids...)
	return n
}

func (n *element) add(kids ...any) {
	for _, k := range kids {
		switch k := k.(type) {
		case nil:
		case *element:
			if k != nil {
				n.kids = append(n.kids, k)
			}
		case []*element:
			for _, one := range k {
				n.add(one)
			}
		case []any:
			n.add(k...)
		case attr:
			n.attrs = append(n.attrs, k)
		case string:
			if k != "" {
				n.kids = append(n.kids, k)
			}
		case markup:
			n.kids = append(n.kids, k)
		default:
			panic(fmt.Sprintf("%T is no part of an element", k))
		}
	}
}

// The ways in which sites come by their classes.
const (
	plain     = iota // what it means: "session-card"
	noClasses        // selectors by tags alone
	emotion          // "css-1x2y3z"
	styled           // "sc-bdVaJa hKfXyQ"
	modules          // "Schedule_card__x1y2z"
	utilities        // "flex flex-col gap-2 p-4": the same for much that differs
	classWays
)

// The ways in which sites have white space between elements.
const (
	minified = iota
	indented
	loose    // text stands on lines of its own, as templates leave it
	comments // of a framework, between and around texts
	spaceWays
)

// looks is what distinguishes two sites with the same programme.
type looks struct {
	classes, space int
	depth          int // elements that are put between a box and its children, at most
	seed           uint64
}

var utility = []string{
	"flex flex-col gap-2 p-4", "flex items-center gap-1", "text-sm text-gray-500", "font-bold text-lg", "rounded-xl border p-4",
	"mt-2 text-sm", "w-full", "grid gap-4", "mx-auto max-w-5xl px-4",
}

// class is what an element's class attribute holds.
func (l *looks) class(n *element) string {
	var out []string
	for _, c := range n.classes {
		if fixed, is := strings.CutPrefix(c, "!"); is {
			out = append(out, fixed)
			continue
		}
		h := hash(c, l.seed)
		switch l.classes {
		case plain:
			out = append(out, c)
		case emotion:
			out = append(out, "css-"+letters(h, 6))
		case styled:
			out = append(out, "sc-"+letters(h, 6)+"-"+fmt.Sprint(h%7), letters(h>>7, 5)+"Q")
		case modules:
			out = append(out, "Programme_"+c+"__"+letters(h, 5))
		case utilities:
			out = append(out, utility[h%uint64(len(utility))])
		}
	}
	return strings.Join(out, " ")
}

// boxes are what other boxes are put into freely.
var boxes = []string{"div", "section", "article", "li", "main", "td", "a"}

// inner is how many elements stand between n and its children: the same for all of a
// meaning, as components have it.
func (l *looks) inner(n *element) int {
	if n.still || l.depth == 0 || !slices.Contains(boxes, n.tag) || len(n.classes) == 0 || strings.HasPrefix(n.classes[0], "!") {
		return 0
	}
	if len(n.kids) < 2 {
		return 0
	}
	for _, k := range n.kids {
		if _, is := k.(*element); !is {
			return 0
		}
	}
	return int(hash(n.classes[0]+"inner", l.seed) % uint64(l.depth+1))
}

var void = []string{"img", "br", "hr", "input", "meta", "link", "base", "source", "wbr", "path"}

// inline are elements in a line of text, where white space is a matter of taste.
var inline = []string{"span", "a", "b", "i", "em", "strong", "small", "time", "del", "s", "mark", "svg", "button", "label", "br"}

func (l *looks) write(b *strings.Builder, n *element, indent int) {
	b.WriteString("<" + n.tag)
	if c := l.class(n); c != "" {
		fmt.Fprintf(b, ` class="%s"`, html.EscapeString(c))
	}
	for _, a := range n.attrs {
		if a[1] == "" {
			b.WriteString(" " + a[0])
		} else {
			fmt.Fprintf(b, ` %s="%s"`, a[0], html.EscapeString(a[1]))
		}
	}
	b.WriteString(">")
	if slices.Contains(void, n.tag) {
		return
	}
	kids := n.kids
	between := l.inner(n)
	for i := range between {
		if l.classes == noClasses {
			b.WriteString("<div>")
		} else {
			fmt.Fprintf(b, `<div class="%s">`, l.class(e(fmt.Sprintf("div.%s-inner%d", n.classes[0], i))))
		}
	}
	lines := false // its children stand on lines of their own
	for _, k := range kids {
		if c, is := k.(*element); is && !slices.Contains(inline, c.tag) {
			lines = true
		}
	}
	lines = lines && (l.space == indented || l.space == loose)
	for i, k := range kids {
		if lines {
			b.WriteString("\n" + strings.Repeat("  ", indent+1))
		}
		switch k := k.(type) {
		case *element:
			if l.space == comments && i > 0 && hash(k.tag, l.seed)%3 == 0 {
				b.WriteString("<!---->")
			}
			l.write(b, k, indent+1)
		case markup:
			b.WriteString(string(k))
		case string:
			text := html.EscapeString(k)
			switch {
			case l.space == loose && !slices.Contains(inline, n.tag) && len(kids) == 1:
				text = "\n" + strings.Repeat("  ", indent+1) + text + "\n" + strings.Repeat("  ", indent)
			case l.space == comments && i > 0:
				text = "<!-- -->" + text
			}
			b.WriteString(text)
		}
	}
	if lines {
		b.WriteString("\n" + strings.Repeat("  ", indent))
	}
	b.WriteString(strings.Repeat("</div>", between))
	b.WriteString("</" + n.tag + ">")
}

// hash is FNV-1a of a word and a seed, mixed.
func hash(s string, seed uint64) uint64 {
	h := uint64(14695981039346656037) ^ seed
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}

// mix is the end of splitmix64.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func letters(h uint64, n int) string {
	const digits = "0123456789abcdefghijklmnopqrstuvwxyz"
	out := make([]byte, n)
	for i := range out {
		out[i] = digits[h%36]
		h = mix(h)
	}
	return string(out)
}
