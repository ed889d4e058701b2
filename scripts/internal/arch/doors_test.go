package arch

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"byeolpyo/api/handler"
	"byeolpyo/api/wire"
)

// rooms are the folders at the top that have a README with a map of what lies there.
var rooms = []string{"api", "scripts", "wasm"}

// maxFront is how many lines the front page may have: picture, what it does in Korean and
// in English, how to install it, two commands, links.
const maxFront = 130

func TestFrontPageIsShort(t *testing.T) {
	if n := strings.Count(read(t, "README.md"), "\n"); n > maxFront {
		t.Errorf("README.md has %d lines, more than %d: it leads to the rooms' own", n, maxFront)
	}
}

// mapped returns the names in the first cells of the tables below a README's heading
// "What lies here".
func mapped(t *testing.T, readme string) []string {
	t.Helper()
	_, rest, found := strings.Cut(read(t, readme), "\n## What lies here\n")
	if !found {
		t.Fatalf("%s has no map", readme)
	}
	section, _, _ := strings.Cut(rest, "\n## ")
	var names []string
	for line := range strings.Lines(section) {
		if cell, is := strings.CutPrefix(line, "| "); is {
			cell, _, _ = strings.Cut(cell, " | ")
			for _, m := range quoted.FindAllStringSubmatch(cell, -1) {
				names = append(names, strings.TrimSuffix(m[1], "/"))
			}
		}
	}
	if len(names) < 5 {
		t.Fatalf("%s maps only %q", readme, names)
	}
	return names
}

// quoted matches what a README sets as code.
var quoted = regexp.MustCompile("`([^`\n]+)`")

// The map in each room's README names every package and program of the room, and nothing
// that is not there.
func TestMapIsComplete(t *testing.T) {
	maps := map[string][]string{}
	for _, room := range rooms {
		maps[room] = mapped(t, room+"/README.md")
		for _, name := range maps[room] {
			if _, err := os.Stat(filepath.Join(root, room, name)); err != nil {
				t.Errorf("%s/README.md maps %s, which is not there", room, name)
			}
		}
	}
	for _, p := range append(list(t, "linux", "amd64", "./..."), inBrowser(t, "./api/...", "./wasm/...", "./scripts/internal/storagecheck")...) {
		room, name, _ := strings.Cut(strings.TrimPrefix(p.ImportPath, module+"/"), "/")
		if !slices.Contains(maps[room], path.Join(".", name)) {
			t.Errorf("the map in %s/README.md does not name %s", room, name)
		}
	}
}

// The README of the extension names every folder, page and script that stands in it.
func TestMapOfTheExtension(t *testing.T) {
	names := mapped(t, "extension/README.md")
	entries, err := os.ReadDir(filepath.Join(root, "extension"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if ext := path.Ext(e.Name()); (e.IsDir() || ext == ".js" || ext == ".html") && !slices.Contains(names, e.Name()) {
			t.Errorf("extension/README.md does not name %s", e.Name())
		}
	}
	for _, name := range names {
		if _, err := os.Stat(filepath.Join(root, "extension", name)); err != nil && name != "constants.js" {
			t.Errorf("extension/README.md maps %s, which is not there", name)
		}
	}
}

// Links in documents lead to something that exists: a file, and in it the heading or anchor.
func TestLinksLeadSomewhere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"`)
	seen := 0
	walk(t, func(name string) {
		if path.Ext(name) != ".md" {
			return
		}
		for _, m := range link.FindAllStringSubmatch(read(t, name), -1) {
			to := m[1] + m[2]
			if strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
				continue
			}
			seen++
			file, anchor, _ := strings.Cut(to, "#")
			if file == "" {
				file = name
			} else {
				file = path.Join(path.Dir(name), file)
			}
			if _, err := os.Stat(filepath.Join(root, file)); err != nil {
				t.Errorf("%s leads to %s, which is not there", name, to)
			} else if anchor != "" && !slices.Contains(anchors(read(t, file)), anchor) {
				t.Errorf("%s leads to %s, and %s has no such heading", name, to, file)
			}
		}
	})
	if seen < 20 {
		t.Errorf("only %d links", seen)
	}
}

// anchors returns the names that links can use for a document's headings, and those that it sets
// itself.
func anchors(text string) (all []string) {
	dropped := regexp.MustCompile(`[^\p{L}\p{N}\- ]`)
	for line := range strings.Lines(text) {
		if heading := strings.TrimLeft(line, "#"); heading != line && strings.HasPrefix(heading, " ") {
			slug := dropped.ReplaceAllString(strings.ToLower(strings.TrimSpace(heading)), "")
			all = append(all, strings.ReplaceAll(slug, " ", "-"))
		}
	}
	for _, m := range regexp.MustCompile(`<a id="([^"]+)"`).FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	return all
}

