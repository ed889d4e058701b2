package main

import (
	"strings"
	"testing"
)

func TestHeads(t *testing.T) {
	page := func(own string) []byte { return []byte("<html>\n<head>\n" + own + "</head>\n<body>\n") }
	all := files{
		"a.html":    page("<title>a</title>\n<script src=\"a/a.js\" type=\"module\"></script>\n"),
		"b.html":    page("<meta name=\"color-scheme\" content=\"light\">\n"),
		"bare.html": []byte("<title>bare</title>\n"),
		"a/a.js":    []byte("import \"../c.js\";\nimport {\n  d,\n} from \"./d.js\";\n"),
		"a/d.js":    []byte("import \"../c.js\";\nimport * as e from \"../e.js\";\nconst later = () => import(\"./later.js\");\n"),
		"c.js":      nil, "e.js": nil, "a/later.js": nil,
	}
	if err := completeHeads(all); err != nil {
		t.Fatal(err)
	}
	preload := func(name string) string { return "<link rel=\"modulepreload\" href=\"" + name + "\">\n" }
	for name, want := range map[string]string{
		"a.html":    string(page(headLines + "<title>a</title>\n<script src=\"a/a.js\" type=\"module\"></script>\n" + preload("c.js") + preload("a/d.js") + preload("e.js"))),
		"b.html":    string(page(strings.Replace(headLines, "<meta name=\"color-scheme\" content=\"light dark\">\n", "", 1) + "<meta name=\"color-scheme\" content=\"light\">\n")),
		"bare.html": "<title>bare</title>\n",
	} {
		if got := string(all[name]); got != want {
			t.Errorf("%s is\n%s, want\n%s", name, got, want)
		}
	}
	if err := completeHeads(files{"open.html": []byte("<head>\n<body>")}); err == nil || !strings.Contains(err.Error(), "open.html") {
		t.Errorf("a head without an end: %v", err)
	}
}
