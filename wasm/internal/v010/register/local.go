package register

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Account is what sync has taken of one pick's records in storage, and what it has put
// there itself. A record that differs from it was written by the person since.
type Account struct {
	Pick Mark  // of the pick's record
	Tap  Mark  // of the tap's record
	Show Stamp // of the register that storage shows
	Own  Stamp // of the last tap on this device
}

// Mark tells a record from another of the same pick; the zero Mark is that of none.
type Mark struct {
	There  bool
	State  State
	Tapped int64
}

// Intent is a tap that has no stamp yet.
type Intent struct {
	Name     string
	State    State
	Tapped   int64  // ms since 1970 by the device's clock
	Seen     Stamp  // of what was shown when it was tapped
	Snapshot string // canonical JSON

	account Account // once the intent has been taken
}

// Accounts are the accounts of all picks by name.
type Accounts map[string]Account

// Intents returns the taps among the entries of storage that have not been taken, by
// name. A record that is not understood is none.
//
// A tap writes two records in one call: the pick's, which shows it, and the tap's own,
// tapPrefix and the name, which sync never writes. Sync writes picks' records of
// what came from other devices, and it cannot read and write in one step: a tap that
// falls in between is written over there, and found again here.
func (a Accounts) Intents(entries map[string]any) []Intent {
	var all []Intent
	for name, tree := range entries {
		if !Travels(name) {
			continue
		}
		pick, tap, had := read(tree), readTap(entries[tapPrefix+name]), a[name]
		if !pick.good {
			continue
		}
		from := pick
		switch {
		case pick.mark != had.Pick: // also where the tap's record is another one: only one who writes none wrote later
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

func read(tree any) record {
	m, _ := tree.(map[string]any)
	snapshot, _ := m["snapshot"].(map[string]any)
	key, _ := snapshot["key"].(string)
	p, fault := decodePick(key, tree)
	if fault != noFault {
		return record{}
	}
	return record{true, Mark{true, p.State, p.Tapped}, p.Seen, Snapshot(m["snapshot"])}
}

func readTap(tree any) record {
	t, ok := decodeTap(tree)
	if !ok {
		return record{}
	}
	return record{true, Mark{true, t.State, t.Tapped}, t.Seen, Snapshot(tree.(map[string]any)["snapshot"])}
}

// Take gives the intents their stamps, and puts them into m. It returns the names.
func (a Accounts) Take(m Map, intents []Intent, now Now, dev uint32) []string {
	var names []string
	for _, i := range intents {
		s := now.Stamp(i.Tapped, i.Seen, dev)
		r := Reg{State: i.State, Stamp: s, Snapshot: i.Snapshot, Extra: m[i.Name].Extra}
		m.Put(i.Name, r)
		had := i.account
		had.Own = s
		if i.account.Pick.State == i.State && i.account.Pick.Tapped == i.Tapped {
			had.Show = s // else storage still shows what was written over the tap
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
func (a Accounts) Show(m Map, entries map[string]any) map[string]any {
	out := map[string]any{}
	for name, r := range m {
		had, known := a[name]
		if !r.Known() || known && had.Show == r.Stamp {
			continue
		}
		old, stored := entries[name]
		if stored && !read(old).good {
			continue
		}
		had.Show = r.Stamp
		if !stored && r.State == Off {
			a[name] = had // nothing is what off looks like
			continue
		}
		next := map[string]any{}
		if m, ok := old.(map[string]any); ok {
			maps.Copy(next, m)
		}
		next["v"], next["state"], next["tapped"], next["seen"] = float64(recordVersion), r.State.String(), float64(r.T), r.Stamp.String()
		if tree := Tree(r.Snapshot); tree != nil {
			next["snapshot"] = tree
		} else if next["snapshot"] == nil {
			key, _ := pickKey(name)
			next["snapshot"] = map[string]any{"key": string(key)}
		}
		if !read(next).good {
			continue // another device's snapshot is none
		}
		had.Pick = Mark{true, r.State, r.T}
		a[name] = had
		out[name] = next
	}
	return out
}

// MarshalJSON writes an account as a list, which is a third of what names would take.
func (a Account) MarshalJSON() ([]byte, error) {
	return json.Marshal([...]int64{a.Pick.number(), a.Pick.Tapped, a.Tap.number(), a.Tap.Tapped,
		a.Show.T, int64(a.Show.C), int64(a.Show.Dev), a.Own.T, int64(a.Own.C), int64(a.Own.Dev)})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (a *Account) UnmarshalJSON(data []byte) error {
	var n [10]int64
	if err := json.Unmarshal(data, &n); err != nil {
		return err
	}
	mark := func(state, tapped int64) Mark {
		if state < 0 {
			return Mark{}
		}
		return Mark{true, State(state), tapped}
	}
	*a = Account{mark(n[0], n[1]), mark(n[2], n[3]), Stamp{n[4], uint16(n[5]), uint32(n[6])}, Stamp{n[7], uint16(n[8]), uint32(n[9])}}
	return nil
}

func (m Mark) number() int64 {
	if !m.There {
		return -1
	}
	return int64(m.State)
}
