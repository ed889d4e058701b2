package main

import (
	"testing"
	"time"

	"byeolpyo/scripts/internal/worker"
)

// The short versions of make chaos.
func TestShort(t *testing.T) {
	root, err := worker.Root(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		target     string
		ops, kills int
	}{
		{"sqlite", 12_000, 25},
		{"d1", 1_000, 2},
		{"objects", 500, 1},
	} {
		t.Run(c.target, func(t *testing.T) {
			target, err := newTarget(t.Context(), c.target, root, t.TempDir(), t.Output())
			if err != nil {
				t.Fatal(err)
			}
			r, err := run(t.Context(), target, plan{
				ops: c.ops, kills: c.kills, groups: 2, clients: 4, perVault: 100, faults: 0.1,
				porcupine: 5 * time.Second, atMost: 3 * time.Minute,
			})
			t.Logf("%s", r)
			if err != nil {
				t.Error(err)
			}
			if r.Kills != c.kills || r.Acknowledged < c.ops/20 || r.Conflicts == 0 || r.Legal < r.Vaults/2 {
				t.Error("too little happened")
			}
		})
	}
}

func TestHostile(t *testing.T) {
	root, err := worker.Root(".")
	if err != nil {
		t.Fatal(err)
	}
	if err := hostile(t.Context(), root, 800, false); err != nil {
		t.Error(err)
	}
}
