package replica

import (
	"net/http"
	"strings"
	"time"
)

// serveOpenSpace serves the open space of 2026: topics in slots, all days in
// the document, and no session has an address.
func (s *Site) serveOpenSpace(w http.ResponseWriter, r *http.Request) {
	k := s.knobs(r)
	p := newShell(EditionOpenSpace, k)
	p.Path = r.URL.Path
	prog := s.programme(EditionOpenSpace, k)
	switch p.Path {
	case "/":
		p.Title, p.Template = "열린 공간 2026", "plain"
	case "/schedule":
		p.Title, p.Template = "시간표", "schedule"
		p.Data = prog.openSpaceDays()
	case "/board": // on the wall
		p.Title, p.Template, p.Script = "현황판", "schedule", "board.js"
		p.Data = prog.openSpaceDays()
	case "/topics":
		p.Title, p.Template = "주제", "topics"
		var topics []one
		for _, e := range prog.Sessions {
			o := prog.one(e, "ko")
			if e.scheduled() {
				o.Date = e.start.Format("2006.01.02")
			}
			topics = append(topics, o)
		}
		p.Data = topics
	default:
		http.NotFound(w, r)
		return
	}
	p.send(w, k, "openspace.html")
}

// openSpaceDays has a row for every half hour of the afternoons, whether taken
// or not. The slot at 16:00 is closed.
func (p *programme) openSpaceDays() (out []gridDay) {
	for i, date := range []string{"2026-08-15", "2026-08-16"} {
		t := on(date)
		got := p.grid(date, "ko", []int{0, 1, 2}, every)
		day := got
		day.ID, day.Chosen, day.Rows = string(rune('1'+i)), i == 0, nil
		day.Name = t.Format("2006년 1월 2일 ") + "(" + weekday(t, "ko") + ")"
		for at := t.Add(14 * time.Hour); at.Before(t.Add(16*time.Hour + 1)); at = at.Add(30 * time.Minute) {
			one := row{Time: at.Format("15:04"), Until: at.Add(30 * time.Minute).Format("15:04"), Cells: make([]cell, 3)}
			for _, g := range got.Rows {
				if g.Time == one.Time {
					one.Cells = g.Cells
				}
			}
			if at.Hour() == 16 {
				one.Cells = nil
			}
			day.Rows = append(day.Rows, one)
		}
		out = append(out, day)
	}
	return out
}

// serveUnseen serves a site that nobody has seen: that of a year far off, with slugs for
// ids, tables without div, and times in both elements and text.
func (s *Site) serveUnseen(w http.ResponseWriter, r *http.Request) {
	k := s.knobs(r)
	p := newShell(EditionUnseen, k)
	p.Path = r.URL.Path
	if rest, ok := strings.CutPrefix(p.Path, "/en/"); ok {
		p.Lang, p.En, p.Base, p.Path = "en", true, "/en", "/"+rest
	}
	if strings.HasPrefix(p.Path, "/shapes/") {
		s.serveShape(w, r, k, p)
		return
	}
	prog := s.programme(EditionUnseen, k)
	switch p.Path {
	case "/":
		p.Title, p.Template = p.Say("파이콘 한국 "+UnseenYear, "PyCon Korea "+UnseenYear), "plain"
	case "/schedule":
		p.Title, p.Template = p.Say("시간표", "Schedule"), "schedule"
		var days []gridDay
		for _, date := range prog.dates(every) {
			day := prog.grid(date, p.Lang, []int{0, 1, 2}, every)
			t := on(date)
			day.Name = t.Format("1월 2일 (") + weekday(t, "ko") + ") / " + t.Format("January 2th (Mon) KST")
			days = append(days, day)
		}
		p.Data = days
	case "/talks":
		p.Title, p.Template = p.Say("발표", "Talks"), "list"
		var all []one
		for _, e := range prog.Sessions {
			if e.Kind != KindBreak {
				all = append(all, prog.one(e, p.Lang))
			}
		}
		p.Data = all
	default:
		e := prog.find(strings.TrimPrefix(p.Path, "/talks/"))
		if words := r.URL.Query().Get("missing"); e == nil && words != "" {
			// Its own frame around what frameworks say; some say it with a 200.
			p.Title, p.Template = words, "missing"
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if r.URL.Query().Get("soft") == "" {
				w.WriteHeader(http.StatusNotFound)
			}
			break
		}
		if e == nil || e.Kind == KindBreak || !strings.HasPrefix(p.Path, "/talks/") {
			http.NotFound(w, r)
			return
		}
		o := prog.one(e, p.Lang)
		o.Date = p.Say(e.start.Format("2006년 1월 2일 (")+weekday(e.start, "ko")+") "+e.start.Format("15:04")+"–"+o.Until, e.start.Format("January 2, 2006, 3:04 PM – ")+e.end.Format("3:04 PM"))
		p.Title, p.Template, p.Data = o.Name, "detail", o
	}
	p.send(w, k, "unseen.html")
}

