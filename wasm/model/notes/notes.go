// Package notes has what a person writes about a session: a note, and questions to ask
// whoever speaks. Merging is a join: whatever is merged, how often and in which order, the
// result is the same. Of texts that were changed apart none is taken for the later: all of
// them stay, until somebody who sees them writes one in their place.
//
// There is no clock and no chance here; moments and names are arguments.
package notes

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"byeolpyo/wasm/lite/ascii"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/lite/order"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// Value is what is written at one place.
type Value struct {
	Text  string
	Asked bool // of a question: it was asked
	Gone  bool // it was taken out
}

// Version is a Value as it was written once. Its name tells when that was and by which
// writer. A writer is one page that is open, or what was written: whoever writes by a name
// has seen all that was written by it before, so that a profile which was copied, and two
// windows, are two writers.
type Version struct {
	Name string
	Value
}

// Entry is one place that can be written: the versions of it that nobody has written over,
// by name, and the names of those that somebody has. Of a writer the last of these stands
// for those before it, so that a text which is stored at every pause leaves one name.
type Entry struct {
	Live []Version
	Over []string
}

// maxOver is how many names of what was written over an Entry keeps: of the last so many
// times that the note was opened and written. One that lies longer ago would stand beside
// the rest if a device brought it back: a text too many, and none too few. 24 names take
// 24 * 27 = 648 bytes.
const maxOver = 24

// digits is how long the moment is with which a name begins: in base 36, which sorts as
// numbers do until the year 117,000.
const digits = 10

// nameOf returns the name of a version that a writer writes at the moment t.
func nameOf(t int64, writer string) string {
	when := strconv.FormatInt(t, 36)
	return strings.Repeat("0", max(digits-len(when), 0)) + when + writer
}

// Writer returns the name of a writer who knows a text that nobody else does, such as a
// random one.
func Writer(unique string) string { return session.HashID(unique, 0, "") }

// itself is the writer that a value is of which nobody in particular writes.
func (v Value) itself() string {
	flags := "-"
	if v.Asked {
		flags = "asked"
	}
	if v.Gone {
		flags += " gone"
	}
	return Writer(v.Text + "\x00" + flags)
}

// writerOf is who wrote a version of that name.
func writerOf(name string) string { return name[min(len(name), digits):] }

// covers reports whether what was written over under the names has the version of name
// among it.
func covers(over []string, name string) bool {
	return slices.ContainsFunc(over, func(o string) bool { return o >= name && writerOf(o) == writerOf(name) })
}

// moment is when a version of that name was written, in ms since 1970; 0 for what is no
// name.
func moment(name string) int64 {
	t, err := strconv.ParseInt(name[:min(len(name), digits)], 36, 64)
	if err != nil {
		return 0
	}
	return t
}

// Read returns what an entry says by now, the latest first: none where it was taken out,
// and more than one where it was changed apart. What was asked in one of two equal texts
// was asked.
func (e Entry) Read() (values []Value) {
	for _, v := range slices.Backward(e.Live) {
		i := slices.IndexFunc(values, func(o Value) bool { return o.Text == v.Text })
		switch {
		case v.Gone: // somebody else has changed it, who did not know
		case i >= 0:
			values[i].Asked = values[i].Asked || v.Asked
		default:
			values = append(values, v.Value)
		}
	}
	return values
}

// Write returns e with v in the place of all that it says. A clock that was put
// back does no harm.
func (e Entry) Write(v Value, by Pen) Entry {
	if len(e.Live) == 1 && e.Live[0].Value == v {
		return e
	}
	if len(e.Live) == 0 && v.Text == "" {
		return e
	}
	over := slices.Clone(e.Over)
	for _, old := range e.Live {
		over = append(over, old.Name)
	}
	now := by.Now
	for _, name := range over {
		now = max(now, moment(name)+1)
	}
	writer := by.Writer
	if writer == "" {
		writer = v.itself()
	}
	return Entry{Live: []Version{{nameOf(now, writer), v}}, Over: bound(over)}
}

// Replace returns e with v in the place of old alone: another text, which was written apart,
// stays beside it. Of nothing "" is the old text.
func (e Entry) Replace(old string, v Value, by Pen) Entry {
	rest, part := Entry{Over: e.Over}, Entry{Over: e.Over}
	for _, one := range e.Live {
		if one.Text == old || one.Gone {
			part.Live = append(part.Live, one)
		} else {
			rest.Live = append(rest.Live, one)
		}
	}
	// Whoever writes two texts in turns is a writer of each: what is written over of the one
	// must not stand for the other.
	for slices.ContainsFunc(rest.Live, func(one Version) bool { return by.Writer != "" && writerOf(one.Name) == by.Writer }) {
		by.Writer = Writer(by.Writer)
	}
	if part = part.Write(v, by); len(rest.Live) > 0 {
		part.Live = slices.DeleteFunc(slices.Clone(part.Live), func(one Version) bool { return one.Gone })
	}
	return Merge(Entry{Live: rest.Live}, part)
}

// Pen is who writes, and when.
type Pen struct {
	Now    int64  // ms since 1970
	Writer string // of Writer; "" for nobody in particular
}

// bound sorts names and leaves the latest, and of each writer one.
func bound(names []string) []string {
	slices.Sort(names)
	var kept []string
	for i, name := range names {
		if !covers(names[i+1:], name) {
			kept = append(kept, name)
		}
	}
	return kept[max(len(kept)-maxOver, 0):]
}

