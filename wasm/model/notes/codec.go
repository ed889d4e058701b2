package notes

import (
	"strings"
	"unicode/utf8"

	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// StorageKey returns where what was written about a session is stored.
func StorageKey(key session.Key) string { return records.NotePrefix + string(key) }

// BroughtKey returns where what other devices wrote about it is stored.
func BroughtKey(key session.Key) string { return records.BroughtPrefix + string(key) }

// SessionOf returns the session of which a storage key keeps what was written, on this
// device or another.
func SessionOf(storageKey string) (key session.Key, ok bool) {
	for _, prefix := range [...]string{records.NotePrefix, records.BroughtPrefix} {
		if rest, is := strings.CutPrefix(storageKey, prefix); is {
			return session.Key(rest), true
		}
	}
	return "", false
}

// Load merges what is stored about a session, by this device and by others: the page writes one
// record and sync the other, so that neither overwrites what the other has written at the same
// moment. A record with a fault counts as empty; f is the fault of the page's record, or else of
// the other.
func Load(key session.Key, entries map[string]any) (n Note, f Fault) {
	n.Session.Key = key
	for _, name := range [...]string{BroughtKey(key), StorageKey(key)} {
		tree, there := entries[name]
		if !there {
			continue
		}
		one, fault := Decode(key, tree)
		if fault != None {
			f = fault
			continue
		}
		n = Join(n, one)
	}
	return n, f
}

// memberHere is the member of a record that sync wrote of a note which is on this device only.
const memberHere = "here"

// Brought returns the tree that sync stores of n; here says that it is on this device only,
// for want of room in the vault.
func Brought(n Note, here bool) map[string]any {
	tree := n.Encode()
	if here {
		tree[memberHere] = true
	}
	return tree
}

// Here reports whether sync stored in a record that the note is on this device only.
func Here(tree any) bool {
	m, _ := tree.(map[string]any)
	return m[memberHere] == true
}

// Encode returns the tree that is stored there. Equal notes are equal trees.
func (n Note) Encode() map[string]any {
	tree := n.Written()
	tree["v"], tree["snapshot"] = float64(records.NoteVersion), session.Encode(n.Session)
	return tree
}

// Written is the part of Encode that a person wrote, without the session.
func (n Note) Written() map[string]any {
	tree := map[string]any{}
	if e := n.Text.encode(); e != nil {
		tree["text"] = e
	}
	questions := make(map[string]any, len(n.Questions))
	for name, e := range n.Questions {
		if tree := e.encode(); tree != nil {
			questions[name] = tree
		}
	}
	if len(questions) > 0 {
		tree["questions"] = questions
	}
	return tree
}

func (e Entry) encode() any {
	if len(e.Live) == 0 && len(e.Over) == 0 {
		return nil
	}
	live := make([]any, len(e.Live))
	for i, v := range e.Live {
		m := map[string]any{"name": v.Name, "text": v.Text}
		if v.Asked {
			m["asked"] = true
		}
		if v.Gone {
			m["gone"] = true
		}
		live[i] = m
	}
	over := make([]any, len(e.Over))
	for i, name := range e.Over {
		over[i] = name
	}
	return map[string]any{"live": live, "over": over}
}

// Fault says why a record could not be read.
type Fault uint8

// A record without a fault is None. One with any other is left as it is.
const (
	None    Fault = iota
	Newer         // written by a newer version
	Corrupt       // not a record of any version, or beyond all limits
)

// Decode reads what Encode wrote for the session of key.
func Decode(key session.Key, tree any) (n Note, f Fault) {
	m, _ := tree.(map[string]any)
	v, _ := m["v"].(float64)
	switch {
	case !(v >= 1) || v != float64(int(v)):
		return Note{}, Corrupt
	case v > records.NoteVersion:
		return Note{}, Newer
	}
	s, ok := session.Decode(m["snapshot"])
	if !ok || s.Key != key {
		return Note{}, Corrupt
	}
	n.Session = s
	if text, there := m["text"]; there {
		if n.Text, ok = decodeEntry(text); !ok {
			return Note{}, Corrupt
		}
	}
	if list, there := m["questions"]; there {
		questions, is := list.(map[string]any)
		if !is || len(questions) > maxMerged {
			return Note{}, Corrupt
		}
		n.Questions = make(map[string]Entry, len(questions))
		for name, tree := range questions {
			if n.Questions[name], ok = decodeEntry(tree); !ok || name == "" || len(name) > maxName {
				return Note{}, Corrupt
			}
		}
	}
	return n, None
}

// The limits of what is read. A person writes less; what devices wrote apart may come
// together to more, and is kept: a vault of 60 KiB has 600 texts at most, of 100 bytes with
// their names.
const (
	maxMerged = 1000 // questions of one session
	maxLive   = 1000 // texts that stand beside one another
	maxName   = 64   // bytes
)

func decodeEntry(tree any) (e Entry, ok bool) {
	m, _ := tree.(map[string]any)
	live, ok1 := m["live"].([]any)
	over, ok2 := m["over"].([]any)
	if !ok1 || !ok2 || len(live) > maxLive || len(over) > maxOver {
		return Entry{}, false
	}
	name := func(tree any) (string, bool) {
		s, is := tree.(string)
		return s, is && moment(s) > 0 && len(s) > digits && len(s) <= maxName
	}
	for _, item := range over {
		s, ok := name(item)
		if !ok {
			return Entry{}, false
		}
		e.Over = append(e.Over, s)
	}
	for _, item := range live {
		m, _ := item.(map[string]any)
		var v Version
		var is bool
		if v.Name, is = name(m["name"]); !is {
			return Entry{}, false
		}
		if v.Text, is = m["text"].(string); !is || utf8.RuneCountInString(v.Text) > records.MaxNote {
			return Entry{}, false
		}
		v.Asked, _ = m["asked"].(bool)
		v.Gone, _ = m["gone"].(bool)
		e.Live = append(e.Live, v)
	}
	return Merge(e, Entry{}), true // which brings it into order
}
