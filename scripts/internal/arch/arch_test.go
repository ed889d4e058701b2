package arch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"byeolpyo/api/handler"
	"byeolpyo/api/wire"
)

const (
	module = "byeolpyo"
	root   = "../../.."
)

// adapters are the packages between the core and the browser: they and the
// programs below wasm/cmd may use syscall/js. Everything else below wasm is
// core and compiles for any machine.
var adapters = []string{module + "/wasm/platform/chrome"}

// pkg is a package as go list describes it.
type pkg struct {
	ImportPath string
	Name       string
	Doc        string
	Dir        string
	Standard   bool
	GoFiles    []string
	Imports    []string
	Error      *struct{ Err string }
}

// list runs go list for the target and returns the packages it names.
func list(t *testing.T, goos, goarch string, args ...string) []pkg {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-e", "-json=ImportPath,Name,Doc,Dir,Standard,GoFiles,Imports,Error"}, args...)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %s: %v\n%s", strings.Join(args, " "), err, &said)
	}
	var all []pkg
	dec := json.NewDecoder(bytes.NewReader(out))
	for {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) == 0 {
		t.Fatalf("go list %s: no packages", strings.Join(args, " "))
	}
	return all
}

func inBrowser(t *testing.T, args ...string) []pkg { return list(t, "js", "wasm", args...) }

func isProgram(path string) bool { return strings.HasPrefix(path, module+"/wasm/cmd/") }
func isAdapter(path string) bool { return slices.Contains(adapters, path) }

func isCore(path string) bool {
	return strings.HasPrefix(path, module+"/wasm/") && !isProgram(path) && !isAdapter(path)
}

// The core is the same program on every machine: it compiles natively, with
// the same files, and nothing that it stands on knows of JavaScript.
func TestCoreKnowsNoBrowser(t *testing.T) {
	native := map[string]pkg{}
	for _, p := range list(t, "linux", "amd64", "-deps", "./wasm/...") {
		native[p.ImportPath] = p
		if p.ImportPath == "syscall/js" {
			t.Error("a core package reaches syscall/js")
		}
	}
	seen := 0
	for _, p := range inBrowser(t, "./wasm/...") {
		if !isCore(p.ImportPath) {
			continue
		}
		seen++
		n, there := native[p.ImportPath]
		if !there || n.Error != nil {
			t.Errorf("%s does not compile natively: %+v", p.ImportPath, n.Error)
			continue
		}
		// What explains, learns and checks is for developers, and no part of a page.
		files := slices.DeleteFunc(slices.Clone(n.GoFiles), func(name string) bool {
			return strings.HasSuffix(p.ImportPath, "/infer") && (name == "explain.go" || name == "learning.go" || name == "places.go" || name == "weightstext.go")
		})
		if !slices.Equal(files, p.GoFiles) {
			t.Errorf("%s has the files %v natively and %v in the browser", p.ImportPath, files, p.GoFiles)
		}
	}
	if seen == 0 {
		t.Error("no core packages")
	}
}

// wings are the folders below wasm/ and what each may import besides itself: programs are wired
// together in cmd, features are in app, and what these are built on does not know them.
var wings = map[string][]string{
	"cmd":      {"app", "read", "sync", "picture", "model", "platform", "lite"},
	"app":      {"read", "sync", "picture", "model", "platform", "lite"},
	"read":     {"model", "lite"},
	"sync":     {"model", "lite"},
	"picture":  {"model", "lite"},
	"platform": {"model", "lite"},
	"model":    {"lite"},
	"lite":     nil,
	"internal": nil, // for tests, which may import everything
}

// wingOf returns the wing of a package below wasm, "" for others.
func wingOf(importPath string) string {
	below, ok := strings.CutPrefix(importPath, module+"/wasm/")
	if !ok {
		return ""
	}
	wing, _, _ := strings.Cut(below, "/")
	return wing
}

