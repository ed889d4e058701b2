package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// detail reads the page of one session: a heading, and pieces that are known by labels,
// classes or what they read as.
func (r *reader) detail() {
	at := r.heading()
	if at < 0 {
		return
	}
	title := &r.pieces[at]
	d := r.gather(at)
	s := r.d.Titled(r.headingText(at), nil)
	if s == nil {
		return
	}
	r.d.Cancelled(s, title.node, r.root)
	s.Speakers, s.Rooms = d.speakers, d.rooms
	if d.date.Known() && d.time.start >= 0 {
		s.Start = r.d.Local(d.date, int(d.time.start)/60, int(d.time.start)%60)
		if d.time.end >= 0 {
			s.End = s.Start + session.Instant((int(d.time.end)-int(d.time.start)+24*60)%(24*60))
		} else if d.length > 0 {
			s.End = s.Start + session.Instant(d.length)
		}
	}
	if d.start.Known() {
		s.Start, s.End = d.start, d.end
	}
	r.d.Page().Dayless = d.time.start >= 0 && !s.Start.Known()
	// An id is proof enough; a slug names a session on a page that tells more of one.
	a, here := r.here(r.o.URL)
	id, word := a.id, a.word
	switch {
	case here && r.address(a) != "":
	case here && id != "" && sessionWord(word) && (d.labels > 0 && s.Start.Known() || len(s.Speakers) > 0 && d.spoken):
	case s.Start.Known() && d.labels > 0 && r.about && len(s.Rooms)+len(s.Speakers) > 0:
		id = ""
	default:
		return
	}
	if id != "" {
		r.call(s, &a)
		s.URL, _, _ = strings.Cut(r.o.URL, "#")
		if a.fragment == id {
			s.URL += "#" + id
		}
	}
	spot := r.d.Put(s, title.node, nil, session.Date{})
	spot.Heading, spot.All = true, !d.again
}

// facts are what a page tells of its session.
type facts struct {
	date       session.Date
	time       when
	start, end session.Instant
	length     int
	rooms      []string
	speakers   []string
	labels     int  // values that have one
	spoken     bool // a class, a link or a label says who speaks
	again      bool // there are more times, maybe other slots
}

// heading is the piece that names the page's matter: within main or article, where the
// page has them, else the highest heading; -1 for none.
func (r *reader) heading() int {
	best, rank := -1, 99
	main := false
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.is(inMenu|isHidden) || p.is(isTime) || len(p.text) > longestTitle || isPageName(p.text) || isPlaceholder(p.text) {
			continue
		}
		level, inMain := 0, false
		for n, up := p.node, 0; n != nil && up < maxClimb; n, up = n.Parent(), up+1 {
			if len(n.Tag) == 2 && n.Tag[0] == 'h' && n.Tag[1] >= '1' && n.Tag[1] <= '4' && up < 4 && level == 0 {
				level = int(n.Tag[1] - '0')
			}
			inMain = inMain || n.Tag == "main" || n.Tag == "article"
		}
		if level == 0 || main && !inMain {
			continue
		}
		if inMain && !main {
			main, rank = true, 99
		}
		if inMain && best >= 0 && rank < 99 {
			continue
		}
		if level < rank {
			best, rank = i, level
		}
	}
	if best < 0 {
		best = r.titled()
	}
	return best
}

// titled is the piece that the document's title names, on a page without headings: the longest
// that the title begins or ends with; -1 for none.
func (r *reader) titled() int {
	const least = 8 // bytes
	var head *dom.Node
	for i := 0; i < len(r.elems) && head == nil; i++ {
		if n := r.elems[i].node; n.Tag == "title" {
			head = n
		}
	}
	if head == nil {
		return -1
	}
	title := session.Fold(head.Text())
	best, longest := -1, least-1
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.is(inMenu|isHidden|isTime|isMark) || len(p.text) <= longest || isPageName(p.text) {
			continue
		}
		rest, is := strings.CutPrefix(title, p.text)
		if !is || isLetter(rest, 0) {
			if rest, is = strings.CutSuffix(title, p.text); !is || isLetter(rest, len(rest)-1) {
				continue
			}
		}
		best, longest = i, len(p.text)
	}
	return best
}

// headingText is the title that a heading shows: all of it but what stands aside in it,
// behind a line break or as a button.
func (r *reader) headingText(at int) string {
	p := &r.pieces[at]
	n := p.node
	for up := 0; !(len(n.Tag) == 2 && n.Tag[0] == 'h'); up++ {
		if n = n.Parent(); n == nil || up == 3 {
			return p.text
		}
	}
	text := p.text
	e := r.el(n)
	for i := int32(at) + 1; i < e.end; i++ {
		q := &r.pieces[i]
		if q.node.Tag == "span" || q.node.Tag == "small" || q.node.Tag == "a" || q.node.Tag == "button" || q.line != p.line && q.node != p.node || q.is(isTime|isDate|isMark) {
			break
		}
		text += " " + q.text
	}
	return text
}

