package worker

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"byeolpyo/api/wire"
	"byeolpyo/scripts/internal/apiclient"
)

func start(t *testing.T, o Options) *Worker {
	t.Helper()
	t.Parallel()
	root, err := Root(".")
	if err != nil {
		t.Fatal(err)
	}
	build := Build
	if o.Brittle {
		build = BuildBrittle
	}
	if err := build(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	if o.Root = root; o.Stderr == nil {
		o.Stderr = t.Output()
	}
	w, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Stop)
	return w
}

// get returns the status and the code of a request.
func get(t *testing.T, url string) (int, wire.ErrorCode, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", "chrome-extension://a")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var e wire.Error
	if resp.StatusCode >= 400 {
		if err := json.Unmarshal(data, &e); err != nil {
			t.Errorf("%s: %d %q", url, resp.StatusCode, data)
		}
	}
	return resp.StatusCode, e.Code, resp.Header
}

// Whatever breaks a program costs that request a 500 and nothing else.
func TestBreaksOnce(t *testing.T) {
	w := start(t, Options{Brittle: true})
	for round := range 3 {
		for _, path := range []string{"/panic", "/panic-elsewhere", "/exit", "/hoard", "/deadlock"} {
			if path == "/deadlock" && round > 0 {
				continue // it takes as long as worker.mjs is patient
			}
			want := http.StatusInternalServerError
			if path == "/hoard" {
				want = http.StatusNotFound // it answers, and is not kept
			}
			status, code, header := get(t, w.URL+path)
			if status != want || code != wire.Internal && want == http.StatusInternalServerError {
				t.Errorf("round %d: %s: %d %s", round, path, status, code)
			}
			if header.Get("Access-Control-Allow-Origin") != "chrome-extension://a" || header.Get("Date") == "" {
				t.Errorf("%s: the extension could not read the answer: %v", path, header)
			}
			for range 5 {
				if status, code, _ := get(t, w.URL+wire.LimitsPath); status != http.StatusOK {
					t.Errorf("round %d: after %s: %d %s", round, path, status, code)
				}
			}
		}
	}
	// Requests that are served at the same time do not notice.
	var wait sync.WaitGroup
	for n := range 40 {
		wait.Go(func() {
			if n%4 == 0 {
				get(t, w.URL+"/exit")
				return
			}
			token := apiclient.Token(1, n)
			a, err := apiclient.Put(t.Context(), http.DefaultClient, w.URL, token, wire.Tag{}, []byte("x"))
			if err != nil || a.Status != http.StatusCreated {
				t.Errorf("beside one that breaks: %d %s %v", a.Status, a.Code, err)
			}
		})
	}
	wait.Wait()
}

// Clients that leave in the middle do not keep a program.
func TestClientsLeave(t *testing.T) {
	w := start(t, Options{})
	body := []byte(strings.Repeat("x", 60_000))
	var wait sync.WaitGroup
	var left atomic.Int64
	for n := range 60 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(n)*time.Millisecond/2)
		wait.Go(func() {
			defer cancel()
			_, err := apiclient.Put(ctx, http.DefaultClient, w.URL, apiclient.Token(2, n), wire.Tag{}, body)
			if err != nil {
				left.Add(1)
			}
		})
		if n%4 == 3 {
			wait.Wait()
		}
	}
	wait.Wait()
	if left.Load() == 0 {
		t.Error("nobody left")
	}
	for n := range 40 {
		wait.Go(func() {
			a, err := apiclient.Get(t.Context(), http.DefaultClient, w.URL, apiclient.Token(2, n), wire.Tag{})
			if err != nil || a.Status != http.StatusOK && a.Status != http.StatusNotFound {
				t.Errorf("afterwards: %d %s %v", a.Status, a.Code, err)
			}
			if a.Status == http.StatusOK && len(a.Body) != len(body) {
				t.Errorf("a torn body of %d bytes", len(a.Body))
			}
		})
	}
	wait.Wait()
}

