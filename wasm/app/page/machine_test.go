package page

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
)

// translate does to a page what the browser's translation does: each text becomes
// other words in two font elements. Words with a slash at the end stay.
func translate(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var texts []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
			texts = append(texts, n)
		}
		if n.Type == html.ElementNode && n.Data == "html" {
			n.Attr = append(n.Attr, html.Attribute{Key: "class", Val: "translated-ltr"})
		}
	}
	for i, n := range texts {
		outer := &html.Node{Type: html.ElementNode, Data: "font"}
		inner := &html.Node{Type: html.ElementNode, Data: "font"}
		n.Parent.InsertBefore(outer, n)
		n.Parent.RemoveChild(n)
		outer.AppendChild(inner)
		inner.AppendChild(&html.Node{Type: html.TextNode, Data: fmt.Sprintf("machine words %d", i)})
	}
	var out strings.Builder
	if err := html.Render(&out, root); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func elements(root *dom.Node) (list []*dom.Node) {
	for n := root; n != nil; n = n.After(root) {
		if n.Tag != "" {
			list = append(list, n)
		}
	}
	return list
}

// becomes lets the browser translate the page that the tab shows: before is its
// HTML, and after what is in the same document then.
func (b *tab) becomes(before, after string) {
	b.t.Helper()
	parse := func(text string) *dom.Node {
		root, err := htmldom.Parse(strings.NewReader(text))
		if err != nil {
			b.t.Fatal(err)
		}
		return root
	}
	var stay []*dom.Node
	root := parse(after)
	for _, n := range elements(root) {
		if n.Tag != "font" {
			stay = append(stay, n)
		}
	}
	var moved []int
	for i := range elements(parse(before)) {
		moved = append(moved, -1)
		if i < len(stay) {
			moved[i] = stay[i].Index
		}
	}
	b.page.ScanMachine(root, site.Options{URL: b.url}, moved)
	b.page.Marks()
	for key, tree := range b.page.Learned(false) {
		b.storage.set(b.t, key, tree)
	}
}

// TestTranslated: a page that the browser translates keeps its stars, where they are
// clicked with the site's own words, and teaches nothing.
func TestTranslated(t *testing.T) {
	for name, c := range map[string]struct{ url, page string }{
		"with ids":    {gridURL, grid("ko", "15", 1, 2, 3)},
		"without ids": {grid2024, cells2024("26일 토요일", "오프닝", "발표 하나", "발표 둘")},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStorage()
			b := s.load(t, c.url, c.page, now)
			first := b.page.Marks()[0]
			b.click(first.Key, now)
			stars := b.states()
			if stars == "" || !strings.HasPrefix(stars, "star off off") {
				t.Fatalf("stars %q", stars)
			}
			before := fmt.Sprint(s.entries)
			title := b.page.page.Spots[1].Session.Titles

			machine := translate(t, c.page)
			b.becomes(c.page, machine)
			b.expect("translated", stars)
			b.settle(now + 1)
			if after := fmt.Sprint(s.entries); after != before {
				t.Errorf("stored %s\nbefore %s", after, before)
			}
			for i, m := range b.page.Marks() {
				if strings.Contains(m.Label, "machine") {
					t.Errorf("star %d is called %q", i, m.Label)
				}
			}
			second := b.page.Marks()[1]
			b.click(second.Key, now+2)
			record, _ := s.entries["pick/"+string(second.Key)].(map[string]any)
			if text := fmt.Sprint(record); strings.Contains(text, "machine") || len(title) == 0 || !strings.Contains(text, title["ko"]) {
				t.Errorf("picked %s", text)
			}
			b.undo(now + 3)

			// Loaded anew it is translated before anything was read: what has an id and is
			// known has its star, and nothing is learned. In its own words again all is as
			// it was.
			records := func() string {
				copied := map[string]any{}
				for name, tree := range s.entries {
					if !strings.HasPrefix(name, "pick/") {
						copied[name] = tree
					}
				}
				return fmt.Sprint(copied)
			}
			known := records()
			late := s.open(t)
			late.url = c.url
			late.becomes("", machine)
			late.settle(now + 4)
			if after := records(); after != known {
				t.Errorf("stored %s\nbefore %s", after, known)
			}
			b.show(c.url, c.page)
			b.expect("in its own words", stars)
			b.settle(now + 5)
			if after := records(); after != known {
				t.Errorf("stored %s\nbefore %s", after, known)
			}
		})
	}
}

func elementsRoot(t *testing.T, text string) *dom.Node {
	t.Helper()
	root, err := htmldom.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// TestTranslatedLater: on a page that is being translated, what comes later counts
// while it is the site's own, and translated only if it is known by its id; then by
// the words that are known.
func TestTranslatedLater(t *testing.T) {
	s := newStorage()
	s.load(t, gridURL, grid("ko", "15", 1, 2, 3), now)
	for _, c := range []struct {
		name, page string
		want       []string
	}{
		{"the site's own", grid("ko", "15", 1, 7), []string{"발표 1", "발표 7"}},
		{"translated", translate(t, grid("ko", "15", 1, 7)), []string{"발표 1"}},
	} {
		b := s.open(t)
		b.url = gridURL
		b.page.ScanMachine(elementsRoot(t, "<main></main>"), site.Options{URL: gridURL}, nil)
		for key, tree := range s.entries {
			if IsEditionKey("2026", key) {
				b.page.Put(key, tree)
			}
		}
		writes := s.writes
		b.becomes("", c.page)
		b.settle(now + 1)
		var got []string
		for _, m := range b.page.Marks() {
			got = append(got, strings.TrimPrefix(m.Label, "내 시간표에 담기: "))
		}
		if !reflect.DeepEqual(got, c.want) || s.writes != writes {
			t.Errorf("%s: stars of %q, want %q; %d written", c.name, got, c.want, s.writes-writes)
		}
	}
}

func TestMoved(t *testing.T) {
	for text, want := range map[string][]int{"": nil, "0 ": {0}, "0 2 -1 13 ": {0, 2, -1, 13}} {
		if got := Moved(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
