package replica

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// PrivateWords stand in the API's answers and must never be stored.
var PrivateWords = []string{"speaker@example.com", "심사위원만 보는 의견", "발표자의 소개"}

// apiPresentation is a session as rest-api.pycon.kr gives it.
type apiPresentation struct {
	ID         string    `json:"id"`
	Type       apiType   `json:"presentation_type"`
	Title      string    `json:"title"`
	Summary    string    `json:"summary"`
	Slides     *string   `json:"slideshow_url"`
	Comment    string    `json:"comment"` // no such field is known of; one may come
	Categories []apiName `json:"categories"`
	Speakers   []apiWho  `json:"speakers"`
	Slots      []apiSlot `json:"room_schedules"`
}

type apiName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type apiType struct {
	apiName
	Event apiName `json:"event"`
}

type apiWho struct {
	ID        string  `json:"id"`
	Nickname  string  `json:"nickname"`
	Email     string  `json:"email"` // as above
	Biography string  `json:"biography"`
	Image     *string `json:"image"`
}

type apiSlot struct {
	ID    string `json:"id"`
	Room  string `json:"room_name"`
	Order int    `json:"room_order"`
	Start string `json:"start_at"`
	End   string `json:"end_at"`
}

// pretalxSession is a session as api.pycon.kr gives those of 2024.
type pretalxSession struct {
	Code     string            `json:"code"`
	Title    string            `json:"title"`
	Abstract string            `json:"abstract"`
	Type     map[string]string `json:"submission_type"`
	Slot     *pretalxSlot      `json:"slot"`
	Speakers []pretalxWho      `json:"speakers"`
	Answers  []pretalxAnswer   `json:"answers"`
}

type pretalxSlot struct {
	Start string            `json:"start"`
	End   string            `json:"end"`
	Room  map[string]string `json:"room"`
	ID    int               `json:"room_id"`
}

type pretalxWho struct {
	Code      string `json:"code"`
	Name      string `json:"name"`
	Email     string `json:"email"`
	Biography string `json:"biography"`
}

type pretalxAnswer struct {
	Answer string `json:"answer"`
}

func (p *programme) pretalx() []pretalxSession {
	both := func(t Text) map[string]string { return map[string]string{"ko": t.Ko, "en": t.En} }
	all := []pretalxSession{}
	for _, e := range p.Sessions {
		if len(e.id) != 6 {
			continue // of a page of text
		}
		one := pretalxSession{Code: e.id, Title: e.Title.Ko, Abstract: "요약", Type: both(kindName(e.Kind)), Speakers: []pretalxWho{}, Answers: []pretalxAnswer{{PrivateWords[1]}}}
		for _, name := range e.Speakers {
			one.Speakers = append(one.Speakers, pretalxWho{Code: "WHO" + e.id, Name: name, Email: PrivateWords[0], Biography: PrivateWords[2]})
		}
		if e.scheduled() && len(e.Rooms) > 0 {
			one.Slot = &pretalxSlot{e.start.UTC().Format(time.RFC3339), e.end.UTC().Format(time.RFC3339), both(p.Rooms[e.Rooms[0]]), e.Rooms[0]}
		}
		all = append(all, one)
	}
	return all
}

func kindName(kind string) Text {
	name, ok := map[string]Text{
		KindTutorial: {"튜토리얼", "Tutorial"}, KindSprint: {"스프린트", "Sprint"}, KindKeynote: {"키노트", "Keynote"}, KindSponsor: {"후원사 세션", "Sponsor Session"},
	}[kind]
	if !ok {
		name = Text{"세션", "Session"}
	}
	return name
}

// serveAPI answers for the programmes from which the applications of 2024, 2025 and 2026
// make their pages, late and to pages of pycon.kr only; those of 2024 to its own pages only.
func (s *Site) serveAPI(w http.ResponseWriter, r *http.Request) {
	host, _, _ := strings.Cut(r.Host, ":")
	pretalx := host == "api.pycon.kr"
	s.mu.Lock()
	s.asked++
	answer := s.answer
	s.mu.Unlock()
	if origin := r.Header.Get("Origin"); strings.HasPrefix(origin, "https://") && strings.HasSuffix(origin, ".pycon.kr") && (!pretalx || origin == "https://2024.pycon.kr") {
		w.Header().Set("Access-Control-Allow-Origin", origin)
		w.Header().Set("Access-Control-Allow-Credentials", "true")
		w.Header().Set("Vary", "Origin, Accept-Language")
	}
	if answer != nil {
		answer(w, r)
		return
	}
	k := s.knobs(r)
	event := r.URL.Query().Get("event")
	edition := strings.TrimPrefix(strings.TrimPrefix(event, "파이콘 한국 "), "PyCon Korea ")
	if pretalx {
		edition, event = Edition2024, ""
	}
	if pretalx && r.URL.Path != "/2024/sessions/" || !pretalx && (r.URL.Path != "/v1/event/presentation/" || edition == event || edition != Edition2025 && edition != Edition2026) {
		http.NotFound(w, r)
		return
	}
	timer := time.NewTimer(k.delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
		panic(http.ErrAbortHandler) // the client left, or Close: no answer
	}
	lang := "ko"
	if strings.HasPrefix(r.Header.Get("Accept-Language"), "en") {
		lang = "en"
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if pretalx {
		_ = json.NewEncoder(w).Encode(s.programme(edition, k).pretalx())
		return
	}
	_ = json.NewEncoder(w).Encode(s.programme(edition, k).presentations(lang, event))
}

func (p *programme) presentations(lang, event string) []apiPresentation {
	all := []apiPresentation{}
	for _, e := range p.Sessions {
		kind := kindName(e.Kind)
		one := apiPresentation{
			ID: e.id, Type: apiType{apiName{e.Kind, kind.In(lang)}, apiName{p.Edition, event}}, Title: e.Title.In(lang), Summary: "요약", Comment: PrivateWords[1],
			Categories: []apiName{}, Speakers: []apiWho{}, Slots: []apiSlot{},
		}
		for _, c := range p.Categories {
			if c.ID == e.Category {
				one.Categories = append(one.Categories, apiName{c.ID, c.In(lang)})
			}
		}
		for _, name := range e.Speakers {
			one.Speakers = append(one.Speakers, apiWho{ID: name, Nickname: name, Email: PrivateWords[0], Biography: PrivateWords[2]})
		}
		for _, room := range e.Rooms {
			if e.scheduled() {
				one.Slots = append(one.Slots, apiSlot{e.id + p.Rooms[room].En, p.Rooms[room].In(lang), 10 * room, e.start.Format(time.RFC3339), e.end.Format(time.RFC3339)})
			}
		}
		all = append(all, one)
	}
	return all
}
