// Package families has pages of programmes as conference sites have them, in families: each
// family is one thing that reading without a profile easily gets wrong. Some pages are written
// by hand, others are generated from a number. What each says is known from what it was made of,
// never from a reader.
package families

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"byeolpyo/wasm/model/session"
)

//go:embed pages
var written embed.FS

// Session is one session in one slot, as a page shows it. What the page does not show is empty,
// and a reader must not claim it either.
type Session struct {
	Title      string
	Speakers   []string        // their names alone
	Rooms      []string        // none where it is in every room
	Start, End session.Instant // 0 where the page does not tell it
	ID         string          // of its own page, the last part of the address; "" where it is not looked at
	URL        string          // of its own page; "" where it is not looked at
	Cancelled  bool
	// MayRooms is what is as right for Rooms as nothing: the name of a track, say.
	MayRooms []string
}

// Page is a page and what it says.
type Page struct {
	Family string
	Name   string // "hand", "hand-2"; "seed-3"
	URL    string
	HTML   string
	// Sessions are what a reader has to find; of a page that is no programme there are none.
	Sessions []Session
	// Breaks are titles of breaks, which may be read as session.Break.
	Breaks []string
	// Optional are titles that may be read or not, such as the opening remarks.
	Optional []string
	// Negative: the page is no programme, at whatever address.
	Negative bool
}

// Made is how many pages of a family are made by a number, and Least how many it has in all,
// at least.
const (
	Made  = 2
	Least = 3
)

// family is how pages of it are made.
type family struct {
	name string
	// forms is how many forms its maker has: seeds 1 to forms make each of them once. 0: the
	// seed decides everything.
	forms int
	make  func(g *gen)
	// sample is what a form writes, where that is of one language: then the page is, too.
	sample func(form int) string
	// negative: none of its pages is a programme.
	negative bool
}

var all = slices.Concat(lists, places, forms, marks, vendors, structured, sites, held, wild, wilder, wildest, further, furtherHeld, negatives, nothing, none)

// Names are the families, in the order of reports.
func Names() (names []string) {
	for _, f := range all {
		names = append(names, f.name)
	}
	return names
}

// Pages returns the pages of a family: those written by hand, and those of the seeds 1, 2
// and so on until each of its forms is there, at least Made, and at least Least pages.
func Pages(name string) ([]Page, error) {
	f, err := of(name)
	if err != nil {
		return nil, err
	}
	files, err := fs.Glob(written, path.Join("pages", name, "*.html"))
	if err != nil {
		return nil, err
	}
	var list []Page
	for _, file := range files {
		p, err := hand(f, file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		list = append(list, p)
	}
	for seed := range max(Made, f.forms, Least-len(files)) {
		list = append(list, f.page(uint64(seed+1), false))
	}
	return list, nil
}

// Make returns the page of a family that a seed makes, the same whenever it is asked for.
func Make(name string, seed uint64) (Page, error) {
	f, err := of(name)
	if err != nil {
		return Page{}, err
	}
	return f.page(seed, false), nil
}

// Shuffled is like Make for a programme in which the texts of all slots are shuffled among the
// sessions of a day: each has a title, people, a room and a time, and none its own.
func Shuffled(name string, seed uint64) (Page, error) {
	f, err := of(name)
	if err != nil {
		return Page{}, err
	}
	p := f.page(seed, true)
	p.Name = "shuffled-" + strconv.FormatUint(seed, 10)
	return p, nil
}

func of(name string) (*family, error) {
	for i := range all {
		if all[i].name == name {
			return &all[i], nil
		}
	}
	return nil, fmt.Errorf("there is no family %q", name)
}

func (f *family) page(seed uint64, shuffled bool) Page {
	g := newGen(f, seed)
	g.shuffled = shuffled
	f.make(g)
	return Page{
		Family: f.name, Name: "seed-" + strconv.FormatUint(seed, 10), URL: g.url(), HTML: g.document(),
		Sessions: g.said, Breaks: g.breaks, Optional: g.optional, Negative: f.negative,
	}
}

// hand reads a page that was written by hand, and the file beside it that says what is on
// it, a line each:
//
//	url ADDRESS
//	break TITLE
//	may TITLE
//	WHEN | TITLE | SPEAKERS | ROOMS | ID
//
// WHEN is "2027-08-14 10:00-10:40", "2027-08-14 10:00" or "-", in Seoul. Several speakers
// or rooms are parted by semicolons; a room after "?" may be told or not. ID may be left
// out; "cancelled" in a sixth field says so. Lines that begin with # say why.
func hand(f *family, file string) (Page, error) {
	html, err := written.ReadFile(file)
	if err != nil {
		return Page{}, err
	}
	base := strings.TrimSuffix(file, ".html")
	text, err := written.ReadFile(base + ".txt")
	if err != nil {
		return Page{}, err
	}
	p := Page{Family: f.name, Name: path.Base(base), HTML: string(html), Negative: f.negative}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch word, rest, _ := strings.Cut(line, " "); {
		case line == "" || line[0] == '#':
		case word == "url":
			p.URL = rest
		case word == "break":
			p.Breaks = append(p.Breaks, rest)
		case word == "may":
			p.Optional = append(p.Optional, rest)
		default:
			s, err := sessionOf(line)
			if err != nil {
				return Page{}, fmt.Errorf("%q: %w", line, err)
			}
			p.Sessions = append(p.Sessions, s)
		}
	}
	if p.URL == "" || (len(p.Sessions) == 0) != f.negative {
		return Page{}, fmt.Errorf("%d sessions at %q", len(p.Sessions), p.URL)
	}
	return p, nil
}

