package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"byeolpyo/scripts/internal/browser"
)

// typeInto types a text into a field of a row's note as a person does.
func typeInto(t *testing.T, p *browser.Page, field, text string) {
	t.Helper()
	must(t, p.Wait(field+` !== null && `+field+` !== undefined`))
	must(t, p.Eval(field+`.focus(); void document.execCommand("insertText", false, `+js(text)+`)`, nil))
}

const keyN = `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "n", bubbles: true, cancelable: true }))`

// A note and questions are written by keyboard. They are there when the popup is opened again,
// even if it was closed in the middle of a word, are found, and outlive the session.
func TestNotes(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	one := popupPicks[0]
	p := popupTab(t, b, 420)
	must(t, p.Eval(rowOf(one, ".must")+`.focus(); `+keyN, nil))
	must(t, p.Wait(`document.activeElement === `+rowOf(one, "textarea")+` && `+rowOf(one, ".note-open")+`.ariaExpanded === "true"`))
	typeInto(t, p, rowOf(one, "textarea"), "앞자리에 앉기")
	must(t, p.Navigate("about:blank")) // at once
	waitStored(t, b, `JSON.stringify(all[`+js("notes/"+one.key())+`] ?? "").includes("앞자리에 앉기")`)

	two := popupPicks[1] // in the popup itself, which goes as soon as anything else is clicked
	p = realPopup(t, b)
	must(t, p.Click(rowOf(two, ".note-open")))
	typeInto(t, p, rowOf(two, "textarea"), "팝업에서")
	p.Close()
	waitStored(t, b, `JSON.stringify(all[`+js("notes/"+two.key())+`] ?? "").includes("팝업에서")`)

	p = popupTab(t, b, 420)
	must(t, p.Wait(rowOf(one, ".note-open")+`.classList.contains("has")`))
	must(t, p.Click(rowOf(one, ".must")))
	waitPick(t, b, one.key(), "must")
	must(t, p.Click(rowOf(one, ".note-open")))
	must(t, p.Wait(rowOf(one, "textarea")+`?.value === "앞자리에 앉기" && document.activeElement === `+rowOf(one, "textarea")))
	must(t, p.Press("z", chromedp.ModifierCtrl)) // the field's undo, not a pick's
	question := func(n int) string { return rowOf(one, fmt.Sprintf(".noted li:nth-child(%d) textarea", n)) }
	typeInto(t, p, question(1), "왜 별표인가요?")
	must(t, p.Press(kb.Enter))
	must(t, p.Wait(`document.activeElement === `+question(2)))
	typeInto(t, p, question(2), "언제부터요? 그리고 "+strings.Repeat("한 줄보다 긴 질문도 모두 보이나요? ", 5))
	must(t, p.Wait(rowOf(one, ".noted li:nth-child(3)")+` !== null`)) // at the pause, without Enter
	must(t, p.Click(rowOf(one, ".noted li:nth-child(1) input[type=checkbox]")))
	if got := states(t, b)[one.key()]; got != "must" {
		t.Errorf("undoing in a note took back a pick: %q", got)
	}
	waitStored(t, b, `/"asked":true/.test(JSON.stringify(all[`+js("notes/"+one.key())+`])) && JSON.stringify(all[`+js("notes/"+one.key())+`]).includes("언제부터요?")`)
	for _, width := range []int{360, 180} { // 360 px, and that at 200 %
		must(t, p.SetViewport(width, 640, 1))
		if over := eval[string](t, p, `[...`+rowOf(one, ".noted")+`.querySelectorAll("*")].filter(e => e.checkVisibility() && (e.getBoundingClientRect().right > e.closest(".row").getBoundingClientRect().right || e.scrollWidth > e.clientWidth + 1 && e.tagName !== "INPUT")).map(e => e.className || e.tagName).join()`); over != "" {
			t.Errorf("%d px wide: %s sticks out", width, over)
		}
		if hidden := eval[int](t, p, `(e => e.scrollHeight - e.clientHeight)(`+question(2)+`)`); hidden > 0 && width == 360 {
			t.Errorf("%d px of a question are not to be seen", hidden)
		}
		if wide := eval[int](t, p, `document.documentElement.scrollWidth`); wide > max(width, 320) {
			t.Errorf("the page is %d wide in %d", wide, width)
		}
	}
	must(t, p.SetViewport(420, 640, 1))
	must(t, p.Eval(rowOf(one, "textarea")+`.focus()`, nil))
	must(t, p.Press(kb.Escape))
	must(t, p.Wait(rowOf(one, ".noted")+`.hidden && document.activeElement === `+rowOf(one, ".note-open")))

	// The picture shows none of it until that is switched on, and then what is written later.
	preview := `document.body.dataset.preview === "1" && document.getElementById("preview").alt`
	must(t, p.Wait(preview+`.includes(`+js(one.ko)+`)`))
	if alt := eval[string](t, p, `document.getElementById("preview").alt`); strings.Contains(alt, "앞자리") || strings.Contains(alt, "언제부터") {
		t.Errorf("unasked, the picture says\n%s", alt)
	}
	press(t, p, "look-open")
	press(t, p, "notes-picture")
	must(t, p.Wait(preview+`.includes("메모: 앞자리에 앉기\n물어본 질문: 왜 별표인가요?\n물어볼 질문: 언제부터요?")`))
	must(t, p.Click(rowOf(two, ".note-open")))
	typeInto(t, p, rowOf(two, "textarea"), " 그림에도")
	must(t, p.Wait(preview+`.includes("그림에도")`))
	must(t, p.Eval(`document.querySelector("[name=format][value=share]").click()`, nil))
	must(t, p.Wait(preview+`.includes("앞자리") === false && document.getElementById("notes-picture").disabled && !document.getElementById("notes-picture-help").hidden`))
	must(t, p.Eval(`document.querySelector("[name=format][value=whole]").click()`, nil))
	must(t, p.Wait(preview+`.includes("그림에도") && document.getElementById("notes-picture").checked`))
	press(t, p, "look-open")

	fill(t, p, "find", "언제부터")
	must(t, p.Wait(`document.querySelectorAll("#found-list > li").length === 1`))
	press(t, p, "found-close")
	must(t, p.Click(rowOf(one, ".drop")))
	must(t, p.Wait(`document.querySelector('[data-id=noted] [data-key=`+js(one.key())+`] .note-open') !== null`))
	must(t, p.Click(rowOf(one, ".note-open")))
	must(t, p.Wait(rowOf(one, "textarea")+`?.value === "앞자리에 앉기" && `+rowOf(one, ".noted li input")+`.checked`))
}

