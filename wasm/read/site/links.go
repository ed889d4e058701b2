package site

import (
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// link is a link to a session's page.
type link struct {
	_    [0]func() // no code to compare them
	node *dom.Node
	key  session.Key
	box  *dom.Node // the largest element that holds no other session's link
}

// maxBox is how many levels a box can have around its link; lists have up to 8.
const maxBox = 32

// linked finds the links below root that name a session, outside menus and tables
// that were read.
func (r *reader) linked(root *dom.Node, name func(*dom.Node) session.Key) []link {
	var items []link
	owner := make([]session.Key, len(r.taken)) // by Index: the key of the only session that an element links to
	const several = session.Key("*")
	for n := root.After(root); n != nil; {
		if n.Tag == "table" && r.took(n) || menu(n) {
			n = n.Skip(root)
			continue
		}
		if n.Tag == "a" && len(items) < MaxSpots {
			if key := name(n); key != "" {
				items = append(items, link{node: n, key: key})
				for p, up := n, 0; p != root && up < maxBox; p, up = p.Parent(), up+1 {
					o := &owner[p.Index-r.root.Index]
					switch *o {
					case "", key:
						*o = key
						continue
					case several:
						up = maxBox // all elements around it belong to it too
					}
					*o = several
				}
			}
		}
		n = n.After(root)
	}
	for i := range items {
		it := &items[i]
		it.box = it.node
		for p, up := it.node, 0; p != root && owner[p.Index-r.root.Index] == it.key && up < maxBox; p, up = p.Parent(), up+1 {
			it.box = p
		}
	}
	return items
}

// links reads the links to session pages that no other layout has read.
func (r *reader) links(pg *Layout) {
	root := pg.Root.First(r.root)
	if root == nil {
		return
	}
	done := make([]bool, len(r.taken))
	for _, it := range r.linked(root, func(n *dom.Node) session.Key {
		var s session.Session
		r.identify(&s, n.Attr("href"))
		return s.Key
	}) {
		if r.full() {
			return
		}
		box := it.box.Index - r.root.Index
		if done[box] {
			continue
		}
		text, title := titleOf(it.node), it.node
		if found := pg.Title.All(it.node); len(found) > 0 {
			text, _, title = titleText(found)
		}
		s := r.titled(text)
		if s == nil {
			continue
		}
		r.cancelled(s, title, it.box)
		r.identify(s, it.node.Attr("href"))
		if s.Speakers = r.names(pg, it.node); len(s.Speakers) == 0 {
			s.Speakers = r.names(pg, it.box)
		}
		watch(s, it.box, false)
		done[box] = true
		r.take(it.node)
		r.put(s, outOfText(it.node), Before, session.Date{}).Title = title
	}
}

// outOfText returns the outermost text element around a link. A star stands beside a line of
// text and never in it, because the site's scripts rewrite texts.
func outOfText(n *dom.Node) *dom.Node {
	for {
		p := n.Parent()
		if p == nil {
			return n
		}
		if !session.OneOf(p.Tag, "|p|h1|h2|h3|h4|h5|h6|span|b|i|strong|em|small|label|a|dt|time|summary|") {
			return n
		}
		n = p
	}
}
