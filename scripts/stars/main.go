// Command stars measures where the stars stand on every page of the replica and
// on the synthetic ones, at all widths and zooms, with the extension against
// without, and writes out/stars.md. It ends with 1 if a rule is broken.
//
//	go run ./scripts/stars                # or: make stars
//	go run ./scripts/stars -only 2019     # pages whose name has this in it
//	go run ./scripts/stars -widths 390,1280 -zooms 100
//	go run ./scripts/stars -pictures      # also out/stars/*.png, with and without
//	go run ./scripts/stars -places FILE   # also where each star stands, a line each
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/layout"
	"byeolpyo/scripts/internal/replica"
)

func main() {
	dist := flag.String("dist", "dist", "the unpacked extension")
	only := flag.String("only", "", "measure no page but those whose name has this in it")
	widths := flag.String("widths", "", "instead of all, such as 390,1280")
	zooms := flag.String("zooms", "", "instead of all, such as 100")
	pictures := flag.Bool("pictures", false, "also take pictures at 390 and 1280 px")
	out := flag.String("o", "out/stars.md", "the file to write")
	places := flag.String("places", "", "also write where each star stands to this file, to be compared with another build's by diff")
	flag.Parse()
	if err := run(*dist, *only, *widths, *zooms, *out, *places, *pictures); err != nil {
		fmt.Fprintln(os.Stderr, "stars:", err)
		os.Exit(1)
	}
}

// numbers reads a list of numbers into where, if there is one.
func numbers(list string, where *[]int) error {
	if list == "" {
		return nil
	}
	*where = nil
	for one := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(one)
		if err != nil || n < 100 {
			return fmt.Errorf("%q is no width or zoom", one)
		}
		*where = append(*where, n)
	}
	return nil
}

func run(dist, only, widths, zooms, out, places string, pictures bool) (err error) {
	if err := numbers(widths, &layout.Widths); err != nil {
		return err
	}
	if err := numbers(zooms, &layout.Zooms); err != nil {
		return err
	}
	site, err := replica.Start(replica.Options{DataDelay: -1})
	if err != nil {
		return err
	}
	defer site.Close()
	opts := browser.Options{Hosts: site.ResolverRules(), Zone: replica.Seoul, Lang: "ko", Fonts: "extension/fonts", Timeout: time.Minute}
	without, err := browser.Start(context.Background(), opts)
	if err != nil {
		return err
	}
	defer without.Close()
	if opts.Extension, err = filepath.Abs(dist); err != nil {
		return err
	}
	with, err := browser.Start(context.Background(), opts)
	if err != nil {
		return err
	}
	defer with.Close()
	bench, err := layout.NewBench(with, without, opts.Extension)
	if err != nil {
		return err
	}
	defer bench.Close()

	var all []*layout.Result
	faults := 0
	for _, p := range layout.Pages(site.Site) {
		if !strings.Contains(p.String(), only) {
			continue
		}
		sizes := layout.All()
		if err := bench.Open(p, sizes[0]); err != nil {
			fmt.Println(err)
			faults++
			continue
		}
		for _, at := range sizes {
			r, err := bench.Measure(p, at)
			if err != nil {
				fmt.Println(err)
				faults++
				continue
			}
			found := r.Faults()
			for _, f := range found {
				fmt.Println(f)
			}
			faults += len(found)
			all = append(all, r)
		}
		if pictures {
			if err := bench.Pictures(p, filepath.Join(filepath.Dir(out), "stars")); err != nil {
				return err
			}
		}
	}
	if len(all) == 0 {
		return fmt.Errorf("nothing was measured")
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	if err := write(out, all, layout.Report); err != nil {
		return err
	}
	if places != "" {
		if err := write(places, all, layout.Places); err != nil {
			return err
		}
	}
	fmt.Printf("%d measurements, %d faults: %s\n", len(all), faults, out)
	if faults > 0 {
		return fmt.Errorf("%d faults", faults)
	}
	return nil
}

// write writes a report of all results to a file.
func write(path string, all []*layout.Result, report func(io.Writer, []*layout.Result)) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	report(f, all)
	return f.Close()
}
