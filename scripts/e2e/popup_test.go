package e2e

import (
	"bytes"
	"fmt"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"byeolpyo/scripts/internal/browser"
)

// pick is a stored pick of 2026 and what the popup shows of it.
type pick struct {
	id, state  string
	ko, en     string
	room       string
	start, end string // RFC 3339 without zone; "" for none
}

// popupPicks are the picks that most tests of the popup begin with: two clash, one is a must,
// one has no time, and one has a title with markup that must stay text.
var popupPicks = []pick{
	{"00000000-0000-4000-8000-000000000001", "star", "파이썬 패키징의 오늘과 내일", "Packaging today and tomorrow", "Track 1", "2026-08-15T13:30", "2026-08-15T14:00"},
	{"00000000-0000-4000-8000-000000000002", "must", "", "Free-threaded Python in production", "Track 2", "2026-08-15T13:40", "2026-08-15T14:20"},
	{"00000000-0000-4000-8000-000000000003", "star", `<img src=x onerror="document.body.id='harm'"> 똠양꿍 🍜`, "", "Track 3", "2026-08-15T14:20", "2026-08-15T15:00"},
	{"00000000-0000-4000-8000-000000000004", "star", "둘째 날의 이야기", "", "Track 1", "2026-08-16T10:50", "2026-08-16T11:20"},
	{"00000000-0000-4000-8000-000000000005", "star", "언제일지 모르는 이야기", "", "", "", ""},
}

func (p pick) key() string { return "2026/s/" + p.id }

// record is the pick as it is stored.
func (p pick) record() map[string]any {
	titles := map[string]any{}
	for lang, title := range map[string]string{"ko": p.ko, "en": p.en} {
		if title != "" {
			titles[lang] = title
		}
	}
	snapshot := map[string]any{
		"key": p.key(), "kind": "talk", "titles": titles, "speakers": []any{"김파이"},
		"url": "https://2026.pycon.kr/presentations/" + p.id,
	}
	if p.room != "" {
		snapshot["rooms"] = []any{p.room}
	}
	if p.start != "" {
		snapshot["start"], snapshot["end"] = p.start+":00+09:00", p.end+":00+09:00"
	}
	return map[string]any{"v": 1, "state": p.state, "tapped": 1786000000000, "snapshot": snapshot}
}

// store puts picks into the browser, and more beside them.
func store(t *testing.T, b holder, list []pick, more map[string]any) {
	t.Helper()
	all := map[string]any{}
	maps.Copy(all, more)
	for _, p := range list {
		all["pick/"+p.key()] = p.record()
	}
	must(t, b.Store(all))
}

// knownNow is the record of what a page shows of p by now.
func (p pick) knownNow(gone int) map[string]any {
	known := p.record()["snapshot"].(map[string]any)
	known["v"] = 1
	if gone != 0 {
		known["gone"] = gone
	}
	return known
}

const (
	listed   = `document.body.dataset.ready === "1"`
	pictured = `document.body.dataset.preview === "1"`
)

// popupTab opens the popup's page in a tab of the width.
func popupTab(t *testing.T, b *browser.Browser, width int) *browser.Page {
	t.Helper()
	p := blank(t, b)
	must(t, p.SetViewport(width, 640, 1))
	// A picture shows its minute, and is drawn again when that is over.
	must(t, p.OnLoad(`{ const now = Date.now(); Date.now = () => now; }`))
	must(t, p.Navigate(b.ExtensionURL("popup.html")))
	must(t, p.Wait(listed))
	return p
}

// realPopup opens the popup as the toolbar's button does.
func realPopup(t *testing.T, b *browser.Browser) *browser.Page {
	t.Helper()
	p, err := b.OpenPopup("popup.html")
	must(t, err)
	t.Cleanup(p.Close)
	must(t, p.Wait(listed))
	return p
}

func rowOf(p pick, part string) string {
	return fmt.Sprintf(`document.querySelector('[data-key=%s] %s')`, js(p.key()), part)
}

