// Package lastpicture remembers what an exported picture showed, so that the person can be
// told when the picture is out of date.
package lastpicture

import (
	"cmp"
	"strings"

	"byeolpyo/wasm/lite/order"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// Export is what the last picture of an edition showed.
type Export struct {
	At      int64   // when it was made, ms since 1970
	Content         // by it
	Before  Content // what the picture before it showed, to mark changes since then
}

// Content is the sessions of a picture, by key.
type Content struct {
	Sessions []session.Session // that were picked
	Others   []session.Session // of a grid: the rest of the programme
}

// New returns the export of tt at now, after the export last. programme has the other
// sessions that the picture showed, if it was a grid, and may also have the picks.
func New(tt timetable.Timetable, programme []session.Session, last Export, now int64) Export {
	e := Export{At: now, Before: last.Content}
	add := func(items []timetable.Item) {
		for _, it := range items {
			e.Sessions = append(e.Sessions, it.Session)
		}
	}
	for _, d := range tt.Days {
		add(d.Items)
	}
	add(tt.Undated)
	if len(programme) > 0 {
		for _, it := range tt.Rest(programme) {
			e.Others = append(e.Others, it.Session)
		}
	}
	for _, list := range [][]session.Session{e.Sessions, e.Others} {
		order.Sort(list, func(a, b *session.Session) int { return cmp.Compare(a.Key, b.Key) })
	}
	return e
}

// Encode returns the tree stored under Prefix and the edition.
func (e Export) Encode() map[string]any {
	tree := map[string]any{"v": float64(records.ExportVersion), "at": float64(e.At), "sessions": encode(e.Sessions), "before": encode(e.Before.Sessions)}
	if len(e.Others) > 0 {
		tree["others"] = encode(e.Others)
	}
	if len(e.Before.Others) > 0 {
		tree["othersBefore"] = encode(e.Before.Others)
	}
	return tree
}

func encode(sessions []session.Session) []any {
	list := make([]any, len(sessions))
	for i, s := range sessions {
		list[i] = session.Encode(s)
	}
	return list
}

func decode(tree any) (sessions []session.Session, ok bool) {
	list, ok := tree.([]any)
	for _, item := range list {
		s, good := session.Decode(item)
		if !good {
			return nil, false
		}
		s.Key = s.Key.Canonical()
		sessions = append(sessions, s)
	}
	return sessions, ok
}

// Decode reads what Encode wrote under storageKey.
func Decode(storageKey string, tree any) (edition string, e Export, ok bool) {
	edition, isExport := strings.CutPrefix(storageKey, records.ExportPrefix)
	m, isMap := tree.(map[string]any)
	if !isExport || !isMap || m["v"] != float64(records.ExportVersion) {
		return "", Export{}, false
	}
	at, ok := m["at"].(float64)
	e.At = int64(at)
	for name, list := range map[string]*[]session.Session{
		"sessions": &e.Sessions, "before": &e.Before.Sessions, "others": &e.Others, "othersBefore": &e.Before.Others,
	} {
		tree, there := m[name]
		if !there && strings.HasPrefix(name, "others") {
			continue
		}
		var good bool
		*list, good = decode(tree)
		ok = ok && good
	}
	if !ok {
		return "", Export{}, false
	}
	return edition, e, true
}

// Moved returns the sessions, as the picture shows them, whose time or place has changed
// since, or that were cancelled or restored. It looks at those of tt and, for a grid, those
// of programme, which is needed only then. A session that was picked or removed since is not
// among them, since the person knows of that.
func (e Export) Moved(tt timetable.Timetable, programme []session.Session) map[session.Key]session.Session {
	return e.Content.moved(tt, programme)
}

// Marked returns what Moved does for the picture before this one: the sessions that this one
// marks as changed.
func (e Export) Marked(tt timetable.Timetable, programme []session.Session) map[session.Key]session.Session {
	return e.Before.moved(tt, programme)
}

func (shown Content) moved(tt timetable.Timetable, programme []session.Session) map[session.Key]session.Session {
	was := make(map[session.Key]session.Session, len(shown.Sessions)+len(shown.Others))
	for _, list := range [][]session.Session{shown.Sessions, shown.Others} {
		for _, s := range list {
			was[s.Key] = s
		}
	}
	out := map[session.Key]session.Session{}
	look := func(it timetable.Item) {
		for _, k := range append([]session.Key{it.Session.Key}, it.Aliases...) {
			old, ok := was[k]
			if ok && picks.Compare(old, it.Session)&(picks.Moved|picks.Rehomed|picks.Cancelled|picks.Restored) != 0 {
				out[it.Session.Key] = old
				return
			}
		}
	}
	for _, d := range tt.Days {
		for _, it := range d.Items {
			look(it)
		}
	}
	for _, it := range tt.Undated {
		look(it)
	}
	if len(shown.Others) > 0 {
		for _, it := range tt.Rest(programme) {
			look(it)
		}
	}
	return out
}
