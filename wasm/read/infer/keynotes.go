package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// keynotes reads a page of keynotes, by its address, that has nothing but the names of who
// speaks: headings or boxes that are names, two or more. A box's id is then the fragment
// of the session's address.
func (r *reader) keynotes() {
	path := r.loc.Rest()
	if len(path) == 0 || strings.TrimSuffix(ascii.Lower(path[len(path)-1]), "s") != "keynote" {
		return
	}
	best, most := -1, 1
	for c := range r.cols {
		n, heads := 0, 0
		for _, i := range r.cols[c].pieces {
			p := &r.pieces[i]
			if !p.words() || p.is(isLong|isMark) || width(p.text) > 40 {
				continue
			}
			var f [nFeatures]float32
			r.tagOf(p, &f)
			if f[fHeading] > 0 || boxID(p.node) != "" || r.introduced(p.node) {
				heads++
			}
			if p.nameLike() >= 0.3 {
				n++
			}
		}
		if heads >= 2 && n*10 >= heads*7 && n > most && heads*2 > len(r.cols[c].pieces) {
			best, most = c, n
		}
	}
	if best < 0 {
		return
	}
	for _, i := range r.cols[best].pieces {
		p := &r.pieces[i]
		if !p.words() || p.is(isLong|isMark) || isPageName(p.text) || r.d.Full() {
			continue
		}
		s := r.d.Titled(p.text, nil)
		if s == nil {
			continue
		}
		s.Kind, s.Speakers = session.Keynote, []string{s.Title("")}
		if id := boxID(p.node); id != "" {
			url, _, _ := strings.Cut(r.o.URL, "#")
			r.identify(s, url+"#"+id)
		}
		r.d.Put(s, p.node, nil, session.Date{})
	}
}

// introduced reports whether a name stands first in its box, and a text about who has it follows,
// as in the boxes before or behind it.
func (r *reader) introduced(n *dom.Node) bool {
	for up := 0; up < 3 && n != nil; n, up = n.Parent(), up+1 {
		if n.PrevElement() != nil {
			return false
		}
		if next := n.NextElement(); next != nil {
			box := n.Parent()
			for in := 0; in < 2 && box != nil && box.PrevElement() == nil && box.NextElement() == nil; in++ {
				box = box.Parent()
			}
			e := r.el(next)
			return e.end > e.first && box != nil && (r.twin(box, box.PrevElement()) || r.twin(box, box.NextElement()))
		}
	}
	return false
}

// twin reports whether two elements are of one path.
func (r *reader) twin(a, b *dom.Node) bool { return b != nil && r.el(a).path == r.el(b).path }

// boxID is the id of an element or of a box close around it, "" for none.
func boxID(n *dom.Node) string {
	for up := 0; up < 3 && n != nil; n, up = n.Parent(), up+1 {
		if id := n.Attr("id"); id != "" {
			return id
		}
		if n.PrevElement() != nil && up > 0 && n.Tag != "div" {
			break
		}
	}
	return ""
}
