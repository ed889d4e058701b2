package replica

import (
	"net/http"
	"strings"
	"time"
)

// trackDay is a day of 2021 and 2022: rooms are tracks, two a day.
type trackDay struct {
	date   string
	tracks []int
}

var (
	days2021 = []trackDay{{"2021-10-02", []int{0, 1}}, {"2021-10-03", []int{2, 3}}}
	days2022 = []trackDay{{"2022-10-01", []int{0, 1}}, {"2022-10-02", []int{2, 3}}}
)

// talkJSON is a session in the data that a page of 2021 or 2022 carries.
type talkJSON struct {
	ID         int    `json:"id"`
	Title      string `json:"title"`
	User       string `json:"user_name"`
	Brief      string `json:"brief"`
	Desc       string `json:"desc"`
	Difficulty string `json:"difficulty"`
	Duration   string `json:"duration"` // S or L
	Language   string `json:"language"`
	Category   string `json:"category"`
	VideoURL   string `json:"video_url"`
	OpenAt     string `json:"video_open_at"`
	Track      int    `json:"track_num,omitempty"` // 2022
	Comment    string `json:"comment,omitempty"`   // 2021: a reviewer's, nobody else's business
}

// reviewer is what no reviewer wanted published: nothing may keep it.
const reviewer = "심사위원 메모: 발표 경험이 부족해 보임 (reviewer@example.org)"

func (p *programme) talkJSON(e *entry, lang string) talkJSON {
	o := p.one(e, lang)
	t := talkJSON{
		ID: atoi(o.Number), Title: o.Name, User: o.People, Brief: "요약", Desc: o.Name + " 설명입니다.\nhttps://github.com/pythonkr",
		Difficulty: map[string]string{"b": "초급", "i": "중급", "e": "고급"}[e.Level], Duration: "L", Language: "ko", Category: o.Category,
		VideoURL: "https://youtu.be/x" + o.Number,
	}
	if e.end.Sub(e.start) <= 15*time.Minute {
		t.Duration = "S"
	}
	if p.Edition == Edition2021 {
		t.OpenAt, t.Comment = e.start.Format("01/02 15:04"), reviewer
		return t
	}
	t.Language = map[bool]string{true: "E", false: "K"}[e.English]
	t.OpenAt, t.Track = e.start.Format("2006-01-02T15:04:05"), e.Rooms[0]+1
	if e.Kind == KindKeynote {
		t.Category = "키노트 (Keynote)"
	}
	return t
}

// nextData is the whole of script#__NEXT_DATA__.
func nextData(page string, query map[string]string, lang string, props map[string]any) map[string]any {
	return map[string]any{
		"props": map[string]any{"locale": lang, "pageProps": props},
		"page":  page, "query": query, "buildId": "replica", "isFallback": false, "locale": lang, "locales": []string{"ko", "en"}, "defaultLocale": "ko",
	}
}

// allTalks is the data that a timetable of 2021 or 2022 carries: both days.
func (p *programme) allTalks(lang, sequence string) []talkJSON {
	var out []talkJSON
	for _, e := range p.Sessions {
		if e.scheduled() && e.Sequence == sequence {
			out = append(out, p.talkJSON(e, lang))
		}
	}
	return out
}

// trackDays lays out both days; the chosen one is the only one in the document.
func (p *programme) trackDays(days []trackDay, lang, chosen string) (out []gridDay) {
	for i, d := range days {
		day := p.grid(d.date, lang, d.tracks, every)
		day.Name, day.Chosen = slashDay(d.date, "ko"), chosen == string(rune('1'+i))
		out = append(out, day)
	}
	return out
}

// chosenDay is the day that a script asks for: "1", or "2".
func chosenDay(r *http.Request) string {
	if r.URL.Query().Get("d") == "2" {
		return "2"
	}
	return "1"
}

