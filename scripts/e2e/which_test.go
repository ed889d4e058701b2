package e2e

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"byeolpyo/wasm/model/picks"
	under "byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// TestWhichSession: if a pick may be either of two sessions of one title, the popup asks; by
// keyboard alone it becomes the one that was chosen.
func TestWhichSession(t *testing.T) {
	b := chromium(t)
	of := func(who string) session.Session {
		s := session.Session{Key: "2024/s/x", Titles: map[string]string{"ko": "스폰서 세션"}, PageLang: session.Korean, Speakers: []string{who}}
		s.Key = s.TitleKey(session.Korean)
		return s
	}
	mine, other := of("강바다"), of("윤하늘")
	other.Key = other.WhoKey(session.Korean)
	must(t, b.Extension(`chrome.storage.local.set(`+js(map[string]any{
		under.PickPrefix + string(mine.Key):     picks.Pick{State: picks.Star, Tapped: 1, Session: mine}.Encode(),
		under.SessionPrefix + string(other.Key): picks.SessionRecord{Session: other}.Encode(),
	})+`)`, nil))
	popup, err := b.OpenExtension("popup.html")
	must(t, err)
	t.Cleanup(func() { popup.Close() })
	const buttons = `[...document.querySelectorAll(".which button")]`
	must(t, popup.Wait(buttons+`.length === 2`))
	if ask := eval[string](t, popup, `document.querySelector(".which").ariaLabel`); ask == "" {
		t.Error("the question has no name")
	}
	must(t, popup.Eval(buttons+`.find(button => button.textContent.includes("윤하늘")).focus()`, nil))
	must(t, popup.Press(kb.Enter))
	waitPick(t, b, string(other.Key), "star")
	waitPick(t, b, string(mine.Key), "off")
	must(t, popup.Wait(buttons+`.length === 0 && document.querySelectorAll(".row").length === 1`))
}
