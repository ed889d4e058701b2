package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/site"
)

// halls is what the page says outside of records of rooms.
type halls struct {
	over  map[int32][]hall   // headings of rooms, by the element whose records they may tell of
	heads map[int32][][]hall // rooms side by side over as many lists or columns
}

// hall is a heading that names a room.
type hall struct {
	at   int32 // piece
	room string
	like float64 // how much like a room's name
}

// placed is where a record is.
type placed struct {
	rooms      []string
	col        int // of a grid, from 1
	everywhere int
}

// halls finds them: columns of which nearly all are like rooms, with two values or more.
func (g *group) halls() *halls {
	r := g.r
	h := &halls{over: map[int32][]hall{}, heads: map[int32][][]hall{}}
	type verdict struct {
		asked, ok, named bool
		like             float64
	}
	cols := map[int32]verdict{}
	for _, at := range g.places {
		list := g.loose[at]
		first, _ := g.span(r.elems[at].node)
		rows := map[int32][]hall{}
		var order []int32
		for _, i := range list {
			p := &r.pieces[i]
			if !p.words() && !p.is(isDate) && p.label != trackLabel || p.is(isLong|isHidden|inMenu) || len(p.text) > 90 {
				continue
			}
			v := cols[p.col]
			if !v.asked {
				v.asked = true
				v.ok, v.named, v.like = r.roomColumn(p.col)
				cols[p.col] = v
			}
			one := hall{int32(i), roomIn(p.text), v.like}
			if !v.ok {
				if r.said[p.text] == 0 && !g.isTitle(p.col) || p.roomLike() < 1 {
					continue
				}
				one.like = 1
			}
			if one.room == "" && v.named && len(p.text) < 40 {
				one.room = p.text
			}
			if one.room == "" {
				continue
			}
			h.over[at] = append(h.over[at], one)
			if int32(i) < first {
				if rows[p.col] == nil {
					order = append(order, p.col)
				}
				if row := rows[p.col]; len(row) == 0 || row[len(row)-1].room != one.room {
					rows[p.col] = append(row, one)
				}
			}
		}
		for _, c := range order {
			if len(rows[c]) > 1 {
				h.heads[at] = append(h.heads[at], rows[c])
			}
		}
		for lists, i := h.heads[at], 1; i < len(lists); i++ { // what is most like rooms first
			for j := i; j > 0 && lists[j][0].like > lists[j-1][0].like; j-- {
				lists[j], lists[j-1] = lists[j-1], lists[j]
			}
		}
	}
	return h
}

// roomColumn reports whether the pieces of a column are names of rooms or of tracks; named
// says that its class or label calls them so.
func (r *reader) roomColumn(col int32) (ok, named bool, like float64) {
	f := *r.measure(col)
	n := 0
	seen := map[string]bool{}
	for _, i := range r.cols[col].pieces {
		p := &r.pieces[i]
		if p.is(isTime | isLabel) {
			continue
		}
		if n++; n > 40 {
			n--
			break
		}
		if room := roomIn(p.text); room != "" {
			seen[room] = true
			if l := roomLike(room); l > 0 {
				like += l
			} else {
				like += 0.8
			}
		}
	}
	like /= float64(max(n, 1))
	named = f[fClassRoom] >= 0.8 && f[fLength] < 0.6 || f[fLabelRoom] > 0.5
	return named || like >= 0.5 && len(seen) > 1, named, like
}

// roomIn is the room that a heading names: of "Track 1 (오디토리움)" that in brackets, of
// "4월 22일 (토), A 트랙 (마젤란홀)" too; "" for none.
func roomIn(text string) string {
	if len(text) > 90 {
		return ""
	}
	best, most := "", 0.0
	t := text
	try := func(s string, more float64) {
		s = ascii.Trim(s, " ()[]|,:-–·")
		if _, isDay := dateIn(plain(s), 2000); s == "" || isDay || weekdayOnly(s) {
			return
		}
		if v := roomLike(s) + more; roomLike(s) > 0 && v > most {
			best, most = s, v
		}
	}
	for i := 0; i < len(t); i++ {
		if t[i] == '(' {
			if k := strings.IndexByte(t[i:], ')'); k > 1 {
				in := t[i+1 : i+k]
				try(in, 0.3)
				// "Track 1 (오디토리움)": what is said of a track is where it is.
				if roomLike(in) == 0 && trackOnly(t[:i]) && !strings.ContainsAny(in, "0123456789") && len(in) < 40 && !weekdayOnly(in) && most < 0.7 {
					best, most = in, 0.7
				}
			}
		}
	}
	for _, part := range strings.FieldsFunc(t, func(c rune) bool { return c == ',' || c == '|' || c == '·' || c == ':' }) {
		try(part, 0)
	}
	if roomLike(text) >= most-0.2 && roomLike(text) > 0 && !strings.ContainsAny(text, "|,") {
		if _, isDay := dateIn(plain(text), 2000); !isDay && !(trackOnly(text) && most > 0.5) {
			return ascii.Trim(text, " :")
		}
	}
	return best
}

