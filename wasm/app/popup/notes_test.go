package popup

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

const noteKey = session.Key("2026/s/a")

func noteModel(t *testing.T) *Model {
	m := New("ko", words(t))
	put(m, talk(t, "a", "비동기 파이썬", "10:00", "10:40"), picks.Star)
	put(m, talk(t, "b", "타입 힌트", "11:00", "11:40"), picks.Must)
	return m
}

// rowOf is the row of a session, in any section; nil for none.
func rowOf(v View, key session.Key) *Row {
	for _, s := range v.Sections {
		for i := range s.Rows {
			if s.Rows[i].Key == key {
				return &s.Rows[i]
			}
		}
	}
	return nil
}

// What is written about a session is in its row once that is unfolded, and a removed session
// keeps it.
func TestNoteInRow(t *testing.T) {
	m := noteModel(t)
	if r := rowOf(m.View(Moment{}), noteKey); r.Noted || r.Note != nil || !strings.Contains(r.NoteLabel, "비동기 파이썬") || r.NoteKey != noteKey {
		t.Errorf("before anything is written: %+v", r)
	}
	m.Unfold(noteKey)
	if v := rowOf(m.View(Moment{}), noteKey).Note; v == nil || !slices.Equal(v.Texts, []string{""}) || v.Questions != nil || v.Sealed {
		t.Fatalf("unfolded: %+v", v)
	}
	store(m, m.WriteNote(noteKey, "page", "", "앞자리에 앉기\n노트북 챙기기 ", now))
	store(m, m.WriteQuestion(noteKey, "page", "q2", "", "GIL은요?", false, now+1))
	store(m, m.WriteQuestion(noteKey, "page", "q1", "", "왜 asyncio인가요?", false, now+2))
	store(m, m.WriteQuestion(noteKey, "page", "q1", "왜 asyncio인가요?", "왜 asyncio인가요?", true, now+3))
	v := rowOf(m.View(Moment{}), noteKey)
	if !v.Noted || !slices.Equal(v.Note.Texts, []string{"앞자리에 앉기\n노트북 챙기기"}) || len(v.Note.Questions) != 2 ||
		v.Note.Questions[0].Text != "왜 asyncio인가요?" || !v.Note.Questions[0].Asked || v.Note.Questions[1].Asked || v.Note.Lines != nil {
		t.Errorf("%+v", v.Note)
	}
	if c := m.WriteNote(noteKey, "page", "앞자리에 앉기\n노트북 챙기기", "앞자리에 앉기\n노트북 챙기기", now+9); len(c.Entries) > 0 {
		t.Error("what is as it was is written")
	}
	m.Unfold("2026/s/b")
	if view := m.View(Moment{}); rowOf(view, noteKey).Note != nil || rowOf(view, "2026/s/b").Note == nil {
		t.Error("two are unfolded")
	}
	store(m, m.Remove(noteKey, now+10))
	view := m.View(Moment{})
	last := view.Sections[len(view.Sections)-1]
	if last.ID != "noted" || len(last.Rows) != 1 || last.Rows[0].Title != "비동기 파이썬" || last.Rows[0].State != picks.Off || !last.Rows[0].Noted {
		t.Errorf("taken out: %+v", last)
	}
	store(m, m.Remove("2026/s/b", now+11))
	if view = m.View(Moment{}); view.Empty == nil || rowOf(view, noteKey) == nil {
		t.Error("with no pick at all the note is not shown")
	}
	m.Unfold(noteKey)
	store(m, m.WriteNote(noteKey, "page", "앞자리에 앉기\n노트북 챙기기", "", now+12))
	store(m, m.WriteQuestion(noteKey, "page", "q1", "왜 asyncio인가요?", "", true, now+13))
	store(m, m.WriteQuestion(noteKey, "page", "q2", "GIL은요?", "", false, now+14))
	if rowOf(m.View(Moment{}), noteKey) == nil {
		t.Error("it is folded away while its person writes")
	}
	m.Unfold("")
	if rowOf(m.View(Moment{}), noteKey) != nil {
		t.Error("nothing is written, and it is shown")
	}
}

// A session that the site shows no more, and of which this device never read a page, has the
// name that the note has.
func TestNoteOfVanishedSession(t *testing.T) {
	m := New("ko", words(t))
	n := notes.Note{Session: talk(t, "z", "사라진 세션", "13:00", "13:40")}
	n = n.SetText("그래도 기억", notes.Pen{Now: now})
	m.Put(notes.BroughtKey("2026/s/z"), any(n.Encode()))
	r := rowOf(m.View(Moment{}), "2026/s/z")
	if r == nil || r.Title != "사라진 세션" || !r.Noted || r.Place != "Track 1" {
		t.Fatalf("%+v", r)
	}
	store(m, m.WriteNote("2026/s/z", "page", "그래도 기억", "그래도 기억!", now+1))
	m.Unfold("2026/s/z")
	if v := rowOf(m.View(Moment{}), "2026/s/z").Note; !slices.Equal(v.Texts, []string{"그래도 기억!"}) {
		t.Errorf("%+v", v)
	}
}

