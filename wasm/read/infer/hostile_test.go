package infer_test

import (
	"runtime"
	"strconv"
	"strings"
	"testing"

	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
	"byeolpyo/wasm/read/snapshot"
)

// lots is n, and less under wasm, where all of this is some ten times slower.
func lots(n int) int {
	if runtime.GOOS == "js" {
		return n / 5
	}
	return n
}

func parse(t testing.TB, html string) *dom.Node {
	t.Helper()
	root, err := htmldom.Parse(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// TestHostile reads pages that are large in every way that is counted.
func TestHostile(t *testing.T) {
	n := lots(10_000)
	repeat := func(format string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(format, "#", strconv.Itoa(i+1)))
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		html  string
		least int
	}{
		"cards with times":   {"<h2>May 8, 2027</h2><main>" + repeat(`<article><time datetime="2027-05-08T09:30:00+09:00">09:30</time><h3>A talk with the number #</h3><p class="by">Jo Kim</p></article>`) + "</main>", n - 200},
		"links":              {"<main>" + repeat(`<p><a href="/talks/#">Talk #</a></p>`) + "</main>", n - 200},
		"links in one":       {"<main>" + repeat(`<a href="/talks/#">Talk #</a>`) + "</main>", n - 200},
		"the same link":      {"<main>" + repeat(`<p><a href="/talks/1">A talk</a></p>`) + "</main>", 0},
		"dates":              {"<main>" + repeat(`<h3>May 8, 2027</h3>`) + "</main>", 0},
		"dated tabs":         {"<main>" + repeat(`<button>May 8, 2027</button>`) + "</main>", 0},
		"tables":             {"<main>" + repeat(`<table><tr><th>9:00<td><a href="/talks/#">Talk #</a><tr><th>9:30</table>`) + "</main>", 300},
		"one table":          {"<main><table>" + repeat(`<tr><th>9:00<td><a href="/talks/#">Talk #</a>`) + "</table></main>", n - 200},
		"times":              {"<main>" + repeat(`<p>9:00</p>`) + "</main>", 0},
		"headings":           {"<main>" + repeat(`<h1>Talk #</h1>`) + "</main>", 0},
		"labels":             {"<main><h1>Talk</h1>" + repeat(`<dt>Time</dt><dd>9:00</dd>`) + "</main>", 0},
		"boxes":              {"<main>" + repeat(`<div><h3>A talk with the number #</h3><p>Jo Kim</p></div>`) + "</main>", n - 200},
		"linked data":        {`<script type="application/ld+json">[` + strings.TrimSuffix(repeat(`{"@type":"Event","name":"Talk #","startDate":"2027-05-08T09:30:00+09:00"},`), ",") + "]</script><main>" + repeat(`<p>Talk #</p>`) + "</main>", 1},
		"times and boxes":    {"<main><h2>May 8, 2027</h2>" + repeat(`<div>9:00</div><div><h4>Talk #</h4></div>`) + "</main>", 0},
		"times in boxes":     {"<main><h2>May 8, 2027</h2>" + repeat(`<p>9:00</p><div><p>9:30</p><b>Talk #</b></div>`) + "</main>", 0},
		"rows of boxes":      {"<main><h2>May 8, 2027</h2><div><i>Time</i><i>A</i><i>B</i></div>" + repeat(`<div><i>9:00</i><i>Talk #</i><i>b</i></div><section><div><p>9:00</p><p>a</p><p>b</p></div></section>`) + "</main>", 0},
		"one slot":           {"<main><h2>May 8, 2027</h2><table><tr><th>Time</th><th>A</th></tr><tr><td rowspan=65534>9:00 ~ 9:30</td><td>x</td></tr>" + repeat(`<tr><td>Talk #</td></tr>`) + "<tr><td>9:30</td></tr></table></main>", 0},
		"lines with times":   {"<main><h2>May 8, 2027</h2>" + repeat(`<li>9:00 ~ 9:30 A talk with the number #</li>`) + "</main>", n - 200},
		"line breaks":        {"<main>" + repeat(`<p>Talk #<br></p>`) + "<p>" + repeat("<br>") + "</p></main>", 0},
		"bold labels":        {"<main><h1>Talk</h1>" + repeat(`<li><b>Speaker</b> Jo #</li>`) + "</main>", 0},
		"chunks in one item": {"<h2>May 8, 2027</h2><main><article><p>9:00</p><div>" + repeat(`<b>x</b> y <i>#</i>`) + "</div></article><article><p>9:30</p><h3>Talk</h3></article></main>", 0},
	} {
		page := infer.Read(parse(t, c.html), site.Options{URL: "https://conf.example/talks"})
		if len(page.Spots) < min(c.least, site.MaxSpots) || len(page.Spots) > site.MaxSpots {
			t.Errorf("%s: %d spots, want %d", name, len(page.Spots), c.least)
		}
	}
	for _, tag := range []string{"div", "p", "table", "td", "a", "main", "h2", "time", "button"} {
		for _, text := range []string{"발표", "2027-05-08 9:00", "장소: 101호"} {
			var b strings.Builder
			b.WriteString("\x01html\x01body\x01main")
			for range lots(5_000) {
				b.WriteString("\x01" + tag + "\x02class=selected title\x03" + text)
			}
			infer.Read(snapshot.Decode(b.String()), site.Options{URL: "https://conf.example/talks/12"})
		}
	}
	infer.Read(nil, site.Options{})
	infer.Read(snapshot.Decode("\x01html"), site.Options{URL: "https://conf.example/talks"})
}
