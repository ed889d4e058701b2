package popup

import (
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// The site of 2026 has a timetable of its own, 내 시간표, for those who sign in.
// What they put there can be taken over; the site's own record is only read.
const (
	// MaxBookmarks bounds what is taken over at once: the programme of 2026 has a
	// fifth as many sessions.
	MaxBookmarks = 500
)

// Offer is the question whether to take over sessions from the site.
type Offer struct {
	Count int // sessions that are not picked yet, at least 1
	Text  string
}

// Bookmarks takes in the ids of the sessions in the site's own timetable, as
// the open page told them, parted by spaces. What is no UUID is passed over. It
// returns the storage keys of what is known of these sessions, to be Put before
// Import.
func (m *Model) Bookmarks(ids string) []string {
	m.bookmarks = nil
	from := editions.WithBookmarks()
	seen := map[session.Key]bool{}
	var names []string
	for _, id := range strings.Fields(ids) {
		if len(m.bookmarks) == MaxBookmarks {
			break
		}
		id = ascii.Lower(id)
		key := session.NewKey(from.Name, session.AnySequence, id)
		if !session.IsUUID(id) || seen[key] {
			continue
		}
		seen[key] = true
		m.bookmarks = append(m.bookmarks, bookmark{key, from.Bookmarks + id})
		names = append(names, records.SessionPrefix+string(key))
	}
	return names
}

type bookmark struct {
	key session.Key
	url string
}

// unpicked are the bookmarks that an import adds. A pick that was not understood
// is none of them: it is not to be written over.
func (m *Model) unpicked() []bookmark {
	var out []bookmark
	for _, b := range m.bookmarks {
		if m.book.Picks[b.key].State == picks.Off && !m.book.SetAside(b.key) {
			out = append(out, b)
		}
	}
	return out
}

func (m *Model) offer() *Offer {
	n := len(m.unpicked())
	if n == 0 {
		return nil
	}
	return &Offer{n, m.count("import", n)}
}

// Import adds the bookmarks that are not picked as stars, and shows their
// edition. Picks that are on stay as they are; one that was removed comes back,
// because the person asks for it.
func (m *Model) Import(now int64) Change {
	added := m.unpicked()
	if len(added) == 0 {
		return Change{}
	}
	c := Change{Entries: map[string]any{}, push: &step{added: len(added), before: map[session.Key]picks.State{}}}
	named := true
	for _, b := range added {
		s := m.book.Session(b.key)
		s.Key = b.key
		if s.URL == "" {
			s.URL = b.url
		}
		named = named && s.Title(session.Korean) != "" && s.Start.Known()
		c.push.before[b.key] = m.book.Picks[b.key].State
		picks.Pick{State: picks.Star, Tapped: now, Seen: m.book.Picks[b.key].Seen, Session: s}.Store(c.Entries, b.key)
	}
	if from := editions.WithBookmarks().Name; m.Edition() != from && !m.settings.newer {
		m.settings.edition = from
		c.Entries[records.SettingsKey] = m.settings.encode()
	}
	text := m.count("imported", len(added))
	if !named {
		text += " " + m.Say("importedUnnamed")
	}
	c.notice = Notice{Text: text, Undo: true}
	return c
}