// Imports go one way: down the wings. Only programs import the adapters to the browser,
// nothing imports a program, and nothing below wasm knows of the scripts.
func TestImportsGoOneWay(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range inBrowser(t, "./wasm/...") {
		wing := wingOf(p.ImportPath)
		below, ok := wings[wing]
		if !ok {
			t.Errorf("%s is in none of the wings", p.ImportPath)
		}
		seen[wing] = true
		for _, i := range p.Imports {
			if !strings.HasPrefix(i, module+"/") {
				continue
			}
			other := wingOf(i)
			switch {
			case i == wirePackage:
			case other == "":
				t.Errorf("%s imports %s, which is not below wasm", p.ImportPath, i)
			case isProgram(i):
				t.Errorf("%s imports the program %s", p.ImportPath, i)
			case isAdapter(i) && !isProgram(p.ImportPath) && !isAdapter(p.ImportPath):
				t.Errorf("%s is core and imports the adapter %s", p.ImportPath, i)
			case wing == "internal": // holds programmes and double of old versions, for tests only
			case other != wing && !slices.Contains(below, other):
				t.Errorf("%s imports %s: nothing in %s may know of %s", p.ImportPath, i, wing, other)
			}
		}
	}
	for wing := range wings {
		if !seen[wing] {
			t.Errorf("there is nothing in wasm/%s", wing)
		}
	}
	folders, err := os.ReadDir(filepath.Join(root, "wasm"))
	if err != nil {
		t.Fatal(err)
	}
	folders = slices.DeleteFunc(folders, func(e fs.DirEntry) bool { return !e.IsDir() })
	if len(folders) > maxWings {
		t.Errorf("%d folders stand directly below wasm, more than %d", len(folders), maxWings)
	}
}

// maxWings is how many folders below wasm a newcomer can keep in mind.
const maxWings = 10

// wirePackage is all that the two sides of the API share.
const wirePackage = module + "/api/wire"

// The server is one program for two hosts: only its main package and the bridge
// know of Workers; what answers and what stores is the same on both, and knows of
// nothing in the browser. What serves natively stays out of the worker.
func TestServer(t *testing.T) {
	border := []string{module + "/api", module + "/api/bridge"}
	same := []string{wirePackage, module + "/api/handler"}
	native := map[string]pkg{}
	for _, p := range list(t, "linux", "amd64", "./api/...") {
		native[p.ImportPath] = p
	}
	seen := 0
	for _, p := range append(inBrowser(t, "./api/..."), list(t, "linux", "amd64", "./api/...")...) {
		seen++
		for _, i := range p.Imports {
			switch {
			case (i == "syscall/js" || strings.HasPrefix(i, "github.com/syumai/workers")) && !slices.Contains(border, p.ImportPath):
				t.Errorf("%s imports %s", p.ImportPath, i)
			case strings.HasPrefix(i, module+"/") && !strings.HasPrefix(i, module+"/api/"):
				t.Errorf("%s imports %s, which is not below api", p.ImportPath, i)
			case strings.HasPrefix(i, module+"/") && p.ImportPath == wirePackage:
				t.Errorf("wire imports %s", i)
			}
		}
		if slices.Contains(same, p.ImportPath) && !slices.Equal(p.GoFiles, native[p.ImportPath].GoFiles) {
			t.Errorf("%s has the files %v here and %v there", p.ImportPath, p.GoFiles, native[p.ImportPath].GoFiles)
		}
	}
	if seen < 8 {
		t.Errorf("only %d packages of the server", seen)
	}
	for _, p := range inBrowser(t, "-deps", "./api") {
		for _, heavy := range []string{"modernc.org/", "github.com/prometheus/", "google.golang.org/protobuf"} {
			if strings.HasPrefix(p.ImportPath, heavy) {
				t.Errorf("the worker reaches %s", p.ImportPath)
			}
		}
	}
}

