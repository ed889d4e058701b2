package popup

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"byeolpyo/wasm/app/lastpicture"
	"byeolpyo/wasm/lite/order"
	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// FriendView is what the popup tells of a friend's timetable beside one's own.
type FriendView struct {
	ID, Name string
	Shown    bool       // laid over the picture
	Parts    []PartView // what both hear, where they part, when both are free
	Waiting  string     // about sessions that are not known yet, or ""
	Drop     string     // the name of the button that removes the friend
}

// PartView is one list of it.
type PartView struct {
	Label string
	Lines []string
}

// friends are those who have a timetable of the edition shown, by name.
func (m *Model) friends() []friends.Friend {
	var out []friends.Friend
	for _, f := range m.others {
		if f.Edition == m.Edition() {
			out = append(out, f)
		}
	}
	order.Sort(out, func(a, b *friends.Friend) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// MoreSessions are those of the storage keys that tell of sessions which are not picked
// and are not here yet: those that friends hear, and all of the edition when the picture
// is a grid or the last one was, while something is looked for in it, when an end has to be guessed by what follows, or when a
// pick may be of several.
func (m *Model) MoreSessions(storageKeys []string) (names []string) {
	wanted := map[session.Key]bool{}
	for _, f := range m.friends() {
		for _, p := range f.Picks {
			wanted[p.Key] = true
		}
	}
	all := m.find.open || m.find.gap != "" || m.settings.picture.Mode == choices.Modes[choices.Grid] || m.asks() || len(m.exports[m.Edition()].Others) > 0 ||
		timetable.Guesses(timetable.FromBook(m.book, m.Edition()))
	for _, name := range storageKeys {
		text, ok := strings.CutPrefix(name, records.SessionPrefix)
		key := session.Key(text)
		if _, here := m.book.Sessions[key]; !ok || here || m.asked[key] || !wanted[key] && !(all && key.Edition() == m.Edition()) {
			continue
		}
		m.asked[key] = true
		names = append(names, name)
	}
	return names
}

// programme is what is here of the edition shown.
func (m *Model) programme() (list []session.Session) {
	for key, k := range m.book.Sessions {
		if key.Edition() == m.Edition() && k.Gone == 0 {
			list = append(list, k.Session)
		}
	}
	return list
}

func (m *Model) friendViews(tt timetable.Timetable) (out []FriendView) {
	for _, f := range m.friends() {
		c := friends.With(tt, f, m.book)
		v := FriendView{
			ID: f.ID, Name: f.Name, Shown: slices.Contains(m.settings.picture.Friends, f.ID),
			Drop: m.Say("friendDrop", "name", f.Name),
		}
		if v.Name == "" {
			v.Name = m.Say("friendNameless")
		}
		add := func(label string, lines []string) {
			if len(lines) > 0 {
				v.Parts = append(v.Parts, PartView{m.Say(label), lines})
			}
		}
		var together, partings, free []string
		for _, s := range c.Together {
			together = append(together, m.when(s.Start)+m.title(s))
		}
		for _, p := range c.Partings {
			partings = append(partings, m.when(p.Start)+m.Say("friendParting", "mine", m.title(p.Mine), "name", v.Name, "theirs", m.title(p.Theirs)))
		}
		for _, g := range c.Free {
			free = append(free, m.dayLabel(g.Start.Date())+" "+m.fromTo(g.Start, g.End))
		}
		add("friendTogether", together)
		add("friendPartings", partings)
		add("friendFree", free)
		if c.Waiting > 0 {
			v.Waiting = m.Say("friendWaiting", "n", strconv.Itoa(c.Waiting))
		}
		out = append(out, v)
	}
	return out
}

// when is the beginning of a line: day and time, where they are known.
func (m *Model) when(t session.Instant) string {
	if !t.Known() {
		return ""
	}
	return m.dayLabel(t.Date()) + " " + t.HHMM() + " "
}

// DropFriend removes a friend's timetable of the edition shown. It can be taken back.
func (m *Model) DropFriend(id string) Change {
	for _, f := range m.friends() {
		if f.ID == id {
			return Change{
				Remove: []string{f.StorageKey()},
				notice: Notice{Text: m.Say("removed", "title", f.Name), Undo: true},
				push:   &step{title: f.Name, entries: map[string]any{f.StorageKey(): f.Encode()}},
			}
		}
	}
	return Change{}
}

// Waiting reports the editions of which something is known by its hash only, one's
// own picks or a friend's.
func (m *Model) Waiting() (editions []string) {
	add := func(e string) {
		if !slices.Contains(editions, e) {
			editions = append(editions, e)
		}
	}
	for key, p := range m.book.Picks {
		if _, waiting := key.Waiting(); waiting && p.State != picks.Off {
			add(key.Edition())
		}
	}
	for _, f := range m.others {
		for _, p := range f.Picks {
			if p.Key == "" {
				add(f.Edition)
			}
		}
	}
	return editions
}

// Resolve gives what is known by its hash the keys that are found for it: found is
// keys by the hex of their hashes. A pick that was made meanwhile stays as it is.
func (m *Model) Resolve(found map[string]session.Key) Change {
	c := Change{Entries: map[string]any{}}
	for key, p := range m.book.Picks {
		hash, waiting := key.Waiting()
		real, known := found[hash]
		if !waiting || p.State == picks.Off || !known || real.Edition() != key.Edition() || m.book.SetAside(real) {
			continue
		}
		if old, there := m.book.Picks[real]; !there || old.Tapped < p.Tapped {
			s := m.book.Session(real)
			s.Key = real
			// A must is not made a star by a picture that came later.
			picks.Pick{State: max(p.State, old.State), Tapped: p.Tapped, Seen: old.Seen, Session: s}.Store(c.Entries, real)
		}
		p.State = picks.Off // and not gone, because sync has to know
		p.Store(c.Entries, key)
	}
	for _, f := range m.others {
		f.Picks = slices.Clone(f.Picks)
		if f.Resolve(found) {
			c.Entries[f.StorageKey()] = f.Encode()
		}
	}
	return c
}

// Stale says that a saved picture is out of date.
type Stale struct {
	Count int
	Text  string
}

func (m *Model) stale(tt timetable.Timetable) *Stale {
	e, ok := m.exports[tt.Edition]
	if !ok {
		return nil
	}
	var programme []session.Session
	if len(e.Others) > 0 {
		programme = m.programme()
	}
	n := len(e.Moved(tt, programme))
	if n == 0 {
		return nil
	}
	return &Stale{n, m.count("stale", n)}
}

// soon is how many milliseconds after an export somebody comes back for it.
const soon = 5 * 60_000

// again reports whether a picture of the edition left the popup shortly before it was opened.
func (m *Model) again() bool {
	e, ok := m.exports[m.Edition()]
	return ok && e.At < m.opened && m.opened-e.At < soon
}

// Exported remembers what the picture shows that was just saved, copied or printed.
func (m *Model) Exported(now int64) Change {
	tt := m.table()
	if tt.Picks == 0 {
		return Change{}
	}
	var programme []session.Session
	if m.settings.picture.Mode == choices.Modes[choices.Grid] {
		programme = m.programme()
	}
	return Change{Entries: map[string]any{records.ExportPrefix + tt.Edition: lastpicture.New(tt, programme, m.exports[tt.Edition], now).Encode()}}
}
