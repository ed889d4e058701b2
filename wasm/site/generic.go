package site

import (
	"strings"

	"byeolpyo/wasm/dom"
	"byeolpyo/wasm/session"
)

// What a profile states, this file infers: for next year's site, for the ones
// that nobody described, and for other conferences. The shapes are the same.

// Generic reads a page without any profile.
func Generic(root *dom.Node, o Options) Page {
	a := parseURL(o.URL)
	r := reader{p: &unknown, a: a, o: o, root: root, taken: map[*dom.Node]bool{}, dates: map[*Layout][]dated{}}
	for _, part := range a.path {
		if part == "my" || strings.HasPrefix(part, "my-") || strings.HasPrefix(part, "my_") {
			root = nil // a visitor's own page is no source
		}
	}
	if root == nil {
		return Page{}
	}
	r.edition, r.year = a.edition()
	if r.year == 0 {
		r.year = yearOnPage(root)
		r.edition = session.Itoa(r.year)
		if label, _, _ := strings.Cut(a.host, "."); label != "www" && label != "" && label != "pycon" {
			r.edition = label + "-" + r.edition
		}
	}
	r.page = Page{Edition: r.edition, Lang: scriptOf(root.Text())}
	g := generic{reader: &r, when: datesOn(root, r.year)}
	g.shapes()
	g.structured()
	for n := root; n != nil; n = n.After(root) {
		if n.Tag == "table" && !inMenu(n, root) {
			g.table(n)
		}
	}
	g.flows()
	if len(r.page.Spots) == 0 || g.address(r.a) != "" {
		g.detail()
	}
	g.list()
	if len(r.page.Spots) == 0 {
		g.boxes()
	}
	g.json()
	r.number()
	return r.page
}

// unknown is the profile of a page that has none.
var unknown = Profile{Name: "generic"}

type generic struct {
	*reader
	when []dated
	ids  map[string]int // distinct ids by the shape of their address
}

// yearOnPage returns the year that the page names most often; 0 when it names none.
func yearOnPage(root *dom.Node) int {
	count := map[int]int{}
	best := 0
	for n := root; n != nil; n = n.After(root) {
		if n.Tag != "" {
			continue
		}
		for i := 0; i+4 <= len(n.Data); i++ {
			if y := yearOf(n.Data[i : i+4]); y > 0 && (i == 0 || !isDigit(n.Data[i-1])) && (i+4 == len(n.Data) || !isDigit(n.Data[i+4])) {
				if count[y]++; count[y] > count[best] || count[y] == count[best] && y > best {
					best = y
				}
			}
		}
	}
	return best
}

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
	if hangul*4 >= latin && hangul > 0 {
		return session.Korean
	}
	return session.English
}

func inMenu(n, root *dom.Node) bool {
	for ; n != nil && n != root; n = n.Parent() {
		if menu(n) {
			return true
		}
	}
	return false
}

// ---- what a piece of text is ----

// chunk is an element's own piece of text.
type chunk struct {
	node  *dom.Node
	text  string
	class string // of the element and those around it up to the item, lower case
	href  string // of the link around it
}

// chunksOf splits what is below item into pieces of text, in order.
func chunksOf(item *dom.Node) []chunk {
	var list []chunk
	for n := item; n != nil; {
		if n.Tag == "" {
			n = n.After(item)
			continue
		}
		if !ownText(n) || holdsLink(n) && n.Tag != "a" {
			if ownText(n) { // words beside a link
				text := n.TextWithout(func(c *dom.Node) bool { return c.Tag == "a" })
				if text != "" {
					list = append(list, makeChunk(n, item, text))
				}
			}
			n = n.After(item)
			continue
		}
		if text := n.Text(); text != "" {
			list = append(list, makeChunk(n, item, text))
		}
		n = n.Skip(item)
	}
	return list
}

func makeChunk(n, item *dom.Node, text string) chunk {
	c := chunk{node: n, text: text}
	for p := n; p != nil; p = p.Parent() {
		c.class += " " + session.Lower(p.Attr("class")) + " " + p.Tag
		if p.Tag == "a" && c.href == "" {
			c.href, _, _ = strings.Cut(p.Attr("href"), "#")
		}
		if p == item {
			break
		}
	}
	return c
}

func ownText(n *dom.Node) bool {
	for c := n.First(); c != nil; c = c.Next() {
		if c.Tag == "" && strings.TrimSpace(c.Data) != "" {
			return true
		}
	}
	return false
}

func holdsLink(n *dom.Node) bool {
	for c := n.After(n); c != nil; c = c.After(n) {
		if c.Tag == "a" {
			return true
		}
	}
	return false
}

// has reports whether class contains one of words, "a|b|c".
func has(class, words string) bool {
	for words != "" {
		w, rest, _ := strings.Cut(words, "|")
		if strings.Contains(class, w) {
			return true
		}
		words = rest
	}
	return false
}

