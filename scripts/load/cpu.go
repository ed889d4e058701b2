package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"byeolpyo/api/wire"
	"byeolpyo/scripts/internal/apiclient"
	"byeolpyo/scripts/internal/worker"
)

// CPU per request is measured in rounds, the Go worker and the JavaScript worker in turn, so
// that other load on the machine affects both.
const (
	cpuRounds   = 5
	cpuRequests = 1000 // a round; one of /proc's ticks is 10 ms
	cpuConns    = 10
)

func (b *bench) cpu() error {
	goWorker, err := b.startWorker("", map[string]string{"CREATE_BURST": "100000"})
	if err != nil {
		return err
	}
	defer goWorker.stop()
	js, err := b.startWorker(filepath.Join(b.root, "scripts/load/testdata/peer.mjs"), nil)
	if err != nil {
		return err
	}
	defer js.stop()
	worst := 0.0
	for _, size := range []int{64 << 10, 1 << 10} {
		for _, method := range []string{"GET", "PUT"} {
			var ratios, goMS, jsMS []float64
			for round := range cpuRounds + 1 {
				g, err := b.cpuOf(goWorker, method, size, round)
				if err != nil {
					return fmt.Errorf("go: %w", err)
				}
				j, err := b.cpuOf(js, method, size, round)
				if err != nil {
					return fmt.Errorf("js: %w", err)
				}
				if round == 0 {
					continue // it warms up
				}
				ratios, goMS, jsMS = append(ratios, g/j), append(goMS, g), append(jsMS, j)
			}
			name := fmt.Sprintf("worker_cpu_%s_%dk_", strings.ToLower(method), size>>10)
			b.figures.set(name+"go_ms", median(goMS))
			b.figures.set(name+"js_ms", median(jsMS))
			b.figures.set(name+"vs_js", median(ratios))
			worst = max(worst, median(ratios))
		}
	}
	b.figures.set("worker_cpu_vs_js", worst)
	if worst > 2 {
		return fmt.Errorf("the Go worker takes %.2f times the CPU of JavaScript, more than 2.0", worst)
	}
	return nil
}

// cpuOf is the CPU of workerd, in ms a request, D1 included.
func (b *bench) cpuOf(s server, method string, size, round int) (float64, error) {
	client := apiclient.Client(cpuConns)
	defer client.CloseIdleConnections()
	var wait sync.WaitGroup
	errs := make([]error, cpuConns)
	tokens := make([]wire.Token, cpuConns)
	tags := make([]wire.Tag, cpuConns)
	run := uint64(size)<<20 | uint64(round)<<8 | uint64(len(method))<<40 | uint64(method[0])<<44
	for i := range cpuConns {
		tokens[i] = apiclient.Token(run, i)
		a, err := apiclient.Put(b.ctx, client, s.url, tokens[i], wire.Tag{}, bytes.Repeat([]byte{byte(i)}, size))
		if err != nil || a.Status != http.StatusCreated {
			return 0, fmt.Errorf("creating: %d %s %w", a.Status, a.Code, err)
		}
		tags[i] = a.Tag
	}
	before, err := cpuTime(s.pid)
	if err != nil {
		return 0, err
	}
	for i := range cpuConns {
		wait.Go(func() {
			body := bytes.Repeat([]byte{byte(i)}, size)
			for n := range cpuRequests / cpuConns {
				var a apiclient.Answer
				var err error
				if method == "GET" {
					a, err = apiclient.Get(b.ctx, client, s.url, tokens[i], wire.Tag{})
				} else {
					body[0], body[1] = byte(n), byte(n>>8)
					a, err = apiclient.Put(b.ctx, client, s.url, tokens[i], tags[i], body)
					tags[i] = a.Tag
				}
				if err != nil || a.Status != http.StatusOK {
					errs[i] = fmt.Errorf("%s: %d %s %w", method, a.Status, a.Code, err)
					return
				}
			}
		})
	}
	wait.Wait()
	after, err := cpuTime(s.pid)
	if err := errors.Join(append(errs, err)...); err != nil {
		return 0, err
	}
	return float64(after-before) / float64(time.Millisecond) / cpuRequests, nil
}