func sessionOf(line string) (s Session, err error) {
	fields := strings.Split(line, "|")
	for len(fields) < 6 {
		fields = append(fields, "")
	}
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	s = Session{Title: fields[1], Speakers: list(fields[2]), ID: fields[4], Cancelled: fields[5] == "cancelled"}
	for _, room := range list(fields[3]) {
		if may, is := strings.CutPrefix(room, "?"); is {
			s.MayRooms = append(s.MayRooms, may)
		} else {
			s.Rooms = append(s.Rooms, room)
		}
	}
	if s.Title == "" || fields[5] != "" && !s.Cancelled || len(fields) > 6 {
		return s, fmt.Errorf("not a session")
	}
	if fields[0] == "-" {
		return s, nil
	}
	day, hours, _ := strings.Cut(fields[0], " ")
	from, to, ranged := strings.Cut(hours, "-")
	if s.Start, err = instant(day, from); err == nil && ranged {
		s.End, err = instant(day, to)
	}
	return s, err
}

func instant(day, clock string) (session.Instant, error) {
	t, ok := session.ParseInstant(day + "T" + clock + ":00+09:00")
	if !ok {
		return 0, fmt.Errorf("no time: %s %s", day, clock)
	}
	return t, nil
}

func list(field string) (parts []string) {
	for part := range strings.SplitSeq(field, ";") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// Case is case.json of p in the form in which pages with their truths are kept.
func (p *Page) Case() []byte {
	kind := "score"
	if p.Negative {
		kind = "negative"
	}
	return encoded(map[string]any{"kind": kind, "url": p.URL, "zone": "Asia/Seoul", "generic": true, "note": p.Family})
}

// Expected is expected.json of p in that form.
func (p *Page) Expected() []byte {
	sessions, breaks, optional := []any{}, []any{}, []any{}
	for _, s := range p.Sessions {
		one := map[string]any{"title": s.Title}
		for name, value := range map[string]string{"start": s.Start.String(), "end": s.End.String(), "id": s.ID, "url": s.URL} {
			if value != "" {
				one[name] = value
			}
		}
		for name, value := range map[string][]string{"rooms": s.Rooms, "speakers": s.Speakers} {
			if len(value) > 0 {
				one[name] = value
			}
		}
		if len(s.MayRooms) > 0 {
			one["if_given"] = map[string]any{"rooms": s.MayRooms}
		}
		sessions = append(sessions, one)
	}
	for _, title := range p.Breaks {
		breaks = append(breaks, map[string]any{"title": title})
	}
	for _, title := range p.Optional {
		optional = append(optional, map[string]any{"title": title})
	}
	return encoded(map[string]any{"sessions": sessions, "breaks": breaks, "optional": optional})
}

func encoded(v any) []byte {
	text, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err) // plain maps: unreachable
	}
	return append(text, '\n')
}
