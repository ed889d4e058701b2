// Command workshop compares the replica with snapshots of the real sites, which lie outside
// of the project: for every kind of page of every year, what the profile selects on the one
// and on the other. A replica that has the markup which the profile wishes for passes every
// test and proves nothing; this says where it does.
//
//	go run ./scripts/workshop -shared DIR [-only YEAR]
//
// It also holds the stars of real pages of other conferences (DIR/corpus) to their places.
//
// DIR/pages holds the snapshots, <year>-<page>-<language>.html. It ends with 1 when the
// folder is missing or holds none, and when something was found.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"byeolpyo/scripts/internal/fixture"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
)

func main() {
	shared := flag.String("shared", "", "the folder that holds pages/")
	only := flag.String("only", "", "compare the pages of this year alone")
	dist := flag.String("dist", "dist", "the unpacked extension, built")
	flag.Parse()
	n, err := compare(os.Stdout, *shared, *only)
	if err == nil && *only == "" {
		var misplaced int
		misplaced, err = places(os.Stdout, *shared, *dist)
		n += misplaced
	}
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "workshop:", err)
		os.Exit(1)
	case n > 0:
		fmt.Printf("workshop: %d findings\n", n)
		os.Exit(1)
	}
	fmt.Println("workshop: the replica has what the real pages have, as far as profiles look")
}

// counterparts says which fixtures stand for a snapshot, by the part of its name between
// year and language, behind the year where it is that year's alone: a page's name, or the
// beginning of one before a star. What is not here has none: the site's own timetable of a
// visitor, other widths and zones.
var counterparts = map[string]string{
	"timetable":      "timetable|timetable-day1",
	"timetable_day2": "timetable-day2",
	"timetable_h":    "transposed-day1",
	"grid-day1":      "timetable-day1",
	"grid-day2":      "timetable-day2",
	"list":           "list",
	"keynote":        "keynote",
	"detail":         "detail-*",

	"2018-detail": "detail-program-*", // tutorials have a page of another form
	// Keynotes, which have neither category nor tags.
	"2024-detail": "detail-F7MWSF|detail-X*",
	"2025-detail": "detail-b14f1f3a",
	"2026-detail": "detail-4406c268",

	"2026-list_nolink_alltypes":  "list-nolink",
	"2026-detail_allrooms_panel": "detail-cbe161d5", // several rooms, and a category
	"2026-detail_multispeaker":   "detail-d69e4bd1",
	"2026-detail_newline":        "detail-4d5555d0",
	"2026-detail_sponsor10min":   "detail-f7eff41e",
	"2026-detail_unscheduled":    "detail-7ce5083e",
}

// reason is why a difference is right to stay.
type reason struct {
	snapshots string // what their names begin with
	field     string // "" for every field
	shape     string // a part of the shapes that differ, "" for every shape
	why       string
}

// reasons are the differences that are right to stay, each with its reason. One that
// explains nothing any more is a finding itself.
var reasons = []reason{
	{"2018-detail-en", "", "", "the snapshot is Django's page for an address that it does not know"},
	{"2018-timetable", "Speakers", "td.cell.cell-span>", "none of the snapshot's sessions over all rooms has a speaker"},
	{"2019-detail", "TitleAside", ".beginner.", "the only snapshot is of a talk for the intermediate, and lists have this form of all levels"},
	{"2019-detail", "TitleAside", ".experienced.", "as that of beginners"},
	{"2019-detail", "TitleAside", ".intermediate.", "none of the fixtures is of such a talk"},
	{"2024-timetable_day2", "", "kbd several", "the replica's talks of several speakers are on the first day"},
}

// addresses are those of the snapshots' pages, by year and page; ID is some session's.
var addresses = map[string]map[string]string{
	"2018": {"list": "https://www.pycon.kr/2018/program/list/", "timetable": "https://www.pycon.kr/2018/program/schedule/", "detail": "https://www.pycon.kr/2018/program/9"},
	"2019": {"list": "https://2019.pycon.kr/program/talks", "timetable": "https://2019.pycon.kr/timetable/talks", "detail": "https://2019.pycon.kr/program/talk-detail?id=1"},
	"2020": {"list": "https://2020.pycon.kr/2020/program/talks/", "timetable": "https://2020.pycon.kr/2020/program/talk-schedule/", "detail": "https://2020.pycon.kr/2020/program/talk/1", "keynote": "https://2020.pycon.kr/2020/program/keynote/"},
	"2022": {"list": "https://2022.pycon.kr/program/talks", "timetable": "https://2022.pycon.kr/program/talk-schedule", "detail": "https://2022.pycon.kr/program/talks/1"},
	"2023": {"list": "https://2023.pycon.kr/session", "timetable": "https://2023.pycon.kr/session/schedule", "detail": "https://2023.pycon.kr/session/18"},
	"2024": {"list": "https://2024.pycon.kr/session", "timetable": "https://2024.pycon.kr/session/timetable", "detail": "https://2024.pycon.kr/session/F7MWSF"},
	"2025": {"list": "https://2025.pycon.kr/session", "timetable": "https://2025.pycon.kr/timetable", "detail": "https://2025.pycon.kr/presentations/0965374c-0b8f-4b0a-8d9f-000000000000"},
	"2026": {"list": "https://2026.pycon.kr/session", "timetable": "https://2026.pycon.kr/timetable", "detail": "https://2026.pycon.kr/presentations/4406c268-1f99-49d5-a932-eeb2637342fb"},
}