// isTag reports whether a text is a mark on a session and neither title nor name.
func isTag(text string) bool {
	if session.OneOf(session.Lower(text), "|초급|중급|상급|고급|입문|beginner|intermediate|advanced|experienced|expert|novice|영어|한국어|국문|영문|english"+
		"|korean|ko|en|kor|eng|동영상|영상|슬라이드|발표자료|video|videos|slide|slides|pdf|live|녹화 불가|촬영 불가|talk|talks"+
		"|발표|세션|session|자세히|자세히 보기|more|details|추가|빼기|add|remove|new|온라인|online|speaker|speakers|발표자"+
		"|") {
		return true
	}
	if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]") {
		return true
	}
	// A length: "30분", "(40 min.)".
	t := strings.Trim(text, "() ")
	if n, end := number(t, 0); end > 0 && n > 0 {
		switch session.Lower(strings.Trim(t[end:], " .")) {
		case "분", "min", "mins", "minutes", "m", "minute", "`", "":
			return true
		}
	}
	return false
}

// longestWhen is the length in bytes of the longest text that is only a time:
// "2026년 8월 15일 (토) 오후 12:30 ~ 오후 12:50 (20분)" has 66.
const longestWhen = 72

func isWhen(text string) bool {
	if len(text) > longestWhen {
		return false
	}
	found, spans := clockSpans(text)
	if len(found) == 0 {
		return false
	}
	// Little else may stand there: a title can hold a time of day too.
	rest := len(text)
	for _, s := range spans {
		rest -= s.to - s.from
	}
	if _, ok := day(text, 2000); ok {
		return true
	}
	return rest <= 24
}

func looksRoom(c chunk) bool {
	if has(c.class, "room|place|venue|location|track|hall") {
		return true
	}
	t := session.Lower(c.text)
	if len(t) > 48 {
		return false
	}
	digits := strings.IndexAny(t, "0123456789") >= 0
	return digits && (strings.HasSuffix(t, "호") || strings.HasPrefix(t, "room ") || strings.HasPrefix(t, "track") || strings.HasPrefix(t, "트랙") ||
		strings.HasPrefix(t, "hall") || strings.Contains(t, "강의실") || strings.Contains(t, "컨벤션")) || strings.HasSuffix(t, "홀") || strings.HasSuffix(t, " hall")
}

// titleOf returns the index of the chunk that is most like a title, -1 for none.
func (g *generic) titleOf(list []chunk) int {
	best, most := -1, -1
	for i, c := range list {
		if isPlaceholder(c.text) || isTag(c.text) || isWhen(c.text) || len(c.text) > 400 {
			continue
		}
		score := 4 - min(i, 4)
		if c.href != "" {
			switch {
			case has(session.Lower(c.href), "speaker|sponsor|/tag|categor|youtu|slide"):
				score -= 12
			case g.shapeOf(c.href) != "":
				score += 12
			}
		}
		switch c.node.Tag {
		case "h1", "h2", "h3", "h4":
			score += 8
		case "h5", "h6":
			score += 4
		case "strong", "b":
			score += 3
		case "kbd", "small", "time", "label", "button":
			score -= 8
		}
		switch {
		case has(c.class, "subtitle| name |desc|abstract"):
			score -= 10
		case has(c.class, "title|subject|p-name"):
			score += 10
		case has(c.class, "speaker|author|presenter|chip|badge|label|level|difficulty|time|date|room|category|tag "):
			score -= 10
		}
		score += min(len(c.text)/16, 4)
		if score > most {
			best, most = i, score
		}
	}
	return best
}

// fill reads the title, the speakers and a room off the chunks of an item.
func (g *generic) fill(list []chunk) (s session.Session, at *dom.Node, ok bool) {
	t := g.titleOf(list)
	if t < 0 {
		return s, nil, false
	}
	title := list[t]
	if s, ok = g.titled(title.text); !ok || looksBreak(title.text, title.href) {
		return s, nil, false
	}
	g.identifyAny(&s, title.href)
	if s.Key == "" {
		for _, c := range list {
			if c.href != "" && g.identifyAny(&s, c.href) {
				break
			}
		}
	}
	var marked, plain []string
	for i, c := range list {
		if i == t || isPlaceholder(c.text) || isWhen(c.text) || len(c.text) > 120 {
			continue
		}
		switch {
		case looksRoom(c) && !has(c.class, "speaker|author"):
			if len(s.Rooms) == 0 {
				s.Rooms = roomList(c.text)
			}
		case isTag(c.text):
		case has(c.class, "speaker|author|presenter|p-author|performer") || has(session.Lower(c.href), "speaker"):
			marked = append(marked, c.text)
		case has(c.class, "chip") && !has(c.class, "outlined"):
			plain = append(plain, c.text)
		case has(c.class, "label|badge|level|categor|outlined|summary|desc|abstract|bio"):
		case i > t && len(c.text) <= 60 && len(plain) < 8 && !strings.ContainsAny(c.text, ".?!:"):
			plain = append(plain, c.text)
		}
	}
	if len(marked) == 0 {
		marked = plain
	}
	for _, name := range marked {
		name, _, _ = strings.Cut(strings.TrimPrefix(name, "by "), " / ")
		s.Speakers = append(s.Speakers, strings.TrimSpace(name))
	}
	return s, title.node, true
}

