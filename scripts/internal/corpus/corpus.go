// Package corpus loads pages together with what they say, in the form of a folder of cases, and
// scores readings of them: page.html, case.json and, for pages that are scored, expected.json.
// The figures are averaged over pages, so that no large page decides.
package corpus

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones of cases

	"golang.org/x/text/unicode/norm"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/dom"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/site"
)

// Case is one page and what it says.
type Case struct {
	Name string
	URL  string
	Kind string // "score" or "negative"
	HTML []byte
	Root *dom.Node
	Zone *time.Location
	Want Truth
}

// Truth is what a page says.
type Truth struct {
	Sessions, Optional, Breaks []Session
}

// Session is one of them. Given are values that the page does not say: leaving them out is
// right, and so are they.
type Session struct {
	ID       any      `json:"id"`
	Title    string   `json:"title"`
	Speakers []string `json:"speakers"`
	Rooms    []string `json:"rooms"`
	Start    string   `json:"start"`
	End      string   `json:"end"`
	Given    *Session `json:"if_given"`
}

// Load reads the cases of a folder; it fails where there are none.
func Load(folder string) ([]*Case, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*", "case.json"))
	if err != nil {
		return nil, err
	}
	var list []*Case
	for _, file := range files {
		c := &Case{Name: filepath.Base(filepath.Dir(file)), Kind: "score"}
		var meta struct{ URL, Zone, Kind string }
		if err := load(file, &meta); err != nil {
			return nil, err
		}
		c.URL = meta.URL
		if meta.Kind != "" {
			c.Kind = meta.Kind
		}
		if meta.Zone == "" {
			meta.Zone = "Asia/Seoul"
		}
		if c.Zone, err = time.LoadLocation(meta.Zone); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if c.Kind == "score" {
			if err := load(filepath.Join(filepath.Dir(file), "expected.json"), &c.Want); err != nil {
				return nil, err
			}
		}
		if c.HTML, err = os.ReadFile(filepath.Join(filepath.Dir(file), "page.html")); err != nil {
			return nil, err
		}
		if c.Root, err = htmldom.Parse(bytes.NewReader(c.HTML)); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s has no cases", folder)
	}
	return list, nil
}

func load(file string, v any) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// Options are those with which a browser in the case's zone reads it.
func (c *Case) Options() site.Options {
	return site.Options{URL: c.URL, Zone: func(d session.Date, hour, minute int) int {
		_, offset := time.Date(d.Year, time.Month(d.Month), d.Day, hour, minute, 0, 0, c.Zone).Zone()
		return offset / 60
	}}
}

// The figures of a page, and what each is a share of.
const (
	Recall    = iota // of the titles
	Precision        // of the sessions that were read
	Start            // right, of those that the page has
	Wrong            // wrong, of those that were read
	End
	Room
	Speaker
	Fields
)

// Names are those of the figures.
var Names = [Fields]string{"recall", "precision", "start", "wrong", "end", "room", "speaker"}

// Figures are counts: right, and of how many.
type Figures [Fields][2]int

// Text folds white space and composes.
func Text(s string) string {
	return strings.Join(strings.Fields(norm.NFC.String(strings.ReplaceAll(s, `\n`, " "))), " ")
}

