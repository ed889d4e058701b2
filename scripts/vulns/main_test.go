package main

import (
	"strings"
	"testing"
)

// said is govulncheck's output on four vulnerabilities: one that is called, one that is
// imported, one that is only required, and one of the standard library.
const said = `{"config":{"protocol_version":"v1.0.0"}}
{"SBOM":{"go_version":"go1.26.8"}}
{"osv":{"id":"GO-2026-0001"}}
{"finding":{"osv":"GO-2026-0001","fixed_version":"v1.2.0","trace":[{"module":"example.org/a","version":"v1.1.0"}]}}
{"finding":{"osv":"GO-2026-0001","fixed_version":"v1.2.0","trace":[{"module":"example.org/a","version":"v1.1.0","package":"example.org/a/b"}]}}
{"finding":{"osv":"GO-2026-0001","fixed_version":"v1.2.0","trace":[{"module":"example.org/a","version":"v1.1.0","package":"example.org/a/b","function":"Read","receiver":"*Reader"},{"module":"byeolpyo","package":"byeolpyo/api","function":"main"}]}}
{"finding":{"osv":"GO-2026-0002","trace":[{"module":"example.org/c","version":"v0.1.0","package":"example.org/c"}]}}
{"finding":{"osv":"GO-2026-0003","trace":[{"module":"example.org/d","version":"v0.1.0"}]}}
{"finding":{"osv":"GO-2026-0004","fixed_version":"v1.26.9","trace":[{"module":"stdlib","version":"v1.26.8","package":"net/http","function":"Get"},{"module":"byeolpyo","package":"byeolpyo/api","function":"main"}]}}
`

func TestFindings(t *testing.T) {
	found, err := findings([]byte(said))
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		text   string
		counts bool
	}{
		{"GO-2026-0001 in example.org/a v1.1.0 (mended in v1.2.0): calls example.org/a/b.*Reader.Read from byeolpyo/api.main", true},
		{"GO-2026-0002 in example.org/c v0.1.0 (not mended yet): is imported, and not called", false},
		{"GO-2026-0003 in example.org/d v0.1.0 (not mended yet): is required, and not imported", false},
		{"GO-2026-0004 in stdlib v1.26.8 (mended in v1.26.9): calls net/http.Get from byeolpyo/api.main", false},
	}
	if len(found) != len(want) {
		t.Fatalf("found %v", found)
	}
	for i, w := range want {
		if found[i].String() != w.text || found[i].counts() != w.counts {
			t.Errorf("%v, counts %v; want %s, %v", found[i], found[i].counts(), w.text, w.counts)
		}
	}
}

// An output that ends in the middle, or covers nothing, is an error.
func TestNoAnswer(t *testing.T) {
	half, _, _ := strings.Cut(said, `"osv":"GO-2026-0003"`)
	for _, out := range []string{"", `{"config":{}}`, half} {
		if found, err := findings([]byte(out)); err == nil {
			t.Errorf("%q is taken for an answer: %v", out, found)
		}
	}
}
