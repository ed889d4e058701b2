package e2e

import (
	"fmt"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/replica"
)

// TestManySessionsUnseen: on a page that nobody has described all of 3,000 sessions have a star.
// Stored are as many as an edition may have, those that begin first, and every pick. make bench
// measures how long it takes.
func TestManySessionsUnseen(t *testing.T) {
	const n, bound, late = 3000, 1000, 2500
	b := chromium(t)
	p := open(t, b, fmt.Sprintf("https://%s/?sessions=%d", replica.OnePageHost, n))
	must(t, p.Wait(fmt.Sprintf(hosts+`.length >= %d`, n)))
	keys := eval[[]string](t, p, hosts+`.map(h => h.dataset.key)`)
	unique := map[string]bool{}
	for _, key := range keys {
		unique[key] = true
	}
	if len(unique) != len(keys) || len(keys) > n+1 { // and that of the second day
		t.Fatalf("%d stars of %d sessions", len(keys), len(unique))
	}
	// As much as fits is written at once.
	waitStored(t, b, fmt.Sprintf(`Object.keys(all).filter((key) => key.startsWith("session/")).length >= %d`, bound/2))
	stored := records(t, b)
	if len(stored) > bound {
		t.Errorf("%d are stored, %d may be", len(stored), bound)
	}
	// The page is in the order of time, and at each time has a session in every room.
	times := eval[[]string](t, p, hosts+`.map(h => h.getRootNode().host.closest("li").querySelector(".tabular-nums").textContent)`)
	last, first := "", "99:99"
	for i, key := range keys[:n] {
		if _, has := stored["session/"+key]; has {
			last = max(last, times[i])
		} else {
			first = min(first, times[i])
		}
	}
	if last > first || last == "" || first == "99:99" {
		t.Errorf("of %d that are stored the last begins at %s, and of the others the first at %s", len(stored), last, first)
	}
	key := keys[late]
	must(t, p.Eval(hosts+`[`+fmt.Sprint(late)+`].scrollIntoView({block: "center"})`, nil))
	click(t, p, key)
	waitPick(t, b, key, "star")
	waitStored(t, b, `all[`+js("session/"+key)+`]`)
	for name, record := range records(t, b) {
		if !strings.HasPrefix(name, "session/2096/") {
			t.Errorf("stored %s: %s", name, record)
		}
	}
}
