package site

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
)

// What a profile states, this file infers: for next year's site, for the ones
// that nobody described, and for other conferences. The shapes are the same.

// The bounds of the work on one page, some ten times what a real one has.
const (
	maxDates  = 400
	maxTables = 400
	maxChunks = 60 // pieces of text in one item
	maxClimb  = 8  // levels from a time to the box around its session
)

// Generic reads a page without any profile.
func Generic(root *dom.Node, o Options) Page {
	a := parseURL(o.URL)
	for _, part := range a.path {
		if part == "my" || strings.HasPrefix(part, "my-") || strings.HasPrefix(part, "my_") {
			root = nil // a visitor's own page is no source
		}
	}
	if root == nil {
		return Page{}
	}
	r := reader{p: &unknown, a: a, o: o, root: root}
	g := generic{reader: &r, size: weigh(root), ids: map[string]int{}, buttons: map[string]bool{}}
	g.taken, g.kin = make([]bool, len(g.size)), make([]int, len(g.size))
	text := root.Text()
	if g.survey(); g.app && !has(text, "KST|UTC+9|GMT+9|한국 시간") {
		r.p = &unknownApp
	}
	if r.edition, r.year = a.edition(); r.year == 0 {
		if i := ascii.Any(a.host, "2"); i < 0 || i+4 > len(a.host) || yearOf(a.host[i:i+4]) == 0 { // "pycon2027.sched.com"
			r.year = yearOnPage(root)
		} else {
			r.year = yearOf(a.host[i : i+4])
		}
		r.edition = ascii.Itoa(r.year)
		if label, _, _ := strings.Cut(a.host, "."); label != "www" && label != "" && label != "pycon" {
			r.edition = label + "-" + r.edition
		}
	}
	r.page = Page{Edition: r.edition, Lang: scriptOf(text)}
	if o.Lang != "" {
		r.page.Lang = o.Lang
	}
	g.findDates()
	g.structured()
	g.tables()
	g.rows()
	single := g.flows()
	if len(r.page.Spots) == 0 || g.address(r.a) != "" {
		g.detail()
	}
	if len(r.page.Spots) == 0 && single != nil {
		g.flow(single.Parent(), single, g.dateFor(single, nil))
	}
	g.list()
	if len(r.page.Spots) == 0 {
		g.boxes()
	}
	g.json()
	if o.Lang != "" {
		r.speak()
	}
	r.number()
	r.page.told()
	r.page.withoutMissing(o)
	return r.page
}

// unknownApp is the profile of a page that has none and is drawn
// in the browser: such pages print the hours of the browser's zone unless they
// say otherwise.
var unknownApp = Profile{Name: "generic", Translates: true, BrowserZone: true}

type generic struct {
	*reader
	nodes   []*dom.Node // the elements outside menus, in document order
	size    []int       // of the subtree of each element, in elements, by Index
	when    []dated
	ids     map[string]int  // distinct ids by the shape of their address
	kin     []int           // how many siblings have the same tag and classes, by Index
	buttons map[string]bool // the texts of buttons, which are filters and no names
	app     bool
	about   bool // the address says that the page is about sessions
}

// at is where slices by Index have n.
func (g *generic) at(n *dom.Node) int { return n.Index - g.root.Index }

func (g *generic) small(n *dom.Node) bool { return g.size[g.at(n)] <= few }

// survey lists the elements and counts the distinct ids of every shape of address.
func (g *generic) survey() {
	seen := map[string]bool{}
	for n := g.root; n != nil; {
		if n.Tag == "" {
			n = n.After(g.root)
			continue
		}
		if menu(n) {
			n = n.Skip(g.root)
			continue
		}
		g.nodes = append(g.nodes, n)
		switch n.Tag {
		case "div":
			g.app = g.app || n.Attr("id") == "root" || n.Attr("id") == "app"
		case "button":
			if !g.small(n) {
				break
			}
			if t := n.Text(); len(t) < longestDate {
				g.buttons[t] = true
			}
		case "a":
			if a, ok := g.here(n.Attr("href")); ok {
				if s, id, word := shape(a); id != "" && !seen[s+id] && (sessionWord(word) || strength(id) >= 2) {
					seen[s+id] = true
					g.ids[s]++
				}
			}
		}
		// Children are counted once, for their parent.
		root := g.root.Index
		var count map[string]int
		if first := n.FirstElement(); first != nil && first.NextElement() != nil {
			count = map[string]int{}
		}
		for c := n.FirstElement(); c != nil && count != nil; c = c.NextElement() {
			count[c.Tag+" "+c.Attr("class")]++
		}
		for c := n.FirstElement(); c != nil; c = c.NextElement() {
			g.kin[c.Index-root] = count[c.Tag+" "+c.Attr("class")]
		}
		n = n.After(g.root)
	}
	for _, part := range g.a.path {
		g.about = g.about || sessionWord(part) || has(ascii.Lower(part), "session|talk|program|presentation|schedule|timetable|tutorial|sprint")
	}
}

// ---- what a piece of text is ----

// chunk is an element's own piece of text.
type chunk struct {
	_     [0]func() // no code to compare them
	node  *dom.Node
	text  string
	class string // of the element and those around it up to the item, lower case, with their tags
	href  string // of the link around it
}

// chunks splits what is below item into pieces of text, in order.
func (g *generic) chunks(item *dom.Node) []chunk {
	var list []chunk
	for n := item; n != nil && len(list) < maxChunks; {
		if n.Tag == "" || !ownText(n) {
			n = n.After(item)
			continue
		}
		if n.Tag == "a" || g.small(n) && !holds(n, "a") {
			text := n.Text()
			if at := leadingTime(text); at > 0 && len(text) > at+8 && !onlyTime(text) && (!g.isWhen(text) || n.Tag == "li") {
				list = append(list, makeChunk(n, item, text[:at]))
				text = ascii.TrimLeft(text[at:], " -–|·:])")
			} else if who := secondLine(n, text); who != "" {
				list = append(list, makeChunk(n, item, strings.TrimSuffix(text, " "+who)))
				text = who
			}
			if text != "" {
				list = append(list, makeChunk(n, item, text))
			}
			n = n.Skip(item)
			continue
		}
		// Words beside a link.
		text := n.TextWithout(func(c *dom.Node) bool { return c.Tag == "a" || !inlineTag(c.Tag) })
		if text != "" {
			list = append(list, makeChunk(n, item, text))
		}
		n = n.After(item)
	}
	return list
}

