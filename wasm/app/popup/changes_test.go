package popup

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// seen stores what a page shows now.
func seen(m *Model, s session.Session, gone int64) {
	m.Put(records.SessionPrefix+string(s.Key), picks.SessionRecord{Session: s, Gone: gone}.Encode())
}

// lines returns the changes of a view, one "title: line | line" each.
func lines(v View) []string {
	if v.Changes == nil {
		return nil
	}
	var out []string
	for _, c := range v.Changes.List {
		var parts []string
		for _, l := range c.Lines {
			if l.Text == "" {
				l.Text = l.Was + " → " + l.Now
			}
			parts = append(parts, l.Text)
		}
		out = append(out, c.Title+": "+strings.Join(parts, " | "))
	}
	return out
}

// befores returns the notes in the rows of a view.
func befores(v View) map[string]string {
	out := map[string]string{}
	for _, s := range v.Sections {
		for _, r := range s.Rows {
			if r.Before != "" {
				out[r.Title] = r.Before
			}
		}
	}
	return out
}

// TestRestored: a session that was cancelled when the person acknowledged it, and is on again,
// is announced.
func TestRestored(t *testing.T) {
	m := New("ko", words(t))
	s := talk(t, "a", "가", "13:30", "14:00")
	put(m, s, picks.Star)
	off := s
	off.Cancelled = session.SourceOf(session.Korean, true)
	seen(m, off, 0)
	if v := m.View(Moment{}); v.Sections[0].Rows[0].Gone != "취소된 세션" || strings.Join(lines(v), "") != "가: 취소됐어요" {
		t.Errorf("%q, changes %q", v.Sections[0].Rows[0].Gone, lines(v))
	}
	for key, tree := range m.TakeNote(1 << 50).Entries {
		m.Put(key, tree)
	}
	if v := m.View(Moment{}); v.Sections[0].Rows[0].Gone != "취소된 세션" || v.Changes != nil {
		t.Errorf("noted: %q, changes %q", v.Sections[0].Rows[0].Gone, lines(v))
	}
	seen(m, s, 0)
	if v := m.View(Moment{}); v.Sections[0].Rows[0].Gone != "" || strings.Join(lines(v), "") != "가: 취소됐다가 다시 열려요" {
		t.Errorf("on again: %q, changes %q", v.Sections[0].Rows[0].Gone, lines(v))
	}
}

