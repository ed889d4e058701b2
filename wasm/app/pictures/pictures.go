// Package pictures makes the pictures that a page of the extension asks for. Package layout
// lays out the picks, and each file also holds them as data, so that the picture is a backup.
// The caller paints and encodes in between, so that it can stop and report progress.
package pictures

import (
	"maps"
	"slices"
	"strings"

	"byeolpyo/wasm/app/lastpicture"
	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/share"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/layout"
	"byeolpyo/wasm/picture/png"
	"byeolpyo/wasm/picture/pngchunk"
	"byeolpyo/wasm/picture/qr"
	"byeolpyo/wasm/picture/raster"
	"byeolpyo/wasm/picture/scene"
	"byeolpyo/wasm/picture/typeset"
)

// Request says what a page wants to have drawn.
type Request struct {
	Edition string
	Draw    layout.Options // all but Programme, Code, Was, Friends and Notes, which Plan sets

	Code    bool     // put the picks as a QR code into a corner
	OwnText bool     // include own entries in the file
	Notes   bool     // show what the person wrote about sessions; the file's data never has it
	Marked  bool     // mark sessions that have moved since the last picture
	Friends []string // the ids of friends to compare with
}

// Choose sets format, aspect, mode and theme by name. A name that is not known is
// the first of its list; no theme is that of the format, black and white for paper.
func (r *Request) Choose(format, aspect, mode, theme string) {
	r.Draw.Format = choices.Format(choices.Index(choices.Formats, format))
	r.Draw.Aspect = choices.Aspect(choices.Index(choices.Aspects, aspect))
	r.Draw.Mode = choices.Mode(choices.Index(choices.Modes, mode))
	r.Draw.Theme = choices.Theme(choices.Index(choices.Themes, theme))
	if theme == "" && r.Draw.Format.Paper() {
		r.Draw.Theme = choices.Paper
	}
}

// Entries is what storage holds, by key; Get reads one as a tree.
type Entries struct {
	Names []string
	Get   func(name string) any
}

// Job is a request with everything that it needs.
type Job struct {
	Table  timetable.Timetable
	Sheets []layout.Sheet
	Link   string // the link with the picks; "" when they are too many for one
	// Missing are the characters that no font has, each once: a box with their code stands
	// for them.
	Missing string
	Output  raster.Output // how each sheet is to be encoded, with the data beside its pixels
}

// Plan lays out what r asks for. Its error is layout.ErrTooLarge or nil. A job without sheets
// shows nothing.
func Plan(r Request, all Entries, fonts *typeset.Fonts) (Job, error) {
	book := read(r, all)
	j := Job{Table: timetable.New(r.Edition, timetable.FromBook(book, r.Edition))}
	if j.Table.Picks == 0 {
		return j, nil
	}
	o := r.Draw
	if o.Mode == choices.Grid {
		for key, k := range book.Sessions {
			if key.Edition() == r.Edition && k.Gone == 0 {
				o.Programme = append(o.Programme, k.Session)
			}
		}
	}
	for _, name := range all.Names {
		if f, ok := friends.Decode(name, lazily(all, name, records.FriendPrefix)); ok && f.Edition == r.Edition && slices.Contains(r.Friends, f.ID) {
			overlay(j.Table, f, book, all, &o)
		}
		if edition, e, ok := lastpicture.Decode(name, lazily(all, name, records.ExportPrefix)); ok && edition == r.Edition && r.Marked {
			o.Was = e.Marked(j.Table, o.Programme)
		}
	}
	if r.Notes {
		o.Notes = written(r.Edition, all)
	}
	link := link(r.Edition, book)
	if r.Code && link != "" {
		o.Code = code(link)
	}
	sheets, err := layout.Sheets(j.Table, fonts, o)
	if err != nil {
		return Job{}, err
	}
	j.Sheets, j.Link, j.Missing = sheets, link, missing(sheets)
	j.Output = raster.Output{
		PerMetre: o.Format.PerMetre(),
		Chunks:   []png.Chunk{{Name: pngchunk.TextName, Data: pngchunk.Text(share.Keyword, text(r, book))}},
	}
	return j, nil
}

