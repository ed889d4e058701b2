package records

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write STORAGE.md anew")

// page is STORAGE.md: the table for people.
func page() string {
	var b strings.Builder
	b.WriteString(`# What is stored

Every kind of record that the extension keeps in the browser: where, under which key, in
which version, by whom, and how large it may become. *session* stands for a session's key
such as ` + "`2026/s/0c1f`" + `, *edition* for ` + "`2026`" + `. ` + "`content`, `popup`, `draw` and `background`" + ` are
the programs below wasm/cmd, the others scripts below extension/. A record of a higher
version than is told here is left as it is.

This page is made of package records (go test ./wasm/model/records -update).
`)
	area := Area("")
	for _, r := range All() {
		if r.Area != area {
			area = r.Area
			fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| Key | Version | What | Written by | Read by | Bound |\n|---|---|---|---|---|---|\n", area, area.about())
		}
		key := "`" + r.Key + "`"
		if r.Rest != "" {
			key += "*" + r.Rest + "*"
		}
		version := "–"
		if r.Version > 0 {
			version = strconv.Itoa(r.Version)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", key, version, r.What, strings.Join(r.Writers, ", "), strings.Join(r.Readers, ", "), r.Bound)
	}
	return b.String()
}

func (a Area) about() string {
	switch a {
	case Local:
		return "Stays until the extension is removed. Content scripts reach it, so it holds no secret."
	case Session:
		return "Ends with the browser, or as the extension is loaded anew. Content scripts do not reach it."
	case Own:
		return "The extension's own database. It stays, and content scripts do not reach it."
	}
	return ""
}

// STORAGE.md says what the table says.
func TestStoragePage(t *testing.T) {
	const name = "STORAGE.md"
	if *update {
		if err := os.WriteFile(name, []byte(page()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(name)
	if err != nil || string(data) != page() {
		t.Errorf("%s is not what the table says (%v): run go test ./wasm/model/records -update", name, err)
	}
}

// constants are those of records.go that name a key or a prefix, with their values.
func constants(t *testing.T) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "records.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			for i, name := range v.Names {
				if lit, ok := v.Values[i].(*ast.BasicLit); ok && (strings.HasSuffix(name.Name, "Key") || strings.HasSuffix(name.Name, "Prefix")) {
					all[name.Name], _ = strconv.Unquote(lit.Value)
				}
			}
		}
	}
	return all
}

// The table has every key and every prefix once, each with who writes and reads it, and
// no key could be taken for another's.
func TestTableIsComplete(t *testing.T) {
	left := constants(t)
	if len(left) < 18 {
		t.Fatalf("only %d keys and prefixes", len(left))
	}
	var order []string
	for _, r := range All() {
		value, there := left[r.Const]
		if !there || r.Area == Own && r.Key != Database+"/"+KeyringStore+"/"+value || r.Area != Own && r.Key != value {
			t.Errorf("%s is %q in the table and %q among the constants", r.Const, r.Key, value)
		}
		delete(left, r.Const)
		if strings.HasSuffix(r.Const, "Prefix") != strings.HasSuffix(r.Key, "/") || strings.HasSuffix(r.Key, "/") != (r.Rest != "") {
			t.Errorf("%s: the key is %q with %q", r.Const, r.Key, r.Rest)
		}
		if len(r.Writers) == 0 || len(r.Readers) == 0 || r.What == "" || r.Bound == "" || r.Area.about() == "" {
			t.Errorf("%s: %+v", r.Const, r)
		}
		for _, list := range [][]string{r.Writers, r.Readers} {
			if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) {
				t.Errorf("%s: %v", r.Const, list)
			}
		}
		order = append(order, string(r.Area)+" "+r.Key)
		for _, other := range All() {
			if other.Const != r.Const && other.Area == r.Area && strings.HasSuffix(r.Key, "/") && strings.HasPrefix(other.Key, r.Key) {
				t.Errorf("%q could be taken for one of %q", other.Key, r.Key)
			}
		}
	}
	for name := range left {
		t.Errorf("%s is not in the table", name)
	}
	areas := []Area{Local, Session, Own}
	if !slices.IsSortedFunc(All(), func(a, b Record) int {
		if a.Area != b.Area {
			return slices.Index(areas, a.Area) - slices.Index(areas, b.Area)
		}
		return strings.Compare(a.Key, b.Key)
	}) {
		t.Errorf("not in order: %q", order)
	}
}
