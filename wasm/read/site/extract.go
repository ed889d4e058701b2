// Package site reads sessions off the pages of pycon.kr: one engine, and a
// profile of plain data for every generation of the site. It takes a tree
// (package dom) and an address and gives the sessions, each with the spot where
// its star belongs. It changes nothing, fetches nothing and keeps nothing.
package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// MaxSpots bounds what is read off one page. The largest real page shows 130
// places (65 sessions of 2018, twice); a hostile one may show anything.
const MaxSpots = 20_000

// Options is what a page does not say of itself.
type Options struct {
	URL string
	// Zone returns the offset from UTC, in minutes, of the zone in which the
	// browser prints times, at a local date and time. nil: Seoul.
	Zone func(d session.Date, hour, minute int) int
	// Lang is the language in which the site says that its pages are, "ko" or "en";
	// "" where it does not.
	Lang string
	// Missing: the server said that there is no such page, or that it failed.
	Missing bool
}

// Where says how a star stands to the node of its spot.
type Where uint8

// The ways.
const (
	First  Where = iota // as the node's first child
	Before              // as the sibling before it
)

// Spot is one place on the page that shows a session.
type Spot struct {
	Session session.Session
	Node    *dom.Node
	Where   Where
	// Title is the element that shows the title, in Node or around it. A star stands
	// in it where it can hold one, and else as Where says.
	Title *dom.Node
	// Heading: the spot is the title of the session's own page.
	Heading bool
	// All: the page tells every slot of the session, as its own page does.
	All bool
	// Day is the date over the grid that the spot is in, as the page prints it: a
	// browser abroad may print another than Seoul's. Not known outside grids.
	Day session.Date
}

// Page is what was read.
type Page struct {
	Edition string
	Lang    string // of the page's own words: "ko" or "en"
	// Static: nothing takes the server's elements over once they are shown.
	Static bool
	Spots  []Spot // in document order of the shapes: grids, detail, links
}

// Read reads a page. ok is false when no profile is known for its address.
func Read(root *dom.Node, o Options) (page Page, ok bool) {
	a := parseURL(o.URL)
	for _, p := range Profiles {
		edition, fits := p.fits(a)
		if !fits {
			continue
		}
		r := reader{p: p, a: a, o: o, root: root, edition: edition,
			taken: make([]bool, count(root))}
		if _, r.year = a.edition(); r.year == 0 {
			r.year = p.Years[0]
		}
		r.page = Page{Edition: edition, Lang: r.language(), Static: p.Static}
		if p.ignores(a) || root == nil {
			return r.page, true
		}
		for i := range p.Layouts {
			pg := &p.Layouts[i]
			if _, here := matchPath(pg.Path, a.rest()); pg.Path != "" && !here {
				continue
			}
			switch pg.Shape {
			case Grid:
				for _, table := range pg.Root.All(root) {
					r.grid(pg, table)
				}
			case Detail:
				r.detail(pg)
			case Links:
				r.links(pg)
			case Flow, Cards:
				r.flow(pg)
			}
		}
		r.speak()
		r.complete(p.Data)
		r.number()
		r.page.told()
		r.page.withoutMissing(o)
		return r.page, true
	}
	return Page{}, false
}

type reader struct {
	p       *Profile
	a       *address
	o       Options
	root    *dom.Node
	edition string
	year    int
	page    Page
	taken   []bool // what a shape has read already, by Index
	dates   []dated
	seoul   bool    // the times at hand are Seoul's
	datesOf *Layout // whose dates they are; layouts are read one after the other
}

func count(root *dom.Node) (n int) {
	for ; root != nil; root = root.After(nil) {
		if root.Tag != "" {
			n++
		}
	}
	return n
}

func (r *reader) took(n *dom.Node) bool { return n.Tag != "" && r.taken[n.Index-r.root.Index] }
func (r *reader) take(n *dom.Node)      { r.taken[n.Index-r.root.Index] = true }

func (r *reader) full() bool { return len(r.page.Spots) >= MaxSpots }

