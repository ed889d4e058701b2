package star

import (
	"strings"

	"byeolpyo/wasm/dom/snapshot"
	"byeolpyo/wasm/session"
	"byeolpyo/wasm/site"
)

// The size of the page that Warm reads, in rows of two sessions: one, and as many
// as a real day has.
const (
	WarmLittle = 1
	WarmMuch   = 32
)

// Warm reads a page of its own and throws the result away. WebAssembly compiles a
// function when it first runs, and compiles it again, better, when it has run for a
// while, on cores that the page needs as well. What Warm has run is ready for the
// real page, whose stars are awaited. o says what the real page's options will.
func Warm(rows int, o site.Options) {
	o.URL = "https://2026.pycon.kr/timetable"
	b := New(func(string) string { return "" })
	b.Scan(snapshot.Decode(warmPage(rows)), o)
	Plan(b.Marks())
	b.Learned(true)
}

// warmPage has a grid of sessions with and without a link, breaks between them, and
// a list of two. Its form is snapshot's.
func warmPage(rows int) string {
	const title = "\x01p\x02class=MuiTypography-root MuiTypography-body1 css-a\x03"
	linked := func(id int) string {
		n := session.Itoa(100 + id)
		return "\x01a\x02href=/presentations/00000000-0000-0000-0000-000000000" + n + title + "나는 제목 " + n +
			"\x04\x01div\x02class=MuiStack-root\x01div\x02class=MuiChip-root\x01span\x02class=MuiChip-label MuiChip-labelSmall\x03누구\x04\x04\x04\x04"
	}
	var page strings.Builder
	page.WriteString("\x01html\x01body\x01main\x02class=content\x01button\x02class=selected\x01p\x03Day 1\x04\x01p\x038월 15일 토요일\x04\x04" +
		"\x01table\x01thead\x01th\x04\x01th\x01h6\x03101\x04\x04\x01th\x01h6\x03102\x04\x04\x04\x01tbody")
	for i := range rows {
		at := session.Itoa(9+i/6) + ":" + session.Itoa(i%6) + "0"
		page.WriteString("\x01tr\x01td\x03" + at + "\x04\x01td\x02rowspan=1" + linked(2*i) + "\x04\x01td")
		if i%4 == 3 {
			page.WriteString(title + "휴식 (10분)\x04")
		} else {
			page.WriteString(title + "오프닝 " + session.Itoa(i) + "\x04")
		}
		page.WriteString("\x04\x04")
	}
	page.WriteString("\x04\x04\x01ul\x01li" + linked(898) + "\x04\x01li" + linked(899))
	return page.String()
}
