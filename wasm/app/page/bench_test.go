package page

import (
	"os"
	"testing"

	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
	"byeolpyo/wasm/read/snapshot"
)

// BenchmarkScan is what a page costs between its sessions being there and the
// stars being known: the time, and what of it the collector has to clear.
func BenchmarkScan(b *testing.B) {
	f, err := os.Open(project.Path(b, "wasm/read/site/testdata/2026/timetable-day1-ko.html"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	root, err := htmldom.Parse(f)
	if err != nil {
		b.Fatal(err)
	}
	text := snapshot.Encode(root)
	page := New(func(string) string { return "" })
	b.ReportAllocs()
	for b.Loop() {
		page.Scan(snapshot.Decode(text), site.Options{URL: "https://2026.pycon.kr/timetable"})
		Plan(page.Marks())
	}
}
