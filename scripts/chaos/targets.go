package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"byeolpyo/scripts/internal/native"
	"byeolpyo/scripts/internal/worker"
)

// onSQLite is the native server over a file.
type onSQLite struct {
	program, db string
	log         io.Writer
	now         *native.Server
}

func (t *onSQLite) Start(ctx context.Context) (string, error) {
	s, err := native.Start(ctx, t.program, "127.0.0.1:0", t.db, t.log, "-create-burst", "100000000", "-creates-per-minute", "100000000")
	if err != nil {
		return "", err
	}
	t.now = s
	return s.URL, nil
}

func (t *onSQLite) Kill() { t.now.Kill() }

// onWorkerd is the worker over D1 or Durable Objects, under miniflare.
type onWorkerd struct {
	root, dir, store string
	log              io.Writer
	now              *worker.Worker
}

func (t *onWorkerd) Start(ctx context.Context) (string, error) {
	w, err := worker.Start(ctx, worker.Options{
		Root: t.root, Persist: t.dir, Stderr: t.log,
		Vars: map[string]string{"STORE": t.store, "CREATE_BURST": "100000000", "CREATES_PER_MINUTE": "100000000"},
	})
	if err != nil {
		return "", err
	}
	t.now = w
	return w.URL, nil
}

func (t *onWorkerd) Kill() { t.now.Kill() }

// newTarget builds what the name says and keeps its data below dir.
func newTarget(ctx context.Context, name, root, dir string, log io.Writer) (target, error) {
	switch name {
	case "sqlite":
		program, err := native.Build(ctx, root)
		return &onSQLite{program: program, db: filepath.Join(dir, "vaults.db"), log: log}, err
	case "d1", "objects":
		return &onWorkerd{root: root, dir: dir, store: name, log: quiet{log}}, worker.Build(ctx, root)
	}
	return nil, fmt.Errorf("%q is none of sqlite, d1, objects", name)
}

// quiet leaves out what workerd says whenever a client hangs up.
type quiet struct{ to io.Writer }

func (q quiet) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		if !strings.Contains(line, "disconnected") && !strings.Contains(line, "Broken pipe") && strings.TrimSpace(line) != "" {
			fmt.Fprint(q.to, line)
		}
	}
	return len(p), nil
}
