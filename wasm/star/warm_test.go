package star

import (
	"testing"

	"byeolpyo/wasm/dom/snapshot"
	"byeolpyo/wasm/site"
)

// TestWarm holds that the page that Warm reads is one that is read: else nothing
// would be warm.
func TestWarm(t *testing.T) {
	for _, rows := range []int{WarmLittle, WarmMuch} {
		page, ok := site.Read(snapshot.Decode(warmPage(rows)), site.Options{URL: "https://2026.pycon.kr/timetable"})
		linked, timed := 0, 0
		for _, s := range page.Spots {
			if !s.Session.Key.Hashed() {
				linked++
			}
			if s.Session.Start.Known() && s.Session.End.Known() {
				timed++
			}
		}
		breaks := rows / 4
		if !ok || len(page.Spots) != 2*rows-breaks+2 || linked != rows+2 || timed != 2*rows-breaks {
			t.Errorf("%d rows: %d spots, %d with a link, %d with a time", rows, len(page.Spots), linked, timed)
		}
		Warm(rows, site.Options{})
	}
}
