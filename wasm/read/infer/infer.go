// Package infer reads sessions off pages without a profile, such as next year's site or that
// of another conference. It looks at all items of a page together. A structure that repeats
// is a record. Within aligned records, a column of long texts that are nearly all different
// is the title, one whose texts are times of day is the time, and one with few values, which
// depend on the column of the page, is the room. Its steps are tokens (tokens.go), columns
// (columns.go, table.go), records (group.go), roles by weights that were learned
// (features.go, roles.go, learned.go), and the reach of times, dates and rooms that stand
// outside of records (when.go, dates.go, rooms.go). A value that is in doubt is left out.
package infer

import (
	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/site"
)

type (
	draft    = *site.Draft
	options  = site.Options
	location = site.Location
)

func parse(url string) location { return site.ParseLocation(url) }

func isPlaceholder(text string) bool { return site.Placeholder(text) }

// Read reads a page without any profile.
func Read(root *dom.Node, o site.Options) site.Page { return read(root, o, nil) }

func read(root *dom.Node, o site.Options, trace *Trace) site.Page {
	if root == nil {
		return site.Page{}
	}
	d := site.NewDraft(root, o)
	if d == nil {
		return site.Page{}
	}
	r := &reader{d: d, o: o, loc: parse(o.URL), root: root, year: d.Year(), byPath: map[uint64]int32{}, classes: map[string]*classed{}, told: map[string]int32{}, addresses: map[string]*address{}, ids: map[string]int{}, button: map[string]bool{}, trace: trace}
	if trace != nil {
		trace.r = r
	}
	r.tokens()
	r.cellOf, r.hrefs = make([]int32, len(r.elems)), make([]hrefKind, len(r.elems))
	r.splitTimes()
	r.sheets()
	r.filters()
	r.labelled()
	r.outers()
	r.ordinals()
	r.positions()
	r.columns()
	r.countIDs()
	if r.app && !r.seoul() {
		d.BrowserZone()
	}
	own := r.ownPage()
	if own && trace != nil && trace.every {
		return d.Finish()
	}
	if own {
		r.detail()
	}
	if len(d.Page().Spots) == 0 { // what a session's own page shows beside it is not its matter
		r.programme()
		r.structured()
	}
	if len(d.Page().Spots) == 0 && !own {
		r.detail()
	}
	if len(d.Page().Spots) == 0 {
		r.keynotes()
	}
	r.data()
	return d.Finish()
}

// seoul reports whether the page says that its times are in Seoul's time zone.
func (r *reader) seoul() bool {
	for i := range r.pieces {
		if p := &r.pieces[i]; holds(p.text, "KST|UTC+9|GMT+9|한국 시간") {
			return true
		}
	}
	return false
}

// ownPage reports whether the page's address is that of a session.
func (r *reader) ownPage() bool {
	a, ok := r.here(r.o.URL)
	return ok && r.address(a) != ""
}

// The bounds of the search for titles.
const (
	maxTried  = 12 // columns
	maxGroups = 8
)

// programme finds the groups of records that are sessions, best first, and puts them on
// the page.
func (r *reader) programme() {
	used := make([]bool, len(r.pieces))
	free := func(i int32) bool { return !used[i] }
	var shown []*group
	for len(shown) < maxGroups {
		g := r.best(free, shown)
		if g == nil {
			return
		}
		shown = append(shown, g)
		if r.trace != nil {
			r.trace.shown = shown
		}
		g.show()
		g.take(used)
	}
}

// take marks the pieces of a group's records as used.
func (g *group) take(used []bool) {
	r := g.r
	for k := range g.recs {
		rec := &g.recs[k]
		for i := rec.from; i < rec.to; i++ {
			used[i] = true
		}
		for _, i := range rec.extra {
			if g.roleOf(i) != noRole {
				used[i] = true
			}
		}
	}
	if r.taken == nil {
		r.taken = make([]int32, len(used)+1)
	}
	for i, u := range used {
		r.taken[i+1] = r.taken[i] + int32(count(u))
	}
}

// holdsTaken reports whether an element holds a piece of a session that was found.
func (r *reader) holdsTaken(n *dom.Node) bool {
	e := r.el(n)
	return r.taken != nil && r.taken[e.end] > r.taken[e.first]
}

