// Package replica is a stand-in for all generations of pycon.kr, with pages of
// our own in the shapes of the real ones, from the server HTML of 2014 to the
// client-side application of 2026 with its late data, reused nodes, two
// languages and client routes; and for two sites that do not exist, to measure
// what is understood of pages that nobody has seen. It is served over https on
// loopback; a browser is told to map the real host names to it. `make run`,
// the end-to-end tests and the benches use it, and Programme tells them what
// the pages should have been understood to say. Pages lists the pages, each
// with what it shows.
//
// Hosts and pages:
//
//	www.pycon.kr, pycon.kr, archive.pycon.kr   2014 to 2018 below /2014, /2015, /2016apac, /2017, /2018,
//	                                           2019 below /2019, 2020 below /2020 and /en/2020
//	2018.pycon.kr                              2018 without prefix, in paths and in links
//	2019.pycon.kr                              2019, /2019 is optional
//	2020.pycon.kr                              2020, below /2020 and /en/2020
//	2021.pycon.kr ... 2026.pycon.kr            2021 to 2026
//	rest-api.pycon.kr                          the programmes of 2025 and 2026 as JSON
//	api.pycon.kr                               that of 2024
//	openspace.pycon.kr                         the open space of 2026
//	2094.pycon.kr, conf.example                invented: a grid; cards, JSON-LD, a transposed grid;
//	                                           below the former's /shapes/, kinds of boxes (see Shapes)
//	2095.pycon.kr, 2096.pycon.kr               invented: the programme of 2094 one and two years later, as an
//	                                           application and as one page
//	flood*.pycon.kr                            invented: /talks renders invented talks without end
//
// An edition of package editions that is not among them is served as its pages were
// saved for package site's tests, each at its address.
//
// Query parameters of a document that tests may use (they last for the whole
// visit in 2025 and 2026, for the one page elsewhere):
//
//	delay=ms      2019, 2024 to 2026: delay of the data, instead of Options.DataDelay
//	sessions=N    2026: a made-up grid of N sessions on the first day; 2096: that programme
//	drop=ID,ID    the programme without these sessions
//	days=1        2025, 2026: the first day only (such a page names no day at all)
//	csp=header|meta|none   a strict policy, instead of Options.CSP
//	dark=1        a dark page
//	hl=en         2014 to 2016: the language, as the cookie django_language has it;
//	              2024: the language to begin with
//	day=date      2019: the day that is chosen when the page opens
//	missing=text  2094: what the page of a session that is not there says; soft=1: with the status 200
//	every=ms      open space: how often its board is loaded anew, instead of 45 s;
//	              flood: how often others are rendered, instead of 4 s
//	links=N, renders=N   flood: how many at once, and how often in all
package replica

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// CSP says how a page declares its strict Content-Security-Policy. Known years
// of the real site send none.
type CSP string

const (
	CSPNone   CSP = "none"
	CSPHeader CSP = "header"
	CSPMeta   CSP = "meta"

	// CSPSandbox is the header with a sandbox in it: no script of the page's own runs,
	// and no page of an extension in its frames.
	CSPSandbox CSP = "sandbox"
)

// Policy is the strict policy: the site's own files and nothing else, and no
// WebAssembly, which script-src without 'wasm-unsafe-eval' forbids.
const Policy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"

// DefaultDataDelay is how late the 2026 programme arrives; the real site takes
// 0.5 to 2 s.
const DefaultDataDelay = 500 * time.Millisecond

// Options of a Site. The zero value is a site without policy and with the
// default delay.
type Options struct {
	DataDelay time.Duration // 0: DefaultDataDelay; negative: none
	CSP       CSP           // "" is CSPNone
	Dark      bool          // dark pages
	Fixtures  string        // the folder of saved pages; "": the project's, fixture.Dir
}

// Site is the replica: an http.Handler over all editions. Its methods may be
// called while it is serving.
type Site struct {
	opts Options

	mu      sync.RWMutex
	dropped map[string]bool
	moved   map[string]time.Time
	off     map[string]bool
	renamed map[string]Text
	answer  http.HandlerFunc // of rest-api.pycon.kr and api.pycon.kr instead of the site's own
	asked   int
	own     map[string]http.HandlerFunc // a test's own answers, by path
	kept    map[string][]savedPage
}

