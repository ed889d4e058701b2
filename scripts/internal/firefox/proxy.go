package firefox

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"path"
	"sync"
)

// proxy is what Firefox reaches other machines through: names that it knows lead to this
// machine, and all others to nothing. What is at 127.0.0.1 Firefox reaches by itself.
type proxy struct {
	hosts  map[string]string // by pattern of the name
	server *http.Server
	addr   *net.TCPAddr
}

func serveProxy(hosts map[string]string) (*proxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &proxy{hosts: hosts, addr: listener.Addr().(*net.TCPAddr)}
	p.server = &http.Server{Handler: p}
	go p.server.Serve(listener) // until it is closed
	return p, nil
}

// to returns where a name leads, "" for nowhere.
func (p *proxy) to(host string) string {
	for pattern, to := range p.hosts {
		if ok, _ := path.Match(pattern, host); ok {
			return to
		}
	}
	return ""
}

// ServeHTTP implements http.Handler for the method CONNECT.
func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	to := p.to(r.URL.Hostname())
	if r.Method != http.MethodConnect || to == "" {
		http.Error(w, "no such host", http.StatusBadGateway)
		return
	}
	there, err := net.Dial("tcp", to)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer there.Close()
	here, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer here.Close()
	fmt.Fprint(here, "HTTP/1.1 200 OK\r\n\r\n")
	var both sync.WaitGroup
	pass := func(to net.Conn, from io.Reader) {
		_, _ = io.Copy(to, from) // either may go at any time
		_ = to.Close()
	}
	both.Go(func() { pass(there, buffered) })
	both.Go(func() { pass(here, there) })
	both.Wait()
}

func (p *proxy) close() error { return p.server.Close() }
