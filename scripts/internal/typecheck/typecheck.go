// Package typecheck has tsc check the types of the extension's scripts: what their JSDoc
// says against one another, the browser, and what Go knows (scripts/internal/constants);
// and eslint their habits.
package typecheck

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"byeolpyo/scripts/internal/constants"
)

// tools is where tsc, eslint and what they go by are named and installed, below the root of the
// project.
const tools = "scripts/types"

// Axe is the script of axe-core, below the root of the project, once it is installed.
const Axe = tools + "/node_modules/axe-core/axe.min.js"

// workers are the scripts that run in Workers and in the service worker, which have no
// document; go.js runs in pages, too. All others run in pages.
var workers = []string{"background.js", "draw.worker.js", "go.js", "pixels.js", "read.worker.js", "scan.worker.js"}

// Problem is one that tsc or eslint finds.
type Problem struct {
	File string // below extension/, or the name of a file that is made
	Line int
	Text string
}

func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text) }

// Install installs tsc, eslint, axe-core and web-ext by npm unless they are there. Two programs may call it at once.
func Install(ctx context.Context, root string) error {
	dir := filepath.Join(root, tools)
	data, err := os.ReadFile(filepath.Join(dir, "package-lock.json"))
	if err != nil {
		return fmt.Errorf("typecheck: %w", err)
	}
	sum := sha256.Sum256(data)
	want := hex.EncodeToString(sum[:])
	stamp := filepath.Join(dir, "node_modules", ".of-lock-file")
	installed := func() bool {
		got, err := os.ReadFile(stamp)
		return err == nil && string(got) == want
	}
	if installed() {
		return nil
	}
	lock, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("typecheck: %w", err)
	}
	defer lock.Close() // and with it the lock
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("typecheck: %w", err)
	}
	if installed() {
		return nil // by somebody else, meanwhile
	}
	fmt.Fprintln(os.Stderr, "typecheck: installing tsc, eslint, axe-core and web-ext with npm ci into scripts/types/node_modules (130 MB)")
	npm := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error")
	npm.Dir = dir
	npm.Stdout, npm.Stderr = os.Stderr, os.Stderr
	if err := npm.Run(); err != nil {
		return fmt.Errorf("typecheck: npm ci in %s: %w", tools, err)
	}
	if err := os.WriteFile(stamp, []byte(want), 0o644); err != nil {
		return fmt.Errorf("typecheck: %w", err)
	}
	return nil
}

// Check checks the scripts of a directory, which is extension/ or a copy of it, with what
// is made for them in the directory work. It returns what tsc finds when it is strict, by
// file and line.
func Check(ctx context.Context, root, extension, work string) ([]Problem, error) {
	problems, err := check(ctx, root, extension, work)
	if err != nil {
		return nil, fmt.Errorf("typecheck: %w", err)
	}
	return problems, nil
}

func check(ctx context.Context, root, extension, work string) ([]Problem, error) {
	var err error
	for _, dir := range []*string{&root, &extension, &work} {
		if *dir, err = filepath.Abs(*dir); err != nil {
			return nil, err
		}
	}
	elements, err := constants.Elements(extension)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(work, 0o755); err != nil {
		return nil, err
	}
	made := map[string][]byte{"made.d.ts": constants.Types(), "pages.d.ts": elements, "constants.js": constants.Script()}
	for name, data := range made {
		if err := os.WriteFile(filepath.Join(work, name), data, 0o644); err != nil {
			return nil, err
		}
	}
	var pages, others []string
	sources, err := constants.Load(extension)
	if err != nil {
		return nil, err
	}
	pages = append(pages, filepath.Join(work, "pages.d.ts"))
	for name := range sources {
		file := filepath.Join(extension, filepath.FromSlash(name))
		if !slices.Contains(workers, name) {
			pages = append(pages, file)
		} else {
			others = append(others, file)
		}
	}
	if len(others) != len(workers) || len(pages) < 2 {
		return nil, fmt.Errorf("%s has not the scripts that are to be checked", extension)
	}
	declared, err := filepath.Glob(filepath.Join(root, tools, "*.d.ts"))
	if err != nil || len(declared) == 0 {
		return nil, fmt.Errorf("no declarations in %s: %w", tools, err)
	}
	shared := append(declared, filepath.Join(work, "made.d.ts"), filepath.Join(work, "constants.js"))
	page := []string{"esnext", "dom", "dom.iterable", "dom.asynciterable"}
	worker := []string{"esnext", "webworker", "webworker.iterable", "webworker.asynciterable"}
	runs := []struct {
		name  string
		libs  []string
		files []string
		found []Problem
		err   error
	}{
		{name: "pages", libs: page, files: pages},
		{name: "workers", libs: worker, files: others},
	}
	var all sync.WaitGroup
	for i := range runs {
		r := &runs[i]
		all.Go(func() {
			config := map[string]any{"files": slices.Concat(shared, r.files), "compilerOptions": map[string]any{
				"allowJs": true, "checkJs": true, "noEmit": true, "strict": true,
				"target": "esnext", "module": "esnext", "moduleResolution": "bundler", "moduleDetection": "force",
				"lib": r.libs, "types": []string{"chrome"}, "typeRoots": []string{filepath.Join(root, tools, "node_modules", "@types")},
				"skipLibCheck":                 slices.Equal(r.libs, worker), // the browser's own name elements of documents
				"noUncheckedSideEffectImports": false,                        // some are made by the build, which looks for them
			}}
			r.found, r.err = run(ctx, root, extension, work, filepath.Join(work, r.name+".json"), config)
		})
	}
	all.Wait()
	var found []Problem
	for _, r := range runs {
		if r.err != nil {
			return nil, r.err
		}
		found = append(found, r.found...)
	}
	slices.SortFunc(found, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(found), nil // go.js is checked twice
}

var problem = regexp.MustCompile(`^(.+)\((\d+),\d+\): error (.*)$`)

// run runs tsc by a configuration.
func run(ctx context.Context, root, extension, work, file string, config map[string]any) (found []Problem, err error) {
	data, err := json.Marshal(config)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return nil, err
	}
	tsc := exec.CommandContext(ctx, "node", filepath.Join(root, tools, "node_modules/typescript/bin/tsc"), "--pretty", "false", "-p", file)
	tsc.Dir = work
	var said, errs bytes.Buffer
	tsc.Stdout, tsc.Stderr = &said, &errs
	err = tsc.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, fmt.Errorf("tsc: %w", err)
	}
	for line := range strings.Lines(said.String()) {
		m := problem.FindStringSubmatch(strings.TrimRight(line, "\n"))
		if m == nil {
			if !strings.HasPrefix(line, " ") { // which explains the one before
				return nil, fmt.Errorf("tsc: %s", line)
			}
			continue
		}
		at, err := strconv.Atoi(m[2])
		if err != nil {
			return nil, err
		}
		name := m[1]
		if !filepath.IsAbs(name) {
			name = filepath.Join(work, name)
		}
		for _, base := range []string{extension, work, root} {
			if rel, err := filepath.Rel(base, name); err == nil && fs.ValidPath(filepath.ToSlash(rel)) {
				name = filepath.ToSlash(rel)
				break
			}
		}
		found = append(found, Problem{File: name, Line: at, Text: m[3]})
	}
	if err != nil && len(found) == 0 {
		return nil, fmt.Errorf("tsc: %w\n%s", err, &errs)
	}
	return found, nil
}