// compare writes what differs to w and returns how many findings there are.
func compare(w io.Writer, shared, only string) (findings int, err error) {
	files, err := filepath.Glob(filepath.Join(shared, "pages", "*.html"))
	if err != nil {
		return 0, err
	}
	if shared == "" || len(files) == 0 {
		return 0, fmt.Errorf("no snapshots in %q: say where they are with -shared (make workshop SHARED=DIR)", filepath.Join(shared, "pages"))
	}
	fixtures, err := fixture.Load(fixture.Dir, "*")
	if err != nil {
		return 0, err
	}
	c := comparison{w: w, used: make([]bool, len(reasons))}
	compared := 0
	for _, file := range files {
		c.snapshot = strings.TrimSuffix(filepath.Base(file), ".html")
		year, rest, _ := strings.Cut(c.snapshot, "-")
		at := strings.LastIndexByte(rest, '-')
		if at < 0 || only != "" && year != only {
			continue
		}
		page, lang := rest[:at], rest[at+1:]
		names := cmp.Or(counterparts[year+"-"+page], counterparts[page])
		if names == "" {
			continue
		}
		real, err := load(file)
		if err != nil {
			return 0, err
		}
		var ours []*dom.Node
		for _, f := range fixtures {
			if f.Edition() == year && f.Lang == lang && stands(names, strings.TrimPrefix(f.Name, year+"/"), lang) {
				root, err := htmldom.Parse(strings.NewReader(string(f.HTML)))
				if err != nil {
					return 0, err
				}
				ours = append(ours, root)
			}
		}
		if len(ours) == 0 {
			c.find("no page of the replica stands for it")
			continue
		}
		profile := profileOf(year)
		if profile == nil {
			return 0, fmt.Errorf("no profile of %s", year)
		}
		compared++
		c.selections(profile, pageAddress(year, page), real, ours)
	}
	if compared == 0 {
		return 0, fmt.Errorf("none of the %d snapshots was compared", len(files))
	}
	for i, r := range reasons {
		if !c.used[i] && (only == "" || strings.HasPrefix(r.snapshots, only)) {
			c.snapshot = r.snapshots
			c.find("nothing differs any more in %q that %q would explain", r.field, r.why)
		}
	}
	fmt.Fprintf(w, "%d snapshots compared, %d differences explained\n", compared, c.explained)
	return c.findings, nil
}

func load(file string) (*dom.Node, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return htmldom.Parse(f)
}

// stands reports whether a fixture's name is one of names, which are parted by bars.
func stands(names, name, lang string) bool {
	name, ok := strings.CutSuffix(name, "-"+lang)
	for want := range strings.SplitSeq(names, "|") {
		begin, open := strings.CutSuffix(want, "*")
		if ok && (name == want || open && strings.HasPrefix(name, begin)) {
			return true
		}
	}
	return false
}

func profileOf(year string) *site.Profile {
	for _, p := range site.Profiles {
		if p.Name == year {
			return p
		}
	}
	return nil
}

func pageAddress(year, page string) string {
	kind := page
	for _, k := range []string{"list", "timetable", "detail", "keynote"} {
		if strings.HasPrefix(page, k) {
			kind = k
		}
	}
	if strings.HasPrefix(page, "grid") {
		kind = "timetable"
	}
	return addresses[year][kind]
}

// comparison is what is found while the snapshots are gone through.
type comparison struct {
	w                   io.Writer
	snapshot            string
	used                []bool // of the reasons
	findings, explained int
}

func (c *comparison) find(format string, args ...any) {
	c.findings++
	fmt.Fprintf(c.w, "%s: %s\n", c.snapshot, fmt.Sprintf(format, args...))
}

