package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/browser"
)

// deep returns a record of the key that is nested so many levels.
func deep(key string, levels int) map[string]any {
	var later any = "x"
	for range levels {
		later = map[string]any{"later": later}
	}
	return map[string]any{"v": 1, "state": "star", "tapped": 1786000000000, "snapshot": map[string]any{"key": key}, "later": later}
}

// takeBackup gives the page of sync a file of records.
func takeBackup(t *testing.T, p *browser.Page, records map[string]any) {
	t.Helper()
	data := js(map[string]any{"kind": "byeolpyo-picks", "v": 1, "entries": records})
	must(t, p.Eval(fmt.Sprintf(`(() => {
		document.querySelector("#said").textContent = "";
		const files = new DataTransfer();
		files.items.add(new File([%s], "backup.json"));
		const input = document.querySelector("#file");
		input.files = files.files;
		input.dispatchEvent(new Event("change"));
	})()`, js(data)), nil))
}

// problems are the lines of the popup about records that were set aside.
const problems = `[...document.querySelector("#problems").children].map((line) => line.textContent).join("\n")`

// A file with a record that is nested 70 deep, and one whose key and content name different
// sessions: both are reported, and every pick stays where it was, in the popup, on the page and
// in sync.
func TestImportHidesNothing(t *testing.T) {
	b := ownChromium(t, dist) // whose secret no other test meets
	server := startSync(t)
	starred := key(talk(t, day1, 0), "ko")
	mixed := popupPicks[0]
	fresh := pick{id: "00000000-0000-4000-8000-000000000009", state: "star", ko: "새로 온 이야기"}
	store(t, b, popupPicks, map[string]any{"pick/" + starred: map[string]any{"v": 1, "state": "must", "tapped": 1786000000000, "snapshot": map[string]any{"key": starred}}})
	page := open(t, b, grid2026)
	waitState(t, page, starred, "must")
	p := syncPage(t, b)
	foreign := popupPicks[1].record()
	takeBackup(t, p, map[string]any{
		"pick/" + starred:     deep(starred, 70),
		"pick/" + mixed.key(): foreign,
		"pick/" + fresh.key(): fresh.record(),
		"__proto__":           deep("x", 1),
	})
	said := []string{word(t, "ko", "backupAddedOne"), word(t, "ko", "backupStrangeOne"), word(t, "ko", "backupAsideOne"), word(t, "ko", "backupLeftOne")}
	must(t, p.Wait(`document.querySelector("#said").textContent === `+js(strings.Join(said, " "))+` && document.querySelector("#failed").hidden`))
	waitPick(t, b, fresh.key(), "star")

	popup := popupTab(t, b, 420)
	must(t, popup.Wait(fmt.Sprintf(`document.body.dataset.picks === "%d"`, len(popupPicks)+2)))
	for _, one := range append(slices.Clone(popupPicks), fresh) {
		must(t, popup.Wait(rowOf(one, "")+` !== null`))
	}
	if row := eval[string](t, popup, rowOf(mixed, "")+`.textContent`); !strings.Contains(row, mixed.ko) {
		t.Errorf("the row says %q, and not %q", row, mixed.ko)
	}
	if lines := eval[string](t, popup, problems); !strings.Contains(lines, strings.ReplaceAll(word(t, "ko", "problemsForeign"), "{n}", "1")) {
		t.Errorf("the popup says %q", lines)
	}
	waitState(t, page, starred, "must")
	page = open(t, b, grid2026)
	waitState(t, page, starred, "must")
	if kept := raw(t, b, "aside/pick/"+mixed.key()); !strings.Contains(kept, popupPicks[1].key()) {
		t.Errorf("set aside: %s", kept)
	}

	turnOn(t, p, server.URL)
	for _, name := range []string{"pick/" + starred, "pick/" + mixed.key(), "pick/" + fresh.key()} {
		syncedState(t, b, `s.on && !s.staged && s.picks.picks[`+js(name)+`]?.[0] === `+map[bool]string{true: "2", false: "1"}[name == "pick/"+starred])
	}
}