// best returns the most convincing group of the free pieces, nil if none is convincing.
func (r *reader) best(free func(int32) bool, shown []*group) *group {
	w := current
	type try struct {
		col   int32
		value float64
	}
	var tries []try
	for c := range r.cols {
		n, long := 0, 0
		for _, i := range r.cols[c].pieces {
			p := &r.pieces[i]
			if !free(i) || !p.words() || p.is(isLong) {
				continue
			}
			if n++; width(p.text) > 3 {
				long++
			}
		}
		if n == 0 || long == 0 {
			continue
		}
		if n == 1 && len(shown) == 0 && !r.leads(int32(c)) && r.times != 1 {
			continue
		}
		f := *r.measure(int32(c))
		v := w.score(titleRole, &f)
		every := r.trace != nil && r.trace.every
		if v <= -2.5 && !every {
			continue
		}
		v += 0.5 * log2(n)
		at := len(tries)
		for at > 0 && tries[at-1].value < v {
			at--
		}
		if at < maxTried || every {
			tries = append(tries, try{})
			copy(tries[at+1:], tries[at:])
			tries[at] = try{int32(c), v}
			if !every {
				tries = tries[:min(len(tries), maxTried)]
			}
		}
	}
	var best *group
	most := 0.0
	for _, t := range tries {
		g := r.group([]int32{t.col}, free)
		if len(g.recs) == 0 {
			continue
		}
		g.assign(w)
		v := g.judge(w)
		if r.trace != nil {
			r.trace.tried(g, v)
		}
		if len(shown) > 0 && v >= leastBeside && g.besideOneOf(shown) {
			v = max(v, 0.01)
		} else if len(shown) > 0 && !g.alike(shown) {
			continue
		} else if len(g.recs) == 1 && g.group[gSessionLinks] < 1 {
			if !g.lone() {
				continue
			}
			v = max(v, 0.01)
		}
		if v > 0 && (best == nil || v > most) {
			best, most = g, v
		}
	}
	if r.trace != nil && r.trace.every {
		return nil
	}
	return best
}

// stretch is how far apart days are.
type stretch struct {
	first, last session.Date
	n           int
}

// see takes the day of a piece, if it tells one and little else.
func (s *stretch) see(p *piece, longest int) {
	if !p.is(isDate) || p.date.to.Known() || len(p.text) > longest {
		return
	}
	d := p.date.date
	if s.n++; s.n == 1 || d.Before(s.first) {
		s.first = d
	}
	if s.n == 1 || s.last.Before(d) {
		s.last = d
	}
}

// dated reports whether the records have dates that are far apart, as deadlines, news and the
// lines of a log have.
func (g *group) dated() bool {
	const days, short = 10, 60
	var s stretch
	for k := range g.recs {
		rec := &g.recs[k]
		g.each(rec, func(i int32) { s.see(&g.r.pieces[i], short) })
		if g.r.isSlot(rec.box) { // its row has a day
			if first := rec.box.Parent().FirstElement(); first != rec.box {
				if e := g.r.el(first); e.end-e.first == 1 {
					s.see(&g.r.pieces[e.first], short)
				}
			}
		}
		if at := g.when[k].at; at >= 0 && !g.when[k].own {
			s.see(&g.r.pieces[at], longestTitle)
		}
	}
	return s.n >= 2 && s.n*2 >= len(g.recs) && s.first.AddDays(days).Before(s.last)
}

// dates reports whether the page tells a day anywhere but in its menus.
func (r *reader) dates() bool {
	for i := range r.pieces {
		if p := &r.pieces[i]; p.is(isDate|isOrd) && !p.is(inMenu) {
			return true
		}
	}
	return false
}

// leastBeside is the least score of a group that stands among sessions which were found.
const leastBeside = -4

// besideOneOf reports whether the records of a group stand among those of one that was found: in
// the same tables or boxes, each with a time of its own.
func (g *group) besideOneOf(shown []*group) bool {
	if g.group[gTimed] < 0.8 || g.group[gSentences] > 0.4 || g.group[gRoomsForTitles] > 0.5 || len(g.recs) > 2 && g.group[gHours] < 0.4 {
		return false
	}
	if len(g.recs) == 1 && g.group[gTitle] < 0 {
		return false
	}
	n := 0
	for k := range g.recs {
		if s, _ := g.r.cellAround(g.recs[k].box); (s != nil || g.when[k].own) && g.r.among(g.recs[k].box, shown) {
			n++
		}
	}
	return n*10 >= len(g.recs)*8
}

// bed is the place of records: an element, and the path of the children in which they are.
type bed struct {
	in   *dom.Node
	path uint32 // 0: they are its children
}

// among reports whether a box stands beside records of a group that was found, or beside boxes of
// its own kind that hold such.
func (r *reader) among(box *dom.Node, shown []*group) bool {
	const levels = 4
	for _, g := range shown {
		if g.beds == nil {
			g.beds = map[bed]bool{}
			for k := range g.recs {
				b := g.recs[k].box
				if s, _ := r.cellAround(b); s != nil {
					g.beds[bed{in: s.node}] = true
				} else if p := b.Parent(); p != nil {
					g.beds[bed{in: p}] = true
				}
				for up := 0; up < levels && b.Parent() != nil && b.Parent().Index > r.root.Index; up, b = up+1, b.Parent() {
					g.beds[bed{b.Parent(), r.el(b).path}] = true
				}
			}
		}
		if s, _ := r.cellAround(box); s != nil && g.beds[bed{in: s.node}] || g.beds[bed{in: box.Parent()}] || g.beds[bed{box.Parent(), r.el(box).path}] && !r.holdsTaken(box) {
			return true
		}
	}
	return false
}

