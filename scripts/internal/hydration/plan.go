package hydration

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"byeolpyo/scripts/internal/browser"
)

// actionTimeout bounds one awaited step of a load, on a machine that many of them
// share with others. On a quiet one none takes over 3 s.
const actionTimeout = 60 * time.Second

// Plan says what is played: every kind of page of every site at every delay.
type Plan struct {
	Sites, Kinds []string
	Late         []time.Duration

	Loads int // of each page, with the extension
	Plain int // of each page, without it; at least one
	Tabs  int // loads at a time

	// Held holds the scripts back until stars are there, so that also on a busy
	// machine they meet what is hydrated.
	Held bool

	Dir       string // what Build has made
	Extension string // the unpacked extension

	// Known are the results of pages that were played before, and are not again.
	Known map[Page]Result
	// Done is called with the result of each page when all of its loads have been, of one
	// page at a time. It may be nil.
	Done func(Result)
}

// Result is what the loads of a page came to.
type Result struct {
	Page
	Loads, Bad int
	How        string // how the first bad load was bad
}

// Play plays the plan and returns a result for each page, in the plan's order.
func (p Plan) Play(ctx context.Context) (results []*Result, err error) {
	if p.Plain < 1 || p.Loads < 1 {
		return nil, errors.New("hydration: nothing to hold against each other")
	}
	results, left := p.results()
	if len(left) == 0 {
		return results, nil
	}
	server := Serve(p.Dir)
	defer server.Close()
	var browsers [2]*browser.Browser // without the extension, and with it
	var idle [2]tabs
	for i, extension := range []string{"", p.Extension} {
		browsers[i], err = browser.Start(ctx, browser.Options{
			Extension: extension, Hosts: server.ResolverRules(), Zone: "Asia/Seoul", Lang: "ko", Timeout: actionTimeout,
		})
		if err != nil {
			return nil, fmt.Errorf("hydration: %w", err)
		}
		defer func() { err = errors.Join(err, browsers[i].Close()) }()
		idle[i].b = browsers[i]
	}
	tickets := make(chan struct{}, max(1, p.Tabs))
	var loads sync.WaitGroup
	var mu sync.Mutex // of the results
	for _, r := range left {
		// The first load without the extension is what all others are held against.
		var reference Load
		ready := make(chan struct{})
		for n := range p.Plain + p.Loads {
			tickets <- struct{}{}
			if ctx.Err() != nil {
				loads.Wait()
				return nil, ctx.Err()
			}
			loads.Go(func() {
				defer func() { <-tickets }()
				with := n >= p.Plain
				in, want := &idle[0], 0
				if with {
					in, want = &idle[1], Sessions
				}
				l, err := in.play(server, r.Page, want, p.Held)
				if n == 0 {
					reference = l
					close(ready)
				}
				how := ""
				if err != nil {
					how = err.Error()
				} else if <-ready; n > 0 {
					how = Differ(l, reference)
				}
				if how != "" && !with {
					how = "without the extension: " + how
				}
				mu.Lock()
				defer mu.Unlock()
				r.Loads++
				if how != "" {
					if r.Bad++; r.Bad == 1 {
						r.How = how
					}
				}
				// What was broken off says nothing of its page.
				if r.Loads == p.Plain+p.Loads && p.Done != nil && ctx.Err() == nil {
					p.Done(*r)
				}
			})
		}
	}
	loads.Wait()
	return results, ctx.Err()
}

// Pages are those of the plan, in its order.
func (p Plan) Pages() (pages []Page) {
	for _, late := range p.Late {
		for _, site := range p.Sites {
			for _, kind := range p.Kinds {
				pages = append(pages, Page{site, kind, late})
			}
		}
	}
	return pages
}

// results returns a result for each page, and those of them that are still to be played.
func (p Plan) results() (all, left []*Result) {
	for _, page := range p.Pages() {
		r := &Result{Page: page}
		all = append(all, r)
		if known, ok := p.Known[page]; ok {
			*r = known
		} else {
			left = append(left, r)
		}
	}
	return all, left
}

// tabs are those of a browser in which no load is. They are used again and again: a tab
// with its window takes longer to open and close than most of the pages to load.
type tabs struct {
	b    *browser.Browser
	mu   sync.Mutex
	idle []*browser.Page
}

// play plays a load in one of them. One in which it failed is closed.
func (t *tabs) play(s *Server, which Page, want int, held bool) (l Load, err error) {
	t.mu.Lock()
	var p *browser.Page
	if n := len(t.idle); n > 0 {
		p, t.idle = t.idle[n-1], t.idle[:n-1]
	}
	t.mu.Unlock()
	if p == nil {
		if p, err = tab(t.b); err != nil {
			return l, err
		}
	}
	if l, err = play(p, s, which, want, held); err != nil {
		p.Close()
		return l, err
	}
	t.mu.Lock()
	t.idle = append(t.idle, p)
	t.mu.Unlock()
	return l, nil
}
