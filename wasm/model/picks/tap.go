package picks

import (
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// Tap is the last tap of a person on one session on this device. It repeats what the pick's
// record says of the tap. Sync writes the records of picks and never those of taps, so that
// it finds there a tap that it may have written over.
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

// Store adds the two records of a tap to entries, that of the pick and that of the tap. They
// have to be written in one call.
func (p Pick) Store(entries map[string]any, key session.Key) {
	name := StorageKey(key)
	record, tap := p.Encode(), p.Tap().Encode()
	if key.Own() {
		tap["snapshot"] = record["snapshot"] // an own entry's text must not be lost either
	}
	entries[name], entries[records.TapPrefix+name] = record, tap
}

// Tap is the tap that made p.
func (p Pick) Tap() Tap { return Tap{p.State, p.Tapped, p.Seen} }