// pageNames are what pages of a site are headed with.
const pageNames = "|발표 상세|세션 상세|발표|세션|상세|프로그램|시간표|발표 시간표|발표 목록|세션 목록|키노트|presentation detail|session detail|talk detail" +
	"|talks|sessions|session|program|programme|schedule|timetable|keynote|keynotes|presentations|설명|소개|"

// isPageName reports whether a heading names a kind of page and no session.
func isPageName(text string) bool { return oneOf(ascii.Lower(session.Fold(text)), pageNames) }

// gather reads what a page tells of the session that the heading names.
func (r *reader) gather(at int) facts {
	d := facts{time: never}
	took := func(p *piece) {
		if p.is(isDate) && !p.date.to.Known() && !d.date.Known() {
			d.date = p.date.date
		}
		if p.is(isTime) {
			if d.time.start >= 0 {
				d.again = d.again || p.time.start != d.time.start
			} else {
				d.time = when{p.time.start, p.time.end, 0, true}
			}
		} else if list := clocksIn(p.plain, false); len(list) > 0 && p.is(isDate) && d.time.start < 0 {
			d.time = when{list[0].at, -1, 0, true}
			if len(list) > 1 {
				d.time.end = list[1].at
			}
		}
	}
	// By labels first.
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.is(inMenu|isLabel) || p.label == noLabel || len(p.text) > 300 {
			continue
		}
		switch p.label {
		case timeLabel, dateLabel:
			if d.date.Known() && d.time.start >= 0 {
				d.again = d.again || p.is(isTime) || p.is(isDate) && len(clocksIn(p.plain, false)) > 0
				continue
			}
			took(p)
			d.labels++
			d.rooms = append(d.rooms, r.placesBy(p, i)...)
			if rest := restRoom(p); p.is(isTime) && rest != "" && len(d.rooms) == 0 {
				d.rooms = []string{rest}
			}
		case roomLabel:
			d.labels++
			if len(d.rooms) == 0 && !isPlaceholder(p.text) {
				d.rooms = roomsOf(p.text)
			}
		case speakerLabel:
			if len(d.speakers) == 0 && len(p.text) <= 120 {
				d.speakers = r.named(i)
				d.spoken = len(d.speakers) > 0
			}
		case lengthLabel:
			d.length = lengthOf(p.plain)
		}
	}
	r.unlabelled(at, &d, took)
	if d.time.start < 0 || !d.date.Known() {
		for i := range r.elems {
			n := r.elems[i].node
			for _, v := range [...]string{n.Attr("datetime"), n.Attr("data-start")} {
				if t, _, ok := r.moment(v); ok && v != "" && !r.elems[i].menu && !d.start.Known() && n.Index > r.pieces[at].node.Index {
					d.start = t
				}
			}
		}
	}
	return d
}

// placesBy are the places that stand beside a time in its cell: words with a number, or a room's.
func (r *reader) placesBy(p *piece, at int) (list []string) {
	cell := p.node
	for up := 0; up < 4 && cell != nil && !oneOf(cell.Tag, "|td|dd|li|"); up++ {
		cell = cell.Parent()
	}
	if cell == nil || !p.is(isTime|isDate) || !oneOf(cell.Tag, "|td|dd|li|") {
		return nil
	}
	for i := int32(at) + 1; i < r.el(cell).end; i++ {
		q := &r.pieces[i]
		if q.kind&(isTime|isDate|isLen|isLabel|isMark|isLong|isHidden) == 0 && len(q.text) < 60 && (roomLike(q.text) > 0 || strings.ContainsAny(q.text, "0123456789")) {
			list = add(list, roomName(q.text))
		}
	}
	return list
}

func roomsOf(text string) (list []string) {
	for _, one := range splitRooms(text) {
		list = add(list, roomName(one))
	}
	return list
}

// named are the names behind a label: one in the piece, or headings in the value and in
// what follows it.
func (r *reader) named(i int) []string {
	var names []string
	var first, over *dom.Node // the first name, and a label between it and the next
	col := int32(-1)
	for k := i; k < r.matter(i) && k < i+24; k++ {
		p := &r.pieces[k]
		var f [nFeatures]float32
		r.tagOf(p, &f)
		if k > i && (p.is(isLabel) || p.label != noLabel && p.label != speakerLabel) {
			if over = p.node; f[fHeading] > 0 || p.label != otherLabel || len(names) == 0 {
				break
			}
		}
		if f[fHeading] > 0 && len(p.text) < 80 && (len(names) == 0 && p.nameLike() >= 0.3 || len(names) > 0 && p.col == col && (over == nil || cousins(first, p.node))) {
			if col = p.col; first == nil {
				first = p.node
			}
			for _, n := range people(p.text) {
				names = add(names, n)
			}
		}
	}
	if len(names) > 0 {
		return names
	}
	return people(r.pieces[i].text)
}

// cousins reports whether two elements stand at the same place in boxes that are side by side.
func cousins(a, b *dom.Node) bool {
	for up := 0; up < 4 && a != nil && b != nil && a.Tag == b.Tag; up, a, b = up+1, a.Parent(), b.Parent() {
		if a.Parent() == b.Parent() {
			return up > 0
		}
	}
	return false
}