// leadingTime returns where the time or times that a text begins with end, 0 for
// none: "10:00 ~ 10:40 제목".
func leadingTime(text string) int {
	_, spans := clockSpans(text)
	if len(spans) == 0 || spans[0].from > 1 {
		return 0
	}
	end := spans[0].to
	if len(spans) > 1 && ascii.Trim(text[end:spans[1].from], " -~–—") == "" {
		end = spans[1].to
	}
	return end
}

// secondLine returns what stands behind the last line break in n, if it is short:
// below a title, mostly who speaks.
func secondLine(n *dom.Node, text string) string {
	line := ""
	broken := false
	for c := n.After(n); c != nil; c = c.After(n) {
		if c.Tag == "br" {
			broken, line = true, ""
		}
		if line += c.Data; len(line) > longestTime {
			return ""
		}
	}
	if line = session.Fold(line); !broken || len(line)*2 >= len(text) || !strings.HasSuffix(text, " "+line) || len(n.Tag) == 2 && n.Tag[0] == 'h' {
		return ""
	}
	return line
}

func inlineTag(tag string) bool {
	return session.OneOf(tag, "|b|i|em|strong|span|time|small|abbr|sub|sup|")
}

func makeChunk(n, item *dom.Node, text string) chunk {
	c := chunk{node: n, text: text}
	for p, up := n, 0; p != nil && up < maxClimb; p, up = p.Parent(), up+1 {
		c.class += " " + ascii.Lower(p.Attr("class")) + " " + p.Tag + " "
		if p.Tag == "a" && c.href == "" {
			c.href = p.Attr("href")
		}
		if p == item {
			break
		}
	}
	return c
}

func holds(n *dom.Node, tag string) bool {
	for c := n.After(n); c != nil; c = c.After(n) {
		if c.Tag == tag {
			return true
		}
	}
	return false
}

// isTag reports whether a text is a mark on a session and neither title nor name.
func (g *generic) isTag(text string) bool {
	if g.buttons[text] || session.OneOf(ascii.Lower(text), "|초급|중급|상급|고급|입문|beginner|intermediate|advanced|experienced|expert|novice|영어|한국어|국문|영문|english"+
		"|korean|ko|en|kor|eng|동영상|영상|슬라이드|발표자료|video|videos|slide|slides|pdf|live|녹화 불가|촬영 불가|talk|talks"+
		"|발표|세션|session|자세히|자세히 보기|more|details|추가|빼기|대기 중|대기중|add|remove|new|온라인|online|speaker|speakers|발표자|") {
		return true
	}
	if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]") {
		return true
	}
	// A number, or a count, "38표".
	t := ascii.Trim(text, "() ")
	n, end := number(t, 0)
	return minutesOf(text) > 0 || end > 0 && n > 0 && (end == len(t) || session.OneOf(t[end:], "|표|명|"))
}

// minutesOf reads a text that is a length, "30분" or "(40 min.)"; 0 if it is none.
func minutesOf(text string) int {
	t := ascii.Trim(text, "() ")
	if n, end := number(t, 0); end > 0 && n < 24*60 && session.OneOf(ascii.Lower(ascii.Trim(t[end:], " .")), "|분|min|mins|minutes|m|minute|`|") {
		return n
	}
	return 0
}

// longestWhen is the length in bytes of the longest text that is only a time:
// "2026년 8월 15일 (토) 오후 12:30 ~ 오후 12:50 (20분)" has 66.
const longestWhen = 72

func (g *generic) isWhen(text string) bool {
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
	if _, ok := day(text, g.year); ok {
		return true
	}
	return rest <= 24
}

const (
	roomWords    = "room|place|venue|location|track|hall|where"
	speakerWords = "speaker|author|presenter|performer| by |host"
)

func looksRoom(c *chunk) bool {
	if has(c.class, roomWords) {
		return true
	}
	t := ascii.Lower(c.text)
	if len(t) > 48 {
		return false
	}
	return strings.HasSuffix(t, "홀") || strings.HasSuffix(t, " hall") || strings.HasSuffix(t, "강의실") ||
		ascii.Any(t, "0123456789") >= 0 && (strings.HasSuffix(t, "호") || has(t, "room |track|트랙|hall|강의실|컨벤션"))
}

// titleOf returns the index of the chunk that is most like a title, -1 for none.
// sign is the class of what is the title in most items of a kind, or "".
func (g *generic) titleOf(list []chunk, sign string) int {
	best, most := -1, -1
	for i := range list {
		c := &list[i]
		if isPlaceholder(c.text) || g.isTag(c.text) || g.isWhen(c.text) || len(c.text) > 400 {
			continue
		}
		if c.class == sign {
			return i
		}
		score := 4 - min(i, 4) + min(len(c.text)/16, 4)
		if c.href != "" {
			switch {
			case g.shapeOf(c.href) != "":
				score += 12
			case has(ascii.Lower(c.href), "speaker|sponsor|/tag|categor|youtu|slide"):
				score -= 12
			}
		}
		tag := "|" + c.node.Tag + "|"
		switch {
		case strings.Contains("|h1|h2|h3|h4|", tag):
			score += 8
		case strings.Contains("|h5|h6|", tag):
			score += 4
		case strings.Contains("|strong|b|summary|", tag):
			score += 3
		case strings.Contains("|kbd|small|time|label|button|", tag):
			score -= 8
		}
		switch {
		case has(c.class, "subtitle|desc|abstract"), c.node.Tag != "a" && has(c.class, " name "):
			score -= 10
		case has(c.class, "title|subject|p-name"):
			score += 10
		case has(c.class, speakerWords+"|chip|badge|label|level|difficulty|time|date|room|where|category|tag "):
			score -= 10
		}
		if strings.HasSuffix(c.text, ".") || strings.Contains(c.text, ". ") { // sentences
			score -= 6
		}
		if score > most {
			best, most = i, score
		}
	}
	return best
}

// signOf returns the class of what most items of one kind have for a title.
func (g *generic) signOf(items [][]chunk) string {
	count := map[string]int{}
	best := ""
	for _, list := range items {
		if t := g.titleOf(list, ""); t >= 0 {
			sign := list[t].class
			if count[sign]++; count[sign] > count[best] {
				best = sign
			}
		}
	}
	if count[best] < 2 {
		return ""
	}
	return best
}

