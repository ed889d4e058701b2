//go:build !js

package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"byeolpyo/api/handler"
	"byeolpyo/api/store"
	"byeolpyo/api/wire"
)

// pipes is a listener whose connections are in memory, so that a test's clock drives
// the server's time-outs. All connections come from one address.
type pipes struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.done) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }

// inBubble serves vaults as run does, in memory, for a test in a bubble of synctest.
func inBubble(t *testing.T, vaults store.Store) *pipes {
	t.Helper()
	h := handler.New(patient{vaults}, handler.Options{
		Now: time.Now, Rand: rand.Reader, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), ClientIP: clientIP(""),
	})
	server := newServer(newMetrics(vaults), h)
	p := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
	go server.Serve(p)
	t.Cleanup(func() { server.Close(); synctest.Wait() })
	return p
}

// client is one connection.
type client struct {
	net.Conn
	r *bufio.Reader
}

func (p *pipes) dial(t *testing.T) *client {
	ours, theirs := net.Pipe()
	p.conns <- theirs
	t.Cleanup(func() { ours.Close() })
	return &client{ours, bufio.NewReader(ours)}
}

// head is the start of a request; tag is empty for a create.
func head(method string, token wire.Token, length int, condition string) string {
	return fmt.Sprintf("%s %s%s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n\r\n",
		method, wire.VaultPath, token.ID(), token.Authorization(), wire.MediaType, length, condition)
}

const creating = "If-None-Match: *"

// answer reads one answer, whole; the status is 0 if the server hung up.
func (c *client) answer() (int, http.Header) {
	resp, err := http.ReadResponse(c.r, nil)
	if err != nil {
		return 0, nil
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return 0, nil
	}
	return resp.StatusCode, resp.Header
}

func (c *client) ask(text string) int {
	if _, err := io.WriteString(c, text); err != nil {
		return 0
	}
	status, _ := c.answer()
	return status
}

// A body that takes 28 s is stored, and answered even if the store then needs most of its time:
// each has a time of its own. A body that is late is answered with a request to retry, and is
// not taken for broken. (B3)
func TestSlowBodyIsStored(t *testing.T) {
	for _, c := range []struct {
		name         string
		body, atDisk time.Duration
		want         int
	}{
		{"28 s", 28 * time.Second, 0, http.StatusCreated},
		{"11 s", 11 * time.Second, 0, http.StatusCreated},
		{"28 s, and the disk 9 s", 28 * time.Second, 9 * time.Second, http.StatusCreated},
		{"too slow", 40 * time.Second, 0, http.StatusServiceUnavailable},
		{"the disk stalls", 0, 11 * time.Second, http.StatusServiceUnavailable},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const size = 60 << 10
				vaults := store.NewMemory(10)
				conn := inBubble(t, stalling{vaults, c.atDisk}).dial(t)
				token := token(1)
				sent := make(chan struct{})
				defer func() { conn.Close(); <-sent }()
				go func() {
					defer close(sent)
					body := strings.Repeat("x", size)
					if _, err := io.WriteString(conn, head("PUT", token, size, creating)); err != nil {
						return
					}
					const parts = 20
					for n := range parts {
						time.Sleep(c.body / parts)
						if _, err := io.WriteString(conn, body[n*size/parts:(n+1)*size/parts]); err != nil {
							return
						}
					}
				}()
				status, header := conn.answer()
				if status != c.want || status == http.StatusServiceUnavailable && header.Get("Retry-After") == "" {
					t.Errorf("%d %v, want %d", status, header, c.want)
				}
				if date, err := http.ParseTime(header.Get("Date")); err != nil || c.want == http.StatusCreated && time.Since(date) > c.atDisk+time.Second {
					t.Errorf("Date is %q at %s", header.Get("Date"), time.Now())
				}
				v, err := vaults.Get(t.Context(), token.ID(), wire.Tag{}, store.DayOf(time.Now()))
				if stored := err == nil && len(v.Body) == size; stored != (c.want == http.StatusCreated) {
					t.Errorf("stored: %v %v", stored, err)
				}
			})
		})
	}
}

// stalling is a store whose disk takes its time over a write.
type stalling struct {
	store.Store
	takes time.Duration
}

func (s stalling) Put(ctx context.Context, w store.Write) (wire.Tag, store.Outcome, error) {
	select {
	case <-time.After(s.takes):
		return s.Store.Put(ctx, w)
	case <-ctx.Done():
		return wire.Tag{}, 0, ctx.Err()
	}
}

