package layout

import (
	"fmt"
	"io"
	"strings"
)

// Report writes the figures of each page and width, and every fault.
func Report(w io.Writer, all []*Result) {
	var faults []string
	stars, titles, free, wraps, at1280, at390 := 0, 0, 0, 0, 0, 0
	for _, r := range all {
		faults = append(faults, r.Faults()...)
		stars += r.Stars
		titles += r.Titles
		free += r.Free
		wraps += len(r.Wraps)
		switch r.Size {
		case Size{1280, 100}:
			at1280 += len(r.Wraps)
		case Size{390, 100}:
			at390 += len(r.Wraps)
		}
	}
	fmt.Fprintf(w, "# Where the stars stand\n\n%d measurements of pages at a size, %d stars at %d titles; beside %d of these there is free room. "+
		"%d titles take one line more (%d at 1280 px, %d at 390 px). %d faults.\n", len(all), stars, titles, free, wraps, at1280, at390, len(faults))
	fmt.Fprint(w, "\nWraps: free room / elsewhere. Letters: stars that lie on something. Bars: clicks taken from a fixed bar, of those tried.\n")
	group := ""
	for _, r := range all {
		if r.Page.Group != group {
			group = r.Page.Group
			fmt.Fprintf(w, "\n## %s\n\n| page | width | stars | without | with | %% | wraps | other texts | unreached | letters | bars |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n", group)
		}
		inFree, elsewhere := 0, 0
		for _, x := range r.Wraps {
			if x.Free {
				inFree++
			} else {
				elsewhere++
			}
		}
		fmt.Fprintf(w, "| %s | %s | %d | %d | %d | %.2f | %d/%d | %d | %d | %d | %d of %d |\n", r.Page.Name, r.Size, r.Stars, r.Without, r.With, 100*r.Growth(),
			inFree, elsewhere, r.Others, len(r.Unreached), len(r.Covers), len(r.Bars), r.BarsTried)
	}
	fmt.Fprint(w, "\n## Titles that take one line more\n\n")
	for _, r := range all {
		for _, x := range r.Wraps {
			room := "no room"
			if x.Free {
				room = "free room"
			}
			fmt.Fprintf(w, "- %s, %s, %s: %s\n", r.Page, r.Size, room, strings.Join(strings.Fields(x.Title), " "))
		}
	}
	fmt.Fprint(w, "\n## Faults\n\n")
	for _, f := range faults {
		fmt.Fprintf(w, "- %s\n", f)
	}
}

// Places writes a line for each star of each measurement, to be compared with those
// of another build by diff.
func Places(w io.Writer, all []*Result) {
	for _, r := range all {
		for _, s := range r.Places {
			fmt.Fprintf(w, "%s, %s: %d,%d %gx%g %s\n", r.Page, r.Size, s.X, s.Y, s.Width, s.Height, s.Label)
		}
	}
}