// looksBreak is session.IsBreak for sites that nobody has seen: longer names of
// pauses, when no session page is linked.
func looksBreak(title, href string) bool {
	t := session.Lower(session.Fold(title))
	if href != "" || len(t) > 60 {
		return false
	}
	for _, w := range [...]string{"휴식", "점심", "쉬는", "등록", "참가자 등록", "커피", "간식", "coffee", "lunch", "break", "registration", "tea break", "morning break", "afternoon break", "저녁", "dinner"} {
		if strings.HasPrefix(t, w) {
			return true
		}
	}
	return false
}

// ---- addresses ----

// shapeOf returns the shape of the address of a session's page, "" if href is
// none: its path with the id left out.
func (g *generic) shapeOf(href string) string {
	url := g.a.resolve(href)
	if url == "" {
		return ""
	}
	a := parseURL(url)
	if a.host != g.a.host {
		return ""
	}
	return g.address(a)
}

func (g *generic) address(a address) string {
	shape, id, collection := shape(a)
	if id == "" {
		return ""
	}
	if sessionWord(collection) && strength(id) > 1 || g.ids[shape] >= 5 {
		return shape
	}
	return ""
}

// strength tells how sure an id is one: 3 UUID, 2 number or code, 1 slug, 0 none.
func strength(id string) int {
	n, end := number(id, 0)
	switch {
	case isUUID(session.Lower(id)):
		return 3
	case end == len(id) && end > 0 && n > 0 && yearOf(id) == 0:
		return 2
	case len(id) == 6 && isUpper(id) && strings.IndexByte(id, '-') < 0 && strings.IndexByte(id, '%') < 0:
		return 2
	case strings.IndexByte(id, '-') > 0 || strings.IndexByte(id, '_') > 0 || strings.IndexByte(id, '%') >= 0:
		return 1
	}
	return 0
}

func isUpper(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 'a' && s[i] <= 'z' {
			return false
		}
	}
	return true
}

// shape takes an address apart: the part that is an id, the word before it, and
// the rest.
func shape(a address) (shape, id, collection string) {
	parts := a.rest()
	for _, name := range [...]string{"id", "session", "talk", "no", "idx"} {
		if v := a.param(name); strength(v) >= 2 && len(parts) > 0 {
			return strings.Join(parts, "/") + "?" + name, v, strings.TrimSuffix(strings.TrimSuffix(parts[len(parts)-1], "-detail"), ".html")
		}
	}
	for i := len(parts) - 1; i > 0 && i >= len(parts)-2; i-- {
		if strength(parts[i]) > 0 && !forbidden(parts[:i]) {
			return strings.Join(parts[:i], "/") + "/*" + strings.Repeat("/-", len(parts)-1-i), parts[i], parts[i-1]
		}
	}
	return "", "", ""
}

func forbidden(parts []string) bool {
	for _, p := range parts {
		if has(session.Lower(p), "speaker|sponsor|tag|categor|user|author|profile|room|news|blog|static|media|image|about|account|login|order|ticket|video|page|cfp|coc|member|staff|patron|job") {
			return true
		}
	}
	return false
}

func sessionWord(word string) bool {
	return session.OneOf(strings.TrimSuffix(session.Lower(word), "s"), "|program|programme|session|talk|presentation|schedule|keynote|tutorial|sprint|event|proposal"+
		"|lecture|poster|workshop|timetable|agenda|speech|contribution|")
}

// shapes counts the distinct ids of every shape of address on the page.
func (g *generic) shapes() {
	g.ids = map[string]int{}
	seen := map[string]bool{}
	for n := g.root; n != nil; n = n.After(g.root) {
		if n.Tag != "a" || inMenu(n, g.root) {
			continue
		}
		url := g.a.resolve(n.Attr("href"))
		if url == "" {
			continue
		}
		a := parseURL(url)
		if a.host != g.a.host {
			continue
		}
		if s, id, word := shape(a); id != "" && !seen[s+id] && (sessionWord(word) || strength(id) >= 2) {
			seen[s+id] = true
			g.ids[s]++
		}
	}
}

