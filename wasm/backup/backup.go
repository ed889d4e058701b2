// Package backup writes picks into a file that a person keeps, and takes them in again.
// It needs no server, and works where sync was never on.
//
// Taking in merges: what the file has and the device has not is picked as if it were
// tapped now, so that it also wins over a removal that sync knows of; a must stays a
// must; nothing is taken away. Doing it twice changes nothing more.
package backup

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"

	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/register"
	"byeolpyo/wasm/session"
)

// Version is the version of the file's form.
const Version = 1

// kind tells a file of ours from another.
const kind = "byeolpyo-picks"

// MaxFile bounds what is read, in bytes: storage holds 10 MB.
const MaxFile = 20 << 20

// The errors of Import.
var (
	ErrFile  = errors.New("not a backup of picks, or damaged")
	ErrNewer = errors.New("a backup by a newer version")
)

type file struct {
	Kind    string         `json:"kind"`
	Version int            `json:"v"`
	Entries map[string]any `json:"entries"`
}

// Export returns the file of all picks and own entries in storage, also of those that
// this version does not understand. Equal picks are equal bytes.
func Export(entries map[string]any) ([]byte, error) {
	f := file{kind, Version, map[string]any{}}
	for name, tree := range entries {
		if register.Travels(name) {
			f.Entries[name] = tree
		}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(f)
	return out.Bytes(), err
}

// Result is what an Import comes to.
type Result struct {
	Entries map[string]any // to be stored, in one call
	Added   int            // picks that are new, or stronger
	Had     int            // that are as in the file already
	Strange int            // that are not understood, in the file or on the device, and stay as they are
}

// Import compares a file with what storage holds. now is in ms since 1970. The error
// is ErrFile or ErrNewer; nothing is to be stored then.
func Import(data []byte, entries map[string]any, now int64) (Result, error) {
	var f file
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	if len(data) > MaxFile || dec.Decode(&f) != nil || dec.More() || f.Kind != kind || f.Version < 1 {
		return Result{}, ErrFile
	}
	if f.Version > Version {
		return Result{}, ErrNewer
	}
	if f.Entries == nil {
		return Result{}, ErrFile
	}
	r := Result{Entries: map[string]any{}}
	for name, tree := range f.Entries {
		theirs, ok := decode(tree)
		if !ok || !register.Travels(name) {
			r.Strange++
			continue
		}
		mine, known := picks.Pick{}, false
		if old, stored := entries[name]; stored {
			if mine, known = decode(old); !known {
				r.Strange++
				continue
			}
		}
		if theirs.State == picks.Off || known && mine.State >= theirs.State {
			if theirs.State != picks.Off {
				r.Had++
			}
			continue
		}
		record := map[string]any{}
		maps.Copy(record, tree.(map[string]any))
		if known && mine.State != picks.Off { // what it says by now stays, but for its state
			clear(record)
			maps.Copy(record, entries[name].(map[string]any))
			record["state"] = theirs.State.String()
		}
		delete(record, "seen") // of another device, or another time
		record["tapped"] = float64(now)
		if known && mine.Seen != "" {
			record["seen"] = mine.Seen
		}
		r.Entries[name] = record
		r.Entries[picks.TapPrefix+name] = picks.Tap{State: theirs.State, Tapped: now, Seen: mine.Seen}.Encode()
		r.Added++
	}
	return r, nil
}

func decode(tree any) (picks.Pick, bool) {
	m, _ := tree.(map[string]any)
	snapshot, _ := m["snapshot"].(map[string]any)
	key, _ := snapshot["key"].(string)
	p, fault := picks.Decode(session.Key(key), tree)
	return p, fault == picks.None
}
