// Package backup exports picks and notes to a file that a person keeps, and imports them
// again. It needs no server, and works where sync was never on.
//
// An import merges. A pick that only the file has is picked as if it were tapped now, so that
// it also wins over a removal that sync knows of, and a must stays a must. A note that was
// removed since is written again, and one that was changed on both sides stands beside the
// other. Nothing is taken away, and a second import of the same file changes nothing.
//
// A file may be damaged, or made by anybody. Each of its records is read by itself, so that
// one which cannot be imported does not affect the others; and no record is written that
// storage could not return.
package backup

import (
	"bytes"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/sync/register"
)

// Version is the version of the file's form.
const Version = 1

// kind identifies our files.
const kind = "byeolpyo-picks"

// MaxFile bounds what is read, in bytes: storage holds 10 MB.
const MaxFile = 20 << 20

// The limits of one record that is taken in. Ours have 3 levels (the record, its
// snapshot, the titles in it) and mostly less than 1 KB. Newer versions may nest five
// times as deep, and of 64 levels (jsontree.MaxDepth) storage still gives them back; and
// what is larger than a whole vault (60 KB) is no pick.
const (
	MaxDepth  = 16
	MaxRecord = 64 << 10 // bytes
)

// MaxNotes is how large a record of notes may be, in bytes: four devices write 32 KB each
// apart, and JSON may take twice as much for them.
const MaxNotes = 256 << 10

// The errors of Import.
var (
	ErrFile  = errors.New("not a backup of picks, or damaged")
	ErrNewer = errors.New("a backup by a newer version")
)

// record is a record of a file. A file that was edited may have a name twice.
type record struct{ name, text string }

// open splits a file into its records, and does not parse them. The error is ErrFile or
// ErrNewer.
func open(data []byte) (listed []record, err error) {
	if len(data) > MaxFile {
		return nil, ErrFile
	}
	file := map[string]string{}
	if !jsontree.Members(string(bytes.TrimPrefix(data, []byte("\ufeff"))), func(name, value string) { file[name] = value }) {
		return nil, ErrFile
	}
	is, _ := jsontree.Parse(file["kind"])
	v, _ := jsontree.Parse(file["v"])
	version, _ := v.(float64)
	switch {
	case is != kind || version < 1:
		return nil, ErrFile
	case version > Version:
		return nil, ErrNewer
	case !jsontree.Members(file["entries"], func(name, value string) { listed = append(listed, record{name, value}) }):
		return nil, ErrFile
	}
	return listed, nil
}

// tree parses the record; ok is false if it is beyond the limits.
func (r record) tree() (tree any, ok bool) {
	most := MaxRecord
	if strings.HasPrefix(r.name, records.NotePrefix) {
		most = MaxNotes
	}
	if len(r.text) > most || jsontree.Depth(r.text) > MaxDepth {
		return nil, false
	}
	return jsontree.ParseExact(r.text) // also refuses numbers larger than any float64
}

// Keys reports whether a backup holds what is stored under key.
func Keys(key string) bool {
	_, aside := picks.Beside(key)
	_, note := notes.SessionOf(key)
	return aside || note || register.Travels(key)
}

// Export returns the file of all picks, own entries and notes in storage, also of those
// that this version does not understand, and of what was set aside. Equal picks are equal
// bytes.
func Export(entries map[string]any) []byte {
	kept := map[string]jsontree.Raw{}
	for name, tree := range entries {
		if !Keys(name) {
			continue
		}
		if key, is := notes.SessionOf(name); is { // what was written here and on other devices is one
			if n, fault := notes.Load(key, entries); fault == notes.None {
				name, tree = notes.StorageKey(key), n.Encode()
			}
		}
		// A record that is not JSON, or is nested too deep to be read again, is left out.
		if text, ok := jsontree.Canonical(string(jsontree.AppendCanonical(nil, tree))); ok {
			kept[name] = jsontree.Raw(text)
		}
	}
	// One record a line, so that two files can be compared by eye.
	out := jsontree.AppendCanonical([]byte("{\n \"kind\": "), kind)
	out = jsontree.AppendCanonical(append(out, ",\n \"v\": "...), Version)
	out = append(out, ",\n \"entries\": {"...)
	for i, name := range slices.Sorted(maps.Keys(kept)) {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(jsontree.AppendCanonical(append(out, "\n  "...), name), ": "...)
		out = append(out, kept[name]...)
	}
	return append(out, "\n }\n}\n"...)
}

