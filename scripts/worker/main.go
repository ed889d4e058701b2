// Command worker builds the sync server for Workers, runs it on this machine with
// wrangler, without the network, or deploys it.
//
//	go run ./scripts/worker [-port 8787]
//	go run ./scripts/worker -deploy
//
// To deploy needs an account at Cloudflare, once:
//
//	cd api && npx wrangler login && npx wrangler d1 create byeolpyo
//
// and the id that it prints in wrangler.jsonc. The tables are made, or left as they
// are, and then the worker is uploaded.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"byeolpyo/scripts/internal/worker"
)

// noDatabase is the id in wrangler.jsonc that stands for none.
const noDatabase = "00000000-0000-0000-0000-000000000000"

func main() {
	port := flag.Int("port", 8787, "port on loopback")
	deploy := flag.Bool("deploy", false, "upload to Cloudflare")
	dry := flag.Bool("dry-run", false, "with -deploy: make what would be uploaded, and say how large it is")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *port, *deploy, *dry); err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, port int, deploy, dry bool) error {
	root, err := worker.Root(".")
	if err != nil {
		return err
	}
	if err := worker.Build(ctx, root); err != nil {
		return err
	}
	w := wrangler{ctx: ctx, dir: filepath.Join(root, "api")}
	schema := filepath.Join(root, worker.Dir, "schema.sql")
	switch {
	case deploy && dry:
		return w.run(offline, "deploy", "--dry-run", "--outdir", filepath.Join(root, "build", "upload"))
	case deploy:
		config, err := os.ReadFile(filepath.Join(w.dir, "wrangler.jsonc"))
		if err != nil {
			return err
		}
		if strings.Contains(string(config), noDatabase) {
			return errors.New("wrangler.jsonc names no database: run `npx wrangler d1 create byeolpyo` in api/ and put its id there")
		}
		if err := w.run(nil, "d1", "execute", "byeolpyo", "--remote", "--yes", "--file", schema); err != nil {
			return fmt.Errorf("making the tables: %w", err)
		}
		return w.run(nil, "deploy")
	}
	state := filepath.Join(root, "build", "worker-state")
	if err := w.run(offline, "d1", "execute", "byeolpyo", "--local", "--yes", "--persist-to", state, "--file", schema); err != nil {
		return fmt.Errorf("making the tables: %w", err)
	}
	fmt.Printf("worker: http://127.0.0.1:%d, its data is in build/worker-state\n", port)
	return w.run(offline, "dev", "--local", "--ip", "127.0.0.1", "--port", fmt.Sprint(port), "--persist-to", state,
		"--show-interactive-dev-session=false")
}

// offline keeps wrangler from looking for its makers.
var offline = []string{
	"CI=1", "WRANGLER_SEND_METRICS=false", "WRANGLER_SEND_ERROR_REPORTS=false", "CLOUDFLARE_CF_FETCH_ENABLED=false", "WRANGLER_HIDE_BANNER=true",
}

type wrangler struct {
	ctx context.Context
	dir string
}

func (w wrangler) run(env []string, args ...string) error {
	cmd := exec.CommandContext(w.ctx, filepath.Join(w.dir, "node_modules/.bin/wrangler"), args...)
	cmd.Dir = w.dir
	cmd.Env = append(os.Environ(), env...)
	cmd.Env = append(cmd.Env, "WRANGLER_LOG_PATH="+filepath.Join(w.dir, "../build/wrangler-logs"))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	return cmd.Run()
}
