package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"byeolpyo/scripts/internal/hydration"
)

// kept are the results of pages that were played, in a file: thousands of loads take most of an
// hour, and a run that was ended should not be lost.
type kept struct {
	path    string
	anew    bool   // the file's results are ignored
	of      string // what was played: results of anything else are others
	results map[hydration.Page]hydration.Result
}

// file is how results are kept.
type file struct {
	Of      string             `json:"of"`
	Results []hydration.Result `json:"results"`
}

// open reads the results of earlier runs of what the plan plays: the same extension, on the
// same pages, as often.
func (k *kept) open(plan hydration.Plan) error {
	extension, err := digest(plan.Extension)
	if err != nil {
		return err
	}
	k.of = fmt.Sprintf("extension %s, pages %s, %d loads, %d without, held %t", extension, filepath.Base(plan.Dir), plan.Loads, plan.Plain, plan.Held)
	k.results = map[hydration.Page]hydration.Result{}
	if k.anew {
		return nil
	}
	data, err := os.ReadFile(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var f file
	if err == nil {
		err = json.Unmarshal(data, &f)
	}
	if err != nil {
		return fmt.Errorf("what was kept (-anew does without): %w", err)
	}
	if f.Of != k.of {
		return nil
	}
	for _, r := range f.Results {
		k.results[r.Page] = r
	}
	return nil
}

// add keeps a result beside those that are there.
func (k *kept) add(r hydration.Result) error {
	k.results[r.Page] = r
	f := file{Of: k.of, Results: slices.SortedFunc(maps.Values(k.results), func(a, b hydration.Result) int {
		return strings.Compare(a.Page.String(), b.Page.String())
	})}
	data, err := json.MarshalIndent(f, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(k.path), 0o755); err != nil {
		return err
	}
	// If the run ends while this is written, the previous file remains.
	if err := os.WriteFile(k.path+".new", append(data, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(k.path+".new", k.path)
}

// digest names what a directory holds.
func digest(dir string) (string, error) {
	h := sha256.New()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		fmt.Fprintf(h, "%s %d\n", name, len(data))
		h.Write(data)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)[:8]), err
}
