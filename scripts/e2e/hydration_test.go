package e2e

import (
	"testing"
	"time"

	"byeolpyo/scripts/internal/hydration"
)

// Pages that real frameworks render on the server and hydrate in the browser are
// hydrated as if the extension were not there, also when stars stood on them
// before: the console says the same, the elements are those that the server sent,
// and every session has its star. make hydration plays more loads, at more delays.
func TestHydration(t *testing.T) {
	dir, err := hydration.Build(t.Context(), root)
	must(t, err)
	results, err := hydration.Plan{
		Sites: hydration.Sites, Kinds: hydration.Kinds, Late: []time.Duration{time.Second},
		Loads: 2, Plain: 1, Tabs: 8, Held: true, Dir: dir, Extension: dist,
	}.Play(t.Context())
	must(t, err)
	if want := len(hydration.Sites) * len(hydration.Kinds); len(results) != want || want == 0 {
		t.Fatalf("%d pages were played, want %d", len(results), want)
	}
	for _, r := range results {
		if r.Loads != 3 {
			t.Errorf("%v: %d loads", r.Page, r.Loads)
		}
		if r.Bad > 0 {
			t.Errorf("%v: %d of %d loads: %s", r.Page, r.Bad, r.Loads, r.How)
		}
	}
}