// What JavaScript and Go must both know is the same in both.
func TestNumbersAgree(t *testing.T) {
	for _, c := range []struct{ file, text string }{
		{"api/worker/vault.mjs", fmt.Sprintf("RETENTION_DAYS = %d;", wire.RetentionDays)},
		{"api/worker/worker.mjs", fmt.Sprintf("MAX_READ = (%d << 10) + 1;", wire.MaxBody>>10)},
		{"api/worker/worker.mjs", "MAX_IN_FLIGHT = 256;"},
		{"api/worker/worker.mjs", fmt.Sprintf("SLOW_AFTER = %d_000;", handler.SlowAfter/time.Second)},
		{"api/worker/worker.mjs", fmt.Sprintf("SLOW_SHARE = %d;", handler.SlowShare)},
		{"api/worker/vault.mjs", fmt.Sprintf("DOUBT_DAYS = %d;", handler.SweepWithin)},
		{"api/main_js.go", "maxInFlight = 256\n"},
		{"api/wrangler.jsonc", fmt.Sprintf(`"MAX_VAULTS": "%d"`, handler.MaxVaults)},
		{"scripts/load/testdata/peer.mjs", fmt.Sprintf("today - %d", wire.RetentionDays)},
	} {
		if !strings.Contains(read(t, c.file), c.text) {
			t.Errorf("%s does not say %q", c.file, c.text)
		}
	}
	// No lock file names the host that the packages came from.
	if lock := read(t, "api/package-lock.json"); strings.Contains(lock, `"resolved"`) || !strings.Contains(lock, `"node_modules/workerd"`) {
		t.Error("api/package-lock.json names a registry, or not what it should lock")
	}
	if lock := read(t, "scripts/types/package-lock.json"); strings.Contains(lock, `"resolved"`) || !strings.Contains(lock, `"node_modules/typescript"`) {
		t.Error("scripts/types/package-lock.json names a registry, or not what it should lock")
	}
	if lock := read(t, "scripts/internal/calendar/package-lock.json"); strings.Contains(lock, `"resolved"`) || !strings.Contains(lock, `"node_modules/tsdav"`) {
		t.Error("scripts/internal/calendar/package-lock.json names a registry, or not what it should lock")
	}
	if lock := read(t, "scripts/hydration/package-lock.json"); strings.Contains(lock, "://registry") || strings.Contains(lock, `"resolved": "http`) || !strings.Contains(lock, `"node_modules/react"`) {
		t.Error("scripts/hydration/package-lock.json names a registry, or not what it should lock")
	}
}

// Core has no clock and no randomness: both are arguments, so that every moment and
// every accident can be tested.
func TestCoreHasNoClock(t *testing.T) {
	forbidden := map[string][]string{
		"time":         {"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick"},
		"math/rand":    nil, // all of it
		"math/rand/v2": nil,
		"crypto/rand":  nil,
	}
	read := 0
	for _, p := range inBrowser(t, "./wasm/...") {
		if !isCore(p.ImportPath) {
			continue
		}
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			read++
			local := map[string][]string{}
			for _, i := range file.Imports {
				imported, _ := strconv.Unquote(i.Path.Value)
				names, is := forbidden[imported]
				if is && names == nil {
					t.Errorf("%s/%s imports %s", p.ImportPath, name, imported)
				}
				if is && i.Name != nil {
					local[i.Name.Name] = names
				} else if is {
					local[path.Base(imported)] = names
				}
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := sel.X.(*ast.Ident); ok && slices.Contains(local[x.Name], sel.Sel.Name) {
						t.Errorf("%s/%s uses %s.%s", p.ImportPath, name, x.Name, sel.Sel.Name)
					}
				}
				return true
			})
		}
	}
	if read < 20 {
		t.Errorf("only %d files of core", read)
	}
}

