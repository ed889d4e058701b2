//go:build !js

package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"byeolpyo/api/handler"
	"byeolpyo/api/store"
	"byeolpyo/api/wire"
)

// Time-outs. Each part of a request has its own: the body has readTimeout (64 KiB take 13 s
// over 40 kbit/s), then the store has storeTimeout, and the answer writeTimeout.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 30 * time.Second
	storeTimeout  = 10 * time.Second // then 503: the disk has stalled
	writeTimeout  = 30 * time.Second
	idleTimeout   = 2 * time.Minute
	stopTimeout   = 15 * time.Second // for the requests that have begun when it is to end
	sweepEvery    = time.Hour

	// maxHeader is several times the size of a browser's headers.
	maxHeader = 16 << 10
)

type config struct {
	addr, metrics, db, ipHeader string
	maxVaults                   int64
	maxInFlight                 int
	burst, perMinute            int
	closed, expose, sweepNow    bool

	stopTimeout time.Duration
	now         func() time.Time
}

func main() {
	c := config{stopTimeout: stopTimeout, now: time.Now}
	flag.StringVar(&c.addr, "addr", "127.0.0.1:8787", "address to serve on; port 0 takes a free one")
	flag.StringVar(&c.metrics, "metrics", "", "address to serve /metrics for Prometheus on, such as 127.0.0.1:9787; without it they are not served")
	flag.StringVar(&c.db, "db", "vaults.db", "file of SQLite, made if it is missing")
	flag.StringVar(&c.ipHeader, "client-ip-header", "", "header in which a proxy gives the client's address, such as X-Real-IP; trust it only behind that proxy")
	flag.Int64Var(&c.maxVaults, "max-vaults", handler.MaxVaults, "most vaults to keep")
	flag.IntVar(&c.maxInFlight, "max-in-flight", handler.MaxInFlight, "most requests at the store at once, 64 or more")
	flag.IntVar(&c.burst, "create-burst", handler.CreateBurst, "most vaults that one address makes at once")
	flag.IntVar(&c.perMinute, "creates-per-minute", handler.CreatesPerMinute, "most vaults that all make in a minute")
	flag.BoolVar(&c.closed, "closed", false, "take no new vaults")
	flag.BoolVar(&c.expose, "expose", false, "allow addresses that are not loopback")
	flag.BoolVar(&c.sweepNow, "sweep-now", false, "remove expired vaults at the start, also if the clock is far from the day of the last sweep")
	flag.Parse()
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	if err := run(ctx, c, log, func(addr, _ net.Addr) { fmt.Printf("http://%s\n", addr) }); err != nil {
		log.Error("stopped", "err", err)
		os.Exit(1)
	}
}

// run serves until ctx ends, and then gives requests that have begun stopTimeout to finish.
// ready gets the addresses of the API and of the metrics, nil if there are none.
func run(ctx context.Context, c config, log *slog.Logger, ready func(api, metrics net.Addr)) error {
	listener, err := listen(ctx, c.addr, c.expose)
	if err != nil {
		return err
	}
	defer listener.Close()
	var figures net.Listener
	var figuresAddr net.Addr
	if c.metrics != "" {
		if figures, err = listen(ctx, c.metrics, c.expose); err != nil {
			return err
		}
		defer figures.Close()
		figuresAddr = figures.Addr()
	}
	vaults, err := store.OpenSQLite(ctx, c.db, c.maxVaults)
	if err != nil {
		return err
	}
	defer vaults.Close()
	h := handler.New(patient{vaults}, handler.Options{
		Now: c.now, Rand: rand.Reader, Log: log, ClientIP: clientIP(c.ipHeader),
		SweepEvery: sweepEvery, Alone: true,
		CreateBurst: c.burst, CreatesPerMinute: c.perMinute,
		MaxInFlight: c.maxInFlight, MaxVaults: c.maxVaults, Closed: c.closed,
	})
	if err := h.Recall(ctx); err != nil {
		log.Error("sweep", "err", err)
	}
	m := newMetrics(vaults)
	server := newServer(m, h)
	log.Info("serving", "addr", listener.Addr().String(), "db", c.db)
	ready(listener.Addr(), figuresAddr)
	var others sync.WaitGroup
	defer others.Wait()
	sweeping, stopSweeping := context.WithCancel(ctx)
	defer stopSweeping()
	others.Go(func() { sweep(sweeping, h, m, log, c.sweepNow) })
	if figures != nil {
		log.Info("serving the metrics", "addr", figuresAddr.String())
		page := newServer(m, nil)
		defer page.Close()
		others.Go(func() { _ = page.Serve(figures) })
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.stopTimeout)
	defer cancel()
	switch err := server.Shutdown(stopping); {
	case errors.Is(err, context.DeadlineExceeded):
		// Clients that are this slow, or idle, have had their grace period. What was
		// acknowledged is on the disk; they send the rest again.
		log.Info("cutting off who did not finish")
		server.Close()
	case err != nil:
		return err
	}
	log.Info("stopped")
	return nil
}

