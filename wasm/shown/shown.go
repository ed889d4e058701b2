// Package shown remembers what an exported picture showed, so that whoever keeps
// the picture can be told when it is out of date.
package shown

import (
	"cmp"
	"slices"
	"strings"

	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/session"
	"byeolpyo/wasm/timetable"
)

// Prefix begins the storage keys; the rest is the edition.
const Prefix = "export/"

// version is the version of the record. One of a higher is not understood.
const version = 1

// Export is what the last picture of an edition showed.
type Export struct {
	At       int64             // when it was made, ms since 1970
	Sessions []session.Session // by key
	Before   []session.Session // what the one before it showed, which this one may mark the changes against
}

// New is the export of tt at the time now, after the export last.
func New(tt timetable.Timetable, last Export, now int64) Export {
	e := Export{At: now, Before: last.Sessions}
	add := func(items []timetable.Item) {
		for _, it := range items {
			e.Sessions = append(e.Sessions, it.Session)
		}
	}
	for _, d := range tt.Days {
		add(d.Items)
	}
	add(tt.Undated)
	slices.SortFunc(e.Sessions, func(a, b session.Session) int { return cmp.Compare(a.Key, b.Key) })
	return e
}

// Encode returns the tree stored under Prefix and the edition.
func (e Export) Encode() map[string]any {
	return map[string]any{"v": float64(version), "at": float64(e.At), "sessions": encode(e.Sessions), "before": encode(e.Before)}
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
		sessions = append(sessions, s)
	}
	return sessions, ok
}

// Decode reads what Encode wrote under storageKey.
func Decode(storageKey string, tree any) (edition string, e Export, ok bool) {
	edition, isExport := strings.CutPrefix(storageKey, Prefix)
	m, isMap := tree.(map[string]any)
	if !isExport || !isMap || m["v"] != float64(version) {
		return "", Export{}, false
	}
	at, ok1 := m["at"].(float64)
	e.At = int64(at)
	var ok2, ok3 bool
	e.Sessions, ok2 = decode(m["sessions"])
	e.Before, ok3 = decode(m["before"])
	if !ok1 || !ok2 || !ok3 {
		return "", Export{}, false
	}
	return edition, e, true
}

// Moved are the sessions of tt that the picture shows at another time or place than
// they have by now, as it shows them. What is not picked any more is no change, and
// neither is what was picked since: the person knows.
func (e Export) Moved(tt timetable.Timetable) map[session.Key]session.Session {
	return moved(e.Sessions, tt)
}

// Marked is Moved for the picture before: what this one tells of as changed.
func (e Export) Marked(tt timetable.Timetable) map[session.Key]session.Session {
	return moved(e.Before, tt)
}

func moved(shown []session.Session, tt timetable.Timetable) map[session.Key]session.Session {
	was := make(map[session.Key]session.Session, len(shown))
	for _, s := range shown {
		was[s.Key] = s
	}
	out := map[session.Key]session.Session{}
	look := func(items []timetable.Item) {
		for _, it := range items {
			for _, k := range append([]session.Key{it.Session.Key}, it.Aliases...) {
				old, ok := was[k]
				if ok && picks.Compare(old, it.Session)&(picks.Moved|picks.Rehomed) != 0 {
					out[it.Session.Key] = old
					break
				}
			}
		}
	}
	for _, d := range tt.Days {
		look(d.Items)
	}
	look(tt.Undated)
	return out
}