// A note that was changed on two devices is shown as two texts, and says so; one is changed
// without the other.
func TestNoteApart(t *testing.T) {
	m := noteModel(t)
	blank := notes.Note{Session: session.Session{Key: noteKey}}
	m.Put(notes.StorageKey(noteKey), any(blank.SetText("여기", notes.Pen{Now: now}).Encode()))
	m.Put(notes.BroughtKey(noteKey), any(notes.Brought(blank.SetText("저기", notes.Pen{Now: now + 1}), true)))
	m.Unfold(noteKey)
	v := rowOf(m.View(Moment{}), noteKey).Note
	if !slices.Equal(v.Texts, []string{"저기", "여기"}) || !slices.Equal(v.Lines, []string{m.Say("noteApart"), m.Say("noteHere")}) {
		t.Fatalf("%+v", v)
	}
	store(m, m.WriteNote(noteKey, "page", "여기", "여기도", now+2))
	if v = rowOf(m.View(Moment{}), noteKey).Note; !slices.Equal(v.Texts, []string{"여기도", "저기"}) {
		t.Errorf("one of them changed: %q", v.Texts)
	}
	store(m, m.WriteNote(noteKey, "page", "저기", "", now+3))
	if v = rowOf(m.View(Moment{}), noteKey).Note; !slices.Equal(v.Texts, []string{"여기도"}) || len(v.Lines) != 1 {
		t.Errorf("the other taken out: %+v", v)
	}
}

// A note of a newer version is not overwritten, and is shown as one.
func TestSealedNote(t *testing.T) {
	m := noteModel(t)
	m.Put(notes.StorageKey(noteKey), map[string]any{"v": 2.0})
	m.Unfold(noteKey)
	v := rowOf(m.View(Moment{}), noteKey).Note
	if !v.Sealed || !slices.Equal(v.Lines, []string{m.Say("noteSealed")}) {
		t.Errorf("%+v", v)
	}
	for what, c := range map[string]Change{
		"the note":   m.WriteNote(noteKey, "page", "", "x", now),
		"a question": m.WriteQuestion(noteKey, "page", "q", "", "x", false, now),
	} {
		if len(c.Entries) > 0 || c.notice.Text != m.Say("noteSealed") {
			t.Errorf("%s: %+v", what, c)
		}
	}
}

// The limits are shown: too long a text is cut where the field ends, and one question too many
// is refused in words.
func TestNoteLimits(t *testing.T) {
	m := noteModel(t)
	store(m, m.WriteNote(noteKey, "page", "", strings.Repeat("가", records.MaxNote+9), now))
	for i := range records.MaxQuestions {
		store(m, m.WriteQuestion(noteKey, "page", string(rune('a'+i)), "", "질문", false, now))
	}
	m.Unfold(noteKey)
	v := rowOf(m.View(Moment{}), noteKey).Note
	if len([]rune(v.Texts[0])) != records.MaxNote || len(v.Questions) != records.MaxQuestions || v.Full != m.Say("questionsFull") {
		t.Errorf("%d characters, %d questions, %q", len([]rune(v.Texts[0])), len(v.Questions), v.Full)
	}
	if c := m.WriteQuestion(noteKey, "page", "z", "", "하나 더", false, now); len(c.Entries) > 0 || c.notice.Text != v.Full {
		t.Errorf("one more: %+v", c)
	}
}

// Two windows that write at the same time, unaware of each other, lose nothing: the one that is
// overwritten writes again.
func TestTwoWindowsWrite(t *testing.T) {
	a, b := noteModel(t), noteModel(t)
	first := a.WriteNote(noteKey, "page a", "", "첫 창", now)
	second := b.WriteNote(noteKey, "page b", "", "둘째 창", now+1)
	name := notes.StorageKey(noteKey)
	for _, m := range []*Model{a, b} {
		m.Put(name, first.Entries[name])
		m.Put(name, second.Entries[name])
	}
	if c := b.Heal(name); len(c.Entries) > 0 {
		t.Errorf("what is there is written again: %+v", c)
	}
	c := a.Heal(name)
	if len(c.Entries) != 1 {
		t.Fatal("what was written over is lost")
	}
	for _, m := range []*Model{a, b} {
		m.Put(name, c.Entries[name])
		m.Unfold(noteKey)
		if v := rowOf(m.View(Moment{}), noteKey).Note; !slices.Equal(v.Texts, []string{"둘째 창", "첫 창"}) {
			t.Errorf("%q", v.Texts)
		}
		if c := m.Heal(name); len(c.Entries) > 0 {
			t.Error("it does not come to rest")
		}
	}
	if c := a.Heal(notes.BroughtKey(noteKey)); len(c.Entries) > 0 {
		t.Error("sync's record is written")
	}
}