// New makes a site.
func New(opts Options) *Site {
	switch {
	case opts.DataDelay == 0:
		opts.DataDelay = DefaultDataDelay
	case opts.DataDelay < 0:
		opts.DataDelay = 0
	}
	if opts.CSP == "" {
		opts.CSP = CSPNone
	}
	return &Site{opts: opts, dropped: map[string]bool{}, moved: map[string]time.Time{}, off: map[string]bool{}, renamed: map[string]Text{}}
}

// Drop takes a session (by Session.ID) out of the programme, as a withdrawn
// talk vanishes from the real site.
func (s *Site) Drop(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dropped[id] = true
}

// Move gives a session another start; its length stays. The 2026 grid needs
// starts on the ten-minute raster.
func (s *Site) Move(id string, start time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.moved[id] = start
}

// Cancel marks a session as cancelled where every year's editors can: in its title.
func (s *Site) Cancel(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.off[id] = true
}

// Rename gives a session another title; its address stays.
func (s *Site) Rename(id string, title Text) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.renamed[id] = title
}

// Restore undoes Drop, Move, Cancel and Rename for the session, or for all if id is "".
func (s *Site) Restore(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id == "" {
		clear(s.dropped)
		clear(s.moved)
		clear(s.off)
		clear(s.renamed)
		return
	}
	delete(s.dropped, id)
	delete(s.moved, id)
	delete(s.off, id)
	delete(s.renamed, id)
}

// Answer makes f answer for rest-api.pycon.kr and api.pycon.kr; nil restores the site's own
// answers.
func (s *Site) Answer(f http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = f
}

// Put makes a path of every host return a test's own page; "" removes it.
func (s *Site) Put(path, html string) {
	if html == "" {
		s.Handle(path, nil)
		return
	}
	s.Handle(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, html) // errors are of a client that left
	})
}

// Handle makes f answer for a path of every host; nil restores the sites' own answers.
func (s *Site) Handle(path string, f http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.own == nil {
		s.own = map[string]http.HandlerFunc{}
	}
	s.own[path] = f
}

// Asked counts the requests to rest-api.pycon.kr and api.pycon.kr.
func (s *Site) Asked() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.asked
}

// Programme returns the sessions of an edition as the site serves it now, in
// the order of its data, breaks and unscheduled ones included. It is nil for
// an edition that the replica does not have.
func (s *Site) Programme(edition string) []Session {
	if !slices.Contains(Editions(), edition) {
		return nil
	}
	if made[edition] == nil {
		return s.savedProgramme(edition)
	}
	return s.programme(edition, knobs{}).truth()
}

// Synthetic returns the sessions of a page opened with ?sessions=n.
func Synthetic(n int) []Session { return synthetic(n).truth() }

func (p *programme) truth() []Session {
	out := make([]Session, 0, len(p.Sessions))
	for _, e := range p.Sessions {
		out = append(out, p.session(e))
	}
	return out
}

