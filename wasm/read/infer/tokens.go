package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// The bounds of the work on one page, some ten times what a real one has.
const (
	maxPieces = 200_000
	maxClimb  = 64 // levels
)

// kind is what a piece is by its text alone, a set.
type kind uint16

const (
	isTime   kind = 1 << iota // a time of day and little else
	isDate                    // a date is in it
	isOrd                     // "Day 1"
	isLen                     // a length and little else
	isLabel                   // a word before a value
	isMark                    // a tag, a count, a placeholder
	inMenu                    // in what leads about the site
	isHidden                  // for screen readers only
	isLong                    // longer than any title

	// What is asked of a text again and again, and whether it was: isBreak, priced.
	isPause
	askedPause
	isPriced
	askedPriced
)

// piece is a text of the page: a line of an element, or a part of one that has an element
// of its own.
type piece struct {
	node  *dom.Node // the element whose text it is
	link  *dom.Node // the link around it, nil
	text  string
	plain string // as the recognisers read it, of short ones
	col   int32  // column, by its path
	kind  kind
	label label // the word before it says so
	line  uint8 // which of the lines of node
	whole bool  // it is all of node's text
	named int8  // nameLike in tenths and 1, 0: not asked
	roomy int8  // roomLike likewise
	time  aTime // isTime
	date  dateAt
}

func (p *piece) is(k kind) bool { return p.kind&k != 0 }

// words reports whether a piece may be a title, a name or a room.
func (p *piece) words() bool { return p.kind&(isTime|isLen|isLabel|inMenu|isHidden) == 0 }

// elem is what is known of an element, by Index.
type elem struct {
	node        *dom.Node
	first, end  int32  // its pieces
	path        uint32 // of tags and the nearest class
	tags        uint32 // of tags alone
	menu, blind bool
	inline      bool  // it does not end a line
	own         int32 // see owners
	size        int32 // elements of its subtree
}

type reader struct {
	d         draft
	o         options
	loc       location
	root      *dom.Node
	year      int
	pieces    []piece
	elems     []elem
	cols      []column
	times     int // pieces that are times, outside of menus
	byPath    map[uint64]int32
	addresses map[string]*address // by what links say
	told      map[string]int32    // pieces, the first of each short text without a label before it
	classes   map[string]*classed
	ids       map[string]int  // distinct ids by the shape of their address
	button    map[string]bool // the texts of buttons, which are filters and no names
	about     bool            // the address says that the page is about sessions
	app       bool            // it is drawn in the browser
	// tableWorth is how surely the page's Timetable is one, 3 at most.
	tableWorth int
	base       *location // of relative addresses
	tables     []*sheet
	taken      []int32    // of pieces before each: how many are those of sessions that were found
	cellOf     []int32    // by element: its sheet and cell from 1
	hrefs      []hrefKind // by element: what a link leads to, and 1
	nearby     []int32    // by element: see beside
	later      map[[3]int32]bool
	said       map[string]int32 // what tabs, buttons and heads say, and their column from 1
	trace      *Trace
}

func (r *reader) el(n *dom.Node) *elem { return &r.elems[n.Index-r.root.Index] }

func hash(h uint32, s string) uint32 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return (h ^ 0xFF) * 16777619
}

// inline are the elements that do not end a line.
const inline = "|a|b|i|em|strong|u|s|del|code|mark|sub|sup|font|time|abbr|span|small|kbd|label|q|cite|ins|wbr|img|svg|input|button|"

// formatting are those of them that mean nothing but a look.
const formatting = "|b|i|em|strong|u|code|mark|sub|sup|font|abbr|q|cite|ins|"

// run is a text of the line that is being gathered, and the element around it.
type run struct {
	parent *dom.Node
	text   string
	space  bool // white space stands before
}

