package picks

import (
	"encoding/json"
	"reflect"
	"testing"

	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// at is a time on the first day of 2026.
func at(hour, minute int) session.Instant {
	return session.KST(session.Date{Year: 2026, Month: 8, Day: 15}, hour, minute)
}

// full is a session of which everything that can change is known.
func full() session.Session {
	return session.Session{
		Key: key, Titles: map[string]string{"ko": "가", "en": "a"}, Rooms: []string{"4142호"}, PageLang: "ko",
		Start: at(13, 30), End: at(14, 0),
	}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(*session.Session)
		want Difference
	}{
		{"nothing", func(*session.Session) {}, 0},
		{"start", func(s *session.Session) { s.Start++ }, Moved},
		{"end", func(s *session.Session) { s.End++ }, Moved},
		{"start and end", func(s *session.Session) { s.Start, s.End = s.Start+30, s.End+30 }, Moved},
		{"room", func(s *session.Session) { s.Rooms = []string{"5143호"} }, Rehomed},
		{"one room more", func(s *session.Session) { s.Rooms = []string{"4142호", "4147호"} }, Rehomed},
		{"a title", func(s *session.Session) { s.Titles = map[string]string{"ko": "나", "en": "a"} }, Renamed},
		{"the only title told", func(s *session.Session) { s.Titles = map[string]string{"en": "b"} }, Renamed},
		{"all", func(s *session.Session) {
			s.Start, s.Rooms, s.Titles = at(15, 0), []string{"5143호"}, map[string]string{"ko": "나"}
		}, Moved | Rehomed | Renamed},

		// Letters and digits decide about a title.
		{"a quotation mark", func(s *session.Session) { s.Titles = map[string]string{"ko": "“가”", "en": "a"} }, 0},
		{"a dash, a full stop and a space", func(s *session.Session) { s.Titles = map[string]string{"ko": " — 가. ", "en": "a"} }, 0},
		{"an emoji", func(s *session.Session) { s.Titles = map[string]string{"ko": "가 ⚡️", "en": "a"} }, 0},
		{"a capital", func(s *session.Session) { s.Titles = map[string]string{"ko": "가", "en": "A"} }, 0},
		{"a digit", func(s *session.Session) { s.Titles = map[string]string{"ko": "가 2", "en": "a"} }, Renamed},
		{"nothing but other marks", func(s *session.Session) { s.Titles = map[string]string{"ko": "!", "en": "a"} }, Renamed},

		// Silence is no difference.
		{"no start", func(s *session.Session) { s.Start, s.End = 0, 0 }, 0},
		{"no end", func(s *session.Session) { s.End = 0 }, 0},
		{"no room", func(s *session.Session) { s.Rooms = nil }, 0},
		{"no title", func(s *session.Session) { s.Titles = nil }, 0},
		{"an empty title", func(s *session.Session) { s.Titles = map[string]string{"ko": ""} }, 0},

		// What two languages call differently is none either.
		{"rooms in English besides", func(s *session.Session) { s.Other.Rooms = []string{"Room 4142"} }, 0},
		{"English first, Korean besides", func(s *session.Session) {
			s.Rooms, s.PageLang, s.Other.Rooms = []string{"Room 4142"}, "en", s.Rooms
		}, 0},
		{"English first, another Korean room", func(s *session.Session) {
			s.Rooms, s.PageLang, s.Other.Rooms = []string{"Room 4142"}, "en", []string{"5143호"}
		}, Rehomed},
		{"rooms of a picture", func(s *session.Session) { s.Rooms, s.PageLang = []string{"어딘가"}, "" }, 0},
		{"all rooms", func(s *session.Session) { s.Rooms, s.Everywhere = nil, 4 }, 0},
		{"rooms of an English page", func(s *session.Session) { s.Rooms, s.PageLang = []string{"Room 4142"}, "en" }, 0},
		{"title in one language", func(s *session.Session) { s.Titles = map[string]string{"en": "a"} }, 0},
		{"title in a third", func(s *session.Session) { s.Titles = map[string]string{"ja": "か"} }, 0},

		// What nobody would call a change of the programme.
		{"speakers", func(s *session.Session) { s.Speakers = []string{"김파이"} }, 0},
		{"address", func(s *session.Session) { s.URL = "https://2026.pycon.kr/" }, 0},
		{"kind", func(s *session.Session) { s.Kind = session.Keynote }, 0},
	} {
		other := full()
		c.edit(&other)
		if got := Compare(full(), other); got != c.want {
			t.Errorf("%s: %b, want %b", c.name, got, c.want)
		}
		if got := Compare(other, full()); got != c.want {
			t.Errorf("%s, the other way round: %b, want %b", c.name, got, c.want)
		}
	}
}

func TestLookCodec(t *testing.T) {
	for _, l := range []Acknowledgement{{Session: session.Session{Key: key}}, {At: 1786500000123, Gone: true, Session: full()}} {
		b, err := json.Marshal(l.Encode())
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range []any{l.Encode(), tree(t, string(b))} {
			if got, ok := DecodeAcknowledgement(key, v); !ok || !reflect.DeepEqual(got, l) {
				t.Errorf("%+v came back as %+v, %v", l, got, ok)
			}
		}
	}
	for _, text := range []string{
		`null`, `"x"`, `[]`, `{}`,
		`{"v":1,"at":5,"gone":false}`,
		`{"v":1,"at":"5","gone":false,"snapshot":{"key":"2026/s/x"}}`,
		`{"v":1,"at":5,"gone":0,"snapshot":{"key":"2026/s/x"}}`,
		`{"v":1,"at":5,"gone":false,"snapshot":{"key":"2026/s/y"}}`,
		`{"v":2,"at":5,"gone":false,"snapshot":{"key":"2026/s/x"}}`,
		`{"at":5,"gone":false,"snapshot":{"key":"2026/s/x"}}`,
	} {
		if got, ok := DecodeAcknowledgement(key, tree(t, text)); ok || !reflect.DeepEqual(got, Acknowledgement{}) {
			t.Errorf("%s was read as %+v", text, got)
		}
	}
}

