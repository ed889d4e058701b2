// Package friends keeps the timetables of other people beside one's own, and tells what both
// hear, where they part and when both are free. It imports neither fmt nor time, to keep the
// popup's program small.
package friends

import (
	"cmp"
	"slices"
	"strings"

	"byeolpyo/wasm/lite/order"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// Friend is somebody's timetable of one edition.
type Friend struct {
	ID      string // of the friend, the same in every edition
	Edition string
	Name    string
	Added   int64 // ms since 1970
	Picks   []Pick
}

// Pick is a session in it. A Pick whose Key is "" is known by its Hash only, in hex, until a
// page shows the session.
type Pick struct {
	Key     session.Key
	Hash    string
	Must    bool
	Session session.Session // as the friend's picture described it, if it did
}

// StorageKey returns where f is stored.
func (f Friend) StorageKey() string { return records.FriendPrefix + f.ID + "/" + f.Edition }

// Encode returns the tree stored there.
func (f Friend) Encode() map[string]any {
	list := make([]any, len(f.Picks))
	for i, p := range f.Picks {
		m := map[string]any{"state": state(p.Must).String()}
		if p.Key != "" {
			s := p.Session
			s.Key = p.Key
			m["snapshot"] = session.Encode(s)
		} else {
			m["hash"] = p.Hash
		}
		list[i] = m
	}
	return map[string]any{"v": float64(records.FriendVersion), "name": f.Name, "added": float64(f.Added), "picks": list}
}

func state(must bool) picks.State {
	if must {
		return picks.Must
	}
	return picks.Star
}

// Decode reads what Encode wrote. ok is false for a record that it does not understand; the
// caller has to leave that record alone.
func Decode(storageKey string, tree any) (f Friend, ok bool) {
	name, isFriend := strings.CutPrefix(storageKey, records.FriendPrefix)
	id, edition, two := strings.Cut(name, "/")
	m, isMap := tree.(map[string]any)
	if !isFriend || !two || id == "" || edition == "" || !isMap || m["v"] != float64(records.FriendVersion) {
		return Friend{}, false
	}
	added, ok1 := m["added"].(float64)
	list, ok2 := m["picks"].([]any)
	f = Friend{ID: id, Edition: edition, Added: int64(added)}
	f.Name, ok = m["name"].(string)
	if !ok || !ok1 || !ok2 || len(list) > records.MaxFriendPicks {
		return Friend{}, false
	}
	for _, item := range list {
		m, _ := item.(map[string]any)
		text, _ := m["state"].(string)
		st, good := picks.ParseState(text)
		if !good || st == picks.Off {
			return Friend{}, false
		}
		p := Pick{Must: st == picks.Must}
		if hash, there := m["hash"].(string); there {
			p.Hash = hash
		} else {
			s, good := session.Decode(m["snapshot"])
			if !good || s.Key.Edition() != edition {
				return Friend{}, false
			}
			s.Key = s.Key.Canonical()
			p.Key, p.Session = s.Key, s
		}
		f.Picks = append(f.Picks, p)
	}
	return f, true
}

// Newer reports whether a record that Decode does not understand was written by a newer
// version.
func Newer(tree any) bool {
	m, _ := tree.(map[string]any)
	v, _ := m["v"].(float64)
	return v > records.FriendVersion
}

// CleanName turns what a person typed into a name: one line of at most records.MaxFriendName
// characters.
func CleanName(s string) string {
	s = session.Fold(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s))
	if runes := []rune(s); len(runes) > records.MaxFriendName {
		s = strings.TrimRight(string(runes[:records.MaxFriendName]), " ")
	}
	return s
}

// Keys returns the sessions of f that are known by key.
func (f Friend) Keys() map[session.Key]bool {
	keys := make(map[session.Key]bool, len(f.Picks))
	for _, p := range f.Picks {
		if p.Key != "" {
			keys[p.Key] = true
		}
	}
	return keys
}

// Resolve sets the keys of picks that were known by hash only, as far as found has them.
// changed reports whether it set any.
func (f *Friend) Resolve(found map[string]session.Key) (changed bool) {
	for i, p := range f.Picks {
		if key, ok := found[p.Hash]; p.Key == "" && ok && key.Edition() == f.Edition {
			f.Picks[i] = Pick{Key: key, Must: p.Must, Session: session.Session{Key: key}}
			changed = true
		}
	}
	return changed
}