// Result is the result of an Import.
type Result struct {
	Entries      map[string]any // to be stored, in one call
	Added        int            // picks that are new, or stronger
	Had          int            // that are as in the file already
	Unrecognized int            // that are not understood, in the file or on the device, and stay as they are
	Aside        int            // that name one session and tell of another: set aside beside what is stored
	LeftOut      int            // that are beyond the limits, and left out
	Notes        int            // sessions whose notes are new, or have more
}

// Import compares a file with what storage holds. now is in ms since 1970. The error
// is ErrFile or ErrNewer; nothing is to be stored then.
func Import(data []byte, entries map[string]any, now int64) (Result, error) {
	listed, err := open(data)
	if err != nil {
		return Result{}, err
	}
	r := Result{Entries: map[string]any{}}
	stored := func(name string) (tree any, there bool) {
		if tree, there = r.Entries[name]; !there {
			tree, there = entries[name]
		}
		return tree, there
	}
	for _, one := range listed {
		tree, fits := one.tree()
		if !fits {
			r.LeftOut++
			continue
		}
		if key, is := strings.CutPrefix(one.name, records.NotePrefix); is {
			both := map[string]any{}
			for _, name := range [...]string{one.name, notes.BroughtKey(session.Key(key))} {
				if old, there := stored(name); there {
					both[name] = old
				}
			}
			r.note(session.Key(key), tree, both, now)
			continue
		}
		beside, aside := picks.Beside(one.name)
		key, travels := picks.PickKey(one.name)
		if aside {
			key, _ = picks.PickKey(beside)
		}
		theirs, fault := picks.Decode(key, tree)
		if aside || travels && mixed(key, tree) {
			name := records.AsidePrefix + strings.TrimPrefix(one.name, records.AsidePrefix)
			switch old, there := stored(name); {
			case !there:
				r.Entries[name] = tree
				r.Aside++
			case !reflect.DeepEqual(old, tree):
				r.Unrecognized++
			}
			continue
		}
		if !travels || fault != picks.None {
			r.Unrecognized++
			continue
		}
		mine, known := picks.Pick{}, false
		old, there := stored(one.name)
		if there {
			if mine, fault = picks.Decode(key, old); fault == picks.Newer || fault == picks.Corrupt {
				r.Unrecognized++
				continue
			}
			known = true
		}
		if theirs.State == picks.Off || known && mine.State >= theirs.State {
			if theirs.State != picks.Off {
				r.Had++
			}
			continue
		}
		record := map[string]any{}
		maps.Copy(record, tree.(map[string]any))
		if known && mine.State != picks.Off && fault == picks.None { // only its state changes
			clear(record)
			maps.Copy(record, old.(map[string]any))
			record["state"] = theirs.State.String()
		}
		delete(record, "seen") // of another device, or another time
		record["tapped"] = float64(now)
		if known && mine.Seen != "" {
			record["seen"] = mine.Seen
		}
		r.Entries[one.name] = record
		r.Entries[records.TapPrefix+one.name] = picks.Tap{State: theirs.State, Tapped: now, Seen: mine.Seen}.Encode()
		r.Added++
	}
	return r, nil
}

// note imports the file's notes on a session. entries are the stored records of its notes.
func (r *Result) note(key session.Key, tree any, entries map[string]any, now int64) {
	theirs, fault := notes.Decode(key, tree)
	mine, its := notes.Load(key, entries)
	if fault != notes.None || its != notes.None {
		r.Unrecognized++
		return
	}
	merged := notes.Restore(mine, theirs, now)
	if reflect.DeepEqual(merged.Written(), mine.Written()) {
		return
	}
	r.Entries[notes.StorageKey(key)] = merged.Encode()
	r.Notes++
}

// mixed reports whether the record under key is one of another session.
func mixed(key session.Key, tree any) bool {
	m, _ := tree.(map[string]any)
	snapshot, _ := m["snapshot"].(map[string]any)
	other, _ := snapshot["key"].(string)
	if session.Key(other) == key {
		return false
	}
	_, fault := picks.Decode(session.Key(other), tree)
	return fault == picks.None
}
