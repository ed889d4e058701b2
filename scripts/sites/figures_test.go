package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReport: figures may rise and must not fall, and none may get lost.
func TestReport(t *testing.T) {
	file := filepath.Join(t.TempDir(), "figures.json")
	var out bytes.Buffer
	if err := report(&out, file, figures{"a": 0.9}, false); err == nil {
		t.Error("without a file there is nothing to hold figures to, and that passes")
	}
	if err := report(&out, file, figures{"a": 0.9, "b": 0.5}, true); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		got  figures
		keep bool
		fell string
	}{
		{figures{"a": 0.9, "b": 0.5}, false, ""},
		{figures{"a": 0.95, "b": 0.5}, false, ""},
		{figures{"a": 0.8, "b": 0.5}, false, "a is 0.800, and was 0.900"},
		{figures{"a": 0.8, "b": 0.9}, true, "a is 0.800, and was 0.900"},
		{figures{"a": 0.9}, false, "b is not measured"},
		{figures{"a": 0.95, "b": 0.5}, true, ""},
		{figures{"a": 0.9, "b": 0.5}, false, "a is 0.900, and was 0.950"},
	} {
		before, _ := os.ReadFile(file)
		err := report(&out, file, c.got, c.keep)
		if (err == nil) != (c.fell == "") || err != nil && !strings.Contains(err.Error(), c.fell) {
			t.Errorf("%v: %v, want %q", c.got, err, c.fell)
		}
		if after, _ := os.ReadFile(file); (!c.keep || err != nil) && !bytes.Equal(before, after) {
			t.Errorf("%v: the file has changed", c.got)
		}
	}
	if _, err := measured(t.TempDir()); err == nil {
		t.Error("without the pages there are figures")
	}
}
