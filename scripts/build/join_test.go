package main

import (
	"maps"
	"slices"
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

// The popup's modules are shipped as one script, and those that its page loads beside it
// stay.
func TestJoinPopup(t *testing.T) {
	extension := func() files {
		return files{
			"popup.html":     []byte(`<script src="popup/early.js"></script><script src="popup/popup.js" type="module"></script>`),
			"popup/popup.js": []byte("import { a } from \"./a.js\";\nimport \"../plain.js\";\nimport { early } from \"./early.js\";\nglobalThis.first = \"별표\" + a() + early;\n"),
			"popup/a.js":     []byte("import { b } from \"./b.js\";\nconst own = 1;\nexport const a = () => own + b;\n"),
			"popup/b.js":     []byte("export let b = 2;\nconst own = 3;\nglobalThis.later = () => { b = own; };\n"),
			"popup/early.js": []byte("export const early = 4;\n"),
			"plain.js":       []byte("globalThis.plain = 5;\n"),
			"other.js":       []byte("import \"./plain.js\";\n"),
		}
	}
	all := extension()
	if err := joinPopup(all); err != nil {
		t.Fatal(err)
	}
	names := strings.Join(slices.Sorted(maps.Keys(all)), " ")
	if want := "other.js plain.js popup.html popup/early.js popup/popup.js"; names != want {
		t.Errorf("%s, want %s", names, want)
	}
	joined := string(all["popup/popup.js"])
	for _, want := range []string{"별표", "globalThis.plain = 5", "= 4", "own2"} { // what is declared twice gets two names
		if !strings.Contains(joined, want) {
			t.Errorf("there is no %s in\n%s", want, joined)
		}
	}
	if strings.Contains(joined, "import") {
		t.Errorf("it imports something yet:\n%s", joined)
	}
	for what, spoil := range map[string]func(files){
		"a module that is not there":  func(all files) { delete(all, "popup/b.js") },
		"one that nothing loads":      func(all files) { all["popup/idle.js"] = nil },
		"a name that is not exported": func(all files) { all["popup/b.js"] = []byte("export const c = 2;\n") },
		"what is no script":           func(all files) { all["popup/a.js"] = []byte("export const a = ;\n") },
	} {
		all := extension()
		spoil(all)
		if err := joinPopup(all); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
}
