package site

import (
	"strings"
	"testing"

	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/snapshot"
)

// table parses the first table of an HTML text.
func table(t testing.TB, html string) *dom.Node {
	t.Helper()
	root, err := htmldom.Parse(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	n := dom.Selector("table").First(root)
	if n == nil {
		t.Fatal("no table")
	}
	return n
}

// drawn writes a grid as text: a row a line, a place a word, "." for none.
func drawn(g *grid) string {
	var rows []string
	for _, row := range g.at {
		var words []string
		for _, c := range row {
			switch {
			case c == nil:
				words = append(words, ".")
			case c.text == "":
				words = append(words, "_")
			default:
				words = append(words, c.text)
			}
		}
		rows = append(rows, strings.Join(words, " "))
	}
	return strings.Join(rows, "|")
}

func TestReadGrid(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"plain", "<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a b|c d"},
		{"head without row", "<table><thead><th>a<th>b</thead><tbody><tr><td>c<td>d</table>", "a b|c d"},
		{"empty rows", "<table><tr><td>a<tr><tr><td>b</table>", "a||b"},
		{"rowspan", "<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", "a b|a c"},
		{"rowspan over empty rows", "<table><tr><td rowspan=3>a<td rowspan=3>b<tr><tr><tr><td>c</table>", "a b|a b|a b|c"},
		{"colspan", "<table><tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e</table>", "a a b|c d e"},
		{"both", "<table><tr><td>1<td colspan=2 rowspan=2>a<tr><td>2<tr><td>3<td>b<td>c</table>", "1 a a|2 a a|3 b c"},
		{"a hole", "<table><tr><td>a<td rowspan=2>b<tr><td>c<td>d</table>", "a b|c b d"},
		{"wider than the head", "<table><tr><th>h<tr><td>a<td>b<td>c</table>", "h|a b c"},
		{"covered twice", "<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c</table>", "a b|c b"},
		{"rowspan past the end", "<table><tr><td rowspan=9>a<tr><td>b</table>", "a|a b"},
		{"rowspan 0", "<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>", "a b|a c|a d"},
		{"rowspan ends with its section", "<table><thead><tr><th rowspan=9>h<tbody><tr><td>a<tr><td>b</table>", "h|a|b"},
		{"rowspan 0 ends with its section", "<table><tbody><tr><td rowspan=0>h<tbody><tr><td>a</table>", "h|a"},
		{"colspan 0", "<table><tr><td colspan=0>a<td>b</table>", "a b"},
		{"spans that are no numbers", "<table><tr><td colspan=x rowspan=-2>a<td colspan=''>b<tr><td>c<td>d</table>", "a b|c d"},
		{"a span with a fraction", "<table><tr><td rowspan=2.5>a<td>b<tr><td>c<tr><td>d</table>", "a b|a c|d"},
		{"a span with spaces", "<table><tr><td rowspan=' 2 '>a<td>b<tr><td>c</table>", "a b|a c"},
		{"foot", "<table><tfoot><tr><td>f</tfoot><tbody><tr><td>a</table>", "f|a"},
		{"caption and columns", "<table><caption>x</caption><colgroup><col><col></colgroup><tr><td>a</table>", "a"},
		{"empty", "<table></table>", ""},
		{"no cells", "<table><tr><tr></table>", "|"},
		{"a table within", "<table><tr><td>a<table><tr><td>x</table><td>b</table>", "a x b"},
	} {
		if got := drawn(readGrid(table(t, c.html))); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestLooseCells reads cells that scripts put into sections without a row, which
// no parser makes.
func TestLooseCells(t *testing.T) {
	tb := snapshot.Decode("\x01table\x01thead\x01th\x03a\x04\x03 \x01th\x03b\x04\x04\x01tbody\x01tr\x01td\x03c\x04\x01td\x03d")
	if got := drawn(readGrid(tb)); got != "a b|c d" {
		t.Errorf("got %q", got)
	}
}

func TestHugeSpans(t *testing.T) {
	rows := strings.Repeat("<tr><td rowspan=65534 colspan=1000>x", 1000)
	g := readGrid(table(t, "<table>"+rows+"</table>"))
	places := 0
	for _, row := range g.at {
		places += len(row)
	}
	if places > maxPlaces+maxColumns || len(g.cells) == 0 {
		t.Errorf("%d places, %d cells", places, len(g.cells))
	}
	g = readGrid(table(t, "<table><tr>"+strings.Repeat("<td colspan=1000>x", 1000)+"</table>"))
	if g.wide > maxColumns {
		t.Errorf("%d columns", g.wide)
	}
	for _, v := range []string{"99999999999999999999", "65535", "4294967297"} {
		g = readGrid(table(t, "<table><tr><td rowspan="+v+" colspan="+v+">x<tr><td>y</table>"))
		if len(g.at) != 2 || g.wide > maxColspan+1 {
			t.Errorf("span %s: %d rows, %d columns", v, len(g.at), g.wide)
		}
	}
}

func TestTimeAxis(t *testing.T) {
	for _, c := range []struct {
		name, html string
		want       axis
	}{
		{"down", "<table><tr><th><th>A<th>B<tr><td>9:00<td>x<td>y<tr><td>10:00<td>x<td>y</table>", axis{true, false, 0}},
		{"across", "<table><tr><th><th>9:00<th>10:00<tr><td>A<td>x<td>y<tr><td>B<td>x<td>y</table>", axis{true, true, 0}},
		{"one row", "<table><tr><th><th>A<tr><td>9:00<td>x</table>", axis{true, false, 0}},
		{"second column", "<table><tr><td>1<td>9:00<td>x<tr><td>2<td>10:00<td>y</table>", axis{true, false, 1}},
		{"a few words among the times", "<table><tr><td>9:00<td>x<tr><td>9:30<td>x<tr><td>lunch<td>x<tr><td>13:00<td>x</table>", axis{true, false, 0}},
		{"mostly words", "<table><tr><td>9:00<td>x<tr><td>a<td>x<tr><td>b<td>x</table>", axis{}},
		{"fees", "<table><tr><td>30분<td>1,000원<tr><td>1시간<td>2,000원</table>", axis{}},
		{"a sentence with a time", "<table><tr><td>The doors open at 9:00 in the morning of both days<td>x</table>", axis{}},
		{"none", "<table></table>", axis{}},
	} {
		if got := readGrid(table(t, c.html)).timeAxis(); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func FuzzGrid(f *testing.F) {
	f.Add("<table><thead><th>a</thead><tr><td rowspan=0>9:00<td colspan=3>x<tr><tr><td>10:00</table>")
	f.Add("<table><tr><td rowspan=65534 colspan=1000>9:00</table>")
	f.Add("<table><tr><th><th>9:00<th>10:00<tr><td>A<td>x</table>")
	f.Fuzz(func(t *testing.T, html string) {
		root, err := htmldom.Parse(strings.NewReader("<main><table>" + html + "</table></main>"))
		if err != nil {
			t.Skip()
		}
		g := readGrid(dom.Selector("table").First(root))
		for _, c := range g.cells {
			if c.colspan < 1 || c.rowspan < 1 || c.row+c.rowspan > len(g.at) {
				t.Fatalf("cell %+v of %d rows", c, len(g.at))
			}
			for y := c.row; y < c.row+c.rowspan; y++ {
				if g.place(y, c.col) == nil || len(g.at[y]) < c.col+c.colspan {
					t.Fatalf("cell %+v has no place in row %d", c, y)
				}
			}
		}
		// Whatever it is, reading it must end.
		for _, url := range []string{"https://2026.pycon.kr/timetable", "https://www.pycon.kr/2018/program/schedule/"} {
			page, _ := Read(root, Options{URL: url})
			if len(page.Spots) > MaxSpots {
				t.Fatal("more than the bound")
			}
		}
	})
}
