package replica

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed pages2018
var files2018 embed.FS

var pages2018 = template.Must(template.New("").ParseFS(files2018, "pages2018/*.html"))

// anonymous is the picture of every speaker: a grey square.
var anonymous = func() []byte {
	img := image.NewGray(image.Rect(0, 0, 16, 16))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.Gray{Y: 0xb0}), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(fmt.Sprintf("replica: picture of a speaker: %v", err))
	}
	return b.Bytes()
}()

// django is what tells the five editions apart that the same application
// served, from 2014 to 2018.
type django struct {
	Edition string
	Prefix  string // of all paths on the shared hosts
	Name    Text
	// Programs begins the paths of timetable and list, "programs" or "program".
	// From 2016 both work.
	Programs string
	Heading  string // the class of what holds the h1, "" for main
	// Switch is how the language is chosen: "lang" by a link and "setlang" by a
	// form, which leave the address as it is; "path" by /en/ after the year.
	Switch string
	// EveryTime: the grid of each day has the times of all days, in no order.
	EveryTime bool
	Span      bool   // cells over several rooms have a class
	Levels    bool   // difficulty and English labels
	Video     string // class of a recording's label, wide and narrow copy
	VideoXS   string
	// Tutorials is the one page that lists tutorials and sprints; "" when each has
	// a page or there are none.
	Tutorials string
}

var djangos = func() map[string]django {
	out := map[string]django{}
	for _, d := range []django{
		{Edition: Edition2014, Prefix: "/2014", Name: Text{"파이콘 한국 2014", "PyCon Korea 2014"}, Programs: "programs", Heading: "titlebar", Switch: "lang", EveryTime: true, Video: "label-info", VideoXS: "label-info"},
		{Edition: Edition2015, Prefix: "/2015", Name: Text{"파이콘 한국 2015", "PyCon Korea 2015"}, Programs: "programs", Heading: "titlebar", Switch: "setlang", EveryTime: true, Video: "label-info", VideoXS: "label-info"},
		{Edition: Edition2016, Prefix: "/2016apac", Name: Text{"파이콘 APAC 2016", "PyCon APAC 2016"}, Programs: "program", Heading: "content", Switch: "setlang", EveryTime: true, Span: true, Video: "label-info", VideoXS: "label-info", Tutorials: "/program/tutorials/"},
		{Edition: Edition2017, Prefix: "/2017", Name: Text{"파이콘 한국 2017", "PyCon Korea 2017"}, Programs: "program", Heading: "content", Switch: "path", Span: true, Levels: true, Video: "label-video", VideoXS: "label-vidieo", Tutorials: "/program/tutorials/"},
		{Edition: Edition2018, Prefix: "/2018", Name: Text{"파이콘 한국 2018", "PyCon Korea 2018"}, Programs: "program", Switch: "path", Span: true, Levels: true, Video: "label-video", VideoXS: "label-video"},
	} {
		out[d.Edition] = d
	}
	return out
}()

// page2018 is what every page's template of the editions up to 2018 gets.
type page2018 struct {
	django
	Lang    string // ko or en
	En      bool
	Base    string // "/2018", "/2018/en", "" or "/en"
	Home    string // Base without the language
	Path    string // below Base
	Policy  string
	Dark    bool
	Head    string // the h1
	Title   string // og:title
	Days    []day2018
	Rooms   []string
	Width   string // of a room's column, percent
	Groups  []group2018
	Session *program2018
	// Sequence is the kind of page of a detail: program, tutorial, sprint.
	Sequence string
}

// day2018 is one day of the timetable.
type day2018 struct {
	Name string
	Rows []row2018
}

// row2018 is one time slot. Narrow lists the sessions that begin in it, Wide
// has the cells of the room grid.
type row2018 struct {
	Time   string
	Narrow []*program2018
	Wide   []cell2018
}

// cell2018 is a cell of the wide grid; empty without Program.
type cell2018 struct {
	Program  *program2018
	Col, Row int // spans
}

// group2018 is one category of the list.
type group2018 struct {
	Slug, Name string
	Programs   []*program2018
}

// program2018 is a session in one language, as the templates show it.
type program2018 struct {
	*entry
	English  bool // labelled as given in English
	Href     string
	Name     string
	Room     string // narrow copy: empty when all rooms
	Place    string // detail: names joined, empty when all rooms
	Level    string // b, i, e or ""
	When     string // detail: 2018-08-18 (토) 14:40 - 15:20
	Date     string // tutorials: 2018-08-15 09:00:00 ~ 2018-08-15 12:00:00
	Language string
	Category string
	Video    string // address of a recording, or ""
	Break    bool
	Eye      bool // not recorded
	People   []person2018
}