// fill reads the title, the speakers and a room off the chunks of an item.
func (g *generic) fill(list []chunk, sign string, item *dom.Node) (s *session.Session, at *dom.Node) {
	t := g.titleOf(list, sign)
	if t < 0 {
		return nil, nil
	}
	title := &list[t]
	bare := title.text
	if title.node.Text() == bare {
		bare = titleOf(title.node)
	}
	if s = g.titled(bare); s == nil || looksBreak(title.text, title.href) {
		return nil, nil
	}
	if !g.identifyAny(s, title.href) {
		for i := range list {
			if c := &list[i]; c.href != "" && g.identifyAny(s, c.href) {
				break
			}
		}
	}
	g.cancelled(s, title.node, item)
	var marked, others []string
	track := false
	for i := range list {
		c := &list[i]
		if i == t || isPlaceholder(c.text) || g.isWhen(c.text) || len(c.text) > 120 || c.href != "" && c.href == title.href && i < t && sign == "" {
			continue
		}
		marks := has(c.class, speakerWords) || has(ascii.Lower(c.href), "speaker") && g.shapeOf(c.href) == ""
		l := noLabel
		text := c.text
		if name, value, ok := strings.Cut(text, ":"); ok {
			if l = labelOf(name); l != noLabel {
				text = session.Fold(value)
			}
		}
		switch {
		case l == roomLabel || l == noLabel && looksRoom(c) && !marks:
			// A track is a room only where none is named.
			if len(s.Rooms) == 0 || track && !has(c.class, "track") {
				s.Rooms, track = roomList(text), has(c.class, "track")
			}
		case l == speakerLabel:
			marked = append(marked, text)
		case g.isTag(text):
		case marks:
			marked = append(marked, text)
		case has(c.class, "chip") && !has(c.class, "outlined"):
			others = append(others, text)
		case has(c.class, "label|badge|level|categor|outlined|summary|subtitle|desc|abstract|bio"):
		case (c.node.Tag != "p" || len(text) <= 15) && len(text) <= 60 && len(others) < 16 && !(ascii.Any(text, ".?!:") >= 0):
			others = append(others, text)
		}
	}
	if len(marked) == 0 {
		marked = others
	}
	s.Speakers = people(marked)
	return s, title.node
}

// people takes lists of names apart and leaves out what follows a slash, mostly
// a company.
func people(list []string) []string {
	var names []string
	for _, text := range list {
		for _, name := range roomList(strings.TrimPrefix(text, "by ")) {
			name, _, _ = strings.Cut(name, " / ")
			names = union(names, []string{session.Fold(name)})
		}
	}
	return names
}

// looksBreak is session.IsBreak for sites that nobody has seen: longer names of
// pauses, when no session page is linked.
func looksBreak(title, href string) bool {
	t := ascii.Lower(session.Fold(title))
	if href != "" || len(t) > 60 {
		return false
	}
	for words := "휴식|점심|쉬는|등록|참가자 등록|커피|간식|저녁|coffee|lunch|break|registration|tea break|morning break|afternoon break|dinner"; words != ""; {
		w, rest, _ := strings.Cut(words, "|")
		if strings.HasPrefix(t, w) {
			return true
		}
		words = rest
	}
	return false
}

// ---- addresses ----

// here parses an address of the page's own host.
func (g *generic) here(href string) (a *address, ok bool) {
	url := g.a.resolve(href)
	if url == "" {
		return a, false
	}
	a = parseURL(url)
	_, a.fragment, _ = strings.Cut(href, "#")
	return a, a.host == g.a.host
}

// shapeOf returns the shape of the address of a session's page, "" if href is
// none: its path with the id left out.
func (g *generic) shapeOf(href string) string {
	if a, ok := g.here(href); ok {
		return g.address(a)
	}
	return ""
}

func (g *generic) address(a *address) string {
	shape, id, collection := shape(a)
	if id != "" && (sessionWord(collection) && strength(id) > 1 || g.ids[shape] >= 5) {
		return shape
	}
	return ""
}

// strength tells how sure an id is one: 3 UUID, 2 number or code, 1 slug, 0 none.
func strength(id string) int {
	n, end := number(id, 0)
	switch {
	case isUUID(ascii.Lower(id)):
		return 3
	case end == len(id) && end > 0 && n > 0 && yearOf(id) == 0:
		return 2
	case len(id) == 6 && id == upper(id):
		return 2
	case ascii.Any(id, "-_%") >= 0:
		return 1
	}
	for i := 0; i < len(id); i++ {
		if id[i] >= 0x80 { // a word in Hangul
			return 1
		}
	}
	return 0
}

// upper leaves letters and digits, and the former in capitals only.
func upper(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isDigit(c) && (c < 'A' || c > 'Z') {
			return ""
		}
	}
	return s
}

// shape takes an address apart: the part that is an id, the word before it, and
// the rest.
func shape(a *address) (shape, id, collection string) {
	parts := a.rest()
	if len(parts) == 0 {
		return "", "", ""
	}
	for i, p := range parts {
		if slug := session.Slug(p); slug != p { // as it is meant, however it is spelled
			parts = append(append(parts[:i:i], slug), parts[i+1:]...)
		}
	}
	last := parts[len(parts)-1]
	for _, name := range [...]string{"id", "session", "talk", "no", "idx"} {
		if v := a.param(name); strength(v) >= 2 {
			return strings.Join(parts, "/") + "?" + name, v, strings.TrimSuffix(strings.TrimSuffix(last, "-detail"), ".html")
		}
	}
	if strength(a.fragment) == 2 && sessionWord(last) {
		return strings.Join(parts, "/") + "#", a.fragment, last
	}
	// A code before a slug: "event/2aB3c/title-of-it".
	if n := len(parts) - 2; n > 0 && sessionWord(parts[n-1]) && strength(parts[n+1]) > 0 && ascii.Any(parts[n], "0123456789") >= 0 && !forbidden(parts[:n]) {
		return strings.Join(parts[:n], "/") + "/*/-", parts[n], parts[n-1]
	}
	for i := len(parts) - 1; i > 0 && i >= len(parts)-2; i-- {
		if strength(parts[i]) > 0 && !forbidden(parts[:i]) {
			return strings.Join(parts[:i], "/") + "/*/-"[:2+2*(len(parts)-1-i)], parts[i], parts[i-1]
		}
	}
	return "", "", ""
}