// Table returns f's timetable, with what storage knows about the sessions.
func (f Friend) Table(b *picks.Book) timetable.Timetable {
	var list []timetable.Pick
	for _, p := range f.Picks {
		if p.Key == "" {
			continue
		}
		s := p.Session
		if known, ok := b.Sessions[p.Key]; ok {
			s, _ = known.Session.Richer(s)
		}
		list = append(list, timetable.Pick{Session: s, State: state(p.Must)})
	}
	timetable.BoundGuesses(list, b)
	return timetable.New(f.Edition, list)
}

// Parting is a time at which the two people hear different sessions.
type Parting struct {
	Start        session.Instant // when both are in different sessions
	Mine, Theirs session.Session
}

// Compare is what two timetables have in common.
type Compare struct {
	Together []session.Session // what both hear, by start
	Partings []Parting         // by start; each of my sessions with the first of theirs that it overlaps
	Free     []timetable.Gap   // when both are free within a day, between the first and the last session of either
	Waiting  int               // how many of their sessions are not known here yet
}

// leastFree is the shortest free time that is reported, in minutes: enough for a coffee.
const leastFree = 20

// With compares mine with the timetable of f.
func With(mine timetable.Timetable, f Friend, b *picks.Book) Compare {
	var c Compare
	theirs := f.Table(b)
	for _, p := range f.Picks {
		if p.Key == "" {
			c.Waiting++
		}
	}
	same := map[session.Key]bool{}
	each(theirs, func(it *timetable.Item) {
		same[it.Session.Key] = true
		for _, k := range it.Aliases {
			same[k] = true
		}
	})
	both := func(it *timetable.Item) bool {
		return same[it.Session.Key] || slices.ContainsFunc(it.Aliases, func(k session.Key) bool { return same[k] })
	}
	keys, names := map[session.Key]bool{}, map[session.Key]bool{} // of what is shared; names are all of its keys
	each(mine, func(it *timetable.Item) {
		if !both(it) || it.Cancelled() {
			return
		}
		c.Together = append(c.Together, it.Session)
		keys[it.Session.Key], names[it.Session.Key] = true, true
		for _, k := range it.Aliases {
			names[k] = true
		}
	})
	isShared := func(o *timetable.Item) bool {
		return names[o.Session.Key] || slices.ContainsFunc(o.Aliases, func(k session.Key) bool { return keys[k] })
	}
	apart := make([][]*timetable.Item, len(theirs.Days)) // what they hear without me
	for i, e := range theirs.Days {
		for j := range e.Items {
			if o := &e.Items[j]; !isShared(o) && !o.Cancelled() {
				apart[i] = append(apart[i], o)
			}
		}
	}
	for _, d := range mine.Days {
		for i := range d.Items {
			it := &d.Items[i]
			if both(it) || it.Cancelled() {
				continue
			}
			for _, items := range apart {
				at := slices.IndexFunc(items, func(o *timetable.Item) bool { return o.Start < it.End && it.Start < o.End })
				if at >= 0 {
					o := items[at]
					c.Partings = append(c.Partings, Parting{max(it.Start, o.Start), it.Session, o.Session})
					break
				}
			}
		}
		c.Free = append(c.Free, free(d, mine, theirs)...)
	}
	return c
}

// each calls f with every item: they are large, and copying them took longest.
func each(tt timetable.Timetable, f func(*timetable.Item)) {
	for _, d := range tt.Days {
		for i := range d.Items {
			f(&d.Items[i])
		}
	}
	for i := range tt.Undated {
		f(&tt.Undated[i])
	}
}

// free returns the times of day d, on which both have sessions, at which neither has one. It
// also counts sessions that began the day before.
func free(d timetable.Day, mine, theirs timetable.Timetable) (gaps []timetable.Gap) {
	at := slices.IndexFunc(theirs.Days, func(e timetable.Day) bool { return e.Date == d.Date })
	if at < 0 {
		return nil
	}
	var items []timetable.Gap // the times that are taken
	for _, list := range [...][]timetable.Item{d.Items, theirs.Days[at].Items} {
		for i := range list {
			if it := &list[i]; !it.Cancelled() {
				items = append(items, timetable.Gap{Start: it.Start, End: it.End})
			}
		}
	}
	if len(items) == 0 {
		return nil
	}
	order.Sort(items, func(a, b *timetable.Gap) int { return cmp.Compare(a.Start, b.Start) })
	var last, busy session.Instant
	for _, e := range slices.Concat(mine.Days, theirs.Days) {
		if e.First < items[0].Start && e.First.Date() != d.Date {
			busy = max(busy, e.Last)
		}
	}
	for _, it := range items {
		if last.Known() {
			last = max(last, busy)
		}
		if last.Known() && int(it.Start-last) >= leastFree {
			gaps = append(gaps, timetable.Gap{Start: last, End: it.Start})
		}
		last = max(last, it.End)
	}
	return gaps
}