const weekdayWords = "|월|화|수|목|금|토|일|월요일|화요일|수요일|목요일|금요일|토요일|일요일|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"

func weekdayOnly(s string) bool {
	return len(s) <= len("wednesday") && oneOf(ascii.Lower(s), weekdayWords)
}

// roomOf finds where a record is: what it says itself, the head of its column, the heading
// over it, or the head that is as far along as it is.
func (g *group) roomOf(rec *record, k int, h *halls) (at placed) {
	r := g.r
	track := ""
	g.each(rec, func(i int32) {
		p := &r.pieces[i]
		if g.unreadable(i) {
			return
		}
		if g.roleOf(i) == roomRole && p.words() && !isPlaceholder(p.text) && len(p.text) <= 120 {
			for _, room := range site.Rooms(p.text) {
				at.rooms = add(at.rooms, roomName(room))
			}
		} else if p.label == roomLabel && !p.is(isLabel) && p.words() && len(at.rooms) == 0 && len(p.text) <= 120 && !isPlaceholder(p.text) {
			at.rooms = site.Rooms(p.text)
		} else if p.is(isTime) && p.time.rest != "" && len(at.rooms) == 0 && track == "" {
			track = restRoom(p)
		}
	})
	if len(at.rooms) > 0 {
		return at
	}
	if track != "" {
		return placed{rooms: []string{track}}
	}
	from := rec.box
	if from.Tag == "tr" {
		from = r.pieces[rec.title].node
	}
	if s, c := r.cellAround(from); s != nil && !s.byRow {
		if s.across {
			if c.Rowspan > 1 && c.Row+c.Rowspan >= s.rows && c.Row <= s.axis+1 { // in all rooms
				return placed{everywhere: c.Rowspan}
			}
			at.rooms, at.col = r.rowRoom(s, c)
			return at
		}
		if found, ok := r.columnRoom(s, c); ok {
			return found
		}
	}
	for n, up := rec.box.Parent(), 0; n != nil && n.Index >= r.root.Index && up < maxClimb; n, up = n.Parent(), up+1 {
		i := int32(n.Index - r.root.Index)
		for _, heads := range h.heads[i] {
			if room, ok := g.along(n, rec, heads, g.when[k].own); ok {
				if room != "" {
					at.rooms = []string{room}
				}
				return at
			}
		}
		if list := h.over[i]; len(list) > 0 {
			if room := g.above(n, rec, list); room != "" {
				at.rooms = []string{room}
				return at
			}
		}
	}
	return at
}

// restRoom is a room behind a time in one text: "14:00~14:30 · 룸 A".
func restRoom(p *piece) string {
	rest := p.time.rest
	if p.is(isDate) || strings.ContainsAny(p.text, "·|,") {
		for _, cut := range [...]string{"·", "|", ","} {
			if i := strings.LastIndex(p.text, cut); i >= 0 {
				room := session.Fold(p.text[i+len(cut):])
				if room != "" && len(room) < 60 && len(clocksIn(plain(room), false)) == 0 && lengthOf(room) == 0 {
					if _, isDay := dateIn(plain(room), 2000); !isDay && !weekdayOnly(room) {
						return room
					}
				}
			}
		}
	}
	if roomLike(rest) >= 1 {
		return rest
	}
	return ""
}

// roomName takes a label off the name of a room.
func roomName(s string) string {
	if i := strings.IndexByte(s, ':'); i > 0 && labelOf(s[:i]) == roomLabel {
		s = s[i+1:]
	}
	s = ascii.TrimLeft(ascii.Trim(s, " :"), "@ ")
	for _, pair := range [...]string{"()", "[]"} {
		if strings.HasPrefix(s, pair[:1]) && strings.HasSuffix(s, pair[1:]) {
			s = ascii.Trim(s, pair+" ")
		}
	}
	return s
}

func add(list []string, s string) []string {
	if s == "" {
		return list
	}
	for _, t := range list {
		if t == s {
			return list
		}
	}
	return append(list, s)
}

// columnRoom is what the head of a cell's column says.
func (r *reader) columnRoom(s *sheet, c *site.Cell) (at placed, ok bool) {
	row := s.headRowOf(r)
	if row < 0 {
		return at, false
	}
	head := func(x int) *site.Cell {
		for y := row; y >= 0; y-- {
			if h := s.cell(y, x); h != nil {
				if p := r.first(h); p != nil && h.Colspan < max(s.cols-1, 2) && (s.unit == 0 || labelOf(p.text) == noLabel) {
					return h
				}
			}
		}
		return nil
	}
	total := 0
	for x := 0; x < s.cols; x++ {
		if x == s.axis || r.nameOf(head(x)) == "" {
			continue
		}
		if x == 0 || head(x) != head(x-1) {
			total++
		}
		if x >= c.Col && x < c.Col+c.Colspan {
			at.rooms = add(at.rooms, r.nameOf(head(x)))
			if at.col == 0 {
				at.col = total
			}
		}
	}
	if total > 1 && len(at.rooms) == total {
		return placed{everywhere: total}, true
	}
	return at, total > 0
}

