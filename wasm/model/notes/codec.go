package notes

import (
	"unicode/utf8"

	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// StorageKey returns where what was written about a session is stored.
func StorageKey(key session.Key) string { return records.NotePrefix + string(key) }

// Encode returns the tree that is stored there. Equal notes are equal trees.
func (n Note) Encode() map[string]any {
	tree := map[string]any{"v": float64(records.NoteVersion), "snapshot": session.Encode(n.Session)}
	if e := n.Text.encode(); e != nil {
		tree["text"] = e
	}
	if len(n.Questions) > 0 {
		questions := make(map[string]any, len(n.Questions))
		for name, e := range n.Questions {
			questions[name] = e.encode()
		}
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
// together to more, and is kept.
const (
	maxMerged = 4 * records.MaxQuestions // questions of one session, by four devices
	maxLive   = 64                       // texts that stand beside one another
	maxName   = 64                       // bytes
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
		return s, is && moment(s) > 0 && len(s) <= maxName
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