func forbidden(parts []string) bool {
	for _, p := range parts {
		if has(ascii.Lower(p), "speaker|sponsor|tag|categor|user|author|profile|room|news|blog|static|media|image|about|account|login|order|ticket|video|page|cfp|coc|member|staff|patron|job") {
			return true
		}
	}
	return false
}

func sessionWord(word string) bool {
	return session.OneOf(strings.TrimSuffix(ascii.Lower(word), "s"), "|program|programme|session|talk|presentation|schedule|keynote|tutorial|sprint|event|proposal"+
		"|lecture|poster|workshop|timetable|agenda|speech|contribution|")
}

// identifyAny is identify without a profile.
func (g *generic) identifyAny(s *session.Session, href string) bool {
	a, ok := g.here(href)
	return ok && g.address(a) != "" && g.call(s, a, href)
}

// call names a session by its address.
func (g *generic) call(s *session.Session, a *address, href string) bool {
	_, id, word := shape(a)
	word = strings.TrimSuffix(ascii.Lower(word), "s")
	sequence := session.AnySequence
	if n, end := number(id, 0); end == len(id) && n > 0 {
		sequence = word
	} else if isUUID(ascii.Lower(id)) {
		id = ascii.Lower(id)
	}
	s.Key = session.NewKey(g.edition, sequence, id)
	s.URL = g.a.resolve(href)
	if a.fragment == id {
		s.URL += "#" + id
	}
	if session.OneOf(word, "|tutorial|sprint|keynote|") {
		s.Kind = session.Kind(word)
	} else if s.Kind == "" {
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

// add puts a session on the page, beside the line of its title.
func (g *generic) add(s *session.Session, at *dom.Node, date session.Date) {
	g.name(s)
	g.put(s, outOfText(at), Before, date).Title = at
}

// ---- dates ----

// longestDate is the length in bytes of the longest text that is only a date:
// "2026년 8월 15일 (토요일) 타임테이블", with a word or two around it.
const longestDate = 90

func (g *generic) findDates() {
	end := 0 // the Index after the last date's elements
	for _, n := range g.nodes {
		if len(g.when) >= maxDates {
			break
		}
		if n.Index < end || n.Tag == "td" || !g.small(n) || !ownText(n) {
			continue
		}
		text := n.Text()
		if len(text) > longestDate || len(clocks(text)) > 0 {
			continue
		}
		d, ok := day(text, g.year)
		if !ok {
			continue
		}
		one := dated{node: n, date: d}
		for p, up := n, 0; p != nil && up < 4; p, up = p.Parent(), up+1 {
			one.tab = one.tab || session.OneOf(p.Tag, "|button|li|a|label|option|") || p.Attr("role") == "tab"
			one.chosen = one.chosen || p.Attr("aria-selected") == "true" || p.Attr("aria-pressed") == "true" || p.Attr("aria-current") != "" || p.Attr("selected") != "" ||
				has(" "+ascii.Lower(p.Attr("class"))+" ", " selected | active | current | is-active | on | mui-selected ")
		}
		g.when = append(g.when, one)
		end = n.Index + g.size[g.at(n)]
	}
	// Two dates side by side of which one is chosen are tabs, whatever they are made of.
	for i := range g.when {
		if i > 0 && g.when[i].date != g.when[i-1].date && beside(g.when[i-1].node, g.when[i].node) {
			g.when[i].tab, g.when[i-1].tab = true, true
		}
	}
	// Of three tabs or more, the one that looks like no other is chosen.
	var odd *dated
	tabs := map[string]int{}
	total, marked := 0, false
	for i := range g.when {
		if d := &g.when[i]; d.tab {
			tabs[d.look()]++
			total++
			marked = marked || d.chosen
		}
	}
	for i := range g.when {
		if d := &g.when[i]; d.tab && tabs[d.look()] == 1 && len(tabs) == 2 {
			odd = d
		}
	}
	if odd != nil && total > 2 && !marked {
		odd.chosen = true
	}
}

func (d *dated) look() string {
	return d.node.Attr("class") + "/" + d.node.Parent().Attr("class")
}

// beside reports whether two dates stand side by side with nothing else.
func beside(a, b *dom.Node) bool {
	const more = 16 // bytes of other words, such as "Day 1"
	most := len(a.Text()) + more
	for up := 0; up < 3 && a != nil && b != nil; up++ {
		if len(a.Text()) > most || len(b.Text()) > most {
			return false
		}
		if a.Parent() == b.Parent() {
			return a.Tag == b.Tag && a.NextElement() == b
		}
		a, b = a.Parent(), b.Parent()
	}
	return false
}

// dateFor finds the date of the part of the page that begins at n: a heading in
// it or before it, or the chosen tab. parts lists all such parts in order; known
// is false when there are tabs and nothing tells which is chosen.
func (g *generic) dateFor(n *dom.Node, parts []*dom.Node) session.Date {
	var heading, tab session.Date
	var tabs []session.Date // distinct, of those before n
	tabLast := false
	for _, d := range g.when {
		inside := d.node.Inside(n)
		if d.node.Index > n.Index && !inside {
			break
		}
		tabLast = d.tab
		if !d.tab {
			if heading = d.date; inside {
				return heading
			}
			continue
		}
		if len(tabs) == 0 || tabs[len(tabs)-1] != d.date {
			tabs = append(tabs, d.date)
		}
		if d.chosen {
			tab = d.date
		}
	}
	switch {
	case heading.Known() && !tabLast:
		return heading
	case len(tabs) == 1:
		return tabs[0]
	case len(tabs) > 1 && len(parts) == len(tabs): // each has its own
		for i, p := range parts {
			if p == n {
				return tabs[i]
			}
		}
	case len(tabs) == 0:
		return heading
	}
	return tab
}

// ---- shapes ----

// tables reads the tables that have a time axis.
func (g *generic) tables() {
	var list []*dom.Node
	var views []*view
	for _, n := range g.nodes {
		if n.Tag != "table" || len(list) >= maxTables || g.inTaken(n) {
			continue
		}
		v := &view{g: readGrid(n), head: roomHead}
		if v.ax = v.g.timeAxis(); !v.ax.found {
			continue
		}
		v.measure()
		times := 0
		for _, c := range v.g.cells {
			if v.isTime(c) {
				times++
			}
		}
		if times > 1 || times > 0 && g.linksIn(n) {
			g.take(n)
			list, views = append(list, n), append(views, v)
		}
	}
	for i, n := range list {
		g.table(views[i], g.dateFor(n, list))
	}
}

// linksIn reports whether a table, not a large one, links to a session.
func (g *generic) linksIn(table *dom.Node) bool {
	for _, n := range elements(table, few) {
		if n.Tag == "a" && g.shapeOf(n.Attr("href")) != "" {
			return true
		}
	}
	return false
}

// roomHead selects a room's name from other words in the head of a column.
const roomHead dom.Selector = "[class*=room]"

func (g *generic) table(v *view, date session.Date) {
	step := v.minutesPerStep()
	roomLine := v.roomLine()
	var cells []*cell
	var lists [][]chunk
	for _, c := range v.g.cells {
		line, at, _ := v.where(c)
		if v.lastLine(c) <= v.header || at < v.firstStep && !whole(c, v) || v.isTime(c) || c.text == "" || line == roomLine || c.node.Tag == "th" && c.colspan*c.rowspan == 1 && line == 0 {
			continue
		}
		cells, lists = append(cells, c), append(lists, g.chunks(c.node))
	}
	if step == 0 && roomLine < 0 && v.named > 0 && !v.ax.transposed {
		g.unite(v, cells, lists)
	}
	sign := g.signOf(lists)
	for i, c := range cells {
		if g.full() {
			return
		}
		s, title := g.fill(lists[i], sign, c.node)
		if s == nil {
			continue
		}
		line, at, length := v.where(c)
		own := g.whenIn(lists[i])
		if tc := v.times[at]; tc != nil && line > v.header {
			cl := clocks(tc.text)
			if len(own) > 0 {
				cl = own
			}
			s.Start = g.instant(date, cl[0])
			switch {
			case !s.Start.Known():
			case len(own) > 1 || len(cl) > 1 && length <= tc.rowspan*tc.colspan:
				_, s.End = g.between(date, cl)
			case step > 0:
				s.End = s.Start + session.Instant(v.minutes(c, length, step))
			}
		}
		if roomLine >= 0 {
			s.Rooms, s.Col = nil, 0
			if rc := v.at(at, roomLine); rc != nil {
				s.Rooms = roomList(rc.text)
			}
		} else if rooms, col, everywhere := v.rooms(c); true {
			if s.Col, s.Everywhere = col, everywhere; len(rooms) > 0 || v.named > 0 {
				s.Rooms = rooms
			}
		}
		if s.Key == "" && !s.Start.Known() && !whole(c, v) {
			continue
		}
		if c.node.Tag != "td" && c.node.Tag != "th" {
			g.name(s)
			g.put(s, outOfText(title), Before, date).Title = title
			continue
		}
		g.name(s)
		g.put(s, c.node, First, date).Title = title
	}
}

// unite adds to the first cell of a slot in a room what the rows below tell of it,
// where two rows or more share a time: mostly who speaks.
func (g *generic) unite(v *view, cells []*cell, lists [][]chunk) {
	const far = 256 // cells of a slot; a real one has ten
	for i, c := range cells {
		line, at, _ := v.where(c)
		tc := v.times[at]
		j := i - 1
		for ; j >= 0 && i-j < far; j-- {
			if l, k, _ := v.where(cells[j]); l == line && v.times[k] == tc && lists[j] != nil {
				break
			}
		}
		if j < 0 || i-j == far || tc == nil || line <= v.header {
			continue
		}
		// A row that the time's cell does not reach may be a slot whose time is not
		// written; then it has titles of its own.
		if at >= tc.row+tc.rowspan && (len(clocks(tc.text)) < 2 || len(c.text) > len(cells[j].text)) {
			continue
		}
		own := false
		for _, k := range lists[i] {
			own = own || g.shapeOf(k.href) != ""
		}
		if !own {
			lists[j] = append(lists[j], lists[i]...)
			lists[i] = nil
		}
	}
}

// whole reports whether a cell is the opening or the closing, for which some
// sites have a row without a time.
func whole(c *cell, v *view) bool {
	if _, at, _ := v.where(c); at > v.firstStep && max(c.colspan, c.rowspan) > 1 && c == v.at(min(c.row, c.col), v.header) {
		return true
	}
	return c.colspan > 1 && session.OneOf(ascii.Lower(c.text), "|오프닝|클로징|개회식|폐회식|오프닝 세션|opening|closing|")
}

// whenIn returns the times of the first piece of text that is only a time.
func (g *generic) whenIn(list []chunk) []clock {
	for i := range list {
		if g.isWhen(list[i].text) {
			return clocks(list[i].text)
		}
	}
	return nil
}

// roomLine returns the line that names the room of each session, -1 when the
// rooms are the lines themselves: it is headed as such, or, in a table without
// heads, it is the first of two and has plain words only.
func (v *view) roomLine() int {
	for line := v.header + 1; line < v.lines && v.roomStep >= 0; line++ {
		if c := v.at(v.roomStep, line); c != nil && labelOf(c.text) == roomLabel && v.lines > v.header+2 {
			return line
		}
	}
	if v.named > 0 || v.lines != v.header+3 {
		return -1
	}
	bareCells, rich := 0, 0
	for _, c := range v.g.cells {
		line, _, _ := v.where(c)
		switch bare := c.node.FirstElement() == nil; {
		case line == v.header+1 && !bare:
			return -1
		case line == v.header+1:
			bareCells++
		case line == v.header+2 && !bare:
			rich++
		}
	}
	if bareCells == 0 || rich < bareCells {
		return -1
	}
	return v.header + 1
}

// minutesPerStep returns the distance between times that stand in successive
// steps, 0 when they differ: then a step is a slot of any length. A step with a
// pause in it may be longer.
func (v *view) minutesPerStep() int {
	const longest = 15
	var count [longest + 1]int
	n, last, lastStep := 0, -1, 0
	for step, c := range v.times {
		if c == nil {
			continue
		}
		if _, at, _ := v.where(c); at != step {
			continue
		}
		cl := clocks(c.text)
		now := cl[0].hour*60 + cl[0].minute
		if last >= 0 {
			n++
			if d := (now - last + 24*60) % (24 * 60) / (step - lastStep); d <= longest {
				count[d]++
			}
		}
		last, lastStep = now, step
	}
	for d := 1; d <= longest; d++ {
		if count[d] >= 4 && count[d]*10 >= n*8 {
			return d
		}
	}
	return 0
}

// flows reads repeated boxes that have a time, or that of the box before. Where
// none is repeated, it returns the one box of a page about sessions that has a
// time.
func (g *generic) flows() *dom.Node {
	// The box around a time is the nearest element that says more and stands among
	// others of its kind.
	count := make([]int, len(g.size)) // by Index
	var order, first []*dom.Node
	var single *dom.Node // the only box on the page
	for _, n := range g.nodes {
		if !g.small(n) || !ownText(n) && n.Attr("datetime") == "" {
			continue
		}
		text := n.Text()
		lead := g.kin[g.at(n)] > 2 && session.OneOf(n.Tag, "|li|p|dd|") && leadingTime(text) > 0
		if !lead && !g.isWhen(text) || g.inTaken(n) {
			continue
		}
		box := n
		for up := 0; up < maxClimb && box.Parent() != nil && box.Parent() != g.root; up++ {
			if !g.small(box) || lead || len(box.Text()) > len(text)+3 {
				if single == nil && g.about {
					single = box
				}
				if p := box.Parent().Index - g.root.Index; g.kin[g.at(box)] > 1 {
					if count[p]++; count[p] == 1 && len(order) < maxTables {
						order, first = append(order, box.Parent()), append(first, box)
					}
					break
				}
			}
			box = box.Parent()
		}
	}
	for i, parent := range order {
		if count[g.at(parent)] < 2 || g.inTaken(parent) {
			continue
		}
		g.take(parent)
		single = nil
		g.flow(parent, first[i], g.dateFor(parent, order))
	}
	for up := 0; up < 3 && single != nil && len(g.chunks(single)) < 3; up++ {
		if single = single.Parent(); single == g.root {
			single = nil
		}
	}
	return single
}

// flow reads the boxes of parent that are of the same kind as one of them.
func (g *generic) flow(parent, one *dom.Node, date session.Date) {
	var items []*dom.Node
	var lists [][]chunk
	for item := parent.FirstElement(); item != nil; item = item.NextElement() {
		if item.Tag == one.Tag && len(items) < MaxSpots {
			items, lists = append(items, item), append(lists, g.chunks(item))
		}
	}
	sign := g.signOf(lists)
	var when []clock
	for i, item := range items {
		if g.full() {
			return
		}
		here := date
		var start session.Instant
		for _, n := range elements(item, few) {
			if t, ok := session.ParseInstant(n.Attr("datetime")); ok && t.Known() && !start.Known() {
				start = t
			}
		}
		rooms := ""
		for k := range lists[i] {
			c := &lists[i][k]
			if !g.isWhen(c.text) {
				continue
			}
			if d, ok := day(c.text, g.year); ok {
				here = d
			}
			when = clocks(c.text)
			if strings.HasPrefix(c.text, "~") || strings.HasPrefix(c.text, "-") {
				when = nil
			}
			// "2026.08.15 · 14:00~14:30 · 룸 A"
			if parts := strings.Split(c.text, "·"); len(parts) > 1 && len(clocks(parts[len(parts)-1])) == 0 {
				rooms = session.Fold(parts[len(parts)-1])
			}
			break
		}
		s, at := g.fill(lists[i], sign, item)
		if s == nil {
			continue
		}
		if start.Known() {
			if s.Start = start; len(when) > 1 {
				minutes := (when[1].hour-when[0].hour)*60 + when[1].minute - when[0].minute
				s.End = start + session.Instant((minutes+24*60)%(24*60))
			}
		} else if len(when) > 0 && here.Known() {
			s.Start, s.End = g.between(here, when)
		}
		for k := range lists[i] {
			if n := minutesOf(lists[i][k].text); n > 0 && s.Start.Known() && !s.End.Known() {
				s.End = s.Start + session.Instant(n)
			}
		}
		if len(s.Rooms) == 0 {
			s.Rooms = roomList(rooms)
		}
		if s.Key == "" && !s.Start.Known() && (len(items)+len(g.when) < 2 || len(when) == 0 || len(lists[i]) < 2) {
			continue
		}
		g.add(s, at, date)
	}
}

// elements lists the first elements of the tree at n.
func elements(n *dom.Node, most int) []*dom.Node {
	var list []*dom.Node
	for c := n; c != nil && len(list) < most; c = c.After(n) {
		if c.Tag != "" {
			list = append(list, c)
		}
	}
	return list
}

// detail reads the page of one session by its labels.
func (g *generic) detail() {
	title := g.heading()
	if title == nil {
		return
	}
	aside := title.FirstElement() != nil && title.FirstElement().Tag == "br"
	s := g.titled(title.TextWithout(func(n *dom.Node) bool { return aside && n.Tag == "span" || marked(n) }))
	if s == nil {
		return
	}
	g.cancelled(s, title, g.root)
	if aside {
		for c := title.FirstElement(); c != nil; c = c.NextElement() {
			if c.Tag == "span" {
				s.Speakers = append(s.Speakers, strings.Split(c.Text(), " / ")...)
			}
		}
	}
	named := g.address(g.a) != ""
	var date session.Date
	var times []clock
	// when takes a text that tells date or time or both.
	when := func(text string) {
		if d, ok := day(text, g.year); ok && !date.Known() {
			date = d
		}
		if len(times) == 0 {
			times = clocks(text)
		}
	}
	labels := 0
	again := false // there are more times, maybe other slots
	for _, p := range pairs(g.root) {
		switch p.label {
		case timeLabel:
			if date.Known() && len(times) > 0 {
				again = again || len(clocks(p.value)) > 0
				break
			}
			when(p.value)
			labels++
			for _, c := range g.chunks(p.node) { // rooms may stand behind the time
				if len(times) > 0 && !g.isWhen(c.text) && c.text != p.value && !g.isTag(c.text) && len(c.text) <= 80 {
					s.Rooms = append(s.Rooms, c.text)
				}
			}
		case roomLabel:
			labels++
			if len(s.Rooms) == 0 {
				s.Rooms = roomList(p.value)
			}
		case speakerLabel:
			if len(s.Speakers) > 0 {
				break
			}
			// Names are headings, one for each, in the value or in what follows it.
			for box := p.node; box != nil && box.Tag == p.node.Tag; box = box.NextElement() {
				for _, n := range elements(box, 4*few) {
					if len(n.Tag) == 2 && n.Tag[0] == 'h' && n.Tag != "hr" {
						s.Speakers = append(s.Speakers, n.Text())
					}
				}
			}
			if list := g.chunks(p.node); len(s.Speakers) == 0 && len(list) > 1 {
				s.Speakers = []string{list[0].text}
			} else if len(s.Speakers) == 0 {
				s.Speakers = people([]string{p.value})
			}
		}
	}
	var marked []string
	for _, n := range g.nodes {
		if n.Index < title.Index {
			continue
		}
		if n.FirstElement() == nil && n.First() == nil { // an icon tells what stands beside it
			if class := ascii.Lower(n.Attr("class")); len(s.Rooms) == 0 && has(class, "map-marker|location|place|room|venue") && g.small(n.Parent()) {
				s.Rooms = roomList(n.Parent().Text())
			}
			continue
		}
		if !ownText(n) || !g.small(n) {
			continue
		}
		text := n.Text()
		if len(text) <= 2*longestWhen && len(times) == 0 {
			if d, ok := day(text, g.year); ok {
				if cl := clocks(text); len(cl) > 0 {
					date, times = d, cl
				}
			}
		}
		if c := makeChunk(n, g.root, ""); len(text) < longestDate && has(c.class, "speaker") && has(" "+ascii.Lower(n.Attr("class"))+" ", "name ") {
			marked = append(marked, text)
		}
	}
	if len(s.Speakers) == 0 {
		s.Speakers = people(marked)
	}
	if date.Known() && len(times) > 0 {
		s.Start, s.End = g.between(date, times)
	}
	// A slug names a session on a page that tells its time, if it is labelled.
	_, id, word := shape(g.a)
	if named || labels > 0 && s.Start.Known() && strength(id) > 0 && sessionWord(word) {
		g.call(s, g.a, g.pageURL())
	} else if !s.Start.Known() || labels == 0 && !g.about {
		return
	}
	g.name(s)
	spot := g.put(s, title, Before, session.Date{})
	spot.Heading, spot.All = true, !again
}

// heading returns the heading that names the page's matter: within main or
// article, where the page has them, else the highest.
func (g *generic) heading() *dom.Node {
	var best *dom.Node
	rank := 9
	inMain := false
	var main *dom.Node
	for _, n := range g.nodes {
		if main == nil && (n.Tag == "main" || n.Tag == "article") {
			main = n
		}
		if len(n.Tag) != 2 || n.Tag[0] != 'h' || n.Tag[1] < '1' || n.Tag[1] > '4' || inMain {
			continue
		}
		text := n.Text()
		if text == "" || isPageName(text) {
			continue
		}
		if main != nil && n.Inside(main) {
			best, inMain = n, true
		} else if r := int(n.Tag[1] - '0'); r < rank {
			best, rank = n, r
		}
	}
	return best
}

// isPageName reports whether a heading names a kind of page and no session.
func isPageName(text string) bool {
	return session.OneOf(ascii.Lower(session.Fold(text)), "|발표 상세|세션 상세|발표|세션|상세|프로그램|시간표|발표 시간표|발표 목록|세션 목록|키노트|presentation detail|session detail|talk detail"+
		"|talks|sessions|session|program|programme|schedule|timetable|keynote|keynotes|presentations|설명|소개|")
}

// list reads the links to sessions that nothing else has read.
func (g *generic) list() {
	done := map[session.Key]bool{}
	for _, spot := range g.page.Spots {
		if done[spot.Session.Key] = true; spot.Heading {
			return // what a session's own page links to is beside the matter
		}
	}
	var boxes, around []*dom.Node
	var lists [][]chunk
	for _, it := range g.linked(g.root, func(n *dom.Node) session.Key {
		var s session.Session
		if g.inTaken(n) || !g.identifyAny(&s, n.Attr("href")) || done[s.Key] || n.Text() == "" {
			return ""
		}
		return s.Key
	}) {
		if done[it.key] {
			continue
		}
		done[it.key] = true
		// Its box is one of several, or else what is around the link.
		box := it.node.Parent()
		for p := it.node; ; p = p.Parent() {
			if g.kin[g.at(p)] > 1 {
				box = p
			}
			if p == it.box {
				break
			}
		}
		if it.box == it.node {
			box = it.node
		}
		list := g.chunks(box)
		if g.titleOf(list, "") < 0 || !g.small(box) {
			list = g.chunks(it.node)
		}
		// What stands in the link comes first: a title, with or without more.
		boxes, around, lists = append(boxes, it.node), append(around, it.box), append(lists, list)
	}
	sign := g.signOf(lists)
	for i, link := range boxes {
		if g.full() {
			return
		}
		if s, _ := g.fill(lists[i], sign, around[i]); s != nil && g.identifyAny(s, link.Attr("href")) {
			g.add(s, link, session.Date{})
		}
	}
}

// boxes reads sessions that have neither link nor time: repeated boxes with a
// heading each, on a page that is about sessions by its address. On one of
// keynotes two are enough, and a box that has a name alone is who speaks.
func (g *generic) boxes() {
	if !g.about {
		return
	}
	least, tags := 5, "|h2|h3|h4|h5|p|strong|"
	path := g.a.rest()
	keynotes := len(path) > 0 && strings.TrimSuffix(ascii.Lower(path[len(path)-1]), "s") == "keynote"
	if keynotes {
		least, tags = 2, "|h2|h3|h4|div|"
	}
	count := map[string][]*dom.Node{}
	var order []string
	for _, n := range g.nodes {
		if !session.OneOf(n.Tag, tags) || !ownText(n) || !g.small(n) {
			continue
		}
		p := n.Parent()
		text := n.Text()
		if p == nil || p.FirstElement() != n && (!keynotes || n.Attr("id") == "") || len(text) > 400 || isPageName(text) {
			continue
		}
		alike := 0
		for up, q := 0, n; up < 5 && q != nil; up, q = up+1, q.Parent() {
			if up > 0 || keynotes {
				alike = max(alike, g.kin[g.at(q)])
			}
		}
		if alike < least {
			continue
		}
		sign := n.Tag + "." + n.Attr("class") + "/" + p.Tag + "." + p.Attr("class")
		if count[sign] == nil {
			order = append(order, sign)
		}
		count[sign] = append(count[sign], n)
	}
	for _, sign := range order {
		if len(count[sign]) < least {
			continue
		}
		for _, n := range count[sign] {
			box := n
			if n.Parent().FirstElement() == n && !keynotes || n.Parent().FirstElement() == n && g.kin[g.at(n)] < 2 {
				box = n.Parent()
			}
			s, at := g.fill(g.chunks(box), "", box)
			if s == nil || at != n || g.full() {
				continue
			}
			if keynotes {
				if s.Kind = session.Keynote; len(s.Speakers) == 0 {
					s.Speakers = []string{s.Title("")}
				}
				if id := n.Attr("id"); id != "" {
					g.identifyAny(s, g.pageURL()+"#"+id)
				}
			}
			g.add(s, n, session.Date{})
		}
		return
	}
}

// ---- data in the page ----

// The marks of microdata and h-event, which stand where they are shown.
const (
	markEvent dom.Selector = "[itemtype*=Event], .h-event, .vevent"
	markName  dom.Selector = "[itemprop=name], .p-name, .summary"
	markStart dom.Selector = "[itemprop=startDate], .dt-start, .dtstart"
	markEnd   dom.Selector = "[itemprop=endDate], .dt-end, .dtend"
	markPlace dom.Selector = "[itemprop=location], .p-location, .location"
	markWho   dom.Selector = "[itemprop=performer], .p-author"
)

func (g *generic) structured() {
	for _, n := range g.nodes {
		// What holds much is the conference around its sessions.
		if !g.small(n) || !markEvent.Matches(n, g.root) || markEvent.First(n) != nil || g.full() {
			continue
		}
		title, when := markName.First(n), markStart.First(n)
		if title == nil || when == nil {
			continue
		}
		s := g.titled(titleOf(title))
		if s == nil {
			continue
		}
		g.cancelled(s, title, n)
		s.Start = g.moment(when)
		if e := markEnd.First(n); e != nil {
			s.End = g.moment(e)
		}
		if p := markPlace.First(n); p != nil {
			s.Rooms = roomList(p.Text())
		}
		for _, p := range markWho.All(n) {
			s.Speakers = append(s.Speakers, p.Text())
		}
		for c := n; c != nil; c = c.After(n) {
			if c.Tag == "a" && g.identifyAny(s, c.Attr("href")) {
				break
			}
		}
		g.take(n)
		g.add(s, title, session.Date{})
	}
}

func (g *generic) moment(n *dom.Node) session.Instant {
	for _, v := range [...]string{n.Attr("datetime"), n.Attr("content"), n.Text()} {
		if t := g.whenOf(v); t.Known() {
			return t
		}
	}
	return 0
}

// json completes what was read by what the page's JSON tells of the same id or
// title, and adds the sessions of JSON-LD, which is there to be read.
func (g *generic) json() {
	byID := map[string]*session.Session{}
	byTitle := map[string]*session.Session{}
	linked := map[string]bool{}
	for _, n := range g.nodes {
		if n.Tag != "script" || !strings.Contains(n.Attr("type"), "json") {
			continue
		}
		var text strings.Builder
		for c := n.First(); c != nil; c = c.Next() {
			text.WriteString(c.Data)
		}
		ld := strings.Contains(n.Attr("type"), "ld+json")
		tree, _ := jsontree.Parse(text.String())
		eachObject(tree, func(o map[string]any) {
			s, id := g.dataOf(o, ld)
			if s == nil || len(byTitle) >= MaxSpots {
				return
			}
			title := s.Title(g.page.Lang)
			if id != "" {
				byID[id] = s
			}
			if _, twice := byTitle[title]; twice {
				s = &session.Session{} // two of one title: the title tells nothing
			}
			byTitle[title] = s
			linked[title] = ld
		})
	}
	for i := range g.page.Spots {
		s := &g.page.Spots[i].Session
		title := s.Title(g.page.Lang)
		delete(linked, title)
		_, _, id, _, _ := s.Key.Parts()
		d := byID[id]
		if d == nil || d.Title(g.page.Lang) != title {
			d = byTitle[title]
		}
		if d == nil || !d.Start.Known() {
			continue
		}
		if s.Start != d.Start {
			s.End = 0
		}
		if s.Start = d.Start; d.End.Known() {
			s.End = d.End
		}
		if len(s.Rooms) == 0 {
			s.Rooms = d.Rooms
		}
		if len(s.Speakers) == 0 {
			s.Speakers = d.Speakers
		}
	}
	if len(linked) == 0 {
		return
	}
	for _, n := range g.nodes {
		if g.full() || !ownText(n) || !g.small(n) {
			continue
		}
		title, _ := unmarked(session.Fold(n.Text()))
		if d := byTitle[title]; linked[title] && d != nil && d.Start.Known() {
			delete(linked, title)
			if s := g.titled(title); s != nil {
				g.cancelled(s, n, n)
				s.Start, s.End, s.Rooms, s.Speakers = d.Start, d.End, d.Rooms, d.Speakers
				g.identifyAny(s, d.URL)
				g.add(s, n, session.Date{})
			}
		}
	}
}

// dataOf reads the object of a session by the usual names of fields.
func (g *generic) dataOf(o map[string]any, ld bool) (*session.Session, string) {
	s := &session.Session{}
	if kind, _ := o["@type"].(string); ld && (!strings.HasSuffix(kind, "Event") || o["subEvent"] != nil) {
		return nil, ""
	}
	title, _ := unmarked(cleanTitle(Field(o, "title|name|subject")))
	s.Titles = map[string]string{g.page.Lang: title}
	s.URL = Field(o, "url")
	s.Start = g.whenOf(Field(o, "startDate|start_at|startedAt|start|starts_at|start_time|video_open_at|begin"))
	s.End = g.whenOf(Field(o, "endDate|end_at|finishedAt|end|ends_at|end_time"))
	s.Rooms = roomList(Field(o, "location|room|room_name|place|track"))
	if list, many := o["performer"].([]any); many {
		for _, one := range list {
			if p, ok := one.(map[string]any); ok {
				s.Speakers = append(s.Speakers, Field(p, "name"))
			}
		}
	} else if who := Field(o, "performer|speaker|user_name"); who != "" {
		s.Speakers = []string{who}
	}
	if title == "" || !s.Start.Known() || s.End-s.Start > 12*60 { // a whole conference is no session
		return nil, ""
	}
	return s, Field(o, "id|code|uuid")
}