// headRowOf is the row that has the names of the columns, -1 for none.
func (s *sheet) headRowOf(r *reader) int {
	if s.head > 0 {
		return s.head - 1
	}
	return -1
}

// nameOf is what a head says, where that may be a room.
func (r *reader) nameOf(c *site.Cell) string {
	if c == nil {
		return ""
	}
	e := r.el(c.Node)
	text := ""
	for i := e.first; i < e.end; i++ {
		p := &r.pieces[i]
		if p.is(isTime | isHidden) {
			continue
		}
		if labelOf(p.text) != noLabel && p.label != trackLabel || p.is(isDate) && roomIn(p.text) == "" {
			return ""
		}
		if p.roomLike() >= 1 { // beside other words
			return p.text
		}
		if text == "" {
			text = p.text
		}
	}
	if _, end := number(text, 0); len(text) > 60 || end == len(text) && end < 3 { // the number of a row is no room
		return ""
	}
	return text
}

// rowRoom is what the first cell of a row says, where times run along it.
func (r *reader) rowRoom(s *sheet, c *site.Cell) (rooms []string, col int) {
	h := s.cell(c.Row, 0)
	if h == nil || h == c || r.first(h) == nil || r.first(h).is(isTime) || h.Col+h.Colspan > c.Col {
		return nil, 0
	}
	if name := r.nameOf(h); name != "" {
		return []string{name}, 0
	}
	return nil, 0
}

// above is the last heading before a record within n: of those that stand together, what is
// most like a room. Where several different ones stand before the first record they are a
// list of rooms.
func (g *group) above(n *dom.Node, rec *record, list []hall) string {
	first, _ := g.span(n)
	from, to := 0, len(list) // how many stand before the record
	for from < to {
		if mid := (from + to) / 2; list[mid].at < rec.from {
			from = mid + 1
		} else {
			to = mid
		}
	}
	const window = 8 // headings
	best := -1
	for i := max(from-window, 0); i < from; i++ {
		one := list[i]
		if best >= 0 && one.like < list[best].like && one.at-list[best].at < 4 {
			continue
		}
		if best >= 0 && one.at < first && one.room != list[best].room && g.r.pieces[one.at].col == g.r.pieces[list[best].at].col {
			return ""
		}
		best = i
	}
	if best < 0 {
		return ""
	}
	return list[best].room
}

// along is the head that is as far along a row of heads as the record is in its row, or
// its list among the lists: own says that each tells its own time, as those of lists do. ok is false where that cannot be said.
func (g *group) along(n *dom.Node, rec *record, heads []hall, own bool) (room string, ok bool) {
	if !own {
		if room, ok := g.inRow(n, rec, heads); ok {
			return room, true
		}
	}
	// Lists side by side, as many as heads.
	key := heads[0].at
	parts, had := g.panels[key]
	if !had {
		parts = g.lists(n, heads)
		if g.panels == nil {
			g.panels = map[int32][]*dom.Node{}
		}
		g.panels[key] = parts
	}
	if len(parts) == len(heads) {
		for i, part := range parts {
			if rec.box.Inside(part) {
				return heads[i].room, true
			}
		}
	}
	if own {
		return g.inRow(n, rec, heads)
	}
	return "", false
}

// inRow is the head that is as far along as the record is among the boxes of its row.
func (g *group) inRow(n *dom.Node, rec *record, heads []hall) (room string, ok bool) {
	r := g.r
	parent := rec.box.Parent()
	i, total := 0, 0
	mine := -1
	const wide = 400 // elements; a row has ten, and a flat grid of a day 200
	if r.el(parent).size > 20*wide {
		return "", false
	}
	for c := parent.FirstElement(); c != nil; c = c.NextElement() {
		e := r.el(c)
		if e.own == 0 {
			if e.end > e.first && r.pieces[e.first].is(isTime) && parent == n { // the next row of a flat grid
				if mine >= 0 {
					break
				}
				i, total = 0, 0
			}
			continue
		}
		if c == rec.box {
			mine = i
		}
		i++
		total++
	}
	if mine >= 0 && total == len(heads) {
		return heads[mine].room, true
	}
	if total == 1 && mine >= 0 && parent != n {
		return "", true
	}
	return "", false
}

// lists are the elements below n that hold records, side by side, where there are as many
// as heads.
func (g *group) lists(n *dom.Node, heads []hall) []*dom.Node {
	r := g.r
	for up := 0; up < maxClimb; up++ {
		var list []*dom.Node
		for c := n.FirstElement(); c != nil; c = c.NextElement() {
			if r.el(c).own != 0 {
				list = append(list, c)
			}
		}
		if len(list) == len(heads) {
			many := false // each a list, and not each a record
			for _, c := range list {
				many = many || r.el(c).own == several
			}
			if many {
				return list
			}
		}
		if len(list) != 1 {
			return nil
		}
		n = list[0]
	}
	return nil
}
