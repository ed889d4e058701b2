package protocol

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// The table has every constant of protocol.go and calls.go once, and of each group no two have one
// value.
func TestTableIsComplete(t *testing.T) {
	left := map[string]bool{}
	for _, name := range []string{"protocol.go", "calls.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok {
				for _, name := range v.Names {
					left[name.Name] = true
				}
			}
			return true
		})
	}
	if len(left) < 80 {
		t.Fatalf("only %d constants", len(left))
	}
	seen := map[string]string{}
	for _, n := range All() {
		if !left[n.Const] {
			t.Errorf("%s is no constant, or twice in the table", n.Const)
		}
		delete(left, n.Const)
		group := ""
		for _, g := range append(Groups[:], "Field") {
			if strings.HasPrefix(n.Const, g) {
				group = g
			}
		}
		if group == "" || n.Value == "" {
			t.Errorf("%s is in no group, or empty", n.Const)
		}
		if other, twice := seen[group+" "+n.Value]; twice {
			t.Errorf("%s and %s are both %q", other, n.Const, n.Value)
		}
		seen[group+" "+n.Value] = n.Const
	}
	for name := range left {
		t.Errorf("%s is not in the table", name)
	}
}
