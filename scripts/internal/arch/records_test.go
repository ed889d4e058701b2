package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"byeolpyo/wasm/model/records"
)

const recordsPackage = module + "/wasm/model/records"

// homonyms are the Go files that may contain the key of a record, because it means something
// else there: a field of a record, a function of a script, a path of a site.
var homonyms = map[string][]string{
	records.BeforeKey:     {"wasm/app/lastpicture/lastpicture.go", "wasm/app/popup/view.go"},
	records.RemindersKey:  {"wasm/app/popup/view.go"},
	records.StartedKey:    {"wasm/model/protocol/calls.go"},
	records.SyncKey:       {"wasm/model/protocol/protocol.go"},
	records.SessionPrefix: {"wasm/read/site/pycon2021.go", "wasm/read/site/pycon2023.go", "wasm/read/site/pycon2024.go"},
}

// Package records alone defines the keys of records: no other package contains such a key, or
// the beginning of one, as a text of its own.
func TestStorageKeysStandInRecords(t *testing.T) {
	seen := 0
	for _, p := range inBrowser(t, "./wasm/...") {
		if p.ImportPath == recordsPackage || wingOf(p.ImportPath) == "internal" {
			continue
		}
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			seen++
			below := strings.TrimPrefix(p.ImportPath, module+"/") + "/" + name
			for _, text := range texts(file) {
				if key, is := storageKey(text); is && !slices.Contains(homonyms[key], below) {
					t.Errorf("%s has %q, which is the key of a record (wasm/model/records)", below, text)
				}
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d files", seen)
	}
}

// texts returns the string literals of a file, except the paths of its imports.
func texts(file *ast.File) (all []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec, *ast.Field:
			if f, ok := n.(*ast.Field); ok {
				return f.Tag == nil
			}
			return false
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
				all = append(all, text)
			}
		}
		return true
	})
	return all
}

// storageKey reports whether a text is the key of a record, or begins as one with a
// prefix does, and of which.
func storageKey(text string) (key string, is bool) {
	for _, r := range records.All() {
		key := r.Key
		if r.Area == records.Own {
			key = records.KeyringKey
		}
		if text == key || strings.HasSuffix(key, "/") && strings.HasPrefix(text, key) {
			return key, true
		}
	}
	return "", false
}

// The table of records names who writes and reads each: every package that names a record is
// part of a program in its row, and every program in its row has such a package.
func TestRecordsNameTheirPrograms(t *testing.T) {
	users := map[string]map[string]bool{} // by constant, the packages that name it
	for _, p := range inBrowser(t, "./wasm/...") {
		if p.ImportPath == recordsPackage || wingOf(p.ImportPath) == "internal" {
			continue
		}
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := sel.X.(*ast.Ident); ok && x.Name == "records" {
						if users[sel.Sel.Name] == nil {
							users[sel.Sel.Name] = map[string]bool{}
						}
						users[sel.Sel.Name][p.ImportPath] = true
					}
				}
				return true
			})
		}
	}
	for _, r := range records.All() { // whichever it is, package cache looks for sessions that it names
		if r.Area == records.Local && users[r.Const] != nil {
			users[r.Const][module+"/wasm/model/cache"] = true
		}
	}
	parts := map[string]map[string]bool{} // by program, the packages that are part of it
	for _, program := range []string{"background", "content", "draw", "popup"} {
		parts[program] = map[string]bool{}
		for _, p := range inBrowser(t, "-deps", "./wasm/cmd/"+program) {
			parts[program][p.ImportPath] = true
		}
	}
	for _, r := range records.All() {
		named := map[string]bool{}
		for _, who := range slices.Concat(r.Writers, r.Readers) {
			if strings.HasSuffix(who, ".js") {
				continue
			}
			if parts[who] == nil {
				t.Errorf("%s names %s, which is no program", r.Key, who)
			}
			named[who] = true
			there := false
			for user := range users[r.Const] {
				there = there || parts[who][user]
			}
			if !there {
				t.Errorf("%s names the program %s, which has no package that knows of it", r.Key, who)
			}
		}
		for user := range users[r.Const] {
			there := false
			for who := range named {
				there = there || parts[who][user]
			}
			if !there {
				t.Errorf("%s is named by %s, which is part of none of the programs that it names", r.Key, user)
			}
		}
	}
}