// programme returns a fresh copy of an edition with drops, moves, cancellations and
// knobs applied.
func (s *Site) programme(edition string, k knobs) *programme {
	var p *programme
	if edition == Edition2026 && k.sessions > 0 {
		p = synthetic(k.sessions)
	} else {
		p = load(edition)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	p.Sessions = slices.DeleteFunc(p.Sessions, func(e *entry) bool {
		return s.dropped[e.id] || slices.Contains(k.drop, e.id)
	})
	for _, e := range p.Sessions {
		if start, ok := s.moved[e.id]; ok && e.scheduled() {
			e.set(start, e.end.Sub(e.start))
		}
		if title, ok := s.renamed[e.id]; ok {
			e.Title = title
		}
		if s.off[e.id] {
			e.on, e.cancelled = e.Title, true
			e.Title = Text{"[취소] " + e.Title.Ko, "[Cancelled] " + e.Title.En}
		}
	}
	if k.days > 0 {
		p.keepDays(k.days)
	}
	return p
}

// keepDays drops what is scheduled later than the first n days.
func (p *programme) keepDays(n int) {
	var days []string
	for _, e := range p.Sessions {
		if e.scheduled() {
			days = append(days, e.start.Format(time.DateOnly))
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	days = days[:min(n, len(days))]
	p.Sessions = slices.DeleteFunc(p.Sessions, func(e *entry) bool {
		return e.scheduled() && !slices.Contains(days, e.start.Format(time.DateOnly))
	})
}

// knobs are a request's query parameters; see the package comment.
type knobs struct {
	delay    time.Duration
	sessions int
	days     int
	drop     []string
	csp      CSP
	dark     bool
}

func (s *Site) knobs(r *http.Request) knobs {
	q := r.URL.Query()
	k := knobs{delay: s.opts.DataDelay, csp: s.opts.CSP, dark: s.opts.Dark || q.Get("dark") == "1"}
	if ms, err := strconv.Atoi(q.Get("delay")); err == nil && ms >= 0 {
		k.delay = time.Duration(ms) * time.Millisecond
	}
	k.sessions, _ = strconv.Atoi(q.Get("sessions"))
	k.days, _ = strconv.Atoi(q.Get("days"))
	if d := q.Get("drop"); d != "" {
		k.drop = strings.Split(d, ",")
	}
	switch c := CSP(q.Get("csp")); c {
	case CSPNone, CSPHeader, CSPMeta, CSPSandbox:
		k.csp = c
	}
	return k
}

// policy sets the header when the policy goes there.
func (k knobs) policy(w http.ResponseWriter) {
	switch k.csp {
	case CSPHeader:
		w.Header().Set("Content-Security-Policy", Policy)
	case CSPSandbox:
		w.Header().Set("Content-Security-Policy", Policy+"; sandbox")
	}
}

// meta returns the policy for a page's head, or "".
func (k knobs) meta() string {
	if k.csp == CSPMeta {
		return Policy
	}
	return ""
}

// ServeHTTP routes by the Host header.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	post := r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/i18n/setlang/")
	if r.Method != http.MethodGet && r.Method != http.MethodHead && !post {
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.URL.Path == "/favicon.ico" {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	s.mu.RLock()
	own := s.own[r.URL.Path]
	s.mu.RUnlock()
	if own != nil {
		own(w, r)
		return
	}
	host, _, _ := strings.Cut(r.Host, ":")
	if host == "rest-api.pycon.kr" || host == "api.pycon.kr" {
		s.serveAPI(w, r)
		return
	}
	if p := s.savedAt(host, r.URL); p != nil {
		s.serveSaved(w, r, p)
		return
	}
	if host != "2025.pycon.kr" && host != "2026.pycon.kr" && s.serveShared(w, r) {
		return
	}
	switch host {
	case "2018.pycon.kr":
		s.serve2018(w, r, "")
	case "www.pycon.kr", "pycon.kr", "archive.pycon.kr":
		first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		switch first {
		case "2019":
			s.serve2019(w, r)
		case "2020", "en":
			s.serve2020(w, r)
		default:
			s.serveDjango(w, r, "/"+first)
		}
	case "2019.pycon.kr":
		s.serve2019(w, r)
	case "2020.pycon.kr":
		s.serve2020(w, r)
	case "2021.pycon.kr":
		s.serve2021(w, r)
	case "2022.pycon.kr":
		s.serve2022(w, r)
	case "2023.pycon.kr":
		s.serve2023(w, r)
	case "2024.pycon.kr":
		s.serve2024(w, r)
	case "2025.pycon.kr":
		s.serve2026(w, r, Edition2025)
	case "2026.pycon.kr":
		s.serve2026(w, r, Edition2026)
	case "openspace.pycon.kr":
		s.serveOpenSpace(w, r)
	case UnseenHost:
		s.serveUnseen(w, r)
	case AppHost:
		s.serveApp(w, r)
	case OnePageHost:
		s.serveOnePage(w, r)
	case "conf.example":
		s.serveForeign(w, r)
	default:
		if strings.HasPrefix(host, "flood") && r.URL.Path == "/talks" {
			p := newShell(Edition2026, s.knobs(r))
			p.Title = "발표"
			p.send(w, s.knobs(r), "flood.html")
			return
		}
		http.NotFound(w, r)
	}
}
