// Command hydration loads pages that real frameworks render on the server and
// hydrate in the browser, with their scripts coming at once and late, with the
// extension and without it: what is said on the console and the site's own elements
// must be the same. It writes out/hydration.md.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/hydration"
)

// actionTimeout bounds one awaited step of a load, on a machine that six of them share.
const actionTimeout = 60 * time.Second

func main() {
	loads := flag.Int("loads", 20, "loads of each page at each delay with the extension")
	plain := flag.Int("plain", 2, "loads of each page at each delay without it")
	delays := flag.String("delays", "0,200,500,1000", "by how many ms the scripts are held back")
	sites := flag.String("sites", strings.Join(hydration.Sites, ","), "sites")
	kinds := flag.String("kinds", strings.Join(hydration.Kinds, ","), "kinds of pages, by what a title stands in")
	tabs := flag.Int("tabs", 6, "loads at a time")
	dist := flag.String("dist", "dist", "the unpacked extension")
	out := flag.String("out", "out/hydration.md", "where the result goes")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var late []time.Duration
	for _, text := range strings.Split(*delays, ",") {
		d, err := time.ParseDuration(text + "ms")
		if err != nil {
			fmt.Fprintln(os.Stderr, "hydration:", err)
			os.Exit(2)
		}
		late = append(late, d)
	}
	r := run{loads: *loads, plain: *plain, tabs: *tabs, late: late,
		sites: strings.Split(*sites, ","), kinds: strings.Split(*kinds, ",")}
	if err := r.all(ctx, *dist); err != nil {
		fmt.Fprintln(os.Stderr, "hydration:", err)
		os.Exit(1)
	}
	text, bad := r.report()
	fmt.Print(text)
	if err := os.MkdirAll(filepath.Dir(*out), 0o755); err == nil {
		err = os.WriteFile(*out, []byte(text), 0o644)
		if err != nil {
			fmt.Fprintln(os.Stderr, "hydration:", err)
			os.Exit(1)
		}
	}
	if bad {
		os.Exit(1)
	}
}

// page is a page at a delay.
type page struct {
	site, kind string
	late       time.Duration
}

// result is what the loads of a page at a delay came to.
type result struct {
	loads, bad int
	first      string // how the first bad load was bad
}

type run struct {
	loads, plain, tabs int
	late               []time.Duration
	sites, kinds       []string

	mu      sync.Mutex
	results map[page]*result
}

// all plays everything, page by page, so many loads at a time.
func (r *run) all(ctx context.Context, dist string) error {
	dir, err := hydration.Build(ctx, ".")
	if err != nil {
		return err
	}
	server := hydration.Serve(dir)
	defer server.Close()
	var browsers [2]*browser.Browser // without the extension, and with it
	for i, extension := range []string{"", dist} {
		b, err := browser.Start(ctx, browser.Options{Extension: extension, Hosts: server.ResolverRules(), Zone: "Asia/Seoul", Lang: "ko", Timeout: actionTimeout})
		if err != nil {
			return err
		}
		defer b.Close()
		browsers[i] = b
	}
	r.results = map[page]*result{}
	tickets := make(chan struct{}, r.tabs)
	var loads sync.WaitGroup
	for _, late := range r.late {
		for _, site := range r.sites {
			for _, kind := range r.kinds {
				p := page{site, kind, late}
				res := &result{}
				r.results[p] = res
				// The first load without the extension is what all others are held against.
				var reference hydration.Load
				ready := make(chan struct{})
				for n := range r.plain + r.loads {
					tickets <- struct{}{}
					loads.Go(func() {
						defer func() { <-tickets }()
						with := n >= r.plain
						b, want := browsers[0], 0
						if with {
							b, want = browsers[1], hydration.Sessions
						}
						l, err := hydration.Play(b, hydration.URL(site, kind, late), want)
						how := ""
						if err != nil {
							how = err.Error()
						}
						if n == 0 {
							reference = l
							close(ready)
						} else if <-ready; how == "" {
							how = hydration.Differ(l, reference)
						}
						r.mu.Lock()
						defer r.mu.Unlock()
						if with || how != "" {
							res.loads++
						}
						if how != "" {
							if !with {
								how = "without the extension: " + how
							}
							if res.bad++; res.bad == 1 {
								res.first = how
							}
						}
					})
				}
			}
		}
		if ctx.Err() != nil {
			break
		}
	}
	loads.Wait()
	return ctx.Err()
}

// report is a table of the bad loads, and what was bad about the first of each page.
func (r *run) report() (text string, bad bool) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "Loads that went otherwise than without the extension, of %d of each page at each delay.\n\n| | |", r.loads)
	for _, late := range r.late {
		fmt.Fprintf(&b, " %v |", late)
	}
	b.WriteString("\n|---|---|" + strings.Repeat("---:|", len(r.late)) + "\n")
	var notes []string
	total, failed := 0, 0
	for _, site := range r.sites {
		for _, kind := range r.kinds {
			fmt.Fprintf(&b, "| %s | %s |", site, kind)
			for _, late := range r.late {
				res := r.results[page{site, kind, late}]
				fmt.Fprintf(&b, " %d |", res.bad)
				total, failed = total+res.loads, failed+res.bad
				if res.bad > 0 {
					notes = append(notes, fmt.Sprintf("- %s, %s, %v: %s", site, kind, late, res.first))
				}
			}
			b.WriteByte('\n')
		}
	}
	fmt.Fprintf(&b, "\n%d of %d loads.\n", failed, total)
	if len(notes) > 0 {
		b.WriteString("\n" + strings.Join(slices.Compact(notes), "\n") + "\n")
	}
	return b.String(), failed > 0 || total == 0
}
