package replica

import (
	"net/http"
	"strings"
)

// days2023 are the days of 2023, each with the name of its tab and the text over its
// table.
var days2023 = []struct{ date, tab, name string }{
	{"2023-08-12", "Day 1", "8월 12일 (토) / August 12th (Sat) KST"},
	{"2023-08-13", "Day 2", "8월 13일 (일) / August 13th (Sun) KST"},
}

// days2023 returns each day's table; its rooms are all of the conference's.
func (p *programme) days2023(chosen string) (out []gridDay) {
	for i, d := range days2023 {
		day := p.grid(d.date, "ko", []int{0, 1, 2}, every)
		day.ID, day.Name, day.Chosen = d.tab, d.name, chosen == string(rune('1'+i))
		out = append(out, day)
	}
	return out
}

// serve2023 serves documents made on the server that go on as an application: links are
// client routes, and a day's tab puts the other table in place. All pages are in Korean.
func (s *Site) serve2023(w http.ResponseWriter, r *http.Request) {
	k := s.knobs(r)
	p := newShell(Edition2023, k)
	p.Path, p.Script = r.URL.Path, "next.js"
	p.Next = nextData("/", map[string]string{}, "ko", map[string]any{})
	prog := s.programme(Edition2023, k)
	talk := func(e *entry) bool { return e.Sequence == "session" }
	switch p.Path {
	case "/", "/tutorial":
		p.Title, p.Template = "파이콘 한국 2023", "plain"
	case "/session/schedule":
		p.Title, p.Template, p.Columns = "발표 시간표", "schedule", 3
		p.Data = prog.days2023(chosenDay(r))
	case "/session":
		groups := prog.groups("ko", talk)
		for _, g := range groups {
			for i := range g.Sessions {
				g.Sessions[i].Date = weekday(g.Sessions[i].start, "ko")
			}
		}
		p.Title, p.Template, p.Data = "발표 목록", "list", groups
	default:
		number, ok := strings.CutPrefix(p.Path, "/session/")
		e := prog.find("session/" + number)
		if !ok || e == nil {
			http.NotFound(w, r)
			return
		}
		o := prog.one(e, "ko")
		o.Where = hall2023(o)
		p.Title, p.Template, p.Data = o.Name, "detail", o
	}
	p.send(w, k, "2023.html")
}

// hall2023 is a room as a detail names it, which is not how the timetable does: 101호 for
// 101/102.
func hall2023(o one) string {
	first, _, _ := strings.Cut(o.Where, ",")
	first, _, _ = strings.Cut(first, "/")
	return first + "호"
}
