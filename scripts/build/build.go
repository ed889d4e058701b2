package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"byeolpyo/scripts/internal/constants"
	"byeolpyo/scripts/internal/wasmopt/compiler"
	"byeolpyo/wasm/sync/syncer"
)

// files are the contents of the extension by slash-separated path.
type files map[string][]byte

// findRoot is the nearest directory upwards with a go.mod.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("no go.mod in this directory or above: run it inside the project")
		}
		dir = up
	}
}

// build makes into/dist and into/out/byeolpyo-VERSION.zip from the tree at
// root, with scratch files in into/build, and prints the sizes.
func build(root, into string, report io.Writer) error {
	if !compiler.Tested(runtime.Version()) {
		fmt.Fprintf(report, "%s has not been tried with scripts/internal/wasmopt: the programs are left as it writes them, larger and slower\n", runtime.Version())
	}
	scratch := filepath.Join(into, "build")
	dist := filepath.Join(into, "dist")
	all, err := gather(root, filepath.Join(scratch, "wasm"))
	if err != nil {
		return err
	}
	m, err := readManifest(all)
	if err != nil {
		return err
	}
	if err := m.check(all); err != nil {
		return err
	}
	zipPath := filepath.Join(into, "out", "byeolpyo-"+m.Version+".zip")

	// Packing and measuring cost more than comparing: the table of the last build is reused as
	// long as its files and its zip are the same.
	sum := all.sum()
	tablePath := filepath.Join(scratch, "sizes-"+m.Version+".txt")
	if old, err := os.ReadFile(tablePath); err == nil {
		if first, table, ok := strings.Cut(string(old), "\n"); ok && first == sum+" "+fileSum(zipPath) && same(dist, all) {
			_, err := fmt.Fprint(report, table, "nothing has changed\n")
			return err
		}
	}
	if !same(dist, all) {
		if err := replace(dist, all, scratch); err != nil {
			return fmt.Errorf("writing %s: %w", dist, err)
		}
	}
	packed, err := pack(all)
	if err == nil {
		err = writeFile(zipPath, packed)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", zipPath, err)
	}
	table := sizes(all, filepath.Base(zipPath), len(packed))
	if err := writeFile(tablePath, []byte(sum+" "+fileSum(zipPath)+"\n"+table)); err != nil {
		return fmt.Errorf("writing %s: %w", tablePath, err)
	}
	_, err = fmt.Fprint(report, table)
	return err
}

// gather puts together everything that the extension consists of.
func gather(root, wasmDir string) (files, error) {
	all, err := copied(filepath.Join(root, "extension"))
	if err != nil {
		return nil, err
	}
	for name, data := range all {
		if path.Ext(name) == ".js" {
			all[name] = []byte(constants.WithoutTypes(string(data)))
		}
	}
	add := func(name string, data []byte, err error) error {
		if err != nil {
			return err
		}
		if _, twice := all[name]; twice {
			return fmt.Errorf("extension/%s: the build makes a file of this name itself", name)
		}
		all[name] = data
		return nil
	}
	data, err := os.ReadFile(filepath.Join(root, "manifest.json"))
	if err := add("manifest.json", data, err); err != nil {
		return nil, err
	}
	data, err = starStrings(all)
	if err := add("strings.js", data, err); err != nil {
		return nil, err
	}
	if err := add("constants.js", []byte(constants.WithoutTypes(string(constants.Script()))), nil); err != nil {
		return nil, err
	}
	data, err = serverScript(syncServer)
	if err := add("server.js", data, err); err != nil {
		return nil, err
	}
	data, err = wasmExec()
	if err := add("wasm_exec.js", data, err); err != nil {
		return nil, err
	}
	programs, err := listPrograms(root)
	if err != nil {
		return nil, err
	}
	data, err = os.ReadFile(filepath.Join(root, "LICENSE"))
	if err := add("LICENSE", data, err); err != nil {
		return nil, err
	}
	data, err = notices(root, programs)
	if err := add("NOTICES", data, err); err != nil {
		return nil, err
	}
	if err := joinPopup(all); err != nil {
		return nil, err
	}
	if err := completeHeads(all); err != nil {
		return nil, err
	}
	modules, err := compile(root, wasmDir, programs)
	if err != nil {
		return nil, err
	}
	for name, module := range modules {
		if err := add(name+".wasm", module, nil); err != nil {
			return nil, err
		}
	}
	return all, joinContent(all)
}

// syncServer is the address of the sync server that the extension proposes.
var syncServer string

// plain leaves the programs as Go's linker writes them.
var plain bool