func TestPopupList(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, map[string]any{
		"session/" + popupPicks[3].key(): map[string]any{"v": 1, "key": popupPicks[3].key(), "gone": 1786000000000},
		"pick/2026/s/newer":              map[string]any{"v": 9, "state": "love"},
		"pick/2026/s/corrupt":            "half a rec",
	})
	p := popupTab(t, b, 420)

	var titles []string
	must(t, p.Eval(`[...document.querySelectorAll(".row .title")].map(e => e.textContent)`, &titles))
	var want []string
	for _, pick := range popupPicks {
		want = append(want, cmpOr(pick.ko, pick.en))
	}
	if !slices.Equal(titles, want) {
		t.Errorf("titles %q, want %q", titles, want)
	}
	for name, want := range map[string]string{"picks": "5", "must": "1", "clashes": "1", "edition": "2026"} {
		if got := eval[string](t, p, `document.body.dataset.`+name); got != want {
			t.Errorf("data-%s is %q, want %q", name, got, want)
		}
	}
	if eval[bool](t, p, `Boolean(document.querySelector(".row img") || document.body.id)`) {
		t.Error("a title was taken for HTML")
	}
	for _, c := range []struct{ js, want string }{
		{rowOf(popupPicks[0], ".clashes") + `.textContent`, "20분 겹침 Free-threaded Python in production"},
		{rowOf(popupPicks[0], ".time") + `.textContent`, "13:30–14:00"},
		{rowOf(popupPicks[2], ".clashes") + `.textContent`, ""}, // it begins when the other ends
		{rowOf(popupPicks[3], ".gone") + `.textContent`, word(t, "ko", "gone")},
		{rowOf(popupPicks[4], ".must") + `.closest(".day").querySelector("h3").textContent`, word(t, "ko", "undated")},
		{rowOf(popupPicks[0], "a") + `.href`, "https://2026.pycon.kr/presentations/" + popupPicks[0].id},
		{rowOf(popupPicks[0], "a") + `.target`, "_blank"},
		{rowOf(popupPicks[0], "a") + `.rel`, "noopener"},
		{rowOf(popupPicks[1], "a") + `.lang`, "en"},
		{rowOf(popupPicks[0], ".must") + `.ariaPressed`, "false"},
		{rowOf(popupPicks[1], ".must") + `.ariaPressed`, "true"},
		{rowOf(popupPicks[1], ".must") + `.closest("[data-key]").dataset.state`, "must"},
	} {
		if got := eval[string](t, p, c.js); got != c.want {
			t.Errorf("%s is %q, want %q", c.js, got, c.want)
		}
	}
	problems := eval[string](t, p, `document.querySelector("#problems").textContent`)
	for _, want := range []string{"2개", word(t, "ko", "problemsKept")} {
		if !strings.Contains(problems, want) {
			t.Errorf("problems %q do not say %q", problems, want)
		}
	}
	if got, want := raw(t, b, "pick/2026/s/corrupt"), `"half a rec"`; got != want {
		t.Errorf("the corrupt record is now %s", got)
	}
}

// cmpOr returns the first that is not empty.
func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// By keyboard: remove, undo, make a must. Focus is never lost.
func TestPopupKeyboard(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	p := popupTab(t, b, 420)
	first, second := popupPicks[0], popupPicks[1]

	must(t, p.Eval(rowOf(first, ".drop")+`.focus()`, nil))
	must(t, p.Press(kb.Enter))
	must(t, p.Wait(`document.body.dataset.picks === "4"`))
	waitPick(t, b, first.key(), "off")
	must(t, p.Wait(`document.activeElement === `+rowOf(second, ".drop")))
	must(t, p.Wait(fmt.Sprintf(`document.querySelector("#announce").textContent.includes(%s)`, js(first.ko))))

	must(t, p.Press("z", chromedp.ModifierCtrl))
	must(t, p.Wait(`document.body.dataset.picks === "5"`))
	waitPick(t, b, first.key(), "star")

	// Two removals are taken back one after the other.
	must(t, p.Click(rowOf(first, ".drop")))
	must(t, p.Wait(`document.body.dataset.picks === "4"`))
	must(t, p.Click(rowOf(second, ".drop")))
	must(t, p.Wait(`document.body.dataset.picks === "3"`))
	must(t, p.Click(`document.querySelector("#undo")`))
	must(t, p.Wait(`document.body.dataset.picks === "4"`))
	waitPick(t, b, second.key(), "must")
	must(t, p.Click(`document.querySelector("#undo")`))
	must(t, p.Wait(`document.body.dataset.picks === "5" && document.querySelector("#undo").hidden`))

	label := eval[string](t, p, rowOf(first, ".must")+`.ariaLabel`)
	must(t, p.Eval(rowOf(first, ".must")+`.focus()`, nil))
	must(t, p.Press(" "))
	must(t, p.Wait(`document.body.dataset.must === "2"`))
	waitPick(t, b, first.key(), "must")
	if got := eval[string](t, p, `document.activeElement.ariaLabel + document.activeElement.ariaPressed`); got != label+"true" {
		t.Errorf("the focus is on %q, want %q, pressed", got, label)
	}
}

