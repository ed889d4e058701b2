package corpus

import (
	"bytes"
	"time"

	"byeolpyo/scripts/internal/fixture"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/htmldom"
)

// Own are the project's own pages in the same form.
func Own() ([]*Case, error) {
	pages, err := fixture.Load(fixture.Dir, "*")
	if err != nil {
		return nil, err
	}
	var list []*Case
	for _, p := range pages {
		c := &Case{Name: "own-" + p.Name, URL: p.URL, Kind: "score"}
		if len(p.Sessions) == 0 {
			c.Kind = "negative"
		}
		if c.Zone, err = time.LoadLocation(p.Zone); err != nil {
			return nil, err
		}
		if c.Root, err = htmldom.Parse(bytes.NewReader(p.HTML)); err != nil {
			return nil, err
		}
		for _, s := range p.Sessions {
			_, _, id, _, _ := session.Key(s.Key).Parts()
			c.Want.Sessions = append(c.Want.Sessions, Session{ID: id, Title: s.Title, Speakers: s.Speakers, Rooms: s.Rooms, Start: s.Start, End: s.End})
		}
		list = append(list, c)
	}
	return list, nil
}
