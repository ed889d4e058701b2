package dom

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
)

// Selector is a compiled CSS selector of the small kind that profiles need: tag, .class, #id,
// [attr], [attr=v], [attr^=v], [attr*=v], [attr$=v], :first, :last, :not(simple), descendant,
// '>' and '+' combinators, and ',' for alternatives. The alternatives have no order of
// preference: the result is in document order. A Selector is a string that is compiled when
// it is first used, so that there is no code that compiles all of them at the start. Only one
// goroutine at a time may use selectors.
type Selector string

// compiled are the selectors that have been used.
var compiled = map[Selector][][]compound{}

type compound struct {
	tag     string
	classes []string
	attrs   []condition
	not     []compound
	first   bool // :first, the first element child of its parent
	last    bool // :last
	child   bool // '>' stands before this compound
	beside  bool // '+' stands before this compound
	plain   bool // it has no conditions but tag and classes
}

type condition struct {
	_           [0]func() // makes the type incomparable, so that no code for comparing is generated
	name, value string
	op          byte // 0 present, '=', '^', '*', '$'
}

// Compile makes a selector ready. Selectors are constants of the program, so a fault in one
// panics; a test compiles those of all profiles.
func (s Selector) Compile() [][]compound {
	if chains, ok := compiled[s]; ok {
		return chains
	}
	var chains [][]compound
	for _, alternative := range strings.Split(string(s), ",") {
		var chain []compound
		child, beside := false, false
		for _, word := range strings.Split(ascii.Fold(ascii.Replace(ascii.Replace(alternative, ">", " > "), "+", " + ")), " ") {
			switch word {
			case "":
				continue
			case ">", "+":
				child, beside = word == ">", word == "+"
				continue
			}
			c := parseCompound(word)
			c.child, c.beside = child, beside
			child, beside = false, false
			chain = append(chain, c)
		}
		if len(chain) == 0 || child || beside {
			panic("dom: selector " + string(s))
		}
		chains = append(chains, chain)
	}
	compiled[s] = chains
	return chains
}

func parseCompound(word string) (c compound) {
	rest := word
	name := func() string {
		i := 0
		for i < len(rest) && strings.IndexByte("#.[:()", rest[i]) < 0 {
			i++
		}
		s := rest[:i]
		rest = rest[i:]
		return s
	}
	c.tag = name()
	if c.tag == "*" {
		c.tag = ""
	}
	for rest != "" {
		switch rest[0] {
		case '#':
			rest = rest[1:]
			c.attrs = append(c.attrs, condition{name: "id", value: name(), op: '='})
		case '.':
			rest = rest[1:]
			c.classes = append(c.classes, name())
		case '[':
			end := strings.IndexByte(rest, ']')
			if end < 0 {
				panic("dom: selector " + word)
			}
			c.attrs = append(c.attrs, parseCondition(rest[1:end]))
			rest = rest[end+1:]
		case ':':
			rest = rest[1:]
			switch name() {
			case "first":
				c.first = true
			case "last":
				c.last = true
			case "not":
				end := strings.IndexByte(rest, ')')
				if end < 0 || rest[0] != '(' {
					panic("dom: selector " + word)
				}
				c.not = append(c.not, parseCompound(rest[1:end]))
				rest = rest[end+1:]
			default:
				panic("dom: selector " + word)
			}
		default:
			panic("dom: selector " + word)
		}
	}
	c.plain = len(c.attrs)+len(c.not) == 0 && !c.first && !c.last
	return c
}

func parseCondition(s string) condition {
	i := strings.IndexByte(s, '=')
	if i < 0 {
		return condition{name: s}
	}
	c := condition{name: s[:i], value: ascii.Trim(s[i+1:], `"'`), op: '='}
	if n := len(c.name) - 1; n > 0 && strings.IndexByte("^*$", c.name[n]) >= 0 {
		c.op, c.name = c.name[n], c.name[:n]
	}
	return c
}

// None reports whether s is the zero Selector, which matches nothing.
func (s Selector) None() bool { return s == "" }

// Matches reports whether the element n is selected within scope: combinators
// look no further up than scope, which itself may be matched by a first compound.
func (s Selector) Matches(n, scope *Node) bool {
	if s.None() || n.Tag == "" {
		return false
	}
	for _, chain := range s.Compile() {
		if matchChain(chain, n, scope) {
			return true
		}
	}
	return false
}

// maxClimb bounds how far up a descendant combinator looks. Real pages nest some
// 40 deep; without a bound, one that nests 100,000 deep costs their square.
const maxClimb = 512

func matchChain(chain []compound, n, scope *Node) bool {
	last := len(chain) - 1
	if !chain[last].matches(n) {
		return false
	}
	if last == 0 {
		return true
	}
	if n == scope {
		return false
	}
	if chain[last].beside {
		p := n.PrevElement()
		return p != nil && matchChain(chain[:last], p, scope)
	}
	p := n.parent
	for up := 0; p != nil && up < maxClimb; up++ {
		if matchChain(chain[:last], p, scope) {
			return true
		}
		if chain[last].child || p == scope {
			return false
		}
		p = p.parent
	}
	return false
}

func (c *compound) matches(n *Node) bool {
	if n.Tag == "" || c.tag != "" && c.tag != n.Tag {
		return false
	}
	for _, class := range c.classes {
		if !n.HasClass(class) {
			return false
		}
	}
	return c.plain || c.conditions(n)
}

// conditions reports whether n meets the conditions other than tag and classes. Few selectors
// have any. It is separate from matches, which runs for every candidate, to keep that small:
// the browser compiles large functions again sooner.
func (c *compound) conditions(n *Node) bool {
	for _, a := range c.attrs {
		v := n.Attr(a.name)
		ok := false
		switch a.op {
		case 0:
			ok = v != ""
		case '=':
			ok = v == a.value
		case '^':
			ok = strings.HasPrefix(v, a.value)
		case '*':
			ok = strings.Contains(v, a.value)
		case '$':
			ok = strings.HasSuffix(v, a.value)
		}
		if !ok {
			return false
		}
	}
	for i := range c.not {
		if c.not[i].matches(n) {
			return false
		}
	}
	return !(c.first && n.PrevElement() != nil) && !(c.last && n.NextElement() != nil)
}

// candidates returns the elements of root's document, below root, that the last
// compound of a chain may match.
func candidates(chain []compound, root *Node) []*Node {
	c := &chain[len(chain)-1]
	switch {
	case len(c.classes) > 0:
		return within(root.doc.classed(c.classes[0]), root)
	case c.tag != "":
		return within(root.doc.tagged(c.tag), root)
	}
	return within(root.doc.elements, root)
}

// All returns the selected elements below root, root excluded, in document order.
func (s Selector) All(root *Node) []*Node {
	if s.None() || root == nil {
		return nil
	}
	var found []*Node
	for _, chain := range s.Compile() {
		var fit []*Node
		for _, n := range candidates(chain, root) {
			if matchChain(chain, n, root) {
				fit = append(fit, n)
			}
		}
		found = merge(found, fit)
	}
	return found
}

// First returns the first of All, or nil.
func (s Selector) First(root *Node) *Node {
	if s.None() || root == nil {
		return nil
	}
	var first *Node
	for _, chain := range s.Compile() {
		for _, n := range candidates(chain, root) {
			if first != nil && n.Index >= first.Index {
				break
			}
			if matchChain(chain, n, root) {
				first = n
				break
			}
		}
	}
	return first
}
