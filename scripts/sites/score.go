package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"byeolpyo/scripts/internal/fixture"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

// The fields that are scored, in the order of the table's columns.
const (
	titles = iota // a session of the page was found, and nothing else starred
	starts
	ends
	rooms
	speakers
	ids
	fields
)

var fieldNames = [fields]string{"titles", "starts", "ends", "rooms", "speakers", "ids"}

// tally counts one field. For a session that was found, a field that the page
// shows counts as expected, one that was read as found; both when they are equal.
type tally struct {
	Expected int `json:"expected"`
	Found    int `json:"found"`
	Right    int `json:"right"`
}

// recall and precision are shares of 1, and 1 where there is nothing to share.
func (t tally) recall() float64    { return share(t.Right, t.Expected) }
func (t tally) precision() float64 { return share(t.Right, t.Found) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

func (t *tally) add(expected, found, right bool) {
	t.Expected += count(expected)
	t.Found += count(found)
	t.Right += count(right)
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// score is a tally for each field.
type score [fields]tally

func (s *score) plus(o score) {
	for i := range s {
		s[i].Expected += o[i].Expected
		s[i].Found += o[i].Found
		s[i].Right += o[i].Right
	}
}

// read reads a page with its profile or as one that nobody has described.
func read(p fixture.Page, generic bool) (site.Page, error) {
	root, err := htmldom.Parse(strings.NewReader(string(p.HTML)))
	if err != nil {
		return site.Page{}, err
	}
	loc, err := time.LoadLocation(p.Zone)
	if err != nil {
		return site.Page{}, err
	}
	o := site.Options{URL: p.URL, Zone: func(d session.Date, hour, minute int) int {
		_, offset := time.Date(d.Year, time.Month(d.Month), d.Day, hour, minute, 0, 0, loc).Zone()
		return offset / 60
	}}
	if !generic {
		if page, ok := site.Read(root, o); ok {
			return page, nil
		}
	}
	return infer.Read(root, o), nil
}

// judge compares a reading of a page with what is on it. wrong lists the errors in words. strict
// is explained in main.go.
func judge(p fixture.Page, page site.Page, generic, strict bool) (s score, wrong []string) {
	note := func(format string, a ...any) {
		wrong = append(wrong, p.Name+": "+fmt.Sprintf(format, a...))
	}
	open := slices.Clone(p.Sessions)
	for _, got := range page.Sessions() {
		i := match(open, got, page.Lang)
		if i < 0 {
			s[titles].add(false, true, false)
			note("starred and no session: %q %s %v %s", got.Title(page.Lang), got.Start, got.Rooms, got.Key)
			continue
		}
		want := open[i]
		open = slices.Delete(open, i, i+1)
		field := func(f int, expected, found string, equal bool) {
			right := expected != "" && equal
			s[f].add(expected != "", found != "", right)
			if !right && (expected != "" || found != "") {
				note("%s of %q: %q, want %q", fieldNames[f], want.Title, found, expected)
			}
		}
		title := got.Title(page.Lang)
		field(titles, want.Title, title, session.Fold(title) == want.Title)
		if generic && !strict && want.DayCoded && !got.Start.Known() {
			want.Start, want.End = "", "" // saying nothing is right
		}
		field(starts, want.Start, got.Start.String(), want.Start == got.Start.String())
		if !generic || want.End != "" && !want.EndCoded {
			field(ends, want.End, got.End.String(), want.End == got.End.String())
		}
		field(speakers, strings.Join(want.Speakers, "|"), strings.Join(got.Speakers, "|"), slices.Equal(sorted(want.Speakers), sorted(got.Speakers)))
		wantRooms, gotRooms := sorted(want.Rooms), sorted(got.Rooms)
		switch {
		case generic && want.RoomCoded:
		case !want.AllRooms:
			field(rooms, strings.Join(wantRooms, "|"), strings.Join(gotRooms, "|"), slices.Equal(wantRooms, gotRooms))
		case len(gotRooms) > 0 && len(wantRooms) > 0:
			// Rooms of the day, or of the programme: some of them are as right as none.
			s[rooms].add(true, true, true)
		}
		key := ""
		if !got.Key.Hashed() {
			key = string(got.Key)
		}
		same := key == want.Key
		if generic && key != "" {
			// A sequence is told by a profile; without one the id must be right.
			_, _, a, _, _ := got.Key.Parts()
			_, _, b, _, _ := session.Key(want.Key).Parts()
			same = a == b
		}
		field(ids, want.Key, key, same)
	}
	for _, want := range open {
		s[titles].add(true, false, false)
		if generic && !strict && want.DayCoded {
			want.Start, want.End = "", ""
		}
		s[starts].add(want.Start != "", false, false)
		s[ends].add(want.End != "" && !(generic && want.EndCoded), false, false)
		s[rooms].add(len(want.Rooms) > 0 && !want.AllRooms && !(generic && want.RoomCoded), false, false)
		s[speakers].add(len(want.Speakers) > 0, false, false)
		s[ids].add(want.Key != "", false, false)
		note("missed: %q %s %v %s", want.Title, want.Start, want.Rooms, want.Key)
	}
	return s, wrong
}

// match finds the expected session that got is, -1 for none: by id, else by
// title, and where that stands twice by the start.
func match(open []fixture.Session, got session.Session, lang string) int {
	_, _, id, _, _ := got.Key.Parts()
	title := session.Fold(got.Title(lang))
	best, most := -1, 0
	for i, want := range open {
		n := 0
		if want.Key != "" && !got.Key.Hashed() {
			if _, _, wantID, _, _ := session.Key(want.Key).Parts(); wantID == id {
				n += 2
			}
		}
		if want.Title == title {
			n += 2
		}
		if n > 0 && want.Start != "" && want.Start == got.Start.String() {
			n++
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
}

func sorted(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, session.Fold(s))
	}
	slices.Sort(out)
	return out
}
