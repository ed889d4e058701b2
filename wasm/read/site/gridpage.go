package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// grid reads one table of the programme.
func (r *reader) grid(pg *Layout, table *dom.Node) {
	if r.took(table) {
		return
	}
	g := readGrid(table)
	ax := g.timeAxis()
	if !ax.found {
		return
	}
	r.take(table)
	date := r.dateOf(pg, table)
	v := view{g: g, ax: ax, head: pg.HeadRoom}
	v.measure()
	for _, c := range g.cells {
		if r.full() {
			return
		}
		line, step, length := v.where(c)
		if v.lastLine(c) <= v.header || step < v.firstStep && c.node.Tag == "th" || v.isTime(c) {
			continue
		}
		if pg.SpeakersBelow && v.continues(c) {
			r.speakersBelow(pg, c)
			continue
		}
		s, title := r.cellSession(pg, c)
		if s == nil {
			continue
		}
		if at := v.times[step]; at != nil && line > v.header {
			times := at.clocks()
			s.Start = r.gridInstant(pg, date, times[0])
			switch {
			case pg.MinutesPerStep > 0 && s.Start.Known():
				s.End = s.Start + session.Instant(v.minutes(c, length, pg.MinutesPerStep))
			case len(times) > 1 && length <= 1:
				s.End = r.gridInstant(pg, date, times[len(times)-1])
			}
		}
		if pg.RoomBefore {
			if prev := g.place(c.row, c.col-1); prev != nil && !v.isTime(prev) {
				s.Rooms = roomList(prev.text)
			}
		} else {
			s.Rooms, s.Col, s.Everywhere = v.rooms(c)
		}
		if s.Key == "" {
			if !s.Start.Known() && !pg.WholeText {
				continue // without an id and a time the title alone is not enough for a key
			}
			s.Key = session.NewKey(r.edition, r.sequence(pg),
				session.HashID(s.Title(r.page.Lang), s.Start, strings.Join(s.Rooms, ", ")))
		}
		r.put(s, c.node, First, date).Title = title
	}
}

// speakersBelow adds the names in a cell to the session with the same link that was read
// last, which is the one above it.
func (r *reader) speakersBelow(pg *Layout, c *cell) {
	var below session.Session
	for n := c.node.After(c.node); n != nil && below.Key == ""; n = n.After(c.node) {
		if n.Tag == "a" {
			r.identify(&below, n.Attr("href"))
		}
	}
	for i := len(r.page.Spots) - 1; i >= 0 && below.Key != ""; i-- {
		if s := &r.page.Spots[i].Session; s.Key == below.Key {
			s.Speakers = r.names(pg, c.node)
			return
		}
	}
}

// cellSession reads title, link and speakers of a grid's cell, and returns the
// element that shows the title too.
func (r *reader) cellSession(pg *Layout, c *cell) (*session.Session, *dom.Node) {
	cell := c.node
	title, kind, at := titleText(pg.Title.All(cell))
	if title == "" && (pg.WholeText && c.colspan > 1 || pg.Own.Matches(cell, cell)) {
		title, at = titleOf(cell), cell
	}
	if !pg.Own.None() && !pg.Own.Matches(cell, cell) {
		title = ""
	}
	s := r.titled(title)
	if s == nil {
		return nil, nil
	}
	r.cancelled(s, at, cell)
	if kind != "" {
		s.Kind = kind
	} else if pg.Kind != "" {
		s.Kind = pg.Kind
	}
	for n := cell.After(cell); n != nil; n = n.After(cell) {
		if n.Tag == "a" && r.identify(s, n.Attr("href")) {
			break
		}
	}
	watch(s, cell, false)
	if !pg.SpeakersBelow {
		s.Speakers = r.names(pg, cell)
	}
	if !pg.Lang.None() && pg.Lang.First(cell) != nil {
		s.Lang = session.English
	}
	return s, at
}

// titleText returns the first text that is a title, and its element: a tag in
// brackets, such as [키노트], stands before one and tells the kind.
func titleText(nodes []*dom.Node) (title string, kind session.Kind, at *dom.Node) {
	for _, at = range nodes {
		if title = titleOf(at); title == "" {
			continue // the text is only a mark, such as a chip
		}
		if !strings.HasPrefix(title, "[") || !strings.HasSuffix(title, "]") {
			return title, kind, at
		}
		kind = kindOf(title)
	}
	return title, kind, at
}

// titled returns a new session with that title, or nil for breaks and placeholders.
func (r *reader) titled(text string) *session.Session {
	title, cancelled := unmarked(cleanTitle(text))
	if title == "" || isPlaceholder(title) || session.IsBreak(title) {
		return nil
	}
	s := &session.Session{
		Titles: map[string]string{r.page.Lang: title},
		Kind:   kindOf(title),
		URL:    r.pageURL(), PageLang: r.page.Lang,
	}
	if cancelled {
		s.Cancelled = cancelledHere
	}
	return s
}

// identify gives s the key, kind and URL of the session page that href leads to.
func (r *reader) identify(s *session.Session, href string) bool {
	url := r.a.resolve(href)
	if url == "" {
		return false
	}
	a := parseURL(url)
	_, a.fragment, _ = strings.Cut(href, "#")
	if a.host != r.a.host {
		// A link to another year or another site does not lead to a session of this edition.
		if e, _ := a.edition(); e != r.edition {
			return false
		}
	}
	id, l := r.p.link(a)
	if l == nil {
		return false
	}
	if _, year := a.edition(); year != 0 && year != r.year {
		return false
	}
	s.Key = session.NewKey(r.edition, l.Sequence, id)
	s.URL = url
	if strings.IndexByte(l.Path, '#') >= 0 {
		s.URL += "#" + a.fragment
	}
	if s.Kind == "" || l.Kind != session.Talk {
		s.Kind = l.Kind
	}
	return true
}