// identifyAny is identify without a profile.
func (g *generic) identifyAny(s *session.Session, href string) bool {
	if href == "" || g.shapeOf(href) == "" {
		return false
	}
	url := g.a.resolve(href)
	_, id, collection := shape(parseURL(url))
	sequence := session.AnySequence
	if n, end := number(id, 0); end == len(id) && n > 0 {
		sequence = strings.TrimSuffix(session.Lower(collection), "s")
	} else if isUUID(session.Lower(id)) {
		id = session.Lower(id)
	}
	s.Key = session.NewKey(g.edition, sequence, id)
	s.URL = url
	switch strings.TrimSuffix(session.Lower(collection), "s") {
	case "tutorial":
		s.Kind = session.Tutorial
	case "sprint":
		s.Kind = session.Sprint
	case "keynote":
		s.Kind = session.Keynote
	}
	if s.Kind == "" {
		s.Kind = session.Talk
	}
	return true
}

// name gives a key to a session that no address names.
func (g *generic) name(s *session.Session) {
	if s.Key == "" {
		s.Key = session.NewKey(g.edition, session.AnySequence,
			session.HashID(s.Title(g.page.Lang), s.Start, strings.Join(s.Rooms, ", ")))
	}
}

// ---- dates ----

// dated is a text on the page that is a date.
type dated struct {
	node   *dom.Node
	date   session.Date
	tab    bool // one of several to choose from
	chosen bool // and the chosen one
}

// longestDate is the length in bytes of the longest text that is only a date:
// "2026년 8월 15일 (토요일) 타임테이블", with a word or two around it.
const longestDate = 90

func datesOn(root *dom.Node, year int) []dated {
	var list []dated
	for n := root; n != nil; {
		if n.Tag == "" || !ownText(n) {
			n = n.After(root)
			continue
		}
		text := n.Text()
		d, ok := session.Date{}, false
		if len(text) <= longestDate && len(clocks(text)) == 0 {
			d, ok = day(text, year)
		}
		if !ok {
			n = n.After(root)
			continue
		}
		one := dated{node: n, date: d}
		for p, up := n, 0; p != nil && up < 4; p, up = p.Parent(), up+1 {
			switch p.Tag {
			case "button", "li", "a", "label", "option":
				one.tab = true
			}
			if p.Attr("role") == "tab" {
				one.tab = true
			}
			if p.Attr("aria-selected") == "true" || p.Attr("aria-pressed") == "true" || p.Attr("aria-current") != "" || p.Attr("selected") != "" ||
				p.HasClass("selected") || p.HasClass("active") || p.HasClass("current") || p.HasClass("is-active") || p.HasClass("on") || p.HasClass("Mui-selected") {
				one.chosen = true
			}
		}
		list = append(list, one)
		n = n.Skip(root)
	}
	// Two dates side by side of which one is chosen are tabs, whatever they are made of.
	for i := range list {
		for j := range list {
			if i != j && list[i].date != list[j].date && siblings(list[i].node, list[j].node) {
				list[i].tab = true
			}
		}
	}
	return list
}

func siblings(a, b *dom.Node) bool {
	for up := 0; up < 3 && a != nil && b != nil; up++ {
		if a.Parent() == b.Parent() {
			return a.Tag == b.Tag && (a.NextElement() == b || b.NextElement() == a) &&
				len(a.Text()) <= 2*longestDate && len(b.Text()) <= 2*longestDate
		}
		a, b = a.Parent(), b.Parent()
	}
	return false
}

// dateFor finds the date of the part of the page that begins at n: a heading
// before it or in it, or the chosen tab. parts lists all such parts in order.
func (g *generic) dateFor(n *dom.Node, parts []*dom.Node) session.Date {
	var heading, tab session.Date
	var tabs []dated
	for _, d := range g.when {
		inside := d.node.Inside(n)
		if d.node.Index > n.Index && !inside {
			continue
		}
		switch {
		case !d.tab:
			heading = d.date
			if inside {
				return heading
			}
		default:
			tabs = append(tabs, d)
			if d.chosen {
				tab = d.date
			}
		}
	}
	if heading.Known() && (len(tabs) == 0 || !tab.Known()) && !g.tabBetween(n, heading) {
		return heading
	}
	// As many parts as tabs: each has its own.
	var distinct []session.Date
	for _, t := range tabs {
		if len(distinct) == 0 || distinct[len(distinct)-1] != t.date {
			distinct = append(distinct, t.date)
		}
	}
	if len(parts) == len(distinct) && len(parts) > 1 {
		for i, p := range parts {
			if p == n {
				return distinct[i]
			}
		}
	}
	switch {
	case tab.Known():
		return tab
	case heading.Known():
		return heading
	case len(distinct) > 0:
		return distinct[0]
	}
	return session.Date{}
}

// tabBetween reports whether tabs stand nearer to n than the heading's date.
func (g *generic) tabBetween(n *dom.Node, heading session.Date) bool {
	last := false
	for _, d := range g.when {
		if d.node.Index > n.Index {
			break
		}
		last = d.tab
	}
	return last
}

