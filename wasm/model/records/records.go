// Package records is the home of everything that the extension stores: under which name
// each record stands, in which version it is written, and how large it may become. Who
// reads or writes one takes the name from here, in JavaScript by way of constants.js,
// which the build makes of it. STORAGE.md is the table for people.
//
// This file is linked into the program of every page and therefore has only constants; the
// table of them (All) is linked only into programs that use it.
package records

// The keys of the extension's storage (chrome.storage.local).
const (
	SettingsKey  = "settings"
	SyncKey      = "sync"
	RemindersKey = "reminders"
	RemindedKey  = "reminded"
)

// The prefixes of keys there. For a session, a pick, an acknowledgement and a tap the rest of
// the key is a session.Key. Own entries and sessions that are known by hash only, which no
// site has, are stored under the name of their sequence: "own/2026/x1" is the pick
// "2026/own/x1".
const (
	PickPrefix         = "pick/"
	OwnPrefix          = "own/"
	HashPrefix         = "hash/"
	TapPrefix          = "tap/"
	AcknowledgedPrefix = "look/"
	AsidePrefix        = "aside/"
	SessionPrefix      = "session/"
	GridPrefix         = "grid/"
	AskedPrefix        = "fetched/"
	FriendPrefix       = "friend/"
	ExportPrefix       = "export/"
	CalendarPrefix     = "calendars/"
	NotePrefix         = "notes/"
	BroughtPrefix      = "brought/"
)

// The keys of the storage that ends with the browser (chrome.storage.session).
const (
	TroubleKey = "trouble"
	StartedKey = "started"
	ToldKey    = "told"
	BeforeKey  = "before"
	CountKey   = "counting"
)

// The extension's own database (IndexedDB), which content scripts cannot reach: its name,
// its version, its one store and the one key in that.
const (
	Database        = "byeolpyo"
	DatabaseVersion = 1
	KeyringStore    = "keyring"
	KeyringKey      = "keyring"
)

// The versions in which records are written. A reader leaves one of a higher version
// alone.
const (
	SettingsVersion = 1
	SyncVersion     = 1
	PickVersion     = 1 // of everything that packages picks and page write
	FriendVersion   = 1
	ExportVersion   = 1
	CalendarVersion = 1
	NoteVersion     = 1

	RemindersVersion = 1
	RemindedVersion  = 1
)

// The names of the alarms by which the browser wakes the service worker (chrome.alarms).
// Most browsers keep them while they are closed.
const (
	AlarmName  = "sync"
	RemindName = "remind" // what is to be told, and until when the button counts
	CountName  = "count"  // a minute less on the button
)

// Opening are the keys and prefixes that a page reads at its start.
var Opening = [...]string{SettingsKey, PickPrefix, AcknowledgedPrefix}

// Synced are the prefixes of records whose changes sync has to see.
var Synced = [...]string{PickPrefix, OwnPrefix, HashPrefix, TapPrefix, NotePrefix}

// Timed are those whose changes may change when a person is to be told of something.
var Timed = [...]string{PickPrefix, OwnPrefix, SessionPrefix}

// Opens reports whether a page reads the record under key at its start.
func Opens(key string) bool { return under(key, Opening[:]) }

// Syncs reports whether sync has to see a change of the record under key.
func Syncs(key string) bool { return under(key, Synced[:]) }

// under reports whether key is one of the keys, or begins with one of the prefixes.
func under(key string, names []string) bool {
	for _, name := range names {
		if n := len(name); key == name || name[n-1] == '/' && len(key) > n && key[:n] == name {
			return true
		}
	}
	return false
}

// SyncOff begins the state of sync while that is off.
const SyncOff = `{"v":1,"on":false`

// The bounds of one session's texts, in bytes; what is longer is cut. In twelve years no
// title had more than 300, no session's speakers more than 400 together and no address more
// than 200. With title and both lists of both languages a record has 22 KB at most, so that
// no page makes one that fills storage.
const (
	MaxTitle   = 1 << 10
	MaxNames   = 4 << 10 // of all speakers, or all rooms
	MaxURL     = 2 << 10
	MaxWatch   = 256      // of a recording's address, and of the slides': the longest that is known has 100
	MaxSession = 22 << 10 // all of it
)

// MaxOwnTitle is how long an own entry may be, in characters: three lines on a card.
const MaxOwnTitle = 120

// The limits of friends: a name is a line on a chip, and no programme had 500 sessions.
const (
	MaxFriendName  = 40 // characters
	MaxFriendPicks = 500
	MaxFriends     = 20
)

// MaxCalendarEvents is the number of sessions of an edition for which it is remembered what
// calendars were told. No programme had 500.
const MaxCalendarEvents = 500

// The limits of the notes on one session: a note as long as a page of paper, and more
// questions than are asked after any talk. Their text takes at most 32 KB, with 4 bytes for
// each character: 4 * (2,000 + 20 * 300). The names of their versions take 16 KB, 25 in each
// of 21 entries: 21 * 25 * 30. With the session (MaxSession) a record has 70 KB, and the two
// records of a session 140 KB, so that 8 MB hold 58 sessions whose limits are all reached. A
// note of 300 characters with two questions takes 2 KB.
const (
	MaxNote      = 2000 // characters
	MaxQuestion  = 300  // characters of one
	MaxQuestions = 20
)

// The bounds of the cache of what pages showed (SessionPrefix, GridPrefix, AskedPrefix), in
// records and bytes. Package cache enforces them.
const (
	CacheRecords = 1000      // of an edition; the largest real year has 130 sessions
	CacheEdition = 512 << 10 // of an edition: 512 for each of 1,000 records, which take 300 to 500
	CacheAll     = 5 << 20   // of all editions: half of what storage holds
	CacheFree    = 2 << 20   // left to picks, friends, pictures and sync, whose state has 0.2 MB at most
	CacheFair    = 400 << 10 // of a host that are not taken from it by one with more
	CacheRecord  = 16 << 10  // of one record; a session with two long titles and five speakers has 1,000
)
