package dom_test

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/htmldom"
)

func parse(t testing.TB, html string) *dom.Node {
	t.Helper()
	root, err := htmldom.Parse(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// element makes an element with attributes: name, value, name, value.
func element(tag string, attrs ...string) *dom.Node {
	b := dom.NewBuilder()
	b.Open(b.Tag(tag))
	for i := 0; i < len(attrs); i += 2 {
		b.Set(b.Attr(attrs[i], attrs[i+1]))
	}
	return b.Root()
}

// find returns the first element that a selector selects.
func find(t testing.TB, root *dom.Node, selector string) *dom.Node {
	t.Helper()
	n := dom.Selector(selector).First(root)
	if n == nil {
		t.Fatalf("no %s", selector)
	}
	return n
}

func TestText(t *testing.T) {
	for _, c := range []struct{ html, want string }{
		{"", ""},
		{"a", "a"},
		{"  a \n\t b  ", "a b"},
		{"a<b>b</b>c", "abc"},
		{"a <b>b</b> c", "a b c"},
		{"a<b> b </b>c", "a b c"},
		{"<i></i>a", "a"},
		{"a<br>b", "a b"},
		{"a<br><br>b", "a b"},
		{"a<div>b</div>c", "a b c"},
		{"<div>a</div><div>b</div>", "a b"},
		{"<div><div>a</div></div>b", "a b"},
		{"<p>a<p>b", "a b"},
		{"<ul><li>a<li>b</ul>c", "a b c"},
		{"a<img>b", "a b"},
		{"a<hr>", "a"},
		{"<span><div>a</div></span>b", "a b"},
		{"a&nbsp;b&nbsp;", "a b"},
		{"2:00\u202fPM", "2:00 PM"},
		{"a\u2009b\u3000c\u200bd\ufeffe\u2028f\u205fg\u1680h", "a b c d e f g h"},
		{"a\u0085b\vc", "a b c"},
		{"\u202f\u00a0", ""},
		{"가\u00a0나 다라", "가 나 다라"},
		{"é\u2026\u2030", "é…‰"}, // begin as the wide spaces do
		{"a<script>x</script>b", "a b"},
		{"a<style>x</style>b<svg><text>y</text></svg>c<noscript>z</noscript>", "a b c"},
		{"a<!-- x -->b", "ab"},
		{"Track 1\n4층 4142호", "Track 1 4층 4142호"},
		{"&lt;b&gt; &amp;", "<b> &"},
	} {
		root := parse(t, "<main>"+c.html+"</main>")
		if got := find(t, root, "main").Text(); got != c.want {
			t.Errorf("%q: %q, want %q", c.html, got, c.want)
		}
	}
	if got := find(t, parse(t, "<p> x "), "p").First().Text(); got != "x" {
		t.Errorf("a text by itself: %q", got)
	}
}

func TestTextWithout(t *testing.T) {
	small := func(n *dom.Node) bool { return n.Tag == "small" || n.HasClass("no") }
	for _, c := range []struct{ html, want string }{
		{"a<small>b</small>c", "a c"},
		{"<small>a</small>b", "b"},
		{"a<span class=no>b</span>c", "ac"},
		{"<div>a<span class=no>b</span></div>c", "a c"},
		{"a<div class=no>b</div>c", "a c"},
		{"<div>a</div><small></small>", "a"},
	} {
		if got := find(t, parse(t, "<main>"+c.html+"</main>"), "main").TextWithout(small); got != c.want {
			t.Errorf("%q: %q, want %q", c.html, got, c.want)
		}
	}
	// The element itself is never left out.
	n := find(t, parse(t, "<p class=no>a</p>"), "p")
	if got := n.TextWithout(small); got != "a" {
		t.Errorf("got %q", got)
	}
}

func TestTextIsBounded(t *testing.T) {
	for _, html := range []string{
		strings.Repeat("가", 100_000), strings.Repeat("<p>가나다 ", 10_000), strings.Repeat("가 ", 10_000), strings.Repeat("x", dom.MaxText-1) + "<b>" + strings.Repeat("가", 5000) + "</b>",
	} {
		got := find(t, parse(t, "<main>"+html+"</main>"), "main").Text()
		if len(got) > dom.MaxText || len(got) < dom.MaxText-4 || !utf8.ValidString(got) {
			t.Errorf("%d bytes, valid: %t", len(got), utf8.ValidString(got))
		}
	}
}

func TestHasClass(t *testing.T) {
	for _, c := range []struct {
		class, name string
		want        bool
	}{
		{"a", "a", true}, {"a b", "a", true}, {"a b", "b", true}, {"x\ta\nb", "a", true}, {"ab", "a", false}, {"ba", "a", false},
		{"aa a", "a", true}, {"a-b", "a", false}, {"", "a", false}, {"aba b", "b", true}, {"MuiChip-label-x MuiChip-label", "MuiChip-label", true},
	} {
		n := element("p", "class", c.class)
		if n.HasClass(c.name) != c.want {
			t.Errorf("%q has %q: %t", c.class, c.name, !c.want)
		}
	}
}

func TestWalk(t *testing.T) {
	root := parse(t, "<body>x<p>a<b>b</b></p>y<p>c</p></body>")
	body := find(t, root, "body")
	var all []string
	for n := body.After(body); n != nil; n = n.After(body) {
		all = append(all, n.Tag+n.Data)
	}
	if want := []string{"x", "p", "a", "b", "b", "y", "p", "c"}; !reflect.DeepEqual(all, want) {
		t.Errorf("walked %q, want %q", all, want)
	}
	p := find(t, root, "p")
	if p.Skip(body).Data != "y" || p.NextElement().Text() != "c" || p.NextElement().PrevElement() != p || p.PrevElement() != nil ||
		p.NextElement().NextElement() != nil || p.FirstElement().Tag != "b" || p.FirstElement().FirstElement() != nil || p.Skip(p) != nil {
		t.Error("neighbours are wrong")
	}
	if !p.Inside(body) || !p.Inside(p) || body.Inside(p) || p.First().Inside(p.NextElement()) {
		t.Error("inside is wrong")
	}
	if b := find(t, root, "b"); b.After(b).Data != "b" || b.Skip(p) != nil || b.First().After(p) != nil {
		t.Error("a walk leaves its root")
	}
	index := -1
	for n := root; n != nil; n = n.After(root) {
		if n.Tag != "" {
			if index++; n.Index != index {
				t.Errorf("%s is %d, want %d", n.Tag, n.Index, index)
			}
		} else if n.Index != -1 {
			t.Errorf("a text is %d", n.Index)
		}
	}
}

func TestSelectors(t *testing.T) {
	root := parse(t, `<body><main id=m class="one two"><p class=a id=1>x<b class=in id=2>y</b></p><div id=3><p id=4 class="a b"><i id=5></i><b id=6></b></p></div><a id=7 href="/program/37">z</a><a id=8 href="#x" rel=no>q</a></main><p id=9></p></body>`)
	for selector, want := range map[string]string{
		"p": "1 4 9", "main": "m", "*": "m 1 2 3 4 5 6 7 8 9", ".a": "1 4", "p.a.b": "4", ".a.in": "", "main.one.two": "m",
		"main p": "1 4", "main > p": "1", "main>p": "1", "body > p": "9", "main b": "2 6", "main > b": "", "div b": "6", "main div > p > b": "6", "p b": "2 6", "main p b": "2 6",
		"[href]": "7 8", "a[href^=/program/]": "7", `a[href^="/program/"]`: "7", "a[href*=gram]": "7", "a[href$='37']": "7", "a[href=#x]": "8", "[rel]": "",
		"p:first": "1 4", "p:last": "4 9", "b:last": "2 6", "i:first": "5", "b:first": "2", "main > a:last": "8", ":first": "m 1 2 4 5",
		"a:not([href^=#])": "7", "p:not(.a)": "9", "p:not(.b):not([id=9])": "1", "p, a": "1 4 7 8 9", "i,b": "2 5 6", "main , .a": "m 1 4",
		"html body main p.a > b.in": "2", "p > main": "",
	} {
		var got []string
		s := dom.Selector(selector)
		for _, n := range s.All(root) {
			if id := n.Attr("id"); id != "" {
				got = append(got, id)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s selects %q, want %q", selector, got, want)
		}
		if all := s.All(root); len(all) > 0 && s.First(root) != all[0] || len(all) == 0 && s.First(root) != nil {
			t.Errorf("%s: the first of all is not the first", selector)
		}
	}
	// The scope itself may be the first compound, and nothing above it.
	div := find(t, root, "div")
	for selector, want := range map[string]int{"div > p": 1, "div b": 1, "main b": 0, "div": 0, "p": 1} {
		if got := dom.Selector(selector).All(div); len(got) != want {
			t.Errorf("%s below div: %d, want %d", selector, len(got), want)
		}
	}
	var none dom.Selector
	if !none.None() || none.First(root) != nil || none.All(root) != nil || none.Matches(root, root) || dom.Selector("p").None() {
		t.Error("the zero selector selects")
	}
	if p := dom.Selector("p"); p.All(nil) != nil || p.First(nil) != nil || p.Matches(find(t, root, "p").First(), nil) {
		t.Error("nothing is selected")
	}
}

func TestSelectorFaults(t *testing.T) {
	for _, selector := range []string{"", "p,", "p >", ",", "a[href", "a:hover", "a:not", "a:not(.x", "a)", "p:first-child"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q compiles", selector)
				}
			}()
			dom.Selector(selector).Compile()
		}()
	}
}

