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

// Version is a Value as it was written once. Its name tells when that was and what: two
// devices that are one, after a profile was copied, write under two names.
type Version struct {
	Name string
	Value
}

// Entry is one place that can be written: the versions of it that nobody has written over,
// by name, and the names of those that somebody has.
type Entry struct {
	Live []Version
	Over []string
}

// maxOver is how many names of what was written over an Entry keeps. One that lies longer
// ago would stand beside the rest if a device brought it back: a text too many, and none
// too few. 24 names take 24 * 27 = 648 bytes.
const maxOver = 24

// nameOf returns the name of a version that is written at the moment t.
func nameOf(t int64, v Value) string {
	const digits = 10 // base 36, which sort as numbers until the year 117,000
	when := strconv.FormatInt(t, 36)
	flags := "-"
	if v.Asked {
		flags = "asked"
	}
	if v.Gone {
		flags += " gone"
	}
	return strings.Repeat("0", max(digits-len(when), 0)) + when + session.HashID(v.Text+"\x00"+flags, 0, "")
}

// moment is when a version of that name was written, in ms since 1970; 0 for what is no
// name.
func moment(name string) int64 {
	t, err := strconv.ParseInt(name[:min(len(name), 10)], 36, 64)
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

// Write returns e with v in the place of all that it says. now is in ms since 1970; a
// clock that was put back does no harm.
func (e Entry) Write(v Value, now int64) Entry {
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
	for _, name := range over {
		now = max(now, moment(name)+1)
	}
	return Entry{Live: []Version{{nameOf(now, v), v}}, Over: bound(over)}
}

// bound sorts names and leaves the latest.
func bound(names []string) []string {
	slices.Sort(names)
	names = slices.Compact(names)
	return names[max(len(names)-maxOver, 0):]
}

// Merge joins two states of an entry.
func Merge(a, b Entry) Entry {
	over := slices.Concat(a.Over, b.Over)
	out := Entry{}
	for _, v := range slices.Concat(a.Live, b.Live) {
		if !slices.Contains(over, v.Name) && !slices.ContainsFunc(out.Live, func(o Version) bool { return o.Name == v.Name }) {
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
// and so is what is beyond so many characters.
func Clean(text string, most int) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	runes := []rune(ascii.Trim(strings.ToValidUTF8(text, ""), " \n"))
	return string(runes[:min(len(runes), most)])
}

// SetText writes the note. "" takes it out.
func (n Note) SetText(text string, now int64) Note {
	text = Clean(text, records.MaxNote)
	n.Text = n.Text.Write(Value{Text: text, Gone: text == ""}, now)
	return n
}

// Ask writes the question of that name, a new one too, where there is room for one more;
// ok is false where there is not. "" takes it out.
func (n Note) Ask(name, text string, asked bool, now int64) (out Note, ok bool) {
	text = Clean(text, records.MaxQuestion)
	old, known := n.Questions[name]
	if !known && (text == "" || len(n.Questions) >= records.MaxQuestions) {
		return n, text == ""
	}
	questions := make(map[string]Entry, len(n.Questions)+1)
	for id, e := range n.Questions {
		questions[id] = e
	}
	questions[name] = old.Write(Value{Text: text, Asked: asked && text != "", Gone: text == ""}, now)
	n.Questions = questions
	return n, true
}

// Join merges two states of what was written about one session. Of what is known of the
// session, that of the note which was written later stays.
func Join(a, b Note) Note {
	out := Note{Session: a.Session, Text: Merge(a.Text, b.Text)}
	if c := cmp.Compare(b.Changed(), a.Changed()); c > 0 || c == 0 && cmp.Compare(b.Session.Title(session.Korean), a.Session.Title(session.Korean)) > 0 {
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
		out = Merge(out, e.Write(v, now))
	}
	return out
}