// More requests than it can hold are refused at once, with an error that the extension reads.
func TestSheds(t *testing.T) {
	w := start(t, Options{})
	client := apiclient.Client(400)
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	statuses := map[int]int{}
	var wait sync.WaitGroup
	for n := range 400 {
		wait.Go(func() {
			a, err := apiclient.Put(t.Context(), client, w.URL, apiclient.Token(3, n), wire.Tag{}, []byte("x"))
			if err != nil {
				t.Error(err)
				return
			}
			if a.Status != http.StatusCreated && (a.Status != http.StatusServiceUnavailable || a.RetryAfter == 0 || a.Code != wire.Busy) {
				t.Errorf("%d %s, Retry-After %d", a.Status, a.Code, a.RetryAfter)
			}
			mu.Lock()
			defer mu.Unlock()
			statuses[a.Status]++
		})
	}
	wait.Wait()
	if statuses[http.StatusCreated] < 64 {
		t.Errorf("answers %v: fewer than 64 were served", statuses)
	}
	t.Logf("answers %v", statuses)
}

// 520 bodies send one byte each, beside honest clients of the same address, which are answered
// all the time. After 3 s the address keeps its share of slow bodies. (B2)
func TestHalfBodies(t *testing.T) {
	w := start(t, Options{Vars: map[string]string{"CREATE_BURST": "100000"}})
	const half, share = 520, 64 // SLOW_SHARE
	address := strings.TrimPrefix(w.URL, "http://")
	begin := func(n, length int, body string) net.Conn {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		token := apiclient.Token(5, n)
		fmt.Fprintf(conn, "PUT %s%s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: %s\r\nIf-None-Match: *\r\nContent-Length: %d\r\n\r\n%s",
			wire.VaultPath, token.ID(), token.Authorization(), wire.MediaType, length, body)
		return conn
	}
	answers := make(chan int, half)
	for n := range half {
		conn := begin(n, 60_000, "x")
		go func() {
			resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				return // closed when the test ends
			}
			resp.Body.Close()
			answers <- resp.StatusCode
		}()
	}
	client := apiclient.Client(4)
	defer client.CloseIdleConnections()
	var longest time.Duration
	rounds := 0
	honest := func() {
		t.Helper()
		begin := time.Now()
		token := apiclient.Token(6, rounds)
		rounds++
		made, err1 := apiclient.Put(t.Context(), client, w.URL, token, wire.Tag{}, []byte("hello"))
		read, err2 := apiclient.Get(t.Context(), client, w.URL, token, wire.Tag{})
		status, _, _ := get(t, w.URL+wire.HealthPath)
		if made.Status != http.StatusCreated || read.Status != http.StatusOK || status != http.StatusOK {
			t.Fatalf("%d %d %d %v %v", made.Status, read.Status, status, err1, err2)
		}
		longest = max(longest, time.Since(begin))
	}
	for away := 0; away < half-share; {
		honest()
		for range len(answers) {
			if status := <-answers; status != http.StatusServiceUnavailable {
				t.Fatalf("turned away with %d", status)
			}
			away++
		}
	}
	honest()
	if len(answers) != 0 {
		t.Errorf("%d more than the share were turned away", len(answers))
	}
	t.Logf("beside %d half-sent bodies three requests took %s at most, of %d", half, longest, rounds)
}

// The alarm of a Durable Object removes its vault when that has expired, also if it is
// the only one, and not by a clock that is before the time of the alarm or far past it,
// until it has run on for a day. (B4)
func TestAlarm(t *testing.T) {
	w := start(t, Options{Vars: map[string]string{"STORE": "objects"}})
	const day = 24 * time.Hour
	now := time.Now()
	due := now.Add((wire.RetentionDays+1)*day + time.Minute)
	for n, c := range []struct {
		name   string
		alarms []time.Time
		left   int
	}{
		{"in time", []time.Time{due}, 0},
		{"a month late", []time.Time{due.Add(29 * day)}, 0},
		{"early", []time.Time{now.Add(time.Hour)}, 1},
		{"years late", []time.Time{due.Add(730 * day)}, 1},
		{"years late, and set right", []time.Time{due.Add(730 * day), now.Add(day)}, 1},
		{"years late, for a day", []time.Time{due.Add(730 * day), due.Add(731 * day)}, 0},
	} {
		token := apiclient.Token(7, n)
		if a, err := apiclient.Put(t.Context(), http.DefaultClient, w.URL, token, wire.Tag{}, []byte("x")); err != nil || a.Status != http.StatusCreated {
			t.Fatal(a.Status, err)
		}
		var left [][]any
		var err error
		for _, at := range c.alarms {
			if left, err = w.Expire(t.Context(), token.ID().String(), at); err != nil {
				t.Fatal(c.name, err)
			}
		}
		if rows := slices.DeleteFunc(left, func(r []any) bool { return len(r) == 0 }); len(rows) != c.left {
			t.Errorf("%s: %v are left, want %d", c.name, left, c.left)
		}
	}
}

