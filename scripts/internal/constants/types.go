package constants

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byeolpyo/wasm/app/board"
	"byeolpyo/wasm/app/popup"
	"byeolpyo/wasm/app/syncpage"
	"byeolpyo/wasm/model/protocol"
)

// Namespace has all types that are made here, for annotations: Byeolpyo.Message.
const Namespace = "Byeolpyo"

// part is one member of a type: a field, or a function with its type.
type part struct{ name, how string }

// contract is what one side offers the other: the interface, and its parts under the names that
// Go uses.
type contract struct {
	name, about string
	parts       []part
}

// sent is a message: what it carries beside its name, and what is answered: "void" for nothing.
type sent struct{ name, carries, answer string }

// messages are all that are sent.
var messages = []sent{
	{protocol.MessagePing, "{}", "Message<" + "\"" + protocol.MessagePong + "\">"},
	{protocol.MessagePong, "{ sessions: number; bookmarks: string[]; trouble: string | null; frame: string; dayless: boolean }", "void"},
	{protocol.MessageBlocked, "{ why: string }", "boolean | undefined"},
	{protocol.MessageReport, "{}", "{ url: string; snapshot: string; lang: string }"},
	{protocol.MessagePage, "{}", "void"},
	{protocol.MessageOpen, "{}", "void"},
	{protocol.MessageStatus, "{}", "SyncLine[]"},
	{protocol.MessageTeach, "{ entries: Record<string, unknown>; host: string }", "string[] | undefined"},
	{protocol.MessageRoom, "{}", "boolean | undefined"},
	{protocol.MessageClear, "{}", "number | undefined"},
	{protocol.MessageSync, "{ name: SyncVerb; argument: string; server: string }", "SyncAnswer"},
	{protocol.MessageImport, "{ code: string; lang: string }", "void"},
}

