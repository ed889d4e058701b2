package picture

import (
	"testing"

	"byeolpyo/wasm/picture/draw"
)

func BenchmarkReference(b *testing.B) {
	f := fonts(b)
	page := Reference(f, 40)
	for name, o := range map[string]draw.Output{"indexed": {}, "exact": {Exact: true}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := draw.Encode(page, f, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("paint-indexed", func(b *testing.B) {
		for b.Loop() {
			draw.PaintIndexed(page, f)
		}
	})
}
