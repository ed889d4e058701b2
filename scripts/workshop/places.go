package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"time"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/corpus"
	"byeolpyo/scripts/internal/layout"
	"byeolpyo/scripts/internal/replica"
	"byeolpyo/wasm/read/infer"
)

// styled are the pages of the corpus that have their styles in them, so that it can be
// measured where their stars stand. They are served under a host of no known year.
var styled = []string{"caucon-timetable", "feconf2017", "jsconfbp2019", "jsconfeu2018"}

const strangeHost = "2091.pycon.kr"

// places holds the stars of real pages of other conferences to their places: on all as far as
// the tree tells, on those that are styled by the rules of make stars, at a phone's width and a
// notebook's. It returns how many faults there are.
func places(w io.Writer, shared, dist string) (findings int, err error) {
	cases, err := corpus.Load(filepath.Join(shared, "corpus"))
	if err != nil {
		return 0, err
	}
	site := replica.New(replica.Options{DataDelay: -1})
	var pages []layout.Page
	sessions, starred := 0, 0
	for _, c := range cases {
		page := infer.Read(c.Root, c.Options())
		sessions += len(page.Spots)
		for _, fault := range infer.Misplaced(c.Root, page) {
			findings++
			fmt.Fprintf(w, "%s: %s\n", c.Name, fault)
		}
		if !slices.Contains(styled, c.Name) {
			continue
		}
		at, err := url.Parse(c.URL)
		if err != nil {
			return findings, err
		}
		at.Host = strangeHost
		p := layout.Page{Group: "corpus", Name: c.Name, URL: at.String()}
		o := c.Options()
		o.URL = p.URL
		page = infer.Read(c.Root, o)
		for i := range page.Spots {
			p.Titles = append(p.Titles, page.Spots[i].Session.Title(page.Lang))
		}
		starred += len(p.Titles)
		html := c.HTML
		site.Handle(at.Path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write(html) // errors are of a client that left
		})
		pages = append(pages, p)
		if len(p.Titles) < 5 {
			findings++
			fmt.Fprintf(w, "%s: %d sessions are read: nothing is measured\n", c.Name, len(p.Titles))
		}
	}
	if len(pages) != len(styled) {
		return findings, fmt.Errorf("%d of the %d styled pages are in the corpus", len(pages), len(styled))
	}
	faults, err := laidOut(w, site, dist, pages)
	fmt.Fprintf(w, "%d sessions on %d real pages have their stars by the tree, %d on %d by layout\n", sessions, len(cases), starred, len(pages))
	return findings + faults, err
}

// laidOut measures pages that a site serves; all that is not the site's is not found.
func laidOut(w io.Writer, site *replica.Site, dist string, pages []layout.Page) (faults int, err error) {
	srv, err := site.Listen("127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer srv.Close()
	opts := browser.Options{Hosts: srv.ResolverRules() + ", MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", Zone: replica.Seoul, Lang: "ko", Fonts: "extension/fonts", Timeout: time.Minute}
	without, err := browser.Start(context.Background(), opts)
	if err != nil {
		return 0, err
	}
	defer without.Close()
	if opts.Extension, err = filepath.Abs(dist); err != nil {
		return 0, err
	}
	with, err := browser.Start(context.Background(), opts)
	if err != nil {
		return 0, err
	}
	defer with.Close()
	bench, err := layout.NewBench(with, without, opts.Extension)
	if err != nil {
		return 0, err
	}
	defer bench.Close()
	for _, p := range pages {
		sizes := []layout.Size{{Width: 390, Zoom: 100}, {Width: 1280, Zoom: 100}}
		if err := bench.Open(p, sizes[0]); err != nil {
			faults++
			fmt.Fprintln(w, err)
			continue
		}
		for _, at := range sizes {
			r, err := bench.Measure(p, at)
			if err != nil {
				faults++
				fmt.Fprintln(w, err)
				continue
			}
			if r.Stars > len(p.Titles) {
				faults++
				fmt.Fprintf(w, "%s, %s: %d stars are seen of %d sessions\n", p, at, r.Stars, len(p.Titles))
			}
			for _, fault := range r.Faults() {
				faults++
				fmt.Fprintln(w, fault)
			}
		}
	}
	return faults, nil
}
