package popup

import (
	"strconv"

	"byeolpyo/wasm/friends"
	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/session"
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
	titles := make([]any, 0, len(r.Picks))
	for _, p := range r.Picks {
		if p.Key != "" {
			s := m.seen(p)
			titles = append(titles, m.when(s.Start)+m.title(s))
		}
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

// KeepFriend stores what was received as the timetable of a friend, apart from one's
// own. id names the friend.
func (m *Model) KeepFriend(id, name string, now int64) Change {
	r := m.received
	name = friends.CleanName(name)
	if name == "" {
		name = m.Say("friendNameless")
	}
	kept := map[string]bool{}
	for _, f := range m.others {
		kept[f.ID] = true
		if f.Name == name { // the same friend's other edition, or newer picture
			id = f.ID
		}
	}
	if len(r.Picks) == 0 {
		return Change{}
	}
	if !kept[id] && len(kept) >= friends.MaxKept {
		return Change{notice: Notice{Text: m.Say("importTooMany", "n", strconv.Itoa(friends.MaxKept))}}
	}
	f := friends.Friend{ID: id, Edition: r.Edition, Name: name, Added: now, Picks: r.Picks[:min(len(r.Picks), friends.MaxPicks)]}
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
		push: &step{imported: true, before: map[session.Key]picks.State{}},
	}
	for _, p := range m.received.Picks {
		key := m.received.key(p)
		if m.book.SetAside(key) || !want(key) {
			continue
		}
		s := m.seen(p)
		s.Key = key
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

// show makes the popup open at the edition.
func (m *Model) show(edition string, entries map[string]any) {
	if m.Edition() != edition && !m.settings.newer {
		m.settings.edition = edition
		entries[SettingsKey] = m.settings.encode()
	}
}