// tokens lists the pieces of the page.
func (r *reader) tokens() {
	var line []run
	block := r.root // whose line it is
	lines := 0      // of block, by line breaks
	space := false
	flush := func() {
		r.line(block, line, lines)
		line = line[:0]
		space = false
	}
	var open []*dom.Node // elements around
	leave := func() {
		n := open[len(open)-1]
		if !r.el(n).inline {
			flush()
			lines = 0
			if len(open) > 1 {
				block = open[len(open)-2]
				for i := len(open) - 2; i > 0 && r.el(block).inline; i-- {
					block = open[i-1]
				}
				lines = 8 // what follows a block is another line than what stands before it
			}
		}
		open = open[:len(open)-1]
		if len(open) > 0 {
			r.el(open[len(open)-1]).size += r.el(n).size
		}
	}
	for n := r.root; n != nil; {
		if n.Tag == "" {
			if t := n.Data; t != "" {
				if text := session.Fold(t); text == "" {
					space = true
				} else {
					parent := open[len(open)-1]
					if parent.Tag != "script" && parent.Tag != "title" {
						before := ascii.Space(t, 0) > 0 || space
						if k := len(line) - 1; k >= 0 && line[k].parent == parent {
							if before {
								line[k].text += " "
							}
							line[k].text += text
						} else {
							line = append(line, run{parent, text, before})
						}
						last := t[len(t)-1]
						space = last == ' ' || last == '\n' || last == '\t' || last >= 0x80 && strings.HasSuffix(t, "\u00a0")
					}
				}
			}
		} else {
			e := elem{node: n, size: 1, inline: oneOf(n.Tag, inline)}
			r.enter(&e, n, open)
			if n.Tag == "br" {
				flush()
				lines++
			} else if !e.inline {
				flush()
				block, lines = n, 0
			}
			r.elems = append(r.elems, e)
			open = append(open, n)
		}
		switch {
		case n.Tag != "" && n.First() != nil:
			n = n.First()
			continue
		case n.Tag != "":
			leave()
		}
		for n != r.root && n.Next() == nil {
			n = n.Parent()
			leave()
		}
		if n == r.root {
			break
		}
		n = n.Next()
	}
	for len(open) > 0 {
		leave()
	}
	for i := len(r.elems) - 1; i > 0; i-- {
		e := &r.elems[i]
		p := r.el(e.node.Parent())
		if e.end == 0 {
			continue
		}
		if p.end == 0 {
			p.first, p.end = e.first, e.end
		}
		p.first, p.end = min(p.first, e.first), max(p.end, e.end)
	}
}

// enter finds the path of an element and whether it is a menu's.
func (r *reader) enter(e *elem, n *dom.Node, open []*dom.Node) {
	class := n.Attr("class")
	if len(open) > 0 {
		p := r.el(open[len(open)-1])
		e.menu, e.blind, e.path, e.tags = p.menu, p.blind, p.path, p.tags
	}
	switch n.Tag {
	case "nav":
		e.menu = true
	case "header", "footer": // of the page: sections and cards have such too
		e.menu = e.menu || len(open) < 6 && !within(open, "main|article|section|li|td|a")
	case "div":
		id := n.Attr("id")
		r.app = r.app || id == "root" || id == "app"
	}
	if n.Attr("role") == "navigation" || n.HasClass("navbar") {
		e.menu = true
	}
	if class != "" {
		e.blind = e.blind || r.class(class).blind
	}
	if n.Attr("hidden") != "" && !r.large(n) || n.Tag == "option" {
		e.blind = true
	}
	tag := n.Tag
	if tag == "a" { // a title may be a link or not
		tag = ""
	}
	if class == "" && oneOf(tag, formatting+"s|del|strike|") { // a look
		if oneOf(tag, "|strong|b|") {
			tag = "b"
		}
		if len(open) > 0 && onlyChild(n) {
			tag = ""
		}
	}
	if tag != "" {
		e.tags = hash(e.tags, tag)
		e.path = hash(e.path, tag)
	}
	if class != "" {
		e.path = hash(e.tags, r.class(class).shape)
	}
}

