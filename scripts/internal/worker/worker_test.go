package worker

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"byeolpyo/api/wire"
	"byeolpyo/scripts/internal/ask"
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
	o.Root, o.Stderr = root, t.Output()
	w, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Stop)
	return w
}

// get returns the status and the code of a request.
func get(t *testing.T, url string) (int, wire.Code, http.Header) {
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
	// Those that are served at the same time do not notice.
	var wait sync.WaitGroup
	for n := range 40 {
		wait.Go(func() {
			if n%4 == 0 {
				get(t, w.URL+"/exit")
				return
			}
			token := ask.Token(1, n)
			a, err := ask.Put(t.Context(), http.DefaultClient, w.URL, token, wire.Tag{}, []byte("x"))
			if err != nil || a.Status != http.StatusCreated {
				t.Errorf("beside one that breaks: %d %s %v", a.Status, a.Code, err)
			}
		})
	}
	wait.Wait()
}

// Clients that leave in the middle keep no program.
func TestClientsLeave(t *testing.T) {
	w := start(t, Options{})
	body := []byte(strings.Repeat("x", 60_000))
	var wait sync.WaitGroup
	var left atomic.Int64
	for n := range 60 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(n)*time.Millisecond/2)
		wait.Go(func() {
			defer cancel()
			_, err := ask.Put(ctx, http.DefaultClient, w.URL, ask.Token(2, n), wire.Tag{}, body)
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
			a, err := ask.Get(t.Context(), http.DefaultClient, w.URL, ask.Token(2, n), wire.Tag{})
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

// More than it can hold is turned away at once, in words that the extension reads.
func TestSheds(t *testing.T) {
	w := start(t, Options{})
	client := ask.Client(400)
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	statuses := map[int]int{}
	var wait sync.WaitGroup
	for n := range 400 {
		wait.Go(func() {
			a, err := ask.Put(t.Context(), client, w.URL, ask.Token(3, n), wire.Tag{}, []byte("x"))
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

// The daily sweep removes what has expired.
func TestSweep(t *testing.T) {
	w := start(t, Options{})
	for n := range 3 {
		if a, err := ask.Put(t.Context(), http.DefaultClient, w.URL, ask.Token(4, n), wire.Tag{}, []byte("x")); err != nil || a.Status != http.StatusCreated {
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
