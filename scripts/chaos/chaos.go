package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"byeolpyo/api/wire"
	"byeolpyo/scripts/internal/apiclient"
	"byeolpyo/scripts/internal/badnetwork"
	"byeolpyo/scripts/internal/linear"
)

// target is a server that can be killed. Start may be called again after Kill and
// finds what was stored.
type target interface {
	Start(ctx context.Context) (url string, err error)
	Kill()
}

// plan is how much trouble there is to be.
type plan struct {
	ops, kills int
	groups     int     // of clients; each group works on one vault at a time
	clients    int     // of a group
	perVault   int     // requests to a vault before the group takes another
	faults     float64 // share of requests that the network spoils
	porcupine  time.Duration
	atMost     time.Duration // the run ends by itself after so long
}

// report is what happened.
type report struct {
	Ops, Kills, Vaults, Faults          int
	Acknowledged, Conflicts, Unanswered int
	Unavailable                         int // 503
	Legal, OutOfTime                    int // of porcupine
	Took                                time.Duration
}

func (r report) String() string {
	return fmt.Sprintf("%d requests to %d vaults in %s, %d kills, %d faults: %d writes acknowledged, %d conflicts, %d without an answer, %d times 503; linear, and so says porcupine of %d (%d out of time)",
		r.Ops, r.Vaults, r.Took.Round(time.Second), r.Kills, r.Faults, r.Acknowledged, r.Conflicts, r.Unanswered, r.Unavailable, r.Legal, r.OutOfTime)
}

// shared is a vault that a group works on, with its history.
type shared struct {
	token wire.Token
	mu    sync.Mutex
	ops   []linear.Op
	begun int
}

// runner is one run of a plan.
type runner struct {
	plan  plan
	url   string
	start time.Time
	seed  uint64

	// up is held while the server starts: requests without a server show nothing.
	up sync.RWMutex

	left        atomic.Int64 // requests still to be made
	unavailable atomic.Int64
	vaults      atomic.Int64

	mu   sync.Mutex
	all  []*shared
	errs []error
}

// run makes the plan's requests and kills, and judges what came of them.
func run(ctx context.Context, t target, p plan) (report, error) {
	ctx, cancel := context.WithTimeout(ctx, p.atMost)
	defer cancel()
	proxy := badnetwork.New(p.faults)
	url, err := t.Start(ctx)
	if err != nil {
		return report{}, err
	}
	defer t.Kill()
	proxy.To(url)
	r := &runner{plan: p, url: proxy.URL, start: time.Now(), seed: mathrand.Uint64()}
	r.left.Store(int64(p.ops))
	var clients sync.WaitGroup
	for range p.groups {
		g := &group{runner: r}
		for range p.clients {
			clients.Go(func() { r.client(ctx, g) })
		}
	}
	done := make(chan struct{})
	go func() { clients.Wait(); close(done) }()
	kills, err := r.kill(ctx, t, proxy, done)
	<-done
	proxy.Close()
	if err != nil {
		return report{}, err
	}
	if ctx.Err() != nil {
		return report{}, fmt.Errorf("%d requests were still to be made after %s: %w", r.left.Load(), p.atMost, ctx.Err())
	}
	out := report{Kills: kills, Faults: int(proxy.Faults.Load()), Unavailable: int(r.unavailable.Load()), Took: time.Since(r.start)}
	return out, errors.Join(errors.Join(r.errs...), r.judge(&out))
}

// kill ends the server at random points, spread evenly over the requests, and
// starts it again.
func (r *runner) kill(ctx context.Context, t target, proxy *badnetwork.Proxy, done <-chan struct{}) (int, error) {
	kills := 0
	for kills < r.plan.kills {
		// The next kill comes somewhere in its share of the requests.
		share := float64(r.plan.ops) / float64(r.plan.kills+1)
		at := r.plan.ops - int(share*(float64(kills)+mathrand.Float64()+0.5))
		tick := time.NewTicker(time.Millisecond)
		for int(r.left.Load()) > at && ctx.Err() == nil {
			select {
			case <-done:
			case <-ctx.Done():
			case <-tick.C:
				continue
			}
			break
		}
		tick.Stop()
		select {
		case <-done:
			return kills, nil
		case <-ctx.Done():
			return kills, nil
		default:
		}
		t.Kill()
		kills++
		r.up.Lock()
		url, err := t.Start(ctx)
		proxy.To(url)
		r.up.Unlock()
		if err != nil {
			r.left.Store(0)
			return kills, fmt.Errorf("starting again after kill %d: %w", kills, err)
		}
	}
	return kills, nil
}

// group shares one vault at a time.
type group struct {
	runner *runner
	mu     sync.Mutex
	now    *shared
}

// vault is the group's vault for one more request.
func (g *group) vault() *shared {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.now == nil || g.now.begun >= g.runner.plan.perVault {
		g.now = &shared{token: apiclient.Token(g.runner.seed, int(g.runner.vaults.Add(1)))}
		g.runner.mu.Lock()
		g.runner.all = append(g.runner.all, g.now)
		g.runner.mu.Unlock()
	}
	g.now.begun++
	return g.now
}

// attempt is a write that is repeated until its fate is known.
type attempt struct {
	vault  *shared
	expect wire.Tag
	body   []byte
}

