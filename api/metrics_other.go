//go:build !js

package main

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"byeolpyo/api/handler"
	"byeolpyo/api/store"
)

// metrics are the figures of a running server. No label identifies a client or a vault.
type metrics struct {
	page      http.Handler
	requests  *prometheus.CounterVec
	latency   *prometheus.HistogramVec
	conflicts prometheus.Counter
	sheds     prometheus.Counter
	noRoom    prometheus.Counter
	refused   prometheus.Gauge
	lastSweep prometheus.Gauge
}

func newMetrics(s store.Store) *metrics {
	registry := prometheus.NewRegistry()
	m := &metrics{
		page: promhttp.HandlerFor(registry, promhttp.HandlerOpts{}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "byeolpyo_requests_total", Help: "Requests answered.",
		}, []string{"method", "status"}),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "byeolpyo_request_seconds", Help: "Time from a request's headers to its answer.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 30},
		}, []string{"method"}),
		conflicts: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "byeolpyo_conflicts_total", Help: "Writes that met another version (412).",
		}),
		sheds: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "byeolpyo_sheds_total", Help: "Requests turned away for load or trouble of the store (503).",
		}),
		noRoom: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "byeolpyo_no_room_total", Help: "Writes refused because there is no room (507).",
		}),
		refused: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "byeolpyo_sweep_refused", Help: "1 while expired vaults are not removed because the clock is before the day of the last sweep, or far past it.",
		}),
		lastSweep: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "byeolpyo_last_sweep_day", Help: "Day of the last sweep, counted from 1970-01-01.",
		}),
	}
	vaults := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "byeolpyo_vaults", Help: "Ids known, deleted ones included; -1 if the store does not answer.",
	}, func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
		defer cancel()
		n, err := s.Count(ctx)
		if err != nil {
			return -1
		}
		return float64(n)
	})
	registry.MustRegister(m.requests, m.latency, m.conflicts, m.sheds, m.noRoom, m.refused, m.lastSweep, vaults,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// serve answers requests for the metrics. Web pages cannot read them.
func (m *metrics) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet || r.URL.Path != "/metrics" || r.Header.Get("Origin") != "" {
		http.NotFound(w, r)
		return
	}
	m.page.ServeHTTP(w, r)
}

// swept notes the result of a sweep.
func (m *metrics) swept(s handler.Sweep) {
	m.refused.Set(0)
	if s.Refused {
		m.refused.Set(1)
	}
	m.lastSweep.Set(float64(s.Last))
}

// measure serves a request and counts it.
func (m *metrics) measure(h http.Handler, w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	s := &statusWriter{ResponseWriter: w}
	h.ServeHTTP(s, r)
	method := r.Method
	switch method {
	case http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodOptions:
	default:
		method = "other" // a client can make up any number of methods
	}
	m.requests.WithLabelValues(method, strconv.Itoa(s.status)).Inc()
	m.latency.WithLabelValues(method).Observe(time.Since(start).Seconds())
	switch s.status {
	case http.StatusPreconditionFailed:
		m.conflicts.Inc()
	case http.StatusServiceUnavailable:
		m.sheds.Inc()
	case http.StatusInsufficientStorage:
		m.noRoom.Inc()
	}
}

// statusWriter remembers the status. Unwrap lets http.MaxBytesReader close the
// connection of a client that sends too much.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
