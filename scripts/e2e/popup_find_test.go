package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// knownSessions returns sessions of 2026 that pages have shown.
func knownSessions(list ...pick) map[string]any {
	all := map[string]any{}
	for _, p := range list {
		all["session/"+p.key()] = p.knownNow(0)
	}
	return all
}

var unpicked = []pick{
	{"00000000-0000-4000-8000-000000000011", "star", "파이썬 컴파일러 만들기", "", "Track 2", "2026-08-15T13:30", "2026-08-15T14:00"},
	{"00000000-0000-4000-8000-000000000012", "star", "비는 시간의 이야기", "", "Track 3", "2026-08-15T15:10", "2026-08-15T15:40"},
	{"00000000-0000-4000-8000-000000000013", "star", "둘째 날의 컴파일러", "", "Track 1", "2026-08-16T13:30", "2026-08-16T14:00"},
}

// slash presses the key. Text that a test types would be inserted even where its keydown is
// prevented.
const slash = `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true, cancelable: true }))`

// With a keyboard alone: "/" starts a search by initial consonants, a session found is picked
// there, and Escape ends what was begun last.
func TestPopupFind(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, knownSessions(unpicked...))
	p := popupTab(t, b, 420)
	hit := func(p pick, part string) string {
		return fmt.Sprintf(`document.querySelector('#found-list [data-key=%s] %s')`, js(p.key()), part)
	}
	must(t, p.Eval(slash, nil))
	must(t, p.Wait(`document.activeElement.id === "find" && !document.querySelector("#found").hidden && document.querySelector("#find").value === ""`))
	must(t, p.Wait(`document.querySelectorAll("#found-list > li").length === 8`))
	must(t, p.Eval(`(e => { e.value = "ㅋㅍㅇㄹ"; e.dispatchEvent(new Event("input")); })(document.querySelector("#find"))`, nil))
	must(t, p.Wait(`document.querySelectorAll("#found-list > li").length === 2`))
	if eval[bool](t, p, `document.querySelector("#days").checkVisibility() || Boolean(document.querySelector("#found img"))`) {
		t.Error("the list is shown beside what was found")
	}
	if !eval[bool](t, p, `getComputedStyle(document.querySelector("#found-list .pick")).color === getComputedStyle(document.querySelector(".row .must")).color`) {
		t.Error("a star is not of the stars' colour")
	}
	must(t, p.Click(`[...document.querySelectorAll(".chip")].find(chip => chip.dataset.chip === "day:2026-08-15")`))
	must(t, p.Wait(`document.querySelectorAll("#found-list > li").length === 1`))
	must(t, p.Wait(hit(unpicked[0], ".note")+`.textContent.includes(`+js(popupPicks[0].ko)+`)`))
	must(t, p.Eval(hit(unpicked[0], ".pick")+`.focus()`, nil))
	must(t, p.Press(kb.Enter))
	waitPick(t, b, unpicked[0].key(), "star")
	must(t, p.Wait(hit(unpicked[0], ".pick")+`.ariaPressed === "true" && document.activeElement === `+hit(unpicked[0], ".pick")))
	must(t, p.Press("z", chromedp.ModifierCtrl))
	waitPick(t, b, unpicked[0].key(), "off")

	must(t, p.Press(kb.Escape))
	must(t, p.Wait(`document.querySelector("#found").hidden && document.querySelector("#days").checkVisibility() && document.activeElement.id === "find"`))
	must(t, p.Eval(`(e => { e.value = "없는 세션"; e.dispatchEvent(new Event("input")); })(document.querySelector("#find"))`, nil))
	must(t, p.Wait(`document.querySelector("#found-count").textContent === `+js(word(t, "ko", "findNone"))))
	must(t, p.Click(`document.querySelector("#found-close")`))
	must(t, p.Wait(`document.querySelector("#found").hidden && document.querySelector("#find").value === "" && document.activeElement.id === "find"`))
}

