package page

import (
	"testing"

	"byeolpyo/wasm/read/site"
	"byeolpyo/wasm/read/snapshot"
)

// TestWarm holds that the page that Warm reads is one that is read: else nothing
// would be warm.
func TestWarm(t *testing.T) {
	page, ok := site.Read(snapshot.Decode(warmPage), site.Options{URL: "https://2026.pycon.kr/timetable"})
	linked, timed := 0, 0
	for _, s := range page.Spots {
		if !s.Session.Key.Hashed() {
			linked++
		}
		if s.Session.Start.Known() && s.Session.End.Known() {
			timed++
		}
	}
	// One by names of tags and attributes, and once more by their numbers.
	if !ok || len(page.Spots) != 4 || linked != 3 || timed != 2 {
		t.Errorf("%d spots, %d with a link, %d with a time", len(page.Spots), linked, timed)
	}
	Warm(site.Options{})
}
