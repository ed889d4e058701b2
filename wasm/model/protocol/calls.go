package protocol

// The globals by which a script and the program that it starts find one another.
const (
	GlobalHost      = "byeolpyoHost"      // what a page or the service worker does for its program
	GlobalStrings   = "byeolpyoStrings"   // the messages of the stars, by language
	GlobalFonts     = "byeolpyoFonts"     // to be drawn with, promised
	GlobalFallbacks = "byeolpyoFallbacks" // asks for the other fonts
	GlobalPause     = "byeolpyoPause"     // promised once messages that wait are read
	GlobalStarted   = "byeolpyoStarted"   // the drawing program has begun, or could not
	GlobalDraw      = "byeolpyoDraw"      // draws a picture
	GlobalRead      = "byeolpyoRead"      // what read.worker.js and its program share
	GlobalPanel     = "byeolpyo"          // what popup.html and its program share
	GlobalImport    = "byeolpyoImport"    // what import.html and its program share
	GlobalScanner   = "byeolpyoScanner"   // what scan.worker.js and its program share
)

// What the content script does for the program of a page, itself or for one in a frame.
const (
	PageReady     = "ready"
	PageUnread    = "unread"
	PagePlan      = "plan"
	PageToast     = "toast"
	PageFetchPage = "fetchPage"
	PageStored    = "stored"
	PageOrphaned  = "orphaned"
)

// PageUndo is the action of a toast whose button takes a click back.
const PageUndo = "undo"

// PageFailed is what a frame says, in place of PageReady, when its program has ended.
const PageFailed = "failed"

// What the program of a page does for the content script.
const (
	ContentScan   = "scan"
	ContentClick  = "click"
	ContentUndo   = "undo"
	ContentChoose = "choose"
	ContentLearn  = "learn"
)

// What the service worker's script does for its program.
const (
	WorkerReady       = "ready"
	WorkerLabel       = "label"
	WorkerLoadKeyring = "loadKeyring"
	WorkerSaveKeyring = "saveKeyring"
	WorkerLoadNote    = "loadNote"
	WorkerSaveNote    = "saveNote"
	WorkerAlarm       = "alarm"
	WorkerFetch       = "fetch"
	WorkerMessages    = "messages"
	WorkerLanguage    = "language"
	WorkerWakeAt      = "wakeAt"
	WorkerCount       = "count"
)

// What the service worker's program does for its script.
const (
	BackgroundEvent  = "event"
	BackgroundAct    = "act"
	BackgroundTeach  = "teach"
	BackgroundRoom   = "room"
	BackgroundClear  = "clear"
	BackgroundRemind = "remind"
	BackgroundOpened = "opened"
)

// What GlobalRead has: what read.worker.js gives its program, and what that adds.
const (
	ReadKnown   = "known"
	ReadStarted = "started"
	ReadFile    = "file"
	ReadPixels  = "pixels"
	ReadLink    = "link"
	ReadWhy     = "why"
)

// What GlobalScanner has: what scan.worker.js gives its program, and what that adds.
const (
	ScannerStarted  = "started"
	ScannerScan     = "scan"
	ScannerOversize = "oversize"
	ScannerWhy      = "why"
)

// What GlobalPanel has: what the popup's script gives its program, and what that adds.
const (
	PanelMessages = "messages"
	PanelLanguage = "browserLanguage"
	PanelHashes   = "hashes"
	PanelShow     = "show"
	PanelRoom     = "room"
	PanelNotify   = "notify"
	PanelFail     = "fail"
	PanelSave     = "save"
	PanelAct      = "act"
)

// What GlobalImport has beside: PanelMessages and PanelFail are in it, too.
const (
	ImportLang    = "lang"
	ImportStarted = "started"
	ImportFold    = "fold"
	ImportKnown   = "known"
	ImportFound   = "found"
	ImportTake    = "take"
)
