package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// elsewhere are the files that comments may name though they are not in the project: generated
// files, Go's own sources, and files that a caller gives.
var elsewhere = []string{"constants.js", "strings.js", "server.js", "wasm_exec.js", "cmd/link/internal/ld/pcln.go", "runtime/symtab.go", "page.html", "_js.go"}

// fileName matches the name of a file in a comment, with what is before it of its path.
var fileName = regexp.MustCompile(`(?:^|[\s("'` + "`" + `])([\w][\w./-]*\.(?:go|js|mjs|css|html|md))\b`)

// A file that a comment names exists, under that name and in the folders that the comment gives.
func TestCommentsNameFilesThatExist(t *testing.T) {
	there := map[string]bool{} // every end of every path
	var sources []string
	walk(t, func(name string) {
		for rest := name; ; {
			there[rest] = true
			_, after, more := strings.Cut(rest, "/")
			if !more {
				break
			}
			rest = after
		}
		if ext := path.Ext(name); (ext == ".go" || ext == ".js" || ext == ".mjs") && !strings.Contains(name, "/testdata/") && !strings.HasPrefix(name, "wasm/internal/v010/") {
			sources = append(sources, name)
		}
	})
	seen := 0
	for _, name := range sources {
		for _, comment := range comments(t, name) {
			for _, m := range fileName.FindAllStringSubmatch(comment, -1) {
				seen++
				if !there[m[1]] && !slices.Contains(elsewhere, m[1]) && !strings.HasPrefix(m[1], "out/") {
					t.Errorf("a comment in %s names %s, which is not there", name, m[1])
				}
			}
		}
	}
	if seen < 80 {
		t.Errorf("only %d files are named", seen)
	}
}

// comments returns the comments of a source of Go, or those of one of JavaScript that
// take a line or its end.
func comments(t *testing.T, name string) (all []string) {
	t.Helper()
	if path.Ext(name) != ".go" {
		for line := range strings.Lines(read(t, name)) {
			if at := strings.Index(line, "// "); at == 0 || at > 0 && strings.ContainsAny(line[at-1:at], " \t") {
				all = append(all, line[at+3:])
			}
		}
		return all
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range file.Comments {
		all = append(all, group.Text())
	}
	return all
}

// A comment over a group of constants says something: not "The ways.", which the names
// below it say.
func TestHeadingsSaySomething(t *testing.T) {
	empty := regexp.MustCompile(`^(?:The|All) \w+\.\s*$`)
	groups := 0
	walk(t, func(name string) {
		if path.Ext(name) != ".go" || strings.HasPrefix(name, "wasm/internal/v010/") {
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if group, is := d.(*ast.GenDecl); is && group.Lparen.IsValid() && group.Doc != nil {
				groups++
				if empty.MatchString(group.Doc.Text()) {
					t.Errorf("%s: %q says nothing", name, strings.TrimSpace(group.Doc.Text()))
				}
			}
		}
	})
	if groups < 50 {
		t.Errorf("only %d groups", groups)
	}
}

// A comment over something that is declared begins with its name, as Go's own tools show
// it; over a type it may begin with an article. Over a test it says what has to hold.
func TestDocCommentsBeginWithTheName(t *testing.T) {
	seen := 0
	begins := func(file, text, name string, article bool) {
		if strings.HasPrefix(text, "Deprecated:") || text == "" { // "" is a directive
			return
		}
		seen++
		first := text
		if article {
			for _, a := range []string{"A ", "An ", "The "} {
				text = strings.TrimPrefix(text, a)
			}
		}
		if rest, is := strings.CutPrefix(text, name); !is || rest != "" && (rest[0] == '_' || rest[0] >= '0' && rest[0] <= '9' || rest[0] >= 'a' && rest[0] <= 'z') {
			t.Errorf("%s: the comment on %s begins %.60q", file, name, strings.SplitN(first, "\n", 2)[0])
		}
	}
	walk(t, func(name string) {
		switch {
		case strings.Contains(name, "/testdata/"), strings.HasPrefix(name, "wasm/internal/v010/"):
		case path.Ext(name) == ".go":
			docComments(t, name, func(doc *ast.CommentGroup, declared string, article bool) {
				begins(name, doc.Text(), declared, article)
			})
		case path.Ext(name) == ".js", path.Ext(name) == ".mjs":
			for _, c := range functionComments(read(t, name)) {
				begins(name, c.text, c.name, false)
			}
		}
	})
	if seen < 2500 {
		t.Errorf("only %d comments", seen)
	}
}

// docComments calls f with the comments over what a Go file declares, tests apart; article
// says that it is a type.
func docComments(t *testing.T, name string, f func(doc *ast.CommentGroup, declared string, article bool)) {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	over := func(doc *ast.CommentGroup, declared string, article bool) {
		if doc != nil {
			f(doc, declared, article)
		}
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if !strings.HasSuffix(name, "_test.go") || !entry.MatchString(d.Name.Name) {
				over(d.Doc, d.Name.Name, false)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					over(s.Doc, s.Name.Name, true)
					if !d.Lparen.IsValid() {
						over(d.Doc, s.Name.Name, true)
					}
				case *ast.ValueSpec:
					if !d.Lparen.IsValid() && len(s.Names) == 1 {
						over(d.Doc, s.Names[0].Name, false)
					}
				}
			}
		}
	}
}

// entry matches the functions that go test calls.
var entry = regexp.MustCompile(`^(Test|Benchmark|Fuzz|Example)($|[^a-z])`)

// scriptFunction matches a line of JavaScript that declares a function by a name.
var scriptFunction = regexp.MustCompile(`^\s*(?:export )?(?:(?:async )?function\*? ?([\w$]+)|const ([\w$]+) = (?:async )?(?:/\*\*.*?\*/ )?(?:\([^=]*\)|\w+) =>)`)

// A functionComment is a comment over a function of a script.
type functionComment struct{ text, name string }

// functionComments returns the comments that stand over the named functions of a script,
// with or without the types in between.
func functionComments(source string) (all []functionComment) {
	text := ""
	for line := range strings.Lines(source) {
		line := strings.TrimRight(line, "\n")
		trimmed := strings.TrimSpace(line)
		if comment, is := strings.CutPrefix(trimmed, "//"); is {
			text = strings.TrimPrefix(text+"\n"+strings.TrimSpace(comment), "\n")
			continue
		}
		if strings.HasPrefix(trimmed, "/**") || strings.HasPrefix(trimmed, "* ") || trimmed == "*/" {
			continue // types
		}
		if m := scriptFunction.FindStringSubmatch(line); m != nil && text != "" {
			all = append(all, functionComment{text, m[1] + m[2]})
		}
		text = ""
	}
	return all
}

func TestFunctionCommentsAreFound(t *testing.T) {
	got := functionComments(`// a1 does
// one thing.
/** @param {any} x */
const a1 = (/** @type {any} */ x) => x;
// Not over a function.
const b = 1;

  // Another.
  async function c() {
    // Within it.
    return 1;
  }
// d is exported.
export function* d() {}
// e has none of its own.

function e() {}
function f() {}
`)
	want := []functionComment{{"a1 does\none thing.", "a1"}, {"Another.", "c"}, {"d is exported.", "d"}}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}
