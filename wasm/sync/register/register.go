// Package register has the map of picks that a person's devices exchange, with one register
// for each pick, and merges two such maps. Merging is a join: the result does not depend on
// what is merged how often or in which order.
//
// A register gets its stamp when it is synced, not when it is tapped: the server's time less
// the time that has passed since the tap by the device's clock. A clock that is off by a
// constant does no harm then. A tap always counts as later than the state that the person saw
// when tapping, whatever the clocks say.
//
// There is no clock and no randomness here; moments are arguments.
package register

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"byeolpyo/wasm/model/picks"
)

// Stamp is the moment of a register.
type Stamp struct {
	T   int64  // ms since 1970 by the server's clock
	C   uint16 // counts taps whose T is not larger than that of the stamp before
	Dev uint32 // the device; two may have the same, after a profile was copied
}

// Compare orders stamps by T, then C, then Dev.
func (s Stamp) Compare(o Stamp) int {
	return cmp.Or(cmp.Compare(s.T, o.T), cmp.Compare(s.C, o.C), cmp.Compare(s.Dev, o.Dev))
}

// Less reports whether s is before o.
func (s Stamp) Less(o Stamp) bool { return s.Compare(o) < 0 }

// String is the stamp as a pick's record has it under "seen": "1786000000000.0.7".
func (s Stamp) String() string {
	return strconv.FormatInt(s.T, 10) + "." + strconv.Itoa(int(s.C)) + "." + strconv.FormatUint(uint64(s.Dev), 10)
}

// ParseStamp is the inverse of String.
func ParseStamp(text string) (Stamp, bool) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return Stamp{}, false
	}
	t, err1 := strconv.ParseInt(parts[0], 10, 64)
	c, err2 := strconv.ParseUint(parts[1], 10, 16)
	dev, err3 := strconv.ParseUint(parts[2], 10, 32)
	s := Stamp{t, uint16(c), uint32(dev)}
	return s, err1 == nil && err2 == nil && err3 == nil && s.String() == text
}

// Now has the clocks that a sync knows.
type Now struct {
	Local  int64 // the device's clock, in ms since 1970
	Server int64 // the server's, as it said in this sync
	Last   int64 // the server's at the sync before; 0 for none
}

// Stamp returns the stamp of a tap at tapped by the device's clock. seen is the stamp of what
// the person saw when they tapped. The stamp lies between the previous sync and this one, and
// is always later than seen.
func (n Now) Stamp(tapped int64, seen Stamp, dev uint32) Stamp {
	age := n.Local - tapped
	if tapped > n.Local { // also where the difference would overflow
		age = 0
	} else if age < 0 {
		age = math.MaxInt64
	}
	t := n.Server - min(age, max(n.Server, 0))
	t = min(max(t, min(n.Last, n.Server)), n.Server)
	s := Stamp{T: t, Dev: dev}
	if seen.Less(s) {
		return s
	}
	if seen.C == math.MaxUint16 {
		return Stamp{seen.T + 1, 0, dev}
	}
	return Stamp{seen.T, seen.C + 1, dev}
}

// Reg is the state of one pick at a moment.
type Reg struct {
	State picks.State // may be one that only a newer version knows
	Stamp
	// Snapshot is what is known of the session, as canonical JSON; "" for nothing. It does
	// not decide which register is later; of two snapshots the richer one stays. In an own
	// entry, which consists of its snapshot, it belongs to the state.
	Snapshot string
	// Extra are fields of newer versions behind ours, as a canonical JSON array; ""
	// for none. They belong to the state.
	Extra string
}

// Valid reports whether this version knows the state.
func (r Reg) Valid() bool { return r.State <= picks.Must }

// order compares registers by everything but the snapshot of a pick. Equal stamps, which
// copies of a browser profile can make, are ordered by state: must before star before off.
func (r Reg) order(o Reg) int {
	return cmp.Or(r.Stamp.Compare(o.Stamp), cmp.Compare(r.State, o.State), cmp.Compare(r.Extra, o.Extra))
}

// richer compares snapshots by the number of their values, then by length, then by text, so
// that every device chooses the same one.
func richer(a, b string) int {
	if a == b {
		return 0
	}
	return cmp.Or(cmp.Compare(valueCount(a), valueCount(b)), cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// valueCount counts the values in JSON by its commas.
func valueCount(text string) int {
	n, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case c == ',' && !quoted:
			n++
		}
	}
	return n
}

// Join merges two registers of the same name.
func Join(name string, a, b Reg) Reg {
	won, lost := a, b
	order := a.order(b)
	if order < 0 {
		won, lost = b, a
	}
	if isOwn(name) && order != 0 {
		return won
	}
	if richer(lost.Snapshot, won.Snapshot) > 0 {
		won.Snapshot = lost.Snapshot
	}
	return won
}

// Map is registers by name. A name is the pick's key in storage: "pick/2026/s/x" or,
// for an own entry, "own/2026/x1".
type Map map[string]Reg

// Travels reports whether what is stored under key is a pick that is synced.
func Travels(key string) bool {
	_, ok := picks.PickKey(key)
	return ok
}

// Edition returns the edition of a name, which is its second part.
func Edition(name string) string {
	_, rest, _ := strings.Cut(name, "/")
	edition, _, _ := strings.Cut(rest, "/")
	return edition
}

// Put joins r into m.
func (m Map) Put(name string, r Reg) {
	if old, ok := m[name]; ok {
		r = Join(name, old, r)
	}
	m[name] = r
}

// Merge joins o into m.
func (m Map) Merge(o Map) {
	for name, r := range o {
		m.Put(name, r)
	}
}

// Differs reports whether a vault that has a needs b. Snapshots are compared only if the
// vault has room for them.
func Differs(a, b Reg, snapshots bool) bool {
	return a.order(b) != 0 || snapshots && a.Snapshot != b.Snapshot
}
