// Package programmes has the real programmes of PyCon Korea, as far as they are
// on public record: titles, speakers, rooms and times. They are facts for tests
// to be held against; README.md says where they come from. Nothing that is
// shipped imports it.
package programmes

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"byeolpyo/wasm/model/session"
)

//go:embed *.json
var files embed.FS

// Programme is one edition's.
type Programme struct {
	Edition string // "2018"
	Event   string // "PyCon Korea 2018"
	// Complete is false when sessions, rooms or times are missing.
	Complete bool
	Sessions []session.Session
}

type record struct {
	ID       string   `json:"id"`
	URL      string   `json:"url"`
	TitleKo  string   `json:"title_ko"`
	TitleEn  string   `json:"title_en"`
	Speakers []string `json:"speakers"`
	Room     string   `json:"room"`
	Rooms    []string `json:"rooms"`
	Start    string   `json:"start"`
	End      string   `json:"end"`
	Kind     string   `json:"kind"`
	Lang     string   `json:"lang"`
}

type programme struct {
	Event     string   `json:"event"`
	Year      int      `json:"year"`
	Complete  bool     `json:"complete"`
	Sessions  []record `json:"sessions"`
	Tutorials []record `json:"tutorials"`
}

// All returns the programmes by year. A session that has no title on record is
// left out; one whose time is not on record has none here either.
func All() ([]Programme, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var out []Programme
	for _, e := range entries { // by name, which is the year
		data, err := files.ReadFile(e.Name())
		if err != nil {
			return nil, err
		}
		var raw programme
		if err := json.Unmarshal(data, &raw); err != nil {
			return nil, fmt.Errorf("read programme %s: %w", e.Name(), err)
		}
		p := Programme{Edition: strconv.Itoa(raw.Year), Event: raw.Event, Complete: raw.Complete}
		for _, r := range slices.Concat(raw.Sessions, raw.Tutorials) {
			if r.TitleKo == "" && r.TitleEn == "" {
				continue
			}
			s, err := r.session(p.Edition)
			if err != nil {
				return nil, fmt.Errorf("read programme %s: %w", e.Name(), err)
			}
			p.Sessions = append(p.Sessions, s)
		}
		out = append(out, p)
	}
	return out, nil
}

// Of returns the programme of one edition.
func Of(edition string) (Programme, error) {
	all, err := All()
	if err != nil {
		return Programme{}, err
	}
	for _, p := range all {
		if p.Edition == edition {
			return p, nil
		}
	}
	return Programme{}, fmt.Errorf("no programme of edition %q", edition)
}

func (r record) session(edition string) (session.Session, error) {
	start, ok1 := session.ParseInstant(r.Start)
	end, ok2 := session.ParseInstant(r.End)
	if !ok1 || !ok2 {
		return session.Session{}, fmt.Errorf("session %q: not a time: %s, %s", r.TitleKo+r.TitleEn, r.Start, r.End)
	}
	s := session.Session{
		Kind: session.Kind(r.Kind), Titles: map[string]string{}, Speakers: r.Speakers, Rooms: r.Rooms,
		Start: start, End: end, URL: r.URL, Lang: r.Lang,
	}
	if r.Room != "" {
		s.Rooms = []string{r.Room}
	}
	title := r.TitleKo
	if r.TitleKo != "" {
		s.Titles[session.Korean] = r.TitleKo
	}
	if r.TitleEn != "" {
		s.Titles[session.English] = r.TitleEn
		title = r.TitleEn
	}
	id, sequence := r.ID, session.AnySequence
	if id == "" {
		id = session.HashID(title, start, strings.Join(s.Rooms, ","))
	} else if _, err := strconv.Atoi(id); err == nil {
		sequence = "program"
	}
	s.Key = session.NewKey(edition, sequence, id)
	return s, nil
}
