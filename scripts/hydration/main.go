// Command hydration loads pages that real frameworks render on the server and hydrate in the
// browser, with their scripts on time and late, with the extension and without it: the console's
// messages and the site's own elements must be the same. It reports its progress and writes
// out/hydration.md; if it is ended before that, the next run continues.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"byeolpyo/scripts/internal/hydration"
)

func main() {
	loads := flag.Int("loads", 20, "loads of each page at each delay with the extension")
	plain := flag.Int("plain", 2, "loads of each page at each delay without it")
	delays := flag.String("delays", "0,200,500,1000", "by how many ms the scripts are held back")
	sites := flag.String("sites", strings.Join(hydration.Sites, ","), "sites")
	kinds := flag.String("kinds", strings.Join(hydration.Kinds, ","), "kinds of pages, by what a title stands in")
	tabs := flag.Int("tabs", 6, "loads at a time")
	held := flag.Bool("held", false, "hold the scripts back until stars are there, too")
	dist := flag.String("dist", "dist", "the unpacked extension")
	out := flag.String("out", "out/hydration.md", "where the result goes")
	keep := flag.String("keep", "out/hydration.json", "where the results of pages are kept, for a later run of the same extension")
	anew := flag.Bool("anew", false, "play also the pages whose results are kept")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	plan := hydration.Plan{
		Sites: strings.Split(*sites, ","), Kinds: strings.Split(*kinds, ","),
		Loads: *loads, Plain: *plain, Tabs: *tabs, Held: *held, Extension: *dist,
	}
	good, err := run(ctx, plan, *delays, *out, kept{path: *keep, anew: *anew})
	if err != nil {
		fmt.Fprintln(os.Stderr, "hydration:", err)
	}
	if err != nil || !good {
		os.Exit(1)
	}
}

func run(ctx context.Context, plan hydration.Plan, delays, out string, k kept) (good bool, err error) {
	for text := range strings.SplitSeq(delays, ",") {
		late, err := time.ParseDuration(text + "ms")
		if err != nil {
			return false, err
		}
		plan.Late = append(plan.Late, late)
	}
	if plan.Dir, err = hydration.Build(ctx, "."); err != nil {
		return false, err
	}
	if err := k.open(plan); err != nil {
		return false, err
	}
	plan.Known = k.results
	pages := plan.Pages()
	all, known := len(pages), 0
	for _, page := range pages {
		if _, ok := k.results[page]; ok {
			known++
		}
	}
	if known > 0 {
		fmt.Fprintf(os.Stderr, "hydration: %d of %d pages were played before\n", known, all)
	}
	began, played := time.Now(), 0
	plan.Done = func(r hydration.Result) {
		played++
		left := time.Since(began) / time.Duration(played) * time.Duration(all-known-played)
		fmt.Fprintf(os.Stderr, "hydration: %d of %d pages, %v left: %v: %d of %d loads bad\n",
			known+played, all, left.Round(time.Second), r.Page, r.Bad, r.Loads)
		if err := k.add(r); err != nil {
			fmt.Fprintln(os.Stderr, "hydration: the result is not kept:", err)
		}
	}
	results, err := plan.Play(ctx)
	if err != nil {
		return false, err
	}
	text, good := report(plan, results)
	fmt.Print(text)
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return false, err
	}
	return good, os.WriteFile(out, []byte(text), 0o644)
}

// report is a table of the bad loads, and what was bad about the first of each page.
func report(plan hydration.Plan, results []*hydration.Result) (text string, good bool) {
	var b, notes strings.Builder
	fmt.Fprintf(&b, "Loads that went otherwise than without the extension, of %d of each page at each delay.\n\n| | |", plan.Loads)
	for _, late := range plan.Late {
		fmt.Fprintf(&b, " %v |", late)
	}
	b.WriteString("\n|---|---|" + strings.Repeat("---:|", len(plan.Late)) + "\n")
	at := map[hydration.Page]*hydration.Result{}
	loads, bad := 0, 0
	for _, r := range results {
		at[r.Page] = r
		loads, bad = loads+r.Loads, bad+r.Bad
		if r.Bad > 0 {
			fmt.Fprintf(&notes, "- %v: %s\n", r.Page, r.How)
		}
	}
	for _, site := range plan.Sites {
		for _, kind := range plan.Kinds {
			fmt.Fprintf(&b, "| %s | %s |", site, kind)
			for _, late := range plan.Late {
				fmt.Fprintf(&b, " %d |", at[hydration.Page{Site: site, Kind: kind, Late: late}].Bad)
			}
			b.WriteByte('\n')
		}
	}
	fmt.Fprintf(&b, "\n%d of %d loads, those without it included.\n", bad, loads)
	if notes.Len() > 0 {
		b.WriteString("\n" + notes.String())
	}
	return b.String(), bad == 0 && loads > 0
}