// ---- shapes ----

// tables lists the tables that have a time axis, in order.
func (g *generic) tables() []*dom.Node {
	var list []*dom.Node
	for n := g.root; n != nil; n = n.After(g.root) {
		if n.Tag == "table" && !inMenu(n, g.root) {
			if ax := readGrid(n).timeAxis(); ax.found {
				list = append(list, n)
			}
		}
	}
	return list
}

func (g *generic) table(table *dom.Node) {
	t := readGrid(table)
	ax := t.timeAxis()
	if !ax.found {
		return
	}
	v := view{g: t, ax: ax}
	v.measure()
	times := 0
	for _, c := range t.cells {
		if v.isTime(c) {
			times++
		}
	}
	if times < 2 {
		return
	}
	g.taken[table] = true
	date := g.dateFor(table, g.tables())
	step := v.minutesPerStep()
	roomLine := v.roomLine()
	for _, c := range t.cells {
		if g.full() {
			return
		}
		line, at, length := v.where(c)
		if v.lastLine(c) <= v.header || at < v.firstStep || v.isTime(c) || c.text == "" || c.node.Tag == "th" && c.colspan*c.rowspan == 1 && line == 0 {
			continue
		}
		if line == roomLine {
			continue
		}
		s, _, ok := g.fill(chunksOf(c.node))
		if !ok {
			continue
		}
		if tc := v.times[at]; tc != nil && line > v.header {
			cl := clocks(tc.text)
			s.Start = g.instant(date, cl[0])
			switch {
			case !s.Start.Known():
			case len(cl) > 1 && length <= tc.rowspan*tc.colspan:
				_, s.End = g.between(date, cl)
			case step > 0:
				s.End = s.Start + session.Instant(length*step)
			}
		}
		rooms, col := v.rooms(c)
		s.Col = col
		if len(rooms) > 0 {
			s.Rooms = rooms
		}
		if roomLine >= 0 {
			s.Rooms, s.Col = nil, 0
			if rc := v.at(at, roomLine); rc != nil {
				s.Rooms = roomList(rc.text)
			}
		}
		if s.Key == "" && !s.Start.Known() {
			continue
		}
		g.name(&s)
		g.page.Spots = append(g.page.Spots, Spot{Session: s, Node: c.node, Where: First, Day: date})
	}
}

// roomLine returns the line that names the room of each session, -1 when the
// rooms are the lines themselves.
func (v *view) roomLine() int {
	rooms, filled := map[int]int{}, map[int]int{}
	for _, c := range v.g.cells {
		line, step, _ := v.where(c)
		if step < v.firstStep || v.isTime(c) || c.text == "" {
			continue
		}
		filled[line]++
		if looksRoom(chunk{node: c.node, text: c.text, class: session.Lower(c.node.Attr("class"))}) && c.node.FirstElement() == nil {
			rooms[line]++
		}
	}
	for line, n := range rooms {
		if n >= 2 && n*10 >= filled[line]*8 {
			return line
		}
	}
	return -1
}

// minutesPerStep returns the one distance between times that stand in successive
// steps, 0 when they differ: then a step is a slot of any length.
func (v *view) minutesPerStep() int {
	apart := 0
	last, lastStep := -1, 0
	n := 0
	for step := v.firstStep; step < 1<<16; step++ {
		c := v.at(step, v.ax.line)
		if c == nil {
			if step > v.firstStep+len(v.g.at)+v.g.wide {
				break
			}
			continue
		}
		if _, at, _ := v.where(c); !v.isTime(c) || at != step {
			continue
		}
		cl := clocks(c.text)
		now := cl[0].hour*60 + cl[0].minute
		if last >= 0 {
			steps := step - lastStep
			d := (now - last) / steps
			if (now-last)%steps != 0 || apart != 0 && d != apart || d <= 0 || d > 15 {
				return 0
			}
			apart = d
			n++
		}
		last, lastStep = now, step
	}
	if n < 4 {
		return 0
	}
	return apart
}