// A change in another tab shows at once, in the list and in the picture.
func TestPopupFollowsStorage(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks[:1], nil)
	p := popupTab(t, b, 420)
	must(t, p.Wait(pictured))
	before := eval[string](t, p, `document.querySelector("#preview").src`)
	for i := 2; i <= len(popupPicks); i++ { // faster than pictures are drawn
		store(t, b, popupPicks[:i], nil)
	}
	must(t, p.Wait(`document.body.dataset.picks === "5"`))
	must(t, p.Wait(pictured+` && document.querySelector("#preview").src !== `+js(before)))
}

func TestPopupLanguageAndEdition(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, map[string]any{"pick/2018/program/37": map[string]any{
		"v": 1, "state": "star", "tapped": 1, "snapshot": map[string]any{
			"key": "2018/program/37", "titles": map[string]any{"ko": "옛 이야기"},
			"start": "2018-08-18T15:50:00+09:00", "end": "2018-08-18T16:30:00+09:00",
		},
	}})
	p := popupTab(t, b, 420)
	choose := func(id, value string) {
		t.Helper()
		must(t, p.Eval(fmt.Sprintf(`(e => { e.value = %s; e.dispatchEvent(new Event("change")); })(document.querySelector(%s))`, js(value), js(id)), nil))
	}
	choose("#lang", "en")
	must(t, p.Wait(`document.documentElement.lang === "en"`))
	if got, want := eval[string](t, p, rowOf(popupPicks[0], "a")+`.textContent`), popupPicks[0].en; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
	if got, want := eval[string](t, p, `document.querySelector("#save").textContent.trim()`), word(t, "en", "save"); got != want {
		t.Errorf("button %q, want %q", got, want)
	}
	choose("#edition", "2018")
	must(t, p.Wait(`document.body.dataset.edition === "2018" && document.body.dataset.picks === "1"`))
	waitSettings := func(lang, edition string) {
		t.Helper()
		waitStored(t, b, fmt.Sprintf(`all.settings?.v === 1 && all.settings.lang === %s && all.settings.edition === %s`, js(lang), js(edition)))
	}
	waitSettings("en", "2018")

	again := popupTab(t, b, 420) // opens where it was left
	must(t, again.Wait(`document.body.dataset.edition === "2018" && document.documentElement.lang === "en"`))
	choose("#lang", "")
	waitSettings("", "2018")
	must(t, again.Wait(`document.documentElement.lang === "ko"`))
}

func TestPopupEmpty(t *testing.T) {
	b := chromium(t)
	p := popupTab(t, b, 400)
	if got, want := eval[string](t, p, `document.querySelector("#empty-link").href`), "https://2026.pycon.kr/timetable"; got != want {
		t.Errorf("the link leads to %q, want %q", got, want)
	}
	for _, id := range []string{"save", "copy", "print"} {
		if !eval[bool](t, p, fmt.Sprintf(`(b => b.disabled && !document.getElementById(b.getAttribute("aria-describedby")).hidden)(document.getElementById(%s))`, js(id))) {
			t.Errorf("%s is not disabled with a reason", id)
		}
	}
	store(t, b, popupPicks[:1], nil)
	must(t, p.Wait(`!document.querySelector("#save").disabled && document.querySelector("#empty").hidden`))
}

