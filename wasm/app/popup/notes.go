package popup

import (
	"slices"
	"strings"

	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// NoteView is what a person wrote about a session, to be changed.
type NoteView struct {
	Texts     []string // the note: one text, "" for none, or several that were written apart
	Questions []QuestionView
	Lines     []string // what is to be known of it: that there are several texts, that it is on this device only, why it cannot be changed
	Sealed    bool     // it cannot be changed here
	Full      string   // says that there is room for no more questions, or ""
}

// QuestionView is a question to ask, one of its texts where it was changed apart.
type QuestionView struct {
	ID    string
	Text  string
	Asked bool
	Label string // the name of the box that says whether it was asked
}

// written is what the model knows of notes.
type written struct {
	trees map[string]any             // of the records by storage key
	notes map[session.Key]notes.Note // what they say
	fault map[session.Key]notes.Fault
	mine  map[session.Key]notes.Note // what was written here since the popup was opened
	open  session.Key                // whose note is unfolded, "" for none
}

func newWritten() written {
	return written{trees: map[string]any{}, notes: map[session.Key]notes.Note{}, fault: map[session.Key]notes.Fault{}, mine: map[session.Key]notes.Note{}}
}

// putNote takes in a record of notes, nil for one that is not there.
func (m *Model) putNote(key session.Key, storageKey string, tree any) {
	w := &m.written
	if w.trees[storageKey] = tree; tree == nil {
		delete(w.trees, storageKey)
	}
	n, fault := notes.Load(key, w.trees)
	if mine, ok := w.mine[key]; ok {
		n = notes.Join(n, mine)
	}
	w.notes[key], w.fault[key] = n, fault
}

// Heal returns what has to be stored again after another window wrote a record of notes: it
// did not know what was written here.
func (m *Model) Heal(storageKey string) Change {
	key, _ := notes.SessionOf(storageKey)
	mine, ok := m.written.mine[key]
	if !ok || storageKey != notes.StorageKey(key) || m.written.fault[key] != notes.None {
		return Change{}
	}
	there, _ := notes.Decode(key, m.written.trees[storageKey])
	if there.Has(mine) {
		return Change{}
	}
	return m.noteChange(notes.Join(there, mine))
}

func (m *Model) noteChange(n notes.Note) Change {
	m.written.mine[n.Session.Key] = n
	m.written.notes[n.Session.Key] = n
	return Change{Entries: map[string]any{notes.StorageKey(n.Session.Key): n.Encode()}}
}

// Unfold shows what was written about a session, or no longer.
func (m *Model) Unfold(key session.Key) {
	if m.written.open == key {
		key = ""
	}
	m.written.open = key
}

// WriteNote writes a text of the note on a session, of which old is what it was until now;
// "" takes it out. page names the page that writes, and none other has its name. now is in
// ms since 1970.
func (m *Model) WriteNote(key session.Key, page, old, text string, now int64) Change {
	n, ok := m.noteToWrite(key)
	if !ok {
		return Change{notice: Notice{Text: m.Say("noteSealed")}}
	}
	return m.changed(n, n.ReplaceText(old, text, notes.Pen{Now: now, Writer: notes.Writer(page)}))
}

// WriteQuestion writes a question about a session, of which old is what it was until now,
// and whether it was asked; "" takes it out. id names it for good.
func (m *Model) WriteQuestion(key session.Key, page, id, old, text string, asked bool, now int64) Change {
	n, ok := m.noteToWrite(key)
	if !ok {
		return Change{notice: Notice{Text: m.Say("noteSealed")}}
	}
	next, ok := n.ReplaceQuestion(id, old, text, asked, notes.Pen{Now: now, Writer: notes.Writer(page)})
	if !ok {
		return Change{notice: Notice{Text: m.questionsFull()}}
	}
	return m.changed(n, next)
}

func (m *Model) changed(was, n notes.Note) Change {
	if n.Has(was) && was.Has(n) {
		return Change{}
	}
	return m.noteChange(n)
}

// noteToWrite is what is written about a session by now, with what is known of it; ok is
// false where a newer version wrote it, or something that is no note is there.
func (m *Model) noteToWrite(key session.Key) (n notes.Note, ok bool) {
	if m.written.fault[key] != notes.None || key == "" {
		return n, false
	}
	n = m.written.notes[key]
	if s := m.book.Session(key); s.Key == key && len(s.Titles) > 0 {
		n.Session = s
	}
	n.Session.Key = key
	return n, true
}

// noted is the key under which something is written about one of the keys, or the first.
func (m *Model) noted(keys ...session.Key) session.Key {
	for _, key := range keys {
		if m.written.notes[key].HasText() || m.written.fault[key] != notes.None {
			return key
		}
	}
	return keys[0]
}

// showNote has a row say what is written about its session, which has the keys. Nothing can
// be written about one that is known by its hash only.
func (m *Model) showNote(r *Row, keys ...session.Key) {
	key := m.noted(keys...)
	if _, waiting := key.Waiting(); waiting {
		return
	}
	r.NoteKey = key
	r.NoteLabel = m.Say("noteOpen", "title", r.Title)
	r.Noted = m.written.notes[key].HasText()
	if m.written.open == key {
		r.Note = m.noteView(key)
	}
}

func (m *Model) noteView(key session.Key) *NoteView {
	n := m.written.notes[key]
	v := &NoteView{Sealed: m.written.fault[key] != notes.None}
	for _, text := range n.Text.Read() {
		v.Texts = append(v.Texts, text.Text)
	}
	apart := len(v.Texts) > 1
	if len(v.Texts) == 0 {
		v.Texts = []string{""}
	}
	ids := make([]string, 0, len(n.Questions))
	for id := range n.Questions {
		ids = append(ids, id)
	}
	slices.Sort(ids) // they begin with when they were made
	count := 0
	for _, id := range ids {
		texts := n.Questions[id].Read()
		apart = apart || len(texts) > 1
		count += min(len(texts), 1)
		for _, q := range texts {
			v.Questions = append(v.Questions, QuestionView{ID: id, Text: q.Text, Asked: q.Asked, Label: m.Say("questionAsked", "question", q.Text)})
		}
	}
	switch {
	case v.Sealed:
		v.Lines = append(v.Lines, m.Say("noteSealed"))
	case apart:
		v.Lines = append(v.Lines, m.Say("noteApart"))
	}
	if notes.Here(m.written.trees[notes.BroughtKey(key)]) {
		v.Lines = append(v.Lines, m.Say("noteHere"))
	}
	if count >= records.MaxQuestions {
		v.Full = m.questionsFull()
	}
	return v
}

func (m *Model) questionsFull() string { return m.Say("questionsFull") }

// orphans are the sessions of the edition that something is written about and that stand
// nowhere in tt: no longer picked, or vanished.
func (m *Model) orphans(tt timetable.Timetable) (rows []Row) {
	there := map[session.Key]bool{}
	for it := range items(tt) {
		there[m.noteKeyOf(it)] = true
	}
	var keys []session.Key
	for key, n := range m.written.notes {
		open := m.written.open == key // also one whose last word was taken out
		if key.Edition() == tt.Edition && !there[key] && (n.HasText() || m.written.fault[key] != notes.None || open) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		s := m.book.Session(key)
		if len(s.Titles) == 0 {
			s = m.written.notes[key].Session
		}
		s.Key = key
		r := Row{
			Key: key, State: picks.Off, Start: strings.TrimSuffix(m.when(s.Start), " "), Place: m.place(s), URL: safeURL(s.URL),
			People: strings.Join(s.SpeakersIn(m.Lang()), ", "), Watch: m.watch(s),
		}
		r.Title, r.TitleLang = m.shownTitle(s)
		m.showNote(&r, key)
		rows = append(rows, r)
	}
	return rows
}

// noteLines is what is written about a session, for a text or a calendar.
func (m *Model) noteLines(key session.Key) (lines []string) {
	n := m.written.notes[key]
	for _, text := range n.Text.Read() {
		lines = append(lines, text.Text)
	}
	if len(n.Questions) > 0 {
		for _, q := range m.noteView(key).Questions {
			if q.Asked {
				lines = append(lines, m.Say("questionLineAsked", "question", q.Text))
			} else {
				lines = append(lines, m.Say("questionLine", "question", q.Text))
			}
		}
	}
	return lines
}

// noteText is all that is written about the sessions of the edition, as text: what goes with
// the copied timetable when it is wanted.
func (m *Model) noteText(tt timetable.Timetable) string {
	var parts []string
	add := func(title string, key session.Key) {
		if lines := m.noteLines(key); len(lines) > 0 {
			parts = append(parts, strings.Join(append([]string{title}, lines...), "\n"))
		}
	}
	for it := range items(tt) {
		add(m.title(it.Session), m.noteKeyOf(it))
	}
	for _, r := range m.orphans(tt) {
		add(r.Title, r.Key)
	}
	return strings.Join(parts, "\n\n")
}

// NotesView is what stands at the switches by which notes go with the copied text, and into
// the picture.
type NotesView struct {
	Any    bool // there are some in the edition
	Wanted bool
	Text   string // what goes with it, "" for nothing
	Room   bool   // the picture that is chosen has room for them
	Drawn  string // all of which the picture shows some, "" for nothing: with another it is another
}

func (m *Model) notesView(tt timetable.Timetable) NotesView {
	text := m.noteText(tt)
	v := NotesView{Any: text != "", Wanted: m.settings.noteText, Room: m.settings.picture.hasNotes()}
	if v.Wanted {
		v.Text = text
	}
	if v.Room && m.settings.picture.Notes {
		v.Drawn = text
	}
	return v
}

// WantNotes switches whether notes go with the copied text.
func (m *Model) WantNotes(on bool) Change {
	m.settings.noteText = on
	return m.settingsChange()
}

func (n *NoteView) tree() any {
	if n == nil {
		return nil
	}
	questions := make([]any, len(n.Questions))
	for i, q := range n.Questions {
		questions[i] = map[string]any{"id": q.ID, "text": q.Text, "asked": q.Asked, "label": q.Label}
	}
	return map[string]any{"texts": list(n.Texts), "questions": questions, "lines": list(n.Lines), "sealed": n.Sealed, "full": n.Full}
}
