package share

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// Keyword is the name of the text in a PNG, and MaxText is its greatest length in
// bytes. 40 picks with a title, times and rooms take about 7,000.
const (
	Keyword = "byeolpyo"
	MaxText = 8 << 10
)

// Pick is a session in the text of a picture.
type Pick struct {
	State   picks.State     // Star or Must
	Session session.Session // Key, and as far as they fit Titles, Rooms, Start and End
}

// textHeader is the first line; the second is "edition 2026", and each after it a
// pick, in the order of the keys: state, key, start in Seoul ("2026-08-15T13:30"),
// minutes, Korean and English title, and the rooms, with tabs between and bars
// between the rooms: by their Korean names, or as pages in English call them where none in
// Korean was seen; where it is in all of them, 모든 방.
const textHeader = "byeolpyo 1"

// EncodeText returns the text of an edition's picks. own says whether entries that
// the person made are in it. What is too long for MaxText loses first its details
// and then its last picks; all of them are in the code.
func EncodeText(edition string, list []Pick, own bool) string {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Pick) int { return cmp.Compare(a.Session.Key, b.Session.Key) })
	list = slices.CompactFunc(list, func(a, b Pick) bool { return a.Session.Key == b.Session.Key })
	for details := allDetails; ; details-- {
		var b strings.Builder
		b.WriteString(textHeader + "\nedition " + edition + "\n")
		full := false
		for _, p := range list {
			k := p.Session.Key
			if p.State == picks.Off || k.Edition() != edition || k.Own() && !own {
				continue
			}
			wanted := details
			if k.Own() { // an own entry consists of its title
				wanted = allDetails
			}
			line := p.line(wanted)
			if b.Len()+len(line) > MaxText {
				full = true
				break
			}
			b.WriteString(line)
		}
		if !full || details == noDetails {
			return b.String()
		}
	}
}

// These say how much of a session is written beside its key.
const (
	noDetails = iota
	oneTitle  // time, rooms and the Korean title, or the English where there is none
	allDetails
)

func (p Pick) line(details int) string {
	s := p.Session
	fields := [7]string{p.State.String(), string(s.Key)}
	if details > noDetails {
		names := s.PlacesIn(session.Korean)
		rooms := make([]string, 0, len(names))
		for _, r := range names {
			if r = field(strings.ReplaceAll(r, "|", "/")); r != "" {
				rooms = append(rooms, r)
			}
		}
		if s.Start.Known() {
			fields[2] = s.Start.String()[:len("2026-08-15T13:30")]
			if n := int(s.End - s.Start); n > 0 && n <= maxMinutes {
				fields[3] = strconv.Itoa(n)
			}
		}
		fields[4] = field(s.Titles[session.Korean])
		if fields[4] == "" || details == allDetails {
			fields[5] = field(s.Titles[session.English])
		}
		fields[6] = strings.TrimRight(field(strings.Join(rooms, "|")), "| ")
	}
	return strings.Join(fields[:], "\t") + "\n"
}

// maxMinutes is the longest session that is told of: a week.
const maxMinutes = 7 * 24 * 60

// maxField bounds a title or a room, in bytes.
const maxField = 600

// field returns s as it may stand between tabs: one line in NFC, without control characters
// and without characters that change the direction of text.
func field(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\u2028' || r == '\u2029':
			return ' '
		case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f':
			return -1
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(s, "")))
	s = session.Fold(s)
	for len(s) > maxField {
		s = strings.TrimRight(strings.ToValidUTF8(s[:maxField], ""), " ")
	}
	return s
}

// DecodeText reads what EncodeText wrote.
func DecodeText(text string) (edition string, list []Pick, err error) {
	if len(text) > MaxText {
		return "", nil, ErrBad
	}
	lines := strings.Split(text, "\n")
	switch {
	case lines[0] == textHeader:
	default:
		version, _ := strings.CutPrefix(lines[0], "byeolpyo ")
		if n, err := strconv.Atoi(version); err == nil && n > 1 && strconv.Itoa(n) == version {
			return "", nil, ErrNewer
		}
		return "", nil, ErrBad
	}
	if len(lines) < 3 || lines[len(lines)-1] != "" {
		return "", nil, ErrBad
	}
	edition, ok := strings.CutPrefix(lines[1], "edition ")
	if !ok || !validEdition(edition) || len(edition) > maxEdition {
		return "", nil, ErrBad
	}
	for _, l := range lines[2 : len(lines)-1] {
		p, ok := parseLine(l)
		if !ok || p.Session.Key.Edition() != edition || len(list) > 0 && list[len(list)-1].Session.Key >= p.Session.Key {
			return "", nil, ErrBad
		}
		list = append(list, p)
	}
	return edition, list, nil
}

func parseLine(line string) (p Pick, ok bool) {
	fields := strings.Split(line, "\t")
	if len(fields) != 7 {
		return Pick{}, false
	}
	for _, f := range fields[4:] {
		if field(f) != f {
			return Pick{}, false
		}
	}
	state, ok1 := picks.ParseState(fields[0])
	p = Pick{State: state, Session: session.Session{Key: session.Key(fields[1])}}
	if !ok1 || state == picks.Off || p.Session.Key.Edition() == "" {
		return Pick{}, false
	}
	if fields[2] != "" {
		if p.Session.Start, ok = session.ParseInstant(fields[2] + ":00+09:00"); !ok {
			return Pick{}, false
		}
	}
	if fields[3] != "" {
		n, err := strconv.Atoi(fields[3])
		if err != nil || n <= 0 || n > maxMinutes {
			return Pick{}, false
		}
		p.Session.End = p.Session.Start + session.Instant(n)
	}
	if fields[4] != "" || fields[5] != "" {
		p.Session.Titles = map[string]string{}
	}
	for i, lang := range [...]string{session.Korean, session.English} {
		if t := fields[4+i]; t != "" {
			p.Session.Titles[lang] = t
		}
	}
	if fields[6] != "" {
		p.Session.Rooms = strings.Split(fields[6], "|")
	}
	if fields[6] == session.AllRooms(session.Korean) {
		p.Session.Rooms, p.Session.Everywhere = nil, session.SomeRooms
	}
	return p, p.line(allDetails) == line+"\n"
}