// contracts are what scripts and programs call on each other, and what they hand over.
var contracts = []contract{
	{"Page", "What the content script does for the program of a page.", []part{
		{protocol.PageReady, "(program: Content) => void"},
		{protocol.PageUnread, "(now: boolean) => void"},
		{protocol.PagePlan, "(gen: number, plan: string, must: string, changed: string, still: boolean, dayless: boolean) => void"},
		{protocol.PageToast, "(text: string, button: string, action: string, others?: string) => void"},
		{protocol.PageFetchPage, "(url: string, lang: string) => void"},
		{protocol.PageStored + "?", "() => Promise<Record<string, unknown>>"},
		{protocol.PageOrphaned, "() => void"},
	}},
	{"Content", "What the program of a page does for the content script.", []part{
		{protocol.ContentScan, "(gen: number, url: string, text: string, moved: string | null, missing: boolean, lang: string) => void"},
		{protocol.ContentClick, "(key: string) => void"},
		{protocol.ContentUndo, "() => void"},
		{protocol.ContentChoose, "(from: string, to: string) => void"},
		{protocol.ContentLearn, "(url: string, text: string) => void"},
	}},
	{"Worker", "What the service worker's script does for its program.", []part{
		{protocol.WorkerReady, "(program: Background) => void"},
		{protocol.WorkerLabel, "() => Promise<string>"},
		{protocol.WorkerLoadKeyring, "() => Promise<string>"},
		{protocol.WorkerSaveKeyring, "(text: string) => Promise<unknown>"},
		{protocol.WorkerLoadNote, "() => Promise<string>"},
		{protocol.WorkerSaveNote, "(text: string) => Promise<void>"},
		{protocol.WorkerAlarm, "(when: number, putOff: boolean) => Promise<unknown>"},
		{protocol.WorkerFetch, "(url: string, init: RequestInit, most: number) => Promise<Fetched>"},
		{protocol.WorkerMessages, "() => Promise<Record<string, unknown>>"},
		{protocol.WorkerLanguage, "string"},
		{protocol.WorkerWakeAt, "(when: number) => Promise<unknown>"},
		{protocol.WorkerCount, "(until: number) => Promise<unknown>"},
	}},
	{"Fetched", "What a server answered: body is null where there is none, or one that is too long.", []part{
		{"status", "number"},
		{"etag", "string"},
		{"date", "string"},
		{"retryAfter", "string"},
		{"type", "string"},
		{"body", "Uint8Array | null"},
	}},
	{"Background", "What the service worker's program does for its script.", []part{
		{protocol.BackgroundEvent, "(name: EventName) => Promise<void>"},
		{protocol.BackgroundAct, "(name: SyncVerb, argument: string, server: string) => Promise<SyncAnswer>"},
		{protocol.BackgroundTeach, "(entries: Record<string, unknown>, host: string) => Promise<string[]>"},
		{protocol.BackgroundRoom, "() => Promise<boolean>"},
		{protocol.BackgroundClear, "() => Promise<number>"},
		{protocol.BackgroundRemind, "() => Promise<void>"},
		{protocol.BackgroundOpened, "(id: string) => Promise<string>"},
	}},
	{"SyncAnswer", "What a verb of the page of sync has come to: view is missing where storage cannot be read.", []part{
		{"view?", "SyncView"},
		{"failed?", "SyncLine"},
		{"code?", "{ text: string; size: number; dark: string }"},
		{"file?", "string"},
		{"said?", "SyncLine[]"},
	}},
	{"Reader", "What read.worker.js and its program share: the program adds what takes arguments.", []part{
		{protocol.ReadKnown, "string[]"},
		{protocol.ReadStarted, "() => void"},
		{protocol.ReadFile, "(bytes: Uint8Array) => Found | null"},
		{protocol.ReadPixels, "(rgba: Uint8Array, width: number, height: number, progress: Progress) => Found | null"},
		{protocol.ReadLink, "(link: string) => Found | null"},
		{protocol.ReadWhy, "(head: Uint8Array) => string"},
	}},
	{"Found", "What a picture or a link holds, or why that cannot be read.", []part{
		{"edition?", "string"},
		{"record?", "object"},
		{"error?", "string"},
		{"values?", "Values"},
		{"code?", "boolean"},
	}},
	{"Panel", "What popup.html and its program share: the program adds act.", []part{
		{protocol.PanelMessages, "Promise<Record<string, Words>>"},
		{protocol.PanelLanguage, "string"},
		{protocol.PanelHashes, "(keys: string[]) => Promise<string[]>"},
		{protocol.PanelShow, "(view: PopupView) => Promise<void>"},
		{protocol.PanelRoom, "(text: string) => void"},
		{protocol.PanelNotify, "(notice: PopupNotice) => void"},
		{protocol.PanelFail, "(name: string) => void"},
		{protocol.PanelSave, "(name: string, type: string, text: string) => void"},
		{protocol.PanelAct + "?", "(name: PopupVerb, ...args: string[]) => PopupNotice | null"},
	}},
	{"Import", "What import.html and its program share: the program adds known, found and take.", []part{
		{protocol.PanelMessages, "Promise<Record<string, Words>>"},
		{protocol.ImportLang, "string"},
		{protocol.ImportStarted, "() => void"},
		{protocol.PanelFail, "(name: string) => void"},
		{protocol.ImportFold, "(name: string) => string"},
		{protocol.ImportKnown, "string[]"},
		{protocol.ImportFound, "(edition?: string, record?: object) => Received | null"},
		{protocol.ImportTake, "(how: TakeVerb, id: string, name: string) => Promise<PopupNotice>"},
	}},
	{"Board", "What board.html and its program share.", []part{
		{protocol.PanelMessages, "Promise<Record<string, Words>>"},
		{protocol.BoardEdition, "string"},
		{protocol.BoardLang, "string"},
		{protocol.PanelShow, "(view: BoardView) => void"},
		{protocol.PanelFail, "(name: string) => void"},
	}},
	{"Received", "What the import page shows of what was found.", []part{
		{"count", "number"},
		{"mine", "number"},
		{"unknown", "string"},
		{"text", "string"},
		{"help", "string"},
		{"titles", "string[]"},
	}},
	{"Scanner", "What scan.worker.js and its program share: the program adds what takes arguments.", []part{
		{protocol.ScannerStarted, "() => void"},
		{protocol.ScannerScan, "(rgba: Uint8Array, width: number, height: number, begins: string, nth: number | null) => string"},
		{protocol.ScannerOversize, "(head: Uint8Array) => { width: number; height: number } | null"},
		{protocol.ScannerWhy, "(head: Uint8Array) => string"},
	}},
	{"Report", "What the popup's script gives the program that writes a report.", []part{
		{protocol.ReportURL, "string"},
		{protocol.ReportSnapshot, "string"},
		{protocol.ReportLang, "string"},
		{protocol.ReportVersion, "string"},
		{protocol.ReportZone, "string"},
		{protocol.ReportDone, "(text: string) => void"},
	}},
}

