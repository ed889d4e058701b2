package worker

import (
	"fmt"
	"strings"
	"testing"

	"byeolpyo/wasm/model/cache"
	"byeolpyo/wasm/model/records"
)

// TestFirstAreKept: of a page with more sessions than have room those that begin first are
// stored, whatever their keys are, and those without a time after them.
func TestFirstAreKept(t *testing.T) {
	d := newDevice(newAPI(), 1)
	most := cache.Shipped().Records
	taught := map[string]any{}
	starts := map[string]string{}
	for i := range 2 * most {
		name := fmt.Sprintf("%s2096/s/%04d", records.SessionPrefix, i*7919%(2*most))
		record := map[string]any{"v": 1.0, "key": strings.TrimPrefix(name, records.SessionPrefix)}
		if i%4 > 0 {
			record["start"] = fmt.Sprintf("2096-08-%02dT%02d:%02d:00+09:00", 1+i/1000, i%1000/60, i%60)
			starts[name] = record["start"].(string)
		}
		taught[name] = record
	}
	refused, err := d.Teach(taught, "2096.pycon.kr")
	if err != nil || len(refused) != most {
		t.Fatalf("%d refused, %v", len(refused), err)
	}
	last, first := "", "~"
	for name := range taught {
		if _, stored := d.storage.Entries[name]; !stored {
			if starts[name] != "" {
				first = min(first, starts[name])
			}
		} else if last = max(last, starts[name]); starts[name] == "" {
			t.Errorf("%s is stored, and others have a time", name)
		}
	}
	if last == "" || first == "~" || last > first {
		t.Errorf("stored until %q, not stored from %q on", last, first)
	}
}
