package syncer

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/sync/register"
)

// Staged is a body that is to be sent, or was and has not been answered.
type Staged struct {
	Match   string `json:"match,omitempty"` // the tag that it replaces; "" for a new vault
	Version int64  `json:"version"`
	Body    string `json:"body"`           // base64
	Mark    string `json:"mark,omitempty"` // that is in it
}

func (s *Staged) bytes() []byte {
	body, _ := base64.StdEncoding.DecodeString(s.Body) // what cannot be read is refused by the server
	return body
}

// Floor is a vault's version and its body's hash as a QR code told it.
type Floor struct {
	Version int64  `json:"version"`
	Hash    string `json:"hash"` // 16 hex digits
}

// Joining is a vault that is about to be joined.
type Joining struct {
	Server string `json:"server"`
	Vault  string `json:"vault"`
	Floor  *Floor `json:"floor,omitempty"`
	Back   string `json:"back,omitempty"`
	Was    bool   `json:"was,omitempty"` // on, before
}

// State is what a device knows of sync. It is stored as one JSON text, under
// records.SyncKey. One of a higher version than records.SyncVersion is not written over,
// and nothing is synced.
type State struct {
	V      int    `json:"v"`
	On     bool   `json:"on"`
	Server string `json:"server,omitempty"`
	Dev    uint32 `json:"dev"`
	Name   string `json:"name,omitempty"` // what its person calls this device; "" for Syncer.Label

	Vault   string `json:"vault,omitempty"`   // its id; the rest is of this vault
	Version int64  `json:"version,omitempty"` // of the body seen last, 0 for none
	Hash    string `json:"hash,omitempty"`    // its hash, or from a QR code the start of it
	Have    bool   `json:"have,omitempty"`    // it was opened and is part of Body
	Pushed  int64  `json:"pushed,omitempty"`  // the last version that came from here
	Floor   *Floor `json:"floor,omitempty"`   // of the vault that is about to be joined
	Cap     int    `json:"cap,omitempty"`     // the largest bucket that the server takes; 0 for any

	Mark    string   `json:"mark,omitempty"`    // of the renewal that the vault was in, when seen last
	Back    string   `json:"back,omitempty"`    // a mark of this device's own that is to be taken back
	Joining *Joining `json:"joining,omitempty"` // decided by the keyring
	Turn    int64    `json:"turn,omitempty"`    // of the keyring

	Last   int64 `json:"last,omitempty"`   // the server's time at the last sync, ms since 1970
	Synced int64 `json:"synced,omitempty"` // the device's time when all was in the vault, ms since 1970

	Reason Reason `json:"why,omitempty"`
	Wait   int64  `json:"wait,omitempty"` // until when, by the device's clock
	Tries  int    `json:"tries,omitempty"`

	Dirty            []string `json:"dirty,omitempty"` // names that the vault does not have as they are here
	Staged           *Staged  `json:"staged,omitempty"`
	LeftOut          []string `json:"left,omitempty"` // editions that do not fit into the vault
	SnapshotsLeftOut bool     `json:"bare,omitempty"` // snapshots do not either
	Notices          []string `json:"notices,omitempty"`

	Seen     map[string]register.Device `json:"seen,omitempty"`
	Accounts register.Accounts          `json:"accounts,omitempty"`
	Picks    json.RawMessage            `json:"picks,omitempty"` // Body, encoded

	Body    register.Body `json:"-"`
	Trouble Trouble       `json:"-"` // from Notes
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
		var head struct {
			V int `json:"v"`
		}
		if json.Unmarshal([]byte(text), s) == nil && s.V == records.SyncVersion {
			body, err := register.Decode(append([]byte{register.Format}, s.Picks...))
			s.Body, ok = body, err == nil
		} else if json.Unmarshal([]byte(text), &head) == nil && head.V > records.SyncVersion {
			*s = State{V: head.V, Reason: Newer, newer: true}
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
		s.Body = register.Body{Picks: register.Map{}, Unrecognized: map[string]json.RawMessage{}}
	}
	return s, ok
}

func (s *State) encode() string {
	s.Body.Prev, s.Body.Seen = "", nil
	s.Picks = s.Body.Encode()[1:]
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // unreachable: strings, numbers and JSON
	}
	return string(text)
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
