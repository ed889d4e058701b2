package main

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"byeolpyo/scripts/internal/hydration"
)

// Pages that were played with an extension are not played again, however the run ended; those
// that were played with another one, or with other options, are.
func TestKept(t *testing.T) {
	dist, path := t.TempDir(), filepath.Join(t.TempDir(), "deep", "kept.json")
	script := filepath.Join(dist, "content.js")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(script, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("1")
	plan := hydration.Plan{
		Sites: []string{"vue"}, Kinds: []string{"cards", "list"}, Late: []time.Duration{0, 200 * time.Millisecond},
		Loads: 2, Plain: 1, Dir: "pages", Extension: dist,
	}
	open := func(plan hydration.Plan, anew bool) kept {
		t.Helper()
		k := kept{path: path, anew: anew}
		if err := k.open(plan); err != nil {
			t.Fatal(err)
		}
		return k
	}
	want := map[hydration.Page]hydration.Result{}
	for i, page := range plan.Pages() {
		k := open(plan, false) // each in a run of its own
		if !maps.Equal(k.results, want) {
			t.Fatalf("run %d finds %v, want %v", i, k.results, want)
		}
		r := hydration.Result{Page: page, Loads: 3, Bad: i % 2, How: strings.Repeat("x", i)}
		if err := k.add(r); err != nil {
			t.Fatal(err)
		}
		want[page] = r
	}
	if len(want) != 4 {
		t.Fatalf("%d pages, want 4", len(want))
	}

	// With all of them known no browser is started, and the table is whole.
	plan.Known = open(plan, false).results
	results, err := plan.Play(context.Background())
	if err != nil || len(results) != 4 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	for _, r := range results {
		if *r != want[r.Page] {
			t.Errorf("%+v, want %+v", *r, want[r.Page])
		}
	}
	if text, good := report(plan, results); good || !strings.Contains(text, "2 of 12 loads") {
		t.Errorf("good %t:\n%s", good, text)
	}

	others := plan
	others.Loads = 3
	for name, k := range map[string]kept{"anew": open(plan, true), "more loads": open(others, false)} {
		if len(k.results) != 0 {
			t.Errorf("%s: %d results", name, len(k.results))
		}
	}
	write("2")
	if k := open(plan, false); len(k.results) != 0 {
		t.Errorf("another extension: %d results", len(k.results))
	}
	write("1")
	if k := open(plan, false); len(k.results) != 4 {
		t.Errorf("the first one again: %d results", len(k.results))
	}
	if err := os.WriteFile(path, []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := (&kept{path: path}).open(plan); err == nil {
		t.Error("half a file is taken for one")
	}
}