// cpuTime is the user and system time of a process so far.
func cpuTime(pid int) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	// The name in parentheses may hold spaces; utime and stime are 12 and 13 after it.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 13 {
		return 0, errors.New("/proc/PID/stat is too short")
	}
	user, err1 := strconv.ParseInt(fields[11], 10, 64)
	system, err2 := strconv.ParseInt(fields[12], 10, 64)
	const tick = 10 * time.Millisecond // USER_HZ is 100 on Linux
	return time.Duration(user+system) * tick, errors.Join(err1, err2)
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

func loadAverage() float64 {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return -1
	}
	v, _ := strconv.ParseFloat(strings.Fields(string(data))[0], 64)
	return v
}

// rss is the resident memory of a process, in MB.
func rss(pid int) float64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return -1
	}
	for line := range strings.Lines(string(data)) {
		if rest, is := strings.CutPrefix(line, "VmRSS:"); is {
			kb, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kb / 1024
		}
	}
	return -1
}

// starts is how often the worker is started for the figures of its start.
const starts = 7

// memory measures what the worker weighs, how it starts and what 20,000 requests leave.
func (b *bench) memory() error {
	size, err := gzipped(filepath.Join(b.root, worker.Dir))
	if err != nil {
		return err
	}
	b.figures.set("worker_gzip_kb", float64(size)/1024)
	var s server
	times := map[string][]float64{}
	for n := range starts {
		begin := time.Now()
		note := func(name string) {
			times[name] = append(times[name], float64(time.Since(begin).Microseconds())/1000)
			begin = time.Now()
		}
		if s, err = b.startWorker("", map[string]string{"CREATE_BURST": "100000"}); err != nil {
			return err
		}
		note("worker_start_ms") // node, miniflare and workerd, with an empty database
		client := apiclient.Client(1)
		token := apiclient.Token(uint64(b.started), 0)
		for _, name := range []string{"worker_first_request_ms", "worker_second_request_ms"} {
			begin = time.Now()
			a, err := apiclient.Get(b.ctx, client, s.url, token, wire.Tag{})
			if err == nil && a.Status != http.StatusNotFound {
				err = fmt.Errorf("get: %d %s", a.Status, a.Code)
			}
			if err != nil {
				s.stop()
				return err
			}
			note(name)
		}
		client.CloseIdleConnections()
		if n < starts-1 {
			s.stop()
		}
	}
	defer s.stop()
	for name, values := range times {
		b.figures.set(name, median(values))
	}
	b.figures.set("worker_start_n", starts)
	js, err := b.startWorker(filepath.Join(b.root, "scripts/load/testdata/peer.mjs"), nil)
	if err != nil {
		return err
	}
	defer js.stop()
	// The JavaScript worker shows how much of it is workerd's and D1's.
	for name, s := range map[string]server{"worker": s, "js": js} {
		b.figures.set(name+"_rss_mb_at_start", rss(s.pid))
		done := 0
		for _, mark := range []int{5_000, 20_000} {
			if err := b.mixed(s, done, mark); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			done = mark
			b.figures.set(fmt.Sprintf("%s_rss_mb_after_%d", name, mark), rss(s.pid))
		}
	}
	if size > 2<<20 {
		return fmt.Errorf("the worker is %d bytes gzipped, more than 2 MB", size)
	}
	return nil
}

// mixed makes the requests from one number up to another, half GET and half PUT.
func (b *bench) mixed(s server, from, to int) error {
	for round := from / cpuRequests / 2; round < to/cpuRequests/2; round++ {
		for _, method := range []string{"GET", "PUT"} {
			if _, err := b.cpuOf(s, method, 4<<10, 1000+round); err != nil {
				return err
			}
		}
	}
	return nil
}