// listen listens on an address, which must be loopback unless expose is set.
func listen(ctx context.Context, addr string, expose bool) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("the address %q: %w", addr, err)
	}
	if ip := net.ParseIP(host); !expose && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("%s is not a loopback address: this server speaks no TLS; say -expose if something in front of it does", addr)
	}
	return (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
}

// newServer returns the server of the API, or that of the metrics if api is nil.
func newServer(m *metrics, api http.Handler) *http.Server {
	return &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if api == nil {
				m.serve(w, r)
				return
			}
			m.measure(api, w, r)
		}),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout,
		WriteTimeout:   readTimeout + storeTimeout + writeTimeout, // it counts from the end of the headers
		MaxHeaderBytes: maxHeader,
		// Errors of clients are not logged: they are of no use, and may contain addresses.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
}

// patient is a store whose work continues when the client leaves, and ends after storeTimeout
// if the disk does not answer.
type patient struct{ store.Store }

func (patient) limit(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), storeTimeout)
}

func (p patient) Get(ctx context.Context, id wire.ID, known wire.Tag, today store.Day) (store.Vault, error) {
	ctx, cancel := p.limit(ctx)
	defer cancel()
	return p.Store.Get(ctx, id, known, today)
}

func (p patient) Put(ctx context.Context, w store.Write) (wire.Tag, store.Outcome, error) {
	ctx, cancel := p.limit(ctx)
	defer cancel()
	return p.Store.Put(ctx, w)
}

func (p patient) Delete(ctx context.Context, id wire.ID, expect wire.Tag, today store.Day) error {
	ctx, cancel := p.limit(ctx)
	defer cancel()
	return p.Store.Delete(ctx, id, expect, today)
}

func (p patient) Count(ctx context.Context) (int64, error) {
	ctx, cancel := p.limit(ctx)
	defer cancel()
	return p.Store.Count(ctx)
}

// sweep removes expired vaults at once and then every hour.
func sweep(ctx context.Context, h *handler.Handler, m *metrics, log *slog.Logger, force bool) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for ; ; force = false {
		switch s, err := h.Sweep(ctx, force); {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.Error("sweep", "err", err)
		default:
			m.swept(s)
			if s.Expired > 0 {
				log.Info("sweep", "expired", s.Expired)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// clientIP returns the function that tells for which address a creation is counted. Of a
// list, the last entry is the one that the nearest proxy wrote.
func clientIP(header string) func(*http.Request) string {
	return func(r *http.Request) string {
		if header != "" {
			if values := r.Header.Values(header); len(values) > 0 {
				list := strings.Split(values[len(values)-1], ",")
				return strings.TrimSpace(list[len(list)-1])
			}
		}
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			return r.RemoteAddr
		}
		return host
	}
}
