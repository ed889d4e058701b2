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
	"syscall"
	"time"

	"byeolpyo/api/handler"
	"byeolpyo/api/store"
)

// Time-outs. A body of 64 KiB takes 13 s over 40 kbit/s.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 30 * time.Second
	writeTimeout  = 30 * time.Second
	idleTimeout   = 2 * time.Minute
	storeTimeout  = 10 * time.Second // then 503: the disk has stalled
	stopTimeout   = 15 * time.Second
	sweepEvery    = time.Hour

	// maxHeader is a browser's headers several times over.
	maxHeader = 16 << 10
)

type config struct {
	addr, db, ipHeader string
	maxVaults          int64
	maxInFlight        int
	burst, perMinute   int
	closed, expose     bool
}

func main() {
	var c config
	flag.StringVar(&c.addr, "addr", "127.0.0.1:8787", "address to serve on; port 0 takes a free one")
	flag.StringVar(&c.db, "db", "vaults.db", "file of SQLite, made if it is missing")
	flag.StringVar(&c.ipHeader, "client-ip-header", "", "header in which a proxy gives the client's address, such as X-Real-IP; trust it only behind that proxy")
	flag.Int64Var(&c.maxVaults, "max-vaults", handler.MaxVaults, "most vaults to keep")
	flag.IntVar(&c.maxInFlight, "max-in-flight", handler.MaxInFlight, "most requests at once, 64 or more")
	flag.IntVar(&c.burst, "create-burst", handler.CreateBurst, "most vaults that one address makes at once")
	flag.IntVar(&c.perMinute, "creates-per-minute", handler.CreatesPerMinute, "most vaults that all make in a minute")
	flag.BoolVar(&c.closed, "closed", false, "take no new vaults")
	flag.BoolVar(&c.expose, "expose", false, "allow an address that is not loopback")
	flag.Parse()
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, c, log, func(addr net.Addr) { fmt.Printf("http://%s\n", addr) }); err != nil {
		log.Error("stopped", "err", err)
		os.Exit(1)
	}
}

// run serves until ctx ends, then lets the requests finish that have begun.
func run(ctx context.Context, c config, log *slog.Logger, ready func(net.Addr)) error {
	host, _, err := net.SplitHostPort(c.addr)
	if err != nil {
		return fmt.Errorf("the address %q: %w", c.addr, err)
	}
	if ip := net.ParseIP(host); !c.expose && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("%s is not a loopback address: this server speaks no TLS; say -expose if something in front of it does", c.addr)
	}
	vaults, err := store.OpenSQLite(ctx, c.db, c.maxVaults)
	if err != nil {
		return err
	}
	defer vaults.Close()
	h := handler.New(vaults, handler.Options{
		Now: time.Now, Rand: rand.Reader, Log: log, ClientIP: clientIP(c.ipHeader),
		CreateBurst: c.burst, CreatesPerMinute: c.perMinute,
		MaxInFlight: c.maxInFlight, MaxVaults: c.maxVaults, Closed: c.closed,
	})
	m := newMetrics(vaults)
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", m.page)
	// Not the mux's pattern "/": it would tidy paths by redirection.
	server := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/metrics" && r.Header.Get("Origin") == "" {
				mux.ServeHTTP(w, r)
				return
			}
			m.measure(h, w, r)
		}),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader,
		// Of what a client does wrong there is nothing to be said, and it may name addresses.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.addr)
	if err != nil {
		return err
	}
	log.Info("serving", "addr", listener.Addr().String(), "db", c.db)
	ready(listener.Addr())
	go sweep(ctx, h, log)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	err = server.Shutdown(stopping)
	if served := <-served; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	log.Info("stopped")
	return err
}

// sweep removes expired vaults at once and then every hour.
func sweep(ctx context.Context, h *handler.Handler, log *slog.Logger) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		switch n, err := h.Sweep(ctx); {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.Error("sweep", "err", err)
		case n > 0:
			log.Info("sweep", "expired", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// clientIP tells whose creation is counted. Of a list, the last entry is the one
// that the nearest proxy wrote.
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
