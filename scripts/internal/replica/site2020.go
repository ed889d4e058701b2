package replica

import (
	"net/http"
	"strings"
	"time"
)

// days2020 are the two tables of the 2020 timetable with the rooms of each.
var days2020 = []struct {
	id, date string
	rooms    []int
}{{"sat", "2020-09-26", []int{0, 1, 2}}, {"sun", "2020-09-27", []int{3, 4}}}

// serve2020 serves the pages of 2020: one server-made document with the tables
// of both days, which a script shows one of.
func (s *Site) serve2020(w http.ResponseWriter, r *http.Request) {
	k := s.knobs(r)
	p := newShell(Edition2020, k)
	rest, ok := strings.CutPrefix(r.URL.Path, "/2020/")
	p.Base = "/2020"
	if !ok {
		rest, ok = strings.CutPrefix(r.URL.Path, "/en/2020/")
		p.Lang, p.En, p.Base = "en", true, "/en/2020"
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	p.Path = "/" + rest
	prog := s.programme(Edition2020, k)
	switch {
	case rest == "program/talk-schedule/":
		p.Title, p.Template, p.Script = p.Say("발표 시간표", "Talk Schedule"), "schedule", "2020.js"
		var days []gridDay
		for _, d := range days2020 {
			day := prog.grid(d.date, p.Lang, d.rooms, every)
			day.ID, day.Name = d.id, slashDay(d.date, p.Lang)
			for i := range day.Rows {
				// After a cell over several rooms, and at the end of each row of the
				// second day, there are cells too many.
				cells := day.Rows[i].Cells
				for extra := len(d.rooms) - len(cells); extra > 0; extra-- {
					cells = append(cells, cell{Col: 1})
				}
				if d.id == "sun" {
					cells = append(cells, cell{Col: 1})
				}
				day.Rows[i].Cells = cells
			}
			days = append(days, day)
		}
		p.Data = days
	case rest == "program/talks/":
		p.Title, p.Template = p.Say("발표", "Talks"), "list"
		p.Data = prog.groups(p.Lang, func(e *entry) bool { return e.Sequence == "talk" })
	case rest == "program/keynote/":
		p.Title, p.Template = p.Say("키노트", "Keynote"), "keynote"
		var keynotes []one
		for _, e := range prog.Sessions {
			if e.Kind == KindKeynote {
				keynotes = append(keynotes, prog.one(e, p.Lang))
			}
		}
		p.Data = keynotes
	case rest == "program/sprint/" || rest == "":
		p.Title, p.Template = p.Say("스프린트", "Sprints"), "plain"
	default:
		number, ok := strings.CutPrefix(rest, "program/talk/")
		e := prog.find("talk/" + strings.TrimSuffix(number, "/"))
		if !ok || e == nil {
			http.NotFound(w, r)
			return
		}
		o := prog.one(e, p.Lang)
		o.Date = longTime(e.start, p.Lang)
		p.Title, p.Template, p.Data = o.Name, "detail", o
	}
	p.send(w, k, "2020.html")
}

// longTime is Django's long form: "2020년 9월 26일 1:00 오후", "Sept. 26, 2020, 1
// p.m.", "Sept. 27, 2020, noon".
func longTime(t time.Time, lang string) string {
	if lang != "en" {
		half := "오전"
		if t.Hour() >= 12 {
			half = "오후"
		}
		return t.Format("2006년 1월 2일 3:04 ") + half
	}
	clock := t.Format("3:04 ")
	if t.Minute() == 0 {
		clock = t.Format("3 ")
	}
	switch {
	case t.Hour() == 12 && t.Minute() == 0:
		clock = "noon"
	case t.Hour() >= 12:
		clock += "p.m."
	default:
		clock += "a.m."
	}
	month := map[time.Month]string{time.September: "Sept."}[t.Month()]
	if month == "" {
		month = t.Format("Jan.")
	}
	return month + t.Format(" 2, 2006, ") + clock
}
