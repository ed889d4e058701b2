package infer

import (
	"strings"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// show puts the sessions of a group on the page.
func (g *group) show() {
	r := g.r
	g.own()
	d, h := g.days(), g.halls()
	if g.noSpeakers() {
		g.tail = g.tailOf()
	}
	for k := range g.recs {
		if r.d.Full() {
			return
		}
		rec := &g.recs[k]
		s, at := g.session(rec)
		if s == nil || r.isHall(&r.pieces[rec.title]) || g.pause(rec) {
			continue
		}
		start, end := g.moments(rec)
		w := g.when[k]
		var date session.Date
		if g.when[k].own = g.when[k].own || start.Known(); !start.Known() {
			date = g.dayOf(rec, d)
			start, end = g.instants(rec, w, date)
			r.d.Page().Dayless = r.d.Page().Dayless || w.start >= 0 && !date.Known()
		} else if n := w.minutes(); !end.Known() && n > 0 { // how long it takes is the same in every zone
			end = start + session.Instant(n)
		}
		s.Start, s.End = start, end
		if s.Start.Known() && !s.End.Known() {
			if n := g.minutes(rec); n > 0 {
				s.End = s.Start + session.Instant(n)
			}
		}
		where := g.roomOf(rec, k, h)
		s.Rooms, s.Col, s.Everywhere = where.rooms, where.col, where.everywhere
		var cell *dom.Node
		if sh, c := r.cellAround(rec.box); sh != nil && !sh.byRow && c.Node == rec.box {
			cell = c.Node
		}
		r.d.Put(s, at, cell, date)
		for _, i := range rec.copies {
			t := *s
			r.d.Put(&t, r.pieces[i].node, nil, date)
		}
	}
}

// pause reports whether the class of an element around a title, within its box, calls it a
// break.
func (g *group) pause(rec *record) bool {
	p := &g.r.pieces[rec.title]
	if g.r.leadsTo(p.link) == hrefSession {
		return false
	}
	for n, up := p.node, 0; n != nil && up < 8; n, up = n.Parent(), up+1 {
		if c := n.Attr("class"); c != "" && g.r.class(c).pause {
			return true
		}
		if n == rec.box {
			break
		}
	}
	return false
}

// isHall reports whether a title is the name of a room that a tab or a head names too.
func (r *reader) isHall(p *piece) bool {
	return p.link == nil && (p.roomLike() >= 1 && r.said[p.text] > 0 || trackOnly(p.text) && width(p.text) < 16)
}

// instants turns a time of day into moments.
func (g *group) instants(rec *record, w when, date session.Date) (start, end session.Instant) {
	if w.start < 0 || !date.Known() {
		return 0, 0
	}
	const day = 24 * 60
	start = g.r.d.Local(date.AddDays(int(w.start)/day), int(w.start)%day/60, int(w.start)%60)
	if n := w.minutes(); n > 0 && start.Known() {
		end = start + session.Instant(n)
	}
	return start, end
}

// minutes is how long what a time tells takes, 0 where it tells no end.
func (w when) minutes() int {
	n := (int(w.end) - int(w.start) + 24*60) % (24 * 60)
	if w.start < 0 || w.end < 0 || n > 14*60 {
		return 0
	}
	return n
}

// minutes is the length that a record tells, 0 where it tells none or several.
func (g *group) minutes(rec *record) int {
	n := 0
	g.each(rec, func(i int32) {
		p := &g.r.pieces[i]
		if m := 0; p.is(isLen) || p.is(isTime) && p.time.rest != "" {
			if p.is(isLen) {
				m = lengthOf(p.plain)
			} else {
				m = lengthOf(p.time.rest)
			}
			if n == 0 {
				n = m
			} else if m > 0 && m != n {
				n = -1
			}
		}
	})
	return max(n, 0)
}

// session begins the session of a record with its title, its key and who speaks, and
// returns the element that shows the title. It is nil for what is none.
func (g *group) session(rec *record) (*session.Session, *dom.Node) {
	r := g.r
	p := &r.pieces[rec.title]
	at := p.node
	text, glued := g.titleText(rec)
	who := ""
	if g.tail != "" && !p.pause() {
		text, who = tail(text, g.tail)
	}
	if p.label != titleLabel && r.button[text] && p.link == nil && len(g.recs) > 1 && rec.box == p.node {
		return nil, nil
	}
	var whole *dom.Node
	if p.whole && !glued && who == "" && p.node.Text() == p.text {
		whole = at
	}
	s := r.d.Titled(text, whole)
	pause := p.pause()
	if glued || who != "" {
		pause = isBreak(text)
	}
	if s == nil || pause && r.leadsTo(p.link) != hrefSession {
		return nil, nil
	}
	if p.link == nil || !r.identify(s, p.link.Attr("href")) && !g.slug(s, p.link.Attr("href")) {
		g.eachLink(rec, func(href string) bool { return r.identify(s, href) })
	}
	r.d.Cancelled(s, at, rec.box)
	if who != "" {
		if g.employed { // a comma stands before where somebody works
			who, _, _ = strings.Cut(who, ",")
		}
		s.Speakers = people(who)
	}
	more := ""
	g.each(rec, func(i int32) {
		q := &r.pieces[i]
		if i == rec.title || !q.words() || q.is(isMark) || q.label == roomLabel || q.label == lengthLabel {
			return
		}
		if q.line > 0 && q.node == p.node && width(q.text)*2 >= width(p.text) && nameLike(q.text) < 0.3 && q.label == noLabel {
			more += " " + q.text // the title goes on in a second line
			return
		}
		if g.roleOf(i) == speakerRole || q.label == speakerLabel && g.roleOf(i) == noRole && g.noSpeakers() {
			if c := r.said[q.text]; c > 0 && c-1 != q.col { // what a filter says is no name
				return
			}
			for _, name := range r.people(q) {
				if len(name) <= 120 && len(s.Speakers) < 16 && !isPlaceholder(name) {
					s.Speakers = add(s.Speakers, name)
				}
			}
		}
	})
	if more != "" {
		for lang, title := range s.Titles {
			s.Titles[lang] = title + more
		}
	}
	return s, at
}

// slug gives s the key of a session's page whose address ends in words: where the titles of a
// timetable lead to pages of one shape, each to its own, they are those of the sessions.
func (g *group) slug(s *session.Session, href string) bool {
	r := g.r
	a, ok := r.here(href)
	if !ok {
		return false
	}
	if a.id == "" || !sessionWord(a.word) || g.timed*2 < len(g.recs) {
		return false
	}
	if g.shapes == nil {
		g.shapes = map[string]int{}
		seen := map[string]bool{}
		for k := range g.recs {
			if link := r.pieces[g.recs[k].title].link; link != nil {
				if b, ok := r.here(link.Attr("href")); ok {
					if key := b.shape + " " + b.id; b.id != "" && !seen[key] {
						seen[key] = true
						g.shapes[b.shape]++
					}
				}
			}
		}
	}
	return g.shapes[a.shape] > 1 && g.shapes[a.shape]*10 >= len(g.recs)*5 && r.call(s, &a)
}

func (g *group) noSpeakers() bool {
	for _, k := range g.roles {
		if k == speakerRole {
			return false
		}
	}
	return true
}

// eachLink calls f for the links in a record, until it returns true.
func (g *group) eachLink(rec *record, f func(href string) bool) {
	r := g.r
	from := rec.box.Index - r.root.Index
	to := from + int(r.elems[from].size)
	if to-from > 20*few {
		return
	}
	for i := from; i < to; i++ {
		if n := r.elems[i].node; n.Tag == "a" {
			if href := n.Attr("href"); href != "" && f(href) {
				return
			}
		}
	}
	for n, up := rec.box, 0; n != nil && up < 6; n, up = n.Parent(), up+1 {
		if n.Tag == "a" && f(n.Attr("href")) {
			return
		}
	}
}

// titleText is the title of a record. What was parted from it by its form and is rare
// among the records belongs to it: a second line, an emphasized word.
func (g *group) titleText(rec *record) (text string, glued bool) {
	r := g.r
	p := &r.pieces[rec.title]
	text = p.text
	if p.whole {
		return text, false
	}
	for i := rec.title + 1; i < rec.to; i++ {
		q := &r.pieces[i]
		if !q.node.Inside(p.node) || !q.words() || g.roleOf(i) != noRole {
			break
		}
		k, ok := g.index[q.col]
		if !ok || g.members[k].recs*3 > len(g.recs) || len(text)+len(q.text) > longestTitle {
			break
		}
		text += " " + q.text
		glued = true
	}
	return text, glued
}
