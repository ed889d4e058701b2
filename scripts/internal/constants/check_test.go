package constants

import (
	"maps"
	"strings"
	"testing"
)

const extension = "../../../extension"

func load(t *testing.T) map[string]string {
	t.Helper()
	sources, err := Load(extension)
	if err != nil || len(sources) < 20 {
		t.Fatalf("%d scripts, %v", len(sources), err)
	}
	return sources
}

// Scripts have what JavaScript and Go must both know from constants.js.
func TestScriptsTakeWhatGoKnows(t *testing.T) {
	for _, wrong := range Check(load(t)) {
		t.Error(wrong)
	}
}

// A value that is written into a script by hand is found, whether it is wrong or not.
func TestPlanted(t *testing.T) {
	sources, scripts, all := load(t), map[string]script{}, All()
	for name, source := range sources {
		scripts[name] = inspect(name, source, all)
	}
	for _, c := range []struct{ what, name, old, replaced string }{
		{"WANTED, declared", "content/stored.js", "const missed = [];", `const WANTED = /^(settings$|pick\/)/; const missed = [];`},
		{"WANTED, in place", "content/stored.js", "WANTED.test(key))", `/^(settings$|pick\/)/.test(key))`},
		{"SYNC_OFF, declared", "content/stored.js", "const missed = [];", `const SYNC_OFF = '{"v":2,"on":false'; const missed = [];`},
		{"SYNC_OFF, in place", "content/content.js", "sync.startsWith(SYNC_OFF)", `sync.startsWith('{"v":2,"on":false')`},
		{"TOAST_MS, declared", "content/toast.js", "let toastHost", "const TOAST_MS = 9000; let toastHost"},
		{"TOAST_MS, in place", "content/toast.js", "setTimeout(hideToast, TOAST_MS)", "setTimeout(hideToast, 9000)"},
		{"TOAST_MS of the popup", "popup/notices.js", "setTimeout(hideToast, TOAST_MS)", "setTimeout(hideToast, 9000)"},
		{"PICKS, declared", "background.js", "const TIMEOUT", `const PICKS = /^(pick|own|hash)\//; const TIMEOUT`},
		{"PICKS, in place", "background.js", "PICKS.test(key)", `/^(pick|own|hash)\//.test(key)`},
		{"CODE, declared", "background.js", "const TIMEOUT", `const CODE = /^2\.[\w-]+$/; const TIMEOUT`},
		{"CODE, in place", "background.js", "CODE.test(message.code)", `/^2\.[\w-]+$/.test(message.code)`},
		{"PREFIX", "pairing.js", "scanner(PAIRING)", `scanner("byp2")`},
		{"PREFIX, declared", "pairing.js", "let scanning", `const PAIRING = "byp2"; let scanning`},
		{"taken from elsewhere", "pairing.js", "{ PAIRING } = byeolpyoConstants", "{ PAIRING } = elsewhere"},
		{"changed", "sync.js", "let asked = 0", `SYNC.ON = "off"; let asked = 0`},
		{"not there", "sync.js", "MESSAGE, SYNC }", "MASSAGE, SYNC }"},

		{"a wrong verb", "popup/list.js", "act(POPUP.MUST,", `act("mast",`},
		{"a verb by hand", "popup/list.js", "act(POPUP.MUST,", `act("must",`},
		{"a verb that is not there", "popup/list.js", "act(POPUP.MUST,", "act(POPUP.MAST,"},
		{"a verb of sync", "sync.js", "act(SYNC.ROTATE", `act("turn"`},
		{"a verb of the import page", "import.js", "take(TAKE.MERGE", `take("join"`},
		{"an event", "background.js", "event(EVENT.ALARM)", `event("alarmed")`},
		{"a message", "popup/tab.js", "[FIELD]: MESSAGE.PING", `byeolpyo: "ping"`},
		{"its name", "popup/tab.js", "[FIELD]: MESSAGE.PING", `[FIELD]: "pong"`},
		{"one that is sent", "content/offer.js", "byeolpyoSend(MESSAGE.IMPORT,", `byeolpyoSend("imports",`},
		{"one that is sent past its types", "content/offer.js", "byeolpyoSend(MESSAGE.IMPORT, {", "chrome.runtime.sendMessage({ [FIELD]: MESSAGE.IMPORT,"},
		{"a call over the port", "content/inframe.js", "[CONTENT.SCAN, ", `["scan", `},
		{"a wrong one", "content/inframe.js", "CONTENT.SCAN", "CONTENT.SCAM"},
		{"one of the program", "frame.js", "tell(PAGE.PLAN,", `tell("plan",`},
		{"what a call is compared with", "content/inframe.js", "=== PAGE.FAILED", `=== "failed"`},
		{"a global", "draw.worker.js", "globalThis.byeolpyoPause =", "globalThis.byeolpyoPauze ="},
		{"what it is compared with", "content/trouble.js", "(message, MESSAGE.PING)", `(message, "ping")`},

		{"a key that is asked for", "sync.js", "readStored(KEY.SETTINGS)", `readStored("setting")`},
		{"keys that are asked for", "background.js", "local.get(KEY.SYNC)", `local.get(["syncing"])`},
		{"a key that is stored", "background.js", "set({ [KEY.TOLD]: true })", "set({ said: true })"},
		{"a key that has changed", "popup/actions.js", "changes[KEY.SYNC]", "changes.sync"},
		{"a key that is compared", "sync.js", "key === KEY.SYNC ||", `key === "sync" ||`},
		{"a key taken out", "background.js", "{ [KEY.STARTED]: started }", "{ started }"},
		{"a key of what is handed on", "content/content.js", "({ [KEY.SYNC]: sync })", "({ sync })"},
		{"a prefix", "sync.js", "key.startsWith(KEY.TAP)", `key.startsWith("tap/")`},
		{"a prefix in a template", "popup/picture.js", "${KEY.SESSION}$", "session/$"},
		{"a prefix without its slash", "drawing.js", "[KEY.PICK, ", `["pick", `},
		{"a prefix that is not listed", "sync.js", "key.startsWith(KEY.TAP)", "key.startsWith(KEY.ACKNOWLEDGED)"},
	} {
		if !strings.Contains(sources[c.name], c.old) {
			t.Fatalf("%s has no %q", c.name, c.old)
		}
		copied := maps.Clone(scripts)
		copied[c.name] = inspect(c.name, strings.Replace(sources[c.name], c.old, c.replaced, 1), all)
		if len(copied[c.name].wrong) == 0 && len(used(copied, all)) == 0 {
			t.Errorf("%s: %s for %s in %s is not found", c.what, c.replaced, c.old, c.name)
		}
	}
}

