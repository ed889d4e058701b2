package protocol

// The globals through which a script and the program that it starts find each other.
const (
	GlobalHost      = "byeolpyoHost"      // what a page or the service worker does for its program
	GlobalStrings   = "byeolpyoStrings"   // the messages of the stars, by language
	GlobalFonts     = "byeolpyoFonts"     // a promise of the fonts to draw with
	GlobalFallbacks = "byeolpyoFallbacks" // returns a promise of the other fonts
	GlobalPause     = "byeolpyoPause"     // returns a promise that is kept when waiting messages have been read
	GlobalStarted   = "byeolpyoStarted"   // the drawing program has begun, or could not
	GlobalDraw      = "byeolpyoDraw"      // draws a picture
	GlobalRead      = "byeolpyoRead"      // what read.worker.js and its program share
	GlobalPanel     = "byeolpyo"          // what popup.html and its program share
	GlobalImport    = "byeolpyoImport"    // what import.html and its program share
	GlobalBoard     = "byeolpyoBoard"     // what board.html and its program share
	GlobalScanner   = "byeolpyoScanner"   // what scan.worker.js and its program share
	GlobalReport    = "byeolpyoReport"    // what a report is made of, and who gets it
)

// The functions that the content script provides for the page program, which runs in the page
// or in a frame.
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

// The functions that the page program provides for the content script.
const (
	ContentScan   = "scan"
	ContentClick  = "click"
	ContentUndo   = "undo"
	ContentChoose = "choose"
	ContentLearn  = "learn"
)

// The functions that the service worker's script provides for its program.
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

// The functions that the service worker's program provides for its script.
const (
	BackgroundEvent  = "event"
	BackgroundAct    = "act"
	BackgroundTeach  = "teach"
	BackgroundRoom   = "room"
	BackgroundClear  = "clear"
	BackgroundRemind = "remind"
	BackgroundOpened = "opened"
)

// The members of GlobalRead: those that read.worker.js sets, and those that its program adds.
const (
	ReadKnown   = "known"
	ReadStarted = "started"
	ReadFile    = "file"
	ReadPixels  = "pixels"
	ReadLink    = "link"
	ReadWhy     = "why"
)

// The members of GlobalScanner: those that scan.worker.js sets, and those that its program
// adds.
const (
	ScannerStarted  = "started"
	ScannerScan     = "scan"
	ScannerOversize = "oversize"
	ScannerWhy      = "why"
)

// The members of GlobalPanel: those that the popup's script sets, and those that its program
// adds.
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

// The members of GlobalImport, which also has PanelMessages and PanelFail.
const (
	ImportLang    = "lang"
	ImportStarted = "started"
	ImportFold    = "fold"
	ImportKnown   = "known"
	ImportFound   = "found"
	ImportTake    = "take"
)

// What GlobalReport has, all from the popup's script: the page as its tab shows it, the
// version of the extension, the browser's zone, and what takes the text.
const (
	ReportURL      = "url"
	ReportSnapshot = "snapshot"
	ReportLang     = "lang"
	ReportVersion  = "version"
	ReportZone     = "zone"
	ReportDone     = "done"
)

// The members of GlobalBoard, which also has PanelMessages, PanelShow and PanelFail.
const (
	BoardEdition = "edition"
	BoardLang    = "lang"
)
