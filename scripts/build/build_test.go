package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"byeolpyo/scripts/internal/wasmopt/compiler"
)

// tree is a small project. The page program imports nothing, so that it compiles quickly.
func tree(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":                   "module tiny\n\ngo 1.26\n",
		"wasm/cmd/content/main.go": "package main\n\nfunc main() {}\n",
		"wasm/cmd/content/note.md": "not a program",
		"wasm/cmd/shared/lib.go":   "package shared\n",
		"manifest.json": `{"manifest_version": 3, "name": "__MSG_appName__", "version": "1.2.3", "default_locale": "ko",
			"icons": {"16": "icons/16.png"}, "action": {"default_popup": "popup.html"},
			"content_scripts": [{"js": ["strings.js", "wasm_exec.js", "content.js"]}],
			"web_accessible_resources": [{"resources": ["content.wasm"]}]}`,
		"extension/popup.html":                `<script src="popup.js"></script><a href="https://pycon.kr/">PyCon</a>`,
		"LICENSE":                             "as you like it",
		"extension/popup.js":                  "//",
		"extension/content.js":                "//",
		"extension/icons/16.png":              "png",
		"extension/README.md":                 "for us",
		"extension/CHANGELOG.md":              "for people, elsewhere",
		"extension/icons/make.go":             "package icons\n",
		"extension/testdata/x.html":           "for us",
		"extension/.swap":                     "for nobody",
		"extension/_locales/ko/messages.json": `{"appName": {"message": "별표"}, "starLabel": {"message": "담기: {title}"}}`,
		"extension/_locales/en/messages.json": `{"appName": {"message": "Byeolpyo"}, "starLabel": {"message": "Add: {title}"}}`,
	} {
		put(t, dir, name, text)
	}
	return dir
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := writeFile(filepath.Join(dir, name), []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestBuild(t *testing.T) {
	root := tree(t)
	var said bytes.Buffer
	if err := build(root, root, &said); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"content.wasm", "pages", "dist", "byeolpyo-1.2.3.zip"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("the table does not name %s:\n%s", want, &said)
		}
	}
	want := []string{
		"LICENSE", "NOTICES", "_locales/en/messages.json", "_locales/ko/messages.json", "constants.js", "content.js", "content.wasm", "icons/16.png",
		"manifest.json", "popup.html", "popup.js", "server.js", "strings.js", "wasm_exec.js",
	}
	packed := read(t, filepath.Join(root, "out", "byeolpyo-1.2.3.zip"))
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		if !f.Modified.Equal(packTime) {
			t.Errorf("%s is of %v", f.Name, f.Modified)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		inZip, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if inDist := read(t, filepath.Join(root, "dist", f.Name)); !bytes.Equal(inZip, inDist) {
			t.Errorf("%s differs between zip and dist", f.Name)
		}
	}
	if !slices.Equal(names, want) {
		t.Errorf("the zip holds\n%q, want\n%q", names, want)
	}
	if wasm := read(t, filepath.Join(root, "dist", "content.wasm")); !bytes.HasPrefix(wasm, []byte("\x00asm")) {
		t.Error("content.wasm is no WebAssembly")
	}
	wantStrings := "globalThis.byeolpyoStrings = {\n\t\"en\": {\n\t\t\"starLabel\": \"Add: {title}\"\n\t},\n\t\"ko\": {\n\t\t\"starLabel\": \"담기: {title}\"\n\t}\n};\n"
	if got := string(read(t, filepath.Join(root, "dist", "strings.js"))); got != wantStrings {
		t.Errorf("strings.js is %q, want %q", got, wantStrings)
	}

	t.Run("again elsewhere", func(t *testing.T) {
		other, into := tree(t), t.TempDir()
		if err := build(other, into, io.Discard); err != nil {
			t.Fatal(err)
		}
		if again := read(t, filepath.Join(into, "out", "byeolpyo-1.2.3.zip")); !bytes.Equal(packed, again) {
			t.Error("two builds of the same files differ")
		}
	})
	t.Run("unchanged", func(t *testing.T) {
		long := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
		watched := []string{"dist/content.wasm", "dist/popup.js", "out/byeolpyo-1.2.3.zip"}
		for _, name := range watched {
			if err := os.Chtimes(filepath.Join(root, name), long, long); err != nil {
				t.Fatal(err)
			}
		}
		if err := build(root, root, io.Discard); err != nil {
			t.Fatal(err)
		}
		for _, name := range watched {
			if info, err := os.Stat(filepath.Join(root, name)); err != nil || !info.ModTime().Equal(long) {
				t.Errorf("%s was written again: %v", name, err)
			}
		}
	})
	t.Run("stale file", func(t *testing.T) {
		put(t, root, "dist/left.over", "from an older build")
		if err := build(root, root, io.Discard); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(root, "dist", "left.over")); err == nil {
			t.Error("a file of an older build is still in dist")
		}
	})
	t.Run("lost zip", func(t *testing.T) {
		if err := os.Remove(filepath.Join(root, "out", "byeolpyo-1.2.3.zip")); err != nil {
			t.Fatal(err)
		}
		if err := build(root, root, io.Discard); err != nil {
			t.Fatal(err)
		}
		if again := read(t, filepath.Join(root, "out", "byeolpyo-1.2.3.zip")); !bytes.Equal(packed, again) {
			t.Error("the zip came back with other bytes")
		}
	})
	t.Run("failure", func(t *testing.T) {
		put(t, root, "wasm/cmd/content/main.go", "package main\n\nfunc main() { oops }\n")
		err := build(root, root, io.Discard)
		if err == nil || !strings.Contains(err.Error(), "oops") {
			t.Errorf("error of a program that does not compile: %v", err)
		}
		if _, err := os.Stat(filepath.Join(root, "dist", "content.wasm")); err != nil {
			t.Errorf("a failed build took dist away: %v", err)
		}
	})
}