// serverScript makes the script that names the sync server.
func serverScript(server string) ([]byte, error) {
	if server != "" {
		u, err := url.Parse(strings.TrimSpace(server))
		if err != nil {
			return nil, fmt.Errorf("the sync server: %w", err)
		}
		server, err = syncer.Address{
			Scheme: u.Scheme, Host: u.Host, Hostname: u.Hostname(), Path: u.Path,
			More: u.User != nil || u.RawQuery != "" || u.Fragment != "",
		}.Server()
		if err != nil {
			return nil, fmt.Errorf("the sync server %s: %w", u, err)
		}
	}
	return fmt.Appendf(nil, "globalThis.byeolpyoServer = %q;\n", server), nil
}

// copied reads the files that are shipped as they are: all but those for developers.
func copied(dir string) (files, error) {
	all := files{}
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if file != dir && (strings.HasPrefix(name, ".") || d.IsDir() && name == "testdata") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() || path.Ext(name) == ".md" || path.Ext(name) == ".go" {
			return nil
		}
		if !d.Type().IsRegular() {
			return fmt.Errorf("%s: not a plain file", file)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, file)
		all[filepath.ToSlash(rel)] = data
		return err
	})
	return all, err
}

// wasmExec reads the JavaScript side of the Go runtime, which must come from the compiler that
// makes the modules.
func wasmExec() ([]byte, error) {
	goroot, err := goRoot()
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(goroot, "lib", "wasm", "wasm_exec.js"))
}

func goRoot() (string, error) {
	out, err := goTool("", nil, "env", "GOROOT")
	return strings.TrimSpace(string(out)), err
}

// listPrograms returns the import paths of the programs below wasm/cmd.
func listPrograms(root string) ([]string, error) {
	list, err := goTool(root, compiler.Env, "list", "-f", `{{if eq .Name "main"}}{{.ImportPath}}{{end}}`, "./wasm/cmd/...")
	if err != nil {
		return nil, fmt.Errorf("finding the programs below wasm/cmd: %w", err)
	}
	programs := strings.Fields(string(list))
	if len(programs) == 0 {
		return nil, errors.New("no program below wasm/cmd")
	}
	return programs, nil
}

// compile builds the programs with scratch files in dir and returns the modules by
// name.
func compile(root, dir string, programs []string) (map[string][]byte, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	modules := map[string][]byte{}
	for _, p := range programs {
		name := path.Base(p)
		module, err := compiler.Build(context.Background(), root, compiler.Program{Name: name, Package: p, Scratch: filepath.Join(dir, name), Plain: plain})
		if err != nil {
			return nil, err
		}
		modules[name] = module
	}
	return modules, nil
}

// goTool runs the go command of the running toolchain; its error holds what
// the command said.
func goTool(dir string, env []string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", args[0], err, strings.TrimSpace(said.String()))
	}
	return out.Bytes(), nil
}

// sum identifies the contents, and the compiler whose flate packs them.
func (all files) sum() string {
	h := sha256.New()
	fmt.Fprintln(h, runtime.Version())
	for _, name := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(h, "%s %x\n", name, sha256.Sum256(all[name]))
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// fileSum identifies the file's contents; "-" without a file.
func fileSum(path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		return "-"
	}
	return fmt.Sprintf("%x", sha256.Sum256(data))
}

// same reports whether the directory holds exactly these files.
func same(dir string, all files) bool {
	found := 0
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		want, known := all[filepath.ToSlash(rel)]
		if !known {
			return errors.New("one too many")
		}
		got, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if !bytes.Equal(got, want) {
			return errors.New("another content")
		}
		found++
		return nil
	})
	return err == nil && found == len(all)
}

// replace puts the files in the place of the directory. They are written beside it first, so
// that it is never incomplete.
func replace(dir string, all files, scratch string) error {
	if err := os.MkdirAll(scratch, 0o755); err != nil {
		return err
	}
	stage, err := os.MkdirTemp(scratch, "dist-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(stage)
	fresh := filepath.Join(stage, "new")
	for name, data := range all {
		if err := writeFile(filepath.Join(fresh, filepath.FromSlash(name)), data); err != nil {
			return err
		}
	}
	old := filepath.Join(stage, "old")
	if err := os.Rename(dir, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(fresh, dir); err != nil {
		// The old files are better than none.
		return errors.Join(err, os.Rename(old, dir))
	}
	return nil
}

// writeFile writes the file whole, making its directory.
func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	part := path + ".part"
	if err := os.WriteFile(part, data, 0o644); err != nil {
		return err
	}
	return os.Rename(part, path)
}