// language tells the page's own language by the script of the site's words, or
// by the path.
func (r *reader) language() string {
	if r.p.Language.None() {
		if r.a.english() {
			return session.English
		}
		return session.Korean
	}
	if r.p.Translates && r.o.Lang != "" {
		return r.o.Lang
	}
	return scriptOf(r.words(r.p.Language))
}

func (r *reader) words(of dom.Selector) string {
	var words strings.Builder
	for _, n := range of.All(r.root) {
		words.WriteString(n.Text())
	}
	return words.String()
}

// speak gives the sessions their language, where a site has them in several: that in which
// it says that its pages are, unless they contradict it, for it changes before they do;
// else their own. Menus and headings tell nothing of them.
func (r *reader) speak() {
	if !r.p.Translates || len(r.page.Spots) == 0 {
		return
	}
	lang := r.spoken()
	if r.page.Lang == lang {
		return
	}
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		s.Titles, s.PageLang = map[string]string{lang: s.Title(r.page.Lang)}, lang
	}
	r.page.Lang = lang
}

// spoken tells the language of the sessions that were read.
func (r *reader) spoken() string {
	const few = 3 // titles of which the most say nothing: some are English in either language
	seen := make(map[session.Key]bool, len(r.page.Spots))
	titles, hangul, all, other := 0, 0, 0, 0
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		if seen[s.Key] {
			continue
		}
		seen[s.Key] = true
		if titles++; hasHangul(s.Title("")) {
			hangul++
		}
		for _, names := range [...][]string{s.Speakers, s.Rooms} {
			for _, name := range names {
				if all++; hasHangul(name) {
					other++
				}
			}
		}
	}
	korean, english := hangul+other == titles+all, hangul+other == 0
	most := session.English
	if hangul*2 >= titles {
		most = session.Korean
	}
	// On a Korean page many titles may be English, but not nearly all of them and all names.
	contradicted := r.o.Lang == session.English && most == session.Korean || r.o.Lang == session.Korean && other == 0 && hangul*4 < titles
	switch {
	case titles >= few && (r.o.Lang == "" || contradicted):
		return most
	case r.o.Lang != "":
		return r.o.Lang
	case korean:
		return session.Korean
	case english:
		return session.English
	}
	if words := r.words(r.p.Words); words != "" {
		return scriptOf(words)
	}
	return most
}

func hasHangul(s string) bool {
	for _, c := range s {
		if c >= 0xAC00 && c <= 0xD7A3 {
			return true
		}
	}
	return false
}

// scriptOf tells Korean from English by the script of a text.
func scriptOf(text string) string {
	hangul, latin := 0, 0
	for _, c := range text {
		switch {
		case c >= 0xAC00 && c <= 0xD7A3:
			hangul++
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			latin++
		}
	}
	// A Hangul syllable is worth two to three letters, and Korean pages write
	// Track 1, Day 1, KO and EN in Latin.
	if hangul*4 >= latin {
		return session.Korean
	}
	return session.English
}

// instant turns a date and time as printed into a moment.
func (r *reader) instant(d session.Date, c clock) session.Instant {
	if !d.Known() {
		return 0
	}
	return r.local(d, c)
}

// gridInstant is instant for a date that stands over a grid.
func (r *reader) gridInstant(pg *Layout, d session.Date, c clock) session.Instant {
	if pg.DayInUTC && d.Known() && r.o.Zone != nil {
		// It is the date on which midnight in UTC falls here: west of Greenwich, the
		// day before.
		if r.o.Zone(d, 12, 0) < 0 {
			d = d.AddDays(1)
		}
		// Of the local days about d, that one counts on which the clock shows this
		// hour while it is d in UTC.
		for _, shift := range [...]int{0, -1, 1} {
			t := r.local(d.AddDays(shift), c)
			if (t - session.KSTOffset).Date() == d {
				return t
			}
		}
	}
	return r.instant(d, c)
}

// between returns the start and, when there is more than one time, the end; an
// end before the start is on the next day.
func (r *reader) between(d session.Date, times []clock) (start, end session.Instant) {
	start = r.instant(d, times[0])
	if len(times) > 1 && start.Known() {
		if end = r.instant(d, times[len(times)-1]); end < start {
			end = r.instant(d.AddDays(1), times[len(times)-1])
		}
	}
	return start, end
}

