package compiler

import (
	"slices"
	"testing"
)

// A version counts as tested with all its minor releases, and no other does.
func TestTested(t *testing.T) {
	for version, want := range map[string]bool{
		"go1.26": true, "go1.26.8": true, "go1.27": false, "go1.260": false, "go1.2": false, "go1.27rc1": false, "devel go1.28-abc": false, "": false,
	} {
		if Tested(version) != want {
			t.Errorf("%q: %v", version, !want)
		}
	}
}

// Every program that is named is there to be compiled: one under another name would get
// no flags without a word.
func TestGCFlags(t *testing.T) {
	for name := range flags {
		if list := GCFlags(name); len(list) == 0 || !slices.Contains(list, "-gcflags=all=-l") {
			t.Errorf("%s: %q", name, list)
		}
	}
	if list := GCFlags("nobody"); len(list) != 0 {
		t.Errorf("%q", list)
	}
}
