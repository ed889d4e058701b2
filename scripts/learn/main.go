// Command learn learns the weights by which pages are read without a profile, from folders
// of pages with truths (package corpus), and writes them with their figures:
//
//	go run ./scripts/learn -o wasm/read/infer/learned.go FOLDER...
//
// The figures are of cross-validation by site: the pages of a site are read with what was
// learned from the others, as they are and after the changes of corpus.Transforms. It is
// deterministic. The pages of the project's own sites
// (package fixture) are learned from too, all of them together weighing as much as a
// folder's page each.
package main

import (
	"flag"
	"fmt"
	"go/format"
	"os"
	"strings"

	"byeolpyo/scripts/internal/corpus"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

func main() {
	out := flag.String("o", "", "the file to write; none: only the figures")
	worth := flag.Bool("worth", true, "measure what each piece of evidence is worth")
	own := flag.Bool("own", true, "learn from the project's own pages too")
	flag.Parse()
	if err := run(flag.Args(), *out, *worth, *own); err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

// group is the pages of one site.
type group struct {
	site  string
	cases []*corpus.Case
}

// siteOf is the site of a case by its name: the letters that it begins with.
func siteOf(name string) string {
	name, negative := strings.CutPrefix(name, "negative-")
	if negative {
		return "negative-" + name
	}
	i := 0
	for i < len(name) && name[i] >= 'a' && name[i] <= 'z' {
		i++
	}
	return name[:i]
}

func run(folders []string, out string, worth, own bool) error {
	var cases []*corpus.Case
	for _, folder := range folders {
		list, err := corpus.Load(folder)
		if err != nil {
			return err
		}
		cases = append(cases, list...)
	}
	if len(cases) == 0 {
		return fmt.Errorf("usage: learn [-o FILE] FOLDER")
	}
	var sites []*group
	at := map[string]*group{}
	for _, c := range cases {
		s := siteOf(c.Name)
		if at[s] == nil {
			at[s] = &group{site: s}
			sites = append(sites, at[s])
		}
		at[s].cases = append(at[s].cases, c)
	}
	var extra []*corpus.Case
	if own {
		var err error
		if extra, err = corpus.Own(); err != nil {
			return err
		}
	}
	prior, err := infer.ParseWeights(priorText)
	if err != nil {
		return err
	}
	read := func(c *corpus.Case) site.Page { return infer.Read(c.Root, c.Options()) }
	infer.Use(prior)
	fmt.Println("by hand:        ", corpus.Average(cases, read))
	l := newLearner(prior, cases, extra)
	// Cross-validation.
	pages := map[*corpus.Case]site.Page{}
	changed := map[string][]*corpus.Case{}
	for _, s := range sites {
		left := map[*corpus.Case]bool{}
		for _, c := range s.cases {
			left[c] = true
		}
		infer.Use(l.learn(left))
		for _, c := range s.cases {
			pages[c] = read(c)
		}
		for _, t := range corpus.Transforms {
			for _, c := range s.cases {
				if c.Kind == "score" {
					after := c.Transformed(t)
					changed[t.Name] = append(changed[t.Name], after)
					pages[after] = read(after)
				}
			}
		}
	}
	for _, t := range corpus.Transforms {
		fmt.Printf("cross-validated, %s: %v\n", t.Name, corpus.Average(changed[t.Name], func(c *corpus.Case) site.Page { return pages[c] }))
	}
	crossed := corpus.Average(cases, func(c *corpus.Case) site.Page { return pages[c] })
	fmt.Println("cross-validated:", crossed)
	for _, c := range cases {
		if n := len(pages[c].Spots); c.Kind == "negative" && n > 0 {
			fmt.Printf("%s has no session, and %d are told, like %q\n", c.Name, n, pages[c].Sessions()[0].Title(""))
		}
	}
	w := l.learn(nil)
	infer.Use(w)
	all := corpus.Average(cases, read)
	fmt.Println("all:            ", all)
	if out == "" {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Written by scripts/learn from %d pages of %d sites, and %d of the project's own.\n", len(cases), len(sites), len(extra))
	fmt.Fprintf(&b, "# Read with what was learned from the other sites: %s\n# Read with these weights: %s\n", crossed, all)
	if worth {
		b.WriteString(measure(w, cases, read, all))
	}
	text := b.String() + w.String()
	if strings.HasSuffix(out, ".go") { // package embed would bring half of the library into the page
		source, err := format.Source([]byte(w.Go(strings.ReplaceAll(b.String(), "# ", "// "))))
		if err != nil {
			return err
		}
		text = string(source)
	}
	return os.WriteFile(out, []byte(text), 0o644)
}

// measure tells what each piece of evidence is worth: how much recall and precision of
// titles, and the figures of speakers and rooms, fall without it.
func measure(w *infer.Weights, cases []*corpus.Case, read func(*corpus.Case) site.Page, all corpus.Mean) string {
	var b strings.Builder
	b.WriteString("# Without a piece of evidence the sum of recall, precision, starts, rooms and speakers falls by:\n")
	sum := func(m corpus.Mean) float64 {
		return m.Rate[corpus.Recall] + m.Rate[corpus.Precision] + m.Rate[corpus.Start] + m.Rate[corpus.Room] + m.Rate[corpus.Speaker]
	}
	try := func(name string, roles ...string) {
		less := w.Clone()
		for _, role := range roles {
			less.Set(role, name, 0)
		}
		infer.Use(less)
		fmt.Fprintf(&b, "# %s %.3f\n", name, sum(all)-sum(corpus.Average(cases, read)))
	}
	for _, name := range infer.FeatureNames() {
		try(name, "title", "speaker", "room")
	}
	for _, name := range infer.GroupNames() {
		try(name, "group")
	}
	infer.Use(w)
	return b.String()
}
