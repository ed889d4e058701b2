// Package versions holds what earlier versions of the extension stored, sealed and drew,
// as texts that those versions wrote themselves. Whatever reads any of it is tested with
// all of it: what a person has must stay readable, whoever wrote it and when.
//
// A directory below testdata is a version. make versions writes that of the version in
// manifest.json; the others are never changed.
package versions

import (
	"cmp"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

//go:embed testdata
var files embed.FS

// The files of a version.
const (
	WantFile    = "want.json"    // what is in the others
	StorageFile = "storage.json" // the extension's storage: sync is on, and at rest
	KeyringFile = "keyring.json" // the secret of that, as the service worker keeps it
	VaultFile   = "vault.json"   // what the server held then
	NotesFile   = "notes.json"   // and of the notes; since 0.5.0
	UnsentFile  = "unsent.json"  // storage with taps that are not sent, and with a body that was, perhaps
	RetiredFile = "retired.json" // the keyring of that: an old vault is still to be deleted
	// Since 0.2.0: storage and keyring in the middle of a renewal of the code.
	RenewingFile     = "renewing.json"
	RenewingRingFile = "renewing-keyring.json"
	TroubleFile      = "trouble.json" // what is noted where storage refuses
	BackupFile       = "backup.json"  // the backup of storage.json
	PicturesDir      = "pictures"     // PNG files of storage.json in base64, each EDITION.txt
	LinksFile        = "links.json"   // the links of their QR codes, by edition
)

// Version is what one version wrote.
type Version struct{ Name string }

// All returns all versions, the oldest first. There is at least one.
func All() []Version {
	entries, err := files.ReadDir("testdata")
	if err != nil || len(entries) == 0 {
		panic(fmt.Sprintf("there is no version below testdata: %v", err)) // embedded: unreachable
	}
	var all []Version
	for _, e := range entries {
		all = append(all, Version{e.Name()})
	}
	slices.SortFunc(all, func(a, b Version) int { return Compare(a.Name, b.Name) })
	return all
}

// Compare orders "0.9.0" before "0.10.0".
func Compare(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		m, _ := strconv.Atoi(x[i])
		n, _ := strconv.Atoi(y[i])
		if m != n {
			return cmp.Compare(m, n)
		}
	}
	return cmp.Compare(len(x), len(y))
}

// Text returns a file of v.
func (v Version) Text(name string) string {
	data, err := files.ReadFile("testdata/" + v.Name + "/" + name)
	if err != nil {
		panic(err) // a fixture that is missing, in a test
	}
	return string(data)
}

// Has reports whether v has a file: some are of later versions only.
func (v Version) Has(name string) bool {
	_, err := files.ReadFile("testdata/" + v.Name + "/" + name)
	return err == nil
}

// Entries returns a file of storage, by key, in plain trees as storage gives them.
func (v Version) Entries(name string) map[string]any {
	var entries map[string]any
	v.read(name, &entries)
	return entries
}

func (v Version) read(name string, to any) {
	if err := json.Unmarshal([]byte(v.Text(name)), to); err != nil {
		panic(fmt.Errorf("%s: %s: %w", v.Name, name, err))
	}
}

// Vault is a sealed body beside what opens it.
type Vault struct {
	Server  string `json:"server"`
	Code    string `json:"code"` // as it is typed
	QR      string `json:"qr"`   // as it is scanned
	Version int64  `json:"version"`
	Date    int64  `json:"date"` // of the server's clock then, in ms since 1970
	Body    string `json:"body"` // base64
}

// Vault returns the vault of v, and its body.
func (v Version) Vault() (Vault, []byte) { return v.vault(VaultFile) }

// Notes is Vault for that of the notes.
func (v Version) Notes() (Vault, []byte) { return v.vault(NotesFile) }

func (v Version) vault(name string) (Vault, []byte) {
	var out Vault
	v.read(name, &out)
	body, err := base64.StdEncoding.DecodeString(out.Body)
	if err != nil {
		panic(err)
	}
	return out, body
}

// Links are the links in the QR codes of v's pictures, by edition.
func (v Version) Links() map[string]string {
	var links map[string]string
	v.read(LinksFile, &links)
	return links
}

// Pictures are the PNG files of v, by edition.
func (v Version) Pictures() map[string][]byte {
	entries, err := files.ReadDir("testdata/" + v.Name + "/" + PicturesDir)
	if err != nil || len(entries) == 0 {
		panic(fmt.Sprintf("%s has no pictures: %v", v.Name, err))
	}
	all := map[string][]byte{}
	for _, e := range entries {
		edition, _ := strings.CutSuffix(e.Name(), ".txt")
		text := strings.ReplaceAll(v.Text(PicturesDir+"/"+e.Name()), "\n", "")
		if all[edition], err = base64.StdEncoding.DecodeString(text); err != nil {
			panic(err)
		}
	}
	return all
}

// Want is what a version's files contain, written down from what they were made of.
type Want struct {
	Now     int64             `json:"now"` // in ms since 1970
	Lang    string            `json:"lang"`
	Edition string            `json:"edition"`
	Picks   map[string]Pick   `json:"picks"` // by key, also those that are off
	Taps    []string          `json:"taps"`  // the keys that were tapped on this device since there is sync
	Friends map[string]Friend `json:"friends"`
	Changed []string          `json:"changed"`        // picks of the edition whose session has changed
	Gone    []string          `json:"gone"`           // and is gone from its site
	Stale   []string          `json:"stale"`          // those that the saved picture shows at another time or place
	Told    []string          `json:"told,omitempty"` // that calendars were told of; none before 0.4.0
	// Reminders is what was chosen of being told what begins: of which sessions, how many
	// minutes before, and whether the button counts; none before 0.5.0.
	Reminders string `json:"reminders,omitempty"`
	Known     int    `json:"known"` // sessions that pages told of
	// The texts of the notes on a session and of the questions below it, sorted; of a question
	// that was asked with "asked " before it. None before 0.5.0.
	Notes   map[string][]string `json:"notes,omitempty"`
	Aside   []string            `json:"aside"`   // the names beside which a record was set aside; none before 0.2.0
	Devices []string            `json:"devices"` // the names of those that sync, or their labels where a person gave none
	Unsent  map[string]Pick     `json:"unsent"`  // the picks that differ in the file of what is not sent
}

// Pick is what has to be read of a pick.
type Pick struct {
	State string   `json:"state"`
	Title string   `json:"title,omitempty"`
	Watch string   `json:"watch,omitempty"` // the addresses of recording and slides; none before 0.5.0
	Start string   `json:"start,omitempty"`
	Rooms []string `json:"rooms,omitempty"`
}

// Friend is what has to be read of a friend's timetable of an edition.
type Friend struct {
	Edition string            `json:"edition"`
	Picks   map[string]string `json:"picks"` // states by key, or by hash
}

// Want returns what v's files hold.
func (v Version) Want() Want {
	var w Want
	v.read(WantFile, &w)
	if len(w.Picks) == 0 || len(w.Friends) == 0 || len(w.Taps) == 0 || len(w.Devices) == 0 || len(w.Unsent) == 0 {
		panic(v.Name + " wants nothing")
	}
	return w
}
