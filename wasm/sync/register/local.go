package register

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
)

// Account notes what sync has read of one pick's records in storage, and what it has written
// there. A record that differs from it has been written by the person since.
type Account struct {
	Pick Mark  // of the pick's record
	Tap  Mark  // of the tap's record
	Show Stamp // the stamp of the register that storage shows
	Own  Stamp // the stamp of the last tap on this device
}

// Mark identifies one state of a record of a pick; the zero Mark stands for no record.
type Mark struct {
	There  bool
	State  picks.State
	Tapped int64
}

// Intent is a tap that has no stamp yet.
type Intent struct {
	Name     string
	State    picks.State
	Tapped   int64  // ms since 1970 by the device's clock
	Seen     Stamp  // the stamp of what was shown when it was tapped
	Snapshot string // canonical JSON

	account Account // once the intent has been taken
}

// Accounts are the accounts of all picks by name.
type Accounts map[string]Account

// Intents returns the taps among the entries of storage that have not been taken, by name. A
// record that is not understood is not among them.
//
// A tap writes two records in one call: the pick's, which shows it, and the tap's own,
// records.TapPrefix and the name, which sync never writes. Sync writes picks' records of
// what came from other devices, and it cannot read and write in one step: a tap that
// falls in between is written over there, and found again here.
func (a Accounts) Intents(entries map[string]any) []Intent {
	var all []Intent
	for name, tree := range entries {
		if !Travels(name) {
			continue
		}
		pick, tap, had := read(name, tree), readTap(name, entries[records.TapPrefix+name]), a[name]
		if !pick.good {
			continue
		}
		from := pick
		switch {
		case pick.mark != had.Pick: // also if the tap's record differs: then a program that writes no taps wrote later
		case tap.good && tap.mark != had.Tap:
			from = tap
			if from.snapshot == "" {
				from.snapshot = pick.snapshot
			}
		default:
			continue
		}
		i := Intent{Name: name, State: from.mark.State, Tapped: from.mark.Tapped, Seen: had.Show, Snapshot: from.snapshot}
		if from.seen != "" {
			if s, ok := ParseStamp(from.seen); ok {
				i.Seen = s
			}
		}
		if i.Seen.Less(had.Own) {
			i.Seen = had.Own // one's own tap before it
		}
		i.account = Account{Pick: pick.mark, Tap: had.Tap, Show: had.Show, Own: had.Own}
		if tap.good {
			i.account.Tap = tap.mark
		}
		all = append(all, i)
	}
	slices.SortFunc(all, func(a, b Intent) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// record is what sync reads of a stored record.
type record struct {
	good     bool
	mark     Mark
	seen     string
	snapshot string
}

// read reads the record of a pick. The name decides which: the snapshot of another
// session is none.
func read(name string, tree any) record {
	key, _ := picks.PickKey(name)
	p, fault := picks.Decode(key, tree)
	if fault != picks.None && fault != picks.Foreign {
		return record{}
	}
	return record{true, Mark{true, p.State, p.Tapped}, p.Seen, of(name, tree.(map[string]any)["snapshot"])}
}

func readTap(name string, tree any) record {
	t, ok := picks.DecodeTap(tree)
	if !ok {
		return record{}
	}
	return record{true, Mark{true, t.State, t.Tapped}, t.Seen, of(name, tree.(map[string]any)["snapshot"])}
}

// of returns a snapshot as a register has it, or "" if it belongs to another session than
// name does.
func of(name string, snapshot any) string {
	m, _ := snapshot.(map[string]any)
	if key, _ := picks.PickKey(name); m["key"] != string(key) {
		return ""
	}
	return Snapshot(snapshot)
}

// Take gives the intents their stamps and joins them into m. It returns their names.
func (a Accounts) Take(m Map, intents []Intent, now Now, dev uint32) []string {
	var names []string
	for _, i := range intents {
		s := now.Stamp(i.Tapped, i.Seen, dev)
		r := Reg{State: i.State, Stamp: s, Snapshot: i.Snapshot, Extra: m[i.Name].Extra}
		m.Put(i.Name, r)
		had := i.account
		had.Own = s
		if i.account.Pick.State == i.State && i.account.Pick.Tapped == i.Tapped {
			had.Show = s // else storage still shows the record that was written over the tap
		}
		a[i.Name] = had
		names = append(names, i.Name)
	}
	return names
}

// Show returns the records to be written so that storage shows what m holds, and takes
// them as written. entries is what storage held; a pick that was tapped since is found
// by its tap's record. What is stored but not understood is not written over, and a
// state that only a newer version knows is not shown.
//
// The name decides which session a register is of, and so the snapshot of another takes the
// place of nothing: it is stored beside what it was to replace (records.AsidePrefix). A
// snapshot that storage might not be able to return stays in m only.
func (a Accounts) Show(m Map, entries map[string]any) map[string]any {
	out := map[string]any{}
	for name, r := range m {
		had, known := a[name]
		if !r.Valid() || known && had.Show == r.Stamp {
			continue
		}
		old, stored := entries[name]
		if stored && !read(name, old).good {
			continue
		}
		had.Show = r.Stamp
		if !stored && r.State == picks.Off {
			a[name] = had // a pick that is off and not stored needs no record
			continue
		}
		next := map[string]any{}
		if m, ok := old.(map[string]any); ok {
			maps.Copy(next, m)
		}
		next["v"], next["state"], next["tapped"], next["seen"] = float64(records.PickVersion), r.State.String(), float64(r.T), r.Stamp.String()
		key, _ := picks.PickKey(name)
		tree := Tree(r.Snapshot)
		if !fits(r.Snapshot) {
			tree = nil
		}
		var aside any
		if other, told := tree["key"].(string); told && other != string(key) {
			beside := maps.Clone(next)
			beside["snapshot"] = tree
			aside, tree = beside, nil
		}
		switch {
		case tree != nil:
			next["snapshot"] = tree
		case of(name, next["snapshot"]) == "":
			if stored {
				aside = old
			}
			next["snapshot"] = map[string]any{"key": string(key)}
		}
		if !read(name, next).good {
			continue // the snapshot of the other device is not one of a session
		}
		if aside != nil {
			out[records.AsidePrefix+name] = aside
			if isOwn(name) && !stored { // an own entry without its snapshot would have only a name
				a[name] = had
				continue
			}
		}
		had.Pick = Mark{true, r.State, r.T}
		a[name] = had
		out[name] = next
	}
	return out
}

// The limits of a snapshot that is shown. Ours have 2 levels, the titles in it, and are
// in a record that is in the answer of storage; of 64 levels (jsontree.MaxDepth) storage
// gives them back.
const (
	maxDepth    = 16
	maxSnapshot = 60 << 10 // bytes; a whole vault is not larger
)

func fits(snapshot string) bool {
	return len(snapshot) <= maxSnapshot && jsontree.Depth(snapshot) <= maxDepth
}

// Encode returns a as it is stored: each account is a list, which is a third of what names
// would take.
func (a Accounts) Encode() map[string]any {
	out := make(map[string]any, len(a))
	for name, x := range a {
		out[name] = []any{x.Pick.number(), x.Pick.Tapped, x.Tap.number(), x.Tap.Tapped,
			x.Show.T, int64(x.Show.C), int64(x.Show.Dev), x.Own.T, int64(x.Own.C), int64(x.Own.Dev)}
	}
	return out
}

// DecodeAccounts reads the JSON of what Encode returned; ok is false for anything else.
func DecodeAccounts(raw string) (a Accounts, ok bool) {
	a, ok = Accounts{}, true
	if !jsontree.Members(raw, func(name, raw string) {
		var understood bool
		a[name], understood = decodeAccount(raw)
		ok = ok && understood
	}) {
		return nil, false
	}
	return a, ok
}

func decodeAccount(raw string) (a Account, ok bool) {
	var n [10]int64 // fewer are the first ones, and more are of a newer version
	list := fields(raw)
	for i := range min(len(n), len(list)) {
		var err error
		if n[i], err = strconv.ParseInt(list[i], 10, 64); err != nil {
			return a, false
		}
	}
	mark := func(state, tapped int64) Mark {
		if state < 0 {
			return Mark{}
		}
		return Mark{true, picks.State(state), tapped}
	}
	return Account{mark(n[0], n[1]), mark(n[2], n[3]), Stamp{n[4], uint16(n[5]), uint32(n[6])}, Stamp{n[7], uint16(n[8]), uint32(n[9])}}, list != nil
}

func (m Mark) number() int64 {
	if !m.There {
		return -1
	}
	return int64(m.State)
}