func (r *reader) pageURL() string {
	url, _, _ := strings.Cut(r.o.URL, "#")
	return url
}

func (r *reader) names(pg *Layout, root *dom.Node) []string {
	var names []string
	for _, n := range pg.Speakers.All(root) {
		list := []string{n.Text()}
		if pg.SpeakerSplit != "" {
			list = strings.Split(list[0], pg.SpeakerSplit)
		}
		for _, name := range list {
			if pg.SpeakerCut != "" {
				name, _, _ = strings.Cut(name, pg.SpeakerCut)
			}
			if name = ascii.Trim(name, " "); !isPlaceholder(name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// dateOf finds the date of a table: the last text before it that pg.Day selects
// and that is a date.
func (r *reader) dateOf(pg *Layout, table *dom.Node) session.Date {
	if r.datesOf != pg {
		r.datesOf, r.dates = pg, nil
		for _, n := range pg.Day.All(r.root) {
			if d, ok := day(n.Text(), r.year); ok {
				r.dates = append(r.dates, dated{node: n, date: d})
			}
		}
	}
	dates := r.dates
	i := len(dates)
	for i > 0 && dates[i-1].node.Index > table.Index && !dates[i-1].node.Inside(table) {
		i--
	}
	if i == 0 {
		return session.Date{}
	}
	return dates[i-1].date
}

// view is a grid seen along its time axis: steps follow time, and lines are the rooms beside
// each other.
type view struct {
	g         *grid
	ax        axis
	head      dom.Selector // of a room's name in its cell
	firstStep int          // of the first time
	header    int          // the line that holds the times
	lines     int          // how many lines the sessions may take
	roomStep  int          // the step that holds the rooms' names, -1 when none
	named     int          // how many lines have a room's name
	times     []*cell      // by step: the cell with its time; a step without one shares the time before it
}

func (v *view) measure() {
	v.header = v.ax.line
	v.firstStep = -1
	for _, c := range v.g.cells {
		if v.isTime(c) {
			_, step, _ := v.where(c)
			if v.firstStep < 0 || step < v.firstStep {
				v.firstStep = step
			}
		}
	}
	steps := len(v.g.at)
	v.lines = v.g.wide
	if v.ax.transposed {
		steps, v.lines = v.lines, steps
	}
	v.times = make([]*cell, steps)
	var last *cell
	for step := range v.times {
		if c := v.at(step, v.ax.line); c != nil && c != last && v.isTime(c) {
			last = c
		}
		v.times[step] = last
	}
	// The names of the rooms stand before the first time, in the nearest step
	// that names one.
	v.roomStep = -1
	for step := v.firstStep - 1; step >= 0 && v.roomStep < 0; step-- {
		for line := v.header + 1; line < v.lines; line++ {
			// A cell that also covers the line of times is not the name of a room.
			if c := v.at(step, line); c != nil && c.text != "" && c != v.at(step, v.header) {
				v.roomStep = step
				v.named++
			}
		}
	}
}

// where returns the line, the step and the length in steps of a cell.
func (v *view) where(c *cell) (line, step, length int) {
	if v.ax.transposed {
		return c.row, c.col, c.colspan
	}
	return c.col, c.row, c.rowspan
}

// minutes returns the length of a cell in a grid whose rows stand for each minutes. A session
// of 25 minutes on rows of 10 is written as 2.5 rows, and laid out as 2.
func (v *view) minutes(c *cell, length, each int) int {
	attr := "rowspan"
	if v.ax.transposed {
		attr = "colspan"
	}
	n := length * each
	if _, rest, ok := strings.Cut(c.node.Attr(attr), "."); ok && rest != "" && isDigit(rest[0]) {
		n += int(rest[0]-'0') * each / 10
	}
	return n
}

// lastLine returns the last line that a cell takes.
func (v *view) lastLine(c *cell) int {
	if v.ax.transposed {
		return c.row + c.rowspan - 1
	}
	return c.col + c.colspan - 1
}

func (v *view) at(step, line int) *cell {
	if v.ax.transposed {
		return v.g.place(line, step)
	}
	return v.g.place(step, line)
}

func (v *view) isTime(c *cell) bool {
	line, _, _ := v.where(c)
	return line == v.ax.line && len(c.clocks()) > 0
}

// continues reports whether a cell is not in the first row of its slot, so that its time
// began in an earlier step.
func (v *view) continues(c *cell) bool {
	_, step, _ := v.where(c)
	at := v.times[step]
	if at == nil {
		return false
	}
	_, first, _ := v.where(at)
	return step > first
}

// rooms returns the rooms whose lines a cell takes and its column from 1; when it takes all
// of them, it returns their number and no names.
func (v *view) rooms(c *cell) (rooms []string, col, everywhere int) {
	line, _, _ := v.where(c)
	span := c.colspan
	if v.ax.transposed {
		span = c.rowspan
	}
	taken := 0
	for l := line; l < line+span; l++ {
		head := v.at(v.roomStep, l)
		if head == nil || head.text == "" {
			continue
		}
		taken++
		name := cleanTitle(head.text)
		if n := v.head.First(head.node); n != nil {
			name = n.Text()
		}
		if len(rooms) == 0 || rooms[len(rooms)-1] != name {
			rooms = append(rooms, name)
		}
	}
	col = line - v.header
	if taken == v.named && len(rooms) > 1 {
		return nil, col, len(rooms)
	}
	return rooms, col, 0
}
