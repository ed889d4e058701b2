package dom

// document is shared by the elements of one tree. It lists them by tag and by class, so that
// a selector has to look only at the few elements that it may select.
type document struct {
	elements []*Node // by Index
	tags     []tag
	attrs    []*attr
	classes  []class // the classes that were asked for
}

type tag struct {
	name  string
	nodes []*Node // in document order, as are the lists below
}

type class struct {
	name  string
	nodes []*Node
}

// tagged returns the elements of a tag.
func (d *document) tagged(name string) []*Node {
	for i := range d.tags {
		if d.tags[i].name == name {
			return d.tags[i].nodes
		}
	}
	return nil
}

// classed returns the elements that have a class.
func (d *document) classed(name string) []*Node {
	for i := range d.classes {
		if d.classes[i].name == name {
			return d.classes[i].nodes
		}
	}
	var nodes []*Node
	lists := 0
	for _, a := range d.attrs {
		if a.chosen = len(a.nodes) > 0 && a.has(name); a.chosen {
			nodes = a.nodes
			lists++
		}
	}
	// Merging many lists would take quadratic time on a page on which all classes differ. The
	// list of all elements is in order already.
	if lists > 1 {
		nodes = d.chosen()
	}
	d.classes = append(d.classes, class{name, nodes})
	return nodes
}

// chosen returns the elements whose class attribute is marked as chosen.
func (d *document) chosen() (nodes []*Node) {
	for _, n := range d.elements {
		if n.class != nil && n.class.chosen {
			nodes = push(nodes, n)
		}
	}
	return nodes
}

// push appends to a list. It is a function of its own because the growing of a slice is much
// code: the browser would compile a caller that runs for every element again, sooner the
// larger it is, just when the page's first stars are due.
func push(list []*Node, n *Node) []*Node { return append(list, n) }

// merge joins two lists in document order into one.
func merge(a, b []*Node) []*Node {
	if len(a) == 0 {
		return b
	}
	out := make([]*Node, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].Index < b[0].Index:
			out, a = append(out, a[0]), a[1:]
		case a[0].Index > b[0].Index:
			out, b = append(out, b[0]), b[1:]
		default: // the node was selected by two alternatives
			a = a[1:]
		}
	}
	return append(append(out, a...), b...)
}

// within returns the nodes of a list that are below root.
func within(nodes []*Node, root *Node) []*Node {
	return nodes[before(nodes, root.Index+1):before(nodes, root.end)]
}

// before returns how many nodes of a list have a smaller Index than index.
func before(nodes []*Node, index int) int {
	from, to := 0, len(nodes)
	for from < to {
		if mid := (from + to) / 2; nodes[mid].Index < index {
			from = mid + 1
		} else {
			to = mid
		}
	}
	return from
}

// Builder makes a tree in document order. Tags and attributes, which a document has many
// times, are made once and then given by their numbers.
type Builder struct {
	doc  *document
	root *Node
	at   *Node
	// Nodes and their lists of attributes are cut from blocks, because allocating each of
	// them would take longer than reading the page.
	nodes []Node
	lists []*attr
	from  int // where in lists the attributes of the element just opened begin
}

// The sizes of blocks: just under 32 KB, above which an allocation is large.
const (
	nodeBlock = 250  // of 128 bytes
	attrBlock = 4000 // pointers of 8 bytes

	elementBlock = 1000 // pointers of 8 bytes; a page of 60 sessions has 600 elements and more
)

// NewBuilder returns a Builder without an element.
func NewBuilder() *Builder {
	return &Builder{doc: &document{elements: make([]*Node, 0, elementBlock)}}
}

// Tag returns the number of a tag.
func (b *Builder) Tag(name string) int {
	for i := range b.doc.tags {
		if b.doc.tags[i].name == name {
			return i
		}
	}
	b.doc.tags = append(b.doc.tags, tag{name: name})
	return len(b.doc.tags) - 1
}

// Attr makes an attribute and returns its number, counted from 0.
func (b *Builder) Attr(name, value string) int {
	b.doc.attrs = append(b.doc.attrs, &attr{name: name, value: value})
	return len(b.doc.attrs) - 1
}

func (b *Builder) node() *Node {
	if len(b.nodes) == 0 {
		b.nodes = make([]Node, nodeBlock)
	}
	n := &b.nodes[0]
	b.nodes = b.nodes[1:]
	return n
}

// Open begins an element in the one that is open. It reports false, and does
// nothing, when that would be a second root or no tag has this number.
func (b *Builder) Open(number int) bool {
	if number < 0 || number >= len(b.doc.tags) || b.at == nil && b.root != nil {
		return false
	}
	t := &b.doc.tags[number]
	n := b.node()
	n.Tag, n.Index, n.doc = t.name, len(b.doc.elements), b.doc
	if b.root == nil {
		b.root = n
	} else {
		b.at.append(n)
	}
	b.at = n
	b.doc.elements = push(b.doc.elements, n)
	t.nodes = push(t.nodes, n)
	b.from = len(b.lists)
	return true
}

// Set gives the element just opened an attribute by its number.
func (b *Builder) Set(number int) {
	if b.at == nil || b.at.first != nil || number < 0 || number >= len(b.doc.attrs) {
		return
	}
	a := b.doc.attrs[number]
	if len(b.lists) == cap(b.lists) {
		b.moreLists()
	}
	b.lists = b.lists[:len(b.lists)+1]
	b.lists[len(b.lists)-1] = a
	b.at.attrs = b.lists[b.from:len(b.lists):len(b.lists)]
	if a.name == "class" && b.at.class == nil {
		b.at.class = a
		a.nodes = push(a.nodes, b.at)
	}
}

// moreLists begins a new block and copies the attributes of the element just opened to it.
func (b *Builder) moreLists() {
	old := b.lists[b.from:]
	b.lists = append(make([]*attr, 0, attrBlock+2*len(old)), old...)
	b.from = 0
}

// Text adds a text to the element that is open.
func (b *Builder) Text(data string) {
	if b.at == nil {
		return
	}
	n := b.node()
	n.Data, n.Index, n.doc = data, -1, b.doc
	b.at.append(n)
}

// Close ends the element that is open.
func (b *Builder) Close() {
	if b.at != nil {
		b.at.end = len(b.doc.elements)
		b.at = b.at.parent
	}
}

// Root closes what is open and returns the root, nil when there is none.
func (b *Builder) Root() *Node {
	for b.at != nil {
		b.Close()
	}
	return b.root
}
