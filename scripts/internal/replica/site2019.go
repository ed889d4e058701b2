package replica

import (
	"net/http"
	"path"
	"strings"
)

// application is the shell of a client-side application: an empty root and what
// its script has to know.
func (s *Site) application(w http.ResponseWriter, k knobs, p *shell, root string, data map[string]string) {
	p.Template, p.Data = root, data
	p.send(w, k, "application.html")
}

// serve2019 serves the shell of 2019, whose script fetches the programme.
func (s *Site) serve2019(w http.ResponseWriter, r *http.Request) {
	k := s.knobs(r)
	p := newShell(Edition2019, k)
	p.Path = r.URL.Path
	if rest, ok := strings.CutPrefix(p.Path, "/2019"); ok && (rest == "" || rest[0] == '/') {
		p.Path, p.Base = rest, "/2019"
	}
	switch q := r.URL.Query().Get("lang"); {
	case strings.HasPrefix(q, "en"), q == "" && strings.HasPrefix(r.Header.Get("Accept-Language"), "en"):
		p.Lang, p.En = "en", true
	}
	if path.Ext(p.Path) != "" {
		http.NotFound(w, r)
		return
	}
	p.Title, p.Script = p.Say("파이콘 한국 2019", "PyCon Korea 2019"), "2019.js"
	s.application(w, k, p, "__next", map[string]string{
		"lang": p.Lang, "base": p.Base, "day": r.URL.Query().Get("day"), "knobs": dataQuery(r.URL.Query(), k),
	})
}

// serve2024 serves the shell of 2024, an application without addresses in its
// pages.
func (s *Site) serve2024(w http.ResponseWriter, r *http.Request) {
	k := s.knobs(r)
	p := newShell(Edition2024, k)
	if path.Ext(r.URL.Path) != "" {
		http.NotFound(w, r)
		return
	}
	p.Title, p.Script = "PyCon Korea 2024", "2024.js"
	lang := "ko"
	if r.URL.Query().Get("hl") == "en" {
		lang = "en"
	}
	p.En = true // html lang, in both languages
	s.application(w, k, p, "root", map[string]string{"lang": lang, "base": "", "day": "", "knobs": dataQuery(r.URL.Query(), k)})
}
