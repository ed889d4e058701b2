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

// Staged is a body that is to be sent, or was sent without an answer yet.
type Staged struct {
	Match   string // the tag that it replaces; "" for a new vault
	Version int64
	Body    string // base64
	Mark    string // the mark that is in the body
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
	Was    bool // whether sync was on before
}

// State is what a device knows of sync. It is stored as one JSON text under records.SyncKey.
// A state of a higher version than records.SyncVersion is not written over, and then nothing
// is synced.
type State struct {
	V      int
	On     bool
	Server string
	Dev    uint32
	Name   string // what its person calls this device; "" for Syncer.Label

	Vault   string // its id; the fields below are about this vault
	Version int64  // of the body seen last, 0 for none
	Hash    string // its hash, or from a QR code the start of it
	Have    bool   // the body of this version was opened and is merged into Body
	Pushed  int64  // the last version that came from here
	Floor   *Floor // of the vault that is about to be joined
	Cap     int    // the largest bucket that the server takes; 0 for any

	Mark    string   // the mark of the renewal that was under way when the vault was read last
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

	Notebook Notebook

	Seen     map[string]register.Device
	Accounts register.Accounts
	Picks    jsontree.Raw // Body, encoded

	Body    register.Body
	Trouble Trouble // from Notes
	newer   bool
}

// The service worker's script finds these texts in a stored state or keyring without loading
// this program, beside records.SyncOff. They tell that sync was ended elsewhere, which the
// person has to be told, and that there is a secret.
const (
	EndedGone    = `"why":"` + string(Gone) + `"`
	EndedRenewed = `"why":"` + string(Renewed) + `"`
	SecretHeld   = `"current":[`
)

// LoadState reads a stored state. nil stands for sync that was never on. ok is false for a
// value that is not a state.
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

// device returns the name of this device in a vault.
func (s *State) device() string { return strconv.FormatUint(uint64(s.Dev), 10) }

// tag returns the tag of the body that was seen last.
func (s *State) tag() string {
	return wire.Tag{Version: s.Version, Hash: s.Hash[:8]}.String()
}

func (s *State) notice(name string) {
	if !slices.Contains(s.Notices, name) {
		s.Notices = append(s.Notices, name)
	}
}
