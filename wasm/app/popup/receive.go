package popup

import (
	"cmp"
	"slices"
	"strconv"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/lite/order"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// Received is a timetable out of somebody's picture.
type Received struct {
	Edition string
	Picks   []friends.Pick
}

// Receive takes r in, to be shown and then taken over in one of three ways.
func (m *Model) Receive(r Received) { m.received = r }

// ReceivedTree is what the import page shows of it.
func (m *Model) ReceivedTree() map[string]any {
	r := m.received
	unknown := 0
	for _, p := range r.Picks {
		if p.Key == "" {
			unknown++
		}
	}
	mine := len(m.mine(r.Edition))
	t := map[string]any{
		"count": len(r.Picks), "mine": mine, "unknown": "",
		"text": m.Say("importFound", "edition", m.editionName(r.Edition), "n", strconv.Itoa(len(r.Picks))),
		"help": m.Say("importReplaceHelp", "n", strconv.Itoa(mine)),
	}
	if unknown > 0 {
		t["unknown"] = m.Say("importUnknown", "n", strconv.Itoa(unknown))
	}
	var list []session.Session
	for _, p := range r.Picks {
		if p.Key != "" {
			list = append(list, m.seen(p))
		}
	}
	order.Sort(list, func(a, b *session.Session) int { // what has no time comes last
		if a.Start.Known() != b.Start.Known() {
			if a.Start.Known() {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	titles := make([]any, len(list))
	for i, s := range list {
		titles[i] = m.when(s.Start) + m.title(s)
	}
	t["titles"] = titles
	return t
}

// seen is the best that is known of a session that was received.
func (m *Model) seen(p friends.Pick) session.Session {
	s := p.Session
	s.Key = p.Key
	if known, ok := m.book.Sessions[p.Key]; ok {
		s, _ = known.Session.Richer(s)
	}
	return s
}

// mine are the picks of an edition but for own entries, which no picture replaces.
func (m *Model) mine(edition string) (keys []session.Key) {
	for key, p := range m.book.Picks {
		if p.State != picks.Off && key.Edition() == edition && !key.Own() {
			keys = append(keys, key)
		}
	}
	return keys
}

// key is the key of a received pick, one of a hash while the session is not known.
func (r Received) key(p friends.Pick) session.Key {
	if p.Key != "" {
		return p.Key
	}
	return session.NewKey(r.Edition, session.HashSequence, p.Hash)
}

// Namesake is what to do when a friend has the name already.
type Namesake int

// The answers to the question that KeepFriend asks.
const (
	AskFirst      Namesake = iota // nothing is stored, and the notice asks
	ReplaceFriend                 // the newer picture of the same friend
	KeepBoth                      // another person: the newcomer gets a number
)

// KeepFriend stores what was received as the timetable of a friend, apart from one's
// own. id names the friend. One without a name gets a number where that is needed.
// Where a friend of this name is kept already, same says what happens.
func (m *Model) KeepFriend(id, name string, same Namesake, now int64) Change {
	r := m.received
	if len(r.Picks) == 0 {
		return Change{}
	}
	name = friends.CleanName(name)
	if name == "" {
		name, same = m.Say("friendNameless"), KeepBoth
	}
	if namesakes := m.named(name); len(namesakes) > 0 {
		here := slices.IndexFunc(namesakes, func(f friends.Friend) bool { return f.Edition == r.Edition })
		switch {
		case same == KeepBoth:
			name = m.numbered(name)
		case here < 0: // the same friend's other edition: nothing is lost
			id = namesakes[0].ID
		case same == AskFirst:
			f := namesakes[here]
			return Change{notice: Notice{Ask: true, Text: m.Say("importNamesake",
				"name", f.Name, "edition", m.editionName(r.Edition), "n", strconv.Itoa(len(f.Picks)))}}
		default:
			id = namesakes[here].ID
		}
	}
	kept := map[string]bool{}
	for _, f := range m.others {
		kept[f.ID] = true
	}
	if !kept[id] && len(kept) >= records.MaxFriends {
		return Change{notice: Notice{Text: m.Say("importTooMany", "n", strconv.Itoa(records.MaxFriends))}}
	}
	f := friends.Friend{ID: id, Edition: r.Edition, Name: name, Added: now, Picks: r.Picks[:min(len(r.Picks), records.MaxFriendPicks)]}
	c := Change{
		Entries: map[string]any{f.StorageKey(): f.Encode()},
		notice:  Notice{Text: m.Say("importedFriend", "name", name), Undo: true},
		push:    &step{title: name, imported: true},
	}
	if old, there := m.others[f.StorageKey()]; there {
		c.push.entries = map[string]any{f.StorageKey(): old.Encode()}
	} else {
		c.push.remove = []string{f.StorageKey()}
	}
	m.show(r.Edition, c.Entries)
	return c
}

// named are the friends whose names look like name, in the order of their storage keys.
func (m *Model) named(name string) (list []friends.Friend) {
	name = m.alike(name)
	for _, f := range m.others {
		if m.alike(f.Name) == name {
			list = append(list, f)
		}
	}
	order.Sort(list, func(a, b *friends.Friend) int { return cmp.Compare(a.StorageKey(), b.StorageKey()) })
	return list
}

// alike makes of a name what those have in common that a person takes for one: white
// space and case are nothing to go by, nor how letters are composed.
func (m *Model) alike(name string) string {
	return ascii.Replace(session.Fold(m.foldName(name)), " ", "")
}

// numbered is name with the first number under which nobody is kept, from 2 on.
func (m *Model) numbered(name string) string {
	for n := 2; ; n++ {
		number := " " + strconv.Itoa(n)
		cut := name
		if runes := []rune(name); len(runes) > records.MaxFriendName-len(number) {
			cut = string(runes[:records.MaxFriendName-len(number)])
		}
		if len(m.named(cut+number)) == 0 {
			return cut + number
		}
	}
}

// Merge adds what was received to one's own timetable. What is picked stays as it is.
func (m *Model) Merge(now int64) Change {
	c := m.take(now, func(key session.Key) bool { return m.book.Picks[key].State == picks.Off })
	n := len(c.push.before)
	c.notice.Text = m.Say("importedMerge", "n", strconv.Itoa(n))
	return c
}

// Replace makes what was received one's own timetable of its edition: what else is
// picked there is taken out, but for own entries.
func (m *Model) Replace(now int64) Change {
	c := m.take(now, func(session.Key) bool { return true })
	n := len(c.push.before)
	for _, key := range m.mine(m.received.Edition) {
		if _, stays := c.push.before[key]; !stays {
			c.push.before[key] = m.book.Picks[key].State
			for name, tree := range m.entries(map[session.Key]picks.State{key: picks.Off}, now) {
				c.Entries[name] = tree
			}
		}
	}
	c.notice.Text = m.Say("importedReplace", "n", strconv.Itoa(n))
	return c
}

// take writes the received picks that want chooses.
func (m *Model) take(now int64, want func(session.Key) bool) Change {
	c := Change{
		Entries: map[string]any{}, notice: Notice{Undo: true},
		push: &step{imported: true, before: map[session.Key]picks.State{}, records: map[session.Key]picks.Pick{}},
	}
	for _, p := range m.received.Picks {
		key := m.received.key(p)
		s := m.seen(p)
		if key.Own() {
			var there bool
			if key, there = m.ownPlace(key, s); there {
				continue
			}
		}
		if m.book.SetAside(key) || !want(key) {
			continue
		}
		s.Key = key
		if old, had := m.book.Picks[key]; had && key.Own() { // one that was taken out
			c.push.records[key] = old
		}
		state := picks.Star
		if p.Must {
			state = picks.Must
		}
		c.push.before[key] = m.book.Picks[key].State
		picks.Pick{State: state, Tapped: now, Seen: m.book.Picks[key].Seen, Session: s}.Store(c.Entries, key)
	}
	m.show(m.received.Edition, c.Entries)
	return c
}

// ownPlace is the key under which an entry out of a picture can stand beside what the
// person has: its own, or, where an entry of that key says something else by now, one
// with a number. there reports that the same entry stands already.
func (m *Model) ownPlace(key session.Key, s session.Session) (place session.Key, there bool) {
	_, _, id, _, _ := key.Parts()
	place = key
	for n := 2; ; n++ {
		old, had := m.book.Picks[place]
		switch {
		case !had || old.State == picks.Off:
			return place, false
		case old.Session.Start == s.Start && old.Session.End == s.End && m.title(old.Session) == m.title(s):
			return place, true
		}
		place = session.NewKey(key.Edition(), session.OwnSequence, id+"-"+strconv.Itoa(n))
	}
}

// show makes the popup open at the edition.
func (m *Model) show(edition string, entries map[string]any) {
	if m.Edition() != edition && !m.settings.newer {
		m.settings.edition = edition
		entries[records.SettingsKey] = m.settings.encode()
	}
}