// local turns a date and time of the zone that the page is printed in into a
// moment.
func (r *reader) local(d session.Date, c clock) session.Instant {
	t := session.KST(d, c.hour, c.minute)
	if r.p.BrowserZone && !r.seoul && r.o.Zone != nil {
		t += session.Instant(session.KSTOffset - r.o.Zone(d, c.hour, c.minute))
	}
	return t
}

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
			if !s.Start.Known() && !pg.Bare {
				continue // without an id, a title alone names nothing
			}
			s.Key = session.NewKey(r.edition, r.sequence(pg),
				session.HashID(s.Title(r.page.Lang), s.Start, strings.Join(s.Rooms, ", ")))
		}
		r.put(s, c.node, First, date).Title = title
	}
}

// speakersBelow gives the names in a cell to the session of the same link that was read
// last: the one above it.
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
	if title == "" && (pg.Bare && c.colspan > 1 || pg.Own.Matches(cell, cell)) {
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
			continue // nothing but a mark, as a chip is
		}
		if !strings.HasPrefix(title, "[") || !strings.HasSuffix(title, "]") {
			return title, kind, at
		}
		kind = kindOf(title)
	}
	return title, kind, at
}

// titled begins a session with its title; it is nil for breaks and for texts
// that stand where a title is missing.
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
		// Another year's page, or another site: not this edition's sessions.
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

// view looks at a grid along its time axis: steps run with time, lines across.
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
			// What goes over the line of times too is no name of a room.
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

// minutes is the length of a cell on rows of so many minutes each. A session of
// 25 minutes on rows of 10 is written as 2.5 rows, and laid out as 2.
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

// continues reports whether a cell stands in a row of its slot that is not the first:
// the time over it began in a step before.
func (v *view) continues(c *cell) bool {
	_, step, _ := v.where(c)
	at := v.times[step]
	if at == nil {
		return false
	}
	_, first, _ := v.where(at)
	return step > first
}

// rooms returns the rooms whose lines a cell takes and its column from 1; when it takes
// them all, how many they are, and none of them.
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

// detail reads the page of one session.
func (r *reader) detail(pg *Layout) {
	root := pg.Root.First(r.root)
	if root == nil {
		return
	}
	// A template that nests one heading in another leaves an empty one behind.
	var title *dom.Node
	text := ""
	for _, n := range pg.Title.All(root) {
		if text = n.TextWithout(func(in *dom.Node) bool { return pg.TitleAside.Matches(in, n) || marked(in) }); text != "" {
			title = n
			break
		}
	}
	if title == nil {
		return
	}
	s := r.titled(text)
	if s == nil || !r.identify(s, r.pageURL()) {
		return
	}
	r.cancelled(s, title, root)
	s.Speakers = r.names(pg, root)
	r.take(root)

	// One row tells a time, and in the same row or in one of its own, rooms.
	type slot struct {
		start, end session.Instant
		rooms      []string
		node       *dom.Node
	}
	var slots []slot
	var rooms []string
	for _, row := range pg.Row.All(root) {
		here := roomsIn(pg, row)
		timed := false
		for _, n := range pg.Times.All(row) {
			text := n.Text()
			if text == "" {
				text = row.Text()
			}
			d, ok := day(text, r.year)
			times := clocks(text)
			if !ok || len(times) == 0 {
				continue
			}
			start, end := r.between(d, times)
			slots = append(slots, slot{start: start, end: end, rooms: here, node: n})
			timed = true
			break
		}
		if !timed && pg.Rooms.First(row) != nil && pg.Rooms.First(row).Text() == "" {
			rooms = append(rooms, here...)
		}
	}
	if len(slots) == 0 {
		for _, pair := range pairs(root) {
			switch pair.label {
			case timeLabel:
				d, ok := day(pair.value, r.year)
				times := clocks(pair.value)
				if ok && len(times) > 0 && len(slots) == 0 {
					start, end := r.between(d, times)
					slots = append(slots, slot{start: start, end: end, node: pair.node})
				}
			case roomLabel:
				if len(rooms) == 0 {
					rooms = roomList(pair.value)
				}
			case speakerLabel:
				if len(s.Speakers) == 0 {
					s.Speakers = roomList(pair.value)
				}
			}
		}
	}
	if len(slots) <= 1 {
		s.Rooms = rooms
		if len(slots) == 1 {
			s.Start, s.End = slots[0].start, slots[0].end
			if len(slots[0].rooms) > 0 {
				s.Rooms = slots[0].rooms
			}
		}
		spot := r.put(s, title, Before, session.Date{})
		spot.Heading, spot.All = true, true
		return
	}
	// The title stands for the session, whichever slot of it: page.Page tells which.
	spot := r.put(s, title, Before, session.Date{})
	spot.Heading, spot.All = true, true
	for _, sl := range slots {
		t := *s
		t.Start, t.End, t.Rooms = sl.start, sl.end, sl.rooms
		if len(t.Rooms) == 0 {
			t.Rooms = rooms
		}
		r.put(&t, sl.node, Before, session.Date{}).All = true
	}
}

