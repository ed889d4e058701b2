package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"byeolpyo/api/wire"
	"byeolpyo/scripts/internal/apiclient"
)

// mix is a closed loop of reads and writes, half and half.
type mix struct {
	url   string
	run   uint64 // makes its vaults other than those of other runs
	conns int
	size  int // of a body, bytes
}

type result struct {
	took             time.Duration
	puts, gets       []time.Duration // of the requests that were served
	conflicts, sheds int
}

// sharedOneIn is how seldom a request goes to the shared vault.
const sharedOneIn = 10

// vault is one vault and the writes to it that were acknowledged.
type vault struct {
	token wire.Token
	acked atomic.Int64
}

func (m mix) measure(ctx context.Context, duration time.Duration) (result, error) {
	client := apiclient.Client(m.conns)
	defer client.CloseIdleConnections()
	shared := &vault{token: apiclient.Token(m.run, 0)}
	vaults := []*vault{shared}
	for n := range m.conns {
		vaults = append(vaults, &vault{token: apiclient.Token(m.run, n+1)})
	}
	for _, v := range vaults {
		a, err := apiclient.Put(ctx, client, m.url, v.token, wire.Tag{}, m.body())
		if err != nil {
			return result{}, err
		}
		if a.Status != http.StatusCreated {
			return result{}, fmt.Errorf("creating a vault: %d %s", a.Status, a.Code)
		}
		v.acked.Add(1)
	}
	var (
		mu    sync.Mutex
		total result
		errs  []error
		wait  sync.WaitGroup
	)
	start := time.Now()
	for _, own := range vaults[1:] {
		wait.Go(func() {
			r, err := m.loop(ctx, client, own, shared, start.Add(duration))
			mu.Lock()
			defer mu.Unlock()
			total.puts = append(total.puts, r.puts...)
			total.gets = append(total.gets, r.gets...)
			total.conflicts += r.conflicts
			total.sheds += r.sheds
			if err != nil {
				errs = append(errs, err)
			}
		})
	}
	wait.Wait()
	total.took = time.Since(start)
	for _, v := range vaults {
		a, err := apiclient.Get(ctx, client, m.url, v.token, wire.Tag{})
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if a.Status != http.StatusOK || a.Tag.Version != v.acked.Load() || a.Tag != wire.TagOf(a.Tag.Version, wire.HashOf(a.Body)) {
			errs = append(errs, fmt.Errorf("a vault is at %s (%d) after %d acknowledged writes", a.Tag, a.Status, v.acked.Load()))
		}
	}
	if len(errs) > 5 {
		errs = append(errs[:5], fmt.Errorf("and %d more", len(errs)-5))
	}
	return total, errors.Join(errs...)
}

func (m mix) body() []byte {
	body := make([]byte, m.size)
	for i := 0; i+8 <= len(body); i += 8 {
		v := rand.Uint64()
		for j := range 8 {
			body[i+j] = byte(v >> (8 * j))
		}
	}
	return body
}

func (m mix) loop(ctx context.Context, client *http.Client, own, shared *vault, end time.Time) (result, error) {
	var r result
	known := map[*vault]wire.Tag{}
	body := m.body()
	for time.Now().Before(end) && ctx.Err() == nil {
		v := own
		if rand.IntN(sharedOneIn) == 0 {
			v = shared
		}
		start := time.Now()
		if known[v] == (wire.Tag{}) || rand.IntN(2) == 0 {
			a, err := apiclient.Get(ctx, client, m.url, v.token, wire.Tag{})
			switch {
			case err != nil:
				return r, err
			case a.Status == http.StatusServiceUnavailable && a.RetryAfter > 0:
				r.sheds++
				continue
			case a.Status != http.StatusOK:
				return r, fmt.Errorf("GET: %d %s", a.Status, a.Code)
			}
			r.gets = append(r.gets, time.Since(start))
			known[v] = a.Tag
			continue
		}
		// Another body each time, at no cost worth measuring.
		for i := range 8 {
			body[i] = byte(rand.IntN(256))
		}
		a, err := apiclient.Put(ctx, client, m.url, v.token, known[v], body)
		switch {
		case err != nil:
			return r, err
		case a.Status == http.StatusServiceUnavailable && a.RetryAfter > 0:
			r.sheds++
			delete(known, v)
			continue
		case a.Status == http.StatusPreconditionFailed && v == shared:
			r.conflicts++
			known[v] = a.Tag
		case a.Status == http.StatusOK:
			v.acked.Add(1)
			known[v] = a.Tag
		default:
			return r, fmt.Errorf("PUT: %d %s", a.Status, a.Code)
		}
		r.puts = append(r.puts, time.Since(start))
	}
	return r, nil
}
