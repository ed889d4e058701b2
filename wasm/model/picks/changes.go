package picks

import (
	"strings"

	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// Difference is a set of changes between two states of a session.
type Difference uint8

// A Difference is made of these, joined by |; 0 is none.
const (
	Moved     Difference = 1 << iota // another start or end
	Rehomed                          // another room
	Renamed                          // other letters or digits in the title in the same language
	Gone                             // no longer in the site's timetable
	Cancelled                        // will not take place, the site says
	Restored                         // was Cancelled, and is not
)

// Compare tells how now differs from was. A field that one of them does not have makes no
// difference, and neither do names in two languages.
func Compare(was, now session.Session) Difference {
	var d Difference
	if was.Start.Known() && now.Start.Known() && was.Start != now.Start ||
		was.End.Known() && now.End.Known() && was.End != now.End {
		d |= Moved
	}
	switch {
	case was.Cancelled == 0 && now.Cancelled != 0:
		d |= Cancelled
	case was.Cancelled != 0 && now.Cancelled == 0:
		d |= Restored
	}
	rehomed := func(was, now []string) {
		if len(was) > 0 && len(now) > 0 && strings.Join(was, "\n") != strings.Join(now, "\n") {
			d |= Rehomed
		}
	}
	if was.PageLang == "" && now.PageLang == "" { // an own entry, or a session out of a picture
		rehomed(was.Rooms, now.Rooms)
	}
	for _, lang := range session.Languages {
		rehomed(was.Named(lang).Rooms, now.Named(lang).Rooms)
		title := was.Titles[lang]
		if other := now.Titles[lang]; other != "" && title != "" && !session.SameTitle(other, title) && !was.Unnamed(lang) && !now.Unnamed(lang) {
			d |= Renamed
		}
	}
	return d
}

// Acknowledgement is the state of a picked session that its person has last seen among the
// changes. It is stored under records.AcknowledgedPrefix and the session's key.
type Acknowledgement struct {
	At      int64 // when, in ms since 1970
	Gone    bool
	Session session.Session
}

// Encode returns the tree stored under records.AcknowledgedPrefix + key.
func (l Acknowledgement) Encode() map[string]any {
	return map[string]any{"v": float64(records.PickVersion), "at": float64(l.At), "gone": l.Gone, "snapshot": session.Encode(l.Session)}
}

// DecodeAcknowledgement reads what Encode wrote. A record that it cannot read counts as if
// the person had not looked.
func DecodeAcknowledgement(key session.Key, tree any) (Acknowledgement, bool) {
	m, _ := tree.(map[string]any)
	at, ok1 := m["at"].(float64)
	gone, ok2 := m["gone"].(bool)
	s, ok3 := session.Decode(m["snapshot"])
	if !ok1 || !ok2 || !ok3 || s.Key != key || version(m) != None {
		return Acknowledgement{}, false
	}
	return Acknowledgement{moment(at), gone, s}, true
}

// Changed returns how the picked session differs from what its person last knew, which is its
// state at the click or, if that was later, at the last look at changes.
func (b *Book) Changed(key session.Key) (d Difference, was session.Session) {
	p, picked := b.Picks[key]
	known, seen := b.SessionRecord(key)
	if !picked || p.State == Off || !seen {
		return 0, session.Session{}
	}
	was = p.Session
	var noted int64 // when the person acknowledged that it is gone
	if l, ok := b.Acknowledged[key]; ok && l.At >= p.Tapped {
		was = l.Session
		if l.Gone {
			noted = l.At
		}
	}
	d = Compare(was, known.Session)
	if known.Gone > noted { // it may have come back meanwhile, and gone again
		d |= Gone
	}
	return d, was
}