// globals are those of protocol, by their types; a program that was loaded has set its
// own.
var globals = []part{
	{protocol.GlobalHost, "Page | Worker"},
	{protocol.GlobalStrings, "Record<string, Record<string, string>>"},
	{protocol.GlobalFonts, "Promise<Uint8Array[]>"},
	{protocol.GlobalFallbacks, "() => Promise<Uint8Array[]>"},
	{protocol.GlobalPause, "() => Promise<unknown>"},
	{protocol.GlobalStarted, "(failure: { error: DrawError } | null) => void"},
	{protocol.GlobalDraw, "(request: object, progress: (done: number, total: number) => boolean, done: (answer: { pages?: Drawn[]; error?: DrawError }) => void) => void"},
	{protocol.GlobalRead, "Reader"},
	{protocol.GlobalScanner, "Scanner"},
	{protocol.GlobalReport, "Report"},
	{protocol.GlobalPanel, "Panel"},
	{protocol.GlobalImport, "Import"},
	{protocol.GlobalBoard, "Board"},
}

// Globals are the names of the globals that Go knows of, or makes.
func Globals() []string {
	all := []string{Global, Send, Is}
	for _, g := range globals {
		all = append(all, g.name)
	}
	return all
}

// views are the trees that a page gets whole, as their Go types have them.
var views = []any{popup.View{}, popup.Notice{}, syncpage.View{}, board.View{}}

// otherwise are the members of views whose trees have another form, or that only trees have.
var otherwise = map[string]part{
	"PopupView.picture": {"picture", "Picture"},
	"PopupChanges.fold": {"fold", "number"},
	"SyncView.status":   {"status", "SyncLine | null"},
	"SyncLine.values":   {"values", "Values"},
}

// shapes are types of which no Go type is the model.
const shapes = `  /** The messages of one language: see extension/words.js. */
  type Words = Record<string, string>;
  /** What fills the {placeholders} of a message. */
  type Values = Record<string, string | number>;
  /** Tells how far a piece of work is. */
  type Progress = (done: number, total: number) => void;
  /** A picture that was drawn, what it shows in words, and the link that holds its picks, or "". */
  interface Drawn { id: string; png: Uint8Array<ArrayBuffer>; text: string; alt: string; link: string; missing: string }
  /** Why none was. */
  interface DrawError { code: string; message: string }
  /** The choices of a picture. */
  interface Picture {
    format: string; aspect: string; mode: string; theme: string; paper: boolean; lock: boolean; back: boolean; code: boolean; ownText: boolean; notes: boolean;
    friends: string[]; summary: string;
  }
  /** A message: its name, and what it carries. */
  type Message<N extends MessageName> = { ` + protocol.Field + `: N } & Messages[N]["carries"];
  type MessageName = keyof Messages;
`

// Types declares what Script makes, and what scripts and programs call on each other, for
// tsc.
func Types() []byte {
	var b strings.Builder
	b.WriteString("// Made of scripts/internal/constants.\n\n")
	constants(&b)
	b.WriteString("declare function " + Send + "<N extends " + Namespace + ".MessageName>(name: N, ...carries: {} extends " + Namespace + ".Messages[N][\"carries\"] ? [] : [" +
		Namespace + ".Messages[N][\"carries\"]]): Promise<" + Namespace + ".Messages[N][\"answer\"]>;\n")
	b.WriteString("declare function " + Is + "<N extends " + Namespace + ".MessageName>(message: any, name: N): message is " + Namespace + ".Message<N>;\n")
	for _, g := range globals {
		for _, name := range typeName.FindAllString(g.how, -1) {
			if named(name) {
				g.how = strings.ReplaceAll(g.how, name, Namespace+"."+name)
			}
		}
		fmt.Fprintf(&b, "declare var %s: %s;\n", g.name, g.how)
	}
	b.WriteString("\ndeclare namespace " + Namespace + " {\n" + shapes)
	verbs(&b)
	b.WriteString("  /** The messages by name: what each carries, and what is answered. */\n  interface Messages {\n")
	for _, m := range messages {
		fmt.Fprintf(&b, "    %s: { carries: %s; answer: %s };\n", m.name, m.carries, m.answer)
	}
	b.WriteString("  }\n")
	for _, c := range contracts {
		fmt.Fprintf(&b, "  /** %s */\n  interface %s {\n", c.about, c.name)
		for _, p := range c.parts {
			fmt.Fprintf(&b, "    %s: %s;\n", p.name, p.how)
		}
		b.WriteString("  }\n")
	}
	interfaces := Views()
	for _, name := range slices.Sorted(maps.Keys(interfaces)) {
		fmt.Fprintf(&b, "  interface %s {\n", name)
		for _, p := range interfaces[name] {
			fmt.Fprintf(&b, "    %s: %s;\n", p.name, p.how)
		}
		b.WriteString("  }\n")
	}
	b.WriteString("}\n")
	return []byte(b.String())
}

var typeName = regexp.MustCompile(`\b[A-Z]\w+\b`)

