//go:build !js

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"byeolpyo/api/store"
	"byeolpyo/api/wire"
)

// syncBuffer is a log that may be read while it is written.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func token(n int) wire.Token { return wire.Token(wire.HashOf(fmt.Append(nil, n))) }

// ask sends one request; a PUT without a tag creates.
func ask(t *testing.T, c *http.Client, method, url string, token wire.Token, tag, body string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(method, url+wire.VaultPath+token.ID().String(), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Authorization": {token.Authorization()}, "Content-Type": {wire.MediaType}}
	if tag != "" {
		req.Header.Set("If-Match", tag)
	} else if method == "PUT" {
		req.Header.Set("If-None-Match", wire.Any)
	}
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(data)
}

// running is a server of a test.
type running struct {
	url, metrics string
	log          *syncBuffer
	stop         func() error
}

// serve runs a server until the test ends, or stop is called.
func serve(t *testing.T, c config) running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := running{log: &syncBuffer{}}
	up, done := make(chan struct{}), make(chan error, 1)
	c.addr = "127.0.0.1:0"
	if c.maxVaults == 0 {
		c.maxVaults = 100
	}
	if c.stopTimeout == 0 {
		c.stopTimeout = stopTimeout
	}
	if c.now == nil {
		c.now = time.Now
	}
	go func() {
		done <- run(ctx, c, slog.New(slog.NewJSONHandler(r.log, nil)), func(api, metrics net.Addr) {
			r.url = "http://" + api.String()
			if metrics != nil {
				r.metrics = "http://" + metrics.String()
			}
			close(up)
		})
	}()
	var once sync.Once
	var err error
	r.stop = func() error {
		once.Do(func() { cancel(); err = <-done })
		return err
	}
	t.Cleanup(func() { _ = r.stop() })
	select {
	case <-up:
		return r
	case err := <-done:
		t.Fatal(err)
		return running{}
	}
}

func TestServes(t *testing.T) {
	db := filepath.Join(t.TempDir(), "vaults.db")
	s := serve(t, config{db: db, metrics: "127.0.0.1:0"})
	url, log, stop := s.url, s.log, s.stop
	token := token(1)
	first, _ := ask(t, http.DefaultClient, "PUT", url, token, "", "sealed")
	tag := first.Header.Get("ETag")
	ask(t, http.DefaultClient, "PUT", url, token, tag, "sealed again")
	ask(t, http.DefaultClient, "PUT", url, token, tag, "too late")
	metrics := page(t, s.metrics+"/metrics")
	for _, line := range []string{
		`byeolpyo_requests_total{method="PUT",status="201"} 1`,
		`byeolpyo_requests_total{method="PUT",status="412"} 1`,
		`byeolpyo_request_seconds_count{method="PUT"} 3`,
		`byeolpyo_conflicts_total 1`,
		`byeolpyo_sheds_total 0`,
		`byeolpyo_no_room_total 0`,
		`byeolpyo_sweep_refused 0`,
		`byeolpyo_vaults 1`,
	} {
		if !strings.Contains(metrics, line+"\n") {
			t.Errorf("the metrics lack %s", line)
		}
	}
	if strings.Contains(metrics, token.ID().String()) {
		t.Error("the metrics name a vault")
	}
	if err := stop(); err != nil {
		t.Errorf("stopping: %v", err)
	}
	if said := log.String(); !strings.Contains(said, `"msg":"stopped"`) || strings.Contains(said, token.ID().String()) {
		t.Errorf("the log: %s", said)
	}
	url = serve(t, config{db: db}).url
	if _, body := ask(t, http.DefaultClient, "GET", url, token, "", ""); body != "sealed again" {
		t.Errorf("after a restart: %q", body)
	}
}

// A request that has begun is answered before the server ends.
func TestStopsGracefully(t *testing.T) {
	s := serve(t, config{db: filepath.Join(t.TempDir(), "vaults.db")})
	url, stop := s.url, s.stop
	token := token(1)
	body, send := io.Pipe()
	req, err := http.NewRequest("PUT", url+wire.VaultPath+token.ID().String(), body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Authorization": {token.Authorization()}, "If-None-Match": {"*"}, "Content-Type": {wire.MediaType}, "Expect": {"100-continue"}}
	// The body is not sent before the handler asks for it.
	client := &http.Client{Transport: &http.Transport{ExpectContinueTimeout: time.Minute}}
	answered := make(chan int, 1)
	go func() {
		resp, err := client.Do(req)
		if err != nil {
			t.Error(err)
			answered <- 0
			return
		}
		resp.Body.Close()
		answered <- resp.StatusCode
	}()
	if _, err := send.Write([]byte("half")); err != nil { // it is asked for, so the request has begun
		t.Fatal(err)
	}
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	// No new connection is taken any more once it is stopping.
	for {
		conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			break
		}
		conn.Close()
	}
	if _, err := send.Write([]byte(" and half")); err != nil {
		t.Fatal(err)
	}
	send.Close()
	if status := <-answered; status != http.StatusCreated {
		t.Errorf("the request that had begun: %d", status)
	}
	if err := <-stopped; err != nil {
		t.Errorf("stopping: %v", err)
	}
}

