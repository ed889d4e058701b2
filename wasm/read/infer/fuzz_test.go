package infer_test

import (
	"strings"
	"testing"

	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

// FuzzRead reads any document: it ends, and gives sessions that can be kept and shown.
func FuzzRead(f *testing.F) {
	for _, c := range shapes {
		f.Add(c.html)
	}
	f.Fuzz(func(t *testing.T, html string) {
		root, err := htmldom.Parse(strings.NewReader(html))
		if err != nil {
			t.Skip()
		}
		for _, url := range []string{"https://2027.pycon.kr/schedule", "https://2027.pycon.kr/talks/12", "https://conf.example/keynotes"} {
			sound(t, infer.Read(root, site.Options{URL: url}))
		}
	})
}
