package replica

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// The hosts of two more sites that nobody has described, with the programme of UnseenHost
// one and two years later: an application, which draws everything in the browser, and one
// page with all of it, on which a session opens over the rest.
const (
	AppHost     = "2095.pycon.kr"
	OnePageHost = "2096.pycon.kr"
)

// appDelay is how late the application has its data: that of other sites would be waited for
// at every step of a year.
const appDelay = 100 * time.Millisecond

// later is the programme of the unseen site so many years later.
func (s *Site) later(k knobs, years int) *programme {
	p := s.programme(EditionUnseen, k)
	if k.sessions > 0 {
		years += on("2094-01-01").Year() - on("2026-01-01").Year()
		p = synthetic(k.sessions)
	}
	for _, e := range p.Sessions {
		if e.scheduled() {
			e.set(e.start.AddDate(years, 0, 0), e.end.Sub(e.start))
		}
	}
	return p
}

// unseenDays are the days of a programme with their names in a page's language.
func (p *programme) unseenDays(lang string) (out []gridDay) {
	for _, date := range p.dates(every) {
		day, t := p.grid(date, lang, p.columns(), every), on(date)
		day.Name = Text{t.Format("2006년 1월 2일 ") + weekday(t, "ko") + "요일", t.Format("Monday, January 2, 2006")}.In(lang)
		out = append(out, day)
	}
	return out
}

// columns are all rooms.
func (p *programme) columns() (all []int) {
	for i := range p.Rooms {
		all = append(all, i)
	}
	return all
}

// tongue takes the language off a path.
func (p *shell) tongue(path string) {
	p.Path = path
	if rest, ok := strings.CutPrefix(path, "/en/"); ok {
		p.Lang, p.En, p.Base, p.Path = "en", true, "/en", "/"+rest
	}
}

// serveApp serves the application: one document for every address, and its data.
func (s *Site) serveApp(w http.ResponseWriter, r *http.Request) {
	k := s.knobs(r)
	if r.URL.Path != "/data" {
		p := newShell(EditionUnseen, k)
		p.tongue(r.URL.Path)
		p.Title = "PyCon Korea 2095"
		p.send(w, k, "app.html")
		return
	}
	select {
	case <-time.After(appDelay):
	case <-r.Context().Done():
		return
	}
	lang := r.URL.Query().Get("lang")
	type talk struct{ ID, Title, People, Room, From, To, Kind string }
	type day struct {
		Name  string
		Talks []talk
	}
	var days []day
	for _, d := range s.later(k, 1).unseenDays(lang) {
		one := day{Name: d.Name}
		for _, row := range d.Rows {
			for _, c := range row.Cells {
				if o := c.One; o != nil {
					one.Talks = append(one.Talks, talk{o.id, o.Name, o.People, o.Where, o.Clock, o.Until, o.Kind})
				}
			}
		}
		days = append(days, one)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(days) // errors are of a client that left
}

// serveOnePage serves the site of one page.
func (s *Site) serveOnePage(w http.ResponseWriter, r *http.Request) {
	k := s.knobs(r)
	p := newShell(EditionUnseen, k)
	p.tongue(r.URL.Path)
	if p.Path != "/" {
		http.NotFound(w, r)
		return
	}
	p.Title, p.Data = p.Say("파이콘 한국 2096", "PyCon Korea 2096"), s.later(k, 2).unseenDays(p.Lang)
	p.send(w, k, "onepage.html")
}