func names(list []string, one func(string) string) []string {
	var out []string
	for _, s := range list {
		if s = one(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

// RoomName returns a room as it is compared: 101호 is 101.
func RoomName(s string) string { return strings.TrimSuffix(strings.ToLower(Text(s)), "호") }

// SpeakerName returns a name as it is compared: "name / company" is the name.
func SpeakerName(s string) string {
	s, _, _ = strings.Cut(Text(s), " / ")
	return strings.ToLower(s)
}

func instant(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, s)
	return t, err == nil
}

func sameInstant(a, b string) bool {
	x, ok1 := instant(a)
	y, ok2 := instant(b)
	return ok1 == ok2 && x.Equal(y)
}

// reading is a session that was read, as it is compared.
type reading struct {
	id, title, start, end string
	rooms, speakers       []string
}

func readings(page *site.Page) []reading {
	var list []reading
	for _, s := range page.Sessions() {
		_, _, id, _, _ := s.Key.Parts()
		if s.Key.Hashed() {
			id = ""
		}
		list = append(list, reading{ident(id), Text(s.Title(page.Lang)), s.Start.String(), s.End.String(), s.Rooms, s.Speakers})
	}
	return list
}

func ident(v any) string {
	s := ""
	if v != nil {
		s = Text(fmt.Sprint(v))
	}
	s = strings.ReplaceAll(strings.TrimRight(s, "/"), ":", "/")
	return strings.ToLower(s[strings.LastIndexByte(s, '/')+1:])
}

// match pairs the sessions that were wanted with those that were read, each once: by id, equal
// titles first, else by title and start, else by title. It returns the index of the session read
// for each one wanted, or -1.
func match(want []Session, got []reading, free []bool) []int {
	of := make([]int, len(want))
	for i := range of {
		of[i] = -1
	}
	title := func(w Session, g reading) bool { return Text(w.Title) == g.title }
	id := func(w Session, g reading) bool { return ident(w.ID) != "" && ident(w.ID) == g.id }
	for _, same := range []func(Session, reading) bool{
		func(w Session, g reading) bool { return id(w, g) && title(w, g) },
		id,
		func(w Session, g reading) bool { return title(w, g) && w.Start != "" && sameInstant(w.Start, g.start) },
		title,
	} {
		for i, w := range want {
			if of[i] >= 0 {
				continue
			}
			for j, g := range got {
				if free[j] && same(w, g) {
					of[i], free[j] = j, false
					break
				}
			}
		}
	}
	return of
}

// Score compares a reading of a page with what the page says.
func (c *Case) Score(page *site.Page) (n Figures) {
	got := readings(page)
	free := make([]bool, len(got))
	for i := range free {
		free[i] = true
	}
	of := match(c.Want.Sessions, got, free)
	match(c.Want.Optional, got, free)
	rest, pairs := 0, 0
	for _, f := range free {
		if f {
			rest++
		}
	}
	count := func(field int, right bool) {
		if right {
			n[field][0]++
		}
		n[field][1]++
	}
	for i, w := range c.Want.Sessions {
		var g reading
		if of[i] >= 0 {
			g = got[of[i]]
			pairs++
			if Text(w.Title) == g.title {
				n[Recall][0]++
			}
		}
		may := Session{}
		if w.Given != nil {
			may = *w.Given
		}
		if w.Start != "" {
			count(Start, sameInstant(g.start, w.Start))
		}
		if w.End != "" {
			count(End, sameInstant(g.end, w.End))
		}
		if g.start != "" {
			want := w.Start
			if want == "" {
				want = may.Start
			}
			count(Wrong, !sameInstant(g.start, want))
		}
		if len(w.Rooms) > 0 {
			count(Room, slices.Equal(names(g.rooms, RoomName), names(w.Rooms, RoomName)))
		}
		if len(w.Speakers) > 0 {
			count(Speaker, slices.Equal(names(g.speakers, SpeakerName), names(w.Speakers, SpeakerName)))
		}
	}
	n[Recall][1] = len(c.Want.Sessions)
	n[Precision] = [2]int{n[Recall][0], pairs + rest}
	return n
}

// Mean is the average over pages, of each figure over the pages that have it. A page of which
// nothing was read has no precision.
type Mean struct {
	Pages, Negatives, Clean int
	Rate                    [Fields]float64
	WrongOfAll              float64
}

// Average reads all cases and averages.
func Average(cases []*Case, read func(*Case) site.Page) Mean {
	var m Mean
	var n [Fields]int
	starts := [2]int{}
	for _, c := range cases {
		page := read(c)
		if c.Kind == "negative" {
			m.Negatives++
			if len(page.Spots) == 0 {
				m.Clean++
			}
			continue
		}
		if c.Kind != "score" {
			continue
		}
		m.Pages++
		f := c.Score(&page)
		for k := range f {
			if f[k][1] > 0 {
				m.Rate[k] += float64(f[k][0]) / float64(f[k][1])
			} else if k != Precision {
				continue
			}
			n[k]++
		}
		starts[0] += f[Wrong][0]
		starts[1] += f[Wrong][1]
	}
	for k := range n {
		if n[k] > 0 {
			m.Rate[k] /= float64(n[k])
		}
	}
	if starts[1] > 0 {
		m.WrongOfAll = float64(starts[0]) / float64(starts[1])
	}
	return m
}

// String writes the figures in a line.
func (m Mean) String() string {
	var b strings.Builder
	for k, v := range m.Rate {
		fmt.Fprintf(&b, "%s %.3f, ", Names[k], v)
	}
	fmt.Fprintf(&b, "wrong of all told %.4f, negatives clean %d of %d", m.WrongOfAll, m.Clean, m.Negatives)
	return b.String()
}