// The shipped scripts have no types, and are otherwise unchanged.
func TestWithoutTypes(t *testing.T) {
	got := WithoutTypes("// a\n  /** @type {X} */\n  const b = /** @type {Y} */ (\"/** c */\"); /* d */\n/**\n * @template T\n */\nf(`${/** @type {Z} */ (g)}`);\n")
	if want := "// a\n  const b = (\"/** c */\"); /* d */\nf(`${(g)}`);\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	cut := 0
	for name, source := range load(t) {
		bare := WithoutTypes(source)
		cut += len(source) - len(bare)
		if strings.Contains(bare, "@type") || strings.Contains(bare, "@param") {
			t.Errorf("%s has types yet", name)
		}
		code := func(s string) string { return strings.Join(strings.Fields(read(s).code), "") }
		if code(source) != code(bare) {
			t.Errorf("%s is another script without its types", name)
		}
	}
	if cut < 1000 {
		t.Errorf("only %d bytes are types", cut)
	}
}

// Comments, strings and expressions are told apart.
func TestRead(t *testing.T) {
	s := read("a / b; // \"x\"\n/* 'y' */ f('d\\'e', /[/'\"]p\\/q/g.test(`${g(`h${1}i`)}/j`)); return /k/;")
	var texts []string
	for _, l := range s.literals {
		texts = append(texts, l.text)
	}
	if got, want := strings.Join(texts, "|"), `d'e|[/'"]p/q||h|i|/j|k`; got != want {
		t.Errorf("literals %s, want %s", got, want)
	}
	if strings.Contains(s.code, "x") || strings.Contains(s.code, "y") || !strings.Contains(s.code, "a / b;") {
		t.Errorf("code %q", s.code)
	}
}
