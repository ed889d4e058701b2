package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// A timetable need not be a table: boxes may stand behind each time, all in one
// box or each time's in its own. This file lays such boxes out as a table is.

// rows reads the boxes that are rows of a timetable.
func (g *generic) rows() {
	isTime := make([]bool, len(g.size)) // by Index: a time and nothing else
	done := make([]bool, len(g.size))
	var parents []*dom.Node
	for _, n := range g.nodes {
		if !g.small(n) || !ownText(n) || n.Tag == "td" || n.Tag == "th" {
			continue
		}
		text := n.Text()
		if len(text) > longestTime || !onlyTime(text) || g.inTaken(n) {
			continue
		}
		p := n.Parent()
		for p != nil && p != g.root && g.small(p) && p.Text() == text {
			n, p = p, p.Parent()
		}
		if p == nil || p == g.root || isTime[g.at(n)] {
			continue
		}
		isTime[g.at(n)] = true
		if !done[g.at(p)] && len(parents) < MaxSpots {
			done[g.at(p)] = true
			parents = append(parents, p)
		}
	}
	for _, p := range parents {
		rows := g.rowsIn(p, isTime)
		if len(rows) == 1 {
			// Each row in its own box: only where a row with the rooms' names stands above,
			// for else a box with a time is one session.
			row := p
			if p = p.Parent(); done[g.at(p)] {
				continue
			}
			done[g.at(p)] = true
			rows = nil
			for row = p.FirstElement(); row != nil && len(rows) <= MaxSpots; row = row.NextElement() {
				if cells := children(row); len(cells) > 2 && (len(rows) == 0 || isTime[g.at(cells[0])]) {
					rows = append(rows, cells)
				}
			}
			if len(rows) < 3 || isTime[g.at(rows[0][0])] || len(rows[0]) != len(rows[1]) || !short(rows[0]) {
				continue
			}
		}
		if len(rows) < 2 || g.inTaken(p) {
			continue
		}
		v := &view{g: layOut(rows, nil), head: roomHead}
		if v.ax = v.g.timeAxis(); v.ax.found && !v.ax.transposed {
			v.measure()
			g.take(p)
			g.table(v, g.dateFor(p, nil))
		}
	}
}

// onlyTime reports whether a text is a time or two, with a length in brackets or a
// zone at most.
func onlyTime(text string) bool {
	_, spans := clockSpans(text)
	rest, from := "", 0
	for _, s := range spans {
		rest += text[from:s.from]
		from = s.to
	}
	rest, _, _ = strings.Cut(rest+text[from:], "(")
	return from > 0 && ascii.Trim(rest, " -~–—:·|+9KSTUCGM") == ""
}

func children(n *dom.Node) (list []*dom.Node) {
	for c := n.FirstElement(); c != nil; c = c.NextElement() {
		list = append(list, c)
	}
	return list
}

// short reports whether boxes may be heads of columns.
func short(boxes []*dom.Node) bool {
	for _, c := range boxes {
		if len(c.Text()) > longestTime || c.Tag != boxes[0].Tag {
			return false
		}
	}
	return true
}

// rowsIn parts the children of p at those that are times. What stands before the
// first time and is as many boxes of the same kind as stand behind one is the head.
func (g *generic) rowsIn(p *dom.Node, isTime []bool) [][]*dom.Node {
	var rows [][]*dom.Node
	head, wide := 0, 0
	list := children(p)
	for i, c := range list {
		if isTime[g.at(c)] {
			if rows = append(rows, []*dom.Node{c}); len(rows) == 1 {
				head = i
			}
		} else if n := len(rows) - 1; n >= 0 {
			rows[n] = append(rows[n], g.cards(c)...)
			wide = max(wide, len(rows[n]))
		}
	}
	if wide < 3 || head < wide-1 {
		return rows
	}
	if heads := list[max(head-wide, 0):head]; len(heads) == wide && short(heads) {
		return append([][]*dom.Node{heads}, rows...)
	}
	if heads := list[head-wide+1 : head]; short(heads) { // nothing over the times
		return append([][]*dom.Node{append([]*dom.Node{nil}, heads...)}, rows...)
	}
	return rows
}

// cards returns the boxes of one kind in c, each with a heading or a link to a
// session; c itself when it is one.
func (g *generic) cards(c *dom.Node) []*dom.Node {
	var list []*dom.Node
	for _, d := range children(c) {
		if g.kin[g.at(d)] < 2 {
			continue
		}
		for _, n := range elements(d, few) {
			if session.OneOf(n.Tag, "|h2|h3|h4|h5|h6|") || n.Tag == "a" && g.shapeOf(n.Attr("href")) != "" {
				list = append(list, d)
				break
			}
		}
	}
	if len(list) < 2 {
		return []*dom.Node{c}
	}
	return list
}
