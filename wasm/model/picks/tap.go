package picks

import (
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// Tap is the last tap of a person on one session on this device. It says once more what
// the pick's record says of it. Sync, which writes picks' records, never writes a tap's:
// it finds there what it may have written over.
type Tap struct {
	State  State
	Tapped int64  // as in Pick
	Seen   string // as in Pick
}

// Encode returns the tree stored under records.TapPrefix.
func (t Tap) Encode() map[string]any {
	m := map[string]any{"v": float64(records.PickVersion), "state": t.State.String(), "tapped": float64(t.Tapped)}
	if t.Seen != "" {
		m["seen"] = t.Seen
	}
	return m
}

// DecodeTap reads what Encode wrote; ok is false for anything else.
func DecodeTap(tree any) (t Tap, ok bool) {
	m, _ := tree.(map[string]any)
	if version(m) != None {
		return Tap{}, false
	}
	state, _ := m["state"].(string)
	tapped, ok1 := m["tapped"].(float64)
	t.State, ok = ParseState(state)
	if !ok || !ok1 {
		return Tap{}, false
	}
	t.Tapped = moment(tapped)
	if seen, present := m["seen"]; present {
		if t.Seen, ok = seen.(string); !ok {
			return Tap{}, false
		}
	}
	return t, true
}

// Store adds to entries what a tap stores: the record of the pick and that of the tap.
// Both are written in one call.
func (p Pick) Store(entries map[string]any, key session.Key) {
	name := StorageKey(key)
	record, tap := p.Encode(), p.Tap().Encode()
	if key.Own() {
		tap["snapshot"] = record["snapshot"] // what the person wrote must not be written over either
	}
	entries[name], entries[records.TapPrefix+name] = record, tap
}

// Tap is the tap that made p.
func (p Pick) Tap() Tap { return Tap{p.State, p.Tapped, p.Seen} }
