package infer_test

import (
	"fmt"
	"strings"
	"testing"

	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
	"byeolpyo/wasm/read/snapshot"
)

// cards is a page of n sessions in two days, each a card with hours, title, name and room.
func cards(n int) string {
	var b strings.Builder
	b.WriteString(`<html><body><header><nav><a href="/">Home</a></nav></header><main><h1>Schedule</h1>`)
	for i := range n {
		if i*2%n < 2 {
			fmt.Fprintf(&b, `<h2>2027-08-%02d</h2>`, 14+i*2/n)
		}
		at := 9*60 + i%60*10
		fmt.Fprintf(&b, `<article class="card"><p class="c1">%d:%02d - %d:%02d</p><h3><a href="/talks/%d">별을 그리는 파이썬, 그 %d번째 이야기</a></h3><p class="c2">김하늘 · 별빛소프트</p><p class="c3">%d호</p><span>초급</span></article>`,
			at/60, at%60, (at+10)/60, (at+10)%60, i+1, i+1, 101+i%4)
	}
	return b.String() + "</main></body></html>"
}

// BenchmarkRead is what a session costs on a page that nobody described, of the usual size
// and of one that no conference reaches.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{60, 5000} {
		root, err := htmldom.Parse(strings.NewReader(cards(n)))
		if err != nil {
			b.Fatal(err)
		}
		text := snapshot.Encode(root)
		o := site.Options{URL: "https://2027.pycon.kr/schedule"}
		if page := infer.Read(root, o); len(page.Spots) != n || !page.Spots[n-1].Session.Start.Known() {
			b.Fatalf("%d sessions of %d", len(page.Spots), n)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				infer.Read(snapshot.Decode(text), o)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "us/session")
		})
	}
}
