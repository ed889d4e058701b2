package register

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
)

// Format is the first byte of an encoded Body.
const Format = 1

// The errors of Decode.
var (
	ErrNewer = errors.New("written by a newer version")
	ErrBody  = errors.New("not the picks of a vault")
)

// Device is what a body tells of one device.
type Device struct {
	Version int64  // of the vault that it last saw
	Day     int64  // when, in days since 1970 by the server's clock
	Label   string // what its person may know it by: "Chrome, Windows"
}

// Body is what a vault holds once it is opened. Its form is Format and JSON:
//
//	{"prev": "<64 hex>", "seen": {"7": [12, 20680, "Chrome, Linux"]},
//	 "picks": {"pick/2026/s/x": [1, 1786000000000, 0, 7, {snapshot}]}}
//
// What newer versions add, members of the whole and fields behind those of a register,
// is kept and written again; so is a register that is not understood.
type Body struct {
	Prev  string            // hash of the body before, in hex; "" for the first
	Seen  map[string]Device // by device, in decimal
	Picks Map

	Unrecognized map[string]json.RawMessage // registers not understood, by name
	Rest         map[string]json.RawMessage // members not understood
}

// The names that the members of a Body have in JSON.
const (
	memberPrev, memberSeen, memberPicks = "prev", "seen", "picks"
)

// maxT is the latest T that is understood, in the year 144,683: storage and JavaScript
// count in numbers that are exact up to twice as much.
const maxT = 1 << 52

// maxNested bounds what a vault may hold of what is not understood. No version nests so
// deep; and one that encoding/json could not write and read again (10,000 levels) would
// take the whole state with it. Of a pick that is understood only that part is left out.
const maxNested = 1000

func shallow(raw json.RawMessage) bool { return jsontree.Depth(string(raw)) <= maxNested }

// own is how many fields of a register are ours: state, T, C, device, snapshot.
const own = 5

// Encode returns b in its form. Equal bodies are equal bytes.
func (b Body) Encode() []byte {
	out := map[string]any{}
	for name, value := range b.Rest {
		out[name] = value
	}
	registers := make(map[string]json.RawMessage, len(b.Picks)+len(b.Unrecognized))
	for name, r := range b.Picks {
		registers[name] = r.encode()
	}
	maps.Copy(registers, b.Unrecognized)
	seen := make(map[string]any, len(b.Seen))
	for dev, d := range b.Seen {
		seen[dev] = []any{d.Version, d.Day, d.Label}
	}
	out[memberPrev], out[memberSeen], out[memberPicks] = b.Prev, seen, registers
	return append([]byte{Format}, text(out)...)
}

func (r Reg) encode() json.RawMessage {
	out := fmt.Appendf(nil, "[%d,%d,%d,%d", r.State, r.T, r.C, r.Dev)
	if r.Snapshot != "" || r.Extra != "" {
		snapshot := r.Snapshot
		if snapshot == "" {
			snapshot = "null"
		}
		out = append(append(out, ','), snapshot...)
	}
	if r.Extra != "" {
		out = append(append(out, ','), r.Extra[1:len(r.Extra)-1]...)
	}
	return append(out, ']')
}

// text is v as JSON in the one form that equal values have.
func text(v any) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // unreachable: what is encoded came from JSON
	}
	return bytes.TrimSuffix(out.Bytes(), []byte{'\n'})
}

// Canonical brings JSON into the one form that equal values have; ok is false if it
// is none.
func Canonical(raw []byte) (canonical string, ok bool) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber() // numbers of newer versions keep all their digits
	var v any
	if dec.Decode(&v) != nil || dec.More() {
		return "", false
	}
	return string(text(v)), true
}

// Snapshot returns a stored snapshot, a tree, as a register has it.
func Snapshot(tree any) string {
	if m, ok := tree.(map[string]any); !ok || len(m) == 0 {
		return ""
	}
	return string(text(tree))
}

// Tree is the inverse of Snapshot.
func Tree(snapshot string) map[string]any {
	var m map[string]any
	if snapshot != "" && json.Unmarshal([]byte(snapshot), &m) == nil {
		return m
	}
	return nil
}