// large reports whether an element holds more than a line of words, as the panel of a tab does
// that is not shown.
func (r *reader) large(n *dom.Node) bool {
	const line = 8 // elements
	next := n.Skip(r.root)
	for k := 0; next != nil && next.Tag == "" && k < line; k++ {
		next = next.Skip(r.root)
	}
	return next == nil || next.Index-n.Index > line
}

func within(open []*dom.Node, tags string) bool {
	for _, n := range open {
		if oneOf(n.Tag, "|"+tags+"|") {
			return true
		}
	}
	return false
}

// line makes pieces of the texts between two ends of a line in block.
func (r *reader) line(block *dom.Node, line []run, lines int) {
	marks := 0 // that are no part of what is told: "취소됨"
	for i := 0; i < len(line); {
		// A formatted word in a sentence, and what is in brackets or glued to it, belong to it.
		j := i + 1
		for j < len(line) && joined(block, line, i, j) {
			j++
		}
		text, at := line[i].text, line[i].parent
		for k := i + 1; k < j; k++ {
			if line[k].space {
				text += " "
			}
			text += line[k].text
			at = common(at, line[k].parent)
		}
		if len(line) == 1 || j-i == len(line) {
			for at != block && len(at.Tag) > 0 && oneOf(at.Tag, "|b|strong|i|em|font|u|") && at.Attr("class") == "" && at.Parent() != nil && onlyChild(at) {
				at = at.Parent()
			}
		}
		if t := ascii.Trim(text, " \n\t,·|/"); t != "" {
			order := 0
			if at == block { // bare words beside elements
				order = i - marks
			}
			if len(line) > 1 {
				marks += count(isPlaceholder(session.Fold(text)))
			}
			r.put(at, session.Fold(text), lines, order, j-i == len(line) && lines == 0)
		}
		i = j
	}
}

func onlyChild(n *dom.Node) bool {
	for c := n.Parent().First(); c != nil; c = c.Next() {
		if c != n && (c.Tag != "" || session.Fold(c.Data) != "") {
			return false
		}
	}
	return true
}

func common(a, b *dom.Node) *dom.Node {
	for up := 0; a != nil && up < 8; up, a = up+1, a.Parent() {
		if inside(b, a) {
			return a
		}
	}
	return b
}

// joined reports whether line[j] goes on what begins with line[i].
func joined(block *dom.Node, line []run, i, j int) bool {
	a, b := &line[j-1], &line[j]
	if !b.space && glued(a, b) {
		return true
	}
	// In the middle of a sentence.
	middle := func(k int) bool {
		return k > 0 && k+1 < len(line) && line[k-1].parent == line[k+1].parent && line[k].parent != line[k-1].parent &&
			inside(line[k].parent, line[k-1].parent) && !endsLabel(line[k-1].text) && (oneOf(line[k].parent.Tag, formatting+"a|") || len(line[k].text) <= 3) &&
			!separates(line[k-1].text) && !separates(line[k+1].text)
	}
	return middle(j) || middle(j-1) && j-1 > i
}

func endsLabel(s string) bool {
	return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：") || labelOf(s) != noLabel
}

// separates reports whether a text is only what stands between values.
func separates(s string) bool {
	return len(s) <= 8 && ascii.Trim(plain(s), " ,/|·&-~") == "" || oneOf(ascii.Lower(ascii.Trim(s, " ")), "|by|and|/|,|와|및|과|")
}

// glued reports whether no word ends between two texts without white space between.
func glued(a, b *run) bool {
	if len(a.text) <= 2 && strings.ContainsAny(a.text, "([{-~") || len(b.text) <= 2 && strings.ContainsAny(b.text, ")]}-~") {
		return true
	}
	x, y := a.text[len(a.text)-1], b.text[0]
	if y == ',' && nameLike(a.text) < 0.6 && nameLike(b.text[1:]) >= 0.6 { // who speaks behind a title
		return false
	}
	if strings.IndexByte("([-~:", x) >= 0 || strings.IndexByte(")]-~:,.!?", y) >= 0 {
		return len(a.text) < 60 && (inside(a.parent, b.parent) || inside(b.parent, a.parent))
	}
	plainTag := func(n *dom.Node) bool { return oneOf(n.Tag, formatting) && n.Attr("class") == "" }
	return (inside(b.parent, a.parent) && plainTag(b.parent) || inside(a.parent, b.parent) && plainTag(a.parent)) && isLetter(a.text, len(a.text)-1) && isLetter(b.text, 0)
}

