package register

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

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

// Device is what a body says about one device.
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
// is kept and written again; so is a register that is not understood. What has more
// than 1,000 levels is left out, of a pick that is understood only that part: no version
// nests so deep, and reading and writing it back would take the program's whole stack.
type Body struct {
	Prev  string            // hash of the body before, in hex; "" for the first
	Seen  map[string]Device // by device, in decimal
	Picks Map

	Unrecognized map[string]jsontree.Raw // registers not understood, by name
	Rest         map[string]jsontree.Raw // members not understood
}

// The names that the members of a Body have in JSON.
const (
	memberPrev, memberSeen, memberPicks = "prev", "seen", "picks"
)

// maxT is the latest T that is accepted, in the year 144,683. Storage and JavaScript use
// numbers that are exact up to twice as much.
const maxT = 1 << 52

// own is the number of fields of a register that this version knows: state, T, C, device and
// snapshot.
const own = 5

// Encode returns b in its form. Equal bodies are equal bytes.
func (b Body) Encode() []byte {
	out := map[string]any{}
	for name, value := range b.Rest {
		out[name] = value
	}
	registers := make(map[string]jsontree.Raw, len(b.Picks)+len(b.Unrecognized))
	for name, r := range b.Picks {
		registers[name] = r.encode()
	}
	maps.Copy(registers, b.Unrecognized)
	seen := make(map[string]any, len(b.Seen))
	for dev, d := range b.Seen {
		seen[dev] = []any{d.Version, d.Day, d.Label}
	}
	out[memberPrev], out[memberSeen], out[memberPicks] = b.Prev, seen, registers
	return jsontree.AppendCanonical([]byte{Format}, out)
}

func (r Reg) encode() jsontree.Raw {
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
	return jsontree.Raw(append(out, ']'))
}

// Snapshot returns a stored snapshot, a tree, as a register has it.
func Snapshot(tree any) string {
	if m, ok := tree.(map[string]any); !ok || len(m) == 0 {
		return ""
	}
	return string(jsontree.AppendCanonical(nil, tree))
}

// Tree is the inverse of Snapshot; it returns nil for a text that is not an object.
func Tree(snapshot string) map[string]any {
	tree, _ := jsontree.ParseExact(snapshot)
	m, _ := tree.(map[string]any)
	return m
}

// Decode reads what Encode wrote. The error is ErrNewer or ErrBody.
func Decode(data []byte) (Body, error) {
	if len(data) == 0 {
		return Body{}, ErrBody
	}
	if data[0] > Format {
		return Body{}, ErrNewer
	}
	b := Body{Seen: map[string]Device{}, Picks: Map{}, Unrecognized: map[string]jsontree.Raw{}, Rest: map[string]jsontree.Raw{}}
	members := map[string]string{}
	if data[0] != Format || !jsontree.Members(string(data[1:]), func(name, value string) { members[name] = value }) {
		return Body{}, ErrBody
	}
	prev, _ := jsontree.ParseExact(members[memberPrev])
	var isText bool
	if b.Prev, isText = prev.(string); !isText {
		return Body{}, ErrBody
	}
	if !jsontree.Members(members[memberSeen], func(dev, raw string) {
		if d, ok := decodeDevice(raw); ok { // else it tells of itself anew
			b.Seen[dev] = d
		}
	}) {
		return Body{}, ErrBody
	}
	registers := map[string]string{} // a name may be there twice, and then the last counts
	if !jsontree.Members(members[memberPicks], func(name, raw string) { registers[name] = raw }) {
		return Body{}, ErrBody
	}
	for name, raw := range registers {
		if r, ok := decodeReg(raw); ok && Travels(name) {
			b.Picks[name] = r
		} else if kept, ok := jsontree.Canonical(raw); ok {
			b.Unrecognized[name] = jsontree.Raw(kept)
		}
	}
	for name, raw := range members {
		if name != memberPicks && name != memberSeen && name != memberPrev {
			if kept, ok := jsontree.Canonical(raw); ok {
				b.Rest[name] = jsontree.Raw(kept)
			}
		}
	}
	return b, nil
}

// fields returns the JSON of each element of a list, nil for what is not one.
func fields(raw string) (list []string) {
	if !jsontree.Elements(raw, func(value string) { list = append(list, value) }) {
		return nil
	}
	return list
}

func decodeDevice(raw string) (d Device, ok bool) {
	list := fields(raw)
	if len(list) < 3 {
		return d, false
	}
	version, err := strconv.ParseInt(list[0], 10, 64)
	day, err2 := strconv.ParseInt(list[1], 10, 64)
	label, _ := jsontree.ParseExact(list[2])
	d.Version, d.Day = version, day
	d.Label, ok = label.(string)
	return d, ok && err == nil && err2 == nil
}

func decodeReg(raw string) (r Reg, ok bool) {
	list := fields(raw)
	if len(list) < own-1 {
		return Reg{}, false
	}
	state, err1 := strconv.ParseUint(list[0], 10, 8)
	t, err2 := strconv.ParseInt(list[1], 10, 64)
	c, err3 := strconv.ParseUint(list[2], 10, 16)
	dev, err4 := strconv.ParseUint(list[3], 10, 32)
	if cmp.Or(err1, err2, err3, err4) != nil || t < 0 || t > maxT {
		return Reg{}, false
	}
	r.State, r.T, r.C, r.Dev = picks.State(state), t, uint16(c), uint32(dev)
	if len(list) >= own && list[own-1] != "null" {
		members := 0
		if !jsontree.Members(list[own-1], func(string, string) { members++ }) {
			return Reg{}, false
		}
		if members > 0 {
			r.Snapshot, _ = jsontree.Canonical(list[own-1])
		}
	}
	if len(list) > own {
		r.Extra, _ = jsontree.Canonical("[" + strings.Join(list[own:], ",") + "]")
	}
	return r, true
}

// Truncate returns the part of b that fits into size bytes when encoded. If b does not fit,
// it first leaves out the snapshots of all picks, but for own entries, and then whole
// editions, beginning with the one whose last tap is the oldest. left are these editions,
// sorted; b itself is not changed. ok is false if not even a body without picks fits.
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