// Decode reads what Encode wrote. The error is ErrNewer or ErrBody.
func Decode(data []byte) (Body, error) {
	if len(data) == 0 {
		return Body{}, ErrBody
	}
	if data[0] > Format {
		return Body{}, ErrNewer
	}
	var members map[string]json.RawMessage
	if data[0] != Format || json.Unmarshal(data[1:], &members) != nil || members == nil {
		return Body{}, ErrBody
	}
	b := Body{Seen: map[string]Device{}, Picks: Map{}, Unrecognized: map[string]json.RawMessage{}, Rest: map[string]json.RawMessage{}}
	var registers, seen map[string]json.RawMessage
	if json.Unmarshal(members[memberPicks], &registers) != nil || json.Unmarshal(members[memberSeen], &seen) != nil ||
		json.Unmarshal(members[memberPrev], &b.Prev) != nil {
		return Body{}, ErrBody
	}
	for dev, raw := range seen {
		var fields []json.RawMessage
		var d Device
		if json.Unmarshal(raw, &fields) != nil || len(fields) < 3 || json.Unmarshal(fields[0], &d.Version) != nil ||
			json.Unmarshal(fields[1], &d.Day) != nil || json.Unmarshal(fields[2], &d.Label) != nil {
			continue // a device tells of itself anew
		}
		b.Seen[dev] = d
	}
	for name, raw := range registers {
		if r, ok := decodeReg(raw); ok && Travels(name) {
			b.Picks[name] = r
		} else if kept, ok := Canonical(raw); ok && shallow(raw) {
			b.Unrecognized[name] = json.RawMessage(kept)
		}
	}
	for name, raw := range members {
		if name != memberPicks && name != memberSeen && name != memberPrev && shallow(raw) {
			if kept, ok := Canonical(raw); ok {
				b.Rest[name] = json.RawMessage(kept)
			}
		}
	}
	return b, nil
}

func decodeReg(raw json.RawMessage) (Reg, bool) {
	var fields []json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || len(fields) < own-1 {
		return Reg{}, false
	}
	var state uint8
	var r Reg
	if json.Unmarshal(fields[0], &state) != nil || json.Unmarshal(fields[1], &r.T) != nil ||
		json.Unmarshal(fields[2], &r.C) != nil || json.Unmarshal(fields[3], &r.Dev) != nil {
		return Reg{}, false
	}
	for _, f := range fields[:own-1] { // null would pass for a number
		if string(f) == "null" {
			return Reg{}, false
		}
	}
	if r.T < 0 || r.T > maxT {
		return Reg{}, false
	}
	r.State = picks.State(state)
	if len(fields) >= own && string(fields[own-1]) != "null" {
		var m map[string]json.RawMessage
		if json.Unmarshal(fields[own-1], &m) != nil {
			return Reg{}, false
		}
		if len(m) > 0 && shallow(fields[own-1]) {
			r.Snapshot, _ = Canonical(fields[own-1])
		}
	}
	if len(fields) > own && shallow(raw) {
		r.Extra, _ = Canonical(text(fields[own:]))
	}
	return r, true
}

// Truncate chooses what of b goes into size bytes, encoded. When all of it does not, first
// the snapshots of picks are left out, of all of them; then whole editions, that one
// first of which the last tap is oldest. left are these editions, sorted. What an
// edition consists of stays in b. ok is false where even no pick at all fits.
func (b Body) Truncate(size int) (fitting Body, snapshots bool, left []string, ok bool) {
	if len(b.Encode()) <= size {
		return b, true, nil, true
	}
	fitting = b
	fitting.Picks = make(Map, len(b.Picks))
	last := map[string]int64{}
	for name, r := range b.Picks {
		if !isOwn(name) {
			r.Snapshot = ""
		}
		fitting.Picks[name] = r
		last[Edition(name)] = max(last[Edition(name)], r.T)
	}
	total := len(fitting.Encode())
	editions := slices.SortedFunc(maps.Keys(last), func(a, b string) int {
		if last[a] != last[b] {
			return int(min(max(last[a]-last[b], -1), 1))
		}
		return bytes.Compare([]byte(a), []byte(b))
	})
	for _, e := range editions {
		if total <= size {
			break
		}
		for name := range fitting.Picks {
			if Edition(name) == e {
				delete(fitting.Picks, name)
			}
		}
		left = append(left, e)
		total = len(fitting.Encode())
	}
	slices.Sort(left)
	return fitting, false, left, total <= size
}

func isOwn(name string) bool {
	return len(name) > len(records.OwnPrefix) && name[:len(records.OwnPrefix)] == records.OwnPrefix
}
