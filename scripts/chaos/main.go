// Command chaos troubles the sync server and checks that it stays linear: clients
// that work on the same vaults, a network that spoils one request in ten, and kill
// -9 at random points. The whole history is judged by package linear.
//
//	go run ./scripts/chaos [-target sqlite|d1|objects] [-ops 1000000] [-kills 1000]
//
// The target hostile sends bad requests to the native server and to the worker instead,
// starves them with bodies that do not come, and fills the native server's disk. The
// target pages troubles the extension: pages in Chromium that render invented sessions
// without end (package flood).
//
// That the checkers can see is shown by servers with planted bugs, in its tests.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"byeolpyo/scripts/internal/worker"
)

func main() {
	name := flag.String("target", "sqlite", "sqlite, d1, objects, hostile or pages")
	ops := flag.Int("ops", 0, "requests; 1,000,000 if it is not said, of hostile 20,000 to each server")
	kills := flag.Int("kills", 1000, "kills of the server")
	atMost := flag.Duration("at-most", 2*time.Hour, "the run ends then, unfinished")
	flag.Parse()
	if *ops == 0 {
		*ops = 1_000_000
		if *name == "hostile" {
			*ops = 20_000
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := chaos(ctx, *name, *ops, *kills, *atMost); err != nil {
		fmt.Fprintln(os.Stderr, "chaos:", err)
		os.Exit(1)
	}
}

func chaos(ctx context.Context, name string, ops, kills int, atMost time.Duration) error {
	root, err := worker.Root(".")
	if err != nil {
		return err
	}
	if name == "pages" {
		ctx, end := context.WithTimeout(ctx, atMost)
		defer end()
		return pages(ctx, root)
	}
	if name == "hostile" {
		return hostile(ctx, root, ops, true)
	}
	dir, err := os.MkdirTemp("", "byeolpyo-chaos")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	log, err := os.Create(dir + "/log")
	if err != nil {
		return err
	}
	defer log.Close()
	t, err := newTarget(ctx, name, root, dir, log)
	if err != nil {
		return err
	}
	r, err := run(ctx, t, plan{
		ops: ops, kills: kills, groups: 4, clients: 4, perVault: 100, faults: 0.1,
		porcupine: 20 * time.Second, atMost: atMost,
	})
	fmt.Printf("%s: %s\n", name, r)
	if err == nil && r.Kills < kills {
		err = fmt.Errorf("only %d kills of %d", r.Kills, kills)
	}
	return err
}
