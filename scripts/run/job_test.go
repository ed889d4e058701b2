package main

import (
	"testing"

	"byeolpyo/scripts/internal/replica"
)

// The main job prints the popup's own counts, so what it clicks must contain what they count.
func TestChoose(t *testing.T) {
	chosen, err := choose(replica.New(replica.Options{}).Programme(replica.Edition2026))
	if err != nil {
		t.Fatal(err)
	}
	clashes, musts := 0, 0
	days := map[int]bool{}
	for i, a := range chosen {
		days[a.day] = true
		if a.must {
			musts++
		}
		for _, b := range chosen[i+1:] {
			if a.ID == b.ID {
				t.Errorf("%s is chosen twice", a.Title.Ko)
			}
			if clash(a, b) {
				clashes++
			}
		}
	}
	if len(chosen) != pickCount || clashes != 1 || musts != 1 || len(days) < 2 {
		t.Errorf("%d sessions of %d days, %d clashes, %d musts", len(chosen), len(days), clashes, musts)
	}
	if _, err := choose(nil); err == nil {
		t.Error("an empty programme has something to choose")
	}
}
