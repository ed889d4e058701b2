// Package protocol has the names by which the extension's scripts and programs call one
// another: messages, events and what a page asks its program to do. The build makes
// constants.js of them, so that both sides have each name from here.
package protocol

// Field is the field of a message that has its name.
const Field = "byeolpyo"

// The messages between content scripts, pages and the service worker
// (chrome.runtime.sendMessage).
const (
	MessagePing    = "ping"    // popup to tab: does it have stars, and what can be imported from it?
	MessagePong    = "pong"    // the answer to that
	MessageBlocked = "blocked" // tab: why there can be no stars in it
	MessageReport  = "report"  // popup to tab: what does this page hold, for a report of it?
	MessagePage    = "page"    // tab: a page with stars was opened
	MessageOpen    = "open"    // popup: it was opened
	MessageStatus  = "status"  // popup: what is the state of sync?
	MessageTeach   = "teach"   // tab: store this, if there is room
	MessageRoom    = "room"    // tab or page: remove cached records, to make room
	MessageClear   = "clear"   // popup: remove all that pages taught
	MessageSync    = "sync"    // page of sync: do one of the Sync verbs
	MessageImport  = "import"  // tab: open the import page with this code
)

// The events that may start a sync.
const (
	EventChanged = "changed" // picks changed, and have not for a while
	EventPage    = MessagePage
	EventOpen    = MessageOpen
	EventStart   = "start" // the browser was started, or the extension installed
	EventAlarm   = "alarm"
)

// What the popup asks its program to do.
const (
	PopupMust           = "must"
	PopupRemove         = "remove"
	PopupWhich          = "which"
	PopupUndo           = "undo"
	PopupNote           = "note"
	PopupBookmarks      = "bookmarks"
	PopupImport         = "import"
	PopupOwn            = "own"
	PopupPicture        = "picture"
	PopupFriendDrop     = "friend-drop"
	PopupExported       = "exported"
	PopupForget         = "forget"
	PopupEdition        = "edition"
	PopupLang           = "lang"
	PopupClear          = "clear"
	PopupFind           = "find"
	PopupFilter         = "filter"
	PopupFindEnd        = "find-end"
	PopupGap            = "gap"
	PopupAdd            = "add"
	PopupCalendar       = "calendar" // save the file, of one session or of all
	PopupCalendarChoice = "calendar-choice"
	PopupReminder       = "reminder"
	PopupAllowed        = "allowed"    // the browser lets notices be shown, or not
	PopupUnfold         = "unfold"     // the note on a session
	PopupWrite          = "write"      // a text of that
	PopupQuestion       = "question"   // beneath it
	PopupWantNotes      = "want-notes" // with the copied text
)

// What the page of sync asks the service worker to do.
const (
	SyncView       = "view"
	SyncOn         = "on"
	SyncPair       = "pair"
	SyncMove       = "move"
	SyncNow        = "now"
	SyncRotate     = "rotate"
	SyncDelete     = "delete"
	SyncDisconnect = "disconnect"
	SyncDismiss    = "dismiss"
	SyncName       = "name"
	SyncCode       = "code"
	SyncExport     = "export"
	SyncImport     = "import"
)

// How the import page has its program take over what was found.
const (
	TakeFriend        = "friend"
	TakeFriendReplace = "friend-replace"
	TakeFriendBoth    = "friend-both"
	TakeMerge         = "merge"
	TakeReplace       = "replace"
	TakeUndo          = "undo"
)
