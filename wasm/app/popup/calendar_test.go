package popup

import (
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/cache"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// clockTime is the moment of a time on 2026-08-15, in ms since 1970.
func clockTime(t *testing.T, text string) int64 {
	return int64(at(t, "2026-08-15T"+text+":00+09:00")) * msPerMinute
}

// lineOf returns the line of a property in the event of a session, without the property's name.
func lineOf(file, id, name string) string {
	_, event, _ := strings.Cut(file, "\r\nUID:2026~s~"+id+"@")
	event, _, _ = strings.Cut(event, "END:VEVENT")
	_, line, _ := strings.Cut(event, "\r\n"+name+":")
	line, _, _ = strings.Cut(line, "\r\n")
	return line
}

func TestCalendar(t *testing.T) {
	m := model(t)
	now := clockTime(t, "09:00")
	c, file := m.Calendar("", now)
	if file == nil || file.Name != "파이콘-2026-내-시간표.ics" || file.Type != "text/calendar;charset=utf-8" || strings.Count(file.Text, "BEGIN:VEVENT") != 3 {
		t.Fatalf("%+v", file)
	}
	for name, want := range map[string]string{"SUMMARY": "가", "LOCATION": "Track 1", "DESCRIPTION": "https://2026.pycon.kr/presentations/a", "DTSTART": "20260815T043000Z", "STATUS": "CONFIRMED", "TRANSP": "TRANSPARENT"} {
		if got := lineOf(file.Text, "a", name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := store(m, c).Text; !strings.Contains(got, file.Name) {
		t.Errorf("says %q", got)
	}
	if v := m.View(Moment{}); !v.Calendar.Any || v.Calendar != (CalendarView{true, "all", "none", "10", false}) {
		t.Errorf("%+v", v.Calendar)
	}
	// A removed session is cancelled, also when nothing else is picked.
	for _, id := range []string{"a", "b", "c", "d"} {
		store(m, m.Remove(session.NewKey("2026", "s", id), now+msPerMinute))
	}
	if v := m.View(Moment{Now: session.Instant(now/msPerMinute) + 2}); v.Picks != 0 || !v.Calendar.Any {
		t.Errorf("%d picks, %+v", v.Picks, v.Calendar)
	}
	c, file = m.Calendar("", now+2*msPerMinute)
	if strings.Count(file.Text, "STATUS:CANCELLED") != 3 {
		t.Error(file.Text)
	}
	store(m, c)
	tomorrow := now + 24*60*msPerMinute
	if c, file := m.Calendar("", tomorrow); file != nil || len(c.Entries) > 0 || m.Done(c).Text != m.Say("calendarNone") {
		t.Errorf("after that day: %+v", file)
	}
	if v := m.View(Moment{Now: session.Instant(tomorrow / msPerMinute)}); v.Calendar.Any {
		t.Error("the button is there for nothing")
	}
}

// The sequence is made of what is recorded: the tap; and where pages taught another time
// than the person knew, when they did.
func TestCalendarSequence(t *testing.T) {
	began := clockTime(t, "00:00")
	minutes := func(m *Model, id string, when string) string {
		_, file := m.Calendar("", clockTime(t, when))
		return lineOf(file.Text, id, "SEQUENCE")
	}
	put := func(m *Model, s session.Session, tapped int64) {
		m.Put(records.PickPrefix+string(s.Key), picks.Pick{State: picks.Star, Tapped: tapped, Session: s}.Encode())
	}
	teach := func(m *Model, s session.Session, gone, when int64) {
		tree := picks.SessionRecord{Session: s, Gone: gone}.Encode()
		cache.Attribute(tree, "2026.pycon.kr", when)
		m.Put(records.SessionPrefix+string(s.Key), any(tree))
	}
	m, other := New("ko", words(t)), New("en", words(t))
	s := talk(t, "a", "가", "13:30", "14:00")
	for _, m := range []*Model{m, other} {
		put(m, s, began+7*msPerMinute)
		teach(m, s, 0, began+50*msPerMinute) // and nothing that a calendar shows
	}
	first := minutes(m, "a", "01:00")
	if want := "6636427"; first != want || minutes(other, "a", "02:00") != first {
		t.Errorf("%s and %s, want %s", first, minutes(other, "a", "02:00"), want)
	}
	// That there is a recording changes no sequence, and stands below the event.
	recorded := s
	recorded.Recording, recorded.Slides = "https://youtu.be/abc", "https://speakerdeck.com/a/b"
	teach(m, recorded, 0, began+55*msPerMinute)
	_, file := m.Calendar("", clockTime(t, "01:00"))
	if got := minutes(m, "a", "01:00"); got != first || !strings.Contains(strings.ReplaceAll(file.Text, "\r\n ", ""), `영상 보기: https://youtu.be/abc\n발표 자료: https://speakerdeck.com/a/b`) {
		t.Errorf("with a recording: %s\n%s", got, file.Text)
	}
	moved := talk(t, "a", "가", "15:00", "15:30")
	teach(m, moved, 0, began+60*msPerMinute)
	if got := minutes(m, "a", "01:30"); got != "6636481" {
		t.Errorf("moved: %s", got)
	}
	// One that knows the tap and not the move is behind one that knows both, whenever that
	// was seen.
	put(m, s, began+90*msPerMinute)
	put(other, s, began+90*msPerMinute)
	if a, b := minutes(m, "a", "02:00"), minutes(other, "a", "02:00"); a <= b {
		t.Errorf("who knows the move has %s, who does not %s", a, b)
	}
	teach(m, s, began+120*msPerMinute, began+120*msPerMinute)
	if got := minutes(m, "a", "03:00"); got != "6636541" {
		t.Errorf("gone: %s", got)
	}
}

func TestCalendarChoices(t *testing.T) {
	m := model(t)
	if store(m, m.ChooseCalendar("which", "musts")); m.settings.calendar.Musts != true {
		t.Fatal("not chosen")
	}
	store(m, m.ChooseCalendar("alarms", "musts"))
	c := m.ChooseCalendar("minutes", "5")
	store(m, c)
	_, file := m.Calendar("", clockTime(t, "09:00"))
	if strings.Count(file.Text, "BEGIN:VEVENT") != 1 || !strings.Contains(file.Text, "TRIGGER:-PT5M") {
		t.Error(file.Text)
	}
	again := New("ko", words(t))
	again.Put(records.SettingsKey, c.Entries[records.SettingsKey])
	if v := again.View(Moment{}).Calendar; v != (CalendarView{false, "musts", "musts", "5", false}) {
		t.Errorf("stored and read: %+v", v)
	}
	for _, c := range [][2]string{{"which", "none"}, {"alarms", "x"}, {"minutes", "999999"}} {
		store(m, m.ChooseCalendar(c[0], c[1]))
	}
	if v := m.View(Moment{}).Calendar; v != (CalendarView{true, "all", "none", "10", false}) {
		t.Errorf("what is no choice is %+v", v)
	}
	if tree := m.settingsChange().Entries[records.SettingsKey].(map[string]any); tree["calendar"] != nil {
		t.Errorf("who chose nothing stores %v", tree)
	}
	if c := m.ChooseCalendar("v", "2"); len(c.Entries) > 0 {
		t.Error("another field is a choice")
	}
}

// One session, by its row.
func TestCalendarOfOne(t *testing.T) {
	m := model(t)
	c, file := m.Calendar("2026/s/b", clockTime(t, "09:00"))
	if file == nil || strings.Count(file.Text, "BEGIN:VEVENT") != 1 || lineOf(file.Text, "b", "TRANSP") != "OPAQUE" || file.Name != "파이콘-2026-나.ics" {
		t.Fatalf("%+v", file)
	}
	if len(c.Entries) != 1 {
		t.Errorf("%+v is stored", c.Entries)
	}
	rows := m.View(Moment{}).Sections[0].Rows
	if rows[0].Calendar != "캘린더에 넣기: 가" || !strings.HasPrefix(rows[0].Google, "https://calendar.google.com/calendar/render?action=TEMPLATE&text=%EA%B0%80&dates=20260815T043000Z/20260815T050000Z") {
		t.Errorf("%+v", rows[0])
	}
	if undated := m.View(Moment{}).Sections[1].Rows[0]; undated.Calendar+undated.Google != "" {
		t.Errorf("without a time: %+v", undated)
	}
	long := talk(t, "long", strings.Repeat("가/나", 40), "16:00", "17:00")
	put(m, long, picks.Star)
	_, file = m.Calendar(long.Key, clockTime(t, "09:00"))
	if len(file.Name) > 255 || strings.Contains(file.Name, "/") {
		t.Errorf("%d bytes: %s", len(file.Name), file.Name)
	}
}

// The file is saved once its contents are remembered, and not if that fails.
func TestCalendarIsRememberedFirst(t *testing.T) {
	o := newPopup(t, picked(t)).open()
	if o.act(protocol.PopupCalendar); len(o.script.saved) != 1 || strings.Count(o.script.saved[0].Text, "BEGIN:VEVENT") != 2 || o.storage.Entries["calendars/2026"] == "" {
		t.Fatalf("%+v, %q", o.script.saved, o.storage.Entries["calendars/2026"])
	}
	if o.act(protocol.PopupCalendar, "2026/s/a"); len(o.script.saved) != 2 {
		t.Error("no file of one session")
	}
	if o.act(protocol.PopupCalendarChoice, "which", "musts"); o.act(protocol.PopupCalendar) != nil || !strings.Contains(o.script.saved[2].Text, "STATUS:CANCELLED") {
		t.Errorf("%+v", o.script.saved)
	}
	o.storage.Failing = errFake
	if o.act(protocol.PopupCalendar); len(o.script.saved) != 3 || o.script.last() != o.model.Say("writeFailed") {
		t.Errorf("%d files, says %q", len(o.script.saved), o.script.last())
	}
	o.storage.Failing = nil
	// The memory of a newer version is not overwritten; the file is saved all the same.
	const newer = `{"v":2,"mood":"good"}`
	all := picked(t)
	all["calendars/2026"], _ = jsontree.Parse(newer)
	o = newPopup(t, all).open()
	if o.act(protocol.PopupCalendar); len(o.script.saved) != 1 || !strings.Contains(o.storage.Entries["calendars/2026"], `"mood":"good"`) {
		t.Errorf("%d files, %s", len(o.script.saved), o.storage.Entries["calendars/2026"])
	}
	if !slices.Contains(opened([]string{"calendars/2026", "x"}), "calendars/2026") {
		t.Error("what calendars were told is not read at the start")
	}
}