// 520 bodies send one byte each, from the same address as honest clients: each honest request is
// answered at once, before and after the slow bodies count as slow. Then the address keeps its
// share of them; the others are refused and may retry. (B2)
func TestHalfBodies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const half = 520
		p := inBubble(t, store.NewMemory(1000))
		statuses := make(chan int, half)
		for n := range half {
			go func() {
				conn := p.dial(t)
				if _, err := io.WriteString(conn, head("PUT", token(1000+n), 60<<10, creating)+"x"); err != nil {
					t.Error(err)
				}
				status, _ := conn.answer()
				statuses <- status
			}()
		}
		synctest.Wait() // all of them have sent what they send
		honest := p.dial(t)
		ask := func(when string, text string, want int) {
			t.Helper()
			begin := time.Now()
			if status := honest.ask(text); status != want {
				t.Errorf("%s: %.20q: %d, want %d", when, text, status, want)
			}
			if took := time.Since(begin); took > 0 {
				t.Errorf("%s: %.20q waited for %s", when, text, took)
			}
		}
		round := func(when string, n int) {
			t.Helper()
			ask(when, "GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n", http.StatusOK)
			ask(when, "GET /v1/limits HTTP/1.1\r\nHost: x\r\n\r\n", http.StatusOK)
			ask(when, head("PUT", token(n), 5, creating)+"hello", http.StatusCreated)
			ask(when, head("GET", token(n), 0, "X: x"), http.StatusOK)
			ask(when, head("DELETE", token(n), 0, `If-Match: "1-2cf24dba"`), http.StatusNoContent)
		}
		round("at once", 1)
		time.Sleep(handler.SlowAfter - time.Millisecond)
		synctest.Wait()
		if len(statuses) != 0 {
			t.Errorf("%d were answered within their 3 s", len(statuses))
		}
		round("just before they are slow", 2)
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		if got := len(statuses); got != half-handler.SlowShare {
			t.Errorf("%d were turned away, want all but %d", got, handler.SlowShare)
		}
		for range len(statuses) {
			if status := <-statuses; status != http.StatusServiceUnavailable {
				t.Fatalf("turned away with %d", status)
			}
		}
		round("after 3 s", 3)
		// A body that takes 2.9 s is no slow one, whatever others of the address do.
		guest := p.dial(t)
		if _, err := io.WriteString(guest, head("PUT", token(4), 5, creating)+"hell"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(handler.SlowAfter - time.Millisecond)
		if status := guest.ask("o"); status != http.StatusCreated {
			t.Errorf("a guest whose body takes 2.9 s: %d", status)
		}
		// The share is free again once the slow ones have had their time.
		time.Sleep(readTimeout)
		synctest.Wait()
		if _, err := io.WriteString(guest, head("PUT", token(5), 5, creating)+"hell"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(readTimeout - time.Second)
		if status := guest.ask("o"); status != http.StatusCreated {
			t.Errorf("afterwards, a body that takes 29 s: %d", status)
		}
	})
}

// More bodies at once than may be on their way, and of one address: a new one is stored, and the
// one that has been on its way longest is refused instead. Requests without a body notice
// nothing.
func TestTooManyBodies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := inBubble(t, store.NewMemory(1000))
		away := make(chan int, handler.MaxTransfers)
		for n := range handler.MaxTransfers {
			go func() {
				conn := p.dial(t)
				_, _ = io.WriteString(conn, head("PUT", token(1000+n), 5, creating)+"x")
				status, _ := conn.answer()
				if status == 0 {
					return // closed when the test ends
				}
				if status != http.StatusServiceUnavailable {
					t.Errorf("turned away with %d", status)
				}
				away <- n
			}()
			if n == 0 {
				synctest.Wait() // it is the first
			}
		}
		synctest.Wait()
		honest := p.dial(t)
		for _, c := range []struct {
			text string
			want int
		}{
			{head("PUT", token(1), 5, creating) + "hello", http.StatusCreated},
			{head("GET", token(2), 0, "X: x"), http.StatusNotFound},
			{"GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n", http.StatusOK},
		} {
			if status := honest.ask(c.text); status != c.want {
				t.Errorf("%.20q: %d, want %d", c.text, status, c.want)
			}
		}
		synctest.Wait()
		if len(away) != 1 {
			t.Errorf("%d were turned away for one", len(away))
		}
		if n := <-away; n != 0 {
			t.Errorf("number %d was turned away, not the first", n)
		}
		time.Sleep(handler.SlowAfter + time.Millisecond)
		synctest.Wait()
		if len(away) != handler.MaxTransfers-1-handler.SlowShare {
			t.Errorf("%d more were turned away after 3 s", len(away))
		}
	})
}

