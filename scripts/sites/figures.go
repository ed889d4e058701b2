package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"byeolpyo/scripts/internal/corpus"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

// figuresFile has the figures that reading without a profile has reached, none of which may
// fall.
const figuresFile = "scripts/sites/figures.json"

// figures maps names of figures, such as "corpus start", to shares of 1, of which more is
// better.
type figures map[string]float64

// cornerPath is a typical address of a programme, under which a page that is no programme must
// still be none.
const cornerPath = "/program/x"

// elsewhere is an address on the same host with another path.
func elsewhere(url, path string) string {
	at := strings.Index(url[len("https://"):], "/") + len("https://")
	return url[:at] + path
}

// ofCorpus are the figures of a folder of pages with truths: as they are, at other addresses,
// and after each change that leaves a page saying the same.
func ofCorpus(folder string) (figures, error) {
	cases, err := corpus.Load(folder)
	if err != nil {
		return nil, err
	}
	f := figures{}
	put := func(name string, m corpus.Mean) {
		for k, rate := range m.Rate {
			if k == corpus.Wrong {
				f[name+" not wrong"] = 1 - m.WrongOfAll
			} else {
				f[name+" "+corpus.Names[k]] = rate
			}
		}
	}
	read := func(c *corpus.Case) site.Page { return infer.Read(c.Root, c.Options()) }
	m := corpus.Average(cases, read)
	put("corpus", m)
	if m.Negatives > 0 {
		f["corpus negatives"] = float64(m.Clean) / float64(m.Negatives)
		m = corpus.Average(cases, func(c *corpus.Case) site.Page {
			o := c.Options()
			if c.Kind == "negative" {
				o.URL = elsewhere(o.URL, cornerPath)
			}
			return infer.Read(c.Root, o)
		})
		f["corpus negatives at "+cornerPath] = float64(m.Clean) / float64(m.Negatives)
	}
	for _, t := range corpus.Transforms {
		var changed []*corpus.Case
		for _, c := range cases {
			if c.Kind == "score" {
				changed = append(changed, c.Transformed(t))
			}
		}
		put("corpus, "+t.Name+",", corpus.Average(changed, read))
	}
	return f, nil
}

// grain is the precision with which figures are written.
const grain = 0.001

// report writes measured figures beside those that were reached, and stores the higher ones in
// file if keep is set. It fails if one has fallen, or is no longer measured.
func report(w io.Writer, file string, got figures, keep bool) error {
	reached := figures{}
	if b, err := os.ReadFile(file); err == nil {
		if err := json.Unmarshal(b, &reached); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	} else if !keep {
		return err
	}
	var fallen []string
	for _, name := range slices.Sorted(maps.Keys(got)) {
		was, had := reached[name]
		mark := ""
		switch v := got[name]; {
		case had && v < was-grain:
			mark = "   fallen"
			fallen = append(fallen, fmt.Sprintf("%s is %.3f, and was %.3f", name, v, was))
		case !had || v > was:
			reached[name] = math.Floor(v/grain+1e-9) / (1 / grain)
			mark = "   more than before"
		}
		fmt.Fprintf(w, "%-52s %.3f, reached %.3f%s\n", name, got[name], was, mark)
	}
	for _, name := range slices.Sorted(maps.Keys(reached)) {
		if _, is := got[name]; !is {
			fallen = append(fallen, name+" is not measured")
		}
	}
	if len(fallen) > 0 {
		return fmt.Errorf("figures fell:\n\t%s", strings.Join(fallen, "\n\t"))
	}
	if !keep {
		return nil
	}
	b, err := json.MarshalIndent(reached, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(b, '\n'), 0o644)
}

// measured are all figures of the folder of shared material. The project's own pages are held by
// TestFloors and by the tests of package infer.
func measured(shared string) (figures, error) {
	return ofCorpus(filepath.Join(shared, "corpus"))
}
