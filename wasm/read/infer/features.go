package infer

import (
	"strings"
)

// The evidence of a column. Shares are of its pieces, from 0 to 1.
const (
	fBias   = iota
	fLength // mean width, of 60
	fDistinct
	fName
	fRoom
	fSentence
	fHeading
	fStrong
	fClassTitle
	fClassSpeaker
	fClassRoom
	fClassTag
	fClassDescription
	fClassTime
	fLink        // a link is around it
	fLinkSession // to what may be a session's page
	fLinkSpeaker
	fLinkOut
	fLabelTitle
	fLabelSpeaker
	fLabelRoom
	fLabelOther
	fMark // levels, languages, buttons
	fTiny
	fBrackets // all of it in brackets
	fBy
	fBeside // "name / company"
	fDigits
	fRecurs // few values that come again and again
	fLong
	// Within the records of a group:
	fFill
	fMultiple
	fBeforeTitle // before the title
	fNextToTitle // beside the title
	fHeard       // a heading, tab or head of a column says the same
	fWider       // wider than the title
	fShorter     // than half of the title
	fTrack
	fParagraph // the element is a p, or a list's item
	fMiddling  // as long as titles are
	fOverLong  // longer
	fAfterTime // a time stands just before
	fBeforeTime
	fCell // it stands in a cell of a table with times along a side
	nFeatures
)

// longColumn bounds how many pieces of a column are measured; more of them would not change
// the result.
const longColumn = 400

// measure finds the evidence of a column that is in its texts and elements.
func (r *reader) measure(c int32) *[nFeatures]float32 {
	col := &r.cols[c]
	if col.measured {
		return &col.features
	}
	col.measured = true
	f := &col.features
	n := 0
	seen := map[string]bool{}
	for _, i := range col.pieces {
		p := &r.pieces[i]
		if n == longColumn {
			break
		}
		if !p.words() || r.inHead(p.node) {
			continue
		}
		n++
		seen[p.text] = true
		w := width(p.text)
		f[fLength] += min(float32(w)/60, 2)
		f[fName] += float32(p.nameLike())
		f[fRoom] += float32(p.roomLike())
		f[fSentence] += float32(count(isSentence(p.text)))
		if s, c := r.cellAround(p.node); s != nil && s.axis >= 0 && !s.byRow && c.Row >= s.head {
			f[fCell]++
		}
		if w >= 12 && w <= 90 {
			f[fMiddling]++
		} else if w > 110 {
			f[fOverLong]++
		}
		if i > 0 && r.pieces[i-1].is(isTime) {
			f[fAfterTime]++
		}
		if int(i)+1 < len(r.pieces) && r.pieces[i+1].is(isTime) {
			f[fBeforeTime]++
		}
		if oneOf(p.node.Tag, "|p|li|") {
			f[fParagraph]++
		}
		r.tagOf(p, f)
		r.classOf(p, f)
		if p.link != nil {
			f[fLink]++
			switch r.leadsTo(p.link) {
			case hrefSession:
				f[fLinkSession]++
			case hrefSpeaker:
				f[fLinkSpeaker]++
			case hrefOut:
				f[fLinkOut]++
			}
		}
		switch p.label {
		case titleLabel:
			f[fLabelTitle]++
		case speakerLabel:
			f[fLabelSpeaker]++
		case roomLabel:
			f[fLabelRoom]++
		case noLabel:
		default:
			f[fLabelOther]++
		}
		if p.is(isMark) {
			f[fMark]++
		}
		if w <= 4 {
			f[fTiny]++
		}
		if p.text[0] == '(' && strings.HasSuffix(p.text, ")") {
			f[fBrackets]++
		}
		if hasFold(p.text, 0, "by ") {
			f[fBy]++
		}
		if b := bareName(p.text); len(b) < len(p.text) && nameLike(b) > 0.5 {
			f[fBeside]++
		}
		digits := 0
		for k := 0; k < len(p.text); k++ {
			if isDigit(p.text[k]) {
				digits++
			}
		}
		f[fDigits] += float32(digits) / float32(len(p.text))
		if p.is(isLong) {
			f[fLong]++
		}
		if trackOnly(p.text) && w < 24 {
			f[fTrack]++
		}
	}
	for k := range f {
		f[k] /= float32(max(n, 1))
	}
	f[fBias] = 1
	f[fDistinct] = float32(len(seen)) / float32(max(n, 1))
	if n >= 4 && len(seen)*5 <= n*2 {
		f[fRecurs] = 1
	}
	return f
}

// isSentence reports whether a text ends as sentences do, or holds such an end.
func isSentence(t string) bool {
	return strings.HasSuffix(t, ".") || strings.Contains(t, ". ") || strings.HasSuffix(t, "다") || strings.HasSuffix(t, "요") || strings.Contains(t, "。")
}

