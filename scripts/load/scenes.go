package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"byeolpyo/api/wire"
	"byeolpyo/scripts/internal/apiclient"
)

// people is 200 people who find the product in the same minute: each makes a vault, stars
// sessions with pauses, and looks at them on a second device.
func (b *bench) people() error {
	for _, host := range []struct {
		name  string
		start func() (server, error)
	}{
		{"native", b.startNative},
		{"worker", func() (server, error) { return b.startWorker("", nil) }},
	} {
		s, err := host.start()
		if err != nil {
			return err
		}
		err = b.peopleOn(host.name, s)
		s.stop()
		if err != nil {
			return fmt.Errorf("%s: %w", host.name, err)
		}
	}
	return nil
}

const persons = 200

func (b *bench) peopleOn(name string, s server) error {
	client := apiclient.Client(persons)
	defer client.CloseIdleConnections()
	var (
		mu    sync.Mutex
		times []time.Duration
		errs  []error
		sheds int
		wait  sync.WaitGroup
	)
	// timed makes one request and, as the client would, repeats it if it was shed.
	timed := func(request func() (apiclient.Answer, error)) (apiclient.Answer, error) {
		for {
			begin := time.Now()
			a, err := request()
			if err != nil {
				return a, err
			}
			mu.Lock()
			if a.Status != http.StatusServiceUnavailable || a.RetryAfter == 0 {
				times = append(times, time.Since(begin))
				mu.Unlock()
				return a, nil
			}
			sheds++
			mu.Unlock()
			time.Sleep(time.Duration(a.RetryAfter) * time.Second)
		}
	}
	for n := range persons {
		wait.Go(func() {
			token := apiclient.Token(uint64(b.started)|1<<60, n)
			err := func() error {
				think := func(part int) bool {
					select {
					case <-b.ctx.Done():
						return false
					case <-time.After(rand.N(b.duration / time.Duration(part))):
						return true
					}
				}
				if !think(2) {
					return b.ctx.Err()
				}
				body := make([]byte, 4<<10)
				a, err := timed(func() (apiclient.Answer, error) { return apiclient.Put(b.ctx, client, s.url, token, wire.Tag{}, body) })
				if err != nil || a.Status != http.StatusCreated {
					return fmt.Errorf("create: %d %s %w", a.Status, a.Code, err)
				}
				for i := range 5 {
					if !think(10) {
						return b.ctx.Err()
					}
					body[0] = byte(i + 1)
					tag := a.Tag
					a, err = timed(func() (apiclient.Answer, error) { return apiclient.Put(b.ctx, client, s.url, token, tag, body) })
					if err != nil || a.Status != http.StatusOK {
						return fmt.Errorf("put: %d %s %w", a.Status, a.Code, err)
					}
				}
				got, err := timed(func() (apiclient.Answer, error) { return apiclient.Get(b.ctx, client, s.url, token, wire.Tag{}) })
				if err != nil || got.Status != http.StatusOK || got.Tag != a.Tag {
					return fmt.Errorf("get: %d %s, %s after %s %w", got.Status, got.Code, got.Tag, a.Tag, err)
				}
				return nil
			}()
			if err != nil {
				mu.Lock()
				errs = append(errs, err)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	b.figures.set("people_"+name+"_requests", float64(len(times)))
	b.figures.set("people_"+name+"_p50_ms", percentile(times, 50))
	b.figures.set("people_"+name+"_p99_ms", percentile(times, 99))
	b.figures.set("people_"+name+"_sheds", float64(sheds))
	return errors.Join(errs...)
}

// hall is 2,000 devices behind one address that all start to sync at once. Those beyond the
// burst are told when to retry, and those that have a vault notice nothing.
func (b *bench) hall() error {
	s, err := b.startNative()
	if err != nil {
		return err
	}
	defer s.stop()
	const devices, hands = 2000, 100
	client := apiclient.Client(hands)
	defer client.CloseIdleConnections()
	end := time.Now().Add(b.duration)
	var made, later, served, early atomic.Int64
	var longest atomic.Int64
	errs := make([]error, hands)
	var wait sync.WaitGroup
	for hand := range hands {
		wait.Go(func() {
			type device struct {
				token wire.Token
				tag   wire.Tag
				at    time.Time
			}
			var mine []*device
			for n := hand; n < devices; n += hands {
				mine = append(mine, &device{token: apiclient.Token(uint64(b.started)|1<<61, n)})
			}
			body := make([]byte, 4<<10)
			for time.Now().Before(end) && b.ctx.Err() == nil {
				acted := false
				for _, d := range mine {
					if time.Now().Before(d.at) {
						continue
					}
					acted = true
					a, err := apiclient.Put(b.ctx, client, s.url, d.token, d.tag, body)
					switch {
					case err != nil:
						errs[hand] = err
						return
					case a.Status == http.StatusCreated:
						made.Add(1)
					case a.Status == http.StatusOK:
						served.Add(1)
					case a.Status == http.StatusTooManyRequests && d.tag == (wire.Tag{}) && a.RetryAfter > 0:
						if !d.at.IsZero() {
							early.Add(1)
						}
						later.Add(1)
						longest.Store(max(longest.Load(), int64(a.RetryAfter)))
						d.at = time.Now().Add(time.Duration(a.RetryAfter) * time.Second)
						continue
					default:
						errs[hand] = fmt.Errorf("%d %s", a.Status, a.Code)
						return
					}
					d.tag, d.at = a.Tag, time.Now().Add(10*time.Second)
				}
				if !acted {
					time.Sleep(50 * time.Millisecond)
				}
			}
		})
	}
	wait.Wait()
	b.figures.set("hall_created", float64(made.Load()))
	b.figures.set("hall_told_to_wait", float64(later.Load()))
	b.figures.set("hall_told_twice", float64(early.Load()))
	b.figures.set("hall_longest_wait_s", float64(longest.Load()))
	b.figures.set("hall_changes_served", float64(served.Load()))
	return errors.Join(errs...)
}

// gzipped is the size of a directory's files as they are uploaded.
func gzipped(dir string) (int64, error) {
	var n counter
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		return 0, fmt.Errorf("nothing in %s: %w", dir, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return 0, err
		}
		z, err := gzip.NewWriterLevel(&n, gzip.BestCompression)
		if err != nil {
			return 0, err
		}
		if _, err := z.Write(data); err != nil {
			return 0, err
		}
		if err := z.Close(); err != nil {
			return 0, err
		}
	}
	return int64(n), nil
}

type counter int64

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

var _ io.Writer = new(counter)
