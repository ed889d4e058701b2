// Package worker builds the sync server for Workers and runs it under miniflare on loopback: the
// real workerd and D1, without the network. It installs what it needs from npm into
// api/node_modules, and says so.
package worker

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"byeolpyo/scripts/internal/wasmopt/compiler"
)

// The folders of the built worker, and of the one that breaks on demand, below the root of the
// project.
const (
	Dir        = "build/worker"
	BrittleDir = "build/worker-brittle"
)

// Build makes build/worker/, after installing what is missing. Two programs may call it at once.
func Build(ctx context.Context, root string) error { return build(ctx, root, Dir, "") }

// BuildBrittle makes the worker with the paths of api/brittle_js.go, to be broken.
func BuildBrittle(ctx context.Context, root string) error {
	return build(ctx, root, BrittleDir, "brittle")
}

func build(ctx context.Context, root, to, tags string) error {
	dir := filepath.Join(root, to)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	lock, err := os.OpenFile(filepath.Join(root, "build", "worker.lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	defer lock.Close() // and with it the lock
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	if err := install(ctx, root); err != nil {
		return err
	}
	wasm := filepath.Join(dir, "app.wasm")
	compile := command(ctx, root, "go", "build", "-tags="+tags, "-trimpath", "-ldflags=-s -w", "-o", wasm+".new", "./api")
	compile.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if err := compile.Run(); err != nil {
		return fmt.Errorf("building the worker: %w", err)
	}
	module, err := os.ReadFile(wasm + ".new")
	if err == nil && compiler.Tested(runtime.Version()) {
		module, _, err = compiler.Finish(module, true)
	}
	if err == nil {
		err = os.WriteFile(wasm+".new", module, 0o644)
	}
	if err == nil {
		err = os.Rename(wasm+".new", wasm)
	}
	if err != nil {
		return fmt.Errorf("building the worker: %w", err)
	}
	goroot, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	// wasm_exec.js must come from the same compiler.
	for _, from := range []string{
		filepath.Join(strings.TrimSpace(string(goroot)), "lib/wasm/wasm_exec.js"),
		filepath.Join(root, "api/worker/worker.mjs"),
		filepath.Join(root, "api/worker/vault.mjs"),
		filepath.Join(root, "api/store/schema.sql"),
	} {
		data, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		// The folder is complete at any instant, since a worker may be starting.
		to := filepath.Join(dir, filepath.Base(from))
		if err := os.WriteFile(to+".new", data, 0o644); err != nil {
			return err
		}
		if err := os.Rename(to+".new", to); err != nil {
			return err
		}
	}
	return nil
}

// install runs npm ci unless api/node_modules is that of the lock file.
func install(ctx context.Context, root string) error {
	lock, err := os.ReadFile(filepath.Join(root, "api/package-lock.json"))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(lock)
	want := hex.EncodeToString(sum[:])
	stamp := filepath.Join(root, "api/node_modules/.of-lock-file")
	if got, err := os.ReadFile(stamp); err == nil && string(got) == want {
		return nil
	}
	fmt.Fprintln(os.Stderr, "worker: installing miniflare and wrangler with npm ci into api/node_modules (195 MB)")
	// Their own install scripts only fetch or check what the packages hold already.
	npm := command(ctx, filepath.Join(root, "api"), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
	if err := npm.Run(); err != nil {
		return fmt.Errorf("npm ci in api/: %w", err)
	}
	return os.WriteFile(stamp, []byte(want), 0o644)
}

func command(ctx context.Context, dir, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd
}

// Options choose what runs.
type Options struct {
	Root string            // of the project; Build must have been called
	Vars map[string]string // as in wrangler.jsonc
	// Persist keeps the data in a directory; empty keeps it in memory.
	Persist string
	Port    int       // 0 takes a free one
	Stderr  io.Writer // what the worker says; nil for ours
	// Script runs a single module of JavaScript instead of the server.
	Script string
	// Brittle runs the worker of BuildBrittle.
	Brittle bool
}

// Worker is a running worker.
type Worker struct {
	URL     string
	PID     int // of workerd
	Host    int // of node, which started it
	control string
	cmd     *exec.Cmd
	stdin   io.Closer
	exited  chan struct{}
}

// Start runs the worker until Stop or Kill.
func Start(ctx context.Context, o Options) (*Worker, error) {
	config, err := os.ReadFile(filepath.Join(o.Root, "api/wrangler.jsonc"))
	if err != nil {
		return nil, err
	}
	date := regexp.MustCompile(`"compatibility_date": "([0-9-]+)"`).FindSubmatch(config)
	if date == nil {
		return nil, errors.New("wrangler.jsonc has no compatibility_date")
	}
	if o.Vars == nil {
		o.Vars = map[string]string{}
	}
	dir, main := filepath.Join(o.Root, Dir), "worker.mjs"
	if o.Brittle {
		dir = filepath.Join(o.Root, BrittleDir)
	}
	if o.Script != "" {
		dir, main = filepath.Split(o.Script)
	}
	options, err := json.Marshal(map[string]any{
		"root": o.Root, "dir": dir, "main": main, "bare": o.Script != "",
		"port": o.Port, "persist": o.Persist, "vars": o.Vars, "date": string(date[1]),
	})
	if err != nil {
		return nil, err
	}
	_, here, _, _ := runtime.Caller(0)
	host := filepath.Join(filepath.Dir(here), "host.mjs")
	if _, err := os.Stat(host); err != nil {
		host = filepath.Join(o.Root, "scripts/internal/worker/host.mjs") // built with -trimpath
	}
	cmd := exec.CommandContext(ctx, "node", host, string(options))
	// Of its own group, so that a kill takes node and workerd together; and without
	// a look for the machine's address in the world.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Env = append(os.Environ(), "CI=1", "CLOUDFLARE_CF_FETCH_ENABLED=false", "WRANGLER_SEND_METRICS=false")
	cmd.Cancel = func() error { return killGroup(cmd) }
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	said := &tail{to: o.Stderr}
	if o.Stderr == nil {
		said.to = os.Stderr
	}
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting node: %w", err)
	}
	w := &Worker{Host: cmd.Process.Pid, cmd: cmd, stdin: stdin, exited: make(chan struct{})}
	line, readErr := bufio.NewReader(stdout).ReadString('\n')
	go func() {
		_, _ = io.Copy(io.Discard, stdout)
		_ = cmd.Wait() // killed, most often
		close(w.exited)
	}()
	var up struct {
		URL, Control string
		PID          int
	}
	if err := json.Unmarshal([]byte(line), &up); err != nil {
		w.Kill()
		return nil, fmt.Errorf("miniflare did not start: %v %w: %s", readErr, err, said.String())
	}
	w.URL, w.control, w.PID = up.URL, up.Control, up.PID
	return w, nil
}

// killGroup ends node and workerd at once, as losing the machine would.
func killGroup(cmd *exec.Cmd) error {
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return nil
}

// Kill is kill -9 of node and workerd together. It waits until they are gone.
func (w *Worker) Kill() {
	_ = killGroup(w.cmd)
	<-w.exited
}

// Stop ends the worker in order, or after ten seconds without.
func (w *Worker) Stop() {
	_ = w.stdin.Close()
	select {
	case <-w.exited:
	case <-time.After(10 * time.Second):
	}
	w.Kill()
}

// SQL runs a statement on the database itself, or on the object of the id, and
// returns the rows.
func (w *Worker) SQL(ctx context.Context, sql, id string) ([][]any, error) {
	return w.command(ctx, map[string]any{"sql": sql, "id": id})
}

// Expire triggers the alarm of an object as if it were due now, and returns the versions that
// are left.
func (w *Worker) Expire(ctx context.Context, id string, now time.Time) ([][]any, error) {
	return w.command(ctx, map[string]any{"sql": "SELECT version FROM vault", "id": id, "expire": now.UnixMilli()})
}

func (w *Worker) command(ctx context.Context, what map[string]any) ([][]any, error) {
	body, err := json.Marshal(what)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, "POST", w.control+"sql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", what["sql"], data)
	}
	var rows [][]any
	return rows, json.Unmarshal(data, &rows)
}

// tail passes on what is written and keeps the last part of it, for an error message.
type tail struct {
	to   io.Writer
	mu   sync.Mutex
	last []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = append(t.last, p...)
	if extra := len(t.last) - 4096; extra > 0 {
		t.last = t.last[extra:]
	}
	return t.to.Write(p)
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.last)
}

// Root finds the root of the project from a directory within it.
func Root(from string) (string, error) {
	dir, err := filepath.Abs(from)
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%s is not within the project", from)
		}
	}
}