// tagOf adds the evidence of the tags around a text.
func (r *reader) tagOf(p *piece, f *[nFeatures]float32) {
	n := p.node
	for up := 0; up < 3 && n != nil; n, up = n.Parent(), up+1 {
		switch {
		case len(n.Tag) == 2 && n.Tag[0] == 'h' && n.Tag[1] >= '1' && n.Tag[1] <= '6':
			f[fHeading]++
			return
		case oneOf(n.Tag, "|strong|b|summary|"):
			f[fStrong]++
			return
		case oneOf(n.Tag, "|td|li|div|tr|dd|"):
			return
		}
	}
}

// classOf adds the evidence of the classes around a text.
func (r *reader) classOf(p *piece, f *[nFeatures]float32) {
	n := p.node
	for up := 0; up < 3 && n != nil; n, up = n.Parent(), up+1 {
		class := n.Attr("class")
		if item := n.Attr("itemprop"); item != "" {
			class += " " + item
		}
		if class == "" {
			continue
		}
		if c := r.class(class); c.feature > 0 {
			f[c.feature]++
			return
		} else if c.name && p.label == noLabel && p.node.Tag != "a" {
			f[fClassSpeaker] += 0.5
			return
		}
	}
}

// member is a column within the records of a group.
type member struct {
	col      int32
	features [nFeatures]float32
	recs     int // that have it
	all      int // its pieces in records
}

// measure finds the columns within the records.
func (g *group) measure() {
	r := g.r
	type count struct {
		last, recs, all, before, next, wide, short int
	}
	counts := map[int32]*count{}
	var order []int32
	for k := range g.recs {
		rec := &g.recs[k]
		tw := width(r.pieces[rec.title].text)
		prev := int32(-1)
		g.each(rec, func(i int32) {
			p := &r.pieces[i]
			if !p.words() && p.kind&isHidden == 0 || p.is(isHidden) {
				return
			}
			c := counts[p.col]
			if c == nil {
				c = &count{last: -1}
				counts[p.col] = c
				order = append(order, p.col)
			}
			if c.last != k {
				c.last = k
				c.recs++
			}
			c.all++
			if i < rec.title {
				c.before++
			}
			if prev == rec.title || i+1 == rec.title {
				c.next++
			}
			if w := width(p.text); w > tw {
				c.wide++
			} else if w*2 < tw {
				c.short++
			}
			prev = i
		})
	}
	for _, col := range order {
		c := counts[col]
		m := member{col: col, recs: c.recs, all: c.all, features: *r.measure(col)}
		f := &m.features
		n := float32(len(g.recs))
		f[fFill] = float32(c.recs) / n
		f[fMultiple] = min(float32(c.all)/float32(c.recs)-1, 2)
		f[fBeforeTitle] = float32(c.before) / float32(c.all)
		f[fNextToTitle] = float32(c.next) / float32(c.all)
		f[fWider] = float32(c.wide) / float32(c.all)
		f[fShorter] = float32(c.short) / float32(c.all)
		f[fHeard] = r.heard(col)
		g.index[col] = len(g.members)
		g.members = append(g.members, m)
	}
}

// heard returns the share of a column's values that a tab, a button or another column of few
// pieces repeats. Rooms and tracks are repeated, titles and names are not.
func (r *reader) heard(col int32) float32 {
	if len(r.said) == 0 {
		return 0
	}
	n, all := 0, 0
	for _, i := range r.cols[col].pieces {
		if all == longColumn {
			break
		}
		all++
		if c := r.said[r.pieces[i].text]; c > 0 && c-1 != col {
			n++
		}
	}
	return float32(n) / float32(all)
}

// filters finds the texts of tabs, buttons and heads of columns, and separates pieces with
// the same texts from the others of their column, since such chips of a session are not
// names.
func (r *reader) filters() {
	r.said = map[string]int32{}
	for i := range r.pieces {
		p := &r.pieces[i]
		if len(p.text) > 48 || p.is(inMenu|isTime) {
			continue
		}
		for n, up := p.node, 0; n != nil && up < 3; n, up = n.Parent(), up+1 {
			if oneOf(n.Tag, "|button|th|option|label|") || n.Attr("role") == "tab" {
				r.said[p.text] = p.col + 1
				break
			}
		}
	}
	if len(r.said) == 0 {
		return
	}
	for i := range r.pieces {
		p := &r.pieces[i]
		if c := r.said[p.text]; c > 0 && c-1 != p.col && p.words() && p.link == nil {
			p.col = r.variant(p.col, 1<<13)
		}
	}
}
