package benchpages

import (
	"testing"

	"byeolpyo/wasm/picture/raster"
)

func BenchmarkReference(b *testing.B) {
	f := fonts(b)
	page := Reference(f, 40)
	for name, o := range map[string]raster.Output{"indexed": {}, "exact": {Exact: true}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := raster.Encode(page, f, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("paint-indexed", func(b *testing.B) {
		for b.Loop() {
			raster.PaintIndexed(page, f)
		}
	})
}
