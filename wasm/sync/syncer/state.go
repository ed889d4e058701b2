package syncer

import (
	"encoding/base64"
	"slices"
	"strconv"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/sync/register"
)

// Staged is a body that is to be sent, or was and has not been answered.
type Staged struct {
	Match   string // the tag that it replaces; "" for a new vault
	Version int64
	Body    string // base64
	Mark    string // that is in it
}

func (s *Staged) bytes() []byte {
	body, _ := base64.StdEncoding.DecodeString(s.Body) // what cannot be read is refused by the server
	return body
}

// Floor is a vault's version and its body's hash as a QR code told it.
type Floor struct {
	Version int64
	Hash    string // 16 hex digits
}

// Joining is a vault that is about to be joined.
type Joining struct {
	Server string
	Vault  string
	Floor  *Floor
	Back   string
	Was    bool // on, before
}

// State is what a device knows of sync. It is stored as one JSON text, under
// records.SyncKey. One of a higher version than records.SyncVersion is not written over,
// and nothing is synced.
type State struct {
	V      int
	On     bool
	Server string
	Dev    uint32
	Name   string // what its person calls this device; "" for Syncer.Label

	Vault   string // its id; the rest is of this vault
	Version int64  // of the body seen last, 0 for none
	Hash    string // its hash, or from a QR code the start of it
	Have    bool   // it was opened and is part of Body
	Pushed  int64  // the last version that came from here
	Floor   *Floor // of the vault that is about to be joined
	Cap     int    // the largest bucket that the server takes; 0 for any

	Mark    string   // of the renewal that the vault was in, when seen last
	Back    string   // a mark of this device's own that is to be taken back
	Joining *Joining // decided by the keyring
	Turn    int64    // of the keyring

	Last   int64 // the server's time at the last sync, ms since 1970
	Synced int64 // the device's time when all was in the vault, ms since 1970

	Reason Reason
	Wait   int64 // until when, by the device's clock
	Tries  int

	Dirty            []string // names that the vault does not have as they are here
	Staged           *Staged
	LeftOut          []string // editions that do not fit into the vault
	SnapshotsLeftOut bool     // snapshots do not either
	Notices          []string

	Seen     map[string]register.Device
	Accounts register.Accounts
	Picks    jsontree.Raw // Body, encoded

	Body    register.Body
	Trouble Trouble // from Notes
	newer   bool
}

// What the service worker's script reads of a state or a keyring without loading this
// program, beside records.SyncOff: that sync was ended elsewhere, which has to be told, and
// that a secret is held.
const (
	EndedGone    = `"why":"` + string(Gone) + `"`
	EndedRenewed = `"why":"` + string(Renewed) + `"`
	SecretHeld   = `"current":[`
)

// LoadState reads the state as stored; nothing stored is sync that was never on. ok is
// false for what is no state.
func LoadState(stored any) (s *State, ok bool) {
	s = &State{}
	text, is := stored.(string)
	ok = stored == nil
	if is {
		var version int
		if decodeMembers(text, s.members()) == nil && s.V == records.SyncVersion {
			body, err := register.Decode(append([]byte{register.Format}, s.Picks...))
			s.Body, ok = body, err == nil
		} else if decodeMembers(text, []member{{"v", &version, true}}) == nil && version > records.SyncVersion {
			*s = State{V: version, Reason: Newer, newer: true}
			ok = true
		}
		if !ok {
			*s = State{}
		}
	}
	if !s.newer {
		s.V = records.SyncVersion
	}
	if s.Seen == nil {
		s.Seen = map[string]register.Device{}
	}
	if s.Accounts == nil {
		s.Accounts = register.Accounts{}
	}
	if s.Body.Picks == nil {
		s.Body = register.Body{Picks: register.Map{}, Unrecognized: map[string]jsontree.Raw{}}
	}
	return s, ok
}

func (s *State) encode() string {
	s.Body.Prev, s.Body.Seen = "", nil
	s.Picks = jsontree.Raw(s.Body.Encode()[1:])
	return string(encodeMembers(s.members()))
}

// IsNewer reports whether a newer version of the extension wrote the state.
func (s *State) IsNewer() bool { return s.newer }

// device is this device's name in a vault.
func (s *State) device() string { return strconv.FormatUint(uint64(s.Dev), 10) }

// tag is that of the body seen last.
func (s *State) tag() string {
	return wire.Tag{Version: s.Version, Hash: s.Hash[:8]}.String()
}

func (s *State) notice(name string) {
	if !slices.Contains(s.Notices, name) {
		s.Notices = append(s.Notices, name)
	}
}