// flows reads repeated boxes that have a time, or that of the box before.
func (g *generic) flows() {
	// The nearest element around a time that stands among others of its kind.
	parents := map[*dom.Node]int{}
	var order []*dom.Node
	for n := g.root; n != nil; n = n.After(g.root) {
		if n.Tag == "" || !ownText(n) && n.Attr("datetime") == "" || !isWhen(n.Text()) || g.inTaken(n) || inMenu(n, g.root) {
			continue
		}
		for p := n; p.Parent() != nil && p.Parent() != g.root; p = p.Parent() {
			if alike(p) >= 3 {
				if parents[p.Parent()]++; parents[p.Parent()] == 1 {
					order = append(order, p.Parent())
				}
				break
			}
		}
	}
	for _, parent := range order {
		if parents[parent] < 2 || g.inTaken(parent) {
			continue
		}
		g.taken[parent] = true
		var when []clock
		date := g.dateFor(parent, order)
		for item := parent.FirstElement(); item != nil && !g.full(); item = item.NextElement() {
			list := chunksOf(item)
			here := date
			var start, end session.Instant
			for _, c := range list {
				if t, ok := session.ParseInstant(c.node.Attr("datetime")); ok && t.Known() {
					if !start.Known() {
						start = t
					} else {
						end = t
					}
					continue
				}
				if !isWhen(c.text) {
					continue
				}
				if d, ok := day(c.text, g.year); ok {
					here = d
				}
				when = clocks(c.text)
				if strings.HasPrefix(c.text, "~") || strings.HasPrefix(c.text, "-") {
					when = nil
				}
				break
			}
			s, at, ok := g.fill(list)
			if !ok {
				continue
			}
			if start.Known() {
				s.Start, s.End = start, end
			} else if len(when) > 0 && here.Known() {
				s.Start, s.End = g.between(here, when)
			}
			if s.Key == "" && !s.Start.Known() {
				continue
			}
			g.name(&s)
			g.page.Spots = append(g.page.Spots, Spot{Session: s, Node: outOfText(at), Where: Before, Day: date})
		}
	}
}

// alike counts the siblings of n that have its tag, n included.
func alike(n *dom.Node) int {
	count := 0
	for c := n.Parent().FirstElement(); c != nil; c = c.NextElement() {
		if c.Tag == n.Tag {
			count++
		}
	}
	return count
}

// detail reads the page of one session by its labels.
func (g *generic) detail() {
	s := session.Session{}
	named := g.address(g.a) != ""
	title := headingOf(g.root)
	if title == nil {
		return
	}
	s, ok := g.titled(title.TextWithout(func(n *dom.Node) bool {
		return n.Tag == "span" && title.FirstElement() != nil && title.FirstElement().Tag == "br"
	}))
	if !ok {
		return
	}
	if named {
		g.identifyAny(&s, g.pageURL())
	}
	found := false
	for _, p := range pairs(g.root) {
		switch p.label {
		case timeLabel:
			d, ok := day(p.value, g.year)
			if cl := clocks(p.value); ok && len(cl) > 0 && !s.Start.Known() {
				s.Start, s.End = g.between(d, cl)
				found = true
				// Rooms may stand behind the time.
				for _, c := range chunksOf(p.node) {
					if !isWhen(c.text) && c.text != p.value && !isTag(c.text) && len(c.text) <= 80 {
						s.Rooms = append(s.Rooms, c.text)
					}
				}
			}
		case roomLabel:
			if len(s.Rooms) == 0 {
				s.Rooms = roomList(p.value)
			}
		case speakerLabel:
			if len(s.Speakers) > 0 {
				break
			}
			if list := chunksOf(p.node); len(list) > 1 {
				s.Speakers = []string{list[0].text}
			} else {
				s.Speakers = roomList(p.value)
			}
		}
	}
	if !found {
		for n := title; n != nil && !found; n = n.After(g.root) {
			if n.Tag == "" || !ownText(n) {
				continue
			}
			text := n.Text()
			d, ok := day(text, g.year)
			if cl := clocks(text); ok && len(cl) > 0 && len(text) <= 2*longestWhen {
				s.Start, s.End = g.between(d, cl)
				found = true
			}
		}
	}
	if !named && !found {
		return
	}
	g.name(&s)
	g.page.Spots = append(g.page.Spots, Spot{Session: s, Node: title, Where: Before, Heading: true})
}

// headingOf returns the heading that names the page's matter: within main or
// article, where the page has them, else the highest.
func headingOf(root *dom.Node) *dom.Node {
	for _, within := range [...]string{"main", "article"} {
		for n := root; n != nil; n = n.After(root) {
			if n.Tag != within {
				continue
			}
			for h := n; h != nil; h = h.After(n) {
				switch h.Tag {
				case "h1", "h2", "h3", "h4":
					if text := h.Text(); text != "" && !isPageName(text) {
						return h
					}
				}
			}
		}
	}
	for _, tag := range [...]string{"h1", "h2", "h3", "h4"} {
		for n := root; n != nil; n = n.After(root) {
			if n.Tag == tag && !inMenu(n, root) && n.Text() != "" && !isPageName(n.Text()) {
				return n
			}
		}
	}
	return nil
}

// isPageName reports whether a heading names a kind of page and no session.
func isPageName(text string) bool {
	return session.OneOf(session.Lower(session.Fold(text)), "|발표 상세|세션 상세|발표|세션|상세|프로그램|시간표|발표 시간표|발표 목록|세션 목록|키노트|presentation detail|session detail|talk detail"+
		"|talks|sessions|session|program|programme|schedule|timetable|keynote|keynotes|presentations"+
		"|설명|소개|")
}