// named reports whether a type is one of the namespace.
func named(name string) bool {
	return strings.Contains(shapes, " "+name+" ") || slices.ContainsFunc(contracts, func(c contract) bool { return c.name == name })
}

// constants declares the object of all constants, each by its very value.
func constants(b *strings.Builder) {
	fmt.Fprintf(b, "declare var %s: {\n", Global)
	group := ""
	for _, c := range All() {
		if c.Group != group {
			if group != "" {
				b.WriteString("  };\n")
			}
			if group = c.Group; group != "" {
				b.WriteString("  readonly " + group + ": {\n")
			}
		}
		how := ""
		switch v := c.Value.(type) {
		case pattern:
			how = "RegExp"
		case []string:
			how = "readonly string[]"
		default:
			how = text(v)
		}
		fmt.Fprintf(b, "  readonly %s: %s;\n", c.Name, how)
	}
	if group != "" {
		b.WriteString("  };\n")
	}
	b.WriteString("};\n")
}

// verbs declares the unions of the names of one kind: PopupVerb is one of the Popup names.
func verbs(b *strings.Builder) {
	for _, u := range []struct{ group, name string }{{"Event", "EventName"}, {"Popup", "PopupVerb"}, {"Sync", "SyncVerb"}, {"Take", "TakeVerb"}} {
		var all []string
		for _, n := range protocol.All() {
			if strings.HasPrefix(n.Const, u.group) {
				all = append(all, text(n.Value))
			}
		}
		fmt.Fprintf(b, "  type %s = %s;\n", u.name, strings.Join(all, " | "))
	}
}

// Views returns the members of each type of the views, by its name in JavaScript.
func Views() map[string][]part {
	all := map[string][]part{}
	for _, v := range views {
		view(all, reflect.TypeOf(v))
	}
	for path, p := range otherwise {
		name, member, _ := strings.Cut(path, ".")
		i := slices.IndexFunc(all[name], func(p part) bool { return p.name == member })
		if i < 0 {
			all[name] = append(all[name], p)
		} else {
			all[name][i] = p
		}
	}
	return all
}

// view adds a struct of Go to all and returns its name.
func view(all map[string][]part, t reflect.Type) string {
	name := map[string]string{"popup": "Popup", "syncpage": "Sync", "board": "Board"}[path.Base(t.PkgPath())] + t.Name()
	if _, known := all[name]; known {
		return name
	}
	all[name] = nil
	var parts []part
	for i := range t.NumField() {
		f := t.Field(i)
		parts = append(parts, part{member(f.Name), how(all, f.Type)})
	}
	all[name] = parts
	return name
}

// how returns the type that a value of t has in a tree.
func how(all map[string][]part, t reflect.Type) string {
	if t.Implements(reflect.TypeFor[fmt.Stringer]()) {
		return "string"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64, reflect.Float64:
		return "number"
	case reflect.Pointer:
		return how(all, t.Elem()) + " | null"
	case reflect.Slice:
		return how(all, t.Elem()) + "[]"
	case reflect.Struct:
		return view(all, t)
	case reflect.Map:
		return "Record<string, unknown>"
	}
	return "string"
}

// member is a field of Go as trees name it: "fileName", "url".
func member(name string) string {
	if name == strings.ToUpper(name) {
		return strings.ToLower(name)
	}
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(first)) + name[size:]
}

var element = regexp.MustCompile(`<([a-z][a-z0-9]*)\b[^>]*\bid="([^"]+)"`)

// Elements declares for each page of a directory its elements that have an id, for tsc:
// those of popup.html are PopupPage.
func Elements(extension string) ([]byte, error) {
	pages, err := filepath.Glob(filepath.Join(extension, "*.html"))
	if err != nil || len(pages) == 0 {
		return nil, fmt.Errorf("%s has no pages: %w", extension, err)
	}
	var b strings.Builder
	b.WriteString("// Made of the pages.\n\ndeclare namespace " + Namespace + " {\n")
	for _, page := range pages {
		data, err := os.ReadFile(page)
		if err != nil {
			return nil, err
		}
		stem := strings.TrimSuffix(filepath.Base(page), ".html")
		fmt.Fprintf(&b, "  interface %sPage {\n", strings.ToUpper(stem[:1])+stem[1:])
		for _, m := range element.FindAllStringSubmatch(string(data), -1) {
			fmt.Fprintf(&b, "    %q: HTMLElementTagNameMap[%q];\n", m[2], m[1])
		}
		b.WriteString("  }\n")
	}
	b.WriteString("}\n")
	return []byte(b.String()), nil
}