// unlabelled reads what no label names: a date with hours, a room by an icon or by its
// words, a name by its class or link.
func (r *reader) unlabelled(at int, d *facts, took func(*piece)) {
	seen := len(d.speakers) == 0
	for i := range r.pieces {
		p := &r.pieces[i]
		if i == at || p.is(inMenu|isLabel) || i < at-12 || len(p.text) > 200 || p.label != noLabel && p.label != titleLabel {
			continue
		}
		hours := p.is(isTime) || p.is(isDate) && len(clocksIn(p.plain, false)) > 0
		if hours && d.time.start < 0 && len(p.text) < 120 {
			took(p)
			if len(d.rooms) == 0 {
				if room := r.lastPart(p); room != "" {
					d.rooms = []string{room}
				}
			}
		} else if p.is(isDate) && !d.date.Known() && len(p.text) < 60 && i < at+12 && p.date.week {
			took(p)
		}
		if len(d.rooms) == 0 && i < at+16 {
			var f [nFeatures]float32
			r.classOf(p, &f)
			if f[fClassRoom] > 0 && len(p.text) < 60 && !p.is(isTime|isDate|isMark) || r.iconRoom(p) {
				d.rooms = roomsOf(p.text)
			} else if parts := strings.FieldsFunc(p.text, func(c rune) bool { return c == ':' || c == '|' || c == '·' || c == ',' }); len(p.text) < 80 && !d.start.Known() {
				for _, part := range parts {
					if part = ascii.Trim(part, " "); roomLike(part) >= 1 && len(d.rooms) == 0 && i < at+8 {
						d.rooms = []string{part}
					}
				}
			}
		}
		if seen {
			var f [nFeatures]float32
			r.classOf(p, &f)
			kind := r.leadsTo(p.link)
			if (f[fClassSpeaker] >= 1 && r.speakerName(p) && p.nameLike() >= 0.3 || kind == hrefSpeaker && p.words() && !p.is(isMark)) && len(p.text) < 60 {
				for _, n := range people(p.text) {
					d.speakers = add(d.speakers, n)
				}
				d.spoken = true
			}
		}
	}
	if len(d.speakers) == 0 { // a heading that is a name
		for i := at + 1; i < r.matter(at); i++ {
			p := &r.pieces[i]
			var f [nFeatures]float32
			if r.tagOf(p, &f); !p.is(inMenu) && f[fHeading] > 0 && p.node.Tag != "h1" && (p.nameLike() >= 0.6 || p.nameLike() >= 0.3 && pictured(p.node)) && p.words() && !isPageName(p.text) && len(people(p.text)) > 0 && len(p.text) < 50 && !holds(p.text, " by | 님은|?") {
				if d.speakers = people(p.text); p.nameLike() >= 0.6 || p.node.Tag == "h4" {
					d.spoken = d.spoken || d.length > 0 || len(d.rooms) > 0
				}
				break
			}
		}
	}
}

// matter is where the main part of the page ends that a heading is in.
func (r *reader) matter(at int) int {
	for n, up := r.pieces[at].node, 0; n != nil && up < maxClimb; n, up = n.Parent(), up+1 {
		if n.Tag == "main" || n.Tag == "article" {
			return int(r.el(n).end)
		}
	}
	return len(r.pieces)
}

// pictured reports whether a picture stands beside an element, as a person's does.
func pictured(n *dom.Node) bool {
	for up := 0; up < 3 && n != nil; n, up = n.Parent(), up+1 {
		for c := n.PrevElement(); c != nil; c = c.PrevElement() {
			if c.Tag == "img" || c.FirstElement() != nil && c.FirstElement().Tag == "img" {
				return true
			}
		}
	}
	return false
}

// speakerName reports whether an element of a speaker's class is that of the name.
func (r *reader) speakerName(p *piece) bool {
	class := ascii.Lower(p.node.Attr("class"))
	return !holds(class, "desc|bio|title|role|company|affil|header|label")
}

// iconRoom reports whether an icon of a place stands beside a text.
func (r *reader) iconRoom(p *piece) bool {
	n := p.node
	for up := 0; up < 2 && n != nil; n, up = n.Parent(), up+1 {
		for c := n.FirstElement(); c != nil; c = c.NextElement() {
			if c.First() == nil && holds(ascii.Lower(c.Attr("class")), "map-marker|location|place|room|venue") {
				return len(p.text) < 80 && r.el(n).size <= few
			}
		}
	}
	return false
}

// lastPart is the room behind a date and a time: "2020-09-18, 09:55-10:35, Virtual".
func (r *reader) lastPart(p *piece) string {
	for _, cut := range [...]string{"|", "·", ","} {
		i := strings.LastIndex(p.text, cut)
		if i < 0 {
			continue
		}
		part := session.Fold(p.text[i+len(cut):])
		if _, isDay := dateIn(plain(part), 2000); part == "" || isDay || len(part) > 60 || len(clocksIn(plain(part), true)) > 0 || lengthOf(part) > 0 || weekdayOnly(part) || isPlaceholder(part) {
			continue
		}
		return part
	}
	return ""
}
