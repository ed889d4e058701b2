package page

import (
	"strings"
	"testing"

	"byeolpyo/wasm/internal/families"
	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
)

// leastPlaces is how many stars there are on the pages of all families, at least: what is
// looked at below is not nothing.
const leastPlaces = 1500

// TestPlacesOnUnseenPages: on pages that nobody has described each star stands at the
// element that shows its session's title and no other's, and a session that stands there
// once has one.
func TestPlacesOnUnseenPages(t *testing.T) {
	stars := 0
	for _, name := range families.Names() {
		pages, err := families.Pages(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range pages {
			if testing.Short() && i%4 > 0 {
				continue
			}
			root, err := htmldom.Parse(strings.NewReader(p.HTML))
			if err != nil {
				t.Fatal(err)
			}
			b := newStorage().open(t)
			b.page.Scan(root, site.Options{URL: p.URL})
			marks := b.page.Marks()
			stars += len(marks)
			nodes := map[int]*dom.Node{}
			for n := root; n != nil; n = n.After(root) {
				if n.Tag != "" {
					nodes[n.Index] = n
				}
			}
			at := map[*dom.Node]int{} // of titles, the mark
			for i, m := range marks {
				title, node := nodes[m.Title], nodes[m.Node]
				if title == nil || node == nil || node != title && !title.Inside(node) && !node.Inside(title) {
					t.Errorf("%s/%s: the star of %q stands nowhere", name, p.Name, m.Label)
					continue
				}
				shown, told := ascii.Letters(title.Text()), ascii.Letters(strings.TrimPrefix(m.Label, "내 시간표에 담기: "))
				if !strings.Contains(shown, told) && !strings.Contains(told, shown) || shown == "" {
					t.Errorf("%s/%s: the star of %q stands at %q", name, p.Name, m.Label, title.Text())
				}
				if j, twice := at[title]; twice {
					t.Errorf("%s/%s: %q and %q stand at one element", name, p.Name, marks[j].Label, m.Label)
				}
				at[title] = i
			}
			for title, i := range at {
				for n := title.Parent(); n != nil; n = n.Parent() {
					if j, above := at[n]; above && marks[i].Key != marks[j].Key {
						t.Errorf("%s/%s: the title of %q stands around that of %q", name, p.Name, marks[j].Label, marks[i].Label)
					}
				}
			}
			// The page's text has the title as often as there are stars of it, or more.
			text := ascii.Letters(root.Text())
			count := map[session.Key]int{}
			for i, m := range marks {
				count[m.Key]++
				told := ascii.Letters(b.page.page.Spots[i].Session.Title(b.page.Lang()))
				if n := strings.Count(text, told); count[m.Key] > max(n, 1) {
					t.Errorf("%s/%s: %d stars of %q, which stands there %d times", name, p.Name, count[m.Key], m.Label, n)
				}
			}
		}
	}
	if stars < leastPlaces && (stars == 0 || !testing.Short()) {
		t.Errorf("%d stars on all pages", stars)
	}
	t.Logf("%d stars", stars)
}
