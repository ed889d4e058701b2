package main

import (
	"strings"
	"testing"
)

// The scripts of a page are shipped as one, in the manifest's order.
func TestJoinContent(t *testing.T) {
	script := func(what string) []byte { return []byte("\"use strict\";\n(() => { " + what + " })();\n") }
	all := files{
		"manifest.json": []byte(`{"js": ["strings.js", "content/b.js",
			"content/a.js"], "x": 1}`),
		"content/a.js": script("one()"), "content/b.js": script("two()"), "strings.js": nil,
	}
	if err := joinContent(all); err != nil {
		t.Fatal(err)
	}
	if got := string(all["manifest.json"]); got != `{"js": ["strings.js", "content.js"], "x": 1}` {
		t.Errorf("manifest %s", got)
	}
	joined := string(all["content.js"])
	if one, two := strings.Index(joined, "one()"), strings.Index(joined, "two()"); one < 0 || two < 0 || one < two || len(all) != 3 || !strings.HasPrefix(joined, `"use strict";`) {
		t.Errorf("%d files, %s", len(all), joined)
	}
	for what, all := range map[string]files{
		"a script that is not there":  {"manifest.json": []byte(`["content/a.js"]`)},
		"one that is not run":         {"manifest.json": []byte(`["content/a.js"]`), "content/a.js": script(""), "content/b.js": script("")},
		"one that declares something": {"manifest.json": []byte(`["content/a.js"]`), "content/a.js": []byte("const shared = 1;")},
		"another between them":        {"manifest.json": []byte(`["content/a.js", "x.js", "content/b.js"]`), "content/a.js": script(""), "content/b.js": script("")},
		"one of that name":            {"manifest.json": []byte(`["content/a.js"]`), "content/a.js": script(""), "content.js": nil},
	} {
		if err := joinContent(all); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
}
