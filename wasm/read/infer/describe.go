package infer

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/site"
)

// Described is how a page was read, for those who mend that.
type Described struct {
	Page  site.Page
	Roles map[*dom.Node]string // what elements were taken for: "record", "speaker time"
	Notes []string             // what was tried and what it scored, a line each, without a word of the page
}

// Describe reads a page as Read does and tells how.
func Describe(root *dom.Node, o site.Options) Described {
	t := &Trace{}
	d := Described{Page: read(root, o, t), Roles: map[*dom.Node]string{}}
	for _, c := range t.Groups {
		d.note("tried column ", ascii.Itoa(int(c.g.titles[0])), ": ", hundredths(c.Value), ", ", ascii.Itoa(len(c.g.recs)), " records, ", ascii.Itoa(c.g.timed), " with a time")
	}
	for _, g := range t.shown {
		d.group(g)
	}
	return d
}

func (d *Described) note(parts ...string) { d.Notes = append(d.Notes, strings.Join(parts, "")) }

// role adds what an element was taken for.
func (d *Described) role(n *dom.Node, name string) {
	if had := d.Roles[n]; had == "" {
		d.Roles[n] = name
	} else if !strings.Contains(" "+had+" ", " "+name+" ") {
		d.Roles[n] = had + " " + name
	}
}

// hundredths writes a score, in hundredths.
func hundredths(v float64) string { return ascii.Itoa(int(v * 100)) }

func (d *Described) group(g *group) {
	r, w := g.r, current
	for k := range g.members {
		m := &g.members[k]
		d.note("column ", ascii.Itoa(int(m.col)), " is ", roleNames[g.roles[k]], ": as title ", hundredths(w.score(titleRole, &m.features)),
			", speaker ", hundredths(w.score(speakerRole, &m.features)), ", room ", hundredths(w.score(roomRole, &m.features)))
	}
	for k := range g.recs {
		rec := &g.recs[k]
		d.role(rec.box, "record")
		g.each(rec, func(i int32) {
			if as := g.roleOf(i); as == speakerRole || as == roomRole {
				d.role(r.pieces[i].node, roleNames[as])
			}
		})
		if at := g.when[k].at; at >= 0 {
			d.role(r.pieces[at].node, "time")
		}
	}
}

// Words are lists of the words "a|b|c" by which a text is known: what stands before
// values, breaks, marks, rooms, deadlines and the pages of a site.
func Words() []string {
	list := []string{breakWhole, breakBegins, breakEnds, tagWords, deadlineWords, roomBegins, roomEnds, trackBegin, pageNames, sessionWords, weekdayWords}
	for i := range labels {
		list = append(list, labels[i].words)
	}
	return list
}
