package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"byeolpyo/wasm/read/report"
)

var update = flag.Bool("update", false, "write what is read off reports that have no truth yet")

// TestReports: of every report that became a fixture is read what should be, by the address
// and in the zone that it tells itself.
func TestReports(t *testing.T) {
	files, err := filepath.Glob("testdata/reports/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("no reports: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".html"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if h, ok := report.Parse(string(data)); !ok || h.Version == "-" || h.URL == "-" {
				t.Fatalf("is no report: %.80q", data)
			}
			var out bytes.Buffer
			if err := run(&out, "", "UTC", false, []string{file}); err != nil {
				t.Fatal(err)
			}
			truth := strings.TrimSuffix(file, ".html") + ".json"
			want, err := os.ReadFile(truth)
			if os.IsNotExist(err) && *update {
				want, err = out.Bytes(), os.WriteFile(truth, out.Bytes(), 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
			var is, should []entry
			if err := json.Unmarshal(out.Bytes(), &is); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(want, &should); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(is, should) {
				t.Errorf("read is\n%s\nwant\n%s", out.Bytes(), want)
			}
		})
	}
}
