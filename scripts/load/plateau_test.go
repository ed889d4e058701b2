package main

import (
	"io"
	"path/filepath"
	"testing"

	"byeolpyo/scripts/internal/native"
	"byeolpyo/scripts/internal/worker"
)

// The short version of the target plateau: a server that kept the bodies of its requests
// would hold 50 MB more after the second 4,000 than before.
func TestPlateau(t *testing.T) {
	root, err := worker.Root(".")
	if err != nil {
		t.Fatal(err)
	}
	program, err := native.Build(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	s, err := native.Start(t.Context(), program, "127.0.0.1:0", filepath.Join(t.TempDir(), "vaults.db"), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Kill()
	g := &grower{name: "native", url: s.URL, pids: map[string]int{"api": s.PID}}
	if err := grow(t.Context(), []*grower{g}, 8000, figures{}); err != nil {
		t.Fatal(err)
	}
	mb, of := g.added("api")
	t.Logf("%.1f MB half way, %+.1f MB in the second half", of, mb)
	if of < 10 || mb > 25 {
		t.Errorf("%.1f MB half way, %+.1f MB in the second half", of, mb)
	}
}

// What is told of growth can fail, and may be excused by the twin only.
func TestPlateauSees(t *testing.T) {
	flat, rising := make([]float64, 100), make([]float64, 100)
	for n := range rising {
		flat[n], rising[n] = 100, 100+float64(n)
	}
	of := func(name, process string, samples []float64) *grower {
		return &grower{name: name, pids: map[string]int{process: 0}, samples: map[string][]float64{process: samples}}
	}
	for _, c := range []struct {
		name          string
		native, js    []float64
		process, twin string
		fails         bool
	}{
		{"flat", flat, flat, "workerd", "workerd", false},
		{"rising alone", rising, flat, "workerd", "workerd", true},
		{"rising as its twin", rising, rising, "workerd", "workerd", false},
		{"rising, the twin another program", rising, rising, "api", "workerd", true},
	} {
		err := judgePlateau([]*grower{of("a", c.process, c.native), of("js", c.twin, c.js)}, 100, figures{})
		if (err != nil) != c.fails {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
