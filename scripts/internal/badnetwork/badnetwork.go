// Package badnetwork is a proxy on loopback that treats requests as bad networks do: it
// delays them, loses them or their answers, cuts either in the middle, lies about
// their length, and sends them twice, at once or later.
package badnetwork

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Twice is the header of an answer to a request that was sent more than once.
const Twice = "X-Faulty-Twice"

// faults are tried in turn, each on the share of requests in Options.Rate.
var faults = [...]func(*Proxy, http.ResponseWriter, *request){
	(*Proxy).delay, (*Proxy).loseRequest, (*Proxy).loseAnswer, (*Proxy).cutRequest, (*Proxy).cutAnswer,
	(*Proxy).wrongLength, (*Proxy).twiceAtOnce, (*Proxy).twiceLater, (*Proxy).halfOpen,
}

// pause bounds every delay: long compared to a request, short compared to a test.
const pause = 30 * time.Millisecond

// Proxy is a running proxy.
type Proxy struct {
	URL    string
	Faults atomic.Int64 // so far

	rate     float64
	upstream atomic.Value // string, host:port
	client   *http.Client
	server   *httptest.Server
	later    sync.WaitGroup
}

// New starts a proxy that troubles the share rate of all requests.
func New(rate float64) *Proxy {
	p := &Proxy{rate: rate, client: &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
		// The server under test may be gone, or never answer.
		Timeout: 10 * time.Second,
	}}
	p.upstream.Store("")
	p.server = httptest.NewServer(p)
	p.URL = p.server.URL
	return p
}

// To sets the server behind the proxy, as a URL.
func (p *Proxy) To(url string) { p.upstream.Store(strings.TrimPrefix(url, "http://")) }

// Close ends the proxy after the copies still on their way.
func (p *Proxy) Close() {
	p.later.Wait()
	p.client.CloseIdleConnections()
	p.server.Close()
}

// request is a whole request of a client, so that it can be sent again.
type request struct {
	method, path string
	header       http.Header
	body         []byte
}

func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	q := &request{r.Method, r.URL.RequestURI(), r.Header.Clone(), body}
	if rand.Float64() < p.rate {
		p.Faults.Add(1)
		faults[rand.IntN(len(faults))](p, w, q)
		return
	}
	p.pass(w, q)
}

// send makes the request and returns the whole answer.
func (p *Proxy) send(q *request) (*http.Response, []byte, error) {
	r, err := http.NewRequest(q.method, "http://"+p.upstream.Load().(string)+q.path, bytes.NewReader(q.body))
	if err != nil {
		return nil, nil, err
	}
	r.Header = q.header.Clone()
	r.GetBody = nil // once is once
	resp, err := p.client.Do(r)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp, body, err
}

// pass sends the request and hands on the answer; without one it hangs up.
func (p *Proxy) pass(w http.ResponseWriter, q *request) {
	resp, body, err := p.send(q)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	for name, values := range resp.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(resp.StatusCode)
	_, _ = w.Write(body)
}

func (p *Proxy) delay(w http.ResponseWriter, q *request) {
	time.Sleep(rand.N(pause))
	p.pass(w, q)
}

func (p *Proxy) loseRequest(http.ResponseWriter, *request) { panic(http.ErrAbortHandler) }

func (p *Proxy) loseAnswer(_ http.ResponseWriter, q *request) {
	_, _, _ = p.send(q)
	panic(http.ErrAbortHandler)
}

// raw sends the first n bytes of the request as it goes over the wire, with the length that it
// announces, waits, and hangs up.
func (p *Proxy) raw(q *request, length, n int, wait time.Duration) {
	conn, err := net.DialTimeout("tcp", p.upstream.Load().(string), time.Second)
	if err != nil {
		return
	}
	defer conn.Close()
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	fmt.Fprintf(w, "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n", q.method, q.path, p.upstream.Load(), length)
	header := q.header.Clone()
	header.Del("Content-Length")
	_ = header.Write(w) // into memory
	fmt.Fprint(w, "\r\n")
	w.Flush()
	head := b.Len()
	b.Write(q.body)
	data := b.Bytes()
	_, _ = conn.Write(data[:min(head+n, len(data))])
	time.Sleep(wait)
}

// cutRequest sends a part of the body.
func (p *Proxy) cutRequest(_ http.ResponseWriter, q *request) {
	p.raw(q, len(q.body), rand.IntN(len(q.body)+1)*9/10, 0)
	panic(http.ErrAbortHandler)
}

// wrongLength announces more than it sends. (Less than was meant is a whole request to any
// server; its reader finds out that the body is not what was sealed.)
func (p *Proxy) wrongLength(_ http.ResponseWriter, q *request) {
	p.raw(q, len(q.body)+1+rand.IntN(40), len(q.body), rand.N(pause/4))
	panic(http.ErrAbortHandler)
}

// halfOpen sends all and never reads.
func (p *Proxy) halfOpen(_ http.ResponseWriter, q *request) {
	p.raw(q, len(q.body), len(q.body), rand.N(pause))
	panic(http.ErrAbortHandler)
}

// cutAnswer hangs up within the answer.
func (p *Proxy) cutAnswer(w http.ResponseWriter, q *request) {
	resp, body, err := p.send(q)
	if err != nil || len(body) == 0 {
		panic(http.ErrAbortHandler)
	}
	for name, values := range resp.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(resp.StatusCode)
	_, _ = w.Write(body[:rand.IntN(len(body))])
	panic(http.ErrAbortHandler)
}

func (p *Proxy) twiceAtOnce(w http.ResponseWriter, q *request) {
	p.later.Add(1)
	go func() {
		defer p.later.Done()
		_, _, _ = p.send(q)
	}()
	w.Header().Set(Twice, "1")
	p.pass(w, q)
}

func (p *Proxy) twiceLater(w http.ResponseWriter, q *request) {
	p.later.Add(1)
	go func() {
		defer p.later.Done()
		time.Sleep(rand.N(2 * pause))
		_, _, _ = p.send(q)
	}()
	w.Header().Set(Twice, "1")
	p.pass(w, q)
}
