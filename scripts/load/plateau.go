package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"byeolpyo/api/wire"
	"byeolpyo/scripts/internal/apiclient"
)

// plateauRequests is how many requests each server gets to see whether its memory stops growing:
// of a leak of 100 bytes per request, 50,000 leave 5 MB.
const plateauRequests = 100_000

// plateauMost is how much the second half of them may add.
const plateauMost = 0.02

// The load is that of people who change what they have: the number of vaults, and so the data,
// stays the same, and every request has a size that sealed picks have.
const (
	plateauVaults = 30
	plateauConns  = 10
	plateauRound  = 1000 // requests between two looks at the memory
)

var sealedSizes = [...]int{4<<10 + 44, 16<<10 + 44, 60<<10 + 44}

// grower is a server whose memory is watched.
type grower struct {
	name    string
	url     string
	pids    map[string]int // processes, by name
	samples map[string][]float64
	tokens  [plateauVaults]wire.Token
	tags    [plateauVaults]wire.Tag
	took    time.Duration
}

// plateau asks the native server, the worker and the JavaScript worker 100,000 times
// each, in turns, and compares the memory of their processes half way and at the end.
// What the worker adds beyond plateauMost it may add if its twin adds as much: then it
// is workerd's.
func (b *bench) plateau() error {
	n, err := b.startNative()
	if err != nil {
		return err
	}
	defer n.stop()
	w, err := b.startWorker("", nil)
	if err != nil {
		return err
	}
	defer w.stop()
	js, err := b.startWorker(filepath.Join(b.root, "scripts/load/testdata/peer.mjs"), nil)
	if err != nil {
		return err
	}
	defer js.stop()
	growers := []*grower{
		{name: "native", url: n.url, pids: map[string]int{"api": n.pid}},
		{name: "worker", url: w.url, pids: map[string]int{"workerd": w.pid, "node": w.host}},
		{name: "js", url: js.url, pids: map[string]int{"workerd": js.pid, "node": js.host}},
	}
	if err := grow(b.ctx, growers, b.requests, b.figures); err != nil {
		return err
	}
	return judgePlateau(growers, b.requests, b.figures)
}

// grow makes that many requests to each, in turns.
func grow(ctx context.Context, growers []*grower, requests int, f figures) error {
	for i, g := range growers {
		g.samples = map[string][]float64{}
		for n := range g.tokens {
			g.tokens[n] = apiclient.Token(uint64(i)|1<<62, n)
			a, err := apiclient.Put(ctx, http.DefaultClient, g.url, g.tokens[n], wire.Tag{}, make([]byte, sealedSizes[n%len(sealedSizes)]))
			if err != nil || a.Status != http.StatusCreated {
				return fmt.Errorf("%s: creating: %d %s %w", g.name, a.Status, a.Code, err)
			}
			g.tags[n] = a.Tag
		}
	}
	for done := 0; done < requests; done += plateauRound {
		for _, g := range growers {
			begin := time.Now()
			if err := g.round(ctx, done); err != nil {
				return fmt.Errorf("%s: after %d requests: %w", g.name, done, err)
			}
			g.took += time.Since(begin)
			for name, pid := range g.pids {
				g.samples[name] = append(g.samples[name], rss(pid))
			}
		}
		if (done+plateauRound)%(10*plateauRound) == 0 {
			for _, g := range growers {
				for name := range g.pids {
					f.set(fmt.Sprintf("plateau_%s_%s_mb_after_%d", g.name, name, done+plateauRound), g.samples[name][len(g.samples[name])-1])
				}
			}
		}
	}
	return nil
}

// round makes plateauRound requests, each hand with vaults of its own: a change, and
// the same read.
func (g *grower) round(ctx context.Context, done int) error {
	client := apiclient.Client(plateauConns)
	defer client.CloseIdleConnections()
	errs := make([]error, plateauConns)
	var wait sync.WaitGroup
	for hand := range plateauConns {
		wait.Go(func() {
			for i := range plateauRound / plateauConns / 2 {
				n := hand + plateauConns*(i%(plateauVaults/plateauConns))
				body := make([]byte, sealedSizes[n%len(sealedSizes)])
				copy(body, fmt.Sprint(done, i))
				a, err := apiclient.Put(ctx, client, g.url, g.tokens[n], g.tags[n], body)
				if err != nil || a.Status != http.StatusOK {
					errs[hand] = fmt.Errorf("PUT: %d %s %w", a.Status, a.Code, err)
					return
				}
				g.tags[n] = a.Tag
				if a, err = apiclient.Get(ctx, client, g.url, g.tokens[n], wire.Tag{}); err != nil || a.Status != http.StatusOK || len(a.Body) != len(body) {
					errs[hand] = fmt.Errorf("GET: %d %s %w", a.Status, a.Code, err)
					return
				}
			}
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

// added is what the second half of the requests added to a process, in MB, and of how
// much. Each end is the mean of the last tenth of its half: a collector's waves are no
// growth.
func (g *grower) added(process string) (mb, of float64) {
	s := g.samples[process]
	half, tenth := len(s)/2, max(len(s)/20, 1)
	of = mean(s[half-tenth : half])
	return mean(s[len(s)-tenth:]) - of, of
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

func judgePlateau(growers []*grower, requests int, f figures) error {
	var errs []error
	twin := growers[len(growers)-1]
	for _, g := range growers {
		f.set("plateau_"+g.name+"_rps", float64(requests)/g.took.Seconds())
		for process := range g.pids {
			mb, of := g.added(process)
			name := "plateau_" + g.name + "_" + process
			f.set(name+"_mb_half_way", of)
			f.set(name+"_added_mb", mb)
			f.set(name+"_added_percent", 100*mb/of)
			if mb <= plateauMost*of || g == twin {
				continue
			}
			if _, shares := twin.pids[process]; shares {
				if as, _ := twin.added(process); as >= mb {
					continue
				}
			}
			errs = append(errs, fmt.Errorf("%s of %s grew by %.1f MB over %.1f in the last %d requests", process, g.name, mb, of, requests/2))
		}
	}
	return errors.Join(errs...)
}