// history is a Book of one session, to which things happen one after the other.
type history struct {
	t *testing.T
	*Book
}

func (h history) click(tapped int64, state State, s session.Session) {
	h.Put(records.PickPrefix+string(key), Pick{State: state, Tapped: tapped, Session: s}.Encode())
}

func (h history) page(s session.Session, gone int64) {
	h.Put(records.SessionPrefix+string(key), SessionRecord{Session: s, Gone: gone}.Encode())
}

func (h history) look(at int64, gone bool, s session.Session) {
	h.Put(records.AcknowledgedPrefix+string(key), Acknowledgement{At: at, Gone: gone, Session: s}.Encode())
}

// changed holds that the session differs in the ways want from one that started
// at start.
func (h history) changed(when string, want Difference, start session.Instant) {
	h.t.Helper()
	d, was := h.Changed(key)
	if d != want || want != 0 && was.Start != start {
		h.t.Errorf("%s: %b from %s, want %b from %s", when, d, was.Start.HHMM(), want, start.HHMM())
	}
}

func TestChanged(t *testing.T) {
	first, second, third := full(), full(), full()
	second.Start, second.End = at(14, 0), at(14, 30)
	third.Start, third.End, third.Rooms = at(15, 0), at(15, 30), []string{"5143호"}

	h := history{t, NewBook()}
	h.changed("nothing is known", 0, 0)
	h.page(second, 0)
	h.changed("it is not picked", 0, 0)
	h = history{t, NewBook()}
	h.click(100, Star, first)
	h.changed("no page told more than the click", 0, 0)

	h.page(first, 0)
	h.changed("the page says the same", 0, 0)
	h.page(second, 0)
	h.changed("since the click", Moved, first.Start)
	h.look(200, false, second)
	h.changed("looked at", 0, 0)
	h.page(third, 0)
	h.changed("since the look", Moved|Rehomed, second.Start)
	h.page(first, 0)
	h.changed("back at the click's time, which the person knows as changed", Moved, second.Start)

	h.click(300, Must, first)
	h.changed("a click after the look", 0, 0)
	h.page(third, 0)
	h.changed("a look older than the click", Moved|Rehomed, first.Start)
	h.look(300, false, third)
	h.changed("a look in the millisecond of the click", 0, 0)

	h.click(400, Off, first)
	h.changed("it was removed", 0, 0)
	h.click(500, Star, first)
	h.Put(records.AcknowledgedPrefix+string(key), nil)
	h.changed("the look is gone", Moved|Rehomed, first.Start)
	h.Put(records.SessionPrefix+string(key), map[string]any{"v": 2.0})
	h.changed("a newer version wrote the session", 0, 0)
}

func TestChangedGone(t *testing.T) {
	h := history{t, NewBook()}
	moved := full()
	moved.Start = at(15, 0)
	h.click(100, Star, full())
	h.page(full(), 150)
	h.changed("gone", Gone, full().Start)
	h.look(200, true, full())
	h.changed("gone and noted", 0, 0)
	h.page(moved, 150)
	h.changed("gone, noted, and moved", Moved, full().Start)
	h.page(full(), 0)
	h.changed("restored", 0, 0)
	h.look(300, false, full())
	h.page(full(), 350)
	h.changed("gone once more", Gone, full().Start)
	h.page(moved, 0)
	h.changed("restored elsewhere", Moved, full().Start)
	if p := h.Picks[key]; p.State != Star || p.Tapped != 100 {
		t.Errorf("the pick became %+v", p)
	}
}

// TestCancelled: that a session is cancelled is told as that and not as another title, also
// when it was known to be at the click, and until the person takes note; and so is that it
// is on again.
func TestCancelled(t *testing.T) {
	b := NewBook()
	s := session.Session{Key: "2026/s/a", Titles: map[string]string{"ko": "가"}, PageLang: "ko"}
	off := s
	off.Cancelled = session.SourceOf("ko", true)
	pick := func(s session.Session) {
		b.Put(records.PickPrefix+"2026/s/a", Pick{State: Star, Tapped: 1, Session: s}.Encode())
	}
	known := func(s session.Session) { b.Put(records.SessionPrefix+"2026/s/a", SessionRecord{Session: s}.Encode()) }
	pick(s)
	known(s)
	if d, _ := b.Changed(s.Key); d != 0 || b.Session(s.Key).Cancelled != 0 {
		t.Errorf("before: %d", d)
	}
	known(off)
	if d, _ := b.Changed(s.Key); d != Cancelled || b.Session(s.Key).Cancelled == 0 {
		t.Errorf("cancelled: %d", d)
	}
	b.Put(records.AcknowledgedPrefix+"2026/s/a", Acknowledgement{At: 2, Session: off}.Encode())
	if d, _ := b.Changed(s.Key); d != 0 {
		t.Errorf("noted: %d", d)
	}
	known(s)
	if d, _ := b.Changed(s.Key); d != Restored || b.Session(s.Key).Cancelled != 0 {
		t.Errorf("on again: %d", d)
	}
	b.Put(records.AcknowledgedPrefix+"2026/s/a", nil)
	pick(off) // it was cancelled at the click
	if d, _ := b.Changed(s.Key); d != Restored || b.Session(s.Key).Cancelled != 0 {
		t.Errorf("on again since the click: %d, cancelled by %d", d, b.Session(s.Key).Cancelled)
	}
}
