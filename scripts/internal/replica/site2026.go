package replica

import (
	"embed"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
)

//go:embed pages2026
var files2026 embed.FS

var shell2026 = template.Must(template.ParseFS(files2026, "pages2026/index.html"))

// presentation is one session as the data endpoint of a client-side application
// gives it, in one language.
type presentation struct {
	ID       string   `json:"id"`
	Sequence string   `json:"seq,omitempty"`
	Level    string   `json:"level,omitempty"`
	English  bool     `json:"english,omitempty"`
	Kind     string   `json:"kind"`
	Title    string   `json:"title"`
	Summary  string   `json:"summary"`
	Category string   `json:"category"`
	Speakers []string `json:"speakers"`
	Rooms    []int    `json:"rooms"`
	Start    string   `json:"start"` // RFC 3339, "" while unscheduled
	End      string   `json:"end"`
}

// schedule is the body of a data endpoint.
type schedule struct {
	Rooms         []string       `json:"rooms"`
	Categories    []string       `json:"categories"`
	Presentations []presentation `json:"presentations"`
}

// serve2026 serves the application of 2025 and 2026.
func (s *Site) serve2026(w http.ResponseWriter, r *http.Request, edition string) {
	k := s.knobs(r)
	switch {
	case r.URL.Path == "/api/presentations":
		s.data(w, r, edition, k)
	case r.URL.Path == "/assets/logo.png":
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write(anonymous)
	case strings.HasPrefix(r.URL.Path, "/assets/"):
		http.ServeFileFS(w, r, files2026, path.Join("pages2026", strings.TrimPrefix(r.URL.Path, "/assets/")))
	case path.Ext(r.URL.Path) != "":
		http.NotFound(w, r)
	default:
		k.policy(w)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		// Errors are of a client that left.
		_ = shell2026.Execute(w, map[string]any{"Policy": k.meta(), "Dark": k.dark, "Knobs": dataQuery(r.URL.Query(), k), "Edition": edition})
	}
}

// dataQuery is the query string that the page passes on to the data endpoint.
func dataQuery(from url.Values, k knobs) string {
	q := url.Values{"delay": {strconv.FormatInt(k.delay.Milliseconds(), 10)}}
	for _, name := range []string{"sessions", "days", "drop"} {
		if v := from.Get(name); v != "" {
			q.Set(name, v)
		}
	}
	return q.Encode()
}

// data answers a data endpoint after the delay.
func (s *Site) data(w http.ResponseWriter, r *http.Request, edition string, k knobs) {
	if k.delay > 0 {
		timer := time.NewTimer(k.delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
			panic(http.ErrAbortHandler) // the client left, or Close: no answer
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(s.programme(edition, k).schedule(r.URL.Query().Get("lang")))
}

func (p *programme) schedule(lang string) schedule {
	var out schedule
	for _, r := range p.Rooms {
		out.Rooms = append(out.Rooms, r.In(lang))
	}
	names := map[string]string{}
	for _, c := range p.Categories {
		names[c.ID] = c.In(lang)
		out.Categories = append(out.Categories, c.In(lang))
	}
	for _, e := range p.Sessions {
		one := presentation{
			ID: e.id, Kind: e.Kind, Title: e.Title.In(lang), Category: names[e.Category],
			Speakers: e.Speakers, Rooms: e.Rooms, Sequence: e.Sequence, Level: e.Level, English: e.English,
		}
		if one.Speakers == nil {
			one.Speakers = []string{}
		}
		if len(e.Speakers) > 0 {
			one.Summary = Text{
				Ko: "이 시간에는 현업에서 겪은 시행착오를 나눕니다.\n질문도 환영합니다.",
				En: "Lessons learned the hard way.\nQuestions are welcome.",
			}.In(lang)
		}
		if e.scheduled() {
			one.Start, one.End = e.start.Format(time.RFC3339), e.end.Format(time.RFC3339)
		}
		out.Presentations = append(out.Presentations, one)
	}
	return out
}