// A tab that was open before the installation cannot be told from any other without more
// permissions; a tab that answers has the stars.
func TestPopupReloadHint(t *testing.T) {
	b := chromium(t)
	open(t, b, grid2026)
	p := realPopup(t, b)
	must(t, p.Wait(`document.querySelector("#hint").hidden`))
	p.Close() // or it stays, as each tab has a window of its own here
	open(t, b, "about:blank")
	must(t, realPopup(t, b).Wait(`!document.querySelector("#hint").hidden`))
}

// The file is complete even if the popup closes at that instant, whether the picture was ready
// or not.
func TestPopupSaveSurvives(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	for _, c := range []struct{ name, when string }{{"picture ready", pictured}, {"no picture yet", listed}} {
		t.Run(c.name, func(t *testing.T) {
			for range 3 {
				open(t, b, "about:blank")
				p := realPopup(t, b)
				must(t, p.Wait(c.when))
				// Closed as soon as the page's own handler is through. The click ends the
				// page that would answer, so its error says nothing.
				must(t, p.Eval(`document.querySelector("#save").addEventListener("click", () => window.close())`, nil))
				_ = p.Click(`document.querySelector("#save")`)
				f, err := b.Downloaded()
				must(t, err)
				if want := "파이콘-2026-내-시간표.png"; f.Name != want {
					t.Errorf("the file is named %q, want %q", f.Name, want)
				}
				data, err := os.ReadFile(f.Path)
				must(t, err)
				if img, err := png.Decode(bytes.NewReader(data)); err != nil || img.Bounds().Dx() < 1080 {
					t.Fatalf("%d bytes are no whole picture: %v", len(data), err)
				}
			}
		})
	}
}

func TestPopupCopy(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	p := popupTab(t, b, 420)
	must(t, p.BringToFront())
	// At once, while the picture is being drawn.
	must(t, p.Click(`document.querySelector("#copy")`))
	waitNotice(t, p, word(t, "ko", "copied"))
	must(t, p.Eval(`navigator.clipboard.write = () => Promise.reject(new DOMException("no", "NotAllowedError"))`, nil))
	must(t, p.Click(`document.querySelector("#copy")`))
	waitNotice(t, p, word(t, "ko", "copyRefused"))
	p.Errors() // it is logged too
}

func waitNotice(t *testing.T, p *browser.Page, text string) {
	t.Helper()
	must(t, p.Wait(fmt.Sprintf(`!document.querySelector("#toast").hidden && document.querySelector("#toast-text").textContent === %s`, js(text))))
}

// TestPopupMissingCharacters: characters that the picture's fonts lack are named beneath it, as
// long as a session has them.
func TestPopupMissingCharacters(t *testing.T) {
	b := chromium(t)
	rare := popupPicks[0]
	rare.id, rare.ko = "00000000-0000-4000-8000-0000000000aa", "이름에 𪚥 자가 든 사람"
	store(t, b, append([]pick{rare}, popupPicks[1:]...), nil)
	p := popupTab(t, b, 600)
	must(t, p.Wait(`!document.querySelector("#missing").hidden && document.querySelector("#missing").textContent === `+js(strings.ReplaceAll(word(t, "ko", "missingCharacters"), "{characters}", "𪚥"))))
	must(t, b.Extension(`chrome.storage.local.remove("pick/`+rare.key()+`")`, nil))
	must(t, p.Wait(`document.querySelector("#missing").hidden && document.body.dataset.preview === "1"`))
}

// TestPopupSavesNext: one click saves a lock screen with the next sessions, whatever the
// picture is otherwise, and leaves that as it is.
func TestPopupSavesNext(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, map[string]any{"picture": map[string]any{"format": "whole", "theme": "dark"}})
	popup := popupTab(t, b, 600)
	must(t, popup.Click(`document.querySelector("#save-next")`))
	opened, err := b.Attach("save.html")
	must(t, err)
	must(t, opened.Wait(`document.body.dataset.pages === "1" && (({naturalWidth: w, naturalHeight: h}) => w === 1080 && h === 2400)(document.querySelector("#pages img"))`))
	if got := eval[string](t, popup, `document.querySelector("#look-summary").textContent`); !strings.HasPrefix(got, word(t, "ko", "formatWhole")) {
		t.Errorf("the popup's picture is now %q", got)
	}
	f, err := b.Downloaded()
	must(t, err)
	if want := "파이콘-2026-내-시간표.png"; f.Name != want {
		t.Errorf("saved as %q, want %q", f.Name, want)
	}
}

