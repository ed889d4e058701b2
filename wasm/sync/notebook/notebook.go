// Package notebook is what the vault of the notes holds: what a person wrote about each
// session (package notes), as it travels between devices. Merging is theirs, a join, so a
// body needs no stamps.
package notebook

import (
	"cmp"
	"maps"
	"slices"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/sync/register"
)

// Format is the first byte of an encoded Body.
const Format = 1

// Body is what the vault holds once it is opened. Its form is Format and JSON:
//
//	{"notes": {"2026/s/x": {as notes.Note.Encode}}}
//
// What newer versions add, members of the whole and notes that are not understood, is kept
// and written again.
type Body struct {
	Notes map[session.Key]notes.Note

	Unrecognized map[string]jsontree.Raw // notes not understood, by session
	Rest         map[string]jsontree.Raw // members not understood
}

const memberNotes = "notes"

// Encode returns b in its form. Equal bodies are equal bytes.
func (b Body) Encode() []byte {
	members := maps.Clone(b.Rest)
	if members == nil {
		members = map[string]jsontree.Raw{}
	}
	list := make(map[string]jsontree.Raw, len(b.Notes)+len(b.Unrecognized))
	for key, n := range b.Notes {
		list[string(key)] = text(n.Encode())
	}
	maps.Copy(list, b.Unrecognized)
	members[memberNotes] = text(list)
	return jsontree.AppendCanonical([]byte{Format}, members)
}

// text is v as JSON in the one form that equal values have.
func text(v any) jsontree.Raw { return jsontree.Raw(jsontree.AppendCanonical(nil, v)) }

// Decode reads what Encode wrote. The error is register.ErrNewer or register.ErrBody.
func Decode(data []byte) (Body, error) {
	if len(data) == 0 {
		return Body{}, register.ErrBody
	}
	if data[0] > Format {
		return Body{}, register.ErrNewer
	}
	members, list := map[string]string{}, map[string]string{}
	into := func(to map[string]string) func(name, raw string) { return func(name, raw string) { to[name] = raw } }
	if data[0] != Format || !jsontree.Members(string(data[1:]), into(members)) || !jsontree.Members(members[memberNotes], into(list)) {
		return Body{}, register.ErrBody
	}
	b := Body{Notes: map[session.Key]notes.Note{}, Unrecognized: map[string]jsontree.Raw{}, Rest: map[string]jsontree.Raw{}}
	keep := func(to map[string]jsontree.Raw, name, raw string) {
		if kept, ok := jsontree.Canonical(raw); ok {
			to[name] = jsontree.Raw(kept)
		}
	}
	for name, raw := range list {
		if jsontree.Depth(raw) <= jsontree.MaxDepth {
			tree, _ := jsontree.ParseExact(raw)
			if n, fault := notes.Decode(session.Key(name), tree); fault == notes.None {
				b.Notes[session.Key(name)] = n
				continue
			}
		}
		keep(b.Unrecognized, name, raw)
	}
	for name, raw := range members {
		if name != memberNotes {
			keep(b.Rest, name, raw)
		}
	}
	return b, nil
}

// Fit chooses what of b goes into size bytes, encoded: all of it, if it does. If it does
// not, of each session only the name is told; and then the notes that were changed longest
// ago are left out, and with one all that were changed before it. left are their sessions.
// Of two devices that know the same notes both choose the same, and one that knows more
// leaves out nothing that the other does not. What is not understood goes in first; ok is
// false where not even that does.
func (b Body) Fit(size int) (fitting Body, left []session.Key, ok bool) {
	if len(b.Encode()) <= size {
		return b, nil, true
	}
	keys := slices.SortedFunc(maps.Keys(b.Notes), func(x, y session.Key) int {
		return cmp.Or(cmp.Compare(b.Notes[y].Changed(), b.Notes[x].Changed()), cmp.Compare(x, y))
	})
	fitting = b
	fitting.Notes = make(map[session.Key]notes.Note, len(keys))
	used := len(fitting.Encode())
	ok = used <= size
	for i, key := range keys {
		n := b.Notes[key]
		n.Session = session.Session{Key: key, Titles: n.Session.Titles}
		if used += len(text(string(key))) + len(text(n.Encode())) + len(`:,`); used > size {
			return fitting, keys[i:], ok
		}
		fitting.Notes[key] = n
	}
	return fitting, nil, ok
}

// Digest tells what was written in a note from anything else: 16 hex digits.
func Digest(n notes.Note) string {
	return wire.HashOf([]byte(text(n.Written()))).String()[:16]
}