// serve2021 serves a static export: documents with everything in them, and a
// script that takes over.
func (s *Site) serve2021(w http.ResponseWriter, r *http.Request) {
	k := s.knobs(r)
	p := newShell(Edition2021, k)
	p.Path, p.Script = r.URL.Path, "next.js"
	prog := s.programme(Edition2021, k)
	switch p.Path {
	case "/":
		p.Title, p.Template = "파이콘 한국 2021", "plain"
	case "/session/":
		p.Title, p.Template = "발표 시간표", "schedule"
		p.Data = prog.trackDays(days2021, "ko", chosenDay(r))
		p.Next = nextData("/session", map[string]string{}, "ko", map[string]any{"sessions": prog.allTalks("ko", "session")})
	case "/session/list/":
		p.Title, p.Template = "발표 목록", "list"
		p.Data = prog.groups("ko", func(e *entry) bool { return e.Sequence == "session" })
		p.Next = nextData("/session/list", map[string]string{}, "ko", map[string]any{})
	case "/session/speech-to-text/":
		p.Title, p.Template = "문자 통역", "speech"
	default:
		number, ok := strings.CutPrefix(p.Path, "/session/")
		number = strings.TrimSuffix(number, "/")
		e := prog.find("session/" + number)
		if !ok || e == nil {
			http.NotFound(w, r)
			return
		}
		if !strings.HasSuffix(p.Path, "/") {
			http.Redirect(w, r, p.Path+"/", http.StatusMovedPermanently)
			return
		}
		o := prog.one(e, "ko")
		o.Date = e.start.Format("2006년 1월 2일 15:04")
		p.Title, p.Template, p.Data = o.Name, "detail", o
		p.Next = nextData("/session/[id]", map[string]string{"id": number}, "ko", map[string]any{"session": prog.talkJSON(e, "ko")})
	}
	p.send(w, k, "2021.html")
}

// serve2022 serves server-made documents that go on as an application: links
// and language are client routes that leave the nodes and the first page's
// __NEXT_DATA__ where they are.
func (s *Site) serve2022(w http.ResponseWriter, r *http.Request) {
	k := s.knobs(r)
	p := newShell(Edition2022, k)
	p.Path, p.Script = r.URL.Path, "next.js"
	if rest, ok := strings.CutPrefix(p.Path, "/en"); ok && (rest == "" || rest[0] == '/') {
		p.Lang, p.En, p.Base, p.Path = "en", true, "/en", rest
	}
	prog := s.programme(Edition2022, k)
	isTalk := func(e *entry) bool { return e.Kind != KindKeynote }
	switch p.Path {
	case "/", "":
		p.Title, p.Template = p.Say("파이콘 한국 2022", "PyCon Korea 2022"), "plain"
	case "/program/talk-schedule":
		p.Title, p.Template = p.Say("발표 시간표", "Talk Schedule"), "schedule"
		p.Data = prog.trackDays(days2022, p.Lang, chosenDay(r))
		p.Next = nextData(p.Path, map[string]string{}, p.Lang, map[string]any{"title": "TalkSchedule", "locale": p.Lang, "data": map[string]any{"list": prog.allTalks(p.Lang, "talk")}})
	case "/program/talks":
		p.Title, p.Template = p.Say("발표", "Talks"), "list"
		p.Data = prog.groups(p.Lang, isTalk)
		p.Next = nextData(p.Path, map[string]string{}, p.Lang, map[string]any{"title": "Talks", "locale": p.Lang, "data": map[string]any{"list": prog.allTalks(p.Lang, "talk")}})
	case "/program/keynote":
		p.Title, p.Template = p.Say("키노트", "Keynote"), "keynote"
		var keynotes []one
		for _, e := range prog.Sessions {
			if e.Kind == KindKeynote {
				keynotes = append(keynotes, prog.one(e, p.Lang))
			}
		}
		p.Data = keynotes
		p.Next = nextData(p.Path, map[string]string{}, p.Lang, map[string]any{"title": "Keynote"})
	default:
		number, ok := strings.CutPrefix(p.Path, "/program/talks/")
		e := prog.find("talk/" + number)
		if !ok || e == nil {
			http.NotFound(w, r)
			return
		}
		o := prog.one(e, p.Lang)
		p.Title, p.Template, p.Data = o.Name, "detail", o
		p.Next = nextData("/program/talks/[id]", map[string]string{"id": number}, p.Lang, map[string]any{p.Lang: prog.talkJSON(e, p.Lang), "ko": prog.talkJSON(e, p.Lang)})
	}
	p.send(w, k, "2022.html")
}

func atoi(s string) (n int) {
	for _, c := range s {
		n = 10*n + int(c-'0')
	}
	return n
}

// Minutes is how long the session lasts.
func (o one) Minutes() int { return int(o.end.Sub(o.start).Minutes()) }
