package replica

import (
	"embed"
	"encoding/json"
	"html/template"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// files holds the templates, styles and scripts of the generations from 2019 on
// that have no folder of their own.
//
//go:embed pages
var files embed.FS

var pages = template.Must(template.New("").ParseFS(files, "pages/*.html"))

// shell is what every template gets.
type shell struct {
	Edition  string
	Lang     string // ko or en
	En       bool
	Base     string // before all paths
	Path     string // below Base and the language
	Policy   string
	Dark     bool
	Title    string
	Template string // of the part between header and footer
	Script   string // file of the page's own script, or ""
	Next     any    // what script#__NEXT_DATA__ holds, or nil
	Data     any    // of the page
	Columns  int    // of 2023's timetable: how many rooms it has
}

func newShell(edition string, k knobs) *shell {
	return &shell{Edition: edition, Lang: "ko", Policy: k.meta(), Dark: k.dark}
}

// Say picks the text of the page's language.
func (p *shell) Say(ko, en string) string { return Text{ko, en}.In(p.Lang) }

// JSON writes a value for a JSON script element.
func (p *shell) JSON(v any) (template.JS, error) {
	b, err := json.Marshal(v) // escapes <, > and &
	return template.JS(b), err
}

// At joins a session and where the page's paths begin, for templates.
func (p *shell) At(o *one) map[string]any { return map[string]any{"Base": p.Base, "One": o} }

// send executes a template as the answer.
func (p *shell) send(w http.ResponseWriter, k knobs, name string) {
	k.policy(w)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = pages.ExecuteTemplate(w, name, p) // errors are of a client that left
}

// serveShared answers for the files that the pages have in common, and for the
// data of the applications of 2019 and 2024.
func (s *Site) serveShared(w http.ResponseWriter, r *http.Request) bool {
	if file, ok := strings.CutPrefix(r.URL.Path, "/assets/"); ok {
		switch path.Ext(file) {
		case ".css", ".js":
			if file == "ui.js" {
				http.ServeFileFS(w, r, files2026, "pages2026/ui.js")
			} else {
				http.ServeFileFS(w, r, files, path.Join("pages", file))
			}
		default:
			http.NotFound(w, r)
		}
		return true
	}
	switch r.URL.Path {
	case "/static/image/anonymous.png":
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write(anonymous)
	case "/api/2019":
		s.data(w, r, Edition2019, s.knobs(r))
	case "/api/2024":
		s.data(w, r, Edition2024, s.knobs(r))
	default:
		return false
	}
	return true
}

// one is a session in one language, as the templates show it.
type one struct {
	*entry
	Name     string
	Number   string // the address's id
	Category string
	Group    string // the category's id
	Where    string // rooms, joined by ", "
	Clock    string // 13:00
	Until    string
	People   string // names, joined by ", "
	Date     string // of a detail, in the year's form
}

func (p *programme) one(e *entry, lang string) one {
	o := one{entry: e, Name: e.Title.In(lang), Number: e.id, Group: e.Category, People: strings.Join(e.Speakers, ", ")}
	if _, number, ok := strings.Cut(e.id, "/"); ok {
		o.Number = number
	}
	if i := slices.IndexFunc(p.Categories, func(c category) bool { return c.ID == e.Category }); i >= 0 {
		o.Category = p.Categories[i].In(lang)
	}
	var rooms []string
	for _, r := range e.Rooms {
		rooms = append(rooms, p.Rooms[r].In(lang))
	}
	o.Where = strings.Join(rooms, ", ")
	if e.scheduled() {
		o.Clock, o.Until = e.start.Format("15:04"), e.end.Format("15:04")
	}
	return o
}

// find returns the session with the ID, or nil.
func (p *programme) find(id string) *entry {
	if i := slices.IndexFunc(p.Sessions, func(e *entry) bool { return e.id == id }); i >= 0 {
		return p.Sessions[i]
	}
	return nil
}

// dates returns the days that have sessions which keep accepts, in order.
func (p *programme) dates(keep func(*entry) bool) []string {
	var out []string
	for _, e := range p.Sessions {
		if e.scheduled() && keep(e) {
			out = append(out, e.date())
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (e *entry) date() string { return e.start.Format(time.DateOnly) }

// group is a category of a list.
type group struct {
	Slug, Name string
	Sessions   []one
}

func (p *programme) groups(lang string, keep func(*entry) bool) []group {
	var out []group
	for _, c := range p.Categories {
		g := group{Slug: c.ID, Name: c.In(lang)}
		for _, e := range p.Sessions {
			if e.Category == c.ID && keep(e) {
				g.Sessions = append(g.Sessions, p.one(e, lang))
			}
		}
		if len(g.Sessions) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// row is one time of a day's grid. A cell without session is empty.
type row struct {
	Time  string
	Until string
	Cells []cell
}

// Alone counts the sessions of the row.
func (r row) Alone() (n int) {
	for _, c := range r.Cells {
		if c.One != nil {
			n++
		}
	}
	return n
}

// Linked reports whether one of the row's sessions has a page.
func (r row) Linked() bool {
	return slices.ContainsFunc(r.Cells, func(c cell) bool { return c.One != nil && c.One.Sequence != "event" })
}

// Minutes is how long the row lasts.
func (r row) Minutes() int {
	from, _ := time.Parse("15:04", r.Time)
	to, _ := time.Parse("15:04", r.Until)
	return int(to.Sub(from).Minutes())
}

type cell struct {
	One *one
	Col int // columns it spans
}

// gridDay is one day of a grid.
type gridDay struct {
	Date   string // 2020-09-26
	Name   string // in the year's form
	ID     string
	Rooms  []string
	Rows   []row
	Chosen bool
}

// grid lays out a day by distinct starts. columns are the rooms shown, by index.
func (p *programme) grid(date, lang string, columns []int, keep func(*entry) bool) gridDay {
	day := gridDay{Date: date}
	for _, r := range columns {
		day.Rooms = append(day.Rooms, p.Rooms[r].In(lang))
	}
	starts := map[string][]*entry{}
	for _, e := range p.Sessions {
		if e.scheduled() && e.date() == date && keep(e) {
			at := e.start.Format("15:04")
			starts[at] = append(starts[at], e)
		}
	}
	var times []string
	for at := range starts {
		times = append(times, at)
	}
	slices.Sort(times)
	for _, at := range times {
		r := row{Time: at, Until: starts[at][0].end.Format("15:04")}
		for _, column := range columns {
			var found *entry
			for _, e := range starts[at] {
				if slices.Contains(e.Rooms, column) {
					found = e
				}
			}
			switch {
			case found == nil:
				r.Cells = append(r.Cells, cell{Col: 1})
			case found.Rooms[0] == column:
				o := p.one(found, lang)
				r.Cells = append(r.Cells, cell{&o, len(found.Rooms)})
			}
		}
		day.Rows = append(day.Rows, r)
	}
	return day
}

// weekday is the short name of t's day.
func weekday(t time.Time, lang string) string {
	if lang == "en" {
		return t.Format("Mon")
	}
	return []string{"일", "월", "화", "수", "목", "금", "토"}[t.Weekday()]
}

// on parses a date.
func on(date string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, date, kst)
	if err != nil {
		panic("replica: date " + date)
	}
	return t
}

// slashDay is the form "9/26 (토)".
func slashDay(date, lang string) string {
	t := on(date)
	return t.Format("1/2") + " (" + weekday(t, lang) + ")"
}