// A gap shows what fits into it and why, and picks it.
func TestPopupFindGap(t *testing.T) {
	b := chromium(t)
	late := pick{"00000000-0000-4000-8000-000000000014", "star", "저녁의 이야기", "", "Track 1", "2026-08-15T16:00", "2026-08-15T16:30"}
	store(t, b, []pick{popupPicks[2], late}, knownSessions(unpicked...))
	p := popupAt(t, b, 420, "2026-08-15T09:00")
	must(t, p.Wait(`document.querySelectorAll(".gap").length === 1 && document.querySelectorAll(".gap li").length === 0`))
	must(t, p.Click(`document.querySelector(".gap-open")`))
	must(t, p.Wait(`document.querySelectorAll(".gap li").length === 1 && document.activeElement.className === "gap-open"`))
	if got, want := eval[string](t, p, `document.querySelector(".gap .note").textContent`), strings.ReplaceAll(word(t, "ko", "fitSpeaker"), "{name}", "김파이"); got != want {
		t.Errorf("why: %q, want %q", got, want)
	}
	must(t, p.Click(`document.querySelector(".gap .pick")`))
	waitPick(t, b, unpicked[1].key(), "star")
	must(t, p.Wait(`document.body.dataset.picks === "3"`))
	if eval[bool](t, p, `document.activeElement === document.body`) {
		t.Error("the focus has fallen to the body")
	}
}

// TestPopupRows (E1, E4): at 720 x 600 six rows and more of eight picks are visible, and titles
// have the width of the list; clashes are folded, and Escape folds them again; the timetable and
// the link to one's own are always there.
func TestPopupRows(t *testing.T) {
	b := chromium(t)
	var eight []pick
	for i := range 8 {
		p := popupPicks[0]
		p.id = fmt.Sprintf("00000000-0000-4000-8000-0000000001%02d", i)
		p.ko = []string{"파이썬 패키징의 오늘과 내일", "느린 파이썬을 빠르게", "타입 힌트 10년", "GIL 없는 파이썬 실전", "FastAPI 의존성 주입", "데이터 분석가의 하루", "커뮤니티 이야기", "라이트닝 토크"}[i]
		p.start, p.end = fmt.Sprintf("2026-08-15T%02d:00", 10+i), fmt.Sprintf("2026-08-15T%02d:50", 10+i)
		eight = append(eight, p)
	}
	eight[3].start = "2026-08-15T12:20" // into the hours before and after
	eight[3].end = "2026-08-15T14:20"
	store(t, b, eight, nil)
	p := popupAt(t, b, 720, "2026-08-15T09:00")
	must(t, p.Wait(pictured))
	const whole = `[...document.querySelectorAll(".row")].filter(row => { const r = row.getBoundingClientRect(), l = document.querySelector(".list").getBoundingClientRect(); return r.top >= l.top && r.bottom <= l.bottom; }).length`
	if n := eval[int](t, p, whole); n < 6 {
		t.Errorf("%d rows are to be seen", n)
	}
	if share := eval[float64](t, p, `document.querySelector(".row .title").clientWidth / document.querySelector(".row").clientWidth`); share < 0.85 {
		t.Errorf("a title has %.2f of its row", share)
	}
	if got := eval[string](t, p, `document.body.dataset.clashes`); got != "1" {
		t.Errorf("%s groups clash, want 1", got)
	}
	chip := rowOf(eight[3], ".clash")
	if got, want := eval[string](t, p, chip+`.textContent`), "2개와 겹침"; got != want {
		t.Errorf("the chip says %q, want %q", got, want)
	}
	must(t, p.Click(chip))
	must(t, p.Wait(rowOf(eight[3], ".clashes")+`.checkVisibility() && document.querySelectorAll(".clashes:not([hidden]) li").length === 2`))
	must(t, p.Press(kb.Escape))
	must(t, p.Wait(`!`+rowOf(eight[3], ".clashes")+`.checkVisibility() && document.activeElement === `+chip))

	// A toast covers no form that is being filled in.
	must(t, p.Click(`document.querySelector("#own-open")`))
	must(t, p.Click(`document.querySelector(".row .drop")`))
	must(t, p.Wait(`!document.querySelector("#toast").hidden`))
	must(t, p.Eval(`document.querySelector("#own").scrollIntoView({ block: "end" })`, nil))
	if eval[bool](t, p, `(([form, toast]) => form.bottom > toast.top && form.top < toast.bottom)(["#own", "#toast"].map(id => document.querySelector(id).getBoundingClientRect()))`) {
		t.Error("the line of words covers the form")
	}
	must(t, p.Press("z", chromedp.ModifierCtrl))
	must(t, p.Click(`document.querySelector("#own-cancel")`))

	// On the day the list is at now, and what is over is quieter.
	p = popupAt(t, b, 720, "2026-08-15T15:10")
	must(t, p.Wait(rowOf(eight[0], "")+`.classList.contains("is-past") && !`+rowOf(eight[5], "")+`.classList.contains("is-past")`))
	must(t, p.Wait(`(r => r.top >= document.querySelector(".list").getBoundingClientRect().top - 1 && r.bottom <= innerHeight)(`+rowOf(eight[5], "")+`.getBoundingClientRect())`))
	if eval[bool](t, p, `document.querySelector(".list").scrollTop === 0`) {
		t.Error("the list is at its beginning")
	}
	if got, want := eval[string](t, p, `document.querySelector("#open-link").href`), "https://2026.pycon.kr/timetable"; got != want {
		t.Errorf("the timetable is at %q, want %q", got, want)
	}
	must(t, p.Eval(`navigator.clipboard.writeText = async (text) => { window.copied = text; }`, nil))
	must(t, p.Click(`document.querySelector("#copy-link")`))
	waitNotice(t, p, word(t, "ko", "linkCopied"))
	if got := eval[string](t, p, `window.copied.split("=")[0]`); got != "https://2026.pycon.kr/timetable#byeolpyo" {
		t.Errorf("the link begins with %q", got)
	}
}

