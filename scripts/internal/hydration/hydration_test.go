package hydration

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Every way in which a load can differ is told, and none that is none.
func TestDiffer(t *testing.T) {
	plain := Load{DOM: "<html><main>a</main></html>", Kept: 3, Sent: 3}
	for _, c := range []struct {
		name string
		with Load
		says string
	}{
		{"the same", plain, ""},
		{"stars", Load{DOM: plain.DOM, Kept: 3, Sent: 3, Stars: 20}, ""},
		{"an error", Load{DOM: plain.DOM, Kept: 3, Sent: 3, Said: []string{"exception: no", "exception: no"}}, `2 times "exception: no"`},
		{"other elements", Load{DOM: "<html><main>b</main></html>", Kept: 3, Sent: 3}, "elements are others"},
		{"elements made anew", Load{DOM: plain.DOM, Kept: 1, Sent: 3}, "2 of 3 elements"},
	} {
		how := Differ(c.with, plain)
		if (how == "") != (c.says == "") || !strings.Contains(how, c.says) {
			t.Errorf("%s: %q, want %q in it", c.name, how, c.says)
		}
	}
}

// Scripts come late, by as much as the host's name says, and nothing else does;
// a page that was streamed comes in its steps.
func TestServe(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"site-x/cards.html":       "<p>cards",
		"site-x/table/index.html": "<p>table",
		"site-x/list.stream":      `[[0,"<p>"],[40,"list"]]`,
		"site-x/client.mjs":       "0",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := Serve(dir)
	defer s.Close()
	const late = 300 * time.Millisecond
	slow, release := s.Open(Page{"site-x", "", late})
	release()
	quick, release := s.Open(Page{"site-x", "", 0})
	release()
	held, release := s.Open(Page{"site-x", "", 0})
	if slow != "https://site-x.300-1.pycon.kr/" {
		t.Errorf("the address is %s", slow)
	}
	time.AfterFunc(late, release)
	for _, c := range []struct {
		host, path, body, kind string
		code                   int
		after                  time.Duration
	}{
		{held, "client.mjs", "0", "text/javascript; charset=utf-8", 200, late},
		{slow, "cards", "<p>cards", "text/html; charset=utf-8", 200, 0},
		{slow, "table", "<p>table", "text/html; charset=utf-8", 200, 0},
		{slow, "list", "<p>list", "text/html; charset=utf-8", 200, 40 * time.Millisecond},
		{slow, "client.mjs", "0", "text/javascript; charset=utf-8", 200, late},
		{quick, "client.mjs", "0", "text/javascript; charset=utf-8", 200, 0},
		{quick, "../site-x/cards", "404 page not found\n", "text/plain; charset=utf-8", 404, 0},
		{"https://site-x.0-9.pycon.kr/", "cards", "404 page not found\n", "text/plain; charset=utf-8", 404, 0},
	} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", s.http.URL+"/"+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = strings.TrimSuffix(strings.TrimPrefix(c.host, "https://"), "/")
		began := time.Now()
		answer, err := s.http.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if took := time.Since(began); err != nil || answer.StatusCode != c.code || string(body) != c.body ||
			answer.Header.Get("Content-Type") != c.kind || took < c.after {
			t.Errorf("%s%s: %d %q %q after %v, %v, want %+v", c.host, c.path, answer.StatusCode, body, answer.Header.Get("Content-Type"), took, err, c)
		}
	}
}

// What the sites are made of has a name of its own for each content.
func TestSum(t *testing.T) {
	files, err := sources("../../hydration")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range packages {
		if files[filepath.Join("sites", name, "build.mjs")] == nil {
			t.Errorf("%s has no build.mjs", name)
		}
	}
	before := sum(files)
	files["sites/vue/page.js"] = append(files["sites/vue/page.js"], ' ')
	if sum(files) == before {
		t.Error("a changed page has the name of the one before")
	}
}