// sheets finds the pages of a PDF as Chromium writes it.
var sheets = regexp.MustCompile(`/Type\s*/Page\b`)

// One day a sheet, and one of what has no time.
func TestPopupPrint(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	popup := popupTab(t, b, 420)
	must(t, popup.Click(`document.querySelector("#print")`))
	opened, err := b.Attach("print.html")
	must(t, err)
	url := eval[string](t, opened, `location.href`)
	opened.Close()
	// That tab shows its own print dialogue, which nobody closes here. Another one at
	// the same address only notes that it would.
	p := blank(t, b)
	must(t, p.OnLoad(`window.print = () => { document.body.dataset.printed = Number(document.body.dataset.printed ?? 0) + 1; }`))
	must(t, p.Navigate(url))
	must(t, p.Wait(listed+` && document.body.dataset.printed === "1"`))
	pdf, err := p.PDF()
	must(t, err)
	if n := len(sheets.FindAll(pdf, -1)); n != 3 {
		t.Errorf("%d sheets, want 3", n)
	}
	if !bytes.Contains(pdf, []byte("841.")) && !bytes.Contains(pdf, []byte("842")) {
		t.Error("the paper is not A4 upright")
	}
}

// A storage without room is told of, and keeps the row.
func TestPopupFullStorage(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks[:1], nil)
	must(t, b.Extension(`(async () => {
		const left = chrome.storage.local.QUOTA_BYTES - await chrome.storage.local.getBytesInUse();
		await chrome.storage.local.set({ballast: "x".repeat(left - "ballast".length - 2)});
	})()`, nil))
	p := popupTab(t, b, 420)
	must(t, p.Eval(`(e => { e.value = "en"; e.dispatchEvent(new Event("change")); })(document.querySelector("#lang"))`, nil))
	waitNotice(t, p, word(t, "en", "writeFull"))
	if got := eval[string](t, p, `document.body.dataset.picks`); got != "1" {
		t.Errorf("%s picks are left, want 1", got)
	}
}

// A part that does not load is told of in words, in the list's place or in the
// picture's, and the rest works.
func TestPopupBrokenModule(t *testing.T) {
	for _, c := range []struct{ file, seen string }{
		{"popup.wasm", `!document.querySelector("#failure").hidden && document.querySelector("#failure").textContent === `},
		{"draw.wasm", listed + ` && !document.querySelector("#draw-failure").hidden && document.querySelector("#draw-failure span").textContent === `},
	} {
		t.Run(c.file, func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.CopyFS(dir, os.DirFS(dist)))
			must(t, os.WriteFile(filepath.Join(dir, c.file), []byte("\x00asm\x01\x00\x00\x00"), 0o644))
			b := ownChromium(t, dir)
			store(t, b, popupPicks, nil)
			p := blank(t, b)
			must(t, p.Navigate(b.ExtensionURL("popup.html")))
			name := "startFailed"
			if c.file == "draw.wasm" {
				name = "drawFailed"
			}
			must(t, p.Wait(c.seen+js(word(t, "ko", name))))
			p.Errors() // it is logged too
		})
	}
}

// changedPicks is what became of the first three of popupPicks: moved to another
// room, renamed, gone.
func changedPicks() map[string]any {
	moved, renamed := popupPicks[0], popupPicks[1]
	moved.start, moved.end, moved.room = "2026-08-15T15:30", "2026-08-15T16:00", "동국대 세션 5143호"
	renamed.en = "Free-threaded Python, one year later"
	return map[string]any{
		"session/" + moved.key():         moved.knownNow(0),
		"session/" + renamed.key():       renamed.knownNow(0),
		"session/" + popupPicks[2].key(): popupPicks[2].knownNow(1786500000000),
	}
}