// Clients that do not take their answers hold nobody up either.
func TestAnswersNotTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := inBubble(t, store.NewMemory(1000))
		honest := p.dial(t)
		large := strings.Repeat("x", wire.MaxBody)
		if status := honest.ask(head("PUT", token(1), len(large), creating) + large); status != http.StatusCreated {
			t.Fatal(status)
		}
		const lazy = 520
		for range lazy {
			go func() {
				_, _ = io.WriteString(p.dial(t), head("GET", token(1), 0, "X: x"))
			}()
		}
		synctest.Wait()
		for _, when := range []string{"at once", "after 3 s"} {
			for _, c := range []struct {
				text string
				want int
			}{
				{"GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n", http.StatusOK},
				{head("GET", token(1), 0, "X: x"), http.StatusOK},
				{head("GET", token(2), 0, "X: x"), http.StatusNotFound},
			} {
				if status := honest.ask(c.text); status != c.want {
					t.Errorf("%s: %.20q: %d, want %d", when, c.text, status, c.want)
				}
			}
			time.Sleep(handler.SlowAfter + time.Millisecond)
			synctest.Wait()
		}
	})
}

// The same over real connections and the real store; the time is printed, not judged.
func TestHalfBodiesForReal(t *testing.T) {
	s := serve(t, config{db: filepath.Join(t.TempDir(), "vaults.db")})
	const half = 520
	for n := range half {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := io.WriteString(conn, head("PUT", token(1000+n), 60<<10, creating)+"x"); err != nil {
			t.Fatal(err)
		}
	}
	var longest time.Duration
	for n := range 60 {
		begin := time.Now()
		resp, err := http.Get(s.url + wire.HealthPath)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("health: %v %v", resp, err)
		}
		resp.Body.Close()
		made, _ := ask(t, http.DefaultClient, "PUT", s.url, token(n), "", "hello")
		read, body := ask(t, http.DefaultClient, "GET", s.url, token(n), "", "")
		if made.StatusCode != http.StatusCreated || read.StatusCode != http.StatusOK || body != "hello" {
			t.Fatalf("%s, %s", made.Status, read.Status)
		}
		longest = max(longest, time.Since(begin))
	}
	t.Logf("beside %d half-sent bodies three requests took %s at most", half, longest)
}

// A server that is told to end does so after its grace, whoever is still there: clients that
// sent nothing, stopped within the headers or within a body, or never took the answer. (B4)
func TestStopsInSpiteOfClients(t *testing.T) {
	s := serve(t, config{db: filepath.Join(t.TempDir(), "vaults.db"), metrics: "127.0.0.1:0", stopTimeout: 200 * time.Millisecond})
	large := strings.Repeat("x", wire.MaxBody)
	if resp, _ := ask(t, http.DefaultClient, "PUT", s.url, token(1), "", large); resp.StatusCode != http.StatusCreated {
		t.Fatal(resp.Status)
	}
	for _, text := range []string{
		"", "GET / HTTP/1.1\r\nHo", head("PUT", token(2), 100, creating), head("PUT", token(2), 100, creating) + "x",
		strings.Repeat(head("GET", token(1), 0, "X: x"), 100),
	} {
		for _, url := range []string{s.url, s.metrics} {
			conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := io.WriteString(conn, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.stop(); err != nil {
		t.Errorf("stopping: %v", err)
	}
	if said := s.log.String(); !strings.Contains(said, `"msg":"stopped"`) {
		t.Errorf("the log: %s", said)
	}
}

// The figures are on their own listener and nowhere else, however their path is
// spelled, and on none unless one is named. (B4)
func TestMetricsAreApart(t *testing.T) {
	spellings := []string{"/metrics", "/%6Detrics", "/metrics/", "//metrics", "/./metrics", "/x/../metrics", "/metrics?x", "/%2Fmetrics", "/METRICS"}
	status := func(url string) (int, string) {
		resp, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		data, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(data)
	}
	for _, metrics := range []string{"", "127.0.0.1:0"} {
		s := serve(t, config{db: filepath.Join(t.TempDir(), "vaults.db"), metrics: metrics})
		if (s.metrics != "") != (metrics != "") {
			t.Fatalf("named %q, served at %q", metrics, s.metrics)
		}
		for _, path := range spellings {
			if code, body := status(s.url + path); code != http.StatusNotFound || strings.Contains(body, "byeolpyo_vaults") {
				t.Errorf("%s: %d %.100s", path, code, body)
			}
		}
		if metrics == "" {
			continue
		}
		if code, body := status(s.metrics + "/metrics"); code != http.StatusOK || !strings.Contains(body, "byeolpyo_vaults 0") {
			t.Errorf("the metrics: %d %.100s", code, body)
		}
		for _, path := range []string{"/", wire.HealthPath, wire.VaultPath + token(1).ID().String()} {
			if code, _ := status(s.metrics + path); code != http.StatusNotFound {
				t.Errorf("%s beside the metrics: %d", path, code)
			}
		}
		req, _ := http.NewRequest("GET", s.metrics+"/metrics", nil)
		req.Header.Set("Origin", "https://example.com")
		if resp, err := http.DefaultClient.Do(req); err != nil || resp.StatusCode != http.StatusNotFound {
			t.Errorf("a page reads the metrics: %v %v", resp, err)
		}
	}
}
