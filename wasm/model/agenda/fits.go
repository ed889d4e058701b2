package agenda

import (
	"cmp"
	"slices"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// Reason is why a session is worth a look in a gap. Reasons are facts about the programme and
// about friends' timetables; the person's taste is not guessed.
type Reason int

// The reasons are in order of strength, the strongest first.
const (
	FriendHears  Reason = iota // a friend hears it
	SameSpeaker                // a speaker of it speaks in a picked session, too
	StayHere                   // it is in the room of the pick before it
	AlreadyThere               // it is in the room of the pick after it
	JustFits                   // it ends before the gap does
)

// Suggestion is a session that fits into a gap.
type Suggestion struct {
	Session session.Session
	Reason  Reason
	Who     string // the name of the friend or speaker for FriendHears and SameSpeaker, else ""
}

// Programme is what Fits chooses from, beside one's own timetable.
type Programme struct {
	Sessions []session.Session                      // of the edition
	Friends  func(key session.Key) (names []string) // who else hears it; may be nil
	Lang     string                                 // of the names that are compared and shown
}

// Fits returns the sessions of p that take place wholly within gap and are not in tt, best
// first: by reason, and then in the site's order. A session whose end no page has told is not
// offered, since it may not fit.
func Fits(tt timetable.Timetable, gap timetable.Gap, p Programme) []Suggestion {
	mine := map[session.Key]bool{}
	speakers := map[string]bool{}
	var before, after *timetable.Item
	for d := range tt.Days {
		for i := range tt.Days[d].Items {
			it := &tt.Days[d].Items[i]
			mine[it.Session.Key] = true
			for _, key := range it.Aliases {
				mine[key] = true
			}
			if it.Cancelled() {
				continue
			}
			for _, name := range it.Session.SpeakersIn(p.Lang) {
				speakers[name] = true
			}
			if it.End == gap.Start && before == nil {
				before = it
			}
			if it.Start == gap.End && after == nil {
				after = it
			}
		}
	}
	var out []Suggestion
	for i := range p.Sessions {
		s := &p.Sessions[i]
		if mine[s.Key] || s.Kind == session.Break || s.Cancelled != 0 || !s.Start.Known() || s.Start < gap.Start || !s.End.Known() || s.End > gap.End || s.End <= s.Start {
			continue
		}
		f := Suggestion{Session: *s, Reason: JustFits}
		f.because(p, speakers, before, after)
		at := len(out) // only few sessions fit, so inserting them in order is enough
		for at > 0 && better(&f, &out[at-1]) {
			at--
		}
		out = slices.Insert(out, at, f)
	}
	return out
}

// better reports whether a is to be offered before b.
func better(a, b *Suggestion) bool {
	return cmp.Or(cmp.Compare(a.Reason, b.Reason), timetable.BySite(&a.Session, &b.Session)) < 0
}

// because sets the strongest reason that applies.
func (f *Suggestion) because(p Programme, speakers map[string]bool, before, after *timetable.Item) {
	s := &f.Session
	if p.Friends != nil {
		if names := p.Friends(s.Key); len(names) > 0 {
			f.Reason, f.Who = FriendHears, names[0]
			return
		}
	}
	for _, name := range s.SpeakersIn(p.Lang) {
		if speakers[name] {
			f.Reason, f.Who = SameSpeaker, name
			return
		}
	}
	switch {
	case before != nil && shareRoom(&before.Session, s):
		f.Reason = StayHere
	case after != nil && shareRoom(s, &after.Session):
		f.Reason = AlreadyThere
	}
}

// shareRoom reports whether two sessions are in one room by any language's name of it.
func shareRoom(a, b *session.Session) bool {
	for _, lang := range session.Languages {
		for _, room := range a.RoomsIn(lang) {
			if slices.Contains(b.RoomsIn(lang), room) {
				return true
			}
		}
	}
	return false
}