// What changed is told of until it is noted, and told of again when it changes
// once more; the picks stay as they are.
func TestPopupChanges(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, changedPicks())
	p := popupTab(t, b, 420)
	changes := func(n int) string { return fmt.Sprintf(`document.body.dataset.changes === "%d"`, n) }
	must(t, p.Wait(changes(3)))
	var told []string
	must(t, p.Eval(`[...document.querySelectorAll("#changes-list > li")].map(e => e.querySelector("a").textContent + "|" +
		[...e.querySelectorAll("li")].map(l => l.textContent).join("|"))`, &told))
	if want := []string{
		"Free-threaded Python, one year later|제목이 바뀌었어요: 전에는 “Free-threaded Python in production”",
		popupPicks[2].ko + "|" + word(t, "ko", "changedGone"),
		popupPicks[0].ko + "|13:30 → 15:30|Track 1 → 동국대 세션 5143호",
	}; !slices.Equal(told, want) {
		t.Errorf("told of\n%s\nwant\n%s", strings.Join(told, "\n"), strings.Join(want, "\n"))
	}
	for _, c := range []struct{ js, want string }{
		{rowOf(popupPicks[0], ".before") + `.textContent`, "13:30 · Track 1에서 바뀜"},
		{rowOf(popupPicks[0], ".start") + `.textContent`, "15:30"},
		{rowOf(popupPicks[3], ".before") + `.textContent`, ""},
		{`document.querySelector("#changes-list a").href`, "https://2026.pycon.kr/presentations/" + popupPicks[1].id},
	} {
		if got := eval[string](t, p, c.js); got != c.want {
			t.Errorf("%s is %q, want %q", c.js, got, c.want)
		}
	}

	picks := raw(t, b, "pick/"+popupPicks[0].key())
	must(t, p.Wait(pictured))
	picture := eval[string](t, p, `document.querySelector("#preview").src`)
	must(t, p.Eval(`document.querySelector("#note").focus()`, nil))
	must(t, p.Press(kb.Enter))
	must(t, p.Wait(changes(0)+` && document.querySelector("#changes").hidden`))
	must(t, p.Wait(`document.activeElement.id === "list-title"`))
	waitStored(t, b, fmt.Sprintf(`all[%s]?.snapshot.start === "2026-08-15T15:30:00+09:00" && all[%s]?.gone`,
		js("look/"+popupPicks[0].key()), js("look/"+popupPicks[2].key())))
	if got := raw(t, b, "pick/"+popupPicks[0].key()); got != picks {
		t.Errorf("the pick became %s", got)
	}
	if got := eval[string](t, p, `document.querySelector("#preview").src`); got != picture {
		t.Error("the picture is drawn anew though it shows the same")
	}
	must(t, popupTab(t, b, 420).Wait(changes(0)))

	again := popupPicks[0]
	again.start, again.end, again.room = "2026-08-16T10:00", "2026-08-16T10:30", "동국대 세션 5143호"
	must(t, b.Store(map[string]any{"session/" + again.key(): again.knownNow(0)}))
	must(t, p.Wait(changes(1)))
	if got, want := eval[string](t, p, `document.querySelector("#changes-list li li").textContent`), "8월 15일 토요일 15:30 → 8월 16일 일요일 10:00"; got != want {
		t.Errorf("told of %q, want %q", got, want)
	}
}

// A long list of changes is folded, and the timetable stays in sight.
func TestPopupChangesFold(t *testing.T) {
	b := chromium(t)
	known := map[string]any{}
	for _, p := range popupPicks {
		p.ko, p.en = p.ko+" 2", ""
		if p.id == popupPicks[1].id {
			p.ko, p.en = "", "New"
		}
		known["session/"+p.key()] = p.knownNow(0)
	}
	store(t, b, popupPicks, known)
	p := popupTab(t, b, 420)
	shown := func(n int, expanded string) string {
		return fmt.Sprintf(`document.querySelectorAll("#changes-list > li").length === %d && document.querySelector("#changes-more").ariaExpanded === %q`, n, expanded)
	}
	must(t, p.Wait(`document.body.dataset.changes === "5" && `+shown(3, "false")))
	must(t, p.Screenshot(filepath.Join(root, "out", "e2e", "popup-changes-fold.png")))
	must(t, p.Click(`document.querySelector("#changes-more")`))
	must(t, p.Wait(shown(5, "true")))
	must(t, p.Click(`document.querySelector("#changes-more")`))
	must(t, p.Wait(shown(3, "false")))
}