// roomsIn returns the rooms that a row of a detail names; where Rooms selects an
// icon, the row's text is the list.
func roomsIn(pg *Layout, row *dom.Node) []string {
	var rooms []string
	for _, n := range pg.Rooms.All(row) {
		text := n.Text()
		if text == "" {
			return roomList(row.Text())
		}
		if !isPlaceholder(text) {
			rooms = append(rooms, cleanTitle(text))
		}
	}
	return rooms
}

// link is a link to a session's page.
type link struct {
	_    [0]func() // no code to compare them
	node *dom.Node
	key  session.Key
	box  *dom.Node // the largest element that holds no other session's link
}

// maxBox is how many levels a box can have around its link; lists have up to 8.
const maxBox = 32

// linked finds the links below root that name a session, outside menus and tables
// that were read.
func (r *reader) linked(root *dom.Node, name func(*dom.Node) session.Key) []link {
	var items []link
	owner := make([]session.Key, len(r.taken)) // by Index: the one session that an element links to
	const several = session.Key("*")
	for n := root.After(root); n != nil; {
		if n.Tag == "table" && r.took(n) || menu(n) {
			n = n.Skip(root)
			continue
		}
		if n.Tag == "a" && len(items) < MaxSpots {
			if key := name(n); key != "" {
				items = append(items, link{node: n, key: key})
				for p, up := n, 0; p != root && up < maxBox; p, up = p.Parent(), up+1 {
					o := &owner[p.Index-r.root.Index]
					switch *o {
					case "", key:
						*o = key
						continue
					case several:
						up = maxBox // and so are all around it
					}
					*o = several
				}
			}
		}
		n = n.After(root)
	}
	for i := range items {
		it := &items[i]
		it.box = it.node
		for p, up := it.node, 0; p != root && owner[p.Index-r.root.Index] == it.key && up < maxBox; p, up = p.Parent(), up+1 {
			it.box = p
		}
	}
	return items
}

// links reads the links to session pages that no other shape has read.
func (r *reader) links(pg *Layout) {
	root := pg.Root.First(r.root)
	if root == nil {
		return
	}
	done := make([]bool, len(r.taken))
	for _, it := range r.linked(root, func(n *dom.Node) session.Key {
		var s session.Session
		r.identify(&s, n.Attr("href"))
		return s.Key
	}) {
		if r.full() {
			return
		}
		box := it.box.Index - r.root.Index
		if done[box] {
			continue
		}
		text, title := titleOf(it.node), it.node
		if found := pg.Title.All(it.node); len(found) > 0 {
			text, _, title = titleText(found)
		}
		s := r.titled(text)
		if s == nil {
			continue
		}
		r.cancelled(s, title, it.box)
		r.identify(s, it.node.Attr("href"))
		if s.Speakers = r.names(pg, it.node); len(s.Speakers) == 0 {
			s.Speakers = r.names(pg, it.box)
		}
		done[box] = true
		r.take(it.node)
		r.put(s, outOfText(it.node), Before, session.Date{}).Title = title
	}
}

