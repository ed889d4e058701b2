package hydration

import (
	"encoding/json"
	"errors"
	"fmt"
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
	"sync"
	"time"
)

// Server serves the built sites over https on loopback.
type Server struct {
	dir  string
	http *httptest.Server

	mu   sync.Mutex
	held map[string]chan struct{} // by host: closed when its scripts may come
	n    int
}

// Serve serves what Build has made. Close must be called.
func Serve(dir string) *Server {
	s := &Server{dir: dir, held: map[string]chan struct{}{}}
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

// Open returns an address of the page for one load, whose scripts are held back for
// so long, and until release is called.
func (s *Server) Open(p Page) (url string, release func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	// The edition takes its name from the first label, which all loads of a site share.
	host := fmt.Sprintf("%s.%d-%d.pycon.kr", p.Site, p.Late.Milliseconds(), s.n)
	released := make(chan struct{})
	s.held[host] = released
	return "https://" + host + "/" + p.Kind, sync.OnceFunc(func() { close(released) })
}

// serve answers for every site. The host's name says which, and by how much its
// scripts are held back.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	site, rest, _ := strings.Cut(r.Host, ".")
	ms, _, _ := strings.Cut(rest, "-")
	late, err := strconv.Atoi(ms)
	s.mu.Lock()
	released := s.held[r.Host]
	s.mu.Unlock()
	if err != nil || released == nil {
		http.NotFound(w, r)
		return
	}
	// Every load is a first one: no script may come sooner than it is meant to.
	w.Header().Set("Cache-Control", "no-store")
	name := filepath.Join(s.dir, site, filepath.FromSlash(path.Clean("/"+r.URL.Path)))
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
			select {
			case <-released:
			case <-r.Context().Done():
			}
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