// The recipes for the commonest changes name the files that each touches, and these exist.
func TestRecipes(t *testing.T) {
	_, rest, found := strings.Cut(read(t, "scripts/README.md"), "\n## Recipes\n")
	if !found {
		t.Fatal("scripts/README.md has no recipes")
	}
	section, _, _ := strings.Cut(rest, "\n## ")
	recipes := regexp.MustCompile(`(?m)^\d+\. .*$`).FindAllString(section, -1)
	if len(recipes) != 10 {
		t.Errorf("there are %d recipes, not 10", len(recipes))
	}
	targets := map[string]bool{}
	for _, m := range target.FindAllStringSubmatch(read(t, "Makefile"), -1) {
		targets[m[1]] = true
	}
	for _, recipe := range recipes {
		files := 0
		for _, m := range quoted.FindAllStringSubmatch(recipe, -1) {
			if words := strings.Fields(m[1]); words[0] == "make" && !targets[words[1]] {
				t.Errorf("there is no %s: %.40s", m[1], recipe)
			}
			if !strings.Contains(m[1], "/") || strings.Contains(m[1], " ") {
				continue
			}
			files++
			if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
				t.Errorf("%s is not there: %.40s", m[1], recipe)
			}
		}
		if files < 2 {
			t.Errorf("names %d files: %.40s", files, recipe)
		}
	}
}

// A command of a README that runs one end-to-end test names one that there is, and no other
// matches its name.
func TestCommandsNameOneTest(t *testing.T) {
	tests := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	var names []string
	walk(t, func(name string) {
		if strings.HasPrefix(name, "scripts/e2e/") && strings.HasSuffix(name, "_test.go") {
			for _, m := range tests.FindAllStringSubmatch(read(t, name), -1) {
				names = append(names, m[1])
			}
		}
	})
	found := 0
	for _, readme := range []string{"README.md", "scripts/README.md", "extension/README.md", "wasm/README.md", ".github/CONTRIBUTING.md"} {
		for _, m := range regexp.MustCompile(`\bRUN=(\w+)`).FindAllStringSubmatch(read(t, readme), -1) {
			found++
			var run []string
			for _, name := range names {
				if strings.Contains(name, m[1]) {
					run = append(run, name)
				}
			}
			if len(run) != 1 {
				t.Errorf("%s: RUN=%s runs %q", readme, m[1], run)
			}
		}
	}
	if found == 0 {
		t.Error("no README has such a command")
	}
}

// The server's README has the limits of the code.
func TestLimitsOfTheREADME(t *testing.T) {
	readme := read(t, "api/README.md")
	for name, value := range map[string]int{
		"wire.MaxBody": wire.MaxBody, "wire.RetentionDays": wire.RetentionDays, "handler.MaxVaults": handler.MaxVaults,
		"handler.CreateBurst": handler.CreateBurst, "handler.CreatesPerMinute": handler.CreatesPerMinute,
		"handler.MaxInFlight": handler.MaxInFlight, "handler.MaxTransfers": handler.MaxTransfers, "handler.SlowShare": handler.SlowShare,
	} {
		row := regexp.MustCompile("(?m)^\\|[^|]*`" + regexp.QuoteMeta(name) + "` \\| (\\d+)\\b").FindStringSubmatch(readme)
		if row == nil {
			t.Errorf("api/README.md does not name %s", name)
		} else if row[1] != strconv.Itoa(value) {
			t.Errorf("api/README.md has %s for %s, which is %d", row[1], name, value)
		}
	}
}

