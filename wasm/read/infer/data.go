package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/site"
)

func splitRooms(text string) []string { return site.Rooms(text) }

// The marks of microdata and h-event, which stand where they are shown.
const (
	markEvent dom.Selector = "[itemtype*=Event], .h-event, .vevent"
	markName  dom.Selector = "[itemprop=name], .p-name, .summary"
	markStart dom.Selector = "[itemprop=startDate], .dt-start, .dtstart"
	markEnd   dom.Selector = "[itemprop=endDate], .dt-end, .dtend"
	markPlace dom.Selector = "[itemprop=location], .p-location, .location"
	markWho   dom.Selector = "[itemprop=performer], .p-author"
)

// structured reads events that are marked as such and that nothing else has read.
func (r *reader) structured() {
	shown := map[string]bool{}
	for i := range r.d.Page().Spots {
		shown[r.d.Page().Spots[i].Session.Title("")] = true
	}
	for i := range r.elems {
		e := &r.elems[i]
		n := e.node
		// What holds much is the conference around its sessions.
		if e.size > few || n.Attr("itemtype") == "" && n.Attr("class") == "" || !markEvent.Matches(n, r.root) || markEvent.First(n) != nil || r.d.Full() {
			continue
		}
		title, when := ownMark(markName, n), markStart.First(n)
		if title == nil || when == nil {
			continue
		}
		s := r.d.Titled("", title)
		if s == nil || shown[s.Title("")] {
			continue
		}
		r.d.Cancelled(s, title, n)
		s.Start = r.momentOf(when)
		if e := markEnd.First(n); e != nil {
			s.End = r.momentOf(e)
		}
		if p := markPlace.First(n); p != nil {
			if name := markName.First(p); name != nil {
				p = name
			}
			s.Rooms = site.Rooms(p.Text())
		}
		for _, p := range markWho.All(n) {
			if name := markName.First(p); name != nil {
				p = name
			}
			s.Speakers = add(s.Speakers, p.Text())
		}
		for c := n; c != nil; c = c.After(n) {
			if c.Tag == "a" && r.identify(s, c.Attr("href")) {
				break
			}
		}
		r.d.Put(s, title, nil, session.Date{})
	}
}

// ownMark is the first mark in n that is no nested item's: a performer has a name too.
func ownMark(of dom.Selector, n *dom.Node) *dom.Node {
	for _, c := range of.All(n) {
		nested := false
		for p := c.Parent(); p != nil && p != n; p = p.Parent() {
			nested = nested || p.Attr("itemtype") != "" || p.Attr("itemprop") != "" && p.Attr("itemprop") != "name"
		}
		if !nested {
			return c
		}
	}
	return nil
}

func (r *reader) momentOf(n *dom.Node) session.Instant {
	for _, v := range [...]string{n.Attr("datetime"), n.Attr("content"), n.Text()} {
		if t, _, ok := r.moment(v); ok {
			return t
		}
	}
	return 0
}

