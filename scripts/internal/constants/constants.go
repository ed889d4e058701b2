// Package constants makes constants.js of what JavaScript and Go must both know: the names
// of records, messages and verbs, and the numbers and forms that both go by. A script
// takes them from the one global, byeolpyoConstants.
package constants

import (
	"encoding/json"
	"regexp"
	"strings"

	"byeolpyo/wasm/app/page"
	"byeolpyo/wasm/app/popup"
	"byeolpyo/wasm/model/choices"
	"byeolpyo/wasm/model/protocol"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/reminders"
	"byeolpyo/wasm/model/share"
	"byeolpyo/wasm/sync/syncer"
	"byeolpyo/wasm/sync/vault"
)

// Global is the name of the object in JavaScript.
const Global = "byeolpyoConstants"

// Send is the name of the function in JavaScript that sends a message: byeolpyoSend(name,
// what it carries) promises the answer. Types knows what each message carries.
const Send = "byeolpyoSend"

// Is is the name of the function in JavaScript that reports whether a message has a name, after
// which its type is known.
const Is = "byeolpyoIs"

// pattern is a regular expression of JavaScript.
type pattern string

// Constant is one value: a text, a number, a list of texts, or a pattern. In JavaScript it
// is GROUP.NAME, or NAME without a group.
type Constant struct {
	Group, Name string
	Value       any
	About       string
	// Scripts are those that must use it, below extension/; of a group they may be any.
	Scripts []string
}

// Path is how a script names it.
func (c Constant) Path() string {
	if c.Group == "" {
		return c.Name
	}
	return c.Group + "." + c.Name
}

// All are all constants, the groups together.
func All() []Constant {
	all := []Constant{
		{"", "FIELD", protocol.Field, "the field of a message that has its name", []string{"content/trouble.js", "popup/tab.js"}},
		{"", "TOAST_MS", page.UndoWindow, "for how long what was done can be taken back", []string{"content/toast.js", "popup/notices.js"}},
		{"", "PATIENCE_MS", popup.TabPatience, "after which a tab counts as one that does not answer; it may yet", []string{"popup/tab.js"}},
		{"", "WANTED", keys(records.Opening[:]), "the keys that a page reads at its start", []string{"content/stored.js"}},
		{"", "PICKS", keys(records.Synced[:]), "the keys whose changes sync has to see", []string{"background.js"}},
		{"", "SYNC_OFF", records.SyncOff, "how the state of sync begins while that is off", []string{"background.js", "content/content.js"}},
		{"", "SYNC_ENDED", []string{syncer.EndedGone, syncer.EndedRenewed}, "what of it says that sync was ended elsewhere", []string{"background.js"}},
		{"", "SECRET_HELD", syncer.SecretHeld, "what a keyring with a secret has in it", []string{"background.js"}},
		{"", "TIMED", keys(records.Timed[:]), "the keys whose changes may change when something is told", []string{"background.js"}},
		{"", "ALARM", records.AlarmName, "the alarm that wakes the worker", []string{"background.js"}},
		{"", "REMIND", records.RemindName, "that which wakes it for what begins", []string{"background.js"}},
		{"", "COUNT", records.CountName, "that for a minute less on the button", []string{"background.js"}},
		{"", "COUNT_FOR", reminders.CountFor, "for how many minutes the button counts", []string{"background.js"}},
		{"", "CODE", pattern("^" + share.Pattern + "$"), "a timetable in an address, behind LINK", []string{"background.js", "content/offer.js"}},
		{"", "LINK", share.Fragment, "what is before it", []string{"background.js", "content/offer.js", "import.js"}},
		{"", "PAIRING", vault.CodeStart, "how a pairing code begins", []string{"pairing.js"}},
		{"", "MAX_BOOKMARKS", popup.MaxBookmarks, "how many sessions of the site's own timetable are taken over at once", []string{"content/sitestorage.js"}},
		{"", "MAX_NOTE", records.MaxNote, "how long a note may be, in characters", []string{"popup/notes.js"}},
		{"", "MAX_QUESTION", records.MaxQuestion, "and a question", []string{"popup/notes.js"}},
		{"", "PAPERS", choices.Papers(), "the formats for paper", []string{"print.js"}},
		{"DATABASE", "NAME", records.Database, "the extension's own database", []string{"background.js"}},
		{"DATABASE", "VERSION", records.DatabaseVersion, "", []string{"background.js"}},
		{"DATABASE", "STORE", records.KeyringStore, "", []string{"background.js"}},
		{"DATABASE", "KEY", records.KeyringKey, "", []string{"background.js"}},
	}
	for _, r := range records.All() {
		if r.Area != records.Own {
			name := strings.TrimSuffix(strings.TrimSuffix(r.Const, "Key"), "Prefix")
			all = append(all, Constant{Group: "KEY", Name: upper(name), Value: r.Key})
		}
	}
	for f, name := range choices.Formats {
		c := Constant{Group: "FORMAT", Name: strings.ToUpper(strings.ReplaceAll(name, "-", "_")), Value: name}
		switch choices.Format(f) {
		case choices.Next:
			c.Scripts = []string{"popup/actions.js"}
		case choices.A4:
			c.Scripts = []string{"print.js"}
		}
		all = append(all, c)
	}
	for _, n := range protocol.All() {
		for _, group := range []string{"Message", "Event", "Popup", "Sync", "Take", "Page", "Content"} {
			if name, is := strings.CutPrefix(n.Const, group); is {
				all = append(all, Constant{Group: upper(group), Name: upper(name), Value: n.Value})
			}
		}
	}
	return all
}

var hump = regexp.MustCompile(`([a-z])([A-Z])`)

// upper is a name of Go as JavaScript writes constants: "FRIEND_DROP".
func upper(name string) string { return strings.ToUpper(hump.ReplaceAllString(name, "${1}_$2")) }

// keys is a pattern of keys that are one of these, or begin with one that is a prefix.
func keys(names []string) pattern {
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = strings.ReplaceAll(regexp.QuoteMeta(name), "/", `\/`)
		if !strings.HasSuffix(name, "/") {
			parts[i] += "$"
		}
	}
	return pattern("^(" + strings.Join(parts, "|") + ")")
}

// Script is constants.js, with what tsc is to know of it in a comment (see WithoutTypes).
func Script() []byte {
	var b strings.Builder
	b.WriteString("// Made by the build, of scripts/internal/constants.\nglobalThis." + Global + " = {\n")
	group := ""
	for _, c := range All() {
		if c.Group != group {
			if group != "" {
				b.WriteString("  },\n")
			}
			if group = c.Group; group != "" {
				b.WriteString("  " + group + ": {\n")
			}
		}
		if group != "" {
			b.WriteString("  ")
		}
		value := ""
		if p, is := c.Value.(pattern); is {
			value = "/" + string(p) + "/"
		} else {
			value = text(c.Value)
		}
		b.WriteString("  " + c.Name + ": " + value + ",")
		if c.About != "" {
			b.WriteString(" // " + c.About)
		}
		b.WriteString("\n")
	}
	if group != "" {
		b.WriteString("  },\n")
	}
	b.WriteString("};\nglobalThis." + Send + " = (name, ...carries) => chrome.runtime.sendMessage({ ...carries[0], " + protocol.Field + ": name });\n" +
		"globalThis." + Is + " = /** @type {any} */ ((/** @type {any} */ message, /** @type {string} */ name) => message?." + protocol.Field + " === name);\n")
	return []byte(b.String())
}

// text is a value as JSON, which is JavaScript.
func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // unreachable: texts and numbers
	}
	return string(data)
}