// The notes of both sides answer all 31 attacks, and what they name exists.
func TestSecurityNotes(t *testing.T) {
	var tests strings.Builder
	walk(t, func(name string) {
		if strings.HasSuffix(name, "_test.go") {
			tests.WriteString(read(t, name))
		}
	})
	for _, file := range []string{"api/SECURITY.md", "wasm/SECURITY.md"} {
		notes := read(t, file)
		answered := map[int]bool{}
		for line := range strings.Lines(notes) {
			cell, _, found := strings.Cut(strings.TrimPrefix(line, "| "), " |")
			if !found || !strings.HasPrefix(line, "| ") {
				continue
			}
			for number := range strings.SplitSeq(cell, ", ") {
				if n, err := strconv.Atoi(number); err == nil {
					answered[n] = true
				}
			}
		}
		for n := 1; n <= 31; n++ {
			if !answered[n] {
				t.Errorf("%s: attack %d is not answered", file, n)
			}
		}
		for _, m := range regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z]+)").FindAllStringSubmatch(notes, -1) {
			if !strings.Contains(tests.String(), "func "+m[1]+"(") {
				t.Errorf("%s: there is no %s", file, m[1])
			}
		}
	}
	notes := read(t, "api/SECURITY.md")
	table := read(t, "scripts/internal/conform/conformance.txt")
	sections := regexp.MustCompile(`\*([a-z][^*]+)\*`).FindAllStringSubmatch(notes, -1)
	if len(sections) < 10 {
		t.Errorf("only %d sections are named", len(sections))
	}
	for _, m := range sections {
		if !strings.Contains(table, "\n== "+m[1]) {
			t.Errorf("there is no section %q", m[1])
		}
	}
}

// heavy are packages that cost the page program more than they give, each with its size in
// compiled form, before compression.
var heavy = map[string]string{
	"fmt":           "660 KB",
	"time":          "370 KB",
	"encoding/json": "1.3 MB",
	"regexp":        "630 KB",
	"net/url":       "890 KB",
	"net/http":      "8 MB",
	"crypto/sha256": "490 KB",
	"text/template": "2.9 MB",
	"image/png":     "1.1 MB",
	"os":            "with fmt and time",
	"reflect":       "with fmt and encoding/json",
}

// The page program loads in every tab on the site. It uses no package from outside the project.
func TestPageProgramStaysSmall(t *testing.T) {
	for _, p := range inBrowser(t, "-deps", "./wasm/cmd/content") {
		if why, is := heavy[p.ImportPath]; is {
			t.Errorf("wasm/cmd/content reaches %s (%s)", p.ImportPath, why)
		}
		if !p.Standard && !strings.HasPrefix(p.ImportPath, module+"/") {
			t.Errorf("wasm/cmd/content reaches %s", p.ImportPath)
		}
	}
}

// Every program reads and writes JSON by lite/jsontree alone: encoding/json would add
// 0.6 MB to one that has reflect and fmt already.
func TestOneJSONReader(t *testing.T) {
	for _, p := range inBrowser(t, "-deps", "./wasm/cmd/...") {
		if strings.HasPrefix(p.ImportPath, "encoding/json") {
			t.Errorf("a program reaches %s", p.ImportPath)
		}
	}
}

// What stands below wasm/internal is for tests: programmes of all years, what earlier
// versions stored, and how they merged. None of it is shipped.
func TestTestDataIsNotShipped(t *testing.T) {
	there := false
	for _, p := range inBrowser(t, "./wasm/internal/...") {
		there = there || strings.HasPrefix(p.ImportPath, module+"/wasm/internal/")
	}
	if !there {
		t.Error("there is nothing below wasm/internal: this test sees nothing")
	}
	for _, p := range inBrowser(t, "-deps", "./wasm/cmd/...", "./api") {
		if strings.HasPrefix(p.ImportPath, module+"/wasm/internal/") {
			t.Errorf("a program reaches %s", p.ImportPath)
		}
	}
}

// The timetable is rasterised with gg, in the shipped program, and with nothing else: nothing
// below wasm/picture fills outlines itself. One file alone makes glyphs from a font's outlines.
func TestShapesAreDrawnByGG(t *testing.T) {
	shipped := false
	for _, p := range inBrowser(t, "-deps", "./wasm/cmd/draw") {
		shipped = shipped || p.ImportPath == "github.com/fogleman/gg"
	}
	if !shipped {
		t.Error("wasm/cmd/draw does without gg")
	}
	var rasterisers []string
	walk(t, func(file string) {
		if !strings.HasPrefix(file, "wasm/picture/") || path.Dir(file) == "wasm/picture/scan" || path.Dir(file) == "wasm/picture/raster/reference" || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range parsed.Imports {
			switch name, _ := strconv.Unquote(i.Path.Value); name {
			case "golang.org/x/image/vector", "github.com/golang/freetype/raster":
				rasterisers = append(rasterisers, file)
			case "math":
				if file != "wasm/picture/raster/shapes.go" && turns(parsed) {
					t.Errorf("%s works out an outline; shapes.go has gg do so", file)
				}
			}
		}
	})
	if !slices.Equal(rasterisers, []string{"wasm/picture/raster/glyphs.go"}) {
		t.Errorf("outlines are filled in %v, not in glyphs.go alone", rasterisers)
	}
}

