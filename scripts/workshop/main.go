// Command workshop compares the replica with snapshots of the real sites, which lie outside
// of the project: for every kind of page of every year, what the profile selects on the one
// and on the other. A replica that has the markup which the profile wishes for passes every
// test and proves nothing; this says where it does.
//
//	go run ./scripts/workshop -shared DIR [-only YEAR] [-v]
//
// DIR/pages holds the snapshots, <year>-<page>-<language>.html. It ends with 1 when the
// folder is missing or holds none, and when something was found.
package main

import (
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
	verbose := flag.Bool("v", false, "name what differs within what is selected, too")
	flag.Parse()
	n, err := compare(os.Stdout, *shared, *only, *verbose)
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
// year and language: a page's name, or the beginning of one before a star. What is not
// here has none: the site's own timetable of a visitor, other widths and zones.
var counterparts = map[string]string{
	"timetable":      "timetable|timetable-day1",
	"timetable_day2": "timetable-day2",
	"timetable_h":    "transposed-day1",
	"grid-day1":      "timetable-day1",
	"grid-day2":      "timetable-day2",
	"list":           "list",
	"keynote":        "keynote",

	"list_nolink_alltypes":  "list-nolink",
	"detail":                "detail-*",
	"detail_allrooms_panel": "detail-*",
	"detail_multispeaker":   "detail-*",
	"detail_newline":        "detail-*",
	"detail_sponsor10min":   "detail-*",
	"detail_unscheduled":    "detail-*",
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
func compare(w io.Writer, shared, only string, verbose bool) (findings int, err error) {
	files, err := filepath.Glob(filepath.Join(shared, "pages", "*.html"))
	if err != nil {
		return 0, err
	}
	if shared == "" || len(files) == 0 {
		return 0, fmt.Errorf("no snapshots in %q: say where they are with -shared (make workshop SHARED=DIR)", filepath.Join(shared, "pages"))
	}
	fixtures, err := fixture.Load(fixture.Dir)
	if err != nil {
		return 0, err
	}
	compared := 0
	for _, file := range files {
		year, rest, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".html"), "-")
		at := strings.LastIndexByte(rest, '-')
		if at < 0 || only != "" && year != only {
			continue
		}
		page, lang := rest[:at], rest[at+1:]
		names, has := counterparts[page]
		if !has {
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
			fmt.Fprintf(w, "%s-%s-%s: no page of the replica stands for it\n", year, page, lang)
			findings++
			continue
		}
		profile := profileOf(year)
		if profile == nil {
			return 0, fmt.Errorf("no profile of %s", year)
		}
		compared++
		findings += selections(w, fmt.Sprintf("%s-%s-%s", year, page, lang), profile, pageAddress(year, page), real, ours, verbose)
	}
	if compared == 0 {
		return 0, fmt.Errorf("none of the %d snapshots was compared", len(files))
	}
	fmt.Fprintf(w, "%d snapshots compared\n", compared)
	return findings, nil
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

// selections compares what the selectors of a profile's layouts find on a real page with
// what they find on the replica's. A selector that finds something on one side only is a
// finding; shapes of what is found that only one side has are told with verbose.
func selections(w io.Writer, name string, p *site.Profile, address string, real *dom.Node, ours []*dom.Node, verbose bool) (findings int) {
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
			if s.selector.None() {
				continue
			}
			there, here := shapes(l, s.selector, real), map[string]int{}
			for _, root := range ours {
				for shape, n := range shapes(l, s.selector, root) {
					here[shape] += n
				}
			}
			what := fmt.Sprintf("%s, layout %d (%s), %s %q", name, i, shapeNames[l.Shape], s.field, s.selector)
			switch {
			case len(there) == 0 && len(here) > 0:
				findings++
				fmt.Fprintf(w, "%s: nothing on the real page; on the replica %s\n", what, sample(here))
			case len(there) > 0 && len(here) == 0:
				findings++
				fmt.Fprintf(w, "%s: nothing on the replica; on the real page %s\n", what, sample(there))
			default:
				if only := missing(here, there); len(only) > 0 {
					findings++
					fmt.Fprintf(w, "%s: invented: %s; real: %s\n", what, strings.Join(only, "  "), sample(there))
				}
				if only := missing(there, here); verbose && len(only) > 0 {
					fmt.Fprintf(w, "%s: the replica lacks %s\n", what, strings.Join(only, "  "))
				}
			}
		}
	}
	return findings
}

var shapeNames = map[site.Shape]string{site.Grid: "grid", site.Links: "links", site.Detail: "detail", site.Flow: "flow", site.Cards: "cards"}

// shapes counts what a selector of a layout finds, by its shape: below the layout's root,
// as the reader looks, or for the root itself and for days anywhere.
func shapes(l *site.Layout, s dom.Selector, root *dom.Node) map[string]int {
	found := map[string]int{}
	if s == l.Root || s == l.Day {
		for _, n := range s.All(root) {
			found[shape(n)]++
		}
		return found
	}
	for _, r := range l.Root.All(root) {
		for _, n := range s.All(r) {
			found[shape(n)]++
		}
	}
	return found
}

// levels is how many elements a shape names: the one that is found, and those around it.
const levels = 3

// shape names an element by tags and classes, without what a tool has hashed.
func shape(n *dom.Node) string {
	var parts []string
	for i := 0; n != nil && i < levels; i++ {
		part := n.Tag
		for _, class := range strings.Fields(n.Attr("class")) {
			if class = classShape(class); class != "" {
				part += "." + class
			}
		}
		parts = append(parts, part)
		n = n.Parent()
	}
	slices.Reverse(parts)
	return strings.Join(parts, ">")
}

// classShape is a class without what a tool made of the style itself; "" where nothing
// else is left.
func classShape(class string) string {
	switch {
	case strings.HasPrefix(class, "css-"), strings.HasPrefix(class, "sc-"):
		return ""
	case strings.Contains(class, "__"): // styled-components: Part__Name-sc-hash-1
		name, _, _ := strings.Cut(class, "-sc-")
		return name
	case strings.HasPrefix(class, "Mui") || strings.Contains(class, "-"):
		return class
	}
	if len(class) >= 4 && len(class) <= 6 && strings.ToLower(class) != class {
		return "" // styled-components' own
	}
	return class
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