// What version 0.1.0 has already taken into storage hides itself alone, and is not
// written over.
func TestDeepRecordHidesItselfAlone(t *testing.T) {
	b := ownChromium(t, dist) // whose secret no other test meets
	server := startSync(t)
	bad, fine := key(talk(t, day1, 0), "ko"), key(talk(t, day1, 1), "ko")
	store(t, b, popupPicks, map[string]any{
		"pick/" + bad: deep(bad, 70), "look/" + bad: deep(bad, 70), "session/" + bad: deep(bad, 70), "friend/x/2026": deep(bad, 70), "export/2026": deep(bad, 70), "tap/pick/" + fine: deep(fine, 70),
		"pick/" + fine: map[string]any{"v": 1, "state": "must", "tapped": 1786000000000, "snapshot": map[string]any{"key": fine}},
	})
	before := raw(t, b, "pick/"+bad)
	page := open(t, b, grid2026)
	waitStars(t, page, wantedDay(day1, "ko"))
	waitState(t, page, fine, "must")
	click(t, page, bad)
	waitToast(t, page, word(t, "ko", "starAside"))
	waitState(t, page, bad, "off")

	popup := popupTab(t, b, 420)
	must(t, popup.Wait(fmt.Sprintf(`document.body.dataset.picks === "%d" && document.body.dataset.preview === "1"`, len(popupPicks)+1)))
	if lines := eval[string](t, popup, problems); !strings.Contains(lines, strings.ReplaceAll(word(t, "ko", "problemsCorrupt"), "{n}", "2")) {
		t.Errorf("the popup says %q", lines)
	}
	must(t, importPage(t, b, "ko").Wait(`byeolpyoImport.known.length > 0`))

	p := syncPage(t, b)
	turnOn(t, p, server.URL)
	syncedState(t, b, fmt.Sprintf(`s.on && !s.staged && Object.keys(s.picks.picks).length === %d`, len(popupPicks)+1))
	press(t, p, "export")
	file, err := b.Downloaded()
	must(t, err)
	if saved, err := os.ReadFile(file.Path); err != nil || !strings.Contains(string(saved), `"pick/`+bad+`"`) {
		t.Errorf("the backup leaves it out: %v", err)
	}
	if after := raw(t, b, "pick/"+bad); after != before {
		t.Errorf("it is %.100s now", after)
	}
}

// refusing makes storage refuse to be read, in one of two ways, while testRefuses is true.
func refusing(how string) string {
	return `
globalThis.testRefuses = true;
for (const name of ["get", "getKeys"]) {
	const real = chrome.storage.local[name].bind(chrome.storage.local);
	chrome.storage.local[name] = async (...args) => {
		if (!testRefuses) return real(...args);
		` + how + `;
	};
}
`
}

// Storage that cannot be read, or gives an invalid answer, never counts as empty: every page
// says so, and the stars appear once it can be read.
func TestStorageUnread(t *testing.T) {
	for name, how := range map[string]string{
		"rejects": `throw new Error("IO error: /000003.log: Corruption: block checksum mismatch")`, "answers nothing": "return undefined",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.CopyFS(dir, os.DirFS(dist)))
			for _, file := range []string{"popup/popup.js", "words.js", "background.js", "strings.js"} { // of the popup, the other pages, the worker, the stars
				script, err := os.ReadFile(filepath.Join(dir, file))
				must(t, err)
				must(t, os.WriteFile(filepath.Join(dir, file), append([]byte(refusing(how)), script...), 0o644))
			}
			b := ownChromium(t, dir)
			starred := key(talk(t, day1, 0), "ko")
			store(t, b, popupPicks, map[string]any{"pick/" + starred: map[string]any{"v": 1, "state": "must", "tapped": 1786000000000, "snapshot": map[string]any{"key": starred}}})
			before := raw(t, b, "pick/"+starred)

			page := open(t, b, grid2026)
			waitToast(t, page, word(t, "ko", "starUnread"))
			if n := eval[int](t, page, hosts+`.length`); n != 0 {
				t.Errorf("%d stars, of which nobody knows what they are", n)
			}
			must(t, page.EvalContent(`void (testRefuses = false)`, nil))
			must(t, b.Store(map[string]any{"pick/2018/program/1": popupPicks[0].record()})) // its change shows that storage works again
			waitStars(t, page, wantedDay(day1, "ko"))
			waitState(t, page, starred, "must")
			page.Errors() // it is logged too

			for _, c := range []struct{ url, says, seen string }{
				{"popup.html", "readFailed", `!document.querySelector("#failure").hidden && document.querySelector("#drawing").hidden && document.querySelector("#failure").textContent`},
				{"import.html?lang=ko", "readFailed", `document.querySelector("#problem").textContent`},
				{"save.html?lang=ko&edition=2026", "readFailed", `document.querySelector("#stopped-text").textContent`},
				{"print.html?lang=ko&edition=2026", "readFailed", `document.querySelector("#stopped-text").textContent`},
				{"sync.html", "syncUnread", `!document.querySelector("#failed").hidden && document.querySelector("#failed").textContent`},
			} {
				p := blank(t, b)
				must(t, p.Navigate(b.ExtensionURL(c.url)))
				if err := p.Wait(c.seen + ` === ` + js(word(t, "ko", c.says))); err != nil {
					t.Errorf("%s does not say %s: %.200v", c.url, c.says, err)
				}
				p.Errors()
			}
			if after := raw(t, b, "pick/"+starred); after != before {
				t.Errorf("%s, before %s", after, before)
			}
		})
	}
}