func TestDeepText(t *testing.T) {
	b := dom.NewBuilder()
	b.Open(b.Tag("html"))
	for range 100_000 {
		b.Open(b.Tag("span"))
	}
	b.Text("deep")
	root := b.Root()
	n := root
	for n.First() != nil {
		n = n.First()
	}
	if root.Text() != "deep" || len(dom.Selector("html span").All(root)) == 0 || !n.Inside(root) {
		t.Error("a deep tree reads wrongly")
	}
}

func TestAttributes(t *testing.T) {
	n := element("p", "id", "a", "id", "b")
	if n.Attr("id") != "a" || n.Attr("class") != "" {
		t.Error("the first of a name does not count")
	}
	for _, name := range dom.Attrs {
		if !dom.Keeps(name) {
			t.Errorf("%s is not kept", name)
		}
	}
	if dom.Keeps("title") || dom.Keeps("onclick") || dom.Keeps("") {
		t.Error("more is kept than Attrs")
	}
	if !dom.KeepsStyle("color:red; text-decoration: line-through") || dom.KeepsStyle("color:red") || dom.KeepsStyle("") {
		t.Error("of styles, those that strike through are kept")
	}
}

// TestSameLists holds that the browser's side of the contract, tree.js, has the
// lists of this package.
func TestSameLists(t *testing.T) {
	js := string(project.Read(t, "extension/content/tree.js"))
	words := func(name string) []string {
		m := regexp.MustCompile(`const ` + name + ` = new Set\(\[([^\]]*)\]\)`).FindStringSubmatch(js)
		if m == nil {
			t.Fatalf("tree.js has no set %s", name)
		}
		list := m[1]
		for _, c := range regexp.MustCompile(`const (\w+) = "([^"]*)";`).FindAllStringSubmatch(js, -1) {
			list = regexp.MustCompile(`\b`+c[1]+`\b`).ReplaceAllString(list, `"`+c[2]+`"`)
		}
		var out []string
		for _, w := range regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(list, -1) {
			out = append(out, w[1])
		}
		if n := strings.Count(strings.TrimRight(strings.TrimSpace(list), ","), ",") + 1; n != len(out) {
			t.Fatalf("%s has %d items, of which %d are understood", name, n, len(out))
		}
		slices.Sort(out)
		return out
	}
	attrs := slices.Sorted(slices.Values(dom.Attrs))
	if got := words("ATTRS"); !reflect.DeepEqual(got, attrs) {
		t.Errorf("tree.js keeps the attributes\n%q\nand dom\n%q", got, attrs)
	}
	opaque := words("OPAQUE")
	for _, tag := range opaque {
		if !dom.Opaque(tag, "") {
			t.Errorf("%s is opaque to tree.js only", tag)
		}
	}
	tags := strings.Fields("a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col " +
		"colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 " +
		"h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark math menu meta meter nav noscript " +
		"object ol optgroup option output p param picture pre progress q rp rt ruby s samp search section select slot small source span " +
		"strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track u ul var video wbr " +
		"byeolpyo-star byeolpyo-toast byeolpyo-other")
	for _, tag := range tags {
		if dom.Opaque(tag, "") != slices.Contains(opaque, tag) {
			t.Errorf("%s is opaque to dom only", tag)
		}
	}
	if !dom.Opaque("script", "") || !dom.Opaque("script", "module") || dom.Opaque("script", "application/ld+json") || dom.Opaque("div", "") {
		t.Error("scripts are opaque but for JSON")
	}
	if !regexp.MustCompile(`MAX_TEXT = 4096`).MatchString(js) || dom.MaxText != 4096 {
		t.Error("tree.js and dom bound texts differently")
	}
}