// selections compares what the selectors of a profile and of its layouts find on a real
// page with what they find on the replica's. A shape that only one side has is a finding.
func (c *comparison) selections(p *site.Profile, address string, real *dom.Node, ours []*dom.Node) {
	all := &site.Layout{Root: "html"}
	c.selection("the page", "Language", all, p.Language, real, ours)
	c.selection("the page", "Words", all, p.Words, real, ours)
	for i := range p.Layouts {
		l := &p.Layouts[i]
		if l.Path != "" && !strings.HasSuffix(strings.TrimSuffix(address, "/"), l.Path) {
			continue
		}
		for _, s := range []struct {
			field    string
			selector dom.Selector
		}{
			{"Root", l.Root}, {"Title", l.Title}, {"Speakers", l.Speakers}, {"Item", l.Item}, {"Has", l.Has}, {"HeadRoom", l.HeadRoom},
			{"Own", l.Own}, {"TitleAside", l.TitleAside}, {"Lang", l.Lang}, {"Day", l.Day}, {"Times", l.Times}, {"Rooms", l.Rooms}, {"Row", l.Row},
		} {
			c.selection(fmt.Sprintf("layout %d (%s)", i, shapeNames[l.Shape]), s.field, l, s.selector, real, ours)
		}
	}
}

func (c *comparison) selection(where, field string, l *site.Layout, selector dom.Selector, real *dom.Node, ours []*dom.Node) {
	if selector.None() {
		return
	}
	there, here := shapes(l, selector, real), map[string]int{}
	for _, root := range ours {
		for shape, n := range shapes(l, selector, root) {
			here[shape] += n
		}
	}
	invented, lacking := c.unexplained(field, missing(here, there)), c.unexplained(field, missing(there, here))
	for _, side := range []struct {
		what   string
		shapes []string
	}{{"invented", invented}, {"the replica lacks", lacking}} {
		if len(side.shapes) > 0 {
			c.find("%s, %s %q: %s %s; the real page has %s", where, field, selector, side.what, strings.Join(side.shapes, "  "), sample(there))
		}
	}
}

// unexplained are the shapes that no reason lets stay.
func (c *comparison) unexplained(field string, shapes []string) []string {
	return slices.DeleteFunc(shapes, func(shape string) bool {
		for i, r := range reasons {
			if strings.HasPrefix(c.snapshot, r.snapshots) && (r.field == "" || r.field == field) && strings.Contains(shape, r.shape) {
				c.used[i] = true
				c.explained++
				return true
			}
		}
		return false
	})
}

var shapeNames = map[site.Shape]string{site.Grid: "grid", site.Links: "links", site.Detail: "detail", site.Flow: "flow", site.Cards: "cards"}

// shapes counts what a selector of a layout finds, by its shape: below the layout's root,
// as the reader looks, or for the root itself and for days anywhere. Of several of one
// shape that stand in one element the shape says so.
func shapes(l *site.Layout, s dom.Selector, root *dom.Node) map[string]int {
	var found []*dom.Node
	if s == l.Root || s == l.Day {
		found = s.All(root)
	} else {
		for _, r := range l.Root.All(root) {
			found = append(found, s.All(r)...)
		}
	}
	type place struct {
		parent *dom.Node
		shape  string
	}
	in := map[place]int{}
	for _, n := range found {
		in[place{n.Parent(), shape(n)}]++
	}
	counts := map[string]int{}
	for at, n := range in {
		if n > 1 {
			counts[at.shape+" several"]++
		} else {
			counts[at.shape]++
		}
	}
	return counts
}

// levels is how many elements a shape names: the one that is found, and those around it.
const levels = 3

// shape names an element by tags and classes, without what a tool has hashed.
func shape(n *dom.Node) string {
	var parts []string
	for i := 0; n != nil && i < levels; i++ {
		parts = append(parts, strings.Join(append([]string{n.Tag}, classes(n.Attr("class"))...), "."))
		n = n.Parent()
	}
	slices.Reverse(parts)
	return strings.Join(parts, ">")
}

// classes are those of an element without what a tool made of the style itself: emotion's
// css-hash, and of styled-components both sc-hash and the short word that follows it, of
// which Part__Name-sc-hash-1 keeps its name.
func classes(attr string) (out []string) {
	styled := strings.Contains(" "+attr, " sc-") || strings.Contains(attr, "-sc-")
	for _, class := range strings.Fields(attr) {
		name, _, named := strings.Cut(class, "-sc-")
		switch {
		case strings.HasPrefix(class, "css-"), strings.HasPrefix(class, "sc-"):
		case named:
			out = append(out, name)
		case styled && hash(class):
		case class == "probe-cls": // of the tool that took the snapshots
		default:
			out = append(out, class)
		}
	}
	return out
}

// hash reports whether a class looks like one of styled-components: five or six letters.
func hash(class string) bool {
	for _, c := range class {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return len(class) == 5 || len(class) == 6
}

// missing are the shapes of a that b has none of, by name.
func missing(a, b map[string]int) (out []string) {
	for shape := range a {
		if b[shape] == 0 {
			out = append(out, shape)
		}
	}
	slices.Sort(out)
	return out
}

// sample names some of the shapes.
func sample(found map[string]int) string {
	names := missing(found, nil)
	if len(names) > 4 {
		names = append(names[:4], "…")
	}
	return strings.Join(names, "  ")
}
