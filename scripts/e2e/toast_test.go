package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"byeolpyo/scripts/internal/browser"
)

// accessible returns what Chromium tells a screen reader of a key's star: name and description.
func accessible(t *testing.T, p *browser.Page, key string) (name, description string) {
	t.Helper()
	name, description, err := p.Accessible(button(key))
	must(t, err)
	return name, description
}

// TestStarSaysItOnce: a screen reader does not hear the star's name twice, and the tooltip says
// what the next click does, in each state and language.
func TestStarSaysItOnce(t *testing.T) {
	for _, lang := range []string{"ko", "en"} {
		b := chromium(t)
		must(t, b.Store(map[string]any{"settings": map[string]any{"v": 1, "lang": lang}}))
		s := talk(t, day1, 0)
		k := key(s, "ko")
		p := open(t, b, grid2026)
		_, title, _ := strings.Cut(label(t, s, "ko"), ": ")
		for _, c := range []struct{ state, next string }{{"off", "starNextStar"}, {"star", "starNextMust"}, {"must", "starNextOff"}, {"off", "starNextStar"}} {
			waitState(t, p, k, c.state)
			name, description := accessible(t, p, k)
			if !strings.Contains(name, title) || strings.Contains(description, title) {
				t.Errorf("%s, %s: called %q, described %q", lang, c.state, name, description)
			}
			next := word(t, lang, c.next)
			if tip := eval[string](t, p, button(k)+`.querySelector("title").textContent`); tip != next || !strings.HasSuffix(description, next) || strings.Count(description, next) != 1 {
				t.Errorf("%s, %s: the tooltip is %q, described %q", lang, c.state, tip, description)
			}
			click(t, p, k)
		}
	}
}

// hit returns the element that a click in the middle of the toast's button reaches.
const hit = `(() => {
	const r = ` + toastButton + `.getBoundingClientRect();
	return document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2)?.localName;
})()`

// TestToastOverDialogs: a click can be undone while a modal dialog is open, whether that was
// opened before or after the star was clicked, is one of several, or is in a shadow root; and
// after it has closed.
func TestToastOverDialogs(t *testing.T) {
	b := chromium(t)
	k := key(talk(t, day1, 0), "ko")
	p := open(t, b, grid2026)
	waitStars(t, p, wantedDay(day1, "ko"))
	undo := func(name string) {
		t.Helper()
		must(t, p.Wait(hit+` === "byeolpyo-toast"`))
		clickToast(t, p)
		waitPick(t, b, k, "off")
		waitState(t, p, k, "off")
		if !eval[bool](t, p, `Boolean(document.querySelector("byeolpyo-toast")?.matches(":popover-open"))`) {
			t.Errorf("%s: the line is not in the top layer", name)
		}
	}
	dialog := `Object.assign(document.createElement("dialog"), {innerHTML: "<p>안내</p>"})`

	click(t, p, k)
	waitPick(t, b, k, "star")
	undo("no dialog")

	click(t, p, k)
	waitPick(t, b, k, "star")
	must(t, p.Eval(`globalThis.one = `+dialog+`; document.body.append(one); one.showModal()`, nil))
	undo("opened after")
	must(t, p.Eval(`one.close()`, nil))
	click(t, p, k)
	waitPick(t, b, k, "star")
	undo("closed")

	// The list of sessions in the dialog itself.
	must(t, p.Eval(`globalThis.was = document.querySelector("main") ?? document.body.firstElementChild; globalThis.where = was.parentNode;
		one.append(was); document.body.append(one); one.showModal()`, nil))
	waitStars(t, p, wantedDay(day1, "ko"))
	click(t, p, k)
	waitPick(t, b, k, "star")
	undo("in the dialog")
	click(t, p, k)
	waitPick(t, b, k, "star")
	// Another over it, which comes before it in the document, and one in a shadow root.
	must(t, p.Eval(`globalThis.two = `+dialog+`; document.body.prepend(two); two.showModal()`, nil))
	undo("two dialogs")
	must(t, p.Eval(`two.close()`, nil))
	// What a dialog in a shadow root holds is not found from outside.
	must(t, p.Eval(`{
		const host = document.createElement("div");
		document.body.append(host);
		globalThis.three = `+dialog+`;
		host.attachShadow({mode: "open"}).append(three);
		three.showModal();
		location.hash = "byeolpyo=1.AAAA";
	}`, nil))
	must(t, p.Wait(`(() => {
		const button = three.querySelector("byeolpyo-toast")?.shadowRoot.querySelector("button");
		if (!button) return false;
		const r = button.getBoundingClientRect();
		return three.getRootNode().elementFromPoint(r.left + r.width / 2, r.top + r.height / 2)?.localName === "byeolpyo-toast";
	})()`))
}