// bookmarkKey begins the names under which the site of 2026 keeps its own
// timetable in the browser.
const bookmarkKey = "pyconkr-2026:my-schedule:"

// What somebody put in the site's own timetable is taken over when they ask for
// it, beside what they picked here, and that can be taken back.
func TestPopupImport(t *testing.T) {
	b := chromium(t)
	known, kept, removed, unknown := popupPicks[0], popupPicks[1], popupPicks[3], popupPicks[4]
	removed.state = "off"
	store(t, b, []pick{kept, removed}, map[string]any{"session/" + known.key(): known.knownNow(0)})
	ids := []string{known.id, kept.id, removed.id, strings.ToUpper(unknown.id), known.id, "no-uuid", "../" + known.id}
	page := open(t, b, "https://2026.pycon.kr/")
	must(t, page.Eval(`localStorage.clear(); localStorage.setItem(`+js(bookmarkKey+"someone@example.com")+`, `+js(js(ids))+`)`, nil))
	t.Cleanup(func() { _ = page.Eval(`localStorage.clear()`, nil) })
	before := eval[string](t, page, `JSON.stringify(localStorage)`)

	p := realPopup(t, b)
	must(t, p.Wait(`document.body.dataset.offer === "3" && !document.querySelector("#offer").hidden`))
	if got, want := eval[string](t, p, `document.querySelector("#offer-text").textContent`), strings.ReplaceAll(word(t, "ko", "importMany"), "{n}", "3"); got != want {
		t.Errorf("the offer is %q, want %q", got, want)
	}
	if got := eval[string](t, p, `document.body.dataset.picks`); got != "1" {
		t.Errorf("%s picks before anybody asked for the import, want 1", got)
	}
	must(t, p.Screenshot(filepath.Join(root, "out", "e2e", "popup-import.png")))
	must(t, p.Click(`document.querySelector("#import")`))
	must(t, p.Wait(`document.body.dataset.picks === "4" && document.body.dataset.offer === "0" && document.querySelector("#offer").hidden`))
	waitNotice(t, p, strings.ReplaceAll(word(t, "ko", "importedMany"), "{n}", "3")+" "+word(t, "ko", "importedUnnamed"))
	waitStored(t, b, fmt.Sprintf(`all[%s]?.state === "star" && all[%s]?.state === "star" && all[%s]?.state === "star" && all[%s]?.state === "must"`,
		js("pick/"+known.key()), js("pick/"+removed.key()), js("pick/"+unknown.key()), js("pick/"+kept.key())))
	for _, c := range []struct{ js, want string }{
		{rowOf(known, "a") + `.textContent`, known.ko},
		{rowOf(removed, "a") + `.textContent`, removed.ko},
		{rowOf(unknown, "a") + `.textContent`, word(t, "ko", "unnamed")},
		{rowOf(unknown, "a") + `.href`, "https://2026.pycon.kr/presentations/" + unknown.id},
	} {
		if got := eval[string](t, p, c.js); got != c.want {
			t.Errorf("%s is %q, want %q", c.js, got, c.want)
		}
	}
	must(t, p.Wait(pictured)) // a session without a title can be drawn
	must(t, p.Screenshot(filepath.Join(root, "out", "e2e", "popup-imported.png")))

	must(t, b.Store(map[string]any{"session/" + unknown.key(): unknown.knownNow(0)}))
	must(t, p.Wait(rowOf(unknown, "a")+`.textContent === `+js(unknown.ko)))

	must(t, p.Click(`document.querySelector("#undo")`))
	must(t, p.Wait(`document.body.dataset.picks === "1" && document.body.dataset.offer === "3"`))
	waitPick(t, b, removed.key(), "off")
	if got := eval[string](t, page, `JSON.stringify(localStorage)`); got != before {
		t.Errorf("the site's own record became %s", got)
	}
}

