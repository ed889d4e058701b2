package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/fixture"
	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/read/site"
)

const (
	root     = "../.."
	fixtures = root + "/" + fixture.Dir
)

// floors are recall and precision that no change may go below. The generic ones
// are what package infer has reached, rounded down.
var floors = map[string]map[string][2]float64{
	profile: {"titles": {1, 1}, "starts": {1, 1}, "ends": {1, 1}, "rooms": {1, 1}, "speakers": {1, 1}, "ids": {1, 1}},
	generic: {"titles": {0.998, 0.998}, "starts": {1, 1}, "ends": {1, 1}, "rooms": {1, 1}, "speakers": {1, 1}, "ids": {1, 1}},
	strict:  {"titles": {0.998, 0.998}, "starts": {0.919, 1}, "ends": {0.880, 1}, "rooms": {1, 1}, "speakers": {1, 1}, "ids": {1, 1}},
}

func TestFloors(t *testing.T) {
	rows, wrong, err := table(fixtures, "")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, r := range rows {
		if r.Generation != "all" && r.Reader != profile {
			continue
		}
		for field, least := range floors[r.Reader] {
			got := r.Fields[field]
			if r.Generation == "all" && got.Expected < 100 {
				t.Errorf("%s: only %d %s are expected", r.Reader, got.Expected, field)
			}
			if got.recall() < least[0] || got.precision() < least[1] {
				t.Errorf("%s %s, %s: %s recall %.4f, precision %.4f; want %.4f and %.4f", r.Generation, r.Page, r.Reader, field, got.recall(), got.precision(), least[0], least[1])
			}
			checked++
		}
	}
	if checked < 200 {
		t.Errorf("only %d figures were checked", checked)
	}
	if t.Failed() {
		for _, line := range wrong {
			if strings.HasPrefix(line, profile) {
				t.Log(line)
			}
		}
	}
}

func TestRun(t *testing.T) {
	out := filepath.Join(t.TempDir(), "new", "sites.json")
	var text bytes.Buffer
	if err := run(&text, fixtures, out, "2018", true); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	if err := json.Unmarshal(b, &rows); err != nil || len(rows) != 11 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if n := strings.Count(text.String(), "\n2018 "); n != 8 {
		t.Errorf("%d lines:\n%s", n, text.String())
	}
	if err := run(&text, t.TempDir(), out, "", false); err == nil || !strings.Contains(err.Error(), "no fixtures") {
		t.Errorf("without fixtures: %v", err)
	}
}

// TestReadme holds profiles and folders of saved pages to each other, and the
// table of sites to both and to the table of editions.
func TestReadme(t *testing.T) {
	want := map[string]bool{}
	for _, p := range site.Profiles {
		want[p.Name] = true
	}
	pages, err := fixture.Load(fixtures, "*")
	if err != nil {
		t.Fatal(err)
	}
	folders := map[string]bool{}
	for _, p := range pages {
		if folders[p.Edition()] = true; unknown(p.Edition()) {
			want[p.Edition()] = true // no profile, on purpose
		}
	}
	if a, b := slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(folders)); !slices.Equal(a, b) {
		t.Errorf("profiles %v, folders %v", a, b)
	}
	table := sitesTable(editions.Table, site.Profiles, pages)
	rows := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(table, -1) {
		rows[m[1]] = true
	}
	if a, b := slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(rows)); !slices.Equal(a, b) {
		t.Errorf("profiles %v, rows %v", a, b)
	}
	for file, with := range map[string]func(string) (string, error){
		tableFile: func(s string) (string, error) { return withSites(s, editions.Table, site.Profiles, pages) },
		frontFile: func(s string) (string, error) { return withYears(s, editions.Table) },
	} {
		readme, err := os.ReadFile(root + "/" + file)
		if err != nil {
			t.Fatal(err)
		}
		if after, err := with(string(readme)); err != nil || after != string(readme) {
			t.Errorf("%s is not what go run ./scripts/sites -readme writes (%v):\n%s", file, err, table)
		}
	}
	if _, err := withSites("no table", editions.Table, site.Profiles, pages); err == nil {
		t.Error("a README without the table passes")
	}
	if _, err := withYears("no years", editions.Table); err == nil {
		t.Error("a front page without the years passes")
	}
}