// leadingTime returns where the time that a line begins with ends, if a title may follow; 0
// for none: "10:00 ~ 10:40 제목".
func leadingTime(text string) int {
	if len(text) < 8 || len(text) > longestTitle || !isDigit(text[0]) && text[0] != '[' && text[0] < 0x80 {
		return 0
	}
	if text[0] >= 0x80 && !oneOf(text[:6], "|오전|오후|上午|下午|午前|午後|정오|자정|") { // the words that a time begins with
		return 0
	}
	list := clocksIn(text[:min(len(text), 48)], false)
	if len(list) == 0 || list[0].from > 1 {
		return 0
	}
	end := list[0].to
	if len(list) > 1 {
		if between := ascii.Trim(text[end:list[1].from], " "); between == "-" || between == "~" || between == "–" || between == "—" || between == "～" {
			end = list[1].to
		}
	}
	rest := ascii.TrimLeft(text[end:], " -–|·:])/")
	if len(list) > 1 && end == list[1].to && strings.HasPrefix(rest, ", ") { // "10:00 – 10:40, Room 101"
		rest = rest[2:]
	}
	if len(rest) < 6 && !isBreak(rest) || len(rest) == len(text)-end || isDigit(rest[0]) || strings.IndexByte("~(,", rest[0]) >= 0 || !wordy(rest) && !isLetter(rest, 0) {
		return 0
	}
	if t, ok := timeOf(plain(text), false); ok && onlyTime(t) {
		return 0
	}
	return end
}

// put adds a piece, or two where a text is a label with its value.
func (r *reader) put(at *dom.Node, text string, lines, order int, whole bool) {
	if len(r.pieces) >= maxPieces {
		return
	}
	e := r.el(at)
	p := piece{node: at, text: text, line: uint8(min(lines, 250)), whole: whole}
	for n, up := at, 0; n != nil && up < 12; n, up = n.Parent(), up+1 {
		if n.Tag == "a" {
			p.link = n
			break
		}
	}
	if e.menu {
		p.kind |= inMenu
	}
	if e.blind {
		p.kind |= isHidden
	}
	key := uint64(e.path)<<32 | uint64(e.tags&0xFFFFFF)<<8
	key |= uint64(min(lines, 15))<<4 | uint64(min(order, 15))
	if at := leadingTime(text); at > 0 {
		first := p
		first.text, first.whole = text[:at], false
		r.push(first, key|1<<47, e)
		p.whole = false
		for _, sep := range [...]string{" · ", " | ", " / ", " • "} {
			rest, ok := strings.CutPrefix(text[at:], sep)
			if !ok || !strings.Contains(rest, sep) {
				continue
			}
			for k, part := range strings.Split(rest, sep) { // "10:00 · Room 101 · Beginner"
				if p.text = session.Fold(part); p.text != "" {
					r.push(p, key^uint64(k+2)<<47, e)
				}
			}
			return
		}
		p.text = ascii.TrimLeft(text[at:], " -–|·:]),/")
	}
	r.push(p, key, e)
}

// push adds a piece of the column that key names, with what it tells by its text.
func (r *reader) push(p piece, key uint64, e *elem) {
	r.label(&p)
	col, had := r.byPath[key]
	if !had {
		col = int32(len(r.byPath))
		r.byPath[key] = col
	}
	p.col = col
	r.recognise(&p)
	if n := int32(len(r.pieces)); e.end == 0 {
		e.first, e.end = n, n+1
	} else {
		e.end = n + 1
	}
	r.pieces = append(r.pieces, p)
}

