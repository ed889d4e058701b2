package hydration

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Server serves the built sites over https on loopback.
type Server struct {
	dir  string
	http *httptest.Server
}

// Serve serves what Build has made. Close must be called.
func Serve(dir string) *Server {
	s := &Server{dir: dir}
	s.http = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	s.http.Config.ErrorLog = log.New(io.Discard, "", 0) // of broken handshakes and closed tabs
	s.http.StartTLS()
	return s
}

// Close stops serving.
func (s *Server) Close() {
	s.http.CloseClientConnections() // of pages that are still being sent
	s.http.Close()
}

// ResolverRules is the value of Chromium's --host-resolver-rules that maps the
// sites' host names to this server.
func (s *Server) ResolverRules() string { return "MAP *.pycon.kr " + s.http.Listener.Addr().String() }

// URL is the address of a page whose scripts come late.
func URL(site, kind string, late time.Duration) string {
	return "https://" + site + "-" + strconv.FormatInt(late.Milliseconds(), 10) + ".pycon.kr/" + kind
}

// serve answers for every site. The host's name says which, and by how much its
// scripts are held back.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	label, _, _ := strings.Cut(r.Host, ".")
	dash := strings.LastIndexByte(label, '-')
	late, err := strconv.Atoi(label[dash+1:])
	if dash < 0 || err != nil {
		http.NotFound(w, r)
		return
	}
	// Every load is a first one: no script may come sooner than it is meant to.
	w.Header().Set("Cache-Control", "no-store")
	name := filepath.Join(s.dir, label[:dash], filepath.FromSlash(path.Clean("/"+r.URL.Path)))
	if data, err := os.ReadFile(name + ".stream"); err == nil {
		s.stream(w, r, data)
		return
	}
	for _, file := range []string{name, name + ".html", filepath.Join(name, "index.html")} {
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		kind := filepath.Ext(file)
		if kind == ".js" || kind == ".mjs" {
			wait(r, time.Duration(late)*time.Millisecond)
		}
		w.Header().Set("Content-Type", mime.TypeByExtension(kind))
		_, _ = w.Write(data) // to a tab that may be closed
		return
	}
	http.NotFound(w, r)
}

// stream sends a page in the steps in which the framework sent it.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, data []byte) {
	var steps [][2]json.RawMessage
	if err := json.Unmarshal(data, &steps); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	for _, step := range steps {
		var after int
		var text string
		if err := errors.Join(json.Unmarshal(step[0], &after), json.Unmarshal(step[1], &text)); err != nil {
			panic(http.ErrAbortHandler) // a broken recording: the page must not pass for whole
		}
		wait(r, time.Duration(after)*time.Millisecond)
		if _, err := io.WriteString(w, text); err != nil {
			return // the tab was closed
		}
		w.(http.Flusher).Flush()
	}
}

// wait waits, or until nobody wants the answer any more.
func wait(r *http.Request, d time.Duration) {
	select {
	case <-time.After(d):
	case <-r.Context().Done():
	}
}