// Merge joins two states of an entry.
func Merge(a, b Entry) Entry {
	over := slices.Concat(a.Over, b.Over)
	out := Entry{}
	for _, v := range slices.Concat(a.Live, b.Live) {
		if !covers(over, v.Name) && !slices.ContainsFunc(out.Live, func(o Version) bool { return o.Name == v.Name }) {
			out.Live = append(out.Live, v)
		}
	}
	order.Sort(out.Live, func(a, b *Version) int { return cmp.Compare(a.Name, b.Name) })
	if len(over) > 0 {
		out.Over = bound(over)
	}
	return out
}

// Note is all that a person wrote about one session.
type Note struct {
	Session   session.Session // as it was last known: what is written outlives it
	Text      Entry
	Questions map[string]Entry // by a name that is given once
}

// Changed is when anything of n was written last, in ms since 1970.
func (n Note) Changed() (at int64) {
	for _, e := range n.entries() {
		for _, v := range e.Live {
			at = max(at, moment(v.Name))
		}
	}
	return at
}

func (n Note) entries() []Entry {
	all := []Entry{n.Text}
	for _, e := range n.Questions {
		all = append(all, e)
	}
	return all
}

// Empty reports whether n says nothing, and never did.
func (n Note) Empty() bool { return len(n.Text.Live) == 0 && len(n.Questions) == 0 }

// Clean returns text as it is kept: line ends are "\n", what is no character is left out,
// and so is what is beyond so many characters. Of what controls a terminal only tabs stay:
// JSON writes six bytes for each, and a character has four at most.
func Clean(text string, most int) string {
	text = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n"), "\r", "\n")
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, text)
	runes := []rune(ascii.Trim(text, " \n"))
	return string(runes[:min(len(runes), most)])
}

// HasText reports whether n has a text.
func (n Note) HasText() bool {
	return slices.ContainsFunc(n.entries(), func(e Entry) bool { return len(e.Read()) > 0 })
}

// Has reports whether n has all that was written in o.
func (n Note) Has(o Note) bool { return jsontree.Equal(Join(n, o).Written(), n.Written()) }

// SetText writes the note. "" removes it.
func (n Note) SetText(text string, by Pen) Note {
	text = Clean(text, records.MaxNote)
	n.Text = n.Text.Write(Value{Text: text, Gone: text == ""}, by)
	return n
}

// ReplaceText writes one of the texts of the note, which was old; another stays beside it.
func (n Note) ReplaceText(old, text string, by Pen) Note {
	text = Clean(text, records.MaxNote)
	n.Text = n.Text.Replace(Clean(old, records.MaxNote), Value{Text: text, Gone: text == ""}, by)
	return n
}

// SetQuestion writes the question of that name, a new one too, if there is room for one more; ok
// is false if there is not. "" removes it. Removed questions take no room.
func (n Note) SetQuestion(name, text string, asked bool, by Pen) (out Note, ok bool) {
	return n.setQuestion(name, text, func(e Entry, v Value) Entry { v.Asked = asked && v.Text != ""; return e.Write(v, by) })
}

// ReplaceQuestion is SetQuestion for one of several texts that a question has, which was old;
// another stays beside it.
func (n Note) ReplaceQuestion(name, old, text string, asked bool, by Pen) (out Note, ok bool) {
	old = Clean(old, records.MaxQuestion)
	return n.setQuestion(name, text, func(e Entry, v Value) Entry { v.Asked = asked && v.Text != ""; return e.Replace(old, v, by) })
}

func (n Note) setQuestion(name, text string, write func(e Entry, v Value) Entry) (out Note, ok bool) {
	text = Clean(text, records.MaxQuestion)
	old, known := n.Questions[name]
	if text == "" && !known || len(old.Read()) == 0 && text != "" && n.questions() >= records.MaxQuestions {
		return n, text == ""
	}
	questions := make(map[string]Entry, len(n.Questions)+1)
	for id, e := range n.Questions {
		questions[id] = e
	}
	questions[name] = write(old, Value{Text: text, Gone: text == ""})
	n.Questions = questions
	return n, true
}

// questions is how many there are.
func (n Note) questions() (count int) {
	for _, e := range n.Questions {
		if len(e.Read()) > 0 {
			count++
		}
	}
	return count
}

// richer compares what is known of a session: by how much it is, then by its text, so that
// every device chooses the same.
func richer(a, b session.Session) int {
	x, y := jsontree.Text(session.Encode(a)), jsontree.Text(session.Encode(b))
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y))
}

// Join merges two states of what was written about one session. Of what is known of the
// session, that of the note which was written later stays.
func Join(a, b Note) Note {
	out := Note{Session: a.Session, Text: Merge(a.Text, b.Text)}
	if cmp.Or(cmp.Compare(b.Changed(), a.Changed()), richer(b.Session, a.Session)) > 0 {
		out.Session = b.Session
	}
	for _, from := range [...]map[string]Entry{a.Questions, b.Questions} {
		for name := range from {
			if out.Questions == nil {
				out.Questions = map[string]Entry{}
			}
			out.Questions[name] = Merge(a.Questions[name], b.Questions[name])
		}
	}
	return out
}

// Restore merges what a backup holds, theirs, into what a device does. Whoever takes a
// backup in wants back what it has: what was taken out since is written anew at the moment
// now, in ms since 1970. What was changed since stays as it is.
func Restore(mine, theirs Note, now int64) Note {
	out := Join(mine, theirs)
	out.Text = out.Text.restore(theirs.Text, now)
	for name, e := range theirs.Questions {
		out.Questions[name] = out.Questions[name].restore(e, now)
	}
	return out
}

func (e Entry) restore(theirs Entry, now int64) Entry {
	lost := theirs.Read()
	if len(e.Read()) > 0 || len(lost) == 0 {
		return e
	}
	out := Entry{}
	for _, v := range lost {
		out = Merge(out, e.Write(v, Pen{Now: now}))
	}
	return out
}