func TestAddresses(t *testing.T) {
	quiet := slog.New(slog.DiscardHandler)
	db := filepath.Join(t.TempDir(), "v.db")
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "[::]:0", "example.com:80", "127.0.0.1"} {
		for _, c := range []config{{addr: addr, db: db}, {addr: "127.0.0.1:0", metrics: addr, db: db}} {
			err := run(t.Context(), c, quiet, func(net.Addr, net.Addr) { t.Errorf("%s is served", addr) })
			if err == nil {
				t.Errorf("%s is taken", addr)
			}
		}
	}
	if err := run(t.Context(), config{addr: "127.0.0.1:0", db: t.TempDir()}, quiet, func(net.Addr, net.Addr) {}); err == nil {
		t.Error("a directory is taken for a database")
	}
}

func TestClientIP(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr = "[2001:db8::1]:1234"
	r.Header.Set("X-Forwarded-For", "10.0.0.1, 203.0.113.7")
	for header, want := range map[string]string{"": "2001:db8::1", "X-Forwarded-For": "203.0.113.7", "X-Real-IP": "2001:db8::1"} {
		if got := clientIP(header)(r); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

// What the server stores after people have used it: no address, no token, nothing unencrypted;
// ids, three sizes, days. (Privacy of the server; attack 31.)
func TestWhatIsKept(t *testing.T) {
	db := filepath.Join(t.TempDir(), "vaults.db")
	s := serve(t, config{db: db, ipHeader: "X-Real-IP"})
	url, log, stop := s.url, s.log, s.stop
	client := &http.Client{Transport: withAddress{}}
	var secrets []string
	for n := range 30 {
		token := token(n)
		// A sealed body is random; only its size reveals anything.
		size := []int{4 << 10, 16 << 10, 60 << 10}[n%3] + 44
		body := make([]byte, size)
		for i := range body {
			body[i] = byte(i*i>>3 ^ n*31)
		}
		if resp, _ := ask(t, client, "PUT", url, token, "", string(body)); resp.StatusCode != http.StatusCreated {
			t.Fatal(resp.Status)
		}
		secrets = append(secrets, string(token[:]), token.Authorization()[len(wire.Bearer):])
	}
	secrets = append(secrets, "203.0.113.99", "Mozilla", "chrome-extension")
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	kept := everything(t, db)
	for _, where := range []struct{ name, text string }{{"the file", kept}, {"the log", log.String()}} {
		for _, secret := range secrets {
			if strings.Contains(where.text, secret) {
				t.Errorf("%s holds %q", where.name, secret)
			}
		}
	}
	sizes := rows(t, db, "SELECT DISTINCT length(body) FROM vault")
	if len(sizes) != 3 {
		t.Errorf("%d sizes: %v", len(sizes), sizes)
	}
	columns := rows(t, db, "SELECT group_concat(name, ' ') FROM pragma_table_info('vault')")
	if columns[0] != "id version hash body created seen" {
		t.Errorf("the columns are %v", columns)
	}
	tables := rows(t, db, "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name)")
	if tables[0] != "sweep tally vault" {
		t.Errorf("the tables are %v", tables)
	}
	// Days, not times.
	if days := rows(t, db, "SELECT DISTINCT created || ' ' || seen FROM vault"); len(days) > 2 || len(days[0]) != len("20000 20000") {
		t.Errorf("the days are %v", days)
	}
}

// withAddress sends what a proxy and a browser would add.
type withAddress struct{}

func (withAddress) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("X-Real-IP", "203.0.113.99")
	r.Header.Set("User-Agent", "Mozilla/5.0")
	r.Header.Set("Origin", "chrome-extension://abcdefghijklmnopabcdefghijklmnop")
	return http.DefaultTransport.RoundTrip(r)
}

func page(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp.StatusCode, err)
	}
	return string(data)
}

// everything is the database's files and all that is in its rows, as text.
func everything(t *testing.T, db string) string {
	t.Helper()
	var all strings.Builder
	files, err := filepath.Glob(db + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	for _, row := range rows(t, db, "SELECT quote(id) || quote(hash) || quote(created) || quote(seen) FROM vault") {
		all.WriteString(row)
	}
	return all.String()
}

func rows(t *testing.T, db, query string) []string {
	t.Helper()
	s, err := store.OpenSQLite(t.Context(), db, 100)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	result, err := s.DB().Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer result.Close()
	var all []string
	for result.Next() {
		var v string
		if err := result.Scan(&v); err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	if err := result.Err(); err != nil || len(all) == 0 {
		t.Fatal(query, err)
	}
	return all
}
