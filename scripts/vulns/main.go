// Command vulns looks for known vulnerabilities in what the programs depend on, with govulncheck
// and without asking its server: its data is a module of Go's own, and is downloaded like any
// module. Findings in Go's standard library are printed and do not count: another version of Go
// mends them, and nothing in the project does.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

const (
	// scanner is run from its own module, so that go.mod stays as it is.
	scanner = "golang.org/x/vuln/cmd/govulncheck@v1.9.0"
	// data is the module with a file of OSV for each vulnerability below data/osv.
	data = "golang.org/x/vulndb"
)

// A scope is a part of the project for the machine that it runs on.
type scope struct {
	name, goos, goarch string
	packages           []string
}

var scopes = []scope{
	{"what runs on this machine", "", "", []string{"./..."}},
	{"what runs in WebAssembly", "js", "wasm", []string{"./wasm/cmd/...", "./api"}},
}

func main() {
	version := flag.String("data", "latest", "version of the module "+data)
	flag.Parse()
	if err := run(context.Background(), *version); err != nil {
		fmt.Fprintln(os.Stderr, "vulns:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, version string) error {
	dir, version, err := download(ctx, version)
	if err != nil {
		return err
	}
	fmt.Println("vulns: by the data of", version)
	bad := 0
	for _, s := range scopes {
		out, err := scan(ctx, dir, s)
		if err != nil {
			return err
		}
		found, err := findings(out)
		if err != nil {
			return err
		}
		for _, f := range found {
			fmt.Printf("vulns: %s: %s\n", s.name, f)
			if f.counts() {
				bad++
			}
		}
		fmt.Printf("vulns: %s: %d found\n", s.name, len(found))
	}
	if bad > 0 {
		return fmt.Errorf("%d vulnerabilities are reached that are not the standard library's", bad)
	}
	return nil
}

// download returns the directory of the data, and its version. It runs in a directory without a
// go.mod, which would decide the version otherwise.
func download(ctx context.Context, version string) (dir, got string, err error) {
	empty, err := os.MkdirTemp("", "vulns-")
	if err != nil {
		return "", "", err
	}
	defer os.RemoveAll(empty)
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", data+"@"+version)
	cmd.Dir = empty
	out, err := cmd.Output()
	var m struct{ Dir, Version, Error string }
	if json.Unmarshal(out, &m) == nil && m.Error != "" {
		return "", "", errors.New(m.Error)
	}
	if err != nil {
		return "", "", fmt.Errorf("go mod download %s: %w", data, err)
	}
	osv := filepath.Join(m.Dir, "data", "osv")
	if entries, err := os.ReadDir(osv); err != nil || len(entries) < leastEntries {
		return "", "", fmt.Errorf("%s %s holds %d vulnerabilities: %w", data, m.Version, len(entries), err)
	}
	return osv, m.Version, nil
}

// leastEntries is fewer than the data has had since 2024: with fewer entries, finding nothing
// means nothing.
const leastEntries = 2000

// scan runs govulncheck over a scope and returns what it says, in JSON.
func scan(ctx context.Context, dir string, s scope) ([]byte, error) {
	// The scanner is built for this machine, and told which target to look at.
	cmd := exec.CommandContext(ctx, "go", append([]string{"run", "-exec=env GOOS=" + s.goos + " GOARCH=" + s.goarch, scanner,
		"-db", "file://" + filepath.ToSlash(dir), "-format", "json"}, s.packages...)...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("govulncheck: %w\n%s", err, &said)
	}
	return out.Bytes(), nil
}

// A finding is one vulnerability, by the nearest that a program comes to it.
type finding struct {
	id, module, version, fixed string
	symbol                     string // that is called; "" where only the package is imported
	from                       string // the first of the project's own that leads there
	imported                   bool   // its package is; else only its module is required
}

// stdlib is how govulncheck names the module of Go's own packages, and toolchain that of
// its compiler and linker.
const (
	stdlib    = "stdlib"
	toolchain = "toolchain"
)

// counts reports whether a finding is the project's own: it is called, and another version of a
// module mends it.
func (f finding) counts() bool {
	return f.symbol != "" && f.module != stdlib && f.module != toolchain
}

func (f finding) String() string {
	mended := "not mended yet"
	if f.fixed != "" {
		mended = "mended in " + f.fixed
	}
	what := "is required, and not imported"
	switch {
	case f.symbol != "":
		what = "calls " + f.symbol + " from " + f.from
	case f.imported:
		what = "is imported, and not called"
	}
	return fmt.Sprintf("%s in %s %s (%s): %s", f.id, f.module, f.version, mended, what)
}

// findings reads govulncheck's output: of each vulnerability the nearest finding, in the
// order of their ids.
func findings(out []byte) ([]finding, error) {
	type frame struct{ Module, Version, Package, Function, Receiver string }
	var complete bool
	nearest := map[string]finding{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var m struct {
			SBOM    *struct{}
			Finding *struct {
				OSV   string
				Fixed string `json:"fixed_version"`
				Trace []frame
			}
		}
		if err := dec.Decode(&m); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("govulncheck's output: %w", err)
		}
		complete = complete || m.SBOM != nil
		if m.Finding == nil || len(m.Finding.Trace) == 0 {
			continue
		}
		at, last := m.Finding.Trace[0], m.Finding.Trace[len(m.Finding.Trace)-1]
		f := finding{id: m.Finding.OSV, module: at.Module, version: at.Version, fixed: m.Finding.Fixed, imported: at.Package != ""}
		if at.Function != "" {
			f.symbol = strings.TrimPrefix(at.Package+"."+strings.TrimPrefix(at.Receiver+".", ".")+at.Function, ".")
			f.from = last.Package + "." + last.Function
		}
		if had, there := nearest[f.id]; !there || near(f) > near(had) {
			nearest[f.id] = f
		}
	}
	if !complete {
		return nil, errors.New("govulncheck does not say what it looked at")
	}
	var all []finding
	for _, f := range nearest {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b finding) int { return strings.Compare(a.id, b.id) })
	return all, nil
}

// near orders findings: required, imported, called; of those that are called the
// project's own concern first.
func near(f finding) int {
	switch {
	case f.counts():
		return 3
	case f.symbol != "":
		return 2
	case f.imported:
		return 1
	}
	return 0
}