func TestMissingParts(t *testing.T) {
	whole := func() files {
		return files{
			"manifest.json": []byte(`{"version": "1", "name": "__MSG_appName__", "default_locale": "ko", "icons": {"16": "icons/a.png"},
				"action": {"default_popup": "popup.html"}, "content_scripts": [{"js": ["a.js"], "css": ["a.css"]}],
				"background": {"service_worker": "w.js", "scripts": ["b.js", "w.js"]},
				"web_accessible_resources": [{"resources": ["a.wasm"]}]}`),
			"_locales/ko/messages.json": []byte(`{"appName": {"message": "x"}}`),
			"popup.html":                []byte(`<link href="a.css"><script src="a.js"></script>`),
			"a.js":                      []byte("import \"./b.js\";\nimport {\n  c,\n} from \"./part/c.js\";\nconst d = () => import(\"./d.js\");\n// import \"./never.js\";\n"),
			"part/c.js":                 []byte("export { e } from \"../e.js\";\nnew Worker(\"f.js\");\n"),
			"f.js":                      []byte("importScripts(\"g.js\", \"h.js\");\n"),
			"w.js":                      []byte("globalThis.importScripts?.(\"b.js\");\n"),
			"b.js":                      nil, "d.js": nil, "e.js": nil, "g.js": nil, "h.js": nil,
			"icons/a.png": nil, "a.css": nil, "a.wasm": nil,
		}
	}
	check := func(all files) error {
		m, err := readManifest(all)
		if err != nil {
			return err
		}
		return m.check(all)
	}
	if err := check(whole()); err != nil {
		t.Fatal(err)
	}
	for name := range whole() {
		if name == "manifest.json" {
			continue
		}
		all := whole()
		delete(all, name)
		if err := check(all); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
	for _, imports := range []string{"", "importScripts(\"b.js\", \"d.js\");", "importScripts(\"d.js\");"} {
		all := whole()
		all["w.js"] = []byte(imports)
		if err := check(all); err == nil || !strings.Contains(err.Error(), "the background's scripts") {
			t.Errorf("a worker with %q: %v", imports, err)
		}
	}
	all := whole()
	all["popup.html~"] = nil
	all["fonts/own-bold.otf"] = nil
	if err := check(all); err == nil || !strings.Contains(err.Error(), "popup.html~") || !strings.Contains(err.Error(), "own-bold.otf: its licence") {
		t.Errorf("with a stray file and a font without licence: %v", err)
	}
	all["fonts/OFL-own.txt"] = nil
	delete(all, "popup.html~")
	if err := check(all); err != nil {
		t.Errorf("with a font and its licence: %v", err)
	}
	all["_locales/ko/messages.json"] = []byte(`{}`)
	if err := check(all); err == nil || !strings.Contains(err.Error(), "appName") {
		t.Errorf("without the message appName: %v", err)
	}
	all["manifest.json"] = []byte(`{"version": "v1"}`)
	if err := check(all); err == nil {
		t.Error("version v1 is accepted")
	}
}

func TestLocales(t *testing.T) {
	for _, c := range []struct{ name, ko, en, want string }{
		{"missing", `{"a": {"message": "x"}}`, `{}`, "_locales/en: message a is missing"},
		{"missing the other way", `{}`, `{"a": {"message": "x"}}`, "_locales/ko: message a is missing"},
		{"empty", `{"a": {"message": ""}}`, `{"a": {"message": "x"}}`, "_locales/ko: message a is empty"},
		{"placeholder", `{"a": {"message": "{n}개"}}`, `{"a": {"message": "{m} of them"}}`, "placeholders"},
		{"Chrome's placeholder", `{"a": {"message": "개"}}`, `{"a": {"message": "$n$ of them"}}`, "placeholders"},
		{"not JSON", `{`, `{}`, "_locales/ko/messages.json"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := starStrings(files{
				"_locales/ko/messages.json": []byte(c.ko),
				"_locales/en/messages.json": []byte(c.en),
			})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	if _, err := starStrings(files{"_locales/ko/messages.json": []byte(`{}`)}); err == nil {
		t.Error("a missing language is accepted")
	}
}

// maxZip is what may be downloaded, in bytes.
const maxZip = 8_000_000

// budgets are what each module may weigh, in bytes, as it is and gzipped. The page's is
// in every tab, and has the goal of make bench; each of the others had 8 % room when its
// line was written, so that a package which comes along unseen is noticed.
var budgets = map[string]struct{ raw, packed int }{
	"content.wasm":    {3_460_000, 750_000},   // the goal of make bench
	"popup.wasm":      {3_790_000, 747_000},   // of which the board is 88 KB, 18 KB gzipped
	"draw.wasm":       {6_300_000, 1_285_000}, // notes in pictures and the scale of grids are 170 KB of it, 32 KB gzipped
	"report.wasm":     {3_000_000, 700_000},
	"background.wasm": {5_700_000, 1_100_000},
}

// checkBudgets holds every module in dist to its budget. The modules of a version of Go that
// scripts/internal/wasmopt was not tried with are not rewritten, and are larger.
func checkBudgets(t *testing.T, dist string) {
	t.Helper()
	if !compiler.Tested(runtime.Version()) {
		t.Logf("%s is not held to the budgets", runtime.Version())
		return
	}
	modules, err := filepath.Glob(filepath.Join(dist, "*.wasm"))
	if err != nil || len(modules) != len(budgets) {
		t.Errorf("%d modules, %d budgets, error %v", len(modules), len(budgets), err)
	}
	for _, module := range modules {
		name, data := filepath.Base(module), read(t, module)
		b, has := budgets[name]
		if raw, packed := len(data), gzipped(data); !has || raw > b.raw || packed > b.packed {
			t.Errorf("%s is %d bytes and %d gzipped, of %d and %d", name, raw, packed, b.raw, b.packed)
		}
	}
}

// The real extension has nothing in it that should not be there, and two builds give the same
// bytes. One of the two is what make test has built.
func TestRealExtension(t *testing.T) {
	if testing.Short() {
		t.Skip("links every program twice")
	}
	root, err := findRoot()
	if err != nil {
		t.Fatal(err)
	}
	roots := []string{t.TempDir(), t.TempDir()}
	if dist := os.Getenv("BYEOLPYO_DIST"); dist != "" {
		roots[0] = filepath.Dir(dist)
	}
	var zips [2][]byte
	for i, into := range roots {
		if i > 0 || os.Getenv("BYEOLPYO_DIST") == "" {
			if err := build(root, into, io.Discard); err != nil {
				t.Fatal(err)
			}
		}
		m, err := readManifest(files{"manifest.json": read(t, filepath.Join(into, "dist", "manifest.json"))})
		if err != nil {
			t.Fatal(err)
		}
		zips[i] = read(t, filepath.Join(into, "out", "byeolpyo-"+m.Version+".zip"))
		if len(zips[i]) > maxZip {
			t.Errorf("the zip is %d bytes, more than %d", len(zips[i]), maxZip)
		}
		read(t, filepath.Join(into, "dist", "NOTICES"))
		if i == 0 {
			checkBudgets(t, filepath.Join(into, "dist"))
		}
	}
	if !bytes.Equal(zips[0], zips[1]) {
		t.Error("two builds of the same files differ")
	}
}

// The proposed address is checked like one that a person enters.
func TestServerScript(t *testing.T) {
	for server, want := range map[string]string{"": "", " https://Sync.example:8443/ ": "https://sync.example:8443", "http://127.0.0.1:8787": "http://127.0.0.1:8787"} {
		got, err := serverScript(server)
		if err != nil || string(got) != "globalThis.byeolpyoServer = \""+want+"\";\n" {
			t.Errorf("%q: %s, %v", server, got, err)
		}
	}
	for _, server := range []string{"http://sync.example", "sync.example", "https://sync.example/vaults", "https://a@sync.example", "https://%"} {
		if got, err := serverScript(server); err == nil {
			t.Errorf("%q: %s", server, got)
		}
	}
}