// client makes requests like a device, but a bad one: it overwrites what it saw last without
// merging, repeats lost writes or forgets them, and sometimes deletes.
func (r *runner) client(ctx context.Context, g *group) {
	web := apiclient.Client(1)
	defer web.CloseIdleConnections()
	var known wire.Tag
	var of *shared
	var again *attempt
	for ctx.Err() == nil && r.left.Add(-1) >= 0 {
		r.up.RLock()
		//lint:ignore SA2001 nothing is done while the server is down; a client only waits
		r.up.RUnlock()
		v := g.vault()
		if v != of {
			known, of, again = wire.Tag{}, v, nil
		}
		o := linear.Op{Kind: linear.Get, Return: linear.Never}
		var body []byte
		switch n := mathrand.IntN(100); {
		case again != nil && again.vault == v && n < 60:
			o.Kind, o.Expect, body = linear.Put, again.expect, again.body
		case n < 55:
			o.Kind, o.Expect, body = linear.Put, known, newBody()
		case n == 55 && known.Version > 8:
			o.Kind, o.Expect = linear.Delete, known
		}
		o.Body = wire.HashOf(body)
		o.Call = int64(time.Since(r.start))
		var a apiclient.Answer
		var err error
		switch o.Kind {
		case linear.Get:
			o.Body = wire.Hash{}
			a, err = apiclient.Get(ctx, web, r.url, v.token, wire.Tag{})
		case linear.Put:
			a, err = apiclient.Put(ctx, web, r.url, v.token, o.Expect, body)
		case linear.Delete:
			o.Body = wire.Hash{}
			a, err = apiclient.Delete(ctx, web, r.url, v.token, o.Expect)
		}
		returned := int64(time.Since(r.start))
		again = nil
		if err == nil {
			o.Twice = a.Header.Get(badnetwork.Twice) != ""
			if err := understand(&o, a, returned); err != nil {
				r.fail(err)
			}
			if a.Status == http.StatusServiceUnavailable {
				r.unavailable.Add(1)
			}
		}
		switch o.State {
		case linear.Unknown:
			if o.Kind == linear.Put {
				again = &attempt{v, o.Expect, body}
			}
		case linear.At:
			known = o.Seen
		default:
			known = wire.Tag{}
		}
		v.mu.Lock()
		v.ops = append(v.ops, o)
		v.mu.Unlock()
	}
}

func (r *runner) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.errs) < 20 {
		r.errs = append(r.errs, err)
	}
}

// newBody returns a body that nobody else writes: mostly small, sometimes as large as allowed.
func newBody() []byte {
	size := 32 + mathrand.IntN(500)
	if mathrand.IntN(50) == 0 {
		size = wire.MaxBody
	}
	body := make([]byte, size)
	rand.Read(body)
	return body
}

// understand records in o what an answer means, and returns an error if the server may not give
// such an answer.
func understand(o *linear.Op, a apiclient.Answer, returned int64) error {
	switch a.Status {
	case http.StatusOK, http.StatusCreated:
		if o.Kind == linear.Delete {
			return fmt.Errorf("a delete is answered with %d", a.Status)
		}
		o.State, o.Seen, o.Done = linear.At, a.Tag, o.Kind == linear.Put
		if o.Kind == linear.Get {
			o.SeenBody = wire.HashOf(a.Body)
		}
	case http.StatusNoContent:
		if o.Kind != linear.Delete {
			return errors.New("204 of what is no delete")
		}
		o.State, o.Done = linear.Gone, true
	case http.StatusPreconditionFailed:
		o.State, o.Seen = linear.At, a.Tag
	case http.StatusNotFound:
		o.State = linear.None
	case http.StatusGone:
		o.State = linear.Gone
	case http.StatusServiceUnavailable:
		if a.RetryAfter == 0 {
			return errors.New("503 without Retry-After")
		}
		return nil // it may have been done
	default:
		return fmt.Errorf("unexpected answer: %d %s", a.Status, a.Code)
	}
	if o.State == linear.At && a.Tag == (wire.Tag{}) {
		return fmt.Errorf("%d without a tag", a.Status)
	}
	o.Return = returned
	return nil
}

// judge checks every vault's history, with both checkers.
func (r *runner) judge(out *report) error {
	var errs []error
	for _, v := range r.all {
		out.Vaults++
		out.Ops += len(v.ops)
		for _, o := range v.ops {
			switch {
			case o.State == linear.Unknown:
				out.Unanswered++
			case o.Done:
				out.Acknowledged++
			case o.Kind != linear.Get && o.State == linear.At:
				out.Conflicts++
			}
		}
		if err := linear.Check(v.ops); err != nil {
			errs = append(errs, err)
		}
		if r.plan.porcupine == 0 {
			continue
		}
		switch linear.Porcupine(v.ops, r.plan.porcupine) {
		case linear.Legal:
			out.Legal++
		case linear.OutOfTime:
			out.OutOfTime++
		case linear.Illegal:
			errs = append(errs, errors.New("porcupine: not linear"))
		}
		if len(errs) > 10 {
			break
		}
	}
	if len(errs) == 0 && out.Ops != r.plan.ops {
		return fmt.Errorf("%d requests in the history of %d made", out.Ops, r.plan.ops)
	}
	return errors.Join(errs...)
}