// TestToastOnPaper: a page that is printed within the ten seconds shows no toast.
func TestToastOnPaper(t *testing.T) {
	b := chromium(t)
	k := key(talk(t, day1, 0), "ko")
	p := open(t, b, grid2026)
	waitStars(t, p, wantedDay(day1, "ko"))
	click(t, p, k)
	waitToast(t, p, word(t, "ko", "starAdded"))
	seen := `getComputedStyle(document.querySelector("byeolpyo-toast")).display`
	if got := eval[string](t, p, seen); got != "flex" {
		t.Fatalf("on the screen it is %q: no test", got)
	}
	must(t, p.SetMedia("", "print"))
	if got := eval[string](t, p, seen); got != "none" {
		t.Errorf("on paper it is %q", got)
	}
}

// TestWrittenAnew: stars of a document that was rewritten by document.open can be clicked and
// undone, and the page's hash is still followed.
func TestWrittenAnew(t *testing.T) {
	b := chromium(t)
	const k = "2018/program/5"
	p := open(t, b, grid2018)
	waitStars(t, p, wanted2018())
	for i := range 2 { // and once more
		must(t, p.Eval(fmt.Sprintf(`{ const html = document.documentElement.outerHTML.replace(/<byeolpyo-[^]*?<\/byeolpyo-[a-z]+>/g, "");
			document.open(); document.write("<!doctype html>" + html); document.close(); document.title = "anew %d"; }`, i), nil))
		must(t, p.Wait(fmt.Sprintf(`document.title === "anew %d"`, i)))
		waitStars(t, p, wanted2018())
		click(t, p, k)
		waitPick(t, b, k, "star")
		waitState(t, p, k, "star")
		clickToast(t, p)
		waitPick(t, b, k, "off")
	}
	must(t, p.Eval(`location.hash = "byeolpyo=1.AAAA"`, nil))
	waitToast(t, p, word(t, "ko", "starImport"))
}

// TestTitleAsksWhichSlot (D18): a session's own page that gives it twice has a star at its
// title. A click takes the slot that the star's name tells, and asks for which other it was
// meant; the answer moves the pick, by mouse as by keyboard, where the page program runs in
// a frame of the extension as well. A slot's own star asks nothing.
func TestTitleAsksWhichSlot(t *testing.T) {
	for _, lang := range []string{"ko", "en"} {
		b := chromium(t)
		must(t, b.Store(map[string]any{"settings": map[string]any{"v": 1, "lang": lang}}))
		s := talk(t, day1, 0)
		k := key(s, "ko")
		at := "https://2026.pycon.kr/presentations/" + s.ID
		if lang == "en" {
			at += "?csp=header"
		}
		p := open(t, b, at)
		waitState(t, p, k, "off")
		// The second time in a row of its own, as the site has it.
		must(t, p.Eval(`(() => {
			const row = document.querySelector("main table tr");
			const other = row.cloneNode(true);
			other.querySelectorAll("byeolpyo-star").forEach((n) => n.remove());
			const when = other.querySelector("td:last-child h6");
			when.textContent = when.textContent.replace("15일", "16일").replace("Aug 15", "Aug 16");
			row.after(other);
		})()`, nil))
		title := button(k + "?")
		must(t, p.Wait(title+` && `+button(k+"~2")+` && `+button(k)+` && true`))
		start := s.Start[11:16]
		first, second := "8/15 "+start, "8/16 "+start
		if name, _, err := p.Accessible(title); err != nil || !strings.Contains(name, first) {
			t.Errorf("%s: called %q, %v", lang, name, err)
		}
		labels := `[...document.querySelector("byeolpyo-toast")?.shadowRoot.querySelectorAll("button") ?? []].map((n) => n.textContent).join("|")`
		asks := second + "|" + word(t, lang, "starUndo")
		said := strings.ReplaceAll(word(t, lang, "starAddedSlot"), "{slot}", first)

		must(t, p.Click(title))
		waitToast(t, p, said)
		must(t, p.Wait(labels+` === `+js(asks)))
		waitPick(t, b, k, "star")
		clickToast(t, p) // the first of them
		waitPick(t, b, k+"~2", "star")
		waitPick(t, b, k, "off")
		waitState(t, p, k+"~2", "star")
		waitToast(t, p, word(t, lang, "starAdded"))
		must(t, p.Wait(labels+` === `+js(word(t, lang, "starUndo"))))
		if rec := stored(t, b)[k+"~2"]; !strings.HasPrefix(rec.Snapshot.Start, "2026-08-16") {
			t.Errorf("%s: the other slot is at %q", lang, rec.Snapshot.Start)
		}

		// Taken back, and from the start without the mouse.
		clickToast(t, p)
		waitPick(t, b, k+"~2", "off")
		must(t, p.Wait(title+` && true`))
		must(t, p.Eval(title+`.focus()`, nil))
		must(t, p.Press(kb.Enter))
		must(t, p.Wait(labels+` === `+js(asks)))
		must(t, p.Eval(toastButton+`.focus()`, nil))
		must(t, p.Press(kb.Enter))
		waitPick(t, b, k+"~2", "star")

		must(t, p.Click(button(k)))
		waitPick(t, b, k, "star")
		waitToast(t, p, word(t, lang, "starAdded"))
		must(t, p.Wait(labels+` === `+js(word(t, lang, "starUndo"))))
	}
}