type person2018 struct{ Name, Slug string }

func (s *Site) serve2018(w http.ResponseWriter, r *http.Request, prefix string) {
	s.serveStyle(w, r, djangos[Edition2018], prefix)
}

// serveDjango serves the edition that lies below the prefix.
func (s *Site) serveDjango(w http.ResponseWriter, r *http.Request, prefix string) {
	for _, d := range djangos {
		if d.Prefix == prefix {
			s.serveStyle(w, r, d, prefix)
			return
		}
	}
	http.NotFound(w, r)
}

// languageCookie keeps the language where the address does not.
const languageCookie = "django_language"

func (s *Site) serveStyle(w http.ResponseWriter, r *http.Request, d django, prefix string) {
	rest, ok := strings.CutPrefix(r.URL.Path, prefix)
	if !ok || (rest != "" && rest[0] != '/') {
		http.NotFound(w, r)
		return
	}
	if file, ok := strings.CutPrefix(rest, "/static/"); ok {
		if path.Ext(file) == ".html" {
			http.NotFound(w, r) // templates are no pages
			return
		}
		if file == "image/anonymous.png" {
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write(anonymous)
			return
		}
		http.ServeFileFS(w, r, files2018, path.Join("pages2018", file))
		return
	}
	if d.Switch != "path" && (strings.HasPrefix(rest, "/lang/") || rest == "/i18n/setlang/") {
		code := cmp.Or(r.FormValue("language"), path.Base(rest))
		http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: code, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
		to := prefix + "/"
		if from, err := url.Parse(r.Referer()); err == nil && strings.HasPrefix(from.Path, prefix+"/") {
			to = from.Path
		}
		http.Redirect(w, r, to, http.StatusFound)
		return
	}
	k := s.knobs(r)
	p := &page2018{django: d, Lang: "ko", Base: prefix, Home: prefix, Policy: k.meta(), Dark: k.dark}
	if d.Switch != "path" {
		lang := r.URL.Query().Get("hl")
		if c, err := r.Cookie(languageCookie); err == nil && lang == "" {
			lang = c.Value
		}
		if lang == "en" {
			p.Lang, p.En = "en", true
		}
	} else if en, ok := strings.CutPrefix(rest, "/en/"); ok {
		p.Lang, p.En, p.Base, rest = "en", true, prefix+"/en", "/"+en
	}
	p.Path = rest
	name, ok := p.fill(s.programme(d.Edition, k))
	if !ok {
		// As Django does: a missing slash is added, also for the menu's links.
		if !strings.HasSuffix(rest, "/") {
			p.Path = rest + "/"
			if _, ok := p.fill(s.programme(d.Edition, k)); ok {
				to := url.URL{Path: p.Base + p.Path, RawQuery: r.URL.RawQuery}
				http.Redirect(w, r, to.String(), http.StatusMovedPermanently)
				return
			}
		}
		http.NotFound(w, r)
		return
	}
	k.policy(w)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = pages2018.ExecuteTemplate(w, name, p) // errors are of a client that left
}

