package records

import "strconv"

// Area is where in the browser a record is kept.
type Area string

// The areas differ in who reaches them, and in how long they last.
const (
	Local   Area = "chrome.storage.local"   // stays, and content scripts reach it
	Session Area = "chrome.storage.session" // ends with the browser
	Own     Area = "IndexedDB"              // stays, and content scripts do not reach it
)

// Record describes one kind of stored record. Its writers and readers are programs below
// wasm/cmd or scripts of the extension; one that only watches for changes counts as a reader.
type Record struct {
	Const   string // the name of the constant here that is Key
	Area    Area
	Key     string // the key, or its prefix if it ends in "/"
	Rest    string // what follows a prefix
	Version int    // the version in which it is written; 0 for a record without one
	What    string // what is in it
	Writers []string
	Readers []string
	Bound   string // the bound of one record, and of all of this kind
}

// All returns all kinds of records, in the order of their areas and keys.
func All() []Record {
	snapshot := "a session's snapshot: " + size(MaxSession)
	cached := size(CacheRecord) + " each, " + strconv.Itoa(CacheRecords) + " and " + size(CacheEdition) + " an edition, " +
		size(CacheAll) + " with all that pages teach (package cache); what a pick, a note, a reminder, a friend, a calendar or a saved picture names does not give way"
	return []Record{
		{"AsidePrefix", Local, AsidePrefix, "the key under which it came", PickVersion,
			"a pick that sync or a backup brought, whose snapshot is of another session than its name says",
			[]string{"background"}, []string{"background", "popup"}, "one a pick; " + snapshot},
		{"BroughtPrefix", Local, BroughtPrefix, "session", NoteVersion,
			"what other devices wrote about a session, which sync alone writes, and whether what was written is on this device only",
			[]string{"background"}, []string{"background", "draw", "drawing.js", "popup"}, "one a session of which a note is; as of notes"},
		{"CalendarPrefix", Local, CalendarPrefix, "edition", CalendarVersion,
			"what calendars were told of an edition's sessions, so that what is dropped or cancelled since is taken back",
			[]string{"popup"}, []string{"background", "popup"},
			"one an edition; " + strconv.Itoa(MaxCalendarEvents) + " sessions, each with titles, times and rooms; what is cancelled goes when its day is over"},
		{"ExportPrefix", Local, ExportPrefix, "edition", ExportVersion,
			"what the last saved picture of an edition showed, and the one before it",
			[]string{"popup"}, []string{"background", "draw", "drawing.js", "popup"}, "one an edition; snapshots of two timetables and, of a grid, two programmes"},
		{"AskedPrefix", Local, AskedPrefix, "edition", 0,
			"when the site's own timetable was last fetched for the times of an edition: ms since 1970",
			[]string{"background", "content"}, []string{"background", "content"}, cached},
		{"FriendPrefix", Local, FriendPrefix, "friend/edition", FriendVersion,
			"somebody else's timetable of an edition, as a picture or link told it",
			[]string{"popup"}, []string{"background", "draw", "drawing.js", "popup"},
			strconv.Itoa(MaxFriends) + " friends, each with a name of " + strconv.Itoa(MaxFriendName) + " characters and " + strconv.Itoa(MaxFriendPicks) + " picks an edition"},
		{"GridPrefix", Local, GridPrefix, "edition/date/hash", PickVersion,
			"which sessions a day's grid showed when it was last seen whole, by page, language and zone",
			[]string{"background", "content"}, []string{"background", "content"}, cached},
		{"HashPrefix", Local, HashPrefix, "edition/hash", PickVersion,
			"a pick that a QR code named by the hash of its session's key, until that session is seen",
			[]string{"background", "popup"}, []string{"background", "background.js", "draw", "drawing.js", "popup"}, "one a session; no snapshot"},
		{"AcknowledgedPrefix", Local, AcknowledgedPrefix, "session", PickVersion,
			"what the person last took note of about a picked session, or knew before it moved where the pick does not tell",
			[]string{"content", "popup"}, []string{"background", "content", "content/stored.js", "popup"}, "one a picked session; " + snapshot},
		{"NotePrefix", Local, NotePrefix, "session", NoteVersion,
			"what the person wrote about a session: a note, and questions to ask",
			[]string{"background", "popup"}, []string{"background", "background.js", "draw", "drawing.js", "popup"},
			"one a session; " + strconv.Itoa(MaxNote) + " characters, and " + strconv.Itoa(MaxQuestions) + " questions of " + strconv.Itoa(MaxQuestion) +
				"; of what was changed apart on several devices, each text"},
		{"OwnPrefix", Local, OwnPrefix, "edition/id", PickVersion,
			"an entry that the person made",
			[]string{"background", "popup"}, []string{"background", "background.js", "draw", "drawing.js", "popup"},
			"one an entry; a title of " + strconv.Itoa(MaxOwnTitle) + " characters"},
		{"PickPrefix", Local, PickPrefix, "session", PickVersion,
			"what the person thinks of a session: star, must or off, since when, and the session as it was then",
			[]string{"background", "content", "popup"}, []string{"background", "background.js", "content", "content/stored.js", "draw", "drawing.js", "popup"},
			"one a session that was ever picked; " + snapshot},
		{"RemindedKey", Local, RemindedKey, "", RemindedVersion,
			"of which starts the person was told, so that none is told twice",
			[]string{"background"}, []string{"background"}, "one; a start for each pick that begins about now: what began 10 minutes ago is left out"},
		{"RemindersKey", Local, RemindersKey, "", RemindersVersion,
			"whether, of what and how long before this device tells that a session begins, and whether the button counts minutes",
			[]string{"popup"}, []string{"background", "background.js", "popup"}, "one; four fields of a fixed number of choices"},
		{"SessionPrefix", Local, SessionPrefix, "session", PickVersion,
			"what pages showed of a session last, and which host taught it when",
			[]string{"background", "content"}, []string{"background", "background.js", "content", "draw", "drawing.js", "popup", "popup/picture.js"}, cached},
		{"SettingsKey", Local, SettingsKey, "", SettingsVersion,
			"language, the edition looked at last, the choices of the picture",
			[]string{"popup"}, []string{"background", "content", "content/offer.js", "content/stored.js", "content/trouble.js", "popup", "popup/actions.js", "sync.js"}, "one; fields of a fixed number of choices"},
		{"SyncKey", Local, SyncKey, "", SyncVersion,
			"the state of sync, which holds no secret, as one JSON text",
			[]string{"background"}, []string{"background", "background.js", "content/content.js", "popup/actions.js", "sync.js"},
			"one; what a vault holds (api/wire.MaxBody) and what is to be sent of it: 0.2 MB"},
		{"TapPrefix", Local, TapPrefix, "the key of the pick", PickVersion,
			"the person's last tap on a pick, which sync never writes over",
			[]string{"background", "content", "popup"}, []string{"background", "background.js", "sync.js"}, "one a pick"},
		{"BeforeKey", Session, BeforeKey, "", 0,
			"the numbers of the tabs that were open before the installation",
			[]string{"background.js"}, []string{"popup/tab.js"}, "one; a number a tab"},
		{"CountKey", Session, CountKey, "", 0,
			"until when the button counts minutes, in ms since 1970",
			[]string{"background.js"}, []string{"background.js"}, "one; a number"},
		{"StartedKey", Session, StartedKey, "", 0,
			"that the browser's start was seen to",
			[]string{"background.js"}, []string{"background.js"}, "one"},
		{"ToldKey", Session, ToldKey, "", 0,
			"that a page has said why there are no stars",
			[]string{"background.js"}, []string{"background.js"}, "one"},
		{"TroubleKey", Session, TroubleKey, "", 0,
			"that storage refuses to be read or written: why, and until when, as one JSON text",
			[]string{"background.js"}, []string{"background.js", "popup/actions.js", "sync.js"}, "one; three fields"},
		{"KeyringKey", Own, Database + "/" + KeyringStore + "/" + KeyringKey, "", 0,
			"the secrets of sync, as one JSON text",
			[]string{"background.js"}, []string{"background.js"}, "one; a secret for the vault, one while it is renewed, and one for each that is still to be deleted"},
	}
}

// size formats a number of bytes for people.
func size(bytes int) string {
	if bytes >= 1<<20 {
		return strconv.Itoa(bytes>>20) + " MB"
	}
	return strconv.Itoa(bytes>>10) + " KB"
}