// outOfText climbs from a link to the outermost text element around it: a star
// stands beside a line of text and never in it, for the site rewrites its texts.
func outOfText(n *dom.Node) *dom.Node {
	for {
		p := n.Parent()
		if p == nil {
			return n
		}
		if !session.OneOf(p.Tag, "|p|h1|h2|h3|h4|h5|h6|span|b|i|strong|em|small|label|a|dt|time|summary|") {
			return n
		}
		n = p
	}
}

// put adds a session to the page, with its title in at.
func (r *reader) put(s *session.Session, at *dom.Node, where Where, date session.Date) *Spot {
	r.page.Spots = append(r.page.Spots, Spot{Session: *s, Node: at, Title: at, Where: where, Day: date})
	return &r.page.Spots[len(r.page.Spots)-1]
}

// apart gives keys of their own to sessions of one title that a page tells neither an id
// nor a time of, if it tells who speaks and that differs. Else they share a key, until a
// timetable tells them apart: they may well be one session, shown twice. What has a title
// of its own keeps the key of its title.
func (r *reader) apart() {
	who := map[session.Key]string{}
	several := map[session.Key]bool{}
	named := func(s *session.Session) string {
		if !s.Key.Hashed() || s.Start.Known() {
			return ""
		}
		return strings.Join(s.Speakers, ", ")
	}
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		if names := named(s); names != "" {
			several[s.Key] = several[s.Key] || who[s.Key] != "" && who[s.Key] != names
			who[s.Key] = names
		}
	}
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		if names := named(s); names != "" && several[s.Key] {
			s.Key = s.WhoKey(r.page.Lang)
		}
	}
}

// number merges the spots of one session and numbers the slots of repeated ones.
func (r *reader) number() {
	if !r.repeats() {
		return
	}
	r.apart()
	starts := map[session.Key][]session.Instant{}
	rooms := map[string][]string{} // by key and start
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		if !s.Start.Known() {
			continue
		}
		slot := slotOf(s)
		if _, seen := rooms[slot]; !seen {
			starts[s.Key] = append(starts[s.Key], s.Start)
		}
		rooms[slot] = union(rooms[slot], s.Rooms)
	}
	for _, list := range starts {
		sortTimes(list)
	}
	for i := range r.page.Spots {
		s := &r.page.Spots[i].Session
		if !s.Start.Known() {
			continue
		}
		s.Rooms = rooms[slotOf(s)]
		for n, start := range starts[s.Key] {
			if start == s.Start {
				s.Key = s.Key.Slot(n + 1)
				break
			}
		}
	}
}

// repeats reports whether two spots have a key in common.
func (r *reader) repeats() bool {
	seen := make(map[session.Key]bool, len(r.page.Spots))
	for i := range r.page.Spots {
		key := r.page.Spots[i].Session.Key
		if seen[key] {
			return true
		}
		seen[key] = true
	}
	return false
}

func slotOf(s *session.Session) string { return string(s.Key) + " " + ascii.Itoa(int(s.Start)) }

// sortTimes is a heap sort: package slices has five, and every page loads them.
func sortTimes(list []session.Instant) {
	for end := len(list); end > 1; {
		from := 0
		if end == len(list) { // the first round makes the heap
			from = end/2 - 1
		}
		for ; from >= 0; from-- {
			for at := from; ; {
				child := 2*at + 1
				if child+1 < end && list[child] < list[child+1] {
					child++
				}
				if child >= end || list[at] >= list[child] {
					break
				}
				list[at], list[child] = list[child], list[at]
				at = child
			}
		}
		end--
		list[0], list[end] = list[end], list[0]
	}
}

func union(a, b []string) []string {
	out := a[:len(a):len(a)]
next:
	for _, s := range b {
		for _, t := range out {
			if s == t {
				continue next
			}
		}
		out = append(out, s)
	}
	return out
}

// Sessions returns each session of the page once, merged over its spots.
func (p Page) Sessions() []session.Session {
	at := map[session.Key]int{}
	var list []session.Session
	for _, spot := range p.Spots {
		s := spot.Session
		if i, seen := at[s.Key]; seen {
			list[i], _ = list[i].Richer(s)
			continue
		}
		at[s.Key] = len(list)
		list = append(list, s)
	}
	return list
}