// label takes a word before a value off a text: "장소: 101호".
func (r *reader) label(p *piece) {
	t := p.text
	if i := strings.IndexByte(t, ':'); i > 0 && i <= longestLabel && i+1 < len(t) {
		if l := labelOf(t[:i]); l != noLabel && l != titleLabel {
			if rest := ascii.Trim(t[i+1:], " "); rest != "" {
				p.label, p.text = l, rest
			}
		}
	}
	if l, end := picture(t); l != noLabel && p.label == noLabel {
		if rest := ascii.Trim(t[end:], " :"); rest != "" {
			p.label, p.text = l, rest
		}
	} else if strings.HasPrefix(t, "by ") || strings.HasPrefix(t, "By ") {
		p.label = speakerLabel
	}
	if n := len(r.pieces); p.label == noLabel && n > 0 {
		if b := &r.pieces[n-1]; b.is(isLabel) && b.link == nil && (near(b.node, p.node) || b.node.Parent() == p.node && b.line == p.line) && labelOf(p.text) == noLabel {
			p.label = b.label
		}
	}
}

// near reports whether two elements stand side by side or in each other.
func near(a, b *dom.Node) bool {
	for up := 0; up < 8 && a != nil; up, a = up+1, a.Parent() { // past what holds nothing else
		if inside(b, a) {
			return up > 0 || a == b
		}
		if oneOf(a.Tag, "|tr|li|") {
			return false
		}
		if n := a.NextElement(); n != nil && inside(b, n) {
			return true
		}
		if a.NextElement() != nil || a.PrevElement() != nil && up > 0 {
			return false
		}
	}
	return false
}

// inside reports whether n is a or lies a few levels below it.
func inside(n, a *dom.Node) bool {
	for up := 0; n != nil && up < 8; n, up = n.Parent(), up+1 {
		if n == a {
			return true
		}
	}
	return false
}

// longestTitle is the length in bytes of the longest text that may be a title.
const longestTitle = 400

// longestTold is the length in bytes of the longest texts that are looked at once, however
// often they come: names, rooms, times and marks do so, titles do not.
const longestTold = 40

// recognise tells what a piece is by its text, before it is one of pieces.
func (r *reader) recognise(p *piece) {
	t := p.text
	if len(t) > longestTitle {
		p.kind |= isLong
		return
	}
	if len(t) > 2*longestWhen {
		return
	}
	if p.label == noLabel && len(t) <= longestTold {
		if k, had := r.told[t]; had {
			q := &r.pieces[k]
			p.plain, p.label, p.time, p.date = q.plain, q.label, q.time, q.date
			p.kind |= q.kind &^ (inMenu | isHidden)
			return
		}
		r.told[t] = int32(len(r.pieces))
	}
	p.plain = plain(t)
	if l := labelOf(t); l != noLabel && p.label == noLabel {
		p.kind |= isLabel
		p.label = l
	}
	if isPlaceholder(t) || isTag(t) {
		p.kind |= isMark
	}
	if !strings.ContainsAny(p.plain, "0123456789") && !mayTell(p.plain) {
		if ordinalDay(p.plain) > 0 {
			p.kind |= isOrd
		}
		return
	}
	if d, ok := dateIn(p.plain, r.year); ok {
		p.kind |= isDate
		p.date = d
	}
	rest := p.plain
	if p.is(isDate) {
		rest = rest[:p.date.from] + " " + rest[p.date.at:]
	}
	if w, ok := timeOf(rest, true); ok {
		if p.is(isDate) && !w.weak || onlyTime(w) || w.end >= 0 && !w.weak && roomLike(w.rest) >= 1 { // "해오름홀 10:00 ~ 10:40"
			if p.time = w; !w.weak || !p.is(isDate) {
				p.kind |= isTime
			}
		}
	}
	if ordinalDay(p.plain) > 0 {
		p.kind |= isOrd
	}
	if !p.is(isTime|isDate) && lengthOf(p.plain) > 0 && (onlyLength(p.plain) || p.label == lengthLabel || len(t) < 40 && strings.IndexByte(t, '(') >= 0) {
		p.kind |= isLen
	}
}