// event is a session as schema.org describes it.
type event struct {
	Context   string  `json:"@context,omitempty"`
	Type      string  `json:"@type"`
	Name      string  `json:"name"`
	Start     string  `json:"startDate"`
	End       string  `json:"endDate"`
	URL       string  `json:"url,omitempty"`
	Location  any     `json:"location,omitempty"`
	Performer []any   `json:"performer,omitempty"`
	Sub       []event `json:"subEvent,omitempty"`
}

func (p *programme) event(e *entry) event {
	out := event{Type: "Event", Name: e.Title.En, Start: e.start.Format(time.RFC3339), End: e.end.Format(time.RFC3339)}
	for _, name := range e.Speakers {
		out.Performer = append(out.Performer, map[string]string{"@type": "Person", "name": name})
	}
	if len(e.Rooms) == 1 {
		out.Location = map[string]string{"@type": "Place", "name": p.Rooms[e.Rooms[0]].En}
	}
	if url, ok := p.address(e); ok && e.Kind != KindBreak {
		out.URL = url
	}
	return out
}

// foreignDay is a day of the foreign site's flow of cards, and of its grid.
type foreignDay struct {
	Name  string
	Cards []one
	Times []string
	Rooms []foreignLine
}

// foreignLine is a room's line in the transposed grid, with a cell for each time.
type foreignLine struct {
	Room  string
	Cells []cell
}

// serveForeign serves a conference of another country: cards in a flow, with
// and without JSON-LD, and a transposed grid.
func (s *Site) serveForeign(w http.ResponseWriter, r *http.Request) {
	k := s.knobs(r)
	p := newShell(EditionForeign, k)
	p.Lang, p.En, p.Path = "en", true, r.URL.Path
	prog := s.programme(EditionForeign, k)
	switch p.Path {
	case "/":
		p.Title, p.Template = "Ostwind Conf", "plain"
	case "/schedule":
		p.Title, p.Template, p.Data = "Schedule", "flow", prog.foreignDays()
		top := event{Context: "https://schema.org", Type: "Event", Name: "Ostwind Conf 2027", Start: "2027-05-08", End: "2027-05-09", Location: map[string]string{"@type": "Place", "name": "Ostwind Hall"}}
		for _, e := range prog.Sessions {
			if e.Kind != KindBreak {
				top.Sub = append(top.Sub, prog.event(e))
			}
		}
		p.Next = top
	case "/cards":
		p.Title, p.Template, p.Data = "Programme", "flow", prog.foreignDays()
	case "/grid":
		p.Title, p.Template, p.Data = "Grid", "grid", prog.foreignDays()
	default:
		e := prog.find(strings.TrimPrefix(p.Path, "/sessions/"))
		if e == nil || e.Kind == KindBreak || !strings.HasPrefix(p.Path, "/sessions/") {
			http.NotFound(w, r)
			return
		}
		o := prog.one(e, "en")
		o.Date = e.start.Format("Monday, 2 January 2006")
		p.Title, p.Template, p.Data = o.Name, "detail", o
	}
	p.send(w, k, "foreign.html")
}

func (p *programme) foreignDays() (out []foreignDay) {
	for _, date := range p.dates(every) {
		day := foreignDay{Name: on(date).Format("Monday, January 2, 2006")}
		columns := make([]int, len(p.Rooms))
		for i := range columns {
			columns[i] = i
		}
		g := p.grid(date, "en", columns, every)
		for _, row := range g.Rows {
			for _, c := range row.Cells {
				if c.One != nil {
					day.Cards = append(day.Cards, *c.One)
				}
			}
			day.Times = append(day.Times, row.Time)
		}
		for i, name := range g.Rooms {
			l := foreignLine{Room: name}
			for _, row := range g.Rows {
				var at cell
				for _, c := range row.Cells {
					if c.One == nil {
						continue
					}
					if c.Col > 1 && i > 0 {
						at.Col = -1 // covered by the line above
					} else if c.One.Rooms[0] == i {
						at = c
					}
				}
				if at.Col >= 0 {
					l.Cells = append(l.Cells, at)
				}
			}
			day.Rooms = append(day.Rooms, l)
		}
		out = append(out, day)
	}
	return out
}

// ISO is the session's start as a time element has it, with its offset.
func (o one) ISO() string { return o.start.Format(time.RFC3339) }
