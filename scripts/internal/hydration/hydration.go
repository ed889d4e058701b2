// Package hydration makes pages that real frameworks render on the server and hydrate in the
// browser, serves them with delayed scripts, and plays them: how a page ends up, what was logged
// on the console until then, and how many stars it has. The sites lie in scripts/hydration; they
// are installed and built once, below build/hydration.
package hydration

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"
)

// Sites are the sites by the names of their hosts: each framework in each way in
// which it sends and hydrates a page.
var Sites = []string{
	"react-18", "react-18-stream", "react-19", "react-19-stream",
	"next-14-pages", "next-14-app", "next-15-pages", "next-15-app",
	"vue", "nuxt", "svelte", "svelte-import", "kit", "astro",
}

// Kinds are the kinds of pages of each site, by what a session's title stands in:
// a link in a heading, a cell, an item of a list, a link.
var Kinds = []string{"cards", "table", "list", "links"}

// Sessions is how many sessions every page shows.
const Sessions = 20

// Page is a page at a delay of its scripts.
type Page struct {
	Site, Kind string
	Late       time.Duration
}

func (p Page) String() string { return fmt.Sprintf("%s, %s, scripts %v late", p.Site, p.Kind, p.Late) }

// packages are the workspaces that are built, the slowest first: two at a time.
var packages = []string{"next-15", "next-14", "nuxt", "kit", "astro", "react-19", "react-18", "svelte", "vue"}

// atOnce is how many are built at a time. Most take both cores for a part of it.
const atOnce = 2

// source is where the sites lie, below the root of the project.
const source = "scripts/hydration"

// environment keeps the builds on this machine and to themselves.
var environment = []string{
	"NODE_ENV=production", "CI=1", "NO_COLOR=1", "npm_config_offline=true",
	"NEXT_TELEMETRY_DISABLED=1", "NUXT_TELEMETRY_DISABLED=1", "ASTRO_TELEMETRY_DISABLED=1",
	// Next asks a registry about its own lock file otherwise.
	"NEXT_IGNORE_INCORRECT_LOCKFILE=1",
}

// Build installs and builds the sites unless that is done, and returns where the pages are. The
// tools are removed again: they take a hundred times the room. Two programs may call it at once.
func Build(ctx context.Context, root string) (dir string, err error) {
	root, err = filepath.Abs(root)
	if err != nil {
		return "", fmt.Errorf("hydration: %w", err)
	}
	files, err := sources(filepath.Join(root, source))
	if err != nil {
		return "", fmt.Errorf("hydration: %w", err)
	}
	base := filepath.Join(root, "build", "hydration")
	dir = filepath.Join(base, sum(files))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	if err := os.MkdirAll(base, 0o755); err != nil {
		return "", fmt.Errorf("hydration: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(base, "lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return "", fmt.Errorf("hydration: %w", err)
	}
	defer lock.Close() // and with it the lock
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", fmt.Errorf("hydration: %w", err)
	}
	if _, err := os.Stat(dir); err == nil {
		return dir, nil // by somebody else, meanwhile
	}
	if err := build(ctx, base, dir, files); err != nil {
		return "", fmt.Errorf("hydration: %w", err)
	}
	return dir, nil
}

func build(ctx context.Context, base, dir string, files map[string][]byte) error {
	work := filepath.Join(base, "work")
	if err := os.RemoveAll(work); err != nil {
		return err
	}
	for name, data := range files {
		path := filepath.Join(work, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
	}
	began := time.Now()
	fmt.Fprintln(os.Stderr, "hydration: installing React, Next, Vue, Nuxt, Svelte, SvelteKit and Astro with npm ci (630 MB, removed again when their pages are built)")
	// Their own install scripts only fetch or check what the packages hold already.
	npm := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error")
	if err := run(npm, work, nil); err != nil {
		return err
	}
	installed := time.Since(began)
	out := dir + ".new"
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	tickets := make(chan struct{}, atOnce)
	errs := make([]error, len(packages))
	var all sync.WaitGroup
	for i, name := range packages {
		tickets <- struct{}{}
		all.Go(func() {
			defer func() { <-tickets }()
			node := exec.CommandContext(ctx, "node", "build.mjs")
			errs[i] = run(node, filepath.Join(work, "sites", name), append(environment, "OUT="+out))
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	for _, site := range Sites {
		if _, err := os.Stat(filepath.Join(out, site)); err != nil {
			return fmt.Errorf("the build made no %s: %w", site, err)
		}
	}
	if err := os.RemoveAll(work); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "hydration: installed in %.0f s, built in %.0f s\n", installed.Seconds(), (time.Since(began) - installed).Seconds())
	return os.Rename(out, dir)
}

// run runs the command, whose output is shown when it fails.
func run(cmd *exec.Cmd, dir string, env []string) error {
	var said bytes.Buffer
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s in %s: %w\n%s", cmd.Path, dir, err, &said)
	}
	return nil
}

// sources reads what the sites are made of, by path.
func sources(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "node_modules":
			return fs.SkipDir
		case d.IsDir() || filepath.Ext(path) == ".go":
			return nil
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[name], err = os.ReadFile(path)
		return err
	})
	if err == nil && files["package-lock.json"] == nil {
		err = errors.New("no package-lock.json in " + dir)
	}
	return files, err
}

// sum names the content of the files.
func sum(files map[string][]byte) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%s %d\n", name, len(files[name]))
		h.Write(files[name])
	}
	_, _ = io.WriteString(h, "1") // raised when what Build does with them changes
	return hex.EncodeToString(h.Sum(nil)[:8])
}
