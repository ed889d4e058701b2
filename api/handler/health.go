package handler

import (
	"net/http"
	"sync"
	"time"

	"byeolpyo/api/wire"
)

// healthFor is how long an answer of the store is good for /v1/health, which anybody
// may ask: one query in 5 s at most, and none while the store answers others.
const healthFor = 5 * time.Second

// health remembers when the store last answered. Requests for it are not limited.
type health struct {
	mu      sync.Mutex
	last    time.Time
	current *question
}

// question is a query of the store that has not been answered yet.
type question struct {
	done chan struct{}
	err  error
}

func (l *health) answered(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last = now
}

// ask returns nil if the store has answered lately. Otherwise the first caller runs query,
// and the others wait for its result.
func (l *health) ask(now time.Time, query func() error) error {
	l.mu.Lock()
	if since := now.Sub(l.last); since >= 0 && since < healthFor {
		l.mu.Unlock()
		return nil
	}
	q := l.current
	if q != nil {
		l.mu.Unlock()
		<-q.done
		return q.err
	}
	q = &question{done: make(chan struct{}), err: errNoAnswer}
	l.current = q
	l.mu.Unlock()
	defer func() { // also if the store panics
		l.mu.Lock()
		defer l.mu.Unlock()
		if q.err == nil {
			l.last = now
		}
		l.current = nil
		close(q.done)
	}()
	q.err = query()
	return q.err
}

// serveHealth tells whether the store answers.
func (h *Handler) serveHealth(w http.ResponseWriter, r *http.Request, now time.Time) {
	err := h.health.ask(now, func() error {
		_, err := h.store.Count(r.Context())
		return err
	})
	if err != nil {
		h.refuse(w, r, err)
		return
	}
	w.Header()[hContentType] = []string{"application/json"}
	h.write(w, http.StatusOK, mustJSON(wire.Health{OK: true}))
}