// The glossary has forty words, each once, and their names in Go exist.
func TestGlossary(t *testing.T) {
	_, rest, found := strings.Cut(read(t, "wasm/README.md"), "\n## Words\n")
	if !found {
		t.Fatal("wasm/README.md has no glossary")
	}
	section, _, _ := strings.Cut(rest, "\n## ")
	declared := identifiers(t)
	words := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\| `([^`]+)` \\|$").FindAllStringSubmatch(section, -1) {
		if words[m[1]] {
			t.Errorf("%s stands there twice", m[1])
		}
		words[m[1]] = true
		if !declared[m[4]] {
			t.Errorf("%s: there is no %s", m[1], m[4])
		}
		if !strings.ContainsFunc(m[2], func(r rune) bool { return r >= '가' && r <= '힣' }) {
			t.Errorf("%s has no Korean", m[1])
		}
	}
	if len(words) != 40 {
		t.Errorf("the glossary has %d words, not 40", len(words))
	}
}

// identifiers returns what the packages below wasm declare, as package.Name, and methods as
// Type.Name.
func identifiers(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	walk(t, func(name string) {
		if !strings.HasPrefix(name, "wasm/") || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					all[file.Name.Name+"."+d.Name.Name] = true
				} else if on, is := d.Recv.List[0].Type.(*ast.Ident); is {
					all[on.Name+"."+d.Name.Name] = true
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						all[file.Name.Name+"."+s.Name.Name] = true
					case *ast.ValueSpec:
						for _, n := range s.Names {
							all[file.Name.Name+"."+n.Name] = true
						}
					}
				}
			}
		}
	})
	return all
}

// The list of changes begins with the version in the manifest, in both languages.
func TestChangelog(t *testing.T) {
	var manifest struct{ Version string }
	if err := json.Unmarshal([]byte(read(t, "manifest.json")), &manifest); err != nil {
		t.Fatal(err)
	}
	sections := strings.Split(read(t, "extension/CHANGELOG.md"), "\n## ")[1:]
	var versions []string
	for _, s := range sections {
		version, body, _ := strings.Cut(s, "\n")
		versions = append(versions, version)
		korean, english, found := strings.Cut(body, "\nEnglish:\n")
		if ko, en := strings.Count(korean, "\n- "), strings.Count(english, "\n- "); !found || ko == 0 || ko != en {
			t.Errorf("%s has %d lines in Korean and %d in English", version, ko, en)
		}
	}
	if len(versions) == 0 || versions[0] != manifest.Version || versions[len(versions)-1] != "0.1.0" {
		t.Errorf("extension/CHANGELOG.md has %q; the manifest is at %s", versions, manifest.Version)
	}
}

// Every row of the faults that were found in use names tests that hold it, and these exist:
// package.Test, the package's path from wasm or from the top.
func TestBugsAreHeld(t *testing.T) {
	tests := map[string]bool{} // folder.Test
	function := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	walk(t, func(name string) {
		if strings.HasSuffix(name, "_test.go") {
			for _, m := range function.FindAllStringSubmatch(read(t, name), -1) {
				tests[strings.TrimPrefix(path.Dir(name), "wasm/")+"."+m[1]] = true
			}
		}
	})
	const bugs = "wasm/BUGS.md"
	rows := 0
	for line := range strings.Lines(read(t, bugs)) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| seen |") {
			continue
		}
		rows++
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		held := quoted.FindAllStringSubmatch(cells[len(cells)-1], -1)
		if len(cells) != 3 || len(held) == 0 {
			t.Errorf("%s: no test: %s", bugs, line)
		}
		for _, m := range held {
			if !tests[m[1]] {
				t.Errorf("%s: there is no %s: %s", bugs, m[1], cells[0])
			}
		}
	}
	if rows < 50 {
		t.Errorf("%s has only %d rows", bugs, rows)
	}
}

// loaders are the scripts that fetch only files of the extension, whose names they are given.
var loaders = []string{"extension/go.js", "extension/draw.worker.js"}

// Nothing in the extension waits without end: what is fetched is a file of its own, or has a
// timeout, and so has the answer of a tab.
func TestNothingWaitsWithoutEnd(t *testing.T) {
	fetched, asked := 0, 0
	walk(t, func(name string) {
		if !strings.HasPrefix(name, "extension/") || path.Ext(name) != ".js" {
			return
		}
		script := read(t, name)
		for _, at := range regexp.MustCompile(`\bfetch\(`).FindAllStringIndex(script, -1) {
			if strings.HasSuffix(script[:at[0]], "async ") { // its declaration
				continue
			}
			fetched++
			arguments := upToParenthesis(script[at[1]:])
			own := slices.Contains(loaders, name) || strings.HasPrefix(arguments, "chrome.runtime.getURL(") ||
				regexp.MustCompile("^[\"`][\\w.]+[\"/]").MatchString(arguments)
			if !own && !strings.Contains(arguments, "signal: AbortSignal.timeout(") {
				t.Errorf("%s fetches %s, however long that takes", name, arguments)
			}
		}
		if strings.Contains(script, "chrome.tabs.sendMessage(") {
			asked++
			if !strings.Contains(script, "Promise.race([asked, ") {
				t.Errorf("%s waits for a tab, however long that takes", name)
			}
		}
	})
	if fetched < 5 || asked < 1 {
		t.Errorf("this test sees only %d fetches and %d questions to tabs", fetched, asked)
	}
}

// upToParenthesis returns text up to the parenthesis that closes what was opened before it.
func upToParenthesis(text string) string {
	open := 1
	for i, c := range text {
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return text[:i]
			}
		}
	}
	return text
}
