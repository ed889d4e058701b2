package conform

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"byeolpyo/api/handler"
	"byeolpyo/api/store"
	"byeolpyo/scripts/internal/worker"
)

// host starts a server for a test.
type host struct {
	name  string
	start func(*testing.T, Settings) Server
	// objects: each vault has a store of its own, so they are not counted together.
	objects bool
}

// native serves a store over HTTP with a clock that Age moves.
func native(name string, open func(t *testing.T, max int64) store.Store) host {
	return host{name: name, start: func(t *testing.T, s Settings) Server {
		limit := s.Max
		if limit == 0 {
			limit = handler.MaxVaults
		}
		var days atomic.Int64
		now := func() time.Time { return time.Now().AddDate(0, 0, int(days.Load())) }
		every := handler.CreateEvery
		if s.Burst > 0 {
			every = time.Hour
		}
		h := handler.New(open(t, limit), handler.Options{
			CreateEvery: every,
			Now:         now,
			Rand:        rand.Reader,
			Log:         slog.New(slog.NewTextHandler(t.Output(), nil)),
			ClientIP:    func(r *http.Request) string { return r.RemoteAddr[:len("127.0.0.1")] },
			CreateBurst: s.Burst,
			Closed:      s.Closed,
		})
		server := httptest.NewServer(h)
		t.Cleanup(server.Close)
		age := func(_ context.Context, _ string, n int) error {
			days.Add(int64(n))
			return nil
		}
		return Server{URL: server.URL, Now: now, Age: age}
	}}
}

var natives = []host{
	native("memory", func(_ *testing.T, max int64) store.Store { return store.NewMemory(max) }),
	native("SQLite", func(t *testing.T, max int64) store.Store {
		s, err := store.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "vaults.db"), max)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}),
}

// answers runs the table against a host; a title leads to what was answered.
func answers(t *testing.T, h host, sections []Section) map[string][]Answer {
	t.Helper()
	all := map[string][]Answer{}
	servers := map[Settings]Server{}
	for _, s := range sections {
		if s.Settings.Max > 0 && h.objects {
			continue
		}
		server, started := servers[s.Settings]
		if !started {
			server = h.start(t, s.Settings)
			servers[s.Settings] = server
		}
		got, err := Run(t.Context(), server, s, func(row Row, message string) {
			t.Errorf("%s: %s: line %d: %s\n%s", h.name, s.Title, row.Line, row.Text, message)
		})
		if err != nil {
			t.Errorf("%s: %s: %v", h.name, s.Title, err)
			continue
		}
		all[s.Title] = got
	}
	return all
}

// same reports rows that two hosts answered differently.
func same(t *testing.T, sections []Section, aName string, a map[string][]Answer, bName string, b map[string][]Answer) {
	t.Helper()
	compared := 0
	for _, s := range sections {
		row := 0
		for _, r := range s.Rows {
			if !r.Request() || row >= len(a[s.Title]) || row >= len(b[s.Title]) {
				continue
			}
			if x, y := a[s.Title][row].String(), b[s.Title][row].String(); x != y {
				t.Errorf("%s: line %d: %s\n%s answers\n%s\n%s answers\n%s", s.Title, r.Line, r.Text, aName, x, bName, y)
			}
			row++
			compared++
		}
	}
	if compared < 100 {
		t.Errorf("%s and %s were compared in %d answers, want 100 or more", aName, bName, compared)
	}
}

func sections(t *testing.T) []Section {
	t.Helper()
	all, err := Table()
	if err != nil {
		t.Fatal(err)
	}
	if n := Count(all); n < 100 {
		t.Fatalf("the table has %d rows, want 100 or more", n)
	}
	return all
}

func TestNative(t *testing.T) {
	table := sections(t)
	memory := answers(t, natives[0], table)
	sqlite := answers(t, natives[1], table)
	same(t, table, "memory", memory, "SQLite", sqlite)
}

// The table can fail: a server that gives every request the same answer passes no section.
func TestTableSees(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	defer server.Close()
	nothing := Server{URL: server.URL, Now: time.Now, Age: func(context.Context, string, int) error { return nil }}
	for _, s := range sections(t) {
		wrong := 0
		_, err := Run(t.Context(), nothing, s, func(Row, string) { wrong++ })
		if err != nil {
			t.Fatal(err)
		}
		if wrong == 0 {
			t.Errorf("%s: nothing is wrong with a server that does nothing", s.Title)
		}
	}
}

// miniflare serves the worker with a store. To age is to rewrite the days.
func miniflare(name, kind string, objects bool) host {
	return host{name: name, objects: objects, start: func(t *testing.T, s Settings) Server {
		vars := map[string]string{"STORE": kind}
		if s.Burst > 0 {
			vars["CREATE_BURST"], vars["CREATE_EVERY"] = strconv.Itoa(s.Burst), "3600"
		}
		if s.Max > 0 {
			vars["MAX_VAULTS"] = strconv.FormatInt(s.Max, 10)
		}
		if s.Closed {
			vars["CLOSED"] = "1"
		}
		w, err := worker.Start(t.Context(), worker.Options{Root: mustRoot(t), Vars: vars, Stderr: t.Output()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(w.Stop)
		age := func(ctx context.Context, section string, days int) error {
			statement := fmt.Sprintf("UPDATE vault SET seen = seen - %d, created = created - %d", days, days)
			if !objects {
				_, err := w.SQL(ctx, statement, "")
				return err
			}
			for _, vault := range []string{"A", "B", "C"} {
				if _, err := w.SQL(ctx, statement, Token(section, vault).ID().String()); err != nil {
					return err
				}
			}
			return nil
		}
		return Server{URL: w.URL, Now: time.Now, Age: age}
	}}
}

func mustRoot(t *testing.T) string {
	t.Helper()
	root, err := worker.Root(".")
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestWorkers(t *testing.T) {
	if err := worker.Build(t.Context(), mustRoot(t)); err != nil {
		t.Fatal(err)
	}
	table := sections(t)
	memory := answers(t, natives[0], table)
	for _, h := range []host{
		miniflare("D1", "d1", false),
		miniflare("Durable Object", "objects", true),
	} {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			same(t, table, "memory", memory, h.name, answers(t, h, table))
		})
	}
}
