package infer_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/families"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
)

// TestShuffled: where the texts of all slots are shuffled among the records of a page, a
// start is told for a title only if it stands in the same record, however little the hours
// go forward then.
func TestShuffled(t *testing.T) {
	seeds := uint64(8)
	if testing.Short() {
		seeds = 2
	}
	wrongs, n := lines(t, wrongFile), 0
	still := map[string]bool{}
	for _, name := range families.Names() {
		for seed := uint64(1); seed <= seeds; seed++ {
			p, err := families.Shuffled(name, seed)
			if err != nil {
				t.Fatal(err)
			}
			if p.Negative {
				continue
			}
			page := read(t, p.HTML, p.URL)
			for i := range page.Spots {
				if page.Spots[i].Session.Start.Known() {
					n++
				}
			}
			if _, wrong := told(p, page); len(wrong) > 0 {
				still[name] = true
				if !wrongs[name+"/shuffled"] {
					t.Errorf("%s/%s:\n\t%s", name, p.Name, some(wrong))
				}
			}
		}
		if wrongs[name+"/shuffled"] && !still[name] && !testing.Short() {
			t.Errorf("%s/shuffled tells no wrong start by now: take it off %s", name, wrongFile)
		}
	}
	if n < 100 {
		t.Errorf("only %d starts were told at all: this test sees nothing", n)
	}
}

// TestStartsOfManyPages: on no page of many that a family makes a wrong start is told.
func TestStartsOfManyPages(t *testing.T) {
	from, to := uint64(1001), uint64(1040)
	if testing.Short() {
		to = 1004
	}
	wrongs, n, right := lines(t, wrongFile), 0, map[string]int{}
	var table strings.Builder
	for _, name := range families.Names() {
		still := false
		for seed := from; seed <= to; seed++ {
			p, err := families.Make(name, seed)
			if err != nil {
				t.Fatal(err)
			}
			page := read(t, p.HTML, p.URL)
			n += len(page.Spots)
			faults, wrong := told(p, page)
			if len(faults) == 0 {
				right[name]++
			}
			if len(wrong) > 0 {
				still = true
				if !wrongs[name+"/many"] {
					t.Errorf("%s/%s:\n\t%s", name, p.Name, some(wrong))
				}
			}
		}
		if wrongs[name+"/many"] && !still && !testing.Short() {
			t.Errorf("%s/many tells no wrong start by now: take it off %s", name, wrongFile)
		}
		fmt.Fprintf(&table, "%-20s %3d of %d\n", name, right[name], to-from+1)
	}
	t.Logf("made pages that are read as they are meant:\n%s", &table)
	if n < 1000 && !testing.Short() {
		t.Errorf("only %d sessions were told at all: this test sees nothing", n)
	}
}

// many is a page with its body n times, each with titles of its own.
func many(p families.Page, n int) string {
	open := strings.Index(p.HTML, "<body")
	open += strings.IndexByte(p.HTML[open:], '>') + 1
	end := strings.LastIndex(p.HTML, "</body>")
	var b strings.Builder
	b.WriteString(p.HTML[:open])
	for i := range n {
		var pairs []string
		for _, s := range p.Sessions {
			pairs = append(pairs, s.Title, fmt.Sprintf("%s %d", s.Title, i))
		}
		b.WriteString(strings.NewReplacer(pairs...).Replace(p.HTML[open:end]))
	}
	b.WriteString(p.HTML[end:])
	return b.String()
}

// TestCostOfFamilies: eight times as much of a page costs some eight times as much: what is
// counted is allocations, which are the same on a machine that is busy.
func TestCostOfFamilies(t *testing.T) {
	for i, name := range families.Names() {
		if testing.Short() && i%5 > 0 {
			continue
		}
		p, err := families.Make(name, 1)
		if err != nil {
			t.Fatal(err)
		}
		cost := func(n int) (bytes, objects float64) {
			root, err := htmldom.Parse(strings.NewReader(many(p, n)))
			if err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			readRoot(root, site.Options{URL: p.URL})
			runtime.ReadMemStats(&after)
			return float64(after.TotalAlloc - before.TotalAlloc), float64(after.Mallocs - before.Mallocs)
		}
		cost(1) // what is made once is not counted
		b1, o1 := cost(3)
		b2, o2 := cost(24)
		if b2/b1 > 14 || o2/o1 > 14 {
			t.Errorf("%s: eight times the page costs %.1f times the bytes and %.1f times the objects", name, b2/b1, o2/o1)
		}
	}
}

