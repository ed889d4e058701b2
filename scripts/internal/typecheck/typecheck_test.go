package typecheck

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const (
	root      = "../../.."
	extension = root + "/extension"
)

func checked(t *testing.T, extension string) []Problem {
	t.Helper()
	ctx := context.Background()
	if err := Install(ctx, root); err != nil {
		t.Fatal(err)
	}
	found, err := Check(ctx, root, extension, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Every script is typed, as strictly as tsc can tell.
func TestTypes(t *testing.T) {
	for _, p := range checked(t, extension) {
		t.Errorf("extension/%v", p)
	}
}

// What is called by a wrong name or with something else than the other side takes, is
// found: each where it was planted.
func TestPlanted(t *testing.T) {
	planted := []struct{ what, name, old, replaced string }{
		{"a function of the page's program", "content/reading.js", "program.scan(", "program.scna("},
		{"its arguments", "content/reading.js", "program.click(key)", "program.click(1)"},
		{"one that the page is to have", "content/content.js", "plan: reading.plan,", "plam: reading.plan,"},
		{"one of the frame's program", "content/inframe.js", "learn: (...a)", "lern: (...a)"},
		{"a name that goes over the port", "content/inframe.js", "[CONTENT.SCAN,", "[CONTENT.SCAM,"},
		{"a function of the worker's program", "background.js", "go.clear()", "go.clean()"},
		{"the order of its arguments", "background.js", "go.teach(entries, host)", "go.teach(host, entries)"},
		{"one that the worker is to have", "background.js", "saveKeyring: (text)", "storeKeyring: (text)"},
		{"an event", "background.js", "event(EVENT.ALARM)", `event("alarmed")`},
		{"the drawing program", "draw.worker.js", "byeolpyoDraw(request", "byeolpyoPaint(request"},
		{"what it says at its start", "draw.worker.js", "failure.error.message", "failure.message"},
		{"the reading program", "read.worker.js", "byeolpyoRead.link(", "byeolpyoRead.links("},
		{"the scanning program", "scan.worker.js", "page.oversize(", "page.overSize("},
		{"a verb of the popup", "popup/list.js", "act(POPUP.MUST,", `act("mast",`},
		{"a verb that is not there", "popup/list.js", "act(POPUP.REMOVE,", "act(POPUP.REMAKE,"},
		{"a verb of sync", "sync.js", "act(SYNC.ROTATE", `act("turn"`},
		{"a verb of the import page", "import.js", "take(TAKE.MERGE)", `take("join")`},
		{"what a message carries", "content/trouble.js", "byeolpyoSend(MESSAGE.BLOCKED, { why })", "byeolpyoSend(MESSAGE.BLOCKED, { because: why })"},
		{"what a message must carry", "content/offer.js", "byeolpyoSend(MESSAGE.IMPORT, { code, lang })", "byeolpyoSend(MESSAGE.IMPORT)"},
		{"what is answered", "popup/actions.js", "say(line.name,", "say(line.nam,"},
		{"a constant that is not there", "pairing.js", "scanner(PAIRING)", "scanner(PAIRED)"},
		{"what is shown of sync", "sync.js", "view.devices.map(", "view.device.map("},
		{"what the popup shows", "popup/cards.js", "friend.waiting;", "friend.wait;"},
		{"an element of the page", "sync.js", `during("move",`, `during("moves",`},
		{"what an element is", "import.js", `$("name").placeholder =`, `$("done").placeholder =`},
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(extension)); err != nil {
		t.Fatal(err)
	}
	at := make([]int, len(planted))
	for i, c := range planted {
		file := filepath.Join(dir, c.name)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		before, _, found := strings.Cut(string(data), c.old)
		if !found {
			t.Fatalf("%s has no %q", c.name, c.old)
		}
		at[i] = strings.Count(before, "\n") + 1
		if err := os.WriteFile(file, []byte(strings.Replace(string(data), c.old, c.replaced, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	found := map[string]bool{}
	for _, p := range checked(t, dir) {
		found[p.File+":"+strconv.Itoa(p.Line)] = true
	}
	for i, c := range planted {
		if !found[c.name+":"+strconv.Itoa(at[i])] {
			t.Errorf("%s: %s for %s in %s is not found", c.what, c.replaced, c.old, c.name)
		}
	}
}

// Without Node nothing is checked, which is no success.
func TestNoNode(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if found, err := Check(context.Background(), root, extension, t.TempDir()); err == nil {
		t.Errorf("without Node the check says %v, and no error", found)
	}
}