// fill prepares the page of p.Path and returns its template's name, or false
// if there is no such page.
func (p *page2018) fill(prog *programme) (string, bool) {
	say := func(ko, en string) string { return Text{ko, en}.In(p.Lang) }
	p.Title = p.Name.In(p.Lang)
	for _, r := range prog.Rooms {
		p.Rooms = append(p.Rooms, r.In(p.Lang))
	}
	p.Width = fmt.Sprintf("%.1f", 100/float64(len(p.Rooms)))
	at := p.Path
	switch rest, ok := strings.CutPrefix(at, "/"+p.Programs+"/"); {
	case ok:
		at = "/program/" + rest
	case p.Programs == "program" && strings.HasPrefix(at, "/programs/"):
		at = "/program/" + strings.TrimPrefix(at, "/programs/")
	case p.Programs == "programs" && strings.HasPrefix(at, "/program/") && path.Ext(at) == "" && strings.HasSuffix(at, "/"):
		return "", false // only details are below /program in these years
	}
	if strings.HasPrefix(at, "/program/speaker/") {
		p.Head = say("발표자", "Speakers")
		return "plain.html", true
	}
	if at == p.Tutorials {
		p.Head = say("튜토리얼", "Tutorials")
		p.Groups = prog.tutorials2016(p)
		return "list.html", true
	}
	switch at {
	case "/":
		p.Head = p.Title
		return "plain.html", true
	case "/program/keynote/":
		p.Head = say("키노트", "Keynote")
		return "plain.html", true
	case "/program/lightning_talk/":
		p.Head = say("라이트닝 토크", "Lightning talks")
		return "plain.html", true
	case "/program/schedule/":
		p.Head = say("세부 일정", "Schedule")
		p.Days = prog.days2018(p)
		return "schedule.html", true
	case "/program/list/":
		p.Head = say("프로그램 목록", "Program list")
		p.Groups = prog.groups2018(p, "program")
		return "list.html", true
	case "/program/tutorial/", "/program/sprint/":
		if p.Edition != Edition2018 {
			return "", false
		}
		p.Sequence = path.Base(p.Path)
		p.Head = say("튜토리얼", "Tutorials")
		if p.Sequence == "sprint" {
			p.Head = say("스프린트", "Sprints")
		}
		p.Groups = prog.groups2018(p, p.Sequence)
		return "list.html", true
	}
	id, ok := strings.CutPrefix(p.Path, "/program/")
	if !ok {
		return "", false
	}
	if !strings.Contains(id, "/") {
		id = "program/" + id
	}
	i := slices.IndexFunc(prog.Sessions, func(e *entry) bool { return e.id == id })
	if i < 0 {
		return "", false
	}
	p.Session = prog.program2018(p, prog.Sessions[i])
	p.Sequence = p.Session.Sequence
	p.Head, p.Title = p.Session.Name, p.Session.Name
	return "detail.html", true
}

// program2018 prepares one session for the page's language.
func (prog *programme) program2018(p *page2018, e *entry) *program2018 {
	out := &program2018{
		entry: e, Name: e.Title.In(p.Lang), Level: e.Level,
		Break: e.Kind == KindBreak, Eye: e.Hidden,
		Href:     p.Base + "/program/" + strings.TrimPrefix(e.id, "program/"),
		Language: Text{"한국어", "Korean"}.In(p.Lang),
	}
	if !p.Levels {
		out.Level = ""
	}
	if e.English {
		out.Language = Text{"영어", "English"}.In(p.Lang)
	}
	out.English = e.English && p.Levels
	if len(e.Rooms) < len(prog.Rooms) {
		var names []string
		for _, r := range e.Rooms {
			names = append(names, prog.Rooms[r].In(p.Lang))
		}
		out.Place = strings.Join(names, ", ")
		out.Room = out.Place
	}
	if i := slices.IndexFunc(prog.Categories, func(c category) bool { return c.ID == e.Category }); i >= 0 {
		out.Category = prog.Categories[i].In(p.Lang)
	}
	if e.scheduled() {
		out.When = fmt.Sprintf("%s %s - %s", dayName(e.start, p.Lang), e.start.Format("15:04"), e.end.Format("15:04"))
		out.Date = e.start.Format(time.DateTime) + " ~ " + e.end.Format(time.DateTime)
	}
	// Some recordings are out; their links stand beside the title.
	if n, err := strconv.Atoi(string(e.ID)); err == nil && n%5 == 0 && !out.Break && e.Sequence == "program" {
		out.Video = "https://youtu.be/x" + strconv.Itoa(n)
	}
	for i, name := range e.Speakers {
		out.People = append(out.People, person2018{name, fmt.Sprintf("sp%s-%d", e.ID, i+1)})
	}
	return out
}

// dayName is the site's form of a date: 2018-08-18 (토), 2018-08-18 (Sat).
func dayName(t time.Time, lang string) string {
	weekday := t.Format("Mon")
	if lang == "ko" {
		weekday = []string{"일", "월", "화", "수", "목", "금", "토"}[t.Weekday()]
	}
	return t.Format(time.DateOnly) + " (" + weekday + ")"
}