// turns reports whether a file uses trigonometric functions, as outlines of curves need them.
func turns(file *ast.File) bool {
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "math" {
				switch s.Sel.Name {
				case "Sin", "Cos", "Sincos", "Tan", "Atan2", "Acos":
					found = true
				}
			}
		}
		return !found
	})
	return found
}

// Programs in the browser use its network: net/http and net/url would make the service worker's
// program half as large again.
func TestProgramsHaveNoNetworkOfTheirOwn(t *testing.T) {
	for _, p := range inBrowser(t, "-deps", "./wasm/cmd/...") {
		if p.ImportPath == "net" || p.ImportPath == "net/url" || strings.HasPrefix(p.ImportPath, "net/http") {
			t.Errorf("a program in the browser reaches %s", p.ImportPath)
		}
	}
}

// Every package has a comment that says what it is for, natively or in the browser.
func TestPackageComments(t *testing.T) {
	pattern := []string{"./api/...", "./scripts/...", "./wasm/..."}
	all := append(list(t, "linux", "amd64", pattern...), inBrowser(t, pattern...)...)
	for _, p := range all {
		if len(p.GoFiles) > 0 && strings.TrimSpace(p.Doc) == "" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

// walk calls f with every file that git knows or would add, in slashes.
func walk(t *testing.T, f func(name string)) {
	t.Helper()
	cmd := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("not a git work tree: %v", err)
	}
	names := strings.Split(strings.TrimRight(string(out), "\x00"), "\x00")
	if len(names) < 2 {
		t.Fatal("git knows no files")
	}
	for _, name := range names {
		// A file may be deleted without that being committed yet.
		if _, err := os.Lstat(filepath.Join(root, name)); err == nil {
			f(name)
		}
	}
}

// Only files that end in _js.go speak JavaScript.
func TestJavaScriptFiles(t *testing.T) {
	seen := false
	walk(t, func(name string) {
		if path.Ext(name) != ".go" {
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ImportsOnly)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		for _, i := range file.Imports {
			p, _ := strconv.Unquote(i.Path.Value) // parsed, so it is quoted
			if p != "syscall/js" {
				continue
			}
			seen = true
			if !strings.HasSuffix(name, "_js.go") && !strings.HasSuffix(name, "_js_test.go") {
				t.Errorf("%s imports syscall/js but does not end in _js.go", name)
			}
		}
	})
	if !seen {
		t.Error("no file imports syscall/js: this test sees nothing")
	}
}

// maxScript is how many lines a script of the extension may have.
const maxScript = 350

// Scripts of the extension are short. Its pages load theirs as modules, which share no globals;
// frame.html starts where every ms counts.
func TestScripts(t *testing.T) {
	script := regexp.MustCompile(`<script\b[^>]*>`)
	seen := map[string]int{}
	walk(t, func(name string) {
		if !strings.HasPrefix(name, "extension/") {
			return
		}
		switch ext := path.Ext(name); ext {
		case ".js":
			seen[ext]++
			if n := strings.Count(read(t, name), "\n"); n > maxScript {
				t.Errorf("%s has %d lines, of %d that a script may have", name, n, maxScript)
			}
		case ".html":
			for _, tag := range script.FindAllString(read(t, name), -1) {
				seen[ext]++
				if name != "extension/frame.html" && !strings.Contains(tag, `type="module"`) {
					t.Errorf("%s: %s is no module", name, tag)
				}
			}
		}
	})
	if seen[".js"] < 10 || seen[".html"] < 5 {
		t.Errorf("this test sees only %v", seen)
	}
}

// topLevel is all that may lie at the top.
var topLevel = []string{
	"extension", "wasm", "api", "scripts",
	"go.mod", "go.sum", "manifest.json", "Makefile", "README.md", "LICENSE",
	".ci", ".github", ".gitignore",
}

// made are the kinds of file that are built and never committed.
var made = []string{"*.wasm", "*.zip", "wasm_exec.js", "strings.js", "constants.js", "node_modules", "*.test", "*.prof"}

func TestFiles(t *testing.T) {
	walk(t, func(name string) {
		top, _, _ := strings.Cut(name, "/")
		if !slices.Contains(topLevel, top) {
			t.Errorf("%s does not belong at the top of the project", name)
		}
		for part := range strings.SplitSeq(name, "/") {
			for _, pattern := range made {
				if match, _ := path.Match(pattern, part); match {
					t.Errorf("%s is built and must not be committed", name)
				}
			}
		}
	})
}

// mostGo and mostScript bound the lines of a file: a longer one has more than one subject.
const (
	mostGo     = 600
	mostScript = 350
)

// mostProgram is how many lines a program below wasm/cmd may have, all its files together:
// wiring, which no unit test reaches.
const mostProgram = 150

// Decisions are made below wasm/app, with tests. A program only connects that to the browser.
func TestProgramsAreWiring(t *testing.T) {
	lines := map[string]int{}
	walk(t, func(name string) {
		if program := path.Dir(name); path.Dir(program) == "wasm/cmd" && path.Ext(name) == ".go" {
			lines[program] += strings.Count(read(t, name), "\n")
		}
	})
	for program, n := range lines {
		if n > mostProgram {
			t.Errorf("%s has %d lines, more than %d", program, n, mostProgram)
		}
	}
	if len(lines) < 4 {
		t.Errorf("only %d programs", len(lines))
	}
}

// No Go file and no script is long, apart from tests and what is kept as it was in 0.1.0.
func TestFilesAreShort(t *testing.T) {
	seen := 0
	walk(t, func(name string) {
		most := 0
		switch {
		case strings.HasSuffix(name, "_test.go"), strings.HasPrefix(name, "wasm/internal/v010/"):
		case path.Ext(name) == ".go":
			most = mostGo
		case path.Ext(name) == ".js" && strings.HasPrefix(name, "extension/"):
			most = mostScript
		}
		if most == 0 {
			return
		}
		seen++
		lines := strings.Count(read(t, name), "\n")
		if lines > most {
			t.Errorf("%s has %d lines, more than %d", name, lines, most)
		}
	})
	if seen < 200 {
		t.Errorf("only %d files were looked at", seen)
	}
}

// target matches the head of a rule in the Makefile.
var target = regexp.MustCompile(`(?m)^([a-z0-9][\w-]*):[^=]?.*$`)

// Several targets are also the names of directories.
func TestTargetsArePhony(t *testing.T) {
	makefile := read(t, "Makefile")
	phony := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\.PHONY:(.*)$`).FindAllStringSubmatch(makefile, -1) {
		for _, name := range strings.Fields(m[1]) {
			phony[name] = true
		}
	}
	found := map[string]bool{}
	for _, m := range target.FindAllStringSubmatch(makefile, -1) {
		found[m[1]] = true
		if !phony[m[1]] {
			t.Errorf("make %s is not .PHONY", m[1])
		}
		if !strings.Contains(m[0], "## ") {
			t.Errorf("make %s says nothing in make help", m[1])
		}
	}
	for _, want := range []string{"setup", "build", "run", "test", "bench", "clean"} {
		if !found[want] {
			t.Errorf("there is no make %s", want)
		}
	}
	for _, ci := range []string{".ci/run", ".github/workflows/test.yml"} {
		if !strings.Contains(read(t, ci), "make test") {
			t.Errorf("%s does not call make test", ci)
		}
	}
	if info, err := os.Stat(filepath.Join(root, ".ci/run")); err != nil || info.Mode()&0o111 == 0 {
		t.Errorf(".ci/run cannot be executed: %v", err)
	}
}

// The packages that the Makefile names exist: a wrong list in a target that is rarely called
// would stay wrong for long.
func TestMakefileNamesWhatExists(t *testing.T) {
	named := regexp.MustCompile(`\./((?:api|scripts|wasm|extension)[\w/-]*)(?:/\.\.\.)?`).FindAllStringSubmatch(read(t, "Makefile"), -1)
	for _, m := range named {
		if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
			t.Errorf("the Makefile names %s, which is not there", m[1])
		}
	}
	if len(named) < 20 {
		t.Errorf("only %d packages are named", len(named))
	}
}

// The permissions of the extension are fixed here, so that none is added in passing.
func TestPermissions(t *testing.T) {
	var m map[string]json.RawMessage
	if err := json.Unmarshal([]byte(read(t, "manifest.json")), &m); err != nil {
		t.Fatal(err)
	}
	want := func(key, value string) {
		t.Helper()
		var got, wanted any
		if err := json.Unmarshal(m[key], &got); err != nil {
			t.Errorf("manifest.json: %s: %v", key, err)
			return
		}
		if err := json.Unmarshal([]byte(value), &wanted); err != nil {
			t.Fatal(err)
		}
		g, _ := json.Marshal(got)
		w, _ := json.Marshal(wanted)
		if !bytes.Equal(g, w) {
			t.Errorf("manifest.json: %s is %s, want %s", key, g, w)
		}
	}
	want("manifest_version", `3`)
	want("permissions", `["storage", "alarms"]`)
	// The store's justification: "To tell a person who switched reminders on that a session
	// they starred is about to begin. It is asked for when they switch that on in the popup,
	// and for nothing else; without it all else works."
	want("optional_permissions", `["notifications"]`)
	// Of the two Chromium takes the worker and Firefox the scripts, of which it makes an event page.
	want("background", `{"service_worker": "background.js", "scripts": ["constants.js", "server.js", "wasm_exec.js", "go.js", "background.js"]}`)
	// Firefox asks for the category when sync is switched on: sync sends titles off the sites,
	// sealed. Its older versions know neither category, nor do those for Android.
	want("browser_specific_settings", `{
		"gecko": {"id": "byeolpyo@extension", "strict_min_version": "140.0", "data_collection_permissions": {"required": ["none"], "optional": ["websiteContent"]}},
		"gecko_android": {"strict_min_version": "142.0"}
	}`)
	want("minimum_chrome_version", `"121"`) // older ones refuse a manifest with both backgrounds
	want("content_security_policy", `{"extension_pages": "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'"}`)
	for _, key := range []string{"host_permissions", "optional_host_permissions", "externally_connectable", "update_url", "key"} {
		if _, there := m[key]; there {
			t.Errorf("manifest.json has %s", key)
		}
	}
	var rest struct {
		Scripts []struct {
			Matches []string `json:"matches"`
			Exclude []string `json:"exclude_matches"`
			World   string   `json:"world"`
		} `json:"content_scripts"`
		Accessible []struct {
			Resources []string `json:"resources"`
			Matches   []string `json:"matches"`
		} `json:"web_accessible_resources"`
	}
	if err := json.Unmarshal([]byte(read(t, "manifest.json")), &rest); err != nil {
		t.Fatal(err)
	}
	sites := []string{"https://*.pycon.kr/*"}
	if len(rest.Scripts) == 0 {
		t.Error("manifest.json has no content script")
	}
	for _, s := range rest.Scripts {
		if !slices.Equal(s.Matches, sites) || s.World != "" {
			t.Errorf("a content script runs on %v in the world %q", s.Matches, s.World)
		}
		for _, host := range []string{"accounts", "admin", "api", "blog", "participant", "shop"} {
			if !slices.Contains(s.Exclude, "https://"+host+".pycon.kr/*") {
				t.Errorf("a content script runs on %s.pycon.kr", host)
			}
		}
	}
	for _, a := range rest.Accessible {
		if !slices.Equal(a.Matches, sites) || !slices.Equal(slices.Sorted(slices.Values(a.Resources)), []string{"content.wasm", "frame.html"}) {
			t.Errorf("%v are open to %v", a.Resources, a.Matches)
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s is missing", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
