package infer_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/families"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

var (
	shrink = flag.Bool("shrink", false, "take off the lists what is read by now; nothing is ever put on them so")
	out    = flag.String("families", "", "write the pages of all families below this folder, in the form of page.html, case.json and expected.json")
)

// The lists of what is not right yet, a page a line: pages of which anything is read
// otherwise than they say, and those of which a start is. A page that is right must come
// off; none goes on.
const (
	unreadFile = "testdata/families-unread.txt"
	wrongFile  = "testdata/families-wrong-starts.txt"
)

// least is how many families and pages there are at least.
const (
	leastFamilies = 44
	leastPages    = 3 // of each: one by hand and two made
)

// read is what is read off a page without a profile.
func read(t testing.TB, html, url string) site.Page {
	t.Helper()
	root, err := htmldom.Parse(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	return readRoot(root, site.Options{URL: url})
}

func readRoot(root *dom.Node, o site.Options) site.Page {
	return infer.Read(root, o)
}

// told returns what is read otherwise than p says, and which starts are wrong.
func told(p families.Page, page site.Page) (faults, wrong []string) {
	return p.Compare(page.Sessions(), page.Lang)
}

// lines are those of a list, without what explains them.
func lines(t *testing.T, file string) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			list[line] = true
		}
	}
	return list
}

// keep leaves of a list's file the lines that are still on it.
func keep(t *testing.T, file string, still map[string]bool) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		name := strings.TrimSpace(line)
		if name == "" || name[0] == '#' || still[name] {
			b.WriteString(line)
		}
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// most is how many faults of a page are printed.
const most = 8

func some(faults []string) string {
	if n := len(faults); n > most {
		faults = append(faults[:most:most], fmt.Sprintf("and %d more", n-most))
	}
	return strings.Join(faults, "\n\t")
}

// elsewhere is the address under which a page that is no programme must be none either.
func elsewhere(p families.Page) string {
	at := strings.Index(p.URL[len("https://"):], "/") + len("https://")
	return p.URL[:at] + "/program/x"
}

// TestFamilies reads every page of every family.
func TestFamilies(t *testing.T) {
	unread, wrongs := lines(t, unreadFile), lines(t, wrongFile)
	still, stillWrong := map[string]bool{}, map[string]bool{}
	names := families.Names()
	if len(names) < leastFamilies {
		t.Fatalf("there are %d families", len(names))
	}
	var table strings.Builder
	total, right := 0, 0
	for _, name := range names {
		pages, err := families.Pages(name)
		if err != nil {
			t.Fatal(err)
		}
		good := 0
		for _, p := range pages {
			id := p.Family + "/" + p.Name
			urls := []string{p.URL}
			if p.Negative {
				urls = append(urls, elsewhere(p))
			}
			var faults, wrong []string
			for _, url := range urls {
				f, w := told(p, read(t, p.HTML, url))
				faults, wrong = append(faults, f...), append(wrong, w...)
			}
			if len(faults) == 0 {
				good++
				if unread[id] && !*shrink {
					t.Errorf("%s is read by now: take it off %s", id, unreadFile)
				}
			} else {
				still[id] = true
				if !unread[id] {
					t.Errorf("%s:\n\t%s", id, some(faults))
				} else if testing.Verbose() {
					t.Logf("%s, not read yet:\n\t%s", id, some(faults))
				}
			}
			if len(wrong) == 0 && wrongs[id] && !*shrink {
				t.Errorf("%s tells no wrong start by now: take it off %s", id, wrongFile)
			} else if len(wrong) > 0 {
				stillWrong[id] = true
				if !wrongs[id] {
					t.Errorf("%s tells wrong starts:\n\t%s", id, some(wrong))
				}
			}
		}
		if len(pages) < leastPages {
			t.Errorf("%s has %d pages", name, len(pages))
		}
		total, right = total+len(pages), right+good
		fmt.Fprintf(&table, "%-20s %3d of %d\n", name, good, len(pages))
	}
	t.Logf("pages that are read as they are meant:\n%s%-20s %3d of %d; wrong starts on %d", &table, "all", right, total, len(stillWrong))
	for _, c := range []struct {
		file        string
		list, still map[string]bool
	}{{unreadFile, unread, still}, {wrongFile, wrongs, stillWrong}} {
		if *shrink {
			keep(t, c.file, c.still)
			continue
		}
		for id := range c.list {
			if name, page, _ := strings.Cut(id, "/"); page != "shuffled" && page != "many" && (!slices.Contains(names, name) || !c.still[id] && !exists(t, name, page)) {
				t.Errorf("%s: there is no page %s", c.file, id)
			}
		}
	}
}

func exists(t *testing.T, name, page string) bool {
	t.Helper()
	pages, err := families.Pages(name)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(pages, func(p families.Page) bool { return p.Name == page })
}

// TestWriteFamilies writes the pages for those who look at them, and for what scores
// folders of that form.
func TestWriteFamilies(t *testing.T) {
	if *out == "" {
		t.Skip("-families DIR says where to")
	}
	for _, name := range families.Names() {
		pages, err := families.Pages(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pages {
			dir := filepath.Join(*out, p.Family+"-"+p.Name)
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			files := map[string][]byte{"page.html": []byte(p.HTML), "case.json": p.Case()}
			if !p.Negative {
				files["expected.json"] = p.Expected()
			}
			for _, file := range slices.Sorted(maps.Keys(files)) {
				if err := os.WriteFile(filepath.Join(dir, file), files[file], 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// TestPagesAreTheSame: a seed makes the same page whenever it is asked for, and another
// than the next seed.
func TestPagesAreTheSame(t *testing.T) {
	for _, name := range families.Names() {
		a, err := families.Make(name, 7)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := families.Make(name, 7)
		c, _ := families.Make(name, 8)
		if a.HTML != b.HTML || a.HTML == c.HTML || len(a.HTML) < 400 {
			t.Errorf("%s: seeds do not make their pages", name)
		}
		// What a page is meant to say stands on it.
		text := strings.Join(strings.Fields(textOf(t, a.HTML)), " ")
		for _, s := range a.Sessions {
			for _, part := range append(append([]string{s.Title}, s.Speakers...), s.Rooms...) {
				if !strings.Contains(text, part) && !strings.Contains(a.HTML, part) { // some of it in a script
					t.Errorf("%s: %q does not stand on the page", name, part)
				}
			}
		}
	}
}

func textOf(t *testing.T, html string) string {
	t.Helper()
	root, err := htmldom.Parse(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	return root.Text()
}