// written reads what the person wrote about the sessions of an edition.
func written(edition string, all Entries) map[session.Key]layout.Written {
	trees := map[string]any{}
	keys := map[session.Key]bool{}
	for _, name := range all.Names {
		if key, ok := notes.SessionOf(name); ok && key.Edition() == edition {
			trees[name], keys[key] = all.Get(name), true
		}
	}
	out := make(map[session.Key]layout.Written, len(keys))
	for key := range keys {
		n, _ := notes.Load(key, trees) // a record with a fault says nothing
		var w layout.Written
		for _, v := range n.Text.Read() {
			w.Texts = append(w.Texts, v.Text)
		}
		for _, id := range slices.Sorted(maps.Keys(n.Questions)) { // they begin with when they were made
			for _, v := range n.Questions[id].Read() {
				w.Questions = append(w.Questions, layout.Question{Text: v.Text, Asked: v.Asked})
			}
		}
		out[key] = w
	}
	return out
}

// missing returns the characters of sheets that no font has, in order.
func missing(sheets []layout.Sheet) string {
	lacking := map[rune]bool{}
	for _, s := range sheets {
		for _, b := range s.Page.Boxes {
			for _, l := range b.Lines {
				for r := range l.Missing() {
					lacking[r] = true
				}
			}
		}
	}
	return string(slices.Sorted(maps.Keys(lacking)))
}

// overlay compares a friend's timetable with mine for the picture: which sessions the friend
// hears and, in a grid, sessions that are known only from the friend's picture.
func overlay(mine timetable.Timetable, f friends.Friend, b *picks.Book, all Entries, o *layout.Options) {
	for i := range f.Picks {
		p := &f.Picks[i]
		switch name := records.SessionPrefix + string(p.Key); {
		case p.Key == "":
		case slices.Contains(all.Names, name):
			b.Put(name, all.Get(name))
		case o.Mode == choices.Grid && b.Picks[p.Key].State == picks.Off && !p.Key.Own():
			o.Programme = append(o.Programme, p.Session)
		}
	}
	c := friends.With(mine, f, b)
	out := layout.Friend{Name: f.Name, Picks: f.Keys(), Partings: map[session.Key]string{}, Free: c.Free}
	for _, p := range c.Partings {
		out.Partings[p.Mine.Key] = p.Theirs.Title(o.Lang)
	}
	o.Friends = append(o.Friends, out)
}

// Text returns the words of all sheets, one after another.
func (j Job) Text() string {
	var parts []string
	for _, s := range j.Sheets {
		parts = append(parts, strings.Join(s.Page.Text, "\n"))
	}
	return strings.Join(parts, "\n\n")
}

func lazily(all Entries, name, prefix string) any {
	if !strings.HasPrefix(name, prefix) {
		return nil
	}
	return all.Get(name)
}

// read reads the picks and the records of their sessions, or those of all sessions for a
// grid. Decoding all stored sessions every time would take longer than drawing.
func read(r Request, all Entries) *picks.Book {
	b := picks.NewBook()
	for _, name := range all.Names {
		if _, ok := picks.PickKey(name); ok {
			b.Put(name, all.Get(name))
		}
	}
	for _, name := range all.Names {
		key, ok := strings.CutPrefix(name, records.SessionPrefix)
		if !ok {
			continue
		}
		if _, picked := b.Picks[session.Key(key).Canonical()]; picked || r.Draw.Mode == choices.Grid && session.Key(key).Edition() == r.Edition {
			b.Put(name, all.Get(name))
		}
	}
	// An end that no page gave is guessed with the help of the next session in the room.
	if r.Draw.Mode != choices.Grid && timetable.Guesses(timetable.FromBook(b, r.Edition)) {
		for _, name := range all.Names {
			if strings.HasPrefix(name, records.SessionPrefix+r.Edition+"/") {
				b.Put(name, all.Get(name))
			}
		}
	}
	return b
}

// link returns the link that holds the picks, "" when they are too many for one.
func link(edition string, b *picks.Book) string {
	states := map[session.Key]picks.State{}
	for key, p := range b.Picks {
		states[key] = p.State
	}
	link, err := share.NewCode(edition, states).Link()
	if err != nil {
		return ""
	}
	return link
}

// code returns the QR code of a link, nil when the link is too long for one.
func code(link string) *scene.Modules {
	size, dark, err := qr.Encode(link)
	if err != nil {
		return nil
	}
	return &scene.Modules{Size: size, Dark: dark}
}

func text(r Request, b *picks.Book) string {
	var list []share.Pick
	for key, p := range b.Picks {
		if p.State == picks.Off || key.Edition() != r.Edition {
			continue
		}
		s := b.Session(key)
		s.Key = key
		list = append(list, share.Pick{State: p.State, Session: s})
	}
	return share.EncodeText(r.Edition, list, r.OwnText)
}