// TestPopupManners (E3, E7, E13): the main action is three keys away, however long the list is;
// Escape closes the innermost, and the popup only when nothing is open; the focus is never on
// the body; the preview stays visible beside its choices; help is shown after a failure only.
func TestPopupManners(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, knownSessions(unpicked...))
	p := popupTab(t, b, 420)
	must(t, p.Wait(pictured))
	must(t, p.Eval(`window.close = () => { document.body.dataset.closed = "1"; }`, nil))
	must(t, p.Press(kb.Tab))
	must(t, p.Press(kb.Enter))
	must(t, p.Wait(`document.activeElement.id === "save"`))

	// A star is shown as pressed by the click itself, and is stored after that.
	if !eval[bool](t, p, `((must) => { const was = must.ariaPressed; must.click(); return must.ariaPressed !== was; })(`+rowOf(popupPicks[0], ".must")+`)`) {
		t.Error("a star that was pressed waits for the program")
	}
	waitPick(t, b, popupPicks[0].key(), "must")

	// The preview stays visible while its choices change.
	must(t, p.Click(`document.querySelector("#look-open")`))
	must(t, p.Wait(`document.documentElement.classList.contains("choosing") && document.querySelector("#preview").getBoundingClientRect().height <= 220`))
	must(t, p.Eval(`document.querySelector("[name=code]").focus()`, nil))
	must(t, p.Press(kb.Escape))
	must(t, p.Wait(`document.querySelector("#look").hidden && document.activeElement.id === "look-open"`))

	must(t, p.Eval(`document.querySelector("#enlarge").focus()`, nil))
	must(t, p.Press(kb.Enter))
	must(t, p.Wait(`document.querySelector("#large").open && document.querySelector("#large-picture").getBoundingClientRect().width > 380`))
	must(t, p.Press(kb.Escape))
	must(t, p.Wait(`!document.querySelector("#large").open && document.activeElement.id === "enlarge"`))

	must(t, p.Eval(slash, nil))
	must(t, p.Wait(`!document.querySelector("#found").hidden`))
	must(t, p.Press(kb.Escape))
	must(t, p.Wait(`document.querySelector("#found").hidden`))
	if eval[bool](t, p, `document.body.dataset.closed === "1" || document.activeElement === document.body`) {
		t.Error("Escape closed the popup, or the focus has fallen to the body")
	}
	must(t, p.Press(kb.Escape))
	must(t, p.Wait(`document.body.dataset.closed === "1"`))

	// Help about saving is not there on a day on which nothing went wrong.
	if !eval[bool](t, p, `document.querySelector("#tab-line").hidden`) {
		t.Error("help is shown though nothing has failed")
	}
	must(t, p.Eval(`navigator.clipboard.write = () => Promise.reject(new DOMException("no", "NotAllowedError"))`, nil))
	must(t, p.Click(`document.querySelector("#copy")`))
	must(t, p.Wait(`!document.querySelector("#tab-line").hidden`))
	p.Errors() // it is logged too
	p = popupTab(t, b, 320)
	if w := eval[int](t, p, `document.documentElement.scrollWidth`); w > 320 {
		t.Errorf("the page is %d wide in 320", w)
	}
}
