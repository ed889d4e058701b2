// Command sites prints how well the pages of every generation of the site are
// read, with its profile and as pages that nobody has described, and writes the
// same to out/sites.json.
//
//	go run ./scripts/sites        # or: make sites
//	go run ./scripts/sites -v     # and everything that was read wrongly
//	go run ./scripts/sites -shared ../shared  # and the figures of figures.json
//	go run ./scripts/sites -readme  # instead: the table of sites in scripts/README.md
//
// That table is made of the table of editions, the profiles and the saved pages.
//
// A cell is recall/precision in percent; one number when both are equal, "-"
// when no page of that kind shows the field.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	_ "time/tzdata"

	"byeolpyo/scripts/internal/fixture"
	"byeolpyo/scripts/internal/replica"
)

// row is one line of the table.
type row struct {
	Generation string           `json:"generation"`
	Page       string           `json:"page"` // kind
	Reader     string           `json:"reader"`
	Pages      int              `json:"pages"`
	Fields     map[string]tally `json:"fields"`
	score      score
}

func main() {
	verbose := flag.Bool("v", false, "also print what was read wrongly")
	only := flag.String("only", "", "score no generation but this")
	out := flag.String("o", "out/sites.json", "the file to write")
	shared := flag.String("shared", "", "also measure reading without a profile on the pages of this folder, and hold the figures to "+figuresFile)
	keep := flag.Bool("keep", false, "with -shared: write figures that rose to "+figuresFile)
	readme := flag.Bool("readme", false, "score nothing and write the table of sites into scripts/README.md")
	flag.Parse()
	if *readme {
		if err := writeReadmes(".", fixture.Dir); err != nil {
			fmt.Fprintln(os.Stderr, "sites:", err)
			os.Exit(1)
		}
		return
	}
	err := run(os.Stdout, fixture.Dir, *out, *only, *verbose)
	if err == nil && *shared != "" {
		var f figures
		if f, err = measured(*shared); err == nil {
			err = report(os.Stdout, figuresFile, f, *keep)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "sites:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, dir, out, only string, verbose bool) error {
	rows, wrong, err := table(dir, only)
	if err != nil {
		return err
	}
	if verbose {
		for _, line := range wrong {
			fmt.Fprintln(w, line)
		}
	}
	fmt.Fprintf(w, "%-15s%-11s%-9s%6s", "generation", "page", "reader", "pages")
	for _, name := range fieldNames {
		fmt.Fprintf(w, "%10s", name)
	}
	fmt.Fprintln(w)
	for _, r := range rows {
		fmt.Fprintf(w, "%-15s%-11s%-9s%6d", r.Generation, r.Page, r.Reader, r.Pages)
		for _, t := range r.score {
			fmt.Fprintf(w, "%10s", cell(t))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w, "* the day wanted also where only the look of one of two tabs tells it")
	b, err := json.MarshalIndent(rows, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	return os.WriteFile(out, append(b, '\n'), 0o644)
}

// The two ways to read a page, and a harder judgement of the second.
const (
	profile = "profile"
	generic = "generic"
	// strict also requires the day on pages where only the look of a tab, a class made of a
	// style, shows which of two days is open. Those of 2019 are such; generic counts saying
	// nothing as right there.
	strict = "generic*"
)

// table scores all pages, in rows by generation, kind of page and reader, with a
// row for all at the end for each reader. Generations without a profile have
// rows for the generic reader only.
func table(dir, only string) (rows []*row, wrong []string, err error) {
	pages, err := fixture.Load(dir, "*")
	if err != nil {
		return nil, nil, err
	}
	at := map[string]*row{}
	add := func(generation, kind, reader string, s score) {
		id := generation + "/" + kind + "/" + reader
		if at[id] == nil {
			at[id] = &row{Generation: generation, Page: kind, Reader: reader}
			rows = append(rows, at[id])
		}
		at[id].Pages++
		at[id].score.plus(s)
	}
	sums := map[string][]score{}
	for _, reader := range []string{profile, generic} {
		for _, p := range pages {
			if only != "" && p.Edition() != only || reader == profile && unknown(p.Edition()) {
				continue
			}
			page, err := read(p, reader == generic)
			if err != nil {
				return nil, nil, fmt.Errorf("%s: %w", p.Name, err)
			}
			if reader == generic {
				s, _ := judge(p, page, true, true)
				sums[strict] = append(sums[strict], s)
			}
			s, faults := judge(p, page, reader == generic, false)
			for _, f := range faults {
				wrong = append(wrong, reader+": "+f)
			}
			add(p.Edition(), p.Kind, reader, s)
			sums[reader] = append(sums[reader], s)
		}
	}
	for _, reader := range []string{profile, generic, strict} {
		for _, s := range sums[reader] {
			add("all", "all", reader, s)
		}
	}
	for _, r := range rows {
		r.Fields = map[string]tally{}
		for i, t := range r.score {
			r.Fields[fieldNames[i]] = t
		}
	}
	return rows, wrong, nil
}

// unknown reports whether a generation has no profile, on purpose.
func unknown(generation string) bool {
	return generation == replica.EditionUnseen || strings.Contains(generation, ".")
}

func cell(t tally) string {
	if t.Expected == 0 && t.Found == 0 {
		return "-"
	}
	r, p := percent(t.recall()), percent(t.precision())
	if r == p {
		return r
	}
	return r + "/" + p
}

// percent rounds down to a tenth, so that 100 means all.
func percent(share float64) string {
	n := int(share * 1000)
	if n%10 == 0 {
		return fmt.Sprint(n / 10)
	}
	return fmt.Sprintf("%d.%d", n/10, n%10)
}