// lone reports whether the only record of a group is the only session of a timetable: what the page
// is called says that it is one, it has the only time, and a class or a label says what is its title
// and who speaks.
func (g *group) lone() bool {
	f := &g.group
	k, ok := g.index[g.titles[0]]
	if !ok || g.timed != 1 || f[gCover] < 1 || f[gSpeakers] < 1 || f[gPrices]+f[gSentences]+f[gQuoted] > 0 {
		return false
	}
	if t := &g.members[k].features; t[fClassTitle]+t[fHeading] < 1 || t[fClassTitle] < 1 && t[fName] > 0.5 {
		return false
	}
	called, spoken := false, false
	for i, as := range g.roles {
		s := &g.members[i].features
		spoken = spoken || as == speakerRole && s[fClassSpeaker]+s[fLabelSpeaker] >= 1
	}
	g.each(&g.recs[0], func(i int32) {
		p := &g.r.pieces[i]
		var f [nFeatures]float32
		g.r.tagOf(p, &f)
		called = called || i < g.recs[0].title && f[fHeading] > 0 && len(p.text) < 60 && holds(ascii.Lower(p.text), programmeWords)
	})
	return called && spoken
}

// leads reports whether the only piece of a column leads to a session's own page.
func (r *reader) leads(col int32) bool {
	for _, i := range r.cols[col].pieces {
		if p := &r.pieces[i]; p.link != nil && p.words() && r.hrefKind(p.link.Attr("href")) == hrefSession {
			return true
		}
	}
	return false
}

// alike reports whether a group may stand beside those that were found: it has times of its
// own, or links to sessions.
func (g *group) alike(shown []*group) bool {
	f := &g.group
	return f[gSessionLinks] >= 0.5 || f[gTimed] >= 0.6 && (f[gOwnTime] >= 0.8 || f[gHours] > 0.34)
}

func log2(n int) float64 {
	v := 0.0
	for n > 1 {
		v++
		n /= 2
	}
	return v
}

// judge returns how convincing a group is as a programme. A group whose score is not above 0
// is not one.
func (g *group) judge(w *Weights) float64 {
	g.evidence(w)
	sum := float32(0)
	for i, v := range g.group {
		sum += v * w.group[i]
	}
	f := &g.group
	// The hours of mails and buses; titles of which nothing is told.
	if g.dated() || g.reported*4 > len(g.recs) || f[gOddMinutes] > 0.3 || f[gTimed] < 0.5 && f[gSpeakers] < 0.3 && f[gSessionLinks] < 0.3 && f[gRooms] < 0.3 && f[gListed] == 0 {
		return -4
	}
	// Hours with something each, of no day, and nothing that says what it is a list of.
	if f[gSpeakers]+f[gRooms]+f[gSessionLinks]+f[gBreaks]+f[gHeading]+f[gListed] == 0 && !g.r.dates() {
		return -4
	}
	// Hours with the same few words again and again, as those of the weather.
	if f[gSpeakers]+f[gRooms]+f[gSessionLinks]+f[gBreaks]+f[gHeading]+f[gListed] == 0 && f[gDistinct] < 0.75 {
		return -4
	}
	if f[gSessionLinks] > 0.9 && f[gDistinct] > 0.8 && f[gSentences] < 0.5 && f[gQuoted] < 0.5 { // links to sessions, each to its own
		return max(float64(sum), 0.3)
	}
	if f[gListed] > 0 && f[gHeading] > 0 && f[gSentences] < 0.3 && f[gRoomsForTitles] < 0.3 && f[gDistinct] > 0.8 && f[gPrices] < 0.1 {
		if k, ok := g.index[g.titles[0]]; ok && g.members[k].features[fMiddling] > 0.6 {
			return max(float64(sum), 0.1)
		}
	}
	// A heading each, a time each, which go on as those of a day do.
	if f[gForm] > 0 && f[gOwnTime] > 0.9 && f[gLongHours] < 0.3 && f[gPrices] < 0.1 && f[gNames] < 0.5 && f[gRoomsForTitles] < 0.5 && f[gSentences] < 0.4 && f[gWeekdays] < 0.2 && f[gWordless] < 0.2 {
		if k, ok := g.index[g.titles[0]]; ok && g.members[k].features[fHeading] > 0.9 {
			return max(float64(sum), 0.1)
		}
	}
	return float64(sum)
}
