package arch

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// mostTwice is how many lines of code in a row may stand in two places: as many as a loop
// and its head, which is shorter to read than a call is to look up.
const mostTwice = 10

// twice are the pairs of files that may have more than that in common, each with the reason. A
// pair that no longer has it must be removed here.
var twice = map[[2]string]string{}

// codeToken matches a token of Go or JavaScript; a comment is one.
var codeToken = regexp.MustCompile("\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|`[^`]*`|//.*|/\\*.*?\\*/|[\\pL_$][\\pL\\pN_$]*|[0-9][\\pL\\pN_.]*|\\S")

// A codeLine is one line's tokens, with one space between two.
type codeLine struct {
	number int
	text   string
}

// codeLines returns the lines of a source that are not blank, a comment or an import,
// without how they are spaced.
func codeLines(source string) (all []codeLine) {
	n, imports := 0, false
	for line := range strings.Lines(source) {
		n++
		tokens := codeToken.FindAllString(line, -1)
		tokens = slices.DeleteFunc(tokens, func(t string) bool { return strings.HasPrefix(t, "//") || strings.HasPrefix(t, "/*") })
		text := strings.Join(tokens, " ")
		switch {
		case text == "import (":
			imports = true
		case imports && text == ")":
			imports = false
		case !imports && text != "" && !strings.HasPrefix(text, "import "):
			all = append(all, codeLine{n, text})
		}
	}
	return all
}

// A repeat is a run of lines that two places have in common.
type repeat struct {
	a, b         string // files; the same where one repeats itself
	lineA, lineB int    // where the run begins
	lines        int
}

// repeats returns the runs of more than most lines that stand in two places, longest
// possible, by file.
func repeats(sources map[string]string, most int) (found []repeat) {
	type place struct {
		file string
		at   int // among the file's lines of code
	}
	lines := map[string][]codeLine{}
	first := map[string]place{} // by window
	var names []string
	for name, source := range sources {
		names = append(names, name)
		lines[name] = codeLines(source)
	}
	slices.Sort(names)
	last := repeat{}
	for _, name := range names {
		code := lines[name]
		for i := range len(code) - most {
			var window strings.Builder
			for _, l := range code[i : i+most+1] {
				window.WriteString(l.text + "\n")
			}
			before, there := first[window.String()]
			if !there {
				first[window.String()] = place{name, i}
				continue
			}
			if before.file == name && before.at+most >= i { // laps over itself
				continue
			}
			at := lines[before.file][before.at].number
			if n := len(found); n > 0 && last.a == before.file && last.b == name && last.lineA == before.at-1 && last.lineB == i-1 {
				found[n-1].lines++
			} else {
				found = append(found, repeat{before.file, name, at, code[i].number, most + 1})
			}
			last = repeat{a: before.file, b: name, lineA: before.at, lineB: i}
		}
	}
	return found
}

// shippedCode returns what is shipped, by file: the extension's scripts, what is compiled
// for them, and the server.
func shippedCode(t *testing.T) map[string]string {
	all := map[string]string{}
	walk(t, func(name string) {
		room, _, _ := strings.Cut(name, "/")
		ext := path.Ext(name)
		if !slices.Contains([]string{"extension", "wasm", "api"}, room) || ext != ".go" && ext != ".js" && ext != ".mjs" {
			return
		}
		for _, part := range []string{"_test.go", "/testdata/", "wasm/internal/", "wasm/platform/storagetest/", "wasm/platform/memory/"} {
			if strings.Contains(name, part) {
				return
			}
		}
		all[name] = read(t, name)
	})
	return all
}

// No code that is shipped stands in two places: whoever mends one would have to know of the
// other.
func TestNothingIsWrittenTwice(t *testing.T) {
	sources := shippedCode(t)
	if len(sources) < 200 {
		t.Fatalf("only %d files", len(sources))
	}
	known := map[[2]string]bool{}
	for _, r := range repeats(sources, mostTwice) {
		pair := [2]string{r.a, r.b}
		known[pair] = true
		if twice[pair] == "" {
			t.Errorf("%s:%d and %s:%d have %d lines in common", r.a, r.lineA, r.b, r.lineB, r.lines)
		}
	}
	for pair := range twice {
		if !known[pair] {
			t.Errorf("%s and %s have no more than %d lines in common by now: they need not be named here", pair[0], pair[1], mostTwice)
		}
	}
}

// Repeats are found whatever their spaces and comments are, and nothing shorter is.
func TestRepeatsAreFound(t *testing.T) {
	block := func(indent, comment string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%sstep%d( a,b )%s\n\n", indent, i, comment)
		}
		return b.String()
	}
	sources := map[string]string{
		"a.go": "package a\n\nimport (\n\t\"fmt\"\n)\n\nfunc f() {\n" + block("\t", " // why", mostTwice+2) + "}\n",
		"b.js": "import x from \"x\";\nexport const f = () => {\n" + strings.ReplaceAll(block("  ", "", mostTwice+2), "( a,b )", "(a, b)") + "};\n",
		"c.go": "package c\n\nfunc g() {\n" + block("\t", "", mostTwice-1) + "}\n",
	}
	want := []repeat{{"a.go", "b.js", 8, 3, mostTwice + 2}}
	if got := repeats(sources, mostTwice); !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
	sources["b.js"] = strings.Replace(sources["b.js"], "step5", "other", 1)
	if got := repeats(sources, mostTwice); len(got) != 0 {
		t.Errorf("what differs in a line is found: %v", got)
	}
	sources = map[string]string{"a.go": "package a\n" + block("", "", mostTwice+1) + "between()\n" + block("", "", mostTwice+1)}
	if got := repeats(sources, mostTwice); len(got) != 1 || got[0].lines != mostTwice+1 {
		t.Errorf("what a file repeats itself: %v", got)
	}
}
