package star

import (
	"byeolpyo/wasm/dom/snapshot"
	"byeolpyo/wasm/site"
)

// warmPage has sessions with and without a link in a grid, a break between them, and
// one in a list, so that reading it runs what reading a real page runs. Its form is
// snapshot's.
const warmPage = "\x01html\x01body\x01main\x02class=content\x01button\x02class=selected\x01p\x03Day 1\x04\x01p\x038월 15일 토요일\x04\x04" +
	"\x01table\x01thead\x01th\x04\x01th\x03101\x04\x01th\x03102\x04\x04\x01tbody" +
	"\x01tr\x01td\x039:00\x04\x01td\x02rowspan=3\x01a\x02href=/presentations/00000000-0000-0000-0000-000000000000\x01p\x02class=MuiTypography-root\x03x\x04\x01span\x02class=MuiChip-label\x03y\x04\x04\x04\x04" +
	"\x01tr\x01td\x039:10\x04\x01td\x01p\x02class=MuiTypography-root\x03휴식 (10분)\x04\x04\x04\x01tr\x01td\x039:20\x04\x01td\x01p\x02class=MuiTypography-root\x03z\x04\x04\x04\x04\x04" +
	"\x01ul\x01li\x01a\x02href=/presentations/11111111-1111-1111-1111-111111111111\x01p\x02class=MuiTypography-root\x03w\x04\x04\x04\x04\x04\x04\x04"

// Warm reads a page of its own and throws the result away. WebAssembly compiles
// a function when it first runs; what Warm has run is ready for the real page. A
// larger page, for the browser to compile the functions again and better, made the
// real one's stars later and not sooner. o says what the real page's options will.
func Warm(o site.Options) {
	o.URL = "https://2026.pycon.kr/timetable"
	b := New(func(string) string { return "" })
	b.Scan(snapshot.Decode(warmPage), o)
	Plan(b.Marks())
	b.Learned(true)
}