// What the site keeps may have another form than is known, or none.
func TestPopupImportForms(t *testing.T) {
	b := chromium(t)
	one, two := popupPicks[0].id, popupPicks[1].id
	page := open(t, b, "https://2026.pycon.kr/")
	t.Cleanup(func() { _ = page.Eval(`localStorage.clear()`, nil) })
	for _, c := range []struct {
		name, value string
		want        int
	}{
		{"someone", `{"presentation_ids":["` + one + `"]}`, 1},
		{"someone", `{"presentationIds":["` + one + `","` + two + `"]}`, 2},
		{"someone", `{"ids":["` + one + `"],"other":1}`, 1},
		{"someone", `[1,null,{},["` + one + `"],"` + two + `"]`, 1},
		{"someone", `[]`, 0},
		{"someone", `["` + one, 0},
		{"someone", `"` + one + `"`, 0},
		{"someone", `null`, 0},
		{"someone", `{"ids":"` + one + `"}`, 0},
		{"someone", `["` + strings.Repeat(" ", 60_000) + `","` + one + `"]`, 0},
		{"__anon__", `["` + one + `"]`, 0},
		{"", `["` + one + `"]`, 0},
	} {
		must(t, page.Eval(`localStorage.clear(); localStorage.setItem(`+js(bookmarkKey+c.name)+`, `+js(c.value)+`)`, nil))
		// What the popup is told, asked for in its own words.
		var got int
		must(t, b.Extension(`(async () => {
			for (const tab of await chrome.tabs.query({})) {
				const answer = await chrome.tabs.sendMessage(tab.id, {byeolpyo: "ping"}).catch(() => null);
				if (answer?.byeolpyo === "pong") return answer.bookmarks.length;
			}
			return -1;
		})()`, &got))
		if got != c.want {
			t.Errorf("%q: %.80s: %d sessions to import, want %d", c.name, c.value, got, c.want)
		}
	}
	must(t, page.Eval(`localStorage.clear(); localStorage.setItem(`+js(bookmarkKey+"someone")+`, "{")`, nil))
	p := realPopup(t, b)
	must(t, p.Wait(`document.querySelector("#hint").hidden`)) // the page has answered
	if eval[bool](t, p, `!document.querySelector("#offer").hidden`) {
		t.Error("an import of nothing is offered")
	}
}

// TestPopupPictures saves the popup in its widths and colours for looking at, and
// holds that nothing runs out to the side.
func TestPopupPictures(t *testing.T) {
	b := chromium(t)
	for _, c := range []struct {
		name, scheme string
		width        int
		picks        []pick
		more         map[string]any
	}{
		{"popup-360", "light", 360, popupPicks, nil},
		{"popup-420-dark", "dark", 420, popupPicks, nil},
		{"popup-639", "light", 639, popupPicks, nil},
		{"popup-720", "light", 720, popupPicks, nil},
		{"popup-800-dark", "dark", 800, popupPicks, nil},
		{"popup-changes-360-dark", "dark", 360, popupPicks, changedPicks()},
		{"popup-changes-720", "light", 720, popupPicks, changedPicks()},
		{"popup-empty", "light", 400, nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			must(t, b.ClearStorage())
			store(t, b, c.picks, c.more)
			p := blank(t, b)
			must(t, p.SetMedia("prefers-color-scheme", c.scheme))
			must(t, p.SetViewport(c.width, 640, 1))
			must(t, p.Navigate(b.ExtensionURL("popup.html")))
			must(t, p.Wait(listed))
			if len(c.picks) > 0 {
				must(t, p.Wait(pictured))
			}
			must(t, p.Eval(`document.fonts.ready.then(() => {})`, nil))
			if w := eval[int](t, p, `document.documentElement.scrollWidth`); w > c.width {
				t.Errorf("the page is %d wide in %d", w, c.width)
			}
			must(t, p.Screenshot(filepath.Join(root, "out", "e2e", c.name+".png")))
		})
	}
}