// days2018 lays out the timetable: one row for each distinct slot of the day,
// ordered by begin, so slots that overlap get rows of their own and two rows
// may carry the same time.
func (prog *programme) days2018(p *page2018) []day2018 {
	byDay := map[string][]slot{}
	var days []string
	shown := []*entry{}
	for _, e := range prog.Sessions {
		if e.Sequence != "program" || !e.scheduled() || len(e.Rooms) == 0 {
			continue // without a room it stands in no cell
		}
		shown = append(shown, e)
		for _, s := range e.slots {
			d := s.begin.Format(time.DateOnly)
			if !slices.Contains(days, d) {
				days = append(days, d)
			}
			if !slices.Contains(byDay[d], s) {
				byDay[d] = append(byDay[d], s)
			}
		}
	}
	slices.Sort(days)
	var out []day2018
	for _, d := range days {
		slots := byDay[d]
		if p.EveryTime {
			slots = nil
			for _, other := range days {
				for _, s := range byDay[other] {
					s = s.on(byDay[d][0].begin)
					if !slices.Contains(slots, s) {
						slots = append(slots, s)
					}
				}
			}
		} else {
			sortSlots(slots)
		}
		day := day2018{Name: dayName(slots[0].begin, p.Lang)}
		for _, s := range slots {
			row := row2018{Time: s.begin.Format("15:04")}
			on := make([]*entry, len(prog.Rooms)) // by room
			for _, e := range shown {
				if !slices.Contains(e.slots, s) {
					continue
				}
				for _, r := range e.Rooms {
					on[r] = e
				}
				if e.slots[0] == s {
					row.Narrow = append(row.Narrow, prog.program2018(p, e))
				}
			}
			// The narrow copy follows the rooms; all-room sessions are alone.
			slices.SortStableFunc(row.Narrow, func(a, b *program2018) int { return a.Rooms[0] - b.Rooms[0] })
			for r, e := range on {
				switch {
				case e == nil:
					row.Wide = append(row.Wide, cell2018{})
				case e.slots[0] != s || slices.Index(e.Rooms, r) > 0:
					// Covered by a cell above or to the left.
				default:
					row.Wide = append(row.Wide, cell2018{prog.program2018(p, e), len(e.Rooms), len(e.slots)})
				}
			}
			day.Rows = append(day.Rows, row)
		}
		out = append(out, day)
	}
	return out
}

func sortSlots(slots []slot) {
	slices.SortFunc(slots, func(a, b slot) int {
		if c := a.begin.Compare(b.begin); c != 0 {
			return c
		}
		return a.end.Compare(b.end)
	})
}

// on returns the slot at the same hours of another day.
func (s slot) on(day time.Time) slot {
	y, m, d := day.Date()
	by, bm, bd := s.begin.Date()
	shift := time.Date(y, m, d, 0, 0, 0, 0, kst).Sub(time.Date(by, bm, bd, 0, 0, 0, 0, kst))
	return slot{s.begin.Add(shift), s.end.Add(shift)}
}

// tutorials2016 lists tutorials and sprints together.
func (prog *programme) tutorials2016(p *page2018) []group2018 {
	var out []group2018
	for _, c := range []struct {
		kind string
		name Text
	}{{KindTutorial, Text{"튜토리얼", "Tutorials"}}, {KindSprint, Text{"스프린트", "Sprints"}}} {
		g := group2018{Slug: c.kind, Name: c.name.In(p.Lang)}
		for _, e := range prog.Sessions {
			if e.Kind == c.kind {
				g.Programs = append(g.Programs, prog.program2018(p, e))
			}
		}
		out = append(out, g)
	}
	return out
}

// groups2018 lists the sessions of a sequence by category, breaks left out.
func (prog *programme) groups2018(p *page2018, sequence string) []group2018 {
	var out []group2018
	for _, c := range prog.Categories {
		g := group2018{Slug: c.ID, Name: c.In(p.Lang)}
		for _, e := range prog.Sessions {
			if e.Category == c.ID && e.Sequence == sequence && e.Kind != KindBreak {
				g.Programs = append(g.Programs, prog.program2018(p, e))
			}
		}
		if len(g.Programs) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// labels2018 is what the label template gets.
type labels2018 struct {
	Program *program2018
	En      bool
	Levels  bool
	Video   string // class
}

// With joins a session and the page's language, for templates: in the wide copy.
func (p *page2018) With(one *program2018) labels2018 {
	return labels2018{one, p.En, p.Levels, p.django.Video}
}

// WithXS is With for the narrow copy.
func (p *page2018) WithXS(one *program2018) labels2018 {
	return labels2018{one, p.En, p.Levels, p.VideoXS}
}

// Menu is the talk that the header links to, as it does for its speaker.
func (p *page2018) Menu() Text {
	if p.Edition == Edition2018 {
		return Text{"파이썬으로 학생 들여다보기", "Looking at Students with Python"}
	}
	return Text{"내가 낸 발표", "The talk I proposed"}
}