// data completes what was read by what the page's JSON tells of the same id or title, and
// adds the sessions of JSON-LD, which is there to be read.
func (r *reader) data() {
	var byID, byTitle map[string]*session.Session
	linked := map[string]bool{}
	for i := range r.elems {
		n := r.elems[i].node
		if n.Tag != "script" || !strings.Contains(n.Attr("type"), "json") {
			continue
		}
		if byID == nil {
			byID, byTitle = map[string]*session.Session{}, map[string]*session.Session{}
		}
		var text strings.Builder
		for c := n.First(); c != nil; c = c.Next() {
			text.WriteString(c.Data)
		}
		ld := strings.Contains(n.Attr("type"), "ld+json")
		tree, _ := jsontree.Parse(text.String())
		site.EachObject(tree, func(o map[string]any) {
			s, id := r.dataOf(o, ld)
			if s == nil || len(byTitle) >= site.MaxSpots {
				return
			}
			title := s.Title("")
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
	if len(byTitle) == 0 {
		return
	}
	page := r.d.Page()
	for i := range page.Spots {
		s := &page.Spots[i].Session
		title := s.Title(page.Lang)
		delete(linked, title)
		_, _, id, _, _ := s.Key.Parts()
		d := byID[id]
		if d == nil || d.Title("") != title {
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
		if len(s.Speakers) == 0 || len(d.Speakers) > 0 && linkedTo(d) {
			s.Speakers = d.Speakers
		}
	}
	for i := range r.pieces {
		if len(linked) == 0 {
			return
		}
		p := &r.pieces[i]
		if r.d.Full() || len(p.text) > longestTitle || !linked[p.text] {
			continue
		}
		if d := byTitle[p.text]; d != nil && d.Start.Known() {
			delete(linked, p.text)
			if s := r.d.Titled(p.text, nil); s != nil {
				r.d.Cancelled(s, p.node, p.node)
				s.Start, s.End, s.Rooms, s.Speakers = d.Start, d.End, d.Rooms, d.Speakers
				r.identify(s, d.URL)
				r.d.Put(s, p.node, nil, session.Date{})
			}
		}
	}
}

// linkedTo reports whether data is JSON-LD's.
func linkedTo(s *session.Session) bool { return s.Kind == session.Talk }

// isEvent reports whether a type, or one of several, is that of an event.
func isEvent(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.HasSuffix(v, "Event")
	case []any:
		for _, one := range v {
			if isEvent(one) {
				return true
			}
		}
	}
	return false
}

// dataOf reads the object of a session by the usual names of fields.
func (r *reader) dataOf(o map[string]any, ld bool) (*session.Session, string) {
	if ld && (!isEvent(o["@type"]) || o["subEvent"] != nil) {
		return nil, ""
	}
	s := &session.Session{}
	title := site.Field(o, "title|name|subject")
	s.Titles = map[string]string{session.Korean: title}
	s.URL = site.Field(o, "url|@id")
	s.Start, _, _ = r.moment(site.Field(o, "startDate|start_at|startedAt|start|starts_at|startsAt|start_time|startTime|video_open_at|begin"))
	s.End, _, _ = r.moment(site.Field(o, "endDate|end_at|finishedAt|end|ends_at|endsAt|end_time|endTime"))
	if !s.End.Known() && s.Start.Known() {
		if n := isoLength(site.Field(o, "duration")); n > 0 {
			s.End = s.Start + session.Instant(n)
		}
	}
	for _, name := range [...]string{"location", "room", "room_name", "place", "track"} {
		if list := namesIn(o[name]); len(list) > 0 {
			for _, one := range list {
				s.Rooms = append(s.Rooms, site.Rooms(one)...)
			}
			break
		}
	}
	for _, name := range [...]string{"performer", "performers", "speaker", "speakers", "user_name"} {
		if list := namesIn(o[name]); len(list) > 0 {
			s.Speakers = list
			break
		}
	}
	if ld {
		s.Kind = session.Talk
	}
	if title == "" || !s.Start.Known() || s.End-s.Start > 12*60 { // a whole conference is no session
		return nil, ""
	}
	return s, site.Field(o, "id|code|uuid")
}

// isoLength reads "PT1H30M" in minutes, 0 for what is none.
func isoLength(s string) int {
	s, ok := strings.CutPrefix(ascii.Lower(s), "pt")
	total := 0
	for ok && s != "" {
		n, end := number(s, 0)
		if end == 0 || end == len(s) {
			return 0
		}
		switch s[end] {
		case 'h':
			total += 60 * n
		case 'm':
			total += n
		}
		s = s[end+1:]
	}
	return total
}

// namesIn are the names that a value has: a text, an object's, or those of a list.
func namesIn(v any) (names []string) {
	switch v := v.(type) {
	case string:
		if s := session.Fold(site.Printable(v)); s != "" && len(s) < 120 {
			return []string{s}
		}
	case map[string]any:
		if s := site.Field(v, "name|ko|en|title"); s != "" && len(s) < 120 {
			return []string{s}
		}
	case []any:
		for _, one := range v {
			if list := namesIn(one); len(list) == 1 && len(names) < 20 {
				names = add(names, list[0])
			}
		}
	}
	return names
}
