// Command hydration loads pages that real frameworks render on the server and
// hydrate in the browser, with their scripts coming at once and late, with the
// extension and without it: what is said on the console and the site's own elements
// must be the same. It writes out/hydration.md.
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
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	plan := hydration.Plan{
		Sites: strings.Split(*sites, ","), Kinds: strings.Split(*kinds, ","),
		Loads: *loads, Plain: *plain, Tabs: *tabs, Held: *held, Extension: *dist,
	}
	good, err := run(ctx, plan, *delays, *out)
	if err != nil {
		fmt.Fprintln(os.Stderr, "hydration:", err)
	}
	if err != nil || !good {
		os.Exit(1)
	}
}

func run(ctx context.Context, plan hydration.Plan, delays, out string) (good bool, err error) {
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