// Notes go with the copied text and into a calendar only when that is wanted, and are found.
func TestNotesWhereWanted(t *testing.T) {
	m := noteModel(t)
	if v := m.View(Moment{}).Notes; v.Any || v.Text != "" {
		t.Errorf("without any: %+v", v)
	}
	store(m, m.WriteNote(noteKey, "page", "", "보스턴 다이내믹스, 물어보기", now))
	store(m, m.WriteQuestion(noteKey, "page", "q", "", "왜요?", true, now))
	if v := m.View(Moment{}).Notes; !v.Any || v.Wanted || v.Text != "" {
		t.Errorf("not wanted: %+v", v)
	}
	file := func() string {
		_, f := m.Calendar("", now+msPerMinute)
		return strings.ReplaceAll(f.Text, "\r\n ", "")
	}
	of := func(file, name string) string { return lineOf(file, "a", name) }
	plain := file()
	if strings.Contains(plain, "보스턴") || strings.Contains(plain, "왜요") {
		t.Errorf("not wanted:\n%s", plain)
	}
	store(m, m.WantNotes(true))
	store(m, m.ChooseCalendar("notes", "1"))
	if v := m.View(Moment{}); !strings.Contains(v.Notes.Text, "비동기 파이썬\n보스턴 다이내믹스, 물어보기\n☑ 왜요?") || !v.Calendar.Notes {
		t.Errorf("%+v, %+v", v.Notes, v.Calendar)
	}
	noted := file()
	if !strings.Contains(noted, `보스턴 다이내믹스\, 물어보기\n☑ 왜요?`) || of(noted, "SEQUENCE") != of(plain, "SEQUENCE") {
		t.Errorf("%s: %s\n%s", of(plain, "SEQUENCE"), of(noted, "SEQUENCE"), noted)
	}
	// What is written twice within a minute is told to the second.
	first := of(noted, "LAST-MODIFIED")
	store(m, m.WriteNote(noteKey, "page", "보스턴 다이내믹스, 물어보기", "보스턴 다이내믹스 말고", now+2000))
	if again := file(); of(again, "LAST-MODIFIED") <= first || of(again, "SEQUENCE") != of(plain, "SEQUENCE") || !strings.Contains(again, "보스턴 다이내믹스 말고") {
		t.Errorf("%s, then %s\n%s", first, of(again, "LAST-MODIFIED"), again)
	}
	again := New("ko", words(t))
	again.Put(records.SettingsKey, m.settings.encode())
	if !again.settings.noteText || !again.settings.calendar.Notes {
		t.Error("it is not remembered")
	}
	store(m, m.ChooseCalendar("notes", ""))
	store(m, m.WantNotes(false))
	if got := m.settings.encode(); !reflect.DeepEqual(got["noteText"], nil) || got["calendar"] != nil {
		t.Errorf("%v", got)
	}
	m.Search("ㅂㅅㅌ")
	if v := m.View(Moment{}).Find; len(v.List) != 1 || v.List[0].Key != noteKey {
		t.Errorf("%+v", v)
	}
}

// The picture has notes only when that is switched on, and says where it has no room for
// them; what a person chose before there was the switch stays, and is off.
func TestNotesInPicture(t *testing.T) {
	m := noteModel(t)
	if v := m.View(Moment{}).Notes; v.Any || v.Drawn != "" || !v.Room {
		t.Errorf("before anything is written: %+v", v)
	}
	store(m, m.WriteNote(noteKey, "page", "", "앞자리에 앉기", now))
	if v := m.View(Moment{}); !v.Notes.Any || v.Notes.Drawn != "" || v.Picture["notes"] != false {
		t.Errorf("unasked: %+v, %v", v.Notes, v.Picture)
	}
	store(m, m.ChoosePicture("notes", "1"))
	before := m.View(Moment{}).Notes.Drawn
	store(m, m.WriteNote(noteKey, "page", "앞자리에 앉기", "뒷자리에 앉기", now+1))
	if after := m.View(Moment{}).Notes; !strings.Contains(before, "앞자리") || !strings.Contains(after.Drawn, "뒷자리") || after.Text != "" {
		t.Errorf("%q, then %+v", before, after)
	}
	room := map[string]bool{"whole": true, "a4": true, "a4-wide": true, "large": true}
	for _, format := range choices.Formats {
		store(m, m.ChoosePicture("format", format))
		v := m.View(Moment{})
		if v.Notes.Room != room[format] || v.Notes.Drawn != "" != room[format] || v.Picture["notes"] != room[format] {
			t.Errorf("%s: %+v", format, v.Notes)
		}
	}
	store(m, m.ChoosePicture("format", "whole"))
	store(m, m.ChoosePicture("mode", "grid"))
	if v := m.View(Moment{}).Notes; v.Room || v.Drawn != "" {
		t.Errorf("in a grid: %+v", v)
	}
	earlier := New("ko", words(t)) // by a version without the switch
	earlier.Put(records.SettingsKey, map[string]any{"v": float64(1), "picture": map[string]any{"format": "a4", "aspect": "", "mode": "", "theme": "dark", "back": true, "noCode": true, "ownText": true, "friends": []any{}}})
	if p := earlier.View(Moment{}).Picture; p["notes"] != false || p["format"] != "a4" || p["theme"] != "dark" || p["back"] != true || p["ownText"] != true {
		t.Errorf("%v", p)
	}
}