// traffic is what was sent to a server: the ids of the vaults that were made and deleted.
type traffic struct {
	sync.Mutex
	made, deleted, asked []string
}

func (s *traffic) list(of *[]string) []string {
	s.Lock()
	defer s.Unlock()
	return slices.Clone(*of)
}

// watchedServer returns a sync server, and what was sent to it.
func watchedServer(t *testing.T) (*syncServer, string, *traffic) {
	t.Helper()
	server := startSync(t)
	target, err := url.Parse(server.URL)
	must(t, err)
	s := &traffic{}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) { panic(http.ErrAbortHandler) }
	proxy.ModifyResponse = func(r *http.Response) error {
		id, is := strings.CutPrefix(r.Request.URL.Path, "/v1/vaults/")
		if !is || r.Request.Method == http.MethodOptions {
			return nil
		}
		s.Lock()
		defer s.Unlock()
		if !slices.Contains(s.asked, id) {
			s.asked = append(s.asked, id)
		}
		switch r.StatusCode {
		case http.StatusCreated:
			s.made = append(s.made, id)
		case http.StatusNoContent:
			s.deleted = append(s.deleted, id)
		}
		return nil
	}
	front := httptest.NewServer(proxy)
	t.Cleanup(front.Close)
	return server, front.URL, s
}

// A note that is written on one device is read on the other, in a vault that is made with it. If
// it was changed on both, both texts stay. Deleting everything deletes both vaults and no note.
func TestNotesOnTwoDevices(t *testing.T) {
	server, front, saw := watchedServer(t)
	a, b := withProfile(t, t.TempDir()), withProfile(t, t.TempDir())
	one := popupPicks[0]
	store(t, a, []pick{one}, nil)
	onA := syncPage(t, a)
	code := turnOn(t, onA, front)
	onB := syncPage(t, b)
	pair(t, onB, front, code)
	waitPick(t, b, one.key(), "star")
	if made, asked := saw.list(&saw.made), saw.list(&saw.asked); len(made) != 1 || len(asked) != 1 {
		t.Fatalf("without a note: made %v, asked for %v", made, asked)
	}

	popupA := popupTab(t, a, 420)
	must(t, popupA.Click(rowOf(one, ".note-open")))
	typeInto(t, popupA, rowOf(one, "textarea"), "첫 글")
	syncedState(t, a, `s.notebook?.version === 1 && s.why === undefined`)
	if made := saw.list(&saw.made); len(made) != 2 || made[0] == made[1] {
		t.Fatalf("made %v", made)
	}
	press(t, onB, "now")
	popupB := popupTab(t, b, 420)
	must(t, popupB.Wait(rowOf(one, ".note-open")+`?.classList.contains("has")`))
	must(t, popupB.Click(rowOf(one, ".note-open")))
	must(t, popupB.Wait(rowOf(one, "textarea")+`?.value === "첫 글"`))

	server.Kill()
	typeInto(t, popupA, rowOf(one, "textarea"), ", 여기서")
	typeInto(t, popupB, rowOf(one, "textarea"), ", 저기서")
	waitStored(t, a, `JSON.stringify(all).includes("여기서")`)
	waitStored(t, b, `JSON.stringify(all).includes("저기서")`)
	server.restart()
	press(t, onA, "now")
	syncedState(t, a, `s.notebook.version === 2`)
	press(t, onB, "now")
	syncedState(t, b, `s.notebook.version === 3`)
	press(t, onA, "now")
	syncedState(t, a, `s.notebook.version === 3`)
	for name, p := range map[string]*browser.Page{"A": popupA, "B": popupB} {
		must(t, p.Wait(rowOf(one, ".lines")+`?.textContent === `+js(word(t, "ko", "noteApart"))))
		got := eval[string](t, p, `[...`+rowOf(one, ".texts")+`.querySelectorAll("textarea")].map(e => e.value).sort().join("|")`)
		if got != "첫 글, 여기서|첫 글, 저기서" {
			t.Errorf("%s says %q", name, got)
		}
	}

	press(t, onA, "delete")
	press(t, onA, "ask-yes")
	must(t, onA.Wait(`document.body.dataset.on === "0"`))
	made, deleted := saw.list(&saw.made), saw.list(&saw.deleted)
	slices.Sort(made)
	slices.Sort(deleted)
	if !slices.Equal(made, deleted) {
		t.Errorf("made %v, deleted %v", made, deleted)
	}
	for _, d := range []*browser.Browser{a, b} {
		waitStored(t, d, `JSON.stringify(all).includes("여기서") && JSON.stringify(all).includes("저기서")`)
	}
}
