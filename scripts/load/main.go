// Command load measures the sync server on loopback, natively over SQLite and as a
// worker under miniflare over D1, and writes out/load.json.
//
//	go run ./scripts/load [-duration 60s] [-target native,worker,js,cpu,memory,people,hall]
//
// The mix is a closed loop: every connection reads and writes a vault of its own
// and, once in ten, one that all of them share. After it every vault is read: its
// version must be the number of writes that were acknowledged. Any answer other
// than success, 412 or 503 with Retry-After is a failure.
//
// The target memory gives, of the worker: its size gzipped; the medians over several
// starts of worker_start_ms (node, miniflare and workerd), worker_first_request_ms (in
// which Go starts) and worker_second_request_ms; and the memory of workerd, D1 included,
// after these two and after 5,000 and 20,000 more, half GET and half PUT of 4 KiB, with
// the same of the JavaScript worker (js_) beside it.
//
// The target plateau, which is made by its name only because it takes a quarter of an
// hour, gives the memory of every process over 100,000 requests to each server, and
// fails if the second half adds more than 2 % to what the JavaScript worker's does not.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"byeolpyo/scripts/internal/native"
	"byeolpyo/scripts/internal/worker"
)

// maxDuration bounds every phase, whatever the flag says.
const maxDuration = 15 * time.Minute

func main() {
	duration := flag.Duration("duration", time.Minute, "length of each phase")
	targets := flag.String("target", "native,worker,js,cpu,memory,people,hall", "what to measure")
	requests := flag.Int("requests", plateauRequests, "of the target plateau, to each server")
	out := flag.String("out", "out/load.json", "file of the figures")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, min(*duration, maxDuration), *requests, strings.Split(*targets, ","), *out); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

// figures are what was measured, by name.
type figures map[string]float64

func (f figures) set(name string, v float64) {
	f[name] = v
	fmt.Printf("%-44s %12.2f\n", name, v)
}

func run(ctx context.Context, duration time.Duration, requests int, targets []string, out string) error {
	root, err := worker.Root(".")
	if err != nil {
		return err
	}
	program, err := native.Build(ctx, root)
	if err != nil {
		return err
	}
	if err := worker.Build(ctx, root); err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "byeolpyo-load")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	b := &bench{ctx: ctx, root: root, program: program, scratch: scratch, duration: duration, requests: requests, figures: figures{}}
	b.figures.set("load_average_before", loadAverage())
	phases := map[string]func() error{
		"native": b.native, "worker": b.worker, "js": b.peer, "cpu": b.cpu, "memory": b.memory, "people": b.people, "hall": b.hall,
		"plateau": b.plateau,
	}
	for _, name := range targets {
		phase, known := phases[name]
		if !known {
			return fmt.Errorf("%q is none of %v", name, slices.Sorted(maps.Keys(phases)))
		}
		if err := phase(); err != nil {
			b.failed = append(b.failed, fmt.Errorf("%s: %w", name, err))
		}
	}
	b.figures.set("load_average_after", loadAverage())
	data, err := json.MarshalIndent(b.figures, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(out, append(data, '\n'), 0o644); err != nil {
		return err
	}
	return errors.Join(b.failed...)
}

type bench struct {
	ctx           context.Context
	root, program string
	scratch       string
	duration      time.Duration
	requests      int
	figures       figures
	failed        []error
	started       int
}

// server is what a phase runs against.
type server struct {
	url  string
	pid  int
	host int // the process of miniflare, of a worker
	stop func()
}

// startNative starts a server over a new file, with the limits that it has.
func (b *bench) startNative() (server, error) {
	b.started++
	s, err := native.Start(b.ctx, b.program, "127.0.0.1:0", filepath.Join(b.scratch, fmt.Sprintf("%d.db", b.started)), io.Discard)
	if err != nil {
		return server{}, err
	}
	return server{url: s.URL, pid: s.PID, stop: func() { _ = s.Stop() }}, nil
}

// startWorker starts the worker, or a module of JavaScript, over a new database.
func (b *bench) startWorker(script string, vars map[string]string) (server, error) {
	b.started++
	w, err := worker.Start(b.ctx, worker.Options{
		Root: b.root, Script: script, Vars: vars, Persist: filepath.Join(b.scratch, fmt.Sprint(b.started)),
	})
	if err != nil {
		return server{}, err
	}
	return server{url: w.URL, pid: w.PID, host: w.Host, stop: w.Stop}, nil
}

func (b *bench) native() error { return b.matrix("native", b.startNative, 10, 200) }

func (b *bench) worker() error {
	return b.matrix("worker", func() (server, error) { return b.startWorker("", map[string]string{"CREATE_BURST": "100000"}) }, 10, 200)
}

// peer is the same API in JavaScript, to see which part of the worker's figures is Go's. It
// never sheds load: at 200 connections the host ended some requests unanswered.
func (b *bench) peer() error {
	return b.matrix("js", func() (server, error) {
		return b.startWorker(filepath.Join(b.root, "scripts/load/testdata/peer.mjs"), nil)
	}, 10)
}

// matrix runs the mix at several numbers of connections, with 1 and 64 KiB. The figures to
// compare by are those of 10 connections and 1 KiB.
func (b *bench) matrix(name string, start func() (server, error), connections ...int) error {
	s, err := start()
	if err != nil {
		return err
	}
	defer s.stop()
	for _, conns := range connections {
		for _, size := range []int{1 << 10, 64 << 10} {
			m := mix{url: s.url, run: uint64(b.started)<<32 | uint64(conns)<<8 | uint64(size>>10), conns: conns, size: size}
			r, err := m.measure(b.ctx, b.duration)
			if err != nil {
				return fmt.Errorf("%d connections, %d KiB: %w", conns, size>>10, err)
			}
			prefix := fmt.Sprintf("%s_c%d_%dk_", name, conns, size>>10)
			b.figures.set(prefix+"put_rps", float64(len(r.puts))/r.took.Seconds())
			b.figures.set(prefix+"put_p50_ms", percentile(r.puts, 50))
			b.figures.set(prefix+"put_p99_ms", percentile(r.puts, 99))
			b.figures.set(prefix+"get_rps", float64(len(r.gets))/r.took.Seconds())
			b.figures.set(prefix+"get_p99_ms", percentile(r.gets, 99))
			b.figures.set(prefix+"conflicts", float64(r.conflicts))
			b.figures.set(prefix+"sheds", float64(r.sheds))
			if conns == 10 && size == 1<<10 {
				b.figures.set(name+"_put_rps", float64(len(r.puts))/r.took.Seconds())
				b.figures.set(name+"_put_p99_ms", percentile(r.puts, 99))
			}
			if name == "native" && r.sheds > 0 {
				b.failed = append(b.failed, fmt.Errorf("%s shed %d requests at %d connections", name, r.sheds, conns))
			}
		}
	}
	return nil
}

// percentile is the p-th of times, in ms; times are sorted by it.
func percentile(times []time.Duration, p int) float64 {
	if len(times) == 0 {
		return 0
	}
	slices.SortFunc(times, cmp.Compare)
	return float64(times[min(len(times)*p/100, len(times)-1)]) / float64(time.Millisecond)
}