// list reads the links to sessions that nothing else has read.
func (g *generic) list() {
	type item struct {
		link *dom.Node
		s    session.Session
	}
	done := map[session.Key]bool{}
	for _, spot := range g.page.Spots {
		done[spot.Session.Key] = true
	}
	for n := g.root; n != nil; {
		if menu(n) || g.taken[n] {
			n = n.Skip(g.root)
			continue
		}
		var s session.Session
		if n.Tag == "a" && g.identifyAny(&s, n.Attr("href")) && !done[s.Key] && g.ids[g.shapeOf(n.Attr("href"))] >= 5 {
			list := chunksOf(n)
			t := g.titleOf(list)
			if t >= 0 {
				if titled, ok := g.titled(list[t].text); ok {
					done[s.Key] = true
					titled.Key, titled.URL, titled.Kind = s.Key, s.URL, s.Kind
					for i, c := range list {
						if i != t && has(c.class, "speaker|author|chip-filled|name") && !isTag(c.text) {
							titled.Speakers = append(titled.Speakers, c.text)
						}
					}
					g.page.Spots = append(g.page.Spots, Spot{Session: titled, Node: outOfText(n), Where: Before})
				}
			}
		}
		n = n.After(g.root)
	}
}

// boxes reads sessions that have neither link nor time: repeated boxes with a
// heading each, on a page that is about sessions by its address or its name.
func (g *generic) boxes() {
	about := false
	for _, part := range g.a.path {
		about = about || sessionWord(part) || has(session.Lower(part), "session|talk|program|presentation")
	}
	if !about {
		return
	}
	count := map[string][]*dom.Node{}
	var order []string
	for n := g.root; n != nil; n = n.After(g.root) {
		if n.Tag == "" || !ownText(n) || inMenu(n, g.root) || len(n.Text()) > 400 {
			continue
		}
		switch n.Tag {
		case "h2", "h3", "h4", "h5", "p", "strong":
		default:
			continue
		}
		p := n.Parent()
		if p == nil || p.FirstElement() != n || alikeBoxes(p) < 5 {
			continue
		}
		sign := n.Tag + "." + n.Attr("class") + "/" + p.Tag + "." + p.Attr("class")
		if count[sign] == nil {
			order = append(order, sign)
		}
		count[sign] = append(count[sign], n)
	}
	for _, sign := range order {
		if len(count[sign]) < 5 {
			continue
		}
		for _, n := range count[sign] {
			s, at, ok := g.fill(chunksOf(n.Parent()))
			if !ok || at != n {
				continue
			}
			g.name(&s)
			g.page.Spots = append(g.page.Spots, Spot{Session: s, Node: n, Where: Before})
		}
		return
	}
}

// alikeBoxes counts the siblings of a box, or of one of the three around it, that
// have its tag and class.
func alikeBoxes(n *dom.Node) int {
	most := 0
	for up := 0; up < 4 && n != nil && n.Parent() != nil; up, n = up+1, n.Parent() {
		count := 0
		for c := n.Parent().FirstElement(); c != nil; c = c.NextElement() {
			if c.Tag == n.Tag && c.Attr("class") == n.Attr("class") {
				count++
			}
		}
		most = max(most, count)
	}
	return most
}

// ---- data in the page ----

// structured reads microdata and h-event, which stand where they are shown.
func (g *generic) structured() {
	event := dom.MustCompile("[itemtype*=Event], .h-event, .vevent")
	name := dom.MustCompile("[itemprop=name], .p-name, .summary")
	start := dom.MustCompile("[itemprop=startDate], .dt-start, .dtstart")
	end := dom.MustCompile("[itemprop=endDate], .dt-end, .dtend")
	place := dom.MustCompile("[itemprop=location], .p-location, .location")
	who := dom.MustCompile("[itemprop=performer], .p-author")
	for _, n := range event.All(g.root) {
		if event.First(n) != nil || g.full() {
			continue // the conference around its sessions
		}
		title := name.First(n)
		when := start.First(n)
		if title == nil || when == nil {
			continue
		}
		s, ok := g.titled(title.Text())
		if !ok {
			continue
		}
		s.Start = moment(when)
		if e := end.First(n); e != nil {
			s.End = moment(e)
		}
		if p := place.First(n); p != nil {
			s.Rooms = roomList(p.Text())
		}
		for _, p := range who.All(n) {
			s.Speakers = append(s.Speakers, p.Text())
		}
		for c := n; c != nil; c = c.After(n) {
			if c.Tag == "a" && g.identifyAny(&s, c.Attr("href")) {
				break
			}
		}
		g.name(&s)
		g.taken[n] = true
		g.page.Spots = append(g.page.Spots, Spot{Session: s, Node: outOfText(title), Where: Before})
	}
}

