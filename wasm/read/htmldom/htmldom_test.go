package htmldom

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"byeolpyo/wasm/read/dom"
)

func TestParse(t *testing.T) {
	root, err := Parse(strings.NewReader(`<!DOCTYPE html><!-- x --><html lang=ko><head><script type="application/ld+json">{"a":1}</script><script>x()</script></head>` +
		`<body onclick="x()"><p class="a b" style="x" id="">걱정돼요` + "\x01\t\n" + `</p><template><p>y</p></template><table><thead><th>a</thead></table></body></html>`))
	if err != nil {
		t.Fatal(err)
	}
	if root.Tag != "html" || root.Index != 0 || root.Parent() != nil || root.Attr("lang") != "ko" {
		t.Errorf("root %+v", root)
	}
	p := dom.Selector("p").First(root)
	if p.Attr("class") != "a b" || p.Attr("style") != "" || p.Attr("id") != "" || p.First().Data != "걱정돼요 \t\n" {
		t.Errorf("p %+v, text %q", p, p.First().Data)
	}
	if body := dom.Selector("body").First(root); body.Attr("onclick") != "" {
		t.Error("attributes are kept that are not in the list")
	}
	scripts := dom.Selector("script").All(root)
	if len(scripts) != 2 || scripts[0].First() == nil || scripts[0].First().Data != `{"a":1}` || scripts[1].First() != nil {
		t.Error("scripts have content only where they are JSON")
	}
	if len(dom.Selector("p").All(root)) != 1 || dom.Selector("template").First(root).First() != nil {
		t.Error("a template has content")
	}
	if dom.Selector("thead > tr > th").First(root) == nil {
		t.Error("the parser puts rows into sections")
	}
	for n, last := root, -1; n != nil; n = n.After(root) {
		if n.Tag != "" {
			if n.Index != last+1 {
				t.Fatalf("%s is element %d, want %d", n.Tag, n.Index, last+1)
			}
			last = n.Index
		}
	}
}

func TestParseFaults(t *testing.T) {
	if _, err := Parse(iotest.ErrReader(errors.New("gone"))); err == nil || !strings.Contains(err.Error(), "gone") {
		t.Errorf("error %v", err)
	}
	if root, err := Parse(strings.NewReader("")); err != nil || root.Tag != "html" {
		t.Errorf("an empty page: %v, %v", root, err)
	}
	root, err := Parse(strings.NewReader("<p>\xff\xfe\x80a"))
	if err != nil || !strings.Contains(root.Text(), "a") {
		t.Errorf("bytes that are no text: %v", err)
	}
}
