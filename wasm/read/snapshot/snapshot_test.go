package snapshot

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/htmldom"
)

// same reports where two trees differ, "" where they do not.
func same(a, b *dom.Node) string {
	ra, rb := a, b
	for a != nil && b != nil {
		if a.Tag != b.Tag || a.Data != b.Data || a.Index != b.Index {
			return a.Tag + a.Data + " and " + b.Tag + b.Data
		}
		for _, name := range dom.Attrs {
			if a.Attr(name) != b.Attr(name) {
				return a.Tag + "[" + name + "]"
			}
		}
		if (a.Parent() == nil) != (b.Parent() == nil) || a.Parent() != nil && a.Parent().Index != b.Parent().Index {
			return "the place of " + a.Tag + a.Data
		}
		a, b = a.After(ra), b.After(rb)
	}
	if a != b {
		return "the end"
	}
	return ""
}

// TestPages sends saved pages through a snapshot.
func TestPages(t *testing.T) {
	files, err := filepath.Glob(project.Path(t, "wasm/read/site/testdata/20*/*.html"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d pages, %v", len(files), err)
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		root, err := htmldom.Parse(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		text := Encode(root)
		back := Decode(text)
		if diff := same(root, back); diff != "" {
			t.Errorf("%s: differs at %s", file, diff)
		}
		if Encode(back) != text {
			t.Errorf("%s: not stable", file)
		}
	}
}

func TestDecode(t *testing.T) {
	root := Decode("\x01html\x01body\x02class=a b\x02href=/x?a=b\x02id=\x03 x \x01p\x04\x03\x03y\x04\x04")
	body := root.FirstElement()
	if root.Tag != "html" || body.Tag != "body" || body.Index != 1 || body.Attr("class") != "a b" || body.Attr("href") != "/x?a=b" ||
		body.FirstElement().Index != 2 || body.Text() != "x y" {
		t.Errorf("read %q", Encode(root))
	}
	for _, s := range []string{"", "x", "\x02a=b", "\x03x", "\x04\x04", "\x00\x00", "no element"} {
		if Decode(s) != nil {
			t.Errorf("%q holds an element", s)
		}
	}
	for s, want := range map[string]string{
		"\x01a\x04\x01b\x04":          "\x01a\x04", // one root only
		"\x01a\x04\x04\x04\x03x":      "\x01a\x04",
		"junk\x01a\x02x\x02class=c":   "\x01a\x02class=c\x04",
		"\x01a\x03x":                  "\x01a\x03x\x04",
		"\x01a\x00junk\x03x\x00\x04":  "\x01a\x03x\x04",
		"\x03x\x02class=c\x01a\x03y ": "\x01a\x03y \x04",
		// Numbers: what they name, what names nothing, and what follows a child.
		"\x01a\x02id=1\x01b\x02id=2\x060\x04\x050\x061": "\x01a\x02id=1\x01b\x02id=2\x04\x050\x061\x04\x04",
		"\x01a\x05zz\x06v\x0599999999\x03x\x02id=1":     "\x01a\x03x\x04",
		"\x050\x060\x01a\x04\x050":                      "\x01a\x04",
	} {
		if got := Encode(Decode(s)); got != want {
			t.Errorf("%q reads as %q, want %q", s, got, want)
		}
	}
}

func TestDeep(t *testing.T) {
	const n = 100_000
	text := "\x01div" + strings.Repeat("\x050", n-1) + "\x03x" + strings.Repeat("\x04", n)
	root := Decode(text)
	if got := Encode(root); got != text {
		t.Errorf("%d bytes came back as %d", len(text), len(got))
	}
	wide := "\x01div\x01p\x04" + strings.Repeat("\x051\x04", n-1) + "\x04"
	if got := Encode(Decode(wide)); got != wide {
		t.Errorf("%d bytes came back as %d", len(wide), len(got))
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("\x01html\x01body\x02class=a b\x03x\x04\x04")
	f.Add("\x04\x03\x02=\x01")
	f.Add("\x01\x01\x00\xff\x02class=\x04\x01a")
	f.Add("\x01a\x02class=b\x01b\x060\x04\x050\x060\x03x\x060\x05v")
	f.Fuzz(func(t *testing.T, s string) {
		root := Decode(s)
		nodes := 0
		for n := root; n != nil; n = n.After(root) {
			nodes++
		}
		if nodes > len(s) {
			t.Fatalf("%d nodes of %d bytes", nodes, len(s))
		}
		if root == nil {
			return
		}
		text := Encode(root)
		if back := Encode(Decode(text)); back != text {
			t.Fatalf("%q reads as %q, and that as %q", s, text, back)
		}
	})
}