func TestChangesInWords(t *testing.T) {
	day2 := func(s *session.Session) {
		s.Start, s.End = at(t, "2026-08-16T10:00:00+09:00"), at(t, "2026-08-16T10:30:00+09:00")
	}
	for _, c := range []struct {
		name         string
		edit         func(*session.Session)
		gone         int64
		want, before string
	}{
		{"moved", func(s *session.Session) { s.Start, s.End = s.Start+30, s.End+30 }, 0, "가: 13:30 → 14:00", "13:30에서 바뀜"},
		{"longer", func(s *session.Session) { s.End += 10 }, 0, "가: 13:30–14:00 → 13:30–14:10", "13:30–14:00에서 바뀜"},
		{"another day", day2, 0, "가: 8월 15일 토요일 13:30 → 8월 16일 일요일 10:00", "8월 15일 토요일 13:30에서 바뀜"},
		{"another room", func(s *session.Session) { s.Rooms = []string{"5143호", "5144호"} }, 0, "가: Track 1 → 5143호, 5144호", "Track 1에서 바뀜"},
		{"moved to another room", func(s *session.Session) { s.Start, s.End, s.Rooms = s.Start+30, s.End+30, []string{"5143호"} }, 0,
			"가: 13:30 → 14:00 | Track 1 → 5143호", "13:30 · Track 1에서 바뀜"},
		{"renamed", func(s *session.Session) { s.Titles = map[string]string{"ko": "하"} }, 0,
			"하: 제목이 바뀌었어요: 전에는 “가”", "제목이 바뀜"},
		{"gone", func(*session.Session) {}, 9, "가: 현재 시간표에서 빠졌어요", ""},
		{"all", func(s *session.Session) {
			s.Start, s.End, s.Rooms, s.Titles = s.Start+30, s.End+30, []string{"5143호"}, map[string]string{"ko": "하"}
		}, 9, "하: 현재 시간표에서 빠졌어요 | 13:30 → 14:00 | Track 1 → 5143호 | 제목이 바뀌었어요: 전에는 “가”", "13:30 · Track 1에서 바뀜"},
		{"cancelled", func(s *session.Session) { s.Cancelled = session.SourceOf("ko", true) }, 0, "가: 취소됐어요", ""},
		{"nothing", func(*session.Session) {}, 0, "", ""},
	} {
		m := New("ko", words(t))
		s := talk(t, "a", "가", "13:30", "14:00")
		put(m, s, picks.Star)
		c.edit(&s)
		seen(m, s, c.gone)
		v := m.View(Moment{})
		if got := strings.Join(lines(v), "\n"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		for _, got := range befores(v) {
			if got != c.before {
				t.Errorf("%s: the row says %q, want %q", c.name, got, c.before)
			}
		}
		if c.before != "" && len(befores(v)) != 1 {
			t.Errorf("%s: the row says nothing", c.name)
		}
	}
}

// The list shows the current state; its changes are in its order and end with the click on
// "noted", which changes no pick.
func TestTakeNote(t *testing.T) {
	m := model(t)
	late, room := talk(t, "a", "가", "16:00", "16:30"), talk(t, "b", "나", "13:40", "14:20")
	room.Rooms = []string{"5143호"}
	removed := talk(t, "e", "마", "11:00", "12:00") // not picked: nobody asks
	seen(m, late, 0)
	seen(m, room, 0)
	seen(m, removed, 0)
	seen(m, talk(t, "c", "다", "14:20", "15:00"), 0)
	v := m.View(Moment{})
	if got, want := lines(v), []string{"나: Track 1 → 5143호", "가: 13:30 → 16:00"}; !slices.Equal(got, want) {
		t.Fatalf("changes %q, want %q", got, want)
	}
	if v.Changes.Count != "바뀐 세션 2개" || v.Changes.More != "" {
		t.Errorf("count %q, more %q", v.Changes.Count, v.Changes.More)
	}
	if got := v.Changes.List[0]; got.URL != "https://2026.pycon.kr/presentations/b" || got.TitleLang != "ko" {
		t.Errorf("the title leads to %q in %q", got.URL, got.TitleLang)
	}
	if got := v.Sections[0].Rows[2]; got.Title != "가" || got.Start != "16:00" {
		t.Errorf("the list shows %s at %s, want what is true now", got.Title, got.Start)
	}

	c := m.TakeNote(50)
	var names []string
	for name := range c.Entries {
		names = append(names, name)
	}
	slices.Sort(names)
	if want := []string{"look/2026/s/a", "look/2026/s/b"}; !slices.Equal(names, want) {
		t.Fatalf("%q are written, want %q", names, want)
	}
	if n := store(m, c); !n.Quiet || n.Undo || n.Text == "" {
		t.Errorf("notice %+v, want one for screen readers", n)
	}
	if v := m.View(Moment{}); v.Changes != nil || len(befores(v)) != 0 {
		t.Errorf("still changed: %q, %q", lines(v), befores(v))
	}
	if c := m.TakeNote(60); len(c.Entries) != 0 {
		t.Errorf("with nothing to note, %v is written", c.Entries)
	}

	late.Start, late.End = late.Start+30, late.End+30
	seen(m, late, 0)
	if got, want := lines(m.View(Moment{})), []string{"가: 16:00 → 16:30"}; !slices.Equal(got, want) {
		t.Errorf("changes since the look %q, want %q", got, want)
	}
}

// A clock that was put back must not bring noted changes back.
func TestTakeNoteBeforeTheClick(t *testing.T) {
	m := New("ko", words(t))
	s := talk(t, "a", "가", "13:30", "14:00")
	m.Put(records.PickPrefix+string(s.Key), picks.Pick{State: picks.Star, Tapped: 1000, Session: s}.Encode())
	s.Start += 30
	seen(m, s, 0)
	store(m, m.TakeNote(10))
	if v := m.View(Moment{}); v.Changes != nil {
		t.Errorf("still changed: %q", lines(v))
	}
}

// Only "noted" acknowledges changes: making a session a must, removing it and undoing that leave
// its changes, and what was acknowledged stays so.
func TestOtherActionsTakeNoNote(t *testing.T) {
	m := model(t)
	moved := talk(t, "a", "가", "16:00", "16:30")
	seen(m, moved, 0)
	seen(m, talk(t, "b", "나", "13:40", "14:20"), 9)
	want := lines(m.View(Moment{}))
	if len(want) != 2 {
		t.Fatalf("changes %q, want two", want)
	}
	all := func(after int64, want []string) {
		t.Helper()
		for i, key := range []session.Key{"2026/s/a", "2026/s/b"} {
			now := after + int64(100*(i+1))
			store(m, m.ToggleMust(key, now))
			store(m, m.Remove(key, now+10))
			if got := lines(m.View(Moment{})); len(want) > 0 && len(got) != len(want)-1 {
				t.Errorf("a removed session is among the changes: %q", got)
			}
			store(m, m.Undo(now+20))
			if got := lines(m.View(Moment{})); !slices.Equal(got, want) {
				t.Errorf("changes %q, want %q", got, want)
			}
		}
	}
	all(0, want)
	store(m, m.TakeNote(1000))
	all(2000, nil)
}

func TestChangesFold(t *testing.T) {
	m := New("en", words(t))
	for i := range fold + 2 {
		s := talk(t, string(rune('a'+i)), "가", "13:30", "14:00")
		put(m, s, picks.Star)
		s.Rooms = []string{"5143"}
		seen(m, s, 0)
		v := m.View(Moment{})
		if got, want := v.Changes.More != "", i+1 > fold; got != want || got != (v.Changes.Less != "") {
			t.Errorf("of %d changes: more %q, less %q", i+1, v.Changes.More, v.Changes.Less)
		}
	}
	if got := m.View(Moment{}).Changes; got.Count != "5 sessions changed" || got.More != "Show 2 more" {
		t.Errorf("count %q, more %q", got.Count, got.More)
	}
}

// Of a session under two keys, the one that went does not make it gone.
func TestChangesOfAliases(t *testing.T) {
	m := New("ko", words(t))
	one := talk(t, "h0000000000000001", "여는 말", "09:00", "09:30")
	two := talk(t, "h0000000000000002", "여는 말", "09:00", "09:30")
	one.Col, two.Col = 1, 1
	put(m, one, picks.Star)
	put(m, two, picks.Star)
	seen(m, one, 9)
	seen(m, two, 0)
	if v := m.View(Moment{}); v.Picks != 1 || v.Changes != nil {
		t.Errorf("%d picks, changes %q", v.Picks, lines(v))
	}
	seen(m, two, 9)
	if got := lines(m.View(Moment{})); len(got) != 1 {
		t.Errorf("changes %q, want the one session", got)
	}
	store(m, m.TakeNote(50))
	if v := m.View(Moment{}); v.Changes != nil {
		t.Errorf("still changed: %q", lines(v))
	}
}

const (
	uuid1 = "00000000-0000-4000-8000-00000000000a"
	uuid2 = "00000000-0000-4000-8000-00000000000b"
	uuid3 = "00000000-0000-4000-8000-00000000000c"
)

func TestBookmarks(t *testing.T) {
	for ids, want := range map[string]int{
		"":                                      0,
		"   ":                                   0,
		uuid1:                                   1,
		uuid1 + " " + uuid2:                     2,
		uuid1 + " " + uuid1:                     1,
		uuid1 + " " + strings.ToUpper(uuid1):    1,
		"x " + uuid1[1:] + " " + uuid1 + "0":    0,
		strings.Replace(uuid1, "-", "0", 1):     0,
		strings.Replace(uuid1, "a", "g", 1):     0,
		"../" + uuid1 + " 2026/s/" + uuid1:      0,
		"00000000-0000-4000-8000-0000000000-0b": 0,
	} {
		m := New("ko", words(t))
		names := m.Bookmarks(ids)
		got := 0
		if o := m.View(Moment{}).Offer; o != nil {
			got = o.Count
		}
		if got != want || len(names) != want {
			t.Errorf("%q: %d offered, %d looked for, want %d", ids, got, len(names), want)
		}
	}
	var many strings.Builder
	for i := range MaxBookmarks + 1 {
		many.WriteString(" 00000000-0000-4000-8000-000000" + "00" + string("0123456789abcdef"[i/256]) + string("0123456789abcdef"[i/16%16]) + string("0123456789abcdef"[i%16]) + "0")
	}
	m := New("ko", words(t))
	if n := len(m.Bookmarks(many.String())); n != MaxBookmarks {
		t.Errorf("%d of too many are taken in, want %d", n, MaxBookmarks)
	}
}

func TestImport(t *testing.T) {
	m := New("ko", words(t))
	kept := talk(t, uuid1, "가", "13:30", "14:00")
	off := talk(t, uuid2, "나", "14:00", "14:30")
	put(m, kept, picks.Must)
	put(m, off, picks.Off)
	names := m.Bookmarks(uuid1 + " " + uuid2 + " " + uuid3)
	if want := records.SessionPrefix + "2026/s/" + uuid3; !slices.Contains(names, want) {
		t.Errorf("%q are looked for, want %s among them", names, want)
	}
	v := m.View(Moment{})
	if v.Offer == nil || v.Offer.Count != 2 || v.Offer.Text != "2026 사이트의 내 시간표에 담은 세션 2개를 가져올까요?" {
		t.Fatalf("offer %+v", v.Offer)
	}
	before := v.Sections

	c := m.Import(50)
	if len(c.Entries) != 4 || c.Entries[records.PickPrefix+string(kept.Key)] != nil {
		t.Fatalf("entries %v, want those, with their taps, of the two that are not picked", c.Entries)
	}
	want := picks.Pick{State: picks.Star, Tapped: 50, Session: session.Session{
		Key: session.NewKey("2026", "s", uuid3), URL: "https://2026.pycon.kr/presentations/" + uuid3,
	}}.Encode()
	if got := c.Entries[records.PickPrefix+string(session.NewKey("2026", "s", uuid3))]; !reflect.DeepEqual(got, want) {
		t.Errorf("of a session that is not known, %v is stored, want %v", got, want)
	}
	if n := store(m, c); !n.Undo || n.Text != "세션 2개를 가져왔어요. 제목과 시간은 2026 시간표를 열면 채워져요." {
		t.Errorf("notice %+v", n)
	}
	v = m.View(Moment{})
	if v.Picks != 3 || v.Must != 1 || v.Offer != nil {
		t.Errorf("%d picks, %d must, offer %+v", v.Picks, v.Must, v.Offer)
	}
	last := v.Sections[len(v.Sections)-1]
	if last.ID != "undated" || len(last.Rows) != 1 || !last.Rows[0].Unnamed || last.Rows[0].Title != m.Say("unnamed") || last.Rows[0].URL == "" {
		t.Errorf("a session without a title is shown as %+v", last)
	}
	if c := m.Import(60); len(c.Entries) != 0 {
		t.Errorf("imported again: %v", c.Entries)
	}

	if n := store(m, m.Undo(70)); n.Text != m.Say("undoneImport") || n.Undo {
		t.Errorf("notice %+v", n)
	}
	if v := m.View(Moment{}); !reflect.DeepEqual(v.Sections, before) || v.Offer == nil || v.Offer.Count != 2 {
		t.Errorf("after undo %+v, offer %+v", v.Sections, v.Offer)
	}
}

// What pages told of a session goes into its pick.
func TestImportKnown(t *testing.T) {
	m := New("en", words(t))
	m.Bookmarks(uuid1)
	s := talk(t, uuid1, "가", "13:30", "14:00")
	seen(m, s, 0)
	c := m.Import(50)
	if n := store(m, c); n.Text != "Imported 1 session." {
		t.Errorf("notice %+v", n)
	}
	want := picks.Pick{State: picks.Star, Tapped: 50, Session: s}.Encode()
	if got := c.Entries[records.PickPrefix+string(s.Key)]; !reflect.DeepEqual(got, want) {
		t.Errorf("stored %v, want %v", got, want)
	}
	if v := m.View(Moment{}); v.Changes != nil {
		t.Errorf("what was imported just now has changed: %q", lines(v))
	}
}

// Records that are not understood are left alone, and the edition that was
// imported is shown.
func TestImportBeside(t *testing.T) {
	m := New("ko", words(t))
	put(m, session.Session{Key: "2018/program/37", Titles: map[string]string{"ko": "옛"}}, picks.Star)
	store(m, m.Choose("2018"))
	m.Put(records.PickPrefix+"2026/s/"+uuid1, map[string]any{"v": 7.0})
	m.Bookmarks(uuid1 + " " + uuid2)
	c := m.Import(50)
	if len(c.Entries) != 3 || c.Entries[records.PickPrefix+"2026/s/"+uuid1] != nil || c.Entries[records.SettingsKey] == nil {
		t.Fatalf("entries %v, want one pick with its tap, and the edition", c.Entries)
	}
	store(m, c)
	if v := m.View(Moment{}); v.Edition != "2026" || v.Picks != 1 {
		t.Errorf("shown is %s with %d picks", v.Edition, v.Picks)
	}
}
