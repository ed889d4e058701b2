package page

import (
	"byeolpyo/wasm/read/site"
	"byeolpyo/wasm/read/snapshot"
)

// warmPage has sessions with and without a link in a grid, a break between them, and
// one in a list, so that reading it runs what reading a real page runs. Its form is
// snapshot's.
const warmPage = "\x01html\x01body\x01main\x02class=content\x01button\x02class=selected\x01p\x03Day 1\x04\x01p\x038월 15일 토요일\x04\x04" +
	"\x01table\x01thead\x01th\x04\x01th\x03101\x04\x01th\x03102\x04\x04\x01tbody" +
	"\x01tr\x01td\x039:00\x04\x01td\x02rowspan=3\x01a\x02href=/presentations/00000000-0000-0000-0000-000000000000\x01p\x02class=MuiTypography-root\x03x\x04\x01span\x02class=MuiChip-label\x03y\x04\x04\x04\x04" +
	"\x01tr\x01td\x039:10\x04\x01td\x01p\x02class=MuiTypography-root\x03휴식 (10분)\x04\x04\x04\x01tr\x01td\x039:20\x04\x01td\x01p\x02class=MuiTypography-root\x03z\x04\x04\x04\x04\x04" +
	"\x01ul\x01li\x01a\x02href=/presentations/11111111-1111-1111-1111-111111111111\x01p\x02class=MuiTypography-root\x03w\x04\x04\x04\x04" +
	// The rest uses numbers of tags and attributes, as most of a real snapshot does: li, a
	// with that href, p with that class.
	"\x05r\x05s\x068\x05t\x069\x03w\x04\x04\x04\x04\x04\x04\x04"

// Warm reads a page of its own and throws the result away. WebAssembly compiles a function
// when it first runs; what Warm has run is ready for the real page. A larger page, with which
// the browser would also optimise the code, made the real page's stars later instead of
// sooner. o has the options of the real page.
func Warm(o site.Options) {
	o.URL = "https://2026.pycon.kr/timetable"
	b := New(func(string) string { return "" })
	b.Scan(snapshot.Decode(warmPage), o)
	Plan(b.Marks())
	b.Learned(true)
	allocate()
}

// rounds is how often allocate repeats, which takes 3 ms. After 200 rounds, two of the nine
// functions that it is for were still to be optimised in the first reading.
const rounds = 300

// thing has pointers and other fields, like the structures that a page is read into.
type thing struct {
	//lint:ignore U1000 it is there for the collector to follow
	next *thing
	//lint:ignore U1000 it is there for its size
	name string
}

// made keeps the compiler from leaving out what nobody reads.
//
//lint:ignore U1000 nobody reads it
var made any

// allocate allocates what every reading does: growing lists, with pointers and without, and
// small maps. Go's allocator and maps are the code that a reading runs most. The browser
// would optimise it in the middle of the first reading, on a core that the page needs for its
// frame; here it does so while the page waits for its data. Loads of a page of 60 sessions
// were measured in turns, three times 24 on two quiet cores: stars came 49, 50 and 53 ms
// after the sessions, 52, 55 and 55 without allocate, and 58, 60 and 64 without Warm.
func allocate() {
	names := [...]string{"a", "bb", "ccc", "dddd", "eeeee", "ffffff", "ggggggg", "hhhhhhhh"}
	for range rounds {
		var things []*thing
		for range 4 {
			things = append(things, &thing{})
		}
		var text []byte
		for i := range 40 {
			text = append(text, byte(i))
		}
		numbers := map[string]int{}
		for i, name := range names {
			numbers[name] = i
		}
		made = [...]any{things, text, numbers}
	}
	made = nil
}
