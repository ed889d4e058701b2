package badnetwork

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// Every fault happens, the server sees them, and whole answers stay whole.
func TestFaults(t *testing.T) {
	var whole, torn, echoes atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || len(body) != 1000 {
			torn.Add(1)
			return
		}
		whole.Add(1)
		_, _ = w.Write(body)
	}))
	defer server.Close()
	p := New(0.8)
	p.To(server.URL)
	const requests = 400
	sent := strings.Repeat("x", 1000)
	twice := int64(0)
	for range requests {
		resp, err := http.Post(p.URL, "text/plain", strings.NewReader(sent))
		if err != nil {
			continue
		}
		got, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			continue
		}
		if string(got) != sent {
			t.Fatalf("an answer of %d bytes came whole as %d", len(sent), len(got))
		}
		echoes.Add(1)
		if resp.Header.Get(Twice) != "" {
			twice++
		}
	}
	p.Close()
	switch f := p.Faults.Load(); {
	case f < requests/2, f == requests:
		t.Errorf("%d faults of %d requests", f, requests)
	case torn.Load() == 0 || twice == 0 || echoes.Load() == requests || whole.Load() <= echoes.Load():
		t.Errorf("torn %d, twice %d, answered %d, served %d of %d", torn.Load(), twice, echoes.Load(), whole.Load(), requests)
	}
}