func moment(n *dom.Node) session.Instant {
	for _, v := range [...]string{n.Attr("datetime"), n.Attr("content"), n.Text()} {
		if t, ok := session.ParseInstant(v); ok && t.Known() {
			return t
		}
		if d, ok := day(v, 0); ok {
			if cl := clocks(v); len(cl) > 0 {
				return session.KST(d, cl[0].hour, cl[0].minute)
			}
		}
	}
	return 0
}

// data is one session as the page's JSON has it.
type data struct {
	id, title, url string
	start, end     session.Instant
	rooms          []string
	speakers       []string
}

// json completes what was read by what the page's JSON tells of the same id or
// title, and adds the sessions of JSON-LD, which is there to be read.
func (g *generic) json() {
	script := dom.MustCompile("script[type*=json]")
	byID := map[string]data{}
	byTitle := map[string]data{}
	for _, n := range script.All(g.root) {
		var text strings.Builder
		for c := n.First(); c != nil; c = c.Next() {
			text.WriteString(c.Data)
		}
		linked := strings.Contains(n.Attr("type"), "ld+json")
		eachObject(parseJSON(text.String()), func(o map[string]any) {
			d, ok := g.dataOf(o, linked)
			if !ok || len(byTitle) >= MaxSpots {
				return
			}
			if d.id != "" {
				byID[d.id] = d
			}
			if _, twice := byTitle[d.title]; twice {
				byTitle[d.title] = data{} // two of one title: the title tells nothing
			} else {
				byTitle[d.title] = d
			}
			if linked {
				g.linkedData(d)
			}
		})
	}
	for i := range g.page.Spots {
		s := &g.page.Spots[i].Session
		_, _, id, _, _ := s.Key.Parts()
		d, ok := byID[id]
		if !ok || d.title != s.Title(g.page.Lang) {
			d = byTitle[s.Title(g.page.Lang)]
		}
		if d.title == "" {
			continue
		}
		if d.start.Known() {
			if s.Start != d.start {
				s.End = 0
			}
			s.Start = d.start
			if d.end.Known() {
				s.End = d.end
			}
		}
		if len(s.Rooms) == 0 {
			s.Rooms = d.rooms
		}
		if len(s.Speakers) == 0 {
			s.Speakers = d.speakers
		}
	}
}

// dataOf reads the object of a session by the usual names of fields.
func (g *generic) dataOf(o map[string]any, linked bool) (d data, ok bool) {
	if linked {
		kind, _ := o["@type"].(string)
		if !strings.HasSuffix(kind, "Event") || o["subEvent"] != nil {
			return d, false
		}
	}
	str := func(names ...string) string {
		for _, n := range names {
			switch v := o[n].(type) {
			case string:
				if v != "" {
					return session.Fold(v)
				}
			case float64:
				return session.Itoa(int(v))
			case map[string]any:
				for _, inner := range [...]string{"name", "ko", "en", "title"} {
					if s, _ := v[inner].(string); s != "" {
						return session.Fold(s)
					}
				}
			}
		}
		return ""
	}
	d.title = cleanTitle(str("title", "name", "subject"))
	d.id = str("id", "code", "uuid")
	d.url = str("url")
	when := str("startDate", "start_at", "startedAt", "start", "starts_at", "start_time", "video_open_at", "begin")
	until := str("endDate", "end_at", "finishedAt", "end", "ends_at", "end_time")
	d.start, d.end = g.whenOf(when), g.whenOf(until)
	d.rooms = roomList(str("location", "room", "room_name", "place", "track"))
	if who := str("performer", "speaker", "user_name"); who != "" {
		d.speakers = []string{who}
	}
	// A whole conference is no session.
	if d.end-d.start > 12*60 {
		return d, false
	}
	return d, d.title != "" && d.start.Known()
}

func (g *generic) whenOf(text string) session.Instant {
	if t, ok := session.ParseInstant(text); ok {
		return t
	}
	if d, ok := day(text, g.year); ok {
		if cl := clocks(text); len(cl) > 0 {
			return session.KST(d, cl[0].hour, cl[0].minute)
		}
	}
	return 0
}

// linkedData adds a session of JSON-LD beside the text on the page that is its
// title.
func (g *generic) linkedData(d data) {
	for _, spot := range g.page.Spots {
		if spot.Session.Title(g.page.Lang) == d.title {
			return
		}
	}
	for n := g.root; n != nil && !g.full(); n = n.After(g.root) {
		if n.Tag == "" || !ownText(n) || inMenu(n, g.root) || session.Fold(n.Text()) != d.title {
			continue
		}
		s, ok := g.titled(d.title)
		if !ok {
			return
		}
		s.Start, s.End, s.Rooms, s.Speakers = d.start, d.end, d.rooms, d.speakers
		g.identifyAny(&s, d.url)
		g.name(&s)
		g.page.Spots = append(g.page.Spots, Spot{Session: s, Node: outOfText(n), Where: Before})
		return
	}
}
