//go:build !js

package infer

import (
	"fmt"
	"html"
	"io"

	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/site"
)

// Explain reads a page as Read does, and writes how it came to what it read: the records,
// their columns with evidence and roles, and why a field is left out.
func Explain(w io.Writer, root *dom.Node, o site.Options) (site.Page, *Trace) {
	t := &Trace{}
	page := read(root, o, t)
	r := t.r
	if r == nil {
		fmt.Fprintln(w, "a page of a visitor's own is not read")
		return page, t
	}
	fmt.Fprintf(w, "%d pieces, %d columns, %d tables, year %d, %d sessions\n", len(r.pieces), len(r.cols), len(r.tables), r.year, len(page.Spots))
	for _, s := range r.tables {
		fmt.Fprintf(w, "table of %d rows and %d columns: a row is a session %v, times run along a row %v, axis %d, head of %d\n", s.rows, s.cols, s.byRow, s.across, s.axis, s.head)
	}
	for _, c := range t.Groups {
		p := &r.pieces[c.g.recs[0].title]
		fmt.Fprintf(w, "tried %6.2f column %d, %d records, %d with a time, like %.60q:", c.Value, c.g.titles[0], len(c.g.recs), c.g.timed, p.text)
		for i, v := range c.g.group {
			if v != 0 {
				fmt.Fprintf(w, " %s %.2f", groupNames[i], v)
			}
		}
		fmt.Fprintln(w)
	}
	for _, g := range t.shown {
		g.explain(w)
	}
	if len(t.shown) == 0 && len(page.Spots) > 0 {
		fmt.Fprintln(w, "read as a session's own page, or by data")
	}
	return page, t
}

// explain writes a group.
func (g *group) explain(w io.Writer) {
	r := g.r
	fmt.Fprintf(w, "\ngroup of %d records:", len(g.recs))
	for i, v := range g.group {
		if v != 0 {
			fmt.Fprintf(w, " %s %.2f", groupNames[i], v)
		}
	}
	fmt.Fprintln(w)
	ws := current
	for k := range g.members {
		m := &g.members[k]
		fmt.Fprintf(w, "  column %d is %s: %d in %d records, like %.50q; as title %.2f, speaker %.2f, room %.2f\n    ", m.col, roleNames[g.roles[k]], m.all, m.recs,
			r.pieces[r.cols[m.col].pieces[0]].text, ws.score(titleRole, &m.features), ws.score(speakerRole, &m.features), ws.score(roomRole, &m.features))
		for i, v := range m.features {
			if v != 0 {
				fmt.Fprintf(w, " %s %.2f", featureNames[i], v)
			}
		}
		fmt.Fprintln(w)
	}
	g.own()
	d, h := g.days(), g.halls()
	for _, at := range g.places {
		for _, m := range d.marks[at] {
			fmt.Fprintf(w, "  day in %s#%d: %q = %v, several %v, worth %d, chosen %v, unreadable %v\n", r.elems[at].node.Tag, at, r.pieces[m.at].text, m.date, m.isRange, m.worth, m.chosen, m.unknown)
		}
	}
	for _, at := range g.places {
		if list, ok := h.over[at]; ok {
			fmt.Fprintf(w, "  rooms in %s#%d: %v\n", r.elems[at].node.Tag, at, list)
		}
	}
	for k := range g.recs {
		rec := &g.recs[k]
		t, day := g.when[k], g.dayOf(rec, d)
		room := g.roomOf(rec, k, h)
		fmt.Fprintf(w, "  record %.70q in %s: %v, rooms %v\n", r.pieces[rec.title].text, rec.box.Tag, day, room.rooms)
		switch {
		case t.start >= 0:
			fmt.Fprintf(w, "      time %d:%02d to %d:%02d by %q\n", t.start/60, t.start%60, t.end/60, t.end%60, r.pieces[t.at].text)
		case t.at >= 0:
			fmt.Fprintf(w, "      no start: %q cannot be read\n", r.pieces[t.at].text)
		default:
			fmt.Fprintln(w, "      no start: no time governs it, or several that contradict each other")
		}
		if t.start >= 0 && t.end < 0 && g.minutes(rec) == 0 {
			fmt.Fprintln(w, "      no end: neither a second time nor a length is told")
		}
		named := false
		g.each(rec, func(i int32) { named = named || g.roleOf(i) == speakerRole })
		if !named {
			fmt.Fprintln(w, "      no speaker: none of its columns reads as names")
		}
		if !day.Known() {
			fmt.Fprintln(w, "      no day: no date governs it, or several might")
		}
		if len(room.rooms) == 0 {
			fmt.Fprintln(w, "      no room: no column, head or heading names one")
		}
		g.each(rec, func(i int32) {
			if p := &r.pieces[i]; i != rec.title {
				fmt.Fprintf(w, "      %s: column %d %q\n", roleNames[g.roleOf(i)], p.col, cut(p.text))
			}
		})
	}
}

func cut(s string) string {
	r := []rune(s)
	if len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// colours are those of the roles on the page that HTML draws.
var colours = [nRoles]string{"", "#ffe08a", "#b7e1cd", "#c9daf8"}

// HTML writes the page that was read with its records framed and its roles in colours:
// titles yellow, names green, rooms blue, times red.
func (t *Trace) HTML(w io.Writer) {
	r := t.r
	if r == nil {
		return
	}
	style := map[*dom.Node]string{}
	for _, g := range t.shown {
		for k := range g.recs {
			style[g.recs[k].box] += "outline:2px solid #888;"
			g.each(&g.recs[k], func(i int32) {
				p := &r.pieces[i]
				if c := colours[g.roleOf(i)]; c != "" {
					style[p.node] += "background:" + c + ";"
				}
			})
			if at := g.when[k].at; at >= 0 {
				style[r.pieces[at].node] += "background:#f4cccc;"
			}
		}
	}
	fmt.Fprintln(w, "<!doctype html><meta charset=utf-8>")
	var open []*dom.Node
	closeTo := func(parent *dom.Node) {
		for len(open) > 0 && open[len(open)-1] != parent {
			fmt.Fprintf(w, "</%s>", open[len(open)-1].Tag)
			open = open[:len(open)-1]
		}
	}
	for n := r.root; n != nil; {
		closeTo(n.Parent())
		switch {
		case n.Tag == "":
			fmt.Fprint(w, html.EscapeString(n.Data))
		case n.Tag == "script" || n.Tag == "link" || n.Tag == "meta" || n.Tag == "base":
			n = n.Skip(r.root)
			continue
		default:
			fmt.Fprintf(w, "<%s style=%q", n.Tag, style[n])
			for _, name := range [...]string{"colspan", "rowspan"} {
				if v := n.Attr(name); v != "" {
					fmt.Fprintf(w, " %s=%q", name, html.EscapeString(v))
				}
			}
			fmt.Fprint(w, ">")
			open = append(open, n)
		}
		n = n.After(r.root)
	}
	closeTo(nil)
}