// With a doubtful clock there is no daily sweep, even in a database of 0.1.0, and the log says
// so. (B4)
func TestSweepInDoubt(t *testing.T) {
	said := &buffer{}
	w := start(t, Options{Stderr: said})
	if a, err := apiclient.Put(t.Context(), http.DefaultClient, w.URL, apiclient.Token(8, 0), wire.Tag{}, []byte("x")); err != nil || a.Status != http.StatusCreated {
		t.Fatal(a.Status, err)
	}
	sweep := func(statement string) int {
		t.Helper()
		if _, err := w.SQL(t.Context(), statement, ""); err != nil {
			t.Fatal(err)
		}
		resp, err := http.Get(w.URL + "/cdn-cgi/handler/scheduled")
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatal(resp, err)
		}
		resp.Body.Close()
		rows, err := w.SQL(t.Context(), "SELECT count(*) FROM vault", "")
		if err != nil {
			t.Fatal(err)
		}
		return int(rows[0][0].(float64))
	}
	if n := sweep("UPDATE vault SET seen = seen - 600"); n != 1 {
		t.Error("the last use of any vault is 600 days ago, and it is swept all the same")
	}
	if !strings.Contains(said.String(), "the clock is in doubt") {
		t.Errorf("the worker says %q", said.String())
	}
	// A day later by that clock: the doubt began a day earlier.
	if n := sweep("UPDATE sweep SET doubted = doubted - 86400, checked = checked - 86400"); n != 0 {
		t.Error("not swept when the clock has run on for a day")
	}
	rows, err := w.SQL(t.Context(), "SELECT day, doubted FROM sweep", "")
	if today := float64(time.Now().Unix() / 86400); err != nil || len(rows) != 1 || rows[0][0].(float64) < today-1 || rows[0][1] != 0.0 {
		t.Errorf("noted %v: %v", rows, err)
	}
	// A database that lacks the table sweeps nothing.
	if a, err := apiclient.Put(t.Context(), http.DefaultClient, w.URL, apiclient.Token(8, 1), wire.Tag{}, []byte("x")); err != nil || a.Status != http.StatusCreated {
		t.Fatal(a.Status, err)
	}
	if _, err := w.SQL(t.Context(), "UPDATE vault SET seen = seen - 600", ""); err != nil {
		t.Fatal(err)
	}
	if n := sweep("DROP TABLE sweep"); n != 1 {
		t.Error("swept without knowing of any sweep")
	}
}

// buffer is what a worker says, to be read while it goes on.
type buffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// The daily sweep removes what has expired.
func TestSweep(t *testing.T) {
	w := start(t, Options{})
	for n := range 3 {
		if a, err := apiclient.Put(t.Context(), http.DefaultClient, w.URL, apiclient.Token(4, n), wire.Tag{}, []byte("x")); err != nil || a.Status != http.StatusCreated {
			t.Fatal(a.Status, err)
		}
	}
	if _, err := w.SQL(t.Context(), "UPDATE vault SET seen = seen - 600 WHERE rowid < 3", ""); err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(w.URL + "/cdn-cgi/handler/scheduled")
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp, err)
	}
	resp.Body.Close()
	rows, err := w.SQL(t.Context(), "SELECT count(*), (SELECT vaults FROM tally) FROM vault", "")
	if err != nil || len(rows) != 1 || rows[0][0] != 1.0 || rows[0][1] != 1.0 {
		t.Errorf("%v rows are left, want 1: %v", rows, err)
	}
}
