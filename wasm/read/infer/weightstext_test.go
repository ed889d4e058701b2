//go:build !js

package infer

import (
	"go/format"
	"os"
	"strings"
	"testing"
)

func TestWeights(t *testing.T) {
	w, err := ParseWeights(checkedIn.String())
	if err != nil {
		t.Fatal(err)
	}
	if *w != checkedIn {
		t.Error("weights that are written are others when they are read")
	}
	if *w.at("title", "length") == 0 || *w.at("group", "bias") == 0 {
		t.Error("there are no weights")
	}
	for _, bad := range []string{"title length", "title lenght 1", "titel length 1", "title length x", "title length 1.5x"} {
		if _, err := ParseWeights(bad); err == nil {
			t.Errorf("%q is taken for weights", bad)
		}
	}
	for i, name := range featureNames {
		if name == "" {
			t.Errorf("feature %d has no name", i)
		}
	}
	for i, name := range groupNames {
		if name == "" {
			t.Errorf("feature %d of groups has no name", i)
		}
	}
}

// TestLearned: what is checked in is what scripts/learn writes, and tells where it is from.
func TestLearned(t *testing.T) {
	file, err := os.ReadFile("learned.go")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(file), "package infer\n\n")
	comments, _, found := strings.Cut(rest, "\n// checkedIn")
	want, err := format.Source([]byte(checkedIn.Go(comments)))
	if err != nil {
		t.Fatal(err)
	}
	if string(file) != string(want) || !found {
		t.Errorf("learned.go is not what scripts/learn writes:\n%s", want)
	}
	for _, word := range []string{"// Written by scripts/learn from ", "// Read with what was learned from the other sites: recall ", "// Without a piece of evidence"} {
		if !strings.Contains(comments, word) {
			t.Errorf("learned.go does not say %q", word)
		}
	}
}