// sound fails where what was read cannot be kept, shown or named.
func sound(t *testing.T, page site.Page) {
	t.Helper()
	if len(page.Spots) > site.MaxSpots {
		t.Errorf("%d spots", len(page.Spots))
	}
	for i := range page.Spots {
		s := &page.Spots[i].Session
		if _, _, _, _, ok := s.Key.Parts(); !ok || s.Title(page.Lang) == "" || page.Spots[i].Node == nil {
			t.Errorf("%+v", page.Spots[i])
		}
		if s.End.Known() && (!s.Start.Known() || s.End < s.Start) {
			t.Errorf("%q is from %q to %q", s.Title(page.Lang), s.Start, s.End)
		}
	}
}

// FuzzFamilies reads pages of which pieces were taken out, put elsewhere or said twice, as
// bytes say.
func FuzzFamilies(f *testing.F) {
	names := families.Names()
	r := rand.New(rand.NewPCG(17, 17))
	for i := range names {
		f.Add(uint8(i), uint64(1+i%5), []byte{byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32())})
	}
	f.Fuzz(func(t *testing.T, family uint8, seed uint64, cuts []byte) {
		p, err := families.Make(names[int(family)%len(names)], seed)
		if err != nil {
			t.Fatal(err)
		}
		tags := strings.SplitAfter(p.HTML, ">")
		for i := 0; i+2 < len(cuts) && i < 90; i += 3 {
			at, n, to := int(cuts[i])*len(tags)/256, 1+int(cuts[i+1]%16), int(cuts[i+2])*len(tags)/256
			piece := append([]string(nil), tags[at:min(at+n, len(tags))]...)
			switch cuts[i+1] >> 6 {
			case 0, 1: // taken out
				tags = append(tags[:at:at], tags[min(at+n, len(tags)):]...)
			case 2: // said twice
				tags = append(tags[:to:to], append(piece, tags[to:]...)...)
			default: // one after the other, many times
				for range 4 {
					tags = append(tags[:at:at], append(piece, tags[at:]...)...)
				}
			}
			if len(tags) == 0 {
				return
			}
		}
		sound(t, read(t, strings.Join(tags, ""), p.URL))
	})
}

// pieces are texts of which pages are made: what each of them is, a reader decides.
var pieces = []string{
	"10:00", "10:00 - 10:40", "~", "11:20", "25:61", "2027-08-14", "8.14(토)", "Day 1", "Day 2", "8월 14일 ~ 15일", "오후 1시", "40분", "(30min)",
	"김하늘", "박바다 (별빛소프트)", "Nina Park", "Greta Berg, Omar Silva", "101호", "Halo Room", "Track A", "초급", "#web", "취소", "점심시간", "Lunch",
	"작은 팀의 작업 큐 운영기", "What Type Hints Taught Us", "그 많던 로그는 어디로 갔을까?", "TBA", "", "|", "·", "시간", "제목", "연사", "장소",
}

var tags = []string{"div", "section", "ul", "li", "table", "tr", "td", "th", "h2", "h3", "p", "span", "b", "a", "dl", "dt", "dd", "time", "article", "button"}

// FuzzStructures reads trees that bytes make: elements of all kinds within each other, with
// texts of all kinds at every level, deep, wide and repeated.
func FuzzStructures(f *testing.F) {
	r := rand.New(rand.NewPCG(4, 2))
	for n := range 24 {
		b := make([]byte, 20+n*25)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		f.Add(b, uint8(n*11))
	}
	f.Fuzz(func(t *testing.T, program []byte, copies uint8) {
		if len(program) > 4000 {
			return
		}
		var b strings.Builder
		var open []string
		for _, c := range program {
			switch k := int(c >> 1); {
			case c&1 == 0:
				b.WriteString(pieces[k%len(pieces)])
			case k%3 == 0 && len(open) > 0:
				b.WriteString("</" + open[len(open)-1] + ">")
				open = open[:len(open)-1]
			default:
				tag := tags[k%len(tags)]
				fmt.Fprintf(&b, "<%s class=c%d", tag, k%5)
				if tag == "a" {
					fmt.Fprintf(&b, " href=/talks/%d", k)
				}
				if k%7 == 0 {
					fmt.Fprintf(&b, " rowspan=%d colspan=%d id=d%d aria-controls=d%d", k, k/2, k%4, (k+1)%4)
				}
				b.WriteString(">")
				open = append(open, tag)
			}
		}
		body := strings.Repeat(b.String(), 1+int(copies%8))
		sound(t, read(t, "<body><main>"+body+"</main>", "https://2027.pycon.kr/schedule"))
	})
}
